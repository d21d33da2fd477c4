import json
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import duckdb
import fsspec
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import reportparse
from reportparse.dataset import schema, storage
from reportparse.dataset import writer as writer_module
from reportparse.dataset.dataset import DatasetError, open_dataset
from reportparse.dataset.packing import Packed, pack
from reportparse.dataset.schema import COLUMNS, SCHEMAS, failed_tables, report_tables
from reportparse.dataset.storage import JOURNAL, STAGING
from reportparse.dataset.units import in_one_unit
from reportparse.dataset.writer import Writer
from reportparse.runs.pipeline import parse_many
from tests.made_texts import report_text, write_reports


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    write_reports(tmp_path / "reports", 3)
    write_reports(tmp_path / "reports" / "older", 2, year=2022)
    parse_many(
        [str(path) for path in sorted((tmp_path / "reports").rglob("*.txt"))], tmp_path / "out", jobs=2
    )
    return tmp_path / "out"


def packed(text: str, source: str) -> Packed:
    return pack(report_tables(reportparse.parse(text.encode()), source, "1"))


def failed(source: str, version: str = "1") -> Packed:
    return pack(failed_tables(source, b"", "the file is empty", version))


def test_every_table_has_its_schema_and_descriptions_also_when_empty(tmp_path: Path) -> None:
    with Writer(tmp_path):
        pass
    for name, due in SCHEMAS.items():
        found = pq.read_schema(tmp_path / name / "schema.parquet")
        assert found.equals(due)
        assert all(found.field(column).metadata[b"description"] for column, _, _ in COLUMNS[name])
        assert pandas.read_parquet(tmp_path / name).empty
    assert open_dataset(tmp_path).records.empty


def test_integers_of_frames_stay_integers_beside_nulls(dataset: Path) -> None:
    opened = open_dataset(dataset)
    assert str(opened.documents["pages"].dtype) == "Int32"
    assert str(opened.records["year"].dtype) == "Int16"
    assert str(opened.sql("select page from records")["page"].dtype).lower() == "int32"


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
            [packed(report_text(received=3), "a.txt"), packed(report_text("临溪县审计局"), "b.txt")]
        )
        writer.replace([packed(report_text(received=4), "a.txt")])
        writer.replace([packed(report_text(received=4, year=2024), "a.txt")])
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
        writer.replace([packed(report_text(), "a.txt")])
        writer.replace([failed("a.txt")])
    opened = open_dataset(tmp_path)
    assert opened.documents[["source", "status", "error"]].values.tolist() == [
        ["a.txt", "failed", "the file is empty"]
    ]
    assert opened.records.empty


