"""Numbers in Chinese prose: which ones count or measure something, and what they are worth.

Dates, document and article numbers, ordinals, titles, telephone numbers and slogans are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from reportparse.chinese_numerals import NUMERALS, PLACES, in_digits, value_of
from reportparse.forms.figure_rules import NumeralWords
from reportparse.prose.units import ENDS, MONEY, NUMERAL_UNITS, UNITS

QUALIFIER = (
    "大约|约为|约|将近|接近|(?<![最附就邻])近|超过|超出|超|逾|突破|不少于|不低于|至少|多达|不超过|至多|不足"
)
LIMIT = "以上(?!级)|左右|上下|以内|以下(?!简称)"
AT_LEAST = regex.compile(r"[余多超逾+]|突破|以上|不少于|不低于|至少")
AT_MOST = regex.compile(r"近|不超过|至多|不足|以下|以内")


# Every repetition has a limit, so that the time taken only grows with the length of the text.
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}(?![\d,])|\d{1,15}(?!\d))(?:\.\d{1,10}(?!\d))?"
_CHINESE = f"[{NUMERALS}]"
_ANY = rf"(?:\d{{1,4}}|{_CHINESE}{{1,8}})"
_ARTICLE = rf"\x20?(?:{_ANY}(?:[、和至~～—–-]{_ANY}){{0,9}}|\(\x20?{_ANY}\x20?\))\x20?[条款项章节]"
_DASH = r"\x20?[-~—–至]\x20?"
# What such a number or its words may begin with.
_FIRST = rf"[\d{NUMERALS}第《“〔(\[【A-Za-z大约近将接超逾突不至多地]"
# Numbers that count nothing: titles, articles of laws, dates, numbers of documents and telephones, addresses, names,
# and how often the page itself was looked at.
_OTHER = rf"""
    《[^《》\n]{{0,150}}》 | “[^“”\n\d]{{1,40}}”
  | (?<=(?:条例|办法|规定)》?\x20?){_CHINESE}{{1,8}}\x20?条
  | 第{_ARTICLE}(?:\x20?[、和及至]?第?{_ARTICLE}){{0,30}} | 第\x20?\(?\x20?{_ANY}
  | \d{{1,4}}(?:\x20?[-~—–至、]\x20?\d{{1,4}})?\x20?年
  | \d{{1,2}}(?:\x20?[-~—–至、和]\x20?\d{{1,2}}){{0,12}}\x20?月(?:份|\x20?\d{{1,2}}\x20?[日号])?
  | \d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}} | \d{{1,2}}:\d\d | \d{{1,2}}\x20?[时点](?:\d{{1,2}}分)?
  | {_CHINESE}{{2,4}}\x20?年 | {_CHINESE}{{1,3}}月(?:份|{_CHINESE}{{1,3}}[日号])?
  | [〔\[(【]\x20?\d{{4}}\x20?[〕\])】]\x20?第?\x20?\d{{1,6}}\x20?号 | \d{{1,8}}\x20?[日号](?!内)
  | \(?\d{{3,4}}\)?\x20?[-—]\x20?\d{{7,8}} | \d{{1,8}}(?:\x20?[/×*+]\x20?[\dA-Z]{{1,8}}){{1,8}}(?:小时)?
  | {_ANY}\x20?届\x20?{_ANY}[次中](?:[、和]{_ANY}[次中]){{0,9}} | [二三四五六七八九十]{{1,3}}次全会
  | (?<=[园城苑庄厦邸]|小区|社区|广场|工程|项目)\x20?{_ANY}\x20?期 | 地址\x20?(?:[:在为是]|位于)\x20?[^，,、。；;()\s]{{1,60}}
  | (?<=(?<!\p{{Han}})(?:浏览|点击|阅读)(?:次数|数)\x20?:\x20?)\d{{1,9}}(?!\x20?[\d.,万]) | \d{{30,200}}
  | [A-Za-z][A-Za-z\d_.@/:&=?%-]{{0,200}} | \d{{1,8}}(?:\.\d{{1,8}}){{0,4}}[A-Za-z][A-Za-z\d_.@/-]{{0,200}}
"""
_IN_DIGITS = rf"""
    (?<!\d|\d[.,])(?<number>{_NUMBER})(?<split>(?:\x20{{1,4}}\d[\d.,]{{0,15}}|，\d{{3}}(?!\d)){{0,8}})(?<range>{_DASH}{_NUMBER})?
    \x20?(?<magnitude>[十百千]?[万亿]|[百千])?\x20?
    (?:(?<=[万亿千]\x20?)(?<rest>\d{{1,8}})\x20?(?<rest_magnitude>千?万|[百千])?\x20?)?
    (?<many>[余多几来+])?\x20?(?<last>[万亿])?\x20?(?<many>[余多])?\x20?
    (?:(?<unit>{UNITS})(?<limit>\x20?(?:{LIMIT}))? | (?<unit>日)(?=内))?
