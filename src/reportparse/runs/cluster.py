"""The engine for a cluster: Ray gives the chunks to its nodes, and again where a node was lost.

Ray itself limits neither the time nor the memory of a task. So each of its workers passes its
documents on to a process of the local engine, which fails, is replaced and tells why as on one machine.
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

# A chunk goes to so many other workers when its own is lost.
RETRIES = 3


class RayEngine:
    """All CPUs of a Ray cluster, or `jobs` of them. Use it as a context manager.

    The cluster is the one that `RAY_ADDRESS` names or that this machine is part of; without one, Ray
    starts on this machine alone. Each node needs the same version of reportparse, and sees the
    sources, and forms of one's own, under the same names.
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
        """How many chunks it takes at a time; nodes may come and go."""
        return self._jobs or CHUNKS_GIVEN * max(1, int(ray.cluster_resources().get("CPU", 1)))

    def submit(self, tasks: Sequence[Task]) -> Future[Answer]:
        """Begin a chunk; its future raises RayError where its workers were lost again and again."""
        reference = self._work.remote(tasks, self._terms, str(Path.cwd()))
        self._begun.add(reference)
        future: Future[Answer] = reference.future()
        future.add_done_callback(lambda _: self._begun.discard(reference))
        return future

    def why(self, error: Exception) -> str | None:
        """Why a document got no answer, in words."""
        if isinstance(error, ray.exceptions.RayError):
            return f"its workers on the cluster were lost {RETRIES + 1} times ({type(error).__name__})"
        return None


def work_on_node(tasks: Sequence[Task], terms: Terms, folder: str) -> Answer:
    """In a Ray worker: the rows of some documents, whose paths may be relative to a folder."""
    started = time.perf_counter()
    with suppress(OSError):  # a node may lack it where all sources are URLs
        os.chdir(folder)
    results = [result for _, result in parsed(tasks, _engine(terms), terms, len(tasks))]
    return Answer(results, time.perf_counter() - started)


@lru_cache(maxsize=1)
def _engine(terms: Terms) -> LocalEngine:
    """The one process of this Ray worker, which lives as long as the worker does."""
    return LocalEngine(1, terms)
