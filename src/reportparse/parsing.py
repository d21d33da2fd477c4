"""Turn one document into a report, from bytes to records, figures and checks."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from reportparse.checks import check
from reportparse.document import Document, UnreadableDocument
from reportparse.doubts import DOUBTS
from reportparse.doubts.doubt import withheld
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.other_years import tables_of_other_years
from reportparse.doubts.pictures import doubt_figures, doubt_records
from reportparse.forms import Family, Forms, load_forms
from reportparse.ladder import Understanding, climb
from reportparse.outline.headings import SectionNames
from reportparse.outline.inner_headings import with_headings_apart
from reportparse.outline.segmentation import segment
from reportparse.prose.bodies import without_cells_of_others
from reportparse.prose.comparison import check_figures
from reportparse.prose.figures import find_figures, in_tables, without_cells_of_sums
from reportparse.prose.stated_records import stated_records
from reportparse.recognition.recognise import recognise
from reportparse.report import Report, Status
from reportparse.sources import display_name, read_file
from reportparse.tables.texts.flattened import rebuild


def parse(
    source: str | os.PathLike[str] | bytes | BinaryIO, forms: Forms | str | os.PathLike[str] | None = None
) -> Report:
    """Parse one report from a path, bytes or a binary file object; never fetches a URL.

    A path may name a member of an archive: `reports.zip!/report.docx`. `forms` may be the path of forms of
    your own, as for `load_forms`. Raises UnreadableDocument, with the path and a message for the person who has
    the file, where the bytes cannot be read; OSError where the path cannot; TypeError for a file that was opened
    as text, or anything else.
    """
    started = time.perf_counter()
    known = forms if isinstance(forms, Forms) else load_forms(forms)
    try:
        content = read(source)
        with _without_collection():
            # What is not in the report is let go before the search goes on.
            return _report(content, known, started)
    except UnreadableDocument as error:
        if isinstance(source, (str, os.PathLike)):
            raise UnreadableDocument(f"{display_name(os.fspath(source))}: {error}") from error
        raise


def _report(content: bytes, known: Forms, started: float) -> Report:
    understood = climb(content, lambda document: understand(document, known.families))
    recognition = understood.recognition
    return Report(
        document_id=hashlib.sha256(content).hexdigest(),
        size=len(content),
        document=understood.document,
        metadata=understood.outline.metadata,
        edition=recognition.edition,
        status=status(understood),
        warnings=list(dict.fromkeys([*understood.warnings, *_shortcomings(understood)])),
        sections=understood.outline.sections,
        tables=understood.tables,
        record_list=understood.records,
        figure_list=understood.figures,
        check_list=understood.checks,
        seconds=time.perf_counter() - started,
    )


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause the search for cycles while the many small objects of a document are made.

    None of them is in a cycle.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def understand(document: Document, families: Iterable[Family]) -> Understanding:
    """Return the document as explained by the family of reports that explains most of it."""
    understandings = (_understand(document, family) for family in families)
    return max(understandings, key=lambda understanding: understanding.recognition.score)


def _understand(loaded: Document, family: Family) -> Understanding:
    document = rebuild(loaded, family)
    document = replace(document, blocks=with_headings_apart(document.blocks, SectionNames.of(family)))
    outline = segment(document, family)
    if outline.end is not None:
        document = replace(document, blocks=document.blocks[: outline.end])
    of_other_years = tables_of_other_years(document, outline, family)
    recognition = recognise(document, family, outline.metadata.year, of_other_years)
    rules = family.figure_rules
    recognised = {section.position for section in outline.sections if section.place.recognised}
    figures, warnings = find_figures(outline.sections, rules, outline.metadata.year)
    figures = doubt_figures(figures, recognised)
    agency, records = outline.metadata.agency, [*recognition.records]
    if recognition.edition:
        records += stated_records(figures, recognition.edition, rules, agency, outline.sections)
    figures = without_cells_of_others(figures, rules.scopes, agency, outline.sections)
    figures = in_tables(figures, {record.table for record in records}, rules)
    grounds = Grounds(family, loaded, document, outline, of_other_years)
    for doubts_about in DOUBTS:
        records, reasons = withheld(records, doubts_about(records, grounds))
        warnings += reasons
    records = doubt_records(records, family)
    checks = check(records, family, agency) + check_figures(figures, records, rules)
    figures = without_cells_of_sums(figures)
    warnings = [*document.warnings, *outline.warnings, *warnings, *recognition.warnings]
    return Understanding(
        document, outline, list(document.tables), recognition, records, figures, checks, warnings
    )


def read(source: str | os.PathLike[str] | bytes | BinaryIO) -> bytes:
    """Return the bytes of a path, of bytes, or of the rest of a binary file object.

    Raises OSError where the path cannot be read and TypeError for a file that was opened as text, or anything
    else.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source)
    if isinstance(source, (str, os.PathLike)):
        name = os.fspath(source)
        if "://" in name:
            raise FileNotFoundError(errno.ENOENT, "there is no such file, and a URL is not fetched", name)
        return read_file(name)
    if not hasattr(source, "read"):
        raise TypeError(f"a path, bytes or a binary file is needed, not {type(source).__name__}")
    content = source.read()
    if not isinstance(content, bytes):
        raise TypeError('the file was opened as text: open it with mode "rb"')
    return content


def status(understood: Understanding) -> Status:
    """Return the status of a readable document, as README defines it.

    A document that holds another report, too, is `partial`: the tables of that one are missing.
    """
    recognition = understood.recognition
    if not recognition.matches:
        return "unrecognised"
    if recognition.missing or recognition.cut or understood.outline.end is not None:
        return "partial"
    return "flagged" if understood.failed or understood.uncertain else "ok"


def _shortcomings(understood: Understanding) -> list[str]:
    """Return warnings about what the document does not have of the form, or what could not be read of it."""
    recognition, tables = understood.recognition, understood.tables
    if not recognition.matches:
        images = sum(1 for table in tables if table.image)
        return ["no table of a known form was found"] + (
            [f"{images} tables are images" if images > 1 else "a table is an image"] if images else []
        )
    warnings = [
        *(
            f"the table {form.code} ({form.title}) is missing or cannot be read"
            for form in recognition.missing
        ),
        *recognition.cut,
    ]
    metadata = understood.outline.metadata
    warnings += [
        f"nothing tells the {what} of the report"
        for what, told in (("agency", metadata.agency), ("year", metadata.year))
        if told is None
    ]
    if recognition.missing:
        warnings += [f"table {i + 1} is an image" for i, table in enumerate(tables) if table.image]
    uncertain = Counter(record.table for record in understood.uncertain)
    return warnings + [
        f"{table}: {'1 cell is' if count == 1 else f'{count} cells are'} uncertain"
        for table, count in uncertain.items()
    ]
