"""Pack the rows of one document for the way from a worker to the dataset, in few bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from reportparse.dataset.schema import DOCUMENT_TABLES, SCHEMAS, Row

_CODEC = pa.Codec("zstd")


class Packed(NamedTuple):
    """The rows of a document, packed."""

    # Its row of `documents`, which a run needs before it unpacks the others; so are the rules it failed.
    document: Row
    failed_rules: list[str]
    # Whether its bytes could be had.
    fetched: bool
    # The bytes of its rows when unpacked.
    size: int
    content: bytes

    def tables(self) -> dict[str, pa.Table]:
        """Return the rows by table."""
        messages = pa.BufferReader(_CODEC.decompress(self.content, self.size))
        batches = {
            name: pa.ipc.read_record_batch(pa.ipc.read_message(messages), SCHEMAS[name])
            for name in DOCUMENT_TABLES
        }
        return {name: pa.Table.from_batches([batch]) for name, batch in batches.items()}


def pack(tables: Mapping[str, pa.Table], *, fetched: bool = True) -> Packed:
    """Pack the rows of a document, as `schema.report_tables` and `schema.failed_tables` return them."""
    (document,) = tables["documents"].to_pylist()
    checks = tables["checks"].select(["rule", "severity", "verdict"]).to_pylist()
    failed = [row["rule"] for row in checks if row["verdict"] == "fail" and row["severity"] == "error"]
    messages = pa.BufferOutputStream()
    for name in DOCUMENT_TABLES:
        batches = tables[name].combine_chunks().to_batches()
        (batch,) = batches or [pa.RecordBatch.from_pylist([], SCHEMAS[name])]
        messages.write(batch.serialize())
    content = messages.getvalue()
    return Packed(document, failed, fetched, content.size, _CODEC.compress(content, asbytes=True))
