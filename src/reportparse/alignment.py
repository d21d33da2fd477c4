"""Two sequences aligned in order, and how sure each pair of the alignment is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FORBIDDEN = float("-inf")


@dataclass(slots=True)
class Alignment:
    """`pairs[i]` is the partner of item i, or None; `margins[i]` is how much worse the best
    alignment is in which item i has another partner. `score` is the sum of the pairs' gains.
    """

    pairs: list[int | None]
    margins: list[float]
    score: float


def align(gains: Sequence[Sequence[float]], repeatable: Sequence[bool] | None = None) -> Alignment:
    """Pair the items of two sequences in order so that the sum of gains is largest.

    `gains[i][k]` is what pairing item i with partner k is worth; pairs without gain are not made.
    Items and partners may stay alone. A `repeatable` partner may have several items in a row.
    Takes time and memory in proportion to the product of the lengths.
    """
    height, width = len(gains), len(gains[0]) if gains else 0
    repeats = list(repeatable) if repeatable is not None else [False] * width
    forward = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(1, height + 1):
        row, previous, gain = forward[i], forward[i - 1], gains[i - 1]
        for k in range(1, width + 1):
            best = max(previous[k], row[k - 1])
            if gain[k - 1] > 0:
                before = previous[k] if repeats[k - 1] else previous[k - 1]
                best = max(best, before + gain[k - 1])
            row[k] = best
    backward = [[0.0] * (width + 2) for _ in range(height + 2)]
    for i in range(height - 1, -1, -1):
        row, following, gain = backward[i], backward[i + 1], gains[i]
        for k in range(width - 1, -1, -1):
            best = max(following[k], row[k + 1])
            if gain[k] > 0:
                after = following[k] if repeats[k] else following[k + 1]
                best = max(best, after + gain[k])
            row[k] = best
    total = forward[height][width]

    def through(i: int, k: int) -> float:
        """The best score of an alignment that pairs i with k."""
        if gains[i][k] <= 0:
            return FORBIDDEN
        before = forward[i][k + 1] if repeats[k] else forward[i][k]
        after = backward[i + 1][k] if repeats[k] else backward[i + 1][k + 1]
        return before + gains[i][k] + after

    pairs: list[int | None] = [None] * height
    i, k = height, width
    while i and k:
        if forward[i][k] == forward[i - 1][k]:
            i -= 1
        elif forward[i][k] == forward[i][k - 1]:
            k -= 1
        else:
            pairs[i - 1] = k - 1
            i -= 1
            if not repeats[k - 1]:
                k -= 1
    margins = []
    for i, pair in enumerate(pairs):
        others = [through(i, k) for k in range(width) if k != pair]
        margins.append(total - max(others, default=FORBIDDEN))
    return Alignment(pairs, margins, total)
