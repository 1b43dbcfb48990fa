"""Play the sample's year month by month: ``python -m benchmarks.sample_year``.

Builds the sample in a database of its own (SQLite, or the empty one that ``DATABASE_URL`` names)
and prints for each month's end, and for the sample's first today: seconds of playing, entries so
far, what was paid and used, which checks disagree, and whether the seals hold.
"""

import datetime
import os
import tempfile
import time
from io import StringIO
from pathlib import Path

import django
from django.core.management import CommandError, call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etda_plan.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-sample-" * 4)

OCTOBER_1 = datetime.date(2019, 10, 1)


def shares() -> str:
    """Return what of the whole envelope is paid, and used, in percent."""
    from budgets.models import Allocation

    rows = list(Allocation.objects.all())
    whole = sum(each.current_amount for each in rows)
    paid = sum(each.paid_amount for each in rows)
    used = paid + sum(each.committed_amount for each in rows)
    return f"{100 * paid / whole:6.2f} {100 * used / whole:6.2f}"


def seals() -> str:
    """Return whether the seals of the closed months hold."""
    try:
        call_command("verify_seals", stdout=StringIO())
    except (CommandError, SystemExit):
        return "BROKEN"
    return "hold"


def play() -> None:
    """Build, and print a line for each stage of the year."""
    from budgets.models import Entry, Submission
    from etda_plan.common.checks import Status
    from etda_plan.common.models import SampleDatabase
    from etda_plan.overview.reconciliation import reconcile
    from etda_plan.overview.sample.building import FIRST_TODAY, build_sample
    from etda_plan.overview.sample.playing import play_until
    from projects.models import FiscalPlan

    mark = build_sample(OCTOBER_1)
    print("day        seconds entries refused  paid %  used %  seals  checks that disagree")
    for day in sorted([*mark.month_ends, FIRST_TODAY]):
        began = time.monotonic()
        play_until(day, mark)
        seconds = time.monotonic() - began
        SampleDatabase.objects.update(today=day)
        report = reconcile(FiscalPlan.objects.get())
        wrong = [
            check.code
            for section in report.sections
            for check in section.checks
            if check.status == Status.DISAGREES
        ]
        entries, refused = Entry.objects.count(), Submission.objects.filter(result=None).count()
        counted = f"{seconds:7.2f} {entries:7} {refused:7} {shares()}"
        print(f"{day} {counted}  {seals()}   {wrong or 'none'}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'sample.sqlite3'}")
        django.setup()
        call_command("migrate", verbosity=0)
        play()


if __name__ == "__main__":
    main()
