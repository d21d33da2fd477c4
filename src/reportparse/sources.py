"""What to read: files, folders, globs, archives and fsspec URLs, as a sequence of named sources."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportparse.document import UnreadableDocument
from reportparse.loaders import MAX_BYTES

MEMBER = "!/"
# What folders hold beside documents; a file that is named is read whatever it is called.
CLUTTER = (".", "~$", "Thumbs.db", "desktop.ini")


class NoSource(ValueError):  # noqa: N818
    """An argument names nothing that is there."""


def expand(arguments: Iterable[str]) -> Iterator[str]:
    """The sources that some arguments name, one by one, in a stable order.

    A folder gives the files in it and below, an archive its members. A name that is not there is
    given as it is, so that its document can say so; a glob or folder without files raises NoSource.
    """
    for argument in arguments:
        if "://" in argument:
            yield from _expand_url(argument)
        elif Path(argument).is_dir():
            yield from _expand_folder(argument)
        elif not Path(argument).exists() and glob.has_magic(argument):
            names = sorted(filter(os.path.isfile, glob.glob(argument, recursive=True)))  # noqa: PTH207
            if not names:
                raise NoSource(f"{argument}: matches no file")
            for name in names:
                yield from _with_members(name)
        else:
            yield from _with_members(argument)


def _expand_folder(folder: str) -> Iterator[str]:
    found = False
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(CLUTTER):
                found = True
                yield from _with_members(str(Path(directory) / name))
    if not found:
        raise NoSource(f"{folder}: has no files in it")


def _expand_url(url: str) -> Iterator[str]:
    import fsspec

    filesystem, path = fsspec.core.url_to_fs(url)
    if glob.has_magic(path):
        paths = sorted(filesystem.glob(path))
    elif filesystem.isdir(path):
        paths = sorted(filesystem.find(path))
    else:
        paths = [path]
    if not paths:
        raise NoSource(f"{url}: matches no file")
    for found in paths:
        yield filesystem.unstrip_protocol(found)


def _with_members(name: str) -> Iterator[str]:
    """The file, or the members of the archive that it is; what is no good archive reads as a file."""
    path = Path(name)
    if not _looks_like_zip(path):
        yield name
        return
    from reportparse.loaders import archive, kind_of

    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
        names = (
            [member for member, _ in archive.readers(content)] if kind_of(content).name == "archive" else []
        )
    except (OSError, UnreadableDocument):
        names = []
    if names:
        yield from (f"{name}{MEMBER}{member}" for member in names)
    else:
        yield name


def _looks_like_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def read(source: str) -> bytes:
    """The bytes of a source.

    Raises UnreadableDocument where it is too large or, in an archive, cannot be had; OSError
    where it is not there or may not be read.
    """
    if MEMBER in source and not Path(source).exists():
        outer, _, member = source.partition(MEMBER)
        return _read_member(read(outer), member)
    if "://" in source:
        import fsspec

        with fsspec.open(source, "rb") as file:
            content: bytes = file.read(MAX_BYTES + 1)
        _refuse_large(len(content))
        return content
    path = Path(source)
    _refuse_large(path.stat().st_size)
    return path.read_bytes()


def _refuse_large(size: int) -> None:
    if size > MAX_BYTES:
        raise UnreadableDocument(
            f"the file has {size / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that are read"
        )


def _read_member(content: bytes, member: str) -> bytes:
    from reportparse.loaders import archive

    for name, reader in archive.readers(content):
        if name == member:
            return reader()
    raise UnreadableDocument(f"the archive has no member {member}")
