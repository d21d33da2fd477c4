"""Blank cells that a flattened text shows by more empty lines between two cells than elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.sequence import (
    Token,
    TokenRow,
    blank_beside,
    joined,
    numbers_of,
    numbers_or_zeros,
)

LARGEST_STEP = 6
# So many rows without blank cells show what is usual; or else so many rows whose last value is where the
# least that is seen anywhere would put it.
FEWEST_WHOLE = 2
FEWEST_SUITED = 6


@dataclass(frozen=True, slots=True)
class Spacing:
    """How many empty lines stand between the values of a row, before the first and behind the last.

    `behind_header` are the numbers of those that stand, or may stand, behind a header; `step` is how many more
    there are for each blank cell.
    """

    between: int
    before: int
    behind: int
    behind_header: frozenset[int]
    step: int


def by_empty_lines(
    tables: Sequence[Sequence[TokenRow]], widths: Sequence[Sequence[int]], words: Vocabulary
) -> list[list[TokenRow]]:
    """Return the rows with blank cells, if one number of lines for each blank cell explains them all."""
    unchanged = [list(rows) for rows in tables]
    usual, fewest_suited = _usual(tables, widths)
    if usual is None:
        return unchanged
    fits: list[list[list[TokenRow]]] = []
    for step in range(1, LARGEST_STEP + 1):
        spacing = replace(usual, step=step)
        found = [_fit(rows, known, spacing, words) for rows, known in zip(tables, widths, strict=True)]
        suited = sum(
            bool(values[-1].text) for fitted in found for values in (fitted or {}).values() if values
        )
        told = any(
            _shows_blanks(rows[i], spacing)
            for rows, fitted in zip(tables, found, strict=True)
            for i in fitted or ()
        )
        if None not in found and told and suited >= fewest_suited:
            fit = [
                _with_blank_rows(filled(rows, values or {}), words, step)
                for rows, values in zip(tables, found, strict=True)
            ]
            if fit not in (*fits, unchanged):
                fits.append(fit)
    return fits[0] if len(fits) == 1 else unchanged


def _usual(
    tables: Sequence[Sequence[TokenRow]], widths: Sequence[Sequence[int]]
) -> tuple[Spacing | None, int]:
    """Return what is usual in the rows without blank cells, if they agree on it, or the least in any rows.

    And how many rows have to suit it.
    """
    found = [
        (rows, i, known[i] == len(row.values))
        for rows, known in zip(tables, widths, strict=True)
        for i, row in enumerate(rows)
        if row.values and 1 < known[i] >= len(row.values) and not _shares_lines(row)
    ]
    whole = [(rows, i) for rows, i, is_whole in found if is_whole]
    some = whole if len(whole) >= FEWEST_WHOLE else [(rows, i) for rows, i, _ in found]
    between = {token.empty_lines for rows, i in some for token in rows[i].values[1:]}
    before = {rows[i].values[0].empty_lines for rows, i in some if rows[i].label}
    # Cells that go on from the row above may add lines of their own behind a row, but not behind each.
    behind = [lines for rows, i, _ in found if (lines := _lines_after(rows, i)) is not None]
    if not (between and before) or (some is whole and (len(between) > 1 or len(before) > 1)):
        return None, 0
    row_end = min(behind, default=0)
    behind_header = {
        row.label[0].empty_lines
        for rows in tables
        for header, row in pairwise(rows)
        if not header.values and row.values and row.label
    }
    usual = Spacing(
        min(between), min(before), row_end, frozenset(behind_header & {0, row_end} or {0, row_end}), 1
    )
    return usual, 0 if some is whole else FEWEST_SUITED


def _fit(
    rows: Sequence[TokenRow], widths: Sequence[int], spacing: Spacing, words: Vocabulary
) -> dict[int, list[Token]] | None:
    """Return for each short row its values with blank cells between.

    None if its lines do not suit the spacing.
    """
    found: dict[int, list[Token]] = {}
    for i, row in enumerate(rows):
        if not row.values or not widths[i] or _shares_lines(row):
            continue
        if len(row.values) >= widths[i]:
            found |= _with_one_too_many(i, row, widths[i], spacing)
            continue
        values: list[Token] = []
        for k, token in enumerate(row.values):
            usual = spacing.between if k else spacing.before if row.label else token.empty_lines
            extra, rest = divmod(token.empty_lines - usual, spacing.step)
            if rest or extra < 0:
                return None
            values += [blank_beside(token)] * extra + [token]
        missing = widths[i] - len(values)
        following = _lines_after(rows, i)
        if missing < 0 or (following is not None and following - spacing.behind < missing * spacing.step):
            return None
        if not row.label and missing:
            laid = _without_label(values, missing, spacing, words)
            if laid:
                found[i] = laid
        elif not missing or following is not None:
            found[i] = values + [blank_beside(row.values[-1])] * missing
    return found


def _without_label(values: Sequence[Token], missing: int, spacing: Spacing, words: Vocabulary) -> list[Token]:
    """Return the values of a row without a label with as many blank cells as are missing; empty if unsure.

    Nothing stands behind: the lines before its first value are the end of the header, or blank cells. Where
    both may be, the sums of the form decide.
    """
    first = values[0]
    blank = blank_beside(first)
    counts = {
        lines // spacing.step
        for lines in (first.empty_lines - behind for behind in spacing.behind_header)
        if lines >= 0 and not lines % spacing.step
    }
    all_laid = [
        [*[blank] * count, *values, *[blank] * (missing - count)] for count in counts if count <= missing
    ]
    all_laid = [laid for laid in all_laid if _adds_up(laid, words)]
    are_told = len(counts) == 1 and counts <= {0, missing}
    # Sums of zeros hold wherever these stand.
    return all_laid[0] if len(all_laid) == 1 and (are_told or any(numbers_of(all_laid[0]))) else []


def _adds_up(values: Sequence[Token], words: Vocabulary) -> bool:
    """Return whether the sums of a row without a label hold, blank cells taken for zeros."""
    numbers = numbers_or_zeros(values)
    return any(row.adds_up(numbers) for row in words.bare_rows)


def _with_one_too_many(i: int, row: TokenRow, width: int, spacing: Spacing) -> dict[int, list[Token]]:
    """Return a row as long as it should be that shows blank cells nevertheless, with these.

    One of its values is none of them, as the number of a page is.
    """
    blanks = [0, *((token.empty_lines - spacing.between) // spacing.step for token in row.values[1:])]
    if len(row.values) > width or not any(count > 0 for count in blanks):
        return {}
    values: list[Token] = []
    for token, count in zip(row.values, blanks, strict=True):
        values += [blank_beside(token)] * count + [token]
    return {i: values}


def _shows_blanks(row: TokenRow, spacing: Spacing) -> bool:
    """Return whether a row with blank cells has more lines somewhere than are usual.

    One with a label has them behind.
    """
    first, *others = row.values
    return (
        bool(row.label)
        or first.empty_lines > spacing.behind
        or any(token.empty_lines > spacing.between for token in others)
    )


def _shares_lines(row: TokenRow) -> bool:
    """Return whether values of a row stand on the same line.

    Then empty lines tell nothing of the cells between.
    """
    return len({token.place for token in row.values}) < len(row.values)


def _lines_after(rows: Sequence[TokenRow], i: int) -> int | None:
    """Return the empty lines behind a row, where another row's label follows."""
    following = rows[i + 1].label if i + 1 < len(rows) else []
    return following[0].empty_lines if following else None


