"""Text as light as the paper that it stands on, which nobody sees."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Of 255: what is lighter in all of red, green and blue cannot be told from paper.
_LIGHTEST = 245
_CODE = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


class LightText(str):
    """A part of a line that is as light as paper, on nothing that is known to be darker."""

    __slots__ = ()


def is_light(red: int, green: int, blue: int) -> bool:
    """Whether a colour cannot be told from that of paper."""
    return min(red, green, blue) >= _LIGHTEST


def is_light_code(code: str) -> bool:
    """Whether a colour that is written in six hexadecimal digits cannot be told from that of paper."""
    if code[-6:-5] not in "fF":  # as most are not
        return False
    match = _CODE.fullmatch(code)
    return match is not None and is_light(*(int(part, 16) for part in match.groups()))


def seen(parts: Sequence[str]) -> str:
    """The text of a line's parts, with blanks for what is as light as paper.

    Words that are all of the line are taken to stand on a ground that nothing tells of, as headers do on that of
    a table's style; a number alone is not, for it would be believed.
    """
    text = "".join(parts)
    if LightText not in map(type, parts):
        return text
    shown = "".join(" " * len(part) if isinstance(part, LightText) else part for part in parts)
    return text if shown.isspace() and any(map(str.isalpha, text)) else shown
