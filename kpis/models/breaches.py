"""What the triggers of targets and results refuse, as SQL on a new row, for both engines.

Those of results say what is wrong with a report that is there: when a backup is restored, reports
come last.
"""

SECTION_7_WITHOUT_WORK = (
    "NEW.project_id IS NULL AND EXISTS (SELECT 1 FROM kpis_kpi AS kpi "
    "JOIN kpis_kpiframework AS framework ON framework.id = kpi.framework_id "
    "WHERE kpi.id = NEW.kpi_id AND framework.code = 'section-7')"
)
"""True of a target of the whole agency in the set that the document prints by project."""

NOT_OF_THE_PLAN = (
    "EXISTS (SELECT 1 FROM projects_monthlyreport AS report "
    "JOIN projects_reportingmonth AS month ON month.id = report.month_id "
    "JOIN kpis_kpitarget AS target ON target.id = NEW.target_id "
    "JOIN kpis_kpi AS kpi ON kpi.id = target.kpi_id "
    "JOIN kpis_kpiframework AS framework ON framework.id = kpi.framework_id "
    "WHERE report.id = NEW.report_id AND framework.plan_id <> month.plan_id)"
)
NOT_OF_THE_OWNER = (
    "EXISTS (SELECT 1 FROM projects_monthlyreport AS report, kpis_kpitarget AS target "
    "WHERE report.id = NEW.report_id AND target.id = NEW.target_id "
    "AND COALESCE(target.owner_id, 0) <> report.office_id AND NOT EXISTS "
    "(SELECT 1 FROM kpis_kpiresult AS earlier "
    "WHERE earlier.report_id = report.corrects_id AND earlier.target_id = NEW.target_id))"
)
"""True of a target that another office reports, unless the version that is corrected does."""

REPORTED_BY_ANOTHER = (
    "EXISTS (SELECT 1 FROM projects_monthlyreport AS report "
    "JOIN projects_monthlyreport AS other ON other.month_id = report.month_id "
    "AND other.office_id <> report.office_id "
    "JOIN kpis_kpiresult AS result ON result.report_id = other.id "
    "WHERE report.id = NEW.report_id AND result.target_id = NEW.target_id)"
)
TARGET_HELD = "1 FROM kpis_kpitarget WHERE id = NEW.target_id FOR NO KEY UPDATE"
"""What a new result holds on PostgreSQL: two offices do not report the same one at once."""

REPORT_OF_EVIDENCE = "(SELECT report_id FROM kpis_kpiresult WHERE id = {row}.result_id)"
