"""Document to outline: title, agency, year, period, contact, and the sections with their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate

import regex
from rapidfuzz import process
from rapidfuzz.distance import Indel

from reportparse.document import Document, Paragraph, Place, Table
from reportparse.forms import Family
from reportparse.normalise import (
    INVISIBLE,
    PRONUNCIATION,
    chinese_number,
    compact,
    one_line,
    plain,
    similarity,
    simplified,
)
from reportparse.report import Metadata, Section

TOLERANCE = 1e-9
# That a title names an agency and a year, and nothing else.
WHOLE_TITLE = 3.0
LONGEST_TITLE = 90
# What has so many lines that look like titles is a list of reports.
MOST_TITLES = 1_000
LONGEST_HEADING = 42
LONGEST_AGENCY = 40
SHORTEST_AGENCY = 3
# What every title of a report has, in Simplified and in Traditional Chinese.
REPORT = frozenset("报報")
YEAR = regex.compile(r"(?<!\d)(20[0-4]\d)\s*年?(?=度|[^\d]|$)")
TITLE_END = regex.compile(
    r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|年报)"
)
REPORT_OF_YEAR = regex.compile(rf"(?<!\d)(?<year>20[0-4]\d)\s*年度?{TITLE_END.pattern}")
NUMBERED = regex.compile(
    r"^(?<number>[一二三四五六七八九十]{1,3}|—|－|-|〇)\s*[、．.,，]\s*(?<rest>.+)$", regex.DOTALL
)
LOST_NUMBER = regex.compile(r"^\s*[、．.]\s*(?<rest>.+)$", regex.DOTALL)
SUBNUMBERED = regex.compile(
    r"^(?<number>[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)])\s*、?\s*(?<rest>.+)$", regex.DOTALL
)
# Other ways to number the sections themselves.
PART_NUMBERED = regex.compile(
    r"^(?<number>第[一二三四五六七八九十]{1,3}部分|[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]|\d{1,2}(?=\s*[、．.]))\s*[、．.:：]?\s*(?<rest>.+)$",
    regex.DOTALL,
)
# So many sections numbered in another way are no chance.
MANY_SECTIONS = 4
MARKUP = regex.compile(r"[*_]{2}|\\|^[#=*|\s]+|[#=*|\s]+$")
# What Markdown, Org, AsciiDoc and HTML put around a heading or a phrase.
MARK = r"(?:\s|[#=*_>]|</?[A-Za-z][^<>]*>)+"
OPENING_MARKS, CLOSING_MARKS = regex.compile(f"^{MARK}"), regex.compile(f"{MARK}$")
UNSEEN = regex.compile(f"[{''.join(sorted(INVISIBLE))}]")
# What stands before and behind a title in a list: a bullet, a link's number, a date.
LISTED = regex.compile(r"^(?:[•·●◆■▪►※○]\s*|\[\d{1,3}\]\s*)+|\s*\[?20\d\d-\d\d-\d\d\]?$")
FAR_APART = regex.compile(r"\s{4,}|\s*\|\s*")
TITLE_FIELD = regex.compile(r"^(?:标题|名称|信息名称|当前位置.*>)\s*[:：]\s*")
NUMBER_STARTS = frozenset("一二三四五六七八九十—－-〇（(、．.")
DIGITS_END = regex.compile(r"\d[\s|]*$")
NO_TITLE = regex.compile(r"[《》，,。;；:：>]|根据|按照|现将|编制|联系|本报告")
BEFORE_AGENCY = regex.compile(r"^(关于|索引号\w+|\d+|[A-Za-z]+\d+-)")
# The kind of a page, before a title.
BRACKETED_BEFORE = regex.compile(r"^[（(][^（）()]{1,6}[）)](?=\p{Han}{3})")
BEHIND_AGENCY = regex.compile(r"(关于|年度|的)$")
IDEOGRAPHS = regex.compile(r"\p{Han}{2}")
LEADING_YEAR = regex.compile(r"^20\d\d年度?")
HEADING_END = regex.compile(r"[。：:；;]")
SENTENCE_END = regex.compile(r"[。！？；]$")
DAY = r"(?<{0}>\d{{1,2}})\s*月\s*(?<{1}>\d{{1,2}})\s*"
YEAR_OF = r"(?<{}>20\d{{2}})\s*年\s*"
# The second year and its 日 are often left out at the end of a year.
PERIOD = regex.compile(
    rf"[自从]?\s*{YEAR_OF.format('y1')}{DAY.format('m1', 'd1')}日\s*(?:开始|起)?\s*[,，]?\s*(?:至|到|—|-|－|~|～)+\s*"
    rf"(?:{YEAR_OF.format('y2')}|(?=12\s*月\s*31)){DAY.format('m2', 'd2')}[日止]"
)
DATE = r"(?<year>20\d{2})\s*[-/年.]\s*(?<month>\d{1,2})\s*[-/月.]\s*(?<day>\d{1,2})"
PUBLISHED = regex.compile(
    rf"(?:(?:发布|發布|公开|发文|成文|生成|印发)(?:日期|时间|時間)\s*[:：|]?|^\s*日期\s*[:：])\s*[\[【(]?\s*{DATE}",
    regex.MULTILINE,
)
DATE_BEFORE_SOURCE = regex.compile(rf"^\s*{DATE}\s*日?\s*来源\s*[:：]", regex.MULTILINE)
DATE_LINE = regex.compile(rf"^\s*{DATE}\s*日?\s*$")
PLAIN_DATE = regex.compile(DATE)
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
ASKED = regex.compile(
    r"(?:请|可)?(?:与|向|同|联系)(?<agency>[\p{Han}（）()]{3,40}?)(?:政务公开|信息公开|联系|咨询|反映|\(|（)"
)
NAMED = regex.compile(
    r"(?:[,，。:：\n]|^)(?<agency>[\p{Han}（）()]{3,40}?)\s*"
    r"(?:对?\s*20\d\d\s*年度?\s*(?:政府信息公开|政务公开|信息公开)|(?:编制|编写))"
)
MADE_BY = regex.compile(r"由(?<agency>[\p{Han}（）()]{3,40}?)(?:根据|按照|依据|依照)")
# What stands before a name in the same clause.
ANNOUNCED = regex.compile(r"^(?:.*(?:现[将把]|公布|发布|公开|编制|汇报)|[由了的])+")
# Not a name: who writes, or any authority.
NAMELESS = regex.compile(r"^(?:我|本(?!溪)|(?:人民)?政府$|中华人民共和国$)")
# What tells how a report is to be written is none.
ABOUT_REPORTS = regex.compile(r"^(?:的?(?:格式|范本|模板|样本|参考)|.*通知$)")
PUBLIC_BODY = regex.compile(
    r"(?:人民政府|政府|委员会|管委会|办公室|办公厅|办事处|街道办|[局厅部委院署办镇乡所站]|中心|总队|支队|大队|公司|大学|学院|学校|医院|集团|银行|联合会|协会|总会|开发区|园区|社)$"
)


@dataclass(slots=True)
class Heading:
    """A heading found at the head of a paragraph; `rest` is what the paragraph says after it."""

    level: int
    number: str | None
    text: str
    code: str | None
    rest: str


@dataclass(frozen=True, eq=False, slots=True)
class SectionNames:
    """The headings that a family knows, in comparable form, each with its section's code; their `lengths`,
    the longest first, and their `beginnings`, as long as the shortest; the codes in the sections' order;
    and the titles of reports.
    """

    codes: dict[str, str]
    lengths: tuple[int, ...]
    beginnings: frozenset[str]
    order: tuple[str, ...]
    title: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, family: Family) -> SectionNames:
        """The names of a family's sections and reports, made once."""
        header = family.header
        codes = {
            compact(name): section.code
            for section in header.sections
            for name in (section.heading, *section.variants)
        }
        lengths = tuple(sorted(set(map(len, codes)), reverse=True))
        beginnings = frozenset(name[: min(lengths, default=0)] for name in codes)
        order = tuple(section.code for section in header.sections)
        return cls(codes, lengths, beginnings, order, (header.title, *header.title_variants))

    def may_begin(self, text: str) -> bool:
        """Whether one of the headings may stand at the beginning of a text; asked before all of them are."""
        return bool(self.lengths) and text[: self.lengths[-1]] in self.beginnings


