"""Tables as browsers copy them: with paragraphs in their cells, tabs stand on lines of their own."""

import pytest

import reportparse
from reportparse.document import Paragraph, Place
from reportparse.tables.texts.dialects import pasted
from tests.tables import requests_rows

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROWS = {
    "一、本年新收政府信息公开申请数量": ["9", "3", "", "", "1", "", "13"],
    "二、上年结转政府信息公开申请数量": ["2", "", "", "", "", "", ""],
    "（七）总计": ["10", "3", "", "", "", "", "13"],
    "四、结转下年度继续办理": ["1", "", "", "", "1", "", "2"],
}
HEAD = "临汶县教育局2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n"


def copied(rows: list[list[str]], paragraphs: bool = True, blank: str = "\n") -> str:
    """What a browser copies: a line end after each row, blank lines around each paragraph."""

    def cell(text: str) -> str:
        return f"\n{text}\n\n" if text and paragraphs else text or blank

    return "\n".join("\t\n".join(map(cell, row)) if paragraphs else "\t".join(row) for row in rows)


def cells(text: str) -> list[list[str]]:
    lines = [Paragraph(line, Place(f"line {i}")) for i, line in enumerate(text.split("\n"), 1)]
    return [[cell for cell, _ in row] for row in pasted.rows_between_tabs(lines)]


@pytest.mark.parametrize("blank", ["\n", "\n\u00a0\n\n", ""])
def test_rows_and_blank_cells_are_found(blank: str) -> None:
    rows = [[label, *values] for label, values in ROWS.items()]
    assert cells(copied(rows, blank=blank)) == rows


def test_paragraphs_of_a_cell_are_put_together() -> None:
    assert cells("一、本年新收\n\n申请数量\n\n\t\n\n3\n\n\n二、上年\n\n\t\n\n4\n") == [
        ["一、本年新收\n申请数量", "3"],
        ["二、上年", "4"],
    ]


def test_the_lines_of_a_paragraph_are_put_together_where_more_lines_part_rows() -> None:
    assert cells("规章\n\n\t\n\n1\n\n\n\n\n规范\n性文件\n\n\t\n\n4\n") == [
        ["规章", "1"],
        ["规范\n性文件", "4"],
    ]
    assert cells("规章\n\n\t\n\n1\n规范\n性文件\n\n\t\n\n4\n") == [["规章", "1"], ["规范"], ["性文件", "4"]]


def test_a_few_tabs_alone_on_their_lines_are_no_blank_cells() -> None:
    header = "\n\n\t\n\n".join(["信息内容", "采购项目数量", "采购总金额"])
    row = "\n\n\t\n\n".join(["政府\n集中采购", "9", "\u00a0"])
    head = HEAD.replace("三、收到和处理政府信息公开申请情况", "二、主动公开政府信息情况")
    text = f"{head}第二十条第（九）项\n\n\n\n{header}\n\n\n\n{row}\n\n三、收到和处理政府信息公开申请情况\n\n无。\n"
    records = reportparse.parse(text.encode()).records
    records = records[records["row"] == "procurement"].set_index("column")
    assert records["raw"]["purchases"] == "9"
    assert records["state"]["amount"] == "blank"


def test_tabs_that_indent_the_source_of_a_page_part_no_cells() -> None:
    """As BeautifulSoup gives the texts of cells whose end tags are missing; a blank cell has no text at all."""
    header, *rows = requests_rows()
    for i, row in enumerate(rows):
        row[1:] = ["" if i % 4 == 3 and k == 2 else "0" for k in range(7)]
    cells = [
        "\n".join(["", "", f"\t\t\t\t\t{cell}", "\t\t\t\t", "", "", ""]) if cell else "\n" * 5
        for row in (header, *rows)
        for cell in row
    ]
    text = HEAD + "\n".join(cells) + "\n\n五、存在的主要问题及改进情况\n\n无。\n"
    records = reportparse.parse(text.encode()).record_list
    certain = [record for record in records if record.certainty != "uncertain" and record.state != "absent"]
    assert len(certain) > 100
    blank = {(record.row, record.column) for record in certain if record.state == "blank"}
    assert {column for _, column in blank} <= {"research_institution"}


def test_the_form_is_read_with_its_blank_cells() -> None:
    header = "\n（勾稽关系）\n\n\t\n申请人情况\n\n\n" + copied([["", *COLUMNS]])
    text = HEAD + header + "\n" + copied([[label, *values] for label, values in ROWS.items()])
    records = reportparse.parse((text + "\n\n五、存在的主要问题及改进情况\n\n无。\n").encode()).records
    records = records[(records["table"] == "requests") & (records["state"] != "absent")]
    assert set(records["certainty"]) <= {"read", "inferred"}
    found = {
        str(row): [raw or "" for raw in group["raw"]] for row, group in records.groupby("row", sort=False)
    }
    codes = ["received", "carried_in", "outcome.total", "carried_out"]
    assert {row: found[row] for row in codes} == dict(zip(codes, ROWS.values(), strict=True))


def test_cells_that_stand_behind_their_tab_are_of_another_tool() -> None:
    rows = [["规章", "1"], ["文件", ""], ["许可", "3"], ["处罚", "4"]]
    text = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    lines = text.split("\n")
    assert not pasted.is_pasted(lines)


def test_rows_on_lines_of_their_own_are_of_another_tool() -> None:
    rows = ["\t\t\t", "\t\t1.其他\t0\t\t\t0", "\t（七）总计\t\t0\t\t\t0", "四、结转\t\t\t0\t\t\t0"]
    broken = ["3\t.其他", "4\t.反复申", "请\t", "处\t", "事\t", "理\t", "项\t", "数\t"]
    lines = [*rows, "0", *broken]
    assert not pasted.is_pasted(lines)
    assert pasted.is_pasted(["0", *broken])
