"""The clauses around the numbers of a text: which words belong to a number, and what it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import regex

from reportparse.forms.figure_rules import ClauseWords
from reportparse.normalise import SPACE
from reportparse.prose.quantities import Quantity

# How far, in characters, a clause is followed; longer ones are cut.
LONGEST_CLAUSE = 120
# So many numbers follow each other in an enumeration.
LONGEST_ENUMERATION = 20

# `县(市、区)` is one word.
PLACES = r"[省市州盟县旗区镇乡街道园、]{1,12}"
CLAUSE_END = regex.compile(
    rf"[，,。；;:!?\n【】]|\((?!(?<=\p{{Han}}\(){PLACES}\)\p{{Han}})|\)(?!(?<=\p{{Han}}\({PLACES}\))\p{{Han}})"
)
# Behind a number `（每件）` belongs to it: it is a price.
CLAUSE_END_BEHIND = regex.compile(rf"(?!\(\s*每)(?:{CLAUSE_END.pattern})")
# A clause that ends with these marks has nothing to do with the next one.
SENTENCE_MARKS = "。；;!?\n)】"
# Brackets that end what stands before a number.
BRACKETED = regex.compile(r"\([^()。；;!?\n\d]{1,60}\)\x20?$")
TIME = regex.compile(
    r"^(?:分别)?(?:截至|截止|自|从|至|到|在|于)?(?:(?:19|20)\d\d年度?)?(?:(?:\d{1,2}[-~—至])?\d{1,2}月|(?<=年|度))份?(?:\d{1,2}日)?"
    r"(?:[底末]|以来|期间|内|止|起|[至到](?=\d)|[和、](?=\d{1,2}月))?|^年[底末]"
)
# The whole year says nothing of the number; a part of it does.
WHOLE_YEAR = regex.compile(
    r"^(?:截[至止]|自|从|在|于|到)?(?:\d{4}年(?:1月1日起?[至到](?:\d{4}年)?)?(?:12月31日|12月底|年?[底末])(?:止|期间)?"
    r"|\d{4}年度?(?!\d{1,2}月))"
)
# Who and when stand before what is counted.
LEADING = regex.compile(
    r"^(?:其中|以及|另有|另外|此外|同时|同期|并|且|全年|当年|今年|年内|年度内|本年度?|一年来|目前|报告期内|"
    r"[我本](?:[省市州县旗区镇乡局委办院厅部所站会校]|机关|单位|部门|级|街道|中心)(?!级|机关)(?:政府)?|全[省市州县旗区镇乡局委](?!面|场)|"
    r"共计|共(?![建同享性产青]|办(?![理结]))|累计|总计|合计|一共|均|已|先后|分别|通过|在(?![线职岗编册校建])|了)"
)
TRAILING = regex.compile(
    r"(?:共计?|累计|总计|合计|均|各|已|约|达到?|(?<!行)为|是|有|了|的|分别|总?数量|总数|[：:、—－\-])$"
)
# The number of an item of a list, at its beginning.
ITEM = regex.compile(r"^\d{1,2}[.、](?!\d)")
# What joins a number and its noun to the next ones: `、` enumerates where `，` may begin another clause.
JOINS = r"以及|、|[和及与](?!时)"
ENUMERATION = regex.compile(rf"(?:{JOINS})\s*")
SEPARATOR = regex.compile(rf"(?:{JOINS}|[，,])\s*")
JOIN_BEFORE = regex.compile(rf"^(?:{JOINS})")
JOIN_BEHIND = regex.compile(rf"(?:{JOINS})$")
# Words that say what became of the things, and not what they are.
PREDICATE = regex.compile(r"均|已|都|全部|分别|各自|共|并|被|由|按|依|经|占|等|内")
COUNTED = regex.compile(r"(?:量|总数|人数|次数|件数)(?:累计|总计|共计?|已|约|为|达到?|是|[:：])*\s*$")
# Left over from a page's style sheet (`width:100%`).
STYLE = regex.compile(r"(?:[A-Za-z] ?[:=] ?|[=,\"'])$")
NOT_A_COUNT = regex.compile(r"\s*[年月日号时点:.\-/、]")


class _Patterns(NamedTuple):
    """A body's name at the beginning of a clause, a verb at its end, and names whose numbers follow."""

    body: regex.Pattern[str]
    verb: regex.Pattern[str]
    enumerated: regex.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(words: ClauseWords) -> _Patterns:
    return _Patterns(
        body=regex.compile(
            rf"^(?!{words.predicates})\p{{Han}}{{2,24}}?"
            r"(?:局|委员会|委|办公室|办公厅|人民政府|政府|办事处|管委会|街道|镇|乡|厅|中心)"
            rf"(?=共|累计|全年|未|没有|通过|在|{words.behind_body})"
        ),
        verb=regex.compile(f"(?:{words.verbs})$"),
        enumerated=regex.compile(
            rf"(?P<items>.+?)(?:数量|数|金额)?分别(?:为|是|有|达到?|{words.behind_respectively})?$"
        ),
    )


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity, the words of its clause before and after it without spaces, and what it counts."""

    quantity: Quantity
    before: str
    after: str
    subject: str | None

    @property
    def clause(self) -> str:
        """The clause with the number written as `#`."""
        return f"{self.before}#{self.after}"


class Clauses:
    """Divides the words of a flattened text among its quantities."""

    def __init__(self, flat: str, quantities: Sequence[Quantity], words: ClauseWords) -> None:
        self._flat = flat
        self._quantities = list(quantities)
        self._patterns = _patterns(words)

    def mentions(self) -> Iterator[Mention]:
        """Yield the quantities that count something, each with its own words, in order.

        Where all that is counted is named first, and all numbers follow, each number gets its own name.
        """
        last = 0
        names: list[str] = []
        for i in range(len(self._quantities)):
            before, after = self._words_around(i, last)
            if names and SEPARATOR.fullmatch(self._flat[last : self._quantities[i].start]):
                before, after = names.pop(0), ""
            elif "分别" in before and (match := self._patterns.enumerated.search(before)):
                before, *names = self._names_of_run(match["items"], i)
                after = ""
            else:
                # `20元、40元`: all of them are of the same thing.
                names = [before] * self._following_alike(i)
            quantity = self._quantities[i]
            counts = self._counts(quantity, before)
            if counts:
                subject = self._subject(before, after) or self._before_bracket(quantity.start, last)
                yield Mention(quantity, before, after, subject)
            if counts or names:
                last = quantity.end

    def _names_of_run(self, items: str, first: int) -> list[str]:
        """Return the names of the quantities of a run, and give the unit of its last one to those without."""
        run = self._run(first)
        shared = self._quantities[run[-1]].unit
        if self._quantities[first].unit is None:
            for i in run:
                quantity = self._quantities[i]
                self._quantities[i] = replace(quantity, unit=quantity.unit or shared)
        names = [name for name in SEPARATOR.split(items) if name]
        return names if len(names) == len(run) else [items] * len(run)

    def _run(self, first: int) -> range:
        """Return the positions of a quantity and of those that only separators part from it."""
        most = min(len(self._quantities), first + LONGEST_ENUMERATION + 1)
        end = first + 1
        while end < most and SEPARATOR.fullmatch(self._text_behind(end - 1)):
            end += 1
        return range(first, end)

    def _following_alike(self, first: int) -> int:
        """Count the next quantities of an enumeration that have the same unit and no noun of their own."""
        unit, last = self._quantities[first].unit, first
        while (
            unit is not None
            and last - first < LONGEST_ENUMERATION
            and last + 1 < len(self._quantities)
            and self._quantities[last + 1].unit == unit
            and ENUMERATION.fullmatch(self._text_behind(last))
        ):
            last += 1
        if last > first and self._is_named(self._quantities[last], self._words_behind(last)):
            last -= 1
        return last - first

    def _text_behind(self, i: int) -> str:
        """Return the text between a quantity and the next one."""
        return self._flat[self._quantities[i].end : self._quantities[i + 1].start]

    def _counts(self, quantity: Quantity, before: str) -> bool:
        """Whether a quantity counts something; a bare number does only after words that say so."""
        if quantity.unit == "%":
            return not STYLE.search(self._flat, max(0, quantity.start - 4), quantity.start)
        if quantity.unit is not None:
            return True
        return bool(COUNTED.search(before)) and not NOT_A_COUNT.match(self._flat, quantity.end)

    def _words_around(self, i: int, last: int) -> tuple[str, str]:
        """Return the words before a quantity, those behind `last` alone, and the words after it."""
        quantity = self._quantities[i]
        first = max(last, quantity.start - LONGEST_CLAUSE)
        start = self._clause_start(first, quantity.start)
        before = ITEM.sub("", _words(self._flat[start : quantity.start]))
        after = self._words_behind(i)
        goes_on = 0 < last == start
        if goes_on:
            before = JOIN_BEFORE.sub("", before)
        if JOIN_BEHIND.search(before) and (goes_on or self._is_named(quantity, after)):
            # `7件代表建议和9件委员提案`: these words are of the number before, or of none.
            before = ""
        return WHOLE_YEAR.sub("", self._with_clauses_before(before, after, first, start)), after

    def _with_clauses_before(self, before: str, after: str, first: int, start: int) -> str:
        """Return the words before a quantity, which begin at `start`, with the clauses that they belong to.

        `其中，` and a clause that only says `共` or `（` belong to the clause before.
        """
        while start > first and (
            (not after and not _without_who_and_when(before, self._patterns.body))
            or self._flat[first : start - 1].rstrip().endswith("其中")
        ):
            end = start - 1
            if self._flat[end] in SENTENCE_MARKS:
                break
            start = self._clause_start(first, end)
            clause = _words(self._flat[start:end])
            before = clause + before
            if clause and clause != "其中":
                break
        return before

    def _clause_start(self, first: int, end: int) -> int:
        """Return where the clause that goes on to `end` begins, not before `first`."""
        return max((match.end() for match in CLAUSE_END.finditer(self._flat, first, end)), default=first)

    def _words_behind(self, i: int) -> str:
        """Return the words behind a quantity, up to the end of its clause or the next quantity."""
        start = self._quantities[i].end
        following = self._quantities[i + 1].start if i + 1 < len(self._quantities) else len(self._flat)
        limit = min(following, start + LONGEST_CLAUSE)
        end = CLAUSE_END_BEHIND.search(self._flat, start, limit)
        words = SPACE.sub("", self._flat[start : end.start() if end else limit])
        if JOIN_BEFORE.match(words):
            return ""
        return (words if end else JOIN_BEHIND.sub("", words)).replace("#", "")

    def _is_named(self, quantity: Quantity, behind: str) -> bool:
        """Whether the words behind say what is counted: a noun follows a measure word, and no money."""
        if not behind or quantity.unit is None or quantity.unit[-1] in "元%":
            return False
        return not PREDICATE.match(behind) and not self._patterns.verb.search(behind)

    def _subject(self, before: str, after: str) -> str | None:
        """Return what is counted: the words before the number; those after it where these are a verb."""
        words = _without_who_and_when(before, self._patterns.body)
        after = after.lstrip("的")
        if after and words.endswith("对"):
            # `对2份申请作出答复`: before the number stands only who answers.
            words = after[:30]
        elif (not words or self._patterns.verb.search(words) or words == "分别") and after:
            words = words.removeprefix("分别") + after[:30]
        return words[-60:] or None

    def _before_bracket(self, end: int, last: int) -> str | None:
        """Return what is counted by a number with nothing but brackets before it: `信息(图解)2条`."""
        first = max(last, end - LONGEST_CLAUSE)
        bracket = BRACKETED.search(self._flat, first, end)
        if not bracket:
            return None
        start = self._clause_start(first, bracket.start())
        words = _without_who_and_when(_words(self._flat[start : bracket.start()]), self._patterns.body)
        return (words + _words(bracket[0]))[-60:] if words else None


def _words(text: str) -> str:
    return SPACE.sub("", text).replace("#", "").lstrip("、")


@lru_cache(maxsize=4096)
def _without_who_and_when(words: str, body: regex.Pattern[str]) -> str:
    """Strip who and when from the beginning of the words, and `共`, `为` from their end."""
    while True:
        shorter = TIME.sub("", words)
        shorter = LEADING.sub("", shorter)
        shorter = body.sub("", shorter).lstrip("，,、")
        if shorter == words:
            break
        words = shorter
    while (shorter := TRAILING.sub("", words)) != words:
        words = shorter
    return words
