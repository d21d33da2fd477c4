"""Old pages whose article stands in a row of a layout table."""

import pytest

import reportparse
from tests.tables import requests_rows

TITLE = "青桐县石桥镇人民政府2013年政府信息公开工作年度报告"
PROSE = (
    "2013年，我镇按照要求公开信息，没有发生需要说明的事项，现将情况报告如下。一年来共收到政府信息公开申请12件，"
    "全部按时答复。下一步将继续做好这项工作。"
)


def test_running_text_in_a_row_of_a_text_with_pipes() -> None:
    fields = [
        "当前位置 : 首页 |",
        "|",
        "索引号: | 2014-3 | 公开方式: | 主动公开 |",
        "文号: | 日期: | 2014-07-27 | |",
    ]
    lines = [*fields, f"{TITLE} | ||", f"{PROSE} |", "||", "|"]
    report = reportparse.parse("\n".join(lines).encode())
    assert (report.metadata.agency, report.metadata.year) == ("青桐县石桥镇人民政府", 2013)
    assert [(figure.raw, figure.row) for figure in report.figure_list] == [("12件", "received")]


def test_running_text_in_a_row_of_a_page() -> None:
    body = f"<p>一、概述</p><p>{PROSE}</p><p>二、其他</p><p>没有其他事项。</p>"
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in (TITLE, "发布日期：2014-03-01", body))
    report = reportparse.parse(f"<html><body><table>{rows}</table></body></html>".encode())
    assert [section.heading for section in report.sections if section.heading] == ["一、概述", "二、其他"]
    assert [(figure.raw, figure.row) for figure in report.figure_list] == [("12件", "received")]
    assert str(report.metadata.published) == "2014-03-01"


@pytest.mark.parametrize("at", [3, 27])
def test_a_note_in_a_form_leaves_it_whole(at: int) -> None:
    rows = requests_rows()
    rows.insert(at, [f"说明：{PROSE}"])
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    page = f"<h1>某县水务局2023年政府信息公开工作年度报告</h1><table>{cells}</table>"
    records = [
        record for record in reportparse.parse(page.encode()).record_list if record.table == "requests"
    ]
    assert len([record for record in records if record.certainty == "read"]) == 25 * 7


def test_the_opening_of_a_page_whose_texts_are_all_parted_by_tabs() -> None:
    header, *rows = requests_rows()
    title = "云桥市水利局2023年政府信息公开工作年度报告"
    lines = [
        [title, title, "　　本报告依照规定编制，统计期限为一年。", ""],
        ["", "一、总体情况", ""],
        ["", "　　全年共收到申请3件。", ""],
        ["", "三、收到和处理政府信息公开申请情况", ""],
        header,
        *rows,
    ]
    report = reportparse.parse("\n".join(map("\t".join, lines)).encode())
    assert (report.agency, report.year) == ("云桥市水利局", 2023)
    assert [(section.code, section.text) for section in report.sections if section.code == "overview"] == [
        ("overview", "全年共收到申请3件。")
    ]
    assert {record.row: record.value for record in report.record_list if record.column == "total"} == {
        record.row: record.value
        for record in reportparse.parse("\n".join(map("\t".join, lines[3:])).encode()).record_list
        if record.column == "total"
    }


def test_headings_of_sections_in_rows_of_a_page_that_is_one_table() -> None:
    opening = f"{PROSE}二、主动公开政府信息情况"
    rows = [
        [TITLE],
        ["一、总体情况"],
        [opening],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "4", "1", "9"],
        ["三、收到和处理政府信息公开申请情况"],
        *requests_rows(),
        ["五、存在的主要问题及改进情况"],
        ["一是有差距。"],
    ]
    lines = [" | ".join(row) + " | " + "|" * (30 - len(row)) for row in rows]
    report = reportparse.parse("\n".join(lines).encode())
    assert (report.agency, report.year) == ("青桐县石桥镇人民政府", 2013)
    assert [(section.code, section.text) for section in report.sections if section.level] == [
        ("overview", PROSE),
        ("proactive_disclosure", ""),
        ("requests", ""),
        ("problems", "一是有差距。"),
    ]
    values = [record.value for record in report.record_list if record.table == "requests"]
    assert values == [float(value) for row in requests_rows()[1:] for value in row[1:]]


def test_the_words_of_a_heading_without_its_number_are_the_title_of_a_table() -> None:
    rows = [["收到和处理政府信息公开申请情况"], *requests_rows()]
    lines = [" | ".join(row) + " | " + "|" * (30 - len(row)) for row in rows]
    report = reportparse.parse("\n".join([TITLE, "三、收到和处理政府信息公开申请情况", *lines]).encode())
    assert [section.code for section in report.sections if section.level] == ["requests"]
