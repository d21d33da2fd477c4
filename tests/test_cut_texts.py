"""Texts that are cut, as excerpts are: what is left of a table is read right, or withheld."""

import random

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text

DIALECTS = [
    "dialect-pipe-rows",
    "dialect-padded-rows",
    "dialect-padded-rows-without-blanks",
    "dialect-cell-pipe-lines",
    "dialect-cell-pipe-lines-filled-up",
    "dialect-lone-pipes",
    "dialect-tabs",
    "dialect-cell-lines",
    "dialect-spaces",
    "dialect-detached",
]
REPORTS = [
    ("2021", "busy", ["some_blank_zeros"]),
    ("2021", "busy", ["subtotal_column", "some_blank_zeros"]),
    ("2019", "distinct", []),
    ("2021", "sparse", ["blank_zeros"]),
]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("edition", "profile", "oddities"), REPORTS)
def test_no_cut_makes_a_wrong_number(dialect: str, edition: str, profile: str, oddities: list[str]) -> None:
    made = make(7, edition, profile, oddities, "txt")
    printed = {slot: number(text) for slot, text in truth(made, "txt", [])["values"].items()}
    lines = dialect_text(made, dialect).split("\n")
    chance = random.Random(f"{dialect} {edition} {profile}")
    for _ in range(6):
        begin, end = sorted(chance.sample(range(len(lines) + 1), 2))
        for part in (lines[:end], lines[begin:], lines[begin:end]):
            text = "\n".join(part)
            if not text.strip():
                continue
            wrong = {
                slot: record.value
                for record in reportparse.parse(text.encode()).record_list
                if record.value is not None
                and (slot := f"{record.table}/{record.row}/{record.column}") in printed
                and (printed[slot] is None or record.value != pytest.approx(float(printed[slot] or 0)))
            }
            assert not wrong, (begin, end)
