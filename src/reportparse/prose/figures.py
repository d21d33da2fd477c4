"""Finds the numbers that the running text states, and the cell that each speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

import regex

from reportparse.forms.figure_rules import FigureRule, FigureRules, ZeroStatement, compiled
from reportparse.normalise import SPACE, simplified, spoken
from reportparse.prose.clauses import Clauses, Mention
from reportparse.prose.flat_text import flatten, without_pronunciations
from reportparse.prose.quantities import Quantity, quantities
from reportparse.prose.times import Times
from reportparse.report import Figure, Section

MOST_LINES = 20_000
# Reports state some hundred numbers; what states more than this lists them.
MOST_QUANTITIES = 5_000
# And hardly any zeros without a digit; of each kind in a section no more are looked at.
MOST_ZEROS = 500
# How far, in characters, a sentence is followed; longer ones are cut.
LONGEST_SENTENCE = 400
# How many characters before a number, and behind it, tell what it is about.
CONTEXT = 200

SENTENCE_END = regex.compile(r"[。！？!?\n][”’」』)]?")
# The same, looked for from the end of a text.
LAST_SENTENCE_END = regex.compile(rf"(?r){SENTENCE_END.pattern}")
SPACE_IN_LINE = regex.compile(r"[^\S\n]+")
LINE_END = regex.compile(r"[^\S\n]*[\r\n]+\s*")
# Groups of patterns that name a year, and how many years that is behind the report's.
YEARS_BESIDE = {"year_before": -1, "year_after": 1}
# Between the rows of a sum.
PLUS = "+"
# What a statement of a zero neither begins nor ends with.
MARKS = " \n，。；：:;、"


def find_figures(
    sections: Sequence[Section], rules: FigureRules, year: int | None
) -> tuple[list[Figure], list[str]]:
    """Find the numbers stated in the texts of the sections, in order, and zeros stated without a digit.

    Return them with warnings about what is not read.

    `year` is what the report is on: numbers of another time speak of no cell. A section of more than
    `MOST_LINES` lines is a list of something and no running text, and behind `MOST_QUANTITIES` no number is
    read.
    """
    figures: list[Figure] = []
    warnings: list[str] = []
    left = MOST_QUANTITIES
    for section in filter(attrgetter("text"), sections):
        if section.text.count("\n") > MOST_LINES:
            warnings.append(
                f"the section at {section.place.path} has more than {MOST_LINES} lines: its numbers are not read"
            )
            continue
        reader = _SectionReader(section, rules, year)
        found = list(islice(quantities(reader.flat, rules.numerals), left + 1))
        figures += reader.figures(found[:left])
        if reader.has_more_zeros:
            warnings.append(
                f"the section at {section.place.path} says too often that there is nothing: only the first "
                f"{MOST_ZEROS} times are read"
            )
        left -= len(found)
        if left < 0:
            warnings.append(f"the texts state too many numbers: only the first {MOST_QUANTITIES} are read")
            break
    return figures, warnings


class _Cell(NamedTuple):
    """The codes of the cell that a figure speaks of; none where it speaks of no cell."""

    table: str | None = None
    row: str | None = None
    column: str | None = None


class _SectionReader:
    """Reads the figures of one section from its flattened text, `flat`."""

    def __init__(self, section: Section, rules: FigureRules, year: int | None) -> None:
        text, self._places = without_pronunciations(section.text)
        self.flat = simplified(flatten(text))
        self._section = section
        self._year = year
        self._rules = rules
        self._heading = spoken(section.heading)
        # Whether it states more zeros without a digit than are read.
        self.has_more_zeros = False

    def figures(self, found: Sequence[Quantity]) -> list[Figure]:
        """Return the figures that the quantities and the words of the section state, in order."""
        stated = [
            self._stated(mention) for mention in Clauses(self.flat, found, self._rules.clauses).mentions()
        ]
        taken = {place for figure in stated for place in (figure.start, figure.end - 1)}
        zeros = [zero for zero in self._zeros() if taken.isdisjoint(range(zero.start, zero.end))]
        figures = sorted([*stated, *zeros], key=lambda figure: figure.start)
        return [self._printed(figure) for figure in self._of_the_whole(self._of_the_year(figures))]

    def _of_the_year(self, figures: list[Figure]) -> list[Figure]:
        """Take the cell from figures whose words, or else the heading, speak of another time."""
        words = self._rules.times
        if words is None or all(figure.table is None for figure in figures):
            return figures
        times = Times(self.flat, words, self._year)
        of_heading = Times(flatten(self._heading), words, self._year).last()

        def is_of_the_year(figure: Figure) -> bool:
            sentence = self._sentence_start(figure.start)
            kind = times.kind(sentence, figure.start, figure.end) or of_heading
            # Where there were none in several years, there were none in each of them.
            return kind in (None, "own", "whole") or (kind == "several" and figure.value == 0)

        return [
            figure if figure.table is None or is_of_the_year(figure) else without_cell(figure)
            for figure in figures
        ]

    def _of_the_whole(self, figures: list[Figure]) -> list[Figure]:
        """Take the cell from figures of which one sentence states several: each may be a part, or another body's.

        Where words tell their scopes apart, each is compared with the table by its own. The numbers of a row that
        stands in no table are compared where its record is made.
        """
        only_stated = {row.table for row in self._rules.stated}
        scopes = (self._rules.scopes.narrow, self._rules.scopes.wide)
        values: dict[tuple[int, str | None, str | None, str | None], set[float | None]] = {}

        def place(figure: Figure) -> tuple[int, str | None, str | None, str | None]:
            return self._sentence_start(figure.start), figure.table, figure.row, figure.column

        for figure in figures:
            is_in_table = figure.table is not None and figure.table not in only_stated
            if is_in_table:
                sentence = spoken(figure.sentence)
                if not any(_is_found(words, sentence) for words in scopes):
                    values.setdefault(place(figure), set()).add(figure.value)
        if all(len(stated) == 1 for stated in values.values()):
            return figures
        return [
            without_cell(figure) if len(values.get(place(figure), ())) > 1 else figure for figure in figures
        ]

    def _stated(self, mention: Mention) -> Figure:
        quantity = mention.quantity
        behind = self._rest_of_paragraph(quantity.end)
        rule = self._rule_for(mention, self._context(quantity.start), behind)
        return self._figure(quantity, mention.subject, self._cell(rule, behind) if rule else _Cell())

    def _rule_for(self, mention: Mention, context: str, behind: str) -> FigureRule | None:
        """Return the first rule that fits a number in its clause and context, and the words behind it."""
        for rule in _rules_of_clause(mention.clause, mention.quantity.unit, self._year, self._rules):
            if _is_found(rule.context, context, self._year) and not _is_found(rule.unless_behind, behind):
                return rule
        return None

    def _cell(self, rule: FigureRule, behind: str) -> _Cell:
        """Return the cell that a rule names, or the sum of several that the words behind the number tell."""
        cell = _Cell(rule.table, rule.row, rule.column)
        for stated in self._rules.sums:
            if _Cell(stated.table, stated.row, stated.column) == cell and _is_found(stated.behind, behind):
                return _Cell(rule.table, PLUS.join(stated.rows), rule.column)
        return cell

    def _zeros(self) -> list[Figure]:
        """Return the zeros that are stated without a digit; of overlapping ones the first rule's stands."""
        zeros: list[Figure] = []
        taken = bytearray(len(self.flat))
        for statement in self._rules.zeros:
            matches = list(islice(compiled(statement.pattern).finditer(self.flat), MOST_ZEROS + 1))
            self.has_more_zeros |= len(matches) > MOST_ZEROS
            for match in matches[:MOST_ZEROS]:
                start, end = _without_marks(match)
                if any(taken[start:end]) or not _is_meant(statement, self._context(end)):
                    continue
                taken[start:end] = b"\1" * (end - start)
                subject = match.groupdict().get("subject") or match[0]
                zeros.append(
                    self._figure(
                        Quantity(start, end, 0.0, statement.unit, approximate=False),
                        SPACE.sub("", subject) or None,
                        _Cell(statement.table, statement.row, statement.column),
                    )
                )
        return zeros

    def _figure(self, quantity: Quantity, subject: str | None, cell: _Cell) -> Figure:
        return Figure(
            section_position=self._section.position,
            sentence=self._sentence(quantity.start, quantity.end),
            start=quantity.start,
            end=quantity.end,
            raw=self._section.text[slice(*self._place(quantity.start, quantity.end))],
            value=quantity.value,
            unit=quantity.unit,
            approximate=quantity.approximate,
            subject=subject,
            table=cell.table,
            row=cell.row,
            column=cell.column,
            place=self._section.place_of(self._places[quantity.start]),
        )

    def _printed(self, figure: Figure) -> Figure:
        """Return a figure with its place in the text as printed."""
        start, end = self._place(figure.start, figure.end)
        return figure if end == figure.end else replace(figure, start=start, end=end)

    def _place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the flattened text stands in the text as printed."""
        return self._places[start], self._places[end - 1] + 1

    def _context(self, end: int) -> str:
        """Return the heading and the lines before a place, without spaces."""
        return self._heading + "\n" + SPACE_IN_LINE.sub("", self.flat[max(0, end - CONTEXT) : end])

    def _rest_of_paragraph(self, start: int) -> str:
        """Return the words behind a place up to the end of its paragraph, without spaces."""
        return SPACE.sub("", self.flat[start : start + CONTEXT].partition("\n")[0])

    def _sentence(self, start: int, end: int) -> str:
        """Return the sentence around a place as printed, wrapped lines put together."""
        limit = end + LONGEST_SENTENCE
        # A zero may end with the sentence itself.
        close = SENTENCE_END.search(self.flat, max(start, end - 1), limit)
        last = close.end() if close else min(len(self.flat), limit)
        printed = self._section.text[slice(*self._place(self._sentence_start(start), last))]
        return LINE_END.sub("", printed.strip())

    def _sentence_start(self, place: int) -> int:
        first = max(0, place - LONGEST_SENTENCE)
        before = LAST_SENTENCE_END.search(self.flat, first, place)
        return before.end() if before else first


def in_tables(figures: Sequence[Figure], tables: Set[str], rules: FigureRules) -> list[Figure]:
    """Return the figures, those of a table that a document has not with the cell of one that it has instead."""

    def moved(figure: Figure) -> Figure:
        other = rules.counterparts.get(f"{figure.table}/{figure.row}/{figure.column}")
        if other is None or figure.table in tables:
            return figure
        table, row, column = other.split("/")
        return replace(figure, table=table, row=row, column=column) if table in tables else figure

    return [moved(figure) for figure in figures]


def without_cells_of_sums(figures: Iterable[Figure]) -> list[Figure]:
    """Take the cell from figures that speak of several together: a sum of cells is none of them."""
    return [without_cell(figure) if PLUS in (figure.row or "") else figure for figure in figures]


def without_cell(figure: Figure) -> Figure:
    """Return a figure that speaks of no cell."""
    return replace(figure, table=None, row=None, column=None)


@lru_cache(maxsize=4096)
def _rules_of_clause(
    clause: str, unit: str | None, year: int | None, rules: FigureRules
) -> tuple[FigureRule, ...]:
    """Return the rules that fit a number in its clause alone; reports have many clauses in common."""
    if _is_found(rules.never, clause):
        return ()
    return tuple(
        rule
        for rule in rules.figures
        if (unit or "") in rule.units
        and _is_found(rule.pattern, clause, year)
        and not _is_found(rule.unless, clause)
    )


def _is_meant(statement: ZeroStatement, context: str) -> bool:
    """Whether the context of words that may state a zero is one in which they do."""
    return _is_found(statement.context, context) and not _is_found(statement.unless, context)


def _is_found(pattern: str, text: str, year: int | None = None) -> bool:
    """Return whether a pattern is found, and the years that its groups name are those before and after `year`."""
    match = compiled(pattern).search(text)
    if match is None:
        return False
    named = match.groupdict()
    return all(
        year is not None and int(named[group]) == year + years
        for group, years in YEARS_BESIDE.items()
        if named.get(group)
    )


def _without_marks(match: regex.Match[str]) -> tuple[int, int]:
    """Return where the words of a match begin and end, without the marks around them."""
    text = match[0]
    return match.start() + len(text) - len(text.lstrip(MARKS)), match.end() - len(text) + len(
        text.rstrip(MARKS)
    )
