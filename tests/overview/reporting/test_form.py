"""The officer's form keeps a draft item by item, tells of conflicts, and loses nothing."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from activities.models import ActivityReport
from kpis.models import KpiResult
from projects.models import MonthlyReport, OfficeMembership
from tests.factories import make_activity, make_planner, make_report_close
from tests.overview.reporting.desk import Desk, browser, fill, make_desk, said
from tests.reporting_factories import make_officer, make_report

pytestmark = pytest.mark.django_db

JUNE = datetime.date(2017, 6, 1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
WORDS = {"done": "อบรม 2 ครั้ง", "next_steps": "อบรมอีก", "has_no_problem": "on"}
QUERIES = 48
"""Session, account, roles, sample mark, plans, notices; office, month, versions; items with parts,
months and indicators; this report, the one before, what is left; the state of the month before;
the ledger's reading of the month."""


@pytest.fixture
def desk() -> Desk:
    """An office with two activities and an indicator."""
    return make_desk()


@pytest.fixture
def officer(desk: Desk) -> Client:
    """Its officer's browser."""
    return browser(desk.officer)


def send(client: Client, desk: Desk, item: str, step: str = "keep", **values: str) -> Any:
    """Open an item, type ``values`` and press a button."""
    address = desk.address(6, "edit", item=item)
    return client.post(address, {**fill(client.get(address), **values), "step": step})


def by_script(client: Client, desk: Desk, item: str, page: Any = None, **values: str) -> Any:
    """Send what a page holds as the script does; a page opened now unless one is given."""
    address = desk.address(6, "edit", item=item)
    data = {**fill(page or client.get(address), **values), "step": "keep"}
    return client.post(address, data, headers={"Accept": "application/json"})


def test_looking_begins_no_report(desk: Desk, officer: Client) -> None:
    page = officer.get(desk.address(6, "edit"))
    assert page.status_code == 200
    assert "Item 1 of 2" in said(page)
    assert not MonthlyReport.objects.exists()


def test_what_is_typed_is_kept_with_who_typed_it(desk: Desk, officer: Client) -> None:
    answer = send(officer, desk, desk.first, "next", progress="45", **WORDS)
    assert f"item={desk.second}" in answer["Location"]
    row = ActivityReport.objects.get()
    assert (row.progress, row.done, row.has_no_problem) == (Decimal(45), "อบรม 2 ครั้ง", True)
    assert row.report.state == MonthlyReport.State.DRAFT
    assert row.report.saved_by == desk.officer


def test_thai_digits_and_a_percent_sign_are_read(desk: Desk, officer: Client) -> None:
    send(officer, desk, desk.first, progress="๔๕.๕%")
    assert ActivityReport.objects.get().progress == Decimal("45.5")


def test_an_activity_with_parts_has_a_box_for_each(desk: Desk, officer: Client) -> None:
    one, two = desk.parted.sub_activities.order_by("number")
    send(officer, desk, desk.second, **{f"part_{one.pk}": "30", f"part_{two.pk}": ""})
    row = ActivityReport.objects.get()
    assert row.progress is None
    assert [part.progress for part in row.parts.order_by("sub_activity__number")] == [30, None]


@pytest.mark.parametrize("typed", ["101", "-1", "abc", "1e3"])
def test_a_progress_that_is_none_is_refused_beside_its_field(
    desk: Desk, officer: Client, typed: str
) -> None:
    page = send(officer, desk, desk.first, "next", progress=typed, done="คำที่พิมพ์ไว้")
    assert page.status_code == 200
    assert page.context["form"].errors["progress"]
    assert "คำที่พิมพ์ไว้" in said(page)
    assert not ActivityReport.objects.exists()


def test_a_problem_and_no_problem_exclude_each_other(desk: Desk, officer: Client) -> None:
    page = send(officer, desk, desk.first, problem="พื้นที่น้ำท่วม", has_no_problem="on")
    assert page.context["form"].errors["has_no_problem"]


def test_last_months_values_stand_under_the_fields(desk: Desk, officer: Client) -> None:
    make_report(desk.office, 5, "submitted", progress={desk.plain: "35"})
    text = said(officer.get(desk.address(6, "edit", item=desk.first)))
    assert "Last month: 35" in text
    assert "Last month: ดำเนินการแล้ว" in text
    assert "no monthly plan yet" in text


def test_an_older_report_is_called_by_its_month(desk: Desk, officer: Client) -> None:
    make_report(desk.office, 3, "submitted", progress={desk.plain: "20"})
    text = said(officer.get(desk.address(6, "edit", item=desk.first)))
    assert "Dec: 20" in text
    assert "Last month: 20" not in text


