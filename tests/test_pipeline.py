import os
import signal
import time
from pathlib import Path

import pytest

from reportparse import pipeline
from reportparse.dataset import open_dataset
from reportparse.pipeline import run
from tests.made_texts import report_text, write_reports


def hanging(source: str, *arguments: object) -> object:
    """A worker's task that never ends for some documents, or kills its process."""
    name = Path(source).stem
    if name == "hangs":
        time.sleep(60)
    if name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "raises":
        raise RuntimeError("unforeseen")
    return ORIGINAL(source, *arguments)  # type: ignore[arg-type]


ORIGINAL = pipeline._work


def test_a_document_that_hangs_or_kills_its_worker_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_reports(tmp_path / "in", 4)
    for name in ("hangs", "dies", "raises"):
        (tmp_path / "in" / f"{name}.txt").write_text(report_text(name + "镇人民政府"), "utf-8")
        paths.insert(1, tmp_path / "in" / f"{name}.txt")
    monkeypatch.setattr(pipeline, "_work", hanging)
    summary = run([str(path) for path in paths], tmp_path / "out", jobs=2, timeout=4)
    errors = {Path(outcome.source).stem: outcome.error for outcome in summary.outcomes if outcome.error}
    assert set(errors) == {"hangs", "dies", "raises"}, errors
    assert "took longer than 4 s" in (errors["hangs"] or "")
    assert "worker process died" in (errors["dies"] or "")
    assert "unforeseen" in (errors["raises"] or "")
    documents = open_dataset(tmp_path / "out").documents
    assert len(documents) == 7
    assert (documents["status"] == "failed").sum() == 3


def test_results_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    paths = [str(path) for path in write_reports(tmp_path / "in", 6)]
    for jobs in (1, 3):
        run(paths, tmp_path / str(jobs), jobs=jobs)
    one, three = (
        open_dataset(tmp_path / str(jobs))
        .records.sort_values(["document_id", "table", "row", "column"])
        .reset_index(drop=True)
        for jobs in (1, 3)
    )
    assert one.equals(three)


def test_two_files_of_the_same_bytes_are_one_document_and_that_is_said(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(report_text(), "utf-8")
    sources = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    summary = run(sources, tmp_path / "out", jobs=1)
    assert summary.duplicates == [(sources[1], sources[0])]
    assert open_dataset(tmp_path / "out").documents["source"].tolist() == [sources[0]]


def test_a_changed_file_is_parsed_again(tmp_path: Path) -> None:
    (path,) = write_reports(tmp_path / "in", 1)
    run([str(path)], tmp_path / "out", jobs=1)
    path.write_text(report_text(received=8), "utf-8")
    summary = run([str(path)], tmp_path / "out", jobs=1)
    assert (len(summary.outcomes), summary.unchanged) == (1, 0)
    records = open_dataset(tmp_path / "out").records
    assert records[(records["row"] == "received") & (records["column"] == "total")]["value"].tolist() == [8]
