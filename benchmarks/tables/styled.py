"""Reports in the manner of yearbooks, surveys and budgets, printed by WeasyPrint.

Their tables have coloured headers, white rulings on colour, bands of rows and of columns, standard errors beside
estimates, labels over several rows, marks instead of values, and pairs of a name and a text; charts of several
kinds, address lists and notes stand beside them and are no tables.
"""

from __future__ import annotations

from html import escape
from random import Random

from benchmarks.tables import words
from benchmarks.tables.made import Report
from benchmarks.tables.measure import Cell
from benchmarks.tables.printed import Rows, Slot, cells_of, header, prose, row_html, value

STYLES = {
    "coloured": "th { background: #1f4e79; color: #fff; border: .5pt solid #fff } td { border: .5pt solid #fff }"
    " tr.odd td { background: #deeaf6 } tr.even td { background: #f2f2f2 }",
    "header band": "th { background: #ddd }",
    "total bands": "table { border-top: 1pt solid #06c; border-bottom: 1pt solid #06c } th { background: #cde }"
    " tr.total td { background: #cde }",
    "striped": "tr.odd td { background: #e8eef7 } tr.last th { border-bottom: 1.5pt solid #246 }",
    "banded columns": "td:nth-child(even) { background: #eee } table { border-bottom: .8pt solid #000;"
    " border-top: .8pt solid #000 } tr.last th { border-bottom: .5pt solid #000 }",
    "groups": "table { border-top: .8pt solid #000; border-bottom: .8pt solid #000 }"
    " tr.last th { border-bottom: .5pt solid #000 } td:first-child, th:first-child { border-right: .5pt solid #000 }",
    "dotted": "td { border-bottom: .4pt dotted #555 } th { border-bottom: .8pt solid #000 }",
    "grey grid": "th, td { border: .5pt solid #bbb } th { background: #f0f0f0 }",
    "ends": "table { border-top: 1pt solid #000; border-bottom: 1pt solid #000 }",
    "plain": "",
}


def yearbook(random: Random) -> tuple[Rows, int]:
    """Regions or offences over years or groups: long stub, indented parts, totals in bold, marks of notes."""
    kinds = [random.choice(("integer", "decimal"))] * random.randint(3, 9)
    rows = header(random, kinds, random.choice(("", "Offence", "Item and year", "Region and unit")))
    height = len(rows)
    for _ in range(random.randint(3, 6)):
        rows.append(_row(random, words.label(random), kinds, "font-weight: bold"))
        rows += [
            _row(random, words.label(random, long=random.random() < 0.2), kinds, "padding-left: 9pt")
            for _ in range(random.randint(0, 5))
        ]
    return rows, height


def _row(random: Random, label: str, kinds: list[str], css: str) -> list[Slot]:
    mark = random.choice("123") if random.random() < 0.1 else ""
    values = [Slot(value(random, kind), css=css if "bold" in css else "") for kind in kinds]
    return [Slot(label, css=css, mark=mark), *values]


def estimates(random: Random) -> tuple[Rows, int]:
    """Estimates with their standard errors in columns beside them, under one header or two."""
    count = random.randint(1, 4)
    years = [str(random.randint(1990, 2010) + number) for number in range(count)]
    one = random.random() < 0.5
    rows: Rows = [[Slot("Characteristic", rowspan=1 if one else 2), *(Slot(y, colspan=2) for y in years)]]
    if not one:
        rows.append([Slot(text) for _ in years for text in ("Percent", "(s.e.)")])
    height = len(rows)
    for number in range(random.randint(6, 20)):
        if number % 7 == 0:
            rows.append([Slot(random.choice(words.GROUPS)), *(Slot("") for _ in range(2 * count))])
        row = [Slot(words.label(random), css="padding-left: 8pt")]
        for _ in years:
            row += [Slot(f"{random.uniform(1, 99):.1f}"), Slot(f"({random.uniform(0.1, 4):.2f})")]
            if random.random() < 0.05:
                row[-2:] = [Slot("‡"), Slot("(†)")]
        rows.append(row)
    return rows, height


def labels_over_rows(random: Random) -> tuple[Rows, int]:
    """A label at the left for several rows, each with a name and values."""
    kinds = ["integer"] * random.randint(1, 4)
    rows: Rows = [[Slot("District"), Slot("Kind"), *(Slot(random.choice(words.LEAVES)) for _ in kinds)]]
    for place in random.sample(words.PLACES, random.randint(2, 5)):
        parts = random.sample(("Owned", "Rented", "Vacant", "Seasonal"), random.randint(2, 4))
        for number, part in enumerate(parts):
            first = [Slot(place, rowspan=len(parts))] if number == 0 else []
            rows.append(
                [*first, Slot(part, css="text-align: left"), *(Slot(value(random, k)) for k in kinds)]
            )
    return rows, 1


