"""Tables that are drawn in part or not at all, on made pages; and what only looks like one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.tables.made import make_report
from benchmarks.tables.measure import Cell, f1, plain, relations
from reportparse.document import Table
from reportparse.loaders import pdf

LEFT, RIGHTS = 72.0, (300.0, 370.0, 440.0)
HEADER = ("", "2009", "2010", "Change")
BODY = (
    ("Harbour dues", "1,204", "1,310", "8.8"),
    ("Canal traffic", "96", "(41)", "-57.3"),
    ("Seed inspections", "417", "n/a", "–"),
    ("Total", "1,717", "1,269", "-26.1"),
)
SENTENCE = "The agency collects these figures once a year from all districts that keep a register."


class Page:
    """One page in the making; heights count from its top."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(595, 842), pageCompression=0, invariant=1)
        self.canvas.setFont("Helvetica", 9)

    def text(self, x: float, y: float, text: str) -> None:
        self.canvas.drawString(x, 842 - y, text)

    def right(self, x: float, y: float, text: str) -> None:
        self.text(x - stringWidth(text, "Helvetica", 9), y, text)

    def middle(self, x: float, y: float, text: str) -> None:
        self.text(x - stringWidth(text, "Helvetica", 9) / 2, y, text)

    def row(self, y: float, texts: Sequence[str], x: float = LEFT) -> None:
        self.text(x, y, texts[0])
        for right, text in zip(RIGHTS, texts[1:], strict=False):
            self.right(right, y, text)

    def rows(self, y: float, rows: Iterable[Sequence[str]]) -> None:
        for number, row in enumerate(rows):
            self.row(y + 12 * number, row)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, 842 - y0, x1, 842 - y1)

    def tables(self) -> list[Table]:
        self.canvas.save()
        return list(pdf.load(self.buffer.getvalue()).tables)

    def table(self) -> list[list[str]]:
        (table,) = self.tables()
        return [[" ".join(cell.text.split()) for cell in row] for row in table.rows()]


def test_columns_without_a_ruling_are_a_table() -> None:
    page = Page()
    page.text(LEFT, 80, SENTENCE)
    page.rows(120, (HEADER, *BODY))
    page.text(LEFT, 200, SENTENCE)
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_headers_that_span_columns_keep_their_span() -> None:
    page = Page()
    page.middle(320, 108, "Number of new permits")
    page.right(RIGHTS[2], 108, "Rate")
    page.line(255, 111, 372, 111)
    page.rows(120, (HEADER, *BODY))
    (table,) = page.tables()
    spanning = [(cell.row, cell.column, cell.colspan) for cell in table.cells if "permits" in cell.text]
    assert spanning == [(0, 1, 2)]


@pytest.mark.parametrize("values", [0, 1, 2])
def test_a_label_over_several_lines_is_one_row(values: int) -> None:
    """Its values stand on its first, its middle or its last line."""
    label = ("Grants to local authorities that", "replaced their equipment and", "repaired bridges")
    page = Page()
    page.rows(100, (HEADER, *BODY[:2]))
    for number, text in enumerate(label):
        page.row(136 + 12 * number, (text, "11", "12", "13") if number == values else (text,))
    page.rows(172, BODY[2:])
    assert page.table()[3] == [" ".join(label), "11", "12", "13"]


def test_leaders_and_signs_set_apart_belong_to_label_and_number() -> None:
    page = Page()
    page.rows(100, (HEADER, *BODY))
    for number, row in enumerate(BODY, 1):
        x = LEFT + stringWidth(row[0], "Helvetica", 9) + 3
        page.text(x, 100 + 12 * number, "." * int((240 - x) / 2.5))
    page.text(RIGHTS[0] - 45, 112, "$")
    assert page.table()[1:3] == [["Harbour dues", "$ 1,204", "1,310", "8.8"], list(BODY[1])]


def test_headings_of_groups_stay_rows() -> None:
    page = Page()
    page.rows(100, (HEADER, ("Public sector:",), *BODY[:2], ("Households:",), *BODY[2:]))
    assert [row[0] for row in page.table()] == [
        "",
        "Public sector:",
        *(row[0] for row in BODY[:2]),
        "Households:",
        *(row[0] for row in BODY[2:]),
    ]


