"""The numbers that a word processor draws before paragraphs and does not store in their text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_MAX_SPELLED = 5000
_DIGITS = "〇一二三四五六七八九"


def chinese(number: int, zero: str = "零") -> str:
    """`一`, `十`, `二十一`, `一百零一`: the number as counted in Chinese, up to 9999."""
    if not 0 < number < 10_000:
        return str(number)
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (zero if gap else "") + _DIGITS[digit] + name
        gap = False
    return words[1:] if words.startswith("一十") else words


def _legal(number: int) -> str:
    formal = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    words = chinese(number)
    return ("一" + words if words.startswith("十") else words).translate(formal)


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def roman(number: int) -> str:
    """Upper case Roman numerals."""
    words = ""
    for value, letters in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
        *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        words += letters * (number // value)
        number %= value
    return words


def letters(number: int) -> str:
    """A to Z, then AA, BB, ... as word processors count."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def _series(first: str, last: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode, plain digits beyond the last of them."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "chineseCounting": lambda number: chinese(number, "〇"),
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _series("㊀", 10),
}


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered; `pattern` holds `%1` to `%9` for the numbers of the levels."""

    format: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None
    gap: bool = True
    style: str | None = None
    plain: bool = False


@dataclass(slots=True)
class NumberedList:
    """A numbered list: its levels, the counters it shares, and where this use of it starts anew."""

    counters: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Counters:
    """Counts the paragraphs of a document's lists, in reading order."""

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self._lists = lists
        self._values: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, list_id: str, depth: int) -> str:
        """The number drawn before the next paragraph of a list, with its gap; empty for bullets."""
        numbered = self._lists.get(list_id)
        level = numbered.levels.get(depth) if numbered is not None else None
        if numbered is None or level is None:
            return ""
        values = self._values.setdefault(numbered.counters, {})
        if depth in numbered.starts and (list_id, depth) not in self._started:
            values[depth] = numbered.starts[depth]
        else:
            values[depth] = values[depth] + 1 if depth in values else level.start
        self._started.add((list_id, depth))
        for deeper in [other for other in values if other > depth]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or (restart != 0 and depth < restart):
                del values[deeper]
        if level.format in ("none", "bullet"):
            return "" if level.format == "bullet" else level.pattern
        printed = re.sub(
            r"%([1-9])",
            lambda match: self._printed(numbered, values, level, int(match[1]) - 1),
            level.pattern,
        )
        return printed + (" " if level.gap and printed and printed[-1] not in "、．）】。" else "")

    @staticmethod
    def _printed(numbered: NumberedList, values: dict[int, int], level: Level, depth: int) -> str:
        other = numbered.levels.get(depth, level)
        number = values.get(depth, other.start)
        # Beyond that, letters and Roman numerals would grow with the number.
        plain = level.plain or number >= _MAX_SPELLED
        return FORMATS.get("decimal" if plain else other.format, str)(number)
