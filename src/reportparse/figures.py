"""Numbers that the running text states: what they count, and whether the tables say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import regex

from reportparse.forms.figure_rules import FigureRule, FigureRules, Scopes
from reportparse.normalise import simplified
from reportparse.numerals import AT_LEAST, AT_MOST, PLACE, Quantity, flatten, quantities
from reportparse.report import Check, Figure, Record, Section, Verdict
from reportparse.times import Times

RULE = "text.figure"
FEE = "processing_fee"
# How far, in characters, a sentence and a clause are followed; longer ones are cut.
SENTENCE = 400
CLAUSE = 120
CONTEXT = 200

SENTENCE_END = regex.compile(r"[。！？!?\n][”’」』)]?")
# The same, looked for from the end of a text.
LAST_SENTENCE_END = regex.compile(rf"(?r){SENTENCE_END.pattern}")
CLAUSE_END = regex.compile(r"[，,。；;:!?\n()【】]")
# Behind a number `（每件）` belongs to it: it is a price.
CLAUSE_END_BEHIND = regex.compile(rf"(?!\(\s*每){CLAUSE_END.pattern}")
LINE_END = regex.compile(r"[^\S\n]*[\r\n]+\s*")
DIGITS = regex.compile(r"[\d,，.]*\d")
SPACE = regex.compile(r"\s+")
TIME = regex.compile(
    r"^(?:分别)?(?:截至|截止|自|从|至|到|在|于)?(?:(?:19|20)\d\d年度?)?(?:(?:\d{1,2}[-~—至])?\d{1,2}月|(?<=年|度))份?(?:\d{1,2}日)?"
    r"(?:[底末]|以来|期间|内|止|起|[至到](?=\d)|[和、](?=\d{1,2}月))?|^年[底末]"
)
# The whole year says nothing of the number; a part of it does.
WHOLE_YEAR = regex.compile(
    r"^(?:截[至止]|自|从|在|于|到)?(?:\d{4}年(?:1月1日起?[至到](?:\d{4}年)?)?(?:12月31日|12月底|年?[底末])(?:止|期间)?"
    r"|\d{4}年度?(?!\d{1,2}月))"
)
# Who and when stand before what is counted.
LEADING = regex.compile(
    r"^(?:其中|以及|另有|另外|此外|同时|同期|并|且|全年|当年|今年|年内|年度内|本年度?|一年来|目前|报告期内|"
    r"[我本](?:[省市州县旗区镇乡局委办院厅部所站会校]|机关|单位|部门|级|街道|中心)(?!级|机关)(?:政府)?|全[省市州县旗区镇乡局委](?!面|场)|"
    r"共计|共(?![建同享性产青]|办(?![理结]))|累计|总计|合计|一共|均|已|先后|分别|通过|在(?![线职岗编册校建])|了)"
)
BODY = regex.compile(
    r"^(?!主动|收到|受理|公开|办理)\p{Han}{2,24}?(?:局|委员会|委|办公室|办公厅|人民政府|政府|办事处|管委会|街道|镇|乡|厅|中心)"
    r"(?=共|累计|主动|收到|受理|新收|收取|全年|未|没有|办理|发布|公开|制发|组织|召开|开展|通过|在)"
)
TRAILING = regex.compile(
    r"(?:共计?|累计|总计|合计|均|各|已|约|达到?|为|是|有|了|的|分别|数量|总数|[：:、—－\-])$"
)
VERB = regex.compile(
    r"(?:公开|发布|公布|印发|制发|制定|出台|编发|编印|编写|撰写|刊发|刊登|推送|转发|发放|发出|举办|组织|开展|召开|举行|参加|收到|接到|"
    r"受理|办理|办结|答复|回复|回应|处理|承办|开设|设立|设置|建立|建成|配备|新增|更新|完成|进行|接受|接待|解读|梳理|清理|废止|修订|"
    r"收取|审查|审核|整改|报送|培训|共有|拥有|转载|录制|制作|拍摄|开通|关停|注销|提供|提出)$"
)
ENUMERATED = regex.compile(r"(?P<items>.+?)(?:数量|数|金额)?分别(?:为|是|有|达到?|收到|办理|公开)?$")
# What joins a number and its noun to the next ones: `、` enumerates where `，` may begin another clause.
JOINS = r"以及|、|[和及与](?!时)"
ENUMERATION = regex.compile(rf"(?:{JOINS})\s*")
SEPARATOR = regex.compile(rf"(?:{JOINS}|[，,])\s*")
JOIN_BEFORE = regex.compile(rf"^(?:{JOINS})")
JOIN_BEHIND = regex.compile(rf"(?:{JOINS})$")
# Words that say what became of the things, and not what they are.
PREDICATE = regex.compile(r"均|已|都|全部|分别|各自|共|并|被|由|按|依|经|占|等|内")
COUNTED = regex.compile(r"(?:量|总数|人数|次数|件数)(?:累计|总计|共计?|已|约|为|达到?|是|[:：])*\s*$")
# Left over from a page's style sheet (`width:100%`).
STYLE = regex.compile(r"(?:[A-Za-z] ?[:=] ?|[=,\"'])$")
NOT_A_COUNT = regex.compile(r"\s*[年月日号时点:.\-/、]")
MOST_LINES = 20_000
# Reports state some hundred numbers; what states more than this lists them.
MOST_QUANTITIES = 5_000


# Finding


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity in its clause: the words before and after it, spaces left out."""

    quantity: Quantity
    before: str
    after: str

    @property
    def clause(self) -> str:
        """The clause with the number written as `#`."""
        return f"{self.before}#{self.after}"