def test_a_drawn_row_that_holds_several_is_parted() -> None:
    """A frame, the sides of columns and a line under the header, but none between rows."""
    page = Page()
    page.rows(100, (HEADER, *BODY))
    edges = (68, 230, 305, 375, 445)
    for y in (88, 103, 152):
        page.line(edges[0], y, edges[-1], y)
    for x in edges:
        page.line(x, 88, x, 152)
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_a_frame_around_columns_is_no_cell() -> None:
    page = Page()
    page.rows(100, (HEADER, *BODY))
    page.canvas.rect(66, 842 - 152, 384, 64)
    page.line(66, 103, 450, 103)
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_texts_between_rulings_are_rows() -> None:
    rows = (
        (("Vessels of the", "northern district"), ("Written notice to the owner", "and to the office")),
        (("Libraries",), ("Monthly report to the board;", "inspection of all sites")),
    )
    page = Page()
    page.row(100, ("Measure",))
    page.text(200, 100, "Requirement")
    page.line(70, 88, 400, 88)
    page.line(70, 104, 400, 104)
    y = 116.0
    for row in rows:
        for x, lines in zip((LEFT, 200), row, strict=True):
            for number, text in enumerate(lines):
                page.text(x, y + 11 * number, text)
        y += 32
        page.line(70, y - 12, 400, y - 12)
    assert page.table() == [["Measure", "Requirement"], *([" ".join(lines) for lines in row] for row in rows)]


def test_a_table_beside_a_column_of_text() -> None:
    """Its lines and those of the text do not stand at the same heights."""
    page = Page()
    for number in range(24):
        page.text(50, 100.0 + 11.3 * number, "The number of cases rose in most of these regions")
    rights = (410.0, 460.0, 510.0)
    for number, row in enumerate((HEADER, *BODY)):
        page.text(300, 130.0 + 12.7 * number, row[0])
        for right, text in zip(rights, row[1:], strict=True):
            page.right(right, 130.0 + 12.7 * number, text)
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_contents_lists_indexes_and_listings_are_no_tables() -> None:
    page = Page()
    for number in range(7):
        page.text(LEFT, 80.0 + 12 * number, f"{number + 1}. Orchard leases, part {number}")
        page.right(440, 80.0 + 12 * number, str(3 * number + 2))
    for number in range(5):
        page.text(LEFT, 200.0 + 12 * number, f"{number + 1}.")
        page.text(LEFT + 24, 200.0 + 12 * number, SENTENCE)
    for number in range(6):
        for x in (LEFT, 300):
            page.text(x, 300.0 + 12 * number, f"forest roads {number}")
            page.right(x + 140, 300.0 + 12 * number, f"{9 * number % 40 + 3}, {50 + number}")
    page.canvas.setFont("Courier", 9)
    for number in range(4):
        page.text(LEFT, 420.0 + 12 * number, f"int total_{number} = count({number}); // sum")
    assert not page.tables()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(3, 14), st.integers(3, 14)), min_size=8, max_size=30), st.floats(0, 9))
def test_text_in_two_columns_is_no_table(lengths: list[tuple[int, int]], shift: float) -> None:
    words = SENTENCE.split()
    page = Page()
    for number, (left, right) in enumerate(lengths):
        for x, count, y in ((40, left, 0.0), (310, right, shift)):
            text = " ".join(words[:count])
            page.text(x, 60 + 11 * number + y, text[:48])
    assert not page.tables()


def test_relations_pass_over_blanks_and_count_spans_once() -> None:
    cells = [
        Cell(0, 1, "All", 1, 2),
        Cell(1, 0, "a"),
        Cell(1, 1, ""),
        Cell(1, 2, "1 0"),
        Cell(2, 0, "b"),
        Cell(2, 1, "2"),
    ]
    assert set(relations(cells)) == {
        ("all", "10", "below"),
        ("all", "2", "below"),
        ("a", "10", "right"),
        ("a", "b", "below"),
        ("b", "2", "right"),
    }
    assert f1([cells], [cells]) == 1.0
    assert f1([], [cells]) == 0.0


def test_tables_of_made_reports_are_found_and_structured() -> None:
    reports = [make_report(seed) for seed in range(8)]
    scores = [f1([plain(table) for table in pdf.load(r.content).tables], r.tables) for r in reports]
    assert mean(scores) > 0.95
