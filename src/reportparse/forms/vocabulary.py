"""All labels of a family's forms in one place, to tell lines of a table from prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex
from rapidfuzz import process
from rapidfuzz.distance import Indel

from reportparse.forms.schema import Block, Family, Rule
from reportparse.normalise import (
    NOTE,
    PUNCTUATION,
    SURE_LABEL,
    any_of,
    best_similarity,
    compact,
    cuts_short,
    label,
)
from reportparse.remembered import LABEL_LENGTH, remembered_by_size
from reportparse.values import is_sum_of_others

# A text so alike to a label is one, with misprints.
MISPRINTED_LABEL = 0.78
# Values and sentences end like this.
NO_HEADER_END = regex.compile(r"[\d.,:;!?。]$")


class RowSum(NamedTuple):
    """A kind of row that ends in a sum: how many values it has, and which of them is the total."""

    width: int
    total: int


@dataclass(frozen=True, eq=False, slots=True)
class RowOrder:
    """The rows of a block that end in their sum, each with the ways to print its label.

    `sums` are the sums over columns, by the places of the rows on both sides.
    """

    rows: tuple[tuple[str, ...], ...]
    width: int
    total: int
    sums: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    def most_alike(self, text: str) -> tuple[int, float]:
        """Return the first of the rows whose label is most like a text, and how alike it is, 0 to 1."""
        return _row_alike(text, self)

    def adds_up(self, numbers: Sequence[float]) -> bool:
        """Return whether numbers are as many as a row has, and end in their sum."""
        return len(numbers) == self.width and is_sum_of_others(numbers, self.total)


@dataclass(frozen=True)
class ColumnOrder:
    """The columns of a block, each with the ways to print its name, and what stands above several of them."""

    names: tuple[tuple[str, ...], ...]
    spanners: frozenset[str]


@dataclass(frozen=True)
class BareRow:
    """The row of values of a block that gives it no label: the paths of its columns' names, and its sums.

    Each sum is the column of its total and those that it adds up; each column is in one of them.
    """

    columns: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns' own names, without white space."""
        return tuple(compact(path[-1]) for path in self.columns)

    @cached_property
    def letters(self) -> dict[int, list[tuple[int, list[str]]]]:
        """For each column the ends, the furthest first, of stretches of columns that it may begin, each
        with all characters that the header prints over the stretch, sorted.
        """
        width = len(self.columns)
        return {
            start: [(end, sorted(self._spelled(start, end))) for end in range(width, start, -1)]
            for start in range(width + 1)
        }

    def adds_up(self, numbers: Sequence[float]) -> bool:
        """Return whether numbers are as many as the row has, and all its sums hold."""
        return len(numbers) == len(self.columns) and all(
            numbers[total] == sum(numbers[column] for column in addends) for total, addends in self.sums
        )

    def _spelled(self, start: int, end: int) -> str:
        """Return what the header prints over some columns: their names, and those of groups that begin there."""
        names: list[str] = []
        for path, before in zip(self.columns[start:end], ((), *self.columns)[start:end], strict=True):
            same = next(
                (i for i, (one, other) in enumerate(zip(path, before, strict=False)) if one != other), 0
            )
            names += path[same:]
        return compact("".join(names))


