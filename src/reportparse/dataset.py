"""The dataset: plain Parquet files, a folder per table, that are whole at any moment.

A batch of documents is one part: `DIR/records/2023/<part>.parquet` and its like in each table.
The folders of years carry no `year=`, since readers that see one replace the column `year` by a
column of their own type. Parsing a document again rewrites the parts that hold it, each file by
one rename, so that a reader of a single table never sees a document twice nor not at all. All
renames of a batch stand in a journal before the first is made: a run that was killed is finished
by the next one. `open_dataset` waits while a batch is being put in place and so sees all tables
of one moment.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from reportparse.schema import SCHEMAS

if TYPE_CHECKING:
    import pandas

JOURNAL = "_journal.json"
STAGING = "_staging"
WRITER_LOCK = "_writer.lock"
COMMIT_LOCK = "_commit.lock"
NO_YEAR = "unknown"
SCHEMA_FILE = "schema.parquet"


class DatasetError(RuntimeError):
    """The dataset cannot be used; the message says why."""


class Known(NamedTuple):
    """A document that the dataset holds: where its rows are and what they were made from."""

    document_id: str
    source: str
    parser_version: str | None
    status: str
    part: str


class Writer:
    """The only writer of a dataset folder. Use it as a context manager.

    Raises DatasetError if another run writes into the folder.
    """

    def __init__(self, path: str | os.PathLike[str], wait: float = 0.0) -> None:
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self.path / WRITER_LOCK)
        self._wait = wait
        self._known: dict[str, Known] = {}
        self._by_source: dict[str, Known] = {}

    def __enter__(self) -> Writer:
        try:
            self._lock.acquire(timeout=self._wait)
        except Timeout as error:
            raise DatasetError(f"{self.path}: another run writes into this folder") from error
        try:
            recover(self.path)
            self._write_schemas()
            for known in _known_documents(self.path):
                self._remember(known)
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def known_source(self, source: str) -> Known | None:
        """What the dataset holds of a source."""
        return self._by_source.get(source)

    def known_document(self, document_id: str) -> Known | None:
        """What the dataset holds of a document that could be read."""
        return self._known.get(document_id)

    def replace(self, documents: Sequence[Mapping[str, pa.Table]]) -> None:
        """Put a batch of documents in place, each instead of what its source gave before."""
        if not documents:
            return
        new_part = uuid.uuid4().hex[:16]
        dropped: dict[str, set[str]] = defaultdict(set)
        added: dict[str, list[Mapping[str, pa.Table]]] = defaultdict(list)
        remembered: list[Known] = []
        for tables in documents:
            row = tables["documents"].to_pylist()[0]
            home = f"{row['year'] or NO_YEAR}/{new_part}"
            for old in {self._by_source.get(row["source"]), self._known.get(row["document_id"])}:
                if old is not None and (old.status != "failed" or old.source == row["source"]):
                    dropped[old.part].add(old.source)
                    if old.part.split("/")[0] == home.split("/")[0]:
                        home = old.part
            added[home].append(tables)
            remembered.append(
                Known(row["document_id"], row["source"], row["parser_version"], row["status"], home)
            )
        self._commit({part: (dropped.get(part, set()), added.get(part, [])) for part in {*dropped, *added}})
        for known in remembered:
            self._remember(known)

    def _remember(self, known: Known) -> None:
        self._by_source[known.source] = known
        if known.status != "failed":
            self._known[known.document_id] = known

    def _write_schemas(self) -> None:
        for table, schema in SCHEMAS.items():
            path = self.path / table / SCHEMA_FILE
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(schema.empty_table(), path.with_suffix(".tmp"))
                path.with_suffix(".tmp").replace(path)

    def _commit(self, parts: Mapping[str, tuple[set[str], list[Mapping[str, pa.Table]]]]) -> None:
        staging = self.path / STAGING / uuid.uuid4().hex
        staging.mkdir(parents=True)
        renames: list[tuple[str, str]] = []
        deletes: list[str] = []
        try:
            for part, (sources, documents) in parts.items():
                ids = self._ids_of(part, sources)
                for table, schema in SCHEMAS.items():
                    target = f"{table}/{part}.parquet"
                    pieces = [tables[table] for tables in documents]
                    if (self.path / target).exists():
                        pieces.insert(0, _without(_read(self.path / target, schema), table, ids, sources))
                    whole = pa.concat_tables(pieces) if pieces else schema.empty_table()
                    if whole.num_rows or table == "documents":
                        staged = f"{staging.relative_to(self.path).as_posix()}/{len(renames)}.tmp"
                        _write(whole, self.path / staged)
                        renames.append((staged, target))
                    elif (self.path / target).exists():
                        deletes.append(target)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        with _commit_lock(self.path):
            _write_journal(self.path, {"renames": renames, "deletes": deletes})
            _carry_out(self.path)

    def _ids_of(self, part: str, sources: set[str]) -> set[str]:
        """The ids whose rows go with some sources; ids that a source left in the part keeps stay."""
        path = self.path / "documents" / f"{part}.parquet"
        if not sources or not path.exists():
            return set()
        held = _read(path, SCHEMAS["documents"]).select(["document_id", "source"]).to_pylist()
        kept = {row["document_id"] for row in held if row["source"] not in sources}
        return {row["document_id"] for row in held if row["source"] in sources} - kept


def _without(table: pa.Table, name: str, ids: set[str], sources: set[str]) -> pa.Table:
    column, values = ("source", sources) if name == "documents" else ("document_id", ids)
    return table.filter(pc.invert(pc.is_in(table[column], pa.array(sorted(values), pa.string()))))


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise DatasetError(f"{path}: is damaged and cannot be read: {error}") from error


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    return _open(path).read().cast(schema)


def _write(table: pa.Table, path: Path) -> None:
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _write_journal(path: Path, journal: Mapping[str, Any]) -> None:
    temporary = path / f"{JOURNAL}.tmp"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(journal, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path / JOURNAL)
    _sync_folder(path)


def _carry_out(path: Path) -> None:
    """Do what the journal says; doing it again does no harm."""
    journal = json.loads((path / JOURNAL).read_text("utf-8"))
    for staged, target in journal["renames"]:
        if (path / staged).exists():
            (path / target).parent.mkdir(parents=True, exist_ok=True)
            (path / staged).replace(path / target)
    for target in journal["deletes"]:
        (path / target).unlink(missing_ok=True)
    for folder in {(path / target).parent for _, target in journal["renames"]}:
        _sync_folder(folder)
    (path / JOURNAL).unlink()
    shutil.rmtree(path / STAGING, ignore_errors=True)


def _sync_folder(path: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def recover(path: Path) -> None:
    """Finish the batch that a killed run was putting in place; forget what it had only staged."""
    if (path / JOURNAL).exists():
        with _commit_lock(path):
            if (path / JOURNAL).exists():
                _carry_out(path)
    shutil.rmtree(path / STAGING, ignore_errors=True)


@contextmanager
def _commit_lock(path: Path) -> Iterator[None]:
    with FileLock(path / COMMIT_LOCK):
        yield


def _parts(path: Path, table: str) -> list[Path]:
    return sorted((path / table).glob("*/*.parquet"))


def _known_documents(path: Path) -> Iterator[Known]:
    columns = ["document_id", "source", "parser_version", "status"]
    for file in _parts(path, "documents"):
        for row in _read(file, SCHEMAS["documents"]).select(columns).to_pylist():
            yield Known(**row, part=f"{file.parent.name}/{file.stem}")


class Dataset:
    """The tables of a dataset at the moment of its opening, read when they are asked for."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if not (self.path / "documents").is_dir():
            raise DatasetError(f"{self.path}: is no dataset: it has no folder documents")
        self._files: dict[str, list[pq.ParquetFile]] = {}
        # Without the right to write there is no lock to be had, and most likely no writer.
        lock: Any = _commit_lock(self.path) if os.access(self.path, os.W_OK) else nullcontext()
        with lock:
            for table in SCHEMAS:
                self._files[table] = [_open(file) for file in _parts(self.path, table)]

    def table(self, name: str) -> pa.Table:
        """A table of the dataset in Arrow's form; raises KeyError where there is none of that name."""
        schema = SCHEMAS[name]
        pieces = [file.read().cast(schema) for file in self._files[name]]
        return pa.concat_tables(pieces) if pieces else schema.empty_table()

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

    def _frame(self, name: str) -> pandas.DataFrame:
        frame: pandas.DataFrame = self.table(name).to_pandas()
        return frame

    def wide(self, table: str, year: int | None = None) -> pandas.DataFrame:
        """One row per report with a column `row/column` for each cell of a form's table.

        Cells without a number are NaN. The columns `document_id`, `agency` and `year` come first.
        """
        records = self.records[self.records["table"] == table]
        if year is not None:
            records = records[records["year"] == year]
        cell = records["row"] + "/" + records["column"]
        keys = ["document_id", "agency", "year"]
        names = list(dict.fromkeys(cell))
        wide = records.assign(cell=cell).drop_duplicates([*keys, "cell"]).set_index([*keys, "cell"])["value"]
        return wide.unstack("cell").reindex(columns=names).reset_index().rename_axis(columns=None)

    def panel(self, table: str, row: str, column: str) -> pandas.DataFrame:
        """The value of one cell of a form, agencies by years; NaN where no number was read.

        Where an agency has several reports for a year the one parsed last stands, with a warning
        that names them.
        """
        records = self.records
        chosen = records[
            (records["table"] == table) & (records["row"] == row) & (records["column"] == column)
        ]
        chosen = chosen.dropna(subset=["agency", "year"])
        order = self.documents[["document_id", "source", "parsed_at"]]
        chosen = chosen.merge(order, on="document_id").sort_values("parsed_at", kind="stable")
        several = chosen[chosen.duplicated(["agency", "year"], keep=False)]
        for (agency, year), group in several.groupby(["agency", "year"]):
            warnings.warn(
                f"{agency} has {len(group)} reports for {year}; the last parsed stands: "
                f"{', '.join(group['source'])}",
                stacklevel=2,
            )
        chosen = chosen.drop_duplicates(["agency", "year"], keep="last")
        panel: pandas.DataFrame = chosen.pivot(index="agency", columns="year", values="value")
        return panel

    def sql(self, query: str) -> pandas.DataFrame:
        """The answer to a DuckDB query; documents, sections, cells, records, figures and checks are views.

        The query sees these views only: no files, no network.
        """
        import duckdb

        with duckdb.connect(":memory:") as connection:
            for name in SCHEMAS:
                connection.register(name, self.table(name))
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
            frame: pandas.DataFrame = connection.execute(query).df()
            return frame


def open_dataset(path: str | os.PathLike[str]) -> Dataset:
    """The dataset in a folder, as it is now. Raises DatasetError where there is none."""
    return Dataset(path)
