"""The command line: parse, show, check, query, forms."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

if TYPE_CHECKING:
    from reportparse.document import Place, Table
    from reportparse.forms import Forms
    from reportparse.sources import Listing
    from reportparse.summary import Outcome, Summary, Tally

FAILED_DOCUMENTS = 3
WRONG_USAGE = 2
RUN_FAILED = 1
SHOWN = 10
# Seconds from which a document is worth naming.
SLOW = 5.0
# Controls, and marks that turn the direction of text; a line end would make two messages of one.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What a spreadsheet takes for a formula, unless it is a number or a mere dash.
FORMULA = re.compile(r"[=+\-@\t\r](?!$|[\d.,]+%?$)")

app = typer.Typer(
    help="Turns published government reports into checked, traceable data.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

OwnForms = Annotated[
    Path | None,
    typer.Option(
        "--forms", metavar="PATH", exists=True, help="A form file or folder of your own, tried first."
    ),
]


def console(stderr: bool = False) -> Console:
    """A console that does not cut or colour what goes into a pipe."""
    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, highlight=False, width=None if terminal else 4000, soft_wrap=not terminal)


def visible(words: str) -> str:
    """Words of a document or a file system, with what would steer the terminal made visible."""
    return STEERING.sub(lambda match: match[0].encode("unicode_escape").decode(), words)


def text(words: str, style: str = "") -> Text:
    """Words as they are: no markup in them, no control characters."""
    return Text(visible(words), style=style)


def fail(message: str, status: int) -> typer.Exit:
    """Say in one line why it cannot go on; raise what this gives."""
    print(f"reportparse: {visible(message)}", file=sys.stderr)
    return typer.Exit(status)


def _words(error: OSError, name: str) -> str:
    """An error of a file, or of what has the given name, in words."""
    from reportparse.stores import reason

    return f"{error.filename or name}: {reason(error)}"


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"reportparse {version('reportparse')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns published government reports into checked, traceable data."""


def _forms(own: Path | None) -> Forms:
    from reportparse.forms import FormError, load_forms

    try:
        return load_forms(own)
    except FormError as error:
        raise fail(str(error), WRONG_USAGE) from error


@app.command()
def parse(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, globs, archives (.zip), fsspec URLs."),
    ],
    out: Annotated[
        str,
        typer.Option(metavar="DIR", help="The dataset's folder or fsspec URL; made if it is not there."),
    ],
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes. Default: all cores.")] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that one document may take.")] = 60.0,
    engine: Annotated[str, typer.Option(help="`local`, or `ray` for a cluster.")] = "local",
    force: Annotated[bool, typer.Option("--force", help="Parse again what is unchanged.")] = False,
    wait: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Wait so long for another run into the folder.")
    ] = 0.0,
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
    from reportparse.dataset import DatasetError
    from reportparse.pipeline import run
    from reportparse.sources import Listing, NoSource
    from reportparse.workers import CannotWork

    if engine not in ("local", "ray"):
        raise fail(f"there is no engine {engine!r}: local or ray", WRONG_USAGE)
    if engine == "ray" and find_spec("ray") is None:
        raise fail("the engine ray needs an extra: pip install 'reportparse[ray]'", WRONG_USAGE)
    _forms(forms)
    try:
        listing = Listing(sources)
    except NoSource as error:
        raise fail(str(error), WRONG_USAGE) from error
    except OSError as error:
        raise fail(_words(error, ", ".join(sources)), RUN_FAILED) from error
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # end as in good order as with Ctrl-C
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        with _Progress(listing) as progress:
            summary = run(
                listing,
                out,
                engine="ray" if engine == "ray" else "local",
                jobs=jobs,
                timeout=timeout,
                force=force,
                own_forms=forms,
                wait=wait,
                log=log_json,
                progress=progress.step,
            )
    except (DatasetError, CannotWork) as error:
        raise fail(str(error), RUN_FAILED) from error
    except OSError as error:
        raise fail(_words(error, out), RUN_FAILED) from error
    except KeyboardInterrupt:
        raise fail(f"stopped; what was finished is in {out}", RUN_FAILED) from None
    _print_summary(summary, out)
    if summary.interrupted:
        raise fail(f"stopped; what was finished is in {out}", RUN_FAILED)
    if summary.statuses["failed"]:
        raise typer.Exit(FAILED_DOCUMENTS)


