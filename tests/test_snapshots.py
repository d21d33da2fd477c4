"""Whole parses as a person sees them. `UPDATE_SNAPSHOTS=1` writes them anew, to be read in the diff."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SNAPSHOTS = Path(__file__).parent / "snapshots"
NAMES = [
    "corpus/reports/013-mixed-sparse-docx.docx",
    "corpus/reports/018-2021-busy-html.html",
    "corpus/reports/023-2019-distinct-txt.txt",
    "corpus/reports/036-2019-busy-pdf.pdf",
    "corpus/flattened/texts/f004-2019-busy.html.trafilatura-2.3.1.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_parse_is_as_it_was(name: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "reportparse", "show", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    shown = "\n".join(line.rstrip() for line in shown.splitlines()) + "\n"
    snapshot = SNAPSHOTS / f"{Path(name).name}.show"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(shown, "utf-8")
    assert shown == snapshot.read_text("utf-8")
