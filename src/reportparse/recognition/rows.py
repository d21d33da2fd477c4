"""Rows of a table and lines of a form: what it is worth to take one for the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple

from reportparse.document import Cell, Table
from reportparse.forms import Block, Edition, Family, Row, TableForm
from reportparse.normalise import (
    ALIKE,
    EXACT_LABEL,
    LIKELY_LABEL,
    SURE_LABEL,
    Officials,
    best_similarity,
    compact,
    label,
    one_line,
    similarity,
)
from reportparse.recognition.alignment import CLEAR
from reportparse.remembered import is_short, remembered
from reportparse.values import Value, has_note, read_value

# What a row that prints only its group's label, or no label at all, is worth.
GROUP_ONLY = 0.05
NO_LABEL = 0.03
# A row of as many blank cells as a row without a label has.
BLANK_ROW = 0.5
# So many numbers of a row may be cut in two.
MOST_CUT_NUMBERS = 4
# Rows with more labels than this are not often the same.
MOST_LABELS = 16


# The official labels that are like a printed one, each with its similarity.
Alike = Mapping[str, float]
# What it is worth to take a row for the lines of a form, by their positions; those worth nothing left out.
Gains = Mapping[int, float]


@dataclass(slots=True)
class Line:
    """One row of a table with all cells that cover it, in column order.

    `figures` counts the cells that hold a number or a dash; `has_numbers` says whether a cell holds a
    number, `has_values` whether one holds anything but words. `worded` are the positions of cells with words in
    place of a value.
    """

    row: int
    cells: list[Cell]
    labels: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    figures: int = 0
    has_numbers: bool = False
    has_values: bool = False
    worded: frozenset[int] = frozenset()

    @property
    def printed_values(self) -> list[Cell]:
        """The cells that hold anything but words, blank ones too."""
        return [
            cell
            for i, (cell, value) in enumerate(zip(self.cells, self.values, strict=True))
            if value.state != "text" or i in self.worded or has_note(cell.text)
        ]


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the printed form: a caption, a header, or a row of values."""

    kind: Literal["caption", "header", "values"]
    block: int
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of a table with the line of the form that it follows.

    `gain` is what that is worth, `margin` how much worse the best other way is to take the row.
    """

    line: Line
    form_line: FormLine
    gain: float
    margin: float

    @property
    def row(self) -> Row | None:
        """The row of the form; None in a block that has but one."""
        return self.form_line.row

    @property
    def block(self) -> int:
        """The position of its block in the form."""
        return self.form_line.block

    @property
    def is_clear(self) -> bool:
        """Whether it is hardly any other row of the form."""
        return self.margin >= CLEAR


def lines_of(table: Table) -> list[Line]:
    """The rows of a table with the cells that span into them."""
    height = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    lines = [Line(row, []) for row in range(height)]
    for cell in sorted(table.cells, key=attrgetter("column", "row")):
        value = read_value(cell.text)
        state = value.state
        words = _label_in(cell.text) if state == "text" else None
        for line in lines[cell.row : cell.row + cell.rowspan]:
            line.cells.append(cell)
            line.values.append(value)
            if state == "text":
                # What stands behind numbers is a remark.
                if words is not None and not (table.layout == "grid" and line.labels and line.has_numbers):
                    line.labels.append(words)
                line.has_values = line.has_values or has_note(cell.text)
                continue
            line.has_values = True
            if state != "blank":
                line.figures += 1
                line.has_numbers = line.has_numbers or state == "number"
    return lines


def with_words_as_values(lines: Sequence[Line], family: Family) -> list[Line]:
    """The lines with words that stand behind a row's label, and are no label nor a part of this one, as values:
    publishers write 不变 or 无此项 into cells.
    """
    return [_with_words_as_values(line, family) if len(line.labels) > 1 else line for line in lines]


def _with_words_as_values(line: Line, family: Family) -> Line:
    officials, own = family_lines(family).officials, row_names(family)
    labels: list[str] = []
    worded: list[int] = []
    for i, (cell, value) in enumerate(zip(line.cells, line.values, strict=True)):
        text = _label_in(cell.text) if value.state == "text" else None
        if text is None:
            continue
        if (
            labels
            and _best(officials.alike(labels[-1]), own) > SURE_LABEL
            and not officials.alike(text)
            # What a tool took out of the midst of a label is no value.
            and not any(text in name for name in officials.alike(labels[-1]))
        ):
            before, whole = (_best(officials.alike(name), own) for name in (labels[-1], labels[-1] + text))
            if whole < before:
                worded.append(i)
                continue
        labels.append(text)
    return replace(line, labels=labels, has_values=True, worded=frozenset(worded)) if worded else line


@lru_cache(maxsize=16)
def row_names(family: Family) -> frozenset[str]:
    """All labels of rows of values of a family's forms."""
    lines = family_lines(family).distinct
    return frozenset(name for line, _ in lines if line.row is not None for name in line.row.names)