def test_failed_documents_of_the_same_bytes_keep_a_row_each(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([failed(name) for name in ("a", "b")])
        writer.replace([failed("b", "2")])
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


def test_a_table_or_cell_that_no_report_has_is_named_with_those_that_there_are(dataset: Path) -> None:
    opened = reportparse.open_dataset(dataset)
    with pytest.raises(KeyError, match=r"no table 'record'.*records"):
        opened.table("record")
    with pytest.raises(KeyError, match=r"the table 'request'.*requests"):
        opened.wide("request")
    with pytest.raises(KeyError, match=r"the row 'recieved'.*received"):
        opened.panel("requests", "recieved", "total")
    assert len(opened.wide("requests", year=1990)) == 0


def test_panel_says_where_an_agency_has_two_reports_for_a_year(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a.txt")])
        writer.replace([packed(report_text(received=2), "b.txt")])
    with pytest.warns(UserWarning, match=r"has 2 reports for 2023.*a\.txt \(1\), b\.txt \(2\)"):
        panel = open_dataset(tmp_path).panel("requests", "received", "total")
    assert panel.loc["云桥市水利局", 2023] == 2


def fees_text(year: int, amount: str) -> str:
    header = ["第二十条第（八）项\t", "信息内容\t本年收费金额（单位：万元）"]
    lines = [f"云桥市水利局{year}年政府信息公开工作年度报告", "二、主动公开政府信息情况", *header]
    return "\n".join([*lines, f"行政事业性收费\t{amount}", "", "六、其他需要报告的事项", "无。"])


def test_amounts_in_another_unit_are_brought_to_that_of_the_form(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        for year, amount in ((2021, "43.788"), (2022, "251000元"), (2023, "2万元"), (2024, "")):
            writer.replace([packed(fees_text(year, amount), f"{year}.txt")])
    opened = open_dataset(tmp_path)
    said = r"proactive_disclosure/fees/amount is given in 万元, not as printed: 2022\.txt \(251000 元\)$"
    with pytest.warns(UserWarning, match=said):
        panel = opened.panel("proactive_disclosure", "fees", "amount")
    assert panel.loc["云桥市水利局"].tolist()[:3] == [43.788, 25.1, 2]
    assert panel.isna().sum().sum() == 1
    with pytest.warns(UserWarning, match=said):
        wide = opened.wide("proactive_disclosure")
    assert sorted(wide["fees/amount"].dropna()) == [2, 25.1, 43.788]


def test_amounts_of_a_row_with_a_unit_of_its_own_are_brought_to_that() -> None:
    records = pandas.DataFrame(
        {
            "edition": "2014",
            "table": "statistics",
            "row": "fees",
            "column": "value",
            "value": [5000.0, 20000.0],
            "unit": "元",
            "source": ["a.txt", "b.txt"],
        }
    )
    with pytest.warns(UserWarning, match="statistics/fees/value is given in 万元, not as printed: a.txt"):
        assert in_one_unit(records).tolist() == [0.5, 2.0]


def balance_text(year: int, carried_in: int, carried_out: str, in_force: str = "5") -> str:
    """A report with the rows of its tables that reach into the next year."""
    lines = [
        f"云桥市水利局{year}年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "第二十条第（一）项\t\t\t",
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
        "规章\t0\t0\t0",
        f"行政规范性文件\t2\t1\t{in_force}",
        "",
        "三、收到和处理政府信息公开申请情况",
        "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计",
        f"二、上年结转政府信息公开申请数量\t{carried_in}\t0\t0\t0\t0\t0\t{carried_in}",
        f"四、结转下年度继续办理\t{carried_out}\t0\t0\t0\t0\t0\t{carried_out}",
    ]
    return "\n".join(lines)


def test_what_was_carried_out_is_carried_in_a_year_later(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        texts = [
            balance_text(2021, 0, "3"),
            balance_text(2022, 3, "1", in_force="6"),
            balance_text(2023, 2, ""),
            balance_text(2024, 4, "0"),
        ]
        writer.replace([packed(text, f"{year}.txt") for year, text in enumerate(texts, 2021)])
    opened = open_dataset(tmp_path)
    found = opened.checks_over_years()
    carried = found[(found["rule"] == "panel.carry_over") & (found["column"] == "total")]
    assert carried[["year", "verdict", "source"]].values.tolist() == [
        [2022, "pass", "2022.txt"],
        [2023, "fail", "2023.txt"],
        [2024, "undecided", "2024.txt"],
    ]
    assert carried["left"].tolist()[:2] == [3, 2]
    assert carried["right"].tolist()[:2] == [3, 1]
    assert "2 ≠ 1" in carried["message"].iloc[1]
    in_force = found[(found["rule"] == "panel.in_force") & (found["row"] == "normative_documents")]
    assert in_force["verdict"].tolist() == ["pass", "fail", "fail"]
    assert not opened.failed_checks()["rule"].str.startswith("panel").any()
    listed = opened.failed_checks(everything=True)
    assert listed["rule"].str.startswith("panel").sum() == (found["verdict"] != "pass").sum()


def test_queries_see_the_views_and_nothing_else(dataset: Path) -> None:
    opened = open_dataset(dataset)
    frame = opened.documents
    assert len(frame) == 5
    assert opened.sql("select count(*) n from documents")["n"].tolist() == [5]
    for query in (
        f"select * from read_parquet('{dataset}/records/2023/*.parquet')",
        f"copy documents to '{dataset}/stolen.csv'",
        "set enable_external_access = true",
        "select * from frame",
        "install httpfs",
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


def test_a_page_that_was_damaged_is_never_read_as_other_values(dataset: Path) -> None:
    victim = next((dataset / "records" / "2023").iterdir())
    content = victim.read_bytes()
    pages = len(content) - 8 - int.from_bytes(content[-8:-4], "little")  # the footer follows, with its size
    asked = (lambda opened: opened.records, lambda opened: opened.sql("from records order by all"))
    due = [ask(open_dataset(dataset)) for ask in asked]
    for place in range(4, pages, pages // 30):
        victim.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        opened = open_dataset(dataset)
        for ask, rows in zip(asked, due, strict=True):
            try:
                assert ask(opened).equals(rows)  # few bytes mean nothing
            except DatasetError as error:
                assert f"records/2023/{victim.name}: is damaged" in str(error)  # noqa: PT017
                assert f"delete {dataset}/*/2023/{victim.name}" in str(error)  # noqa: PT017


class Killed(BaseException):
    """Stands for the end of a process: nothing catches it on purpose."""


@pytest.mark.parametrize("step", range(12))
def test_a_run_killed_at_any_step_is_finished_or_undone_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each rename, deletion and removal of a batch is the last thing that a run does."""
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a.txt"), packed(report_text("乙县审计局"), "b.txt")])
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
            writer.replace([packed(report_text(received=9), "a.txt")])
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
        writer.replace([packed(report_text(received=1), "a.txt")])
        with monkeypatch.context() as patch:
            patch.setattr(
                os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
            )
            with pytest.raises(OSError, match=rf"No space left on device: '{tmp_path}/_staging/"):
                writer.replace([packed(report_text(received=2), "a.txt")])
    records = open_dataset(tmp_path).records
    assert records[(records["row"] == "received") & (records["column"] == "total")]["value"].tolist() == [1]


def test_no_room_for_temporary_files_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def execute(self, *_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    with Writer(tmp_path) as writer, monkeypatch.context() as patch:
        patch.setattr(writer.known, "_known", Full())
        with pytest.raises(DatasetError, match=r"temporary files .*: database or disk is full"):
            writer.replace([packed(report_text(received=2), "a.txt")])
    assert open_dataset(tmp_path).documents.empty


def test_a_reader_sees_one_moment(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a.txt")])
        opened = open_dataset(tmp_path)
        writer.replace([packed(report_text(received=2), "a.txt")])
    assert set(opened.records["document_id"]) == set(opened.documents["document_id"])
    assert set(open_dataset(tmp_path).records["document_id"]) != set(opened.documents["document_id"])


def test_a_reader_sees_a_batch_whole_also_when_its_run_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the journal is written the new rows count, wherever their files are."""
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a.txt")])
    for steps in range(6):
        moves = 0

        def move_or_die(self: storage.LocalStorage, name: str, target: str) -> None:
            nonlocal moves
            moves += 1
            if moves > steps:  # noqa: B023
                raise Killed
            MOVE(self, name, target)

        with Writer(tmp_path) as writing, monkeypatch.context() as patch:
            patch.setattr(storage.LocalStorage, "move", move_or_die)
            with pytest.raises(Killed):
                writing.replace([packed(report_text(received=10 + steps), "a.txt")])
        opened = open_dataset(tmp_path)
        assert received_of(opened) == [10 + steps]
        assert set(opened.documents["document_id"]) == set(opened.sections["document_id"])


MOVE = storage.LocalStorage.move


def received_of(opened: reportparse.Dataset) -> list[float]:
    records = opened.records
    return records[(records["row"] == "received") & (records["column"] == "total")]["value"].tolist()


def test_a_folder_that_may_only_be_read_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a.txt")])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert received_of(open_dataset(tmp_path)) == [1]
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_other_tools_see_whole_tables_while_a_run_writes(tmp_path: Path) -> None:
    texts = [
        [packed(report_text(f"第{i}号镇人民政府", received=n), f"{i}.txt") for i in range(4)]
        for n in range(8)
    ]
    with Writer(tmp_path) as writer:
        writer.replace(texts[0])
        done = threading.Event()
        seen: list[tuple[int, ...]] = []

        def look() -> None:
            while not done.is_set():
                records = pandas.read_parquet(
                    tmp_path / "records", columns=["agency", "row", "column", "value"]
                )
                chosen = records[(records["row"] == "received") & (records["column"] == "total")]
                seen.append(tuple(int(value) for value in sorted(chosen["value"])))

        with ThreadPoolExecutor(1) as reader:
            looking = reader.submit(look)
            for batch in texts * 3:
                writer.replace(batch)
            done.set()
            looking.result()
    assert set(seen) <= {(n,) * 4 for n in range(8)}
    assert len(set(seen)) > 1


def test_small_batches_gather_in_few_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "PART_DOCUMENTS", 4)
    for i in range(10):
        with Writer(tmp_path) as writer:
            writer.replace([packed(report_text(f"第{i}号镇人民政府", 2020 + i % 2), f"{i}.txt")])
    assert len(open_dataset(tmp_path).documents) == 10
    assert {path.name: len(list(path.glob("*"))) for path in (tmp_path / "records").glob("20*")} == {
        "2020": 2,
        "2021": 2,
    }


def test_parts_do_not_grow_beyond_their_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "PART_BYTES", 1)
    with Writer(tmp_path) as writer:
        for i in range(3):
            writer.replace([packed(report_text(f"第{i}号镇人民政府"), f"{i}.txt")])
    assert len(list((tmp_path / "records" / "2023").glob("*"))) == 3


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_more_files_than_a_process_may_open_at_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    monkeypatch.setattr(writer_module, "PART_DOCUMENTS", 1)
    texts = [report_text(f"第{i}号镇人民政府") for i in range(40)]
    with Writer(tmp_path) as writer:
        writer.replace([packed(text, f"{i}.txt") for i, text in enumerate(texts)])
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, hard))
    try:
        assert len(open_dataset(tmp_path).records["document_id"].unique()) == 40
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_two_sources_that_swap_their_bytes(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=n), name) for n, name in ((1, "a"), (2, "b"))])
        writer.replace([packed(report_text(received=n), name) for n, name in ((2, "a"), (1, "b"))])
        assert writer.known.of_source("a") == writer.known.of_document(
            packed(report_text(received=2), "a").document["document_id"]
        )
    opened = open_dataset(tmp_path)
    merged = opened.documents.merge(
        opened.records.query("row == 'received' and column == 'total'"), on="document_id"
    )
    assert sorted(zip(merged["source"], merged["value"], strict=True)) == [("a", 2), ("b", 1)]


