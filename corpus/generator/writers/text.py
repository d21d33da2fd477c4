"""Made reports as text the way Apache Tika writes a Word file.

A tab before each cell, a line end after it, a blank line after each row. A cell that
continues a vertical merge is a line with only a tab, a horizontal merge is one cell, further
paragraphs of a cell have no tab, bookmarks leave their names.
"""

from __future__ import annotations

from random import Random

from ..report import Grid, Heading, MadeReport


def text_bytes(made: MadeReport) -> bytes:
    random = Random(f"{made.seed} text")
    lines = [*made.before_title, *made.title_lines, *made.after_title, ""]
    for block in made.blocks:
        if isinstance(block, Grid):
            lines += _table(block, made.look.bookmarks, random)
        elif isinstance(block, Heading):
            lines.append(block.text + block.glued)
        else:
            lines.append(block.text)
    content = "\n".join(lines) + "\n"
    return content.encode("utf-8-sig" if made.look.byte_order_mark else "utf-8")


def _table(grid: Grid, bookmarks: bool, random: Random) -> list[str]:
    lines: list[str] = []
    for row, covering in enumerate(grid.covering()):
        column = 0
        while column < len(covering):
            cell = covering[column]
            if cell is None or cell.row != row:
                lines.append("\t")
            else:
                first, *others = cell.text.replace("\v", "\n").split("\n")
                if bookmarks and cell.role == "label" and random.random() < 0.4:
                    first = f"[bookmark: _Hlk{random.randint(66900000, 67100000)}]{first}"
                lines += [f"\t{first}", *others]
            column = column + 1 if cell is None else cell.column + cell.colspan
        lines.append("")
    return [*lines, ""]
