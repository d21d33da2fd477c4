"""Which agency a report is of, as its text and its page tell where the title does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import regex

from reportparse.document import Document
from reportparse.normalise import any_of, cuts_short, one_line, plain, simplified
from reportparse.outline.agency_names import (
    CALLED,
    PLACE,
    SEAL,
    agency_in,
    as_printed,
    is_agency,
    is_full_name,
    without_inner_office,
)
from reportparse.outline.dates import days_in_digits, years_in_digits
from reportparse.outline.titles import agency_and_year
from reportparse.outline.words import GIVEN, MADE, REPORTED, OutlineWords

# A name that a clause gives has at least so many characters.
SHORTEST_AGENCY = 3
# So many agencies whose reports are named are a list; more names than MOST_ANNOUNCED tell no more.
FEWEST_LISTED, MOST_ANNOUNCED = 3, 50
# How far behind a year and a subject a title's end may be.
LONGEST_END = 15
# What a clause says before a name.
ANNOUNCEMENT = (
    rf"{GIVEN}|向社会|公布|发布|印发|[报呈]送|上报|{MADE}|汇报|(?:报告|年报)(?:[为系即](?!统))?"
    r"|起草|拟定|制定|制作(?!中心)|梳理|结合|涵盖|形成|要求|[此文下][为系即]|是|(?<!自)由"
    r"|包括|包含|围绕|回顾|总结|反映|体现|基于|依据|编发|完成"
)
# What stands before the names of others whose data or words are meant.
OF_OTHERS = regex.compile(r"关于|参照|比照|对照|针对|来[自源]|源[自于]|汇总自?")
NAME = r"(?<agency>[\p{Han}（）()]{3,40}?)"
# A quoted title of the report itself stands behind a word or before one that gives it.
BEGINNING = r"(?:[,，。:：;；>\n]|(?<=[布制写成了将把开])《|《(?=[^《》]*》[^《》。]*现予)|^)"
# Behind a subject: not what was done, but what an authority asks for.
NOT_ASKED_FOR = r"(?!(?:工作)?(?:要点|安排|计划|方案|考核|要求|任务|培训|会议|办|中心|通知|检查|意见|整改|(?:年度)?报告(?:的?(?:格式|要求|模板|编制要求))))"
# Who wrote a report, and whose name it cuts short.
WRITTEN = (
    regex.compile(
        rf"{BEGINNING}{NAME}(?:(?:\s*(?:结合|根据|按照)[^,，。:：;；\n]{{0,60}}[,，])?\s*(?:认真|组织)?{MADE}|{GIVEN})"
    ),
    regex.compile(
        rf"(?<!数据)由(?![省市县区州盟旗](?:人民)?政府){NAME}(?:综合|汇总)[^,，。;；\n]{{0,80}}{MADE}"
    ),
    regex.compile(rf"由{NAME}(?:根据|按照|依据|依照|围绕|牵头|负责|组织|{MADE})"),
    regex.compile(rf"{BEGINNING}{NAME}{CALLED}"),
)
# Who signed a report, in the line above the day.
SIGNED = regex.compile(
    r"\n[ \t]*+([\p{Han}()（）]{4,40}?)[ \t]*+(?:[(（]\p{Han}{0,4}章[)）])?[ \t]*+\n\s*+20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[ \t]*(?=\n|$|主办|版权)"
)
# What a page tells behind who published a text, without a gap.
NEXT_FIELD = r"(?:浏览|阅读|点击|访问)(?:次|量|数|人)|[发發]布(?:日期|时间)|字[体号]|作者|打印|分享"
# A line that may be a name.
NAME_ALONE = regex.compile(r"^[\p{Han}()]{3,40}$")
# A name alone in a line stands among the first ones.
MOST_LINES = 50
# Who answers questions for others; and who publishes what others report, too.
OFFICE = regex.compile(r"(?:办公[室厅]|(?<!街道)办|中心)$")
GOVERNMENT = regex.compile(r"(?:(?<![镇乡])人民政府|(?<![镇乡民])政府)$")
# The office that writes for a government on its whole place.
OFFICE_OF_GOVERNMENT = regex.compile(r"(?<=(?<![镇乡])人民政府)\p{Han}{0,12}办公[室厅]$")
PUBLISHING_OFFICE = regex.compile(rf"{OFFICE.pattern}|{GOVERNMENT.pattern}")
# Who publishes what others write.
MEDIA = regex.compile(r"(?:电视台|广播电台|日报社?|晚报|报社|新闻中心|融媒体?中心|传媒\p{Han}*)$")
# A bureau of which only the kind of its place is said.
OF_ITS_PLACE = regex.compile(r"^(?<kind>[省市县区州盟旗])(?<bureau>\p{Han}+[局委办])$")
AT_PLACE = regex.compile(r"^\p{Han}{1,8}?(?<kind>[省市县区州盟旗])(?<bureau>\p{Han}+)$")
# A government of which only the kind of its place is said.
PLACELESS = regex.compile(r"^[省市县区州盟旗镇乡](?:人民)?政府$")
# What kind of an agency writes, by a character of its name.
WRITER = regex.compile(r"(?:我|本)([局镇乡街委院校办]|中心)(?![长级辖域内法事])")
# Those of towns and of others.
TOWNS, BUREAUS = "镇乡街", "局委院校"
BUREAU = regex.compile(r"(?:[局厅院]|委员会|中心|学校)$")
# What a report is put together of that is on a whole place, or that another one than the writer has it written.
PARTS = r"(?:全[省市县区州旗]|各(?:级|行政机关|[省市县区州乡镇(（]|街道|部门|单位))"
COLLECTED = regex.compile(
    rf"本\p{{Han}}{{0,2}}(?:报告|年报)[^。;；\n]{{0,200}}?(?:(?:综合|汇总|来[自源]|源[自于]|涵盖|范围)[^。;；\n]{{0,30}}?{PARTS}|{PARTS}[^。;；\n]{{0,12}}汇总)"
    r"|受[^,，。;；\n]{2,20}委托"
)
# To whom another agency does something.
WITH_WRITER = (
    r"(?:对|向|与|为|给|配合|协助|支持|指导|督促|检查|考核|表扬了?|邀请)[我本](?:[局镇乡街委院校办]|中心)"
)
# What an agency did, behind its name.
WORKED = r"(?:坚[持决]|严格|认真|深入|全面|积极|始终|紧[紧扣]|围绕|高度|扎实|持续|主动|切实|进一步|不断|聚焦|结合|[着大]力|充分|立足|依[法托据照]|牢固|加强|继续|落实|贯彻|按照|根据|通过|为(?:充分|切实|进一步|[了全])|共|以|在)"
# What of their work is spoken of.
OWN_WORK = r"(?:(?:(?:政府|政务)?信息|政务)公开工作)?"
# Under whom they did it.
LED = r"(?:在[^,，。;；\n]{2,40}(?:领导|指导|支持|关心|帮助)下\s*[,，]\s*)?"
# Who worked in the year, as the first sentences say; and that a report is on a whole place.
IN_YEAR = rf"(?:^|[\n。])(?:[^\w\n。]{{0,8}}|(?:根据|按照)[^。\n]{{0,60}}[,，]\s*)(?:在?20\d\d\s*年度?+(?:以来)?|今年以来|一年来)\s*[,，]?\s*{LED}"
WORKER = regex.compile(rf"{IN_YEAR}{NAME}(?={OWN_WORK}{WORKED})")
# Of whose work the report was made.
AUTHOR = regex.compile(rf"{BEGINNING}{NAME}(?={WORKED}[^。\n我]{{0,120}}(?:形成|编制|撰写)[了成]?[此本]报告)")
# Who did something. Behind a mark there may be other words before a name, but hardly the same ones twice.
DOER = regex.compile(rf"(?:^|[\n。]){LED}{NAME}(?={WORKED})")
# In the middle of a sentence, only who did more than one thing is told of.
CLAUSE_DOER = regex.compile(rf"(?<=[\W年]){NAME}(?={WORKED})")
# Where more agencies than these did something, the text is on others.
MOST_DOERS = 9
BEHIND_MARK = r"(?:^|(?<=[\W\d年])){name}"
# What stands before an agency in a sentence, and is no part of a name.
WHEN = regex.compile(r"[年以]来|其中|同时|期间|目前")
# 我县水务局 is no more than a bureau there.
OF_PLACE = regex.compile(
    rf"我[省市县区州旗](?!(?![在各由向对按])\p{{Han}}{{1,6}}(?:局|委员会|办公室|厅|办事处)(?![等、和与及各]))"
    rf"|{IN_YEAR}\p{{Han}}{{1,8}}[省市县区州旗](?<!开发区|园区|示范区|管理区){WORKED}"
)


@lru_cache(maxsize=16)
def _naming(words: OutlineWords) -> tuple[regex.Pattern[str], ...]:
    """Return patterns of what names the agency in a report's opening as that of its own report."""
    year = r"\s*对?\s*20\d\d\s*年度?|\s*20\d\d\s*[-—–~]+\s*20\d\d\s*学年度?"
    of_year = rf"(?:{year})\s*{words.subject}{NOT_ASKED_FOR}"
    named = rf"{BEGINNING}{NAME}{of_year}"
    end = rf"(?:{words.title_end.pattern})"
    behind_year = rf"{BEGINNING}[^,，。:：;；\n《》]*?20\d\d\s*年度?+{NAME}(?:{end}|{words.subject}(?:工作)?(?:实际|情况)?{MADE})"
    covered = rf"报告[^。\n《》]*涵盖了?\s*20\d\d\s*年度?+(?!\p{{Han}}*[局厅委会府院办镇乡道][和与及]){NAME}{words.subject}"
    reported = rf"{GIVEN}{NAME}(?:{year}){REPORTED}"
    bettered = rf"为(?:进一步|认真|切实|全面)*(?:做好|抓好|推进|推动|加强){NAME}{words.subject}(?:工作)?[^。\n]{{0,12}}[,，]\s*[我本]"
    announced = rf"{GIVEN}《?{NAME}(?:\s*20\d\d\s*年度?)?{end}"
    return tuple(map(regex.compile, (announced, named, reported, behind_year, covered, bettered)))


