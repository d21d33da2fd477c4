"""The readers that are compared: each gives the tables of a PDF as cells."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from benchmarks.tables.measure import Cell, of_rows, plain
from reportparse.loaders import pdf

Reader = Callable[[bytes], list[list[Cell]]]


def reportparse(content: bytes) -> list[list[Cell]]:
    return [plain(table) for table in pdf.load(content).tables]


def plumber(content: bytes) -> list[list[Cell]]:
    """pdfplumber with its default settings."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [of_rows(table) for page in document.pages for table in page.extract_tables()]


def camelot(content: bytes) -> list[list[Cell]]:
    """camelot: its lattice, or its stream where that finds nothing."""
    import camelot as library  # type: ignore[import-untyped,import-not-found,unused-ignore]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(content)
        found: list[list[Cell]] = []
        for flavor in ("lattice", "stream"):
            found = [
                of_rows(table.df.values.tolist())
                for table in library.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)
            ]
            if found:
                break
    return found


READERS: dict[str, Reader] = {"reportparse": reportparse, "pdfplumber": plumber, "camelot": camelot}
