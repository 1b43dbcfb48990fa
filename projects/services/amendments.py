"""Changes to the plan that a person makes on purpose, kept beside what the document prints."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etda_plan.common.citations import Citation, unsaid_fields, written
from projects.models import Amendment, FiscalPlan

Person = AbstractBaseUser | AnonymousUser
NEVER_AMENDED = ("_printed", "_line", "quote")


def citations_of(record: models.Model) -> dict[str, Citation]:
    """Return what the document says about a record, by field: only what a person may amend."""
    cited = getattr(record, "citations", None)
    if record.pk is None or cited is None:
        return {}
    return {
        citation.field: citation
        for citation in cited()
        if citation.record == record and not citation.field.endswith(NEVER_AMENDED)
    }


def amendable_fields(record: models.Model) -> set[str]:
    """Return the fields that the plan's document speaks of, or leaves unknown for this record."""
    unsaid = unsaid_fields(record) if record.pk else []
    if unsaid and not plan_of(record).source.document.lines:
        return set()
    return {*citations_of(record), *unsaid}


def amend(
    record: models.Model,
    field: str,
    value: Any,
    *,
    reason: str,
    user: Person,
) -> Amendment | None:
    """Put ``value`` in force for one cited ``field``, with the record of who and why.

    Return the amendment, or None where the value is again what the document says. Raise
    ``PermissionDenied`` without a user, ``ValidationError`` without a reason or for a value that
    the model refuses, ``ValueError`` for a field that the document does not speak of.
    """
    if field not in amendable_fields(record):
        raise ValueError(f"The document does not cite {field!r} of {record!r}")
    return revise(record, {field: value}, reason=reason, user=user).get(field)


@transaction.atomic
def revise(
    record: models.Model,
    values: Mapping[str, Any],
    *,
    reason: str,
    user: Person,
) -> dict[str, Amendment]:
    """Put several fields of a record in force at once: one entry of history, one reason.

    Fields that the document speaks of get an amendment each, or lose it where the value is again
    the printed one; the amendments that stand are returned. The reason may be empty only where
    ``needs_reason`` says so.
    """
    if not user.is_authenticated:
        raise PermissionDenied
    stored = type(record)._base_manager.select_for_update().get(pk=record.pk)
    amended = amendable_fields(stored) & values.keys()
    if needs_reason(stored, values) and not reason.strip():
        raise ValidationError({"reason": _("Give a reason for the change.")}, "reason")
    for field, value in values.items():
        setattr(stored, field, value)
    stored.full_clean()
    signed(stored, reason, user).save()
    amendments = ((field, _settle(stored, field, reason, user)) for field in sorted(amended))
    return {field: amendment for field, amendment in amendments if amendment}


def needs_reason(record: models.Model, values: Mapping[str, Any]) -> bool:
    """Whether a reason is owed for giving these values to a stored record.

    It is for what the document speaks of, and for what the model names in ``changed_with_reason``
    once that is known: what is filled in for the first time needs none, nor does it to confirm
    what was read into the document.
    """
    if amendable_fields(record) & values.keys():
        return True
    ruled: Collection[str] = getattr(record, "changed_with_reason", ())
    names = values.keys() & set(ruled)
    return any(_is_known(record, name) and getattr(record, name) != values[name] for name in names)


def _is_known(record: models.Model, name: str) -> bool:
    value = getattr(record, name)
    if name.endswith("_is_inferred"):
        return value is False
    return value is not None and value != ""


def signed(record: Any, reason: str, user: Person | None = None) -> Any:
    """Return the record, ready to leave its reason and its author, if any, in the history."""
    record._change_reason = reason.strip()
    record._history_user = user
    return record


def _settle(record: models.Model, field: str, reason: str, user: Any) -> Amendment | None:
    """Keep the amendment of one field in step with the value now in force."""
    citation = citations_of(record).get(field)
    expected = written(citation.expected) if citation else ""
    value = written(citation.value if citation else getattr(record, field))
    subject = {
        "content_type": ContentType.objects.get_for_model(record),
        "object_id": record.pk,
        "field": field,
    }
    amendment = Amendment.objects.filter(**subject).first()
    if citation.agrees if citation else value == expected:
        if amendment:
            signed(amendment, reason, user).delete()
        return None
    amendment = amendment or Amendment(plan=plan_of(record), **subject)
    amendment.printed_value, amendment.value = expected, value
    amendment.reason = reason.strip()
    amendment.amended_by, amendment.amended_at = user, timezone.now()
    signed(amendment, reason, user).save()
    return amendment


def plan_of(record: Any) -> FiscalPlan:
    """Return the plan that a record belongs to: its natural key begins with the fiscal year."""
    if isinstance(record, FiscalPlan):
        return record
    return FiscalPlan.objects.get_by_natural_key(record.natural_key()[0])
