"""Whole reports on one line, as programs leave them that make one space of all white space."""

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text


def _on_one_line(
    seed: int, profile: str, oddities: list[str], mark: str = " "
) -> tuple[reportparse.Report, dict[str, float | None]]:
    made = make(seed, "2021", profile, oddities, "txt")
    printed = {
        slot: None if (value := number(text)) is None else float(value)
        for slot, text in truth(made, "txt", [])["values"].items()
    }
    text = mark.join(dialect_text(made, "dialect-spaces").split())
    return reportparse.parse(text.encode()), printed


@pytest.mark.parametrize("mark", [" ", "|", " | "])
@pytest.mark.parametrize("profile", ["busy", "distinct", "zero"])
def test_every_cell_is_read(profile: str, mark: str) -> None:
    report, printed = _on_one_line(3, profile, [], mark)
    found = {
        f"{record.table}/{record.row}/{record.column}": record.value
        for record in report.record_list
        if record.value is not None
    }
    assert report.status == "ok"
    assert {slot: found.get(slot) for slot in printed} == pytest.approx(printed)
    assert [section.code for section in report.sections if section.code is not None]


@pytest.mark.parametrize("mark", [" ", "|"])
@pytest.mark.parametrize("seed", range(8))
def test_no_number_is_moved(seed: int, mark: str) -> None:
    oddities = ["random_misprints", "some_blank_zeros", "short_labels", "missing_rows"]
    report, printed = _on_one_line(seed, "busy", [oddities[seed % 4]], mark)
    for record in report.record_list:
        slot = f"{record.table}/{record.row}/{record.column}"
        if record.value is not None and slot in printed:
            assert record.value == pytest.approx(printed[slot]), slot


def test_a_long_line_of_prose_is_left_alone() -> None:
    prose = "本年度我局办理行政许可 12 件，行政处罚 3 件，行政强制 0 件，群众反映良好。" * 12
    report = reportparse.parse(f"某县水务局2023年政府信息公开工作年度报告\n一、总体情况\n{prose}\n".encode())
    assert not report.tables


def test_labels_and_headings_that_a_line_s_end_left_a_space_in_are_found() -> None:
    made = make(3, "2021", "zero", [], "txt")
    text = " ".join(dialect_text(made, "dialect-spaces").split())
    for broken in ("公 开政府信息情况", "提 供", "行 政强制", "处 理决定", "不 掌握", "重 复"):
        text = text.replace("".join(broken.split()), broken)
    report = reportparse.parse(text.encode())
    assert report.status == "ok"
    assert [section.code for section in report.sections] == [
        None,
        "overview",
        "proactive_disclosure",
        "requests",
        "reviews_and_litigation",
        "problems",
        "other",
    ]
