"""Define the schema of form files, and find, read and validate them.

A family of reports is a folder with a `family.toml` (its title and sections) and one TOML file per edition
(its tables and rules). A user's own family is one such folder, a user's own edition of a known family one
such file.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, Field, ValidationError, model_validator

from reportparse.forms.figure_rules import PACKAGED, FigureRules
from reportparse.forms.part import Labelled, Part

FORMS_FOLDER = Path(__file__).parent
FIGURE_RULES = "figures.toml"

Model = TypeVar("Model", bound=BaseModel)


class FormError(ValueError):
    """A form file is not valid; the message names the file and the key."""


class Row(Labelled):
    """A row of a table."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The ways to print its label: alone, or in one cell with the labels of its groups."""
        groups = self.path[:-1]
        prefixes = dict.fromkeys(("".join(groups[-1:]), "".join(groups))) if groups else ()
        return (*self.labels, *(prefix + name for prefix in prefixes for name in self.labels))

    @cached_property
    def printed_names(self) -> tuple[str, ...]:
        """The labels of its groups, and all ways to print its own: what stands in cells that are not joined."""
        return (*self.path, *self.variants)


class Column(Labelled):
    """A column of a table."""

    # The code of the row, in a block whose header decides the row as well as the column; else None.
    row: str | None = None
    # Whether values may be negative.
    signed: bool = False


class Block(Part):
    """A part of a table with a header of its own."""

    caption: str | None = None
    caption_variants: tuple[str, ...] = ()
    # What the header prints above the row labels.
    corner: str | None = None
    corner_variants: tuple[str, ...] = ()
    note: str | None = None
    columns: tuple[Column, ...] = Field(min_length=1)
    # Empty in a block with one row of values, which has no label.
    rows: tuple[Row, ...] = ()

    @model_validator(mode="after")
    def _rows_are_told_once(self) -> Self:
        by_header = [column.row is not None for column in self.columns]
        if self.rows and any(by_header):
            raise ValueError("a block names its rows either in `rows` or in `columns`, not in both")
        if not self.rows and not all(by_header):
            raise ValueError("a block without `rows` needs a `row` in each of its columns")
        return self

    @cached_property
    def required(self) -> tuple[int, ...]:
        """The positions of the columns that every document prints: all but sub-totals."""
        return tuple(i for i, column in enumerate(self.columns) if not column.subtotal)

    @cached_property
    def required_columns(self) -> tuple[Column, ...]:
        """The columns that every document prints: all but sub-totals."""
        return tuple(column for column in self.columns if not column.subtotal)

    @cached_property
    def required_rows(self) -> tuple[Row, ...]:
        """The rows that every document prints: all but sub-totals."""
        return tuple(row for row in self.rows if not row.subtotal)

    @cached_property
    def slots(self) -> tuple[tuple[str, Column], ...]:
        """The row code and the column of each cell of the form, in printed order, without sub-totals."""
        if not self.rows:
            return tuple((column.row or "", column) for column in self.required_columns)
        return tuple((row.code, column) for row in self.required_rows for column in self.required_columns)

    def column_of(self, row: str | None, column: Column) -> Column:
        """Return the column with the unit of the row that has the code `row`, if that has one of its own."""
        return self._of_rows.get((row, column.code), column)

    @cached_property
    def _of_rows(self) -> dict[tuple[str | None, str], Column]:
        return {
            (row.code, column.code): column.model_copy(update={"unit": row.unit, "decimal": row.decimal})
            for row in self.rows
            if row.unit is not None
            for column in self.columns
        }

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """The ways to print its caption; empty if it has none."""
        return tuple(name for name in (self.caption, *self.caption_variants) if name)

    @cached_property
    def header_names(self) -> tuple[str, ...]:
        """All that a header cell may print for a column or for a group of columns, in the form's order."""
        return tuple(
            dict.fromkeys(name for column in self.columns for name in (*column.path, *column.variants))
        )

    @cached_property
    def column_labels(self) -> frozenset[str]:
        """The ways to print the labels of its columns, without those of the groups above them."""
        return frozenset(name for column in self.columns for name in column.labels)

    @cached_property
    def group_names(self) -> frozenset[str]:
        """The labels of its groups of columns."""
        return frozenset(name for column in self.columns for name in column.path[:-1])

    @cached_property
    def corner_names(self) -> tuple[str, ...]:
        """All that a header may print above the row labels."""
        return tuple(name for name in (self.corner, *self.corner_variants, self.note) if name)

    @cached_property
    def header_characters(self) -> frozenset[str]:
        """The characters of the columns' official labels."""
        return frozenset(character for column in self.columns for character in "".join(column.path))


