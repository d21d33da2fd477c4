"""What styles say of the text of a page: whether it is shown, struck through, raised, and its colours and size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from reportparse.loaders.light_text import is_light, is_light_code
from reportparse.loaders.stylesheets import IMPORTANT, declarations

_TAKEN_OUT = {"display": "none", "mso-hide": "all"}
_NOTHING = re.compile(r"(?:0+(?:\.0*)?|\.0+)%?$")
_CLIPPED = re.compile(r"rect\(\s*[01]")
# Colours of text and of what is behind it.
_CODE = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])")
_CHANNELS = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?!\d|[\s,/]+0?\.?0*\s*\))")
_NO_COLOURS = frozenset(["inherit", "initial", "unset", "currentcolor", "none", "transparent"])
# What stands anywhere but on its line is raised.
_RAISED = re.compile(r"super|sub|text-top")
_MOVED = re.compile(r"([+-]?)(\.?\d{1,4}(?:\.\d{1,4})?)([a-z%]*)")
_FAR_OUT = re.compile(r"-\d{4}")
_SIZE = re.compile(r"(\.?\d[\d.]*)\s*([a-z]+|%)?")
# Pixels, or so, of the units of lengths; and the least that a mark of a note as large as its line is moved.
_PIXELS_OF = {
    "px": 1.0,
    "pt": 4 / 3,
    "em": 16.0,
    "rem": 16.0,
    "%": 0.16,
    "ex": 8.0,
    "mm": 3.8,
    "cm": 38.0,
    "in": 96.0,
}
_FAR = 4.0
# The size, in pixels, of text whose size nothing tells: the smallest that is usual.
USUAL_SIZE = 12.0
_NAMED_SIZES = frozenset(
    ["xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "initial"]
)


class Marks(NamedTuple):
    """What a style says of the text of its element. `visible` and `sized` say whether text can be seen and
    has a size, which what is inside may say otherwise; None where nothing is said. `displayed` undoes that
    an element is hidden by itself. `nudged` is text that is so little off its line that it is raised only where
    it is smaller, too. `light` and `ground` say whether text is as light as paper, and what is behind it darker,
    `added` what a style sheet shows before or behind the text.
    """

    hidden: bool = False
    displayed: bool = False
    visible: bool | None = None
    struck: bool | None = None
    raised: bool = False
    nudged: bool = False
    sized: bool | None = None
    light: bool | None = None
    ground: bool | None = None
    added: str = ""

    @classmethod
    def of(cls, style: str) -> Marks:
        """What a style says."""
        said = {name: value.replace(IMPORTANT, "").strip() for name, value in declarations(style).items()}
        decoration = said.get("text-decoration")
        visibility = said.get("visibility")
        align = said.get("vertical-align", "")
        up = -_pixels(said.get("top", "")) if said.get("position") == "relative" else 0
        moved = max(abs(_pixels(align)), up)
        return cls(
            any(said.get(name) == value for name, value in _TAKEN_OUT.items())
            or bool(_NOTHING.match(said.get("opacity", "1")))
            or any(_FAR_OUT.match(said.get(name, "")) for name in ("text-indent", "left", "top"))
            or bool(_CLIPPED.match(said.get("clip", ""))),
            said.get("display", "none") != "none",
            visibility == "visible" if visibility in ("visible", "hidden", "collapse") else None,
            ("line-through" in decoration) if decoration else None,
            moved >= _FAR or bool(_RAISED.match(align)),
            0 < moved < _FAR,
            _sized(said.get("font-size", "")),
            _is_light_colour(said.get("color", "")),
            _ground(said),
            said.get("content", ""),
        )

    def tell(self, sizes: bool, colours: bool) -> bool:
        """Return whether they say something; of sizes and colours only where these make a difference."""
        sized = self.sized if sizes else None
        light, ground = (self.light, self.ground) if colours else (None, None)
        return self._replace(sized=sized, light=light, ground=ground) != PLAIN


def _pixels(length: str) -> float:
    """About how many pixels a length is, negative ones included; 0 where it is none."""
    match = _MOVED.match(length)
    if match is None:
        return 0
    pixels = float(match[2]) * _PIXELS_OF.get(match[3], 1)
    return -pixels if match[1] == "-" else pixels


def font_size(style: str, around: float) -> float:
    """The size in pixels of text in a style, where that of the text around is known."""
    size = declarations(style).get("font-size", "")
    match = _SIZE.match(size)
    if match is None:
        return around * (5 / 6 if size == "smaller" else 1)
    if match[2] in ("em", "%", "ex"):
        return around * _pixels(size) / _PIXELS_OF["em"]
    return _pixels(size)


def _sized(size: str) -> bool | None:
    """Whether text of this size can be seen; None where that hangs on what is around."""
    if size in _NAMED_SIZES or "(" in size:  # what is worked out is not nothing
        return True
    match = _SIZE.match(size)
    if match is None:
        return None
    if not match[1].strip("0."):
        return False
    return None if match[2] in ("em", "%", "ex", "ch") else True


def _ground(said: Mapping[str, str]) -> bool | None:
    """Whether what a style puts behind text is darker than paper; None where nothing is said."""
    ground: bool | None = None
    for value in (value for name, value in said.items() if name.startswith("background")):
        if "url(" in value or "gradient(" in value:
            ground = True
        elif (light := _is_light_colour(value)) is not None:
            ground = not light
    return ground


def _is_light_colour(value: str) -> bool | None:
    """Whether a colour is as light as paper; None where a value tells of none."""
    if code := _CODE.search(value):
        return is_light_code(code[1] if len(code[1]) == 6 else "".join(2 * digit for digit in code[1]))
    if channels := _CHANNELS.search(value):
        return is_light(*map(int, channels.groups()))
    name = value.partition(" ")[0]
    return None if not name or name in _NO_COLOURS or "(" in name else name == "white" or is_light_code(name)


PLAIN = Marks()


class Around(NamedTuple):
    """What holds for the text that is read, as the elements around it say it: see `Marks`."""

    visible: bool | None = None
    sized: bool | None = None
    light: bool | None = None
    ground: bool | None = None
