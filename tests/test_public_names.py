"""What a notebook has of the package: its names, short descriptions, and what can be parsed."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

import reportparse
from reportparse import UnreadableDocument
from reportparse.document import Place, Table
from tests.made_texts import report_text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(report_text(), "utf-8")
    return path


def test_the_names_are_known_before_they_are_imported() -> None:
    assert {"parse", "parse_many", "open_dataset", "Report", "__version__"} <= set(dir(reportparse))
    assert all(getattr(reportparse, name) for name in reportparse.__all__)
    assert reportparse.__version__.count(".") == 2


def test_a_report_describes_itself_in_a_line(file: Path) -> None:
    assert repr(reportparse.parse(file)).startswith("<Report 云桥市水利局 2023 ")
    assert len(repr(reportparse.parse(file))) < 120
    assert all(len(repr(section)) < 120 for section in reportparse.parse(file).sections)


def test_integers_stay_integers_beside_nulls(file: Path) -> None:
    report = reportparse.parse(file)
    assert report.records["page"].isna().all()
    assert str(report.records["page"].dtype) == "Int32"
    [index] = set(report.records["table_index"].dropna()) & {1}
    assert report.tables[index].cells


def test_the_cells_of_a_report_are_those_of_its_tables(file: Path) -> None:
    report = reportparse.parse(file)
    assert list(report.cells["text"]) == [cell.text for table in report.tables for cell in table.cells]


def test_a_report_becomes_plain_values_with_the_rows_of_its_frames(file: Path) -> None:
    file.write_text(report_text() + "\n云桥市水利局\n2024年1月15日", "utf-8")
    report = reportparse.parse(file)
    values = report.to_dict()
    assert json.loads(json.dumps(values)) == values
    assert (values["document"]["agency"], values["document"]["published"]) == ("云桥市水利局", "2024-01-15")
    for name in ("cells", "records", "figures", "checks"):
        frame = getattr(report, name)
        assert [list(row) for row in values[name]] == [list(frame.columns)] * len(frame)
    assert [row["raw"] for row in values["records"]] == [record.raw for record in report.record_list]
    assert [row["heading"] for row in values["sections"]] == [part.heading for part in report.sections]


def test_a_table_is_shown_as_it_is_printed() -> None:
    page = (
        "<meta charset=utf-8><table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2<tr><td>丙<td>/</table>"
    )
    [table] = reportparse.parse(page.encode()).tables
    assert table.to_frame().values.tolist() == [["甲", "乙", "乙"], ["甲", "1", "2"], ["丙", "/", None]]


def test_a_picture_in_place_of_a_table_has_no_rows() -> None:
    assert Table([], Place("p[1]"), image=True).to_frame().empty


def test_paths_bytes_and_binary_files_are_parsed_alike(file: Path) -> None:
    content = file.read_bytes()
    with zipfile.ZipFile(file.with_name("reports.zip"), "w") as archive:
        archive.write(file, "一.txt")
    sources = [
        str(file),
        content,
        bytearray(content),
        io.BytesIO(content),
        f"{file.parent}/reports.zip!/一.txt",
    ]
    assert {reportparse.parse(source).document_id for source in sources} == {
        reportparse.parse(file).document_id
    }


def test_a_file_opened_as_text_is_refused(file: Path) -> None:
    with file.open(encoding="utf-8") as opened, pytest.raises(TypeError, match='mode "rb"'):
        reportparse.parse(opened)  # type: ignore[arg-type]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableDocument, match="pipe"):
        reportparse.parse(tmp_path / "pipe")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/a.pdf", "http://127.0.0.1:9/a.zip!/b.pdf", "memory://a.pdf"]
)
def test_a_url_is_not_fetched(url: str) -> None:
    with pytest.raises(FileNotFoundError, match="a URL is not fetched"):
        reportparse.parse(url)
