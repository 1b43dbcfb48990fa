"""No row may refer to another plan's rows, whichever way it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import translation

from etda_plan.common.triggers import (
    Agreement,
    Fixed,
    GuardedModel,
    install_sql,
    missing,
    remove_sql,
    require_guards,
    standing,
)
from etda_plan.overview.plan_rows import PLAN_OF
from tests.factories import (
    make_activity,
    make_allocation,
    make_fund_source,
    make_kpi,
    make_line,
    make_office,
    make_page_amount,
    make_page_indicator,
    make_plan,
    make_project,
    make_spending_group,
    make_statement,
    make_strategy,
    make_target,
)
from tests.migrating import by_the_steps

World = dict[str, Any]
REFUSED = r"^(\w+_same_(plan|statement)|\w+_of_project|\w+_fixed): "


def make_world(fiscal_year: int) -> World:
    """Return one row of each kind that refers to others of its plan."""
    plan = make_plan(fiscal_year)
    strategy, office = make_strategy(plan), make_office(plan)
    project = make_project(plan, strategy=strategy)
    activity = make_activity(project, office=office)
    kpi = make_kpi(plan)
    fund, group = make_fund_source(plan), make_spending_group(plan)
    statement, other_statement = make_statement(plan), make_statement(plan, "uses")
    parent = make_line(statement, "1")
    line = make_line(
        statement, "1", parent, fund_source=fund, spending_group=group, project=project
    )
    return {
        "plan": plan,
        "strategy": strategy,
        "office": office,
        "project": project,
        "activity": activity,
        "kpi": kpi,
        "framework": kpi.framework,
        "target": make_target(kpi, project, owner=office),
        "page_indicator": make_page_indicator(kpi, project),
        "fund_source": fund,
        "spending_group": group,
        "statement": statement,
        "other_statement": other_statement,
        "line": line,
        "parent": parent,
        "page_amount": make_page_amount(project, "1", activity),
        "allocation": make_allocation(
            fund, group, project, "1", activity=activity, statement_line=line
        ),
    }


CROSSINGS = [
    ("project", "strategy", "strategy"),
    ("activity", "office", "office"),
    ("target", "kpi", "kpi"),
    ("target", "project", "project"),
    ("target", "owner", "office"),
    ("page_indicator", "kpi", "kpi"),
    ("page_indicator", "project", "project"),
    ("page_amount", "activity", "activity"),
    ("page_amount", "project", "project"),
    ("line", "parent", "parent"),
    ("line", "fund_source", "fund_source"),
    ("line", "spending_group", "spending_group"),
    ("line", "project", "project"),
    ("allocation", "fund_source", "fund_source"),
    ("allocation", "spending_group", "spending_group"),
    ("allocation", "project", "project"),
    ("allocation", "activity", "activity"),
    ("allocation", "statement_line", "line"),
    ("strategy", "plan", "plan"),
    ("office", "plan", "plan"),
    ("project", "plan", "plan"),
    ("framework", "plan", "plan"),
    ("fund_source", "plan", "plan"),
    ("spending_group", "plan", "plan"),
    ("statement", "plan", "plan"),
    ("activity", "project", "project"),
    ("kpi", "framework", "framework"),
    ("line", "statement", "statement"),
]


@pytest.fixture
def ours(db: None) -> World:
    return make_world(2570)


@pytest.fixture
def theirs(ours: World) -> World:
    return make_world(2571)


def run(sql: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def columns(row: models.Model) -> dict[str, Any]:
    """Return what an INSERT of a copy of the row writes."""
    return {
        str(field.column): field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
        if not field.generated
    }


def copy_of(row: models.Model) -> Any:
    """Return an unsaved copy."""
    return type(row)(
        **{
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.generated and not field.primary_key
        }
    )


@pytest.mark.parametrize(("thing", "field", "other"), CROSSINGS)
class TestCrossings:
    def test_update_is_refused(
        self, ours: World, theirs: World, thing: str, field: str, other: str
    ) -> None:
        row = ours[thing]
        with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{field: theirs[other]})
        assert getattr(type(row)._default_manager.get(pk=row.pk), field) == getattr(row, field)

    def test_raw_sql_is_refused(
        self, ours: World, theirs: World, thing: str, field: str, other: str
    ) -> None:
        row = ours[thing]
        sql = f"UPDATE {row._meta.db_table} SET {field}_id = %s WHERE id = %s"
        with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
            run(sql, [theirs[other].pk, row.pk])

    def test_clean_says_so_in_thai_beside_the_field(
        self, ours: World, theirs: World, thing: str, field: str, other: str
    ) -> None:
        row = ours[thing]
        row.clean()
        setattr(row, field, theirs[other])
        with translation.override("th"), pytest.raises(ValidationError) as refused:
            row.clean()
        assert all("ก" <= text[0] <= "ฮ" or text[0] in "เแโใไ" for text in refused.value.messages)
        assert set(refused.value.error_dict) <= {f.name for f in row._meta.fields}


@pytest.mark.parametrize(
    ("thing", "field", "other"),
    CROSSINGS[:17],
)
def test_a_new_row_that_crosses_is_refused_by_bulk_create_and_raw_sql(
    ours: World, theirs: World, thing: str, field: str, other: str
) -> None:
    row = ours[thing]
    stray = {**columns(row), f"{field}_id": theirs[other].pk, "id": 99_999}
    names = ", ".join(f'"{name}"' for name in stray)
    marks = ", ".join("%s" for _ in stray)
    sql = f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({marks})"
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        run(sql, list(stray.values()))
    copy = copy_of(row)
    setattr(copy, field, theirs[other])
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        type(row)._default_manager.bulk_create([copy])


def test_sqlite_cannot_move_a_row_by_replacing_it(ours: World, theirs: World) -> None:
    if connection.vendor != "sqlite":
        return
    values = {**columns(ours["office"]), "plan_id": theirs["plan"].pk, "code": "ส.อื่น"}
    sql = "INSERT OR REPLACE INTO projects_office ({}) VALUES ({})".format(
        ", ".join(values), ", ".join("%s" for _ in values)
    )
    with pytest.raises(IntegrityError, match="office_plan_fixed"), transaction.atomic():
        run(sql, list(values.values()))


def test_a_row_may_change_within_its_plan(ours: World) -> None:
    other = make_office(ours["plan"], "ส.อื่น")
    ours["activity"].office = other
    ours["activity"].full_clean()
    ours["activity"].save()
    type(ours["line"]).objects.filter(pk=ours["line"].pk).update(parent=None, project=None)


def test_a_line_cannot_stand_under_another_statements_line_of_the_same_plan(ours: World) -> None:
    stray = make_line(ours["other_statement"], "1")
    with pytest.raises(IntegrityError, match="รายการแม่"), transaction.atomic():
        type(stray).objects.filter(pk=stray.pk).update(parent=ours["parent"])


def guarded() -> Iterator[type[GuardedModel]]:
    return (model for model in apps.get_models() if issubclass(model, GuardedModel))


def test_every_guard_is_tried_above() -> None:
    tried = {(thing, field) for thing, field, _ in CROSSINGS}
    declared = [guard for model in guarded() if model in PLAN_OF for guard in model.guards]
    assert len([guard for guard in declared if isinstance(guard, Fixed)]) == 10
    assert len([guard for guard in declared if isinstance(guard, Agreement)]) == 14
    assert len(tried) == len(CROSSINGS) == 28


def test_every_declared_trigger_stands_after_migrate(db: None) -> None:
    assert missing(connection) == []


def test_a_missing_trigger_stops_migrate(db: None) -> None:
    model = next(guarded())
    for statement in remove_sql(model, connection.vendor):
        run(statement)
    with pytest.raises(ImproperlyConfigured, match=model.guards[0].name):
        require_guards("default", plan=[])
    for statement in install_sql(model, connection.vendor):
        run(statement)
    require_guards("default", plan=[])


def test_triggers_survive_the_rebuilding_of_a_table(living: str) -> None:
    office = apps.get_model("projects", "Office")
    before = standing(connection)
    with connection.schema_editor() as editor:
        wider = models.CharField(max_length=130)
        wider.set_attributes_from_name("name")
        wider.model = office
        editor.alter_field(office, office._meta.get_field("name"), wider)
    assert standing(connection) == before
    with connection.schema_editor() as editor:
        editor.alter_field(office, wider, office._meta.get_field("name"))
    assert standing(connection) == before


def test_the_migration_can_be_taken_back_and_done_again(living: str) -> None:
    with by_the_steps():
        loader = MigrationLoader(connection)
    migration = loader.get_migration("activities", "0002_same_plan")
    before = loader.project_state([("activities", "0001_initial")])
    with connection.schema_editor() as editor:
        migration.unapply(before.clone(), editor)
    assert [
        name
        for name in standing(connection)
        if name.startswith(("activity_office", "activity_project"))
    ] == []
    with connection.schema_editor() as editor:
        migration.apply(before, editor)
    assert missing(connection) == []
