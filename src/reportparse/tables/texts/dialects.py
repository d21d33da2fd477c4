"""How tools write tables as text: one small description per dialect.

A dialect finds the lines that belong to a table and reads them back to rows of cells. Rows that
it gives have their blank cells; merged cells are left out, and fillers may follow at the end.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from html import unescape
from itertools import groupby
from math import gcd

import regex

from reportparse import terminal
from reportparse.document import Cell, Paragraph, Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import LABEL_LENGTH, SURE_LABEL, compact, plain
from reportparse.tables.texts import drawn, pasted

LONGEST_DRAWN_ROW = 100
CUT_ROW = regex.compile(r"^\s*\|.*\|\s*$")
BOOKMARK = regex.compile(r"\[bookmark: [^\]\n]*\]")
# Emphasis of Markdown, Org, AsciiDoc and reStructuredText around a whole text, and their escapes.
EMPHASIS = regex.compile(r"^(?P<mark>\*{1,3}|_{1,3}|`)(?=\S)(?P<text>[^*_`]+)(?<=\S)(?P=mark)$")
ESCAPED = regex.compile(r"\\([-+.*_#()\[\]~|])")
# What programs print for a cell that holds nothing.
NOTHING = frozenset({"None", "nan", "NaN", "NULL", "null", "<NA>"})
MARKS = regex.compile(r"[\[<&*_`\\]")
INLINE_TAG = regex.compile(r"</?(?:b|strong|i|em|u|span|font|center)(?:\s[^<>]*)?/?>")
# Of what such a tag parts, numbers must not run together.
LINE_TAG = regex.compile(r"</?(?:p|br)(?:\s[^<>]*)?/?>")
SEPARATOR_LINE = regex.compile(r"^[\s|+:=-]*[-=]{2,}[\s|+:=-]*$")
# What is left of a blank cell at the end of a row; a line itself may end in two spaces.
BLANK_LAST = regex.compile(r"\| {3,}$")
FILLERS = regex.compile(r"\|[|\s]*\|\s*$")
LONE_PIPES = regex.compile(r"^[|\s]*\|[|\s]*$")
RULE_LINE = regex.compile(r"^\s*(?:-{2,}|={2,})(?: +(?:-{2,}|={2,}))+\s*$")
VALUE = regex.compile(
    r"^(?:(?:共计?|[+\-−])?\d+(?:,\d{3})*(?:\.\d+)?(?:件次?|项|元|万元|宗|次|条|个|份)?(?:\*+|※|\[\d{1,2}\])?"
    r"|[/—－\-–]+|无|零|〇|[增减]\d+)$"
)
RULE_PIECE = regex.compile(r"^\s*[-=]+(?: +[-=]+)*\s*$")
BLANKS_BETWEEN_ROWS = 5
# So many lines of fillers tell how long all rows are.
FEWEST_FILLERS = 2
# Pieces of broken rows have fewer pipes.
LONG_ROW = 5
LONGEST_ROW = 1000
NUMBERED_LABEL = regex.compile(r"^[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]")
FENCE = regex.compile(r"^\|={3,}\s*$")
# A cell's pipe, with its spans and its kind of content in front.
FENCED_CELL = regex.compile(r"(?:(?<=\s)|^)[\d.]*[+*]?[<^>.]*[a-z]?\|")
FENCED_COLUMNS = regex.compile(r'^\[.*\bcols="(?P<columns>[^"]*)".*\]\s*$')
DIVISION = regex.compile(r"^ *:::+(?: *\S+)?$", regex.MULTILINE)
SPAN = regex.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
# A directive of reStructuredText and its argument, up to the blank line after them.
DIRECTIVE = regex.compile(
    r"^ *\.\s*\.\s+[a-z-](?:\s*[a-z-])*\s*:\s*:[^\n]*(?:\n(?! *\n)[^\n]*)*\n\s*\n", regex.MULTILINE
)

# The texts of a row's cells with their places.
Row = list[tuple[str, Place]]


INNER_TABS = regex.compile(r"(?<=\S)\t+(?=\S)")
INNER_PIPES = regex.compile(r"(?<=[^|\s])\s*(\|+)\s*(?=[^|\s])")
OUTER_PIPES = regex.compile(r"^\||\|$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one tool writes tables as text.

    `extent` gives the line after the last one of the table that starts at a line, or that line
    itself where none starts. `rows` gives the cells of the table's lines, row by row, or None
    where the marks do not tell where rows end; `cells` then gives them in one sequence. `grid` gives
    the cells with all their spans, or none where lines do not draw them. A text without any of the
    characters `marks` has no such table.
    """

    name: str
    marks: str
    extent: Callable[[Sequence[str], int, Vocabulary], int]
    rows: Callable[[Sequence[Paragraph]], list[Row] | None]
    cells: Callable[[Sequence[Paragraph]], Row] | None = None
    grid: Callable[[Sequence[Paragraph], Vocabulary], list[Cell]] | None = None


