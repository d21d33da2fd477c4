"""One run, measured, as JSON on stdout.

python -m benchmarks.batches.measured SOURCES OUT JOBS ENGINE
"""

import json
import sys
import time
from pathlib import Path

from reportparse.dataset.dataset import open_dataset
from reportparse.runs.pipeline import parse_many
from reportparse.runs.summary import Outcome

EARLY = 1000


def peak() -> float:
    """The most memory that this process has had, in MB; Linux tells."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def main() -> None:
    sources, out, jobs, engine = sys.argv[1:]
    times: list[float] = []
    early_peak = 0.0

    def step(outcome: Outcome | None, total: int | None) -> None:
        nonlocal early_peak
        times.append(time.monotonic())
        if len(times) == EARLY:
            early_peak = peak()

    started, processor = time.monotonic(), time.process_time()
    summary = parse_many(sources, out, jobs=int(jobs), engine=engine, progress=step)
    seconds, processor = time.monotonic() - started, time.process_time() - processor
    most = peak()
    parsing = open_dataset(out).sql("select sum(seconds) from documents").iat[0, 0]
    taken = len(times)
    print(
        json.dumps(
            {
                "documents": taken,
                "failed": summary.statuses["failed"],
                "jobs": int(jobs),
                "seconds": seconds,
                "rate": taken / seconds,
                # Of the second half, when all workers have started.
                "steady_rate": (taken - taken // 2) / (times[-1] - times[taken // 2 - 1]),
                "outside": 1 - parsing / (seconds * int(jobs)),
                "parent": processor / taken,
                "peak": most,
                "early": EARLY,
                "early_peak": early_peak,
            }
        )
    )


if __name__ == "__main__":
    main()
