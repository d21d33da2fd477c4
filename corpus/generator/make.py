"""Make one report from a seed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from random import Random

from . import bodies, forms, layout
from . import numbers as numbers_module
from .numbers import Profile
from .oddities import ODDITIES, STAGES, Stage, choose
from .prose import Passage, Writer
from .report import Block, Format, Heading, MadeReport, Prose

EDITIONS = ("2021", "2019", "mixed")
PROFILES: tuple[Profile, ...] = ("zero", "sparse", "busy", "distinct")
SKELETONS = ("article", "trs", "word", "layout_table", "portal", "layout_cell")
_TABLE_EDITIONS = {"2021": ("2021", "2021"), "2019": ("2019", "2019"), "mixed": ("2021", "2019")}
_YEARS = {
    "2021": (2021, 2022, 2023, 2024, 2025),
    "2019": (2019, 2020, 2019, 2020, 2021, 2022, 2023),  # the old form lives on
    "mixed": (2021, 2022, 2023),
}
_HEADINGS = (
    ("overview", "总体情况"),
    ("proactive_disclosure", "主动公开政府信息情况"),
    ("requests", "收到和处理政府信息公开申请情况"),
    ("reviews_and_litigation", "政府信息公开行政复议、行政诉讼情况"),
    ("problems", "存在的主要问题及改进情况"),
    ("other", "其他需要报告的事项"),
)


def make(
    seed: int,
    edition: str = "2021",
    profile: Profile = "sparse",
    oddities: Iterable[str] | int = (),
    format: Format = "docx",
    year: int | None = None,
) -> MadeReport:
    """A report; the same arguments give the same report.

    `edition` is `2021`, `2019` or `mixed` (section 2 of 2021, section 3 of 2019). `oddities`
    are names from `ODDITIES`, or how many to choose. `format` only matters for that choice
    and for the look. Raises `ValueError` for an unknown name or two oddities of one group.
    """
    if edition not in EDITIONS:
        raise ValueError(f"unknown edition {edition!r}; there are {', '.join(EDITIONS)}")
    base = Random(f"{seed} report")
    if isinstance(oddities, int):
        oddities = choose(edition, profile, format, oddities, Random(f"{seed} oddities"))
    names = _checked(oddities)
    body = bodies.invent(base)
    chosen_year = base.choice(_YEARS[edition])
    report = MadeReport(
        seed=seed,
        edition=edition,
        profile=profile,
        year=year or chosen_year,
        body=body,
        forms=forms.forms(*_TABLE_EDITIONS[edition]),
        numbers={},
        agency=body.name,
        oddities=names,
    )
    report.published = date(report.year + 1, 1, base.randint(8, 31))
    report.title_lines = [f"{report.agency}{report.year}年政府信息公开工作年度报告"]
    report.look.skeleton = base.choice(SKELETONS)

    def apply(stage: Stage) -> None:
        for name, odd in ODDITIES.items():
            if name in names and odd.stage == stage:
                odd.change(report, Random(f"{seed} {name}"))

    apply("forms")
    report.numbers = numbers_module.numbers(report.forms, profile, body.rulemaker, Random(f"{seed} numbers"))
    apply("numbers")
    apply("labels")
    report.printed = {key: plain(value) for key, value in report.numbers.items()}
    apply("values")
    report.blocks = _blocks(report, Random(f"{seed} prose"))
    for stage in STAGES[STAGES.index("tables") :]:
        apply(stage)
    return report


def plain(value: Decimal) -> str:
    """A number in digits, as the template asks for it."""
    return format(value.normalize(), "f") if value else "0"


def _checked(names: Iterable[str]) -> list[str]:
    names = list(names)
    groups: dict[str, str] = {}
    for name in names:
        if name not in ODDITIES:
            raise ValueError(f"unknown oddity {name!r}")
        group = ODDITIES[name].group
        if group in groups:
            raise ValueError(f"{name} does not go together with {groups[group]}")
        groups[group] = name
    return names


def _blocks(report: MadeReport, random: Random) -> list[Block]:
    """The template's skeleton with prose and tables."""
    writer = Writer(report.body, report.year, random)
    blocks: list[Block] = [Prose(text) for text in writer.preface()]

    def section(position: int) -> None:
        code, words = _HEADINGS[position]
        blocks.append(Heading("一二三四五六"[position], words, 1, code))

    def say(passage: Passage) -> None:
        blocks.append(Prose(passage.text))
        report.figures += passage.figures

    def stated(row: str) -> int:
        key = (forms.REQUESTS, row, "total")
        return report.misstated.get(key, int(report.numbers[key]))

    section(0)
    say(writer.opening())
    published = 0 if report.profile == "zero" and random.random() < 0.3 else random.randint(3, 4800)
    requests = writer.applications(stated("received"), stated("carried_in"), stated("outcome.total"))
    if report.scope_note:
        office = max(1, stated("received") // 4)
        requests.say(f"其中，机关本级收到申请{office}件。", (str(office), "件", "机关本级收到申请", None))
    parts = [
        ("主动公开", writer.disclosure(published)),
        ("依申请公开", requests),
        ("政府信息管理", writer.management()),
        ("平台建设", writer.platform()),
        ("监督保障", writer.supervision()),
    ]
    ending = random.choice(["", "情况", "方面"])
    for number, (words, passage) in zip("一二三四五", parts, strict=True):
        blocks.append(Heading(f"（{number}）", words + ending, 2, None, separator=""))
        say(passage)
    section(1)
    blocks.append(layout.disclosure(report.forms.disclosure, report.printed))
    section(2)
    blocks.append(layout.requests(report.forms.requests, report.printed))
    section(3)
    blocks.append(layout.reviews(report.forms.reviews, report.printed))
    section(4)
    blocks.extend(Prose(text) for text in writer.problems())
    section(5)
    cases = random.choice([0, 0, 0, random.randint(1, 6)]) if report.profile != "zero" else 0
    say(writer.processing_fee(cases, cases * random.choice([100, 130, 210])))
    say(writer.other_matters())
    return blocks
