"""Reports as mirror sites print them: in Traditional Chinese, or with the pronunciation behind characters."""

from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.text import text_bytes
from reportparse.normalise import simplified

FLATTENED = sorted((Path(__file__).parents[1] / "corpus" / "flattened" / "texts").glob("*.txt"))
# Headers that a form does not have like that: other orders, other groups, more columns.
UNUSUAL = [
    "信息内容\t现行有效件数\t本年废止件数\t本年制发件数\n规章\t3\t2\t21\n行政规范性文件\t30\t20\t210",
    "行政诉讼\t行政复议\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n" + "\t".join(map(str, range(5))),
    "行政复议\n结果纠正\t结果维持\t其他结果\t尚未审结\t总计\n1\t0\t2\t0\t3",
    "总计\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n"
    "一、本年新收政府信息公开申请数量\t9\t4\t5\t0\t0\t0\t0\n二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
]

PRONUNCIATIONS = {"务": "務(wù)", "处": "處(chǔ)(chǔ)", "报": "報（bào）", "数": "數(shù)", "类": "類(lei)"}


def printed(script: str, seed: int) -> tuple[str, dict[str, Any]]:
    made = make(seed, "2019" if seed % 2 else "2021", "distinct", [], "txt")
    text = text_bytes(made).decode()
    if script == "pronounced":
        for character, pronounced in PRONUNCIATIONS.items():
            text = text.replace(character, pronounced)
    else:
        text = OpenCC(script).convert(text)
    return text, truth(made, "txt", [])


@pytest.mark.parametrize("script", ["s2t", "s2twp", "s2hk", "pronounced"])
@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_tables_in_other_scripts_are_read_whole(script: str, seed: int) -> None:
    text, known = printed(script, seed)
    report = reportparse.parse(text.encode())
    found = {f"{r.table}/{r.row}/{r.column}": r.value for r in report.record_list}
    wanted = {
        slot: None if (value := number(text)) is None else float(value)
        for slot, text in known["values"].items()
    }
    assert {slot: found.get(slot) for slot in wanted} == wanted


@pytest.mark.parametrize("script", ["s2t", "s2hk", "pronounced"])
@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_titles_and_sections_in_other_scripts_are_known(script: str, seed: int) -> None:
    text, known = printed(script, seed)
    report = reportparse.parse(text.encode())
    plain = reportparse.parse(text_bytes(make(seed, known["template"], "distinct", [], "txt")))
    assert (report.year, simplified(report.agency or "")) == (known["year"], known["agency"])
    assert [section.code for section in report.sections] == [section.code for section in plain.sections]


@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_figures_in_traditional_texts_are_found(seed: int) -> None:
    made = make(seed, "2019" if seed % 2 else "2021", "distinct", [], "txt")
    text = text_bytes(made).decode()
    plain, report = (reportparse.parse(each.encode()) for each in (text, OpenCC("s2t").convert(text)))
    assert [figure.value for figure in report.figure_list] == [figure.value for figure in plain.figure_list]


@pytest.mark.parametrize("path", FLATTENED[::8], ids=lambda path: path.stem)
def test_flattened_texts_tell_the_same_in_traditional_chinese(path: Path) -> None:
    assert cells(OpenCC("s2t").convert(path.read_text("utf-8"))) == cells(path.read_text("utf-8"))


@pytest.mark.parametrize("separator", ["\t", "\n", " | ", "  "])
@pytest.mark.parametrize("table", UNUSUAL)
def test_unusual_headers_tell_the_same_in_traditional_chinese(table: str, separator: str) -> None:
    text = f"某县2023年政府信息公开工作年度报告\n\n{table.replace(chr(9), separator)}\n"
    assert cells(OpenCC("s2t").convert(text)) == cells(text)


def cells(text: str) -> set[tuple[str, str, str, float | None, str, str]]:
    return {
        (record.table, record.row, record.column, record.value, record.state, record.certainty)
        for record in reportparse.parse(text.encode()).record_list
    }


def test_simplified_keeps_the_length() -> None:
    assert simplified("〇—規範性文件·(附)") == "〇—规范性文件·(附)"


def test_digits_that_python_does_not_know_yet_are_no_numbers() -> None:
    digit = "\U00011bf2"
    lines = [
        "云桥市水利局2023年政府信息公开工作年度报告",
        f"发布日期：2024-0{digit}-{digit}1",
        "一、总体情况",
        f"公开信息{digit}{digit}条，收到申请2{digit}件。",
        "二、主动公开政府信息情况",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
        f"规章 | {digit} | 0 | 1{digit}",
        "行政规范性文件 | 3 | 0 | 9",
    ]
    report = reportparse.parse("\n".join(lines).encode())
    assert (report.year, report.metadata.published, report.figure_list) == (2023, None, [])
    read = {(record.row, record.value) for record in report.record_list if record.value is not None}
    assert read <= {
        ("rules", 0),
        ("normative_documents", 3),
        ("normative_documents", 0),
        ("normative_documents", 9),
    }
