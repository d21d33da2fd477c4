"""The ways in which published reports differ from the template, one small function each.

An oddity changes a report in the making at one stage. Oddities combine, but at most one of
each `group` goes into a report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Literal

from .forms import DISCLOSURE, REQUESTS, REVIEWS, disclosure_2021
from .numbers import Key, outcome_rows
from .report import Block, Format, Grid, GridCell, Heading, MadeReport, Prose

Stage = Literal["forms", "numbers", "labels", "values", "tables", "outline", "characters", "file"]
Change = Callable[[MadeReport, Random], None]
STAGES: tuple[Stage, ...] = (
    "forms", "numbers", "labels", "values", "tables", "outline", "characters", "file",
)  # fmt: skip


@dataclass(frozen=True)
class Oddity:
    """A named change; `editions` and `formats` are those it makes sense for (all if empty)."""

    name: str
    stage: Stage
    change: Change
    group: str
    editions: tuple[str, ...]
    formats: tuple[Format, ...]
    profiles: tuple[str, ...]

    def suits(self, edition: str, profile: str, format: Format) -> bool:
        return (
            (not self.editions or edition in self.editions)
            and (not self.formats or format in self.formats)
            and (not self.profiles or profile in self.profiles)
        )


ODDITIES: dict[str, Oddity] = {}


def oddity(
    stage: Stage,
    group: str = "",
    editions: Iterable[str] = (),
    formats: Iterable[Format] = (),
    profiles: Iterable[str] = (),
) -> Callable[[Change], Change]:
    """Register a change under its function's name."""

    def register(change: Change) -> Change:
        name = change.__name__
        ODDITIES[name] = Oddity(
            name, stage, change, group or name, tuple(editions), tuple(formats), tuple(profiles)
        )
        return change

    return register


def choose(edition: str, profile: str, format: Format, count: int, random: Random) -> list[str]:
    """Names of up to `count` oddities that suit each other and the report."""
    names = [name for name, odd in ODDITIES.items() if odd.suits(edition, profile, format)]
    random.shuffle(names)
    chosen: list[str] = []
    groups: set[str] = set()
    for name in names:
        if len(chosen) == count:
            break
        if ODDITIES[name].group not in groups:
            groups.add(ODDITIES[name].group)
            chosen.append(name)
    return chosen


# --- the forms themselves -------------------------------------------------------------------


@oddity("forms", editions=["2019"])
def both_editions_in_disclosure(report: MadeReport, random: Random) -> None:
    """Section 2 has the first block of 2021 and the others of 2019."""
    report.forms.disclosure[0] = disclosure_2021()[0]


# --- numbers: mistakes that publishers make -------------------------------------------------


def _raise(report: MadeReport, key: Key, random: Random) -> None:
    report.numbers[key] += random.randint(1, 5)


@oddity("numbers", profiles=["sparse", "busy", "distinct"])
def misprinted_total(report: MadeReport, random: Random) -> None:
    """A total of section 3's last column is not the sum of its row."""
    row = random.choice(["received", "outcome.total", "outcome.disclosed"])
    _raise(report, (REQUESTS, row, "total"), random)


@oddity("numbers", profiles=["sparse", "busy", "distinct"])
def misprinted_review_total(report: MadeReport, random: Random) -> None:
    """Section 4 prints a total of 0 beside cases."""
    row = random.choice(report.forms.reviews.row_codes)
    report.numbers[REVIEWS, row, "corrected"] += random.randint(1, 9)
    report.numbers[REVIEWS, row, "total"] = Decimal(0)


@oddity("numbers")
def unbalanced_requests(report: MadeReport, random: Random) -> None:
    """A column takes in more requests than it settles and carries over."""
    column = random.choice(report.forms.requests.applicant_codes)
    for target in (column, "total"):
        report.numbers[REQUESTS, "received", target] += 2


@oddity("numbers")
def wrong_outcome_sum(report: MadeReport, random: Random) -> None:
    """An outcome that the column's total leaves out."""
    row, column = (
        random.choice(outcome_rows(report.forms)),
        random.choice(report.forms.requests.applicant_codes),
    )
    for target in (column, "total"):
        report.numbers[REQUESTS, row, target] += 1


@oddity("numbers")
def text_disagrees_with_table(report: MadeReport, random: Random) -> None:
    """The prose states another number of requests than the table."""
    key = (REQUESTS, "received", "total")
    report.misstated[key] = int(report.numbers[key]) + random.randint(1, 36)


