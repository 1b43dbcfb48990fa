"""Base classes that any app's models may build on, and the mark of a sample database."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Coalesce, Lower, Replace
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etda_plan.common.thai import IGNORED_IN_SEARCH
from etda_plan.common.triggers import GuardedModel, Kept

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


def search_expression(*fields: str) -> Any:
    """Return ``fields``, joined by bars, in the form in which searches compare texts.

    ``common.thai.search_form`` brings a query into the same form.
    """
    parts: list[Any] = []
    for field in fields:
        parts += [Value("|"), Coalesce(F(field), Value(""), output_field=TextField())]
    # One flat row of || signs: SQLite's parser takes no more than some twenty nested calls.
    joined = Func(*parts[1:], template="(%(expressions)s)", arg_joiner=" || ")
    expression: Any = Lower(joined, output_field=TextField())
    for sign in IGNORED_IN_SEARCH:
        expression = Replace(expression, Value(sign), Value(""), output_field=TextField())
    return expression


def search_column(*fields: str) -> models.GeneratedField:
    """Return a column, kept by the database, of ``search_expression(*fields)``."""
    return models.GeneratedField(
        expression=search_expression(*fields),
        output_field=TextField(),
        db_persist=True,
        verbose_name=_("search"),
    )


def contains_any(column: str, forms: Iterable[str]) -> Q:
    """Return the condition that ``column`` holds one of ``forms``, wildcards taken literally.

    The database lowers both sides, so that they agree on letters outside ASCII too.
    """
    condition = Q()
    for form in forms:
        condition |= Q(**{f"{column}__contains": Lower(Value(form))})
    return condition


def holding(rows: Rows, forms: Collection[str], *fields: str) -> Rows:
    """Keep the rows whose ``fields`` hold one of ``forms``; without forms, none."""
    if not forms:
        return rows.none()
    return rows.alias(words=search_expression(*fields)).filter(contains_any("words", forms))


class SourceLineField(models.PositiveSmallIntegerField[int | None, int | None]):
    """The number of the document's line that something was read from; null where there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class PrintedText(models.Model):
    """A wording: as the document prints it, and as it is in force."""

    text = models.TextField(_("text"))
    text_printed = models.TextField(_("text as printed"), blank=True)
    source_line = SourceLineField(_("line of the document"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


FIXED_IN_A_SAMPLE = ("id", "seed", "first_day", "last_day")


class SampleDatabase(GuardedModel):
    """The mark of a sample database: one row, made before anything else is, and never taken away.

    It keeps the day that is today there, between the first and the last day, and the seed that its
    made-up year grows from. A real database has no row.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seed = models.PositiveIntegerField(_("seed"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    today = models.DateField(_("today"))

    guards = [
        Kept(
            "sample_database_stays_a_sample",
            "id",
            _("A sample database stays a sample."),
            settled=" OR ".join(f"NEW.{name} <> OLD.{name}" for name in FIXED_IN_A_SAMPLE),
        ),
    ]

    class Meta:
        verbose_name = _("mark of a sample database")
        verbose_name_plural = _("mark of a sample database")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="sample_database_one_row"),
            models.CheckConstraint(
                condition=Q(today__gte=F("first_day"), today__lte=F("last_day")),
                name="sample_database_today_in_its_year",
                violation_error_message=_("The day lies outside the year of the sample."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.today)

    @property
    def month_ends(self) -> list[datetime.date]:
        """The last days of the months of its year, in order."""
        day = datetime.timedelta(days=1)
        days = (self.first_day + day * n for n in range((self.last_day - self.first_day).days + 1))
        return [each for each in days if (each + day).day == 1]


class SampleDay(models.Model):
    """From which moment a sample database kept a day, forward or back: moments themselves are real.

    What happened at a moment happened, for the sample, on the day that it kept then.
    """

    day = models.DateField(_("day"))
    began_at = models.DateTimeField(_("began at"), default=timezone.now)

    class Meta:
        verbose_name = _("day of a sample database")
        verbose_name_plural = _("days of a sample database")
        ordering = ["began_at", "pk"]

    def __str__(self) -> str:
        return str(self.day)
