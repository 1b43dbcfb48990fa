"""Play the sample's year month by month: ``python -m benchmarks.sample_year``.

Builds the sample in a database of its own (SQLite, or the empty one that ``DATABASE_URL`` names)
and prints for each month's end, and for the sample's first today: seconds of playing, entries so
far, what was paid and used, which checks disagree, and whether the seals hold; below it, in how
many activities and KPI targets each state stands, as somebody with a role sees them that day.
A check that disagrees or a broken seal ends it with status 1.
"""

import datetime
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
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


def counted(states: Iterable[str]) -> str:
    """Return how many there are of each state, most first."""
    return ", ".join(f"{state} {count}" for state, count in Counter(states).most_common())


def print_states(day: datetime.date) -> None:
    """Print where the activities and the KPI targets stand on a day."""
    from activities.progress.reading import read_progress
    from kpis.models import KpiTarget
    from kpis.results import read_results
    from projects.models import FiscalPlan
    from projects.sight import Sight, month_of

    plan = FiscalPlan.objects.get()
    sight = Sight(day, month_of(plan, day))
    results = read_results(plan, sight)
    targets = KpiTarget.objects.filter(kpi__framework__plan=plan).values_list("pk", flat=True)
    work = counted(each.state for each in read_progress(plan, sight).activities)
    print(f"           activities: {work}")
    print(f"           KPI targets: {counted(results.of_target(pk).state for pk in targets)}")


def disagreeing() -> list[str]:
    """Return the codes of the checks that disagree."""
    from etda_plan.common.checks import Status
    from etda_plan.overview.reconciliation import reconcile
    from projects.models import FiscalPlan

    return [
        check.code
        for section in reconcile(FiscalPlan.objects.get()).sections
        for check in section.checks
        if check.status == Status.DISAGREES
    ]


def play() -> bool:
    """Build, print each stage of the year, and return whether everything agreed in each."""
    from budgets.models import Entry, Submission
    from etda_plan.common.models import SampleDatabase
    from etda_plan.overview.sample.building import FIRST_TODAY, build_sample
    from etda_plan.overview.sample.playing import play_until

    mark = build_sample(OCTOBER_1)
    agrees = True
    print("day        seconds entries refused  paid %  used %  seals  checks that disagree")
    for day in sorted([*mark.month_ends, FIRST_TODAY]):
        began = time.monotonic()
        play_until(day, mark)
        seconds = time.monotonic() - began
        SampleDatabase.objects.update(today=day)
        wrong, held = disagreeing(), seals()
        entries, refused = Entry.objects.count(), Submission.objects.filter(result=None).count()
        so_far = f"{seconds:7.2f} {entries:7} {refused:7} {shares()}"
        print(f"{day} {so_far}  {held}   {wrong or 'none'}", flush=True)
        print_states(day)
        agrees = agrees and not wrong and held == "hold"
    return agrees


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'sample.sqlite3'}")
        django.setup()
        call_command("migrate", verbosity=0)
        agrees = play()
    sys.exit(not agrees)


if __name__ == "__main__":
    main()
