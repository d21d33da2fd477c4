"""Reports written as DOCX and printed by LibreOffice, as most offices do; the tables are those of `printed`."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from random import Random

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from benchmarks.tables import words
from benchmarks.tables.made import Report
from benchmarks.tables.measure import Cell
from benchmarks.tables.printed import TABLES, Rows, cells_of, placed

BORDERS = {
    "grid": ("top", "bottom", "left", "right", "insideH", "insideV"),
    "rows": ("top", "bottom", "insideH"),
    "frame": ("top", "bottom", "left", "right"),
    "columns": ("top", "bottom", "left", "right", "insideV"),
    "open": ("top", "bottom"),
    "none": (),
}
KINDS = ("statistics", "statistics", "statistics", "accounts", "text", "survey", "listing")


def _borders(table: docx.table.Table, sides: tuple[str, ...]) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single" if side in sides else "nil")
        border.set(qn("w:sz"), "4")
        borders.append(border)
    table._tbl.tblPr.append(borders)


def _under(cell: docx.table._Cell) -> None:
    borders = OxmlElement("w:tcBorders")
    bottom = OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "single")
    bottom.set(qn("w:sz"), "6")
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)


def _add_table(
    random: Random,
    document: docx.document.Document,
    rows: Rows,
    height: int,
    style: str,
    size: float,
    room: float,
) -> None:
    count = sum(slot.colspan for slot in rows[0])
    table = document.add_table(len(rows), count)
    table.autofit = False
    table.alignment = random.choice((WD_TABLE_ALIGNMENT.LEFT, WD_TABLE_ALIGNMENT.CENTER))
    _borders(table, BORDERS[style])
    numbers = random.choice((WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER))
    longest = [size * 2.5] * count
    for number, column, slot in placed(rows):
        cell = table.cell(number, column)
        if slot.rowspan > 1 or slot.colspan > 1:
            cell = cell.merge(table.cell(number + slot.rowspan - 1, column + slot.colspan - 1))
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(slot.text + slot.mark)
        run.font.size = Pt(size)
        run.bold = number < height or "bold" in slot.css
        textual = "left" in slot.css.replace("padding-left", "")
        if "center" in slot.css or (number < height and column):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif column and not textual:
            paragraph.alignment = numbers
        if "padding-left" in slot.css:
            paragraph.paragraph_format.left_indent = Pt(10)
        paragraph.paragraph_format.space_after = Pt(0)
        if number + slot.rowspan == height and style != "none":
            _under(cell)
        if slot.colspan == 1:
            pieces = slot.text.replace("\u00a0", "x").split() if number < height else [slot.text]
            longest[column] = max([longest[column], *(0.66 * size * len(piece) + 14 for piece in pieces)])
    widths = [min(width, 0.35 * room) for width in longest]
    widths[0] = min(longest[0], max(room - sum(widths[1:]), 100.0))
    for column, width in enumerate(widths):
        table.columns[column].width = Pt(width)
        for cell in table.columns[column].cells:
            cell.width = Pt(width)


def write_report(seed: int) -> tuple[bytes, list[list[Cell]], list[str]]:
    """One report as DOCX, the cells of its tables, and the styles in it."""
    random = Random(seed)
    document = docx.Document()
    section = document.sections[0]
    if random.random() < 0.2:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    room = (section.page_width - section.left_margin - section.right_margin) / 12700
    document.styles["Normal"].font.name = random.choice(
        ("DejaVu Serif", "DejaVu Sans", "DejaVu Sans Condensed")
    )
    document.styles["Normal"].font.size = Pt(random.choice((9, 10, 11)))
    section.footer.paragraphs[0].text = "Office of District Registers"
    tables: list[list[Cell]] = []
    styles: list[str] = []
    house = random.choice(tuple(BORDERS))
    for _ in range(random.randint(1, 3)):
        document.add_heading(random.choice(words.SUBJECTS).capitalize(), 2)
        for _ in range(random.randint(1, 4)):
            document.add_paragraph(" ".join(random.choice(words.PROSE) for _ in range(random.randint(2, 5))))
        if random.random() < 0.3:
            for _ in range(4):
                document.add_paragraph(
                    random.choice(words.PROSE), style=random.choice(("List Bullet", "List Number"))
                )
        style = house if random.random() < 0.7 else random.choice(tuple(BORDERS))
        kind = random.choice(KINDS)
        if kind == "text" and style not in ("grid", "rows"):
            kind = "statistics"
        rows, height = TABLES[kind](random, False)
        document.add_paragraph(f"Table {len(tables) + 1}: {random.choice(words.NOUNS)}")
        _add_table(random, document, rows, height, style, random.choice((7, 8, 9)), room)
        document.add_paragraph("Source: annual returns.").runs[0].font.size = Pt(7)
        tables.append(cells_of(rows))
        styles.append(f"{style}/{kind}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), tables, styles


def written_reports(seeds: range) -> list[Report]:
    """Reports printed by LibreOffice, all in one go; the same for the same seeds."""
    office = shutil.which("soffice")
    if office is None:
        raise FileNotFoundError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = {f"written-{seed:04}": write_report(seed) for seed in seeds}
        for stem, (content, _, _) in made.items():
            (folder / f"{stem}.docx").write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True)
        return [
            Report(stem, (folder / f"{stem}.pdf").read_bytes(), tables, styles)
            for stem, (_, tables, styles) in made.items()
        ]
