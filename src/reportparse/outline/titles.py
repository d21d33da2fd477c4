"""The titles of reports, and the agency and year that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from reportparse.document import Document, Paragraph, Table
from reportparse.forms import Family
from reportparse.normalise import PRONUNCIATION, compact, one_line, plain, similarity, simplified
from reportparse.outline.agency_names import PLACE, agency_in, is_body, is_named
from reportparse.outline.dates import (
    PERIOD,
    SENTENCE_YEAR,
    SENTENCES,
    YEAR,
    told_year,
    year_of,
    years_in_digits,
)
from reportparse.outline.headings import SENTENCE_END, Heading, last_of_sections, squeezed_characters

# That a title names an agency and a year, and nothing else.
WHOLE_TITLE = 3.0
# One in a table may be another report's: it is no better than a printed one of the report's own year.
IN_TABLE = 2.5
LONGEST_TITLE = 90
# What has so many lines that look like titles is a list of reports.
MOST_TITLES = 1_000
# So many lines and blocks, with the blank ones, make a title at most.
MOST_LINES, MOST_BLOCKS = 4, 7
# A title of fewer lines is better than one of more that names no more.
EACH_LINE = 0.1
# What every title of a report has, in Simplified and in Traditional Chinese.
REPORT = frozenset("报報")
MARKUP = regex.compile(r"[*_]{2}|\\|^[#=*|\s]+|[#=*|+\s]+$")
# What stands before and behind a title in a list: a bullet, a number, a link's number, a date.
LISTED = regex.compile(
    r"^(?:[•·●◆■▪►※○]\s*|\[\d{1,3}\]\s*|\d{1,3}(?:\s*[、.)]\s*|\s+)(?=\p{Han}))+|\s*\[?20\d\d-\d\d-\d\d\]?$"
)
FAR_APART = regex.compile(r"\s{4,}|\s*\|\s*")
TITLE_NAME = r"(?:(?:信息|文件|公文|文章)?(?:标\s*题|名\s*称)|题\s*名|内容概[述览要]|主题词)"
# A field's name is often drawn as wide as the others.
STRETCHED = regex.compile(r"(?<=标)\s+(?=题)|(?<=名)\s+(?=称)|(?<=题)\s+(?=名)")
# The next field behind a title in the same line.
NEXT_FIELD = regex.compile(
    r"(?<=[报報](?:告)?|[)）])\s?(?:(?:[发發]布|成文|[发發]文|生成|公[开開]|印[发發]|更新)(?:日期|[时時][间間]|[机機][构構])"
    r"|有效性|文\s?[号號]|索引[号號]|(?:信息)?[来來]源|作者|[浏瀏][览覽]次[数數])\s?[:：].*$"
)
# What a page offers to do with a text, beside its title.
BUTTON = r"[【\[(（](?:打印|关闭|收藏|分享|返回|保存|下载|字体|字号)[^【】\[\]()（）]{0,12}[】\])）]"
BUTTONS = regex.compile(rf"^(?:{BUTTON}\s?){{1,9}}|(?:\s?{BUTTON}){{1,9}}$")
TITLE_CELL = regex.compile(rf"^\s*{TITLE_NAME}\s*[:：]?\s*$")
# A field's name, a number of an annex, the number of a document, the way to a page.
TITLE_FIELD = regex.compile(
    rf"^(?:{TITLE_NAME}(?:\s*[:：]\s*|\s+)"
    r"|附(?:件\s*[一二三四五六七八九十\d]{0,2}(?!\d)|[一二三四五六七八九十\d]{1,2}(?=[\s:：.、]))\s*[:：.、]?\s*"
    r"|\p{Han}{1,12}[〔\[【(（]\s*20\d\d\s*[〕\]】)）]\s*第?\s*\d{1,5}\s*号\s*"
    r"|附\s*[:：]\s*|附?表\s*\d{1,2}\s+|[^>》]{0,20}(?:位置\s*[:：]|首页\s*>).{0,80}>\s*)"
)
NO_TITLE = regex.compile(r"[《》，,。;；:：>]|根据|按照|现将|编制(?!委|办|研究|中心)|联系|本报告")
# What tells how a report is to be written is none.
ABOUT_REPORTS = regex.compile(r"^(?:的?(?:格式|范本|模板|样本|参考)|.*通知$)")
DATED = regex.compile(r"20[0-4]\d年")
# What stands around the name of an agency that is behind a title.
BEHIND_TITLE = regex.compile(
    r"^(?:[-—–―:：·]+(?<name>\p{Han}[^:：]{2,})|[(（\[【](?<name>[^\d:：]{3,})[)）\]】])$"
)
MADE = r"(?:编制(?!委|办|研究|中心)|编写|撰写)"
# What a report says before itself, before and behind its own quoted title, and before the name in it.
GIVEN = rf"[现特兹谨](?:向社会)?(?:[将把就予]|公布|发布|公开|形成|{MADE})"
GIVEN_QUOTE = regex.compile(rf"{GIVEN}\p{{Han}}{{0,4}}$")
GIVEN_BEHIND = regex.compile(r"[^《》]*》[^《》。]*现予")
GIVEN_REPORT = regex.compile(rf"^\W*本(?:年度)?报告[是为系即]|{GIVEN}\p{{Han}}{{0,40}}$")
# The first line of an agency's name that goes on: a place, or a long one that a place begins.
CUT_NAME = regex.compile(r"^\p{Han}+[省市县区州盟旗]$|^(?=.{6})\p{Han}{2,}[省市县区州盟旗]\p{Han}+$")
NO_NAME = regex.compile(r"概况|走进|欢迎|网|公开|专栏|专题|平台|首页|服务|频道|栏目|动态|新闻|要闻")
LONGEST_REST = 3
# What is looked at before the name of a report.
LONGEST_SENTENCE = 200
# How much some lines look like a title, the first and the last one, and their text.
Candidate = tuple[float, int, int, str]


@dataclass(frozen=True, eq=False, slots=True)
class TitleWords:
    """What a family's reports are called: their titles, a pattern of their subjects, how a title of a subject ends,
    how one of a year does, and the fields of a page that tell whose report it is.
    """

    titles: tuple[str, ...]
    subject: str
    end: regex.Pattern[str]
    of_year: regex.Pattern[str]
    publisher_fields: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, family: Family) -> TitleWords:
        """The words of a family's titles, made once."""
        header = family.header
        titles = (header.title, *header.title_variants)
        # A government's own name may be the first part of a subject.
        subject = rf"(?<!人民)(?:{any_of(header.subjects or titles)})"
        of_subject = rf"{subject}(?:工作)?(?:情况)?的?{{}}(?:年度|度)?(?:工作)?(?:情况|总结)?(?:报告|年报)"
        end = of_subject.format(r"(?:20[0-4]\d年)?") if header.subjects else subject
        of_year = rf"(?<!\d)(?<year>20[0-4]\d)\s*年度?+(?<agency>[\p{{Han}}()]{{0,40}}?)(?:{end})"
        if header.subjects:
            of_year += "|" + of_subject.format(r"(?<year>20[0-4]\d)年")
        return cls(titles, subject, regex.compile(end), regex.compile(of_year), header.publisher_fields)


