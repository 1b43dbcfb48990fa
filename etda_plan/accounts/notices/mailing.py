"""Sending the queue of mails: each once, whatever runs beside and whenever this is killed.

A mail is claimed before it is sent. A run that dies leaves its claim behind; when the lease is
over, another takes it. Only a run killed between the mail server's last word and the note of it
has its mail sent twice, under the same Message-ID.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from etda_plan.accounts.models import Mail
from etda_plan.accounts.notices.kinds import words_of
from etda_plan.accounts.notices.services import mail_is_sent
from etda_plan.common.sample import sample_note

AT_MOST = 200
LANGUAGES = ("th", "en")
logger = logging.getLogger(__name__)


def send_mails(at_most: int = AT_MOST) -> int:
    """Send what is due, the longest waiting first; return how many were sent.

    Each is a transaction of its own. What fails waits for its next attempt.
    """
    if not mail_is_sent():
        return 0
    now = timezone.now()
    waiting = Mail.objects.due(now).select_related("notification__recipient")
    sent = 0
    with get_connection() as connection:
        for mail in waiting.order_by("next_attempt_at", "pk")[:at_most]:
            sent += _send(mail, connection)
    return sent


def _send(mail: Mail, connection: BaseEmailBackend) -> bool:
    if not Mail.objects.claim(mail, timezone.now()):
        return False
    if not mail.notification.recipient.takes_mail:
        mail.settle(Mail.State.DROPPED, now=timezone.now())
        return False
    try:
        message_of(mail, connection).send()
    except Exception as error:  # whatever a mail server or a name server answers
        _failed(mail, error)
        return False
    return mail.settle(Mail.State.SENT, now=timezone.now())


def _failed(mail: Mail, error: Exception) -> None:
    state = Mail.State.FAILED if mail.is_last_attempt else Mail.State.QUEUED
    mail.settle(state, f"{type(error).__name__}: {error}", now=timezone.now())
    logger.warning("Mail %s failed, attempt %s: %s", mail.pk, mail.attempts, type(error).__name__)


def message_of(mail: Mail, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """Return the mail: what the notice says, in Thai, then in English, and where to read on."""
    parts = [_said(mail, language) for language in LANGUAGES]
    return EmailMessage(
        subject=parts[0][0],
        body="\n\n— — —\n\n".join("\n\n".join(filter(None, part)) for part in parts),
        to=[mail.notification.recipient.email],
        headers={"Message-ID": _message_id(mail), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _message_id(mail: Mail) -> str:
    """Return the same name for the same mail, so that a second delivery can be told."""
    return f"<notice-{mail.notification_id}@{urlsplit(settings.SITE_URL).hostname}>"


def _said(mail: Mail, language: str) -> tuple[str, str, str, str]:
    """Return subject, body, whether it is a sample, and the address, in one language."""
    told = mail.notification
    with translation.override(language):
        words = words_of(told.kind, told.values)
        link = _("Read on: %(address)s") % {"address": f"{settings.SITE_URL}{told.path}"}
        return words.subject, words.body, sample_note(), link