@lru_cache(maxsize=16)
def _announcement(words: OutlineWords) -> regex.Pattern[str]:
    """Return a pattern of what stands before a name in the same clause."""
    return regex.compile(rf"^(?:[将把就]|对(?!照))?(?:.*(?:{ANNOUNCEMENT}|{words.made_public})[了的]?)*")


@lru_cache(maxsize=16)
def _asked(words: OutlineWords) -> regex.Pattern[str]:
    """Return a pattern of the agency to ask about the report."""
    behind = rf"{words.subject}|联系|咨询|反映|电话|[(（]"
    return regex.compile(
        rf"(?:[请可]|疑问[,，]?)\p{{Han}}{{0,4}}?(?:[与向同]{NAME}(?:{behind})|联系[:：]?{NAME}(?:{behind}|[,，。;；:：]))"
    )


@lru_cache(maxsize=16)
def _field(words: OutlineWords) -> regex.Pattern[str]:
    """Return a pattern of a field of a page that tells whose report it is."""
    fields = any_of(words.publisher_fields)
    return regex.compile(
        rf"(?:{fields})\s*(?:[(（]\p{{Han}}{{0,4}}章[)）])?\s*[:：|]?\s*[:：|]\s*(?<agency>[\p{{Han}}（）()]{{3,40}}?)(?={NEXT_FIELD}|[^\p{{Han}}（）()]|$)"
    )


