"""What a page shows in the cells of its tables, by its style sheets, its fields and its drawings."""

import pytest

from reportparse.document import PICTURE
from reportparse.loaders import html, html_careful, load


@pytest.fixture(params=[html, html_careful], ids=["lxml", "html5lib"])
def read(request):
    def read(cell, sheet="", label="许可"):
        table = f"<table><tr><td>项目</td><td>数量</td></tr><tr><td>{label}</td><td>{cell}</td></tr></table>"
        page = f"<!DOCTYPE html><html><head><style>{sheet}</style></head><body>{table}</body></html>"
        (found,) = request.param.load(page.encode()).tables
        return found.cells[-1].text

    return read


@pytest.mark.parametrize(
    "sheet",
    [
        ".old{display:none}",
        "/* of last year */ table .old , .note { color:red; DISPLAY : none !important }",
        "@import url(a.css);\n@media print{.shown{display:none}}\nspan.old{visibility:hidden}",
        "td > .old {visibility:collapse}",
        "tr .old{display:inline} .old.old, #none{display:none}",
        "<!-- .old{font-size:0px} -->",
        ".old{display:inline} .old{display:none}",
        "@media print{p{color:red}} @media screen, print{.old{display:none}}",
        "span[class~=old]{display:none}",
        ".old{display:none !important} .old.last{display:inline}",
        ".old{display:none} .last:::old{display:inline} {}",
        ".old{display:none!important} .old.old{display:inline}",
        "@media screen and (min-width:700px){.old{display:none}}",
        "@supports (display:grid){.old{display:none}}",
        ".a::before{content:'{'} .old{opacity:0}",
        ".old{position:absolute;clip:rect(0, 0, 0, 0)} .old{left:-9999px}",
        "td *:not(.new){display:none}",
    ],
)
def test_what_a_style_sheet_hides_is_not_read(read, sheet):
    assert read("<span class='last old'>93</span>12", sheet) == "12"


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print{.old{display:none}}",
        "@media screen and (max-width:600px){.a{color:red}.old{display:none}}",
        ".old:hover{display:none} .old[data-a]{display:none}",
        "div > .old{display:none} .other .old{display:none}",
        ".old{display:none} td .old{display:inline}",
        "#other, .older{display:none}",
        ".old::before{display:none}",
        ".old{display:none} .old{display:block",
        ".old{display:inline!important} td .old{display:none}",
        ".old{display:none} span:not(.new){display:inline}",
        ".old{display:none} .old[class]{display:inline}",
        ".old{display:none} td *.old:first-child{display:inline}",
        ".old{display:none} @media screen, print{.old{display:inline}}",
        ".old{display:none} @media (min-width:48em){.old{display:inline}}",
        ".old{display:none} @supports (display:grid){.old{display:inline}}",
        "@supports not (display:grid){.old{display:none}}",
        ".old{font-size:0} td .old{font:14px/1.5 SimSun}",
        ".old{opacity:.5}",
        "td{font-size:0} .old{font-size:calc(1rem - 2px)}",
    ],
)
def test_what_a_style_sheet_shows_is_read(read, sheet):
    assert read("<span class='old'>12</span>", sheet) == "12"


def test_the_style_of_an_element_is_stronger_than_a_sheet(read):
    assert read("<i class=a style='display:inline'>12</i><i class=a>9</i>", ".a{display:none}") == "12"
    assert read("<i style='display:none;display:inline'>12</i>") == "12"


def test_what_a_style_sheet_calls_important_is_stronger_than_the_style_of_an_element(read):
    assert read("<i class=a style='display:inline'>9</i>12", ".a{display:none!important}") == "12"
    assert read("<i class=a style='display:none'>12</i>", ".a{display:inline!important}") == "12"
    assert read("<i hidden class=a>12</i>", ".a{display:inline}") == "12"


def test_elements_are_known_by_what_stands_before_them(read):
    assert read("<i></i><i class=a>12</i>", ".a{display:none} i+.a{display:inline}") == "12"
    assert read("<b></b><u></u><i class=a>12</i>", ".a{display:none} b~.a{display:inline}") == "12"
    assert read("<b></b><u></u><i class=a>12</i>", "b+.a{display:none}") == "12"


