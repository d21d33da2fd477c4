"""Many documents: worker processes with limits, what is unchanged skipped, results put in place."""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import nlargest
from pathlib import Path
from typing import IO, Any, get_args

from reportparse.dataset import Known, Writer, open_dataset
from reportparse.document import UnreadableDocument
from reportparse.forms import load_forms
from reportparse.report import Status
from reportparse.schema import parser_version, table_of
from reportparse.sources import label, read
from reportparse.workers import LocalEngine, Tables, Task, Terms, parsed

# A batch is put in place when it has so many documents or rows, or its first one is so many seconds old.
BATCH_DOCUMENTS = 512
BATCH_ROWS = 500_000
BATCH_SECONDS = 30.0
# A run names so many of its slowest documents and of the warnings that are new.
SLOWEST = 5
NEW_WARNINGS = 100


@dataclass(slots=True)
class Outcome:
    """What became of one source, as far as a summary needs it."""

    source: str
    status: str
    reader: str | None = None
    error: str | None = None
    agency: str | None = None
    warnings: list[str] = field(default_factory=list)
    failed_rules: list[str] = field(default_factory=list)
    seconds: float | None = None


@dataclass(slots=True)
class Summary:
    """What became of all sources of a run."""

    outcomes: list[Outcome] = field(default_factory=list)
    unchanged: int = 0
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    interrupted: bool = False

    @property
    def statuses(self) -> Counter[str]:
        """How many documents ended with each status."""
        return Counter(outcome.status for outcome in self.outcomes)

    def slowest(self) -> list[Outcome]:
        """The documents that took longest, the slowest first."""
        return nlargest(SLOWEST, self.outcomes, key=lambda outcome: outcome.seconds or 0.0)


def run(
    sources: Iterable[str],
    out: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    timeout: float = 60.0,
    force: bool = False,
    own_forms: Path | None = None,
    wait: float = 0.0,
    log: Path | None = None,
    progress: Callable[[Outcome | None], None] = lambda outcome: None,
) -> Summary:
    """Parse sources into the dataset in `out`, each in a worker process that may fail alone.

    Documents that the dataset holds, of the same bytes, parser version and forms, are skipped
    unless `force`; those that failed are tried again. Of several sources of the same bytes the
    first stands, or the one that the dataset has already. `progress` is called after each source,
    with None for a skipped one. A document that takes longer than `timeout` seconds, or kills its
    worker, is a failed one. `log` is a file to which a line of JSON is added for each source, once
    its rows are in place, and one for the run. Raises CannotWork where no document can be parsed at
    all. Ctrl-C ends the run and keeps what is finished.
    """
    version = parser_version(load_forms(own_forms))
    with Writer(out, wait=wait) as writer, _Log(log) as told:
        gathered = _Gathered(writer, version, _warnings(out), told, progress)
        terms = Terms(version, timeout, own_forms)
        with suppress(KeyboardInterrupt), LocalEngine(jobs or _cores(), terms) as engine:
            gathered.summary.interrupted = True
            for source, tables in parsed(_tasks(sources, writer, version, force), engine, terms):
                gathered.take(source, tables)
            gathered.summary.interrupted = False
        gathered.finish()
    return gathered.summary


