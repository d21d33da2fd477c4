"""Reports set in HTML and printed by WeasyPrint: other geometry, other habits, other fonts.

The styles here are apart from those that `made` draws: tables with columns of signs, rows of column numbers,
headers of three levels, empty columns, footnote marks, boxes, side-by-side tables, and text tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from random import Random

from benchmarks.tables import words
from benchmarks.tables.made import Report
from benchmarks.tables.measure import Cell

RULES = ("grid", "outer", "booktabs", "hairlines", "none", "zebra", "header", "columns", "spanned", "double")
KINDS = ("statistics", "statistics", "statistics", "accounts", "text", "survey", "listing")


@dataclass(slots=True)
class Slot:
    """A cell of the HTML table: its text and how it is set."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    css: str = ""
    mark: str = ""


Rows = list[list[Slot]]


def placed(rows: Rows) -> Iterator[tuple[int, int, Slot]]:
    """Each slot with its row and its column, as HTML counts them."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for slot in row:
            while (number, column) in taken:
                column += 1
            taken.update((number + r, column + c) for r in range(slot.rowspan) for c in range(slot.colspan))
            yield number, column, slot
            column += slot.colspan


def cells_of(rows: Rows) -> list[Cell]:
    """The truth of a table: positions as HTML counts them."""
    cells: list[Cell] = []
    for number, column, slot in placed(rows):
        if slot.text:
            cells.append(Cell(number, column, slot.text + slot.mark, slot.rowspan, slot.colspan))
    return cells


def value(random: Random, kind: str) -> str:
    """A value; `kind` says how the column writes them."""
    odd = random.random()
    if odd < 0.03:
        return random.choice(("–", "..", "n/a", ":", "-", "*"))
    if kind == "euro":
        return f"{int(10 ** random.uniform(2, 6.5)):,}".replace(",", "\u00a0")
    if kind == "comma":
        return f"{random.uniform(-30, 300):.1f}".replace(".", ",")
    return words.number(random, kind)


def header(random: Random, kinds: list[str], stub: str) -> Rows:
    """One to three levels of header over the columns of values."""
    count = len(kinds)
    leaves = [
        random.choice(words.LEAVES) if random.random() < 0.6 else words.number(random, "year") for _ in kinds
    ]
    levels = random.choice((1, 1, 2, 2, 3)) if count > 3 else 1
    if levels == 1:
        return [[Slot(stub), *map(Slot, leaves)]]
    step = random.choice((2, 3))
    tops = [min(step, count - at) for at in range(0, count, step)]
    top_row = [
        Slot(random.choice(words.TOPS), colspan=span, css="border-bottom: var(--inner)") for span in tops
    ]
    rows = [[Slot(stub, rowspan=levels), *top_row], [Slot(text) for text in leaves]]
    if levels == 3:
        title = f"{random.choice(words.NOUNS)} by {random.choice(('year', 'sector', 'type of unit'))}"
        rows = [
            [Slot(stub, rowspan=3), Slot(title, colspan=count, css="border-bottom: var(--inner)")],
            top_row,
            rows[1],
        ]
    if random.random() < 0.15:
        rows.append([Slot(""), *(Slot(f"({number})") for number in range(1, count + 1))])
    return rows


def statistics(random: Random, narrow: bool) -> tuple[Rows, int]:
    """A table of figures; gives its rows and how many of them are the header."""
    count = random.randint(1, 3) if narrow else random.randint(2, 8)
    one = random.choice(("integer", "decimal", "euro", "comma", "percent", "accounts"))
    kinds = [
        one if random.random() < 0.7 else random.choice(("small", "decimal", "percent")) for _ in range(count)
    ]
    rows = header(random, kinds, random.choice(("", "", "Region", "Item", "Member State", "Fiscal year")))
    height = len(rows)
    empty = random.randint(1, count) if count > 2 and random.random() < 0.12 else -1
    grouped, spanning = random.random() < 0.4, random.random() < 0.25
    years = random.random() < 0.15
    for number in range(random.randint(4, 22)):
        if grouped and (number == 0 or random.random() < 0.15):
            name = random.choice(words.GROUPS)
            if spanning:
                rows.append([Slot(name, colspan=count + 1, css="text-align: center; font-weight: bold")])
            else:
                rows.append([Slot(name, css="font-weight: bold"), *(Slot("") for _ in kinds)])
        label = str(1995 + number) if years else words.label(random, long=random.random() < 0.12)
        indent = f"padding-left: {random.choice((8, 12, 16))}pt" if grouped and not spanning else ""
        row = [Slot(label, css=indent, mark=random.choice(("1", "a", "*")) if random.random() < 0.05 else "")]
        row += [Slot("" if at == empty else value(random, kind)) for at, kind in enumerate(kinds, 1)]
        rows.append(row)
    if random.random() < 0.4:
        total = [Slot("Total", css="font-weight: bold; border-top: var(--inner)")]
        rows.append(
            total
            + [Slot(value(random, kind), css="font-weight: bold; border-top: var(--inner)") for kind in kinds]
        )
    return rows, height


def accounts(random: Random, narrow: bool) -> tuple[Rows, int]:
    """A statement with dollar signs before the first and the last figures, set apart from them."""
    count = 1 + (random.random() < 0.8)
    years = [str(random.randint(2005, 2012) - number) for number in range(count)]
    rows: Rows = [[Slot(""), *map(Slot, years)]]
    total = random.randint(6, 18)
    sections = random.random() < 0.6
    for number in range(total):
        if sections and number % 6 == 0:
            rows.append(
                [Slot(random.choice(("Revenues:", "Expenses:", "Assets:", "Liabilities:")))]
                + [Slot("") for _ in years]
            )
        signed = number in (0, total - 1)
        row = [Slot(words.label(random), css="padding-left: 10pt" if sections else "")]
        for _ in years:
            figure = words.number(random, "accounts")
            if signed and figure[0].isdigit():
                row.append(Slot(f"$\u00a0\u00a0{figure}"))
            else:
                row.append(Slot(figure, css="border-top: var(--inner)" if number == total - 1 else ""))
        rows.append(row)
    return rows, 1


def text(random: Random, narrow: bool) -> tuple[Rows, int]:
    """A table of texts over several lines."""
    count = random.randint(1, 2 if narrow else 3)
    names = ("Measure", "Requirement", "Status", "Responsible body", "Remarks", "Deadline")
    rows: Rows = [[Slot(name, css="text-align: left") for name in random.sample(names, count + 1)]]
    for _ in range(random.randint(3, 8)):
        row = [Slot(words.label(random, long=random.random() < 0.4))]
        for _ in range(count):
            texts = [
                random.choice(words.TEXTS),
                f"{random.choice(words.TEXTS)}; {random.choice(words.TEXTS).lower()}",
            ]
            row.append(Slot(random.choice((*texts, random.choice(words.PROSE))), css="text-align: left"))
        rows.append(row)
    return rows, 1


def survey(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Answers in percent, with long questions as labels."""
    answers = random.choice(
        (("Yes", "No"), ("Agree", "Neither", "Disagree"), ("Always", "Often", "Seldom", "Never"))
    )
    rows: Rows = [[Slot("Question"), *map(Slot, answers), Slot("N")]]
    for _ in range(random.randint(4, 10)):
        question = random.choice(words.PROSE) if random.random() < 0.5 else words.label(random, long=True)
        row = [Slot(question), *(Slot(f"{random.randint(0, 100)}%") for _ in answers)]
        rows.append([*row, Slot(str(random.randint(20, 900)))])
    return rows, 1


