"""Lines of text cut at wide gaps, and what such a chunk may be: a value, a caption, a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportparse.tables.pages.lines import CHUNK_GAP, WORD_GAP, Character, Line, line_of

CAPTION = re.compile(
    r"\s*(?:table|figure|chart|exhibit|box|map|graph|annex|appendix)\s+[A-Z]?[\divx]+[-.\w]*\b", re.IGNORECASE
)
NOTE = re.compile(
    r"\s*(?:sources?\s*:|notes?\b\s*[:.]|\*|†|‡|n/?a\s*[=:]|\([\da-z]\)\s+[A-Z]|\d/?\s+[A-Z][a-z]+ .*\.$)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"[<>≤≥±~≈+\-–—−(\[]?\s*(?:US\$|EUR|USD|[$€£¥])?\s*[<>+\-–—−(]?\s*\.?\d[\d.,\s’']*\s*"
    r"(?:%|percent|pp|€|(?!st|nd|rd|th|to|or)[a-z*†‡]{1,2})?\s*[)\]]?\s*(?:%|\*+|[†‡]|\(?\d{1,2}\)?|/\d|\d/)?"
)
LONGEST_VALUE = 60
# A value with what is said of it: a mark before, its error or a mark behind.
QUALIFIED = re.compile(
    r"(?:[*†‡]|[EPRepr]\s)?(?P<value>.*?\S)"
    r"(?:\s*±\s*[\d.,]+%?|\s*\((?:[\d.,]+%?(?:\s?[–,-]\s?[\d.,]+%?)?|[—–†‡*-])\)|\s[†‡!])?"
)
# Such a text may be a value or name a column, as ages do.
RANGE = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?\s?[–-]\s?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?")
FILLER = re.compile(r"[\-–—−.…*:()\s]+|/|n/?\.?a\.?|\(?[A-Z*]\)?|none|nil|yes|no|[$€£%•●○✓✔√]", re.IGNORECASE)
YEAR = re.compile(r"(?:FY\s*)?(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?[a-z*]?")
ANSWER = re.compile(r"yes|no", re.IGNORECASE)
ORDINAL = re.compile(r"\(?[A-Z\d]\)?")
LEADERS = re.compile(r"(?:[._·]\s*){4,}|(?:…\s*){2,}")
# A gap wider than a space, as a part of the height of a line: between values, or if columns lie beside it.
PART_GAP = 0.4
# Characters from which it tells that all have one width.
MONOSPACED = 6
# Spaces of a justified line that follow one another, from which it tells that they are as wide as each other; and
# by which part of its height they differ, at most.
FEWEST_EVEN = 3
EVEN = 0.1
LEADER = "._·… "
# Heights of a line between a label and its leaders, at most.
LEADER_GAP = 1.5
VALUE_ENDS = frozenset("0123456789%)–-")
VALUE_BEGINS = frozenset("0123456789($€£–-−+.")
CURRENCY = frozenset("$€£¥")
CLOSING = frozenset(("%", ")", "%)"))

# Rows that make a table, at least.
FEWEST_ROWS = 3
# Words from which a long chunk may be running text.
PROSE_WORDS = 4
# How wide it is then, in heights of the line.
PROSE_WIDTH = 12.0


@dataclass(slots=True)
class ChunkRow:
    """A line as its chunks, from left to right."""

    chunks: list[Line]
    y0: float
    y1: float
    text: str

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.y0 + self.y1) / 2

    @property
    def size(self) -> float:
        """Its height in points."""
        return self.y1 - self.y0

    @property
    def x0(self) -> float:
        """Where its first chunk begins."""
        return self.chunks[0].x0

    @property
    def x1(self) -> float:
        """Where its last chunk ends."""
        return self.chunks[-1].x1


def row_of(line: Line) -> ChunkRow:
    """Return a line cut at wide gaps and at leaders, which are left out; signs stay with their number."""
    chunks: list[Line] = []
    space = _fixed_space(line.characters)
    for characters in _between_leaders(line.characters):
        groups: list[list[Character]] = []
        last: Character | None = None
        spread = _evenly_spread(characters) if line.gaps >= FEWEST_EVEN else frozenset()
        for at, character in enumerate(characters):
            if character.text.isspace():
                if groups:
                    groups[-1].append(character)
                continue
            apart = last is None or (character.x0 - last.x1 > space and _is_apart(last, character))
            if apart and at not in spread:
                groups.append([])
            groups[-1].append(character)
            last = character
        chunks.extend(map(chunk_of, groups))
    return ChunkRow(_with_signs(chunks), line.y0, line.y1, line.text)


def _evenly_spread(characters: Sequence[Character]) -> frozenset[int]:
    """Return where words begin before which a justified line has its spaces, all as wide as each other."""
    gaps: list[tuple[int, float]] = []
    visible = [at for at, character in enumerate(characters) if not character.text.isspace()]
    for before, at in pairwise(visible):
        first, second = characters[before], characters[at]
        gap = (second.x0 - first.x1) / max(first.y1 - first.y0, second.y1 - second.y0, 1.0)
        if gap > WORD_GAP or at - before > 1:
            gaps.append((at, gap))
    found: list[int] = []
    start = 0
    for end in range(1, len(gaps) + 1):
        run = [gap for _, gap in gaps[start : end + 1]]
        if end < len(gaps) and max(run) - min(run) < EVEN:
            continue
        words = [at for at, _ in gaps[start:end]]
        small = sum(characters[at].text.islower() for at in words)
        if len(words) >= FEWEST_EVEN and 2 * small >= len(words):
            found += words
        start = end
    return frozenset(found)


def _with_signs(chunks: Sequence[Line]) -> list[Line]:
    """Return chunks with signs of currency and closing marks put to their number."""
    whole: list[Line] = []
    for chunk in chunks:
        before = whole[-1] if whole else None
        if before is not None and _is_leader(before, chunk):
            continue
        if before is not None and (
            (before.text in CURRENCY and chunk.text[0] in "0123456789(-–—.")
            or (chunk.text in CLOSING and chunk.x0 - before.x1 < 2 * chunk.height)
        ):
            whole[-1] = together(before, chunk)
        else:
            whole.append(chunk)
    return whole


def _is_leader(before: Line, chunk: Line) -> bool:
    """Return whether a chunk is what room was left for of the leaders behind a label: a dot or two."""
    if chunk.text.strip(LEADER) or chunk.x0 - before.x1 > LEADER_GAP * chunk.height:
        return False
    return before.text[-1].isalpha() or before.text[-1] in LEADER


def _fixed_space(characters: Sequence[Character]) -> float:
    """Return what a gap must exceed in a font whose characters all have one width; 0 in others."""
    widths = [character.x1 - character.x0 for character in characters if not character.text.isspace()]
    if not any(character.text.isalpha() for character in characters):
        return 0.0  # digits have one width in most fonts
    if len(widths) > MONOSPACED and max(widths) - min(widths) < 0.1:
        return 1.5 * widths[0]
    return 0.0


def _is_apart(first: Character, second: Character) -> bool:
    """Return whether the gap between two neighbours is wider than between words, or than inside a number."""
    gap, size = second.x0 - first.x1, max(first.y1 - first.y0, second.y1 - second.y0)
    if gap <= PART_GAP * size:
        return False
    return gap > CHUNK_GAP * size or (first.text in VALUE_ENDS and second.text in VALUE_BEGINS)


def _between_leaders(characters: Sequence[Character]) -> list[Sequence[Character]]:
    """Return the characters before and after runs of dots."""
    if not any(character.text in ".…_·" for character in characters):
        return [characters]
    text = "".join(character.text if len(character.text) == 1 else "?" for character in characters)
    edges = [0, *(edge for found in LEADERS.finditer(text) for edge in found.span()), len(text)]
    parts = [
        characters[start:end]
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if not text[start:end].isspace() and end > start
    ]
    return parts or [characters]


def chunk_of(characters: Iterable[Character]) -> Line:
    """Return one chunk from characters that stand in one line, some of them visible."""
    line = line_of(list(characters))
    assert line is not None, "a chunk has visible characters"
    return line._replace(text=" ".join(line.text.split()))


def parts_of(chunk: Line) -> list[Line]:
    """Return a chunk cut at gaps that are wider than a space."""
    gap = max(PART_GAP * chunk.height, _fixed_space(chunk.characters))
    parts: list[list[Character]] = []
    last: Character | None = None
    for character in chunk.characters:
        if not character.text.isspace():
            if last is None or character.x0 - last.x1 > gap:
                parts.append([])
            last = character
        parts[-1].append(character)
    return _with_signs([chunk_of(part) for part in parts])


def parted(row: ChunkRow) -> ChunkRow:
    """Return a row cut at all gaps that are wider than a space."""
    return replace(row, chunks=[part for chunk in row.chunks for part in parts_of(chunk)])


def together(first: Line, second: Line) -> Line:
    """Return one chunk from two of the same line."""
    return chunk_of([*first.characters, *second.characters])


def is_number(text: str) -> bool:
    """Return whether a cell holds a value: a number, or what stands in place of one."""
    if len(text) > LONGEST_VALUE:
        return False
    if NUMBER.fullmatch(text) or FILLER.fullmatch(text) or RANGE.fullmatch(text):
        return True
    qualified = QUALIFIED.fullmatch(text)
    return qualified is not None and bool(
        NUMBER.fullmatch(qualified["value"]) or FILLER.fullmatch(qualified["value"])
    )


def is_amount(text: str) -> bool:
    """Return whether a cell holds what can be no header: a number, neither a year nor the number of a column."""
    return is_number(text) and not any(form.fullmatch(text) for form in (YEAR, ORDINAL, ANSWER, RANGE))


def is_long(chunk: Line) -> bool:
    """Return whether a chunk is as long as a line of running text."""
    return chunk.text.count(" ") >= PROSE_WORDS and chunk.x1 - chunk.x0 > PROSE_WIDTH * chunk.height


def is_prose(row: ChunkRow) -> bool:
    """Return whether a row is one line of running text."""
    return len(row.chunks) == 1 and is_long(row.chunks[0])


def have_columns(rows: Sequence[ChunkRow]) -> bool:
    """Return whether several rows have more than one chunk."""
    return sum(len(row.chunks) > 1 for row in rows) > 1
