"""Runs inside the environment of one reader: reads jobs from standard input, writes its tables.

Each line of input is a JSON list `[reader, file]`, each line of output a JSON object with `tables`
(rows of texts), `seconds` of processor time, and `error`. Only this file is known there, so it
imports nothing of the project but for the project's own reader, and each library where it is used.
Where a reader tells spans, their text is given in every place that they cover.
"""

# mypy: disable-error-code="import-not-found, import-untyped, unused-ignore"
from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Rows = list[list[str]]


def spread(cells: Iterable[tuple[int, int, int, int, str]]) -> Rows:
    """Rows from cells given by row, column, rowspan, colspan and text."""
    places = {
        (r, c): text
        for row, column, rowspan, colspan, text in cells
        for r in range(row, row + rowspan)
        for c in range(column, column + colspan)
    }
    height, width = (1 + max((place[axis] for place in places), default=-1) for axis in (0, 1))
    return [[places.get((r, c), "") for c in range(width)] for r in range(height)]


def texts(rows: Iterable[Iterable[Any]]) -> Rows:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def html_tables(markup: str | bytes) -> list[Rows]:
    """The tables of a page by their own spans."""
    from lxml import html

    tables = []
    for table in html.fromstring(markup).iter("table"):
        cells: list[tuple[int, int, int, int, str]] = []
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(table.xpath("./tr|./*/tr")):
            column = 0
            for cell in line.xpath("./td|./th"):
                while (row, column) in taken:
                    column += 1
                down, right = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
                cells.append((row, column, down, right, cell.text_content()))
                taken |= {(row + r, column + c) for r in range(down) for c in range(right)}
        tables.append(spread(cells))
    return tables


def markdown_tables(text: str) -> list[Rows]:
    tables: list[Rows] = [[]]
    for line in text.splitlines():
        if line.lstrip().startswith("|"):
            cells = line.strip().strip("|").split("|")
            if not all(set(cell.strip()) <= set("-: ") and "-" in cell for cell in cells):
                tables[-1].append([cell.strip().replace("<br>", "") for cell in cells])
        elif tables[-1]:
            tables.append([])
    return [table for table in tables if table]


def reportparse(path: Path) -> Iterable[Rows]:
    from reportparse.loaders import load

    return _spread_later(load(path.read_bytes()).tables)


def reportparse_records(path: Path) -> Iterable[Rows]:
    """The whole way to records; its tables are those of the reader."""
    from reportparse.parsing import parse

    return _spread_later(parse(path).tables)


def _spread_later(tables: Iterable[Any]) -> Iterable[Rows]:
    """Tables for the comparison, which is no part of reading them."""
    for table in tables:
        yield spread((cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in table.cells)


def pdfplumber(path: Path) -> list[Rows]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        tables = []
        for page in pdf.pages:
            page.extract_text()
            tables += [texts(table) for table in page.extract_tables()]
        return tables


def camelot(path: Path) -> list[Rows]:
    import camelot

    return [texts(table.df.values.tolist()) for table in camelot.read_pdf(str(path), pages="all")]


def docling(path: Path) -> list[Rows]:
    from docling.document_converter import DocumentConverter

    document = DocumentConverter().convert(path).document
    return [[[cell.text for cell in row] for row in table.data.grid] for table in document.tables]


def pandas(path: Path) -> list[Rows]:
    import pandas

    frames = pandas.read_html(path, header=None, thousands=None, keep_default_na=False)
    return [texts(map(_whole, row) for row in frame.values.tolist()) for frame in frames]


def _whole(value: Any) -> Any:
    """A number without the decimal point that a column with blank cells gives it."""
    if isinstance(value, float):
        return "" if value != value else int(value) if value.is_integer() else value
    return value


def mammoth(path: Path) -> list[Rows]:
    import mammoth

    with path.open("rb") as file:
        return html_tables(mammoth.convert_to_html(file).value)


def python_docx(path: Path) -> list[Rows]:
    import docx

    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(path).tables]


def kreuzberg(path: Path) -> list[Rows]:
    from kreuzberg import extract_file_sync

    result = extract_file_sync(str(path))
    return [texts(table.cells) for table in result.tables] or markdown_tables(result.content)


def markitdown(path: Path) -> list[Rows]:
    from markitdown import MarkItDown

    return markdown_tables(MarkItDown().convert(str(path)).text_content)


def extractous(path: Path) -> list[Rows]:
    from extractous import Extractor

    markup, _ = Extractor().set_xml_output(True).extract_file_to_string(str(path))
    return html_tables(markup.encode())


def lxml(path: Path) -> list[Rows]:
    """No reader: what parsing the markup takes, as a measure for the others."""
    import zipfile

    from lxml import etree, html

    if path.suffix == ".html":
        html.fromstring(path.read_bytes())
        return []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
    return []


def pdfium(path: Path) -> list[Rows]:
    """No reader: what pdfium itself takes for characters with their boxes and for paths."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as raw

    with pypdfium2.PdfDocument(path) as pdf:
        box = raw.FS_RECTF()
        bounds = [ctypes.c_float() for _ in range(4)]
        for page in pdf:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                raw.FPDFText_GetUnicode(text, index)
                raw.FPDFText_GetLooseCharBox(text, index, box)
            for index in range(raw.FPDFPage_CountObjects(page)):
                item = raw.FPDFPage_GetObject(page, index)
                if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
                    raw.FPDFPageObj_GetBounds(item, *bounds)
                    for segment in range(raw.FPDFPath_CountSegments(item)):
                        raw.FPDFPath_GetPathSegment(item, segment)
    return []


READERS: dict[str, Callable[[Path], Iterable[Rows]]] = {
    function.__name__: function
    for function in (
        *(reportparse, reportparse_records, pdfplumber, camelot, docling, pandas, mammoth, python_docx),
        *(kreuzberg, markitdown, extractous, lxml, pdfium),
    )
}


def main() -> None:
    warm = False
    for line in sys.stdin:
        name, file = json.loads(line)
        result: dict[str, Any] = {"tables": [], "seconds": 0.0, "error": None}
        try:
            if not warm:
                READERS[name](Path(file))  # imports and caches are not what is measured
                warm = True
            started = time.process_time()
            tables = READERS[name](Path(file))
            result["seconds"] = time.process_time() - started
            result["tables"] = list(tables)
        except Exception as error:  # a reader that fails at a file is a result
            result["error"] = f"{type(error).__name__}: {error}"
        sys.stdout.write("\x1e" + json.dumps(result) + "\n")  # some readers print on their own


if __name__ == "__main__":
    main()
