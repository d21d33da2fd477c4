"""Lines that are headings, of sections that the family of a report knows and of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise, permutations

import regex
from rapidfuzz import process
from rapidfuzz.distance import Indel

from reportparse.chinese_numerals import ORDINAL, RARE_ORDINALS, ordinal
from reportparse.document import Paragraph, Table
from reportparse.forms import Family
from reportparse.normalise import INVISIBLE, PRONUNCIATION, any_of, compact, one_line
from reportparse.values import is_value

# Likenesses are compared up to this.
TOLERANCE = 1e-9
# Longer lines are paragraphs; so are those without a number that are longer than the second.
LONGEST_HEADING, LONGEST_UNNUMBERED = 42, 30
# What is like a known heading has at least so many characters, and at most so many times those of the heading.
SHORTEST_HEADING, MOST_LONGER = 4, 1.6
# From what likeness on a heading is taken for a known one, with a number and without.
LIKE_KNOWN, LIKE_KNOWN_UNNUMBERED = 0.72, 0.92
# And how like each other their own words are, without those that most headings have.
LIKE_OWN_WORDS = 0.5
COMMON = ("政府", "工作", "情况", "的")
# So many characters behind a known heading still belong to it.
LONGEST_ADDITION = 6
# And what goes on with what else the section is on, up to the end of its line.
GOES_ON = regex.compile(r"[和及与、][^，。:：;；]{4,}$")
# The heading of a section; its number may be misprinted or lost.
NUMBERED = regex.compile(rf"^(?<number>{ORDINAL}|—|－|-|〇)\s*[、．.,，]\s*(?<rest>.+)$", regex.DOTALL)
LOST_NUMBER = regex.compile(r"^\s*[、．.]\s*(?<rest>.+)$", regex.DOTALL)
# The heading of a part of a section.
SUBNUMBERED = regex.compile(rf"^(?<number>[（(]\s*{ORDINAL}\s*[）)])\s*、?\s*(?<rest>.+)$", regex.DOTALL)
# Other ways to number the sections themselves: as parts of them are numbered, too, and as no part is.
PART_NUMBERED = regex.compile(
    rf"^(?<number>[（(]\s*{ORDINAL}\s*[）)]|\d{{1,2}}(?=\s*[、．.]))\s*[、．.:：]?\s*(?<rest>.+)$",
    regex.DOTALL,
)
OTHERWISE_NUMBERED = regex.compile(
    rf"^(?<number>第{ORDINAL}(?:部分|[章节篇])|【\s*{ORDINAL}\s*】|{ORDINAL}(?=[\s:：]|(?!是)\p{{Han}})"
    rf"|(?:{any_of(RARE_ORDINALS)})(?=[\s、．.:：]))"
    r"\s*[、．.:：]?\s*(?<rest>.+)$",
    regex.DOTALL,
)
# A stroke, a letter that is read for one, or an ornament before the number of a known section.
BEHIND_SIGN = regex.compile(
    rf"^[|｜丨lLiI1·•★☆◆◇●■▲※]\s*(?<heading>(?<number>{ORDINAL})\s*[、．.,，]\s*(?<rest>.+))$",
    regex.DOTALL,
)
# A mark before the heading of a known section without a number.
BULLETED = regex.compile(r"^[-–－—•·●○■□◆◇▪►→√]\s*(?<rest>\p{Han}.*)$", regex.DOTALL)
# So many sections that are numbered in their order are no chance.
MANY_SECTIONS = 4
# So many known ones among others that are numbered one by one show that these are headings.
FEWEST_KNOWN = 2
# What Markdown, Org, AsciiDoc and HTML put around a heading or a phrase.
MARK = r"(?:\s|[#=*_>]|</?[A-Za-z][^<>]*>)+"
OPENING_MARKS, CLOSING_MARKS = regex.compile(f"^{MARK}"), regex.compile(f"{MARK}$")
UNSEEN = regex.compile(f"[{''.join(sorted(INVISIBLE))}]")
# What the headings with a number, and with a lost one, begin with.
NUMBER_STARTS = frozenset("一二三四五六七八九十—－-〇（(、．.")
# A line that ends in a number is a row of a table.
DIGITS_END = regex.compile(r"\d[\s|]*$")
LEADING_YEAR = regex.compile(r"^20\d\d年度?")
# Marks that end a heading inside of a paragraph, and a sentence.
HEADING_END = regex.compile(r"[。：:；;]")
SENTENCE_END = regex.compile(r"[。！？；]$")
# What says how many there were, or when there were none, is no heading.
STATEMENT = regex.compile(
    r"^(?:截[至止])?20\d\d\s*年[^,，。]{0,8}[,，]|\d\s*余?[件条份篇次宗起例项元]|未(?!来)\p{Han}{3}|没有\p{Han}{3}"
)


@dataclass(slots=True)
class Heading:
    """A heading found at the head of a paragraph."""

    # 1 for a section, 2 for a part of one.
    level: int
    # As it is printed; None if there is none.
    number: str | None
    # The heading with its number.
    text: str
    # The code of a section that the family knows.
    code: str | None
    # What the paragraph says after it.
    rest: str


class Headings(dict[int, Heading]):
    """The headings of a document, by the positions of their blocks."""

    @cached_property
    def sections(self) -> dict[int, Heading]:
        """Those of sections, without their parts."""
        return {i: heading for i, heading in self.items() if heading.level == 1}

    @cached_property
    def first_section(self) -> int | None:
        """The position of the first section whose heading is known or, if none is, has a number."""
        known = [i for i, heading in self.sections.items() if heading.code]
        numbered = [i for i, heading in self.sections.items() if heading.number]
        return min(known or numbered, default=None)

    @cached_property
    def last_of_sections(self) -> dict[str, int]:
        """For the code of each known section the position of its last heading."""
        return {code: i for i, heading in sorted(self.sections.items()) if (code := heading.code) is not None}


@dataclass(frozen=True, eq=False, slots=True)
class SectionNames:
    """The headings that a family knows, in comparable form."""

    # The code of each heading's section.
    codes: dict[str, str]
    # What most of them have in common.
    common: regex.Pattern[str]
    # The lengths of the headings, the longest first.
    lengths: tuple[int, ...]
    # The beginnings of the headings, as long as the shortest one.
    beginnings: frozenset[str]
    # The codes in the order of the sections.
    order: tuple[str, ...]
    # The labels of rows of the forms, and of their groups.
    row_labels: frozenset[str]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, family: Family) -> SectionNames:
        """Return the names of a family's sections, made once."""
        header = family.header
        codes = {
            compact(name): section.code
            for section in header.sections
            for name in (section.heading, *section.variants)
        }
        lengths = tuple(sorted(set(map(len, codes)), reverse=True))
        beginnings = frozenset(name[: min(lengths, default=0)] for name in codes)
        order = tuple(section.code for section in header.sections)
        common = regex.compile(any_of((*header.subjects, *header.office_words, *COMMON)))
        rows = (row for block in family.blocks for row in block.rows)
        row_labels = frozenset(compact(name) for row in rows for name in row.printed_names)
        return cls(codes, common, lengths, beginnings, order, row_labels)

    def may_begin(self, text: str) -> bool:
        """Return whether a text may begin with one of the headings; asked before each of them is."""
        return bool(self.lengths) and text[: self.lengths[-1]] in self.beginnings


