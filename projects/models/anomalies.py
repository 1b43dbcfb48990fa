"""Where the document contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation
from etda_plan.common.fields import MoneyField
from etda_plan.common.languages import in_thai
from etda_plan.common.models import holding
from projects.models.plan import Correction, FiscalPlan


def by_line(anomalies: Iterable[Anomaly]) -> dict[int, list[Anomaly]]:
    """Return anomalies, whose lines are at hand, by each line that they touch."""
    found: dict[int, list[Anomaly]] = {}
    for anomaly in anomalies:
        for line in anomaly.line_numbers:
            found.setdefault(line, []).append(anomaly)
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
    def line_numbers(self) -> list[int]:
        """The lines of the document that it touches, which are at hand."""
        return [mention.line for mention in self.lines.all()]

    @property
    def localized_title(self) -> str:
        """The title in the language in use; in Thai where there is no English one."""
        return self.title if in_thai() else self.title_en or self.title

    @property
    def localized_detail(self) -> str:
        """The detail in the language in use; in Thai where there is no English one."""
        return self.detail if in_thai() else self.detail_en or self.detail


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
