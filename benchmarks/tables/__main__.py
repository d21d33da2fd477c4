"""Score readers of tables on made reports, by adjacency relations.

python -m benchmarks.tables
python -m benchmarks.tables --reports 60 --seed 1000 --reader reportparse --by-style
python -m benchmarks.tables --write FOLDER
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections import defaultdict
from pathlib import Path
from statistics import mean

from benchmarks.tables.made import make_report
from benchmarks.tables.measure import f1
from benchmarks.tables.systems import READERS


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks.tables", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0, help="of the first report")
    parser.add_argument("--reader", action="append", choices=READERS)
    parser.add_argument("--by-style", action="store_true")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst reports")
    parser.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write reports and truth, and score nothing"
    )
    arguments = parser.parse_args()
    reports = [make_report(seed) for seed in range(arguments.seed, arguments.seed + arguments.reports)]
    if arguments.write:
        arguments.write.mkdir(parents=True, exist_ok=True)
        for report in reports:
            (arguments.write / f"{report.name}.pdf").write_bytes(report.content)
            (arguments.write / f"{report.name}.json").write_text(json.dumps(report.tables, indent=1))
        return
    warnings.simplefilter("ignore")
    print("| reader | mean F1 | seconds |\n|---|---|---|")
    for name in arguments.reader or READERS:
        scores: list[tuple[float, str, list[str]]] = []
        styles: dict[str, list[float]] = defaultdict(list)
        started = time.perf_counter()
        for report in reports:
            score = f1(READERS[name](report.content), report.tables)
            scores.append((score, report.name, report.styles))
            for style in set(report.styles):
                styles[style].append(score)
        seconds = time.perf_counter() - started
        print(f"| {name} | {mean(score for score, _, _ in scores):.3f} | {seconds:.1f} |")
        if arguments.by_style:
            for style in sorted(styles):
                print(f"    {style:24} {mean(styles[style]):.3f} ({len(styles[style])})")
        for score, report_name, own in sorted(scores)[: arguments.worst]:
            print(f"    {score:.3f} {report_name} {' '.join(own)}")


if __name__ == "__main__":
    main()
