"""Read a dataset in several processes while it is updated, and say whether they saw two versions at once.

    python -m benchmarks.updates --updates 1000

Every update replaces all documents, of two years, in one batch. Each look opens the dataset and asks
for the rows of all tables; all documents must be of the same version, with all the rows of that
version. Exit status 1 where anything else was seen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.updates.trials import trials


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.updates", description=__doc__.splitlines()[0])
    parser.add_argument("--updates", type=int, default=1000)
    parser.add_argument("--readers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = trials(Path(folder), arguments.updates, arguments.readers)
    print(
        f"{result.updates} updates in {result.seconds:.0f} s, {result.looks} looks by {arguments.readers} "
        f"readers, {result.versions_seen} versions seen, {len(result.faults)} faults"
    )
    for fault in result.faults:
        print(f"  {fault}")
    sys.exit(1 if result.faults else 0)


if __name__ == "__main__":
    main()
