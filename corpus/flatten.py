"""Run made reports through the tools that turn documents into text.

    python corpus/flatten.py --seed 2 --count 60 --out /tmp/flattened

writes `texts/<report>.<source>.<tool>.txt` and, for each, `truth/<report>.<source>.<tool>.json`
with the cells that this text has lost (see `flattening/lost.py` for how that is known). Tools
that are Python libraries get environments of their own under `.venv-flatten`, made at the
first run; pandoc, poppler, w3m, elinks, links and LibreOffice have to be installed. `--tools` takes
some of them, `--each N` keeps N texts of each tool.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.flattening.lost import Copies, copies, lost
from corpus.flattening.tools import TOOLS, Tool
from corpus.generate import OF_TEXTS, deal
from corpus.generator import (
    ODDITIES,
    PROFILES,
    SKELETONS,
    Format,
    MadeReport,
    docx_bytes,
    dump,
    make,
    truth,
    write_pdfs,
)
from corpus.generator.writers.dialects import DIALECTS, dialect_text
from corpus.generator.writers.html import html_page

_EDITIONS = ("2021", "2019", "2021", "mixed", "2021")
_BLANKS = ("blank_zeros", "some_blank_zeros", "blank_rows", "blank_columns")
_OF_BYTES = frozenset({"wrong_charset", "byte_order_mark"})  # the tools get proper UTF-8
_SOURCES: tuple[Format, ...] = ("html", "docx", "pdf")


@dataclass
class Subject:
    """A report as a source document of one format, with its changed copies."""

    name: str
    source: Format
    made: MadeReport
    copies: Copies

    def reports(self, may_glue: bool) -> dict[str, MadeReport]:
        return {"base": self.made, **self.copies.reports(may_glue)}


def subjects(seed: int, count: int) -> list[Subject]:
    """Reports in turn as web page, Word file and PDF, with few oddities each."""
    random = Random(f"{seed} flatten")
    dealt: Counter[str] = Counter()
    made_subjects = []
    for number in range(count):
        source = _SOURCES[number % len(_SOURCES)]
        turn = number // len(_SOURCES)
        edition, profile = _EDITIONS[turn % len(_EDITIONS)], PROFILES[(turn + 1) % len(PROFILES)]
        oddities = deal(edition, profile, source, turn % 4, dealt, random, _OF_BYTES | OF_TEXTS)
        if turn % 2:
            # Blank cells are what flattening loses most.
            blank = _BLANKS[turn // 2 % len(_BLANKS)]
            oddities = [name for name in oddities if ODDITIES[name].group != ODDITIES[blank].group] + [blank]
        made = make(seed * 1000 + number, edition, profile, oddities, source)
        if source == "html":
            made.look.skeleton = SKELETONS[turn % len(SKELETONS)]
            made.look.declared_charset = "utf-8"
        made.look.bare_page_numbers = source == "pdf" and bool(turn % 3)
        made_subjects.append(Subject(f"f{number + 1:03d}-{edition}-{profile}", source, made, copies(made)))
    return made_subjects


def write_sources(subjects: Sequence[Subject], folder: Path) -> None:
    """`<report>~<copy>.<source>` for each report and copy."""
    pdfs = []
    for subject in subjects:
        for name, made in subject.reports(may_glue=True).items():
            path = folder / f"{subject.name}~{name}.{subject.source}"
            if subject.source == "pdf":
                pdfs.append((made, path))
            elif subject.source == "docx":
                path.write_bytes(docx_bytes(made))
            else:
                path.write_text(html_page(made), "utf-8")
    write_pdfs(pdfs)


def suits(tool: Tool, subject: Subject) -> bool:
    """Whether a tool takes the source and prints nothing that was deleted in it: no reader could tell."""
    deleted = tool.prints_deleted and "tracked_changes" in subject.made.oddities
    return subject.source in tool.sources and not deleted


def flatten_with(tool: Tool, subjects: Sequence[Subject], folder: Path, out: Path) -> int:
    """Texts and truth of one tool; gives how many."""
    chosen = [subject for subject in subjects if suits(tool, subject)]
    jobs = []
    for subject in chosen:
        for name in subject.reports(tool.may_glue):
            stem = f"{subject.name}~{name}"
            jobs.append((folder / f"{stem}.{subject.source}", folder / f"{stem}.{tool.name}.txt"))
    tool.run(jobs)
    written = 0
    for subject in chosen:
        paths = {
            name: folder / f"{subject.name}~{name}.{tool.name}.txt" for name in subject.reports(tool.may_glue)
        }
        try:
            texts = {name: path.read_text("utf-8") for name, path in paths.items()}
        except UnicodeDecodeError:
            # elinks believes the character set that a page wrongly declares.
            print(f"{tool.name} wrote no UTF-8 of {subject.name}: left out", file=sys.stderr)
            continue
        keep(out, subject, tool.name, texts)
        written += 1
    return written


def flatten_by_hand(dialect: str, subjects: Sequence[Subject], out: Path) -> int:
    """The same for a dialect that we write ourselves."""
    for subject in subjects:
        texts = {name: dialect_text(made, dialect) for name, made in subject.reports(may_glue=True).items()}
        keep(out, subject, dialect, texts)
    return len(subjects)


def keep(out: Path, subject: Subject, tool: str, texts: dict[str, str]) -> None:
    """Write a text and its truth."""
    name = f"{subject.name}.{subject.source}.{tool}"
    gone = lost(subject.made, subject.copies, texts["base"], texts)
    known = truth(subject.made, "txt", sorted("/".join(key) for key in gone))
    (out / "texts" / f"{name}.txt").write_text(texts["base"], "utf-8")
    (out / "truth" / f"{name}.json").write_text(
        dump({**known, "source": subject.source, "tool": tool}), "utf-8"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--count", type=int, default=60, help="source documents")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tools", help="names, separated by commas; all if not given")
    parser.add_argument("--each", type=int, help="how many texts of each tool; all if not given")
    arguments = parser.parse_args()
    names = arguments.tools.split(",") if arguments.tools else [*TOOLS, *DIALECTS]
    unknown = sorted(set(names) - set(TOOLS) - set(DIALECTS))
    if unknown:
        parser.error(f"unknown tools: {', '.join(unknown)}; there are {', '.join([*TOOLS, *DIALECTS])}")
    for folder in ("texts", "truth"):
        (arguments.out / folder).mkdir(parents=True, exist_ok=True)
    reports = subjects(arguments.seed, arguments.count)
    written = 0
    with tempfile.TemporaryDirectory() as work:
        # Printing PDFs takes longer than all else: only what a tool takes is written.
        tools = [TOOLS[name] for name in names if name in TOOLS]
        write_sources(
            [report for report in reports if any(suits(tool, report) for tool in tools)], Path(work)
        )
        for turn, name in enumerate(names):
            tool = TOOLS.get(name)
            suited = [report for report in reports if tool is None or suits(tool, report)]
            if arguments.each:
                # Each tool gets other reports, so that a small sample is a varied one.
                start = turn * arguments.each
                suited = [suited[(start + step) % len(suited)] for step in range(arguments.each)]
            if tool is None:
                written += flatten_by_hand(name, suited, arguments.out)
            else:
                written += flatten_with(tool, suited, Path(work), arguments.out)
    print(f"{written} texts in {arguments.out / 'texts'}")


if __name__ == "__main__":
    main()
