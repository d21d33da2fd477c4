"""Makes the font that stands in for fonts of Chinese that are neither in a PDF nor on the machine.

    python -m tests.stand_in_font

writes it to where the package has it.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import newTable  # type: ignore[import-untyped]
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable  # type: ignore[import-untyped]

from reportparse.loaders.stand_in_font import FILE

EM = 1000
BLANKS = (0x20, 0xA0, *range(0x2000, 0x2010), 0x2060, 0x3000, 0xFEFF)
FIRST_WIDE = 0x2E80
LAST = 0x2FFFF


def font() -> bytes:
    """A TrueType font in which all characters but blanks are boxes: narrow ones or, from CJK on, wide ones."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "narrow", "wide", "blank"])
    builder.font["cmap"] = table = newTable("cmap")
    # The one format in which many characters share a glyph.
    characters = CmapSubtable.newSubtable(13)
    characters.platformID, characters.platEncID, characters.language = 3, 10, 0
    characters.format, characters.reserved, characters.length, characters.nGroups = 13, 0, 0, 0
    characters.cmap = {code: _glyph(code) for code in range(0x20, LAST + 1)}
    table.tableVersion, table.tables = 0, [characters]
    builder.setupGlyf({".notdef": _box(400), "narrow": _box(400), "wide": _box(950), "blank": _box(0)})
    builder.setupHorizontalMetrics(
        {".notdef": (500, 50), "narrow": (500, 50), "wide": (EM, 50), "blank": (500, 0)}
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupNameTable({"familyName": "Stand-in", "styleName": "Regular"})
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _glyph(code: int) -> str:
    if code in BLANKS:
        return "blank"
    return "wide" if code >= FIRST_WIDE else "narrow"


def _box(right: int) -> object:
    """A box that is within what real characters cover, so that it makes none of them larger."""
    pen = TTGlyphPen(None)
    if right:
        pen.moveTo((50, 0))
        for corner in ((50, 700), (right, 700), (right, 0)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    Path(FILE).write_bytes(font())
