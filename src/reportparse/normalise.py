"""Make texts comparable: one spelling for what readers see as the same label."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex
from rapidfuzz import process
from rapidfuzz.distance import Indel

from reportparse.chinese_numerals import ordinal
from reportparse.remembered import remembered, remembered_by_size

if TYPE_CHECKING:
    from opencc import OpenCC

# Radicals that Unicode's compatibility forms leave alone (CJK Radicals Supplement; Unicode's
# EquivalentUnifiedIdeograph gives the pairs). PDF fonts map common characters to them.
RADICALS = dict(
    zip(
        "⺁⺄⺆⺈⺊⺌⺍⺕⺘⺙⺝⺠⺡⺢⺣⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙冂刀卜小小彐手攵月民水水火爿犬王疋目示示竹糸纟罓罒羊羊羊聿聿肉臼艸艸艸虎衣覀西见角讠贝车辶辶阝钅長镸长门阜阝雨青韦页风飞食食饣首首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀",
        strict=True,
    )
)
INVISIBLE = frozenset(
    map(
        chr,
        [
            *(0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0x180E),
            *range(0xFE00, 0xFE10),
            # Directions of writing, but for the one that turns the order of digits.
            *(0x061C, *range(0x202A, 0x202E), *range(0x2066, 0x206A)),
        ],
    )
)
# Digits that are raised, lowered or circled: they mark notes, and are no digits of a number beside them.
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = "₀₁₂₃₄₅₆₇₈₉"
CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), 0x24EA, *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
NOTE_MARKS = frozenset(RAISED + LOWERED + CIRCLED)
AS_RAISED = str.maketrans("0123456789", RAISED)
# Forms of other widths, as every Chinese text has them. Unicode's compatibility form would do as well.
WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " ", "\xa0": " "}
# The pronunciation of a character, as mirror sites print it behind many of them: it ends like a syllable, as `app` does
# not.
PRONUNCIATION = regex.compile(r"(?<=\p{Han})(?:[(（]\p{Ll}{1,7}(?<![bcdfhj-mpqstwxyz])[)）])+")
# How alike a printed label and an official one are at least if the label may be it, likely is it, surely is it, and
# is exactly it or nearly so.
ALIKE = 0.5
LIKELY_LABEL = 0.8
SURE_LABEL = 0.9
EXACT_LABEL = 0.95
# A label of so many characters that is a part of another is at least so much like it.
SHORTEST_PART = 4
PART = 0.75
# What it adds to the similarity of two labels that their numbers are the same, or others.
SAME_NUMBER = 0.05
OTHER_NUMBER = -0.2
# How alike are two labels with the same words and other numbers, and at most those with other words: where rows are
# left out, those below them have other numbers.
SAME_WORDS = 0.99
OTHER_WORDS = 0.97
SPACE = regex.compile(r"\s+")
NO_IDEOGRAPHS = regex.compile(r"[^\u3400-\u9fff]+")
NUMBERING = regex.compile(
    r"^(?:\(\s*(?<number>[一二三四五六七八九十]{1,3}|\d{1,2})\s*\)|(?<number>[一二三四五六七八九十—-]{1,3}|\d{1,2})[、.,:])(?=\D|$)[、.]?"
)
NOTE = regex.compile(r"\((?![一二三四五六七八九十\d]{1,3}项?\))[^()]*\)|\[[^\[\]]*\]")
PUNCTUATION = regex.compile(r"[^\p{L}\p{N}/+]+")
MARKS = f"[{''.join(sorted(NOTE_MARKS))}]+"
NOTE_MARK = re.compile(MARKS)
# Marks behind something, or before a number; at the head of a line they number it.
NOTED = regex.compile(rf"((?<=\S[^\S\n]*){MARKS}|{MARKS}(?=[^\S\n]*\d))")


class Replacement:
    """Characters and what each stands for, none of them another one of these.

    Few characters of a large table stand in a text: to find these first is several times faster than `str.translate`.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._pattern = re.compile(f"[{''.join(map(re.escape, table))}]")

    def replaced(self, text: str) -> str:
        """Return the text with its characters of the table replaced."""
        for character in set(self._pattern.findall(text)):
            text = text.replace(character, self._table[character])
        return text

    def is_needed(self, text: str) -> bool:
        """Whether the text has any of the characters."""
        return self._pattern.search(text) is not None


