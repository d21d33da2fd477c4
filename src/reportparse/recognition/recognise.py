"""Turn a document's tables into records by aligning their rows and columns to the official forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportparse.document import Document, Layout, Table
from reportparse.doubts.doubt import withheld
from reportparse.forms import Block, Family, TableForm
from reportparse.forms.vocabulary import vocabulary
from reportparse.normalise import label
from reportparse.outline.headings import SENTENCE_END
from reportparse.recognition.absences import column_absence_doubts, cut_ends, left_out
from reportparse.recognition.absent_rows import row_absence_doubts
from reportparse.recognition.alignment import CLEAR
from reportparse.recognition.groups_below import with_captions, with_groups_side_by_side
from reportparse.recognition.label_doubts import header_doubts, label_doubts, order_doubts
from reportparse.recognition.match import BlockMatch, TableMatch
from reportparse.recognition.matching import SplitTable, matches_of_table
from reportparse.recognition.note_columns import units_of_rows, without_note_columns
from reportparse.recognition.numbering import without_numbering
from reportparse.recognition.other_names import LONGEST_NAME
from reportparse.recognition.other_reports import other_report_doubts
from reportparse.recognition.records import absent_records, merged
from reportparse.recognition.row_labels import holds_rows_side_by_side, names_several_rows
from reportparse.recognition.side_by_side import with_parts_below_each_other
from reportparse.recognition.table_lines import TableLine, lines_of
from reportparse.recognition.unread import Unread, unread_of
from reportparse.report import Record
from reportparse.tables.texts.page_breaks import is_page_number

# No form is as large; what is, is a list of other things.
LARGEST_TABLE = 6_000
LONGEST_TABLE = 400
MOST_TABLES = 300
# No table is printed in more parts.
MOST_PARTS = 10


@dataclass(slots=True)
class Recognition:
    """The records of a document's tables, the edition that they follow, and what is missing or unclear."""

    records: list[Record]
    # None if no form was found, "mixed" if the forms follow several editions.
    edition: str | None
    matches: list[TableMatch]
    # The forms that no table prints.
    missing: list[TableForm]
    # Sentences about tables whose end is not in the document.
    cut: list[str]
    warnings: list[str]

    @property
    def score(self) -> float:
        """The sum of the scores of all matches: how much of the document the family of forms explains."""
        return sum(match.score for match in self.matches)


def recognise(
    document: Document, family: Family, year: int | None = None, of_other_years: Collection[int] = ()
) -> Recognition:
    """Return the records of a document's tables, each read by the form that it follows.

    Each form has the edition that its tables follow best; a block may follow another one where a publisher
    mixed them. Tables of other kinds are passed over. A cell that a recognised form has and the document does
    not print becomes a record of state `absent`. The tables `of_other_years`, by position, are left out where
    others print all their rows, too.
    """
    sources = _split_tables(document, family)
    found_in_all = [match for source in sources if source.lines for match in matches_of_table(source, family)]
    matches = _without_repeats(found_in_all, of_other_years) if of_other_years else found_in_all
    gone = {match.table_index for match in found_in_all} - {match.table_index for match in matches}
    warnings = [
        f"the table at {sources[index].table.place.path} is of another year than the report and left out"
        for index in sorted(gone)
    ]
    count = sum(1 for _ in document.tables)
    if count > MOST_TABLES:
        warnings.insert(0, f"the document has {count} tables: only the first {MOST_TABLES} are read")
    found = _found_forms(matches, family, year)
    lines = [source.lines for source in sources]
    seams = [source.table.seams for source in sources]
    unread = unread_of(lines, _read_lines(found, lines), document.paragraphs, seams)
    names_above = _texts_above_tables(document, "rows", "stream")
    cut: list[str] = []
    records: list[Record] = []
    for known in found:
        own, reasons = _records_of(known, unread, family, year, names_above)
        records += own
        warnings += reasons
        cut += cut_ends(own, known.form)
    read = [record for known in found for block in known.blocks for record in block.records]
    records, reasons = withheld(records, other_report_doubts(read, records))
    warnings += reasons
    ids = sorted({record.edition for record in records})
    leading = next((edition for edition in family.editions if edition.id in ids), family.editions[0])
    printed = {known.form.code for known in found}
    missing = [form for form in leading.tables if form.code not in printed]
    edition = None if not ids else ids[0] if len(ids) == 1 else "mixed"
    return Recognition(records, edition, matches, missing, cut, warnings)


