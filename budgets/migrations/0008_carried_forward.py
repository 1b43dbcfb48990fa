"""A fund source of money carried forward, which is paid in the year after its own."""

from django.db import migrations, models

from etda_plan.common.triggers import InstallGuards

CODES = [
    ("CURRENT_APPROPRIATION", "this year's appropriation"),
    ("PRIOR_YEAR_BALANCE", "balance of earlier years"),
    ("OFF_BUDGET", "own income"),
    ("CARRIED_FORWARD", "money carried forward"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0007_uploaded_workbooks"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=name,
                name="code",
                field=models.CharField(choices=CODES, max_length=30, verbose_name="code"),
            )
            for name in ("fundsource", "historicalfundsource")
        ),
        InstallGuards("CarryForward"),
    ]
