"""Cells of nothing but a hard space, each a paragraph of its own, in rows with two tabs between cells."""

from itertools import product

import pytest

import reportparse

HARD_SPACE = "\n\n\xa0\n\n"
HEAD = """某县林业局2020年政府信息公开工作年度报告

二、主动公开政府信息情况

第二十条第（五）项
信息内容\t\t上一年项目数量\t\t本年增/减\t\t处理决定数量
"""


def _row(label: str, values: list[str]) -> str:
    """A blank cell breaks its row; cells with values follow two tabs."""
    return label + "".join(f"\t\t{value}" if value else HARD_SPACE for value in values).replace(
        "\n\n\n\n", "\n\n"
    )


@pytest.mark.parametrize("first", [*product(["", "7"], ["", "8"], ["", "9"])])
@pytest.mark.parametrize("second", [["1", "2", "3"], ["", "2", ""], ["", "", "3"]])
def test_blank_cells_keep_the_places_of_the_others(first: tuple[str, ...], second: list[str]) -> None:
    rows = {"行政许可": list(first), "其他对外管理服务事项": second}
    text = HEAD
    for label, values in rows.items():
        row = _row(label, values)
        text += row if row.endswith("\n") else f"{row}\n"
    records = reportparse.parse(text.encode()).record_list
    for code, values in zip(("licensing", "other_services"), rows.values(), strict=True):
        found = [record for record in records if record.row == code and record.state != "absent"]
        if any(first):
            assert [record.value for record in found] == [float(value) if value else None for value in values]
            assert {record.certainty for record in found} == {"read"}
        else:
            # Nothing tells the blank cells of a row without values from paragraphs between tables.
            assert not [record.value for record in found if record.value is not None]
