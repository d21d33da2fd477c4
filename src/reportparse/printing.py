"""What the command line prints: progress and summary of a run, a report, checks, forms, query results."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box, progress
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

if TYPE_CHECKING:
    import pandas

    from reportparse.document import Place, Table
    from reportparse.forms import Edition, Forms, TableForm
    from reportparse.report import Check, Record, Report
    from reportparse.runs.summary import Outcome, Summary, Tally

# So many entries of a list are printed.
SHOWN = 10
# Narrower columns break words into letters.
NARROWEST = 10
# Seconds from which a document is worth naming.
SLOW = 5.0
# Controls, and marks that turn the direction of text; a line end would make two messages of one.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command what a reader means that has seen enough."""
        raise


def console(stderr: bool = False) -> Console:
    """A console that does not cut or colour what goes into a pipe."""
    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return _Console(stderr=stderr, highlight=False, width=None if terminal else 4000, soft_wrap=not terminal)


def visible(words: str) -> str:
    """Words of a document or a file system, with what would steer the terminal made visible."""
    return STEERING.sub(lambda match: match[0].encode("unicode_escape").decode(), words)


def text(words: str, style: str = "") -> Text:
    """Words as they are: no markup in them, no control characters."""
    return Text(visible(words), style=style)


class Progress:
    """A bar on a terminal, nothing in a pipe."""

    def __init__(self) -> None:
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

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def step(self, outcome: Outcome | None, total: int | None) -> None:
        """Count one document more; name a failed one at once."""
        self._bar.update(self._task, advance=1, total=total)
        if outcome is not None and outcome.error:
            self._bar.console.print(
                text(f"reportparse: {outcome.source}: {outcome.error}"), soft_wrap=True, highlight=False
            )


def print_summary(summary: Summary, out: str) -> None:
    """Print what became of the documents of a run, and what to look at next."""
    from reportparse.runs.summary import in_words

    shown = console()
    shown.print(f"{_documents(summary.parsed)} parsed: {in_words(summary.statuses)}")
    _print_readers(shown, summary)
    for words in summary.empty:
        shown.print(text(words))
    if summary.unchanged:
        shown.print(f"{summary.unchanged} unchanged, skipped")
    if summary.unknown_editions:
        shown.print(
            text(
                f"warning: {_documents(summary.unknown_editions.total())} read before by forms that this run"
                f" does not know ({', '.join(summary.unknown_editions)}): was --forms left out?"
            )
        )
    if summary.duplicates.count:
        shown.print("\nthe same bytes as another file, left out:")
        _print_list(shown, list(summary.duplicates.names), summary.duplicates.count)
    if summary.rules:
        shown.print("\nrules that failed:")
        for rule, failed in sorted(summary.rules.items(), key=lambda item: -item[1].count):
            shown.print(text(f"  {rule}: {_documents(failed.count)}: {_names(failed, 5)}"))
    for status, words in (
        ("flagged", "values uncertain:"),
        ("partial", "tables missing or unreadable:"),
        ("unrecognised", "no known form:"),
        ("failed", "failed:"),
    ):
        reasons = [(why, tally) for (of, why), tally in summary.reasons.items() if of == status]
        reasons.sort(key=lambda item: -item[1].count)
        _print_headed(shown, words, [f"{_names(tally, 3)}: {why}" for why, tally in reasons])
    agencies: dict[str, Counter[str]] = {}
    for (agency, status), count in summary.agencies.items():
        agencies.setdefault(agency, Counter())[status] += count
    most = sorted(agencies.items(), key=lambda item: -item[1].total())
    _print_headed(
        shown,
        "agencies whose documents want a look:",
        [f"{agency}: {in_words(found)}" for agency, found in most],
    )
    _print_headed(
        shown, "new warnings:", [f"{_documents(count)}: {kind}" for kind, count in summary.new_warnings]
    )
    slow = [one for one in summary.slowest if (one.seconds or 0) >= SLOW]
    _print_headed(shown, "slowest:", [f"{one.source}: {one.seconds:.1f} s" for one in slow])
    if summary.rules:
        shown.print()
        shown.print(text(f"reportparse check {out}    says which numbers do not add up"))
    if summary.parsed > summary.statuses["failed"]:
        shown.print("reportparse show FILE    says where each value came from")


