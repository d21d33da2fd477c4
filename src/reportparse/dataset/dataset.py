"""Keep the dataset: plain Parquet files, a folder per table, that are whole at any moment.

The rows of some hundred documents are one part: `DIR/records/2023/<part>.parquet` and its like in each table.
The folders of years carry no `year=`, since readers that see one replace the column `year` by a column of
their own type. Parsing a document again rewrites the part that holds it.

What readers can rely on:

- `open_dataset` sees all tables of one moment, also while a run writes and after one was killed.
- A tool that reads the folder of a table sees whole files, never a document twice nor half of one:
  a part is replaced in one step. Two tables read one after the other may be of two moments. Only a
  document that moves to the folder of another year (its year was read wrongly or not at all before)
  changes two files; a tool that lists the folder between these two steps, some milliseconds apart,
  may see it twice or not at all. A run killed between its steps leaves them so until the next run,
  which finishes them first. Files are never deleted, so that a list of files stays valid. A tool that
  opens a file twice (pandas does not, polars and DuckDB do) may find that it was replaced in between;
  it then reports the file as damaged, and has to be run again.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
import uuid
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pd
import pyarrow.parquet as pq

from reportparse.dataset.packing import Packed
from reportparse.dataset.schema import DOCUMENT_TABLES, SCHEMAS, Row, frame_of, table_of
from reportparse.dataset.storage import (
    ATTEMPTS,
    DatasetError,
    Storage,
    recover,
    replace,
    snapshot,
    storage_of,
)
from reportparse.dataset.units import in_one_unit
from reportparse.dataset.years import query_over_years

if TYPE_CHECKING:
    import pandas

    from reportparse.forms import Forms

__all__ = ["Dataset", "DatasetError", "Known", "Writer", "forget", "open_dataset"]

NO_YEAR = "unknown"
# The columns of documents whose changes are recorded, beside those of the cells of forms.
STATED = ("title", "agency", "year", "published", "status")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SCHEMA_FILE = "schema.parquet"
# A part takes in new documents until it has so many, or so many bytes: few files, each soon rewritten.
PART_DOCUMENTS = 256
PART_BYTES = 32 * 2**20
# Pages are read with their checksums, so that a damaged one is never taken for other values.
FORMAT = pd.ParquetFileFormat(
    default_fragment_scan_options=pd.ParquetFragmentScanOptions(page_checksum_verification=True)
)
# How a store says that a file is no longer there as it was when it was opened.
REPLACED = (errno.ENOENT, errno.EBUSY)


class Known(NamedTuple):
    """A document that the dataset holds: where its rows are and what they were made from."""

    document_id: str
    source: str
    parser_version: str | None
    status: str
    edition: str | None
    # In microseconds since 1970.
    added_at: int | None
    part: str


class Writer:
    """The only writer of a dataset. Use it as a context manager.

    Entering finishes what a killed run left. Raises DatasetError if another run writes there still
    after `wait` seconds.
    """

    def __init__(self, path: str | os.PathLike[str], wait: float = 0.0) -> None:
        self._storage = storage_of(path)
        self._wait = wait
        self._stack = ExitStack()
        self._torn = False

    def __enter__(self) -> Writer:
        with ExitStack() as stack:
            stack.enter_context(self._storage.lock(self._wait))
            recover(self._storage)
            missing = {
                f"{table}/{SCHEMA_FILE}": schema.empty_table()
                for table, schema in SCHEMAS.items()
                if not self._storage.size(f"{table}/{SCHEMA_FILE}")
            }
            if missing:
                replace(self._storage, missing.items())
            self._load(stack)
            self._stack = stack.pop_all()
        return self

    def _load(self, stack: ExitStack) -> None:
        self._index = stack.enter_context(closing(_Index()))
        for part, held in self._documents([*Known._fields[:-1]]):
            place = held.schema.get_field_index("added_at")
            rows = held.set_column(place, "added_at", held["added_at"].cast(pa.int64())).to_pylist()
            self._index.add(Known(**row, part=part) for row in rows)
        self._torn = False

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def known_source(self, source: str) -> Known | None:
        """Return what the dataset holds of a source; None if nothing."""
        return self._index.of_source(source)

    def known_document(self, document_id: str) -> Known | None:
        """Return what the dataset holds of a document that could be read; None if nothing."""
        return self._index.of_document(document_id)

    def warnings(self) -> Iterator[str]:
        """Yield the warnings of all documents; many come more than once."""
        for _, held in self._documents(["warnings"]):
            yield from held["warnings"].combine_chunks().flatten().unique().to_pylist()

    def replace(
        self,
        documents: Iterable[Packed],
        forget: Iterable[str] = (),
        appended: Mapping[str, pa.Table] | None = None,
    ) -> None:
        """Put a batch of documents in place, each instead of the earlier rows of its source.

        A batch holds a source and the bytes of a document once. The rows of the sources in `forget` are
        removed. What a source now says otherwise is recorded in `changes`. `appended` holds rows for tables
        that only grow.
        """
        if self._torn:
            recover(self._storage)
            self._load(self._stack)
        update = _Update()
        for source in forget:
            if (known := self.known_source(source)) is not None:
                update.going[known.part].add(known)
                update.changed[known.part].append((known, None))
        homes = _Homes(self._storage, self._index.in_part)
        for packed in documents:
            row = packed.document
            before = self.known_source(row["source"])
            same = None if row["status"] == "failed" else self.known_document(row["document_id"])
            older = {old for old in (before, same) if old is not None}
            for old in older:
                update.going[old.part].add(old)
            part = homes.of(row["year"], older)
            now = (row["added_at"] - EPOCH) // timedelta(microseconds=1)
            first = min((old.added_at for old in older if old.added_at is not None), default=now)
            read_as = (row["parser_version"], row["status"], row["edition"])
            known = Known(row["document_id"], row["source"], *read_as, first, part)
            update.coming[known.part].append((known, packed))
            if before is not None and before.document_id != known.document_id:
                update.changed[before.part].append((before, packed))
        # If the batch is cut short, the next one begins with what the files say.
        self._torn = True
        replace(self._storage, self._files(update, appended or {}))
        self._index.remove(old for olds in update.going.values() for old in olds)
        self._index.add(known for added in update.coming.values() for known, _ in added)
        self._torn = False

    def _files(self, update: _Update, appended: Mapping[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
        """Yield the files that change, with their names, made one by one."""
        grown = {name: [table] for name, table in appended.items()}
        changes = grown.setdefault("changes", [])
        for part in sorted({*update.going, *update.coming}):
            going = pa.array([old.source for old in update.going[part]], pa.string())
            coming = [_coming(known, packed) for known, packed in update.coming[part]]
            documents = self._read("documents", part)
            leaves = pc.is_in(documents["source"], going)
            # A document that failed may have the bytes of another one, so an id may go and stay.
            staying = documents.filter(pc.invert(leaves))["document_id"].unique()
            ids = documents.filter(leaves)["document_id"].unique()
            ids = ids.filter(pc.invert(pc.is_in(ids, staying)))
            for table in DOCUMENT_TABLES:
                held = documents if table == "documents" else self._read(table, part)
                if table == "records":
                    changes += [
                        _changes(old, documents, held, packed) for old, packed in update.changed[part]
                    ]
                if table != "documents":
                    leaves = pc.is_in(held["document_id"], ids)
                kept = held.filter(pc.invert(leaves))
                whole = pa.concat_tables([kept, *(tables[table] for tables in coming)])
                name = _name(table, part)
                if whole.num_rows or self._storage.size(name):
                    yield name, whole
        for table, pieces in grown.items():
            yield from self._grown(table, pieces)

    def _grown(self, table: str, pieces: Sequence[pa.Table]) -> Iterator[tuple[str, pa.Table]]:
        """Yield the last file of a table that only grows, with its new rows."""
        new = pa.concat_tables([SCHEMAS[table].empty_table(), *pieces])
        if new.num_rows:
            number = max(len(self._storage.parts(table)), 1)
            if self._storage.size(_name(table, f"all/{number:06}")) > PART_BYTES:
                number += 1
            part = f"all/{number:06}"
            yield _name(table, part), pa.concat_tables([self._read(table, part), new])

    def _documents(self, columns: list[str]) -> Iterator[tuple[str, pa.Table]]:
        """Yield each part with some columns of its documents."""
        for name in sorted(self._storage.parts("documents")):
            part = name.removeprefix("documents/").removesuffix(".parquet")
            yield part, self._read("documents", part, columns=columns)

    def _read(self, table: str, part: str, **scan: Any) -> pa.Table:
        name = _name(table, part)
        try:
            file = self._storage.open(name)
        except FileNotFoundError:
            return SCHEMAS[table].empty_table()
        return _Scan(self._storage.name, table, {name: file}).to_table(**scan)


class _Update:
    """What a batch changes in each part."""

    def __init__(self) -> None:
        self.going: dict[str, set[Known]] = defaultdict(set)
        self.coming: dict[str, list[tuple[Known, Packed]]] = defaultdict(list)
        # Sources that had other bytes before: what they were, and their new rows, None for those left out.
        self.changed: dict[str, list[tuple[Known, Packed | None]]] = defaultdict(list)


def _name(table: str, part: str) -> str:
    return f"{table}/{part}.parquet"


def _coming(known: Known, packed: Packed) -> dict[str, pa.Table]:
    """Return the rows of a document, by table, as the dataset takes them in."""
    tables = packed.tables()
    place = SCHEMAS["documents"].get_field_index("added_at")
    field = SCHEMAS["documents"].field(place)
    added = pa.array([known.added_at], field.type)
    return {**tables, "documents": tables["documents"].set_column(place, field, added)}


def _changes(before: Known, documents: pa.Table, records: pa.Table, packed: Packed | None) -> pa.Table:
    """Return what a source says otherwise than before its bytes changed, as rows of `changes`."""
    (old_row,) = documents.filter(pc.equal(documents["source"], before.source)).to_pylist()
    old_records = records.filter(pc.equal(records["document_id"], before.document_id))
    if before.status == "failed":  # its bytes may be those of another document
        old_records = old_records.slice(0, 0)
    old = _cells_of(old_row, old_records)
    row: Row = {} if packed is None else packed.document
    new = {} if packed is None else _cells_of(row, packed.tables()["records"])
    common = {
        "document_id": row.get("document_id"),
        "previous_document_id": before.document_id,
        "source": before.source,
        "agency": row.get("agency") or old_row["agency"],
        "year": row.get("year") or old_row["year"],
        "changed_at": row.get("parsed_at") or datetime.now(UTC),
    }
    nothing = (None, None)
    return table_of(
        "changes",
        (
            {
                **common,
                **dict(zip(("table", "row", "column"), cell, strict=True)),
                **dict(zip(("old_value", "old_raw"), old.get(cell, nothing), strict=True)),
                **dict(zip(("value", "raw"), new.get(cell, nothing), strict=True)),
            }
            for cell in dict.fromkeys([*old, *new])
            if old.get(cell, nothing) != new.get(cell, nothing)
        ),
    )


def _cells_of(
    document: Row, records: pa.Table
) -> dict[tuple[str, str | None, str], tuple[float | None, str | None]]:
    """Return the number and the text of all that may change, by table, row and column.

    That is what a report says about itself, as in `STATED`, and the cells of its forms.
    """
    stated = ((name, document[name]) for name in STATED)
    return {
        **{
            ("documents", None, name): (float(value) if isinstance(value, int) else None, str(value))
            for name, value in stated
            if value is not None
        },
        **{
            (row["table"], row["row"], row["column"]): (row["value"], row["raw"])
            for row in records.select(["table", "row", "column", "value", "raw"]).to_pylist()
        },
    }


class _Index:
    """The documents that a dataset holds, by source and by bytes, and how many are in each part.

    SQLite keeps it in a file without a name, so that it takes no more memory for more documents.
    """

    def __init__(self) -> None:
        self.in_part: Counter[str] = Counter()
        self._known = sqlite3.connect("", isolation_level=None)
        self._known.executescript(
            f"""
            pragma journal_mode = off;
            create table known ({", ".join(Known._fields)}, primary key (source)) without rowid;
            create index by_document on known (document_id) where status != 'failed';
            """
        )

    def close(self) -> None:
        self._known.close()

    def of_source(self, source: str) -> Known | None:
        return self._find("source = ?", source)

    def of_document(self, document_id: str) -> Known | None:
        return self._find("document_id = ? and status != 'failed'", document_id)

    def _find(self, condition: str, value: str) -> Known | None:
        with _room():
            row = self._known.execute(f"select * from known where {condition}", (value,)).fetchone()
        return None if row is None else Known(*row)

    def add(self, many: Iterable[Known]) -> None:
        places = ", ".join("?" for _ in Known._fields)
        with _room():
            for known in many:
                self._known.execute(f"replace into known values ({places})", known)
                self.in_part[known.part] += 1

    def remove(self, many: Iterable[Known]) -> None:
        with _room():
            for known in many:
                self._known.execute("delete from known where source = ?", (known.source,))
                self.in_part[known.part] -= 1


@contextmanager
def _room() -> Iterator[None]:
    """Name the folder of temporary files, perhaps on another disk, if the index has no space in it."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatasetError(f"the folder of temporary files ({tempfile.gettempdir()}): {error}") from error


