"""Labels of groups of rows, which are no rows themselves."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.sequence import Token, joined
from reportparse.values import read_value

# The label of a group may be wrapped over so many lines.
MOST_LINES = 3


def without_scattered_groups(sequence: Sequence[Token], words: Vocabulary) -> list[Token]:
    """Return the sequence without the labels of groups whose pieces have other tokens between them.

    They are written downwards beside their rows: a text layer prints them so. One that is the label of a row in
    another edition stays where nothing but values stands between.
    """
    texts = ["" if token.is_value else compact(token.text) for token in sequence]
    dropped: set[int] = set()
    for name in words.group_names:
        start = 0
        while (pieces := _spelled(name, texts, start)) is not None:
            start = pieces[-1] + 1
            is_row = words.row_likeness(name) == 1 and _is_around_values(sequence, pieces)
            if start - pieces[0] > len(pieces) and not is_row:
                dropped.update(pieces)
    return [token for i, token in enumerate(sequence) if i not in dropped]


def _is_around_values(sequence: Sequence[Token], pieces: Sequence[int]) -> bool:
    """Return whether nothing but values stands between the pieces of a label."""
    between = range(pieces[0], pieces[-1])
    return all(i in pieces or sequence[i].is_value for i in between)


def _spelled(name: str, texts: Sequence[str], start: int) -> list[int] | None:
    """Return the places of the next texts that spell a name one after the other, whatever is between them."""
    rest = name
    pieces: list[int] = []
    for i in range(start, len(texts)):
        if texts[i] and rest.startswith(texts[i]):
            pieces.append(i)
            rest = rest[len(texts[i]) :]
            if not rest:
                return pieces
    return None


def without_dashes_of_groups(sequence: Sequence[Token], words: Vocabulary) -> list[Token]:
    """Return the sequence without the dashes that stand for the values of groups, right behind their labels."""
    kept: list[Token] = []
    of_group = False
    for token in sequence:
        if token.is_value:
            of_group = of_group or _ends_with_group(kept, words)
            if of_group and read_value(token.text).state == "dash":
                continue
        of_group = False
        kept.append(token)
    return kept


def _ends_with_group(before: Sequence[Token], words: Vocabulary) -> bool:
    """Return whether the last texts are the label of a group."""
    last = before[-MOST_LINES:]
    return any(
        not any(token.is_value for token in last[i:]) and words.is_group(joined(last[i:]))
        for i in range(len(last))
    )
