"""Years, days and periods as reports print them."""

from __future__ import annotations

from datetime import date

import regex

from reportparse.chinese_numerals import DIGIT, ORDINAL, ZEROS, in_digits, ordinal

# What stands between the first and the last of some years or days.
DASH = r"[-—–―‐−~〜～－至到]"
# A year of a report: no part of a day or of a document's number, as 〔2024〕3号 is. Schools report by school years.
YEAR = regex.compile(
    rf"(?<!\d)(?<first>20[0-4]\d)(?:(?:学?年度?)?(?:{DASH}{{1,2}}|/)"
    rf"(?:(?<last>20[0-4]\d)(?!\d)|(?<last>\d\d)(?=学年)))?"
    rf"(?!\d|年?[-/.]?\d{{1,2}}[-/.月日]|[\])】〕]第?\d+号|(?:{DASH}|[/.])\d)"
    r"(?:(?<school>学年度?)|[\])】〕]?年度?)?"
)
YEAR_IN_WORDS = regex.compile(rf"(?<!{DIGIT})[2二][{ZEROS}][{ZEROS}1-4一二三四]{DIGIT}(?!{DIGIT})")
# The first month has a name of its own.
FIRST_MONTH = regex.compile(r"(?<=年\s*)元(?=月)")
DAY_IN_WORDS = regex.compile(rf"(?<=[年月]\s*){ORDINAL}(?=\s*[月日])")
DAY = r"(?<{0}>\d{{1,2}})\s*月\s*(?<{1}>\d{{1,2}})\s*"
YEAR_OF = r"(?<{}>20\d{{2}})\s*年?\s*"
# A whole year in numbers; other days so written may be of anything.
YEAR_IN_NUMBERS = rf"(?<y1>20\d{{2}})[./-](?<m1>0?1)[./-](?<d1>0?1)(?:日?起)?\s*{DASH}{{1,2}}\s*(?<y2>20\d{{2}})[./-](?<m2>12)[./-](?<d2>31)(?!\d)"
# The second year and its 日 are often left out at the end of a year.
PERIOD = regex.compile(
    rf"{YEAR_OF.format('y1')}{DAY.format('m1', 'd1')}日\s*(?:(?:《[^《》\n]{{1,16}}》)?(?:正式)?[施实][行施](?:之日)?\s*)?(?:开始|始|起)?\s*[,，]?\s*(?:至|到|—|-|－|~|～)+\s*"
    rf"(?:{YEAR_OF.format('y2')}|(?=12\s*月\s*31)){DAY.format('m2', 'd2')}[日止]"
    rf"|(?<!\d){YEAR_IN_NUMBERS}"
)
# What is printed as a period, whatever its days are.
ANY_PERIOD = regex.compile(
    r"自\s*\d{1,8}\s*年[\d\s]{1,6}月[\d\s]{1,6}日?\s*[起始]?\s*[至到]\s*(?:\d{1,8}\s*年)?[\d\s]{1,6}月[\d\s]{1,6}日?\s*止"
)


def years_in_digits(text: str) -> str:
    """Write the years of a text that are in Chinese numerals in digits; the length stays."""
    return YEAR_IN_WORDS.sub(lambda match: in_digits(match[0]), text)


def days_in_digits(text: str) -> str:
    """Write the years, months and days of a text in digits."""
    numbered = FIRST_MONTH.sub("1", years_in_digits(text))
    return DAY_IN_WORDS.sub(lambda match: str(ordinal(match[0]) or match[0]), numbered)


def year_of(match: regex.Match[str]) -> int | None:
    """Return the year that a match of YEAR names, None for several years.

    A school year is that in which it ends, as any period is.
    """
    if match["last"]:
        first, last = int(match["first"]), int(match["last"]) % 100 + 2000
        return last if match["school"] and last == first + 1 else None
    return None if match["school"] else int(match["first"])


def year_of_period(text: str) -> int | None:
    """Return the year in which the first period of a text ends, None if it has none."""
    period = PERIOD.search(text)
    return int(period["y2"] or period["y1"]) if period else None


def day_of(year: str, month: str, day: str) -> date | None:
    """Return the day of a year and a month, None where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
