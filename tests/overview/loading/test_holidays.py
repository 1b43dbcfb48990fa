"""The holidays that ship with the plan: each with its source, moved as the cabinet moved them."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings

from etda_plan.common.fiscal import fiscal_year
from etda_plan.overview.loading.context import read_holidays
from projects.models import FiscalPlan, Holiday
from projects.work_calendar import WorkCalendar
from tests.overview.loading.folders import copy_of_fixtures, load

SHIPPED = read_holidays(settings.BASE_DIR / "fixtures" / "fy2563")


def of_year(year: int) -> WorkCalendar:
    return WorkCalendar(year, frozenset(SHIPPED))


@pytest.mark.once
def test_each_has_a_name_and_a_source_and_they_are_in_order() -> None:
    assert list(SHIPPED) == sorted(SHIPPED)
    assert {fiscal_year(day) for day in SHIPPED} == {2563, 2564}
    for record in SHIPPED.values():
        assert record["name"]
        assert "(" in record["source"] or "ยังไม่พบแหล่ง" in record["source"]


@pytest.mark.once
def test_the_days_of_songkran_2563_were_worked_and_three_others_given() -> None:
    calendar = of_year(2563)
    for number in (13, 14, 15):
        assert calendar.is_working_day(datetime.date(2020, 4, number))
    given = [datetime.date(2020, 7, 27), datetime.date(2020, 9, 4), datetime.date(2020, 9, 7)]
    for day in given:
        assert not calendar.is_working_day(day)
        assert "สงกรานต์" in SHIPPED[day]["name"]
        assert "17 มี.ค. 2563" in SHIPPED[day]["source"]


@pytest.mark.once
def test_a_holiday_on_a_weekend_is_made_up_for_on_a_working_day() -> None:
    made_up = [record["name"].removeprefix("ชดเชย") for record in SHIPPED.values()]
    for day, record in SHIPPED.items():
        if day.weekday() >= 5 and record["name"] != "วันเข้าพรรษา":
            assert made_up.count(record["name"]) >= 2, day


@pytest.mark.once
def test_what_no_source_confirms_says_so() -> None:
    unsure = [day for day, record in SHIPPED.items() if "ยังไม่" in record["source"]]
    assert unsure == [datetime.date(2019, 10, 14), datetime.date(2020, 5, 11)]


@pytest.mark.once
@pytest.mark.parametrize(
    ("month", "due"), [(1, (2019, 11, 7)), (6, (2020, 4, 8)), (12, (2020, 10, 7))]
)
def test_reports_of_the_year_are_due_on_these_days(month: int, due: tuple[int, int, int]) -> None:
    assert of_year(2563).due_day(month) == datetime.date(*due)


def test_they_come_with_the_plan_and_say_so_in_their_history(plan: FiscalPlan) -> None:
    stored = dict(Holiday.objects.values_list("day", "name"))
    assert stored == {day: record["name"] for day, record in SHIPPED.items()}
    assert WorkCalendar.load(plan) == of_year(2563)
    (first,) = Holiday.objects.get(day=datetime.date(2020, 7, 27)).history.all()
    assert first.history_change_reason == "load_context"


def test_what_administrators_made_of_a_year_stays(plan: FiscalPlan) -> None:
    Holiday.objects.filter(day=datetime.date(2020, 5, 11)).delete()
    Holiday.objects.filter(day__gte=datetime.date(2020, 10, 1)).delete()
    Holiday.objects.filter(day=datetime.date(2020, 5, 6)).update(name="อื่น")
    load()
    assert not Holiday.objects.filter(day=datetime.date(2020, 5, 11)).exists()
    assert Holiday.objects.get(day=datetime.date(2020, 5, 6)).name == "อื่น"
    assert Holiday.objects.filter(day__gte=datetime.date(2020, 10, 1)).exists()


def test_a_folder_without_them_loads(no_plan: None, tmp_path: Path) -> None:
    folder = copy_of_fixtures(tmp_path)
    (folder / "context" / "holidays.json").unlink()
    assert load(folder)[0] == 0
    assert not Holiday.objects.exists()
