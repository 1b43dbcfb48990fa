"""Who may do what: each act is stated once, with the roles that may do it, and asked everywhere.

Each app states its acts in its own ``permissions.py``. Services ask before they change anything;
views, admin and templates ask the same act, so that a menu never promises what is then refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise


class Role(models.TextChoices):
    """What a person does for the plan. One person may have several roles."""

    OFFICER = "officer", gettext_lazy("Office staff")
    HEAD = "head", gettext_lazy("Head of office")
    PLANNER = "planner", gettext_lazy("Planner")
    FINANCE = "finance", gettext_lazy("Finance officer")
    APPROVER = "approver", gettext_lazy("Approver")
    AUDITOR = "auditor", gettext_lazy("Auditor")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Administrator")


def roles_of(user: Any) -> frozenset[str]:
    """Return the roles of whoever asks; a visitor without an account has none."""
    roles: frozenset[str] = getattr(user, "roles", frozenset())
    return roles


@dataclass(frozen=True)
class Act:
    """Something that can be done: ``code`` is ``app.what``, ``title`` says it to people."""

    code: str
    title: StrOrPromise
    roles: frozenset[str]

    def allows(self, user: Any) -> bool:
        """Whether ``user``, who may also be a visitor, has one of its roles."""
        return not self.roles.isdisjoint(roles_of(user))

    def require(self, user: Any) -> None:
        """Raise ``PermissionDenied``, naming the act, unless ``user`` may do it."""
        if not self.allows(user):
            raise PermissionDenied(_("This account may not do this: %(act)s") % {"act": self.title})


_acts: dict[str, Act] = {}


def act(code: str, title: StrOrPromise, *roles: Role) -> Act:
    """State an act and return it; a second act of one code, or one of no role, is an error."""
    if code in _acts:
        raise ValueError(f"The act {code!r} is stated twice.")
    if not roles:
        raise ValueError(f"The act {code!r} is open to no role.")
    _acts[code] = stated = Act(code, title, frozenset(role.value for role in roles))
    return stated


def acts() -> list[Act]:
    """Return every act, in the order of their codes."""
    return [_acts[code] for code in sorted(_acts)]


def find_act(code: str) -> Act:
    """Return the act of a code; raise ``LookupError`` where nobody has stated it."""
    if code not in _acts:
        raise LookupError(f"There is no act {code!r}.")
    return _acts[code]
