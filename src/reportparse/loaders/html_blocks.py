"""The tree of an HTML page as a browser shows it: lines and tables in order, each with its element."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, cast
from urllib.parse import unquote_to_bytes

from lxml import etree

from reportparse.document import PICTURE, Block, Paragraph, Place, Table
from reportparse.loaders import grid
from reportparse.loaders.drawn_numbers import FORMATS
from reportparse.loaders.html_marks import PLAIN, USUAL_SIZE, Around, Marks, font_size
from reportparse.loaders.light_text import LightText, seen
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
    "script style template noscript select datalist svg object embed applet audio video canvas iframe map head "
    "title rt rp colgroup textarea input button xml"
)
_TEXT_FIELDS = frozenset(("text", "number"))
# What is no text of a page, but shows one in cells: fields of forms that were filled on line, and drawn numbers.
_FIELDS = frozenset(("input", "textarea", "select", "svg"))
_SHOWING = frozenset(("canvas", "object", "embed", "iframe", "applet"))
_WRITING = "document.write"
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(("br", "img", "a", "sup", "sub"))
_STRUCK_TAGS = frozenset(("del", "s", "strike"))
# Elements that are left out where they are struck through; a mark that was never closed holds more.
_STRUCK_BLOCKS = frozenset(("p", "div", "li"))
_CELLS = frozenset(("td", "th"))
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_PREFORMATTED = frozenset(("pre", "xmp", "listing"))
# What frameworks call text that is there for screen readers alone; their style sheets are seldom in the page.
_UNSEEN_CLASSES = _names("sr-only visually-hidden screen-reader-text element-invisible")
# The elements whose own attributes may hide them or strike them through: few on most pages.
_UNSEEN_CLASS = " or ".join(f"contains(., '{name}')" for name in sorted(_UNSEEN_CLASSES))
_STYLED = etree.XPath(
    f"descendant-or-self::*[@style or @hidden or @color or @bgcolor or @class[{_UNSEEN_CLASS}]]"
)
# Attributes that scripts take a text from, and those that tell the number which they count up to.
_BOUND = re.compile(r"(?:v-(?:text|html)|ng-bind|x-text|data-bind)$")
_COUNTED = re.compile(
    r"(?:data-|:|v-bind:)(?:[a-z]+-){0,3}(?:to|end|stop|n|num|number|val|value|counts?|counter|counterup|target|total|"
    r"amount|final|content|text|digits?)$"
)
_NUMBER = re.compile(r"\s*\d[\d,.]*\s*$")
# Links to notes, as word processors and text editors of sites name them.
_NOTE_LINK = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote|cite_note)(?![a-z])", re.IGNORECASE)
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
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WHOLE = re.compile(r"\s*\+?(\d{1,9})")
_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?(?:px)?\s*$")
# Smaller pictures are icons, emblems and QR codes.
_TABLE_PIXELS = 200
# What takes room only is no higher or no wider than this, or says so.
_SPACER_PIXELS = 4
_SPACER = re.compile(r"(?:space|spacer|blank|clear|pixel|transparent|dot)\.(?:gif|png)$", re.IGNORECASE)


@dataclass(slots=True)
class HtmlLine(Paragraph):
    """A paragraph with the element it stands in and how many of its characters are links."""

    element: etree._Element | None = None
    linked: int = 0


@dataclass(slots=True, repr=False)
class HtmlTable(Table):
    """A table with its element and how many of its characters are links."""

    element: etree._Element | None = None
    linked: int = 0


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its rows by section, with the slots of the current one.

    `bodies` are the sections between the first one and the last. `rows` are those of the section that is
    being read, `count` is how many rows there are in all.
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


def _may_show_something(element: etree._Element) -> bool:
    """Return whether a script puts something in the place of an element that nobody sees without running it."""
    return element.tag in _SHOWING or (element.tag == "script" and _WRITING in (element.text or ""))


def _is_filled_later(cell: etree._Element) -> bool:
    """Whether a script shows a number in a cell, which an attribute tells or an element of its own stands for."""
    return any(
        "-" in element.tag
        or any(
            _BOUND.match(name) or (_COUNTED.match(name) and _NUMBER.match(value))
            for name, value in cast(dict[str, str], element.attrib).items()
        )
        for element in cell.iter(etree.Element)
    )


class Walker:
    """One pass over a tree, without recursion: pages nest as deep as they like."""

    def __init__(self, show_hidden: bool = False) -> None:
        self._show_hidden = show_hidden
        self.hidden = False  # whether something hidden was passed over
        self.left_out = False  # whether digits in a cell of a table were hidden
        self.struck = False  # whether something struck through was
        self.faded = False  # whether text as light as the paper was
        self._blocks: list[list[Block]] = [[]]  # those of the page, and of the cells around
        # The line that is being filled; it ends where a cell begins or ends.
        self._parts: list[str] = []
        self._linked = 0
        self._has_light_text = False
        self._picture = False
        self._picture_file: bytes | None = None
        self._open: list[etree._Element] = []  # the block elements around
        self._tables: list[_OpenTable] = []
        self._links = 0
        self._raised = 0  # elements of notes' marks around
        self._preformatted = 0
        self._lists: list[tuple[str, int]] = []
        self._styles: dict[str, Marks] = {}  # those of a page are few, and on many elements
        self._marked: dict[etree._Element, Marks] = {}
        self._font_sizes: dict[etree._Element, float] = {}
        # The elements around that say something of their text, each with what holds in it.
        self._around: list[tuple[etree._Element | None, Around]] = [(None, Around())]

    def walk(self, root: etree._Element) -> list[Block]:
        """The lines and tables of a tree, without places; a walker walks once."""
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        marked = self._marked = self._marked_elements(root)
        skipped: etree._Element | None = None  # its end still comes
        for event, element in walker:
            if event == "start":
                tag = element.tag
                is_marked = element in marked
                if (
                    tag in _UNSEEN
                    or (is_marked and self._is_hidden(element))
                    or ((is_marked or tag in _STRUCK_TAGS) and self._is_struck(element))
                ):
                    in_cell = self._tables and not self._in_table()
                    if tag in _FIELDS and in_cell and not (is_marked and self._is_hidden(element)):
                        self._text(_shown_text(element))
                    if in_cell and _may_show_something(element):
                        self._tables[-1].pictured = True
                    walker.skip_subtree()
                    skipped = element
                    continue
                if tag in _BLOCK:
                    self._start_block(tag, element)
                else:
                    if tag in _INLINE:
                        self._start_inline(tag, element)
                    self._raised += self._raises(tag, element)
                if is_marked:
                    self._go_into(element)
                    self._add(marked[element].added)
                if text := element.text:
                    self._text(text)
                continue
            if event == "end" and element is not skipped:
                tag = element.tag
                if tag in _BLOCK:
                    self._end_block(tag, element)
                else:
                    self._links -= tag == "a"
                    self._raised -= self._raises(tag, element)
                if self._around[-1][0] is element:
                    self._around.pop()
            if (text := element.tail) and element is not root:
                self._text(text)
        self._flush()
        return self._blocks[0]

    def _marked_elements(self, root: etree._Element) -> dict[etree._Element, Marks]:
        """The elements that say something of their text, with that."""
        styled = cast(list[etree._Element], _STYLED(root))
        marked = {element: marks for element in styled if (marks := self._marks(element)) is not PLAIN}
        kinds = set(self._styles.values())
        without_size = any(marks.sized is False for marks in kinds)
        light_text = any(marks.light for marks in kinds)
        telling = {marks for marks in kinds if marks.tell(without_size, light_text)}
        if not telling:
            return {}
        marked = {element: marks for element, marks in marked.items() if marks in telling}
        for element in root.iter(*_HEADINGS, "font") if without_size else ():
            marks = marked.get(element, PLAIN)
            if marks.sized is None and (element.tag != "font" or element.get("size")):
                marked[element] = marks._replace(sized=True)
        return marked

    def _marks(self, element: etree._Element) -> Marks:
        """What an element says of its text itself; the plain marks where it says nothing."""
        style = element.get("style", "")
        if colour := element.get("color"):
            style = f"color:{colour};{style}"
        if colour := element.get("bgcolor"):
            style = f"background:{colour};{style}"
        marks = self._styles.get(style)
        if marks is None:
            read = Marks.of(style)
            marks = self._styles[style] = read if read != PLAIN else PLAIN
        hidden = (
            element.get("hidden") is not None and not marks.displayed
        ) or not _UNSEEN_CLASSES.isdisjoint(element.get("class", "").split())
        if hidden:
            marks = self._styles[f"hidden {style}"] = marks._replace(hidden=True)
        return marks

    def _is_hidden(self, element: etree._Element) -> bool:
        """Whether an element is not shown, with all that is in it; a cell without text keeps its place."""
        marks = self._marked[element]
        if marks.hidden:
            self.hidden = True
            self._leave_out(map(str, element.itertext()))
            return not self._show_hidden
        _, around = self._around[-1]
        is_told_around = around.visible is not None or around.sized is not None
        if (
            element.tag in _CELLS
            or (marks.visible is not False and marks.sized is not False)
            or is_told_around
        ):
            return False
        if any(
            inner.visible or inner.sized
            for inner in map(self._marked.get, element.iterdescendants())
            if inner
        ):
            return False
        self.hidden |= marks.visible is False
        self._leave_out(map(str, element.itertext()))
        return marks.sized is False or not self._show_hidden

    def _leave_out(self, texts: Iterable[str]) -> None:
        if self._tables and not (self._show_hidden or self.left_out):
            self.left_out = any(map(_DIGIT.search, texts))

    def _go_into(self, element: etree._Element) -> None:
        """Note what an element says of the text in it."""
        marks, (_, around) = self._marked[element], self._around[-1]
        visible = True if self._show_hidden and marks.visible is not None else marks.visible
        own = Around(visible, marks.sized, marks.light, marks.ground)
        if own != Around():
            inner = (outer if said is None else said for outer, said in zip(around, own, strict=True))
            self._around.append((element, Around(*inner)))

    def _add(self, content: str) -> None:
        """Note in a cell that a style sheet shows a number there, or what may be one; it is not read."""
        if content and self._tables and not self._in_table():
            if "(" in content:
                self._tables[-1].pictured = True
            elif self._parts[-1:] != [PICTURE]:
                self._parts.append(PICTURE)

    def _is_struck(self, element: etree._Element) -> bool:
        """Whether an element is a deleted passage that the page still shows, struck through."""
        tag = element.tag
        struck = self._marked.get(element, PLAIN).struck
        if struck is None:
            struck = tag in _STRUCK_TAGS
        if not struck or (tag in _BLOCK and tag not in _STRUCK_BLOCKS):
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
        elif tag == "img" and not _is_spacer(element):
            if self._tables:
                self._tables[-1].pictured = True
            if not self._picture and _is_large(element):
                self._picture, self._picture_file = True, _stored_file(element.get("src", ""))

    def _raises(self, tag: str, element: etree._Element) -> bool:
        """Return whether the text of an element in a line is the mark of a note, or raised as such."""
        return (
            tag == "sup"
            or tag == "sub"
            or (element in self._marked and self._is_raised(element))
            or (tag == "a" and bool(_NOTE_LINK.match(element.get("href", ""))))
        )

    def _is_raised(self, element: etree._Element) -> bool:
        marks = self._marked[element]
        return marks.raised or (marks.nudged and self._is_smaller(element))

    def _is_smaller(self, element: etree._Element) -> bool:
        """Whether the text of an element in a line is smaller than what stands before it."""
        before = element.getprevious()
        if before is None or (before.tail or "").strip():
            before = element.getparent()
        return self._font_size(element) < self._font_size(before)

    def _font_size(self, element: etree._Element | None) -> float:
        """The size of an element's text in pixels, as its own style and those around it say."""
        line: list[etree._Element] = []  # from the element out to the first whose size is known
        while element is not None and element not in self._font_sizes:
            line.append(element)
            element = element.getparent()
        size = self._font_sizes[element] if element is not None else USUAL_SIZE
        for inner in reversed(line):
            size = self._font_sizes[inner] = font_size(inner.get("style") or "", size)
        return size

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
        if not blocks and (table.pictured or (table.cell is not None and _is_filled_later(table.cell))):
            blocks.append(HtmlLine(PICTURE, _NOWHERE, element=table.cell))
        table.cell = None

    def _close_table(self) -> None:
        table = self._tables.pop()
        slots = table.slots()
        blocks = grid.blocks_of(slots, _NOWHERE)
        if (
            blocks
            and isinstance(blocks[0], Table)
            and not isinstance(blocks[0], HtmlTable)
            and not blocks[0].image
        ):
            outer = blocks[0]
            linked = sum(
                block.linked for slot in slots for block in slot.blocks if isinstance(block, HtmlLine)
            )
            blocks[0] = HtmlTable(outer.cells, outer.place, element=table.element, linked=linked)
        self._blocks[-1] += blocks

    def _number(self, element: etree._Element) -> None:
        style, number = self._lists[-1]
        number = _whole(element.get("value"), number)
        self._lists[-1] = (style, number + 1)
        if self._tables and not self._in_table() and _is_one_number(element):
            return
        if style != "none":
            form = _LIST_STYLES.get(style, "decimal")
            self._parts.append(FORMATS[form](number) + ("、" if form == "chineseCountingThousand" else ". "))

    def _text(self, text: str) -> None:
        _, around = self._around[-1]
        if around.visible is False or around.sized is False:
            self.hidden |= around.visible is False and not text.isspace()
            self._leave_out((text,))
            return
        if not (self._parts or self._preformatted) and text.isspace():
            return  # a browser shows no blanks at the beginning of a line
        if self._raised:
            text = text.translate(AS_RAISED)
        if around.light and not around.ground and not text.isspace():
            text, self._has_light_text = LightText(text), True
        self._parts.append(text)
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
        if self._has_light_text and (shown := seen(self._parts)) != text:
            text, self.faded = shown, True
            if shown.isspace() and self._tables:
                self._tables[-1].pictured = True
        if self._preformatted:
            lines = [line.rstrip() for line in text.splitlines()]
        else:
            lines = [line] if (line := clean(text)) else []
        blocks = self._blocks[-1]
        blocks += [HtmlLine(line, _NOWHERE, role, element, self._linked) for line in lines]
        if self._picture and not any(lines):
            picture = self._picture_file
            blocks.append(HtmlTable([], _NOWHERE, image=True, picture=picture, element=element))
        self._parts, self._linked, self._picture, self._picture_file = [], 0, False, None


def _is_one_number(item: etree._Element) -> bool:
    """Whether an item is all of its list, and a number: a value, with which that of the item would be read."""
    if any(True for _ in item.itersiblings("li")) or any(
        True for _ in item.itersiblings("li", preceding=True)
    ):
        return False
    return not any(map(str.isalpha, "".join(map(str, item.itertext()))))


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
