"""Made reports as PDF by four programs: LibreOffice, Chromium's print, WeasyPrint and ReportLab.

Each lays out, breaks over pages and writes text and rulings in a way of its own.
"""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ..report import Grid, GridCell, Heading, MadeReport, Prose, Rulings
from . import browser
from .pdf import write_pdfs

Job = tuple[MadeReport, Path]
_FONT = "Noto Serif CJK SC"
_BORDERS: dict[Rulings, str] = {
    "full": "border: 0.5pt solid black",
    "horizontal": "border-top: 0.5pt solid black; border-bottom: 0.5pt solid black",
    "none": "border: none",
}
# ReportLab breaks no cell over pages: one that spans more rows than this is only framed as one.
_TALLEST_SPAN = 3


def print_page(made: MadeReport) -> str:
    """The report as a page made to be printed."""
    parts = [f"<h1>{'<br>'.join(map(escape, made.title_lines))}</h1>"]
    for block in made.blocks:
        if isinstance(block, Grid):
            parts.append(_table(block))
        elif isinstance(block, Heading):
            parts.append(f"<p><b>{escape(block.text + block.glued)}</b></p>")
        elif isinstance(block, Prose):
            parts.append(f"<p>{escape(block.text)}</p>")
    look = made.look
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>
@page {{ size: A4{" landscape" if look.landscape else ""}; margin: 22mm 24mm }}
body {{ font: {look.type_size}pt/1.5 "{_FONT}", serif; margin: 0 }}
h1 {{ font-size: 1.6em; text-align: center }}
p {{ margin: 0; text-indent: 2em }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0.8em 0 }}
td {{ {_BORDERS[look.rulings]}; padding: 1pt 3pt; font-size: 0.9em; line-height: 1.3;
  text-align: center; overflow-wrap: anywhere }}
tr {{ break-inside: avoid }}
</style></head><body>{"".join(parts)}</body></html>"""


def _table(grid: Grid) -> str:
    whole = sum(grid.widths)
    columns = "".join(f'<col style="width: {100 * width / whole:.2f}%">' for width in grid.widths)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in grid.rows())
    return f"<table>{columns}{rows}</table>"


def _cell(cell: GridCell) -> str:
    text = "<br>".join(escape(line) for line in cell.lines)
    return f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{text}</td>'


def _with_chromium(jobs: Sequence[Job]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        for made, path in jobs:
            page.write_text(print_page(made), "utf-8")
            browser.run(page, Path(folder), "--no-pdf-header-footer", f"--print-to-pdf={path}")


def _with_weasyprint(jobs: Sequence[Job]) -> None:
    import weasyprint  # type: ignore[import-untyped, import-not-found, unused-ignore]

    for made, path in jobs:
        weasyprint.HTML(string=print_page(made)).write_pdf(path)


def _with_reportlab(jobs: Sequence[Job]) -> None:
    from reportlab.lib.pagesizes import A4, landscape  # type: ignore[import-untyped]
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer  # type: ignore[import-untyped]

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    for made, path in jobs:
        size = made.look.type_size
        text = ParagraphStyle(
            "text", fontName="STSong-Light", fontSize=size, leading=1.5 * size, wordWrap="CJK"
        )
        cell = ParagraphStyle("cell", text, fontSize=0.9 * size, leading=1.2 * size, alignment=1)
        document = SimpleDocTemplate(
            str(path), pagesize=landscape(A4) if made.look.landscape else A4, invariant=1
        )
        flow: list[Any] = [Paragraph(escape(line), text) for line in made.title_lines]
        for block in made.blocks:
            if isinstance(block, Grid):
                flow += [_drawn(block, document.width, cell, made.look.rulings), Spacer(1, size)]
            elif isinstance(block, Heading):
                flow.append(Paragraph(escape(block.text + block.glued), text))
            elif isinstance(block, Prose):
                flow.append(Paragraph("　　" + escape(block.text), text))
        document.build(flow)


def _drawn(grid: Grid, width: float, style: Any, rulings: Rulings) -> Any:
    from reportlab.platypus import Paragraph, Table

    texts: list[list[Any]] = [[""] * grid.width for _ in range(grid.height)]
    commands: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for cell in grid.cells:
        texts[cell.row][cell.column] = Paragraph("<br/>".join(map(escape, cell.lines)), style)
        start, last = (cell.column, cell.row), cell.row + cell.rowspan - 1
        end = cell.column + cell.colspan - 1, last
        if rulings == "horizontal":
            commands.append(("LINEABOVE", start, (end[0], cell.row), 0.5, "black"))
            commands.append(("LINEBELOW", (start[0], last), end, 0.5, "black"))
        elif rulings == "full":
            commands.append(("BOX", start, end, 0.5, "black"))
        if cell.rowspan <= _TALLEST_SPAN:
            commands.append(("SPAN", start, end))
    widths = [width * part / sum(grid.widths) for part in grid.widths]
    return Table(texts, widths, style=commands)


PRINTERS: dict[str, Callable[[Sequence[Job]], None]] = {
    "libreoffice": write_pdfs,
    "chromium": _with_chromium,
    "weasyprint": _with_weasyprint,
    "reportlab": _with_reportlab,
}


def installed() -> list[str]:
    """The printers that this machine has."""
    found = {
        "libreoffice": shutil.which("soffice") is not None,
        "chromium": browser.program() is not None,
        "weasyprint": importlib.util.find_spec("weasyprint") is not None,
        "reportlab": importlib.util.find_spec("reportlab") is not None,
    }
    return [name for name in PRINTERS if found[name]]
