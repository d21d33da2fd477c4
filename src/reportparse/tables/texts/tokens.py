"""Lines in which nothing marks cells and rows as one sequence of texts and values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from reportparse import terminal
from reportparse.document import Paragraph, Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact, plain
from reportparse.remembered import remembered_by_size
from reportparse.tables.texts.cell_texts import NOTHING, clean
from reportparse.tables.texts.sequence import Token
from reportparse.values import CHANGES, SIGNS, UNIT, has_note, is_value

# The longest label and the most digits of its row.
LONGEST_GLUED = 150
GLUED_LABEL = 0.75
PAGE_NUMBER = regex.compile(
    r"^\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]"
    r"|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|共\s*\d{1,3}\s*页\s*[,，/]?\s*第\s*\d{1,3}\s*页"
    r"|(?:page|p\.?|页码:?)\s*\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?|\d{1,3}\s*(?:/|of)\s*\d{1,3})\s*$",
    regex.IGNORECASE,
)
# A header with so many characters more than its names is a misprint.
LONGEST_SLIP = 1
# A rule across the page; a few dashes may be a cell.
DRAWN_LINE = regex.compile(r"^\s*(?=(?:[^-=+]*[-=+]){10})[\s=+-]+$")
# A wide space apart from others is a blank cell. A stroke between the words of a column of changes is no dash. Of
# numbers that all end in a point and a zero each is a piece, also where nothing parts them.
PIECE = regex.compile(
    r"[^\s|]+增 ?[/／] ?减[^\s|]*|\d{1,9}\.0(?=(?:\d{1,9}\.0){1,15}(?:[\s|]|$))|[^\s|]+"
    r"|(?<=[ \t])\xa0*\u3000[\xa0\u3000]*(?=[ \t]|$)"
)
# A note in brackets with words and white space in it; numbers in it are no cells.
SPACED_NOTE = regex.compile(r"[（(](?=[^（）()|]{0,80}\p{Han})(?<words>[^（）()|]{1,80})[）)]")
# The number of a row before a text that is no value.
ROW_NUMBER = regex.compile(r"^ *\d{1,3}(?=[ \t]+(?:NaN[ \t]+)*(?!\d[\d.,]*(?:\s|$))\S)")
FEWEST_NUMBERED = 5
BRACKET = regex.compile(r"[（()）]")
OPENING = "（("
CLOSES_NOTE = regex.compile(r"^[^（(]*[)）]")
# The most texts and numbers that are searched for the end of a note.
LONGEST_NOTE = 10
DRAWN = "-=+"
BLANK_CELL = regex.compile(r"^[\xa0\u3000\u2002\u2003]+ *$")
BLANK_ENTITY = regex.compile(r"^&(?:nbsp|ensp|emsp|#160|#12288);$")
CUT_BEFORE_POINT = regex.compile(r"^[.．,，]\d+$")
# The rest of a number that goes on behind its point, with its unit.
BEGINS_WITH_POINT = regex.compile(rf"^[.．,，]\d+{UNIT}?$")
CUT_BEHIND_POINT = regex.compile(r"^\d+[.．,，]$")
# A unit that a space parts from its number, as in 3 件.
UNIT_BEHIND = regex.compile(rf"^{UNIT}+$")
# What a space may part from the number behind it, as in 减 3.
CHANGES_APART = CHANGES | {"+"}
NOT_EXACT = regex.compile(rf"^[余多](?:{UNIT}|$)|^(?:左右|上下|以上|以下|以内)")
# Other characters than these may belong to the number, as signs and letters for digits do.
GLUED = regex.compile(r"^(?<label>.*[\p{Han}\p{Pe}\p{Pf}\"])(?<digits>\d[\d.,]*)$")


def may_hold_values(text: str) -> bool:
    """Return whether a line may have a value.

    It is a piece of its own, or a number that nothing parts from its label.
    """
    return any(map(is_value, map(clean, _split(text)))) or _may_end_in_number(text.rstrip())


def _may_end_in_number(text: str) -> bool:
    """Return whether the last character may be one of a number; asked before the whole line is."""
    end = _plain_character(text[-1:])[-1:]
    return end.isdecimal() or end in ".," if end else bool(text)


_plain_character = lru_cache(maxsize=8192)(plain)


def furniture_in(lines: Sequence[Paragraph]) -> list[bool]:
    """Return for each line whether it is a page number or a rule across the page."""
    return [
        is_number or (line.text.strip()[:1] in DRAWN and bool(DRAWN_LINE.match(line.text.strip())))
        for line, is_number in zip(lines, page_numbers_in(lines), strict=True)
    ]


def page_numbers_in(lines: Sequence[Paragraph]) -> list[bool]:
    """Return for each line whether it is the number of a page with a word or a mark that says so."""
    texts = [line.text.strip() for line in lines]
    return [
        _may_be_page_number(text) and bool(PAGE_NUMBER.match(plain(text))) and not _is_row(texts, i)
        for i, text in enumerate(texts)
    ]


def _may_be_page_number(text: str) -> bool:
    """Return whether the first character may be one of a page number; asked before the whole line is."""
    start = _plain_character(text[:1])[:1]
    return start.isdecimal() or start in "-—–－第共页pP"


def _is_row(texts: Sequence[str], i: int) -> bool:
    """Return whether a line like `- 8 -` may be a row: a line beside it is as many values."""
    pieces = texts[i].split()
    return len(pieces) > 1 and any(
        len(beside.split()) == len(pieces) and all(map(is_value, beside.split()))
        for beside in (*texts[max(0, i - 1) : i], *texts[i + 1 : i + 2])
    )


def glued_number(text: str, words: Vocabulary) -> regex.Match[str] | None:
    """Return a label and the number that nothing parts from it."""
    if len(text) > LONGEST_GLUED or not _may_end_in_number(text) or is_value(text):
        return None
    found = GLUED.match(plain(text))
    if found is None:
        return None
    likeness = words.row_likeness(found["label"])
    # Whole texts are hardly ever the same twice: they are only looked up where it matters.
    likely = likeness > GLUED_LABEL and (likeness == 1 or likeness > words.row_likeness(text))
    return found if likely and words.behind_row(found["label"]) in words.units | {""} else None


class Piece(NamedTuple):
    """A piece of a line without its marks; `glued` is its label and the digits that nothing parts from it."""

    text: str
    glued: tuple[str, str] | None
    is_value: bool


# Labels and numbers of few digits come again and again.
@remembered_by_size(65536)
def _piece(printed: str, words: Vocabulary) -> Piece:
    text = clean(printed)
    glued = glued_number(text, words)
    return Piece(text, (glued["label"], glued["digits"]) if glued else None, _is_printed_value(text))


def _split(text: str) -> list[str]:
    return text.replace("|", " ").split()


def pieces_of(text: str, words: Vocabulary) -> list[Piece]:
    """Return the pieces of a line between white space and pipes, a note in brackets in one piece.

    Those without a text of their own are left out.
    """
    return [piece for _, printed in _printed_pieces(text) if (piece := _piece(printed, words)).text]


def other_columns_below(lines: Sequence[Paragraph], words: Vocabulary, above: str) -> str:
    """Return the names of columns that no form has, in the last header with nothing between its names.

    `above` are those of the last header before the lines: theirs if they have none.
    """
    found = (_other_columns(line.text, words) for line in reversed(lines))
    return next((others for others in found if others is not None), above)


@remembered_by_size(8192)
def _other_columns(text: str, words: Vocabulary) -> str | None:
    if len(text.split()) != 1:
        return None
    # A header may have prose before it.
    others = words.other_names_in_header(text[-LONGEST_GLUED:])
    return "" if others and len(others) <= LONGEST_SLIP else others


def tokens_of(lines: Iterable[Paragraph], words: Vocabulary, other_columns: str = "") -> list[Token]:
    """Return the tokens of some lines; page numbers are left out, glued labels and numbers parted.

    These are not parted below a header that names other columns than the forms, as the digits may be the
    values of several. `other_columns` are those of the last header above the lines.

    A line of nothing but spaces that do not break is a blank cell; where empty lines part all values, so is
    a line of any spaces, but for tabs, which part cells. Where nothing parts the names of columns, nor a
    label and its values, spaces do not part these either. The words of a column of units are left out.
    """
    lines = _without_row_numbers(list(lines))
    reader = _TokenReader(lines, words, other_columns)
    for line, is_furniture in zip(lines, furniture_in(lines), strict=True):
        if not is_furniture:
            reader.read(line)
    found = reader.found
    if reader.are_apart:
        # Spaces right below a text are a second line of its cell.
        found = [token for token in found if token.text or token.empty_lines]
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        # A character of a label that is written downwards.
        if compact(token.text) == "无" and any(
            len(near.text) == 1 and not near.is_value and near.text not in "()（）"
            for near in (before, after)
        ):
            token.is_value = False
    for token in _numbers_in_notes(found):
        token.is_value = False
    return _with_cut_numbers_joined(found)


def _without_row_numbers(lines: list[Paragraph]) -> list[Paragraph]:
    """Return the lines without the numbers of rows that a data frame prints before its labels.

    They count up from line to line.
    """
    numbered = [(i, int(match[0])) for i, line in enumerate(lines) if (match := ROW_NUMBER.match(line.text))]
    runs: list[list[int]] = []
    for (i, number), (_, before) in zip(numbered, [(-1, -2), *numbered], strict=False):
        if number == before + 1 and runs:
            runs[-1].append(i)
        else:
            runs.append([i])
    found = {i for run in runs if len(run) >= FEWEST_NUMBERED for i in run}
    return [
        replace(line, text=ROW_NUMBER.sub(lambda match: " " * len(match[0]), line.text))
        if i in found
        else line
        for i, line in enumerate(lines)
    ]


def _numbers_in_notes(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the numbers in a note that goes on over lines.

    Values follow the bracket that closes it, too, or it is cut between a sign and its digits: `如 -` above `8）`.
    """
    for i, token in enumerate(tokens):
        if token.is_value or not _leaves_open(token.text):
            continue
        inner: list[Token] = []
        for before, after in pairwise(tokens[i : i + LONGEST_NOTE]):
            if before.is_value and after.is_value:
                break
            if not before.is_value and inner and CLOSES_NOTE.match(before.text):
                if after.is_value or (inner[-1].text in SIGNS and before.text[:1].isdecimal()):
                    yield from inner
                break
            if before is not token and not before.is_value and BRACKET.search(before.text):
                break
            inner += [after] if after.is_value else []


