"""PDF to Document through pdfium: characters and rulings as drawn, then the project's own grids."""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise, repeat
from operator import le
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from reportparse.document import Box, Document, UnreadableDocument
from reportparse.loaders import ocr, stand_in_font
from reportparse.loaders.page_assembly import PageColumn, PageContent, fill, page_columns, turn_back
from reportparse.loaders.page_characters import (
    Skew,
    is_aslant,
    is_skewed,
    skew_of,
    straightened,
    with_notes,
    without_struck,
)
from reportparse.tables.pages.lines import UNKNOWN, Character
from reportparse.tables.pages.ruled import MOST_RULINGS, Ruling

Matrix = tuple[float, float, float, float, float, float]
Points = tuple[float, float, float, float]
# Where something stands in the order of drawing: its position on the page, or that of the form around it and its own.
Order = tuple[int, ...]

# Points: a filled rectangle up to this thick is a ruling, a thicker one is a background.
THICKEST_RULING = 3.0
# A colour whose channels are all above this cannot be seen on paper.
LIGHTEST_RULING = 245
# The part of such light lines that lie on backgrounds or at their edges from which they are rulings.
ON_COLOUR = 0.9
EDGE = 1.5
DEEPEST_FORM = 8
# The part of a page from which a picture is worth a warning.
LARGE_PICTURE = 0.1
# Characters of a page that are asked how they stand.
ASKED = 40
LARGEST_CHARACTER = 60.0
FLAT = 0.85
FIRST_WIDE = 0x2E80
# Ems from the lowest to the highest point of a font's line, at least: where a font does not tell them, two of its
# characters are taken for both.
LOWEST_LINE = 0.75
# What a line of such a font reaches below and above the baseline, in ems.
DESCENT, ASCENT = 0.12, 0.88
# Ink farther from the baseline shows that the size of a font is not that of its characters.
DEEPEST_INK, HIGHEST_INK = 0.5, 1.3
# The annotations whose text is of the page: fields that were filled in, and text put on it by hand.
FILLED = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
UNSEEN_ANNOTATION = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
# The bytes that pdfium gives for a string without characters.
EMPTY_STRING = 2
# A code that stands for nothing.
NOTHING = 0
# So often at most is looked whether a character of a page stands on a background.
MOST_LOOKS = 10_000_000
# Characters that have no ink, as a blank has none.
UNSEEN = frozenset((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# The part of its box, across and down, from which a character that should have no ink is no blank.
INK = 0.2
# Fonts have one glyph for two of them.
DASH = "—"
PRIVATE = re.compile("[\ue000-\uf8ff]")
LIGATURE = re.compile(f"[a-z{DASH}]{{2}}")
TEXT = pdfium.FPDF_PAGEOBJ_TEXT
INVISIBLE, FILLED_ONLY = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_FILL


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
        reader = _Characters(page, text.raw, displayed, drawings)
        content.characters = reader.read()
    if reader.unseen:
        # pdfium leaves out a text that stands where the same one does already, though that one be unseen.
        _remove_texts(page.raw, reader.unseen)
        with closing(page.get_textpage()) as text:
            reader = _Characters(page, text.raw, displayed, drawings, reader)
            content.characters = reader.read()
    content.aslant = reader.aslant
    if reader.covered:
        content.warnings.append(f"page {content.number}: text that is covered is left out")
    if reader.light:
        content.warnings.append(f"page {content.number}: text as light as the paper is left out")
    shown, lines = without_struck(content.characters, content.horizontals)
    if len(shown) < len(content.characters):
        content.warnings.append(f"page {content.number}: text that is struck through is left out")
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
            ocr.read_page(_rendered(page), content)
            found = ocr.RECOGNISED if content.characters else ocr.NO_TEXT
            content.warnings.append(found.format(f"page {content.number}"))
            return
    _warn(content, drawings, reader)


def _laid_out(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, content: PageContent
) -> tuple[Displayed, _Drawings]:
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
    drawings = _Drawings(replace(displayed, skew=content.skew))
    drawings.read(page.raw)
    seen = drawings.seen()
    horizontals = [ruling for rulings in seen for ruling in rulings.horizontals]
    verticals = [ruling for rulings in seen for ruling in rulings.verticals]
    if len(horizontals) + len(verticals) <= MOST_RULINGS:
        content.horizontals, content.verticals = horizontals, verticals
        content.shades, content.pictures = drawings.shades, drawings.pictures
    else:
        content.warnings.append(f"page {content.number} has too many lines to look for tables between them")
    return displayed, drawings


def _rendered(page: pypdfium2.PdfPage) -> Any:
    """A picture of the page as an array of grey levels, height x width."""
    width, height = page.get_size()
    scale = min(ocr.DOTS_PER_INCH / 72, (ocr.MOST_PIXELS / (width * height)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_numpy()


def _warn(content: PageContent, drawings: _Drawings, reader: _Characters) -> None:
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

    def take(remove: Callable[..., Any], holder: Any, items: Iterable[_Handle], depth: int) -> None:
        for item in list(items):
            thing = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
            if item.value in addresses and remove(holder, thing):
                pdfium.FPDFPageObj_Destroy(thing)
            elif depth < DEEPEST_FORM and _kind(item) == pdfium.FPDF_PAGEOBJ_FORM:
                take(pdfium.FPDFFormObj_RemoveObject, thing, _objects_of_form(item), depth + 1)

    take(pdfium.FPDFPage_RemoveObject, page, _objects_of_page(page), 0)


def _objects_of_page(page: Any) -> Iterator[_Handle]:
    return map(_page_object, repeat(_handle(page)), range(pdfium.FPDFPage_CountObjects(page)))


def _objects_of_form(form: _Handle) -> Iterator[_Handle]:
    return map(_form_object, repeat(form), map(ctypes.c_ulong, range(_form_count(form))))


def _asked(text: Any) -> list[int]:
    """Some characters with ink from all over a page, which are asked how they stand."""
    count, handle = pdfium.FPDFText_CountChars(text), _handle(text)
    return [index for index in range(0, count, max(1, count // ASKED)) if _unicode(handle, index) > 32]


def _upright(text: Any, asked: Sequence[int]) -> int | None:
    """How a page is to be turned clockwise for most of its text to stand upright; None if it has no text."""
    handle = _handle(text)
    turns = Counter(round(_angle(handle, index) / (math.pi / 2)) % 4 for index in asked)
    return 90 * (-turns.most_common(1)[0][0] % 4) if turns else None


def _skew(text: Any, asked: Sequence[int]) -> float:
    """By how much most of a page's text is turned from being straight."""
    handle, matrix = _handle(text), pdfium.FS_MATRIX()
    at = ctypes.byref(matrix)
    return skew_of((matrix.a, matrix.b) for index in asked if _character_matrix(handle, index, at))


@dataclass(frozen=True, slots=True)
class Displayed:
    """A page as displayed: its rotation, its edges in its own coordinates, and what straightens its lines."""

    rotation: int
    x0: float
    y0: float
    x1: float
    y1: float
    skew: Skew | None = None

    def __call__(self, x: float, y: float, u: float, v: float) -> Points:
        """From two points in the page's own coordinates to points from the top left as displayed."""
        x, y, u, v = self._turned(x, y, u, v)
        return (*self.skew.straight(x, y), *self.skew.straight(u, v)) if self.skew else (x, y, u, v)

    def _turned(self, x: float, y: float, u: float, v: float) -> Points:
        if self.rotation == 90:
            return y - self.y0, x - self.x0, v - self.y0, u - self.x0
        if self.rotation == 180:
            return self.x1 - x, y - self.y0, self.x1 - u, v - self.y0
        if self.rotation == 270:
            return self.y1 - y, self.x1 - x, self.y1 - v, self.x1 - u
        return x - self.x0, self.y1 - y, u - self.x0, self.y1 - v

    def edges(
        self, lefts: list[float], tops: list[float], rights: list[float], bottoms: list[float]
    ) -> tuple[Iterable[float], ...]:
        """The same of many boxes: their left, upper, right and lower edges."""
        if self.rotation == 0:
            x, y = self.x0, self.y1
            us, xs = lefts, rights
            if x:
                us, xs = [left - x for left in lefts], [right - x for right in rights]
            vs, ys = [y - top for top in tops], [y - bottom for bottom in bottoms]
            if all(map(le, us, xs)) and all(map(le, vs, ys)):
                return us, vs, xs, ys
        else:
            points = map(self, lefts, tops, rights, bottoms)
            us, vs, xs, ys = map(list, zip(*points, strict=True)) if lefts else ([], [], [], [])
        return map(min, us, xs), map(min, vs, ys), map(max, us, xs), map(max, vs, ys)


@dataclass(slots=True)
class _Rulings:
    """Straight lines of one kind."""

    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)

    def add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Take a line if it runs across or down."""
        if abs(y1 - y0) < 1.0 and abs(x1 - x0) > 0.0:
            self.horizontals.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < 1.0 and abs(y1 - y0) > 0.0:
            self.verticals.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _touches(line: Box, shade: Box) -> bool:
    """Whether the middle of a line is on a background or at its edge."""
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return shade.x0 - EDGE < x < shade.x1 + EDGE and shade.y0 - EDGE < y < shade.y1 + EDGE


class _Drawings:
    """Rulings, pictures and kinds of text of one page."""

    def __init__(self, displayed: Displayed) -> None:
        self.displayed = displayed
        self.dark, self.light = _Rulings(), _Rulings()
        self.shades: list[Box] = []
        self.pictures: list[Box] = []
        self.paths = 0
        self.grounds: list[Box] = []  # what text as light as paper can be seen on, beside shades
        self.covers: list[tuple[Order, Box]] = []  # filled areas that are drawn later than some text
        self.has_invisible_text = False
        self.has_light_text = False
        self.has_turned_text = False  # by no quarter of a circle
        self.flat_fonts: set[int | None] = set()  # those that do not say how high a line is
        self._fonts: set[int | None] = set()
        self._texts_at: list[tuple[Order, list[int], list[_Handle]]] = []  # all things, where there are texts
        # What pdfium writes its answers to, each with references to its places.
        self._bounds, self._bounds_at = _answers(ctypes.c_float, 4)
        self._mode, self._mode_at = _answers(ctypes.c_int, 2)
        self._colour, self._colour_at = _answers(ctypes.c_uint, 4)

    def read(self, page: Any) -> None:
        self._objects(list(_objects_of_page(page)), (), ())

    def orders(self) -> dict[int | None, Order]:
        """Where the texts stand in the order of drawing, by their addresses."""
        return {
            item.value: (*order, at)
            for order, kinds, items in self._texts_at
            for at, (kind, item) in enumerate(zip(kinds, items, strict=True))
            if kind == TEXT
        }

    def _objects(self, items: list[_Handle], matrices: tuple[Matrix, ...], order: Order) -> None:
        kinds = list(map(_kind, items))
        self._texts([item for item, kind in zip(items, kinds, strict=True) if kind == TEXT])
        first = kinds.index(TEXT) if TEXT in kinds else len(kinds)
        if first < len(kinds):
            self._texts_at.append((order, kinds, items))
        for at, (item, kind) in enumerate(zip(items, kinds, strict=True)):
            if kind == TEXT:
                continue
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                cover = self._path(item, matrices)
                if cover is not None and (at > first or order):
                    self.covers.append(((*order, at), cover))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.pictures.append(Box(*self._corners(item, matrices)))
            elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
                self.grounds.append(Box(*self._corners(item, matrices)))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and len(order) < DEEPEST_FORM:
                self._look_for_turned([item])
                self._objects(list(_objects_of_form(item)), (_matrix(item), *matrices), (*order, at))

    def _texts(self, items: Sequence[_Handle]) -> None:
        """Look at all texts at once: there are hundreds on a page, and nearly always nothing is unusual."""
        self._look_for_turned(items)
        fonts = set(map(_font, items)) - self._fonts
        self._fonts |= fonts
        self.flat_fonts.update(font for font in fonts if font is not None and _is_flat(font))
        modes = list(map(_render_mode, items))
        if INVISIBLE in modes:
            self.has_invisible_text = True
            items = [item for item, mode in zip(items, modes, strict=True) if mode != INVISIBLE]
        if not self.has_light_text:
            colours = (ctypes.c_uint * (4 * len(items)))()
            places = (_references(colours, 4, channel) for channel in range(4))
            deque(map(_fill_colour, items, *places), maxlen=0)
            reds, greens, blues, alphas = (colours[channel::4] for channel in range(4))
            lightest = max(map(min, reds, greens, blues), default=0)
            self.has_light_text = 0 in alphas or lightest >= LIGHTEST_RULING

    def _look_for_turned(self, items: Sequence[_Handle]) -> None:
        if self.has_turned_text:
            return
        matrices = (ctypes.c_float * (6 * len(items)))()
        deque(map(_matrix_of, items, _references(matrices, 6)), maxlen=0)
        self.has_turned_text = any(
            b and is_skewed(a, b) for a, b in zip(matrices[::6], matrices[1::6], strict=True)
        )

    def _points(self, x: float, y: float, u: float, v: float, matrices: tuple[Matrix, ...]) -> Points:
        for a, b, c, d, e, f in matrices:
            x, y = a * x + c * y + e, b * x + d * y + f
            u, v = a * u + c * v + e, b * u + d * v + f
        return self.displayed(x, y, u, v)

    def _corners(self, item: _Handle, matrices: tuple[Matrix, ...]) -> Points:
        """Left, top, right, and bottom."""
        _bounds(item, *self._bounds_at)
        left, bottom, right, top = self._bounds
        x0, y0, x1, y1 = self._points(left, bottom, right, top, matrices)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _path(self, item: _Handle, matrices: tuple[Matrix, ...]) -> Box | None:
        """Take a path for what it is; gives the area that it fills, if it does."""
        _draw_mode(item, *self._mode_at)
        fill, stroke = self._mode
        x0, y0, x1, y1 = self._corners(item, matrices)
        if not (fill or stroke):
            return None
        thin = min(x1 - x0, y1 - y0) <= THICKEST_RULING
        rulings = self.dark if self._visible(_stroke_colour if stroke else _fill_colour, item) else self.light
        if not (thin or stroke):
            if rulings is self.dark:
                self.shades.append(Box(x0, y0, x1, y1))
        elif not thin:
            if fill and self._visible(_fill_colour, item):
                self.grounds.append(Box(x0, y0, x1, y1))
            for segment in self._segments(item, matrices):
                rulings.add(*segment)
        elif x1 - x0 > y1 - y0:
            rulings.horizontals.append(Ruling((y0 + y1) / 2, x0, x1))
        else:
            rulings.verticals.append(Ruling((x0 + x1) / 2, y0, y1))
        return Box(x0, y0, x1, y1) if fill and not thin else None

    def seen(self) -> list[_Rulings]:
        """The rulings that can be seen; those as light as paper can where all of them part backgrounds."""
        light = [
            *(Box(start, at, end, at) for at, start, end in self.light.horizontals),
            *(Box(at, start, at, end) for at, start, end in self.light.verticals),
        ]
        if not light or not self.shades or len(light) * len(self.shades) > MOST_RULINGS:
            return [self.dark]
        beside = sum(any(map(_touches, repeat(box), self.shades)) for box in light)
        return [self.dark, self.light] if beside > ON_COLOUR * len(light) else [self.dark]

    def _visible(self, colour_of: Callable[..., Any], item: _Handle) -> bool:
        if not colour_of(item, *self._colour_at):
            return True
        red, green, blue, alpha = self._colour
        return bool(alpha > 0 and min(red, green, blue) < LIGHTEST_RULING)

    def _segments(
        self, item: _Handle, matrices: tuple[Matrix, ...]
    ) -> Iterator[tuple[float, float, float, float]]:
        """The straight pieces of a path."""
        own = (_matrix(item), *matrices)
        end, end_at = _answers(ctypes.c_float, 2)
        here, start = (0.0, 0.0), (0.0, 0.0)
        for index in range(_segment_count(item)):
            segment = _segment(item, index)
            _segment_end(segment, *end_at)
            x, y = end
            point = self._points(x, y, x, y, own)[:2]
            kind = _segment_kind(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield (*here, *point)
            here = point
            if _segment_closes(segment):
                yield (*here, *start)
                here = start


def _matrix(item: _Handle) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not _matrix_of(item, ctypes.byref(matrix)):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _is_flat(address: int) -> bool:
    """Whether a font does not say how high a line is."""
    font = _Handle(address)
    heights, (ascent, descent) = _answers(ctypes.c_float, 2)
    size = ctypes.c_float(1.0)
    known = _ascent(font, size, ascent) and _descent(font, size, descent)
    return bool(known) and heights[0] - heights[1] < LOWEST_LINE


class _Characters:
    """The characters of one page, `before` if given as it was read with texts that are unseen.

    `unknown` counts those whose font does not say what they are, `private` those that mean something
    in their own font only.
    """

    def __init__(
        self,
        page: pypdfium2.PdfPage,
        text: Any,
        displayed: Displayed,
        drawings: _Drawings,
        before: _Characters | None = None,
    ) -> None:
        self.page = page
        self.text = text
        self.handle = _handle(text)
        self.drawn: list[int] = []
        self.displayed = displayed
        self.drawings = drawings
        self.unknown = 0
        self.private = 0
        self.visible = 0
        self.aslant = False  # whether a watermark was left out
        self.light: bool = before is not None and before.light  # whether text as light as the paper was
        self.covered: bool = before is not None and before.covered  # whether text under something was
        self.hidden: list[Character] = before.hidden if before is not None else []  # what is drawn in no way
        self.unseen: set[int | None] = set()  # the addresses of texts of which nothing is seen

    def read(self) -> list[Character]:
        """All at once where nothing is unusual, which takes a fraction of the time that one by one does."""
        codes = self._codes()
        boxes = self._boxes()
        self._mend(codes, boxes)
        texts = list(map(_printed, codes))
        meaningless = list(map(_has_no_meaning, repeat(self.handle), self.drawn))
        if any(meaningless):
            texts = [UNKNOWN if lacks else text for lacks, text in zip(meaningless, texts, strict=True)]
        edges = self.displayed.edges(*boxes)
        characters = list(map(tuple.__new__, repeat(Character), zip(texts, *edges, strict=True)))
        if LIGATURE.search("".join(texts)):
            self._part_ligatures(characters)
        unseen: set[int] = set()
        if self.drawings.has_invisible_text:
            unseen = {index for index in self.drawn if self._is_drawn_as(INVISIBLE, index)}
            self.hidden = self.hidden + self._take_out(unseen, characters)
        if self.drawings.has_turned_text:
            self._take_out(self._watermark(), characters)
        if self.drawings.has_light_text:
            light = self._on_paper(characters)
            self._take_out(light, characters)
            unseen |= light
        if self.drawings.covers and not self.drawings.displayed.skew:
            covered = self._covered(characters)
            self._take_out(covered, characters)
            unseen |= covered
        if unseen:
            self.unseen = self._texts_of(unseen) - self._texts_of(
                number
                for number, character in zip(self.drawn, characters, strict=True)
                if character.text != " "
            )
        joined = "".join([character.text for character in characters])
        self.visible = len(joined) - joined.count(" ")
        if len(self.hidden) > len(characters) and self.drawings.pictures:
            characters += self.hidden
            joined += "".join([character.text for character in self.hidden])
        self.unknown = joined.count(UNKNOWN)
        self.private = len(PRIVATE.findall(joined))
        if self.drawings.displayed.skew:
            characters = straightened(characters, self.drawings.displayed.skew)
        return list(with_notes(characters))

    def _codes(self) -> list[int]:
        """The codes of the characters, and in `drawn` their numbers on the page, without blanks that pdfium made up."""
        count = pdfium.FPDFText_CountChars(self.text)
        codes = list(map(_unicode, repeat(self.handle), range(count)))
        drawn = [at for at, code in enumerate(codes) if code > 32 or not _is_generated(self.handle, at)]
        self.drawn = drawn
        return [codes[at] for at in drawn]

    def _boxes(self) -> list[list[float]]:
        """The loose boxes of the characters, as four lists: all left edges, all top ones, right ones, bottom ones."""
        edges = (ctypes.c_float * (4 * len(self.drawn)))()
        deque(map(_loose_box, repeat(self.handle), self.drawn, _references(edges, 4)), maxlen=0)
        return [edges[side::4] for side in range(4)]

    def _take_out(self, numbers: set[int], characters: list[Character]) -> list[Character]:
        """Remove characters, which are given back, by their numbers on the page."""
        taken = [
            character for number, character in zip(self.drawn, characters, strict=True) if number in numbers
        ]
        if taken:
            characters[:] = [
                character
                for number, character in zip(self.drawn, characters, strict=True)
                if number not in numbers
            ]
            self.drawn = [number for number in self.drawn if number not in numbers]
        return taken

    def _watermark(self) -> set[int]:
        """The characters that stand aslant on a page whose text does not."""
        matrix = pdfium.FS_MATRIX()
        at = ctypes.byref(matrix)
        skew = self.drawings.displayed.skew
        angle = skew.angle if skew else 0.0
        aslant = {
            index
            for index in self.drawn
            if _character_matrix(self.handle, index, at) and is_aslant(matrix.a, matrix.b, angle)
        }
        if 2 * len(aslant) >= len(self.drawn):
            return set()
        self.aslant = bool(aslant)
        return aslant

    def _on_paper(self, characters: Sequence[Character]) -> set[int]:
        """The characters that are as light as the paper, but for those on something that is darker."""
        colour, colour_at = _answers(ctypes.c_uint, 4)
        skew = self.drawings.displayed.skew
        grounds = [*self.drawings.shades, *self.drawings.pictures, *self.drawings.grounds]
        light: set[int] = set()
        if len(characters) * len(grounds) > MOST_LOOKS:
            return light
        for index, (text, x0, y0, x1, y1) in zip(self.drawn, characters, strict=True):
            if text == " " or not _text_colour(self.handle, index, *colour_at):
                continue
            red, green, blue, alpha = colour
            is_light = not alpha or min(red, green, blue) >= LIGHTEST_RULING
            if not (is_light and self._is_drawn_as(FILLED_ONLY, index)):
                continue
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            if skew:
                x, y = skew.straight(x, y)
            if not alpha or not any(_touches(Box(x, y, x, y), ground) for ground in grounds):
                light.add(index)
        self.light = self.light or bool(light)
        return light

    def _covered(self, characters: Sequence[Character]) -> set[int]:
        """The characters that cannot be seen for what is drawn over them.

        An area may be transparent or clipped, and its layer hidden: only the page as it is drawn with and
        without the texts below it tells.
        """
        by_height = sorted(
            ((y0 + y1) / 2, (x0 + x1) / 2, number)
            for number, (text, x0, y0, x1, y1) in zip(self.drawn, characters, strict=True)
            if not text.isspace()
        )
        covers = self.drawings.covers
        if len(by_height) * len(covers) > MOST_LOOKS:
            return set()
        orders = self.drawings.orders()
        below = {
            number
            for order, (x0, y0, x1, y1) in covers
            for _, x, number in by_height[bisect_left(by_height, (y0,)) : bisect_left(by_height, (y1,))]
            if x0 < x < x1 and orders.get(_text_object(self.handle, number).value, order) < order
        }
        unseen = self._without_trace(below) if below else below
        self.covered = self.covered or bool(unseen)
        return unseen

    def _without_trace(self, numbers: set[int]) -> set[int]:
        """The characters without which the page looks the same where they stand."""
        texts = [pdfium.FPDFText_GetTextObject(self.text, number) for number in numbers]
        drawn = _rendered(self.page)
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, False)
        changed = _rendered(self.page) != drawn
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)
        displayed = Displayed(self.page.get_rotation(), *self.page.get_bbox())
        scale = changed.shape[1] / self.page.get_width()
        box, box_at = _answers(ctypes.c_double, 4)
        found: set[int] = set()
        for number in numbers:
            _ink_box(self.handle, number, *box_at)
            left, right, bottom, top = box
            x0, y0, x1, y1 = (round(scale * edge) for edge in displayed(left, top, right, bottom))
            place = changed[min(y0, y1) : max(y0, y1), min(x0, x1) : max(x0, x1)]
            if place.size and not place.any():
                found.add(number)
        return found

    def _texts_of(self, numbers: Iterable[int]) -> set[int | None]:
        """The addresses of the texts that characters are of."""
        return {_text_object(self.handle, number).value for number in numbers}

    def _is_drawn_as(self, mode: int, index: int) -> bool:
        """Whether the text of a character is drawn in one of the modes that texts have."""
        item = pdfium.FPDFText_GetTextObject(self.text, index)
        return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == mode

    def _mend(self, codes: list[int], boxes: list[list[float]]) -> None:
        """Put right the boxes that are not as high as a line, and the codes of blanks that are none."""
        lefts, tops, rights, bottoms = boxes
        unusual = [
            at
            for at, (code, left, top, right, bottom) in enumerate(zip(codes, *boxes, strict=True))
            if code <= 32
            or code in UNSEEN
            or top - bottom < FLAT * (right - left)
            or top - bottom > LARGEST_CHARACTER
            or right - left > LARGEST_CHARACTER
        ]
        box, box_at = _answers(ctypes.c_double, 4)
        origin, origin_at = _answers(ctypes.c_double, 2)
        handle = self.handle
        em, seen = 0.0, 0
        for at in unusual:
            index = self.drawn[at]
            width, height = rights[at] - lefts[at], tops[at] - bottoms[at]
            if codes[at] == 32 or codes[at] in UNSEEN:
                _ink_box(handle, index, *box_at)
                if min(box[1] - box[0], box[3] - box[2]) > INK * min(width, height):
                    codes[at] = NOTHING  # fonts that lie about their characters draw digits as blanks
            elif height > LARGEST_CHARACTER or width > LARGEST_CHARACTER:
                # Fonts for vertical writing, whose boxes are not scaled: only the ink is trustworthy.
                _ink_box(handle, index, *box_at)
                lefts[at], rights[at], bottoms[at], tops[at] = box
            elif height < FLAT * width and not _angle(handle, index):
                # In fonts that are drawn glyph by glyph a 一 is as high as its ink, but stands on the line.
                _origin(handle, index, *origin_at)
                before = next(
                    (near for near in range(at - 1, seen - 1, -1) if codes[near] > FIRST_WIDE), None
                )
                em = max(width, em if before is None else rights[before] - lefts[before])
                bottoms[at], tops[at] = origin[1] - DESCENT * em, origin[1] + ASCENT * em
                seen = at + 1
        if self.drawings.flat_fonts:
            self._heighten(boxes)

    def _heighten(self, boxes: list[list[float]]) -> None:
        """Make the boxes of fonts without an ascent as high as a line; they are only as high as the ink."""
        _, tops, _, bottoms = boxes
        handle, matrix = self.handle, pdfium.FS_MATRIX()
        matrix_at = ctypes.byref(matrix)
        origin, origin_at = _answers(ctypes.c_double, 2)
        flat: dict[int | None, bool] = {None: False}
        for at, index in enumerate(self.drawn):
            item = _text_object(handle, index)
            if item.value not in flat:
                flat[item.value] = _font(item) in self.drawings.flat_fonts
            if not flat[item.value] or not _character_matrix(handle, index, matrix_at):
                continue
            _origin(handle, index, *origin_at)
            em, base = matrix.d * pdfium.FPDFText_GetFontSize(self.text, index), origin[1]
            if matrix.b or base - bottoms[at] > DEEPEST_INK * em or tops[at] - base > HIGHEST_INK * em:
                continue
            bottoms[at], tops[at] = base - DESCENT * em, base + ASCENT * em

    def _part_ligatures(self, characters: list[Character]) -> None:
        """Share the box of a ligature, which pdfium gives to each of its letters."""
        whole = 1
        for index, (before, character) in enumerate(pairwise(characters), 1):
            if (
                before.x0 == character.x0
                and before.x1 == character.x1
                and _in_ligature(character.text)
                and _in_ligature(before.text)
                and self._is_one_object(self.drawn[index])
            ):
                whole += 1
                continue
            if whole > 1:
                characters[index - whole : index] = _shared(before, characters[index - whole : index])
            whole = 1
        if whole > 1:
            end = len(characters)
            characters[end - whole :] = _shared(characters[-1], characters[end - whole :])

    def _is_one_object(self, index: int) -> bool:
        """Whether a character is drawn by the same operator as the one before, so not a second time."""
        get = pdfium.FPDFText_GetTextObject
        own, before = get(self.text, index), get(self.text, index - 1)
        return bool(own and before) and ctypes.addressof(own.contents) == ctypes.addressof(before.contents)


def _in_ligature(text: str) -> bool:
    return "a" <= text <= "z" or text == DASH


def _shared(whole: Character, letters: Sequence[Character]) -> list[Character]:
    """The letters of a ligature, each of which was given the box of all, side by side."""
    width = (whole.x1 - whole.x0) / len(letters)
    return [
        letter._replace(x0=whole.x0 + at * width, x1=whole.x0 + (at + 1) * width)
        for at, letter in enumerate(letters)
    ]


class _Handle(ctypes.c_void_p):
    """A thing of pdfium's, as it gives and takes them; a class of its own, so that it becomes no number."""


def _handle(thing: Any) -> _Handle:
    return ctypes.cast(thing, _Handle)


def _answers(kind: type[Any], count: int) -> tuple[Any, list[Any]]:
    """Places for values of a kind that pdfium gives, and references to each."""
    values = (kind * count)()
    return values, [ctypes.byref(values, at * ctypes.sizeof(kind)) for at in range(count)]


def _references(values: Any, each: int, first: int = 0) -> Iterator[Any]:
    """References to one place of an array in `each`, for the answers about many things."""
    size = ctypes.sizeof(values._type_)
    return map(ctypes.byref, repeat(values), range(first * size, len(values) * size, each * size))


def _direct(function: Any, given: Any = None) -> Any:
    """A function of pdfium that takes handles, references and integers as they are, and keeps the lock.

    Nothing is declared of its arguments, so that nothing is converted: asked once for each character and each
    path, that is half of the time. An integer that is no plain `int` in C has to be given as what it is.
    """
    given = given or (_Handle if issubclass(function.restype, ctypes._Pointer) else function.restype)
    return ctypes.PYFUNCTYPE(given)(_handle(function).value or 0)


_unicode = _direct(pdfium.FPDFText_GetUnicode)
_has_no_meaning = _direct(pdfium.FPDFText_HasUnicodeMapError)
_loose_box = _direct(pdfium.FPDFText_GetLooseCharBox)
_ink_box = _direct(pdfium.FPDFText_GetCharBox)
_angle = _direct(pdfium.FPDFText_GetCharAngle)
_character_matrix = _direct(pdfium.FPDFText_GetMatrix)
_text_object = _direct(pdfium.FPDFText_GetTextObject)
_font = _direct(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)  # its address, to be compared
_ascent = _direct(pdfium.FPDFFont_GetAscent)
_descent = _direct(pdfium.FPDFFont_GetDescent)
_origin = _direct(pdfium.FPDFText_GetCharOrigin)
_text_colour = _direct(pdfium.FPDFText_GetFillColor)
_is_generated = _direct(pdfium.FPDFText_IsGenerated)
_page_object = _direct(pdfium.FPDFPage_GetObject)
_form_count = _direct(pdfium.FPDFFormObj_CountObjects)
_form_object = _direct(pdfium.FPDFFormObj_GetObject)
_kind = _direct(pdfium.FPDFPageObj_GetType)
_bounds = _direct(pdfium.FPDFPageObj_GetBounds)
_matrix_of = _direct(pdfium.FPDFPageObj_GetMatrix)
_stroke_colour = _direct(pdfium.FPDFPageObj_GetStrokeColor)
_fill_colour = _direct(pdfium.FPDFPageObj_GetFillColor)
_render_mode = _direct(pdfium.FPDFTextObj_GetTextRenderMode)
_draw_mode = _direct(pdfium.FPDFPath_GetDrawMode)
_segment_count = _direct(pdfium.FPDFPath_CountSegments)
_segment = _direct(pdfium.FPDFPath_GetPathSegment)
_segment_end = _direct(pdfium.FPDFPathSegment_GetPoint)
_segment_kind = _direct(pdfium.FPDFPathSegment_GetType)
_segment_closes = _direct(pdfium.FPDFPathSegment_GetClose)


@lru_cache(maxsize=8192)
def _printed(code: int) -> str:
    """What a code stands for; one that stands for nothing is shown as unknown, never left out."""
    if 32 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFF0 or 0x10000 <= code < 0x110000:
        return chr(code)
    if code in (0x02, 0xFFFE):  # how pdfium gives a hyphen at the end of a line
        return "-"
    return " " if code in (0x09, 0x0A, 0x0D) else UNKNOWN
