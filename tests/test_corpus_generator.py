"""The made corpus: numbers abide by the rules, the same seed makes the same report, truth fits the forms."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.generate import OF_TEXTS
from corpus.generator import EDITIONS, ODDITIES, PROFILES, choose, make, truth, write
from corpus.generator import forms as made_forms
from corpus.generator.numbers import Key, Profile, failing_rules
from corpus.generator.reading import number, visible
from corpus.generator.report import Format, MadeReport

ROOT = Path(__file__).resolve().parent.parent
Printed = dict[Key, Decimal | None]
TEXT_FORMATS: tuple[Format, ...] = ("docx", "html", "txt")
TRUTHS = sorted((ROOT / "corpus" / "truth").glob("*.json"))
BREAKING = {name for name, odd in ODDITIES.items() if odd.stage == "numbers"}


def form_cells(*editions: str) -> set[str]:
    cells = set()
    for edition in editions:
        for block in made_forms.forms(edition, edition).disclosure:
            cells |= {f"{made_forms.DISCLOSURE}/{r.code}/{c.code}" for r in block.rows for c in block.columns}
        form = made_forms.requests(edition)
        cells |= {f"{made_forms.REQUESTS}/{r.code}/{c}" for r in form.rows for c in form.column_codes}
    review = made_forms.reviews()
    cells |= {f"{made_forms.REVIEWS}/{r}/{c.code}" for r in review.row_codes for c in review.results}
    return cells


@given(seed=st.integers(0, 10**6), edition=st.sampled_from(EDITIONS), profile=st.sampled_from(PROFILES))
@settings(max_examples=60)
def test_numbers_abide_by_the_rules(seed: int, edition: str, profile: Profile) -> None:
    report = make(seed, edition, profile)
    assert failing_rules({**report.numbers}, report.forms) == []
    assert truth(report, "docx")["failing_rules"] == []


def test_a_changed_number_breaks_a_rule() -> None:
    report = make(3, "2021", "busy")
    key = ("requests", "outcome.disclosed", "business")
    broken: Printed = {**report.numbers, key: report.numbers[key] + 1}
    assert failing_rules(broken, report.forms) == [
        ("requests.outcomes", None, "business"),
        ("requests.applicants", "outcome.disclosed", None),
    ]


def test_a_blank_leaves_a_rule_open_unless_the_rest_is_too_much() -> None:
    report = make(3, "2021", "busy")
    blank: Printed = {**report.numbers, ("requests", "received", "business"): None}
    assert failing_rules(blank, report.forms) == []
    too_much = {**blank, ("requests", "received", "total"): Decimal(0)}
    assert ("requests.applicants", "received", None) in failing_rules(too_much, report.forms)


@pytest.mark.parametrize("name", sorted(BREAKING - {"text_disagrees_with_table", "office_beside_whole"}))
def test_publishers_mistakes_are_in_the_truth(name: str) -> None:
    assert truth(make(5, "2021", "busy", [name]), "docx")["failing_rules"]


def test_a_text_that_disagrees_is_in_the_truth() -> None:
    known = truth(make(5, "2021", "busy", ["text_disagrees_with_table"]), "docx")
    assert known["failing_rules"] == [["text.figure", "received", "total"]]
    stated = next(figure for figure in known["figures"] if figure["record"] == "requests/received/total")
    assert stated["value"] != known["values"]["requests/received/total"]


@given(
    seed=st.integers(0, 10**6),
    edition=st.sampled_from(EDITIONS),
    profile=st.sampled_from(PROFILES),
    format=st.sampled_from(TEXT_FORMATS),
    count=st.integers(0, 14),
)
@settings(max_examples=120)
def test_any_oddities_go_together(
    seed: int, edition: str, profile: Profile, format: Format, count: int
) -> None:
    names = choose(edition, profile, format, count, Random(seed))
    report = make(seed, edition, profile, names, format)
    assert_tables_are_whole(report)
    values = truth(report, format)["values"]
    assert set(values) <= form_cells("2021", "2019")
    printed = Counter(cell.key for grid in report.grids for cell in grid.cells if cell.key)
    assert set(printed.values()) == {1}
    if not BREAKING & set(names):
        assert truth(report, format)["failing_rules"] == []


def assert_tables_are_whole(report: MadeReport) -> None:
    """No two cells overlap and no position of a table is left uncovered."""
    for grid in report.grids:
        covered = Counter(
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        )
        assert set(covered.values()) == {1}
        assert len(covered) == grid.height * grid.width == grid.height * len(grid.widths)


@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_the_same_seed_gives_the_same_bytes(format: Format, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write(make(11, "2019", "busy", 6, format), format, tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    write(make(12, "2019", "busy", 6, format), format, tmp_path / "third")
    assert (tmp_path / "first").read_bytes() != (tmp_path / "third").read_bytes()


def test_unknown_and_clashing_oddities_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown oddity"):
        make(1, oddities=["no_such_thing"])
    with pytest.raises(ValueError, match="does not go together"):
        make(1, oddities=["blank_zeros", "slash_zeros"])
    with pytest.raises(ValueError, match="unknown edition"):
        make(1, edition="1999")


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_committed_truth_fits_its_report(path: Path) -> None:
    known = json.loads(path.read_text("utf-8"))
    report = ROOT / "corpus" / "reports" / f"{path.stem}.{known['format']}"
    assert report.exists()
    editions = ("2021", "2019") if known["template"] != "2021" else ("2021",)
    assert set(known["values"]) <= form_cells(*editions)
    assert set(known["oddities"]) <= set(ODDITIES)
    made = make(known["seed"], known["template"], known["profile"], known["oddities"], known["format"])
    assert truth(made, known["format"]) == known
    if known["format"] == "docx":
        with zipfile.ZipFile(report) as archive:
            assert archive.testzip() is None


def test_the_committed_sample_has_every_format_edition_and_oddity() -> None:
    truths = [json.loads(path.read_text("utf-8")) for path in TRUTHS]
    assert len(truths) >= 48
    assert {known["format"] for known in truths} == {"docx", "html", "txt", "pdf"}
    assert {known["template"] for known in truths} == set(EDITIONS)
    assert {known["profile"] for known in truths} == set(PROFILES)
    assert {name for known in truths for name in known["oddities"]} == set(ODDITIES) - OF_TEXTS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("０", 0),
        ("1,204", 1204),
        ("减3", -3),
        ("+5", 5),
        ("43.788万元", 43.788),
        ("12 件", 12),
        ("\u200b7", 7),
    ],
)
def test_numbers_that_a_person_reads(text: str, value: float) -> None:
    assert float(number(text) or 0) == value


@pytest.mark.parametrize("text", ["", "/", "—", "无", "22（其中修订16件）", "23余件", "\u3000"])
def test_cells_without_a_number(text: str) -> None:
    assert number(text) is None


def test_nothing_invisible_in_the_truth() -> None:
    assert visible("\u00a0\u200b12\ufeff \n") == "12"
