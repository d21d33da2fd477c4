"""Tables to records: the rows and columns of each table are aligned to the official forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

import regex

from reportparse.document import Place, Table
from reportparse.forms import Block, Column, Edition, Family, Row, Rule, TableForm
from reportparse.normalise import compact, label, similarity
from reportparse.recognition.alignment import align_few
from reportparse.recognition.columns import CLEAR, OTHER_ORDER, YEAR, HeaderUnit, header_units, is_foreign
from reportparse.recognition.layout import BlockLayout, is_laid_by_position, lay_out, with_rest
from reportparse.recognition.readings import DecidedRow, Reading, RowReadings, Sums, decide, sums_of
from reportparse.recognition.rows import (
    GROUP_ONLY,
    FormLine,
    Gains,
    Line,
    family_lines,
    features_of,
    line_gains,
    lines_of,
    names_group_only,
    row_similarity,
    with_words_as_values,
)
from reportparse.recognition.surroundings import MatchedRow, Surroundings, printed_empty, surroundings_of
from reportparse.recognition.turned import turned
from reportparse.recognition.uniform import rows_of_one_value, uniform_value
from reportparse.report import Record
from reportparse.tables.texts.summed_rows import FEWEST_TELLING
from reportparse.values import Value, read_value

# What a row of the form that is missing takes from a match.
MISSING_ROW = 0.2
# Half of what a header names is not enough where editions have other columns for the same rows.
SURE_HEADER = 0.51
# What a row of values is worth that is as long as the form's.
WHOLE_ROW = 0.9
# What a row is worth whose label is the form's own.
EXACT = 0.48
SAME_NAME = 0.9
DIGIT = regex.compile(r"\d")
# A row without labels, in a text that marks no cells, needs some of its header.
KNOWN_HEADER = 0.3
# Sub-totals are no cells of the form: they have a table code of their own, so that no sum over a
# table counts them twice.
SUBTOTALS = ".subtotals"
# No form is as large; what is, is a list of other things.
LARGEST_TABLE = 6_000
LONGEST_TABLE = 400
MOST_TABLES = 300
NOTHING = Value("blank", None)
# A table is recognised if what is aligned is worth about two clear labels.
RECOGNISED = 0.7
# So much is the form in any case, even if none of its values can be told.
SURELY_RECOGNISED = 4.0


@dataclass
class BlockMatch:
    """A block of a form as found in a table; `header` is how well its columns are known, 0 to 1.

    `above` are the texts of the line above its first one, `labels` the last labels of its lines, `names` what the
    header prints for its columns; `several` says that more rows of values could as well be the one that the form
    has. Its rows are read when they are asked for: most editions that a table may follow are not the one that it
    does.
    """

    table_index: int
    edition: str
    code: str
    block: Block
    lines: set[int]
    header: float
    header_texts: list[str]
    above: list[str]
    labels: dict[int, str | None]
    names: dict[int, str]
    read: Callable[[], list[DecidedRow]]
    prints_cells: bool
    several: bool = False

    @cached_property
    def rows(self) -> list[DecidedRow]:
        """The block's rows as decided."""
        return self.read()

    @property
    def is_read(self) -> bool:
        """Whether there is a cell that the table prints."""
        return self.prints_cells or any(cell is not None for row in self.rows for cell, _ in row.cells)

    @cached_property
    def records(self) -> list[Record]:
        """The values of the block's cells, but for those that are plainly not printed."""
        return _records(self)


@dataclass(slots=True)
class TableMatch:
    """A table, or a part of it, read as a table of one edition."""

    table_index: int
    edition: str
    form: TableForm
    score: float
    lines: set[int]
    blocks: list[BlockMatch] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Recognition:
    """All records of a document's tables, its edition, and what is missing or unclear.

    `cut` says in words which ends of tables are not there.
    """

    records: list[Record]
    edition: str | None
    matches: list[TableMatch]
    missing: list[TableForm]
    cut: list[str]
    warnings: list[str]

    @property
    def score(self) -> float:
        """How much of the document the family explains."""
        return sum(match.score for match in self.matches)


