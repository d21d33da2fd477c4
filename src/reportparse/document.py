"""What a loader returns: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from reportparse.normalise import compact

if TYPE_CHECKING:
    import pandas

Layout = Literal["grid", "rows", "stream", "tokens"]


# The text of a cell that holds only a picture that was not read: it is not blank.
PICTURE = "\ufffc"


class Box(NamedTuple):
    """A rectangle on a page, in points from the page's top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


class Place(NamedTuple):
    """Where something stands in its source."""

    # A path in the source's own tree (`body/table[2]/row[5]/cell[3]`) or a line (`line 123`), counted from 1.
    path: str
    # The page, from 1, and the rectangle on it; None in formats without pages.
    page: int | None = None
    box: Box | None = None
    # Whether it was recognised in a picture (OCR) and may be misread.
    recognised: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph of running text, or one line of a plain text file."""

    text: str
    place: Place
    # `heading` only where the source itself marks it as one.
    role: Literal["body", "heading"] = "body"


@dataclass(slots=True)
class Cell:
    """One cell of a table."""

    # The position of its top left corner, counted from 0.
    row: int
    column: int
    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1

    @property
    def is_filled(self) -> bool:
        """Whether it prints something: white space and invisible characters are nothing."""
        return compact(self.text) != ""


# The position of a cell, to put cells in order.
POSITION = attrgetter("row", "column")


@dataclass(slots=True, repr=False)
class Table:
    """A table as its source lays it out.

    `layout` says what the positions of the cells mean:

    - `grid`: rows and columns are the source's own, spans included.
    - `rows`: the source marks cells and row ends, blank cells included, but leaves merged
      cells out: `column` only counts within its row.
    - `stream`: the source marks cells, blank ones included, but no row ends; rows were found by
      their labels, which stand in one cell.
    - `tokens`: rows were found by their labels and `column` counts the texts that are left;
      blank cells may be missing and a number may be cut in two.
    """

    cells: list[Cell]
    place: Place
    layout: Layout = "grid"
    # The dialect of flattened text that the table was rebuilt from; None for other tables.
    dialect: str | None = None
    # The rows with which it goes on behind the end of a page.
    seams: tuple[int, ...] = ()
    # Whether a tool may have taken the last blank cells of its rows away.
    may_lack_last_blanks: bool = False
    # Whether a tool seems to have left out cells that are equal to those before them.
    lacks_repeated_cells: bool = False
    # Whether values of it are known to be missing.
    incomplete: bool = False
    # Whether it is a picture in place of a table.
    image: bool = False
    # The file of that picture; None where the source does not hold it.
    picture: bytes | None = None

    def __repr__(self) -> str:
        size = "an image" if self.image else f"{self.height} rows and {self.width} columns"
        return f"<Table at {self.place.path}: {size}>"

    def _repr_html_(self) -> str:
        return self.to_frame().to_html(header=False, index=False)

    def rows(self) -> list[list[Cell]]:
        """Return the cells by the row they start in, in column order; rows may be empty."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=POSITION):
            rows[cell.row].append(cell)
        return rows

    @property
    def height(self) -> int:
        """The number of rows, spans included."""
        return max([cell.row + cell.rowspan for cell in self.cells], default=0)

    @property
    def width(self) -> int:
        """The number of columns, spans included."""
        return max([cell.column + cell.colspan for cell in self.cells], default=0)

    def to_frame(self) -> pandas.DataFrame:
        """Return the printed texts as a data frame; those of spanning cells repeat, None is no cell."""
        import pandas

        rows = self.rows()
        texts: list[list[str | None]] = [[None] * self.width for _ in rows]
        for cell in (cell for row in rows for cell in row):
            for spanned in texts[cell.row : cell.row + cell.rowspan]:
                spanned[cell.column : cell.column + cell.colspan] = [cell.text] * cell.colspan
        return pandas.DataFrame(texts, dtype=object)


Block = Paragraph | Table


@dataclass(slots=True, repr=False)
class Document:
    """A document as read, whatever its format."""

    # The name of the reader, such as `docx`.
    reader: str
    media_type: str
    # The body in reading order.
    blocks: list[Block]
    # The number of pages; None in formats without pages.
    pages: int | None = None
    # What stands outside of the body: running heads, page numbers, notes, menus.
    margins: list[Paragraph] = field(default_factory=list)
    # What the container says about itself (`title`, `published`, `source`, ...); the body goes before it.
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    # Pages that are pictures whose text was not recognised.
    unread_pages: list[int] = field(default_factory=list)
    # Whether a text ends without a line end.
    is_open_ended: bool = False
    # The paths of tables that run to the edge of the paper, and of their cells whose text it may cut.
    at_edge: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        tables = sum(1 for _ in self.tables)
        return f"<Document {self.reader}: {len(self.blocks) - tables} paragraphs, {tables} tables>"

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
