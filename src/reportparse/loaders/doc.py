"""DOC: the binary format of Word 97 to 2003, and of WPS, read directly; older ones through LibreOffice.

Names of structures are those of [MS-DOC], the published description of the format.
"""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise, repeat
from typing import Literal, NamedTuple

import olefile

from reportparse.document import Document, Paragraph, UnreadableDocument
from reportparse.loaders import grid, nested_paragraphs, soffice
from reportparse.loaders.drawn_numbers import Counters, Level, NumberedList
from reportparse.loaders.inheritance import inherited
from reportparse.loaders.left_out import LIGHT, STRUCK
from reportparse.loaders.light_text import LightText, is_light, seen
from reportparse.loaders.nested_paragraphs import Edges, NestedParagraph
from reportparse.loaders.word_measures import RAISED_BY, TABLE_HEIGHT, TABLE_WIDTH, USUAL_SIZE, plain_symbol
from reportparse.normalise import AS_RAISED

MEDIA_TYPE = "application/msword"

# Positions of pairs (offset, length) in FibRgFcLcb97.
_STSHF, _PLCF_BTE_CHPX, _PLCF_BTE_PAPX, _CLX, _PLF_LST, _PLF_LFO = 1, 12, 13, 33, 73, 74
# Position of ccpText in the file; the lengths of the other parts of the text follow it.
_CCP_TEXT = 76
_FIRST_OF_97 = 0x00C1

_SPRM_IN_TABLE, _SPRM_ROW_END, _SPRM_DEPTH = 0x2416, 0x2417, 0x6649
_SPRM_INNER_CELL, _SPRM_INNER_ROW_END = 0x244B, 0x244C
_SPRM_LEVEL, _SPRM_LIST, _SPRM_OUTLINE, _SPRM_HUGE = 0x260A, 0x460B, 0x2640, 0x6646
_SPRM_TABLE, _SPRM_VERTICAL_MERGE, _SPRM_MERGE = 0xD608, 0xD62B, 0x5624
_SPRM_HIDDEN, _SPRM_DELETED, _SPRM_SYMBOL, _SPRM_PICTURE = 0x083C, 0x0800, 0x6A09, 0x6A03
_SPRM_TABS = 0xC615
_SPRM_STRIKE, _SPRM_DOUBLE_STRIKE, _SPRM_RAISED = 0x0837, 0x2A53, 0x2A48
_SUPERSCRIPT, _SUBSCRIPT = 1, 2
_SPRM_COLOUR, _SPRM_COLOUR_NUMBER, _WHITE = 0x6870, 0x2A42, 8
# What lies behind characters, paragraphs and the cells of a row: by colours and by their numbers.
_SPRM_HIGHLIGHT, _SPRM_SHADE, _SPRM_OLD_SHADE = 0x2A0C, 0xCA71, 0x4866
_SPRM_PARAGRAPH_SHADE, _SPRM_OLD_PARAGRAPH_SHADE = 0xC64D, 0x442D
_SPRM_CELL_SHADES, _SPRM_OLD_CELL_SHADES = (0xD612, 0xD670), 0xD609
_SPRM_POSITION, _SPRM_STYLE, _SPRM_SIZE = 0x4845, 0x4A30, 0x4A43

# Stand in the text for a large picture and for a smaller one.
_PICTURE, _SMALL_PICTURE = "\ufffc", "\ufffb"
# Stands where a shape is anchored, such as a text box.
_ANCHOR = "\x08"
_PARAGRAPH_END, _CELL_END = "\r", "\x07"
_ENDS = frozenset("\r\x07\x0c\x0e")
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_MARKS = re.compile("[\r\x07\x0c\x0e\x13\x14\x15]")
_CHARACTERS = {0x0B: "\n", 0x1E: "-", 0x1F: "", 0xAD: ""} | dict.fromkeys(range(9), "")
# What few texts hold: pictures, those characters, and halves of characters that are stored in two.
_UNUSUAL = re.compile(f"[{_PICTURE}{_SMALL_PICTURE}{re.escape(''.join(map(chr, _CHARACTERS)))}\ud800-\udfff]")
# Numbers of number formats and their names in the newer format.
_FORMATS = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    15: "decimalHalfWidth",
    16: "chineseLegalSimplified",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    32: "ideographZodiac",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    255: "none",
}