def agency_of_text(printed: str, title: str | None, given: str | None, words: OutlineWords) -> str | None:
    """Find the agency in what a report says first, or else in what its container says.

    `printed` is the report's opening, `title` its printed title, which names no agency, and `given` the name
    in the container's title.
    """
    text = years_in_digits(simplified(printed))
    of_place = _is_of_place(text)
    name = (
        _announced(text, simplified(given or ""), of_place, words)
        or _alone_in_line(text, title, words)
        or _told_of(text, of_place, words)
    )
    if name and _is_of_other_sort(name, text):
        # A sentence may be left from the report of another agency.
        return None
    if name:
        return as_printed(name, text, printed)
    if not given or not _is_of_kind(simplified(given), set(WRITER.findall(text))):
        return None
    return given if is_agency(given, words) or (not title and PLACE.search(given)) else None


def _announced(text: str, given: str, of_place: bool, words: OutlineWords) -> str:
    """Return the agency that a clause gives as that of its own report, or that wrote the report; of several the one
    that the container gives, too, or else the first one; none of a list of reports.
    """
    for pattern in (*_naming(words), *WRITTEN):
        matches = pattern.finditer(text, overlapped=True)
        found: Iterator[str] = (name for match in matches if (name := _name_in_clause(match, words)))
        if of_place and pattern in WRITTEN:
            if COLLECTED.search(text):
                found = (OFFICE_OF_GOVERNMENT.sub("", name) for name in found)
            found = filter(GOVERNMENT.search, found)
        names = [*islice(found, MOST_ANNOUNCED)]
        if given in names:
            return given
        longest = {name for name in names if not any(name in other and name != other for other in names)}
        if names:
            return names[0] if len(longest) < FEWEST_LISTED else ""
    return ""


