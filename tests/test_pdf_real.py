"""Published PDF files, where they are at hand: every printed value stands in its row, in order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportparse.document import Document, Table
from reportparse.loaders import pdf, pdf_careful

REAL = Path(__file__).parents[2] / "shared" / "real"
HONGZE = REAL / "hongze-district-2023.pdf"
SHUYANG = REAL / "flattened" / "shuyang-fgj-2023.libreoffice.pdf"
PRINTED = re.compile(r"[\d.\s]*")

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of published reports is not there")

Reader = Callable[[bytes], Document]


def printed(path: Path, table: str) -> list[str]:
    """The true values of a table, row by row, blanks included."""
    values = json.loads((REAL / "truth" / f"{path.name.split('.')[0]}.json").read_text("utf-8"))["values"]
    return [value for key, value in values.items() if key.startswith(f"{table}/")]


def values(table: Table) -> list[str]:
    """The cells that hold a number or nothing, without spaces, row by row; header rows are left out."""
    found = []
    for row in table.rows():
        own = [cell for cell in row if PRINTED.fullmatch(cell.text)]
        if any(cell.text for cell in own):
            found += ["".join(cell.text.split()) for cell in own]
    return found


@pytest.mark.parametrize("load", [pdf.load, pdf_careful.load])
@pytest.mark.parametrize("path", [HONGZE, SHUYANG], ids=lambda path: path.stem)
def test_every_printed_value_is_read_in_its_place(path: Path, load: Reader) -> None:
    disclosure, requests, reviews = load(path.read_bytes()).tables
    assert values(disclosure) == printed(path, "proactive_disclosure")
    assert values(requests) == printed(path, "requests")
    true = printed(path, "reviews_and_litigation")
    # The page as saved is wider than paper: its PDF ends before the last columns.
    assert values(reviews) == true[: reviews.width]
    assert reviews.width == (12 if path is SHUYANG else 15)


def test_labels_cut_by_a_page_span_all_their_rows() -> None:
    document = pdf.load(HONGZE.read_bytes())
    _, requests, _ = document.tables
    spans = {"".join(cell.text.split()): cell.rowspan for cell in requests.cells if cell.rowspan > 1}
    assert {name: rows for name, rows in spans.items() if "（" in name and name[1] in "三四五"} == {
        "（三）不予公开": 8,
        "（四）无法提供": 3,
        "（五）不予处理": 5,
    }
    assert len(document.margins) == document.pages