def recognise(tables: Sequence[Table], family: Family, year: int | None = None) -> Recognition:
    """Read each table by the form that it follows; the edition is decided per table, and per block
    where a publisher mixed them.

    Tables of other kinds are passed over. Cells of a recognised form that the document does
    not print are given as records of state `absent`.
    """
    matches: list[TableMatch] = []
    lines = [lines_of(table) if _may_be_form(table) else [] for table in tables[:MOST_TABLES]]
    for index, (table, own_lines) in enumerate(zip(tables, lines, strict=False)):
        if own_lines:
            matches.extend(_matches_of_table(index, table, own_lines, family))
    codes = {match.form.code for match in matches}
    lacking = any(form.code not in codes for edition in family.editions for form in edition.tables)
    for index, table in turned(tables[:MOST_TABLES], family) if lacking else ():
        matches.extend(
            match
            for match in _matches_of_table(index, table, lines_of(table), family)
            if match.form.code not in codes
        )
    editions = _settle_editions(matches, family, year)
    warnings = (
        [f"the document has {len(tables)} tables: only the first {MOST_TABLES} are read"]
        if len(tables) > MOST_TABLES
        else []
    )
    cut: list[str] = []
    records: list[Record] = []
    for code, group in _by_code(matches).items():
        chosen = [match for match in group if match.edition == editions[code]]
        blocks = [_own_or_rival(block, match, group) for match in chosen for block in match.blocks]
        for block in blocks:
            if block.several:
                _withhold(block, warnings, "several rows may be that of")
            elif (
                (block.header == OTHER_ORDER and not _is_header_refuted(block, family))
                or (block.header < SURE_HEADER and _rivals(block.block, family))
                or _names_rival_column(block, family)
                or _names_other_columns_only(block, family)
                or is_foreign(block.above, block.block)
            ):
                _withhold(block, warnings)
            _withhold_rivals_rows(block, family, warnings)
            _withhold_contraries(block, family, warnings)
        merged = _merge(blocks, chosen[0].form, family, warnings)
        read: dict[int, set[int]] = defaultdict(set)
        for block in blocks:
            read[block.table_index] |= block.lines
        _find_unread_rows(merged, chosen[0].form, lines, read, warnings)
        records.extend(merged)
        cut.extend(_cut_ends(merged, chosen[0].form))
        warnings.extend(_left_out(merged, chosen[0].form))
        warnings.extend(warning for match in chosen for warning in match.warnings)
    ids = sorted({record.edition for record in records})
    leading = next((edition for edition in family.editions if edition.id in ids), family.editions[0])
    missing = [form for form in leading.tables if form.code not in editions]
    edition = None if not ids else ids[0] if len(ids) == 1 else "mixed"
    return Recognition(records, edition, matches, missing, cut, warnings)


def _may_be_form(table: Table) -> bool:
    height = max((cell.row for cell in table.cells), default=-1) + 1
    return 0 < height <= LONGEST_TABLE and len(table.cells) <= LARGEST_TABLE


def _by_code(matches: Iterable[TableMatch]) -> dict[str, list[TableMatch]]:
    groups: dict[str, list[TableMatch]] = defaultdict(list)
    for match in matches:
        groups[match.form.code].append(match)
    return groups


def _own_or_rival(block: BlockMatch, match: TableMatch, group: list[TableMatch]) -> BlockMatch:
    """The block as another edition reads the same lines, if that edition knows its columns better."""
    rivals = [
        rival
        for other in group
        if other.table_index == match.table_index and other.edition != match.edition
        for rival in other.blocks
        if rival.lines & block.lines
    ]
    return max([block, *rivals], key=lambda rival: rival.header + (0.2 if rival is block else 0.0))


def _is_header_refuted(block: BlockMatch, family: Family) -> bool:
    """Whether a header prints the total before other columns, but in all rows it is the last value that is the
    sum of the others: then the header is in no order, as in the text layer of pages.
    """
    edition = next(edition for edition in family.editions if edition.id == block.edition)
    sums = sums_of(block.block, _rules(edition, edition.table(block.code)))
    columns = [block.block.columns[k].path[-1] for k in block.block.required]
    if not sums.has_total or sums.total_column != block.block.required[-1]:
        return False
    printed = compact("".join(block.header_texts))
    *others, total = (printed.rfind(compact(name)) for name in columns)
    telling = sum(len({cell.text for cell, _ in row.cells if cell is not None}) > 2 for row in block.rows)
    return 0 <= total < max(others) and telling >= FEWEST_TELLING and all(row.sums for row in block.rows)


@lru_cache(maxsize=256)
def _rivals(block: Block, family: Family) -> tuple[Block, ...]:
    """The blocks of other editions that have other columns for the same rows, so that the header must tell."""
    rows = {row for row, _ in block.slots}
    own = {column.code for _, column in block.slots}
    return tuple(
        other
        for edition in family.editions
        for form in edition.tables
        for other in form.blocks
        if rows & {row for row, _ in other.slots} and own != {column.code for _, column in other.slots}
    )