def plain(text: str) -> str:
    """Return the text in Unicode's compatibility form, without radicals and invisible characters.

    Marks of notes stay as they are: as plain digits they would change the number that they stand beside.
    """
    if text.isascii():
        return text
    text = _PLAIN.replaced(text)
    if NOTE_MARK.search(text) is None:
        return unicodedata.normalize("NFKC", text)
    pieces = NOTED.split(text)
    pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
    return "".join(pieces)


# Word processors write these where a line must not, or may, end behind a minus.
HYPHENS = dict.fromkeys("\u2010\u2011", "-")
# Digits that patterns know and this version of Python does not yet: they are no numbers.
YOUNG_DIGITS = {
    digit: "\ufffd"
    for digit in regex.findall(r"\p{Nd}", "".join(map(chr, range(0x10000, 0x20000))))
    if not digit.isdecimal()
}
_PLAIN = Replacement(RADICALS | WIDE | HYPHENS | YOUNG_DIGITS | dict.fromkeys(INVISIBLE, ""))
_YOUNG = Replacement(YOUNG_DIGITS)


def one_line(text: str) -> str:
    """Return the text with line ends and runs of white space as single spaces, and none around it."""
    return SPACE.sub(" ", text).strip()


def any_of(texts: Iterable[str]) -> str:
    """Return a pattern of any of some texts, the longest first; of no texts one that nothing matches."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    return "|".join(map(regex.escape, ordered)) or "(?!)"


def unspaced(text: str) -> str:
    """Return the plain text without any white space."""
    return SPACE.sub("", plain(text))


@remembered(65536)
def compact(text: str) -> str:
    """Return the plain text without any white space and in Simplified Chinese, as all texts are compared."""
    return simplified(unspaced(text))


def simplified(text: str) -> str:
    """Return the text in Simplified Chinese, with the same length."""
    # GB 2312 has no character of Traditional Chinese alone. Most texts have only characters of it, marks included.
    if _is_in_gb2312(text) or _is_in_gb2312(NO_IDEOGRAPHS.sub("", text)):
        return text
    text = _YOUNG.replaced(text)
    converted = _converter().convert(text)
    return converted if len(converted) == len(text) else "".join(map(_converter().convert, text))


def _is_in_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def spoken(text: str) -> str:
    """Return the text in Simplified Chinese, without notes on how its characters are pronounced."""
    return simplified(PRONUNCIATION.sub("", text))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


class Label(NamedTuple):
    """A label taken apart."""

    # Its numbering, as in 1.受理; None if it has none.
    number: int | None
    # Its words, notes included, without punctuation.
    words: str
    # Its words without notes in brackets; all words if there are no others.
    core: str


@remembered(65536)
def label(text: str) -> Label:
    """Return the label that a cell or heading prints, ready for comparison."""
    whole = PRONUNCIATION.sub("", compact(text))
    match = NUMBERING.match(whole)
    number, rest = (ordinal(match["number"]), whole[match.end() :]) if match else (None, whole)
    rest = NOTE_MARK.sub("", rest)
    words = PUNCTUATION.sub("", rest)
    may_be_noted = "(" in rest or "[" in rest
    core = PUNCTUATION.sub("", NOTE.sub("", rest)) or words if may_be_noted else words
    return Label(number, words, core)


def best_similarity(printed: str, officials: Iterable[str]) -> float:
    """Return the similarity of a label to the most similar official one, 0 without any."""
    return max([similarity(printed, official) for official in officials], default=0.0)


def cuts_short(text: str, whole: str) -> bool:
    """Whether a text is another one without some of its characters, as 信公开 is of 信息公开."""
    characters = iter(whole)
    return all(character in characters for character in text)


@remembered_by_size(65536)
def similarity(printed: str, official: str) -> float:
    """Return how alike two labels are, 0 to 1. Numbering counts a little, notes and spaces do not."""
    one, other = label(printed), label(official)
    if not one.words or not other.words:
        return 0.0
    best = Indel.normalized_similarity(one.core, other.core)
    if one.core != one.words or other.core != other.words:
        best = max(
            best,
            Indel.normalized_similarity(one.words, other.words),
            Indel.normalized_similarity(one.core, other.words),
        )
    return _weighed(one, other, best)


def _weighed(one: Label, other: Label, alike: float) -> float:
    """Return the similarity of two labels from that of their words: a part is alike, and numbers count a little."""
    has_other_number = None not in (one.number, other.number) and one.number != other.number
    # Rows of several numbers have short labels, such as 其他.
    if alike == 1.0 and not (has_other_number and len(one.core) < SHORTEST_PART):
        return SAME_WORDS if has_other_number else 1.0
    if alike < PART and one.number == other.number:
        shorter, longer = sorted((one.core, other.core), key=len)
        if len(shorter) >= SHORTEST_PART and shorter in longer:
            alike = PART
    if one.number is not None and other.number is not None:
        alike += SAME_NUMBER if one.number == other.number else OTHER_NUMBER
    return min(OTHER_WORDS, max(0.0, alike))


# The official labels that are like a printed one, each with its similarity.
Alike = Mapping[str, float]
# Shorter ends of labels are pieces of headers that are written downwards.
SHORTEST_END = 3


class Officials:
    """Official labels, to compare a printed one with all of them at once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._labels = {name: label(name) for name in names if label(name).words}
        self._cores = {name: official.core for name, official in self._labels.items()}
        self._words = {name: official.words for name, official in self._labels.items()}
        whole = set(self._words.values())
        ends = Counter(words[start:] for words in whole for start in range(len(words)))
        self._shared_ends = {end for end, count in ends.items() if count > 1 and end not in whole}

    def alike(self, printed: str) -> Alike:
        """Return the official labels with a `similarity` to the printed one of more than ALIKE."""
        return _alike(label(printed), self)

    def compared(self, one: Label) -> dict[str, float]:
        """Return the official labels that are like a label, each with its similarity."""
        return {} if self._ends_several(one) else self.similar(one)

    def similar(self, one: Label) -> dict[str, float]:
        """Return the same, also for a label that is the end of several official ones."""
        if not one.words:
            return {}
        best = {name: 0.0 for name, core in self._cores.items() if core in one.core or one.core in core}
        pairs = [(one.core, self._cores), (one.core, self._words), (one.words, self._words)]
        for text, choices in pairs if one.core != one.words else pairs[:2]:
            for _, alike, name in process.extract_iter(
                text, choices, scorer=Indel.normalized_similarity, score_cutoff=ALIKE - SAME_NUMBER
            ):
                best[name] = max(alike, best.get(name, 0.0))
        weighed = {name: _weighed(one, self._labels[name], alike) for name, alike in best.items()}
        return {name: alike for name, alike in weighed.items() if alike > ALIKE}

    def _ends_several(self, one: Label) -> bool:
        """Whether a label is the end of several official ones, so that nothing shows of which it is the rest.

        It has no number and is no official label itself.
        """
        return one.number is None and len(one.words) >= SHORTEST_END and one.words in self._shared_ends


@remembered_by_size(8192, lambda one: len(one.words))
def _alike(one: Label, officials: Officials) -> dict[str, float]:
    return officials.compared(one)


def most_alike(alike: Alike, names: Iterable[str]) -> float:
    """Return the similarity to the most similar of some names; 0 if it is too small to be in `alike`."""
    return max([alike[name] for name in names if name in alike], default=0.0) if alike else 0.0
