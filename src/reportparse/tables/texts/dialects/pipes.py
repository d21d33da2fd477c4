"""Pipes: a row per line, a cell per line, a pipe per line, one pipe or two between the cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd
from typing import NamedTuple

import regex

from reportparse.document import Paragraph, Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean, is_prose
from reportparse.values import is_value

SEPARATOR_LINE = regex.compile(r"^[\s|+:=-]*[-=]{2,}[\s|+:=-]*$")
# Pipes stand between cells and not around rows, as html2text has them.
INNER_SEPARATOR = regex.compile(r"^\s*-+(?:\|-+)+\s*$")
# A cell of nothing but dashes; a rule between rows has one for each column.
DASHES_ALONE = regex.compile(r"^-{2,}$")
# What Org has for a long dash.
LONG_DASH = "---"
# What html2text writes at the end of each row.
ROW_END = "  "
# What is left of a blank cell at the end of a row; a line itself may end in two spaces.
BLANK_LAST = regex.compile(r"\| {3,}$")
FILLERS = regex.compile(r"\|[|\s]*\|\s*$")
# Fillers have no spaces between them where blank cells have some.
TIGHT_FILLERS = regex.compile(r"\| (\|{2,})$")
LONE_PIPES = regex.compile(r"^[|\s]*\|[|\s]*$")
# So many lines of fillers tell how long all rows are.
FEWEST_FILLERS = 2
# So many lines with a pipe before their text open rows.
FEWEST_OPENED = 3
# Within so many lines the next one that is not blank follows.
NEAR = 3
# A cell goes on in no more lines.
MOST_PIECES = 6
# The part of the lines with cells that are whole rows, at least; in other tables each cell has a line.
FEWEST_WHOLE = 0.3
# Where fewer lines for each one with a single cell and fillers have several cells, each cell has its own fillers.
FEWEST_SEVERAL = 0.05
# Pieces of broken rows have fewer pipes.
LONG_ROW = 5
# No row of a form has as many cells.
LONGEST_ROW = 60
# So often a text stands behind a value in a line of several rows; in a row, behind its number.
FEWEST_TEXTS_BEHIND = 2
# The end of a line within a cell, in Org.
LINE_BREAK = "\\\\"
NUMBER_PIECE = regex.compile(r"^\s*[\d.．,，]+\s*$")
NUMBERED_LABEL = regex.compile(r"^[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]")
REST_OF_NUMBERED = regex.compile(r"^[.．、)）]\p{Han}")
INNER_PIPES = regex.compile(r"(?<=[^|\s])\s*(\|+)\s*(?=[^|\s])")
OUTER_PIPES = regex.compile(r"^\||\|$")


def extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    """See `Dialect`."""
    end = start
    i = start
    is_inner = False
    while i < len(lines):
        line = lines[i]
        is_inner = is_inner or bool(INNER_SEPARATOR.match(line))
        if "|" in line or SEPARATOR_LINE.match(line) or (is_inner and _is_wrapped(lines[i - 1], line)):
            i += 1
            end = i
            continue
        if words.is_heading(line) or (i == start and is_prose(line, words)):
            break
        following = _next_filled(lines, i + 1)
        closing = _closing_line(lines, i, words)
        if closing is not None:
            i = end = closing
            continue
        if following is not None and i > start and _is_between_lone_pipes(lines, i, following):
            i = following
            continue
        if following is None or "|" not in lines[following]:
            if (
                i > start
                and line.strip()
                and _opens(lines, i)
                and (words.is_label(line) or is_value(clean(line)))
            ):
                # Nothing closes the table's last cell.
                end = i + 1
            break
        if not line.strip():
            if i == start:
                break
            i += 1
            continue
        # A line without a pipe is a cell if a pipe alone closes it, or if it is a label.
        if not (LONE_PIPES.match(lines[following]) or words.is_label(line) or _opens(lines, i)):
            break
        i += 1
        end = i
    return end if any("|" in line for line in lines[start:end]) else start


def _is_wrapped(row: str, line: str) -> bool:
    """Return whether a line is nothing but the last value of a row, and ends the row as those above it end."""
    is_open = row.endswith("|") or (row.endswith("| ") and not row.endswith(ROW_END))
    return is_open and line.endswith(ROW_END) and is_value(clean(line))


def _with_wrapped_values(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines with each value that is all of its line at the end of the row above."""
    joined: list[Paragraph] = []
    for line in lines:
        if joined and _is_wrapped(joined[-1].text, line.text):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _next_filled(lines: Sequence[str], start: int) -> int | None:
    """Return the next line from one on that is not blank, if there is one near."""
    return next((i for i in range(start, min(start + NEAR, len(lines))) if lines[i].strip()), None)


