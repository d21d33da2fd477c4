"""Loaders: the bytes of a file to a `Document`, one module per format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from reportparse.document import PICTURE, Document, UnreadableDocument
from reportparse.loaders import sniff

# Reports have some megabytes with their pictures; larger ones would only exhaust the memory.
MAX_BYTES = 100 * 1024 * 1024
# Reports have some thousand paragraphs; what has more than this is none, and is not read to its end.
MOST_BLOCKS = 30_000


class Kind(NamedTuple):
    """A kind of file: its name, how its bytes are known, and the module whose `load` reads it.

    `careful` is the module of a slower, independent reader to compare with, where there is one. Where a document
    may have pages that are pictures, `load` takes `recognise`, too.
    """

    name: str
    sniff: Callable[[sniff.Probe], bool]
    module: str
    careful: str | None = None


# In the order in which they are tried. Modules are imported when a file needs them.
KINDS: list[Kind] = [
    Kind("docx", sniff.is_docx, "reportparse.loaders.docx"),
    Kind("odt", sniff.is_odt, "reportparse.loaders.odt"),
    Kind("archive", sniff.is_archive, "reportparse.loaders.archive"),
    Kind("doc", sniff.is_doc, "reportparse.loaders.doc"),
    Kind("rtf", sniff.is_rtf, "reportparse.loaders.rtf"),
    Kind("pdf", sniff.is_pdf, "reportparse.loaders.pdf", "reportparse.loaders.pdf_careful"),
    Kind("image", sniff.is_image, "reportparse.loaders.image"),
    Kind("mhtml", sniff.is_mhtml, "reportparse.loaders.mhtml"),
    Kind("html", sniff.is_html, "reportparse.loaders.html", "reportparse.loaders.html_careful"),
    Kind("text", sniff.is_text, "reportparse.loaders.text"),
]


def kind_of(content: bytes) -> Kind:
    """The kind of file that the bytes are.

    Raises UnreadableDocument where they are empty, too many, or no kind that is read.
    """
    if not content:
        raise UnreadableDocument("the file is empty")
    refuse_large(len(content))
    probe = sniff.Probe(content)
    for refuses, words in sniff.REFUSED:
        if refuses(probe):
            raise UnreadableDocument(words)
    for kind in KINDS:
        if kind.sniff(probe):
            return kind
    names = ", ".join(kind.name for kind in KINDS)
    raise UnreadableDocument(f"the file is none of the kinds of file that are read: {names}")


def refuse_large(size: int) -> None:
    """Raise UnreadableDocument for more bytes than are read."""
    if size > MAX_BYTES:
        raise UnreadableDocument(
            f"the file has {size / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that are read"
        )


def load(content: bytes, kind: Kind | None = None) -> Document:
    """Read the bytes of one document, of the kind that they are known to be or are found to be.

    Raises UnreadableDocument, in words for the person who has the file, where they cannot be read;
    also for an archive, which holds documents but is none (see `loaders.archive.members`).
    """
    module = import_module((kind or kind_of(content)).module)
    document = cast(Callable[[bytes], Document], module.load)(content)
    if len(document.blocks) > MOST_BLOCKS:
        document.warnings.append(
            f"the document has {len(document.blocks)} paragraphs: only the first {MOST_BLOCKS} are read"
        )
        del document.blocks[MOST_BLOCKS:]
    pictures = sum(cell.text == PICTURE for table in document.tables for cell in table.cells)
    if pictures:
        document.warnings.append(f"{pictures} cells of tables hold a picture or the like, which is not read")
    return document