def find_figures(
    sections: list[Section],
    rules: FigureRules,
    warnings: list[str] | None = None,
    year: int | None = None,
) -> list[Figure]:
    """The numbers stated in the texts of the sections, in order, and zeros stated without a digit.

    `year` is what the report is on: numbers of another time speak of no cell.
    A section of more than `MOST_LINES` lines is a list of something and no running text, and behind
    `MOST_QUANTITIES` no number is read: `warnings` gets a sentence that says so.
    """
    figures: list[Figure] = []
    left = MOST_QUANTITIES
    for section in sections:
        if not section.text:
            continue
        if section.text.count("\n") > MOST_LINES:
            if warnings is not None:
                warnings.append(
                    f"the section at {section.place.path} has more than {MOST_LINES} lines: its numbers are not read"
                )
            continue
        flat = simplified(flatten(section.text))
        found = list(islice(quantities(flat), left + 1))
        figures.extend(_figures_of(section, flat, found[:left], rules, year))
        left -= len(found)
        if left < 0:
            if warnings is not None:
                warnings.append(
                    f"the texts state too many numbers: only the first {MOST_QUANTITIES} are read"
                )
            break
    return figures


def _figures_of(
    section: Section, flat: str, found: list[Quantity], rules: FigureRules, year: int | None
) -> list[Figure]:
    stated = [_stated(section, flat, mention, rules) for mention in _mentions(flat, found)]
    zeros = _zeros(section, flat, rules)
    taken = {position for figure in stated for position in (figure.start, figure.end - 1)}
    zeros = [zero for zero in zeros if taken.isdisjoint(range(zero.start, zero.end))]
    figures = sorted([*stated, *zeros], key=lambda figure: figure.start)
    return _of_the_year(figures, section.heading, flat, rules, year)


def _of_the_year(
    figures: list[Figure], heading: str, flat: str, rules: FigureRules, year: int | None
) -> list[Figure]:
    """The figures, without a cell where their words, or else the heading, speak of another time."""
    if rules.times is None or all(figure.table is None for figure in figures):
        return figures
    times = Times(flat, rules.times, year)
    title = Times(simplified(flatten(heading)), rules.times, year).last()

    def speaks(figure: Figure) -> bool:
        sentence = _sentence_start(flat, figure.start)
        kind = times.kind(sentence, figure.start, figure.end) or title
        # Where there were none in several years, there were none in each of them.
        return kind in (None, "own", "whole") or (kind == "several" and figure.value == 0)

    return [
        figure
        if figure.table is None or speaks(figure)
        else replace(figure, table=None, row=None, column=None)
        for figure in figures
    ]


