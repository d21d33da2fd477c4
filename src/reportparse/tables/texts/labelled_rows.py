"""Rows of a sequence of texts and values, found by the labels that the forms know.

A run of values belongs to the label before it, after it, or around it (a wrapped label); where each label is
cut is decided for all runs together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from reportparse import normalise
from reportparse.document import Cell, Layout, Place, Table
from reportparse.forms.vocabulary import RowSum, Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.anchored import rows_between_labels
from reportparse.tables.texts.group_labels import without_dashes_of_groups, without_scattered_groups
from reportparse.tables.texts.label_blocks import part_blocks
from reportparse.tables.texts.parted_rows import row_in_parts
from reportparse.tables.texts.sequence import Token, TokenRow, joined, numbers_or_zeros
from reportparse.tables.texts.summed_rows import rows_by_sums
from reportparse.tables.texts.two_line_rows import with_lines_joined
from reportparse.values import is_sum_of_others

# How far into a sequence of texts a label is looked for: vertical labels are one character a line.
REACH = 16
AFTER_REACH = 4
ROW_LABEL = 0.6
MOSTLY_SHARED = 0.6
# What a label is worth that is cut off behind its number and so many characters, or more.
CUT_LABEL = 0.7
SHORTEST_CUT = 2
# So many labels of several lines with their values on another line are no chance.
FEWEST_APART = 3
# Labels stand behind their values if that is worth more, by about one label, than before them.
CLEARLY_BEHIND = 0.5
# No form has more rows than this between two labels.
MOST_ROWS = 40
# No form has so many rows, and no longer table is read as one: whose label is whose is not asked of it.
MOST_RUNS = 400
# A line with as many values as the line before, and at least so many, is a row of its own.
ROW_ON_A_LINE = 3


@dataclass(slots=True)
class Run:
    """Values that follow each other, and the texts between them and the run before."""

    before: list[Token]
    values: list[Token] = field(default_factory=list)


class LabelCut(NamedTuple):
    """Where the texts before a run are cut.

    The first `taken` still belong to the label of the run before, those from `begin` on to its own label;
    what is between is a header.
    """

    taken: int
    begin: int


def rows_of(sequence: Sequence[Token], words: Vocabulary) -> list[TokenRow]:
    """Return the rows of a sequence."""
    sequence = without_dashes_of_groups(without_scattered_groups(sequence, words), words)
    parted_from, parted = row_in_parts(sequence, words)
    sequence = sequence[:parted_from]
    counted = rows_between_labels(sequence, words)
    rows: list[TokenRow] = []
    done = 0
    for start, end, between in [*counted, (len(sequence), len(sequence), [])]:
        for stretch, paired in part_blocks(sequence[done:start], words):
            rows.extend(paired or _rows_in_order(stretch, words))
        rows.extend(between)
        done = end
    rows = with_lines_joined(rows, words)
    if not all(len(row.values) in words.row_widths(joined(row.label)) for row in rows if row.values):
        header = list(takewhile(lambda token: not token.is_value, sequence))
        summed = rows_by_sums(sequence, words)
        rows = [TokenRow(header, []), *summed] if summed else rows
    return [*rows, *parted]


def _rows_in_order(sequence: Sequence[Token], words: Vocabulary) -> list[TokenRow]:
    """Return rows of a sequence in which labels and values take turns."""
    runs, rest = _runs(sequence, words)
    if not runs:
        return [TokenRow([token], []) for token in rest]
    if len(runs) > MOST_RUNS:
        return [
            *(TokenRow(run.before, run.values) for run in runs),
            *(TokenRow([token], []) for token in rest),
        ]
    cuts, some_behind, unsure = _chosen_cuts(runs, rest, words)
    unsure |= _around_two(runs, rest, cuts, words)
    rows: list[TokenRow] = []
    for i, run in enumerate(runs):
        taken, begin = cuts[i]
        header, before = run.before[taken:begin], run.before[begin:]
        rows.extend(TokenRow(texts, []) for texts in _headers(header, words))
        following = runs[i + 1].before if i + 1 < len(runs) else rest
        after = following[: cuts[i + 1].taken]
        label = [*before, *after]
        if i in unsure or _is_apart(before, words) or _are_of_two(before, after, words):
            rows.extend(TokenRow([text], []) for text in label)
            label = after = []
        if header and len(label) == 1 and not after and words.is_column(label[0].text):
            rows[-1].label.extend(label)
            label = []
        elif _is_header(label, run.values, words):
            rows.append(TokenRow(label, []))
            label = []
        behind = (bool(after) and not before) or (
            not some_behind and _needs_none_before(before, after, words)
        )
        rows.extend(_rows_of_run(label, run.values, behind, words))
    tail = rest[cuts[-1].taken :]
    rows.extend(TokenRow(texts, []) for texts in _headers(tail, words))
    return rows


def _chosen_cuts(
    runs: Sequence[Run], rest: Sequence[Token], words: Vocabulary
) -> tuple[list[LabelCut], bool, set[int]]:
    """Return where the texts around runs are cut, whether some label stands behind its values alone, and the
    runs whose labels may be those of others.
    """
    cuts, worth = _cut_labels(runs, rest, words)
    unsure = _on_other_lines(runs, cuts, words)
    if not any(
        begin == len(run.before) and cuts[i + 1].taken
        for i, (run, (_, begin)) in enumerate(zip(runs, cuts, strict=False))
    ):
        return cuts, False, unsure
    in_front, worth_in_front = _cut_labels(runs, rest, words, behind=False)
    if worth - worth_in_front >= CLEARLY_BEHIND:
        return cuts, True, unsure
    if _passes_over(runs, cuts, words) and not _passes_over(runs, in_front, words):
        return in_front, False, unsure
    # Labels before their values would do as well: which row is whose is told by the others.
    unsure |= {
        i
        for i in range(len(runs))
        if (cuts[i].begin, cuts[i + 1].taken) != (in_front[i].begin, in_front[i + 1].taken)
    }
    return cuts, True, unsure


def _around_two(
    runs: Sequence[Run], rest: Sequence[Token], cuts: Sequence[LabelCut], words: Vocabulary
) -> set[int]:
    """Return the runs of which two stand between the pieces of one label: each may be that of the row before."""
    following = [*(run.before for run in runs[1:]), rest]
    labels = [
        joined([*run.before[cuts[i].begin :], *behind[: cuts[i + 1].taken]])
        for i, (run, behind) in enumerate(zip(runs, following, strict=True))
    ]
    found: set[int] = set()
    for i, (label, piece) in enumerate(pairwise(labels)):
        widths = words.row_widths(label) if label and piece else ()
        if (
            widths
            and min(len(runs[i].values), len(runs[i + 1].values)) >= min(widths) > 1
            and words.row_likeness(label + piece) > max(map(words.row_likeness, (label, piece)))
            and words.row_likeness(piece) < SURE_LABEL
        ):
            found |= {i, i + 1}
    return found


def _passes_over(runs: Sequence[Run], cuts: Sequence[LabelCut], words: Vocabulary) -> bool:
    """Return whether a label right before some values is theirs as little as of those before it."""
    return any(
        cut.taken < cut.begin == len(run.before) and words.row_likeness(run.before[-1].text) >= ROW_LABEL
        for run, cut in zip(runs, cuts, strict=False)
    )


def _on_other_lines(runs: Sequence[Run], cuts: Sequence[LabelCut], words: Vocabulary) -> set[int]:
    """Return the runs whose whole label ends on a line of its own, where most labels share a line with their
    values.

    It may be the label of a row without values, and their own label be missing. The text layer of pages
    is left alone: there a label of two lines has its values between them or behind. So are the labels of
    several lines where that is their way.
    """
    apart: set[int] = set()
    wrapped_apart: set[int] = set()
    shared = wrapped_shared = 0
    if runs[0].values[0].place.page is not None:
        return apart
    for i, run in enumerate(runs):
        label = run.before[cuts[i].begin :]
        first = next((token for token in run.values if token.text), None)
        if not label or first is None or _has_blank_beside(label, run):
            continue
        last_line = [token for token in label if token.place == label[-1].place]
        likeness = words.row_likeness(joined(label))
        wrapped = words.row_likeness(joined(last_line)) < likeness
        if label[-1].place == first.place:
            shared += 1
            wrapped_shared += wrapped
        elif likeness > SURE_LABEL:
            (wrapped_apart if wrapped else apart).add(i)
    if len(wrapped_apart) < max(FEWEST_APART, wrapped_shared):
        apart |= wrapped_apart
    return apart if shared > MOSTLY_SHARED * (shared + len(apart)) else set()


def _has_blank_beside(label: Sequence[Token], run: Run) -> bool:
    """Return whether a blank cell, which a source marks, stands on the line on which a label ends."""
    return not run.values[0].text and run.values[0].place == label[-1].place


def _needs_none_before(before: Sequence[Token], after: Sequence[Token], words: Vocabulary) -> bool:
    """Return whether the texts behind some values are as good a label without those before them.

    Where labels stand behind values, those before may be the label of a group; elsewhere the label
    that belonged before them is missing.
    """
    own = joined(after)
    return bool(after) and words.row_likeness(own) >= words.row_likeness(joined((*before, *after)))


def _is_apart(label: Sequence[Token], words: Vocabulary) -> bool:
    """Return whether other texts stand between a label and its values, so that it may not be theirs."""
    if any(words.caption_likeness(token.text) > SURE_LABEL for token in label[1:]):
        return True
    text = joined(label)
    nearer = joined(label[:-1])
    return len(label) > 1 and words.row_likeness(nearer) > words.row_likeness(text)


def _are_of_two(before: Sequence[Token], after: Sequence[Token], words: Vocabulary) -> bool:
    """Return whether texts before values end a label, and those behind begin the next with its number."""
    return (
        bool(before and after)
        and normalise.label(before[0].text).number is None
        and normalise.label(after[0].text).number is not None
        and not words.is_group(joined(before))
        and words.row_likeness(joined(before)) < ROW_LABEL
    )


def _is_header(label: Sequence[Token], values: Sequence[Token], words: Vocabulary) -> bool:
    """Return whether texts before values are the header of a row that has no label."""
    text = joined(label)
    unlabelled = len(values) in words.row_widths("") and words.row_likeness(text) < ROW_LABEL
    return bool(label) and (unlabelled or words.is_header(text))


def _rows_of_run(label: list[Token], values: list[Token], behind: bool, words: Vocabulary) -> list[TokenRow]:
    """Return a run as one row; or as several, if it has the length of several and their sums all hold.

    A text layer gives some rows one after the other and then others column by column. The label
    before the run is the first row's if that row comes by itself.
    """
    for shape in words.sums:
        matrix = _matrix(values, shape)
        if matrix is not None:
            rows, in_rows = matrix
            if in_rows:
                # The label may as well be another row's: it stands behind, and the sums must vouch.
                return [TokenRow(label, rows[0], True), *(TokenRow([], row) for row in rows[1:])]
            return [*([TokenRow(label, [])] if label else []), *(TokenRow([], row) for row in rows)]
    return [TokenRow(label, values, behind)]


def _matrix(values: list[Token], shape: RowSum) -> tuple[list[list[Token]], int] | None:
    """Return the only way to lay values out as rows that end in their sum, and how many come row by row."""
    height, rest = divmod(len(values), shape.width)
    if rest or not 2 <= height <= MOST_ROWS:
        return None
    numbers = numbers_or_zeros(values)
    found: dict[tuple[int, ...], tuple[list[list[int]], int]] = {}
    for in_rows in range(height + 1):
        start, tall = in_rows * shape.width, height - in_rows
        rows = [
            *([*range(at, at + shape.width)] for at in range(0, start, shape.width)),
            *([*range(start + i, len(values), tall)] for i in range(tall)),
        ]
        if all(is_sum_of_others([numbers[at] for at in row], shape.total) for row in rows):
            # The same numbers in the same places are the same reading.
            key = tuple(int(numbers[at]) if numbers[at].is_integer() else at for row in rows for at in row)
            found[key] = rows, in_rows
    if len(found) != 1:
        return None
    ((rows, in_rows),) = found.values()
    return [[values[at] for at in row] for row in rows], in_rows


def _runs(sequence: Sequence[Token], words: Vocabulary) -> tuple[list[Run], list[Token]]:
    """Return the runs of values with the texts before each, and the texts after the last."""
    per_line = Counter(token.place for token in sequence if token.is_value and token.text)
    runs: list[Run] = []
    texts: list[Token] = []
    for token in sequence:
        if not token.is_value:
            texts.append(token)
        elif texts or not runs or _is_next_row(runs[-1].values[-1].place, token.place, per_line):
            runs.append(Run(texts, [token]))
            texts = []
        else:
            runs[-1].values.append(token)
    return _with_wrapped_rows(runs, words), texts


def _with_wrapped_rows(runs: Sequence[Run], words: Vocabulary) -> list[Run]:
    """Return the runs with those joined that are the lines of one row without a label, right behind its
    header.
    """
    start = 0
    while start < len(runs):
        end = next((i for i in range(start + 1, len(runs)) if runs[i].before), len(runs))
        values = [token for run in runs[start:end] for token in run.values]
        unlabelled = end - start > 1 and len(values) in words.row_widths("")
        if unlabelled and words.columns_in(joined(runs[start].before)) >= len(values):
            return [*runs[:start], Run(runs[start].before, values), *runs[end:]]
        start = end
    return list(runs)


def _is_next_row(before: Place, here: Place, per_line: Counter[Place]) -> bool:
    """Return whether two lines of values with nothing between them are two rows rather than a wrapped one."""
    return before != here and per_line[before] == per_line[here] >= ROW_ON_A_LINE


def _headers(texts: Sequence[Token], words: Vocabulary) -> list[list[Token]]:
    """Return captions one by one, the texts between them as one header each."""
    rows: list[list[Token]] = []
    open_header = False
    for token in texts:
        if words.caption_likeness(token.text) > SURE_LABEL:
            rows.append([token])
            open_header = False
        elif open_header:
            rows[-1].append(token)
        else:
            rows.append([token])
            open_header = True
    return rows


def _cut_labels(
    runs: Sequence[Run], rest: Sequence[Token], words: Vocabulary, behind: bool = True
) -> tuple[list[LabelCut], float]:
    """Return where the texts before each run are cut, and those at the end; and what these cuts are worth.

    The cuts maximise the likeness of all labels to rows of the forms. Without `behind` no label stands behind
    its values alone.
    """
    befores = [[token.text for token in run.before] for run in runs] + [[token.text for token in rest]]
    shared = [_on_line_of_values(runs, position) for position in range(len(runs) + 1)]

    @cache
    def worth(position: int, begin: int, taken: int) -> float:
        """Return what the label of a run is worth that begins at one of its texts and takes some behind it."""
        before, after = befores[position][begin:], befores[position + 1][:taken]
        if _are_numbered_apart(before, after):
            return 0.0
        texts = [*before, *after]
        text = "".join(texts)
        # The label of a group never stands behind the values of a row, nor any behind a line with a text before.
        alone = begin == len(befores[position]) and (
            not behind or shared[position] > 0 or words.is_group(text)
        )
        likeness = words.row_likeness(text) if texts and not alone else 0.0
        if before and likeness < ROW_LABEL and _begins_numbered(text, words):
            likeness = CUT_LABEL
        return (likeness if likeness >= ROW_LABEL else 0.0) - 0.02 * taken + 0.001 * len(texts)

    options = [_cuts_of(len(before), own) for before, own in zip(befores, shared, strict=True)]
    options[0] = [cut for cut in options[0] if not cut.taken]
    options[-1] = [cut for cut in options[-1] if cut.begin == len(befores[-1])]
    return _best_cuts(options, worth)


def _begins_numbered(text: str, words: Vocabulary) -> bool:
    """Return whether a text is the number of a row and the beginning of its label, cut off."""
    own = normalise.label(text)
    return own.number is not None and (own.number, own.words) in _numbered_beginnings(words)


@cache
def _numbered_beginnings(words: Vocabulary) -> frozenset[tuple[int, str]]:
    known = [normalise.label(name) for order in words.orders for names in order.rows for name in names]
    return frozenset(
        (label.number, label.words[:length])
        for label in known
        if label.number is not None
        for length in range(SHORTEST_CUT, len(label.words))
    )


def _are_numbered_apart(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether texts before values and behind them have different numbers: they are two labels."""
    numbers = [{normalise.label(text).number for text in texts} - {None} for texts in (before, after)]
    return all(numbers) and numbers[0].isdisjoint(numbers[1])


