"""Seconds and queries of the money's pages at 1,000 and at 100,000 entries.

The entries are payments of one satang or more in every month of the year, made by the thousand
and with the totals and open items that belong to them; every page is read several times and its
median taken.
"""

from benchmarks import own_database  # isort: skip

import argparse
import datetime
import random
import statistics
import time
from collections import defaultdict
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.db.models import F, Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budgets.models import Allocation, Entry, LedgerMonth, OpenItem
from etda_plan.accounts.models import User
from etda_plan.common.fields import MoneyField
from etda_plan.common.permissions import Role
from etda_plan.overview.reconciliation import reconcile
from projects.models import FiscalPlan
from tests.factories import make_user

PAGES = {
    "money table": "/budgets/spending/",
    "money table, as of 31 Mar": "/budgets/spending/?as_of=31/3/2563",
    "entries, first page": "/budgets/entries/",
    "entries, a page in the middle": "/budgets/entries/?page=20",
    "entries, last page": "/budgets/entries/?page=last",
    "one entry": "/budgets/entries/{entry}/",
    "months": "/budgets/months/",
    "reconciliation": "/reconciliation/",
    "home": "/",
}
AT_ONCE = 1000


def add_entries(plan: FiscalPlan, user: User, count: int, seed: int) -> None:
    """Add so many payments, with what belongs to them."""
    chance = random.Random(seed)
    months = list(LedgerMonth.objects.of_plan(plan))
    cells = list(Allocation.objects.of_plan(plan))
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        entries = [payment(chance, chance.choice(months), cells, user) for _ in range(size)]
        store(Entry.objects.bulk_create(entries))


def payment(
    chance: random.Random, month: LedgerMonth, cells: list[Allocation], user: User
) -> Entry:
    """Return a payment of up to 100 baht."""
    amount = Decimal(chance.randint(1, 10_000)).scaleb(-2)
    return Entry(
        allocation=chance.choice(cells),
        month=month,
        kind="payment",
        date=month.first_day + datetime.timedelta(chance.randint(0, 27)),
        amount=amount,
        paid_change=amount,
        document_number=f"จ{chance.randint(1, 9999)}/2563",
        payee=f"ผู้รับเงินรายที่ {chance.randint(1, 500)}",
        entered_by=user,
        entered_on=timezone.localdate(),
    )


def store(entries: list[Entry]) -> None:
    """Store the open items of entries, and add the entries to the totals."""
    OpenItem.objects.bulk_create(
        OpenItem(entry=entry, entry_amount=entry.amount, open_amount=entry.amount)
        for entry in entries
    )
    paid: dict[int, Decimal] = defaultdict(Decimal)
    for entry in entries:
        paid[entry.allocation_id] += entry.amount
    for key, amount in paid.items():
        added = F("paid_amount") + Value(amount, output_field=MoneyField())
        Allocation.objects.filter(pk=key).update(paid_amount=added)


def measure(client: Client, address: str, times: int) -> tuple[float, int]:
    """Return the median of the seconds that a page takes, and its queries."""
    client.get(address)
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return statistics.median(seconds), len(queries)


def main() -> None:
    """Measure at both sizes and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    own_database.prepare()
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    plan = FiscalPlan.objects.get(fiscal_year=2563)
    user = make_user("finance", Role.FINANCE)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    found: list[dict[str, tuple[float, int]]] = []
    for size in options.sizes:
        add_entries(plan, user, size - Entry.objects.count(), seed=size)
        if connection.vendor == "postgresql":  # which does so by itself after a while
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        entry = Entry.objects.order_by("pk").values_list("pk", flat=True)[size // 2]
        pages = {name: address.format(entry=entry) for name, address in PAGES.items()}
        found.append({name: measure(client, page, options.times) for name, page in pages.items()})
    agrees = "agree" if not reconcile(plan).disagrees else "DISAGREE"
    print(f"{connection.vendor}: {Entry.objects.count()} entries; the checks {agrees}")
    print("page | " + " | ".join(f"s at {size:,}, queries" for size in options.sizes) + " | ratio")
    for name in PAGES:
        cells = [f"{row[name][0]:.3f}, {row[name][1]}" for row in found]
        print(f"{name} | {' | '.join(cells)} | {found[-1][name][0] / found[0][name][0]:.1f}")


if __name__ == "__main__":
    main()
