"""Pages of which a tool made small tables with pipes, row by row, with columns guessed from where words stand.

MarkItDown writes PDFs so: what it takes for a table it draws with pipes, of one row as well as of several, and
what is between stays lines of words. A cell may then hold several numbers, blank cells are no blank cells of
the page, and no two of its tables have the same columns. The order of the words is all that is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from reportparse.document import Block, Paragraph
from reportparse.values import is_value

SEPARATOR = regex.compile(r"^\|(?:\s*:?-{2,}:?\s*\|)+$")
# So many tables that begin with values right behind a line of words are no chance.
FEWEST_TABLES = 2


def without_guessed_columns(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with plain words for the tables of such pages, and as they are if there are none."""
    texts = [block.text.strip() if isinstance(block, Paragraph) else "|" for block in blocks]
    separators = [i for i, text in enumerate(texts) if SEPARATOR.match(text)]
    loose = [i - 1 for i in separators if _begins_loosely(texts, i - 1)]
    # A number alone between a header and the row below it is one of that row.
    if len(loose) < FEWEST_TABLES and not any(
        i > 1 and is_value(texts[i - 1]) and SEPARATOR.match(texts[i - 2]) for i in loose
    ):
        return blocks
    left_out = {*separators}
    return [
        replace(block, text=" ".join(block.text.replace("|", " ").split()))
        if isinstance(block, Paragraph) and block.text.strip().startswith("|")
        else block
        for i, block in enumerate(blocks)
        if i not in left_out
    ]


def _begins_loosely(texts: Sequence[str], i: int) -> bool:
    """Return whether a table begins with a row of values, as if it were its header, right behind a line of words."""
    if i < 1 or not texts[i].startswith("|") or not texts[i - 1] or "|" in texts[i - 1]:
        return False
    return any(all(map(is_value, cell.split())) for cell in texts[i].split("|") if cell.strip())
