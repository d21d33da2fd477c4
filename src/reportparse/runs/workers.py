"""Turn documents into rows of the dataset, in worker processes with limits on time and memory.

Sources go to workers in chunks of about half a second, since each message between processes has its price. A
chunk whose worker took too long or died is given out again document by document, so that only the one at
fault fails.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, TimeoutError, wait
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from pebble import ProcessExpired, ProcessPool

from reportparse.dataset.packing import Packed, pack
from reportparse.dataset.schema import failed_tables, parser_version, report_tables
from reportparse.dataset.stores import why
from reportparse.document import UnreadableDocument
from reportparse.forms import FormError, Forms, load_forms
from reportparse.sources import display_name, read, size

# One report needs and makes far less; what exceeds these limits is broken or hostile.
MEMORY_LIMIT = 4 * 2**30
OUTPUT_LIMIT = 256 * 2**20
CHUNK_SECONDS = 0.5
CHUNK_DOCUMENTS = 256
# So many chunks are given to each worker, so that none waits while a batch is put in place.
CHUNKS_GIVEN = 6
# So many sources are given out ahead, so that one that hangs does not hold up the workers; on a cluster
# so many for each chunk that it takes at a time.
AHEAD = 1024
AHEAD_OF_CHUNK = 8
# A worker is replaced after so many chunks, with whatever memory it has lost by then.
WORKER_CHUNKS = 200
# What every worker needs, imported once for all of them; Arrow looks for pandas when it makes an array.
PRELOADED = ["__main__", "reportparse.runs.workers", "reportparse.parsing", "pandas"]


class Task(NamedTuple):
    """A source to parse."""

    source: str
    # The SHA-256 of bytes that need not be parsed again; None to parse whatever there is.
    unchanged: str | None


class Terms(NamedTuple):
    """What holds for all sources of a run."""

    version: str
    # In seconds, for one document.
    timeout: float
    own_forms: Path | None


class Answer(NamedTuple):
    """What a worker made of the first tasks of a chunk, as many as it had time for."""

    # None stands for a source that is unchanged.
    results: list[Packed | None]
    seconds: float


class CannotWork(RuntimeError):  # noqa: N818
    """No document can be parsed: a library or the forms are missing or broken."""


class Engine(Protocol):
    """Where chunks of tasks are worked on."""

    @property
    def width(self) -> int:
        """The number of chunks that it takes at a time, so that none of its workers waits for the next."""

    def submit(self, tasks: Sequence[Task]) -> Future[Answer]:
        """Begin a chunk."""

    def why(self, error: Exception) -> str | None:
        """Return why a document got no answer, as a sentence; None if the error is unforeseen."""


class LocalEngine:
    """Run on worker processes of this machine. Use it as a context manager; at its end they are stopped."""

    def __init__(self, jobs: int, terms: Terms) -> None:
        self.width = CHUNKS_GIVEN * jobs
        self._terms = terms
        context = _context_of_workers()
        self._pool = ProcessPool(
            max_workers=jobs, max_tasks=WORKER_CHUNKS, initializer=_prepare_process, context=context
        )

    def submit(self, tasks: Sequence[Task]) -> Future[Answer]:
        """Begin a chunk; its future raises TimeoutError or ProcessExpired if it got no answer."""
        # The last document of a chunk may begin at the end of the chunk's time.
        limit = self._terms.timeout + (CHUNK_SECONDS if len(tasks) > 1 else 0)
        return self._pool.schedule(work, args=(tasks, self._terms), timeout=limit)

    def why(self, error: Exception) -> str | None:
        """Return why a document got no answer, as a sentence; None if the error is unforeseen."""
        if isinstance(error, TimeoutError):
            return f"took longer than {self._terms.timeout:g} s and was stopped; --timeout gives it more"
        if isinstance(error, ProcessExpired):
            return f"its worker process died ({_end_of(error.exitcode)})"
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _end_of(code: int) -> str:
    """Describe how a process ended."""
    try:
        name = signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
    # What kills from outside, and what a library does that gets no memory; the others are mistakes in one.
    return f"{name}: most likely too little memory" if name in ("SIGKILL", "SIGABRT") else name


def _context_of_workers() -> multiprocessing.context.BaseContext:
    """Return what starts processes, ready to do so at once; raises CannotWork if it cannot."""
    if sys.platform == "win32":
        context: multiprocessing.context.BaseContext = multiprocessing.get_context("spawn")
    else:
        from multiprocessing import forkserver, resource_tracker

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        # Ctrl-C and the end of a terminal go to all its processes; they are the business of this one alone.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
        try:
            resource_tracker.ensure_running()  # which lets SIGINT through again when it starts
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    first = context.Process(target=os.getpid)
    first.start()
    first.join()
    if first.exitcode:
        raise CannotWork("worker processes cannot be started; a script needs `if __name__ == '__main__':`")
    return context


class _Slot:
    """A task and, as soon as there is one, its result."""

    __slots__ = ("done", "result", "task")

    def __init__(self, task: Task) -> None:
        self.task = task
        self.done = False
        self.result: Packed | None = None

    def fill(self, result: Packed | None) -> None:
        self.result = result
        self.done = True


def parsed(
    tasks: Iterable[Task], engine: Engine, terms: Terms, chunk_size: int = 1
) -> Iterator[tuple[str, Packed | None]]:
    """Yield each source with what the workers made of it, in order; None if it is unchanged.

    Chunks have `chunk_size` tasks until it is known how long documents take. Raises CannotWork if no document
    could be parsed; KeyboardInterrupt if the engine was stopped.
    """
    coming = (_Slot(task) for task in tasks)
    window: deque[_Slot] = deque()
    again: deque[list[_Slot]] = deque()
    working: dict[Future[Answer], list[_Slot]] = {}
    ahead = max(AHEAD, AHEAD_OF_CHUNK * engine.width)
    while True:
        while len(working) < engine.width:
            if again:
                chunk = again.popleft()
            else:
                chunk = list(islice(coming, max(0, min(chunk_size, ahead - len(window)))))
                window.extend(chunk)
            if not chunk:
                break
            working[engine.submit([slot.task for slot in chunk])] = chunk
        if not window:
            return
        while window and window[0].done:
            slot = window.popleft()
            yield slot.task.source, slot.result
        for future in wait(working, return_when=FIRST_COMPLETED).done:
            chunk = working.pop(future)
            try:
                answer = future.result()
            except CannotWork:
                raise
            except CancelledError:
                raise KeyboardInterrupt from None
            except Exception as error:
                if len(chunk) > 1:
                    again.extend([slot] for slot in chunk)
                else:
                    words = engine.why(error) or _internal(error)
                    chunk[0].fill(_failed(chunk[0].task.source, words, terms.version))
                continue
            for slot, result in zip(chunk, answer.results, strict=False):
                slot.fill(result)
            if left := chunk[len(answer.results) :]:
                again.append(left)
            fitting = CHUNK_SECONDS * len(answer.results) / max(answer.seconds, 1e-3)
            chunk_size = max(1, min(CHUNK_DOCUMENTS, 2 * chunk_size, int(fitting)))


def _failed(source: str, words: str, version: str) -> Packed:
    """Return the row of a document whose worker could make none."""
    content: bytes | None = None
    if "://" not in source:  # what has to be fetched may have been what took so long
        with suppress(OSError, UnreadableDocument):
            content = read(source)
    tables = failed_tables(display_name(source), content, words, version, _size(source))
    return pack(tables, fetched=content is not None)


def _prepare_process() -> None:
    """Limit the memory of a worker before its first task, and end it with its parent."""
    gc.freeze()  # what is imported stays: no search for what is not needed any more has to look at it
    if sys.platform == "linux":
        import resource

        # A document that needs too much memory fails in its worker instead of the whole machine.
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """End this process when the run was killed, even while a document hangs."""
    parent.join()
    os._exit(1)


def work(tasks: Sequence[Task], terms: Terms) -> Answer:
    """Return the rows of documents, in a worker; raises CannotWork if no document can be parsed."""
    started = time.perf_counter()
    try:
        import reportparse.parsing  # noqa: F401 - a library that it lacks ends the run here

        forms = load_forms(terms.own_forms)
    except (ImportError, FormError, OSError) as error:
        raise CannotWork(f"no document can be parsed: {error}") from error
    if (version := parser_version(forms)) != terms.version:
        raise CannotWork(f"a worker has another parser or other forms: {version}, not {terms.version}")
    results: list[Packed | None] = []
    for task in tasks:
        if results and time.perf_counter() - started > CHUNK_SECONDS:
            break
        results.append(_result(task, forms, terms.version))
    return Answer(results, time.perf_counter() - started)


def _result(task: Task, forms: Forms, version: str) -> Packed | None:
    """Return the rows of one source; None if it is unchanged."""
    from reportparse.parsing import parse

    content: bytes | None = None
    name = display_name(task.source)
    try:
        content = read(task.source)
        if task.unchanged == hashlib.sha256(content).hexdigest():
            return None
        packed = pack(report_tables(parse(content, forms), name, version))
        if packed.size <= OUTPUT_LIMIT:
            return packed
        words = f"gives more than the {OUTPUT_LIMIT // 2**20} MB of rows that one document may give"
    except UnreadableDocument as error:
        words = str(error)
    except OSError as error:
        words = why(error)
    except MemoryError:
        words = f"needs more than the {MEMORY_LIMIT // 2**30} GB of memory that one document may have"
    except Exception as error:
        # A mistake of ours must not take the other documents with it; the row reports it.
        words = _internal(error)
    tables = failed_tables(name, content, words, version, _size(task.source))
    return pack(tables, fetched=content is not None)


def _internal(error: Exception) -> str:
    return f"internal error, please report it: {type(error).__name__}: {error}"


def _size(source: str) -> int | None:
    try:
        return size(source)
    except OSError:
        return None
