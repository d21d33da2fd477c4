"""Update a dataset again and again while other processes read it; say what they saw that never was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import reportparse
from reportparse.dataset.dataset import Dataset, DatasetError, open_dataset
from reportparse.dataset.packing import Packed, pack
from reportparse.dataset.schema import DOCUMENT_TABLES, report_tables
from reportparse.dataset.writer import Writer
from tests.made_texts import report_text

ROOT = Path(__file__).parents[2]
# Documents of two years, which are in two parts, with one version for each of them in every update.
DOCUMENTS = 6
VERSIONS = 5
# What tells the version of a document: the number of requests that it says it received.
LOOK = """
select documents.source, documents.document_id, any_value(records.value) as version,
    (select count(*) from records where document_id = documents.document_id) as records,
    (select count(*) from cells where document_id = documents.document_id) as cells,
    (select count(*) from sections where document_id = documents.document_id) as sections,
    (select count(*) from figures where document_id = documents.document_id) as figures,
    (select count(*) from checks where document_id = documents.document_id) as checks,
from documents left join records on records.document_id = documents.document_id
    and records."row" = 'received' and records."column" = 'total'
group by all order by documents.source
"""


@dataclass
class Result:
    """What was done and seen."""

    updates: int = 0
    seconds: float = 0.0
    looks: int = 0
    versions_seen: int = 0
    faults: list[str] = field(default_factory=list)


def trials(out: Path, updates: int, readers: int) -> Result:
    """Replace all documents so many times while so many processes read all tables."""
    versions = [_version(number) for number in range(VERSIONS)]
    result = Result(updates)
    with Writer(out) as writer:
        writer.replace(versions[0])
        processes = [_reader(out) for _ in range(readers)]
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()  # it has begun
        started = time.monotonic()
        for update in range(1, updates + 1):
            writer.replace(versions[update % VERSIONS])
        result.seconds = time.monotonic() - started
    for process in processes:
        told, _ = process.communicate("enough\n")
        seen = json.loads(told)
        result.looks += seen["looks"]
        result.versions_seen = max(result.versions_seen, seen["versions"])
        result.faults += seen["faults"]
    return result


def _version(number: int) -> list[Packed]:
    """All documents with the same number in each; their number of sections tells it, too."""
    return [
        pack(
            report_tables(
                reportparse.parse(
                    (
                        report_text(f"第{i}号镇人民政府", 2022 + i % 2, received=number)
                        + "".join(f"\n（{'一二三四五六'[n]}）其他。\n另有说明。" for n in range(number))
                    ).encode()
                ),
                f"{i}.txt",
                "1",
            )
        )
        for i in range(DOCUMENTS)
    ]


def _reader(out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.updates.reader", str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


class Looks:
    """What one reader sees."""

    def __init__(self, out: Path) -> None:
        self.looks = 0
        self.faults: list[str] = []
        self._out = out
        self._due = {number: self._rows_of(_version(number)) for number in range(VERSIONS)}
        self._seen: set[float] = set()

    @staticmethod
    def _rows_of(version: list[Packed]) -> list[tuple[object, ...]]:
        """By table, how many rows each document of a version has."""
        counts = [
            {name: table.num_rows for name, table in packed.tables().items() if name != "documents"}
            for packed in version
        ]
        return [
            (packed.document["source"], packed.document["document_id"], tuple(sorted(count.items())))
            for packed, count in zip(version, counts, strict=True)
        ]

    @property
    def versions(self) -> int:
        return len(self._seen)

    def look(self) -> None:
        """Open the dataset and ask for all its tables."""
        self.looks += 1
        try:
            self.faults += self._wrong(open_dataset(self._out))
        except (DatasetError, OSError) as error:
            self.faults.append(f"cannot be read: {error}")

    def _wrong(self, dataset: Dataset) -> Iterator[str]:
        rows = dataset.sql(LOOK)
        seen = set(rows["version"])
        self._seen |= seen
        if len(seen) != 1:
            yield f"documents of several versions at one moment: {sorted(seen)}"
            return
        tables = [name for name in DOCUMENT_TABLES if name != "documents"]
        found = [
            (row["source"], row["document_id"], tuple(sorted((name, int(row[name])) for name in tables)))
            for row in rows.to_dict("records")
        ]
        if found != self._due[int(seen.pop())]:
            yield f"not the rows of one version: {found}"
