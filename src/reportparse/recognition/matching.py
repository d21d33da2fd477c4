"""A table aligned to the forms: which of its lines are which rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from reportparse.document import Place, Table
from reportparse.forms import Block, Edition, Family, TableForm
from reportparse.normalise import compact, label
from reportparse.recognition.alignment import Alignment, align_few
from reportparse.recognition.blocks import read_block, rules_of
from reportparse.recognition.columns import header_units
from reportparse.recognition.layout import is_laid_by_position
from reportparse.recognition.match import BlockMatch, TableMatch
from reportparse.recognition.other_names import YEAR
from reportparse.recognition.rows import (
    FormLine,
    Gains,
    Line,
    MatchedRow,
    family_lines,
    features_of,
    line_gains,
    with_words_as_values,
)
from reportparse.recognition.surroundings import printed_empty, surroundings_of
from reportparse.recognition.uniform import rows_of_one_value, uniform_value

# What a row of the form that is missing takes from a match.
MISSING_ROW = 0.2
# What a row of values is worth that is as long as the form's.
WHOLE_ROW = 0.9
# What a row is worth whose label is the form's own.
EXACT = 0.48
# A row without labels, in a text that marks no cells, needs some of its header.
KNOWN_HEADER = 0.3
# A table is recognised if what is aligned is worth about two clear labels.
RECOGNISED = 0.7
# So much is the form in any case, even if none of its values can be told.
SURELY_RECOGNISED = 4.0


def matches_of_table(
    index: int, table: Table, lines: list[Line], family: Family, above: tuple[str, ...] = ()
) -> list[TableMatch]:
    """The forms that a table follows, in every edition, as far as they do not share lines.

    `above` are the texts before it that may be of its header.
    """
    if table.layout != "tokens":
        lines = with_words_as_values(lines, family)
    gains = [line_gains(line, known, family) for line, known in zip(lines, features_of(lines), strict=True)]
    candidates: list[TableMatch] = []
    for position, (edition, form, form_lines, _) in enumerate(family_lines(family).forms):
        of_form = [of_line[position] for of_line in gains]
        leaves = _leaves_elsewhere(family, edition, form)
        match = _match(index, table, lines, of_form, edition, form, form_lines, leaves, above)
        uniform = _uniform_match(index, table, lines, edition, form) if table.layout == "tokens" else None
        if uniform is not None and not _is_whole(match, form):
            match = uniform
        if match is not None:
            candidates.append(match)
    taken: set[int] = set()
    accepted: list[TableMatch] = []
    for best in sorted(candidates, key=lambda candidate: -candidate.score):
        if best.form.code in {match.form.code for match in accepted} or taken & best.lines:
            continue
        taken |= best.lines
        accepted.extend(match for match in candidates if match.form.code == best.form.code)
    return accepted


def _is_filled(rows: Sequence[MatchedRow], block: Block) -> bool:
    """Whether most columns of a block have a value in some row."""
    return any(matched.line.figures * 2 > len(block.columns) for matched in rows)


def _is_whole(match: TableMatch | None, form: TableForm) -> bool:
    """Whether a match reads each cell of its form."""
    records = [record for block in match.blocks for record in block.records] if match else []
    known = {(record.row, record.column) for record in records if record.certainty != "uncertain"}
    return known.issuperset((row, column.code) for block in form.blocks for row, column in block.slots)


def _uniform_match(
    index: int, table: Table, lines: Sequence[Line], edition: Edition, form: TableForm
) -> TableMatch | None:
    """A table that prints one value for all cells of the form, in whatever order."""
    cell = uniform_value(table, lines, form)
    if cell is None:
        return None
    taken = {line.row for line in lines}
    match = TableMatch(index, edition.id, form, sum(len(block.rows) or 1 for block in form.blocks), taken)
    match.blocks = [
        BlockMatch(
            table_index=index,
            edition=edition.id,
            code=form.code,
            block=block,
            lines=taken,
            header=1.0,
            header_texts=(),
            above=(),
            labels=dict.fromkeys(taken),
            names={},
            read=partial(rows_of_one_value, block, cell),
            prints_cells=True,
        )
        for block in form.blocks
    ]
    return match


@lru_cache(maxsize=64)
def _leaves_elsewhere(family: Family, edition: Edition, form: TableForm) -> dict[str, frozenset[str]]:
    """For rows of a form whose label other editions give to a group: the labels of that group's rows there."""
    rows = [row for block in form.blocks for row in block.rows]
    own = {label(name).words for row in rows for name in (*row.path, *row.variants)}
    own |= {label(name).words for block in form.blocks for column in block.columns for name in column.path}
    own_rows = {label(row.path[-1]).words for row in rows}
    found: dict[str, set[str]] = defaultdict(set)
    for other in family.editions:
        if other.id == edition.id or not any(table.code == form.code for table in other.tables):
            continue
        for block in other.table(form.code).blocks:
            for row in block.rows:
                group = label(row.path[-2]).words if len(row.path) > 1 else ""
                if group in own_rows:
                    found[group].add(label(row.path[-1]).words)
    return {group: frozenset(leaves - own) for group, leaves in found.items()}


