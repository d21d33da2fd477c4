"""The styles of a Word document; each is worked out, with what it inherits, when a paragraph asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from reportparse.loaders.light_text import is_light_code
from reportparse.loaders.word_measures import RAISED_BY, USUAL_SIZE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_STYLE_START, _STYLE_END, _OF_TABLES = b"<w:style ", b"</w:style>", b' w:type="table"'
_LIGHT = re.compile(rb"color\s[^<>]{0,200}?val\s{0,9}=\s{0,9}[\"'](?:[fF][5-9a-fA-F]){3}")
_UNUSED_START, _UNUSED_END = b"<w:latentStyles ", b"</w:latentStyles>"
_OFF = ("0", "false", "off")
_VANISH, _STRIKE, _DOUBLE_STRIKE = W + "vanish", W + "strike", W + "dstrike"
_RAISED, _POSITION, _SIZE = W + "vertAlign", W + "position", W + "sz"
_COLOUR, _SHADE, _HIGHLIGHT = W + "color", W + "shd", W + "highlight"
# What the properties of a run may say of its text.
MARKS = (_VANISH, _STRIKE, _DOUBLE_STRIKE, _RAISED, _POSITION)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says that matters here, its ancestors included; of marks None where it says nothing."""

    name: str = ""
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None
    hidden: bool | None = None
    strike: bool | None = None
    double_strike: bool | None = None
    aligned: bool | None = None
    lifted: bool | None = None
    size: int | None = None
    light: bool | None = None
    shaded: bool | None = None

    @property
    def struck(self) -> bool:
        """Whether its text is struck through."""
        return bool(self.strike or self.double_strike)

    def is_raised_behind(self, before: Style | None) -> bool:
        """Whether its text is raised or lowered; what is moved up in its line is so if it is smaller, too."""
        moved = self.lifted and before and (self.size or USUAL_SIZE) < (before.size or USUAL_SIZE)
        return bool(self.aligned or moved)


PLAIN = Style()


class Styles:
    """Styles by their id. `default` is that of paragraphs, `tell` says whether any tells of text that is
    hidden, struck through, raised or lowered.
    """

    def __init__(self, parts: Iterable[etree._Element]) -> None:
        self.default = ""
        self.tell = False
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        for part in parts:
            self.tell = self.tell or any(True for _ in part.iter(*MARKS))
            for element in part.iterchildren(W + "style"):
                style_id = element.get(W + "styleId", "")
                self._elements[style_id] = element
                if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true"):
                    self.default = style_id

    def get(self, style_id: str) -> Style:
        """The style with that id, a plain one where there is none or it is based on itself."""
        line = []  # from the style to the first ancestor that is known
        while style_id not in self._known:
            self._known[style_id] = PLAIN
            element = self._elements.get(style_id)
            if element is None:
                break
            line.append((style_id, element))
            based = element.find(W + "basedOn")
            style_id = based.get(VAL, "") if based is not None else ""
        style = self._known[style_id]
        for descendant, element in reversed(line):
            style = self._known[descendant] = _resolved(element, style)
        return style


def _resolved(element: etree._Element, parent: Style) -> Style:
    """A style with what it inherits from its parent."""
    name = element.find(W + "name")
    style = replace(parent, name=name.get(VAL, "").lower() if name is not None else "")
    properties = element.find(W + "pPr")
    if properties is not None:
        outline = whole_number(properties.find(W + "outlineLvl"), -1)
        if outline >= 0:
            style = replace(style, outline=outline)
        list_id = properties.find(f"{W}numPr/{W}numId")
        if list_id is not None:
            style = replace(style, list_id=list_id.get(VAL), depth=None)
        depth = properties.find(f"{W}numPr/{W}ilvl")
        if depth is not None:
            style = replace(style, depth=whole_number(depth, 0))
        style = replace(style, shaded=_last(style.shaded, is_shaded(properties)))
    run = element.find(W + "rPr")
    return marked(run, style) if run is not None else style