def load(content: bytes) -> Document:
    """Read a .doc; raises UnreadableDocument where it is encrypted, damaged, or too old to be read here."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            streams = {
                name: container.openstream(name).read()
                for name in ("WordDocument", "0Table", "1Table", "Data")
                if container.exists(name)
            }
            title = getattr(container.get_metadata(), "title", None)
    except (OSError, ValueError, IndexError, TypeError, RecursionError, struct.error) as error:
        raise UnreadableDocument("the Word document is cut short or damaged") from error
    main = streams.get("WordDocument", b"")
    if len(main) < 512:
        raise UnreadableDocument("the Word document is cut short or damaged")
    version, flags = _uint16(main, 2), _uint16(main, 10)
    if flags & 0x0100:
        raise UnreadableDocument("the document is encrypted and needs a password")
    if version < _FIRST_OF_97:
        return soffice.load(content, "the document is of Word 95 or before")
    table = streams.get("1Table" if flags & 0x0200 else "0Table", b"")
    try:
        document = _Reader(main, table, streams.get("Data", b"")).document()
    except (struct.error, IndexError, ValueError, KeyError, RecursionError) as error:
        if isinstance(error, UnreadableDocument):
            raise
        return soffice.load(content, "the Word document is damaged")
    if isinstance(title, bytes) and (words := _title(title)):
        document.metadata["title"] = words
    return document


def _title(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).strip("\x00 ")
        except UnicodeDecodeError:
            continue
    return ""


def _uint16(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _uint32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The modifiers of a property list with their operands."""
    at = 0
    while at + 2 <= len(data):
        sprm = data[at] | data[at + 1] << 8
        at += 2
        size = (1, 1, 2, 4, 2, 2, -1, 3)[sprm >> 13]
        if size < 0:
            if sprm == _SPRM_TABLE:
                size, at = _uint16(data, at) - 1, at + 2
            elif sprm == _SPRM_TABS and data[at] == 255:
                deleted = data[at + 1]
                added = data[at + 2 + 4 * deleted]
                size, at = 2 + 4 * deleted + 3 * added, at + 1
            else:
                size, at = data[at], at + 1
        yield sprm, data[at : at + size]
        at += size


@dataclass(slots=True)
class _Properties:
    """What a paragraph's properties say that matters here."""

    style: int = 0
    depth: int = 0
    row_end: bool = False
    inner_cell: bool = False
    inner_row_end: bool = False
    level: int = 0
    list_id: int = 0
    outline: int = 9
    edges: list[int] = field(default_factory=list)
    merges: list[int] = field(default_factory=list)
    shaded: bool = False
    shades: list[bool] = field(default_factory=list)  # of the cells of the row

    @property
    def cells(self) -> list[Edges]:
        """The cells of the row that the paragraph ends."""
        shades = self.shades or repeat(False)
        return [
            Edges(left, right, bool(merge & 0x20) and not merge & 0x40, bool(merge & 0x2), shaded)
            for left, right, merge, shaded in zip(
                self.edges, self.edges[1:], self.merges, shades, strict=False
            )
        ]


class _Formatting(NamedTuple):
    """What characters, or their style, say that matters here: `light` is as light as paper. Of characters that
    stand for a symbol or a picture, which.
    """

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    light: bool = False
    symbol: int | None = None
    picture: int | None = None


_PLAIN = _Formatting()


class _Run(NamedTuple):
    """Characters of one formatting, by their positions in the file."""

    first: int
    end: int
    formatting: _Formatting = _PLAIN


_PARAGRAPH_STYLE, _CHARACTER_STYLE = 1, 2


