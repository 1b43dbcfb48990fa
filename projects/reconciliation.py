"""What must hold between a plan's records, what people changed in them, and its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeGuard

from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from etda_plan.common.checks import (
    ZERO,
    Check,
    Status,
    Unit,
    count_check,
    grouped,
    lines_of,
    numbering_check,
)
from etda_plan.common.citations import Citation, Source, Value, written
from etda_plan.common.fields import MoneyField
from etda_plan.common.models import PrintedText
from projects.models import Amended, Amendment, Anomaly, PlanText, Project, Strategy
from projects.models.amendments import place_of


def numbering_checks(
    texts: list[PlanText], strategies: list[Strategy], projects: list[Project]
) -> Iterator[Check]:
    """Yield the numbering of the plan's texts, and of each work's objectives and targets."""
    yield numbering_check(
        "plan-texts-numbered",
        _("Texts — sections 1 to 3"),
        _("texts of the plan are numbered from 1 without a gap"),
        [*grouped(texts, lambda text: text.kind).values(), strategies],
    )
    words = [text for project in projects for text in project.texts.all()]
    yield numbering_check(
        "project-texts-numbered",
        _("Pages of the works — section 8"),
        _("objectives and targets in words are numbered from 1 without a gap"),
        grouped(words, lambda text: (text.project_id, text.kind)).values(),
    )


def life_check(projects: list[Project]) -> Check:
    """Return the number of lives printed with both years against those that add up."""
    lived = [project for project in projects if years_of(project) is not None]
    return count_check(
        "project-lives",
        _("Pages of the works — section 8"),
        _("years of life = last fiscal year − first fiscal year + 1"),
        len(lived),
        [project.code for project in lived if years_of(project) != project.life_years],
        counted=_("projects"),
        source_lines=lines_of(*(project.life_line for project in lived)),
    )


def years_of(project: Project) -> int | None:
    """Return the number of fiscal years from the first to the last; None if either is unknown."""
    if project.life_from is None or project.life_to is None:
        return None
    return project.life_to - project.life_from + 1


def heading() -> str:
    """Return the heading of the checks against the document."""
    return _("Against the lines of the document")


def document_checks(
    citations: Iterable[Citation], source: Source, amended: Amended
) -> Iterator[Check]:
    """Yield one check for each kind of record, then one for each value that is not as printed."""
    if not source.document.lines:
        yield no_document_check()
        return
    yield correction_check(source)
    by_kind = grouped(citations, lambda citation: type(citation.record))
    apart: list[Check] = []
    for kind, rows in by_kind.items():
        different = [check for row in rows if (check := exception(row, amended))]
        yield kind_check(kind, rows, different)
        apart.extend(different)
    yield from apart


def correction_check(source: Source) -> Check:
    """Return the number of corrections against those whose error stands in the document."""
    errors = source.corrections
    text = "\n".join(source.document.lines)
    return count_check(
        "corrections-printed",
        heading(),
        _("each corrected scanning error stands in the document"),
        len(errors),
        [printed for printed in errors if printed not in text],
        counted=_("corrections"),
    )


def no_document_check() -> Check:
    """Return the disagreement of a plan that cannot be held against its document."""
    return Check(
        code="cited-document",
        group=heading(),
        title=_("the plan's document is there to compare with"),
        expected=Decimal(1),
        actual=ZERO,
        unit=Unit.COUNT,
        note=_("the document of this fiscal year does not ship, so no value can be compared"),
    )


def kind_check(kind: type[Model], rows: list[Citation], different: list[Check]) -> Check:
    """Return how many cited values of one kind of record hold, of those nobody amended."""
    amended = [check for check in different if check.status is Status.DOCUMENTED]
    note = _("%(count)s amended, listed apart") % {"count": len(amended)} if amended else ""
    return Check(
        code=f"cited-{kind._meta.model_name}",
        group=heading(),
        title=_("%(records)s: each value is what its line prints")
        % {"records": kind._meta.verbose_name_plural},
        expected=Decimal(len(rows) - len(amended)),
        actual=Decimal(len(rows) - len(different)),
        source_lines=ends(lines_of(*(row.line for row in rows))),
        unit=Unit.COUNT,
        counted=_("values"),
        note=note,
    )


def ends(lines: tuple[int, ...]) -> tuple[int, ...]:
    """Return the first and the last of many lines."""
    return (*lines[:1], *lines[1:][-1:])


def exception(citation: Citation, amended: Amended) -> Check | None:
    """Return the check of a value that is not as printed, or None where all is well."""
    amendment = amended.of(citation.record, citation.field)
    if not citation.is_printed:
        note = _("line %(line)s does not print “%(phrase)s”")
        return wrong(citation, note % {"line": citation.line, "phrase": citation.phrase})
    if not citation.agrees:
        return different_value(citation, amended)
    if amendment is not None:
        return wrong(citation, _("an amendment is recorded, but the value is the printed one"))
    return None


def different_value(citation: Citation, amended: Amended) -> Check:
    """Return the check of a value that differs from the document: documented if amended."""
    record, field = citation.record, citation.field
    printed, value = citation.expected, citation.value
    amendment = amended.explaining(record, field, printed, value)
    told = amendment.told if amendment else _("nobody recorded a reason")
    check = wrong(citation, f"{both(written(printed), written(value))} · {told}")
    check = replace(check, amended=amendment is not None)
    if is_figure(printed) and is_figure(value):
        unit = unit_of(record, field)
        return replace(
            check, expected=Decimal(printed), actual=Decimal(value), unit=unit, note=told
        )
    return check


def both(printed: str, value: str) -> str:
    """Return what is printed beside what is in force."""
    return _("printed “%(printed)s”, in force “%(value)s”") % {"printed": printed, "value": value}


def is_figure(value: Value) -> TypeGuard[int | Decimal]:
    """Tell whether a value is a number and not a wording, a day or unknown."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def unit_of(record: Model, name: str) -> Unit:
    """Return the unit of a field that holds a figure."""
    money = [field.name for field in record._meta.fields if isinstance(field, MoneyField)]
    return Unit.BAHT if name in money else Unit.MEASURE


