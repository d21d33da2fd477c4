"""Define the tables of the dataset, with columns, types and meanings, and turn a report into their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args

import pyarrow as pa

from reportparse.document import Place
from reportparse.forms import Forms
from reportparse.report import Report, Status

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]
# By column: a list with an entry for each row, or the one value of all rows.
Columns = dict[str, Any]

_BOX = [
    ("x0", pa.float32(), "left edge of the box on the page, in points from its left edge"),
    ("y0", pa.float32(), "top edge of the box, in points from the page's top"),
    ("x1", pa.float32(), "right edge of the box"),
    ("y1", pa.float32(), "bottom edge of the box"),
]
_DOCUMENT_ID = ("document_id", pa.string(), "SHA-256 of the document's bytes")


def _counted(*names: str) -> pa.DataType:
    return pa.list_(pa.struct([*((name, pa.string()) for name in names), ("documents", pa.int32())]))


_PLACE = "path in the source's tree, counted from 1 (tables of a page with those that lay it out), or line"
_PAGE = ("page", pa.int32(), "page, from 1; null where the format has no pages")

COLUMNS: dict[str, list[tuple[str, pa.DataType, str]]] = {
    "documents": [
        _DOCUMENT_ID,
        ("source", pa.string(), "path or URL as given; a member of an archive is a.zip!/b.doc"),
        ("reader", pa.string(), "the reader that read it: docx, pdf, html, text, doc, ..."),
        ("media_type", pa.string(), "media type, from the bytes"),
        ("size", pa.int64(), "bytes"),
        ("pages", pa.int32(), "number of pages; null where the format has none"),
        (
            "title",
            pa.string(),
            "title, with narrow brackets and digits, without line ends and needless spaces",
        ),
        ("agency", pa.string(), "the body that reports"),
        ("year", pa.int16(), "the year reported on"),
        ("period_start", pa.date32(), "first day of the period reported on"),
        ("period_end", pa.date32(), "last day of the period reported on"),
        ("published", pa.date32(), "day of publication"),
        (
            "region_code",
            pa.string(),
            "GB/T 2260 code of the region whose register has the agency, from agency_code",
        ),
        ("agency_code", pa.string(), "统一社会信用代码 of the agency"),
        ("edition", pa.string(), "edition of the form: 2021, 2019, ..., mixed"),
        ("status", pa.string(), "ok, flagged, partial, unrecognised or failed"),
        ("error", pa.string(), "why a document failed, in words"),
        ("warnings", pa.list_(pa.string()), "what is missing or unclear, in words"),
        ("parser_version", pa.string(), "version of reportparse and fingerprint of its forms"),
        ("parsed_at", pa.timestamp("us", tz="UTC"), "when it was parsed"),
        ("seconds", pa.float64(), "how long that took"),
        ("added_at", pa.timestamp("us", tz="UTC"), "when the dataset first had this source, or these bytes"),
    ],
    "sections": [
        _DOCUMENT_ID,
        ("position", pa.int32(), "order in the document, from 0"),
        ("level", pa.int8(), "0 before the first heading, 1 section, 2 sub-section"),
        ("number", pa.string(), "number as printed"),
        ("heading", pa.string(), "heading as printed"),
        ("code", pa.string(), "code of the official section; null where none fits"),
        ("text", pa.string(), "text without headings and tables"),
        _PAGE,
        ("place", pa.string(), _PLACE),
    ],
    "cells": [
        _DOCUMENT_ID,
        ("table_index", pa.int32(), "order of the table in the document, from 0"),
        ("row", pa.int32(), "first row of the cell, from 0"),
        ("column", pa.int32(), "first column of the cell, from 0"),
        ("rowspan", pa.int32(), "rows that it spans"),
        ("colspan", pa.int32(), "columns that it spans"),
        ("text", pa.string(), "text as printed"),
        _PAGE,
        *_BOX,
        ("place", pa.string(), _PLACE),
    ],
    "records": [
        _DOCUMENT_ID,
        ("agency", pa.string(), "as in documents"),
        ("year", pa.int16(), "as in documents"),
        ("edition", pa.string(), "edition of the form that this table follows"),
        ("table", pa.string(), "code of the form's table"),
        ("row", pa.string(), "code of the form's row"),
        ("column", pa.string(), "code of the form's column"),
        ("row_label", pa.string(), "the row's label as printed"),
        ("column_label", pa.string(), "the column's label as printed"),
        ("value", pa.float64(), "the number; null unless one was read"),
        ("raw", pa.string(), "the cell's text as printed"),
        ("unit", pa.string(), "unit of the value"),
        (
            "state",
            pa.string(),
            "what the cell prints: number, blank, dash, text or absent (not printed); unknown where uncertain",
        ),
        (
            "certainty",
            pa.string(),
            "read: by the layout; inferred: the one reading that fits; uncertain: several fit, value is null",
        ),
        ("table_index", pa.int32(), "the table in cells"),
        _PAGE,
        *_BOX,
        ("place", pa.string(), _PLACE),
    ],
    "figures": [
        _DOCUMENT_ID,
        ("section_position", pa.int32(), "the section in sections"),
        ("sentence", pa.string(), "the sentence that states it"),
        ("start", pa.int32(), "first character in the section's text"),
        ("end", pa.int32(), "character after the last"),
        ("raw", pa.string(), "as printed"),
        ("value", pa.float64(), "the number"),
        ("unit", pa.string(), "its unit"),
        ("approximate", pa.bool_(), "whether the words make it approximate (余, 约, 多)"),
        ("subject", pa.string(), "the words that it counts"),
        ("table", pa.string(), "table of the record it speaks of, where that is clear"),
        ("row", pa.string(), "row of that record"),
        ("column", pa.string(), "column of that record"),
        _PAGE,
        *_BOX,
        ("place", pa.string(), _PLACE),
    ],
    "checks": [
        _DOCUMENT_ID,
        ("rule", pa.string(), "the rule"),
        ("severity", pa.string(), "error: the form's own rule; warning: something to look at"),
        ("table", pa.string(), "table it was decided for"),
        ("row", pa.string(), "row it was decided for, where it applies"),
        ("column", pa.string(), "column it was decided for, where it applies"),
        (
            "verdict",
            pa.string(),
            "pass; fail; undecided: a side has no number; other_scope: the text counts for another body or more",
        ),
        ("left", pa.float64(), "left side of the rule"),
        ("right", pa.float64(), "right side of the rule"),
        ("message", pa.string(), "the verdict in words"),
    ],
    "changes": [
        (
            "document_id",
            pa.string(),
            "SHA-256 of the source's new bytes; null where another source has the same and stands for it",
        ),
        ("previous_document_id", pa.string(), "SHA-256 of the bytes that the source had before"),
        ("source", pa.string(), "as in documents"),
        ("agency", pa.string(), "as in documents; where none is read any more, the one before"),
        ("year", pa.int16(), "as in documents; where none is read any more, the one before"),
        ("table", pa.string(), "code of the form's table; `documents` for title, agency, year, ..."),
        ("row", pa.string(), "code of the form's row; null for a column of documents"),
        ("column", pa.string(), "code of the form's column, or the column of documents"),
        ("old_value", pa.float64(), "the number before; null unless one was read"),
        ("value", pa.float64(), "the number now; null unless one was read"),
        ("old_raw", pa.string(), "the cell's text before; null where it was not printed"),
        ("raw", pa.string(), "the cell's text now; null where it is not printed"),
        ("changed_at", pa.timestamp("us", tz="UTC"), "when the new bytes were parsed"),
    ],
    "runs": [
        ("run", pa.string(), "id of the run"),
        ("started_at", pa.timestamp("us", tz="UTC"), "when it began"),
        ("seconds", pa.float64(), "how long it took"),
        ("parser_version", pa.string(), "as in documents"),
        ("sources", pa.int32(), "sources that were looked at"),
        ("unchanged", pa.int32(), "sources that were skipped, being parsed already"),
        ("duplicates", pa.int32(), "sources left out, having the same bytes as another"),
        *((status, pa.int32(), "documents parsed with this status") for status in get_args(Status)),
        ("interrupted", pa.bool_(), "whether it was stopped before its end"),
        ("readers", _counted("reader"), "documents parsed, by reader"),
        (
            "slowest",
            pa.list_(pa.struct([("source", pa.string()), ("seconds", pa.float64())])),
            "the documents that took longest",
        ),
        ("new_warnings", _counted("warning"), "warnings that no document of the dataset had before"),
        (
            "reasons",
            _counted("status", "reason"),
            "why documents are not ok, other than by rules that failed",
        ),
        ("rules", _counted("rule"), "documents that failed each rule"),
        ("agencies", _counted("agency", "status"), "documents that are not ok, by agency and status"),
    ],
}
# The tables whose rows belong to one document and are replaced with it; the others only grow.
DOCUMENT_TABLES = ("documents", "sections", "cells", "records", "figures", "checks")

SCHEMAS: dict[str, pa.Schema] = {
    table: pa.schema([pa.field(name, kind, metadata={"description": words}) for name, kind, words in columns])
    for table, columns in COLUMNS.items()
}


def parser_version(forms: Forms) -> str:
    """Return the version of the parser and its forms; documents with another one are parsed again."""
    return f"{version('reportparse')}+forms.{forms.fingerprint}"


def table_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows as a table with its schema: columns that a row lacks are null, others are left out."""
    schema = SCHEMAS[name]
    listed = list(rows)
    return pa.table(
        [pa.array([row.get(field.name) for row in listed], field.type) for field in schema], schema=schema
    )