@oddity("numbers", profiles=["busy", "distinct"])
def office_beside_whole(report: MadeReport, random: Random) -> None:
    """The prose also gives the number of the office alone."""
    report.scope_note = True


# --- labels ---------------------------------------------------------------------------------


def _label_setters(report: MadeReport) -> list[tuple[str, Callable[[str], None]]]:
    """Every inner label with a way to change it; group labels of section 3 are left alone."""
    setters: list[tuple[str, Callable[[str], None]]] = []

    def add(owner: object, name: str) -> None:
        setters.append((getattr(owner, name), lambda text: setattr(owner, name, text)))

    for block in report.forms.disclosure:
        for item in [*block.rows, *block.columns]:
            add(item, "label")
    for column in report.forms.requests.organisation_columns:
        add(column, "label")
    for row in report.forms.requests.rows:

        def set_last(text: str, labels: list[str] = row.labels) -> None:
            labels[-1] = text

        setters.append((row.labels[-1], set_last))
    for result in report.forms.reviews.results:
        add(result, "label")
    return setters


def _relabel(report: MadeReport, change: Callable[[str], str]) -> None:
    for label, put in _label_setters(report):
        put(change(label))
    for block in report.forms.disclosure:
        block.caption = change(block.caption)
    for row in report.forms.requests.rows:
        row.labels[:] = [change(label) for label in row.labels]


MISPRINTS = {
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "本年处理决定数量": "本年处理绝对数量",
    "科研机构": "科研企业",
    "本年制发件数": "本年发件",
    "现行有效件数": "现行有效件",
    "本年增/减": "本年增/",
    "二、上年结转政府信息公开申请数量": "二、上年结转政府信息公开数量",
}
LOOKALIKES = {"复": "覆", "制": "治", "处": "外", "决": "块", "商": "啇", "未": "末", "已": "己", "机": "几"}


@oddity("labels", group="misprints")
def known_misprints(report: MadeReport, random: Random) -> None:
    """Misprints that recur from body to body."""
    for label, put in _label_setters(report):
        if label in MISPRINTS and random.random() < 0.6:
            put(MISPRINTS[label])


@oddity("labels", group="misprints")
def random_misprints(report: MadeReport, random: Random) -> None:
    """One character of some long labels dropped, doubled, or replaced by one that looks like it."""
    for label, put in _label_setters(report):
        if len(label) < 5 or random.random() > 0.3:
            continue
        place = random.randrange(2, len(label))
        character = label[place]
        if character.isdigit():
            continue
        new = random.choice(["", character * 2, LOOKALIKES.get(character, "")])
        put(label[:place] + new + label[place + 1 :])


SHORT = {
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求确认或重新出具",
    "一、本年新收政府信息公开申请数量": "一、本年新收数量",
    "二、上年结转政府信息公开申请数量": "二、上年结转数量",
    "行政规范性文件": "规范性文件",
    "行政事业性收费": "事业性收费",
    "其他对外管理服务事项": "其他管理服务事项",
}


@oddity("labels", group="wording")
def short_labels(report: MadeReport, random: Random) -> None:
    _relabel(report, lambda label: SHORT.get(label, label))


@oddity("labels", group="numbering")
def enumeration_comma(report: MadeReport, random: Random) -> None:
    """`1、` for `1.`"""
    _relabel(report, lambda label: f"{label[0]}、{label[2:]}" if label[:1].isdigit() else label)


@oddity("labels", group="numbering")
def full_width_point(report: MadeReport, random: Random) -> None:
    """`1．` for `1.`"""
    _relabel(report, lambda label: f"{label[0]}．{label[2:]}" if label[:1].isdigit() else label)


@oddity("labels", group="brackets")
def half_width_brackets(report: MadeReport, random: Random) -> None:
    _relabel(report, lambda label: label.replace("（", "(").replace("）", ")"))


@oddity("labels", group="caption")
def bracket_around_item(report: MadeReport, random: Random) -> None:
    """`第二十条第(一项)`"""
    for block in report.forms.disclosure:
        block.caption = f"第二十条第({block.caption[6]}项)"


@oddity("labels", group="caption")
def caption_without_ordinal(report: MadeReport, random: Random) -> None:
    """`第二十条(一)项`"""
    for block in report.forms.disclosure:
        block.caption = f"第二十条({block.caption[6]})项"