def _match(
    index: int,
    table: Table,
    lines: list[Line],
    gains: Sequence[Gains],
    edition: Edition,
    form: TableForm,
    form_lines: Sequence[FormLine],
    leaves_elsewhere: Mapping[str, frozenset[str]],
    above: tuple[str, ...],
) -> TableMatch | None:
    if sum(max(of_line.values()) for of_line in gains if of_line) < RECOGNISED:
        return None
    alignment = align_few(gains, [form_line.kind == "header" for form_line in form_lines])
    if alignment.score < RECOGNISED:
        return None
    match = TableMatch(index, edition.id, form, alignment.score, set())
    headers, rows = _headers_and_rows(table, lines, gains, alignment, form_lines, match.warnings)
    if table.layout == "tokens" and leaves_elsewhere:
        # Where rows of its group in another edition are printed, a label may be the group's.
        printed = {label(cell.text).words for cell in table.cells}
        rows = [
            matched
            for matched in rows
            if matched.row is None
            or printed.isdisjoint(leaves_elsewhere.get(label(matched.row.path[-1]).words, ()))
        ]
    if not rows:
        return None
    _give_headers_to_rows(headers, rows)
    match.lines = {matched.line.row for matched in rows}
    empty = printed_empty(table, form, match.lines)
    match.score -= MISSING_ROW * _missing_rows(form, rows, empty)
    surroundings = surroundings_of(table, lines, rows, form, empty)
    for block_index, block in enumerate(form.blocks):
        header = headers[block_index]
        units, known = header_units(table.layout, header, block)
        match.score += known
        of_block = [matched for matched in rows if matched.block == block_index]
        # Few values may be the ends of another row's numbers.
        is_unknown = (
            not block.rows
            and known < KNOWN_HEADER
            and (table.layout == "tokens" or not _is_filled(of_block, block))
        )
        if not of_block or is_unknown:
            continue
        match.warnings += [
            f"the row at {place_of(matched.line)} may be one of several rows of the form"
            for matched in of_block
            if matched.row is not None and not matched.is_clear
        ]
        own_lines = [matched.line for matched in of_block]
        others = {
            line.row
            for line, pair in zip(lines, alignment.pairs, strict=True)
            if pair is not None and form_lines[pair] != FormLine("header", block_index)
        }
        bare = form_lines.index(FormLine("values", block_index)) if not block.rows else None
        match.blocks.append(
            BlockMatch(
                table_index=index,
                edition=edition.id,
                code=form.code,
                block=block,
                lines={line.row for line in own_lines},
                header=known,
                header_texts=_texts_of(header),
                above=_texts_above(lines, own_lines[0], others | match.lines, above)
                or _texts_of(header[-1:]),
                labels={line.row: line.labels[-1] if line.labels else None for line in own_lines},
                names={
                    unit.column: unit.path[-1]
                    for unit in units or []
                    if unit.column is not None and unit.path
                },
                several=bare is not None and _may_be_several(bare, lines, gains, block),
                read=partial(
                    read_block,
                    table,
                    block,
                    units,
                    of_block,
                    rules_of(edition, form),
                    surroundings,
                    bool(header),
                ),
                prints_cells=table.layout == "grid"
                and units is not None
                and of_block[0].is_clear
                and is_laid_by_position(own_lines[0], units),
            )
        )
    surely = match.score >= SURELY_RECOGNISED and match.blocks
    return match if surely or any(block.is_read for block in match.blocks) else None


