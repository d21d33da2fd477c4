"""Measure what it is worth to take a line of a table for a line of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from reportparse.forms import Block, Family, Row
from reportparse.normalise import (
    ALIKE,
    EXACT_LABEL,
    LIKELY_LABEL,
    SAME_WORDS,
    SURE_LABEL,
    Alike,
    compact,
    label,
    most_alike,
    one_line,
)
from reportparse.recognition.form_lines import FamilyLines, FormLine, family_lines
from reportparse.recognition.table_lines import TableLine
from reportparse.remembered import remembered_by_size

# What a row that prints only the label of its group, or no label at all, is worth.
GROUP_ONLY = 0.05
NO_LABEL = 0.03
# What a row is worth that has no label and as many blank cells as the form has columns.
BLANK_ROW = 0.5
# The most numbers of a row that may be cut in two.
MOST_CUT_NUMBERS = 4
# Rows whose labels have more characters than this are not often the same.
LONGEST_LABELS = 400
# For one line of a table: what each line of a form is worth, by its position. Worthless ones are left out.
Gains = Mapping[int, float]


class Features(NamedTuple):
    """All of a table's row that decides which line of a form it is."""

    labels: tuple[str, ...]
    # Whether there are more cells than labels.
    has_more: bool
    has_numbers: bool
    # Whether there are numbers or dashes.
    has_figures: bool
    ends_in_number: bool
    has_values: bool
    # Whether the last label has a cell to itself and a label of the row below has the number 1.
    list_title: bool
    # The last labels of the rows above and below, as far as they have any; empty without `list_title`.
    neighbours: tuple[str, ...]

    @property
    def length(self) -> int:
        """How many characters its labels have: other tables may well have the same row, if these are few."""
        return sum(map(len, (*self.labels, *self.neighbours)))


def features_of(lines: Sequence[TableLine]) -> list[Features]:
    """Return the features of each row of a table."""
    list_below = [any(label(text).number == 1 for text in line.labels) for line in lines[1:]] + [False]
    found = []
    for i, line in enumerate(lines):
        list_title = list_below[i] and any(
            cell.rowspan == 1 and one_line(cell.text) == text
            for text in line.labels[-1:]
            for cell in line.cells
        )
        around = [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]] if list_title else []
        found.append(
            Features(
                # White space tells nothing, and keeps the same row from being known again.
                labels=tuple(map(compact, line.labels)),
                has_more=len(line.cells) > len(line.labels),
                has_numbers=line.has_numbers,
                has_figures=line.figures > 0,
                ends_in_number=bool(line.values) and line.values[-1].state == "number",
                has_values=line.has_values and not (_is_strip(line) and _is_at_page_end(lines, i)),
                list_title=list_title,
                neighbours=tuple(compact(other.labels[-1]) for other in around if other.labels),
            )
        )
    return found


def _is_strip(line: TableLine) -> bool:
    """Whether nothing begins in a row of a group but blank cells."""
    return any(cell.row < line.index for cell in line.cells) and not any(
        cell.is_filled for cell in line.cells if cell.row == line.index
    )


def _is_at_page_end(lines: Sequence[TableLine], i: int) -> bool:
    """Whether a row is the first or the last of a page, of which there are several."""
    pages = [
        {cell.place.page for cell in line.cells if cell.row == line.index}
        for line in lines[max(0, i - 1) : i + 2]
    ]
    return len(set().union(*pages)) > 1


def line_gains(line: TableLine, features: Features, family: Family) -> Sequence[Gains]:
    """Return what each line of each form is worth for a line of a table: one `Gains` per form of the family.

    Publishers print the same labels: what these are worth is kept for the next table.
    """
    gains = _label_gains(features, family)
    bare = family_lines(family).bare if line.figures or _is_blank(line) else ()
    if not bare:
        return gains
    with_bare = list(gains)
    for form, position, block in bare:
        gain = _bare_values_gain(line, block)
        if gain > 0:
            with_bare[form] = dict(sorted({**with_bare[form], position: gain}.items()))
    return with_bare


class Likeness(NamedTuple):
    """The official labels that the labels of a row are like."""

    # For each label of the row.
    labels: tuple[Alike, ...]
    # For the last two labels joined.
    joined: Alike
    # For the labels of `Features.neighbours`.
    neighbours: tuple[Alike, ...]


@remembered_by_size(4096, attrgetter("length"), LONGEST_LABELS)
def _label_gains(features: Features, family: Family) -> tuple[Gains, ...]:
    lines = family_lines(family)
    alike = lines.officials.alike
    likeness = Likeness(
        labels=tuple(map(alike, features.labels)),
        joined=alike("".join(features.labels[-2:])),
        neighbours=tuple(map(alike, features.neighbours)),
    )
    gains = {i: _label_gain(features, *lines.distinct[i], likeness) for i in _lines_asked(likeness, lines)}
    exact = {i for i in gains if _has_words_of(lines.distinct[i][0].row, likeness)}
    return tuple(
        _without_rows_of_other_words(
            {line: gains[i] for line, i in enumerate(known.positions) if gains.get(i, 0.0) > 0},
            [line for line, i in enumerate(known.positions) if i in exact],
            known.lines,
        )
        for known in lines.forms
    )


def _has_words_of(row: Row | None, likeness: Likeness) -> bool:
    """Whether the last label of a line has all words of a row's, and no others."""
    return row is not None and any(most_alike(own, row.labels) >= SAME_WORDS for own in likeness.labels[-1:])