def listing(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Names, places, kinds and a figure: a directory."""
    rows: Rows = [[Slot("No."), Slot("Name"), Slot("Place"), Slot("Opened"), Slot("Capacity")]]
    if narrow:
        rows[0] = rows[0][1:-1]
    for number in range(random.randint(4, 16)):
        name = f"{random.choice(words.PLACES)} {random.choice(('Library', 'Depot', 'Weather Station', 'Clinic'))}"
        rows.append(
            [
                Slot(f"{number + 1}"),
                Slot(name, css="text-align: left"),
                Slot(random.choice(words.PLACES), css="text-align: left"),
                Slot(words.number(random, "year")),
                Slot(value(random, "integer")),
            ]
        )
        if narrow:
            rows[-1] = rows[-1][1:-1]
    return rows, 1


TABLES = {
    "statistics": statistics,
    "accounts": accounts,
    "text": text,
    "survey": survey,
    "listing": listing,
}

STYLES = {
    "grid": "th, td { border: .6pt solid #000 }",
    "outer": "table { border: .8pt solid #000 } th { border-bottom: .6pt solid #000 }",
    "booktabs": "table { border-top: 1pt solid #000; border-bottom: 1pt solid #000 }"
    " tr.last th { border-bottom: .6pt solid #000 }",
    "hairlines": "tr { border-bottom: .3pt solid #888 } table { border-top: 1pt solid #000 }",
    "none": "",
    "zebra": "tr.odd { background: #dde } th { background: #447; color: #fff }",
    "header": "tr.last th { border-bottom: 1pt solid #000 }",
    "columns": "table { border: .8pt solid #000 } th, td { border-left: .5pt solid #000 }"
    " tr.last th { border-bottom: .8pt solid #000 }",
    "spanned": "th { border: .5pt solid #000 } table { border-bottom: .8pt solid #000 }",
    "double": "table { border-top: 2.2pt double #000; border-bottom: 2.2pt double #000 }"
    " tr.last th { border-bottom: .5pt solid #000 }",
}


def row_html(row: list[Slot], tag: str) -> str:
    """The cells of a row, each in `tag`."""
    return "".join(
        f'<{tag} rowspan="{slot.rowspan}" colspan="{slot.colspan}" style="{slot.css}">{escape(slot.text)}'
        + (f"<sup>{slot.mark}</sup>" if slot.mark else "")
        + f"</{tag}>"
        for slot in row
    )


def table_html(random: Random, rows: Rows, height: int, name: str, left: bool) -> str:
    """The table as HTML, its class the name of its style."""
    body = []
    for number, row in enumerate(rows):
        tag = "th" if number < height else "td"
        classes = " ".join(
            [*(["last"] if number == height - 1 else []), *(["odd"] if (number - height) % 2 else [])]
        )
        slots = row_html(row, tag)
        body.append(f'<tr class="{classes}">{slots}</tr>')
    width = "width: 100%" if random.random() < 0.6 else ""
    if left:
        width = "width: 46%"
    return f'<table class="{name} {"left" if left else ""}" style="{width}">{"".join(body)}</table>'


def prose(random: Random, sentences: int) -> str:
    return "<p>" + " ".join(random.choice(words.PROSE) for _ in range(sentences)) + "</p>"


def aside(random: Random) -> str:
    """What may be taken for a table and is none."""
    kind = random.choice(("list", "terms", "contents", "references", "form", "box"))
    if kind == "list":
        return "<ol>" + "".join(f"<li>{random.choice(words.PROSE)}</li>" for _ in range(5)) + "</ol>"
    if kind == "terms":
        return (
            "<dl>"
            + "".join(
                f"<dt>{words.label(random)}</dt><dd>{random.choice(words.PROSE)}</dd>" for _ in range(4)
            )
            + "</dl>"
        )
    if kind == "contents":
        lines = "".join(
            f'<div class="entry"><span>{number}. {words.label(random)}</span><span>{3 * number + 2}</span></div>'
            for number in range(1, random.randint(6, 14))
        )
        return f"<h3>Contents</h3>{lines}"
    if kind == "references":
        return "".join(
            f"<p class=hang>[{number}] {random.choice(words.PLACES)}, A. ({random.randint(1990, 2012)}). "
            f"{words.label(random, long=True)}. Report {random.randint(10, 99)}, pp. {number}-{number + 9}.</p>"
            for number in range(1, 7)
        )
    if kind == "form":
        return "".join(
            f'<div class="entry"><span>{random.choice(words.PLACES)} office</span><span>555-01{number}</span></div>'
            for number in range(10, 14)
        )
    return f'<div style="border: 1pt solid #000; padding: 6pt">{prose(random, 3)}</div>'


def report_html(seed: int, rules: tuple[str, ...] = RULES) -> tuple[str, list[list[Cell]], list[str]]:
    """One report as HTML, the cells of its tables, and the styles in it."""
    random = Random(seed)
    columns = 2 if random.random() < 0.2 else 1
    font = random.choice(("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Condensed"))
    size = random.choice((7, 8, 9, 10))
    numbers = random.choice(("right", "right", "right", "center"))
    css = (
        f"@page {{ size: {random.choice(('A4', 'A4', 'letter', 'A4 landscape'))}; margin: 22mm;"
        " @bottom-center { content: counter(page) } @top-left { content: 'Annual review of districts' } }"
        f" body {{ font: {size + 1}pt '{font}'; line-height: 1.3; column-count: {columns};"
        f" text-align: {random.choice(('justify', 'left'))} }}"
        f" table {{ border-collapse: collapse; font-size: {size}pt; --inner: .4pt solid #000; margin: 4pt 0;"
        f" break-inside: {'avoid' if columns == 2 else 'auto'} }}"
        f" th, td {{ padding: {random.choice((0, 1, 2, 4))}pt {random.choice((3, 4, 6))}pt;"
        f" text-align: {numbers}; vertical-align: {random.choice(('top', 'bottom', 'middle'))} }}"
        f" th {{ text-align: center; vertical-align: {random.choice(('bottom', 'middle', 'top'))};"
        f" font-weight: {random.choice(('bold', 'normal'))} }}"
        " td:first-child, th:first-child { text-align: left } .left { float: left; margin-right: 14pt }"
        " .entry { display: flex; justify-content: space-between } .hang { padding-left: 20pt; text-indent: -20pt }"
        " .clear { clear: both } sup { font-size: 70%; line-height: 0 } p { margin: 4pt 0 }"
    )
    parts: list[str] = [f"<h2>{random.choice(words.SUBJECTS).capitalize()}</h2>"]
    tables: list[list[Cell]] = []
    styles: list[str] = []
    house = random.choice(rules)
    for _ in range(random.randint(1, 3)):
        parts.append(prose(random, random.randint(3, 9)))
        if random.random() < 0.35:
            parts.append(aside(random))
        rule = house if random.random() < 0.7 else random.choice(rules)
        kind = random.choice(KINDS)
        if kind == "text" and rule in ("none", "header", "outer", "columns", "spanned"):
            kind = "statistics"
        twins = columns == 1 and random.random() < 0.08
        for _ in range(1 + twins):
            rows, height = TABLES[kind](random, columns == 2 or twins)
            tables.append(cells_of(rows))
            if not twins:
                parts.append(
                    f"<p><b>Table {len(tables)}. {random.choice(words.NOUNS)}, {random.choice(words.SUBJECTS)}</b></p>"
                )
            parts.append(table_html(random, rows, height, rule, twins))
            styles.append(f"{rule}/{kind}" + ("+twins" if twins else ""))
        parts.append(
            '<div class="clear"></div><p style="font-size: 7pt">Source: Office of District Registers.</p>'
        )
        parts.append(prose(random, random.randint(1, 5)))
    own = "\n".join(_scoped(name) for name in set(rules))
    html = f"<html><head><meta charset=utf-8><style>{css}\n{own}</style></head><body>{''.join(parts)}</body></html>"
    return html, tables, [*styles, "two columns" if columns == 2 else "one column"]


def _scoped(name: str) -> str:
    """The rules of a style for the tables of its class only."""
    rules = [rule.strip() for rule in STYLES[name].split("}") if rule.strip()]
    scoped = []
    for rule in rules:
        selectors, _, block = rule.partition("{")
        own = ", ".join(
            f"table.{name}" if selector.strip() == "table" else f"table.{name} {selector.strip()}"
            for selector in selectors.split(",")
        )
        scoped.append(f"{own} {{{block}}}")
    return " ".join(scoped)


def print_report(seed: int) -> Report:
    """One report printed by WeasyPrint; the same for the same seed."""
    import weasyprint  # type: ignore[import-untyped,import-not-found,unused-ignore]

    html, tables, styles = report_html(seed)
    return Report(f"printed-{seed:04}", weasyprint.HTML(string=html).write_pdf(), tables, styles)
