"""The titles of reports, and the agency and year that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from reportparse.dates import PERIOD, YEAR
from reportparse.document import Document, Paragraph, Table
from reportparse.forms import Family
from reportparse.headings import SENTENCE_END, Heading, last_of_sections, squeezed_characters
from reportparse.normalise import PRONUNCIATION, compact, one_line, plain, similarity, simplified

# That a title names an agency and a year, and nothing else.
WHOLE_TITLE = 3.0
LONGEST_TITLE = 90
# What has so many lines that look like titles is a list of reports.
MOST_TITLES = 1_000
LONGEST_AGENCY = 40
# What every title of a report has, in Simplified and in Traditional Chinese.
REPORT = frozenset("报報")
MARKUP = regex.compile(r"[*_]{2}|\\|^[#=*|\s]+|[#=*|\s]+$")
# What stands before and behind a title in a list: a bullet, a link's number, a date.
LISTED = regex.compile(r"^(?:[•·●◆■▪►※○]\s*|\[\d{1,3}\]\s*)+|\s*\[?20\d\d-\d\d-\d\d\]?$")
FAR_APART = regex.compile(r"\s{4,}|\s*\|\s*")
TITLE_FIELD = regex.compile(r"^(?:标题|名称|信息名称|当前位置.*>)\s*[:：]\s*")
NO_TITLE = regex.compile(r"[《》，,。;；:：>]|根据|按照|现将|编制|联系|本报告")
BEFORE_AGENCY = regex.compile(r"^(关于|索引号\w+|\d+|[A-Za-z]+\d+-)")
# The kind of a page, before a title.
BRACKETED_BEFORE = regex.compile(r"^[（(][^（）()]{1,6}[）)](?=\p{Han}{3})")
BEHIND_AGENCY = regex.compile(r"(关于|年度|的)$")
IDEOGRAPHS = regex.compile(r"\p{Han}{2}")
# Not a name: who writes, or any authority.
NAMELESS = regex.compile(r"^(?:我|本(?!溪)|(?:人民)?政府$|中华人民共和国$)")
# What tells how a report is to be written is none.
ABOUT_REPORTS = regex.compile(r"^(?:的?(?:格式|范本|模板|样本|参考)|.*通知$)")
PUBLIC_BODY = regex.compile(
    r"(?:人民政府|政府|委员会|管委会|办公室|办公厅|办事处|街道办|[局厅部委院署办镇乡所站]|中心|总队|支队|大队|公司|大学|学院|学校|医院|集团|银行|联合会|协会|总会|开发区|园区|社)$"
)
# How much some lines look like a title, the first and the last one, and their text.
Candidate = tuple[float, int, int, str]


@dataclass(frozen=True, eq=False, slots=True)
class TitleWords:
    """What a family's reports are called: their titles, their subjects, how a title of a subject ends, and how one
    of a year does.
    """

    titles: tuple[str, ...]
    subjects: tuple[str, ...]
    end: regex.Pattern[str]
    of_year: regex.Pattern[str]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, family: Family) -> TitleWords:
        """The words of a family's titles, made once."""
        header = family.header
        titles = (header.title, *header.title_variants)
        of_subject = rf"(?:{any_of(header.subjects)})(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|年报)"
        end = of_subject if header.subjects else any_of(titles)
        of_year = rf"(?<!\d)(?<year>20[0-4]\d)\s*年度?(?:{end})"
        return cls(titles, header.subjects or titles, regex.compile(end), regex.compile(of_year))


def any_of(words: Sequence[str]) -> str:
    """A pattern of any of some words, the longest first."""
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


