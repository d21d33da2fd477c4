"""Headings of sections, and prose, on the lines of rows."""

from collections.abc import Callable, Iterator

import pytest
import regex

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text
from reportparse.document import Paragraph, Place
from reportparse.forms import load_forms
from reportparse.forms.vocabulary import vocabulary
from reportparse.outline.headings import SectionNames
from reportparse.tables.texts.glued_headings import with_headings_apart_from_rows
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


HEADING = regex.compile(r"[一二三四五六]、\p{Han}+(?:、\p{Han}+)?")
SECTIONS = ["overview", "proactive_disclosure", "requests", "reviews_and_litigation", "problems", "other"]
DIALECTS = ["dialect-pipe-rows", "dialect-padded-rows", "dialect-markdown", "dialect-double-pipes"]


def _before_tables(lines: list[str], space: str) -> Iterator[str]:
    """Yield the lines, each heading of a section before a table on the line of its first row."""
    before = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if HEADING.fullmatch(line) and "|" in below:
            before = line + space
        else:
            yield before + line
            before = ""


def _behind_tables(lines: list[str]) -> Iterator[str]:
    """Yield the lines, each heading of a section behind a table on the line of its last row."""
    row = ""
    for line in lines:
        if HEADING.fullmatch(line) and "|" in row:
            yield f"{row.rstrip().removesuffix('|')}| {line}"
            row = ""
            continue
        if row:
            yield row
        row = line
    yield row


def _on_one_line_each(lines: list[str], joint: str) -> Iterator[str]:
    """Yield one line for each section with a table, and all before and behind it on its first and last one."""
    joined: list[str] = []
    for line in lines:
        if joined and HEADING.fullmatch(line) and "|" in joined[-1]:
            yield " ".join(joined)
            joined = []
        joined.append(line.rstrip("| ") + joint if "|" in line else line)
    yield " ".join(joined)


GLUED: dict[str, Callable[[list[str]], Iterator[str]]] = {
    "before": lambda lines: _before_tables(lines, " "),
    "before-without-space": lambda lines: _before_tables(lines, ""),
    "behind": _behind_tables,
    "prose": lambda lines: _before_tables(lines, " 我单位严格执行有关规定。 "),
    "one-line-each": lambda lines: _on_one_line_each(lines, " |"),
    "one-line-each-rows-apart": lambda lines: _on_one_line_each(lines, " | |"),
}


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("glued", GLUED)
def test_tables_are_read_beside_headings_and_prose(glued: str, dialect: str, edition: str) -> None:
    made = make(3, edition, "busy", [], "txt")
    plain = [line for line in dialect_text(made, dialect).split("\n") if line.strip()]
    if glued.startswith("one-line"):
        plain = [line.removeprefix("|").replace("||", "|") for line in plain if "---" not in line]
    report = reportparse.parse("\n".join(GLUED[glued](plain)).encode())
    found = {
        f"{record.table}/{record.row}/{record.column}": record.value
        for record in report.record_list
        if record.value is not None
    }
    printed = truth(made, "txt", [])["values"]
    assert {slot: found.get(slot) for slot in printed} == pytest.approx(
        {slot: float(number(text) or 0) for slot, text in printed.items()}
    )
    assert [section.code for section in report.sections if section.code] == SECTIONS


def _parted(line: str) -> list[str]:
    family = load_forms().families[0]
    lines = with_headings_apart_from_rows(
        [Paragraph(line, Place("line 1"))], vocabulary(family), SectionNames.of(family)
    )
    return [part.text for part in lines]


@pytest.mark.parametrize(
    "line",
    [
        # Labels of rows and of their groups, and what has a value.
        "三、本年度办理结果 | （一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |",
        "一、本年新收政府信息公开申请数量 | 16 | 1 | 0 | 0 | 0 | 0 | 17 |",
        "一、主动公开情况 | 条 | |",
        "考核指标 | 得分 | 二、主动公开政府信息情况 | 12 | 三、其他需要报告的事项 | 5 |",
        "二、主动公开政府信息情况 | 12 | 15 |",
        # A list of the sections.
        "一、总体情况 | 二、主动公开政府信息情况 | 三、收到和处理政府信息公开申请情况 |",
        # What goes on with its words, or is said in a sentence.
        "| 内容 | 按照二、主动公开政府信息情况 的要求 | 12 |",
        "| 二、主动公开政府信息情况一览 | 规章 |",
        # A row of one cell.
        "| 二、主动公开政府信息情况 |",
    ],
)
def test_what_is_no_heading_parts_no_row(line: str) -> None:
    assert _parted(line) == [line]


def test_headings_and_sentences_have_lines_of_their_own_and_cells_keep_theirs() -> None:
    assert _parted("0 | 2 | 三、收到和处理政府信息公开申请情况 说明如下。 申请人情况 | 自然人 | 0 |") == [
        "0 | 2 | ",
        "三、收到和处理政府信息公开申请情况",
        "说明如下。",
        "申请人情况 | 自然人 | 0 |",
    ]
    assert _parted("| 1.5 | 三、收到和处理政府信息公开申请情况 | 申请人情况 | 自然人 |") == [
        "| 1.5 | ",
        "三、收到和处理政府信息公开申请情况",
        "| 申请人情况 | 自然人 |",
    ]


def test_all_headings_may_stand_in_one_row_before_the_tables() -> None:
    text = (
        "2023年我局编制本报告。 一、总体情况 工作平稳。 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 "
        "四、其他需要报告的事项 无其他事项。"
    )
    lines = ["| | |", f"| {text} | |", "| 第二十条第（一）项 | | | |"]
    lines += ["| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |", "| 规章 | 0 | 0 | 3 |"]
    report = reportparse.parse("\n".join(lines).encode())
    assert [(section.code, section.text) for section in report.sections] == [
        (None, "2023年我局编制本报告。"),
        ("overview", "工作平稳。"),
        ("proactive_disclosure", ""),
        ("requests", ""),
        ("other", "无其他事项。"),
    ]
    assert [record.value for record in report.record_list if record.row == "rules"] == [0, 0, 3]


def test_pipes_that_fill_up_lines_are_no_part_of_headings_and_prose() -> None:
    lines = [
        "云桥市水利局2023年政府信息公开工作年度报告",
        "一、总体情况 | |||||||",
        "2023年我局工作平稳。 | |||||||",
        "二、主动公开政府信息情况 | |||||||",
        "第二十条第（一）项 | |||||||",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | ||||",
        "规章 | 0 | 0 | 0 | ||||",
        "行政规范性文件 | 1 | 0 | 4 | ||||",
        "三、其他需要报告的事项 | |||||||",
        "无其他事项。",
    ]
    report = reportparse.parse("\n".join(lines).encode())
    assert [(section.heading, section.text) for section in report.sections[-3:]] == [
        ("一、总体情况", "2023年我局工作平稳。"),
        ("二、主动公开政府信息情况", ""),
        ("三、其他需要报告的事项", "无其他事项。"),
    ]
    assert [record.value for record in report.record_list if record.row == "normative_documents"] == [1, 0, 4]