@oddity("labels", group="caption")
def caption_names_regulation(report: MadeReport, random: Random) -> None:
    for block in report.forms.disclosure:
        block.caption = f"《中华人民共和国政府信息公开条例》 {block.caption}"


@oddity("labels", group="caption", editions=["2021", "mixed"])
def wrong_ninth_item(report: MadeReport, random: Random) -> None:
    """The fees stand under 第（九）项, as a leftover of the older form."""
    report.forms.disclosure[-1].caption = "第二十条第（九）项"


@oddity("labels", group="note")
def balance_note_without_brackets(report: MadeReport, random: Random) -> None:
    report.forms.requests.note = report.forms.requests.note.strip("（）")


@oddity("labels", group="note")
def no_balance_note(report: MadeReport, random: Random) -> None:
    report.forms.requests.note = ""


@oddity("labels", group="note")
def fused_balance_note(report: MadeReport, random: Random) -> None:
    """The corner note stands in the cell of 申请人情况."""
    form = report.forms.requests
    form.note, form.applicants = "", form.note + form.applicants


@oddity("labels", group="spacing")
def spaces_in_headers(report: MadeReport, random: Random) -> None:
    """`商业 企业`, `总 计`"""
    for item in [*report.forms.requests.organisation_columns, *report.forms.reviews.results]:
        half = len(item.label) // 2
        item.label = f"{item.label[:half]} {item.label[half:]}"
    report.forms.requests.total = "总  计"
    report.forms.requests.natural_person = "自 然 人"


@oddity("labels", group="wording")
def notes_in_labels(report: MadeReport, random: Random) -> None:
    """Explanations inside labels, with digits in them."""
    notes = {
        "规章": "规章（含2018年以前制发、仍然有效的）",
        "行政许可": "行政许可（按决定书份数计，1份计1件）",
        "行政处罚": "行政处罚（含简易程序，不含2人以下当场纠正的）",
        "本年增/减": "本年增/减（较上年增加的填正数，减少的填负数，如 -8）",
        "3.其他": "3.其他（上述2种情形以外的）",
        "四、结转下年度继续办理": "四、结转下年度继续办理（截至12月31日24时）",
    }
    for label, put in _label_setters(report):
        put(notes.get(label, label))


# --- values ---------------------------------------------------------------------------------


def _print_zeros(report: MadeReport, mark: str, share: float, random: Random) -> None:
    for key, text in report.printed.items():
        if text == "0" and random.random() < share:
            report.printed[key] = mark


@oddity("values", group="zero")
def blank_zeros(report: MadeReport, random: Random) -> None:
    """Every zero is left blank."""
    _print_zeros(report, "", 1, random)


@oddity("values", group="zero")
def some_blank_zeros(report: MadeReport, random: Random) -> None:
    _print_zeros(report, random.choice(["", "\u3000", "\u00a0", " "]), 0.35, random)


@oddity("values", group="zero")
def blank_rows(report: MadeReport, random: Random) -> None:
    """Rows without any request are left blank as a whole."""
    for row in report.forms.requests.rows:
        keys = [(REQUESTS, row.code, column) for column in report.forms.requests.column_codes]
        if all(report.printed[key] == "0" for key in keys) and random.random() < 0.7:
            report.printed.update(dict.fromkeys(keys, ""))


@oddity("values", group="zero")
def blank_columns(report: MadeReport, random: Random) -> None:
    """Columns of applicants without any request are left blank as a whole, some publishers' first one not."""
    *columns, _ = report.forms.requests.column_codes
    for column in columns[random.choice([0, 1]) :]:
        keys = [(REQUESTS, row.code, column) for row in report.forms.requests.rows]
        if all(report.printed[key] == "0" for key in keys):
            report.printed.update(dict.fromkeys(keys, ""))


@oddity("values", editions=["2019", "mixed"])
def blank_detail_totals(report: MadeReport, random: Random) -> None:
    """总计 is filled for the main rows only."""
    for row in outcome_rows(report.forms):
        report.printed[REQUESTS, row, "total"] = ""


@oddity("values", group="zero")
def slash_zeros(report: MadeReport, random: Random) -> None:
    _print_zeros(report, "/", random.choice([0.5, 1.0]), random)


@oddity("values", group="zero")
def hyphen_zeros(report: MadeReport, random: Random) -> None:
    _print_zeros(report, random.choice(["-", "－"]), random.choice([0.5, 1.0]), random)


@oddity("values", group="zero")
def dash_zeros(report: MadeReport, random: Random) -> None:
    _print_zeros(report, random.choice(["—", "——"]), random.choice([0.5, 1.0]), random)


