"""Score readers of tables on made reports, by the relations of neighbouring cells.

    python -m benchmarks.tables
    python -m benchmarks.tables --reports 60 --set drawn --reader reportparse --by-style --worst 5
    python -m benchmarks.tables --write FOLDER

Reports are drawn by reportlab, printed by WeasyPrint from HTML in two manners, written as DOCX and printed
by LibreOffice, or set by Typst. Seeds from 7000 on are held out: nobody looked at their reports while
working on the reader.
`pip install -e .[benchmarks]` brings the other readers, WeasyPrint and Typst; what is missing is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.tables.made import Report, make_report
from benchmarks.tables.measure import f1
from benchmarks.tables.printed import print_report
from benchmarks.tables.styled import style_report
from benchmarks.tables.systems import READERS, Reader
from benchmarks.tables.typeset import typeset_report
from benchmarks.tables.written import written_reports

HELD_OUT = 7000
SETS: dict[str, Callable[[range], list[Report]]] = {
    "drawn": lambda seeds: [make_report(seed) for seed in seeds],
    "printed": lambda seeds: [print_report(seed) for seed in seeds],
    "styled": lambda seeds: [style_report(seed) for seed in seeds],
    "written": written_reports,
    "typeset": lambda seeds: [typeset_report(seed) for seed in seeds],
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks.tables", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=30, help="of each set")
    parser.add_argument("--seed", type=int, default=HELD_OUT, help="of the first report of each set")
    parser.add_argument("--set", action="append", choices=SETS)
    parser.add_argument("--reader", action="append", choices=READERS)
    parser.add_argument("--by-style", action="store_true")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst reports")
    parser.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write reports and truth, and score nothing"
    )
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    reports = _reports(arguments.set or list(SETS), range(arguments.seed, arguments.seed + arguments.reports))
    if arguments.write:
        _write(arguments.write, [report for made in reports.values() for report in made])
        return
    print(
        "| reader | " + " | ".join(f"{name} ({len(made)})" for name, made in reports.items()) + " | seconds |"
    )
    print("|---" * (len(reports) + 2) + "|", flush=True)
    for name in arguments.reader or READERS:
        started = time.perf_counter()
        try:
            scores = {key: _scores(READERS[name], made) for key, made in reports.items()}
        except ModuleNotFoundError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        means = " | ".join(f"{mean(own):.3f}" for own in scores.values())
        print(f"| {name} | {means} | {time.perf_counter() - started:.1f} |", flush=True)
        for key, made in reports.items():
            _details(made, scores[key], arguments.by_style, arguments.worst)


def _reports(names: Sequence[str], seeds: range) -> dict[str, list[Report]]:
    reports = {}
    for name in names:
        try:
            reports[name] = SETS[name](seeds)
        except (ModuleNotFoundError, FileNotFoundError) as error:
            print(f"the reports {name} are left out: {error}", file=sys.stderr)
    return reports


def _scores(reader: Reader, reports: Sequence[Report]) -> list[float]:
    return [f1(reader(report.content), report.tables) for report in reports]


def _details(reports: Sequence[Report], scores: Sequence[float], by_style: bool, worst: int) -> None:
    styles: dict[str, list[float]] = defaultdict(list)
    for report, score in zip(reports, scores, strict=True):
        for style in set(report.styles):
            styles[style].append(score)
    for style in sorted(styles) if by_style else ():
        print(f"    {style:24} {mean(styles[style]):.3f} ({len(styles[style])})")
    ranked = sorted(zip(scores, reports, strict=True), key=lambda pair: pair[0])
    for score, report in ranked[:worst]:
        print(f"    {score:.3f} {report.name} {' '.join(report.styles)}")


def _write(folder: Path, reports: Sequence[Report]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        (folder / f"{report.name}.pdf").write_bytes(report.content)
        (folder / f"{report.name}.json").write_text(json.dumps(report.tables, indent=1), "utf-8")


if __name__ == "__main__":
    main()
