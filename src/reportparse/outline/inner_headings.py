"""Headings with text on their line, as tools leave them that make one line of several, up to a whole report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from math import inf
from typing import NamedTuple

import regex

from reportparse.chinese_numerals import ORDINAL, ordinal
from reportparse.document import Block, Paragraph
from reportparse.outline.headings import (
    FEWEST_KNOWN,
    LONGEST_HEADING,
    SHORTEST_HEADING,
    SectionNames,
    find_headings,
    known_end,
    known_heading,
)

# The number of a section at the head of a paragraph, or behind the end of a sentence or a title, a colon, a space or
# a pipe.
NUMBER = regex.compile(
    rf"(?:\G|(?<=[。！？!?：:|\s]|报告|年报))(?:\*\*)?(?<number>{ORDINAL})\s*[、．.]\s*(?=\p{{Han}}|20\d\d)"
)
# What stands before a heading that no sentence goes on with.
CLOSED = regex.compile(r"(?:[。！？!?|]|报告|年报)\s*$")
# What stands behind a heading that is printed as it is known, and in no sentence that goes on with its words.
APART = regex.compile(r"[\s：:|]|$|[(（](?!\p{Ll}+[)）])|20\d\d\s*年")
# What stands behind any other heading.
GAP = regex.compile(r"[\s：:|]|$")
BOLD = "**"
COLONS = ("：", ":")
AFTER_HEADING = regex.compile(r"^[\s：:]+")
# So near stands the end of a sentence, and no paragraph has so many numbers of sections.
NEAR, MOST_NUMBERS = 10, 200
# The number of a part of a section.
SUBNUMBER = regex.compile(rf"(?:^|(?<=[。！？!?]\s*))[（(]\s*(?<number>{ORDINAL})\s*[）)]")
# What ends a clause: no heading has it inside.
CLAUSE_END = regex.compile(r"[，。；！？,;!?]")
# What a text has that says something. So many do behind headings; behind those of tables there is none where a tool
# put these elsewhere.
WORDS = regex.compile(r"\p{Han}{2}")
FEWEST_TELLING = 2


class InnerHeading(NamedTuple):
    """What may be a heading in a paragraph: from where to where, its number, and the section that it is of."""

    start: int
    end: int
    number: int
    code: str | None
    # Whether no sentence is open before it.
    is_apart: bool


class _Span(NamedTuple):
    """Where the headings of a section stand, from the first one to the last, and the numbers that they have."""

    first: float = inf
    last: float = -inf
    lowest: float = inf
    highest: float = -inf

    def with_heading(self, i: int, number: int | None) -> _Span:
        """Return the span with one more heading."""
        numbers = [] if number is None else [number]
        return _Span(
            min(self.first, i),
            max(self.last, i),
            min(self.lowest, *numbers, inf),
            max(self.highest, *numbers, -inf),
        )


def with_headings_apart(blocks: Sequence[Block], names: SectionNames) -> list[Block]:
    """Return the blocks with paragraphs parted where headings of sections stand inside of them, or before a colon.

    These are numbered upwards, are of sections whose headings have no paragraphs of their own, and stand between
    those that have, in their order and by their numbers. Where more than half are followed by the next one, as in a
    list of what a report has, they are only named.
    """
    found = {
        i: candidates
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph) and (candidates := list(_inner_headings(block.text, names)))
    }
    if not found:
        return list(blocks)
    known: dict[int, _Span] = {}
    for i, heading in find_headings(blocks, names).sections.items():
        if heading.code is not None:
            place = names.order.index(heading.code)
            known[place] = known.get(place, _Span()).with_heading(i, ordinal(heading.number or ""))
    parted: list[Block] = []
    for i, block in enumerate(blocks):
        fitting = [inner for inner in found.get(i, ()) if _fits(inner, i, known, names)]
        if not isinstance(block, Paragraph) or not (upwards := numbered_upwards(fitting, block.text)):
            parted.append(block)
            continue
        for inner in upwards:
            if inner.code is not None:
                known[names.order.index(inner.code)] = _Span().with_heading(i, inner.number)
        edges = [edge for inner in upwards for edge in (inner.start, inner.end)]
        parted += [
            replace(block, text=text)
            for start, end in pairwise([0, *edges, len(block.text)])
            for text in _parts(AFTER_HEADING.sub("", block.text[start:end]).rstrip())
        ]
    return parted


def _inner_headings(text: str, names: SectionNames) -> Iterator[InnerHeading]:
    """Yield what may be headings in a paragraph; of sections that are not known only those behind a sentence."""
    begin = len(text) - len(text.lstrip())
    for match in islice(NUMBER.finditer(text, begin), MOST_NUMBERS):
        number = ordinal(match["number"])
        if number is None:
            continue
        is_first = match.start() == begin
        start = match.end()
        # Longer words are no heading.
        words = text[start : start + LONGEST_HEADING + 2]
        found = heading_end(words, match["number"], names)
        if is_first and (found is None or words[found[0] : found[0] + 1] not in COLONS):
            continue
        apart = is_apart(text, match.start())
        if found is None and apart:
            found = _other_end(words)
        if found is not None:
            yield InnerHeading(match.start(), start + found[0], number, found[1], apart)


def is_apart(text: str, start: int) -> bool:
    """Return whether nothing that is said before a place in a text goes on there."""
    return not text[:start].strip() or CLOSED.search(text[max(0, start - NEAR) : start]) is not None


def heading_end(words: str, number: str, names: SectionNames) -> tuple[int, str | None] | None:
    """Return where the heading of a known section ends that some words begin with, and its code."""
    exact = known_end(words, names)
    if exact is not None:
        end = exact[0] + 2 * words.startswith(BOLD, exact[0])
        return (end, exact[1]) if APART.match(words, end) else None
    end = _gap(words)
    known = known_heading(words[:end], number, words[:end], names) if end else None
    return (end, known.code) if known is not None and not known.rest else None


def _other_end(words: str) -> tuple[int, str | None] | None:
    """Return where words end that may be the heading of another section, with a space behind them."""
    end = _gap(words)
    return (end, None) if SHORTEST_HEADING <= end < len(words) else None


def _gap(words: str) -> int:
    """Return where the first space or colon in some words stands, or they end; 0 if they are no heading up to it."""
    gap = GAP.search(words)
    is_heading = gap and gap.start() <= LONGEST_HEADING and not CLAUSE_END.search(words, 0, gap.start())
    return gap.start() if gap and is_heading else 0


def _fits(inner: InnerHeading, i: int, known: Mapping[int, _Span], names: SectionNames) -> bool:
    """Whether the known headings, by the places of their sections, leave room for one in a paragraph."""
    if inner.code is None:
        return True
    own = names.order.index(inner.code)
    return all(
        (span.last <= i and span.highest < inner.number)
        if place < own
        else (place > own and span.first > i and span.lowest > inner.number)
        for place, span in known.items()
    )


def _parts(text: str) -> list[str]:
    """Return the parts of a section's text that begins with the heading of the first one; else the text, if any."""
    starts: list[int] = []
    for match in SUBNUMBER.finditer(text):
        if ordinal(match["number"]) == len(starts) + 1 and (starts or match.start() == 0):
            starts.append(match.start())
    edges = [*(starts or [0]), len(text)]
    return [part for start, end in pairwise(edges) if (part := text[start:end].rstrip())]


def numbered_upwards(found: Sequence[InnerHeading], text: str) -> list[InnerHeading]:
    """Return those of the headings found in a paragraph that are numbered upwards, if they are not only named.

    The last one of each section counts: a list of the sections may stand before them.
    """
    last = {inner.code: inner for inner in found}
    upwards: list[InnerHeading] = []
    for inner in found:
        number = upwards[-1].number if upwards else 0
        is_known = inner.code is not None and last[inner.code] is inner
        if (is_known and inner.number > number) or (inner.code is None and inner.number == number + 1):
            upwards.append(inner)
    if sum(inner.code is not None for inner in upwards) < FEWEST_KNOWN:
        upwards = [inner for inner in upwards if inner.code is not None and inner.is_apart]
    texts = [text[inner.end : after.start] for inner, after in pairwise(upwards)]
    texts += [rest for inner in upwards[-1:] if (rest := text[inner.end :]).strip()]
    telling = sum(bool(WORDS.search(between)) for between in texts)
    return upwards if telling >= min(len(texts), FEWEST_TELLING) and 2 * telling >= len(texts) else []
