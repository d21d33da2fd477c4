"""Pipes between cells and none around rows, as html2text writes them: a break in a blank cell ends a line."""

import pytest

import reportparse
from tests.tables import requests_rows

TITLE = "临溪县审计局2023年政府信息公开工作年度报告"
NEXT = ["", "五、存在的主要问题及改进情况", "公开不够及时。"]


def lines_of(*rows: list[str]) -> list[str]:
    """The lines of rows, each blank cell of which holds a break."""
    text = "\n".join(" |  ".join(cell or "  \n" for cell in row) + "  " for row in rows)
    return [line.removeprefix(" ") for line in text.split("\n")]


@pytest.mark.parametrize("places", [{1}, {2, 3, 6}, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5, 6}, {7}, {4, 7}])
def test_a_row_goes_on_behind_blank_cells_that_end_lines(places: set[int]) -> None:
    header, *rows = requests_rows()
    for row in rows:
        row[1:7] = ["" if k in places else row[k] for k in range(1, 7)]
        row[7] = "" if 7 in places else str(sum(map(int, filter(None, row[1:7]))))
    lines = ["三、收到和处理政府信息公开申请情况", *lines_of(header[1:], *rows)]
    lines.insert(2, "---|" * 6 + "---")
    report = reportparse.parse("\n".join([TITLE, *lines, *NEXT]).encode())
    found = [record for record in report.record_list if record.table == "requests"]
    assert [record.raw for record in found] == [text for row in rows for text in row[1:]]
    assert {record.certainty for record in found} == {"read"}


def test_blank_cells_of_an_empty_row_are_not_those_of_the_row_above() -> None:
    lines = [
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议 |  行政诉讼  ",
        "---|---  ",
        "结果维持 |  结果纠正 |  其他结果 |  尚未审结 |  总计 |  未经复议直接起诉 |  复议后起诉  ",
        " |  ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2) + "  ",
        " |  ".join(["2", "3", "0", "1", "6", "0", "0", "0", "4", "4", "5", "0", "0", "0", "5"]) + "  ",
        *["  ", *["|  "] * 14],
    ]
    report = reportparse.parse("\n".join([TITLE, *lines, *NEXT]).encode())
    found = [record for record in report.record_list if record.table == "reviews_and_litigation"]
    assert [record.value for record in found] == [2, 3, 0, 1, 6, 0, 0, 0, 4, 4, 5, 0, 0, 0, 5]
    assert {record.certainty for record in found} == {"read"}


@pytest.mark.parametrize(("end", "total"), [("  ", 6.0), ("", None)])
def test_a_last_value_in_the_line_below_its_row_ends_it_as_other_rows_end(
    end: str, total: float | None
) -> None:
    """A number that stands there otherwise may be that of a page."""
    header, *rows = requests_rows()
    lines = [*lines_of(header[1:], *([label, "1", "2", "3", "0", "0", "0", "6"] for label, *_ in rows))]
    lines.insert(1, "---|" * 6 + "---")
    lines[4:5] = [lines[4].removesuffix(" 6  "), f"6{end}"]
    text = "\n".join([TITLE, "三、收到和处理政府信息公开申请情况", *lines, *NEXT])
    records = [
        record for record in reportparse.parse(text.encode()).record_list if record.table == "requests"
    ]
    row = {record.column: record.value for record in records if record.row == "outcome.disclosed"}
    assert row["total"] == total
    assert all(record.value is not None for record in records if end)
