"""Tables to records: the rows and columns of each table are aligned to the official forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from reportparse.alignment import align
from reportparse.document import Cell, Place, Table
from reportparse.forms import Block, Column, Edition, Family, Row, Slot, TableForm
from reportparse.normalise import compact, label, one_line, similarity
from reportparse.readings import Reading, RowReadings, Sums, decide, sequence_readings
from reportparse.report import Certainty, Record
from reportparse.values import Value, read_value

# Labels less alike than this are taken for different ones.
SAME_LABEL = 0.5
SAME_COLUMN = 0.34
# Alignments whose scores are closer than this are readings of the same standing.
CLEAR = 0.02
# What a row that prints only its group's label, or no label at all, is worth.
GROUP_ONLY = 0.05
NO_LABEL = 0.03
# A row of the form that is missing, a row with values that the form does not have.
MISSING_ROW = 0.2
# A row without labels, in a text that marks no cells, needs some of its header.
KNOWN_HEADER = 0.3
# Sub-totals are no cells of the form: they have a table code of their own, so that no sum over a
# table counts them twice.
SUBTOTALS = ".subtotals"
# No form is as large; what is, is a list of other things.
LARGEST_TABLE = 6_000
MOST_TABLES = 500
# A table is recognised if what is aligned is worth about two clear labels.
RECOGNISED = 0.7


@dataclass(slots=True)
class Line:
    """One row of a table with all cells that cover it, in column order."""

    row: int
    cells: list[Cell]
    labels: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the printed form: a caption, a header, or a row of values."""

    kind: Literal["caption", "header", "values"]
    block: int
    row: Row | None = None


@dataclass(slots=True)
class HeaderUnit:
    """A column of a header: the grid columns it spans and the form's column it stands for."""

    start: int
    end: int
    path: list[str]
    column: int | None = None
    similarity: float = 0.0


@dataclass(slots=True)
class BlockMatch:
    """A block of a form as found in a table; `header` is how well its columns are known, 0 to 1."""

    edition: str
    block: Block
    lines: set[int]
    header: float
    records: list[Record]


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
    """All records of a document's tables, its edition, and what is missing or unclear."""

    records: list[Record]
    edition: str | None
    matches: list[TableMatch]
    missing: list[TableForm]
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
    for index, table in enumerate(tables[:MOST_TABLES]):
        if 0 < len(table.cells) <= LARGEST_TABLE:
            matches.extend(_matches_of_table(index, table, family))
    editions = _settle_editions(matches, family, year)
    warnings: list[str] = []
    records: list[Record] = []
    for code, group in _by_code(matches).items():
        chosen = [match for match in group if match.edition == editions[code]]
        blocks = [_own_or_rival(block, match, group) for match in chosen for block in match.blocks]
        for block in blocks:
            if not block.header and _columns_differ(block, family):
                _withhold(block, warnings)
        records.extend(_merge(blocks, chosen[0].form, family, warnings))
        warnings.extend(warning for match in chosen for warning in match.warnings)
    ids = sorted({record.edition for record in records})
    leading = next((edition for edition in family.editions if edition.id in ids), family.editions[0])
    missing = [form for form in leading.tables if form.code not in editions]
    edition = None if not ids else ids[0] if len(ids) == 1 else "mixed"
    return Recognition(records, edition, matches, missing, warnings)


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


def _columns_differ(block: BlockMatch, family: Family) -> bool:
    """Whether another edition has other columns for the same rows, so that the header must tell."""
    rows = {row for row, _ in block.block.slots}
    own = {column.code for _, column in block.block.slots}
    return any(
        rows & {row for row, _ in other.slots} and own != {column.code for _, column in other.slots}
        for edition in family.editions
        for form in edition.tables
        for other in form.blocks
    )


def _withhold(block: BlockMatch, warnings: list[str]) -> None:
    for record in block.records:
        if record.value is not None:
            record.value, record.certainty = None, "uncertain"
    names = ", ".join(dict.fromkeys(record.row_label or record.row for record in block.records))
    warnings.append(f"no header tells which columns the values of {names} stand in")


def _matches_of_table(index: int, table: Table, family: Family) -> list[TableMatch]:
    """The forms that a table follows, in every edition, as far as they do not share lines."""
    lines = _lines(table)
    candidates: list[TableMatch] = []
    for edition in family.editions:
        for form in edition.tables:
            match = _match(index, table, lines, edition, form)
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


