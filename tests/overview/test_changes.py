"""Who changed what: every kind of change is read, in one list, in order."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budgets.models import UploadedWorkbook
from budgets.services.transfers import refuse_transfer
from etda_plan.accounts.models import RoleGrant, User
from etda_plan.common.permissions import Role
from etda_plan.overview.changes.asked import Asked, RecordKey
from etda_plan.overview.changes.change import Change
from etda_plan.overview.changes.reading import Changes
from etda_plan.overview.changes.sources import TOLD_BY_EVENTS, is_of_a_history, sources
from etda_plan.overview.changes.telling import SIGNED_ACTS
from projects.models import FiscalPlan
from projects.services.amendments import revise
from tests.factories import (
    close_months,
    make_administrator,
    make_approver,
    make_attachment,
    make_ledger,
    make_membership,
    make_planner,
    make_project,
    make_spending_plan,
    make_transfer,
    make_user,
    post_entry,
    publish,
    reopen,
)


def read(user: User | None = None, **asked: object) -> list[Change]:
    """Return what an auditor, or ``user``, reads of what is asked for, newest first."""
    reader = user or make_user("reader", Role.AUDITOR)
    return list(Changes(reader, Asked(**asked)))  # type: ignore[arg-type]


def fields(change: Change) -> dict[str, tuple[str | None, str | None]]:
    return {each.label: (each.old, each.new) for each in change.fields}


def test_a_changed_field_has_its_author_old_and_new_value_and_reason(plan: FiscalPlan) -> None:
    user = make_administrator()
    project = plan.projects.get(code="EC")
    old = project.name
    revise(project, {"name": "ชื่อใหม่"}, reason="มติคณะกรรมการ", user=user)
    change = read(kind="projects.project")[0]
    assert (change.person, change.act, change.reason) == ("administrator", "แก้ไข", "มติคณะกรรมการ")
    assert fields(change) == {"ชื่อ": (old, "ชื่อใหม่")}
    assert change.title == "EC ชื่อใหม่"
    assert change.address == "/projects/EC/"


def test_an_amendment_says_what_the_document_prints(plan: FiscalPlan) -> None:
    project = plan.projects.get(code="EC")
    revise(project, {"goal": "เป้าหมายใหม่"}, reason="มติ", user=make_administrator())
    change = read(kind="projects.amendment")[0]
    assert fields(change)["ค่าที่ใช้อยู่"][1] == "เป้าหมายใหม่"
    assert change.reason == "มติ"


def test_what_no_person_did_was_done_by_the_system(plan: FiscalPlan) -> None:
    first = read(kind="projects.fiscalplan")[-1]
    assert (first.person, first.reason) == ("", "อ่านจากเอกสารเมื่อนำเข้าแผน")


def test_values_that_are_records_are_called_by_their_names(plan: FiscalPlan) -> None:
    user = make_administrator()
    activity = plan.projects.get(code="EC").activities.get(number=1)
    was, other = activity.office, plan.offices.exclude(pk=activity.office_id)[0]
    revise(activity, {"office": other}, reason="ย้ายงาน", user=user)
    change = read(kind="activities.activity")[0]
    assert fields(change)["ผู้รับผิดชอบ"] == (was.code, other.code)
    assert change.title.startswith("EC/1 ")


def test_a_role_given_and_taken_keeps_its_names_after_it_is_gone(plan: FiscalPlan) -> None:
    user = make_user("somsri", first_name="สมศรี")
    RoleGrant.objects.create(user=user, role=Role.FINANCE).delete()
    taken, given = read(kind="accounts.rolegrant")[:2]
    assert (taken.act, given.act) == ("ลบ", "เพิ่ม")
    assert fields(taken) == {"ผู้ใช้": ("สมศรี", None), "บทบาท": ("ฝ่ายการเงิน", None)}
    assert fields(given) == {"ผู้ใช้": (None, "สมศรี"), "บทบาท": (None, "ฝ่ายการเงิน")}
    assert taken.title == "somsri · ฝ่ายการเงิน"
    assert taken.address == ""


def test_a_record_that_is_gone_with_what_it_named_is_called_by_its_number(db: None) -> None:
    plan = make_ledger().project.plan
    strategy = plan.strategies.create(number=9, text="กลยุทธ์")
    project = make_project(plan, "ZZ", strategy=strategy)
    key = project.pk
    project.delete()
    strategy.delete()
    assert read(kind="projects.project")[0].title == f"#{key}"


def test_an_entry_of_the_ledger_is_a_change_with_the_day_that_it_bears(db: None) -> None:
    entry = post_entry(make_ledger(), "12.50")
    change = read(kind="budgets.entry")[0]
    assert change.person == "finance"
    assert change.title == f"{entry} เบิกจ่าย 12.50 · {entry.allocation.label}"
    assert change.address == f"/budgets/entries/{entry.pk}/"
    assert fields(change)["จำนวนเงิน (บาท)"] == (None, "12.50")
    assert change.dated is None
    assert change.moment == entry.entered_at


def test_a_proposal_and_its_decision_are_two_changes_of_two_people(db: None) -> None:
    line = make_ledger("100", code="AA")
    other = make_ledger("100", code="BB")
    transfer = make_transfer(line, other)
    refuse_transfer(transfer, user=make_approver(), key=uuid.uuid4(), reason="ไม่จำเป็น")
    decided, proposed = read(kind="budgets.transfer")
    assert (proposed.person, decided.person) == ("planner", "approver")
    assert fields(decided) == {"สถานะ": ("เสนอแล้ว", "ไม่อนุมัติ")}
    assert decided.reason == "ไม่จำเป็น"


def test_closing_reopening_and_publishing_are_changes_with_their_reasons(db: None) -> None:
    plan = make_ledger().project.plan
    first, second = close_months(plan, 2)
    publish(first)
    reopen(second, "บันทึกตกหล่น")
    assert [each.title for each in read(kind="budgets.monthclose")] == ["พ.ย. 2562", "ต.ค. 2562"]
    assert read(make_planner(), kind="budgets.monthreopening")[0].reason == "บันทึกตกหล่น"
    published = read(make_planner(), kind="budgets.monthpublication")[0]
    assert (published.title, published.person) == ("ต.ค. 2562", "administrator")


def test_changes_stand_newest_first_whatever_they_are_of(plan: FiscalPlan) -> None:
    post_entry(make_ledger(), "1")
    make_membership(make_user(), plan.offices.all()[0], datetime.date(2019, 10, 1))
    found = read()
    assert [each.moment for each in found] == sorted((each.moment for each in found), reverse=True)
    assert len(found) == len(Changes(make_planner(), Asked()))


def test_a_page_is_the_same_as_its_part_of_the_whole(plan: FiscalPlan) -> None:
    changes = Changes(make_user("reader", Role.AUDITOR), Asked())
    assert changes[30:40] == list(changes)[30:40]


def test_changes_are_found_by_person_day_words_and_kind(db: None) -> None:
    line = make_ledger()
    post_entry(line, "1", payee="ร้านค้า ก", document_number="บจ. 1/63")
    post_entry(line, "2", payee="ร้านค้า ข", user=make_user("other", Role.FINANCE))
    reader = make_planner()
    day, one = timezone.localdate(), datetime.timedelta(days=1)
    entries = {"kind": "budgets.entry"}
    assert len(read(reader, text="ร้านค้า", **entries)) == 2
    assert [each.person for each in read(reader, text="บจ. 1/63")] == ["finance"]
    other = User.objects.get(username="other")
    assert {each.person for each in read(reader, person=other)} == {"other"}
    assert len(read(reader, since=day, until=day, **entries)) == 2
    assert read(reader, since=day + one) == []
    assert read(reader, until=day - one, **entries) == []


def test_the_changes_of_a_record_are_its_own_and_those_of_what_hangs_on_it(
    plan: FiscalPlan,
) -> None:
    chief = make_administrator()
    project, other = plan.projects.get(code="EC"), plan.projects.get(code="DT")
    for each in (project, other, project.activities.get(number=1)):
        revise(
            each,
            {"title" if each not in (project, other) else "goal": "ใหม่"},
            reason="มติ",
            user=chief,
        )
    amended = [each for each in read(record=RecordKey.of(project)) if each.reason == "มติ"]
    own = {each.title.split()[0] for each in amended if each.kind != "การแก้ไขจากเอกสาร"}
    assert own == {"EC", "EC/1"}
    assert len(amended) == 3


def test_accounts_are_changes_as_admin_logged_them(db: None) -> None:
    chief, user = make_administrator(), make_user("somchai")
    message = [{"changed": {"fields": ["Active"]}}]
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=chief, content_type=kind, object_id=str(user.pk), object_repr="somchai",
        action_flag=CHANGE, change_message=str(message).replace("'", '"'),
    )  # fmt: skip
    change = read(kind="accounts.user")[0]
    assert (change.person, change.title, change.act) == ("administrator", "somchai", "แก้ไข")
    assert change.note


def test_what_admin_logged_of_a_record_with_a_history_is_not_told_twice(plan: FiscalPlan) -> None:
    chief, office = make_administrator(), plan.offices.all()[0]
    kind = ContentType.objects.get_for_model(office)
    LogEntry.objects.create(
        user=chief, content_type=kind, object_id=str(office.pk), object_repr="x", action_flag=CHANGE
    )
    assert read(kind="accounts.user") == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.AUDITOR, True), (Role.ADMINISTRATOR, True), (Role.PLANNER, False)],
)
def test_sign_ins_are_read_by_those_who_may(db: None, role: Role, sees: bool) -> None:
    AccessLog.objects.create(username="somchai", ip_address="10.0.0.1", path_info="/")
    AccessFailureLog.objects.create(username="somchai", ip_address="10.0.0.2", path_info="/")
    found = [each for each in read(make_user("reader", role)) if each.person == "somchai"]
    assert len(found) == (2 if sees else 0)
    if sees:
        assert {each.act for each in found} == {"เข้าสู่ระบบ", "เข้าสู่ระบบไม่สำเร็จ"}


def test_every_table_that_names_who_and_when_is_read() -> None:
    """A new model is told of without being listed anywhere; its act needs words."""
    read_tables = {source.table for source in sources()}
    account = User
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        by = [
            field.name
            for field in model._meta.concrete_fields
            if field.related_model is account and field.name.endswith("by")
        ]
        if by and any(name.endswith("_at") for name in names) and not is_of_a_history(model):
            history = getattr(model._meta, "simple_history_manager_attribute", None)
            told = model._meta.label_lower in TOLD_BY_EVENTS
            assert told or history or model in read_tables or model is UploadedWorkbook, model
    acts = {getattr(source, "act", "") for source in sources()} - {""}
    assert acts <= SIGNED_ACTS.keys()


def _one_of_each(plan: FiscalPlan, number: int) -> None:
    """Make one change of each kind."""
    line = make_ledger("1000", code=f"L{number}")
    other = make_ledger("1000", code=f"M{number}")
    entry = post_entry(line, "1")
    make_attachment(entry)
    make_transfer(line, other, "1")
    make_spending_plan(line)
    user = make_user(f"user{number}", Role.OFFICER)
    RoleGrant.objects.create(user=user, role=Role.FINANCE)
    make_membership(user, plan.offices.all()[0], datetime.date(2019, 10, 1))
    project = plan.projects.order_by("pk")[number % 8]
    revise(project, {"goal": f"เป้า {number}"}, reason="มติ", user=make_administrator())
    target = plan.kpi_frameworks.get().kpis.order_by("pk")[number % 12].targets.all()[0]
    revise(target, {"value": Decimal(900 + number)}, reason="มติ", user=make_administrator())


def test_a_page_takes_as_many_queries_for_one_change_of_a_kind_as_for_many(
    plan: FiscalPlan,
) -> None:
    reader = make_user("reader", Role.AUDITOR)
    _one_of_each(plan, 1)
    begun = timezone.localdate()
    with CaptureQueriesContext(connection) as few:
        one = Changes(reader, Asked(since=begun))[:200]
    for number in range(2, 8):
        _one_of_each(plan, number)
    with CaptureQueriesContext(connection) as many:
        found = Changes(reader, Asked(since=begun))[:200]
    kinds = {each.kind for each in one}
    assert {each.kind for each in found} >= kinds - {"แผนปฏิบัติการ"}
    assert len(many) <= len(few)


def test_no_source_reads_a_field_pair_of_a_history(db: None) -> None:
    assert not any(is_of_a_history(source.model) for source in sources())
    assert all(issubclass(source.table, models.Model) for source in sources())
