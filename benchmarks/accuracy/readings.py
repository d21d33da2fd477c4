"""What the parser read, from a dataset that it wrote or by asking it now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.accuracy.truths import TABLES

_OF_RECORD = ("table", "row", "column", "value", "state", "certainty")


@dataclass
class Reading:
    """What stands in the records of one document.

    `values` holds for each `table/row/column` all numbers given for it; null ones are left
    out. `empty` are the cells that are said, without a doubt, to print no number. `failures` are
    failed checks as (rule, row, column).
    """

    name: str
    status: str
    agency: str | None = None
    year: int | None = None
    edition: str | None = None
    error: str | None = None
    values: dict[str, set[float]] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    failures: set[tuple[str, str | None, str | None]] = field(default_factory=set)
    figures: list[tuple[float, str]] = field(default_factory=list)

    def add(self, record: Mapping[str, Any]) -> None:
        """Take in a record, given as in the dataset."""
        if record["table"] not in TABLES:
            return
        cell = f"{record['table']}/{record['row']}/{record['column']}"
        if record["value"] is not None:
            self.values.setdefault(cell, set()).add(float(record["value"]))
        elif record["certainty"] != "uncertain" and record["state"] in ("absent", "blank", "dash"):
            self.empty.add(cell)


def parsed(paths: Iterable[Path]) -> Iterator[Reading]:
    """Parse each file in this process; one that cannot be parsed, for any reason, gives its `error`."""
    from reportparse.parsing import parse  # scoring a dataset does without the parser

    for path in paths:
        try:
            report = parse(path)
        except Exception as error:  # a fault of the parser in one file is a result here
            yield Reading(path.name, "failed", error=f"{type(error).__name__}: {error}")
            continue
        reading = Reading(path.name, report.status, report.agency, report.year, report.edition)
        for record in report.record_list:
            reading.add({name: getattr(record, name) for name in _OF_RECORD})
        reading.headings = [section.heading for section in report.sections]
        reading.failures = {
            (check.rule, check.row, check.column) for check in report.check_list if check.verdict == "fail"
        }
        reading.figures = [
            (figure.value, figure.unit or "") for figure in report.figure_list if figure.value is not None
        ]
        yield reading


def from_dataset(folder: Path) -> Iterator[Reading]:
    """The current rows of a dataset folder."""
    documents = pd.read_parquet(folder / "documents")
    tables = {
        name: dict(tuple(pd.read_parquet(folder / name).groupby("document_id")))
        for name in ("records", "sections", "checks", "figures")
    }

    def rows(table: str, document_id: str) -> list[dict[str, Any]]:
        frame = tables[table].get(document_id)
        if frame is None:
            return []
        return _plain_rows(frame)

    for document in _plain_rows(documents):
        name = re.split(r"[/\\!]", document["source"])[-1]
        said = (document[column] for column in ("status", "agency", "year", "edition", "error"))
        reading = Reading(name, *said)
        identifier = document["document_id"]
        for record in rows("records", identifier):
            reading.add(record)
        reading.headings = [section["heading"] or "" for section in rows("sections", identifier)]
        reading.failures = {
            (check["rule"], check["row"], check["column"])
            for check in rows("checks", identifier)
            if check["verdict"] == "fail"
        }
        reading.figures = [
            (figure["value"], figure["unit"] or "")
            for figure in rows("figures", identifier)
            if figure["value"] is not None
        ]
        yield reading


def _plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values, `None` for what is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
