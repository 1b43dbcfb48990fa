"""Codes of sets of indicators keep away from the addresses of other pages."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0004_results_and_evidence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalkpiframework",
            name="code",
            field=models.SlugField(
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
        migrations.AlterField(
            model_name="kpiframework",
            name="code",
            field=models.SlugField(
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
    ]
