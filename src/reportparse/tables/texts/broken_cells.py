"""Rows whose labels are broken over lines, as tools print the line breaks of a cell and the ends of pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL, label
from reportparse.tables.texts.cell_texts import CellRow, clean
from reportparse.tables.texts.dialects.commas import LONGEST_ROW
from reportparse.values import is_value

# No label has more lines.
MOST_LINES = 6
# A label with all its characters.
WHOLE_LABEL = 0.99


def with_whole_labels(lines: Sequence[Paragraph], words: Vocabulary) -> list[Paragraph]:
    """Return the lines with those joined whose last cell goes on in the first cell of the next.

    Together they are a label of the forms, and neither is alone.
    """
    joined: list[Paragraph] = []
    rest = deque(lines)
    while rest:
        count = _lines_of_label([*islice(rest, MOST_LINES)], words)
        parts = [rest.popleft() for _ in range(count)]
        if count == 1:
            joined.extend(parts)
        else:
            # The joined line may end in a label that goes on, too.
            rest.appendleft(replace(parts[0], text="".join(part.text.strip() for part in parts)))
    return joined


def with_whole_rows(rows: Sequence[CellRow], words: Vocabulary) -> list[CellRow]:
    """Return the rows with those joined of which one prints the values and the other the rest of the label.

    Together their labels are more like one of the forms than each alone.

    The rest stands below the label, or, where a tool broke the line inside of the cell, at the head of the
    next line.
    """
    joined: list[CellRow] = []
    for row in rows:
        if joined and _goes_on_in_cell(joined[-1], row, words):
            (text, place), (rest, _) = joined[-1][-1], row[0]
            joined[-1] = [*joined[-1][:-1], (f"{text}\n{rest}", place), *row[1:]]
        elif joined and (_are_one_row(joined[-1], row, words) or _has_label_below(joined[-2:], row, words)):
            joined[-1] = [
                ("\n".join(filter(None, (above, below))), place if above else below_place)
                for (above, place), (below, below_place) in zip(joined[-1], row, strict=True)
            ]
        else:
            joined.append(row)
    return joined


def _goes_on_in_cell(upper: CellRow, lower: CellRow, words: Vocabulary) -> bool:
    """Return whether the label in the last cell of a row, behind others, goes on in the first one of the
    next, before values.
    """
    (text, _), (rest, _) = upper[-1], lower[0]
    values = [value for value, _ in lower[1:] if value]
    return (
        len(upper) > 1
        and bool(text and rest and values)
        and all(map(is_value, values))
        and not any(is_value(cell) for cell, _ in upper if cell)
        and not is_value(rest)
        and ends_in_rest([text], [rest], words)
    )


def _are_one_row(upper: CellRow, lower: CellRow, words: Vocabulary) -> bool:
    above, below = ([text for text, _ in row if text] for row in (upper, lower))
    if len(upper) != len(lower) or any(map(is_value, above)) == any(map(is_value, below)):
        return False
    return ends_in_rest(labels_in(above), labels_in(below), words)


def _has_label_below(above: Sequence[CellRow], lower: CellRow, words: Vocabulary) -> bool:
    """Return whether the last row of values above prints its own label in the line below, in places that it has left
    blank.

    So tools print cells whose first line is blank. The label of its group may stand beside the values, also one that
    some form has for a row: then the row before has it, too.
    """
    before, upper = (above[0], above[-1])
    if len(upper) != len(lower) or any(is_value(text) for text, _ in lower if text):
        return False
    places = [i for i, (text, _) in enumerate(lower) if text]
    values = [i for i, (text, _) in enumerate(upper) if is_value(text)]
    groups = [text for text, _ in upper[: places[0]]] if places else []
    are_repeated = before is not upper and groups == [text for text, _ in before[: len(groups)]]
    return (
        bool(places and values)
        and places[-1] < values[0]
        and not any(upper[i][0] for i in places)
        and not any(text for text, _ in upper[places[0] : values[0]])
        and words.row_likeness(lower[places[-1]][0]) > WHOLE_LABEL
        and not (before is not upper and _leaves_out_a_row(before, lower[places[-1]][0], words))
        and (are_repeated or not any(words.row_likeness(text) > WHOLE_LABEL for text in groups if text))
    )


def _leaves_out_a_row(before: CellRow, text: str, words: Vocabulary) -> bool:
    """Whether the forms have another row between that of a label and the row before, or before it where that is a
    header: values without a label are its.
    """
    own, above = label(text).words, {label(other).words for other in labels_in(cell for cell, _ in before)}
    between: list[int] = []
    for places in words.places:
        if (place := places.get(own)) is not None:
            known = (places[other] for other in above & places.keys())
            between.append(place - max((other for other in known if other < place), default=-1) - 1)
    return bool(between) and min(between) > 0


def labels_in(texts: Iterable[str]) -> list[str]:
    """Return the texts of a row that are no values."""
    return [text for text in texts if text and not is_value(text)]


def ends_in_rest(labels: Sequence[str], rests: Sequence[str], words: Vocabulary) -> bool:
    """Return whether the last of a row's labels goes on in the last one of the row below.

    Together they are as like a label of the forms as the first one, which may be another way to print it, and
    more than the second.
    """
    if not (labels and rests) or label(rests[-1]).number is not None:
        return False
    whole, first, second = map(words.row_likeness, (labels[-1] + rests[-1], labels[-1], rests[-1]))
    return whole >= max(SURE_LABEL, first) and whole > second


def _lines_of_label(lines: Sequence[Paragraph], words: Vocabulary) -> int:
    """Return how many lines the label takes that begins in the last cell of the first one."""
    if len(lines[0].text) > LONGEST_ROW:
        return 1
    text = clean(lines[0].text.rpartition("|")[2])
    if not text or is_value(text) or not words.is_fragment(text):
        return 1
    # Only the form's own note goes on behind a whole label.
    is_noted = _is_whole(text, words)
    for count, line in enumerate(lines[1:], 2):
        first, pipe, _ = line.text.partition("|")
        piece = clean(first)
        if not piece or is_value(piece) or (is_noted and count == 2 and piece[0] not in "(（"):
            return 1
        text += piece
        if label(text).words in words.rows if is_noted else _is_whole(text, words):
            piped = pipe or "|" in lines[0].text
            return count if piped and not _is_whole(piece, words) else 1
        if pipe or not words.is_fragment(text):
            return 1
    return 1


def _is_whole(text: str, words: Vocabulary) -> bool:
    return words.is_column(text) or words.row_likeness(text) > WHOLE_LABEL