def _lines(table: Table) -> list[Line]:
    """The rows of a table with the cells that span into them."""
    height = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    lines = [Line(row, []) for row in range(height)]
    for cell in sorted(table.cells, key=lambda cell: (cell.column, cell.row)):
        for row in range(cell.row, min(cell.row + cell.rowspan, height)):
            lines[row].cells.append(cell)
    for line in lines:
        line.values = [read_value(cell.text) for cell in line.cells]
        line.labels = [
            one_line(cell.text)
            for cell, value in zip(line.cells, line.values, strict=True)
            if value.state == "text" and label(cell.text).words
        ]
    return lines


def _form_lines(form: TableForm) -> list[FormLine]:
    lines: list[FormLine] = []
    for index, block in enumerate(form.blocks):
        if block.caption:
            lines.append(FormLine("caption", index))
        lines.append(FormLine("header", index))
        lines.extend(FormLine("values", index, row) for row in block.rows)
        if not block.rows:
            lines.append(FormLine("values", index))
    return lines


# Rows


def _match(
    index: int, table: Table, lines: list[Line], edition: Edition, form: TableForm
) -> TableMatch | None:
    form_lines = _form_lines(form)
    gains = [[_gain(lines, i, form_line, form) for form_line in form_lines] for i in range(len(lines))]
    if not any(gain > 0 for row in gains for gain in row):
        return None
    alignment = align(gains, [form_line.kind == "header" for form_line in form_lines])
    if alignment.score < RECOGNISED:
        return None
    match = TableMatch(index, edition.id, form, alignment.score, set())
    headers: dict[int, list[Line]] = defaultdict(list)
    rows: list[tuple[Line, FormLine, float, float]] = []
    matched: set[int] = set()
    for line, pair, margin, gain in zip(lines, alignment.pairs, alignment.margins, gains, strict=True):
        if pair is None:
            continue
        form_line = form_lines[pair]
        matched.add(line.row)
        if form_line.kind == "header":
            headers[form_line.block].append(line)
        elif form_line.kind == "values" and any(value.state != "text" for value in line.values):
            rows.append((line, form_line, gain[pair], margin))
    rows = _between_labels(rows)
    if not rows:
        return None
    match.lines = {line.row for line, _, _, _ in rows}
    match.score -= MISSING_ROW * (_missing_rows(form, rows) + _extra_rows(lines, matched, rows))
    strays = table.layout == "tokens" and _has_strays(lines, rows, form)
    for block_index, block in enumerate(form.blocks):
        units, known = _header_units(table, headers[block_index], block)
        match.score += known
        of_block = [
            (line, item.row, gain, margin) for line, item, gain, margin in rows if item.block == block_index
        ]
        if table.layout == "tokens" and not block.rows and known < KNOWN_HEADER:
            continue
        if of_block:
            records = _read_block(match, table, block, units, of_block, edition, strays)
            lines_of_block = {line.row for line, _, _, _ in of_block}
            match.blocks.append(BlockMatch(edition.id, block, lines_of_block, known, records))
    read = any(record.raw is not None for block in match.blocks for record in block.records)
    return match if read else None


def _has_strays(lines: list[Line], rows: list[tuple[Line, FormLine, float, float]], form: TableForm) -> bool:
    """Whether there are numbers that no row took, or rows with more or fewer than the form has columns."""
    taken = {line.row: item.block for line, item, _, _ in rows}
    for line in lines:
        count = sum(1 for value in line.values if value.state != "text")
        if line.row in taken:
            block = form.blocks[taken[line.row]]
            if count != sum(1 for column in block.columns if not column.subtotal):
                return True
        elif count:
            return True
    return False


def _between_labels(
    rows: list[tuple[Line, FormLine, float, float]],
) -> list[tuple[Line, FormLine, float, float]]:
    """The rows without those that print no label and have no labelled row of their block around them."""
    labelled: dict[int, list[int]] = defaultdict(list)
    for i, (line, item, _, _) in enumerate(rows):
        if line.labels or item.row is None:
            labelled[item.block].append(i)
    return [
        row
        for i, row in enumerate(rows)
        if labelled[row[1].block] and labelled[row[1].block][0] <= i <= labelled[row[1].block][-1]
    ]


