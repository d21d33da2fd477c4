"""Rows of texts laid out by spaces that have a value on the line above or below their others."""

from collections.abc import Sequence

import pytest

import reportparse
from reportparse import terminal
from reportparse.report import Record
from tests.tables import requests_rows

FIRST, STEP = 56, 8
OVERDUE = "outcome.other.correction_overdue"
PARTIALLY = "outcome.partially_disclosed"


def _line(label: str, values: str) -> str:
    """A line with its values below each other, of which a point stands for none."""
    line = label
    for column, value in enumerate(values.split()):
        if value != ".":
            line += " " * (FIRST + STEP * column - terminal.width(line)) + value
    return line


def _records(lines: Sequence[tuple[str, str]], row: str) -> list[Record]:
    """The records of a row of the form that is printed as `lines`; all others have numbers on one line."""
    _, *others = requests_rows()
    text = [
        "云桥市水利局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        _line("", "自然人 企业 科研 公益 法律 其他 总计"),
    ]
    for label, *_ in others:
        printed = label.startswith(lines[0][0][:8])
        text += [_line(*line) for line in (lines if printed else [(label[:25], "3 1 0 0 0 0 4")])]
    report = reportparse.parse("\n".join([*text, ""]).encode())
    return [record for record in report.record_list if record.row == row]


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        ([". . . . . . 27", "21 3 0 0 2 1 ."], [21, 3, 0, 0, 2, 1, 27]),
        (["21 3 0 0 2 1 .", ". . . . . . 27"], [21, 3, 0, 0, 2, 1, 27]),
        (["0 . . . . . .", ". 3 0 0 2 1 6"], [0, 3, 0, 0, 2, 1, 6]),
        ([". . . . . . 24", "21 3 . . . . ."], [21, 3, None, None, None, None, 24]),
    ],
)
def test_a_row_may_have_values_on_two_lines(lines: list[str], values: list[float | None]) -> None:
    above, below = lines
    records = _records(
        [
            ("1.申请人无正当理由逾期不补正", above),
            ("、行政机关不再处理其政府信息", below),
            ("公开申请", ""),
        ],
        OVERDUE,
    )
    assert [record.value for record in records] == values
    assert all(record.certainty == "inferred" for record in records)
    assert [record.state for record in records] == [
        "blank" if value is None else "number" for value in values
    ]


def test_the_label_of_a_row_that_is_blank_is_not_that_of_the_two_lines_above() -> None:
    lines = [
        ("1.申请人无正当理由逾期不补正", ". . . . . . 27"),
        ("、行政机关不再处理其政府信息", "21 3 0 0 2 1 ."),
        ("公开申请", ""),
        ("2.申请人逾期未按收费通知要求", ""),
        ("缴纳费用、行政机关不再处理其", ""),
        ("政府信息公开申请", ""),
    ]
    assert [record.value for record in _records(lines, OVERDUE)] == [21, 3, 0, 0, 2, 1, 27]


@pytest.mark.parametrize(
    "lines", [(". . . . . . 28", "21 3 0 0 2 1 ."), ("21 3 0 0 2 1 .", ". . . . . . 28")]
)
def test_lines_of_one_label_that_do_not_add_up_are_withheld(lines: tuple[str, str]) -> None:
    above, below = lines
    label = [("1.申请人无正当理由逾期不补正", above), ("、行政机关不再处理其政府信息公开申请", below)]
    assert {record.certainty for record in _records(label, OVERDUE)} == {"uncertain"}


def test_a_number_beside_an_open_note_is_the_first_value_where_the_row_lacks_it() -> None:
    label = [
        ("（二）部分公开（区分处理，不计其他", "2 . . . . . ."),
        ("情形）", ". 0 0 0 0 1 3"),
    ]
    assert [record.value for record in _records(label, PARTIALLY)] == [2, 0, 0, 0, 0, 1, 3]


