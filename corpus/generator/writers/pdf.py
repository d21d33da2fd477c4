"""Made reports as PDF: their Word files, printed by LibreOffice without its window."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..report import MadeReport
from .docx import docx_bytes

# LibreOffice ends before it has converted some hundred files.
MOST_AT_ONCE = 100


class ConverterMissingError(RuntimeError):
    """LibreOffice is not installed."""


def convert(sources: Sequence[Path], target: str, out: Path, timeout: float = 900) -> list[Path]:
    """Convert files with few starts of LibreOffice; `target` is what `--convert-to` takes.

    Gives the new files, in order. Raises `ConverterMissingError`, or `RuntimeError` if one was not
    written.
    """
    program = shutil.which("soffice")
    if program is None:
        raise ConverterMissingError("soffice (LibreOffice) is needed to write PDF files")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", target]
        for first in range(0, len(sources), MOST_AT_ONCE):
            batch = map(str, sources[first : first + MOST_AT_ONCE])
            subprocess.run(
                [program, *options, "--outdir", str(out), *batch],
                check=True,
                capture_output=True,
                timeout=timeout,
                env={**os.environ, "TZ": "UTC"},
            )
    suffix = target.split(":")[0]
    written = [out / f"{source.stem}.{suffix}" for source in sources]
    for path in written:
        if not path.exists():
            raise RuntimeError(f"LibreOffice did not write {path.name}")
    return written


def write_pdfs(reports: Sequence[tuple[MadeReport, Path]]) -> None:
    """Write several reports; few starts of LibreOffice for all of them."""
    if not reports:
        return
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, (made, _) in enumerate(reports):
            source = Path(folder) / f"{number}.docx"
            source.write_bytes(docx_bytes(made))
            sources.append(source)
        printed = convert(sources, "pdf", Path(folder) / "pdf")
        for path, (_, target) in zip(printed, reports, strict=True):
            target.write_bytes(without_traces(path.read_bytes()))


def without_traces(content: bytes) -> bytes:
    """A PDF without date and random identifiers, so that the bytes repeat; no length changes."""
    content = re.sub(rb"(?<=/CreationDate\(D:)\d{14}", b"20240126000000", content)
    return re.sub(
        rb"(/ID \[|/DocChecksum /)[^/]*", lambda match: re.sub(rb"[0-9A-F]{32}", b"0" * 32, match[0]), content
    )
