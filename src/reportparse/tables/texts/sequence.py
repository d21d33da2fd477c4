"""Texts in the order in which a source prints them, and the rows that they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from reportparse.document import Place
from reportparse.values import read_value


@dataclass(slots=True)
class Token:
    """A text between white space or pipes; `is_value` says that it can be a cell of values.

    `start` is its first character in its line, `column` the same where wide characters count as two, and
    `empty_lines` how many such lines are before its own.
    """

    text: str
    place: Place
    is_value: bool
    start: int = 0
    empty_lines: int = 0
    column: int = 0


@dataclass(slots=True)
class TokenRow:
    """The texts of a row's label, its values, and whether the label stands behind them.

    Rows without values are captions and headers.
    """

    label: list[Token]
    values: list[Token]
    behind: bool = False


def joined(tokens: Iterable[Token]) -> str:
    """Return the texts of tokens as one, as a label that was wrapped over them."""
    return "".join([token.text for token in tokens])


def lines_of(tokens: Iterable[Token]) -> list[list[Token]]:
    """Return tokens in order, those together that follow each other on one line."""
    return [list(line) for _, line in groupby(tokens, key=attrgetter("place"))]


def numbers_of(tokens: Iterable[Token]) -> list[float]:
    """Return the numbers that tokens print: fewer than tokens, if some print none."""
    return [number for token in tokens if (number := read_value(token.text).value) is not None]


def numbers_or_zeros(tokens: Iterable[Token]) -> list[float]:
    """Return the number that each token prints, zero for one that prints none."""
    return [read_value(token.text).value or 0.0 for token in tokens]


def blank_beside(token: Token) -> Token:
    """Return a blank cell in the place of another one."""
    return Token("", token.place, True)