@remembered(8192, is_short)
def _label_in(text: str) -> str | None:
    """The label that a cell of words is, in one line; None for a number with a note."""
    words = label(text)
    return one_line(text) if words.words and read_value(words.core).state != "number" else None


@dataclass(frozen=True, slots=True)
class FamilyLines:
    """The lines of all forms of a family.

    `officials` are all their labels. `distinct` holds one line, with its block, of those that print the same: editions
    share most of theirs. `named` has for each label the places in it of the lines that print it. `forms` has each form with its edition, its lines, and where in `distinct` each stands;
    `bare` the places, by form and line, of rows of values without labels.
    """

    officials: Officials
    distinct: tuple[tuple[FormLine, Block], ...]
    named: Mapping[str, Sequence[int]]
    forms: tuple[tuple[Edition, TableForm, tuple[FormLine, ...], tuple[int, ...]], ...]
    bare: tuple[tuple[int, int, Block], ...]


@lru_cache(maxsize=16)
def family_lines(family: Family) -> FamilyLines:
    """The lines of a family's forms, made once."""
    distinct: dict[Hashable, tuple[FormLine, Block]] = {}
    positions: dict[Hashable, int] = {}
    forms: list[tuple[Edition, TableForm, tuple[FormLine, ...], tuple[int, ...]]] = []
    bare = []
    for edition in family.editions:
        for form in edition.tables:
            lines = _form_lines(form)
            indexes = []
            for line in lines:
                block = form.blocks[line.block]
                printed = _printed(line, block)
                distinct.setdefault(printed, (line, block))
                indexes.append(positions.setdefault(printed, len(positions)))
                if line.kind == "values" and line.row is None:
                    bare.append((len(forms), len(indexes) - 1, block))
            forms.append((edition, form, lines, tuple(indexes)))
    named: dict[str, list[int]] = defaultdict(list)
    for i, (line, block) in enumerate(distinct.values()):
        for name in dict.fromkeys(_names_in(line, block)):
            named[name].append(i)
    return FamilyLines(Officials(named), tuple(distinct.values()), named, tuple(forms), tuple(bare))


def _form_lines(form: TableForm) -> tuple[FormLine, ...]:
    """The lines of a form as it is printed."""
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
    """All that a line prints, and with it all that its labels are compared with."""
    if line.row is not None:
        return line.row.path, line.row.variants, line.row.subtotal
    if line.kind == "caption":
        return line.kind, block.caption, block.caption_variants
    if line.kind == "header":
        return line.kind, block.header_names, block.corner, block.note
    return line.kind


