"""Seconds and memory that hostile workbooks take: ``python -m benchmarks.hostile_workbooks``.

Each kind is read in a process of its own, which prints the wall time, the greatest memory of the
reader that it started, what its own memory grew by, and the first message. The system's count of
a child's memory would not do: it begins with that of the process that started it.
"""

import json
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import IO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etda_plan.settings")
os.environ.setdefault("DEBUG", "1")

MOST_SECONDS, MOST_MEGABYTES = 5, 150


def held() -> int:
    """Return the most memory that this process has held, in kilobytes."""
    return int(re.findall(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[0])


def measure(kind: str) -> None:
    django.setup()
    from etda_plan.common import xlsx_reading
    from etda_plan.common.xlsx_findings import WorkbookRefused
    from tests.common.hostile_workbooks import HOSTILE, ODD
    from tests.common.test_xlsx_reading import ENTRIES

    run_reader, peaks = xlsx_reading._run_reader, [0]

    def watched(file: IO[bytes], left_out: list[str]) -> bytes:
        peaks[0] = MOST_MEGABYTES * 1024  # the limit, unless the reader lives to tell its own
        written = run_reader(file, left_out)
        peaks[0] = json.loads(written.splitlines()[-1])["peak"]
        return written

    xlsx_reading._run_reader = watched
    make = HOSTILE[kind].make if kind in HOSTILE else ODD[kind]
    content, before, start = make(), held(), perf_counter()
    try:
        reading = xlsx_reading.read_workbook(BytesIO(content), ENTRIES)
        said = [str(found) for found in reading.every_finding] or [f"{len(reading.rows)} rows"]
    except WorkbookRefused as refused:
        said = [str(found) for found in refused.findings]
    seconds = perf_counter() - start
    grown = (held() - before) / 1024
    print(f"{seconds:.2f} | {peaks[0] / 1024:.0f} | {grown:.0f} | {said[0]}")


def main() -> None:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    from tests.common.hostile_workbooks import HOSTILE, ODD

    print("kind | seconds | MB of the reader | MB more in the server | message")
    worst = [0.0, 0.0]
    for kind in [*HOSTILE, *ODD]:
        command = [sys.executable, "-m", "benchmarks.hostile_workbooks", kind]
        line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"{kind} | {line}", flush=True)
        seconds, child, grown, _message = line.split(" | ", 3)
        worst = [max(worst[0], float(seconds)), max(worst[1], float(child), float(grown))]
    print(f"worst: {worst[0]:.2f} s, {worst[1]:.0f} MB")
    if worst[0] > MOST_SECONDS or worst[1] > MOST_MEGABYTES:
        raise SystemExit("More than 5 seconds or 150 MB.")


if __name__ == "__main__":
    main()
