"""Rows that blank paragraphs in their cells broke: tabs between cells, empty lines around a blank one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportparse.document import Paragraph

BETWEEN_CELLS = "\t\t"


def with_blank_cells(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines, with those of a row that goes on behind blank cells on one line.

    A cell of nothing but a hard space is a paragraph of its own: `1`, an empty line, a hard space, an empty
    line, and two tabs before the next cell.
    """
    if not any(BETWEEN_CELLS in line.text for line in lines):
        return list(lines)
    found: list[Paragraph] = []
    i = 0
    while i < len(lines):
        blanks = 0
        while _is_blank_cell(lines, i + 2 * blanks):
            blanks += 1
        behind = i + 2 * blanks + 1
        goes_on = behind < len(lines) and lines[behind].text.startswith(BETWEEN_CELLS)
        if blanks and found and found[-1].text.strip() and (goes_on or BETWEEN_CELLS in found[-1].text):
            row = found.pop()
            rest = lines[behind].text if goes_on else ""
            found.append(replace(row, text=row.text.rstrip(" ") + BETWEEN_CELLS * blanks + rest))
            i = behind + 1 if goes_on else behind
            continue
        found.append(lines[i])
        i += 1
    return found


def _is_blank_cell(lines: Sequence[Paragraph], i: int) -> bool:
    """Return whether a line of nothing but spaces stands between empty lines, of which the first is at `i`."""
    if i + 2 >= len(lines):
        return False
    before, cell, after = (line.text for line in lines[i : i + 3])
    return not before and not after and bool(cell) and cell.isspace() and "\t" not in cell
