"""DOCX as a word processor prints it."""

from pathlib import Path

import pytest
from packages import docx, layout, p, tbl, tc, texts, tr, zipped

from reportparse.document import Paragraph, Table, UnreadableDocument
from reportparse.loaders import load
from reportparse.loaders.docx_styles import without_table_styles

REAL = Path(__file__).parents[2] / "shared" / "real"

SPAN = '<w:gridSpan w:val="{}"/>'
DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"


def test_paragraphs_and_tables_stand_in_order_with_their_places():
    document = load(docx(p("一、总体情况") + tbl(tr("规章", "3"), tr("文件", "")) + p("") + p("二、其他")))
    kinds = [(type(block), block.place.path) for block in document.blocks]
    assert kinds == [
        (Paragraph, "body/paragraph[1]"),
        (Table, "body/table[1]"),
        (Paragraph, "body/paragraph[3]"),
    ]
    table = next(document.tables)
    assert layout(table) == [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "3"), (1, 0, 1, 1, "文件"), (1, 1, 1, 1, "")]
    assert table.cells[2].place.path == "body/table[1]/row[2]/cell[1]"
    assert table.layout == "grid"


def test_spans_in_both_directions():
    document = load(
        docx(
            tbl(
                tr(tc("项目", SPAN.format(2) + DOWN), "数量"),
                tr(tc("", SPAN.format(2) + ON), "4"),
                tr("公开", "部分", "5"),
            )
        )
    )
    assert layout(next(document.tables)) == [
        (0, 0, 2, 2, "项目"),
        (0, 2, 1, 1, "数量"),
        (1, 2, 1, 1, "4"),
        (2, 0, 1, 1, "公开"),
        (2, 1, 1, 1, "部分"),
        (2, 2, 1, 1, "5"),
    ]


def test_columns_that_no_cell_starts_in_are_dropped():
    document = load(docx(tbl(tr(tc("甲", SPAN.format(3)), "1"), tr(tc("乙", SPAN.format(3)), "2"))))
    assert [cell[1:4] for cell in layout(next(document.tables))] == [(0, 1, 1), (1, 1, 1)] * 2


def test_rows_that_start_later_or_are_too_long_or_continue_nothing():
    document = load(
        docx(
            tbl(
                tr("甲", "乙"),
                tr("丙", properties='<w:gridBefore w:val="1"/>'),
                tr("丁", "戊", "己"),
                tr(tc("庚", ON), tc("辛", SPAN.format(2) + ON)),
            )
        )
    )
    assert layout(next(document.tables)) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 1, "乙"),
        (1, 1, 1, 1, "丙"),
        (2, 0, 2, 1, "丁"),
        (2, 1, 1, 1, "戊"),
        (2, 2, 1, 1, "己"),
        (3, 1, 1, 2, "辛"),
    ]


def test_the_text_of_a_continued_cell_is_kept_where_the_first_has_none():
    document = load(docx(tbl(tr(tc("", DOWN), "1"), tr(tc("公开", ON), "2"))))
    assert layout(next(document.tables))[0] == (0, 0, 2, 1, "公开")


def test_horizontal_merges_of_the_old_kind():
    document = load(
        docx(
            tbl(tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "1"), tr("乙", "丙", "2"))
        )
    )
    assert layout(next(document.tables))[:2] == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "1")]


def test_rows_and_cells_in_content_controls():
    inner = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = "<w:tr>" + tc("甲") + inner.format(tc("7")) + "</w:tr>"
    document = load(docx(inner.format(p("前言")) + tbl(tr("乙", "8"), inner.format(row))))
    assert texts(document) == ["前言"]
    assert [cell.text for cell in next(document.tables).cells] == ["乙", "8", "甲", "7"]


def test_a_table_of_one_cell_gives_way_to_what_it_holds():
    inner = tbl(tr("规章", "3"), tr("文件", "4"))
    document = load(docx(tbl(tr(tc(p("一、总体情况") + inner + p("二、其他"))))))
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert next(document.tables).place.path == "body/table[1]/row[1]/cell[1]/table[1]"


