"""What a report says of itself: agency, year, period, day of publication and contact."""

from __future__ import annotations

from datetime import date

import regex

from reportparse.document import Document, Paragraph
from reportparse.normalise import PRONUNCIATION, one_line, plain, simplified
from reportparse.outline.dates import (
    DATE_BEFORE_SOURCE,
    DATE_LINE,
    PERIOD,
    PLAIN_DATE,
    PUBLISHED,
    WRITTEN,
    day_of,
    days_in_digits,
    years_in_digits,
)
from reportparse.outline.reporting_agency import agency_of_page, agency_of_text, in_full
from reportparse.outline.reporting_year import named_year, quoted_year, told_year
from reportparse.outline.titles import agency_and_year
from reportparse.outline.words import OutlineWords
from reportparse.report import Metadata, Section

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


def find_metadata(
    document: Document, title: str | None, sections: list[Section], words: OutlineWords
) -> tuple[Metadata, list[str]]:
    """What a report says of itself, and, in words, what contradicts itself there."""
    warnings: list[str] = []
    metadata = Metadata(title=title)
    agency, title_year = agency_and_year(title or "", words)
    opening = plain("\n".join(section.text for section in _opening(sections)))
    dated = _comparable(opening)
    # The first section may name the report of the year before.
    preface = "\n".join(section.text for section in _opening(sections) if not section.level)
    everything = plain("\n".join(block.text for block in document.paragraphs))
    around = plain("\n".join(paragraph.text for paragraph in document.margins))
    period = PERIOD.search(days_in_digits(opening)) or PERIOD.search(days_in_digits(everything))
    if period:
        metadata.period_start = day_of(period["y1"], period["m1"], period["d1"])
        metadata.period_end = day_of(period["y2"] or period["y1"], period["m2"], period["d2"])
    printed = PRONUNCIATION.sub("", opening)
    agency = agency or agency_of_text(document, printed, title, words)
    metadata.agency = in_full(agency, printed, _above(document, sections), words) if agency else None
    metadata.published = _published(document, everything, around)
    period_year = metadata.period_end.year if metadata.period_end else None
    said_year = (
        title_year
        or named_year(_comparable(preface), period_year, words)
        or named_year(dated, period_year, words, must_be_given=True)
    )
    metadata.year = (
        said_year
        or period_year
        or agency_and_year(document.metadata.get("title", ""), words)[1]
        or _told_year(dated, metadata.published, words)
    )
    if metadata.agency is None and metadata.year is not None:
        # A page without a year may be on how reports are written.
        metadata.agency = agency_of_page(document, _above(document, sections), dated, words)
    said_year = said_year or quoted_year(preface, metadata.agency, words)
    if said_year and metadata.period_end and metadata.period_end.year != said_year:
        where = "title" if title_year else "opening"
        warnings.append(f"the {where} says {said_year}, the period ends {metadata.period_end.isoformat()}")
    if metadata.period_start and metadata.period_end:
        days = (metadata.period_end - metadata.period_start).days
        if not FEWEST_DAYS <= days <= MOST_DAYS:
            start_day, end_day = metadata.period_start.isoformat(), metadata.period_end.isoformat()
            warnings.append(f"the period, {start_day} to {end_day}, is not a year")
    code = CREDIT_CODE.search(everything) or CREDIT_CODE.search(around)
    metadata.agency_code = code[1] if code else None
    for name, pattern in CONTACT.items():
        found = pattern.search(opening) or pattern.search(everything)
        if found:
            metadata.contact[name] = one_line(found["value"])
    return metadata, warnings


def _opening(sections: list[Section]) -> list[Section]:
    """What stands before the first section, and that section with all of its parts."""
    first = next((i for i, section in enumerate(sections) if section.level == 1), 0)
    following = (i for i, section in enumerate(sections) if i > first and section.level == 1)
    return sections[: next(following, len(sections))]


def _comparable(text: str) -> str:
    return years_in_digits(simplified(plain(text)))


def _told_year(text: str, published: date | None, words: OutlineWords) -> int | None:
    """The year that the opening speaks of, which is over when the report is published."""
    year = told_year(text, words)
    return year if year and not (published and published.year <= year) else None


def _above(document: Document, sections: list[Section]) -> list[str]:
    """The lines above the first section, rows of tables as lines."""
    first = next((section.place for section in sections if section.level), None)
    lines: list[str] = []
    for block in document.blocks:
        if block.place == first:
            return lines
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [" | ".join(one_line(cell.text) for cell in row) for row in block.rows()]
    return []


def _published(document: Document, text: str, around: str) -> date | None:
    given = PLAIN_DATE.search(document.metadata.get("published", ""))
    match = given or PUBLISHED.search(around) or PUBLISHED.search(text) or DATE_BEFORE_SOURCE.search(text)
    match = match or WRITTEN.search(around) or WRITTEN.search(text)
    if match is None:
        lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
        match = next(
            (found for line in reversed(lines[-4:]) if (found := DATE_LINE.match(plain(line)))), None
        )
    return day_of(match["year"], match["month"], match["day"]) if match else None
