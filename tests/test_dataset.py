import json
import os
from pathlib import Path

import duckdb
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import reportparse
from reportparse.dataset import DatasetError, Writer, open_dataset
from reportparse.pipeline import run
from reportparse.schema import COLUMNS, SCHEMAS, failed_tables, report_tables
from reportparse.storage import JOURNAL, STAGING
from tests.made_texts import report_text, write_reports


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    write_reports(tmp_path / "reports", 3)
    write_reports(tmp_path / "reports" / "older", 2, year=2022)
    run([str(path) for path in sorted((tmp_path / "reports").rglob("*.txt"))], tmp_path / "out", jobs=2)
    return tmp_path / "out"


def tables_of(text: str, source: str) -> dict[str, pa.Table]:
    return report_tables(reportparse.parse(text.encode()), source, "1")


def test_every_table_has_its_schema_and_descriptions_also_when_empty(tmp_path: Path) -> None:
    with Writer(tmp_path):
        pass
    for name, schema in SCHEMAS.items():
        found = pq.read_schema(tmp_path / name / "schema.parquet")
        assert found.equals(schema)
        assert all(found.field(column).metadata[b"description"] for column, _, _ in COLUMNS[name])
        assert pandas.read_parquet(tmp_path / name).empty
    assert open_dataset(tmp_path).records.empty


def test_any_reader_of_parquet_sees_the_same_rows(dataset: Path) -> None:
    documents = pandas.read_parquet(dataset / "documents")
    assert len(documents) == 5
    assert str(documents["year"].dtype) == "int16"
    assert str(documents["parsed_at"].dtype).startswith("datetime64[us, UTC")
    records = pandas.read_parquet(dataset / "records")
    assert len(records) == len(open_dataset(dataset).records)
    query = f"select count(*) as n from read_parquet('{dataset}/records/**/*.parquet')"
    assert duckdb.sql(query).df()["n"].tolist() == [len(records)]


def test_rows_are_in_folders_of_their_years(dataset: Path) -> None:
    assert {path.name for path in (dataset / "records").iterdir() if path.is_dir()} == {"2022", "2023"}


