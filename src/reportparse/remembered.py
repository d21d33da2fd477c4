"""Answers kept for what reports print again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

# Texts up to this length are often the same, labels above all; longer ones are not worth keeping.
LABEL_LENGTH = 60

Answer = TypeVar("Answer")
Function = TypeVar("Function", bound=Callable[..., Any])


class _Answers(dict[str, Answer]):
    """The answers of a function of a text. One that is not known is asked for."""

    def __init__(self, function: Callable[[str], Answer], most: int) -> None:
        self._function = function
        self._most = most

    def __missing__(self, text: str) -> Answer:
        answer = self._function(text)
        if len(text) <= LABEL_LENGTH:
            if len(self) >= self._most:
                self.clear()
            self[text] = answer
        return answer


def remembered(most: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """Keep up to `most` answers of a function of one text, if that is short.

    A known answer takes a fraction of the time that a call takes: these are asked for thousands of times in a
    document.
    """

    def keep(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
        return _Answers(function, most).__getitem__

    return keep


def remembered_by_size(
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