def _stated(section: Section, flat: str, mention: Mention, rules: FigureRules) -> Figure:
    quantity = mention.quantity
    rule = _rule(mention, simplified(section.heading) + "\n" + _before(flat, quantity.start, CONTEXT), rules)
    return _figure(
        section,
        flat,
        (quantity.start, quantity.end),
        value=quantity.value,
        unit=quantity.unit,
        approximate=quantity.approximate,
        subject=_subject(mention),
        slot=(rule.table, rule.row, rule.column) if rule else (None, None, None),
    )


def _figure(
    section: Section,
    flat: str,
    span: tuple[int, int],
    *,
    value: float | None,
    unit: str | None,
    approximate: bool,
    subject: str | None,
    slot: tuple[str | None, str | None, str | None],
) -> Figure:
    table, row, column = slot
    return Figure(
        section_position=section.position,
        sentence=_sentence(section.text, flat, *span),
        start=span[0],
        end=span[1],
        raw=section.text[span[0] : span[1]],
        value=value,
        unit=unit,
        approximate=approximate,
        subject=subject,
        table=table,
        row=row,
        column=column,
        page=section.place.page,
    )


def _sentence(text: str, flat: str, start: int, end: int) -> str:
    """The sentence around a place, wrapped lines put together."""
    first = _sentence_start(flat, start)
    # A zero may end with the sentence itself.
    close = SENTENCE_END.search(flat, max(start, end - 1), end + SENTENCE)
    last = close.end() if close else min(len(flat), end + SENTENCE)
    return LINE_END.sub("", text[first:last].strip())


def _sentence_start(flat: str, start: int) -> int:
    first = max(0, start - SENTENCE)
    before = LAST_SENTENCE_END.search(flat, first, start)
    return before.end() if before else first


def _before(flat: str, end: int, length: int) -> str:
    return SPACE.sub("", flat[max(0, end - length) : end])


# Clauses


def _mentions(flat: str, found: list[Quantity]) -> Iterator[Mention]:
    """Those of the quantities of a text that count something, each with its clause; lists are dealt out."""
    last = 0
    items: list[str] = []
    for i, quantity in enumerate(found):
        mention = _mention(flat, found, i, last)
        if items and SEPARATOR.fullmatch(flat[last : quantity.start]):
            mention = replace(mention, before=items.pop(0), after="")
        elif "分别" in mention.before and (match := ENUMERATED.search(mention.before)):
            run = _run(flat, found, i)
            names = [name for name in SEPARATOR.split(match["items"]) if name]
            dealt = names if len(names) == len(run) else [match["items"]] * len(run)
            mention = replace(mention, before=dealt[0], after="")
            items = dealt[1:]
            if quantity.unit is None:
                shared = run[-1].unit
                for j in range(i, i + len(run)):
                    found[j] = replace(found[j], unit=found[j].unit or shared)
        else:
            # `20元、40元`: all of them are of the same thing.
            items = [mention.before] * _following_alike(flat, found, i)
        mention = replace(mention, quantity=found[i])
        if _counts(flat, mention):
            last = quantity.end
            yield mention
        elif items:
            last = quantity.end


def _run(flat: str, found: list[Quantity], first: int) -> list[Quantity]:
    """The quantities that follow each other with nothing but separators between them."""
    run = [found[first]]
    for quantity in found[first + 1 : first + 21]:
        if not SEPARATOR.fullmatch(flat[run[-1].end : quantity.start]):
            break
        run.append(quantity)
    return run


def _following_alike(flat: str, found: list[Quantity], first: int) -> int:
    """How many quantities of the same unit, and of no noun of their own, an enumeration goes on with."""
    unit, count = found[first].unit, 0
    while (
        unit is not None
        and count < 20
        and first + count + 1 < len(found)
        and found[first + count + 1].unit == unit
        and ENUMERATION.fullmatch(flat[found[first + count].end : found[first + count + 1].start])
    ):
        count += 1
    end = first + count
    return count - 1 if count and _is_named(found[end], _words_behind(flat, found, end)) else count


def _counts(flat: str, mention: Mention) -> bool:
    """Whether a quantity counts something; a bare number does only after words that say so."""
    quantity = mention.quantity
    if quantity.unit is not None:
        return quantity.unit != "%" or not STYLE.search(flat, max(0, quantity.start - 4), quantity.start)
    return bool(COUNTED.search(mention.before)) and not NOT_A_COUNT.match(flat, quantity.end)


