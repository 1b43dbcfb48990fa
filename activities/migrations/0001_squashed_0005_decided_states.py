"""The tables of activities as they stood after 0005, in one step for a new database."""

import django.db.models.deletion
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
        ("activities", "0001_initial"),
        ("activities", "0002_same_plan"),
        ("activities", "0003_monthly_plans_of_work"),
        ("activities", "0004_monthly_reports"),
        ("activities", "0005_decided_states"),
    ]

    initial = True

    dependencies = [
        ("projects", "0005_decided_on_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Schedule",
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
                        "number",
                        models.PositiveIntegerField(blank=True, null=True, verbose_name="version"),
                    ),
                    (
                        "based_on",
                        models.PositiveIntegerField(default=0, verbose_name="written upon version"),
                    ),
                    ("item_count", models.PositiveIntegerField(verbose_name="number of items")),
                    ("note", models.TextField(blank=True, verbose_name="note")),
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
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="schedules",
                            to="projects.office",
                            verbose_name="office",
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="schedules",
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
                    "verbose_name": "monthly plan of work",
                    "verbose_name_plural": "monthly plans of work",
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
                            name="schedule_decided_by_someone",
                            violation_error_message="A decision names who made it and when.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ["approved", "refused"]), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="schedule_not_decided_by_proposer",
                            violation_error_message="Nobody decides their own proposal.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                models.Q(("decision_reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="schedule_refused_with_reason",
                            violation_error_message="Give a reason for refusing.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("number__gte", 1), ("state", "approved")),
                                models.Q(
                                    models.Q(("state", "approved"), _negated=True), ("number", None)
                                ),
                                _connector="OR",
                            ),
                            name="schedule_number_when_approved",
                            violation_error_message="An approved version has a number.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("item_count__gte", 1)),
                            name="schedule_has_items",
                            violation_error_message="A proposal changes at least one item.",
                        ),
                        models.UniqueConstraint(
                            fields=("plan", "number"),
                            name="schedule_number_once",
                            violation_error_message="The plan has this version already.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "proposed")),
                            fields=("plan", "office"),
                            name="schedule_one_proposal",
                            violation_error_message="A proposal for this office waits for a decision.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("office", None), ("state", "proposed")),
                            fields=("plan",),
                            name="schedule_one_proposal_for_all",
                            violation_error_message="A proposal for all offices waits for a decision.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalActivity",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("title", models.TextField(verbose_name="title")),
                    (
                        "title_printed",
                        models.TextField(blank=True, verbose_name="title as printed"),
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
                        "office",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.office",
                            verbose_name="responsible office",
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
                    "verbose_name": "historical activity",
                    "verbose_name_plural": "historical activities",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Activity",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ("title", models.TextField(verbose_name="title")),
                    (
                        "title_printed",
                        models.TextField(blank=True, verbose_name="title as printed"),
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
                                                                                                                        "title"
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
                                                                                                                        "title_printed"
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
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="activities",
                            to="projects.office",
                            verbose_name="responsible office",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="activities",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "activity",
                    "verbose_name_plural": "activities",
                    "ordering": ["project", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("project", "number"),
                            name="activity_number",
                            violation_error_message="The project has an activity of this number already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("number__gte", 1)),
                            name="activity_number_from_1",
                            violation_error_message="Numbers begin at 1.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalSubActivity",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=10, verbose_name="number")),
                    ("title", models.TextField(verbose_name="title")),
                    (
                        "title_printed",
                        models.TextField(blank=True, verbose_name="title as printed"),
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
                ],
                options={
                    "verbose_name": "historical sub-activity",
                    "verbose_name_plural": "historical sub-activities",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="SubActivity",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=10, verbose_name="number")),
                    ("title", models.TextField(verbose_name="title")),
                    (
                        "title_printed",
                        models.TextField(blank=True, verbose_name="title as printed"),
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
                                                                                                                        "title"
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
                                                                                                                        "title_printed"
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
                        "activity",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sub_activities",
                            to="activities.activity",
                            verbose_name="activity",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "sub-activity",
                    "verbose_name_plural": "sub-activities",
                    "ordering": ["activity", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("activity", "number"),
                            name="sub_activity_number",
                            violation_error_message="The activity has a part of this number already.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ScheduleLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("month_1", models.BooleanField(blank=True, null=True, verbose_name="October")),
                    (
                        "month_2",
                        models.BooleanField(blank=True, null=True, verbose_name="November"),
                    ),
                    (
                        "month_3",
                        models.BooleanField(blank=True, null=True, verbose_name="December"),
                    ),
                    ("month_4", models.BooleanField(blank=True, null=True, verbose_name="January")),
                    (
                        "month_5",
                        models.BooleanField(blank=True, null=True, verbose_name="February"),
                    ),
                    ("month_6", models.BooleanField(blank=True, null=True, verbose_name="March")),
                    ("month_7", models.BooleanField(blank=True, null=True, verbose_name="April")),
                    ("month_8", models.BooleanField(blank=True, null=True, verbose_name="May")),
                    ("month_9", models.BooleanField(blank=True, null=True, verbose_name="June")),
                    ("month_10", models.BooleanField(blank=True, null=True, verbose_name="July")),
                    ("month_11", models.BooleanField(blank=True, null=True, verbose_name="August")),
                    (
                        "month_12",
                        models.BooleanField(blank=True, null=True, verbose_name="September"),
                    ),
                    (
                        "weight",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="weight"
                        ),
                    ),
                    (
                        "deliverable",
                        models.TextField(blank=True, verbose_name="expected deliverable"),
                    ),
                    (
                        "milestone_count",
                        models.PositiveSmallIntegerField(
                            default=0, verbose_name="number of milestones"
                        ),
                    ),
                    (
                        "activity",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="schedule_lines",
                            to="activities.activity",
                            verbose_name="activity",
                        ),
                    ),
                    (
                        "schedule",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="activities.schedule",
                            verbose_name="monthly plan of work",
                        ),
                    ),
                    (
                        "sub_activity",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="schedule_lines",
                            to="activities.subactivity",
                            verbose_name="sub-activity",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "item of a monthly plan of work",
                    "verbose_name_plural": "items of monthly plans of work",
                    "ordering": ["pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("activity__isnull", True),
                                ("sub_activity__isnull", True),
                                _connector="XOR",
                            ),
                            name="schedule_line_of_one_thing",
                            violation_error_message="An item is an activity or a part of one.",
                        ),
                        models.UniqueConstraint(
                            fields=("schedule", "activity"),
                            name="schedule_line_once_an_activity",
                            violation_error_message="The item is in this proposal already.",
                        ),
                        models.UniqueConstraint(
                            fields=("schedule", "sub_activity"),
                            name="schedule_line_once_a_sub_activity",
                            violation_error_message="The item is in this proposal already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("weight", None), ("weight__gt", 0), _connector="OR"
                            ),
                            name="schedule_line_weight_positive",
                            violation_error_message="A weight is more than zero.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Milestone",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "month",
                        models.PositiveSmallIntegerField(verbose_name="fiscal month (1 = October)"),
                    ),
                    ("title", models.TextField(verbose_name="milestone")),
                    (
                        "line",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="milestones",
                            to="activities.scheduleline",
                            verbose_name="item",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "milestone",
                    "verbose_name_plural": "milestones",
                    "ordering": ["line", "month", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("month__range", (1, 12))),
                            name="milestone_month_1_to_12",
                            violation_error_message="Months run from 1 (October) to 12 (September).",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True),
                            name="milestone_has_title",
                            violation_error_message="Say what is reached.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalScheduledMonth",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "month",
                        models.PositiveSmallIntegerField(verbose_name="fiscal month (1 = October)"),
                    ),
                    ("is_planned", models.BooleanField(verbose_name="planned")),
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
                        "sub_activity",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="activities.subactivity",
                            verbose_name="sub-activity",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical scheduled month",
                    "verbose_name_plural": "historical scheduled months",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ScheduledMonth",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "month",
                        models.PositiveSmallIntegerField(verbose_name="fiscal month (1 = October)"),
                    ),
                    ("is_planned", models.BooleanField(verbose_name="planned")),
                    (
                        "activity",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="months",
                            to="activities.activity",
                            verbose_name="activity",
                        ),
                    ),
                    (
                        "sub_activity",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="months",
                            to="activities.subactivity",
                            verbose_name="sub-activity",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "scheduled month",
                    "verbose_name_plural": "scheduled months",
                    "ordering": ["activity", "sub_activity", "month"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("month__range", (1, 12))),
                            name="scheduled_month_1_to_12",
                            violation_error_message="Months run from 1 (October) to 12 (September).",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("activity__isnull", True),
                                ("sub_activity__isnull", True),
                                _connector="XOR",
                            ),
                            name="scheduled_month_of_one_thing",
                            violation_error_message="A month belongs to an activity or to a part of one.",
                        ),
                        models.UniqueConstraint(
                            fields=("activity", "month"),
                            name="scheduled_month_once_an_activity",
                            violation_error_message="This month is recorded already.",
                        ),
                        models.UniqueConstraint(
                            fields=("sub_activity", "month"),
                            name="scheduled_month_once_a_sub_activity",
                            violation_error_message="This month is recorded already.",
                        ),
                    ],
                },
            ),
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
                    (
                        "has_no_problem",
                        models.BooleanField(default=False, verbose_name="no problem"),
                    ),
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
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("report", "activity"),
                            name="activity_report_once",
                            violation_error_message="The report speaks of this activity already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("progress", None),
                                models.Q(("progress__gte", 0), ("progress__lte", 100)),
                                _connector="OR",
                            ),
                            name="activity_report_percent",
                            violation_error_message="Progress is 0 to 100 percent.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("has_no_problem", False),
                                models.Q(("problem", ""), ("solution", "")),
                                _connector="OR",
                            ),
                            name="activity_report_problem_or_none",
                            violation_error_message="Either there is no problem, or it is described.",
                        ),
                    ],
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
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("activity_report", "sub_activity"),
                            name="sub_activity_progress_once",
                            violation_error_message="The report speaks of this part already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("progress", None),
                                models.Q(("progress__gte", 0), ("progress__lte", 100)),
                                _connector="OR",
                            ),
                            name="sub_activity_progress_percent",
                            violation_error_message="Progress is 0 to 100 percent.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatusOverride",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("not_started", "Not started"),
                                ("on_plan", "On plan"),
                                ("ahead", "Ahead of plan"),
                                ("watch", "Watch"),
                                ("late", "Late"),
                                ("done", "Done"),
                                ("cancelled", "Cancelled"),
                            ],
                            help_text="Empty: derived from plan and reports again.",
                            max_length=20,
                            verbose_name="state",
                        ),
                    ),
                    ("reason", models.TextField(verbose_name="reason")),
                    ("decided_on", models.DateField(verbose_name="decided on")),
                    (
                        "decided_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="decided at"),
                    ),
                    (
                        "activity",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="status_overrides",
                            to="activities.activity",
                            verbose_name="activity",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="decided by",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "decided state",
                    "verbose_name_plural": "decided states",
                    "ordering": ["activity", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="status_override_has_reason",
                            violation_error_message="Give a reason.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "status__in",
                                    [
                                        "not_started",
                                        "on_plan",
                                        "ahead",
                                        "watch",
                                        "late",
                                        "done",
                                        "cancelled",
                                        "",
                                    ],
                                )
                            ),
                            name="status_override_of_a_state",
                            violation_error_message="Choose one of the states.",
                        ),
                    ],
                },
            ),
        ),
        InstallGuards(
            "Schedule",
            "Activity",
            "ScheduleLine",
            "Milestone",
            "ActivityReport",
            "SubActivityProgress",
            "StatusOverride",
        ),
    ]
