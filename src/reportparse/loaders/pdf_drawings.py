"""What is drawn on a page of a PDF: rulings, backgrounds, pictures, and where texts stand among them."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import le
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from reportparse.document import Box
from reportparse.loaders import ocr
from reportparse.loaders import pdf_raw as raw
from reportparse.loaders.page_characters import Skew, is_skewed
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
# What stands in these parts of a page's width may be cut by the edge of what a program printed, as far as a clip shows
# that is at least so wide.
OUTER, WIDE_CLIP = 0.15, 0.6
# Ems from the lowest to the highest point of a font's line, at least: where a font does not tell them, two of its
# characters are taken for both.
LOWEST_LINE = 0.75
TEXT = pdfium.FPDF_PAGEOBJ_TEXT
INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


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

    @property
    def width(self) -> float:
        """How wide the page is as displayed."""
        return self.y1 - self.y0 if self.rotation % 180 else self.x1 - self.x0

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
class Rulings:
    """Straight lines of one kind."""

    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)

    def add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Take a line if it runs across or down."""
        if abs(y1 - y0) < 1.0 and abs(x1 - x0) > 0.0:
            self.horizontals.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < 1.0 and abs(y1 - y0) > 0.0:
            self.verticals.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def touches(line: Box, shade: Box) -> bool:
    """Whether the middle of a line is on a background or at its edge."""
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return shade.x0 - EDGE < x < shade.x1 + EDGE and shade.y0 - EDGE < y < shade.y1 + EDGE


