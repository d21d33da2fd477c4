"""Kill runs at random moments and look at the dataset after each."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas

from reportparse.dataset.dataset import open_dataset
from reportparse.dataset.storage import STAGING
from reportparse.runs.pipeline import parse_many
from tests.made_texts import report_text

ROOT = Path(__file__).parents[2]
TABLES = ("documents", "sections", "cells", "records", "figures", "checks")
# What differs from run to run.
TIMES = ["parsed_at", "seconds", "added_at"]
PATIENCE = 120.0


@dataclass
class Result:
    """What was found out."""

    killed: int = 0
    while_writing: int = 0
    runs_to_the_end: int = 0
    faults: list[str] = field(default_factory=list)


def trials(folder: Path, kills: int, documents: int, seed: int) -> Result:
    """Kill so many runs over made reports; say each fault that is found.

    Reports change in rounds: a round is killed again and again until a run comes to its end; then
    every third report changes and the next round begins.
    """
    generator = random.Random(seed)
    reports, out, log = folder / "reports", folder / "out", folder / "log.jsonl"
    reports.mkdir(parents=True)
    result = Result()
    expected: dict[str, list[pandas.DataFrame]] = {table: [] for table in TABLES}
    for version in range(kills + 1):
        _write(reports, documents, version)
        started = time.monotonic()
        current = _undisturbed(reports, folder / f"undisturbed-{version}")
        duration = time.monotonic() - started
        for table in TABLES:
            expected[table].append(current[table])
        while result.killed < kills:
            log.unlink(missing_ok=True)
            ended = _run_and_kill(reports, out, log, duration * generator.uniform(0.2, 1.5))
            result.killed += not ended
            result.while_writing += any((out / STAGING).glob("*"))
            result.runs_to_the_end += ended
            if (out / "documents" / "schema.parquet").exists():
                result.faults += _faults(out, expected, log)
            if ended:
                break
        if result.killed >= kills:
            break
    _finish(reports, out, log)
    result.faults += [f"after the last run: {fault}" for fault in _differences(_rows(out), current)]
    return result


def _write(folder: Path, documents: int, version: int) -> None:
    for number in range(documents):
        changes = sum(1 for earlier in range(1, version + 1) if (number + earlier) % 3 == 0)
        text = report_text(f"第{number}号镇人民政府", 2019 + number % 5, received=changes, licensing=number)
        (folder / f"{number:04}.txt").write_text(text, "utf-8")


def _undisturbed(reports: Path, out: Path) -> dict[str, pandas.DataFrame]:
    parse_many(sorted(str(path) for path in reports.iterdir()), out, jobs=2)
    return _rows(out)


def _start(reports: Path, out: Path, log: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.kills.victim", str(reports), str(out), str(log)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _run_and_kill(reports: Path, out: Path, log: Path, seconds: float) -> bool:
    """Whether the run ended before it was killed."""
    process = _start(reports, out, log)
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        # The run alone: that its workers end is its own business.
        process.kill()
        process.communicate(timeout=PATIENCE)
        _wait_for_group(process.pid)
        return False
    if process.returncode:
        raise RuntimeError(f"the run failed: {errors}")
    return True


def _finish(reports: Path, out: Path, log: Path) -> None:
    process = _start(reports, out, log)
    _, errors = process.communicate(timeout=PATIENCE)
    if process.returncode:
        raise RuntimeError(f"the run failed: {errors}")


def _wait_for_group(group: int) -> None:
    """Wait until all processes of a killed run have ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    raise RuntimeError("a killed run left processes behind")


def _rows(out: Path) -> dict[str, pandas.DataFrame]:
    dataset = open_dataset(out)
    return {table: _sorted(dataset.table(table).to_pandas()) for table in TABLES}


def _sorted(frame: pandas.DataFrame) -> pandas.DataFrame:
    frame = frame.drop(columns=[name for name in TIMES if name in frame])
    # As words, tables without rows are equal, too.
    frame = frame.astype(str)
    return frame.sort_values(list(frame.columns), ignore_index=True)


def _faults(out: Path, expected: dict[str, list[pandas.DataFrame]], log: Path) -> Iterator[str]:
    """Whatever is wrong with a dataset after a run that was killed."""
    held = _rows(out)
    documents = held["documents"]
    if documents["source"].duplicated().any():
        yield "a source stands twice in documents"
    ids = set(documents["document_id"])
    for table in TABLES:
        known = pandas.concat(expected[table]).drop_duplicates()
        whole = _sorted(known[known["document_id"].isin(ids)])
        if not held[table].equals(whole):
            yield f"{table}: {len(held[table])} rows where {len(whole)} are due"
    reported = set(_reported(log))
    if not reported <= ids:
        yield f"{len(reported - ids)} of {len(reported)} documents reported finished are not there"


def _differences(held: dict[str, pandas.DataFrame], due: dict[str, pandas.DataFrame]) -> Iterator[str]:
    for table in TABLES:
        if not held[table].equals(due[table]):
            yield f"{table}: not the rows of an undisturbed run"


def _reported(log: Path) -> Iterator[str]:
    """The ids of the documents that a run said it had finished."""
    if log.exists():
        for line in log.read_text("utf-8").splitlines(keepends=True):
            if line.endswith("\n") and "document_id" in (entry := json.loads(line)):
                yield entry["document_id"]
