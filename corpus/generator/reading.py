"""What a person reads in a printed cell."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_NUMBER = re.compile(r"(减|增|[+-])?(\d+(?:\.\d+)?)(?:件|元|万元|项)?")


def visible(text: str) -> str:
    """A cell's text as a person sees it: nothing invisible, no space around it."""
    return " ".join(text.translate(INVISIBLE).split())


def number(text: str) -> Decimal | None:
    """The number printed; None for blanks, dashes and words, also where words hold a number."""
    plain = unicodedata.normalize("NFKC", text).translate(INVISIBLE).replace(",", "")
    match = _NUMBER.fullmatch("".join(plain.split()))
    if match is None:
        return None
    value = Decimal(match[2])
    return -value if match[1] in ("减", "-") else value
