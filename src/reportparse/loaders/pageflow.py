"""A page's tree as a browser shows it: lines and tables in order, each with its element."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, cast
from urllib.parse import unquote_to_bytes

from lxml import etree

from reportparse.document import PICTURE, Block, Paragraph, Place, Table
from reportparse.loaders import grid
from reportparse.loaders.numbering import FORMATS
from reportparse.normalise import AS_RAISED

_NOWHERE = Place("")


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCK = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav "
    "noframes ol p pre section summary table tbody td tfoot th thead title tr ul xmp listing ucapcontent"
)
_UNSEEN = _names(
    "script style template noscript select datalist svg object applet audio video canvas iframe map head "
    "title rt rp colgroup textarea input button xml"
)
_TEXT_FIELDS = frozenset(("text", "number"))
# What is no text of a page, but shows one in cells: fields of forms that were filled on line, and drawn numbers.
_FIELDS = frozenset(("input", "textarea", "select", "svg"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(("br", "img", "a", "sup", "sub"))
_STRUCK_TAGS = frozenset(("del", "s", "strike"))
# Elements that are left out where they are struck through; a mark that was never closed holds more.
_STRUCK_BLOCKS = frozenset(("p", "div", "li"))
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_PREFORMATTED = frozenset(("pre", "xmp", "listing"))
# The elements whose own attributes may hide them or strike them through: few on most pages.
_STYLED = etree.XPath("descendant-or-self::*[@style or @hidden]")
_DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
_INVISIBLE = {"display": "none", "visibility": "hidden", "mso-hide": "all"}
_NO_SIZE = re.compile(r"0(?:\.0*)?(?:[a-z]+|%)?(?:\s|!|$)")
_IDEOGRAPH = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# A line end between two ideographs is only in the source; between Latin words it is a space.
_SOURCE_BREAK = re.compile(rf"(?<={_IDEOGRAPH})[ \t]*[\r\n\f][ \t\r\n\f]*(?={_IDEOGRAPH})")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
}
_IDEOGRAPHIC_LISTS = ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_WHOLE = re.compile(r"\s*\+?(\d{1,9})")
_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?(?:px)?\s*$")
# Smaller pictures are icons, emblems and QR codes.
_TABLE_PIXELS = 200
# What takes room only is no higher or no wider than this, or says so.
_SPACER_PIXELS = 4
_SPACER = re.compile(r"(?:space|spacer|blank|clear|pixel|transparent|dot)\.(?:gif|png)$", re.IGNORECASE)


@dataclass(slots=True)
class Line(Paragraph):
    """A paragraph with the element it stands in and how many of its characters are links."""

    element: etree._Element | None = None
    linked: int = 0


@dataclass(slots=True)
class Grid(Table):
    """A table with its element and how many of its characters are links."""

    element: etree._Element | None = None
    linked: int = 0


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its rows by section, with the slots of the current one.

    `bodies` are the sections between the first one and the last. `rows` are those of the section that is being
    read, `count` is how many rows there are in all.
    """

    element: etree._Element
    head: list[list[grid.Slot]] = field(default_factory=list)
    bodies: list[list[list[grid.Slot]]] = field(default_factory=lambda: [[]])
    foot: list[list[grid.Slot]] = field(default_factory=list)
    rows: list[list[grid.Slot]] = field(init=False)
    count: int = 0
    cell: etree._Element | None = None
    pictured: bool = False  # whether a picture stands in the cell, however small

    def __post_init__(self) -> None:
        self.rows = self.bodies[0]

    def open_row(self) -> None:
        """Begin the next row."""
        self.rows.append([])
        self.count += 1

    def open_section(self, tag: str) -> None:
        """Go on with the rows of a section; those outside of sections are of one of their own."""
        if tag == "tbody":
            self.bodies.append([])
        self.rows = {"thead": self.head, "tfoot": self.foot}.get(tag, self.bodies[-1])

    def slots(self) -> list[grid.Slot]:
        """All cells in their places; none reaches down into another section."""
        slots: list[grid.Slot] = []
        first = 0
        for rows in (self.head, *self.bodies, self.foot):
            slots += grid.flow(rows, first)
            first += len(rows)
        return slots


