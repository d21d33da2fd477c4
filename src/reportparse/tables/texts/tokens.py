"""Tables whose cells and rows nothing marks: rows are found by the labels that the forms know.

Texts and numbers come in one sequence. A run of values belongs to the label before it, after it,
or around it (a wrapped label); where each label is cut is decided for all runs together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

import regex

from reportparse import terminal
from reportparse.document import Cell, Layout, Paragraph, Place, Table
from reportparse.forms.vocabulary import LONGEST_LABEL, RowSum, Vocabulary
from reportparse.normalise import LABEL_LENGTH, SURE_LABEL, compact, label, plain
from reportparse.tables.texts.anchored import rows_between_labels
from reportparse.tables.texts.cell_texts import clean, is_value
from reportparse.tables.texts.parted_rows import row_in_parts
from reportparse.tables.texts.scattered import without_scattered_groups
from reportparse.tables.texts.sequence import Row, Token, joined
from reportparse.tables.texts.summed_rows import rows_by_sums
from reportparse.tables.texts.wrapped_numbers import with_whole_numbers
from reportparse.values import has_note, read_value

LONGEST_PIECE = 40
# So many texts on a line, each a piece of a label, are names of columns however long the line is.
FEWEST_NAMES = 5
# How far into a sequence of texts a label is looked for: vertical labels are one character a line.
REACH = 16
AFTER_REACH = 4
ROW_LABEL = 0.6
# The longest label and the most digits of its row.
LONGEST_GLUED = 150
GLUED_LABEL = 0.75
DISTANT_LABEL = 0.55
MOSTLY_SHARED = 0.6
# So many labels of several lines with their values on another line are no chance.
FEWEST_APART = 3
# Labels stand behind their values if that is worth more, by about one label, than before them.
CLEARLY_BEHIND = 0.5
FEWEST_DETACHED = 2
# With captions or headers between the labels it takes more of them.
FEWEST_ACROSS = 3
# No form has more rows than this between two labels.
MOST_ROWS = 40
# No form has so many rows, and no longer table is read as one: whose label is whose is not asked of it.
MOST_RUNS = 400
# So many values on lines of their own make a dialect.
FEWEST_ALONE = 5
# A line with as many values as the line before, and at least so many, is a row of its own.
ROW_ON_A_LINE = 3
PAGE_NUMBER = regex.compile(
    r"^\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]"
    r"|第\s*\d{1,3}\s*页(?:\s*[,，]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3})\s*$"
)
# A rule across the page; a few dashes may be a cell.
DRAWN_LINE = regex.compile(r"^\s*(?=(?:[^-=+]*[-=+]){10})[\s=+-]+$")
# A wide space apart from others is a blank cell.
PIECE = regex.compile(r"[^\s|]+|(?<=[ \t])\xa0*\u3000[\xa0\u3000]*(?=[ \t]|$)")
DRAWN = "-=+"
BLANK_CELL = regex.compile(r"^[\xa0\u3000\u2002\u2003]+ *$")
BLANK_ENTITY = regex.compile(r"^&(?:nbsp|ensp|emsp|#160|#12288);$")
CUT_BEFORE_POINT = regex.compile(r"^[.．,，]\d+$")
CUT_BEHIND_POINT = regex.compile(r"^\d+[.．,，]$")
NOT_EXACT = regex.compile(r"^[余多](?:[件项个条人次万元]|$)|^(?:左右|上下|以上|以下|以内)")
GLUED = regex.compile(r"^(?<label>.*[^\d\s,.．、:：+-])(?<digits>\d[\d.,]*)$")


@dataclass(slots=True)
class Run:
    """Values that follow each other, and the texts between them and the run before."""

    before: list[Token]
    values: list[Token] = field(default_factory=list)


def regions(
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

    furniture = _furniture(lines)
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not text or furniture[i]:
            continue
        if start is not None and is_heading(line.text):
            close()
            continue
        glued = _glued(text, words)
        pieces = _pieces(glued["label"] if glued else text, words)
        texts = [piece.text for piece in pieces if not piece.is_value]
        has_values = bool(glued) or len(texts) < len(pieces)
        together = "".join(texts)
        # A label may have a long note behind it.
        length = len(label(together).core if together.endswith((")", "）")) else compact(together))
        is_label = (
            bool(texts)
            and length <= LONGEST_LABEL
            and (words.is_label(together) or words.is_header(together))
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


def may_hold_values(text: str) -> bool:
    """Whether a line may have a value: a piece of its own, or a number that nothing parts from its label."""
    return any(map(is_value, map(clean, _split(text)))) or _may_end_in_number(text.rstrip())


def _may_end_in_number(text: str) -> bool:
    """Whether the last character may be one of a number; asked before the whole line is."""
    end = _plain_character(text[-1:])[-1:]
    return end.isdecimal() or end in ".," if end else bool(text)


_plain_character = lru_cache(maxsize=8192)(plain)


def repeats_removed(lines: Iterable[Paragraph]) -> bool:
    """Whether no line stands twice where several values have lines of their own: a tool took such lines out.

    Every form repeats some of its labels, and zeros.
    """
    texts = [compact(line.text) for line in lines]
    texts = [text for text in texts if text]
    return len(set(texts)) == len(texts) and sum(map(is_value, texts)) >= FEWEST_ALONE


def _furniture(lines: Sequence[Paragraph]) -> list[bool]:
    """For each line whether it is a page number or a rule across the page."""
    texts = [line.text.strip() for line in lines]
    return [
        (text[:1] in DRAWN and bool(DRAWN_LINE.match(text)))
        or (_may_be_page_number(text) and bool(PAGE_NUMBER.match(plain(text))) and not _is_row(texts, i))
        for i, text in enumerate(texts)
    ]


def _may_be_page_number(text: str) -> bool:
    """Whether the first character may be one of a page number; asked before the whole line is."""
    start = _plain_character(text[:1])[:1]
    return start.isdecimal() or start in "-—–－第"


def _is_row(texts: Sequence[str], i: int) -> bool:
    """Whether a line like `- 8 -` may be a row: a line beside it is as many values."""
    pieces = texts[i].split()
    return len(pieces) > 1 and any(
        len(beside.split()) == len(pieces) and all(map(is_value, beside.split()))
        for beside in (*texts[max(0, i - 1) : i], *texts[i + 1 : i + 2])
    )


def _glued(text: str, words: Vocabulary) -> regex.Match[str] | None:
    """A label and the number that nothing parts from it."""
    if len(text) > LONGEST_GLUED or not _may_end_in_number(text) or is_value(text):
        return None
    found = GLUED.match(plain(text))
    if found is None:
        return None
    likeness = words.row_likeness(found["label"])
    # Whole texts are hardly ever the same twice: they are only looked up where it matters.
    likely = likeness > GLUED_LABEL and (likeness == 1 or likeness > words.row_likeness(text))
    return found if likely else None


class _Piece(NamedTuple):
    """A piece of a line without its marks; `glued` is its label and the digits that nothing parts from it."""

    text: str
    glued: tuple[str, str] | None
    is_value: bool


def _piece(printed: str, words: Vocabulary) -> _Piece:
    return (_known_piece if len(printed) <= LABEL_LENGTH else _read_piece)(printed, words)


def _read_piece(printed: str, words: Vocabulary) -> _Piece:
    text = clean(printed)
    glued = _glued(text, words)
    return _Piece(text, (glued["label"], glued["digits"]) if glued else None, _is_printed_value(text))


# Labels and numbers of few digits come again and again.
_known_piece = lru_cache(maxsize=65536)(_read_piece)


def _split(text: str) -> list[str]:
    return text.replace("|", " ").split()


def _pieces(text: str, words: Vocabulary) -> list[_Piece]:
    return [piece for printed in _split(text) if (piece := _piece(printed, words)).text]


def tokens(lines: Iterable[Paragraph], words: Vocabulary) -> list[Token]:
    """The tokens of some lines; page numbers are left out, glued labels and numbers parted.

    A line of nothing but spaces that do not break is a blank cell; where empty lines part all values, so is
    a line of any spaces. Where nothing parts the names of columns, nor a label and its values, spaces do
    not part these either.
    """
    lines = list(lines)
    apart = _are_apart(lines)
    unparted = any(_are_unparted_columns(line.text, words) for line in lines)
    found: list[Token] = []
    empty_lines = 0
    for line, is_furniture in zip(lines, _furniture(lines), strict=True):
        if is_furniture:
            continue
        if not line.text.strip():
            if BLANK_CELL.match(line.text) or (apart and line.text):
                found.append(Token("", line.place, True, 0, empty_lines))
                empty_lines = 0
            else:
                empty_lines += 1
            continue
        follows_glued = False
        column = end = 0
        is_narrow = line.text.isascii()
        for match in PIECE.finditer(line.text):
            (piece, glued, is_printed_value), start = _piece(match[0], words), match.start()
            column += start - end if is_narrow else terminal.width(line.text[end:start])
            end = start
            if not piece and not (BLANK_ENTITY.match(match[0]) or match[0].isspace()):
                continue
            if (
                found
                and found[-1].place == line.place
                and found[-1].value
                and (
                    _goes_on(found[-1].text, piece) or (follows_glued and piece.replace(".", "").isdecimal())
                )
            ):
                # A number in pieces, or one that is not exact.
                found[-1].text += f" {piece}"
            elif glued:
                text, digits = glued
                found.append(Token(text, line.place, False, start, empty_lines, column))
                digits_at = start + len(text), column + terminal.width(text)
                found.append(Token(digits, line.place, True, digits_at[0], 0, digits_at[1]))
                follows_glued = unparted
            else:
                is_cell = not piece or is_printed_value
                found.append(Token(piece, line.place, is_cell, start, empty_lines, column))
            empty_lines = 0
    if apart:
        # Spaces right below a text are a second line of its cell.
        found = [token for token in found if token.text or token.empty_lines]
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        # A character of a label that is written downwards.
        if compact(token.text) == "无" and any(
            len(near.text) == 1 and not near.value and near.text not in "()（）" for near in (before, after)
        ):
            token.value = False
    return found


def _is_printed_value(piece: str) -> bool:
    return is_value(piece) or has_note(piece)


def _are_apart(lines: Sequence[Paragraph]) -> bool:
    """Whether an empty line stands before each line that is a value."""
    return any(
        not above.text and is_value(compact(line.text)) for above, line in pairwise(lines)
    ) and not any(above.text and is_value(compact(line.text)) for above, line in pairwise(lines))


def _are_unparted_columns(text: str, words: Vocabulary) -> bool:
    """Whether a line is the names of several columns with nothing between them."""
    return len(text.split()) == 1 and words.columns_in(text) > 1


def _goes_on(number: str, piece: str) -> bool:
    """Whether a piece is the rest of a number that is cut at its point, or says that it is not exact."""
    if piece.isdecimal():
        return not number.isdecimal() and bool(CUT_BEHIND_POINT.match(number))
    return bool(
        (number.isdecimal() and CUT_BEFORE_POINT.match(piece))
        or (number[-1:].isdecimal() and NOT_EXACT.match(piece))
    )


def cell_tokens(cells: Iterable[tuple[str, Place]]) -> list[Token]:
    """Cells in one sequence as tokens; blank cells are values."""
    return [Token(text, place, not text or _is_printed_value(compact(text))) for text, place in cells]


def rows_of(sequence: Sequence[Token], words: Vocabulary) -> list[Row]:
    """The rows of a sequence."""
    sequence = with_whole_numbers(without_scattered_groups(sequence, words), words)
    parted_from, parted = row_in_parts(sequence, words)
    sequence = sequence[:parted_from]
    counted = rows_between_labels(sequence, words)
    rows: list[Row] = []
    done = 0
    for start, end, between in [*counted, (len(sequence), len(sequence), [])]:
        for stretch, paired in _part_blocks(sequence[done:start], words):
            rows.extend(paired or _rows_in_order(stretch, words))
        rows.extend(between)
        done = end
    if not all(len(row.values) in words.row_widths(joined(row.label)) for row in rows if row.values):
        header = list(takewhile(lambda token: not token.value, sequence))
        summed = rows_by_sums(sequence, words)
        rows = [Row(header, []), *summed] if summed else rows
    return [*rows, *parted]


def _part_blocks(sequence: Sequence[Token], words: Vocabulary) -> list[tuple[list[Token], list[Row]]]:
    """The sequence in stretches, those that are a block of labels and a block of their values with rows.

    A block of labels has a line for each row, and so has its block of values; each of these lines
    has as many values as the form asks for by its label.
    """
    lines = [list(tokens) for _, tokens in groupby(sequence, key=lambda token: token.place)]
    stretches: list[tuple[list[Token], list[Row]]] = []
    done = i = 0
    while i < len(lines):
        if any(token.value for token in lines[i]):
            i += 1
            continue
        middle = _end_of_block(lines, i, values=False)
        end = _end_of_block(lines, middle, values=True)
        paired = _paired(lines[i:middle], lines[middle:end], words)
        if paired:
            stretches.append(([token for line in lines[done:i] for token in line], []))
            stretches.append(([token for line in lines[i:end] for token in line], paired))
            done = end
        i = end if end > middle else middle
    stretches.append(([token for line in lines[done:] for token in line], []))
    return stretches


def _end_of_block(lines: Sequence[list[Token]], start: int, values: bool) -> int:
    end = start
    while end < len(lines) and all(token.value is values for token in lines[end]):
        end += 1
    return end


def _paired(texts: Sequence[list[Token]], values: Sequence[list[Token]], words: Vocabulary) -> list[Row]:
    """Lines of labels with lines of values in the same order, or nothing where they do not match."""
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
    return [Row(line, rows.get(i, [])) for i, line in enumerate(texts)]


def _columns_above(texts: Sequence[str], labels: set[int], words: Vocabulary) -> dict[int, int]:
    """For each label how many columns the header above it names, 0 without one."""
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


def _rows_in_order(sequence: Sequence[Token], words: Vocabulary) -> list[Row]:
    """Rows of a sequence in which labels and values take turns."""
    runs, rest = _runs(sequence, words)
    if not runs:
        return [Row([token], []) for token in rest]
    if len(runs) > MOST_RUNS:
        return [*(Row(run.before, run.values) for run in runs), *(Row([token], []) for token in rest)]
    rows: list[Row] = []
    cuts, worth = _cut_labels(runs, rest, words)
    unsure: set[int] = set()
    some_behind = any(
        begin == len(run.before) and cuts[i + 1][0]
        for i, (run, (_, begin)) in enumerate(zip(runs, cuts, strict=False))
    )
    if some_behind:
        in_front, next_worth = _cut_labels(runs, rest, words, behind=False)
        if worth - next_worth < CLEARLY_BEHIND:
            # Labels before their values would do as well: which row is whose is told by the others.
            unsure = {
                i
                for i in range(len(runs))
                if cuts[i][1] != in_front[i][1] or cuts[i + 1][0] != in_front[i + 1][0]
            }
    unsure |= _on_other_lines(runs, cuts, words)
    for i, run in enumerate(runs):
        taken, begin = cuts[i]
        header = run.before[taken:begin]
        rows.extend(Row(texts, []) for texts in _headers(header, words))
        following = runs[i + 1].before if i + 1 < len(runs) else rest
        after = following[: cuts[i + 1][0]]
        label = [*run.before[begin:], *after]
        if i in unsure or _is_apart(run.before[begin:], words):
            rows.extend(Row([text], []) for text in label)
            label = after = []
        if header and len(label) == 1 and not after and words.is_column(label[0].text):
            rows[-1].label.extend(label)
            label = []
        elif _is_header(label, run.values, words):
            rows.append(Row(label, []))
            label = []
        before = run.before[begin:]
        behind = (bool(after) and not before) or (
            not some_behind and _needs_none_before(before, after, words)
        )
        rows.extend(_rows_of_run(label, run.values, behind, words))
    tail = rest[cuts[-1][0] :]
    rows.extend(Row(texts, []) for texts in _headers(tail, words))
    return rows


def _on_other_lines(runs: Sequence[Run], cuts: Sequence[tuple[int, int]], words: Vocabulary) -> set[int]:
    """The runs whose whole label ends on a line of its own, where most labels share a line with their values.

    It may be the label of a row without values, and their own label be missing. The text layer of pages
    is left alone: there a label of two lines has its values between them or behind. So are the labels of
    several lines where that is their way.
    """
    apart: set[int] = set()
    wrapped_apart: set[int] = set()
    shared = wrapped_shared = 0
    if runs[0].values[0].place.page is not None:
        return apart
    for i, run in enumerate(runs):
        label = run.before[cuts[i][1] :]
        first = next((token for token in run.values if token.text), None)
        if not label or first is None:
            continue
        last_line = [token for token in label if token.place == label[-1].place]
        likeness = words.row_likeness(joined(label))
        wrapped = words.row_likeness(joined(last_line)) < likeness
        if label[-1].place == first.place:
            shared += 1
            wrapped_shared += wrapped
        elif likeness > SURE_LABEL:
            (wrapped_apart if wrapped else apart).add(i)
    if len(wrapped_apart) < max(FEWEST_APART, wrapped_shared):
        apart |= wrapped_apart
    return apart if shared > MOSTLY_SHARED * (shared + len(apart)) else set()


def _needs_none_before(before: Sequence[Token], after: Sequence[Token], words: Vocabulary) -> bool:
    """Whether the texts behind some values are as good a label without those before them.

    Where labels stand behind values, those before may be the label of a group; elsewhere the label
    that belonged before them is missing.
    """
    own = joined(after)
    return bool(after) and words.row_likeness(own) >= words.row_likeness(joined((*before, *after)))


def _is_apart(label: Sequence[Token], words: Vocabulary) -> bool:
    """Whether other texts stand between a label and its values, so that it may not be theirs."""
    if any(words.caption_likeness(token.text) > SURE_LABEL for token in label[1:]):
        return True
    text = joined(label)
    nearer = joined(label[:-1])
    return len(label) > 1 and words.row_likeness(nearer) > words.row_likeness(text)


def _is_header(label: Sequence[Token], values: Sequence[Token], words: Vocabulary) -> bool:
    """Whether texts before values are the header of a row that has no label."""
    text = joined(label)
    unlabelled = len(values) in words.row_widths("") and words.row_likeness(text) < ROW_LABEL
    return bool(label) and (unlabelled or words.is_header(text))


def _rows_of_run(label: list[Token], values: list[Token], behind: bool, words: Vocabulary) -> list[Row]:
    """A run as one row; or as several, if it has the length of several and their sums all hold.

    A text layer gives some rows one after the other and then others column by column. The label
    before the run is the first row's if that row comes by itself.
    """
    for shape in words.sums:
        matrix = _matrix(values, shape)
        if matrix is not None:
            rows, in_rows = matrix
            if in_rows:
                # The label may as well be another row's: it stands behind, and the sums must vouch.
                return [Row(label, rows[0], True), *(Row([], row) for row in rows[1:])]
            return (
                [Row(label, []), *(Row([], row) for row in rows)] if label else [Row([], row) for row in rows]
            )
    return [Row(label, values, behind)]


def _matrix(values: list[Token], shape: RowSum) -> tuple[list[list[Token]], int] | None:
    """The only way to lay values out as rows that end in their sum, and how many come row by row."""
    height, rest = divmod(len(values), shape.width)
    if rest or not 2 <= height <= MOST_ROWS:
        return None
    numbers = [read_value(token.text).value or 0.0 for token in values]
    found: dict[tuple[int, ...], int] = {}
    for in_rows in range(height + 1):
        start = in_rows * shape.width
        tall = height - in_rows
        order = [
            *range(start),
            *(start + i + j * tall for i in range(tall) for j in range(shape.width)),
        ]
        lines = [order[i : i + shape.width] for i in range(0, len(order), shape.width)]
        if all(2 * numbers[line[shape.total]] == sum(numbers[at] for at in line) for line in lines):
            # The same numbers in the same places are the same reading.
            key = tuple(int(numbers[at]) if numbers[at].is_integer() else at for at in order)
            found[key] = max(in_rows, found.get(key, 0))
    if len(found) != 1:
        return None
    (in_rows,) = found.values()
    start, tall = in_rows * shape.width, height - in_rows
    order = [*range(start), *(start + i + j * tall for i in range(tall) for j in range(shape.width))]
    placed = [values[at] for at in order]
    return [placed[i : i + shape.width] for i in range(0, len(placed), shape.width)], in_rows


def _runs(sequence: Sequence[Token], words: Vocabulary) -> tuple[list[Run], list[Token]]:
    """The runs of values with the texts before each, and the texts after the last."""
    per_line = Counter(token.place for token in sequence if token.value and token.text)
    runs: list[Run] = []
    texts: list[Token] = []
    for token in sequence:
        if not token.value:
            texts.append(token)
        elif texts or not runs or _is_next_row(runs[-1].values[-1].place, token.place, per_line):
            runs.append(Run(texts, [token]))
            texts = []
        else:
            runs[-1].values.append(token)
    return _with_wrapped_rows(runs, words), texts


def _with_wrapped_rows(runs: Sequence[Run], words: Vocabulary) -> list[Run]:
    """The runs with those joined that are the lines of one row without a label, right behind its header."""
    start = 0
    while start < len(runs):
        end = next((i for i in range(start + 1, len(runs)) if runs[i].before), len(runs))
        values = [token for run in runs[start:end] for token in run.values]
        unlabelled = end - start > 1 and len(values) in words.row_widths("")
        if unlabelled and words.columns_in(joined(runs[start].before)) >= len(values):
            return [*runs[:start], Run(runs[start].before, values), *runs[end:]]
        start = end
    return list(runs)


def _is_next_row(before: Place, here: Place, per_line: Counter[Place]) -> bool:
    """Whether two lines of values with nothing between them are two rows rather than a wrapped one."""
    return before != here and per_line[before] == per_line[here] >= ROW_ON_A_LINE


def _headers(texts: Sequence[Token], words: Vocabulary) -> list[list[Token]]:
    """Captions one by one, the texts between them as one header each."""
    rows: list[list[Token]] = []
    open_header = False
    for token in texts:
        if words.caption_likeness(token.text) > SURE_LABEL:
            rows.append([token])
            open_header = False
        elif open_header:
            rows[-1].append(token)
        else:
            rows.append([token])
            open_header = True
    return rows


def _cut_labels(
    runs: Sequence[Run], rest: Sequence[Token], words: Vocabulary, behind: bool = True
) -> tuple[list[tuple[int, int]], float]:
    """Per run, and once more for the end, where its texts are cut; and what these cuts are worth.

    `(t, u)`: the first t texts still belong to the label of the run before, those from u on to
    the run's own label, and what is between is a header. The cuts maximise the likeness of all
    labels to rows of the forms. Without `behind` no label stands behind its values alone.
    """
    befores = [[token.text for token in run.before] for run in runs] + [[token.text for token in rest]]
    options: list[list[tuple[int, int]]] = []
    for position, before in enumerate(befores):
        free = len(before) - _on_line_of_values(runs, position)
        longest_after = 0 if position == 0 else min(AFTER_REACH, free)
        firsts = range(longest_after + 1)
        if position == len(runs):
            options.append([(t, len(before)) for t in firsts])
        else:
            earliest = max(0, len(before) - REACH)
            options.append([(t, u) for t in firsts for u in range(max(t, earliest), len(before) + 1)])
    shares_line = [_on_line_of_values(runs, position) > 0 for position in range(len(runs))]
    cache: dict[tuple[int, int, int], float] = {}

    def worth(position: int, begin: int, taken: int) -> float:
        key = (position, begin, taken)
        if key not in cache:
            texts = [*befores[position][begin:], *befores[position + 1][:taken]]
            text = "".join(texts)
            # The label of a group never stands behind the values of a row, nor any behind a line with a text before.
            alone = begin == len(befores[position]) and (
                not behind or shares_line[position] or words.is_group(text)
            )
            likeness = words.row_likeness(text) if texts and not alone else 0.0
            cache[key] = (likeness if likeness >= ROW_LABEL else 0.0) - 0.02 * taken + 0.001 * len(texts)
        return cache[key]

    best = [[0.0] * len(options[0])]
    back: list[list[int]] = []
    for position, (here, there) in enumerate(pairwise(options)):
        scores, origins = [], []
        by_begin: dict[int, tuple[float, int]] = {}
        for index, (_, begin) in enumerate(here):
            candidate = (best[-1][index], index)
            by_begin[begin] = max(by_begin.get(begin, candidate), candidate)
        by_taken: dict[int, tuple[float, int]] = {}
        for taken in {taken for taken, _ in there}:
            by_taken[taken] = max(
                (score + worth(position, begin, taken), index) for begin, (score, index) in by_begin.items()
            )
        for taken, _ in there:
            scores.append(by_taken[taken][0])
            origins.append(by_taken[taken][1])
        best.append(scores)
        back.append(origins)
    index = max(range(len(best[-1])), key=lambda i: best[-1][i])
    chosen = [options[-1][index]]
    for position in range(len(back) - 1, -1, -1):
        index = back[position][index]
        chosen.append(options[position][index])
    return chosen[::-1], max(best[-1])


def _on_line_of_values(runs: Sequence[Run], position: int) -> int:
    """How many texts begin a line that goes on with a run's values: they are no label of the run before."""
    if position in (0, len(runs)):
        return 0
    line = runs[position].values[0].place
    if runs[position - 1].values[-1].place == line:
        return 0
    return sum(1 for token in runs[position].before if token.place == line)


def table_of(rows: Sequence[Row], dialect: str, blanks_kept: bool, incomplete: bool = False) -> Table | None:
    """A table of the rows: the label's texts as one cell, before the values or behind them."""
    cells: list[Cell] = []
    for i, row in enumerate(rows):
        texts = [(token.text, token.place) for token in row.label]
        if row.label and any(token.text for token in row.values):
            texts = [("\n".join(token.text for token in row.label), row.label[0].place)]
        numbers = [(token.text, token.place) for token in row.values]
        parts = [*numbers, *texts] if row.behind else [*texts, *numbers]
        cells.extend(Cell(i, j, text, place) for j, (text, place) in enumerate(parts))
    if not any(row.values for row in rows):
        return None
    layout: Layout = "stream" if blanks_kept else "tokens"
    return Table(cells, cells[0].place, layout=layout, dialect=dialect, incomplete=incomplete)
