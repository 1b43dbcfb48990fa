"""Every figure, name and line number of the fixtures, changed one at a time, must be refused.

Rows are built once and changed in memory; each change is held against the document as
``load_plan`` does it. A few go through the command itself.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from etda_plan.common.citations import parse_document
from etda_plan.overview.loading import read_files
from etda_plan.overview.loading.build import Origins, build, called, key_of, stored_fields
from etda_plan.overview.loading.checks import check, wrong_citations
from etda_plan.overview.loading.files import read_entries
from etda_plan.overview.plan_rows import Rows
from projects.models import Anomaly, Correction, FiscalPlan
from tests.overview.loading.folders import SHIPPED, change, copy_of_fixtures, fields_of, load

WRITTEN_BY_PEOPLE = {
    (Anomaly, name)
    for name in ("title", "title_en", "detail", "detail_en", "evidence", "note", "check_code")
}
"""Remarks on the document, not read from it; their figures have tests of their own."""

KEYS_ALONE = {
    ("Project", "code"),
    ("KpiFramework", "code"),
    ("FundSource", "code"),
    ("Anomaly", "code"),
}
"""Codes that the document does not print: others refer to them (see the test of references)."""


def changed(value: Any) -> Iterator[Any]:
    """Yield wrong values near a right one: a digit, a letter, a neighbouring line or day."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, Decimal):
        yield from (value + 1, value + 100, value + Decimal(1).scaleb(value.as_tuple().exponent))  # type: ignore[arg-type]
    elif isinstance(value, datetime.date):
        yield value + datetime.timedelta(days=1)
    elif isinstance(value, str) and value:
        middle = len(value) // 2
        letter = "ก" if value[middle] != "ก" else "ข"
        yield f"{value[:middle]}{letter}{value[middle + 1 :]}"
        for place in [place for place, sign in enumerate(value) if sign.isdigit()][:1]:
            yield f"{value[:place]}{(int(value[place]) + 1) % 10}{value[place + 1 :]}"


@pytest.fixture
def parsed(db: None) -> tuple[Rows, Origins]:
    entries, problems = read_entries(SHIPPED)
    assert problems == []
    rows, origins, problems = build(entries)
    assert problems == []
    assert check(rows, origins, SHIPPED) == []
    return rows, origins


def read_from_the_document(row: models.Model) -> Iterator[str]:
    model = type(row)
    for field in stored_fields(model):
        text_or_figure = field.related_model is None and not field.choices
        known = (model, field.name) in WRITTEN_BY_PEOPLE
        if text_or_figure and not known and (model.__name__, field.name) not in KEYS_ALONE:
            yield field.name


def refused(row: models.Model, rows: Rows, origins: Origins, keys: set[object]) -> str:
    """Return what refuses the row as it now is; an empty text if nothing does."""
    if isinstance(row, Correction):
        rows.let_know(parse_document((SHIPPED / "document.txt").read_text(encoding="utf-8")))
    if reason := next(wrong_citations(row), None):
        return f"{called(row)}, {': '.join(reason)}"
    if (type(row), key_of(row)) in keys:
        return f"{called(row)}: twice"
    return next((str(problem) for problem in check(rows, origins, SHIPPED)), "")


def test_nothing_that_is_changed_gets_through(parsed: tuple[Rows, Origins]) -> None:
    rows, origins = parsed
    tried, escaped, vague = 0, [], []
    for row in rows:
        keys: set[object] = {(type(other), key_of(other)) for other in rows if other is not row}
        for name in read_from_the_document(row):
            right = getattr(row, name)
            for wrong in changed(right):
                setattr(row, name, wrong)
                report = refused(row, rows, origins, keys)
                tried += 1
                if not report:
                    escaped.append(f"{called(row)}, {name}: {right!r} → {wrong!r}")
                elif name.endswith("line") and "บรรทัด" not in report and "twice" not in report:
                    vague.append(report)
                setattr(row, name, right)
        if isinstance(row, Correction):
            rows.let_know(parse_document((SHIPPED / "document.txt").read_text(encoding="utf-8")))
    assert (escaped, vague) == ([], [])
    assert tried > 2000
    print(f"{tried} changes tried, all refused")


def test_the_report_of_a_wrong_value_names_field_and_line(parsed: tuple[Rows, Origins]) -> None:
    rows, _origins = parsed
    for citation in list(rows.citations()):
        row, name = citation.record, citation.field
        right = getattr(row, name)
        if isinstance(right, models.Model | bool) or right is None or name.endswith("line"):
            continue
        setattr(row, name, next(changed(right)))
        found = dict(wrong_citations(row))
        setattr(row, name, right)
        names = {name, f"{name}_printed"} & found.keys()
        assert names, (called(row), name)
        assert f"บรรทัด {citation.line} " in found[names.pop()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("06_projects.json", "EC", "EX"),
        ("06_projects.json", "PY", "PX"),
        ("11_kpis.json", "section-7", "section-8"),
        ("14_money_axes.json", "OFF_BUDGET", "OFF_BUDGE"),
        ("05_offices.json", "ส.กฎหมาย", "ส.กฎหมา"),
        ("18_anomalies.json", "A01", "A13"),
    ],
)
def test_a_code_that_others_refer_to_cannot_change_alone(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    folder = copy_of_fixtures(tmp_path)
    change(folder, file, lambda records: fields_of(records, code=old).update(code=new))
    _rows, problems = read_files(folder)
    assert problems


@pytest.mark.parametrize(
    ("file", "wanted", "edit", "words"),
    [
        (
            "16_page_amounts.json",
            {"source_line": 188},
            {"amount": "75969700.00"},
            ["pageamount EC, amount", "บรรทัด 188", "75969600.00", "75969700.00"],
        ),
        (
            "12_kpi_targets.json",
            {"kpi": [2563, "section-7", 11]},
            {"value": "131"},
            ["kpitarget section-7/11/DT, value", "บรรทัด 177", "130", "131"],
        ),
        (
            "06_projects.json",
            {"code": "EC"},
            {"life_years": 8, "life_from": 2556},
            ["project EC, life_years", "บรรทัด 188", "7", "8"],
        ),
        (
            "09_activities.json",
            {"source_line": 319},
            {"title_printed": "การดูแลค่าเช่าชั้น 16 และค่าเช่ารถยนต์รองผู้อำนวยการ"},
            ["activity PY/2, title_printed", "บรรทัด 319", "ชั้น 16"],
        ),
        (
            "01_fiscal_plan.json",
            {"meeting": "9/2562"},
            {"approved_on": "2019-12-12"},
            ["planapproval 9/2562, approved_on", "บรรทัด 15", "2019-12-11"],
        ),
        (
            "15_statements.json",
            {"source_line": 136},
            {"source_line": 137},
            ["statementline sources/6, name", "บรรทัด 137"],
        ),
    ],
)
def test_a_digit_changed_in_a_file_is_refused_by_the_command(
    no_plan: None,
    tmp_path: Path,
    file: str,
    wanted: dict[str, Any],
    edit: dict[str, Any],
    words: list[str],
) -> None:
    folder = copy_of_fixtures(tmp_path)
    change(folder, file, lambda records: fields_of(records, **wanted).update(edit))
    status, _said, error = load(folder)
    assert (status, FiscalPlan.objects.count(), len(error.splitlines())) == (1, 0, 2)
    assert error.startswith(file)
    assert [word for word in words if word not in error] == []
