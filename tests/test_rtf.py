"""RTF as other writers than LibreOffice make it."""

import pytest
from packages import layout, texts

from reportparse.document import PICTURE, UnreadableDocument
from reportparse.loaders import load


def rtf(body, head=r"\ansi\ansicpg936\deff0"):
    return (
        b"{\\rtf1"
        + head.encode()
        + b"{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 Arial;}}"
        + body
        + b"}"
    )


def escaped(text, encoding="gb18030"):
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding)).encode()


def test_text_in_a_code_page_over_several_tokens():
    raw = "一、总体情况".encode("gb18030")
    body = b"\\f0 " + escaped("本年") + b"\r\n" + escaped("收到") + b"\\par " + raw + b"\\par"
    assert texts(load(rtf(body))) == ["本年收到", "一、总体情况"]


def test_trailing_bytes_that_look_like_letters():
    assert "丂".encode("gb18030") == b"\x81\x40"
    assert texts(load(rtf(rb"\f0 \'81@1\par"))) == ["丂1"]


def test_unicode_with_what_stands_in_for_it():
    body = rb"\f0\uc2\u26412\'b1\'be\uc1\u24180?\uc0\u25253\u-10179\u-9216 1\par"
    assert texts(load(rtf(body))) == ["本年报\U0001f400" + "1"]


def test_fonts_choose_the_code_page():
    body = rb"\f1 caf\'e9 \f0 " + escaped("件") + b"\\par"
    assert texts(load(rtf(body))) == ["café 件"]


ROW = rb"\trowd\trleft-100\clvmgf\cellx2000\clmgf\cellx3000\clmrg\cellx4000\cellx5000"
NEXT = rb"\trowd\trleft-100\clvmrg\cellx2000\cellx3010\cellx4000\cellx5000"


def test_tables_with_merges():
    body = (
        ROW
        + rb"\pard\intbl "
        + escaped("甲")
        + rb"\cell "
        + escaped("乙")
        + rb"\cell\cell 1\cell\row "
        + NEXT
        + rb"\pard\intbl\cell 2\par 3\cell 4\cell 5\cell\row\pard "
        + escaped("后")
        + rb"\par"
    )
    document = load(rtf(body))
    assert layout(next(document.tables)) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (0, 3, 1, 1, "1"),
        (1, 1, 1, 1, "2\n3"),
        (1, 2, 1, 1, "4"),
        (1, 3, 1, 1, "5"),
    ]
    assert texts(document) == ["后"]


def test_what_is_hidden_deleted_or_of_the_program_is_left_out():
    body = (
        rb"{\*\unknown 1}{\stylesheet{\s1 Name;}}{\field{\*\fldinst PAGE}{\fldrslt 2}}{\v 3}{\deleted 4}5"
        rb"{\pict\picwgoal100\pichgoal100 0123456789abcdef}\par"
    )
    assert texts(load(rtf(body))) == ["25"]


def test_struck_text_is_left_out_and_raised_digits_are_marked():
    document = load(
        rtf(rb"{\strike 8}{\strike\striked0 7}12{\super 3}\striked1 9\striked0\sub 4\nosupersub 5\par")
    )
    assert texts(document) == ["12³⁴5"]
    assert document.warnings == ["text that is struck through is left out"]
    assert texts(load(rtf(rb"12{\fs12\up8 3}{\up2 4}{\dn6 5}\par"))) == ["12³45"]


def test_text_as_light_as_paper_is_left_out_but_for_what_is_darker_behind_it():
    colours = rb"{\colortbl;\red255\green0\blue0;\cbackgroundone\ctint255\cshade0\red255\green255\blue255;}"
    document = load(
        rtf(
            colours
            + rb"20999{\cf2 3}\par 1{\cf1 2}{\cf2\plain 3}\par{\cbpat1 1{\cf2 2}\par}1{\cb1\cf2 2}\par"
        )
    )
    assert texts(document) == ["20999", "123", "12", "12"]
    assert document.warnings == ["text as light as the paper is left out"]


def test_digits_that_are_moved_up_in_their_size_belong_to_the_number():
    assert texts(load(rtf(rb"\fs18 74{\up6 9}\par{\up6 749}\par"))) == ["749", "749"]


def test_a_cell_that_only_holds_a_picture_is_not_blank():
    picture = rb"{\*\shppict{\pict\pngblip\picwgoal300\pichgoal200 00}}"
    row = rb"\trowd\cellx1000\cellx2000\pard\intbl 1\cell "
    (table,) = load(rtf(row + picture + rb"\cell\row " + row + picture + rb"2\cell\row\pard\par")).tables
    assert [cell.text for cell in table.cells] == ["1", PICTURE, "1", "2"]


def test_numbers_drawn_are_kept_and_bullets_are_not():
    body = rb"{\listtext\pard\plain " + escaped("一、") + rb"\tab}" + escaped("总体") + rb"\par"
    body += rb"{\listtext 1.\tab}2023\par{\pntext\f1\'b7\tab}3\par"
    assert texts(load(rtf(body))) == ["一、总体", "1. 2023", "3"]


def test_headers_and_notes_are_margins_and_boxes_are_text():
    body = (
        rb"{\header 1\par}2{\footnote 3}{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt 4\par}}{\shprslt 4}}\par"
        rb"\pard 5\par"
    )
    document = load(rtf(body))
    assert texts(document) == ["2", "4", "5"]
    assert [margin.text for margin in document.margins] == ["1", "3"]


def test_headings_by_outline_and_style():
    body = rb"{\stylesheet{\s1 heading 1;}}\pard\s1 1\par\pard\outlinelevel1 2\par\pard 3\par"
    assert [block.role for block in load(rtf(body)).paragraphs] == ["heading", "heading", "body"]


def test_a_picture_of_a_table():
    body = rb"{\*\shppict{\pict\pngblip\picwgoal8000\pichgoal4000 00}}\par"
    assert [table.image for table in load(rtf(body)).tables] == [True]


def test_binary_parts_are_passed_over():
    assert texts(load(rtf(rb"{\pict\bin5 }{}\\}1\par"))) == ["1"]


def test_a_document_cut_short_says_so():
    assert "cut short" in load(rtf(rb"1\par{2\par")[:-1]).warnings[0]


def test_groups_nested_without_end_are_refused():
    with pytest.raises(UnreadableDocument, match="nests"):
        load(rtf(b"{" * 5000))
