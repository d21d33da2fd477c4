"""Reports set by Typst: the habits of statistical abstracts, audits, budgets and surveys, in one house style each.

The styles here are apart from those of the other sets: dotted leaders that fill the column, signs of currency
far from their figure, group headings, rules between rows but not around them, tables beside prose or beside one
another, tables in one of two columns of text, contents, references, charts with scales, boxes, and addresses.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from benchmarks.tables.made import Report
from benchmarks.tables.measure import Cell
from benchmarks.tables.printed import Rows, Slot, cells_of, placed

AREAS = (
    "Alder Vale", "Brackmouth", "Corrie Sound", "Dunmere", "East Holt", "Farrowdale", "Glenish",
    "Harrow Quay", "Inverleck", "Kestrel Bay", "Lower Marsh", "Marrick", "North Tarn", "Osterly",
    "Penlow", "Quarrington", "Rushford", "Southmoor", "Thornley", "Upper Wick", "Westray", "Yarrow",
)  # fmt: skip
OFFICES = (
    "Inspectorate of Waterways", "Office for Rural Transport", "Census Directorate", "Audit Chamber",
    "Board of Public Works", "Agency for Fair Lending", "Institute of Plant Health", "Court Service",
)  # fmt: skip
HEADS = (
    "Employment", "Waste water", "Tuition and fees", "Primary schools", "Road freight", "Cattle", "Beds",
    "Dwellings started", "Dwellings completed", "Loans approved", "Theft", "Fraud", "Licence fees", "Fish landed",
    "Diesel", "Natural gas", "Electricity", "Postal items", "Cereals", "Potatoes", "Day care places", "Patents",
    "Pensioners", "Disability benefit", "Overseas visitors", "Ferries", "Rail passengers", "Broadband lines",
    "Crude steel", "Timber felled", "Hospital admissions", "Outpatient visits", "Births", "Marriages",
)  # fmt: skip
TAILS = (
    "under 25 years of age", "in rural municipalities", "excluding seasonal adjustment", "and related services",
    "financed from the general budget", "by type of ownership and size of the holding", "aged 65 and over",
    "with at least one open case at the end of the reporting period", "other than motor vehicles",
    "of which: paid by local authorities", "per 1,000 inhabitants", "not elsewhere classified",
    "for which no return was received in time", "including transfers to the reserve fund",
)  # fmt: skip
LEAVES = (
    "Total", "Men", "Women", "Number", "Per cent", "Change", "Change (%)", "Rate", "Share of total", "Estimate",
    "Standard error", "Actual", "Budget", "Outturn", "Amount (thousands)", "Under 18 years", "18 years and over",
    "Average per case", "Median", "First quarter", "Second half", "Urban", "Rural", "Public", "Private",
    "Net of refunds", "Balance at end of year", "Q1", "Q2", "Q3", "Q4", "Low", "High", "Target",
)  # fmt: skip
SPANNERS = (
    "All households", "Fiscal year", "Male", "Female", "Full-time equivalent", "Permanent staff", "Value (millions)",
    "Quantity", "Current prices", "Constant prices", "Percentage of respondents", "Age group", "Region of origin",
)  # fmt: skip
GROUPS = (
    "Agriculture and fishing", "Current assets:", "By size of holding", "Services", "Offences against property",
    "Mandatory programmes", "Northern counties", "ALL SECTORS", "Income", "Capital outlay:", "Level of education",
)  # fmt: skip
PHRASES = (
    "Annual return, due by the end of March", "Written notice to the owner", "Quarterly", "On request",
    "Member States shall report each case within ten working days.", "Not required", "Local offices",
    "Site visits at least once every two years, and after each complaint", "Under review", "Completed in June",
    "Regional coordinators and the two testing laboratories", "No change since the previous edition",
    "Paper form or electronic form", "Guidance was issued to all district offices.", "Pilot phase", "See part 4",
)  # fmt: skip
SENTENCES = (
    "The directorate collects these figures from local registers at the end of each quarter.",
    "Between the two censuses the number of holdings fell by 14 per cent, while their mean size rose to 38 hectares.",
    "Respondents were asked whether they had used the service during the twelve months before the interview.",
    "Estimates for small areas are less reliable and should be read with care.",
    "In 2009 the board approved 212 applications; a further 35 were carried over to the next period.",
    "No comparable data are available for the islands.",
    "Costs are shown net of the contribution that municipalities pay under the agreement of 2004.",
    "The increase is explained by higher fuel prices and by the opening of the new terminal.",
    "A revised method has been applied since the second quarter, so that earlier figures differ from those published before.",
)  # fmt: skip
NOTES = (
    "Note: Figures may not add to totals because of rounding.",
    "Source: Census Directorate, returns of local registers.",
    "(1) Provisional. (2) Break in the series.",
    "– Represents zero. NA Not available. X Not applicable.",
)
RULES = (
    "grid", "grid", "inner", "rows", "booktabs", "booktabs", "midrules", "plain", "plain", "zebra", "tinted",
    "head box", "outline", "uprights", "fives", "totals",
)  # fmt: skip
KINDS = (
    "abstract", "abstract", "abstract", "budget", "budget", "series", "survey", "matrix", "texts", "panels", "directory",
)  # fmt: skip
FONTS = ("Libertinus Serif", "DejaVu Sans", "DejaVu Sans Condensed", "DejaVu Serif", "New Computer Modern")


# --- texts -----------------------------------------------------------------------------------------


def figure(random: Random, kind: str) -> str:
    """A value of a column; `kind` says how it writes them."""
    odd = random.random()
    if odd < 0.04:
        return random.choice(("—", "–", "n/a", "NA", "(X)", "-", "..", "†", "*"))
    size = 10 ** random.uniform(0.3, 6)
    if kind == "count":
        return f"{int(size):,}"
    if kind == "spaced":
        return f"{int(size):,}".replace(",", "\u202f")
    if kind == "rate":
        return f"{random.uniform(0, 99):.1f}"
    if kind == "fine":
        return f"{random.uniform(0, 5):.3f}"
    if kind == "percent":
        return f"{random.randint(0, 100)}%"
    if kind == "change":
        change = random.uniform(-40, 40)
        return f"{change:+.1f}" if random.random() < 0.5 else f"{change:.1f}".replace("-", "−")
    if kind == "money":
        return f"${int(size):,}"
    if kind == "account":
        return f"({int(size):,})" if random.random() < 0.2 else f"{int(size):,}"
    if kind == "range":
        low = random.randint(1, 50)
        return f"{low}–{low + random.randint(1, 40)}"
    return str(random.randint(0, 40))


SET_BY_TYPST = ("texts", "panels", "directory")
"""Tables whose columns have the widths that their texts need."""
TRIES = 40
NARROWEST_LABELS = 85.0
"""Points."""
FIGURES = (
    "count", "count", "spaced", "rate", "rate", "fine", "percent", "change", "money", "account", "range", "small",
)  # fmt: skip


def name(random: Random) -> str:
    """The label of a row."""
    kind = random.random()
    if kind < 0.3:
        return random.choice(AREAS)
    head = random.choice(HEADS)
    if kind < 0.55:
        return head
    if kind < 0.85:
        return f"{head} {random.choice(TAILS)}"
    return f"{head}, {random.choice(HEADS).lower()} and {random.choice(HEADS).lower()}"


def title(random: Random) -> str:
    return f"{random.choice(HEADS)} and {random.choice(HEADS).lower()} by {random.choice(('region', 'sex and age', 'sector'))}, {random.randint(1999, 2012)}"


def prose(random: Random, sentences: int) -> str:
    return " ".join(random.choice(SENTENCES) for _ in range(sentences))


# --- tables ----------------------------------------------------------------------------------------


def heads(random: Random, count: int) -> list[str]:
    """The names of the columns of values."""
    if random.random() < 0.35:
        first = random.randint(1995, 2010)
        return [
            f"{random.choice(('', '', 'FY '))}{first + n}{random.choice(('', '', 'p'))}" for n in range(count)
        ]
    return [random.choice(LEAVES) for _ in range(count)]


def header(random: Random, count: int, stub: str) -> Rows:
    """One to three lines of header, whose spanners need not cover all columns."""
    leaves = heads(random, count)
    if count < 3 or random.random() < 0.5:
        rows: Rows = [[Slot(stub), *map(Slot, leaves)]]
    else:
        rows = _spanned(random, leaves, stub)
        if len(rows) > 1 and random.random() < 0.2:
            whole = Slot(random.choice(SPANNERS), colspan=count, css="under")
            rows[0][0] = Slot(stub, rowspan=3)
            rows[0] = [Slot(slot.text, slot.rowspan, slot.colspan, slot.css) for slot in rows[0]]
            rows = [[rows[0][0], whole], rows[0][1:], rows[1]]
    if random.random() < 0.1:
        rows.append([Slot(""), *(Slot(f"({chr(97 + n)})") for n in range(count))])
    elif random.random() < 0.08:
        rows.append(
            [Slot(""), Slot(random.choice(("(thousands)", "Per cent", "Million euro")), colspan=count)]
        )
    return rows


def _spanned(random: Random, leaves: Sequence[str], stub: str) -> Rows:
    """Two lines: columns that stand alone reach through both of them."""
    top: list[Slot] = [Slot(stub, rowspan=2)]
    below: list[Slot] = []
    at = 0
    while at < len(leaves):
        width = min(random.choice((1, 2, 2, 3, 4)), len(leaves) - at)
        if width == 1:
            top.append(Slot(leaves[at], rowspan=2))
        else:
            top.append(Slot(random.choice(SPANNERS), colspan=width, css="under"))
            below += map(Slot, leaves[at : at + width])
        at += width
    return [top, below] if below else [[Slot(stub), *map(Slot, leaves)]]


def abstract(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Figures by areas or kinds, in groups or not."""
    count = random.randint(1, 3) if narrow else random.randint(2, 9)
    one = random.choice(FIGURES) if random.random() < 0.6 else ""
    kinds = [one or random.choice(FIGURES) for _ in range(count)]
    rows = header(random, count, random.choice(("", "Area", "Item", "Type of offence", "Sector and region")))
    height = len(rows)
    grouped, leaders = random.random() < 0.45, random.random() < 0.3
    marks = random.random() < 0.3
    for number in range(random.randint(4, 26)):
        if grouped and (number == 0 or random.random() < 0.15):
            text = random.choice(GROUPS)
            if random.random() < 0.3:
                rows.append([Slot(text, colspan=count + 1, css="bold center")])
            elif random.random() < 0.5:
                rows.append([Slot(text, css="bold left leaders" if leaders else "bold left")])
                rows[-1] += [Slot(figure(random, kind), css="bold") for kind in kinds]
            else:
                rows.append([Slot(text, css="bold left"), *(Slot("") for _ in kinds)])
        css = "left" + " indent" * (grouped + (grouped and random.random() < 0.2))
        label = Slot(name(random), css=css + " leaders" * leaders)
        if marks and random.random() < 0.15:
            label.mark = random.choice(("1", "2", "a", "*"))
        values = ["" if random.random() < 0.02 else figure(random, kind) for kind in kinds]
        rows.append([label, *map(Slot, values)])
    if random.random() < 0.5:
        total = [Slot(random.choice(("Total", "All areas", "Grand total")), css="bold left total")]
        rows.append([*total, *(Slot(figure(random, kind), css="bold total") for kind in kinds)])
    return rows, height