def test_a_source_that_is_forgotten_leaves_no_row(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=n), name) for n, name in ((1, "a"), (2, "b"))])
        writer.replace([], forget=["b", "never known"])
    assert received_of(open_dataset(tmp_path)) == [1]


def test_an_interrupted_batch_can_be_given_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a")])
        with monkeypatch.context() as patch:
            patch.setattr(storage, "_carry_out", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                writer.replace([packed(report_text(received=2), "b")])
        writer.replace([packed(report_text(received=2), "b")])
    assert sorted(received_of(open_dataset(tmp_path))) == [1, 2]


def test_cells_that_a_source_prints_otherwise_are_kept_as_changes(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a"), packed(report_text("乙县审计局"), "b")])
        writer.replace([packed(report_text(received=2), "a"), packed(report_text("乙县审计局"), "b")])
        writer.replace([packed(report_text(received=2), "a")])
    assert changes_of(tmp_path) == [
        ("requests", "received", "natural_person", 1.0, 2.0, "1", "2"),
        ("requests", "received", "total", 1.0, 2.0, "1", "2"),
    ]
    assert set(open_dataset(tmp_path).changes["agency"]) == {"云桥市水利局"}


def changes_of(place: Path, since: int = 0) -> list[tuple[object, ...]]:
    """The rows of `changes` from a number on, None in place of what is missing."""
    columns = ["table", "row", "column", "old_value", "value", "old_raw", "raw"]
    rows = open_dataset(place).table("changes").slice(since).select(columns).to_pylist()
    return [tuple(row.values()) for row in rows]


def test_what_a_report_says_of_itself_may_change_too(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(), "a")])
        writer.replace([packed(report_text("乙县审计局", 2024), "a")])
    titles = [f"{name}年政府信息公开工作年度报告" for name in ("云桥市水利局2023", "乙县审计局2024")]
    assert changes_of(tmp_path) == [
        ("documents", None, "title", None, None, *titles),
        ("documents", None, "agency", None, None, "云桥市水利局", "乙县审计局"),
        ("documents", None, "year", 2023.0, 2024.0, "2023", "2024"),
    ]


