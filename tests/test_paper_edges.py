"""Numbers that the edge of the paper cuts are doubted, as browsers print pages that are too wide."""

import reportparse
from reportparse.report import Record
from tests.pdf_drawing import Drawing

HEADER = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
ROWS = [["规章", "2", "3", "4"], ["行政规范性文件", "34", "4", "4"]]


def records_of(last: float, indent: float = 0.0, in_force: str = "4") -> dict[tuple[str, str], Record]:
    """What is read of a table whose last column begins at `last` and goes on beyond the paper."""
    drawing = Drawing()
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


def test_a_cell_without_text_beside_numbers_at_the_edge_may_be_cut_whole() -> None:
    blank = records_of(587, in_force="")["rules", "in_force"]
    assert (blank.state, blank.certainty) == ("blank", "uncertain")


def test_numbers_that_end_before_the_edge_of_the_paper_are_whole() -> None:
    found = records_of(540)
    assert found["rules", "in_force"].value == found["normative_documents", "in_force"].value == 4
