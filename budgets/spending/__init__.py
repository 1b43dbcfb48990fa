"""The money table: where a plan's money stands as of a day, and how the year went month by month.

Everything that shows it (the page, the home page, a work's page, Excel, PDF, JSON) draws from one
``Spending``; amounts are exact baht, added up before anything is rounded.
"""

from budgets.spending.amounts import Amounts
from budgets.spending.lines import Level, Line
from budgets.spending.monthly import Month, Monthly
from budgets.spending.reading import Spending, Work, read_spending
from budgets.spending.scope import Scope, Sight, scope_of
from budgets.spending.shown import SeenSpending, seen_by, seen_whole
from budgets.spending.targets import Target

__all__ = [
    "Amounts",
    "Level",
    "Line",
    "Month",
    "Monthly",
    "Scope",
    "SeenSpending",
    "Sight",
    "Spending",
    "Target",
    "Work",
    "read_spending",
    "scope_of",
    "seen_by",
    "seen_whole",
]
