"""Lines that are headings: of the sections that a family of reports has, and of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import regex
from rapidfuzz import process
from rapidfuzz.distance import Indel

from reportparse.chinese_numerals import ordinal
from reportparse.document import Paragraph, Table
from reportparse.forms import Family
from reportparse.normalise import INVISIBLE, PRONUNCIATION, compact, one_line, simplified

# Likenesses are compared up to this.
TOLERANCE = 1e-9
# Longer lines are paragraphs; so are those without a number that are longer than the second.
LONGEST_HEADING, LONGEST_UNNUMBERED = 42, 30
# A heading that is like a known one has at least so many characters, and at most so many times those of the known one.
SHORTEST_HEADING, MOST_LONGER = 4, 1.6
# From what likeness on a heading is taken for a known one, with a number and without.
LIKE_KNOWN, LIKE_KNOWN_UNNUMBERED = 0.72, 0.92
# So many characters behind a known heading still belong to it.
LONGEST_ADDITION = 6
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
# What Markdown, Org, AsciiDoc and HTML put around a heading or a phrase.
MARK = r"(?:\s|[#=*_>]|</?[A-Za-z][^<>]*>)+"
OPENING_MARKS, CLOSING_MARKS = regex.compile(f"^{MARK}"), regex.compile(f"{MARK}$")
UNSEEN = regex.compile(f"[{''.join(sorted(INVISIBLE))}]")
NUMBER_STARTS = frozenset("一二三四五六七八九十—－-〇（(、．.")
DIGITS_END = regex.compile(r"\d[\s|]*$")
LEADING_YEAR = regex.compile(r"^20\d\d年度?")
HEADING_END = regex.compile(r"[。：:；;]")
SENTENCE_END = regex.compile(r"[。！？；]$")


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
    the longest first, and their `beginnings`, as long as the shortest; and the codes in the sections' order.
    """

    codes: dict[str, str]
    lengths: tuple[int, ...]
    beginnings: frozenset[str]
    order: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, family: Family) -> SectionNames:
        """The names of a family's sections, made once."""
        header = family.header
        codes = {
            compact(name): section.code
            for section in header.sections
            for name in (section.heading, *section.variants)
        }
        lengths = tuple(sorted(set(map(len, codes)), reverse=True))
        beginnings = frozenset(name[: min(lengths, default=0)] for name in codes)
        order = tuple(section.code for section in header.sections)
        return cls(codes, lengths, beginnings, order)

    def may_begin(self, text: str) -> bool:
        """Whether one of the headings may stand at the beginning of a text; asked before all of them are."""
        return bool(self.lengths) and text[: self.lengths[-1]] in self.beginnings


@lru_cache(maxsize=256)
def _names_near(names: SectionNames, length: int, least: float) -> tuple[str, ...]:
    """The headings whose lengths allow them to be so much alike to a text of a length."""
    return tuple(
        name for name in names.codes if 1 - abs(len(name) - length) / (len(name) + length) > least - TOLERANCE
    )


def find_headings(blocks: Sequence[Paragraph | Table], names: SectionNames) -> dict[int, Heading]:
    """The headings among some blocks, by their positions."""
    headings = {
        i: heading
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph) and (heading := _heading(block, names)) is not None
    }
    return headings | _otherwise_numbered(blocks, headings, names)


def is_section_heading(text: str, names: SectionNames) -> bool:
    """Whether a line is, by its words alone, the heading of a section that the family knows."""
    text = _unmarked(text.strip())
    if not text or len(text) > LONGEST_HEADING or text.isascii():
        return False
    match = (NUMBERED.match(text) or LOST_NUMBER.match(text)) if text.lstrip()[:1] in NUMBER_STARTS else None
    rest, number = (match["rest"], match.groupdict().get("number")) if match else (text, None)
    return _known(rest, number, text, names) is not None


def first_section(headings: dict[int, Heading]) -> int | None:
    """Where the first heading of a section stands that is known, or, if none is, that is numbered."""
    known = [i for i, heading in headings.items() if heading.level == 1 and heading.code]
    numbered = [i for i, heading in headings.items() if heading.level == 1 and heading.number]
    return min(known or numbered, default=None)


