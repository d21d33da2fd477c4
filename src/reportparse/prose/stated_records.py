"""Records of the cells that stand in the text and in no table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from reportparse.forms.figure_rules import FigureRules, Scopes, StatedColumn, StatedRow, compiled
from reportparse.normalise import spoken
from reportparse.prose.bodies import Reporter
from reportparse.prose.comparison import words_around
from reportparse.prose.flat_text import flatten
from reportparse.prose.units import in_unit
from reportparse.report import Certainty, Figure, Record, Section


def stated_records(
    figures: Sequence[Figure],
    edition: str,
    rules: FigureRules,
    agency: str | None = None,
    sections: Sequence[Section] = (),
) -> list[Record]:
    """Return the records of the rows that only the text states in the report of an agency.

    A zero that follows from that of another column is `inferred`. A record has no value and is `uncertain`
    where the text states several numbers for its cell, or only about how many, or affirms in one column of
    the row what it denies in another, or where its number may be that of other bodies.
    """
    reporter = Reporter(agency, rules.scopes, sections)
    return [
        record for row in rules.stated for record in _records(row, figures, edition, rules.scopes, reporter)
    ]


def _records(
    row: StatedRow, figures: Sequence[Figure], edition: str, scopes: Scopes, reporter: Reporter
) -> Iterator[Record]:
    columns = {column.code: column for column in row.columns}
    stated: dict[str, list[Figure]] = {code: [] for code in columns}
    for figure in figures:
        if (figure.table, figure.row) == (row.table, row.row) and figure.column in stated:
            stated[figure.column].append(figure)
    is_contrary = any(
        _denies(stated[one.code]) and _affirms(_parted(other, stated[other.code])[1])
        for one, other in permutations(row.columns, 2)
    )
    for column in row.columns:
        source, found = column, stated[column.code]
        if not found and column.zero_with is not None:
            source = columns[column.zero_with]
            found = _zeros(column, stated[source.code])
        if not found:
            continue
        is_in_doubt = is_contrary or any(_may_be_of_others(figure, scopes, reporter) for figure in found)
        value = None if is_in_doubt else _value(source, found)
        certainty: Certainty = "read" if source is column else "inferred"
        yield Record(
            edition=edition,
            table=row.table,
            row=row.row,
            column=column.code,
            row_label=found[0].subject,
            column_label=None,
            value=value,
            raw="；".join(dict.fromkeys(figure.raw for figure in found)) if value is None else found[0].raw,
            unit=column.unit,
            state="text" if value is None else "number",
            certainty="uncertain" if value is None else certainty,
            table_index=None,
            place=found[0].place,
        )


def _zeros(column: StatedColumn, others: list[Figure]) -> list[Figure]:
    """Return the figures of another column if they say that there is nothing in this one either."""
    is_zero = all(
        figure.value == 0 and not _is_demanded(column, flatten(spoken(figure.sentence))) for figure in others
    )
    return others if is_zero else []


def _value(column: StatedColumn, figures: Sequence[Figure]) -> float | None:
    """Return the one value that the figures of a column give, None where they may give several."""
    values = {in_unit(figure.value, figure.unit, column.unit) for figure in figures}
    is_repeated = any(map(_is_repeated, _parted(column, figures)))
    return values.pop() if len(values) == 1 and not figures[0].approximate and not is_repeated else None


def _may_be_of_others(figure: Figure, scopes: Scopes, reporter: Reporter) -> bool:
    """Whether the number of a figure may be that of other bodies, or of one of several.

    Its sentence names another body or more bodies than the report is on, or goes on with others or the report's
    own, and not with parts (其中). Where there was nothing in all of a place, nobody there had anything.
    """
    before, behind = words_around(figure)
    if reporter.may_count_for_another(figure, before):
        return True
    if figure.value == 0:
        return False
    goes_on = behind.partition("其中")[0]
    return reporter.may_be_of_more(before) or any(
        compiled(words).search(goes_on) for words in (scopes.narrow, scopes.wide, scopes.own)
    )


def _parted(column: StatedColumn, figures: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Part the figures of a column into what was demanded and what was not."""
    demanded = [figure for figure in figures if _is_demanded(column, figure.subject)]
    return demanded, [figure for figure in figures if figure not in demanded]


def _is_demanded(column: StatedColumn, words: str | None) -> bool:
    return words is not None and compiled(column.demanded).search(words) is not None


def _denies(figures: Sequence[Figure]) -> bool:
    return any(figure.value == 0 for figure in figures)


def _affirms(figures: Sequence[Figure]) -> bool:
    return any(figure.value != 0 for figure in figures)


def _is_repeated(figures: Sequence[Figure]) -> bool:
    """Whether one section states a number twice: each may be of another case, or of another body."""
    counts = Counter(figure.section_position for figure in figures if figure.value != 0)
    return max(counts.values(), default=0) > 1
