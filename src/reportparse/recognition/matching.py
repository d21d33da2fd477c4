"""Align a table to the forms: find which of its lines are which rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from reportparse.document import Table
from reportparse.forms import Block, Edition, Family, TableForm
from reportparse.normalise import EXACT_LABEL, compact, label
from reportparse.recognition.alignment import align
from reportparse.recognition.below_header import is_laid_by_position
from reportparse.recognition.blocks import read_block
from reportparse.recognition.columns import HeaderUnit, header_units
from reportparse.recognition.form_lines import FormLine, KnownForm, family_lines
from reportparse.recognition.gains import Gains, features_of, line_gains
from reportparse.recognition.match import BlockMatch, TableMatch
from reportparse.recognition.matched_rows import (
    MatchedRow,
    give_headers_to_rows,
    headers_and_rows,
    missing_rows,
    place_of,
)
from reportparse.recognition.other_names import YEAR, names_another_column
from reportparse.recognition.surroundings import Surroundings, printed_empty, surroundings_of
from reportparse.recognition.table_lines import TableLine, with_words_as_values
from reportparse.recognition.uniform import rows_of_one_value, uniform_value

# What each missing row of the form takes off the score of a match.
MISSING_ROW = 0.2
# What a row of as many values as the form has columns is worth.
# A row with so many of the cells that it should have may lack blank ones.
NEARLY = 0.8
WHOLE_ROW = 0.9
# In a text that marks no cells, a row without labels counts only below a header worth at least this.
KNOWN_HEADER = 0.3
# A table is recognised if what is aligned is worth about two clear labels.
RECOGNISED = 0.7
# From this score on a form is recognised even if none of its values can be read.
SURELY_RECOGNISED = 4.0


class SplitTable(NamedTuple):
    """A table of a document split into its lines."""

    table_index: int
    table: Table
    lines: list[TableLine]
    # The units of money that its rows print in cells of their own.
    units: Mapping[int, str]
    # The texts before the table that may belong to its header.
    above: tuple[str, ...] = ()
    # The tables that it may be the rest of, the nearest first.
    before: tuple[SplitTable, ...] = ()


def matches_of_table(source: SplitTable, family: Family) -> list[TableMatch]:
    """Return the matches of a table with the forms that it follows, in every edition.

    Forms of different codes do not share lines: the one with the better score has them. Nor do those share a
    table that no edition has together.
    """
    if source.table.layout != "tokens":
        source = source._replace(lines=with_words_as_values(source.lines, family))
    features = features_of(source.lines)
    gains = [line_gains(line, known, family) for line, known in zip(source.lines, features, strict=True)]
    candidates: list[TableMatch] = []
    for position, known in enumerate(family_lines(family).forms):
        match = _match(source, [of_line[position] for of_line in gains], position, family)
        uniform = _uniform_match(source, known) if source.table.layout == "tokens" else None
        if uniform is not None and not _is_whole(match, known.form):
            match = uniform
        if match is not None:
            candidates.append(match)
    taken: set[int] = set()
    accepted: list[TableMatch] = []
    for best in sorted(candidates, key=lambda candidate: -candidate.score):
        codes = {match.form.code for match in accepted}
        if (
            best.form.code in codes
            or taken & best.lines
            or not _belong_together({*codes, best.form.code}, family)
        ):
            continue
        taken |= best.lines
        accepted.extend(match for match in candidates if match.form.code == best.form.code)
    return accepted


def _belong_together(codes: Collection[str], family: Family) -> bool:
    """Whether some edition has forms of all these codes."""
    return any(edition.codes.issuperset(codes) for edition in family.editions)


def _is_filled(rows: Sequence[MatchedRow], block: Block) -> bool:
    """Whether some row has a value in most columns of a block."""
    return any(matched.line.figures * 2 > len(block.columns) for matched in rows)


def _is_whole(match: TableMatch | None, form: TableForm) -> bool:
    """Whether a match reads each cell of its form."""
    records = [record for block in match.blocks for record in block.records] if match else []
    known = {(record.row, record.column) for record in records if record.certainty != "uncertain"}
    return known.issuperset((row, column.code) for block in form.blocks for row, column in block.slots)


def _uniform_match(source: SplitTable, known: KnownForm) -> TableMatch | None:
    """Return the match of a table that prints one value in all cells of a form, whatever their order.

    None for other tables.
    """
    edition, form = known.edition, known.form
    cell = uniform_value(source.table, source.lines, form)
    if cell is None:
        return None
    taken = {line.index for line in source.lines}
    rows = sum(len(block.rows) or 1 for block in form.blocks)
    match = TableMatch(source.table_index, edition.id, form, rows, taken)
    match.blocks = [
        BlockMatch(
            table_index=source.table_index,
            edition=edition.id,
            code=form.code,
            block=block,
            lines=taken,
            header=1.0,
            header_texts=(),
            look_above=tuple,
            labels=dict.fromkeys(taken),
            names={},
            read=partial(rows_of_one_value, block, cell),
            units=source.units,
            prints_cells=lambda: True,
        )
        for block in form.blocks
    ]
    return match


def _names_in(form: TableForm) -> set[str]:
    """Return the words of the names of a form's rows and columns."""
    rows = {label(name).words for row in form.rows for name in row.printed_names}
    return rows | {
        label(name).words for block in form.blocks for column in block.columns for name in column.path
    }