def test_the_script_is_told_the_time_and_what_is_left(desk: Desk, officer: Client) -> None:
    answer = by_script(officer, desk, desk.first, progress="45", **WORDS)
    assert answer.status_code == 200
    content = answer.json()
    assert content["words"].startswith("Draft kept ")
    assert content["left"] == "5 fields left"
    again = by_script(officer, desk, desk.first, progress="46")
    assert again.json()["token"] != content["token"]


def test_the_script_is_told_which_field_is_wrong(desk: Desk, officer: Client) -> None:
    answer = by_script(officer, desk, desk.first, progress="500")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["progress"]


def test_who_is_not_signed_in_any_more_is_sent_to_sign_in(desk: Desk, officer: Client) -> None:
    page = officer.get(desk.address(6, "edit", item=desk.first))
    officer.logout()
    answer = by_script(officer, desk, desk.first, page, progress="45")
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_the_second_of_two_who_write_is_told_and_nothing_is_lost(
    desk: Desk, officer: Client
) -> None:
    other = browser(make_officer(desk.office, "malee"))
    address = desk.address(6, "edit", item=desk.first)
    pages = [client.get(address) for client in (officer, other)]
    assert by_script(other, desk, desk.first, pages[1], done="ฉบับของมาลี").status_code == 200
    refused = by_script(officer, desk, desk.first, pages[0], done="ฉบับของฉัน")
    assert refused.status_code == 409
    assert "malee" in refused.json()["words"]
    shown = officer.post(address, {**fill(pages[0], done="ฉบับของฉัน"), "step": "keep"})
    text = said(shown)
    assert "ฉบับของฉัน" in text
    assert "ฉบับของมาลี" in text
    assert ActivityReport.objects.get().done == "ฉบับของมาลี"
    decided = officer.post(address, {**fill(shown, done="ฉบับของเรา"), "step": "keep"})
    assert decided.status_code == 302
    assert ActivityReport.objects.get().done == "ฉบับของเรา"


def test_two_who_write_different_items_do_not_meet(desk: Desk, officer: Client) -> None:
    other = browser(make_officer(desk.office, "malee"))
    pages = [
        officer.get(desk.address(6, "edit", item=desk.first)),
        other.get(desk.address(6, "edit", item=desk.second)),
    ]
    assert by_script(officer, desk, desk.first, pages[0], done="หนึ่ง").status_code == 200
    assert by_script(other, desk, desk.second, pages[1], done="สอง").status_code == 200
    assert set(ActivityReport.objects.values_list("done", flat=True)) == {"หนึ่ง", "สอง"}


def test_a_result_is_kept_and_zero_is_one(desk: Desk, officer: Client) -> None:
    send(officer, desk, desk.second, **{f"kpi_{desk.target.pk}_value": "0"})
    assert KpiResult.objects.get().value == 0


def test_no_result_makes_no_row(desk: Desk, officer: Client) -> None:
    send(officer, desk, desk.second, done="สอง")
    assert not KpiResult.objects.exists()


def test_a_result_that_is_not_due_stands_folded(desk: Desk, officer: Client) -> None:
    due = said(officer.get(desk.address(6, "edit", item=desk.second)))
    not_due = said(officer.get(desk.address(5, "edit", item=desk.second)))
    assert "No result is due this month" not in due
    assert "No result is due this month" in not_due


def test_a_file_is_attached_and_taken_out_in_the_form(desk: Desk, officer: Client) -> None:
    address, pk = desk.address(6, "edit", item=desk.second), desk.target.pk
    upload = SimpleUploadedFile("ภาพ.png", PNG)
    data = {**fill(officer.get(address), done="คำที่พิมพ์ไว้"), f"kpi_{pk}_file": upload}
    assert officer.post(address, {**data, "step": f"attach-{pk}"}).status_code == 302
    evidence = KpiResult.objects.get().evidence.get()
    assert evidence.name == "ภาพ.png"
    assert ActivityReport.objects.get().done == "คำที่พิมพ์ไว้"
    send(officer, desk, desk.second, f"remove-{evidence.pk}")
    assert not KpiResult.objects.get().evidence.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("file", SimpleUploadedFile("x.html", b"<script>"), "not of a kind"),
        ("link", "javascript:alert(1)", "web address"),
    ],
)
def test_what_is_no_evidence_is_refused_and_the_words_stay(
    desk: Desk, officer: Client, field: str, value: Any, words: str
) -> None:
    address, pk = desk.address(6, "edit", item=desk.second), desk.target.pk
    data = {**fill(officer.get(address), done="คำที่พิมพ์ไว้"), f"kpi_{pk}_{field}": value}
    page = officer.post(address, {**data, "step": f"attach-{pk}"})
    assert words in said(page)
    assert "คำที่พิมพ์ไว้" in said(page)


