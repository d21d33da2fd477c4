"""The made corpus, whole: every cell, agency and year right, every planted mistake found."""

import json
from pathlib import Path

import pytest

import reportparse
from reportparse.report import Report

CORPUS = Path(__file__).parents[1] / "corpus"
REPORTS = sorted((CORPUS / "reports").iterdir())


def truth_of(path: Path) -> dict:
    return json.loads((CORPUS / "truth" / f"{path.stem}.json").read_text("utf-8"))


def printed_number(raw: str) -> float | None:
    """The number that a person reads in a printed cell, told apart without the parser's help."""
    text = raw.translate(str.maketrans("０１２３４５６７８９．，＋－", "0123456789.,+-"))
    text = "".join(character for character in text if not character.isspace() and character != "\u200b")
    sign = -1 if text[:1] in ("减", "-") else 1
    text = text.lstrip("增减+-").replace(",", "")
    for unit in ("万元", "元", "件", "项"):
        text = text.removesuffix(unit)
    try:
        return sign * float(text)
    except ValueError:
        return None


@pytest.fixture(scope="module")
def parsed() -> dict[str, Report]:
    return {path.name: reportparse.parse(path) for path in REPORTS}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_every_cell_is_right(path: Path, parsed: dict[str, Report]) -> None:
    truth, report = truth_of(path), parsed[path.name]
    tables = ("proactive_disclosure", "requests", "reviews_and_litigation")
    found = {
        f"{record.table}/{record.row}/{record.column}": record
        for record in report.record_list
        if record.table in tables and record.state != "absent"
    }
    wrong = {
        cell: (raw, found[cell].raw if cell in found else None, found[cell].value if cell in found else None)
        for cell, raw in truth["values"].items()
        if (found[cell].value if cell in found else None) != printed_number(raw)
    }
    assert wrong == {}
    assert [cell for cell in found if cell not in truth["values"] and found[cell].value is not None] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_agency_year_and_planted_mistakes_are_found(path: Path, parsed: dict[str, Report]) -> None:
    truth, report = truth_of(path), parsed[path.name]
    assert report.agency in {truth["agency"], *truth.get("also_agency", [])}
    assert report.year == truth["year"]
    planted = {tuple(rule) for rule in truth["failing_rules"] if rule[0] != "text.figure"}
    failed = {
        (check.rule, check.row, check.column)
        for check in report.check_list
        if check.verdict == "fail" and check.severity == "error"
    }
    assert failed == planted


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_every_value_says_where_it_stands(path: Path, parsed: dict[str, Report]) -> None:
    report = parsed[path.name]
    for record in report.record_list:
        if record.value is not None:
            assert record.place is not None
            assert record.place.path
            if report.document.reader == "pdf" and record.table != "processing_fee":
                assert record.place.page is not None
                assert record.place.box is not None
                assert record.place.box.x0 < record.place.box.x1
