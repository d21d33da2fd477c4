"""Which time the words of a text speak of: the report's own year, another, several, or a part of one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from reportparse.chinese_numerals import in_digits
from reportparse.forms.figure_rules import TimeWords

# `whole` is what `全年` says: all of the year that the words spoke of before.
Kind = Literal["own", "other", "several", "part", "whole"]
IN_WORDS: dict[str | None, Kind] = {"own": "own", "other": "other", "several": "several", "whole": "whole"}

_DAY = r"\d{1,2}\x20?月(?:份|\x20?\d{1,2}\x20?日|\x20?[底末])?"
_TO = r"\x20?(?:以及|[-~—–至到、和及与])\x20?"
_YEAR = r"(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_ALL_MONTHS = (
    rf"1\x20?(?:月\x20?(?:份|1\x20?日)?\x20?起?)?{_TO}12\x20?月(?:份|\x20?31\x20?日|\x20?[底末])?"
    r"|12\x20?月\x20?(?:31\x20?日|[底末])"
)
_PART = rf"[上下]半年|第?[一二三四1-4]季度|(?:\d{{1,2}}(?:\x20?月\x20?\d{{1,2}}\x20?日?)?(?:\x20?月)?{_TO}){{0,11}}{_DAY}"
# What any of them begins with: other characters are passed over at once.
_FIRST = r"(?=[\d二上下第一三四])"
YEARS = (
    rf"(?<!\d)(?<years>{_YEAR})\x20?(?:年度?)?\x20?(?<from>{_DAY})?\x20?起?"
    rf"(?:{_TO}(?<years>{_YEAR})\x20?(?:年度?)?\x20?(?<until>{_DAY}|[底末])?){{1,9}}(?:(?<=[年度月日份底末])|(?=[两二三四五]年))"
    # `22年` is short for a year; where it is how long something took, that is not the report's year either.
    rf"|(?<![\d.])(?<years>\d\d)\x20?年度?"
    rf"|(?<!\d)(?<years>{_YEAR})\x20?年度?\x20?(?:(?<all>{_ALL_MONTHS})|(?<from>{_PART}))?\x20?(?<since>起|以来|开始)?"
    rf"|(?<![\d.])(?:(?<whole_months>{_ALL_MONTHS})|(?<months>{_PART}))"
)
JANUARY = regex.compile(r"1\x20?月")
DECEMBER = regex.compile(r"12\x20?月|[底末]")
CLAUSE_END = regex.compile(r"[，,。；;\n()]")
BRACKET = regex.compile(r"[()]")


@dataclass(frozen=True, slots=True)
class Time:
    """Words that name a time; `compared` where something is only compared with it."""

    start: int
    end: int
    kind: Kind
    compared: bool


class Times:
    """Finds the times that a flattened text names, and tells which of them its words speak of at a place."""

    def __init__(self, flat: str, words: TimeWords, year: int | None) -> None:
        self._flat = flat
        named = _places(flat, _patterns(words).named)
        self._times = [time for time in _times(flat, words, year) if not any(named[time.start : time.end])]
        self._starts = [time.start for time in self._times]

    def kind(self, sentence: int, start: int, end: int) -> Kind | None:
        """Return the time of what stands from `start` to `end`, None where its sentence does not tell.

        `sentence` is where the sentence begins. Its time is the one that is named last before `end`, or
        alone in brackets behind it. What was named in brackets that are closed, or for a comparison in
        another clause, is over.
        """
        following = bisect_left(self._starts, end)
        if following < len(self._times) and self._is_in_brackets(self._times[following], end):
            return self._times[following].kind
        is_whole = False
        for time in reversed(self._times[bisect_left(self._starts, sentence) : following]):
            if not self._reigns(time, max(start, time.end)):
                continue
            if time.kind == "whole":
                is_whole = True
            elif time.kind == "part" and is_whole:
                return "own"
            else:
                return time.kind
        return "whole" if is_whole else None

    def last(self) -> Kind | None:
        """Return the time that is named last, None without any."""
        return self._times[-1].kind if self._times else None

    def _is_in_brackets(self, time: Time, end: int) -> bool:
        return (
            self._flat[end : time.start].strip() == "("
            and self._flat[time.end : time.end + 2].lstrip()[:1] == ")"
        )

    def _reigns(self, time: Time, place: int) -> bool:
        """Whether a place behind a time may be of it: neither its brackets nor its comparison are over."""
        if time.compared and CLAUSE_END.search(self._flat, time.end, place):
            return False
        depth = 0
        for bracket in BRACKET.finditer(self._flat, time.end, place):
            depth += 1 if bracket[0] == "(" else -1
            if depth < 0:
                return False
        return True


def _times(flat: str, words: TimeWords, year: int | None) -> list[Time]:
    times = []
    patterns = _patterns(words)
    for match in patterns.time.finditer(flat):
        kind = _kind(match, year)
        if kind is not None:
            before = flat[max(0, match.start() - 8) : match.start()]
            compared = patterns.compared.search(before) is not None
            times.append(Time(match.start(), match.end(), kind, compared))
    return times


def _places(flat: str, pattern: regex.Pattern[str]) -> bytearray:
    """Mark the characters of a text that a pattern matches."""
    places = bytearray(len(flat))
    for match in pattern.finditer(flat):
        places[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return places


class _Patterns(NamedTuple):
    """Times, names with a time in them, and words behind which something is compared with one."""

    time: regex.Pattern[str]
    named: regex.Pattern[str]
    compared: regex.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(words: TimeWords) -> _Patterns:
    in_words = (f"(?<{kind}>{getattr(words, kind)})" for kind in IN_WORDS.values())
    return _Patterns(
        time=regex.compile("|".join([f"{_FIRST}(?:{YEARS})", *in_words])),
        named=regex.compile(words.named),
        compared=regex.compile(words.compared),
    )


def _kind(match: regex.Match[str], year: int | None) -> Kind | None:
    """Return the kind of a time, None for a whole year where the report's own is not known."""
    if match.lastgroup in IN_WORDS:
        return IN_WORDS[match.lastgroup]
    years = {_year(printed) for printed in match.captures("years")}
    if not years:
        return "whole" if match["whole_months"] else "part"
    if len(years) > 1:
        return "several" if year is None or min(years) <= year <= max(years) else "other"
    [named] = years
    if year is not None and named != year:
        return "several" if match["since"] and named < year else "other"
    if match["until"]:
        from_january = not match["from"] or JANUARY.match(match["from"])
        is_part = not (from_january and DECEMBER.match(match["until"]))
    else:
        is_part = bool(match["from"]) and not match["all"]
    if is_part:
        return "part"
    return None if year is None else "own"


def _year(printed: str) -> int:
    year = int(in_digits(printed))
    return year if year > 99 else 2000 + year