class _Homes:
    """Decide which part takes each document of a batch."""

    def __init__(self, storage: Storage, in_part: Mapping[str, int]) -> None:
        self._storage = storage
        self._filled = Counter(in_part)
        self._open: dict[str, str] = {}
        for part in in_part:
            year = part.split("/")[0]
            smallest = self._open.get(year, part)
            self._open[year] = min(smallest, part, key=lambda part: (self._filled[part], part))
        self._large: dict[str, bool] = {}

    def of(self, year: int | None, older: Iterable[Known]) -> str:
        """Return the part for a document: the one that holds it, if of the same year, or one with space."""
        folder = NO_YEAR if year is None else str(year)
        for old in sorted(older):
            if old.part.split("/")[0] == folder:
                return old.part
        part = self._open.get(folder)
        if part is None or self._filled[part] >= PART_DOCUMENTS or self._is_large(part):
            part = self._open[folder] = f"{folder}/{uuid.uuid4().hex[:16]}"
        self._filled[part] += 1
        return part

    def _is_large(self, part: str) -> bool:
        if part not in self._large:
            sizes = (self._storage.size(_name(table, part)) for table in DOCUMENT_TABLES)
            self._large[part] = sum(sizes) > PART_BYTES
        return self._large[part]


class _Scan:
    """Files as one table, read when rows are needed; raises DatasetError for a damaged file."""

    def __init__(self, storage: str, table: str, files: Mapping[str, pa.NativeFile]) -> None:
        self._storage = storage
        self._fragments = {name: FORMAT.make_fragment(file) for name, file in files.items()}
        for name, file in files.items():
            try:
                # In this thread: one of Arrow's own may still hold a Python file when Python ends.
                pq.read_metadata(file)
            except (OSError, pa.ArrowException) as error:
                if getattr(error, "errno", None) in REPLACED:
                    raise
                raise self._unreadable(name, error) from error
        self.rows = pd.FileSystemDataset([*self._fragments.values()], SCHEMAS[table], FORMAT)

    def to_table(self, **scan: Any) -> pa.Table:
        """Return rows, as `pyarrow.dataset.Dataset.to_table` does."""
        try:
            return self.rows.to_table(**scan)
        except (OSError, pa.ArrowException):
            self.read_all()
            raise

    def read_all(self) -> None:
        """Raise DatasetError if a file cannot be read to its end."""
        for name, fragment in self._fragments.items():
            try:
                fragment.to_table()
            except (OSError, pa.ArrowException) as error:
                raise self._unreadable(name, error) from error

    def _unreadable(self, name: str, error: Exception) -> DatasetError:
        if getattr(error, "errno", None) in REPLACED:
            return DatasetError(f"{self._storage}/{name}: was replaced meanwhile; open the dataset again")
        table, part = name.split("/", 1)
        mend = f"delete {self._storage}/*/{part} and parse again"
        if table not in DOCUMENT_TABLES and part != SCHEMA_FILE:
            mend = "delete it; what it tells of is lost"
        return DatasetError(f"{self._storage}/{name}: is damaged and cannot be read ({error}); {mend}")


