"""Money: what the document prints at every level, and the ledger that carries the year."""

from budgets.models.allocations import Allocation, PageAmount
from budgets.models.attachments import Attachment
from budgets.models.batches import Batch, Submission
from budgets.models.carry_forwards import CarryForward, CarryForwardItem
from budgets.models.ledger import Entry
from budgets.models.months import (
    LedgerMonth,
    MonthClose,
    MonthPublication,
    MonthReopening,
)
from budgets.models.open_items import OpenItem
from budgets.models.sources import FundSource, SpendingGroup
from budgets.models.spending_plans import MONTH_FIELDS, DisbursementTarget, SpendingPlan
from budgets.models.statements import Statement, StatementLine
from budgets.models.transfers import Transfer, TransferLimit
from budgets.models.workbooks import UploadedWorkbook
from projects.models import MONTHS

__all__ = [
    "MONTHS",
    "MONTH_FIELDS",
    "Allocation",
    "Attachment",
    "Batch",
    "CarryForward",
    "CarryForwardItem",
    "DisbursementTarget",
    "Entry",
    "FundSource",
    "LedgerMonth",
    "MonthClose",
    "MonthPublication",
    "MonthReopening",
    "OpenItem",
    "PageAmount",
    "SpendingGroup",
    "SpendingPlan",
    "Statement",
    "StatementLine",
    "Submission",
    "Transfer",
    "TransferLimit",
    "UploadedWorkbook",
]
