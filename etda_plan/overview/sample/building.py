"""Making an empty database the sample: its mark, the plan, the accounts, the year so far."""

import datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from budgets.models import TransferLimit
from budgets.services.carry_forwards import usual_expiry
from etda_plan.accounts.models import User
from etda_plan.common.models import SampleDatabase
from etda_plan.overview.loading import load_plan
from etda_plan.overview.sample.accounts import ACCOUNTS
from etda_plan.overview.sample.playing import play_until
from projects.models import FiscalPlan

PLAN = Path(settings.BASE_DIR) / "fixtures" / "fy2563"
YEAR = 2563
SEED = 2563
FIRST_TODAY = datetime.date(2020, 4, 13)
TRANSFER_LIMIT, BASIS = Decimal(10_000_000), "คำสั่งตัวอย่าง ที่ 1/2563"


class HoldsRealData(Exception):
    """The database is in use and bears no mark: it is a real one, and stays so."""


@transaction.atomic
def build_sample(today: datetime.date = FIRST_TODAY) -> SampleDatabase:
    """Make the sample as of a day and return its mark; one that is built stays as it is.

    Its days run on after the year, for as long as money carried forward may be paid.

    Raise ``HoldsRealData`` where there is a plan or an account without the mark.
    """
    if mark := SampleDatabase.objects.first():
        return mark
    if FiscalPlan.objects.exists() or User.objects.exists():
        raise HoldsRealData
    year = FiscalPlan(fiscal_year=YEAR)
    mark = SampleDatabase.objects.create(
        seed=SEED, first_day=year.starts_on, last_day=usual_expiry(year), today=today
    )
    load_plan(PLAN)
    for account in ACCOUNTS:
        account.make(FiscalPlan.objects.get(fiscal_year=YEAR), mark.first_day)
    TransferLimit.objects.create(
        approver=User.objects.get(username="approver"), up_to_amount=TRANSFER_LIMIT, basis=BASIS
    )
    play_until(today, mark)
    return mark