@lru_cache(maxsize=256)
def _names_near(names: SectionNames, length: int, least: float) -> tuple[str, ...]:
    """Return the headings whose lengths allow that a text of a length is at least so much like them."""
    return tuple(
        name for name in names.codes if 1 - abs(len(name) - length) / (len(name) + length) > least - TOLERANCE
    )


def find_headings(blocks: Sequence[Paragraph | Table], names: SectionNames) -> Headings:
    """Find the headings among some blocks, by their positions."""
    headings = Headings(
        (i, heading)
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph) and (heading := _heading(block, names)) is not None
    )
    no_headings = _rows_without_table(blocks, headings, names) | _named_inside_of_others(
        headings, names.order
    )
    headings = Headings((i, heading) for i, heading in headings.items() if i not in no_headings)
    return Headings(headings | _otherwise_numbered(blocks, headings, names))


def _rows_without_table(
    blocks: Sequence[Paragraph | Table], headings: Headings, names: SectionNames
) -> set[int]:
    """Return those of the headings that no section is known for, are labels of rows, and stand next to another label
    or a value: they are what is left of a table.
    """
    labels = {
        i
        for i, heading in headings.items()
        if heading.code is None
        and isinstance(block := blocks[i], Paragraph)
        and compact(block.text) in names.row_labels
    }
    if not labels:
        return set()
    filled = [i for i, block in enumerate(blocks) if not isinstance(block, Paragraph) or block.text.strip()]
    beside = [(i, other) for pair in pairwise(filled) for i, other in permutations(pair) if i in labels]
    return {i for i, other in beside if _is_of_row(blocks[other], names)}


