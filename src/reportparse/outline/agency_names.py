"""Names of agencies: what is one, and what stands around it."""

from __future__ import annotations

import regex

LONGEST_AGENCY = 40
IDEOGRAPHS = regex.compile(r"\p{Han}{2}")
# Not a name: who writes, any authority, several of them, a part of a page, how something is done, or a name that
# the address or the sign of another page has got into.
NAMELESS = regex.compile(
    r"^(?:我|本(?!溪)|[全各该此]|(?:(?:人民)?政府|委员会|办公[室厅]|党政|综合|政务|信息|公开|新闻|办事|服务|便民|数据|资料|中心|大厅)+$|第[一二三四](?:学期|季度)|[上下]半年|中华人民共和国$|部门|乡镇|镇街|街镇|所属|下属|首页|网站|当前|您|"
    r"根据|按照|依据|依照|遵照|做好|开展|.*(?:做好|认真|扎实|切实|总结|进一步|按[时期要])|.*(?:[._¥@&=%]|[a-z]{2}))"
)
PUBLIC_BODY = regex.compile(
    r"(?<!领导小组)(?:人民政府|政府|委员会|管委会|办公室|办公厅|办事处|街道办|街道|[局厅部委院署办镇乡所馆队处厂]|(?<!网)站|中心|公司|大学"
    r"|学院|学校|[中小]学|幼儿园|医院|集团|银行|联合会|[协总商学工]会|残联|妇联|党校|电视台|[林农牧渔]场|开发区|园区|社|海关(?:关区)?)"
    r"(?:[(（][^()（）]{2,20}[)）])?$"
)
PLACE = regex.compile(r"\p{Han}[省市县区州盟旗]$")
# A name of one body that tells where it is: it begins with a place's name, not with what kind of a place that is.
FULL_NAME = regex.compile(
    r"^(?!城[市乡镇]|[园社景高]区|[省市县区州盟旗镇乡]|经|技术|产业|高新|开发|协助|配合|会同|联合)"
    r"(?!.*(?:各|所属|下属|相关|有关|乡镇|镇街|街镇|部门|单位|系统|[局厅委会府院办镇乡道][和与及]|[省市县区州盟旗党]委$))"
    r"[^在由向对为是将把按据的了]{1,10}?[省市县区州盟旗镇乡道]"
)
OPENING, CLOSING = "([{（［【〔〖〈《「『", ")]}）］】〕〗〉》」』"
# The kind of a page, before a title; not a place.
BRACKETED_BEFORE = regex.compile(
    rf"^[{regex.escape(OPENING)}][^{regex.escape(OPENING + CLOSING)}]{{1,6}}(?<![省市县区州盟旗镇乡道])[{regex.escape(CLOSING)}](?=\p{{Han}}{{3}})"
)
# Whose site it is stands there, too, as the government of the same place.
BEFORE_AGENCY = regex.compile(
    r"^(?:索引号\w+|[A-Za-z]+\d+-|(?:一[图文])?(?:[读看]懂|图解)|(?<place>\p{Han}+[省市县区州盟旗镇乡])人民政府(?=(?P=place)))"
)
# What an agency's letter says to do with the report, before its name.
ABOUT = r"报送|上报|呈报|公布|发布|公示|印发|转发"
ABOUT_AGENCY = regex.compile(rf"^(?:(?<sender>.*?)关于(?:{ABOUT}|公开|编制|报告)?|{ABOUT})(?<name>.*)$")
BEHIND_AGENCY = regex.compile(rf"(?:关于|年度|的|\d\d年度?|{ABOUT}|编制|(?<!政务|信息)公开)$")
AROUND = '-—–_|·:：《》"“”' + " "
# Offices inside of an agency that write its report.
INNER_OFFICE = regex.compile(
    r"(?<=[镇乡]人民政府|[镇乡]政府|[镇乡]|街道|办事处|局|大学|学院|管委会|管理委员会)"
    r"(?:(?:党政|综合|党建|政府|信息|政务|公开|工作|领导小组)*(?:办公室|办)|(?:政府信息|政务|信息)公开(?:工作)?(?:领导小组)?)$"
    # Those of towns have many names.
    r"|(?<=[镇乡](?:人民)?政府|街道(?:办事处)?)(?!办事处)\p{Han}{2,8}(?:办公室|办)(?:\p{Han}{2}科)?$"
)


def agency_in(text: str) -> str:
    """The name of an agency that a text before or behind a year holds; empty if it holds none."""
    about = ABOUT_AGENCY.match(text)
    if about:
        return agency_in(about["name"]) or agency_in(about["sender"] or "")
    name = _without_open_brackets(BEFORE_AGENCY.sub("", text).strip(AROUND))
    name = _without_open_brackets(BRACKETED_BEFORE.sub("", name))
    name = BEHIND_AGENCY.sub("", name).strip(AROUND)
    fits = (
        "|" not in name
        and 2 <= len(name) <= LONGEST_AGENCY
        and IDEOGRAPHS.search(name)
        and not NAMELESS.match(name)
    )
    return name if fits else ""


def is_body(name: str) -> bool:
    """Whether a text is by its end the name of an agency."""
    return bool(PUBLIC_BODY.search(name)) and not NAMELESS.match(name)


def is_full_name(name: str) -> bool:
    """Whether a name tells of which place the agency is."""
    return bool(FULL_NAME.match(name)) and not NAMELESS.match(name)


def is_named(name: str) -> bool:
    """Whether a text is by its end the name of an agency or of the place whose government it is."""
    return is_body(name) or (bool(PLACE.search(name)) and not NAMELESS.match(name))


def without_inner_office(name: str) -> str:
    """The agency whose inner office a name is; a county's office, which has reports of its own, is none."""
    return INNER_OFFICE.sub("", name)


def as_printed(name: str, text: str, printed: str) -> str:
    """Return a name that stands in a text as it is printed there; both texts have the same length."""
    start = text.index(name)
    return printed[start : start + len(name)]


def _without_open_brackets(name: str) -> str:
    """A name without brackets at its ends that nothing closes or opens, or that stand around all of it."""
    name = name.lstrip(CLOSING).rstrip(OPENING)
    opened, closed = (sum(map(name.count, brackets)) for brackets in (OPENING, CLOSING))
    around = opened == closed == 1 and name[0] in OPENING and name[-1] in CLOSING
    if opened > closed or around:
        name = name.lstrip(OPENING)
    return name.rstrip(CLOSING) if closed > opened or around else name
