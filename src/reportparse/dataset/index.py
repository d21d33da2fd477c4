"""Know which documents a dataset holds, in little memory."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from reportparse.dataset.storage import DatasetError


class Known(NamedTuple):
    """A document that the dataset holds: where its rows are and what they were made from."""

    document_id: str
    source: str
    parser_version: str | None
    status: str
    edition: str | None
    # In microseconds since 1970.
    added_at: int | None
    part: str


class Index:
    """The documents that a dataset holds, by source and by bytes, and how many are in each part.

    SQLite keeps it in a file without a name, so that it takes no more memory for more documents.
    """

    def __init__(self) -> None:
        self.in_part: Counter[str] = Counter()
        self._known = sqlite3.connect("", isolation_level=None)
        self._known.executescript(
            f"""
            pragma journal_mode = off;
            create table known ({", ".join(Known._fields)}, primary key (source)) without rowid;
            create index by_document on known (document_id) where status != 'failed';
            """
        )

    def close(self) -> None:
        """Forget all of it."""
        self._known.close()

    def of_source(self, source: str) -> Known | None:
        """Return what the dataset holds of a source; None if nothing."""
        return self._find("source = ?", source)

    def of_document(self, document_id: str) -> Known | None:
        """Return what the dataset holds of a document that could be read; None if nothing."""
        return self._find("document_id = ? and status != 'failed'", document_id)

    def _find(self, condition: str, value: str) -> Known | None:
        with _room():
            row = self._known.execute(f"select * from known where {condition}", (value,)).fetchone()
        return None if row is None else Known(*row)

    def add(self, many: Iterable[Known]) -> None:
        """Take in documents, each instead of what was known of its source."""
        places = ", ".join("?" for _ in Known._fields)
        with _room():
            for known in many:
                self._known.execute(f"replace into known values ({places})", known)
                self.in_part[known.part] += 1

    def remove(self, many: Iterable[Known]) -> None:
        """Leave out documents, by their sources."""
        with _room():
            for known in many:
                self._known.execute("delete from known where source = ?", (known.source,))
                self.in_part[known.part] -= 1


@contextmanager
def _room() -> Iterator[None]:
    """Name the folder of temporary files, perhaps on another disk, if the index has no space in it."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatasetError(f"the folder of temporary files ({tempfile.gettempdir()}): {error}") from error