class Drawings:
    """Rulings, pictures and kinds of text of one page."""

    def __init__(self, displayed: Displayed) -> None:
        self.displayed = displayed
        self.dark, self.light = Rulings(), Rulings()
        self.shades: list[Box] = []
        self.pictures: list[Box] = []
        self.paths = 0
        self._outer: list[tuple[raw.Handle, tuple[Matrix, ...], float, float]] = []
        self.grounds: list[Box] = []  # what text as light as paper can be seen on, beside shades
        self.covers: list[tuple[Order, Box]] = []  # filled areas that are drawn later than some text
        self.has_invisible_text = False
        self.has_light_text = False
        self.has_turned_text = False  # by no quarter of a circle
        self.flat_fonts: set[int | None] = set()  # those that do not say how high a line is
        self._fonts: set[int | None] = set()
        self._texts_at: list[
            tuple[Order, list[int], list[raw.Handle]]
        ] = []  # all things, where there are texts
        # What pdfium writes its answers to, each with references to its places.
        self._bounds, self._bounds_at = raw.answers(ctypes.c_float, 4)
        self._mode, self._mode_at = raw.answers(ctypes.c_int, 2)
        self._colour, self._colour_at = raw.answers(ctypes.c_uint, 4)

    def read(self, page: Any) -> None:
        """Look at all that is drawn on a page."""
        self._objects(list(objects_of_page(page)), (), ())

    def edges(self) -> tuple[float, float]:
        """The left and the right edge of what is shown: those of the page, or those at which a clip cuts paths."""
        left, right, width = 0.0, self.displayed.width, self.displayed.width
        for item, matrices, x0, x1 in self._outer:
            for begin, end in self._clips(item, matrices):
                if end - begin > WIDE_CLIP * width:
                    left = max(left, begin) if x0 < begin - EDGE else left
                    right = min(right, end) if x1 > end + EDGE else right
        return left, right

    def _clips(self, item: raw.Handle, matrices: tuple[Matrix, ...]) -> Iterator[tuple[float, float]]:
        """Where each area begins and ends that a path is clipped to."""
        clip = raw.clip_of(item)
        for path in range(raw.clip_count(clip) if clip else 0):
            points = []
            for index in range(raw.clip_segment_count(clip, path)):
                raw.segment_end(raw.clip_segment(clip, path, index), *self._bounds_at[:2])
                x, y = self._bounds[:2]
                points.append(self._points(x, y, x, y, matrices)[0])
            if points:
                yield min(points), max(points)

    def orders(self) -> dict[int | None, Order]:
        """Where the texts stand in the order of drawing, by their addresses."""
        return {
            item.value: (*order, at)
            for order, kinds, items in self._texts_at
            for at, (kind, item) in enumerate(zip(kinds, items, strict=True))
            if kind == TEXT
        }

    def _objects(self, items: list[raw.Handle], matrices: tuple[Matrix, ...], order: Order) -> None:
        kinds = list(map(raw.kind, items))
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
                self._objects(list(objects_of_form(item)), (_matrix(item), *matrices), (*order, at))

    def _texts(self, items: Sequence[raw.Handle]) -> None:
        """Look at all texts at once: there are hundreds on a page, and nearly always nothing is unusual."""
        self._look_for_turned(items)
        fonts = set(map(raw.font, items)) - self._fonts
        self._fonts |= fonts
        self.flat_fonts.update(font for font in fonts if font is not None and _is_flat(font))
        modes = list(map(raw.render_mode, items))
        if INVISIBLE in modes:
            self.has_invisible_text = True
            items = [item for item, mode in zip(items, modes, strict=True) if mode != INVISIBLE]
        if not self.has_light_text:
            colours = (ctypes.c_uint * (4 * len(items)))()
            places = (raw.references(colours, 4, channel) for channel in range(4))
            deque(map(raw.fill_colour, items, *places), maxlen=0)
            reds, greens, blues, alphas = (colours[channel::4] for channel in range(4))
            lightest = max(map(min, reds, greens, blues), default=0)
            self.has_light_text = 0 in alphas or lightest >= LIGHTEST_RULING

    def _look_for_turned(self, items: Sequence[raw.Handle]) -> None:
        if self.has_turned_text:
            return
        matrices = (ctypes.c_float * (6 * len(items)))()
        deque(map(raw.matrix_of, items, raw.references(matrices, 6)), maxlen=0)
        self.has_turned_text = any(
            b and is_skewed(a, b) for a, b in zip(matrices[::6], matrices[1::6], strict=True)
        )

    def _points(self, x: float, y: float, u: float, v: float, matrices: tuple[Matrix, ...]) -> Points:
        for a, b, c, d, e, f in matrices:
            x, y = a * x + c * y + e, b * x + d * y + f
            u, v = a * u + c * v + e, b * u + d * v + f
        return self.displayed(x, y, u, v)

    def _corners(self, item: raw.Handle, matrices: tuple[Matrix, ...]) -> Points:
        """Left, top, right, and bottom."""
        raw.bounds(item, *self._bounds_at)
        left, bottom, right, top = self._bounds
        x0, y0, x1, y1 = self._points(left, bottom, right, top, matrices)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _path(self, item: raw.Handle, matrices: tuple[Matrix, ...]) -> Box | None:
        """Take a path for what it is; gives the area that it fills, if it does."""
        raw.draw_mode(item, *self._mode_at)
        fill, stroke = self._mode
        x0, y0, x1, y1 = self._corners(item, matrices)
        if not (fill or stroke):
            return None
        if x0 < OUTER * self.displayed.width or x1 > (1 - OUTER) * self.displayed.width:
            self._outer.append((item, matrices, x0, x1))
        thin = min(x1 - x0, y1 - y0) <= THICKEST_RULING
        rulings = (
            self.dark if self._visible(raw.stroke_colour if stroke else raw.fill_colour, item) else self.light
        )
        if not (thin or stroke):
            if rulings is self.dark:
                self.shades.append(Box(x0, y0, x1, y1))
        elif not thin:
            if fill and self._visible(raw.fill_colour, item):
                self.grounds.append(Box(x0, y0, x1, y1))
            for segment in self._segments(item, matrices):
                rulings.add(*segment)
        elif x1 - x0 > y1 - y0:
            rulings.horizontals.append(Ruling((y0 + y1) / 2, x0, x1))
        else:
            rulings.verticals.append(Ruling((x0 + x1) / 2, y0, y1))
        return Box(x0, y0, x1, y1) if fill and not thin else None

    def seen(self) -> list[Rulings]:
        """The rulings that can be seen; those as light as paper can where all of them part backgrounds."""
        light = [
            *(Box(start, at, end, at) for at, start, end in self.light.horizontals),
            *(Box(at, start, at, end) for at, start, end in self.light.verticals),
        ]
        if not light or not self.shades or len(light) * len(self.shades) > MOST_RULINGS:
            return [self.dark]
        beside = sum(any(map(touches, repeat(box), self.shades)) for box in light)
        return [self.dark, self.light] if beside > ON_COLOUR * len(light) else [self.dark]

    def _visible(self, colour_of: Callable[..., Any], item: raw.Handle) -> bool:
        if not colour_of(item, *self._colour_at):
            return True
        red, green, blue, alpha = self._colour
        return bool(alpha > 0 and min(red, green, blue) < LIGHTEST_RULING)

    def _segments(
        self, item: raw.Handle, matrices: tuple[Matrix, ...]
    ) -> Iterator[tuple[float, float, float, float]]:
        """The straight pieces of a path."""
        own = (_matrix(item), *matrices)
        end, end_at = raw.answers(ctypes.c_float, 2)
        here, start = (0.0, 0.0), (0.0, 0.0)
        for index in range(raw.segment_count(item)):
            segment = raw.segment(item, index)
            raw.segment_end(segment, *end_at)
            x, y = end
            point = self._points(x, y, x, y, own)[:2]
            kind = raw.segment_kind(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield (*here, *point)
            here = point
            if raw.segment_closes(segment):
                yield (*here, *start)
                here = start


def _matrix(item: raw.Handle) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not raw.matrix_of(item, ctypes.byref(matrix)):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _is_flat(address: int) -> bool:
    """Whether a font does not say how high a line is."""
    font = raw.Handle(address)
    heights, (ascent, descent) = raw.answers(ctypes.c_float, 2)
    size = ctypes.c_float(1.0)
    known = raw.ascent(font, size, ascent) and raw.descent(font, size, descent)
    return bool(known) and heights[0] - heights[1] < LOWEST_LINE


def objects_of_page(page: Any) -> Iterator[raw.Handle]:
    """What is drawn on a page, forms as wholes."""
    return map(raw.page_object, repeat(raw.handle(page)), range(pdfium.FPDFPage_CountObjects(page)))


def objects_of_form(form: raw.Handle) -> Iterator[raw.Handle]:
    """What a form draws."""
    return map(raw.form_object, repeat(form), map(ctypes.c_ulong, range(raw.form_count(form))))


def rendered(page: pypdfium2.PdfPage) -> Any:
    """A picture of the page as an array of grey levels, height x width."""
    width, height = page.get_size()
    scale = min(ocr.DOTS_PER_INCH / 72, (ocr.MOST_PIXELS / (width * height)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_numpy()
