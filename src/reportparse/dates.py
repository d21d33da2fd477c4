"""Years, days and periods as reports print them."""

from __future__ import annotations

from datetime import date

import regex

YEAR = regex.compile(r"(?<!\d)(20[0-4]\d)\s*年?(?=度|[^\d]|$)")
DAY = r"(?<{0}>\d{{1,2}})\s*月\s*(?<{1}>\d{{1,2}})\s*"
YEAR_OF = r"(?<{}>20\d{{2}})\s*年\s*"
# The second year and its 日 are often left out at the end of a year.
PERIOD = regex.compile(
    rf"[自从]?\s*{YEAR_OF.format('y1')}{DAY.format('m1', 'd1')}日\s*(?:开始|起)?\s*[,，]?\s*(?:至|到|—|-|－|~|～)+\s*"
    rf"(?:{YEAR_OF.format('y2')}|(?=12\s*月\s*31)){DAY.format('m2', 'd2')}[日止]"
)
DATE = r"(?<year>20\d{2})\s*[-/年.]\s*(?<month>\d{1,2})\s*[-/月.]\s*(?<day>\d{1,2})"
PUBLISHED = regex.compile(
    rf"(?:(?:发布|發布|公开|发文|成文|生成|印发)(?:日期|时间|時間)\s*[:：|]?|^\s*日期\s*[:：])\s*[\[【(]?\s*{DATE}",
    regex.MULTILINE,
)
DATE_BEFORE_SOURCE = regex.compile(rf"^\s*{DATE}\s*日?\s*来源\s*[:：]", regex.MULTILINE)
DATE_LINE = regex.compile(rf"^\s*{DATE}\s*日?\s*$")
PLAIN_DATE = regex.compile(DATE)


def year_in(text: str) -> int | None:
    """The only year that a text speaks of at its beginning."""
    match = YEAR.search(text[:200])
    return int(match[1]) if match else None


def day_of(year: str, month: str, day: str) -> date | None:
    """A day, or None where there is none of these numbers."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