class _Progress:
    """A bar on a terminal, nothing in a pipe."""

    def __init__(self, listing: Listing) -> None:
        from rich import progress

        self._listing = listing
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeRemainingColumn(),
            console=console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("parsing", total=None)

    def __enter__(self) -> _Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def step(self, outcome: Outcome | None) -> None:
        """One document more; a failed one is said at once."""
        self._bar.update(self._task, advance=1, total=self._listing.total)
        if outcome is not None and outcome.error:
            self._bar.console.print(
                text(f"reportparse: {outcome.source}: {outcome.error}"), soft_wrap=True, highlight=False
            )


def _print_summary(summary: Summary, out: str) -> None:
    """What became of the documents, and what to look at next."""
    shown = console()
    shown.print(f"{summary.parsed} documents parsed: {_counts(summary.statuses)}")
    _print_readers(shown, summary)
    if summary.unchanged:
        shown.print(f"{summary.unchanged} unchanged, skipped")
    if summary.duplicates.count:
        shown.print("\nthe same bytes as another file, left out:")
        _print_list(shown, summary.duplicates.names, summary.duplicates.count)
    if summary.rules:
        shown.print("\nrules that failed:")
        for rule, failed in sorted(summary.rules.items(), key=lambda item: -item[1].count):
            shown.print(text(f"  {rule}: {failed.count} documents: {_names(failed, 5)}"))
    for status, words in (
        ("partial", "tables missing or unreadable:"),
        ("unrecognised", "no known form:"),
        ("failed", "failed:"),
    ):
        reasons = [(why, tally) for (of, why), tally in summary.reasons.items() if of == status]
        if reasons:
            shown.print(f"\n{words}")
            reasons.sort(key=lambda item: -item[1].count)
            _print_list(shown, [f"{_names(tally, 3)}: {why}" for why, tally in reasons], len(reasons))
    if summary.agencies:
        agencies: dict[str, Counter[str]] = {}
        for (agency, status), count in summary.agencies.items():
            agencies.setdefault(agency, Counter())[status] += count
        most = sorted(agencies.items(), key=lambda item: -item[1].total())
        shown.print("\nagencies whose documents want a look:")
        _print_list(shown, [f"{agency}: {_counts(found)}" for agency, found in most], len(most))
    if summary.new_warnings:
        shown.print("\nnew warnings:")
        new = [f"{count} documents: {kind}" for kind, count in summary.new_warnings]
        _print_list(shown, new, len(new))
    slow = [f"{one.source}: {one.seconds:.1f} s" for one in summary.slowest if (one.seconds or 0) >= SLOW]
    if slow:
        shown.print("\nslowest:")
        _print_list(shown, slow, len(slow))
    if summary.rules:
        shown.print()
        shown.print(text(f"reportparse check {out}    says which numbers do not add up"))
    if summary.parsed:
        shown.print("reportparse show FILE    says where each value came from")


def _print_readers(shown: Console, summary: Summary) -> None:
    """How many documents of each format ended with each status."""
    from reportparse.summary import STATUSES

    counts = Counter(
        {(reader or "not readable", status): n for (reader, status), n in summary.documents.items()}
    )
    readers = sorted({reader for reader, _ in counts})
    if len(readers) < 2:
        return
    statuses = [status for status in STATUSES if summary.statuses[status]]
    grid = Grid(box=None)
    grid.add_column("format")
    for status in statuses:
        grid.add_column(status, justify="right")
    for reader in readers:
        grid.add_row(reader, *(str(counts[reader, status]) for status in statuses))
    shown.print(grid)


def _counts(statuses: Counter[str]) -> str:
    """How many documents have each status, in words."""
    from reportparse.summary import STATUSES

    return ", ".join(f"{statuses[status]} {status}" for status in STATUSES if statuses[status]) or "none"


def _names(tally: Tally, most: int) -> str:
    """The first names of a tally, and how many more there are."""
    names = tally.names[:most]
    more = f" and {tally.count - len(names)} more" if tally.count > len(names) else ""
    return ", ".join(names) + more


def _print_list(shown: Console, entries: list[str], count: int) -> None:
    for entry in entries[:SHOWN]:
        shown.print(text(f"  {entry}"))
    if count > SHOWN:
        shown.print(f"  and {count - SHOWN} more")


