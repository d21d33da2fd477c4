"""Scans and pictures: read where the extra is installed, told of where it is not."""

import base64
import io
import json
import socket
from collections import Counter
from pathlib import Path

import docx
import pytest
from PIL import Image
from scans import as_file, as_pdf, scanned_pages

import reportparse
from benchmarks.accuracy.truths import printed_number
from reportparse.document import UnreadableDocument
from reportparse.loaders import load, ocr
from reportparse.report import Report

CORPUS = Path(__file__).parents[1] / "corpus"
NAME = "004-2021-busy-pdf"
PAGES = scanned_pages((CORPUS / "reports" / f"{NAME}.pdf").read_bytes(), seed=1)
ONLY_TEXT = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"

needs_ocr = pytest.mark.skipif(
    not ocr.is_installed(), reason="the extra is not installed: pip install 'reportparse[ocr]'"
)


def compared(report: Report) -> Counter[str]:
    """How many cells of the form are right, withheld and silently wrong."""
    truth = json.loads((CORPUS / "truth" / f"{NAME}.json").read_text("utf-8"))["values"]
    counts: Counter[str] = Counter()
    for record in report.record_list:
        cell = f"{record.table}/{record.row}/{record.column}"
        if record.value is not None and record.table != "processing_fee":
            counts["right" if record.value == printed_number(truth[cell]) else "wrong"] += 1
            assert record.certainty == "inferred"
    return counts


@pytest.fixture
def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("something is fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    ocr._engines.cache_clear()


@needs_ocr
@pytest.mark.usefixtures("without_network")
def test_a_scan_is_read_and_only_what_adds_up_is_believed() -> None:
    report = reportparse.parse(as_pdf(PAGES[1:]))
    assert (report.document.reader, report.status, report.edition) == ("pdf", "flagged", "2021")
    counts = compared(report)
    assert counts["wrong"] == 0
    assert counts["right"] >= 180
    assert all(table.place.recognised for table in report.tables)
    assert all(
        record.value is None and record.certainty == "uncertain"
        for record in report.record_list
        if record.table == "proactive_disclosure" and record.state != "absent"
    )
    assert "page 1 is an image; its text was recognised by OCR and may be misread" in report.warnings


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """The page with the table of reviews."""
    return PAGES[3]


def believed_reviews(report: Report) -> int:
    assert compared(report)["wrong"] == 0
    return sum(
        record.table == "reviews_and_litigation" and record.value is not None for record in report.record_list
    )


@needs_ocr
def test_a_picture_in_a_word_file_is_read(picture: Image.Image) -> None:
    written = docx.Document()
    written.add_picture(io.BytesIO(as_file(picture, "PNG")), width=docx.shared.Cm(15))
    file = io.BytesIO()
    written.save(file)
    report = reportparse.parse(file.getvalue())
    assert believed_reviews(report) == 15
    [place, *_] = [record.place for record in report.record_list if record.place]
    assert place is not None
    assert place.path.startswith("body/paragraph[1]/page[1]/table")


@needs_ocr
def test_a_picture_stored_in_a_page_is_read(picture: Image.Image) -> None:
    data = base64.b64encode(as_file(picture, "JPEG")).decode()
    page = f"<html><body>{ONLY_TEXT}<p><img src='data:image/jpeg;base64,{data}'></p></body></html>"
    assert believed_reviews(reportparse.parse(page.encode())) == 15


@needs_ocr
@pytest.mark.parametrize("format_", ["PNG", "TIFF"])
def test_a_picture_file_is_read(picture: Image.Image, format_: str) -> None:
    report = reportparse.parse(as_file(picture, format_))
    assert (report.document.reader, report.document.media_type) == ("image", f"image/{format_.lower()}")
    assert believed_reviews(report) == 15


@needs_ocr
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\x00\x08\x00\x00\x00"])
def test_a_damaged_picture_file_is_said_to_be_one(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        load(content)


@needs_ocr
def test_a_picture_of_huge_size_is_not_opened() -> None:
    file = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")
    with pytest.raises(UnreadableDocument, match="too large"):
        load(file.getvalue())


def test_without_the_extra_scans_are_told_of(picture: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    scan = reportparse.parse(as_pdf([picture, picture]))
    assert scan.status == "unrecognised"
    assert "page 2 is an image without text: pip install 'reportparse[ocr]' reads it" in scan.warnings
    data = base64.b64encode(as_file(picture, "JPEG")).decode()
    page = reportparse.parse(f"<html>{ONLY_TEXT}<img src='data:image/jpeg;base64,{data}'></html>".encode())
    assert "a table is an image without text: pip install 'reportparse[ocr]' reads it" in page.warnings
    alone = reportparse.parse(as_file(picture, "PNG"))
    assert alone.status == "unrecognised"
    assert "the file is an image without text: pip install 'reportparse[ocr]' reads it" in alone.warnings


@needs_ocr
def test_a_picture_that_is_a_stroke_holds_no_text() -> None:
    file = io.BytesIO()
    Image.new("L", (4000, 6), 255).save(file, "png")
    assert reportparse.parse(file.getvalue()).status == "unrecognised"
