"""Score a folder of reports with truth.

    python -m benchmarks.accuracy corpus
    python -m benchmarks.accuracy corpus --by oddity
    python -m benchmarks.accuracy FOLDER --parsed DATASET --by tool

FOLDER holds `truth/*.json` and the documents anywhere below it; a document belongs to the
truth whose name its own file name starts with, followed by a dot. Without `--parsed` each
document is parsed in this process. Exit status 1 if a threshold is not met.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.readings import Reading, from_dataset, parsed
from benchmarks.accuracy.score import Score, score
from benchmarks.accuracy.truths import Truth, load_truths, truth_of

_BY = {"format": "format", "oddity": "oddities", "edition": "edition", "profile": "profile", "tool": "tool"}


def main() -> None:
    arguments = _arguments()
    truths = load_truths(arguments.truth or arguments.folder / "truth")
    readings = (
        from_dataset(arguments.parsed) if arguments.parsed else parsed(_documents(arguments.folder, truths))
    )
    groups, total, wrong = _collect(readings, truths, arguments.by)
    if not total["documents"]:
        sys.exit("no document has a truth file")
    console = Console(width=None if sys.stdout.isatty() else 240)
    console.print(_table(groups, total, arguments.by))
    for line in wrong[: arguments.wrong]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(wrong) > arguments.wrong:
        console.print(f"... {len(wrong)} lines in all")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"total": total, "groups": groups}, ensure_ascii=False, indent=1)
        )
    below = 100 * total["right"] < arguments.fail_under * total["cells"]
    if below or (arguments.fail_wrong is not None and total["wrong"] > arguments.fail_wrong):
        sys.exit(1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.accuracy", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="documents with truth")
    parser.add_argument("--truth", type=Path, help="truth files, if not FOLDER/truth")
    parser.add_argument(
        "--parsed", type=Path, help="a dataset of these documents, written by reportparse parse"
    )
    parser.add_argument("--by", choices=["document", *_BY], default="format")
    parser.add_argument("--wrong", type=int, default=20, metavar="N", help="how many wrong cells to list")
    parser.add_argument("--fail-under", type=float, default=0, metavar="PERCENT", help="of cells right")
    parser.add_argument("--fail-wrong", type=int, metavar="N", help="more wrong cells than this")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


def _documents(folder: Path, truths: dict[str, Truth]) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "truth" and truth_of(path.name, truths)
    )


def _collect(
    readings: Iterable[Reading], truths: dict[str, Truth], by: str
) -> tuple[dict[str, Counter[str]], Counter[str], list[str]]:
    """Counts by group, in all, and a line for each wrong cell and failed document."""
    groups: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for reading in readings:
        truth = truth_of(reading.name, truths)
        if truth is None:
            continue
        result = score(reading, truth)
        for group in _groups(reading, truth, by):
            groups.setdefault(group, Counter()).update(result.counts)
        total.update(result.counts)
        wrong += _lines(reading, result)
    return dict(sorted(groups.items())), total, wrong


def _groups(reading: Reading, truth: Truth, by: str) -> tuple[str, ...]:
    if by == "document":
        return (reading.name,)
    if by == "tool":
        # The tool stands in the file name: report.tool.txt
        return truth.labels.get("tool") or (reading.name.removeprefix(f"{truth.name}."),)
    return truth.labels.get(_BY[by]) or ("(none)",)


def _lines(reading: Reading, result: Score) -> list[str]:
    failed = [f"failed  {reading.name}  {reading.error}"] if reading.error else []
    return failed + [
        f"wrong  {reading.name}  {wrong.cell}  printed {wrong.printed!r}  read {wrong.given}"
        for wrong in result.wrong_cells
    ]


def _table(groups: dict[str, Counter[str]], total: Counter[str], by: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(by, no_wrap=True)
    for name in ("documents", "cells", "right %", "withheld", "denied", "wrong", "lost", "lost, given"):
        table.add_column(name, justify="right")
    parts = ("agency", "year", "edition", "headings", "figures", "rules")
    for name in (*(f"{part} %" for part in parts), "rules, false"):
        table.add_column(name, justify="right")
    for name, counts in [*groups.items(), ("all", total)]:
        table.add_row(
            name,
            str(counts["documents"]),
            str(counts["cells"]),
            _percent(counts["right"], counts["cells"]),
            *(str(counts[key]) for key in ("withheld", "denied", "wrong", "lost", "lost_given")),
            *(_percent(counts[part], counts[f"{part}_of"]) for part in parts),
            str(counts["rules_false"]),
        )
    return table


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole else ""


if __name__ == "__main__":
    main()
