"""Exclude readings of rows that do not fit each other by the sums along the columns.

A reading is excluded if it takes part in no solution of one sum along one column. Those that are left need
not take part in one solution of all sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from reportparse.forms import Rule

Option = TypeVar("Option")
# Reachable sums are the set bits of an integer, so they have to be small.
LARGEST_SUM = 1 << 18
MOST_ROUNDS = 50


def consistent(
    options: Mapping[str, Sequence[Option]],
    rules: Sequence[Rule],
    width: int,
    value: Callable[[Option, int], int | None],
) -> dict[str, list[Option]]:
    """Return for each row the options with which every sum along every column can hold.

    `rules` are such sums. `value` returns the number of an option in a column, None where there is none to
    add up. A rule that lacks a row, or that no choice of options satisfies in some column, excludes nothing:
    then the publisher's sums are wrong, or the rows are.
    """
    left = {row: list(choices) for row, choices in options.items()}
    for rule in rules:
        if all(code in left for code in rule.codes):
            left.update(_fixpoint(left, rule, width, value))
    return left


def can_hold(numbers: dict[str, set[int | None]], rule: Rule) -> bool:
    """Whether a sum can hold with one of the numbers of each of its rows."""
    return _supported(numbers, rule) is not None


def _fixpoint(
    options: Mapping[str, list[Option]], rule: Rule, width: int, value: Callable[[Option, int], int | None]
) -> dict[str, list[Option]]:
    rows = {code: options[code] for code in rule.codes}
    for _ in range(MOST_ROUNDS):
        before = sum(map(len, rows.values()))
        for column in range(width):
            domains = {code: {value(option, column) for option in choices} for code, choices in rows.items()}
            supported = _supported(domains, rule)
            if supported is None:
                return dict(options)
            rows = {
                code: [option for option in choices if value(option, column) in supported[code]]
                for code, choices in rows.items()
            }
        if sum(map(len, rows.values())) == before:
            break
    return rows


def _supported(domains: dict[str, set[int | None]], rule: Rule) -> dict[str, set[int | None]] | None:
    """Return for each row the numbers that occur in some solution; None if there is no solution."""
    if any(number is None or number < 0 for domain in domains.values() for number in domain):
        return domains
    numbers = {
        code: sorted(number for number in domain if number is not None) for code, domain in domains.items()
    }
    if sum(max(found) for found in numbers.values()) > LARGEST_SUM:
        return domains
    supported: dict[str, set[int | None]] = {}
    for code, domain in numbers.items():
        if len(domain) == 1 and supported:
            # Whether there is a solution at all was found with another row.
            supported[code] = set(domain)
            continue
        own, other = (rule.left, rule.right) if code in rule.left else (rule.right, rule.left)
        rest = _reachable(numbers[name] for name in own if name != code)
        target = _reachable(numbers[name] for name in other)
        supported[code] = {number for number in domain if rest << number & target}
        if not supported[code]:
            return None
    return supported


def _reachable(domains: Iterable[Sequence[int]]) -> int:
    """Return all sums of one number of each domain, as the bits of an integer."""
    sums = 1
    for domain in domains:
        following = 0
        for number in domain:
            following |= sums << number
        sums = following
    return sums
