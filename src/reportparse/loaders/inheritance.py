"""What styles say with all that they inherit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

# How a format names a style, and what one says.
_Name = TypeVar("_Name", int, str)
_Said = TypeVar("_Said")


def inherited(
    bases: Mapping[_Name, _Name], first: _Said, derived: Callable[[_Name, _Said], _Said]
) -> dict[_Name, _Said]:
    """Return what each style says: derived from what the style says that it is based on, or from `first`.

    `bases` are the styles, each with the one that it is based on, which need not be there. Styles of damaged files
    may be based on each other.
    """
    known: dict[_Name, _Said] = {}
    for style in bases:
        line: dict[_Name, None] = {}  # from the style to the last ancestor that is not known
        while style in bases and style not in known and style not in line:
            line[style] = None
            style = bases[style]
        said = known.get(style, first)
        for descendant in reversed(line):
            said = known[descendant] = derived(descendant, said)
    return known
