"""The pages of the monthly plan of work: grid, form, versions."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from activities.models import Activity, Schedule
from activities.permissions import PROPOSE_SCHEDULES
from activities.services.schedules import propose_schedule
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.permissions import Role
from projects.models import FiscalPlan, Office
from tests.factories import (
    make_activity,
    make_approver,
    make_membership,
    make_office,
    make_plan,
    make_planner,
    make_project,
    make_schedule,
    make_sub_activity,
    make_user,
    planned_item,
)

pytestmark = pytest.mark.django_db

GRID, NEW, VERSIONS = (f"/activities/schedule/{page}" for page in ("", "new/", "versions/"))
WORDS = {"P": "planned", "N": "not-planned", "?": "unknown"}


@pytest.fixture
def year() -> FiscalPlan:
    """The current plan: one work with an activity and its part."""
    FiscalPlan.objects.update(is_current=False)
    plan = make_plan(2571, is_current=True)
    activity = make_activity(make_project(plan), office=make_office(plan))
    make_sub_activity(activity)
    return plan


@pytest.fixture
def activity(year: FiscalPlan) -> Activity:
    """The plan's activity."""
    return Activity.objects.get(project__plan=year)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def officer_of(office: Office, name: str = "officer") -> User:
    officer = make_user(name, Role.OFFICER)
    make_membership(officer, office, today())
    return officer


def form_of(activity: Activity, months: str = "", part: str = "", **fields: Any) -> dict[str, Any]:
    """Return what the form of an activity and its part sends."""
    unknown = "????????????"
    names = {
        f"activity-{activity.pk}": months or unknown,
        f"sub_activity-{activity.sub_activities.get().pk}": part or unknown,
    }
    rows: dict[str, Any] = {"based_on": "0", "note": ""}
    for name, row in names.items():
        rows[f"{name}-months"] = [WORDS[month] for month in row]
    return {**rows, **fields}


def text(client: Client, address: str, **asked: Any) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


class TestGrid:
    """What everybody reads."""

    def test_nothing_filled_in_is_said(self, client: Client, activity: Activity) -> None:
        page = text(client, GRID)
        assert "ยังไม่มีการกรอกแผนงานรายเดือน" in page
        assert "หน่วยงานหรือผู้วางแผนเป็นผู้กรอก" in page

    @pytest.mark.parametrize("role", [None, *Role])
    def test_the_form_is_offered_to_those_who_may_open_it(
        self, client: Client, activity: Activity, role: Role | None
    ) -> None:
        reader = make_user("reader", role) if role else None
        may = reader is not None and PROPOSE_SCHEDULES.allows(reader)
        if reader:
            client.force_login(reader)
        for address in (GRID, "/activities/progress/", "/activities/AA/1/", "/projects/AA/"):
            assert (f'href="{NEW}"' in text(client, address)) == may, address

    def test_months_filled_in_say_so_with_version_and_day(
        self, client: Client, activity: Activity
    ) -> None:
        make_schedule(planned_item(activity), approved=True)
        page = text(client, GRID)
        assert page.count("กรอกภายหลัง") == 1
        assert "ฉบับที่ 1" in page
        assert "planner" not in page

    def test_people_with_a_role_read_who_filled_in_and_approved(
        self, client: Client, activity: Activity
    ) -> None:
        make_schedule(planned_item(activity), approved=True)
        page = text(signed_in(client, make_user("reader", Role.AUDITOR)), GRID)
        assert "กรอกโดย planner อนุมัติโดย approver" in page

    @pytest.mark.parametrize("address", [GRID, "/activities/", "/activities/AA/1/"])
    def test_the_tag_stands_wherever_a_strip_stands(
        self, client: Client, activity: Activity, address: str
    ) -> None:
        assert "กรอกภายหลัง" not in text(client, address)
        make_schedule(planned_item(activity), approved=True)
        assert "กรอกภายหลัง" in text(client, address)

    def test_the_page_of_a_work_bears_the_tag_of_activity_and_part(
        self, client: Client, activity: Activity
    ) -> None:
        part = activity.sub_activities.get()
        make_schedule(planned_item(activity), planned_item(part), approved=True)
        assert text(client, "/projects/AA/").count("กรอกภายหลัง") == 2

    def test_filters_keep_one_offices_rows(self, client: Client, activity: Activity) -> None:
        other = make_office(activity.project.plan, "ส.อื่น")
        make_activity(activity.project, 2, title="งานของหน่วยอื่น", office=other)
        assert "งานของหน่วยอื่น" not in text(client, GRID, office=activity.office.code)
        assert "งานของหน่วยอื่น" in text(client, GRID, office="ส.อื่น")

    def test_a_row_is_exported_with_its_months_and_its_version(
        self, client: Client, activity: Activity
    ) -> None:
        item = planned_item(
            activity, "PN??????????", weight=Decimal("2.5"), milestones=((6, "ร่าง"),)
        )
        make_schedule(item, approved=True)
        content = client.get(GRID, {"_export": "xlsx"}).content
        sheet = load_workbook(BytesIO(content)).active
        assert sheet is not None
        activity_row, part_row = list(sheet.values)[-2:]
        assert activity_row[1] == "AA/1"
        assert activity_row[4:7] == ("มีแผน", "ไม่มีแผนเดือนนี้", "ไม่มีข้อมูลในเอกสาร")
        assert (activity_row[16], activity_row[18], activity_row[19]) == (2.5, "มี.ค. ร่าง", 1)
        assert set(part_row[4:16]) == {"ไม่มีข้อมูลในเอกสาร"}

    def test_no_plan_at_all_is_no_error(self, client: Client, no_plan: None) -> None:
        assert client.get(GRID).status_code == 200


