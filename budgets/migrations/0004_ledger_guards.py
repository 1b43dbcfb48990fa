"""What the ledger refuses: changed entries, closed months, moves that do not fit."""

from django.db import migrations

from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0003_ledger"),
    ]

    operations = [
        InstallGuards(
            "LedgerMonth",
            "MonthClose",
            "MonthReopening",
            "MonthPublication",
            "Transfer",
            "Batch",
            "Entry",
            "OpenItem",
            "Attachment",
            "SpendingPlan",
            "CarryForward",
            "CarryForwardItem",
        ),
    ]
