"""The day on which a report was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import chain

import regex

from reportparse.document import Document
from reportparse.normalise import PRONUNCIATION, plain, unspaced
from reportparse.other_articles import own_lines
from reportparse.outline.agency_names import AGENCY_END, SEAL
from reportparse.outline.dates import DASH, day_of, days_in_digits

DATE = r"(?<year>20\d{2})\s*[-/年.]\s*(?<month>\d{1,2})\s*[-/月.]\s*(?<day>\d{1,2})"
# All names of fields for a day end with one of these.
NAMES_OF_DAY = ("日期", "时间", "時間")
PUBLISHED_ON = "[发發][布佈表]于"
DAY = "|".join(NAMES_OF_DAY)
# Where none of these is, no field for a day is.
FIELD_NAMES = (*NAMES_OF_DAY, "布于", "佈于", "表于")
# What stands between the name of a field and what it says; in a table both are cells.
SAYS = r"\s*+[】\]]?\s*+[:：|]?\s*+[:：|]?"
# Elsewhere in a line these words may be of another file.
FIRST = r"^[^\w\n]{0,20}"
# What a page tells of a report in the same line.
FIELDS = r"[^\n。；;]{0,60}(?:来源|來源|作者|投稿|编辑|編輯|浏览|瀏覽|索引号|索引號|发布机构)[^\n。；;]{0,60}(?<!\p{Han})"
# The day on which a page gives a report; and, where it tells no other, the one on which that was written or
# entered.
PUBLISHED, WRITTEN = (
    regex.compile(rf"(?:{label})\s*+[\[【(]?\s*+{DATE}(?!\d|\x20?日?\x20?{DASH})", regex.MULTILINE)
    for label in (
        rf"(?:[发發][布佈表稿]|公[开開]|印[发發])(?:{DAY}){SAYS}|^(?:{FIELDS})?[^\w\n]{{0,5}}(?:{DAY})\s*[:：]"
        rf"|{PUBLISHED_ON}\s*[:：]|{FIRST}(?:公[布佈](?:{DAY}){SAYS}|{PUBLISHED_ON}(?:\s(?=20\d\d-)|(?=20\d\d年\d{{1,2}}月\d{{1,2}}日\s*$)))",
        # A page is made anew whenever it is asked for.
        rf"(?:(?:[发發]文|成文|填[报報表]|(?<![页頁]面?)生成)|{FIRST}(?:[编編][辑輯]|上[传傳]|[录錄]入|信息(?:提供)?))(?:{DAY}){SAYS}",
    )
)
TIME = r"(?:\d{1,2}(?::\d\d(?::\d\d)?|时\d{1,2}分))?"
DATE_BEFORE_SOURCE = regex.compile(
    rf"^[^\S\n]*(?:[^\n\d]{{2,30}}[网網]站[^\n\d]{{0,20}})?{DATE}\s*+日?\s*+{TIME}\s*+[【\[(（]?(?:来源|來源|字号|字體|字体|(?:浏览|点击|阅读)(?:次数|量|数)?)\s*[:：]",
    regex.MULTILINE,
)
SOURCE_BEFORE_DATE = regex.compile(
    rf"^[^\S\n]*(?:信息)?(?:来源|來源)\s*[:：][^\S\n]*[^\s:：|]{{2,30}}(?:[^\S\n]|\|)+{DATE}(?!\d|\x20?日?\x20?{DASH})",
    regex.MULTILINE,
)
# A line of a day alone, behind the title or among the last lines of a report.
DATE_LINE = regex.compile(rf"^\s*[(（\[【•·]?\s*{DATE}\s*+日?\s*+{TIME}\s*+[)）\]】]?\s*$")
# Behind a title, in its line.
BEHIND_TITLE = regex.compile(rf"(?:报告|年报)\s*[(（\[【]?\s*{DATE}\s*+日?\s*+[)）\]】]?\s*$")
# Who signed a report, and the day, in one line; and who put it on a page, below its title.
SIGNED_LINE = regex.compile(
    rf"^\s*\p{{Han}}{{2,30}}(?:局|政府|委员会|办公室|办事处|厅|街道|镇|乡)\s+{DATE}\s*日\s*$"
)
PUT_LINE = regex.compile(
    rf"^\s*(?!根据|按照|依据|经|由)(?<agency>\p{{Han}}{{2,30}}(?:局|政府|委员会|办公室|办事处|厅|街道|镇|乡))\s+{DATE}\s*+日?\s*+$"
)
# A part of a title has so many characters that it is no chance.
SHORTEST_PART = 8
# The last filled line of a text, looked for from its end.
LINE_ABOVE = regex.compile(r"(?r)\S[^\n]*")
NO_WORDS = regex.compile(r"\W+")
# What a line is like that is the title of another article where a day follows.
OTHER_TITLE = regex.compile(
    r"^(?=(?:[^\p{Han}]*\p{Han}){8})(?!\W*[一二三四五六七八九十]+[、.．])(?!.*(?:网|网站|小组|平台|门户|专?栏目?)(?:[(（].{1,6}[)）])?$)"
    r"(?!\s*[(（]|.*(?:没有|无其他|无其它|统计表|附件|地址)|\S+\s+\S+\s+\S)"
    r"[^。;；:：|>＞/\[]*(?<!\d)$"
    r"|[上下]一?[篇条则]"
)
LINES_BEHIND_TITLE = 2
LAST_LINES = 4
# Some reports are published in the last weeks of their year.
LONGEST_BEFORE_END = timedelta(days=31)
PLAIN_DATE = regex.compile(DATE)
CHINA = timezone(timedelta(hours=8))


def publication_date(
    document: Document,
    text: str,
    margins: str,
    title: str | None,
    above: Sequence[str],
    period_end: date | None,
) -> date | None:
    """Find the day of publication: what the container, a field, then a line behind the title or at the end tells.

    `text` is that of the document, `margins` that around it, `above` its lines before the first section. A day
    long before the end of the period that the report is on is that of another one.
    """
    earliest = period_end - LONGEST_BEFORE_END if period_end else date.min
    contained = document.metadata.get("published", "")
    matches = chain(PLAIN_DATE.finditer(contained), _days(document, text, margins, title, above))
    days = (day_of(match["year"], match["month"], match["day"]) for match in matches)
    return next((day for day in chain([_day_of_moment(contained)], days) if day and day >= earliest), None)


def _day_of_moment(text: str) -> date | None:
    """Return the day in China of a moment as programs write it; of one without a zone, the day that it names."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(CHINA) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def _days(
    document: Document, text: str, margins: str, title: str | None, above: Sequence[str]
) -> Iterator[regex.Match[str]]:
    """Find what may be the day of publication, the most certain one first."""
    places = [_own(place) for place in (margins, text, "\n".join(map(plain, above)))]
    for place in places:
        yield from _without_others(_fields(PUBLISHED, place), title)
    yield from _without_others(DATE_BEFORE_SOURCE.finditer(text), title)
    for place in places:
        yield from _without_others(SOURCE_BEFORE_DATE.finditer(place), title)
    for place in places:
        yield from _without_others(_fields(WRITTEN, place), title)
    for match in filter(None, map(BEHIND_TITLE.search, map(plain, above))):
        if _is_of_title(match.string[: match.start("year")], title):
            yield match
    behind_title = _behind_title(title, above)
    yield from _date_lines(behind_title)
    yield from (
        match for match in _date_lines(behind_title, PUT_LINE) if match["agency"] in unspaced(title or "")
    )
    last_lines = list(_last_lines(document, title))
    yield from _date_lines(last_lines)
    yield from _date_lines(last_lines, SIGNED_LINE)


