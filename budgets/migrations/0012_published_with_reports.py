"""A month is published only together with its reports."""

from django.db import migrations

from etda_plan.common.triggers import InstallGuards


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0011_entries_by_moment"),
        ("projects", "0004_monthly_reports"),
    ]

    operations = [
        InstallGuards("MonthPublication"),
    ]