@lru_cache(maxsize=1024)
def _formatting(modifiers: bytes, style: _Formatting) -> _Formatting:
    """The formatting of characters in a style."""
    said = dict(_sprms(modifiers))

    def switched(sprm: int, base: bool = False) -> bool:
        """Return what a switch is turned to: off, on, as the style has it, or the other way."""
        operand = said.get(sprm, b"\x80")[0]
        return {0x80: base, 0x81: not base}.get(operand, operand == 1)

    hidden = switched(_SPRM_HIDDEN, style.hidden) or switched(_SPRM_DELETED)
    struck = switched(_SPRM_STRIKE, style.struck) or switched(_SPRM_DOUBLE_STRIKE)
    raised = said[_SPRM_RAISED][0] in (_SUPERSCRIPT, _SUBSCRIPT) if _SPRM_RAISED in said else style.raised
    light = style.light
    if colour := said.get(_SPRM_COLOUR):
        light = not colour[3] and is_light(*colour[:3])
    elif number := said.get(_SPRM_COLOUR_NUMBER):
        light = number[0] == _WHITE
    if light:
        light = not (
            said.get(_SPRM_HIGHLIGHT, b"\0")[0]
            or _is_shade(said.get(_SPRM_SHADE, b""))
            or _is_old_shade(said.get(_SPRM_OLD_SHADE, b""))
        )
    symbol = plain_symbol(_uint16(said[_SPRM_SYMBOL], 2)) if _SPRM_SYMBOL in said else None
    picture = _uint32(said[_SPRM_PICTURE], 0) if _SPRM_PICTURE in said else None
    return _Formatting(hidden, struck, raised, light, symbol, picture)


def _is_shade(shade: bytes) -> bool:
    """Whether a shade, of two colours and the number of a pattern, is darker than paper."""
    if len(shade) < 10:
        return False
    pattern = _uint16(shade, 8)
    return pattern not in (0, 0xFFFF) or not (shade[7] or is_light(*shade[4:7]))


def _is_old_shade(shade: bytes) -> bool:
    """Whether a shade, of the numbers of two colours and of a pattern, is darker than paper."""
    packed = _uint16(shade, 0) if len(shade) >= 2 else 0
    return packed != 0xFFFF and (packed >> 10 > 0 or packed >> 5 & 0x1F not in (0, _WHITE))


@lru_cache(maxsize=1024)
def _height(modifiers: bytes) -> tuple[bool, int]:
    """Whether characters are moved up in their line, and their size."""
    moved, size = False, USUAL_SIZE
    for sprm, operand in _sprms(modifiers):
        if sprm == _SPRM_POSITION:
            moved = RAISED_BY <= _uint16(operand, 0) < 0x8000
        elif sprm == _SPRM_SIZE:
            size = _uint16(operand, 0)
    return moved, size


@lru_cache(maxsize=1024)
def _style_of(modifiers: bytes) -> int | None:
    """The style of characters."""
    return next((_uint16(operand, 0) for sprm, operand in _sprms(modifiers) if sprm == _SPRM_STYLE), None)


@dataclass(slots=True)
class _Piece:
    """A stretch of the text: first and last position in it, where its bytes are, bytes a character."""

    first: int
    end: int
    offset: int
    width: int
    modifier: bytes


class _Style(NamedTuple):
    """A style: of paragraphs or of characters, its number among those that Word brings, the style that it
    is based on, and its modifiers.
    """

    kind: int
    built_in: int
    base: int
    of_paragraphs: bytes
    of_characters: bytes