def title_candidates(
    blocks: Sequence[Paragraph | Table], headings: dict[int, Heading], words: TitleWords
) -> list[Candidate]:
    """The lines, alone and together, that look like a title: the first of them where they are very many."""
    candidates: list[Candidate] = []
    hints = [isinstance(block, Paragraph) and not REPORT.isdisjoint(block.text) for block in blocks]
    for i, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or not any(hints[i : i + 3]):
            continue
        for last in range(i, min(i + 3, len(blocks))):
            end = blocks[last]
            if isinstance(end, Paragraph) and not end.text.strip():
                continue
            text = _joined(blocks[i : last + 1], words)
            if text is None or len(text) > LONGEST_TITLE:
                break
            if any(j in headings and headings[j].level == 1 for j in range(i, last + 1)):
                break
            score = _title_score(text, words)
            if score:
                candidates.append((score - 0.1 * (last - i), i, last, text))
                if len(candidates) == MOST_TITLES:
                    return candidates
    return candidates


def find_title(
    document: Document,
    candidates: Sequence[Candidate],
    first_section: int | None,
    headings: dict[int, Heading],
    words: TitleWords,
) -> tuple[str | None, int]:
    """The printed title and the block after it. The container's title stands in if none is printed."""
    best_per_start: dict[int, Candidate] = {}
    for candidate in candidates:
        best_per_start[candidate[1]] = max(candidate, best_per_start.get(candidate[1], candidate))
    if not best_per_start:
        given = document.metadata.get("title")
        return (one_line(given) if given and _title_score(compact(given), words) else None), 0
    before = [c for c in best_per_start.values() if first_section is None or c[1] < first_section]
    eligible = _of_reported_year(before or list(best_per_start.values()), document, words)
    top = max(eligible, key=lambda c: (c[0], -c[1]))
    # What stands in another column beside a title is read as its beginning.
    whole = [c for c in eligible if c[3] != top[3] and top[3].endswith(c[3]) and c[0] >= top[0]]
    top = min(whole, key=lambda c: (len(c[3]), c[1]), default=top)
    # A page may give the title and the opening twice; the report starts where the sections follow.
    last_of = last_of_sections(headings)

    def sections_behind(candidate: Candidate) -> set[str]:
        return {code for code, i in last_of.items() if i > candidate[1]}

    for candidate in best_per_start.values():
        if (
            candidate[1] > top[1]
            and sections_behind(candidate) == sections_behind(top)
            and similarity(candidate[3], top[3]) > 0.95
            and agency_and_year(candidate[3], words)[1] == agency_and_year(top[3], words)[1]
        ):
            top = candidate
    return top[3], top[2] + 1


def next_report(
    blocks: Sequence[Paragraph | Table],
    title: str | None,
    start: int,
    headings: dict[int, Heading],
    words: TitleWords,
) -> int | None:
    """The title of another agency or year behind which sections come that were there before."""
    agency, year = agency_and_year(title, words) if title else (None, None)
    if agency is None or year is None:
        return None
    last_of = last_of_sections(headings)
    seen: set[str] = set()
    for i, block in enumerate(blocks[start:], start):
        heading = headings.get(i)
        if heading and heading.level == 1 and heading.code:
            seen.add(heading.code)
        elif seen and isinstance(block, Paragraph) and not REPORT.isdisjoint(block.text):
            text = _joined([block], words)
            if text is None or len(text) > LONGEST_TITLE or _title_score(text, words) < WHOLE_TITLE:
                continue
            other, of_year = agency_and_year(text, words)
            is_other = of_year != year or not (other and (other in agency or agency in other))
            if is_other and any(last_of[code] > i for code in seen):
                return i
    return None


def _of_reported_year(candidates: list[Candidate], document: Document, words: TitleWords) -> list[Candidate]:
    """The titles of the year that the report says to be on, where there are some of other years, too.

    Those are the names of other reports, in menus and lists that stand around the report.
    """
    years = {agency_and_year(text, words)[1] for _, _, _, text in candidates} - {None}
    if len(years) < 2:
        return candidates
    period = PERIOD.search(plain("\n".join(block.text for block in document.paragraphs)))
    if period is None:
        return candidates
    best = max(score for score, *_ in candidates)
    own = [
        c
        for c in candidates
        if c[0] > best - 1 and agency_and_year(c[3], words)[1] == int(period["y2"] or period["y1"])
    ]
    return own or candidates


