"""Doubt: records that may not say what is printed are kept without their values, and a warning says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportparse.report import Record


class Doubt(NamedTuple):
    """Some records whose values may be those of other cells or of none, and, in words, why.

    Where they `may_be_printed`, they were taken for absent.
    """

    records: Sequence[Record]
    why: str
    may_be_printed: bool = False


def withheld(records: Sequence[Record], doubts: Iterable[Doubt]) -> tuple[list[Record], list[str]]:
    """Return the records, those in doubt without their values, and the reasons in words."""
    doubts = list(doubts)
    doubted: dict[int, bool] = {}
    for doubt in doubts:
        for record in doubt.records:
            doubted[id(record)] = doubted.get(id(record), False) or doubt.may_be_printed
    kept = [
        without_value(record, doubted[id(record)]) if id(record) in doubted else record for record in records
    ]
    return kept, [doubt.why for doubt in doubts]


def without_value(record: Record, may_be_printed: bool = False) -> Record:
    """Return an uncertain record; one that may be printed nevertheless is no longer absent."""
    state = "blank" if may_be_printed else record.state
    return replace(record, value=None, certainty="uncertain", state=state)