def _cuts_of(count: int, shared: int) -> list[LabelCut]:
    """Return all ways to cut so many texts, of which the last `shared` are on the line of the values behind."""
    return [
        LabelCut(taken, begin)
        for taken in range(min(AFTER_REACH, count - shared) + 1)
        for begin in range(max(taken, count - REACH), count + 1)
    ]


def _best_cuts(
    options: Sequence[Sequence[LabelCut]], worth: Callable[[int, int, int], float]
) -> tuple[list[LabelCut], float]:
    """Return the cuts, one of each of the options, that are worth most together, and how much that is."""
    best = [0.0] * len(options[0])
    origins: list[dict[int, int]] = []
    for position, (here, there) in enumerate(pairwise(options)):
        # Of the cuts with one beginning only the best may be part of the best cuts.
        by_begin: dict[int, tuple[float, int]] = {}
        for index, (_, begin) in enumerate(here):
            candidate = (best[index], index)
            by_begin[begin] = max(by_begin.get(begin, candidate), candidate)
        by_taken = {
            taken: max(
                (score + worth(position, begin, taken), index) for begin, (score, index) in by_begin.items()
            )
            for taken in {taken for taken, _ in there}
        }
        best = [by_taken[taken][0] for taken, _ in there]
        origins.append({taken: index for taken, (_, index) in by_taken.items()})
    index = max(range(len(best)), key=lambda i: best[i])
    chosen = [options[-1][index]]
    for position in range(len(origins) - 1, -1, -1):
        chosen.append(options[position][origins[position][chosen[-1].taken]])
    return chosen[::-1], max(best)


