"""PDF files drawn here, each with one difficulty, read by the reader on pdfium."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
import reportlab
from pdf_drawing import A4, Drawing, only_table, spans, texts
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reportparse.document import Document, Table, UnreadableDocument
from reportparse.loaders import ocr, pdf, pdf_careful

PROSE = [
    "本年度本机关按照要求推进政务公开工作，完善制度，规范流程，",
    "及时更新网站栏目内容，全年共发布各类信息一百二十三条，回应群众",
    "关切四十五次，没有发生因公开工作引起的纠纷。",
]
XS = [72, 172, 272, 372, 472]
YS = [100, 130, 160, 190, 220]
CELLS = {
    (0, 0, 2, 1): "项目",
    (0, 1, 1, 3): "数量",
    (1, 1): "上年",
    (1, 2): "本年",
    (1, 3): "合计",
    (2, 0): "甲类",
    (2, 1): "11",
    (2, 2): "",
    (2, 3): "13",
    (3, 0): "乙类",
    (3, 1): "21",
    (3, 2): "22",
    (3, 3): "43",
}
EXPECTED = sorted((*(key if len(key) == 4 else (*key, 1, 1)), text) for key, text in CELLS.items())


def drawn(style: str = "stroke", **options: bool) -> Drawing:
    drawing = Drawing()
    drawing.table(XS, YS, CELLS, style, **options)
    return drawing


@pytest.mark.parametrize("style", ["stroke", "thin", "box"])
@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_cells_spans_and_blanks_are_read_however_rulings_are_drawn(style: str, reader: object) -> None:
    document = reader.load(drawn(style).bytes())  # type: ignore[attr-defined]
    assert spans(only_table(document)) == EXPECTED
    assert not list(document.paragraphs)


def test_a_cell_knows_its_page_its_box_and_its_path() -> None:
    drawing = Drawing()
    drawing.page()
    drawing.table(XS, YS, CELLS)
    cell = only_table(pdf.load(drawing.bytes())).rows()[3][1]
    assert cell.text == "21"
    assert cell.place.page == 2
    assert cell.place.path == "page[2]/table[1]/row[4]/cell[2]"
    assert cell.place.box == pytest.approx((172, 190, 272, 220), abs=1)


def test_rectangles_behind_lines_of_text_are_no_rulings() -> None:
    drawing = Drawing()
    for number, _line in enumerate(PROSE):
        drawing.fill(72, 300 + 20 * number, 520, 320 + 20 * number, 0.95 if number else 1.0)
    drawing.paragraph(315, PROSE)
    for row, (top, bottom) in enumerate(itertools.pairwise(YS)):
        drawing.fill(XS[0], top, XS[-1], bottom, 0.8 if row == 0 else 1.0)
    drawing.table(XS, YS, CELLS)
    document = pdf.load(drawing.bytes())
    assert spans(only_table(document)) == EXPECTED
    assert [paragraph.text for paragraph in document.paragraphs] == ["".join(PROSE)]


def test_white_rulings_are_not_seen() -> None:
    drawing = Drawing()
    drawing.canvas.setStrokeGray(1)
    for x0, x1 in itertools.pairwise(XS):
        drawing.box(x0, 200, x1, 300)
    drawing.paragraph(220, PROSE)
    assert not list(pdf.load(drawing.bytes()).tables)


def test_a_table_without_side_rulings_is_closed() -> None:
    drawing = Drawing()
    for y in (100, 130, 160):
        drawing.line(72, y, 472, y)
    drawing.line(272, 100, 272, 160)
    for x, y, text in ((80, 120, "甲"), (280, 120, "1"), (80, 150, "乙"), (280, 150, "2")):
        drawing.text(x, y, text)
    assert texts(only_table(pdf.load(drawing.bytes()))) == [["甲", "1"], ["乙", "2"]]


def test_a_frame_around_text_is_no_table() -> None:
    drawing = Drawing()
    drawing.box(60, 60, 540, 780)
    drawing.paragraph(100, PROSE)
    document = pdf.load(drawing.bytes())
    assert not list(document.tables)
    assert [paragraph.text for paragraph in document.paragraphs] == ["".join(PROSE)]


def test_a_table_in_a_frame_is_read() -> None:
    drawing = drawn()
    drawing.box(50, 50, 550, 790)
    drawing.text(72, 80, "标题")
    document = pdf.load(drawing.bytes())
    assert spans(only_table(document)) == EXPECTED
    assert [paragraph.text for paragraph in document.paragraphs] == ["标题"]


def test_edges_a_few_points_apart_are_one_column() -> None:
    drawing = Drawing()
    for row in range(4):
        edge = 172 + 2.5 * row
        drawing.table(
            [72, edge, 472], [100 + 30 * row, 130 + 30 * row], {(0, 0): f"第{row}行", (0, 1): f"{row}7"}
        )
    table = only_table(pdf.load(drawing.bytes()))
    assert table.width == 2
    assert texts(table) == [[f"第{row}行", f"{row}7"] for row in range(4)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_is_read_as_displayed(rotation: int) -> None:
    """The page is drawn turned, so that after its own rotation it looks like the plain one."""
    width, height = A4
    drawing = Drawing()
    drawing.canvas.setPageRotation(rotation)
    turn = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }[rotation]
    with drawing.moved(*turn):
        drawing.text(72, 60, "标题")
        drawing.table(XS, YS, CELLS)
    document = pdf.load(drawing.bytes())
    table = only_table(document)
    assert spans(table) == EXPECTED
    assert table.place.box == pytest.approx((72, 100, 472, 220), abs=1)
    assert [paragraph.text for paragraph in document.paragraphs] == ["标题"]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_boxes_are_counted_from_the_crop_box(reader: object) -> None:
    drawing = drawn()
    drawing.canvas.setCropBox((50, 40, 560, 800))
    table = only_table(reader.load(drawing.bytes()))  # type: ignore[attr-defined]
    assert spans(table) == EXPECTED
    assert table.place.box is not None
    assert table.place.box[:2] == pytest.approx((72 - 50, 100 - 42), abs=1)


def test_drawings_inside_form_objects_are_moved_with_them() -> None:
    drawing = Drawing()
    drawing.canvas.beginForm("table")
    drawing.table(XS, YS, CELLS)
    drawing.canvas.endForm()
    with drawing.moved(1, 0, 0, 1, 20, -30):
        drawing.canvas.doForm("table")
    table = only_table(pdf.load(drawing.bytes()))
    assert spans(table) == EXPECTED
    assert table.place.box is not None
    assert table.place.box[:2] == pytest.approx((92, 130), abs=1)


def test_text_drawn_twice_to_look_bold_counts_once() -> None:
    drawing = Drawing()
    for offset in (0, 0.4):
        drawing.table(
            [72 + offset, 172 + offset, 272 + offset], [100, 130], {(0, 0): "合计合计", (0, 1): "1100"}
        )
        drawing.text(72 + offset, 300, "二〇二三年一一月")
    document = pdf.load(drawing.bytes())
    assert texts(only_table(document)) == [["合计合计", "1100"]]
    assert [paragraph.text for paragraph in document.paragraphs] == ["二〇二三年一一月"]


def test_lines_inside_a_cell_are_kept() -> None:
    drawing = Drawing()
    drawing.table([72, 92, 112, 200], [100, 160], {(0, 0): "总\n计", (0, 1): "2\n6", (0, 2): "其他\n处理"})
    assert texts(only_table(pdf.load(drawing.bytes()))) == [["总\n计", "2\n6", "其他\n处理"]]


@pytest.mark.parametrize("order", [1, -1])
def test_vertical_labels_are_read_in_the_order_of_writing(order: int) -> None:
    drawing = Drawing()
    drawing.table([72, 92, 200], [100, 180], {(0, 0): "", (0, 1): "7"})
    for number, character in enumerate("办理结果"[::order]):
        drawing.text(75, 120 + 14 * number if order == 1 else 170 - 14 * number, character[::order], 10)
    table = only_table(pdf.load(drawing.bytes()))
    assert texts(table) == [["办\n理\n结\n果" if order == 1 else "果\n结\n理\n办", "7"]]


def test_a_table_that_runs_off_the_page_is_told() -> None:
    drawing = Drawing()
    drawing.table([72, 300, 595], [100, 130], {(0, 0): "甲", (0, 1): "1"})
    document = pdf.load(drawing.bytes())
    assert document.warnings == ["page 1: a table runs to the edge of the page and may be cut off"]


def test_hidden_text_is_left_out_where_there_is_visible_text() -> None:
    drawing = drawn()
    drawing.text(80, 205, "999", mode=3)
    drawing.text(80, 400, "看不见", mode=3)
    document = pdf.load(drawing.bytes())
    assert spans(only_table(document)) == EXPECTED
    assert not list(document.paragraphs)


def picture() -> ImageReader:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 30), "grey").save(buffer, "PNG")
    return ImageReader(buffer)


def test_a_scan_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    drawing = Drawing()
    drawing.text(72, 100, "第一页")
    drawing.page()
    drawing.canvas.drawImage(picture(), 0, 0, *A4)
    drawing.page()
    drawing.canvas.drawImage(picture(), 0, 0, *A4)
    drawing.text(72, 100, "识别的文字", mode=3)
    document = pdf.load(drawing.bytes())
    assert document.pages == 3
    assert [paragraph.text for paragraph in document.paragraphs] == ["第一页", "识别的文字"]
    assert document.warnings == [
        "page 2 is an image without text: pip install 'reportparse[ocr]' reads it",
        "page 3 is an image; its text comes from a hidden OCR layer",
    ]


def test_an_empty_page_is_no_fault() -> None:
    drawing = drawn()
    drawing.page()
    drawing.page()
    document = pdf.load(drawing.bytes())
    assert document.warnings == []


def test_a_pdf_encrypted_with_the_empty_password_opens() -> None:
    drawing = Drawing(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    drawing.table(XS, YS, CELLS)
    assert spans(only_table(pdf.load(drawing.bytes()))) == EXPECTED


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_a_pdf_with_a_password_is_refused(reader: object) -> None:
    drawing = Drawing(encrypt=StandardEncryption("secret"))
    drawing.table(XS, YS, CELLS)
    with pytest.raises(UnreadableDocument, match="encrypted and needs a password"):
        reader.load(drawing.bytes())  # type: ignore[attr-defined]


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"", b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj"])
def test_a_damaged_pdf_is_refused(content: bytes, reader: object) -> None:
    with pytest.raises(UnreadableDocument, match="damaged or incomplete"):
        reader.load(content)  # type: ignore[attr-defined]


# --- several pages --------------------------------------------------------------------------------

LABELS = [f"{number}.第{number}种情形的数量" for number in range(1, 41)]
COLUMNS = [72, 112, 332, 402, 472]


def long_table() -> Drawing:
    """A table over three pages, a label cut by the first page's end, group labels by both."""
    drawing = Drawing()
    rows = [(f"{number}.第{number}种情形", f"{number}1", f"{number}2") for number in range(1, 21)]
    pages = [rows[:7], rows[7:14], rows[14:]]
    for number, page in enumerate(pages):
        drawing.text(72, 40, "某某机关年度报告")
        count = len(page)
        extra = 1 if number == 1 else 0
        ys = [80 + 90 * index for index in range(count + 1 + extra)]
        cells: dict[tuple[int, ...], str] = {
            (0, 0, count + extra, 1): "（三）\n其他\n情形" if number == 0 else ""
        }
        if extra:
            cells |= {(0, 1): "文字一直写到本页的下面", (0, 2): "", (0, 3): ""}
        for index, (label, first, second) in enumerate(page):
            last = number == 0 and index == count - 1
            text = label + "还有很长很长很长的一些\n需要换行才能够写得完的文字所以" if last else label
            cells |= {(index + extra, 1): text, (index + extra, 2): first, (index + extra, 3): second}
        drawing.table(COLUMNS, ys, cells, closed=number != 0)
        drawing.text(290, 820, f"- {number + 1} -")
        drawing.page()
    return drawing