def any_of(words: Sequence[str]) -> str:
    """A pattern of any of some words, the longest first."""
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


def title_candidates(
    blocks: Sequence[Paragraph | Table],
    first_section: int | None,
    headings: dict[int, Heading],
    words: TitleWords,
) -> list[Candidate]:
    """The lines, alone and together, that look like a title: the first of them where they are very many."""
    candidates: list[Candidate] = []
    hints = [isinstance(block, Paragraph) and not REPORT.isdisjoint(block.text) for block in blocks]
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            above = first_section is None or i < first_section
            if above and (title := _title_in_table(block, words)):
                candidates.append((IN_TABLE, i, i, title))
            continue
        if not any(hints[i : i + MOST_BLOCKS]):
            continue
        lines = 0
        for last in range(i, min(i + MOST_BLOCKS, len(blocks))):
            end = blocks[last]
            if isinstance(end, Paragraph) and not end.text.strip():
                continue
            lines += 1
            if lines > MOST_LINES:
                break
            text = _joined(blocks[i : last + 1], words)
            if text is None or len(text) > LONGEST_TITLE:
                break
            if any(j in headings and headings[j].level == 1 for j in range(i, last + 1)):
                break
            score = _title_score(text, words, lines)
            if score:
                candidates.append((score - EACH_LINE * (last - i), i, last, text))
                if len(candidates) == MOST_TITLES:
                    return candidates
    return candidates