def _words_behind(flat: str, found: list[Quantity], i: int) -> str:
    """The words behind a quantity that belong to it: those of its clause up to the next quantity."""
    start = found[i].end
    following = found[i + 1].start if i + 1 < len(found) else len(flat)
    limit = min(following, start + CLAUSE)
    end = CLAUSE_END_BEHIND.search(flat, start, limit)
    words = SPACE.sub("", flat[start : end.start() if end else limit])
    if JOIN_BEFORE.match(words):
        return ""
    return (words if end else JOIN_BEHIND.sub("", words)).replace("#", "")


def _is_named(quantity: Quantity, behind: str) -> bool:
    """Whether the words behind say what is counted: a measure word stands before a noun, money does not."""
    if not behind or quantity.unit is None or quantity.unit[-1] in "元%":
        return False
    return not PREDICATE.match(behind) and not VERB.search(behind)


def _mention(flat: str, found: list[Quantity], i: int, last: int) -> Mention:
    quantity = found[i]
    low = max(last, quantity.start - CLAUSE)
    start = low
    for match in CLAUSE_END.finditer(flat, low, quantity.start):
        start = match.end()
    before, after = _words(flat[start : quantity.start]), _words_behind(flat, found, i)
    goes_on = 0 < last == start
    if goes_on:
        before = JOIN_BEFORE.sub("", before)
    if JOIN_BEHIND.search(before) and (goes_on or _is_named(quantity, after)):
        # `7件代表建议和9件委员提案`: these words are of the number before, or of none.
        before = ""
    # `其中，` and a clause that only says `共` or `（` belong to the clause before.
    while start > low and ((not after and _bare(before)) or flat[low : start - 1].rstrip().endswith("其中")):
        mark, upto = flat[start - 1], start - 1
        if mark in "。；;!?\n)】":
            break
        start = low
        for match in CLAUSE_END.finditer(flat, low, upto):
            start = match.end()
        clause = _words(flat[start:upto])
        before = clause + before
        if clause and clause != "其中":
            break
    return Mention(quantity, WHOLE_YEAR.sub("", before), after)


def _words(text: str) -> str:
    return SPACE.sub("", text).replace("#", "").lstrip("、")


def _bare(before: str) -> bool:
    """Whether a clause begins with the number, but for words that only introduce it."""
    return not _stripped(before)


# Subjects


@lru_cache(maxsize=4096)
def _stripped(words: str) -> str:
    """The words without who and when at their beginning and without `共`, `为` at their end."""
    while True:
        shorter = TIME.sub("", words)
        shorter = LEADING.sub("", shorter)
        shorter = BODY.sub("", shorter).lstrip("，,、")
        if shorter == words:
            break
        words = shorter
    while (shorter := TRAILING.sub("", words)) != words:
        words = shorter
    return words


def _subject(mention: Mention) -> str | None:
    """What a figure counts: the words before it; behind a bare verb, or none, the words after."""
    words = _stripped(mention.before)
    after = mention.after.lstrip("的")
    if (not words or VERB.search(words) or words == "分别") and after:
        words = words.removeprefix("分别") + after[:30]
    return words[-60:] or None


# The cell a figure speaks of


def _rule(mention: Mention, context: str, rules: FigureRules) -> FigureRule | None:
    clause = mention.clause
    if rules.never and _compiled(rules.never).search(clause):
        return None
    for rule in rules.figures:
        if (
            mention.quantity.unit in rule.units
            and _compiled(rule.pattern).search(clause)
            and not (rule.unless and _compiled(rule.unless).search(clause))
            and not (rule.context and not _compiled(rule.context).search(context))
        ):
            return rule
    return None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def _zeros(section: Section, flat: str, rules: FigureRules) -> list[Figure]:
    """The zeros that are stated without a digit; of overlapping ones the first rule's stands."""
    zeros: list[Figure] = []
    heading = simplified(section.heading)
    taken = bytearray(len(flat))
    for statement in rules.zeros:
        for match in _compiled(statement.pattern).finditer(flat):
            start, end = _trimmed(match)
            if any(taken[start:end]):
                continue
            context = heading + "\n" + _before(flat, end, CONTEXT)
            if statement.context and not _compiled(statement.context).search(context):
                continue
            if statement.unless and _compiled(statement.unless).search(context):
                continue
            taken[start:end] = b"\1" * (end - start)
            subject = match.groupdict().get("subject") or match[0]
            zeros.append(
                _figure(
                    section,
                    flat,
                    (start, end),
                    value=0.0,
                    unit=statement.unit,
                    approximate=False,
                    subject=SPACE.sub("", subject) or None,
                    slot=(statement.table, statement.row, statement.column),
                )
            )
    return zeros


