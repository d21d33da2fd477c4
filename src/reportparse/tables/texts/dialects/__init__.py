"""How tools write tables as text: one small description per dialect.

A dialect finds the lines that belong to a table and reads them back to rows of cells. Rows that
it returns have their blank cells; merged cells are left out, and fillers may follow at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportparse.document import Cell, Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow
from reportparse.tables.texts.dialects import (
    commas,
    drawn,
    fenced,
    mediawiki,
    pasted,
    pipes,
    ruled,
    space_rows,
    tab_cells,
    tab_rows,
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one tool writes tables as text.

    `extent` returns the line after the last one of the table that starts at a line, or that line
    itself where none starts. `rows` returns the cells of the table's lines, row by row, or None
    where the marks do not tell where rows end; `cells` then returns them in one sequence. `grid` returns
    the cells with all their spans, or none where lines do not draw them. A text without any of the
    characters `marks` has no such table. Where white space parts cells, other tools may have taken it, and
    blank cells with it, from the ends of lines: then rows `may_lack_last_blanks`.
    """

    name: str
    marks: str
    extent: Callable[[Sequence[str], int, Vocabulary], int]
    rows: Callable[[Sequence[Paragraph]], list[CellRow] | None]
    cells: Callable[[Sequence[Paragraph]], CellRow] | None = None
    grid: Callable[[Sequence[Paragraph], Vocabulary], list[Cell]] | None = None
    may_lack_last_blanks: bool = False


DIALECTS: tuple[Dialect, ...] = (
    Dialect("tab-pasted", "\t", pasted.extent, pasted.rows),
    Dialect("tab-cells", "\t", tab_cells.extent, tab_cells.rows),
    Dialect("tab-rows", "\t", tab_rows.extent, tab_rows.rows, may_lack_last_blanks=True),
    Dialect("fenced", "|", fenced.extent, fenced.rows, fenced.cells),
    Dialect("mediawiki", "|", mediawiki.extent, mediawiki.rows, grid=mediawiki.grid),
    Dialect("drawn", "+", drawn.extent, drawn.rows, grid=drawn.grid),
    Dialect("ruled", "-=", ruled.extent, ruled.rows),
    Dialect("pipes", "|", pipes.extent, pipes.rows, pipes.cells),
    Dialect("commas", ",", commas.extent, commas.rows),
    Dialect("space-rows", " ", space_rows.extent, space_rows.rows),
)
