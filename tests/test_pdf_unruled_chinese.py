"""Tables of Chinese text without rulings around their cells: read as printed, or left as lines."""

from __future__ import annotations

from itertools import accumulate
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdf_drawing import Drawing, only_table, texts

import reportparse
from reportparse.document import Document
from reportparse.loaders import pdf
from tests.tables import APPLICANT_CODES, FAMILY, requests_rows

SIZE = 10.0
LABELS = 130.0
VALUES = 42.0
LEFT = 72.0
LEADING = 13.0
NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "其他", "总计")
WORDS = "本年新收政府信息公开申请数量结转下处理决定项目制发件规章行性文许可罚强"


def wrapped(text: str, width: float) -> list[str]:
    """A text cut wherever a line of this width is full, as ideographs and long numbers are."""
    size = SIZE if not text.isdigit() else SIZE / 2
    fits = int((width - 6) // size)
    return [text[start : start + fits] for start in range(0, len(text), fits)] or [""]


def draw(
    drawing: Drawing, top: float, rows: list[list[str]], padding: float, middle: bool, rules: bool
) -> float:
    """Print rows of cells, texts in the middle of their columns; gives where the next row would begin."""
    widths = [LABELS, *[VALUES] * (len(rows[0]) - 1)]
    starts = [LEFT, *accumulate(widths, initial=LEFT)][1:]
    for row in rows:
        cells = [wrapped(text, width) for text, width in zip(row, widths, strict=True)]
        height = LEADING * max(map(len, cells)) + padding
        for lines, start, width in zip(cells, starts, widths, strict=False):
            y = top + padding / 2 + SIZE
            if middle:
                y += (height - padding - LEADING * len(lines)) / 2
            for number, line in enumerate(lines):
                own = len(line) * (SIZE / 2 if line.isdigit() else SIZE)
                drawing.text(start + (width - own) / 2, y + LEADING * number, line, SIZE)
        top += height
        if rules:
            drawing.line(LEFT, top, LEFT + sum(widths), top)
    return top


def joined(rows: list[list[str]]) -> list[list[str]]:
    return [[text.replace("\n", "") for text in row] for row in rows]


def test_blank_cells_keep_the_columns_of_those_beside_them() -> None:
    rows = [
        ["项目", *NAMES],
        ["新收申请", "", "3", "", "", "1", "4"],
        ["结转申请", "", "", "", "", "", ""],
        ["合计", "2", "", "", "", "", "2"],
    ]
    drawing = Drawing()
    draw(drawing, 100, rows, 6, True, False)
    assert joined(texts(only_table(pdf.load(drawing.bytes())))) == rows


def test_a_number_that_was_wrapped_in_its_cell_is_one_number() -> None:
    rows = [
        ["项目", *NAMES],
        ["新收申请", "12345678", "3", "87654321", "4", "123456789", "5"],
        ["结转申请", "1", "2", "3", "4", "5", "6"],
    ]
    drawing = Drawing()
    draw(drawing, 100, rows, 6, True, False)
    assert joined(texts(only_table(pdf.load(drawing.bytes())))) == rows


def test_what_goes_on_on_the_next_page_needs_no_header() -> None:
    rows = [
        ["项目", *NAMES],
        ["新收申请", "1", "", "3", "", "1", "4"],
        ["结转申请", "", "7", "", "", "", "7"],
        ["合计", "", "", "", "", "9", "9"],
    ]
    drawing = Drawing()
    drawing.text(LEFT, 100, "本单位的申请情况如下，表中数字均按照登记日期统计。", SIZE)
    draw(drawing, 700, rows[:2], 6, True, False)
    drawing.page()
    end = draw(drawing, 80, rows[2:], 6, True, False)
    drawing.text(LEFT, end + 40, "本单位的申请情况如上，表中数字均按照登记日期统计。", SIZE)
    assert joined(texts(only_table(pdf.load(drawing.bytes())))) == rows


def test_parts_of_a_table_have_columns_of_their_own() -> None:
    drawing = Drawing()
    drawing.text(LEFT, 80, "各项主动公开的信息数量见下表，统计时间为本年一月一日至十二月三十一日。", SIZE)
    for y, parts in (
        (110, [(250, "第一部分")]),
        (130, [(90, "内容"), (200, "制发件数"), (300, "废止件数"), (400, "有效件数")]),
        (150, [(90, "规范性文件"), (218, "5"), (418, "8")]),
        (170, [(250, "第二部分")]),
        (190, [(90, "内容"), (300, "处理决定数量")]),
        (210, [(90, "许可"), (325, "31")]),
        (230, [(90, "处罚")]),
    ):
        for x, text in parts:
            drawing.text(x, y, text, SIZE)
    table = only_table(pdf.load(drawing.bytes()))
    found = [[cell.text for cell in row if cell.text] for row in table.rows()]
    assert found == [
        ["第一部分"],
        ["内容", "制发件数", "废止件数", "有效件数"],
        ["规范性文件", "5", "8"],
        ["第二部分"],
        ["内容", "处理决定数量"],
        ["许可", "31"],
        ["处罚"],
    ]
    last = [cell for cell in table.cells if cell.text == "8"]
    header = [cell for cell in table.cells if cell.text == "有效件数"]
    assert [(cell.column, cell.colspan) for cell in last] == [(cell.column, cell.colspan) for cell in header]


@st.composite
def printed(draw_from: st.DrawFn) -> tuple[list[list[str]], float, bool, bool]:
    """Rows of a table and how it is printed."""
    width = draw_from(st.integers(2, len(NAMES)))
    number = st.one_of(st.just(""), st.integers(0, 9).map(str), st.integers(0, 10**9).map(str))
    label = st.text(st.sampled_from(WORDS), min_size=2, max_size=22)
    body = draw_from(
        st.lists(st.tuples(label, st.lists(number, min_size=width, max_size=width)), min_size=1, max_size=7)
    )
    rows = [["项目", *NAMES[:width]], *([name, *values] for name, values in body)]
    return (
        rows,
        draw_from(st.sampled_from((2.0, 4.0, 8.0, 14.0))),
        draw_from(st.booleans()),
        draw_from(st.booleans()),
    )


@given(printed())
@settings(max_examples=60)
def test_it_is_read_as_printed_or_not_at_all(case: tuple[list[list[str]], float, bool, bool]) -> None:
    rows, padding, middle, rules = case
    drawing = Drawing()
    draw(drawing, 100, rows, padding, middle, rules)
    tables = list(pdf.load(drawing.bytes()).tables)
    numbers = [row[1:] for row in rows if any(row[1:])]
    for table in tables:
        found = [row for row in joined(texts(table)) if any(row[1:])]
        assert [row[1:] for row in found] == numbers
        assert [row[0] for row in found] == [row[0] for row in rows if any(row[1:])]


def headed(
    header: list[list[str]],
    rows: list[list[str]],
    padding: float = 6,
    middle: bool = True,
    rules: bool = False,
) -> Document:
    """Pages of which the first ends in a header, with its rows on the second."""
    drawing = Drawing()
    drawing.text(LEFT, 100, "本单位的申请情况如下，表中数字均按照登记日期统计，截至本年末。", SIZE)
    draw(drawing, 700, header, padding, middle, rules)
    drawing.page()
    end = draw(drawing, 80, rows, padding, middle, rules)
    drawing.text(LEFT, end + 40, "本单位的申请情况如上，表中数字均按照登记日期统计，截至本年末。", SIZE)
    return pdf.load(drawing.bytes())


def test_rows_have_the_header_that_ends_the_page_before() -> None:
    header = [["项目", *NAMES]]
    rows = [["新收申请", "1", "", "3", "", "1", "5"], ["结转申请", "", "7", "", "", "", "7"]]
    document = headed(header, rows)
    table = only_table(document)
    assert joined(texts(table)) == [*header, *rows]
    assert [cell.place.page for cell in table.cells if cell.column == 0] == [1, 2, 2]
    assert not any("自然人" in paragraph.text for paragraph in document.paragraphs)


def test_a_header_that_ends_a_page_needs_no_labels() -> None:
    header = [["维持", "纠正", "其他", "未审结", "总计"]]
    drawing = Drawing()
    for page, y, row in ((1, 700, header[0]), (2, 80, ["", "2", "", "13", "15"])):
        for number, text in enumerate(row):
            width = len(text) * (SIZE / 2 if text.isdigit() else SIZE)
            drawing.text(LEFT + 80 * number + 40 - width / 2, y, text, SIZE)
        drawing.text(
            LEFT,
            y - 40 if page == 1 else y + 40,
            "表中数字均按照登记日期统计，截至本年十二月末，单位为件。",
            SIZE,
        )
        drawing.page()
    assert texts(only_table(pdf.load(drawing.bytes()))) == [*header, ["", "2", "", "13", "15"]]


def test_texts_that_end_a_page_are_no_header_of_a_table_that_has_its_own() -> None:
    rows = [["项目", "许可", "处罚", "强制"], ["新收申请", "1", "2", "3"], ["结转申请", "4", "5", "6"]]
    document = headed([["单位", "县商务", "科室", "办公室"]], rows)
    assert joined(texts(only_table(document))) == rows
    assert any("县商务" in paragraph.text for paragraph in document.paragraphs)


def test_a_value_under_no_text_of_the_header_before_is_left_as_it_is() -> None:
    drawing = Drawing()
    drawing.text(LEFT, 100, "本单位的申请情况如下，表中数字均按照登记日期统计，截至本年末。", SIZE)
    for x, text in ((90, "项目"), (200, "制发"), (300, "废止")):
        drawing.text(x, 700, text, SIZE)
    drawing.page()
    for x, text in ((90, "规章"), (205, "5"), (260, "8")):
        drawing.text(x, 80, text, SIZE)
    document = pdf.load(drawing.bytes())
    assert not list(document.tables)
    assert [paragraph.text for paragraph in document.paragraphs][1:] == ["项目  制发  废止", "规章  5  8"]


def test_no_text_beside_a_table_is_lost() -> None:
    rows = [["项目", "许可", "处罚", "强制"], ["新收申请", "1", "2", "3"], ["结转申请", "4", "5", "6"]]
    drawing = Drawing()
    drawing.text(LEFT + 20, 100, "申请情况", SIZE)
    end = draw(drawing, 110, rows, 6, True, False)
    drawing.text(LEFT + 60, end + 40, "填表人已核对", SIZE)
    document = pdf.load(drawing.bytes())
    assert joined(texts(only_table(document))) == rows
    assert [paragraph.text for paragraph in document.paragraphs] == ["申请情况", "填表人已核对"]


@given(printed())
@settings(max_examples=60)
@example(([["项目", "自然人", "商业企业"], ["下" * 14, "0", ""], ["下下", "", ""]], 2.0, False, False))
@example(([["项目", "自然人", "商业企业"], ["下下", "", "0"], ["下" * 13, "", "0"]], 14.0, True, False))
@example(
    (
        [["项目", "自然人", "商业企业"], ["下下", "", "0"], ["下" * 12, "", ""], ["下下", "", "0"]],
        14.0,
        False,
        False,
    )
)
@example(
    (
        [["项目", "自然人", "商业企业"], ["下下", "", "0"], ["下" * 13, "", "0"], ["下下", "", "0"]],
        14.0,
        True,
        False,
    )
)
def test_rows_are_read_under_the_header_before_as_printed_from_the_first_on(
    case: tuple[list[list[str]], float, bool, bool],
) -> None:
    rows, padding, middle, rules = case
    with_numbers = [i for i, row in enumerate(rows) if i and any(row[1:])]
    for table in headed(rows[:1], rows[1:], padding, middle, rules).tables:
        found = joined(texts(table))
        assert found[0] == rows[0]
        read = [row for row in found[1:] if any(row[1:])]
        left = with_numbers[len(read) :]
        # A table may end at a label that is broken over lines or has no values: what is below is left in the text.
        last = with_numbers[len(read) - 1] if read else 0
        if read and not any(any(values) for _, *values in rows[last + 1 :]):
            label = rows[last][0]
            assert read[-1][0] in (label, wrapped(label, LABELS)[0])
            read[-1][0] = label
        assert [*read, *(rows[i] for i in left)] == [rows[i] for i in with_numbers]
        assert not left or any(
            len(wrapped(label, LABELS)) > 1 or not any(values)
            for label, *values in rows[last + 1 : left[0] + 1]
        )


def uneven_page(rows: list[list[str]], random: Random) -> bytes:
    """A table without rulings, the numbers of each row up to 2 points above or below the line of its label."""
    drawing = Drawing()
    drawing.text(LEFT, 60, "云桥市水利局2023年政府信息公开工作年度报告", SIZE)
    drawing.text(LEFT, 80, "三、收到和处理政府信息公开申请情况", SIZE)
    for i, row in enumerate(rows):
        y = 110 + 24 * i
        label = wrapped(row[0], 1.5 * LABELS)
        for line, part in enumerate(label):
            drawing.text(LEFT, y + 9 * (line - (len(label) - 1) / 2), part, 7)
        for j, text in enumerate(row[1:]):
            drawing.text(LEFT + 200 + 44 * j, y + (random.uniform(-2, 2) if i else 0), text, 7)
    drawing.text(LEFT, 130 + 24 * len(rows), "四、其他需要报告的事项", SIZE)
    return drawing.bytes()


@pytest.mark.parametrize("seed", range(12))
def test_numbers_of_a_row_on_uneven_lines_are_never_given_in_the_order_of_these(seed: int) -> None:
    random = Random(seed)
    header, *rows = requests_rows()
    for row in rows:
        numbers = [random.randrange(3) for _ in range(6)]
        row[1:] = map(str, [*numbers, sum(numbers)])
    report = reportparse.parse(uneven_page([header, *rows], random))
    (block,) = FAMILY.edition("2021").table("requests").blocks
    printed = {form.code: row[1:] for form, row in zip(block.required_rows, rows, strict=True)}
    for record in report.record_list:
        if record.table == "requests" and record.value is not None:
            assert record.value == float(printed[record.row][APPLICANT_CODES.index(record.column)])
