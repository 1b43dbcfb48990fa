"""Money carried forward pays its own commitments and nothing else."""

from django.db import migrations

from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0009_entry_amounts"),
    ]

    operations = [
        InstallGuards("Entry"),
    ]