@lru_cache(maxsize=1024)
def _one(block: Block) -> Block:
    """Return the equal block that came first: editions share most blocks, and one object compares at once."""
    return block


class TableForm(Part):
    """One table of an edition: one or several blocks below each other."""

    code: str
    title: str | None = None
    blocks: Annotated[tuple[Annotated[Block, AfterValidator(_one)], ...], Field(min_length=1)]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all its blocks."""
        return tuple(row for block in self.blocks for row in block.rows)

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for block in self.blocks:
            for row, column in block.slots:
                if (row, column.code) in seen:
                    raise ValueError(f"{row}/{column.code} is declared twice in table {self.code}")
                seen.add((row, column.code))
        return self


class Rule(Part):
    """A rule that the values of a report follow.

    `kind` says how it is decided:

    - `sum`: the sum of `left` equals the sum of `right`, for each column (codes are rows) or
      for each row (codes are columns) of `table`.
    - `unlikely_sum`: fails where such a sum holds and is not zero.
    - `sum_with_last_year`: such a sum, `last_year` being on the right side with the values of the agency's report
      on the year before. It is decided in a dataset.
    - `domain`: every value lies in the domain of its column.
    - `only_for_agencies`: `rows` are not zero only for agencies whose name matches `agencies`.
    """

    id: str
    kind: Literal["sum", "unlikely_sum", "sum_with_last_year", "domain", "only_for_agencies"]
    severity: Literal["error", "warning"]
    text: str
    table: str | None = None
    for_each: Literal["row", "column"] | None = None
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    last_year: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    agencies: str | None = None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes on both sides of its sum."""
        return (*self.left, *self.right, *self.last_year)

    def sides(self, target: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Return the cells on both sides of its sum in one column or row, each as the codes of row and column."""
        return self._cells(self.left, target), self._cells(self.right, target)

    def cells_of_last_year(self, target: str) -> list[tuple[str, str]]:
        """Return the cells of last year's report in its sum."""
        return self._cells(self.last_year, target)

    def _cells(self, codes: tuple[str, ...], target: str) -> list[tuple[str, str]]:
        return [(code, target) if self.for_each == "column" else (target, code) for code in codes]

    def is_sum_of(self, added: Literal["rows", "columns"]) -> bool:
        """Whether it adds up rows, in each column, or columns, in each row."""
        return self.kind == "sum" and self.for_each == ("column" if added == "rows" else "row")

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        needed = {
            "sum": ("table", "for_each", "left", "right"),
            "unlikely_sum": ("table", "for_each", "left", "right"),
            "sum_with_last_year": ("table", "for_each", "left", "last_year"),
            "domain": (),
            "only_for_agencies": ("table", "rows", "agencies"),
        }[self.kind]
        for key in needed:
            if not getattr(self, key):
                raise ValueError(f"rule {self.id}: a rule of kind {self.kind} needs `{key}`")
        return self


class Edition(Part):
    """One edition of a form: its tables and its rules."""

    id: str
    family: str
    notice: str | None = None
    # The first and the last year that its reports are about; an edition in use has no last one.
    usual_years: tuple[int, ...] = Field(default=(), max_length=2)
    tables: tuple[TableForm, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()

    def __repr__(self) -> str:
        return f"<Edition {self.id}: {', '.join(table.code for table in self.tables)}>"

    @model_validator(mode="after")
    def _rules_speak_of_known_codes(self) -> Self:
        tables = {table.code: table for table in self.tables}
        for rule in self.rules:
            if rule.table is None:
                continue
            if rule.table not in tables:
                raise ValueError(f"rule {rule.id}: there is no table {rule.table}")
            slots = [(row, column.code) for block in tables[rule.table].blocks for row, column in block.slots]
            rows, columns = {row for row, _ in slots}, {column for _, column in slots}
            known = columns if rule.for_each == "row" else rows
            for code in rule.codes:
                if code not in known:
                    raise ValueError(f"rule {rule.id}: table {rule.table} has no {code}")
            for code in rule.rows:
                if code not in rows:
                    raise ValueError(f"rule {rule.id}: table {rule.table} has no row {code}")
        return self

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of its tables."""
        return frozenset(table.code for table in self.tables)

    def is_usual_in(self, year: int | None) -> bool:
        """Whether reports on that year usually follow it; False if the year is unknown."""
        if year is None or not self.usual_years:
            return False
        first, *last = self.usual_years
        return first <= year and all(year <= end for end in last)

    def table(self, code: str) -> TableForm:
        """Return the table with that code; raises KeyError if the edition has none."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)

    def rules_of(self, table: str) -> tuple[Rule, ...]:
        """Return the rules of the table with that code."""
        return tuple(rule for rule in self.rules if rule.table == table)


class SectionHeading(Part):
    """A section of the reports of a family."""

    code: str
    heading: str
    # Other headings that it is known by.
    variants: tuple[str, ...] = ()


class Contrary(Part):
    """Words that make a label mean something else.

    A label with one of `words` cannot stand for one with a word of `of`, nor the other way round. Without
    `of` it cannot stand for any label that has none of `words`.
    """

    words: tuple[str, ...] = Field(min_length=1)
    of: tuple[str, ...] = ()

    def parts(self, printed: str, official: str) -> bool:
        """Whether the printed label cannot mean the official one."""
        if not self.of:
            return _has_any(printed, self.words) and not _has_any(official, self.words)
        return any(
            _has_any(printed, own)
            and not _has_any(printed, others)
            and _has_any(official, others)
            and not _has_any(official, own)
            for own, others in ((self.words, self.of), (self.of, self.words))
        )


def _has_any(text: str, words: Iterable[str]) -> bool:
    return any(map(text.__contains__, words))


class FamilyHeader(Part):
    """The contents of `family.toml`: what the reports of a family have in common, whatever their edition."""

    id: str
    title: str
    title_variants: tuple[str, ...] = ()
    # Subjects that a title is made of.
    subjects: tuple[str, ...] = ()
    # Words in the names of offices, and of parts of a site, for the subjects.
    office_words: tuple[str, ...] = ()
    # The fields of a page that name the publisher of the report.
    publisher_fields: tuple[str, ...] = ()
    # The names of columns that hold words beside those of values: units and remarks.
    note_columns: tuple[str, ...] = ()
    # Words that may stand in the name of any column besides its own.
    subject_words: tuple[str, ...] = ()
    contraries: tuple[Contrary, ...] = ()
    # Words that make a label mean something else where a note in brackets behind it has them.
    contrary_notes: tuple[str, ...] = ()
    sections: tuple[SectionHeading, ...] = ()


class Family(Part):
    """A family of reports: its header, its editions, newest first, and the rules for figures in its text."""

    header: FamilyHeader
    editions: tuple[Edition, ...]
    figure_rules: FigureRules = FigureRules()

    def __repr__(self) -> str:
        return f"<Family {self.id}: {', '.join(edition.id for edition in self.editions)}>"

    @cached_property
    def _own_hash(self) -> int:
        # Figure rules tell no two families apart.
        return hash((self.header, self.editions))

    @property
    def id(self) -> str:
        """The name of the family in files and data."""
        return self.header.id

    @cached_property
    def tables(self) -> tuple[tuple[Edition, TableForm], ...]:
        """The tables of all editions, each with its edition."""
        return tuple((edition, table) for edition in self.editions for table in edition.tables)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the tables of all editions."""
        return tuple(block for _, table in self.tables for block in table.blocks)

    def edition(self, id: str) -> Edition:
        """Return the edition with that id; raises KeyError if the family has none."""
        for edition in self.editions:
            if edition.id == id:
                return edition
        raise KeyError(id)


class Forms(Part):
    """All known forms."""

    families: tuple[Family, ...]
    # Changes when any of the forms does.
    fingerprint: str

    def __repr__(self) -> str:
        return f"<Forms: {', '.join(map(repr, self.families))}>"

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """All editions of all families by id; if several families have an id, that of the first."""
        return {edition.id: edition for family in reversed(self.families) for edition in family.editions}


def read_form(path: Path, model: type[Model]) -> Model:
    """Read and validate a form file; raises FormError, naming file and key, if it is not valid."""
    context = PACKAGED if path.is_relative_to(FORMS_FOLDER) else None
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")), context=context)
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{path}: is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file as a whole"
        raise FormError(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}") from error


def _read_family(folder: Path, extra: tuple[Edition, ...]) -> Family:
    header = read_form(folder / "family.toml", FamilyHeader)
    files: dict[str, Path] = {}
    found: list[Edition] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name in ("family.toml", FIGURE_RULES):
            continue
        edition = read_form(path, Edition)
        if edition.id in files:
            raise FormError(f"{path}: id: {files[edition.id].name} has the id {edition.id}, too")
        if edition.family != header.id:
            raise FormError(
                f"{path}: family: is {edition.family}, and the family of its folder is {header.id}"
            )
        files[edition.id] = path
        found.append(edition)
    own = tuple(edition for edition in extra if edition.family == header.id)
    known = [edition for edition in found if edition.id not in {one.id for one in own}]
    editions = (*own, *sorted(known, key=lambda edition: edition.id, reverse=True))
    path = folder / FIGURE_RULES
    rules = read_form(path, FigureRules) if path.exists() else FigureRules()
    unknown = next(_unknown_cells(rules, (*own, *found)), None)
    if unknown is not None:
        raise FormError(f"{path}: {unknown}")
    return Family(header=header, editions=editions, figure_rules=rules)


def _unknown_cells(rules: FigureRules, editions: Iterable[Edition]) -> Iterator[str]:
    """Yield the keys of rules that speak of a cell that neither an edition nor the text has."""
    known = {
        (table.code, row, column.code)
        for edition in editions
        for table in edition.tables
        for block in table.blocks
        for row, column in block.slots
    }
    known |= {(row.table, row.row, column.code) for row in rules.stated for column in row.columns}
    spoken_of: dict[str, list[tuple[str | None, ...]]] = {
        "figures": [(part.table, part.row, part.column) for part in rules.figures],
        "zeros": [(part.table, part.row, part.column) for part in rules.zeros],
        "sums": [(part.table, row, part.column) for part in rules.sums for row in (part.row, *part.rows)],
        "counterparts": [tuple(cell.split("/")) for pair in rules.counterparts.items() for cell in pair],
    }
    for key, cells in spoken_of.items():
        for number, cell in enumerate(cells):
            if cell not in known and cell != (None, None, None):
                yield f"{key}.{number}: no edition has the cell {'/'.join(map(str, cell))}"


def load_forms(own: str | PathLike[str] | None = None) -> Forms:
    """Load the forms of the package and the user's own: the file of an edition or the folder of a family.

    The user's edition or family is tried before those of the package, and replaces the one with the same id.
    Raises FormError, naming file and key, where a form is not valid.
    """
    path = None if own is None else Path(own)
    files = [] if path is None else sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return _load_forms(path, tuple((file, _stamp(file)) for file in files))


def _stamp(file: Path) -> tuple[int, int] | None:
    """Return what changes when a file does; None if there is no such file."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _load_forms(own: Path | None, files: tuple[tuple[Path, tuple[int, int] | None], ...]) -> Forms:
    """Return the forms of the package, which stay as they are, and the user's own, by the stamps of their files."""
    folders = sorted(path.parent for path in FORMS_FOLDER.glob("*/family.toml"))
    packaged = [file for folder in folders for file in sorted(folder.glob("*.toml"))]
    extra: tuple[Edition, ...] = ()
    if own is not None and own.is_dir():
        folders.insert(0, own)
    elif own is not None:
        extra = (read_form(own, Edition),)
    families: dict[str, Family] = {}
    for folder in folders:
        family = _read_family(folder, extra)
        families.setdefault(family.id, family)
    unknown = {edition.family for edition in extra} - families.keys()
    if unknown:
        raise FormError(f"{own}: family: there is no family {', '.join(sorted(unknown))}")
    digest = hashlib.sha256()
    for file in (*packaged, *(file for file, _ in files)):
        digest.update(file.read_bytes())
    return Forms(families=tuple(families.values()), fingerprint=digest.hexdigest()[:16])
