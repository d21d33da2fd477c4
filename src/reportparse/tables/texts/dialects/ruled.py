"""Columns under a line of rules, by the width that characters take on a terminal (pandoc)."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportparse import terminal
from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean

RULE_LINE = regex.compile(r"^\s*(?:-{2,}|={2,})(?: +(?:-{2,}|={2,}))+\s*$")
CLOSING_RULE = regex.compile(r"^\s*-{20,}\s*$")
RULE_PIECE = regex.compile(r"^\s*[-=]+(?: +[-=]+)*\s*$")


def extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    """See `Dialect`."""
    if not RULE_LINE.match(lines[start]):
        return start
    beside = [*lines[max(0, start - 1) : start], *lines[start + 1 : start + 2]]
    if any(map(RULE_PIECE.match, beside)):
        # A rule that goes on in the next line was wrapped with all the rest.
        return start
    last = start
    for i in range(start + 1, len(lines)):
        if RULE_LINE.match(lines[i]):
            last = i
            if i + 1 >= len(lines) or not lines[i + 1].strip():
                break
        elif CLOSING_RULE.match(lines[i]):
            # One rule over all columns ends a table whose header has such a rule above it.
            last = i
            break
        elif not lines[i].strip() and (i + 1 >= len(lines) or not lines[i + 1].strip()):
            break
    return last + 1 if last > start else start


def rows(lines: Sequence[Paragraph]) -> list[CellRow]:
    """See `Dialect`."""
    rule = next(line.text for line in lines if RULE_LINE.match(line.text))
    edges = [(match.start(), match.end()) for match in regex.finditer(r"[-=]+", rule)]
    apart = any(not line.text.strip() for line in lines)
    found: list[CellRow] = []
    open_row = False
    for line in lines:
        if RULE_LINE.match(line.text) or CLOSING_RULE.match(line.text) or not line.text.strip():
            open_row = False
            continue
        cells = [clean(cell) for cell in terminal.slices(line.text, [start for start, _ in edges])]
        if apart and open_row:
            found[-1] = [
                ("\n".join(filter(None, (text, cell))), place)
                for (text, place), cell in zip(found[-1], cells, strict=True)
            ]
        else:
            found.append([(cell, line.place) for cell in cells])
            open_row = True
    return found
