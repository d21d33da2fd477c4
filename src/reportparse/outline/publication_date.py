"""The day on which a report was published."""

from __future__ import annotations

from datetime import date

import regex

from reportparse.document import Document
from reportparse.normalise import plain
from reportparse.outline.dates import DASH, day_of

DATE = r"(?<year>20\d{2})\s*[-/年.]\s*(?<month>\d{1,2})\s*[-/月.]\s*(?<day>\d{1,2})"
# The day on which a page gives a report; and, where it tells no other, the one on which that was written.
PUBLISHED, WRITTEN = (
    regex.compile(rf"(?:{label})\s*[\[【(]?\s*{DATE}(?!\d|\x20?日?\x20?{DASH})", regex.MULTILINE)
    for label in (
        r"(?:发布|發布|公开|印发)(?:日期|时间|時間)\s*[:：|]?|^[^\S\n]*(?:日期|时间|時間)\s*[:：]",
        r"(?:发文|成文|生成)(?:日期|时间|時間)\s*[:：|]?",
    )
)
DATE_BEFORE_SOURCE = regex.compile(rf"^[^\S\n]*{DATE}\s*日?\s*来源\s*[:：]", regex.MULTILINE)
# A line of a day alone, among the last lines of a report.
DATE_LINE = regex.compile(rf"^\s*{DATE}\s*日?\s*$")
LAST_LINES = 4
PLAIN_DATE = regex.compile(DATE)


def publication_date(document: Document, text: str, margins: str) -> date | None:
    """Find the day of publication: what the container, a field, then a line at the end tells.

    `text` is that of the document, `margins` that around it.
    """
    match = (
        PLAIN_DATE.search(document.metadata.get("published", ""))
        or PUBLISHED.search(margins)
        or PUBLISHED.search(text)
        or DATE_BEFORE_SOURCE.search(text)
        or WRITTEN.search(margins)
        or WRITTEN.search(text)
        or _date_line(document)
    )
    return day_of(match["year"], match["month"], match["day"]) if match else None


def _date_line(document: Document) -> regex.Match[str] | None:
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    matches = (DATE_LINE.match(plain(line)) for line in reversed(lines[-LAST_LINES:]))
    return next(filter(None, matches), None)
