"""A decision has its day: an empty one is not compared, and let by."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0004_monthly_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="monthlyreport",
            name="monthly_report_decided_by_someone",
        ),
        migrations.AddConstraint(
            model_name="monthlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("comment", ""),
                        ("decided_at", None),
                        ("decided_by", None),
                        ("decided_on", None),
                        ("state__in", ["draft", "submitted"]),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__gte", models.F("submitted_on")),
                        ("decided_on__isnull", False),
                        ("state__in", ["returned", "approved"]),
                    ),
                    _connector="OR",
                ),
                name="monthly_report_decided_by_someone",
                violation_error_message="A decision names who made it and when.",
            ),
        ),
    ]