@lru_cache(maxsize=256)
def _names_near(names: SectionNames, length: int, least: float) -> tuple[str, ...]:
    """The headings whose lengths allow them to be so much alike to a text of a length."""
    return tuple(
        name for name in names.codes if 1 - abs(len(name) - length) / (len(name) + length) > least - TOLERANCE
    )


@dataclass(slots=True)
class Outline:
    """What a document says of itself and its sections; `warnings` in words.

    `end` is the block with which another report begins, if there is one.
    """

    metadata: Metadata
    sections: list[Section]
    warnings: list[str] = field(default_factory=list)
    end: int | None = None


def segment(document: Document, family: Family) -> Outline:
    """Find title, agency, year, period, contact and sections by the headings that a family knows."""
    blocks = document.blocks
    names = SectionNames.of(family)
    headings = {
        i: heading
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph) and (heading := _heading(block, names)) is not None
    }
    headings |= _otherwise_numbered(blocks, headings, names)
    first_section = _first_section(headings)
    candidates = _title_candidates(blocks, headings, names)
    title, start = _title(document, candidates, first_section, headings, names)
    end = _next_report(blocks, title, start, headings, names)
    if end is not None:
        document = replace(document, blocks=blocks[:end])
    sections = _sections(document.blocks, start, headings)
    metadata, warnings = _metadata(document, title, start, sections)
    if len(candidates) == MOST_TITLES:
        warnings.append(
            f"more lines than the first {MOST_TITLES} that look like titles are not taken for one"
        )
    if end is not None:
        other = blocks[end]
        warnings.append(f"another report begins at {other.place.path}, which is not read: {_shown(other)}")
    return Outline(metadata, sections, warnings, end)


