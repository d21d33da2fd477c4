"""The command line: parse, show, check, query, forms."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.exceptions import TyperException

from reportparse.printing import (
    Progress,
    print_edition,
    print_failed,
    print_forms,
    print_frame,
    print_lacking,
    print_report,
    print_summary,
    print_uncertain,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas

    from reportparse.dataset.dataset import Dataset
    from reportparse.forms import Forms

# Exit statuses.
FAILED_DOCUMENTS = 3
WRONG_USAGE = 2
RUN_FAILED = 1
# What a spreadsheet takes for a formula, unless it is a number or a mere dash.
FORMULA = re.compile(r"[=+\-@\t\r](?!$|[\d.,]+%?$)")
# A name of a table or column that is a word of SQL, too, in an error of DuckDB.
KEYWORD = re.compile(r'syntax error at or near "(table|column|left|right|end)"')

app = typer.Typer(
    help="Turns published government reports into checked, traceable data.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

# Help would name the type of a flag as if it took a value.
Flag = partial(typer.Option, metavar="")
Wait = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="Wait so long for another run into the folder.")
]
DatasetFolder = Annotated[str, typer.Argument(metavar="DIR", help="The dataset's folder or fsspec URL.")]
OwnForms = Annotated[
    Path | None,
    typer.Option(
        "--forms",
        metavar="PATH",
        exists=True,
        help="An edition's file or a family's folder of your own, tried first.",
    ),
]


def fail(message: str, status: int) -> typer.Exit:
    """Say in one line why it cannot go on; raise what this gives."""
    print(f"reportparse: {visible(message)}", file=sys.stderr)
    return typer.Exit(status)


@contextmanager
def _reaching(dataset: str) -> Iterator[None]:
    """Say in one line why a dataset, or a file that it is made of, cannot be read or written."""
    from reportparse.dataset.dataset import DatasetError
    from reportparse.dataset.stores import reason

    try:
        yield
    except DatasetError as error:
        raise fail(str(error), RUN_FAILED) from error
    except OSError as error:
        raise fail(f"{error.filename or dataset}: {reason(error)}", RUN_FAILED) from error


@contextmanager
def _printing() -> Iterator[None]:
    """Say in one line why standard output cannot be written; a reader of a pipe may have seen enough."""
    from reportparse.dataset.stores import reason

    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # What is still to be written would be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise fail(f"standard output: {reason(error)}", RUN_FAILED) from error


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"reportparse {version('reportparse')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, Flag("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns published government reports into checked, traceable data."""


def _forms(own: Path | None) -> Forms:
    from reportparse.forms import FormError, load_forms

    try:
        return load_forms(own)
    except FormError as error:
        raise fail(str(error), WRONG_USAGE) from error


def _named(name: str) -> str:
    if not name:
        raise typer.BadParameter("the name is empty")
    return name


@app.command()
def parse(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Files, folders, globs, archives (.zip), fsspec URLs."),
    ],
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            callback=_named,
            help="The dataset's folder or fsspec URL; made if it is not there.",
        ),
    ],
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Worker processes. Default: all cores.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="How long one document may take.")
    ] = 60.0,
    engine: Annotated[
        Literal["local", "ray"], typer.Option(help="Where it runs: this machine, or a cluster.")
    ] = "local",
    force: Annotated[bool, Flag("--force", help="Parse again what is unchanged.")] = False,
    wait: Wait = 0.0,
    log_json: Annotated[
        Path | None,
        typer.Option("--log-json", metavar="FILE", help="Add a line of JSON for each source to this file."),
    ] = None,
    forms: OwnForms = None,
) -> None:
    """Parse reports into a dataset of Parquet tables.

    What the dataset already holds, unchanged, is skipped; a document parsed again replaces its
    older rows; those that failed are tried again. A file that cannot be read does not stop the
    others. Ctrl-C ends the run and keeps what is finished.

    - `reportparse parse reports/ --out data`
    - `reportparse parse 'downloads/**/*.pdf' archive.zip --out data --jobs 4`

    Exit status: 0 every document was read, 3 some failed, 2 wrong usage, 1 the run could not go on.
    """
    from reportparse.forms import FormError
    from reportparse.runs.pipeline import NoEngine, parse_many
    from reportparse.runs.workers import CannotWork
    from reportparse.sources import NoSource

    _end_in_good_order()
    try:
        with _reaching(out), Progress() as progress:
            summary = parse_many(
                sources,
                out,
                forms=forms,
                jobs=jobs,
                timeout=timeout,
                engine=engine,
                force=force,
                wait=wait,
                log_json=log_json,
                progress=progress.step,
            )
    except (NoSource, NoEngine, FormError) as error:
        raise fail(str(error), WRONG_USAGE) from error
    except CannotWork as error:
        raise fail(str(error), RUN_FAILED) from error
    except KeyboardInterrupt:
        raise fail(f"stopped; what was finished is in {out}", RUN_FAILED) from None
    with _printing():
        print_summary(summary, out)
    if summary.interrupted:
        raise fail(f"stopped; what was finished is in {out}", RUN_FAILED)
    if summary.statuses["failed"]:
        raise typer.Exit(FAILED_DOCUMENTS)


