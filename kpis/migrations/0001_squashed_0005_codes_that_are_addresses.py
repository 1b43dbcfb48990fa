"""The tables of kpis as they stood after 0005, in one step for a new database."""

import django.core.validators
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
        ("kpis", "0001_initial"),
        ("kpis", "0002_same_plan"),
        ("kpis", "0003_what_the_document_leaves_out"),
        ("kpis", "0004_results_and_evidence"),
        ("kpis", "0005_codes_that_are_addresses"),
    ]

    initial = True

    dependencies = [
        ("projects", "0005_decided_on_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="HistoricalKpiFramework",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "code",
                        models.SlugField(
                            max_length=30,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^(evidence|\\d+)\\Z",
                                    "A code is neither “evidence” nor digits alone: other pages have these addresses.",
                                    inverse_match=True,
                                )
                            ],
                            verbose_name="code",
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="name")),
                    (
                        "name_printed",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="name as printed"
                        ),
                    ),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "origin",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="where it comes from"
                        ),
                    ),
                    (
                        "origin_printed",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="origin as printed"
                        ),
                    ),
                    (
                        "origin_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the origin"
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
                        "lowest_score",
                        models.PositiveSmallIntegerField(
                            choices=[(0, "0"), (1, "1")],
                            default=1,
                            help_text="Of five levels; below the threshold 50 it is always 0.",
                            verbose_name="score below the first level",
                        ),
                    ),
                    (
                        "scoring",
                        models.CharField(
                            choices=[
                                ("none", "no scores"),
                                ("five_levels", "five levels"),
                                ("three_thresholds", "thresholds 50, 75 and 100"),
                            ],
                            default="none",
                            max_length=20,
                            verbose_name="scoring",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical set of indicators",
                    "verbose_name_plural": "historical sets of indicators",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="KpiFramework",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "code",
                        models.SlugField(
                            max_length=30,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "^(evidence|\\d+)\\Z",
                                    "A code is neither “evidence” nor digits alone: other pages have these addresses.",
                                    inverse_match=True,
                                )
                            ],
                            verbose_name="code",
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="name")),
                    (
                        "name_printed",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="name as printed"
                        ),
                    ),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "origin",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="where it comes from"
                        ),
                    ),
                    (
                        "origin_printed",
                        models.CharField(
                            blank=True, max_length=200, verbose_name="origin as printed"
                        ),
                    ),
                    (
                        "origin_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the origin"
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="kpi_frameworks",
                            to="projects.fiscalplan",
                            verbose_name="fiscal plan",
                        ),
                    ),
                    (
                        "lowest_score",
                        models.PositiveSmallIntegerField(
                            choices=[(0, "0"), (1, "1")],
                            default=1,
                            help_text="Of five levels; below the threshold 50 it is always 0.",
                            verbose_name="score below the first level",
                        ),
                    ),
                    (
                        "scoring",
                        models.CharField(
                            choices=[
                                ("none", "no scores"),
                                ("five_levels", "five levels"),
                                ("three_thresholds", "thresholds 50, 75 and 100"),
                            ],
                            default="none",
                            max_length=20,
                            verbose_name="scoring",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "set of indicators",
                    "verbose_name_plural": "sets of indicators",
                    "ordering": ["plan", "code"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "code"),
                            name="kpi_framework_code",
                            violation_error_message="The plan has a set of this code already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("scoring__in", ["none", "five_levels", "three_thresholds"])
                            ),
                            name="kpi_framework_scoring",
                            violation_error_message="There is no such way of scoring.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("lowest_score__lte", 1)),
                            name="kpi_framework_lowest_score",
                            violation_error_message="Below the first level the score is 0 or 1.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalKpi",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    (
                        "dimension",
                        models.CharField(
                            choices=[
                                ("time", "time"),
                                ("cost", "cost"),
                                ("quality", "quality"),
                                ("quantity", "quantity"),
                            ],
                            max_length=10,
                            verbose_name="dimension",
                        ),
                    ),
                    (
                        "dimension_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the dimension"
                        ),
                    ),
                    ("name", models.TextField(verbose_name="name")),
                    ("name_printed", models.TextField(blank=True, verbose_name="name as printed")),
                    ("unit", models.CharField(max_length=50, verbose_name="unit")),
                    (
                        "direction",
                        models.CharField(
                            choices=[
                                ("at_least", "at least"),
                                ("at_most", "at most"),
                                ("exactly", "exactly"),
                                ("range", "within a range"),
                            ],
                            max_length=10,
                            verbose_name="direction",
                        ),
                    ),
                    (
                        "direction_is_inferred",
                        models.BooleanField(
                            default=True, verbose_name="direction is an interpretation"
                        ),
                    ),
                    (
                        "baseline",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="baseline"
                        ),
                    ),
                    (
                        "weight",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="weight"
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
                        "framework",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="kpis.kpiframework",
                            verbose_name="set of indicators",
                        ),
                    ),
                    (
                        "aggregation",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("sum", "sum"),
                                ("last", "last value"),
                                ("average", "average"),
                                ("ratio", "ratio"),
                            ],
                            help_text="While empty it is read from the unit: percentages and months keep their last value, everything else is counted together. Such a reading is an interpretation.",
                            max_length=10,
                            verbose_name="aggregation",
                        ),
                    ),
                    (
                        "aggregation_is_inferred",
                        models.BooleanField(
                            default=True, verbose_name="aggregation is an interpretation"
                        ),
                    ),
                    ("definition", models.TextField(blank=True, verbose_name="definition")),
                    (
                        "denominator_label",
                        models.CharField(blank=True, max_length=200, verbose_name="denominator"),
                    ),
                    (
                        "interpolates_levels",
                        models.BooleanField(
                            default=False,
                            help_text="Only where the table of levels says so: in a straight line between two.",
                            verbose_name="scores between levels",
                        ),
                    ),
                    (
                        "numerator_label",
                        models.CharField(blank=True, max_length=200, verbose_name="numerator"),
                    ),
                    (
                        "reported_every",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "every month"),
                                (3, "every quarter"),
                                (6, "every half year"),
                                (12, "once a year"),
                            ],
                            default=3,
                            verbose_name="results are due",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical indicator",
                    "verbose_name_plural": "historical indicators",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="Kpi",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    (
                        "dimension",
                        models.CharField(
                            choices=[
                                ("time", "time"),
                                ("cost", "cost"),
                                ("quality", "quality"),
                                ("quantity", "quantity"),
                            ],
                            max_length=10,
                            verbose_name="dimension",
                        ),
                    ),
                    (
                        "dimension_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the dimension"
                        ),
                    ),
                    ("name", models.TextField(verbose_name="name")),
                    ("name_printed", models.TextField(blank=True, verbose_name="name as printed")),
                    ("unit", models.CharField(max_length=50, verbose_name="unit")),
                    (
                        "direction",
                        models.CharField(
                            choices=[
                                ("at_least", "at least"),
                                ("at_most", "at most"),
                                ("exactly", "exactly"),
                                ("range", "within a range"),
                            ],
                            max_length=10,
                            verbose_name="direction",
                        ),
                    ),
                    (
                        "direction_is_inferred",
                        models.BooleanField(
                            default=True, verbose_name="direction is an interpretation"
                        ),
                    ),
                    (
                        "baseline",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="baseline"
                        ),
                    ),
                    (
                        "weight",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="weight"
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
                                                                                                                models.Value(
                                                                                                                    "|"
                                                                                                                ),
                                                                                                                django.db.models.functions.comparison.Coalesce(
                                                                                                                    models.F(
                                                                                                                        "unit"
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
                        "framework",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="kpis",
                            to="kpis.kpiframework",
                            verbose_name="set of indicators",
                        ),
                    ),
                    (
                        "aggregation",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("sum", "sum"),
                                ("last", "last value"),
                                ("average", "average"),
                                ("ratio", "ratio"),
                            ],
                            help_text="While empty it is read from the unit: percentages and months keep their last value, everything else is counted together. Such a reading is an interpretation.",
                            max_length=10,
                            verbose_name="aggregation",
                        ),
                    ),
                    (
                        "aggregation_is_inferred",
                        models.BooleanField(
                            default=True, verbose_name="aggregation is an interpretation"
                        ),
                    ),
                    ("definition", models.TextField(blank=True, verbose_name="definition")),
                    (
                        "denominator_label",
                        models.CharField(blank=True, max_length=200, verbose_name="denominator"),
                    ),
                    (
                        "interpolates_levels",
                        models.BooleanField(
                            default=False,
                            help_text="Only where the table of levels says so: in a straight line between two.",
                            verbose_name="scores between levels",
                        ),
                    ),
                    (
                        "numerator_label",
                        models.CharField(blank=True, max_length=200, verbose_name="numerator"),
                    ),
                    (
                        "reported_every",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "every month"),
                                (3, "every quarter"),
                                (6, "every half year"),
                                (12, "once a year"),
                            ],
                            default=3,
                            verbose_name="results are due",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "indicator",
                    "verbose_name_plural": "indicators",
                    "ordering": ["framework", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("framework", "number"),
                            name="kpi_number",
                            violation_error_message="The set has an indicator of this number already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("number__gte", 1)),
                            name="kpi_number_from_1",
                            violation_error_message="Numbers begin at 1.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("aggregation__in", ["", "sum", "last", "average", "ratio"])
                            ),
                            name="kpi_aggregation",
                            violation_error_message="There is no such aggregation.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("aggregation", ""), _negated=True),
                                ("aggregation_is_inferred", True),
                                _connector="OR",
                            ),
                            name="kpi_aggregation_said_to_be_confirmed",
                            violation_error_message="Say how results are put together, then confirm it.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("aggregation", "ratio"), _negated=True),
                                models.Q(
                                    models.Q(("numerator_label", ""), _negated=True),
                                    models.Q(("denominator_label", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="kpi_ratio_names_its_parts",
                            violation_error_message="A ratio names its numerator and its denominator.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("reported_every", 1),
                                ("reported_every", 3),
                                ("reported_every", 6),
                                ("reported_every", 12),
                                _connector="OR",
                            ),
                            name="kpi_reported_every",
                            violation_error_message="Results are due every 1, 3, 6 or 12 months.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalPageIndicator",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number on the page")),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "value",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="value on the page"
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
                    (
                        "kpi",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="kpis.kpi",
                            verbose_name="indicator",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical indicator on a page",
                    "verbose_name_plural": "historical indicators on pages",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="PageIndicator",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="number on the page")),
                    ("text", models.TextField(verbose_name="text")),
                    ("text_printed", models.TextField(blank=True, verbose_name="text as printed")),
                    (
                        "value",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="value on the page"
                        ),
                    ),
                    (
                        "source_line",
                        etda_plan.common.models.SourceLineField(
                            blank=True, null=True, verbose_name="line of the document"
                        ),
                    ),
                    (
                        "kpi",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="page_indicators",
                            to="kpis.kpi",
                            verbose_name="indicator",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="page_indicators",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "indicator on a page",
                    "verbose_name_plural": "indicators on pages",
                    "ordering": ["project", "number"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("project", "number"),
                            name="page_indicator_number",
                            violation_error_message="This number is taken.",
                        ),
                        models.UniqueConstraint(
                            fields=("project", "kpi"),
                            name="page_indicator_once",
                            violation_error_message="The page names this indicator already.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalKpiTarget",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("value", etda_plan.common.fields.MeasureField(verbose_name="target")),
                    ("is_main", models.BooleanField(default=False, verbose_name="main indicator")),
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
                    (
                        "kpi",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="kpis.kpi",
                            verbose_name="indicator",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="projects.office",
                            verbose_name="office that reports",
                        ),
                    ),
                    (
                        "value_to",
                        etda_plan.common.fields.MeasureField(
                            blank=True,
                            help_text="Only where the direction is a range: the target is then its lower end.",
                            null=True,
                            verbose_name="upper end of the range",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical target",
                    "verbose_name_plural": "historical targets",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="KpiTarget",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("value", etda_plan.common.fields.MeasureField(verbose_name="target")),
                    ("is_main", models.BooleanField(default=False, verbose_name="main indicator")),
                    (
                        "kpi",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="targets",
                            to="kpis.kpi",
                            verbose_name="indicator",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="kpi_targets",
                            to="projects.project",
                            verbose_name="project or work",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="kpi_targets",
                            to="projects.office",
                            verbose_name="office that reports",
                        ),
                    ),
                    (
                        "value_to",
                        etda_plan.common.fields.MeasureField(
                            blank=True,
                            help_text="Only where the direction is a range: the target is then its lower end.",
                            null=True,
                            verbose_name="upper end of the range",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "target",
                    "verbose_name_plural": "targets",
                    "ordering": ["kpi", "project"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("kpi", "project"),
                            name="kpi_target_once",
                            violation_error_message="The project has a target for this indicator already.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("is_main", True)),
                            fields=("project",),
                            name="kpi_target_one_main",
                            violation_error_message="A project has one main indicator.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("value__gte", 0)),
                            name="kpi_target_not_negative",
                            violation_error_message="A target is not negative.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("value_to", None),
                                ("value_to__gte", models.F("value")),
                                _connector="OR",
                            ),
                            name="kpi_target_range",
                            violation_error_message="The upper end of a range is not below the target.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalQuarterlyTarget",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                    ("value", etda_plan.common.fields.MeasureField(verbose_name="target")),
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
                        "target",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="kpis.kpitarget",
                            verbose_name="target",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical quarterly target",
                    "verbose_name_plural": "historical quarterly targets",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="QuarterlyTarget",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                    ("value", etda_plan.common.fields.MeasureField(verbose_name="target")),
                    (
                        "target",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="quarters",
                            to="kpis.kpitarget",
                            verbose_name="target",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "quarterly target",
                    "verbose_name_plural": "quarterly targets",
                    "ordering": ["target", "quarter"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("target", "quarter"),
                            name="quarterly_target_once",
                            violation_error_message="This quarter has a target already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("quarter__range", (1, 4))),
                            name="quarterly_target_1_to_4",
                            violation_error_message="Quarters run from 1 (October–December) to 4.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("value__gte", 0)),
                            name="quarterly_target_not_negative",
                            violation_error_message="A target is not negative.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HistoricalScoreLevel",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                    ("value", etda_plan.common.fields.MeasureField(verbose_name="value")),
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
                        "target",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="kpis.kpitarget",
                            verbose_name="target",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical score level",
                    "verbose_name_plural": "historical score levels",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="ScoreLevel",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                    ("value", etda_plan.common.fields.MeasureField(verbose_name="value")),
                    (
                        "target",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="levels",
                            to="kpis.kpitarget",
                            verbose_name="target",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "score level",
                    "verbose_name_plural": "score levels",
                    "ordering": ["target", "level"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("target", "level"),
                            name="score_level_once",
                            violation_error_message="This level has a value already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("level__range", (1, 5)),
                                ("level", 50),
                                ("level", 75),
                                ("level", 100),
                                _connector="OR",
                            ),
                            name="score_level_known",
                            violation_error_message="Levels are 1 to 5, or 50, 75 and 100.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="KpiResult",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "value",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="result"
                        ),
                    ),
                    (
                        "numerator",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="numerator"
                        ),
                    ),
                    (
                        "denominator",
                        etda_plan.common.fields.MeasureField(
                            blank=True, null=True, verbose_name="denominator"
                        ),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="explanation")),
                    (
                        "report",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="kpi_results",
                            to="projects.monthlyreport",
                            verbose_name="monthly report",
                        ),
                    ),
                    (
                        "target",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="results",
                            to="kpis.kpitarget",
                            verbose_name="target",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "result",
                    "verbose_name_plural": "results",
                    "ordering": ["report", "target"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("report", "target"),
                            name="kpi_result_once",
                            violation_error_message="The report speaks of this target already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("value", None),
                                models.Q(("denominator", None), ("numerator", None)),
                                _connector="OR",
                            ),
                            name="kpi_result_value_or_ratio",
                            violation_error_message="A result is a value or a ratio, not both.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("denominator", None), ("denominator__gte", 0), _connector="OR"
                            ),
                            name="kpi_result_denominator_not_negative",
                            violation_error_message="A denominator is not negative.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Evidence",
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
                            choices=[("file", "file"), ("link", "link")],
                            max_length=4,
                            verbose_name="kind",
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="name")),
                    (
                        "stored_name",
                        models.CharField(blank=True, max_length=100, verbose_name="stored as"),
                    ),
                    (
                        "content_type",
                        models.CharField(blank=True, max_length=100, verbose_name="type"),
                    ),
                    (
                        "size",
                        models.PositiveBigIntegerField(
                            blank=True, null=True, verbose_name="size (bytes)"
                        ),
                    ),
                    ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                    (
                        "address",
                        models.CharField(blank=True, max_length=500, verbose_name="address"),
                    ),
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
                        "result",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="evidence",
                            to="kpis.kpiresult",
                            verbose_name="result",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "evidence",
                    "verbose_name_plural": "evidence",
                    "ordering": ["result", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("kind", "file")),
                            fields=("result", "sha256"),
                            name="evidence_file_once",
                            violation_error_message="The result has this file already.",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("kind", "link")),
                            fields=("result", "address"),
                            name="evidence_link_once",
                            violation_error_message="The result has this link already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("address", ""),
                                    ("kind", "file"),
                                    ("size__gt", 0),
                                    models.Q(("stored_name", ""), _negated=True),
                                ),
                                models.Q(
                                    ("kind", "link"),
                                    ("size", None),
                                    ("stored_name", ""),
                                    models.Q(
                                        ("address__startswith", "https://"),
                                        ("address__startswith", "http://"),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="evidence_file_or_link",
                            violation_error_message="Evidence is a file, or a link that begins with http.",
                        ),
                    ],
                },
            ),
        ),
        InstallGuards("KpiFramework", "Kpi", "PageIndicator", "KpiTarget", "KpiResult", "Evidence"),
    ]
