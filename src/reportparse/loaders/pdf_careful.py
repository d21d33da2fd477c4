"""PDF to Document through pdfplumber: other code for characters and for cells, to compare with.

Some ten times slower than the reader on pdfium; meant for documents whose figures do not agree.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Container, Sequence
from contextlib import closing
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from reportparse.document import Box, Document, UnreadableDocument
from reportparse.loaders.left_out import STRUCK
from reportparse.loaders.page_assembly import PageColumn, PageItem, fill, page_columns
from reportparse.loaders.page_characters import (
    Skew,
    is_aslant,
    skew_of,
    straightened,
    with_notes,
    without_struck,
)
from reportparse.loaders.pdf import open_pdf, read_page
from reportparse.tables.pages.filled import fill_grid
from reportparse.tables.pages.lines import UNKNOWN, Character, lines_of
from reportparse.tables.pages.ruled import SAME_LINE, Grid, Region, Ruling, with_lone_cells

THICKEST_RULING = 3.0
LIGHTEST_RULING = 0.96
DAMAGED = "the PDF is damaged or incomplete and cannot be opened"
Bounds = tuple[float, float, float, float]
# It warns of every font without a size; what matters of a document stands in its warnings.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def load(content: bytes, numbers: Container[int] | None = None) -> Document:
    """Read a PDF; boxes are in points from the top left of the page as displayed.

    Only the pages of these numbers, from 1, are read with pdfplumber if any are given; the others with
    pdfium, unless they are turned.

    Raises UnreadableDocument for a file that needs a password, that pdfminer cannot open, or that has fields.
    """
    try:
        pdf, pages = _opened(content)
        document = Document("pdf_careful", "application/pdf", [], pages=len(pages))
        columns: list[PageColumn] = []
        aslant: list[int] = []
        with pdf, closing(open_pdf(content)) as fast:
            if any(map(_has_fields, pages)):
                raise UnreadableDocument("numbers stand in its fields, which it does not see")
            for page in pages:
                other = read_page(fast, page.page_number)
                is_as_displayed = not (other.turned or other.skew)
                if numbers is not None and page.page_number not in numbers and is_as_displayed:
                    columns.extend(page_columns(other, columns[-1] if columns else None))
                    continue
                column = _column(page, document.warnings)
                # This reader is not told to what a page's paths are clipped.
                column.clip = other.clip if is_as_displayed else None
                columns.append(column)
                if _has_watermark(page):
                    aslant.append(page.page_number)
                if page.images and not page.chars:
                    document.warnings.append(
                        f"page {page.page_number} is an image without text, which this reader cannot read"
                    )
                page.close()
    except (PdfminerException, MalformedPDFException) as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error.args[:1] or [None])):
            raise UnreadableDocument("the PDF is encrypted and needs a password") from error
        raise UnreadableDocument(DAMAGED) from error
    fill(document, columns, aslant)
    return document


def _opened(content: bytes) -> tuple[Any, list[Any]]:
    """A file and its pages."""
    pdf = pdfplumber.open(io.BytesIO(content))
    try:
        return pdf, pdf.pages
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # What a page must have, as its size, is taken for granted; so it is when the file is closed.
        raise UnreadableDocument(DAMAGED) from error


def _has_fields(page: Any) -> bool:
    """Whether numbers of a page stand in fields or notes on top of it, which are no part of its content."""
    return any(_holds_number(annotation["data"] or {}) for annotation in page.annots)


def _holds_number(annotation: dict[str, Any]) -> bool:
    kind = getattr(annotation.get("Subtype"), "name", None)
    text = annotation.get("V" if kind == "Widget" else "Contents") if kind in ("Widget", "FreeText") else None
    return isinstance(text, bytes) and any(bytes([character]).isdigit() for character in text)


def _column(page: Any, warnings: list[str]) -> PageColumn:
    left, top, right, bottom = page.cropbox
    shown = page.filter(_is_shown)
    if any(_is_white(char.get("non_stroking_color")) for char in shown.chars):
        grounds = [*page.images, *(item for item in (*page.rects, *page.curves) if _is_ground(item))]
        shown = shown.filter(lambda item: not _is_on_paper(item, grounds))
    skew = _skew(shown)
    if _has_watermark(shown):
        shown = shown.filter(lambda item: not _is_aslant(item, skew))
    rest = [
        Character(
            char["text"] or UNKNOWN,  # fonts that are damaged draw characters without one
            char["x0"] - left,
            char["top"] - top,
            char["x1"] - left,
            char["bottom"] - top,
        )
        for char in shown.chars
    ]
    if skew:
        rest = straightened(rest, Skew(skew, float(right - left) / 2, float(bottom - top) / 2))
    rest = list(with_notes(rest))
    flat = [item for item in (*shown.lines, *shown.rects) if item["height"] <= THICKEST_RULING]
    rulings = [_ruling(item, left, top) for item in flat]
    seen, kept = without_struck(rest, rulings)
    if len(seen) < len(rest):
        warnings.append(f"page {page.page_number}: {STRUCK}")
        struck = set(rulings).difference(kept)
        rest, shown = seen, shown.filter(lambda item: _ruling(item, left, top) not in struck)
    pictures = [
        Box(image["x0"] - left, image["top"] - top, image["x1"] - left, image["bottom"] - top)
        for image in page.images
    ]
    items: list[PageItem] = []
    settings = {"snap_tolerance": SAME_LINE, "explicit_horizontal_lines": _page_ends(shown)}
    tables = [
        [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells]
        for table in shown.find_tables(settings)
    ]
    for grid in with_lone_cells(map(_grid, tables)):
        ruled, outside = fill_grid(grid, rest, page.page_number, pictures)
        if any(cell.text for cell in ruled.table.cells):
            items.append(ruled)
            rest = outside
    items.extend(line.without_characters() for line in lines_of(rest))
    return PageColumn.of(page.page_number, float(right - left), float(bottom - top), items)


def _page_ends(page: Any) -> list[dict[str, Any]]:
    """Rulings to close the tables that the page's end has left open."""
    verticals = page.vertical_edges
    ends = []
    for name, extreme in (("top", min), ("bottom", max)):
        end = extreme((edge[name] for edge in verticals), default=0.0)
        at = [edge["x0"] for edge in verticals if abs(edge[name] - end) <= SAME_LINE]
        if len(at) > 1:
            ends.append({"object_type": "line", "x0": min(at), "x1": max(at), "top": end, "bottom": end})
    for line in ends:
        line.update(width=line["x1"] - line["x0"], height=0.0, orientation="h")
    return ends


