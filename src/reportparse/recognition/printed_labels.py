"""Find the labels of rows that seem not to be printed: where no row was read, and in what others have for theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

import regex

from reportparse.forms import Row, TableForm
from reportparse.normalise import ALIKE, LIKELY_LABEL, Label, best_similarity, compact, cuts_short, label
from reportparse.recognition.matched_rows import place_of
from reportparse.recognition.row_labels import lacks_beginning, row_similarity
from reportparse.recognition.table_lines import TableLine
from reportparse.recognition.unread import Unread
from reportparse.remembered import LABEL_LENGTH
from reportparse.report import Record
from reportparse.values import read_value

SENTENCE_END = "。"
DIGITS = "0123456789."
NUMBER = regex.compile(r"\d[\d.]*")
# The number of a label that stands apart from it.
NUMBER_ALONE = regex.compile(r"^\d{1,2}[.．、]$")
# So many digits are no number: they are those of several rows without labels.
MOST_DIGITS = 15
# What parts cells in a line that was not taken for a row.
CELL_ENDS = regex.compile(r"[\s,|\"]+")
# The beginning of a label before values stands in so many pieces.
MOST_PIECES = 3
# A line that begins with so many characters of a label begins with that label.
FEWEST_CHARACTERS = 4


def printed_labels(rows: Sequence[Row], form: TableForm, unread: Unread) -> Iterator[tuple[Row, str]]:
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


def labels_in_others(
    rows: Iterable[Row], form: TableForm, records: Iterable[Record]
) -> Iterator[tuple[Row, Record]]:
    """Yield rows whose label is part of what another row has for its label, with a cell of that one.

    The end of a page may have parted two rows and joined the wrong halves. A whole label of the form is no two.
    """
    whole = {(row.code, core) for row in form.rows for core in _cores(row)}
    printed = {
        compact(record.row_label): record
        for record in records
        if record.row_label and (record.row, label(record.row_label).core) not in whole
    }
    for row in rows:
        cores = [core for core in _cores(row) if len(core) >= FEWEST_CHARACTERS]
        others = (record for text, record in printed.items() if any(core in text for core in cores))
        yield from ((row, record) for record in islice(others, 1))


def _cores(row: Row) -> list[str]:
    return [label(name).core for name in row.labels]


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
