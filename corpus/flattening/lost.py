"""Which cells a flattened text has lost for good, found without any parser.

The argument is always the same: if two reports that differ in a cell come out of a tool as the same
text, then nobody can read that cell from the text. So we make changed copies of a report, run the
same tool over them and compare. *Tracers*: each value becomes a letter of its own, repeated to the
same length; a letter that does not come out as often was dropped. *Shifted*: in rows with blank
cells the values stand in other columns, as far as the form's rules would allow it just as well; if
the text of the copy is the same, the tool drops blanks, and the cells that such copies change are
lost. In a text whose lines keep no columns only the order of its numbers can tell their columns; there
the same numbers in the same order are enough, since the words between them move with the heights of
rows on a page. *Regrouped*: digits wander from a cell to its neighbour; if the text is the same, the tool
glues cells together. *Repeats*: if the text has fewer digits than the cells that came through, the
tool drops repeated lines, and every cell whose value then appears too seldom is lost, with its row.
Copies that the rules forbid do not count, because arithmetic can tell them apart. Only copies that
change up to three rows, or exchange two columns, are tried: a cell that is called lost is lost for
certain, but some that only larger changes would reveal may be missing.
"""

from __future__ import annotations

import copy
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.generator.forms import DISCLOSURE, REQUESTS, REVIEWS
from corpus.generator.numbers import Key, failing_rules
from corpus.generator.reading import number, visible
from corpus.generator.report import MadeReport

Texts = dict[Key, str]
Alternatives = Callable[[Texts, list[Key]], Iterator[Texts]]
# By how much sums over columns are put out.
Moved = frozenset[tuple[tuple[str, str], int]]
MOST_ALTERNATIVES = 500
TABLES = (DISCLOSURE, REQUESTS, REVIEWS)
# Narrow letters (Latin, Armenian, Georgian) that no report uses, no normalisation changes and all
# PDF readers find again.
_RANGES = (range(0xC0, 0x100), range(0x180, 0x1C0), range(0x531, 0x587), range(0x10D0, 0x10F1))
_LETTERS = [
    letter
    for letter in map(chr, itertools.chain(*_RANGES))
    if letter.isalpha()
    and unicodedata.normalize("NFKC", letter) == letter
    and unicodedata.east_asian_width(letter) == "N"
]


# A number, or a mark that may stand for one; and what keeps the column of a number: marks and white space
# beside it, empty lines, blank cells.
_NUMBER = re.compile(r"(?<!\S)(?:\d+(?:\.\d+)?|[^\w\s（）()]+)(?!\S)")
_COLUMNS = re.compile(
    r"\||\t *\d|\d *\t|  +\d+(?:\.\d+)?(?!\S)|(?<!\S)\d+  |\n *\n *\n *\d+(?:\.\d+)? *\n"
    r"|[\xa0\u2002\u2003\u3000](?=[\s\d]|$)|(?<=[\s\d])[\xa0\u2002\u2003\u3000]|&\w+;"
)


@dataclass
class Copies:
    """Changed copies of a report and, for each, the cells that it puts in doubt."""

    tracer: MadeReport
    words: dict[Key, str]
    shifted: dict[str, tuple[MadeReport, set[Key]]]
    regrouped: dict[str, tuple[MadeReport, set[Key]]]

    def reports(self, may_glue: bool) -> dict[str, MadeReport]:
        """The copies by a name for each; regrouped ones only if the tool may glue cells."""
        named = {"tracer": self.tracer}
        named |= {f"shifted-{table}": made for table, (made, _) in self.shifted.items()}
        if may_glue:
            named |= {f"regrouped-{table}": made for table, (made, _) in self.regrouped.items()}
        return named


def printed(made: MadeReport) -> Texts:
    return {cell.key: visible(cell.text) for grid in made.grids for cell in grid.cells if cell.key}


def with_texts(made: MadeReport, texts: Mapping[Key, str]) -> MadeReport:
    """A copy whose cells print other texts."""
    changed = copy.deepcopy(made)
    for grid in changed.grids:
        for cell in grid.cells:
            if cell.key is not None and cell.key in texts:
                cell.text = texts[cell.key]
    return changed


def with_shifts(made: MadeReport, changes: Texts) -> MadeReport:
    """A copy in which the values of rows stand in other places; each keeps the white space around it."""
    texts = printed(made)
    raw = {cell.key: cell.text for grid in made.grids for cell in grid.cells if cell.key is not None}
    moved: Texts = {}
    for row in _rows(made):
        filled = iter([raw[key] for key in row if texts[key]])
        blank = iter([raw[key] for key in row if not texts[key]])
        moved |= {key: next(filled if changes.get(key, texts[key]) else blank) for key in row}
    return with_texts(made, moved)