def test_a_nested_table_follows_the_one_around_it():
    inner = tbl(tr("1", "2"), tr("3", "4"))
    document = load(
        docx(tbl(tr("甲", "1"), tr("乙", tc(p("见内表") + inner + p())), tr("丙", "3"), tr("丁", "4")))
    )
    outer, nested = document.tables
    assert [cell.text for cell in outer.cells] == ["甲", "1", "乙", "见内表", "丙", "3", "丁", "4"]
    assert [cell.text for cell in nested.cells] == ["1", "2", "3", "4"]


def test_tracked_changes_are_taken_as_accepted():
    body = (
        "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>合</w:t></w:r></w:p>" + p("并")
    )
    assert texts(load(docx(body))) == ["收到13件", "合并"]


def test_deleted_and_hidden_rows_are_not_printed():
    document = load(
        docx(
            tbl(tr("甲", "1"), tr("乙", "2", properties="<w:del/>"), tr("丙", "3", properties="<w:hidden/>"))
        )
    )
    assert [cell.text for cell in next(document.tables).cells] == ["甲", "1"]


def test_tabs_breaks_symbols_and_hyphens():
    body = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/>"
        "<w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:br/><w:t>丁</w:t>"
        "<w:sym w:font='Arial' w:char='2022'/>"
        "<w:softHyphen/></w:r></w:p>"
    )
    assert texts(load(docx(body))) == ["甲\t乙-丙", "丁•"]
    assert next(load(docx(tbl(tr(tc(body), "1"), tr("2", "3")))).tables).cells[0].text == "甲\t乙-丙\n丁•"


def test_fields_give_their_result():
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>SUM(ABOVE)</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>42</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:fldSimple w:instr='DATE'><w:r><w:t>件</w:t></w:r>"
        "</w:fldSimple><w:hyperlink><w:r><w:t>附件</w:t></w:r></w:hyperlink></w:p>"
    )
    assert texts(load(docx(body))) == ["42件附件"]


def test_hidden_text_is_not_printed():
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>一</w:t></w:r><w:r><w:rPr><w:rStyle w:val='h'/></w:rPr>"
        "<w:t>二</w:t></w:r><w:r><w:rPr><w:rStyle w:val='h'/><w:vanish w:val='0'/></w:rPr><w:t>三</w:t>"
        "</w:r></w:p>"
    )
    assert texts(load(docx(body, {"styles": styles}))) == ["三"]


def test_struck_text_is_left_out_and_raised_digits_are_marked():
    styles = (
        '<w:style w:type="character" w:styleId="n"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    run = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    cell = (
        "<w:p>" + run.format("<w:strike/>", 8) + run.format("<w:dstrike/>", 9) + run.format("", 12)
    ) + run.format("<w:rStyle w:val='n'/>", 3)
    other = "<w:p>" + run.format("<w:vertAlign w:val='superscript'/>", 4) + "</w:p>"
    document = load(docx(cell + "</w:p>" + other, {"styles": styles}))
    assert texts(document) == ["12³", "⁴"]
    assert document.warnings == ["text that is struck through is left out"]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<m:r><m:t>57</m:t></m:r>", "57"),
        ("<m:sSup><m:e><m:r><m:t>57</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "57²"),
        (
            "<m:f><m:num><m:r><m:t>223</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
            "223/2",
        ),
    ],
)
def test_formulas_are_no_numbers_of_all_their_digits(formula, text):
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    assert texts(load(docx(f"<w:p><m:oMath xmlns:m='{namespace}'>{formula}</m:oMath></w:p>"))) == [text]


