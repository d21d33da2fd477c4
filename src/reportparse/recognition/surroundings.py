"""Find what stands around the rows of a form in their table and makes them doubtful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from reportparse.document import Cell, Table
from reportparse.forms import Block, Family, TableForm
from reportparse.forms.vocabulary import vocabulary
from reportparse.normalise import SURE_LABEL, best_similarity, compact, label, one_line
from reportparse.recognition.matched_rows import MatchedRow
from reportparse.recognition.row_labels import holds_rows_side_by_side
from reportparse.recognition.sequences import one_number
from reportparse.recognition.table_lines import TableLine
from reportparse.values import may_be_rest, read_value

CAPTION = 0.85
# Each value has a line of its own if no more than this fraction of the lines has several values.
MOST_SHARED = 1 / 3
# A number that is not exact stands for a value, and is no label.
INEXACT = regex.compile(r"\s*[约近超]?\s*\d[\d,.]*\s*[余多]")
# The longest end of a label that is wrapped, below a row.
LONGEST_REST = 24
# The longest beginning of a label that is written downwards, above a row.
LONGEST_START = 2


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the rows of a form in a table. Rows and lines are given by the indexes of lines."""

    # All lines of the table.
    lines: Sequence[TableLine]
    # The codes of rows whose labels are printed without values.
    empty: frozenset[str] = frozenset()
    # Whether there are numbers that no row took, or rows with more or fewer values than columns.
    strays: bool = False
    # Whether values stand without a label, behind a caption or a header, or too many in a row.
    disordered: bool = False
    # Rows followed by values that neither have a label nor belong to a row, and those that may have such of the next.
    crowded: frozenset[int] = frozenset()
    # Rows below a line of numbers that may be the beginnings of theirs.
    begun: frozenset[int] = frozenset()
    # Lines that have a line of the source to themselves, which begins with their label.
    bound: frozenset[int] = frozenset()
    # Rows of parts of a table that stand in order whatever there is in others: see `_alone`.
    alone: frozenset[int] = frozenset()
    # Rows beside a line without label that has values where they have blank cells, and nowhere else.
    halved: frozenset[int] = frozenset()
    # Lines with values side by side that may be the pieces of one number.
    broken: frozenset[int] = frozenset()
    # Lines that hold two rows of the form side by side.
    paired: frozenset[int] = frozenset()
    # Rows with the line below them that may hold the ends of their labels and numbers.
    continued: Mapping[int, TableLine] = field(default_factory=dict)
    # Rows at the top of a page with the line that ends the page before and may hold the first digits of theirs.
    preceded: Mapping[int, TableLine] = field(default_factory=dict)

    def displaced(self, rows: Sequence[MatchedRow], block: Block) -> set[int]:
        """Return the rows that may have the values of their neighbours.

        They stand between values without a label and a row of the form that is missing, or right below values
        that stand with the header. Where labels and values are not quite at the same height, a text layer
        prints a row's label with the values of the row above or below, or with the second halves of its own
        that are wrapped.
        """
        order = [row.code for row in block.required_rows]
        found = {matched.row.code for matched in rows if matched.row is not None}
        taken = {matched.line.index for matched in rows}
        valued = [line for line in self.lines if line.count]
        followed, preceded = _crowded(valued, taken), _crowded(reversed(valued), taken)
        wrapped = {
            line.index
            for above, line in pairwise(valued)
            if line.index in taken
            and above.index not in taken
            and len(above.printed_values) == len(block.required)
            and _is_header(above, block)
        }
        missing_before = {code for above, code in pairwise(order) if above not in found}
        missing_behind = {code for code, below in pairwise(order) if below not in found}
        return {
            matched.line.index
            for matched in rows
            if matched.row is not None
            and (
                matched.line.index in wrapped
                or (matched.line.index in followed and matched.row.code in missing_before)
                or (matched.line.index in preceded and matched.row.code in missing_behind)
            )
        }


def _is_header(line: TableLine, block: Block) -> bool:
    """Whether a line names several columns of a block."""
    printed = "".join(map(compact, line.labels))
    return sum(compact(name) in printed for name in block.header_names) > 1