class _Marks(NamedTuple):
    """What a style says of the text of its element; the last of several declarations decides."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    no_size: bool = False

    @classmethod
    def of(cls, style: str) -> _Marks:
        said = {name: value.strip() for name, value in _DECLARATION.findall(style.lower())}
        decoration = said.get("text-decoration-line", said.get("text-decoration", ""))
        return cls(
            any(said.get(name, "").startswith(value) for name, value in _INVISIBLE.items())
            or said.get("visibility", "").startswith("collapse"),
            "line-through" in decoration,
            said.get("vertical-align", "").startswith(("super", "sub")),
            bool(_NO_SIZE.match(said.get("font-size", ""))),
        )


_PLAIN = _Marks()


def _shown_text(field: etree._Element) -> str:
    """What a page shows in a field or a drawing."""
    if field.tag == "textarea":
        return "".join(map(str, field.itertext()))
    if field.tag == "svg":
        return " ".join("".join(map(str, text.itertext())) for text in field.iter("text"))
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = next((option for option in options if option.get("selected") is not None), None)
        shown = chosen if chosen is not None or not options else options[0]
        return "".join(map(str, shown.itertext())) if shown is not None else ""
    return field.get("value", "") if field.get("type", "text").lower() in _TEXT_FIELDS else ""


class Walker:
    """One pass over a tree, without recursion: pages nest as deep as they like."""

    def __init__(self, show_hidden: bool = False) -> None:
        self._show_hidden = show_hidden
        self.hidden = False  # whether something hidden was passed over
        self.struck = False  # whether something struck through was
        self._blocks: list[list[Block]] = [[]]  # those of the page, and of the cells around
        # The line that is being filled; it ends where a cell begins or ends.
        self._parts: list[str] = []
        self._linked = 0
        self._picture = False
        self._picture_file: bytes | None = None
        self._open: list[etree._Element] = []  # the block elements around
        self._tables: list[_OpenTable] = []
        self._links = 0
        self._raised = 0  # elements of notes' marks around
        self._preformatted = 0
        self._lists: list[tuple[str, int]] = []
        self._styles: dict[str, _Marks] = {}  # those of a page are few, and on many elements
        self._marked: dict[etree._Element, _Marks] = {}

    def walk(self, root: etree._Element) -> list[Block]:
        """The lines and tables of a tree, without places; a walker walks once."""
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        styled = cast(list[etree._Element], _STYLED(root))
        self._marked = {element: marks for element in styled if (marks := self._marks(element)) is not _PLAIN}
        marked = self._marked
        skipped: etree._Element | None = None  # its end still comes
        for event, element in walker:
            if event == "start":
                tag = element.tag
                if (
                    tag in _UNSEEN
                    or (element in marked and self._is_hidden(element))
                    or ((element in marked or tag in _STRUCK_TAGS) and self._is_struck(element))
                ):
                    in_cell = self._tables and not self._in_table()
                    if tag in _FIELDS and in_cell and not (element in marked and self._is_hidden(element)):
                        self._text(_shown_text(element))
                    walker.skip_subtree()
                    skipped = element
                    continue
                if tag in _BLOCK:
                    self._start_block(tag, element)
                elif tag in _INLINE:
                    self._start_inline(tag, element)
                elif element in marked:
                    self._raised += marked[element].raised
                if text := element.text:
                    self._text(text)
                continue
            if event == "end" and element is not skipped:
                tag = element.tag
                if tag in _BLOCK:
                    self._end_block(tag, element)
                elif tag == "a":
                    self._links -= 1
                elif tag == "sup" or tag == "sub":
                    self._raised -= 1
                elif element in marked:
                    self._raised -= marked[element].raised
            if (text := element.tail) and element is not root:
                self._text(text)
        self._flush()
        return self._blocks[0]

    def _marks(self, element: etree._Element) -> _Marks:
        """What an element says of its text itself; the plain marks where it says nothing."""
        style = element.get("style", "")
        marks = self._styles.get(style)
        if marks is None:
            read = _Marks.of(style)
            marks = self._styles[style] = read if read != _PLAIN else _PLAIN
        return marks if element.get("hidden") is None else marks._replace(hidden=True)

    def _is_hidden(self, element: etree._Element) -> bool:
        marks = self._marked[element]
        if not marks.hidden:
            return marks.no_size and not _has_own_size(element)
        self.hidden = True
        return not self._show_hidden

    def _is_struck(self, element: etree._Element) -> bool:
        """Whether an element is a deleted passage that the page still shows, struck through."""
        tag = element.tag
        by_style = self._marked.get(element, _PLAIN).struck and not (
            tag in _BLOCK and tag not in _STRUCK_BLOCKS
        )
        if tag not in _STRUCK_TAGS and not by_style:
            return False
        if any(inner is not element for inner in element.iter(*_BLOCK)):
            return False
        self.struck = True
        return True

    def _start_inline(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self._flush()
        elif tag == "a":
            self._links += 1
        elif tag == "sup" or tag == "sub":
            self._raised += 1
        elif not _is_spacer(element):
            if self._tables:
                self._tables[-1].pictured = True
            if not self._picture and _is_large(element):
                self._picture, self._picture_file = True, _stored_file(element.get("src", ""))

    def _start_block(self, tag: str, element: etree._Element) -> None:
        if self._parts or self._picture:
            self._flush()
        self._open.append(element)
        if tag in ("td", "th", "tr"):
            if not self._tables:
                return
            if not self._in_table():  # the cell before was left open
                self._close_cell()
            if tag == "tr":
                self._tables[-1].open_row()
            else:
                self._open_cell(element)
        elif tag == "table":
            self._tables.append(_OpenTable(element))
        elif tag in _SECTIONS:
            if self._in_table():
                self._tables[-1].open_section(tag)
        elif tag in _PREFORMATTED:
            self._preformatted += 1
        elif tag == "ol":
            self._lists.append((_list_style(element), _whole(element.get("start"), 1)))
        elif tag in _LISTS:
            self._lists.append(("none", 1))
        elif tag == "li" and self._lists:
            self._number(element)

    def _end_block(self, tag: str, element: etree._Element) -> None:
        if self._parts or self._picture:
            self._flush()
        self._open.pop()
        if self._tables and self._tables[-1].cell is element:
            self._close_cell()
        elif tag == "table":
            self._close_table()
        elif tag in _SECTIONS:
            if self._in_table():
                self._tables[-1].open_section("tbody")
        elif tag in _PREFORMATTED:
            self._preformatted -= 1
        elif tag in _LISTS:
            self._lists.pop()

    def _in_table(self) -> bool:
        """Whether a row or cell here belongs to the table that is being read, not to one of its cells."""
        return bool(self._tables) and self._tables[-1].cell is None

    def _open_cell(self, element: etree._Element) -> None:
        table = self._tables[-1]
        if not table.rows:
            table.open_row()
        row = table.rows[-1]
        down = _whole(element.get("rowspan"), 1)
        blocks: list[Block] = []
        row.append(
            grid.Slot(
                Place(f"row[{table.count}]/cell[{len(row) + 1}]"),
                blocks,
                rowspan=down if down > 0 else 1 << 16,  # 0 reaches to the end
                colspan=max(1, _whole(element.get("colspan"), 1)),
            )
        )
        table.cell, table.pictured = element, False
        self._blocks.append(blocks)

    def _close_cell(self) -> None:
        blocks, table = self._blocks.pop(), self._tables[-1]
        if table.pictured and not blocks:
            blocks.append(Line(PICTURE, _NOWHERE, element=table.cell))
        table.cell = None

    def _close_table(self) -> None:
        table = self._tables.pop()
        slots = table.slots()
        blocks = grid.blocks_of(slots, _NOWHERE)
        if (
            blocks
            and isinstance(blocks[0], Table)
            and not isinstance(blocks[0], Grid)
            and not blocks[0].image
        ):
            outer = blocks[0]
            linked = sum(block.linked for slot in slots for block in slot.blocks if isinstance(block, Line))
            blocks[0] = Grid(outer.cells, outer.place, element=table.element, linked=linked)
        self._blocks[-1] += blocks

    def _number(self, element: etree._Element) -> None:
        style, number = self._lists[-1]
        number = _whole(element.get("value"), number)
        self._lists[-1] = (style, number + 1)
        if style in _IDEOGRAPHIC_LISTS:
            self._parts.append(FORMATS[_LIST_STYLES[style]](number) + "、")
        elif style != "none":
            self._parts.append(FORMATS[_LIST_STYLES.get(style, "decimal")](number) + ". ")

    def _text(self, text: str) -> None:
        if not (self._parts or self._preformatted) and text.isspace():
            return  # a browser shows no blanks at the beginning of a line
        self._parts.append(text.translate(AS_RAISED) if self._raised else text)
        if self._links:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        if not (self._parts or self._picture):
            return
        element = self._open[-1] if self._open else None
        role: Literal["heading", "body"] = "body"
        if element is not None and element.tag in _HEADINGS:
            role = "heading"
        text = "".join(self._parts)
        if self._preformatted:
            lines = [line.rstrip() for line in text.splitlines()]
        else:
            lines = [line] if (line := clean(text)) else []
        blocks = self._blocks[-1]
        blocks += [Line(line, _NOWHERE, role, element, self._linked) for line in lines]
        if self._picture and not any(lines):
            picture = self._picture_file
            blocks.append(Grid([], _NOWHERE, image=True, picture=picture, element=element))
        self._parts, self._linked, self._picture, self._picture_file = [], 0, False, None


def _has_own_size(element: etree._Element) -> bool:
    """Whether something in an element has a size of its own, where that has none: sites part columns so."""
    return any(
        inner.tag in _HEADINGS or inner.get("size") or "font" in inner.get("style", "").lower()
        for inner in element.iterdescendants(etree.Element)
    )


def clean(text: str) -> str:
    """Blanks collapsed as a browser does, without those at the ends."""
    if text.isalnum():
        return text
    if "\n" in text or "\r" in text:
        text = _SOURCE_BREAK.sub("", text)
    return _BLANKS.sub(" ", text).strip()


def _whole(text: str | None, default: int) -> int:
    match = _WHOLE.match(text) if text else None
    return int(match[1]) if match else default


def _list_style(element: etree._Element) -> str:
    match = _LIST_STYLE.search(element.get("style", ""))
    return match[1].lower() if match else element.get("type", "decimal")


def _is_large(image: etree._Element) -> bool:
    """Whether a picture can be one of a table: of unknown size, or more than an icon in both directions."""
    style = dict(re.findall(r"\b(width|height)\s*:\s*(\d+)(?:\.\d+)?px", image.get("style", "")))
    for side in ("width", "height"):
        match = _PIXELS.match(image.get(side) or style.get(side, ""))
        if match and int(match[1]) <= _TABLE_PIXELS:
            return False
    return bool(image.get("src"))


def _is_spacer(image: etree._Element) -> bool:
    """Whether a picture only takes room, or is none."""
    sides = [_PIXELS.match(image.get(side, "")) for side in ("width", "height")]
    small = any(match is not None and int(match[1]) <= _SPACER_PIXELS for match in sides)
    return small or not image.get("src") or bool(_SPACER.search(image.get("src", "")))


def _stored_file(source: str) -> bytes | None:
    """The file that a picture's source holds itself (`data:image/png;base64,...`); nothing is fetched."""
    head, _, data = source.partition(",")
    if not re.fullmatch(r"\s*data:image/[\w.+-]+;base64", head, re.IGNORECASE):
        return None
    try:
        return base64.b64decode(unquote_to_bytes(data))
    except binascii.Error:
        return None
