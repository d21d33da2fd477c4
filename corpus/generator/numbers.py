"""Random numbers that abide by the rules of the forms.

A profile says how much a body has to report: `zero` nothing at all, `sparse` a handful of
requests, `busy` hundreds, `distinct` a different number in as many cells as possible, so that
a value read from the wrong cell cannot go unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Literal

from .forms import DISCLOSURE, REQUESTS, REVIEWS, Forms

Profile = Literal["zero", "sparse", "busy", "distinct"]
Key = tuple[str, str, str]
Numbers = dict[Key, Decimal]


def outcome_rows(forms: Forms) -> list[str]:
    """The rows that `outcome.total` sums."""
    return [
        row.code
        for row in forms.requests.rows
        if row.code.startswith("outcome.") and row.code != "outcome.total"
    ]


def numbers(forms: Forms, profile: Profile, rulemaker: bool, random: Random) -> Numbers:
    """One value for each cell of the forms; every rule of severity error holds."""
    values: Numbers = {}
    _disclosure(values, forms, profile, rulemaker, random)
    _requests(values, forms, profile, random)
    _reviews(values, profile, random)
    return values


def _count(profile: Profile, random: Random) -> int:
    if profile == "zero":
        return 0
    if profile == "sparse":
        return random.choice([0, 0, 0, random.randint(1, 9), random.randint(1, 60)])
    if profile == "busy":
        return random.choice([0, random.randint(1, 90), random.randint(90, 2600)])
    return random.randint(11, 4800)


def _distinct(how_many: int, highest: int, random: Random) -> list[int]:
    return random.sample(range(2, highest), how_many)


def _disclosure(values: Numbers, forms: Forms, profile: Profile, rulemaker: bool, random: Random) -> None:
    for block in forms.disclosure:
        for row in block.rows:
            silent = row.code == "rules" and not rulemaker
            for column in block.columns:
                count = 0 if silent else _count(profile, random)
                value = Decimal(count)
                if column.code == "amount" and count:
                    value += Decimal(random.randint(0, 999999)).scaleb(-random.choice([1, 2, 4, 6])) % 1
                if column.code == "items_change" and count:
                    value = Decimal(random.choice([-1, 1]) * (count % 40))
                values[DISCLOSURE, row.code, column.code] = value
            _tie_columns(values, row.code)


def _tie_columns(values: Numbers, row: str) -> None:
    """What stands in force includes what was issued; what was made public includes what was made."""
    for part, whole in (("issued", "in_force"), ("disclosed", "disclosed_total")):
        if (DISCLOSURE, row, part) in values:
            values[DISCLOSURE, row, whole] += values[DISCLOSURE, row, part]


def _requests(values: Numbers, forms: Forms, profile: Profile, random: Random) -> None:
    applicants = forms.requests.applicant_codes
    outcomes = outcome_rows(forms)
    cells = {(row, column): 0 for row in [*outcomes, "carried_out", "carried_in"] for column in applicants}
    if profile == "sparse":
        for _ in range(random.randint(1, 12)):
            row = random.choice([*random.sample(outcomes, 4), "outcome.disclosed", "carried_out"])
            cells[row, random.choice(["natural_person", "natural_person", *applicants])] += 1
    elif profile == "busy":
        for row, column in cells:
            weight = 40 if column == "natural_person" else 6
            if random.random() < (0.8 if column == "natural_person" else 0.35):
                cells[row, column] = random.randint(0, weight)
        cells["outcome.disclosed", "natural_person"] += random.randint(100, 400)
    elif profile == "distinct":
        cells = dict(zip(cells, _distinct(len(cells), 900, random), strict=True))
    for column in applicants:
        total = sum(cells[row, column] for row in outcomes)
        settled = total + cells["carried_out", column]
        carried_in = cells["carried_in", column]
        if profile == "sparse":
            carried_in = random.choice([0, 0, 1])
        cells["outcome.total", column] = total
        cells["carried_in", column] = min(carried_in, settled)
        cells["received", column] = settled - cells["carried_in", column]
    for row in [row.code for row in forms.requests.rows]:
        for column in applicants:
            values[REQUESTS, row, column] = Decimal(cells[row, column])
        values[REQUESTS, row, "total"] = Decimal(sum(cells[row, column] for column in applicants))


def _reviews(values: Numbers, profile: Profile, random: Random) -> None:
    results = ("upheld", "corrected", "other", "pending")
    distinct = iter(_distinct(12, 400, random))
    for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        for column in results:
            count = {
                "zero": 0,
                "sparse": random.choice([0, 0, 0, 0, 1, 2]),
                "busy": random.choice([0, random.randint(0, 30)]),
                "distinct": next(distinct),
            }[profile]
            values[REVIEWS, row, column] = Decimal(count)
        values[REVIEWS, row, "total"] = sum(
            (values[REVIEWS, row, column] for column in results), start=Decimal(0)
        )


def _fails(left: Iterable[Decimal | None], right: Iterable[Decimal | None]) -> bool:
    """Whether two sums of counts cannot be equal; `None` is a cell that no number is printed in."""
    left, right = list(left), list(right)
    left_known = sum((value for value in left if value is not None), start=Decimal(0))
    right_known = sum((value for value in right if value is not None), start=Decimal(0))
    left_open, right_open = None in left, None in right
    if left_open and right_open:
        return False
    if left_open:
        return left_known > right_known
    if right_open:
        return right_known > left_known
    return left_known != right_known


def failing_rules(
    printed: dict[Key, Decimal | None], forms: Forms
) -> list[tuple[str, str | None, str | None]]:
    """The error rules that the printed numbers break, as (rule, row, column).

    A rule over a column has no row, a rule over a row no column. A blank is not a zero: a sum
    with blanks only fails if it is too large already.
    """
    failing: list[tuple[str, str | None, str | None]] = []

    def request(row: str, column: str) -> Decimal | None:
        return printed.get((REQUESTS, row, column))

    has_requests = any(table == REQUESTS for table, _, _ in printed)
    for column in forms.requests.column_codes if has_requests else []:
        if _fails(
            [request("received", column), request("carried_in", column)],
            [request("outcome.total", column), request("carried_out", column)],
        ):
            failing.append(("requests.balance", None, column))
        if _fails([request("outcome.total", column)], [request(row, column) for row in outcome_rows(forms)]):
            failing.append(("requests.outcomes", None, column))
    failing += [
        ("requests.applicants", row.code, None)
        for row in forms.requests.rows
        if (REQUESTS, row.code, "total") in printed
        and _fails(
            [request(row.code, "total")],
            [request(row.code, column) for column in forms.requests.applicant_codes],
        )
    ]
    failing += [
        ("reviews.total", row, None)
        for row in forms.reviews.row_codes
        if (REVIEWS, row, "total") in printed
        and _fails(
            [printed[REVIEWS, row, "total"]],
            [printed.get((REVIEWS, row, result)) for result in ("upheld", "corrected", "other", "pending")],
        )
    ]
    return failing