def _missing_rows(form: TableForm, rows: list[tuple[Line, FormLine, float, float]]) -> int:
    """Rows of the form that are not printed although rows before and after them are."""
    expected = [row.code for block in form.blocks for row in block.rows if not row.subtotal]
    found = {item.row.code for _, item, _, _ in rows if item.row}
    places = [i for i, code in enumerate(expected) if code in found]
    if not places:
        return 0
    return sum(1 for code in expected[places[0] : places[-1]] if code not in found)


def _extra_rows(lines: list[Line], matched: set[int], rows: list[tuple[Line, FormLine, float, float]]) -> int:
    """Rows with labels and numbers, between rows of the form, that the form does not have."""
    first, last = rows[0][0].row, rows[-1][0].row
    return sum(
        1
        for line in lines[first:last]
        if line.row not in matched and line.labels and any(value.state == "number" for value in line.values)
    )


def _gain(lines: list[Line], i: int, form_line: FormLine, form: TableForm) -> float:
    """What it is worth to take line i of the table for that line of the form."""
    line, block = lines[i], form.blocks[form_line.block]
    has_numbers = any(value.state == "number" for value in line.values)
    if form_line.kind == "caption":
        if has_numbers or len(set(line.labels)) != 1:
            return 0.0
        names = (block.caption or "", *block.caption_variants)
        return max(0.0, max(similarity(line.labels[0], name) for name in names) - 0.9) * 5
    if form_line.kind == "header":
        return 0.0 if has_numbers else _header_gain(line, block)
    if form_line.row is None:
        return _bare_values_gain(line, block)
    return _row_gain(lines, i, form_line.row)


def _header_gain(line: Line, block: Block) -> float:
    if not line.labels:
        return 0.0
    official = {name for column in block.columns for name in (*column.path, *column.variants)}
    corner = [name for name in (block.corner, block.note) if name]
    worth = 0.0
    columns = 0
    for text in dict.fromkeys(line.labels):
        best = max(similarity(text, name) for name in official)
        if best > SAME_LABEL:
            columns += 1
            worth += best
        elif (corner and max(similarity(text, name) for name in corner) > 0.8) or (
            block.note and label(block.note).words in label(text).words
        ):
            worth += 0.4
    if not columns:
        return 0.0
    return worth / len(dict.fromkeys(line.labels))


def _bare_values_gain(line: Line, block: Block) -> float:
    """A row of values that has no labels of its own: it is known by their number."""
    values = [value for value in line.values if value.state in ("number", "dash")]
    if not values or not all(_is_in_header(text, block) for text in line.labels):
        return 0.0
    if line.labels:
        # A header without a row end of its own leaves its last words before the values.
        return 0.9 if len(values) == len(block.columns) else 0.0
    if len(line.cells) == len(block.columns):
        return 1.0
    return 0.6 if len(values) * 2 > len(block.columns) else 0.05


def _is_in_header(text: str, block: Block) -> bool:
    """Whether a text is of the characters of a header: its last words may stick to the values."""
    return set(compact(text)) <= {character for column in block.columns for character in "".join(column.path)}


def _row_gain(lines: list[Line], i: int, row: Row) -> float:
    labels = lines[i].labels
    values = lines[i].values
    if row.subtotal:
        return max(0.0, _subtotal_similarity(lines, i, row) - SAME_LABEL) if labels else 0.0
    if not labels:
        informative = any(value.state in ("number", "dash") for value in values)
        return NO_LABEL if informative else 0.0
    before = labels[-2] if len(labels) > 1 else None
    best = _path_similarity(labels[-1], before, row.path, row.variants)
    if best > SAME_LABEL:
        return best - SAME_LABEL + (0.1 if _group_agrees(labels, row) else 0.0)
    only_group = len(row.path) > 2 and similarity(labels[-1], row.path[-2]) > 0.8
    return GROUP_ONLY if only_group and len(values) > len(labels) else 0.0


@lru_cache(maxsize=65536)
def _path_similarity(
    leaf: str, before: str | None, path: tuple[str, ...], variants: tuple[str, ...]
) -> float:
    """How alike a row's labels are to a row of the form, whether its path is in one cell or several."""
    names = [path[-1], *variants]
    if len(path) > 1:
        names.append("".join(path[-2:]))
        names.append("".join(path))
    best = max(similarity(leaf, name) for name in names)
    return max(best, similarity(before + leaf, path[-1])) if before is not None else best


