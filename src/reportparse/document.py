"""What a loader gives: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas

Layout = Literal["grid", "rows", "stream", "tokens"]


# The text of a cell that holds nothing but a picture which was not read: it is not blank.
PICTURE = "\ufffc"


class Box(NamedTuple):
    """A rectangle on a page, in points from the page's top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


class Place(NamedTuple):
    """Where something stands in its source.

    `path` is a path in the source's own tree (`body/table[2]/row[5]/cell[3]`) or a line
    (`line 123`), counted from 1. `page` (from 1) and `box` are given by formats with pages.
    `recognised` marks what was recognised in a picture (OCR) and may be misread.
    """

    path: str
    page: int | None = None
    box: Box | None = None
    recognised: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph of running text, or one line of a plain text file.

    `role` is `heading` only where the source itself marks it as one.
    """

    text: str
    place: Place
    role: Literal["body", "heading"] = "body"


@dataclass(slots=True)
class Cell:
    """One cell of a table; `row` and `column` are its top left position, counted from 0."""

    row: int
    column: int
    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Table:
    """A table as its source lays it out.

    `layout` says what the positions of the cells are worth:

    - `grid`: rows and columns are the source's own, spans included.
    - `rows`: the source marks cells and row ends, blank cells included, but leaves merged
      cells out: `column` only counts within its row.
    - `stream`: the source marks cells, blank ones included, but no row ends; rows were found by
      their labels, which stand in one cell.
    - `tokens`: rows were found by their labels and `column` counts the texts that are left;
      blank cells may be missing and a number may be cut in two.

    `incomplete` says that values of it are known to be missing. `image` marks a picture that stands in
    place of a table; `picture` is its file, where the source holds it.
    """

    cells: list[Cell]
    place: Place
    layout: Layout = "grid"
    dialect: str | None = None
    incomplete: bool = False
    image: bool = False
    picture: bytes | None = field(default=None, repr=False)

    def rows(self) -> list[list[Cell]]:
        """The cells by the row they start in, in column order; rows may be empty."""
        height = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        rows: list[list[Cell]] = [[] for _ in range(height)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        return rows

    @property
    def width(self) -> int:
        """The number of columns, spans included."""
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    def to_frame(self) -> pandas.DataFrame:
        """Return the texts as printed, rows by columns; those of spanning cells repeat, None is no cell."""
        import pandas

        rows = self.rows()
        texts: list[list[str | None]] = [[None] * self.width for _ in rows]
        for cell in (cell for row in rows for cell in row):
            for spanned in texts[cell.row : cell.row + cell.rowspan]:
                spanned[cell.column : cell.column + cell.colspan] = [cell.text] * cell.colspan
        return pandas.DataFrame(texts, dtype=object)


Block = Paragraph | Table


@dataclass(slots=True)
class Document:
    """A document as read, whatever its format.

    `blocks` holds the body in reading order. `margins` holds what stands outside of it
    (running heads, page numbers, notes, menus). `metadata` holds what the container says of
    itself (`title`, `published`, `source`, ...), never trusted over the body. `unread_pages` are those
    that are pictures whose text was not recognised. `is_open_ended` says that a text ends without a line
    end.
    """

    reader: str
    media_type: str
    blocks: list[Block]
    pages: int | None = None
    margins: list[Paragraph] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unread_pages: list[int] = field(default_factory=list)
    is_open_ended: bool = False

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs of the body, in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> Iterator[Table]:
        """The tables of the body, in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))


class UnreadableDocument(ValueError):  # noqa: N818
    """The bytes cannot be read as a document; the message says why, for the person who has the file."""
