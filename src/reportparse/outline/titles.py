"""What a title of a report is, and which agency and year it names."""

from __future__ import annotations

from typing import NamedTuple

import regex

from reportparse.normalise import PRONUNCIATION, simplified, unspaced
from reportparse.outline.agency_names import PLACE, agency_in, as_printed, is_agency, is_agency_or_place
from reportparse.outline.dates import YEAR, year_of, year_of_period, years_in_digits
from reportparse.outline.headings import squeezed_characters
from reportparse.outline.words import OutlineWords

# The score of a title that names an agency and a year, and nothing else.
WHOLE_TITLE = 3.0
LONGEST_TITLE = 90
# What a line has that is no title.
NO_TITLE = regex.compile(r"[《》，,。;；:：>]|根据|按照|现将|编制(?!委|办|研究|中心)|联系|本报告")
# Words and marks of a sentence, which may give a report.
SENTENCE = regex.compile(r"。|如下|^(?:根据|按照|依据|现将?公布|特此?公布|现予)|[，,].*\p{Han}\.$")
# The end of another title before the name of an agency.
OTHER_TITLE = regex.compile(r"^(?:年?度)?报告\p{Han}")
# What stands behind the name of a report where a text tells how one is to be written.
ABOUT_REPORTS = regex.compile(r"^(?:的?(?:格式|范本|模板|样本|参考)|.*通知$)")
IDEOGRAPH = regex.compile(r"\p{Han}")
DATED = regex.compile(r"20[0-4]\d年")
# What stands around the name of an agency that is behind a title.
BEHIND_TITLE = regex.compile(
    r"^(?:[-—–―:：·]+(?<name>\p{Han}[^:：]{2,})|[(（\[【](?<name>[^\d:：]{3,})[)）\]】])$"
)


class AgencyAndYear(NamedTuple):
    """The agency and the year that a title names."""

    agency: str | None
    year: int | None


def agency_and_year(title: str, words: OutlineWords) -> AgencyAndYear:
    """Find the agency and the year that a title names, whichever stands first."""
    printed = unspaced(PRONUNCIATION.sub("", title))
    squeezed = years_in_digits(simplified(printed))
    end, start = words.title_end.search(squeezed), 0
    if end and not IDEOGRAPH.search(squeezed, 0, end.start()):
        # The name of a list of reports may stand before the title of one of them.
        own = words.title_end.search(squeezed, end.end())
        end, start = (own, end.end()) if own else (end, 0)
    head = squeezed[start : end.start()] if end else squeezed
    year = max(YEAR.finditer(head), key=lambda match: match.start(), default=None)
    if year:
        names = _around_year(head[: year.start()], head[year.end() :], words)
    else:
        names = [agency_in(head, words)]
        year = YEAR.search(squeezed, len(head))
    if end and not any(names) and (behind := BEHIND_TITLE.match(squeezed[end.end() :])):
        names = [name] if is_agency(name := agency_in(behind["name"], words), words) else []
    agency = "".join(as_printed(name, squeezed, printed) for name in names)
    if YEAR.search(agency):
        # A report on several years, or a title and other words on years.
        return AgencyAndYear(None, None)
    return AgencyAndYear(
        agency if agency and not DATED.search(agency) else None,
        year_of(year) if year else year_of_period(squeezed),
    )


def _around_year(before: str, behind: str, words: OutlineWords) -> list[str]:
    """Find the agency before or behind a year, or both: a place's name and that of its agency."""
    before, behind = agency_in(before, words), agency_in(behind, words)
    if not before or not behind or behind.startswith(before):
        return [behind or before]
    if behind in before or not is_agency(behind, words):
        return [before]
    # Of two agencies nothing tells which is meant.
    return [before, behind] if PLACE.search(before) else []


def _begins_a_title(text: str, words: OutlineWords) -> bool:
    """Whether what stands before the subject of a title is the beginning of another one, up to its subject."""
    return regex.search(rf"{words.subject}工作(?:年度|$)", text) is not None


def title_score(text: str, words: OutlineWords, lines: int = 1) -> float:
    """Score how much a text of some lines looks like a title, from 0 to WHOLE_TITLE."""
    squeezed = "".join(squeezed_characters(text))
    if SENTENCE.search(squeezed) or len(squeezed) > LONGEST_TITLE:
        return 0.0
    end = words.title_end.search(years_in_digits(squeezed))
    if not end and not any(title in squeezed for title in words.titles):
        return 0.0
    if end and ABOUT_REPORTS.match(squeezed[end.end() :]):
        return 0.0
    agency, year = agency_and_year(squeezed, words)
    if agency and (NO_TITLE.search(agency) or OTHER_TITLE.search(agency)):
        # A sentence of a text, or the end of another title before the name.
        return 0.0
    if end and _begins_a_title(squeezed[: end.start()], words):
        return 0.0
    score = 1.0 + bool(agency) + bool(year)
    if agency and not is_agency_or_place(agency, words):
        # What stands in lines above may be anything.
        score -= 0.5 if lines == 1 else 1.0
    if NO_TITLE.search(squeezed):
        score -= 1.5
    return max(0.0, score)