def frame_of(table: pa.Table) -> pandas.DataFrame:
    """Return a table as a data frame with nullable integers, which nulls do not turn into floats."""
    import pandas

    integers = {
        pa.int8(): pandas.Int8Dtype(),
        pa.int16(): pandas.Int16Dtype(),
        pa.int32(): pandas.Int32Dtype(),
        pa.int64(): pandas.Int64Dtype(),
    }
    frame: pandas.DataFrame = table.to_pandas(types_mapper=integers.get)
    return frame


def report_tables(report: Report, source: str | None, version: str | None) -> dict[str, pa.Table]:
    """Return a report as rows of the dataset's tables, by table."""
    metadata = report.metadata
    now = datetime.now(UTC)
    document = {
        "document_id": report.document_id,
        "source": source,
        "reader": report.document.reader,
        "media_type": report.document.media_type,
        "size": report.size,
        "pages": report.document.pages,
        "title": metadata.title,
        "agency": metadata.agency,
        "year": metadata.year,
        "period_start": metadata.period_start,
        "period_end": metadata.period_end,
        "published": metadata.published,
        "region_code": metadata.region_code,
        "agency_code": metadata.agency_code,
        "edition": report.edition,
        "status": report.status,
        "error": None,
        "warnings": report.warnings,
        "parser_version": version,
        "added_at": now,
        "parsed_at": now,
        "seconds": report.seconds,
    }
    below = [name for name in DOCUMENT_TABLES if name != "documents"]
    return {
        "documents": table_of("documents", [document]),
        **{name: report_table(report, name) for name in below},
    }