def copies(made: MadeReport) -> Copies:
    """All copies of a report that its flattened texts are compared with."""
    texts = printed(made)
    filled = [(key, text) for key, text in texts.items() if text]
    words = {key: letter * len(text) for (key, text), letter in zip(filled, _LETTERS, strict=False)}
    if len(words) < len(filled):
        raise ValueError(f"{len(filled)} cells are more than there are tracer letters")
    swaps = _swaps(made, texts)
    shifted, regrouped = {}, {}
    for table in TABLES:
        rows = [row for row in _rows(made) if row[0][0] == table]
        changes, doubted = _combined(made, texts, rows, _shifts)
        if table == REQUESTS:
            for swap in swaps:
                doubted |= set(swap)
                changes = changes or swap
        if changes:
            shifted[table] = with_shifts(made, changes), doubted
        changes, doubted = _combined(made, texts, rows, _regroupings)
        if changes:
            regrouped[table] = with_texts(made, changes), doubted
    return Copies(with_texts(made, words), words, shifted, regrouped)


def lost(made: MadeReport, copies: Copies, text: str, copy_texts: Mapping[str, str]) -> set[Key]:
    """The cells that `text` has lost; `copy_texts` are the copies' texts from the same tool."""
    texts = printed(made)
    letters = Counter(copy_texts["tracer"])
    cells = {key for key, word in copies.words.items() if letters[word[0]] < len(word)}
    for kind, variants in (("shifted", copies.shifted), ("regrouped", copies.regrouped)):
        for table, (_, doubted) in variants.items():
            other = copy_texts.get(f"{kind}-{table}")
            if other is not None and (other == text or (kind == "shifted" and _tell_the_same(text, other))):
                cells |= doubted
    repeats = _repeats(texts, cells, text, copy_texts["tracer"])
    # Where values of a row vanish, the others have lost their columns.
    rows = [set(row) for row in _rows(made) if repeats & set(row)]
    return cells.union(*rows)


def _rows(made: MadeReport) -> Iterator[list[Key]]:
    """The keys of each printed row of values, from left to right."""
    for grid in made.grids:
        for row in grid.rows():
            keys = [cell.key for cell in row if cell.key is not None]
            if keys:
                yield keys


def _allowed(made: MadeReport, texts: Texts, changes: Texts) -> bool:
    """Whether the rules hold for the changed report wherever they hold for the report."""
    return _failing(made, {**texts, **changes}) <= _failing(made, texts)


def _failing(made: MadeReport, texts: Texts) -> set[tuple[str, str | None, str | None]]:
    return set(failing_rules({key: number(text) for key, text in texts.items()}, made.forms))


def _combined(
    made: MadeReport, texts: Texts, rows: Iterable[list[Key]], alternatives: Alternatives
) -> tuple[Texts, set[Key]]:
    """Allowed changes together, no two in one row, and all cells that some allowed change alters."""
    together: Texts = {}
    changed_rows: set[int] = set()
    doubted: set[Key] = set()
    by_row = [_unless_row_forbids(made, texts, alternatives(texts, row)) for row in rows]
    for changes, where in _balanced(made, texts, by_row):
        doubted |= set(changes)
        if changed_rows.isdisjoint(where):
            changed_rows |= where
            together.update(changes)
    return together, doubted


def _unless_row_forbids(made: MadeReport, texts: Texts, alternatives: Iterator[Texts]) -> list[Texts]:
    """The changes of one row that leave the sums over rows as they are."""
    before = {failing for failing in _failing(made, texts) if failing[1] is not None}
    return [
        changes
        for changes in itertools.islice(alternatives, MOST_ALTERNATIVES)
        if {failing for failing in _failing(made, {**texts, **changes}) if failing[1] is not None} <= before
    ]


def _balanced(made: MadeReport, texts: Texts, by_row: list[list[Texts]]) -> Iterator[tuple[Texts, set[int]]]:
    """Changes of one, two or three rows, and which rows these are, that leave all sums over columns as they are."""
    others: list[dict[Moved, Texts]] = [{} for _ in by_row]
    for row, alternatives in enumerate(by_row):
        for changes in alternatives:
            moved = _moved(texts, changes)
            if moved:
                others[row].setdefault(moved, changes)
            elif _allowed(made, texts, changes):
                yield changes, {row}
    for one, another in itertools.combinations(range(len(others)), 2):
        for left, mine in others[one].items():
            for right, theirs in others[another].items():
                rest = _negative(_sum(left, right))
                if not rest:
                    both = {**mine, **theirs}
                    if _allowed(made, texts, both):
                        yield both, {one, another}
                    continue
                for third in range(another + 1, len(others)):
                    more = others[third].get(rest)
                    if more is not None and _allowed(made, texts, {**mine, **theirs, **more}):
                        yield {**mine, **theirs, **more}, {one, another, third}