@oddity("values", group="zero")
def none_in_words(report: MadeReport, random: Random) -> None:
    _print_zeros(report, "无", random.choice([0.3, 1.0]), random)


FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@oddity("values", group="digits")
def full_width_digits(report: MadeReport, random: Random) -> None:
    for key, text in report.printed.items():
        if random.random() < 0.5:
            report.printed[key] = text.translate(FULL_WIDTH)


@oddity("values", group="digits", profiles=["busy", "distinct"])
def thousands_separators(report: MadeReport, random: Random) -> None:
    comma = random.choice([",", "，"])
    for key, text in report.printed.items():
        value = report.numbers[key]
        if text.isdigit() and value >= 1000:
            report.printed[key] = f"{value:,}".replace(",", comma)


@oddity("values", group="signs", editions=["2019"])
def signs_in_words(report: MadeReport, random: Random) -> None:
    """`减3`, `增12`"""
    for key, value in report.numbers.items():
        if key[2] == "items_change" and value:
            report.printed[key] = f"{'增' if value > 0 else '减'}{abs(value)}"


@oddity("values", group="signs", editions=["2019"])
def signs_in_marks(report: MadeReport, random: Random) -> None:
    """`+5`, `-7`"""
    for key, value in report.numbers.items():
        if key[2] == "items_change" and value:
            report.printed[key] = f"{value:+}"


def _amounts(report: MadeReport) -> list[Key]:
    return [key for key, value in report.numbers.items() if key[2] == "amount" and value]


@oddity("values", group="money", profiles=["sparse", "busy", "distinct"])
def unit_in_amount(report: MadeReport, random: Random) -> None:
    """`43.788万元`"""
    for key in _amounts(report):
        report.printed[key] += "万元"


@oddity("values", group="money", profiles=["sparse", "busy", "distinct"])
def amount_in_yuan(report: MadeReport, random: Random) -> None:
    """`251000元` under a header that says 万元."""
    for key in _amounts(report):
        report.printed[key] = f"{int(report.numbers[key] * 10000)}元"


@oddity("values", group="notes", profiles=["busy", "distinct"])
def note_in_value(report: MadeReport, random: Random) -> None:
    """`22（其中修订16件）`"""
    keys = [
        key
        for key in report.printed
        if key[0] == DISCLOSURE and report.numbers[key] > 1 and key[2] != "amount"
    ]
    for key in random.sample(keys, min(2, len(keys))):
        part = random.randint(1, int(report.numbers[key]))
        word = random.choice(["修订", "联合制发", "委托办理"])
        report.printed[key] = f"{report.numbers[key]}（其中{word}{part}件）"


@oddity("values", group="notes", profiles=["sparse", "busy", "distinct"])
def approximate_value(report: MadeReport, random: Random) -> None:
    """`23余件`"""
    keys = [key for key in report.printed if key[0] == DISCLOSURE and report.numbers[key] > 1]
    for key in random.sample(keys, min(1, len(keys))):
        report.printed[key] = f"{int(report.numbers[key])}余件"


@oddity("values", group="notes")
def unit_in_count(report: MadeReport, random: Random) -> None:
    """`12件`"""
    for key, text in report.printed.items():
        if key[0] == DISCLOSURE and text.isdigit() and key[2] in ("issued", "decisions", "in_force"):
            report.printed[key] = f"{text}件"


# --- tables ---------------------------------------------------------------------------------


def _grid(report: MadeReport, table: str) -> Grid | None:
    return next((grid for grid in report.grids if grid.table == table), None)


def _wrap(text: str, every: int, mark: str) -> str:
    return mark.join(text[start : start + every] for start in range(0, len(text), every))


@oddity("tables", group="groups")
def missing_refusal_labels(report: MadeReport, random: Random) -> None:
    """The eight labels under （三）不予公开 are missing, their values are there."""
    if grid := _grid(report, REQUESTS):
        group = next(cell for cell in grid.cells if cell.role == "label" and "不予公开" in cell.text)
        for cell in grid.cells:
            if cell.role == "label" and cell.column == 2 and 0 <= cell.row - group.row < group.rowspan:
                cell.text = ""


def _insert_row(grid: Grid, at: int, cells: list[GridCell]) -> None:
    for cell in grid.cells:
        if cell.row >= at:
            cell.row += 1
        elif cell.row + cell.rowspan > at:
            cell.rowspan += 1
    grid.cells += cells


