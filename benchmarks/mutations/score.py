"""A case parsed and compared with what may be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.mutations.cases import Case, written
from corpus.generator.forms import DISCLOSURE, REQUESTS, REVIEWS


@dataclass
class Outcome:
    """How many cells were read right, withheld and wrong, with a line for each wrong one."""

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
    for cell in {*allowed, *given}:
        extra = given.get(cell, set()) - allowed.get(cell, set())
        kind = "wrong" if extra else "right" if cell in given else "withheld"
        found.counts[kind] += 1
        if extra:
            found.wrong.append(f"{cell}: {sorted(extra)}, may be {sorted(allowed.get(cell, set()))}")
    return found
