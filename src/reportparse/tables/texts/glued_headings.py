"""Headings of sections, and sentences, on the lines of tables: of a page that is laid out by a table, tools make one
line, or few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import regex

from reportparse.chinese_numerals import ordinal
from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.outline.headings import LONGEST_HEADING, SectionNames, known_end
from reportparse.outline.inner_headings import (
    MOST_NUMBERS,
    NUMBER,
    InnerHeading,
    heading_end,
    is_apart,
    numbered_upwards,
)
from reportparse.tables.texts.cell_texts import clean, is_prose
from reportparse.values import is_value

# What stands around the texts of cells, and behind a heading.
AROUND_CELLS, AROUND_HEADING = "| \t\u3000\xa0", " \t\u3000\xa0：:"
# Sentences before the first cell of a table.
SENTENCES = regex.compile(r"^(?<text>[^|]*[。！？])(?<cell>[^|]+)\|")


def with_headings_apart_from_rows(
    lines: Sequence[Paragraph], words: Vocabulary, names: SectionNames
) -> list[Paragraph]:
    """Return the lines with headings of sections, and the texts before and behind them, on lines of their own.

    Labels of rows are none of them, nor is what a value follows.
    """
    return [
        replace(line, text=text) if text != line.text else line
        for line in lines
        for text in (_parted(line.text, words, names) if "|" in line.text else [line.text])
    ]


def _parted(line: str, words: Vocabulary, names: SectionNames) -> Iterator[str]:
    headings = numbered_upwards(list(_headings(line, words, names)), line)
    opens = line.startswith("|")
    in_row = opens and line.rstrip().endswith("|")
    is_row = in_row and [line[heading.start : heading.end] for heading in headings] == [line.lstrip("| ")]
    if not headings or is_row:
        # A heading alone in a row may be read with the rows around.
        yield from _with_sentences_apart(line, words)
        return
    yield from _texts(line[: headings[0].start], words)
    for heading, end in zip(headings, [*(below.start for below in headings[1:]), len(line)], strict=True):
        yield line[heading.start : heading.end].strip(AROUND_CELLS)
        behind = line[heading.end : end].lstrip(AROUND_HEADING)
        # A pipe opens the next row, too, where rows are opened; elsewhere it parts the heading from it.
        if not opens:
            behind = behind.removeprefix("|").lstrip()
        elif "|" in behind and not behind.startswith("|"):
            behind = f"| {behind}"
        yield from _texts(behind, words)


def _texts(beside: str, words: Vocabulary) -> Iterator[str]:
    """Yield what stands beside a heading, if it is not blank."""
    text = beside.strip(AROUND_CELLS)
    if text:
        is_framed = "|" not in text and is_prose(text, words)
        yield from [text] if is_framed else _with_sentences_apart(beside, words)


def _with_sentences_apart(text: str, words: Vocabulary) -> Iterator[str]:
    """Yield the sentences before the first cell of a table, if there are any, and the rest."""
    match = SENTENCES.match(text)
    if match and words.is_label(match["cell"].strip()):
        yield match["text"]
        text = text[match.start("cell") :].lstrip()
    yield text


def _headings(line: str, words: Vocabulary, names: SectionNames) -> Iterator[InnerHeading]:
    """Yield what may be headings of known sections in a line, with the pipes behind the last one."""
    for match in islice(NUMBER.finditer(line), MOST_NUMBERS):
        end, code = _end(line, match, words, names)
        number = ordinal(match["number"])
        text, behind = line[match.start() : end], line[end:].strip(AROUND_CELLS)
        if (
            code is not None
            and number is not None
            and words.row_likeness(text) <= words.heading_likeness(text)
            and compact(text) not in words.group_names
            and not is_value(clean(behind.partition("|")[0]))
        ):
            yield InnerHeading(
                match.start(), end if behind else len(line), number, code, is_apart(line, match.start())
            )


def _end(
    line: str, match: regex.Match[str], words: Vocabulary, names: SectionNames
) -> tuple[int, str | None]:
    """Return where the heading behind a number ends, and the code of its section.

    Behind it stands a space, a pipe or the first cell of a table.
    """
    start = match.end()
    text = line[start : start + LONGEST_HEADING + 2]
    found = heading_end(text, match["number"], names)
    if found is None:
        found = known_end(text, names)
        if found is None or not words.is_label(line[start + found[0] :].partition("|")[0]):
            return start, None
    return start + found[0], found[1]
