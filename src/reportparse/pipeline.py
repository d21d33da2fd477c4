"""Many documents: worker processes with limits, what is unchanged skipped, results put in place."""

from __future__ import annotations

import hashlib
import os
import resource
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, TimeoutError
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from reportparse.dataset import Writer
from reportparse.document import UnreadableDocument
from reportparse.forms import load_forms
from reportparse.schema import SCHEMAS, failed_tables, parser_version, report_tables
from reportparse.sources import read

# A batch is put in place when it has so many documents or so many rows.
BATCH_DOCUMENTS = 256
BATCH_ROWS = 500_000
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
    progress: Callable[[Outcome | None], None] = lambda outcome: None,
) -> Summary:
    """Parse sources into the dataset in `out`, each in a worker process that may fail alone.

    Documents that the dataset holds, of the same bytes, parser version and forms, are skipped
    unless `force`. `progress` is called after each source, with None for a skipped one. A
    document that takes longer than `timeout` seconds, or kills its worker, is a failed one.
    Ctrl-C ends the run and keeps what is finished.
    """
    version = parser_version(load_forms(own_forms))
    summary = Summary()
    with Writer(out, wait=wait) as writer:
        batch: list[Tables] = []
        seen: dict[str, str] = {}

        def put_in_place() -> None:
            writer.replace(batch)
            batch.clear()

        pool = ProcessPool(
            max_workers=jobs or os.cpu_count() or 1,
            max_tasks=1000,
            initializer=_limit_memory,
            context=get_context("forkserver" if sys.platform != "win32" else "spawn"),
        )
        try:
            for source, tables in _parsed(pool, sources, writer, version, timeout, force, own_forms, jobs):
                if tables is None:
                    summary.unchanged += 1
                    progress(None)
                    continue
                row = tables["documents"].to_pylist()[0]
                first = seen.setdefault(row["document_id"], source) if row["status"] != "failed" else source
                known = writer.known_document(row["document_id"])
                if known is not None and first == source and known.source != source:
                    first = known.source if Path(known.source).exists() else source
                if first != source:
                    summary.duplicates.append((source, first))
                    progress(None)
                    continue
                outcome = _outcome(tables, row)
                summary.outcomes.append(outcome)
                progress(outcome)
                batch.append(tables)
                rows = sum(table.num_rows for tables in batch for table in tables.values())
                if len(batch) >= BATCH_DOCUMENTS or rows >= BATCH_ROWS:
                    put_in_place()
        except KeyboardInterrupt:
            summary.interrupted = True
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
            put_in_place()
    return summary


def _parsed(
    pool: ProcessPool,
    sources: Iterable[str],
    writer: Writer,
    version: str,
    timeout: float,
    force: bool,
    own_forms: Path | None,
    jobs: int | None,
) -> Iterator[tuple[str, Tables | None]]:
    """Source by source, in their order, what the workers made of it; None where it is unchanged."""
    waiting: deque[tuple[str, ProcessFuture[Answer]]] = deque()
    ahead = 4 * (jobs or os.cpu_count() or 1)
    for source in sources:
        known = None if force else writer.known_source(source)
        unchanged = known.document_id if known is not None and known.parser_version == version else None
        future = pool.schedule(_work, args=(source, version, unchanged, own_forms), timeout=timeout)
        waiting.append((source, future))
        if len(waiting) >= ahead:
            yield _result(*waiting.popleft(), timeout, version)
    while waiting:
        yield _result(*waiting.popleft(), timeout, version)


def _result(
    source: str, future: ProcessFuture[Answer], timeout: float, version: str
) -> tuple[str, Tables | None]:
    try:
        answer: dict[str, bytes] | str | None = future.result()
    except TimeoutError:
        answer = f"took longer than {timeout:g} s and was stopped; --timeout gives it more"
    except ProcessExpired as error:
        answer = f"its worker process died (exit code {error.exitcode}): most likely too little memory"
    except CancelledError:
        raise KeyboardInterrupt from None
    except Exception as error:
        # Not even the worker's own safety net was reached; the row tells of it.
        answer = f"internal error, please report it: {type(error).__name__}: {error}"
    if answer is None:
        return source, None
    if isinstance(answer, str):
        return source, failed_tables(source, None, answer, version, _size(source))
    return source, {
        name: pa.ipc.open_stream(data).read_all().cast(SCHEMAS[name]) for name, data in answer.items()
    }


def _size(source: str) -> int | None:
    path = Path(source)
    return path.stat().st_size if path.is_file() else None


def _limit_memory() -> None:
    """Let a document that needs too much memory fail in its worker instead of the whole machine."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _work(
    source: str, version: str, unchanged: str | None, own_forms: Path | None
) -> dict[str, bytes] | None:
    """In a worker: one source to the rows of the dataset, as Arrow streams; None if it is unchanged."""
    from reportparse.parse import parse

    content: bytes | None = None
    size: int | None = None
    try:
        content = read(source)
        if unchanged == hashlib.sha256(content).hexdigest():
            return None
        tables = report_tables(parse(content, load_forms(own_forms)), source, version)
    except UnreadableDocument as error:
        tables = failed_tables(source, content, str(error), version, size or _size(source))
    except OSError as error:
        tables = failed_tables(source, content, _why(error), version)
    except MemoryError:
        words = f"needs more than the {MEMORY_LIMIT // 2**30} GB of memory that one document may have"
        tables = failed_tables(source, content, words, version)
    except Exception as error:
        # A mistake of ours must not take the other documents with it; the row tells of it.
        words = f"internal error, please report it: {type(error).__name__}: {error}"
        tables = failed_tables(source, content, words, version)
    return {name: _stream(table) for name, table in tables.items()}


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "the file may not be read: permission denied"
    return f"the file cannot be read: {error.strerror or error}"


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _outcome(tables: Tables, row: dict[str, object]) -> Outcome:
    failed_rules = [
        str(check["rule"])
        for check in tables["checks"].to_pylist()
        if check["verdict"] == "fail" and check["severity"] == "error"
    ]
    return Outcome(
        source=str(row["source"]),
        status=str(row["status"]),
        error=None if row["error"] is None else str(row["error"]),
        agency=None if row["agency"] is None else str(row["agency"]),
        warnings=list(row["warnings"] or []),  # type: ignore[call-overload]
        failed_rules=failed_rules,
    )