def _split_tables(document: Document, family: Family) -> list[SplitTable]:
    """Return a document's first tables as the forms have them, split into lines, each with what stands before it."""
    words = vocabulary(family)
    rebuilt = [
        with_groups_side_by_side(with_parts_below_each_other(table, words), family)
        for table in with_captions(document, family)
    ]
    first = _first_tables(document)
    above = _texts_above_tables(document, "tokens")
    sources: list[SplitTable] = []
    for index, numbered in enumerate(rebuilt[:MOST_TABLES]):
        names = family.header.note_columns
        parts = rebuilt[first[index] : index]
        table = without_note_columns(without_numbering(numbered), names, words.units, parts)
        lines = lines_of(table) if _may_be_form(table) else []
        before = tuple(reversed(sources[first[index] : index]))
        sources.append(SplitTable(index, table, lines, units_of_rows(numbered), above[index], before))
    return sources


def _without_repeats(matches: Sequence[TableMatch], tables: Collection[int]) -> list[TableMatch]:
    """Return the matches without those of some tables whose rows others print, too."""
    rows = [{(block.block, row.code) for block in match.blocks for row in block.rows} for match in matches]
    others = [own for match, own in zip(matches, rows, strict=True) if match.table_index not in tables]
    printed = set[tuple[Block, str | None]]().union(*others)
    return [
        match
        for match, own in zip(matches, rows, strict=True)
        if match.table_index not in tables or not own <= printed
    ]


class FoundForm(NamedTuple):
    """A form found in a document, with the edition that its tables follow best, and its blocks in them."""

    form: TableForm
    edition: str
    matches: list[TableMatch]
    blocks: list[BlockMatch]


def _found_forms(matches: Sequence[TableMatch], family: Family, year: int | None) -> list[FoundForm]:
    editions = _settle_editions(matches, family, year)
    groups: dict[str, list[TableMatch]] = defaultdict(list)
    for match in matches:
        groups[match.form.code].append(match)
    found: list[FoundForm] = []
    for code, group in groups.items():
        chosen = [match for match in group if match.edition == editions[code]]
        blocks = [_own_or_rival(block, match, group) for match in chosen for block in match.blocks]
        found.append(FoundForm(chosen[0].form, editions[code], chosen, blocks))
    return found


def _read_lines(found: Iterable[FoundForm], lines: Sequence[Sequence[TableLine]]) -> set[tuple[int, int]]:
    """Return the lines, as pairs of table and line index, whose values all belong to one row of a form."""
    return {
        (block.table_index, row.index)
        for known in found
        for block in known.blocks
        for row in block.rows
        for line in [lines[block.table_index][row.index]]
        # One more may be the number of a page; many more are those of other rows.
        if line.figures <= len(block.block.columns) + 1
        and not holds_rows_side_by_side(line, known.form)
        and not names_several_rows(line, block.block)
    }