class _Reader:
    """The streams of one document while they are read."""

    def __init__(self, main: bytes, table: bytes, data: bytes) -> None:
        self.main, self.table, self.data = main, table, data
        self.pieces = list(self._pieces())
        if any(piece.offset + (piece.end - piece.first) * piece.width > len(main) for piece in self.pieces):
            raise ValueError("the text is cut short")
        self.counters = Counters(self._lists())
        self._known: dict[tuple[bytes, bytes], _Properties] = {}
        self.warnings: list[str] = []
        self.has_boxes = False
        self.left_out = False  # whether text that is struck through was

    def document(self) -> Document:
        lengths = struct.unpack_from("<8i", self.main, _CCP_TEXT)
        text, footnotes, headers, _, annotations, endnotes, boxes, _ = (max(0, length) for length in lengths)
        position, self.has_boxes = text, boxes > 0
        body = list(self._items(0, text))
        blocks = nested_paragraphs.blocks(body, "body")
        margins: list[Paragraph] = []
        for name, length in (
            ("footnotes", footnotes),
            ("headers", headers),
            ("annotations", annotations),
            ("endnotes", endnotes),
            ("boxes", boxes),
        ):
            items = list(self._items(position, position + length))
            if name == "boxes":
                nested_paragraphs.show_on_shades(items)  # nothing tells what is behind them
                blocks += nested_paragraphs.blocks(items, name)
            elif name != "annotations":
                margins += grid.as_paragraphs(nested_paragraphs.blocks(items, name))
            position += length
        if self.left_out:
            self.warnings.append(STRUCK)
        if any(item.on_shade for item in body):
            self.warnings.append(LIGHT)
        return Document("doc", MEDIA_TYPE, blocks, margins=margins, warnings=self.warnings)

    # The text

    def _pair(self, number: int) -> bytes:
        """The bytes of the table stream that a pair of the header names."""
        offset, length = struct.unpack_from("<II", self.main, 154 + 8 * number)
        return self.table[offset : offset + length]

    def _pieces(self) -> Iterator[_Piece]:
        clx = self._pair(_CLX)
        at = 0
        modifiers: list[bytes] = []
        while clx[at] == 1:
            size = _uint16(clx, at + 1)
            modifiers.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        size = _uint32(clx, at + 1)
        plc = clx[at + 5 : at + 5 + size]
        count = (size - 4) // 12
        for number in range(count):
            first, end = struct.unpack_from("<II", plc, 4 * number)
            offset, modifier = struct.unpack_from("<IH", plc, 4 * (count + 1) + 8 * number + 2)
            complex_modifier = (
                modifiers[modifier >> 1] if modifier & 1 and modifier >> 1 < len(modifiers) else b""
            )
            if offset & 0x40000000:
                yield _Piece(first, end, (offset & 0x3FFFFFFF) // 2, 1, complex_modifier)
            else:
                yield _Piece(first, end, offset, 2, complex_modifier)

    def _stretches(self, first: int, end: int) -> Iterator[tuple[str, int, _Piece]]:
        """The text between two positions in stretches of one formatting, with where each begins in the file.

        Where the formatting says something, each character is a stretch; a hidden one is an empty text.
        """
        runs = self._runs
        starts = [run.first for run in runs]
        for piece in self.pieces:
            start, stop = max(first, piece.first), min(end, piece.end)
            if start >= stop:
                continue
            offset = piece.offset + (start - piece.first) * piece.width
            raw = self.main[offset : offset + (stop - start) * piece.width]
            if piece.width == 1:
                characters = raw.decode("cp1252", "replace")
            else:
                characters = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
            at = 0
            while at < len(characters):
                number = bisect_right(starts, offset) - 1
                run = runs[number] if number >= 0 else _Run(0, 0)
                if offset >= run.end:  # between two runs that say something
                    run = _Run(offset, starts[number + 1] if number + 1 < len(starts) else 1 << 40)
                stretch = characters[at : at - (offset - run.end) // piece.width]
                at += len(stretch)
                if run.formatting == _PLAIN:
                    yield stretch, offset, piece
                    offset += len(stretch) * piece.width
                    continue
                for character in stretch:
                    yield self._formatted_character(character, run.formatting), offset, piece
                    offset += piece.width

    def _formatted_character(self, character: str, said: _Formatting) -> str:
        if said.hidden and character not in _ENDS:
            return ""
        if said.struck and character not in _ENDS:
            self.left_out = self.left_out or not character.isspace()
            return ""
        if said.raised:
            character = character.translate(AS_RAISED)
        if said.symbol is not None and character == "(":
            return chr(said.symbol)
        if character == "\x01" and said.picture is not None:
            return _PICTURE if self._is_large(said.picture) else _SMALL_PICTURE
        return LightText(character) if said.light and character > " " else character

    def _items(self, first: int, end: int) -> Iterator[NestedParagraph]:
        parts: list[str] = []
        fields: list[bool] = []  # of each open field: whether its result has begun
        for stretch, offset, piece in self._stretches(first, end):
            at = 0
            for match in _MARKS.finditer(stretch):
                mark, position = match[0], match.start()
                if position > at and all(fields):
                    parts.append(stretch[at:position])
                at = position + 1
                if mark in _ENDS:
                    if mark != "\x0e" and (mark != "\x0c" or parts):
                        yield self._item(
                            parts, mark, self._properties(offset + position * piece.width, piece)
                        )
                        parts = []
                elif mark == _FIELD_BEGIN:
                    fields.append(False)
                elif mark == _FIELD_RESULT and fields:
                    fields[-1] = True
                elif mark == _FIELD_END and fields:
                    has_result = fields.pop()
                    if not has_result and all(fields):  # it is drawn from its code, as formulas are
                        parts.append(_SMALL_PICTURE)
                elif all(fields):
                    parts.append(mark)
            if (at < len(stretch) or not stretch) and all(fields):
                parts.append(stretch[at:] if at else stretch)
        if parts:
            yield self._item(parts, _PARAGRAPH_END, _Properties())

    def _item(self, parts: list[str], end: str, properties: _Properties) -> NestedParagraph:
        text = "".join(parts)
        shown = seen(parts) if self._has_light_text else text
        style = self._formattings.get(properties.style, _PLAIN)
        if style.hidden or style.struck:
            self.left_out = self.left_out or (style.struck and bool(text.strip()))
            text = shown = ""
        picture = _PICTURE in text
        drawn = picture or _SMALL_PICTURE in text or (text != shown and shown.isspace())
        drawn = drawn or (self.has_boxes and _ANCHOR in text)  # which box is anchored there is not looked for
        if properties.shaded:
            shown = text
        inner = properties.depth > 1
        ends: Literal["paragraph", "cell", "row"] = "paragraph"
        if properties.inner_row_end if inner else properties.row_end:
            ends = "row"
        elif properties.depth and (properties.inner_cell if inner else end == _CELL_END):
            ends = "cell"
        cells = properties.cells if ends == "row" else ()
        number = ""
        if ends != "row" and properties.list_id > 0:
            number = self.counters.next(str(properties.list_id), properties.level)
        return NestedParagraph(
            number + (_printed(shown) if _UNUSUAL.search(shown) else shown),
            properties.depth,
            ends,
            properties.outline < 9,
            picture,
            cells,
            drawn=drawn,
            on_shade=number + _printed(text) if text != shown else "",
        )

    # Properties

    @cached_property
    def _runs(self) -> list[_Run]:
        """The characters whose formatting says something; most says nothing that matters here."""
        runs = []
        size_before = 0
        for first, end, page, number in self._formatted(_PLCF_BTE_CHPX, 1):
            at = page[len(page) - 1] * 4 + 4 + number
            offset = page[at] * 2
            if not offset:
                size_before = USUAL_SIZE
                continue
            modifiers = page[offset + 1 : offset + 1 + page[offset]]
            style = _style_of(modifiers) if self._formattings else None
            said = _formatting(
                modifiers, self._formattings.get(style, _PLAIN) if style is not None else _PLAIN
            )
            moved, size = _height(modifiers)
            if moved and size < size_before:  # a mark of a note
                said = said._replace(raised=True)
            else:
                size_before = size
            if said != _PLAIN:
                runs.append(_Run(first, end, said))
        return sorted(runs, key=lambda run: run.first)

    @cached_property
    def _has_light_text(self) -> bool:
        """Whether what lies behind text makes a difference."""
        return any(run.formatting.light for run in self._runs)

    @cached_property
    def _papx(self) -> tuple[list[int], list[bytes]]:
        """Where the paragraphs begin in the file, and their properties: a style's number and modifiers."""
        starts, properties = [], []
        for first, _, page, number in self._formatted(_PLCF_BTE_PAPX, 13):
            at = page[len(page) - 1] * 4 + 4 + 13 * number
            offset = page[at] * 2
            size = page[offset] * 2 - 1
            begin = offset + 1
            if not page[offset]:
                size, begin = page[offset + 1] * 2, offset + 2
            starts.append(first)
            properties.append(page[begin : begin + size] if offset else b"")
        order = sorted(range(len(starts)), key=starts.__getitem__)
        return [starts[number] for number in order], [properties[number] for number in order]

    def _formatted(self, pair: int, size: int) -> Iterator[tuple[int, int, bytes, int]]:
        """Stretches of the file of one formatting: first and last byte, page, number on it."""
        plc = self._pair(pair)
        count = (len(plc) - 4) // 8
        for entry in range(count):
            at = (_uint32(plc, 4 * (count + 1) + 4 * entry) & 0x3FFFFF) * 512
            page = self.main[at : at + 512]
            if len(page) < 512 or page[511] * (4 + size) + 4 > 511:
                continue
            edges = struct.unpack_from(f"<{page[511] + 1}I", page)
            for number, (first, end) in enumerate(pairwise(edges)):
                yield first, end, page, number

    def _properties(self, offset: int, piece: _Piece) -> _Properties:
        starts, all_properties = self._papx
        number = bisect_right(starts, offset) - 1
        raw = all_properties[number] if number >= 0 else b""
        properties = self._known.get((raw, piece.modifier))
        if properties is None:
            style = _uint16(raw, 0) if len(raw) >= 2 else 0
            base = self._styles.get(style, _Properties())
            properties = replace(base, style=style, edges=[], merges=[], shades=[])
            self._apply(properties, raw[2:] + piece.modifier)
            self._known[raw, piece.modifier] = properties
        return properties

    def _apply(self, properties: _Properties, modifiers: bytes) -> None:
        in_table = properties.depth > 0
        for sprm, operand in _sprms(modifiers):
            if not operand:
                continue
            if sprm == _SPRM_IN_TABLE:
                in_table = bool(operand[0])
            elif sprm == _SPRM_ROW_END:
                properties.row_end = bool(operand[0])
            elif sprm == _SPRM_DEPTH:
                properties.depth = max(0, struct.unpack("<i", operand)[0])
            elif sprm == _SPRM_INNER_CELL:
                properties.inner_cell = bool(operand[0])
            elif sprm == _SPRM_INNER_ROW_END:
                properties.inner_row_end = bool(operand[0])
            elif sprm == _SPRM_LEVEL:
                properties.level = operand[0]
            elif sprm == _SPRM_LIST:
                (properties.list_id,) = struct.unpack_from("<h", operand)
            elif sprm == _SPRM_OUTLINE:
                properties.outline = operand[0]
            elif sprm == _SPRM_HUGE:
                at = _uint32(operand, 0)
                if at + 2 <= len(self.data):
                    self._apply(properties, self.data[at + 2 : at + 2 + _uint16(self.data, at)])
                    in_table = in_table or properties.depth > 0
            elif sprm == _SPRM_TABLE:
                count = operand[0]
                properties.edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
                cells = operand[1 + 2 * (count + 1) :]
                properties.merges = [
                    _uint16(cells, 20 * cell) if 20 * cell + 2 <= len(cells) else 0 for cell in range(count)
                ]
            elif sprm == _SPRM_VERTICAL_MERGE and operand[0] < len(properties.merges):
                merge = properties.merges[operand[0]] & ~0x60
                properties.merges[operand[0]] = merge | (operand[1] & 3) << 5
            elif sprm == _SPRM_MERGE:
                for cell in range(operand[0], min(operand[1], len(properties.merges))):
                    properties.merges[cell] |= 1 if cell == operand[0] else 2
            elif self._has_light_text:
                _apply_shade(properties, sprm, operand)
        if in_table and properties.depth == 0:
            properties.depth = 1

    @cached_property
    def _style_sheet(self) -> dict[int, _Style]:
        """The styles of paragraphs and of characters, by their numbers."""
        raw = self._pair(_STSHF)
        if len(raw) < 6:
            return {}
        at = 2 + _uint16(raw, 0)
        base_size = _uint16(raw, 4)
        found: dict[int, _Style] = {}
        for number in range(_uint16(raw, 2)):
            if at + 2 > len(raw):
                break
            size = _uint16(raw, at)
            style = raw[at + 2 : at + 2 + size]
            at += 2 + size
            if size <= base_size:
                continue
            kind = _uint16(style, 2) & 0xF
            if kind not in (_PARAGRAPH_STYLE, _CHARACTER_STYLE):
                continue
            begin = base_size + 2 + 2 * _uint16(style, base_size) + 2
            lists = []  # that of paragraphs, which only their styles have, and that of characters
            for _ in range(2 if kind == _PARAGRAPH_STYLE else 1):
                length = _uint16(style, begin) if begin + 2 <= len(style) else 0
                lists.append(style[begin + 2 : begin + 2 + length])
                begin += 2 + length + length % 2
            of_paragraphs = lists[0][2:] if kind == _PARAGRAPH_STYLE else b""
            found[number] = _Style(
                kind, _uint16(style, 0) & 0xFFF, _uint16(style, 2) >> 4, of_paragraphs, lists[-1]
            )
        return found

    @cached_property
    def _formattings(self) -> dict[int, _Formatting]:
        """What styles say of their characters, by their numbers; most say nothing."""
        sheet = self._style_sheet

        def derived(number: int, base: _Formatting) -> _Formatting:
            return _formatting(sheet[number].of_characters, base)._replace(symbol=None, picture=None)

        bases = {number: style.base for number, style in sheet.items()}
        return {number: own for number, own in inherited(bases, _PLAIN, derived).items() if own != _PLAIN}

    @cached_property
    def _styles(self) -> dict[int, _Properties]:
        """What the styles of paragraphs say of outline and numbering, with what they inherit."""
        sheet = self._style_sheet

        def derived(number: int, base: _Properties) -> _Properties:
            properties = replace(base)
            if 1 <= sheet[number].built_in <= 9:
                properties.outline = sheet[number].built_in - 1
            self._apply(properties, sheet[number].of_paragraphs)
            return properties

        bases = {number: style.base for number, style in sheet.items() if style.kind == _PARAGRAPH_STYLE}
        return inherited(bases, _Properties(), derived)

    def _lists(self) -> dict[str, NumberedList]:
        """The numbered lists, by their number as paragraphs name them."""
        definitions = self._list_definitions()
        raw = self._pair(_PLF_LFO)
        lists: dict[str, NumberedList] = {}
        if len(raw) < 4:
            return lists
        count = _uint32(raw, 0)
        at = 4 + 16 * count
        for number in range(count):
            list_id = _uint32(raw, 4 + 16 * number)
            overrides = raw[4 + 16 * number + 12]
            numbered = NumberedList(str(list_id), dict(definitions.get(list_id, {})))
            at += 4
            for _ in range(overrides):
                start, flags = struct.unpack_from("<II", raw, at)
                at += 8
                depth = flags & 0xF
                if flags & 0x20:
                    numbered.levels[depth], at = _level(raw, at)
                if flags & 0x10:
                    numbered.starts[depth] = start if not flags & 0x20 else numbered.levels[depth].start
            lists[str(number + 1)] = numbered
        return lists

    def _list_definitions(self) -> dict[int, dict[int, Level]]:
        offset, length = struct.unpack_from("<II", self.main, 154 + 8 * _PLF_LST)
        if not length:
            return {}
        count = _uint16(self.table, offset)
        at = offset + 2 + 28 * count  # the levels follow the lists, outside of the length that is given
        definitions: dict[int, dict[int, Level]] = {}
        for number in range(count):
            begin = offset + 2 + 28 * number
            levels: dict[int, Level] = {}
            for depth in range(1 if self.table[begin + 26] & 1 else 9):
                levels[depth], at = _level(self.table, at)
            definitions[_uint32(self.table, begin)] = levels
        return definitions

    def _is_large(self, at: int) -> bool:
        """Whether a picture in the data stream is large enough for a table."""
        if at + 36 > len(self.data):
            return False
        width, height, across, down = struct.unpack_from("<hhHH", self.data, at + 28)
        return bool(width * across / 1000 > TABLE_WIDTH and height * down / 1000 > TABLE_HEIGHT)


def _apply_shade(properties: _Properties, sprm: int, operand: bytes) -> None:
    """Note what a modifier says of what lies behind a paragraph, or the cells of a row."""
    if sprm == _SPRM_PARAGRAPH_SHADE:
        properties.shaded = _is_shade(operand)
    elif sprm == _SPRM_OLD_PARAGRAPH_SHADE:
        properties.shaded = _is_old_shade(operand)
    elif sprm in _SPRM_CELL_SHADES:
        properties.shades = [_is_shade(operand[at : at + 10]) for at in range(0, len(operand), 10)]
    elif sprm == _SPRM_OLD_CELL_SHADES:
        properties.shades = [_is_old_shade(operand[at : at + 2]) for at in range(0, len(operand), 2)]


def _printed(text: str) -> str:
    """Return text without what only stands for something, and with characters whole that are stored in two."""
    text = text.replace(_PICTURE, "").replace(_SMALL_PICTURE, "").translate(_CHARACTERS)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _level(raw: bytes, at: int) -> tuple[Level, int]:
    """A level of a list, and where the next thing begins."""
    start, form, flags = struct.unpack_from("<iBB", raw, at)
    follow, characters, paragraph, restart = raw[at + 15], raw[at + 24], raw[at + 25], raw[at + 26]
    at += 28 + characters + paragraph
    size = _uint16(raw, at)
    text = raw[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(character) + 1}" if ord(character) < 9 else character for character in text)
    level = Level(_FORMATS.get(form, "decimal"), pattern, start, gap=follow != 2, plain=bool(flags & 0x4))
    if flags & 0x8:
        level.restart = restart
    return level, at + 2 + 2 * size
