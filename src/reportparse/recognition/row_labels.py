"""Compare printed row labels with those of a form."""

from __future__ import annotations

from functools import lru_cache

from reportparse.forms import Block, Row, TableForm
from reportparse.normalise import (
    LIKELY_LABEL,
    SURE_LABEL,
    Officials,
    best_similarity,
    label,
    most_alike,
    similarity,
)
from reportparse.recognition.table_lines import TableLine
from reportparse.remembered import remembered_by_size


def names_group_only(line: TableLine, row: Row) -> bool:
    """Whether the label of a line is that of the row's group, so that the row's own may be missing."""
    if not line.labels or len(row.path) == 1:
        return False
    group = similarity(line.labels[-1], row.path[-2])
    return group > max(LIKELY_LABEL, row_similarity(line.labels[-1], row))


def lacks_beginning(text: str, row: Row) -> bool:
    """Whether a text is the end of a row's label, and not the whole of one."""
    own, names = label(text).core, [label(name).core for name in row.labels]
    return own not in names and any(name.endswith(own) for name in names)


@remembered_by_size(65536)
def row_similarity(text: str, row: Row) -> float:
    """Return how like a row of the form a printed label is, 0 to 1."""
    return best_similarity(text, row.names)


@remembered_by_size(65536)
def is_own_label(text: str, row: Row) -> bool:
    """Whether a printed label is likely that of a row of the form itself, not of a group that it is in."""
    return row_similarity(text, row) > max(LIKELY_LABEL, best_similarity(text, row.path[:-1]))


# The lines of wrapped labels come again and again.
@lru_cache(maxsize=65536)
def rows_named(text: str, block: Block) -> frozenset[str]:
    """Return the codes of the rows of a block whose label a text surely is."""
    similar = _officials(block).similar(label(text))
    return frozenset(row.code for row in block.rows if most_alike(similar, row.names) > SURE_LABEL)


@lru_cache(maxsize=256)
def _officials(block: Block) -> Officials:
    return Officials(dict.fromkeys(name for row in block.rows for name in row.names))


def names_several_rows(line: TableLine, block: Block) -> bool:
    """Whether the lines of a label are the labels of different rows, such as 行政许可 and 行政处罚."""
    return any(
        len({code for text in cell.text.split("\n") for code in rows_named(text, block)}) > 1
        for cell, value in zip(line.cells, line.values, strict=True)
        if value.state == "text" and "\n" in cell.text.strip()
    )


def names_another_row(line: TableLine, row: Row, block: Block) -> bool:
    """Whether a label before the one of a line is that of another row, and of no group of its own."""
    named = (rows_named(text, block) for text in line.labels[:-1] if text not in row.path)
    return any(codes and row.code not in codes for codes in named)


def holds_rows_side_by_side(line: TableLine, form: TableForm) -> bool:
    """Whether a line has the label of a row of the form behind a number."""
    behind_number = False
    for cell, value in zip(line.cells, line.values, strict=True):
        if (
            behind_number
            and value.state == "text"
            and any(rows_named(cell.text, block) for block in form.blocks)
        ):
            return True
        behind_number = behind_number or value.state == "number"
    return False
