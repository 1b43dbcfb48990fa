"""People with accounts, their roles, and what they are told."""

from etda_plan.accounts.models.notices import Mail, Notification
from etda_plan.accounts.models.people import RoleGrant, User

__all__ = ["Mail", "Notification", "RoleGrant", "User"]
