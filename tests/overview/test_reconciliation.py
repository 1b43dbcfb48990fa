"""The whole run of checks: what ends how, and in how many queries."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from activities.models import Activity, SubActivity
from budgets.models import StatementLine
from etda_plan.accounts.models import User
from etda_plan.common.checks import Check, Status
from etda_plan.overview.reconciliation import Report, reconcile
from kpis.models import Kpi, KpiTarget, PageIndicator
from projects.models import Amendment, Anomaly, FiscalPlan, Office, Project, ProjectText, Strategy
from projects.services.amendments import amend
from tests.factories import make_anomaly, make_balanced_plan, make_plan, make_user

pytestmark = pytest.mark.django_db


def run(plan: FiscalPlan) -> Report:
    with translation.override("en"):
        return reconcile(FiscalPlan.objects.get(pk=plan.pk))


def disagreeing(plan: FiscalPlan) -> dict[str, Check]:
    return {check.code: check for check in run(plan).ended(Status.DISAGREES)}


def change(record: Model, field: str, value: object) -> Amendment:
    """Change a field on purpose, with a reason."""
    user = User.objects.filter(username="somsri").first() or make_user("somsri")
    amendment = amend(record, field, value, reason="มติคณะกรรมการ", user=user)
    assert amendment is not None
    return amendment


def ec_target(plan: FiscalPlan) -> KpiTarget:
    return KpiTarget.objects.get(kpi__framework__plan=plan, kpi__number=8, project__code="EC")


def test_the_plan_of_2563_has_one_documented_difference_and_no_disagreement(
    plan: FiscalPlan,
) -> None:
    report = run(plan)
    [documented] = report.ended(Status.DOCUMENTED)
    assert disagreeing(plan) == {}
    assert (documented.code, documented.difference) == ("sources-group-2", Decimal("6534700.00"))
    assert documented.anomaly is not None
    assert documented.anomaly.code == "A01"
    assert report.envelope == Decimal("588794600.00")


def test_codes_are_unique_and_made_for_addresses(plan: FiscalPlan) -> None:
    codes = [check.code for check in run(plan).checks]
    assert len(set(codes)) == len(codes)
    assert all(code.replace("-", "").isalnum() for code in codes)


def test_codes_do_not_depend_on_the_language(plan: FiscalPlan) -> None:
    in_english = [check.code for check in run(plan).checks]
    with translation.override("th"):
        assert [check.code for check in reconcile(plan).checks] == in_english


@pytest.mark.parametrize("language", ["th", "en"])
def test_titles_are_in_the_language_of_the_reader(plan: FiscalPlan, language: str) -> None:
    with translation.override(language):
        title = reconcile(plan).checks[0].title
    assert (
        title
        == {
            "th": "กลุ่มที่ 1 + กลุ่มที่ 2 = ยอดรวม",
            "en": "group 1 + group 2 = total",
        }[language]
    )


def test_every_kind_of_record_is_held_against_the_document(plan: FiscalPlan) -> None:
    held = {check.code: check.actual for check in run(plan).checks if check.code[:6] == "cited-"}
    assert held["cited-activity"] == 72
    assert held["cited-kpitarget"] == 40
    assert held["cited-pageamount"] == 10
    assert held["cited-allocation"] == 9
    assert sum(held.values()) > 500


def test_a_note_names_the_anomalies_that_its_lines_bear(plan: FiscalPlan) -> None:
    report = run(plan)
    related = {
        code: [anomaly.code for anomaly in check.related]
        for code in ("activities-EC", "activities-OFF", "kpi-page-values")
        if (check := report.check(code))
    }
    assert related == {
        "activities-EC": ["A05"],
        "activities-OFF": [],
        "kpi-page-values": ["K01"],
    }


class TestDocumentedDifference:
    """The difference of 6.5347 that A01 records."""

    def test_a_satang_more_in_an_item_is_a_disagreement_that_names_a01(
        self, plan: FiscalPlan
    ) -> None:
        line = StatementLine.objects.get(source_line=136)
        line.amount += Decimal("0.01")
        line.save()
        assert "A01" in disagreeing(plan)["sources-group-2"].note

    def test_an_item_repaired_so_that_all_adds_up_is_a_disagreement(self, plan: FiscalPlan) -> None:
        StatementLine.objects.filter(source_line=137).update(amount=Decimal("13378400.00"))
        assert {"sources-group-2", "cited-statementline-sources-7-amount"} <= set(disagreeing(plan))

    def test_an_anomaly_that_explains_no_check_disagrees(self, plan: FiscalPlan) -> None:
        make_anomaly(plan, "Z01", difference=Decimal("1.00"), check_code="no-such-check")
        assert disagreeing(plan)["anomaly-Z01"].actual == Decimal("1.00")

    def test_an_anomaly_without_an_amount_explains_nothing(self, plan: FiscalPlan) -> None:
        Anomaly.objects.filter(plan=plan, code="A01").update(difference=None, check_code="")
        assert "sources-group-2" in disagreeing(plan)


class TestAmendment:
    """What a person changed on purpose, and what only looks like it."""

    def test_a_target_changed_with_a_reason_is_documented_with_when_and_why(
        self, plan: FiscalPlan
    ) -> None:
        change(ec_target(plan), "value", Decimal(12))
        report = run(plan)
        assert disagreeing(plan) == {}
        check = report.check("cited-kpitarget-section-7-8-ec-value")
        assert check is not None
        assert check.status is Status.DOCUMENTED
        assert (check.written(check.expected), check.written(check.actual)) == ("10", "12")
        assert check.source_lines == (174,)
        assert "somsri" not in check.note, "the public reads the note"
        assert "มติคณะกรรมการ" in check.note

    def test_its_page_value_is_documented_too(self, plan: FiscalPlan) -> None:
        change(ec_target(plan), "value", Decimal(12))
        check = run(plan).check("kpi-page-value-EC-8")
        assert check is not None
        assert check.status is Status.DOCUMENTED

    def test_a_target_changed_without_a_record_disagrees_and_names_the_place(
        self, plan: FiscalPlan
    ) -> None:
        KpiTarget.objects.filter(pk=ec_target(plan).pk).update(value=Decimal(12))
        found = disagreeing(plan)
        assert set(found) == {
            "cited-kpitarget",
            "cited-kpitarget-section-7-8-ec-value",
            "kpi-page-values",
            "kpi-page-value-EC-8",
        }
        assert found["cited-kpitarget-section-7-8-ec-value"].source_lines == (174,)

    @pytest.mark.parametrize(
        ("printed", "in_force"), [("9", "12"), ("10", "11"), ("10.0", "12"), ("", "12")]
    )
    def test_a_record_of_other_values_excuses_nothing(
        self, plan: FiscalPlan, printed: str, in_force: str
    ) -> None:
        amendment = change(ec_target(plan), "value", Decimal(12))
        Amendment.objects.filter(pk=amendment.pk).update(printed_value=printed, value=in_force)
        assert "cited-kpitarget-section-7-8-ec-value" in disagreeing(plan)

    def test_a_record_left_behind_when_the_value_went_back_disagrees(
        self, plan: FiscalPlan
    ) -> None:
        target = ec_target(plan)
        change(target, "value", Decimal(12))
        KpiTarget.objects.filter(pk=target.pk).update(value=Decimal(10))
        assert "cited-kpitarget-section-7-8-ec-value" in disagreeing(plan)

    def test_a_title_changed_with_a_reason_shows_both_wordings(self, plan: FiscalPlan) -> None:
        activity = Activity.objects.get(project__plan=plan, project__code="PY", number=4)
        change(activity, "title", "ระบบ GovCert")
        check = run(plan).check("cited-activity-py-4-title")
        assert check is not None
        assert check.status is Status.DOCUMENTED
        assert "printed “GovCert”, in force “ระบบ GovCert”" in check.note

    def test_titles_swapped_without_a_record_disagree(self, plan: FiscalPlan) -> None:
        first, second = Activity.objects.filter(project__plan=plan, project__code="DG")[:2]
        Activity.objects.filter(pk=first.pk).update(title=second.title)
        Activity.objects.filter(pk=second.pk).update(title=first.title)
        found = disagreeing(plan)
        assert {"cited-activity-dg-1-title", "cited-activity-dg-2-title"} <= set(found)

    def test_a_record_of_a_field_that_no_line_prints_is_held_against_the_field(
        self, plan: FiscalPlan
    ) -> None:
        kpi = Kpi.objects.get(framework__plan=plan, number=1)
        amendment = change(kpi, "unit", "สัปดาห์")
        Kpi.objects.filter(pk=kpi.pk).update(unit="เดือน", direction_is_inferred=False)
        Amendment.objects.filter(pk=amendment.pk).update(
            field="direction_is_inferred", printed_value="True", value="False"
        )
        assert disagreeing(plan) == {}
        Kpi.objects.filter(pk=kpi.pk).update(direction_is_inferred=True)
        assert set(disagreeing(plan)) == {"cited-kpi-section-7-1-direction-is-inferred"}

    @pytest.mark.parametrize(
        ("find", "field", "value"),
        [
            (lambda: Project.objects.get(code="EC"), "name", "ชื่อใหม่"),
            (lambda: Project.objects.get(code="EC"), "strategy", 2),
            (lambda: Project.objects.get(code="SF"), "life_years", 2),
            (lambda: Activity.objects.get(project__code="EC", number=3), "office", "ส.กฎหมาย"),
            (
                lambda: SubActivity.objects.get(number="2.1", activity__project__code="EC"),
                "title",
                "ก",
            ),
            (lambda: Office.objects.get(code="ส.กฎหมาย"), "name", "สำนักนิติการ"),
            (lambda: Kpi.objects.get(number=10), "direction", "exactly"),
            (lambda: Kpi.objects.get(number=8), "name", "จำนวนชุมชน"),
            (lambda: PageIndicator.objects.get(project__code="EC", number=2), "value", Decimal(11)),
            (lambda: ProjectText.objects.filter(project__code="OFF")[0], "text", "ถ้อยคำใหม่"),
            (lambda: Strategy.objects.get(number=3), "text", "ถ้อยคำใหม่"),
        ],
    )
    def test_nothing_disagrees_for_what_was_changed_on_purpose(
        self, plan: FiscalPlan, find: Callable[[], Model], field: str, value: object
    ) -> None:
        named = {
            "strategy": Strategy.objects.filter(plan=plan, number=2),
            "office": Office.objects.filter(plan=plan, code="ส.กฎหมาย"),
        }
        change(find(), field, named[field].get() if field in named else value)
        report = run(plan)
        assert report.ended(Status.DISAGREES) == []
        assert len(report.ended(Status.DOCUMENTED)) >= 2


def test_a_value_that_its_line_does_not_print_names_the_line(plan: FiscalPlan) -> None:
    text = ProjectText.objects.get(project__code="EC", kind="objective", number=1)
    ProjectText.objects.filter(pk=text.pk).update(source_line=190)
    found = disagreeing(plan)
    assert "190" in found["cited-projecttext-ec-objective-1-text"].note


def test_a_page_that_lacks_an_indicator_disagrees(plan: FiscalPlan) -> None:
    PageIndicator.objects.filter(project__code="EC", kpi__number=8).delete()
    assert {"kpi-targets", "kpi-cell-EC-8"} <= set(disagreeing(plan))


def test_a_project_without_a_main_indicator_disagrees(plan: FiscalPlan) -> None:
    KpiTarget.objects.filter(project__code="EC").update(is_main=False)
    assert {"kpi-main", "kpi-main-EC"} <= set(disagreeing(plan))


def test_an_office_that_cites_another_line_disagrees(plan: FiscalPlan) -> None:
    plan.offices.filter(code="ส.กฎหมาย").update(source_line=278)
    assert disagreeing(plan)["offices-first-named"].note == "ส.กฎหมาย"


def test_a_plan_whose_document_does_not_ship_says_that_it_cannot_be_compared() -> None:
    found = disagreeing(make_balanced_plan())
    assert set(found) == {"cited-document"}
    assert "does not ship" in found["cited-document"].note


def test_a_plan_without_rows_does_not_agree() -> None:
    report = run(make_plan())
    assert report.disagrees
    assert report.envelope == 0


def queries(plan: FiscalPlan) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run(plan)
    return [query["sql"] for query in captured.captured_queries]


def test_nothing_is_written(plan: FiscalPlan) -> None:
    assert all(query.startswith("SELECT") for query in queries(plan))


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    few = queries(make_balanced_plan(2570, projects=1))
    assert len(queries(make_balanced_plan(2571, projects=25))) == len(few) <= 54


def test_the_number_of_queries_does_not_grow_with_what_disagrees(plan: FiscalPlan) -> None:
    well = queries(plan)
    KpiTarget.objects.update(value=Decimal("3.5"))
    Activity.objects.update(title="x")
    Kpi.objects.update(name="y")
    PageIndicator.objects.update(text="z")
    assert len(queries(plan)) == len(well)