@pytest.mark.parametrize("reader", [pdf, pdf_careful])
def test_a_table_over_three_pages_is_one(reader: object) -> None:
    document: Document = reader.load(long_table().bytes())  # type: ignore[attr-defined]
    table = only_table(document)
    rows = table.rows()
    assert len(rows) == 20
    assert (rows[0][0].rowspan, rows[0][0].text) == (20, "（三）\n其他\n情形")
    assert [row[-2].text for row in rows] == [f"{number}1" for number in range(1, 21)]
    assert [row[-1].text for row in rows] == [f"{number}2" for number in range(1, 21)]
    assert rows[6][0].text.endswith("文字所以\n文字一直写到本页的下面")
    assert [row[-3].text for row in rows[7:]] == [f"{number}.第{number}种情形" for number in range(8, 21)]
    assert not list(document.paragraphs)
    assert sorted({line.text.replace(" ", "") for line in document.margins}) == sorted(
        ["-1-", "-2-", "-3-", "某某机关年度报告"]
    )


def test_a_caption_at_the_end_of_a_page_belongs_to_the_table_below() -> None:
    drawing = Drawing()
    drawing.table([72, 472], [700, 730], {(0, 0): "第二十条第（五）项"})
    drawing.page()
    drawing.table(
        [72, 272, 472], [80, 110, 140], {(0, 0): "信息内容", (0, 1): "数量", (1, 0): "许可", (1, 1): "3"}
    )
    table = only_table(pdf.load(drawing.bytes()))
    assert texts(table) == [["第二十条第（五）项"], ["信息内容", "数量"], ["许可", "3"]]
    assert table.rows()[0][0].colspan == 2