def budget(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Accounts with signs of currency at the left of their columns, and subtotals."""
    count = random.randint(1, 2 if narrow else 4)
    rows: Rows = [
        [
            Slot(random.choice(("", "(in millions)", "Programme")), css="left"),
            *map(Slot, heads(random, count)),
        ]
    ]
    signed = random.choice(("$", "$", "€", "£"))
    for number in range(random.randint(2, 4)):
        rows.append([Slot(random.choice(GROUPS), css="bold left"), *(Slot("") for _ in range(count))])
        for line in range(random.randint(2, 6)):
            row = [Slot(name(random), css="left indent")]
            for _ in range(count):
                value = figure(random, "account")
                sign = line == 0 and number == 0 and value[0] in "0123456789("
                row.append(Slot(f"{signed} {value}" if sign else value, css="apart" if sign else ""))
            rows.append(row)
        row = [Slot(f"Total {random.choice(HEADS).lower()}", css="left bold indent indent")]
        row += [
            Slot(f"{signed} {int(10 ** random.uniform(3, 7)):,}", css="bold apart total")
            for _ in range(count)
        ]
        rows.append(row)
    return rows, 1


def series(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Years, quarters or months down the side."""
    count = random.randint(1, 3) if narrow else random.randint(2, 8)
    kinds = [random.choice(FIGURES) for _ in range(count)]
    rows = header(random, count, random.choice(("", "Year", "Period")))
    height = len(rows)
    first = random.randint(1970, 2000)
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )  # fmt: skip
    labels: Sequence[str] = months if random.random() < 0.3 else [str(first + n) for n in range(30)]
    for label in labels[: random.randint(5, 24)]:
        mark = "r" if random.random() < 0.05 else ""
        rows.append([Slot(label, css="left", mark=mark), *(Slot(figure(random, kind)) for kind in kinds)])
    return rows, height


