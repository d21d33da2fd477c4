"""Blank cells that a flattened text shows by the columns of its lines at which values stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from reportparse.document import Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.edges import COLUMN_GAP, MEASURES, Measure, SpacedLine, at_edges
from reportparse.tables.texts.named_columns import Span, columns_below_names, values_below
from reportparse.tables.texts.sequence import Token, TokenRow, blank_beside, joined, numbers_of
from reportparse.values import is_count

# So many rows, and so many values in each column of theirs, show columns without a whole row.
FEWEST_TOGETHER = 4
FEWEST_IN_COLUMN = 2
# So many values below those of other rows are no chance.
FEWEST_IN_PLACE = 3


def by_columns(
    rows: Sequence[TokenRow], widths: Sequence[int], measures: Sequence[Measure], words: Vocabulary
) -> dict[int, list[Token]]:
    """Return for each short row its values with blank cells between, where other lines show the columns.

    All of `measures` have to show the same ones.
    """
    found: list[dict[int, list[Token]]] = []
    for measure in measures:
        lines = _Lines(rows, widths, measure, words)
        found.append({})
        for page in _pages(rows, widths):
            found[-1] |= lines.with_blanks(page)
    first, *others = found
    return {i: laid for i, laid in first.items() if all(other.get(i) == laid for other in others)}


def likely_measures(tables: Sequence[tuple[Sequence[TokenRow], Sequence[int]]]) -> list[Measure]:
    """Return by which measure the values of a document's tables stand in fewer columns, or all if in as many.

    The tables are rows with their widths. Programs count characters or the columns of a terminal.
    """
    pages = [
        [token for i in page for token in rows[i].values]
        for rows, widths in tables
        for page in _pages(rows, widths)
    ]
    columns = [
        sum(min(len(set(map(edge, values))) for edge in measure.edges) for values in pages)
        for measure in MEASURES
    ]
    return [measure for measure, count in zip(MEASURES, columns, strict=True) if count == min(columns)]


def _pages(rows: Sequence[TokenRow], widths: Sequence[int]) -> list[list[int]]:
    return _groups(in_line(rows, widths), lambda i: rows[i].values[0].place.page)


class _Lines:
    """The rows of a table, by their positions, of which some have their values on one line of text each."""

    def __init__(
        self, rows: Sequence[TokenRow], widths: Sequence[int], measure: Measure, words: Vocabulary
    ) -> None:
        self._rows, self._widths, self._measure, self._words = rows, widths, measure, words
        by_place: dict[Place, list[Token]] = defaultdict(list)
        for row in rows:
            for token in row.label:
                by_place[token.place].append(token)
        # A group's label may stand in the line of its first row, and be no part of the row.
        self._labels = {i: by_place.get(row.values[0].place, []) for i, row in enumerate(rows) if row.values}
        with_values = {token.place for row in rows for token in row.values}
        self._headers = _header_rows(rows, words)
        # Labels in lines without values, each with its row.
        self._header = [
            (i, token) for i, row in enumerate(rows) for token in row.label if token.place not in with_values
        ]

    def with_blanks(self, page: Sequence[int]) -> dict[int, list[Token]]:
        """Return for each short row among those of a page its values with blank cells between."""
        exact = self._below_names(page) | self._at_edges(page)
        columns = {
            self._depth(group[0]): self._columns(group) or self._together(group)
            for group in _groups(page, self._depth)
        }
        # Tools that know no merged cells move a row's values by the number of its labels.
        several = sum(map(bool, columns.values())) > 1
        shared = (self._columns(page) if several else []) or self._together_at_all_depths(page)
        found = dict(exact)
        for i in page:
            values, under = self._rows[i].values, columns[self._depth(i)] or shared
            if i not in exact and len(values) < self._widths[i] == len(under) and not self._reaches(i, under):
                laid = values_below(under, values, self._measure)
                if laid and not self._is_moved(i, under, page):
                    found[i] = _with_blanks(laid, values, len(under))
        in_place = {i for i in page if i in found or self._is_whole(i)}
        for before, i, after in zip([-1, *page], page, [*page[1:], -1], strict=False):
            # Few values may be below others by chance, where the rows around theirs are not.
            few = len(self._rows[i].values) < FEWEST_IN_PLACE
            if few and i not in exact and in_place.isdisjoint((before, after)):
                found.pop(i, None)
        return found

    def _is_whole(self, i: int) -> bool:
        return len(self._rows[i].values) == self._widths[i]

    def _depth(self, i: int) -> int:
        return len(self._labels[i])

    def _label_start(self, i: int) -> int:
        return self._measure.begin(self._labels[i][-1]) if self._labels[i] else 0

    def _reaches(self, i: int, columns: Sequence[Span]) -> bool:
        """Return whether the label of a row stands where others have their first value.

        Then its own are moved.
        """
        return any(self._measure.end(token) > columns[0][0] for token in self._labels[i])

    def _is_moved(self, i: int, columns: Sequence[Span], page: Sequence[int]) -> bool:
        """Return whether zeros, which no sum puts in their columns, may stand further left than whole rows do.

        The label begins before theirs, and no label that begins there has a value in the last column: a tool
        that knows no merged cells puts the values right behind it.
        """
        if any(numbers_of(self._rows[i].values)):
            return False
        start, last = self._label_start(i), columns[-1][0]
        whole = [self._label_start(k) for k in page if self._is_whole(k)]
        ends = [self._measure.end(self._rows[k].values[-1]) for k in page if self._label_start(k) == start]
        return start < min(whole, default=0) and all(end <= last for end in ends)

    def _together_at_all_depths(self, page: Sequence[int]) -> list[Span]:
        """Return the columns of all rows of a page together, if most rows behind as many labels reach the last one.

        Values that a tool moved by the number of their labels would stand beyond it, or not reach it.
        """
        columns = self._together(page)
        if not columns:
            return []
        last, _ = columns[-1]
        groups = _groups(page, self._depth)
        reach = [sum(self._measure.end(self._rows[i].values[-1]) > last for i in group) for group in groups]
        return (
            columns if all(2 * count > len(group) for count, group in zip(reach, groups, strict=True)) else []
        )

    def _at_edges(self, page: Sequence[int]) -> dict[int, list[Token]]:
        """Return for each short row its values with blank cells between, where all rows of its width stand at
        edges.
        """
        found: dict[int, list[Token]] = {}
        for same in _groups(sorted(page, key=self._widths.__getitem__), self._widths.__getitem__):
            if len({self._rows[i].values[0].place for i in same}) < len(same):
                # Several rows share a line.
                continue
            width = self._widths[same[0]]
            above = self._header[: bisect_right(self._header, same[0], key=itemgetter(0))]
            lines = [SpacedLine(self._labels[i], self._rows[i].values) for i in same]
            all_laid = at_edges(lines, [token for _, token in above], width) or []
            for i, laid in zip(same, all_laid, strict=False):
                if 0 < len(laid) < width:
                    found[i] = _with_blanks(laid, self._rows[i].values, width)
                elif len(laid) > len(self._rows[i].values):
                    whole = [laid[column] for column in range(width)]
                    if all(is_count(token.text) for token in whole) and self._words.adds_up(
                        [float(token.text) for token in whole]
                    ):
                        found[i] = whole
        return found

    def _below_names(self, rows: Sequence[int]) -> dict[int, list[Token]]:
        """Return for each short row its values with blank cells between, where all rows below a header on their
        page stand below its names.

        Without its last value a row may stand a column beside its names, where a tool knows no merged cells,
        or a page has begun that lays its columns out anew: then another row has to show that it does not.
        """
        found: dict[int, list[Token]] = {}
        for own in _groups(rows, self._headers.__getitem__):
            page, width = self._rows[own[0]].values[0].place.page, self._widths[own[0]]
            # Where a tool lost the corner of a header, its names stand above the labels.
            behind = max((self._measure.end(token) for i in own for token in self._labels[i]), default=0)
            names = [
                token
                for row in self._rows[slice(*self._headers[own[0]])]
                for token in row.label
                if token.place.page == page and self._measure.begin(token) >= behind
            ]
            values = [self._rows[i].values for i in own]
            laid = columns_below_names(names, values, width, self._measure, self._words)
            shown = {
                edge
                for i, by_column in zip(own, laid, strict=False)
                if width - 1 in by_column
                for edge in self._edges(i, by_column)
            }
            for i, by_column in zip(own, laid, strict=False):
                if len(by_column) < width and not shown.isdisjoint(self._edges(i, by_column)):
                    found[i] = _with_blanks(by_column, self._rows[i].values, width)
        return found

    def _edges(self, i: int, by_column: Mapping[int, Token]) -> set[tuple[int, int, int, bool]]:
        """Return where the values of a row begin and end, with their column and the number of the row's labels."""
        return {
            (self._depth(i), column, at, begins)
            for column, token in by_column.items()
            for at, begins in ((token.start, True), (token.start + len(token.text), False))
        }

    def _columns(self, group: Sequence[int]) -> list[Span]:
        """Return the columns of the whole rows of a group, or nothing where columns are not apart."""
        whole = [self._rows[i].values for i in group if self._is_whole(i)]
        if not whole or len({len(values) for values in whole}) > 1:
            return []
        gaps = (
            self._measure.begin(after) - self._measure.end(before)
            for values in whole
            for before, after in pairwise(values)
        )
        if min(gaps, default=0) < COLUMN_GAP:
            return []
        return _extents(list(zip(*whole, strict=True)), self._measure)

    def _together(self, group: Sequence[int]) -> list[Span]:
        """Return the columns of a group, if the values of all its rows together stand in just as many as the
        rows have, and several in each.

        Two that no row has values in both of may be one, in which some values stand further left.
        """
        if len(group) < FEWEST_TOGETHER or len({self._widths[i] for i in group}) > 1:
            return []
        columns: list[list[Token]] = []
        # The rows with a value in each column.
        filled: list[set[int]] = []
        end = -COLUMN_GAP
        values = [(token, i) for i in group for token in self._rows[i].values]
        for token, i in sorted(values, key=lambda value: self._measure.begin(value[0])):
            if self._measure.begin(token) >= end + COLUMN_GAP:
                columns.append([])
                filled.append(set())
            columns[-1].append(token)
            filled[-1].add(i)
            end = max(end, self._measure.end(token))
        several = all(len(column) >= FEWEST_IN_COLUMN for column in columns)
        if not several or len(columns) != self._widths[group[0]]:
            return []
        if any(one.isdisjoint(other) for one, other in pairwise(filled)):
            return []
        return _extents(columns, self._measure)


