"""Lines of a table's body put together to rows.

A row has one line with values. Lines that only hold a part of a label go with the row above or below, by
rulings, by their distance, or by whether the text goes on; or they stand alone as the heading of a group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from reportparse.tables.pages.chunks import is_number
from reportparse.tables.pages.lines import Line

# The part of a column's texts that are values, if it is a column of values.
NUMERIC = 0.6
# How much larger a distance is than another, if it is of another kind.
APART = 1.08
# Further lines of a row of wrapped texts at the mean, at least, if its first line tells where it begins.
WRAPPED = 0.5
# Points by which a line begins left of the one above, if it does not go on with its label.
OUTDENT = 3.0
OPEN_WORDS = frozenset(("and", "or", "of", "the", "for", "in", "to", "by", "with", "from", "on", "at", "a"))

# The texts of one line of a body, by column.
Cells = Mapping[int, Line]


def is_numeric(column: int, lines: Sequence[Cells]) -> bool:
    """Return whether a column holds values."""
    texts = [cells[column].text for cells in lines if column in cells]
    return bool(texts) and sum(map(is_number, texts)) >= NUMERIC * len(texts)


def group_lines(lines: Sequence[Cells], middles: Sequence[float], rules: Sequence[float]) -> list[list[int]]:
    """Return the lines of each row: `middles` are their heights, `rules` those of rulings through the whole
    table.
    """
    columns = {column for cells in lines for column in cells}
    values = {column for column in columns if column and is_numeric(column, lines)}
    anchors = [bool(values & cells.keys()) if values else 0 in cells and len(cells) > 1 for cells in lines]
    if not any(anchors):
        return [[index] for index in range(len(lines))]
    body = _Body(
        lines,
        anchors,
        steps=[below - above for above, below in pairwise(middles)],
        parted=[any(above < rule < below for rule in rules) for above, below in pairwise(middles)],
    )
    ruled = sum(anchors) > 2 and 2 * sum(body.parted) >= sum(anchors) - 1
    if ruled or (not values and any(body.parted)):
        joined = body.joined_by_rulings()
    elif values and body.heads() != {index for index, anchor in enumerate(anchors) if anchor}:
        joined = body.joined_by_labels()
    else:
        joined = body.joined_by_distance()
    groups = [[0]]
    for index, joins in enumerate(joined, 1):
        if joins and not (values and anchors[index] and any(anchors[other] for other in groups[-1])):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


@dataclass(slots=True)
class _Body:
    """`anchors` tells which lines have values.

    `steps` and `parted` are the distance between each two and whether a ruling lies there.
    """

    lines: Sequence[Cells]
    anchors: Sequence[bool]
    steps: Sequence[float]
    parted: Sequence[bool]

    def joined_by_rulings(self) -> list[bool]:
        """Group lines between rulings to rows."""
        return [not parted for parted in self.parted]

    def joined_by_distance(self) -> list[bool]:
        """Group lines to rows of texts that are set apart, or begin where the first column does."""
        shortest, longest = min(self.steps, default=0.0), max(self.steps, default=0.0)
        spaced = longest > 1.2 * shortest
        labels = [cells[0] for cells in self.lines if 0 in cells]
        # Where most labels begin small, this does not tell that one goes on.
        small = 2 * sum(map(_begins_small, labels)) > len(labels)
        heads = self.heads()
        joined = []
        for index, (step, parted) in enumerate(zip(self.steps, self.parted, strict=True), 1):
            label = self.lines[index].get(0)
            if parted:
                joined.append(False)
            elif spaced:
                joined.append(step < 1.1 * shortest)
            elif heads:
                joined.append(index not in heads)
            else:
                joined.append(label is None or (_begins_small(label) and not small))
        return joined

    def heads(self) -> set[int]:
        """Return the lines where rows of wrapped texts begin.

        Each column has a text, and one column has texts nowhere else.

        Empty if that does not tell.
        """
        columns = {column for cells in self.lines for column in cells}
        filled = [{index for index, cells in enumerate(self.lines) if column in cells} for column in columns]
        heads = set.intersection(*filled)
        rest = len(self.lines) - len(heads)
        wrapped = sum(any(cells) for index, cells in enumerate(self.lines) if index not in heads)
        tells = 0 in heads and len(heads) > 1 and heads in filled
        return heads if tells and 2 * wrapped > rest >= WRAPPED * len(heads) else set()

    def joined_by_labels(self) -> list[bool]:
        """Group lines without values with a neighbour that is closer, or whose label goes on."""
        close = self._close()
        before, after = self._habits()
        usual = median(self.steps) if self.steps else 0.0
        right = max((cells[0].x1 for cells in self.lines if 0 in cells), default=0.0)
        joined = []
        for index, (step, parted) in enumerate(zip(self.steps, self.parted, strict=True)):
            first, second = self.anchors[index], self.anchors[index + 1]
            upper, lower = self.lines[index].get(0), self.lines[index + 1].get(0)
            unfinished = upper is not None and lower is not None and is_unfinished(upper, lower)
            if parted or _is_outdented(upper, lower):
                joined.append(False)
            elif close is not None:
                joined.append(step < close or unfinished)
            elif upper is None or lower is None:
                # Values beside the middle of a label, or a text that goes on in another column.
                joined.append(step < 1.05 * usual)
            else:
                full = _had_no_room(upper, lower, right) and not _is_heading(upper) and not _is_heading(lower)
                full = full and upper.text.isupper() == lower.text.isupper()
                if first:
                    full = full and after > 0 and after >= before
                elif second:
                    full = full and before >= after
                joined.append(unfinished or full)
        return joined

    def _close(self) -> float | None:
        """Return the distance below which two lines belong to one row; None if distances do not tell.

        They tell if they are of two kinds and no row would get two lines with values.
        """
        distances = sorted(self.steps)
        fewest, close = len(self.lines), None
        for smaller, larger in pairwise(distances):
            if larger < APART * smaller:
                continue
            limit = (smaller + larger) / 2
            groups = [[self.anchors[0]]]
            for step, anchor, parted in zip(self.steps, self.anchors[1:], self.parted, strict=True):
                if step < limit and not parted:
                    groups[-1].append(anchor)
                else:
                    groups.append([anchor])
            if any(sum(group) > 1 for group in groups):
                break
            if sum(map(any, groups)) < len(groups) < fewest or all(map(any, groups)):
                fewest, close = len(groups), limit
        return close

    def _habits(self) -> tuple[int, int]:
        """Return how many labels go on from a line without values to one with them, and the other way round."""
        before = after = 0
        for index, parted in enumerate(self.parted):
            lower = self.lines[index + 1].get(0)
            if parted or lower is None or 0 not in self.lines[index] or not _goes_on(lower):
                continue
            first, second = self.anchors[index], self.anchors[index + 1]
            before += second and not first
            after += first and not second
        return before, after


def _is_outdented(upper: Line | None, lower: Line | None) -> bool:
    return upper is not None and lower is not None and lower.x0 < upper.x0 - OUTDENT


def _is_heading(label: Line) -> bool:
    return label.text[-1:] in ":."


def _begins_small(label: Line) -> bool:
    return label.text[:1].islower()


def _goes_on(label: Line) -> bool:
    return _begins_small(label) or label.text[:1] in "(&"


def is_unfinished(upper: Line, lower: Line) -> bool:
    """Return whether the text of one line goes on with the next one."""
    return _goes_on(lower) or is_open(upper)


def is_open(label: Line) -> bool:
    """Return whether a text ends where something must follow."""
    return label.text[-1:] in ",-–/&(" or label.text.rsplit(" ", 1)[-1] in OPEN_WORDS


def _had_no_room(upper: Line, lower: Line, right: float) -> bool:
    """Return whether the first word of the lower line would not have fitted on the upper one."""
    return not is_number(lower.text) and upper.x1 + 0.25 * upper.height + lower.first_word > right + 1