def _print_readers(shown: Console, summary: Summary) -> None:
    """How many documents of each format ended with each status."""
    from reportparse.runs.summary import STATUSES

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


def _names(tally: Tally, most: int) -> str:
    """The first names of a tally, each with how often it occurs, and how many more there are."""
    first = list(tally.names.items())[:most]
    more = tally.count - sum(count for _, count in first)
    names = ", ".join(name if count == 1 else f"{name} ({count})" for name, count in first)
    return f"{names} and {more} more" if more else names


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count} documents"


def _print_headed(shown: Console, heading: str, entries: list[str]) -> None:
    """A list below its heading, or nothing where the list is empty."""
    if entries:
        shown.print(f"\n{heading}")
        _print_list(shown, entries, len(entries))


def _print_list(shown: Console, entries: list[str], count: int) -> None:
    """The first of the entries, which may themselves be the first of `count`."""
    for entry in entries[:SHOWN]:
        shown.print(text(f"  {entry}"))
    if count > SHOWN:
        shown.print(f"  and {count - SHOWN} more")


def print_report(report: Report) -> None:
    """Print a report: what it says of itself, its outline, tables, records, and checks that did not pass."""
    shown = console()
    metadata = report.metadata
    facts = {
        "title": metadata.title,
        "agency": metadata.agency,
        "year": metadata.year,
        "edition": report.edition,
        "status": report.status,
        "reader": report.document.reader,
        "pages": report.document.pages,
        "published": metadata.published,
        "period": f"{metadata.period_start} to {metadata.period_end}" if metadata.period_start else None,
        **metadata.contact,
    }
    for name, fact in facts.items():
        if fact is not None:
            shown.print(text(f"{name:10} {fact}"))
    for warning in report.warnings:
        shown.print(text(f"{'warning':10} {warning}"))
    shown.print("\n[bold]Sections[/bold]")
    for section in report.sections:
        words = f"{'  ' * section.level}{section.heading or '(opening)'}"
        shown.print(text(f"{words}  [{section.code or '-'}]  {len(section.text)} characters"))
    for index, table in enumerate(report.tables):
        _print_table(shown, index, table)
    _print_records(shown, report.record_list)
    _print_checks(shown, report.check_list)


def _print_table(shown: Console, index: int, table: Table) -> None:
    words = f"Table {index}, {_where(table.place)}" + (f", dialect {table.dialect}" if table.dialect else "")
    shown.print()
    shown.print(text(words, style="bold"))
    if table.image:
        shown.print("an image")
        return
    grid = Grid(show_header=False, box=_box())
    for _ in range(table.width):
        grid.add_column(overflow="fold")
    for row in table.rows():
        texts = [text("")] * table.width
        for cell in row:
            texts[cell.column] = text(" ".join(cell.text.split()))
        grid.add_row(*texts)
    shown.print(grid)


def _print_records(shown: Console, records: list[Record]) -> None:
    shown.print("\n[bold]Records[/bold]")
    grid = Grid(box=_box())
    for name in ("table", "row", "column", "value", "raw", "unit", "state", "certainty", "where"):
        grid.add_column(name, overflow="fold")
    for record in records:
        if record.state == "absent":
            continue
        cells = (
            record.table,
            record.row,
            record.column,
            "" if record.value is None else f"{record.value:.10g}",
            " ".join((record.raw or "").split()),
            record.unit or "",
            record.state,
            record.certainty,
            _where(record.place),
        )
        grid.add_row(*map(text, cells))
    shown.print(grid)


def _print_checks(shown: Console, checks: list[Check]) -> None:
    shown.print("\n[bold]Checks[/bold]")
    others = [check for check in checks if check.verdict != "pass"]
    for check in others:
        cell = "/".join(filter(None, (check.table, check.row, check.column)))
        shown.print(text(f"{check.verdict:10} {check.severity:8} {check.rule}  {cell}  {check.message}"))
    shown.print(f"{len(checks) - len(others)} of {len(checks)} checks passed")


def _where(place: Place | None) -> str:
    """A place in words: page and box, line, or path."""
    if place is None:
        return ""
    if place.page is None:
        return place.path
    if place.box is None:
        return f"page {place.page}, {place.path}"
    edges = ", ".join(f"{edge:.0f}" for edge in place.box)
    return f"page {place.page} ({edges})"