# Headings


def is_section_heading(text: str, names: SectionNames) -> bool:
    """Whether a line is, by its words alone, the heading of a section that the family knows."""
    text = _unmarked(text.strip())
    if not text or len(text) > LONGEST_HEADING or text.isascii():
        return False
    match = (NUMBERED.match(text) or LOST_NUMBER.match(text)) if text.lstrip()[:1] in NUMBER_STARTS else None
    rest, number = (match["rest"], match.groupdict().get("number")) if match else (text, None)
    return _known(rest, number, text, names) is not None


def _heading(paragraph: Paragraph, names: SectionNames) -> Heading | None:
    text = _unmarked(paragraph.text.strip())
    if text.isascii():
        return None
    if len(text) > LONGEST_HEADING and not _numbered(text):
        return _known(text, None, text, names) if text and len(text) <= LONGEST_HEADING else None
    if match := NUMBERED.match(text):
        known = _known(match["rest"], match["number"], text, names)
        if known:
            return known
        rest = match["rest"].strip()
        if len(compact(text)) <= LONGEST_HEADING and not SENTENCE_END.search(rest) and not _digits_end(rest):
            return Heading(1, match["number"], one_line(text), None, "")
        return None
    if match := LOST_NUMBER.match(text):
        return _known(match["rest"], None, text, names)
    if match := SUBNUMBERED.match(text):
        rest = match["rest"].strip()
        end = HEADING_END.search(rest)
        head = rest[: end.start()] if end else rest
        if len(head) <= LONGEST_HEADING:
            tail = rest[end.end() :] if end else ""
            return Heading(
                2, match["number"], one_line(text[: text.index(rest)] + head), None, _unmarked(tail.strip())
            )
        return None
    if paragraph.role == "heading" or len(compact(text)) <= 30:
        return _known(text, None, text, names)
    return None


def _otherwise_numbered(
    blocks: Sequence[Paragraph | Table], headings: dict[int, Heading], names: SectionNames
) -> dict[int, Heading]:
    """The headings of sections that are numbered as parts, in brackets or with digits, if most are so."""
    found: dict[int, Heading] = {}
    for i, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or len(block.text) > LONGEST_HEADING:
            continue
        text = _unmarked(block.text.strip())
        match = PART_NUMBERED.match(text)
        known = _known(match["rest"], match["number"], text, names) if match else None
        # Inside of a section parts of the same names have numbers of their own.
        if match and known and not known.rest:
            number = chinese_number(match["number"].strip("第部分（()） "))
            if known.code is not None and names.order.index(known.code) + 1 == number:
                found[i] = known
    codes = {heading.code for heading in found.values()}
    usual = {heading.code for heading in headings.values() if heading.level == 1 and heading.number}
    return found if len(codes) >= MANY_SECTIONS and len(codes) > len(usual - {None}) else {}


def _unmarked(text: str) -> str:
    """A line without invisible characters and without the marks of Markdown and its kin around it."""
    text = UNSEEN.sub("", text)
    if text[:1] in "#=*_<>" or text[-1:] in "#=*_>":
        return CLOSING_MARKS.sub("", OPENING_MARKS.sub("", text))
    return text


