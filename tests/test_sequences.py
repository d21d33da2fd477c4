"""Texts that are one sequence of labels and values: a value belongs to its own row and column, or to none."""

import pytest

import reportparse

TITLE = "云桥市水利局2023年政府信息公开工作年度报告"
DISCLOSURE = [
    TITLE,
    "二、主动公开政府信息情况",
    "第二十条第（六）项",
    "信息内容",
    "本年处理决定数量",
    "行政处罚",
    "12",
    "行政强制",
    "5",
    "第二十条第（八）项",
    "信息内容",
    "本年收费金额（单位：万元）",
    "行政事业性收费",
]


def certain(lines: list[str], table: str) -> dict[str, tuple[str, float | None]]:
    """The cells of a table that are read with certainty: state and value of each, by row and column."""
    report = reportparse.parse("\n".join(lines).encode())
    return {
        f"{record.row}/{record.column}": (record.state, record.value)
        for record in report.record_list
        if record.table == table and record.certainty != "uncertain"
    }


@pytest.mark.parametrize("rest", ["3\n.08", "3\n\n.08", "3\n.08万元", "3\n.08 万元", "1,203\n．08", "3 .08"])
def test_a_number_that_goes_on_behind_its_point_is_not_read_as_its_first_piece(rest: str) -> None:
    cells = certain([*DISCLOSURE, rest], "proactive_disclosure")
    assert cells["coercive_measures/decisions"] == ("number", 5)
    assert "fees/amount" not in cells
