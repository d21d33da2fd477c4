"""Rows that a page stacks in one row of its table, a line for each in every cell."""

import pytest

import reportparse
from reportparse.forms.vocabulary import vocabulary
from reportparse.tables.texts.stacked import unstacked
from tests.tables import FAMILY, grid, recognised, requests_rows, values

NUMBERS = [["1", "0", "0", "1", "0", "0", "2"], ["0", "1", "1", "0", "0", "0", "2"]]


def stacked(height: int) -> list[list[str]]:
    """The table of requests with so many rows in one, all numbers but the labels' of one digit."""
    header, *rows = requests_rows()
    rows = [[row[0], *NUMBERS[i % 2]] for i, row in enumerate(rows)]
    groups = [rows[start : start + height] for start in range(0, len(rows), height)]
    return [header, *(["\n".join(cells) for cells in zip(*group, strict=True)] for group in groups)]


@pytest.mark.parametrize("height", [2, 3, 25])
def test_rows_in_one_row_are_read_as_several(height: int) -> None:
    table = unstacked(grid(*stacked(height)), vocabulary(FAMILY))
    assert values(recognised(table)) == values(recognised(grid(*stacked(1))))


def test_rows_in_one_row_are_doubted_where_a_line_of_a_cell_is_missing() -> None:
    rows = stacked(2)
    rows[1][1] = "1"
    found = values(recognised(unstacked(grid(*rows), vocabulary(FAMILY))))
    assert not [key for key in found if "/received/" in key or "/carried_in/" in key]


def test_numbers_of_several_rows_are_never_one_number() -> None:
    assert set(values(recognised(grid(*stacked(2)))).values()) <= {0.0, 1.0, 2.0}


def test_a_label_over_two_lines_stacks_nothing() -> None:
    rows = requests_rows()
    rows[3][0] = "三、本年度办理结果\n（一）予以公开"
    rows[3][1] = "1\n20"
    table = grid(*rows)
    assert unstacked(table, vocabulary(FAMILY)) is table


def test_rows_in_one_row_of_a_text_are_read_as_several() -> None:
    lines = ["|".join(["", *(cell.replace("\n", "<br>") for cell in row), ""]) for row in stacked(2)]
    head = ["云桥市水利局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    report = reportparse.parse(
        "\n".join([*head, lines[0], "|---" * 8 + "|", *lines[1:], "", "无。"]).encode()
    )
    read = [record.value for record in report.record_list if record.table == "requests"]
    assert read == [float(number) for i in range(25) for number in NUMBERS[i % 2]]
