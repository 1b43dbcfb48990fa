"""One search over a whole plan and its document, hits grouped by what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from activities.models import Activity
from etda_plan.common.citations import read_document
from etda_plan.common.marking import Part, excerpt, matching_spans, parts
from etda_plan.common.thai import search_form
from etda_plan.overview.places import line_address, place_of
from kpis.models import Kpi
from projects.models import Correction, FiscalPlan, Project

LONGEST_QUERY = 100
SHOWN = 20
LINE_QUERY = re.compile(r"^\s*(?:บรรทัด(?:ที่)?|line|l)?\s*(\d{1,5})\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """Something that was found: where it is shown, and the words that were looked for."""

    code: str
    title: list[Part]
    notes: list[list[Part]]
    address: str
    line: int | None


@dataclass(frozen=True)
class HitGroup:
    """What was found of one kind; ``hits`` are the first ones, ``count`` is of all."""

    key: str
    title: str
    hits: list[Hit]
    count: int

    @property
    def left_out(self) -> int:
        """How many hits are not shown."""
        return self.count - len(self.hits)


@dataclass(frozen=True)
class _Words:
    """A query in the forms that a plan's records are searched for."""

    plan: FiscalPlan
    query: str
    forms: list[str]

    def hit(self, record: models.Model, code: str, title: str, *others: str | None) -> Hit:
        """Return a hit; of ``others`` those that hold the words are shown in part."""
        spans = matching_spans(title, self.forms)
        said = search_form(title)
        notes = [
            excerpt(text, self.forms)
            for text in others
            if text and self.found_in(text) and said not in search_form(text)
        ]
        place = place_of(record)
        address = place.address(self.plan) if place else ""
        return Hit(code, parts(title, spans), notes, address, getattr(record, "source_line", None))

    def found_in(self, text: str) -> bool:
        """Whether ``text`` holds the words."""
        return any(form in search_form(text) for form in self.forms)


def clean_query(typed: str) -> str:
    """Return what was typed without control characters, at most ``LONGEST_QUERY`` long."""
    printable = "".join(sign if sign.isprintable() else " " for sign in typed[: 10 * LONGEST_QUERY])
    return " ".join(printable.split())[:LONGEST_QUERY]


def line_asked_for(query: str, plan: FiscalPlan) -> int | None:
    """Return the line that ``บรรทัด 134`` or ``134`` names, if the document has text there."""
    found = LINE_QUERY.match(query)
    number = int(found[1]) if found else 0
    return number if read_document(plan.fiscal_year).line(number).strip() else None


def search_plan(plan: FiscalPlan, query: str) -> list[HitGroup]:
    """Return what ``plan`` and its document hold of ``query``, without empty groups."""
    words = _Words(plan, query, Correction.objects.search_forms(query))
    if not words.forms:
        return []
    groups = [
        _group("projects", _("Projects and works"), _projects(plan, words)),
        _group("activities", _("Activities"), _activities(plan, words)),
        _group("kpis", _("KPIs"), _kpis(plan, words)),
        _group("offices", _("Offices"), _offices(plan, words)),
        _group("strategies", _("Strategies"), _strategies(plan, words)),
        _group("texts", _("Front matter of the plan"), _texts(plan, words)),
        _group("lines", _("Lines of the document"), _lines(plan, words)),
    ]
    return [group for group in groups if group.count]


def _group(key: str, title: str, hits: Iterable[Hit]) -> HitGroup:
    found = list(hits)
    return HitGroup(key, title, found[:SHOWN], len(found))


def _projects(plan: FiscalPlan, words: _Words) -> Iterable[Hit]:
    for project in plan.projects.search(words.query).prefetch_related("aliases"):
        names = dict.fromkeys(
            [
                project.name_en,
                project.former_name,
                *(alias.name for alias in project.aliases.all()),
                project.name_printed,
                project.goal,
            ]
        )
        names.pop(project.name, None)
        yield words.hit(project, project.code, project.name, *names)


def _activities(plan: FiscalPlan, words: _Words) -> Iterable[Hit]:
    found = Activity.objects.filter(project__plan=plan).search(words.query)
    for activity in found.select_related("project").prefetch_related("sub_activities"):
        parts_of_it = [str(part) for part in activity.sub_activities.all()]
        project = activity.project
        names = [] if words.found_in(activity.title) else [_name(project)]
        yield words.hit(activity, activity.code, activity.title, *parts_of_it, *names)


def _name(project: Project) -> str:
    return f"{project} ({project.name_en})" if project.name_en else str(project)


def _kpis(plan: FiscalPlan, words: _Words) -> Iterable[Hit]:
    for kpi in Kpi.objects.of_every_set(plan).search(words.query):
        pages = (indicator.text for indicator in kpi.page_indicators.all())
        others = () if words.found_in(kpi.name) else (kpi.unit, *pages)
        yield words.hit(kpi, kpi.framework.code_of(kpi.number), kpi.name, *others)


def _offices(plan: FiscalPlan, words: _Words) -> Iterable[Hit]:
    for office in plan.offices.search(words.query):
        yield words.hit(office, "", office.code, office.name)


def _strategies(plan: FiscalPlan, words: _Words) -> Iterable[Hit]:
    for strategy in plan.strategies.search(words.query):
        yield words.hit(strategy, str(strategy.number), strategy.text)


def _texts(plan: FiscalPlan, words: _Words) -> Iterable[Hit]:
    for text in plan.texts.search(words.query):
        title = " ".join(filter(None, [str(text.get_kind_display()), text.heading]))
        yield words.hit(text, "", title, text.text)


def _lines(plan: FiscalPlan, words: _Words) -> Iterable[Hit]:
    forms = [*words.forms, *Correction.objects.printed_forms(words.query)]
    printed = _Words(plan, words.query, list(dict.fromkeys(forms)))
    for number, text in enumerate(read_document(plan.fiscal_year).lines, start=1):
        if printed.found_in(text):
            address = line_address(plan, number)
            yield Hit(str(number), excerpt(text, printed.forms), [], address, number)