class Features(NamedTuple):
    """All that the labels of a table's row tell of the form's line that it is, and what else decides on them.

    `has_more` says that there are more cells than labels, `has_figures` that there are numbers or dashes.
    `list_title` says that the last label has a cell of its own and the row below a label with the
    number 1; only then `neighbours` are the last labels of the rows above and below, if they have any.
    """

    labels: tuple[str, ...]
    has_more: bool
    has_numbers: bool
    has_figures: bool
    has_values: bool
    list_title: bool
    neighbours: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether other tables may well have the same row: its labels are few and short."""
        texts = (*self.labels, *self.neighbours)
        return len(texts) <= MOST_LABELS and all(map(is_short, texts))


def features_of(lines: Sequence[Line]) -> list[Features]:
    """The features of each row of a table."""
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
                labels=tuple(line.labels),
                has_more=len(line.cells) > len(line.labels),
                has_numbers=line.has_numbers,
                has_figures=line.figures > 0,
                has_values=line.has_values,
                list_title=list_title,
                neighbours=tuple(other.labels[-1] for other in around if other.labels),
            )
        )
    return found


def line_gains(line: Line, features: Features, family: Family) -> Sequence[Gains]:
    """What it is worth to take a row of a table for each line of each form of a family.

    Public bodies print the same labels: what these are worth is kept for the next table.
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
    """What the official labels are that each of a row's labels is like, and the last two as one."""

    labels: tuple[Alike, ...]
    joined: Alike
    neighbours: tuple[Alike, ...]


@remembered(4096, attrgetter("is_short"))
def _label_gains(features: Features, family: Family) -> tuple[Gains, ...]:
    lines = family_lines(family)
    alike = lines.officials.alike
    likeness = Likeness(
        labels=tuple(map(alike, features.labels)),
        joined=alike("".join(features.labels[-2:])),
        neighbours=tuple(map(alike, features.neighbours)),
    )
    gains = {i: _label_gain(features, *lines.distinct[i], likeness) for i in _lines_asked(likeness, lines)}
    return tuple(
        {position: gains[i] for position, i in enumerate(indexes) if gains.get(i, 0.0) > 0}
        for _, _, _, indexes in lines.forms
    )


def _lines_asked(likeness: Likeness, lines: FamilyLines) -> Iterable[int]:
    """The distinct lines that have a name like one of a row's labels: any line, where the row has no label."""
    if not likeness.labels:
        return range(len(lines.distinct))
    names = set(likeness.joined).union(*likeness.labels)
    return {i for name in names for i in lines.named[name]}


def _label_gain(features: Features, form_line: FormLine, block: Block, likeness: Likeness) -> float:
    if form_line.row is not None:
        return _row_gain(features, form_line.row, likeness) if features.has_values else 0.0
    if form_line.kind == "caption":
        if features.has_numbers or len(set(features.labels)) != 1:
            return 0.0
        names = (block.caption or "", *block.caption_variants)
        return max(0.0, _best(likeness.labels[0], names) - SURE_LABEL) * 5
    if form_line.kind == "header":
        return 0.0 if features.has_numbers else _header_gain(features, block, likeness)
    return 0.0


def _best(alike: Alike, names: Iterable[str]) -> float:
    """How alike the most alike of some names is; little likeness is none."""
    return max([alike[name] for name in names if name in alike], default=0.0) if alike else 0.0


def _header_gain(features: Features, block: Block, likeness: Likeness) -> float:
    worth = 0.0
    columns = 0
    labels = dict(zip(features.labels, likeness.labels, strict=True))
    for text, alike in labels.items():
        best = _best(alike, block.header_names)
        if best > ALIKE:
            columns += 1
            worth += best
        elif _best(alike, block.corner_names) > LIKELY_LABEL or (
            block.note and label(block.note).words in label(text).words
        ):
            worth += 0.4
    return worth / len(labels) if columns else 0.0


def _is_blank(line: Line) -> bool:
    """Whether a row is several blank cells, and nothing else."""
    return len(line.cells) > 1 and all(value.state == "blank" for value in line.values)


