"""A year that has not begun: a sample database, its people, and open books."""

import datetime

from etda_plan.common.models import SampleDatabase
from etda_plan.common.permissions import Role
from tests.factories import (
    make_administrator,
    make_approver,
    make_finance,
    make_user,
)
from tests.simulator.playing import Simulation

FIRST_DAY, LAST_DAY = datetime.date(2019, 10, 1), datetime.date(2020, 12, 31)


def begin(seed: int) -> Simulation:
    """Return a year that has not begun; the sample lasts until its commitments are carried over.

    The planner may decide too, so that own proposals come before the rule against them.
    """
    SampleDatabase.objects.create(
        seed=seed, first_day=FIRST_DAY, last_day=LAST_DAY, today=FIRST_DAY
    )
    planner = make_user("planner", Role.PLANNER, Role.APPROVER)
    return Simulation(seed, make_finance(), planner, make_approver(), make_administrator())
