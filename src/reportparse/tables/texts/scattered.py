"""Labels of groups that are written downwards beside their rows: a text layer prints their pieces between rows."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.sequence import Token


def without_scattered_groups(sequence: Sequence[Token], words: Vocabulary) -> list[Token]:
    """Return the sequence without the labels of groups whose pieces have other tokens between them."""
    texts = ["" if token.value else compact(token.text) for token in sequence]
    dropped: set[int] = set()
    for name in words.group_names:
        start = 0
        while (pieces := _spelled(name, texts, start)) is not None:
            start = pieces[-1] + 1
            if start - pieces[0] > len(pieces):
                dropped.update(pieces)
    return [token for i, token in enumerate(sequence) if i not in dropped]


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