def test_text_between_keeps_tables_apart() -> None:
    drawing = drawn()
    drawing.page()
    drawing.text(72, 80, "三、另一个表")
    drawing.table(XS, YS, CELLS)
    document = pdf.load(drawing.bytes())
    assert [type(block).__name__ for block in document.blocks] == ["Table", "Paragraph", "Table"]
    assert [table.place.path for table in document.tables] == ["page[1]/table[1]", "page[2]/table[1]"]


# --- paragraphs -----------------------------------------------------------------------------------


def test_prose_has_no_table_and_keeps_its_paragraphs() -> None:
    drawing = Drawing()
    y = drawing.paragraph(80, ["一、总体情况"])
    y = drawing.paragraph(y, PROSE)
    y = drawing.paragraph(y, ["（一）主动公开", *PROSE[:1]][:1])
    drawing.paragraph(y, PROSE)
    document = pdf.load(drawing.bytes())
    assert not list(document.tables)
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "一、总体情况",
        "".join(PROSE),
        "（一）主动公开",
        "".join(PROSE),
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    drawing = Drawing()
    drawing.paragraph(700, PROSE)
    drawing.paragraph(760, PROSE[:2])
    drawing.text(290, 820, "1")
    drawing.page()
    drawing.paragraph(80, PROSE[2:], indent=0)
    drawing.paragraph(100, PROSE)
    drawing.text(290, 820, "2")
    document = pdf.load(drawing.bytes())
    assert [paragraph.text for paragraph in document.paragraphs] == ["".join(PROSE)] * 3
    assert [line.text for line in document.margins] == ["1", "2"]


