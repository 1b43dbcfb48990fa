"""The tables of budgets as they stood after 0012, in one step for a new database."""

import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import etda_plan.common.fields
import etda_plan.common.models
from etda_plan.common.new_tables import CreateModels
from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    replaces = [
        ("budgets", "0001_initial"),
        ("budgets", "0002_same_plan"),
        ("budgets", "0003_ledger"),
        ("budgets", "0004_ledger_guards"),
        ("budgets", "0005_closing_guards"),
        ("budgets", "0006_entries_by_date"),
        ("budgets", "0007_uploaded_workbooks"),
        ("budgets", "0008_carried_forward"),
        ("budgets", "0009_entry_amounts"),
        ("budgets", "0010_carried_money"),
        ("budgets", "0011_entries_by_moment"),
        ("budgets", "0012_published_with_reports"),
    ]

    initial = True

    dependencies = [
        ("activities", "0005_decided_states"),
        ("projects", "0005_decided_on_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="HistoricalFundSource",
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
                            choices=[
                                ("CURRENT_APPROPRIATION", "this year's appropriation"),
                                ("PRIOR_YEAR_BALANCE", "balance of earlier years"),
                                ("OFF_BUDGET", "own income"),
                                ("CARRIED_FORWARD", "money carried forward"),
                            ],
                            max_length=30,
                            verbose_name="code",
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(verbose_name="order in lists")),
                    ("name", models.CharField(max_length=200, verbose_name="name")),
                    ("name_short", models.CharField(max_length=60, verbose_name="short name")),
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
                    "verbose_name": "historical fund source",
                    "verbose_name_plural": "historical fund sources",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="FundSource",
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
                            choices=[
                                ("CURRENT_APPROPRIATION", "this year's appropriation"),
                                ("PRIOR_YEAR_BALANCE", "balance of earlier years"),
                                ("OFF_BUDGET", "own income"),
                                ("CARRIED_FORWARD", "money carried forward"),
                            ],
                            max_length=30,
                            verbose_name="code",
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(verbose_name="order in lists")),
                    ("name", models.CharField(max_length=200, verbose_name="name")),
                    ("name_short", models.CharField(max_length=60, verbose_name="short name")),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="fund_sources",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "fund source",
                    "verbose_name_plural": "fund sources",
                    "ordering": ["plan", "position"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "code"),
                            name="fund_source_code",
                            violation_error_message="The plan has this fund source already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalSpendingGroup",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("name", models.CharField(max_length=200, verbose_name="name")),
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
                    "verbose_name": "historical spending group",
                    "verbose_name_plural": "historical spending groups",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="SpendingGroup",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("name", models.CharField(max_length=200, verbose_name="name")),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="spending_groups",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "spending group",
                    "verbose_name_plural": "spending groups",
                    "ordering": ["plan", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "number"),
                            name="spending_group_number",
                            violation_error_message="The plan has a group of this number already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalStatement",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "side",
                        models.CharField(
                            choices=[("sources", "sources"), ("uses", "uses")],
                            max_length=10,
                            verbose_name="side",
                        ),
                    ),
                    ("heading", models.CharField(max_length=200, verbose_name="heading")),
                    (
                        "heading_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the heading"
                        ),
                    ),
                    (
                        "heading_amount",
                        etda_plan.common.fields.MoneyField(
                            blank=True, null=True, verbose_name="amount in the heading (baht)"
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
                    "verbose_name": "historical statement",
                    "verbose_name_plural": "historical statements",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Statement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "side",
                        models.CharField(
                            choices=[("sources", "sources"), ("uses", "uses")],
                            max_length=10,
                            verbose_name="side",
                        ),
                    ),
                    ("heading", models.CharField(max_length=200, verbose_name="heading")),
                    (
                        "heading_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the heading"
                        ),
                    ),
                    (
                        "heading_amount",
                        etda_plan.common.fields.MoneyField(
                            blank=True, null=True, verbose_name="amount in the heading (baht)"
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statements",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "statement",
                    "verbose_name_plural": "statements",
                    "ordering": ["plan", "side"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "side"),
                            name="statement_side",
                            violation_error_message="The plan has this statement already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("heading_amount__isnull", True),
                                ("heading_amount__gte", 0),
                                _connector="OR",
                            ),
                            name="statement_heading_amount_not_negative",
                            violation_error_message="An amount is not negative.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatementLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "position",
                        models.PositiveSmallIntegerField(verbose_name="place in the statement"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("group", "group"),
                                ("item", "item"),
                                ("subtotal", "subtotal"),
                                ("total", "total"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "number",
                        models.CharField(
                            blank=True, max_length=10, null=True, verbose_name="number"
                        ),
                    ),
                    ("name", models.TextField(verbose_name="name")),
                    ("name_printed", models.TextField(blank=True, verbose_name="name as printed")),
                    ("amount", etda_plan.common.fields.MoneyField(verbose_name="amount (baht)")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "fund_source",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statement_line",
                            to="budgets.fundsource",
                            verbose_name="fund source",
                        ),
                    ),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="budgets.statementline",
                            verbose_name="line above",
                        ),
                    ),
                    (
                        "project",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statement_line",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                    (
                        "spending_group",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statement_line",
                            to="budgets.spendinggroup",
                            verbose_name="spending group",
                        ),
                    ),
                    (
                        "statement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="budgets.statement",
                            verbose_name="statement",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "line of a statement",
                    "verbose_name_plural": "lines of the statements",
                    "ordering": ["statement", "position"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("statement", "position"),
                            name="statement_line_position",
                            violation_error_message="This place in the statement is taken.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("number__isnull", False)),
                            fields=("statement", "kind", "number"),
                            name="statement_line_number",
                            violation_error_message="The statement has a line of this number already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gte", 0)),
                            name="statement_line_amount_not_negative",
                            violation_error_message="An amount is not negative.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalStatementLine",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "position",
                        models.PositiveSmallIntegerField(verbose_name="place in the statement"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("group", "group"),
                                ("item", "item"),
                                ("subtotal", "subtotal"),
                                ("total", "total"),
                            ],
                            max_length=10,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "number",
                        models.CharField(
                            blank=True, max_length=10, null=True, verbose_name="number"
                        ),
                    ),
                    ("name", models.TextField(verbose_name="name")),
                    ("name_printed", models.TextField(blank=True, verbose_name="name as printed")),
                    ("amount", etda_plan.common.fields.MoneyField(verbose_name="amount (baht)")),
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
                        "fund_source",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="budgets.fundsource",
                            verbose_name="fund source",
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
                    (
                        "spending_group",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="budgets.spendinggroup",
                            verbose_name="spending group",
                        ),
                    ),
                    (
                        "statement",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="budgets.statement",
                            verbose_name="statement",
                        ),
                    ),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="budgets.statementline",
                            verbose_name="line above",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical line of a statement",
                    "verbose_name_plural": "historical lines of the statements",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalPageAmount",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("amount", etda_plan.common.fields.MoneyField(verbose_name="amount (baht)")),
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
                        "activity",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="activities.activity",
                            verbose_name="activity",
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
                    "verbose_name": "historical amount on a page",
                    "verbose_name_plural": "historical amounts on pages",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PageAmount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("amount", etda_plan.common.fields.MoneyField(verbose_name="amount (baht)")),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "activity",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="page_amount",
                            to="activities.activity",
                            verbose_name="activity",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="page_amounts",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "amount on a page",
                    "verbose_name_plural": "amounts on pages",
                    "ordering": ["project", "activity"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("activity__isnull", True)),
                            fields=("project",),
                            name="page_amount_once_a_project",
                            violation_error_message="The page's amount is recorded already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gte", 0)),
                            name="page_amount_not_negative",
                            violation_error_message="An amount is not negative.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalAllocation",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "initial_amount",
                        etda_plan.common.fields.MoneyField(verbose_name="initial amount (baht)"),
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
                        "activity",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="activities.activity",
                            verbose_name="activity",
                        ),
                    ),
                    (
                        "fund_source",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="budgets.fundsource",
                            verbose_name="fund source",
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
                    (
                        "spending_group",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="budgets.spendinggroup",
                            verbose_name="spending group",
                        ),
                    ),
                    (
                        "statement_line",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="budgets.statementline",
                            verbose_name="line of a statement",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical allocation",
                    "verbose_name_plural": "historical allocations",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Allocation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "initial_amount",
                        etda_plan.common.fields.MoneyField(verbose_name="initial amount (baht)"),
                    ),
                    (
                        "activity",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="allocations",
                            to="activities.activity",
                            verbose_name="activity",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="allocations",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                    (
                        "fund_source",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="allocations",
                            to="budgets.fundsource",
                            verbose_name="fund source",
                        ),
                    ),
                    (
                        "spending_group",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="allocations",
                            to="budgets.spendinggroup",
                            verbose_name="spending group",
                        ),
                    ),
                    (
                        "statement_line",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="allocations",
                            to="budgets.statementline",
                            verbose_name="line of a statement",
                        ),
                    ),
                    (
                        "committed_amount",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), editable=False, verbose_name="committed (baht)"
                        ),
                    ),
                    (
                        "paid_amount",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), editable=False, verbose_name="paid (baht)"
                        ),
                    ),
                    (
                        "reserved_amount",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), editable=False, verbose_name="reserved (baht)"
                        ),
                    ),
                    (
                        "transferred_amount",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), editable=False, verbose_name="transferred (baht)"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "allocation",
                    "verbose_name_plural": "allocations",
                    "ordering": ["fund_source", "spending_group", "project", "activity"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("activity__isnull", True)),
                            fields=("fund_source", "spending_group", "project"),
                            name="allocation_once_a_project",
                            violation_error_message="This allocation exists already.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("activity__isnull", False)),
                            fields=("fund_source", "spending_group", "project", "activity"),
                            name="allocation_once_an_activity",
                            violation_error_message="This allocation exists already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("initial_amount__gte", 0)),
                            name="allocation_not_negative",
                            violation_error_message="An amount is not negative.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("committed_amount__gte", 0),
                                ("paid_amount__gte", 0),
                                ("reserved_amount__gte", 0),
                            ),
                            name="allocation_stages_not_negative",
                            violation_error_message="No stage of the money falls below zero.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "initial_amount__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("reserved_amount"),
                                                "+",
                                                models.F("committed_amount"),
                                            ),
                                            "+",
                                            models.F("paid_amount"),
                                        ),
                                        "-",
                                        models.F("transferred_amount"),
                                    ),
                                )
                            ),
                            name="allocation_not_overspent",
                            violation_error_message="There is not so much money left in the allocation.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Batch",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("entries", "entries"), ("spending_plans", "spending plans")],
                            max_length=20,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "file_name",
                        models.CharField(blank=True, max_length=200, verbose_name="file name"),
                    ),
                    (
                        "file_sha256",
                        models.CharField(
                            blank=True, max_length=64, verbose_name="SHA-256 of the file"
                        ),
                    ),
                    ("applied_on", models.DateField(verbose_name="applied on")),
                    (
                        "applied_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="applied at"),
                    ),
                    (
                        "applied_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="applied by",
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="batches",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                    (
                        "reverses",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reversed_by",
                            to="budgets.batch",
                            verbose_name="reverses",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "batch",
                    "verbose_name_plural": "batches",
                    "ordering": ["-pk"],
                },
            ),
            migrations.CreateModel(
                name="Submission",
                fields=[
                    (
                        "key",
                        models.UUIDField(primary_key=True, serialize=False, verbose_name="key"),
                    ),
                    ("content", models.CharField(max_length=64, verbose_name="content")),
                    ("result", models.BigIntegerField(null=True, verbose_name="result")),
                    (
                        "submitted_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="submitted at"),
                    ),
                ],
                options={
                    "verbose_name": "submission",
                    "verbose_name_plural": "submissions",
                    "ordering": ["submitted_at"],
                },
            ),
            migrations.CreateModel(
                name="LedgerMonth",
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
                            related_name="ledger_months",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "month of the ledger",
                    "verbose_name_plural": "months of the ledger",
                    "ordering": ["plan", "month"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "month"),
                            name="ledger_month_once",
                            violation_error_message="The plan has this month already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("last_day__gte", models.F("first_day")),
                                ("month__gte", 1),
                                ("month__lte", 12),
                            ),
                            name="ledger_month_of_the_year",
                            violation_error_message="A year has the months 1 to 12.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="MonthClose",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "previous_seal",
                        models.CharField(
                            blank=True, max_length=64, verbose_name="seal of the month before"
                        ),
                    ),
                    ("manifest", models.TextField(blank=True, verbose_name="entries sealed")),
                    ("seal", models.CharField(max_length=64, verbose_name="seal")),
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
                            to="budgets.ledgermonth",
                            verbose_name="month of the ledger",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "close of a month",
                    "verbose_name_plural": "closes of months",
                    "ordering": ["month", "pk"],
                },
            ),
            migrations.CreateModel(
                name="MonthReopening",
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
                            to="budgets.monthclose",
                            verbose_name="close of a month",
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
                    "verbose_name": "reopening of a month",
                    "verbose_name_plural": "reopenings of months",
                    "ordering": ["close"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="month_reopening_has_reason",
                            violation_error_message="Give a reason.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="MonthPublication",
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
                            to="budgets.monthclose",
                            verbose_name="close of a month",
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
                    "verbose_name": "publication of a month",
                    "verbose_name_plural": "publications of months",
                    "ordering": ["close"],
                },
            ),
            migrations.CreateModel(
                name="Transfer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "proposed"),
                                ("approved", "approved"),
                                ("refused", "refused"),
                                ("withdrawn", "withdrawn"),
                            ],
                            default="proposed",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("proposed_on", models.DateField(verbose_name="proposed on")),
                    (
                        "proposed_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="proposed at"),
                    ),
                    (
                        "decided_on",
                        models.DateField(blank=True, null=True, verbose_name="decided on"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                    ),
                    (
                        "decision_reason",
                        models.TextField(blank=True, verbose_name="reason of the decision"),
                    ),
                    ("amount", etda_plan.common.fields.MoneyField(verbose_name="amount (baht)")),
                    ("reason", models.TextField(verbose_name="reason")),
                    ("effect", models.TextField(verbose_name="effect on activities and KPIs")),
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
                        "from_allocation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transfers_out",
                            to="budgets.allocation",
                            verbose_name="from",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="proposed by",
                        ),
                    ),
                    (
                        "to_allocation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transfers_in",
                            to="budgets.allocation",
                            verbose_name="to",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "transfer",
                    "verbose_name_plural": "transfers",
                    "ordering": ["pk"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state", "proposed"),
                                    ("decided_at", None),
                                    ("decided_by", None),
                                    ("decided_on", None),
                                ),
                                models.Q(
                                    ("state__in", ["approved", "refused", "withdrawn"]),
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("decided_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="transfer_decided_by_someone",
                            violation_error_message="A decision names who made it and when.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ["approved", "refused"]), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="transfer_not_decided_by_proposer",
                            violation_error_message="Nobody decides their own proposal.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                models.Q(("decision_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="transfer_refused_with_reason",
                            violation_error_message="Give a reason for refusing.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)),
                            name="transfer_amount_positive",
                            violation_error_message="An amount is more than zero.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("from_allocation", models.F("to_allocation")), _negated=True
                            ),
                            name="transfer_between_two",
                            violation_error_message="A transfer is between two allocations.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("effect", ""), _negated=True),
                            ),
                            name="transfer_is_explained",
                            violation_error_message="Give the reason and the effect.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalTransferLimit",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "up_to_amount",
                        etda_plan.common.fields.MoneyField(verbose_name="up to (baht)"),
                    ),
                    (
                        "basis",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            verbose_name="order or resolution that gives it",
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
                        "approver",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="approver",
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
                    "verbose_name": "historical limit for approving transfers",
                    "verbose_name_plural": "historical limits for approving transfers",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="TransferLimit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "up_to_amount",
                        etda_plan.common.fields.MoneyField(verbose_name="up to (baht)"),
                    ),
                    (
                        "basis",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            verbose_name="order or resolution that gives it",
                        ),
                    ),
                    (
                        "approver",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transfer_limit",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="approver",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "limit for approving transfers",
                    "verbose_name_plural": "limits for approving transfers",
                    "ordering": ["approver"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("up_to_amount__gt", 0)),
                            name="transfer_limit_positive",
                            violation_error_message="An amount is more than zero.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Entry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("reservation", "reservation"),
                                ("commitment", "commitment"),
                                ("payment", "payment"),
                                ("reversal", "reversal"),
                                ("transfer", "transfer"),
                                ("opening", "commitment brought forward"),
                            ],
                            max_length=12,
                            verbose_name="kind",
                        ),
                    ),
                    ("date", models.DateField(verbose_name="date")),
                    ("amount", etda_plan.common.fields.MoneyField(verbose_name="amount (baht)")),
                    (
                        "transferred_change",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), verbose_name="change of transferred (baht)"
                        ),
                    ),
                    (
                        "reserved_change",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), verbose_name="change of reserved (baht)"
                        ),
                    ),
                    (
                        "committed_change",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), verbose_name="change of committed (baht)"
                        ),
                    ),
                    (
                        "paid_change",
                        etda_plan.common.fields.MoneyField(
                            default=Decimal("0"), verbose_name="change of paid (baht)"
                        ),
                    ),
                    (
                        "expires_on",
                        models.DateField(blank=True, null=True, verbose_name="may be paid until"),
                    ),
                    (
                        "document_number",
                        models.CharField(
                            blank=True, max_length=100, verbose_name="document number"
                        ),
                    ),
                    ("payee", models.CharField(blank=True, max_length=200, verbose_name="payee")),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "paper_approved_by",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="approved on paper by"
                        ),
                    ),
                    ("entered_on", models.DateField(verbose_name="entered on")),
                    (
                        "entered_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="entered at"),
                    ),
                    (
                        "allocation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="budgets.allocation",
                            verbose_name="allocation",
                        ),
                    ),
                    (
                        "batch",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="budgets.batch",
                            verbose_name="batch",
                        ),
                    ),
                    (
                        "carried_from",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="carried_to",
                            to="budgets.entry",
                            verbose_name="carried forward from",
                        ),
                    ),
                    (
                        "draws_on",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="drawn_by",
                            to="budgets.entry",
                            verbose_name="drawn from",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="entered by",
                        ),
                    ),
                    (
                        "reverses",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reversals",
                            to="budgets.entry",
                            verbose_name="reverses",
                        ),
                    ),
                    (
                        "month",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="budgets.ledgermonth",
                            verbose_name="month of the ledger",
                        ),
                    ),
                    (
                        "transfer",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="budgets.transfer",
                            verbose_name="transfer",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "entry",
                    "verbose_name_plural": "entries",
                    "ordering": ["date", "pk"],
                    "indexes": [
                        models.Index(fields=["month", "date", "id"], name="entry_of_month_by_date"),
                        models.Index(fields=["date", "id"], name="entry_by_date"),
                        models.Index(
                            fields=[
                                "allocation",
                                "date",
                                "month",
                                "transferred_change",
                                "reserved_change",
                                "committed_change",
                                "paid_change",
                            ],
                            name="entry_amounts",
                        ),
                        models.Index(fields=["entered_at", "id"], name="entry_by_moment"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)),
                            name="entry_amount_positive",
                            violation_error_message="An amount is more than zero.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("date__lte", models.F("entered_on"))),
                            name="entry_not_after_today",
                            violation_error_message="A date is not after today.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("draws_on", None),
                                    ("kind", "reservation"),
                                    (
                                        "transferred_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    ("reserved_change", models.F("amount")),
                                    (
                                        "committed_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "paid_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                ),
                                models.Q(
                                    ("draws_on", None),
                                    ("kind", "commitment"),
                                    (
                                        "transferred_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "reserved_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    ("committed_change", models.F("amount")),
                                    (
                                        "paid_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                ),
                                models.Q(
                                    ("draws_on__isnull", False),
                                    ("kind", "commitment"),
                                    (
                                        "transferred_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "reserved_change",
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(
                                                Decimal("0"),
                                                output_field=etda_plan.common.fields.MoneyField(),
                                            ),
                                            "-",
                                            models.F("amount"),
                                        ),
                                    ),
                                    ("committed_change", models.F("amount")),
                                    (
                                        "paid_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                ),
                                models.Q(
                                    ("draws_on", None),
                                    ("kind", "payment"),
                                    (
                                        "transferred_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "reserved_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "committed_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    ("paid_change", models.F("amount")),
                                ),
                                models.Q(
                                    ("draws_on__isnull", False),
                                    ("kind", "payment"),
                                    (
                                        "transferred_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "reserved_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "committed_change",
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(
                                                Decimal("0"),
                                                output_field=etda_plan.common.fields.MoneyField(),
                                            ),
                                            "-",
                                            models.F("amount"),
                                        ),
                                    ),
                                    ("paid_change", models.F("amount")),
                                ),
                                models.Q(
                                    ("draws_on", None),
                                    ("kind", "opening"),
                                    (
                                        "transferred_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    (
                                        "reserved_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                    ("committed_change", models.F("amount")),
                                    (
                                        "paid_change",
                                        models.Value(
                                            Decimal("0"),
                                            output_field=etda_plan.common.fields.MoneyField(),
                                        ),
                                    ),
                                ),
                                models.Q(
                                    ("draws_on", None),
                                    ("kind", "transfer"),
                                    models.Q(
                                        models.Q(
                                            ("transferred_change", models.F("amount")),
                                            (
                                                "reserved_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "committed_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "paid_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                        ),
                                        models.Q(
                                            (
                                                "transferred_change",
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Value(
                                                        Decimal("0"),
                                                        output_field=etda_plan.common.fields.MoneyField(),
                                                    ),
                                                    "-",
                                                    models.F("amount"),
                                                ),
                                            ),
                                            (
                                                "reserved_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "committed_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "paid_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                models.Q(
                                    ("draws_on", None),
                                    ("kind", "reversal"),
                                    models.Q(
                                        models.Q(
                                            (
                                                "transferred_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "reserved_change",
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Value(
                                                        Decimal("0"),
                                                        output_field=etda_plan.common.fields.MoneyField(),
                                                    ),
                                                    "-",
                                                    models.F("amount"),
                                                ),
                                            ),
                                            (
                                                "committed_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "paid_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                        ),
                                        models.Q(
                                            (
                                                "transferred_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "reserved_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "committed_change",
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Value(
                                                        Decimal("0"),
                                                        output_field=etda_plan.common.fields.MoneyField(),
                                                    ),
                                                    "-",
                                                    models.F("amount"),
                                                ),
                                            ),
                                            (
                                                "paid_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                        ),
                                        models.Q(
                                            (
                                                "transferred_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            ("reserved_change", models.F("amount")),
                                            (
                                                "committed_change",
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Value(
                                                        Decimal("0"),
                                                        output_field=etda_plan.common.fields.MoneyField(),
                                                    ),
                                                    "-",
                                                    models.F("amount"),
                                                ),
                                            ),
                                            (
                                                "paid_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                        ),
                                        models.Q(
                                            (
                                                "transferred_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "reserved_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "committed_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "paid_change",
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Value(
                                                        Decimal("0"),
                                                        output_field=etda_plan.common.fields.MoneyField(),
                                                    ),
                                                    "-",
                                                    models.F("amount"),
                                                ),
                                            ),
                                        ),
                                        models.Q(
                                            (
                                                "transferred_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            (
                                                "reserved_change",
                                                models.Value(
                                                    Decimal("0"),
                                                    output_field=etda_plan.common.fields.MoneyField(),
                                                ),
                                            ),
                                            ("committed_change", models.F("amount")),
                                            (
                                                "paid_change",
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Value(
                                                        Decimal("0"),
                                                        output_field=etda_plan.common.fields.MoneyField(),
                                                    ),
                                                    "-",
                                                    models.F("amount"),
                                                ),
                                            ),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="entry_changes_of_kind",
                            violation_error_message="The changes do not fit the kind of entry.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                                models.Q(
                                    models.Q(("kind", "reversal"), _negated=True),
                                    ("reverses", None),
                                ),
                                _connector="OR",
                            ),
                            name="entry_reversal_names_entry",
                            violation_error_message="A reversal names the entry that it undoes.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "transfer"), ("transfer__isnull", False)),
                                models.Q(
                                    models.Q(("kind", "transfer"), _negated=True),
                                    ("transfer", None),
                                ),
                                _connector="OR",
                            ),
                            name="entry_transfer_names_transfer",
                            violation_error_message="An entry of a transfer names the transfer.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("carried_from__isnull", False),
                                    ("expires_on__isnull", False),
                                    ("kind", "opening"),
                                ),
                                models.Q(
                                    models.Q(("kind", "opening"), _negated=True),
                                    ("carried_from", None),
                                    ("expires_on", None),
                                ),
                                _connector="OR",
                            ),
                            name="entry_opening_names_origin",
                            violation_error_message="An opening entry names its origin and its expiry.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("transfer__isnull", False)),
                            fields=("transfer", "allocation"),
                            name="entry_once_a_transfer",
                            violation_error_message="The transfer is posted already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Attachment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="file name")),
                    (
                        "stored_name",
                        models.CharField(max_length=100, unique=True, verbose_name="stored as"),
                    ),
                    ("content_type", models.CharField(max_length=100, verbose_name="type")),
                    ("size", models.PositiveBigIntegerField(verbose_name="size (bytes)")),
                    ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                    ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="added by",
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attachments",
                            to="budgets.entry",
                            verbose_name="entry",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "attachment",
                    "verbose_name_plural": "attachments",
                    "ordering": ["pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("size__gt", 0)),
                            name="attachment_not_empty",
                            violation_error_message="The file is empty.",
                        ),
                        models.UniqueConstraint(
                            fields=("entry", "sha256"),
                            name="attachment_once_an_entry",
                            violation_error_message="The entry has this file already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CarryForward",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "proposed"),
                                ("approved", "approved"),
                                ("refused", "refused"),
                                ("withdrawn", "withdrawn"),
                            ],
                            default="proposed",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("proposed_on", models.DateField(verbose_name="proposed on")),
                    (
                        "proposed_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="proposed at"),
                    ),
                    (
                        "decided_on",
                        models.DateField(blank=True, null=True, verbose_name="decided on"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                    ),
                    (
                        "decision_reason",
                        models.TextField(blank=True, verbose_name="reason of the decision"),
                    ),
                    ("expires_on", models.DateField(verbose_name="may be paid until")),
                    ("basis", models.TextField(verbose_name="reason and legal basis")),
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
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="carry_forwards",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="proposed by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "carry-forward",
                    "verbose_name_plural": "carry-forwards",
                    "ordering": ["pk"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state", "proposed"),
                                    ("decided_at", None),
                                    ("decided_by", None),
                                    ("decided_on", None),
                                ),
                                models.Q(
                                    ("state__in", ["approved", "refused", "withdrawn"]),
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("decided_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="carry_forward_decided_by_someone",
                            violation_error_message="A decision names who made it and when.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ["approved", "refused"]), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="carry_forward_not_decided_by_proposer",
                            violation_error_message="Nobody decides their own proposal.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                models.Q(("decision_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="carry_forward_refused_with_reason",
                            violation_error_message="Give a reason for refusing.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("basis", ""), _negated=True),
                            name="carry_forward_has_basis",
                            violation_error_message="Give the reason and the legal basis.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CarryForwardItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("amount", etda_plan.common.fields.MoneyField(verbose_name="amount (baht)")),
                    (
                        "carry_forward",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="items",
                            to="budgets.carryforward",
                            verbose_name="carry-forward",
                        ),
                    ),
                    (
                        "commitment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="carry_forward_items",
                            to="budgets.entry",
                            verbose_name="commitment",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "item of a carry-forward",
                    "verbose_name_plural": "items of a carry-forward",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("carry_forward", "commitment"),
                            name="carry_forward_item_once",
                            violation_error_message="The commitment is in this proposal already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)),
                            name="carry_forward_item_amount_positive",
                            violation_error_message="An amount is more than zero.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OpenItem",
                fields=[
                    (
                        "entry",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="open_item",
                            serialize=False,
                            to="budgets.entry",
                            verbose_name="entry",
                        ),
                    ),
                    (
                        "entry_amount",
                        etda_plan.common.fields.MoneyField(verbose_name="amount (baht)"),
                    ),
                    ("open_amount", etda_plan.common.fields.MoneyField(verbose_name="open (baht)")),
                ],
                options={
                    "verbose_name": "open item",
                    "verbose_name_plural": "open items",
                    "ordering": ["entry_id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("open_amount__gte", 0),
                                ("open_amount__lte", models.F("entry_amount")),
                            ),
                            name="open_item_within_entry",
                            violation_error_message="More than is open of that entry.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SpendingPlan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "proposed"),
                                ("approved", "approved"),
                                ("refused", "refused"),
                                ("withdrawn", "withdrawn"),
                            ],
                            default="proposed",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    ("proposed_on", models.DateField(verbose_name="proposed on")),
                    (
                        "proposed_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="proposed at"),
                    ),
                    (
                        "decided_on",
                        models.DateField(blank=True, null=True, verbose_name="decided on"),
                    ),
                    (
                        "decided_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                    ),
                    (
                        "decision_reason",
                        models.TextField(blank=True, verbose_name="reason of the decision"),
                    ),
                    (
                        "version",
                        models.PositiveIntegerField(blank=True, null=True, verbose_name="version"),
                    ),
                    (
                        "total_amount",
                        etda_plan.common.fields.MoneyField(
                            verbose_name="amount that is split (baht)"
                        ),
                    ),
                    ("month_1", etda_plan.common.fields.MoneyField(verbose_name="October (baht)")),
                    ("month_2", etda_plan.common.fields.MoneyField(verbose_name="November (baht)")),
                    ("month_3", etda_plan.common.fields.MoneyField(verbose_name="December (baht)")),
                    ("month_4", etda_plan.common.fields.MoneyField(verbose_name="January (baht)")),
                    ("month_5", etda_plan.common.fields.MoneyField(verbose_name="February (baht)")),
                    ("month_6", etda_plan.common.fields.MoneyField(verbose_name="March (baht)")),
                    ("month_7", etda_plan.common.fields.MoneyField(verbose_name="April (baht)")),
                    ("month_8", etda_plan.common.fields.MoneyField(verbose_name="May (baht)")),
                    ("month_9", etda_plan.common.fields.MoneyField(verbose_name="June (baht)")),
                    ("month_10", etda_plan.common.fields.MoneyField(verbose_name="July (baht)")),
                    ("month_11", etda_plan.common.fields.MoneyField(verbose_name="August (baht)")),
                    (
                        "month_12",
                        etda_plan.common.fields.MoneyField(verbose_name="September (baht)"),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="note")),
                    (
                        "allocation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="spending_plans",
                            to="budgets.allocation",
                            verbose_name="allocation",
                        ),
                    ),
                    (
                        "batch",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="spending_plans",
                            to="budgets.batch",
                            verbose_name="batch",
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
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="proposed by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "monthly spending plan",
                    "verbose_name_plural": "monthly spending plans",
                    "ordering": ["allocation_id", "pk"],
                    "abstract": False,
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("state", "proposed"),
                                    ("decided_at", None),
                                    ("decided_by", None),
                                    ("decided_on", None),
                                ),
                                models.Q(
                                    ("state__in", ["approved", "refused", "withdrawn"]),
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("decided_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="spending_plan_decided_by_someone",
                            violation_error_message="A decision names who made it and when.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ["approved", "refused"]), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="spending_plan_not_decided_by_proposer",
                            violation_error_message="Nobody decides their own proposal.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                models.Q(("decision_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="spending_plan_refused_with_reason",
                            violation_error_message="Give a reason for refusing.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "total_amount",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            django.db.models.expressions.CombinedExpression(
                                                                django.db.models.expressions.CombinedExpression(
                                                                    django.db.models.expressions.CombinedExpression(
                                                                        django.db.models.expressions.CombinedExpression(
                                                                            django.db.models.expressions.CombinedExpression(
                                                                                models.F("month_1"),
                                                                                "+",
                                                                                models.F("month_2"),
                                                                            ),
                                                                            "+",
                                                                            models.F("month_3"),
                                                                        ),
                                                                        "+",
                                                                        models.F("month_4"),
                                                                    ),
                                                                    "+",
                                                                    models.F("month_5"),
                                                                ),
                                                                "+",
                                                                models.F("month_6"),
                                                            ),
                                                            "+",
                                                            models.F("month_7"),
                                                        ),
                                                        "+",
                                                        models.F("month_8"),
                                                    ),
                                                    "+",
                                                    models.F("month_9"),
                                                ),
                                                "+",
                                                models.F("month_10"),
                                            ),
                                            "+",
                                            models.F("month_11"),
                                        ),
                                        "+",
                                        models.F("month_12"),
                                    ),
                                )
                            ),
                            name="spending_plan_adds_up",
                            violation_error_message="The twelve months do not add up to the allocation.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("month_10__gte", 0),
                                ("month_11__gte", 0),
                                ("month_12__gte", 0),
                                ("month_1__gte", 0),
                                ("month_2__gte", 0),
                                ("month_3__gte", 0),
                                ("month_4__gte", 0),
                                ("month_5__gte", 0),
                                ("month_6__gte", 0),
                                ("month_7__gte", 0),
                                ("month_8__gte", 0),
                                ("month_9__gte", 0),
                            ),
                            name="spending_plan_not_negative",
                            violation_error_message="An amount is not negative.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "approved"), ("version__isnull", False)),
                                models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    ("version", None),
                                ),
                                _connector="OR",
                            ),
                            name="spending_plan_version_when_approved",
                            violation_error_message="An approved version has a number.",
                        ),
                        models.UniqueConstraint(
                            fields=("allocation", "version"),
                            name="spending_plan_version_once",
                            violation_error_message="The allocation has this version already.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "proposed")),
                            fields=("allocation",),
                            name="spending_plan_one_proposal",
                            violation_error_message="A proposal for this allocation waits for a decision.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalDisbursementTarget",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "quarter",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(4),
                            ],
                            verbose_name="quarter",
                        ),
                    ),
                    (
                        "measure",
                        models.CharField(
                            choices=[("paid", "paid"), ("used", "used (paid + committed)")],
                            max_length=10,
                            verbose_name="measure",
                        ),
                    ),
                    (
                        "base",
                        models.CharField(
                            choices=[
                                ("appropriation", "this year's appropriation"),
                                ("envelope", "the whole envelope"),
                            ],
                            max_length=20,
                            verbose_name="base",
                        ),
                    ),
                    (
                        "cumulative_percent",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="cumulative percent"
                        ),
                    ),
                    ("source_text", models.TextField(blank=True, verbose_name="source")),
                    ("verified", models.BooleanField(default=False, verbose_name="verified")),
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
                            verbose_name="plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical quarter target of spending",
                    "verbose_name_plural": "historical quarter targets of spending",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="DisbursementTarget",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "quarter",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(4),
                            ],
                            verbose_name="quarter",
                        ),
                    ),
                    (
                        "measure",
                        models.CharField(
                            choices=[("paid", "paid"), ("used", "used (paid + committed)")],
                            max_length=10,
                            verbose_name="measure",
                        ),
                    ),
                    (
                        "base",
                        models.CharField(
                            choices=[
                                ("appropriation", "this year's appropriation"),
                                ("envelope", "the whole envelope"),
                            ],
                            max_length=20,
                            verbose_name="base",
                        ),
                    ),
                    (
                        "cumulative_percent",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="cumulative percent"
                        ),
                    ),
                    ("source_text", models.TextField(blank=True, verbose_name="source")),
                    ("verified", models.BooleanField(default=False, verbose_name="verified")),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="disbursement_targets",
                            to="projects.fiscalplan",
                            verbose_name="plan",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "quarter target of spending",
                    "verbose_name_plural": "quarter targets of spending",
                    "ordering": ["plan", "quarter"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "quarter"),
                            name="disbursement_target_once_a_quarter",
                            violation_error_message="The plan has a target for this quarter already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("quarter__gte", 1),
                                ("quarter__lte", 4),
                                models.Q(
                                    ("cumulative_percent", None),
                                    models.Q(
                                        ("cumulative_percent__gte", 0),
                                        ("cumulative_percent__lte", 100),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            name="disbursement_target_in_range",
                            violation_error_message="A quarter is 1 to 4, a percentage 0 to 100.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("verified", False),
                                models.Q(
                                    ("cumulative_percent__isnull", False),
                                    models.Q(("source_text", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="disbursement_target_verified_by_source",
                            violation_error_message="A verified target has a percentage and a source.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="UploadedWorkbook",
                fields=[
                    (
                        "key",
                        models.UUIDField(
                            default=uuid.uuid4,
                            primary_key=True,
                            serialize=False,
                            verbose_name="key",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("entries", "entries"), ("spending_plans", "spending plans")],
                            max_length=20,
                            verbose_name="kind",
                        ),
                    ),
                    ("file_name", models.CharField(max_length=200, verbose_name="file name")),
                    (
                        "file_sha256",
                        models.CharField(max_length=64, verbose_name="SHA-256 of the file"),
                    ),
                    ("content", models.BinaryField(verbose_name="content")),
                    (
                        "uploaded_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="uploaded at"),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                    (
                        "uploaded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="uploaded by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "uploaded workbook",
                    "verbose_name_plural": "uploaded workbooks",
                    "ordering": ["-uploaded_at"],
                },
            ),
        ),
        InstallGuards(
            "FundSource",
            "SpendingGroup",
            "Statement",
            "StatementLine",
            "PageAmount",
            "Allocation",
            "Batch",
            "LedgerMonth",
            "MonthClose",
            "MonthReopening",
            "MonthPublication",
            "Transfer",
            "Entry",
            "Attachment",
            "CarryForward",
            "CarryForwardItem",
            "OpenItem",
            "SpendingPlan",
        ),
    ]
