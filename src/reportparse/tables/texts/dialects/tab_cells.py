"""One cell per line behind a tab, a blank line after each row (Apache Tika)."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean

BLANKS_BETWEEN_ROWS = 5


def extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    """See `Dialect`."""
    end = start
    for i in range(start, len(lines)):
        line = lines[i]
        inside = i > start and bool(lines[i - 1].strip() or lines[i - 1].startswith("\t"))
        if line.startswith("\t"):
            if "\t" in line.strip() or (line.count("\t") > 1 and line.strip()):
                # Tabs between cells: another dialect, of the whole table or of the next one.
                return start if i and lines[i - 1].strip() else end
            end = i + 1
        elif not inside:
            # A blank line ends a row; some writers print more of them. The next row may begin with a blank cell.
            behind = lines[i : i + BLANKS_BETWEEN_ROWS + 1]
            following = next((text for text in behind if text.startswith("\t") or text.strip()), "")
            if not following.startswith("\t"):
                break
        elif "\t" in line:
            return start
        elif line.strip():
            # A line without a tab is a further paragraph of the cell above it.
            end = i + 1
    return end


def rows(lines: Sequence[Paragraph]) -> list[CellRow]:
    """Return the rows, each up to where more empty lines follow than between cells."""
    gaps: list[int] = []
    found: list[CellRow] = [[]]
    empty = 0
    for line in lines:
        if line.text.startswith("\t"):
            gaps.append(empty)
            empty = 0
        elif not line.text.strip():
            empty += 1
    between = min(gaps[1:], default=0)
    for line in lines:
        if line.text.startswith("\t"):
            if gaps.pop(0) > between and found[-1]:
                found.append([])
            found[-1].append((clean(line.text), line.place))
        elif line.text.strip() and found[-1]:
            text, place = found[-1][-1]
            found[-1][-1] = (f"{text}\n{clean(line.text)}" if text else clean(line.text), place)
    return [row for row in found if row]
