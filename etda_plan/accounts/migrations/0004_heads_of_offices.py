"""Heads of offices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_notifications"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rolegrant",
            name="role_grant_known_role",
        ),
        migrations.AlterField(
            model_name="historicalrolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("officer", "Office staff"),
                    ("head", "Head of office"),
                    ("planner", "Planner"),
                    ("finance", "Finance officer"),
                    ("approver", "Approver"),
                    ("auditor", "Auditor"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("officer", "Office staff"),
                    ("head", "Head of office"),
                    ("planner", "Planner"),
                    ("finance", "Finance officer"),
                    ("approver", "Approver"),
                    ("auditor", "Auditor"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "officer",
                            "head",
                            "planner",
                            "finance",
                            "approver",
                            "auditor",
                            "administrator",
                        ],
                    )
                ),
                name="role_grant_known_role",
                violation_error_message="There is no such role.",
            ),
        ),
    ]
