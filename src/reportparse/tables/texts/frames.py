"""Layout tables that frame a report, as tools draw them around the tables inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import regex

from reportparse import terminal
from reportparse.document import Block, Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import simplified
from reportparse.tables.texts.cell_texts import is_prose
from reportparse.tables.texts.dialects import drawn, mediawiki
from reportparse.tables.texts.dialects.ruled import RULE_LINE
from reportparse.values import UNIT, is_value

INNER_EDGE = regex.compile(r"^\s*\+[-=]{2,}")
CELL_START = regex.compile(r"^\s*\| ?")
INNER_RULES = ("+-", "+=", "- -", "= =")
# An edge that goes on in the next lines.
CHOPPED_EDGE = regex.compile(r"^\+[-=]{2,}(?:\+[-=]*)*$")
EDGE_PIECE = regex.compile(r"^[-=+]+$")
# A rule of a table inside of a cell, all others of the line being blank. One that goes on in the next line was
# wrapped with all of its table, and nobody can tell the columns.
FRAMED_RULE = regex.compile(r"^\s*\|(?:\s*\|)*\s+-{2,}[- ]*\|(?:\s*\|)*\s*$")
CUT_ANYWHERE = regex.compile(r"(?:\*\*|[\u200b\u2060\ufeff])\d|\d(?:\*\*|[\u200b\u2060\ufeff])|[０-９]")
OUTER_FENCE, INNER_FENCE = regex.compile(r"^\|={3,}\s*$"), regex.compile(r"^!={3,}\s*$")
INNER_CELL = regex.compile(r"(?:(?<=\s)|^)([\d.+*<^>]*[a-z]?)!")
# A table inside a cell of Markdown has no lines of its own: its rule stands among other cells.
SQUASHED_RULE = regex.compile(r"\|(?: ?-{3,} ?\|){2} *\|")
PARAGRAPH_GAP = regex.compile(r" {2,}")
# Tools that join all texts leave a page on one line; so many different labels with values are its tables.
LONG_LINE = 300
MANY_LABELS = 12
# No report has so many.
MOST_PIECES = 5_000
# A number with a unit is prose, and so are words: of what stands in place of a number only dashes are known here.
BEFORE_VALUES = regex.compile(
    rf"(?:[\d.,，．]++|[-—/])(?!\s*{UNIT})|\s++(?:[\d.,，．]++|[-—/])(?=\s|$)(?!\s*(?:{UNIT}|[，。；、]))"
)
SPACES = regex.compile(r"\s*")
VALUES = regex.compile(r"(?:\s++[^\s\p{L}]++(?=\s|$))+\s*")
SEVERAL_VALUES = regex.compile(r"(?<!\s)(?:\s++(?:[\d.,．，]++|[-—/])(?=\s|$)){2,}\s*")
SEPARATOR = regex.compile(r"^-{3,}$")
DEEPEST = 8


def unframed(lines: Sequence[Paragraph], words: Vocabulary) -> list[Paragraph]:
    """Return the lines with those of layout tables replaced by the lines of their cells, one after the other."""
    lines = mediawiki.without_frames(lines)
    found = [part for line in lines for part in _unsquashed(line, words)]
    found = [part for line in found for part in unglued(line, words)]
    for _ in range(DEEPEST):
        before = found
        found = _without_fences(_without_grids(before))
        if len(found) == len(before) and all(a is b for a, b in zip(found, before, strict=True)):
            break
    return found


def _without_grids(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Replace grids of `+---+` and `|` around other tables by the lines of their cells, row by row."""
    texts = [line.text for line in lines]
    found: list[Paragraph] = []
    i = 0
    while i < len(lines):
        end = drawn.grid_extent(texts, i)
        cells = _grid_cells(lines[i:end]) if any(map(_may_frame, texts[i:end])) else []
        framed = any(
            INNER_EDGE.match(line.text) or RULE_LINE.match(line.text) for cell in cells for line in cell
        )
        if framed:
            found.extend(line for cell in cells for line in cell)
            i = end
        else:
            found.extend(lines[i : max(end, i + 1)])
            i = max(end, i + 1)
    return found


