"""Fill allocations to their limit and drain them to nothing: 10,000 sequences, up to 1e12 baht."""

from benchmarks import own_database  # isort: skip

import argparse
import time
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from budgets.models import Allocation, Entry
from tests.exactness import satang, wrong_ones
from tests.factories import make_finance


def main() -> None:
    """Run, and print how many were wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    own_database.prepare()
    started = time.monotonic()
    wrong = list(wrong_ones(options.sequences, options.seed, make_finance()))
    seconds = time.monotonic() - started
    one_by_one = sum(satang(amount) for amount in Entry.objects.values_list("amount", flat=True))
    summed = Entry.objects.aggregate(total=Sum("amount"))["total"]
    largest = Allocation.objects.order_by("-initial_amount").first()
    print(f"{connection.vendor}: {options.sequences} sequences, {len(wrong)} wrong")
    print(f"{Entry.objects.count()} entries in {seconds:.0f} s; largest limit: {largest}")
    print(f"sum by the database {summed}, by Python {Decimal(one_by_one).scaleb(-2)}", end="; ")
    print("equal" if satang(summed) == one_by_one else "UNEQUAL")
    print(*wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
