"""Files of a closed month's entries, closes before the month's end, and second decisions."""

from django.db import migrations

from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0004_ledger_guards"),
    ]

    operations = [
        InstallGuards("MonthClose", "MonthReopening", "MonthPublication", "Attachment"),
    ]
