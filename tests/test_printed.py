"""PDF files as several programs print them: no cell is read as another than was printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import reportparse
from benchmarks.accuracy.readings import parsed
from benchmarks.accuracy.score import score
from benchmarks.accuracy.truths import load_truths
from benchmarks.printed.__main__ import reports
from corpus.generator import MadeReport, dump, make, truth
from corpus.generator.writers.printed import PRINTERS, installed


def counts_of(made: list[MadeReport], printer: str, folder: Path) -> Counter[str]:
    """What becomes of all cells of some reports that a printer prints."""
    if printer not in installed():
        pytest.skip(f"{printer} is not installed")
    paths = [folder / f"{number}.pdf" for number in range(len(made))]
    PRINTERS[printer](list(zip(made, paths, strict=True)))
    for path, report in zip(paths, made, strict=True):
        path.with_suffix(".json").write_text(dump(truth(report, "pdf")), "utf-8")
    truths = load_truths(folder)
    scores = [score(reading, truths[Path(reading.name).stem]) for reading in parsed(paths)]
    return sum((result.counts for result in scores), Counter())


# LibreOffice's files are those of the corpus.
@pytest.mark.parametrize("printer", [name for name in PRINTERS if name != "libreoffice"])
def test_every_cell_of_a_ruled_table_is_read(printer: str, tmp_path: Path) -> None:
    counts = counts_of([made for _, _, made in reports(2, 5, [printer], ["full"])], printer, tmp_path)
    assert counts["cells"] > 300
    assert (counts["right"], counts["wrong"]) == (counts["cells"], 0)


def test_blank_cells_between_no_rulings_are_not_closed_up(tmp_path: Path) -> None:
    made = [report for _, _, report in reports(12, 3, ["reportlab"], ["horizontal", "none"])]
    counts = counts_of(made[10:], "reportlab", tmp_path)
    assert counts["wrong"] == 0
    assert counts["right"] > counts["cells"] / 2


def test_a_glyph_for_two_dashes_is_both_of_them(tmp_path: Path) -> None:
    if "libreoffice" not in installed():
        pytest.skip("libreoffice is not installed")
    made, path = make(5, "2021", "sparse", ["dash_zeros"], "pdf"), tmp_path / "dashes.pdf"
    PRINTERS["libreoffice"]([(made, path)])
    printed = Counter(text for text in truth(made, "pdf")["values"].values() if "—" in text)
    read = Counter(record.raw for record in reportparse.parse(path).record_list if record.state == "dash")
    assert read == printed
    assert printed