@pytest.mark.parametrize("sheet", ["media=print>", "type=text/x-template>"])
def test_style_sheets_that_are_not_of_the_screen_are_passed_over(read, sheet):
    assert read(f"<style {sheet}.a{{display:none}}</style><i class=a>12</i>") == "12"
    assert read("<noscript><style>.a{display:none}</style></noscript><i class=a>12</i>") == "12"


@pytest.mark.parametrize(
    "sheet", [".a{visibility:hidden} .b{visibility:visible}", ".a{font-size:0} .b{font-size:14px}"]
)
def test_what_is_seen_inside_of_unseen_text_is_read(read, sheet):
    assert read("<p class=a>9<b class=b>12</b></p>", sheet) == "12"
    assert read("<p class=a>9<b>3</b></p>12", sheet) == "12"


@pytest.mark.parametrize("reader", [html, html_careful])
def test_unseen_cells_keep_their_place_and_are_said(reader):
    rows = "<tr><td>许可<td style='visibility:hidden'>93<td>12</tr><tr><td>处罚<td>1<td>2</tr>"
    document = reader.load(f"<!DOCTYPE html><html><body><table>{rows}</table></body></html>".encode())
    assert [cell.text for cell in next(document.tables).cells] == ["许可", "", "12", "处罚", "1", "2"]
    assert document.warnings == ["numbers that the page hides in its tables are left out"]


def test_a_table_that_a_style_sheet_hides_is_read(read):
    # Scripts show what is behind tabs.
    assert read("12", "table{display:none}") == "12"


TABS = (
    "<style>.tab {{display: none}} .tab.on {{display: block}}</style>"
    "<div class='{}'><table><tr><td>许可</td><td>7</td></tr></table></div>"
    "<div class='{}'><table><tr><td>许可</td><td>8</td></tr></table></div>"
)


@pytest.mark.parametrize(
    ("classes", "numbers"),
    [(("tab on", "tab"), ["7"]), (("tab", "tab on"), ["8"]), (("tab", "tab"), ["7", "8"])],
)
def test_of_several_tabs_the_one_that_is_shown_is_read(classes: tuple[str, str], numbers: list[str]) -> None:
    document = html.load(f"<!DOCTYPE html><html><body>{TABS.format(*classes)}</body></html>".encode())
    assert [cell.text for table in document.tables for cell in table.cells if cell.column] == numbers


@pytest.mark.parametrize("style", ["visibility:collapse", "font-size:0", "font-size: 0.0px; color:red"])
def test_text_that_cannot_be_seen_is_not_read(read, style):
    assert read(f"<span style='{style}'>93</span>12") == "12"


def test_text_that_has_its_own_size_is_read(read):
    assert read("<p style='font-size:0'><b style='font-size:14px'>12</b></p>") == "12"
    assert read("<span style='font-size:0.8em'>12</span>") == "12"


@pytest.mark.parametrize(
    "mark",
    [
        "<a style='vertical-align:super'>3</a>",
        "<a href='#_ftn3' name='_ftnref3'>3</a>",
        "<span style='position:relative;top:-5.0pt;mso-text-raise:5.0pt'>3</span>",
        "<span style='vertical-align:5px'>3</span>",
        "<span style='vertical-align:40%'>3</span>",
        "<font style='vertical-align:text-top'>3</font>",
        "<span style='font-size:6pt;position:relative;top:-2pt'>3</span>",
        "<b></b><span style='font-size:60%;vertical-align:2px'>3</span>",
        "<i class=mark>3</i>",
    ],
)
def test_digits_that_stand_higher_than_their_line_are_marks_of_notes(read, mark):
    assert read(f"12{mark}", ".mark{position:relative;top:-.5em}") == "12³"
    assert read(f"<p>12{mark}</p><p>件</p>", ".mark{position:relative;top:-.5em}") == "12³\n件"


