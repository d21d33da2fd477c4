"""Values exactly at the edges of columns, where programs put them that draw tables with spaces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from reportparse import terminal
from reportparse.tables.texts.sequence import Token, lines_of
from reportparse.values import read_value

# Spaces between columns; a single one may stand between any two cells.
COLUMN_GAP = 2
# So many lines are alike by no chance.
FEWEST_LINES = 6
# So many values for each column are not all at edges by chance.
FEWEST_AT_EDGE = 3

Edge = Callable[[Token], int]


class Measure(NamedTuple):
    """Where a text begins and ends in its line."""

    begin: Edge
    end: Edge

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Where programs put all texts of a column: their beginnings, ends or middles, rounded down or up."""
        return self.begin, self.end, self._middle(1), self._middle(0)

    def _middle(self, less: int) -> Edge:
        return lambda token: (self.begin(token) + self.end(token) - less) // 2


TERMINAL = Measure(lambda token: token.column, lambda token: token.column + terminal.width(token.text))
CHARACTERS = Measure(lambda token: token.start, lambda token: token.start + len(token.text))
MEASURES = (TERMINAL, CHARACTERS)

# For each line its values by the number of their column.
Laid = list[dict[int, Token]]


@dataclass(frozen=True, slots=True)
class SpacedLine:
    """The labels and the values of one line."""

    labels: list[Token]
    values: list[Token]


def at_edges(lines: Sequence[SpacedLine], header: Sequence[Token], width: int) -> Laid | None:
    """Return the values of each line by their columns, of which there are `width`.

    None if not all stand at edges, or may do so by chance. A value that reaches over the edge of another column is
    cut there: nothing parts it from the value of that one. If a line has no value for each column then, nothing of
    it is returned.

    Programs count characters or the columns of a terminal, and put texts to the left, the right or the middle of a
    column.
    """
    if _may_be_joined(lines, width):
        return None
    for measure in MEASURES:
        for edge in measure.edges:
            laid = (
                _by_whole_lines(lines, width, edge)
                or _by_all_texts(lines, width, edge)
                or _by_header(lines, header, width, edge, measure)
                or _beside_labels(lines, header, width, edge)
            )
            if laid:
                return _cut_at_edges(lines, laid, width, edge, measure)
    return None


def _cut_at_edges(lines: Sequence[SpacedLine], laid: Laid, width: int, edge: Edge, measure: Measure) -> Laid:
    # A program that knows no merged cells has other edges behind more labels.
    columns: dict[tuple[int, int], int] = {}
    for line, by_column in zip(lines, laid, strict=True):
        columns |= {(len(line.labels), edge(token)): column for column, token in by_column.items()}
    found: Laid = []
    for line, by_column in zip(lines, laid, strict=True):
        depth = len(line.labels)
        edges = [at for labels, at in columns if labels == depth]
        pieces: dict[int, Token] = {}
        for token in by_column.values():
            begin, end = measure.begin(token), measure.end(token)
            cuts = [begin, *sorted(at for at in edges if begin < at < end), end]
            for start, stop in pairwise(cuts):
                piece = replace(
                    token,
                    text=token.text[start - begin : stop - begin],
                    start=token.start + start - begin,
                    column=token.column + start - begin,
                )
                pieces[columns.get((depth, edge(piece)), -1)] = piece
        is_cut = any(pieces.get(column) != token for column, token in by_column.items())
        is_whole = sorted(pieces) == [*range(width)]
        found.append({} if is_cut and not is_whole else pieces)
    return found


def _by_whole_lines(lines: Sequence[SpacedLine], width: int, edge: Edge) -> Laid | None:
    whole = [line for line in lines if len(line.values) == width]
    edges = {tuple(map(edge, line.values)) for line in whole}
    if len(edges) != 1 or not _have_labels_of_different_lengths(whole):
        return None
    columns = list(edges.pop())
    return _lay(lines, columns, edge) if _are_in_place(lines, whole, columns, edge) else None


def _are_in_place(
    lines: Sequence[SpacedLine], whole: Sequence[SpacedLine], columns: Sequence[int], edge: Edge
) -> bool:
    """Return whether the values behind more or fewer labels stand no further to the right or the left for
    that.
    """
    depths = set(map(_depth, whole))
    if len(depths) > 1:
        return True
    (depth,) = depths
    # Moved to the right, none would stand in the first column; moved to the left, none in the last.
    told = {depth}
    told |= {_depth(line) for line in lines if _depth(line) > depth and edge(line.values[0]) == columns[0]}
    told |= {_depth(line) for line in lines if _depth(line) < depth and edge(line.values[-1]) == columns[-1]}
    return all(_depth(line) in told for line in lines)


def _depth(line: SpacedLine) -> tuple[int, int]:
    """Return how many labels a line has, and where the last one begins.

    The pieces of one that is written downwards, before it, are none of them.
    """
    return len(line.labels), line.labels[-1].column if line.labels else 0


