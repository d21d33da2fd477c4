"""Reports as mirror sites print them: in Traditional Chinese, or with the pronunciation behind characters."""

from typing import Any

import pytest
from opencc import OpenCC

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.text import text_bytes
from reportparse.normalise import simplified

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


def test_simplified_keeps_the_length() -> None:
    assert simplified("〇—規範性文件·(附)") == "〇—规范性文件·(附)"