def _end_in_good_order() -> None:
    """Take the signals that end a process for Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


@app.command()
def show(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Path or URL; a member of an archive is a.zip!/b.doc.")
    ],
    as_json: Annotated[bool, Flag("--json", help="Print everything as JSON.")] = False,
    forms: OwnForms = None,
) -> None:
    """Show one document: outline, tables as rebuilt, records, checks, and where each came from.

    - `reportparse show report.pdf`
    - `reportparse show report.pdf --json | jq '.records[] | select(.value > 0)'`
    """
    from reportparse.dataset.stores import why
    from reportparse.document import UnreadableDocument
    from reportparse.parsing import parse as parse_one
    from reportparse.sources import display_name, read

    known = _forms(forms)
    try:
        report = parse_one(read(file), known)
    except UnreadableDocument as error:
        raise fail(f"{display_name(file)}: {error}", FAILED_DOCUMENTS) from error
    except OSError as error:
        raise fail(f"{display_name(file)}: {why(error)}", FAILED_DOCUMENTS) from error
    values = report.to_dict() if as_json else {}
    with _printing():
        if as_json:
            values["document"]["source"] = display_name(file)
            print(json.dumps(values, ensure_ascii=False, indent=1))
        else:
            print_report(report)


@contextmanager
def _opened(dataset: str) -> Iterator[Dataset]:
    """Open a dataset to ask it; say in one line what is wrong with it, or with the query."""
    import duckdb

    from reportparse.dataset.dataset import open_dataset

    try:
        with _reaching(dataset):
            yield open_dataset(dataset)
    except duckdb.Error as error:
        # The first paragraph says what is wrong, the next repeats the query.
        words = str(error).partition("\n\n")[0].replace("\n", " ")
        if named := KEYWORD.search(words):
            words += f"; the name {named[1]} has to be in double quotes"
        raise fail(f"the query: {words}", WRONG_USAGE) from error


@app.command()
def check(
    dataset: DatasetFolder,
    everything: Annotated[
        bool,
        Flag(
            "--all",
            help="Warnings and undecided ones, too, and what does not follow from last year's report.",
        ),
    ] = False,
    forms: OwnForms = None,
) -> None:
    """List the checks that failed, by rule and agency, and the documents with uncertain values or missing tables.

    - `reportparse check data`
    """
    with _opened(dataset) as opened:
        failed = opened.failed_checks(everything=everything, forms=_forms(forms))
        uncertain = opened.sql(
            """select source, count(*) as cells from records join documents using (document_id)
            where certainty = 'uncertain' group by source order by cells desc, source"""
        )
        lacking = opened.sql(
            "select source, status from documents where status in ('partial', 'unrecognised', 'failed') order by source"
        )
    with _printing():
        print_failed(failed.astype(object).where(failed.notna(), None))
        print_uncertain(dict(zip(uncertain["source"], uncertain["cells"], strict=True)))
        print_lacking(dict(zip(lacking["source"], lacking["status"], strict=True)))


@app.command()
def query(
    dataset: DatasetFolder,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="A DuckDB query.")],
    form: Annotated[
        Literal["table", "csv", "json"], typer.Option("--format", help="How the answer is printed.")
    ] = "table",
) -> None:
    """Ask the dataset in SQL.

    Its tables are views: documents, sections, cells, records, figures, checks, changes and runs.

    In CSV, text that a spreadsheet would run as a formula is given a leading `'`, and lists are JSON.

    - `reportparse query data "select agency, year, status from documents"`
    - `reportparse query data "select * from checks where verdict = 'fail'" --format csv`
    """
    from numpy import ndarray
    from pandas import isna
    from pandas.api.types import is_scalar

    def in_json(value: Any) -> Any:
        if isinstance(value, ndarray):
            return value.tolist()
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    def in_csv(value: Any) -> Any:
        if isinstance(value, ndarray):  # a list
            return json.dumps(value.tolist(), ensure_ascii=False, default=str)
        return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value

    with _opened(dataset) as opened:
        frame = opened.sql(sql)
    with _printing():
        if form == "csv":
            print(frame.map(in_csv).to_csv(index=False), end="")
        elif form == "json":
            # pandas' own JSON rounds numbers.
            rows = [
                {name: None if is_scalar(value) and isna(value) else value for name, value in row.items()}
                for row in _with_days(frame).to_dict("records")
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=1, default=in_json))
        else:
            print_frame(frame)


def _with_days(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a frame with moments that are all the beginning of a day, which DuckDB makes of days, as days again."""
    found = frame.astype(object)
    for name, moments in frame.select_dtypes("datetime").items():
        known = moments.dropna()
        if (known.dt.normalize() == known).all():
            found[name] = moments.dt.date
    return found


@app.command()
def forget(
    dataset: DatasetFolder,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="As the table documents names them.")
    ],
    wait: Wait = 0.0,
) -> None:
    """Remove documents from a dataset, such as one whose file is gone or whose name was mistyped.

    The table changes keeps what they said. A file that is still there comes back with the next run that reads it.

    - `reportparse forget data reports/old.pdf`
    """
    from reportparse.dataset.dataset import forget as remove

    try:
        with _reaching(dataset):
            remove(dataset, sources, wait)
    except KeyError as error:
        raise fail(f"{dataset}: {error.args[0]}", WRONG_USAGE) from error


@app.command("forms")
def show_forms(
    edition: Annotated[str | None, typer.Argument(metavar="ID", help="One edition in detail.")] = None,
    forms: OwnForms = None,
) -> None:
    """List the forms that are known, or one in detail.

    - `reportparse forms`
    - `reportparse forms 2021`
    """
    known = _forms(forms)
    if edition is not None and edition not in known.editions:
        raise fail(f"there is no edition {edition!r}, only {', '.join(known.editions)}", WRONG_USAGE)
    with _printing():
        if edition is None:
            print_forms(known)
        else:
            print_edition(known.editions[edition])


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as error:
        if words := error.format_message():
            fail(f"{words} (reportparse --help tells more)", WRONG_USAGE)
        sys.exit(error.exit_code)
