"""Read Parquet files as one table, and say of a damaged one what to do."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pd
import pyarrow.parquet as pq

from reportparse.dataset.schema import DOCUMENT_TABLES, SCHEMAS
from reportparse.dataset.storage import DatasetError

# The file of each table that has no rows.
SCHEMA_FILE = "schema.parquet"
# Pages are read with their checksums, so that a damaged one is never taken for other values.
FORMAT = pd.ParquetFileFormat(
    default_fragment_scan_options=pd.ParquetFragmentScanOptions(page_checksum_verification=True)
)
# How a store says that a file is no longer there as it was when it was opened.
REPLACED = (errno.ENOENT, errno.EBUSY)


class Scan:
    """Files as one table, read when rows are needed; raises DatasetError for a damaged file."""

    def __init__(self, storage: str, table: str, files: Mapping[str, pa.NativeFile]) -> None:
        self._storage = storage
        self._fragments = {name: FORMAT.make_fragment(file) for name, file in files.items()}
        for name, file in files.items():
            try:
                # In this thread: one of Arrow's own may still hold a Python file when Python ends.
                pq.read_metadata(file)
            except (OSError, pa.ArrowException) as error:
                if getattr(error, "errno", None) in REPLACED:
                    raise
                raise self._unreadable(name, error) from error
        self.rows = pd.FileSystemDataset([*self._fragments.values()], SCHEMAS[table], FORMAT)

    def to_table(self, **scan: Any) -> pa.Table:
        """Return rows, as `pyarrow.dataset.Dataset.to_table` does."""
        try:
            return self.rows.to_table(**scan)
        except (OSError, pa.ArrowException):
            self.read_all()
            raise

    def read_all(self) -> None:
        """Raise DatasetError if a file cannot be read to its end."""
        for name, fragment in self._fragments.items():
            try:
                fragment.to_table()
            except (OSError, pa.ArrowException) as error:
                raise self._unreadable(name, error) from error

    def _unreadable(self, name: str, error: Exception) -> DatasetError:
        if getattr(error, "errno", None) in REPLACED:
            return DatasetError(f"{self._storage}/{name}: was replaced meanwhile; open the dataset again")
        table, part = name.split("/", 1)
        mend = f"delete {self._storage}/*/{part} and parse again"
        if table not in DOCUMENT_TABLES and part != SCHEMA_FILE:
            mend = "delete it; what it tells of is lost"
        return DatasetError(f"{self._storage}/{name}: is damaged and cannot be read ({error}); {mend}")