@pytest.mark.parametrize(
    ("of_paragraph", "of_characters", "of_run", "text"),
    [
        ("<w:vanish/>", "<w:vanish/>", "", "12"),  # the one turns over what the other says
        ("<w:strike/>", "<w:strike/>", "", "12"),
        ("<w:strike/>", "", "<w:strike w:val='0'/>", "12"),
        ("<w:vanish w:val='0'/>", "<w:vanish/>", "", ""),
        ("", "", "<w:strike/><w:dstrike w:val='0'/>", ""),
        ("", "", "<w:dstrike/><w:strike w:val='0'/>", ""),
        ("<w:vertAlign w:val='superscript'/>", "<w:vertAlign w:val='baseline'/>", "", "12"),
        ("<w:position w:val='8'/>", "", "<w:position w:val='0'/>", "12"),
        ("<w:vertAlign w:val='superscript'/>", "", "<w:position w:val='0'/>", "¹²"),
    ],
)
def test_marks_of_styles_and_runs_together(of_paragraph, of_characters, of_run, text):
    styles = (
        f"<w:style w:type='paragraph' w:styleId='p'><w:name w:val='p'/><w:rPr>{of_paragraph}</w:rPr></w:style>"
        f"<w:style w:type='character' w:styleId='c'><w:name w:val='c'/><w:rPr>{of_characters}</w:rPr></w:style>"
    )
    body = (
        "<w:p><w:pPr><w:pStyle w:val='p'/></w:pPr>"
        f"<w:r><w:rPr><w:rStyle w:val='c'/>{of_run}</w:rPr><w:t>12</w:t></w:r></w:p>"
    )
    assert "".join(texts(load(docx(body, {"styles": styles})))) == text


def test_a_text_box_is_read_once_at_its_place():
    box = "<w:txbxContent>" + p("框内") + tbl(tr("甲", "1"), tr("乙", "2")) + "</w:txbxContent>"
    body = (
        p("之前")
        + "<w:p><w:r><w:t>锚</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>"
        f"{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>" + p("之后")
    )
    document = load(docx(body))
    assert texts(document) == ["之前", "锚", "框内", "之后"]
    assert len(list(document.tables)) == 1


@pytest.mark.parametrize(("width", "height", "is_table"), [(15, 8, True), (15, 2, False), (3, 8, False)])
def test_a_large_picture_alone_stands_for_a_table(width, height, is_table):
    body = (
        f"<w:p><w:r><w:drawing><wp:inline><wp:extent cx='{width * 360000}' cy='{height * 360000}'/>"
        "<a:graphic><a:blip/></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    document = load(docx(p("三、情况") + body))
    assert [table.image for table in document.tables] == [True] * is_table


def test_headings_by_style_and_by_outline():
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr>'
        '<w:outlineLvl w:val="0"/>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    )
    document = load(
        docx(
            p("一、甲", '<w:pStyle w:val="t"/>')
            + p("一、甲", '<w:pStyle w:val="a"/>')
            + p("二、乙", '<w:outlineLvl w:val="1"/>')
            + p("丙", '<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>'),
            {"styles": styles},
        )
    )
    assert [(block.text, block.role) for block in document.paragraphs] == [
        ("一、甲", "heading"),
        ("二、乙", "heading"),
        ("丙", "body"),
    ]
    assert [margin.text for margin in document.margins] == ["一、甲"]


def test_headers_footers_and_notes_are_margins():
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("——")}</w:footnote>'
        f'<w:footnote w:id="2">{p("注释")}</w:footnote>'
    )
    document = load(docx(p("正文"), {"header": p("页眉"), "footer": p("第1页"), "footnotes": notes}))
    assert texts(document) == ["正文"]
    assert [margin.text for margin in document.margins] == ["页眉", "第1页", "注释"]


def test_the_title_of_the_properties_is_metadata():
    core = (
        '<c:coreProperties xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>年度报告'
        "</dc:title>"
        "</c:coreProperties>"
    )
    assert load(docx(p("正文"), more={"docProps/core.xml": core})).metadata == {"title": "年度报告"}