def test_a_document_parsed_again_replaces_its_rows(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace(
            [tables_of(report_text(received=3), "a.txt"), tables_of(report_text("临溪县审计局"), "b.txt")]
        )
        writer.replace([tables_of(report_text(received=4), "a.txt")])
        writer.replace([tables_of(report_text(received=4, year=2024), "a.txt")])
    opened = open_dataset(tmp_path)
    assert sorted(opened.documents["source"]) == ["a.txt", "b.txt"]
    received = opened.records[(opened.records["row"] == "received") & (opened.records["column"] == "total")]
    assert dict(zip(received["agency"], received["value"], strict=True)) == {
        "云桥市水利局": 4,
        "临溪县审计局": 3,
    }
    assert set(opened.documents["year"]) == {2023, 2024}


def test_a_source_that_fails_now_loses_the_rows_it_had(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([tables_of(report_text(), "a.txt")])
        writer.replace([failed_tables("a.txt", b"", "the file is empty", "1")])
    opened = open_dataset(tmp_path)
    assert opened.documents[["source", "status", "error"]].values.tolist() == [
        ["a.txt", "failed", "the file is empty"]
    ]
    assert opened.records.empty


def test_failed_documents_of_the_same_bytes_keep_a_row_each(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([failed_tables(name, b"", "the file is empty", "1") for name in ("a", "b")])
        writer.replace([failed_tables("b", b"", "the file is empty", "2")])
    documents = open_dataset(tmp_path).documents
    assert documents[["source", "parser_version"]].sort_values("source").values.tolist() == [
        ["a", "1"],
        ["b", "2"],
    ]


def test_wide_has_one_row_per_report(dataset: Path) -> None:
    wide = open_dataset(dataset).wide("requests", year=2023)
    assert len(wide) == 3
    assert sorted(wide["received/total"]) == [0, 1, 2]
    assert wide["outcome.total/total"].isna().all()


def test_panel_is_agencies_by_years(dataset: Path) -> None:
    panel = open_dataset(dataset).panel("requests", "received", "total")
    assert list(panel.columns) == [2022, 2023]
    assert panel.loc["第1号镇人民政府"].tolist() == [1, 1]


def test_panel_says_where_an_agency_has_two_reports_for_a_year(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([tables_of(report_text(received=1), "a.txt")])
        writer.replace([tables_of(report_text(received=2), "b.txt")])
    with pytest.warns(UserWarning, match=r"has 2 reports for 2023.*a\.txt, b\.txt"):
        panel = open_dataset(tmp_path).panel("requests", "received", "total")
    assert panel.loc["云桥市水利局", 2023] == 2


def test_queries_see_the_views_and_nothing_else(dataset: Path) -> None:
    opened = open_dataset(dataset)
    assert opened.sql("select count(*) n from documents")["n"].tolist() == [5]
    for query in (
        f"select * from read_parquet('{dataset}/records/2023/*.parquet')",
        f"copy documents to '{dataset}/stolen.csv'",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            opened.sql(query)


def test_no_dataset_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is no dataset"):
        open_dataset(tmp_path)


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with Writer(tmp_path), pytest.raises(DatasetError, match="another run writes"), Writer(tmp_path):
        pass


def test_a_damaged_file_is_named(dataset: Path) -> None:
    victim = next((dataset / "documents" / "2023").iterdir())
    victim.write_bytes(b"PAR1 broken")
    with pytest.raises(DatasetError, match=victim.name):
        open_dataset(dataset)
    with pytest.raises(DatasetError, match=victim.name), Writer(dataset):
        pass


class Killed(BaseException):
    """Stands for the end of a process: nothing catches it on purpose."""


@pytest.mark.parametrize("step", range(12))
def test_a_run_killed_at_any_step_is_finished_or_undone_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each rename, deletion and removal of a batch is the last thing that a run does."""
    with Writer(tmp_path) as writer:
        writer.replace(
            [tables_of(report_text(received=1), "a.txt"), tables_of(report_text("乙县审计局"), "b.txt")]
        )
    before = open_dataset(tmp_path).records
    left = step

    def dying(original):
        def step_or_die(*arguments, **options):
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            return original(*arguments, **options)

        return step_or_die

    def update_until_killed() -> None:
        with Writer(tmp_path) as writer:
            writer.replace([tables_of(report_text(received=9), "a.txt")])
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying(Path.replace))
        patch.setattr(Path, "unlink", dying(Path.unlink))
        with pytest.raises(Killed):
            update_until_killed()
    with Writer(tmp_path):
        pass
    after = open_dataset(tmp_path)
    assert json.loads((tmp_path / JOURNAL).read_text())["staged"] == {}
    assert not list((tmp_path / STAGING).glob("*"))
    assert sorted(after.documents["source"]) == ["a.txt", "b.txt"]
    assert len(after.records) == len(before)
    received = after.records[(after.records["row"] == "received") & (after.records["column"] == "total")]
    by_id = dict(zip(received["document_id"], received["value"], strict=True))
    assert set(by_id) == set(after.documents["document_id"])
    assert sorted(by_id.values()) in ([1, 3], [3, 9])


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([tables_of(report_text(received=1), "a.txt")])
        with monkeypatch.context() as patch:
            patch.setattr(
                os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
            )
            with pytest.raises(OSError, match="No space left"):
                writer.replace([tables_of(report_text(received=2), "a.txt")])
    records = open_dataset(tmp_path).records
    assert records[(records["row"] == "received") & (records["column"] == "total")]["value"].tolist() == [1]


def test_a_reader_sees_one_moment(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([tables_of(report_text(received=1), "a.txt")])
        opened = open_dataset(tmp_path)
        writer.replace([tables_of(report_text(received=2), "a.txt")])
    assert set(opened.records["document_id"]) == set(opened.documents["document_id"])
    assert set(open_dataset(tmp_path).records["document_id"]) != set(opened.documents["document_id"])