def _trimmed(match: regex.Match[str]) -> tuple[int, int]:
    text = match[0]
    marks = " \n，。；：:;、"
    left = len(text) - len(text.lstrip(marks))
    return match.start() + left, match.end() - (len(text) - len(text.rstrip(marks)))


# The processing fee


def fee_records(
    sections: Sequence[Section], figures: Sequence[Figure], edition: str | None, rules: FigureRules
) -> list[Record]:
    """The processing fee as the text states it: records of `processing_fee`, `cases` and `amount`.

    Where nothing was collected, none was asked for and no number of cases is stated, there were
    none: that is `inferred`. Where several numbers are stated for one of them, or only about how
    many, or one says that something was collected and the other denies it, the record has no
    value and is `uncertain`.
    """
    places = {section.position: section.place for section in sections}
    stated = {
        column: [figure for figure in figures if figure.table == FEE and figure.column == column]
        for column in ("cases", "amount")
    }
    asked = [figure for figure in stated["cases"] if _has(rules.demanded, figure.subject)]
    collected = [figure for figure in stated["cases"] if figure not in asked]
    contrary = _deny(stated["amount"]) and _affirm(collected)
    contrary = contrary or (_deny(stated["cases"]) and _affirm(stated["amount"]))
    repeated = {
        "cases": _is_repeated(asked) or _is_repeated(collected),
        "amount": _is_repeated(stated["amount"]),
    }
    records = []
    for column, found in stated.items():
        inferred = column == "cases" and not found and bool(stated["amount"])
        if inferred:
            none = all(
                figure.value == 0 and not _has(rules.demanded, simplified(figure.sentence))
                for figure in stated["amount"]
            )
            found = stated["amount"] if none else []
        if not found:
            continue
        first = found[0]
        values = {_in_unit(figure, "元") for figure in found}
        clear = len(values) == 1 and None not in values and not first.approximate
        clear = clear and not contrary and not repeated[column]
        records.append(
            Record(
                edition=edition or "",
                table=FEE,
                row=FEE,
                column=column,
                row_label=first.subject,
                column_label=None,
                value=values.pop() if clear else None,
                raw=first.raw if clear else "；".join(dict.fromkeys(figure.raw for figure in found)),
                unit="件" if column == "cases" else "元",
                state="number" if clear else "text",
                certainty="uncertain" if not clear else "inferred" if inferred else "read",
                table_index=None,
                place=places[first.section_position],
            )
        )
    return records


def _has(pattern: str | None, words: str | None) -> bool:
    return bool(pattern and words and _compiled(pattern).search(words))


def _deny(figures: Sequence[Figure]) -> bool:
    return any(figure.value == 0 for figure in figures)


def _affirm(figures: Sequence[Figure]) -> bool:
    return any(figure.value != 0 for figure in figures)


def _is_repeated(figures: Sequence[Figure]) -> bool:
    """Whether one section states a number twice: each may be of another case, or of another body."""
    counts = Counter(figure.section_position for figure in figures if figure.value != 0)
    return max(counts.values(), default=0) > 1


# Text against table


def check_figures(
    figures: Sequence[Figure], records: Sequence[Record], rules: FigureRules | None = None
) -> list[Check]:
    """Compare each figure that speaks of a cell with the table; `left` is the text, `right` the table.

    Figures of cells that no table gives are passed over.
    """
    rules = rules or FigureRules()
    cells = {(record.table, record.row, record.column): record for record in records}
    checks = []
    for figure in figures:
        if figure.table is None or figure.table == FEE or figure.row is None or figure.column is None:
            continue
        record = cells.get((figure.table, figure.row, figure.column))
        if record is not None and figure.value is not None:
            checks.append(_check(figure, record, cells, rules))
    return checks


