"""What is believed of numbers that were recognised in pictures."""

from dataclasses import replace
from pathlib import Path

import pytest

import reportparse
from reportparse.document import Place
from reportparse.doubts.pictures import doubt_figures, doubt_records
from reportparse.forms import load_forms
from reportparse.report import Record

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
[FAMILY] = load_forms().families


@pytest.fixture(scope="module")
def seen() -> list[Record]:
    """The records of a report whose sums hold, as if they came from a picture."""
    records = reportparse.parse(REPORTS / "002-2021-busy-html.html").record_list
    return [replace(record, place=Place("page[1]", 1, None, recognised=True)) for record in records]


def test_what_the_source_says_in_characters_is_not_doubted() -> None:
    records = reportparse.parse(REPORTS / "002-2021-busy-html.html").record_list
    assert doubt_records(records, FAMILY) == records


def test_numbers_that_add_up_are_inferred_and_others_withheld(seen: list[Record]) -> None:
    for before, after in zip(seen, doubt_records(seen, FAMILY), strict=True):
        if before.table in ("requests", "reviews_and_litigation") and before.value is not None:
            assert (after.certainty, after.value) == ("inferred", before.value)
        else:
            assert (after.certainty, after.value) == ("uncertain", None)
        assert after.raw == before.raw


def test_no_misread_cell_is_believed(seen: list[Record]) -> None:
    tried = 0
    for i, record in enumerate(seen):
        if record.value is None or record.table == "processing_fee":
            continue
        for misread in (record.value + 1, record.value + 5, 10 * record.value + 1, None):
            changed = [*seen[:i], replace(record, value=misread), *seen[i + 1 :]]
            assert doubt_records(changed, FAMILY)[i].value is None
            tried += 1
    assert tried > 700


def test_a_number_whose_cell_is_not_certain_is_withheld(seen: list[Record]) -> None:
    i = next(i for i, record in enumerate(seen) if record.table == "requests")
    changed = [*seen[:i], replace(seen[i], certainty="inferred"), *seen[i + 1 :]]
    assert doubt_records(changed, FAMILY)[i].value is None


def test_figures_in_recognised_sections_have_no_value() -> None:
    figures = reportparse.parse(REPORTS / "002-2021-busy-html.html").figure_list
    assert {figure.section_position for figure in figures} > {figures[0].section_position}
    for before, after in zip(figures, doubt_figures(figures, {figures[0].section_position}), strict=True):
        withheld = before.section_position == figures[0].section_position
        assert after.value == (None if withheld else before.value)
        assert after.raw == before.raw