def _names_rival_column(block: BlockMatch, family: Family) -> bool:
    """Whether the header names a column that only another edition has for these rows."""
    return any(_is_rival_column(text, block.block, family) for text in dict.fromkeys(block.header_texts))


def _names_other_columns_only(block: BlockMatch, family: Family) -> bool:
    """Whether the header names columns of other rows of the table, and none of its own."""
    form = next(edition for edition in family.editions if edition.id == block.edition).table(block.code)
    own = _column_names(block.block)
    others = frozenset[str]().union(*map(_column_names, form.blocks)) - own
    return block.header == 0 and any(
        max(similarity(text, name) for name in others) > SAME_NAME for text in block.header_texts if others
    )


@lru_cache(maxsize=4096)
def _is_rival_column(text: str, block: Block, family: Family) -> bool:
    own = _column_names(block)
    foreign = _foreign_names(block, family)
    return max((similarity(text, name) for name in foreign), default=0.0) > max(
        SAME_NAME, *(similarity(text, name) for name in own)
    )


@lru_cache(maxsize=256)
def _column_names(block: Block) -> frozenset[str]:
    return frozenset(name for column in block.columns for name in (column.path[-1], *column.variants))


@lru_cache(maxsize=256)
def _foreign_names(block: Block, family: Family) -> frozenset[str]:
    """The names of columns that only a block's rivals have."""
    names = (_column_names(rival) for rival in _rivals(block, family))
    return frozenset().union(*names) - _column_names(block)


@lru_cache(maxsize=256)
def _rival_rows(block: Block, family: Family) -> tuple[Row, ...]:
    """The rows of other blocks under the same columns."""
    return tuple(
        row
        for edition in family.editions
        for form in edition.tables
        for other in form.blocks
        if other != block and other.header_names & block.header_names
        for row in other.rows
    )


def _withhold_rivals_rows(block: BlockMatch, family: Family, warnings: list[str]) -> None:
    """Keep no value of a row whose printed label is that of another row, in another edition."""
    paths = {row.code: row for row in block.block.rows}
    rivals = _rival_rows(block.block, family)
    for name, code in {(record.row_label, record.row): None for record in block.records}:
        own = row_similarity(name, paths[code]) if name and code in paths else 1.0
        if name is None or own > SAME_NAME:
            continue
        if any(row_similarity(name, rival) > SAME_NAME for rival in rivals if rival.code != code):
            warnings.append(f"no edition has the row {name} in this place")
            for record in block.records:
                if (record.row_label, record.row) == (name, code) and record.value is not None:
                    record.value, record.certainty = None, "uncertain"


def _withhold_contraries(block: BlockMatch, family: Family, warnings: list[str]) -> None:
    """Keep no value of a row or column whose printed label says the contrary of the form's."""
    names = {row.code: (row.path[-1], *row.variants) for row in block.block.rows}
    names |= {column.code: (column.path[-1], *column.variants) for column in block.block.columns}
    contrary = {
        (code, printed)
        for record in block.records
        for code, printed in ((record.row, record.row_label), (record.column, record.column_label))
        if printed and code in names and _is_contrary(printed, names[code], family)
    }
    for record in block.records:
        if not contrary.isdisjoint(((record.row, record.row_label), (record.column, record.column_label))):
            record.value, record.certainty = None, "uncertain"
    warnings += [f"no edition has the label {printed} in this place" for _, printed in sorted(contrary)]


@lru_cache(maxsize=4096)
def _is_contrary(printed: str, official: tuple[str, ...], family: Family) -> bool:
    own, names = label(printed).core, list(map(compact, official))
    return any(all(contrary.parts(own, name) for name in names) for contrary in family.header.contraries)


def _withhold(
    block: BlockMatch, warnings: list[str], why: str = "no header tells which columns the values stand in of"
) -> None:
    for record in block.records:
        if record.value is not None:
            record.value, record.certainty = None, "uncertain"
    names = ", ".join(dict.fromkeys(record.row_label or record.row for record in block.records))
    warnings.append(f"{why} {names}")


def _matches_of_table(index: int, table: Table, lines: list[Line], family: Family) -> list[TableMatch]:
    """The forms that a table follows, in every edition, as far as they do not share lines."""
    if table.layout != "tokens":
        lines = with_words_as_values(lines, family)
    gains = [line_gains(line, known, family) for line, known in zip(lines, features_of(lines), strict=True)]
    candidates: list[TableMatch] = []
    for position, (edition, form, form_lines, _) in enumerate(family_lines(family).forms):
        of_form = [of_line[position] for of_line in gains]
        leaves = _leaves_elsewhere(family, edition, form)
        match = _match(index, table, lines, of_form, edition, form, form_lines, leaves)
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