@lru_cache(maxsize=64)
def _leaves_elsewhere(family: Family, edition: Edition, form: TableForm) -> dict[str, frozenset[str]]:
    """Return, for row labels that other editions give to a group, the labels of that group's rows there."""
    own = _names_in(form)
    own_rows = {label(row.path[-1]).words for row in form.rows}
    found: dict[str, set[str]] = defaultdict(set)
    for other in family.editions:
        if other.id == edition.id or form.code not in other.codes:
            continue
        for row in other.table(form.code).rows:
            group = label(row.path[-2]).words if len(row.path) > 1 else ""
            if group in own_rows:
                found[group].add(label(row.path[-1]).words)
    return {group: frozenset(leaves - own) for group, leaves in found.items()}


def _headers_before(source: SplitTable, position: int, family: Family) -> dict[int, list[TableLine]]:
    """Return the header lines of each block of a form in the nearest table before that prints any.

    Their cells are moved so that the last columns of both tables are the same: columns of labels that are
    merged in all rows of one are not in the other. `position` is that of the form in the family.
    """
    form_lines = family_lines(family).forms[position].lines
    for _, table, lines, *_ in source.before:
        gains = [
            line_gains(line, features, family)[position]
            for line, features in zip(lines, features_of(lines), strict=True)
        ]
        alignment = align(gains, [form_line.kind == "header" for form_line in form_lines])
        headers: dict[int, list[TableLine]] = defaultdict(list)
        for line, pair in zip(lines, alignment.pairs, strict=True):
            if pair is not None and form_lines[pair].kind == "header":
                headers[form_lines[pair].block].append(line)
        if headers:
            return _moved(headers, source.table.width - table.width)
    return {}


def _moved(headers: Mapping[int, Sequence[TableLine]], columns: int) -> dict[int, list[TableLine]]:
    """Return header lines with their cells so many columns further to the right."""
    cells = {id(cell): cell for lines in headers.values() for line in lines for cell in line.cells}
    moved = {key: replace(cell, column=cell.column + columns) for key, cell in cells.items()}
    return {
        block: [replace(line, cells=[moved[id(cell)] for cell in line.cells]) for line in lines]
        for block, lines in headers.items()
    }


def _match(source: SplitTable, gains: Sequence[Gains], position: int, family: Family) -> TableMatch | None:
    """Return the table, or a part of it, read as a form; None where too little is like the form.

    `position` is that of the form in the family.
    """
    if sum(max(of_line.values()) for of_line in gains if of_line) < RECOGNISED:
        return None
    known = family_lines(family).forms[position]
    edition, form, form_lines, _ = known
    alignment = align(gains, [form_line.kind == "header" for form_line in form_lines])
    if alignment.score < RECOGNISED:
        return None
    headers, rows, warnings = headers_and_rows(source.table, source.lines, gains, alignment, form_lines)
    rows = _without_groups_elsewhere(rows, source.table, _leaves_elsewhere(family, edition, form))
    if not rows:
        return None
    give_headers_to_rows(headers, rows)
    if source.before and not all(headers.get(matched.block) for matched in rows):
        headers = {**_headers_before(source, position, family), **headers}
    taken = {matched.line.index for matched in rows}
    empty = printed_empty(source.table, form, taken)
    of_form = {
        line.index: form_lines[pair]
        for line, pair in zip(source.lines, alignment.pairs, strict=True)
        if pair is not None
    }
    aligned = _AlignedTable(source, known, family, gains, of_form, headers, rows, empty)
    score = alignment.score - MISSING_ROW * missing_rows(form, rows, empty)
    blocks: list[BlockMatch] = []
    for index, block in enumerate(form.blocks):
        units, worth = header_units(source.table.layout, headers.get(index, []), block)
        score += worth
        match = aligned.block_match(index, units, worth)
        if match is not None:
            blocks.append(match)
            warnings += aligned.unclear_rows(index)
    surely = score >= SURELY_RECOGNISED and blocks
    if not surely and not any(block.is_read for block in blocks):
        return None
    return TableMatch(source.table_index, edition.id, form, score, taken, blocks, warnings)


