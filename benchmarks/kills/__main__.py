"""Kill runs at random moments and say what that did to the dataset.

    python -m benchmarks.kills --kills 200

Each run is one process that gets SIGKILL, over some hundred tiny made reports that change from time
to time. After each kill the dataset must open, hold every document that was reported finished, and
of each document exactly the rows that an undisturbed run gives; no process may stay behind. A last
run must end with the rows of an undisturbed one. Exit status 1 where anything else was found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.kills.trials import trials


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.kills", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result = trials(Path(folder), arguments.kills, arguments.documents, arguments.seed)
    print(
        f"{result.killed} runs killed, {result.while_writing} of them while they wrote, {result.runs_to_the_end} came to their end before, "
        f"{time.monotonic() - started:.0f} s, {len(result.faults)} faults"
    )
    for fault in result.faults:
        print(f"  {fault}")
    sys.exit(1 if result.faults else 0)


if __name__ == "__main__":
    main()
