"""Parse made reports whose labels, rows and numbers were tampered with.

    python -m benchmarks.mutations --cases 10000 --seed 1

Each case is a made report in one of the written dialects with one or two changes: labels dropped,
repeated, swapped or misprinted, rows dropped or added, numbers glued or split. A number that is
neither the one printed nor, for swapped labels, the one that the labels give, is wrong; unless
changed numbers made the text of another report, to the letter, and that report was read (`7 2` for
`72` where a blank cell is left out): these are counted apart. Exit status 1 if any is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from random import Random

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.mutations.cases import draw
from benchmarks.mutations.score import outcome
from corpus.generator.writers.dialects import DIALECTS

COLUMNS = ("cases", "right", "withheld", "another report's", "wrong")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks.mutations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dialect", action="append", choices=[*DIALECTS], help="only these (repeatable)")
    arguments = parser.parse_args()
    random = Random(arguments.seed)
    drawn = (draw(random) for _ in count())
    cases = [
        *islice((case for case in drawn if case.dialect in (arguments.dialect or DIALECTS)), arguments.cases)
    ]
    by_kind: dict[str, Counter[str]] = {}
    by_dialect: dict[str, Counter[str]] = {}
    wrong = 0
    with ProcessPoolExecutor(arguments.workers) as pool:
        outcomes = pool.map(outcome, cases, chunksize=20)
        for case, found in zip(
            cases, track(outcomes, total=len(cases), console=Console(stderr=True)), strict=True
        ):
            counts = Counter({"cases": 1}) + found.counts
            for kind in {mutation.kind for mutation in case.mutations}:
                by_kind.setdefault(kind, Counter()).update(counts)
            by_dialect.setdefault(case.dialect, Counter()).update(counts)
            wrong += bool(found.wrong)
            if found.wrong and wrong <= 20:
                print(case, *found.wrong[:3], sep="\n    ")
    for title, groups in (("mutation", by_kind), ("dialect", by_dialect)):
        Console().print(_table(title, groups))
    print(f"{len(cases)} cases, {wrong} with a wrong number")
    sys.exit(1 if wrong else 0)


def _table(title: str, groups: dict[str, Counter[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title)
    for name in COLUMNS:
        table.add_column(name, justify="right")
    for name, counts in sorted(groups.items()):
        table.add_row(name, *(str(counts[key]) for key in COLUMNS))
    return table


if __name__ == "__main__":
    main()
