"""Every constraint of the product's models: the database refuses, and the form says why in Thai."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import translation

from activities.models import Activity, ScheduledMonth, SubActivity
from budgets.models import TransferLimit
from etda_plan.common.permissions import Role
from kpis.models import KpiTarget, QuarterlyTarget, ScoreLevel
from projects.models import FiscalPlan, ReportingSettings
from tests import factories

APPS = ("accounts", "projects", "activities", "kpis", "budgets")
MINUS = {"amount": Decimal(-1)}

BROKEN: dict[str, dict[str, Any]] = {
    "role_grant_known_role": {"role": "emperor"},
    "notification_of_a_kind": {"kind": ""},
    "notification_leads_into_the_site": {"path": "//elsewhere.example/"},
    "mail_known_state": {"state": "lost"},
    "mail_sent_at_a_time": {"state": "sent"},
    "mail_sending_is_claimed": {"state": "sending"},
    "mail_failed_with_error": {"state": "failed"},
    "office_membership_ends_after_it_begins": {"until": datetime.date(2019, 9, 30)},
    "fiscal_plan_buddhist_year": {"fiscal_year": 2020},
    "anomaly_check_needs_difference": {"check_code": "sources-group-1", "difference": None},
    "anomaly_settled_with_grounds": {"state": "resolved", "evidence": "", "note": ""},
    "amendment_has_a_reason": {"reason": ""},
    "holiday_has_name": {"name": ""},
    "reporting_settings_days": {"due_working_day": 16},
    "reporting_settings_limits_rise": {"watch_from": 95},
    "strategy_number_from_1": {"number": 0},
    "project_life_from_1_year": {"life_years": 0, "life_to": None},
    "project_life_from_buddhist_year": {"life_from": 2014, "life_to": None},
    "project_life_adds_up": {"life_years": 3, "life_from": 2557, "life_to": 2563},
    "activity_number_from_1": {"number": 0},
    "scheduled_month_1_to_12": {"month": 13},
    "scheduled_month_of_one_thing": {"activity": None, "sub_activity": None},
    "kpi_framework_code_is_an_address": {"code": "evidence"},
    "kpi_framework_scoring": {"scoring": "stars"},
    "kpi_framework_lowest_score": {"lowest_score": 2},
    "kpi_number_from_1": {"number": 0},
    "kpi_aggregation": {"aggregation": "product"},
    "kpi_aggregation_said_to_be_confirmed": {"aggregation_is_inferred": False},
    "kpi_ratio_names_its_parts": {"aggregation": "ratio", "numerator_label": "พอใจ"},
    "kpi_reported_every": {"reported_every": 2},
    "kpi_target_main_of_a_project": {"is_main": True, "project": None},
    "kpi_target_not_negative": {"value": Decimal(-1)},
    "kpi_target_range": {"value": Decimal(2), "value_to": Decimal(1)},
    "score_level_known": {"level": 6},
    "quarterly_target_1_to_4": {"quarter": 5},
    "quarterly_target_not_negative": {"value": Decimal(-1)},
    "statement_heading_amount_not_negative": {"heading_amount": Decimal(-1)},
    "statement_line_amount_not_negative": MINUS,
    "page_amount_not_negative": MINUS,
    "allocation_not_negative": {"initial_amount": Decimal(-1), "transferred_amount": Decimal(1)},
    "allocation_stages_not_negative": {"paid_amount": Decimal(-1)},
    "allocation_not_overspent": {"paid_amount": Decimal(10**12)},
    "transfer_limit_positive": {"up_to_amount": Decimal(0)},
    "disbursement_target_in_range": {"quarter": 5},
    "disbursement_target_verified_by_source": {"verified": True, "source_text": ""},
}
"""What breaks each check, written over a row that keeps it."""

OF_NEW_ROWS = {"kpi_framework_code_is_an_address"}
"""Checks of what is never changed: a row comes in that breaks them."""

Constraint = tuple[type[models.Model], models.BaseConstraint]


def is_kept(model: type[models.Model]) -> bool:
    """Whether its rows cannot be changed to be broken: the ledger's are tried when they come in."""
    return any(
        guard.name.endswith(("_kept", "_of_entry")) for guard in getattr(model, "guards", ())
    )


