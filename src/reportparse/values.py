"""Read a printed cell as a number, a blank, a dash, or words. Nothing is ever made up."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose
from typing import NamedTuple

import regex

from reportparse.normalise import MARKS, NOTE_MARKS, compact, plain, simplified
from reportparse.remembered import remembered
from reportparse.report import State

DASHES = frozenset(
    {
        "/",
        "//",
        "-",
        "--",
        "—",
        "——",
        "———",
        "_",
        "__",
        "–",
        "―",
        "﹣",
        "−",
        "\\",
        "无",
        "不适用",
        "·",
        "*",
        "N/A",
        "n/a",
    }
)
# What is counted: things, people, and money.
COUNTED = r"件次|件\(次\)|件|项|宗|次|条|个|份|篇|人次|人|[万萬亿億]?元"
NUMBER = regex.compile(
    r"(?:共计?(?=\d))?(?:人民币|[¥￥])?(?<sign>[+\-−–]|增加|减少|[增减])?(?<digits>\d{1,3}(?:,\d{3})+|\d+)(?<fraction>\.\d+)?"
    rf"(?:(?<unit>{COUNTED})整?|\((?<unit>{COUNTED})\))?"
)
# The mark of a note behind a number: a raised or circled digit, an asterisk, a number in square brackets.
NOTE_MARK = regex.compile(rf"(?<=[\d件项元])(?:注?{MARKS}|\*+|※|\[注?(?:\d{{1,2}}|{MARKS})\]|\[注\])$")
NOTED = regex.compile(rf"\d[\d,.]*(?:{COUNTED})?[(（][^()（）]+[)）]$")
WRITTEN_ZEROS = frozenset({"零", "〇"})
# What begins behind a number, if that has a unit: other units may follow, as in 3 万人.
UNIT = rf"(?:{COUNTED}|[万萬亿億])"
# In texts an asterisk or a point alone may be the mark of a list, a backslash one of a tool; dashes may be long.
_DASH = rf"[/—－\-–]+|{'|'.join(map(regex.escape, sorted(DASHES - {'*', '·', chr(92)})))}"
_VALUE_ALONE = regex.compile(
    rf"^(?:(?:共计?|人民币|[¥￥]|[+\-−])?\d+(?:,\d{{3}})*(?:\.\d+)?(?: ?(?:{COUNTED})整?)?(?:\*+|※|\[\d{{1,2}}\])?"
    rf"|{_DASH}|{'|'.join(sorted(WRITTEN_ZEROS))}|(?:增加|减少|[增减]) ?\d+|0/0)$"
)
ZEROS = frozenset("0０")
SIGNS = frozenset("-—–−－")
LEADING_ZERO = regex.compile(r"^\s*[0０]\s*\d")
SPACED_SIGN = regex.compile(r"^\s*[-—–−－]\s+\d")
POINT_OF_THOUSANDS = regex.compile(r"^\d{1,3}\.\d{3}$")
SPLIT_DIGITS = regex.compile(r"\d\s+[\d.,]|[.,]\s+\d")
NEGATIVE = frozenset({"-", "−", "–", "减", "减少"})
CHANGES = frozenset({"增", "减", "增加", "减少"})
# What the text layer of a page may have for a printed hyphen.
SOFT_HYPHEN = "\u00ad"
# So many digits at most are wrapped into the line below.
MOST_WRAPPED = 3
LONGEST_COUNT = 12


class Value(NamedTuple):
    """The text of a cell as read."""

    state: State
    # A number for the state `number`, else None.
    value: float | None
    # The unit printed in the cell itself, such as 件.
    unit: str | None = None
    # Whether white space stood between the digits, so that they may be several numbers.
    split: bool = False
    # Whether the digits begin with a zero too many: two numbers run together, or the first digit is lost.
    leading_zero: bool = False
    # Whether white space stands between the digits and what may be their sign or a dash.
    sign_apart: bool = False
    # Whether a point stands before three digits: a mark of thousands, or a fraction.
    point_of_thousands: bool = False
    # Whether a word says that the number is how much more or less there is, as in 增加5.
    is_change: bool = False


def kind_of_unit(unit: str) -> str:
    """Return the kind of a unit: `money`, `people` or `things`. A unit only stands for others of its kind."""
    return "money" if unit.endswith("元") else "people" if unit.startswith("人") else "things"


def is_sum_of_others(numbers: Sequence[float], place: int) -> bool:
    """Whether the number in a place is the sum of all others."""
    return 2 * numbers[place] == sum(numbers)


def are_equal(one: float, other: float) -> bool:
    """Whether two sums are equal but for the rounding of binary fractions.

    Amounts have at most six decimals.
    """
    return isclose(one, other, rel_tol=1e-14, abs_tol=1e-7)


def is_count(text: str) -> bool:
    """Whether a text consists of digits, and no more than a number of a form has."""
    return text.isdecimal() and len(text) <= LONGEST_COUNT


def may_be_rest(text: str) -> bool:
    """Whether a text may be the digits of the number above it that did not fit in its cell."""
    return text.isdecimal() and len(text) <= MOST_WRAPPED


def has_note(raw: str) -> bool:
    """Whether a cell is a number with a note in brackets behind it."""
    return raw.rstrip().endswith(("）", ")")) and bool(NOTED.match(compact(raw)))


@remembered(65536)
def is_value(text: str) -> bool:
    """Return whether a text can be the value of a cell: a number or a dash, with nothing else."""
    return bool(_VALUE_ALONE.match(plain(text).strip()))


@remembered(65536)
def read_value(raw: str) -> Value:
    """Return the value of a cell that prints `raw`; whatever is not plainly a number stays text."""
    if raw.isascii() and raw.isdecimal():  # as most values are: nothing else is to be looked for
        return Value("number", float(raw), leading_zero=len(raw) > 1 and raw[0] == "0")
    first = raw.lstrip()[:1]
    text = compact(raw)
    if first == SOFT_HYPHEN:
        text = "-" + text
    if not text:
        return Value("blank", None)
    if text in DASHES:
        return Value("dash", None)
    if first in NOTE_MARKS:
        # A mark alone, or before what it marks: nothing distinguishes it from a number.
        return Value("text", None)
    if text in WRITTEN_ZEROS:
        return Value("number", 0.0)
    leading_zero = first in ZEROS and bool(LEADING_ZERO.match(raw))
    sign_apart = first in SIGNS and bool(SPACED_SIGN.match(raw))
    thousands = bool(POINT_OF_THOUSANDS.match(text))
    text = NOTE_MARK.sub("", text)
    match = NUMBER.fullmatch(text)
    if not match:
        return Value("text", None, leading_zero=leading_zero, sign_apart=sign_apart)
    value = float(match["digits"].replace(",", "") + (match["fraction"] or ""))
    if match["sign"] in NEGATIVE:
        value = -value
    split = bool(SPLIT_DIGITS.search(plain(raw).strip()))
    unit = match["unit"] and simplified(match["unit"])
    is_change = match["sign"] in CHANGES
    return Value("number", value, unit, split, leading_zero, sign_apart, thousands, is_change)
