"""The tables of accounts as they stood after 0005, in one step for a new database."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from etda_plan.common.new_tables import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_role_grants"),
        ("accounts", "0003_notifications"),
        ("accounts", "0004_heads_of_offices"),
        ("accounts", "0005_notices_say_why"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="User",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    (
                        "last_login",
                        models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                    ),
                    (
                        "is_superuser",
                        models.BooleanField(
                            default=False,
                            help_text="Designates that this user has all permissions without explicitly assigning them.",
                            verbose_name="superuser status",
                        ),
                    ),
                    (
                        "username",
                        models.CharField(
                            error_messages={"unique": "A user with that username already exists."},
                            help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                            max_length=150,
                            unique=True,
                            validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                            verbose_name="username",
                        ),
                    ),
                    (
                        "first_name",
                        models.CharField(blank=True, max_length=150, verbose_name="first name"),
                    ),
                    (
                        "last_name",
                        models.CharField(blank=True, max_length=150, verbose_name="last name"),
                    ),
                    (
                        "email",
                        models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                    ),
                    (
                        "is_staff",
                        models.BooleanField(
                            default=False,
                            help_text="Designates whether the user can log into this admin site.",
                            verbose_name="staff status",
                        ),
                    ),
                    (
                        "is_active",
                        models.BooleanField(
                            default=True,
                            help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                            verbose_name="active",
                        ),
                    ),
                    (
                        "date_joined",
                        models.DateTimeField(
                            default=django.utils.timezone.now, verbose_name="date joined"
                        ),
                    ),
                    (
                        "groups",
                        models.ManyToManyField(
                            blank=True,
                            help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.group",
                            verbose_name="groups",
                        ),
                    ),
                    (
                        "user_permissions",
                        models.ManyToManyField(
                            blank=True,
                            help_text="Specific permissions for this user.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.permission",
                            verbose_name="user permissions",
                        ),
                    ),
                    (
                        "wants_mail",
                        models.BooleanField(
                            default=True,
                            help_text="Where the site sends mail, and an address is given.",
                            verbose_name="wants notices by mail",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "user",
                    "verbose_name_plural": "users",
                    "abstract": False,
                },
                managers=[
                    ("objects", django.contrib.auth.models.UserManager()),
                ],
            ),
            migrations.CreateModel(
                name="HistoricalRoleGrant",
                fields=[
                    (
                        "id",
                        models.BigIntegerField(
                            auto_created=True, blank=True, db_index=True, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
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
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField(db_index=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    (
                        "history_type",
                        models.CharField(
                            choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                            max_length=1,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="user",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical role of a user",
                    "verbose_name_plural": "historical roles of users",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="RoleGrant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
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
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="role_grants",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="user",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "role of a user",
                    "verbose_name_plural": "roles of users",
                    "ordering": ["user", "role"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("user", "role"),
                            name="role_grant_once",
                            violation_error_message="This user has this role already.",
                        ),
                        models.CheckConstraint(
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
                    ],
                },
            ),
            migrations.CreateModel(
                name="Notification",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=60, verbose_name="kind")),
                    ("values", models.JSONField(blank=True, default=dict, verbose_name="values")),
                    ("path", models.CharField(max_length=300, verbose_name="address on the site")),
                    ("key", models.CharField(max_length=200, verbose_name="which telling")),
                    ("created_on", models.DateField(verbose_name="date")),
                    (
                        "created_at",
                        models.DateTimeField(auto_now_add=True, verbose_name="created at"),
                    ),
                    (
                        "read_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="read at"),
                    ),
                    (
                        "recipient",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="notifications",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="recipient",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "notification",
                    "verbose_name_plural": "notifications",
                    "ordering": ["-created_at", "-pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("read_at", None)),
                            fields=["recipient"],
                            name="notification_unread",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("recipient", "key"),
                            name="notification_told_once",
                            violation_error_message="This person was told this already.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", ""), _negated=True),
                                models.Q(("key", ""), _negated=True),
                            ),
                            name="notification_of_a_kind",
                            violation_error_message="A notice has a kind and a key.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                django.db.models.lookups.Exact(
                                    django.db.models.functions.text.Substr(
                                        "path", 1, 1, arg_joiner=","
                                    ),
                                    "/",
                                ),
                                django.db.models.expressions.NegatedExpression(
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.Substr(
                                            "path", 2, 1, arg_joiner=","
                                        ),
                                        "/",
                                    )
                                ),
                            ),
                            name="notification_leads_into_the_site",
                            violation_error_message="A notice leads to an address on this site.",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Mail",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("queued", "queued"),
                                ("sending", "being sent"),
                                ("sent", "sent"),
                                ("failed", "failed"),
                                ("dropped", "not wanted any more"),
                            ],
                            default="queued",
                            max_length=10,
                            verbose_name="state",
                        ),
                    ),
                    (
                        "attempts",
                        models.PositiveSmallIntegerField(default=0, verbose_name="attempts"),
                    ),
                    (
                        "next_attempt_at",
                        models.DateTimeField(
                            default=django.utils.timezone.now, verbose_name="next attempt"
                        ),
                    ),
                    (
                        "claimed_at",
                        models.DateTimeField(
                            blank=True, null=True, verbose_name="taken by a run at"
                        ),
                    ),
                    (
                        "sent_at",
                        models.DateTimeField(blank=True, null=True, verbose_name="sent at"),
                    ),
                    ("error", models.TextField(blank=True, verbose_name="error")),
                    (
                        "notification",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="mail",
                            to="accounts.notification",
                            verbose_name="notification",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "mail of a notification",
                    "verbose_name_plural": "mails of notifications",
                    "ordering": ["-pk"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state__in", ["queued", "sending"])),
                            fields=["next_attempt_at"],
                            name="mail_waiting",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ["queued", "sending", "sent", "failed", "dropped"])
                            ),
                            name="mail_known_state",
                            violation_error_message="There is no such state.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("sent_at__isnull", False), ("state", "sent")),
                                models.Q(
                                    models.Q(("state", "sent"), _negated=True), ("sent_at", None)
                                ),
                                _connector="OR",
                            ),
                            name="mail_sent_at_a_time",
                            violation_error_message="A mail that was sent, and no other, has the time of it.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "sending"), _negated=True),
                                ("claimed_at__isnull", False),
                                _connector="OR",
                            ),
                            name="mail_sending_is_claimed",
                            violation_error_message="A mail that is being sent was taken by a run.",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "failed"), _negated=True),
                                models.Q(("error", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="mail_failed_with_error",
                            violation_error_message="A mail that failed says why.",
                        ),
                    ],
                },
            ),
        ),
    ]
