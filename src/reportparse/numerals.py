"""Numbers in Chinese prose: which ones count or measure something, and what they are worth.

Dates, document and article numbers, ordinals, titles, telephone numbers and slogans are told apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from reportparse.normalise import INVISIBLE, RADICALS, replaced

ENDS = r"(?=\x20*(?:[，。；、,;.:!?()\n]|$))"


def _units(words: str) -> dict[str, str]:
    """Units, each with a condition on what follows it, from words like `条(?![例件款])`."""
    return {word.partition("(")[0]: word[len(word.partition("(")[0]) :] for word in words.split()}


# What must not follow a unit is what makes its character begin another word (`条例`).
UNITS = _units(
    """
    条(?![例件款]) 件(?!事) 份(?!额) 篇 次(?![序要]) 人次 件次 场次 条次 户次 家次 批次 篇次 班次 期次
    场(?![所地景馆合]) 期(?![间限满待望]) 个(?!方面|部分|百分点|工作日|小时|月(?!亮)) 项(?!目(?!标))
    家(?!庭) 名(?![称单录义誉]) 人(?![员大民事社]) 位(?![于置居列]) 例(?![会行外]) 起(?![草诉止至动来])
    笔(?![记试者录墨]) 宗(?!旨) 桩 批(?![复准示评]) 套(?!餐) 台(?![账湾州阶]) 部(?![门委分署长])
    本(?![级年机单局部市区县办地身项科]) 册 页(?!面) 字(?![号体段面幕]) 幅(?!度) 张(?![店家贴]) 块(?!链)
    所(?![有需在属列长以涉述]) 处(?![理罚置分室长]) 户(?!外) 座(?!谈) 组(?![织长建成]) 类(?![别型似])
    种(?![植子]) 轮(?![岗换]) 届(?!时) 支(?![持付撑部出]) 班(?!子) 集(?![中体团成]) 倍 大类 小类 大项 小项
    分(?![别类析之布批期级开享管局院]) % ‰ 个百分点 百分点 课时 学时 个小时 小时 分钟 个月(?!亮) 个工作日
    工作日 天(?![津气然]) 平方米 平方公里 公里 公顷 亩 吨 辆 元(?![旦素宵月]) 美元 欧元 港元
    """
)
MONEY = frozenset({"元", "美元", "欧元", "港元"})
# Chinese numerals stand in slogans and set phrases everywhere: fewer units, and stricter.
NUMERAL_UNITS = _units(
    rf"""
    次(?![性元序要办就]) 场(?![所地景馆合]) 期(?![间限满待望工项建]) 件(?![事套大]) 篇 份(?!额) 人次 场次 批次
    起(?![草诉止至动来]) 例(?![会行外]) 宗(?!旨) 个小时 小时 个月 个工作日 元(?![旦素宵月]) 项{ENDS} 人{ENDS}
    条(?:(?=信息|意见|建议|留言|政策|动态)|{ENDS}) 家(?:(?=单位|企业|部门|媒体|医院|银行)|{ENDS})
    名(?:(?=工作人员|同志|干部|人员|代表|专职|兼职|联络员|信息员)|{ENDS})
    个(?:(?=专栏|栏目|专题|账号|网站|公众号|单位|部门|镇|乡|街道|社区|村|平台|查阅点|专区)|{ENDS})
    """
)
# `一` is a number only after a verb of this kind or at the end of a clause.
ONE_AFTER = "召开|举办|组织|开展|举行|收到|受理|办理|发生|进行|参加|发布|印发|编发"
DIGIT = {**{numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}, "零": 0, "两": 2}
PLACE = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 1e4, "亿": 1e8}

QUALIFIER = (
    "大约|约为|约|将近|接近|(?<![最附就邻])近|超过|超出|超|逾|突破|不少于|不低于|至少|多达|不超过|至多|不足"
)
LIMIT = "以上(?!级)|左右|上下|以内|以下(?!简称)"
AT_LEAST = regex.compile(r"[余多超逾+]|突破|以上|不少于|不低于|至少")
AT_MOST = regex.compile(r"近|不超过|至多|不足|以下|以内")


def _alternatives(units: dict[str, str]) -> str:
    return "|".join(f"{unit}{units[unit]}" for unit in sorted(units, key=len, reverse=True))


# Every repetition has a limit, so that the time taken only grows with the length of the text.
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}(?![\d,])|\d{1,15}(?!\d))(?:\.\d{1,10}(?!\d))?"
_CHINESE = "[〇零一二两三四五六七八九十百千万亿]"
_ANY = rf"(?:\d{{1,4}}|{_CHINESE}{{1,8}})"
_ARTICLE = rf"\x20?(?:{_ANY}(?:[、和]{_ANY}){{0,9}}|\(\x20?{_ANY}\x20?\))\x20?[条款项章节]"
_DASH = r"\x20?[-~—–至]\x20?"
TOKEN = regex.compile(
    rf"""
    (?=[\d〇零一二两三四五六七八九十百千万亿第《“〔(\[【A-Za-z大约近将接超逾突不至多地])
    (?:(?<skip>
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
      | \d{{30,200}}
      | [A-Za-z][\w.@/:&=?%-]{{0,200}} | \d{{1,8}}(?:\.\d{{1,8}}){{0,4}}[A-Za-z][\w.@/-]{{0,200}}
    )
  | (?<before>{QUALIFIER})?\x20?
    (?:
        (?<!\d|\d[.,])(?<number>{_NUMBER})(?<split>(?:\x20{{1,4}}\d[\d.,]{{0,15}}|，\d{{3}}(?!\d)){{0,8}})(?<range>{_DASH}{_NUMBER})?
        \x20?(?<magnitude>[十百千]?[万亿]|[百千])?\x20?
        (?:(?<=[万亿千]\x20?)(?<rest>\d{{1,8}})\x20?(?<rest_magnitude>千?万|[百千])?\x20?)?
        (?<many>[余多几来+])?\x20?(?<last>[万亿])?\x20?(?<many>[余多])?\x20?
        (?:(?<unit>{_alternatives(UNITS)})(?<limit>\x20?(?:{LIMIT}))? | (?<unit>日)(?=内))?
      | (?<![〇零一二两三四五六七八九十百千万亿第每几数点\d这那前各同另某任])(?<!(?<!先)后)
        (?<numeral>{_CHINESE}{{1,16}})(?<many>[余多来])?\x20?
        (?<unit>{_alternatives(NUMERAL_UNITS)})(?<limit>\x20?(?:{LIMIT}))?
      | 百分之(?<percent>{_CHINESE}{{1,8}}(?:点[〇零一二三四五六七八九]{{1,8}})?)
        (?<many>[余多])?(?<limit>{LIMIT})?
    ))
    """,
    regex.VERBOSE,
)
RATE = regex.compile(r"每[^，。；\n]{0,8}$|跑$|[统进唯专单逐归划如为周初又再下上]$")
ONE = regex.compile(rf"(?:{ONE_AFTER})[了过]?\x20?$")
CLAUSE_END = regex.compile(ENDS)
FULL_WIDTH_COMMA = regex.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
HALF_WIDTH_COMMA = regex.compile(r"(?<!\d),|,(?!\d)")
WRAPPED = regex.compile(
    r"(?<=[^\n]{20}[^\n。！？!?；;:])\n(?=\x20*[^\s(（#|]{2})(?!\x20*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\x20*[、.])"
)
# A number on a line of its own with its unit on the next: the text of a page, piece by piece.
NUMBER_LINE = regex.compile(
    rf"(?<=[\p{{Han}}（(，])\n(\x20{{0,4}}\d{{1,9}}(?:\.\d{{1,4}})?\x20{{0,4}})\n(?=\x20?(?:{_alternatives(UNITS)}))"
)


def _spelling() -> dict[str, str]:
    """One character for one, so that positions stay: widths, radicals, spaces, invisible ones."""
    table = dict(RADICALS)
    for character in map(chr, [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFF01, 0xFF5F)]):
        other = unicodedata.normalize("NFKC", character)
        if len(other) == 1 and other != character and character != "，":
            table[character] = other
    spaces = [0x09, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F]
    return table | dict.fromkeys([*map(chr, [*spaces, 0x205F, 0x3000]), *INVISIBLE], " ")


SPELLING = _spelling()


def flatten(text: str) -> str:
    """The text in one spelling, of the same length; the line ends inside of sentences are spaces.

    A comma between clauses is a wide one and one inside of a number a narrow one, whatever is printed.
    A line that ends in the middle of a sentence is one that a page or a converter wrapped.
    """
    text = FULL_WIDTH_COMMA.sub(",", text.replace("\r\n", " \n").replace("\r", "\n"))
    text = HALF_WIDTH_COMMA.sub("，", replaced(text, SPELLING))
    return NUMBER_LINE.sub(r" \1 ", WRAPPED.sub(" ", text)) if "\n" in text else text


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


def quantities(flat: str) -> Iterator[Quantity]:
    """The quantities of a flattened text, in order, bare numbers included."""
    for match in TOKEN.finditer(flat):
        if match["skip"] is not None:
            continue
        if match["numeral"] is not None:
            quantity = _in_chinese(match, flat)
        elif match["percent"] is not None:
            quantity = _quantity(match, _percent(match["percent"]), "%")
        else:
            quantity = _in_digits(match, flat)
        if quantity is not None:
            yield quantity


def _quantity(match: regex.Match[str], value: float | None, unit: str | None) -> Quantity:
    vague = any(match[name] for name in ("before", "many", "limit"))
    text = match[0]
    start = match.start() + len(text) - len(text.lstrip())
    return Quantity(start, match.start() + len(text.rstrip()), value, unit, vague)


def _in_digits(match: regex.Match[str], flat: str) -> Quantity:
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
        value /= PLACE[closing]
        unit = closing + unit
    elif "." in match["number"] and unit not in MONEY and unit != "%" and not printed:
        at = match.start("number")
        if not flat[flat.rfind("\n", max(0, at - 12), at) + 1 : at].strip() or at == 0:
            # `3.5个` at the beginning of a line may be item 3 of a list.
            return _quantity(match, None, unit)
    return _quantity(match, round(value, 6), unit)


def _factor(magnitude: str | None) -> float:
    factor = 1.0
    for place in magnitude or "":
        factor *= PLACE[place]
    return factor


def _in_chinese(match: regex.Match[str], flat: str) -> Quantity | None:
    numeral, start = match["numeral"], match.start("numeral")
    before = flat[max(0, start - 12) : start]
    vague = match["before"] or match["many"]
    value = chinese_value(numeral)
    if value is None or RATE.search(before) or (numeral in "百千万亿" and not vague):
        return None
    if numeral == "一" and not (
        match["unit"] in {"次", "场", "期", "件", "篇", "名", "份", "例", "起", "个小时"}
        and (ONE.search(before) or CLAUSE_END.match(flat, match.end("unit")))
        and not (match["unit"] == "起" or (flat.startswith("一份", start) and not ONE.search(before)))
    ):
        return None
    return _quantity(match, value, match["unit"])


def chinese_value(numeral: str) -> float | None:
    """The value of a Chinese numeral written with places (三千二百), None where it is no plain one."""
    total, section, digit, last = 0.0, 0.0, None, float("inf")
    for character in numeral:
        if character in DIGIT:
            if digit not in (None, 0):
                return None
            digit = DIGIT[character]
            continue
        place = PLACE[character]
        if place >= 1e4:
            part = section + (digit or 0)
            total = (total + part or 1.0) * place if place > 1e4 else total + (part or 1.0) * place
            section, last = 0.0, float("inf")
        elif place >= last:
            return None
        else:
            section += (digit or 1) * place
            last = place
        digit = None
    if digit and last not in (10.0, float("inf")) and "零" not in numeral and "〇" not in numeral:
        # `二百五` is short for two hundred and fifty.
        return None
    return total + section + (digit or 0)


def _percent(numeral: str) -> float | None:
    whole, _, decimals = numeral.partition("点")
    value = 100.0 if whole == "百" else chinese_value(whole)
    if value is None or not decimals:
        return value
    return float(f"{value:.0f}." + "".join(str(DIGIT[digit]) for digit in decimals))
