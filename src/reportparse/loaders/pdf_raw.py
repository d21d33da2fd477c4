"""Functions of pdfium, asked without conversion, and places for their answers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]


class Handle(ctypes.c_void_p):
    """A thing of pdfium's, as it gives and takes them; a class of its own, so that it becomes no number."""


def handle(thing: Any) -> Handle:
    """A thing that pypdfium2 gave, as these functions take it."""
    return ctypes.cast(thing, Handle)


def answers(kind: type[Any], count: int) -> tuple[Any, list[Any]]:
    """Places for values of a kind that pdfium gives, and references to each."""
    values = (kind * count)()
    return values, [ctypes.byref(values, at * ctypes.sizeof(kind)) for at in range(count)]


def references(values: Any, each: int, first: int = 0) -> Iterator[Any]:
    """References to one place of an array in `each`, for the answers about many things."""
    size = ctypes.sizeof(values._type_)
    return map(ctypes.byref, repeat(values), range(first * size, len(values) * size, each * size))


def direct(function: Any, given: Any = None) -> Any:
    """A function of pdfium that takes handles, references and integers as they are, and keeps the lock.

    Nothing is declared of its arguments, so that nothing is converted: asked once for each character and each
    path, that is half of the time. An integer that is no plain `int` in C has to be given as what it is.
    """
    given = given or (Handle if issubclass(function.restype, ctypes._Pointer) else function.restype)
    return ctypes.PYFUNCTYPE(given)(handle(function).value or 0)


unicode = direct(pdfium.FPDFText_GetUnicode)
has_no_meaning = direct(pdfium.FPDFText_HasUnicodeMapError)
loose_box = direct(pdfium.FPDFText_GetLooseCharBox)
ink_box = direct(pdfium.FPDFText_GetCharBox)
angle = direct(pdfium.FPDFText_GetCharAngle)
character_matrix = direct(pdfium.FPDFText_GetMatrix)
text_object = direct(pdfium.FPDFText_GetTextObject)
font = direct(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)  # its address, to be compared
ascent = direct(pdfium.FPDFFont_GetAscent)
descent = direct(pdfium.FPDFFont_GetDescent)
origin = direct(pdfium.FPDFText_GetCharOrigin)
text_colour = direct(pdfium.FPDFText_GetFillColor)
is_generated = direct(pdfium.FPDFText_IsGenerated)
page_object = direct(pdfium.FPDFPage_GetObject)
form_count = direct(pdfium.FPDFFormObj_CountObjects)
form_object = direct(pdfium.FPDFFormObj_GetObject)
kind = direct(pdfium.FPDFPageObj_GetType)
bounds = direct(pdfium.FPDFPageObj_GetBounds)
matrix_of = direct(pdfium.FPDFPageObj_GetMatrix)
stroke_colour = direct(pdfium.FPDFPageObj_GetStrokeColor)
fill_colour = direct(pdfium.FPDFPageObj_GetFillColor)
render_mode = direct(pdfium.FPDFTextObj_GetTextRenderMode)
draw_mode = direct(pdfium.FPDFPath_GetDrawMode)
segment_count = direct(pdfium.FPDFPath_CountSegments)
segment = direct(pdfium.FPDFPath_GetPathSegment)
segment_end = direct(pdfium.FPDFPathSegment_GetPoint)
segment_kind = direct(pdfium.FPDFPathSegment_GetType)
segment_closes = direct(pdfium.FPDFPathSegment_GetClose)
clip_of = direct(pdfium.FPDFPageObj_GetClipPath)
clip_count = direct(pdfium.FPDFClipPath_CountPaths)
clip_segment_count = direct(pdfium.FPDFClipPath_CountPathSegments)
clip_segment = direct(pdfium.FPDFClipPath_GetPathSegment)
