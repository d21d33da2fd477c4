"""A page's tree as a browser shows it: lines and tables in order, each with its element."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote_to_bytes

from lxml import etree

from reportparse.document import Block, Paragraph, Place, Table
from reportparse.loaders import grid
from reportparse.loaders.numbering import FORMATS

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
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PREFORMATTED = frozenset(("pre", "xmp", "listing"))
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
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
class _Flow:
    """Blocks as they come, and the line that is being filled."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    picture: bool = False
    picture_file: bytes | None = None


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its rows by section, with the slots of the current one."""

    element: etree._Element
    head: list[list[grid.Slot]] = field(default_factory=list)
    body: list[list[grid.Slot]] = field(default_factory=list)
    foot: list[list[grid.Slot]] = field(default_factory=list)
    section: str = "tbody"
    cell: etree._Element | None = None

    @property
    def rows(self) -> list[list[grid.Slot]]:
        return {"thead": self.head, "tfoot": self.foot}.get(self.section, self.body)


class Walker:
    """One pass over a tree, without recursion: pages nest as deep as they like."""

    def __init__(self, show_hidden: bool = False) -> None:
        self._show_hidden = show_hidden
        self.hidden = False  # whether something hidden was passed over
        self._flows = [_Flow()]
        self._open: list[etree._Element] = []  # the block elements around
        self._tables: list[_OpenTable] = []
        self._links = 0
        self._preformatted = 0
        self._lists: list[tuple[str, int]] = []

    def walk(self, root: etree._Element) -> list[Block]:
        """The lines and tables of a tree, without places; a walker walks once."""
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped: etree._Element | None = None  # its end still comes
        for event, element in walker:
            if event == "start":
                if self._is_unseen(element):
                    walker.skip_subtree()
                    skipped = element
                    continue
                self._start(element)
                if element.text:
                    self._text(element.text)
            elif event == "end":
                if element is not skipped:
                    self._end(element)
                if element.tail and element is not root:
                    self._text(element.tail)
            elif element.tail:
                self._text(element.tail)
        self._flush()
        return self._flows[0].blocks

    def _is_unseen(self, element: etree._Element) -> bool:
        if element.tag in _UNSEEN:
            return True
        style = element.get("style")
        hidden = element.get("hidden") is not None or (
            style is not None and _INVISIBLE.search(style) is not None
        )
        self.hidden = self.hidden or hidden
        return hidden and not self._show_hidden

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        flow = self._flows[-1]
        if tag == "br":
            self._flush()
        elif tag == "img":
            if not flow.picture and _is_large(element):
                flow.picture, flow.picture_file = True, _stored_file(element.get("src", ""))
        elif tag == "a":
            self._links += 1
        if tag not in _BLOCK:
            return
        self._flush()
        self._open.append(element)
        if tag == "table":
            self._tables.append(_OpenTable(element))
        elif tag in ("thead", "tbody", "tfoot") and self._in_table():
            self._tables[-1].section = tag
        elif tag in ("tr", "td", "th") and self._tables:
            if not self._in_table():  # the cell before was left open
                self._close_cell()
            if tag == "tr":
                self._tables[-1].rows.append([])
            else:
                self._open_cell(element)
        elif tag in _PREFORMATTED:
            self._preformatted += 1
        elif tag == "ol":
            self._lists.append((_list_style(element), _whole(element.get("start"), 1)))
        elif tag in ("ul", "menu", "dir"):
            self._lists.append(("none", 1))
        elif tag == "li" and self._lists:
            self._number(element)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "a":
            self._links -= 1
        if tag not in _BLOCK:
            return
        self._flush()
        self._open.pop()
        if self._tables and self._tables[-1].cell is element:
            self._close_cell()
        elif tag == "table":
            self._close_table()
        elif tag in ("thead", "tbody", "tfoot") and self._in_table():
            self._tables[-1].section = "tbody"
        elif tag in _PREFORMATTED:
            self._preformatted -= 1
        elif tag in ("ol", "ul", "menu", "dir"):
            self._lists.pop()

    def _in_table(self) -> bool:
        """Whether a row or cell here belongs to the table that is being read, not to one of its cells."""
        return bool(self._tables) and self._tables[-1].cell is None

    def _open_cell(self, element: etree._Element) -> None:
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        row = table.rows[-1]
        down = _whole(element.get("rowspan"), 1)
        slot = grid.Slot(
            Place(f"row[{len(table.head) + len(table.body) + len(table.foot)}]/cell[{len(row) + 1}]"),
            rowspan=down if down > 0 else 1 << 16,  # 0 reaches to the end
            colspan=max(1, _whole(element.get("colspan"), 1)),
        )
        row.append(slot)
        table.cell = element
        self._flows.append(_Flow(slot.blocks))

    def _close_cell(self) -> None:
        self._flows.pop()
        self._tables[-1].cell = None

    def _close_table(self) -> None:
        table = self._tables.pop()
        rows = [row for part in (table.head, table.body, table.foot) for row in part]
        slots = grid.flow(rows)
        linked = sum(block.linked for slot in slots for block in slot.blocks if isinstance(block, Line))
        blocks = grid.blocks_of(slots, _NOWHERE)
        if (
            blocks
            and isinstance(blocks[0], Table)
            and not isinstance(blocks[0], Grid)
            and not blocks[0].image
        ):
            outer = blocks[0]
            blocks[0] = Grid(outer.cells, outer.place, element=table.element, linked=linked)
        self._flows[-1].blocks += blocks

    def _number(self, element: etree._Element) -> None:
        style, number = self._lists[-1]
        number = _whole(element.get("value"), number)
        self._lists[-1] = (style, number + 1)
        if style in _IDEOGRAPHIC_LISTS:
            self._flows[-1].parts.append(FORMATS[_LIST_STYLES[style]](number) + "、")
        elif style != "none":
            self._flows[-1].parts.append(FORMATS[_LIST_STYLES.get(style, "decimal")](number) + ". ")

    def _text(self, text: str) -> None:
        flow = self._flows[-1]
        if not (flow.parts or self._preformatted) and text.isspace():
            return  # a browser shows no blanks at the beginning of a line
        flow.parts.append(text)
        if self._links:
            flow.linked += len(text.strip())

    def _flush(self) -> None:
        flow = self._flows[-1]
        if flow.parts or flow.picture:
            element = self._open[-1] if self._open else None
            text = "".join(flow.parts)
            role: Literal["heading", "body"] = "body"
            if element is not None and element.tag in _HEADINGS:
                role = "heading"
            lines = text.splitlines() if self._preformatted else [clean(text)]
            lines = [line.rstrip() for line in lines]
            kept = lines if self._preformatted else [line for line in lines if line]
            flow.blocks += (Line(line, _NOWHERE, role, element=element, linked=flow.linked) for line in kept)
            if flow.picture and not any(lines):
                picture = flow.picture_file
                flow.blocks.append(Grid([], _NOWHERE, image=True, picture=picture, element=element))
            flow.parts, flow.linked, flow.picture, flow.picture_file = [], 0, False, None


def clean(text: str) -> str:
    """Blanks collapsed as a browser does, without those at the ends."""
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


def _stored_file(source: str) -> bytes | None:
    """The file that a picture's source holds itself (`data:image/png;base64,...`); nothing is fetched."""
    head, _, data = source.partition(",")
    if not re.fullmatch(r"\s*data:image/[\w.+-]+;base64", head, re.IGNORECASE):
        return None
    try:
        return base64.b64decode(unquote_to_bytes(data))
    except binascii.Error:
        return None
