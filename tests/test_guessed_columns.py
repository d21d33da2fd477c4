"""Pages of which a tool made small tables with pipes, with columns guessed from where the words stand."""

from itertools import chain

import pytest

import reportparse
from reportparse.report import Record
from tests.test_text_layer import CODES, COLUMNS, END, LABELS, REQUESTS, TITLE, numbers, score

# What the tool makes of rows: their values stand in any cells, with labels or values on lines between.
WAYS = [
    "| {} |     | {} {} | {} {} | {} {} | {}   |",
    "|     | {} | {} {} |     | {}   | {} {} {} {} |",
    "|     |     | {} |     | {}   | {} {} | {} {} | {} {} |",
]
PROACTIVE = [
    "二、主动公开政府信息情况",
    "第二十条第（一）项",
    "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
    "| ---- | ------ | ------ | ------ |",
    "21",
    "| 规章      | 5   | 1   |     |",
    "| ------- | --- | --- | --- |",
    "| 行政规范性文件 | 23  | 5   | 24  |",
    "",
    "第二十条第（五）项",
]


def parse(*lines: str) -> dict[tuple[str, str], Record]:
    report = reportparse.parse("\n".join([TITLE, *lines, *END]).encode())
    return {(record.row, record.column): record for record in report.record_list}


def tables(seed: int) -> list[list[str]]:
    """The lines of each row of requests."""
    rows = zip(LABELS, numbers(seed), strict=True)
    return [
        ["年度办", WAYS[i % 3].format(label, *row), "| --- | --- |"] for i, (label, row) in enumerate(rows)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_rows_with_all_their_numbers_are_read_however_these_are_in_cells(seed: int) -> None:
    found = parse(REQUESTS, *chain(*tables(seed)))
    assert score(found, numbers(seed)) == (25 * 7, 0)
    assert {record.certainty for record in found.values() if record.value is not None} == {"inferred"}


@pytest.mark.parametrize("seed", range(5))
def test_a_total_above_its_row_makes_no_blank_cells(seed: int) -> None:
    lines = tables(seed)
    *values, total = numbers(seed)[3]
    lines[3] = [
        f"|     | （二）部分公开（区分处理的，只计这一情 |     |     |     |     | {total}  |",
        "| --- | ------------------- | --- | --- | --- | --- | --- |",
        "|     |     |     |     | {}  | {} {} | {} {} | {}   |".format(*values),
        "形，不计其他情形）",
    ]
    found = parse(REQUESTS, *chain(*lines))
    right, wrong = score(found, numbers(seed))
    assert right >= 22 * 7
    assert not wrong
    for column in COLUMNS:
        record = found[CODES[3], column.code]
        assert record.certainty == "uncertain" or record.state == "number"


@pytest.mark.parametrize("more", [[], [REQUESTS, *chain(*tables(1))]])
def test_a_value_above_its_row_makes_no_blank_cell(more: list[str]) -> None:
    found = parse(*PROACTIVE, *more)
    assert {found["rules", column].certainty for column in ("issued", "repealed", "in_force")} == {
        "uncertain"
    }
    assert found["normative_documents", "in_force"].value in (24, None)
