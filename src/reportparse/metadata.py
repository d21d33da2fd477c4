"""What a report says of itself: agency, year, period, day of publication and contact."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import regex

from reportparse.dates import (
    DATE_BEFORE_SOURCE,
    DATE_LINE,
    PERIOD,
    PLAIN_DATE,
    PUBLISHED,
    day_of,
    year_in,
)
from reportparse.document import Document
from reportparse.normalise import one_line, plain
from reportparse.report import Metadata, Section
from reportparse.titles import NAMELESS, PUBLIC_BODY, TitleWords, agency_and_year, any_of, named_year

SHORTEST_AGENCY = 3
# Some count the year to the day before its last one, or from that day on.
FEWEST_DAYS, MOST_DAYS = 350, 380
CREDIT_CODE = regex.compile(r"统一社会信用代码\s*[:：]?\s*([0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Z])")
CONTACT = {
    "address": regex.compile(
        r"(?:联系|通讯|办公)?地\s*址\s*(?:为|是)?\s*[:：]?\s*(?<value>[^;；,，。）)\n]{4,60})"
    ),
    "postcode": regex.compile(r"(?:邮\s*政\s*编\s*码|邮\s*编)\s*(?:为|是)?\s*[:：]?\s*(?<value>\d{6})(?!\d)"),
    "phone": regex.compile(
        r"电\s*话\s*(?:号码)?\s*(?:为|是)?\s*[:：]?\s*(?<value>[\d(（][\d()（）\-—－转 ]{5,24}\d)"
    ),
    "email": regex.compile(
        r"(?:邮\s*箱|[Ee]-?mail)\s*(?:地址)?\s*(?:为|是)?\s*[:：]?\s*(?<value>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    ),
}
# What stands before a name in the same clause.
ANNOUNCED = regex.compile(r"^(?:.*(?:现[将把]|公布|发布|公开|编制|汇报)|[由了的])+")


@lru_cache(maxsize=16)
def _naming(words: TitleWords) -> tuple[regex.Pattern[str], ...]:
    """What names the agency in a report's opening: its own report, who wrote it, whom to ask."""
    subjects = any_of(words.subjects)
    named = (
        r"(?:[,，。:：\n]|^)(?<agency>[\p{Han}（）()]{3,40}?)\s*"
        rf"(?:对?\s*20\d\d\s*年度?\s*(?:{subjects})|(?:编制|编写))"
    )
    made_by = r"由(?<agency>[\p{Han}（）()]{3,40}?)(?:根据|按照|依据|依照)"
    asked = (
        r"(?:请|可)?(?:与|向|同|联系)(?<agency>[\p{Han}（）()]{3,40}?)"
        rf"(?:{subjects}|联系|咨询|反映|\(|（)"
    )
    return tuple(map(regex.compile, (named, made_by, asked)))


def find_metadata(
    document: Document, title: str | None, sections: list[Section], words: TitleWords
) -> tuple[Metadata, list[str]]:
    """What a report says of itself, and, in words, what contradicts itself there."""
    warnings: list[str] = []
    metadata = Metadata(title=title)
    agency, title_year = agency_and_year(title, words) if title else (None, None)
    opening = plain("\n".join(section.text for section in sections[:2]))
    everything = plain("\n".join(block.text for block in document.paragraphs))
    around = plain("\n".join(paragraph.text for paragraph in document.margins))
    period = PERIOD.search(opening) or PERIOD.search(everything)
    if period:
        metadata.period_start = day_of(period["y1"], period["m1"], period["d1"])
        metadata.period_end = day_of(period["y2"] or period["y1"], period["m2"], period["d2"])
    metadata.agency = agency or _agency_elsewhere(document, opening, words)
    said_year = title_year or named_year(opening, words)
    metadata.year = (
        said_year or (metadata.period_end.year if metadata.period_end else None) or year_in(opening)
    )
    if metadata.year is None:
        metadata.year = agency_and_year(document.metadata.get("title", ""), words)[1]
    if said_year and metadata.period_end and metadata.period_end.year != said_year:
        where = "title" if title_year else "opening"
        warnings.append(f"the {where} says {said_year}, the period ends {metadata.period_end.isoformat()}")
    if metadata.period_start and metadata.period_end:
        days = (metadata.period_end - metadata.period_start).days
        if not FEWEST_DAYS <= days <= MOST_DAYS:
            start_day, end_day = metadata.period_start.isoformat(), metadata.period_end.isoformat()
            warnings.append(f"the period, {start_day} to {end_day}, is not a year")
    metadata.published = _published(document, everything, around)
    code = CREDIT_CODE.search(everything) or CREDIT_CODE.search(around)
    metadata.agency_code = code[1] if code else None
    for name, pattern in CONTACT.items():
        found = pattern.search(opening) or pattern.search(everything)
        if found:
            metadata.contact[name] = one_line(found["value"])
    return metadata, warnings


def _agency_elsewhere(document: Document, opening: str, words: TitleWords) -> str | None:
    """The agency where the title does not name one: whom to ask, then what the container says."""
    for pattern in _naming(words):
        for match in pattern.finditer(opening):
            name = ANNOUNCED.sub("", match["agency"])
            if len(name) >= SHORTEST_AGENCY and PUBLIC_BODY.search(name) and not NAMELESS.match(name):
                return name
    given, _ = agency_and_year(document.metadata.get("title", ""), words)
    if given and PUBLIC_BODY.search(given):
        return given
    source = document.metadata.get("source")
    return source if source and PUBLIC_BODY.search(source) else None


def _published(document: Document, text: str, around: str) -> date | None:
    given = PLAIN_DATE.search(document.metadata.get("published", ""))
    match = given or PUBLISHED.search(around) or PUBLISHED.search(text) or DATE_BEFORE_SOURCE.search(text)
    if match is None:
        lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
        match = next(
            (found for line in reversed(lines[-4:]) if (found := DATE_LINE.match(plain(line)))), None
        )
    return day_of(match["year"], match["month"], match["day"]) if match else None
