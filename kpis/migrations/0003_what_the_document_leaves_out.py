"""What an indicator needs beside the document: definition, aggregation, owners, levels."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import etda_plan.common.fields
from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0002_same_plan"),
        ("projects", "0003_office_memberships"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
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
            ],
            options={
                "verbose_name": "score level",
                "verbose_name_plural": "score levels",
                "ordering": ["target", "level"],
            },
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="aggregation",
            field=models.CharField(
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
        migrations.AddField(
            model_name="historicalkpi",
            name="aggregation_is_inferred",
            field=models.BooleanField(
                default=True, verbose_name="aggregation is an interpretation"
            ),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="definition",
            field=models.TextField(blank=True, verbose_name="definition"),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="denominator_label",
            field=models.CharField(blank=True, max_length=200, verbose_name="denominator"),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="interpolates_levels",
            field=models.BooleanField(
                default=False,
                help_text="Only where the table of levels says so: in a straight line between two.",
                verbose_name="scores between levels",
            ),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="numerator_label",
            field=models.CharField(blank=True, max_length=200, verbose_name="numerator"),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="reported_every",
            field=models.PositiveSmallIntegerField(
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
        migrations.AddField(
            model_name="historicalkpiframework",
            name="lowest_score",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "0"), (1, "1")],
                default=1,
                help_text="Of five levels; below the threshold 50 it is always 0.",
                verbose_name="score below the first level",
            ),
        ),
        migrations.AddField(
            model_name="historicalkpiframework",
            name="scoring",
            field=models.CharField(
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
        migrations.AddField(
            model_name="historicalkpitarget",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="projects.office",
                verbose_name="office that reports",
            ),
        ),
        migrations.AddField(
            model_name="historicalkpitarget",
            name="value_to",
            field=etda_plan.common.fields.MeasureField(
                blank=True,
                help_text="Only where the direction is a range: the target is then its lower end.",
                null=True,
                verbose_name="upper end of the range",
            ),
        ),
        migrations.AddField(
            model_name="kpi",
            name="aggregation",
            field=models.CharField(
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
        migrations.AddField(
            model_name="kpi",
            name="aggregation_is_inferred",
            field=models.BooleanField(
                default=True, verbose_name="aggregation is an interpretation"
            ),
        ),
        migrations.AddField(
            model_name="kpi",
            name="definition",
            field=models.TextField(blank=True, verbose_name="definition"),
        ),
        migrations.AddField(
            model_name="kpi",
            name="denominator_label",
            field=models.CharField(blank=True, max_length=200, verbose_name="denominator"),
        ),
        migrations.AddField(
            model_name="kpi",
            name="interpolates_levels",
            field=models.BooleanField(
                default=False,
                help_text="Only where the table of levels says so: in a straight line between two.",
                verbose_name="scores between levels",
            ),
        ),
        migrations.AddField(
            model_name="kpi",
            name="numerator_label",
            field=models.CharField(blank=True, max_length=200, verbose_name="numerator"),
        ),
        migrations.AddField(
            model_name="kpi",
            name="reported_every",
            field=models.PositiveSmallIntegerField(
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
        migrations.AddField(
            model_name="kpiframework",
            name="lowest_score",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "0"), (1, "1")],
                default=1,
                help_text="Of five levels; below the threshold 50 it is always 0.",
                verbose_name="score below the first level",
            ),
        ),
        migrations.AddField(
            model_name="kpiframework",
            name="scoring",
            field=models.CharField(
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
        migrations.AddField(
            model_name="kpitarget",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kpi_targets",
                to="projects.office",
                verbose_name="office that reports",
            ),
        ),
        migrations.AddField(
            model_name="kpitarget",
            name="value_to",
            field=etda_plan.common.fields.MeasureField(
                blank=True,
                help_text="Only where the direction is a range: the target is then its lower end.",
                null=True,
                verbose_name="upper end of the range",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.CheckConstraint(
                condition=models.Q(("aggregation__in", ["", "sum", "last", "average", "ratio"])),
                name="kpi_aggregation",
                violation_error_message="There is no such aggregation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aggregation", ""), _negated=True),
                    ("aggregation_is_inferred", True),
                    _connector="OR",
                ),
                name="kpi_aggregation_said_to_be_confirmed",
                violation_error_message="Say how results are put together, then confirm it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="kpiframework",
            constraint=models.CheckConstraint(
                condition=models.Q(("scoring__in", ["none", "five_levels", "three_thresholds"])),
                name="kpi_framework_scoring",
                violation_error_message="There is no such way of scoring.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiframework",
            constraint=models.CheckConstraint(
                condition=models.Q(("lowest_score__lte", 1)),
                name="kpi_framework_lowest_score",
                violation_error_message="Below the first level the score is 0 or 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpitarget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value_to", None), ("value_to__gte", models.F("value")), _connector="OR"
                ),
                name="kpi_target_range",
                violation_error_message="The upper end of a range is not below the target.",
            ),
        ),
        migrations.AddField(
            model_name="historicalscorelevel",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalscorelevel",
            name="target",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="kpis.kpitarget",
                verbose_name="target",
            ),
        ),
        migrations.AddField(
            model_name="scorelevel",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="levels",
                to="kpis.kpitarget",
                verbose_name="target",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorelevel",
            constraint=models.UniqueConstraint(
                fields=("target", "level"),
                name="score_level_once",
                violation_error_message="This level has a value already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorelevel",
            constraint=models.CheckConstraint(
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
        ),
        InstallGuards("KpiFramework", "Kpi", "KpiTarget", "PageIndicator"),
    ]
