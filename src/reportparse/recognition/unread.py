"""What a document prints outside of the rows of its tables that were read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from reportparse.document import Paragraph
from reportparse.recognition.table_lines import TableLine
from reportparse.tables.texts.cell_texts import LINE_TAG


@dataclass(frozen=True, slots=True)
class Unread:
    """What a document prints outside of the rows that were read, and where it may print more."""

    # Lines of tables, each with the index of its table.
    lines: Sequence[tuple[int, TableLine]]
    # Texts of these lines and of paragraphs, each with the path of its place.
    texts: Sequence[tuple[str, str]]
    # The lines with which each table goes on behind the end of a page.
    seams: Sequence[Sequence[int]]


def unread_of(
    tables: Sequence[Sequence[TableLine]],
    read: Container[tuple[int, int]],
    paragraphs: Iterable[Paragraph],
    seams: Sequence[Sequence[int]],
) -> Unread:
    """Return what is unread of a document. `read` are the lines that were read, by table and row, and `seams`
    those with which tables go on behind the end of a page, by table.
    """
    lines = [
        (i, line) for i, of_table in enumerate(tables) for line in of_table if (i, line.index) not in read
    ]
    texts = [(cell.text, cell.place.path) for _, line in lines for cell in line.cells]
    # Tools write the line ends of a cell as tags.
    texts += [(LINE_TAG.sub("\n", paragraph.text), paragraph.place.path) for paragraph in paragraphs]
    return Unread(lines, texts, seams)