def _remove_row(grid: Grid, at: int) -> None:
    """Without the cells that start there; a group that starts there starts a row later."""
    kept = []
    for cell in grid.cells:
        if cell.row == at and cell.rowspan == 1:
            continue
        if cell.row <= at < cell.row + cell.rowspan:
            cell.rowspan -= 1
        elif cell.row > at:
            cell.row -= 1
        kept.append(cell)
    grid.cells = kept


@oddity("tables", group="more_rows")
def provincial_rows(report: MadeReport, random: Random) -> None:
    """Rows that only one province asks for."""
    grid = _grid(report, DISCLOSURE)
    if grid is None:
        return
    for after, label in (
        ("行政强制", "行政检查"),
        ("行政强制", "行政确认"),
        ("规范性文件", "其他主动公开文件"),
    ):
        found = [cell for cell in grid.cells if cell.role == "label" and after in cell.text]
        if not found or random.random() < 0.2:
            continue
        above = max(found, key=lambda cell: cell.row)
        cells = [
            replace(cell, row=cell.row + 1, key=None, text=str(random.randint(0, 40)))
            if cell.role == "value"
            else replace(cell, row=cell.row + 1, text=label)
            for cell in grid.cells
            if cell.row == above.row
        ]
        _insert_row(grid, above.row + 1, cells)


@oddity("tables", group="more_rows")
def subtotal_row(report: MadeReport, random: Random) -> None:
    """A 小计 at the head of （三）不予公开, which the form does not have."""
    grid = _grid(report, REQUESTS)
    if grid is None:
        return
    group = next(
        cell for cell in grid.cells if cell.role == "label" and cell.text.startswith(("（三）", "(三)"))
    )
    refused = [row.code for row in report.forms.requests.rows if row.labels[1:2] == [group.text]]
    at = group.row + 1
    sums = [
        sum(int(report.numbers[REQUESTS, row, column]) for row in refused)
        for column in report.forms.requests.column_codes
    ]
    cells = [GridCell(at, 2, "小计")]
    cells += [GridCell(at, 3 + offset, str(value), role="value") for offset, value in enumerate(sums)]
    # The first refusal moves below the sub-total: its own cells go down one row.
    _insert_row(grid, at, cells)
    for cell in grid.cells:
        if cell.column >= 2 and cell.row in (group.row, at) and cell is not group:
            cell.row = at if cell.row == group.row else group.row


@oddity("tables", group="more_columns")
def subtotal_column(report: MadeReport, random: Random) -> None:
    """A 小计 of the organisations, which the form does not have."""
    grid = _grid(report, REQUESTS)
    if grid is None:
        return
    width = grid.width
    for cell in grid.cells:
        if cell.column == width - 1:
            cell.column += 1
        elif cell.text == report.forms.requests.organisations or (cell.row == 0 and cell.column == 3):
            cell.colspan += 1
    grid.cells.append(GridCell(2, width - 1, "小计", role="header"))
    for row in range(3, grid.height):
        value = 0
        for cell in grid.cells:
            if cell.row == row and cell.role == "value" and 4 <= cell.column < width - 1:
                value += int(report.numbers[cell.key] if cell.key else cell.text)
        grid.cells.append(GridCell(row, width - 1, str(value), role="value"))
    grid.widths.append(1.0)


@oddity("tables", group="more_rows")
def missing_rows(report: MadeReport, random: Random) -> None:
    """Some rows of section 3 without requests are not printed.

    Those under （三）不予公开 stay, as their labels may be missing.
    """
    grid = _grid(report, REQUESTS)
    if grid is None:
        return
    silent = [
        row.code
        for row in report.forms.requests.rows
        if len(row.labels) == 3
        and ".refused." not in row.code
        and report.numbers[REQUESTS, row.code, "total"] == 0
    ]
    for code in random.sample(silent, min(len(silent), random.randint(1, 3))):
        at = next(cell.row for cell in grid.cells if cell.key and cell.key[1] == code)
        starting = [
            cell for cell in grid.cells if cell.row == at and cell.role == "label" and cell.rowspan > 1
        ]
        if not starting:
            _remove_row(grid, at)


def _unmerge_groups(grid: Grid, repeat: bool) -> None:
    for cell in list(grid.cells):
        if cell.role == "label" and cell.rowspan > 1:
            for row in range(cell.row + 1, cell.row + cell.rowspan):
                grid.cells.append(replace(cell, row=row, rowspan=1, text=cell.text if repeat else ""))
            cell.rowspan = 1