@lru_cache(maxsize=65536)
def is_value(text: str) -> bool:
    """Whether a text can be the value of a cell: a number or a dash, with nothing else."""
    return bool(VALUE.match(plain(text).strip()))


def clean(text: str) -> str:
    """A cell's text without the marks that tools leave in it: bookmarks, emphasis, inline tags, escapes.

    What is marked as deleted keeps its marks, so that nobody takes it for a value.
    """
    if not MARKS.search(text):
        text = text.strip()
        return "" if text in NOTHING else text
    return (_known_unmarked if len(text) <= LABEL_LENGTH else _unmarked)(text)


def _unmarked(text: str) -> str:
    text = unescape(LINE_TAG.sub("\n", INLINE_TAG.sub("", BOOKMARK.sub("", text)))).strip()
    while emphasis := EMPHASIS.match(text):
        text = emphasis["text"].strip()
    return ESCAPED.sub(r"\1", text)


_known_unmarked = lru_cache(maxsize=8192)(_unmarked)


# One cell per line behind a tab, a blank line after each row (Apache Tika).


def _tab_cell_extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    end = start
    for i in range(start, len(lines)):
        line = lines[i]
        inside = i > start and bool(lines[i - 1].strip() or lines[i - 1].startswith("\t"))
        if line.startswith("\t"):
            if "\t" in line.strip() or (line.count("\t") > 1 and line.strip()):
                # Tabs between cells: another dialect, of the whole table or of the next one.
                return start if i and lines[i - 1].strip() else end
            end = i + 1
        elif not inside:
            # A blank line ends a row; some writers print more of them.
            following = _next_filled(lines, i, BLANKS_BETWEEN_ROWS + 1)
            if following is None or not lines[following].startswith("\t"):
                break
        elif "\t" in line:
            return start
        elif line.strip():
            # A line without a tab is a further paragraph of the cell above it.
            end = i + 1
    return end


def _tab_cell_rows(lines: Sequence[Paragraph]) -> list[Row]:
    """Rows end where more empty lines follow than between cells."""
    gaps: list[int] = []
    rows: list[Row] = [[]]
    empty = 0
    for line in lines:
        if line.text.startswith("\t"):
            gaps.append(empty)
            empty = 0
        elif not line.text.strip():
            empty += 1
    between = min(gaps[1:], default=0)
    for line in lines:
        if line.text.startswith("\t"):
            if gaps.pop(0) > between and rows[-1]:
                rows.append([])
            rows[-1].append((clean(line.text), line.place))
        elif line.text.strip() and rows[-1]:
            text, place = rows[-1][-1]
            rows[-1][-1] = (f"{text}\n{clean(line.text)}" if text else clean(line.text), place)
    return [row for row in rows if row]


# One row per line, tabs between the cells.


def _tab_row_extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    if "\t" not in lines[start]:
        return start
    end = start + 1
    while end < len(lines):
        if "\t" in lines[end]:
            end += 1
        elif end + 1 < len(lines) and "\t" in lines[end + 1] and words.is_label(lines[end]):
            # A row of one cell has no tab.
            end += 2
        else:
            break
    return end


def _tab_rows(lines: Sequence[Paragraph]) -> list[Row]:
    gaps = [gap for line in lines for gap in INNER_TABS.findall(line.text)]
    separator = "\t\t" if gaps and min(map(len, gaps)) == 2 else "\t"
    return [[(clean(cell), line.place) for cell in line.text.split(separator)] for line in lines]


# Pipes: a row per line, a cell per line, a pipe per line, one pipe or two between the cells.


def _pipe_extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    end = start
    i = start
    while i < len(lines):
        line = lines[i]
        if "|" in line or SEPARATOR_LINE.match(line):
            i += 1
            end = i
            continue
        if words.is_heading(line):
            break
        following = _next_filled(lines, i + 1, 3)
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