def _box() -> box.Box | None:
    """Lines around tables on a terminal, none in a pipe."""
    return box.HEAVY_HEAD if sys.stdout.isatty() else None


def print_failed(checks: pandas.DataFrame) -> None:
    """Print checks of a dataset, by rule, each with its agency, year, cell, message and source."""
    shown = console()
    if checks.empty:
        shown.print("no check failed")
        return
    for rule, group in checks.groupby("rule", sort=False):
        shown.print(text(f"{rule}: {len(group)} in {_documents(group['source'].nunique())}", style="bold"))
        for entry in group.to_dict("records"):
            cell = "/".join(str(entry[name]) for name in ("row", "column") if entry[name])
            shown.print(
                text(
                    f"  {entry['agency'] or '?'} {entry['year'] or '?'}  {cell}  {entry['message']}"
                    f"  ({entry['source']})"
                )
            )


def print_uncertain(cells: Mapping[str, int]) -> None:
    """Print how many cells of which sources are uncertain."""
    entries = [f"{source}: {count} cells" for source, count in cells.items()]
    _print_headed(console(), "values uncertain:", entries)


def print_lacking(statuses: Mapping[str, str]) -> None:
    """Print which sources have not all tables of a form: what is missing was not checked."""
    entries = [f"{source}: {status}" for source, status in statuses.items()]
    _print_headed(console(), "not read whole, so not all checked:", entries)


def print_frame(frame: pandas.DataFrame) -> None:
    """Print the answer to a query, row by row if it is wider than the terminal; what is null is blank."""
    shown = console()
    names = [text(str(name)) for name in frame.columns]
    blank = frame.isna()
    rows = [
        [text("" if b is True else str(value)) for value, b in zip(row, blanks, strict=True)]
        for row, blanks in zip(frame.itertuples(index=False), blank.itertuples(index=False), strict=True)
    ]
    if len(names) * NARROWEST <= shown.width:
        _print_grid(shown, names, rows)
        return
    for number, row in enumerate(rows, 1):
        _print_grid(shown, ["row", str(number)], list(zip(names, row, strict=True)))


def _print_grid(shown: Console, names: Sequence[Text | str], rows: Iterable[Sequence[Text]]) -> None:
    """Print rows below the names of their columns; long texts go on in the next line."""
    grid = Grid(box=_box())
    for name in names:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    shown.print(grid)


def print_forms(forms: Forms) -> None:
    """Print the families and their editions, each with its years and how many cells its tables have."""
    shown = console()
    for family in forms.families:
        shown.print(text(f"{family.id}  {family.header.title}"))
        for edition in family.editions:
            sizes = ", ".join(
                f"{table.code} {sum(len(block.slots) for block in table.blocks)}" for table in edition.tables
            )
            years = _years(edition.usual_years)
            shown.print(text(f"  {edition.id}  {edition.notice or ''}  {years}  {sizes}"))


def _years(years: tuple[int, ...]) -> str:
    return f"{years[0]} on" if len(years) == 1 else " to ".join(map(str, years))


def _own_table(table: TableForm, is_subtotal: bool) -> str:
    """Name the table under which the records of sub-totals are kept."""
    from reportparse.recognition.match import SUBTOTALS

    return f"  (in {table.code}{SUBTOTALS})" if is_subtotal else ""


def print_edition(edition: Edition) -> None:
    """Print an edition: the labels and codes of its tables, and its rules."""
    shown = console()
    shown.print(text(f"{edition.id}  {edition.notice or ''}"))
    for table in edition.tables:
        shown.print()
        shown.print(text(f"{table.code}  {table.title or ''}", style="bold"))
        for block in table.blocks:
            if block.caption:
                shown.print(text(f"  {block.caption}"))
            for row in block.rows:
                words = f"  {row.code:40} {' / '.join(row.path)}  {row.unit or ''}".rstrip()
                shown.print(text(words + _own_table(table, row.subtotal)))
            for column in block.columns:
                code = f"{column.row}/{column.code}" if column.row else column.code
                words = f"    {code:44} {' / '.join(column.path)}  {column.unit or ''}".rstrip()
                shown.print(text(words + _own_table(table, column.subtotal)))
    shown.print("\n[bold]rules[/bold]")
    for rule in edition.rules:
        shown.print(text(f"  {rule.id}  ({rule.severity})  {rule.text}"))
