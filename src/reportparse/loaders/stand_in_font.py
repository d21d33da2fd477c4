"""A font of boxes for Chinese text whose own font is neither in the PDF nor on the machine.

Without any font pdfium gives such characters no extent, and leaves out those that are drawn one by one:
what is read would depend on the machine.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from pypdfium2 import PdfSysfontBase

FILE = Path(__file__).with_suffix(".ttf")
CHARACTER_SETS = frozenset(
    (
        pdfium.FXFONT_GB2312_CHARSET,
        pdfium.FXFONT_CHINESEBIG5_CHARSET,
        pdfium.FXFONT_SHIFTJIS_CHARSET,
        pdfium.FXFONT_HANGEUL_CHARSET,
    )
)


@cache
def install() -> None:
    """Let pdfium use the stand-in, in this process, where the machine has no font of a character set."""
    _WithStandIn(PdfSysfontBase.SINGLETON).setup()


class _WithStandIn(PdfSysfontBase):  # type: ignore[misc]
    """The fonts that pdfium finds otherwise, and behind them the stand-in.

    The names and arguments of the methods are those of pdfium's interface for fonts.
    """

    def __init__(self, default: PdfSysfontBase | None) -> None:
        super().__init__(default)
        content = FILE.read_bytes()
        self._font = ctypes.create_string_buffer(content, len(content))
        self._handle = ctypes.addressof(self._font)

    def MapFont(self, _: Any, weight: int, italic: int, character_set: int, *rest: Any) -> int | None:  # noqa: N802
        found: int | None = super().MapFont(_, weight, italic, character_set, *rest)
        return found or (self._handle if character_set in CHARACTER_SETS else None)

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        if font != self._handle:
            return int(super().GetFontData(_, font, table, buffer, size))
        if table:  # pdfium asks for one only to know a collection of fonts
            return 0
        length = len(self._font)
        if size >= length:
            ctypes.memmove(buffer, self._font, length)
        return length

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:  # noqa: N802
        return 0 if font == self._handle else int(super().GetFaceName(_, font, buffer, size))

    def GetFontCharset(self, _: Any, font: int) -> int:  # noqa: N802
        if font == self._handle:
            return int(pdfium.FXFONT_GB2312_CHARSET)
        return int(super().GetFontCharset(_, font))

    def DeleteFont(self, _: Any, font: int) -> None:  # noqa: N802
        if font != self._handle:
            super().DeleteFont(_, font)
