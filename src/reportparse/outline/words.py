"""The words by which the title, the agency and the year of a family's reports are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from reportparse.forms import Family
from reportparse.normalise import any_of

MADE = r"(?:编制(?!委|办|研究|中心)|编写|撰写)"
# What a report says of itself before it gives its title or its agency.
GIVEN = rf"[现特兹谨](?:向社会)?(?:[将把就予]|公布|发布|公开|形成|{MADE})"
# What the sentence that gives a report says behind its year, instead of the subject.
REPORTED = r"\p{Han}{0,20}情况\p{Han}{0,4}如下"


@dataclass(frozen=True, eq=False, slots=True)
class OutlineWords:
    """The words of a family's reports, and patterns that are made of them once."""

    # The titles, without agency and year.
    titles: tuple[str, ...]
    # A pattern of what the reports are about.
    subject: str
    # A pattern of the verb 公开, which is also the end of subjects.
    made_public: str
    # Words that the names of offices and parts of a site for the subject are made of.
    office_words: tuple[str, ...]
    # The end of a title, from its subject on.
    title_end: regex.Pattern[str]
    # A title from its year on; the agency may stand between them.
    dated_title: regex.Pattern[str]
    # The title of a table on the subject, with its year.
    dated_table: regex.Pattern[str]
    # The year of the writer's own work.
    own_year: regex.Pattern[str]
    # The fields of a page that tell whose report it is.
    publisher_fields: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, family: Family) -> OutlineWords:
        """Return the words of a family, made once."""
        header = family.header
        titles = (header.title, *header.title_variants)
        subjects = any_of(header.subjects or titles)
        # A government's own name may be the first part of a subject.
        subject = rf"(?<!人民)(?:{subjects})"
        of_subject = rf"(?:{subject}[暨及和与、]?){{{{0,2}}}}{subject}(?:工作)?(?:情况)?的?{{}}(?:年度|度)?(?:工作)?(?:情况|总结)?(?:报告|年报)"
        end = of_subject.format(r"(?:20[0-4]\d年)?") if header.subjects else subject
        dated = rf"(?<!\d)(?<year>20[0-4]\d)\s*年度?+(?<agency>[\p{{Han}}()]{{0,40}}?)(?:{end})"
        if header.subjects:
            dated += "|" + of_subject.format(r"(?<year>20[0-4]\d)年")
        year, table = r"(?<!\d)(?<year>20[0-4]\d)\s*年度?", rf"{subject}(?:工作)?(?:情况)?统计表"
        own_year = rf"(?:[我本]\p{{Han}}{{1,2}}|现[将把]\p{{Han}}{{0,40}}?)(20[0-4]\d)\s*年度?(?=政府|政务|{subject}|{REPORTED})"
        return cls(
            titles=titles,
            subject=subject,
            made_public=rf"公开(?<!{subjects})",
            office_words=header.office_words,
            title_end=regex.compile(end),
            dated_title=regex.compile(dated),
            # In a line for itself: a sentence may compare it with another one.
            dated_table=regex.compile(
                rf"^(?!.*[，。,;；]|.*(?:相比|往年|历年))[^\n]*?(?:{year}{table}|{table}\s*\(\s*{year}\s*\))",
                regex.MULTILINE,
            ),
            own_year=regex.compile(own_year),
            publisher_fields=header.publisher_fields,
        )