class Names:
    """The words of official labels that texts are compared with, all at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(words))
        self._known = frozenset(self.words)

    def __contains__(self, words: str) -> bool:
        return words in self._known


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the forms of a family print, prepared for the questions that lines of text raise.

    Is this a row's label, a header, a caption? How many values follow it?
    """

    # The labels of rows, alone and with those of their groups in front.
    rows: Names
    # The labels of groups of rows that are those of no row.
    groups: frozenset[str]
    # The labels of all groups of rows without white space, in the forms' order.
    group_names: tuple[str, ...]
    # All labels in headers: of columns, of their groups, and above the row labels.
    columns: Names
    # The captions of blocks.
    captions: Names
    # The headings of sections.
    headings: Names
    # The kinds of rows that end in a sum.
    sums: tuple[RowSum, ...]
    # The blocks whose rows end in a sum.
    orders: tuple[RowOrder, ...]
    # The columns of the blocks whose rows have labels.
    column_orders: tuple[ColumnOrder, ...]
    # For each block the places of its rows, by the words of their labels.
    places: tuple[Mapping[str, int], ...]
    # The rows of values without a label whose columns are all in sums.
    bare_rows: tuple[BareRow, ...]
    # How many values a row has by its label, sub-totals left out; several where forms differ.
    required_counts: Mapping[str, frozenset[int]]
    # How many values a row may have by its label: none, some or all of the sub-totals among them.
    possible_counts: Mapping[str, frozenset[int]]
    # How many values the rows have that the forms give no label.
    unlabelled: frozenset[int]
    # A pattern of several labels of columns and of their groups, one after the other.
    header_pattern: regex.Pattern[str]
    # A pattern of one label of a column of values.
    column_pattern: regex.Pattern[str]
    # A pattern of one text of a header, whatever it stands above, without notes in brackets.
    header_text_pattern: regex.Pattern[str]
    # What headers print above the row labels, without white space.
    corners: frozenset[str]
    # A pattern of what begins a part of a line: see `_opening_pattern`.
    opening_pattern: regex.Pattern[str]
    # All labels and captions without white space, one a line, to find pieces in.
    all_labels: str
    # The names of columns of units and remarks, without white space.
    note_columns: frozenset[str]
    # The units of rows that have one of their own.
    units: frozenset[str]

    def row_likeness(self, text: str) -> float:
        """Return how alike a text is to the label of any row, 0 to 1."""
        return _likeness(text, self.rows)

    def behind_row(self, text: str) -> str:
        """Return what stands behind the label of the row that a text is most like, besides notes in brackets.

        Empty if it has none, or if what stands there are characters of the label that are printed twice.
        """
        name, _ = _most_alike(text, self.rows)
        whole = label(text)
        rests = [words.removeprefix(name) for words in whole[1:] if name and words.startswith(name)]
        return "" if any(rest in name for rest in rests) else "".join(rests[-1:])

    def is_group(self, text: str) -> bool:
        """Return whether a text is the label of a group of rows and of no row."""
        return label(text).words in self.groups

    def row_widths(self, text: str) -> frozenset[int]:
        """Return how many values the row may have whose label is most like a text; empty where none is.

        Without a text, how many the rows have that the forms give no label.
        """
        if not text:
            return self.unlabelled
        name, _ = _most_alike(text, self.rows)
        return self.required_counts.get(name, frozenset())

    def may_have(self, text: str, values: int) -> bool:
        """Return whether the row whose label is most like a text may have so many values, sub-totals among
        them.
        """
        name, _ = _most_alike(text, self.rows)
        return values in self.possible_counts.get(name, ())

    def adds_up(self, numbers: Sequence[float]) -> bool:
        """Return whether numbers are as many as a kind of row has that ends in a sum, and theirs holds."""
        return any(
            len(numbers) == shape.width and is_sum_of_others(numbers, shape.total) for shape in self.sums
        )

    def is_header(self, text: str) -> bool:
        """Return whether a text is nothing but labels of columns, one after the other."""
        return bool(self.header_pattern.fullmatch(compact(text)))

    def columns_in(self, text: str) -> int:
        """Return how many labels of columns of values stand in a text."""
        return len(self.column_pattern.findall(compact(text)))

    def other_names_in_header(self, text: str) -> str | None:
        """Return what a header prints besides names of columns, if nothing parts its texts.

        None for texts that are no header. Other words may stand before the name above the row labels. A part
        of a name is a misprint, and nothing else.
        """
        printed = NOTE.sub("", compact(text))
        start = max([printed.rfind(corner) for corner in self.corners], default=-1)
        printed = printed[max(start, 0) :]
        is_header = start >= 0 or len(self.header_text_pattern.findall(printed)) > 1
        if not is_header or NO_HEADER_END.search(printed) or label(text).number is not None:
            return None
        rest = PUNCTUATION.sub("", self.header_text_pattern.sub("", printed))
        misprinted = any(cuts_short(rest, name) and 2 * len(rest) > len(name) for name in self.columns.words)
        return "" if misprinted else rest

    def is_label(self, text: str) -> bool:
        """Return whether a text is some label of the forms, misprints allowed."""
        return any(
            _likeness(text, names) >= MISPRINTED_LABEL for names in (self.rows, self.columns, self.captions)
        )

    def is_column(self, text: str) -> bool:
        """Return whether a text is, without a number of its own, the label of a column."""
        whole = label(text)
        return whole.number is None and whole.core in self.columns

    def caption_likeness(self, text: str) -> float:
        """Return how alike a text is to the caption of any block, 0 to 1."""
        return _likeness(text, self.captions)

    def heading_likeness(self, text: str) -> float:
        """Return how alike a text is to the heading of any section, 0 to 1."""
        return _likeness(text, self.headings)

    def is_heading(self, text: str) -> bool:
        """Return whether a text is the heading of a section."""
        return self.heading_likeness(text) > SURE_LABEL

    def is_fragment(self, text: str) -> bool:
        """Return whether a text stands, as it is, inside of a label: a piece of a wrapped one."""
        return compact(text) in self.all_labels


