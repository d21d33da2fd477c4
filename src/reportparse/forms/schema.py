"""The schema of a form file, and how form files are found, read and validated.

A family of reports is a folder with a `family.toml` (its title and sections) and one TOML file
per edition (its tables and rules). A user's own family is one such folder, a user's own edition
of a known family one such file.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from reportparse.forms.figure_rules import FigureRules

FORMS_FOLDER = Path(__file__).parent
FIGURE_RULES = "figures.toml"

Model = TypeVar("Model", bound=BaseModel)


class FormError(ValueError):
    """A form file is not valid; the message names the file and the key."""


class _Part(BaseModel):
    """A part of a form; it never changes, so that it is hashed once, however large it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __hash__(self) -> int:
        return self._own_hash

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, _Part):
            return self is other
        return hash(self) == hash(other) and super().__eq__(other)

    @cached_property
    def _own_hash(self) -> int:
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))


class Row(_Part):
    """A row of a table: its code and the labels that lead to it, outermost first.

    `subtotal` rows are no part of the form, but some publishers print them. They are read where they stand,
    kept apart from the form's own cells, and never missed where they do not. `unit` and `decimal` are those
    of its values where not all of a column's have the same.
    """

    code: str
    path: tuple[str, ...]
    variants: tuple[str, ...] = ()
    unit: str | None = None
    decimal: bool = False
    subtotal: bool = False

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The ways to print its label alone."""
        return (self.path[-1], *self.variants)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The ways to print its label: alone, or in one cell with the groups that it is in."""
        path = self.path
        joined = ("".join(path[-2:]), "".join(path)) if len(path) > 1 else ()
        return (*self.labels, *joined)


class Column(_Part):
    """A column of a table: its code, its labels, and the unit of its values.

    `row` is set in tables whose header decides the row as well as the column. `signed` allows
    negative values, `decimal` fractions. A `unit` that is not given is read from the document.
    """

    code: str
    path: tuple[str, ...]
    variants: tuple[str, ...] = ()
    row: str | None = None
    unit: str | None = None
    signed: bool = False
    decimal: bool = False
    subtotal: bool = False

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The ways to print its label, without those of the groups above it."""
        return (self.path[-1], *self.variants)


class Block(_Part):
    """A part of a table with a header of its own. Without `rows` it has one row of values."""

    caption: str | None = None
    caption_variants: tuple[str, ...] = ()
    corner: str | None = None
    note: str | None = None
    columns: tuple[Column, ...] = Field(min_length=1)
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
    def slots(self) -> tuple[tuple[str, Column], ...]:
        """Row code and column of each cell of the form, in printed order; sub-totals left out."""
        columns = [column for column in self.columns if not column.subtotal]
        if not self.rows:
            return tuple((column.row or "", column) for column in columns)
        return tuple((row.code, column) for row in self.rows if not row.subtotal for column in columns)

    def column_of(self, row: str | None, column: Column) -> Column:
        """The column as the values of the row with a code are: with the row's own unit, if it has one."""
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
    def header_names(self) -> tuple[str, ...]:
        """All that a header cell may print for a column or for a group of columns, in the form's order."""
        return tuple(
            dict.fromkeys(name for column in self.columns for name in (*column.path, *column.variants))
        )

    @cached_property
    def corner_names(self) -> tuple[str, ...]:
        """All that a header may print above the labels of rows."""
        return tuple(name for name in (self.corner, self.note) if name)

    @cached_property
    def header_characters(self) -> frozenset[str]:
        """The characters of the columns' official labels."""
        return frozenset(character for column in self.columns for character in "".join(column.path))


@lru_cache(maxsize=1024)
def _one(block: Block) -> Block:
    """Return the equal block that came first: editions share most blocks, and one object compares at once."""
    return block


