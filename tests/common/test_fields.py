"""Exact figures: Decimal in Python, whole numbers in the database, and no mixing of kinds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import (
    Avg,
    Case,
    CheckConstraint,
    DecimalField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    StdDev,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Round, Sqrt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from budgets.models import Statement, StatementLine
from etda_plan.common.exact import LARGEST_BIGINT
from etda_plan.common.fields import MeasureField, MoneyField
from etda_plan.common.forms import FixedPointFormField
from kpis.models import Kpi
from tests.factories import make_kpi, make_line, make_plan, make_project, make_statement

LARGEST = Decimal(LARGEST_BIGINT).scaleb(-2)
SATANG = Decimal("0.01")


@pytest.fixture
def statement(db: None) -> Statement:
    return make_statement(make_plan())


@pytest.fixture
def line(statement: Statement) -> StatementLine:
    return make_line(statement, "100.00")


def lines(statement: Statement) -> models.QuerySet[StatementLine]:
    return StatementLine.objects.filter(statement=statement)


def stored(line: StatementLine) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM budgets_statementline WHERE id = %s", [line.pk])
        return cursor.fetchone()[0]


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("1250.50", "1250.50"),
            ("-0.01", "-0.01"),
            (7, "7.00"),
            (Decimal("1E+6"), "1000000.00"),
            (Decimal("1.500"), "1.50"),
            ("92233720368547758.07", "92233720368547758.07"),
        ],
    )
    def test_exact_numbers_are_kept_with_two_places(self, given: Any, kept: str) -> None:
        number = MoneyField[Any, Any]().to_python(given)
        assert str(number) == kept

    @pytest.mark.parametrize("given", [None, ""])
    def test_nothing_stays_unknown(self, given: Any) -> None:
        assert MoneyField[Any, Any]().to_python(given) is None

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (0.1, "invalid"),
            (1.0, "invalid"),
            (True, "invalid"),
            ("1e3", "invalid"),
            ("NaN", "invalid"),
            ("Infinity", "invalid"),
            (Decimal("NaN"), "invalid"),
            (Decimal("-Infinity"), "invalid"),
            ("1,250.50", "invalid"),
            (" 5", "invalid"),
            ("1_000", "invalid"),
            ("๕", "invalid"),
            ([], "invalid"),
            ("0.001", "places"),
            (Decimal("0.20000000000000000000000000000001"), "places"),
            ("92233720368547758.08", "size"),
            ("9" * 60, "size"),
            (Decimal("1E+400"), "size"),
        ],
    )
    def test_all_else_is_refused_with_its_reason(self, given: Any, code: str) -> None:
        with pytest.raises(ValidationError) as refused:
            MoneyField[Any, Any]().to_python(given)
        assert refused.value.code == code

    def test_the_reason_is_given_in_thai(self) -> None:
        with pytest.raises(ValidationError) as refused:
            MoneyField[Any, Any]().to_python("0.001")
        assert refused.value.messages == ["ใช้ทศนิยมได้ไม่เกิน 2 ตำแหน่ง"]

    def test_a_measure_keeps_four_places(self) -> None:
        assert str(MeasureField[Any, Any]().to_python("99.99")) == "99.9900"


class TestWhatIsStored:
    def test_the_database_holds_whole_satang(self, line: StatementLine) -> None:
        assert stored(line) == 10000
        line.refresh_from_db()
        assert line.amount == Decimal("100.00")

    @pytest.mark.parametrize("raw", ["0.5", "'many'"])
    def test_sqlite_too_refuses_what_is_no_whole_number(
        self, line: StatementLine, raw: str
    ) -> None:
        if connection.vendor == "postgresql" and raw == "0.5":
            return  # rounded by the column's own type
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE budgets_statementline SET amount = {raw}")

    def test_an_amount_too_large_for_the_column_is_a_validation_error(
        self, statement: Statement
    ) -> None:
        make_line(statement, str(LARGEST))
        with pytest.raises(ValidationError):
            make_line(statement, str(LARGEST + SATANG))
        with pytest.raises(ValidationError):
            lines(statement).filter(amount__gt=LARGEST + SATANG).exists()

    def test_a_fixture_holds_the_plain_figure_or_nothing(self, line: StatementLine) -> None:
        field = StatementLine._meta.get_field("amount")
        line.amount = Decimal("1E+6")
        assert field.value_to_string(line) == "1000000"
        heading = Statement._meta.get_field("heading_amount")
        assert heading.value_to_string(line.statement) == ""


class TestArithmetic:
    def test_money_and_money_add_up(self, line: StatementLine) -> None:
        baht = Value(Decimal("0.20"), output_field=MoneyField())
        lines(line.statement).update(amount=F("amount") + baht - F("amount") + F("amount"))
        assert stored(line) == 10020

    def test_sums_stay_exact_to_ten_thousand_billion_baht(self, statement: Statement) -> None:
        for amount in ("9999999999999999.99", "0.01", "9999999999999999.99"):
            make_line(statement, amount)
        found = lines(statement).aggregate(
            total=Sum("amount"), least=Min("amount"), most=Max("amount")
        )
        assert found == {
            "total": Decimal("19999999999999999.99"),
            "least": SATANG,
            "most": Decimal("9999999999999999.99"),
        }
        assert all(isinstance(number, Decimal) for number in found.values())

    def test_the_sum_of_nothing_is_unknown_unless_a_default_is_given(
        self, statement: Statement
    ) -> None:
        found = lines(statement).aggregate(total=Sum("amount"), zero=Sum("amount", default=0))
        assert found == {"total": None, "zero": Decimal(0)}

    def test_sums_by_group_can_be_annotated_filtered_and_nested(self, line: StatementLine) -> None:
        totals = Statement.objects.annotate(total=Sum("lines__amount")).filter(
            total__gte=Decimal(100)
        )
        assert totals.values_list("total").get(pk=line.statement_id) == (Decimal("100.00"),)
        inner = StatementLine.objects.filter(pk=OuterRef("pk")).values("amount")
        assert lines(line.statement).filter(amount=Subquery(inner)).count() == 1

    def test_bulk_update_keeps_each_amount(self, statement: Statement) -> None:
        rows = [make_line(statement, str(number)) for number in range(5)]
        for row in rows:
            row.amount += SATANG
        StatementLine.objects.bulk_update(rows, ["amount"])
        assert [stored(row) for row in rows] == [1, 101, 201, 301, 401]

    def test_case_coalesce_and_greatest_of_money_are_money(self, line: StatementLine) -> None:
        nothing = Value(Decimal(0), output_field=MoneyField())
        row = lines(line.statement).annotate(
            chosen=Case(When(kind="item", then=F("amount")), default=None),
            known=Coalesce("statement__heading_amount", nothing),
            most=Greatest("amount", nothing),
        )
        assert row.values_list("chosen", "known", "most").get() == (
            Decimal("100.00"),
            Decimal("0.00"),
            Decimal("100.00"),
        )

    def test_lookups_compare_by_value(self, line: StatementLine) -> None:
        found = lines(line.statement)
        assert found.filter(amount="100", amount__in=[Decimal(100), None]).exists()
        assert found.filter(amount__range=("99.99", "100.01"), amount__lte=F("amount")).exists()
        assert not found.filter(amount__gt=F("amount")).exists()
        assert found.filter(statement__heading_amount__isnull=True).exists()


FIFTH = Decimal("0.20")
NOT_MONEY = [
    pytest.param(F("amount") + FIFTH, id="plus a bare decimal"),
    pytest.param(F("amount") + 1, id="plus a bare integer"),
    pytest.param(F("amount") * 2, id="times"),
    pytest.param(-F("amount"), id="negated, which is times minus one"),
    pytest.param(F("amount") / F("amount"), id="money by money"),
    pytest.param(F("amount") * F("amount"), id="money times money"),
    pytest.param(F("amount") + F("position"), id="plus another column"),
    pytest.param(F("amount") % 3, id="rest"),
    pytest.param(
        ExpressionWrapper(F("amount") + FIFTH, output_field=MoneyField()), id="wrapped as money"
    ),
    pytest.param(
        ExpressionWrapper(F("amount") * 2, output_field=MoneyField()), id="times, as money"
    ),
    pytest.param(Coalesce(F("amount"), Value(5), output_field=MoneyField()), id="coalesce"),
    pytest.param(Case(When(kind="item", then=F("amount") + FIFTH), default=F("amount")), id="case"),
    pytest.param(
        Case(When(kind="item", then=Value(5)), default=F("amount"), output_field=MoneyField()),
        id="case as money",
    ),
    pytest.param(Value(5), id="a bare value"),
    pytest.param(Value(FIFTH, output_field=DecimalField()), id="a decimal value"),
    pytest.param(F("position"), id="another column"),
    pytest.param(Value(1, output_field=MeasureField()), id="a measure"),
    pytest.param(F("amount") + Value(1, output_field=MeasureField()), id="plus a measure"),
    pytest.param(Sqrt(F("amount")), id="root"),
    pytest.param(Round(F("amount"), output_field=MoneyField()), id="rounded in the database"),
]


@pytest.mark.parametrize("mixture", NOT_MONEY)
class TestMixturesAreRefused:
    """The integers of two kinds of figures must never meet, whichever way they are brought."""

    def test_in_update(self, line: StatementLine, mixture: Any) -> None:
        with pytest.raises(FieldError), transaction.atomic():
            lines(line.statement).update(amount=mixture)
        assert stored(line) == 10000

    def test_in_save(self, line: StatementLine, mixture: Any) -> None:
        line.amount = mixture
        with pytest.raises(FieldError), transaction.atomic():
            line.save()
        assert stored(line) == 10000

    def test_in_bulk_update(self, line: StatementLine, mixture: Any) -> None:
        line.amount = mixture
        with pytest.raises(FieldError), transaction.atomic():
            StatementLine.objects.bulk_update([line], ["amount"])
        assert stored(line) == 10000

    @pytest.mark.parametrize("lookup", ["exact", "gt", "gte", "lt", "lte"])
    def test_in_filter_and_exclude(self, line: StatementLine, mixture: Any, lookup: str) -> None:
        with pytest.raises(FieldError):
            list(lines(line.statement).filter(**{f"amount__{lookup}": mixture}))
        with pytest.raises(FieldError):
            list(lines(line.statement).exclude(**{f"amount__{lookup}": mixture}))

    def test_in_ranges_lists_and_q(self, line: StatementLine, mixture: Any) -> None:
        for condition in (
            Q(amount__range=(0, mixture)),
            Q(amount__in=[mixture]),
            Q(position=1) | ~Q(amount__lt=mixture),
        ):
            with pytest.raises(FieldError):
                list(lines(line.statement).filter(condition))

    def test_in_when(self, line: StatementLine, mixture: Any) -> None:
        chosen = Case(When(amount__lt=mixture, then=1), default=0)
        with pytest.raises(FieldError):
            list(lines(line.statement).annotate(chosen=chosen))

    def test_in_a_check(self, line: StatementLine, mixture: Any) -> None:
        check = CheckConstraint(condition=Q(amount__gte=mixture), name="mixed")
        with pytest.raises(FieldError):
            check.constraint_sql(StatementLine, connection.schema_editor(collect_sql=True))


@pytest.mark.parametrize(
    "mixture",
    [
        F("amount") + FIFTH,
        F("amount") * 2,
        ExpressionWrapper(F("amount") * 2, output_field=MoneyField()),
        Coalesce(F("amount"), Value(5)),
        Coalesce(F("amount"), Value(5), output_field=MoneyField()),
        Case(When(kind="item", then=F("amount") * 2), default=F("amount")),
        Sum(F("amount") * 2),
        Avg("amount"),
        Avg("amount", output_field=MoneyField()),
        StdDev("amount"),
    ],
)
def test_annotations_and_aggregates_of_mixtures_are_refused(
    line: StatementLine, mixture: Any
) -> None:
    with pytest.raises(FieldError):
        list(lines(line.statement).annotate(mixed=mixture))
    with pytest.raises(FieldError):
        list(lines(line.statement).annotate(mixed=mixture).filter(mixed__gt=1))


def test_the_average_of_money_is_refused(line: StatementLine) -> None:
    with pytest.raises(FieldError):
        lines(line.statement).aggregate(Avg("amount"))


def test_create_refuses_a_value_of_another_kind(statement: Statement) -> None:
    with pytest.raises(FieldError):
        StatementLine.objects.create(
            statement=statement,
            position=1,
            kind="item",
            name="-",
            amount=Value(5, output_field=IntegerField()),
        )


def test_amounts_are_not_searched_as_text(line: StatementLine) -> None:
    with pytest.raises(FieldError):
        lines(line.statement).filter(amount__contains="1")


def test_a_measure_takes_no_money(db: None) -> None:
    plan = make_plan()
    kpi = make_kpi(plan, baseline=Decimal("1.5"))
    make_project(plan)
    with pytest.raises(FieldError), transaction.atomic():
        Kpi.objects.filter(pk=kpi.pk).update(
            baseline=F("baseline") + Value(1, output_field=MoneyField())
        )
    Kpi.objects.filter(pk=kpi.pk).update(weight=F("baseline") + F("baseline"))
    kpi.refresh_from_db()
    assert kpi.weight == Decimal("3.0000")


class TestForm:
    field = FixedPointFormField(places=2)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("1,250.50", "1250.50"),
            ("588,794,600", "588794600.00"),
            (" 12.5 ", "12.50"),
            ("−6.53", "-6.53"),
            ("๑,๒๕๐.๕๐", "1250.50"),
        ],
    )
    def test_takes_commas_and_thai_digits(self, typed: str, meant: str) -> None:
        assert str(self.field.clean(typed)) == meant

    @pytest.mark.parametrize("typed", ["1,25", "1,2500", "1e3", "NaN", "12.", ".5", "1.005", "ห้า"])
    def test_refuses_what_could_be_misread(self, typed: str) -> None:
        with pytest.raises(ValidationError):
            self.field.clean(typed)

    def test_does_not_take_a_trailing_zero_for_a_change(self) -> None:
        assert not self.field.has_changed(Decimal("12.50"), "12.5")
        assert self.field.has_changed(Decimal("12.50"), "12.51")

    def test_the_models_form_field_keeps_its_places_and_calls_the_right_keyboard(self) -> None:
        field = StatementLine._meta.get_field("amount").formfield()
        assert isinstance(field, FixedPointFormField)
        assert field.places == 2
        assert field.widget.attrs["inputmode"] == "decimal"

    def test_a_stored_figure_is_shown_as_a_person_types_it(self) -> None:
        assert self.field.prepare_value(Decimal("1250.50")) == "1250.50"
        assert FixedPointFormField(places=4).prepare_value(Decimal("100.0000")) == "100"

    def test_an_empty_box_is_unknown(self) -> None:
        assert FixedPointFormField(places=2, required=False).clean("") is None


satang = st.integers(min_value=-(10**18), max_value=10**18)


class TestAgainstIntegers(TestCase):
    """Whatever the amounts, the database computes what Python's integers do."""

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.integers(min_value=0, max_value=10**17), min_size=1, max_size=8))
    def test_sum_least_and_most(self, amounts: list[int]) -> None:
        statement = make_statement(make_plan(2599))
        StatementLine.objects.bulk_create(
            StatementLine(
                statement=statement,
                position=place,
                kind="item",
                name="-",
                amount=Decimal(amount).scaleb(-2),
            )
            for place, amount in enumerate(amounts)
        )
        found = lines(statement).aggregate(a=Sum("amount"), b=Min("amount"), c=Max("amount"))
        assert [int(number * 100) for number in found.values()] == [
            sum(amounts),
            min(amounts),
            max(amounts),
        ]
        assert lines(statement).filter(amount=found["c"]).count() == amounts.count(max(amounts))

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(satang, satang)
    def test_plus_and_minus(self, one: int, other: int) -> None:
        kept, added = Decimal(one).scaleb(-2), Decimal(other).scaleb(-2)
        plan = make_plan(2599)
        kpi = make_kpi(plan, baseline=kept.scaleb(-2), weight=added.scaleb(-2))
        found = Kpi.objects.annotate(
            both=F("baseline") + F("weight"), less=F("baseline") - F("weight")
        ).values_list("both", "less")
        assert found.get(pk=kpi.pk) == ((kept + added).scaleb(-2), (kept - added).scaleb(-2))

    @settings(max_examples=200)
    @given(satang)
    def test_text_and_back(self, amount: int) -> None:
        field = MoneyField[Any, Any]()
        number = Decimal(amount).scaleb(-2)
        assert field.get_prep_value(str(number)) == amount
        assert FixedPointFormField(places=2).clean(f"{number:,}") == number