def _opens(lines: Sequence[str], i: int) -> bool:
    """Whether the line before only opened a row or left one open."""
    before = lines[i - 1].rstrip() if i else ""
    return bool(LONE_PIPES.match(before)) or ("|" in before and not before.endswith("|"))


def _next_filled(lines: Sequence[str], start: int, reach: int) -> int | None:
    for i in range(start, min(start + reach, len(lines))):
        if lines[i].strip():
            return i
    return None


def _pipe_rows(lines: Sequence[Paragraph]) -> list[Row] | None:
    filled = [line for line in lines if line.text.strip() and not _is_separator(line.text)]
    filled = _without_breaks(filled)
    indent = min((len(line.text) - len(line.text.lstrip()) for line in filled), default=0)
    # What is left of white space at the start is a blank cell.
    texts = [line.text[indent:].rstrip() for line in filled]
    filled_cells = [sum(1 for cell in text.split("|") if cell.strip()) for text in texts]
    several = sum(count > 1 for count in filled_cells)
    # A single cell with fillers behind it: a merged one, or the last of a row whose cells have a line each.
    filled_up = sum(
        count == 1 and text.count("|") > 2 for count, text in zip(filled_cells, texts, strict=True)
    )
    single = sum(count == 1 for count in filled_cells) - filled_up
    alone = sum(1 for text in texts if LONE_PIPES.match(text))
    regular = len({text.count("|") for text in texts}) == 1 and texts[0].count("|") > 2
    whole = several + filled_up if several else 0
    if (whole < 0.3 * (whole + single) or alone > whole) and not regular:
        return _counted_rows(filled)
    with_pipes = [text for text in texts if "|" in text]
    opened = sum(text.startswith("|") for text in with_pipes)
    trailing = sum(text.endswith("|") for text in with_pipes) * 2 > len(with_pipes)
    blank_last = sum(1 for line in filled if BLANK_LAST.search(line.text))
    trailing = trailing and not _parts_last_cells(with_pipes) and 2 * blank_last < len(with_pipes)
    # Pipes that open many rows and end none stand behind blank cells.
    leading = 2 * opened > len(with_pipes) and (trailing or opened == len(with_pipes))
    most = max(map(_pipes, texts), default=0)
    leading = leading and any(text.startswith("|") for text in texts if _pipes(text) == most)
    joined: list[tuple[str, Place]] = []
    for line, text in zip(filled, texts, strict=True):
        if joined:
            before = joined[-1][0]
            if leading:
                # Rows without merged cells may start without the pipe that spaces merged ones.
                own_row = before.endswith("|") and not is_value(text.split("|")[0])
                goes_on = (not text.startswith("|") and "|" in text and not own_row) or before == "|"
                goes_on = goes_on or (trailing and not before.endswith("|") and "|" in before)
            else:
                open_cell = "|" in before and not before.endswith("|") and not NUMBERED_LABEL.match(text)
                # Spacers for merged cells before a label open a row.
                first = next(filter(None, map(str.strip, text.split("|"))), "")
                own_row = before.endswith("|") and bool(first) and not is_value(first)
                goes_on = trailing and (open_cell or (text.startswith("|") and not own_row))
            if goes_on and not (before.endswith("|") and _pipes(before) == most):
                joined[-1] = (before + text, joined[-1][1])
                continue
        joined.append((text, line.place))
    double = _is_double(text for text, _ in joined)
    rows: list[Row] = []
    for text, place in joined:
        cells = _split_double(text) if double else text.split("|")
        if not double and leading and len(cells) > 1 and not cells[0].strip():
            cells = cells[1:]
        if not double and trailing and len(cells) > 1 and not cells[-1].strip():
            cells = cells[:-1]
        rows.append([(clean(cell), place) for cell in cells])
    return rows


def _pipes(text: str) -> int:
    return text.count("|")


def _parts_last_cells(texts: Sequence[str]) -> bool:
    """Whether the pipe that ends most lines stands before a last cell that is blank: where it is not, a value
    follows as many pipes.
    """
    ended = {text.count("|") for text in texts if text.endswith("|")}
    open_rows = (text for text in texts if text.count("|") >= LONG_ROW and is_value(text.split("|")[-1]))
    return any(text.count("|") in ended for text in open_rows)