def test_a_source_that_fails_for_a_day_leaves_a_trace_of_each_value(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a")])
        writer.replace([failed("a")])
        gone = changes_of(tmp_path)
        writer.replace([packed(report_text(received=2), "a")])
    assert ("requests", "received", "total", 1.0, None, "1", None) in gone
    assert ("documents", None, "status", None, None, "partial", "failed") in gone
    assert set(open_dataset(tmp_path).changes["agency"]) == {"云桥市水利局"}
    back = changes_of(tmp_path, len(gone))
    assert ("requests", "received", "total", None, 2.0, None, "2") in back
    assert len(back) == len(gone)


def test_the_values_of_a_source_that_is_left_out_are_told_of(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=n), name) for n, name in ((1, "a"), (2, "b"))])
        writer.replace([], forget=["b"])
    assert ("requests", "received", "total", 2.0, None, "2", None) in changes_of(tmp_path)
    changes = open_dataset(tmp_path).changes
    assert (set(changes["source"]), changes["document_id"].isna().all()) == ({"b"}, True)


def test_what_is_new_is_a_query(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text("云桥市水利局"), "a"), packed(report_text("乙县审计局"), "b")])
    before = open_dataset(tmp_path).documents["added_at"].max()
    with Writer(tmp_path) as writer:
        # As a new version of the parser, or --force, would; a file that was moved; one that is new.
        writer.replace([packed(report_text("云桥市水利局"), "a"), packed(report_text("乙县审计局"), "moved")])
        writer.replace([packed(report_text("丙县审计局"), "c")])
    opened = open_dataset(tmp_path)
    assert (opened.documents["parsed_at"] > before).all()
    new = opened.sql(f"select source from documents where added_at > timestamptz '{before}'")
    assert new["source"].tolist() == ["c"]
    assert opened.changes.empty


