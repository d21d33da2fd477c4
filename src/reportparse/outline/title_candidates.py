"""Lines that look like the title of a report, without what pages and marks put around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import regex

from reportparse.document import Paragraph, Table
from reportparse.normalise import one_line, plain
from reportparse.outline.headings import SENTENCE_END, Headings
from reportparse.outline.titles import LONGEST_TITLE, WHOLE_TITLE, agency_and_year, title_score
from reportparse.outline.words import OutlineWords

# One in a table may be another report's: it is no better than a printed one of the report's own year.
IN_TABLE = 2.5
# So many different titles in lines behind each other, each with a year or an agency at least, are a list.
FEWEST_LISTED, IN_LIST = 3, 2
# What has so many lines that look like titles is a list of reports.
MOST_TITLES = 1_000
# So many lines and blocks, with the blank ones, make a title at most.
MOST_LINES, MOST_BLOCKS = 4, 7
# A title of fewer lines is better than one of more that names no more.
EACH_LINE = 0.1
YEAR = regex.compile(r"20\d\d(?=\s*年)")
YEAR_ALONE = regex.compile(r"^\s*20\d\d\s*$")
# What every title of a report has, in Simplified and in Traditional Chinese.
REPORT = frozenset("报報")
# Marks of Markdown and its kin.
MARKUP = regex.compile(r"[*_]{2}|\\|^[#=*|\s]+|(?:\s*\{#[^{}]*\})?[#=*|+\s]*$")
# What stands before and behind a title in a list: a bullet, a number, a link's number, a date.
LISTED = regex.compile(
    r"^(?:[•·●◆■▪►※○]\s*|\[\d{1,3}\]\s*|\d{1,3}(?:\s*[、.)]\s*|\s+)(?=\p{Han}))+|\s*\[?20\d\d-\d\d-\d\d\]?$"
)
FAR_APART = regex.compile(r"\s{4,}|\s*\|\s*")
TITLE_NAME = r"(?:(?:信息|文件|公文|文章)?(?:标\s*题|名\s*称)|题\s*名|内容概[述览要]|主题词)"
# The ending of a file's name, and a day alone in a line.
FILE_END = regex.compile(r"\.(?:docx?|pdf|wps|html?)$", regex.IGNORECASE)
DAY_ALONE = regex.compile(r"^\s*20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*$")
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
    r"|\p{Han}{1,12}\s*[〔\[【(（]\s*20\d\d\s*[〕\]】)）]\s*第?\s*\d{1,5}\s*号\s*(?:签发人\s*[:：]\s*\p{Han}{2,3}(?=\s|20\d\d))?"
    r"|附\s*[:：]\s*|附?表\s*\d{1,2}\s+|[^>》]{0,20}(?:位置\s*[:：]|首页\s*>).{0,80}>\s*)"
)
PATH = regex.compile(r"^[^>》]{0,20}(?:位置\s*[:：]|首页\s*>).{0,80}>")


class Candidate(NamedTuple):
    """Some blocks in a row that look like a title, with what it names; the better one is the greater."""

    score: float
    # The positions of its first and its last block.
    first: int
    last: int
    text: str
    agency: str | None
    year: int | None


def title_candidates(
    blocks: Sequence[Paragraph | Table], headings: Headings, words: OutlineWords
) -> list[Candidate]:
    """Find the lines, alone and together, that look like a title: the first MOST_TITLES of them.

    Those of a list of reports are left out.
    """
    return _without_lists(list(islice(_candidates(blocks, headings, words), MOST_TITLES)), blocks)


def _without_lists(candidates: list[Candidate], blocks: Sequence[Paragraph | Table]) -> list[Candidate]:
    """Leave out titles in lines right behind each other that are a list."""
    printed = [i for i, block in enumerate(blocks) if isinstance(block, Table) or block.text.strip()]
    place = {i: k for k, i in enumerate(printed)}
    runs: list[list[Candidate]] = []
    for candidate in candidates:
        if candidate.first != candidate.last or candidate.score < IN_LIST:
            continue
        if runs and place[candidate.first] == place[runs[-1][-1].first] + 1:
            runs[-1].append(candidate)
        else:
            runs.append([candidate])
    listed = {candidate.first for run in runs if _is_list(run) for candidate in run}
    return [
        candidate for candidate in candidates if listed.isdisjoint(range(candidate.first, candidate.last + 1))
    ]


def _candidates(
    blocks: Sequence[Paragraph | Table], headings: Headings, words: OutlineWords
) -> Iterator[Candidate]:
    section = headings.first_section
    may_end_here = [may_be_title(block) for block in blocks]
    for i, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            if any(may_end_here[i : i + MOST_BLOCKS]):
                yield from _candidates_at(i, blocks, headings, words)
        elif (section is None or i < section) and (title := _title_in_table(block, words)):
            yield Candidate(IN_TABLE, i, i, title, *agency_and_year(title, words))


def may_be_title(block: Paragraph | Table) -> bool:
    """Return whether a paragraph has the character of every title; asked before anything that takes longer."""
    return isinstance(block, Paragraph) and not REPORT.isdisjoint(block.text)


def _candidates_at(
    first: int, blocks: Sequence[Paragraph | Table], headings: Headings, words: OutlineWords
) -> Iterator[Candidate]:
    """Find the titles that begin with a block, of one line and of several."""
    lines = 0
    for last, block in enumerate(blocks[first : first + MOST_BLOCKS], first):
        heading = headings.get(last)
        if isinstance(block, Paragraph) and not block.text.strip():
            continue
        lines += 1
        if lines > MOST_LINES or (heading and heading.level == 1):
            return
        text = joined_title(blocks[first : last + 1], words)
        if text is None or len(text) > LONGEST_TITLE:
            return
        if len(set(YEAR.findall(text))) >= FEWEST_LISTED:
            # A menu of years above a title.
            continue
        if score := title_score(text, words, lines):
            score -= EACH_LINE * (last - first)
            yield Candidate(score, first, last, text, *agency_and_year(text, words))


def _is_list(titles: Sequence[Candidate]) -> bool:
    """Return whether titles name many agencies, or many years and none; of one agency, the last may be its report's."""
    agencies = {title.agency for title in titles}
    years = {title.year for title in titles}
    return len(agencies) >= FEWEST_LISTED or (agencies == {None} and len(years) >= FEWEST_LISTED)