def _numbered(text: str) -> bool:
    return text.lstrip()[:1] in NUMBER_STARTS and bool(
        NUMBERED.match(text) or SUBNUMBERED.match(text) or LOST_NUMBER.match(text)
    )


def _digits_end(text: str) -> bool:
    """A line that ends in a number is a row of a table rather than a heading."""
    return bool(DIGITS_END.search(text))


def _known(rest: str, number: str | None, whole: str, names: SectionNames) -> Heading | None:
    """A heading that the family knows, alone or with the first paragraph glued to it."""
    pieces = _squeezed(rest[: 4 * LONGEST_HEADING])
    squeezed = "".join(pieces)
    dated = LEADING_YEAR.match(squeezed)
    if dated and dated.end() < len(squeezed):
        known = _known(rest[_offset(pieces, dated.end()) :], number, whole, names)
        if known and not known.rest:
            return known
    best: tuple[int, str] | None = None
    for length in names.lengths if names.may_begin(squeezed) else ():
        code = names.codes.get(squeezed[:length])
        if code is not None and (number is not None or not squeezed[length : length + 1].isalnum()):
            best = (length, code)
            break
    if best is None and 3 < len(squeezed) <= LONGEST_HEADING:
        limit = 0.72 if number is not None else 0.92
        found = process.extractOne(
            squeezed,
            _names_near(names, len(squeezed), limit),
            scorer=Indel.normalized_similarity,
            score_cutoff=limit,
        )
        if found and len(squeezed) <= len(found[0]) * 1.6:
            best = (len(squeezed), names.codes[found[0]])
    if best is None:
        return None
    length, code = best
    cut = _offset(pieces, length) if length < len(squeezed) else len(rest)
    tail = rest[cut:].lstrip(" \t\u3000。：:，,、.")
    if tail and len(tail) <= 6 and not SENTENCE_END.search(tail):
        # A few words more than the known heading still belong to it.
        cut, tail = len(rest), ""
    if tail and number is None:
        return None
    head = whole[: len(whole) - len(rest)] + rest[:cut]
    return Heading(1, number, one_line(head), code, tail)


def _squeezed(text: str) -> list[str]:
    """What each character is in compact Simplified Chinese; nothing where it tells how another is pronounced."""
    pieces = list(map(_compact_character, text))
    for match in PRONUNCIATION.finditer(text):
        pieces[match.start() : match.end()] = [""] * len(match[0])
    return pieces


def _offset(pieces: Sequence[str], position: int) -> int:
    """Which of the pieces that a text is joined of holds the character at a position."""
    return next(i for i, end in enumerate(accumulate(map(len, pieces))) if end > position)


@lru_cache(maxsize=8192)
def _compact_character(character: str) -> str:
    return simplified(compact(character))


def _first_section(headings: dict[int, Heading]) -> int | None:
    known = [i for i, heading in headings.items() if heading.level == 1 and heading.code]
    numbered = [i for i, heading in headings.items() if heading.level == 1 and heading.number]
    return min(known or numbered, default=None)


def _last_of_sections(headings: dict[int, Heading]) -> dict[str, int]:
    """For each section that is known where its last heading stands."""
    return {
        code: i for i in sorted(headings) if (code := headings[i].code) is not None and headings[i].level == 1
    }


# Title


# How much some lines look like a title, the first and the last one, and their text.
Candidate = tuple[float, int, int, str]