@app.command()
def show(
    file: Annotated[str, typer.Argument(help="One document; a member of an archive is a.zip!/b.doc.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    forms: OwnForms = None,
) -> None:
    """Show one document: outline, tables as rebuilt, records, checks, and where each came from.

    - `reportparse show report.pdf`
    - `reportparse show report.pdf --json | jq '.records[] | select(.value > 0)'`
    """
    from reportparse.document import UnreadableDocument
    from reportparse.parsing import parse as parse_one
    from reportparse.schema import report_tables
    from reportparse.sources import label, read
    from reportparse.stores import reason

    known = _forms(forms)
    try:
        report = parse_one(read(file), known)
    except UnreadableDocument as error:
        raise fail(f"{label(file)}: {error}", FAILED_DOCUMENTS) from error
    except OSError as error:
        raise fail(f"{label(file)}: {reason(error)}", FAILED_DOCUMENTS) from error
    tables = {name: table.to_pylist() for name, table in report_tables(report, label(file), None).items()}
    if as_json:
        document = tables.pop("documents")[0]
        print(json.dumps({"document": document, **tables}, ensure_ascii=False, indent=1, default=str))
        return
    shown = console()
    document = tables["documents"][0]
    for name in ("title", "agency", "year", "edition", "status", "reader", "pages", "published"):
        if document[name] is not None:
            shown.print(text(f"{name:10} {document[name]}"))
    if report.metadata.period_start:
        shown.print(f"{'period':10} {report.metadata.period_start} to {report.metadata.period_end}")
    for name, value in report.metadata.contact.items():
        shown.print(text(f"{name:10} {value}"))
    for warning in report.warnings:
        shown.print(text(f"{'warning':10} {warning}"))
    shown.print("\n[bold]Sections[/bold]")
    for section in report.sections:
        words = f"{'  ' * section.level}{section.heading or '(opening)'}"
        shown.print(text(f"{words}  [{section.code or '-'}]  {len(section.text)} characters"))
    for index, table in enumerate(report.tables):
        _print_table(shown, index, table)
    _print_records(shown, report.record_list)
    shown.print("\n[bold]Checks[/bold]")
    for check in report.check_list:
        if check.verdict != "pass":
            where = "/".join(filter(None, (check.table, check.row, check.column)))
            shown.print(text(f"{check.verdict:10} {check.rule}  {where}  {check.message}"))
    passed = sum(1 for check in report.check_list if check.verdict == "pass")
    shown.print(f"{passed} of {len(report.check_list)} checks passed")


def where(place: Place | None) -> str:
    """A place in words: page and box, line, or path."""
    if place is None:
        return ""
    if place.page is None:
        return place.path
    if place.box is None:
        return f"page {place.page}, {place.path}"
    box = ", ".join(f"{edge:.0f}" for edge in place.box)
    return f"page {place.page} ({box})"


def _print_table(shown: Console, index: int, table: Table) -> None:
    words = f"Table {index}, {where(table.place)}" + (f", dialect {table.dialect}" if table.dialect else "")
    shown.print()
    shown.print(text(words, style="bold"))
    if table.image:
        shown.print("an image")
        return
    grid = Grid(show_header=False, show_lines=False, box=None if not sys.stdout.isatty() else Grid().box)
    for _ in range(table.width):
        grid.add_column(overflow="fold")
    for row in table.rows():
        texts = [text("")] * table.width
        for cell in row:
            texts[cell.column] = text(" ".join(cell.text.split()))
        grid.add_row(*texts)
    shown.print(grid)


def _print_records(shown: Console, records: list[Any]) -> None:
    shown.print("\n[bold]Records[/bold]")
    grid = Grid(box=None if not sys.stdout.isatty() else Grid().box)
    for name in ("table", "row", "column", "value", "raw", "unit", "state", "certainty", "where"):
        grid.add_column(name, overflow="fold")
    for record in records:
        if record.state == "absent":
            continue
        value = "" if record.value is None else f"{record.value:.10g}"
        raw = " ".join((record.raw or "").split())
        cells = (
            record.table,
            record.row,
            record.column,
            value,
            raw,
            record.unit or "",
            record.state,
            record.certainty,
            where(record.place),
        )
        grid.add_row(*(text(cell) for cell in cells))
    shown.print(grid)


@app.command()
def check(
    dataset: Annotated[str, typer.Argument(metavar="DIR", help="The dataset's folder or fsspec URL.")],
    everything: Annotated[bool, typer.Option("--all", help="Warnings and undecided ones, too.")] = False,
) -> None:
    """List the checks that failed, by rule and agency.

    - `reportparse check data`
    """
    from reportparse.dataset import DatasetError, open_dataset

    try:
        opened = open_dataset(dataset)
        verdicts = "verdict <> 'pass'" if everything else "verdict = 'fail' and severity = 'error'"
        failed = opened.sql(
            f"""select rule, agency, year::varchar as year, c."table", row, "column", "left", "right", message, source
            from checks c join documents using (document_id)
            where {verdicts} order by rule, agency, year, source"""
        )
        failed = failed.astype(object).where(failed.notna(), None)
    except DatasetError as error:
        raise fail(str(error), RUN_FAILED) from error
    except OSError as error:
        raise fail(_words(error, dataset), RUN_FAILED) from error
    shown = console()
    if failed.empty:
        shown.print("no check failed")
        return
    for rule, group in failed.groupby("rule", sort=False):
        shown.print(text(f"{rule}: {len(group)} in {group['source'].nunique()} documents", style="bold"))
        for entry in group.to_dict("records"):
            place = "/".join(str(entry[name]) for name in ("row", "column") if entry[name])
            shown.print(
                text(
                    f"  {entry['agency'] or '?'} {entry['year'] or '?'}  {place}  {entry['message']}"
                    f"  ({entry['source']})"
                )
            )


@app.command()
def query(
    dataset: Annotated[str, typer.Argument(metavar="DIR", help="The dataset's folder or fsspec URL.")],
    sql: Annotated[str, typer.Argument(metavar="SQL", help="A DuckDB query.")],
    form: Annotated[str, typer.Option("--format", help="`table`, `csv` or `json`.")] = "table",
) -> None:
    """Ask the dataset in SQL; documents, sections, cells, records, figures, checks, changes and runs are views.

    In CSV, text that a spreadsheet would run as a formula is given a leading `'`.

    - `reportparse query data "select agency, year, status from documents"`
    - `reportparse query data "select * from checks where verdict = 'fail'" --format csv`
    """
    import duckdb

    from reportparse.dataset import DatasetError, open_dataset

    if form not in ("table", "csv", "json"):
        raise fail(f"there is no format {form!r}: table, csv or json", WRONG_USAGE)
    try:
        frame = open_dataset(dataset).sql(sql)
    except DatasetError as error:
        raise fail(str(error), RUN_FAILED) from error
    except OSError as error:
        raise fail(_words(error, dataset), RUN_FAILED) from error
    except duckdb.Error as error:
        raise fail(f"the query: {error}", WRONG_USAGE) from error
    if form == "csv":
        print(frame.map(_no_formula).to_csv(index=False), end="")
    elif form == "json":
        print(frame.to_json(orient="records", force_ascii=False, date_format="iso", indent=1))
    else:
        grid = Grid(box=None if not sys.stdout.isatty() else Grid().box)
        for name in frame.columns:
            grid.add_column(str(name), overflow="fold")
        blank = frame.isna()
        for row, blanks in zip(frame.itertuples(index=False), blank.itertuples(index=False), strict=True):
            grid.add_row(
                *(text("" if b is True else str(value)) for value, b in zip(row, blanks, strict=True))
            )
        console().print(grid)


def _no_formula(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


@app.command("forms")
def show_forms(
    edition: Annotated[str | None, typer.Argument(metavar="[ID]", help="One edition in detail.")] = None,
    forms: OwnForms = None,
) -> None:
    """List the forms that are known, or one in detail.

    - `reportparse forms`
    - `reportparse forms 2021`
    """
    known = _forms(forms)
    shown = console()
    if edition is None:
        for family in known.families:
            shown.print(text(f"{family.id}  {family.header.title}"))
            for one in family.editions:
                first_only = len(one.usual_years) == 1
                years = f"{one.usual_years[0]} on" if first_only else " to ".join(map(str, one.usual_years))
                sizes = ", ".join(
                    f"{table.code} {sum(1 for block in table.blocks for _ in block.slots)}"
                    for table in one.tables
                )
                shown.print(text(f"  {one.id}  {one.notice or ''}  {years}  {sizes}"))
        return
    if edition not in known.editions:
        raise fail(f"there is no form {edition!r}: {', '.join(known.editions)}", WRONG_USAGE)
    one = known.editions[edition]
    shown.print(text(f"{one.id}  {one.notice or ''}"))
    for table in one.tables:
        shown.print()
        shown.print(text(f"{table.code}  {table.title or ''}", style="bold"))
        for block in table.blocks:
            if block.caption:
                shown.print(text(f"  {block.caption}"))
            for row in block.rows:
                shown.print(text(f"  {row.code:40} {' / '.join(row.path)}  {row.unit or ''}".rstrip()))
            for column in block.columns:
                code = f"{column.row}/{column.code}" if column.row else column.code
                shown.print(text(f"    {code:44} {' / '.join(column.path)}  {column.unit or ''}"))
    shown.print("\n[bold]rules[/bold]")
    for rule in one.rules:
        shown.print(text(f"  {rule.id}  ({rule.severity})  {rule.text}"))


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        # The reader of a pipe has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
