"""PDFs whose Chinese fonts are neither in the file nor on the machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pdf_drawing import Drawing
from stand_in_font import font

from reportparse.loaders import stand_in_font

WITHOUT_FONTS = """
import sys
from pypdfium2 import PdfSysfontBase
from reportparse.document import Table
from reportparse.loaders import pdf, stand_in_font

class NoFonts(PdfSysfontBase):
    def EnumFonts(self, *_):
        pass

    def MapFont(self, *_):
        return None

    def GetFont(self, *_):
        return None

NoFonts().setup()
if sys.argv[2] == "without":
    stand_in_font.install = lambda: None
for table in pdf.load(open(sys.argv[1], "rb").read()).tables:
    print([cell.text for cell in table.cells])
"""


def _read(path: Path, stand_in: str) -> str:
    command = [sys.executable, "-c", WITHOUT_FONTS, str(path), stand_in]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout.strip()


def _drawn_one_by_one(path: Path) -> Path:
    """A table whose characters each have an operator of their own, as many printers write them."""
    drawing = Drawing()
    rows = [["项目", "甲", "乙"], ["许可", "３", "5"], ["无", "０", "〇"]]
    xs, ys = (72, 172, 272, 372), (100, 130, 160, 190)
    for y in ys:
        drawing.line(xs[0], y, xs[-1], y)
    for x in xs:
        drawing.line(x, ys[0], x, ys[-1])
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            for number, character in enumerate(text):
                drawing.text(x + 8 + 12 * number, y + 20, character)
    path.write_bytes(drawing.bytes())
    return path


def test_characters_without_a_font_are_read(tmp_path: Path) -> None:
    path = _drawn_one_by_one(tmp_path / "drawn.pdf")
    expected = ["项目", "甲", "乙", "许可", "３", "5", "无", "０", "〇"]
    assert _read(path, "with") == str(expected)


def test_pdfium_alone_leaves_them_out(tmp_path: Path) -> None:
    assert "３" not in _read(_drawn_one_by_one(tmp_path / "drawn.pdf"), "without")


def test_the_font_is_what_its_maker_makes() -> None:
    assert stand_in_font.FILE.read_bytes() == font()
