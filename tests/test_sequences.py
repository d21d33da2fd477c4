"""Texts that are one sequence of labels and values: a value belongs to its own row and column, or to none."""

import pytest

import reportparse
from tests.tables import APPLICANTS, FAMILY, requests_rows

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


def requests(*rows: list[str]) -> dict[str, tuple[str, float | None]]:
    """What is certain of the table of requests whose cells have a line each, but for rows in one text."""
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", *APPLICANTS]
    return certain([*lines, *(text for row in rows for text in row)], "requests")


def numbers(first: int) -> list[str]:
    """The values of a row that adds up."""
    return [str(first), "2", "0", "1", "0", "3", str(first + 6)]


FORM = next(
    table for one in FAMILY.editions if one.id == "2021" for table in one.tables if table.code == "requests"
)
CODES = [row.code for row in FORM.blocks[0].rows if not row.subtotal]
LABELS = [row[0] for row in requests_rows()[1:]]


def test_below_values_without_a_label_no_row_has_those_of_the_next() -> None:
    """The first labels stand behind their values, one beside them; then each row would have the next one's."""
    rows = [[*numbers(20 + i), label] for i, label in enumerate(LABELS)]
    rows[3] = [" ".join([LABELS[3], *numbers(23)])]
    whole = [[label, *numbers(20 + i)] for i, label in enumerate(LABELS)]
    apart = LABELS.index("8.属于行政查询事项")
    # The row below has its label before its values, so that the one above has two labels beside it.
    rows[apart + 1 :] = whole[apart + 1 :]
    cells = requests(*rows)
    for i, code in enumerate(CODES):
        found = cells.get(f"{code}/natural_person")
        assert found in (None, ("number", 20 + i)), code
    assert requests(*whole)["outcome.refused.third_party_rights/natural_person"] == ("number", 27)
