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