@pytest.mark.parametrize(
    "number", ["- 3 -", "3", "— 12 —", "第 3 页", "第3页 共5页", "3/5", "Page 3 of 5", "－3－", "· 3 ·"]
)
def test_page_numbers_are_margins(number: str) -> None:
    drawing = drawn()
    drawing.paragraph(300, PROSE)
    drawing.text(280, 815, number)
    document = pdf.load(drawing.bytes())
    assert [paragraph.text for paragraph in document.paragraphs] == ["".join(PROSE)]
    assert len(document.margins) == 1


@pytest.mark.parametrize("line", ["2023年", "3件", "00002", "1.2", "2024年1月17日"])
def test_other_last_lines_are_no_page_numbers(line: str) -> None:
    drawing = Drawing()
    drawing.paragraph(300, PROSE)
    drawing.text(280, 815, line)
    document = pdf.load(drawing.bytes())
    assert [paragraph.text for paragraph in document.paragraphs] == ["".join(PROSE), line]


def test_two_pages_side_by_side_are_read_one_after_the_other() -> None:
    drawing = Drawing((1190, 842))
    for left, name in ((60, "左"), (660, "右")):
        for number in range(12):
            drawing.text(left, 80 + 40 * number, f"{name}面第{number}行的文字到这里为止")
    text = "".join(paragraph.text for paragraph in pdf.load(drawing.bytes()).paragraphs)
    assert text == "".join(f"{name}面第{number}行的文字到这里为止" for name in "左右" for number in range(12))


