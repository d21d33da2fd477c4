"""The measure of the ICDAR 2013 table competition: adjacency relations between neighbouring cells."""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportparse.document import Table


class Cell(NamedTuple):
    """A cell at its top left position; rows and columns are counted from 0."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


Relation = tuple[str, str, str]


def key(text: str) -> str:
    """What is compared of a text: its letters, digits and the marks that change a number."""
    text = unicodedata.normalize("NFKC", text).lower().replace("−", "-").replace("–", "-")
    kept = "".join(character for character in text if character.isalnum() or character in "-%$€£()+/")
    return kept or "".join(text.split())


def relations(cells: Iterable[Cell]) -> Counter[Relation]:
    """Each cell with its nearest cell to the right and below that is not blank, once for each pair."""
    filled = [cell for cell in cells if cell.text.strip()]
    slots = {
        (row, column): index
        for index, cell in enumerate(filled)
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    pairs: set[tuple[int, int, str]] = set()
    for direction, order in (
        ("right", sorted(slots)),
        ("below", sorted(slots, key=lambda at: (at[1], at[0]))),
    ):
        line = 0 if direction == "right" else 1
        for first, second in itertools.pairwise(order):
            if first[line] == second[line] and slots[first] != slots[second]:
                pairs.add((slots[first], slots[second], direction))
    return Counter((key(filled[a].text), key(filled[b].text), direction) for a, b, direction in pairs)


def plain(table: Table) -> list[Cell]:
    """The cells of a table of ours."""
    return [Cell(cell.row, cell.column, cell.text, cell.rowspan, cell.colspan) for cell in table.cells]


def of_rows(rows: Sequence[Sequence[str | None]]) -> list[Cell]:
    """The cells of a table that knows no spans."""
    return [
        Cell(row, column, text or "") for row, texts in enumerate(rows) for column, text in enumerate(texts)
    ]


def f1(found: Sequence[Iterable[Cell]], true: Sequence[Iterable[Cell]]) -> float:
    """F1 of the relations of one document; 1 where it has no table and none is found."""
    have: Counter[Relation] = sum((relations(table) for table in found), Counter())
    want: Counter[Relation] = sum((relations(table) for table in true), Counter())
    total = have.total() + want.total()
    return 2 * (have & want).total() / total if total else 1.0
