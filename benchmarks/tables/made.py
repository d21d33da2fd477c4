"""Made reports: prose, lists, charts and tables in the styles of government statistics, with their truth."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass, field
from random import Random

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.tables import words
from benchmarks.tables.measure import Cell

RULES = (
    "full",
    "full",
    "rows",
    "booktabs",
    "booktabs",
    "zebra",
    "none",
    "none",
    "header",
    "columns",
    "fills",
)
FONTS = (
    ("Helvetica", "Helvetica-Bold"),
    ("Times-Roman", "Times-Bold"),
    ("Helvetica", "Helvetica"),
    ("Times-Roman", "Times-Roman"),
)
NUMBERS = ("integer", "integer", "small", "decimal", "decimal", "percent", "money", "accounts", "spaced")


@dataclass(slots=True)
class Style:
    """How a table is drawn; lengths in points."""

    rules: str
    font: str
    bold: str
    size: float
    gap: float
    leading: float
    row_gap: float
    leaders: bool
    values_at: str
    centred: bool
    bold_header: bool


@dataclass(slots=True)
class Column:
    """A column: its kind of values, the lines of its header, its width."""

    kind: str
    header: str
    width: float = 0.0


@dataclass(slots=True)
class Row:
    """A row of the body; `kind` is `data`, `group` or `total`."""

    kind: str
    indent: int
    texts: list[str]


@dataclass(slots=True)
class Made:
    """A table before it is drawn; `spans` are headers over groups of columns: first, last, text."""

    columns: list[Column]
    spans: list[tuple[int, int, str]]
    rows: list[Row]
    style: Style
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """A PDF and the cells of its tables."""

    name: str
    content: bytes
    tables: list[list[Cell]]
    styles: list[str]


def make_style(random: Random) -> Style:
    font, bold = random.choice(FONTS)
    size = random.choice((7.0, 8.0, 8.5, 9.0, 10.0))
    rules = random.choice(RULES)
    leading = size * random.uniform(1.1, 1.25)
    return Style(
        rules,
        font,
        bold,
        size,
        gap=size * random.uniform(0.9, 3.0),
        leading=leading,
        row_gap=random.choice((0.0, 0.0, 1.5, 3.0, 6.0))
        if rules in ("none", "booktabs", "header", "columns")
        else 4.0,
        leaders=rules in ("none", "booktabs", "header") and random.random() < 0.4,
        values_at=random.choice(("bottom", "bottom", "top", "middle")),
        centred=random.random() < 0.5,
        bold_header=random.random() < 0.6,
    )


def make_table(random: Random, width: float, rows: int | None = None, style: Style | None = None) -> Made:
    """A table that fits into this width."""
    style = style or make_style(random)
    textual = random.random() < 0.15
    count = random.randint(2, 3) if textual else random.randint(1, 9)
    one_kind = random.choice(NUMBERS) if random.random() < 0.5 else None
    if style.rules == "none" and count == 1 and not style.leaders:
        count = 2
    columns = [
        Column(
            "label", random.choice(("", "", "Region", "Item", "Category", "Characteristic", "Type of unit"))
        )
    ]
    for _ in range(count):
        kind = random.choice(("text", "text", "small")) if textual else one_kind or random.choice(NUMBERS)
        columns.append(
            Column(
                kind, random.choice(words.LEAVES) if random.random() < 0.7 else words.number(random, "year")
            )
        )
    spans: list[tuple[int, int, str]] = []
    if count >= 4 and random.random() < 0.45:
        at = 1 + random.randint(0, count % 2)
        step = random.choice((2, 2, 3))
        while at + step - 1 <= count:
            spans.append(
                (
                    at,
                    at + step - 1,
                    f"{random.choice(words.TOPS)} {random.randint(2001, 2013)}"[
                        : random.choice((14, 40))
                    ].strip(),
                )
            )
            at += step
    made: list[Row] = []
    total = rows or random.randint(3, 24)
    grouped = random.random() < 0.35
    notes = random.random() < 0.4
    while len(made) < total:
        if grouped and (not made or random.random() < 0.2) and (not made or made[-1].kind != "group"):
            made.append(
                Row("group", 0, [random.choice(words.GROUPS) + random.choice(("", ":"))] + [""] * count)
            )
            continue
        label = words.label(random, long=random.random() < 0.15)
        if notes and random.random() < 0.1:
            label += random.choice(("*", "(1)", "1/"))
        indent = 1 if grouped or random.random() < 0.1 else 0
        made.append(
            Row("data", indent, [label, *(words.number(random, column.kind) for column in columns[1:])])
        )
        if random.random() < 0.03:
            made[-1].texts[random.randint(1, count)] = ""
    if made[-1].kind == "group":
        made.pop()
    if random.random() < 0.4 and not textual:
        made.append(
            Row("total", 0, ["Total", *(words.number(random, column.kind) for column in columns[1:])])
        )
    table = Made(columns, spans, made, style)
    if notes:
        table.notes = ["* Preliminary.", "(1) Includes districts that report only once a year."][
            : random.randint(1, 2)
        ]
    table.notes.append("Source: Office of District Registers, annual returns.")
    _set_widths(random, table, width)
    return table


def _set_widths(random: Random, table: Made, width: float) -> None:
    style = table.style
    for index, column in enumerate(table.columns):
        widths = [
            stringWidth(row.texts[index], style.bold, style.size) + 9 * row.indent * (index == 0)
            for row in table.rows
            if row.kind != "group" or index == 0
        ]
        natural = max(widths) + 1
        if column.kind == "label":
            column.width = min(natural, random.uniform(100, 190)) + (
                random.uniform(20, 60) if style.leaders else 0
            )
        elif column.kind == "text":
            column.width = min(natural, random.uniform(70, 130))
        else:
            longest = max(
                (stringWidth(word, style.bold, style.size) for word in column.header.split()), default=0
            )
            column.width = max(natural, longest + 1, min(random.uniform(25, 70), 2.2 * natural))
    while sum(column.width + style.gap for column in table.columns) > width and len(table.columns) > 2:
        table.columns.pop()
        for row in table.rows:
            row.texts.pop()
    table.spans = [span for span in table.spans if span[1] < len(table.columns)]
    for first, last, text in table.spans:
        room = sum(c.width for c in table.columns[first : last + 1]) + style.gap * (last - first)
        lack = stringWidth(text, style.bold, style.size) + 2 - room
        if lack > 0:
            for column in table.columns[first : last + 1]:
                column.width += lack / (last - first + 1)
    spare = width - sum(column.width + style.gap for column in table.columns)
    if spare > 0 and random.random() < 0.5:
        for column in table.columns:
            column.width += random.choice((0.5, 0.9)) * spare / len(table.columns)


class Sheet:
    """Pages in the making; y counts from the top."""

    def __init__(self, random: Random, size: tuple[float, float]) -> None:
        self.random = random
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, invariant=1)
        self.width, self.height = size
        self.font, self.bold = random.choice(FONTS[:2])
        self.size = random.choice((9.0, 10.0, 11.0))
        self.left, self.right, self.top, self.bottom = 60.0, self.width - 60, 60.0, self.height - 60
        self.y = self.top
        self.number = 1
        self.head = f"{random.choice(words.PLACES)} Statistical Office" if random.random() < 0.5 else ""
        self.justified = random.random() < 0.5

    def text(self, x: float, y: float, text: str, font: str, size: float) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: float) -> None:
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def end_page(self) -> None:
        self.text(self.width / 2, self.height - 30, str(self.number), self.font, 9)
        if self.head:
            self.text(60, 35, self.head, self.font, 8)
        self.canvas.showPage()
        self.number += 1
        self.y = self.top

    def need(self, height: float) -> None:
        if self.y + height > self.bottom:
            self.end_page()

    def paragraph(
        self, text: str, x0: float | None = None, x1: float | None = None, font: str | None = None
    ) -> None:
        x0, x1 = self.left if x0 is None else x0, self.right if x1 is None else x1
        font = font or self.font
        lines = simpleSplit(text, font, self.size, x1 - x0)
        for index, line in enumerate(lines):
            self.need(14)
            self.y += self.size * 1.2
            last = index == len(lines) - 1
            parts = line.split(" ")
            if self.justified and not last and len(parts) > 1:
                extra = (x1 - x0 - stringWidth(line, font, self.size)) / (len(parts) - 1)
                x = x0
                for part in parts:
                    self.text(x, self.y, part, font, self.size)
                    x += stringWidth(part + " ", font, self.size) + extra
            else:
                self.text(x0, self.y, line, font, self.size)
        self.y += 6

    def prose(self, x0: float | None = None, x1: float | None = None) -> None:
        self.paragraph(" ".join(self.random.sample(words.PROSE, self.random.randint(2, 5))), x0, x1)

    def heading(self) -> None:
        self.need(60)
        self.y += 8
        self.size, keep = self.size + 3, self.size
        self.paragraph(
            f"{self.random.randint(1, 9)}. {self.random.choice(words.SUBJECTS).capitalize()}", font=self.bold
        )
        self.size = keep

    # distractors

    def contents(self) -> None:
        self.paragraph("Contents", font=self.bold)
        page = 1
        leaders = self.random.random() < 0.7
        for _ in range(self.random.randint(6, 20)):
            page += self.random.randint(0, 5)
            name = words.label(self.random)
            self.y += self.size * 1.3
            self.text(self.left, self.y, name, self.font, self.size)
            number = str(page)
            if leaders:
                dot = stringWidth(".", self.font, self.size)
                x = self.left + stringWidth(name + " ", self.font, self.size)
                self.text(x, self.y, "." * int((self.right - 20 - x) / dot), self.font, self.size)
            self.text(
                self.right - stringWidth(number, self.font, self.size), self.y, number, self.font, self.size
            )
        self.y += 12

    def bullets(self) -> None:
        numbered = self.random.random() < 0.5
        for number in range(self.random.randint(3, 7)):
            text = self.random.choice(words.PROSE)
            self.need(40)
            mark = f"{number + 1}." if numbered else "\u2022"
            self.text(self.left + 10, self.y + self.size * 1.2, mark, self.font, self.size)
            self.paragraph(text, x0=self.left + 30)

    def address(self) -> None:
        for text in (
            "Office of District Registers",
            "14 Quay Street",
            f"{self.random.choice(words.PLACES)} 20417",
            "Telephone 555-0142",
        ):
            self.need(14)
            self.y += self.size * 1.2
            self.text(self.left, self.y, text, self.font, self.size)
        self.y += 10

    def chart(self) -> None:
        self.need(220)
        self.paragraph(
            f"Figure {self.random.randint(1, 9)}. {self.random.choice(words.SUBJECTS).capitalize()}",
            font=self.bold,
        )
        x0, y0, x1, y1 = self.left + 40, self.y + 5, self.right - 40, self.y + 160
        self.line(x0, y0, x0, y1)
        self.line(x0, y1, x1, y1)
        steps = self.random.randint(4, 8)
        for step in range(steps):
            y = y1 - (y1 - y0) * step / steps
            self.text(x0 - 25, y + 3, str(step * 50), self.font, 8)
            if self.random.random() < 0.5:
                self.line(x0, y, x1, y, 0.2)
        count = self.random.randint(4, 10)
        for index in range(count):
            x = x0 + (x1 - x0) * (index + 0.3) / count
            self.text(x, y1 + 12, str(2000 + index), self.font, 8)
            height = self.random.uniform(10, y1 - y0 - 15)
            self.fill(x, y1 - height, x + 14, y1, 0.6)
            if count < 7:
                self.text(x, y1 - height - 3, str(int(height)), self.font, 8)
        self.text((x0 + x1) / 2 - 60, y1 + 28, "Imports", self.font, 8)
        self.text((x0 + x1) / 2 + 40, y1 + 28, "Exports", self.font, 8)
        self.y = y1 + 40

    # tables

    def table(self, made: Made, x: float, caption: bool = True) -> list[Cell]:
        """Draw a table from here on, over pages where it must; gives its cells."""
        style = made.style
        if caption:
            text = f"Table {self.random.randint(1, 40)}. {self.random.choice(words.NOUNS)} of {self.random.choice(words.SUBJECTS)} by region, {self.random.randint(2003, 2013)}"
            self.need(110)
            self.paragraph(text, x0=x, font=self.bold)
        xs = [x]
        for column in made.columns:
            xs.append(xs[-1] + column.width + style.gap)
        cells = self._header(made, xs, 0)
        row_number = max((cell.row + cell.rowspan for cell in cells), default=0)
        for number, row in enumerate(made.rows):
            lines = self._wrapped(made, row, xs)
            height = style.leading * max(map(len, lines)) + style.row_gap
            if self.y + height > self.bottom:
                self._bottom(made, xs)
                self.end_page()
                if self.random.random() < 0.7:
                    self._header(made, xs, 0)
                else:
                    self._start = self.y
            if style.rules == "zebra" and number % 2:
                self.fill(xs[0], self.y, xs[-1], self.y + height, 0.88)
            if style.rules == "fills":
                for left, right in itertools.pairwise(xs):
                    self.fill(
                        left + 0.7,
                        self.y + 0.7,
                        right - 0.7,
                        self.y + height - 0.7,
                        0.9 - 0.05 * (number % 2),
                    )
            self._row(made, row, lines, xs, height)
            spanning = row.kind == "group" and style.rules == "full"
            if spanning:
                cells.append(Cell(row_number, 0, row.texts[0], 1, len(made.columns)))
            else:
                cells.extend(Cell(row_number, at, text) for at, text in enumerate(row.texts) if text)
            row_number += 1
            self.y += height
            if style.rules in ("full", "rows"):
                self.line(xs[0], self.y, xs[-1], self.y)
            if style.rules == "full" and not spanning:
                for at in xs:
                    self.line(at, self.y - height, at, self.y)
            elif style.rules == "full":
                for at in (xs[0], xs[-1]):
                    self.line(at, self.y - height, at, self.y)
        self._bottom(made, xs)
        self.y += 3
        for note in made.notes:
            self.need(20)
            self.y += 9
            self.text(x, self.y, note, self.font, 7)
        self.y += 16
        return cells

    def _wrapped(self, made: Made, row: Row, xs: list[float]) -> list[list[str]]:
        style = made.style
        if row.kind == "group":
            return [[row.texts[0]], *([] for _ in row.texts[1:])]
        found = []
        for at, text in enumerate(row.texts):
            room = made.columns[at].width
            if at == 0:
                room -= 9 * row.indent + (15 if style.leaders else 0)
                found.append(simpleSplit(text, style.font, style.size, room) if text else [])
            elif made.columns[at].kind == "text":
                found.append(simpleSplit(text, style.font, style.size, room) if text else [])
            else:
                found.append([text] if text else [])
        return found

    def _row(self, made: Made, row: Row, lines: list[list[str]], xs: list[float], height: float) -> None:
        style = made.style
        most = max(map(len, lines))
        font = style.bold if row.kind in ("group", "total") and style.bold_header else style.font
        for at, own in enumerate(lines):
            textual = at == 0 or made.columns[at].kind == "text"
            where = "top" if textual else style.values_at
            if style.leaders and not textual:
                where = "bottom"
            offset = {"top": 0.0, "bottom": float(most - len(own)), "middle": (most - len(own)) / 2}[where]
            for index, text in enumerate(own):
                y = self.y + style.row_gap / 2 + style.leading * (offset + index + 1) - 0.22 * style.size
                width = stringWidth(text, font, style.size)
                x0 = xs[at] + style.gap / 2
                if at == 0:
                    x0 += 9 * row.indent + (6 if index else 0) * (self.hanging if row.kind == "data" else 0)
                elif not textual:
                    room = made.columns[at].width
                    x0 += (room - width) / 2 if style.centred else room - width
                self.text(x0, y, text, font, style.size)
                if at == 0 and style.leaders and index == most - 1 and row.kind != "group":
                    dot = stringWidth(".", font, style.size) + self.dots_apart
                    start = x0 + width + 2
                    count = int((xs[1] - start) / dot)
                    for number in range(count):
                        self.text(start + dot * number, y, ".", font, style.size)

    hanging = 0
    dots_apart = 0.0
    _start = 0.0

    def _header(self, made: Made, xs: list[float], row: int) -> list[Cell]:
        style = made.style
        font = style.bold if style.bold_header else style.font
        self._start = self.y
        cells: list[Cell] = []
        wrapped = [
            simpleSplit(column.header, font, style.size, column.width) if column.header else []
            for column in made.columns
        ]
        leaf_height = style.leading * max(map(len, wrapped)) + 4
        top_height = style.leading + 4 if made.spans else 0.0
        full = style.rules == "full"
        total = leaf_height + top_height
        if style.rules == "fills":
            self.fill(xs[0], self.y, xs[-1], self.y + total, 0.75)
        elif style.rules != "none" and self.random.random() < 0.3:
            self.fill(xs[0], self.y, xs[-1], self.y + total, 0.8)
        if style.rules in ("full", "rows", "booktabs", "columns"):
            self.line(xs[0], self.y, xs[-1], self.y, 0.8)
        under = {at for first, last, _ in made.spans for at in range(first, last + 1)}
        level = 1 if made.spans else 0
        for first, last, text in made.spans:
            width = stringWidth(text, font, style.size)
            self.text((xs[first] + xs[last + 1] - width) / 2, self.y + style.leading, text, font, style.size)
            cells.append(Cell(row, first, text, 1, last - first + 1))
            if (
                full
                or style.rules in ("rows", "columns")
                or (style.rules == "booktabs" and self.random.random() < 0.8)
            ):
                inset = 0 if full else 2
                self.line(xs[first] + inset, self.y + top_height, xs[last + 1] - inset, self.y + top_height)
        for at, own in enumerate(wrapped):
            if not own:
                continue
            base = self.y + total - 3
            if full and at not in under:
                base -= (total - style.leading * len(own)) / 2 - 2
            for index, text in enumerate(own):
                width = stringWidth(text, font, style.size)
                x0 = xs[at] + style.gap / 2
                if at and made.columns[at].kind != "text":
                    room = made.columns[at].width
                    x0 += (room - width) / 2 if style.centred or len(own) > 1 else room - width
                self.text(x0, base - style.leading * (len(own) - 1 - index), text, font, style.size)
            spanning = full and at not in under and level
            cells.append(
                Cell(row if spanning else row + level, at, made.columns[at].header, 2 if spanning else 1)
            )
        if full:
            for at, x in enumerate(xs):
                inner = any(first < at <= last for first, last, _ in made.spans)
                self.line(x, self.y + (top_height if inner else 0), x, self.y + total)
        self.y += total
        if style.rules not in ("none", "fills"):
            self.line(xs[0], self.y, xs[-1], self.y)
        else:
            self.y += style.row_gap / 2
        return cells

    def _bottom(self, made: Made, xs: list[float]) -> None:
        style = made.style
        if style.rules in ("booktabs", "columns"):
            self.line(xs[0], self.y, xs[-1], self.y, 0.8)
        if style.rules == "columns":
            for x in xs:
                self.line(x, self._start, x, self.y)


def make_report(seed: int) -> Report:
    """One report; the same for the same seed."""
    random = Random(seed)
    kind = random.choice(("plain",) * 6 + ("columns", "columns", "landscape", "turned"))
    size = random.choice(((595.0, 842.0), (612.0, 792.0)))
    if kind == "landscape":
        size = (size[1], size[0])
    sheet = Sheet(random, size)
    if kind == "turned":
        sheet = _turned(random, size)
    tables: list[list[Cell]] = []
    styles: list[str] = [kind]
    if random.random() < 0.3:
        sheet.contents()
        sheet.end_page()
    house = make_style(random)
    for _ in range(random.randint(1, 3)):
        sheet.hanging = random.choice((0, 1))
        sheet.dots_apart = random.choice((0.0, 2.0, 4.0))
        sheet.heading()
        style = house if random.random() < 0.6 else make_style(random)
        if kind == "columns":
            tables.extend(_two_columns(random, sheet, style))
            styles.append(style.rules)
            continue
        for _ in range(random.randint(1, 3)):
            sheet.prose()
        if random.random() < 0.3:
            random.choice((sheet.bullets, sheet.address, sheet.chart, sheet.chart))()
        rows = random.randint(40, 70) if random.random() < 0.1 else None
        made = make_table(random, sheet.right - sheet.left, rows, style)
        width = sum(column.width + style.gap for column in made.columns)
        x = sheet.left + (random.choice((0, 0.5)) * (sheet.right - sheet.left - width))
        tables.append(sheet.table(made, x, random.random() < 0.85))
        styles.append(style.rules + ("+leaders" if style.leaders else ""))
        if random.random() < 0.5:
            sheet.prose()
    sheet.end_page()
    sheet.canvas.save()
    return Report(f"made-{seed:04}", sheet.buffer.getvalue(), tables, styles)


def _turned(random: Random, size: tuple[float, float]) -> Sheet:
    """Landscape pages stored as portrait ones with a rotation."""
    sheet = Sheet(random, (size[1], size[0]))
    canvas = sheet.canvas
    canvas.setPageSize(size)
    show = canvas.showPage

    def start() -> None:
        canvas.setPageRotation(90)
        canvas.transform(0, 1, -1, 0, size[0], 0)

    def show_page() -> None:
        show()
        start()

    canvas.showPage = show_page
    start()
    return sheet


def _two_columns(random: Random, sheet: Sheet, style: Style) -> list[list[Cell]]:
    """A page in two columns, a table in one of them and prose around."""
    tables = []
    middle = (sheet.left + sheet.right) / 2
    top = sheet.y
    if top > sheet.height / 2:
        sheet.end_page()
        top = sheet.y
    with_table = random.randint(0, 1)
    ends = []
    for part, (x0, x1) in enumerate(((sheet.left, middle - 10), (middle + 10, sheet.right))):
        sheet.y = top + random.choice((0.0, 0.0, 5.0))
        sheet.prose(x0, x1)
        if part == with_table:
            made = make_table(random, x1 - x0, random.randint(4, 9), style)
            if sum(column.width + style.gap for column in made.columns) < x1 - x0 + 5:
                tables.append(sheet.table(made, x0, caption=False))
        while sheet.y < sheet.bottom - 190:
            sheet.prose(x0, x1)
        ends.append(sheet.y)
    sheet.y = max(ends)
    sheet.end_page()
    return tables
