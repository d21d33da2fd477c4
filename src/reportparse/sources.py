"""Find what to read: files, folders, globs, archives and fsspec URLs, as a sequence of named sources."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from reportparse.dataset.stores import asking, needed
from reportparse.document import UnreadableDocument
from reportparse.loaders import MAX_BYTES, archive, kind_of, refuse_large

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MEMBER = "!/"
# Beginnings of names that are no documents in folders; a file that is named itself is read in any case.
CLUTTER = (".", "~$", "Thumbs.db", "desktop.ini")
# The file that every dataset has, and what else is one's own: it may lie among the documents and is passed over.
DATASET_MARK = "documents/schema.parquet"
DATASET_TABLES = ("documents", "sections", "cells", "records", "figures", "checks", "changes", "runs")
DATASET_ENTRIES = frozenset((*DATASET_TABLES, "_staging", "_journal.json", "_writer.lock"))

# So many names may wait to be parsed.
LISTED_AHEAD = 100_000


class NoSource(ValueError):  # noqa: N818
    """An argument names nothing that exists, or nothing that can be searched."""


class EmptyFolder(NoSource):
    """A folder has no files that could be documents."""


def expand(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the sources that the arguments name, one by one, in a stable order.

    A folder stands for the files in it and below, without hidden ones and without those of a dataset; an
    archive for its members. Names that do not exist and folders that may not be listed are yielded as they
    are, so that their document can say so. Raises EmptyFolder for a folder without files; NoSource for an empty
    name, a glob without files, and a URL of a kind that is not installed.
    """
    for argument in arguments:
        if not argument:
            raise NoSource("an empty name is no source")
        if "://" in argument:
            yield from _expand_url(argument)
        elif Path(argument).is_dir():
            yield from _expand_folder(argument)
        elif glob.has_magic(argument) and not Path(argument).exists():
            yield from _expand_glob(argument)
        else:
            yield from _with_members(argument)


class Listing:
    """The sources that the arguments name, each once, searched for in a thread while the first are parsed.

    Raises NoSource at once where an argument names nothing; folders without files are `empty`, as one may be that
    something is put into now and then. `total` is the number of sources, None until it is known.
    """

    def __init__(self, arguments: Iterable[str]) -> None:
        self.total: int | None = None
        # What is wrong with folders without files, as sentences.
        self.empty: list[str] = []
        listings: list[Iterator[str]] = []
        for argument in dict.fromkeys(arguments):
            listing = expand([argument])
            try:
                listings.append(chain([next(listing)], listing))
            except EmptyFolder as error:
                self.empty.append(str(error))
        found = chain(*listings)
        # Only what several arguments name may come twice.
        self._sources = found if len(listings) == 1 else _distinct(found)

    def __iter__(self) -> Iterator[str]:
        found: Queue[str | Exception | None] = Queue(LISTED_AHEAD)
        Thread(target=self._look, args=(found,), daemon=True).start()
        while (source := found.get()) is not None:
            if isinstance(source, Exception):
                raise source
            yield source

    def _look(self, found: Queue[str | Exception | None]) -> None:
        count = 0
        try:
            for source in self._sources:
                found.put(source)
                count += 1
            self.total = count
            found.put(None)
        except Exception as error:
            found.put(error)