def _moved(texts: Texts, changes: Texts) -> Moved:
    """By how much a change of section 3 puts each sum over a column out, blanks taken for zeros."""
    by_sum: Counter[tuple[str, str]] = Counter()
    for (table, row, column), text in changes.items():
        if table != REQUESTS:
            continue
        difference = (number(text) or 0) - (number(texts[table, row, column]) or 0)
        side = 1 if row in ("received", "carried_in") else -1
        if row in ("received", "carried_in", "outcome.total", "carried_out"):
            by_sum["balance", column] += side * int(difference)
        if row == "outcome.total":
            by_sum["outcomes", column] += int(difference)
        elif row.startswith("outcome."):
            by_sum["outcomes", column] -= int(difference)
    return frozenset((key, value) for key, value in by_sum.items() if value)


def _sum(left: Moved, right: Moved) -> Moved:
    total = Counter(dict(left))
    for key, value in right:
        total[key] += value
    return frozenset((key, value) for key, value in total.items() if value)


def _negative(moved: Moved) -> Moved:
    return frozenset((key, -value) for key, value in moved)


def _changes(texts: Texts, row: list[Key], new: list[str]) -> Texts:
    return {key: text for key, text in zip(row, new, strict=True) if texts[key] != text}


def _shifts(texts: Texts, row: list[Key]) -> Iterator[Texts]:
    """The values of a row in other places, in the same order: first one blank cell moved, then all ways."""
    old = [texts[key] for key in row]
    seen: set[tuple[str, ...]] = {tuple(old)}
    for place, text in enumerate(old):
        if text:
            continue
        rest = old[:place] + old[place + 1 :]
        for target in range(len(row)):
            new = (*rest[:target], "", *rest[target:])
            if new not in seen:
                seen.add(new)
                yield _changes(texts, row, list(new))
    filled = [text for text in old if text]
    for places in itertools.combinations(range(len(row)), len(filled)):
        values = dict(zip(places, filled, strict=True))
        new = tuple(values.get(place, "") for place in range(len(row)))
        if new not in seen:
            seen.add(new)
            yield _changes(texts, row, list(new))


def _regroupings(texts: Texts, row: list[Key]) -> Iterator[Texts]:
    """The digits of two neighbours cut in another place; no number gets a leading zero."""
    for left, right in itertools.pairwise(row):
        digits = texts[left] + texts[right]
        if not (texts[left].isdigit() and texts[right].isdigit()):
            continue
        for cut in range(1, len(digits)):
            parts = digits[:cut], digits[cut:]
            if cut != len(texts[left]) and all(part == "0" or part[0] != "0" for part in parts):
                yield {left: parts[0], right: parts[1]}


def _swaps(made: MadeReport, texts: Texts) -> list[Texts]:
    """Two applicant columns of section 3 exchanged in every row, where no row's values change order."""
    rows = [row for row in _rows(made) if row[0][0] == REQUESTS]
    swaps = []
    for one, other in itertools.combinations(made.forms.requests.applicant_codes, 2):
        changes: Texts = {}
        same_order = True
        for row in rows:
            exchanged = {one: other, other: one}
            new = [texts[(key[0], key[1], exchanged.get(key[2], key[2]))] for key in row]
            same_order &= [text for text in new if text] == [texts[key] for key in row if texts[key]]
            changes |= _changes(texts, row, new)
        if same_order and changes and _allowed(made, texts, changes):
            swaps.append(changes)
    return swaps


def _tell_the_same(text: str, other: str) -> bool:
    """Whether two texts keep no columns and have the same numbers in the same order."""
    return not (_COLUMNS.search(text) or _COLUMNS.search(other)) and _NUMBER.findall(text) == _NUMBER.findall(
        other
    )


def _repeats(texts: Texts, dropped: set[Key], text: str, tracer_text: str) -> set[Key]:
    """Cells whose value stands too seldom in a text that digits are missing from."""
    kept = {key: value for key, value in texts.items() if value and key not in dropped}
    expected = sum(map(_digits, kept.values())) + _digits(tracer_text)
    if _digits(text) >= expected:
        return set()
    found = Counter(re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", text))
    wanted = Counter(kept.values())
    return {key for key, value in kept.items() if value.isdigit() and found[value] < wanted[value]}


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
