"""Answers kept for what reports print again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

# Texts up to this length are often the same, labels above all; longer ones are not worth keeping.
LABEL_LENGTH = 60

Function = TypeVar("Function", bound=Callable[..., Any])


def remembered(
    maxsize: int, size: Callable[[Any], int] = len, largest: int = LABEL_LENGTH
) -> Callable[[Function], Function]:
    """Keep the last `maxsize` answers of a function whose first argument is no larger than `largest`.

    Larger ones hardly come again: kept, they would push out those that are asked for again.
    """

    def keep(function: Function) -> Function:
        known = lru_cache(maxsize)(function)

        @wraps(function)
        def answer(first: Any, /, *others: Any) -> Any:
            return (known if size(first) <= largest else function)(first, *others)

        return cast(Function, answer)

    return keep