def _is_filled(rows: Sequence[tuple[Line, Row | None, float, float]], block: Block) -> bool:
    """Whether most columns of a block have a value in some row."""
    return any(line.figures * 2 > len(block.columns) for line, _, _, _ in rows)


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
            header_texts=[],
            above=[],
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
        if other is edition or not any(table.code == form.code for table in other.tables):
            continue
        for block in other.table(form.code).blocks:
            for row in block.rows:
                group = label(row.path[-2]).words if len(row.path) > 1 else ""
                if group in own_rows:
                    found[group].add(label(row.path[-1]).words)
    return {group: frozenset(leaves - own) for group, leaves in found.items()}


def _settle_editions(matches: list[TableMatch], family: Family, year: int | None) -> dict[str, str]:
    """The edition of each table code: the best aligned one; a tie follows the other tables."""
    scores: dict[str, Counter[str]] = defaultdict(Counter)
    for match in matches:
        scores[match.form.code][match.edition] += match.score  # type: ignore[assignment]
    settled: dict[str, str] = {}
    open_codes: dict[str, list[str]] = {}
    for code, by_edition in scores.items():
        best = max(by_edition.values())
        tied = [edition for edition, score in by_edition.items() if best - score < CLEAR]
        if len(tied) == 1:
            settled[code] = tied[0]
        else:
            open_codes[code] = tied
    votes = Counter(settled.values())
    usual = [
        edition.id
        for edition in family.editions
        if year is not None
        and edition.usual_years
        and edition.usual_years[0] <= year <= edition.usual_years[1]
    ]
    order = [edition.id for edition in family.editions]
    for code, tied in open_codes.items():
        settled[code] = min(
            tied, key=lambda edition: (-votes[edition], edition not in usual, order.index(edition))
        )
    return settled


def _match(
    index: int,
    table: Table,
    lines: list[Line],
    gains: Sequence[Gains],
    edition: Edition,
    form: TableForm,
    form_lines: Sequence[FormLine],
    leaves_elsewhere: Mapping[str, frozenset[str]],
) -> TableMatch | None:
    if sum(max(of_line.values()) for of_line in gains if of_line) < RECOGNISED:
        return None
    alignment = align_few(gains, [form_line.kind == "header" for form_line in form_lines])
    if alignment.score < RECOGNISED:
        return None
    match = TableMatch(index, edition.id, form, alignment.score, set())
    headers: dict[int, list[Line]] = defaultdict(list)
    rows: list[MatchedRow] = []
    for line, pair, margin, gain in zip(lines, alignment.pairs, alignment.margins, gains, strict=True):
        if pair is None:
            continue
        form_line = form_lines[pair]
        if form_line.kind == "header":
            headers[form_line.block].append(line)
        elif form_line.kind == "values" and line.has_values:
            rows.append((line, form_line, gain[pair], margin))
    if table.layout in ("grid", "rows"):
        rows = sorted(
            [*rows, *_rows_elsewhere(lines, gains, alignment.pairs, form_lines)], key=lambda row: row[0].row
        )
    rows = _doubted_where_repeated(rows, lines, gains, alignment.pairs, form_lines, match.warnings)
    rows = _between_labels(rows, set(headers) if table.layout == "tokens" else set())
    if table.layout == "tokens" and leaves_elsewhere:
        # Where rows of its group in another edition are printed, a label may be the group's.
        printed = {label(cell.text).words for cell in table.cells}
        rows = [
            row
            for row in rows
            if row[1].row is None
            or printed.isdisjoint(leaves_elsewhere.get(label(row[1].row.path[-1]).words, ()))
        ]
    if not rows:
        return None
    _give_headers_to_rows(headers, rows)
    match.lines = {line.row for line, _, _, _ in rows}
    empty = printed_empty(table, form, {line.row for line, _, _, _ in rows})
    match.score -= MISSING_ROW * _missing_rows(form, rows, empty)
    surroundings = surroundings_of(table, lines, rows, form, empty)
    for block_index, block in enumerate(form.blocks):
        units, known = header_units(table.layout, headers[block_index], block)
        match.score += known
        bare = [k for k, item in enumerate(form_lines) if item.block == block_index and item.kind == "values"]
        several = not block.rows and sum(of_line.get(bare[0], 0.0) >= WHOLE_ROW for of_line in gains) > 1
        of_block = [
            (line, item.row, gain, margin) for line, item, gain, margin in rows if item.block == block_index
        ]
        if (
            not block.rows
            and known < KNOWN_HEADER
            and not (table.layout != "tokens" and _is_filled(of_block, block))
        ):
            # Few values may be the ends of another row's numbers.
            continue
        if of_block:
            match.warnings += [
                f"the row at {_place_of(line)} may be one of several rows of the form"
                for line, row, _, margin in of_block
                if row is not None and margin < CLEAR
            ]
            match.blocks.append(
                BlockMatch(
                    table_index=index,
                    edition=edition.id,
                    code=form.code,
                    block=block,
                    lines={line.row for line, _, _, _ in of_block},
                    header=known,
                    header_texts=[cell.text for line in headers[block_index] for cell in line.cells],
                    above=_texts_above(lines, of_block[0][0]),
                    labels={line.row: line.labels[-1] if line.labels else None for line, _, _, _ in of_block},
                    names={
                        unit.column: unit.path[-1]
                        for unit in units or []
                        if unit.column is not None and unit.path
                    },
                    several=several,
                    read=partial(
                        _read_block, table, block, units, of_block, _rules(edition, form), surroundings
                    ),
                    prints_cells=table.layout == "grid"
                    and units is not None
                    and any(
                        margin >= CLEAR and is_laid_by_position(line, units)
                        for line, _, _, margin in of_block[:1]
                    ),
                )
            )
    surely = match.score >= SURELY_RECOGNISED and match.blocks
    return match if surely or any(block.is_read for block in match.blocks) else None


