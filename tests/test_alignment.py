from hypothesis import given
from hypothesis import strategies as st

from reportparse.recognition import alignment
from reportparse.recognition.alignment import Alignment


def align(gains: list[list[float]], repeats: list[bool] | None = None) -> Alignment:
    found = [{k: gain for k, gain in enumerate(row) if gain} for row in gains]
    return alignment.align(found, repeats or [False] * len(gains[0]))


def test_sequences_are_paired_in_order() -> None:
    gains = [[1.0, 0.0, 0.0], [0.0, 0.0, 0.9], [0.0, 0.8, 0.0]]
    found = align(gains)
    assert found.pairs == [0, 2, None]
    assert found.score == 1.9


def test_two_readings_of_the_same_worth_have_no_margin() -> None:
    assert align([[0.5, 0.5]]).margins == [0.0]
    assert align([[0.9, 0.1]]).margins[0] > 0.5


def test_a_repeatable_partner_takes_several_items_in_a_row() -> None:
    gains = [[0.9, 0.0], [0.8, 0.0], [0.0, 1.0]]
    assert align(gains, [True, False]).pairs == [0, 0, 1]
    assert align(gains).pairs == [0, None, 1]


def brute_force(gains: list[list[float]]) -> float:
    if not gains or not gains[0]:
        return 0.0
    rest = [row[1:] for row in gains[1:]]
    pair = gains[0][0] + brute_force(rest) if gains[0][0] > 0 else 0.0
    return max(pair, brute_force(gains[1:]), brute_force([row[1:] for row in gains]))


matrices = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


@given(matrices)
def test_no_alignment_is_worth_more(gains: list[list[float]]) -> None:
    found = align(gains)
    assert found.score == brute_force(gains)
    paired = [(i, k) for i, k in enumerate(found.pairs) if k is not None]
    assert sum(gains[i][k] for i, k in paired) == found.score
    assert [k for _, k in paired] == sorted({k for _, k in paired})
