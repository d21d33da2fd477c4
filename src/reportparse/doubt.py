"""Doubt: records that may not say what is printed are kept without their values, and a warning says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportparse.report import Record


class Doubt(NamedTuple):
    """Some records whose values may be those of other cells or of none, and, in words, why."""

    records: Sequence[Record]
    why: str


def withhold(doubts: Iterable[Doubt], warnings: list[str]) -> None:
    """Take the values from the doubted records; `warnings` get the reasons."""
    for doubt in doubts:
        for record in doubt.records:
            record.value, record.certainty = None, "uncertain"
        warnings.append(doubt.why)
