"""Made reports as the texts that circulate of such pages, where no tool is known that wrote them.

Each dialect is a function from a table to lines; the rest of the report is a line per paragraph.
"""

from __future__ import annotations

from collections.abc import Callable

from ..report import Grid, GridCell, Heading, MadeReport

Dialect = Callable[[Grid], list[str]]


def flat(text: str) -> str:
    """A cell's text on one line."""
    return "".join(text.replace("\v", "\n").split("\n"))


def _row_texts(grid: Grid) -> list[list[str]]:
    """For each row the texts of the cells that start in it."""
    return [[flat(cell.text) for cell in row] for row in grid.rows()]


def _pipe_rows(grid: Grid) -> list[str]:
    """`a | 0 | 0 |`, nothing for merged cells."""
    return [" | ".join(texts) + " |" for texts in _row_texts(grid)]


def _filled_texts(grid: Grid) -> list[list[str]]:
    """For each row the texts of its cells without the blank ones."""
    return [[text for text in texts if text.strip()] for texts in _row_texts(grid)]


def _fillers(grid: Grid, texts: list[str]) -> str:
    """Pipes that make a row of texts as long as its table is wide."""
    return "|" * (grid.width - len(texts))


def _padded_rows(grid: Grid) -> list[str]:
    """`a | 0 | ||`: fillers at the end, up to the table's width."""
    return [" | ".join(texts) + " | " + _fillers(grid, texts) for texts in _row_texts(grid)]


def _padded_rows_without_blanks(grid: Grid) -> list[str]:
    """The same, blank cells left out: the fillers make up for them, too."""
    return [(" | ".join(texts) + " | " + _fillers(grid, texts)).rstrip() for texts in _filled_texts(grid)]


def _spaced_rows(grid: Grid) -> list[str]:
    """`| | 2.… | 0 |`: a spacer for each cell that continues from above."""
    lines = []
    for row, covering in enumerate(grid.covering()):
        seen: list[GridCell] = []
        for cell in covering:
            if cell is not None and all(cell is not other for other in seen):
                seen.append(cell)
        spacers = "| " * sum(cell.row < row for cell in seen)
        lines.append(spacers + " | ".join(flat(cell.text) for cell in seen if cell.row == row) + " |")
    return lines


def _markdown(grid: Grid, rule: bool) -> list[str]:
    lines = []
    for row, covering in enumerate(grid.covering()):
        texts = [
            flat(cell.text) if cell is not None and (cell.row, cell.column) == (row, column) else ""
            for column, cell in enumerate(covering)
        ]
        lines.append("| " + " | ".join(texts) + " |")
    if rule:
        lines.insert(1, "|" + "---|" * grid.width)
    return lines


def _markdown_rule(grid: Grid) -> list[str]:
    return _markdown(grid, rule=True)


def _markdown_bare(grid: Grid) -> list[str]:
    """Markdown without its `|---|` line."""
    return _markdown(grid, rule=False)


def _cell_pipe_lines(grid: Grid) -> list[str]:
    """`cell |` per line, rows ended by a line of fillers."""
    lines: list[str] = []
    for texts in _row_texts(grid):
        lines += [f"{text} |".lstrip() for text in texts]
        lines += filter(None, [_fillers(grid, texts)])
    return lines


def _filled_up_cell_pipe_lines(grid: Grid) -> list[str]:
    """`cell |` per line, the fillers of a row behind its last cell."""
    return [line for texts in _row_texts(grid) for line in _filled_up_lines(grid, texts)]


def _opened_cell_pipe_lines(grid: Grid) -> list[str]:
    """The same, each row opened by a line of one pipe."""
    return [line for texts in _row_texts(grid) for line in ("|", *_filled_up_lines(grid, texts))]


def _opened_cell_pipe_lines_without_blanks(grid: Grid) -> list[str]:
    """The same, blank cells left out: the fillers make up for them, too."""
    return [line for texts in _filled_texts(grid) for line in ("|", *_filled_up_lines(grid, texts))]


