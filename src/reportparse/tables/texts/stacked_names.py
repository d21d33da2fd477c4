"""Values below names that stand downwards, a character to a line, as texts that keep a page's layout print narrow columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reportparse.forms.vocabulary import BareRow, Vocabulary
from reportparse.normalise import compact, one_line
from reportparse.tables.texts.edges import MEASURES, Edge, Measure
from reportparse.tables.texts.sequence import Row, Token
from reportparse.values import may_be_rest

# The middle of a value is no farther from its name's than this.
FARTHEST = 1


def with_blanks_below_names(rows: Sequence[Row], words: Vocabulary) -> list[Row]:
    """Return the rows; values without a label below stacked names have a blank cell for each name without a value."""
    found: list[Row] = []
    header: list[Token] = []
    for row in rows:
        if not row.values:
            header += row.label
            found.append(row)
            continue
        values = _below_names(row.values, [*header, *row.label], words)
        found += [Row(row.label, []), Row([], values)] if values else [row]
        header = []
    return found


def _below_names(values: Sequence[Token], header: Sequence[Token], words: Vocabulary) -> list[Token]:
    """Return a value or a blank cell for each column of a row without a label, nothing where names do not tell which."""
    if any(token.empty_lines for token in values[1:]):
        return []
    characters = [token for token in header if len(token.text) == 1]
    for bare in words.bare_rows:
        if len(characters) < len(bare.columns) or (len(values) == len(bare.columns) and _in_order(values)):
            continue
        for measure in MEASURES:
            places = _places(characters, bare, measure.begin)
            laid = places and _laid(values, places, measure)
            if laid:
                return laid
    return []


def _in_order(values: Sequence[Token]) -> bool:
    """Whether each value is further to the right than the one before: then a value for each column needs no names."""
    return all(before.start < after.start for before, after in pairwise(values))


def _places(characters: Sequence[Token], bare: BareRow, begin: Edge) -> list[int]:
    """Return where the columns of a row stand, if the characters spell just their names, each downwards.

    Programs that round put a character of a name one place beside the others.
    """
    stacks: list[list[int]] = []
    for place in sorted({begin(token) for token in characters}):
        if stacks and place - stacks[-1][-1] <= 1:
            stacks[-1].append(place)
        else:
            stacks.append([place])
    spelled = ["".join(token.text for token in characters if begin(token) in stack) for stack in stacks]
    names = [compact(path[-1]) for path in bare.columns]
    return [stack[len(stack) // 2] for stack in stacks] if list(map(compact, spelled)) == names else []


def _laid(values: Sequence[Token], places: Sequence[int], measure: Measure) -> list[Token]:
    """Return the values at their places, blank cells at the others; nothing if not each stands below just one name.

    A number that is too long for its column has its last digits in the line below.
    """
    blank = Token("", values[0].place, True)
    laid = [blank] * len(places)
    for token in values:
        middle = (measure.begin(token) + measure.end(token) - 1) / 2
        below = [k for k, place in enumerate(places) if abs(place - middle) <= FARTHEST]
        if len(below) != 1:
            return []
        above = laid[below[0]]
        if above is blank:
            # Of a wrapped number the place among the others is known here.
            laid[below[0]] = replace(token, text=one_line(token.text))
        elif above.place != token.place and above.text.isdecimal() and may_be_rest(token.text):
            laid[below[0]] = replace(above, text=f"{above.text} {token.text}")
        else:
            return []
    return laid
