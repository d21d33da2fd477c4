"""What is drawn over the text of a page, or over the edges of its cells, is not read as a part of it."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts

from reportparse.document import PICTURE, Document, UnreadableDocument
from reportparse.loaders import pdf, pdf_careful
from reportparse.parsing import parse
from reportparse.tables.pages.lines import UNKNOWN
from reportparse.values import read_value
from tests.pdf_drawing import Drawing, texts

EDGES = (72.0, 172.0, 202.0, 232.0)
NUMBERS = ("行政许可", "4721", "847")


def _drawing(numbers: tuple[str, ...] = NUMBERS, moved: float = 0.0) -> Drawing:
    """Two rows of three cells; `moved` shifts the first number to the right."""
    drawing = Drawing()
    for y in (100, 130, 160):
        drawing.line(EDGES[0], y, EDGES[-1], y)
    for x in EDGES:
        drawing.line(x, 100, x, 160)
    for y, row in ((120, ("项目", "甲", "乙")), (150, numbers)):
        for column, text in enumerate(row):
            drawing.text(EDGES[column] + 3 + moved * (text == numbers[1]), y, text, 10)
    return drawing


def _watermark(drawing: Drawing, text: str, degrees: float) -> None:
    canvas = drawing.canvas
    canvas.saveState()
    canvas.translate(175, drawing.height - 155)
    canvas.rotate(degrees)
    drawing.text(0, drawing.height, text, 10)
    canvas.restoreState()


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize("degrees", [20, 45, -30, 135])
def test_a_watermark_that_stands_aslant_is_left_out_and_said(reader: object, degrees: float) -> None:
    drawing = _drawing()
    _watermark(drawing, "2023", degrees)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == list(NUMBERS)
    assert "page 1: text that stands aslant, as watermarks do, is left out" in document.warnings


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_huge_digits_across_a_table_are_in_none_of_its_cells(reader: object) -> None:
    drawing = _drawing(("行政许可", "12", ""))
    drawing.canvas.setFillGray(0.8)
    drawing.text(EDGES[1], 170, "2023", 70)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables)) == [["项目", "甲", "乙"], ["行政许可", "12", ""]]
    assert "2023" in "".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize(("size", "is_doubted"), [(24, True), (14, False)])
def test_digits_larger_than_the_ideographs_of_a_table_are_doubted(
    reader: object, size: float, is_doubted: bool
) -> None:
    drawing = _drawing(("行政许可", "", "847"))
    drawing.text(EDGES[1] + 2, 152, "2", size)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    cells = texts(next(document.tables))[1]
    assert cells == ["行政许可", UNKNOWN if is_doubted else "2", "847"]


def test_digits_of_a_watermark_that_goes_upwards_are_doubted() -> None:
    drawing = _drawing(("行政许可", "", "847"))
    drawing.canvas.saveState()
    drawing.canvas.translate(EDGES[2] - 5, drawing.height - 155)
    drawing.canvas.rotate(90)
    drawing.text(0, drawing.height, "2", 24)
    drawing.canvas.restoreState()
    cells = texts(next(pdf.load(drawing.bytes()).tables))[1]
    assert cells == ["行政许可", UNKNOWN, "847"]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_letters_that_lean_are_no_watermark(reader: object) -> None:
    drawing = _drawing()
    drawing.canvas.saveState()
    drawing.canvas.skew(0, 15)
    drawing.text(250, 300, "2023", 10)
    drawing.canvas.restoreState()
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert [paragraph.text for paragraph in document.paragraphs] == ["2023"]
    assert not document.warnings


def test_a_page_that_stands_aslant_is_read() -> None:
    drawing = Drawing()
    drawing.canvas.rotate(8)
    drawing.text(150, 200, "本机关严格落实各项要求")
    document = pdf.load(drawing.bytes())
    read = "".join(paragraph.text for paragraph in document.paragraphs)
    assert sorted(read.replace(" ", "")) == sorted("本机关严格落实各项要求")
    assert not document.warnings


@pytest.mark.parametrize("old", ["77", "2023"])
def test_the_careful_reader_does_not_mix_a_number_with_another_that_it_was_written_over(old: str) -> None:
    document = pdf_careful.load(_written_over(old, "4651").bytes())
    text = texts(next(document.tables))[1][1]
    assert sorted(text.split()) == sorted([old, "4651"])
    assert read_value(text).split


def _written_over(old: str, new: str) -> Drawing:
    """The rows with one number under a white area, and another on that."""
    drawing = _drawing(("行政许可", old, "847"))
    drawing.fill(EDGES[1] + 1, 132, EDGES[2] - 1, 158, grey=1.0)
    drawing.text(EDGES[1] + 4.5, 150, new, 10)
    return drawing


@pytest.mark.parametrize("old", ["7", "77", "4721", "2023"])
def test_a_number_under_an_area_is_left_out_and_said(old: str) -> None:
    document = pdf.load(_written_over(old, "4721").bytes())
    assert texts(next(document.tables))[1] == list(NUMBERS)
    assert document.warnings == ["page 1: text that is covered is left out"]


def test_a_digit_under_an_area_is_left_out_of_its_number() -> None:
    drawing = _drawing(("行政许可", "74721", "847"))
    drawing.fill(EDGES[1] + 1, 132, EDGES[1] + 8, 158, grey=1.0)
    assert texts(next(pdf.load(drawing.bytes()).tables))[1] == list(NUMBERS)


def test_text_under_an_area_that_lets_it_be_seen_is_read() -> None:
    drawing = _drawing()
    drawing.canvas.setFillAlpha(0.4)
    drawing.fill(EDGES[1] + 1, 132, EDGES[2] - 1, 158, grey=0.5)
    drawing.canvas.setFillAlpha(1)
    drawing.canvas.saveState()
    path = drawing.canvas.beginPath()
    path.rect(300, 300, 10, 10)
    drawing.canvas.clipPath(path, stroke=0)
    drawing.fill(EDGES[2] + 1, 132, EDGES[3] - 1, 158, grey=1.0)
    drawing.canvas.restoreState()
    document = pdf.load(drawing.bytes())
    assert texts(next(document.tables))[1] == list(NUMBERS)
    assert not document.warnings


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_a_shadow_counts_once(reader: object) -> None:
    drawing = _drawing()
    for text, x in (("4721", EDGES[1]), ("847", EDGES[2])):
        drawing.text(x + 5, 151.5, text, 10)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == list(NUMBERS)


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize("moved", [-8.0, 6.0, 11.0])
def test_a_number_that_runs_over_the_edge_of_its_cell_stays_whole(reader: object, moved: float) -> None:
    document: Document = reader.load(_drawing(("行政许可", "4721", "8"), moved).bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == ["行政许可", "4721", "8"]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_numbers_that_run_together_over_an_edge_are_none(reader: object) -> None:
    drawing = _drawing(("行政许可", "", ""))
    drawing.text(EDGES[1] + 1, 150, "472184936", 10)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    _, *cells = texts(next(document.tables))[1]
    assert [read_value(cell).state for cell in cells] == ["text", "text"]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize("size", [5.0, 8.3, 9.0])
def test_raised_digits_are_marks_of_notes_whatever_their_size(reader: object, size: float) -> None:
    drawing = _drawing(("行政许可", "8", "121"))
    width = drawing.canvas.stringWidth("121", "STSong-Light", 10)
    drawing.text(EDGES[2] + 3 + width, 146.5, "4", size)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == ["行政许可", "8", "121⁴"]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_numbers_that_fill_their_cells_stay_apart(reader: object) -> None:
    drawing = _drawing(("行政许可", "", ""))
    width = drawing.canvas.stringWidth("4721", "STSong-Light", 13)
    drawing.text(EDGES[2] - width - 0.5, 150, "4721", 13)
    drawing.text(EDGES[2] + 0.5, 150, "8479", 13)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == ["行政许可", "4721", "8479"]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_digits_as_light_as_the_paper_are_not_read(reader: object) -> None:
    drawing = _drawing(("行政许可", "12", ""))
    drawing.canvas.setFillGray(1)
    drawing.text(EDGES[1] + 3 + drawing.canvas.stringWidth("12", "STSong-Light", 10), 150, "7", 10)
    drawing.text(EDGES[2] + 3, 150, "93", 10)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == ["行政许可", "12", ""]
    if reader is pdf:
        assert document.warnings == ["page 1: text as light as the paper is left out"]


def _unseen_text(drawing: Drawing, kind: str, x: float, text: str) -> None:
    """Draw a text on the line of the numbers that nobody sees."""
    if kind == "white":
        drawing.canvas.setFillGray(1)
    elif kind == "transparent":
        drawing.canvas.setFillAlpha(0)
    drawing.text(x, 150, text, 10, mode=3 if kind == "invisible" else 0)
    drawing.canvas.setFillGray(0)
    drawing.canvas.setFillAlpha(1)


@pytest.mark.parametrize("kind", ["white", "transparent", "invisible"])
@pytest.mark.parametrize("in_form", [False, True])
def test_unseen_text_does_not_hide_the_same_text_over_it(kind: str, in_form: bool) -> None:
    drawing = _drawing(("行政许可", "", "847"))
    if in_form:
        drawing.canvas.beginForm("numbers")
    _unseen_text(drawing, kind, EDGES[1] + 3, "4721")
    drawing.text(EDGES[1] + 3, 150, "4721", 10)
    if in_form:
        drawing.canvas.endForm()
        drawing.canvas.doForm("numbers")
    assert texts(next(pdf.load(drawing.bytes()).tables))[1] == list(NUMBERS)


def test_unseen_text_takes_no_digits_from_another_text_over_it() -> None:
    drawing = _drawing(("行政许可", "", "847"))
    _unseen_text(drawing, "invisible", EDGES[1] + 3, "9729")
    drawing.text(EDGES[1] + 3, 150, "4721", 10)
    assert texts(next(pdf.load(drawing.bytes()).tables))[1] == list(NUMBERS)


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize("stroke", [0, 1])
def test_light_digits_on_a_dark_ground_are_read(reader: object, stroke: int) -> None:
    drawing = _drawing(("行政许可", "12", ""))
    drawing.canvas.setFillGray(0.3)
    drawing.canvas.rect(EDGES[2], drawing.height - 160, EDGES[3] - EDGES[2], 30, stroke=stroke, fill=1)
    drawing.canvas.setFillGray(1)
    drawing.text(EDGES[2] + 3, 150, "93", 10)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == ["行政许可", "12", "93"]
    assert not document.warnings


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize("apart", [0.0, 0.2])
def test_numbers_that_touch_at_an_edge_are_not_one(reader: object, apart: float) -> None:
    drawing = _drawing(("行政许可", "", ""))
    width = drawing.canvas.stringWidth("12", "STSong-Light", 10)
    drawing.text(EDGES[2] - width - apart, 150, "12", 10)
    drawing.text(EDGES[2] + apart, 150, "34", 10)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    _, *cells = texts(next(document.tables))[1]
    assert [read_value(cell).state for cell in cells] == ["text", "text"]


def _with_fields() -> Drawing:
    drawing = _drawing(("行政许可", "", ""))
    for name, x in (("4721", EDGES[1]), ("847", EDGES[2])):
        drawing.canvas.acroForm.textfield(
            name=name,
            value=name,
            x=x + 1,
            y=drawing.height - 158,
            width=28,
            height=16,
            fontSize=9,
            borderWidth=0,
        )
    return drawing


def test_fields_that_were_filled_in_and_not_drawn_are_said() -> None:
    document = pdf.load(_with_fields().bytes().replace(b"/AP ", b"/XX "))
    assert texts(next(document.tables))[1] == ["行政许可", "\ufffd", "\ufffd"]
    assert document.warnings == ["page 1: fields that are filled in are not drawn and not read"]


def test_fields_that_were_filled_in_are_read() -> None:
    drawing = _with_fields()
    document = pdf.load(drawing.bytes())
    assert texts(next(document.tables))[1] == list(NUMBERS)
    assert parse(drawing.buffer.getvalue()).status == "unrecognised"


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_a_cell_that_only_holds_a_picture_is_not_blank(reader: object) -> None:
    drawing = _drawing(("行政许可", "", ""))
    grey = ImageReader(Image.new("L", (20, 10)))
    drawing.canvas.drawImage(grey, EDGES[1] + 5, drawing.height - 150, 20, 10)  # a number, perhaps
    drawing.canvas.drawImage(grey, EDGES[2], drawing.height - 160, EDGES[3] - EDGES[2], 30)  # a background
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    assert texts(next(document.tables))[1] == ["行政许可", PICTURE, ""]


@pytest.mark.parametrize("code", ["0020", "200B", "0000"])
def test_a_digit_that_its_font_calls_a_blank_is_not_left_out(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ttfonts.makeToUnicodeCMap
    monkeypatch.setattr(
        ttfonts,
        "makeToUnicodeCMap",
        lambda name, subset: made(name, subset).replace("<0034>", f"<{code}>"),
    )
    font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(ttfonts.TTFont(f"Blank{code}", str(font)))
    drawing = _drawing(("行政许可", "", ""))
    drawing.canvas.setFont(f"Blank{code}", 9)
    drawing.canvas.drawString(EDGES[1] + 4, drawing.height - 150, "471")
    drawing.canvas.drawString(EDGES[2] + 4, drawing.height - 150, "8 7")
    cells = texts(next(pdf.load(drawing.bytes()).tables))[1]
    assert cells == ["行政许可", "\ufffd71", "8 7"]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize("degrees", [1, -3, 8])
def test_the_lines_of_a_scan_that_lies_askew_are_read_along_themselves(
    reader: object, degrees: float
) -> None:
    drawing = Drawing()
    drawing.canvas.rotate(degrees)
    rows = [[str(100 * row + column) for column in range(1, 8)] for row in range(1, 9)]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            drawing.text(100 + 60 * column, 200 + 14 * number, text, 10)
    _watermark(drawing, "2023", 45)
    document: Document = reader.load(drawing.bytes())  # type: ignore[attr-defined]
    lines = [line for table in document.tables for line in texts(table)]
    lines += [paragraph.text.split() for paragraph in document.paragraphs]
    assert lines == rows
    assert document.warnings == ["page 1: text that stands aslant, as watermarks do, is left out"]


def test_what_is_read_on_a_scan_that_lies_askew_has_its_place_on_the_page() -> None:
    drawing = Drawing()
    drawing.canvas.rotate(4)
    drawing.text(400, 300, "本机关", 10)
    (paragraph,) = pdf.load(drawing.bytes()).paragraphs
    # 415, 546 from the lower left corner, turned by four degrees.
    assert paragraph.place.box is not None
    x0, y0, x1, y1 = paragraph.place.box
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((376, 268), abs=3)


def test_the_careful_reader_which_sees_no_fields_refuses_them() -> None:
    content = _with_fields().bytes()
    assert texts(next(pdf.load(content).tables))[1] == ["行政许可", "4721", "847"]
    with pytest.raises(UnreadableDocument, match="numbers stand in its fields"):
        pdf_careful.load(content)
