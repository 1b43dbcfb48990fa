"""Other names of projects and works, their objectives and their targets in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from etda_plan.common.citations import Citation
from etda_plan.common.models import (
    PrintedText,
    SourceLineField,
    search_column,
)
from etda_plan.common.thai import is_shortened, search_form


class ProjectAliasQuerySet(models.QuerySet["ProjectAlias"]):
    """Other names under which the document speaks of a project."""

    def get_by_natural_key(
        self, fiscal_year: int, code: str, place: str, source_line: int
    ) -> ProjectAlias:
        """Return the name that a line gives a project."""
        return self.get(
            project__plan__fiscal_year=fiscal_year,
            project__code=code,
            place=place,
            source_line=source_line,
        )


class ProjectAlias(models.Model):
    """A name that another place of the document gives a project or work."""

    class Place(models.TextChoices):
        """Where the name stands."""

        PAGE = "page", _("its own page")
        CONTENTS = "contents", _("table of contents")
        INDICATORS = "indicators", _("table of indicators")

    project = models.ForeignKey(
        "projects.Project",
        models.CASCADE,
        related_name="aliases",
        verbose_name=_("project or work"),
    )
    place = models.CharField(_("place"), max_length=20, choices=Place.choices)
    name = models.CharField(_("name"), max_length=300)
    name_printed = models.CharField(_("name as printed"), max_length=300, blank=True)
    source_line = SourceLineField(_("line of the document"))
    search_text = search_column("name", "name_printed")
    history = HistoricalRecords(excluded_fields=["search_text"])

    objects = ProjectAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["project", "source_line"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "place", "source_line"],
                name="project_alias_once_a_line",
                violation_error_message=_("This line's name is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[int, str, str, int | None]:
        """Return the project's key, the place and the line."""
        return (*self.project.natural_key(), self.place, self.source_line)

    def citations(self) -> Iterator[Citation]:
        """Yield the name as that place prints it."""
        before, after = {
            self.Place.PAGE.value: ("^", "(?: เดิม |$)"),
            self.Place.CONTENTS.value: ("^", r"\.*\t\d+$"),
        }.get(self.place, (r"\t", r"(?=\t|$)"))
        page = self.project.page if self.place == self.Place.PAGE else None
        yield from self.project.plan.source.quote(
            self, "name", self.source_line, before=before, after=after, within=page
        )
        whose = self.project.code if self._names_its_project() else None
        words = f"(?P<x>{re.escape(self.name_printed)})"
        yield from self.project.plan.source.read(
            self,
            "project",
            self.source_line,
            words,
            value=self.project.code,
            convert=lambda _: whose,
        )

    def _names_its_project(self) -> bool:
        """Return whether the name is one that the project's own names lead to."""
        project, correct = self.project, self.project.plan.source.correct
        full, english, former = (
            search_form(correct(name))
            for name in (project.name_printed, project.name_en_printed, project.former_name_printed)
        )
        own = search_form(self.name_printed).removeprefix("โครงการ")
        return bool(english and english in own) or own in former or is_shortened(own, full)


class ProjectTextQuerySet(models.QuerySet["ProjectText"]):
    """Objectives and targets in words."""

    def get_by_natural_key(
        self, fiscal_year: int, code: str, kind: str, number: int
    ) -> ProjectText:
        """Return a project's objective or target by number."""
        return self.get(
            project__plan__fiscal_year=fiscal_year, project__code=code, kind=kind, number=number
        )


class ProjectText(PrintedText):
    """A numbered objective, or a target in words, of a project or work."""

    class Kind(models.TextChoices):
        """Objective or target in words."""

        OBJECTIVE = "objective", _("objective")
        TARGET = "target", _("target in words")

    project = models.ForeignKey(
        "projects.Project", models.CASCADE, related_name="texts", verbose_name=_("project or work")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    history = HistoricalRecords()

    objects = ProjectTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective or target in words")
        verbose_name_plural = _("objectives and targets in words")
        ordering = ["project", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "number"],
                name="project_text_number",
                violation_error_message=_("This number is taken."),
            ),
        ]

    def natural_key(self) -> tuple[int, str, str, int]:
        """Return the project's key, kind and number."""
        return (*self.project.natural_key(), self.kind, self.number)

    def citations(self) -> Iterator[Citation]:
        """Yield the wording, with its number where the page numbers it."""
        target = self.kind == self.Kind.TARGET
        yield from self.project.plan.source.numbered(
            self,
            "text",
            self.source_line,
            self.number,
            within=self.project.page,
            under="เป้าหมายการดำเนินงาน" if target else "วัตถุประสงค์",
        )
