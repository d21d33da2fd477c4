"""What a report says of itself: agency, year, period, day of publication and contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

import regex

from reportparse.document import Document, Paragraph
from reportparse.normalise import PRONUNCIATION, one_line, plain, simplified, spoken
from reportparse.outline.agency_names import is_agency, is_agency_or_place
from reportparse.outline.dates import ANY_PERIOD, PERIOD, day_of, days_in_digits, years_in_digits
from reportparse.outline.publication_date import LONGEST_BEFORE_END, publication_date
from reportparse.outline.reporting_agency import (
    agencies_told,
    agency_of_page,
    agency_of_text,
    agreed_agency,
    in_full,
    is_same_agency,
)
from reportparse.outline.reporting_year import named_year, quoted_year, told_year, year_of_table
from reportparse.outline.title_choice import container_title
from reportparse.outline.titles import AgencyAndYear, agency_and_year
from reportparse.outline.words import OutlineWords
from reportparse.report import Metadata, Section

# Some count the year to the day before its last one, or from that day on.
FEWEST_DAYS, MOST_DAYS = 350, 380
# The code that each organisation in China has; it begins with the authority that registers it.
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# A name that begins with the kind of its place; 市中区 is the name of one.
WITHOUT_PLACE = regex.compile(r"^(?!市[中南北]区)[省市县区州盟旗]\p{Han}")
COMPANY = regex.compile(r"(?:公司|集团)$")
CREDIT_CODE = regex.compile(
    r"统一社会信用代码\s*[:：]?\s*([0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Z])"
)
# Whom to ask, by the kind of the address.
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


@dataclass(frozen=True, slots=True)
class _Texts:
    """The parts of a report that tell what it is."""

    # What stands before the first section.
    preface: str
    # The preface, and the first section with all of its parts.
    opening: str
    everything: str
    # What stands around the report on its pages.
    margins: str
    # The lines above the first section, rows of tables as lines.
    above: list[str]

    @classmethod
    def of(cls, document: Document, sections: list[Section]) -> _Texts:
        """Collect the texts of a document."""
        opening = _opening(sections)
        return cls(
            preface="\n".join(section.text for section in opening if not section.level),
            opening=plain("\n".join(section.text for section in opening)),
            everything=plain("\n".join(block.text for block in document.paragraphs)),
            margins=plain("\n".join(paragraph.text for paragraph in document.margins)),
            above=_above(document, sections),
        )


def find_metadata(
    document: Document, title: str | None, sections: list[Section], words: OutlineWords
) -> tuple[Metadata, list[str]]:
    """Find what a report says of itself, and say in words what contradicts itself there."""
    texts = _Texts.of(document, sections)
    titled = agency_and_year(title or "", words)
    contained = container_title(document, words)
    given = agency_and_year(document.metadata.get("title", ""), words)
    if titled.agency and given.agency and _is_better(given.agency, titled.agency, words):
        title, titled = contained, given
    start, end = _period(texts)
    stated_year = titled.year or _stated_year(texts, end, words)
    over = end or (date(stated_year, 12, 31) if stated_year else None)
    published = publication_date(
        document, texts.everything, texts.margins, title or contained, texts.above, over
    )
    ended = _ended_year(start, end)
    is_refuted = (
        stated_year and ended and published and not _fits(stated_year, published) and _fits(ended, published)
    )
    own_year = (ended if is_refuted else stated_year) or ended or _told_year(texts, published, words)
    if own_year and given.year not in (own_year, None):
        # What a file's title says may be left of an older report.
        contained, given = None, AgencyAndYear(None, None)
    year = own_year or given.year
    agency, doubts = _agency(document, texts, title, titled.agency, given.agency, year, words)
    if titled.agency and agency and not is_same_agency(titled.agency, agency):
        title = contained
    metadata = Metadata(
        title=title or contained,
        agency=agency,
        year=year,
        period_start=start,
        period_end=end,
        published=published,
        agency_code=_agency_code(texts, agency),
        contact=_contact(texts),
    )
    stated_year = stated_year or quoted_year(texts.preface, metadata.agency, words)
    where = "title" if titled.year else "opening"
    return metadata, [
        *doubts,
        *_contradictions(metadata, stated_year, where),
        *_unread_period(texts, start, end),
    ]


def _period(texts: _Texts) -> tuple[date | None, date | None]:
    """Return the first and the last day of the period that a report is on."""
    period = PERIOD.search(days_in_digits(texts.opening)) or PERIOD.search(days_in_digits(texts.everything))
    if not period:
        return None, None
    start = day_of(period["y1"], period["m1"], period["d1"])
    return start, day_of(period["y2"] or period["y1"], period["m2"], period["d2"])


def _unread_period(texts: _Texts, start: date | None, end: date | None) -> Iterator[str]:
    """Say in words that a period is printed of which a day cannot be."""
    if not (start and end) and (printed := ANY_PERIOD.search(days_in_digits(texts.opening))):
        yield f"the period, {one_line(printed[0])}, cannot be read"


def _ended_year(start: date | None, end: date | None) -> int | None:
    """Return the year in which a period ends, if it is not that of more than a year: one end is misprinted."""
    return end.year if end and not (start and (end - start).days > MOST_DAYS) else None


def _is_better(given: str, titled: str, words: OutlineWords) -> bool:
    """Whether the container's title names an agency, and the printed one, it seems, parts of a site."""
    return is_agency(simplified(given), words) and not is_agency_or_place(simplified(titled), words)


