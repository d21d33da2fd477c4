"""Bring the values of a cell of the forms to one unit, so that those of several reports can be compared."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from reportparse.forms import load_forms
from reportparse.prose.units import in_unit
from reportparse.values import kind_of_unit

if TYPE_CHECKING:
    import pandas


def in_one_unit(records: pandas.DataFrame) -> pandas.Series[float]:
    """Return the values of records of one cell in its form's unit, or in that of most where it has none.

    `records` have edition, table, row, column, value, unit and source. Values of another kind of unit become NaN.
    A warning names the sources whose values are not those that they print.
    """
    given = records.dropna(subset=["value", "unit"])
    values = records["value"].copy()
    if given.empty:
        return values
    edition, *slot = map(str, given.iloc[0][["edition", "table", "row", "column"]])
    unit = _unit_of_form(edition, *slot) or str(given["unit"].mode().iat[0])
    others = given[given["unit"] != unit]
    changed = {}
    for index, value, printed in zip(others.index, others["value"], others["unit"], strict=True):
        is_of_kind = kind_of_unit(printed) == kind_of_unit(unit)
        compared = in_unit(value, printed, unit) if is_of_kind else None
        if compared != value:
            changed[index] = float("nan") if compared is None else compared
    if not changed:
        return values
    told = others.loc[list(changed), ["source", "value", "unit"]].itertuples(index=False, name=None)
    named = ", ".join(f"{source} ({value:g} {printed})" for source, value, printed in told)
    warnings.warn(f"{'/'.join(slot)} is given in {unit}, not as printed: {named}", stacklevel=3)
    values[list(changed)] = list(changed.values())
    return values


def _unit_of_form(edition: str, table: str, row: str, column: str) -> str | None:
    """Return the unit that the form gives a cell; None where it leaves that open, or the edition is not known."""
    form = load_forms().editions.get(edition)
    blocks = form.table(table).blocks if form and table in form.codes else ()
    slots = ((block, *slot) for block in blocks for slot in block.slots)
    return next(
        (block.column_of(code, one).unit for block, code, one in slots if (code, one.code) == (row, column)),
        None,
    )