def surroundings_of(
    table: Table,
    lines: list[TableLine],
    rows: list[MatchedRow],
    form: TableForm,
    family: Family,
    empty: frozenset[str],
) -> Surroundings:
    """Return the surroundings of a form's rows in a table, as far as its layout needs them."""
    bound = _bound(lines) if table.layout in ("stream", "tokens") else frozenset[int]()
    if table.layout == "stream":
        return Surroundings(lines, empty, bound=bound)
    taken = frozenset(matched.line.index for matched in rows)
    if table.layout != "tokens":
        return Surroundings(
            lines,
            empty,
            crowded=_crowded(lines, taken),
            begun=_begun(lines, taken),
            halved=_halved(lines, taken, form),
            paired=frozenset(
                line.index for line in lines if table.layout == "rows" and holds_rows_side_by_side(line, form)
            ),
            continued=_continued(lines, taken),
            preceded=_preceded(lines, taken),
        )
    return Surroundings(
        lines,
        empty,
        strays=_has_strays(lines, rows, form),
        # The text layer of pages may as well have a column of labels before a column of values.
        disordered=(bool(empty) and table.place.page is not None)
        or _is_disordered(lines, rows, form, family, bound),
        crowded=_crowded(lines, taken) | _shifted(lines, rows, bound, form),
        bound=bound,
        alone=_alone(lines, rows, form),
        broken=_broken(lines),
    )


def _alone(lines: Sequence[TableLine], rows: Sequence[MatchedRow], form: TableForm) -> frozenset[int]:
    """Return the rows of parts that have a caption, a header and all their rows, each with all its values.

    Nothing else may stand from the caption to that of the next part, or to the end of the table: then no value
    can be another row's.
    """
    captions = {compact(caption) for block in form.blocks for caption in block.captions}
    found: set[int] = set()
    for i, block in enumerate(form.blocks):
        own = [matched for matched in rows if matched.block == i]
        at = [matched.line.index for matched in own]
        if (
            not own
            or [matched.row for matched in own] != list(block.required_rows)
            or at != list(range(at[0], at[-1] + 1))
            or any(not matched.is_clear or not _has_all_values(matched, block) for matched in own)
        ):
            continue
        behind = lines[at[-1] + 1 : at[-1] + 2]
        if behind and (behind[0].has_values or _first_label(behind[0]) not in captions):
            continue
        names = {compact(name) for name in (*block.header_names, *block.corner_names)}
        above: list[str] = []
        for line in reversed(lines[: at[0]]):
            if line.has_values or not line.labels:
                break
            above += map(compact, line.labels)
            if _first_label(line) in captions:
                break
        if above and above[-1] in map(compact, block.captions) and names.issuperset(above[:-1]):
            found.update(at)
    return frozenset(found)


def _has_all_values(matched: MatchedRow, block: Block) -> bool:
    """Whether a row is its label with as many values behind it as it should have."""
    values = [value.state != "text" for value in matched.line.values]
    return values == [False] + [True] * len(block.required)


def _first_label(line: TableLine) -> str | None:
    return compact(line.labels[0]) if line.labels else None


def _has_strays(lines: list[TableLine], rows: list[MatchedRow], form: TableForm) -> bool:
    """Whether there are numbers that no row took, or rows with more or fewer values than columns."""
    taken = {matched.line.index: form.blocks[matched.block] for matched in rows}
    for line in lines:
        if line.index in taken:
            if line.count != len(taken[line.index].required):
                return True
        elif line.count:
            return True
    return False


def _is_disordered(
    lines: list[TableLine],
    rows: list[MatchedRow],
    form: TableForm,
    family: Family,
    bound: Collection[int],
) -> bool:
    """Whether values stand without a label, behind a caption or a header, or too many in a row.

    Only the lines from the one before the form's first row to the one behind its last count: others may
    belong to other tables.
    """
    taken = {matched.line.index: matched for matched in rows}
    words = vocabulary(family)
    names = {block.caption for block in form.blocks if block.caption}
    names |= {name for block in form.blocks for column in block.columns for name in column.path}
    first, last = rows[0].line.index, rows[-1].line.index
    widths = {len(block.required) for block in form.blocks}
    for line in lines[max(0, first - 1) : last + 2]:
        count = line.count
        if line.index in taken:
            matched = taken[line.index]
            # One more may be the number of a page. A publisher may mix the columns of two editions.
            if count > len(form.blocks[matched.block].required) + 1 and not (
                line.index in bound
                and matched.row is not None
                and count in words.row_widths(matched.row.path[-1])
            ):
                return True
        elif count and (
            not line.labels or any(best_similarity(text, names) > CAPTION for text in line.labels)
        ):
            # A whole row with one label, such as a sub-total, is no header with the values of another row.
            if line.index in bound and len(line.labels) == 1 and count in widths:
                continue
            return True
    return False