def test_the_strict_form_of_the_standard():
    content = docx(p("正文") + tbl(tr("甲", "1"), tr("乙", "2")), {"header": p("页眉")})
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as container:
        members = {name: container.read(name).decode() for name in container.namelist()}
    for old, new in (
        (
            "schemas.openxmlformats.org/wordprocessingml/2006/main",
            "purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        ("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"),
    ):
        members = {name: text.replace(old, new) for name, text in members.items()}
    document = load(zipped(members))
    assert texts(document) == ["正文"]
    assert [margin.text for margin in document.margins] == ["页眉"]
    assert len(next(document.tables).cells) == 4


def test_a_page_kept_inside_the_package():
    relations = '<Relationships><Relationship Id="c" Type="x/aFChunk" Target="chunk.html"/></Relationships>'
    cells = "<tr><td>规章</td><td>3</td></tr><tr><td>文件</td><td>4</td></tr>"
    page = f"<html><body><p>一、总体情况</p><table>{cells}</table>"
    content = docx(
        '<w:altChunk r:id="c"/>',
        more={"word/_rels/document.xml.rels": relations, "word/chunk.html": page},
    )
    document = load(content)
    assert texts(document) == ["一、总体情况"]
    assert [cell.text for cell in next(document.tables).cells] == ["规章", "3", "文件", "4"]


def test_a_package_that_holds_packages_without_end():
    relations = '<Relationships><Relationship Id="c" Type="x/aFChunk" Target="c.docx"/></Relationships>'

    def around(inside):
        more = {"word/_rels/document.xml.rels": relations, "word/c.docx": inside}
        return docx('<w:altChunk r:id="c"/>', more=more)

    content = docx(p("甲"))
    for _ in range(3):
        content = around(content)
    assert texts(load(content)) == ["甲"]
    with pytest.raises(UnreadableDocument, match="without end"):
        load(around(content))


def test_entities_and_document_types_are_refused():
    content = docx(p("甲"), more={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    with pytest.raises(UnreadableDocument, match="document type"):
        load(content)


def test_nesting_without_end_is_refused():
    body = "<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400
    with pytest.raises(UnreadableDocument, match="depth"):
        load(docx(body))


def test_damaged_xml_is_said():
    with pytest.raises(UnreadableDocument, match="not well-formed"):
        load(docx("<w:p>"))


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")
def test_the_official_form():
    document = load((REAL / "blank-form-2021.docx").read_bytes())
    disclosure, requests, reviews = document.tables
    assert (disclosure.width, len(disclosure.rows())) == (4, 14)
    assert (requests.width, len(requests.rows())) == (10, 28)
    assert (reviews.width, len(reviews.rows())) == (15, 4)
    assert [(cell.row, cell.rowspan) for cell in requests.cells if cell.text.startswith("三、")] == [(5, 22)]


def test_styles_of_tables_are_left_out_and_no_others():
    table = '<w:style w:type="table" w:styleId="Grid"><w:pPr/></w:style>'
    heading = '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    styles = f"<w:styles>{table}{heading}{table}<w:latentStyles/></w:styles>".encode()
    assert without_table_styles(styles).decode() == f"<w:styles>{heading}<w:latentStyles/></w:styles>"


@pytest.mark.parametrize(
    "unusual", ["<!-- <w:style -->", '<w:style w:styleId="T" w:type="table"/>', '<w:x w:type="table"/>']
)
def test_styles_are_left_as_they_are_where_the_ends_of_those_of_tables_are_not_known(unusual):
    table = '<w:style w:type="table" w:styleId="Grid"><w:pPr/></w:style>'
    styles = f"<w:styles>{unusual}{table}</w:styles>".encode()
    assert without_table_styles(styles) == styles


def test_cells_that_a_tracked_change_deletes_are_left_out():
    deleted = tc("9", "<w:cellDel w:id='1' w:author='a'/>")
    document = load(docx(tbl(tr("许可", "1", "2"), tr("处罚", deleted, "3", "4"))))
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows()] == [["许可", "1", "2"], ["处罚", "3", "4"]]


def test_what_a_tracked_change_deletes_in_a_formula_is_left_out():
    run = "<m:r><m:t>{}</m:t></m:r>"
    formula = f"<w:del>{run.format(7)}</w:del><w:moveFrom>{run.format(8)}</w:moveFrom><w:ins>{run.format(6)}</w:ins>"
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    body = f"<w:p><m:oMath xmlns:m='{math}'>{formula}{run.format(9)}</m:oMath></w:p>"
    assert texts(load(docx(body))) == ["69"]