def _leaves_open(text: str) -> bool:
    """Return whether the last bracket of a text is one that opens."""
    brackets = BRACKET.findall(text)
    return bool(brackets) and brackets[-1] in OPENING


class _TokenReader:
    """Reads lines, one after the other, to the tokens `found`."""

    def __init__(self, lines: Sequence[Paragraph], words: Vocabulary, other_columns: str) -> None:
        self.found: list[Token] = []
        self._other_columns = other_columns
        self.are_apart = _are_apart(lines)
        self._words = words
        self._notes = _notes_in((piece for line in lines for piece in line.text.split()), words)
        self._is_unparted = any(_are_unparted_columns(line.text, words) for line in lines)
        self._empty_lines = 0

    def read(self, line: Paragraph) -> None:
        """Add the tokens of a line."""
        if line.text.strip():
            self._other_columns = other_columns_below([line], self._words, self._other_columns)
            self._read_pieces(line)
        elif BLANK_CELL.match(line.text) or (self.are_apart and line.text and "\t" not in line.text):
            self._add("", line.place, True, 0, 0)
        else:
            self._empty_lines += 1

    def _add(self, text: str, place: Place, is_value: bool, start: int, column: int) -> None:
        self.found.append(Token(text, place, is_value, start, self._empty_lines, column))
        self._empty_lines = 0

    def _read_pieces(self, line: Paragraph) -> None:
        follows_glued = False
        for (text, glued, is_printed_value), start, column in _placed_pieces(line.text, self._words):
            last = self.found[-1] if self.found else None
            value = last if last and last.is_value and last.place == line.place else None
            if text in self._notes and not value:
                continue
            if value and (
                _goes_on(value.text, text)
                or (follows_glued and text.replace(".", "").isdecimal())
                or (UNIT_BEHIND.match(text) and start == value.start + len(value.text) + 1)
            ):
                # A number in pieces, one that is not exact, or has its unit behind it.
                value.text += f" {text}"
            elif last and not self._empty_lines and _is_unit_below(self.found, text, line, start):
                last.text += f" {text}"
            elif last and text[:1].isdecimal() and _is_change_before(last, line.place, start):
                last.text += f" {text}"
                last.is_value = True
            elif glued and not self._has_other_columns(glued[0]):
                label, digits = glued
                self._add(label, line.place, False, start, column)
                self._add(digits, line.place, True, start + len(label), column + terminal.width(label))
                follows_glued = self._is_unparted
            else:
                self._add(text, line.place, not text or is_printed_value, start, column)

    def _has_other_columns(self, label: str) -> bool:
        """Return whether the last header, maybe the label itself, names other columns than the forms."""
        own = _other_columns(label, self._words)
        return bool(self._other_columns if own is None else own)


