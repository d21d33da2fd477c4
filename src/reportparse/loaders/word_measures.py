"""Measures and codes that the formats of word processors share."""

# Half points: text that is raised by less is only centred in its line.
RAISED_BY = 6
# Half points: the size of text whose size nothing tells.
USUAL_SIZE = 20
# Twips: a quarter of the usual page's width, and three centimetres. A larger picture may be that of a table.
TABLE_WIDTH, TABLE_HEIGHT = 11_906 // 4, 1_701


def plain_symbol(code: int) -> int:
    """Return the code of a character that a symbol font moves up by F000 as other fonts have it."""
    return code - 0xF000 if 0xF020 <= code <= 0xF07E else code
