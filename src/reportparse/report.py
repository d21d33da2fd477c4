"""What `parse` returns: one report with its sections, tables, records, figures and checks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from reportparse.document import Document, Place, Table

if TYPE_CHECKING:
    import pandas

Status = Literal["ok", "flagged", "partial", "unrecognised", "failed"]
State = Literal["number", "blank", "dash", "text", "absent"]
Certainty = Literal["read", "inferred", "uncertain"]
Severity = Literal["error", "warning"]
Verdict = Literal["pass", "fail", "undecided", "other_scope"]


@dataclass(slots=True)
class Section:
    """A section of the outline."""

    # The order of the section in the document, from 0.
    position: int
    # 0 before the first heading, 1 for a section, 2 for a sub-section.
    level: int
    # As printed, such as 一; so is `heading`.
    number: str | None
    heading: str
    # The code of the official section; None if none fits.
    code: str | None
    # The text without headings and tables.
    text: str
    place: Place
    # The first character in the text of each of its paragraphs, and where that stands, in order.
    paragraphs: list[tuple[int, Place]] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Section {self.heading!r} at {self.place.path}: {len(self.text)} characters>"

    def place_of(self, position: int) -> Place:
        """Return the place of the paragraph that holds a character of the text."""
        found = bisect_right(self.paragraphs, position, key=itemgetter(0))
        return self.paragraphs[found - 1][1] if found else self.place


@dataclass(slots=True)
class Record:
    """The value of one cell of a form; the columns of the dataset's `records` explain each field."""

    edition: str
    table: str
    row: str
    column: str
    row_label: str | None
    column_label: str | None
    value: float | None
    raw: str | None
    unit: str | None
    state: State
    certainty: Certainty
    table_index: int | None
    place: Place | None


@dataclass(slots=True)
class Figure:
    """A number that the running text states."""

    section_position: int
    sentence: str
    # The first character of the number in the section's text, and the one after its last.
    start: int
    end: int
    raw: str
    value: float | None
    unit: str | None
    approximate: bool
    subject: str | None
    # The cell of a form that the number is about; None where that is not clear.
    table: str | None
    row: str | None
    column: str | None
    # Where the paragraph stands that states it.
    place: Place


@dataclass(slots=True)
class Check:
    """The verdict of one rule for a table, or a row, column or cell of it."""

    rule: str
    severity: Severity
    table: str | None
    row: str | None
    column: str | None
    verdict: Verdict
    # The two sides of the rule; None where it is undecided.
    left: float | None
    right: float | None
    message: str


@dataclass(slots=True)
class Metadata:
    """What a report says about itself; a field is None where the document does not say it."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    published: date | None = None
    agency_code: str | None = None
    contact: dict[str, str] = field(default_factory=dict)

    @property
    def region_code(self) -> str | None:
        """The GB/T 2260 code of the region in whose register the agency stands: part of its code (GB 32100)."""
        return self.agency_code[2:8] if self.agency_code else None


@dataclass(slots=True, repr=False)
class Report:
    """One parsed report.

    `sections` and `tables` are lists of plain values. `cells`, `records`, `figures` and `checks` are data
    frames with the columns of the dataset's tables; `to_dict()` gives all of it as plain values.
    """

    document_id: str
    size: int
    document: Document
    metadata: Metadata
    edition: str | None
    status: Status
    warnings: list[str]
    sections: list[Section]
    tables: list[Table]
    record_list: list[Record]
    figure_list: list[Figure]
    check_list: list[Check]
    seconds: float

    def __repr__(self) -> str:
        return (
            f"<Report {self.agency or 'of an unknown agency'} {self.year or ''} {self.status}: "
            f"{len(self.record_list)} records, {len(self.check_list)} checks, {len(self.tables)} tables>"
        )

    @property
    def title(self) -> str | None:
        """The title as printed; None if none was found."""
        return self.metadata.title

    @property
    def agency(self) -> str | None:
        """The body that reports; None if unknown."""
        return self.metadata.agency

    @property
    def year(self) -> int | None:
        """The year that the report is about; None if unknown."""
        return self.metadata.year

    @property
    def cells(self) -> pandas.DataFrame:
        """The cells of all rebuilt tables, with the columns of the dataset's `cells`."""
        return self._frame("cells")

    @property
    def records(self) -> pandas.DataFrame:
        """The values of the forms, with the columns of the dataset's `records`."""
        return self._frame("records")

    @property
    def checks(self) -> pandas.DataFrame:
        """The verdicts of the rules, with the columns of the dataset's `checks`."""
        return self._frame("checks")

    @property
    def figures(self) -> pandas.DataFrame:
        """The numbers in the running text, with the columns of the dataset's `figures`."""
        return self._frame("figures")

    def _frame(self, name: str) -> pandas.DataFrame:
        from reportparse.dataset.schema import frame_of, report_table

        return frame_of(report_table(self, name))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, which JSON can hold; dates are text.

        `document` is its row of the dataset's `documents`; `sections`, `cells`, `records`, `figures` and `checks`
        are lists of rows. A report does not know its source: `source` and `parser_version` are None.
        """
        from reportparse.dataset.schema import report_tables

        tables = {name: table.to_pylist() for name, table in report_tables(self, None, None).items()}
        (document,) = tables.pop("documents")
        document = {key: str(value) if isinstance(value, date) else value for key, value in document.items()}
        return {"document": document, **tables}
