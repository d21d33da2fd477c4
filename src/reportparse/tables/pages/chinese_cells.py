"""Cells of Chinese text that no rulings part: which lines go on with the one above them.

Such a text is wrapped anywhere, numbers with it. A line goes on where it had no room for the next character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reportparse.tables.pages.chunks import ChunkRow
from reportparse.tables.pages.cut_tables import NUMBERED
from reportparse.tables.pages.extents import middle_of
from reportparse.tables.pages.lines import Line
from reportparse.tables.pages.ruled import Ruling

# One line of a number, whose digits may go on below, or a dash; a word in place of a number wraps as labels do.
VALUE = re.compile(r"[+\-−—]?\d[\d,，]*(?:\.\d*)?|\.\d+|[/—－-]")
# What typesetters leave on one line: a character with the brackets and marks beside it.
UNIT = re.compile(r"[“‘（《〈【「『]*.[，。、；：？！”’）》〉】」』％]*")
# What may stand beyond the end of a line.
HANGING = "，。、；：）"
# Ems from one line of a cell to the next, at least and at most.
LEADING = 0.9, 2.2
MOST_LEADINGS = 12
# Ems by which the lines of one cell are off one another's middle or beginning, at most.
ALIGNED = 0.6


def holds_value(text: Line) -> bool:
    """Return whether a text is a number, or what stands in place of one."""
    return VALUE.fullmatch(text.text) is not None


def numbers_of(row: ChunkRow) -> list[Line]:
    """Return the texts of a row that are values."""
    return list(filter(holds_value, row.chunks))


def end_of_labels(row: ChunkRow) -> tuple[float, float] | None:
    """Return where the label of a row ends and its values begin."""
    return next(
        (
            (label.x1, number.x0)
            for label, number in pairwise(row.chunks)
            if holds_value(number) and not holds_value(label)
        ),
        None,
    )


@dataclass(slots=True)
class CellText:
    """The lines of one cell, from top to bottom."""

    lines: list[Line]

    @property
    def x0(self) -> float:
        """Where its leftmost line begins."""
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        """Where its rightmost line ends."""
        return max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        """The height of its first line."""
        return self.lines[0].middle

    @property
    def bottom(self) -> float:
        """The height of its last line."""
        return self.lines[-1].middle

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


class Wrapping:
    """How the texts of one region are wrapped in their cells."""

    def __init__(self, rows: Sequence[ChunkRow], rulings: Sequence[Ruling], em: float) -> None:
        self.rulings, self.em = rulings, em
        self.texts = [chunk for row in rows for chunk in row.chunks]
        self.flush = _is_flush(rows)

    def is_aligned(self, first: Line, second: Line) -> bool:
        """Return whether two texts have one beginning or one middle across the page."""
        off = min(abs(middle_of(first) - middle_of(second)), abs(first.x0 - second.x0))
        return off < ALIGNED * self.em

    def is_parted(self, upper: Line, lower: Line) -> bool:
        """Return whether a ruling runs between two texts, over the lower one."""
        return any(
            upper.middle < ruling.at < lower.middle and ruling.start < middle_of(lower) < ruling.end
            for ruling in self.rulings
        )

    def goes_on(self, upper: Line, lower: Line, room: float = 0.0) -> bool:
        """Return whether one line may go on with another: right under it, where there was no room for more.

        Without `room` there is as much as the widest text has that is aligned as they are.
        """
        distance = (lower.middle - upper.middle) / self.em
        if not LEADING[0] < distance < LEADING[1] or not self.is_aligned(upper, lower):
            return False
        if (
            NUMBERED.match(lower.text)
            or holds_value(upper) != holds_value(lower)
            or self.is_parted(upper, lower)
        ):
            return False
        centred, flush = abs(middle_of(upper) - middle_of(lower)), abs(upper.x0 - lower.x0)
        if abs(centred - flush) < 0.5 and self.flush is not None:
            centred, flush = (1.0, 0.0) if self.flush else (0.0, 1.0)
        beside = (
            text
            for text in self.texts
            if (centred < flush + 0.5 and abs(middle_of(text) - middle_of(upper)) < ALIGNED * self.em)
            or (flush < centred + 0.5 and abs(text.x0 - upper.x0) < 1.0)
        )
        room = room or max(text.x1 - text.x0 - self.em * (text.text[-1] in HANGING) for text in beside)
        return upper.x1 - upper.x0 + self._first_unit(lower) > room

    def _first_unit(self, text: Line) -> float:
        """Return the width of what cannot be cut at the beginning of a text; of a number that is one digit."""
        if holds_value(text):
            return (text.x1 - text.x0) / len(text.text)
        unit = UNIT.match(text.text)
        return text.first_word or self.em * (unit.end() if unit else 1)

    @cached_property
    def leadings(self) -> list[float]:
        """The distances at which lines may go on, longest first; 0, at which none does, is the last."""
        steps = {
            round(2 * (lower.middle - upper.middle)) / 2
            for upper in self.texts
            for lower in self.texts
            if 0 < lower.middle - upper.middle < LEADING[1] * self.em and self.goes_on(upper, lower)
        }
        return [*sorted(steps, reverse=True)[:MOST_LEADINGS], 0.0]

    def cells(self, texts: Iterable[Line], leading: float, room: float = 0.0) -> list[CellText]:
        """Return texts put together where one goes on with the one above it, at most so far away."""
        cells: list[CellText] = []
        for text in sorted(texts, key=lambda text: text.middle):
            above = [
                cell
                for cell in cells
                if text.middle - cell.bottom < leading + 0.5 and self.goes_on(cell.lines[-1], text, room)
            ]
            if above:
                above[-1].lines.append(text)
            else:
                cells.append(CellText([text]))
        return cells


def _is_flush(rows: Sequence[ChunkRow]) -> bool | None:
    """Return whether labels begin under one another, or stand under one another's middle.

    None if nothing tells.
    """
    labels = [row.chunks[0] for row in rows if end_of_labels(row) is not None]
    starts, middles = {round(label.x0) for label in labels}, {round(middle_of(label)) for label in labels}
    return None if len(starts) == len(middles) else len(starts) < len(middles)