def _is_unit_below(found: Sequence[Token], text: str, line: Paragraph, start: int) -> bool:
    """Return whether a text is the unit of the number that ends the line above, wrapped into the next one.

    The value before the number has it, too: else the text may be the end of a label around its values.
    """
    before, last = found[-2:] if len(found) > 1 else (None, found[-1])
    return (
        last.place != line.place
        and not line.text[:start].strip()
        and last.is_value
        and last.text[-1:].isdecimal()
        and bool(UNIT_BEHIND.match(text))
        and before is not None
        and before.is_value
        and before.text.endswith(text)
    )


def _is_change_before(last: Token, place: Place, start: int) -> bool:
    """Return whether the last token is the word or sign of a change, and a number begins right behind it."""
    is_beside = last.place == place and start == last.start + len(last.text) + 1
    return is_beside and last.text in CHANGES_APART


def _placed_pieces(line: str, words: Vocabulary) -> Iterator[tuple[Piece, int, int]]:
    """Yield the pieces of a line, blank cells too, each with its first character and the column of that."""
    column = end = 0
    is_narrow = line.isascii()
    for start, printed in _printed_pieces(line):
        column += start - end if is_narrow else terminal.width(line[end:start])
        end = start
        piece = _piece(printed, words)
        if piece.text or printed in NOTHING or BLANK_ENTITY.match(printed) or printed.isspace():
            yield piece, start, column


