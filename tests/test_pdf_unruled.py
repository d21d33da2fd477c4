"""Tables that are drawn in part or not at all, on made pages; and what only looks like one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import pairwise
from statistics import mean

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.tables.made import make_report
from benchmarks.tables.measure import Cell, f1, plain, relations
from reportparse.document import Table
from reportparse.loaders import pdf
from reportparse.tables.pages.chunks import is_number
from reportparse.tables.pages.lines import Character, lines_of

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

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.8) -> None:
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, 842 - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.setFillGray(0)

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


@pytest.mark.parametrize("rows", [1, 2])
def test_the_last_rows_on_the_next_page_belong_to_the_table(rows: int) -> None:
    page = Page()
    page.text(LEFT, 40, "Harbour statistics")
    page.text(LEFT, 700, SENTENCE)
    page.rows(740, (HEADER, *BODY[:-rows]))
    page.canvas.showPage()
    page.canvas.setFont("Helvetica", 9)
    page.text(LEFT, 40, "Harbour statistics")
    page.rows(80, BODY[-rows:])
    page.text(LEFT, 140, SENTENCE)
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_a_line_with_a_number_on_the_next_page_is_no_row() -> None:
    page = Page()
    page.text(LEFT, 700, SENTENCE)
    page.rows(740, (HEADER, *BODY))
    page.canvas.showPage()
    page.canvas.setFont("Helvetica", 9)
    page.text(LEFT, 80, "Harbour dues are collected by the agency and amount to 1,204 this year.")
    page.text(LEFT, 92, SENTENCE)
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


WORDS = (
    ("harbour", "North", "boats"),
    ("canal", "South", "barges"),
    ("ferry", "East", "cars"),
    ("quay", "West", "cranes"),
    ("lock", "Centre", "gates"),
    ("weir", "Inland", "eels"),
)


def test_a_drawn_row_with_a_text_for_each_line_in_every_cell_is_parted() -> None:
    page = Page()
    header = ("Place", "District", "Used for")
    for number, row in enumerate((header, *WORDS)):
        for x, text in zip((72, 202, 302), row, strict=True):
            page.text(x, 100 + 12 * number, text)
    edges = (68, 198, 298, 400)
    for y in (88, 103, 176):
        page.line(edges[0], y, edges[-1], y)
    for x in edges:
        page.line(x, 88, x, 176)
    assert page.table() == [list(row) for row in (header, *WORDS)]


def test_words_that_begin_small_are_rows_where_most_do() -> None:
    page = Page()
    for number, row in enumerate((("Place", "District", "Used for"), *WORDS)):
        for x, text in zip((72, 202, 302), row, strict=True):
            page.text(x, 100 + 12 * number, text)
    assert page.table()[1:] == [list(row) for row in WORDS]


def test_a_word_that_is_too_long_for_its_cell_is_of_it() -> None:
    page = Page()
    rows = (("Package", "Size"), ("desktop-environment", "1"), ("notes", "7"))
    for number, row in enumerate(rows):
        page.text(72, 100 + 12 * number, row[0])
        page.text(162, 100 + 12 * number, row[1])
    for y in (88, 103, 115, 127):
        page.line(70, y, 190, y)
    for x in (70, 120, 190):
        page.line(x, 88, x, 127)
    assert page.table() == [list(row) for row in rows]


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


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_table_printed_along_the_side_of_a_page_is_turned(clockwise: int) -> None:
    page = Page()
    corner = {90: (0, 842), 180: (595, 842), 270: (595, 0)}[clockwise]
    page.canvas.translate(*corner)
    page.canvas.rotate(-clockwise)
    for number, row in enumerate((HEADER, *BODY)):
        page.canvas.drawString(LEFT, 300 - 12 * number, row[0])
        for right, text in zip(RIGHTS, row[1:], strict=True):
            page.canvas.drawRightString(right, 300 - 12 * number, text)
    (table,) = page.tables()
    assert [[cell.text for cell in row] for row in table.rows()] == [list(row) for row in (HEADER, *BODY)]
    box = table.place.box
    assert box is not None
    # The first label begins LEFT points from the edge that is at the left when the page is turned.
    begins = {90: box.y0, 180: 595 - box.x1, 270: 842 - box.y1}[clockwise]
    assert begins == pytest.approx(LEFT, abs=2)


def test_the_last_dots_of_leaders_are_no_column() -> None:
    page = Page()
    page.rows(108, (HEADER, *BODY))
    for number, dots in enumerate((". . . . .", ".", ".", ".")):
        x = LEFT + stringWidth(BODY[number][0], "Helvetica", 9) + 9
        page.text(x, 120 + 12 * number, dots)
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_rows_on_bands_of_colour_keep_their_wrapped_texts() -> None:
    row = (("Notices of the", "Northern office"), ("End of the", "Fiscal year"), ("Local", "Authority"))
    page = Page()
    page.fill(LEFT - 4, 89, 460, 101, 0.6)
    for x, text in zip((LEFT, 200, 330), ("Step", "When", "Who"), strict=True):
        page.text(x, 98, text)
    for number in range(5):
        if number % 2:
            page.fill(LEFT - 4, 101 + 24 * number, 460, 125 + 24 * number)
        for x, lines in zip((LEFT, 200, 330), row, strict=True):
            for at, text in enumerate(lines):
                page.text(x, 110 + 24 * number + 12 * at, text)
    assert page.table() == [["Step", "When", "Who"], *[[" ".join(lines) for lines in row]] * 5]


def test_a_header_above_the_only_ruling_belongs_to_the_table() -> None:
    page = Page()
    page.row(108, HEADER)
    for at in (112, 124, 136, 148, 160):
        page.line(LEFT, at, RIGHTS[-1], at)
    page.rows(121, BODY)
    assert page.table()[0] == list(HEADER)


def test_bars_with_their_values_and_scales_are_no_table() -> None:
    page = Page()
    for number, heights in enumerate(((49, 70), (113, 26), (39, 88), (42, 66), (104, 27))):
        for at, height in enumerate(heights):
            x = 150.0 + 40 * number + 12 * at
            page.fill(x, 200 - height, x + 11, 200, 0.4)
            page.text(x, 197 - height, str(height))
        page.text(150 + 40 * number, 210, str(2001 + number))
    for value in (0, 30, 60, 90, 120):
        page.text(120, 203 - value, str(value))
    page.text(180, 226, "Men")
    page.text(280, 226, "Women")
    assert page.tables() == []


def test_a_grid_that_draws_columns_only_is_read_by_its_lines() -> None:
    page = Page()
    edges = (LEFT - 4, 240.0, 310.0, 380.0, 450.0)
    for x in edges:
        page.line(x, 90, x, 170)
    for y in (90, 170):
        page.line(edges[0], y, edges[-1], y)
    page.line(edges[1], 104, edges[-1], 104)
    page.text(LEFT, 100, "Item")
    page.row(100, HEADER)
    page.rows(118, (*BODY[:2], ("Seed inspections of", "417", "n/a", "–"), ("all districts",)))
    rows = page.table()
    assert rows[0] == ["Item", *HEADER[1:]]
    assert rows[-1] == ["Seed inspections of all districts", "417", "n/a", "–"]


def test_a_label_stands_beside_the_rows_that_are_parted_in_other_columns_only() -> None:
    page = Page()
    rows = (("Vardal", "Owned", "10"), ("", "Rented", "12"), ("", "Vacant", "3"), ("Saltby", "Owned", "7"))
    ends = (False, False, True, True)
    page.row(100, ("District",))
    page.text(180, 100, "Kind")
    page.right(RIGHTS[0], 100, "Number")
    page.line(LEFT, 104, 310, 104)
    for number, ((label, kind, value), ends_label) in enumerate(zip(rows, ends, strict=True)):
        y = 116 + 14 * number
        page.row(y, (label, value))
        page.text(180, y, kind)
        page.line(LEFT if ends_label else 170, y + 4, 310, y + 4)
    (table,) = page.tables()
    assert [cell.rowspan for cell in table.cells if cell.text == "Vardal"] == [3]
    assert all(cell.rowspan == 1 for cell in table.cells if cell.text != "Vardal")


def test_light_lines_between_colours_are_rulings() -> None:
    page = Page()
    edges = (LEFT - 4, 230, 305, 375, 445)
    for number in range(5):
        y = 91.0 + 24 * number
        for x0, x1 in pairwise(edges):
            page.fill(x0, y, x1, y + 24, 0.7 if number == 0 else 0.9)
    page.canvas.setStrokeGray(1)
    for number in range(6):
        page.line(edges[0], 91 + 24 * number, edges[-1], 91 + 24 * number)
    for x in edges:
        page.line(x, 91, x, 211)
    rows = (HEADER, *BODY[:2], ("Seed inspections", "417", "", "–"), BODY[3])
    for number, row in enumerate(rows):
        page.row(100 + 24 * number, row)
    page.text(LEFT, 184, "Of all districts")
    assert page.table()[3] == ["Seed inspections Of all districts", "417", "", "–"]


def test_short_headers_over_one_ruling_share_the_columns_below() -> None:
    page = Page()
    rights = [230 + 55 * at for at in range(6)]
    for middle, text in ((257, "All"), (367, "Men"), (477, "Women")):
        page.middle(middle - 20, 100, text)
    page.line(190, 104, rights[-1], 104)
    for number, texts in enumerate((("Full", "Part-time") * 3, *(("1,204", "96") * 3, ("417", "8") * 3) * 2)):
        page.text(LEFT, 114 + 12 * number, "Item" if number == 0 else f"Harbour dues {number}")
        for right, text in zip(rights, texts, strict=True):
            page.right(right, 114 + 12 * number, text)
    (table,) = page.tables()
    assert [(c.column, c.colspan, c.text) for c in table.cells if c.row == 0 and c.text] == [
        (1, 2, "All"),
        (3, 2, "Men"),
        (5, 2, "Women"),
    ]


def test_two_tables_side_by_side_are_two() -> None:
    page = Page()
    for left, right, step in ((60, 230, 13.0), (310, 480, 15.5)):
        page.text(left, 100, "Region")
        page.right(right, 100, "2009")
        page.right(right + 50, 100, "2010")
        for number, (label, *values) in enumerate(BODY * 2, 1):
            page.text(left, 100 + step * number, label)
            page.right(right, 100 + step * number, values[0])
            page.right(right + 50, 100 + step * number, values[1])
    assert [table.width for table in page.tables()] == [3, 3]


def test_ranges_are_values_and_name_columns() -> None:
    header = ("Region", "15–24", "25–49", "50–74")
    page = Page()
    page.row(96, header)
    page.rows(108, [(row[0], "3–12", "40-65", "7.5–9") for row in BODY])
    assert page.table() == [list(header), *[[row[0], "3–12", "40-65", "7.5–9"] for row in BODY]]


def test_the_row_under_the_last_ruling_belongs_to_the_table() -> None:
    page = Page()
    page.row(96, HEADER)
    for at in range(len(BODY)):
        page.line(LEFT, 100 + 12 * at, RIGHTS[-1], 100 + 12 * at)
    page.rows(109, BODY)
    page.text(LEFT, 163, "Source: Office of District Registers.")
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_rulings_between_indented_rows_are_of_the_table() -> None:
    page = Page()
    page.row(96, HEADER)
    for at, indent in ((100, 0), (112, 0), (124, 15), (136, 15), (148, 15), (160, 0), (172, 0)):
        page.line(LEFT + indent, at, RIGHTS[-1], at)
    page.rows(109, BODY[:1])
    for number, row in enumerate(BODY[1:] * 2):
        page.row(121 + 12 * number, row, LEFT + 15 * (number < 3))
    rows = page.table()
    assert rows[0] == list(HEADER)
    assert len(rows) == 1 + 1 + 6


def test_a_table_of_marks_has_few_filled_slots() -> None:
    names = ("Requirement", "Depots", "Clinics", "Schools")
    marks = [("Permit", "X", "", ""), ("Yearly return", "", "X", ""), ("Inspection", "", "", "X")]
    page = Page()
    page.row(96, names)
    page.rows(108, [*marks, *marks])
    assert page.table() == [list(names), *map(list, [*marks, *marks])]


def test_a_table_with_long_labels_beside_text_is_parted_from_it() -> None:
    """The gutter is left of the text, not between long labels and their values."""
    page = Page()
    labels = ("Fraud with at least one open case at the end", "Tuition", "Timber felled, and beds", "Births")
    page.text(60, 100, "Area")
    page.right(300, 100, "2008")
    for number, label in enumerate(labels * 2):
        page.text(60, 113 + 13.0 * number, label)
        page.right(300, 113 + 13.0 * number, f"{number},219")
    for number in range(9):
        page.text(320, 96 + 11.0 * number, "Costs are shown net of the contribution that all")
    assert page.table() == [["Area", "2008"], *[[label, f"{n},219"] for n, label in enumerate(labels * 2)]]


def test_texts_between_three_rulings_are_no_page_in_two_columns() -> None:
    page = Page()
    rows = [
        (label, "Each case, within ten days", "No change since the previous edition")
        for label in (
            "Depots in rural parts of all districts",
            "Clinics",
            "Schools and libraries of the towns",
        )
    ] * 3
    for at in (90, 106, 112 + 16 * len(rows)):
        page.line(60, at, 535, at)
    for number, row in enumerate((("Body", "Obligation", "State of play"), *rows)):
        for x, text in zip((60, 225, 385), row, strict=True):
            page.text(x, 101 + 16 * number + 4 * (number > 0), text)
    assert page.table() == [["Body", "Obligation", "State of play"], *map(list, rows)]


def test_boxes_of_a_diagram_are_no_cells() -> None:
    page = Page()
    for x, y, name in ((100, 100, "Register"), (300, 100, "Office"), (200, 220, "Archive")):
        page.canvas.rect(x, 842 - y - 40, 80, 40)
        page.text(x + 10, y + 22, name)
    page.line(140, 140, 140, 240)
    page.line(140, 240, 200, 240)
    page.line(180, 120, 300, 120)
    assert not page.tables()


def test_a_title_under_its_number_is_no_header() -> None:
    page = Page()
    for left, step in ((60, 13.0), (320, 15.5)):
        page.text(left, 74, "Table 2")
        page.text(left, 86, "Dues by kind of harbour, and traffic")
        for number, (label, *values) in enumerate((HEADER, *BODY, *BODY)):
            page.text(left, 98 + step * number, label)
            page.right(left + 160, 98 + step * number, values[0])
            page.right(left + 210, 98 + step * number, values[1])
    headers = [[cell.text for cell in table.rows()[0]] for table in page.tables()]
    assert headers == [["", "2009", "2010"], ["", "2009", "2010"]]


def test_a_note_parts_two_tables_of_one_width() -> None:
    page = Page()
    for top in (96, 250):
        page.row(top, HEADER)
        for at in range(len(BODY)):
            page.line(LEFT, top + 4 + 12 * at, RIGHTS[-1], top + 4 + 12 * at)
        page.rows(top + 13, BODY)
    page.text(LEFT, 163, "Source: Office of District Registers.")
    for number in range(3):
        page.text(LEFT, 185 + 12 * number, SENTENCE)
    assert len(page.tables()) == 2


def test_the_name_of_a_column_may_begin_with_a_number() -> None:
    page = Page()
    page.middle(290, 72, "18")
    page.middle(290, 82, "years")
    for x, text in ((290, "and over"), (360, "Total"), (430, "Share")):
        page.middle(x, 92, text)
    page.rows(108, BODY)
    assert page.table()[0] == ["", "18 years and over", "Total", "Share"]


def test_bands_of_one_column_of_text_leave_those_of_another_alone() -> None:
    page = Page()
    for number in range(12):
        page.fill(310, 92 + 14 * number, 400 + 10 * (number % 2), 106 + 14 * number)
    for number in range(30):
        page.text(310, 103 + 14 * number, "Costs are shown net of the contribution")
    for top in (110, 200):
        for number, row in enumerate((HEADER, *BODY)):
            page.text(50, top + 11.3 * number, row[0])
            for x, text in zip((160, 210, 260), row[1:], strict=True):
                page.right(x, top + 11.3 * number, text)
    page.text(50, 185, "Table 2. Another table of the same column")
    assert len(page.tables()) == 2


def test_cells_with_one_figure_among_them_are_no_diagram() -> None:
    """They may be the rest of a table from the page before."""
    page = Page()
    for x in (72, 200, 280, 360, 440):
        page.line(x, 90, x, 150)
    for y in (90, 110, 130, 150):
        page.line(72, y, 440, y)
    page.text(210, 104, "8")
    assert page.table()[0][1] == "8"


def test_points_whose_boxes_are_as_high_as_their_ink_stay_in_their_line() -> None:
    digits = [Character(text, 10.0 + 5 * at, 100.0, 15.0 + 5 * at, 107.0) for at, text in enumerate("12 6")]
    digits[2] = Character(".", 20.0, 104.9, 25.0, 107.2)
    blank = Character(" ", 30.0, 106.8, 30.0, 106.8)
    below = [Character("7", 10.0, 108.5, 15.0, 115.5)]
    assert [line.text for line in lines_of([*digits, blank, *below])] == ["12.6", "7"]


def test_values_with_their_error_or_a_mark_before_them_are_values() -> None:
    values = ("69.2 (0.19)", "— (†)", "R 29,542", "*27,300", "12.3 ± 0.4", "45.1 (41.0–49.2)")
    assert all(map(is_number, values))
    assert not any(map(is_number, ("Part (3)", "T 12", "2011 2nd", "Note *")))


def test_lines_of_a_name_wider_than_its_values_are_one_name() -> None:
    page = Page()
    for y, text in ((86, "Net"), (98, "international"), (110, "migration and"), (122, "other changes")):
        page.middle(RIGHTS[1] - 10, y, text)
    page.row(122, ("Region", "Births"))
    page.right(RIGHTS[2], 122, "Deaths")
    page.rows(138, BODY)
    header = page.table()[0]
    assert header == ["Region", "Births", "Net international migration and other changes", "Deaths"]


def test_years_under_the_names_of_columns_belong_to_the_names() -> None:
    page = Page()
    page.rows(100, (("Item", "Budget", "Budget", "Outlays"), ("sold in", "2009", "2010", "2010"), *BODY))
    assert page.table()[0] == ["Item sold in", "Budget 2009", "Budget 2010", "Outlays 2010"]


def test_names_in_two_lines_of_amounts_are_no_values() -> None:
    page = Page()
    page.rows(100, (("", "$500 to", "$1,000 to", "$5,000 to"), ("", "$999", "$4,999", "$9,999"), *BODY))
    assert page.table()[0] == ["", "$500 to $999", "$1,000 to $4,999", "$5,000 to $9,999"]


def test_a_heading_over_all_columns_stands_under_the_names_of_each() -> None:
    page = Page()
    page.row(100, HEADER)
    page.middle((LEFT + RIGHTS[2]) / 2, 114, "Thousand tonnes")
    page.rows(128, BODY)
    (table,) = page.tables()
    assert [(cell.row, cell.colspan) for cell in table.cells if cell.text == "Thousand tonnes"] == [(1, 4)]


def test_units_stand_under_the_names_of_groups_of_columns() -> None:
    page = Page()
    rights = [200.0 + 50 * at for at in range(6)]
    for middle, name, unit in ((240, "Area of harvest", "(acres)"), (390, "Yield", "(1,000 bushels)")):
        page.middle(middle, 100, name)
        page.middle(middle, 124, unit)
    for at, right in enumerate(rights):
        page.right(right, 112, str(2009 + at % 3))
    for y, (label, *_) in zip((140, 152, 164, 176), BODY, strict=True):
        page.text(LEFT, y, label)
        for at, right in enumerate(rights):
            page.right(right, y, f"{y + at}.5")
    (table,) = page.tables()
    spans = {cell.text: (cell.row, cell.column, cell.colspan) for cell in table.cells if cell.colspan > 1}
    assert spans == {
        "Area of harvest": (0, 1, 3),
        "Yield": (0, 4, 3),
        "(acres)": (2, 1, 3),
        "(1,000 bushels)": (2, 4, 3),
    }


def test_rows_of_wrapped_texts_begin_where_every_column_has_a_text() -> None:
    page = Page()
    rows = (
        ("Harbour Renewal", "Ports Office", "Build quays and"),
        ("Programme", "", "Sheds for boats"),
        ("Canal Fund", "Inland Office", "Clear Locks and"),
        ("", "", "Weirs of weed"),
        ("", "", "Every spring"),
        ("Seed Inspection", "Farm Office", "Test Seeds sold"),
        ("Of All Kinds", "", "At Markets"),
    )
    page.line(LEFT, 88, 480, 88)
    for number, row in enumerate((("Scheme", "Office", "Purpose"), *rows)):
        for x, text in zip((LEFT, 220, 360), row, strict=True):
            page.text(x, 98 + 11 * number + 4 * (number > 0), text)
    page.line(LEFT, 101, 480, 101)
    page.line(LEFT, 184, 480, 184)
    assert [row[:2] for row in page.table()] == [
        ["Scheme", "Office"],
        ["Harbour Renewal Programme", "Ports Office"],
        ["Canal Fund", "Inland Office"],
        ["Seed Inspection Of All Kinds", "Farm Office"],
    ]


def test_a_banded_table_across_a_page_in_two_columns_is_one() -> None:
    page = Page()
    for number in range(12):
        for x in (LEFT, 320):
            page.text(x, 80 + 12 * number, "The office counts what the districts report")
    rights = (250.0, 310.0, 420.0, 500.0)
    for number, label in enumerate(("", "Harbour", "Canal", "Seed", "Road", "Rail")):
        y = 260 + 14 * number
        page.fill(LEFT - 4, y - 10, 510, y + 4, 0.8 + 0.1 * (number % 2))
        page.text(LEFT, y, label)
        for at, right in enumerate(rights):
            page.right(right, y, f"{number}{at}.{at}" if number else f"{2009 + at}")
    (table,) = page.tables()
    assert len(table.rows()[0]) == 5


def test_a_heading_in_capitals_is_no_part_of_the_label_below() -> None:
    page = Page()
    page.rows(
        100, (HEADER, ("KINDS OF DUES PAID",), ("Inside the harbours of the north", "71", "82", "93"), *BODY)
    )
    assert page.table()[1:3] == [
        ["KINDS OF DUES PAID", "", "", ""],
        ["Inside the harbours of the north", "71", "82", "93"],
    ]


def test_words_with_their_pages_in_columns_are_no_table() -> None:
    page = Page()
    for number in range(20):
        for at, x in enumerate((LEFT, 220, 380)):
            page.text(x, 80 + 12 * number, f"word{chr(97 + number)}{chr(97 + at)}, {number + 3}, {90 + at}")
    assert page.tables() == []


def test_a_unit_in_brackets_above_the_header_is_no_name_of_a_column() -> None:
    page = Page()
    page.right(RIGHTS[2], 88, "(EUR million)")
    page.rows(100, (HEADER, *BODY))
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_short_names_close_to_each_other_above_the_first_ruling_are_the_header() -> None:
    page = Page()
    rights = (240.0, 271.0, 302.0, 333.0)
    texts = (
        ("Region", "Green", "White", "Ochre", "Black"),
        *((f"{at}th", "7", "4", "1", "0") for at in range(5)),
    )
    for number, (label, *values) in enumerate(texts):
        page.text(LEFT, 100 + 14 * number, label)
        for right, value in zip(rights, values, strict=True):
            page.right(right, 100 + 14 * number, value)
        page.line(LEFT, 104 + 14 * number, 337, 104 + 14 * number)
    assert page.table()[0] == list(texts[0])


def test_equations_are_no_table() -> None:
    page = Page()
    for number in range(8):
        page.text(LEFT, 80 + 14 * number, f"x{number} = a + {number}b")
        page.text(240, 80 + 14 * number, f"y = {number}.5 c")
        page.text(400, 80 + 14 * number, f"({number + 1})")
    assert page.tables() == []


def test_tables_side_by_side_whose_texts_stand_in_no_line_are_left_alone() -> None:
    page = Page()
    for number in range(8):
        y = 120 + 24 * number
        page.text(72, y - 2.9, "Fees")
        page.right(200, y + 2.9, f"{11 * number + 20}")
        page.text(300, y + 0.6 * (-1) ** number, "Dues")
        page.right(400, y + 0.6 * (-1) ** number, f"{7 * number + 30}")
    assert len(page.tables()) <= 2


def _font_of_boxes(heights: dict[str, tuple[int, int]]) -> bytes:
    """A font whose characters are boxes from and to these heights."""
    builder = FontBuilder(1000, isTTF=True)
    glyphs = {"box": (0, 0), **{f"box{ord(character)}": ends for character, ends in heights.items()}}
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord(character): f"box{ord(character)}" for character in heights})
    drawn = {}
    for name, (low, high) in glyphs.items():
        pen = TTGlyphPen(None)
        pen.moveTo((50, low))
        for corner in ((50, high), (450, high), (450, low)):
            pen.lineTo(corner)
        pen.closePath()
        drawn[name] = pen.glyph()
    builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 50)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "psName": "Boxes"})
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def test_a_font_that_does_not_say_how_high_a_line_is_has_lines_of_one_height() -> None:
    heights = {"x": (0, 450), "l": (0, 700), "p": (-200, 450), "-": (200, 250), "A": (0, 450), "g": (0, 450)}
    pdfmetrics.registerFont(TTFont("Boxes", io.BytesIO(_font_of_boxes(heights))))
    page = Page()
    page.canvas.setFont("Boxes", 10)
    page.text(LEFT, 120, "xl-pAg")
    page.canvas.save()
    content = (
        page.buffer.getvalue().replace(b"/Ascent 880", b"/Ascent 0").replace(b"/Descent -120", b"/Descent 0")
    )
    with closing(pdf.open_pdf(content)) as opened:
        found = pdf.read_page(opened, 1).characters
    assert [(c.text, round(c.y0, 1), round(c.y1, 1)) for c in found] == [
        (character, 111.2, 121.2) for character in "xl-pAg"
    ]


def test_texts_that_go_on_in_another_column_than_the_first_are_of_the_table() -> None:
    names = ("No", "Recommendation", "Answer")
    body = (("1", "The agency should keep a register", "Yes"), ("2", "It should publish it", "No"))
    page = Page()
    page.line(LEFT, 106, 500, 106)
    page.row(114, names)
    page.line(LEFT, 118, 500, 118)
    y = 130
    for number, text, answer in (*body, ("3", "It should close the oldest one", "No")):
        page.text(LEFT, y, number)
        page.text(110, y, text)
        page.text(400, y, answer)
        page.text(110, y + 11, "that all of its districts have to fill in once a year")
        y += 26
    page.text(LEFT, y + 10, SENTENCE)
    rest = " that all of its districts have to fill in once a year"
    assert [row[1] for row in page.table()[1:]] == [
        "The agency should keep a register" + rest,
        "It should publish it" + rest,
        "It should close the oldest one" + rest,
    ]


def test_points_of_a_list_below_a_table_are_no_rows() -> None:
    page = Page()
    page.rows(120, (HEADER, *BODY))
    for number in range(3):
        page.text(LEFT, 184 + 12 * number, "•")
        page.text(LEFT + 14, 184 + 12 * number, "collect these figures once a year;")
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_a_table_of_words_has_one_line_of_names_and_may_have_a_column_of_long_texts() -> None:
    rows = (
        ("Step", "Planned", "Reached"),
        ("Contract awarded to the harbour", "March 2012", "May 2012"),
        ("Design approved by the districts", "April 2012", "May 2013"),
        ("Works begun on both of the piers", "June 2013", "July 2013"),
        ("Trial of the new seed inspections", "October 2014", "—"),
    )
    page = Page()
    page.text(LEFT, 80, SENTENCE)
    page.rows(120, rows)
    page.text(LEFT, 200, SENTENCE)
    assert page.table() == [list(row) for row in rows]


def test_a_paragraph_parts_two_tables_of_one_width() -> None:
    page = Page()
    for y in (120, 240):
        for at in (y + 4, y + 52):
            page.line(LEFT, at, RIGHTS[2], at)
        page.rows(y, (HEADER, *BODY))
    for number, text in enumerate((SENTENCE[:70], SENTENCE[:70], "of dues.")):
        page.text(LEFT, 188 + 11 * number, text)
    assert [len(table.rows()) for table in page.tables()] == [5, 5]


def test_words_of_a_justified_line_are_no_cells() -> None:
    page = Page()
    page.rows(120, (HEADER, *BODY))
    for number in range(3):
        x = LEFT
        for word in SENTENCE.split()[5 * number : 5 * number + 5]:
            page.text(x, 180 + 11 * number, word)
            x += stringWidth(word, "Helvetica", 9) + 14 + number
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_rows_in_columns_that_are_drawn_are_parted_by_the_column_that_has_most_labels() -> None:
    rows = [
        (year if quarter == 1 else "", f"Q{quarter}", f"{97 + quarter}.1")
        for year in ("2011", "2012")
        for quarter in (1, 2, 3)
    ]
    page = Page()
    for at in (LEFT, 150, 230, 310):
        page.line(at, 108, at, 200)
    for at in (108, 124, 200):
        page.line(LEFT, at, 310, at)
    for number, texts in enumerate((("Year", "Quarter", "Index"), *rows)):
        for x, text in zip((LEFT, 150, 230), texts, strict=True):
            page.text(x + 4, 120 + 12 * number + 2 * (number > 0), text)
    assert page.table() == [["Year", "Quarter", "Index"], *map(list, rows)]


def test_a_chart_right_above_a_table_is_no_part_of_it() -> None:
    page = Page()
    for number, height in enumerate((31, 44, 12, 25, 38)):
        page.fill(100 + 70 * number, 160 - height, 130 + 70 * number, 160)
        page.text(104 + 70 * number, 157 - height, f"{height}.0")
        page.text(104 + 70 * number, 170, str(2005 + number))
    page.rows(194, (HEADER, *BODY))
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_numbers_beside_the_lines_of_a_chart_are_no_part_of_the_table_below() -> None:
    page = Page()
    for number in range(5):
        page.line(LEFT + 20, 100 + 16 * number, RIGHTS[2], 100 + 16 * number)
        page.right(LEFT + 16, 103 + 16 * number, str(80 - 20 * number))
    for number, year in enumerate(("2005", "2006", "2007", "2008")):
        page.text(120 + 80 * number, 176, year)
    for at in (192, 206, 258):
        page.line(LEFT, at, RIGHTS[2], at)
    page.rows(202, (HEADER, *BODY))
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


@pytest.mark.parametrize("ruled", [True, False])
def test_tables_side_by_side_at_the_same_heights_are_two(ruled: bool) -> None:
    page = Page()
    for left, values in ((LEFT, (180.0, 230.0)), (320.0, (430.0, 480.0))):
        page.text(left, 110, "Dues by district")
        for number, (label, *texts) in enumerate((HEADER[:3], *(row[:3] for row in BODY))):
            page.text(left + 2, 124 + 12 * number, label)
            for right, text in zip(values, texts, strict=True):
                page.right(right, 124 + 12 * number, text)
        for at in (115, 128, 176) if ruled else ():
            page.line(left, at, values[-1], at)
    for number in range(4):
        page.text(LEFT, 200 + 11 * number, SENTENCE)
    expected = [list(row[:3]) for row in (HEADER, *BODY)]
    found = [[[cell.text for cell in row] for row in table.rows()] for table in page.tables()]
    assert [rows[-5:] for rows in found] == [expected, expected]


def test_a_table_across_a_page_in_two_columns_may_leave_their_gutter_white() -> None:
    page = Page()
    for number in range(12):
        for x in (60, 310):
            page.text(x, 60 + 11 * number + 2 * (x > 60), SENTENCE[:52])
    for number, (label, first, second, third) in enumerate((HEADER, *BODY)):
        page.text(60, 220 + 12 * number, label)
        for right, text in zip((280, 360, 440), (first, second, third), strict=True):
            page.right(right, 220 + 12 * number, text)
    for number in range(12):
        for x in (60, 310):
            page.text(x, 300 + 11 * number + 2 * (x > 60), SENTENCE[:52])
    assert page.table() == [list(row) for row in (HEADER, *BODY)]


def test_years_and_units_close_to_each_other_stand_in_columns_of_their_own() -> None:
    page = Page()
    rows = (
        ("", "2012–13", "2013–14", "2014–15", "Unit"),
        ("Dues", "610", "612", "138", "kg"),
        ("Fees", "1.5", "", "2", "mg"),
    )
    for number, texts in enumerate((*rows, *2 * [("Rents", "41 114", "84 152", "13 881", "kg")])):
        page.text(LEFT, 120 + 12 * number, texts[0])
        for right, text in zip((140, 180.5, 221), texts[1:], strict=False):
            page.right(right, 120 + 12 * number, text)
        page.text(225.7, 120 + 12 * number, texts[4])
    assert page.table()[:3] == list(map(list, rows))


def test_boxes_around_every_other_row_without_lines_between_its_cells_are_parted() -> None:
    rows = (HEADER, *BODY, ("Rents", "12", "13", "8.3"))
    edges = (LEFT - 4, 230, 304, 374, 444)
    page = Page()
    for number, texts in enumerate(rows):
        top = 110 + 15 * number
        page.row(top + 11, texts)
        for y in (top, top + 15):
            page.line(edges[0], y, edges[-1], y)
        for x in edges if number % 2 else (edges[0], edges[-1]):
            page.line(x, top, x, top + 15)
    assert page.table() == list(map(list, rows))


def test_a_row_whose_texts_nearly_touch_parts_no_table() -> None:
    rows = (
        ("Area", "Dues", "Place", "Fees"),
        ("Elm", "3,991", "Brook", "2,577"),
        ("Oak", "379", "Bay", "234"),
    )
    page = Page()
    for number, texts in enumerate(
        (*rows, ("Harrow Quay", "91,227", "Harrow Quay", "631"), *rows[1:], *rows[1:])
    ):
        for x, text in zip((LEFT, 158), texts[::2], strict=True):
            page.text(x, 120 + 12 * number, text)
        for right, text in zip((153, 260), texts[1::2], strict=True):
            page.right(right, 120 + 12 * number, text)
    assert len(page.table()) == 8


def test_a_header_on_a_background_shows_that_long_texts_are_a_table() -> None:
    rows = (
        ("Role", "Duty"),
        *((f"{name} of the board", SENTENCE[:60]) for name in ("Head", "Clerk", "Reader")),
    )
    page = Page()
    page.fill(LEFT - 4, 110, 520, 124)
    for number, (label, text) in enumerate(rows):
        page.text(LEFT, 120 + 14 * number, label)
        page.text(170, 120 + 14 * number, text)
    assert page.table() == list(map(list, rows))


def test_a_few_lines_of_text_beside_a_table_at_heights_of_their_own_are_no_cells() -> None:
    page = Page()
    page.text(LEFT, 80, SENTENCE)
    for number in range(5):
        page.text(LEFT, 120 + 12 * number, SENTENCE[:44])
    for number, texts in enumerate((HEADER[:3], *(row[:3] for row in BODY))):
        page.text(310, 126 + 12 * number, texts[0])
        for right, text in zip((420, 490), texts[1:], strict=True):
            page.right(right, 126 + 12 * number, text)
    for number in range(4):
        page.text(LEFT, 220 + 12 * number, SENTENCE)
    assert page.table() == [list(row[:3]) for row in (HEADER, *BODY)]


def test_texts_of_one_ruled_table_may_stand_at_heights_of_their_own() -> None:
    page = Page()
    page.text(LEFT, 114, "Report")
    page.text(340, 114, "Answer")
    for at in (104, 118, 290):
        page.line(LEFT, at, 500, at)
    for number in range(3):
        page.text(LEFT, 260 + 12 * number, "A map of the harbours of each district")
        page.text(340, 260 + 12 * number, f"No, in {2001 + number}")
    for number in range(5):
        page.text(LEFT, 130 + 26 * number, "A report of the dues of all the harbours")
        page.text(LEFT, 141 + 26 * number, "in the districts that keep a register of")
        page.text(340, 135.5 + 26 * number, f"Yes, in {2001 + number}")
    assert [row[-1] for row in page.table()][-3:] == [f"No, in {2001 + number}" for number in range(3)]


def drawn_glyph_by_glyph(text: str) -> bytes:
    """A page with a text of 一 (1) and 本 (2) in a font whose glyphs are drawings, as Chromium prints them."""
    flat, high = (
        f"1000 0 0 {low} 1000 {top} d1 0 {low} 1000 {top - low} re f" for low, top in ((340, 420), (-80, 840))
    )
    codes = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def "
        "1 begincodespacerange <00> <FF> endcodespacerange "
        "2 beginbfchar <01> <4E00> <02> <672C> endbfchar endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 8 0 R "
        "/Resources << /Font << /F 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 340 1000 420] /FontMatrix [.001 0 0 .001 0 0] "
        "/CharProcs << /a 5 0 R /b 6 0 R >> /Encoding << /Type /Encoding /Differences [1 /a /b] >> "
        "/FirstChar 1 /LastChar 2 /Widths [1000 1000] /ToUnicode 7 0 R /Resources << >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 /Ascent 880 /Descent -120 "
        "/ItalicAngle 0 >> >>",
    ]
    content = f"BT /F 10 Tf 100 700 Td <{text}> Tj ET"
    objects += [
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream" for stream in (flat, high, codes, content)
    ]
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        written
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF".encode()
    )


@pytest.mark.parametrize(("codes", "text"), [("01", "一"), ("0101", "一一"), ("0201", "本一")])
def test_a_flat_glyph_that_is_drawn_stands_on_its_line(codes: str, text: str) -> None:
    (line,) = pdf.load(drawn_glyph_by_glyph(codes)).paragraphs
    assert line.text == text
    assert line.place.box is not None
    assert 8 < line.place.box.y1 - line.place.box.y0 < 12
