"""The page of downloads, and the downloads of a whole plan."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from etda_plan.common.pdf import PdfUnavailable, pdf_available
from etda_plan.overview.exports import formats
from etda_plan.overview.exports.formats import FORMATS, find_format
from etda_plan.overview.exports.plan_json import plan_json
from etda_plan.overview.plan import read_plan
from projects.models import FiscalPlan
from tests.factories import make_balanced_plan

pytestmark = pytest.mark.django_db


def test_the_page_links_every_file_that_can_be_written(plan: FiscalPlan, client: Client) -> None:
    html = client.get(reverse("reports")).content.decode()
    for each in FORMATS:
        assert (f'href="/reports/plan.{each.extension}"' in html) == (not each.off_because)


def test_a_file_has_its_name_its_type_and_is_not_guessed_at(
    plan: FiscalPlan, client: Client
) -> None:
    response = client.get("/reports/plan.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="etda-plan-2563.json"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == plan_json(read_plan(plan))


def test_another_year_is_another_file(plan: FiscalPlan, client: Client) -> None:
    make_balanced_plan(2570)
    response = client.get("/reports/plan.json", {"fiscal_year": 2570})
    assert response["Content-Disposition"] == 'attachment; filename="etda-plan-2570.json"'
    assert response.json()["fiscal_year"] == 2570


@pytest.mark.parametrize("address", ["/reports/plan.docx", "/reports/plan.json?fiscal_year=x"])
def test_what_does_not_exist_is_not_found(plan: FiscalPlan, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_format_that_is_off_says_how_to_switch_it_on(
    plan: FiscalPlan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    json = find_format("json")
    assert json is not None
    off = replace(json, off=lambda: "install the missing part")
    monkeypatch.setattr(formats, "FORMATS", (off,))
    monkeypatch.setattr("etda_plan.overview.views.reports.FORMATS", (off,))
    response = client.get("/reports/plan.json")
    assert response.status_code == 503
    html = response.content.decode()
    assert "install the missing part" in html
    assert 'href="/reports/plan.json"' not in html


def test_a_project_has_a_pdf_of_its_own_pages(plan: FiscalPlan, client: Client) -> None:
    if not pdf_available():
        pytest.skip(str(PdfUnavailable()))
    response = client.get("/reports/SF.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="etda-plan-2563-SF.pdf"'
    assert response.content.startswith(b"%PDF")
    assert 'href="/reports/SF.pdf"' in client.get("/projects/SF/").content.decode()


def test_a_project_that_the_plan_does_not_have_has_no_pdf(plan: FiscalPlan, client: Client) -> None:
    assert client.get("/reports/ZZ.pdf").status_code == 404
    make_balanced_plan(2570)
    assert client.get("/reports/SF.pdf", {"fiscal_year": 2570}).status_code == 404


def test_where_pdf_is_off_a_project_says_how_to_switch_it_on(
    plan: FiscalPlan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etda_plan.overview.views.reports.pdf_available", lambda: False)
    monkeypatch.setattr(formats, "pdf_available", lambda: False)
    response = client.get("/reports/SF.pdf")
    assert response.status_code == 503
    assert "libpango" in response.content.decode()


def test_without_a_plan_the_page_says_so_and_there_is_no_file(
    no_plan: None, client: Client
) -> None:
    assert "load_plan" in client.get(reverse("reports")).content.decode()
    assert client.get("/reports/plan.json").status_code == 404
    assert client.get("/reports/EC.pdf").status_code == 404
