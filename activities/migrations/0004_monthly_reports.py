"""What offices report of their activities."""

import django.db.models.deletion
from django.db import migrations, models

import etda_plan.common.fields
from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_monthly_plans_of_work"),
        ("projects", "0004_monthly_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "progress",
                    etda_plan.common.fields.MeasureField(
                        blank=True, null=True, verbose_name="progress (percent)"
                    ),
                ),
                ("done", models.TextField(blank=True, verbose_name="done")),
                ("next_steps", models.TextField(blank=True, verbose_name="next steps")),
                ("problem", models.TextField(blank=True, verbose_name="problem")),
                ("solution", models.TextField(blank=True, verbose_name="solution")),
                ("has_no_problem", models.BooleanField(default=False, verbose_name="no problem")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="activities.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activity_reports",
                        to="projects.monthlyreport",
                        verbose_name="monthly report",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of an activity",
                "verbose_name_plural": "reports of activities",
                "ordering": ["report", "activity"],
            },
        ),
        migrations.CreateModel(
            name="SubActivityProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "progress",
                    etda_plan.common.fields.MeasureField(
                        blank=True, null=True, verbose_name="progress (percent)"
                    ),
                ),
                (
                    "activity_report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="activities.activityreport",
                        verbose_name="report of an activity",
                    ),
                ),
                (
                    "sub_activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="activities.subactivity",
                        verbose_name="sub-activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress of a sub-activity",
                "verbose_name_plural": "progress of sub-activities",
                "ordering": ["activity_report", "sub_activity"],
            },
        ),
        migrations.AddConstraint(
            model_name="activityreport",
            constraint=models.UniqueConstraint(
                fields=("report", "activity"),
                name="activity_report_once",
                violation_error_message="The report speaks of this activity already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("progress", None),
                    models.Q(("progress__gte", 0), ("progress__lte", 100)),
                    _connector="OR",
                ),
                name="activity_report_percent",
                violation_error_message="Progress is 0 to 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activityreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_no_problem", False),
                    models.Q(("problem", ""), ("solution", "")),
                    _connector="OR",
                ),
                name="activity_report_problem_or_none",
                violation_error_message="Either there is no problem, or it is described.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subactivityprogress",
            constraint=models.UniqueConstraint(
                fields=("activity_report", "sub_activity"),
                name="sub_activity_progress_once",
                violation_error_message="The report speaks of this part already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subactivityprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("progress", None),
                    models.Q(("progress__gte", 0), ("progress__lte", 100)),
                    _connector="OR",
                ),
                name="sub_activity_progress_percent",
                violation_error_message="Progress is 0 to 100 percent.",
            ),
        ),
        InstallGuards("ActivityReport", "SubActivityProgress"),
    ]
