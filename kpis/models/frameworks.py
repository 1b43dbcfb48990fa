"""Sets of indicators, of which a plan may have several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation
from etda_plan.common.models import SourceLineField
from etda_plan.common.triggers import GuardedModel, Refused, plan_fixed
from projects.models import FiscalPlan

BUDGET_FRAMEWORK = "section-7"

DIGITS = "0123456789"
SAFE_SIGNS = f"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ{DIGITS}-_"

not_an_address = RegexValidator(
    r"^(evidence|\d+)\Z",
    _("A code is neither “evidence” nor digits alone: other pages have these addresses."),
    inverse_match=True,
)


def _only_of(signs: str) -> Exact:
    """Return the condition that nothing of a code is left without ``signs`` at its ends."""
    return Exact(Func(F("code"), Value(signs), function="TRIM"), Value(""))


class KpiFrameworkQuerySet(models.QuerySet["KpiFramework"]):
    """Sets of indicators of a plan."""

    def get_by_natural_key(self, fiscal_year: int, code: str) -> KpiFramework:
        """Return a plan's framework by code."""
        return self.get(plan__fiscal_year=fiscal_year, code=code)


class KpiFramework(GuardedModel):
    """A set of indicators that are numbered together, such as section 7's.

    ``scoring`` is off until an administrator turns it on: the document gives no score levels.
    """

    class Scoring(models.TextChoices):
        """Whether results earn a score, and from which table of levels."""

        NONE = "none", _("no scores")
        FIVE_LEVELS = "five_levels", _("five levels")
        THREE_THRESHOLDS = "three_thresholds", _("thresholds 50, 75 and 100")

    plan = models.ForeignKey(
        FiscalPlan, models.PROTECT, related_name="kpi_frameworks", verbose_name=_("fiscal plan")
    )
    code = models.SlugField(_("code"), max_length=30, validators=[not_an_address])
    name = models.CharField(_("name"), max_length=200)
    name_printed = models.CharField(_("name as printed"), max_length=200, blank=True)
    source_line = SourceLineField(_("line of the document"))
    origin = models.CharField(_("where it comes from"), max_length=200, blank=True)
    origin_printed = models.CharField(_("origin as printed"), max_length=200, blank=True)
    origin_line = SourceLineField(_("line of the origin"))
    scoring = models.CharField(
        _("scoring"), max_length=20, choices=Scoring.choices, default=Scoring.NONE
    )
    lowest_score = models.PositiveSmallIntegerField(
        _("score below the first level"),
        choices=[(0, "0"), (1, "1")],
        default=1,
        help_text=_("Of five levels; below the threshold 50 it is always 0."),
    )
    history = HistoricalRecords()

    objects = KpiFrameworkQuerySet.as_manager()
    guards = [
        plan_fixed("kpi_framework"),
        Refused(
            "kpi_framework_code_fixed",
            "code",
            _("A set keeps its code: addresses hold it."),
            update="NEW.code <> OLD.code",
        ),
    ]

    filled_later: ClassVar = ("scoring", "lowest_score")
    changed_with_reason: ClassVar = ("name", "origin", "scoring", "lowest_score")

    class Meta:
        verbose_name = _("set of indicators")
        verbose_name_plural = _("sets of indicators")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="kpi_framework_code",
                violation_error_message=_("The plan has a set of this code already."),
            ),
            models.CheckConstraint(
                condition=~Q(code="evidence")
                & ~Q(code="")
                & ~Q(_only_of(DIGITS))
                & Q(_only_of(SAFE_SIGNS)),
                name="kpi_framework_code_is_an_address",
                violation_error_message=_(
                    "A code is of letters, digits and hyphens, neither “evidence” nor digits alone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(scoring__in=["none", "five_levels", "three_thresholds"]),
                name="kpi_framework_scoring",
                violation_error_message=_("There is no such way of scoring."),
            ),
            models.CheckConstraint(
                condition=Q(lowest_score__lte=1),
                name="kpi_framework_lowest_score",
                violation_error_message=_("Below the first level the score is 0 or 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_printed(self) -> bool:
        """Whether it is the plan's section 7; other sets are of people, not of the document."""
        return self.code == BUDGET_FRAMEWORK

    def code_of(self, number: int) -> str:
        """Return an indicator's number; in a set that people added, after the set's code."""
        return str(number) if self.code == BUDGET_FRAMEWORK else f"{self.code}/{number}"

    def natural_key(self) -> tuple[int, str]:
        """Return fiscal year and code."""
        return (self.plan.fiscal_year, self.code)

    def citations(self) -> Iterator[Citation]:
        """Yield the heading of the section, and the papers that it was taken from."""
        quote = self.plan.source.quote
        yield from quote(self, "name", self.source_line, before=r"^\d+\. ", after="$")
        yield from quote(self, "origin", self.origin_line, before=r"^\(", after=r"\)$")
