"""Sources and datasets under URLs, on a real S3 server on this machine, with the faults of one far away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas
import pytest

from reportparse.dataset import storage
from reportparse.dataset.dataset import DatasetError, open_dataset
from reportparse.dataset.schema import DOCUMENT_TABLES
from reportparse.dataset.writer import Writer
from reportparse.runs.pipeline import parse_many
from tests.made_texts import report_text, write_reports
from tests.unsteady_server import Fault, unsteady

s3fs = pytest.importorskip("s3fs", reason="needs the extra s3")
moto_server = pytest.importorskip("moto.server", reason="needs moto, a server of S3")

SETTINGS = {
    "AWS_ACCESS_KEY_ID": "made-up",
    "AWS_SECRET_ACCESS_KEY": "made-up",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = moto_server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    use(server, monkeypatch)
    name = request.node.name.replace("_", "-").lower()[:60].rstrip("-")
    s3fs.S3FileSystem().mkdir(name)
    return f"s3://{name}"


def use(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SETTINGS, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()


def parse(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportparse", "parse", *arguments, "--jobs", "1"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rows(place: str | Path) -> dict[str, pandas.DataFrame]:
    """All rows, without what differs from run to run or by the place of the sources."""
    opened = open_dataset(place)
    found = {}
    for table in DOCUMENT_TABLES:
        frame = opened.table(table).to_pandas().astype(str)
        frame = frame.drop(columns={"parsed_at", "seconds", "added_at", "source"} & {*frame.columns})
        found[table] = frame.sort_values([*frame.columns], ignore_index=True)
    return found


def assert_equal(held: dict[str, pandas.DataFrame], due: dict[str, pandas.DataFrame]) -> None:
    for table in DOCUMENT_TABLES:
        pandas.testing.assert_frame_equal(held[table], due[table])


def upload(folder: Path, bucket: str) -> None:
    s3fs.S3FileSystem().put(str(folder), f"{bucket}/reports/", recursive=True)


def test_a_store_with_faults_gives_what_a_folder_gives(
    tmp_path: Path, bucket: str, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports(tmp_path / "in", 2)
    upload(tmp_path / "in", bucket)
    parse_many(sorted(map(str, (tmp_path / "in").iterdir())), tmp_path / "out", jobs=1)
    met: list[Fault] = []

    def now_and_then(method: str, path: str, number: int) -> Fault:
        fault: Fault = None
        if number % 29 == 0:
            fault = ("unavailable", "lost", "slow")[number % 3]
        elif method == "GET" and "truncated" not in met[-15:]:
            fault = "truncated"
        met.append(fault)
        return fault

    with unsteady(server, now_and_then) as proxy:
        use(proxy, monkeypatch)
        done = parse(f"{bucket}/reports", "--out", f"{bucket}/out")
        assert done.returncode == 0, done.stderr
    assert {"unavailable", "lost", "slow", "truncated"} < set(met)
    use(server, monkeypatch)
    assert_equal(rows(f"{bucket}/out"), rows(tmp_path / "out"))
    assert set(open_dataset(f"{bucket}/out").documents["source"]) == {
        f"{bucket}/reports/in/{i:03}.txt" for i in range(2)
    }


def test_an_outage_at_any_request_of_a_commit_leaves_the_dataset_whole(
    tmp_path: Path, bucket: str, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one request on nothing is answered; the next run finishes or undoes what was begun."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    sources = [str(path) for path in write_reports(tmp_path / "in", 1)]
    from tests.test_dataset import packed, received_of

    url = f"{bucket}/out"
    with Writer(url) as writer:
        writer.replace([packed(report_text(received=0), sources[0])])
    for received, writes in enumerate((5, 12), 1):
        left = writes

        def outage(method: str, path: str, number: int) -> Fault:
            nonlocal left
            left -= method in ("PUT", "POST", "DELETE") and storage.LOCK not in path
            return "unavailable" if left < 0 and storage.LOCK not in path else None

        with unsteady(server, outage) as proxy:
            use(proxy, monkeypatch)
            try:
                with Writer(url) as writer:
                    writer.replace([packed(report_text(received=received), sources[0])])
            except OSError:
                pass
        use(server, monkeypatch)
        (before,) = received_of(open_dataset(url))
        with Writer(url) as writer:
            pass
        opened = open_dataset(url)
        assert received_of(opened) == [before]
        assert before in (received, received - 1)
        assert set(opened.records["document_id"]) == set(opened.documents["document_id"])
        with Writer(url) as writer:
            writer.replace([packed(report_text(received=received), sources[0])])


def test_a_source_that_cannot_be_fetched_fails_alone_and_is_tried_again(
    tmp_path: Path, bucket: str, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    write_reports(tmp_path / "in", 2)
    upload(tmp_path / "in", bucket)

    def never(method: str, path: str, number: int) -> Fault:
        return (
            "unavailable"
            if "000.txt" in path and method in ("GET", "HEAD") and "list-type" not in path
            else None
        )

    with unsteady(server, never) as proxy:
        use(proxy, monkeypatch)
        done = parse(f"{bucket}/reports", "--out", str(tmp_path / "out"))
    assert done.returncode == 3, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("reportparse: ")]
    assert "000.txt: the file cannot be read" in line
    use(server, monkeypatch)
    assert parse(f"{bucket}/reports", "--out", str(tmp_path / "out")).returncode == 0
    assert set(open_dataset(tmp_path / "out").documents["status"]) == {"partial"}


def test_the_second_run_into_a_store_is_told(bucket: str) -> None:
    with Writer(f"{bucket}/out"):
        with pytest.raises(DatasetError, match=r"another run writes here \(process \d+ on "):
            Writer(f"{bucket}/out").__enter__()
        with pytest.raises(DatasetError, match=r"delete s3://.*/_writer\.lock"):
            Writer(f"{bucket}/out", wait=0.1).__enter__()
    with Writer(f"{bucket}/out"):
        pass


def test_a_file_url_is_a_folder(tmp_path: Path) -> None:
    (path,) = write_reports(tmp_path / "in", 1)
    parse_many([f"file://{path}"], f"file://{tmp_path}/out", jobs=1)
    assert open_dataset(tmp_path / "out").documents["source"].tolist() == [f"file://{path}"]