def _named_inside_of_others(headings: Headings, order: Sequence[str]) -> set[int]:
    """Return those without a number that stand inside of another section.

    Their own heading follows: with a number, without their bullet, or behind that of a section which comes before
    theirs.
    """
    known = {i: heading for i, heading in headings.sections.items() if heading.code}
    places = {i: order.index(heading.code or "") for i, heading in known.items()}
    numbered = {places[i]: i for i, heading in known.items() if heading.number}
    first = min(numbered.values(), default=0)

    def is_inside(i: int) -> bool:
        with_number = numbered.get(places[i], 0)
        # An item of a list further below may have the same number and name.
        is_in_order = all(j > with_number for place, j in numbered.items() if place > places[i])
        if first < i < with_number and is_in_order:
            return True
        own = next((j for j in places if j > i and places[j] == places[i]), None)
        before = {place for j, place in places.items() if j < i}
        if own is None or not before:
            return False
        return (_is_bulleted(known[i]) and not _is_bulleted(known[own])) or any(
            i < j < own and place < places[i] and place not in before for j, place in places.items()
        )

    return {i for i, heading in known.items() if heading.number is None and is_inside(i)}


def _is_bulleted(heading: Heading) -> bool:
    return not heading.text[0].isalnum()


def _is_of_row(block: Paragraph | Table, names: SectionNames) -> bool:
    return isinstance(block, Paragraph) and (
        compact(block.text) in names.row_labels or is_value(compact(block.text))
    )


def is_section_heading(text: str, names: SectionNames) -> bool:
    """Return whether a line is, by its words alone, the heading of a section that the family knows."""
    text = _unmarked(text.strip())
    if not text or len(text) > LONGEST_HEADING or text.isascii():
        return False
    match = (NUMBERED.match(text) or LOST_NUMBER.match(text)) if text.lstrip()[:1] in NUMBER_STARTS else None
    rest, number = (match["rest"], match.groupdict().get("number")) if match else (text, None)
    return known_heading(rest, number, text, names) is not None


def _heading(paragraph: Paragraph, names: SectionNames) -> Heading | None:
    text = _unmarked(paragraph.text.strip())
    if text.isascii() or (len(text) > LONGEST_HEADING and not _numbered(text)):
        return None
    if match := NUMBERED.match(text):
        return known_heading(match["rest"], match["number"], text, names) or _other_heading(match, text)
    if match := LOST_NUMBER.match(text):
        return known_heading(match["rest"], None, text, names)
    if match := SUBNUMBERED.match(text):
        return _subheading(match, text)
    if match := BEHIND_SIGN.match(text):
        return known_heading(match["rest"], match["number"], match["heading"], names)
    if paragraph.role == "heading" or len(compact(text)) <= LONGEST_UNNUMBERED:
        match = BULLETED.match(text)
        return known_heading(match["rest"] if match else text, None, text, names)
    return None


def _other_heading(match: regex.Match[str], text: str) -> Heading | None:
    """Return a numbered heading that the family does not know, if it is no sentence and no row of a table."""
    rest = match["rest"].strip()
    if len(compact(text)) > LONGEST_HEADING or SENTENCE_END.search(rest) or DIGITS_END.search(rest):
        return None
    return Heading(1, match["number"], one_line(text), None, "")


def _subheading(match: regex.Match[str], text: str) -> Heading | None:
    """Return a heading inside of a section, up to the mark that ends it."""
    rest = match["rest"].strip()
    end = HEADING_END.search(rest)
    head, tail = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    if len(head) > LONGEST_HEADING or STATEMENT.search(head):
        return None
    head = one_line(text[: text.index(rest)] + head)
    return Heading(2, match["number"], head, None, _unmarked(tail.strip()))


def _otherwise_numbered(
    blocks: Sequence[Paragraph | Table], headings: Headings, names: SectionNames
) -> dict[int, Heading]:
    """Find the headings of known sections that are numbered as parts of sections, or as few reports have it.

    Many lines that are numbered one by one are such, known or not. Any other has the number of its section's place in
    their order. Where the other sections are numbered as usual, it has no other heading and stands between those of
    the sections before and behind it.
    """
    usual = {heading.code: i for i, heading in headings.sections.items() if heading.number}
    usual.pop(None, None)
    found: dict[int, Heading] = {}
    fitting: dict[int, Heading] = {}
    for i, text in _short_lines(blocks):
        otherwise = OTHERWISE_NUMBERED.match(text)
        match = otherwise or PART_NUMBERED.match(text)
        known = known_heading(match["rest"], match["number"], text, names) if match else None
        if not match or not known or known.code is None or known.rest:
            continue
        place = names.order.index(known.code)
        # Inside of a section parts of the same names have numbers of their own.
        if _place(match) != place + 1:
            continue
        found[i] = known
        others = ((names.order.index(code), other) for code, other in usual.items() if code)
        if otherwise and all(order != place and (order < place) == (other < i) for order, other in others):
            fitting[i] = known
    in_sequence = _in_sequence(blocks, names)
    if len(in_sequence) > max(MANY_SECTIONS, len(usual), len(fitting)):
        return in_sequence
    codes = {heading.code for heading in found.values()}
    if len(codes) >= MANY_SECTIONS and len(codes) > len(usual):
        return found
    return fitting if len(usual) + len(fitting) >= MANY_SECTIONS else {}


