"""Many documents: worker processes with limits, what is unchanged skipped, results put in place."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, TimeoutError
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, get_args

import pyarrow as pa
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from reportparse.dataset import Known, Writer
from reportparse.document import UnreadableDocument
from reportparse.forms import load_forms
from reportparse.report import Status
from reportparse.schema import SCHEMAS, failed_tables, parser_version, report_tables, table_of
from reportparse.sources import label, read, size

# A batch is put in place when it has so many documents or rows, or its first one is so many seconds old.
BATCH_DOCUMENTS = 512
BATCH_ROWS = 500_000
BATCH_SECONDS = 30.0
# So many sources are given out ahead, so that one that hangs does not hold up the workers.
AHEAD = 1024
# One report needs far less; what needs more is broken or hostile.
MEMORY_LIMIT = 4 * 2**30

Tables = dict[str, pa.Table]
# Arrow streams by table, or None for an unchanged document.
Answer = dict[str, bytes] | None


@dataclass(slots=True)
class Outcome:
    """What became of one source, as far as a summary needs it."""

    source: str
    status: str
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
    worker, is a failed one. `log` is a file to which a line of JSON is added for each source and one
    for the run. Ctrl-C ends the run and keeps what is finished.
    """
    version = parser_version(load_forms(own_forms))
    with Writer(out, wait=wait) as writer, _Log(log) as told:
        gathered = _Gathered(writer, version, told, progress)
        pool = ProcessPool(
            max_workers=jobs or _cores(),
            max_tasks=1000,
            initializer=_limit_memory,
            context=get_context("forkserver" if sys.platform != "win32" else "spawn"),
        )
        try:
            schedule = partial(_schedule, pool, writer, version, timeout, force, own_forms)
            for source, future in _in_order(schedule, sources):
                gathered.take(source, _result(source, future, timeout, version))
        except KeyboardInterrupt:
            gathered.summary.interrupted = True
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
        gathered.finish()
    return gathered.summary


class _Gathered:
    """The results of a run, put in place batch by batch."""

    def __init__(
        self, writer: Writer, version: str, told: _Log, progress: Callable[[Outcome | None], None]
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

    def take(self, name: str, tables: Tables | None) -> None:
        """What a worker made of a source, None where it is unchanged."""
        source = label(name)
        if tables is None:
            known = self._writer.known_source(source)
            if known is not None:
                self._seen.setdefault(known.document_id, source)
            self.summary.unchanged += 1
            self._told.line(source=source, status="unchanged")
            self._progress(None)
            return
        row = tables["documents"].to_pylist()[0]
        first = source if row["status"] == "failed" else self._first(row["document_id"], source)
        if first != source:
            self.summary.duplicates.append((source, first))
            self._told.line(source=source, status="duplicate", same_as=first)
            self._progress(None)
            if self._writer.known_source(source):
                self._forget.append(source)
            return
        outcome = _outcome(tables, row)
        self.summary.outcomes.append(outcome)
        self._told.line(
            source=source,
            **{key: row[key] for key in ("document_id", "status", "error", "warnings", "agency", "year")},
            failed_rules=outcome.failed_rules,
            seconds=row["seconds"],
        )
        self._progress(outcome)
        if not self._batch:
            self._since = time.monotonic()
        self._batch.append(tables)
        self._rows += sum(table.num_rows for table in tables.values())
        if (
            len(self._batch) >= BATCH_DOCUMENTS
            or self._rows >= BATCH_ROWS
            or time.monotonic() - self._since >= BATCH_SECONDS
        ):
            self._put_in_place()

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

    def finish(self) -> None:
        """Put the last batch in place, with a row for the run."""
        statuses = self.summary.statuses
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
            "sources": len(self.summary.outcomes) + counts["unchanged"] + counts["duplicates"],
            **{name: statuses[name] for name in get_args(Status)},
            **counts,
        }
        self._put_in_place({"runs": table_of("runs", [run])})
        self._told.line(**run)


class _Log:
    """A file of lines of JSON; every line is there when the next source is begun."""

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


