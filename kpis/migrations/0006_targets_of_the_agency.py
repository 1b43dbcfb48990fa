"""Targets of the whole agency, and codes of sets that are addresses."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0005_codes_that_are_addresses"),
        ("projects", "0005_decided_on_a_day"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalkpitarget",
            name="project",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Empty: the target is of the whole agency.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="projects.project",
                verbose_name="project or work",
            ),
        ),
        migrations.AlterField(
            model_name="kpitarget",
            name="project",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: the target is of the whole agency.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kpi_targets",
                to="projects.project",
                verbose_name="project or work",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiframework",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "evidence"), _negated=True),
                    models.Q(("code", ""), _negated=True),
                    models.Q(
                        django.db.models.lookups.Exact(
                            models.Func(
                                models.F("code"), models.Value("0123456789"), function="TRIM"
                            ),
                            models.Value(""),
                        ),
                        _negated=True,
                    ),
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("code"),
                            models.Value(
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
                            ),
                            function="TRIM",
                        ),
                        models.Value(""),
                    ),
                ),
                name="kpi_framework_code_is_an_address",
                violation_error_message="A code is of letters, digits and hyphens, neither “evidence” nor digits alone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpitarget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("project__isnull", True)),
                fields=("kpi",),
                name="kpi_target_agency_once",
                violation_error_message="The indicator has a target of the whole agency already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpitarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_main", False), ("project__isnull", False), _connector="OR"),
                name="kpi_target_main_of_a_project",
                violation_error_message="A main indicator is a project's.",
            ),
        ),
        InstallGuards("KpiFramework", "KpiTarget"),
    ]
