"""Make scans of the corpus' PDF files, for the benchmark of accuracy to score; needs the extra `ocr`.

    python -m benchmarks.scans /tmp/scans
    python -m benchmarks.accuracy /tmp/scans --truth corpus/truth

Four kinds by turns: a good scanner, a plain one, a small file, and a bad copy.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.scans import as_pdf, scanned_pages

REPORTS = Path(__file__).parents[2] / "corpus" / "reports"
KINDS = (
    (200, 0.7, 8.0, 60, 0.5),
    (150, 0.7, 12.0, 45, 0.5),
    (110, 1.2, 10.0, 40, 0.6),
    (200, 2.0, 20.0, 30, 1.0),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.scans", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=None, help="how many reports, otherwise all")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted(REPORTS.glob("*.pdf"))[: arguments.count]):
        resolution, tilt, grain, quality, blur = KINDS[number % len(KINDS)]
        pages = scanned_pages(path.read_bytes(), number, resolution, tilt, grain, quality, blur)
        (arguments.folder / f"{path.stem}.scan.pdf").write_bytes(as_pdf(pages, resolution))


if __name__ == "__main__":
    main()