def _printed_pieces(line: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between white space and pipes, a note in brackets in one piece, each with its start."""
    notes = (match.span() for match in SPACED_NOTE.finditer(line) if not _has_cells(match["words"]))
    opened, closed = next(notes, (len(line), len(line)))
    start = end = 0
    for match in PIECE.finditer(line):
        while match.start() >= closed < len(line):
            opened, closed = next(notes, (len(line), len(line)))
        if opened < match.start() < closed:
            end = match.end()
            continue
        if end > start:
            yield start, line[start:end]
        start, end = match.span()
    if end > start:
        yield start, line[start:end]


def _has_cells(text: str) -> bool:
    """Return whether numbers stand side by side in a text: a bracket before them was not closed."""
    return any(is_value(before) and is_value(after) for before, after in pairwise(text.split()))


def _notes_in(texts: Iterable[str], words: Vocabulary) -> frozenset[str]:
    """Return what a column of units prints, its name included, where there is one among the texts."""
    printed = words.note_columns.intersection(texts)
    return words.units | printed if printed else frozenset()


def _is_printed_value(piece: str) -> bool:
    return is_value(piece) or has_note(piece)


def _are_apart(lines: Sequence[Paragraph]) -> bool:
    """Return whether an empty line stands before each line that is a value."""
    return any(
        not above.text and is_value(compact(line.text)) for above, line in pairwise(lines)
    ) and not any(above.text and is_value(compact(line.text)) for above, line in pairwise(lines))


def _are_unparted_columns(text: str, words: Vocabulary) -> bool:
    """Return whether a line is the names of several columns with nothing between them."""
    return len(text.split()) == 1 and words.columns_in(text) > 1


def _goes_on(number: str, piece: str) -> bool:
    """Return whether a piece is the rest of a number that is cut at its point, or says that it is not exact."""
    if piece.isdecimal():
        return not number.isdecimal() and bool(CUT_BEHIND_POINT.match(number))
    return bool(
        (number.isdecimal() and CUT_BEFORE_POINT.match(piece))
        or (number[-1:].isdecimal() and NOT_EXACT.match(piece))
    )


def cell_tokens(cells: Sequence[tuple[str, Place]], words: Vocabulary) -> list[Token]:
    """Return cells in one sequence as tokens, without those of a column of units; blank cells are values."""
    notes = _notes_in((text for text, _ in cells), words)
    return _with_cut_numbers_joined(
        Token(text, place, not text or _is_printed_value(compact(text)))
        for text, place in cells
        if text not in notes
    )


def _with_cut_numbers_joined(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens with numbers that go on behind their point in the next cell or line in one with the rest.

    White space shows where they were cut: such a number is never read as its first piece, nor as a whole.
    """
    found: list[Token] = []
    for token in tokens:
        if (
            found
            and found[-1].is_value
            and found[-1].text[-1:].isdecimal()
            and BEGINS_WITH_POINT.match(token.text)
        ):
            found[-1] = replace(found[-1], text=f"{found[-1].text} {token.text}")
        else:
            found.append(token)
    return found