class TableForm(_Part):
    """One table of an edition, as one or several blocks below each other."""

    code: str
    title: str | None = None
    blocks: Annotated[tuple[Annotated[Block, AfterValidator(_one)], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for block in self.blocks:
            for row, column in block.slots:
                if (row, column.code) in seen:
                    raise ValueError(f"{row}/{column.code} is declared twice in table {self.code}")
                seen.add((row, column.code))
        return self


class Rule(_Part):
    """A rule that the values of a report follow.

    `kind` says how it is decided:

    - `sum`: the sum of `left` equals the sum of `right`, for each column (codes are rows) or
      for each row (codes are columns) of `table`.
    - `unlikely_sum`: fails where such a sum holds and is not zero.
    - `domain`: every value lies in the domain of its column.
    - `only_for_agencies`: `rows` are not zero only for agencies whose name matches `agencies`.
    """

    id: str
    kind: Literal["sum", "unlikely_sum", "domain", "only_for_agencies"]
    severity: Literal["error", "warning"]
    text: str
    table: str | None = None
    for_each: Literal["row", "column"] | None = None
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    agencies: str | None = None

    def is_sum_of(self, added: Literal["rows", "columns"]) -> bool:
        """Whether it is a sum of rows, in each column, or of columns, in each row."""
        return self.kind == "sum" and self.for_each == ("column" if added == "rows" else "row")

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        needed = {
            "sum": ("table", "for_each", "left", "right"),
            "unlikely_sum": ("table", "for_each", "left", "right"),
            "domain": (),
            "only_for_agencies": ("table", "rows", "agencies"),
        }[self.kind]
        for key in needed:
            if not getattr(self, key):
                raise ValueError(f"rule {self.id}: a rule of kind {self.kind} needs `{key}`")
        return self


class Edition(_Part):
    """One edition of a form: its tables and its rules.

    `usual_years` are the first and the last year that its reports are on; an edition in use has no last one.
    """

    id: str
    family: str
    notice: str | None = None
    usual_years: tuple[int, ...] = Field(default=(), max_length=2)
    tables: tuple[TableForm, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()

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
            for code in (*rule.left, *rule.right):
                if code not in known:
                    raise ValueError(f"rule {rule.id}: table {rule.table} has no {code}")
            for code in rule.rows:
                if code not in rows:
                    raise ValueError(f"rule {rule.id}: table {rule.table} has no row {code}")
        return self

    def is_usual_in(self, year: int | None) -> bool:
        """Whether reports on that year usually follow it."""
        if year is None or not self.usual_years:
            return False
        first, *last = self.usual_years
        return first <= year and all(year <= end for end in last)

    def table(self, code: str) -> TableForm:
        """The table with that code; raises KeyError where the edition has none."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)


class SectionHeading(_Part):
    """A section of the reports of a family, with the headings that it is known by."""

    code: str
    heading: str
    variants: tuple[str, ...] = ()


class Contrary(_Part):
    """Words that make another label of one that has `words`, or, both ways, of one that has the words `of`.

    Without `of` they do so of every label that has none of them.
    """

    words: tuple[str, ...] = Field(min_length=1)
    of: tuple[str, ...] = ()

    def parts(self, printed: str, official: str) -> bool:
        """Whether what is printed cannot be meant for what the form says."""
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
    return any(word in text for word in words)


class FamilyHeader(_Part):
    """What stands in `family.toml`: the titles of reports, or subjects that a title is made of, and sections.

    `office_words` are words of the names that offices and parts of a site for the subjects have;
    `publisher_fields` the fields of a page that tell who gives the report; `note_columns` the names of columns that
    stand beside those of values and hold words: units and remarks. `subject_words` may
    stand in the name of any column besides its own words.
    """

    id: str
    title: str
    title_variants: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    office_words: tuple[str, ...] = ()
    publisher_fields: tuple[str, ...] = ()
    note_columns: tuple[str, ...] = ()
    subject_words: tuple[str, ...] = ()
    contraries: tuple[Contrary, ...] = ()
    sections: tuple[SectionHeading, ...] = ()


class Family(_Part):
    """A family of reports: its title and sections, its editions, newest first, and its figure rules."""

    header: FamilyHeader
    editions: tuple[Edition, ...]
    figure_rules: FigureRules = FigureRules()

    @cached_property
    def _own_hash(self) -> int:
        # Words of figure rules have no hash.
        return hash((self.header, self.editions))

    @property
    def id(self) -> str:
        """The family's name in files and data."""
        return self.header.id


class Forms(_Part):
    """All forms that are known, and a fingerprint that changes when any of them does."""

    families: tuple[Family, ...]
    fingerprint: str

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """All editions of all families, by id; those of the first family where several have one."""
        return {edition.id: edition for family in reversed(self.families) for edition in family.editions}


def read_form(path: Path, model: type[Model]) -> Model:
    """A form file, validated; raises FormError, naming file and key, where it is not valid."""
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{path}: is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file as a whole"
        raise FormError(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}") from error


def _read_family(folder: Path, extra: tuple[Edition, ...] = ()) -> Family:
    header = read_form(folder / "family.toml", FamilyHeader)
    files: dict[str, Path] = {}
    found: list[Edition] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name in ("family.toml", FIGURE_RULES):
            continue
        edition = read_form(path, Edition)
        if edition.id in files:
            raise FormError(f"{path}: id: {files[edition.id].name} has the id {edition.id}, too")
        files[edition.id] = path
        found.append(edition)
    own = tuple(edition for edition in extra if edition.family == header.id)
    known = [edition for edition in found if edition.id not in {one.id for one in own}]
    rules = folder / FIGURE_RULES
    return Family(
        header=header,
        editions=(*own, *sorted(known, key=lambda edition: edition.id, reverse=True)),
        figure_rules=read_form(rules, FigureRules) if rules.exists() else FigureRules(),
    )


def load_forms(own: str | PathLike[str] | None = None) -> Forms:
    """The forms of the package, with the user's own: an edition's file or a family's folder.

    An edition or a family of one's own is tried before those of the package, and stands for the one with
    the same id.

    Raises FormError, naming file and key, where a form is not valid.
    """
    folders = sorted(path.parent for path in FORMS_FOLDER.glob("*/family.toml"))
    path = None if own is None else Path(own)
    files = [file for folder in folders for file in sorted(folder.glob("*.toml"))]
    if path is not None:
        files += sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return _load_forms(path, tuple(folders), tuple((file, _stamp(file)) for file in files))


def _stamp(file: Path) -> tuple[int, int] | None:
    """What changes with a file."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _load_forms(
    own: Path | None, folders: tuple[Path, ...], files: tuple[tuple[Path, tuple[int, int] | None], ...]
) -> Forms:
    extra: tuple[Edition, ...] = ()
    if own is not None and own.is_dir():
        folders = (own, *folders)
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
    for file, _ in files:
        digest.update(file.read_bytes())
    return Forms(families=tuple(families.values()), fingerprint=digest.hexdigest()[:16])