def _title_candidates(
    blocks: Sequence[Paragraph | Table], headings: dict[int, Heading], names: SectionNames
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
            text = _joined(blocks[i : last + 1])
            if text is None or len(text) > LONGEST_TITLE:
                break
            if any(j in headings and headings[j].level == 1 for j in range(i, last + 1)):
                break
            score = _title_score(text, names)
            if score:
                candidates.append((score - 0.1 * (last - i), i, last, text))
                if len(candidates) == MOST_TITLES:
                    return candidates
    return candidates


def _title(
    document: Document,
    candidates: Sequence[Candidate],
    first_section: int | None,
    headings: dict[int, Heading],
    names: SectionNames,
) -> tuple[str | None, int]:
    """The printed title and the block after it. The container's title stands in if none is printed."""
    best_per_start: dict[int, Candidate] = {}
    for candidate in candidates:
        best_per_start[candidate[1]] = max(candidate, best_per_start.get(candidate[1], candidate))
    if not best_per_start:
        given = document.metadata.get("title")
        return (one_line(given) if given and _title_score(compact(given), names) else None), 0
    before = [c for c in best_per_start.values() if first_section is None or c[1] < first_section]
    eligible = _of_reported_year(before or list(best_per_start.values()), document)
    top = max(eligible, key=lambda c: (c[0], -c[1]))
    # What stands in another column beside a title is read as its beginning.
    whole = [c for c in eligible if c[3] != top[3] and top[3].endswith(c[3]) and c[0] >= top[0]]
    top = min(whole, key=lambda c: (len(c[3]), c[1]), default=top)
    # A page may give the title and the opening twice; the report starts where the sections follow.
    last_of = _last_of_sections(headings)

    def sections_behind(candidate: Candidate) -> set[str]:
        return {code for code, i in last_of.items() if i > candidate[1]}

    for candidate in best_per_start.values():
        if (
            candidate[1] > top[1]
            and sections_behind(candidate) == sections_behind(top)
            and similarity(candidate[3], top[3]) > 0.95
            and _agency_and_year(candidate[3])[1] == _agency_and_year(top[3])[1]
        ):
            top = candidate
    return top[3], top[2] + 1


def _next_report(
    blocks: Sequence[Paragraph | Table],
    title: str | None,
    start: int,
    headings: dict[int, Heading],
    names: SectionNames,
) -> int | None:
    """The title of another agency or year behind which sections come that were there before."""
    agency, year = _agency_and_year(title) if title else (None, None)
    if agency is None or year is None:
        return None
    last_of = _last_of_sections(headings)
    seen: set[str] = set()
    for i, block in enumerate(blocks[start:], start):
        heading = headings.get(i)
        if heading and heading.level == 1 and heading.code:
            seen.add(heading.code)
        elif seen and isinstance(block, Paragraph) and not REPORT.isdisjoint(block.text):
            text = _joined([block])
            if text is None or len(text) > LONGEST_TITLE or _title_score(text, names) < WHOLE_TITLE:
                continue
            other, of_year = _agency_and_year(text)
            is_other = of_year != year or not (other and (other in agency or agency in other))
            if is_other and any(last_of[code] > i for code in seen):
                return i
    return None


def _shown(block: Paragraph | Table) -> str:
    return one_line(block.text)[:LONGEST_TITLE] if isinstance(block, Paragraph) else ""


def _of_reported_year(candidates: list[Candidate], document: Document) -> list[Candidate]:
    """The titles of the year that the report says to be on, where there are some of other years, too.

    Those are the names of other reports, in menus and lists that stand around the report.
    """
    years = {_agency_and_year(text)[1] for _, _, _, text in candidates} - {None}
    if len(years) < 2:
        return candidates
    period = PERIOD.search(plain("\n".join(block.text for block in document.paragraphs)))
    if period is None:
        return candidates
    best = max(score for score, *_ in candidates)
    own = [
        c
        for c in candidates
        if c[0] > best - 1 and _agency_and_year(c[3])[1] == int(period["y2"] or period["y1"])
    ]
    return own or candidates


def _joined(blocks: Sequence[Paragraph | Table]) -> str | None:
    """The title that some paragraphs in a row make, blank lines apart; None over a table or prose."""
    texts = []
    for block in blocks:
        if isinstance(block, Table) or SENTENCE_END.search(block.text.strip()):
            return None
        texts.append(_bare_line(block.text))
    return "".join(texts) if texts[0] and texts[-1] else None


@lru_cache(maxsize=64)
def _bare_line(line: str) -> str:
    """A line as a part of a title: each is one of several titles, with the lines above and below it."""
    return _untagged(one_line(plain(_own_part(line)))).replace(" ", "")


def _own_part(line: str) -> str:
    """Of a line with parts far from each other the one that is a whole title; of other lines all.

    Programs that draw pages with spaces put a menu beside it.
    """
    parts = FAR_APART.split(line.strip())
    whole = (part for part in parts if TITLE_END.search(part) and all(_agency_and_year(part)))
    return next(whole, line) if len(parts) > 1 else line


def _untagged(text: str) -> str:
    """A title line without the marks of Markdown and its kin, and without a field's name."""
    text = LISTED.sub("", MARKUP.sub("", text))
    return TITLE_FIELD.sub("", text).strip("#*_ |")


def _title_score(text: str, names: SectionNames) -> float:
    squeezed = "".join(_squeezed(text))
    if "。" in squeezed or "如下" in squeezed:
        return 0.0
    match = TITLE_END.search(squeezed)
    known = [name for name in names.title if name in squeezed]
    if not (match or known) or len(squeezed) > LONGEST_TITLE:
        return 0.0
    if match and ABOUT_REPORTS.match(squeezed[match.end() :]):
        return 0.0
    score = 1.0
    agency, year = _agency_and_year(squeezed)
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


def _agency_and_year(title: str) -> tuple[str | None, int | None]:
    """The agency and the year that a title names, whichever stands first."""
    printed = compact(PRONUNCIATION.sub("", title)).replace("〇", "0")
    squeezed = simplified(printed)
    year_match = YEAR.search(squeezed)
    year = int(year_match[1]) if year_match else None
    end = TITLE_END.search(squeezed)
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


# Sections


def _sections(blocks: Sequence[Paragraph | Table], start: int, headings: dict[int, Heading]) -> list[Section]:
    sections: list[Section] = []
    texts: list[str] = []
    place = blocks[start].place if start < len(blocks) else Place("body")
    current = Heading(0, None, "", None, "")

    def close() -> None:
        text = "\n".join(texts)
        if current.level or text:
            sections.append(
                Section(len(sections), current.level, current.number, current.text, current.code, text, place)
            )

    for i in range(start, len(blocks)):
        block = blocks[i]
        if isinstance(block, Table):
            continue
        heading = headings.get(i)
        if heading is not None and not (heading.level == 2 and current.level == 0):
            close()
            current, place, texts = heading, block.place, [heading.rest] if heading.rest else []
        elif block.text.strip():
            texts.append(block.text.strip())
    close()
    return sections


# Metadata


def _metadata(
    document: Document, title: str | None, start: int, sections: list[Section]
) -> tuple[Metadata, list[str]]:
    warnings: list[str] = []
    metadata = Metadata(title=title)
    agency, title_year = _agency_and_year(title) if title else (None, None)
    opening = plain("\n".join(section.text for section in sections[:2]))
    everything = plain("\n".join(block.text for block in document.paragraphs))
    around = plain("\n".join(paragraph.text for paragraph in document.margins))
    period = PERIOD.search(opening) or PERIOD.search(everything)
    if period:
        metadata.period_start = _date(period["y1"], period["m1"], period["d1"])
        metadata.period_end = _date(period["y2"] or period["y1"], period["m2"], period["d2"])
    metadata.agency = agency or _agency_elsewhere(document, opening)
    named_year = title_year or _named_year(opening)
    metadata.year = (
        named_year or (metadata.period_end.year if metadata.period_end else None) or _year_in(opening)
    )
    if metadata.year is None:
        metadata.year = _agency_and_year(document.metadata.get("title", ""))[1]
    if named_year and metadata.period_end and metadata.period_end.year != named_year:
        where = "title" if title_year else "opening"
        warnings.append(f"the {where} says {named_year}, the period ends {metadata.period_end.isoformat()}")
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


def _agency_elsewhere(document: Document, opening: str) -> str | None:
    """The agency where the title does not name one: whom to ask, then what the container says."""
    for pattern in (NAMED, MADE_BY, ASKED):
        for match in pattern.finditer(opening):
            name = ANNOUNCED.sub("", match["agency"])
            if len(name) >= SHORTEST_AGENCY and PUBLIC_BODY.search(name) and not NAMELESS.match(name):
                return name
    given, _ = _agency_and_year(document.metadata.get("title", ""))
    if given and PUBLIC_BODY.search(given):
        return given
    source = document.metadata.get("source")
    return source if source and PUBLIC_BODY.search(source) else None


def _named_year(text: str) -> int | None:
    """The year of the first report that a text names and does not quote, as it does that of the year before."""
    for match in REPORT_OF_YEAR.finditer(text):
        before = text[: match.start()]
        if before.rfind("《") <= before.rfind("》"):
            return int(match["year"])
    return None


def _year_in(text: str) -> int | None:
    """The only year that a text speaks of at its beginning."""
    match = YEAR.search(text[:200])
    return int(match[1]) if match else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _published(document: Document, text: str, around: str) -> date | None:
    given = PLAIN_DATE.search(document.metadata.get("published", ""))
    match = given or PUBLISHED.search(around) or PUBLISHED.search(text) or DATE_BEFORE_SOURCE.search(text)
    if match is None:
        lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
        match = next(
            (found for line in reversed(lines[-4:]) if (found := DATE_LINE.match(plain(line)))), None
        )
    return _date(match["year"], match["month"], match["day"]) if match else None
