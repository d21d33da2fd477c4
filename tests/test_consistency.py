"""Sums over columns exclude readings of rows, but never the true ones."""

from hypothesis import given
from hypothesis import strategies as st

from reportparse.forms import Rule
from reportparse.recognition.consistency import consistent

RULE = Rule(
    id="t",
    kind="sum",
    severity="error",
    text="t",
    table="x",
    for_each="column",
    left=["total"],
    right=["a", "b", "c"],
)
OPTION = st.tuples(st.integers(0, 5), st.integers(0, 5))


def number(option: tuple[int, int], column: int) -> int:
    return option[column]


@given(
    st.lists(OPTION, min_size=3, max_size=3),
    st.lists(st.lists(OPTION, max_size=4), min_size=4, max_size=4),
)
def test_the_true_readings_are_never_excluded(
    true: list[tuple[int, int]], others: list[list[tuple[int, int]]]
) -> None:
    total = (sum(row[0] for row in true), sum(row[1] for row in true))
    rows = dict(zip(["a", "b", "c", "total"], [*true, total], strict=True))
    options = {name: [row, *other] for (name, row), other in zip(rows.items(), others, strict=True)}
    left = consistent(options, [RULE], 2, number)
    assert all(rows[name] in left[name] for name in rows)


def test_what_no_sum_allows_is_excluded() -> None:
    options = {"a": [(1, 0), (0, 1)], "b": [(0, 0)], "c": [(0, 0)], "total": [(1, 0)]}
    assert consistent(options, [RULE], 2, number)["a"] == [(1, 0)]


def test_sums_that_cannot_hold_exclude_nothing() -> None:
    options = {"a": [(1, 0), (0, 1)], "b": [(0, 0)], "c": [(0, 0)], "total": [(9, 9)]}
    assert consistent(options, [RULE], 2, number) == options


def test_a_sum_that_lacks_a_row_excludes_nothing() -> None:
    options = {"a": [(1, 0), (0, 1)], "b": [(0, 0)], "total": [(1, 0)]}
    assert consistent(options, [RULE], 2, number) == options