def _in_sequence(blocks: Sequence[Paragraph | Table], names: SectionNames) -> dict[int, Heading]:
    """Find lines that are numbered one by one with nothing but a blank behind the number, if some are of known
    sections.
    """
    found: dict[int, Heading] = {}
    for i, text in _short_lines(blocks):
        match = OTHERWISE_NUMBERED.match(text)
        if match and _place(match) == len(found) + 1 and text[match.end("number")].isspace():
            known = known_heading(match["rest"], match["number"], text, names)
            heading = known if known and not known.rest else _other_heading(match, text)
            found |= {i: heading} if heading else {}
    return found if sum(heading.code is not None for heading in found.values()) >= FEWEST_KNOWN else {}


def _short_lines(blocks: Sequence[Paragraph | Table]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs that are not too long for a heading, without marks, with their positions."""
    for i, block in enumerate(blocks):
        if isinstance(block, Paragraph) and len(block.text) <= LONGEST_HEADING:
            yield i, _unmarked(block.text.strip())


def _place(numbered: regex.Match[str]) -> int | None:
    """Return what a number of a section says in digits."""
    return ordinal(numbered["number"].strip("第部分章节篇（()）【】 \u3000"))


def _unmarked(text: str) -> str:
    """Return a line without invisible characters and without the marks of Markdown and its kin around it."""
    text = UNSEEN.sub("", text)
    if text[:1] in "#=*_<>" or text[-1:] in "#=*_>":
        return CLOSING_MARKS.sub("", OPENING_MARKS.sub("", text))
    return text


def _numbered(text: str) -> bool:
    return text.lstrip()[:1] in NUMBER_STARTS and bool(
        NUMBERED.match(text) or SUBNUMBERED.match(text) or LOST_NUMBER.match(text)
    )


def known_heading(rest: str, number: str | None, whole: str, names: SectionNames) -> Heading | None:
    """Return a heading that the family knows, alone or with the first paragraph glued to it.

    `rest` is what stands behind the number in the `whole` paragraph.
    """
    pieces = squeezed_characters(rest[: 4 * LONGEST_HEADING])
    squeezed = "".join(pieces)
    dated = LEADING_YEAR.match(squeezed)
    if dated and dated.end() < len(squeezed):
        known = known_heading(rest[_offset(pieces, dated.end()) :], number, whole, names)
        if known and not known.rest:
            return known
    is_numbered = number is not None
    found = _known_beginning(squeezed, is_numbered, names) or _like_known(squeezed, is_numbered, names)
    if found is None:
        return None
    length, code = found
    cut = _offset(pieces, length) if length < len(squeezed) else len(rest)
    tail = rest[cut:].lstrip(" \t\u3000。：:，,、.")
    is_addition = len(tail) <= LONGEST_ADDITION or (GOES_ON.match(tail) and len(whole) <= LONGEST_HEADING)
    if tail and is_addition and not SENTENCE_END.search(tail):
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


def known_end(text: str, names: SectionNames) -> tuple[int, str] | None:
    """Return where the longest known heading ends that a text begins with, behind its number, and its code."""
    pieces = squeezed_characters(text)
    squeezed = "".join(pieces)
    found = _known_beginning(squeezed, True, names)
    return (_offset(pieces, min(found[0], len(squeezed)) - 1) + 1, found[1]) if found else None


def _like_known(text: str, is_numbered: bool, names: SectionNames) -> tuple[int, str] | None:
    """Return the length of a text and the code of the known heading that it is much like."""
    if not SHORTEST_HEADING <= len(text) <= LONGEST_HEADING:
        return None
    least = LIKE_KNOWN if is_numbered else LIKE_KNOWN_UNNUMBERED
    near = _names_near(names, len(text), least)
    own = names.common.sub("", text)
    for name, *_ in process.extract(text, near, scorer=Indel.normalized_similarity, score_cutoff=least):
        # Most headings on a subject are much like each other but for the words that tell them apart.
        if (
            len(text) <= len(name) * MOST_LONGER
            and Indel.normalized_similarity(own, names.common.sub("", name)) >= LIKE_OWN_WORDS
        ):
            return len(text), names.codes[name]
    return None


def squeezed_characters(text: str) -> list[str]:
    """Return each character in compact Simplified Chinese.

    What tells how another one is pronounced is empty.
    """
    pieces = list(map(compact, text))
    for match in PRONUNCIATION.finditer(text):
        pieces[match.start() : match.end()] = [""] * len(match[0])
    return pieces


def _offset(pieces: Sequence[str], position: int) -> int:
    """Return the index of the piece that holds the character at a position of the joined text."""
    return next(i for i, end in enumerate(accumulate(map(len, pieces))) if end > position)
