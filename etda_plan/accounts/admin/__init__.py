"""Accounts in Django's admin: people with their roles and sign-ins, and what they were told."""

from etda_plan.accounts.admin import notices, people

__all__ = ["notices", "people"]
