"""Scoring against truth: right, withheld, silently wrong, lost."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.readings import Reading
from benchmarks.accuracy.score import score
from benchmarks.accuracy.truths import Truth, printed_number, truth_of

CELL = "requests/received/total"


def counts(printed: str, *given: float, lost: bool = False) -> dict[str, int]:
    truth = Truth("made", {CELL: printed}, lost=frozenset({CELL} if lost else ()))
    reading = Reading("made.txt", "ok", values={CELL: set(given)} if given else {})
    outcomes = ("right", "withheld", "wrong", "lost_withheld", "lost_given")
    result = score(reading, truth).counts
    return {name: result[name] for name in outcomes if result[name]}


@pytest.mark.parametrize(
    ("printed", "given", "outcome"),
    [
        ("12", (12,), "right"),
        ("12", (), "withheld"),
        ("12", (13,), "wrong"),
        ("12", (12, 13), "wrong"),
        ("", (), "right"),
        ("", (0,), "wrong"),
        ("/", (0,), "wrong"),
        ("23余件", (23,), "wrong"),
        ("减3", (-3,), "right"),
    ],
)
def test_outcome_of_a_cell(printed: str, given: tuple[float, ...], outcome: str) -> None:
    assert counts(printed, *given) == {outcome: 1}


@pytest.mark.parametrize(
    ("given", "outcome"), [((), "lost_withheld"), ((12,), "lost_given"), ((13,), "wrong")]
)
def test_outcome_of_a_lost_cell(given: tuple[float, ...], outcome: str) -> None:
    assert counts("12", *given, lost=True) == {outcome: 1}


@pytest.mark.parametrize(
    ("state", "certainty"), [("absent", "read"), ("blank", "read"), ("dash", "inferred")]
)
def test_a_printed_number_that_is_said_not_to_be_there_is_denied(state: str, certainty: str) -> None:
    record = {"table": "requests", "row": "received", "column": "total", "value": None}
    for said, denied in ((certainty, 1), ("uncertain", 0)):
        reading = Reading("made.txt", "ok")
        reading.add({**record, "state": state, "certainty": said})
        result = score(reading, Truth("made", {CELL: "12"})).counts
        assert (result["withheld"], result["denied"]) == (1, denied)


def test_a_value_for_a_cell_that_is_not_printed_is_wrong() -> None:
    result = score(Reading("made.txt", "ok", values={CELL: {0}}), Truth("made", {}))
    assert result.counts["wrong"] == 1
    assert result.wrong_cells[0].cell == CELL


def test_rules_agree_where_one_side_names_no_place() -> None:
    truth = Truth("made", {}, failing_rules=frozenset({("reviews.total", "reconsideration", None)}))
    failures: set[tuple[str, str | None, str | None]] = {
        ("reviews.total", "reconsideration", "total"),
        ("requests.balance", None, "total"),
        ("panel.carry_over", None, "total"),
    }
    result = score(Reading("made.txt", "ok", failures=failures), truth).counts
    assert (result["rules"], result["rules_of"], result["rules_false"]) == (1, 1, 1)


def test_a_file_belongs_to_the_longest_name_it_starts_with() -> None:
    truths = {name: Truth(name, {}) for name in ("a", "a.pandoc", "b")}
    assert truth_of("a.pandoc.txt", truths) == truths["a.pandoc"]
    assert truth_of("a.other.txt", truths) == truths["a"]
    assert truth_of("ab.txt", truths) is None


@pytest.mark.parametrize(
    ("text", "number"), [("１,２０４", 1204), ("43.788万元", 43.788), ("+5", 5), ("—", None)]
)
def test_printed_number(text: str, number: float | None) -> None:
    assert printed_number(text) == number
