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

import os
import warnings
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from reportparse.dataset.scan import REPLACED, SCHEMA_FILE, Scan
from reportparse.dataset.schema import SCHEMAS, frame_of
from reportparse.dataset.storage import ATTEMPTS, DatasetError, Storage, snapshot, storage_of
from reportparse.dataset.units import in_one_unit
from reportparse.dataset.writer import Writer
from reportparse.dataset.years import query_over_years

if TYPE_CHECKING:
    import pandas

    from reportparse.forms import Forms

__all__ = ["Dataset", "DatasetError", "forget", "open_dataset"]


def _opened(storage: Storage) -> dict[str, Scan]:
    """Open all tables at one moment.

    A store does not keep what is replaced: if that happens meanwhile, all are opened again.
    """
    for _ in range(ATTEMPTS):
        try:
            return {
                table: Scan(storage.name, table, files) for table, files in snapshot(storage, SCHEMAS).items()
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
        unknown = [name for name in names if writer.known.of_source(name) is None]
        if unknown:
            raise KeyError(f"the dataset has no source {', '.join(map(repr, unknown))}")
        writer.replace([], forget=names)


def _with_values(records: pandas.DataFrame) -> str:
    """Return the sources of records, each with its value."""
    pairs = zip(records["source"], records["value"], records["value"].isna(), strict=True)
    return ", ".join(f"{source} ({'no value' if none else f'{value:g}'})" for source, value, none in pairs)
