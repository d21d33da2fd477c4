"""The forms with printed values as tables, laid out as the official templates lay them out."""

from __future__ import annotations

from .forms import DISCLOSURE, REQUESTS, REVIEWS, Block, RequestsForm, ReviewsForm
from .numbers import Key
from .report import Grid, GridCell

Printed = dict[Key, str]


def disclosure(blocks: list[Block], printed: Printed) -> Grid:
    """Section 2, all blocks under each other in one table of four columns."""
    cells: list[GridCell] = []
    top = 0
    for block in blocks:
        cells.append(GridCell(top, 0, block.caption, colspan=4, role="caption"))
        cells.append(GridCell(top + 1, 0, block.corner, role="header"))
        spans = _share(3, len(block.columns))
        for (start, span), column in zip(spans, block.columns, strict=True):
            cells.append(GridCell(top + 1, 1 + start, column.label, colspan=span, role="header"))
        for offset, row in enumerate(block.rows, start=top + 2):
            cells.append(GridCell(offset, 0, row.label))
            for (start, span), column in zip(spans, block.columns, strict=True):
                key = (DISCLOSURE, row.code, column.code)
                cells.append(GridCell(offset, 1 + start, printed[key], colspan=span, key=key, role="value"))
        top += 2 + len(block.rows)
    return Grid(DISCLOSURE, cells, [1.3, 1, 1, 1])


def _share(width: int, parts: int) -> list[tuple[int, int]]:
    """Starts and spans of cells that share a width; the last takes what is left."""
    return [(part, 1 if part < parts - 1 else width - part) for part in range(parts)]


def requests(form: RequestsForm, printed: Printed) -> Grid:
    """Section 3: three columns of labels, seven of values, three rows of header."""
    applicants = len(form.organisation_columns) + 1
    width = 3 + applicants + 1
    cells = [
        GridCell(0, 0, form.note, rowspan=3, colspan=3, role="header"),
        GridCell(0, 3, form.applicants, colspan=applicants + 1, role="header"),
        GridCell(1, 3, form.natural_person, rowspan=2, role="header"),
        GridCell(1, 4, form.organisations, colspan=applicants - 1, role="header"),
        GridCell(1, width - 1, form.total, rowspan=2, role="header"),
    ]
    cells += [
        GridCell(2, column, organisation.label, role="header")
        for column, organisation in enumerate(form.organisation_columns, start=4)
    ]
    groups: dict[tuple[int, str], GridCell] = {}
    for row, line in enumerate(form.rows, start=3):
        for depth, label in enumerate(line.labels):
            innermost = depth == len(line.labels) - 1
            if innermost:
                cells.append(GridCell(row, depth, label, colspan=3 - depth))
            elif (depth, label) in groups:
                groups[depth, label].rowspan += 1
            else:
                groups[depth, label] = GridCell(row, depth, label)
                cells.append(groups[depth, label])
        for column, code in enumerate(form.column_codes, start=3):
            key = (REQUESTS, line.code, code)
            cells.append(GridCell(row, column, printed[key], key=key, role="value"))
    return Grid(REQUESTS, cells, [1, 1.3, 3.2, *[1.0] * (width - 3)])


def reviews(form: ReviewsForm, printed: Printed) -> Grid:
    """Section 4: three rows of header, one of values."""
    count = len(form.results)
    cells = [
        GridCell(0, 0, form.reconsideration, colspan=count, role="header"),
        GridCell(0, count, form.litigation, colspan=2 * count, role="header"),
        GridCell(1, count, form.direct, colspan=count, role="header"),
        GridCell(1, 2 * count, form.after, colspan=count, role="header"),
    ]
    for part, row in enumerate(form.row_codes):
        for offset, result in enumerate(form.results):
            column = part * count + offset
            if part == 0:
                cells.append(GridCell(1, column, result.label, rowspan=2, role="header"))
            else:
                cells.append(GridCell(2, column, result.label, role="header"))
            key = (REVIEWS, row, result.code)
            cells.append(GridCell(3, column, printed[key], key=key, role="value"))
    return Grid(REVIEWS, cells, [1.0] * (3 * count))
