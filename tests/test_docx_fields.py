"""Fields, styles of paragraphs, symbols and pictures in the cells of DOCX tables."""

import pytest
from packages import docx, p, tbl, tr

from reportparse.document import PICTURE
from reportparse.loaders import load

BEGIN, SEPARATE, END = (
    f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")
)
STYLES = "".join(
    f"<w:style w:type='paragraph' w:styleId='{mark}'><w:name w:val='{mark}'/><w:rPr><w:{mark}/></w:rPr></w:style>"
    for mark in ("vanish", "strike")
)


def code(text):
    return f"<w:r><w:instrText> {text} </w:instrText></w:r>"


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(inside, after=""):
    """The text of a cell that holds this, in a document that goes on with `after`."""
    table = tbl(
        tr("项目", "数量"), tr("处罚", "3"), tr("强制", "0"), tr("许可", f"<w:tc><w:tcPr/>{inside}</w:tc>")
    )
    document = load(docx(table + after, {"styles": STYLES}))
    return next(document.tables).cells[-1].text


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def test_the_code_of_a_field_is_not_read():
    # What another field came to inside of a code is written as text is.
    inner = BEGIN + code("MERGEFIELD n") + SEPARATE + run("88") + END
    assert cell(paragraph(BEGIN, code("IF"), inner, code("&gt; 0"), SEPARATE, run("12"), END)) == "12"


def test_fields_inside_of_what_a_field_came_to_are_read():
    inner = BEGIN + code("REF a") + SEPARATE + run("2") + END
    assert cell(paragraph(BEGIN, code("= 12"), SEPARATE, run("1"), inner, END)) == "12"


def test_a_code_that_is_never_ended_hides_nothing_behind_its_paragraph():
    assert cell(paragraph(BEGIN, code("PAGE")) + p("12")) == "12"


@pytest.mark.parametrize(("result", "text"), [("<w:result w:val='1'/>", "12"), ("", "0")])
def test_a_list_shows_the_entry_that_was_chosen(result, text):
    begin = (
        f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList>{result}"
        "<w:listEntry w:val='0'/><w:listEntry w:val='12'/></w:ddList></w:ffData></w:fldChar></w:r>"
    )
    assert cell(paragraph(begin, code("FORMDROPDOWN"), SEPARATE, END)) == text


def test_a_number_that_is_drawn_from_a_code_is_not_blank():
    assert cell(paragraph(BEGIN, code(r"EQ \o\ac(○,12)"), END)) == r"EQ \o\ac(○,12)"


@pytest.mark.parametrize("mark", ["vanish", "strike"])
def test_the_style_of_a_paragraph_hides_or_strikes_its_text(mark):
    style = f"<w:pStyle w:val='{mark}'/>"
    assert cell(p("93", style) + p("12")) == "12"
    assert cell(f"<w:p><w:pPr>{style}</w:pPr>{run('93', '<w:b/>')}</w:p>" + p("12")) == "12"
    off = run("12", f"<w:{mark} w:val='0'/>")
    assert cell(f"<w:p><w:pPr>{style}</w:pPr>{off}</w:p>") == "12"


def test_digits_that_are_moved_up_are_marks_of_notes():
    assert cell(paragraph(run("12"), run("3", "<w:position w:val='8'/><w:sz w:val='12'/>"))) == "12³"
    assert cell(paragraph(run("12", "<w:position w:val='2'/>"))) == "12"


def test_digits_that_are_moved_up_in_their_size_belong_to_the_number():
    moved = "<w:position w:val='6'/>"
    assert cell(paragraph(run("74"), run("9", moved))) == "749"
    assert cell(paragraph(run("74", "<w:sz w:val='18'/>"), run("9", moved + "<w:sz w:val='18'/>"))) == "749"
    assert cell(paragraph(run("749", moved + "<w:sz w:val='18'/>"))) == "749"


def test_a_picture_of_a_symbol_font_is_no_digit():
    symbol = "<w:r><w:sym w:font='{}' w:char='F031'/></w:r>"
    assert cell(paragraph(run("12"), symbol.format("Wingdings"))) == "12\uf031"
    assert cell(paragraph(run("2"), symbol.format("Symbol"))) == "21"


def test_a_cell_that_only_holds_a_picture_is_not_blank():
    picture = "<w:r><w:drawing><wp:{0}><wp:extent cx='9' cy='9'/><a:blip/></wp:{0}></w:drawing></w:r>"
    assert cell(paragraph(picture.format("inline"))) == PICTURE
    assert cell(paragraph(picture.format("inline"), run("12"))) == "12"
    assert cell(paragraph(picture.format("anchor"))) == ""  # a seal


def test_a_cell_that_only_holds_a_row_of_cells_is_not_blank():
    assert cell(tbl(tr("12", "件")) + p("")) == "12 件"
