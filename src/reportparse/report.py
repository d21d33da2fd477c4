"""What `parse` gives: one report with its sections, tables, records, figures and checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

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
    """A section of the outline; `text` is without headings and tables.

    `number` and `heading` are as printed; `code` is null where no official section fits.
    """

    position: int
    level: int
    number: str | None
    heading: str
    code: str | None
    text: str
    place: Place


@dataclass(slots=True)
class Record:
    """The value of one cell of a form; see the data dictionary for each field."""

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
    """A number that the running text states; `start` and `end` count characters of the section's text."""

    section_position: int
    sentence: str
    start: int
    end: int
    raw: str
    value: float | None
    unit: str | None
    approximate: bool
    subject: str | None
    table: str | None
    row: str | None
    column: str | None
    page: int | None


@dataclass(slots=True)
class Check:
    """The verdict of one rule; `left` and `right` are its two sides, null where undecided."""

    rule: str
    severity: Severity
    table: str | None
    row: str | None
    column: str | None
    verdict: Verdict
    left: float | None
    right: float | None
    message: str


@dataclass(slots=True)
class Metadata:
    """What a report says of itself; every field is null where the document does not tell."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    published: date | None = None
    agency_code: str | None = None
    contact: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, repr=False)
class Report:
    """One parsed report.

    `sections` and `tables` are lists of plain values. `cells`, `records`, `figures` and `checks` are
    data frames with the columns of the dataset's tables.
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
        """The title as printed."""
        return self.metadata.title

    @property
    def agency(self) -> str | None:
        """The body that reports."""
        return self.metadata.agency

    @property
    def year(self) -> int | None:
        """The year that is reported on."""
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
        from reportparse.dataset.schema import frame_of, report_tables

        return frame_of(report_tables(self, None, None)[name])