@dataclass(frozen=True)
class _AlignedTable:
    """A table whose lines are aligned to those of a form."""

    source: SplitTable
    known: KnownForm
    family: Family
    gains: Sequence[Gains]
    # The lines of the form that lines of the table are, by the indexes of these.
    of_form: Mapping[int, FormLine]
    # The lines of the header of each block.
    headers: Mapping[int, Sequence[TableLine]]
    rows: list[MatchedRow]
    # The rows of the form that have no values in the table.
    empty: frozenset[str]

    @cached_property
    def surroundings(self) -> Surroundings:
        """What stands around the rows."""
        source = self.source
        return surroundings_of(
            source.table, source.lines, self.rows, self.known.form, self.family, self.empty
        )

    def texts_above(self, index: int) -> tuple[str, ...]:
        """The texts of the lines above the first row of a block, or of the last line of its header."""
        # The lines of the form are no more than that to any of its blocks but their own.
        own = FormLine("header", index)
        taken = {matched.line.index for matched in self.rows}
        taken |= {at for at, form_line in self.of_form.items() if form_line != own}
        labels = _labels_of_other_forms(self.known.edition, self.known.form)
        labels |= _labels_of_groups(self.known.form.blocks[index])

        def is_of_others(line: TableLine) -> bool:
            # The row of another form may end that one before this one begins.
            return line.index in taken or any(label(text).words in labels for text in line.labels)

        first = self.rows_of(index)[0].line
        return _texts_above(self.source, first, is_of_others) or _texts_of(self.headers.get(index, [])[-1:])

    def rows_of(self, index: int) -> list[MatchedRow]:
        """The rows of one of the form's blocks."""
        return [matched for matched in self.rows if matched.block == index]

    def unclear_rows(self, index: int) -> Iterator[str]:
        """Yield sentences about the rows of a block that may be others of the form."""
        return (
            f"the row at {place_of(matched.line)} may be one of several rows of the form"
            for matched in self.rows_of(index)
            if matched.row is not None and not matched.is_clear
        )

    def block_match(self, index: int, units: Sequence[HeaderUnit] | None, worth: float) -> BlockMatch | None:
        """Return a block of the form as the table prints it; None where nothing shows that it does.

        `units` and `worth` are what its header declares and is worth: see `header_units`.
        """
        source, (edition, form, form_lines, _) = self.source, self.known
        block, header, rows = form.blocks[index], self.headers.get(index, []), self.rows_of(index)
        if not rows or _is_unknown(block, worth, rows, source.table):
            return None
        return BlockMatch(
            table_index=source.table_index,
            edition=edition.id,
            code=form.code,
            block=block,
            lines={matched.line.index for matched in rows},
            header=worth,
            header_texts=_texts_of(header),
            look_above=partial(self.texts_above, index),
            labels={matched.line.index: matched.line.last_label for matched in rows},
            names={
                unit.column: unit.path[-1] for unit in units or [] if unit.column is not None and unit.path
            },
            read=lambda: read_block(
                source.table,
                block,
                units,
                rows,
                edition.rules_of(form.code),
                self.surroundings,
                bool(header),
                worth > KNOWN_HEADER and names_another_column(_texts_of(header), block, self.family),
            ),
            units=source.units,
            prints_cells=lambda: (
                source.table.layout == "grid"
                and units is not None
                and rows[0].is_clear
                and is_laid_by_position(rows[0].line, units)
            ),
            others_in_place=_others_in_place(units or (), rows, source.table, block),
            in_sequence=source.table.layout in ("stream", "tokens"),
            several=not block.rows
            and _may_be_several(form_lines.index(FormLine("values", index)), source.lines, self.gains, block),
        )


