"""What people were told, and the mails that say it too."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etda_plan.accounts.models.people import User
from etda_plan.accounts.notices.kinds import Words, words_of

LEASE = datetime.timedelta(minutes=10)
"""How long a run may take over one mail; whoever held it longer was killed."""

MOST_ATTEMPTS = 8
LONGEST_ERROR = 500


def _letter(place: int) -> Substr:
    """Return a letter of the path; without a blank, on which Django cuts SQLite's columns."""
    return Substr("path", place, 1, arg_joiner=",")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notices to people."""

    def of_user(self, user: Any) -> Self:
        """Keep a person's own, unread ones first, then the newest."""
        by_state = models.Case(models.When(read_at=None, then=0), default=1)
        return self.filter(recipient=user.pk).order_by(by_state, "-created_at", "-pk")

    def unread(self) -> Self:
        """Keep those that nobody has read."""
        return self.filter(read_at=None)

    def mark_read(self) -> int:
        """Note that they were read, now; return how many were unread."""
        return self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """One person was told one thing, once: its kind and values, from which the words are made.

    ``path`` is where on the site the thing is; ``key`` says which telling this is, so that the
    same is never told twice. ``created_on`` is the site's day, ``created_at`` the clock's.
    """

    recipient = models.ForeignKey(
        User, models.CASCADE, related_name="notifications", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=60)
    values = models.JSONField(_("values"), default=dict, blank=True)
    path = models.CharField(_("address on the site"), max_length=300)
    key = models.CharField(_("which telling"), max_length=200)
    created_on = models.DateField(_("date"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"],
                name="notification_told_once",
                violation_error_message=_("This person was told this already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(key=""),
                name="notification_of_a_kind",
                violation_error_message=_("A notice has a kind and a key."),
            ),
            models.CheckConstraint(
                condition=Exact(_letter(1), "/") & ~Exact(_letter(2), "/"),
                name="notification_leads_into_the_site",
                violation_error_message=_("A notice leads to an address on this site."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"], condition=Q(read_at=None), name="notification_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.words.subject

    @cached_property
    def words(self) -> Words:
        """What it says, in the language in use when it is first asked."""
        return words_of(self.kind, self.values)

    @property
    def is_unread(self) -> bool:
        """Whether its reader has not opened it."""
        return self.read_at is None


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails, sent and to be sent."""

    def due(self, now: datetime.datetime) -> Self:
        """Keep those to be sent now: queued ones, and those that a killed run left behind."""
        queued = Q(state=Mail.State.QUEUED, next_attempt_at__lte=now)
        left_behind = Q(state=Mail.State.SENDING, claimed_at__lte=now - LEASE)
        return self.filter(queued | left_behind)

    def claim(self, mail: Mail, now: datetime.datetime) -> bool:
        """Take a due mail for this run alone; False where another run was quicker.

        One conditional UPDATE: of two runs the database lets one through. The number of attempts
        then tells whose it is.
        """
        mine = self.due(now).filter(pk=mail.pk, attempts=mail.attempts)
        attempts = mail.attempts + 1
        if not mine.update(state=Mail.State.SENDING, claimed_at=now, attempts=attempts):
            return False
        mail.state, mail.claimed_at, mail.attempts = Mail.State.SENDING.value, now, attempts
        return True

    def send_again(self) -> int:
        """Put failed ones back into the queue; return how many there were."""
        failed = self.filter(state=Mail.State.FAILED)
        return failed.update(
            state=Mail.State.QUEUED,
            attempts=0,
            next_attempt_at=timezone.now(),
            claimed_at=None,
            error="",
        )


class Mail(models.Model):
    """A notice as a mail, from the queue to its end.

    A run claims it, sends it, and notes what came of it. After a failure it waits twice as long
    each time; after the last attempt it stays failed until an administrator sends it again.
    """

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("not wanted any more")

    notification = models.OneToOneField(
        Notification, models.CASCADE, related_name="mail", verbose_name=_("notification")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    claimed_at = models.DateTimeField(_("taken by a run at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail of a notification")
        verbose_name_plural = _("mails of notifications")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "failed", "dropped"]),
                name="mail_known_state",
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None),
                name="mail_sent_at_a_time",
                violation_error_message=_(
                    "A mail that was sent, and no other, has the time of it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False),
                name="mail_sending_is_claimed",
                violation_error_message=_("A mail that is being sent was taken by a run."),
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""),
                name="mail_failed_with_error",
                violation_error_message=_("A mail that failed says why."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="mail_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.notification)

    def settle(self, state: State, error: str = "", *, now: datetime.datetime) -> bool:
        """Note what came of the claimed mail; False where another run has taken it since."""
        own = Mail.objects.filter(pk=self.pk, state=self.State.SENDING, attempts=self.attempts)
        return bool(
            own.update(
                state=state,
                error=error[:LONGEST_ERROR],
                sent_at=now if state == self.State.SENT else None,
                next_attempt_at=now + self.pause,
            )
        )

    @property
    def pause(self) -> datetime.timedelta:
        """How long to wait after so many attempts: 1, 2, 4 … minutes."""
        return datetime.timedelta(minutes=2 ** max(self.attempts - 1, 0))

    @property
    def is_last_attempt(self) -> bool:
        """Whether there is no other attempt after this one."""
        return self.attempts >= MOST_ATTEMPTS
