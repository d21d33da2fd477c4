"""Tables that a tool flattened to lines of text, rebuilt from the marks that it left.

Dialects are detected line by line, so that one document may mix them. Lines whose marks tell no
rows are left to the labels of the forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

import regex

from reportparse.document import Block, Cell, Document, Paragraph, Table
from reportparse.forms import Family
from reportparse.forms.vocabulary import Vocabulary, vocabulary
from reportparse.normalise import SURE_LABEL, compact
from reportparse.outline.headings import SectionNames, is_section_heading
from reportparse.remembered import LABEL_LENGTH
from reportparse.tables.prose_rows import is_running_text, prose_released
from reportparse.tables.row_tables import rows_joined
from reportparse.tables.texts.blank_paragraphs import with_blank_cells
from reportparse.tables.texts.blanks import with_blanks
from reportparse.tables.texts.broken_cells import with_whole_labels, with_whole_rows
from reportparse.tables.texts.cell_texts import BOOKMARK, CellRow
from reportparse.tables.texts.dialects import DIALECTS, Dialect, space_rows
from reportparse.tables.texts.fillers import drops_blanks
from reportparse.tables.texts.frames import unframed, unglued, without_wrapped_tables
from reportparse.tables.texts.gapped_rows import rows_between_gaps
from reportparse.tables.texts.glued_headings import AROUND_CELLS, with_headings_apart_from_rows
from reportparse.tables.texts.guessed_columns import without_guessed_columns
from reportparse.tables.texts.labelled_rows import rows_of, table_of
from reportparse.tables.texts.page_breaks import is_row, joined_over_pages
from reportparse.tables.texts.quoted_cells import with_quoted_cells
from reportparse.tables.texts.repeated_cells import are_dropped, tables_of, with_merged_cells
from reportparse.tables.texts.sequence import Token
from reportparse.tables.texts.stacked import unstacked
from reportparse.tables.texts.stacked_names import with_blanks_below_names
from reportparse.tables.texts.tokens import (
    cell_tokens,
    may_hold_values,
    other_columns_below,
    page_numbers_in,
    pieces_of,
    tokens_of,
)
from reportparse.tables.texts.two_line_rows import with_values_in_order
from reportparse.tables.texts.unmarked_regions import regions_of, repeats_removed
from reportparse.tables.texts.wrapped_numbers import with_whole_numbers
from reportparse.values import is_value

# What stands in every table of a dialect, in the frames around tables, and in the marks that tools leave.
MARKS = regex.compile(r"[\t|\[]|--|==|\+-|,\S*,|,\d")
# Lines that are drawn with characters made for it, or with wide bars.
BARS = regex.compile("[｜│┃║].*[｜│┃║]")
FEWEST_BARS = 3
BAR_MARKS = str.maketrans("｜│┃║─━═┄┈", "||||-----") | dict.fromkeys(
    map(ord, "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝"), "+"
)
# What has more lines is no table of a report; after so many lines of a dialect's marks that were no
# tables, its next ones are tried once.
MOST_LINES = 10_000
# So many labels in lines of their own, and so much like the form's, belong to the rows of values behind them.
FEWEST_LABELS = 3
# So many labels of rows are no chance.
MANY_LABELS = 8
# So many blank cells behind all rows tell as much as more.
MOST_FILLERS = 20


def rebuild(document: Document, family: Family) -> Document:
    """Return the document with the lines of flattened tables replaced by tables.

    Tables of layout `rows` keep the blank cells of their source; in tables of layout `tokens`
    they may be missing.
    """
    words = vocabulary(family)
    names = SectionNames.of(family)
    blocks: list[Block] = []
    run: list[Paragraph] = []
    read = without_wrapped_tables(document.blocks)
    for block in [*rows_joined(without_guessed_columns(read), words), None]:
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        blocks.extend(_rebuild_run(_with_pipes(run), words, names))
        run = []
        if block is not None:
            blocks.append(unstacked(_with_repeats_merged(block), words))
    blocks = [
        _without_blank_start(block, words) if isinstance(block, Table) else block
        for block in joined_over_pages(blocks, words)
    ]
    blocks = prose_released(blocks, words)
    blocks = [_without_pipes_around(block) if isinstance(block, Paragraph) else block for block in blocks]
    rows = [block for block in blocks if isinstance(block, Table) and block.layout == "rows"]
    if rows and drops_blanks(rows, document.paragraphs, words):
        blocks = _with_rows_changed(blocks, layout="stream")
    elif are_dropped(rows):
        blocks = _with_rows_changed(blocks, lacks_repeated_cells=True)
    warnings = list(document.warnings)
    if any(isinstance(block, Table) and block.incomplete for block in blocks):
        warnings.append("lines that repeat were removed from the text, and values of its tables with them")
    if len(read) < len(document.blocks):
        warnings.append("tables inside of cells of others are wrapped with their rules and cannot be read")
    if not any(isinstance(block, Table) for block in blocks) and _prints_labels(document, words):
        warnings.append("the labels of a form are printed, and no values with them")
    return replace(document, blocks=blocks, warnings=warnings)


def _with_rows_changed(blocks: Iterable[Block], **changes: Any) -> list[Block]:
    """Return the blocks with other attributes of the tables of layout `rows`."""
    return [
        replace(block, **changes) if isinstance(block, Table) and block.layout == "rows" else block
        for block in blocks
    ]


def _with_repeats_merged(table: Table) -> Table:
    """Return a table in which no cell is merged with those merged that its writer repeated."""
    has_spans = any(cell.rowspan > 1 or cell.colspan > 1 for cell in table.cells)
    return table if has_spans or not table.cells else with_merged_cells(table)


def _without_pipes_around(line: Paragraph) -> Paragraph:
    """Return a line that is in no table without the pipes around its text: they frame the layout of a page."""
    text = line.text.strip(AROUND_CELLS)
    return replace(line, text=text) if "|" in line.text and "|" not in text else line


def _without_blank_start(table: Table, words: Vocabulary) -> Table:
    """Return a table of rows without the blank cell that each of them begins with, that of the header, too.

    Apache Tika marks the beginnings of cells, not what parts them.
    """
    if table.layout != "rows" or any(
        cell.text or cell.colspan > 1 for cell in table.cells if cell.column == 0
    ):
        return table
    if not any(sum(words.is_column(cell.text) for cell in row) > 1 for row in table.rows()):
        return table
    cells = [replace(cell, column=cell.column - 1) for cell in table.cells if cell.column > 0]
    return replace(table, cells=cells)


def _prints_labels(document: Document, words: Vocabulary) -> bool:
    """Return whether many lines are labels of rows, and nothing else."""
    lines = (line.text for line in document.paragraphs if 0 < len(line.text) <= LABEL_LENGTH)
    return len({text for text in lines if words.row_likeness(text) == 1}) >= MANY_LABELS


def _with_pipes(lines: list[Paragraph]) -> list[Paragraph]:
    """Return the lines with pipes and dashes for the characters that tables are drawn with."""
    if sum(1 for line in lines if BARS.search(line.text)) < FEWEST_BARS:
        return lines
    return [replace(line, text=line.text.translate(BAR_MARKS)) for line in lines]


def _rebuild_run(run: Sequence[Paragraph], words: Vocabulary, names: SectionNames) -> list[Block]:
    # Most runs of lines have no mark of any dialect: they are not searched for one, line by line.
    if any(MARKS.search(line.text) or space_rows.is_row(line.text) for line in run):
        run = with_quoted_cells(run)
        run = [line for line, is_number in zip(run, page_numbers_in(run), strict=True) if not is_number]
        lines = unframed(with_blank_cells(run), words)
        if any("|" in line.text for line in lines):
            lines = with_whole_labels(with_headings_apart_from_rows(lines, words, names), words)
        return _rebuild_marks(lines, words, names)
    return _rebuild_unmarked([part for line in run for part in unglued(line, words)], words, names)


def _rebuild_marks(lines: list[Paragraph], words: Vocabulary, names: SectionNames) -> list[Block]:
    texts = [line.text for line in lines]
    blocks: list[Block] = []
    unmarked: list[Paragraph] = []
    i = 0
    tried: Counter[str] = Counter()
    next_try: dict[str, int] = {}
    characters = set().union(*texts)
    dialects = [dialect for dialect in DIALECTS if not characters.isdisjoint(dialect.marks)]
    while i < len(lines):
        for dialect in dialects:
            if i < next_try.get(dialect.name, 0):
                continue
            end = dialect.extent(texts, i, words)
            rebuilt = _rebuild_marked(dialect, lines[i:end], words) if 0 < end - i <= MOST_LINES else []
            if end > i and not rebuilt:
                # Of marks without end that are no table, not each is tried as its beginning.
                tried[dialect.name] += end - i
                next_try[dialect.name] = end if tried[dialect.name] > MOST_LINES else i + 1
            if rebuilt:
                unmarked, rebuilt = _with_labels_before(unmarked, rebuilt, words)
                blocks.extend(_rebuild_unmarked(unmarked, words, names))
                unmarked = []
                blocks.extend(rebuilt)
                i = end
                break
        else:
            marked = "[bookmark" in texts[i]
            unmarked.append(replace(lines[i], text=BOOKMARK.sub("", texts[i])) if marked else lines[i])
            i += 1
    blocks.extend(_rebuild_unmarked(unmarked, words, names))
    return blocks


def _rebuild_marked(dialect: Dialect, lines: Sequence[Paragraph], words: Vocabulary) -> list[Block]:
    """Return the tables that a dialect finds in its lines, and the prose that was framed like a table."""
    cells = dialect.grid(lines, words) if dialect.grid else []
    grid = Table(cells, lines[0].place, dialect=dialect.name)
    if any(cell.rowspan > 1 or cell.colspan > 1 for cell in cells):
        return [grid]
    # Without any spans, blank cells may stand for merged ones.
    drawn = [[(cell.text, cell.place) for cell in row] for row in grid.rows()]
    rows = drawn or dialect.rows(lines)
    if rows is None:
        if dialect.cells is None:
            return []
        return _of_cells(dialect.cells(lines), dialect, words)
    blocks: list[Block] = []
    stretch: list[CellRow] = []
    for row in [*rows, None]:
        if row is not None and (len(row) > 1 or words.is_label(row[0][0])):
            stretch.append(row)
            continue
        for part in tables_of(stretch):
            table = _table_of_rows(part, dialect, words)
            blocks.extend([table] if table else [_paragraph(framed) for framed in part])
        stretch = []
        if row is not None:
            blocks.append(_paragraph(row))
    return blocks if any(isinstance(block, Table) for block in blocks) else []


def _of_cells(cells: CellRow, dialect: Dialect, words: Vocabulary) -> list[Block]:
    """Return the tables in a sequence of cells, and the texts between the headings of sections, which part them, as
    running text does.

    A tool may have made one line of the whole text.
    """
    blocks: list[Block] = []
    stretch: CellRow = []
    for cell in [*cells, None]:
        if cell is not None and not _parts_tables(cell[0], words):
            stretch.append(cell)
            continue
        found = rows_of(cell_tokens(stretch, words), words)
        is_table = any(text and (is_value(text) or words.is_label(text)) for text, _ in stretch)
        table = table_of(found, f"{dialect.name}-cells", blanks_kept=True) if is_table else None
        blocks += [table] if table else (Paragraph(text, place) for text, place in stretch if text)
        stretch = []
        if cell is not None:
            blocks.append(Paragraph(*cell))
    return blocks if any(isinstance(block, Table) for block in blocks) else []


def _parts_tables(text: str, words: Vocabulary) -> bool:
    if is_running_text(text):
        return not words.is_label(text)
    return words.is_heading(text) and not words.is_group(text)


def _with_labels_before(
    lines: list[Paragraph], rebuilt: list[Block], words: Vocabulary
) -> tuple[list[Paragraph], list[Block]]:
    """Return a table of nothing but values with the labels that stand in lines before it, as many as it has
    rows.

    And what is left of the lines. Each row has to be as long as the form asks for by its label, without
    blank cells. That a label is its row's is certain by the form's sums alone, as in all tables of tokens.
    """
    table = rebuilt[0]
    if not isinstance(table, Table):
        return lines, rebuilt
    rows = table.rows()
    filled = [line for line in lines if line.text.strip()]
    if len(rows[0]) == 1:
        # The last label may stand right before the values.
        (cell,) = rows.pop(0)
        filled.append(Paragraph(cell.text, cell.place))
    labels = [*takewhile(lambda line: words.row_likeness(line.text) >= SURE_LABEL, reversed(filled))][::-1]
    if (
        len(labels) != len(rows)
        or len(labels) < FEWEST_LABELS
        or not all(
            words.may_have(line.text, len(row)) and all(is_value(compact(cell.text)) for cell in row)
            for line, row in zip(labels, rows, strict=True)
        )
    ):
        return lines, rebuilt
    cells = [
        replace(cell, row=i, column=j)
        for i, (line, row) in enumerate(zip(labels, rows, strict=True))
        for j, cell in enumerate([Cell(i, 0, line.text.strip(), line.place), *row])
    ]
    before = lines[: next(i for i, line in enumerate(lines) if line is labels[0])]
    return before, [replace(table, cells=cells, place=labels[0].place, layout="tokens"), *rebuilt[1:]]


def _paragraph(row: CellRow) -> Paragraph:
    return Paragraph("".join(text for text, _ in row), row[0][1])


def _with_columns_parted(rows: list[CellRow], words: Vocabulary) -> list[CellRow]:
    """Return the rows with cells parted where a tool took columns for one.

    Their header has a label for each, and all rows below it have a value for each.
    """
    parted = list(rows)
    for i, header in enumerate(rows):
        counts = [_columns_named(text, words) for text, _ in header]
        if max(counts) < 2:
            continue
        below = [*takewhile(lambda row: any(map(is_value, row[-1][0].split())), rows[i + 1 :])]
        if below and all(len(row) == len(header) and _has_values(row, counts) for row in below):
            for at, row in enumerate([header, *below], i):
                parted[at] = [
                    (piece, place)
                    for (text, place), count in zip(row, counts, strict=True)
                    for piece in (text.split() if count > 1 else [text])
                ]
    return parted


def _columns_named(text: str, words: Vocabulary) -> int:
    """Return how many labels of columns, with nothing but white space between them, a text is."""
    pieces = text.split()
    return len(pieces) if len(pieces) == 1 or all(map(words.is_column, pieces)) else 1


def _has_values(row: CellRow, counts: Sequence[int]) -> bool:
    """Return whether cells that stand for several columns have as many values."""
    return all(
        count == 1 or (len(text.split()) == count and all(map(is_value, text.split())))
        for (text, _), count in zip(row, counts, strict=True)
    )


def _table_of_rows(rows: list[CellRow], dialect: Dialect, words: Vocabulary) -> Table | None:
    filled = _with_columns_parted(_filled_rows(rows, words), words)
    if not filled or max(len(row) for row in filled) < 2:
        return None
    filled = _without_most_fillers(with_whole_rows(filled, words))
    cells = [Cell(i, j, text, place) for i, row in enumerate(filled) for j, (text, place) in enumerate(row)]
    table = Table(cells, filled[0][0][1], layout="rows", dialect=dialect.name)
    table = with_merged_cells(replace(table, may_lack_last_blanks=dialect.may_lack_last_blanks))
    # A row alone may be the rest of a table that a page's end cut, or a table whose header a tool lost.
    alone = is_row(table.rows()[0], words) or _is_row_without_label(filled[0], words)
    return unstacked(table, words) if len(filled) > 1 or alone else None


def _filled_rows(rows: list[CellRow], words: Vocabulary) -> list[CellRow]:
    """Return the rows with a text, and a blank one below a header of columns, as long as this, if no row has values."""
    places = [i for i, row in enumerate(rows) if any(text for text, _ in row)]
    filled = [rows[i] for i in places]
    if not filled or any(is_value(text) for row in filled for text, _ in row):
        return filled
    header, below = filled[-1], rows[places[-1] + 1 :][:1]
    is_header = sum(words.is_column(text) for text, _ in header) > 1
    return [*filled, *(row for row in below if is_header and len(row) == len(header))]


def _without_most_fillers(rows: list[CellRow]) -> list[CellRow]:
    """Return the rows with no more than some blank cells behind the longest: a page's layout may fill up rows
    to hundreds of them.
    """
    end = max((i for row in rows for i, (text, _) in enumerate(row) if text), default=0) + 1
    return [row[: end + MOST_FILLERS] for row in rows]


def _is_row_without_label(row: CellRow, words: Vocabulary) -> bool:
    """Return whether a row is as many values as a row of the forms that has no label."""
    return len(row) in words.row_widths("") and all(is_value(compact(text)) for text, _ in row)


def _ends_tables(text: str, words: Vocabulary, names: SectionNames) -> bool:
    """Return whether a line is the heading of a section, and not the name of a group of rows in the same
    words, nor a row's label in other words.
    """
    if not is_section_heading(text, names) or words.row_likeness(text) > words.heading_likeness(text):
        return False
    return (
        "".join(piece.text for piece in pieces_of(text, words) if not piece.is_value) not in words.group_names
    )


def _rebuild_unmarked(lines: list[Paragraph], words: Vocabulary, names: SectionNames) -> list[Block]:
    """Return lines without marks: where they hold labels and values of the forms, tables of tokens."""
    if len(lines) < 3 or not any(may_hold_values(line.text) for line in lines):
        return list(lines)
    regions = [
        (start, end)
        for start, end in regions_of(lines, words, lambda text: _ends_tables(text, words, names))
        if end - start <= MOST_LINES
    ]
    sequences = _sequences(lines, regions, words)
    found = [
        rows_between_gaps(sequence, words)
        or with_values_in_order(rows_of(with_whole_numbers(sequence, words), words), words)
        for sequence in sequences
    ]
    found = [with_blanks_below_names(rows, words) for rows in found]
    once = repeats_removed(line for start, end in regions for line in lines[start:end])
    blocks: list[Block] = []
    done = 0
    for (start, end), rows in zip(regions, with_blanks(found, words), strict=True):
        table = table_of(rows, "lines", blanks_kept=False, incomplete=once)
        if table is None:
            continue
        blocks.extend(lines[done:start])
        blocks.append(table)
        done = end
    blocks.extend(lines[done:])
    return blocks


def _sequences(
    lines: Sequence[Paragraph], regions: Iterable[tuple[int, int]], words: Vocabulary
) -> Iterator[list[Token]]:
    """Yield the tokens of each region, read below the last header before it, which may stand outside of them all."""
    others, done = "", 0
    for start, end in regions:
        others, done = other_columns_below(lines[done:start], words, others), start
        yield tokens_of(lines[start:end], words, others)
