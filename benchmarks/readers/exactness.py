"""Which cells of a made report a reader's tables give in the right row and the right column.

A printed value is found where a table has a row with the value's own label, and in that row the same
text in a column above whose cells stand all labels of the value's header. Spaces, line ends and characters
of no width do not count; a header cell left blank is taken to go on from its left neighbour, as readers without spans
mean it. In a table without any header, the rest of one after the end of a page, the column is right
if the table has as many columns as were printed and it is that one of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.generator.report import Grid, MadeReport

Rows = list[list[str]]


@dataclass(frozen=True)
class Printed:
    """A value as printed: its text, its row's label (None where the row has none), its header's labels."""

    text: str
    label: str | None
    header: tuple[str, ...]
    column: int
    width: int


def plain(text: str) -> str:
    """What is seen of a text: without blanks, line ends and characters of no width."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def printed_values(made: MadeReport) -> Iterator[Printed]:
    """The values of a report, blank ones included."""
    for grid in made.grids:
        yield from _values(grid)


def _values(grid: Grid) -> Iterator[Printed]:
    covering = grid.covering()
    for cell in grid.cells:
        if cell.role != "value" or cell.key is None:
            continue
        labels = [other for other in covering[cell.row] if other and other.role == "label"]
        header: list[str] = []
        for row in range(cell.row - 1, -1, -1):
            above = covering[row][cell.column]
            if above is None or above.role == "value":
                continue
            if above.role != "header":
                break
            if plain(above.text) not in header:
                header.append(plain(above.text))
        label = plain(labels[-1].text) if labels else None
        yield Printed(plain(cell.text), label, tuple(header), cell.column, grid.width)


def found(printed: Sequence[Printed], tables: Sequence[Rows]) -> int:
    """How many of the printed values the tables give in their place."""
    pages = [_Page(rows) for rows in tables if rows]
    return sum(any(page.has(value) for page in pages) for value in printed)


class _Page:
    """One table of a reader."""

    def __init__(self, rows: Rows) -> None:
        self.rows = [[plain(cell) for cell in row] for row in rows]
        self.width = max(map(len, self.rows))
        self.with_label: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for text in dict.fromkeys(row):
                self.with_label.setdefault(text, []).append(number)

    def has(self, value: Printed) -> bool:
        if value.label is not None:
            return any(self._has(value, number) for number in self.with_label.get(value.label, ()))
        return any(self._has(value, number) for number in range(len(self.rows)))

    def _has(self, value: Printed, number: int) -> bool:
        row = self.rows[number]
        headed = False
        for column, text in enumerate(row):
            above = self._above(number, column)
            if any(part in above for part in value.header):
                headed = True
            if text == value.text and all(part in above for part in value.header):
                return True
        if headed or any(part in self.with_label for part in value.header):
            return False
        return len(row) == value.width and row[value.column] == value.text

    def _above(self, number: int, column: int) -> set[str]:
        texts = set()
        for row in self.rows[:number]:
            at = min(column, len(row) - 1)
            while at > 0 and not row[at]:
                at -= 1
            if row:
                texts.add(row[at])
        return texts
