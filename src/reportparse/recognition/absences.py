"""Doubt cells taken for absent: the document may print them where they cannot be read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

import regex

from reportparse.document import Paragraph
from reportparse.doubts.doubt import Doubt
from reportparse.forms import Block, Column, Row, TableForm
from reportparse.normalise import ALIKE, LIKELY_LABEL, Label, best_similarity, compact, cuts_short, label
from reportparse.recognition.match import BlockMatch
from reportparse.recognition.matched_rows import place_of
from reportparse.recognition.other_names import other_names
from reportparse.recognition.row_labels import lacks_beginning, row_similarity
from reportparse.recognition.table_lines import TableLine
from reportparse.remembered import LABEL_LENGTH
from reportparse.report import Record
from reportparse.tables.texts.cell_texts import LINE_TAG
from reportparse.values import is_value, read_value

SENTENCE_END = "。"
DIGITS = "0123456789."
NUMBER = regex.compile(r"\d[\d.]*")
# The number of a label that stands apart from it.
NUMBER_ALONE = regex.compile(r"^\d{1,2}[.．、]$")
# If so many rows are printed and not read, any other row may be.
FEWEST_UNREAD = 3
# So many digits are no number: they are those of several rows without labels.
MOST_DIGITS = 15
# No report has so many texts besides its rows. They are not searched.
MOST_TEXTS = 10_000
# What parts cells in a line that was not taken for a row.
CELL_ENDS = regex.compile(r"[\s,|\"]+")
# The beginning of a label before values stands in so many pieces.
MOST_PIECES = 3
# A line that begins with so many characters of a label begins with that label.
FEWEST_CHARACTERS = 4


@dataclass(frozen=True, slots=True)
class Unread:
    """What a document prints outside of the rows that were read, and where it may print more."""

    # Lines of tables, each with the index of its table.
    lines: Sequence[tuple[int, TableLine]]
    # Texts of these lines and of paragraphs, each with the path of its place.
    texts: Sequence[tuple[str, str]]
    # The lines with which each table goes on behind the end of a page.
    seams: Sequence[Sequence[int]] = ()


def unread_of(
    tables: Sequence[Sequence[TableLine]],
    read: Container[tuple[int, int]],
    paragraphs: Iterable[Paragraph],
    seams: Sequence[Sequence[int]] = (),
) -> Unread:
    """Return what is unread of a document. `read` are the lines that were read, by table and row, and `seams`
    those with which tables go on behind the end of a page, by table.
    """
    lines = [
        (i, line) for i, of_table in enumerate(tables) for line in of_table if (i, line.index) not in read
    ]
    texts = [(cell.text, cell.place.path) for _, line in lines for cell in line.cells]
    # Tools write the line ends of a cell as tags.
    texts += [(LINE_TAG.sub("\n", paragraph.text), paragraph.place.path) for paragraph in paragraphs]
    return Unread(lines, texts, seams)


def column_absence_doubts(
    records: Sequence[Record],
    form: TableForm,
    blocks: Sequence[BlockMatch],
    unread: Unread,
    year: int | None,
    subject_words: tuple[str, ...],
) -> Iterator[Doubt]:
    """Yield doubts about cells taken for absent whose column may be printed.

    It may be printed by another table, of which no row was read; by another name; in the header of rows that
    were read; or by the number of a row that no column took.
    """
    absent = [record for record in records if record.state == "absent"]
    if not absent:
        return
    there = {record.row for record in records if record.state != "absent"}

    def doubt(cells: Iterable[tuple[str, Column]], why: str) -> Iterator[Doubt]:
        codes = {(row, column.code) for row, column in cells}
        doubted = [record for record in absent if (record.row, record.column) in codes]
        if doubted:
            yield Doubt(doubted, why, may_be_printed=True)

    elsewhere = _columns_elsewhere(records, form, blocks, unread)
    names = ", ".join(dict.fromkeys("".join(column.path) for _, column in elsewhere))
    yield from doubt(elsewhere, f"another table prints the columns {names} and cannot be read")
    for block in blocks:
        others = other_names(block, year, subject_words)
        for name, columns in others.items():
            meant = [(row, column) for row, column in block.block.slots if column in columns]
            yield from doubt(meant, f"no edition has the label {name} in this place")
    for block in blocks:
        for column in _columns_in_header(block):
            meant = [(row, other) for row, other in block.block.slots if other is column and row in there]
            name = "".join(column.path)
            yield from doubt(meant, f"the column {name} is printed and cannot be read in all rows")
        more = {row.code for row in block.rows if row.has_more}
        meant = [(row, column) for row, column in block.block.slots if row in more or None in more]
        yield from doubt(meant, "numbers that no column took may be of one that seems not to be printed")


def row_absence_doubts(
    records: Sequence[Record], form: TableForm, blocks: Sequence[BlockMatch], unread: Unread
) -> Iterator[Doubt]:
    """Yield doubts about cells of rows taken for absent or blank that may be printed.

    That is so where the label of a row stands where no row was read, or those of several other rows do; or
    where a line that was not read, or the end of a page, stands between the rows before and behind it.
    """
    # A doubt about a column makes cells uncertain that no table has: it says nothing about their row.
    there = {record.row for record in records if record.state != "absent" and not _is_doubted_column(record)}
    bare = {record.row for record in records}
    bare -= {record.row for record in records if record.state not in ("absent", "blank")}
    bare -= {
        record.row for record in records if record.certainty == "uncertain" and not _is_doubted_column(record)
    }
    rows = [row for row in form.rows if not row.subtotal and row.code in bare]
    if not rows:
        return
    doubted: set[str] = set()

    def doubt(some: Iterable[Row], before: str, behind: str = "") -> Iterator[Doubt]:
        left = {row.code: row.path[-1] for row in some if row.code not in doubted}
        if left:
            doubted.update(left)
            of_rows = [record for record in records if record.row in left]
            yield Doubt(of_rows, f"{before} {', '.join(left.values())}{behind}", may_be_printed=True)

    absent = [row for row in rows if row.code not in there]
    if absent and len(unread.texts) > MOST_TEXTS:
        yield from doubt(absent, "so much is printed that cannot be read that it may hold the rows")
        absent = []
    for row, place in _printed_labels(absent, form, unread) if absent else ():
        yield from doubt([row], "the row", f" is printed at {place} and cannot be read")
    for row, other in _labels_in_others(absent, records):
        both = [known for known in form.rows if known.code in (row.code, other.row)]
        yield from doubt(both, "the labels, and so the numbers, of two rows may be joined:")
    for block in form.blocks if absent else ():
        if there.isdisjoint(row.code for row in block.rows) and _prints_caption(unread, block):
            of_block = [row for row in absent if row in block.rows]
            yield from doubt(of_block, f"the part {block.caption} is printed and cannot be read:")
    if len(doubted) >= FEWEST_UNREAD:
        yield from doubt(absent, "there may be more rows that cannot be read:")
    for line, between in _lines_between(form, blocks, bare, unread):
        around = [row for row in rows if row.code in between]
        yield from doubt(around, f"the row at {place_of(line)} may be one of the rows")
    for block in form.blocks if absent else ():
        of_block = [row for row in absent if row in block.rows]
        for place in _loose_rows(unread, len(block.required)) if of_block else ():
            yield from doubt(of_block, f"the numbers at {place} may be those of one of the rows")
    lost = _rows_at_seams(blocks, unread.seams)
    yield from doubt((row for row in absent if row.code in lost), "the end of a page may have taken the row")
    printed = {record.row for record in records if record.value is not None}
    subtotals = {row.code: compact(row.path[-1]) for row in form.rows if row.subtotal}
    # The sub-totals by the name of their group only: where not all groups have one, a page may have parted a row
    # from its label.
    by_group = {
        record.row
        for record in records
        if record.row in subtotals and subtotals[record.row] not in compact(record.row_label or "")
    }
    for above, row in pairwise(form.rows):
        if above.code in by_group & printed and row in rows and not subtotals.keys() <= printed:
            yield from doubt([above, row], "the numbers beside the label of a group may be those of a row:")
    known = [row.code for row in form.rows if not row.subtotal]
    # What is printed of two rows may have been taken for one that cannot be read.
    unsure = {
        record.row for record in records if record.certainty == "uncertain" and not _is_doubted_column(record)
    } - printed
    for block in form.blocks if absent else ():
        pairs = [*pairwise(block.required_rows)]
        beside = [row for above, row in pairs if above.code in unsure and row in absent]
        beside += [row for row, below in pairs if below.code in unsure and row in absent]
        yield from doubt(beside, "what cannot be read of the row beside it may be of the row")
    # Publishers leave rows out, and texts are cut, but a table hardly begins in its second half.
    if there.isdisjoint(known[: len(known) // 2 + 1]) and not there.isdisjoint(known):
        yield from doubt(absent, "most rows of the table are missing, and may be printed:")


def _rows_at_seams(blocks: Iterable[BlockMatch], seams: Sequence[Sequence[int]]) -> set[str]:
    """Return the codes of the rows between the last row of a page and the first one of the next."""
    found: set[str] = set()
    for block in blocks:
        order = [row.code for row in block.block.required_rows]
        rows = sorted((row.index, row.code) for row in block.rows if row.code in order)
        for (above, before), (below, behind) in pairwise(rows):
            if any(above < seam <= below for seam in seams[block.table_index]):
                found.update(order[order.index(before) + 1 : order.index(behind)])
    return found


def _is_doubted_column(record: Record) -> bool:
    return record.certainty == "uncertain" and record.table_index is None


def _printed_labels(rows: Sequence[Row], form: TableForm, unread: Unread) -> Iterator[tuple[Row, str]]:
    """Yield rows whose label, or the beginning of it, stands where no row was read, with the place."""
    before_numbers: dict[str, TableLine] = {}
    for _, line in unread.lines:
        if line.has_numbers and line.labels:
            before_numbers.setdefault(line.labels[-1], line)
    for text, line in before_numbers.items():
        yield from (
            (row, str(place_of(line)))
            for row in rows
            if row_similarity(text, row) > LIKELY_LABEL or _begins(text, row)
        )
    # The page before may have the beginning of a label.
    lines_of_labels = {line.labels[-1]: line for _, line in unread.lines if line.labels}
    for text, line in lines_of_labels.items():
        if len(label(text).core) >= FEWEST_CHARACTERS:
            yield from ((row, str(place_of(line))) for row in rows if lacks_beginning(text, row))
    labels = _Labels(rows, form)
    for words, place in _joined(unread.texts, labels.longest):
        if words in labels.whole:
            yield labels.whole[words], place
    # A column may have the name of a row: a number that stands apart tells that it is the row's.
    for (above, place), (below, _) in pairwise(unread.texts):
        for number, name in ((above, below), (below, above)):
            if (
                len(name) <= LABEL_LENGTH
                and NUMBER_ALONE.match(number.strip())
                and label(name).number is None
            ):
                whole = label(number + name)
                yield from ((row, place) for row in rows if _is_numbered_as(whole, row))
    ends: dict[str, str] = {}
    for text, place in unread.texts:
        if len(text) <= LABEL_LENGTH:
            yield from ((row, place) for row in labels.on_lines_of(text))
        yield from ((row, place) for row in labels.begun_before_values_in(text))
        if SENTENCE_END not in text:
            yield from ((row, place) for row in labels.beside_digits_in(text))
            if text.rstrip()[-1:].isdecimal():
                ends.setdefault(compact(text[-LABEL_LENGTH:]).rstrip(DIGITS), place)
    for before, place in ends.items():
        yield from ((row, place) for row in rows if _is_end_of(before, row))


def _labels_in_others(rows: Iterable[Row], records: Iterable[Record]) -> Iterator[tuple[Row, Record]]:
    """Yield rows whose label is part of what another row has for its label, with a cell of that one.

    The end of a page may have parted two rows and joined the wrong halves.
    """
    printed = {compact(record.row_label): record for record in records if record.row_label}
    for row in rows:
        cores = [core for core in (label(name).core for name in row.labels) if len(core) >= FEWEST_CHARACTERS]
        others = (record for text, record in printed.items() if any(core in text for core in cores))
        yield from ((row, record) for record in islice(others, 1))


class _Labels:
    """The labels of some rows, to be looked for in texts."""

    def __init__(self, rows: Sequence[Row], form: TableForm) -> None:
        self._rows = rows
        self._headers = {label(name).core for block in form.blocks for name in block.header_names}
        self._beginnings: dict[str, list[Row]] = defaultdict(list)
        self._before_digits: dict[str, Row] = {}
        # Labels without their group's, long enough to be told from other words.
        self.whole: dict[str, Row] = {}
        # Those of groups, with all their rows.
        self._groups: dict[str, list[Row]] = defaultdict(list)
        # The labels of each number, without it.
        self._numbered: dict[int, list[tuple[str, Row]]] = defaultdict(list)
        for row in rows:
            for number, core, _ in map(label, row.labels):
                if number is not None:
                    self._numbered[number].append((core, row))
            for name in row.names:
                for words in set(label(name)[1:]):
                    self._before_digits[words] = row
                    if name in row.labels and len(words) >= FEWEST_CHARACTERS:
                        self.whole[words] = row
                    # A label with its group's before it begins as those of all rows of the group do.
                    least = min(FEWEST_CHARACTERS, len(words)) if name in row.labels else len(words)
                    for length in range(least, len(words) + 1):
                        self._beginnings[words[:length]].append(row)
            for words in {words for group in row.path[:-1] for words in label(group)[1:]}:
                self._groups[words].append(row)
        self.longest = max(map(len, self.whole), default=0)
        # One or two letters may qualify a number, or be digits that are misprinted.
        self._glued = regex.compile(
            r"(\L<words>)[^\p{L}\d]*[\d无]|^(\L<words>)\p{L}{1,2}\d+$", words=list(self._before_digits)
        )
        # The digits of rows that lost their labels.
        self._digits_only = regex.compile(rf"(\L<words>)\d{{{MOST_DIGITS},}}", words=list(self._groups))
        self._around_digits = regex.compile(r"\L<words>", words=list(self.whole))
        # Where a page has its cells as loose text, the first label is the end of its header.
        self._behind_header = regex.compile(
            r"(\L<words>)$", words=[*self._before_digits.keys() - self._headers]
        )
        self._names = [name for name in self._headers if len(name) >= FEWEST_CHARACTERS]

    def on_lines_of(self, text: str) -> Iterator[Row]:
        """Yield the rows whose label, or its beginning, is a line of a text, or nearly so with digits behind."""
        for own in text.split("\n"):
            printed = label(own)
            # A column may have the name of a row, but not its number.
            if printed.number is not None or printed.core not in self._headers:
                yield from self._beginnings.get(printed.core, ())
            words = printed.core.rstrip(DIGITS)
            if FEWEST_CHARACTERS <= len(words) < len(printed.core):
                yield from (row for row in self._rows if _is_misprint_of(words, row))

    def begun_before_values_in(self, text: str) -> Iterator[Row]:
        """Yield the rows whose number and beginning of a label stand before values: it may go on in another line."""
        before: list[str] = []
        for piece in CELL_ENDS.split(text):
            if not before or read_value(piece).state == "text":
                before = [*before[1 - MOST_PIECES :], piece]
                continue
            for start in range(len(before)):
                begun = label("".join(before[start:])[-LABEL_LENGTH:])
                if begun.number is not None and begun.core:
                    known = self._numbered.get(begun.number, ())
                    yield from (row for core, row in known if core.startswith(begun.core))
            before = []

    def beside_digits_in(self, text: str) -> Iterator[Row]:
        """Yield the rows whose label stands before digits in a text or around them, and those of a group before too
        many; or a label behind a header.
        """
        # With the notes in brackets and without them: these may hold digits as well.
        for words in set(label(text)[1:]):
            yield from (self._before_digits[found[1] or found[2]] for found in self._glued.finditer(words))
            if lost := self._digits_only.fullmatch(words):
                yield from self._groups[lost[1]]
            if (last := self._behind_header.search(words)) and any(
                name in words[: last.start()] for name in self._names
            ):
                yield self._before_digits[last[1]]
            # The lines of a label may stand around its value.
            if (without := NUMBER.sub("", words)) != words:
                found_words = (found[0] for found in self._around_digits.finditer(without))
                yield from (self.whole[name] for name in found_words if name)


def _joined(texts: Iterable[tuple[str, str]], longest: int) -> Iterator[tuple[str, str]]:
    """Yield what short texts give that follow each other, with the place of the first.

    A text layer may give the lines of a label one by one.
    """
    short = [(words, place) for text, place in texts if len(text) <= longest and (words := label(text).core)]
    for i, (words, place) in enumerate(short):
        for behind, _ in islice(short, i + 1, i + longest):
            words += behind
            if len(words) > longest:
                break
            yield words, place


def _prints_caption(unread: Unread, block: Block) -> bool:
    captions = tuple(map(compact, block.captions))
    return any(
        SENTENCE_END not in text and any(caption in compact(text) for caption in captions)
        for text, _ in unread.texts
    )


def _loose_rows(unread: Unread, width: int) -> Iterator[str]:
    """Yield where short lines end in as many values as a row has, or follow each other, if it has several."""
    for text, place in unread.texts if width > 1 else ():
        for line in text.split("\n"):
            # However wide the white space is that shows their columns.
            if len(compact(line)) <= LABEL_LENGTH and SENTENCE_END not in line:
                _, values = _parted(line)
                if values == width:
                    yield place
    # Or a line for each value, some of them blank.
    for are_values, run in groupby(unread.texts if width > 1 else (), lambda text: is_value(text[0])):
        if are_values and width < 2 * len(places := [place for _, place in run]) <= 2 * width:
            yield places[0]


def _parted(line: str) -> tuple[str, int]:
    """Return what stands before the values that a line ends in, and how many these are; none if there are others."""
    pieces = [piece for piece in CELL_ENDS.split(line) if piece]
    values = [read_value(piece).state != "text" for piece in pieces]
    count = sum(values)
    return (
        ("".join(pieces[: len(pieces) - count]), count) if all(values[len(pieces) - count :]) else (line, 0)
    )


def _columns_in_header(block: BlockMatch) -> Iterator[Column]:
    """Yield the columns whose name the header prints, alone or with another one in one cell."""
    printed = [compact(text) for text in block.header_texts]
    for column in block.block.columns:
        name = compact(column.path[-1])
        if len(name) >= FEWEST_CHARACTERS and any(name in text for text in printed):
            yield column


def _is_end_of(text: str, row: Row) -> bool:
    """Whether a text ends with the label of a row, misprints allowed: a header may stand before it."""
    cores = {label(name).core for name in row.labels}
    return any(
        len(core) >= FEWEST_CHARACTERS and best_similarity(text[-len(core) :], [core]) > LIKELY_LABEL
        for core in cores
    )


def _begins(text: str, row: Row) -> bool:
    """Whether a text has the number of a row and the beginning of its label, which may go on in another line."""
    own = label(text)
    return bool(own.core) and any(
        known.number == own.number is not None and known.core.startswith(own.core)
        for known in map(label, row.labels)
    )


def _is_numbered_as(own: Label, row: Row) -> bool:
    """Whether a label has the number and the words of a row."""
    return bool(own.core) and any(
        (own.number, own.core) == (known.number, known.core) for known in map(label, row.labels)
    )


def _is_misprint_of(words: str, row: Row) -> bool:
    """Whether words are nearly the label of a row, or it without a few of its characters."""
    likeness = row_similarity(words, row)
    return likeness > LIKELY_LABEL or (
        likeness > ALIKE and any(cuts_short(words, label(name).core) for name in row.names)
    )


def _columns_elsewhere(
    records: Sequence[Record], form: TableForm, blocks: Sequence[BlockMatch], unread: Unread
) -> list[tuple[str, Column]]:
    """Return the cells of columns without any record that a table of which no row was read may hold.

    Such a table prints the names of the columns, and numbers.
    """
    absent = {(record.row, record.column) for record in records if record.state == "absent"}
    own = {block.table_index for block in blocks}
    lines = [(index, line) for index, line in unread.lines if index not in own]
    with_numbers = {index for index, line in lines if line.has_numbers}
    printed = {label(text).words for index, line in lines if index in with_numbers for text in line.labels}
    found: list[tuple[str, Column]] = []
    for block in form.blocks:
        for column in block.columns:
            cells = [slot for slot in block.slots if slot[1] is column]
            if (
                cells
                and not printed.isdisjoint(label(name).words for name in column.labels)
                and absent.issuperset((row, column.code) for row, _ in cells)
            ):
                found += cells
    return found


def _lines_between(
    form: TableForm, blocks: Sequence[BlockMatch], bare: Collection[str], unread: Unread
) -> Iterator[tuple[TableLine, set[str]]]:
    """Yield unread lines with numbers, each with the codes of the form's rows between the rows around it.

    These are the rows that may be printed there. Where a table begins or ends with such a line, they may be
    the first or the last of the form.
    """
    order = [row.code for row in form.rows]
    left = [(index, line.index) for index, line in unread.lines]
    unsure = set(left)
    read = sorted(
        ((block.table_index, decided.index), order.index(decided.code))
        for block in blocks
        for decided in block.rows
        if decided.code in order
        and decided.code not in bare
        and (block.table_index, decided.index) not in unsure
    )
    if not read:
        return
    (first, _), _ = read[0]
    (last, _), _ = read[-1]
    ends = [((first, -1), -1), *read, ((last + 1, -1), len(order))]
    for (before, start), (behind, stop) in pairwise(ends):
        between = set(order[start + 1 : stop])
        if between:
            lines = unread.lines[bisect_right(left, before) : bisect_left(left, behind)]
            yield from ((line, between) for _, line in lines if line.has_numbers)


def cut_ends(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """Yield sentences about what is not printed of a table: whole blocks, last rows and last columns.

    The end of a page, or the edge of its paper, cuts tables like that. A row between others may be left out
    on purpose.
    """
    absent = {(record.row, record.column) for record in records if record.state == "absent"}
    for block in form.blocks:
        cells = [(row, column.code) for row, column in block.slots]
        columns = block.required_columns
        if absent.issuperset(cells):
            yield f"the table {form.code} lacks its part {block.caption or block.columns[0].path[0]}"
        elif not block.rows:
            if cells[-1] in absent:
                yield f"the table {form.code} lacks its last column {''.join(columns[-1].path)}"
        else:
            rows = block.required_rows
            if all((rows[-1].code, column.code) in absent for column in columns):
                yield f"the table {form.code} lacks its last row {rows[-1].path[-1]}"
            if all((row.code, columns[-1].code) in absent for row in rows):
                yield f"the table {form.code} lacks its last column {columns[-1].path[-1]}"


def left_out(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """Yield a sentence with the rows that are not printed though later ones of their block are."""
    printed = {record.row for record in records if record.state != "absent"}
    names: list[str] = []
    for block in form.blocks:
        rows = block.required_rows
        last = max((i for i, row in enumerate(rows) if row.code in printed), default=0)
        names += [row.path[-1] for row in rows[:last] if row.code not in printed]
    if names:
        yield f"the table {form.code} does not print the rows {', '.join(names)}"
