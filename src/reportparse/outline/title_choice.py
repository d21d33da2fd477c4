"""Which of the lines that look like a title is the report's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import regex

from reportparse.document import Document, Paragraph, Table
from reportparse.normalise import compact, one_line, plain, similarity, simplified
from reportparse.outline.agency_names import is_agency, is_agency_or_place, is_full_name
from reportparse.outline.dates import year_of_period
from reportparse.outline.headings import Headings
from reportparse.outline.reporting_agency import agencies_told, agreed_agency, is_same_agency
from reportparse.outline.reporting_year import told_year
from reportparse.outline.title_candidates import EACH_LINE, MOST_LINES, Candidate
from reportparse.outline.titles import title_score
from reportparse.outline.words import OutlineWords

# A title that is printed twice may be misprinted once.
SAME_TITLE = 0.95
# How much less than the best one a title of the reported year may look like one.
LESS_LIKELY = 1
# The first line of an agency's name that goes on: a place, or a long one that a place begins.
CUT_NAME = regex.compile(r"^\p{Han}+[省市县区州盟旗]$|^(?=.{6})\p{Han}{2,}[省市县区州盟旗]\p{Han}+$")
# What the line above a title has that is a part of a site.
NO_NAME = regex.compile(r"概况|走进|欢迎|网|公开|专栏|专题|平台|首页|服务|频道|栏目|动态|新闻|要闻")
# A name goes on in the next line for so many characters, or for more behind a conjunction or as such an end.
LONGEST_REST = 3
OPEN_NAME = regex.compile(r"[和与及、]\p{Han}{0,4}$")
# Bodies that have others within them, which are named behind them.
OUTER_BODY = regex.compile(r"(?:管理?委员?会|公安局|(?:街道|镇|乡)(?:办事处|人民政府))$")
NAME_ENDS = regex.compile(
    r"(?<=[省市县区州盟旗镇乡])人民政府$|(?<=区)管理?委员?会$|(?<=街道)办事处$|(?<=局)\p{Han}{2,4}分局$"
)


def find_title(
    document: Document, candidates: Sequence[Candidate], headings: Headings, words: OutlineWords
) -> tuple[str | None, int]:
    """Find the printed title, and the position of the block behind it.

    If none is printed, the report begins at the first block.
    """
    section = headings.first_section
    best = _best_by_first_block(candidates)
    if section is not None:
        # Behind all sections stand the titles of other reports.
        last = max(headings)
        best = [candidate for candidate in best if candidate.first < last]
    if not best:
        return None, 0
    above = [candidate for candidate in best if section is None or candidate.first < section]
    likely = _of_reported_year(above or best, document, headings, words)
    likely = _of_told_agency(likely, document, section, words)
    if not likely:
        return None, 0
    title = max(likely, key=lambda candidate: (candidate.score, -candidate.first))
    if above:
        title = _next_to_sections(title, likely)
    title = _without_other_column(title, likely)
    title = _with_line_above(title, likely, words)
    title = _last_repeated(title, best, headings, words)
    return title.text, title.last + 1


def _best_by_first_block(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the best of the candidates that begin with the same block, in the order of the blocks."""
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        best[candidate.first] = max(candidate, best.get(candidate.first, candidate))
    return list(best.values())


def container_title(document: Document, words: OutlineWords) -> str | None:
    """Return the title that a document's file or page has for it, if it looks like a report's."""
    given = document.metadata.get("title")
    return one_line(given) if given and title_score(compact(given), words) else None


def _of_reported_year(
    candidates: list[Candidate], document: Document, headings: Headings, words: OutlineWords
) -> list[Candidate]:
    """Leave out the titles of other years than the one that the report says to be on.

    Those are the names of other reports, in menus and lists that stand around the report.
    """
    body = headings.first_section
    if body is None:
        body = next((i for i, block in enumerate(document.blocks) if isinstance(block, Table)), None)
    is_above = body is None or any(candidate.first < body for candidate in candidates)
    if len({candidate.year for candidate in candidates} - {None}) < 2 and is_above:
        return candidates
    year = year_of_period(plain("\n".join(block.text for block in document.paragraphs)))
    if year and not is_above:
        # Behind the first heading, or the first table, more often another report is named.
        return [candidate for candidate in candidates if candidate.year in (year, None)]
    year = year or told_year(_text_of_first_section(document.blocks, headings), words)
    least = max(candidate.score for candidate in candidates) - LESS_LIKELY
    own = [candidate for candidate in candidates if candidate.score > least and candidate.year == year]
    return own if year and own else candidates


