import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from reportparse.dataset.dataset import open_dataset
from reportparse.forms import FormError
from reportparse.runs import pipeline, workers
from reportparse.runs.pipeline import NoEngine, parse_many
from reportparse.runs.summary import Outcome
from reportparse.runs.workers import Answer, CannotWork, Task, Terms
from reportparse.sources import NoSource, expand
from tests.made_texts import report_text, write_reports


def hanging(tasks: Sequence[Task], terms: Terms) -> Answer:
    """A worker's task that never ends for some documents, or kills its process."""
    for task in tasks:
        name = Path(task.source).stem
        if name == "hangs":
            time.sleep(60)
        if name == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        if name == "raises":
            raise RuntimeError("unforeseen")
    return ORIGINAL(tasks, terms)


ORIGINAL = workers.work


def test_a_document_that_hangs_or_kills_its_worker_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_reports(tmp_path / "in", 4)
    for name in ("hangs", "dies", "crashes", "raises"):
        (tmp_path / "in" / f"{name}.txt").write_text(report_text(name + "镇人民政府"), "utf-8")
        paths.insert(1, tmp_path / "in" / f"{name}.txt")
    monkeypatch.setattr(workers, "work", hanging)
    parse_many([str(path) for path in paths], tmp_path / "out", jobs=2, timeout=4)
    documents = open_dataset(tmp_path / "out").documents
    failed = documents[documents["status"] == "failed"]
    errors = {
        Path(source).stem: error for source, error in zip(failed["source"], failed["error"], strict=True)
    }
    assert set(errors) == {"hangs", "dies", "crashes", "raises"}, errors
    assert "took longer than 4 s" in errors["hangs"]
    assert "worker process died (SIGKILL: most likely too little memory)" in errors["dies"]
    assert "worker process died (SIGSEGV)" in errors["crashes"]
    assert "unforeseen" in errors["raises"]
    assert sorted(documents["source"]) == sorted(map(str, paths))


def narrow(tasks: Sequence[Task], terms: Terms) -> Answer:
    """A worker that takes few rows only."""
    workers.OUTPUT_LIMIT = 1000
    return ORIGINAL(tasks, terms)


def greedy(tasks: Sequence[Task], terms: Terms) -> Answer:
    """A worker whose documents want more memory than there may be."""
    workers.read = lambda source: bytearray(2 * workers.MEMORY_LIMIT)
    return ORIGINAL(tasks, terms)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_document_that_needs_too_much_memory_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "work", greedy)
    parse_many([str(path) for path in write_reports(tmp_path, 1)], tmp_path / "out", jobs=1)
    (error,) = open_dataset(tmp_path / "out").documents["error"]
    assert error == "needs more than the 4 GB of memory that one document may have"


def test_a_document_that_gives_too_many_rows_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "work", narrow)
    parse_many([str(path) for path in write_reports(tmp_path, 2)], tmp_path / "out", jobs=1)
    errors = open_dataset(tmp_path / "out").documents["error"]
    assert all("of rows that one document may give" in error for error in errors)
    assert len(errors) == 2


def test_results_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    paths = [str(path) for path in write_reports(tmp_path / "in", 6)]
    for jobs in (1, 3):
        parse_many(paths, tmp_path / str(jobs), jobs=jobs)
    one, three = (
        open_dataset(tmp_path / str(jobs))
        .records.sort_values(["document_id", "table", "row", "column"])
        .reset_index(drop=True)
        for jobs in (1, 3)
    )
    assert one.equals(three)


