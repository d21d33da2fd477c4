"""Print made reports by several programs and compare every cell that is read with what was printed.

    python -m benchmarks.printed --count 240 --seed 5
    python -m benchmarks.printed --printers reportlab --rulings none --keep /tmp/printed

LibreOffice, Chromium, WeasyPrint and ReportLab take turns, those of them that are installed; so do
full rulings, horizontal ones and none; 1 to 30 pages; numbers of several kinds, all distinct ones
among them; and blank cells. Exit status 1 where a value is wrong or, with full rulings, not given.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import get_args

import pypdfium2  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.readings import parsed
from benchmarks.accuracy.score import score
from benchmarks.accuracy.truths import load_truths
from corpus.generator import PROFILES, MadeReport, dump, make, truth
from corpus.generator.prose import Writer
from corpus.generator.report import Block, Heading, Prose, Rulings
from corpus.generator.writers.printed import PRINTERS, installed

EDITIONS = ("2021", "2019", "mixed")
BLANKS = (None, "blank_zeros", "some_blank_zeros", "blank_rows")
# How much prose is added before each heading, and the size of the type: from one page to thirty.
LENGTHS = ((-1, 7.0), (0, 9.0), (1, 11.0), (3, 10.5), (2, 12.0), (30, 12.0), (8, 11.0))


def reports(
    count: int, seed: int, printers: list[str], rulings: list[Rulings]
) -> Iterator[tuple[str, str, MadeReport]]:
    """Name, printer and report of each file."""
    turns = list(product(printers, rulings))
    for number in range(count):
        printer, ruled = turns[number % len(turns)]
        turn = number // len(turns)
        random = Random(f"{seed} printed {number}")
        edition, profile = EDITIONS[turn % 3], PROFILES[-1 - turn % len(PROFILES)]
        blank = BLANKS[turn // 2 % len(BLANKS)] if profile != "distinct" else None
        made = make(seed * 1000 + number, edition, profile, [blank] if blank else [], "pdf")
        passages, made.look.type_size = LENGTHS[(turn + number) % len(LENGTHS)]
        made.look.rulings, made.look.landscape = ruled, turn % 5 == 4
        _lengthen(made, passages, random)
        yield f"{number:03}-{printer}-{ruled}-{edition}-{profile}", printer, made


def _lengthen(made: MadeReport, passages: int, random: Random) -> None:
    """Put that many passages of prose, on average, before each heading; drop all prose if negative."""
    writer = Writer(made.body, made.year, random)
    blocks: list[Block] = []
    for block in made.blocks:
        if passages < 0 and isinstance(block, Prose):
            continue
        if passages > 0 and isinstance(block, Heading):
            for _ in range(random.randint(0, 2 * passages)):
                blocks += map(Prose, writer.problems())
        blocks.append(block)
    made.blocks = blocks


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.keep or Path(name)
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        jobs: dict[str, list[tuple[MadeReport, Path]]] = {}
        for stem, printer, made in reports(
            arguments.count, arguments.seed, arguments.printers, arguments.rulings
        ):
            jobs.setdefault(printer, []).append((made, folder / f"{stem}.pdf"))
            (folder / "truth" / f"{stem}.json").write_text(dump(truth(made, "pdf")), "utf-8")
        for printer, of_printer in jobs.items():
            PRINTERS[printer](of_printer)
        sys.exit(0 if _score(folder) else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.printed", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--printers", nargs="+", choices=PRINTERS, default=installed())
    parser.add_argument("--rulings", nargs="+", choices=get_args(Rulings), default=get_args(Rulings))
    parser.add_argument("--keep", type=Path, help="a folder for the files, otherwise deleted")
    return parser.parse_args()


def _score(folder: Path) -> bool:
    truths = load_truths(folder / "truth")
    groups: dict[tuple[str, str], Counter[str]] = {}
    pages: dict[tuple[str, str], list[int]] = {}
    for path in sorted(folder.glob("*.pdf")):
        reading = next(parsed([path]))
        result = score(reading, truths[path.stem])
        group = (path.stem.split("-")[1], path.stem.split("-")[2])
        groups.setdefault(group, Counter()).update(result.counts)
        with pypdfium2.PdfDocument(path) as pdf:
            pages.setdefault(group, []).append(len(pdf))
        if result.counts["right"] < result.counts["cells"] or result.counts["wrong"]:
            print(
                f"{path.name}: {reading.status}, {pages[group][-1]} pages, of {result.counts['cells']} cells "
                f"{result.counts['withheld']} withheld, {result.counts['wrong']} wrong {reading.error or ''}",
                flush=True,
            )
        for wrong in result.wrong_cells[:3]:
            print(f"    {wrong.cell}: printed {wrong.printed!r}, read {wrong.given}", flush=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("printer", "rulings", "files", "pages", "cells", "right", "right %", "withheld", "wrong"):
        table.add_column(name)
    for group, counts in sorted(groups.items()):
        cells, right = counts["cells"], counts["right"]
        span = f"{min(pages[group])}-{max(pages[group])}"
        numbers = [counts["documents"], span, cells, right, f"{100 * right / cells:.2f}"]
        table.add_row(*group, *map(str, [*numbers, counts["withheld"], counts["wrong"]]))
    Console(width=110).print(table)
    ruled = [counts for (_, rulings), counts in groups.items() if rulings == "full"]
    exact = all(counts["right"] == counts["cells"] for counts in ruled)
    return exact and not any(counts["wrong"] for counts in groups.values())


if __name__ == "__main__":
    main()
