"""Compare a reading with the truth.

For each cell that the document prints:

- `right`: the number given is the printed one; or none is printed and none is given.
- `withheld`: a number is printed and none is given.
- `denied`: those of them whose record says, without a doubt, that none is printed.
- `wrong`: another number is given. A number for a cell of the form that the document does not
  print is wrong as well. These are the silent errors.

Cells that the file no longer tells (`lost`) are counted apart: `lost_withheld` is the right
answer there, `lost_given` is the true number after all (found by arithmetic, or luck), and
another number is `wrong`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.accuracy.readings import Reading
from benchmarks.accuracy.truths import Truth, printed_number

# Rules that the truth speaks of; others (over years, warnings on style) are not scored.
RULES = {"requests.balance", "requests.outcomes", "requests.applicants", "reviews.total", "text.figure"}


@dataclass
class WrongCell:
    cell: str
    printed: str
    given: list[float]


@dataclass
class Score:
    """Counts for one document, or summed over several.

    `counts` holds `cells` (those not lost), `right`, `withheld`, `denied`, `wrong`, `lost`,
    `lost_withheld`, `lost_given`, and pairs `X`, `X_of` for agency, year, edition, headings,
    figures and rules, with `rules_false` for failures reported where the truth has none.
    """

    counts: Counter[str] = field(default_factory=Counter)
    wrong_cells: list[WrongCell] = field(default_factory=list)


def score(reading: Reading, truth: Truth) -> Score:
    result = Score()
    counts = result.counts
    counts["documents"] = 1
    for cell, printed in truth.values.items():
        expected, given = printed_number(printed), reading.values.get(cell, set())
        if given and given != {expected}:
            outcome = "wrong"
            result.wrong_cells.append(WrongCell(cell, printed, sorted(given)))
        elif cell in truth.lost:
            outcome = "lost_given" if given else "lost_withheld"
        else:
            outcome = "right" if given or expected is None else "withheld"
        counts[outcome] += 1
        counts["denied"] += outcome == "withheld" and cell in reading.empty
        counts["lost" if cell in truth.lost else "cells"] += 1
    for cell, given in reading.values.items():
        if cell not in truth.values:
            counts["wrong"] += 1
            result.wrong_cells.append(WrongCell(cell, "(not in the document)", sorted(given)))
    _count(counts, "agency", reading.agency in truth.agencies, bool(truth.agencies))
    _count(counts, "year", reading.year == truth.year, truth.year is not None)
    _count(counts, "edition", reading.edition == truth.edition, truth.edition is not None)
    _headings(counts, reading, truth)
    _figures(counts, reading, truth)
    _rules(counts, reading, truth)
    return result


def _count(counts: Counter[str], name: str, right: bool, known: bool) -> None:
    if known:
        counts[name] += right
        counts[f"{name}_of"] += 1


def _plain(text: str) -> str:
    """A heading without its numeral, spaces and variants of characters."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    text = text.translate(
        {0x200B: None, 0x200C: None, 0x200D: None, 0xFEFF: None, 0x2EA0: "民", 0x2ED4: "门"}
    )
    return text.lstrip("一二三四五六七八九十—、()（）.")


def _headings(counts: Counter[str], reading: Reading, truth: Truth) -> None:
    found = Counter(_plain(heading) for heading in reading.headings)
    wanted = Counter(_plain(heading) for heading in truth.headings)
    counts["headings"] += sum((found & wanted).values())
    counts["headings_of"] += sum(wanted.values())


def _figures(counts: Counter[str], reading: Reading, truth: Truth) -> None:
    counts["figures"] += sum((Counter(reading.figures) & Counter(truth.figures)).values())
    counts["figures_of"] += len(truth.figures)


def _rules(counts: Counter[str], reading: Reading, truth: Truth) -> None:
    """A rule is found if it failed in the same place; a place that one side leaves open agrees."""
    if truth.failing_rules is None:
        return
    failures = {failure for failure in reading.failures if failure[0] in RULES}
    for known in truth.failing_rules:
        counts["rules"] += any(_same(known, failure) for failure in failures)
        counts["rules_of"] += 1
    counts["rules_false"] += sum(
        not any(_same(known, failure) for known in truth.failing_rules) for failure in failures
    )


def _same(known: tuple[str, str | None, str | None], failure: tuple[str, str | None, str | None]) -> bool:
    return known[0] == failure[0] and all(
        one is None or other is None or one == other
        for one, other in zip(known[1:], failure[1:], strict=True)
    )