def survey(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Questions with shares of answers, also with the base in a line of its own."""
    count = random.randint(2, 3 if narrow else 6)
    rows: Rows = [[Slot("Statement", css="left"), *map(Slot, random.sample(LEAVES, count))]]
    if random.random() < 0.4:
        rows.append([Slot("Base (n)", css="left"), *(Slot(figure(random, "count")) for _ in range(count))])
    for _ in range(random.randint(4, 11)):
        text = random.choice(SENTENCES) if random.random() < 0.4 else name(random)
        rows.append([Slot(text, css="left"), *(Slot(figure(random, "percent")) for _ in range(count))])
    return rows, 1


def matrix(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Which requirement holds for whom: marks, yes and no, many slots blank."""
    count = random.randint(3, 4 if narrow else 7)
    marks = random.choice(
        (("X", "", ""), ("Yes", "No"), ("x", ""), ("A", "B", "C", ""), ("Yes", "No", "n/a"))
    )
    rows: Rows = [[Slot("Requirement", css="left"), *map(Slot, random.sample(AREAS, count))]]
    for _ in range(random.randint(4, 12)):
        texts = [random.choice(marks) for _ in range(count)]
        if not any(texts):
            texts[random.randrange(count)] = marks[0]
        rows.append([Slot(name(random), css="left"), *map(Slot, texts)])
    return rows, 1


def texts(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Texts of one line or several in every column."""
    count = random.randint(1, 2 if narrow else 4)
    names = ("Obligation", "Body in charge", "Frequency", "State of play", "Legal basis", "Next step")
    rows: Rows = [[Slot(text, css="left") for text in random.sample(names, count + 1)]]
    for _ in range(random.randint(3, 9)):
        row = [Slot(name(random), css="left")]
        for _ in range(count):
            text = random.choice(PHRASES)
            if random.random() < 0.3:
                text = f"{text.rstrip('.')}; {random.choice(PHRASES).lower()}"
            row.append(Slot(text, css="left"))
        rows.append(row)
    return rows, 1


def panels(random: Random, narrow: bool) -> tuple[Rows, int]:
    """One list in two or three panels beside one another."""
    count = 2 if narrow else random.choice((2, 2, 3))
    rows: Rows = [[Slot("Area", css="left"), Slot(random.choice(LEAVES))] * count]
    kind = random.choice(("count", "rate", "percent", "money"))
    for _ in range(random.randint(5, 18)):
        row = []
        for _ in range(count):
            row += [Slot(random.choice(AREAS), css="left"), Slot(figure(random, kind))]
        rows.append(row)
    return rows, 1


def directory(random: Random, narrow: bool) -> tuple[Rows, int]:
    """Sites with dates, codes, places and a figure."""
    rows: Rows = [
        [Slot("Code"), *(Slot(text, css="left") for text in ("Site", "Opened", "Kind")), Slot("Places")]
    ]
    for number in range(random.randint(4, 18)):
        day = f"{random.randint(1, 28)} {random.choice(('March', 'June', 'October'))} {random.randint(1970, 2011)}"
        kind = random.choice(("Clinic", "Depot", "Ferry landing", "Rural school", "Testing laboratory"))
        rows.append(
            [
                Slot(f"{random.choice('ABCDE')}{number + 10}"),
                Slot(f"{random.choice(AREAS)} {kind}", css="left"),
                Slot(day, css="left"),
                Slot(kind, css="left"),
                Slot(figure(random, "small")),
            ]
        )
    drop = 2 if narrow else 5
    return [
        [slot for at, slot in enumerate(row) if at != drop and not (narrow and at == 3)] for row in rows
    ], 1


TABLES = {
    "abstract": abstract,
    "budget": budget,
    "series": series,
    "survey": survey,
    "matrix": matrix,
    "texts": texts,
    "panels": panels,
    "directory": directory,
}


# --- Typst -----------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A text as Typst content that is not read as markup."""
    return f"#{_string(text)};"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _content(slot: Slot) -> str:
    text = quoted(slot.text)
    if "apart" in slot.css:
        sign, _, value = slot.text.partition(" ")
        text = f"{quoted(sign)}#h(1fr){quoted(value)}"
    if slot.mark:
        text += f"#super[{quoted(slot.mark)}]"
    if "bold" in slot.css:
        text = f"#strong[{text}]"
    if "leaders" in slot.css:
        text += " #box(width: 1fr, repeat[.])"
    indent = 8 * slot.css.count("indent")
    return f"#pad(left: {indent}pt)[{text}]" if indent else text


def _cell(slot: Slot, column: int, head: bool, numbers: str, heads_at: str) -> str:
    if "center" in slot.css:
        align = "center"
    elif column == 0 or "left" in slot.css:
        align = "left"
    else:
        align = heads_at if head else numbers
    if head:
        align += "+" + ("bottom" if slot.rowspan == 1 else "horizon")
    span = f"rowspan: {slot.rowspan}, colspan: {slot.colspan}, align: {align}"
    content = _content(slot)
    return f"table.cell({span})[{f'#strong[{content}]' if head and 'plain' not in slot.css else content}]"


def _needed(rows: Rows, size: float) -> float:
    """Points that the columns of values need, for no word or figure to run into the next one."""
    widest: dict[int, int] = {}
    for row in rows:
        if len(row) == len(rows[-1]):
            for column, slot in enumerate(row[1:], 1):
                longest = max(map(len, slot.text.split(" ")), default=0) + 4 * ("apart" in slot.css)
                widest[column] = max(widest.get(column, 0), longest)
    return sum(size * (0.68 * width + 1.2) for width in widest.values())


def _fitting(random: Random, kind: str, narrow: bool, room: float, size: float) -> tuple[Rows, int]:
    """A table of this kind that leaves enough of the room to its labels."""
    for _ in range(TRIES):
        rows, height = TABLES[kind](random, narrow)
        if kind in SET_BY_TYPST or _needed(rows, size) < room - NARROWEST_LABELS:
            return rows, height
    return TABLES["series"](random, True)


def _widths(random: Random, rows: Rows, kind: str) -> str:
    count = sum(slot.colspan for slot in rows[0])
    if kind == "texts":
        return ", ".join(f"{random.choice((2, 3, 4))}fr" for _ in range(count))
    if kind in SET_BY_TYPST:
        return ", ".join("auto" for _ in range(count))
    leaders = any("leaders" in row[0].css for row in rows)
    long = max(len(row[0].text) for row in rows) > 30
    apart = any("apart" in slot.css for row in rows for slot in row)
    first = "1fr" if leaders or long or random.random() < 0.5 else "auto"
    widths = [f"{_needed([[Slot(''), Slot(_longest(rows, at))]], 1.0):.1f}em" for at in range(1, count)]
    return ", ".join([first, *(widths if first == "1fr" or apart else ["auto"] * (count - 1))])


def _longest(rows: Rows, column: int) -> str:
    """The longest word or figure of a column of values."""
    own = [row[column] for row in rows if len(row) == len(rows[-1])]
    words = (word + "0000" * ("apart" in slot.css) for slot in own for word in slot.text.split(" "))
    return max(words, key=len, default="")


def _rules(rule: str, rows: Rows, height: int) -> tuple[str, list[int], list[tuple[int, int, int]]]:
    """What Typst is told of strokes and fills, the heights of rules, and those of pieces: row, start, end."""
    last = len(rows)
    totals = [at for at, row in enumerate(rows) if "total" in row[0].css or "total" in row[-1].css]
    pieces: list[tuple[int, int, int]] = []
    column = 0
    for slot in rows[0]:
        if slot.colspan > 1 and slot.colspan < sum(other.colspan for other in rows[0]):
            pieces.append((1, column, column + slot.colspan))
        column += slot.colspan
    if rule == "grid":
        return "stroke: 0.5pt", [], []
    if rule == "inner":
        return "stroke: none", list(range(height, last)), []
    if rule == "rows":
        return "stroke: (x: none, y: 0.4pt)", [], []
    if rule == "booktabs":
        return "stroke: none", [0, height, last], pieces
    if rule == "midrules":
        return "stroke: none", [0, height, *totals, last], pieces
    if rule == "zebra":
        fill = f'fill: (_, y) => if y >= {height} and calc.odd(y) {{ rgb("e8eef4") }}'
        return f"stroke: none, {fill}", [height], []
    if rule == "tinted":
        fill = f'fill: (x, y) => if y < {height} {{ rgb("c5d5e5") }} else if x == 0 {{ rgb("eef2e6") }}'
        return f"stroke: none, {fill}", [last], []
    if rule == "head box":
        return f"stroke: (_, y) => if y < {height} {{ 0.5pt }}", [], []
    if rule == "outline":
        return "stroke: none", [0, height, last], []
    if rule == "uprights":
        return "stroke: (x: 0.4pt, y: none)", [0, height, last], []
    if rule == "fives":
        return "stroke: none", [0, height, *range(height + 5, last, 5), last], []
    if rule == "totals":
        return "stroke: none", [height, *totals], []
    return "stroke: none", [], []


def table_source(random: Random, rows: Rows, height: int, rule: str, kind: str) -> str:
    """A table in Typst."""
    settings, lines, pieces = _rules(rule, rows, height)
    numbers = random.choice(("right", "right", "right", "center"))
    heads_at = random.choice(("center", "center", numbers))
    parts = [f"columns: ({_widths(random, rows, kind)},), {settings}"]
    parts.append(f"inset: (x: {random.choice((2, 3, 5))}pt, y: {random.choice((1, 1.5, 2.5, 4))}pt)")
    parts += [f"table.hline(y: {at}, stroke: {random.choice((0.4, 0.8))}pt)" for at in lines]
    parts += [f"table.hline(y: {at}, start: {a}, end: {b}, stroke: 0.4pt)" for at, a, b in pieces]
    plain = random.random() < 0.4
    for number, column, slot in placed(rows):
        head = number < height
        if head and plain:
            slot.css += " plain"
        parts.append(_cell(slot, column, head, numbers, heads_at))
    return f"#table({', '.join(parts)})"


def aside(random: Random) -> str:
    """What may be taken for a table and is none."""
    kind = random.choice(("contents", "references", "bars", "curve", "list", "terms", "addresses", "box"))
    if kind == "contents":
        entries = [
            f"{quoted(f'{n}. {random.choice(HEADS)} {random.choice(TAILS)}')} #box(width: 1fr, repeat[.]) {4 * n + 3}"
            for n in range(1, random.randint(6, 12))
        ]
        return "*Contents*\n\n" + " \\\n".join(entries)
    if kind == "references":
        return "\n\n".join(
            quoted(
                f"{random.choice(AREAS).split()[-1]}, {random.choice('ABCDEF')}. ({random.randint(1985, 2011)}). "
                f"{random.choice(HEADS)} {random.choice(TAILS)}. {random.choice(OFFICES)}, Paper {random.randint(3, 90)}, pp. {n}–{n + 12}."
            )
            for n in range(1, 7)
        )
    if kind == "bars":
        return _bars(random)
    if kind == "curve":
        return _curve(random)
    if kind == "list":
        return "\n".join(f"- {quoted(random.choice(SENTENCES))}" for _ in range(5))
    if kind == "terms":
        return "\n".join(
            f"/ {quoted(random.choice(HEADS))}: {quoted(random.choice(SENTENCES))}" for _ in range(4)
        )
    if kind == "addresses":
        return (
            "#grid(columns: (1fr, 1fr), gutter: 10pt, "
            + ", ".join(
                f"[{quoted(random.choice(OFFICES))} \\ {random.randint(2, 90)} {quoted(random.choice(AREAS))} Road]"
                for _ in range(2)
            )
            + ")"
        )
    return f"#rect(width: 100%, inset: 6pt, stroke: 0.6pt)[{quoted(prose(random, 3))}]"


def _placed(x: float, y: float, content: str) -> str:
    return f"#place(top + left, dx: {x:.0f}pt, dy: {y:.0f}pt)[{content}]"


def _scale(top: int) -> list[str]:
    """The scale of a chart at its left, with faint lines through it."""
    marks = []
    for step in range(5):
        y = 15 + 22 * step
        marks.append(_placed(0, y - 3, f"#text(size: 7pt)[{top - step * top // 4}]"))
        marks.append(_placed(28, y, "#line(length: 180pt, stroke: 0.3pt + gray)"))
    return marks


def _bars(random: Random) -> str:
    marks = _scale(random.choice((40, 80, 200)))
    for bar in range(6):
        height = random.uniform(10, 85)
        marks.append(
            _placed(36 + 28 * bar, 103 - height, f"#rect(width: 16pt, height: {height:.0f}pt, fill: blue)")
        )
        marks.append(_placed(36 + 28 * bar, 107, f"#text(size: 7pt)[{2004 + bar}]"))
        marks.append(_placed(36 + 28 * bar, 94 - height, f"#text(size: 6pt)[{height:.1f}]"))
    return f"*Figure 1.* {quoted(title(random))}\n\n#block(width: 215pt, height: 122pt)[{''.join(marks)}]"


def _curve(random: Random) -> str:
    marks = _scale(random.choice((10, 100, 500)))
    heights = [random.uniform(15, 100) for _ in range(10)]
    for step, (start, end) in enumerate(pairwise(heights)):
        marks.append(
            _placed(36 + 17 * step, 0, f"#line(start: (0pt, {start:.0f}pt), end: (17pt, {end:.0f}pt))")
        )
    for label in range(5):
        marks.append(_placed(36 + 36 * label, 107, f"#text(size: 7pt)[{1990 + 5 * label}]"))
    marks.append(_placed(150, 20, f"#text(size: 7pt)[{quoted(random.choice(AREAS))}]"))
    return f"*Chart 2.* {quoted(title(random))}\n\n#block(width: 215pt, height: 122pt)[{''.join(marks)}]"


# --- reports ---------------------------------------------------------------------------------------


def _settings(random: Random, columns: int) -> tuple[str, float]:
    paper = random.choice(("a4", "a4", "us-letter"))
    flipped = columns == 1 and random.random() < 0.2
    size = random.choice((7.5, 8.0, 9.0))
    lines = [
        f"#set page(paper: {_string(paper)}, flipped: {str(flipped).lower()}, margin: 22mm, columns: {columns},"
        f" header: [#text(size: 7pt)[{quoted(random.choice(OFFICES))} #h(1fr) Review of the year]],"
        ' numbering: "1")',
        f"#set text(font: {_string(random.choice(FONTS))}, size: {size + 1.5}pt, hyphenate: false)",
        f"#set par(justify: {random.choice(('true', 'false'))})",
        f"#show table: set text(size: {size}pt)",
        "#show table: set par(justify: false)",
    ]
    return "\n".join(lines), size


def typeset_source(seed: int) -> tuple[str, list[list[Cell]], list[str]]:
    """One report in Typst, the cells of its tables, and the styles in it."""
    random = Random(seed)
    columns = 2 if random.random() < 0.25 else 1
    settings, size = _settings(random, columns)
    parts = [settings, f"= {quoted(title(random))}"]
    tables: list[list[Cell]] = []
    styles: list[str] = []
    house = random.choice(RULES)
    for _ in range(random.randint(1, 3)):
        parts.append(quoted(prose(random, random.randint(2, 7))))
        if random.random() < 0.4:
            parts.append(aside(random))
        rule = house if random.random() < 0.7 else random.choice(RULES)
        manner = (
            random.choice(("alone", "alone", "alone", "beside prose", "twins", "close"))
            if columns == 1
            else "alone"
        )
        made = []
        for _ in range(2 if manner in ("twins", "close") else 1):
            kind = random.choice(KINDS)
            if kind == "texts" and rule in ("plain", "head box", "outline", "uprights", "totals"):
                kind = "abstract"
            narrow = columns == 2 or manner in ("twins", "beside prose")
            room = (460.0 if not narrow else 205.0) - 30 * (rule == "outline")
            rows, height = _fitting(random, kind, narrow, room, size)
            tables.append(cells_of(rows))
            styles.append(f"{rule}/{kind}" + (f"+{manner}" if manner != "alone" else ""))
            source = table_source(random, rows, height, rule, kind)
            if rule == "outline":
                source = f"#rect(inset: 2pt, stroke: 0.8pt)[{source}]"
            made.append(source)
        note = f"#text(size: {size - 1}pt)[{quoted(random.choice(NOTES))}]"
        captions = [
            f"*Table {len(tables) - len(made) + n}.* {quoted(title(random))}" for n in range(1, len(made) + 1)
        ]
        if manner == "twins":
            parts.append(
                f"{captions[0]}\n\n#block(breakable: false, grid(columns: (1fr, 1fr), gutter: 14pt, [{made[0]}], [{made[1]}]))\n\n{note}"
            )
        elif manner == "beside prose":
            beside = quoted(prose(random, 6))
            parts.append(
                f"{captions[0]}\n\n#block(breakable: false, grid(columns: (1.3fr, 1fr), gutter: 14pt, [{made[0]}], [{beside}]))\n\n{note}"
            )
        else:
            below = random.random() < 0.2
            for caption, source in zip(captions, made, strict=True):
                parts += [source, caption] if below else [caption, source]
            parts.append(note)
    parts.append(quoted(prose(random, 3)))
    return "\n\n".join(parts), tables, styles


def typeset_report(seed: int) -> Report:
    """One report as PDF; the same for the same seed."""
    import typst

    source, tables, styles = typeset_source(seed)
    return Report(f"typeset-{seed:04}", typst.compile(source.encode(), format="pdf"), tables, styles)