@oddity("tables", group="groups")
def repeated_group_labels(report: MadeReport, random: Random) -> None:
    if grid := _grid(report, REQUESTS):
        _unmerge_groups(grid, repeat=True)


@oddity("tables", group="groups")
def group_labels_in_first_row(report: MadeReport, random: Random) -> None:
    """Nothing is merged: a group's label stands in its first row, the cells below are blank."""
    if grid := _grid(report, REQUESTS):
        _unmerge_groups(grid, repeat=False)


@oddity("tables", group="lost_table")
def missing_table(report: MadeReport, random: Random) -> None:
    """A table that is not there at all."""
    gone = _grid(report, random.choice([DISCLOSURE, REVIEWS]))
    report.blocks = [block for block in report.blocks if block is not gone]


@oddity("tables", group="blocks")
def four_blocks(report: MadeReport, random: Random) -> None:
    """Each block of section 2 is a table of its own."""
    grid = _grid(report, DISCLOSURE)
    if grid is None:
        return
    starts = sorted(cell.row for cell in grid.cells if cell.role == "caption")
    parts = []
    for start, end in zip(starts, [*starts[1:], grid.height], strict=True):
        cells = [replace(cell, row=cell.row - start) for cell in grid.cells if start <= cell.row < end]
        parts.append(Grid(DISCLOSURE, cells, list(grid.widths)))
    at = report.blocks.index(grid)
    report.blocks[at : at + 1] = parts


@oddity("tables", group="more_columns", formats=["html", "docx"])
def columns_split_differently(report: MadeReport, random: Random) -> None:
    """Header and data rows do not share the edges of their columns, as after dragging in Word."""
    grid = _grid(report, REQUESTS)
    if grid is None:
        return
    shift = random.choice([-1, 1])
    for cell in grid.cells:
        start, end = 3 * cell.column, 3 * (cell.column + cell.colspan)
        in_header = cell.row < 3
        if in_header and start > 9:
            start += shift
        if in_header and 9 < end < 3 * len(grid.widths):
            end += shift
        cell.column, cell.colspan = start, end - start
    grid.widths = [width / 3 for width in grid.widths for _ in range(3)]


# Labels are wrapped last: the changes above know them by their words.


@oddity("tables", group="wrapping")
def wrapped_labels(report: MadeReport, random: Random) -> None:
    """Line ends inside labels, as the author made them fit."""
    for grid in report.grids:
        for cell in grid.cells:
            if cell.role != "value" and len(cell.text) >= 3 and random.random() < 0.4:
                place = random.randrange(1, len(cell.text))
                cell.text = cell.text[:place] + random.choice(["\n", "\v"]) + cell.text[place:]


@oddity("tables", group="wrapping")
def vertical_labels(report: MadeReport, random: Random) -> None:
    """Group labels and narrow headers written downwards, one character per line."""
    for grid in report.grids:
        for cell in grid.cells:
            narrow = cell.rowspan > 1 and cell.colspan == 1
            if cell.role != "value" and grid.table != DISCLOSURE and narrow:
                cell.text = _wrap(cell.text, 1, "\n")


@oddity("tables", group="headers")
def headers_two_by_two(report: MadeReport, random: Random) -> None:
    """Narrow headers in lines of two characters."""
    for grid in report.grids:
        for cell in grid.cells:
            if (
                cell.role == "header"
                and grid.table != DISCLOSURE
                and cell.colspan == 1
                and len(cell.text) > 2
            ):
                cell.text = _wrap(cell.text, 2, "\v")


# --- outline and title ----------------------------------------------------------------------


def _main_headings(report: MadeReport) -> list[Heading]:
    return [heading for heading in report.headings if heading.level == 1]


@oddity("outline", group="numerals")
def dash_for_numeral(report: MadeReport, random: Random) -> None:
    """`—、总体情况`"""
    _main_headings(report)[0].number = "—"


@oddity("outline", group="numerals")
def lost_numeral(report: MadeReport, random: Random) -> None:
    """`、主动公开政府信息情况`"""
    random.choice(_main_headings(report)).number = ""


@oddity("outline", group="numerals")
def no_numerals(report: MadeReport, random: Random) -> None:
    for heading in _main_headings(report):
        heading.number = heading.separator = ""


