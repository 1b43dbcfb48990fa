"""What the triggers of months and reports refuse, as SQL conditions, for both engines."""

REPORTS_CLOSED = (
    "EXISTS (SELECT 1 FROM projects_reportclose AS closed WHERE closed.month_id = {month} "
    "AND NOT EXISTS (SELECT 1 FROM projects_reportreopening AS reopened "
    "WHERE reopened.close_id = closed.id))"
)
"""SQL that is true where the reports of a month's key are closed."""

MONTH_OF_CLOSE = "(SELECT month_id FROM projects_reportclose WHERE id = NEW.close_id)"

MONTH_HELD = "1 FROM projects_reportingmonth WHERE id = {month} FOR NO KEY UPDATE"
"""What a close or a reopening holds on PostgreSQL: no report passes it by."""

MONTH_SHARED = "1 FROM projects_reportingmonth WHERE id = NEW.month_id FOR SHARE"
"""What a report's row holds on PostgreSQL: its month is not closed meanwhile."""

MONTH_CLOSED = REPORTS_CLOSED.format(month="NEW.month_id")
CLOSED_TOO_EARLY = (
    "NEW.closed_on <= (SELECT last_day FROM projects_reportingmonth WHERE id = NEW.month_id)"
)
CLOSE_REOPENED = (
    "EXISTS (SELECT 1 FROM projects_reportreopening AS reopened "
    "WHERE reopened.close_id = NEW.close_id)"
)
CLOSE_PUBLISHED = (
    "EXISTS (SELECT 1 FROM projects_reportpublication AS published "
    "WHERE published.close_id = NEW.close_id)"
)
STARTED_TOO_EARLY = (
    "NEW.started_on < (SELECT first_day FROM projects_reportingmonth WHERE id = NEW.month_id)"
)
SUBMITTED_TOO_EARLY = (
    "NEW.submitted_on <= (SELECT last_day FROM projects_reportingmonth WHERE id = NEW.month_id)"
)
ANOTHER_REPORT = " OR ".join(
    f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)"
    for column in ("office_id", "month_id", "number", "corrects_id", "started_by_id")
)
OUT_OF_TURN = (
    "NOT (OLD.state IN ('draft', 'returned') AND NEW.state IN (OLD.state, 'submitted') "
    "OR OLD.state = 'submitted' AND NEW.state IN ('returned', 'approved') "
    "AND NEW.submitted_by_id = OLD.submitted_by_id AND NEW.submitted_on = OLD.submitted_on)"
)
CORRECTS_WRONGLY = (
    "NEW.corrects_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM projects_monthlyreport AS earlier WHERE earlier.id = NEW.corrects_id "
    "AND earlier.office_id = NEW.office_id AND earlier.month_id = NEW.month_id "
    "AND earlier.number = NEW.number - 1 AND earlier.state = 'approved' "
    "AND earlier.decided_on <= COALESCE(NEW.decided_on, NEW.started_on))"
)
REPORT_SHUT = (
    "EXISTS (SELECT 1 FROM projects_monthlyreport AS report WHERE report.id = {report} "
    "AND (report.state IN ('submitted', 'approved') OR "
    f"{REPORTS_CLOSED.format(month='report.month_id')}))"
)
"""SQL that is true where nothing may be written into the report of a key."""

REPORT_SHARED = (
    "1 FROM projects_monthlyreport AS report "
    "JOIN projects_reportingmonth AS month ON month.id = report.month_id "
    "WHERE report.id = {report} FOR SHARE"
)
"""What is written into a report holds this on PostgreSQL: it is not submitted meanwhile."""