def _counted_rows(lines: Sequence[Paragraph]) -> list[Row] | None:
    """Rows by the number of pipes alone, or None where these do not tell.

    A pipe ends each cell, and fillers make all rows as long as the longest: a line of several pipes
    ends a row.
    """
    cells: Row = []
    text, place = "", lines[0].place
    row_ends: set[int] = set()
    for line in lines:
        *closed, rest = line.text.split("|")
        for piece in closed:
            cells.append((clean(text + piece), place if text.strip() else line.place))
            text = ""
        if FILLERS.search(line.text):
            row_ends.add(len(cells))
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
    return rows if width > 1 and _are_rows(rows) else None


def _open_with_a_spacer(rows: Sequence[Row]) -> bool:
    """Whether each row of values begins with a blank cell, and a label behind one shows that a pipe of its own
    opens the rows.
    """
    texts = [[text for text, _ in row] for row in rows if len(row) > 1]
    valued = [row for row in texts if any(is_value(text) for text in row if text)]
    return (
        bool(valued)
        and not any(row[0] for row in valued)
        and any(row[1] and not is_value(row[1]) for row in texts if not row[0])
    )


def _are_rows(rows: Sequence[Row]) -> bool:
    """Whether no text stands behind a value, and most rows of values begin with a text, or the only one does not."""
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
    """Lines whose cells go on in the line below, after two backslashes (Org), joined with it."""
    joined: list[Paragraph] = []
    open_row = False
    for line in lines:
        cells = line.text.split("|")
        breaks = any(cell.rstrip().endswith("\\\\") for cell in cells)
        if open_row and len(cells) == joined[-1].text.count("|") + 1:
            above = joined[-1].text.split("|")
            text = "|".join(f"{cell.strip()}{more.strip()}" for cell, more in zip(above, cells, strict=True))
            joined[-1] = replace(joined[-1], text=text.replace("\\\\", ""))
        else:
            joined.append(line)
        open_row = breaks
    return joined


def _is_separator(text: str) -> bool:
    return bool(SEPARATOR_LINE.match(text))


def _is_double(texts: Iterable[str]) -> bool:
    """Whether two pipes stand wherever a cell ends and the next begins."""
    inner = [gap for text in texts for gap in INNER_PIPES.findall(text)]
    return bool(inner) and all(len(gap) % 2 == 0 for gap in inner)


def _split_double(text: str) -> list[str]:
    return OUTER_PIPES.sub("", text.strip()).split("||")


def _pipe_cells(lines: Sequence[Paragraph]) -> Row:
    """All cells in one sequence; the pipes between two texts tell how many blank ones are between."""
    pieces: list[tuple[str, Place]] = []
    gaps: list[int] = [0]
    for line in lines:
        if _is_separator(line.text):
            continue
        for i, piece in enumerate(line.text.split("|")):
            if i:
                gaps[-1] += 1
            text = clean(piece)
            if not text:
                continue
            if pieces and not gaps[-1] and gaps[1:]:
                # No pipe between: a further line of the same cell.
                before, place = pieces[-1]
                pieces[-1] = (f"{before}\n{text}", place)
            else:
                pieces.append((text, line.place))
                gaps.append(0)
    inner = gaps[1:-1]
    double = bool(inner) and min(inner) >= 2
    cells: Row = []
    for i, filled in enumerate(pieces):
        cells.append(filled)
        gap = gaps[i + 1]
        blanks = (gap - 2) // 2 if double else gap - 1
        cells.extend([("", filled[1])] * max(0, blanks))
    return cells


# Columns under a line of rules, by the width that characters take on a terminal (pandoc).


def _ruled_extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    if not RULE_LINE.match(lines[start]):
        return start
    beside = [*lines[max(0, start - 1) : start], *lines[start + 1 : start + 2]]
    if any(map(RULE_PIECE.match, beside)):
        # A rule that goes on in the next line was wrapped with all the rest.
        return start
    last = start
    for i in range(start + 1, len(lines)):
        if RULE_LINE.match(lines[i]):
            last = i
            if i + 1 >= len(lines) or not lines[i + 1].strip():
                break
        elif not lines[i].strip() and (i + 1 >= len(lines) or not lines[i + 1].strip()):
            break
    return last + 1 if last > start else start


