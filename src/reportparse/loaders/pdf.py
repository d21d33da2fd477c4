"""PDF to Document through pdfium: characters and rulings as drawn, then the project's own grids."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Container, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import ocr, stand_in_font
from reportparse.loaders import pdf_raw as raw
from reportparse.loaders.left_out import LIGHT, STRUCK
from reportparse.loaders.page_assembly import PageColumn, PageContent, fill, page_columns, turn_back
from reportparse.loaders.page_characters import Skew, skew_of, without_struck
from reportparse.loaders.pdf_characters import Characters
from reportparse.loaders.pdf_drawings import (
    DEEPEST_FORM,
    Displayed,
    Drawings,
    Points,
    objects_of_form,
    objects_of_page,
    rendered,
)
from reportparse.tables.pages.lines import UNKNOWN, Character
from reportparse.tables.pages.ruled import MOST_RULINGS

# The part of a page from which a picture is worth a warning.
LARGE_PICTURE = 0.1
# Characters of a page that are asked how they stand.
ASKED = 40
# The annotations whose text is of the page: fields that were filled in, and text put on it by hand.
FILLED = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
UNSEEN_ANNOTATION = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
# The bytes that pdfium gives for a string without characters.
EMPTY_STRING = 2


def load(content: bytes, recognise: bool = False) -> Document:
    """Read a PDF; boxes are in points from the top left of the page as displayed.

    `recognise` reads pages that are pictures by OCR, which takes some seconds for each.
    Raises UnreadableDocument for a file that needs a password or that pdfium cannot open.
    """
    with closing(open_pdf(content)) as pdf:
        document = Document("pdf", "application/pdf", [], pages=len(pdf), metadata=_metadata(pdf))
        columns: list[PageColumn] = []
        not_as_displayed: dict[int, PageContent] = {}
        aslant: list[int] = []
        for number in range(1, len(pdf) + 1):
            page = read_page(pdf, number, recognise and number <= ocr.MOST_PICTURES)
            document.warnings.extend(page.warnings)
            if page.unread:
                document.unread_pages.append(number)
            if page.turned or page.skew:
                not_as_displayed[number] = page.without_content()
            if page.aslant:
                aslant.append(number)
            columns.extend(page_columns(page, columns[-1] if columns else None))
    fill(document, columns, aslant)
    if not_as_displayed:
        turn_back([*document.blocks, *document.margins], not_as_displayed)
    return document


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF, with the empty password if it has one; raises UnreadableDocument."""
    stand_in_font.install()
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableDocument("the PDF is encrypted and needs a password") from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableDocument("the PDF is encrypted in a way that is not supported") from error
        raise UnreadableDocument("the PDF is damaged or incomplete and cannot be opened") from error


def _metadata(pdf: pypdfium2.PdfDocument) -> dict[str, str]:
    names = {"Title": "title", "Producer": "producer", "CreationDate": "created"}
    metadata = {}
    for key, name in names.items():
        size = pdfium.FPDF_GetMetaText(pdf.raw, key.encode(), None, 0)
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(pdf.raw, key.encode(), buffer, size)
        text = buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip()
        if text:
            metadata[name] = text
    return metadata


def read_page(pdf: pypdfium2.PdfDocument, number: int, recognise: bool = False) -> PageContent:
    """The characters and rulings of the page with this number, from 1."""
    content = PageContent(number, 0.0, 0.0)
    try:
        with closing(pdf[number - 1]) as page:
            undrawn = _undrawn_fields(page.raw)
            filled = _is_filled(page.raw) and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            if filled != pdfium.FLATTEN_SUCCESS:
                _read(page, content, recognise, undrawn)
                return content
        with closing(pdf[number - 1]) as page:
            _read(page, content, recognise, undrawn)
    except pypdfium2.PdfiumError:
        content.warnings.append(f"page {number} is damaged and cannot be read")
    return content


def _annotations(page: Any) -> Generator[Any, None, None]:
    """The annotations of a page, each closed when the next is asked for."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                yield annotation
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def _is_filled(page: Any) -> bool:
    """Whether some of a page's text stands in fields or on top of it, where it is not of its content."""
    with closing(_annotations(page)) as annotations:
        return any(pdfium.FPDFAnnot_GetSubtype(annotation) in FILLED for annotation in annotations)


