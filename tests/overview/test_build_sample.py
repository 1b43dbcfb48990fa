"""Making a database the sample: an empty one only, and with accounts that can sign in."""

import datetime
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from budgets.models import TransferLimit
from budgets.services.carry_forwards import usual_expiry
from etda_plan.accounts.models import User
from etda_plan.common.fiscal import today
from etda_plan.common.models import SampleDatabase
from etda_plan.common.permissions import Role
from etda_plan.overview.sample import building
from etda_plan.overview.sample.accounts import ACCOUNTS
from projects.models import FiscalPlan, Office
from tests.factories import make_user


@pytest.fixture(autouse=True)
def played(monkeypatch: pytest.MonkeyPatch) -> list[datetime.date]:
    """The days up to which the year was played, instead of playing it."""
    days: list[datetime.date] = []
    monkeypatch.setattr(building, "play_until", lambda day, mark: days.append(day))
    return days


def build(*options: str) -> str:
    """Build the sample; return what was printed."""
    printed = StringIO()
    call_command("build_sample", *options, stdout=printed)
    return printed.getvalue()


def accounts_printed(printed: str) -> dict[str, str]:
    """Return the passwords that were printed, by user."""
    rows = [line.split() for line in printed.splitlines() if line.startswith("  ")]
    return {row[0]: row[1] for row in rows}


def signs_in(rf: RequestFactory, username: str, password: str) -> bool:
    return authenticate(rf.post("/"), username=username, password=password) is not None


def test_an_empty_database_becomes_the_sample_with_the_plan_and_its_day(no_plan: None) -> None:
    printed = build()
    assert "13 เม.ย. 2563" in printed
    assert str(today()) == "2020-04-13"
    plan = FiscalPlan.objects.get()
    mark = SampleDatabase.objects.get()
    assert (mark.first_day, mark.last_day) == (plan.starts_on, usual_expiry(plan))


def test_its_year_has_been_played_up_to_that_day_once(
    no_plan: None, played: list[datetime.date]
) -> None:
    build()
    build()
    assert played == [today()]
    limit = TransferLimit.objects.get()
    assert limit.approver.roles == {Role.APPROVER}


def test_every_role_has_an_account_that_signs_in_as_printed(
    no_plan: None, rf: RequestFactory
) -> None:
    printed = accounts_printed(build("--all"))
    assert len(printed) == len(ACCOUNTS) == User.objects.count()
    assert all(signs_in(rf, name, password) for name, password in printed.items())
    granted = [user.roles for user in User.objects.all()]
    assert all({role} in granted for role in Role)
    assert len(set(printed.values())) == len(printed)
    assert not signs_in(rf, "finance", "finance")


def test_one_account_of_each_kind_is_offered_and_the_others_when_asked_for(no_plan: None) -> None:
    offered = accounts_printed(build())
    assert len(offered) == 10
    assert {name.partition("-")[0] for name in offered} == {
        account.username.partition("-")[0] for account in ACCOUNTS
    }
    assert offered.items() < accounts_printed(build("--all")).items()


def test_one_officer_is_in_two_offices_and_one_hands_over_at_the_end_of_february(
    no_plan: None,
) -> None:
    build()
    february, march = datetime.date(2020, 2, 29), datetime.date(2020, 3, 1)

    def offices(name: str, day: datetime.date) -> list[str]:
        user = User.objects.get(username=name)
        return sorted(Office.objects.of_user(user, day).values_list("code", flat=True))

    assert offices("officer-director", march) == ["ผอ.สพธอ.", "ส.ผู้อำนวยการ"]
    assert (offices("officer-it", february), offices("officer-it", march)) == (["ส.สารสนเทศ"], [])
    assert offices("officer-it-next", february) == []
    assert offices("officer-it-next", march) == ["ส.สารสนเทศ"]


def test_the_officer_has_an_office_all_the_year(no_plan: None) -> None:
    build()
    officer = User.objects.get(username="officer")
    mark = SampleDatabase.objects.get()
    for day in (mark.first_day, mark.last_day):
        assert Office.objects.of_user(officer, day).get().plan.fiscal_year == 2563


def test_building_again_changes_nothing_but_passwords_that_no_longer_fit(
    no_plan: None, rf: RequestFactory
) -> None:
    first = build()
    SampleDatabase.objects.update(today="2020-09-30")
    finance = User.objects.get(username="finance")
    finance.set_password("another-one")
    finance.save()
    User.objects.get(username="auditor").delete()
    kept = dict(User.objects.exclude(pk=finance.pk).values_list("username", "password"))
    second = build()
    assert "30 ก.ย. 2563" in second
    assert "auditor" not in second
    assert accounts_printed(first).items() > accounts_printed(second).items()
    assert signs_in(rf, "finance", accounts_printed(second)["finance"])
    assert kept.items() <= dict(User.objects.values_list("username", "password")).items()


def test_passwords_hang_on_the_site_s_signing_key(settings: object) -> None:
    before = {account.password for account in ACCOUNTS}
    settings.SECRET_KEY = "another-key-" * 5  # type: ignore[attr-defined]
    assert before.isdisjoint(account.password for account in ACCOUNTS)


def test_a_database_that_holds_a_plan_is_refused(plan: FiscalPlan) -> None:
    with pytest.raises(CommandError, match="ข้อมูลจริง"):
        build()
    assert not SampleDatabase.objects.exists()


def test_so_is_one_that_holds_but_an_account(no_plan: None) -> None:
    make_user()
    with pytest.raises(CommandError, match="ข้อมูลจริง"):
        build()
    assert not SampleDatabase.objects.exists()
    assert not FiscalPlan.objects.exists()