def test_evidence_of_another_report_is_not_taken_out(desk: Desk, officer: Client) -> None:
    other = make_desk("ส.อื่น")
    theirs = browser(other.officer)
    address, pk = other.address(6, "edit", item=other.second), other.target.pk
    data = {**fill(theirs.get(address)), f"kpi_{pk}_link": "https://example.org/a"}
    theirs.post(address, {**data, "step": f"attach-{pk}"})
    evidence = KpiResult.objects.get().evidence.get()
    answer = send(officer, desk, desk.second, f"remove-{evidence.pk}")
    assert answer.status_code == 404
    assert KpiResult.objects.get(target=other.target).evidence.exists()


def test_the_button_to_review_stays_where_fields_are_left(desk: Desk, officer: Client) -> None:
    answer = send(officer, desk, desk.second, "review", done="สอง")
    assert "check=1" in answer["Location"]
    page = officer.get(answer["Location"])
    assert "Say what the problem is, or that there is none." in said(page)


def test_a_report_is_filled_in_reviewed_and_submitted(desk: Desk, officer: Client) -> None:
    one, two = desk.parted.sub_activities.order_by("number")
    send(officer, desk, desk.first, "next", progress="45", **WORDS)
    parts = {f"part_{one.pk}": "30", f"part_{two.pk}": "0", f"kpi_{desk.target.pk}_value": "6"}
    answer = send(officer, desk, desk.second, "review", **parts, **WORDS)
    assert "/review/" in answer["Location"]
    assert "is ready to submit" in said(officer.get(answer["Location"]))
    assert officer.post(desk.address(6, "review")).status_code == 302
    report = MonthlyReport.objects.get()
    assert (report.state, report.submitted_by) == (MonthlyReport.State.SUBMITTED, desk.officer)


def test_an_unfinished_report_is_not_submitted(desk: Desk, officer: Client) -> None:
    send(officer, desk, desk.first, progress="45")
    page = officer.post(desk.address(6, "review"))
    assert page.status_code == 200
    assert "P0/2: Say what was done." in said(page)
    assert MonthlyReport.objects.get().state == MonthlyReport.State.DRAFT


def test_a_new_member_continues_the_draft_and_a_former_one_cannot_open_it(
    desk: Desk, officer: Client
) -> None:
    send(officer, desk, desk.first, done="เริ่มไว้")
    OfficeMembership.objects.filter(user=desk.officer).update(until=JUNE)
    heir = browser(make_officer(desk.office, "malee"))
    assert "เริ่มไว้" in said(heir.get(desk.address(6, "edit", item=desk.first)))
    send(heir, desk, desk.first, done="ทำต่อ")
    assert ActivityReport.objects.get().done == "ทำต่อ"
    assert officer.get(desk.address(6, "edit")).status_code == 403
    assert officer.post(desk.address(6, "edit"), {"step": "keep"}).status_code == 403


def test_a_planner_writes_where_nobody_else_can(desk: Desk) -> None:
    planner = browser(make_planner())
    assert planner.get(desk.address(6, "edit")).status_code == 403
    OfficeMembership.objects.filter(office=desk.office).update(until=JUNE)
    assert send(planner, desk, desk.first, done="เขียนแทน").status_code == 302


def test_a_submitted_or_closed_report_is_not_written(desk: Desk, officer: Client) -> None:
    make_report(desk.office, 6, "submitted")
    assert officer.get(desk.address(6, "edit"))["Location"] == desk.address(6)
    make_report_close(desk.plan, 7)
    page = officer.get(desk.address(7, "edit"), follow=True)
    assert "are closed" in said(page)


def test_what_is_not_there_is_not_found(desk: Desk, officer: Client) -> None:
    assert officer.get(desk.address(6, "edit", item="a0")).status_code == 404
    assert officer.get(desk.address(13)).status_code == 404
    elsewhere = f"/monthly-reports/6/{desk.office.pk + 9999}/{desk.query}"
    assert officer.get(elsewhere).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_does_not_grow(
    desk: Desk, officer: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    more = [make_activity(desk.plain.project, 10 + n, office=desk.office) for n in range(count)]
    make_report(desk.office, 5, "submitted", progress=dict.fromkeys(more, "5"))
    make_report(desk.office, 6, progress=dict.fromkeys(more, "10"))
    address = desk.address(6, "edit", item=f"a{more[0].pk}")
    officer.get(address)
    with django_assert_num_queries(QUERIES):
        officer.get(address)
