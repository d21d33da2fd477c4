"""The run that is killed: one folder of reports into a dataset, in small batches.

python -m benchmarks.kills.victim REPORTS DIR LOG
"""

import sys
from pathlib import Path

from reportparse.runs import pipeline


def main() -> None:
    reports, out, log = map(Path, sys.argv[1:])
    # Runs here are short; so many batches let most kills meet one that is being put in place.
    pipeline.BATCH_DOCUMENTS = 16
    sources = sorted(str(path) for path in reports.iterdir())
    pipeline.parse_many(sources, out, jobs=2, log_json=log)


if __name__ == "__main__":
    main()