def _joined(blocks: Sequence[Paragraph | Table], words: TitleWords) -> str | None:
    """The title that some paragraphs in a row make, blank lines apart; None over a table or prose."""
    texts = []
    for block in blocks:
        if isinstance(block, Table) or SENTENCE_END.search(block.text.strip()):
            return None
        texts.append(_bare_line(block.text, words))
    return "".join(texts) if texts[0] and texts[-1] else None


@lru_cache(maxsize=64)
def _bare_line(line: str, words: TitleWords) -> str:
    """A line as a part of a title: each is one of several titles, with the lines above and below it."""
    return _untagged(one_line(plain(_own_part(line, words)))).replace(" ", "")


def _own_part(line: str, words: TitleWords) -> str:
    """Of a line with parts far from each other the one that is a whole title; of other lines all.

    Programs that draw pages with spaces put a menu beside it.
    """
    parts = FAR_APART.split(line.strip())
    whole = (part for part in parts if words.end.search(part) and all(agency_and_year(part, words)))
    return next(whole, line) if len(parts) > 1 else line


def _untagged(text: str) -> str:
    """A title line without the marks of Markdown and its kin, and without a field's name."""
    text = LISTED.sub("", MARKUP.sub("", text))
    return TITLE_FIELD.sub("", text).strip("#*_ |")


def _title_score(text: str, words: TitleWords) -> float:
    squeezed = "".join(squeezed_characters(text))
    if "。" in squeezed or "如下" in squeezed:
        return 0.0
    match = words.end.search(squeezed)
    known = [name for name in words.titles if name in squeezed]
    if not (match or known) or len(squeezed) > LONGEST_TITLE:
        return 0.0
    if match and ABOUT_REPORTS.match(squeezed[match.end() :]):
        return 0.0
    score = 1.0
    agency, year = agency_and_year(squeezed, words)
    score += 1.0 if year else 0.0
    score += 1.0 if agency else 0.0
    if agency and NO_TITLE.search(agency):
        # A sentence of a text.
        return 0.0
    if agency and not PUBLIC_BODY.search(agency):
        score -= 0.5
    if NO_TITLE.search(squeezed):
        score -= 1.5
    return max(0.0, score)


def agency_and_year(title: str, words: TitleWords) -> tuple[str | None, int | None]:
    """The agency and the year that a title names, whichever stands first."""
    printed = compact(PRONUNCIATION.sub("", title)).replace("〇", "0")
    squeezed = simplified(printed)
    year_match = YEAR.search(squeezed)
    year = int(year_match[1]) if year_match else None
    end = words.end.search(squeezed)
    head = squeezed[: end.start()] if end else squeezed
    if year_match and year_match.start() < len(head):
        before = head[: year_match.start()]
        after = head[year_match.end() :].removeprefix("年").removeprefix("度")
        name = before if len(before) >= 2 else after
    else:
        name = head
    name = BEFORE_AGENCY.sub("", name).strip('-—_|·:：《》"“” ')
    name = BEHIND_AGENCY.sub("", _without_open_brackets(BRACKETED_BEFORE.sub("", name)))
    if not 2 <= len(name) <= LONGEST_AGENCY or not IDEOGRAPHS.search(name) or NAMELESS.match(name):
        return None, year
    start = squeezed.index(name)
    return printed[start : start + len(name)], year


def _without_open_brackets(name: str) -> str:
    """A name without brackets at its ends that nothing closes or opens, or that stand around all of it."""
    name = name.lstrip(")）").rstrip("(（")
    opened, closed = (sum(map(name.count, brackets)) for brackets in ("(（", ")）"))
    around = opened == closed == 1 and name[0] in "(（" and name[-1] in ")）"
    if opened > closed or around:
        name = name.lstrip("(（")
    return name.rstrip(")）") if closed > opened or around else name


def named_year(text: str, words: TitleWords) -> int | None:
    """The year of the first report that a text names and does not quote, as it does that of the year before."""
    for match in words.of_year.finditer(text):
        before = text[: match.start()]
        if before.rfind("《") <= before.rfind("》"):
            return int(match["year"])
    return None