def _records_of(
    known: FoundForm,
    unread: Unread,
    family: Family,
    year: int | None,
    names_above: Sequence[Sequence[str]],
) -> tuple[list[Record], list[str]]:
    """Return the records of the cells of a form, and the warnings about them.

    The value of a record is withheld where a label or a header makes it doubtful, even one that stands above its
    table. So is the absence of a value that the document may print elsewhere.
    """
    form, blocks = known.form, known.blocks
    printed: list[Record] = []
    warnings: list[str] = []
    for block in blocks:
        doubts = [
            *label_doubts(block, family, year),
            *header_doubts(block, blocks, family, year),
            *order_doubts(block, names_above[block.table_index]),
        ]
        of_block, reasons = withheld(block.records, doubts)
        printed += of_block
        warnings += reasons
    records, reasons = merged(printed)
    warnings += reasons
    records += absent_records(records, form, known.edition, blocks)
    words = family.header.subject_words
    records, reasons = withheld(records, column_absence_doubts(records, form, blocks, unread, year, words))
    warnings += reasons
    records, reasons = withheld(records, row_absence_doubts(records, form, blocks, unread))
    warnings += reasons
    warnings += left_out(records, form)
    warnings += (warning for match in known.matches for warning in match.warnings)
    return records, warnings


def _texts_above_tables(document: Document, *layouts: Layout) -> list[tuple[str, ...]]:
    """Return for each table of some layouts the short texts right above it, which may belong to its header.

    Headings and sentences end these texts. They are empty for tables of other layouts.
    """
    found: list[tuple[str, ...]] = []
    texts: list[str] = []
    tables = list(document.tables)
    if not any(table.layout in layouts for table in tables):
        return [()] * len(tables)
    for block in document.blocks:
        if isinstance(block, Table):
            found.append(tuple(texts) if block.layout in layouts else ())
            texts = []
            continue
        pieces = block.text.split()
        if SENTENCE_END.search(block.text) or label(block.text).number is not None:
            texts = []
        elif all(len(piece) <= LONGEST_NAME for piece in pieces):
            texts += pieces
        elif not block.text.startswith(("（", "(")):
            texts = []
    return found


def _first_tables(document: Document) -> list[int]:
    """Return for each table the position of the first grid that it may go on, or its own.

    Nothing but grids and the numbers of pages stands between the two.
    """
    first: list[int] = []
    is_next = False
    for block in document.blocks:
        if not isinstance(block, Table):
            text = block.text.strip()
            is_next = is_next and (not text or is_page_number(text))
            continue
        is_grid = block.layout == "grid"
        index = len(first)
        first.append(max(first[-1], index - MOST_PARTS) if is_next and is_grid else index)
        is_next = is_grid
    return first


def _may_be_form(table: Table) -> bool:
    height = max((cell.row for cell in table.cells), default=-1) + 1
    return 0 < height <= LONGEST_TABLE and len(table.cells) <= LARGEST_TABLE


def _own_or_rival(block: BlockMatch, match: TableMatch, group: list[TableMatch]) -> BlockMatch:
    """Return the block as another edition reads the same lines, if that edition knows its columns better."""
    rivals = [
        rival
        for other in group
        if other.table_index == match.table_index and other.edition != match.edition
        for rival in other.blocks
        if rival.lines & block.lines
    ]
    return max([block, *rivals], key=lambda rival: rival.header + (0.2 if rival is block else 0.0))


def _settle_editions(matches: Iterable[TableMatch], family: Family, year: int | None) -> dict[str, str]:
    """Return the edition of each table code: the one with the best score.

    In a tie it is the one that most other tables follow, then the usual one of the year, then the first.
    """
    scores: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for match in matches:
        scores[match.form.code][match.edition] += match.score
    settled: dict[str, str] = {}
    open_codes: dict[str, list[str]] = {}
    for code, by_edition in scores.items():
        best = max(by_edition.values())
        tied = [edition for edition, score in by_edition.items() if best - score < CLEAR]
        if len(tied) == 1:
            settled[code] = tied[0]
        else:
            open_codes[code] = tied
    votes = Counter(settled.values())
    usual = [edition.id for edition in family.editions if edition.is_usual_in(year)]
    order = [edition.id for edition in family.editions]
    for code, tied in open_codes.items():
        settled[code] = min(
            tied, key=lambda edition: (-votes[edition], edition not in usual, order.index(edition))
        )
    return settled
