"""Changes to the tables of made reports, and which numbers may be read after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from corpus.generator import PROFILES, MadeReport, make
from corpus.generator.make import EDITIONS
from corpus.generator.reading import number
from corpus.generator.report import Grid, GridCell
from corpus.generator.writers.dialects import DIALECTS, dialect_text

MISPRINTS = "政务公开信息本年其他第项"
SEEDS = 400
MOST_MUTATIONS = 2
SHORTEST_SUM = 5
PLACES = 10_000
# These drop blank cells, labels or lines of their own accord.
BLANKS = ("", "some_blank_zeros", "blank_rows")


@dataclass(frozen=True)
class Mutation:
    """A kind of change, and two numbers that choose where and what."""

    kind: str
    place: int
    choice: int


@dataclass(frozen=True)
class Case:
    """A made report in a dialect, with changes."""

    seed: int
    edition: str
    profile: str
    blanks: str
    dialect: str
    mutations: tuple[Mutation, ...]


class Allowed(dict[str, Counter[float]]):
    """What may be read in a cell beside nothing, and from how many rows.

    `printed` is the same before any change. `homes` gives, by the identity of a swapped label's cell, the
    values of the row that its text names.
    """

    def __init__(self, made: MadeReport) -> None:
        super().__init__()
        for grid in made.grids:
            for cell in grid.cells:
                value = number(cell.text)
                if cell.key and value is not None:
                    self.setdefault("/".join(cell.key), Counter())[float(value)] += 1
        self.printed = {key: Counter(numbers) for key, numbers in self.items()}
        self.homes: dict[int, list[GridCell]] = {}


def draw(random: Random) -> Case:
    return Case(
        random.randrange(SEEDS),
        random.choice(EDITIONS),
        random.choice(PROFILES),
        random.choice(BLANKS),
        random.choice(list(DIALECTS)),
        tuple(
            Mutation(random.choice(list(MUTATIONS)), random.randrange(PLACES), random.randrange(PLACES))
            for _ in range(random.randint(1, MOST_MUTATIONS))
        ),
    )


def mutated(case: Case) -> tuple[MadeReport, Allowed]:
    """The report of a case with its changes, and for each cell of the form the numbers that may be read in it."""
    oddities = [case.blanks] if case.blanks else []
    made = make(case.seed, case.edition, case.profile, oddities, "txt")  # type: ignore[arg-type]
    allowed = Allowed(made)
    for mutation in case.mutations:
        MUTATIONS[mutation.kind](made, mutation, allowed)
    return made, allowed


def written(case: Case) -> tuple[str, Allowed]:
    """The text of a case, and what may be read in it."""
    made, allowed = mutated(case)
    return dialect_text(made, case.dialect), allowed


@dataclass
class LabelledRow:
    """A row of values and the cell that names it."""

    grid: Grid
    row: int
    label: GridCell
    values: list[GridCell]


def _rows(made: MadeReport) -> list[LabelledRow]:
    rows = []
    for grid in made.grids:
        for index, cells in enumerate(grid.rows()):
            labels = [cell for cell in cells if cell.role == "label"]
            values = [cell for cell in cells if cell.key]
            if labels and values:
                rows.append(LabelledRow(grid, index, labels[-1], values))
    return rows


def _row(made: MadeReport, mutation: Mutation) -> LabelledRow:
    rows = _rows(made)
    return rows[mutation.place % len(rows)]


def _drop_label(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    _row(made, mutation).label.text = ""


def _repeat_label(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    label = _row(made, mutation).label
    label.text += label.text


def _swap_labels(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    """Both readings are true: what the labels say, and what the form would have."""
    row = _row(made, mutation)
    others = [other for other in _rows(made) if other.grid is row.grid and other.row != row.row]
    other = others[mutation.choice % len(others)]
    row.label.text, other.label.text = other.label.text, row.label.text
    # A label that was swapped before takes its own row along.
    homes = [allowed.homes.get(id(place.label), place.values) for place in (row, other)]
    for place, home in ((row, homes[1]), (other, homes[0])):
        allowed.homes[id(place.label)] = home
        named = next((cell.key[:2] for cell in home if cell.key), None)
        for printed in place.values:
            # By the column's code: glued numbers leave fewer cells.
            if printed.key and named:
                numbers = allowed.printed.get("/".join(printed.key), Counter())
                allowed.setdefault("/".join((*named, printed.key[2])), Counter()).update(numbers)


def _misprint_label(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    label = _row(made, mutation).label
    random = Random(mutation.choice)
    at = random.randrange(len(label.text)) if label.text else 0
    printed = random.choice(["", random.choice(MISPRINTS), label.text[at : at + 1] * 2])
    label.text = label.text[:at] + printed + label.text[at + 1 :]


def _drop_row(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    row = _row(made, mutation)
    if any(cell.rowspan > 1 for cell in row.grid.cells if cell.row == row.row):
        return
    for cell in row.values:
        value = number(cell.text)
        if cell.key and value is not None:
            allowed["/".join(cell.key)] -= Counter([float(value)])
    _move_rows(row.grid, row.row + 1, -1)
    row.grid.cells = [cell for cell in row.grid.cells if cell not in (row.label, *row.values)]


def _add_row(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    row = _row(made, mutation)
    random = Random(mutation.choice)
    added = [replace(row.label, text=random.choice(["行政检查", "行政确认", "9.其他情形"]), rowspan=1)]
    added += [replace(cell, text=str(random.randrange(40)), key=None) for cell in row.values]
    _move_rows(row.grid, row.row + 1, 1)
    for cell in added:
        cell.row = row.row + 1
    row.grid.cells += added


def _move_rows(grid: Grid, first: int, by: int) -> None:
    """Rows from one on up or down; cells that cover the place grow or shrink."""
    for cell in grid.cells:
        if cell.row >= first:
            cell.row += by
        elif cell.row + cell.rowspan > (first if by > 0 else first - 1) and cell.rowspan > 1:
            cell.rowspan += by


def _glue_numbers(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    """Two numbers of a row become one; only in rows with a sum, since nothing else could tell."""
    row = _row(made, mutation)
    if len(row.values) < SHORTEST_SUM:
        return
    at = mutation.choice % (len(row.values) - 1)
    left, right = row.values[at : at + 2]
    if not (left.text.strip() and right.text.strip()):
        return
    left.text += right.text
    row.grid.cells = [cell for cell in row.grid.cells if cell is not right]


def _split_number(made: MadeReport, mutation: Mutation, allowed: Allowed) -> None:
    long = [cell for grid in made.grids for cell in grid.cells if cell.key and len(cell.text) > 1]
    if long:
        cell = long[mutation.place % len(long)]
        at = 1 + mutation.choice % (len(cell.text) - 1)
        cell.text = f"{cell.text[:at]} {cell.text[at:]}"


MUTATIONS: dict[str, Callable[[MadeReport, Mutation, Allowed], None]] = {
    "drop a label": _drop_label,
    "repeat a label": _repeat_label,
    "swap labels": _swap_labels,
    "misprint a label": _misprint_label,
    "drop a row": _drop_row,
    "add a row": _add_row,
    "glue numbers": _glue_numbers,
    "split a number": _split_number,
}
NUMBER_MUTATIONS = frozenset({"glue numbers", "split a number"})
