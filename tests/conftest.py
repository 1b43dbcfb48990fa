"""What every test may use: the test database holds the plan of FY2563."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as generated
from pytest_django.plugin import DjangoDbBlocker

from activities.models import ScheduledMonth
from budgets.models import DisbursementTarget
from etda_plan.common.sample import read_once
from etda_plan.overview.plan_rows import PLAN_OF
from kpis.models import QuarterlyTarget
from projects.models import Amendment, FiscalPlan, Holiday
from tests.living import LivingSite, Template, Templates, connected_to

generated.register_profile("untimed", deadline=None)
generated.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files() -> None:
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


@pytest.fixture(autouse=True, scope="session")
def _files_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.ATTACHMENTS_DIR = tmp_path_factory.mktemp("attachments")


def load_the_plan() -> None:
    """Load the plan as it ships."""
    call_command("load_plan", stdout=StringIO())


@pytest.fixture(autouse=True)
def _real_where_no_database_is_used(request: pytest.FixtureRequest) -> Iterator[None]:
    """What asks for the mark of a sample database, and uses no database, gets none."""
    uses = {"db", "transactional_db", "django_db_reset_sequences"} & set(request.fixturenames)
    if uses or request.node.get_closest_marker("django_db"):
        yield
    else:
        with read_once(None):
            yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Templates]:
    """The test database with the plan in it, and templates of databases with it and without.

    pytest-django's own makes none where no test asks for ``db``, and what follows would be done
    to the developer's database.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        empty = Template(tmp_path_factory.mktemp("empty"))
        load_the_plan()
        filled = Template(tmp_path_factory.mktemp("filled"))
        yield Templates(empty, filled)
        empty.remove()
        filled.remove()
        teardown_databases(made, verbosity=0)


@pytest.fixture
def living(db: None, django_db_setup: Templates) -> Iterator[str]:
    """The name of a database of the test's own, with the plan in it, where what is done stays."""
    with django_db_setup.filled.copy() as name, connected_to(NAME=name):
        yield name


@pytest.fixture
def empty(db: None, django_db_setup: Templates) -> Template:
    """What new databases without any plan are copied from."""
    return django_db_setup.empty


@pytest.fixture
def living_site(living: str, tmp_path: Path) -> Iterator[LivingSite]:
    """The site, served from a database of the test's own."""
    site = LivingSite(tmp_path)
    site.start()
    yield site
    site.kill()


@pytest.fixture
def plan(db: None) -> FiscalPlan:
    """The plan of fiscal year 2563."""
    return FiscalPlan.objects.get(fiscal_year=2563)


@pytest.fixture
def no_plan(db: None) -> None:
    """A database without any plan; histories stay."""
    filled_in_later: list[type[Model]] = [
        ScheduledMonth,
        QuarterlyTarget,
        Amendment,
        DisbursementTarget,
        Holiday,
    ]
    for model in reversed([*PLAN_OF, *filled_in_later]):
        model._base_manager.all()._raw_delete("default")
