"""The ladder of readers: when the careful one is asked, which result stands, what failed checks say."""

from pathlib import Path
from typing import Any

import pytest

import reportparse
from reportparse import ladder
from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import MOST_BLOCKS, html, html_careful, pdf_careful
from reportparse.loaders.page_assembly import PageColumn
from reportparse.outline.title_candidates import MOST_TITLES
from reportparse.recognition.recognise import MOST_TABLES
from reportparse.report import Report

CORPUS = Path(__file__).parents[1] / "corpus" / "reports"
PUBLISHED = Path(__file__).parents[2] / "shared" / "real" / "hongze-district-2023.pdf"
HEADER = "".join(f"<td>{name}</td>" for name in ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)


def page(numbers: list[int]) -> bytes:
    """A page with the table of reviews."""
    values = "".join(f"<td>{number}</td>" for number in numbers)
    return (
        "<html><body><h1>云桥市杏渡县人民政府2023年政府信息公开工作年度报告</h1>"
        "<p>四、政府信息公开行政复议、行政诉讼情况</p><table>"
        "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
        "<tr><td colspan=5></td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{HEADER}</tr><tr>{values}</tr></table></body></html>"
    ).encode()


RIGHT = [1, 0, 0, 2, 3, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4]
WRONG = [1, 0, 0, 2, 9, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4]