def _by_all_texts(lines: Sequence[SpacedLine], width: int, edge: Edge) -> Laid | None:
    """Return the columns where labels have columns, too.

    A program that knows no merged cells puts a row's values right behind its labels.
    """
    edges = sorted({edge(token) for line in lines for token in (*line.labels, *line.values)})
    deepest = max(len(line.labels) for line in lines)
    if len(edges) != deepest + width or sum(len(line.values) for line in lines) < FEWEST_AT_EDGE * width:
        return None
    if any(after - before <= COLUMN_GAP for before, after in pairwise(edges)):
        # Marks that are as wide as one column or as two move a line beside the others.
        return None
    if any(list(map(edge, line.labels)) != edges[: len(line.labels)] for line in lines):
        return None
    if any(_may_be_one_column(lines, *pair, edge) for pair in pairwise(edges[deepest:])):
        return None
    if not _have_labels_of_different_lengths(lines):
        return None
    shallow = [line for line in lines if len(line.labels) < deepest]
    if all(edge(line.values[0]) >= edges[deepest] for line in shallow):
        told = not shallow or any(edge(line.values[-1]) == edges[-1] for line in shallow)
        return _lay(lines, edges[deepest:], edge) if told else None
    laid: Laid = []
    for line in lines:
        own = _lay([line], edges[len(line.labels) :][:width], edge)
        if own is None:
            return None
        laid += own
    return laid


def _may_be_one_column(lines: Sequence[SpacedLine], left: int, right: int, edge: Edge) -> bool:
    """Return whether no line has values at two edges, and those with one at the left edge have longer labels than
    most others: beside these, programs put the values of a column further left.
    """
    at_left, at_right = (
        [line for line in lines if any(edge(token) == at for token in line.values)] for at in (left, right)
    )
    if any(line in at_right for line in at_left):
        return False
    shortest = min(map(_width_of_label, at_left), default=0)
    return 2 * sum(_width_of_label(line) <= shortest for line in at_right) > len(at_right)


def _width_of_label(line: SpacedLine) -> int:
    return terminal.width(line.labels[-1].text) if line.labels else 0


def _by_header(
    lines: Sequence[SpacedLine], header: Sequence[Token], width: int, edge: Edge, measure: Measure
) -> Laid | None:
    if not any(2 * len(line.values) > width + 1 for line in lines):
        return None
    behind = max((measure.end(token) for line in lines for token in line.labels), default=0)
    edges = sorted({edge(token) for token in header if measure.begin(token) >= behind})
    return _lay(lines, edges, edge) if len(edges) == width else None


def _beside_labels(
    lines: Sequence[SpacedLine], header: Sequence[Token], width: int, edge: Edge
) -> Laid | None:
    """Return the first and the last value of each line where no line has others.

    A value right behind its labels, where other lines have one more label or the header its next name, is the
    first; the last ones of lines with as many labels stand below each other, and are the same numbers.
    """
    own = [list(map(edge, _apart(line.labels))) for line in lines]
    labels = sorted({place for places in own for place in places}) or [0]
    names = map(_apart, lines_of(header))
    behind = min(
        (edge(name) for of_line in names for name in of_line if edge(name) > labels[-1]), default=None
    )
    if behind is None or any(places != labels[: len(places)] for places in own):
        return None
    firsts = [*labels, behind]
    lasts = {
        len(places): edge(line.values[-1])
        for line, places in zip(lines, own, strict=True)
        if len(line.values) > 1
    }
    laid: Laid = []
    told = 0
    for line, before in zip(lines, own, strict=True):
        depth, places = len(before), list(map(edge, line.values))
        ends = {firsts[depth]: 0, lasts.get(depth, -1): width - 1}
        if len(places) > 2 or len(ends) < 2 or not ends.keys() >= set(places):
            return None
        if len(places) == 2:
            numbers = {read_value(token.text).value for token in line.values}
            told += numbers.isdisjoint((0, None))
            if len(numbers) > 1:
                return None
        laid.append({ends[place]: token for place, token in zip(places, line.values, strict=True)})
    deeper = [lasts[depth] for depth in sorted(lasts)]
    return laid if told and len(laid) >= FEWEST_LINES and deeper == sorted(set(deeper)) else None


def _apart(labels: Sequence[Token]) -> list[Token]:
    """Return the texts with which labels begin: single spaces stand inside of one."""
    return [
        after
        for before, after in zip([None, *labels], labels, strict=False)
        if before is None or gap(before, after) >= COLUMN_GAP
    ]


def _may_be_joined(lines: Sequence[SpacedLine], width: int) -> bool:
    """Return whether the same spaces may have been put between any two cells, so that only blank ones make
    them more.
    """
    before = [gap(line.labels[-1], line.values[0]) if line.labels else 0 for line in lines]
    between = [[gap(*pair) for pair in pairwise(line.values)] for line in lines]
    usual_before = min((gap for gap, line in zip(before, lines, strict=True) if line.labels), default=0)
    usual = min((gap for gaps in between for gap in gaps), default=1)
    if usual < 1:
        return True
    for line, first, gaps in zip(lines, before, between, strict=True):
        added = [gap - usual for gap in gaps] + ([first - usual_before] if line.labels else [])
        blanks = sum(spaces // usual for spaces in added)
        if any(spaces % usual for spaces in added) or len(line.values) + blanks > width:
            return False
    return True


def gap(before: Token, after: Token) -> int:
    """Return how many characters are between two texts of a line."""
    return after.start - before.start - len(before.text)


def _lay(lines: Sequence[SpacedLine], edges: Sequence[int], edge: Edge) -> Laid | None:
    columns = {at: column for column, at in enumerate(edges)}
    if not all(edge(token) in columns for line in lines for token in line.values):
        return None
    return [{columns[edge(token)]: token for token in line.values} for line in lines]


def _have_labels_of_different_lengths(lines: Sequence[SpacedLine]) -> bool:
    """Return whether labels differ in length.

    Otherwise single spaces between all cells could put them below each other.
    """
    return len({TERMINAL.end(line.labels[-1]) for line in lines if line.labels}) > 1
