"""Write the rows of documents into a dataset, batch by batch, each in one step."""

from __future__ import annotations

import os
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from reportparse.dataset.index import Index, Known
from reportparse.dataset.packing import Packed
from reportparse.dataset.scan import SCHEMA_FILE, Scan
from reportparse.dataset.schema import DOCUMENT_TABLES, SCHEMAS, Row, table_of
from reportparse.dataset.storage import Storage, recover, replace, storage_of

NO_YEAR = "unknown"
# The columns of documents whose changes are recorded, beside those of the cells of forms.
STATED = ("title", "agency", "year", "published", "status")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A part takes in new documents until it has so many, or so many bytes: few files, each soon rewritten.
PART_DOCUMENTS = 256
PART_BYTES = 32 * 2**20


class Writer:
    """The only writer of a dataset. Use it as a context manager.

    Entering finishes what a killed run left. Raises DatasetError if another run writes there still
    after `wait` seconds.
    """

    def __init__(self, path: str | os.PathLike[str], wait: float = 0.0) -> None:
        self._storage = storage_of(path)
        self._wait = wait
        self._stack = ExitStack()
        self._torn = False

    def __enter__(self) -> Writer:
        with ExitStack() as stack:
            stack.enter_context(self._storage.lock(self._wait))
            recover(self._storage)
            missing = {
                f"{table}/{SCHEMA_FILE}": schema.empty_table()
                for table, schema in SCHEMAS.items()
                if not self._storage.size(f"{table}/{SCHEMA_FILE}")
            }
            if missing:
                replace(self._storage, missing.items())
            self._load(stack)
            self._stack = stack.pop_all()
        return self

    def _load(self, stack: ExitStack) -> None:
        # What the dataset holds already.
        self.known = stack.enter_context(closing(Index()))
        for part, held in self._documents([*Known._fields[:-1]]):
            place = held.schema.get_field_index("added_at")
            rows = held.set_column(place, "added_at", held["added_at"].cast(pa.int64())).to_pylist()
            self.known.add(Known(**row, part=part) for row in rows)
        self._torn = False

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def warnings(self) -> Iterator[str]:
        """Yield the warnings of all documents; many come more than once."""
        for _, held in self._documents(["warnings"]):
            yield from held["warnings"].combine_chunks().flatten().unique().to_pylist()

    def replace(
        self,
        documents: Iterable[Packed],
        forget: Iterable[str] = (),
        left_out: Mapping[str, Packed] | None = None,
        appended: Mapping[str, pa.Table] | None = None,
    ) -> None:
        """Put a batch of documents in place, each instead of the earlier rows of its source.

        A batch holds a source and the bytes of a document once. The rows of the sources in `forget` are
        removed, and of those in `left_out`, for whose bytes other sources stand. What a source now says otherwise
        is recorded in `changes`. `appended` holds rows for tables that only grow.
        """
        if self._torn:
            recover(self._storage)
            self._load(self._stack)
        update = _Update()
        for source, now_said in {**dict.fromkeys(forget), **(left_out or {})}.items():
            if (known := self.known.of_source(source)) is not None:
                update.going[known.part].add(known)
                update.changed[known.part].append(_Change(known, now_said, stays=False))
        homes = _Homes(self._storage, self.known.in_part)
        for packed in documents:
            row = packed.document
            before = self.known.of_source(row["source"])
            same = None if row["status"] == "failed" else self.known.of_document(row["document_id"])
            older = {old for old in (before, same) if old is not None}
            for old in older:
                update.going[old.part].add(old)
            part = homes.of(row["year"], older)
            now = (row["added_at"] - EPOCH) // timedelta(microseconds=1)
            first = min((old.added_at for old in older if old.added_at is not None), default=now)
            read_as = (row["parser_version"], row["status"], row["edition"])
            known = Known(row["document_id"], row["source"], *read_as, first, part)
            update.coming[known.part].append((known, packed))
            if before is not None and before.document_id != known.document_id:
                update.changed[before.part].append(_Change(before, packed, stays=True))
        # If the batch is cut short, the next one begins with what the files say.
        self._torn = True
        replace(self._storage, self._files(update, appended or {}))
        self.known.remove(old for olds in update.going.values() for old in olds)
        self.known.add(known for added in update.coming.values() for known, _ in added)
        self._torn = False

    def _files(self, update: _Update, appended: Mapping[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
        """Yield the files that change, with their names, made one by one."""
        grown = {name: [table] for name, table in appended.items()}
        changes = grown.setdefault("changes", [])
        for part in sorted({*update.going, *update.coming}):
            going = pa.array([old.source for old in update.going[part]], pa.string())
            coming = [_coming(known, packed) for known, packed in update.coming[part]]
            documents = self._read("documents", part)
            leaves = pc.is_in(documents["source"], going)
            # A document that failed may have the bytes of another one, so an id may go and stay.
            staying = documents.filter(pc.invert(leaves))["document_id"].unique()
            ids = documents.filter(leaves)["document_id"].unique()
            ids = ids.filter(pc.invert(pc.is_in(ids, staying)))
            for table in DOCUMENT_TABLES:
                held = documents if table == "documents" else self._read(table, part)
                if table == "records":
                    changes += [_changes(change, documents, held) for change in update.changed[part]]
                if table != "documents":
                    leaves = pc.is_in(held["document_id"], ids)
                kept = held.filter(pc.invert(leaves))
                whole = pa.concat_tables([kept, *(tables[table] for tables in coming)])
                name = _name(table, part)
                if whole.num_rows or self._storage.size(name):
                    yield name, whole
        for table, pieces in grown.items():
            yield from self._grown(table, pieces)

    def _grown(self, table: str, pieces: Sequence[pa.Table]) -> Iterator[tuple[str, pa.Table]]:
        """Yield the last file of a table that only grows, with its new rows."""
        new = pa.concat_tables([SCHEMAS[table].empty_table(), *pieces])
        if new.num_rows:
            number = max(len(self._storage.parts(table)), 1)
            if self._storage.size(_name(table, f"all/{number:06}")) > PART_BYTES:
                number += 1
            part = f"all/{number:06}"
            yield _name(table, part), pa.concat_tables([self._read(table, part), new])

    def _documents(self, columns: list[str]) -> Iterator[tuple[str, pa.Table]]:
        """Yield each part with some columns of its documents."""
        for name in sorted(self._storage.parts("documents")):
            part = name.removeprefix("documents/").removesuffix(".parquet")
            yield part, self._read("documents", part, columns=columns)

    def _read(self, table: str, part: str, **scan: Any) -> pa.Table:
        name = _name(table, part)
        try:
            file = self._storage.open(name)
        except FileNotFoundError:
            return SCHEMAS[table].empty_table()
        return Scan(self._storage.name, table, {name: file}).to_table(**scan)


class _Change(NamedTuple):
    """A source that had other bytes before, what it says now, None if it is gone, and whether its rows stay."""

    before: Known
    packed: Packed | None
    stays: bool


class _Update:
    """What a batch changes in each part."""

    def __init__(self) -> None:
        self.going: dict[str, set[Known]] = defaultdict(set)
        self.coming: dict[str, list[tuple[Known, Packed]]] = defaultdict(list)
        self.changed: dict[str, list[_Change]] = defaultdict(list)


def _name(table: str, part: str) -> str:
    return f"{table}/{part}.parquet"


def _coming(known: Known, packed: Packed) -> dict[str, pa.Table]:
    """Return the rows of a document, by table, as the dataset takes them in."""
    tables = packed.tables()
    place = SCHEMAS["documents"].get_field_index("added_at")
    field = SCHEMAS["documents"].field(place)
    added = pa.array([known.added_at], field.type)
    return {**tables, "documents": tables["documents"].set_column(place, field, added)}


def _changes(change: _Change, documents: pa.Table, records: pa.Table) -> pa.Table:
    """Return what a source says otherwise than before its bytes changed, as rows of `changes`."""
    before, packed, stays = change
    (old_row,) = documents.filter(pc.equal(documents["source"], before.source)).to_pylist()
    old_records = records.filter(pc.equal(records["document_id"], before.document_id))
    if before.status == "failed":  # its bytes may be those of another document
        old_records = old_records.slice(0, 0)
    old = _cells_of(old_row, old_records)
    row: Row = {} if packed is None else packed.document
    new = {} if packed is None else _cells_of(row, packed.tables()["records"])
    common = {
        "document_id": row.get("document_id") if stays else None,
        "previous_document_id": before.document_id,
        "source": before.source,
        "agency": row.get("agency") or old_row["agency"],
        "year": row.get("year") or old_row["year"],
        "changed_at": row.get("parsed_at") or datetime.now(UTC),
    }
    nothing = (None, None)
    return table_of(
        "changes",
        (
            {
                **common,
                **dict(zip(("table", "row", "column"), cell, strict=True)),
                **dict(zip(("old_value", "old_raw"), old.get(cell, nothing), strict=True)),
                **dict(zip(("value", "raw"), new.get(cell, nothing), strict=True)),
            }
            for cell in dict.fromkeys([*old, *new])
            if old.get(cell, nothing) != new.get(cell, nothing)
        ),
    )


def _cells_of(
    document: Row, records: pa.Table
) -> dict[tuple[str, str | None, str], tuple[float | None, str | None]]:
    """Return the number and the text of all that may change, by table, row and column.

    That is what a report says about itself, as in `STATED`, and the cells of its forms.
    """
    stated = ((name, document[name]) for name in STATED)
    return {
        **{
            ("documents", None, name): (float(value) if isinstance(value, int) else None, str(value))
            for name, value in stated
            if value is not None
        },
        **{
            (row["table"], row["row"], row["column"]): (row["value"], row["raw"])
            for row in records.select(["table", "row", "column", "value", "raw"]).to_pylist()
        },
    }


class _Homes:
    """Decide which part takes each document of a batch."""

    def __init__(self, storage: Storage, in_part: Mapping[str, int]) -> None:
        self._storage = storage
        self._filled = Counter(in_part)
        self._open: dict[str, str] = {}
        for part in in_part:
            year = part.split("/")[0]
            smallest = self._open.get(year, part)
            self._open[year] = min(smallest, part, key=lambda part: (self._filled[part], part))
        self._large: dict[str, bool] = {}

    def of(self, year: int | None, older: Iterable[Known]) -> str:
        """Return the part for a document: the one that holds it, if of the same year, or one with space."""
        folder = NO_YEAR if year is None else str(year)
        for old in sorted(older):
            if old.part.split("/")[0] == folder:
                return old.part
        part = self._open.get(folder)
        if part is None or self._filled[part] >= PART_DOCUMENTS or self._is_large(part):
            part = self._open[folder] = f"{folder}/{uuid.uuid4().hex[:16]}"
        self._filled[part] += 1
        return part

    def _is_large(self, part: str) -> bool:
        if part not in self._large:
            sizes = (self._storage.size(_name(table, part)) for table in DOCUMENT_TABLES)
            self._large[part] = sum(sizes) > PART_BYTES
        return self._large[part]
