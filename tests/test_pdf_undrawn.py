"""Tables on pages of which some rulings are not drawn: values are read where other rulings show their columns."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import reportparse
from reportparse.report import Report
from tests.pdf_drawing import Drawing
from tests.tables import APPLICANT_CODES

XS = [30.0, 230.0, 275.0, 320.0, 365.0, 410.0, 455.0, 500.0, 550.0]
NAMES = ["自然人", "商业企业", "科研机构", "公益组织", "法律机构", "其他", "总计"]
LABELS = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"]
TITLE = "临溪县审计局2022年政府信息公开工作年度报告"
Place = tuple[int, int]


def report(rows: list[list[str]], undrawn: Collection[Place], labels: list[str] = LABELS) -> Report:
    """Draw a page with the header and some rows of the form; cells that are undrawn have no rulings of their own."""
    drawing = Drawing()
    drawing.text(100, 60, TITLE, 14)
    drawing.text(60, 100, "三、收到和处理政府信息公开申请情况")
    top, height = 120.0, 24.0
    header = {(0, 1): "申请人情况", (1, 1): "自然人", (1, 2): "法人或其他组织", (1, 7): "总计"}
    spans = {(0, 1): (1, 7), (1, 1): (2, 1), (1, 2): (1, 5), (1, 7): (2, 1)}
    names = ["商业企业", "科研机构", "社会公益\n组织", "法律服务\n机构", "其他"]
    header |= {(2, 2 + at): name for at, name in enumerate(names)} | {(0, 0): ""}
    spans |= {(2, 2 + at): (1, 1) for at in range(5)} | {(0, 0): (3, 1)}
    cells = {place: (text, spans[place]) for place, text in header.items()}
    for number, (label, values) in enumerate(zip(labels, rows, strict=True), 3):
        cells |= {(number, at): (text, (1, 1)) for at, text in enumerate([label, *values])}
    for (row, column), (text, (rowspan, colspan)) in cells.items():
        y0, y1 = top + row * height, top + (row + rowspan) * height
        if (row - 3, column - 1) not in undrawn:
            drawing.box(XS[column], y0, XS[column + colspan], y1)
        drawing.cell_text(XS[column] + 8, y0, text, 8)
    return reportparse.parse(drawing.bytes())


def values(found: Report, row: str) -> list[float | str | None]:
    """Return the values of a row: where there is none, what stands for it."""
    of_row = [
        next(
            (r for r in found.record_list if (r.table, r.row, r.column) == ("requests", row, column)),
            None,
        )
        for column in APPLICANT_CODES
    ]
    return [
        None if r is None or r.certainty == "uncertain" else r.state if r.value is None else r.value
        for r in of_row
    ]


ROWS = [
    ["107", "19", "3", "10", "27", "39", "205"],
    ["12", "10", "2", "1", "2", "4", "31"],
    ["9", "8", "7", "6", "5", "4", "39"],
]


def test_values_without_a_ruling_between_them_stand_where_other_rows_have_their_columns() -> None:
    found = report(ROWS, {(0, 1), (0, 2), (1, 2), (1, 3)})
    assert values(found, "received") == [107, 19, 3, 10, 27, 39, 205]
    assert values(found, "carried_in") == [12, 10, 2, 1, 2, 4, 31]
    assert values(found, "carried_out") == [9, 8, 7, 6, 5, 4, 39]


def test_blank_cells_without_rulings_between_them_stay_blank() -> None:
    rows = [ROWS[0], ["12", "", "2", "", "", "4", "18"], ROWS[2]]
    found = report(rows, {(1, 1), (1, 2), (1, 3), (0, 2)})
    assert values(found, "carried_in") == [12, "blank", 2, "blank", "blank", 4, 18]


def test_cells_that_are_drawn_apart_are_of_the_table_around_them() -> None:
    everything = {(row, column) for row in range(3) for column in range(1, 6)}
    found = report(ROWS, everything - {(1, 2), (1, 3)})
    for row, printed in zip(("received", "carried_in", "carried_out"), ROWS, strict=True):
        assert values(found, row) == [float(text) for text in printed]


def test_of_two_columns_between_which_no_ruling_is_drawn_no_value_is_sure() -> None:
    drawing = Drawing()
    drawing.text(100, 60, TITLE, 14)
    drawing.text(60, 100, "三、收到和处理政府信息公开申请情况")
    xs = [*XS[:6], *XS[7:]]
    lines = [["", *NAMES], *([label, *row] for label, row in zip(LABELS, ROWS, strict=True))]
    lines[2][5] = ""
    for number, line in enumerate(lines):
        y = 120.0 + 24 * number
        for x0, x1 in pairwise(xs):
            drawing.box(x0, y, x1, y + 24)
        for x, text in zip(XS, line, strict=False):
            drawing.cell_text(x + 6, y, text, 8)
    found = reportparse.parse(drawing.bytes())
    assert not isinstance(values(found, "carried_in")[4], float)


def test_the_first_row_of_a_page_whose_label_lacks_its_beginning_may_have_its_values_on_the_page_before() -> (
    None
):
    labels = ["5.属于三类内部事务信息", "6.属于四类过程性信息", "于行政执法案卷", "8.属于行政查询事项"]
    lines = [["", *NAMES], *([label, *row] for label, row in zip(labels, [*ROWS, ROWS[0]], strict=True))]
    lines[3][1:] = [""] * 7
    drawing = Drawing()
    drawing.text(100, 60, TITLE, 14)
    drawing.text(60, 100, "三、收到和处理政府信息公开申请情况")
    for number, line in enumerate(lines):
        if number == 3:
            drawing.page()
        y = 40.0 + 24 * (number - 3) if number >= 3 else 120.0 + 24 * number
        for x0, x1 in pairwise(XS):
            drawing.box(x0, y, x1, y + 24)
        for x, text in zip(XS, line, strict=False):
            drawing.cell_text(x + 6, y, text, 8)
    found = reportparse.parse(drawing.bytes())
    assert values(found, "outcome.refused.internal_affairs") == [107, 19, 3, 10, 27, 39, 205]
    assert values(found, "outcome.refused.administrative_inquiry") == [107, 19, 3, 10, 27, 39, 205]
    assert values(found, "outcome.refused.enforcement_file") == [None] * 7


def test_a_row_of_which_only_the_number_is_printed_behind_its_group_is_not_that_of_the_group() -> None:
    text = "\n".join(
        [
            TITLE,
            "三、收到和处理政府信息公开申请情况",
            "|  |  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |",
            "| 一、本年新收政府信息公开申请数量 |  | 5 | 1 | 0 | 0 | 0 | 0 | 6 |",
            "| 二、上年结转政府信息公开申请数量 |  | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
            "| 三、本年度办理结果 | （一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5 |",
            "| 三、本年度办理结果 | （二） | 2 | 0 | 0 | 0 | 0 | 0 | 2 |",
        ]
    )
    found = reportparse.parse(text.encode())
    assert values(found, "outcome.disclosed") == [4, 1, 0, 0, 0, 0, 5]
    assert not any(isinstance(value, float) for value in values(found, "outcome.total"))


def test_values_on_one_line_below_names_in_pieces_are_not_read_if_their_sums_fail_together() -> None:
    """The total may stand first: the words of the header, which are wrapped, do not show it."""
    drawing = Drawing()
    drawing.text(100, 60, TITLE, 14)
    drawing.text(60, 100, "四、政府信息公开行政复议、行政诉讼情况")
    lines = [
        "行政复议@行政诉讼",
        "总@结果维@结果纠@其他结@尚未审@未经复议直@@@@@复议后起诉",
        "计@持@正@果@结@接起诉",
        "@@@@@总@结果维@结果纠@其他结@尚未审@总@结果维@结果纠@其他结@尚未审",
        "@@@@@计@持@正@果@结@计@持@正@果@结",
        "5@0@2@2@1@6@2@1@2@1@0@0@0@0@0",
    ]
    for number, line in enumerate(lines):
        for column, text in enumerate(line.split("@")):
            drawing.text(60 + 32 * column, 130 + 13 * number, text, 8)
    drawing.text(60, 240, "五、存在的主要问题及改进情况")
    found = reportparse.parse(drawing.bytes()).record_list
    given = [r for r in found if r.table == "reviews_and_litigation" and r.value is not None]
    # In whatever order the columns stand, those of the last group are all zero.
    assert {(record.row, record.value) for record in given} <= {("litigation_after_reconsideration", 0)}
