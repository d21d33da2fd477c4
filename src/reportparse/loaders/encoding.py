"""Bytes to text: which character encoding a text or page is really in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import charset_normalizer

from reportparse.document import UnreadableDocument

# More undecodable characters than this share, and the encoding is a wrong guess.
MAX_DAMAGE = 0.02
# UTF-8 that decodes by chance from another encoding is short; longer than this it is UTF-8.
CERTAIN_BYTES = 12
# The last resort looks at this many bytes; it is slow and learns nothing more from the rest.
SAMPLE_BYTES = 64 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ASCII = bytes(range(0x80))
# Pages that say GB2312 use characters of its supersets all the time.
_CHINESE = {"gb2312", "gbk", "gb18030", "hz", "euc_cn", "x-gbk", "cp936", "936"}


@dataclass(slots=True)
class Decoded:
    """Text, and what is to be said about it."""

    text: str
    warnings: list[str] = field(default_factory=list)


def canonical(name: str | None) -> str | None:
    """The codec of a declared encoding; None where there is none of that name."""
    if not name:
        return None
    name = name.strip().strip("\"'").lower()
    if name in _CHINESE:
        return "gb18030"
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding:  # base64, rot13 and the like
        return None
    return "gb18030" if found.name in _CHINESE else found.name


def marked(content: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark names, and the length of the mark."""
    return next(((name, len(mark)) for mark, name in _MARKS if content.startswith(mark)), None)


def wide(content: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where the bytes are UTF-16 without a mark.

    Digits, line ends and Latin letters have a zero byte, always on the same side, and almost all
    Chinese characters have a high byte between 0x4e and 0x9f there. On the other side some, such as
    一 and 开, have a zero byte too.
    """
    sample = content[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        usual = sum(byte in (0x00, 0x30, 0xFF, 0x20) or 0x4E <= byte <= 0x9F for byte in high)
        if low.count(0) <= len(low) // 5 and usual > 0.9 * len(high) and high.count(0):
            return name
    return None


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Decode by mark, by what the bytes are, by what is declared; a wrong declaration is warned of.

    Raises UnreadableDocument where no encoding fits.
    """
    if mark := marked(content):
        name, length = mark
        return _decoded(content[length:], name, declared)
    if name_wide := wide(content):
        return _decoded(content, name_wide, declared)
    named = canonical(declared)
    if named is not None and named.startswith(("utf-16", "utf-32")):
        named = None  # the declaration could be read as ASCII, so it is not true
    foreign = len(content.translate(None, _ASCII))
    utf8 = _strict(content, "utf-8")
    if utf8 is not None and (named in (None, "utf-8") or foreign == 0 or foreign >= CERTAIN_BYTES):
        return Decoded(utf8, _wrong(declared, named, "utf-8") if foreign else [])
    if named not in (None, "utf-8", "gb18030", "big5", "iso8859-1", "cp1252"):
        text = _strict(content, named)
        if text is not None:
            return Decoded(text)
    guess = _best(content, named)
    if guess is None:
        raise UnreadableDocument("the text is in no character encoding that is known")
    return _decoded(content, guess, declared)


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def _decoded(content: bytes, name: str, declared: str | None) -> Decoded:
    text = _strict(content, name)
    warnings = _wrong(declared, canonical(declared), name)
    if text is None:
        text = content.decode(name, "replace")
        warnings.append(f"{text.count(chr(0xFFFD))} characters could not be decoded as {name}")
    return Decoded(text, warnings)


def _wrong(declared: str | None, named: str | None, real: str) -> list[str]:
    if declared is None or named == real or (named == "utf-16" and real.startswith("utf-16")):
        return []
    return [f"the page declares the encoding {declared}, but it is in {real}"]


def _best(content: bytes, named: str | None) -> str | None:
    """The encoding with the least damage; between GB18030 and Big5, the one whose text is plain Chinese."""
    damage = {name: _damage(content, name) for name in ("utf-8", "gb18030", "big5")}
    best = min(damage, key=lambda name: (damage[name], name != named, name != "gb18030"))
    if damage[best] > MAX_DAMAGE:
        match = charset_normalizer.from_bytes(content[:SAMPLE_BYTES]).best()
        return canonical(match.encoding) if match is not None else None
    if best != "utf-8" and max(damage["gb18030"], damage["big5"]) <= MAX_DAMAGE:
        best = "big5" if _plain_big5(content) > _plain_gb(content) else "gb18030"
    return best


def _damage(content: bytes, name: str) -> float:
    foreign = len(content.translate(None, _ASCII))
    return content.decode(name, "replace").count("\ufffd") / max(foreign / 2, 1)


def _plain_gb(content: bytes) -> float:
    """The share of characters in the first level of GB 2312: over nine tenths in any Chinese text."""
    return _share(content, lambda first, second: 0xB0 <= first <= 0xD7 and second >= 0xA1)


def _plain_big5(content: bytes) -> float:
    """The share of characters in the frequent level of Big5."""
    return _share(content, lambda first, second: 0xA4 <= first <= 0xC6)


def _share(content: bytes, plain: Callable[[int, int], bool]) -> float:
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", content[:SAMPLE_BYTES])
    # Punctuation stands in the same rows of both sets and says nothing.
    letters = [pair for pair in pairs if pair[0] not in (0xA1, 0xA2, 0xA3)]
    return sum(plain(pair[0], pair[1]) for pair in letters) / len(letters) if letters else 0.0
