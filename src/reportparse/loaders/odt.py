"""ODT: OpenDocument text, its XML read directly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from lxml import etree

from reportparse.document import PICTURE, Block, Document, Paragraph, Place, Table, UnreadableDocument
from reportparse.loaders import grid
from reportparse.loaders.drawn_numbers import Counters, Level, NumberedList
from reportparse.loaders.inheritance import inherited
from reportparse.loaders.left_out import LIGHT, STRUCK
from reportparse.loaders.light_text import LightText, is_light_code, seen
from reportparse.loaders.package import Package
from reportparse.loaders.word_measures import USUAL_SIZE
from reportparse.normalise import AS_RAISED

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE, _SVG, _FO, _MANIFEST = map(
    _NAMESPACE.format,
    ("office", "text", "table", "drawing", "style", "svg-compatible", "xsl-fo-compatible", "manifest"),
)
_DC = "{http://purl.org/dc/elements/1.1/}"

_P, _H, _LIST = _TEXT + "p", _TEXT + "h", _TEXT + "list"
# What stands in the text and is not of it, or is taken apart from it.
_PASSED_OVER = frozenset(
    (
        *(_TEXT + "note", _TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "ruby-text"),
        *(_DRAW + "frame", _TEXT + "table-of-content"),
    )
)
_ROW_GROUPS = frozenset(
    _TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group", "table-body")
)
# How a style says that text is neither raised nor lowered.
_ON_LINE: tuple[list[str], ...] = ([], ["0"], ["0%"])
_BLANKS = re.compile(r"[ \t\r\n]+")
# Stand for what is written as elements while blanks collapse; XML cannot hold them.
_SPACE, _TAB, _BREAK = "\x00", "\x01", "\x02"
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d+)?)(cm|mm|in|pt)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
# A quarter of the usual page's width, and its third; in centimetres.
_TABLE_WIDTH, _TABLE_HEIGHT = 21.0 / 4, 3.0
# The size of text whose size nothing tells, in centimetres.
_USUAL_SIZE = USUAL_SIZE / 2 * 2.54 / 72
# Cells and rows that repeat are written once; more than this is a spreadsheet's filling, or a bomb.
_MAX_REPEATS = 100
_MAX_CELLS = 200_000
# What a property tells.
_Said = TypeVar("_Said", bool, float)
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCountingThousand",
    "一, 二, 三, 四, ...": "chineseCountingThousand",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "１, ２, ３, ...": "decimalFullWidth",
}


def load(content: bytes) -> Document:
    """Read an .odt; raises UnreadableDocument where it is encrypted or damaged."""
    return _Reader(Package(content)).document()


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for the text that is read: as light as paper, raised or lowered, its size in centimetres."""

    light: bool = False
    raised: bool = False
    size: float = _USUAL_SIZE