@remembered_by_size(8192)
def _row_alike(text: str, order: RowOrder) -> tuple[int, float]:
    alike = [best_similarity(text, names) for names in order.rows]
    best = max(alike)
    return alike.index(best), best


def _likeness(text: str, names: Names) -> float:
    return _most_alike(text, names)[1]


@lru_cache(maxsize=65536)
def _most_alike(text: str, names: Names) -> tuple[str, float]:
    whole = label(text)
    best = ("", 0.0)
    for words in dict.fromkeys((whole.words, whole.core)):
        if not 0 < len(words) <= 2 * LABEL_LENGTH:
            continue
        if words in names:
            return words, 1.0
        found = process.extractOne(words, names.words, scorer=Indel.normalized_similarity, score_cutoff=0.5)
        if found and found[1] > best[1]:
            best = (found[0], found[1])
    return best


@lru_cache(maxsize=16)
def vocabulary(family: Family) -> Vocabulary:
    """Return the vocabulary of a family, made once."""
    blocks = family.blocks
    required_counts = _numbers_by_words(
        (words, [len(block.required)]) for block in blocks for words in _row_words(block)
    )
    possible_counts = _numbers_by_words(
        (words, range(len(block.required), len(block.columns) + 1))
        for block in blocks
        for words in _row_words(block)
    )
    rows = [row for block in blocks for row in block.rows]
    groups = [name for row in rows for name in row.path[:-1]]
    leaves = [name for row in rows for name in row.labels]
    columns = [column for block in blocks for column in block.columns]
    printed = list(dict.fromkeys(compact(name) for block in blocks for name in _printed_names(block)))
    headings = _heading_names(family)
    header_texts = [name for block in blocks for name in (*block.header_names, *_corners(block))]
    header_texts += family.header.note_columns
    orders = tuple(_row_orders(family))
    return Vocabulary(
        rows=Names(required_counts),
        groups=frozenset(_words_of(groups)) - frozenset(_words_of(leaves)),
        group_names=tuple(dict.fromkeys(map(compact, groups))),
        columns=Names(words for block in blocks for words in _column_words(block)),
        captions=Names(words for block in blocks for words in _words_of(block.captions)),
        headings=Names(sorted(_words_of(headings))),
        sums=tuple(sorted({RowSum(order.width, order.total) for order in orders})),
        orders=orders,
        places=tuple(map(_row_places, blocks)),
        column_orders=tuple(dict.fromkeys(_column_orders(family))),
        bare_rows=tuple(dict.fromkeys(_bare_rows(family))),
        required_counts=required_counts,
        possible_counts=possible_counts,
        unlabelled=frozenset(len(block.required) for block in blocks if not block.rows),
        header_pattern=regex.compile(
            f"(?:{any_of({compact(name) for block in blocks for name in block.header_names})}){{2,}}"
        ),
        column_pattern=regex.compile(any_of({compact(name) for column in columns for name in column.labels})),
        header_text_pattern=regex.compile(
            any_of({NOTE.sub("", compact(name)) for name in header_texts} - {""})
        ),
        corners=frozenset(compact(name) for block in blocks for name in _corners(block)),
        opening_pattern=_opening_pattern(headings, printed),
        all_labels="\n".join(printed),
        note_columns=frozenset(map(compact, family.header.note_columns)),
        units=frozenset(row.unit for row in rows if row.unit),
    )


def _row_places(block: Block) -> Mapping[str, int]:
    rows = reversed([*enumerate(row for row in block.rows if not row.subtotal)])
    # Of several rows with one label the first.
    return {words: place for place, row in rows for words in _words_of(row.names)}


def _words_of(names: Iterable[str]) -> list[str]:
    return [label(name).words for name in names]


def _corners(block: Block) -> tuple[str, ...]:
    """Return what a header prints above the row labels, where it stands in a line with other words.

    Other wordings, such as 项目, may be a part of these.
    """
    return tuple(name for name in (block.corner, block.note) if name)


def _numbers_by_words(found: Iterable[tuple[str, Iterable[int]]]) -> dict[str, frozenset[int]]:
    """Return all numbers that are found with the same words."""
    numbers: dict[str, set[int]] = {}
    for words, own in found:
        numbers.setdefault(words, set()).update(own)
    return {words: frozenset(own) for words, own in numbers.items()}