@pytest.mark.parametrize(
    "value",
    [
        "<a href='#'>12</a>",
        "<span style='vertical-align:middle'>12</span>",
        "<i style='position:relative'>12</i>",
        "1<span style='position:relative;top:-1.0pt;mso-text-raise:1.0pt'>2</span>",
        "1<span style='vertical-align:-1px'>2</span>",
        "<b style='font-size:9pt'>1</b><!-- --><b style='font-size:9pt;vertical-align:.1em'>2</b>",
        "<span class=little>12</span>",
    ],
)
def test_digits_on_their_line_or_hardly_off_it_are_none(read, value):
    assert read(value, ".little{position:relative;top:-1px;font-size:14px}") == "12"


def test_small_digits_that_a_style_sheet_moves_a_little_are_marks_of_notes(read):
    assert read("12<i class=mark>3</i>", ".mark{vertical-align:2px;font-size:8px}") == "12³"


@pytest.mark.parametrize("sheet", ["", ".mark{vertical-align:super}"])
def test_marks_of_notes_that_a_style_raises_are_none_of_the_number(read, sheet):
    style = "" if sheet else "style='font-size:60%;vertical-align:super'"
    assert read(f"12<span class=mark {style}>3</span>件", sheet) == "12³件"


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        ("<span class=count data-to=35></span>", ""),
        ("<div><b data-end-value='1,204'></b></div>", ""),
        ("<span v-text='row.total'></span>", ""),
        ("<count-to></count-to>", ""),
        ("<i class=n3></i>", ".n3:before{content:'3'}"),
        (
            "<i class=n3></i><i class=n4></i>",
            ".n3::after{content:'3'} .n4{display:inline} .n4::after{content:'4'}",
        ),
        ("<i data-count=many title=35></i>", "i:before{content:attr(title)}"),
    ],
)
def test_a_cell_with_a_number_that_only_a_script_or_a_style_sheet_shows_is_not_blank(read, cell, sheet):
    assert read(cell, sheet) == PICTURE


def test_digits_that_a_style_sheet_adds_to_a_number_are_not_overlooked(read):
    assert read("<i class=n3></i>9", ".n3:before{content:'3'}") == f"{PICTURE}9"


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        ("<span data-width=35 data-v-3a4b=''></span>", ""),
        ("<span value=3></span>", ""),
        ("<i class=icon></i>", ".icon:before{content:'\\e603'}"),
        ("<i class=old></i>", ".old:before{content:'3';display:none}"),
        ("<i class=old></i>", ".old:before{content:'3'} td .old:before{content:''}"),
        ("<i class=old></i>", ".old{content:'3'}"),
    ],
)
def test_a_cell_in_which_nothing_is_shown_is_blank(read, cell, sheet):
    assert read(cell, sheet) == ""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("20999<span style='color:#fff'>3</span>", "20999"),
        ("12<font color=white>3</font>", "12"),
        ("12<font color='#FEFEFE'><b>3</b></font>", "12"),
        ("12<b style='COLOR:rgb(255, 255, 255)'>3<i style='color:red'>4</i></b>", "12 4"),
        (
            "<div style='background:#036'><p style='background:white'>12<b style='color:#fff'>3</b></p></div>",
            "12",
        ),
        ("<p style='color:white'>12</p>", PICTURE),
        ("<p style='color:white'>十二件</p>", "十二件"),
        ("<p style='background:#036;color:#fff'>12</p>", "12"),
        ("<div bgcolor=navy><font color=white>12</font></div>", "12"),
        ("<b style='background-image:url(a.png)'>1<i style='color:#fff'>2</i></b>", "12"),
        ("<b style='color:#fff'>1<i style='color:#333'>2</i></b>", "2"),
        ("<b style='color:#fff'><i style='background-color:#333'>12</i></b>", "12"),
        ("<b style='color:#ff0'>12</b>", "12"),
    ],
)
def test_text_as_light_as_paper_is_not_read_but_for_words_and_what_is_darker_behind_it(read, cell, text):
    assert read(cell) == text


def test_what_a_style_sheet_strikes_through_is_left_out(read):
    assert read("<span class=was>93</span>12", ".was{text-decoration:line-through}") == "12"