def _filled_up_lines(grid: Grid, texts: list[str]) -> list[str]:
    lines = [f"{text} |".lstrip() for text in texts]
    fillers = _fillers(grid, texts)
    return [*lines[:-1], f"{lines[-1]} {fillers}"] if lines and fillers else lines


def _lone_pipes(grid: Grid) -> list[str]:
    """A pipe alone on its line after each cell, fillers on a line of their own."""
    lines: list[str] = []
    for texts in _row_texts(grid):
        for text in texts:
            lines += [text, "|"] if text else ["|"]
        lines += filter(None, [_fillers(grid, texts)])
    return lines


def _rows_broken_in_cells(grid: Grid) -> list[str]:
    """Rows as lines with pipes, but a line end inside a cell breaks its row."""
    lines: list[str] = []
    for row in grid.rows():
        text = " | ".join(cell.text.replace("\v", "\n") for cell in row) + " |"
        lines += text.split("\n")
    return lines


def _cell_lines(grid: Grid) -> list[str]:
    """A cell per line, blank cells dropped: what remains has lost its columns."""
    return [text for texts in _row_texts(grid) for text in texts if text.strip()]


def _cell_lines_apart(grid: Grid) -> list[str]:
    """The same with a blank line after each cell."""
    return [line for text in _cell_lines(grid) for line in (text, "")]


def _spaces(grid: Grid) -> list[str]:
    return [" ".join(text for text in texts if text.strip()) for texts in _row_texts(grid)]


def _tabs(grid: Grid) -> list[str]:
    return ["\t".join(texts) for texts in _row_texts(grid)]


def _double_pipes(grid: Grid) -> list[str]:
    """`|a||b|`"""
    return ["".join(f"|{text}|" for text in texts) for texts in _row_texts(grid)]


def _glued(grid: Grid) -> list[str]:
    """`规章000`: no separator at all."""
    return ["".join(texts) for texts in _row_texts(grid)]


def _detached(grid: Grid) -> list[str]:
    """The labels of all rows in one block, their values in another."""
    labels = ["".join(flat(cell.text) for cell in row if cell.role != "value") for row in grid.rows() if row]
    values = [[flat(cell.text).strip() or "-" for cell in row if cell.role == "value"] for row in grid.rows()]
    return [label for label in labels if label] + [" ".join(texts) for texts in values if texts]


DIALECTS: dict[str, Dialect] = {
    "dialect-pipe-rows": _pipe_rows,
    "dialect-padded-rows": _padded_rows,
    "dialect-padded-rows-without-blanks": _padded_rows_without_blanks,
    "dialect-spaced-rows": _spaced_rows,
    "dialect-markdown": _markdown_rule,
    "dialect-markdown-bare": _markdown_bare,
    "dialect-cell-pipe-lines": _cell_pipe_lines,
    "dialect-cell-pipe-lines-filled-up": _filled_up_cell_pipe_lines,
    "dialect-cell-pipe-lines-opened": _opened_cell_pipe_lines,
    "dialect-cell-pipe-lines-without-blanks": _opened_cell_pipe_lines_without_blanks,
    "dialect-lone-pipes": _lone_pipes,
    "dialect-rows-broken-in-cells": _rows_broken_in_cells,
    "dialect-cell-lines": _cell_lines,
    "dialect-cell-lines-apart": _cell_lines_apart,
    "dialect-spaces": _spaces,
    "dialect-tabs": _tabs,
    "dialect-double-pipes": _double_pipes,
    "dialect-glued": _glued,
    "dialect-detached": _detached,
    "dialect-lines-once": _cell_lines,
}


def dialect_text(made: MadeReport, dialect: str) -> str:
    """The report with its tables in one of `DIALECTS`."""
    lines = [*made.before_title, *made.title_lines, *made.after_title]
    for block in made.blocks:
        if isinstance(block, Grid):
            lines += DIALECTS[dialect](block)
        elif isinstance(block, Heading):
            lines.append(block.text + block.glued)
        else:
            lines.append(block.text)
    if dialect == "dialect-lines-once":
        lines = list(dict.fromkeys(lines))  # lines that repeat are removed over the whole page
    return "\n".join(lines) + "\n"