def _bare_values_gain(line: Line, block: Block) -> float:
    """A row of values that has no labels of its own: it is known by their number."""
    if _is_blank(line):
        return BLANK_ROW if len(line.cells) == len(block.columns) else 0.0
    pieces = line.figures - len(block.columns)
    if not line.figures or (line.labels and not 0 <= pieces <= MOST_CUT_NUMBERS):
        return 0.0
    if line.labels:
        # A header without a row end of its own leaves its last words before the values, some maybe in pieces.
        if all(_is_in_header(text, block) for text in line.labels):
            return 0.9
        # The row may have a name of its own, such as 件数, but no year.
        named = len(line.labels) == 1 and not any(map(str.isdigit, line.labels[0]))
        return 0.9 if named and line.figures == len(line.cells) - 1 == len(block.columns) else 0.0
    if len(line.cells) == len(block.columns):
        return 1.0
    return 0.6 if line.figures * 2 > len(block.columns) else 0.05


def _is_in_header(text: str, block: Block) -> bool:
    """Whether a text is of the characters of a header: its last words may stick to the values."""
    return block.header_characters.issuperset(compact(text))


def _row_gain(features: Features, row: Row, likeness: Likeness) -> float:
    if not features.labels:
        return NO_LABEL if features.has_figures and not row.subtotal else 0.0
    if row.subtotal:
        return max(0.0, _subtotal_similarity(features, row, likeness) - ALIKE)
    leaf = likeness.labels[-1]
    best = _best(leaf, row.names)
    if len(likeness.labels) > 1:
        # A label in two cells: each of them says a part of it.
        name = row.path[-1]
        joined = likeness.joined.get(name, 0.0)
        best = max(best, joined) if joined > likeness.labels[-2].get(name, 0.0) else best
    if best > ALIKE:
        return best - ALIKE + (0.1 if _group_agrees(row, likeness) else 0.0)
    only_group = len(row.path) > 2 and leaf.get(row.path[-2], 0.0) > LIKELY_LABEL
    return GROUP_ONLY if only_group and features.has_more else 0.0


def names_group_only(line: Line, row: Row) -> bool:
    """Whether a line's label is that of the row's group, so that the row's own may be missing."""
    if not line.labels or len(row.path) == 1:
        return False
    group = similarity(line.labels[-1], row.path[-2])
    return group > max(LIKELY_LABEL, row_similarity(line.labels[-1], row))


def row_similarity(text: str, row: Row) -> float:
    """How alike a printed label is to a row of the form, 0 to 1."""
    return best_similarity(text, row.names)


# The lines of wrapped labels come again and again.
@lru_cache(maxsize=65536)
def rows_named(text: str, block: Block) -> frozenset[str]:
    """The codes of the rows of a block whose label a text is for sure."""
    return frozenset(row.code for row in block.rows if row_similarity(text, row) > SURE_LABEL)


def holds_rows_side_by_side(line: Line, form: TableForm) -> bool:
    """Whether the label of a row of the form stands behind a number of a line."""
    behind_number = False
    for cell, value in zip(line.cells, line.values, strict=True):
        if (
            behind_number
            and value.state == "text"
            and any(rows_named(cell.text, block) for block in form.blocks)
        ):
            return True
        behind_number = behind_number or value.state == "number"
    return False


def _group_agrees(row: Row, likeness: Likeness) -> bool:
    return any(_best(alike, row.path[:-1]) > LIKELY_LABEL for alike in likeness.labels[:-1])


def _subtotal_similarity(features: Features, row: Row, likeness: Likeness) -> float:
    """A sub-total row says so, or is a group's label alone above rows that have labels of their own."""
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


def _names_in(line: FormLine, block: Block) -> Iterable[str]:
    """All that the labels of a table's row are compared with to take it for a line of a form."""
    if line.row is not None:
        return (*line.row.path, *line.row.names)
    if line.kind == "caption":
        return filter(None, (block.caption, *block.caption_variants))
    return (*block.header_names, *block.corner_names)
