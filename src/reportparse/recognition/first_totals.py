"""Find totals that stand elsewhere than in the form, where the header does not show their order: the sums tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from reportparse.forms import Block
from reportparse.normalise import compact
from reportparse.recognition.columns import names_out_of_order
from reportparse.recognition.sums import Sums
from reportparse.recognition.table_lines import TableLine
from reportparse.values import are_equal

# So many sums that hold with the total first, and nowhere else, are no chance.
FEWEST_TELLING = 2


class SumPlaces(NamedTuple):
    """Where one of some numbers is the sum of the others."""

    first: bool
    between: bool
    last: bool

    @property
    def are_others(self) -> bool:
        """Whether that is so at other places than the last, and not there."""
        return (self.first or self.between) and not self.last


def with_totals_in_place(
    lines: Sequence[TableLine], block: Block, sums: Sums, header: str
) -> tuple[list[TableLine], set[int]]:
    """Return the lines of a block's rows with totals that stand first put last, and which of them cannot be read.

    No header shows the order of their columns. Totals stand first if more sums hold with the total at another place
    than in its own, all of them with it before its addends, and the `header` has these in order, as far as it is
    known. Else the columns are not known then, and only rows are read whose values are all the same. If fewer sums hold
    so, the rows are not read of which one does.
    """
    groups = sums.groups(block.required)
    if groups is None:
        return [*lines], set()
    lengths = [*map(len, groups)]
    by_line = {line.index: _places_of_totals(line, lengths) for line in lines}
    places = [place for of_line in by_line.values() for place in of_line]
    if sum(place.are_others for place in places) <= sum(place.last for place in places):
        moved = {index for index, of_line in by_line.items() if any(place.are_others for place in of_line)}
        return [*lines], moved
    unread = {line.index for line in lines if not _is_uniform(line, len(block.required))}
    telling = sum(place.first and not place.between for place in places)
    if (
        telling < FEWEST_TELLING
        or not all(place.first for place in places)
        or names_out_of_order(header, block, passed_over=[group[-1] for group in groups])
    ):
        return [*lines], unread
    ordered = [_with_totals_last(line, lengths) if line.index in unread else line for line in lines]
    return ordered, unread - {
        line.index for line, before in zip(ordered, lines, strict=True) if line is not before
    }


def _places_of_totals(line: TableLine, lengths: Sequence[int]) -> list[SumPlaces]:
    """Return where the sums of a row hold, those of only zeros left out.

    Blank cells may be missing of a row of one sum, which then tells by holding only; of several nothing is known.
    """
    numbers = [value.value or 0.0 for value in line.values if value.state != "text"]
    # A line end in a number says that its place among the others is not known.
    in_order = not any("\n" in cell.text for cell in line.printed_values)
    if not in_order or (len(numbers) != sum(lengths) and len(lengths) > 1):
        return []
    found: list[SumPlaces] = []
    start = 0
    for length in lengths:
        addends = numbers[start : start + length]
        start += length
        whole = sum(addends)
        held = [bool(number) and are_equal(2 * number, whole) for number in addends]
        if any(held) or (any(addends) and len(addends) == length):
            found.append(SumPlaces(held[0], any(held[1:-1]), held[-1]))
    return found


def _is_uniform(line: TableLine, width: int) -> bool:
    """Whether a row has the same value in each column."""
    texts = [compact(cell.text) for cell in line.printed_values]
    return len(texts) == width and len({*texts}) == 1


def _with_totals_last(line: TableLine, lengths: Sequence[int]) -> TableLine:
    """Return a row with the first of the values of each sum behind the others; the same row if that cannot be.

    Its values have to stand on one line of the source, or on one each: on others they are in no order from left
    to right.
    """
    at = [i for i, value in enumerate(line.values) if value.state != "text"]
    places = {line.cells[i].place for i in at}
    if len(at) != sum(lengths) or at != [*range(at[0], at[0] + len(at))] or 1 < len(places) < len(at):
        return line
    order = [*range(len(line.cells))]
    start = at[0]
    for length in lengths:
        order[start : start + length] = [*range(start + 1, start + length), start]
        start += length
    cells = [replace(line.cells[i], column=own.column) for i, own in zip(order, line.cells, strict=True)]
    return replace(line, cells=cells, values=[line.values[i] for i in order])