def marks(random: Random) -> tuple[Rows, int]:
    """Which of several things apply: a mark, or nothing."""
    count = random.randint(3, 6)
    rows: Rows = [[Slot("Requirement"), *(Slot(random.choice(words.PLACES)) for _ in range(count))]]
    mark = random.choice(("X", "x", "Yes", "•"))
    for _ in range(random.randint(5, 12)):
        slots = [Slot(mark if random.random() < 0.6 else "", css="text-align: center") for _ in range(count)]
        slots[random.randrange(count)].text = mark
        rows.append([Slot(words.label(random)), *slots])
    return rows, 1


def pairs(random: Random) -> tuple[Rows, int]:
    """A name and a text beside it, no header."""
    names = random.sample(
        ("Applicant", "Legal basis", "Duration", "Contact", "Purpose", "Scope", "Budget line"), 5
    )
    return [
        [
            Slot(name, css="font-weight: bold"),
            Slot(
                random.choice((random.choice(words.TEXTS), random.choice(words.PROSE))),
                css="text-align: left",
            ),
        ]
        for name in names
    ], 0


def budget(random: Random) -> tuple[Rows, int]:
    """Amounts with their sign of currency in a column of its own, sums under short rules."""
    count = random.randint(1, 3)
    rows: Rows = [[Slot(""), *(Slot(f"FY {2008 + number}") for number in range(count))]]
    for _ in range(random.randint(2, 4)):
        rows.append(
            [Slot(random.choice(words.GROUPS), css="font-weight: bold"), *(Slot("") for _ in range(count))]
        )
        for _ in range(random.randint(2, 5)):
            rows.append(_row(random, words.label(random), ["accounts"] * count, "padding-left: 8pt"))
        line = "border-top: .5pt solid #000"
        rows.append([Slot("Total"), *(Slot(f"${value(random, 'integer')}", css=line) for _ in range(count))])
    return rows, 1


TABLES = {
    "yearbook": yearbook,
    "estimates": estimates,
    "labels over rows": labels_over_rows,
    "marks": marks,
    "pairs": pairs,
    "budget": budget,
}
RULED_ONLY = {"pairs": ("grey grid", "coloured"), "labels over rows": ("grey grid", "coloured", "dotted")}


def chart(random: Random) -> str:
    """Bars across or upwards, a line or a pie, with scales, values and names."""
    kind = random.choice(("across", "upwards", "line", "pie"))
    count = random.randint(4, 9)
    sizes = [random.uniform(20, 180) for _ in range(count)]
    parts = []
    if kind == "across":
        for number, size in enumerate(sizes):
            y = 20 + 18 * number
            name = words.label(random)[:24]
            parts.append(f'<text x="0" y="{y + 9}">{escape(name)}</text>')
            parts.append(f'<rect x="130" y="{y}" width="{size}" height="11" fill="#369"/>')
            parts.append(f'<text x="{135 + size}" y="{y + 9}">{size:.1f}</text>')
        parts += [
            f'<text x="{130 + 40 * step}" y="{30 + 18 * count}">{40 * step}</text>' for step in range(5)
        ]
        height = 40 + 18 * count
    elif kind == "upwards":
        for number, size in enumerate(sizes):
            x, size = 40 + 36 * number, size * 0.7
            for at, shade in enumerate(("#369", "#9bd")):
                tall = size * (1 - 0.3 * at)
                parts.append(
                    f'<rect x="{x + 12 * at}" y="{150 - tall}" width="11" height="{tall}" fill="{shade}"/>'
                    f'<text x="{x + 12 * at}" y="{147 - tall}">{tall:.0f}</text>'
                )
            parts.append(f'<text x="{x}" y="162">{2001 + number}</text>')
        parts += [f'<text x="10" y="{150 - 35 * step}">{50 * step}</text>' for step in range(5)]
        parts.append('<text x="60" y="178">Men</text><text x="160" y="178">Women</text>')
        height = 185
    elif kind == "line":
        points = " ".join(f"{40 + 36 * number},{170 - size * 0.7}" for number, size in enumerate(sizes))
        parts.append(f'<polyline points="{points}" fill="none" stroke="#c30"/>')
        for step in range(5):
            y = 170 - 35 * step
            parts.append(
                f'<text x="5" y="{y + 3}">{25 * step}%</text><line x1="35" x2="380" y1="{y}" y2="{y}" stroke="#ccc"/>'
            )
        parts += [f'<text x="{36 + 36 * n}" y="184">{1998 + n}</text>' for n in range(count)]
        height = 190
    else:
        parts.append('<circle cx="150" cy="90" r="60" fill="#ace" stroke="#fff"/>')
        spots = (
            (60, 20),
            (225, 30),
            (240, 90),
            (220, 150),
            (50, 150),
            (20, 90),
            (150, 15),
            (150, 170),
            (255, 60),
        )
        for size, (x, y) in zip(sizes, spots, strict=False):
            parts.append(f'<text x="{x}" y="{y}">{escape(random.choice(words.PLACES))}</text>')
            parts.append(f'<text x="{x}" y="{y + 10}">{size / 3:.0f}%</text>')
        height = 190
    return (
        f"<p><b>Figure {random.randint(1, 9)}. {random.choice(words.SUBJECTS).capitalize()}</b></p>"
        f'<svg width="400" height="{height}" style="font-size: 8px">{"".join(parts)}</svg>'
    )