def report_table(report: Report, name: str) -> pa.Table:
    """Return the rows that a report has in one of the tables of documents, other than `documents` itself."""
    by_table: dict[str, Sequence[Any]] = {
        "sections": report.sections,
        "cells": [cell for table in report.tables for cell in table.cells],
        "records": report.record_list,
        "figures": report.figure_list,
        "checks": report.check_list,
    }
    values = by_table[name]
    columns: Columns = {"document_id": report.document_id}
    if name == "cells":
        columns["table_index"] = [index for index, table in enumerate(report.tables) for _ in table.cells]
    if name == "records":
        columns |= {"agency": report.agency, "year": report.year}
    if "place" in SCHEMAS[name].names:
        columns |= _places([value.place for value in values])
    return _table_of_values(name, values, columns)


def failed_tables(
    source: str, content: bytes | None, error: str, version: str | None, size: int | None = None
) -> dict[str, pa.Table]:
    """Return the row of a document that could not be read, and no rows of other tables.

    If not even its bytes could be had, its id is the SHA-256 of its source's name, which is different for
    each.
    """
    now = datetime.now(UTC)
    row: Row = {
        "document_id": hashlib.sha256(source.encode() if content is None else content).hexdigest(),
        "source": source,
        "size": size if content is None else len(content),
        "status": "failed",
        "error": error,
        "warnings": [],
        "parser_version": version,
        "added_at": now,
        "parsed_at": now,
    }
    return {name: table_of(name, [row] if name == "documents" else []) for name in DOCUMENT_TABLES}


def _table_of_values(name: str, values: Sequence[object], columns: Columns) -> pa.Table:
    """Return a table with a row for each value, from its fields and from `columns`, which go before them."""
    schema = SCHEMAS[name]
    arrays = []
    for field in schema:
        column = columns[field.name] if field.name in columns else [*map(attrgetter(field.name), values)]
        if isinstance(column, list):
            arrays.append(pa.array(column, field.type))
        else:
            arrays.append(pa.repeat(pa.scalar(column, field.type), len(values)))
    return pa.table(arrays, schema=schema)


def _places(places: Sequence[Place | None]) -> Columns:
    boxes = [None if place is None else place.box for place in places]
    return {
        "page": [None if place is None else place.page for place in places],
        "place": [None if place is None else place.path for place in places],
        **{
            edge: [None if box is None else getattr(box, edge) for box in boxes]
            for edge in ("x0", "y0", "x1", "y1")
        },
    }