def _ruled_rows(lines: Sequence[Paragraph]) -> list[Row]:
    rule = next(line.text for line in lines if RULE_LINE.match(line.text))
    edges = [(match.start(), match.end()) for match in regex.finditer(r"[-=]+", rule)]
    apart = any(not line.text.strip() for line in lines)
    rows: list[Row] = []
    open_row = False
    for line in lines:
        if RULE_LINE.match(line.text) or not line.text.strip():
            open_row = False
            continue
        cells = [clean(cell) for cell in terminal.slices(line.text, [start for start, _ in edges])]
        if apart and open_row:
            rows[-1] = [
                ("\n".join(filter(None, (text, cell))), place)
                for (text, place), cell in zip(rows[-1], cells, strict=True)
            ]
        else:
            rows.append([(cell, line.place) for cell in cells])
            open_row = True
    return rows


# A drawn grid: +---+ between the rows (reStructuredText, text browsers).


def _drawn_extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    edge = start
    while edge < min(len(lines), start + LONGEST_DRAWN_ROW) and CUT_ROW.match(lines[edge]):
        edge += 1
    if edge == len(lines) or (edge > start and terminal.width(lines[edge]) != terminal.width(lines[start])):
        return start
    end = drawn.extent(lines, edge)
    return end if end > edge else start


