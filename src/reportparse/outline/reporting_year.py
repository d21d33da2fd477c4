"""Which year a report is on, as its text tells where the title does not."""

from __future__ import annotations

import regex

from reportparse.outline.agency_names import is_agency_or_place
from reportparse.outline.dates import DASH
from reportparse.outline.titles import agency_and_year
from reportparse.outline.words import GIVEN, OutlineWords

# What stands before the own quoted title of a report, and behind it; and before a title that is not quoted.
GIVEN_QUOTE = regex.compile(rf"{GIVEN}\p{{Han}}{{0,4}}$")
GIVEN_BEHIND = regex.compile(r"[^《》]*》[^《》。]*现予")
GIVEN_REPORT = regex.compile(rf"^\W*本(?:年度)?报告[是为系即]|{GIVEN}\p{{Han}}{{0,40}}$")
# Who writes, where a title would name the agency.
WRITER = regex.compile(
    r"^[我本](?:级|[省市县区州盟旗镇乡局厅委办院校]|机关|单位|部门|中心|街道)(?:政府|机关)?(?:\(机关\))?$"
)
# How much of a text is looked at before the name of a report.
LONGEST_SENTENCE = 200
QUOTED = regex.compile(r"《[^《》]*》")
SENTENCES = regex.compile(r"[。;；:：!！?？\n]")
# The first and the last month of a year, as a period.
WHOLE_YEAR = regex.compile(rf"(?<!\d)(20[0-4]\d)\s*年\s*1\s*月?\s*(?:{DASH}\s*)+12\s*月")
# A year that a sentence speaks of. What began in a year, or is of it, tells nothing of the report's.
SPOKEN_YEAR = regex.compile(
    r"(?<![\d自从])(20[0-4]\d)\s*年(?!\s*\d{1,2}\s*[月-])(?!度?(?:以来|起|修订|新修|印发|颁布|成立|机构改革))"
)
# A year that a sentence begins with, perhaps behind the number of an item.
SENTENCE_YEAR = regex.compile(
    rf"^\W*(?:\d{{1,2}}[.、]\W*)?(?|(?:[在于]|过去的|回顾|截[至止]到?)?{SPOKEN_YEAR.pattern}|截[至止]到?\s*(20[0-4]\d)\s*年\s*12\s*月\s*(?:31\s*日|底))"
)
# What a sentence has that is on the years to come.
PLAN = regex.compile(
    r"下一步|下一年|明年|新的一年|计划|拟|将(?:继续|进一步|会|在|以|从|按|围绕|着力|重点|不断|严格|认真|加)"
)


def named_year(
    text: str, confirmed: int | None, words: OutlineWords, *, must_be_given: bool = False
) -> int | None:
    """Return the year of the reports that a text names as its own; of several the confirmed one.

    Reports of other years are quoted, or told of. With `must_be_given` the text has to say that it is the report.
    """
    years = {
        int(match["year"])
        for match in words.dated_title.finditer(text)
        if (not (name := match["agency"]) or WRITER.match(name) or is_agency_or_place(name, words))
        and _is_own(text, match, must_be_given)
    }
    if len(years) > 1:
        return confirmed if confirmed in years else None
    return next(iter(years), None)


def _is_own(text: str, match: regex.Match[str], must_be_given: bool) -> bool:
    """Return whether a report that a text names is its own.

    One in a sentence on a year is not, nor one that is quoted and not given.
    """
    sentence = SENTENCES.split(text[max(0, match.start() - LONGEST_SENTENCE) : match.start()])[-1]
    if SENTENCE_YEAR.search(sentence):
        return False
    quote = sentence.rfind("《")
    if quote > sentence.rfind("》"):
        return bool(GIVEN_QUOTE.search(sentence[:quote]) or GIVEN_BEHIND.match(text, match.end()))
    return not must_be_given or bool(GIVEN_REPORT.search(sentence))


def quoted_year(text: str, agency: str | None, words: OutlineWords) -> int | None:
    """Return the year of the agency's report that a text quotes."""
    titles = (agency_and_year(quote[1:-1], words) for quote in QUOTED.findall(text))
    return next((title.year for title in titles if title.agency and title.agency == agency), None)


def told_year(text: str, words: OutlineWords) -> int | None:
    """Return the one year that sentences of a text begin with, or else that of the writer's own work.

    Return None if there are several, or if the text speaks of a later year. Plans do not count.
    """
    whole = WHOLE_YEAR.search(text)
    if whole:
        return int(whole[1])
    sentences = [sentence for sentence in SENTENCES.split(QUOTED.sub("", text)) if not PLAN.search(sentence)]
    begun = {int(match[1]) for sentence in sentences if (match := SENTENCE_YEAR.search(sentence))}
    begun = begun or {int(year) for sentence in sentences for year in words.own_year.findall(sentence)}
    spoken = {int(year) for sentence in sentences for year in SPOKEN_YEAR.findall(sentence)}
    return max(begun) if len(begun) == 1 and begun == {max(spoken | begun)} else None


def year_of_table(text: str, words: OutlineWords) -> int | None:
    """Return the one year that the titles of tables on the subject have in a text, before their name or in brackets."""
    years = {int(match["year"]) for match in words.dated_table.finditer(text)}
    return years.pop() if len(years) == 1 else None
