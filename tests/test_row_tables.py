"""Pages that print each row as a table of its own."""

import reportparse
from reportparse.document import Cell, Paragraph, Place, Table
from reportparse.forms.vocabulary import vocabulary
from reportparse.tables.row_tables import rows_joined
from tests.tables import FAMILY, requests_rows


def row(*texts: str) -> Table:
    return Table([Cell(0, i, text, Place("t")) for i, text in enumerate(texts)], Place("t"))


def test_rows_that_follow_each_other_are_one_table() -> None:
    heading = Paragraph("第二十条第（五）项", Place("p"))
    whole = Table([Cell(0, 0, "甲", Place("t")), Cell(1, 0, "乙", Place("t"))], Place("t"))
    blocks = [row("信息内容", "数量"), row("行政许可", "7"), heading, whole, row("丙")]
    first, _, second, third = rows_joined(blocks, vocabulary(FAMILY))
    assert isinstance(first, Table)
    assert [[cell.text for cell in line] for line in first.rows()] == [
        ["信息内容", "数量"],
        ["行政许可", "7"],
    ]
    assert first.layout == "rows"
    assert (second, third) == (whole, row("丙"))


def test_links_of_a_page_are_no_row() -> None:
    blocks = [row("行政许可", "7"), row("上一篇", "下一篇")]
    assert rows_joined(blocks, vocabulary(FAMILY)) == blocks


def test_a_form_with_a_table_for_each_row_is_read() -> None:
    header, *rows = requests_rows()
    lines = [header, *(["三、本年度办理结果", *row] if i == 2 else row for i, row in enumerate(rows))]
    tables = "".join(
        f"<table><tr>{''.join(f'<td>{text}</td>' for text in line)}</tr></table>" for line in lines
    )
    page = (
        f"<h1>某县水务局2023年政府信息公开工作年度报告</h1><p>三、收到和处理政府信息公开申请情况</p>{tables}"
    )
    records = [
        record for record in reportparse.parse(page.encode()).record_list if record.table == "requests"
    ]
    assert [record.raw for record in records] == [number for row in rows for number in row[1:]]
    assert {record.certainty for record in records} == {"read"}