def _whole_rows(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The lines without those of a row above the first edge or below the last one of many: a cut of the text went
    through it, and through its numbers if they are wrapped.
    """
    edges = [i for i, line in enumerate(lines) if drawn.EDGE.match(line.text)]
    return lines[edges[0] : edges[-1] + 1 if len(edges) > 2 else len(lines)]


def _drawn_grid(lines: Sequence[Paragraph], words: Vocabulary) -> list[Cell]:
    """The cells of a grid; where no rule parts its rows, each line is one that is all of a row of the forms."""
    lines = _whole_rows(lines)
    boxes = drawn.boxes([line.text for line in lines]) or []
    width = max((box.column + box.colspan for box in boxes), default=0)
    cells: list[Cell] = []
    more = 0
    for row, group in groupby(boxes, key=lambda box: box.row):
        whole = list(group)
        height = len(whole[0].texts)
        alone = width == sum(box.colspan for box in whole if box.rowspan == 1)
        each = (
            alone and height > 1 and all(map(partial(_is_row_of_form, words), *(box.texts for box in whole)))
        )
        for box in whole:
            texts = [text.rstrip() for text in box.texts]
            pieces = texts if each else ["\n".join(texts)]
            cells.extend(
                Cell(
                    row + more + i,
                    box.column,
                    _drawn_text(text),
                    lines[box.line + i].place,
                    box.rowspan,
                    box.colspan,
                )
                for i, text in enumerate(pieces)
            )
        more += height - 1 if each else 0
    return cells if width > 1 else []


def _is_row_of_form(words: Vocabulary, *texts: str) -> bool:
    """Whether the texts of a line are a label and values, nothing but values, or a header, with nothing in pieces."""
    filled = [text.strip() for text in texts if text.strip()]
    labels = [text for text in filled if not is_value(text)]
    if not labels:
        return len(filled) == len(texts)
    if len(labels) < len(filled):
        return words.row_likeness(labels[-1]) > SURE_LABEL
    # The corner of a header may be any text.
    names = "".join(labels[1:]) or labels[0]
    named = words.is_header(names) or words.is_column(names)
    return named or words.caption_likeness(labels[0]) > SURE_LABEL


def _drawn_rows(lines: Sequence[Paragraph]) -> list[Row]:
    rows: list[Row] = []
    open_row = False
    for line in _whole_rows(lines):
        text = line.text.strip()
        if text.startswith("+"):
            open_row = False
            continue
        cells = text.removeprefix("|").removesuffix("|").split("|")
        if open_row and len(cells) == len(rows[-1]):
            rows[-1] = [
                (f"{before}\n{cell.rstrip()}", place)
                for (before, place), cell in zip(rows[-1], cells, strict=True)
            ]
        else:
            rows.append([(cell.rstrip(), line.place) for cell in cells])
            open_row = True
    return [[(_drawn_text(text), place) for text, place in row] for row in rows]


def _drawn_text(text: str) -> str:
    """A cell's lines without the marks of containers and spans, which go on over lines."""
    lines = SPAN.sub(r"\1", DIVISION.sub("", DIRECTIVE.sub("", text))).split("\n")
    # What is emphasised as one was wrapped, marks and all.
    whole = "".join(line.strip() for line in lines)
    return clean(whole) if EMPHASIS.match(whole) else "\n".join(filter(None, map(clean, lines)))


# Between |=== fences, every cell behind a pipe, all rows of the same length (AsciiDoc).


def _fenced_extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    fence = start + 1 if FENCED_COLUMNS.match(lines[start]) else start
    if fence == len(lines) or not FENCE.match(lines[fence]):
        return start
    closing = (i + 1 for i in range(fence + 1, len(lines)) if FENCE.match(lines[i]))
    # The end of a text may cut its last table.
    return next(closing, len(lines))


def _fenced_rows(lines: Sequence[Paragraph]) -> list[Row] | None:
    cells: Row = []
    first_row = 0
    for line in _between_fences(lines):
        pieces = FENCED_CELL.split(line.text)
        if cells and pieces[0].strip():
            text, place = cells[-1]
            cells[-1] = ("\n".join(filter(None, (text, clean(pieces[0])))), place)
        cells.extend((clean(piece), line.place) for piece in pieces[1:])
        if not line.text.strip() and cells and not first_row:
            first_row = len(cells)
    declared = FENCED_COLUMNS.match(lines[0].text)
    on_first_line = sum(1 for _, place in cells if place == cells[0][1])
    widths = [declared["columns"].count(",") + 1] if declared else [first_row, on_first_line]
    closed = bool(FENCE.match(lines[-1].text))
    for width in widths:
        if width > 1 and len(cells) >= width and not (closed and len(cells) % width):
            # A cut text may end in a part of a row.
            return [cells[i : i + width] for i in range(0, len(cells) - width + 1, width)]
    return None


def _between_fences(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    inner = lines[2 if FENCED_COLUMNS.match(lines[0].text) else 1 :]
    return inner[:-1] if inner and FENCE.match(inner[-1].text) else inner


def _fenced_cells(lines: Sequence[Paragraph]) -> Row:
    return _pipe_cells(_between_fences(lines))


# Commas between the cells, and quotes around those that hold some.


def _comma_extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    end = start
    while end < len(lines):
        if _is_comma_row(lines[end], words, first=end == start):
            end += 1
        elif (
            end + 1 < len(lines)
            and _is_comma_row(lines[end + 1], words, first=True)
            and words.is_label(lines[end])
        ):
            # A row of one cell has no comma.
            end += 2
        else:
            break
    return end if end - start > 1 else start


def _is_comma_row(line: str, words: Vocabulary, first: bool) -> bool:
    """Whether all cells of a line are labels, values or blank; in the first line some are labels.

    The commas of a number part no cells.
    """
    if "," not in line or len(line) > LONGEST_ROW or is_value(compact(line)):
        return False
    texts = [text for text in map(clean, _comma_cells(line)) if text and not is_value(text)]
    return (bool(texts) or not first) and all(
        not text[-1].isdecimal() and (words.is_label(text) or words.is_header(text)) for text in texts
    )


def _comma_cells(line: str) -> list[str]:
    return next(csv.reader([line.replace("\r", " ")]))


def _comma_rows(lines: Sequence[Paragraph]) -> list[Row]:
    return [[(clean(cell), line.place) for cell in _comma_cells(line.text)] for line in lines]


# Tabs on lines of their own, as browsers copy cells that hold paragraphs.


def _pasted_extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    return pasted.extent(lines, start, words, is_value)


def _pasted_rows(lines: Sequence[Paragraph]) -> list[Row] | None:
    if not pasted.is_pasted((line.text for line in lines), is_value):
        return None
    return [[(clean(text), place) for text, place in row] for row in pasted.rows(lines, is_value)]


DIALECTS: tuple[Dialect, ...] = (
    Dialect("tab-pasted", "\t", _pasted_extent, _pasted_rows),
    Dialect("tab-cells", "\t", _tab_cell_extent, _tab_cell_rows),
    Dialect("tab-rows", "\t", _tab_row_extent, _tab_rows),
    Dialect("fenced", "|", _fenced_extent, _fenced_rows, _fenced_cells),
    Dialect("drawn", "+", _drawn_extent, _drawn_rows, grid=_drawn_grid),
    Dialect("ruled", "-=", _ruled_extent, _ruled_rows),
    Dialect("pipes", "|", _pipe_extent, _pipe_rows, _pipe_cells),
    Dialect("commas", ",", _comma_extent, _comma_rows),
)
