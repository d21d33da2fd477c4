"""The numbers of the running text compared with those of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from reportparse.chinese_numerals import PLACES
from reportparse.forms.figure_rules import FigureRules, Scopes, compiled
from reportparse.normalise import simplified, spoken
from reportparse.prose.figures import PLUS
from reportparse.prose.flat_text import flatten
from reportparse.prose.quantities import AT_LEAST, AT_MOST
from reportparse.prose.units import in_unit
from reportparse.report import Check, Figure, Record, Verdict

RULE = "text.figure"
# Longer sentences are cut in messages.
LONGEST_QUOTATION = 60
DIGITS = regex.compile(r"[\d,，.]*\d")

Cells = Mapping[tuple[str | None, str | None, str | None], Record]


def check_figures(figures: Sequence[Figure], records: Sequence[Record], rules: FigureRules) -> list[Check]:
    """Compare each figure that speaks of a cell with the table; `left` is the text, `right` the table.

    Figures of cells that no table gives are passed over.
    """
    only_stated = {row.table for row in rules.stated}
    cells: Cells = {(record.table, record.row, record.column): record for record in records}
    return [
        _check(figure, record, cells, rules)
        for figure in figures
        if figure.table not in only_stated and figure.value is not None
        if (record := _record(figure, (figure.row or "").split(PLUS), cells)) is not None
    ]


def _record(figure: Figure, rows: Sequence[str], cells: Cells) -> Record | None:
    """Return the record of a row in the column of a figure, or of several rows their sum; None where one is missing."""
    records = [cells.get((figure.table, row, figure.column)) for row in rows]
    found = [record for record in records if record is not None]
    if len(found) < len(records):
        return None
    values = [record.value for record in found if record.value is not None]
    return replace(found[0], value=sum(values) if len(values) == len(found) else None)


def _check(figure: Figure, record: Record, cells: Cells, rules: FigureRules) -> Check:
    left, right = in_unit(figure.value, figure.unit, record.unit), record.value
    if left is None or right is None:
        left = right = None
        verdict: Verdict = "undecided"
        says = "the table has no number there"
    else:
        verdict, right, says = _verdict(figure, left, right, _sums(figure, cells, rules), rules.scopes)
    return Check(
        rule=RULE,
        severity="warning",
        table=figure.table,
        row=figure.row,
        column=figure.column,
        verdict=verdict,
        left=left,
        right=right,
        message=f"the text says {figure.raw} ({_shortened(figure.sentence)}), {says}",
    )


def _verdict(
    figure: Figure, left: float, right: float, sums: Iterable[tuple[float, str]], scopes: Scopes
) -> tuple[Verdict, float, str]:
    """Return the verdict on a figure that is `left` in the table's unit, and what it was compared with, in words,
    too: the table's number, `right`, or that with others.
    """
    if _agrees(figure, left, right):
        return "pass", right, f"the table {right:.10g}"
    for total, words in sums:
        if _agrees(figure, left, total):
            return "pass", total, f"the table {total:.10g} {words}"
    if _is_of_other_scope(figure, left, right, scopes):
        return "other_scope", right, f"another scope than the table's {right:.10g}"
    return "fail", right, f"the table {right:.10g}"


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_QUOTATION else sentence[: LONGEST_QUOTATION - 1] + "…"


def _sums(figure: Figure, cells: Cells, rules: FigureRules) -> Iterator[tuple[float, str]]:
    """Yield what the text may have meant as well, the sum of some cells, and which these are in words."""
    for stated in rules.sums:
        if (stated.table, stated.row, stated.column) != (figure.table, figure.row, figure.column):
            continue
        total = _record(figure, stated.rows, cells)
        if (
            total is not None
            and total.value is not None
            and compiled(stated.subject).search(figure.subject or "")
        ):
            yield total.value, stated.text


def _agrees(figure: Figure, left: float, right: float) -> bool:
    """Whether both are the same, or as near as the text's own words (余, 约, 近) allow."""
    tolerance = 1e-6 * max(1.0, abs(left))
    if abs(left - right) <= tolerance:
        return True
    if not figure.approximate or not figure.value:
        return False
    step = _step(figure, figure.value) * left / figure.value
    raw = simplified(figure.raw)
    low = left if AT_LEAST.search(raw) else left - step
    high = left if AT_MOST.search(raw) else left + step
    return low - tolerance <= right <= high + tolerance


def _step(figure: Figure, value: float) -> float:
    """Return the place of the last digit that is not zero: a figure of `300余` stands for 300 to 400."""
    raw = simplified(flatten(figure.raw))
    number = DIGITS.search(raw)
    if number:
        printed = float(number[0].replace(",", "").replace("，", ""))
        decimals = len(number[0].partition(".")[2])
        unit = value / printed if printed else 1.0
        step = 10.0**-decimals
        while decimals == 0 and printed % (step * 10) == 0:
            step *= 10
        return step * unit
    places = [PLACES[character] for character in raw if character in PLACES]
    return min(places, default=1.0) if raw[-2:-1] != "零" else 1.0


def _is_of_other_scope(figure: Figure, left: float, right: float, scopes: Scopes) -> bool:
    """Whether the words before the figure name a part, or more, than what the table may cover."""
    said, _ = words_around(figure)
    narrow, wide = _last_end(scopes.narrow, said), _last_end(scopes.wide, said)
    if narrow > wide:
        return left < right
    return wide > narrow and left > right


def words_around(figure: Figure) -> tuple[str, str]:
    """Return the words before and behind a figure in its sentence; if it is not found, all are behind."""
    sentence, raw = figure.sentence, figure.raw
    start = sentence.find(raw)
    while start > 0 and (sentence[start - 1].isdecimal() or sentence[start - 1] in ".,"):
        # The end of a longer number.
        start = sentence.find(raw, start + 1)
    start, end = (start, start + len(raw)) if start >= 0 else (0, 0)
    return flatten(spoken(sentence[:start])), flatten(spoken(sentence[end:]))


def _last_end(pattern: str, text: str) -> int:
    """Return where the last match of a pattern ends, -1 where there is none."""
    return max((match.end() for match in compiled(pattern).finditer(text)), default=-1)
