"""Collect the headers and rows of a form from the lines of a table that were aligned to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportparse.document import Place, Table
from reportparse.forms import Row, TableForm
from reportparse.normalise import compact
from reportparse.recognition.alignment import CLEAR, Alignment
from reportparse.recognition.form_lines import FormLine
from reportparse.recognition.gains import Gains
from reportparse.recognition.row_labels import is_own_label
from reportparse.recognition.table_lines import TableLine, value_run

# What a row is worth at least if its label is exactly that of the form.
EXACT = 0.48
# How much less a row is worth at most whose label has another number and the same words.
NUMBER = 0.011


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of a table with the line of the form that it follows."""

    line: TableLine
    form_line: FormLine
    # What this pair is worth.
    gain: float
    # How much worse the best other way to take the row is.
    margin: float

    @property
    def row(self) -> Row | None:
        """The row of the form; None in a block whose only row has no label."""
        return self.form_line.row

    @property
    def block(self) -> int:
        """The position of its block in the form."""
        return self.form_line.block

    @property
    def is_clear(self) -> bool:
        """Whether it can hardly be any other row of the form."""
        return self.margin >= CLEAR


def headers_and_rows(
    table: Table,
    lines: Sequence[TableLine],
    gains: Sequence[Gains],
    alignment: Alignment,
    form_lines: Sequence[FormLine],
) -> tuple[dict[int, list[TableLine]], list[MatchedRow], list[str]]:
    """Return the header lines of each block, by its position, the rows of values of a table, and warnings about
    those that are printed more than once.
    """
    headers: dict[int, list[TableLine]] = defaultdict(list)
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
        rows.sort(key=lambda matched: matched.line.index)
    rows, warnings = _doubted_where_repeated(rows, lines, gains, alignment.pairs, form_lines, headers)
    return headers, _between_labels(rows, set(headers) if table.layout == "tokens" else set()), warnings


def _rows_elsewhere(
    lines: Sequence[TableLine],
    gains: Sequence[Gains],
    pairs: Sequence[int | None],
    form_lines: Sequence[FormLine],
) -> Iterator[MatchedRow]:
    """Yield rows that stand elsewhere in their block than in the form, but have exactly the label of one."""
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
    lines: Sequence[TableLine],
    gains: Sequence[Gains],
    pairs: Sequence[int | None],
    form_lines: Sequence[FormLine],
    headers: Mapping[int, Sequence[TableLine]],
) -> tuple[list[MatchedRow], list[str]]:
    """Return the rows, with a margin of 0 where another line may as well be that row; and warnings.

    It prints as good a label before other numbers, or blank cells, or shares the cell of the label; or it has as
    many values where the form gives its row no label, or stands near a row without label and has none either. If
    the numbers are the same, there is a warning instead.
    """
    taken = {matched.line.index for matched in rows}
    left = [
        (line, of_line)
        for line, of_line, pair in zip(lines, gains, pairs, strict=True)
        if pair is None and line.index not in taken and line.has_values
    ]
    position = {id(form_line): k for k, form_line in enumerate(form_lines)}
    ends = [-1, *(matched.line.index for matched in rows), len(lines)]
    found: list[MatchedRow] = []
    warnings: list[str] = []
    for matched, start, stop in zip(rows, ends, ends[2:], strict=False):
        line, k = matched.line, position[id(matched.form_line)]
        # The lines that are as like the row of the form.
        alike = [other for other, of_line in left if of_line.get(k, 0.0) > matched.gain - NUMBER]
        again = [
            other for other in alike if other.labels and matched.gain > EXACT and _has_values_as(other, line)
        ]
        again += [
            other
            for other, _ in left
            if other not in again and _is_as_bare(other, matched, headers.get(matched.block, []))
        ]
        again += _beside_label(lines, matched)
        if not again and not alike:
            found.append(matched)
            continue
        differs = any(_printed_numbers(other) != _printed_numbers(line) for other in again)
        if again and not differs:
            places = ", ".join(str(place_of(other)) for other in (line, *again))
            warnings.append(f"a row is printed more than once, with the same numbers: {places}")
        near = [other for other in alike if start < other.index < stop and not other.labels]
        is_open = differs or (not line.labels and any(other.has_numbers for other in near))
        found.append(replace(matched, margin=0.0) if is_open else matched)
    return found, warnings


def _has_values_as(other: TableLine, line: TableLine) -> bool:
    """Whether a line has numbers or dashes, or as many blank cells behind its label as another one has cells."""
    return other.figures > 0 or len(value_run(other)) >= len(value_run(line))


def _beside_label(lines: Sequence[TableLine], matched: MatchedRow) -> list[TableLine]:
    """Return the other lines with values that stand beside the cell with the label of a row."""
    row, line = matched.row, matched.line
    return [
        other
        for cell in line.cells
        if row is not None and cell.rowspan > 1 and is_own_label(cell.text, row)
        for other in lines[cell.row : cell.row + cell.rowspan]
        if other is not line and other.has_values
    ]


def _is_as_bare(other: TableLine, matched: MatchedRow, header: Sequence[TableLine]) -> bool:
    """Whether a line has as many values as the only row of a block, to which the form gives no label.

    With a label of its own it has to stand below the header: rows of other forms stand above.
    """
    return (
        matched.row is None
        and other.figures > 0
        and len(other.printed_values) >= len(matched.line.printed_values)
        and (not other.labels or (bool(header) and other.index > header[-1].index))
    )


def _printed_numbers(line: TableLine) -> list[str]:
    return [text for text in (compact(cell.text) for cell in line.printed_values) if text]


def give_headers_to_rows(headers: dict[int, list[TableLine]], rows: Sequence[MatchedRow]) -> None:
    """Move headers to the blocks whose rows follow them, where several blocks have the same header.

    A header moves if the block that has it has no rows, and the block of the rows below has no header.
    """
    with_rows = {matched.block for matched in rows}
    for matched in rows:
        without_rows = [block for block in headers if block not in with_rows]
        if not headers.get(matched.block):
            above = [
                block
                for block in without_rows
                if headers[block] and headers[block][-1].index == matched.line.index - 1
            ]
            for block in above:
                headers[matched.block] = headers.pop(block)


def _between_labels(
    rows: list[MatchedRow],
    headed: set[int],
) -> list[MatchedRow]:
    """Return the rows without unlabelled ones that have no labelled row of their block before and after them.

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


def missing_rows(form: TableForm, rows: list[MatchedRow], empty: frozenset[str]) -> int:
    """Count the rows of the form that are not printed although rows before and after them are."""
    expected = [row.code for row in form.rows if not row.subtotal and row.code not in empty]
    found = {matched.row.code for matched in rows if matched.row}
    places = [i for i, code in enumerate(expected) if code in found]
    if not places:
        return 0
    return sum(1 for code in expected[places[0] : places[-1]] if code not in found)


def place_of(line: TableLine) -> Place | str:
    """Return where a line stands in the source."""
    return line.cells[0].place.path if line.cells else f"row {line.index + 1}"