def _title_in_table(table: Table, words: TitleWords) -> str | None:
    """The one whole title that has a row for itself, or behind a field's name, in a table of what a page tells of
    the report.
    """
    titles = set()
    for row in table.rows():
        texts = [cell.text for cell in row if cell.text.strip()]
        for before, text in zip(["", *texts], texts, strict=False):
            if REPORT.isdisjoint(text) or len(text) > 2 * LONGEST_TITLE:
                continue
            title = _bare_line(text, words)
            if (len(texts) == 1 or TITLE_CELL.match(before)) and _title_score(title, words) >= WHOLE_TITLE:
                titles.add(title)
    return titles.pop() if len(titles) == 1 else None


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
    text = _text_of_first_section(document.blocks, first_section, headings)
    eligible = _of_reported_year(before or list(best_per_start.values()), document, text, words)
    top = max(eligible, key=lambda c: (c[0], -c[1]))
    if before:
        # Other reports than the one whose sections follow stand above it in a menu.
        others = [c for c in eligible if c[0] == top[0] and _is_other(c[3], top[3], words)]
        top = max([top, *others], key=lambda c: c[1])
    # What stands in another column beside a title is read as its beginning.
    whole = [c for c in eligible if c[3] != top[3] and top[3].endswith(c[3]) and c[0] >= top[0]]
    top = min(whole, key=lambda c: (len(c[3]), c[1]), default=top)
    top = next((c for c in reversed(eligible) if _goes_on(c, top, words)), top)
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
            top = (
                candidate
                if _names_body(candidate, words) >= _names_body(top, words)
                else (*candidate[:3], top[3])
            )
    return top[3], top[2] + 1


def _names_body(candidate: Candidate, words: TitleWords) -> bool:
    """Whether the name in a title is an agency's by its end; that in a misprinted one may be cut."""
    return is_named(simplified(agency_and_year(candidate[3], words)[0] or ""))


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


def _goes_on(longer: Candidate, title: Candidate, words: TitleWords) -> bool:
    """Whether a title begins in a line above another one that has the rest of the agency's name."""
    whole, rest = agency_and_year(longer[3], words)[0], agency_and_year(title[3], words)[0]
    if longer[1] >= title[1] or longer[2] != title[2] or not whole or not rest or not whole.endswith(rest):
        return False
    line = simplified(whole.removesuffix(rest))
    return (
        len(rest) <= LONGEST_REST
        and is_body(whole)
        and bool(CUT_NAME.search(line))
        and not is_body(line)
        and not NO_NAME.search(line)
        and rest[0] not in "省市县区镇乡"
    )


def _is_other(title: str, than: str, words: TitleWords) -> bool:
    """Whether a title names another year than another one does."""
    years = {agency_and_year(text, words)[1] for text in (title, than)}
    return None not in years and len(years) == 2


def _text_of_first_section(
    blocks: Sequence[Paragraph | Table], first: int | None, headings: dict[int, Heading]
) -> str:
    if first is None:
        return ""
    following = (i for i, heading in headings.items() if i > first and heading.level == 1)
    own = blocks[first + 1 : min(following, default=len(blocks))]
    return plain("\n".join([headings[first].rest, *(b.text for b in own if isinstance(b, Paragraph))]))


def _of_reported_year(
    candidates: list[Candidate], document: Document, text: str, words: TitleWords
) -> list[Candidate]:
    """The titles of the year that the report says to be on, where there are some of other years, too.

    Those are the names of other reports, in menus and lists that stand around the report. `text` is the
    first section's.
    """
    years = {agency_and_year(title, words)[1] for _, _, _, title in candidates} - {None}
    if len(years) < 2:
        return candidates
    period = PERIOD.search(plain("\n".join(block.text for block in document.paragraphs)))
    year = int(period["y2"] or period["y1"]) if period else told_year(text)
    if year is None:
        return candidates
    best = max(score for score, *_ in candidates)
    own = [c for c in candidates if c[0] > best - 1 and agency_and_year(c[3], words)[1] == year]
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
    line = STRETCHED.sub("", line.strip())
    parts = FAR_APART.split(line)
    whole = (part for part in parts if words.end.search(part) and all(agency_and_year(part, words)))
    return next(whole, line) if len(parts) > 1 else line


