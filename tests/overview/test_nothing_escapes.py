"""No stored copy of a printed figure or name can be moved without a check that names the place."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from activities.models import Activity, ScheduledMonth, SubActivity
from budgets.models import PageAmount, StatementLine
from etda_plan.common.checks import Check, Status
from etda_plan.common.fields import FixedPointField, MeasureField, MoneyField
from etda_plan.overview.plan_rows import PLAN_OF
from etda_plan.overview.reconciliation import reconcile
from kpis.models import QuarterlyTarget
from projects.models import Amendment, Anomaly, AnomalyLine, FiscalPlan, Office, PlanText, Strategy
from projects.reconciliation import code_of
from projects.services.amendments import amend
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]

Change = Callable[[Any], object]

NO_FIGURES = {
    *(f"{name}.position" for name in ("projects.Project", "budgets.FundSource")),
    "budgets.StatementLine.position",
    "projects.AnomalyLine.line",
}
"""Columns that say where a row stands in a list, or which line shows a warning: the words that the
warning is about may stand on the next line too."""

WORDS_OF_OURS = {
    "projects.Project.code",
    *(f"projects.Anomaly.{name}" for name in ("code", "title", "title_en", "detail", "detail_en")),
    *(f"projects.Anomaly.{name}" for name in ("evidence", "note")),
}
"""Columns whose words the document does not print."""


def models_of_the_plan() -> list[type[models.Model]]:
    return [*PLAN_OF, ScheduledMonth, QuarterlyTarget, Amendment]


every_model = pytest.mark.parametrize("model", models_of_the_plan(), ids=lambda each: each.__name__)


def number_columns(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.editable
        and isinstance(field, (FixedPointField, models.IntegerField))
        and field.editable
        and not field.primary_key
        and str(field) not in NO_FIGURES
    ]


def text_columns(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not field.choices
        and str(field) not in WORDS_OF_OURS
    ]


def steps(model: type[models.Model], name: str) -> list[Decimal | int]:
    """By how much a column is moved: 100 baht and a satang, one and the last place, one."""
    field = model._meta.get_field(name)
    if isinstance(field, MoneyField):
        return [Decimal(100), Decimal("0.01"), Decimal("-0.01")]
    if isinstance(field, MeasureField):
        return [Decimal(1), Decimal("0.0001"), Decimal("-0.0001")]
    return [1]


def plus(step: Decimal | int) -> Change:
    return lambda value: value + step


def to(value: object) -> Change:
    return lambda _before: value


def with_a_sign_more(value: str) -> str:
    return f"{value}๛"


def disagreeing_after(
    plan: FiscalPlan, rows: Iterable[models.Model], name: str, change: Change
) -> list[Check] | None:
    """Return what disagrees after the change, which is then undone; None if it is refused."""
    try:
        with transaction.atomic():
            for row in rows:
                value = change(getattr(row, name))
                type(row)._base_manager.filter(pk=row.pk).update(**{name: value})
            found = reconcile(FiscalPlan.objects.get(pk=plan.pk)).ended(Status.DISAGREES)
            transaction.set_rollback(True)
    except IntegrityError:
        return None
    return found


def not_named(
    plan: FiscalPlan, rows: list[models.Model], name: str, change: Change
) -> list[models.Model]:
    """Return the rows that no check names when all of them change at once."""
    found = disagreeing_after(plan, rows, name, change)
    codes = [check.code for check in found or []]
    return [
        row for row in rows if not any(code.startswith(f"{code_of(row, '')}-") for code in codes)
    ]


def escaping(plan: FiscalPlan, model: type[models.Model], name: str, change: Change) -> list[str]:
    """Return the rows whose column can change alone without any check turning."""
    rows = [row for row in model._base_manager.all() if getattr(row, name) not in (None, "")]
    return [
        f"{model._meta.label} {row} {name}"
        for row in not_named(plan, rows, name, change)
        if disagreeing_after(plan, [row], name, change) == []
    ]


def test_every_model_of_a_plan_is_gone_through() -> None:
    assert set(PLAN_OF) <= set(models_of_the_plan())


@every_model
def test_a_figure_that_moves_turns_a_check(plan: FiscalPlan, model: type[models.Model]) -> None:
    escaped = [
        row
        for name in number_columns(model)
        for step in steps(model, name)
        for row in escaping(plan, model, name, plus(step))
    ]
    assert escaped == []


@every_model
def test_words_that_change_turn_a_check(plan: FiscalPlan, model: type[models.Model]) -> None:
    escaped = [
        row for name in text_columns(model) for row in escaping(plan, model, name, with_a_sign_more)
    ]
    assert escaped == []


def disagrees_without(plan: FiscalPlan, row: models.Model) -> bool:
    """Whether something disagrees once the row is deleted, or it cannot be deleted."""
    try:
        with transaction.atomic():
            row.delete()
            report = reconcile(FiscalPlan.objects.get(pk=plan.pk))
            transaction.set_rollback(True)
    except (IntegrityError, models.ProtectedError):
        return True
    return report.disagrees


NOT_OF_THE_DOCUMENT = (Anomaly, AnomalyLine)
"""What readers noted about the document."""


@pytest.mark.parametrize(
    "model", [each for each in models_of_the_plan() if each not in NOT_OF_THE_DOCUMENT]
)
def test_the_last_of_a_list_cannot_be_lost(plan: FiscalPlan, model: type[models.Model]) -> None:
    rows = model._base_manager.order_by("-pk")
    if model is PlanText:
        rows = rows.exclude(
            kind=PlanText.Kind.LINKED_PLAN
        )  # these stand in a paragraph stored whole
    assert all(disagrees_without(plan, row) for row in rows[:1])


def test_a_lost_record_is_named_by_its_line_and_its_words(plan: FiscalPlan) -> None:
    SubActivity.objects.get(activity__project__code="DT", number="3.5").delete()
    check = reconcile(plan).check("document-stored")
    assert check
    assert check.status is Status.DISAGREES
    assert check.source_lines == (243,)
    assert "3.5 บำรุงรักษาระบบ (maintenance)" in check.note


@pytest.mark.parametrize("number", [1, 2])
def test_a_lost_amount_of_an_activity_is_named(plan: FiscalPlan, number: int) -> None:
    PageAmount.objects.get(activity__project__code="OFF", activity__number=number).delete()
    assert [check.code for check in reconcile(plan).ended(Status.DISAGREES)] == [
        f"allocations-OFF-{number}"
    ]


Add = Callable[[FiscalPlan], object]


def office_of(plan: FiscalPlan) -> Office:
    return plan.offices.all()[0]


def changed(code: str, **values: object) -> Add:
    return lambda plan: plan.projects.filter(code=code).update(**values)


UNFOUNDED: dict[str, Add] = {
    "cited-project-off-life-years": changed("OFF", life_years=1),
    "cited-project-off-goal": changed("OFF", goal="x"),
    "cited-project-off-former-name": changed("OFF", former_name="x"),
    "cited-project-off-name-en": changed("OFF", name_en="x"),
    "cited-project-nb-strategy": lambda plan: changed("NB", strategy=plan.strategies.all()[0])(
        plan
    ),
    "cited-pageamount-ec-1-amount": lambda plan: PageAmount.objects.create(
        project=plan.projects.get(code="EC"),
        activity=Activity.objects.get(project__code="EC", number=1),
        amount=Decimal("0.00"),
    ),
    "cited-activity-ec-10-title": lambda plan: Activity.objects.create(
        project=plan.projects.get(code="EC"), number=10, title="x", office=office_of(plan)
    ),
    "cited-subactivity-ec-1-12-title": lambda _plan: SubActivity.objects.create(
        activity=Activity.objects.get(project__code="EC", number=1), number="1.2", title="x"
    ),
    "cited-strategy-6-text": lambda plan: Strategy.objects.create(plan=plan, number=6, text="x"),
    "allocations-group-4": lambda plan: StatementLine.objects.filter(
        statement__plan=plan, statement__side="uses", number="4"
    ).update(spending_group=None),
}
"""What a plan may be given, by the check that it turns."""


@pytest.mark.parametrize("code", UNFOUNDED)
def test_what_no_line_of_the_document_prints_disagrees(plan: FiscalPlan, code: str) -> None:
    UNFOUNDED[code](plan)
    report = reconcile(FiscalPlan.objects.get(pk=plan.pk))
    assert code in [check.code for check in report.ended(Status.DISAGREES)]


@pytest.mark.parametrize("field", ["goal", "strategy", "former_name"])
def test_what_a_person_filled_in_with_a_reason_is_documented(plan: FiscalPlan, field: str) -> None:
    work = plan.projects.get(code="OFF")
    value = plan.strategies.all()[0] if field == "strategy" else "x"
    amend(work, field, value, reason="ตามมติ", user=make_user())
    report = reconcile(FiscalPlan.objects.get(pk=plan.pk))
    assert not report.disagrees
    check = report.check(code_of(work, field))
    assert check
    assert check.status is Status.DOCUMENTED


def relations(model: type[models.Model]) -> list["models.ForeignKey[Any, Any]"]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and str(field) not in INTERPRETED
    ]


INTERPRETED = {"projects.ProjectAlias.project", "projects.AnomalyLine.anomaly"}
"""Relations that a reader made: whose name the contents print, which lines a contradiction has."""


@every_model
def test_a_relation_that_points_elsewhere_turns_a_check(
    plan: FiscalPlan, model: type[models.Model]
) -> None:
    escaped = []
    for field in relations(model):
        keys = list(field.related_model._base_manager.order_by("pk").values_list("pk", flat=True))
        for row in model._base_manager.exclude(**{field.name: None}):
            others = [key for key in keys if key != getattr(row, field.attname)]
            if others and disagreeing_after(plan, [row], field.attname, to(others[0])) == []:
                escaped.append(f"{model._meta.label} {row} {field.name}")
    assert escaped == []


def figure_columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in models_of_the_plan()
        for field in model._meta.concrete_fields
        if field.editable and isinstance(field, FixedPointField)
    ]


@pytest.mark.parametrize(("model", "name"), figure_columns())
def test_a_figure_that_moves_is_named_with_its_record_and_its_field(
    plan: FiscalPlan, model: type[models.Model], name: str
) -> None:
    rows = [row for row in model._base_manager.all() if getattr(row, name) is not None]
    for step in steps(model, name):
        found = disagreeing_after(plan, rows, name, plus(step)) or []
        texts = "\n".join(f"{check.code} {check.note} {check.anomaly}" for check in found)
        for row in rows:
            assert code_of(row, name) in texts or getattr(row, "code", "?") in texts
