"""Numbers that the edge of the paper cuts are doubted, as browsers print pages that are too wide."""

import pytest

import reportparse
from reportparse.report import Record
from tests.pdf_drawing import Drawing
from tests.tables import APPLICANTS, requests_rows

HEADER = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
ROWS = [["规章", "2", "3", "4"], ["行政规范性文件", "34", "4", "4"]]


def records_of(
    last: float, indent: float = 0.0, in_force: str = "4", shown: tuple[float, float] | None = None
) -> dict[tuple[str, str], Record]:
    """What is read of a table whose last column begins at `last` and goes on beyond what is shown of the paper."""
    drawing = Drawing()
    if shown:
        drawing.clip(*shown)
    drawing.text(72, 80, "云桥市水利局2023年政府信息公开工作年度报告", 14)
    drawing.text(72, 110, "二、主动公开政府信息情况")
    cells: dict[tuple[int, int] | tuple[int, int, int, int], str] = {(0, 0, 1, 4): "第二十条第（一）项"}
    cells |= {(1, column): text for column, text in enumerate(HEADER)}
    cells |= {
        (row, column): text for row, texts in enumerate(ROWS, 2) for column, text in enumerate(texts[:3])
    }
    cells |= {(2, 3): "", (3, 3): ""}
    drawing.table([72, 200, 330, last, last + 90], [120, 145, 170, 195, 220], cells)
    drawing.cell_text(last + indent, 170, in_force)
    drawing.cell_text(last + indent, 195, "4")
    report = reportparse.parse(drawing.bytes())
    return {(record.row, record.column): record for record in report.record_list}


def test_a_number_at_the_edge_of_the_paper_may_be_cut() -> None:
    found = records_of(587)
    assert (found["rules", "in_force"].value, found["rules", "in_force"].certainty) == (None, "uncertain")
    assert (found["rules", "in_force"].raw, found["rules", "issued"].value) == ("4", 2)


def test_a_number_at_the_edge_of_what_a_browser_prints_of_the_paper_may_be_cut() -> None:
    found = records_of(500, shown=(28.0, 508.0))
    assert (found["rules", "in_force"].value, found["rules", "in_force"].certainty) == (None, "uncertain")
    assert found["rules", "issued"].value == 2
    assert records_of(400, shown=(28.0, 567.0))["rules", "in_force"].value == 4


def test_a_cell_without_text_beside_numbers_at_the_edge_may_be_cut_whole() -> None:
    blank = records_of(587, in_force="")["rules", "in_force"]
    assert (blank.state, blank.certainty) == ("blank", "uncertain")


def test_numbers_that_end_before_the_edge_of_the_paper_are_whole() -> None:
    found = records_of(540)
    assert found["rules", "in_force"].value == found["normative_documents", "in_force"].value == 4


@pytest.mark.parametrize(("name", "end", "value"), [("合计", 594, None), ("总计", 594, 0), ("合计", 580, 0)])
def test_what_may_be_a_subtotal_at_the_edge_of_the_paper_is_no_total(
    name: str, end: float, value: float | None
) -> None:
    drawing = Drawing()
    drawing.text(72, 80, "云桥市水利局2023年政府信息公开工作年度报告", 14)
    drawing.text(72, 110, "三、收到和处理政府信息公开申请情况")
    rows = [["", *APPLICANTS[:-1], name]]
    rows += [[row[0], *"0000000"] for row in requests_rows()[1:] if len(row[0]) < 19]
    cells = {(i, j): text for i, row in enumerate(rows) for j, text in enumerate(row)}
    xs = [20.0, 220.0, *(270.0 + 45 * k for k in range(6)), float(end)]
    drawing.table(xs, [120.0 + 22 * k for k in range(len(rows) + 1)], cells)
    records = reportparse.parse(drawing.bytes()).record_list
    own = [record for record in records if record.table == "requests"]
    total = [record for record in own if record.column == "total" and record.state != "absent"]
    assert {record.value for record in total if record.raw} == {value}
    assert {record.value for record in own if record.column == "business" and record.raw} == {0}
