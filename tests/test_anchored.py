"""Rows of values that stand away from their labels, as the text layer of pages prints them."""

from collections.abc import Iterable
from random import Random

import pytest

import reportparse
from reportparse.forms import load_forms
from reportparse.report import Record, Report

(FAMILY,) = load_forms().families
EDITION = FAMILY.edition("2021")
(BLOCK,) = EDITION.table("requests").blocks
LABELS = [row.path[-1] for row in BLOCK.rows if not row.subtotal]
CODES = [row.code for row in BLOCK.rows if not row.subtotal]
HEADER = [column.path[-1] for column in BLOCK.columns if not column.subtotal]
# Labels of two lines, of which three follow each other.
WRAPPED = {5, 6, 7, 11, 12, 20}


def numbers(seed: int) -> list[list[int]]:
    random = Random(seed)
    rows = [[random.choice([0, 0, random.randrange(90)]) for _ in HEADER[1:]] for _ in LABELS]
    return [[*row, sum(row)] for row in rows]


def text(rows: Iterable[list[int]], labels: list[str], moved: set[int] = WRAPPED) -> str:
    """Each value on a line of its own; labels that wrap stand behind all values, before the next label."""
    lines = ["云桥市水利局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *HEADER]
    behind: list[str] = []
    for i, (row, label) in enumerate(zip(rows, labels, strict=True)):
        if i in moved:
            behind += [label[:8], label[8:]]
        else:
            lines.append(label)
        lines += map(str, row)
    lines[-8:-8] = [line for line in behind if line]
    return "\n\n".join([*lines, "五、存在的主要问题及改进情况", "公开不够及时。"])


def read(text: str) -> dict[tuple[str, str], Record]:
    report: Report = reportparse.parse(text.encode())
    return {(record.row, record.column): record for record in report.record_list}


def right_and_wrong(found: dict[tuple[str, str], Record], rows: list[list[int]]) -> tuple[int, int]:
    columns = [column.code for column in BLOCK.columns if not column.subtotal]
    right = wrong = 0
    for code, row in zip(CODES, rows, strict=True):
        for column, number in zip(columns, row, strict=True):
            record = found.get((code, column))
            if record is not None and record.value is not None:
                right += record.value == number
                wrong += record.value != number
    return right, wrong


@pytest.mark.parametrize("seed", range(5))
def test_rows_are_counted_between_labels(seed: int) -> None:
    rows = numbers(seed)
    found = read(text(rows, LABELS))
    assert right_and_wrong(found, rows) == (len(LABELS) * len(HEADER), 0)
    assert {record.certainty for record in found.values() if record.table == "requests"} == {"inferred"}


@pytest.mark.parametrize("seed", range(5))
def test_labels_behind_their_values_are_not_taken_for_labels_before(seed: int) -> None:
    rows = numbers(seed)
    lines = ["云桥市水利局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *HEADER]
    for row, label in zip(rows, LABELS, strict=True):
        lines += [*map(str, row), label]
    assert right_and_wrong(read("\n\n".join(lines)), rows)[1] == 0


@pytest.mark.parametrize("seed", range(5))
def test_rows_with_a_value_too_few_are_withheld(seed: int) -> None:
    rows = numbers(seed)
    broken = [*rows]
    broken[6] = broken[6][1:]
    right, wrong = right_and_wrong(read(text(broken, LABELS)), rows)
    assert wrong == 0
    assert right >= 17 * len(HEADER)


@pytest.mark.parametrize("missing", sorted(WRAPPED))
def test_rows_whose_label_is_nowhere_are_withheld(missing: int) -> None:
    rows = numbers(1)
    labels = ["" if i == missing else label for i, label in enumerate(LABELS)]
    found = read(text(rows, labels))
    assert right_and_wrong(found, rows)[1] == 0
    assert all(record.value is None for record in found.values() if record.row == CODES[missing])


def test_a_row_whose_sum_is_wrong_is_withheld_with_the_rows_around_it() -> None:
    rows = numbers(2)
    rows[6][-1] += 1
    found = read(text(rows, LABELS))
    assert all(record.value is None for record in found.values() if record.row in CODES[5:8])


def part_of(rows: list[list[int]], first: int, last: int) -> str:
    """A text that gives the rows before `first` and behind `last` column by column, and so in disorder."""
    lines = text(rows, LABELS).split("\n\n")
    at = {label: i for i, label in enumerate(lines) if label in LABELS}
    start, stop = at[LABELS[first]], at[LABELS[last]]
    above = [str(row[k]) for k in range(len(HEADER)) for row in rows[:first]]
    below = [str(row[k]) for k in range(len(HEADER)) for row in rows[last:]]
    head = [line for line in lines[:start] if not line.isdecimal()]
    tail = [line for line in lines[stop:] if not line.isdecimal()]
    return "\n\n".join([*head, *above, *lines[start:stop], *tail[:-2], *below, *tail[-2:]])


@pytest.mark.parametrize("seed", range(5))
def test_in_a_table_in_disorder_rows_are_counted_between_labels_that_stand_in_order(seed: int) -> None:
    rows = numbers(seed)
    found = read(part_of(rows, 4, 19))
    right, wrong = right_and_wrong(found, rows)
    assert wrong == 0
    assert right >= 13 * len(HEADER)


@pytest.mark.parametrize("seed", range(5))
def test_not_where_those_may_stand_behind_their_values(seed: int) -> None:
    rows = numbers(seed)
    lines = [
        "云桥市水利局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        *HEADER,
        "1",
        "7",
    ]
    for i, (row, label) in enumerate(zip(rows, LABELS, strict=True)):
        lines += [*map(str, row), *([] if i in WRAPPED else [label])]
    lines += [LABELS[i] for i in sorted(WRAPPED)]
    assert right_and_wrong(read("\n\n".join(lines)), rows)[1] == 0