def _closing_line(lines: Sequence[str], i: int, words: Vocabulary) -> int | None:
    """Return the line with the pipe alone that closes the cell which begins in a line, and goes on below it.

    The pieces of a cell are all digits of a number, or all words.
    """
    if not (lines[i].strip() and _opens(lines, i)):
        return None
    is_number = bool(NUMBER_PIECE.match(lines[i]))
    j = i
    for _ in range(MOST_PIECES):
        following = _next_filled(lines, j + 1)
        if following is None or (LONE_PIPES.match(lines[following]) and j == i):
            return None
        if LONE_PIPES.match(lines[following]):
            return following
        j = following
        piece = lines[j]
        if "|" in piece or is_prose(piece, words) or bool(NUMBER_PIECE.match(piece)) != is_number:
            return None
        if not is_number and is_value(clean(piece)):
            return None
    return None


def _is_between_lone_pipes(lines: Sequence[str], i: int, following: int) -> bool:
    """Return whether a blank line stands between a pipe alone on its line and a cell that another one closes."""
    closing = _next_filled(lines, following + 1)
    return (
        not lines[i].strip()
        and bool(LONE_PIPES.match(lines[i - 1]))
        and closing is not None
        and bool(LONE_PIPES.match(lines[closing]))
    )


def _opens(lines: Sequence[str], i: int) -> bool:
    """Return whether the line before only opened a row or left one open."""
    before = lines[i - 1].rstrip() if i else ""
    return bool(LONE_PIPES.match(before)) or ("|" in before and not before.endswith("|"))


def rows(lines: Sequence[Paragraph]) -> list[CellRow] | None:
    """See `Dialect`."""
    lines = _with_dashes_below(_without_breaks([line for line in lines if line.text.strip()]))
    is_inner = any(INNER_SEPARATOR.match(line.text) for line in lines)
    if is_inner:
        lines = _with_wrapped_values(lines)
    filled = [line for line in lines if not SEPARATOR_LINE.match(line.text)]
    indent = min((len(line.text) - len(line.text.lstrip()) for line in filled), default=0)
    # What is left of white space at the start is a blank cell.
    texts = [line.text[indent:].rstrip() for line in filled]
    if len(texts) == 1 and _is_several_rows(texts[0]):
        # All rows of a text that was made one line.
        return None
    if is_inner:
        style = PipeStyle(leading=False, trailing=False, most=0, inner=True)
    elif _hold_whole_rows(texts):
        style = _style_of(texts, sum(1 for line in filled if BLANK_LAST.search(line.text)))
    else:
        return _counted_rows(filled)
    joined = _joined_lines(zip(texts, (line.place for line in filled), strict=True), style)
    is_double = _is_double(text for text, _ in joined)
    found = [
        [(clean(cell), place) for cell in (_split_double(text) if is_double else style.split(text))]
        for text, place in joined
    ]
    if is_double or style.leading or not style.trailing:
        return found
    fillers = (TIGHT_FILLERS.search(text) for text, _ in joined)
    return _without_fillers(found, [len(pipes[1]) if pipes else 0 for pipes in fillers])


def _is_several_rows(text: str) -> bool:
    """Return whether a line has more cells than a row, or texts behind values several times."""
    filled = [is_value(cell) for piece in text.split("|") if (cell := clean(piece))]
    texts_behind_values = sum(value and not following for value, following in pairwise(filled))
    return text.count("|") > LONGEST_ROW or texts_behind_values >= FEWEST_TEXTS_BEHIND