def _on_line_of_values(runs: Sequence[Run], position: int) -> int:
    """Return how many texts begin a line that goes on with a run's values.

    They are no label of the run before.
    """
    if position in (0, len(runs)):
        return 0
    line = runs[position].values[0].place
    if runs[position - 1].values[-1].place == line:
        return 0
    return sum(1 for token in runs[position].before if token.place == line)


def table_of(
    rows: Sequence[TokenRow], dialect: str, blanks_kept: bool, incomplete: bool = False
) -> Table | None:
    """Return a table of the rows: the label's texts as one cell, before the values or behind them."""
    cells: list[Cell] = []
    for i, row in enumerate(rows):
        texts = [(token.text, token.place) for token in row.label]
        if row.label and any(token.text for token in row.values):
            texts = [("\n".join(token.text for token in row.label), row.label[0].place)]
        numbers = [(token.text, token.place) for token in row.values]
        parts = [*numbers, *texts] if row.behind else [*texts, *numbers]
        cells.extend(Cell(i, j, text, place) for j, (text, place) in enumerate(parts))
    if not any(row.values for row in rows):
        return None
    layout: Layout = "stream" if blanks_kept else "tokens"
    return Table(cells, cells[0].place, layout=layout, dialect=dialect, incomplete=incomplete)