def _header_rows(rows: Sequence[TokenRow], words: Vocabulary) -> list[tuple[int, int]]:
    """Return for each row where the rows of the header above it begin and end."""
    found: list[tuple[int, int]] = []
    start, end = 0, 0
    for i, row in enumerate(rows):
        if not row.values and words.columns_in(joined(row.label)):
            start, end = (start if end == i else i), i + 1
        found.append((start, end))
    return found


def in_line(rows: Sequence[TokenRow], widths: Sequence[int]) -> list[int]:
    """Return the rows with all their values on one line of text, none of them a blank cell that prints a wide
    space.
    """
    # Spaces in a line with a box are its reader's: they part words and say nothing of columns. Nor do those
    # around wide spaces, which tools count in ways of their own.
    return [
        i
        for i, row in enumerate(rows)
        if row.values
        and widths[i] > 1
        and _are_in_line(row.values)
        and row.values[0].place.box is None
        and all(token.text for token in row.values)
    ]


def _are_in_line(values: Sequence[Token]) -> bool:
    """Return whether values stand from left to right, on one line or on those of one row."""
    return all(
        before.place == after.place or before.start + len(before.text) < after.start
        for before, after in pairwise(values)
    )


def _groups(indices: Iterable[int], kind: Callable[[int], object]) -> list[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for i in indices:
        groups[kind(i)].append(i)
    return list(groups.values())


def _extents(columns: Sequence[Sequence[Token]], measure: Measure) -> list[Span]:
    """Return where the values of each column begin and end, or nothing where some stand as far beside the
    others of theirs as the next column is.
    """
    extents: list[Span] = []
    spread = 1
    for column in columns:
        starts = [measure.begin(token) for token in column]
        ends = [measure.end(token) for token in column]
        spread = max(spread, min(max(starts) - min(starts), max(ends) - min(ends)))
        extents.append((min(starts), max(ends)))
    return extents if all(spread <= start - end for (_, end), (start, _) in pairwise(extents)) else []


def _with_blanks(by_column: Mapping[int, Token], values: Sequence[Token], width: int) -> list[Token]:
    """Return the values of a row with blank cells in all other columns."""
    blank = blank_beside(values[0])
    return [by_column.get(column, blank) for column in range(width)]
