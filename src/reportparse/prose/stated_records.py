"""Cells of a form that stand in the text and in no table: records made of what the text states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from reportparse.forms.figure_rules import FigureRules
from reportparse.normalise import simplified
from reportparse.prose.units import in_unit
from reportparse.report import Figure, Record, Section

FEE = "processing_fee"


def fee_records(
    sections: Sequence[Section], figures: Sequence[Figure], edition: str, rules: FigureRules
) -> list[Record]:
    """The processing fee as the text states it: records of `processing_fee`, `cases` and `amount`.

    Where nothing was collected, none was asked for and no number of cases is stated, there were
    none: that is `inferred`. Where several numbers are stated for one of them, or only about how
    many, or one says that something was collected and the other denies it, the record has no
    value and is `uncertain`.
    """
    places = {section.position: section.place for section in sections}
    stated = {
        column: [figure for figure in figures if figure.table == FEE and figure.column == column]
        for column in ("cases", "amount")
    }
    asked = [figure for figure in stated["cases"] if _has(rules.demanded, figure.subject)]
    collected = [figure for figure in stated["cases"] if figure not in asked]
    contrary = _deny(stated["amount"]) and _affirm(collected)
    contrary = contrary or (_deny(stated["cases"]) and _affirm(stated["amount"]))
    repeated = {
        "cases": _is_repeated(asked) or _is_repeated(collected),
        "amount": _is_repeated(stated["amount"]),
    }
    records = []
    for column, found in stated.items():
        inferred = column == "cases" and not found and bool(stated["amount"])
        if inferred:
            none = all(
                figure.value == 0 and not _has(rules.demanded, simplified(figure.sentence))
                for figure in stated["amount"]
            )
            found = stated["amount"] if none else []
        if not found:
            continue
        first = found[0]
        values = {in_unit(figure.value, figure.unit, "元") for figure in found}
        clear = len(values) == 1 and None not in values and not first.approximate
        clear = clear and not contrary and not repeated[column]
        records.append(
            Record(
                edition=edition,
                table=FEE,
                row=FEE,
                column=column,
                row_label=first.subject,
                column_label=None,
                value=values.pop() if clear else None,
                raw=first.raw if clear else "；".join(dict.fromkeys(figure.raw for figure in found)),
                unit="件" if column == "cases" else "元",
                state="number" if clear else "text",
                certainty="uncertain" if not clear else "inferred" if inferred else "read",
                table_index=None,
                place=places[first.section_position],
            )
        )
    return records


def _has(pattern: str | None, words: str | None) -> bool:
    return bool(pattern and words and regex.search(pattern, words))


def _deny(figures: Sequence[Figure]) -> bool:
    return any(figure.value == 0 for figure in figures)


def _affirm(figures: Sequence[Figure]) -> bool:
    return any(figure.value != 0 for figure in figures)


def _is_repeated(figures: Sequence[Figure]) -> bool:
    """Whether one section states a number twice: each may be of another case, or of another body."""
    counts = Counter(figure.section_position for figure in figures if figure.value != 0)
    return max(counts.values(), default=0) > 1
