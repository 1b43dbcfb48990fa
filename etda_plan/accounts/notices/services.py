"""Telling people something, once."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from etda_plan.accounts.models import Mail, Notification, User
from etda_plan.accounts.notices.kinds import Notice, Value, packed
from etda_plan.common.fiscal import today


def mail_is_sent() -> bool:
    """Whether the site sends notices by mail: it has a mail server, and links can be written."""
    return bool(settings.EMAIL_HOST and settings.SITE_URL)


@transaction.atomic
def notify(users: Iterable[User], kind: Notice, *, path: str, key: str, **values: Value) -> int:
    """Tell each of ``users`` once what ``kind`` says of ``values``; return how many were told.

    Part of the caller's transaction: what is undone is told to nobody. Whoever was told by the
    same ``key`` already, and inactive accounts, are left out; so are mails for those who take
    none. Raise ``KeyError`` where a value that the words name is missing.
    """
    kept = {name: packed(value) for name, value in values.items()}
    kind.words(kept)
    people = {user.pk: user for user in users if user.is_active}
    known = Notification.objects.filter(key=key, recipient__in=people)
    for told in known.values_list("recipient", flat=True):
        del people[told]
    content = {"kind": kind.code, "values": kept, "path": path, "created_on": today()}
    return sum(_tell(user, key, content) for user in people.values())


def _tell(user: User, key: str, content: dict[str, object]) -> bool:
    told, is_new = Notification.objects.get_or_create(recipient=user, key=key, defaults=content)
    if is_new and user.takes_mail and mail_is_sent():
        Mail.objects.create(notification=told)
    return is_new


def mark_read(user: User, notification: int | None = None) -> int:
    """Note that a person has read one notice, or without one all of them; return how many."""
    own = Notification.objects.of_user(user)
    return (own if notification is None else own.filter(pk=notification)).mark_read()


def choose_mails(user: User, *, wanted: bool) -> None:
    """Switch the mails of a person's notices on or off."""
    User.objects.filter(pk=user.pk).update(wants_mail=wanted)


def unread_count(user: object) -> int:
    """Return how many notices whoever asks has not read; 0, without a query, for a visitor."""
    if not isinstance(user, User):
        return 0
    return Notification.objects.of_user(user).unread().count()
