"""Keep the files of a dataset in a local folder or under an fsspec URL, and put them in place whole.

A batch of files is put in place by a journal. The new files are staged first; they count from the moment when
the journal that lists them is written; then each is moved over the one that it replaces. A run killed before
that moment has changed nothing; one killed after it is finished by the next writer, and readers look at
staged files of the journal as if they were in place already. So a `snapshot` is of one moment, also while a
run writes and after one was killed, without a lock.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from reportparse.dataset.stores import asking, reason

# Readers of Parquet pass over names with an underscore; globs of *.parquet do not match these either.
JOURNAL = "_journal.json"
STAGING = "_staging"
LOCK = "_writer.lock"
# A reader looks again if a commit came in between; it does not happen so many times in a row.
ATTEMPTS = 100


class DatasetError(RuntimeError):
    """The dataset cannot be used; the message says why."""


class Storage(Protocol):
    """Files by their names within a dataset, with `/` between folders."""

    @property
    def name(self) -> str:
        """The dataset's path or URL."""

    def lock(self, wait: float) -> Any:
        """Return a context for the only writer.

        Raises DatasetError if another one has it after `wait` seconds.
        """

    def parts(self, table: str) -> set[str]:
        """Return the names of the files in the folders of a table."""

    def open(self, name: str) -> pa.NativeFile:
        """Open a file for reading, which stays as it is when it is replaced; raises FileNotFoundError."""

    def size(self, name: str) -> int:
        """Return the bytes of a file; 0 if there is none."""

    def write(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file durably; its folders are made."""

    def read_text(self, name: str) -> str | None:
        """Return the text of a small file; None if there is none."""

    def write_text(self, name: str, text: str) -> None:
        """Replace a small file in one step, durably."""

    def move(self, name: str, target: str) -> None:
        """Put a file in the place of another in one step; raises FileNotFoundError."""

    def settle(self, names: Iterable[str]) -> None:
        """Make it durable that files stand under these names."""

    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it, if it exists."""


def storage_of(path: str | os.PathLike[str]) -> Storage:
    """Return the storage behind a path or an fsspec URL.

    Raises DatasetError for a URL that cannot be opened, and for a file.
    """
    if isinstance(path, str) and "://" in path:
        scheme, _, place = path.partition("://")
        if scheme not in ("file", "local"):
            return RemoteStorage(path)
        path = place
    if Path(path).is_file():
        raise DatasetError(f"{path}: is a file, not the folder of a dataset")
    return LocalStorage(Path(path))


def replace(storage: Storage, tables: Iterable[tuple[str, pa.Table]]) -> None:
    """Put a batch of files in place by their names: all of them or none, whatever happens.

    Each table is written before the next one is taken.
    """
    batch = uuid.uuid4().hex
    staged: dict[str, str] = {}
    try:
        for name, table in tables:
            staged[name] = f"{STAGING}/{batch}/{len(staged)}.tmp"
            storage.write(staged[name], table)
        if not staged:
            return
        storage.settle(staged.values())
    except BaseException:
        storage.clear(f"{STAGING}/{batch}")
        raise
    _journal(storage, batch, staged)
    _carry_out(storage, batch, staged)


def recover(storage: Storage) -> None:
    """Finish what a killed run was putting in place, and remove what it had only staged."""
    batch, staged = _read_journal(storage)
    if staged:
        _carry_out(storage, batch, staged)
    storage.clear(STAGING)


def snapshot(storage: Storage, tables: Iterable[str]) -> dict[str, dict[str, pa.NativeFile]]:
    """Open the files of tables as they are at one moment; return them by table and name."""
    tables = list(tables)
    for _ in range(ATTEMPTS):
        before = storage.read_text(JOURNAL)
        staged = _read_journal(storage, before)[1]
        names = {table: storage.parts(table) for table in tables}
        for target in staged:
            table = target.split("/")[0]
            if table in names:
                names[table].add(target)
        _allow_open_files(sum(map(len, names.values())))
        try:
            opened = {
                table: {name: _open(storage, name, staged) for name in sorted(names[table])}
                for table in tables
            }
        except FileNotFoundError:
            continue
        if storage.read_text(JOURNAL) == before:
            return opened
    raise DatasetError(f"{storage.name}: changes faster than it can be opened; try again")


def _open(storage: Storage, name: str, staged: Mapping[str, str]) -> pa.NativeFile:
    if name in staged:
        with suppress(FileNotFoundError):
            return storage.open(staged[name])
    return storage.open(name)


def _carry_out(storage: Storage, batch: str, staged: Mapping[str, str]) -> None:
    """Do what the journal says; doing it again does no harm."""
    for target, source in staged.items():
        with suppress(FileNotFoundError):  # it stands in its place already
            storage.move(source, target)
    storage.settle(staged)
    _journal(storage, batch, {})
    storage.clear(f"{STAGING}/{batch}")


def _journal(storage: Storage, batch: str, staged: Mapping[str, str]) -> None:
    """Write which staged files count. Every batch changes the journal, so that readers notice it."""
    storage.write_text(JOURNAL, json.dumps({"batch": batch, "staged": dict(staged)}))


def _read_journal(storage: Storage, text: str | None = None) -> tuple[str, dict[str, str]]:
    text = text or storage.read_text(JOURNAL)
    if text is None:
        return "", {}
    try:
        journal = json.loads(text)
        return journal["batch"], journal["staged"]
    except (ValueError, KeyError) as error:
        raise DatasetError(f"{storage.name}: {JOURNAL} is damaged and cannot be read: {error}") from error


def write_parquet(table: pa.Table, sink: Any) -> None:
    """Write a Parquet file whose pages carry checksums, so that damage is never read as other values."""
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Add the path to an error of writing a file, as a full disk is reported without one."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _allow_open_files(count: int) -> None:
    """Let the process have so many more files open, as far as it may."""
    try:
        import resource
    except ImportError:  # not POSIX
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Those of the process itself, and several datasets.
    wanted = 4 * count + 512
    if soft != resource.RLIM_INFINITY and wanted > soft:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


class LocalStorage:
    """Files in a folder: moves are renames, and what is written is synced to the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The path of the folder."""
        return str(self.path)

    @contextmanager
    def lock(self, wait: float) -> Iterator[None]:
        """Lock the folder; the operating system frees the lock when the process ends, however it does."""
        new = [folder for folder in (self.path, *self.path.parents) if not folder.exists()]
        self.path.mkdir(parents=True, exist_ok=True)
        for folder in new:
            _sync(folder.parent)
        lock = FileLock(self.path / LOCK)
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise DatasetError(
                f"{self.path}: another run writes into this folder; --wait SECONDS waits for it"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def parts(self, table: str) -> set[str]:
        """Return the names of the files in the folders of a table."""
        return {path.relative_to(self.path).as_posix() for path in (self.path / table).glob("*/*.parquet")}

    def open(self, name: str) -> pa.NativeFile:
        """Open a file for reading; it keeps what it held when another one is moved over it."""
        return pa.OSFile(str(self.path / name))

    def size(self, name: str) -> int:
        """Return the bytes of a file; 0 if there is none."""
        try:
            return (self.path / name).stat().st_size
        except FileNotFoundError:
            return 0

    def write(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file and sync it."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with naming(path), path.open("wb") as file:
            write_parquet(table, file)
            file.flush()
            os.fsync(file.fileno())

    def read_text(self, name: str) -> str | None:
        """Return the text of a small file; None if there is none."""
        try:
            return (self.path / name).read_text("utf-8")
        except FileNotFoundError:
            return None

    def write_text(self, name: str, text: str) -> None:
        """Write the text to a file beside it, sync that and rename it."""
        temporary = self.path / f"{name}.tmp"
        with naming(temporary), temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path / name)
        self.settle([name])

    def move(self, name: str, target: str) -> None:
        """Rename over the target."""
        path = self.path / target
        path.parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).replace(path)

    def settle(self, names: Iterable[str]) -> None:
        """Sync the folders that hold these names, and the folders that hold those."""
        for folder in {folder for name in names for folder in (self.path / name).parents}:
            if folder == self.path or self.path in folder.parents:
                _sync(folder)

    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it, if it exists."""
        # What cannot be removed does no harm where it is; the next run tries again.
        shutil.rmtree(self.path / folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class RemoteStorage:
    """Files under an fsspec URL (s3://, memory://, ...), where writing an object replaces it in one step.

    A snapshot is of one moment when it is taken; a store that does not keep what was replaced may fail to
    read it later. Requests that fail are tried again as the store's own package does it.

    The lock is an object that a killed run leaves behind, since nobody can know whether that run lives on
    another machine. Of two runs that begin at the same instant it keeps one out if the store makes an object
    only if it does not exist, in one step, as S3 does. In other stores the first run may find its lock gone,
    and stops before it commits.
    """

    def __init__(self, url: str) -> None:
        import fsspec

        try:
            with asking(url):
                # Others write, too: a listing that was kept may be wrong.
                self._files, self._root = fsspec.core.url_to_fs(url, use_listings_cache=False)
        except OSError as error:
            raise DatasetError(f"{url}: {reason(error)}") from error
        self._url = url.rstrip("/")
        self._root = self._root.rstrip("/")
        self._folders: set[str] = set()
        self._mark = f"process {os.getpid()} on {platform.node()}, {uuid.uuid4().hex}"

    @property
    def name(self) -> str:
        """The URL."""
        return self._url

    @contextmanager
    def lock(self, wait: float) -> Iterator[None]:
        """Lock the dataset by an object that only one run can make."""
        until = time.monotonic() + wait
        while not self._take():
            if time.monotonic() >= until:
                raise DatasetError(
                    f"{self._url}: another run writes here ({self.read_text(LOCK)}), or was killed; "
                    f"if so, delete {self._url}/{LOCK}"
                )
            time.sleep(min(1.0, wait))
        try:
            yield
        finally:
            if self._is_ours():
                self._ask("rm_file", LOCK)

    def _take(self) -> bool:
        # Some stores overwrite what they were asked to make only if it is not there.
        if self.read_text(LOCK) is not None:
            return False
        try:
            self._ask("pipe_file", LOCK, self._mark.encode(), mode="create")
        except FileExistsError:
            # It is ours if only the answer was lost, and the request sent again.
            return self._is_ours()
        return True

    def _is_ours(self) -> bool:
        return self.read_text(LOCK) == self._mark

    def parts(self, table: str) -> set[str]:
        """Return the names of the files in the folders of a table."""
        found = self._ask("glob", f"{table}/*/*.parquet")
        return {path.removeprefix(f"{self._root}/") for path in found}

    def open(self, name: str) -> pa.NativeFile:
        """Open a file for reading."""
        return pa.PythonFile(self._ask("open", name, "rb"), mode="r")

    def size(self, name: str) -> int:
        """Return the bytes of a file; 0 if there is none."""
        try:
            return int(self._ask("size", name) or 0)
        except FileNotFoundError:
            return 0

    def write(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file in one step."""
        sink = pa.BufferOutputStream()
        write_parquet(table, sink)
        self._put(name, sink.getvalue().to_pybytes())

    def read_text(self, name: str) -> str | None:
        """Return the text of a small file; None if there is none."""
        try:
            content: bytes = self._ask("cat_file", name)
        except FileNotFoundError:
            return None
        return content.decode()

    def write_text(self, name: str, text: str) -> None:
        """Replace a small file in one step.

        Raises DatasetError if the lock was deleted meanwhile, so that another run may write, too.
        """
        if not self._is_ours():
            raise DatasetError(f"{self._url}: the lock of this run was deleted; it stops here")
        self._put(name, text.encode())

    def move(self, name: str, target: str) -> None:
        """Copy over the target, which a store does in one step, and remove the source."""
        self._make_folder(target)
        self._ask("cp_file", name, self._path(target))
        self._ask("rm_file", name)

    def settle(self, names: Iterable[str]) -> None:
        """Do nothing: what a store has taken is durable."""

    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it, if it exists."""
        with suppress(FileNotFoundError):
            self._ask("rm", folder, recursive=True)
        self._folders = {made for made in self._folders if not made.startswith(folder)}

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _ask(self, request: str, name: str, *arguments: Any, **options: Any) -> Any:
        """Return the answer to a request of fsspec about a file."""
        with asking(f"{self._url}/{name}"):
            return getattr(self._files, request)(self._path(name), *arguments, **options)

    def _put(self, name: str, content: bytes) -> None:
        self._make_folder(name)
        self._ask("pipe_file", name, content)

    def _make_folder(self, name: str) -> None:
        folder = name.rsplit("/", 1)[0] if "/" in name else ""
        if folder not in self._folders:
            self._ask("makedirs", folder, exist_ok=True)
            self._folders.add(folder)
