"""Reports in admin are read, searched, filtered and exported; nobody touches them there."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from activities.models import ActivityReport
from etda_plan.common.permissions import Role
from kpis.services.evidence import add_link
from projects.admin.reports import ReportAdmin
from projects.models import MonthlyReport, Office
from projects.services.months import publish_reports, reopen_reports
from tests.factories import (
    make_activity,
    make_administrator,
    make_kpi,
    make_office,
    make_plan,
    make_project,
    make_report_close,
    make_sub_activity,
    make_target,
    make_user,
)
from tests.reporting_factories import State, make_officer, make_report

pytestmark = pytest.mark.django_db

LIST = "/admin/projects/monthlyreport/"
MODELS = [model for model, own in admin.site._registry.items() if isinstance(own, ReportAdmin)]


@pytest.fixture
def office() -> Office:
    """An office with an approved report, a draft with a result and its evidence, and a month
    closed, published and reopened.
    """
    office = make_office(make_plan(2565))
    activity = make_activity(make_project(office.plan), office=office)
    make_sub_activity(activity)
    make_report(office, 1, State.APPROVED, progress={activity: "30"})
    target = make_target(make_kpi(office.plan), activity.project, owner=office)
    draft = make_report(office, 2, results={target: "1"})
    add_link(draft.kpi_results.get(), "https://example.org/", user=make_officer(office))
    close = make_report_close(office.plan)
    publish_reports(close, user=make_administrator())
    reopen_reports(close, "แก้", user=make_administrator())
    return office


@pytest.fixture
def auditor(client: Client) -> Client:
    """The browser of an auditor, who is let into admin."""
    client.force_login(make_user("auditor", Role.AUDITOR, is_staff=True))
    return client


def address(row: Any) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def test_every_page_of_the_reports_opens_and_has_no_box_to_change(
    auditor: Client, office: Office
) -> None:
    assert {MonthlyReport, ActivityReport} <= set(MODELS)
    for model in MODELS:
        row = model._default_manager.first()
        assert row is not None
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert auditor.get(base).status_code == 200
        assert auditor.get(f"{base}add/").status_code == 403
        page = auditor.get(address(row)).content.decode()
        assert 'name="_save"' not in page
        assert auditor.post(address(row), {"comment": "x", "_save": "1"}).status_code == 403
        assert auditor.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_administrator_changes_nothing_either(client: Client, office: Office) -> None:
    client.force_login(make_user("root", is_staff=True, is_superuser=True))
    for model in MODELS:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        rows = model._default_manager.all()
        before = list(rows.values())
        assert before
        client.post(base, {"action": "delete_selected", "_selected_action": [rows[0].pk]})
        assert client.post(address(rows[0]), {"_save": "1"}).status_code == 403
        assert list(rows.values()) == before


def test_reports_are_searched_filtered_and_shown_with_their_steps(
    auditor: Client, office: Office
) -> None:
    approved, draft = MonthlyReport.objects.order_by("month__month")
    for query in ("state__exact=approved", f"month__id__exact={approved.month_id}", "q=officer"):
        page = auditor.get(f"{LIST}?{query}").content.decode()
        assert address(approved) in page
        assert address(draft) not in page
    page = auditor.get(address(approved)).content.decode()
    assert [str(each) for each in approved.events.all() if each.by.username not in page] == []
    assert page.count("field-act") >= 3


def test_the_chosen_reports_are_exported(auditor: Client, office: Office) -> None:
    chosen = {"action": "export_csv", "_selected_action": [MonthlyReport.objects.all()[0].pk]}
    lines = auditor.post(LIST, chosen).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FINANCE, Role.APPROVER, Role.HEAD])
def test_who_does_not_oversee_reports_reads_none_here(
    client: Client, office: Office, role: Role
) -> None:
    client.force_login(make_user("somsri", role, is_staff=True))
    assert client.get(LIST).status_code == 403
