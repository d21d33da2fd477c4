"""Runs on a Ray cluster of two nodes on this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pytest

from reportparse.dataset.dataset import open_dataset
from reportparse.dataset.schema import DOCUMENT_TABLES
from reportparse.runs.pipeline import parse_many
from reportparse.runs.summary import Outcome
from tests.made_texts import write_reports

ray = pytest.importorskip("ray", reason="needs the extra ray, which is too large for each run of the tests")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    monkeypatch.setenv("RAY_ADDRESS", nodes.address)
    yield nodes
    ray.shutdown()
    nodes.shutdown()


def rows(place: Path) -> dict[str, pandas.DataFrame]:
    found = {}
    for table in DOCUMENT_TABLES:
        frame = open_dataset(place).table(table).to_pandas().astype(str)
        frame = frame.drop(columns={"parsed_at", "seconds", "added_at"} & {*frame.columns})
        found[table] = frame.sort_values([*frame.columns], ignore_index=True)
    return found


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_cluster_that_loses_a_node_gives_the_rows_of_a_local_run(tmp_path: Path, cluster: Any) -> None:
    paths = [str(path) for path in write_reports(tmp_path / "in", 150)]
    (tmp_path / "in" / "empty.txt").touch()
    paths.append(str(tmp_path / "in" / "empty.txt"))
    parse_many(paths, tmp_path / "local", jobs=2)
    node = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    taken = 0

    def lose_a_node(outcome: Outcome | None, total: int | None) -> None:
        nonlocal taken
        taken += 1
        if taken == 8:
            cluster.remove_node(node, allow_graceful=False)

    summary = parse_many(paths, tmp_path / "ray", engine="ray", progress=lose_a_node)
    assert summary.parsed == len(paths)
    local, distributed = rows(tmp_path / "local"), rows(tmp_path / "ray")
    for table in DOCUMENT_TABLES:
        pandas.testing.assert_frame_equal(local[table], distributed[table])


def test_the_command_line_starts_ray_where_there_is_no_cluster(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    command = [sys.executable, "-m", "reportparse", "parse", "in", "--out", "out", "--engine", "ray"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(open_dataset(tmp_path / "out").documents) == 2