def _may_be_several(bare: int, lines: Sequence[Line], gains: Sequence[Gains], block: Block) -> bool:
    """Whether more than one line may be the row of values without a label: each is one by its length, or has a number
    more, as of a year or of the row.
    """
    length = len(block.required)
    return (
        sum(
            of_line.get(bare, 0.0) >= WHOLE_ROW or (not line.labels and line.figures == length + 1)
            for line, of_line in zip(lines, gains, strict=True)
        )
        > 1
    )


def _headers_and_rows(
    table: Table,
    lines: Sequence[Line],
    gains: Sequence[Gains],
    alignment: Alignment,
    form_lines: Sequence[FormLine],
    warnings: list[str],
) -> tuple[dict[int, list[Line]], list[MatchedRow]]:
    """The lines of the header of each block, and the rows of values, as a table is aligned to a form."""
    headers: dict[int, list[Line]] = defaultdict(list)
    rows: list[MatchedRow] = []
    for line, pair, margin, gain in zip(lines, alignment.pairs, alignment.margins, gains, strict=True):
        if pair is None:
            continue
        form_line = form_lines[pair]
        if form_line.kind == "header":
            headers[form_line.block].append(line)
        elif form_line.kind == "values" and line.has_values:
            rows.append(MatchedRow(line, form_line, gain[pair], margin))
    if table.layout in ("grid", "rows"):
        rows += _rows_elsewhere(lines, gains, alignment.pairs, form_lines)
        rows.sort(key=lambda matched: matched.line.row)
    rows = _doubted_where_repeated(rows, lines, gains, alignment.pairs, form_lines, warnings)
    return headers, _between_labels(rows, set(headers) if table.layout == "tokens" else set())


def _texts_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """The texts of lines, those of cells over several lines once."""
    return tuple({id(cell): cell.text for line in lines for cell in line.cells}.values())


def _texts_above(
    lines: Sequence[Line], first: Line, others: Collection[int], before: tuple[str, ...]
) -> tuple[str, ...]:
    """The texts of the lines above the first row of a block, up to the line before it that is another of the form or
    has values, but for years; of the first block with those before the table.
    """
    above: list[Line] = []
    for line in reversed([line for line in lines if line.row < first.row]):
        values = [text for cell in line.printed_values if (text := cell.text.strip())]
        if line.row in others or not all(map(YEAR.fullmatch, values)):
            before = ()
            break
        above.insert(0, line)
    return (*before, *filter(str.strip, _texts_of(above)))


def _rows_elsewhere(
    lines: Sequence[Line], gains: Sequence[Gains], pairs: Sequence[int | None], form_lines: Sequence[FormLine]
) -> Iterator[MatchedRow]:
    """Rows that stand in another place of their block than in the form, where their label is just that of one row."""
    if not any(
        pair is None and line.labels and line.has_numbers for line, pair in zip(lines, pairs, strict=True)
    ):
        return
    taken = set(pairs)
    labels = Counter(pair for of_line in gains for pair, gain in of_line.items() if gain > EXACT)
    block: int | None = None
    for line, pair, of_line in zip(lines, pairs, gains, strict=True):
        if pair is not None:
            block = form_lines[pair].block
        elif line.labels and line.has_numbers:
            exact = [k for k, gain in of_line.items() if gain > EXACT and form_lines[k].row is not None]
            if len(exact) == 1 and exact[0] not in taken and labels[exact[0]] == 1:
                form_line, gain = form_lines[exact[0]], of_line[exact[0]]
                if form_line.block == block:
                    yield MatchedRow(line, form_line, gain, gain)


