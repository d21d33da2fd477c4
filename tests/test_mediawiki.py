"""Tables of MediaWiki: blank cells, spans and cells over lines keep their columns."""

import pytest

import reportparse
from reportparse.document import Paragraph, Place
from reportparse.forms.vocabulary import vocabulary
from reportparse.tables.texts.dialects import mediawiki
from tests.tables import FAMILY

PANDOC = """{|
| 第二十条第（一）项
|
|
|
|-
| 信息内容
| 本年制发件数
| 本年废止件数
| 现行有效件数
|-
| 规章
|
| 56
| 3
|-
| 行政规范性文件
| '''3'''
|
|
|}"""
SPANS = """{| class="wikitable"
|+ 表一
|-
| colspan="4" style="text-align: center;" | 第二十条第（一）项
|-
! 信息内容 !! 本年制发件数 || 本年废止件数 !! 现行有效件数
|- style="height: 2em"
| 规章 || || 56
| 3
|-
|
行政规范

性文件
|align="center"| 3 ||
| rowspan="2" |
|-
| colspan="3" | 注
|}"""
COLUMNS = ("issued", "repealed", "in_force")


def values(text: str) -> dict[tuple[str, str], float | None]:
    report = reportparse.parse(
        f"临汶县水利局2022年政府信息公开工作年度报告\n\n'''二、主动公开政府信息情况'''\n\n{text}".encode()
    )
    assert report.agency == "临汶县水利局"
    return {
        (record.row, record.column): record.value for record in report.record_list if record.state != "absent"
    }


@pytest.mark.parametrize("text", [PANDOC, SPANS])
def test_blank_cells_keep_the_columns(text: str) -> None:
    found = values(text)
    assert [found["rules", column] for column in COLUMNS] == [None, 56, 3]
    assert [found["normative_documents", column] for column in COLUMNS] == [3, None, None]


def test_cells_keep_their_spans() -> None:
    lines = [Paragraph(text, Place(f"line {number}")) for number, text in enumerate(SPANS.split("\n"), 1)]
    cells = mediawiki.grid(lines, vocabulary(FAMILY))
    spans = {(cell.row, cell.column): (cell.rowspan, cell.colspan) for cell in cells}
    assert {place: span for place, span in spans.items() if span != (1, 1)} == {
        (0, 0): (1, 4),
        (3, 3): (2, 1),
        (4, 0): (1, 3),
    }
    assert next(cell.text for cell in cells if (cell.row, cell.column) == (3, 0)) == "行政规范\n性文件"


@pytest.mark.parametrize("text", [PANDOC, PANDOC.replace("| ", "|\n")])
def test_no_cut_makes_a_wrong_number(text: str) -> None:
    truth = values(text)
    lines = text.split("\n")
    for begin in range(len(lines)):
        for end in range(begin + 1, len(lines) + 1):
            for slot, value in values("\n".join(lines[begin:end])).items():
                assert value is None or value == truth[slot], (begin, end, slot)


@pytest.mark.parametrize("printed", ["| \\", '|\n<div class="section">\n\n<span>\\</span>\n\n</div>'])
def test_a_backslash_that_a_cell_prints_is_a_dash(printed: str) -> None:
    """As long as it is no mark: other dialects end lines inside of a cell so."""
    table = PANDOC.replace("|\n| 56", f"{printed}\n| <span>56</span>")
    text = f"二、主动公开政府信息情况\n\n{table}\n\n三、其他\n"
    records = reportparse.parse(text.encode()).record_list
    row = {record.column: (record.state, record.value) for record in records if record.row == "rules"}
    assert row == {"issued": ("dash", None), "repealed": ("number", 56), "in_force": ("number", 3)}


def test_a_table_that_lays_out_a_page_around_others_is_no_table() -> None:
    frame = '{{|\n|width="33%"|  \n|align="center" width="33%"| {}\n{}\n|width="33%"|  \n|}}'
    second = """{|
| 信息内容
| 本年处理决定数量
|-
| 行政许可
| 7
|}"""
    tables = [frame.format("如下：", PANDOC), "第二十条第（五）项", frame.format("", second)]
    found = values("\n\n".join(tables))
    assert [found["rules", column] for column in COLUMNS] == [None, 56, 3]
    assert found["licensing", "decisions"] == 7


def test_a_table_that_nothing_ends_is_not_around_the_next() -> None:
    assert values("\n".join([PANDOC.removesuffix("|}"), "", PANDOC])) == values(PANDOC)