def last_of_sections(headings: dict[int, Heading]) -> dict[str, int]:
    """For each section that is known where its last heading stands."""
    return {
        code: i for i in sorted(headings) if (code := headings[i].code) is not None and headings[i].level == 1
    }


def _heading(paragraph: Paragraph, names: SectionNames) -> Heading | None:
    text = _unmarked(paragraph.text.strip())
    if text.isascii() or (len(text) > LONGEST_HEADING and not _numbered(text)):
        return None
    if match := NUMBERED.match(text):
        return _known(match["rest"], match["number"], text, names) or _other_heading(match, text)
    if match := LOST_NUMBER.match(text):
        return _known(match["rest"], None, text, names)
    if match := SUBNUMBERED.match(text):
        return _subheading(match, text)
    if paragraph.role == "heading" or len(compact(text)) <= LONGEST_UNNUMBERED:
        return _known(text, None, text, names)
    return None


def _other_heading(match: regex.Match[str], text: str) -> Heading | None:
    """Return a numbered heading that the family does not know, if it is neither a sentence nor a row of a table."""
    rest = match["rest"].strip()
    if len(compact(text)) > LONGEST_HEADING or SENTENCE_END.search(rest) or DIGITS_END.search(rest):
        return None
    return Heading(1, match["number"], one_line(text), None, "")


def _subheading(match: regex.Match[str], text: str) -> Heading | None:
    """Return a heading inside of a section, up to the mark that ends it."""
    rest = match["rest"].strip()
    end = HEADING_END.search(rest)
    head, tail = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    if len(head) > LONGEST_HEADING:
        return None
    head = one_line(text[: text.index(rest)] + head)
    return Heading(2, match["number"], head, None, _unmarked(tail.strip()))


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
            number = ordinal(match["number"].strip("第部分（()） "))
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


def _known(rest: str, number: str | None, whole: str, names: SectionNames) -> Heading | None:
    """Return a heading that the family knows, alone or with the first paragraph glued to it.

    `rest` is what stands behind the number in the `whole` paragraph.
    """
    pieces = squeezed_characters(rest[: 4 * LONGEST_HEADING])
    squeezed = "".join(pieces)
    dated = LEADING_YEAR.match(squeezed)
    if dated and dated.end() < len(squeezed):
        known = _known(rest[_offset(pieces, dated.end()) :], number, whole, names)
        if known and not known.rest:
            return known
    is_numbered = number is not None
    found = _known_beginning(squeezed, is_numbered, names) or _like_known(squeezed, is_numbered, names)
    if found is None:
        return None
    length, code = found
    cut = _offset(pieces, length) if length < len(squeezed) else len(rest)
    tail = rest[cut:].lstrip(" \t\u3000。：:，,、.")
    if tail and len(tail) <= LONGEST_ADDITION and not SENTENCE_END.search(tail):
        cut, tail = len(rest), ""
    if tail and not is_numbered:
        return None
    head = whole[: len(whole) - len(rest)] + rest[:cut]
    return Heading(1, number, one_line(head), code, tail)


def _known_beginning(text: str, is_numbered: bool, names: SectionNames) -> tuple[int, str] | None:
    """Return the length and the code of the longest known heading that a text begins with."""
    for length in names.lengths if names.may_begin(text) else ():
        code = names.codes.get(text[:length])
        if code is not None and (is_numbered or not text[length : length + 1].isalnum()):
            return length, code
    return None


def _like_known(text: str, is_numbered: bool, names: SectionNames) -> tuple[int, str] | None:
    """Return the length of a text and the code of the known heading that it is much like."""
    if not SHORTEST_HEADING <= len(text) <= LONGEST_HEADING:
        return None
    least = LIKE_KNOWN if is_numbered else LIKE_KNOWN_UNNUMBERED
    found = process.extractOne(
        text, _names_near(names, len(text), least), scorer=Indel.normalized_similarity, score_cutoff=least
    )
    return (len(text), names.codes[found[0]]) if found and len(text) <= len(found[0]) * MOST_LONGER else None


def squeezed_characters(text: str) -> list[str]:
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