@oddity("outline", group="numerals")
def shifted_numerals(report: MadeReport, random: Random) -> None:
    """The first section has no numeral of its own, so that all others are one too low."""
    first, *others = _main_headings(report)
    first.number = first.separator = ""
    for heading, number in zip(others, "一二三四五六七八", strict=False):
        heading.number = number


@oddity("outline", group="numerals")
def repeated_numeral(report: MadeReport, random: Random) -> None:
    """The fourth section is again called 三."""
    headings = _main_headings(report)
    headings[3].number = headings[2].number


WORDINGS = {
    "overview": ["工作基本情况", "总体概述", "{year}年工作开展情况", "基本情况"],
    "proactive_disclosure": ["主动公开情况", "主动公开政府信息的情况"],
    "requests": ["收到的处理政府信息公开申请情况", "依申请公开政府信息情况", "收到和处理信息公开申请情况"],
    "reviews_and_litigation": [
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "行政复议和行政诉讼情况",
    ],
    "problems": ["存在问题及改进措施", "工作中存在的主要问题及改进情况"],
    "other": ["其他事项", "需要报告的其他事项"],
}


@oddity("outline")
def other_wordings(report: MadeReport, random: Random) -> None:
    for heading in _main_headings(report):
        if heading.code and random.random() < 0.7:
            heading.words = random.choice(WORDINGS[heading.code]).format(year=report.year)


@oddity("outline")
def glued_heading(report: MadeReport, random: Random) -> None:
    """A heading on the same line as the first paragraph below it."""
    for at, block in enumerate(report.blocks[:-1]):
        following = report.blocks[at + 1]
        if isinstance(block, Heading) and block.level == 1 and isinstance(following, Prose):
            block.glued = "。" + following.text
            del report.blocks[at + 1]
            return


@oddity("outline", group="numerals")
def tables_in_annex(report: MadeReport, random: Random) -> None:
    """Eight sections instead of six, and all tables at the end."""
    grids = list(report.grids)
    blocks: list[Block] = [block for block in report.blocks if not isinstance(block, Grid)]
    overview_end = next(
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Heading) and block.code == "proactive_disclosure"
    )
    blocks[overview_end:overview_end] = [
        Heading("", "工作机制保障", 1, None),
        Prose("配备专人负责日常事务，明确各岗位职责，形成办公室牵头、各机构配合的工作格局。"),
    ]
    problems = next(
        at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.code == "problems"
    )
    blocks[problems:problems] = [
        Heading("", "政策解读回应情况", 1, None),
        Prose("重要文件与解读材料同步起草、同步发布，对公众关切作出说明。"),
    ]
    main = [block for block in blocks if isinstance(block, Heading) and block.level == 1]
    for heading, number in zip(main, "一二三四五六七八", strict=True):
        heading.number = number
    for heading in main:
        if heading.code in ("proactive_disclosure", "requests", "reviews_and_litigation"):
            blocks.insert(blocks.index(heading) + 1, Prose("相关数据见附表。"))
    titles = {
        DISCLOSURE: "主动公开政府信息情况",
        REQUESTS: "收到和处理政府信息公开申请情况",
        REVIEWS: "行政复议、行政诉讼情况",
    }
    blocks.append(Prose("附件：政府信息公开工作统计表"))
    named: set[str] = set()
    for grid in grids:
        if grid.table not in named:
            named.add(grid.table)
            blocks.append(Prose(f"表{len(named)} {titles[grid.table]}"))
        blocks.append(grid)
    report.blocks = blocks


@oddity("outline", group="narrative")
def narrative_before_tables(report: MadeReport, random: Random) -> None:
    sentences = ["本年度有关数据统计如下。", "（本表由办公室汇总，数据以年末登记为准。）", "具体情况见下表："]
    for grid in list(report.grids):
        report.blocks.insert(report.blocks.index(grid), Prose(random.choice(sentences)))


@oddity("outline", group="title")
def title_over_two_lines(report: MadeReport, random: Random) -> None:
    report.title_lines = [report.agency, f"{report.year}年政府信息公开工作年度报告"]


@oddity("outline", group="title")
def title_year_first(report: MadeReport, random: Random) -> None:
    report.title_lines = [f"{report.year}年{report.agency}政府信息公开工作年度报告"]


@oddity("outline", group="title")
def title_fiscal_year(report: MadeReport, random: Random) -> None:
    report.title_lines = [f"{report.agency}{report.year}年度政府信息公开工作报告"]


@oddity("outline", group="title")
def title_spaced_year(report: MadeReport, random: Random) -> None:
    report.title_lines = [f"{report.agency} {report.year} 年政府信息公开工作年度报告"]