class _Reader:
    """One package while it is read."""

    def __init__(self, package: Package) -> None:
        if "META-INF/manifest.xml" in package.names:
            manifest = package.xml("META-INF/manifest.xml")
            if next(manifest.iter(_MANIFEST + "encryption-data"), None) is not None:
                raise UnreadableDocument("the document is encrypted and needs a password")
        if "content.xml" not in package.names:
            raise UnreadableDocument("the OpenDocument package has no content")
        self.package = package
        self.root = package.xml("content.xml")
        self.styles = package.xml("styles.xml") if "styles.xml" in package.names else etree.Element("none")
        self.lists: dict[str, NumberedList] = {}
        self.list_styles = dict(self._list_styles())
        self.counters = Counters(self.lists)
        self.last_list: dict[
            str, str
        ] = {}  # style or id -> the list that one which continues it goes on with
        self.hidden = self._styles_that(_TEXT + "display", lambda said: said == "none")
        self.struck = self._styles_that(_STYLE + "text-line-through-style", lambda said: said != "none")
        self.raised = self._styles_that(
            _STYLE + "text-position", lambda said: _is_moved(said) and said.split()[1:] != ["100%"]
        )
        self.moved = self._styles_that(_STYLE + "text-position", _is_moved)
        self.sizes = self._told(_FO + "font-size", _size_in, 0.0) if self.moved else {}
        self.size_before = 0.0  # of the last text on its line
        self.light = self._styles_that(_FO + "color", is_light_code)
        self.coloured = self._styles_that(_FO + "color", lambda said: not is_light_code(said))
        self.shaded = self._shaded_styles() if self.light else frozenset()
        self.around = _Around()
        self.left_out = False  # whether text that is struck through was
        self.faded = False  # whether text as light as the paper was
        self.blanked = False  # whether nothing else was in a paragraph of the cell that is read
        self.cells = 0
        self.margins: list[Paragraph] = []

    def document(self) -> Document:
        body = self.root.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise UnreadableDocument("the OpenDocument package holds no text document")
        blocks = self._blocks(body, "body")
        for name in ("header", "footer"):
            for part in self.styles.iter(_STYLE + name):
                self._to_margins(part, name)
        for note in self.root.iter(_TEXT + "note-body"):
            self._to_margins(note, "notes")
        warnings = [STRUCK] if self.left_out else []
        warnings += [LIGHT] if self.faded else []
        return Document(
            "odt", MEDIA_TYPE, blocks, margins=self.margins, metadata=self._metadata(), warnings=warnings
        )

    def _styles_that(self, name: str, tells: Callable[[str], bool]) -> frozenset[str]:
        """The names of the styles whose text has a property that tells something, of its own or inherited."""
        told = self._told(name, lambda said, _: tells(said), False)
        return frozenset(style for style, tells_it in told.items() if tells_it)

    def _told(self, name: str, tells: Callable[[str, _Said], _Said], nothing: _Said) -> dict[str, _Said]:
        """What a property of text tells in each style, by itself and by what the style inherits."""
        styles = {
            style.get(_STYLE + "name", ""): style
            for root in (self.styles, self.root)
            for style in root.iter(_STYLE + "style")
        }

        def derived(style: str, told: _Said) -> _Said:
            said = (text.get(name) for text in styles[style].iter(_STYLE + "text-properties"))
            return next((tells(value, told) for value in said if value is not None), told)

        bases = {name: style.get(_STYLE + "parent-style-name", "") for name, style in styles.items()}
        return inherited(bases, nothing, derived)

    def _shaded_styles(self) -> frozenset[str]:
        """The names of the styles with something behind their text that is darker than paper."""
        return frozenset(
            style.get(_STYLE + "name", "")
            for root in (self.styles, self.root)
            for style in root.iter(_STYLE + "style")
            for properties in style
            if properties.get(_FO + "background-color", "transparent") != "transparent"
            and not is_light_code(properties.get(_FO + "background-color", ""))
        )

    def _metadata(self) -> dict[str, str]:
        if "meta.xml" not in self.package.names:
            return {}
        title = next((element.text or "" for element in self.package.xml("meta.xml").iter(_DC + "title")), "")
        return {"title": title.strip()} if title.strip() else {}

    def _to_margins(self, part: etree._Element, name: str) -> None:
        self.margins += grid.as_paragraphs(self._blocks(part, name))

    # Lists

    def _list_styles(self) -> Iterator[tuple[str, dict[int, Level]]]:
        for root in (self.styles, self.root):
            for style in root.iter(_TEXT + "list-style"):
                levels = {}
                for element in style:
                    depth = _whole(element.get(_TEXT + "level"), 1) - 1
                    levels[depth] = _level(element, depth)
                yield style.get(_STYLE + "name", ""), levels

    def _list_id(self, element: etree._Element, style: str) -> str:
        """The list that a list element counts in: the one it continues, or a new one."""
        continued = element.get(_TEXT + "continue-list")
        if continued is None and element.get(_TEXT + "continue-numbering") == "true":
            continued = style
        list_id = self.last_list.get(continued, "") if continued is not None else ""
        if not list_id:
            list_id = str(len(self.lists) + 1)
            self.lists[list_id] = NumberedList(list_id, self.list_styles.get(style, {}))
        self.last_list[style] = list_id
        name = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if name is not None:
            self.last_list[name] = list_id
        return list_id

    # Blocks

    def _blocks(self, parent: etree._Element, path: str) -> list[Block]:
        blocks: list[Block] = []
        counts = {"paragraph": 0, "table": 0}
        self._collect(parent, path, blocks, counts)
        return blocks

    def _collect(
        self,
        parent: etree._Element,
        path: str,
        blocks: list[Block],
        counts: dict[str, int],
        numbered: tuple[str, str, int] | None = None,
    ) -> None:
        """Blocks of an element; `numbered` is the list, its style and the depth that it stands in."""
        for child in parent:
            tag = child.tag
            if tag in (_P, _H):
                counts["paragraph"] += 1
                place = Place(f"{path}/paragraph[{counts['paragraph']}]")
                number = ""
                if numbered is not None and parent.tag == _TEXT + "list-item" and child is parent[0]:
                    number = self.counters.next(numbered[0], numbered[2])
                blocks += self._paragraph(child, place, number)
            elif tag == _LIST:
                if numbered is None:
                    style = child.get(_TEXT + "style-name", "")
                    inner = (self._list_id(child, style), style, 0)
                else:
                    inner = (numbered[0], numbered[1], numbered[2] + 1)
                for item in child:
                    self._collect(item, path, blocks, counts, inner)
            elif tag == _TABLE + "table":
                counts["table"] += 1
                blocks += self._table(child, f"{path}/table[{counts['table']}]")
            elif tag == _TEXT + "table-of-content":
                self._to_margins(child, "contents")
            elif tag == _DRAW + "frame":
                blocks += self._frame(child, path)
            elif tag not in _PASSED_OVER and child.get(_TEXT + "display") != "none":  # a hidden section
                self._collect(child, path, blocks, counts, numbered)

    def _paragraph(self, element: etree._Element, place: Place, number: str) -> Iterator[Block]:
        self.size_before = 0.0
        words = list(self._styled_words(element, element.get(_TEXT + "style-name", "")))
        text = _BLANKS.sub(" ", self._seen(words, element))
        role: Literal["heading", "body"] = "heading" if element.tag == _H else "body"
        # Blanks of the text collapse; those that are written as elements do not.
        lines = (number + text).replace(_SPACE, " ").replace(_TAB, "\t").split(_BREAK)
        kept = [Paragraph(line.strip(), place, role) for line in lines if line.strip()]
        yield from kept
        for frame in element.iter(_DRAW + "frame"):
            if not any(ancestor.tag == _DRAW + "frame" for ancestor in _ancestors(frame, element)):
                for block in self._frame(frame, place.path):
                    if isinstance(block, Paragraph) or not block.image or not kept:
                        yield block

    def _seen(self, words: list[str], paragraph: etree._Element) -> str:
        """The text of a paragraph that is seen; light text is on what is darker, and in text boxes."""
        text = "".join(words)
        if not self.light or (shown := seen(words)) == text or self._is_on_shade(paragraph):
            return text
        self.faded = True
        self.blanked = self.blanked or shown.isspace()
        return shown

    def _is_on_shade(self, paragraph: etree._Element) -> bool:
        return any(
            around.tag == _DRAW + "frame"
            or around.get(_TEXT + "style-name") in self.shaded
            or around.get(_TABLE + "style-name") in self.shaded
            for around in (paragraph, *paragraph.iterancestors())
        )

    def _words(self, element: etree._Element) -> Iterator[str]:
        """The text of a paragraph, without notes and frames."""
        yield self._formatted(element.text or "")
        for child in element:
            if child.tag == _TEXT + "s":
                yield _SPACE * min(_whole(child.get(_TEXT + "c"), 1), 1000)
            elif child.tag == _TEXT + "tab":
                yield _TAB
            elif child.tag == _TEXT + "line-break":
                yield _BREAK
            elif child.tag not in _PASSED_OVER:
                yield from self._styled_words(child, child.get(_TEXT + "style-name", ""))
            yield self._formatted(child.tail or "")

    def _formatted(self, text: str) -> str:
        if self.around.raised:
            return text.translate(AS_RAISED)
        if not text.strip():
            return text
        self.size_before = self.around.size
        return LightText(text) if self.around.light else text

    def _styled_words(self, element: etree._Element, style: str) -> Iterator[str]:
        if style in self.struck:
            self.left_out = True
        elif style not in self.hidden:
            around = self.around
            light = style in self.light or (around.light and style not in self.coloured)
            size = self.sizes.get(style) or around.size
            is_raised = style in self.raised or (style in self.moved and size < self.size_before)
            self.around = _Around(light and style not in self.shaded, around.raised or is_raised, size)
            yield from self._words(element)
            self.around = around

    def _frame(self, frame: etree._Element, path: str) -> list[Block]:
        """The blocks of a text box, or a large picture."""
        box = frame.find(_DRAW + "text-box")
        if box is not None:
            return self._blocks(box, f"{path}/box")
        large = (
            _centimetres(frame.get(_SVG + "width")) > _TABLE_WIDTH
            and _centimetres(frame.get(_SVG + "height")) > _TABLE_HEIGHT
        )
        return (
            [Table([], Place(path), image=True)] if large and frame.find(_DRAW + "image") is not None else []
        )

    def _table(self, element: etree._Element, path: str) -> list[Block]:
        slots: list[grid.Slot] = []
        row = 0
        for source_row, row_element in enumerate(_rows(element), 1):
            repeats = min(_whole(row_element.get(_TABLE + "number-rows-repeated"), 1), _MAX_REPEATS)
            for _ in range(repeats):
                column = 0
                source_cell = 0
                for cell in row_element:
                    repeated = _whole(cell.get(_TABLE + "number-columns-repeated"), 1)
                    if cell.tag == _TABLE + "table-cell":
                        source_cell += 1
                        place = Place(f"{path}/row[{source_row}]/cell[{source_cell}]")
                        self.blanked = False
                        blocks = self._blocks(cell, place.path)
                        if not blocks and (self.blanked or any(True for _ in cell.iter(_DRAW + "image"))):
                            blocks = [Paragraph(PICTURE, place)]
                        for _ in range(min(repeated, _MAX_REPEATS)):
                            self.cells += 1
                            if self.cells > _MAX_CELLS:
                                raise UnreadableDocument(f"the document has more than {_MAX_CELLS} cells")
                            slot = grid.Slot(place, blocks, row=row, column=column)
                            slot.rowspan = max(1, _whole(cell.get(_TABLE + "number-rows-spanned"), 1))
                            slot.colspan = max(1, _whole(cell.get(_TABLE + "number-columns-spanned"), 1))
                            slots.append(slot)
                            column += 1
                    elif cell.tag == _TABLE + "covered-table-cell":
                        column += min(repeated, grid.MAX_COLUMNS)
                row += 1
        for slot in slots:
            slot.rowspan = min(slot.rowspan, row - slot.row)
        return grid.blocks_of(slots, Place(path))


