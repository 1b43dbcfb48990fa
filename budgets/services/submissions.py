"""The same request twice is carried out once and gives the same answer."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from budgets.models import Submission
from etda_plan.accounts.models import User
from etda_plan.common.refusals import refusing

Made = TypeVar("Made", bound=models.Model)


def new_key() -> uuid.UUID:
    """Return a key for a form that is about to be shown."""
    return uuid.uuid4()


def digest(act: str, user: User, content: Mapping[str, Any]) -> str:
    """Return what an act with this content by this person is known by."""
    stated = {name: getattr(value, "pk", value) for name, value in content.items()}
    text = json.dumps([act, user.pk, stated], default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    key: uuid.UUID,
    act: str,
    user: User,
    content: Mapping[str, Any],
    make: Callable[[], Made],
    model: type[Made],
) -> Made:
    """Return what ``make`` makes, in one transaction with the key; a second time, the same.

    Raise ``ValidationError`` where the key was used with other content, and for whatever the
    database refuses.
    """
    stated = digest(act, user, content)
    with refusing():
        submission, is_new = Submission.objects.get_or_create(key=key, defaults={"content": stated})
        if not is_new:
            return _earlier(submission, stated, model)
        made = make()
        submission.result = made.pk
        submission.save(update_fields=["result"])
    return made


def _earlier(submission: Submission, stated: str, model: type[Made]) -> Made:
    if submission.content != stated:
        raise ValidationError(
            _("This form was sent before with other content. Open it anew."), "used_key"
        )
    earlier: Made = model._default_manager.get(pk=submission.result)
    return earlier