def _texts_above(lines: Sequence[Line], first: Line) -> list[str]:
    """The texts of the line above the first row of a block, where it has no values but years."""
    above = max((line for line in lines if line.row < first.row), key=lambda line: line.row, default=None)
    if above is None or not all(YEAR.fullmatch(cell.text.strip()) for cell in above.printed_values):
        return []
    return [cell.text for cell in above.cells if cell.text.strip()]


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
                    yield line, form_line, gain, gain


def _doubted_where_repeated(
    rows: Sequence[MatchedRow],
    lines: Sequence[Line],
    gains: Sequence[Gains],
    pairs: Sequence[int | None],
    form_lines: Sequence[FormLine],
    warnings: list[str],
) -> list[MatchedRow]:
    """The rows, without a margin where another line prints as good a label before other numbers."""
    taken = {line.row for line, _, _, _ in rows}
    left = [
        (line, of_line)
        for line, of_line, pair in zip(lines, gains, pairs, strict=True)
        if pair is None and line.row not in taken and line.labels and line.has_numbers
    ]
    if not left:
        return list(rows)
    position = {id(form_line): k for k, form_line in enumerate(form_lines)}
    found: list[MatchedRow] = []
    for line, form_line, gain, margin in rows:
        k = position[id(form_line)]
        same = [other for other, of_line in left if gain > EXACT and of_line.get(k, 0.0) >= gain]
        if any(_printed_numbers(other) != _printed_numbers(line) for other in same):
            margin = 0.0
        elif same:
            places = ", ".join(str(_place_of(other)) for other in (line, *same))
            warnings.append(f"a row is printed more than once, with the same numbers: {places}")
        found.append((line, form_line, gain, margin))
    return found


def _printed_numbers(line: Line) -> list[str]:
    return [text for text in (compact(cell.text) for cell in line.printed_values) if text]


def _give_headers_to_rows(headers: dict[int, list[Line]], rows: Sequence[MatchedRow]) -> None:
    """Blocks with the same header are told apart by their rows: a header goes to the block whose rows follow it.

    That is, if that block has none and the block that took the header has no rows.
    """
    with_rows = {item.block for _, item, _, _ in rows}
    for line, item, _, _ in rows:
        without_rows = [block for block in headers if block not in with_rows]
        if not headers.get(item.block):
            above = [
                block for block in without_rows if headers[block] and headers[block][-1].row == line.row - 1
            ]
            for block in above:
                headers[item.block] = headers.pop(block)