def _hold_whole_rows(texts: Sequence[str]) -> bool:
    """Return whether lines are rows with their cells, rather than single cells or pipes."""
    pipes = [text.count("|") for text in texts]
    cells = [sum(1 for cell in text.split("|") if cell.strip()) for text in texts]
    several = sum(count > 1 for count in cells)
    if several and len(set(pipes)) == 1 and pipes[0] > 2:
        return True
    # A single cell with fillers behind it: a merged one, or the last of a row whose cells have a line each.
    filled_up = sum(count == 1 and fillers > 2 for count, fillers in zip(cells, pipes, strict=True))
    single = cells.count(1) - filled_up
    alone = sum(1 for text in texts if LONE_PIPES.match(text))
    whole = several + filled_up if several > FEWEST_SEVERAL * filled_up else 0
    return whole >= FEWEST_WHOLE * (whole + single) and alone <= whole


# Two pipes before a value on its line: one ends the cell before, one begins its own.
OPENED_VALUE = regex.compile(r"^\|\|[^|\s]+$")
# No more stand between two cells that are neighbours.
MOST_PIPES = 4
# What a smaller fraction of gaps has shows nothing.
RARE = 0.04


class PipeStyle(NamedTuple):
    """Where a table has pipes: before the first cell of a row, behind its last.

    `most` is how many its longest line has; `inner` says that it has them between cells alone for certain.
    """

    leading: bool
    trailing: bool
    most: int
    inner: bool = False

    def split(self, row: str) -> list[str]:
        """Return the cells of a row, without what is outside of its outer pipes."""
        cells = row.split("|")
        if self.leading and len(cells) > 1 and not cells[0].strip():
            cells = cells[1:]
        if self.trailing and len(cells) > 1 and not cells[-1].strip():
            cells = cells[:-1]
        return cells

    def goes_on(self, row: str, line: str) -> bool:
        """Return whether a row, as far as it is read, goes on in the next line."""
        is_closed = row.endswith("|")
        if is_closed and row.count("|") == self.most:
            return False
        is_open = "|" in row and not is_closed
        first = next(filter(None, map(str.strip, line.split("|"))), "")
        if self.inner:
            # Its last cell is blank, or is so up to the end of the line.
            return is_closed and line.startswith("|") and (not first or is_value(first))
        if self.leading:
            # Rows without merged cells may start without the pipe that spaces merged ones.
            is_rest = "|" in line and not line.startswith("|")
            is_own_row = is_closed and not is_value(line.split("|")[0])
            return row == "|" or (self.trailing and is_open) or (is_rest and not is_own_row)
        if is_open and not NUMBERED_LABEL.match(line):
            return self.trailing
        # Spacers for merged cells before a label open a row, and so do blank cells below many names.
        is_own_row = is_closed and ((bool(first) and not is_value(first)) or _is_below_names(row, line))
        return self.trailing and line.startswith("|") and not is_own_row


def _is_below_names(row: str, line: str) -> bool:
    """Whether a row is a header of more names than a row has labels, and the next line has a cell for each."""
    names = [cell for cell in row.split("|") if cell.strip()]
    return LONG_ROW <= len(names) <= line.count("|") and not any(map(is_value, map(clean, names)))


def _style_of(texts: Sequence[str], blank_last: int) -> PipeStyle:
    """Return the style of most lines; `blank_last` is in how many a blank cell seems to be the last."""
    most = max((text.count("|") for text in texts), default=0)
    piped = [text for text in texts if "|" in text]
    opened = sum(text.startswith("|") for text in piped)
    ended = sum(text.endswith("|") for text in piped)
    trailing = 2 * ended > len(piped) > 2 * blank_last and not _parts_last_cells(piped)
    # Pipes that open many rows and end none stand behind blank cells.
    leading = (
        2 * opened > len(piped)
        and (trailing or opened == len(piped))
        and any(text.startswith("|") for text in piped if text.count("|") == most)
    )
    return PipeStyle(leading, trailing, most)


