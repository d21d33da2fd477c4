"""Paragraphs that only say how deep in tables they stand, as the older word processor formats keep them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reportparse.document import PICTURE, Block, Paragraph, Place, Table, UnreadableDocument
from reportparse.loaders import grid

# Where a row gives less edges than cells, the rest are placed this far apart, in twips.
_STEP = 1000
# Tables in tables; reports have two or three.
MOST_DEEP = 50


class Edges(NamedTuple):
    """A cell as the end of its row describes it: its edges in twips, what it continues, and whether it is darker
    than paper.
    """

    left: int
    right: int
    down: bool = False
    across: bool = False
    shaded: bool = False


@dataclass(slots=True)
class NestedParagraph:
    """A paragraph: how many tables it stands in, and whether it ends a cell or a row of the innermost."""

    text: str
    depth: int = 0
    ends: Literal["paragraph", "cell", "row"] = "paragraph"
    heading: bool = False
    picture: bool = False
    cells: Sequence[Edges] = ()
    boxes: Sequence[NestedParagraph] = ()
    # Whether it holds a picture, however small.
    drawn: bool = False
    # The text with what is as light as paper, which shows where the cell is shaded.
    on_shade: str = ""


def blocks(items: Sequence[NestedParagraph], path: str, depth: int = 0) -> list[Block]:
    """The paragraphs of one depth, and the tables among them."""
    found: list[Block] = []
    tables = lines = at = 0
    while at < len(items):
        item = items[at]
        if item.depth > depth:
            if depth == MOST_DEEP:
                raise UnreadableDocument("the document nests its tables too deeply to be read")
            end = at
            while end < len(items) and items[end].depth > depth:
                end += 1
            tables += 1
            found += _table(items[at:end], f"{path}/table[{tables}]", depth + 1)
            at = end
            continue
        lines += 1
        place = Place(f"{path}/paragraph[{lines}]")
        role: Literal["heading", "body"] = "heading" if item.heading else "body"
        texts = [line.strip() for line in item.text.split("\n") if line.strip()]
        found += (Paragraph(text, place, role) for text in texts)
        if item.picture and not texts:
            found.append(Table([], place, image=True))
        if item.boxes:
            found += blocks(item.boxes, f"{place.path}/box")
        at += 1
    return found


def _table(items: Sequence[NestedParagraph], path: str, depth: int) -> list[Block]:
    rows: list[list[grid.EdgedSlot]] = []
    row: list[grid.EdgedSlot] = []
    cell: list[NestedParagraph] = []
    if any(item.on_shade for item in items):
        _show_in_shaded_cells(items, depth)

    def close() -> None:
        place = Place(f"{path}/row[{len(rows) + 1}]/cell[{len(row) + 1}]")
        found = blocks(cell, place.path, depth)
        if not found and any(item.drawn for item in cell):
            found.append(Paragraph(PICTURE, place))
        row.append(grid.EdgedSlot(place, found))
        cell.clear()

    for item in items:
        if item.depth == depth and item.ends == "row":
            if cell:
                close()
            rows.append(_edged(row, item.cells))
            row = []
            continue
        cell.append(item)
        if item.depth == depth and item.ends == "cell":
            close()
    if cell:
        close()
    if row:
        rows.append(_edged(row, []))
    return grid.blocks_of(grid.by_edges(rows), Place(path))


def _show_in_shaded_cells(items: Sequence[NestedParagraph], depth: int) -> None:
    """Show text that is as light as paper in the cells that are shaded, which only the ends of rows tell."""
    row: list[list[NestedParagraph]] = [[]]
    for item in items:
        if item.depth == depth and item.ends == "row":
            for paragraphs, cell in zip(row, item.cells, strict=False):
                if cell.shaded:
                    show_on_shades(paragraphs)
            row = [[]]
            continue
        row[-1].append(item)
        if item.depth == depth and item.ends == "cell":
            row.append([])


def show_on_shades(items: Iterable[NestedParagraph]) -> None:
    """Show text of paragraphs that is as light as paper."""
    for item in items:
        item.text, item.on_shade = item.on_shade or item.text, ""


def _edged(row: list[grid.EdgedSlot], cells: Sequence[Edges]) -> list[grid.EdgedSlot]:
    last = cells[-1].right if cells else 0
    for number, slot in enumerate(row):
        if number < len(cells):
            slot.left, slot.right, slot.down, slot.across, _ = cells[number]
        else:
            slot.left, slot.right = last, last + _STEP
            last += _STEP
    return row
