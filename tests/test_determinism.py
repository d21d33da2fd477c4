"""The same document gives the same report, however Python happens to order sets in a run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TEXTS = sorted((Path(__file__).parents[1] / "corpus" / "flattened" / "texts").glob("*"))
PROGRAM = """
import sys
import reportparse
for line in sys.stdin:
    report = reportparse.parse(line.strip())
    print(report.status, report.warnings, report.record_list, report.figure_list, report.check_list)
"""


def reports(seed: int) -> str:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input="\n".join(map(str, TEXTS[::4])),
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout


def test_reports_do_not_depend_on_the_order_of_sets() -> None:
    assert TEXTS
    assert reports(1) == reports(2)
