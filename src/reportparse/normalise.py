"""Texts made comparable: one spelling for what readers see as the same label."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex
from rapidfuzz.distance import Indel

# Radicals that Unicode's compatibility forms leave alone (CJK Radicals Supplement; Unicode's
# EquivalentUnifiedIdeograph gives the pairs). PDF fonts map common characters to them.
RADICALS = str.maketrans(
    "⺁⺄⺆⺈⺊⺌⺍⺕⺘⺙⺝⺠⺡⺢⺣⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乙冂刀卜小小彐手攵月民水水火爿犬王疋目示示竹糸纟罓罒羊羊羊聿聿肉臼艸艸艸虎衣覀西见角讠贝车辶辶阝钅長镸长门阜阝雨青韦页风飞食食饣首首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀",
)
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0x180E, *range(0xFE00, 0xFE10)]
)
# Texts up to this length are often the same, labels above all; longer ones are not worth keeping.
LABEL_LENGTH = 60
SPACE = regex.compile(r"\s+")
NUMBERING = regex.compile(
    r"^(?:\(\s*(?<number>[一二三四五六七八九十]{1,3}|\d{1,2})\s*\)|(?<number>[一二三四五六七八九十—-]{1,3}|\d{1,2})[、.,:])(?=\D|$)[、.]?"
)
NOTE = regex.compile(r"\((?![一二三四五六七八九十\d]{1,3}项?\))[^()]*\)|\[[^\[\]]*\]")
PUNCTUATION = regex.compile(r"[^\p{L}\p{N}/+]+")
DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def plain(text: str) -> str:
    """The text in Unicode's compatibility form, without radicals and invisible characters."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(INVISIBLE).translate(RADICALS))


def one_line(text: str) -> str:
    """The text with its line ends and runs of spaces as single spaces."""
    return SPACE.sub(" ", text).strip()


def compact(text: str) -> str:
    """The plain text without any white space."""
    return _compact_label(text) if len(text) <= LABEL_LENGTH else SPACE.sub("", plain(text))


@lru_cache(maxsize=65536)
def _compact_label(text: str) -> str:
    return SPACE.sub("", plain(text))


class Label(NamedTuple):
    """A label set apart: its numbering, its words, and its words without notes in brackets."""

    number: int | None
    words: str
    core: str


def chinese_number(text: str) -> int | None:
    """The value of a small Chinese or Arabic numeral (一 to 九十九), None for anything else."""
    if text.isdecimal():
        return int(text)
    if text in DIGITS:
        return DIGITS[text]
    match = regex.fullmatch(r"([二三四五六七八九])?十([一二三四五六七八九])?", text)
    if match:
        return 10 * DIGITS.get(match[1] or "一", 1) + DIGITS.get(match[2] or "", 0)
    return None


@lru_cache(maxsize=65536)
def label(text: str) -> Label:
    """The label that a cell or heading prints, ready for comparison."""
    whole = compact(text)
    match = NUMBERING.match(whole)
    number, rest = (chinese_number(match["number"]), whole[match.end() :]) if match else (None, whole)
    words = PUNCTUATION.sub("", rest)
    core = PUNCTUATION.sub("", NOTE.sub("", rest)) or words
    return Label(number, words, core)


@lru_cache(maxsize=65536)
def similarity(printed: str, official: str) -> float:
    """How alike two labels are, from 0 to 1; numbering counts a little, notes and spaces not."""
    one, other = label(printed), label(official)
    if not one.words or not other.words:
        return 0.0
    best = max(
        Indel.normalized_similarity(one.core, other.core),
        Indel.normalized_similarity(one.words, other.words),
        Indel.normalized_similarity(one.core, other.words),
    )
    shorter, longer = sorted((one.core, other.core), key=len)
    if len(shorter) >= 4 and shorter in longer and one.number == other.number:
        best = max(best, 0.75)
    if one.number is not None and other.number is not None:
        best += 0.05 if one.number == other.number else -0.2
    return min(1.0, max(0.0, best))
