"""Answers kept for what reports print again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

# Texts up to this length are often the same, labels above all; longer ones are not worth keeping.
LABEL_LENGTH = 60

First = TypeVar("First")
Others = TypeVarTuple("Others")
Answer = TypeVar("Answer")
Function = Callable[[First, *Others], Answer]


def is_short(text: str) -> bool:
    """Tell whether a text is as short as a label."""
    return len(text) <= LABEL_LENGTH


def remembered(
    maxsize: int, comes_again: Callable[[First], bool]
) -> Callable[[Function[First, *Others, Answer]], Function[First, *Others, Answer]]:
    """Keep the last `maxsize` answers of a function whose first argument comes again.

    The others are computed each time: kept, they would push out those that are asked for again.
    """

    def keep(function: Function[First, *Others, Answer]) -> Function[First, *Others, Answer]:
        known = lru_cache(maxsize)(function)

        @wraps(function)
        def answer(first: First, /, *others: *Others) -> Answer:
            return (known if comes_again(first) else function)(first, *others)

        return answer

    return keep