def _is_moved(position: str) -> bool:
    """Whether text is raised or lowered."""
    return position.split()[:1] not in _ON_LINE


def _size_in(size: str, around: float) -> float:
    """A size in centimetres; a share is one of what is inherited."""
    if size.endswith("%"):
        share = size[:-1]
        return around * int(share) / 100 if len(share) < 5 and share.isdecimal() else around
    return _centimetres(size)


def _ancestors(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == _TABLE + "table-row":
            if child.get(_TABLE + "visibility", "visible") == "visible":
                yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _level(element: etree._Element, depth: int) -> Level:
    if element.tag != _TEXT + "list-level-style-number":
        return Level("bullet")
    form = element.get(_STYLE + "num-format", "")
    if not form:
        return Level("none")
    shown = _whole(element.get(_TEXT + "display-levels"), 1)
    numbers = ".".join(f"%{level + 1}" for level in range(max(0, depth + 1 - shown), depth + 1))
    prefix, suffix = element.get(_STYLE + "num-prefix", ""), element.get(_STYLE + "num-suffix", "")
    start = _whole(element.get(_TEXT + "start-value"), 1)
    label = next(element.iter(_STYLE + "list-level-label-alignment"), None)
    gap = label is None or label.get(_TEXT + "label-followed-by") != "nothing"
    return Level(_FORMATS.get(form, "decimal"), prefix + numbers + suffix, start, gap=gap)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and len(text) < 10 and text.isdecimal() else default


def _centimetres(text: str | None) -> float:
    match = _LENGTH.fullmatch(text or "")
    return float(match[1]) * _CENTIMETRES[match[2]] if match else 0.0
