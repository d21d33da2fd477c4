"""The tools: which sources each takes and how it is run over many files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.generator.writers.browser import inner_text
from corpus.generator.writers.pdf import convert

Job = tuple[Path, Path]
Source = str  # docx, html, pdf


class ToolFailedError(RuntimeError):
    """A tool could not be run; the message says which and why."""


@dataclass(frozen=True)
class Tool:
    """A tool with one set of options.

    `may_glue` says that it may join the texts of cells, `prints_deleted` that it prints what tracked
    changes deleted.
    """

    name: str
    sources: tuple[Source, ...]
    may_glue: bool = False
    prints_deleted: bool = False

    def run(self, jobs: Sequence[Job]) -> None:
        """Write the text of each source to its target."""
        raise NotImplementedError


@dataclass(frozen=True)
class CommandTool(Tool):
    """A program on the path, one start per file; `{source}` and `{target}` are filled in.

    What one prints that takes no target is kept.
    """

    command: tuple[str, ...] = ()

    def run(self, jobs: Sequence[Job]) -> None:
        if shutil.which(self.command[0]) is None:
            raise ToolFailedError(f"{self.name} needs {self.command[0]}, which is not installed")
        for source, target in jobs:
            words = [word.format(source=source, target=target) for word in self.command]
            done = subprocess.run(words, capture_output=True, timeout=120)
            if done.returncode:
                raise ToolFailedError(f"{self.name}: {done.stderr.decode(errors='replace').strip()}")
            if "{target}" not in self.command:
                target.write_bytes(done.stdout)


@dataclass(frozen=True)
class OfficeTool(Tool):
    """LibreOffice's own text export, all files in one start."""

    def run(self, jobs: Sequence[Job]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            written = convert([source for source, _ in jobs], "txt:Text (encoded):UTF8", Path(folder))
            for path, (_, target) in zip(written, jobs, strict=True):
                shutil.move(path, target)


@dataclass(frozen=True)
class LibraryTool(Tool):
    """A Python library in an environment of its own, made when it is first needed."""

    flattener: str = ""
    requirements: tuple[str, ...] = ()
    environment: str = ""

    def run(self, jobs: Sequence[Job]) -> None:
        python = environment(self.environment or self.name, self.requirements)
        lines = [
            json.dumps([self.flattener or self.name, str(source), str(target)]) for source, target in jobs
        ]
        worker = Path(__file__).with_name("worker.py")
        done = subprocess.run(
            [str(python), "-W", "ignore", str(worker)],
            input="\n".join(lines),
            capture_output=True,
            text=True,
            timeout=3600,
            env={**os.environ, "PYTHONPATH": "", "PYTHONUTF8": "1"},
        )
        if done.returncode:
            raise ToolFailedError(f"{self.name}: {done.stderr.strip()[-800:]}")


@dataclass(frozen=True)
class BrowserTool(Tool):
    """What a browser says that its reader sees, `document.body.innerText`, as Selenium and Playwright give it."""

    def run(self, jobs: Sequence[Job]) -> None:
        for source, target in jobs:
            target.write_text(inner_text(source.read_text("utf-8")), "utf-8")


def environment(name: str, requirements: Iterable[str], limit: float | None = None) -> Path:
    """The Python of an environment with these requirements, under `.venv-flatten` beside the project.

    One that takes more than `limit` seconds to install is given up.
    """
    folder = Path(__file__).resolve().parents[2] / ".venv-flatten" / name
    python = folder / "bin" / "python"
    finished = folder / "finished"
    if not finished.exists():
        print(f"making the environment {name}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *requirements]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired as error:
            raise ToolFailedError(f"{name} was not installed within {limit:.0f} s") from error
        if done.returncode:
            raise ToolFailedError(f"{name}: {done.stderr.strip()[-800:]}")
        finished.touch()
    return python


_HTML_LIBRARIES = (
    "html2text", "inscriptis", "markdownify", "beautifulsoup4", "lxml", "resiliparse",
    "pypdf", "pdfminer.six", "pdfplumber", "docx2txt", "iscc-tika",
)  # fmt: skip
_SCRAPERS = (
    "lxml", "parsel", "pyquery", "pandas", "tabulate", "python-docx", "mammoth", "pdfplumber",
)  # fmt: skip
_OLD_LXML = ("lxml<5.2", "setuptools<81")
_NEW_LXML = ("lxml_html_clean", "setuptools<81")
_NEWEST = "2.3.1"
_TRAFILATURA = {
    "1.2.2": _OLD_LXML,
    "1.6.4": _OLD_LXML,
    "1.8.1": _OLD_LXML,
    "1.10.0": _NEW_LXML,
    "1.12.2": _NEW_LXML,
    "2.0.0": _NEW_LXML,
    _NEWEST: _NEW_LXML,
}


def _library(name: str, *sources: Source, may_glue: bool = False, flattener: str = "") -> LibraryTool:
    return LibraryTool(
        name,
        sources,
        may_glue,
        flattener=flattener,
        requirements=_HTML_LIBRARIES,
        environment="libraries",
    )


def _scraper(name: str, source: Source, may_glue: bool = False) -> LibraryTool:
    return LibraryTool(name, (source,), may_glue, requirements=_SCRAPERS, environment="scrapers")


def _trafilatura(version: str, variant: str = "") -> LibraryTool:
    return LibraryTool(
        f"trafilatura-{version}{variant}",
        ("html",),
        flattener=f"trafilatura{variant}",
        requirements=(f"trafilatura=={version}", *_TRAFILATURA[version]),
        environment=f"trafilatura-{version}",
    )


def _pymupdf(variant: str = "") -> LibraryTool:
    return LibraryTool(
        f"pymupdf{variant}",
        ("pdf",),
        may_glue=True,
        requirements=("pymupdf", "pymupdf4llm"),
        environment="pymupdf",
    )


def _pandoc(target: str) -> CommandTool:
    command = ("pandoc", "--to", target, "--output", "{target}", "{source}")
    return CommandTool(f"pandoc-{target}", ("docx", "html"), command=command)


_WIDTH = "200"
_BROWSERS = (
    CommandTool("w3m", ("html",), command=("w3m", "-dump", "-cols", _WIDTH, "-O", "UTF-8", "{source}")),
    CommandTool(
        "w3m-drawn",
        ("html",),
        command=("w3m", "-dump", "-o", "display_borders=1", "-cols", _WIDTH, "-O", "UTF-8", "{source}"),
    ),
    CommandTool(
        "elinks",
        ("html",),
        command=(
            "elinks", "-dump", "1", "-no-references", "-no-numbering", "-force-html",
            "-dump-width", _WIDTH, "-dump-charset", "utf-8", "{source}",
        ),
    ),
    CommandTool(
        "links",
        ("html",),
        command=(
            "links", "-dump", "-force-html", "-width", _WIDTH,
            "-codepage", "utf-8", "-html-assume-codepage", "utf-8", "{source}",
        ),
    ),
)  # fmt: skip

_ALL: list[Tool] = [
    *(_pandoc(target) for target in ("plain", "gfm", "markdown", "rst", "org", "asciidoc", "mediawiki")),
    *(_library(name, "html") for name in ("html2text", "html2text-wrapped", "inscriptis", "markdownify")),
    *(_library(name, "html") for name in ("bs4-newline", "bs4-strip", "bs4-one-line")),
    *(_library(name, "html", may_glue=True) for name in ("bs4-nosep", "bs4-glued")),
    *(_library(name, "html") for name in ("resiliparse", "resiliparse-main")),
    *(_trafilatura(version) for version in _TRAFILATURA),
    *(_trafilatura(_NEWEST, variant) for variant in ("-recall", "-dedup", "-notables", "-md")),
    _library("docx2txt", "docx"),
    _library("tika", "docx", "html", "pdf", may_glue=True),
    OfficeTool("libreoffice", ("docx", "html"), prints_deleted=True),
    CommandTool("pdftotext", ("pdf",), True, command=("pdftotext", "{source}", "{target}")),
    CommandTool("pdftotext-layout", ("pdf",), True, command=("pdftotext", "-layout", "{source}", "{target}")),
    CommandTool("pdftotext-raw", ("pdf",), True, command=("pdftotext", "-raw", "{source}", "{target}")),
    *(_library(name, "pdf", may_glue=True) for name in ("pypdf", "pypdf-layout", "pdfminer", "pdfplumber")),
    *(_library(f"pdfplumber-tables-{name}", "pdf") for name in ("tabs", "pipes")),
    *(_pymupdf(variant) for variant in ("", "-blocks", "-markdown")),
    *_BROWSERS,
    BrowserTool("chromium", ("html",)),
    _scraper("lxml-text", "html", may_glue=True),
    *(_scraper(name, "html") for name in ("parsel-texts", "pyquery", "pandas-csv", "pandas-markdown")),
    *(_scraper(name, "docx") for name in ("docx-rows", "mammoth")),
    *(_scraper(name, "docx") for name in ("docx-rows-spaces", "docx-rows-without-repeats")),
    *(_library(name, "html") for name in ("bs4-pipes", "bs4-tabs")),
    _scraper("pdfplumber-csv", "pdf"),
]
TOOLS: dict[str, Tool] = {tool.name: tool for tool in _ALL}