def _without_others(matches: Iterable[regex.Match[str]], title: str | None) -> Iterator[regex.Match[str]]:
    """Yield the matches without those in a line below the title of another article."""
    for match in matches:
        # A list of fields has the name and the day in lines of their own.
        if "\n" in match[0] or not _is_other_title(_line_above(match.string, match.start()), title):
            yield match


def _line_above(text: str, position: int) -> str:
    """Return the next filled line above the one that a position is in; empty if there is none."""
    above = LINE_ABOVE.search(text, 0, max(0, text.rfind("\n", 0, position)))
    return above[0] if above else ""


def _is_other_title(line: str, title: str | None) -> bool:
    text = SEAL.sub("", line.strip())
    is_signed = AGENCY_END.search(text) is not None or _is_of_title(line, title)
    return not is_signed and OTHER_TITLE.search(text) is not None


def _is_of_title(line: str, title: str | None) -> bool:
    """Whether a line is the title, has it in it, or is a part of some length of it."""
    own, told = (NO_WORDS.sub("", text) for text in (title or "", line))
    return bool(own) and (own in told or (len(told) >= SHORTEST_PART and told in own))


def _own(text: str) -> str:
    return "\n".join(own_lines(PRONUNCIATION.sub("", text).splitlines()))


def _fields(pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """Find where fields for a day are filled in; looked for only where the name of one is."""
    return iter(pattern.finditer(text) if any(name in text for name in FIELD_NAMES) else ())


def _behind_title(title: str | None, above: Sequence[str]) -> list[str]:
    """Return the first lines behind the one that ends a title, or the first line where there is no title."""
    lines, end = [line for line in above if line.strip()], unspaced(title or "")
    if not title:
        return lines[:1]
    for i, line in enumerate(lines):
        if end.endswith(unspaced(line)):
            return lines[i + 1 : i + 1 + LINES_BEHIND_TITLE]
    return []


def _last_lines(document: Document, title: str | None) -> Iterator[str]:
    """Yield the last lines of a document, the last one first, but for those below the title of another article."""
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    for i in range(1, min(LAST_LINES, len(lines)) + 1):
        if i == len(lines) or not _is_other_title(lines[-i - 1], title):
            yield lines[-i]


def _date_lines(lines: Iterable[str], pattern: regex.Pattern[str] = DATE_LINE) -> Iterator[regex.Match[str]]:
    return filter(None, (pattern.match(days_in_digits(plain(line))) for line in lines))