def _undrawn_fields(page: Any) -> list[Points]:
    """Where fields for text stand that have a value, and nothing that draws it: some readers would."""
    found: list[Points] = []
    for annotation in _annotations(page):
        rectangle = pdfium.FS_RECTF()
        if (
            pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
            and not pdfium.FPDFAnnot_HasKey(annotation, b"AP")
            and not pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN_ANNOTATION
            and pdfium.FPDFAnnot_GetStringValue(annotation, b"V", None, 0) > EMPTY_STRING
            and pdfium.FPDFAnnot_GetRect(annotation, rectangle)
        ):
            found.append((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    return found


def _read(page: pypdfium2.PdfPage, content: PageContent, recognise: bool, undrawn: Sequence[Points]) -> None:
    with closing(page.get_textpage()) as text:
        displayed, drawings = _laid_out(page, text, content)
        reader = Characters(page, text.raw, displayed, drawings)
        content.characters = reader.read()
    if reader.unseen:
        # pdfium leaves out a text that stands where the same one does already, though that one be unseen.
        _remove_texts(page.raw, reader.unseen)
        with closing(page.get_textpage()) as text:
            reader = Characters(page, text.raw, displayed, drawings, reader)
            content.characters = reader.read()
    content.aslant = reader.aslant
    if reader.covered:
        content.warnings.append(f"page {content.number}: text that is covered is left out")
    if reader.light:
        content.warnings.append(f"page {content.number}: {LIGHT}")
    shown, lines = without_struck(content.characters, content.horizontals)
    if len(shown) < len(content.characters):
        content.warnings.append(f"page {content.number}: {STRUCK}")
        content.characters, content.horizontals = shown, lines
    for corners in undrawn:
        x0, y0, x1, y1 = displayed(*corners)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        content.characters.append(Character(UNKNOWN, x - 2, y - 4, x + 2, y + 4))
    if undrawn:
        content.warnings.append(
            f"page {content.number}: fields that are filled in are not drawn and not read"
        )
    if drawings.pictures and not reader.visible:
        content.recognised = bool(content.characters)
        content.unread = not content.characters and not recognise
        if recognise and not content.characters:
            ocr.read_page(rendered(page), content)
            found = ocr.RECOGNISED if content.characters else ocr.NO_TEXT
            content.warnings.append(found.format(f"page {content.number}"))
            return
    _warn(content, drawings, reader)


def _laid_out(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, content: PageContent
) -> tuple[Displayed, Drawings]:
    """How a page is displayed and what is drawn on it; its content gets the size and the rulings."""
    content.width, content.height = page.get_size()
    asked = _asked(text.raw)
    rotation, upright = page.get_rotation(), _upright(text.raw, asked)
    if upright is not None and upright != rotation:
        content.turned = (upright - rotation) % 360
        if content.turned != 180:
            content.width, content.height = content.height, content.width
        rotation = upright
    displayed = Displayed(rotation, *page.get_bbox())
    angle = _skew(text.raw, asked)
    content.skew = Skew(angle, content.width / 2, content.height / 2) if angle else None
    drawings = Drawings(replace(displayed, skew=content.skew))
    drawings.read(page.raw)
    content.clip = drawings.edges()
    seen = drawings.seen()
    horizontals = [ruling for rulings in seen for ruling in rulings.horizontals]
    verticals = [ruling for rulings in seen for ruling in rulings.verticals]
    if len(horizontals) + len(verticals) <= MOST_RULINGS:
        content.horizontals, content.verticals = horizontals, verticals
        content.shades, content.pictures = drawings.shades, drawings.pictures
    else:
        content.warnings.append(f"page {content.number} has too many lines to look for tables between them")
    return displayed, drawings


def _warn(content: PageContent, drawings: Drawings, reader: Characters) -> None:
    number, area = content.number, content.width * content.height or 1.0
    if not reader.visible and drawings.pictures:
        if content.characters:
            content.warnings.append(f"page {number} is an image; its text comes from a hidden OCR layer")
        else:
            content.warnings.append(ocr.not_read(f"page {number}"))
    elif not content.characters and drawings.paths > 100:
        content.warnings.append(f"page {number} is a drawing without text")
    elif any((x1 - x0) * (y1 - y0) > LARGE_PICTURE * area for x0, y0, x1, y1 in drawings.pictures):
        content.warnings.append(f"page {number} has a picture that was not read")
    if reader.unknown or reader.private > max(3, 0.05 * len(content.characters)):
        content.warnings.append(
            f"page {number}: its fonts do not say which characters they draw "
            f"({reader.unknown + reader.private} of {len(content.characters)} are unknown)"
        )


def _remove_texts(page: Any, addresses: Container[int | None]) -> None:
    """Take texts from a page and from the forms that are drawn on it."""

    def take(remove: Callable[..., Any], holder: Any, items: Iterable[raw.Handle], depth: int) -> None:
        for item in list(items):
            thing = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
            if item.value in addresses and remove(holder, thing):
                pdfium.FPDFPageObj_Destroy(thing)
            elif depth < DEEPEST_FORM and raw.kind(item) == pdfium.FPDF_PAGEOBJ_FORM:
                take(pdfium.FPDFFormObj_RemoveObject, thing, objects_of_form(item), depth + 1)

    take(pdfium.FPDFPage_RemoveObject, page, objects_of_page(page), 0)


def _asked(text: Any) -> list[int]:
    """Some characters with ink from all over a page, which are asked how they stand."""
    count, handle = pdfium.FPDFText_CountChars(text), raw.handle(text)
    return [index for index in range(0, count, max(1, count // ASKED)) if raw.unicode(handle, index) > 32]


def _upright(text: Any, asked: Sequence[int]) -> int | None:
    """How a page is to be turned clockwise for most of its text to stand upright; None if it has no text."""
    handle = raw.handle(text)
    turns = Counter(round(raw.angle(handle, index) / (math.pi / 2)) % 4 for index in asked)
    return 90 * (-turns.most_common(1)[0][0] % 4) if turns else None


def _skew(text: Any, asked: Sequence[int]) -> float:
    """By how much most of a page's text is turned from being straight."""
    handle, matrix = raw.handle(text), pdfium.FS_MATRIX()
    at = ctypes.byref(matrix)
    return skew_of((matrix.a, matrix.b) for index in asked if raw.character_matrix(handle, index, at))
