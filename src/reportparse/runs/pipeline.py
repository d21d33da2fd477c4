"""Parse many documents in worker processes with limits, skip unchanged ones and store the results."""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa

from reportparse.dataset.index import Known
from reportparse.dataset.packing import Packed
from reportparse.dataset.schema import Row, parser_version, table_of
from reportparse.dataset.storage import naming
from reportparse.dataset.writer import Writer
from reportparse.document import UnreadableDocument
from reportparse.forms import load_forms
from reportparse.runs.summary import Outcome, Summary, warning_kind
from reportparse.runs.workers import CannotWork, LocalEngine, Task, Terms, parsed
from reportparse.sources import Listing, containers, display_name, read

if TYPE_CHECKING:
    from reportparse.runs.cluster import RayEngine

EngineName = Literal["local", "ray"]

# The edition of a document whose tables follow several.
MIXED = "mixed"
# A batch is put in place when it has so many documents or bytes, or the last one was so many seconds ago.
BATCH_DOCUMENTS = 512
BATCH_BYTES = 256 * 2**20
BATCH_SECONDS = 30.0


class NoEngine(CannotWork):
    """There is no such engine, or the extra that it needs is not installed."""


def parse_many(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    forms: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    timeout: float = 60.0,
    engine: EngineName = "local",
    force: bool = False,
    wait: float = 0.0,
    log_json: str | os.PathLike[str] | None = None,
    progress: Callable[[Outcome | None, int | None], None] | None = None,
) -> Summary:
    """Parse one or more files, folders, globs, archives or fsspec URLs into the dataset in `out`.

    It does what the command `reportparse parse` does; the options are those of the command. `forms` is the path
    of forms of your own, as for `load_forms`; `jobs` is the number of worker processes, by default one for each
    core, on this machine or on the nodes of a Ray cluster. What the dataset already holds, with the same bytes,
    parser version and forms, is skipped unless `force`; those that failed are tried again. A document that cannot
    be read, takes longer than `timeout` seconds, or kills its worker, has failed and stops no other; so has a source
    that can no longer be had. Rows of an earlier run are kept where a source cannot be had, or the same bytes cannot
    be parsed in time. Of several sources with the same bytes the first is kept, or the one that the dataset already
    has. Ctrl-C ends the run and keeps what is finished; the summary then says that it was `interrupted`.

    `progress` is called after each source with what became of it, None for one that was skipped, and with the
    number of all sources, None until it is known. A line of JSON for each source is added to the file `log_json`
    once its rows are in place, and one for the run.
    A script needs `if __name__ == "__main__":` around what calls this, as its workers are processes.

    Raises NoSource where a source names nothing (the summary tells of folders without files); FormError where the
    forms are not valid; CannotWork if no document can be parsed at all, for one as an extra is missing;
    DatasetError if the dataset cannot be written, or another run writes there still after `wait` seconds; OSError
    where `out`, the log or a store cannot be used; ValueError for less than one job, no time or an empty name of
    `out`.
    """
    if engine not in get_args(EngineName):
        raise NoEngine(f"there is no engine {engine!r}: {', '.join(get_args(EngineName))}")
    if engine == "ray" and find_spec("ray") is None:
        raise NoEngine("the engine ray needs an extra: pip install 'reportparse[ray]'")
    if (jobs is not None and jobs < 1) or timeout <= 0:
        raise ValueError("jobs have to be 1 or more, and the timeout more than 0 seconds")
    named = [sources] if isinstance(sources, (str, os.PathLike)) else sources
    listing = Listing(os.fspath(source) for source in named)
    if not os.fspath(out):
        raise ValueError("the dataset's folder has no name")

    def step(outcome: Outcome | None) -> None:
        if progress is not None:
            progress(outcome, listing.total)

    own_forms, log = (None if path is None else Path(path) for path in (forms, log_json))
    known = load_forms(own_forms)
    terms = Terms(parser_version(known), timeout, own_forms)
    with _memory_given_back(), Writer(out, wait=wait) as writer, _Log(log) as told:
        gathered = _Gathered(writer, told, step, {*known.editions, MIXED})
        gathered.summary.interrupted = True
        with suppress(KeyboardInterrupt), _engine(engine, jobs, terms) as workers:
            for source, result in parsed(_tasks(listing, writer, terms.version, force), workers, terms):
                gathered.take(source, result)
            gathered.summary.interrupted = False
        gathered.finish(terms.version)
    gathered.summary.empty = listing.empty
    return gathered.summary


