"""Parse many made documents and say how fast that was, in how much memory, and what a second run takes.

    python -m benchmarks.batches --documents 20000
    python -m benchmarks.batches --documents 2000 --engines local,ray

The documents are reports of the generator in four formats and copies of them with bytes of their own.
Outside of parsing is what workers spend on anything but `parse`: waiting, reading, making rows.
Memory is that of the process that starts the workers and writes the dataset. Other work on the machine
changes the figures; ratios are of runs that took turns, over the second half of their documents.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.batches.documents import make_documents


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        started = time.monotonic()
        make_documents(folder / "few", arguments.turns_of, arguments.turns_of)
        make_documents(folder / "many", arguments.documents, arguments.distinct)
        print(f"made {arguments.documents} documents in {time.monotonic() - started:.0f} s", flush=True)
        _take_turns(folder, arguments.turns, arguments.engines.split(","))
        first = _run(folder / "many", folder / "out", jobs=2)
        _print("first run", first)
        second = _run(folder / "many", folder / "out", jobs=2)
        print(
            f"second run: {second['seconds']:.1f} s, {second['seconds'] / first['seconds']:.1%} of the first"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.batches", description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument(
        "--distinct", type=int, default=400, help="made by the generator; the others are copies"
    )
    parser.add_argument("--engines", default="local", help="those that take turns with one worker: local,ray")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--turns-of", type=int, default=300, help="documents in a run that takes turns")
    parser.add_argument("--folder", type=Path, help="where to put it all meanwhile")
    return parser.parse_args()


def _take_turns(folder: Path, turns: int, engines: list[str]) -> None:
    """Runs with one worker and with two, and of each engine, again and again."""
    kinds = [("local", 1), *((engine, 2) for engine in engines)]
    rates: dict[tuple[str, int], list[float]] = {kind: [] for kind in kinds}
    for turn in range(turns):
        for engine, jobs in kinds:
            out = folder / f"{engine}-{jobs}-{turn}"
            rates[engine, jobs].append(_run(folder / "few", out, jobs, engine)["steady_rate"])
    for (engine, jobs), found in rates.items():
        ratio = max(found) / max(rates["local", 1])
        print(
            f"{engine}, {jobs} workers: {max(found):.1f} documents/s, {ratio:.2f} of one worker", flush=True
        )


def _run(sources: Path, out: Path, jobs: int, engine: str = "local") -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.batches.measured", str(sources), str(out), str(jobs), engine]
    measured: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return measured


def _print(words: str, run: dict[str, Any]) -> None:
    print(
        f"{words}: {run['documents']} documents, {run['failed']} failed, {run['seconds']:.0f} s; "
        f"{run['rate']:.1f} documents/s, {run['rate'] / run['jobs']:.1f} for each worker; "
        f"{run['outside']:.1%} of the workers' time outside of parsing; "
        f"{1000 * run['parent']:.1f} ms of the parent's processor time for each document; "
        f"peak memory {run['peak']:.0f} MB, after {run['early']} documents {run['early_peak']:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
