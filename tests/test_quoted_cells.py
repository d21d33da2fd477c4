"""Cells in quotes that go on over line ends, as CSV writers and spreadsheets write them."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportparse
from reportparse.document import Paragraph, Place
from reportparse.tables.texts.quoted_cells import with_quoted_cells
from tests.tables import requests_rows

TITLE = "云桥市水利局2023年政府信息公开工作年度报告"


def written(rows: list[list[str]], mark: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    return text.getvalue()


def broken(text: str, at: int) -> str:
    return f"{text[:at]}\n{text[at:]}" if len(text) > at and not text.isdecimal() else text


def values(text: str) -> dict[tuple[str, str], float | None]:
    report = reportparse.parse(text.encode())
    return {(record.row, record.column): record.value for record in report.record_list}


@pytest.mark.parametrize("mark", [",", "\t"])
@pytest.mark.parametrize("at", [2, 4, 7])
def test_line_ends_in_quoted_labels_change_nothing(mark: str, at: int) -> None:
    rows = requests_rows()
    rows[5][3] = ""
    opening = f"{TITLE}\n三、收到和处理政府信息公开申请情况\n"
    whole = values(opening + written(rows, mark))
    assert whole["outcome.refused.state_secret", "research_institution"] is None
    assert sum(value is not None for value in whole.values()) > 150
    assert values(opening + written([[broken(text, at) for text in row] for row in rows], mark)) == whole


def test_a_quoted_number_with_a_line_end_is_not_cut() -> None:
    rows = [["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "15", "2144.0\n771万元"]]
    opening = f"{TITLE.replace('2023', '2019')}\n二、主动公开政府信息情况\n"
    found = values(opening + written([["第二十条第（九）项", "", ""], *rows], ","))
    assert found.get(("procurement", "amount")) in (None, 2144.0771)


@pytest.mark.parametrize("text", ['"甲\n乙', '"甲",1\n乙', '甲，"乙\n丙"丁', '"甲\n乙"', '[a=",,"]\n["b",]'])
def test_quotes_that_hold_no_row_change_nothing(text: str) -> None:
    lines = [Paragraph(line, Place(f"line {i}")) for i, line in enumerate(text.split("\n"), 1)]
    assert with_quoted_cells(lines) == lines


CELLS = st.text(st.sampled_from('一二"\n,\t5'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4), st.sampled_from(",\t"))
@settings(deadline=None)
def test_rows_stay_in_their_order_and_no_character_is_lost(rows: list[list[str]], mark: str) -> None:
    text = written(rows, mark)
    lines = [Paragraph(line, Place(f"line {i}")) for i, line in enumerate(text.split("\n"), 1)]
    found = with_quoted_cells(lines)
    places = [line.place for line in found]
    assert places == sorted(places, key=[line.place for line in lines].index)
    quotes = str.maketrans("", "", '"')
    assert "\n".join(line.text for line in found).translate(quotes) == text.translate(quotes)


@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_quoted_cell_may_hold_marks_and_line_ends(mark: str) -> None:
    rows = [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章,\n含决定", "5", "6", "7"]]
    opening = f"{TITLE}\n二、主动公开政府信息情况\n第二十条第（一）项\n"
    found = values(opening + written([*rows, ["行政规范性文件", "34", "4", "47"]], mark))
    assert [found["normative_documents", column] for column in ("issued", "repealed", "in_force")] == [
        34,
        4,
        47,
    ]
