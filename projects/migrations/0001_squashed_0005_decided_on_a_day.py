"""The tables of projects as they stood after 0005, in one step for a new database."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import etda_plan.common.fields
import etda_plan.common.models
from etda_plan.common.new_tables import CreateModels
from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    replaces = [
        ("projects", "0001_initial"),
        ("projects", "0002_same_plan"),
        ("projects", "0003_office_memberships"),
        ("projects", "0004_monthly_reports"),
        ("projects", "0005_decided_on_a_day"),
    ]

    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="HistoricalFiscalPlan",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "fiscal_year",
                        models.PositiveSmallIntegerField(
                            db_index=True, verbose_name="fiscal year (B.E.)"
                        ),
                    ),
                    ("title", models.CharField(max_length=200, verbose_name="title")),
                    (
                        "title_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the title"
                        ),
                    ),
                    ("agency", models.CharField(max_length=200, verbose_name="agency")),
                    (
                        "agency_short",
                        models.CharField(max_length=30, verbose_name="agency's abbreviation"),
                    ),
                    (
                        "agency_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the agency"
                        ),
                    ),
                    (
                        "period_printed",
                        models.CharField(
                            blank=True, max_length=100, verbose_name="period as printed"
                        ),
                    ),
                    (
                        "period_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the period"
                        ),
                    ),
                    ("is_current", models.BooleanField(default=False, verbose_name="current plan")),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical fiscal plan",
                    "verbose_name_plural": "historical fiscal plans",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="FiscalPlan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "fiscal_year",
                        models.PositiveSmallIntegerField(
                            unique=True, verbose_name="fiscal year (B.E.)"
                        ),
                    ),
                    ("title", models.CharField(max_length=200, verbose_name="title")),
                    (
                        "title_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the title"
                        ),
                    ),
                    ("agency", models.CharField(max_length=200, verbose_name="agency")),
                    (
                        "agency_short",
                        models.CharField(max_length=30, verbose_name="agency's abbreviation"),
                    ),
                    (
                        "agency_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the agency"
                        ),
                    ),
                    (
                        "period_printed",
                        models.CharField(
                            blank=True, max_length=100, verbose_name="period as printed"
                        ),
                    ),
                    (
                        "period_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the period"
                        ),
                    ),
                    ("is_current", models.BooleanField(default=False, verbose_name="current plan")),
                ],
                options={
                    "verbose_name": "fiscal plan",
                    "verbose_name_plural": "fiscal plans",
                    "ordering": ["-fiscal_year"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_current", True)),
                            fields=("is_current",),
                            name="fiscal_plan_one_current",
                            violation_error_message="Only one plan can be the current one.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("fiscal_year__range", (2400, 2999))),
                            name="fiscal_plan_buddhist_year",
                            violation_error_message="The fiscal year is a Buddhist-Era year, such as 2563.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalPlanApproval",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("meeting", models.CharField(max_length=20, verbose_name="meeting")),
                    ("agenda_item", models.PositiveSmallIntegerField(verbose_name="agenda item")),
                    ("approved_on", models.DateField(verbose_name="approved on")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical approval of the plan",
                    "verbose_name_plural": "historical approvals of the plan",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PlanApproval",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("meeting", models.CharField(max_length=20, verbose_name="meeting")),
                    ("agenda_item", models.PositiveSmallIntegerField(verbose_name="agenda item")),
                    ("approved_on", models.DateField(verbose_name="approved on")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="approvals",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "approval of the plan",
                    "verbose_name_plural": "approvals of the plan",
                    "ordering": ["plan", "approved_on"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "meeting"),
                            name="plan_approval_once_a_meeting",
                            violation_error_message="This meeting's approval is recorded already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalPlanText",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("introduction", "introduction"),
                                ("legal_power", "legal power"),
                                ("linked_plan", "linked plan"),
                                ("vision", "vision"),
                                ("mission", "mission"),
                                ("value", "value"),
                                ("strategy_introduction", "introduction to the strategies"),
                                ("money_note", "note on the money"),
                            ],
                            max_length=30,
                            verbose_name="kind",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    (
                        "heading",
                        models.CharField(blank=True, max_length=100, verbose_name="heading"),
                    ),
                    (
                        "heading_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the heading"
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical text of the plan",
                    "verbose_name_plural": "historical texts of the plan",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PlanText",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("introduction", "introduction"),
                                ("legal_power", "legal power"),
                                ("linked_plan", "linked plan"),
                                ("vision", "vision"),
                                ("mission", "mission"),
                                ("value", "value"),
                                ("strategy_introduction", "introduction to the strategies"),
                                ("money_note", "note on the money"),
                            ],
                            max_length=30,
                            verbose_name="kind",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    (
                        "heading",
                        models.CharField(blank=True, max_length=100, verbose_name="heading"),
                    ),
                    (
                        "heading_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the heading"
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="texts",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "text of the plan",
                    "verbose_name_plural": "texts of the plan",
                    "ordering": ["plan", "kind", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "kind", "number"),
                            name="plan_text_number",
                            violation_error_message="This number is taken.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalCorrection",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("printed", models.CharField(max_length=200, verbose_name="as printed")),
                    ("corrected", models.CharField(max_length=200, verbose_name="corrected")),
                    (
                        "confidence",
                        models.CharField(
                            choices=[("high", "high"), ("medium", "medium")],
                            max_length=10,
                            verbose_name="confidence",
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical correction",
                    "verbose_name_plural": "historical corrections",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Correction",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("printed", models.CharField(max_length=200, verbose_name="as printed")),
                    ("corrected", models.CharField(max_length=200, verbose_name="corrected")),
                    (
                        "confidence",
                        models.CharField(
                            choices=[("high", "high"), ("medium", "medium")],
                            max_length=10,
                            verbose_name="confidence",
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "correction",
                    "verbose_name_plural": "corrections",
                    "ordering": ["plan", "printed"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "printed"),
                            name="correction_once",
                            violation_error_message="This wording has a correction already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalAmendment",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("object_id", models.PositiveBigIntegerField(verbose_name="record")),
                    ("field", models.CharField(max_length=50, verbose_name="field")),
                    (
                        "printed_value",
                        models.TextField(verbose_name="value read from the document"),
                    ),
                    ("value", models.TextField(verbose_name="value in force")),
                    ("reason", models.TextField(verbose_name="reason")),
                    ("amended_at", models.DateTimeField(verbose_name="amended at")),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "amended_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="amended by",
                        ),
                    ),
                    (
                        "content_type",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="contenttypes.contenttype",
                            verbose_name="kind of record",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical amendment",
                    "verbose_name_plural": "historical amendments",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Amendment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("object_id", models.PositiveBigIntegerField(verbose_name="record")),
                    ("field", models.CharField(max_length=50, verbose_name="field")),
                    (
                        "printed_value",
                        models.TextField(verbose_name="value read from the document"),
                    ),
                    ("value", models.TextField(verbose_name="value in force")),
                    ("reason", models.TextField(verbose_name="reason")),
                    ("amended_at", models.DateTimeField(verbose_name="amended at")),
                    (
                        "amended_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="amended by",
                        ),
                    ),
                    (
                        "content_type",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            to="contenttypes.contenttype",
                            verbose_name="kind of record",
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="amendments",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "amendment",
                    "verbose_name_plural": "amendments",
                    "ordering": ["-amended_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("content_type", "object_id", "field"),
                            name="amendment_once_a_field",
                            violation_error_message="This field has an amendment already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="amendment_has_a_reason",
                            violation_error_message="Give a reason for the change.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalAnomaly",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=10, verbose_name="code")),
                    ("title", models.CharField(max_length=200, verbose_name="title")),
                    (
                        "title_en",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="title in English"
                        ),
                    ),
                    ("detail", models.TextField(blank=True, verbose_name="detail")),
                    ("detail_en", models.TextField(blank=True, verbose_name="detail in English")),
                    (
                        "severity",
                        models.CharField(
                            choices=[
                                ("high", "changes a number"),
                                ("medium", "changes meaning"),
                                ("low", "wording only"),
                            ],
                            max_length=10,
                            verbose_name="severity",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "open"),
                                ("confirmed", "confirmed"),
                                ("resolved", "resolved"),
                            ],
                            default="open",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    (
                        "difference",
                        etda_plan.common.fields.MoneyField(
                            blank=True, null=True, verbose_name="difference (baht)"
                        ),
                    ),
                    (
                        "check_code",
                        models.CharField(
                            blank=True, max_length=60, verbose_name="check that it explains"
                        ),
                    ),
                    ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical anomaly in the document",
                    "verbose_name_plural": "historical anomalies in the document",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Anomaly",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=10, verbose_name="code")),
                    ("title", models.CharField(max_length=200, verbose_name="title")),
                    (
                        "title_en",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="title in English"
                        ),
                    ),
                    ("detail", models.TextField(blank=True, verbose_name="detail")),
                    ("detail_en", models.TextField(blank=True, verbose_name="detail in English")),
                    (
                        "severity",
                        models.CharField(
                            choices=[
                                ("high", "changes a number"),
                                ("medium", "changes meaning"),
                                ("low", "wording only"),
                            ],
                            max_length=10,
                            verbose_name="severity",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "open"),
                                ("confirmed", "confirmed"),
                                ("resolved", "resolved"),
                            ],
                            default="open",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    (
                        "difference",
                        etda_plan.common.fields.MoneyField(
                            blank=True, null=True, verbose_name="difference (baht)"
                        ),
                    ),
                    (
                        "check_code",
                        models.CharField(
                            blank=True, max_length=60, verbose_name="check that it explains"
                        ),
                    ),
                    ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="anomalies",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "anomaly in the document",
                    "verbose_name_plural": "anomalies in the document",
                    "ordering": ["plan", "code"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "code"),
                            name="anomaly_code",
                            violation_error_message="The plan has an anomaly of this code already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("check_code", ""), ("difference__isnull", False), _connector="OR"
                            ),
                            name="anomaly_check_needs_difference",
                            violation_error_message="An anomaly that explains a check states the difference.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state", "open"),
                                models.Q(("evidence", ""), _negated=True),
                                models.Q(("note", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="anomaly_settled_with_grounds",
                            violation_error_message="What is confirmed or resolved needs evidence or a note.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalAnomalyLine",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("line", models.PositiveSmallIntegerField(verbose_name="line of the document")),
                    (
                        "quote",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="words on the line"
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "anomaly",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.anomaly",
                            verbose_name="anomaly in the document",
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical line of an anomaly",
                    "verbose_name_plural": "historical lines of an anomaly",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="AnomalyLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("line", models.PositiveSmallIntegerField(verbose_name="line of the document")),
                    (
                        "quote",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="words on the line"
                        ),
                    ),
                    (
                        "anomaly",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="lines",
                            to="projects.anomaly",
                            verbose_name="anomaly in the document",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "line of an anomaly",
                    "verbose_name_plural": "lines of an anomaly",
                    "ordering": ["anomaly", "line"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("anomaly", "line"),
                            name="anomaly_line_once",
                            violation_error_message="The anomaly names this line already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalStrategy",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical strategy",
                    "verbose_name_plural": "historical strategies",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Strategy",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="strategies",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "strategy",
                    "verbose_name_plural": "strategies",
                    "ordering": ["plan", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "number"),
                            name="strategy_number",
                            violation_error_message="The plan has a strategy of this number already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("number__gte", 1)),
                            name="strategy_number_from_1",
                            violation_error_message="Numbers begin at 1.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalOffice",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=60, verbose_name="abbreviation")),
                    (
                        "code_printed",
                        models.CharField(
                            blank=True, max_length=60, verbose_name="abbreviation as printed"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("office", "office"),
                                ("position", "position"),
                                ("multiple", "several offices"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the first mention"
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical office",
                    "verbose_name_plural": "historical offices",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Office",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=60, verbose_name="abbreviation")),
                    (
                        "code_printed",
                        models.CharField(
                            blank=True, max_length=60, verbose_name="abbreviation as printed"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("office", "office"),
                                ("position", "position"),
                                ("multiple", "several offices"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the first mention"
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="offices",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "office",
                    "verbose_name_plural": "offices",
                    "ordering": ["plan", "code"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "code"),
                            name="office_code",
                            violation_error_message="The plan has an office of this abbreviation already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalOfficeMembership",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateField(verbose_name="since")),
                    (
                        "until",
                        models.DateField(
                            blank=True,
                            help_text="The last day; empty while the person is in the office.",
                            null=True,
                            verbose_name="until",
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.office",
                            verbose_name="office",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="user",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical member of an office",
                    "verbose_name_plural": "historical members of offices",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="OfficeMembership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateField(verbose_name="since")),
                    (
                        "until",
                        models.DateField(
                            blank=True,
                            help_text="The last day; empty while the person is in the office.",
                            null=True,
                            verbose_name="until",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="projects.office",
                            verbose_name="office",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="memberships",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="user",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "member of an office",
                    "verbose_name_plural": "members of offices",
                    "ordering": ["office", "since", "user"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("until__gte", models.F("since"))),
                            name="office_membership_ends_after_it_begins",
                            violation_error_message="The last day is not before the first.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("until", None)),
                            fields=("user", "office"),
                            name="office_membership_one_open",
                            violation_error_message="This person is in this office already.",
                        ),
                        models.UniqueConstraint(
                            fields=("user", "office", "since"),
                            name="office_membership_one_beginning",
                            violation_error_message="This person is in this office from this day already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReportingMonth",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "month",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(12),
                            ],
                            verbose_name="fiscal month",
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="first day")),
                    ("last_day", models.DateField(verbose_name="last day")),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reporting_months",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "month of reports",
                    "verbose_name_plural": "months of reports",
                    "ordering": ["plan", "month"],
                    "abstract": False,
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "month"),
                            name="reporting_month_once",
                            violation_error_message="The plan has this month already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("last_day__gte", models.F("first_day")),
                                ("month__gte", 1),
                                ("month__lte", 12),
                            ),
                            name="reporting_month_of_the_year",
                            violation_error_message="A year has the months 1 to 12.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReportClose",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("closed_on", models.DateField(verbose_name="closed on")),
                    (
                        "closed_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="closed at"),
                    ),
                    (
                        "closed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="closed by",
                        ),
                    ),
                    (
                        "month",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="closes",
                            to="projects.reportingmonth",
                            verbose_name="month of reports",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "close of a month's reports",
                    "verbose_name_plural": "closes of months' reports",
                    "ordering": ["month", "pk"],
                },
            ),
            migrations.CreateModel(
                name="ReportReopening",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.TextField(verbose_name="reason")),
                    ("reopened_on", models.DateField(verbose_name="reopened on")),
                    (
                        "reopened_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="reopened at"),
                    ),
                    (
                        "close",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reopening",
                            to="projects.reportclose",
                            verbose_name="close of a month's reports",
                        ),
                    ),
                    (
                        "reopened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="reopened by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "reopening of a month's reports",
                    "verbose_name_plural": "reopenings of months' reports",
                    "ordering": ["close"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="report_reopening_has_reason",
                            violation_error_message="Give a reason.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReportPublication",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("published_on", models.DateField(verbose_name="published on")),
                    (
                        "published_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="published at"),
                    ),
                    (
                        "close",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="publication",
                            to="projects.reportclose",
                            verbose_name="close of a month's reports",
                        ),
                    ),
                    (
                        "published_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="published by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "publication of a month's reports",
                    "verbose_name_plural": "publications of months' reports",
                    "ordering": ["close"],
                },
            ),
            migrations.CreateModel(
                name="MonthlyReport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("draft", "draft"),
                                ("submitted", "submitted"),
                                ("returned", "returned"),
                                ("approved", "approved"),
                            ],
                            default="draft",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("started_on", models.DateField(verbose_name="started on")),
                    (
                        "started_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="started at"),
                    ),
                    (
                        "saved_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="saved at"),
                    ),
                    (
                        "submitted_on",
                        models.DateField(blank=True, null=True, verbose_name="submitted on"),
                    ),
                    (
                        "submitted_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                    ),
                    (
                        "decided_on",
                        models.DateField(blank=True, null=True, verbose_name="decided on"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                    ),
                    ("comment", models.TextField(blank=True, verbose_name="comment")),
                    (
                        "corrects",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="projects.monthlyreport",
                            verbose_name="corrects",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="decided by",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reports",
                            to="projects.office",
                            verbose_name="office",
                        ),
                    ),
                    (
                        "saved_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="saved by",
                        ),
                    ),
                    (
                        "started_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="started by",
                        ),
                    ),
                    (
                        "submitted_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="submitted by",
                        ),
                    ),
                    (
                        "month",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reports",
                            to="projects.reportingmonth",
                            verbose_name="month of reports",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "monthly report",
                    "verbose_name_plural": "monthly reports",
                    "ordering": ["month", "office", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("office", "month", "number"),
                            name="monthly_report_number_once",
                            violation_error_message="The office has this version of the report already.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "approved"), _negated=True),
                            fields=("office", "month"),
                            name="monthly_report_one_undecided",
                            violation_error_message="The office has begun its report of this month already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("corrects", None), ("number", 1)),
                                models.Q(("corrects__isnull", False), ("number__gte", 2)),
                                _connector="OR",
                            ),
                            name="monthly_report_numbered",
                            violation_error_message="The first version has the number 1.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("saved_at", None), ("saved_by", None)),
                                models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="monthly_report_saved_by_someone",
                            violation_error_message="Who saved a report, and when, go together.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state", "draft"),
                                    ("submitted_at", None),
                                    ("submitted_by", None),
                                    ("submitted_on", None),
                                ),
                                models.Q(
                                    models.Q(("state", "draft"), _negated=True),
                                    ("submitted_at__isnull", False),
                                    ("submitted_by__isnull", False),
                                    ("submitted_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="monthly_report_submitted_by_someone",
                            violation_error_message="A submission names who made it and when.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", None),
                                models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="monthly_report_not_decided_by_submitter",
                            violation_error_message="Nobody decides their own report.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "returned"), _negated=True),
                                models.Q(("comment", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="monthly_report_returned_with_comment",
                            violation_error_message="Say what is to be changed.",
                        ),
                        models.CheckConstraint(
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
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReportEvent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "act",
                        models.CharField(
                            choices=[
                                ("started", "started"),
                                ("correction_started", "correction started"),
                                ("submitted", "submitted"),
                                ("returned", "returned"),
                                ("approved", "approved"),
                            ],
                            max_length=20,
                            verbose_name="act",
                        ),
                    ),
                    ("on", models.DateField(verbose_name="on")),
                    ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                    ("comment", models.TextField(blank=True, verbose_name="comment")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="by",
                        ),
                    ),
                    (
                        "report",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="events",
                            to="projects.monthlyreport",
                            verbose_name="monthly report",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "step of a report",
                    "verbose_name_plural": "steps of reports",
                    "ordering": ["report", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "act__in",
                                    [
                                        "started",
                                        "correction_started",
                                        "submitted",
                                        "returned",
                                        "approved",
                                    ],
                                )
                            ),
                            name="report_event_known_act",
                            violation_error_message="There is no such step.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("act", "returned"), _negated=True),
                                models.Q(("comment", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="report_event_returned_with_comment",
                            violation_error_message="Say what is to be changed.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("act__in", ["started", "correction_started"])),
                            fields=("report",),
                            name="report_event_started_once",
                            violation_error_message="The report was started already.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("act", "approved")),
                            fields=("report",),
                            name="report_event_approved_once",
                            violation_error_message="The report was approved already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalReportingSettings",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "due_working_day",
                        models.PositiveSmallIntegerField(
                            default=5,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(15),
                            ],
                            verbose_name="due on the working day after the month",
                        ),
                    ),
                    (
                        "remind_days_before",
                        models.PositiveSmallIntegerField(
                            default=2,
                            validators=[
                                django.core.validators.MinValueValidator(0),
                                django.core.validators.MaxValueValidator(31),
                            ],
                            verbose_name="reminded so many working days before",
                        ),
                    ),
                    (
                        "escalate_days_after",
                        models.PositiveSmallIntegerField(
                            default=3,
                            validators=[
                                django.core.validators.MinValueValidator(0),
                                django.core.validators.MaxValueValidator(31),
                            ],
                            verbose_name="planners told so many working days after",
                        ),
                    ),
                    (
                        "on_plan_from",
                        models.PositiveSmallIntegerField(
                            default=95,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(1000),
                            ],
                            verbose_name="on plan from (percent of plan to date)",
                        ),
                    ),
                    (
                        "watch_from",
                        models.PositiveSmallIntegerField(
                            default=80,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(1000),
                            ],
                            verbose_name="to be watched from (percent of plan to date)",
                        ),
                    ),
                    (
                        "ahead_from",
                        models.PositiveSmallIntegerField(
                            default=120,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(1000),
                            ],
                            verbose_name="ahead of plan from (percent of plan to date)",
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical settings of reports",
                    "verbose_name_plural": "historical settings of reports",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ReportingSettings",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "due_working_day",
                        models.PositiveSmallIntegerField(
                            default=5,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(15),
                            ],
                            verbose_name="due on the working day after the month",
                        ),
                    ),
                    (
                        "remind_days_before",
                        models.PositiveSmallIntegerField(
                            default=2,
                            validators=[
                                django.core.validators.MinValueValidator(0),
                                django.core.validators.MaxValueValidator(31),
                            ],
                            verbose_name="reminded so many working days before",
                        ),
                    ),
                    (
                        "escalate_days_after",
                        models.PositiveSmallIntegerField(
                            default=3,
                            validators=[
                                django.core.validators.MinValueValidator(0),
                                django.core.validators.MaxValueValidator(31),
                            ],
                            verbose_name="planners told so many working days after",
                        ),
                    ),
                    (
                        "on_plan_from",
                        models.PositiveSmallIntegerField(
                            default=95,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(1000),
                            ],
                            verbose_name="on plan from (percent of plan to date)",
                        ),
                    ),
                    (
                        "watch_from",
                        models.PositiveSmallIntegerField(
                            default=80,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(1000),
                            ],
                            verbose_name="to be watched from (percent of plan to date)",
                        ),
                    ),
                    (
                        "ahead_from",
                        models.PositiveSmallIntegerField(
                            default=120,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(1000),
                            ],
                            verbose_name="ahead of plan from (percent of plan to date)",
                        ),
                    ),
                    (
                        "plan",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reporting_settings",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "settings of reports",
                    "verbose_name_plural": "settings of reports",
                    "ordering": ["plan"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("due_working_day__gte", 1),
                                ("due_working_day__lte", 15),
                                ("remind_days_before__gte", 0),
                                ("remind_days_before__lte", 31),
                                ("escalate_days_after__gte", 0),
                                ("escalate_days_after__lte", 31),
                            ),
                            name="reporting_settings_days",
                            violation_error_message="Reports are due on working day 1 to 15.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("watch_from__gte", 1),
                                ("on_plan_from__gt", models.F("watch_from")),
                                ("ahead_from__gt", models.F("on_plan_from")),
                            ),
                            name="reporting_settings_limits_rise",
                            violation_error_message="The limits rise: watch, on plan, ahead.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalHoliday",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField(db_index=True, verbose_name="day")),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical holiday",
                    "verbose_name_plural": "historical holidays",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Holiday",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField(unique=True, verbose_name="day")),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ],
                options={
                    "verbose_name": "holiday",
                    "verbose_name_plural": "holidays",
                    "ordering": ["day"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("name", ""), _negated=True),
                            name="holiday_has_name",
                            violation_error_message="Give the holiday's name.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalProject",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "code",
                        models.CharField(
                            max_length=10,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^[A-Z][A-Z0-9]*$", "Use capital letters and digits."
                                )
                            ],
                            verbose_name="code",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("project", "project"), ("work", "work")],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "number",
                        models.CharField(
                            blank=True, max_length=10, verbose_name="number in section 6"
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(verbose_name="order in lists")),
                    ("name", models.CharField(max_length=300, verbose_name="name")),
                    (
                        "name_printed",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="name as printed"
                        ),
                    ),
                    (
                        "name_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the name"
                        ),
                    ),
                    (
                        "name_en",
                        models.CharField(
                            blank=True, max_length=200, null=True, verbose_name="English name"
                        ),
                    ),
                    (
                        "name_en_printed",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="English name as printed"
                        ),
                    ),
                    (
                        "former_name",
                        models.CharField(
                            blank=True, max_length=300, null=True, verbose_name="former name"
                        ),
                    ),
                    (
                        "former_name_printed",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="former name as printed"
                        ),
                    ),
                    (
                        "former_name_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the former name"
                        ),
                    ),
                    (
                        "life_years",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="life in years"
                        ),
                    ),
                    (
                        "life_from",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="first fiscal year (B.E.)"
                        ),
                    ),
                    (
                        "life_to",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="last fiscal year (B.E.)"
                        ),
                    ),
                    (
                        "life_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the life"
                        ),
                    ),
                    (
                        "strategy_printed",
                        models.TextField(blank=True, verbose_name="strategy as printed"),
                    ),
                    (
                        "strategy_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the strategy"
                        ),
                    ),
                    (
                        "strategy_is_inferred",
                        models.BooleanField(
                            default=False, verbose_name="strategy matched by its text"
                        ),
                    ),
                    ("goal", models.TextField(blank=True, null=True, verbose_name="goal")),
                    ("goal_printed", models.TextField(blank=True, verbose_name="goal as printed")),
                    (
                        "goal_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the goal"
                        ),
                    ),
                    (
                        "indicator_note",
                        models.TextField(blank=True, verbose_name="note on indicators"),
                    ),
                    (
                        "indicator_note_printed",
                        models.TextField(blank=True, verbose_name="note on indicators as printed"),
                    ),
                    (
                        "indicator_note_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the note on indicators"
                        ),
                    ),
                    (
                        "page_first_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="first line of its pages"
                        ),
                    ),
                    (
                        "page_last_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="last line of its pages"
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                    (
                        "strategy",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.strategy",
                            verbose_name="strategy",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical project or work",
                    "verbose_name_plural": "historical projects and works",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Project",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "code",
                        models.CharField(
                            max_length=10,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^[A-Z][A-Z0-9]*$", "Use capital letters and digits."
                                )
                            ],
                            verbose_name="code",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("project", "project"), ("work", "work")],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "number",
                        models.CharField(
                            blank=True, max_length=10, verbose_name="number in section 6"
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(verbose_name="order in lists")),
                    ("name", models.CharField(max_length=300, verbose_name="name")),
                    (
                        "name_printed",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="name as printed"
                        ),
                    ),
                    (
                        "name_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the name"
                        ),
                    ),
                    (
                        "name_en",
                        models.CharField(
                            blank=True, max_length=200, null=True, verbose_name="English name"
                        ),
                    ),
                    (
                        "name_en_printed",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="English name as printed"
                        ),
                    ),
                    (
                        "former_name",
                        models.CharField(
                            blank=True, max_length=300, null=True, verbose_name="former name"
                        ),
                    ),
                    (
                        "former_name_printed",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="former name as printed"
                        ),
                    ),
                    (
                        "former_name_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the former name"
                        ),
                    ),
                    (
                        "life_years",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="life in years"
                        ),
                    ),
                    (
                        "life_from",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="first fiscal year (B.E.)"
                        ),
                    ),
                    (
                        "life_to",
                        models.PositiveSmallIntegerField(
                            blank=True, null=True, verbose_name="last fiscal year (B.E.)"
                        ),
                    ),
                    (
                        "life_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the life"
                        ),
                    ),
                    (
                        "strategy_printed",
                        models.TextField(blank=True, verbose_name="strategy as printed"),
                    ),
                    (
                        "strategy_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the strategy"
                        ),
                    ),
                    (
                        "strategy_is_inferred",
                        models.BooleanField(
                            default=False, verbose_name="strategy matched by its text"
                        ),
                    ),
                    ("goal", models.TextField(blank=True, null=True, verbose_name="goal")),
                    ("goal_printed", models.TextField(blank=True, verbose_name="goal as printed")),
                    (
                        "goal_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the goal"
                        ),
                    ),
                    (
                        "indicator_note",
                        models.TextField(blank=True, verbose_name="note on indicators"),
                    ),
                    (
                        "indicator_note_printed",
                        models.TextField(blank=True, verbose_name="note on indicators as printed"),
                    ),
                    (
                        "indicator_note_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the note on indicators"
                        ),
                    ),
                    (
                        "page_first_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="first line of its pages"
                        ),
                    ),
                    (
                        "page_last_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="last line of its pages"
                        ),
                    ),
                    (
                        "search_text",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.db.models.functions.text.Replace(
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Replace(
                                        django.db.models.functions.text.Replace(
                                            django.db.models.functions.text.Replace(
                                                django.db.models.functions.text.Replace(
                                                    django.db.models.functions.text.Replace(
                                                        django.db.models.functions.text.Replace(
                                                            django.db.models.functions.text.Replace(
                                                                django.db.models.functions.text.Replace(
                                                                    django.db.models.functions.text.Replace(
                                                                        django.db.models.functions.text.Replace(
                                                                            django.db.models.functions.text.Replace(
                                                                                django.db.models.functions.text.Replace(
                                                                                    django.db.models.functions.text.Replace(
                                                                                        django.db.models.functions.text.Replace(
                                                                                            django.db.models.functions.text.Replace(
                                                                                                django.db.models.functions.text.Replace(
                                                                                                    django.db.models.functions.text.Replace(
                                                                                                        django.db.models.functions.text.Lower(
                                                                                                            models.Func(
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "code"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "name"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "name_printed"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "name_en"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "name_en_printed"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "former_name"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "goal"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                arg_joiner=" || ",
                                                                                                                template="(%(expressions)s)",
                                                                                                            ),
                                                                                                            output_field=models.TextField(),
                                                                                                        ),
                                                                                                        models.Value(
                                                                                                            " "
                                                                                                        ),
                                                                                                        models.Value(
                                                                                                            ""
                                                                                                        ),
                                                                                                        output_field=models.TextField(),
                                                                                                    ),
                                                                                                    models.Value(
                                                                                                        "\n"
                                                                                                    ),
                                                                                                    models.Value(
                                                                                                        ""
                                                                                                    ),
                                                                                                    output_field=models.TextField(),
                                                                                                ),
                                                                                                models.Value(
                                                                                                    "\xa0"
                                                                                                ),
                                                                                                models.Value(
                                                                                                    ""
                                                                                                ),
                                                                                                output_field=models.TextField(),
                                                                                            ),
                                                                                            models.Value(
                                                                                                "-"
                                                                                            ),
                                                                                            models.Value(
                                                                                                ""
                                                                                            ),
                                                                                            output_field=models.TextField(),
                                                                                        ),
                                                                                        models.Value(
                                                                                            "–"
                                                                                        ),
                                                                                        models.Value(
                                                                                            ""
                                                                                        ),
                                                                                        output_field=models.TextField(),
                                                                                    ),
                                                                                    models.Value(
                                                                                        "—"
                                                                                    ),
                                                                                    models.Value(
                                                                                        ""
                                                                                    ),
                                                                                    output_field=models.TextField(),
                                                                                ),
                                                                                models.Value("."),
                                                                                models.Value(""),
                                                                                output_field=models.TextField(),
                                                                            ),
                                                                            models.Value("/"),
                                                                            models.Value(""),
                                                                            output_field=models.TextField(),
                                                                        ),
                                                                        models.Value("("),
                                                                        models.Value(""),
                                                                        output_field=models.TextField(),
                                                                    ),
                                                                    models.Value(")"),
                                                                    models.Value(""),
                                                                    output_field=models.TextField(),
                                                                ),
                                                                models.Value("ๆ"),
                                                                models.Value(""),
                                                                output_field=models.TextField(),
                                                            ),
                                                            models.Value("ฯ"),
                                                            models.Value(""),
                                                            output_field=models.TextField(),
                                                        ),
                                                        models.Value('"'),
                                                        models.Value(""),
                                                        output_field=models.TextField(),
                                                    ),
                                                    models.Value("'"),
                                                    models.Value(""),
                                                    output_field=models.TextField(),
                                                ),
                                                models.Value("“"),
                                                models.Value(""),
                                                output_field=models.TextField(),
                                            ),
                                            models.Value("”"),
                                            models.Value(""),
                                            output_field=models.TextField(),
                                        ),
                                        models.Value(","),
                                        models.Value(""),
                                        output_field=models.TextField(),
                                    ),
                                    models.Value(":"),
                                    models.Value(""),
                                    output_field=models.TextField(),
                                ),
                                models.Value(";"),
                                models.Value(""),
                                output_field=models.TextField(),
                            ),
                            output_field=models.TextField(),
                            verbose_name="search",
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="projects",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                    (
                        "strategy",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="projects",
                            to="projects.strategy",
                            verbose_name="strategy",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "project or work",
                    "verbose_name_plural": "projects and works",
                    "ordering": ["plan", "position"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "code"),
                            name="project_code",
                            violation_error_message="The plan has a project or work of this code already.",
                        ),
                        models.UniqueConstraint(
                            fields=("plan", "position"),
                            name="project_position",
                            violation_error_message="This place in the order is taken.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("life_years__isnull", True),
                                ("life_years__gte", 1),
                                _connector="OR",
                            ),
                            name="project_life_from_1_year",
                            violation_error_message="A project lives for at least one year.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("life_from__isnull", True),
                                ("life_from__range", (2400, 2999)),
                                _connector="OR",
                            ),
                            name="project_life_from_buddhist_year",
                            violation_error_message="Use a Buddhist-Era year, such as 2563.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("life_to__isnull", True),
                                (
                                    "life_to",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("life_from"), "+", models.F("life_years")
                                        ),
                                        "-",
                                        models.Value(1),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="project_life_adds_up",
                            violation_error_message="First year, last year and number of years do not fit.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalProjectAlias",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "place",
                        models.CharField(
                            choices=[
                                ("page", "its own page"),
                                ("contents", "table of contents"),
                                ("indicators", "table of indicators"),
                            ],
                            max_length=20,
                            verbose_name="place",
                        ),
                    ),
                    ("name", models.CharField(max_length=300, verbose_name="name")),
                    (
                        "name_printed",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="name as printed"
                        ),
                    ),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical other name",
                    "verbose_name_plural": "historical other names",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ProjectAlias",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "place",
                        models.CharField(
                            choices=[
                                ("page", "its own page"),
                                ("contents", "table of contents"),
                                ("indicators", "table of indicators"),
                            ],
                            max_length=20,
                            verbose_name="place",
                        ),
                    ),
                    ("name", models.CharField(max_length=300, verbose_name="name")),
                    (
                        "name_printed",
                        models.CharField(
                            blank=True, max_length=300, verbose_name="name as printed"
                        ),
                    ),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "search_text",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.db.models.functions.text.Replace(
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Replace(
                                        django.db.models.functions.text.Replace(
                                            django.db.models.functions.text.Replace(
                                                django.db.models.functions.text.Replace(
                                                    django.db.models.functions.text.Replace(
                                                        django.db.models.functions.text.Replace(
                                                            django.db.models.functions.text.Replace(
                                                                django.db.models.functions.text.Replace(
                                                                    django.db.models.functions.text.Replace(
                                                                        django.db.models.functions.text.Replace(
                                                                            django.db.models.functions.text.Replace(
                                                                                django.db.models.functions.text.Replace(
                                                                                    django.db.models.functions.text.Replace(
                                                                                        django.db.models.functions.text.Replace(
                                                                                            django.db.models.functions.text.Replace(
                                                                                                django.db.models.functions.text.Replace(
                                                                                                    django.db.models.functions.text.Replace(
                                                                                                        django.db.models.functions.text.Lower(
                                                                                                            models.Func(
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "name"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "name_printed"
                                                                                                                    ),
                                                                                                                    models.Value(
                                                                                                                        ""
                                                                                                                    ),
                                                                                                                    output_field=models.TextField(),
                                                                                                                ),
                                                                                                                arg_joiner=" || ",
                                                                                                                template="(%(expressions)s)",
                                                                                                            ),
                                                                                                            output_field=models.TextField(),
                                                                                                        ),
                                                                                                        models.Value(
                                                                                                            " "
                                                                                                        ),
                                                                                                        models.Value(
                                                                                                            ""
                                                                                                        ),
                                                                                                        output_field=models.TextField(),
                                                                                                    ),
                                                                                                    models.Value(
                                                                                                        "\n"
                                                                                                    ),
                                                                                                    models.Value(
                                                                                                        ""
                                                                                                    ),
                                                                                                    output_field=models.TextField(),
                                                                                                ),
                                                                                                models.Value(
                                                                                                    "\xa0"
                                                                                                ),
                                                                                                models.Value(
                                                                                                    ""
                                                                                                ),
                                                                                                output_field=models.TextField(),
                                                                                            ),
                                                                                            models.Value(
                                                                                                "-"
                                                                                            ),
                                                                                            models.Value(
                                                                                                ""
                                                                                            ),
                                                                                            output_field=models.TextField(),
                                                                                        ),
                                                                                        models.Value(
                                                                                            "–"
                                                                                        ),
                                                                                        models.Value(
                                                                                            ""
                                                                                        ),
                                                                                        output_field=models.TextField(),
                                                                                    ),
                                                                                    models.Value(
                                                                                        "—"
                                                                                    ),
                                                                                    models.Value(
                                                                                        ""
                                                                                    ),
                                                                                    output_field=models.TextField(),
                                                                                ),
                                                                                models.Value("."),
                                                                                models.Value(""),
                                                                                output_field=models.TextField(),
                                                                            ),
                                                                            models.Value("/"),
                                                                            models.Value(""),
                                                                            output_field=models.TextField(),
                                                                        ),
                                                                        models.Value("("),
                                                                        models.Value(""),
                                                                        output_field=models.TextField(),
                                                                    ),
                                                                    models.Value(")"),
                                                                    models.Value(""),
                                                                    output_field=models.TextField(),
                                                                ),
                                                                models.Value("ๆ"),
                                                                models.Value(""),
                                                                output_field=models.TextField(),
                                                            ),
                                                            models.Value("ฯ"),
                                                            models.Value(""),
                                                            output_field=models.TextField(),
                                                        ),
                                                        models.Value('"'),
                                                        models.Value(""),
                                                        output_field=models.TextField(),
                                                    ),
                                                    models.Value("'"),
                                                    models.Value(""),
                                                    output_field=models.TextField(),
                                                ),
                                                models.Value("“"),
                                                models.Value(""),
                                                output_field=models.TextField(),
                                            ),
                                            models.Value("”"),
                                            models.Value(""),
                                            output_field=models.TextField(),
                                        ),
                                        models.Value(","),
                                        models.Value(""),
                                        output_field=models.TextField(),
                                    ),
                                    models.Value(":"),
                                    models.Value(""),
                                    output_field=models.TextField(),
                                ),
                                models.Value(";"),
                                models.Value(""),
                                output_field=models.TextField(),
                            ),
                            output_field=models.TextField(),
                            verbose_name="search",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="aliases",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "other name",
                    "verbose_name_plural": "other names",
                    "ordering": ["project", "source_line"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("project", "place", "source_line"),
                            name="project_alias_once_a_line",
                            violation_error_message="This line's name is recorded already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalProjectText",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("objective", "objective"), ("target", "target in words")],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical objective or target in words",
                    "verbose_name_plural": "historical objectives and targets in words",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ProjectText",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("objective", "objective"), ("target", "target in words")],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    (
                        "project",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="texts",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "objective or target in words",
                    "verbose_name_plural": "objectives and targets in words",
                    "ordering": ["project", "kind", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("project", "kind", "number"),
                            name="project_text_number",
                            violation_error_message="This number is taken.",
                        )
                    ],
                },
            ),
        ),
        InstallGuards(
            "Strategy",
            "Office",
            "OfficeMembership",
            "ReportingMonth",
            "ReportClose",
            "ReportReopening",
            "ReportPublication",
            "MonthlyReport",
            "ReportEvent",
            "Project",
        ),
    ]