def _group_agrees(labels: list[str], row: Row) -> bool:
    return len(row.path) > 1 and any(
        similarity(text, name) > 0.8 for text in labels[:-1] for name in row.path[:-1]
    )


def _subtotal_similarity(lines: list[Line], i: int, row: Row) -> float:
    """A sub-total row says so, or is a group's label alone above rows that have labels of their own."""
    labels = lines[i].labels
    leaf, group = labels[-1], row.path[-2] if len(row.path) > 1 else ""
    if similarity(leaf, row.path[-1]) > 0.9 and any(similarity(text, group) > 0.8 for text in labels[:-1]):
        return 1.0
    if similarity(leaf, group + row.path[-1]) > 0.95:
        return 1.0
    alone = similarity(leaf, group) > 0.8 and all(
        not lines[j].labels or similarity(lines[j].labels[-1], group) < 0.8
        for j in (i - 1, i + 1)
        if 0 <= j < len(lines)
    )
    own_row = any(cell.rowspan == 1 for cell in lines[i].cells if one_line(cell.text) == leaf)
    followed = i + 1 < len(lines) and any(label(text).number == 1 for text in lines[i + 1].labels)
    return 0.7 if alone and own_row and followed else 0.0


# Columns


def _header_units(table: Table, header: list[Line], block: Block) -> tuple[list[HeaderUnit] | None, float]:
    """The columns that a header declares, or None where it does not say enough of them; and how
    much of the block's columns it names, 0 to 1.
    """
    required = [i for i, column in enumerate(block.columns) if not column.subtotal]
    if table.layout == "grid":
        units = _in_order(_grid_units(header, block), block, required)
    else:
        single = len(header) == 1 and table.layout == "rows"
        units = _in_order(_row_units(header[0]), block, required) if single else []
        if len({unit.column for unit in units} & set(required)) < len(required):
            units = _unordered_units(header, block)
    # Columns that the form does not have speak against it as much as those that are missing.
    foreign = sum(1 for unit in units if unit.column is None and unit.path and not _is_corner(unit, block))
    named = sum(unit.similarity for unit in units) / (len(required) + foreign)
    found = sum(1 for i in required if i in {unit.column for unit in units})
    enough = found * 2 > len(required) if table.layout == "grid" else found == len(required)
    return (units if enough else None), named


def _is_corner(unit: HeaderUnit, block: Block) -> bool:
    return unit.start == 0 or any(
        similarity(unit.path[-1], name) > 0.8 for name in (block.corner, block.note) if name
    )


def _in_order(units: list[HeaderUnit], block: Block, required: list[int]) -> list[HeaderUnit]:
    """The units with the columns of the form that they stand for; both stand in the same order."""
    gains = [
        [max(0.0, _column_similarity(unit.path, column) - SAME_COLUMN) for column in block.columns]
        for unit in units
    ]
    alignment = align(gains)
    for unit, pair, margin in zip(units, alignment.pairs, alignment.margins, strict=True):
        if pair is not None and margin > CLEAR:
            unit.column = pair
            unit.similarity = _column_similarity(unit.path, block.columns[pair])
    if len({unit.column for unit in units} & set(required)) < len(required):
        _adopt_misprinted(units, required)
    return units


def _adopt_misprinted(units: list[HeaderUnit], required: list[int]) -> None:
    """A column whose label is beyond recognition is known by its neighbours on both sides."""
    mapped = [(i, unit.column) for i, unit in enumerate(units) if unit.column is not None]
    for (i, column), (j, following) in pairwise(mapped):
        between = [k for k in required if column < k < following]
        if between and j - i - 1 == len(between):
            for unit, k in zip(units[i + 1 : j], between, strict=True):
                unit.column = k


def _column_similarity(path: list[str], column: Column) -> float:
    if not path:
        return 0.0
    leaf = max(similarity(path[-1], name) for name in (column.path[-1], *column.variants))
    joined = similarity("".join(path[-2:]), column.path[-1]) if len(path) > 1 else 0.0
    best = max(leaf, joined)
    if len(path) > 1 and len(column.path) > 1 and best > SAME_COLUMN:
        parents = max(similarity(text, name) for text in path[:-1] for name in column.path[:-1])
        return 0.8 * best + 0.2 * parents
    return best