class _Gathered:
    """Gather the results of a run and put them in place batch by batch."""

    def __init__(
        self,
        writer: Writer,
        told: _Log,
        progress: Callable[[Outcome | None], None],
        editions: Collection[str],
    ) -> None:
        self.summary = Summary()
        self._writer = writer
        self._told = told
        self._progress = progress
        self._editions = editions
        self._started = (datetime.now(UTC), time.monotonic())
        self.summary.known_warnings = {warning_kind(warning) for warning in writer.warnings()}
        self._batch: dict[str, Packed] = {}
        self._forget: list[str] = []
        # Sources that the dataset has and for whose new bytes other sources stand.
        self._replaced: dict[str, Packed] = {}
        # The folders and archives in which sources were found.
        self._containers: set[str] = set()
        self._bytes = 0
        self._since = time.monotonic()
        # The sources of documents that wait in the batch, by their bytes.
        self._waiting: dict[str, str] = {}
        # Lines of the log about sources, written once the batch that these are in is in place.
        self._lines: list[dict[str, Any]] = []

    def take(self, name: str, result: Packed | None) -> None:
        """Take what a worker made of a source, None if it is unchanged."""
        source = display_name(name)
        self._forget_failures_of_containers(source)
        if result is None:
            self._left_out(source, "unchanged")
            self.summary.unchanged += 1
        elif first := self._first(result.document, source):
            self._left_out(source, "duplicate", same_as=first)
            self.summary.duplicates.add(f"{source} = {first}")
            if self._writer.known.of_source(source):
                self._replaced[source] = result
        else:
            self._parsed(source, result)
        age = time.monotonic() - self._since
        if len(self._batch) >= BATCH_DOCUMENTS or self._bytes >= BATCH_BYTES or age >= BATCH_SECONDS:
            self._put_in_place()

    def _forget_failures_of_containers(self, source: str) -> None:
        """Forget that the folders and the archive of a source could not be read: it was found there."""
        for container in containers(source):
            if container in self._containers:
                return
            self._containers.add(container)
            known = self._writer.known.of_source(container)
            if known is not None and known.status == "failed":
                self._forget.append(container)

    def _parsed(self, source: str, result: Packed) -> None:
        # Ctrl-C may come between any two of these; what the log reports must be in the batch by then.
        row = dict(result.document)
        known = self._writer.known.of_source(source)
        is_same = not result.fetched or (known is not None and known.document_id == row["document_id"])
        if row["status"] == "failed" and is_same and known is not None and known.status != "failed":
            # That a source cannot be reached tonight, or takes too long, is no reason to lose what it gave before.
            row["error"] = f"{row['error']}; its rows of an earlier run are kept"
        else:
            if known is not None and known.edition is not None and known.edition not in self._editions:
                self.summary.unknown_editions[known.edition] += 1
            self._batch[source] = result
            self._bytes += result.size
        if row["status"] != "failed":
            self._waiting[row["document_id"]] = source
        outcome = Outcome(
            **{name: row[name] for name in ("source", "status", "reader", "error", "agency", "seconds")},
            warnings=row["warnings"] or [],
            failed_rules=result.failed_rules,
        )
        self.summary.add(outcome)
        told = ("source", "document_id", "status", "reader", "error", "warnings", "agency", "year", "seconds")
        self._lines.append({key: row[key] for key in told} | {"failed_rules": outcome.failed_rules})
        self._progress(outcome)

    def _left_out(self, source: str, status: str, **more: str) -> None:
        self._lines.append({"source": source, "status": status, **more})
        self._progress(None)

    def _first(self, document: Row, source: str) -> str | None:
        """Return another source with the same bytes that the dataset has, or is to have; None for none."""
        if document["status"] == "failed":
            return None
        waiting = self._waiting.get(document["document_id"])
        if waiting is not None:
            return waiting if waiting != source else None
        known = self._writer.known.of_document(document["document_id"])
        return known.source if known is not None and known.source != source and _holds(known) else None

    def _put_in_place(self, appended: Mapping[str, pa.Table] | None = None) -> None:
        if self._batch or self._forget or self._replaced or appended:
            self._writer.replace(list(self._batch.values()), self._forget, self._replaced, appended)
        self._batch, self._forget, self._replaced, self._bytes, self._waiting = {}, [], {}, 0, {}
        self._since = time.monotonic()
        lines, self._lines = self._lines, []
        for line in lines:
            self._told.line(**line)

    def finish(self, version: str) -> None:
        """Put the last batch in place, with a row for the run."""
        began, started = self._started
        run = {
            "run": uuid.uuid4().hex,
            "started_at": began,
            "seconds": time.monotonic() - started,
            "parser_version": version,
            **self.summary.row(),
        }
        self._put_in_place({"runs": table_of("runs", [run])})
        self._told.line(**run)


class _Log:
    """A file with lines of JSON, each about something that is in the dataset already."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> _Log:
        if self._path is not None:
            # A pipe or a terminal has no place to go on from.
            is_file = self._path.is_file()
            self._file = self._path.open("a" if is_file or not self._path.exists() else "w", encoding="utf-8")
            if is_file and _is_cut(self._path):
                self._file.write("\n")
        return self

    def __exit__(self, *_: object) -> None:
        if self._path is not None and self._file is not None:
            with naming(self._path):
                self._file.close()

    def line(self, **values: Any) -> None:
        """Write one more line."""
        if self._path is not None and self._file is not None:
            words = {"time": datetime.now(UTC), **values}
            with naming(self._path):
                print(json.dumps(words, ensure_ascii=False, default=str), file=self._file, flush=True)


def _is_cut(path: Path) -> bool:
    """Whether the last line of a file has no end.

    A run was killed, or had no space left, while it wrote that line.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        return file.read() not in (b"", b"\n")


@contextmanager
def _memory_given_back() -> Iterator[None]:
    """Let Arrow ask the system for memory, as its own allocator keeps much of what every batch frees."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def _engine(name: EngineName, jobs: int | None, terms: Terms) -> LocalEngine | RayEngine:
    if name == "local":
        return LocalEngine(jobs or _cores(), terms)
    from reportparse.runs.cluster import RayEngine

    return RayEngine(jobs, terms)


def _cores() -> int:
    """Return the number of processors that this process may use, perhaps fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _holds(known: Known) -> bool:
    """Whether a source still has the bytes that it had when it was parsed."""
    try:
        return hashlib.sha256(read(known.source)).hexdigest() == known.document_id
    except (OSError, UnreadableDocument):
        return False


def _tasks(sources: Iterable[str], writer: Writer, version: str, force: bool) -> Iterator[Task]:
    """Yield what the workers are to do; a source is unchanged if its bytes, the parser and the forms are."""
    for source in sources:
        known = None if force else writer.known.of_source(display_name(source))
        same = known is not None and known.parser_version == version and known.status != "failed"
        yield Task(source, known.document_id if known is not None and same else None)
