import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas
import pytest
from rich.console import Console
from typer.testing import CliRunner

from reportparse import cli, printing
from reportparse.dataset.dataset import open_dataset
from reportparse.dataset.stores import why
from reportparse.forms.schema import FORMS_FOLDER
from reportparse.runs import pipeline
from tests.made_texts import report_text, write_reports

ENVIRONMENT = {**os.environ, "PYTHONIOENCODING": ""}


def reportparse(*arguments: object, **options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reportparse", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**ENVIRONMENT, **options},
        check=False,
    )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    write_reports(folder / "reports", 3)
    (folder / "reports" / "wrong.txt").write_text(
        report_text("乙县审计局").replace("申请数量\t3\t0\t0\t0\t0\t0\t3", "申请数量\t3\t0\t0\t0\t0\t0\t4"),
        "utf-8",
    )
    done = reportparse("parse", folder / "reports", "--out", folder / "out", "--jobs", 2)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder / "out"


def test_each_bad_file_is_one_line_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_reports(folder, 2)
    (folder / "empty.docx").write_bytes(b"")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "cut.docx").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    (folder / "text.pdf").write_text(report_text("丙县审计局"), "utf-8")
    (folder / "note.txt").write_text("这不是报告。", "utf-8")
    with (folder / "huge.pdf").open("wb") as file:
        file.truncate(200 * 2**20)
    done = reportparse("parse", folder, tmp_path / "missing.pdf", "--out", tmp_path / "out")
    assert done.returncode == 3
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 6
    for name, words in {
        "empty.docx": "the file is empty",
        "noise.bin": "none of the kinds of file",
        "cut.docx": "cut short or damaged",
        "cut.pdf": "damaged or incomplete",
        "huge.pdf": "200 MB",
        "missing.pdf": "no such file",
    }.items():
        assert any(name in line and words in line for line in lines), (name, lines)
    documents = open_dataset(tmp_path / "out").documents.set_index("source")
    status = {Path(str(source)).name: value for source, value in documents["status"].items()}
    assert status["text.pdf"] == "partial"
    assert status["note.txt"] == "unrecognised"
    assert sum(value == "failed" for value in status.values()) == 6
    assert documents["error"].notna().sum() == 6


