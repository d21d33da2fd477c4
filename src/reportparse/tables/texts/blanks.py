"""Blank cells that a flattened text shows by nothing but its white space.

Two kinds of white space tell of them: more empty lines between two cells than elsewhere, and the
column of a line at which a value stands. Both are believed only where rows without blank cells
show what is usual, and where every row comes out as long as the form asks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from reportparse.document import Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.edges import SpacedLine, at_edges
from reportparse.tables.texts.row_widths import known_widths
from reportparse.tables.texts.sequence import Token, TokenRow, joined
from reportparse.values import read_value

LARGEST_STEP = 6
# So many rows without blank cells show what is usual; or else so many rows whose last value is where the
# least that is seen anywhere would put it.
FEWEST_WHOLE = 2
FEWEST_SUITED = 6
# Spaces between columns; a single one may stand between any two cells.
COLUMN_GAP = 2
# So many rows, and so many values in each column of theirs, show columns without a whole row.
FEWEST_TOGETHER = 4
FEWEST_IN_COLUMN = 2
# So many values below those of other rows are no chance.
FEWEST_IN_PLACE = 3
# So many rows that come out as long as they should be are no chance.
FEWEST_SEPARATED = 3


def with_blanks(tables: Sequence[Sequence[TokenRow]], words: Vocabulary) -> list[list[TokenRow]]:
    """Return the rows of a document's tables with blank cells where white space shows them."""
    widths = [known_widths(((joined(row.label), bool(row.values)) for row in rows), words) for rows in tables]
    tables = [_without_spacers(rows, known) for rows, known in zip(tables, widths, strict=True)]
    shown = [_by_columns(rows, found) for rows, found in zip(tables, widths, strict=True)]
    if not any(shown):
        shown = [_by_separators(rows, found) for rows, found in zip(tables, widths, strict=True)]
    if any(shown):
        return [_filled(rows, found) for rows, found in zip(tables, shown, strict=True)]
    return _by_empty_lines(tables, widths, words)


def _without_spacers(rows: Sequence[TokenRow], widths: Sequence[int]) -> list[TokenRow]:
    """Return the rows without blank cells behind the last one's, where no other has more than the form asks
    for.

    They space the table from what follows.
    """
    if not rows:
        return []
    *others, last = rows
    longer = any(0 < width < len(row.values) for row, width in zip(others, widths, strict=False))
    if not widths[-1] or longer or any(token.text for token in last.values[widths[-1] :]):
        return list(rows)
    return [*others, replace(last, values=last.values[: widths[-1]])]


def _filled(rows: Sequence[TokenRow], found: Mapping[int, list[Token]]) -> list[TokenRow]:
    return [replace(row, values=found[i]) if i in found else row for i, row in enumerate(rows)]


# More empty lines than usual.


@dataclass(frozen=True, slots=True)
class Spacing:
    """How many empty lines stand between the values of a row, before the first and behind the last.

    `step` is how many more there are for each blank cell.
    """

    between: int
    before: int
    behind: int
    step: int