def _between_labels(
    rows: list[MatchedRow],
    headed: set[int],
) -> list[MatchedRow]:
    """The rows without those that print no label and have no labelled row of their block around them.

    Where a block is `headed`, its header stands for the labelled row before.
    """
    labelled: dict[int, list[int]] = defaultdict(list)
    for i, (line, item, _, _) in enumerate(rows):
        if line.labels or item.row is None:
            labelled[item.block].append(i)
    return [
        row
        for i, row in enumerate(rows)
        if labelled[row[1].block]
        and (row[1].block in headed or labelled[row[1].block][0] <= i)
        and i <= labelled[row[1].block][-1]
    ]


def _missing_rows(form: TableForm, rows: list[MatchedRow], empty: frozenset[str]) -> int:
    """Rows of the form that are not printed although rows before and after them are."""
    expected = [
        row.code for block in form.blocks for row in block.rows if not row.subtotal and row.code not in empty
    ]
    found = {item.row.code for _, item, _, _ in rows if item.row}
    places = [i for i, code in enumerate(expected) if code in found]
    if not places:
        return 0
    return sum(1 for code in expected[places[0] : places[-1]] if code not in found)


@lru_cache(maxsize=256)
def _rules(edition: Edition, form: TableForm) -> tuple[Rule, ...]:
    """The rules of a form."""
    return tuple(rule for rule in edition.rules if rule.table == form.code)


def _read_block(
    table: Table,
    block: Block,
    units: Sequence[HeaderUnit] | None,
    rows: list[tuple[Line, Row | None, float, float]],
    rules: tuple[Rule, ...],
    around: Surroundings,
) -> list[DecidedRow]:
    laid = BlockLayout(table, block, units, [line for line, _, _, _ in rows], sums_of(block, rules))
    tokens = table.layout == "tokens"
    displaced = around.displaced([(line, row) for line, row, _, _ in rows], block) if tokens else set()
    readings: list[RowReadings] = []
    for line, row, gain, margin in rows:
        if row is not None and margin < CLEAR:
            continue
        sure = not tokens and (row is None or gain > GROUP_ONLY)
        reading = RowReadings(line.row, row.code if row else None, [], "read" if sure else "inferred")
        lay_out(reading, line, laid)
        if reading.shape and row is not None and names_group_only(line, row):
            # The blank cell behind the label of a group may be a label that is missing.
            reading.shape = ()
        reading.crowded = tokens and line.row in around.crowded
        reading.bound = line.row in around.bound
        reading.marked = table.layout in ("rows", "stream")
        if line.row in displaced or _is_no_row(reading, line, row, laid):
            reading.options = []
        else:
            reading.options = _believed(reading, line, row, laid, around)
        readings.append(reading)
    # The text layer of pages may as well have a column of labels before a column of values.
    disordered = around.disordered or (bool(around.empty) and table.place.page is not None)
    return decide(readings, block, rules, around.strays, around.empty, disordered)


def _is_no_row(reading: RowReadings, line: Line, row: Row | None, laid: BlockLayout) -> bool:
    """Whether the values of a line are not, or not all, those of one row: then no sum is believed either."""
    return (
        # The value may be a number in the label.
        (laid.layout == "tokens" and row is not None and _holds_value(line, row))
        # Two numbers that run together: then no cell behind them is in its place.
        or (laid.layout in ("rows", "stream") and any(value.leading_zero for value in line.values))
        # The numbers of several rows, that together are none.
        or (any(value.split for value in line.values) and _names_several_rows(line, laid.block))
        or (laid.incomplete and len(reading.sequence) != reading.wanted)
    )


def _believed(
    reading: RowReadings, line: Line, row: Row | None, laid: BlockLayout, around: Surroundings
) -> list[Reading]:
    """Of the readings of a row those that its sums make sure enough for what its place leaves open."""
    options, sums, in_rows = reading.options, laid.sums, laid.layout == "rows"
    if line.row in around.continued:
        rest = around.continued[line.row]
        options = [whole for option in options for whole in with_rest(option, rest, sums)]
    if (
        # What stands below may be the rest of the row, in which its own cells then are elsewhere.
        (in_rows and line.row in around.crowded and line.row not in around.continued)
        # The blank cells of a row that is known by its length may stand elsewhere.
        or (in_rows and row is None and _may_be_filled_up(line, laid.block))
        # Two columns may have been taken for one: then the other numbers of the row are not in their places.
        or (in_rows and any(value.split for value in line.values))
        # The pieces of a number may be several.
        or line.row in around.broken
    ):
        options = _proven(options, sums)
    if line.row in around.broken and len(reading.sequence) < reading.wanted:
        # Of a row that lacks values the pieces may be one number as well as several.
        return []
    if (
        # Neither a header nor the sum tells that no cell is missing.
        (not laid.units and laid.layout in ("rows", "stream"))
        # Its place alone says which row it is, and its missing label may stand for a blank cell.
        or (row is not None and not line.labels and laid.layout != "grid")
        or laid.incomplete
    ):
        options = _not_refuted(options, sums)
    if in_rows and row is not None:
        # A blank cell before the first value may as well stand for a merged one, where a value is missing behind.
        return [
            option
            for option in options
            if not _begins_blank(option, laid.block)
            or sums.allow(option)
            or (laid.totals_may_be_alone and sums.is_total_alone(option))
        ]
    return options