class _Gathered:
    """The results of a run, put in place batch by batch."""

    def __init__(
        self,
        writer: Writer,
        version: str,
        known_warnings: set[str],
        told: _Log,
        progress: Callable[[Outcome | None], None],
    ) -> None:
        self.summary = Summary()
        self._writer = writer
        self._version = version
        self._told = told
        self._progress = progress
        self._started = datetime.now(UTC)
        self._seen: dict[str, str] = {}
        self._batch: list[Tables] = []
        self._forget: list[str] = []
        self._rows = 0
        self._since = time.monotonic()
        # What is to be told of sources once the batch that they are in is in place.
        self._lines: list[dict[str, Any]] = []
        self._known_warnings = known_warnings

    def take(self, name: str, tables: Tables | None) -> None:
        """What a worker made of a source, None where it is unchanged."""
        self._sort(label(name), tables)
        if (
            len(self._batch) >= BATCH_DOCUMENTS
            or self._rows >= BATCH_ROWS
            or (self._batch and time.monotonic() - self._since >= BATCH_SECONDS)
        ):
            self._put_in_place()
        if not self._batch:
            self._tell()

    def _sort(self, source: str, tables: Tables | None) -> None:
        if tables is None:
            known = self._writer.known_source(source)
            if known is not None:
                self._seen.setdefault(known.document_id, source)
            self.summary.unchanged += 1
            self._lines.append({"source": source, "status": "unchanged"})
            self._progress(None)
            return
        row = tables["documents"].to_pylist()[0]
        first = source if row["status"] == "failed" else self._first(row["document_id"], source)
        if first != source:
            self.summary.duplicates.append((source, first))
            self._lines.append({"source": source, "status": "duplicate", "same_as": first})
            self._progress(None)
            if self._writer.known_source(source):
                self._forget.append(source)
            return
        if not self._batch:
            self._since = time.monotonic()
        # Ctrl-C may come between any two of these; what is told of must be in the batch by then.
        self._batch.append(tables)
        self._rows += sum(table.num_rows for table in tables.values())
        outcome = _outcome(tables, row)
        self.summary.outcomes.append(outcome)
        told = ("source", "document_id", "status", "reader", "error", "warnings", "agency", "year", "seconds")
        self._lines.append({key: row[key] for key in told} | {"failed_rules": outcome.failed_rules})
        self._progress(outcome)

    def _first(self, document_id: str, source: str) -> str:
        """The source under which the dataset has, or is to have, these bytes."""
        first = self._seen.setdefault(document_id, source)
        known = self._writer.known_document(document_id)
        if first == source and known is not None and known.source != source and _holds(known):
            first = self._seen[document_id] = known.source
        return first

    def _put_in_place(self, appended: Tables | None = None) -> None:
        self._writer.replace(self._batch, self._forget, appended)
        self._batch, self._forget, self._rows = [], [], 0
        self._tell()

    def _tell(self) -> None:
        for line in self._lines:
            self._told.line(**line)
        self._lines = []

    def finish(self) -> None:
        """Put the last batch in place, with a row for the run."""
        outcomes = self.summary.outcomes
        statuses = self.summary.statuses
        readers = Counter(outcome.reader for outcome in outcomes if outcome.reader)
        warnings = Counter(warning for outcome in outcomes for warning in set(outcome.warnings))
        now = datetime.now(UTC)
        counts = {
            "unchanged": self.summary.unchanged,
            "duplicates": len(self.summary.duplicates),
            "interrupted": self.summary.interrupted,
        }
        run = {
            "run": uuid.uuid4().hex,
            "started_at": self._started,
            "seconds": (now - self._started).total_seconds(),
            "parser_version": self._version,
            "sources": len(outcomes) + counts["unchanged"] + counts["duplicates"],
            **{name: statuses[name] for name in get_args(Status)},
            **counts,
            "readers": [{"reader": reader, "documents": count} for reader, count in readers.most_common()],
            "slowest": [
                {"source": outcome.source, "seconds": outcome.seconds} for outcome in self.summary.slowest()
            ],
            "new_warnings": [
                {"warning": warning, "documents": count}
                for warning, count in warnings.most_common()
                if warning not in self._known_warnings
            ][:NEW_WARNINGS],
        }
        self._put_in_place({"runs": table_of("runs", [run])})
        self._told.line(**run)


class _Log:
    """A file of lines of JSON; what a line tells of is in the dataset."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> _Log:
        if self._path is not None:
            self._file = self._path.open("a", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def line(self, **values: Any) -> None:
        """One line more."""
        if self._file is not None:
            words = {"time": datetime.now(UTC), **values}
            print(json.dumps(words, ensure_ascii=False, default=str), file=self._file, flush=True)


def _cores() -> int:
    """The processors that this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _warnings(out: str | os.PathLike[str]) -> set[str]:
    """The warnings that the documents of a dataset have."""
    held = open_dataset(out).table("documents", columns=["warnings"])["warnings"].to_pylist()
    return {warning for warnings in held for warning in warnings or ()}


def _holds(known: Known) -> bool:
    """Whether a source still has the bytes that it had when it was parsed."""
    try:
        return hashlib.sha256(read(known.source)).hexdigest() == known.document_id
    except (OSError, UnreadableDocument):
        return False


def _tasks(sources: Iterable[str], writer: Writer, version: str, force: bool) -> Iterator[Task]:
    """What the workers are to do; a source is unchanged where its bytes, the parser and the forms are."""
    for source in sources:
        known = None if force else writer.known_source(label(source))
        same = known is not None and known.parser_version == version and known.status != "failed"
        yield Task(source, known.document_id if known is not None and same else None)


def _outcome(tables: Tables, row: dict[str, Any]) -> Outcome:
    failed_rules = [
        str(check["rule"])
        for check in tables["checks"].select(["rule", "severity", "verdict"]).to_pylist()
        if check["verdict"] == "fail" and check["severity"] == "error"
    ]
    return Outcome(
        source=row["source"],
        status=row["status"],
        reader=row["reader"],
        error=row["error"],
        agency=row["agency"],
        warnings=row["warnings"] or [],
        failed_rules=failed_rules,
        seconds=row["seconds"],
    )