def _joined_lines(lines: Iterable[tuple[str, Place]], style: PipeStyle) -> list[tuple[str, Place]]:
    """Return the lines with those joined that a row is broken into; a row has the place of its first line."""
    joined: list[tuple[str, Place]] = []
    for text, place in lines:
        if joined and style.goes_on(joined[-1][0], text):
            row, first_place = joined[-1]
            joined[-1] = row + text, first_place
        else:
            joined.append((text, place))
    return joined


def _parts_last_cells(texts: Sequence[str]) -> bool:
    """Return whether the pipe that ends most lines stands before a last cell that is blank.

    Where it is not, a value follows as many pipes.
    """
    ended = {text.count("|") for text in texts if text.endswith("|")}
    open_rows = (text for text in texts if text.count("|") >= LONG_ROW and is_value(text.split("|")[-1]))
    return any(text.count("|") in ended for text in open_rows)


def _counted_rows(lines: Sequence[Paragraph]) -> list[CellRow] | None:
    """Return rows by the number of pipes alone, or None where these do not tell.

    A pipe ends each cell, and fillers make all rows as long as the longest: a line of several pipes
    ends a row.
    """
    cells: CellRow = []
    text, place = "", lines[0].place
    # How many fillers each of these lines has, by the number of cells up to its end.
    row_ends: dict[int, int] = {}
    for line in lines:
        *closed, rest = line.text.split("|")
        for piece in closed:
            cells.append((clean(text + piece), place if text.strip() else line.place))
            text = ""
        if FILLERS.search(line.text):
            row_ends[len(cells)] = line.text.count("|") if LONE_PIPES.match(line.text) else 0
        if rest.strip() and not text.strip():
            place = line.place
        text += rest
    if len(row_ends) < FEWEST_FILLERS:
        return None
    if text.strip():
        # Nothing closes the last cell.
        cells.append((clean(text), place))
    width = gcd(*row_ends)
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    if width > 1 and _open_with_a_spacer(rows):
        rows = [row[1:] if len(row) > 1 and not row[0][0] else row for row in rows]
    if width < 2 or not _are_rows(rows):
        return None
    return _without_fillers(rows, [row_ends.get(end, 0) for end in range(width, len(cells) + width, width)])


def _without_fillers(rows: Sequence[CellRow], fillers: Sequence[int]) -> list[CellRow]:
    """Return the rows without the cells that fill up those with values, where all have as many before these.

    `fillers` are how many stand together at the end of each row; one alone looks like a blank cell. Where none of the
    cells before them is blank, blank cells may be left out.
    """
    ends: list[int] = []
    counts: set[int] = set()
    shows_blanks = False
    for row, filling in zip(rows, fillers, strict=True):
        texts = [text for text, _ in row]
        first = next((i for i, text in enumerate(texts) if not text or is_value(text)), len(row))
        has_values = any(map(is_value, filter(None, texts)))
        ends.append(first if has_values else len(row))
        if has_values and filling:
            counts.add(len(row) - filling - first)
            shows_blanks |= not all(texts[first : len(row) - filling])
    if len(counts) != 1 or not shows_blanks:
        return list(rows)
    count = counts.pop()
    own = [row[: end + count] for row, end in zip(rows, ends, strict=True)]
    lost = (text for row, kept in zip(rows, own, strict=True) for text, _ in row[len(kept) :])
    return list(rows) if any(lost) else own


def _open_with_a_spacer(rows: Sequence[CellRow]) -> bool:
    """Return whether each row of values begins with a blank cell, and a label behind one shows that a pipe of
    its own opens the rows.
    """
    texts = [[text for text, _ in row] for row in rows if len(row) > 1]
    valued = [row for row in texts if any(is_value(text) for text in row if text)]
    return (
        bool(valued)
        and not any(row[0] for row in valued)
        and any(row[1] and not is_value(row[1]) for row in texts if not row[0])
    )


