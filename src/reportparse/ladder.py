"""Read a document fast first, and carefully where the result does not satisfy the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from reportparse.document import Document, Table, UnreadableDocument
from reportparse.doubts.doubt import Doubt, withheld
from reportparse.loaders import Kind, kind_of, load, ocr
from reportparse.normalise import compact
from reportparse.outline.segmentation import Outline
from reportparse.recognition.recognise import Recognition
from reportparse.report import Check, Figure, Record
from reportparse.tables.pages.lines import UNKNOWN

# Careful readers take up to a second per page or 100 kB of markup: longer documents would run out of time.
CAREFUL_PAGES = 60
CAREFUL_BYTES = 2 * 1024 * 1024
CAREFUL_BLOCKS = 20_000

AGREED = "two independent readers agree on these cells: the mistake is the publication's own"
DIFFERED = "two independent readers do not agree on these cells: the mistake may be one of reading"


@dataclass(slots=True)
class Understanding:
    """A document as one family of reports explains it."""

    document: Document
    outline: Outline
    tables: list[Table]
    recognition: Recognition
    records: list[Record]
    figures: list[Figure]
    checks: list[Check]
    # Those of all stages.
    warnings: list[str]

    @property
    def failed(self) -> list[Check]:
        """The failed checks of severity error."""
        return [check for check in self.checks if check.verdict == "fail" and check.severity == "error"]

    @property
    def uncertain(self) -> list[Record]:
        """The records whose value is withheld."""
        return [record for record in self.records if record.certainty == "uncertain"]

    @property
    def is_satisfying(self) -> bool:
        """Whether all tables of the form were found, every value is certain and the rules hold."""
        return not (self.recognition.missing or self.uncertain or self.failed)

    @property
    def pages_in_question(self) -> set[int]:
        """The pages of the tables that do not satisfy their form.

        Empty if a table is missing or no page is known: then all pages have to be read again.
        """
        codes = {record.table for record in self.uncertain}
        codes |= {check.table for check in self.failed if check.table is not None}
        found = {match.form.code: set[int]() for match in self.recognition.matches}
        if self.recognition.missing or not codes <= found.keys():
            return set()
        for match in self.recognition.matches:
            cells = self.tables[match.table_index].cells
            found[match.form.code] |= {cell.place.page for cell in cells if cell.place.page is not None}
        return set[int]().union(*(found[code] for code in codes))

    @property
    def is_recognised(self) -> bool:
        """Whether a table was recognised in a picture, which only one reader can do."""
        return any(table.place.recognised for table in self.tables)

    @property
    def is_of_another_kind(self) -> bool:
        """Whether nothing in the document belongs to the family: no title, no heading, no table.

        False if some characters could not be read.
        """
        outline = self.outline
        return not (
            self.recognition.matches
            or outline.metadata.title
            or any(section.code for section in outline.sections)
            or any(UNKNOWN in section.text for section in outline.sections)
        )

    @property
    def rank(self) -> tuple[int, int, int]:
        """The number of recognised tables, of unread cells, and of failed checks, the last two negative.

        The greater rank is the better reading.
        """
        tables = {match.form.code for match in self.recognition.matches}
        absent = sum(1 for record in self.records if record.state == "absent")
        return len(tables), -len(self.uncertain) - absent, -len(self.failed)


def climb(content: bytes, understand: Callable[[Document], Understanding]) -> Understanding:
    """Return the better of what a fast reader and, only if needed, a careful one make of a file.

    If two readers were needed, the messages of failed checks say whether they agree. Raises
    UnreadableDocument where the fast reader cannot read the file.
    """
    kind = kind_of(content)
    loaded = load(content, kind)
    fast = understand(loaded)
    pictures = bool(loaded.unread_pages) or any(table.picture for table in loaded.tables)
    if fast.recognition.missing and pictures:
        fast = _with_pictures(content, kind, loaded, fast, understand)
    if kind.careful is None or fast.is_satisfying or fast.is_recognised or fast.is_of_another_kind:
        return fast
    if (fast.document.pages or 0) > CAREFUL_PAGES or (
        fast.document.pages is None and (len(content) > CAREFUL_BYTES or len(loaded.blocks) > CAREFUL_BLOCKS)
    ):
        fast.warnings.append("the document is too long to be read a second time by another reader")
        return fast
    try:
        careful = understand(_read_carefully(content, kind, fast))
    except UnreadableDocument as error:
        fast.warnings.append(f"a second reader cannot read the document: {error}")
        return fast
    # Who finds most cells blank in which the other reads something has not seen what stands there.
    lost = _lost(careful, fast)
    is_blind = 2 * len(lost) > len(_printed(fast))
    best, other = (careful, fast) if careful.rank > fast.rank and not is_blind else (fast, careful)
    if best is careful:
        best.warnings.append("a second, careful reader read the tables better and was believed")
        if lost:
            doubt = Doubt(lost, "the two readers do not agree on whether cells are blank")
            best.records, reasons = withheld(best.records, [doubt])
            best.warnings += reasons
    best.checks = [_compared(check, best, other) if check in best.failed else check for check in best.checks]
    return best


def _lost(own: Understanding, other: Understanding) -> list[Record]:
    """Return the records that are certainly blank in one reading and hold something in the other."""
    printed = _printed(other)
    return [
        record
        for record in own.records
        if record.state == "blank"
        and record.certainty != "uncertain"
        and (record.table, record.row, record.column) in printed
    ]


def _printed(understanding: Understanding) -> set[tuple[str, str, str]]:
    return {
        (record.table, record.row, record.column)
        for record in understanding.records
        if compact(record.raw or "")
    }


def _with_pictures(
    content: bytes,
    kind: Kind,
    loaded: Document,
    fast: Understanding,
    understand: Callable[[Document], Understanding],
) -> Understanding:
    """Return the better of a document as it is and with the text in its pictures."""
    if not ocr.is_installed():
        if not loaded.unread_pages:  # of pages the reader tells
            fast.warnings.append(ocr.not_read("a table"))
        return fast
    if loaded.unread_pages:
        loaded = _reader(kind.module)(content, recognise=True)
    seen = understand(ocr.read_pictures(loaded))
    return seen if seen.rank > fast.rank or not fast.outline.sections else fast


def _reader(module: str) -> Callable[..., Document]:
    return cast(Callable[..., Document], import_module(module).load)


def _read_carefully(content: bytes, kind: Kind, fast: Understanding) -> Document:
    """Return the document as the careful reader reads it.

    Of a document with pages only those are read whose tables do not satisfy their form, if these are found,
    since each page takes time.
    """
    load = _reader(kind.careful or kind.module)
    pages = fast.pages_in_question if fast.document.pages else None
    document = load(content, pages) if pages else load(content)
    document.reader, document.metadata = kind.name, {**fast.document.metadata, **document.metadata}
    return document


def _compared(check: Check, own: Understanding, other: Understanding) -> Check:
    agreed = _cells(check, own) == _cells(check, other)
    return replace(check, message=f"{check.message}; {AGREED if agreed else DIFFERED}")


def _cells(check: Check, understanding: Understanding) -> dict[tuple[str, str], tuple[str, float | None]]:
    """Return the text and value of each cell in the row or column that a check is about, by its codes."""
    return {
        (record.row, record.column): (compact(record.raw or ""), record.value)
        for record in understanding.records
        if record.table == check.table
        and check.row in (None, record.row)
        and check.column in (None, record.column)
    }