def _in_order(
    schedule: Callable[[str], ProcessFuture[Answer]], sources: Iterable[str]
) -> Iterator[tuple[str, ProcessFuture[Answer]]]:
    """Source by source, in their order, with what a worker is to make of each."""
    waiting: deque[tuple[str, ProcessFuture[Answer]]] = deque()
    for source in sources:
        waiting.append((source, schedule(source)))
        if len(waiting) >= AHEAD:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


def _schedule(
    pool: ProcessPool,
    writer: Writer,
    version: str,
    timeout: float,
    force: bool,
    own_forms: Path | None,
    source: str,
) -> ProcessFuture[Answer]:
    known = None if force else writer.known_source(label(source))
    same = known is not None and known.parser_version == version and known.status != "failed"
    unchanged = known.document_id if known is not None and same else None
    return pool.schedule(_work, args=(source, version, unchanged, own_forms), timeout=timeout)


def _result(source: str, future: ProcessFuture[Answer], timeout: float, version: str) -> Tables | None:
    try:
        answer = future.result()
    except TimeoutError:
        return _failed(
            source, f"took longer than {timeout:g} s and was stopped; --timeout gives it more", version
        )
    except ProcessExpired as error:
        words = f"its worker process died (exit code {error.exitcode}): most likely too little memory"
        return _failed(source, words, version)
    except CancelledError:
        raise KeyboardInterrupt from None
    except Exception as error:
        # Not even the worker's own safety net was reached; the row tells of it.
        return _failed(source, _internal(error), version)
    if answer is None:
        return None
    return {name: pa.ipc.open_stream(data).read_all().cast(SCHEMAS[name]) for name, data in answer.items()}


def _failed(source: str, words: str, version: str) -> Tables:
    """The row of a document whose worker could give none."""
    content: bytes | None = None
    if "://" not in source:  # what has to be fetched may have been what took so long
        with suppress(OSError, UnreadableDocument):
            content = read(source)
    return failed_tables(label(source), content, words, version, _size(source))


def _holds(known: Known) -> bool:
    """Whether a source still has the bytes that it had when it was parsed."""
    try:
        return hashlib.sha256(read(known.source)).hexdigest() == known.document_id
    except (OSError, UnreadableDocument):
        return False


def _internal(error: Exception) -> str:
    return f"internal error, please report it: {type(error).__name__}: {error}"


def _size(source: str) -> int | None:
    try:
        return size(source)
    except OSError:
        return None


def _limit_memory() -> None:
    """Let a document that needs too much memory fail in its worker instead of the whole machine."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _work(source: str, version: str, unchanged: str | None, own_forms: Path | None) -> Answer:
    """In a worker: one source to the rows of the dataset, as Arrow streams; None if it is unchanged."""
    from reportparse.parsing import parse

    content: bytes | None = None
    name = label(source)
    try:
        content = read(source)
        if unchanged == hashlib.sha256(content).hexdigest():
            return None
        tables = report_tables(parse(content, load_forms(own_forms)), name, version)
    except UnreadableDocument as error:
        tables = failed_tables(name, content, str(error), version, _size(source))
    except OSError as error:
        tables = failed_tables(name, content, _why(error), version, _size(source))
    except MemoryError:
        words = f"needs more than the {MEMORY_LIMIT // 2**30} GB of memory that one document may have"
        tables = failed_tables(name, content, words, version, _size(source))
    except Exception as error:
        # A mistake of ours must not take the other documents with it; the row tells of it.
        tables = failed_tables(name, content, _internal(error), version, _size(source))
    return {name: _stream(table) for name, table in tables.items()}


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "the file may not be read: permission denied"
    return f"the file cannot be read: {error.strerror or error}"


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _outcome(tables: Tables, row: dict[str, Any]) -> Outcome:
    failed_rules = [
        str(check["rule"])
        for check in tables["checks"].to_pylist()
        if check["verdict"] == "fail" and check["severity"] == "error"
    ]
    return Outcome(
        source=row["source"],
        status=row["status"],
        error=row["error"],
        agency=row["agency"],
        warnings=row["warnings"] or [],
        failed_rules=failed_rules,
        seconds=row["seconds"],
    )