def _row_words(block: Block) -> Iterator[str]:
    """Yield the words of the labels of rows, alone and with their groups in front."""
    for row in block.rows:
        for name in row.names:
            yield from (label(name).words, label(name).core)


def _column_words(block: Block) -> Iterator[str]:
    """Yield the words of all labels in the header of a block."""
    yield from _words_of(block.corner_names)
    for name in block.header_names:
        yield from (label(name).words, label(name).core)


def _printed_names(block: Block) -> Iterator[str]:
    """Yield all that a block prints but values: its caption and the labels of its rows and columns."""
    yield from block.captions
    yield from _corners(block)
    for row in block.rows:
        yield from row.printed_names
    yield from block.header_names


def _heading_names(family: Family) -> list[str]:
    return [name for section in family.header.sections for name in (section.heading, *section.variants)]


def _opening_pattern(headings: Iterable[str], printed: Iterable[str]) -> regex.Pattern[str]:
    """Return what a line starts with: `heading` and its numeral, or the `label` of a row, column or table.

    Brackets and points may be of either width.
    """

    def pattern(names: Iterable[str]) -> str:
        """Return one that matches nothing where there are no names."""
        found = any_of(set(filter(None, names)) or {"\0"})
        for narrow, wide in ("(（", ")）", ",，", ":：", ".．"):
            found = regex.sub(rf"\\?[{narrow}{wide}]", f"[{narrow}{wide}]", found)
        return found

    unnumbered = (regex.sub(r"^[一二三四五六七八九十]+、", "", name) for name in headings)
    return regex.compile(
        f"(?P<heading>[一二三四五六七八九]、(?:{pattern(unnumbered)}))|(?P<label>{pattern(printed)})"
    )


def _row_orders(family: Family) -> Iterator[RowOrder]:
    """Yield the blocks whose rows have a total that is the sum of all their other values."""
    for edition in family.editions:
        for rule in filter(_sums_columns, edition.rules):
            rules = edition.rules_of(rule.table or "")
            for block in edition.table(rule.table or "").blocks:
                codes = [column.code for column in block.required_columns]
                if block.rows and set(codes) == {*rule.codes}:
                    yield RowOrder(
                        rows=tuple(row.labels for row in block.required_rows),
                        width=len(codes),
                        total=codes.index(rule.left[0]),
                        sums=tuple(_sums_of_rows(rules, [row.code for row in block.required_rows])),
                    )


def _sums_columns(rule: Rule) -> bool:
    """Return whether a rule is that one column is the sum of others."""
    return rule.is_sum_of("columns") and len(rule.left) == 1


def _sums_of_rows(
    rules: Iterable[Rule], codes: Sequence[str]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the sums of rows that are all among some rows, by their places there."""
    places = {code: place for place, code in enumerate(codes)}
    for rule in rules:
        if rule.is_sum_of("rows") and places.keys() >= {*rule.codes}:
            yield tuple(places[code] for code in rule.left), tuple(places[code] for code in rule.right)


def _column_orders(family: Family) -> Iterator[ColumnOrder]:
    """Yield the columns of the blocks whose rows have labels."""
    for block in family.blocks:
        if block.rows:
            columns = block.required_columns
            yield ColumnOrder(
                names=tuple(column.labels for column in columns),
                spanners=frozenset(name for column in columns for name in column.path[:-1]),
            )


def _bare_rows(family: Family) -> Iterator[BareRow]:
    """Yield the rows of blocks that give them no label, where each column is in a sum that has one total."""
    for edition, form in family.tables:
        rules = list(filter(_sums_columns, edition.rules_of(form.code)))
        for block in form.blocks:
            sums = tuple(_sums_of_columns(block, rules))
            summed = sorted(column for total, addends in sums for column in (total, *addends))
            if not block.rows and summed == list(range(len(block.columns))):
                yield BareRow(tuple(column.path for column in block.columns), sums)


def _sums_of_columns(block: Block, rules: Iterable[Rule]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the sums of a block's columns, by their places.

    Each is its total and what that adds up, once for each row that has them.
    """
    places = {(column.row, column.code): i for i, column in enumerate(block.columns)}
    rows = list(dict.fromkeys(column.row for column in block.columns))
    for rule in rules:
        for row in rows:
            if all((row, code) in places for code in rule.codes):
                yield places[row, rule.left[0]], tuple(places[row, code] for code in rule.right)