def _check(
    figure: Figure, record: Record, cells: dict[tuple[str, str, str], Record], rules: FigureRules
) -> Check:
    left, right = _in_unit(figure, record.unit), record.value
    verdict: Verdict
    words = f"the text says {figure.raw} ({_short(figure.sentence)})"
    if right is None or left is None:
        verdict, message = "undecided", f"{words}, the table has no number there"
    elif _agrees(figure, left, right):
        verdict, message = "pass", f"{words}, the table {right:.10g}"
    else:
        sums = _sums(record, cells, rules)
        agreeing = [total for total in sums if _agrees(figure, left, total)]
        if agreeing:
            verdict, message = "pass", f"{words}, the table {agreeing[0]:.10g} with what was carried in"
        elif _other_scope(figure, left, right, rules.scopes):
            verdict, message = "other_scope", f"{words}, another scope than the table's {right:.10g}"
        else:
            verdict, message = "fail", f"{words}, the table {right:.10g}"
    decided = verdict != "undecided"
    return Check(
        rule=RULE,
        severity="warning",
        table=figure.table,
        row=figure.row,
        column=figure.column,
        verdict=verdict,
        left=left if decided else None,
        right=right if decided else None,
        message=message,
    )


def _short(sentence: str, length: int = 60) -> str:
    return sentence if len(sentence) <= length else sentence[: length - 1] + "…"


MONEY_FACTOR = {"元": 1.0, "万元": 1e4, "亿元": 1e8}


def _in_unit(figure: Figure, unit: str | None) -> float | None:
    """The figure in the table's unit; None where both are money and the table's unit is not known."""
    if figure.value is None or figure.unit not in MONEY_FACTOR or figure.unit == unit:
        return figure.value
    if unit not in MONEY_FACTOR:
        return None
    return figure.value * MONEY_FACTOR[figure.unit] / MONEY_FACTOR[unit]


def _sums(record: Record, cells: dict[tuple[str, str, str], Record], rules: FigureRules) -> Iterator[float]:
    """What the text may have meant as well: the cell together with others."""
    for rule in rules.figures:
        if not rule.plus or (rule.table, rule.row, rule.column) != (record.table, record.row, record.column):
            continue
        parts = [cells.get((record.table, row, record.column)) for row in rule.plus]
        values = [part.value for part in parts if part is not None and part.value is not None]
        if record.value is not None and len(values) == len(parts):
            yield record.value + sum(values)


def _agrees(figure: Figure, left: float, right: float) -> bool:
    """Whether both are the same, or as near as the text's own words (余, 约, 近) allow."""
    tolerance = 1e-6 * max(1.0, abs(left))
    if abs(left - right) <= tolerance:
        return True
    if not figure.approximate or not figure.value:
        return False
    step = _step(figure) * left / figure.value
    raw = simplified(figure.raw)
    low = left if AT_LEAST.search(raw) else left - step
    high = left if AT_MOST.search(raw) else left + step
    return low - tolerance <= right <= high + tolerance


def _step(figure: Figure) -> float:
    """The place of the last digit that is not zero: a figure of `300余` stands for 300 to 400."""
    raw = simplified(flatten(figure.raw))
    number = DIGITS.search(raw)
    value = figure.value or 0.0
    if number:
        printed = float(number[0].replace(",", "").replace("，", ""))
        decimals = len(number[0].partition(".")[2])
        unit = value / printed if printed else 1.0
        step = 10.0**-decimals
        while decimals == 0 and printed % (step * 10) == 0:
            step *= 10
        return step * unit
    places = [PLACE[character] for character in raw if character in PLACE]
    return min(places, default=1.0) if raw[-2:-1] != "零" else 1.0


def _other_scope(figure: Figure, left: float, right: float, scopes: Scopes) -> bool:
    """Whether the words before the figure name a part, or more, than what the table may cover."""
    at = regex.search(r"(?<![\d.,])\L<raw>", figure.sentence, raw=[figure.raw])
    said = simplified(figure.sentence[: at.start() if at else 0])

    def last(pattern: str | None) -> int:
        return (
            max((match.end() for match in _compiled(pattern).finditer(said)), default=-1) if pattern else -1
        )

    narrow, wide = last(scopes.narrow), last(scopes.wide)
    if narrow > wide:
        return left < right
    return wide > narrow and left > right