"""
_IN_NUMERALS = rf"""
    (?<![{NUMERALS}第每几数点\d这那前各同另某任])(?<!(?<!先)后)
    (?<numeral>{_CHINESE}{{1,16}})(?<many>[余多来])?\x20?
"""
_PERCENT = rf"""
    百分之(?<percent>{_CHINESE}{{1,8}}(?:点[〇零一二三四五六七八九]{{1,8}})?)(?<many>[余多])?(?<limit>{LIMIT})?
"""
RATE = regex.compile(r"每[^，。；\n]{0,8}$|跑$|[统进唯专单逐归划如为周初又再下上]$")
# 一 is a number before these units alone.
UNITS_OF_ONE = frozenset({"次", "场", "期", "件", "篇", "名", "份", "例", "个小时"})
CLAUSE_END = regex.compile(ENDS)


class _Patterns(NamedTuple):
    """A number with its unit, and the words behind which 一 is a number."""

    token: regex.Pattern[str]
    before_one: regex.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(words: NumeralWords) -> _Patterns:
    unit = rf"(?<unit>{NUMERAL_UNITS}|(?-x:{words.counted}))(?<limit>\x20?(?:{LIMIT}))?"
    number = rf"{_IN_DIGITS} | {_IN_NUMERALS} {unit} | {_PERCENT}"
    return _Patterns(
        token=regex.compile(
            rf"(?={_FIRST})(?:(?<other>{_OTHER}) | (?<before>{QUALIFIER})?\x20?(?:{number}))", regex.VERBOSE
        ),
        before_one=regex.compile(rf"(?:{words.before_one})[了过]?\x20?$"),
    )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: where it stands, and what it is worth in its unit.

    Counts are multiplied out (`1.5万条` is 15000 条); money keeps the unit that is printed
    (`1.5万元` is 1.5 万元). `value` is null where several readings fit. `unit` is null for a bare
    number, which may count something or not.
    """

    start: int
    end: int
    value: float | None
    unit: str | None
    approximate: bool


def quantities(flat: str, words: NumeralWords) -> Iterator[Quantity]:
    """Yield the quantities of a flattened text, in order, bare numbers included."""
    patterns = _patterns(words)
    for match in patterns.token.finditer(flat):
        if match["other"] is not None:
            continue
        if match["numeral"] is not None:
            quantity = _in_chinese(match, flat, patterns.before_one)
        elif match["percent"] is not None:
            quantity = _quantity(match, _percent(match["percent"]), "%")
        else:
            quantity = _in_digits(match, flat)
        if quantity is not None:
            yield quantity


def _quantity(match: regex.Match[str], value: float | None, unit: str | None) -> Quantity:
    approximate = any(match[name] for name in ("before", "many", "limit"))
    text = match[0]
    start = match.start() + len(text) - len(text.lstrip())
    return Quantity(start, match.start() + len(text.rstrip()), value, unit, approximate)


def _in_digits(match: regex.Match[str], flat: str) -> Quantity:
    """Return the quantity of a number in digits, without a value where it may be another one."""
    unit = match["unit"]
    if match["split"] or match["range"]:
        return _quantity(match, None, unit)
    value = float(match["number"].replace(",", ""))
    printed = [match[name] for name in ("magnitude", "rest_magnitude", "last") if match[name]]
    value *= _factor(match["magnitude"])
    if match["rest"]:
        value += float(match["rest"]) * _factor(match["rest_magnitude"])
    value *= _factor(match["last"])
    closing = printed[-1][-1] if printed and (match["rest_magnitude"] or not match["rest"]) else ""
    if unit in MONEY and closing and closing in "万亿":
        value /= PLACES[closing]
        unit = closing + unit
    elif "." in match["number"] and unit not in MONEY and unit != "%" and not printed:
        at = match.start("number")
        if not flat[flat.rfind("\n", max(0, at - 12), at) + 1 : at].strip():
            # `3.5个` at the beginning of a line may be item 3 of a list.
            return _quantity(match, None, unit)
    return _quantity(match, round(value, 6), unit)


def _factor(magnitude: str | None) -> float:
    factor = 1.0
    for place in magnitude or "":
        factor *= PLACES[place]
    return factor


def _in_chinese(match: regex.Match[str], flat: str, before_one: regex.Pattern[str]) -> Quantity | None:
    """Return the quantity of a Chinese numeral, None where it belongs to a set phrase or a rate."""
    numeral, start = match["numeral"], match.start("numeral")
    before = flat[max(0, start - 12) : start]
    is_vague = match["before"] or match["many"]
    value = value_of(numeral)
    if value is None or RATE.search(before) or (numeral in "百千万亿" and not is_vague):
        return None
    if numeral == "一":
        ends_clause = CLAUSE_END.match(flat, match.end("unit")) and not flat.startswith("一份", start)
        if match["unit"] not in UNITS_OF_ONE or not (ends_clause or before_one.search(before)):
            return None
    return _quantity(match, float(value), match["unit"])


def _percent(numeral: str) -> float | None:
    whole, _, decimals = numeral.partition("点")
    value = value_of(whole)
    return None if value is None else float(f"{value}.{in_digits(decimals)}")