def _proven(options: Iterable[Reading], sums: Sums) -> list[Reading]:
    return [option for option in options if sums.holds(option, blank_is_zero=True)]


def _not_refuted(options: Iterable[Reading], sums: Sums) -> list[Reading]:
    return [option for option in options if sums.holds(option, blank_is_zero=True) is not False]


def _begins_blank(option: Reading, block: Block) -> bool:
    first = option[block.required[0]]
    return first is not None and not compact(first.text)


def _names_several_rows(line: Line, block: Block) -> bool:
    """Whether the lines of a label are the labels of different rows."""
    return any(
        sum(
            any(row_similarity(text, row) > SAME_NAME for text in cell.text.split("\n")) for row in block.rows
        )
        > 1
        for cell, value in zip(line.cells, line.values, strict=True)
        if value.state == "text" and "\n" in cell.text.strip()
    )


def _may_be_filled_up(line: Line, block: Block) -> bool:
    """Whether all blank cells of a row stand behind its values, as fillers do where blank cells are left out."""
    filled = [bool(compact(cell.text)) for cell in line.printed_values]
    return 0 < sum(filled) < len(block.required) and filled == sorted(filled, reverse=True)


def _holds_value(line: Line, row: Row) -> bool:
    """Whether the label of a row goes on with a number and other words: the value may be that number."""
    names = {label(name).words for name in (row.path[-1], *row.variants)}
    ends = ((words, DIGIT.search(words)) for words in (label(text).words for text in line.labels))
    return any(end is not None and words[: end.start()] in names for words, end in ends)


def _records(match: BlockMatch) -> list[Record]:
    records: list[Record] = []
    rows_of_cell = Counter([id(cell) for row in match.rows for cell, _ in row.cells if cell is not None])
    subtotals = {row.code for row in match.block.rows if row.subtotal}
    subtotal_code = match.code + SUBTOTALS
    names = [match.names.get(k) for k in range(len(match.block.columns))]
    columns = [
        # What is printed counts: a publisher may give 元 where the form asks for 万元.
        (column, name, _unit_in_header(name) or column.unit, " ".join(column.path[:-1]))
        for column, name in zip(match.block.columns, names, strict=True)
    ]
    for decision in match.rows:
        row_label = match.labels[decision.line]
        for (cell, certainty), (column, name, unit, groups) in zip(decision.cells, columns, strict=True):
            if cell is None and (certainty == "read" or column.subtotal):
                # No form asks for sub-totals.
                continue
            subtotal = column.subtotal or decision.row in subtotals
            value = read_value(cell.text) if cell is not None else NOTHING
            if value.split and certainty != "uncertain":
                certainty = "inferred" if decision.sums else "uncertain"
            if value.leading_zero or (cell is not None and rows_of_cell[id(cell)] > 1):
                certainty = "uncertain"
            if value.point_of_thousands and not column.decimal:
                certainty = "uncertain"
            if value.unit and value.unit.endswith("元") != column.decimal:
                # What is counted is no amount of money.
                certainty = "uncertain"
            if value.sign_apart and not column.signed:
                # A dash before a number rather than its sign.
                certainty = "uncertain"
            records.append(
                Record(
                    edition=match.edition,
                    table=subtotal_code if subtotal else match.code,
                    row=decision.row or column.row or "",
                    column=column.code,
                    row_label=row_label if decision.row else groups,
                    column_label=name,
                    value=value.value if certainty != "uncertain" else None,
                    raw=cell.text if cell is not None else None,
                    unit=value.unit or unit,
                    state=value.state,
                    certainty=certainty,
                    table_index=match.table_index,
                    place=cell.place if cell is not None else None,
                )
            )
    return records


def _unit_in_header(text: str | None) -> str | None:
    words = compact(text or "")
    return next((unit for unit in ("亿元", "万元", "元") if unit in words), None)


def _place_of(line: Line) -> Place | str:
    return line.cells[0].place.path if line.cells else f"row {line.row + 1}"


