"""Align two sequences in order, and measure how sure each pair is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FORBIDDEN = float("-inf")
# Alignments whose scores are closer than this are equally good.
CLEAR = 0.02


@dataclass(slots=True)
class Alignment:
    """The best pairs of the items of two sequences."""

    # The partner of each item, or None.
    pairs: list[int | None]
    # How much worse the best alignment is in which the item has another partner.
    margins: list[float]
    # The sum of the gains of all pairs.
    score: float


def align(gains: Sequence[Mapping[int, float]], repeats: Sequence[bool]) -> Alignment:
    """Pair the items of two sequences in order so that the sum of gains is largest.

    `gains[i]` holds what the pairs of item i are worth, all more than nothing, by their partners in order. Items and
    partners may stay alone. `repeats` says of each partner whether it may have several items in a row. Takes time and
    memory at most in proportion to the product of the lengths.
    """
    height, width = len(gains), len(repeats)
    worth = [list(row.items()) for row in gains]
    # forward[i][k]: the best score of the first i items with the first k partners; no less for a larger k.
    forward = [[0.0] * (width + 1)]
    for pairs_of_item in worth:
        previous = forward[-1]
        row = previous
        if pairs_of_item:
            row = previous.copy()
            for k, gain in pairs_of_item:
                score = (previous[k + 1] if repeats[k] else previous[k]) + gain
                for j in range(k + 1, width + 1):
                    if row[j] >= score:
                        break
                    row[j] = score
        forward.append(row)
    # backward[i][k]: the same of the items from i on with the partners from k on.
    backward = [[0.0] * (width + 1)] * (height + 1)
    for i in range(height - 1, -1, -1):
        row = following = backward[i + 1]
        if worth[i]:
            row = following.copy()
            for k, gain in worth[i]:
                score = (following[k] if repeats[k] else following[k + 1]) + gain
                for j in range(k, -1, -1):
                    if row[j] >= score:
                        break
                    row[j] = score
        backward[i] = row
    total = forward[height][width]
    pairs = _pairs(forward, repeats)
    margins = []
    for i, pair in enumerate(pairs):
        before, after = forward[i], backward[i + 1]
        best = FORBIDDEN
        for k, gain in worth[i]:
            if k != pair:
                ends = (before[k + 1], after[k]) if repeats[k] else (before[k], after[k + 1])
                best = max(best, ends[0] + gain + ends[1])
        margins.append(total - best)
    return Alignment(pairs, margins, total)


def _pairs(forward: Sequence[Sequence[float]], repeats: Sequence[bool]) -> list[int | None]:
    """Return the partner of each item, on the way back through the best scores."""
    pairs: list[int | None] = [None] * (len(forward) - 1)
    i, k = len(forward) - 1, len(repeats)
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
    return pairs