def _by_empty_lines(
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
        found = [_fit(rows, known, spacing) for rows, known in zip(tables, widths, strict=True)]
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
                _with_blank_rows(_filled(rows, values or {}), words, step)
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
    usual = Spacing(min(between), min(before), min(behind, default=0), 1)
    return usual, 0 if some is whole else FEWEST_SUITED


def _fit(rows: Sequence[TokenRow], widths: Sequence[int], spacing: Spacing) -> dict[int, list[Token]] | None:
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
            values += [_blank(token)] * extra + [token]
        missing = widths[i] - len(values)
        following = _lines_after(rows, i)
        if missing < 0 or (following is not None and following - spacing.behind < missing * spacing.step):
            return None
        if not row.label and missing:
            # Nothing stands behind: what the end of the row above does not explain is blank before, or none is.
            first = row.values[0]
            before = first.empty_lines - spacing.behind
            if before in (0, missing * spacing.step):
                blanks = [_blank(first)] * missing
                found[i] = [*blanks, *values] if before else [*values, *blanks]
        elif not missing or following is not None:
            found[i] = values + [_blank(row.values[-1])] * missing
    return found


def _with_one_too_many(i: int, row: TokenRow, width: int, spacing: Spacing) -> dict[int, list[Token]]:
    """Return a row as long as it should be that shows blank cells nevertheless, with these.

    One of its values is none of them, as the number of a page is.
    """
    blanks = [0, *((token.empty_lines - spacing.between) // spacing.step for token in row.values[1:])]
    if len(row.values) > width or not any(count > 0 for count in blanks):
        return {}
    values: list[Token] = []
    for token, count in zip(row.values, blanks, strict=True):
        values += [_blank(token)] * count + [token]
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
    for row in rows:
        if found and not found[-1].values and row.label:
            above = _row_of_blanks(found[-1].label[-1:], row.label[0], words, step)
            if above:
                texts = found.pop().label[:-1]
                found += [TokenRow(texts, []), above] if texts else [above]
        found.append(row)
    return found


def _row_of_blanks(label: list[Token], following: Token, words: Vocabulary, step: int) -> TokenRow | None:
    text = joined(label)
    widths = words.row_widths(text)
    if len(widths) != 1 or words.row_likeness(text) < SURE_LABEL or words.is_column(text):
        return None
    (width,) = widths
    return TokenRow(label, [_blank(label[-1])] * width) if following.empty_lines >= width * step else None


def _blank(beside: Token) -> Token:
    return Token("", beside.place, True)


# Values below each other.


def _by_columns(rows: Sequence[TokenRow], widths: Sequence[int]) -> dict[int, list[Token]]:
    """Return for each short row its values with blank cells between, where other lines show the columns."""
    found: dict[int, list[Token]] = {}
    # A group's label may stand in the line of its first row, and be no part of the row.
    labels: dict[Place, list[Token]] = defaultdict(list)
    for row in rows:
        for token in row.label:
            labels[token.place].append(token)

    def depth(row: TokenRow) -> int:
        return len(labels[row.values[0].place])

    def reaches(row: TokenRow, column: int) -> bool:
        """Return whether the label of a row stands where others have their first value.

        Then its own are moved.
        """
        return any(token.start + len(token.text) > column for token in labels[row.values[0].place])

    def label_start(row: TokenRow) -> int:
        before = labels[row.values[0].place]
        return before[-1].start if before else 0

    def is_moved(row: TokenRow, under: Sequence[tuple[int, int]], group: Sequence[int]) -> bool:
        """Return whether zeros, which no sum puts in their columns, may stand further left than whole rows do.

        The label begins before theirs, and no label that begins there has a value in the last column: a tool
        that knows no merged cells puts the values right behind it.
        """
        if any(read_value(token.text).value for token in row.values):
            return False
        start, last = label_start(row), under[-1][0]
        whole = [label_start(rows[i]) for i in group if len(rows[i].values) == widths[i]]
        return start < min(whole, default=0) and not any(
            label_start(rows[i]) == start and rows[i].values[-1].start + len(rows[i].values[-1].text) > last
            for i in group
        )

    with_values = {token.place for row in rows for token in row.values}
    # Labels in lines without values, each with its row.
    header = [
        (i, token) for i, row in enumerate(rows) for token in row.label if token.place not in with_values
    ]
    for page in _groups(rows, _in_line(rows, widths), _page):
        exact = _at_edges(rows, widths, page, labels, header)
        groups = _groups(rows, page, depth)
        columns = {
            depth(rows[group[0]]): _columns(_whole(rows, widths, group)) or _together(rows, widths, group)
            for group in groups
        }
        # Tools that know no merged cells move a row's values by the number of its labels.
        several = sum(map(bool, columns.values())) > 1
        shared = _columns(_whole(rows, widths, page)) if several else []
        for i in page:
            row = rows[i]
            under = columns[depth(row)] or shared
            if i not in exact and len(row.values) < widths[i] == len(under) and not reaches(row, under[0][0]):
                values = _under(row.values, under)
                if values and not is_moved(row, under, page):
                    found[i] = values
        found |= exact
        in_place = {i for i in page if i in found or len(rows[i].values) == widths[i]}
        for before, i, after in zip([-1, *page], page, [*page[1:], -1], strict=False):
            # Few values may be below others by chance, where the rows around theirs are not.
            if (
                i not in exact
                and len(rows[i].values) < FEWEST_IN_PLACE
                and in_place.isdisjoint((before, after))
            ):
                found.pop(i, None)
    return found


def _at_edges(
    rows: Sequence[TokenRow],
    widths: Sequence[int],
    page: Sequence[int],
    labels: Mapping[Place, list[Token]],
    header: Sequence[tuple[int, Token]],
) -> dict[int, list[Token]]:
    """Return for each short row its values with blank cells between, where all rows of its width stand at
    edges.
    """
    found: dict[int, list[Token]] = {}
    for width in sorted({widths[i] for i in page}):
        same = [i for i in page if widths[i] == width]
        if len({rows[i].values[0].place for i in same}) < len(same):
            # Several rows share a line.
            continue
        above = header[: bisect_right(header, same[0], key=itemgetter(0))]
        lines = [SpacedLine(labels[rows[i].values[0].place], rows[i].values) for i in same]
        for i, laid in zip(same, at_edges(lines, [token for _, token in above], width) or [], strict=False):
            if len(laid) < width:
                blank = _blank(rows[i].values[0])
                found[i] = [laid.get(column, blank) for column in range(width)]
    return found


def _in_line(rows: Sequence[TokenRow], widths: Sequence[int]) -> list[int]:
    """Return the rows with all their values on one line of text, none of them a blank cell that prints a wide
    space.
    """
    # Spaces in a line with a box are its reader's: they part words and say nothing of columns. Nor do those
    # around wide spaces, which tools count in ways of their own.
    return [
        i
        for i, row in enumerate(rows)
        if row.values
        and widths[i] > 1
        and len({token.place for token in row.values}) == 1
        and row.values[0].place.box is None
        and all(token.text for token in row.values)
    ]


def _whole(rows: Sequence[TokenRow], widths: Sequence[int], group: Sequence[int]) -> list[list[Token]]:
    return [rows[i].values for i in group if len(rows[i].values) == widths[i]]


def _page(row: TokenRow) -> int | None:
    return row.values[0].place.page


def _labels(row: TokenRow) -> int:
    """Return how many labels stand in the line of a row's values."""
    place = row.values[0].place
    return sum(token.place == place for token in row.label)


def _groups(
    rows: Sequence[TokenRow], indices: Iterable[int], kind: Callable[[TokenRow], object]
) -> list[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for i in indices:
        groups[kind(rows[i])].append(i)
    return list(groups.values())


def _columns(whole: Sequence[Sequence[Token]]) -> list[tuple[int, int]]:
    """Return where the values of each column begin and end, or nothing where columns are not apart."""
    if not whole or len({len(values) for values in whole}) > 1:
        return []
    gaps = (after.start - before.start - len(before.text) for row in whole for before, after in pairwise(row))
    if min(gaps, default=0) < COLUMN_GAP:
        return []
    return _extents(list(zip(*whole, strict=True)))


def _together(rows: Sequence[TokenRow], widths: Sequence[int], group: Sequence[int]) -> list[tuple[int, int]]:
    """Return where the values of each column begin and end, if those of all rows together stand in just as
    many columns as the rows have, and several in each.
    """
    if len(group) < FEWEST_TOGETHER or len({widths[i] for i in group}) > 1:
        return []
    columns: list[list[Token]] = []
    end = -COLUMN_GAP
    for token in sorted((token for i in group for token in rows[i].values), key=lambda token: token.start):
        if token.start >= end + COLUMN_GAP:
            columns.append([])
        columns[-1].append(token)
        end = max(end, token.start + len(token.text))
    several = all(len(column) >= FEWEST_IN_COLUMN for column in columns)
    return _extents(columns) if several and len(columns) == widths[group[0]] else []


def _extents(columns: Sequence[Sequence[Token]]) -> list[tuple[int, int]]:
    """Return where the values of each column begin and end, or nothing where some stand as far beside the
    others of theirs as the next column is.
    """
    extents: list[tuple[int, int]] = []
    spread = 1
    for column in columns:
        starts = [token.start for token in column]
        ends = [token.start + len(token.text) for token in column]
        spread = max(spread, min(max(starts) - min(starts), max(ends) - min(ends)))
        extents.append((min(starts), max(ends)))
    return extents if all(spread <= start - end for (_, end), (start, _) in pairwise(extents)) else []


def _under(values: Sequence[Token], columns: Sequence[tuple[int, int]]) -> list[Token] | None:
    """Return the values under their columns with blank cells for the rest.

    None if one stands under none or two.
    """
    laid: list[Token] = [_blank(values[0]) for _ in columns]
    taken = -1
    for token in values:
        under = [
            k
            for k, (start, end) in enumerate(columns)
            if token.start < end and start < token.start + len(token.text)
        ]
        if len(under) != 1 or under[0] <= taken:
            return None
        taken = under[0]
        laid[taken] = token
    return laid


# Values with the same spaces between any two cells.


def _by_separators(rows: Sequence[TokenRow], widths: Sequence[int]) -> dict[int, list[Token]]:
    """Return for each short row its values with blank cells between, where the spaces tell how many there
    are.

    Cells were joined by the same spaces everywhere, so that each blank cell adds as many. Blank cells at the
    end of a row leave nothing that can be seen.
    """
    in_line = [i for i in _in_line(rows, widths) if _labels(rows[i]) and len(rows[i].values) <= widths[i]]
    gaps = {i: _gaps(rows[i]) for i in in_line}
    unit = min((gap for found in gaps.values() for gap in found), default=0)
    whole = [gap for i in in_line if len(rows[i].values) == widths[i] for gap in gaps[i]]
    if not unit or any(gap != unit for gap in whole) or any(gap % unit for i in in_line for gap in gaps[i]):
        return {}
    found: dict[int, list[Token]] = {}
    for i in in_line:
        values: list[Token] = []
        for token, gap in zip(rows[i].values, gaps[i], strict=True):
            values += [_blank(token)] * (gap // unit - 1) + [token]
        if len(values) > widths[i]:
            return {}
        if len(rows[i].values) < len(values) == widths[i]:
            found[i] = values
    return found if len(found) >= FEWEST_SEPARATED else {}


def _gaps(row: TokenRow) -> list[int]:
    """Return the spaces before each value of a row whose label stands in its line."""
    before = [row.label[-1], *row.values]
    return [token.start - last.start - len(last.text) for last, token in pairwise(before)]