class TestForm:
    """What proposes."""

    def test_the_whole_is_proposed_and_shown_as_a_version(
        self, client: Client, activity: Activity
    ) -> None:
        signed_in(client, officer_of(activity.office))
        name = f"activity-{activity.pk}"
        sent = form_of(
            activity,
            "PPPNNN??????",
            note="จากบันทึกการประชุม",
            **{
                f"{name}-weight": "1.5",
                f"{name}-deliverable": "รายงาน",
                f"{name}-milestones": "มี.ค. ร่าง\nกันยายน: ฉบับสมบูรณ์",
            },
        )
        response = client.post(NEW, sent)
        schedule = Schedule.objects.get()
        assert response["Location"] == f"{VERSIONS}{schedule.pk}/"
        (line,) = schedule.lines.all()
        assert line.months == [True] * 3 + [False] * 3 + [None] * 6
        assert (schedule.office, schedule.note) == (activity.office, "จากบันทึกการประชุม")
        assert (line.weight, line.deliverable) == (Decimal("1.5"), "รายงาน")
        milestones = [(each.month, each.title) for each in line.milestones.all()]
        assert milestones == [(6, "ร่าง"), (12, "ฉบับสมบูรณ์")]
        page = text(client, response["Location"])
        assert "ถอนข้อเสนอ" in page
        assert f'data-draft-clear="schedule:{schedule.proposed_by_id}:2571:"' in page

    def test_the_form_opens_with_what_is_in_force(self, client: Client, activity: Activity) -> None:
        item = planned_item(activity, "PN??????????", milestones=((1, "เริ่ม"),))
        make_schedule(item, approved=True)
        page = text(signed_in(client, make_planner()), NEW)
        row = page.split(f'id="activity-{activity.pk}"')[1].split("</tr>")[0]
        states = [part.split('"')[0] for part in row.split('data-state="')[1:]]
        assert states == ["planned", "not-planned", *["unknown"] * 10]
        assert "ต.ค. เริ่ม" in row
        assert 'name="based_on" value="1"' in page

    @pytest.mark.parametrize(
        ("field", "typed"), [("weight", "0"), ("weight", "x"), ("milestones", "ร่างรายงาน")]
    )
    def test_a_refusal_shows_all_that_was_typed(
        self, client: Client, activity: Activity, field: str, typed: str
    ) -> None:
        signed_in(client, make_planner())
        name = f"activity-{activity.pk}"
        sent = form_of(activity, "PPNNNNNNNNNN", note="หมายเหตุยาว", **{f"{name}-{field}": typed})
        page = client.post(NEW, sent).content.decode()
        assert not Schedule.objects.exists()
        assert "หมายเหตุยาว" in page
        assert f'href="#{name}"' in page
        assert typed in page
        assert page.count('data-state="planned"') == 2 + 1  # one is the legend's

    @pytest.mark.parametrize("months", [["planned"] * 11, ["planned"] * 13, ["yes"] * 12, []])
    def test_a_row_that_is_not_twelve_states_is_refused(
        self, client: Client, activity: Activity, months: list[str]
    ) -> None:
        signed_in(client, make_planner())
        sent = {**form_of(activity), f"activity-{activity.pk}-months": months}
        assert client.post(NEW, sent).status_code == 200
        assert not Schedule.objects.exists()

    def test_nothing_changed_is_said(self, client: Client, activity: Activity) -> None:
        signed_in(client, make_planner())
        page = client.post(NEW, form_of(activity)).content.decode()
        assert "ไม่มีรายการใดต่างจากที่ใช้อยู่" in page

    def test_a_later_version_is_told_once_and_then_written_over_knowingly(
        self, client: Client, activity: Activity
    ) -> None:
        signed_in(client, make_planner())
        make_schedule(planned_item(activity), office=activity.office, approved=True)
        sent = form_of(activity, "NNNNNNNNNNNN")
        page = client.post(NEW, sent).content.decode()
        assert "AA/1" in page.split('role="alert"')[1].split("</p>")[0]
        assert 'name="based_on" value="1"' in page
        client.post(NEW, {**sent, "based_on": "1"})
        assert Schedule.objects.pending().get().based_on == 1

    def test_a_proposal_that_waits_is_led_to(self, client: Client, activity: Activity) -> None:
        waiting = make_schedule(planned_item(activity))
        page = text(signed_in(client, make_planner()), NEW)
        assert f"{VERSIONS}{waiting.pk}/" in page
        assert "data-month-grid" not in page

    def test_an_officer_sees_only_the_own_offices_rows(
        self, client: Client, activity: Activity
    ) -> None:
        other = make_office(activity.project.plan, "ส.อื่น")
        make_activity(activity.project, 2, title="งานของหน่วยอื่น", office=other)
        signed_in(client, officer_of(activity.office))
        assert "งานของหน่วยอื่น" not in text(client, NEW)
        assert client.get(NEW, {"office": "ส.อื่น"}).status_code == 404
        assert client.post(f"{NEW}?office=ส.อื่น", form_of(activity, "P" * 12)).status_code == 404

    def test_who_is_in_two_offices_chooses_one(self, client: Client, activity: Activity) -> None:
        officer = officer_of(activity.office)
        other = make_office(activity.project.plan, "ส.อื่น")
        make_membership(officer, other, today())
        signed_in(client, officer)
        assert "data-month-grid" not in text(client, NEW)
        assert "data-month-grid" in text(client, NEW, office=activity.office.code)

    def test_who_is_in_no_office_is_told_whom_to_ask(
        self, client: Client, activity: Activity
    ) -> None:
        signed_in(client, make_user("new", Role.OFFICER))
        assert "ท่านไม่ได้อยู่ในหน่วยงานใดของแผนนี้" in text(client, NEW)

    def test_more_rows_than_a_form_holds_are_chosen_among(
        self, client: Client, activity: Activity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("activities.views.schedules.MOST_ROWS", 1)
        page = text(signed_in(client, make_planner()), NEW)
        assert "data-month-grid" not in page
        assert "2 แถวมากเกินไป" in page

    @pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.APPROVER])
    def test_other_roles_are_refused(self, client: Client, activity: Activity, role: Role) -> None:
        signed_in(client, make_user("other", role))
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, form_of(activity, "P" * 12)).status_code == 403

    def test_a_visitor_signs_in_first(self, client: Client, activity: Activity) -> None:
        for address in (NEW, VERSIONS):
            assert "/login/" in client.get(address)["Location"]

    def test_another_year_is_planned_in_its_own_plan(
        self, client: Client, activity: Activity
    ) -> None:
        other = make_plan(2580)
        later = make_activity(make_project(other))
        make_sub_activity(later)
        signed_in(client, make_planner())
        sent = form_of(later, "PPPPPPPPPPPP")
        response = client.post(f"{NEW}?fiscal_year=2580", sent)
        assert response["Location"].endswith("?fiscal_year=2580")
        assert Schedule.objects.get().plan == other


