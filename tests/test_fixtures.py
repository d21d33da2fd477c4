"""Small cases by hand: each text beside the values that a person reads in it."""

import json
from pathlib import Path

import pytest

import reportparse

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.txt"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_what_a_person_reads_is_what_is_given(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    report = reportparse.parse(path)
    found = {
        f"{record.table}/{record.row}/{record.column}": record.value
        for record in report.record_list
        if record.state != "absent"
    }
    assert {cell: found.get(cell) for cell in expected} == expected
    assert {cell for cell, value in found.items() if value is not None} <= set(expected)


def test_there_are_fixtures() -> None:
    assert len(FIXTURES) >= 8