def test_panel_says_what_it_leaves_out_and_takes_the_last_published(tmp_path: Path) -> None:
    def published(day: int, report: Packed) -> Packed:
        tables = report.tables()
        documents = tables["documents"]
        place = documents.schema.get_field_index("published")
        dates = pa.array([date(2024, 1, day)], documents.schema.field(place).type)
        dated = documents.set_column(place, documents.schema.field(place), dates)
        return pack({**tables, "documents": dated})

    with Writer(tmp_path) as writer:
        writer.replace([published(9, packed(report_text(received=1), "a"))])
        writer.replace([published(2, packed(report_text(received=2), "b"))])
        writer.replace([packed(report_text("1", received=3), "c")])
    with (
        pytest.warns(UserWarning, match="unknown: c"),
        pytest.warns(UserWarning, match=r"has 2 reports.*b \(2\), a \(1\)"),
    ):
        panel = open_dataset(tmp_path).panel("requests", "received", "total")
    assert panel.loc["云桥市水利局", 2023] == 1


def test_a_dataset_under_a_url() -> None:
    url = "memory://datasets/a"
    with Writer(url) as writer:
        writer.replace([packed(report_text(received=1), "a"), packed(report_text("乙县审计局"), "b")])
        with pytest.raises(DatasetError, match="another run"), Writer(url):
            pass
    with Writer(url) as writer:
        assert writer.known.of_source("a")
        writer.replace([packed(report_text(received=2), "a")])
    with Writer(url) as writer:
        fsspec.filesystem("memory").rm("/datasets/a/_writer.lock")
        with Writer(url), pytest.raises(DatasetError, match="lock of this run was deleted"):
            writer.replace([packed(report_text(received=9), "a")])
    opened = open_dataset(url)
    assert sorted(received_of(opened)) == [2, 3]
    assert opened.sql("select count(*) n from documents")["n"].tolist() == [2]
    with pytest.raises(DatasetError, match="is no dataset"):
        open_dataset("memory://datasets/b")


def test_a_clock_that_was_set_back_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class EarlierClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(1990, 1, 1, tzinfo=UTC)

    with Writer(tmp_path) as writer:
        writer.replace([packed(report_text(received=1), "a")])
        monkeypatch.setattr(schema, "datetime", EarlierClock)
        writer.replace([packed(report_text(received=2), "a")])
    assert received_of(open_dataset(tmp_path)) == [2]
    assert open_dataset(tmp_path).documents["parsed_at"].dt.year.tolist() == [1990]


def test_a_failed_document_does_not_take_the_place_of_a_readable_one_of_its_bytes(tmp_path: Path) -> None:
    report = packed(report_text(received=1), "a")
    late = failed("b")
    late.document["document_id"] = report.document["document_id"]
    documents = pa.Table.from_pylist([late.document], SCHEMAS["documents"])
    with Writer(tmp_path) as writer:
        writer.replace([report])
        writer.replace([pack({**late.tables(), "documents": documents})])
    opened = open_dataset(tmp_path)
    assert opened.documents[["source", "status"]].sort_values("source").values.tolist() == [
        ["a", "partial"],
        ["b", "failed"],
    ]
    assert received_of(opened) == [1]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), Writer(tmp_path / "file" / "out"):
        pass


def test_a_damaged_journal_is_named(dataset: Path) -> None:
    (dataset / JOURNAL).write_text("{")
    with pytest.raises(DatasetError, match=JOURNAL):
        open_dataset(dataset)
