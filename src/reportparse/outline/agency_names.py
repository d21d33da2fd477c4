"""What the name of an agency looks like, and what is printed around it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from reportparse.normalise import any_of
from reportparse.outline.words import OutlineWords

# In characters.
SHORTEST_NAME, LONGEST_NAME = 2, 40
IDEOGRAPHS = regex.compile(r"\p{Han}{2}")
# What is no name: who writes, any authority, several of them or of one place, how something is done, or a name with
# the address or the sign of another page in it. `{part}` stands for the parts of a site.
NO_AGENCY = (
    r"^(?:我|本(?!溪)|[与及]|和(?!\p{{Han}}{{0,3}}[省市县区州盟旗镇乡])|[全各该此]|(?:{part})+$|第[一二三四](?:学期|季度)|[上下]半年|中华人民共和国$|部门|单位$|乡镇|镇街|街镇|所属|下属|首页|网站|当前|您|"
    r".*[我本](?:[局厅委办院校]|机关|单位|部门|中心)$|.*各(?:[省市县区州盟旗镇乡级部委街单(（])|"
    r"(?<of>\p{{Han}}{{2,6}}[省市县区州盟旗])\p{{Han}}+(?P=of)\p{{Han}}|"
    r"现公布|特公布|特此公布|根据|按照|依据|依照|遵照|做好|开展|.*(?:做好|认真|扎实|切实|总结|进一步|按[时期要])|.*(?:[._¥@&=%]|[a-z]{{2}}))"
)
# Parts of a site are called so, and offices whose agency is not said.
PART_OF_SITE = r"(?:人民)?政府|委员会|办公[室厅]|党政|综合|新闻|办事|服务|便民|数据|资料|中心|大厅"
# How the name of an agency ends.
AGENCY_END = regex.compile(
    r"(?<!领导小组)(?:人民政府|政府|委员会|管委会|办公室|研究室|办公厅|办事处|街道办|街道|[局厅部委院署办镇乡所馆队处厂]|(?<!网)站|中心|公司|大学"
    r"|学院|学校|[中小]学|幼儿园|医院|集团|银行|联合会|[协总商学工字]会|科协|[残妇文侨]联|工商联|苏木|嘎查|团场|监狱|党校|电视台|[林农牧渔艺]场|开发区|园区|(?:产业|科技|工业|高科|软件|物流)园|社|海关(?:关区)?)"
    r"(?:[(（][^()（）]{2,20}[)）])?$"
)
# How the name of a place ends.
PLACE = regex.compile(r"\p{Han}[省市县区州盟旗]$")
# The name of one agency that tells where it is: it begins with a place's name, not with the kind of a place.
FULL_NAME = regex.compile(
    r"^(?!城[市乡镇]|[园社景高]区|[省市县区州盟旗镇乡]|经|技术|产业|高新|开发|协助|配合|会同|联合)"
    r"(?!.*(?:各|所属|下属|相关|有关|乡镇|镇街|街镇|部门|单位|系统|[局厅委会府院办镇乡道][和与及]|[省市县区州盟旗党]委$))"
    r"[^在由向对为是将把按据的了]{1,10}?[省市县区州盟旗镇乡道]"
)
OPENING, CLOSING = "([{（［【〔〖〈《「『", ")]}）］】〕〗〉》」』"
# Where a seal is put beside a name.
SEAL = regex.compile(r"\s*[(（\[【](?:盖?公?章|签章|印章|加盖公章|盖章处)[)）\]】]$")
# The kind of a page, before a title; not a place.
BRACKETED_BEFORE = regex.compile(
    rf"^[{regex.escape(OPENING)}][^{regex.escape(OPENING + CLOSING)}]{{1,6}}(?<![省市县区州盟旗镇乡道])[{regex.escape(CLOSING)}](?=\p{{Han}}{{3}})"
)
# What a page prints before a title: its links, the kinds of its files and fields, numbers, and the name of a list.
OF_PAGE = r"最新(?:公开|信息)?|欢迎(?:访问|光临|您)|走进|下载|索引号\w+|[A-Za-z]+\d+-|(?:一[图文])?(?:[读看]懂|图解)|(?:返回)?首页|打印|正文|附件\d*[:：]|(?:信息)?(?:名称|标题)[:：]|\d{1,2}[.、]"
OF_LIST = r"[【\[]?(?:20\d\d年?)?(?:年?度)?(?:年报|报告|报)\s*[】\]:：|｜]\s*(?=\p{Han})|年报(?=\p{Han}{3})"
# Whose site it is stands there, too, as the government of the same place.
OF_SITE = r"(?<place>\p{Han}+[省市县区州盟旗镇乡])人民政府[-—_]?(?=(?P=place))"
BEFORE_AGENCY = regex.compile(rf"^(?:(?:{OF_PAGE}|{OF_LIST})\s*)*(?:{OF_SITE})?")
# What an agency's letter says to do with the report, before its name.
ABOUT = r"报送|上报|呈报|公布|发布|公示|印发|转发"
ABOUT_AGENCY = regex.compile(rf"^(?:(?<sender>.*?)关于(?:{ABOUT}|公开|编制|报告)?|{ABOUT})(?<name>.*)$")
# What is printed around a name and is no part of it.
AROUND = '-—–_|·:：《》"“”★☆◆■●▲※>＞' + " "
# What parts the items of a page's path and its title, and is in no name.
BETWEEN_TITLES = regex.compile(r"[|>＞]")
# What is left of a year whose digits a text layer has on another line.
REST_OF_YEAR = "年"
# What a text says before the name by which it calls the agency from then on.
CALLED = r"[(（](?:以?下[简统]?|简)称"
# An agency whose inner office stands behind it.
HAS_OFFICE = r"(?<=[镇乡]人民政府|[镇乡]政府|[镇乡]|街道|办事处|局|(?<!办公)厅|中心|人防办|大学|学院|管委会|管理委员会|开发区|(?:卫生健康|发展和?改革)委员会)"
# Parts of an agency that are none for themselves; the offices and commissions of parties and governments are.
OFFICE_OF_AGENCY = (
    r"(?<=[局院会办]|(?<!办公)厅|中心|大学|街道|办事处)(?:机关党委|机关|秘书[处科]|综合\p{Han}{0,4}[处科室]|信息中心"
    r"|政策(?:法规|研究)\p{Han}{0,2}[处科室]|(?!办)\p{Han}{1,8}[科股])$"
)
PART_OF_OFFICE = r"党政|单位|机关|综合|党建|政府|工作|领导小组"
# Those of towns have many names.
OFFICE_OF_TOWN = (
    r"(?<=[镇乡](?:人民)?政府|街道(?:办事处)?)(?!办事处)\p{Han}{2,8}(?:办公室|办)(?:\p{Han}{2}科)?$"
)


class _Patterns(NamedTuple):
    """The patterns that have words of a family in them."""

    no_agency: regex.Pattern[str]
    behind_agency: regex.Pattern[str]
    # An office inside of an agency that writes its report.
    inner_office: regex.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(words: OutlineWords) -> _Patterns:
    own = any_of(words.office_words)
    office = rf"(?:{PART_OF_OFFICE}|{own})*(?:办公室|办)|{words.subject}(?:工作)?(?:领导小组)?"
    return _Patterns(
        no_agency=regex.compile(NO_AGENCY.format(part=f"{PART_OF_SITE}|{own}")),
        behind_agency=regex.compile(
            rf"(?:关于|年度|全年|[上下]半年|开展|各项|(?:网站|依法行政)[及和与]|(?<=[局委厅办院])(?:部门|行政机关)|的|\d\d年度?|20[\dlIoO]{{1,3}}年?度?|{ABOUT}|编制|{words.made_public}|{CALLED}[^()（）]*[)）])$"
        ),
        inner_office=regex.compile(rf"{HAS_OFFICE}(?:{office})$|{OFFICE_OF_TOWN}|{OFFICE_OF_AGENCY}"),
    )


def agency_in(text: str, words: OutlineWords) -> str:
    """Return the name of the agency in a text before or behind a year; empty if there is none."""
    about = ABOUT_AGENCY.match(text)
    if about:
        return agency_in(about["name"], words) or agency_in(about["sender"] or "", words)
    name = _without_open_brackets(BEFORE_AGENCY.sub("", SEAL.sub("", text)).strip(AROUND))
    name = _without_open_brackets(BRACKETED_BEFORE.sub("", name))
    while (shorter := _patterns(words).behind_agency.sub("", name).strip(AROUND + REST_OF_YEAR)) != name:
        name = shorter
    fits = (
        not BETWEEN_TITLES.search(name)
        and SHORTEST_NAME <= len(name) <= LONGEST_NAME
        and IDEOGRAPHS.search(name)
        and _may_be_agency(name, words)
    )
    return name if fits else ""


def is_agency(name: str, words: OutlineWords) -> bool:
    """Return whether a text is by its end the name of an agency."""
    return bool(AGENCY_END.search(name)) and _may_be_agency(name, words)


def is_agency_or_place(name: str, words: OutlineWords) -> bool:
    """Return whether a text is by its end the name of an agency or of the place whose government it is."""
    return is_agency(name, words) or (bool(PLACE.search(name)) and _may_be_agency(name, words))


def is_full_name(name: str, words: OutlineWords) -> bool:
    """Return whether the name of an agency tells its place."""
    return bool(FULL_NAME.match(name)) and _may_be_agency(name, words)


def _may_be_agency(name: str, words: OutlineWords) -> bool:
    return not _patterns(words).no_agency.match(name)


def without_inner_office(name: str, words: OutlineWords) -> str:
    """Cut off an agency's inner office from its name.

    The office of a county's government is none: it has reports of its own.
    """
    return _patterns(words).inner_office.sub("", name)


def as_printed(name: str, text: str, printed: str) -> str:
    """Return a name that stands in a text as it is printed there; both texts have the same length."""
    start = text.index(name)
    return printed[start : start + len(name)]


def _without_open_brackets(name: str) -> str:
    """Return a name without brackets at its ends that nothing closes or opens, or that enclose all of it."""
    name = name.lstrip(CLOSING).rstrip(OPENING)
    opened, closed = (sum(map(name.count, brackets)) for brackets in (OPENING, CLOSING))
    around = opened == closed == 1 and name[0] in OPENING and name[-1] in CLOSING
    if opened > closed or around:
        name = name.lstrip(OPENING)
    return name.rstrip(CLOSING) if closed > opened or around else name