def test_a_second_run_skips_what_is_unchanged(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    assert "2 documents parsed" in reportparse("parse", tmp_path / "in", "--out", tmp_path / "out").stdout
    again = reportparse("parse", tmp_path / "in", "--out", tmp_path / "out")
    assert (again.returncode, "2 unchanged, skipped" in again.stdout) == (0, True)
    assert (
        "2 documents parsed"
        in reportparse("parse", tmp_path / "in", "--out", tmp_path / "out", "--force").stdout
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse",),
        ("parse", "x.pdf"),
        ("parse", "*.nothing", "--out", "out"),
        ("parse", "x.pdf", "--out", "out", "--engine", "warp"),
        ("query", "out", "select 1", "--format", "xml"),
        ("forms", "1999"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_two(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = reportparse(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_run_that_cannot_go_on_is_one(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    (tmp_path / "out").write_text("a file where the folder should be")
    done = reportparse("parse", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert reportparse("check", tmp_path / "in").returncode == 1


def test_check_names_rule_agency_and_numbers(dataset: Path) -> None:
    done = reportparse("check", dataset)
    assert done.returncode == 0
    assert "requests.applicants: 1 in 1 document" in done.stdout
    assert "乙县审计局 2023  received" in done.stdout
    assert "4 ≠ 3" in done.stdout


def test_a_document_is_taken_out_by_its_source(dataset: Path, tmp_path: Path) -> None:
    dataset = shutil.copytree(dataset, tmp_path / "out")
    sources = open_dataset(dataset).documents["source"].tolist()
    unknown = reportparse("forget", dataset, sources[0], "gone.txt")
    assert (unknown.returncode, len(unknown.stderr.splitlines())) == (2, 1)
    assert "no source 'gone.txt'" in unknown.stderr
    assert open_dataset(dataset).documents["source"].tolist() == sources
    assert reportparse("forget", dataset, sources[0]).returncode == 0
    assert set(open_dataset(dataset).documents["source"]) == set(sources[1:])
    nowhere = reportparse("forget", dataset / "nowhere", sources[0])
    assert nowhere.returncode == 1
    assert not (dataset / "nowhere").exists()


def test_the_checks_that_failed_are_a_frame(dataset: Path) -> None:
    opened = open_dataset(dataset)
    failed = opened.failed_checks()
    assert failed[["rule", "agency", "year", "row", "left", "right"]].values.tolist() == [
        ["requests.applicants", "乙县审计局", 2023, "received", 4, 3]
    ]
    assert Path(failed["source"][0]).name == "wrong.txt"
    assert str(failed["year"].dtype) == "Int16"
    everything = opened.failed_checks(everything=True)
    assert len(everything) == opened.checks["verdict"].ne("pass").sum() > 1
    assert {"fail", "undecided"} <= set(everything["verdict"])


def test_queries_as_table_csv_and_json(dataset: Path) -> None:
    query = "select agency, year, pages from documents where agency like '第1%'"
    assert "第1号镇人民政府" in reportparse("query", dataset, query).stdout
    assert (
        reportparse("query", dataset, query, "--format", "csv").stdout
        == "agency,year,pages\n第1号镇人民政府,2023,\n"
    )
    lists = reportparse("query", dataset, "select ['甲', '=1'] as names", "--format", "csv").stdout
    assert lists == 'names\n"[""甲"", ""=1""]"\n'
    rows = json.loads(reportparse("query", dataset, query, "--format", "json").stdout)
    assert rows == [{"agency": "第1号镇人民政府", "year": 2023, "pages": None}]
    wrong = reportparse("query", dataset, "select nothing from nowhere")
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


def test_show_says_where_each_value_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(report_text(), "utf-8")
    done = reportparse("show", path)
    assert done.returncode == 0
    assert any(
        all(part in line for part in ("requests", "received", "natural_person", "3", "line 12"))
        for line in done.stdout.splitlines()
    )
    shown = json.loads(reportparse("show", path, "--json").stdout)
    assert shown["document"]["agency"] == "云桥市水利局"
    assert {"sections", "cells", "records", "figures", "checks"} <= set(shown)


def test_show_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    done = reportparse("show", tmp_path / "a.pdf")
    assert (done.returncode, done.stderr) == (3, f"reportparse: {tmp_path / 'a.pdf'}: the file is empty\n")


def test_a_source_that_cannot_be_had_is_said_in_the_same_words_by_all_commands(tmp_path: Path) -> None:
    words = f"{tmp_path / 'none.pdf'}: there is no such file"
    assert reportparse("show", tmp_path / "none.pdf").stderr == f"reportparse: {words}\n"
    assert words in reportparse("parse", tmp_path / "none.pdf", "--out", tmp_path / "out").stdout
    unreachable = FileNotFoundError("http://a.test/b.pdf")
    unreachable.__cause__ = ConnectionRefusedError("refused")
    assert why(unreachable) == "it cannot be reached: refused"


def test_forms_are_listed_and_shown() -> None:
    listed = reportparse("forms").stdout
    assert "2021  国办公开办函〔2021〕30号" in listed
    shown = reportparse("forms", "2019").stdout
    assert "items_change" in shown
    assert "requests.balance" in shown


def test_a_wrong_form_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("id = 3")
    done = reportparse("forms", "--forms", tmp_path / "own.toml")
    assert done.returncode == 2
    assert done.stderr.startswith(f"reportparse: {tmp_path / 'own.toml'}: ")


def test_output_is_utf8_in_any_locale(dataset: Path) -> None:
    done = reportparse("query", dataset, "select agency from documents", LC_ALL="C", PYTHONUTF8="0")
    assert "第1号镇人民政府" in done.stdout


def test_a_reader_that_has_seen_enough_gets_no_traceback(dataset: Path) -> None:
    command = f"{sys.executable} -m reportparse query {dataset} 'select * from cells' | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_help_teaches() -> None:
    for command in ("parse", "show", "check", "query", "forms"):
        assert "reportparse " in reportparse(command, "--help").stdout


def ends(group: int) -> bool:
    """Whether the last process of a group ends within some seconds."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupted_run_keeps_what_is_finished_and_leaves_no_process(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1000)
    command = [
        sys.executable,
        "-m",
        "reportparse",
        "parse",
        tmp_path / "in",
        "--out",
        tmp_path / "out",
        "--jobs",
        "2",
    ]
    with subprocess.Popen(
        [str(part) for part in command],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Shells start what runs in the background with the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        while not (tmp_path / "out" / "runs" / "schema.parquet").exists():
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1, errors
    assert "Traceback" not in errors
    assert "stopped" in errors
    assert ends(process.pid)
    documents = open_dataset(tmp_path / "out").documents
    assert documents["source"].is_unique


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, reportparse; print([m for m in ('pandas', 'pyarrow', 'duckdb', 'lxml', 'pydantic') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_a_file_name_that_is_no_utf8_is_parsed_and_shown(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + "/年报.txt".encode("gbk")
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123 - no path can be written with it
        file.write(report_text())
    for _ in range(2):
        done = reportparse("parse", tmp_path, "--out", tmp_path / "out")
        assert (done.returncode, done.stderr) == (0, "")
    assert "1 unchanged" in done.stdout
    assert open_dataset(tmp_path / "out").documents["source"].tolist() == [f"{tmp_path}/年报.txt"]
    assert "云桥市水利局" in reportparse("show", os.fsdecode(name)).stdout


def test_nothing_of_a_document_steers_the_terminal_or_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a\n\x1b[2Jb.txt").write_bytes(b"")
    (tmp_path / "in" / "b.txt").write_text(
        report_text().replace("全年", "=HYPERLINK(1)\x1b[31m\u202e全年"), "utf-8"
    )
    done = reportparse("parse", tmp_path / "in", "--out", tmp_path / "out")
    assert len(done.stderr.splitlines()) == 1
    assert r"a\n\x1b[2Jb.txt: the file is empty" in done.stderr
    query = (
        "query",
        tmp_path / "out",
        "select text, '-7' as change, '-' as dash from sections where text like '%全年%'",
    )
    shown = done.stdout + reportparse("show", tmp_path / "in" / "b.txt").stdout + reportparse(*query).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert reportparse(*query, "--format", "csv").stdout.splitlines()[1].startswith("'=HYPERLINK")
    assert reportparse(*query, "--format", "csv").stdout.rstrip().endswith(",-7,-")


def test_a_failed_document_is_tried_again(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    for parsed in ("2 documents parsed", "1 document parsed"):
        done = reportparse("parse", tmp_path / "in", "--out", tmp_path / "out")
        assert done.returncode == 3
        assert parsed in done.stdout
        assert "empty.txt: the file is empty" in done.stderr


def test_a_log_has_a_line_of_json_for_each_source_and_one_for_the_run(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "copy.txt").write_bytes((tmp_path / "in" / "000.txt").read_bytes())
    for _ in range(2):
        reportparse("parse", tmp_path / "in", "--out", tmp_path / "out", "--log-json", tmp_path / "log")
    lines = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    assert [line.get("status") for line in lines] == [
        *("partial", "partial", "duplicate", None),
        *("unchanged", "unchanged", "duplicate", None),
    ]
    assert lines[2]["same_as"] == str(tmp_path / "in" / "000.txt")
    runs = open_dataset(tmp_path / "out").runs
    assert runs["partial"].tolist() == [2, 0]
    assert runs["run"].tolist() == [lines[3]["run"], lines[7]["run"]]


def test_a_url_that_nothing_can_open_is_said(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    for arguments, status in (
        (("parse", "warp://a.txt", "--out", tmp_path / "out"), 2),
        (("parse", tmp_path / "in", "--out", "warp://out"), 1),
        (("query", "warp://out", "select 1"), 1),
    ):
        done = reportparse(*arguments)
        assert (done.returncode, len(done.stderr.splitlines())) == (status, 1), done.stderr
        assert "warp" in done.stderr


@pytest.mark.parametrize(("engine", "words"), [("cloud", "is not one of"), ("ray", "reportparse[ray]")])
def test_an_engine_that_is_not_there_is_wrong_usage(
    engine: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "find_spec", lambda name: None)
    command = ["parse", str(tmp_path), "--out", str(tmp_path / "out"), "--engine", engine]
    result = CliRunner().invoke(cli.app, command)
    assert result.exit_code == cli.WRONG_USAGE
    assert words in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out" / "documents").mkdir(parents=True)
    (tmp_path / "out" / "documents" / "schema.parquet").symlink_to("schema.parquet")
    for arguments in (("check", tmp_path / "out"), ("query", tmp_path / "out", "select 1")):
        done = reportparse(*arguments)
        assert done.returncode == 1
        assert done.stderr == (
            f"reportparse: {tmp_path}/out/documents/schema.parquet: Too many levels of symbolic links\n"
        )


def test_a_run_without_the_forms_that_documents_were_read_by_says_so(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    form = (
        (FORMS_FOLDER / "disclosure_annual_report" / "2021.toml")
        .read_text("utf-8")
        .replace('id = "2021"', 'id = "own"', 1)
    )
    (tmp_path / "own.toml").write_text(form, "utf-8")
    arguments = ("parse", tmp_path / "in", "--out", tmp_path / "out")
    warning = (
        "warning: 2 documents read before by forms that this run does not know (own): was --forms left out?"
    )
    assert "warning: 2" not in reportparse(*arguments).stdout
    assert "warning: 2" not in reportparse(*arguments, "--forms", tmp_path / "own.toml").stdout
    told = reportparse(*arguments)
    assert (told.returncode, told.stdout.splitlines()[1]) == (0, warning)
    assert "warning: 2" not in reportparse(*arguments, "--force").stdout


def test_a_run_tells_at_its_end_what_to_look_at(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    arguments = ("parse", tmp_path / "in", "--out", tmp_path / "out", "--force")
    told = reportparse(*arguments).stdout
    assert "agencies whose documents want a look:\n  第0号镇人民政府: 1 partial\n" in told
    assert "new warnings:\n  2 documents: the table " in told
    assert "new warnings" not in reportparse(*arguments).stdout


def test_check_names_the_documents_with_uncertain_values_and_missing_tables(tmp_path: Path) -> None:
    path = tmp_path / "sparse.txt"
    path.write_text(report_text().replace("申请数量\t3\t0\t0\t0\t0\t0\t3", "申请数量\t3\t3"), "utf-8")
    done = reportparse("parse", path, "--out", tmp_path / "out")
    assert done.returncode == 0
    done = reportparse("check", tmp_path / "out")
    uncertain, cells, _, missing, status = done.stdout.splitlines()[-5:]
    assert (uncertain, cells) == ("values uncertain:", f"  {path}: 7 cells")
    assert (missing, status) == ("not read whole, so not all checked:", f"  {path}: partial")
    (document,) = open_dataset(tmp_path / "out").documents.to_dict("records")
    assert "requests: 7 cells are uncertain" in document["warnings"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "nothing in it"),
        (";", "nothing in it"),
        ("selct 1", "selct"),
        ("select column from records", "the name column has to be in double quotes"),
    ],
)
def test_a_wrong_query_is_one_line(dataset: Path, query: str, words: str) -> None:
    done = reportparse("query", dataset, query)
    assert done.returncode == 2
    assert words in done.stderr
    assert "\\n" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_is_no_dataset(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    done = reportparse("check", path)
    assert (done.returncode, done.stderr) == (
        1,
        f"reportparse: {path}: is a file, not the folder of a dataset\n",
    )


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_query_of_the_readme_names_the_numbers_to_quote(name: str, dataset: Path) -> None:
    page = Path(__file__).parents[1] / name
    (query,) = re.findall(r"```sql\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    answer = json.loads(reportparse("query", dataset, query, "--format", "json").stdout)
    assert [row["value"] for row in answer] == [0, 1, 2]  # not that of 乙县审计局, whose sum fails
    assert all(row["place"].startswith("line ") for row in answer)


def test_an_answer_wider_than_the_terminal_is_printed_row_by_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "console", lambda: Console(width=40))
    printing.print_frame(pandas.DataFrame({f"column_{i}": [f"text {i}", None] for i in range(5)}))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] == [["row", "1"], ["column_0", "text", "0"]]
    assert lines[6:8] == [["row", "2"], ["column_0"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["parse"], "Missing argument 'SOURCE'"),
        (["nosuch"], "No such command 'nosuch'"),
        (["parse", "a", "--out", ""], "the name is empty"),
        (["parse", "", "--out", "out"], "an empty name is no source"),
        (["parse", "a", "--out", "out", "--jobs", "0"], "'--jobs'"),
    ],
)
def test_wrong_usage_is_one_line(arguments: list[str], words: str) -> None:
    done = reportparse(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("command", ["forms", "check", "query"])
def test_an_answer_that_cannot_be_written_is_one_line(dataset: Path, command: str) -> None:
    arguments = {"forms": [], "check": [dataset], "query": [dataset, "select 1"]}[command]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reportparse", command, *map(str, arguments)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("reportparse: standard output: ")


def test_a_reader_that_has_seen_enough_does_not_change_what_became_of_a_run(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    (tmp_path / "in" / "empty.docx").write_bytes(b"")
    command = [sys.executable, "-m", "reportparse", "parse", tmp_path / "in", "--out", tmp_path / "out"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        running.stdout.close()
    assert running.returncode == 3


def test_the_json_of_an_answer_has_all_digits(dataset: Path) -> None:
    done = reportparse("query", dataset, "select 0.123456789012345::double as number", "--format", "json")
    assert json.loads(done.stdout) == [{"number": 0.123456789012345}]
    done = reportparse("query", dataset, "select 75.57::double as number", "--format", "json")
    assert '"number": 75.57\n' in done.stdout


def test_the_json_of_an_answer_has_days_and_moments_as_they_are_written(dataset: Path) -> None:
    columns = (
        "date '2024-01-09' as day, timestamp '2024-01-09 08:30:00' as moment, null as nothing, [1, 2] as list"
    )
    done = reportparse("query", dataset, f"select {columns}", "--format", "json")
    assert json.loads(done.stdout) == [
        {"day": "2024-01-09", "moment": "2024-01-09T08:30:00", "nothing": None, "list": [1, 2]}
    ]


def test_a_log_may_go_to_a_pipe(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    done = reportparse("parse", tmp_path / "in", "--out", tmp_path / "out", "--log-json", "/dev/stdout")
    assert done.returncode == 0, done.stderr
    assert [len(json.loads(line)) > 2 for line in done.stdout.splitlines()[:2]] == [True, True]


def test_a_folder_without_files_does_not_stop_a_run(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    (tmp_path / "quiet").mkdir()
    done = reportparse("parse", tmp_path / "quiet", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert f"{tmp_path / 'quiet'}: has no files in it" in done.stdout
    assert len(open_dataset(tmp_path / "out").documents) == 1


def test_a_dataset_may_lie_in_the_folder_of_its_documents(tmp_path: Path) -> None:
    first, second = write_reports(tmp_path, 2)
    second.rename(tmp_path / "later")
    assert reportparse("parse", tmp_path, "--out", tmp_path).returncode == 0
    (tmp_path / "later").rename(second)
    done = reportparse("parse", tmp_path, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert {str(first), str(second)} <= set(open_dataset(tmp_path).documents["source"])
