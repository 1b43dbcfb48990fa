"""What offices report of their targets, and the evidence of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import etda_plan.common.fields
from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0003_what_the_document_leaves_out"),
        ("projects", "0004_monthly_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="type")),
                (
                    "size",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="size (bytes)"
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="address")),
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
            },
        ),
        migrations.AddConstraint(
            model_name="kpiresult",
            constraint=models.UniqueConstraint(
                fields=("report", "target"),
                name="kpi_result_once",
                violation_error_message="The report speaks of this target already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value", None),
                    models.Q(("denominator", None), ("numerator", None)),
                    _connector="OR",
                ),
                name="kpi_result_value_or_ratio",
                violation_error_message="A result is a value or a ratio, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("denominator", None), ("denominator__gte", 0), _connector="OR"),
                name="kpi_result_denominator_not_negative",
                violation_error_message="A denominator is not negative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "file")),
                fields=("result", "sha256"),
                name="evidence_file_once",
                violation_error_message="The result has this file already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "link")),
                fields=("result", "address"),
                name="evidence_link_once",
                violation_error_message="The result has this link already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
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
        ),
        InstallGuards("KpiResult", "Evidence"),
    ]