def test_folders_globs_and_paths_are_parsed_by_one_call(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "one.txt").write_text(report_text(), "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    told: list[tuple[str | None, int | None]] = []
    summary = parse_many(
        [str(tmp_path / "in"), str(tmp_path / "in" / "*.txt"), tmp_path / "one.txt", tmp_path / "empty.txt"],
        tmp_path / "out",
        jobs=1,
        log_json=tmp_path / "log",
        progress=lambda outcome, total: told.append((outcome and outcome.status, total)),
    )
    assert repr(summary) == "<Summary of 4 parsed: 3 partial, 1 failed; 0 unchanged, 0 duplicates>"
    assert [status for status, _ in told] == ["partial", "partial", "partial", "failed"]
    assert told[-1][1] == 4
    assert len((tmp_path / "log").read_text("utf-8").splitlines()) == 5
    again = parse_many(tmp_path / "in", str(tmp_path / "out"), jobs=1)
    assert (again.parsed, again.unchanged, again.interrupted) == (0, 2, False)


def test_a_call_with_wrong_options_leaves_no_dataset(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    out = tmp_path / "out"
    with pytest.raises(NoEngine, match="there is no engine 'warp': local, ray"):
        parse_many(tmp_path / "in", out, engine="warp")  # type: ignore[arg-type]
    with pytest.raises(NoSource, match="matches no file"):
        parse_many("nothing/*.pdf", out)
    with pytest.raises(FormError, match=r"own\.toml: cannot be read"):
        parse_many(tmp_path / "in", out, forms=tmp_path / "own.toml")
    for options in ({"jobs": 0}, {"timeout": 0}):
        with pytest.raises(ValueError, match="1 or more"):
            parse_many(tmp_path / "in", out, **options)  # type: ignore[arg-type]
    assert not out.exists()


def test_two_files_of_the_same_bytes_are_one_document_and_that_is_said(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(report_text(), "utf-8")
    sources = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    summary = parse_many(sources, tmp_path / "out", jobs=1)
    assert list(summary.duplicates.names) == [f"{sources[1]} = {sources[0]}"]
    assert open_dataset(tmp_path / "out").documents["source"].tolist() == [sources[0]]


def test_a_changed_file_is_parsed_again(tmp_path: Path) -> None:
    (path,) = write_reports(tmp_path / "in", 1)
    parse_many([str(path)], tmp_path / "out", jobs=1)
    path.write_text(report_text(received=8), "utf-8")
    summary = parse_many([str(path)], tmp_path / "out", jobs=1)
    assert (summary.parsed, summary.unchanged) == (1, 0)
    records = open_dataset(tmp_path / "out").records
    assert records[(records["row"] == "received") & (records["column"] == "total")]["value"].tolist() == [8]


def test_what_changed_is_told_of_a_source_of_whose_new_bytes_another_one_is_a_copy(tmp_path: Path) -> None:
    known, copy = tmp_path / "in" / "a.txt", tmp_path / "in" / "a (1).txt"
    known.parent.mkdir()
    known.write_text(report_text(received=7), "utf-8")
    parse_many(known.parent, tmp_path / "out", jobs=1)
    for path in (known, copy):
        path.write_text(report_text(received=8), "utf-8")
    parse_many(known.parent, tmp_path / "out", jobs=1)
    dataset = open_dataset(tmp_path / "out")
    assert dataset.documents["source"].tolist() == [str(copy)]
    changes = dataset.changes
    assert changes[["source", "row", "column", "old_value", "value"]].values.tolist() == [
        [str(known), "received", column, 7.0, 8.0] for column in ("natural_person", "total")
    ]
    assert changes["document_id"].isna().all()


@pytest.mark.parametrize("suffix", ["txt", "zip"])
def test_a_source_that_disappears_fails_alone_and_loses_no_row(tmp_path: Path, suffix: str) -> None:
    paths = write_reports(tmp_path / "in", 3)
    gone = tmp_path / "in" / f"gone.{suffix}"
    text = report_text("消失镇人民政府")
    if suffix == "zip":
        with ZipFile(gone, "w") as archive:
            archive.writestr("report.txt", text)
    else:
        gone.write_text(text, "utf-8")
    names = list(expand([str(tmp_path / "in")]))
    parse_many(names, tmp_path / "out", jobs=1)
    before = len(open_dataset(tmp_path / "out").records)
    paths[0].write_text(report_text(received=8), "utf-8")
    gone.unlink()
    summary = parse_many(names, tmp_path / "out", jobs=1)
    dataset = open_dataset(tmp_path / "out")
    assert (summary.statuses["failed"], summary.statuses["partial"], summary.unchanged) == (1, 1, 2)
    ((_, reason),) = [key for key in summary.reasons if key[0] == "failed"]
    assert reason == "there is no such file; its rows of an earlier run are kept"
    assert set(dataset.documents["status"]) == {"partial"}
    assert len(dataset.records) == before


def missing(tasks: Sequence[Task], terms: Terms) -> Answer:
    """A worker on a machine without one of the libraries."""
    sys.modules["reportparse.parsing"] = None  # type: ignore[assignment]
    return ORIGINAL(tasks, terms)


def test_without_a_library_the_run_ends_before_any_document_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_reports(tmp_path / "in", 2)
    monkeypatch.setattr(workers, "work", missing)
    with pytest.raises(CannotWork, match=r"no document can be parsed: .*reportparse\.parsing"):
        parse_many([str(path) for path in paths], tmp_path / "out", jobs=1)
    assert open_dataset(tmp_path / "out").documents.empty


def test_more_sources_than_are_given_out_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "AHEAD", 4)
    monkeypatch.setattr(workers, "AHEAD_OF_CHUNK", 1)
    monkeypatch.setattr(workers, "CHUNK_DOCUMENTS", 3)
    monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", 5)
    paths = [str(path) for path in write_reports(tmp_path / "in", 23)]
    told: list[Outcome | None] = []
    parse_many(paths, tmp_path / "out", jobs=2, progress=lambda outcome, _: told.append(outcome))
    assert [outcome.source for outcome in told if outcome] == paths
    assert sorted(open_dataset(tmp_path / "out").documents["source"]) == paths


def test_what_a_log_tells_of_is_in_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_DOCUMENTS", 2)
    paths = [str(path) for path in write_reports(tmp_path / "in", 5)]
    log = tmp_path / "log"

    def look(outcome: object, total: int | None) -> None:
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        assert {line["source"] for line in lines} == set(open_dataset(tmp_path / "out").documents["source"])
        told.append(len(lines))

    told: list[int] = []
    parse_many(paths, tmp_path / "out", jobs=1, log_json=log, progress=look)
    assert told == [0, 0, 2, 2, 4]
    assert len(log.read_text("utf-8").splitlines()) == 6


def test_a_log_that_was_cut_goes_on_with_a_line_of_its_own(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text('{"source": "a')
    parse_many(
        [str(path) for path in write_reports(tmp_path / "in", 1)], tmp_path / "out", jobs=1, log_json=log
    )
    cut, *whole = log.read_text("utf-8").splitlines()
    assert cut == '{"source": "a'
    assert [len(json.loads(line)) > 2 for line in whole] == [True, True]


def test_a_run_is_kept_with_what_was_new_in_it(tmp_path: Path) -> None:
    paths = [str(path) for path in write_reports(tmp_path / "in", 2)]
    parse_many(paths, tmp_path / "out", jobs=1)
    parse_many(paths, tmp_path / "out", jobs=1, force=True)
    first, second = open_dataset(tmp_path / "out").runs.to_dict("records")
    assert [dict(entry) for entry in first["readers"]] == [{"reader": "text", "documents": 2}]
    assert {entry["documents"] for entry in first["new_warnings"]} == {2}
    assert any("missing" in entry["warning"] for entry in first["new_warnings"])
    assert len(second["new_warnings"]) == 0
    assert {entry["source"] for entry in first["slowest"]} == set(paths)
    assert {(entry["status"], entry["documents"]) for entry in first["reasons"]} == {("partial", 2)}
    assert [dict(entry) for entry in first["agencies"]] == [
        {"agency": f"第{i}号镇人民政府", "status": "partial", "documents": 1} for i in range(2)
    ]


def test_changed_values_are_kept(tmp_path: Path) -> None:
    (path,) = write_reports(tmp_path / "in", 1)
    parse_many([str(path)], tmp_path / "out", jobs=1)
    path.write_text(path.read_text("utf-8").replace("行政许可\t7", "行政许可\t8"), "utf-8")
    parse_many([str(path)], tmp_path / "out", jobs=1)
    changes = open_dataset(tmp_path / "out").changes
    assert changes[["table", "row", "column", "old_value", "value", "old_raw", "raw"]].values.tolist() == [
        ["proactive_disclosure", "licensing", "decisions", 7, 8, "7", "8"]
    ]
    assert changes["source"].tolist() == [str(path)]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_workers_end_with_a_killed_run_even_if_a_document_hangs(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    code = (
        "import sys; from pathlib import Path; from reportparse.runs import workers, pipeline;"
        "from tests import test_pipeline; workers.work = test_pipeline.told_and_hanging;"
        "pipeline.parse_many([str(p) for p in Path(sys.argv[1]).iterdir()], sys.argv[2], jobs=1)"
    )
    path = os.pathsep.join(name for name in sys.path if name)
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "in", tmp_path / "out"],
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as process:
        hung = tmp_path / "in.hung"
        wait_for(hung.exists)
        process.kill()
    wait_for(lambda: not is_alive(process.pid))


def told_and_hanging(tasks: Sequence[Task], terms: Terms) -> Answer:
    Path(tasks[0].source).parent.with_suffix(".hung").touch()
    time.sleep(600)
    raise AssertionError


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_workers_do_not_import_what_only_the_parent_needs(tmp_path: Path) -> None:
    code = (
        "import sys; from reportparse.runs import workers; import reportparse.parsing;"
        "from reportparse.dataset.schema import parser_version; from reportparse.forms import load_forms;"
        "workers.work([workers.Task(sys.argv[1], None)], workers.Terms(parser_version(load_forms()), 9, None));"
        "print([m for m in ('duckdb', 'pyarrow.dataset', 'pyarrow.parquet', 'typer') if m in sys.modules])"
    )
    (path,) = write_reports(tmp_path, 1)
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def slow(tasks: Sequence[Task], terms: Terms) -> Answer:
    """A worker that has no time tonight."""
    time.sleep(60)
    return ORIGINAL(tasks, terms)


def test_the_same_bytes_that_take_too_long_another_time_lose_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write_reports(tmp_path / "in", 1)
    parse_many([str(path)], tmp_path / "out", jobs=1)
    before = len(open_dataset(tmp_path / "out").records)
    monkeypatch.setattr(workers, "work", slow)
    summary = parse_many([str(path)], tmp_path / "out", jobs=1, timeout=0.2, force=True)
    dataset = open_dataset(tmp_path / "out")
    assert summary.statuses["failed"] == 1
    assert dataset.documents["status"].tolist() == ["partial"]
    assert len(dataset.records) == before > 0
    ((_, reason),) = [key for key in summary.reasons if key[0] == "failed"]
    assert reason.endswith("its rows of an earlier run are kept")


def test_an_archive_that_can_be_read_again_has_failed_no_more(tmp_path: Path) -> None:
    archive = tmp_path / "in" / "reports.zip"
    write_reports(tmp_path / "in", 1)
    archive.write_bytes(b"PK\x03\x04 and no more")
    parse_many(str(tmp_path / "in"), tmp_path / "out", jobs=1)
    statuses = open_dataset(tmp_path / "out").documents.set_index("source")["status"]
    assert statuses[str(archive)] == "failed"
    with ZipFile(archive, "w") as whole:
        whole.writestr("report.txt", report_text("归档镇人民政府"))
    parse_many(str(tmp_path / "in"), tmp_path / "out", jobs=1)
    documents = open_dataset(tmp_path / "out").documents
    assert f"{archive}!/report.txt" in set(documents["source"])
    assert str(archive) not in set(documents["source"])