def _grid_units(header: list[Line], block: Block) -> list[HeaderUnit]:
    notes = [name for name in (block.note, block.corner) if name]
    units: list[HeaderUnit] = []
    last_leaf: Cell | None = None
    width = max((cell.column + cell.colspan for line in header for cell in line.cells), default=0)
    for grid_column in range(width):
        covering: list[Cell] = []
        for line in header:
            for cell in line.cells:
                inside = cell.column <= grid_column < cell.column + cell.colspan
                if inside and compact(cell.text) and cell not in covering:
                    covering.append(cell)
        leaf = covering[-1] if covering else None
        if leaf is not None and leaf is last_leaf:
            units[-1].end = grid_column + 1
            continue
        last_leaf = leaf
        path = [one_line(cell.text) for cell in covering]
        path = [text for text in path if not any(similarity(text, note) > 0.8 for note in notes)]
        units.append(HeaderUnit(grid_column, grid_column + 1, path))
    return units


def _row_units(line: Line) -> list[HeaderUnit]:
    texts = [one_line(cell.text) for cell in line.cells]
    return [HeaderUnit(i, i + 1, [text] if text else []) for i, text in enumerate(texts)]


def _unordered_units(header: list[Line], block: Block) -> list[HeaderUnit]:
    """The columns that a header names whose merged cells are left out, or which is in pieces.

    Its pieces do not stand in the order of the columns, so that order is the form's.
    """
    pieces = [compact(cell.text) for line in header for cell in line.cells if compact(cell.text)]
    printed = "".join(pieces)
    units: list[HeaderUnit] = []
    for i, column in enumerate(block.columns):
        names = [compact(name) for name in (column.path[-1], *column.variants)]
        name = next((name for name in names if name in printed), None)
        if name is not None:
            printed = printed.replace(name, "", 1)
            units.append(HeaderUnit(i, i + 1, list(column.path), i, 1.0))
            continue
        likeness, piece = max(
            ((max(similarity(piece, name) for name in names), piece) for piece in pieces),
            default=(0.0, ""),
        )
        if likeness > 0.65:
            pieces.remove(piece)
            units.append(HeaderUnit(i, i + 1, [*column.path[:-1], piece], i, likeness))
    return units


# Values


