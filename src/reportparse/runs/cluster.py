"""Run chunks on a cluster: Ray passes them to its nodes, and again if a node was lost.

Ray itself limits neither the time nor the memory of a task. So each of its workers passes its documents on to
a process of the local engine, which fails, is replaced and says why as on one machine.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import ray

from reportparse.runs.workers import CHUNKS_GIVEN, Answer, LocalEngine, Task, Terms, parsed

# So many other workers get a chunk whose own worker was lost.
RETRIES = 3


class RayEngine:
    """Run on all CPUs of a Ray cluster, or on `jobs` of them. Use it as a context manager.

    The cluster is the one that `RAY_ADDRESS` names or that this machine is part of; without one, Ray starts
    on this machine alone. Each node needs the same version of reportparse, and must have the sources, and the
    user's own forms, under the same names.
    """

    def __init__(self, jobs: int | None, terms: Terms) -> None:
        self._jobs = jobs
        self._terms = terms
        self._begun: set[ray.ObjectRef[Answer]] = set()
        self._started = not ray.is_initialized()

    def __enter__(self) -> Self:
        if self._started:
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
            ray.init(log_to_driver=False, logging_level=logging.ERROR)
        self._work: Any = ray.remote(num_cpus=1, max_retries=RETRIES)(work_on_node)
        return self

    def __exit__(self, *_: object) -> None:
        for reference in self._begun:
            ray.cancel(reference, force=True)
        if self._started:
            ray.shutdown()

    @property
    def width(self) -> int:
        """The number of chunks that it takes at a time; nodes may come and go."""
        return self._jobs or CHUNKS_GIVEN * max(1, int(ray.cluster_resources().get("CPU", 1)))

    def submit(self, tasks: Sequence[Task]) -> Future[Answer]:
        """Begin a chunk; its future raises RayError if its workers were lost again and again."""
        reference = self._work.remote(tasks, self._terms, str(Path.cwd()))
        self._begun.add(reference)
        future: Future[Answer] = reference.future()
        future.add_done_callback(lambda _: self._begun.discard(reference))
        return future

    def why(self, error: Exception) -> str | None:
        """Return why a document got no answer, as a sentence; None if the error is unforeseen."""
        if isinstance(error, ray.exceptions.RayError):
            return f"its workers on the cluster were lost {RETRIES + 1} times ({type(error).__name__})"
        return None


def work_on_node(tasks: Sequence[Task], terms: Terms, folder: str) -> Answer:
    """Return the rows of documents, in a Ray worker. Their paths may be relative to `folder`."""
    started = time.perf_counter()
    with suppress(OSError):  # a node may lack it where all sources are URLs
        os.chdir(folder)
    results = [result for _, result in parsed(tasks, _engine(terms), terms, len(tasks))]
    return Answer(results, time.perf_counter() - started)


@lru_cache(maxsize=1)
def _engine(terms: Terms) -> LocalEngine:
    """Return the one process of this Ray worker, which lives as long as the worker does."""
    return LocalEngine(1, terms)
