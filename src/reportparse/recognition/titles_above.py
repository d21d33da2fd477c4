"""What a table may have above its header: its title, the year, and who filled it in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile

import regex

from reportparse.normalise import compact

# Who filled in a table, and when, or in which units.
FILLED_IN = regex.compile(r"\W*(?:填[报表写]|制表|报送|审[核批]|单位|负责人)\p{Han}{0,6}(?:\([^()]*\))?:")
# No column is named so.
TITLE = regex.compile(r"附[件表]?\d{0,2}:?|(?:附[件表]?\d{0,2}:)?[^:]*表(?:\([^()]*\))?|\(20\d\d年度?\)")
YEAR = regex.compile(r"(?<!\d)20\d\d(?!\d)")


def is_filled_in(text: str) -> bool:
    """Whether a text tells who filled in a table, or when."""
    return FILLED_IN.match(compact(text)) is not None


def below_titles(texts: Iterable[str], year: int | None) -> tuple[str, ...]:
    """Return the texts above the values of a table without its title, which names no year but the report's."""

    def is_above(text: str) -> bool:
        words = compact(text)
        is_of_year = all(int(own) == year for own in YEAR.findall(words))
        return FILLED_IN.match(words) is not None or (TITLE.fullmatch(words) is not None and is_of_year)

    return tuple(dropwhile(is_above, texts))
