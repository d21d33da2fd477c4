"""The plain model of a made report: what a writer gets, whatever it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .bodies import Body
from .forms import Forms
from .numbers import Key, Numbers, Profile

Format = Literal["docx", "html", "pdf", "txt"]
Rulings = Literal["full", "horizontal", "none"]


@dataclass
class Heading:
    """A heading as printed; `glued` is the first paragraph where it stands on the same line."""

    number: str
    words: str
    level: int
    code: str | None
    separator: str = "、"
    glued: str = ""

    @property
    def text(self) -> str:
        return f"{self.number}{self.separator}{self.words}"


@dataclass
class Prose:
    """A paragraph of running text."""

    text: str


@dataclass
class GridCell:
    """A cell of a table; `key` says which cell of the form its text is the value of."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    key: Key | None = None
    role: Literal["caption", "header", "label", "value"] = "label"

    @property
    def lines(self) -> list[str]:
        """Its paragraphs."""
        return self.text.split("\n")


@dataclass
class Grid:
    """A table; `widths` are relative, one for each column."""

    table: str
    cells: list[GridCell]
    widths: list[float]

    @property
    def height(self) -> int:
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    def rows(self) -> list[list[GridCell]]:
        """The cells by the row they start in."""
        rows: list[list[GridCell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        return rows

    def covering(self) -> list[list[GridCell | None]]:
        """For each row and column the cell that covers it."""
        cover: list[list[GridCell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    cover[row][column] = cell
        return cover


Block = Heading | Prose | Grid


@dataclass(frozen=True)
class StatedFigure:
    """A number that the prose states."""

    sentence: str
    value: str
    unit: str
    what: str
    key: Key | None = None


@dataclass
class Look:
    """How a file is written; none of it changes what the report says."""

    skeleton: str = "article"
    declared_charset: str | None = None
    nested_layout_table: bool = False
    text_box: bool = False
    tracked_changes: bool = False
    automatic_numbers: bool = False
    running_head: bool = False
    bare_page_numbers: bool = False
    bookmarks: bool = False
    landscape: bool = False
    line_shading: bool = False
    byte_order_mark: bool = False
    rulings: Rulings = "full"
    type_size: float = 11


@dataclass
class MadeReport:
    """A made report with all that its truth needs.

    The stages of making fill it in order: `forms` (labels), `numbers` (that abide by the
    rules), `printed` (as the cells show them), `title_lines`, `blocks`, `look`. `misstated`
    are numbers that the prose gives otherwise than the table; `scope_note` adds a number of
    the office alone beside that of the whole body.
    """

    seed: int
    edition: str
    profile: Profile
    year: int
    body: Body
    forms: Forms
    numbers: Numbers
    printed: dict[Key, str] = field(default_factory=dict)
    agency: str = ""
    title_lines: list[str] = field(default_factory=list)
    before_title: list[str] = field(default_factory=list)
    after_title: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    figures: list[StatedFigure] = field(default_factory=list)
    misstated: dict[Key, int] = field(default_factory=dict)
    scope_note: bool = False
    oddities: list[str] = field(default_factory=list)
    look: Look = field(default_factory=Look)
    published: date = date(2024, 1, 26)

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(line.strip() for line in self.title_lines).replace(" ", "")

    @property
    def grids(self) -> Iterator[Grid]:
        return (block for block in self.blocks if isinstance(block, Grid))

    @property
    def headings(self) -> Iterator[Heading]:
        return (block for block in self.blocks if isinstance(block, Heading))
