"""PDF files as several programs print them: every cell of a ruled table is read as it was printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.accuracy.readings import parsed
from benchmarks.accuracy.score import score
from benchmarks.accuracy.truths import load_truths
from benchmarks.printed.__main__ import reports
from corpus.generator import dump, truth
from corpus.generator.writers.printed import PRINTERS, installed


@pytest.mark.parametrize("printer", [name for name in PRINTERS if name != "libreoffice"])
def test_every_cell_is_read_as_printed(printer: str, tmp_path: Path) -> None:
    # LibreOffice's files are those of the corpus.
    if printer not in installed():
        pytest.skip(f"{printer} is not installed")
    made = [report for _, _, report in reports(2, 5, [printer], ["full"])]
    paths = [tmp_path / f"{number}.pdf" for number in range(len(made))]
    PRINTERS[printer](list(zip(made, paths, strict=True)))
    for path, report in zip(paths, made, strict=True):
        path.with_suffix(".json").write_text(dump(truth(report, "pdf")), "utf-8")
    truths = load_truths(tmp_path)
    for path, reading in zip(paths, parsed(paths), strict=True):
        counts = score(reading, truths[path.stem]).counts
        assert (counts["right"], counts["wrong"]) == (counts["cells"], 0), json.dumps(counts)
        assert counts["cells"] > 150