@pytest.mark.parametrize(
    "field",
    [
        "<input type=text value=12>",
        "<textarea rows=1>12</textarea>",
        "<select><option>0</option><option selected>12</option></select>",
        "<select><option>12</option><option>0</option></select>",
        "<svg width=40 height=20><title>数</title><text x=2 y=12>12</text></svg>",
        "<input type=hidden value=93><textarea style='display:none'>93</textarea>12",
    ],
)
def test_fields_in_cells_show_what_was_filled_in(read, field):
    assert read(field) == "12"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<table><tr><td>12</td><td>件</td></tr></table>", "12 件"),
        ("<table><tr><td>12</td></tr><tr><td>0</td></tr></table>", "12\n0"),
    ],
)
def test_a_cell_that_only_holds_a_table_is_not_blank(cell, text):
    rows = "<tr><td>处罚</td><td>3</td></tr>" * 3 + f"<tr><td>许可</td><td>{cell}</td></tr>"
    assert next(html.load(f"<table>{rows}</table>".encode()).tables).cells[-1].text == text


@pytest.mark.parametrize("image", ["<img src='n/12.gif' width=20 height=12>", "<p><img src='12.png'></p>"])
def test_a_cell_that_only_holds_a_picture_is_not_blank(read, image):
    assert read(image) == PICTURE
    assert read(f"{image}12") == "12"
    page = f"<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>{image}</td></tr></table>"
    assert (
        "1 cells of tables hold a picture or the like, which is not read"
        in load(f"<html>{page}</html>".encode()).warnings
    )


@pytest.mark.parametrize("name", ["sr-only", "a visually-hidden"])
def test_what_is_there_for_screen_readers_alone_is_no_part_of_a_number(read, name):
    assert read(f"<span class='{name}'>3</span>57") == "57"
    assert read(f"<span class='not-{name}'>3</span>57") == ("57" if " " in name else "357")


@pytest.mark.parametrize("drawn", ["<script>document.write(12)</script>", "<canvas id=a></canvas>"])
def test_what_only_a_script_writes_or_draws_is_not_blank(read, drawn):
    assert read(drawn) == PICTURE
    assert read(f"7{drawn}") == "7"
    assert read("<script>count()</script>") == ""


@pytest.mark.parametrize("image", ["<img src='s.gif' width=1>", "<img src='a/blank.gif'>", "<img alt=''>"])
def test_pictures_that_only_take_room_leave_a_cell_blank(read, image):
    assert read(image) == ""


def test_spans_end_with_their_section(read):
    rows = (
        "<thead><tr><td rowspan=3>项目</td><td>数量</td></tr></thead>"
        "<tbody><tr><td rowspan=2>许可</td><td>12</td></tr></tbody><tbody><tr><td>处罚</td><td>3</td></tr></tbody>"
    )
    (table,) = html.load(f"<table>{rows}</table>".encode()).tables
    assert [(cell.row, cell.column, cell.rowspan, cell.text) for cell in table.cells] == [
        (0, 0, 1, "项目"),
        (0, 1, 1, "数量"),
        (1, 0, 1, "许可"),
        (1, 1, 1, "12"),
        (2, 0, 1, "处罚"),
        (2, 1, 1, "3"),
    ]


def test_many_rules_on_many_elements_take_no_time():
    sheet = "".join(f".a .b .c{number}, .a{{display:none}}" for number in range(2000))
    page = f"<style>{sheet}</style>" + "<div class=a>" * 100 + "<p class='a b'>1</p>" * 2000
    assert html.load(page.encode()).warnings == [
        "the page's style sheets are too many to be heeded: what they hide may be read"
    ]


def test_the_number_of_the_one_item_of_a_list_in_a_cell_is_none_of_its_value(read):
    assert read("<ol><li>7</li></ol>") == "7"
    assert read("<ol start=3><li><b>12</b></ol>") == "12"
    assert read("<ol><li>7</li><li>8</li></ol>") == "1. 7\n2. 8"
    assert read("<ol><li>许可</li></ol>") == "1. 许可"
