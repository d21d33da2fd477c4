"""Running text as a section, its figures, and the cells that they speak of."""

from reportparse.document import Place
from reportparse.forms import load_forms
from reportparse.prose.figures import find_figures
from reportparse.report import Figure, Record, Section

RULES = load_forms().families[0].figure_rules
OVERVIEW = "（二）依申请公开情况"
RECEIVED = "requests/received/total"


def section(text: str, heading: str = OVERVIEW) -> Section:
    return Section(3, 2, "（二）", heading, None, text, Place("body/p[9]", page=2))


def figures(text: str, heading: str = OVERVIEW, year: int | None = None) -> list[Figure]:
    return find_figures([section(text, heading)], RULES, year)[0]


def cell(figure: Figure) -> str | None:
    return f"{figure.table}/{figure.row}/{figure.column}" if figure.table else None


def record(slot: str, value: float | None, unit: str = "件") -> Record:
    table, row, column = slot.split("/")
    state = "blank" if value is None else "number"
    return Record(
        "2021", table, row, column, None, None, value, str(value), unit, state, "read", 0, Place("table")
    )
