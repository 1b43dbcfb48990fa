"""What the triggers of reported activities refuse, as SQL conditions, for both engines."""

NOT_OF_THE_OFFICE = (
    "EXISTS (SELECT 1 FROM projects_monthlyreport AS report, activities_activity AS activity "
    "WHERE report.id = NEW.report_id AND activity.id = NEW.activity_id "
    "AND activity.office_id <> report.office_id AND NOT EXISTS "
    "(SELECT 1 FROM activities_activityreport AS earlier "
    "WHERE earlier.report_id = report.corrects_id AND earlier.activity_id = NEW.activity_id))"
)
"""True of an activity of another office, unless the version that is corrected reports on it."""

REPORT_OF_PART = (
    "(SELECT report_id FROM activities_activityreport WHERE id = NEW.activity_report_id)"
)