def _name_in_clause(match: regex.Match[str], words: OutlineWords) -> str:
    """Return the name of the agency in a clause, without the words around it; empty if there is none."""
    given = _announcement(words).sub("", match["agency"])
    name = without_inner_office(agency_in(given, words), words)
    # Who writes on reports may be an authority.
    if len(name) < SHORTEST_AGENCY or OF_OTHERS.search(given):
        return ""
    # A place has a plan and an occasion of a year, too; its report is called one.
    is_report = words.title_end.search(match.string, match.start(), match.end() + LONGEST_END)
    return name if is_agency(name, words) or (is_report and PLACE.search(name)) else ""


def _alone_in_line(text: str, title: str | None, words: OutlineWords) -> str:
    """Return the one agency that has a line for itself: the first one, or one whose name is repeated."""
    lines = [SEAL.sub("", one_line(line)) for line in text.split("\n")]
    names = [line for line in lines[:MOST_LINES] if NAME_ALONE.match(line) and is_agency(line, words)]
    if title and names[:1] == lines[:1] and not PUBLISHING_OFFICE.search(lines[0]):
        return lines[0]
    repeated = {name for name in names if text.count(name) > 1}
    return repeated.pop() if len(repeated) == 1 else ""


def _is_of_place(text: str) -> bool:
    """Return whether a report is on a whole place; its agency is then the government of that."""
    return bool(COLLECTED.search(text) or (not WRITER.search(text) and OF_PLACE.search(text)))


def _told_of(text: str, of_place: bool, words: OutlineWords) -> str:
    """Return the agency of whose work a text tells, or that answers questions; of a place its government."""
    kinds = set(WRITER.findall(text))
    told = {match["agency"] for pattern in (WORKER, AUTHOR) for match in pattern.finditer(text)}
    doers = {name for name in DOER.findall(text) if is_full_name(name, words)} if kinds else set()
    if len(doers) <= MOST_DOERS:
        told |= {name for name in doers if _is_named_often(name, text)}
    if kinds:
        told |= {name for name, times in Counter(CLAUSE_DOER.findall(text)).items() if times > 1}
    told = {
        name
        for name in told
        if is_full_name(name, words) and not WHEN.search(name) and not _is_beside_writer(name, text)
    }
    asked = _asked_agency(text, kinds, words)
    if of_place:
        return _longest({name for name in (*told, asked) if GOVERNMENT.search(name)})
    worker = _longest({name for name in told if _may_report(name, kinds, words)})
    return asked if asked.endswith(worker) else worker


