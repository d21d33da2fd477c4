"""Numbers in Chinese numerals: with places (三千二百), digit by digit (二〇二四), and as ordinals (十二)."""

from __future__ import annotations

import regex

PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0, "两": 2}
# What is printed for 〇 in years: letters of several scripts and other circles.
ZEROS = "0〇○◯零OoОоΟο"
# All characters of numerals with places.
NUMERALS = "".join([*DIGITS, *PLACES])
# One digit of a year, as a pattern.
DIGIT = f"[0-9一二三四五六七八九{ZEROS}]"
# An ordinal as sections and days have it, as a pattern.
ORDINAL = "[一二三四五六七八九十]{1,3}"
# The ordinals that few headings have: formal and Roman ones, up to ten, each as one character or in letters.
RARE_ORDINALS: dict[str, int] = {
    numeral: number
    for numerals in (
        "壹贰叁肆伍陆柒捌玖拾",
        "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ",
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"],
    )
    for number, numeral in enumerate(numerals, 1)
}

_ORDINAL = regex.compile("(?:[二三四五六七八九]?十)?[一二三四五六七八九]|[二三四五六七八九]?十")
_IN_DIGITS = str.maketrans(
    {numeral: str(digit) for numeral, digit in DIGITS.items()} | dict.fromkeys(ZEROS, "0")
)


def ordinal(text: str) -> int | None:
    """Return the number that a heading or day prints, 一 to 九十九 or digits, None for anything else.

    Up to ten it may be formal or Roman.
    """
    if text.isdecimal():
        return int(text)
    if text in RARE_ORDINALS:
        return RARE_ORDINALS[text]
    return value_of(text) if _ORDINAL.fullmatch(text) else None


def in_digits(text: str) -> str:
    """Write the numerals of a number that is printed digit by digit, such as a year, as digits."""
    return text.translate(_IN_DIGITS)


def value_of(numeral: str) -> int | None:
    """Return the value of a numeral written with places, None where it is no plain one.

    Raises KeyError for other characters than numerals.
    """
    total = section = 0
    digit: int | None = None
    smallest = PLACES["万"]
    for character in numeral:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
            continue
        place = PLACES[character]
        if place >= PLACES["万"]:
            part = section + (digit or 0)
            total = (total + part or 1) * place if character == "亿" else total + (part or 1) * place
            section = 0
        elif place >= smallest:
            return None
        else:
            section += (digit or 1) * place
        smallest = min(place, PLACES["万"])
        digit = None
    # `二百五` is short for two hundred and fifty.
    is_short = digit and smallest in (PLACES["百"], PLACES["千"]) and {"零", "〇"}.isdisjoint(numeral)
    return None if is_short else total + section + (digit or 0)