# --- tables without vertical rulings -----------------------------------------------------------------


def test_a_table_with_horizontal_rulings_only() -> None:
    drawing = drawn("rows")
    rows = texts(only_table(pdf.load(drawing.bytes())))
    assert rows[2:] == [["甲类", "11", "", "13"], ["乙类", "21", "22", "43"]]


def test_a_table_without_rulings() -> None:
    cells = [["项目", "上年", "本年"], ["甲类", "11", "12"], ["乙类", "21", "22"], ["合计", "32", "34"]]
    drawing = Drawing()
    drawing.paragraph(60, PROSE)
    for row, line in enumerate(cells):
        for column, text in enumerate(line):
            drawing.text(XS[column], 200 + 20 * row, text)
    document = pdf.load(drawing.bytes())
    assert texts(only_table(document)) == cells


def test_lines_that_are_no_sure_table_stay_lines() -> None:
    """A label over two lines: which of them the values belong to is not for this stage to say."""
    drawing = Drawing()
    for y, parts in (
        (100, ["项目", "上年", "本年"]),
        (120, ["甲类", "11", "12"]),
        (140, ["乙类很长"]),
        (160, ["的名称", "21", "22"]),
        (180, ["合计", "32", "34"]),
    ):
        for x, text in zip(XS, parts, strict=False):
            drawing.text(x, y, text)
    document = pdf.load(drawing.bytes())
    assert not list(document.tables)
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "项目  上年  本年",
        "甲类  11  12",
        "乙类很长",
        "的名称  21  22",
        "合计  32  34",
    ]


def test_a_character_that_its_font_does_not_name_is_shown_as_unknown() -> None:
    """Its code must not pass for a character, and leaving it out would turn 1?2 into 12."""
    path = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("Vera", path))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    canvas.setFont("Vera", 12)
    canvas.drawString(72, 700, "12Ω34")
    canvas.save()
    content = buffer.getvalue()
    assert [paragraph.text for paragraph in pdf.load(content).paragraphs] == ["12Ω34"]
    document = pdf.load(content.replace(b"/ToUnicode", b"/NoUnicode"))
    assert [paragraph.text for paragraph in document.paragraphs] == ["12\ufffd34"]
    assert document.warnings == [
        "page 1: its fonts do not say which characters they draw (1 of 5 are unknown)"
    ]


def test_blocks_are_in_reading_order() -> None:
    drawing = Drawing()
    drawing.text(72, 300, "后面的文字")
    drawing.table(XS, YS, CELLS)
    drawing.text(72, 80, "前面的文字")
    blocks = pdf.load(drawing.bytes()).blocks
    assert [block if isinstance(block, Table) else block.text for block in blocks][::2] == [
        "前面的文字",
        "后面的文字",
    ]


def test_a_page_without_a_size_is_refused_by_the_careful_reader() -> None:
    drawing = Drawing()
    drawing.table(XS, YS, CELLS)
    content = drawing.bytes()
    assert b"/MediaBox" in content
    with pytest.raises(UnreadableDocument, match="damaged or incomplete"):
        pdf_careful.load(content.replace(b"/MediaBox", b"/MediaBux"))
