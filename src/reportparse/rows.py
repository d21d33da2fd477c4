"""Rows of a table and lines of a form: what it is worth to take one for the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from reportparse.document import Cell, Table
from reportparse.forms import Block, Row, TableForm
from reportparse.normalise import compact, label, one_line, similarity
from reportparse.values import Value, read_value

# Labels less alike than this are taken for different ones.
SAME_LABEL = 0.5
# A label so alike to that of a row's group is the group's.
SAME_GROUP = 0.8
# What a row that prints only its group's label, or no label at all, is worth.
GROUP_ONLY = 0.05
NO_LABEL = 0.03


@dataclass(slots=True)
class Line:
    """One row of a table with all cells that cover it, in column order.

    `has_numbers` says whether a cell holds a number, `has_values` whether one holds anything but words.
    """

    row: int
    cells: list[Cell]
    labels: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    has_numbers: bool = False
    has_values: bool = False


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the printed form: a caption, a header, or a row of values."""

    kind: Literal["caption", "header", "values"]
    block: int
    row: Row | None = None


def lines_of(table: Table) -> list[Line]:
    """The rows of a table with the cells that span into them."""
    height = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    lines = [Line(row, []) for row in range(height)]
    for cell in sorted(table.cells, key=lambda cell: (cell.column, cell.row)):
        for row in range(cell.row, min(cell.row + cell.rowspan, height)):
            lines[row].cells.append(cell)
    for line in lines:
        line.values = [read_value(cell.text) for cell in line.cells]
        line.labels = [
            one_line(cell.text)
            for cell, value in zip(line.cells, line.values, strict=True)
            if value.state == "text" and _is_label(cell.text)
        ]
        states = {value.state for value in line.values}
        line.has_numbers = "number" in states
        line.has_values = bool(states - {"text"})
    return lines


def _is_label(text: str) -> bool:
    """Whether a cell of words is a label, and not a number with a note."""
    words = label(text)
    return bool(words.words) and read_value(words.core).state != "number"


def form_lines_of(form: TableForm) -> list[FormLine]:
    """The lines of a form as it is printed."""
    lines: list[FormLine] = []
    for index, block in enumerate(form.blocks):
        if block.caption:
            lines.append(FormLine("caption", index))
        lines.append(FormLine("header", index))
        lines.extend(FormLine("values", index, row) for row in block.rows)
        if not block.rows:
            lines.append(FormLine("values", index))
    return lines


def line_gain(lines: list[Line], i: int, form_line: FormLine, form: TableForm) -> float:
    """What it is worth to take line i of the table for that line of the form."""
    line = lines[i]
    if form_line.row is not None:
        return _row_gain(lines, i, form_line.row) if line.has_values else 0.0
    block = form.blocks[form_line.block]
    if form_line.kind == "caption":
        if line.has_numbers or len(set(line.labels)) != 1:
            return 0.0
        names = (block.caption or "", *block.caption_variants)
        return max(0.0, max(similarity(line.labels[0], name) for name in names) - 0.9) * 5
    if form_line.kind == "header":
        return 0.0 if line.has_numbers else _header_gain(line, block)
    return _bare_values_gain(line, block)


def _header_gain(line: Line, block: Block) -> float:
    if not line.labels:
        return 0.0
    corner = [name for name in (block.corner, block.note) if name]
    worth = 0.0
    columns = 0
    for text in dict.fromkeys(line.labels):
        best = max(similarity(text, name) for name in block.header_names)
        if best > SAME_LABEL:
            columns += 1
            worth += best
        elif (corner and max(similarity(text, name) for name in corner) > 0.8) or (
            block.note and label(block.note).words in label(text).words
        ):
            worth += 0.4
    if not columns:
        return 0.0
    return worth / len(dict.fromkeys(line.labels))


def _bare_values_gain(line: Line, block: Block) -> float:
    """A row of values that has no labels of its own: it is known by their number."""
    values = [value for value in line.values if value.state in ("number", "dash")]
    if not values or not all(_is_in_header(text, block) for text in line.labels):
        return 0.0
    if line.labels:
        # A header without a row end of its own leaves its last words before the values.
        return 0.9 if len(values) == len(block.columns) else 0.0
    if len(line.cells) == len(block.columns):
        return 1.0
    return 0.6 if len(values) * 2 > len(block.columns) else 0.05


def _is_in_header(text: str, block: Block) -> bool:
    """Whether a text is of the characters of a header: its last words may stick to the values."""
    return block.header_characters.issuperset(compact(text))


def _row_gain(lines: list[Line], i: int, row: Row) -> float:
    labels = lines[i].labels
    values = lines[i].values
    if row.subtotal:
        return max(0.0, _subtotal_similarity(lines, i, row) - SAME_LABEL) if labels else 0.0
    if not labels:
        informative = any(value.state in ("number", "dash") for value in values)
        return NO_LABEL if informative else 0.0
    before = labels[-2] if len(labels) > 1 else None
    best = _path_similarity(labels[-1], before, row.path, row.variants)
    if best > SAME_LABEL:
        return best - SAME_LABEL + (0.1 if _group_agrees(labels, row) else 0.0)
    only_group = len(row.path) > 2 and similarity(labels[-1], row.path[-2]) > SAME_GROUP
    return GROUP_ONLY if only_group and len(values) > len(labels) else 0.0


def names_group_only(line: Line, row: Row) -> bool:
    """Whether a line's label is that of the row's group, so that the row's own may be missing."""
    if not line.labels or len(row.path) == 1:
        return False
    group = similarity(line.labels[-1], row.path[-2])
    return group > max(SAME_GROUP, row_similarity(line.labels[-1], row))


def row_similarity(text: str, row: Row) -> float:
    """How alike a printed label is to a row of the form, 0 to 1."""
    return _path_similarity(text, None, row.path, row.variants)


@lru_cache(maxsize=65536)
def _path_similarity(
    leaf: str, before: str | None, path: tuple[str, ...], variants: tuple[str, ...]
) -> float:
    """How alike a row's labels are to a row of the form, whether its path is in one cell or several."""
    names = [path[-1], *variants]
    if len(path) > 1:
        names.append("".join(path[-2:]))
        names.append("".join(path))
    best = max(similarity(leaf, name) for name in names)
    if before is None:
        return best
    # A label in two cells: each of them says a part of it.
    joined = similarity(before + leaf, path[-1])
    return max(best, joined) if joined > similarity(before, path[-1]) else best


def _group_agrees(labels: list[str], row: Row) -> bool:
    return len(row.path) > 1 and any(
        similarity(text, name) > 0.8 for text in labels[:-1] for name in row.path[:-1]
    )


def _subtotal_similarity(lines: list[Line], i: int, row: Row) -> float:
    """A sub-total row says so, or is a group's label alone above rows that have labels of their own."""
    labels = lines[i].labels
    leaf, group = labels[-1], row.path[-2] if len(row.path) > 1 else ""
    if similarity(leaf, row.path[-1]) > 0.9 and any(similarity(text, group) > 0.8 for text in labels[:-1]):
        return 1.0
    if similarity(leaf, group + row.path[-1]) > 0.95:
        return 1.0
    alone = similarity(leaf, group) > 0.8 and all(
        not lines[j].labels or similarity(lines[j].labels[-1], group) < 0.8
        for j in (i - 1, i + 1)
        if 0 <= j < len(lines)
    )
    own_row = any(cell.rowspan == 1 for cell in lines[i].cells if one_line(cell.text) == leaf)
    followed = i + 1 < len(lines) and any(label(text).number == 1 for text in lines[i + 1].labels)
    return 0.7 if alone and own_row and followed else 0.0
