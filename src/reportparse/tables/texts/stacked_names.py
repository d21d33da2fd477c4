"""Values below names that stand downwards, a character to a line.

Texts that keep the layout of a page print narrow columns like that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact, one_line
from reportparse.tables.texts.edges import MEASURES, Edge, Measure
from reportparse.tables.texts.sequence import Token, TokenRow, blank_beside, joined
from reportparse.values import may_be_rest

# The middle of a value is no farther from its name's than this.
FARTHEST = 1


class Stack(NamedTuple):
    """The characters of a name that stand below each other, and their place in their lines."""

    characters: list[Token]
    place: int


def with_blanks_below_names(rows: Sequence[TokenRow], words: Vocabulary) -> list[TokenRow]:
    """Return the rows with a blank cell for each stacked name that has no value below it.

    Only rows without a label stand below such names; the names are written out in the header above the values.
    """
    found: list[TokenRow] = []
    header: list[TokenRow] = []
    for row in rows:
        if not row.values:
            header.append(row)
            continue
        texts = [token for above in header for token in above.label] + row.label
        below = _below_names(row.values, texts, words)
        if below:
            names, values = below
            found += [TokenRow(_written_out(texts, names), []), TokenRow([], values)]
        else:
            found += [*header, row]
        header = []
    return found + header


def _below_names(
    values: Sequence[Token], header: Sequence[Token], words: Vocabulary
) -> tuple[list[Stack], list[Token]] | None:
    """Return stacked names with a value or a blank cell for each, None where it is not clear which has one."""
    if any(token.empty_lines for token in values[1:]):
        return None
    characters = [token for token in header if len(token.text) == 1]
    for bare in words.bare_rows:
        if len(characters) != sum(map(len, bare.names)):
            continue
        for measure in MEASURES:
            names = _names(characters, bare.names, measure.begin)
            laid = _laid(values, names, measure) if names else []
            if laid:
                return names, laid
    return None


def _written_out(header: Sequence[Token], names: Sequence[Stack]) -> list[Token]:
    """Return the texts of a header with each name as one text, in the order of the columns."""
    others = [token for token in header if len(token.text) > 1]
    return others + [replace(name.characters[0], text=joined(name.characters)) for name in names]


def _names(characters: Sequence[Token], spelled: Sequence[str], begin: Edge) -> list[Stack]:
    """Return the stacked names of a row's columns, nothing if the characters spell others.

    Programs that round put a character of a name one place beside the others.
    """
    places: list[list[int]] = []
    for place in sorted({begin(token) for token in characters}):
        if places and place - places[-1][-1] <= 1:
            places[-1].append(place)
        else:
            places.append([place])
    stacks = [
        Stack([token for token in characters if begin(token) in own], own[len(own) // 2]) for own in places
    ]
    return stacks if [compact(joined(stack.characters)) for stack in stacks] == [*spelled] else []


def _laid(values: Sequence[Token], names: Sequence[Stack], measure: Measure) -> list[Token]:
    """Return a value or a blank cell for each name, nothing if a value stands below no name or below two.

    A number that is too long for its column has its last digits in the line below.
    """
    blank = blank_beside(values[0])
    laid = [blank] * len(names)
    for token in values:
        middle = (measure.begin(token) + measure.end(token) - 1) / 2
        below = [k for k, name in enumerate(names) if abs(name.place - middle) <= FARTHEST]
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