def _without_groups_elsewhere(
    rows: list[MatchedRow], table: Table, leaves_elsewhere: Mapping[str, frozenset[str]]
) -> list[MatchedRow]:
    """Return the rows without those whose label may name a group of another edition.

    That is so where the table prints labels of that group's rows, too.
    """
    if table.layout != "tokens" or not leaves_elsewhere:
        return rows
    printed = {label(cell.text).words for cell in table.cells}
    return [
        matched
        for matched in rows
        if matched.row is None
        or printed.isdisjoint(leaves_elsewhere.get(label(matched.row.path[-1]).words, ()))
    ]


def _others_in_place(
    units: Sequence[HeaderUnit], rows: Sequence[MatchedRow], table: Table, block: Block
) -> frozenset[str]:
    """Return the names of other columns in a header that has all those of the block, each above cells of its own."""
    named = [unit for unit in units if unit.column is not None and unit.similarity > EXACT_LABEL]
    if not {unit.column for unit in named}.issuperset(block.required) or not (
        table.layout == "grid"
        or (table.layout == "rows" and all(len(row.line.cells) == len(units) for row in rows))
    ):
        return frozenset()
    own = {compact(text) for unit in units if unit.column is not None for text in unit.path}
    others = {compact(text) for unit in units if unit.column is None for text in unit.path}
    return frozenset(others - own)


@lru_cache(maxsize=64)
def _labels_of_groups(block: Block) -> frozenset[str]:
    """Return the labels of groups of rows that those of no column are."""
    groups = {label(name).words for row in block.rows for name in row.path[:-1]}
    return frozenset(groups - {label(name).words for name in block.header_names})


@lru_cache(maxsize=64)
def _labels_of_other_forms(edition: Edition, form: TableForm) -> frozenset[str]:
    """Return the labels of rows that only other forms of an edition have."""
    own = _names_in(form)
    others = {label(row.path[-1]).words for other in edition.tables for row in other.rows}
    return frozenset(others - own)


def _is_unknown(block: Block, worth: float, rows: Sequence[MatchedRow], table: Table) -> bool:
    """Whether nothing shows that a row without a label belongs to the block.

    Its few values may be the last numbers of another row.
    """
    return (
        not block.rows and worth < KNOWN_HEADER and (table.layout == "tokens" or not _is_filled(rows, block))
    )


def _may_be_several(bare: int, lines: Sequence[TableLine], gains: Sequence[Gains], block: Block) -> bool:
    """Whether more than one line may be the one row of values, without a label, that a block has.

    A line may be that row if it has as many values as the block has columns, or one more, such as a year or
    the number of the row; or few less, where blank cells may be lost; or if all its cells are blank, and one with
    values, which may be of another year, stands below it.
    """
    length = len(block.required)
    whole = [
        not line.labels
        and line.figures > 0
        and (of_line.get(bare, 0.0) >= WHOLE_ROW or NEARLY * length <= line.count <= length + 1)
        for line, of_line in zip(lines, gains, strict=True)
    ]
    below_blank = any(
        is_whole and not (above.labels or above.figures) and above.count == length
        for above, is_whole in zip(lines, whole[1:], strict=False)
    )
    return sum(whole) > 1 or below_blank


def _texts_of(lines: Iterable[TableLine]) -> tuple[str, ...]:
    """Return the texts of the cells of lines, once each, even of cells that span several lines."""
    return tuple({id(cell): cell.text for line in lines for cell in line.cells}.values())


def _texts_above(
    source: SplitTable, first: TableLine, is_of_others: Callable[[TableLine], bool]
) -> tuple[str, ...]:
    """Return the texts of the lines above the first row of a block.

    They end at a line that belongs to another part of the form, or that has values other than years. If none
    does, the texts before the table come first.
    """
    before = source.above
    above: list[TableLine] = []
    for line in reversed(source.lines[: first.index]):
        values = [text for cell in line.printed_values if (text := cell.text.strip())]
        if is_of_others(line) or not all(map(YEAR.fullmatch, values)):
            before = ()
            break
        above.insert(0, line)
    return (*before, *filter(str.strip, _texts_of(above)))
