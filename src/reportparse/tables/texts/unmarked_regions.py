"""Stretches of lines that may be a table whose cells and rows nothing marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact, label
from reportparse.remembered import LABEL_LENGTH
from reportparse.tables.texts.tokens import BEGINS_WITH_POINT, furniture_in, glued_number, pieces_of
from reportparse.values import is_value

LONGEST_PIECE = 40
# So few lines that are of no table may stand within one.
LARGEST_GAP = 2
# So many labels, and a value, make a table.
FEWEST_LABELS = 2
# A piece of a label begins a table only if it has so many characters.
SHORTEST_FIRST = 3
# So many texts on a line, each a piece of a label, are names of columns however long the line is.
FEWEST_NAMES = 5
# So many values on lines of their own make a dialect.
FEWEST_ALONE = 5
# What is left of a number that a space parts behind its point.
NUMBER_PIECE = re.compile(r"\d+[.,．，]|[.,．，]\d+")
OPEN_NOTE = re.compile(r"(?<=.)[（(][^（）()]*$")
NOTE_END = re.compile(r"[^（）()]*[)）]")


def regions_of(
    lines: Sequence[Paragraph], words: Vocabulary, is_heading: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """Return the stretches of lines, as half-open ranges, that hold labels of the forms and values.

    Headings end them.
    """
    regions: list[_Region] = []
    open_region: _Region | None = None
    furniture = furniture_in(lines)
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not text or furniture[i]:
            continue
        if open_region and is_heading(line.text):
            open_region = None
            continue
        printed = _printed_line(text, words)
        closes_note = open_region is not None and open_region.leaves_open and bool(NOTE_END.match(text))
        if printed.may_be_in_table or closes_note:
            if open_region is None:
                if not printed.may_be_first or is_heading(line.text):
                    continue
                open_region = _Region(i, i)
                regions.append(open_region)
            open_region.add(i, printed)
            open_region.leaves_open = bool(OPEN_NOTE.search(text))
        elif open_region:
            open_region.gap += 1
            if open_region.gap > LARGEST_GAP or len(compact(text)) > LONGEST_PIECE or text[-1] in "。；！？":
                open_region = None
    return [
        (region.start, _with_blank_lines(lines, region.last + 1))
        for region in regions
        if region.values and region.labels >= FEWEST_LABELS
    ]


@dataclass(slots=True)
class _Region:
    """A region from its first line to the last that is of a table, and how many lines behind that are not."""

    start: int
    last: int
    gap: int = 0
    values: int = 0
    labels: int = 0
    # Whether a note in brackets goes on behind the last line.
    leaves_open: bool = False

    def add(self, i: int, printed: _PrintedLine) -> None:
        """Let the region go on to a line."""
        self.last, self.gap = i, 0
        self.values += printed.has_values
        self.labels += printed.labels()


class _PrintedLine(NamedTuple):
    """What a line prints: its texts that are no values, their length together, and whether they are a whole
    label.
    """

    texts: list[str]
    has_values: bool
    length: int
    is_label: bool
    words: Vocabulary

    @property
    def may_be_in_table(self) -> bool:
        """Whether the line may be of a table: its texts are a label, pieces of labels or of a number, or none."""
        return (
            self.is_label
            or not self.texts
            or bool(BEGINS_WITH_POINT.match(self.texts[0]))
            or (self.has_values and all(map(NUMBER_PIECE.fullmatch, self.texts)))
            or (
                (self.length <= LONGEST_PIECE or len(self.texts) >= FEWEST_NAMES)
                and all(map(self.words.is_fragment, self.texts))
            )
        )

    @property
    def may_be_first(self) -> bool:
        """Whether a line of a table may be its first: it says enough."""
        return self.is_label or (bool(self.texts) and self.length >= SHORTEST_FIRST)

    def labels(self) -> int:
        """Return how many labels there are, at least."""
        several = 2 * self.words.is_header("".join(self.texts))
        return max(
            self.is_label, several, sum(len(text) > 1 and self.words.is_label(text) for text in self.texts)
        )


def _printed_line(line: str, words: Vocabulary) -> _PrintedLine:
    glued = glued_number(line, words)
    pieces = pieces_of(glued["label"] if glued else line, words)
    texts = [piece.text for piece in pieces if not piece.is_value]
    # A note in brackets may go on in the next line.
    together = OPEN_NOTE.sub("", "".join(texts))
    # A label may have a long note behind it.
    length = len(label(together).core if together.endswith((")", "）")) else compact(together))
    is_label = (
        bool(texts) and length <= LABEL_LENGTH and (words.is_label(together) or words.is_header(together))
    )
    return _PrintedLine(texts, bool(glued) or len(texts) < len(pieces), length, is_label, words)


def _with_blank_lines(lines: Sequence[Paragraph], end: int) -> int:
    """Return the end of a stretch of lines, behind lines of nothing but spaces: these may be blank cells."""
    for i in range(end, len(lines)):
        if lines[i].text.strip():
            break
        if lines[i].text:
            end = i + 1
    return end


def repeats_removed(lines: Iterable[Paragraph]) -> bool:
    """Return whether no line stands twice where several values have lines of their own.

    A tool took such lines out.

    Every form repeats some of its labels, and zeros.
    """
    texts = [compact(line.text) for line in lines]
    texts = [text for text in texts if text]
    return len(set(texts)) == len(texts) and sum(map(is_value, texts)) >= FEWEST_ALONE
