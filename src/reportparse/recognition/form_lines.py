"""List the lines of the official forms as they are printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from reportparse.forms import Block, Edition, Family, Row, TableForm
from reportparse.normalise import Officials


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of a printed form: a caption, a header, or a row of values."""

    kind: Literal["caption", "header", "values"]
    # The position of the block in the form.
    block: int
    # None for captions and headers, and for the values of a block without row labels.
    row: Row | None = None


class KnownForm(NamedTuple):
    """A form of an edition with its lines."""

    edition: Edition
    form: TableForm
    lines: tuple[FormLine, ...]
    # Positions of the lines in `FamilyLines.distinct`.
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FamilyLines:
    """The lines of all forms of a family."""

    # All labels of the lines.
    officials: Officials
    # Lines with their blocks, one for all lines that print the same: editions share most of theirs.
    distinct: tuple[tuple[FormLine, Block], ...]
    # For each label, the positions in `distinct` of the lines that print it.
    named: Mapping[str, Sequence[int]]
    forms: tuple[KnownForm, ...]
    # Rows of values without labels: the position of the form, that of the line in the form, and the block.
    bare: tuple[tuple[int, int, Block], ...]


@lru_cache(maxsize=16)
def family_lines(family: Family) -> FamilyLines:
    """Return the lines of a family's forms, made once."""
    distinct: dict[Hashable, tuple[FormLine, Block]] = {}
    positions: dict[Hashable, int] = {}
    forms: list[KnownForm] = []
    bare = []
    for edition, form in family.tables:
        lines = _form_lines(form)
        indexes = []
        for line in lines:
            block = form.blocks[line.block]
            printed = _printed(line, block)
            distinct.setdefault(printed, (line, block))
            indexes.append(positions.setdefault(printed, len(positions)))
            if line.kind == "values" and line.row is None:
                bare.append((len(forms), len(indexes) - 1, block))
        forms.append(KnownForm(edition, form, lines, tuple(indexes)))
    named: dict[str, list[int]] = defaultdict(list)
    for i, (line, block) in enumerate(distinct.values()):
        for name in dict.fromkeys(_names_in(line, block)):
            named[name].append(i)
    return FamilyLines(Officials(named), tuple(distinct.values()), named, tuple(forms), tuple(bare))


@lru_cache(maxsize=16)
def row_names(family: Family) -> frozenset[str]:
    """Return all row labels of a family's forms."""
    lines = family_lines(family).distinct
    return frozenset(name for line, _ in lines if line.row is not None for name in line.row.names)


def _form_lines(form: TableForm) -> tuple[FormLine, ...]:
    """Return the lines of a form in the order in which it prints them."""
    lines: list[FormLine] = []
    for index, block in enumerate(form.blocks):
        if block.caption:
            lines.append(FormLine("caption", index))
        lines.append(FormLine("header", index))
        lines.extend(FormLine("values", index, row) for row in block.rows)
        if not block.rows:
            lines.append(FormLine("values", index))
    return tuple(lines)


def _printed(line: FormLine, block: Block) -> Hashable:
    """Return all that a line prints, as a key that is equal for lines with the same labels."""
    if line.row is not None:
        return line.row.path, line.row.variants, line.row.subtotal
    if line.kind == "caption":
        return line.kind, block.captions
    if line.kind == "header":
        return line.kind, block.header_names, block.corner_names, block.note
    return line.kind


def _names_in(line: FormLine, block: Block) -> Iterable[str]:
    """Return the labels that a line prints, with their variants and groups."""
    if line.row is not None:
        return (*line.row.path, *line.row.names)
    if line.kind == "caption":
        return block.captions
    return (*block.header_names, *block.corner_names)