def _fits(year: int, published: date) -> bool:
    """Whether a report on a year may be published on a day: at the year's end, or in the next year."""
    return published.year == year + 1 or date(year, 12, 31) - LONGEST_BEFORE_END <= published <= date(
        year, 12, 31
    )


def _stated_year(texts: _Texts, period_end: date | None, words: OutlineWords) -> int | None:
    """Return the year of the report that the text before its sections names."""
    confirmed = period_end.year if period_end else None
    # The first section may name the report of the year before; and where no section is known, all of the text is the
    # opening, with lists of other reports in it.
    named = named_year(_comparable(texts.preface), confirmed, words)
    if named and (texts.above or confirmed in (named, None)):
        return named
    return named_year(_comparable(texts.opening), confirmed, words, must_be_given=True)


def _told_year(texts: _Texts, published: date | None, words: OutlineWords) -> int | None:
    """Return the year that the opening speaks of, which is over when the report is published."""
    opening = _comparable(texts.opening)
    year = told_year(opening, words) or year_of_table(opening, words)
    return year if year and not (published and published.year <= year) else None


def _agency(
    document: Document,
    texts: _Texts,
    title: str | None,
    titled: str | None,
    given: str | None,
    year: int | None,
    words: OutlineWords,
) -> tuple[str | None, list[str]]:
    """Return the agency in full: that of the printed title, of the text, of the container's title or of the page.

    Say in words where the page and the signature agree on another one than the title.
    """
    printed = PRONUNCIATION.sub("", texts.opening)
    agency = titled or agency_of_text(printed, title, given, words)
    if agency:
        named = agencies_told(document, texts.above, texts.everything, words)
        told = agreed_agency(named)
        if told and not is_same_agency(agency, told):
            if titled and given != told:
                return None, [f"the title names {titled}, but its page or its signature {told}"]
            agency = told
        agency = in_full(agency, printed, set().union(*named), words)
        is_anywhere = agency is not None and WITHOUT_PLACE.match(simplified(agency))
        return agency, [f"the agency is named without its place: {agency}"] if is_anywhere else []
    if not year:
        # Such a page may be on how reports are written.
        return None, []
    above = texts.above or _above_table(document)
    return agency_of_page(document, above, _comparable(texts.opening), texts.everything, words), []


def _agency_code(texts: _Texts, agency: str | None) -> str | None:
    """Return the one code that the text, or else its margins, give of a body of the state, or of a company if the
    agency is one: a page also names its host's.
    """
    kinds = ("1", "9") if agency and COMPANY.search(agency) else ("1",)
    for text in (texts.everything, texts.margins):
        codes = {code for code in CREDIT_CODE.findall(text) if code.startswith(kinds) and _is_intact(code)}
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


def _is_intact(code: str) -> bool:
    """Whether the last character of a code checks the others (GB 32100-2015)."""
    values = [CODE_CHARACTERS.index(character) for character in code]
    weighted = sum(value * pow(3, i, len(CODE_CHARACTERS)) for i, value in enumerate(values[:-1]))
    return -weighted % len(CODE_CHARACTERS) == values[-1]


def _contact(texts: _Texts) -> dict[str, str]:
    contact = {}
    for name, pattern in CONTACT.items():
        if found := pattern.search(texts.opening) or pattern.search(texts.everything):
            contact[name] = one_line(found["value"])
    return contact


def _contradictions(metadata: Metadata, stated_year: int | None, where: str) -> Iterator[str]:
    """Say in words where the period ends in another year than the one stated, and where it is no year."""
    start, end = metadata.period_start, metadata.period_end
    if stated_year and end and end.year != stated_year:
        yield f"the {where} says {stated_year}, the period ends {end.isoformat()}"
    if start and end and not FEWEST_DAYS <= (end - start).days <= MOST_DAYS:
        yield f"the period, {start.isoformat()} to {end.isoformat()}, is not a year"


def _opening(sections: list[Section]) -> list[Section]:
    """Return what stands before the first section, and that section with all of its parts."""
    first = next((i for i, section in enumerate(sections) if section.level == 1), 0)
    following = (i for i, section in enumerate(sections) if i > first and section.level == 1)
    return sections[: next(following, len(sections))]


def _above(document: Document, sections: list[Section]) -> list[str]:
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


def _above_table(document: Document) -> list[str]:
    """Return the lines above the first table: of a table alone they tell who filled it in."""
    lines = takewhile(lambda block: isinstance(block, Paragraph), document.blocks)
    return [block.text for block in lines if isinstance(block, Paragraph)]


def _comparable(text: str) -> str:
    return years_in_digits(spoken(plain(text)))