class TestVersions:
    """Versions, and the decision on one that waits."""

    def decide(self, client: Client, schedule: Schedule, decision: str, reason: str = "") -> str:
        address = f"{VERSIONS}{schedule.pk}/"
        sent = {"decision": decision, "reason": reason}
        response = client.post(address, sent, follow=True)
        return response.content.decode()

    def test_it_stands_beside_the_version_before(self, client: Client, activity: Activity) -> None:
        make_schedule(planned_item(activity, "PP??????????"), approved=True)
        later = make_schedule(planned_item(activity, "PN?N????????", deliverable="รายงาน"))
        page = text(signed_in(client, make_approver()), f"{VERSIONS}{later.pk}/")
        assert "แก้ไข 2 เดือนใน 1 รายการ" in page
        assert "เดือนที่แก้ไข: พ.ย. ม.ค." in page
        assert "– → รายงาน" in page

    def test_an_approver_approves_on_the_page(self, client: Client, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity))
        signed_in(client, make_approver())
        assert "อนุมัติเป็นฉบับที่ 1" in self.decide(client, schedule, "approve")
        assert activity.month_row == [True] * 12

    def test_refusing_without_a_reason_is_said(self, client: Client, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity))
        signed_in(client, make_approver())
        page = self.decide(client, schedule, "refuse")
        assert "field--error" in page
        assert Schedule.objects.get().is_pending
        self.decide(client, schedule, "refuse", "ปรับใหม่")
        assert Schedule.objects.get().state == "refused"

    def test_the_proposer_may_withdraw_and_not_approve(
        self, client: Client, activity: Activity
    ) -> None:
        schedule = make_schedule(planned_item(activity))
        signed_in(client, make_planner())
        assert 'value="approve"' not in text(client, f"{VERSIONS}{schedule.pk}/")
        self.decide(client, schedule, "approve")
        assert Schedule.objects.get().is_pending
        self.decide(client, schedule, "withdraw")
        assert Schedule.objects.get().state == "withdrawn"

    def test_a_reader_reads_and_decides_nothing(self, client: Client, activity: Activity) -> None:
        schedule = make_schedule(planned_item(activity))
        signed_in(client, make_user("reader", Role.AUDITOR))
        assert 'name="decision"' not in text(client, f"{VERSIONS}{schedule.pk}/")
        sent = {"decision": "approve"}
        assert client.post(f"{VERSIONS}{schedule.pk}/", sent).status_code == 403

    def test_the_list_names_who_and_when(self, client: Client, activity: Activity) -> None:
        make_schedule(planned_item(activity), note="จากบันทึก", approved=True)
        refused = make_schedule(planned_item(activity, "N" * 12))
        page = text(signed_in(client, make_approver()), VERSIONS)
        for words in ("ฉบับที่ 1", f"ข้อเสนอที่ {refused.pk}", "จากบันทึก", "planner", "approver"):
            assert words in page

    def test_a_version_of_another_year_is_not_found(
        self, client: Client, activity: Activity
    ) -> None:
        elsewhere = make_schedule(planned_item(make_activity(make_project(make_plan(2580)))))
        signed_in(client, make_approver())
        assert client.get(f"{VERSIONS}{elsewhere.pk}/").status_code == 404


