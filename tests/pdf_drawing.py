"""Small PDF files drawn for the tests; all positions are in points from the page's top left."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reportparse.document import Document, Table

FONT = "STSong-Light"
A4 = (595.0, 842.0)
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Span = tuple[int, int, int, int]


class Drawing:
    """A PDF file in the making."""

    def __init__(self, size: tuple[float, float] = A4, encrypt: StandardEncryption | None = None) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, encrypt=encrypt, invariant=1)
        self.width, self.height = size

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def page(self) -> None:
        self.canvas.showPage()

    def text(self, x: float, y: float, text: str, size: float = 12, mode: int | None = None) -> None:
        """Print a text whose line begins at x, with its baseline at y."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - y, text, mode=mode)

    def paragraph(self, y: float, lines: Sequence[str], x: float = 72, indent: float = 24) -> float:
        """Print lines 20 points apart, the first indented; gives where the next line would stand."""
        for number, line in enumerate(lines):
            self.text(x + indent * (number == 0), y, line)
            y += 20
        return y

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.0) -> None:
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=1, fill=0)

    def cell_text(self, x: float, y: float, text: str, size: float = 10) -> None:
        for number, line in enumerate(text.split("\n")):
            self.text(x + 3, y + size + 2 + number * (size + 3), line, size)

    def table(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        cells: dict[Span | tuple[int, int], str],
        style: str = "stroke",
        closed: bool = True,
    ) -> None:
        """Draw a table; cells are given by row, column and optionally rowspan, colspan.

        `style` is how rulings are drawn: `stroke` each side of each cell, `thin` filled rectangles
        half a point thick, `box` a stroked rectangle for each cell, `rows` horizontal strokes only,
        `none` nothing. Without `closed` the bottom of the last row is left open.
        """
        for key, text in cells.items():
            row, column, rowspan, colspan = key if len(key) == 4 else (*key, 1, 1)
            x0, x1, y0, y1 = xs[column], xs[column + colspan], ys[row], ys[row + rowspan]
            last = row + rowspan == len(ys) - 1 and not closed
            if style == "box":
                self.box(x0, y0, x1, y1)
            else:
                sides = [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
                if last:
                    del sides[1]
                for side in sides:
                    across = side[1] == side[3]
                    if style == "stroke" or (style == "rows" and across):
                        self.line(*side)
                    elif style == "thin":
                        self.fill(side[0], side[1], side[2] + 0.5 * (not across), side[3] + 0.5 * across)
            self.cell_text(x0, y0, text)

    def clip(self, x0: float, x1: float) -> None:
        """Show of all that is drawn from here on what stands between two lines from top to bottom."""
        path = self.canvas.beginPath()
        path.rect(x0, 0, x1 - x0, self.height)
        self.canvas.clipPath(path, stroke=0, fill=0)

    @contextmanager
    def moved(self, *matrix: float) -> Iterator[None]:
        self.canvas.saveState()
        self.canvas.transform(*matrix)
        yield
        self.canvas.restoreState()


def texts(table: Table) -> list[list[str]]:
    """The texts of a table row by row."""
    return [[cell.text for cell in row] for row in table.rows()]


def spans(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for row in table.rows() for c in row]


def only_table(document: Document) -> Table:
    """The document's table; there must be exactly one."""
    (table,) = document.tables
    return table