def _read_block(
    match: TableMatch,
    table: Table,
    block: Block,
    units: list[HeaderUnit] | None,
    rows: list[tuple[Line, Row | None, float, float]],
    edition: Edition,
    strays: bool,
) -> list[Record]:
    rules = [rule for rule in edition.rules if rule.table == match.form.code]
    sums = Sums(block, [rule for rule in rules if rule.kind == "sum" and rule.for_each == "row"])
    readings: list[RowReadings] = []
    for line, row, gain, margin in rows:
        if row is not None and margin < CLEAR:
            match.warnings.append(f"the row at {_place_of(line)} may be one of several rows of the form")
            continue
        certainty: Certainty = "read" if row is None or gain > GROUP_ONLY else "inferred"
        if table.layout == "tokens":
            certainty = "inferred"
        reading = RowReadings(line.row, row.code if row else None, [], certainty)
        _lay_out(reading, table, line, block, units, sums)
        readings.append(reading)
    decided = decide(readings, block, rules, strays)
    records: list[Record] = []
    subtotals = {row.code for row in block.rows if row.subtotal}
    labels = {line.row: line.labels[-1] if line.labels else None for line, _, _, _ in rows}
    header = {unit.column: unit.path[-1] for unit in units or [] if unit.column is not None and unit.path}
    for decision in decided:
        for k, column in enumerate(block.columns):
            cell, certainty = decision.cells[k]
            if cell is None and certainty == "read":
                continue
            subtotal = column.subtotal or decision.row in subtotals
            value = read_value(cell.text) if cell is not None else Value("blank", None)
            if value.split and certainty == "read":
                certainty = "inferred" if decision.sums else "uncertain"
            records.append(
                Record(
                    edition=match.edition,
                    table=f"{match.form.code}{SUBTOTALS}" if subtotal else match.form.code,
                    row=decision.row or column.row or "",
                    column=column.code,
                    row_label=labels[decision.line] if decision.row else " ".join(column.path[:-1]),
                    column_label=header.get(k),
                    value=value.value if certainty != "uncertain" else None,
                    raw=cell.text if cell is not None else None,
                    unit=value.unit or column.unit or _unit_in_header(header.get(k)),
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


def _lay_out(
    reading: RowReadings, table: Table, line: Line, block: Block, units: list[HeaderUnit] | None, sums: Sums
) -> None:
    """Find all ways to lay the cells of a line onto the columns of the form that its layout allows."""
    width = len(block.columns)
    required = [i for i, column in enumerate(block.columns) if not column.subtotal]
    if table.layout == "tokens":
        values = tuple(
            cell for cell, value in zip(line.cells, line.values, strict=True) if value.state != "text"
        )
        reading.sequence = values
        reading.label_behind = bool(values and line.labels) and line.values[0].state != "text"
        reading.options = sequence_readings(values, required, width, sums)
        return
    if table.layout == "grid" and units is not None:
        by_position = _by_position(line, units, width)
        if by_position is not None:
            reading.options = [by_position]
            return
    run = _value_run(line)
    targets = [unit.column for unit in units if unit.column is not None] if units else required
    if table.layout == "rows":
        reading.shape = (len(line.cells), len(run))
    if table.layout == "stream" and 0 < _filled_length(run) < len(targets):
        # Blank cells were left out, or stand among the fillers at the end: nothing tells which.
        filled = tuple(cell for cell in run if compact(cell.text))
        reading.sequence = filled
        reading.options = sequence_readings(filled, required, width, sums)
        return
    reading.options = [
        _lay(run[offset : offset + len(targets)], targets, width)
        for offset in range(len(run) - len(targets) + 1)
        if not any(compact(cell.text) for cell in (*run[:offset], *run[offset + len(targets) :]))
    ]


def _filled_length(run: Sequence[Cell]) -> int:
    """The length of a run up to its last filled cell."""
    return max((i + 1 for i, cell in enumerate(run) if compact(cell.text)), default=0)


def _by_position(line: Line, units: list[HeaderUnit], width: int) -> Reading | None:
    """Cells by the grid columns of the header, or None where header and row split differently."""
    laid: list[Cell | None] = [None] * width
    used: list[Cell] = []
    mapped = [(unit, unit.column) for unit in units if unit.column is not None]
    for unit, column in mapped:
        covering = [
            cell for cell in line.cells if cell.column < unit.end and cell.column + cell.colspan > unit.start
        ]
        filled = [cell for cell in covering if compact(cell.text)] or covering[:1]
        if len(filled) > 1 or any(cell is other for cell in filled for other in used):
            return None
        if not filled:
            return None
        value = read_value(filled[0].text)
        if value.state == "text" and not any(character.isdigit() for character in filled[0].text):
            return None
        laid[column] = filled[0]
        used.append(filled[0])
    named = [unit for unit in units if unit.column is None and unit.path]
    for cell in line.cells:
        foreign = any(unit.start <= cell.column < unit.end for unit in named)
        if read_value(cell.text).state == "number" and not foreign and cell not in used:
            # A number that stands under no header: header and row are shifted against each other.
            return None
    return tuple(laid)


def _value_run(line: Line) -> list[Cell]:
    """The cells after a row's labels."""
    last_label = -1
    for i, value in enumerate(line.values):
        if value.state == "number":
            break
        if value.state == "text" and label(line.cells[i].text).words:
            last_label = i
    return line.cells[last_label + 1 :]


def _lay(cells: Sequence[Cell], targets: Sequence[int | None], width: int) -> Reading:
    laid: list[Cell | None] = [None] * width
    for cell, target in zip(cells, targets, strict=True):
        if target is not None:
            laid[target] = cell
    return tuple(laid)


# Several tables


def _merge(blocks: list[BlockMatch], form: TableForm, family: Family, warnings: list[str]) -> list[Record]:
    """The records of one form from all tables that follow it, and its cells that none prints."""
    by_slot: dict[Slot, Record] = {}
    for record in (record for block in blocks for record in block.records):
        slot = Slot(record.table, record.row, record.column)
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
            if Slot(form.code, row, column.code) not in by_slot:
                records.append(_absent(edition_id, form.code, row, column))
    return records


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
