"""What flattening loses: known from changed copies of a report, without a parser."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from corpus.flattening import tools
from corpus.flattening.lost import copies, lost, printed
from corpus.generator import MadeReport, make, truth
from corpus.generator.numbers import Key
from corpus.generator.report import Grid
from corpus.generator.writers.dialects import DIALECTS, dialect_text

FLATTENED = Path(__file__).resolve().parent.parent / "corpus" / "flattened"
TRUTHS = sorted((FLATTENED / "truth").glob("*.json"))


def lost_by(made: MadeReport, dialect: str) -> set[Key]:
    changed = copies(made)
    texts = {name: dialect_text(copy, dialect) for name, copy in changed.reports(may_glue=True).items()}
    return lost(made, changed, dialect_text(made, dialect), texts)


@pytest.mark.parametrize(
    "dialect", ["dialect-tabs", "dialect-markdown", "dialect-spaced-rows", "dialect-detached"]
)
def test_marks_of_blank_cells_keep_everything(dialect: str) -> None:
    assert lost_by(make(5, "2021", "busy", ["some_blank_zeros"]), dialect) == set()


def test_dropped_blanks_lose_the_rows_that_have_some() -> None:
    made = make(5, "2021", "busy", ["blank_zeros"])
    gone = lost_by(made, "dialect-cell-lines")
    texts = printed(made)
    rows_with_blanks = {key[:2] for key, text in texts.items() if not text}
    assert gone
    assert {key[:2] for key in gone if key[0] != "requests"} <= rows_with_blanks


def test_nothing_is_lost_with_the_blanks_where_there_are_none() -> None:
    assert lost_by(make(5, "2021", "busy"), "dialect-cell-lines") == set()


def test_a_blank_that_the_sums_place_is_not_lost() -> None:
    """In some rows without a total, any other place of the blank would break a rule."""
    made = make(6, "2019", "distinct", ["blank_detail_totals"])
    blank = {key[:2] for key, text in printed(made).items() if not text}
    assert {key[:2] for key in lost_by(made, "dialect-spaces")} < blank


def test_glued_digits_are_lost_where_they_can_be_cut_otherwise() -> None:
    made = make(6, "2021", "distinct")
    gone = lost_by(made, "dialect-glued")
    assert gone
    assert all(printed(made)[key].isdigit() for key in gone)


def test_removed_repeats_lose_every_zero() -> None:
    made = make(5, "2021", "sparse")
    gone = lost_by(made, "dialect-lines-once")
    assert {key for key, text in printed(made).items() if text == "0"} <= gone


def test_numbers_in_the_same_order_tell_the_same_where_nothing_keeps_columns() -> None:
    made = make(5, "2021", "busy", ["blank_zeros"])
    changed = copies(made)
    together = {
        name: dialect_text(copy, "dialect-cell-lines") for name, copy in changed.reports(True).items()
    }
    base = dialect_text(made, "dialect-cell-lines")
    # The words of a page's text layer move: here one goes behind all others.
    moved = {name: text.replace("2.重复申请\n", "") + "\n2.重复申请" for name, text in together.items()}
    assert moved["shifted-requests"] != base
    assert lost(made, changed, base, moved) >= lost(made, changed, base, together)


def test_a_dropped_table_is_lost() -> None:
    made = make(5, "2021", "sparse")
    changed = copies(made)

    def without_tables(report: MadeReport) -> str:
        return "\n".join(block.text for block in report.blocks if not isinstance(block, Grid))

    texts = {name: without_tables(copy) for name, copy in changed.reports(may_glue=False).items()}
    assert lost(made, changed, without_tables(made), texts) == set(printed(made))


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_committed_texts_have_their_truth(path: Path) -> None:
    known = json.loads(path.read_text("utf-8"))
    text = (FLATTENED / "texts" / f"{path.stem}.txt").read_text("utf-8")
    assert set(known["lost"]) <= set(known["values"])
    made = make(known["seed"], known["template"], known["profile"], known["oddities"], known["source"])
    assert truth(made, "txt", known["lost"]) == {
        key: value for key, value in known.items() if key not in ("source", "tool")
    }
    if known["tool"] in DIALECTS:
        assert dialect_text(made, known["tool"]) == text
        assert sorted("/".join(key) for key in lost_by(made, known["tool"])) == known["lost"]


def test_the_sample_has_every_dialect_and_many_tools() -> None:
    tools = {json.loads(path.read_text("utf-8"))["tool"] for path in TRUTHS}
    assert tools >= set(DIALECTS)
    assert len(tools - set(DIALECTS)) >= 30


def test_an_environment_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(command: list[str], timeout: float, **_: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(tools.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(tools.subprocess, "run", too_long)
    with pytest.raises(tools.ToolFailedError, match="never-made was not installed within 5 s"):
        tools.environment("never-made", ["package"], limit=5)
