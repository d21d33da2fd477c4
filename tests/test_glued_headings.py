"""Headings of sections on the lines of rows."""

import pytest

import reportparse
from tests.tables import requests_rows

TITLE = "云桥市水利局2023年政府信息公开工作年度报告"
DISCLOSURE = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "4", "1", "9"],
    ["行政规范性文件", "5", "12", "8"],
]
OVERVIEW, SECOND, THIRD, FIFTH = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "五、存在的主要问题及改进情况",
)
TEXT = "2023年，我局共发布信息46条。"


def row(*cells: str) -> str:
    return " | ".join(cells) + " |"


def is_read(*lines: str) -> None:
    report = reportparse.parse("\n".join([TITLE, *lines]).encode())
    assert [(section.code, section.text) for section in report.sections] == [
        ("overview", TEXT),
        ("proactive_disclosure", ""),
        ("requests", ""),
        ("problems", "一是有差距。"),
    ]
    values = [record.value for record in report.record_list if record.value is not None]
    table = [*DISCLOSURE[2:], *requests_rows()[1:]]
    assert values == [float(value) for row in table for value in row[1:]]


@pytest.mark.parametrize("gap", [" ", ""])
@pytest.mark.parametrize("edge", ["", "| "])
def test_a_heading_before_the_first_cell_of_a_table(gap: str, edge: str) -> None:
    header, *rows = requests_rows()
    first, *others = DISCLOSURE
    header[0] = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    is_read(
        OVERVIEW,
        TEXT,
        edge + row(SECOND + gap + first[0]),
        *(edge + row(*cells) for cells in others),
        edge + row(THIRD + gap + header[0], *header[1:]),
        *(edge + row(*cells) for cells in rows),
        FIFTH,
        "一是有差距。",
    )


def test_a_heading_behind_the_last_cell_of_a_table() -> None:
    *disclosure, last = DISCLOSURE
    *requests, last_request = requests_rows()
    is_read(
        OVERVIEW,
        TEXT,
        SECOND,
        *(row(*cells) for cells in disclosure),
        f"{row(*last)} {THIRD}",
        *(row(*cells) for cells in requests),
        f"{row(*last_request)} {FIFTH} 一是有差距。",
    )


def test_text_and_headings_on_one_line_with_a_whole_table() -> None:
    header, *rows = requests_rows()
    header[0] = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    disclosure = [cell for cells in DISCLOSURE for cell in cells]
    is_read(
        f"{OVERVIEW} {TEXT} {SECOND} {row(*disclosure)}",
        f"{THIRD} {row(*header, *(cell for cells in rows for cell in cells))}",
        f"{FIFTH} 一是有差距。",
    )


@pytest.mark.parametrize("label", ["三、本年度办理结果", "四、结转下年度继续办理"])
def test_the_label_of_a_row_is_no_heading(label: str) -> None:
    lines = [THIRD, *(row(*cells) for cells in requests_rows()), f"| 2023 | {label}"]
    report = reportparse.parse("\n".join([TITLE, *lines]).encode())
    assert [section.code for section in report.sections] == ["requests"]
