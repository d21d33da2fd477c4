"""Cells in quotes that go on over line ends, as spreadsheets and CSV writers write them (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from reportparse.document import Paragraph

# What is longer is no row.
MOST_ROW_LINES = 100
LONGEST_ROW = 10_000
OPEN_QUOTE = regex.compile(r'(?:(?:"(?:[^"]|"")*+"|[^",\t]*+)[,\t])*+"(?:[^"]|"")*+')


def with_quoted_cells(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines, with those of a row whose quoted cells go on over line ends as one line with line ends
    in it.

    Between tabs the quotes are taken off; between commas they part the cells.
    """
    if not any('"' in line.text and OPEN_QUOTE.fullmatch(line.text) for line in lines):
        return list(lines)
    return list(_joined(lines))


def _joined(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    i = 0
    while i < len(lines):
        end, text = _row(lines, i) if OPEN_QUOTE.fullmatch(lines[i].text) else (i + 1, lines[i].text)
        yield replace(lines[i], text=text) if end > i + 1 else lines[i]
        i = end


def _row(lines: Sequence[Paragraph], start: int) -> tuple[int, str]:
    """Return the end of the row that starts at a line, and its text; that line alone if no quote closes it."""
    text = lines[start].text
    quotes = text.count('"')
    for end in range(start + 1, min(start + MOST_ROW_LINES, len(lines))):
        text += f"\n{lines[end].text}"
        quotes += lines[end].text.count('"')
        if len(text) > LONGEST_ROW:
            break
        if quotes % 2:
            continue
        for mark in "\t,":
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
            if len(rows) == 1 and len(rows[0]) > 1:
                return end + 1, "\t".join(rows[0]) if mark == "\t" else text
        break
    return start + 1, lines[start].text
