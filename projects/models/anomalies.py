"""Where the document contradicts itself, and what people have changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation
from etda_plan.common.fields import MoneyField
from etda_plan.common.models import holding
from projects.models.plan import Correction, FiscalPlan


def _in_english() -> bool:
    return (get_language() or "th").startswith("en")


def by_line(anomalies: Iterable[Anomaly]) -> dict[int, list[Anomaly]]:
    """Return anomalies, whose lines are at hand, by each line that they touch."""
    found: dict[int, list[Anomaly]] = {}
    for anomaly in anomalies:
        for mention in anomaly.lines.all():
            found.setdefault(mention.line, []).append(anomaly)
    return found


class AnomalyQuerySet(models.QuerySet["Anomaly"]):
    """Contradictions found in a plan's document."""

    def get_by_natural_key(self, fiscal_year: int, code: str) -> Anomaly:
        """Return a plan's anomaly by code, such as ``A01``."""
        return self.get(plan__fiscal_year=fiscal_year, code=code)

    def search(self, query: str) -> Self:
        """Keep those whose code, title, detail, evidence or note holds ``query``."""
        forms = Correction.objects.search_forms(query)
        fields = ("code", "title", "title_en", "detail", "detail_en", "evidence", "note")
        return holding(self, forms, *fields)

    def by_line(self, plan: FiscalPlan) -> dict[int, list[Anomaly]]:
        """Return a plan's anomalies by each line of the document that they touch."""
        return by_line(self.filter(plan=plan).prefetch_related("lines"))


class Anomaly(models.Model):
    """Something in the document that does not fit, kept as printed and shown beside the figure.

    ``check_code`` names the reconciliation check whose difference this record explains, and
    ``difference`` (baht, signed) must then equal it to the satang.
    """

    class State(models.TextChoices):
        """What has been done about it."""

        OPEN = "open", _("open")
        CONFIRMED = "confirmed", _("confirmed")
        RESOLVED = "resolved", _("resolved")

    class Severity(models.TextChoices):
        """How much it matters."""

        HIGH = "high", _("changes a number")
        MEDIUM = "medium", _("changes meaning")
        LOW = "low", _("wording only")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="anomalies", verbose_name=_("fiscal plan")
    )
    code = models.CharField(_("code"), max_length=10)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    detail_en = models.TextField(_("detail in English"), blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    difference = MoneyField(_("difference (baht)"), null=True, blank=True)
    check_code = models.CharField(_("check that it explains"), max_length=60, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    note = models.TextField(_("note"), blank=True)
    history = HistoricalRecords()

    objects = AnomalyQuerySet.as_manager()

    class Meta:
        verbose_name = _("anomaly in the document")
        verbose_name_plural = _("anomalies in the document")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="anomaly_code",
                violation_error_message=_("The plan has an anomaly of this code already."),
            ),
            models.CheckConstraint(
                condition=Q(check_code="") | Q(difference__isnull=False),
                name="anomaly_check_needs_difference",
                violation_error_message=_(
                    "An anomaly that explains a check states the difference."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(evidence="") | ~Q(note=""),
                name="anomaly_settled_with_grounds",
                violation_error_message=_(
                    "What is confirmed or resolved needs evidence or a note."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and code."""
        return (self.plan.fiscal_year, self.code)

    @property
    def localized_title(self) -> str:
        """The title in the language in use; in Thai where there is no English one."""
        return self.title_en if _in_english() and self.title_en else self.title

    @property
    def localized_detail(self) -> str:
        """The detail in the language in use; in Thai where there is no English one."""
        return self.detail_en if _in_english() and self.detail_en else self.detail


class AnomalyLineQuerySet(models.QuerySet["AnomalyLine"]):
    """Lines that anomalies touch."""

    def get_by_natural_key(self, fiscal_year: int, code: str, line: int) -> AnomalyLine:
        """Return the mention of a line by an anomaly."""
        return self.get(anomaly__plan__fiscal_year=fiscal_year, anomaly__code=code, line=line)


class AnomalyLine(models.Model):
    """A line of the document that an anomaly touches: figures read from it bear the warning."""

    anomaly = models.ForeignKey(
        Anomaly, models.CASCADE, related_name="lines", verbose_name=_("anomaly in the document")
    )
    line = models.PositiveSmallIntegerField(_("line of the document"))
    quote = models.CharField(_("words on the line"), max_length=200, blank=True)
    history = HistoricalRecords()

    objects = AnomalyLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an anomaly")
        verbose_name_plural = _("lines of an anomaly")
        ordering = ["anomaly", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["anomaly", "line"],
                name="anomaly_line_once",
                violation_error_message=_("The anomaly names this line already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.line)

    def natural_key(self) -> tuple[int, str, int]:
        """Return the anomaly's key and the line."""
        return (*self.anomaly.natural_key(), self.line)

    def citations(self) -> Iterator[Citation]:
        """Yield the words that the anomaly is about."""
        words = rf"(?<!\d)(?<!\d[.,])(?P<x>{re.escape(self.quote)})(?!\d)"
        source = self.anomaly.plan.source
        yield from source.read(
            self, "quote", self.line, words, value=self.quote, convert=str, phrase=self.quote
        )


class Mention(NamedTuple):
    """An anomaly, and those of some lines that it touches."""

    anomaly: Anomaly
    lines: list[int]


def touching(
    anomalies_by_line: Mapping[int, list[Anomaly]], lines: Iterable[int | None]
) -> list[Mention]:
    """Return the anomalies that touch any of the lines, by code."""
    found: dict[str, Mention] = {}
    for line in sorted({line for line in lines if line is not None}):
        for anomaly in anomalies_by_line.get(line, ()):
            found.setdefault(anomaly.code, Mention(anomaly, [])).lines.append(line)
    return [found[code] for code in sorted(found)]


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """What people have changed on purpose."""

    def by_field(self) -> dict[tuple[str, int, str], Amendment]:
        """Return amendments by the label of the record's model, its key, and the field."""
        found = self.select_related("content_type", "amended_by")
        return {amendment.place: amendment for amendment in found}


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
    def place(self) -> tuple[str, int, str]:
        """Label of the record's model, its key, and the field."""
        model = f"{self.content_type.app_label}.{self.content_type.model}"
        return (model, self.object_id, self.field)