def _untagged(text: str) -> str:
    """A title line without the marks of Markdown and its kin, a field's name, the next field and a page's buttons."""
    text = LISTED.sub("", MARKUP.sub("", BUTTONS.sub("", text)))
    return NEXT_FIELD.sub("", TITLE_FIELD.sub("", text)).strip("#*_ |")


def _title_score(text: str, words: TitleWords, lines: int = 1) -> float:
    squeezed = "".join(squeezed_characters(text))
    if "。" in squeezed or "如下" in squeezed:
        return 0.0
    match = words.end.search(years_in_digits(squeezed))
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
    if agency and not is_named(agency):
        # What stands in lines above may be anything.
        score -= 0.5 if lines == 1 else 1.0
    if NO_TITLE.search(squeezed):
        score -= 1.5
    return max(0.0, score)


def agency_and_year(title: str, words: TitleWords) -> tuple[str | None, int | None]:
    """The agency and the year that a title names, whichever stands first."""
    printed = compact(PRONUNCIATION.sub("", title))
    squeezed = years_in_digits(simplified(printed))
    end = words.end.search(squeezed)
    head = squeezed[: end.start()] if end else squeezed
    match = max(YEAR.finditer(head), key=lambda found: found.start(), default=None)
    if match:
        pieces = _around_year(agency_in(head[: match.start()]), agency_in(head[match.end() :]))
    else:
        match = YEAR.search(squeezed, len(head))
        pieces = [agency_in(head)]
    if end and not any(pieces) and (behind := BEHIND_TITLE.match(squeezed[end.end() :])):
        pieces = [name] if is_body(name := agency_in(behind["name"])) else []
    name = "".join(printed[(start := squeezed.index(piece)) : start + len(piece)] for piece in pieces)
    if YEAR.search(name):
        # A report on several years, or a title and other words on years.
        return None, None
    return name if name and not DATED.search(name) else None, _year(squeezed, match)


def _around_year(before: str, behind: str) -> list[str]:
    """The agency that stands before a year, behind it, or on both sides: a place's name and that of its body."""
    if not before or not behind or behind.startswith(before):
        return [behind or before]
    if not is_body(behind):
        return [before]
    # Of two bodies nothing tells which is meant.
    return [before, behind] if PLACE.search(before) else []


def _year(title: str, match: regex.Match[str] | None) -> int | None:
    if match:
        return year_of(match)
    period = PERIOD.search(title)
    return int(period["y2"] or period["y1"]) if period else None


def _is_own(text: str, match: regex.Match[str], must_be_given: bool) -> bool:
    """Whether a report is the one that names it: not told of in a sentence on a year, and not quoted or not given."""
    sentence = SENTENCES.split(text[max(0, match.start() - LONGEST_SENTENCE) : match.start()])[-1]
    if SENTENCE_YEAR.search(sentence):
        return False
    quote = sentence.rfind("《")
    if quote > sentence.rfind("》"):
        return bool(GIVEN_QUOTE.search(sentence[:quote]) or GIVEN_BEHIND.match(text, match.end()))
    return not must_be_given or bool(GIVEN_REPORT.search(sentence))


def named_year(
    text: str, confirmed: int | None, words: TitleWords, *, must_be_given: bool = False
) -> int | None:
    """The year of the reports that a text names and does not quote, as it does that of the year before.

    Of several years it is the one that something else confirms.
    """
    years = {
        int(match["year"])
        for match in words.of_year.finditer(text)
        if (not match["agency"] or is_named(match["agency"])) and _is_own(text, match, must_be_given)
    }
    if len(years) > 1:
        return confirmed if confirmed in years else None
    return next(iter(years), None)
