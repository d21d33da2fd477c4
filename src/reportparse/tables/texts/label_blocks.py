"""Blocks of labels, a line for each row, with the block of their values behind them."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.sequence import Token, TokenRow, joined, lines_of

DISTANT_LABEL = 0.55
LETTER = regex.compile(r"\p{L}")
FEWEST_DETACHED = 2
# With captions or headers between the labels it takes more of them.
FEWEST_ACROSS = 3


def part_blocks(sequence: Sequence[Token], words: Vocabulary) -> list[tuple[list[Token], list[TokenRow]]]:
    """Return the sequence in stretches, those that are a block of labels and a block of their values with
    rows.

    A block of labels has a line for each row, and so has its block of values; each of these lines
    has as many values as the form asks for by its label.
    """
    lines = lines_of(sequence)
    stretches: list[tuple[list[Token], list[TokenRow]]] = []
    done = i = 0
    while i < len(lines):
        if any(token.is_value for token in lines[i]):
            i += 1
            continue
        middle = _end_of_block(lines, i, values=False)
        end = _end_of_block(lines, middle, values=True)
        paired = (
            [] if _is_number(lines[end : end + 1]) else _paired(lines[i:middle], lines[middle:end], words)
        )
        if paired:
            stretches.append(([token for line in lines[done:i] for token in line], []))
            stretches.append(([token for line in lines[i:end] for token in line], paired))
            done = end
        i = end if end > middle else middle
    stretches.append(([token for line in lines[done:] for token in line], []))
    return stretches


def _is_number(line: Sequence[list[Token]]) -> bool:
    """Return whether a line behind values is a number in pieces: then it is one more of them."""
    return any(
        any(token.is_value for token in tokens) and not LETTER.search(joined(tokens)) for tokens in line
    )


def _end_of_block(lines: Sequence[list[Token]], start: int, values: bool) -> int:
    end = start
    while end < len(lines) and all(token.is_value is values for token in lines[end]):
        end += 1
    return end


def _paired(texts: Sequence[list[Token]], values: Sequence[list[Token]], words: Vocabulary) -> list[TokenRow]:
    """Return lines of labels with lines of values in the same order, or nothing where they do not match."""
    if len(values) < FEWEST_DETACHED:
        return []
    lines = [joined(line) for line in texts]
    alike = [
        0.0
        if words.is_column(text) or words.is_header(text) or words.caption_likeness(text) > SURE_LABEL
        else words.row_likeness(text)
        for text in lines
    ]
    for least in (SURE_LABEL, DISTANT_LABEL):
        labels = [i for i, likeness in enumerate(alike) if likeness >= least]
        if len(labels) == len(values):
            break
    else:
        return []
    if len(labels) < FEWEST_ACROSS and labels[-1] - labels[0] >= len(labels):
        return []
    columns = _columns_above(lines, set(labels), words)
    for i, row in zip(labels, values, strict=True):
        # Editions have more and fewer columns: the header tells.
        other = len(words.row_widths(lines[i])) > 1 and len(row) < columns[i]
        if other or not words.may_have(lines[i], len(row)):
            return []
    rows = dict(zip(labels, values, strict=True))
    return [TokenRow(line, rows.get(i, [])) for i, line in enumerate(texts)]


def _columns_above(texts: Sequence[str], labels: set[int], words: Vocabulary) -> dict[int, int]:
    """Return for each label how many columns the header above it names, 0 without one."""
    found: dict[int, int] = {}
    columns = 0
    for i, text in enumerate(texts):
        if i in labels:
            found[i] = columns
        elif i and i - 1 not in labels:
            columns += words.columns_in(text)
        else:
            columns = words.columns_in(text)
    return found