@oddity("outline", group="title")
def title_shortened(report: MadeReport, random: Random) -> None:
    report.title_lines = [f"{report.agency}{report.year}年政府信息公开年报"]


@oddity("outline", group="title_surroundings")
def document_number(report: MadeReport, random: Random) -> None:
    """A document number above the title."""
    report.before_title.append(f"信公〔{report.year + 1}〕{random.randint(1, 60)}号")


@oddity("outline")
def date_line(report: MadeReport, random: Random) -> None:
    """The date under the title, or the body's name and the date at the end."""
    line = f"{report.published.year}年{report.published.month}月{report.published.day}日"
    if random.random() < 0.5:
        report.after_title.append(f"（{line}）")
    else:
        report.blocks += [Prose(report.body.full_name), Prose(line)]


# --- characters -----------------------------------------------------------------------------


def _respell(report: MadeReport, change: Callable[[str], str]) -> None:
    """Change the spelling of labels and headings."""
    for grid in report.grids:
        for cell in grid.cells:
            if cell.role != "value":
                cell.text = change(cell.text)
    for heading in report.headings:
        heading.words = change(heading.words)


@oddity("characters", group="characters")
def non_breaking_spaces(report: MadeReport, random: Random) -> None:
    """Around and inside labels, and around values."""
    _respell(report, lambda text: f"\u00a0{text}" if random.random() < 0.3 else text)
    for grid in report.grids:
        for cell in grid.cells:
            if cell.role == "value" and random.random() < 0.3:
                cell.text = f"\u00a0{cell.text}\u00a0"


@oddity("characters", group="characters")
def zero_width_characters(report: MadeReport, random: Random) -> None:
    def sprinkle(text: str) -> str:
        if len(text) < 2 or random.random() > 0.4:
            return text
        place = random.randrange(1, len(text))
        return text[:place] + random.choice("\u200b\u200d\ufeff") + text[place:]

    _respell(report, sprinkle)


RADICALS = str.maketrans("一人民门工生大无行立文", "⼀⼈⺠⻔⼯⽣⼤⽆⾏⽴⽂")


@oddity("characters", group="characters")
def radicals(report: MadeReport, random: Random) -> None:
    """Kangxi and CJK radicals in place of the characters that look the same."""
    _respell(report, lambda text: text.translate(RADICALS) if random.random() < 0.6 else text)


@oddity("characters", group="byte_order_mark", formats=["txt", "html"])
def byte_order_mark(report: MadeReport, random: Random) -> None:
    report.look.byte_order_mark = True


# --- files ----------------------------------------------------------------------------------


@oddity("file", group="frame", formats=["docx"])
def nested_layout_table(report: MadeReport, random: Random) -> None:
    """The whole report stands inside a table of one cell."""
    report.look.nested_layout_table = True


@oddity("file", group="frame", formats=["docx"])
def text_box(report: MadeReport, random: Random) -> None:
    """The contact stands in a text box."""
    report.look.text_box = True


@oddity("file", formats=["docx"])
def tracked_changes(report: MadeReport, random: Random) -> None:
    """Values that were changed with the history kept: the deleted text is still in the file."""
    report.look.tracked_changes = True


@oddity("file", group="numerals", formats=["docx", "pdf"])
def automatic_numbers(report: MadeReport, random: Random) -> None:
    """Numerals that Word draws and the text does not hold."""
    report.look.automatic_numbers = True


@oddity("file", formats=["docx", "pdf"])
def running_head(report: MadeReport, random: Random) -> None:
    """A header with the body's name, a footer with page numbers."""
    report.look.running_head = True


@oddity("file", formats=["docx", "txt"])
def bookmarks(report: MadeReport, random: Random) -> None:
    report.look.bookmarks = True


@oddity("file", formats=["docx", "pdf"])
def landscape(report: MadeReport, random: Random) -> None:
    report.look.landscape = True


@oddity("file", formats=["docx", "pdf"])
def line_shading(report: MadeReport, random: Random) -> None:
    """A white background behind every run: the PDF has a filled rectangle behind each line."""
    report.look.line_shading = True


@oddity("file", formats=["html"])
def wrong_charset(report: MadeReport, random: Random) -> None:
    """GBK bytes in a page that declares another character set, or none."""
    report.look.skeleton = "layout_table"
    report.look.declared_charset = random.choice(["utf-8", "iso-8859-1", ""])
