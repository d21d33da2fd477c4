"""Labels, rows and numbers of made reports tampered with: no number is read that is not there."""

from random import Random

import pytest

from benchmarks.mutations.cases import MUTATIONS, Case, Mutation, draw, written
from benchmarks.mutations.score import outcome

CASES = 30
# Two numbers run together in a row whose own label is gone, so that only that of its group is left.
GLUED_WITHOUT_LABEL = Case(
    seed=332,
    edition="mixed",
    profile="distinct",
    blanks="some_blank_zeros",
    dialect="dialect-cell-pipe-lines",
    mutations=(
        Mutation(kind="glue numbers", place=1178, choice=878),
        Mutation(kind="drop a label", place=1961, choice=9198),
    ),
)
# A minus parted from its digits in a row that a blank cell was left out of.
SIGN_APART = Case(
    seed=321,
    edition="2019",
    profile="sparse",
    blanks="some_blank_zeros",
    dialect="dialect-spaces",
    mutations=(Mutation(kind="split a number", place=5171, choice=9541),),
)


@pytest.mark.parametrize("seed", range(8))
def test_no_wrong_number_is_read(seed: int) -> None:
    random = Random(f"{seed} mutations")
    for _ in range(CASES):
        case = draw(random)
        assert not outcome(case).wrong, case


@pytest.mark.parametrize("case", [GLUED_WITHOUT_LABEL, SIGN_APART])
def test_no_number_moves_to_a_neighbour(case: Case) -> None:
    assert not outcome(case).wrong


def test_most_of_what_is_not_touched_is_read() -> None:
    random = Random("how much")
    counts = sum((outcome(draw(random)).counts for _ in range(CASES)), start=outcome(draw(random)).counts)
    assert counts["right"] > counts["withheld"]


@pytest.mark.parametrize("kind", MUTATIONS)
def test_each_mutation_changes_the_text(kind: str) -> None:
    random = Random(kind)
    changed = 0
    for _ in range(40):
        case = draw(random)
        if any(mutation.kind == kind for mutation in case.mutations):
            plain = written(type(case)(**{**_fields(case), "mutations": ()}))
            changed += written(case)[0] != plain[0]
    assert changed


def _fields(case: object) -> dict[str, object]:
    return {name: getattr(case, name) for name in case.__dataclass_fields__}  # type: ignore[attr-defined]