def without_wrapped_tables(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without the lines of cells in which a table is wrapped with its rules and with marks at its
    numbers, from its first rule to its last one.

    Where all its lines were cut at the same width its values are whole; marks, and characters of other widths, have
    them cut anywhere.
    """
    kept: list[Block] = []
    for is_framed, of_frame in groupby(blocks, lambda block: _text(block).lstrip().startswith("|")):
        run = list(of_frame)
        rules = [i for i, block in enumerate(run) if is_framed and FRAMED_RULE.search(_text(block))]
        is_wrapped = any(below == rule + 1 for rule, below in pairwise(rules))
        if is_wrapped and any(CUT_ANYWHERE.search(_text(block)) for block in run[rules[0] : rules[-1]]):
            del run[rules[0] : rules[-1] + 1]
        kept.extend(run)
    return kept


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _may_frame(text: str) -> bool:
    """Return whether a line of a grid may hold a rule in one of its cells."""
    return not text.lstrip().startswith("+") and any(mark in text for mark in INNER_RULES)


def _grid_cells(lines: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Return the lines of each cell of a grid.

    The cells of one with others inside are cut at the corners of the edge above.
    """
    boxes = drawn.boxes([line.text for line in lines])
    if boxes:
        filled = [box for box in boxes if any(map(str.strip, box.texts))]
        return [
            _unchopped(
                [
                    replace(line, text=text.removeprefix(" ").rstrip())
                    for line, text in zip(lines[box.line :], box.texts, strict=False)
                ]
            )
            for box in filled
        ]
    width = len(lines[0].text.rstrip())
    cells: list[list[Paragraph]] = []
    row: list[list[Paragraph]] = []
    corners: list[int] = []
    for i, line in enumerate(lines):
        if drawn.EDGE.match(line.text) and len(line.text.rstrip()) == width:
            cells.extend(row)
            corners = _corners(line.text, lines[i + 1].text) if i + 1 < len(lines) else []
            row = [[] for _ in corners]
            continue
        for cell, piece in zip(row, terminal.slices(line.text, corners), strict=True):
            inner = CELL_START.sub("", piece).rstrip()
            cell.append(replace(line, text=inner.removesuffix("|").rstrip()))
    cells.extend(row)
    return [_unchopped(cell) for cell in cells if any(line.text for line in cell)]


def _corners(edge: str, below: str) -> list[int]:
    """Return where the cells below an edge begin: at the corners that bars go down from, but for the last."""
    corners = [match.start() for match in regex.finditer(r"\+", edge.rstrip())]
    pieces = terminal.slices(below, corners)
    return [
        corner
        for corner, piece in zip(corners[:-1], pieces, strict=False)
        if piece.lstrip().startswith(("|", "+")) or corner == corners[0]
    ]


def _unchopped(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return lines with those of a grid joined that were wider than their frame.

    Each is as many lines as its edge.
    """
    found: list[Paragraph] = []
    i = 0
    while i < len(lines):
        height = 1
        if CHOPPED_EDGE.match(lines[i].text):
            while i + height < len(lines) and EDGE_PIECE.match(lines[i + height].text):
                height += 1
        count = 0
        if height > 1:
            joined = _joined(lines[i:], height)
            # The grid ends with its last edge.
            count = 1 + max((k for k, line in enumerate(joined) if drawn.EDGE.match(line.text)), default=-1)
        found.extend(joined[:count] if count > 1 else lines[i : i + 1])
        i += count * height if count > 1 else 1
    return found


def _joined(lines: Sequence[Paragraph], height: int) -> list[Paragraph]:
    """Return each `height` lines as one, as long as they are lines of a grid."""
    joined: list[Paragraph] = []
    for start in range(0, len(lines) - height + 1, height):
        if not lines[start].text.startswith(("+", "|")):
            break
        text = "".join(line.text for line in lines[start : start + height])
        joined.append(replace(lines[start], text=text))
    return joined


def _without_fences(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Take fences of `|===` away from around fences of `!===`, which become the outer ones."""
    found: list[Paragraph] = []
    i = 0
    while i < len(lines):
        if OUTER_FENCE.match(lines[i].text):
            end = next((j for j in range(i + 1, len(lines)) if OUTER_FENCE.match(lines[j].text)), i)
            inner = lines[i + 1 : end]
            if any(INNER_FENCE.match(line.text) for line in inner):
                found.extend(_raised(inner))
                i = end + 1
                continue
        found.append(lines[i])
        i += 1
    return found


def _raised(lines: Sequence[Paragraph]) -> list[Paragraph]:
    raised: list[Paragraph] = []
    inside = False
    for line in lines:
        if INNER_FENCE.match(line.text):
            inside = not inside
            raised.append(replace(line, text=line.text.replace("!", "|", 1)))
        elif inside:
            raised.append(replace(line, text=INNER_CELL.sub(r"\1|", line.text)))
        else:
            raised.append(replace(line, text=regex.sub(r"^[a-z]?\| ?", "", line.text)))
    return raised


def _unsquashed(line: Paragraph, words: Vocabulary) -> list[Paragraph]:
    """Return a line that holds whole tables, as a line for each row and each paragraph.

    The end of a row looks like a blank cell. It stands behind as many cells as the rule has; where cells that are
    merged with those above are left out, a text behind a blank cell starts a row, and so does a value, if the
    text before is the header of a column.
    """
    if not SQUASHED_RULE.search(line.text):
        return [line]
    rows: list[list[str]] = [[]]
    width = 0
    for cell in line.text.split("|"):
        paragraphs = [part for part in PARAGRAPH_GAP.split(cell.strip()) if part]
        if len(paragraphs) > 1 or (paragraphs and cell.startswith("  ")):
            rows.extend([part] for part in paragraphs)
            rows.append([])
            width = 0
            continue
        text = cell.strip()
        if not text and rows[-1] and SEPARATOR.match(rows[-1][-1]):
            width = sum(bool(SEPARATOR.match(before)) for before in rows[-1])
            rows.append([])
            continue
        if width and len(rows[-1]) == width and (not text or is_prose(text, words)):
            rows.append([text] if text else [])
            continue
        filled = next((before for before in reversed(rows[-1]) if before), "")
        after_blank = bool(filled) and not rows[-1][-1]
        if (
            text
            and after_blank
            and (words.is_column(filled) if is_value(text) else not SEPARATOR.match(text))
        ):
            rows[-1].pop()
            rows.append([])
        rows[-1].append(text)
    return [
        replace(line, text=row[0] if len(row) == 1 else f"| {' | '.join(row)} |")
        for row in rows
        if any(text and not SEPARATOR.match(text) for text in row)
    ]


def unglued(line: Paragraph, words: Vocabulary) -> list[Paragraph]:
    """Return a line that holds whole tables without any marks, as a line for each label and its values."""
    text = line.text
    if len(text) < LONG_LINE:
        return [line]
    # A program that joins lines may put a space into a label that went on in the next one.
    places = [i for i, character in enumerate(text) if not character.isspace()]
    found = [
        (match, places[match.start()], places[match.end() - 1] + 1)
        for match in words.opening_pattern.finditer(simplified("".join(text.split())))
    ]
    starts = {start for _, start, _ in found}
    edges = {0, len(text)}
    labels: set[str] = set()
    for match, start, end in found:
        has_values = bool(BEFORE_VALUES.match(text, end))
        if match["label"] and has_values:
            labels.add(match["label"])
        spaces = SPACES.match(text, end)
        following = spaces.end() if spaces else end
        if match["heading"] or has_values or following in starts:
            edges.add(start)
        if match["heading"]:
            edges.add(following)
        if has_values and (values := VALUES.match(text, end)):
            edges.add(values.end())
    if len(labels) < MANY_LABELS or len(edges) > MOST_PIECES:
        return [line]
    # What stands behind values is another label, though it may be misprinted.
    edges.update(values.end() for values in SEVERAL_VALUES.finditer(text))
    return [replace(line, text=text[start:end]) for start, end in pairwise(sorted(edges))]