def _are_rows(rows: Sequence[CellRow]) -> bool:
    """Return whether no text stands behind a value, and most rows of values begin with a text, or the only
    one does not.
    """
    unlabelled = labelled = 0
    for row in rows:
        filled = [is_value(text) for text, _ in row if text]
        if filled != sorted(filled):
            return False
        if any(filled):
            unlabelled += filled[0]
            labelled += not filled[0]
    return 2 * unlabelled <= labelled or (unlabelled == 1 and not labelled)


def _without_breaks(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return lines whose cells go on in the line below, after two backslashes (Org), joined with it.

    A line below has nothing where the cell above does not go on; else it is a row of its own, and the backslashes
    are what a tool made of a break in a blank cell. In Markdown they are a backslash that is printed.
    """
    if not any(LINE_BREAK in line.text for line in lines) or any(
        SEPARATOR_LINE.match(line.text) and "+" not in line.text for line in lines
    ):
        return list(lines)
    joined: list[Paragraph] = []
    open_cells: list[bool] = []
    for line in lines:
        cells = [cell.strip() for cell in line.text.split("|")]
        whole = [cell.removesuffix(LINE_BREAK) for cell in cells]
        goes_on = len(cells) == len(open_cells) and all(
            is_open or not cell for cell, is_open in zip(cells, open_cells, strict=True)
        )
        if goes_on and any(cells):
            above = joined.pop()
            whole = [before.strip() + more for before, more in zip(above.text.split("|"), whole, strict=True)]
            line = replace(above, text="|".join(whole))
        elif whole != cells:
            line = replace(line, text="|".join(whole))
        joined.append(line)
        open_cells = [cell.endswith(LINE_BREAK) for cell in cells]
    return joined


def _with_dashes_below(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return lines with the dashes of the line below in blank cells: Org has long ones so, as second lines of cells."""
    joined: list[Paragraph] = []
    for line in lines:
        cells = [cell.strip() for cell in line.text.split("|")] if SEPARATOR_LINE.match(line.text) else []
        above = joined[-1].text.split("|") if cells and joined else []
        places = [i for i, cell in enumerate(cells) if cell]
        if (
            len(above) == len(cells) > len(places) + 2
            and all(DASHES_ALONE.match(cells[i]) and not above[i].strip() for i in places)
            and any(cell.strip() for cell in above)
        ):
            whole = [
                cell.replace(LONG_DASH, "—") or before for cell, before in zip(cells, above, strict=True)
            ]
            joined[-1] = replace(joined[-1], text="|".join(whole))
        else:
            joined.append(line)
    return joined


def _is_double(texts: Iterable[str]) -> bool:
    """Return whether two pipes stand wherever a cell ends and the next begins."""
    inner = [gap for text in texts for gap in INNER_PIPES.findall(text)]
    return bool(inner) and all(len(gap) % 2 == 0 for gap in inner)


def _split_double(text: str) -> list[str]:
    return OUTER_PIPES.sub("", text.strip()).split("||")


def _open_rows(lines: Sequence[str]) -> bool:
    """Return whether pipes before texts on their lines open rows, and stand for no blank cell.

    Blank cells have lines of their own then, those before values too.
    """
    opened = [line.strip("| ") for line in lines if line.startswith("|") and not LONE_PIPES.match(line)]
    if len(opened) < FEWEST_OPENED or any(is_value(clean(text.split("|")[0])) for text in opened):
        return False
    return any(
        LONE_PIPES.match(line) and is_value(clean(following.split("|")[0]))
        for line, following in pairwise(lines)
    )


def cells(lines: Sequence[Paragraph]) -> CellRow:
    """Return all cells in one sequence; the pipes between two texts tell how many blank ones are between."""
    pieces, gaps = _pieces(lines)
    inner = gaps[:-1]
    between_values: list[_Gap] = []
    for gap, ((one, place), (other, other_place)) in zip(inner, pairwise(pieces), strict=True):
        gap.beside_value = is_value(one) or is_value(other)
        gap.before_value, gap.on_line = is_value(other), place == other_place
        between_values += [gap] if is_value(one) and is_value(other) else []
    # Names may have less between them than values have, and so has the last piece of a label in pieces.
    opened = sum(
        1 for line in lines if OPENED_VALUE.match(line.text) and is_value(clean(line.text.strip("| ")))
    )
    tell = opened >= FEWEST_OPENED and not any(gap.pipes % 2 for gap in between_values)
    # A sentence may be in pieces on a line.
    of_values = _Spacing.of(
        between_values if tell and between_values else [gap for gap in inner if gap.beside_value]
    )
    beside_names = [gap for gap in inner if not gap.beside_value]
    of_names = _Spacing.of([gap for gap in beside_names if not gap.on_line] or beside_names)
    if of_values.pipes > MOST_PIPES:
        # No two values are neighbours.
        of_values = of_names
    cells: CellRow = []
    goes_on = False
    for (text, place), gap in zip(pieces, gaps, strict=True):
        if goes_on:
            before, place = cells.pop()
            text = before + text
        cells.append((text, place))
        # Words of one cell that look otherwise than the rest of it have fewer pipes between them.
        goes_on = gap.on_line and gap.pipes < of_values.pipes
        spacing = of_values if is_value(text) or gap.beside_value else of_names
        cells.extend([("", place)] * (0 if goes_on else spacing.blanks(gap)))
    return cells


def _pieces(lines: Iterable[Paragraph]) -> tuple[list[tuple[str, Place]], list[_Gap]]:
    """Return the texts between pipes, and the gap behind each."""
    pieces: list[tuple[str, Place]] = []
    gaps = [_Gap()]
    lines = [line for line in lines if not SEPARATOR_LINE.match(line.text)]
    open_rows = _open_rows([line.text.strip() for line in lines])
    for line in lines:
        opens_row = open_rows and line.text.lstrip().startswith("|") and line.text.strip() != "|"
        texts = line.text.split("|")
        for i, piece in enumerate(texts):
            if i > opens_row:
                gaps[-1].pipes += 1
            text = clean(piece)
            if not text:
                gaps[-1].blank_texts += bool(piece) and 0 < i < len(texts) - 1
            elif pieces and pieces[-1][1] == line.place and REST_OF_NUMBERED.match(text):
                # The number of a label that looks otherwise than its words.
                pieces[-1] = (pieces[-1][0] + text, line.place)
                gaps[-1] = _Gap()
            elif pieces and not gaps[-1].pipes:
                # No pipe between: a further line of the same cell.
                before, place = pieces[-1]
                pieces[-1] = (f"{before}\n{text}", place)
            else:
                pieces.append((text, line.place))
                gaps.append(_Gap())
    # What stands before the first text parts none.
    return pieces, gaps[1:]


@dataclass(slots=True)
class _Gap:
    """What stands between two filled cells."""

    pipes: int = 0
    # How many texts of white space stand between two pipes on a line.
    blank_texts: int = 0
    beside_value: bool = False
    before_value: bool = False
    # Whether both cells are on one line.
    on_line: bool = False


class _Spacing(NamedTuple):
    """How many pipes and blank texts stand between neighbouring cells, and what a blank cell without a text adds."""

    pipes: int
    blank_texts: int
    blank: int

    @classmethod
    def of(cls, gaps: Sequence[_Gap]) -> _Spacing:
        """Return the spacing that some gaps between filled cells show."""
        # A heading may follow right behind the last cell of a table.
        few = int(RARE * len(gaps))
        least = sorted(gap.pipes for gap in gaps)[few] if gaps else 1
        if least < 2:
            return cls(1, 0, 1)
        texts = min(gap.blank_texts for gap in gaps if gap.pipes == least)
        # Between rows there may be any number.
        is_odd = any((gap.pipes - least) % 2 for gap in gaps if gap.before_value and gap.pipes > least)
        return cls(least, texts, 1 if is_odd else 2)

    def blanks(self, gap: _Gap) -> int:
        """Return how many blank cells stand in a gap."""
        if self.pipes == 1:
            return max(0, gap.pipes - 1)
        # A blank text stands between two pipes, as any other cell does.
        texts = max(0, gap.blank_texts - self.blank_texts)
        return texts + max(0, (gap.pipes - self.pipes - 2 * texts) // self.blank)