def _with_blank_rows(rows: Sequence[TokenRow], words: Vocabulary, step: int) -> list[TokenRow]:
    """Return the rows, with those of blank cells whose labels have so many lines between them that they are
    there.
    """
    found: list[TokenRow] = []
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        following = [*row.label[1:], *(below.label[:1] if below is not None and not row.values else [])]
        texts: list[Token] = []
        for token, after in zip_longest(row.label, following):
            blank = after and _row_of_blanks([token], after, words, step)
            if not blank:
                texts.append(token)
                continue
            found += [TokenRow(texts, []), blank] if texts else [blank]
            texts = []
        if texts or row.values:
            found.append(replace(row, label=texts))
    return found


def _row_of_blanks(label: list[Token], following: Token, words: Vocabulary, step: int) -> TokenRow | None:
    text = joined(label)
    widths = words.row_widths(text)
    if len(widths) != 1 or words.row_likeness(text) < SURE_LABEL or words.is_column(text):
        return None
    (width,) = widths
    return (
        TokenRow(label, [blank_beside(label[-1])] * width) if following.empty_lines >= width * step else None
    )


def filled(rows: Sequence[TokenRow], found: Mapping[int, list[Token]]) -> list[TokenRow]:
    """Return the rows with the values that were found for some of them, by their positions."""
    return [replace(row, values=found[i]) if i in found else row for i, row in enumerate(rows)]
