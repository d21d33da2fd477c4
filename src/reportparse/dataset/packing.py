"""The rows of one document on their way from a worker to the dataset: few bytes, unpacked at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from reportparse.dataset.schema import DOCUMENT_TABLES, SCHEMAS, Row

_CODEC = pa.Codec("zstd")


class Packed(NamedTuple):
    """A document's rows; what a run decides by is at hand: its row of `documents` and the rules it failed.

    `fetched` says whether its bytes could be had.
    """

    document: Row
    failed_rules: list[str]
    fetched: bool
    size: int
    content: bytes

    def tables(self) -> dict[str, pa.Table]:
        """The rows by table."""
        messages = pa.BufferReader(_CODEC.decompress(self.content, self.size))
        batches = {
            name: pa.ipc.read_record_batch(pa.ipc.read_message(messages), SCHEMAS[name])
            for name in DOCUMENT_TABLES
        }
        return {name: pa.Table.from_batches([batch]) for name, batch in batches.items()}


def pack(tables: Mapping[str, pa.Table], *, fetched: bool = True) -> Packed:
    """The rows of a document, as `schema.report_tables` and `schema.failed_tables` give them."""
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
