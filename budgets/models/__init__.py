"""Money: what the document prints at every level, and the allocations that carry the year."""

from budgets.models.allocations import Allocation, PageAmount
from budgets.models.sources import FundSource, SpendingGroup
from budgets.models.statements import Statement, StatementLine

__all__ = [
    "Allocation",
    "FundSource",
    "PageAmount",
    "SpendingGroup",
    "Statement",
    "StatementLine",
]