def _is_of_other_sort(name: str, text: str) -> bool:
    """Whether the text says for the most part that a town writes, and the name is that of a bureau, or the other way
    round.
    """
    writers = Counter(WRITER.findall(text))
    towns = sum(times for kind, times in writers.items() if kind in TOWNS)
    bureaus = sum(times for kind, times in writers.items() if kind in BUREAUS)
    if any(kind in name for kind in TOWNS):
        return bureaus > towns and not any(kind in name for kind in BUREAUS)
    return towns > bureaus and BUREAU.search(name) is not None


def _is_beside_writer(name: str, text: str) -> bool:
    """Return whether an agency does something with the writer, or for it: then it is another one."""
    return regex.search(rf"{regex.escape(name)}[^,，。;；\n]{{0,12}}{WITH_WRITER}", text) is not None


def _is_named_often(name: str, text: str) -> bool:
    return len(regex.findall(BEHIND_MARK.format(name=regex.escape(name)), text)) > 1


def _longest(names: set[str]) -> str:
    """Return the one name that all others cut short; empty if there is none."""
    longest = max(names, key=len, default="")
    return longest if all(cuts_short(name, longest) for name in names) else ""


def _asked_agency(text: str, kinds: set[str], words: OutlineWords) -> str:
    """Return the agency that answers questions; an office only if it says to be the writer."""
    for match in _asked(words).finditer(text):
        name = without_inner_office(match["agency"], words)
        office = OFFICE.search(name)
        is_own = any(kind in office[0] for kind in kinds) if office else _is_of_kind(name, kinds)
        if is_own and len(name) >= SHORTEST_AGENCY and is_agency(name, words):
            return name
    return ""


def in_full(agency: str, printed: str, named: Collection[str], words: OutlineWords) -> str | None:
    """Return the agency with its place, if the report, or else its page or who signed it, tells one such name.

    `named` are the names that the page and the signature tell.

    A government whose place nothing tells is any one of its kind, and none is returned. The agency of a report
    that is titled by its place alone is the one there that the report gives.
    """
    text, name = years_in_digits(simplified(printed)), simplified(agency)
    if PLACE.search(name) and (bureau := _given_in_place(name, text, words)):
        return as_printed(bureau, text, printed)
    if is_full_name(name, words):
        return agency
    longer = {longer for longer in _longer_names(name, text, words) if _is_full_agency(longer, words)}
    if len(longer) == 1:
        return as_printed(longer.pop(), text, printed)
    whole = {
        other
        for other in named
        if other != agency and (_completes(simplified(other), name) or _is_short_for(name, simplified(other)))
    }
    if len(whole) == 1:
        [other] = whole
        if _is_full_agency(simplified(other), words) and agency_in(other, words) == other:
            return other
    return None if PLACELESS.match(name) else agency


def _given_in_place(place: str, text: str, words: OutlineWords) -> str:
    """Return the agency in a place, other than its government, that a report gives; empty if there is none."""
    name = _announced(text, "", _is_of_place(text), words)
    in_place = any(name.startswith(place[i:]) for i in range(len(place) - 1))
    return name if in_place and _is_full_agency(name, words) and not PUBLISHING_OFFICE.search(name) else ""


def _longer_names(name: str, text: str, words: OutlineWords) -> set[str]:
    """Return the longer forms of a name in a text."""
    short, longer = regex.escape(name), r"(?<agency>\p{Han}{1,8}"
    defined = rf"{BEGINNING}{NAME}{CALLED}\W*{short}\W"
    # Another report's title may name a higher authority where the name does not tell its own rank.
    titled = rf"{GIVEN}《?{longer}{short})|《{longer}(?=[省市县区州盟旗]){short})(?={words.subject})"
    # Who wrote the report, and where that is.
    wrote = rf"{BEGINNING}{longer}{short})(?={MADE})|地址\s*[:：]\s*(?<agency>\p{{Han}}{{1,8}}[省市县区州盟旗]{short})(?!\p{{Han}})"
    names = {match["agency"] for match in regex.finditer(f"{defined}|{titled}|{wrote}", text)}
    worker = _told_of(text, _is_of_place(text), words)
    return names | {worker} if _completes(worker, name) else names