def offices(random: Random) -> str:
    """Addresses side by side."""
    texts = [
        f"{place}<br>{random.randint(1, 90)} Quay Street<br>{place} {random.randint(10000, 99999)}<br>555-01{number:02}"
        for number, place in enumerate(random.sample(words.PLACES, 3))
    ]
    return '<div class="offices">' + "".join(f"<div>{text}</div>" for text in texts) + "</div>"


def questions(random: Random) -> str:
    """Numbered questions with places for answers."""
    return "".join(
        f"<p>{number}. {random.choice(words.PROSE)} &nbsp; [&nbsp;&nbsp;] Yes &nbsp; [&nbsp;&nbsp;] No</p>"
        for number in range(1, 6)
    )


def style_report(seed: int) -> Report:
    """One report; the same for the same seed."""
    import weasyprint  # type: ignore[import-untyped,import-not-found,unused-ignore]

    random = Random(seed)
    size = random.choice((6.5, 7.5, 8, 9))
    font = random.choice(("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Condensed", "Liberation Sans"))
    columns = 2 if random.random() < 0.15 else 1
    css = (
        f"@page {{ size: {random.choice(('A4', 'letter', 'letter landscape'))}; margin: 20mm;"
        " @bottom-right { content: 'Annual report | ' counter(page) } }"
        f" body {{ font: {size + 1.5}pt '{font}'; line-height: 1.25; column-count: {columns} }}"
        f" table {{ border-collapse: collapse; font-size: {size}pt; margin: 4pt 0; break-inside: avoid;"
        f" width: {random.choice(('100%', 'auto'))} }}"
        f" th, td {{ padding: {random.choice((0.5, 1.5, 3))}pt {random.choice((3, 5))}pt; text-align: right;"
        f" vertical-align: {random.choice(('top', 'bottom', 'middle'))} }}"
        " th { text-align: center; vertical-align: bottom } td:first-child, th:first-child { text-align: left }"
        " sup { font-size: 65%; line-height: 0 } .offices { display: flex; justify-content: space-between }"
    )
    parts = [f"<h2>{random.choice(words.SUBJECTS).capitalize()}</h2>"]
    tables: list[list[Cell]] = []
    styles: list[str] = []
    house = random.choice(list(STYLES))
    for _ in range(random.randint(1, 3)):
        parts.append(prose(random, random.randint(2, 6)))
        if random.random() < 0.5:
            parts.append(random.choice((chart, chart, chart, offices, questions))(random))
            styles.append("aside")
        kind = random.choice(list(TABLES))
        style = random.choice(RULED_ONLY[kind]) if kind in RULED_ONLY else house
        rows, height = TABLES[kind](random)
        if columns == 2 and max(sum(slot.colspan for slot in row) for row in rows) > 4:
            continue
        tables.append(cells_of(rows))
        styles.append(f"{style}/{kind}")
        caption = f"Table {len(tables)}: {random.choice(words.NOUNS)}, {random.choice(words.SUBJECTS)}"
        parts.append(f"<p><b>{caption}</b><br>[In thousands. Covers units that reported]</p>")
        parts.append(_table_html(rows, height, style))
        parts.append('<p style="font-size: 6.5pt">1 Preliminary. Source: Office of District Registers.</p>')
    parts.append(prose(random, 4))
    own = " ".join(_scoped(name) for name in STYLES)
    html = f"<html><meta charset=utf-8><style>{css} {own}</style><body>{''.join(parts)}</body></html>"
    return Report(f"styled-{seed:04}", weasyprint.HTML(string=html).write_pdf(), tables, styles)


def _table_html(rows: Rows, height: int, style: str) -> str:
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if number < height else "td"
        classes = ["odd" if (number - height) % 2 else "even"]
        classes += ["last"] * (number == height - 1) + ["total"] * (row[0].text == "Total")
        slots = row_html(row, tag)
        lines.append(f'<tr class="{" ".join(classes)}">{slots}</tr>')
    return f'<table class="{style.replace(" ", "-")}">{"".join(lines)}</table>'


def _scoped(name: str) -> str:
    """The rules of a style for the tables of its class only."""
    scoped = []
    for rule in filter(str.strip, STYLES[name].split("}")):
        selectors, _, block = rule.partition("{")
        table = f"table.{name.replace(' ', '-')}"
        own = [
            table if each.strip() == "table" else f"{table} {each.strip()}" for each in selectors.split(",")
        ]
        scoped.append(f"{', '.join(own)} {{{block}}}")
    return " ".join(scoped)
