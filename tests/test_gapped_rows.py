"""Texts of pages whose rows more empty lines part than their cells."""

import pytest

import reportparse
from tests.tables import requests_rows

Cells = list[str]


def text_of(rows: list[Cells], between_cells: int, between_rows: int, before_labels: int = 0) -> str:
    """Each cell on a line of its own; before the labels of rows as many blank cells."""
    gap = "\n" * (1 + between_cells)
    lines = [
        gap.join([*["\xa0"] * before_labels * (len(row) > 7), *(cell or "\xa0" for cell in row)])
        for row in rows
    ]
    heading = "三、收到和处理政府信息公开申请情况"
    return ("\n" * (1 + between_rows)).join([heading, *lines, "五、存在的主要问题及改进情况"])


def read(text: str) -> dict[str, tuple[float | None, str]]:
    records = reportparse.parse(text.encode()).record_list
    return {f"{record.row}/{record.column}": (record.value, record.state) for record in records}


def zeros() -> list[Cells]:
    header, *rows = requests_rows()
    return [header, *([row[0], *[""] * 6, "0"] for row in rows)]


@pytest.mark.parametrize("before_labels", [0, 1, 2])
def test_blank_cells_before_a_label_are_not_of_the_row_above(before_labels: int) -> None:
    found = read(text_of(zeros(), 1, 3, before_labels))
    totals = [value for cell, value in found.items() if cell.endswith("/total")]
    assert len(totals) > 20
    assert set(totals) == {(0, "number")}
    assert found["received/natural_person"] == (None, "blank")


def test_rows_of_other_lengths_are_not_read_by_their_gaps() -> None:
    rows = zeros()
    del rows[2][1]
    found = read(text_of(rows, 1, 3, 1))
    assert all(value in (0, None) for value, _ in found.values())
    assert found["carried_in/total"][0] is None or found["carried_in/natural_person"] == (None, "blank")