def wrong(citation: Citation, note: str) -> Check:
    """Return a disagreement that has no two figures: one value to hold, none holds."""
    return Check(
        code=code_of(citation.record, citation.field),
        group=heading(),
        title=title_of(citation.record, citation.field),
        expected=Decimal(1),
        actual=ZERO,
        source_lines=(citation.line,),
        unit=Unit.COUNT,
        note=note,
    )


def code_of(record: Model, field: str) -> str:
    """Return the code of the check of one field of one record."""
    key = "-".join(str(part) for part in key_of(record))
    name = f"cited-{record._meta.model_name}-{key}-{field}".replace("_", "-")
    return slugify(name, allow_unicode=True)


def title_of(record: Model, field: str) -> str:
    """Return which field of which record a check is about."""
    names = {row.name: getattr(row, "verbose_name", "") for row in record._meta.get_fields()}
    wording = isinstance(record, PrintedText)
    name = " ".join(str(part) for part in key_of(record)) if wording else str(record)
    return f"{record._meta.verbose_name} {name}: {names.get(field) or field}"


def key_of(record: Model) -> tuple[object, ...]:
    """Return a record's natural key without its fiscal year and without what is empty."""
    natural_key = getattr(record, "natural_key", None)
    key = natural_key()[1:] if natural_key else (record.pk,)
    return tuple(part for part in key if part is not None)


def uncited_amendments(
    amended: Amended, citations: Iterable[Citation], records: Iterable[Model]
) -> Iterator[Check]:
    """Yield each amendment of a field that no line prints, such as an inferred direction."""
    cited = {place_of(row.record, row.field) for row in citations}
    by_key = {place_of(record, "")[:2]: record for record in records}
    for amendment in amended:
        if amendment.place not in cited:
            yield uncited_amendment(amendment, by_key.get(amendment.place[:2]))


def uncited_amendment(amendment: Amendment, record: Model | None) -> Check:
    """Return an amendment against the value in force."""
    value = written(getattr(record, amendment.field, "")) if record else ""
    texts, field = both(amendment.printed_value, value), amendment.field
    return Check(
        code=code_of(record, field) if record else f"amendment-{amendment.pk}",
        group=heading(),
        title=title_of(record, field) if record else str(amendment),
        expected=Decimal(1),
        actual=ZERO,
        unit=Unit.COUNT,
        note=f"{texts} · {amendment.told}",
        amended=record is not None and value == amendment.value,
    )


def unheld_differences(anomalies: Iterable[Anomaly], codes: Iterable[str]) -> Iterator[Check]:
    """Yield each anomaly whose recorded difference no check holds."""
    known = set(codes)
    for anomaly in anomalies:
        if anomaly.difference is not None and anomaly.check_code not in known:
            yield Check(
                code=f"anomaly-{anomaly.code}",
                group=_("Anomalies"),
                title=_("the difference that %(code)s records is that of a check")
                % {"code": anomaly.code},
                expected=ZERO,
                actual=anomaly.difference,
                source_lines=lines_of(*anomaly.line_numbers),
                note=_("no check bears the code “%(code)s”") % {"code": anomaly.check_code},
            )
