"""Money in Django's admin: the plan is corrected with a reason, the ledger is only read."""

from budgets.admin import ledger, plan, settings

__all__ = ["ledger", "plan", "settings"]
