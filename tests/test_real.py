"""Published reports, where they are at hand: every cell against hand-checked truth."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

import reportparse

REAL = Path(__file__).parents[2] / "shared" / "real"

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the published reports are not there: {REAL} does not exist"
)


def number(raw: str) -> float | None:
    text = unicodedata.normalize("NFKC", raw).replace(",", "").replace(" ", "")
    match = re.fullmatch(r"(减|增|[+-])?(\d+(?:\.\d+)?)(?:件|元|万元|项)?", text)
    if not match:
        return None
    return -float(match[2]) if match[1] in ("减", "-") else float(match[2])


def compared(path: Path) -> tuple[int, int, int]:
    """How many cells of a report are right, withheld and silently wrong."""
    truth = json.loads((REAL / "truth" / f"{path.name.split('.')[0]}.json").read_text("utf-8"))["values"]
    found = {
        f"{record.table}/{record.row}/{record.column}": record.value
        for record in reportparse.parse(path).record_list
        if record.state != "absent"
    }
    right = sum(1 for cell, raw in truth.items() if found.get(cell) == number(raw))
    withheld = sum(1 for cell, raw in truth.items() if found.get(cell) is None and number(raw) is not None)
    return right, withheld, len(truth) - right - withheld


@pytest.mark.parametrize(
    ("name", "cells", "status"),
    [
        ("zhangdian-commerce-2023.txt", 200, "ok"),
        ("hongze-district-2023.pdf", 186, "flagged"),
        ("shuyang-fgj-2023.html", 200, "ok"),
        ("flattened/shuyang-fgj-2023.libreoffice.docx", 200, "ok"),
    ],
)
def test_published_reports_are_read_whole(name: str, cells: int, status: str) -> None:
    assert compared(REAL / name) == (cells, 0, 0)
    assert reportparse.parse(REAL / name).status == status


def test_misprinted_totals_fail_and_stay_as_printed() -> None:
    report = reportparse.parse(REAL / "hongze-district-2023.pdf")
    failed = {
        (check.rule, check.row)
        for check in report.check_list
        if check.verdict == "fail" and check.severity == "error"
    }
    assert failed == {
        ("reviews.total", "reconsideration"),
        ("reviews.total", "litigation_after_reconsideration"),
    }
    totals = [
        record.value
        for record in report.record_list
        if record.table == "reviews_and_litigation" and record.column == "total"
    ]
    assert totals == [0, 0, 0]


def flattened() -> list[Path]:
    return sorted((REAL / "flattened").glob("*.txt")) if REAL.is_dir() else []


@pytest.mark.parametrize("path", flattened(), ids=lambda path: path.name)
def test_no_flattening_gives_a_wrong_number(path: Path) -> None:
    assert compared(path)[2] == 0
