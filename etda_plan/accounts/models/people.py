"""Who may sign in, and the roles that say what they may do."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.permissions import Role


class User(AbstractUser):
    """A person with an account. Visitors read the approved plan without one."""

    wants_mail = models.BooleanField(
        _("wants notices by mail"),
        default=True,
        help_text=_("Where the site sends mail, and an address is given."),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def known_as(self) -> str:
        """The person's name, or that of the account where none is given."""
        return self.get_full_name() or self.get_username()

    @property
    def takes_mail(self) -> bool:
        """Whether notices go to the person by mail too, where the site sends any."""
        return self.is_active and self.wants_mail and bool(self.email)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that count now, read once for each object: none of an inactive account.

        A superuser is an administrator, and nothing else by that alone.
        """
        if not self.is_active:
            return frozenset()
        granted = frozenset(self.role_grants.values_list("role", flat=True))
        return granted | {Role.ADMINISTRATOR.value} if self.is_superuser else granted


class RoleGrant(models.Model):
    """A role that a user has; its history says who gave or took it, and when."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="role_grants", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                name="role_grant_once",
                violation_error_message=_("This user has this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="role_grant_known_role",
                violation_error_message=_("There is no such role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