def marked(properties: etree._Element, style: Style) -> Style:
    """A style with what the properties of a run say of its text."""
    for mark in properties:
        tag = mark.tag
        if tag == _VANISH:
            style = replace(style, hidden=is_on(mark))
        elif tag == _STRIKE:
            style = replace(style, strike=is_on(mark))
        elif tag == _DOUBLE_STRIKE:
            style = replace(style, double_strike=is_on(mark))
        elif tag == _RAISED:
            style = replace(style, aligned=mark.get(VAL) in ("superscript", "subscript"))
        elif tag == _POSITION:
            style = replace(style, lifted=whole_number(mark, 0) >= RAISED_BY)
        elif tag == _SIZE:
            style = replace(style, size=whole_number(mark, USUAL_SIZE))
        elif tag == _COLOUR:
            style = replace(style, light=is_light_code(mark.get(VAL, "")))
        elif tag in (_SHADE, _HIGHLIGHT):
            style = replace(style, shaded=_last(style.shaded, is_shaded(properties)))
    return style


def tells_of_light_text(content: bytes) -> bool:
    """Whether the XML of a part gives anything a colour that is as light as paper; its tree is slower to search."""
    return _LIGHT.search(content) is not None


def is_shaded(properties: etree._Element | None) -> bool | None:
    """Whether something darker than paper lies behind what has these properties; None where they do not say."""
    if properties is None:
        return None
    highlight, shade = properties.find(_HIGHLIGHT), properties.find(_SHADE)
    if highlight is not None and highlight.get(VAL) != "none":
        return highlight.get(VAL) != "white"
    if shade is None:
        return None
    if shade.get(VAL, "clear") not in ("clear", "nil"):  # a pattern
        return True
    fill = shade.get(W + "fill", "auto")
    return None if fill == "auto" else not is_light_code(fill)


def joined(paragraph: Style, characters: Style) -> Style:
    """What the styles of a paragraph and of characters in it say of these together.

    What both hide, or strike through, is shown: the one style turns over what the other says.
    """
    return replace(
        paragraph,
        hidden=bool(paragraph.hidden) != bool(characters.hidden),
        strike=bool(paragraph.strike) != bool(characters.strike),
        double_strike=_last(paragraph.double_strike, characters.double_strike),
        aligned=_last(paragraph.aligned, characters.aligned),
        lifted=_last(paragraph.lifted, characters.lifted),
        size=characters.size or paragraph.size,
        light=_last(paragraph.light, characters.light),
        shaded=_last(paragraph.shaded, characters.shaded),
    )


def _last(outer: bool | None, inner: bool | None) -> bool | None:
    return outer if inner is None else inner


def without_table_styles(content: bytes) -> bytes:
    """The XML of styles without those of tables, and without a list of styles that are not used.

    They say nothing that matters here and are most of it. Where it holds no comments and the like, which begin
    with `<!`, and none of them is empty, each ends with the next `</w:style>`; elsewhere it is left as it is.
    """
    if b"!" in content:  # several times as fast to find as `<!`, and hardly ever there
        return content
    kept = []
    end = 0
    while (found := content.find(_OF_TABLES, end)) >= 0:
        start, after = content.rfind(b"<", end, found), content.find(_STYLE_END, found)
        tag = content[start : content.find(b">", found)]
        if after < 0 or not tag.startswith(_STYLE_START) or tag.endswith(b"/"):
            return content
        kept.append(content[end:start])
        end = after + len(_STYLE_END)
    content = b"".join((*kept, content[end:]))
    unused, after_unused = content.find(_UNUSED_START), content.find(_UNUSED_END)
    if 0 <= unused < after_unused:
        content = content[:unused] + content[after_unused + len(_UNUSED_END) :]
    return content


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and element.get(VAL) not in _OFF


def whole_number(element: etree._Element | None, default: int) -> int:
    """The number that an element gives, the default where it is missing or gives none."""
    if element is None:
        return default
    try:
        return int(element.get(VAL, default))
    except ValueError:
        return default
