"""Readers of tables side by side on the same made files: how exactly and how fast each reads them.

    python -m benchmarks.readers --write benchmarks/readers/README.md

Foreign readers get environments of their own under `.venv-flatten`, made at the first run. One that
cannot be installed, or not in time, or fails, is said to. Times are processor time of one document after imports, the
median over the files of a format.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.readers.exactness import found, printed_values
from corpus.flattening.tools import ToolFailedError, environment
from corpus.generate import sample
from corpus.generator import Format, MadeReport, write, write_pdfs

OWN = ("reportparse", "reportparse_records")
MEASURES = ("lxml", "pdfium")


@dataclass(frozen=True)
class Reader:
    """A reader: its formats, and what is installed for it; nothing for those that are here already."""

    name: str
    formats: tuple[Format, ...]
    requirements: tuple[str, ...] = ()


READERS = (
    Reader("reportparse", ("pdf", "docx", "html")),
    Reader("reportparse_records", ("pdf", "docx", "html")),
    Reader("pdfium", ("pdf",)),
    Reader("lxml", ("docx", "html")),
    Reader("pdfplumber", ("pdf",)),
    Reader("camelot", ("pdf",), ("camelot-py>=1",)),
    Reader("docling", ("docx", "html"), ("docling-slim[format-office,format-html]", "torch==2.13.0")),
    Reader("pandas", ("html",)),
    Reader("mammoth", ("docx",), ("mammoth", "lxml")),
    Reader("python_docx", ("docx",)),
    Reader("kreuzberg", ("pdf", "docx", "html"), ("kreuzberg",)),
    Reader("markitdown", ("pdf", "docx", "html"), ("markitdown[docx,pdf]",)),
    Reader("extractous", ("pdf", "docx", "html"), ("extractous", "lxml")),
)
NAMES = {
    "reportparse": "reportparse, tables",
    "reportparse_records": "**reportparse, whole way to records**",
    "pdfium": "*(pdfium's own text and paths)*",
    "lxml": "*(lxml's parse alone)*",
    "pandas": "pandas.read_html",
    "python_docx": "python-docx",
    "docling": "docling (slim)",
}


@dataclass(frozen=True)
class Result:
    """Values in place of those printed, and the median of seconds; `error` where it could not be run."""

    exact: int = 0
    of: int = 0
    seconds: float = 0.0
    failed: int = 0
    error: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.readers", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=12, help="files of each format")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--readers", help="names, separated by commas; all if not given")
    parser.add_argument("--limit", type=float, default=600, help="seconds to install a reader in, at most")
    parser.add_argument("--write", type=Path, help="put the tables into this file, below its line of dashes")
    arguments = parser.parse_args()
    chosen = arguments.readers.split(",") if arguments.readers else [reader.name for reader in READERS]
    installed = {
        reader.name: _installed(reader, arguments.limit) for reader in READERS if reader.name in chosen
    }
    parts = []
    with tempfile.TemporaryDirectory() as name:
        for format in ("pdf", "docx", "html"):
            made = [report for _, _, report in sample(arguments.seed, arguments.count, (format,))]
            paths = _written(made, format, Path(name))
            readers = [reader for reader in READERS if format in reader.formats and reader.name in chosen]
            results = {reader.name: _run(reader, installed[reader.name], made, paths) for reader in readers}
            parts.append(_table(format, len(paths), results))
            print(parts[-1], flush=True)
    if arguments.write:
        head = arguments.write.read_text("utf-8").partition("\n---\n")[0]
        arguments.write.write_text(f"{head}\n---\n\n" + "\n".join(parts), "utf-8")


def _written(made: list[MadeReport], format: Format, folder: Path) -> list[Path]:
    paths = [folder / f"{number:03}.{format}" for number in range(len(made))]
    if format == "pdf":
        write_pdfs(list(zip(made, paths, strict=True)))
    else:
        for report, path in zip(made, paths, strict=True):
            write(report, format, path)
    return paths


def _installed(reader: Reader, limit: float) -> Path | str:
    """The Python that has a reader, or why there is none."""
    if not reader.requirements:
        return Path(sys.executable)
    try:
        return environment(f"reader-{reader.name}", reader.requirements, limit)
    except ToolFailedError as error:
        return str(error).splitlines()[-1]


def _run(reader: Reader, python: Path | str, made: list[MadeReport], paths: Iterable[Path]) -> Result:
    if isinstance(python, str):
        return Result(error=f"left out: {python}")
    lines = [json.dumps([reader.name, str(path)]) for path in paths]
    done = subprocess.run(
        [str(python), "-W", "ignore", str(Path(__file__).with_name("worker.py"))],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=3600,
        env={**os.environ, "PYTHONUTF8": "1", **({"PYTHONPATH": ""} if reader.requirements else {})},
    )
    answers = [json.loads(part.splitlines()[0]) for part in done.stdout.split("\x1e")[1:]]
    if len(answers) != len(lines):
        return Result(error=f"stopped: {(done.stderr.strip().splitlines() or ['without a word'])[-1]}")
    exact = total = 0
    for report, answer in zip(made, answers, strict=True):
        values = list(printed_values(report))
        exact, total = exact + found(values, answer["tables"]), total + len(values)
    failed = [answer["error"] for answer in answers if answer["error"]]
    if len(failed) == len(answers):
        return Result(error=f"fails: {failed[0].splitlines()[0][:120]}")
    seconds = statistics.median(answer["seconds"] for answer in answers if not answer["error"])
    return Result(exact, total, seconds, len(failed))


def _table(format: Format, count: int, results: dict[str, Result]) -> str:
    own = results.get("reportparse_records", Result()).seconds
    lines = [f"### {format.upper()}, {count} files", ""]
    lines += ["| reader | values in their place | ms per document | times ours |", "|---|---|---|---|"]
    for name, result in results.items():
        shown = NAMES.get(name, name)
        if result.error:
            lines.append(f"| {shown} | {result.error} | | |")
            continue
        exact = "" if name in MEASURES else f"{result.exact} of {result.of} ({result.exact / result.of:.1%})"
        exact += f"; {result.failed} files failed" if result.failed else ""
        ratio = f"{result.seconds / own:.2f}" if own else ""
        lines.append(f"| {shown} | {exact} | {1000 * result.seconds:.1f} | {ratio} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