def _distinct(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name


def display_name(source: str) -> str:
    """Return the name of a source for the dataset and for messages.

    Names of files are bytes; those that are not UTF-8 are most likely GBK, from an archive that was unpacked
    by a tool that did not know.
    """
    try:
        source.encode()
        return source
    except UnicodeEncodeError:
        raw = os.fsencode(source)
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")


def containers(source: str) -> Iterator[str]:
    """Yield the names of the archive and of the folders that a source is in, the inmost first."""
    file, _, member = source.partition(MEMBER)
    if member:
        yield file
    if "://" not in file:
        yield from map(str, Path(file).parents)


def read(source: str) -> bytes:
    """Return the bytes of a source.

    Raises UnreadableDocument where it is too large, no file, or cannot be had from its archive; OSError where
    it does not exist or may not be read.
    """
    if "://" in source and _split(source)[1] is None:
        with asking(source), _open(source) as stream:
            content = stream.read(MAX_BYTES + 1)
        refuse_large(len(content))
        return content
    return read_file(source)


def read_file(source: str) -> bytes:
    """Return the bytes of a file or of a member of an archive; raises as `read` does."""
    file, member = _split(source)
    if member is not None:
        members = _members(file, _stamp(file))
        if member not in members:
            raise UnreadableDocument(f"the archive has no member {member}")
        return members[member]()
    path = Path(source)
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        os.listdir(path)  # noqa: PTH208 - says why it was given as a document
        raise UnreadableDocument("it is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        # A pipe or a device would be waited for, or read, without end.
        raise UnreadableDocument("it is a pipe, a socket or a device, not a file")
    refuse_large(status.st_size)
    return path.read_bytes()


def size(source: str) -> int | None:
    """Return the size of a local file in bytes; None for anything else."""
    path = Path(source)
    return path.stat().st_size if path.is_file() else None


def _expand_folder(folder: str) -> Iterator[str]:
    unlisted: list[OSError] = []
    found = False
    for directory, folders, names in os.walk(folder, onerror=unlisted.append):
        folders[:], documents = _searched(folders, names, _is_dataset(directory))
        for name in documents:
            found = True
            yield from _with_members(str(Path(directory) / name))
    for error in unlisted:
        found = True
        yield str(error.filename)
    if not found:
        besides = " besides a dataset's own" if _is_dataset(folder) else ""
        raise EmptyFolder(f"{folder}: has no files in it{besides}")


def _searched(folders: Iterable[str], files: Iterable[str], is_dataset: bool) -> tuple[list[str], list[str]]:
    """Return what is searched of a folder, its folders and its files in order: no clutter, nothing a dataset's own."""
    own = DATASET_ENTRIES if is_dataset else frozenset()
    return (
        sorted(name for name in folders if not name.startswith(".") and name not in own),
        sorted(name for name in files if not name.startswith(CLUTTER) and name not in own),
    )


def _expand_glob(pattern: str) -> Iterator[str]:
    names = sorted(name for name in glob.glob(pattern, recursive=True) if not Path(name).is_dir())  # noqa: PTH207
    names = [name for name in names if not _is_of_dataset(Path(name))]
    if not names:
        raise NoSource(f"{pattern}: matches no file")
    for name in names:
        yield from _with_members(name)


def _is_of_dataset(file: Path) -> bool:
    """Whether a file is one of a dataset's own."""
    return any(
        file.relative_to(parent).parts[0] in DATASET_ENTRIES and _is_dataset(str(parent))
        for parent in file.parents
    )


def _is_dataset(folder: str) -> bool:
    return (Path(folder) / DATASET_MARK).exists()


def _expand_url(url: str) -> Iterator[str]:
    if "::" in url or MEMBER in url:
        yield url
        return
    import fsspec

    try:
        # Nothing that was listed is kept, so that memory stays flat.
        filesystem, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise NoSource(f"{url}: {needed(url, error)}") from error
    except ValueError as error:
        # What fsspec says names the kinds of URL that it knows.
        raise NoSource(f"{url}: {error}") from error
    if url.startswith(("http://", "https://")):
        # A page is a document; fsspec would take one with links for a folder of them.
        yield from _with_members(url)
        return
    found = False
    names = _names_in_store(filesystem, path)
    while True:
        with asking(url):
            name = next(names, None)
        if name is None:
            break
        found = True
        yield from _with_members(filesystem.unstrip_protocol(name))
    if not found:
        raise NoSource(f"{url}: matches no file")


def _names_in_store(filesystem: AbstractFileSystem, path: str) -> Iterator[str]:
    """Yield the files that a path or glob names, folder by folder, without those of datasets."""
    if glob.has_magic(path):
        names = [name for name in sorted(filesystem.glob(path)) if not filesystem.isdir(name)]
        datasets = {name.removesuffix(DATASET_MARK) for name in names if name.endswith(f"/{DATASET_MARK}")}
        yield from (
            name
            for name in names
            if not any(
                name.startswith(folder) and name.removeprefix(folder).split("/")[0] in DATASET_ENTRIES
                for folder in datasets
            )
        )
    elif filesystem.isdir(path):
        for folder, folders, files in filesystem.walk(path, on_error="raise"):
            is_dataset = "documents" in folders and filesystem.exists(f"{folder}/{DATASET_MARK}")
            folders[:], documents = _searched(folders, files, is_dataset)
            yield from (f"{folder}/{name}" for name in documents)
    else:
        yield path


def _with_members(name: str) -> Iterator[str]:
    """Yield the members of a file that is an archive, else the file; a broken archive counts as a file."""
    try:
        members = list(_members(name, _stamp(name))) if _is_archive(name) else []
    except (OSError, UnreadableDocument):
        members = []
    if members:
        yield from (f"{name}{MEMBER}{member}" for member in members)
    else:
        yield name


def _is_archive(name: str) -> bool:
    """Whether it is a zip that is no document itself; a remote one must have the ending .zip."""
    if "://" in name:
        return name.lower().endswith(".zip")
    path = Path(name)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return False
    # A document of this size is refused anyway.
    return path.stat().st_size > MAX_BYTES or kind_of(path.read_bytes()).name == "archive"


def _split(source: str) -> tuple[str, str | None]:
    """Return the file that a source names, and its member in an archive; None if it is not in one."""
    if MEMBER not in source or ("://" not in source and Path(source).exists()):
        return source, None
    file, _, member = source.partition(MEMBER)
    return file, member


class _Stamp(NamedTuple):
    """What differs between an archive and another one that replaces it later."""

    size: int
    changed: str


def _stamp(file: str) -> _Stamp:
    if "://" not in file:
        status = Path(file).stat()
        return _Stamp(status.st_size, str(status.st_mtime_ns))
    import fsspec

    filesystem, path = fsspec.core.url_to_fs(file)
    return _Stamp(filesystem.size(path), filesystem.ukey(path))


@lru_cache(maxsize=1)
def _members(file: str, stamp: _Stamp) -> dict[str, Callable[[], bytes]]:
    """Return functions that read the members of an archive, by name.

    Its directory is read once for all members that are read one after another.
    """
    return dict(archive.members(_open(file) if "://" in file else Path(file)))


def _open(url: str) -> BinaryIO:
    import fsspec

    filesystem, path = fsspec.core.url_to_fs(url)
    return cast(BinaryIO, filesystem.open(path, "rb"))