def _without_rows_of_other_words(gains: Gains, exact: Sequence[int], form_lines: Sequence[FormLine]) -> Gains:
    """Leave out the rows of a block to one of whose others a label belongs by its words, whatever its number."""
    blocks = {form_lines[line].block for line in exact}
    return {
        line: gain
        for line, gain in gains.items()
        if line in exact or form_lines[line].row is None or form_lines[line].block not in blocks
    }


def _lines_asked(likeness: Likeness, lines: FamilyLines) -> Iterable[int]:
    """Return the positions of the distinct lines that have a label like one of the row's.

    These are all lines if the row has no label.
    """
    if not likeness.labels:
        return range(len(lines.distinct))
    names = set(likeness.joined).union(*likeness.labels)
    return {i for name in names for i in lines.named[name]}


def _label_gain(features: Features, form_line: FormLine, block: Block, likeness: Likeness) -> float:
    if form_line.row is not None:
        if not features.has_values or (
            len(block.columns) == 1 and _is_of_group(features, form_line.row, likeness)
        ):
            return 0.0
        return _row_gain(features, form_line.row, likeness)
    if form_line.kind == "caption":
        if features.has_numbers or len(set(features.labels)) != 1:
            return 0.0
        return max(0.0, most_alike(likeness.labels[0], block.captions) - SURE_LABEL) * 5
    if form_line.kind == "header":
        return 0.0 if features.has_numbers else _header_gain(features, block, likeness)
    return 0.0


def _header_gain(features: Features, block: Block, likeness: Likeness) -> float:
    """Return what a line is worth as header: how like its labels are to those of the columns, on average."""
    worth = 0.0
    columns = 0
    labels = dict(zip(features.labels, likeness.labels, strict=True))
    for text, alike in labels.items():
        best = most_alike(alike, block.header_names)
        corner = most_alike(alike, block.corner_names)
        if best > ALIKE and not corner > max(EXACT_LABEL, best):
            columns += 1
            worth += best
        elif corner > LIKELY_LABEL or (block.note and label(block.note).words in label(text).words):
            worth += 0.4
    return worth / len(labels) if columns else 0.0


def _is_blank(line: TableLine) -> bool:
    """Whether a row consists of several blank cells and nothing else."""
    return len(line.cells) > 1 and all(value.state == "blank" for value in line.values)


def _bare_values_gain(line: TableLine, block: Block) -> float:
    """Return what a row of values or blank cells without labels is worth: it is known by their number."""
    if _is_blank(line):
        return BLANK_ROW if len(line.cells) == len(block.columns) else 0.0
    if line.labels:
        # The row may have a name of its own, such as 件数, but no year.
        named = len(line.labels) == 1 and not any(map(str.isdigit, line.labels[0]))
        if named and len(line.printed_values) == len(line.cells) - 1 == len(block.columns):
            return 0.9
        # A header without a row end of its own leaves its last words before the values, some maybe in pieces.
        whole = 0 <= line.figures - len(block.columns) <= MOST_CUT_NUMBERS
        return 0.9 if whole and all(_is_in_header(text, block) for text in line.labels) else 0.0
    if len(line.cells) == len(block.columns):
        return 1.0
    return 0.6 if line.figures * 2 > len(block.columns) else 0.05


def _is_in_header(text: str, block: Block) -> bool:
    """Whether a text has only characters of a block's header, whose last words may stick to the values."""
    return block.header_characters.issuperset(compact(text))


def _row_gain(features: Features, row: Row, likeness: Likeness) -> float:
    """Return what a row is worth by the likeness of its labels to those of a row of a form."""
    if not features.labels:
        return NO_LABEL if features.has_figures and not row.subtotal else 0.0
    if row.subtotal:
        return max(0.0, _subtotal_similarity(features, row, likeness) - ALIKE)
    leaf = likeness.labels[-1]
    best = most_alike(leaf, row.names)
    if len(likeness.labels) > 1:
        # A label in two cells: each of them says a part of it.
        name = row.path[-1]
        joined = likeness.joined.get(name, 0.0)
        best = max(best, joined) if joined > likeness.labels[-2].get(name, 0.0) else best
    if best > ALIKE:
        return best - ALIKE + (0.1 if _group_agrees(row, likeness) else 0.0)
    only_group = len(row.path) > 2 and leaf.get(row.path[-2], 0.0) > LIKELY_LABEL
    return GROUP_ONLY if only_group and features.has_more else 0.0


def _is_of_group(features: Features, row: Row, likeness: Likeness) -> bool:
    """Whether a line has the label of a row's group and ends in no number: a group has no value of its own."""
    alike = likeness.labels[-1] if likeness.labels and not features.ends_in_number else {}
    return most_alike(alike, row.path[:-1]) > max(LIKELY_LABEL, most_alike(alike, row.names))


def _group_agrees(row: Row, likeness: Likeness) -> bool:
    return any(most_alike(alike, row.path[:-1]) > LIKELY_LABEL for alike in likeness.labels[:-1])


def _subtotal_similarity(features: Features, row: Row, likeness: Likeness) -> float:
    """Return how surely a row is the sub-total of its group, 0 to 1.

    It has the label of a sub-total, or prints only the label of the group above rows with labels of their
    own.
    """
    leaf, group = likeness.labels[-1], row.path[-2] if len(row.path) > 1 else ""
    if leaf.get(row.path[-1], 0.0) > SURE_LABEL and any(
        alike.get(group, 0.0) > LIKELY_LABEL for alike in likeness.labels[:-1]
    ):
        return 1.0
    if leaf.get(group + row.path[-1], 0.0) > EXACT_LABEL:
        return 1.0
    alone = leaf.get(group, 0.0) > LIKELY_LABEL and all(
        alike.get(group, 0.0) < LIKELY_LABEL for alike in likeness.neighbours
    )
    return 0.7 if alone and features.list_title else 0.0
