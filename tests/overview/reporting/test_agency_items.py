"""Indicators of the whole agency in an office's report, and in the month of all offices."""

from __future__ import annotations

import csv
import io

import pytest

from kpis.models import KpiResult, KpiTarget
from tests.factories import (
    make_agency_target,
    make_kpi,
    make_planner,
    make_project,
    make_target,
)
from tests.overview.reporting.desk import Desk, browser, fill, make_desk, said
from tests.reporting_factories import make_report

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def target(desk: Desk) -> KpiTarget:
    return make_agency_target(desk.plan, owner=desk.office)


def test_it_is_the_last_item_of_the_officers_form(desk: Desk, target: KpiTarget) -> None:
    officer = browser(desk.officer)
    address = desk.address(6, "edit", item="agency")
    form = officer.get(address)
    for words in ("Item 3 of 3", "Whole agency", "KPIs of the whole agency", target.kpi.name):
        assert words in said(form)
    sent = fill(form, **{f"kpi_{target.pk}_value": "4.25"})
    assert officer.post(address, {**sent, "step": "keep"}).status_code == 302
    assert KpiResult.objects.get(target=target).value == 4.25
    review = officer.get(desk.address(6, "review"))
    assert [part.item.key for part in review.context["reported"].parts][-1] == "agency"
    assert "KPIs of the whole agency" in said(review)


def test_a_report_without_it_is_not_submitted(desk: Desk, target: KpiTarget) -> None:
    officer = browser(desk.officer)
    make_report(desk.office, 6)
    page = said(officer.get(desk.address(6, "review")))
    assert "Whole agency</a>" in page


def test_the_month_of_all_offices_has_it_behind_the_works(desk: Desk, target: KpiTarget) -> None:
    results = {desk.target: "1", target: "4.25"}
    progress = {desk.plain: "5", desk.parted: "5"}
    make_report(desk.office, 6, "approved", progress=progress, results=results)
    planner = browser(make_planner())
    page = planner.get(f"/monthly-reports/6/{desk.query}")
    works = [work.project for work in page.context["page"].works]
    assert works == [desk.plain.project, None]
    assert "<h2>Whole agency</h2>" in said(page)
    file = planner.get(f"/monthly-reports/6/{desk.query}&_export=csv").content.decode("utf-8-sig")
    last = list(csv.reader(io.StringIO(file)))[-1]
    assert (last[0], last[4]) == ("Whole agency", "4.25")
    assert planner.get(f"/monthly-reports/6/forms.xlsx{desk.query}").status_code == 200


def test_indicators_of_a_work_without_activities_of_the_office_have_an_item(desk: Desk) -> None:
    target = make_target(make_kpi(desk.plan, 9), make_project(desk.plan, "P9"), owner=desk.office)
    page = browser(desk.officer).get(desk.address(6, "edit", item=f"p{target.project_id}"))
    assert page.status_code == 200
    assert "P9" in said(page)