def _opened(storage: Storage) -> dict[str, _Scan]:
    """Open all tables at one moment.

    A store does not keep what is replaced: if that happens meanwhile, all are opened again.
    """
    for _ in range(ATTEMPTS):
        try:
            return {
                table: _Scan(storage.name, table, files)
                for table, files in snapshot(storage, SCHEMAS).items()
            }
        except OSError as error:
            if error.errno not in REPLACED:
                raise
    raise DatasetError(f"{storage.name}: changes faster than it can be opened; try again")


class Dataset:
    """The tables of a dataset at the moment of its opening, read when they are needed."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        storage = storage_of(path)
        self.name = storage.name
        if not storage.size(f"documents/{SCHEMA_FILE}"):
            raise DatasetError(f"{self.name}: is no dataset: it has no file documents/{SCHEMA_FILE}")
        self._tables = _opened(storage)

    def table(self, name: str, **scan: Any) -> pa.Table:
        """Read a table of the dataset as an Arrow table.

        `scan` takes the `columns` and the `filter` of `pyarrow.dataset.Dataset.to_table`. Raises KeyError,
        naming all tables, if there is no table `name`.
        """
        if name not in self._tables:
            raise KeyError(f"there is no table {name!r}: {', '.join(self._tables)}")
        return self._tables[name].to_table(**scan)

    def __repr__(self) -> str:
        return f"<Dataset {self.name}: {self.table('documents', columns=[]).num_rows} documents>"

    @cached_property
    def documents(self) -> pandas.DataFrame:
        """One row per document."""
        return self._frame("documents")

    @cached_property
    def sections(self) -> pandas.DataFrame:
        """The outlines of all documents."""
        return self._frame("sections")

    @cached_property
    def cells(self) -> pandas.DataFrame:
        """The cells of all tables, of known forms or not."""
        return self._frame("cells")

    @cached_property
    def records(self) -> pandas.DataFrame:
        """The values of the forms."""
        return self._frame("records")

    @cached_property
    def figures(self) -> pandas.DataFrame:
        """The numbers in the running text."""
        return self._frame("figures")

    @cached_property
    def checks(self) -> pandas.DataFrame:
        """The verdicts of the rules."""
        return self._frame("checks")

    @cached_property
    def changes(self) -> pandas.DataFrame:
        """The cells that a source printed otherwise after its bytes had changed, through all runs."""
        return self._frame("changes")

    @cached_property
    def runs(self) -> pandas.DataFrame:
        """The runs that were finished, or stopped in good order."""
        return self._frame("runs")

    def _frame(self, name: str, **scan: Any) -> pandas.DataFrame:
        return frame_of(self.table(name, **scan))

    def _refuse_unknown(self, **codes: str) -> None:
        """Raise KeyError for the first code that no record has, listing those that exist."""
        known = self.table("records", columns=list(codes))
        for name, code in codes.items():
            there = pc.unique(known[name]).to_pylist()
            if known.num_rows and code not in there:
                raise KeyError(f"no record has the {name} {code!r}; there are: {', '.join(sorted(there))}")
            known = known.filter(pc.equal(known[name], code))

    def wide(self, table: str, year: int | None = None) -> pandas.DataFrame:
        """Return one row per report with a column `row/column` for each cell of a form's table.

        Cells without a number are NaN. The columns `document_id`, `agency` and `year` come first. A cell with
        several different numbers in one report is NaN, with a warning. Amounts that reports print in another unit
        than the form's are brought to that, with a warning. Raises KeyError if no report has that table.
        """
        keys = ["document_id", "agency", "year"]
        wanted = pc.field("table") == table
        if year is not None:
            wanted &= pc.field("year") == int(year)
        columns = [*keys, "edition", "table", "row", "column", "value", "unit"]
        records = self._frame("records", columns=columns, filter=wanted)
        if records.empty:
            self._refuse_unknown(table=table)
        sources = self._frame("documents", columns=["document_id", "source"])
        records = records.merge(sources, on="document_id")
        for _, of_cell in records.groupby(["row", "column"], sort=False):
            records.loc[of_cell.index, "value"] = in_one_unit(of_cell)
        records["cell"] = records["row"] + "/" + records["column"]
        names = list(dict.fromkeys(records["cell"]))
        given = records.groupby(["document_id", "cell"], sort=False)["value"]
        several = given.transform("nunique") > 1
        if several.any():
            named = ", ".join(sorted(set(records[several]["document_id"])))
            warnings.warn(f"cells of {table} given twice, differently, are left blank: {named}", stacklevel=2)
            records.loc[several, "value"] = float("nan")
        # Rows are found by their document alone: an agency or a year may be unknown.
        reports = records.drop_duplicates("document_id")[keys]
        cells = records.dropna(subset="value").drop_duplicates(["document_id", "cell"])
        wide = cells.pivot(index="document_id", columns="cell", values="value").reindex(columns=names)
        whole: pandas.DataFrame = reports.merge(wide, on="document_id", how="left").reset_index(drop=True)
        return whole

    def panel(self, table: str, row: str, column: str) -> pandas.DataFrame:
        """Return the value of one cell of a form, agencies by years; NaN where no number was read.

        If an agency has several reports for a year, the one published last is taken, and of these the one
        parsed last, with a warning that names them and their values. Reports whose agency or year is unknown are
        left out, with a warning. An amount that a report prints in another unit than the form's is brought to
        that, with a warning. Raises KeyError if no report has that cell.
        """
        wanted = (pc.field("table") == table) & (pc.field("row") == row) & (pc.field("column") == column)
        columns = ["document_id", "agency", "year", "edition", "table", "row", "column", "value", "unit"]
        chosen = self._frame("records", columns=columns, filter=wanted)
        if chosen.empty:
            self._refuse_unknown(table=table, row=row, column=column)
        order = self._frame("documents", columns=["document_id", "source", "published", "parsed_at"])
        chosen = chosen.merge(order, on="document_id")
        unknown = chosen[chosen["agency"].isna() | chosen["year"].isna()]
        if len(unknown):
            warnings.warn(
                f"left out, their agency or year being unknown: {', '.join(unknown['source'])}", stacklevel=2
            )
        chosen = chosen.drop(unknown.index).astype({"year": "int16"})
        chosen = chosen.sort_values(["published", "parsed_at", "source"], na_position="first", kind="stable")
        several = chosen[chosen.duplicated(["agency", "year"], keep=False)]
        for (agency, year), group in several.groupby(["agency", "year"]):
            warnings.warn(
                f"{agency} has {len(group)} reports for {year}; the last stands: {_with_values(group)}",
                stacklevel=2,
            )
        chosen = chosen.drop_duplicates(["agency", "year"], keep="last")
        chosen["value"] = in_one_unit(chosen)
        panel: pandas.DataFrame = chosen.pivot(index="agency", columns="year", values="value")
        return panel

    def failed_checks(self, *, everything: bool = False, forms: Forms | None = None) -> pandas.DataFrame:
        """Return the form's own rules that failed, by rule and agency, each with its numbers and its source.

        With `everything` all checks that did not pass: warnings, undecided ones and those of another scope, too.
        `forms` are those of your own whose rules reach into the report on the year before.
        """
        verdicts = "verdict <> 'pass'" if everything else "verdict = 'fail' and severity = 'error'"
        failed = self.sql(
            f"""select rule, severity, agency, year, "table", "row", "column", verdict, "left", "right", message,
            source
            from (
                select * from checks join documents using (document_id)
                union all by name select * from ({_over_years(forms)})
            )
            where {verdicts} order by rule, agency, year, source"""
        )
        return failed.astype({"year": "Int16"})

    def checks_over_years(self, forms: Forms | None = None) -> pandas.DataFrame:
        """Return the verdicts of the rules that reach into the report of the agency on the year before.

        Such as: what was carried in is what was carried out a year ago. A rule has a verdict where both reports
        print all its cells; `undecided` where one has no number. The columns are those of `failed_checks`.
        """
        return self.sql(_over_years(forms)).astype({"year": "Int16"})

    def sql(self, query: str) -> pandas.DataFrame:
        """Answer a DuckDB query over the tables of the dataset.

        The query sees documents, sections, cells, records, figures, checks, changes and runs as views, but no
        files and no network. It reads the columns and rows that it needs, however large the dataset is.
        """
        import duckdb

        with duckdb.connect(":memory:") as connection:
            for name, table in self._tables.items():
                connection.register(name, table.rows)
            connection.execute("set enable_external_access = false")
            connection.execute("set python_enable_replacements = false")
            connection.execute("set lock_configuration = true")
            try:
                answer: duckdb.DuckDBPyConnection | None = connection.execute(query)
            except duckdb.InvalidInputException:  # so it is, too, where a file could not be read
                for table in self._tables.values():
                    table.read_all()
                raise
            if answer is None:
                raise duckdb.ParserException("there is nothing in it")
            frame: pandas.DataFrame = answer.df()
            return frame


def _over_years(own: Forms | None) -> str:
    """Return the query for the rules of forms that reach into the report on the year before."""
    from reportparse.forms import load_forms

    known = own or load_forms()
    return query_over_years(edition for family in known.families for edition in family.editions)


def open_dataset(path: str | os.PathLike[str]) -> Dataset:
    """Open the dataset in a folder or under an fsspec URL as it is now.

    Raises DatasetError if there is none.
    """
    return Dataset(path)


def forget(path: str | os.PathLike[str], sources: Iterable[str], wait: float = 0.0) -> None:
    """Remove documents from a dataset, by their sources; `changes` keeps what they said.

    Raises KeyError, and removes nothing, if the dataset has no such source; DatasetError if there is no dataset,
    or another run writes there still after `wait` seconds.
    """
    open_dataset(path)
    names = [*sources]
    with Writer(path, wait) as writer:
        unknown = [name for name in names if writer.known_source(name) is None]
        if unknown:
            raise KeyError(f"the dataset has no source {', '.join(map(repr, unknown))}")
        writer.replace([], forget=names)


def _with_values(records: pandas.DataFrame) -> str:
    """Return the sources of records, each with its value."""
    pairs = zip(records["source"], records["value"], records["value"].isna(), strict=True)
    return ", ".join(f"{source} ({'no value' if none else f'{value:g}'})" for source, value, none in pairs)
