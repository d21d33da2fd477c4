"""Doubt values where the header or a label does not show what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import regex

from reportparse.doubts.doubt import Doubt
from reportparse.forms import Block, Column, Family, Row
from reportparse.normalise import EXACT_LABEL, NOTE, SURE_LABEL, best_similarity, compact, label
from reportparse.recognition.columns import OTHER_ORDER, OTHER_ORDER_DRAWN, is_one_of, names_out_of_order
from reportparse.recognition.match import BlockMatch
from reportparse.recognition.other_names import (
    LONGEST_NAME,
    are_out_of_place,
    is_another,
    is_foreign,
    other_names,
)
from reportparse.recognition.row_labels import lacks_beginning, row_similarity
from reportparse.recognition.sums import FEWEST_TELLING, Sums, addend, sums_of
from reportparse.recognition.titles_above import below_titles
from reportparse.report import Record

# The least fraction of its columns a header has to name where editions have other columns for the same rows.
SURE_HEADER = 0.51
# Such a note is of a year; a label with such words may be of another one than the report.
NOTE_OF_YEAR = regex.compile(r".(?:指|截[至止])?(20\d\d)")
OTHER_YEAR = regex.compile(r"[上下]一?年")
YEAR = regex.compile(r"(?<!\d)20\d\d(?=年)")
# Records by the code of their row or column and the label that is printed for it.
Labelled = dict[tuple[str, str], list[Record]]


def label_doubts(block: BlockMatch, family: Family, year: int | None) -> Iterator[Doubt]:
    """Yield doubts about cells of a block whose header or label may mean something else."""
    others = other_names(block, year, family.header.subject_words)
    others = {**_contrary_names(block, family), **others}
    if block.several:
        yield Doubt(block.records, f"several rows may be that of {_names_of(block)}")
    elif _leaves_columns_open(block, family, year, bool(others)):
        reason = f"no header tells which columns the values stand in of {_names_of(block)}"
        yield Doubt(block.records, reason)
        others = {}
    of_rows, of_columns = _by_label(block.records)
    doubts = [
        *_labels_of_other_rows(block, of_rows, family),
        *_cut_labels(block, of_rows),
        *_other_labels(block, of_rows, of_columns, others, family, year),
    ]
    yield from doubts
    yield from _rows_known_by_doubted_ones(block, doubts)


def _leaves_columns_open(block: BlockMatch, family: Family, year: int | None, names_others: bool) -> bool:
    """Whether a header does not tell which columns the values stand in."""
    adds_up = _sums_of(block, family).exist
    return bool(
        block.header == OTHER_ORDER
        or (block.header == OTHER_ORDER_DRAWN and not _is_header_refuted(block, family))
        or (block.header < SURE_HEADER and _rivals(block.code, block.block, family))
        or _names_rival_column(block, family)
        or _names_other_columns_only(block, family)
        or is_foreign(below_titles(block.above, year), block.block)
        or (not adds_up and _may_be_of_another_column(block, family, year))
        or (not adds_up and names_others)
        or (not adds_up and are_out_of_place(block.header_texts, block.block, year, _given(block)))
        or _subtotals_fail(block)
        or (not block.block.rows and _names_another_time(block, family))
    )


def _may_be_of_another_column(block: BlockMatch, family: Family, year: int | None) -> bool:
    """Whether a header has one more name where values have no place of their own below one.

    Where blank cells leave no trace, as many values as the form has columns may be those of any names.
    """
    if not block.in_sequence:
        return False
    own = block.block
    names = {*own.header_names, *own.corner_names, *family.header.note_columns}
    names |= {name for row in own.rows for name in row.printed_names}
    # A narrow column prints its names, and those of the whole, in pieces.
    printed = "\n".join(map(compact, (*own.captions, *names)))
    return any(
        1 < len(words) <= LONGEST_NAME and words not in printed and is_another(words, names)
        for words in map(compact, below_titles(block.header_texts, year))
    )


def _names_of(block: BlockMatch) -> str:
    return ", ".join(dict.fromkeys(record.row_label or record.row for record in block.records))


def header_doubts(
    block: BlockMatch, parts: Sequence[BlockMatch], family: Family, year: int | None
) -> Iterator[Doubt]:
    """Yield doubts about a block for what its parts show together.

    A header that names columns in another order than the form, or others, may be that of all parts, also of
    those without one. Sums, or the header of another part, may show that the last column is a sub-total.
    """
    parts = [part for part in parts if (part.code, part.block) == (block.code, block.block)]
    if not block.header_texts and any(
        part.header_texts and _is_of_its_own(part, family, year) for part in parts
    ):
        yield Doubt(block.records, f"the header of another part may be that of {_names_of(block)}, too")
    sums = _sums_of(block, family)
    if sums.has_total and (
        _is_subtotal(sums.total_column, parts)
        or (
            not block.header_texts
            and any(part.header_texts and _names_subtotal_only(part, sums.total_column) for part in parts)
        )
    ):
        code = block.block.columns[sums.total_column].code
        totals = [record for record in block.records if record.column == code]
        yield Doubt(totals, f"the total of {_names_of(block)} may be a sub-total: the paper may end there")


def order_doubts(block: BlockMatch, above: Iterable[str]) -> Iterator[Doubt]:
    """Yield a doubt about a block without a header below texts that name all its columns in another order.

    Names in pieces are those of the text layer of a page, which may print them in any order.
    """
    names = list(dict.fromkeys(map(compact, above)))
    wanted = {compact(column.path[-1]) for column in block.block.required_columns}
    is_headed = bool(block.header_texts) or not wanted.issubset(names)
    if not is_headed and names_out_of_order("".join(names), block.block):
        yield Doubt(block.records, f"the columns of {_names_of(block)} are named in another order above them")


def _names_subtotal_only(part: BlockMatch, total: int) -> bool:
    """Whether a header names a sub-total and no total."""
    return total not in part.names and any(part.block.columns[k].subtotal for k in part.names)


def _is_subtotal(total: int, parts: Sequence[BlockMatch]) -> bool:
    """Whether the values below another name than the form's total are mostly the sums of one group instead.

    The page may end at the edge of the paper before the column of the total.
    """
    block = parts[0].block
    addends = [k for k in block.required if k != total]
    held = failed = 0
    for subtotal in block.columns:
        group = [k for k in addends if block.columns[k].path[:-1] == subtotal.path[:-1]]
        if not subtotal.subtotal or len(group) == len(addends):
            continue
        for part in parts:
            name = block.columns[total].path[-1]
            if compact(part.names.get(total, name)) == compact(name):
                continue
            for row in part.rows:
                cells = tuple(cell for cell, _ in row.cells)
                value = addend(cells, total)
                of_group, of_all = ([addend(cells, k) for k in columns] for columns in (group, addends))
                if value is None or None in of_all or cells[total] is None:
                    continue
                sums = sum(filter(None, of_group)), sum(filter(None, of_all))
                failed += value == sums[0] != sums[1]
                held += value == sums[1] != sums[0]
    return failed > held


def _is_of_its_own(block: BlockMatch, family: Family, year: int | None) -> bool:
    """Whether the header of a block names columns in another order than the form, or others."""
    others = other_names(block, year, family.header.subject_words)
    return bool(others) or list(block.names) != sorted(block.names)


def _names_another_time(block: BlockMatch, family: Family) -> bool:
    """Whether the only row of a block, unlabelled in the form, has a label here that makes it another row.

    Contrary words do so, such as 上年 where the form is about this year.
    """
    words = [word for contrary in family.header.contraries for word in contrary.words]
    return any(word in compact(text) for text in block.labels.values() if text for word in words)


def _given(block: BlockMatch) -> list[Column]:
    """Return the columns that have values."""
    codes = {record.column for record in block.records if record.state != "blank"}
    return [column for column in block.block.columns if column.code in codes]


def _subtotals_fail(block: BlockMatch) -> bool:
    """Whether more sub-totals differ from the sum of their group than equal it.

    Then they are values of another column.
    """
    columns = block.block.columns
    failed = held = 0
    subtotals = [k for k, column in enumerate(columns) if column.subtotal]
    for k in subtotals:
        group = columns[k].path[:-1]
        parts = [i for i, part in enumerate(columns) if i != k and part.path[:-1] == group]
        for row in block.rows:
            if row.cells[k].cell is None:
                continue
            cells = tuple(cell for cell, _ in row.cells)
            total, own = addend(cells, k), [addend(cells, i) for i in parts]
            if total is not None and None not in own and any((total, *own)):
                held += total == sum(filter(None, own))
                failed += total != sum(filter(None, own))
    return failed > held


def _sums_of(block: BlockMatch, family: Family) -> Sums:
    return sums_of(block.block, family.edition(block.edition).rules_of(block.code))


def _is_header_refuted(block: BlockMatch, family: Family) -> bool:
    """Whether a header prints the total early, but in all rows the last value is the sum of the others.

    Then the header is in no order, as in the text layer of pages: read line by line, it prints the total
    before the columns of the groups, too.
    """
    sums = _sums_of(block, family)
    columns = [column.path for column in block.block.required_columns]
    if not sums.has_total or sums.total_column != block.block.required[-1]:
        return False
    printed = compact("".join(block.header_texts))
    depth = len(columns[-1])
    *others, total = [printed.rfind(compact(path[depth - 1])) for path in columns if len(path) >= depth]
    telling = sum(len({cell.text for cell, _ in row.cells if cell is not None}) > 2 for row in block.rows)
    return 0 <= total < max(others) and telling >= FEWEST_TELLING and all(row.sums for row in block.rows)


@lru_cache(maxsize=256)
def _rivals(table: str, block: Block, family: Family) -> tuple[Block, ...]:
    """Return the blocks that other editions have with other columns for the same rows of a table.

    Where there are any, the header must show which edition the block follows.
    """
    rows = {row for row, _ in block.slots}
    own = {column.code for _, column in block.slots}
    return tuple(
        other
        for _, form in family.tables
        if form.code == table
        for other in form.blocks
        if rows & {row for row, _ in other.slots} and own != {column.code for _, column in other.slots}
    )


def _names_rival_column(block: BlockMatch, family: Family) -> bool:
    """Whether the header names a column that only another edition has for these rows."""
    return any(
        _is_rival_column(text, block.code, block.block, family) for text in dict.fromkeys(block.header_texts)
    )


def _names_other_columns_only(block: BlockMatch, family: Family) -> bool:
    """Whether the header names columns of other rows of the form, and none of its own."""
    form = family.edition(block.edition).table(block.code)
    own = block.block.column_labels
    others = frozenset[str]().union(*(other.column_labels for other in form.blocks)) - own
    return block.header == 0 and any(
        best_similarity(text, others) > SURE_LABEL for text in block.header_texts
    )


@lru_cache(maxsize=4096)
def _is_rival_column(text: str, table: str, block: Block, family: Family) -> bool:
    own = block.column_labels
    foreign = _foreign_names(table, block, family)
    return best_similarity(text, foreign) > max(SURE_LABEL, best_similarity(text, own))


@lru_cache(maxsize=256)
def _foreign_names(table: str, block: Block, family: Family) -> frozenset[str]:
    """Return the names of columns that only the rivals of a block have."""
    names = (rival.column_labels for rival in _rivals(table, block, family))
    return frozenset().union(*names) - block.column_labels


@lru_cache(maxsize=256)
def _rival_rows(block: Block, family: Family) -> tuple[Row, ...]:
    """Return the rows of other blocks with some of the same columns."""
    return tuple(
        row
        for other in family.blocks
        if other != block and not set(other.header_names).isdisjoint(block.header_names)
        for row in other.rows
    )


def _labels_of_other_rows(block: BlockMatch, of_rows: Labelled, family: Family) -> Iterator[Doubt]:
    """Yield doubts about rows whose printed label is that of another row, in this edition or in another."""
    own_rows = {row.code: row for row in block.block.rows}
    others = (*block.block.rows, *_rival_rows(block.block, family))
    for (code, printed), records in of_rows.items():
        own = own_rows.get(code)
        if own and (_is_more_like(printed, own, others) or _words_of_another(printed, own, block.block.rows)):
            yield Doubt(records, f"no edition has the row {printed} in this place")


def _is_more_like(printed: str, own: Row, others: Iterable[Row]) -> bool:
    """Whether a label that is not surely that of its own row is surely that of another one."""
    alike = row_similarity(printed, own)
    # A group's label is much like that of its last row with the group's before it: 其他处理 3.其他.
    return alike <= EXACT_LABEL and any(
        row_similarity(printed, other) > max(alike, SURE_LABEL) for other in others if other.code != own.code
    )


def _words_of_another(printed: str, own: Row, rows: Iterable[Row]) -> bool:
    """Whether a label has, but for its number, the words of another row and not of its own."""
    words = label(printed).core
    return not _has_words(own, words) and any(_has_words(row, words) for row in rows)


def _has_words(row: Row, words: str) -> bool:
    return any(label(name).core == words for name in row.labels)


def _cut_labels(block: BlockMatch, of_rows: Labelled) -> Iterator[Doubt]:
    """Yield doubts about blank cells of the first row of a page, or of a table that goes on without a header, whose
    label lacks its beginning: that is on the page before, and their values may be, too.
    """
    own_rows = {row.code: row for row in block.block.rows}
    first = {decided.code for decided in block.rows if decided.index == 0}
    for (code, printed), records in of_rows.items():
        blank = [
            record
            for record in records
            if record.state == "blank" and (code in first or _is_first_on_page(record))
        ]
        if blank and code in own_rows and lacks_beginning(printed, own_rows[code]):
            yield Doubt(blank, f"a label lacks its beginning, which may be on the page before: {printed}")


def _is_first_on_page(record: Record) -> bool:
    place = record.place
    return place is not None and place.page is not None and "/row[1]/" in place.path


def _rows_known_by_doubted_ones(block: BlockMatch, doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """Yield doubts about rows below a doubted one whose label several rows of the form have.

    Only the rows above tell which of them such a row is.
    """
    shared = _shared_rows(block.block)
    doubted = {record.row for doubt in doubts for record in doubt.records}
    below: str | None = None
    for decided in block.rows:
        printed = block.labels[decided.index]
        if decided.code not in shared:
            below = printed if decided.code in doubted else None
        elif below is not None and decided.code not in doubted:
            records = [record for record in block.records if record.row == decided.code]
            yield Doubt(records, f"the row {printed} stands below {below}, which is in doubt")


@lru_cache(maxsize=256)
def _shared_rows(block: Block) -> frozenset[str]:
    """Return the codes of rows with a label that another row of the block has, too."""
    rows_of = defaultdict[str, set[str]](set)
    for row in block.rows:
        # A sub-total is known by its group.
        for name in () if row.subtotal else row.labels:
            rows_of[label(name).words].add(row.code)
    return frozenset(code for codes in rows_of.values() if len(codes) > 1 for code in codes)


def _other_labels(
    block: BlockMatch,
    of_rows: Labelled,
    of_columns: Labelled,
    others: Mapping[str, Sequence[Column]],
    family: Family,
    year: int | None,
) -> Iterator[Doubt]:
    """Yield doubts about rows and columns whose printed label contradicts the form's or means something else.

    `others` are such names for columns, each with the columns that may be meant.
    """
    rows = {row.code: row for row in block.block.rows}
    official = {row.code: row.printed_names for row in block.block.rows}
    official |= {column.code: column.labels for column in block.block.columns}
    doubted: dict[str, list[Record]] = defaultdict(list)
    for (code, printed), records in (*of_rows.items(), *of_columns.items()):
        if code in official and _is_contrary(printed, official[code], family):
            doubted[printed] += records
    for (code, printed), records in of_rows.items():
        if code in rows and (
            _is_another_row(printed, rows[code]) or _is_of_another_year(printed, rows[code], year)
        ):
            doubted[printed] += records
        # What stands behind the name of a row may be said of its column, such as an amount.
        for record in records if _notes_in(printed) else ():
            names = (*official.get(code, ()), *official[record.column])
            if _has_contrary_note(printed, names, family, year):
                doubted[printed].append(record)
    for (code, printed), records in of_columns.items():
        if _has_contrary_note(printed, official[code], family, year):
            doubted[printed] += records
    for printed, columns in {**others, **_noted_groups(block, family, year)}.items():
        cells = {(column.code, column.row) for column in columns}
        for record in block.records:
            if not cells.isdisjoint(((record.column, None), (record.column, record.row))):
                doubted[printed].append(record)
    for printed in sorted(doubted):
        yield Doubt(doubted[printed], f"no edition has the label {printed} in this place")


def _by_label(records: Iterable[Record]) -> tuple[Labelled, Labelled]:
    """Return the records by the code and the printed label of their row, and by those of their column."""
    of_rows: Labelled = defaultdict(list)
    of_columns: Labelled = defaultdict(list)
    for record in records:
        if record.row_label:
            of_rows[record.row, record.row_label].append(record)
        if record.column_label:
            of_columns[record.column, record.column_label].append(record)
    return of_rows, of_columns


@lru_cache(maxsize=4096)
def _is_another_row(printed: str, row: Row) -> bool:
    """Whether a printed label, with or without the label of its group before it, is that of another row."""
    own = label(printed).core
    leaves = (own.removeprefix(label(group).core) for group in row.path[:-1])
    return is_another(printed, (*row.names, *row.path)) or any(
        leaf not in ("", own) and is_another(leaf, row.labels) for leaf in leaves
    )


def _is_of_another_year(printed: str, row: Row, year: int | None) -> bool:
    """Whether a label names another year than the report's, where the form's does not speak of one before or
    after it.
    """
    text = compact(printed)
    if year is None or "年" not in text or OTHER_YEAR.search("".join(row.path)):
        return False
    # Notes behind the label may tell of other years.
    return any(int(own) != year for own in YEAR.findall(NOTE.sub("", text)))


def _contrary_names(block: BlockMatch, family: Family) -> dict[str, list[Column]]:
    """Return what a header prints, no column's name, that has a contrary word and the names of some columns.

    A name that stands above cells of its own, beside those of the columns, is that of another one.
    """
    official = (*block.block.header_names, *block.block.corner_names)
    known = {*map(compact, block.names.values()), *block.others_in_place}
    found = {
        text: [
            column
            for column in block.block.columns
            if any(compact(name) in compact(text) for name in column.labels)
        ]
        for text in block.header_texts
        if compact(text) not in known and _is_contrary(text, official, family)
    }
    return {text: columns for text, columns in found.items() if columns}


@lru_cache(maxsize=4096)
def _is_contrary(printed: str, official: tuple[str, ...], family: Family) -> bool:
    # A word that any of the names has is no contrary of the label.
    own, names = label(printed).core, compact("".join(official))
    return any(contrary.parts(own, names) for contrary in family.header.contraries)


def _noted_groups(block: BlockMatch, family: Family, year: int | None) -> dict[str, list[Column]]:
    """Return what the header prints for groups with a contrary note, each with the columns of the group."""
    found: dict[str, list[Column]] = {}
    for printed in filter(_notes_in, block.header_texts):
        columns = [column for column in block.block.columns if is_one_of(printed, column.path[:-1])]
        if columns and _has_contrary_note(printed, columns[0].path[:-1], family, year):
            found[printed] = columns
    return found


@lru_cache(maxsize=4096)
def _notes_in(printed: str) -> tuple[str, ...]:
    return tuple(NOTE.findall(compact(printed)))


@lru_cache(maxsize=4096)
def _has_contrary_note(printed: str, official: tuple[str, ...], family: Family, year: int | None) -> bool:
    """Whether a note in brackets says that a label is of another year than the report, or of something else."""
    notes = _notes_in(printed)
    names = compact("".join(official)) if notes else ""
    words = [word for word in map(compact, family.header.contrary_notes) if word not in names]
    years = [int(found[1]) for note in notes if (found := NOTE_OF_YEAR.match(note))]
    is_of_year = not OTHER_YEAR.search(names) and year is not None
    return any(word in note for note in notes for word in words) or (
        is_of_year and any(of_note != year for of_note in years)
    )
