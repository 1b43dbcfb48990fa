"""What the ledger's triggers refuse, as SQL conditions on a new row, for both engines."""

OPEN_CLOSE = (
    "SELECT 1 FROM budgets_monthclose AS closed WHERE closed.month_id = {month} AND NOT EXISTS "
    "(SELECT 1 FROM budgets_monthreopening AS reopened WHERE reopened.close_id = closed.id)"
)
"""SQL for the close that is in force for a month's key; nothing where the month is open."""

NEIGHBOUR_CLOSED = (
    "SELECT 1 FROM budgets_ledgermonth AS this JOIN budgets_ledgermonth AS neighbour "
    "ON neighbour.plan_id = this.plan_id AND neighbour.month = this.month {step} 1 "
    f"WHERE this.id = {{month}} AND EXISTS ({OPEN_CLOSE.format(month='neighbour.id')})"
)
"""SQL that gives a row where the month before (``- 1``) or after (``+ 1``) is closed."""

MONTH_OF_CLOSE = "(SELECT month_id FROM budgets_monthclose WHERE id = NEW.close_id)"

LOCKED_MONTHS = (
    "1 FROM budgets_ledgermonth WHERE plan_id = "
    "(SELECT plan_id FROM budgets_ledgermonth WHERE id = {month}) ORDER BY id FOR UPDATE"
)
"""What a close or a reopening holds on PostgreSQL: no entry and no other close passes it by."""


def _earlier(entry: str, breach: str) -> str:
    """Return SQL that is true where the earlier entry that a new one names does not fit it."""
    return (
        f"EXISTS (SELECT 1 FROM budgets_entry AS earlier WHERE earlier.id = NEW.{entry} AND "
        f"(earlier.allocation_id <> NEW.allocation_id OR earlier.date > NEW.date OR {breach}))"
    )