def _crowded(lines: Iterable[TableLine], taken: Collection[int]) -> frozenset[int]:
    """Return the rows followed by values that neither have a label nor belong to a row."""
    return frozenset(
        line.index
        for line, following in _rows_before_others(lines, taken)
        if all(map(INEXACT.match, following.labels)) and following.count
    )


def _rows_before_others(
    lines: Iterable[TableLine], taken: Collection[int]
) -> Iterator[tuple[TableLine, TableLine]]:
    """Yield the rows behind which a line stands that is none, each with that."""
    return (pair for pair in pairwise(lines) if pair[0].index in taken and pair[1].index not in taken)


def _begun(lines: Sequence[TableLine], taken: Collection[int]) -> frozenset[int]:
    """Return the rows below a line of numbers with next to no label that itself stands below another row.

    That line may hold the beginnings of their values.
    """
    return frozenset(
        line.index
        for before, above, line in zip(lines, lines[1:], lines[2:], strict=False)
        if before.index in taken
        and above.index not in taken
        and line.index in taken
        and above.has_numbers
        and above.figures >= line.figures
        and all(len(compact(text)) <= LONGEST_START for text in above.labels)
    )


def _halved(lines: Sequence[TableLine], taken: Collection[int], form: TableForm) -> frozenset[int]:
    """Return the rows beside a line without label that has values where they have blank cells, and nowhere else.

    The labels of groups are none of its own. A tool may have made two lines of the paragraphs in cells. Where a page
    ends between them the sums decide.
    """
    groups = {label(name).words for row in form.rows for name in row.path[:-1]}
    groups -= {label(name).words for row in form.rows for name in row.labels}
    return frozenset(
        line.index
        for pair in pairwise(lines)
        if not _parts_pages(*pair)
        for line, other in (pair, reversed(pair))
        if line.index in taken
        and other.index not in taken
        and other.has_numbers
        and groups.issuperset(label(text).words for text in other.labels)
        and len(line.cells) == len(other.cells)
        and not any(
            own.is_filled and half.is_filled for own, half in zip(line.cells, other.cells, strict=True)
        )
    )


def _continued(lines: Iterable[TableLine], taken: Collection[int]) -> dict[int, TableLine]:
    """Return rows with the line below them, where that may hold the ends of wrapped labels and numbers.

    Such a line is no row of its own; it stands at the beginning of a page or has no more than a few digits.
    """
    return {
        line.index: following
        for line, following in _rows_before_others(lines, taken)
        if (
            0 < following.figures < line.figures
            or (following.figures == line.figures and not _has_own_label(following))
            or (following.figures == line.figures and _is_numbered(line) and _parts_pages(line, following))
            or (following.figures > line.figures and _fills_blanks(following, line))
        )
        and (_parts_pages(line, following) or _is_rest(following))
        # The label of a group spans both.
        and all(label(text).number is None for text in following.labels if text not in line.labels)
    }


def _fills_blanks(following: TableLine, line: TableLine) -> bool:
    """Whether a line without a label of its own has values only below blank cells of the one above."""
    blank = {cell.column for cell in line.printed_values if not cell.is_filled}
    return not _has_own_label(following) and blank.issuperset(
        cell.column for cell in following.printed_values if cell.is_filled
    )


def _preceded(lines: Sequence[TableLine], taken: Collection[int]) -> dict[int, TableLine]:
    """Return rows at the top of a page with the digits that end the page before, which may be their first ones.

    A page may end inside a row whose texts stand at its bottom.
    """
    return {
        line.index: above
        for line, above in _rows_before_others(reversed(lines), taken)
        if above.has_numbers and not _has_own_label(above) and _parts_pages(above, line)
    }


def _parts_pages(line: TableLine, following: TableLine) -> bool:
    """Whether a page ends between two lines."""
    pages = [one.cells[-1].place.page for one in (line, following) if one.cells]
    return len(set(pages)) > 1


def _is_numbered(line: TableLine) -> bool:
    """Whether the own label of a line begins with a number, as a label that goes on below does not."""
    return any(label(text).number is not None for text in line.labels[-1:])