def test_a_number_inside_a_note_is_none_of_the_values_of_a_whole_row() -> None:
    label = [
        ("（二）部分公开（含2022年 12", ""),
        ("月前收到的）", "2 0 0 0 0 1 3"),
    ]
    assert [record.value for record in _records(label, PARTIALLY)] == [2, 0, 0, 0, 0, 1, 3]


def test_whether_a_number_inside_a_note_is_a_value_of_a_row_with_blank_cells_is_not_told() -> None:
    label = [
        ("（二）部分公开（区分处理，不计其他", "2 . . . . . ."),
        ("情形）", ". . . . . 1 3"),
    ]
    assert {record.certainty for record in _records(label, PARTIALLY)} == {"uncertain"}


def test_a_line_of_another_row_is_not_the_rest_of_the_row_above() -> None:
    lines = [("2.重复申请", ". . . . . . 5"), ("3.要求提供公开出版物", "3 1 0 0 0 0 4")]
    assert [record.value for record in _records(lines, "outcome.not_processed.publication")] == [
        3,
        1,
        0,
        0,
        0,
        0,
        4,
    ]


@pytest.mark.parametrize("total", ["27", "28"])
def test_values_of_two_lines_behind_a_label_are_read_from_left_to_right(total: str) -> None:
    lines = [("2.重", ". 3 0 0 2 1 ."), ("", f"21 . . . . . {total}"), ("复申请", "")]
    values = [record.value for record in _records(lines, "outcome.not_processed.repeated")]
    assert values == ([21, 3, 0, 0, 2, 1, 27] if total == "27" else [None] * 7)


def _close(lines: Sequence[str], heading: str) -> dict[tuple[str, str], float | None]:
    """The values of lines with single spaces, which do not keep the columns of a page."""
    text = "\n".join(["云桥市水利局2023年政府信息公开工作年度报告", heading, *lines, ""])
    return {
        (record.row, record.column): record.value for record in reportparse.parse(text.encode()).record_list
    }


@pytest.mark.parametrize("lower", [0, 3, 6])
def test_a_value_on_another_line_has_no_place_where_lines_do_not_keep_columns(lower: int) -> None:
    _, *others = requests_rows()
    lines = ["自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"]
    for label, *_ in others:
        if not label.startswith("4.无正当理由"):
            lines.append(f"{label} 3 1 0 0 0 0 4")
            continue
        numbers = ["699", "140", "3", "7", "21", "28", "898"]
        number = numbers.pop(lower)
        lines += ["4.无正当理", f"由大量反复申 {' '.join(numbers)}", f"请 {number}"]
    values = _close(lines, "三、收到和处理政府信息公开申请情况")
    assert {value for (row, _), value in values.items() if row == "outcome.not_processed.excessive"} == {None}
    assert values["received", "total"] == 4


@pytest.mark.parametrize("lines", [["行政处罚 0 0", "12"], ["行政处罚 0", "12 0"], ["行政处罚 12", "0", "0"]])
def test_values_below_others_without_sums_have_no_place(lines: list[str]) -> None:
    values = _close(
        [
            "第二十条第（六）项",
            "信息内容 上一年项目数量 本年增/减 处理决定数量",
            *lines,
            "行政强制 5 1 7",
        ],
        "二、主动公开政府信息情况",
    )
    assert [value for (row, _), value in values.items() if row == "penalties"] == [None] * 3


def test_a_cell_is_not_blank_beside_a_line_with_a_value_that_may_stand_in_it() -> None:
    _, *others = requests_rows()
    lines = ["云桥市水利局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines.append(_line("", "自然人 企业 科研 公益 法律 其他 总计"))
    for label, *_ in others:
        if label.startswith("2.重复"):
            lines += [_line("", ". . . 0 . . ."), _line(label, "21 3 0 . 2 1 27")]
        else:
            lines.append(_line(label[:25], "3 1 0 0 0 0 4"))
    report = reportparse.parse("\n".join([*lines, ""]).encode())
    records = [record for record in report.record_list if record.row == "outcome.not_processed.repeated"]
    assert "blank" not in {record.state for record in records if record.certainty != "uncertain"}