def _of_told_agency(
    candidates: list[Candidate], document: Document, section: int | None, words: OutlineWords
) -> list[Candidate]:
    """Leave out the titles of other agencies than those that the page, its fields or its signature tell of.

    Those are the names of other reports, in menus and lists that stand around the report.
    """
    least = max((candidate.score for candidate in candidates), default=0.0) - LESS_LIKELY
    likely = [candidate for candidate in candidates if candidate.score > least]
    agencies = {candidate.agency for candidate in likely if candidate.agency}
    if all(is_same_agency(*pair) for pair in combinations(agencies, 2)):
        return candidates
    above = [block.text for block in document.blocks[:section] if isinstance(block, Paragraph)]
    everything = plain("\n".join(block.text for block in document.paragraphs))
    told = agencies_told(document, above, everything, words)
    names = set().union(*told)
    own = [one for one in likely if one.agency and any(is_same_agency(one.agency, name) for name in names)]
    if own or not agreed_agency(told):
        return own or candidates
    return [candidate for candidate in candidates if not candidate.agency]


def _are_of_two_agencies(one: Candidate, other: Candidate) -> bool:
    if not (one.agency and other.agency):
        return False
    return not is_same_agency(one.agency, other.agency)


def _text_of_first_section(blocks: Sequence[Paragraph | Table], headings: Headings) -> str:
    first = headings.first_section
    if first is None:
        return ""
    following = (i for i in headings.sections if i > first)
    own = blocks[first + 1 : min(following, default=len(blocks))]
    return plain("\n".join([headings[first].rest, *(b.text for b in own if isinstance(b, Paragraph))]))


def _next_to_sections(title: Candidate, candidates: list[Candidate]) -> Candidate:
    """Return the last one of equally good titles of other years or agencies; those above it are a menu."""
    others = [
        other
        for other in candidates
        if other.score >= title.score - EACH_LINE * MOST_LINES
        and (_is_of_other_year(other, title) or _are_of_two_agencies(other, title))
    ]
    return max([title, *others], key=lambda candidate: candidate.first)


def _is_of_other_year(one: Candidate, other: Candidate) -> bool:
    return None not in (one.year, other.year) and one.year != other.year


def _without_other_column(title: Candidate, candidates: list[Candidate]) -> Candidate:
    """Return the title without the text of a column beside it, which is read as its beginning."""
    ends = [
        other
        for other in candidates
        if other.text != title.text and title.text.endswith(other.text) and other.score >= title.score
    ]
    return min(ends, key=lambda candidate: (len(candidate.text), candidate.first), default=title)


def _with_line_above(title: Candidate, candidates: list[Candidate], words: OutlineWords) -> Candidate:
    """Return the title with the line above it, if the agency's name begins there."""
    return next((longer for longer in reversed(candidates) if _goes_on(longer, title, words)), title)


def _goes_on(longer: Candidate, title: Candidate, words: OutlineWords) -> bool:
    """Return whether a title begins above another one that has only the rest of the agency's name."""
    whole, rest = longer.agency, title.agency
    if longer.first >= title.first or longer.last != title.last:
        return False
    if not whole or not rest or not whole.endswith(rest):
        return False
    line = simplified(whole.removesuffix(rest))
    ends_name = NAME_ENDS.match(whole, len(line)) is not None
    is_open = OPEN_NAME.search(line) is not None
    is_short = len(rest) <= LONGEST_REST and not is_agency(line, words)
    is_within = OUTER_BODY.search(line) is not None and is_full_name(line, words) and is_agency(rest, words)
    return (
        is_agency(whole, words)
        and CUT_NAME.search(line) is not None
        and (ends_name or ((is_open or is_short or is_within) and not is_full_name(rest, words)))
        and (is_open or not NO_NAME.search(line))
        and rest[0] not in "省市县区镇乡"
    )


def _last_repeated(
    title: Candidate, candidates: list[Candidate], headings: Headings, words: OutlineWords
) -> Candidate:
    """Return the last one of equal titles with the same sections behind them.

    A page may give the title and the opening twice; the report starts where the sections follow.
    """
    last_of = headings.last_of_sections

    def sections_behind(candidate: Candidate) -> set[str]:
        return {code for code, i in last_of.items() if i > candidate.first}

    for other in candidates:
        if (
            other.first > title.first
            and other.year == title.year
            and sections_behind(other) == sections_behind(title)
            and similarity(other.text, title.text) > SAME_TITLE
        ):
            misprinted = _names_agency(title, words) and not _names_agency(other, words)
            title = title._replace(first=other.first, last=other.last) if misprinted else other
    return title


def _names_agency(title: Candidate, words: OutlineWords) -> bool:
    """Return whether the name in a title is an agency's by its end; in a misprinted title it may be cut."""
    return is_agency_or_place(simplified(title.agency or ""), words)