def _merge(blocks: list[BlockMatch], form: TableForm, family: Family, warnings: list[str]) -> list[Record]:
    """The records of one form from all tables that follow it, and its cells that none prints."""
    by_slot: dict[tuple[str, str, str], Record] = {}
    for record in (record for block in blocks for record in block.records):
        slot = (record.table, record.row, record.column)
        known = by_slot.get(slot)
        if known is None or (known.raw is None and record.raw is not None):
            by_slot[slot] = record
        elif record.raw is not None and known.value != record.value:
            warnings.append(
                f"{'/'.join(slot)} is printed twice: {known.raw!r} at {_path(known)}, "
                f"{record.raw!r} at {_path(record)}"
            )
            known.value, known.certainty = None, "uncertain"
    records = list(by_slot.values())
    replaced = {row for block in blocks if block.block not in form.blocks for row, _ in block.block.slots}
    own = [block for block in form.blocks if not replaced & {row for row, _ in block.slots}]
    edition = next(
        edition.id for edition in family.editions if any(table is form for table in edition.tables)
    )
    expected = [(edition, block) for block in own]
    expected += [(block.edition, block.block) for block in blocks if block.block not in form.blocks]
    for edition_id, block in expected:
        for row, column in block.slots:
            if (form.code, row, column.code) not in by_slot:
                records.append(_absent(edition_id, form.code, row, column))
    return records


def _find_unread_rows(
    records: list[Record],
    form: TableForm,
    tables: Sequence[Sequence[Line]],
    read: Mapping[int, set[int]],
    warnings: list[str],
) -> None:
    """Say of rows that were taken for absent, but whose label stands before numbers, that they are not read."""
    absent = {record.row for record in records if record.state == "absent"}
    absent -= {record.row for record in records if record.state != "absent"}
    rows = [row for block in form.blocks for row in block.rows if row.code in absent]
    if not rows:
        return
    named: dict[str, list[Row]] = {}
    for index, lines in enumerate(tables):
        for line in lines:
            if not (line.has_numbers and line.labels) or line.row in read.get(index, ()):
                continue
            text = line.labels[-1]
            if text not in named:
                named[text] = [row for row in rows if row_similarity(text, row) > SAME_NAME]
            for row in named[text]:
                if row.code in absent:
                    absent.remove(row.code)
                    warnings.append(
                        f"the row {row.path[-1]} is printed at {_place_of(line)} and cannot be read"
                    )
                    for record in records:
                        if record.row == row.code:
                            record.state, record.certainty = "blank", "uncertain"


def _cut_ends(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """In words, what is not printed of a table that is there: whole blocks, and the last rows or columns of others.

    The end of a page, or the edge of its paper, cuts tables like that; a row between others may be left out on purpose.
    """
    absent = {(record.row, record.column) for record in records if record.state == "absent"}
    for block in form.blocks:
        cells = [(row, column.code) for row, column in block.slots]
        columns = [block.columns[k] for k in block.required]
        if absent.issuperset(cells):
            yield f"the table {form.code} lacks its part {block.caption or block.columns[0].path[0]}"
        elif not block.rows:
            if cells[-1] in absent:
                yield f"the table {form.code} lacks its last column {''.join(columns[-1].path)}"
        else:
            rows = [row for row in block.rows if not row.subtotal]
            if all((rows[-1].code, column.code) in absent for column in columns):
                yield f"the table {form.code} lacks its last row {rows[-1].path[-1]}"
            if all((row.code, columns[-1].code) in absent for row in rows):
                yield f"the table {form.code} lacks its last column {columns[-1].path[-1]}"


def _left_out(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """In words, the rows that are not printed though others before or behind them are."""
    printed = {record.row for record in records if record.state != "absent"}
    left_out: list[str] = []
    for block in form.blocks:
        rows = [row for row in block.rows if not row.subtotal]
        last = max((i for i, row in enumerate(rows) if row.code in printed), default=0)
        left_out += [row.path[-1] for row in rows[:last] if row.code not in printed]
    if left_out:
        yield f"the table {form.code} does not print the rows {', '.join(left_out)}"


def _path(record: Record) -> str:
    return record.place.path if record.place else "?"


def _absent(edition: str, table: str, row: str, column: Column) -> Record:
    return Record(
        edition=edition,
        table=table,
        row=row,
        column=column.code,
        row_label=None,
        column_label=None,
        value=None,
        raw=None,
        unit=column.unit,
        state="absent",
        certainty="read",
        table_index=None,
        place=None,
    )
