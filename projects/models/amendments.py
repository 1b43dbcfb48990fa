"""What people have changed on purpose, kept beside what the document prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Value, written
from etda_plan.common.fiscal import short_date
from projects.models.plan import FiscalPlan

Place = tuple[str, int, str]
"""The label of a record's model, the record's key, and a field."""


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """What people have changed on purpose."""

    def by_field(self) -> Amended:
        """Return amendments by record and field, in one query."""
        return Amended(self.select_related("content_type", "amended_by"))


class Amendment(models.Model):
    """What a person changed on purpose: one field of one record, kept beside what is printed.

    A value in force that differs from the document without such a record is a disagreement.
    """

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="amendments", verbose_name=_("fiscal plan")
    )
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=50)
    printed_value = models.TextField(_("value read from the document"))
    value = models.TextField(_("value in force"))
    reason = models.TextField(_("reason"))
    amended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("amended by")
    )
    amended_at = models.DateTimeField(_("amended at"))
    history = HistoricalRecords()

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-amended_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field"],
                name="amendment_once_a_field",
                violation_error_message=_("This field has an amendment already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="amendment_has_a_reason",
                violation_error_message=_("Give a reason for the change."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.printed_value} → {self.value}"

    @property
    def place(self) -> Place:
        """The record and the field that it changes."""
        model = f"{self.content_type.app_label}.{self.content_type.model}"
        return (model, self.object_id, self.field)

    @property
    def told(self) -> str:
        """When and why it was changed, for everybody: what the public reads names no person."""
        return self._told_of(gettext("an administrator"))

    @property
    def told_by_name(self) -> str:
        """Who changed it, when and why, for those who have signed in."""
        return self._told_of(self.amended_by.get_full_name() or self.amended_by.get_username())

    def _told_of(self, who: str) -> str:
        return gettext("changed by %(who)s on %(when)s: %(reason)s") % {
            "who": who,
            "when": short_date(timezone.localdate(self.amended_at)),
            "reason": self.reason,
        }


def place_of(record: models.Model, field: str) -> Place:
    """Return the place of one field of one record."""
    return (record._meta.label_lower, record.pk, field)


class Amended:
    """Amendments by record and field; asks the database nothing."""

    def __init__(self, amendments: Iterable[Amendment]) -> None:
        self._by_place = {amendment.place: amendment for amendment in amendments}

    def __iter__(self) -> Iterator[Amendment]:
        return iter(self._by_place.values())

    def of(self, record: models.Model, field: str) -> Amendment | None:
        """Return the amendment of one field of one record, right or not."""
        return self._by_place.get(place_of(record, field))

    def of_record(self, record: models.Model) -> list[Amendment]:
        """Return the amendments of one record."""
        whole = place_of(record, "")[:2]
        return [amendment for amendment in self if amendment.place[:2] == whole]

    def explaining(
        self, record: models.Model, field: str, printed: Value, value: Value
    ) -> Amendment | None:
        """Return the amendment whose printed value and value are exactly these."""
        amendment, texts = self.of(record, field), (written(printed), written(value))
        explains = amendment and (amendment.printed_value, amendment.value) == texts
        return amendment if explains else None
