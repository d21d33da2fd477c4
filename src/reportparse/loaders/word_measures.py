"""Measures that the formats of word processors share."""

# Half points: text that is raised by less is only centred in its line.
RAISED_BY = 6
# Half points: the size of text whose size nothing tells.
USUAL_SIZE = 20
# Twips: a quarter of the usual page's width, and three centimetres. A larger picture may be that of a table.
TABLE_WIDTH, TABLE_HEIGHT = 11_906 // 4, 1_701
