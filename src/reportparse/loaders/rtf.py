"""RTF: groups, control words and text in code pages, read in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from reportparse.document import Document, Paragraph, UnreadableDocument
from reportparse.loaders import encoding, grid, nested_paragraphs
from reportparse.loaders.left_out import LIGHT, STRUCK
from reportparse.loaders.light_text import LightText, is_light, seen
from reportparse.loaders.nested_paragraphs import Edges, NestedParagraph
from reportparse.loaders.word_measures import RAISED_BY, TABLE_HEIGHT, TABLE_WIDTH, USUAL_SIZE
from reportparse.normalise import AS_RAISED

MEDIA_TYPE = "application/rtf"

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})"
    rb"|\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\([^a-zA-Z0-9])|([{}])|[\r\n\x00]+|([^\\{}\r\n\x00]+)"
)
# Groups nest some ten deep.
_MAX_DEPTH = 2000
_CODE_PAGES = {
    0: "cp1252",
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    204: "cp1251",
    238: "cp1250",
}
_TEXTS = {
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
}
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
# Groups whose text is not of the document.
_PASSED_OVER = frozenset(
    b"listtable listoverridetable revtbl rsidtbl generator filetbl sp sn sv nonesttables shprslt "
    b"themedata colorschememapping datastore latentstyles fldinst bkmkstart bkmkend xmlnstbl wgrffmtfilter "
    b"annotation atnid atnauthor atndate atnref ftnsep ftnsepc aftnsep aftnsepc objdata objclass pntxta "
    b"pntxtb pnseclvl passwordhash mmathPr operator author company keywords comment doccomm manager category "
    b"template userprops xe tc nextfile do dptxbxtext".split()
)
_DESTINATIONS = {
    b"fonttbl": "fonts",
    b"colortbl": "colours",
    b"stylesheet": "styles",
    b"info": "none",
    b"title": "title",
    b"pict": "picture",
    b"listtext": "number",
    b"pntext": "number",
}
_STORIES = {
    word + side: word.decode() for word in (b"header", b"footer") for side in (b"", b"l", b"r", b"f")
} | {
    b"footnote": "footnotes",
    b"shptxt": "box",
}
_ENDS: dict[bytes, tuple[Literal["paragraph", "cell", "row"], bool]] = {
    b"par": ("paragraph", False),
    b"sect": ("paragraph", False),
    b"cell": ("cell", False),
    b"row": ("row", False),
    b"nestcell": ("cell", True),
    b"nestrow": ("row", True),
}
_PARTS_OF_COLOUR = (b"red", b"green", b"blue")
_HEADING_NAME = re.compile(r"(?:heading|标题) ?[1-9];?$", re.IGNORECASE)
_BULLET = re.compile(r"[^\w（(]{1,2}|[on]")
# Groups marked as such that a reader may skip, but that hold text of the document.
_KEPT = frozenset((b"shpinst", b"shptxt", b"nesttableprops", b"ud", b"shppict", b"listtext", b"pntext"))


@dataclass(slots=True)
class _Row:
    """The cells of a row as they are defined, before the row is given."""

    left: int = 0
    cells: list[Edges] = field(default_factory=list)
    down: bool = False
    across: bool = False
    shaded: bool = False


@dataclass(slots=True)
class _Story:
    """A part of the document with paragraphs of its own: the body, a header, a note, a text box."""

    kind: str
    items: list[NestedParagraph] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    size: int = 0  # of the last text on its line
    boxes: list[NestedParagraph] = field(default_factory=list)
    row: _Row = field(default_factory=_Row)
    inner_row: _Row = field(default_factory=_Row)
    picture: bool = False
    drawn: bool = False


@dataclass(slots=True)
class _State:
    """What holds until the group ends."""

    destination: str = "text"
    encoding: str = "cp1252"
    skip: int = 1
    hidden: bool = False
    struck: bool = False
    struck_twice: bool = False
    raised: bool = False
    lifted: bool = False
    size: int = USUAL_SIZE
    light: bool = False
    shaded: bool = False
    on_shade: bool = False  # whether the paragraph is
    in_table: bool = False
    depth: int = 1
    heading: bool = False
    nested: bool = False
    opens_story: bool = False
    opens_number: bool = False


def load(content: bytes) -> Document:
    """Read an RTF; raises UnreadableDocument where its groups nest beyond measure."""
    return _Reader(content).document()


class _Reader:
    """One file while it is read."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.state = _State()
        self.states: list[_State] = []
        self.story = _Story("body")
        self.stories: list[_Story] = []
        self.margins: list[Paragraph] = []
        self.metadata: dict[str, str] = {}
        self.default = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.colour: dict[bytes, int] = {}  # the parts of the one that is being read
        self.light: list[bool] = []  # of the colours by their numbers, whether they are as light as paper
        self.styles: dict[int, bool] = {}
        self.style = 0
        self.raw = bytearray()  # text not yet decoded: a character's bytes can stand in several tokens
        self.units: list[int] = []  # UTF-16 units not yet put together
        self.to_skip = 0
        self.title: list[str] = []
        self.number: list[str] = []
        self.picture_size: dict[bytes, int] = {}
        self.starred = False
        self.left_out = False  # whether text that is struck through was

    def document(self) -> Document:
        position = 0
        while position < len(self.content):
            match = _TOKEN.match(self.content, position)
            if match is None:
                position += 1
                continue
            position = match.end()
            code, word, number, symbol, brace, text = match.groups()
            if code is not None:
                self._bytes(bytes([int(code, 16)]))
            elif text is not None:
                self._bytes(text)
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                if not self.states:
                    break
                self._close()
            elif symbol is not None:
                self._symbol(symbol)
            elif word is not None:
                value = int(number) if number is not None else None
                if word == b"bin" and value:
                    position += max(0, value)
                else:
                    self._word(word, value)
        self._flush()
        warnings = (
            ["the document ends before its groups are closed: it may be cut short"] if self.states else []
        )
        if self.left_out:
            warnings.append(STRUCK)
        if self.story.parts:
            self._end("paragraph")
        if self.title:
            self.metadata["title"] = "".join(self.title).strip()
        blocks = nested_paragraphs.blocks(self.story.items, "body")
        if any(item.on_shade for item in self.story.items):
            warnings.append(LIGHT)
        return Document(
            "rtf",
            MEDIA_TYPE,
            blocks,
            margins=self.margins,
            metadata=self.metadata,
            warnings=warnings,
        )

    # Groups

    def _open(self) -> None:
        self._flush()
        if len(self.states) >= _MAX_DEPTH:
            raise UnreadableDocument("the RTF document nests its groups too deeply to be read")
        self.picture_size = {}
        self.states.append(self.state)
        self.state = replace(self.state, opens_story=False, opens_number=False)

    def _close(self) -> None:
        self._flush()
        if self.state.opens_number:
            self._draw_number()
        if self.state.opens_story:
            if self.story.parts:
                self._end("paragraph")
            story, self.story = self.story, self.stories.pop()
            if story.kind == "box":
                self.story.boxes += story.items
            else:
                self.margins += grid.as_paragraphs(nested_paragraphs.blocks(story.items, story.kind))
        self.state = self.states.pop()

    def _draw_number(self) -> None:
        """Take in the number that was drawn before a paragraph; bullets are not text."""
        number = "".join(self.number).strip()
        self.number = []
        if number and not _BULLET.fullmatch(number):
            self.story.parts.append(number if number[-1] in "、．）】。" else number + " ")

    def _open_story(self, kind: str) -> None:
        self.stories.append(self.story)
        self.story = _Story(kind)
        self.state.opens_story = True
        self.state.in_table, self.state.depth = False, 1

    # Text

    def _bytes(self, raw: bytes) -> None:
        if self.to_skip:
            skipped = min(self.to_skip, len(raw))
            self.to_skip -= skipped
            raw = raw[skipped:]
        if self.units and raw:
            self._flush()
        self.raw += raw

    def _flush(self) -> None:
        self.to_skip = 0
        if self.units:
            units = b"".join(unit.to_bytes(2, "little") for unit in self.units)
            self.units = []
            self._text(units.decode("utf-16-le", "replace"))
        if self.raw:
            raw = bytes(self.raw)
            self.raw.clear()
            self._text(self._decoded(raw))

    def _decoded(self, raw: bytes) -> str:
        """Text in the code page of its font; writers that use another one write Latin letters."""
        for name in (self.state.encoding, self.default):
            try:
                return raw.decode(name)
            except UnicodeDecodeError:
                continue
        return raw.decode("cp1252", "replace")

    def _text(self, text: str) -> None:
        if self.state.destination == "title":
            self.title.append(text)
        elif self.state.destination == "number":
            self.number.append(text)
        elif self.state.destination == "colours":
            for _ in range(text.count(";")):
                self.light.append(is_light(*(self.colour.get(part, 0) for part in _PARTS_OF_COLOUR)))
                self.colour = {}
        elif self.state.destination == "styles":
            if _HEADING_NAME.match(text):
                self.styles[self.style] = True
        elif self.state.destination == "text" and not self.state.hidden:
            if self.state.struck or self.state.struck_twice:
                self.left_out = self.left_out or bool(text.strip())
            else:
                if self.state.raised or (self.state.lifted and self.state.size < self.story.size):
                    text = text.translate(AS_RAISED)
                else:
                    self.story.size = self.state.size
                if self._is_light() and not text.isspace():
                    text = LightText(text)
                self.story.parts.append(text)

    def _is_light(self) -> bool:
        """Whether text is as light as paper; in text boxes nothing tells what is behind it."""
        state = self.state
        return state.light and not (state.shaded or state.on_shade or self.story.kind == "box")

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
            return
        self._flush()
        if symbol in (b"\n", b"\r"):
            self._end("paragraph")
        elif symbol in _SYMBOLS:
            self._text(_SYMBOLS[symbol])

    def _end(self, ends: Literal["paragraph", "cell", "row"], depth: int | None = None) -> None:
        """End a paragraph, and with it a cell or a row of the tables that it stands in."""
        state, story = self.state, self.story
        if state.destination != "text":
            return
        if depth is None:
            depth = state.depth if state.in_table else 0
        text, shown = "".join(story.parts), seen(story.parts)
        story.items.append(
            NestedParagraph(
                shown,
                depth,
                ends,
                state.heading,
                story.picture,
                list((story.inner_row if depth > 1 else story.row).cells) if ends == "row" else [],
                story.boxes,
                story.drawn or (text != shown and shown.isspace()),
                text if text != shown else "",
            )
        )
        story.parts, story.boxes, story.picture, story.drawn, story.size = [], [], False, False, 0

    # Control words

    def _word(self, word: bytes, value: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == b"u" and value is not None:
            if self.raw:
                self._flush()
            self.units.append(value & 0xFFFF)
            self.to_skip = self.state.skip
            return
        if word == b"uc":  # may stand between the two halves of a character
            self.state.skip, self.to_skip = max(0, value or 0), 0
            return
        self._flush()
        state, number = self.state, value or 0
        if (starred and word not in _KEPT) or word in _PASSED_OVER:
            state.destination = "none"
        elif word in _DESTINATIONS and (state.destination != "none" or word == b"title"):
            state.destination = _DESTINATIONS[word]
            state.opens_number = state.destination == "number"
        elif state.destination == "fonts":
            self._font_word(word, number)
        elif state.destination == "colours":
            self.colour[word] = number
        elif state.destination == "styles":
            if word == b"s":
                self.style = number
            elif word == b"outlinelevel":
                self.styles[self.style] = number < 9
        elif state.destination == "picture":
            self._picture_word(word, number)
        elif word in _STORIES and state.destination == "text":
            self._open_story(_STORIES[word])
        elif word in _TEXTS:
            self._text(_TEXTS[word])
        elif word in _ENDS:
            ends, inner = _ENDS[word]
            depth = None if ends == "paragraph" else max(2, state.depth) if inner else 1
            self._end(ends, depth)
        else:
            self._format_word(word, value, number)

    def _font_word(self, word: bytes, number: int) -> None:
        if word == b"f":
            self.font = number
        elif word == b"fcharset":
            self.fonts[self.font] = _CODE_PAGES.get(number, self.default) if number else self.default
        elif word == b"cpg":
            self.fonts[self.font] = encoding.canonical(f"cp{number}") or self.default

    def _picture_word(self, word: bytes, number: int) -> None:
        if word in (b"picwgoal", b"pichgoal"):
            self.picture_size[word] = number
            self.story.drawn = True
            if self.picture_size.get(b"picwgoal", 0) > TABLE_WIDTH:
                self.story.picture = self.picture_size.get(b"pichgoal", 0) > TABLE_HEIGHT

    def _format_word(self, word: bytes, value: int | None, number: int) -> None:
        state = self.state
        row = self.story.inner_row if state.nested else self.story.row
        match word:
            case b"ansicpg":
                self.default = state.encoding = encoding.canonical(f"cp{number}") or self.default
            case b"f":
                state.encoding = self.fonts.get(number, self.default)
            case b"v" | b"deleted":
                state.hidden = value != 0
            case b"strike":
                state.struck = value != 0
            case b"striked":
                state.struck_twice = value != 0
            case b"super" | b"sub":
                state.raised = value != 0
            case b"up":  # in half points, of which some only centre text in its line
                state.lifted = (6 if value is None else value) >= RAISED_BY
            case b"fs":
                state.size = number
            case b"cf":
                state.light = self._is_light_colour(number)
            case b"cb" | b"chcbpat" | b"highlight":
                state.shaded = self._is_shade(number)
            case b"cbpat":
                state.on_shade = self._is_shade(number)
            case b"clcbpat":
                row.shaded = self._is_shade(number)
            case b"nosupersub":
                state.raised = state.lifted = False
            case b"plain":
                state.hidden = state.struck = state.struck_twice = state.raised = state.lifted = False
                state.size = USUAL_SIZE
                state.light = state.shaded = False
            case b"pard":
                state.in_table, state.depth, state.heading, state.on_shade = False, 1, False, False
            case b"intbl":
                state.in_table = True
            case b"itap":
                state.in_table, state.depth = number > 0, max(1, number)
            case b"s":
                state.heading = self.styles.get(number, False)
            case b"outlinelevel":
                state.heading = number < 9
            case b"ud":  # what stood before was the same for readers without Unicode
                self.title.clear()
            case b"nesttableprops":
                state.nested = True
            case b"trowd":
                row.left, row.cells, row.down, row.across, row.shaded = 0, [], False, False, False
            case b"trleft":
                row.left = number
            case b"clvmrg":
                row.down = True
            case b"clmrg":
                row.across = True
            case b"cellx":
                row.cells.append(Edges(row.left, number, row.down, row.across, row.shaded))
                row.left, row.down, row.across, row.shaded = number, False, False, False

    def _is_light_colour(self, number: int) -> bool:
        return 0 <= number < len(self.light) and self.light[number]

    def _is_shade(self, number: int) -> bool:
        return number > 0 and not self._is_light_colour(number)