def constraints(kind: type[models.BaseConstraint]) -> list[Constraint]:
    return [
        (model, constraint)
        for model in apps.get_models()
        if model._meta.app_label in APPS and not is_kept(model)
        for constraint in model._meta.constraints
        if isinstance(constraint, kind)
    ]


def each(kind: type[models.BaseConstraint]) -> pytest.MarkDecorator:
    found = constraints(kind)
    names = [constraint.name for _model, constraint in found]
    return pytest.mark.parametrize(("model", "constraint"), found, ids=names)


@pytest.fixture(autouse=True)
def _filled_in(plan: FiscalPlan) -> None:
    """One row of each kind that people add."""
    target = KpiTarget.objects.filter(kpi__framework__plan=plan)[0]
    ScheduledMonth.objects.create(activity=Activity.objects.all()[0], month=1, is_planned=True)
    ScheduledMonth.objects.create(
        sub_activity=SubActivity.objects.all()[0], month=1, is_planned=True
    )
    QuarterlyTarget.objects.create(target=target, quarter=1, value=Decimal(1))
    ScoreLevel.objects.create(target=target, level=1, value=Decimal(1))
    factories.make_amendment(plan, target, "value", "12", "11")
    officer = factories.make_user("somchai", Role.OFFICER)
    factories.make_membership(officer, plan.offices.all()[0], datetime.date(2019, 10, 1))
    ReportingSettings.objects.create(plan=plan)
    factories.make_mail(officer)
    TransferLimit.objects.create(approver=officer, up_to_amount=Decimal(1))
    factories.make_agency_target(plan)


def says_why(constraint: models.BaseConstraint, row: models.Model) -> str:
    """Return what the form says of a row that breaks the constraint; in English it differs."""
    with translation.override("th"), pytest.raises(ValidationError) as refusal:
        constraint.validate(type(row), row)
    thai: str = refusal.value.messages[0]
    with translation.override("en"):
        assert str(constraint.violation_error_message) != thai
    return thai


def stands_in_the_database(model: type[models.Model], name: str) -> bool:
    with connection.cursor() as cursor:
        return name in connection.introspection.get_constraints(cursor, model._meta.db_table)


def test_every_check_has_a_row_that_breaks_it() -> None:
    named = {constraint.name for _model, constraint in constraints(models.CheckConstraint)}
    assert BROKEN.keys() >= named, named - BROKEN.keys()


def write_broken(row: models.Model, broken: dict[str, Any], *, as_new: bool) -> None:
    """Change a row so that it is broken, or let a new one in that is."""
    if as_new:
        row.pk = None
        row.save(force_insert=True)
    type(row)._base_manager.filter(pk=row.pk).update(**broken)


@each(models.CheckConstraint)
def test_a_check_refuses(model: type[models.Model], constraint: models.CheckConstraint) -> None:
    row = model._base_manager.all()[0]
    broken = BROKEN[constraint.name]
    for name, value in broken.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=constraint.name), transaction.atomic():
        write_broken(row, broken, as_new=constraint.name in OF_NEW_ROWS)
    assert any("ก" <= letter <= "๛" for letter in says_why(constraint, row))


def applies(constraint: models.UniqueConstraint) -> models.Q:
    """Return which rows a unique constraint holds for: its condition, and nothing null in it."""
    filled = models.Q(**{f"{field}__isnull": False for field in constraint.fields})
    return filled & (constraint.condition or models.Q())


@each(models.UniqueConstraint)
def test_a_second_one_is_refused(
    model: type[models.Model], constraint: models.UniqueConstraint
) -> None:
    row = model._base_manager.filter(applies(constraint))[0]
    row.pk = None
    row._state.adding = True
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.pk = None
    assert stands_in_the_database(model, constraint.name)
    assert any("ก" <= letter <= "๛" for letter in says_why(constraint, row))


def test_other_years_may_have_the_same_numbers_and_codes(plan: FiscalPlan) -> None:
    other = factories.make_plan(2564)
    project = factories.make_project(other, "EC")
    factories.make_activity(project, office=factories.make_office(other, "ส.กฎหมาย"))
    factories.make_strategy(other, 1)
    factories.make_kpi(other, 1)
    factories.make_anomaly(other, "A01")
    assert other.projects.get().activities.get().code == "EC/1"
