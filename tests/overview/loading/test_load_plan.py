"""``load_plan`` over an empty database, over the same plan, and over one that was edited."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from simple_history.models import registered_models

from activities.models import Activity, ScheduledMonth
from etda_plan.overview.plan_rows import PLAN_OF, read_rows
from kpis.models import Kpi, KpiFramework, KpiTarget
from projects.models import Amendment, FiscalPlan, Project, Strategy
from tests import factories
from tests.overview.loading.folders import SHIPPED, change, copy_of_fixtures, fields_of, load


def history_entries() -> int:
    return sum(model.history.count() for model in registered_models.values())


@pytest.mark.usefixtures("no_plan")
class TestIntoAnEmptyDatabase:
    def test_every_row_comes_with_its_first_history_record(self) -> None:
        assert load()[0] == 0
        for model in PLAN_OF:
            for row in model._base_manager.all():
                first = row.history.latest()  # type: ignore[attr-defined]
                assert (first.history_type, first.history_change_reason) == ("+", "load_plan")

    def test_it_says_how_much_was_loaded(self) -> None:
        _status, said, _error = load()
        rows = sum(model._base_manager.count() for model in PLAN_OF)
        assert str(rows) in said

    def test_loaddata_reads_the_same_files(self) -> None:
        call_command("loaddata", *sorted(SHIPPED.glob("*.json")), verbosity=0)
        plan = FiscalPlan.objects.get()
        assert all(citation.agrees for citation in read_rows(plan).citations())
        assert load()[0] == 0

    def test_it_leaves_another_year_the_current_one(self) -> None:
        factories.make_plan(2570, is_current=True)
        assert load()[0] == 0
        assert FiscalPlan.objects.get(is_current=True).fiscal_year == 2570


def test_a_second_time_nothing_changes_and_no_history_is_written(plan: FiscalPlan) -> None:
    before = history_entries()
    status, said, error = load()
    assert (status, error, history_entries()) == (0, "", before)
    assert "ไม่มีอะไรต้องเปลี่ยน" in said


def test_other_years_and_months_filled_in_are_no_difference(plan: FiscalPlan) -> None:
    other = factories.make_plan(2570)
    factories.make_strategy(other)
    activity = Activity.objects.filter(project__plan=plan)[0]
    ScheduledMonth.objects.create(activity=activity, month=1, is_planned=True)
    assert load()[0] == 0
    assert load(SHIPPED, "--overwrite")[0] == 0
    assert (Strategy.objects.filter(plan=other).count(), ScheduledMonth.objects.count()) == (1, 1)


def test_what_no_document_says_of_indicators_is_no_difference(plan: FiscalPlan) -> None:
    office = plan.offices.all()[0]
    Kpi.objects.filter(number=3).update(
        definition="คำนิยาม", aggregation="last", aggregation_is_inferred=False, reported_every=6
    )
    KpiTarget.objects.filter(kpi__number=3).update(owner=office)
    certification = KpiFramework.objects.create(plan=plan, code="pa", name="คำรับรอง")
    kpi = Kpi.objects.get(number=3)
    kpi.pk, kpi.framework, kpi.source_line, kpi.dimension_line = None, certification, None, None
    kpi.save()
    factories.make_target(kpi, plan.projects.all()[0])
    assert load()[0] == 0
    assert load(SHIPPED, "--overwrite")[0] == 0
    assert (KpiFramework.objects.count(), Kpi.objects.count()) == (2, 13)
    assert Kpi.objects.get(number=3, framework__code="section-7").definition == "คำนิยาม"


class TestOverAnEditedPlan:
    @pytest.fixture(autouse=True)
    def _edit(self, plan: FiscalPlan) -> None:
        target = KpiTarget.objects.get(kpi__number=8)
        target.value = Decimal("11")
        target.save()
        user = factories.make_user()
        for field, record in (("value", target), ("text", plan.strategies.get(number=1))):
            factories.make_amendment(plan, record, field, "10", "11", amended_by=user)

    def test_it_says_what_differs_and_changes_nothing(self) -> None:
        before = history_entries()
        status, said, error = load()
        assert (status, said) == (1, "")
        assert error.splitlines()[0] == (
            "kpitarget section-7/8/EC, value: ในแผนเป็น “11” ในไฟล์เป็น “10”"
        )
        assert "--overwrite" in error.splitlines()[1]
        assert KpiTarget.objects.get(kpi__number=8).value == 11
        assert history_entries() == before

    def test_rows_too_many_or_too_few_are_named(self, plan: FiscalPlan) -> None:
        Strategy.objects.get(number=5, plan=plan).projects.update(strategy=None)
        Strategy.objects.get(number=5, plan=plan).delete()
        factories.make_office(plan, "ส.ใหม่")
        error = load()[2]
        assert "strategy 5: ในแผนไม่มีรายการนี้" in error
        assert "office ส.ใหม่: ในแผนเป็น “…” ในไฟล์ไม่มีรายการนี้" in error
        assert "project DT, strategy: ในแผนเป็น “” ในไฟล์เป็น “strategy 5”" in error

    def test_overwriting_brings_the_files_back_and_keeps_history(self, plan: FiscalPlan) -> None:
        target = KpiTarget.objects.get(kpi__number=8)
        versions = target.history.count()
        assert load(SHIPPED, "--overwrite")[0] == 0
        target.refresh_from_db()
        assert target.value == 10
        assert target.history.count() == versions + 1
        assert load()[0] == 0

    def test_overwriting_removes_the_amendments_that_it_undoes_alone(self) -> None:
        load(SHIPPED, "--overwrite")
        assert [amendment.field for amendment in Amendment.objects.all()] == ["text"]

    def test_overwriting_restores_places_that_were_swapped_and_rows_that_were_lost(
        self, plan: FiscalPlan
    ) -> None:
        one, other = Project.objects.filter(plan=plan)[:2]
        for project, position in ((one, 99), (other, 1), (one, 2)):
            project.position = position
            project.save()
        Strategy.objects.get(number=5, plan=plan).projects.update(strategy=None)
        Strategy.objects.get(number=5, plan=plan).delete()
        factories.make_office(plan, "ส.ใหม่")
        assert load(SHIPPED, "--overwrite")[0] == 0
        assert load()[0] == 0

    def test_overwriting_moves_the_star_back(self) -> None:
        main, other = (KpiTarget.objects.get(kpi__number=n, project__code="EC") for n in (8, 4))
        for target, star in ((main, False), (other, True)):
            target.is_main = star
            target.save()
        assert load(SHIPPED, "--overwrite")[0] == 0
        assert KpiTarget.objects.get(kpi__number=8).is_main


BAD = [
    (
        "wrong number",
        "15_statements.json",
        lambda r: fields_of(r, source_line=134).update(amount="33465400.00"),
        "15_statements.json, statementline sources/5, amount: "
        "บรรทัด 134 พิมพ์ว่า “33465300.00” ไม่ใช่ “33465400.00”",
    ),
    (
        "missing key",
        "12_kpi_targets.json",
        lambda r: r[0]["fields"].pop("value"),
        "12_kpi_targets.json, kpitarget section-7/1/EC, value: ไม่มีช่องข้อมูลนี้ในไฟล์",
    ),
    (
        "unknown field",
        "12_kpi_targets.json",
        lambda r: r[0]["fields"].update(colour="red"),
        "12_kpi_targets.json, kpitarget section-7/1/EC, colour: ไม่รู้จักช่องข้อมูลนี้",
    ),
    (
        "repeated record",
        "12_kpi_targets.json",
        lambda r: r.append(r[0]),
        "12_kpi_targets.json, kpitarget section-7/1/EC: รายการนี้ซ้ำ",
    ),
    (
        "amount with five decimals",
        "16_page_amounts.json",
        lambda r: r[0]["fields"].update(amount="75969600.00001"),
        "16_page_amounts.json, pageamount EC, amount: ใช้ทศนิยมได้ไม่เกิน 2 ตำแหน่ง",
    ),
    (
        "amount as a bare number",
        "16_page_amounts.json",
        lambda r: r[0]["fields"].update(amount=75969600.5),
        "16_page_amounts.json, pageamount EC, amount: 75969600.5 ไม่ใช่ข้อความในเครื่องหมายคำพูด",
    ),
    (
        "AD year of a plan",
        "01_fiscal_plan.json",
        lambda r: r[0]["fields"].update(fiscal_year=2020),
        "01_fiscal_plan.json, fiscalplan 2020, fiscal_year: ปีงบประมาณต้องเป็นปี พ.ศ. เช่น 2563",
    ),
    (
        "AD year in a life",
        "06_projects.json",
        lambda r: fields_of(r, code="EC").update(life_from=2014),
        "06_projects.json, project EC, life_from: ใช้ปี พ.ศ. เช่น 2563",
    ),
    (
        "unknown office",
        "09_activities.json",
        lambda r: fields_of(r, project=[2563, "DG"], number=1).update(office=[2563, "ส.ไม่มี"]),
        "09_activities.json, activity DG/1, office: ไม่มีสำนัก “2563/ส.ไม่มี”",
    ),
    (
        "text where a number belongs",
        "04_strategies.json",
        lambda r: r[0]["fields"].update(number="1"),
        "04_strategies.json, strategy 1, number: '1' ไม่ใช่จำนวนเต็ม",
    ),
    (
        "null where a value must be",
        "04_strategies.json",
        lambda r: r[0]["fields"].update(text=None),
        "04_strategies.json, strategy 1, text: None ไม่ใช่ข้อความในเครื่องหมายคำพูด",
    ),
    (
        "unknown kind",
        "06_projects.json",
        lambda r: fields_of(r, code="OFF").update(kind="programme"),
        "06_projects.json, project OFF, kind: ต้องเป็นค่าหนึ่งใน: project, work",
    ),
    (
        "model of no plan",
        "04_strategies.json",
        lambda r: r[0].update(model="accounts.user"),
        "04_strategies.json, รายการที่ 1, model: ในแผนไม่มีข้อมูลชนิด “accounts.user”",
    ),
    (
        "row with a key",
        "04_strategies.json",
        lambda r: r[0].update(pk=1),
        "04_strategies.json, รายการที่ 1: แต่ละรายการมี “model” และ “fields” เท่านั้น",
    ),
    (
        "second plan",
        "01_fiscal_plan.json",
        lambda r: r.append(
            {
                "model": "projects.fiscalplan",
                "fields": {**r[0]["fields"], "fiscal_year": 2564, "is_current": False},
            }
        ),
        "01_fiscal_plan.json, fiscalplan 2564, fiscal_year: โฟลเดอร์หนึ่งมีได้แผนเดียว",
    ),
    (
        "activity of another project",
        "16_page_amounts.json",
        lambda r: r[-1]["fields"].update(project=[2563, "PY"]),
        "16_page_amounts.json, pageamount PY/2, activity: กิจกรรมนี้เป็นของโครงการอื่น",
    ),
    (
        "two main indicators",
        "12_kpi_targets.json",
        lambda r: r[0]["fields"].update(is_main=True),
        "12_kpi_targets.json, kpitarget section-7/8/EC, project: โครงการหนึ่งมีตัวชี้วัดหลักได้ตัวเดียว",
    ),
    (
        "number left out",
        "08_project_texts.json",
        lambda r: fields_of(r, project=[2563, "EL"], kind="target", number=2).update(number=3),
        "08_project_texts.json, projecttext EL/target/3, number: ขาดลำดับ 2 ก่อนหน้านี้",
    ),
    (
        "shortened title",
        "09_activities.json",
        lambda r: fields_of(r, source_line=322).update(title="Block", title_printed="Block"),
        "09_activities.json, activity PY/5, title_printed: บรรทัด 322 ไม่มีข้อความ “Block”",
    ),
    (
        "office moved to another's line",
        "05_offices.json",
        lambda r: fields_of(r, source_line=277).update(source_line=278),
        "05_offices.json, office ส.กฎหมาย, source_line: บรรทัด 278 พิมพ์ว่า “277” ไม่ใช่ “278”",
    ),
]


@pytest.mark.parametrize(("file", "edit", "line"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_input_is_refused_in_one_line(
    no_plan: None, tmp_path: Path, file: str, edit: object, line: str
) -> None:
    folder = copy_of_fixtures(tmp_path)
    change(folder, file, edit)  # type: ignore[arg-type]
    status, said, error = load(folder)
    assert (status, said, FiscalPlan.objects.count()) == (1, "", 0)
    assert error.splitlines() == [line, "ไม่ได้โหลดข้อมูลใด พบปัญหา 1 ข้อ"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[{", "อ่านเป็น JSON ไม่ได้"),
        ('[{"model": "projects.strategy", "model": "x", "fields": {}}]', "“model” ซ้ำ"),
        ('[{"model": "projects.strategy", "fields": {"number": NaN}}]', "“NaN” ไม่ใช่ตัวเลข"),
        ("{}", "ไฟล์ต้องเป็นรายการข้อมูล"),
        ("[1]", "รายการที่ 1"),
        ("[" * 100_000, "อ่านเป็น JSON ไม่ได้"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(
    no_plan: None, tmp_path: Path, text: str, part: str
) -> None:
    folder = copy_of_fixtures(tmp_path)
    (folder / "04_strategies.json").write_text(text, encoding="utf-8")
    status, _said, error = load(folder)
    assert (status, FiscalPlan.objects.count()) == (1, 0)
    first, _count = error.splitlines()
    assert first.startswith("04_strategies.json")
    assert part in first


def test_a_file_that_is_not_utf8_is_refused(no_plan: None, tmp_path: Path) -> None:
    folder = copy_of_fixtures(tmp_path)
    (folder / "04_strategies.json").write_bytes("กลยุทธ์".encode("cp874"))
    assert load(folder)[2].startswith("04_strategies.json: ")


@pytest.mark.parametrize("name", ["document.txt", "leftovers.txt"])
def test_a_text_that_is_not_utf8_is_refused_in_one_line(
    no_plan: None, tmp_path: Path, name: str
) -> None:
    folder = copy_of_fixtures(tmp_path)
    (folder / name).write_bytes("1\tกลยุทธ์".encode("cp874"))
    status, _said, error = load(folder)
    first, _count = error.splitlines()
    assert (status, first.partition(":")[0]) == (1, name)


@pytest.mark.parametrize("line", ["7 ของ", "²\tของ", "7\tของ\n7\tของ"])
def test_a_list_of_leftovers_that_cannot_be_read_is_refused_in_one_line(
    no_plan: None, tmp_path: Path, line: str
) -> None:
    folder = copy_of_fixtures(tmp_path)
    (folder / "leftovers.txt").write_text(line, encoding="utf-8")
    first, _count = load(folder)[2].splitlines()
    assert first.startswith("leftovers.txt: อ่านไม่ได้")


@pytest.mark.parametrize("text", ["GovCert\n", "Gov\0Cert", "Gov\rCert"])
def test_signs_that_cannot_be_printed_are_refused_in_one_line(
    no_plan: None, tmp_path: Path, text: str
) -> None:
    folder = copy_of_fixtures(tmp_path)
    change(
        folder,
        "18_anomalies.json",
        lambda records: fields_of(records, code="A01").update(note=text),
    )
    status, _said, error = load(folder)
    first, _count = error.split("\n")[:-1]
    assert status == 1
    assert first.startswith("18_anomalies.json, anomaly A01, note: ")


def test_what_is_unknown_must_be_null_and_not_empty(no_plan: None, tmp_path: Path) -> None:
    folder = copy_of_fixtures(tmp_path)
    change(
        folder,
        "06_projects.json",
        lambda records: fields_of(records, code="EC").update(former_name=""),
    )
    assert load(folder)[2].startswith("06_projects.json, project EC, former_name: ")


def test_a_folder_without_files_or_document_is_refused(no_plan: None, tmp_path: Path) -> None:
    assert load(tmp_path)[0] == 1
    folder = copy_of_fixtures(tmp_path)
    (folder / "document.txt").unlink()
    assert load(folder)[2].splitlines()[0] == "document.txt: ไม่มีไฟล์นี้"


class TestWhatIsLeftOver:
    """A plan may be right in all that it stores, and still have lost something."""

    def test_a_lost_record_shows_on_its_line(self, no_plan: None, tmp_path: Path) -> None:
        folder = copy_of_fixtures(tmp_path)
        change(folder, "07_project_aliases.json", lambda r: r.pop(0))
        error = load(folder)[2].splitlines()[0]
        assert error.startswith("leftovers.txt: บรรทัด 31 ")
        assert "โครงการ Thailand e-commerce sustainability" in error

    def test_a_text_cut_at_a_space_shows_beside_its_neighbours(
        self, no_plan: None, tmp_path: Path
    ) -> None:
        def cut(records: list[dict[str, object]]) -> None:
            fields = fields_of(records, project=[2563, "EL"], kind="target", number=1)
            for name in ("text", "text_printed"):
                fields[name] = str(fields[name]).removesuffix(" (OCC 1212)")

        folder = copy_of_fixtures(tmp_path)
        change(folder, "08_project_texts.json", cut)
        error = load(folder)[2].splitlines()[0]
        assert "projecttext EL/target/1" in error
        assert "บรรทัด 213" in error
        assert "(OCC 1212)" in error

    def test_an_altered_document_shows(self, no_plan: None, tmp_path: Path) -> None:
        folder = copy_of_fixtures(tmp_path)
        document = folder / "document.txt"
        text = document.read_text(encoding="utf-8")
        document.write_text(text.replace("หมายเหตุ * ตัวชี้วัดหลัก", "หมายเหตุ"), encoding="utf-8")
        assert "บรรทัด 180" in load(folder)[2]


class TestMoneyThatDoesNotFit:
    def test_funds_swapped_between_two_works(self, no_plan: None, tmp_path: Path) -> None:
        def swap(records: list[dict[str, object]]) -> None:
            one, other = (fields_of(records, project=[2563, code]) for code in ("NB", "PY"))
            one["fund_source"], other["fund_source"] = other["fund_source"], one["fund_source"]

        folder = copy_of_fixtures(tmp_path)
        change(folder, "17_allocations.json", swap)
        error = load(folder)[2]
        assert "fundsource PRIOR_YEAR_BALANCE" in error
        assert "33465300.00" in error
        assert "80810900.00" in error

    def test_an_item_under_another_group(self, no_plan: None, tmp_path: Path) -> None:
        folder = copy_of_fixtures(tmp_path)
        change(
            folder,
            "15_statements.json",
            lambda r: fields_of(r, source_line=136).update(parent=[2563, "sources", 2]),
        )
        assert "statementline sources/6, parent" in load(folder)[2]

    def test_an_anomaly_whose_figures_do_not_follow(self, no_plan: None, tmp_path: Path) -> None:
        folder = copy_of_fixtures(tmp_path)
        change(
            folder,
            "18_anomalies.json",
            lambda r: fields_of(r, code="A01").update(difference="6534700.01"),
        )
        assert "anomaly A01, difference" in load(folder)[2]