def fill(plan: FiscalPlan, numbers: range) -> None:
    """Add activities with parts and versions of their months."""
    project = plan.projects.get()
    activities = [make_activity(project, number) for number in numbers]
    items = [planned_item(each, milestones=((1, "เริ่ม"),)) for each in activities]
    items += [planned_item(make_sub_activity(each)) for each in activities]
    planner, approver = make_planner(), make_approver()
    schedule = propose_schedule(plan, None, items, user=planner)
    from_page = Client()
    from_page.force_login(approver)
    from_page.post(f"{VERSIONS}{schedule.pk}/{plan.query}", {"decision": "approve"})
    assert Schedule.objects.get(pk=schedule.pk).number


@pytest.mark.parametrize("address", [GRID, NEW, VERSIONS, "newest", f"{GRID}?_export=csv"])
def test_pages_ask_as_much_for_few_items_as_for_many(
    client: Client, year: FiscalPlan, address: str
) -> None:
    def queries() -> int:
        newest = Schedule.objects.filter(plan=year).latest("pk")
        asked = f"{VERSIONS}{newest.pk}/" if address == "newest" else address
        with CaptureQueriesContext(connection) as captured:
            assert client.get(asked).status_code == 200
        return len(captured)

    signed_in(client, make_planner("reader"))
    fill(year, range(2, 3))
    fill(year, range(3, 4))
    few = queries()
    fill(year, range(4, 40))
    for another in range(2572, 2576):
        other = make_plan(another)
        make_project(other)
        fill(other, range(1, 3))
    assert queries() == few
    assert few < 40