def _completes(longer: str, name: str) -> bool:
    """Whether a name ends with another one; 市政府 is short for 云桥市人民政府."""
    return longer.replace("人民", "").endswith(name.replace("人民", ""))


def _is_short_for(name: str, other: str) -> bool:
    """Whether a bureau of which only the kind of its place is said may be that of a place: 县教体局 for
    云桥县教育和体育局, and none of its branches.
    """
    short, full = OF_ITS_PLACE.match(name), AT_PLACE.match(other)
    if not short or not full or short["kind"] != full["kind"]:
        return False
    one, whole = short["bureau"], full["bureau"]
    return (one[0], one[-1]) == (whole[0], whole[-1]) and whole.count(one[-1]) == 1 and cuts_short(one, whole)


def _is_full_agency(name: str, words: OutlineWords) -> bool:
    return is_agency(name, words) and is_full_name(name, words)


def agencies_told(
    document: Document, above: Sequence[str], everything: str, words: OutlineWords
) -> tuple[set[str], ...]:
    """Return the agencies that a document names as its own beside its printed title: in its file's title, in the
    fields of the lines above its first section, in its file's other fields, and in the signature.
    """
    titled = agency_and_year(document.metadata.get("title", ""), words).agency
    names = ({titled} if titled else set(), _publishers(above, words), _given(document), _signers(everything))
    return tuple({name for name in of_source if is_agency(simplified(name), words)} for of_source in names)


def agreed_agency(told: Iterable[set[str]]) -> str | None:
    """Return the one agency that two sources or more name, where no source names several or another one."""
    sources = [
        {name for name in of_source if not PUBLISHING_OFFICE.search(simplified(name))} for of_source in told
    ]
    names = sorted(set().union(*sources))
    longest = max(names, key=len, default="")
    agrees = sum(map(bool, sources)) > 1 and all(is_same_agency(name, longest) for name in names)
    return longest if agrees else None


def is_same_agency(one: str, other: str) -> bool:
    """Whether two names may be of one agency: one may lack its place or be short for the other."""
    one, other = simplified(one), simplified(other)
    return cuts_short(one, other) or cuts_short(other, one)


def _given(document: Document) -> set[str]:
    return {document.metadata.get(field, "") for field in ("publisher", "source")}


def agency_of_page(
    document: Document, above: Sequence[str], text: str, everything: str, words: OutlineWords
) -> str | None:
    """Return the agency that the page gives as its publisher, or that signed, if it is one that reports on itself."""
    kinds = set(WRITER.findall(text))
    given = {name for name in _given(document) if is_agency(simplified(name), words)}
    for names in (_publishers(above, words), given, _signers(everything)):
        fitting = [name for name in names if _may_report(simplified(name), kinds, words)]
        if fitting:
            return fitting[0] if len(names) == 1 else None
    return None


def _signers(text: str) -> set[str]:
    """Return the names that stand alone in a line above a day."""
    return set(SIGNED.findall(days_in_digits(text)))


def _publishers(above: Sequence[str], words: OutlineWords) -> set[str]:
    """Return the names of publishers in fields of some lines."""
    return {
        SEAL.sub("", line[slice(*match.span("agency"))])
        for line in map(plain, above)
        for match in _field(words).finditer(simplified(line))
    }


def _may_report(name: str, kinds: set[str], words: OutlineWords) -> bool:
    """Return whether a publisher may be the agency of the report.

    It is of the kind that the text says its writer to be. Offices of governments publish reports of others,
    unless the text is theirs.
    """
    is_writer = kinds == {"办"} and OFFICE.search(name)
    publishes = (PUBLISHING_OFFICE.search(name) and not is_writer) or MEDIA.search(name)
    return is_agency(name, words) and not publishes and _is_of_kind(name, kinds)


def _is_of_kind(name: str, kinds: set[str]) -> bool:
    # 我校 is what a 大学, a 学院 and a 学校 say.
    return not kinds or any(("学" if kind == "校" else kind) in name for kind in kinds)