def _title_in_table(table: Table, words: OutlineWords) -> str | None:
    """Return the one whole title in a table of what a page tells of the report, or the one in all others.

    It has a row for itself or stands behind a field's name.
    """
    titles = set()
    for texts in _rows_of_texts(table):
        for before, text in zip(["", *texts], texts, strict=False):
            if REPORT.isdisjoint(text) or len(text) > 2 * LONGEST_TITLE:
                continue
            title = _bare_line(text, words)
            if (len(texts) == 1 or TITLE_CELL.match(before)) and title_score(title, words) >= WHOLE_TITLE:
                titles.add(title)
    # Whose site it is may stand behind the title.
    shortest = min(titles, key=len, default="")
    return shortest if titles and all(shortest in title for title in titles) else None


def _rows_of_texts(table: Table) -> Iterator[list[str]]:
    """Yield the texts of each row; as one with the next where a year alone is among them.

    A tool takes each piece of a line for a cell, and a number for the last one of a row.
    """
    begun = ""
    for row in table.rows():
        texts = [cell.text for cell in row if cell.text.strip()]
        years = [bool(YEAR_ALONE.match(text)) for text in texts]
        if begun or any(years):
            texts = ["".join([begun, *texts])]
        begun = texts[0] if any(years[-1:]) and len(texts[0]) <= LONGEST_TITLE else ""
        if not begun:
            yield texts


def joined_title(blocks: Sequence[Paragraph | Table], words: OutlineWords) -> str | None:
    """Join paragraphs to a title that begins and ends with them; None if one is a table, prose or a day."""
    texts = []
    for block in blocks:
        if isinstance(block, Table) or SENTENCE_END.search(block.text.strip()) or DAY_ALONE.match(block.text):
            return None
        texts.append(_bare_line(block.text, words))
    return "".join(texts) if texts[0] and texts[-1] else None


@lru_cache(maxsize=64)
def _bare_line(line: str, words: OutlineWords) -> str:
    """Return a line as a part of a title; kept, for each is one of several titles with the lines around it."""
    printed = one_line(plain(_own_part(line, words)))
    text = _untagged(printed).replace(" ", "")
    # The last part of the way to a page may be the name of a list of reports.
    return "" if PATH.match(printed) and not all(agency_and_year(text, words)) else text


def _own_part(line: str, words: OutlineWords) -> str:
    """Return the part of a line that is a whole title and stands far from the others, or else all of it.

    Programs that draw pages with spaces put a menu beside it.
    """
    line = STRETCHED.sub("", line.strip())
    parts = FAR_APART.split(line)
    whole = (part for part in parts if words.title_end.search(part) and all(agency_and_year(part, words)))
    return next(whole, line) if len(parts) > 1 else line


def _untagged(text: str) -> str:
    """Cut off marks of Markdown and its kin, a field's name, the next field and a page's buttons."""
    text = FILE_END.sub("", LISTED.sub("", MARKUP.sub("", BUTTONS.sub("", text))))
    return NEXT_FIELD.sub("", TITLE_FIELD.sub("", text)).strip("#*_ |")