def failures(report: Report) -> list[tuple[str, str | None, str]]:
    return [
        (check.rule, check.row, check.message)
        for check in report.check_list
        if check.verdict == "fail" and check.severity == "error"
    ]


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the careful reader of pages was asked to read."""
    asked: list[bytes] = []
    load = html_careful.load

    def spy(content: bytes) -> Document:
        asked.append(content)
        return load(content)

    monkeypatch.setattr(html_careful, "load", spy)
    return asked


def test_a_document_that_satisfies_its_form_is_read_once(careful: list[bytes]) -> None:
    report = reportparse.parse(CORPUS / "002-2021-busy-html.html")
    assert report.status == "ok"
    assert careful == []


def test_a_document_of_another_kind_is_read_once(careful: list[bytes]) -> None:
    table = "<table><tr><td>Year</td><td>Fish</td></tr><tr><td>2023</td><td>7</td></tr></table>"
    report = reportparse.parse(f"<h1>Fisheries in figures</h1>{table}".encode())
    assert report.status == "unrecognised"
    assert careful == []


@pytest.mark.parametrize(
    "text", ["云桥市2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", "\ufffd\ufffd"]
)
def test_a_document_that_may_be_a_report_is_read_again(careful: list[bytes], text: str) -> None:
    content = f"<meta charset=utf-8><body><p>{text}</p><p>无</p></body>".encode()
    assert reportparse.parse(content).status == "unrecognised"
    assert careful == [content]


def test_two_readers_that_agree_leave_the_mistake_to_the_publisher(careful: list[bytes]) -> None:
    report = reportparse.parse(page(WRONG))
    [(rule, row, message)] = failures(report)
    assert (rule, row) == ("reviews.total", "reconsideration")
    assert message.endswith(ladder.AGREED)
    assert careful == [page(WRONG)]
    assert report.document.reader == "html"


def test_of_a_document_with_pages_only_those_in_question_are_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[int] = []
    column = pdf_careful._column

    def spy(page: Any, warnings: list[str]) -> PageColumn:
        read.append(page.page_number)
        return column(page, warnings)

    monkeypatch.setattr(pdf_careful, "_column", spy)
    report = reportparse.parse(CORPUS / "036-2019-busy-pdf.pdf")
    [(_, _, message)] = failures(report)
    assert message.endswith(ladder.AGREED)
    places = {
        cell.place.page
        for record in report.record_list
        if record.table == "reviews_and_litigation" and record.table_index is not None
        for cell in report.tables[record.table_index].cells
    }
    assert set(read) == places < set(range(1, (report.document.pages or 0) + 1))


def test_a_better_second_reading_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_careful, "load", lambda content: html.load(page(RIGHT)))
    report = reportparse.parse(page(WRONG))
    assert failures(report) == []
    assert report.document.reader == "html"
    assert any("second, careful reader" in warning for warning in report.warnings)


def test_of_two_readings_as_good_the_fast_one_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    other = [*WRONG[:4], 8, *WRONG[5:]]
    monkeypatch.setattr(html_careful, "load", lambda content: html.load(page(other)))
    report = reportparse.parse(page(WRONG))
    [(_, _, message)] = failures(report)
    assert "9" in message
    assert message.endswith(ladder.DIFFERED)


def test_a_second_reading_of_blanks_where_numbers_stand_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blank = page([]).replace(b"</tr></table>", b"<td></td>" * 15 + b"</tr></table>")
    monkeypatch.setattr(html_careful, "load", lambda content: html.load(blank))
    report = reportparse.parse(page(WRONG))
    assert [record.value for record in report.record_list] == WRONG
    assert len(failures(report)) == 1


def test_cells_that_a_better_second_reading_has_blank_are_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    better = page(RIGHT).replace(b"<td>3</td>", b"<td></td>", 1)
    unclear = page(RIGHT).replace(b"<td>1</td>", b"<td>1 1</td>").replace(b"<td>2</td>", b"<td>2 2</td>")
    monkeypatch.setattr(html_careful, "load", lambda content: html.load(better))
    report = reportparse.parse(unclear)
    [doubted] = [record for record in report.record_list if record.certainty == "uncertain"]
    assert (doubted.row, doubted.column, doubted.value) == ("reconsideration", "total", None)


def test_a_careful_reader_that_fails_is_told_of_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(content: bytes) -> Document:
        raise UnreadableDocument("it nests too deeply")

    monkeypatch.setattr(html_careful, "load", refuse)
    report = reportparse.parse(page(WRONG))
    [(_, _, message)] = failures(report)
    assert "readers" not in message
    assert any("it nests too deeply" in warning for warning in report.warnings)


def test_a_document_too_long_for_the_careful_reader_is_told_of(
    careful: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ladder, "CAREFUL_BYTES", 100)
    report = reportparse.parse(page(WRONG))
    assert careful == []
    assert any("too long" in warning for warning in report.warnings)


def test_formats_with_one_reader_say_nothing_of_two() -> None:
    report = reportparse.parse(CORPUS / "003-2021-busy-txt.txt")
    assert not any("readers" in check.message for check in report.check_list)


@pytest.mark.skipif(not PUBLISHED.is_file(), reason=f"the published report is not there: {PUBLISHED}")
def test_misprinted_totals_of_a_published_report_are_its_own() -> None:
    found = failures(reportparse.parse(PUBLISHED))
    assert {(rule, row) for rule, row, _ in found} == {
        ("reviews.total", "reconsideration"),
        ("reviews.total", "litigation_after_reconsideration"),
    }
    assert all(message.endswith(ladder.AGREED) for _, _, message in found)


def test_a_page_of_more_elements_than_the_careful_reader_takes_is_read_once() -> None:
    report = reportparse.parse(page(WRONG).replace(b"<p>", b"<p>" + b"<i></i>" * html_careful.MOST_ELEMENTS))
    assert any("a second reader cannot read the document: it has" in warning for warning in report.warnings)
    assert report.status == "partial"


def test_an_element_of_attributes_beyond_measure_is_not_read() -> None:
    many = " ".join(f"a{number}" for number in range(6000))
    with pytest.raises(UnreadableDocument, match="too many attributes"):
        html.load(f"<html><body><p {many}>规章</p>".encode())
    # A picture in a tag is as long.
    picture = "iVBO Rw0K\n" * 6000
    assert html.load(f'<html><body><img src="data:image/png;base64,{picture}"><p>规章</p>'.encode()).blocks


def test_of_paragraphs_without_end_the_first_are_read_and_that_is_said() -> None:
    report = reportparse.parse(b"<html><body>" + b"0<br>1<br>" * MOST_BLOCKS)
    assert f"only the first {MOST_BLOCKS} are read" in report.warnings[0]
    assert len(report.document.blocks) == MOST_BLOCKS


def test_of_tables_without_end_the_first_are_read_and_that_is_said() -> None:
    table = b"<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    many = page(RIGHT).replace(b"</body>", table * MOST_TABLES + b"</body>")
    said = f"the document has {MOST_TABLES + 1} tables: only the first {MOST_TABLES} are read"
    report = reportparse.parse(many)
    assert said in report.warnings
    assert {record.value for record in report.record_list} >= set(RIGHT)


def test_of_titles_without_end_the_first_are_considered_and_that_is_said() -> None:
    titles = "".join(f"2023年第{number}局政府信息公开工作年度报告\n\n" for number in range(MOST_TITLES + 1))
    report = reportparse.parse(titles.encode())
    assert any(f"the first {MOST_TITLES} that look like titles" in warning for warning in report.warnings)
    assert report.year == 2023


def test_pages_that_are_one_file_are_measured_as_one_for_the_careful_reader() -> None:
    pages = page(WRONG) + page(RIGHT) * (html_careful.MOST_ELEMENTS // 10)
    report = reportparse.parse(pages)
    assert any("a second reader cannot read the document: it has" in warning for warning in report.warnings)
