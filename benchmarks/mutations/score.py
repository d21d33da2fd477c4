"""A case parsed and compared with what may be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import combinations

from benchmarks.mutations.cases import NUMBER_MUTATIONS, Case, mutated, written
from corpus.generator.forms import DISCLOSURE, REQUESTS, REVIEWS
from corpus.generator.writers.dialects import dialect_text


@dataclass
class Outcome:
    """How many cells were read right, withheld and wrong, with a line for each wrong one.

    Changed numbers may make the text that another report prints as it is, to the letter: then what is
    read is that report, which nobody could tell from the changed one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def outcome(case: Case) -> Outcome:
    import reportparse

    text, allowed = written(case)
    report = reportparse.parse(text.encode())
    given: dict[str, set[float]] = {}
    for record in report.record_list:
        if record.table in (DISCLOSURE, REQUESTS, REVIEWS) and record.value is not None:
            given.setdefault(f"{record.table}/{record.row}/{record.column}", set()).add(record.value)
    found = Outcome()
    wrong = {cell for cell, values in given.items() if values - allowed.get(cell, Counter()).keys()}
    another = bool(wrong) and _is_another_report(case, text, {cell: given[cell] for cell in wrong})
    for cell in {*allowed, *given}:
        extra = set() if another else given.get(cell, set()) - allowed.get(cell, Counter()).keys()
        kind = (
            "another report's"
            if another and cell in wrong
            else "wrong"
            if extra
            else "right"
            if cell in given
            else "withheld"
        )
        found.counts[kind] += 1
        if extra:
            found.wrong.append(f"{cell}: {sorted(extra)}, may be {sorted(allowed.get(cell, Counter()))}")
    return found


def _is_another_report(case: Case, text: str, read: dict[str, set[float]]) -> bool:
    """Whether a report whose numbers are those read, where some or all changed ones are not, gives the very
    same text.
    """
    numbers = [i for i, mutation in enumerate(case.mutations) if mutation.kind in NUMBER_MUTATIONS]
    left_out = (set(some) for count in range(1, len(numbers) + 1) for some in combinations(numbers, count))
    return any(_writes(case, without, text, read) for without in left_out)


def _writes(case: Case, without: set[int], text: str, read: dict[str, set[float]]) -> bool:
    made, _ = mutated(
        replace(case, mutations=tuple(m for i, m in enumerate(case.mutations) if i not in without))
    )
    for grid in made.grids:
        for cell in grid.cells:
            if cell.key and (values := read.get("/".join(cell.key))):
                cell.text = f"{min(values):g}"
    return dialect_text(made, case.dialect) == text
