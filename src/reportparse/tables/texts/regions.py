"""Stretches of lines that may be a table whose cells and rows nothing marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact, label
from reportparse.remembered import LABEL_LENGTH
from reportparse.tables.texts.cell_texts import is_value
from reportparse.tables.texts.tokens import furniture_in, glued_number, pieces_of

LONGEST_PIECE = 40
# So many texts on a line, each a piece of a label, are names of columns however long the line is.
FEWEST_NAMES = 5
# So many values on lines of their own make a dialect.
FEWEST_ALONE = 5


def regions_of(
    lines: Sequence[Paragraph], words: Vocabulary, is_heading: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """The stretches of lines, as half-open ranges, that hold labels of the forms and values; headings end them."""
    found: list[tuple[int, int]] = []
    start, last, gap = None, 0, 0
    values, labels = 0, 0

    def close() -> None:
        nonlocal start, values, labels, gap
        if start is not None and values and labels >= 2:
            found.append((start, _with_blank_lines(lines, last + 1)))
        start, values, labels, gap = None, 0, 0, 0

    furniture = furniture_in(lines)
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not text or furniture[i]:
            continue
        if start is not None and is_heading(line.text):
            close()
            continue
        glued = glued_number(text, words)
        pieces = pieces_of(glued["label"] if glued else text, words)
        texts = [piece.text for piece in pieces if not piece.is_value]
        has_values = bool(glued) or len(texts) < len(pieces)
        together = "".join(texts)
        # A label may have a long note behind it.
        length = len(label(together).core if together.endswith((")", "）")) else compact(together))
        is_label = (
            bool(texts) and length <= LABEL_LENGTH and (words.is_label(together) or words.is_header(together))
        )
        is_piece = (
            is_label
            or not texts
            or (
                (length <= LONGEST_PIECE or len(texts) >= FEWEST_NAMES)
                and all(words.is_fragment(piece) for piece in texts)
            )
        )
        if is_label or is_piece:
            if start is None:
                if (is_piece and not is_label and (not texts or length < 3)) or is_heading(line.text):
                    continue
                start = i
            last, gap = i, 0
            values += has_values
            several = 2 * words.is_header(together)
            labels += max(is_label, several, sum(len(piece) > 1 and words.is_label(piece) for piece in texts))
        elif start is not None:
            gap += 1
            if gap > 2 or len(compact(text)) > LONGEST_PIECE or text[-1] in "。；！？":
                close()
    close()
    return found


def _with_blank_lines(lines: Sequence[Paragraph], end: int) -> int:
    """The end of a stretch of lines, behind lines of nothing but spaces: these may be blank cells."""
    for i in range(end, len(lines)):
        if lines[i].text.strip():
            break
        if lines[i].text:
            end = i + 1
    return end


def repeats_removed(lines: Iterable[Paragraph]) -> bool:
    """Whether no line stands twice where several values have lines of their own: a tool took such lines out.

    Every form repeats some of its labels, and zeros.
    """
    texts = [compact(line.text) for line in lines]
    texts = [text for text in texts if text]
    return len(set(texts)) == len(texts) and sum(map(is_value, texts)) >= FEWEST_ALONE
