"""Archives (.zip): the documents in them, one by one."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import MAX_BYTES
from reportparse.loaders.package import Package

# Each is a document for itself, so that only their number is bounded, not what they have together.
MAX_MEMBERS = 100_000
_UTF8_NAME = 0x800


def members(content: bytes | Path | BinaryIO) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name of each file in an archive, with a function that gives its bytes or raises UnreadableDocument.

    A file is read member by member; such an archive may be much larger than a document.

    Names are for reading, never for writing to: they may hold anything. Where one comes again, it has its count
    behind it. Folders, empty files and
    what systems add (`__MACOSX/`, `Thumbs.db`) are passed over. Raises UnreadableDocument where the
    archive itself cannot be read.
    """
    package = Package(content, MAX_MEMBERS, None)
    counts: Counter[str] = Counter()
    for member in package.members:
        name = name_of(member)
        if member.file_size and not member.is_dir() and not _is_clutter(name):
            counts[name] += 1
            numbered = name if counts[name] == 1 else f"{name} ({counts[name]})"
            yield numbered, partial(package.read, member, MAX_BYTES)


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese systems write GBK without saying so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def load(content: bytes) -> Document:
    """Always raises UnreadableDocument: an archive holds documents and is none."""
    names = ", ".join(name_of(member) for member in Package(content).members[:5])
    raise UnreadableDocument(f"the file is an archive, not a document; it holds {names or 'nothing'}")


def _is_clutter(name: str) -> bool:
    last = posixpath.basename(name)
    return name.startswith("__MACOSX/") or last.startswith((".", "~$")) or last.lower() == "thumbs.db"
