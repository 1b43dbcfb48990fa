"""Correcting in the admin, as a person does it: with the form, and with the reason it asks for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from budgets.models import Allocation, PageAmount, StatementLine
from etda_plan.accounts.models import User
from etda_plan.common.forms import BuddhistDateField
from kpis.models import Kpi, KpiTarget
from projects.models import Amendment, Anomaly, FiscalPlan, PlanApproval, Project, Strategy
from tests.factories import make_plan, make_strategy, make_user

REASON = "ระบุเหตุผลของการแก้ไข"


@pytest.fixture
def manager(plan: FiscalPlan) -> User:
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def manager_client(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def page_of(record: models.Model, page: str = "change") -> str:
    label, name = record._meta.app_label, record._meta.model_name
    return reverse(f"admin:{label}_{name}_{page}", args=[record.pk])


def form_of(client: Client, record: models.Model) -> BaseForm:
    form: BaseForm = client.get(page_of(record)).context["adminform"].form
    return form


def typed(client: Client, record: models.Model) -> dict[str, Any]:
    """Return what the browser sends when the form is saved as it came."""
    answer = client.get(page_of(record))
    form = answer.context["adminform"].form
    data = {bound.name: bound.value() for bound in form}
    for formset in answer.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {management.add_prefix(bound.name): bound.value() for bound in management}
    return {name: value for name, value in data.items() if value is not None and value is not False}


def save(client: Client, record: models.Model, changes: Mapping[str, Any]) -> HttpResponse:
    answer: Any = client.post(page_of(record), {**typed(client, record), **changes})
    return answer  # type: ignore[no-any-return]


def errors(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = answer.context["adminform"].form.errors
    return found


class TestReason:
    def test_a_changed_name_asks_for_its_reason_in_thai(self, manager_client: Client) -> None:
        project = Project.objects.get(code="EC")
        answer = save(manager_client, project, {"name": "ชื่อใหม่"})
        assert errors(answer) == {"reason": [REASON]}
        assert not Amendment.objects.exists()

    def test_with_it_the_name_is_in_force_and_the_printed_one_kept(
        self, manager_client: Client, manager: User
    ) -> None:
        project = Project.objects.get(code="EC")
        printed = project.name
        answer = save(manager_client, project, {"name": "ชื่อใหม่", "reason": "ตามมติ"})
        assert answer.status_code == 302
        project.refresh_from_db()
        amendment = Amendment.objects.get()
        assert (project.name, amendment.printed_value) == ("ชื่อใหม่", printed)
        latest = project.history.latest()
        assert (latest.history_user, latest.history_change_reason) == (manager, "ตามมติ")

    def test_what_is_not_printed_needs_none(self, manager_client: Client) -> None:
        project = Project.objects.get(code="EC")
        assert save(manager_client, project, {"position": 77}).status_code == 302
        project.refresh_from_db()
        assert project.position == 77

    @pytest.mark.parametrize("code", ["EC", "OFF", "NB"])
    def test_saving_a_form_as_it_came_changes_nothing(
        self, manager_client: Client, code: str
    ) -> None:
        project = Project.objects.get(code=code)
        before = Project.objects.filter(pk=project.pk).values().get()
        entries = project.history.count()
        assert save(manager_client, project, {}).status_code == 302
        assert Project.objects.filter(pk=project.pk).values().get() == before
        assert project.history.count() == entries

    def test_an_emptied_text_is_unknown_not_empty(self, manager_client: Client) -> None:
        project = Project.objects.get(code="EC")
        save(manager_client, project, {"goal": "", "reason": "ไม่ใช้แล้ว"})
        project.refresh_from_db()
        assert project.goal is None

    def test_a_target_takes_commas_and_thai_digits(self, manager_client: Client) -> None:
        target = KpiTarget.objects.get(kpi__number=8, project__code="EC")
        answer = save(manager_client, target, {"value": "๑,๒๐๐", "reason": "ตามมติ"})
        assert answer.status_code == 302, errors(answer)
        target.refresh_from_db()
        assert target.value == 1200

    def test_the_document_stands_beside_the_field_with_its_line(
        self, manager_client: Client
    ) -> None:
        project = Project.objects.get(code="EC")
        hint = form_of(manager_client, project).fields["name"].help_text
        assert "ตามเอกสาร:" in hint
        assert project.name in hint
        assert f"#L{project.name_line}" in hint

    def test_what_the_document_says_is_escaped(self, manager_client: Client) -> None:
        strategy = Strategy.objects.get(number=1, plan__fiscal_year=2563)
        text = "<script>alert(1)</script>"
        save(manager_client, strategy, {"text": text, "reason": text})
        for page in (page_of(strategy), page_of(strategy, "history")):
            html = manager_client.get(page).content.decode()
            assert text not in html
            assert "&lt;script&gt;" in html


class TestHistory:
    def test_tells_when_who_what_and_why_in_thai(self, manager_client: Client) -> None:
        kpi = Kpi.objects.get(number=1)
        save(manager_client, kpi, {"direction": "at_least", "reason": "ตามหนังสือที่ 12"})
        save(manager_client, kpi, {"direction": "exactly", "reason": "แก้คำผิด"})
        html = manager_client.get(page_of(kpi, "history")).content.decode()
        assert "อ่านจากเอกสารเมื่อนำเข้าแผน" in html
        assert "<del>ไม่น้อยกว่า</del> → <ins>เท่ากับ</ins>" in html
        for words in ("somchai", "ตามหนังสือที่ 12", "แก้คำผิด", "ทิศทาง", "แก้ไข"):
            assert words in html
        assert str(datetime.date.today().year + 543) in html

    def test_cannot_be_rewritten(self, manager_client: Client) -> None:
        strategy = Strategy.objects.get(number=1, plan__fiscal_year=2563)
        save(manager_client, strategy, {"text": "ใหม่", "reason": "ตามมติ"})
        version = strategy.history.latest().pk
        page = reverse("admin:projects_strategy_simple_history", args=[strategy.pk, version])
        assert manager_client.get(page).status_code == 404
        assert manager_client.post(page, {"text": "อื่น"}).status_code == 404


class TestWhatIsPrinted:
    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            (StatementLine, ["amount", "name", "number", "parent", "fund_source", "source_line"]),
            (PageAmount, ["amount", "project", "activity"]),
            (Allocation, ["initial_amount", "fund_source", "project"]),
            (Activity, ["title_printed", "number", "project", "source_line"]),
            (Project, ["code", "plan", "name_printed", "name_line"]),
            (Anomaly, ["code", "title", "difference", "check_code"]),
        ],
    )
    def test_cannot_be_typed(
        self, manager_client: Client, model: type[models.Model], fields: list[str]
    ) -> None:
        record = model._base_manager.first()
        assert record is not None
        assert not set(fields) & form_of(manager_client, record).fields.keys()

    def test_a_page_without_a_field_to_fill_in_has_nothing_to_save(
        self, manager_client: Client
    ) -> None:
        line, strategy = StatementLine.objects.first(), Strategy.objects.first()
        assert line is not None
        assert strategy is not None
        assert 'name="_save"' not in manager_client.get(page_of(line)).content.decode()
        assert 'name="_save"' in manager_client.get(page_of(strategy)).content.decode()

    @pytest.mark.parametrize(
        "model", [Strategy, Project, Activity, Kpi, KpiTarget, StatementLine, Allocation, Anomaly]
    )
    def test_cannot_be_deleted(self, manager_client: Client, model: type[models.Model]) -> None:
        record = model._base_manager.first()
        assert record is not None
        answer = manager_client.post(page_of(record, "delete"), {"post": "yes"})
        assert answer.status_code == 403
        assert model._base_manager.filter(pk=record.pk).exists()

    def test_cannot_be_deleted_from_the_list(self, manager_client: Client) -> None:
        data = {"action": "delete_selected", "_selected_action": [1, 2], "post": "yes"}
        manager_client.post(reverse("admin:projects_strategy_changelist"), data)
        assert Strategy.objects.filter(plan__fiscal_year=2563).count() == 5

    def test_amendments_are_only_read(self, manager_client: Client) -> None:
        strategy = Strategy.objects.get(number=1, plan__fiscal_year=2563)
        save(manager_client, strategy, {"text": "ใหม่", "reason": "ตามมติ"})
        amendment = Amendment.objects.get()
        assert manager_client.get(reverse("admin:projects_amendment_add")).status_code == 403
        answer = manager_client.post(page_of(amendment, "delete"), {"post": "yes"})
        assert answer.status_code == 403
        assert manager_client.post(page_of(amendment), {"value": "x"}).status_code == 403


class TestAnotherPlan:
    def test_takes_new_rows_and_lets_them_go(self, manager_client: Client) -> None:
        plan = make_plan(2570)
        data = {"plan": plan.pk, "number": 1, "text": "กลยุทธ์ใหม่"}
        answer = manager_client.post(reverse("admin:projects_strategy_add"), data)
        assert answer.status_code == 302
        strategy = Strategy.objects.get(plan=plan)
        assert save(manager_client, strategy, {"text": "อีกครั้ง"}).status_code == 302
        assert manager_client.post(page_of(strategy, "delete"), {"post": "yes"}).status_code == 302
        assert not Strategy.objects.filter(plan=plan).exists()

    def test_an_office_of_another_plan_is_refused_beside_the_field(
        self, manager_client: Client
    ) -> None:
        project = Project.objects.get(code="EC")
        stranger = make_strategy(make_plan(2570))
        answer = save(manager_client, project, {"strategy": stranger.pk, "reason": "ลอง"})
        assert errors(answer) == {"strategy": ["กลยุทธ์นี้อยู่ในแผนอื่น"]}


class TestAnomaly:
    def test_is_confirmed_with_a_note_alone(self, manager_client: Client) -> None:
        anomaly = Anomaly.objects.get(code="A01")
        answer = save(manager_client, anomaly, {"state": "resolved"})
        assert list(errors(answer)) == ["note"]
        done = {"state": "resolved", "note": "สอบถามกองคลังแล้ว"}
        assert save(manager_client, anomaly, done).status_code == 302
        anomaly.refresh_from_db()
        assert (anomaly.state, anomaly.note) == ("resolved", "สอบถามกองคลังแล้ว")
        assert anomaly.history.latest().state == "resolved"


def test_directions_are_confirmed_from_the_list(manager_client: Client, manager: User) -> None:
    kpis = Kpi.objects.filter(number__in=(1, 2, 10))
    entries = Kpi.objects.get(number=10).history.count()
    data = {"action": "confirm", "_selected_action": [kpi.pk for kpi in kpis]}
    manager_client.post(reverse("admin:kpis_kpi_changelist"), data)
    assert not kpis.filter(direction_is_inferred=True).exists()
    confirmed = Kpi.objects.get(number=1).history.latest()
    assert (confirmed.history_user, bool(confirmed.history_change_reason)) == (manager, True)
    assert Kpi.objects.get(number=10).history.count() == entries
    assert Kpi.objects.get(number=3).direction_is_inferred


class TestBuddhistDates:
    field = BuddhistDateField()

    @pytest.mark.parametrize("typed", ["11/12/2562", "2562-12-11", " 11/12/2562 "])
    def test_are_typed_in_two_ways(self, typed: str) -> None:
        assert self.field.clean(typed) == datetime.date(2019, 12, 11)

    def test_the_leap_day_is_known(self) -> None:
        assert self.field.clean("29/2/2563") == datetime.date(2020, 2, 29)

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("11/12/2019", "era"),
            ("2019-12-11", "era"),
            ("29/2/2562", "invalid"),
            ("31/13/2562", "invalid"),
            ("11/12/62", "invalid"),
            ("เมื่อวาน", "invalid"),
        ],
    )
    def test_others_are_refused(self, typed: str, code: str) -> None:
        with pytest.raises(ValidationError) as refused:
            self.field.clean(typed)
        assert refused.value.code == code

    def test_an_ad_year_is_answered_with_its_buddhist_one(self) -> None:
        with pytest.raises(ValidationError, match="2562 ไม่ใช่ 2019"):
            self.field.clean("11/12/2019")

    def test_forms_and_lists_show_them(self, manager_client: Client) -> None:
        approval = PlanApproval.objects.get(meeting="9/2562")
        assert approval.approved_on == datetime.date(2019, 12, 11)
        assert typed(manager_client, approval)["approved_on"] == "11/12/2562"
        html = manager_client.get(page_of(approval)).content.decode()
        assert 'value="11/12/2562"' in html
        listed = manager_client.get(reverse("admin:projects_planapproval_changelist"))
        assert "11 ธ.ค. 2562" in listed.content.decode()
