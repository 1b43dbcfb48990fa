"""The ledger in admin: read, searched, filtered and exported, never changed."""

import csv
import datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from openpyxl import load_workbook

from budgets.admin.ledger import LedgerAdmin
from budgets.models import Entry, UploadedWorkbook
from etda_plan.common.admin_exports import columns_of
from etda_plan.common.permissions import Role
from tests.budgets.workbooks import uploaded
from tests.factories import make_attachment, make_finance, make_ledger, make_user, post_entry

pytestmark = pytest.mark.django_db

LIST = "/admin/budgets/entry/"


@pytest.fixture
def entries() -> list[Entry]:
    """Two entries."""
    allocation = make_ledger("100")
    return [
        post_entry(allocation, "10.25", payee="บริษัท ก"),
        post_entry(allocation, "20", "commitment", payee="=1+1"),
    ]


@pytest.fixture
def auditor(client: Client) -> Client:
    """The browser of an auditor, who is let into admin."""
    client.force_login(make_user("auditor", Role.AUDITOR, is_staff=True))
    return client


def chosen(client: Client, action: str, *entries: Entry, path: str = LIST) -> Any:
    keys = [each.pk for each in entries]
    return client.post(path, {"action": action, "_selected_action": keys})


def test_the_chosen_rows_are_exported_with_exact_figures_and_true_days(
    auditor: Client, entries: list[Entry]
) -> None:
    response = chosen(auditor, "export_xlsx", entries[0])
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (row,) = (each for each in values if each[0] == entries[0].pk)
    assert datetime.datetime(2020, 3, 15) in row
    assert 10.25 in row
    assert "บริษัท ก" in row
    assert not any(each[0] == entries[1].pk for each in values)


def test_csv_holds_no_formula(auditor: Client, entries: list[Entry]) -> None:
    text = chosen(auditor, "export_csv", *entries).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert {row[0] for row in rows[1:]} == {str(each.pk) for each in entries}
    assert any("'=1+1" in row for row in rows)
    assert len(rows[0]) == len(Entry._meta.concrete_fields)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_uploaded_workbook_is_shown_and_exported_without_its_content(
    auditor: Client, entries: list[Entry], kind: str
) -> None:
    finance = make_finance()
    kept = uploaded(b"secret", entries[0].allocation.fund_source.plan, finance)
    path = "/admin/budgets/uploadedworkbook/"
    page = auditor.get(f"{path}{kept.pk}/change/").content.decode()
    export = auditor.post(path, {"action": f"export_{kind}", "_selected_action": [str(kept.pk)]})
    assert kept.file_sha256 in page
    assert "field-content" not in page
    assert len(columns_of(UploadedWorkbook)) == len(UploadedWorkbook._meta.concrete_fields) - 1
    assert export.status_code == 200
    assert b"secret" not in export.content


def test_who_does_not_read_every_entry_exports_none(client: Client, entries: list[Entry]) -> None:
    client.force_login(make_user("officer", Role.OFFICER, is_staff=True))
    assert chosen(client, "export_csv", *entries).status_code == 403


def test_nothing_else_can_be_done_with_the_chosen(auditor: Client, entries: list[Entry]) -> None:
    auditor.force_login(make_user("root", is_staff=True, is_superuser=True))
    chosen(auditor, "delete_selected", *entries)
    assert Entry.objects.count() == 2
    assert "delete_selected" not in auditor.get(LIST).content.decode()


def test_entries_are_searched_and_filtered(auditor: Client, entries: list[Entry]) -> None:
    plan = entries[0].month.plan_id
    for query in ("q=บริษัท", "kind__exact=payment", f"month__plan__id__exact={plan}&q=บริษัท"):
        page = auditor.get(f"{LIST}?{query}").content.decode()
        assert f"/admin/budgets/entry/{entries[0].pk}/change/" in page
        assert f"/admin/budgets/entry/{entries[1].pk}/change/" not in page


def test_every_page_of_the_ledger_opens_and_has_no_box_to_change(
    auditor: Client, entries: list[Entry]
) -> None:
    make_attachment(entries[0])
    models = [each for each, own in admin.site._registry.items() if isinstance(own, LedgerAdmin)]
    assert Entry in models
    for model in models:
        path = f"/admin/budgets/{model._meta.model_name}/"
        assert auditor.get(path).status_code == 200
        assert auditor.get(f"{path}add/").status_code == 403
    page = auditor.get(f"{LIST}{entries[0].pk}/change/").content.decode()
    assert 'name="_save"' not in page
    assert make_finance().username in page
