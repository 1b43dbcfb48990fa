"""Relations that cross plans, or projects, are refused by the database."""

from django.db import migrations

from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0001_initial"),
    ]

    operations = [
        InstallGuards(
            "FundSource",
            "SpendingGroup",
            "Statement",
            "StatementLine",
            "PageAmount",
            "Allocation",
        ),
    ]