def _has_own_label(line: TableLine) -> bool:
    """Whether a label of a line spans no other lines, as that of a group does."""
    spanning = {one_line(cell.text) for cell in line.cells if cell.rowspan > 1}
    return not spanning.issuperset(line.labels)


def _is_rest(line: TableLine) -> bool:
    """Whether a line is no more than a few digits and the end of a label."""
    return all(len(compact(text)) <= LONGEST_REST for text in line.labels) and all(
        may_be_rest(cell.text) for cell in line.printed_values if cell.text.strip()
    )


def _bound(lines: list[TableLine]) -> frozenset[int]:
    """Return the lines that have a line of the source to themselves, which begins with their label."""
    rows = Counter(place for line in lines for place in {cell.place for cell in line.cells})
    return frozenset(
        line.index
        for line in lines
        if line.labels
        and line.values[0].state == "text"
        and rows[line.cells[0].place] == 1
        and all(cell.place == line.cells[0].place for cell in line.cells)
    )


def _broken(lines: list[TableLine]) -> frozenset[int]:
    """Return the lines with neighbouring values on one line of the source that may be pieces of one number.

    That is so where other values of the row have a line each, or nearly all values of rows with several do.
    """
    rows = {line.index: line.printed_values for line in lines}
    on_a_line = Counter(cell.place for cells in rows.values() if len(cells) > 1 for cell in cells)
    shared = sum(1 for count in on_a_line.values() if count > 1)
    single = shared <= MOST_SHARED * len(on_a_line)
    return frozenset(
        row
        for row, cells in rows.items()
        if (single or any(on_a_line[cell.place] == 1 for cell in cells))
        and any(before.place == cell.place and _is_one(before, cell) for before, cell in pairwise(cells))
    )


def _is_one(before: Cell, cell: Cell) -> bool:
    """Whether two cells may be pieces of one number, or its sign and its digits."""
    signed = read_value(before.text).state == "dash" and cell.text.strip().isdecimal()
    return signed or one_number((before, cell))


def _shifted(
    lines: Sequence[TableLine], rows: Sequence[MatchedRow], bound: Collection[int], form: TableForm
) -> frozenset[int]:
    """Return the rows that may have the values of the next one, as their own stand before their labels.

    These are all rows of a block where several values stand before its first label, which has a line to itself,
    and that is the first row's or a label stands behind the last values. Where some labels stand behind their
    values, they are the rows below several values without a label, up to a label without values.
    """
    first, last = rows[0], rows[-1].line.index
    names = [name for row in form.rows for name in row.labels]
    taken = {matched.line.index for matched in rows}
    found: set[int] = set()
    before = lines[max(0, first.line.index - 1) : first.line.index]
    is_apart = first.line.cells[0].place != first.line.printed_values[0].place
    if (is_apart and any(line.figures > 1 for line in before)) and (
        first.row in form.blocks[first.block].required_rows[:1]
        or any(_is_label(line, names) for line in lines[last + 1 :])
    ):
        found = {matched.line.index for matched in rows if matched.block == first.block}
    behind = {matched.line.index for matched in rows if matched.line.values[0].state != "text"}
    follows = False
    for line in lines[first.line.index : last + 1] if behind else []:
        if line.index in taken:
            follows = follows and line.index not in behind and line.index not in bound
            found |= {line.index} if follows else set()
        elif line.figures > 1 and not line.labels:
            follows = True
        else:
            follows = follows and not _is_label(line, names)
    return frozenset(found)


def _is_label(line: TableLine, names: Sequence[str]) -> bool:
    return any(best_similarity(text, names) > SURE_LABEL for text in line.labels)


def printed_empty(table: Table, form: TableForm, taken: set[int]) -> frozenset[str]:
    """Return the codes of rows whose labels stand without values in a table of tokens.

    Empty if values go before their labels there, and for tables of other layouts.
    """
    if table.layout != "tokens":
        return frozenset()
    if any(read_value(row[0].text).state == "number" for row in table.rows() if row):
        return frozenset()
    columns = {label(name).words for block in form.blocks for name in block.header_names}
    known = taken | {cell.row for cell in table.cells if read_value(cell.text).state == "number"}
    labels = [label(cell.text) for cell in table.cells if cell.row not in known]
    # A column may have the name of a row, but not its number.
    texts = {text.words for text in labels if text.number is not None or text.words not in columns} - {""}
    return frozenset(row.code for row in form.rows if any(label(name).words in texts for name in row.labels))
