"""Withhold the values of records that may not say what is printed, and warn about the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportparse.report import Record


class Doubt(NamedTuple):
    """Records whose values may belong to other cells or to none."""

    records: Sequence[Record]
    # The reason, as a sentence.
    why: str
    # Whether the records were taken for absent, or blank, and may be printed.
    may_be_printed: bool = False


def withheld(records: Sequence[Record], doubts: Iterable[Doubt]) -> tuple[list[Record], list[str]]:
    """Return the records, those in doubt without their values, and the reasons as sentences."""
    doubts = list(doubts)
    doubted: dict[int, bool] = {}
    for doubt in doubts:
        for record in doubt.records:
            doubted[id(record)] = doubted.get(id(record), False) or doubt.may_be_printed
    if not doubted:
        return [*records], [doubt.why for doubt in doubts]
    kept = [
        without_value(record, doubted[id(record)]) if id(record) in doubted else record for record in records
    ]
    return kept, [doubt.why for doubt in doubts]


def without_value(record: Record, may_be_printed: bool = False) -> Record:
    """Return the record as uncertain and without its value; if it may be printed, not as absent."""
    state = "blank" if may_be_printed and record.state == "absent" else record.state
    return replace(record, value=None, certainty="uncertain", state=state)