def _doubted_where_repeated(
    rows: Sequence[MatchedRow],
    lines: Sequence[Line],
    gains: Sequence[Gains],
    pairs: Sequence[int | None],
    form_lines: Sequence[FormLine],
    warnings: list[str],
) -> list[MatchedRow]:
    """The rows, without a margin where another line prints as good a label before other numbers, or as little."""
    taken = {matched.line.row for matched in rows}
    left = [
        (line, of_line)
        for line, of_line, pair in zip(lines, gains, pairs, strict=True)
        if pair is None and line.row not in taken and line.has_numbers
    ]
    if not left:
        return list(rows)
    position = {id(form_line): k for k, form_line in enumerate(form_lines)}
    found: list[MatchedRow] = []
    for i, matched in enumerate(rows):
        line, gain, k = matched.line, matched.gain, position[id(matched.form_line)]
        if not line.labels:
            start = rows[i - 1].line.row if i else -1
            stop = rows[i + 1].line.row if i + 1 < len(rows) else len(lines)
            if any(
                start < other.row < stop and not other.labels and of_line.get(k, 0.0) >= gain
                for other, of_line in left
            ):
                matched = replace(matched, margin=0.0)
        same = [
            other for other, of_line in left if other.labels and gain > EXACT and of_line.get(k, 0.0) >= gain
        ]
        if any(_printed_numbers(other) != _printed_numbers(line) for other in same):
            matched = replace(matched, margin=0.0)
        elif same:
            places = ", ".join(str(place_of(other)) for other in (line, *same))
            warnings.append(f"a row is printed more than once, with the same numbers: {places}")
        found.append(matched)
    return found


def _printed_numbers(line: Line) -> list[str]:
    return [text for text in (compact(cell.text) for cell in line.printed_values) if text]


def _give_headers_to_rows(headers: dict[int, list[Line]], rows: Sequence[MatchedRow]) -> None:
    """Blocks with the same header are told apart by their rows: a header goes to the block whose rows follow it.

    That is, if that block has none and the block that took the header has no rows.
    """
    with_rows = {matched.block for matched in rows}
    for matched in rows:
        without_rows = [block for block in headers if block not in with_rows]
        if not headers.get(matched.block):
            above = [
                block
                for block in without_rows
                if headers[block] and headers[block][-1].row == matched.line.row - 1
            ]
            for block in above:
                headers[matched.block] = headers.pop(block)


def _between_labels(
    rows: list[MatchedRow],
    headed: set[int],
) -> list[MatchedRow]:
    """The rows without those that print no label and have no labelled row of their block around them.

    Where a block is `headed`, its header stands for the labelled row before.
    """
    labelled: dict[int, list[int]] = defaultdict(list)
    for i, matched in enumerate(rows):
        if matched.line.labels or matched.row is None:
            labelled[matched.block].append(i)
    return [
        matched
        for i, matched in enumerate(rows)
        if labelled[matched.block]
        and (matched.block in headed or labelled[matched.block][0] <= i)
        and i <= labelled[matched.block][-1]
    ]


def _missing_rows(form: TableForm, rows: list[MatchedRow], empty: frozenset[str]) -> int:
    """Rows of the form that are not printed although rows before and after them are."""
    expected = [
        row.code for block in form.blocks for row in block.rows if not row.subtotal and row.code not in empty
    ]
    found = {matched.row.code for matched in rows if matched.row}
    places = [i for i, code in enumerate(expected) if code in found]
    if not places:
        return 0
    return sum(1 for code in expected[places[0] : places[-1]] if code not in found)


def place_of(line: Line) -> Place | str:
    """Where a line stands in the source."""
    return line.cells[0].place.path if line.cells else f"row {line.row + 1}"