def _grid(cells: list[Bounds]) -> Grid:
    """The grid on which these cells lie."""
    xs = sorted({x for x0, _, x1, _ in cells for x in (x0, x1)})
    ys = sorted({y for _, y0, _, y1 in cells for y in (y0, y1)})
    column, row = {x: index for index, x in enumerate(xs)}, {y: index for index, y in enumerate(ys)}
    regions = [Region(row[y0], column[x0], row[y1], column[x1]) for x0, y0, x1, y1 in cells]
    return Grid(list(xs), list(ys), sorted(regions))


def _is_shown(item: dict[str, Any]) -> bool:
    """Whether a character or ruling is one: backgrounds behind text and white lines are not."""
    kind = item["object_type"]
    if kind == "char":
        return True
    if kind not in ("rect", "line", "curve"):
        return False
    if item.get("stroke"):
        return not _is_white(item.get("stroking_color"))
    thin = min(item["width"], item["height"]) <= THICKEST_RULING
    return bool(thin) and not _is_white(item.get("non_stroking_color"))


def _ruling(item: dict[str, Any], left: float, top: float) -> Ruling:
    """A line or a thin rectangle as a ruling across, from where the page begins."""
    return Ruling((item["top"] + item["bottom"]) / 2 - top, item["x0"] - left, item["x1"] - left)


def _is_ground(item: dict[str, Any]) -> bool:
    """Whether something is a background that is darker than the paper."""
    return bool(item.get("fill")) and not _is_white(item.get("non_stroking_color"))


def _is_on_paper(item: dict[str, Any], grounds: Sequence[dict[str, Any]]) -> bool:
    """Whether a character is as light as the paper that it stands on."""
    if item["object_type"] != "char" or not _is_white(item.get("non_stroking_color")):
        return False
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return not any(
        ground["x0"] < x < ground["x1"] and ground["top"] < y < ground["bottom"] for ground in grounds
    )


def _has_watermark(page: Any) -> bool:
    """Whether some text stands aslant, and most does not."""
    skew = _skew(page)
    return 0 < 2 * sum(_is_aslant(item, skew) for item in page.chars) < len(page.chars)


def _skew(page: Any) -> float:
    """By how much most of a page's text is turned from being straight."""
    return skew_of(item["matrix"][:2] for item in page.chars if "matrix" in item)


def _is_aslant(item: dict[str, Any], skew: float) -> bool:
    """Whether a character is of a watermark."""
    if "matrix" not in item:
        return False
    across, up = item["matrix"][:2]
    return is_aslant(across, up, skew)


def _is_white(colour: Any) -> bool:
    if isinstance(colour, int | float):
        return colour > LIGHTEST_RULING
    if not isinstance(colour, tuple | list) or not all(isinstance(value, int | float) for value in colour):
        return False
    if len(colour) == 4:
        return bool(max(colour) < 1 - LIGHTEST_RULING)
    return len(colour) in (1, 3) and bool(min(colour) > LIGHTEST_RULING)