DRAWS_WRONGLY = _earlier(
    "draws_on_id",
    "NOT (NEW.kind = 'commitment' AND earlier.kind = 'reservation' "
    "OR NEW.kind = 'payment' AND earlier.kind IN ('commitment', 'opening'))",
)
DRAWS_AFTER_EXPIRY = (
    "EXISTS (SELECT 1 FROM budgets_entry AS earlier WHERE earlier.id = NEW.draws_on_id "
    "AND earlier.expires_on < NEW.date)"
)
REVERSES_WRONGLY = _earlier(
    "reverses_id",
    "earlier.kind NOT IN ('reservation', 'commitment', 'payment', 'opening') OR NOT ("
    "CASE WHEN earlier.kind = 'reservation' THEN NEW.reserved_change = -NEW.amount "
    "WHEN earlier.kind = 'payment' THEN NEW.paid_change = -NEW.amount AND "
    "(NEW.committed_change <> 0) = (earlier.draws_on_id IS NOT NULL) "
    "ELSE NEW.committed_change = -NEW.amount AND "
    "(NEW.reserved_change <> 0) = (earlier.draws_on_id IS NOT NULL) END)",
)
CARRIED_ALREADY = (
    "EXISTS (SELECT 1 FROM budgets_entry AS opening WHERE opening.carried_from_id IS NOT NULL "
    "AND (opening.carried_from_id = NEW.draws_on_id OR opening.carried_from_id = NEW.reverses_id "
    "OR opening.carried_from_id = "
    "(SELECT draws_on_id FROM budgets_entry WHERE id = NEW.reverses_id)))"
)
OUTSIDE_THE_MONTH = (
    "NOT EXISTS (SELECT 1 FROM budgets_ledgermonth AS month WHERE month.id = NEW.month_id "
    "AND NEW.date BETWEEN month.first_day AND month.last_day)"
)
NOT_OF_THE_TRANSFER = (
    "NEW.kind = 'transfer' AND NOT EXISTS (SELECT 1 FROM budgets_transfer AS transfer "
    "WHERE transfer.id = NEW.transfer_id AND transfer.state = 'approved' "
    "AND transfer.amount = NEW.amount AND NEW.allocation_id = CASE WHEN NEW.transferred_change > 0 "
    "THEN transfer.to_allocation_id ELSE transfer.from_allocation_id END)"
)
NOT_OF_THE_ORIGIN = (
    "NEW.carried_from_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM budgets_entry AS origin "
    "WHERE origin.id = NEW.carried_from_id AND origin.kind IN ('commitment', 'opening') "
    "AND origin.month_id <> NEW.month_id AND origin.date < NEW.date)"
)
NOT_THE_ENTRYS_AMOUNT = (
    "NEW.entry_amount <> (SELECT amount FROM budgets_entry WHERE id = NEW.entry_id)"
)
NOT_OF_THE_YEAR = (
    "NOT EXISTS (SELECT 1 FROM budgets_entry AS entry "
    "JOIN budgets_ledgermonth AS month ON month.id = entry.month_id "
    "JOIN budgets_carryforward AS proposal ON proposal.plan_id = month.plan_id "
    "WHERE entry.id = NEW.commitment_id AND proposal.id = NEW.carry_forward_id "
    "AND entry.kind IN ('commitment', 'opening') AND NEW.amount <= entry.amount)"
)
MONTH_CLOSED = f"EXISTS ({OPEN_CLOSE.format(month='NEW.month_id')})"
MONTH_BEFORE_OPEN = (
    "(SELECT month FROM budgets_ledgermonth WHERE id = NEW.month_id) > 1 AND NOT "
    f"EXISTS ({NEIGHBOUR_CLOSED.format(month='NEW.month_id', step='-')})"
)
MONTH_AFTER_CLOSED = f"EXISTS ({NEIGHBOUR_CLOSED.format(month=MONTH_OF_CLOSE, step='+')})"
CLOSE_REOPENED = (
    "EXISTS (SELECT 1 FROM budgets_monthreopening AS reopened "
    "WHERE reopened.close_id = NEW.close_id)"
)
CLOSE_PUBLISHED = (
    "EXISTS (SELECT 1 FROM budgets_monthpublication AS published "
    "WHERE published.close_id = NEW.close_id)"
)
REPORTS_HIDDEN = (
    "NOT EXISTS (SELECT 1 FROM budgets_monthclose AS closed "
    "JOIN budgets_ledgermonth AS month ON month.id = closed.month_id "
    "JOIN projects_reportingmonth AS reported "
    "ON reported.plan_id = month.plan_id AND reported.month = month.month "
    "JOIN projects_reportclose AS reports ON reports.month_id = reported.id "
    "JOIN projects_reportpublication AS published ON published.close_id = reports.id "
    "WHERE closed.id = NEW.close_id AND NOT EXISTS "
    "(SELECT 1 FROM projects_reportreopening AS reopened WHERE reopened.close_id = reports.id))"
)
CLOSED_TOO_EARLY = (
    "NEW.closed_on <= (SELECT last_day FROM budgets_ledgermonth WHERE id = NEW.month_id)"
)
MONTH_OF_ENTRY = "(SELECT month_id FROM budgets_entry WHERE id = NEW.entry_id)"
ENTRYS_MONTH_CLOSED = f"EXISTS ({OPEN_CLOSE.format(month=MONTH_OF_ENTRY)})"
EXPIRES_OUTSIDE = (
    "(SELECT CAST(NEW.expires_on AS VARCHAR(10)) NOT BETWEEN "
    "CAST(fiscal_year - 543 AS VARCHAR(4)) || '-10-01' AND "
    "CAST(fiscal_year - 542 AS VARCHAR(4)) || '-09-30' "
    "FROM projects_fiscalplan WHERE id = NEW.plan_id)"
)
NOT_OF_CARRIED_MONEY = (
    "(NEW.kind IN ('reservation', 'commitment', 'transfer') "
    "OR NEW.kind = 'payment' AND NEW.draws_on_id IS NULL) AND EXISTS "
    "(SELECT 1 FROM budgets_allocation AS allocation "
    "JOIN budgets_fundsource AS fund ON fund.id = allocation.fund_source_id "
    "WHERE allocation.id = NEW.allocation_id AND fund.code = 'CARRIED_FORWARD')"
)
