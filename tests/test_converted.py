"""DOC, RTF and ODT: the same text and tables, cell by cell, as the .docx they were made from."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import coloured, docx, layout, p, shaded, tc, texts, tr

from reportparse.document import PICTURE, UnreadableDocument
from reportparse.loaders import load, soffice

REAL = Path(__file__).parents[2] / "shared" / "real"

pytestmark = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice, which makes the files, is not here"
)

WIDTH = '<w:tcW w:w="{}" w:type="dxa"/>'
SPAN = '<w:gridSpan w:val="{}"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grid(*rows):
    """A table with columns of two centimetres; a cell is a text or (text, columns, more properties)."""
    made = []
    for row in rows:
        cells = [cell if isinstance(cell, tuple) else (cell, 1, "") for cell in row]
        made.append(
            tr(
                *(
                    tc(text, WIDTH.format(1134 * span) + SPAN.format(span) + more)
                    for text, span, more in cells
                )
            )
        )
    columns = sum(cell[1] if isinstance(cell, tuple) else 1 for cell in rows[0])
    head = "<w:tblGrid>" + '<w:gridCol w:w="1134"/>' * columns + "</w:tblGrid>"
    return "<w:tbl><w:tblPr><w:tblLayout w:type='fixed'/></w:tblPr>" + head + "".join(made) + "</w:tbl>"


NUMBERING = {
    "numbering": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
}


def numbered(text, depth=0):
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')


DOCUMENTS = {
    "spans": p("前言")
    + grid(
        [("项目", 2, DOWN), ("申请人", 3, "")],
        [("", 2, ON), "甲", "乙", "总计"],
        [("公开", 1, DOWN), "全部", "1", "0", "1"],
        [("", 1, ON), "部分", "12", "", "12"],
        [("合计", 2, ""), "13", "/", "13"],
    )
    + p("结语"),
    "heading": p("一、总体情况", '<w:outlineLvl w:val="0"/>') + p("正文"),
    "wide": grid([str(column) for column in range(15)], [f"{column}0" for column in range(15)]),
    "nested": grid(
        ["甲", "1"], ["乙", p("内表") + grid(["3", "4"], ["5", "6"]) + p()], ["丙", "2"], ["丁", "3"]
    ),
    "numbered": numbered("总体情况")
    + numbered("主动公开", 1)
    + numbered("依申请公开", 1)
    + numbered("其他")
    + grid([numbered("甲", 1), "1"], [numbered("乙", 1), "2"]),
    "hidden": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>显示</w:t></w:r></w:p>"
    + p("尾"),
    "marks": "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>8</w:t></w:r><w:r><w:t>12</w:t></w:r>"
    "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t></w:r></w:p>" + p("尾"),
    "fields": "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    "<w:r>"
    "<w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>1</w:t></w:r><w:r>"
    "<w:fldChar w:fldCharType='end'/></w:r>"
    "<w:r><w:t>页</w:t></w:r></w:p>" + grid(["甲", "1"], ["乙", "2"]),
    "lines": "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙\U00020000丙</w:t><w:tab/><w:t>丁</w:t></w:r></w:p>"
    + grid([p("上") + p("下"), "1"], ["", "2"])
    + p("间")
    + grid(["另", "表"], ["3", "4"]),
}
DOCUMENTS["styles"] = (
    p("8", "<w:pStyle w:val='vanish'/>")
    + p("9", "<w:pStyle w:val='later'/>")
    + "<w:p><w:r><w:rPr><w:rStyle w:val='gone'/></w:rPr><w:t>7</w:t></w:r><w:r><w:t>12</w:t></w:r>"
    "<w:r><w:rPr><w:position w:val='6'/></w:rPr><w:t>3</w:t></w:r></w:p>" + p("尾")
)
DOCUMENTS["moved"] = (
    "<w:p><w:r><w:t>12</w:t></w:r>"
    "<w:r><w:rPr><w:position w:val='10'/><w:sz w:val='12'/></w:rPr><w:t>3</w:t></w:r></w:p>"
) + p("尾")
WHITE, DARK = "FFFFFF", shaded("1F3864")
DOCUMENTS["light"] = (
    grid(
        [
            (coloured(("许可", WHITE)), 1, DARK),
            (coloured(("12", WHITE)), 1, DARK),
            (coloured(("3", WHITE)), 1, DARK),
        ],
        [coloured(("处罚", WHITE)), coloured("20999", ("3", WHITE)), coloured(("0", WHITE))],
        ["强制", coloured("7", ("3", "FDFDFD")), (coloured("4", ("5", WHITE)), 1, shaded("FFFFFF"))],
        ["收费", coloured("7", ("3", WHITE), properties=DARK), coloured("4", ("5", WHITE), shade=DARK)],
    )
    + coloured("受理", ("9", WHITE), "件")
    + coloured("受理", ("9", "FF0000"), "件")
)
STYLES = "".join(
    f"<w:style w:type='{kind}' w:styleId='{name}'><w:name w:val='{name}'/>{more}</w:style>"
    for kind, name, more in (
        ("paragraph", "vanish", "<w:rPr><w:vanish/></w:rPr>"),
        ("paragraph", "struck", "<w:rPr><w:strike/></w:rPr>"),
        ("paragraph", "later", "<w:basedOn w:val='struck'/><w:rPr><w:b/></w:rPr>"),
        ("character", "gone", "<w:rPr><w:vanish/></w:rPr>"),
    )
)

# What LibreOffice's DOC shows without text in the cells themselves; other formats hold it otherwise.
SHOWN = (
    "<w:p><w:r><w:pict><v:shape style='position:absolute;width:40pt;height:15pt'><v:textbox><w:txbxContent>"
    f"{p('12')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    "<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>a</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>12</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
)
SHOWN_IN_CELLS = grid(["许可", SHOWN[0]], ["处罚", SHOWN[1]], ["强制", ""], ["收费", "3"])


FORMATS = ("doc", "rtf", "odt")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The files of the documents by name and format."""
    folder = tmp_path_factory.mktemp("documents")
    sources = {name: docx(body, NUMBERING | {"styles": STYLES}) for name, body in DOCUMENTS.items()}
    sources["shown"] = docx(SHOWN_IN_CELLS)
    if REAL.exists():
        sources["form"] = (REAL / "blank-form-2021.docx").read_bytes()
    for name, content in sources.items():
        (folder / f"{name}.docx").write_bytes(content)
    paths = [str(folder / f"{name}.docx") for name in sources]
    for form in FORMATS:
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", form, "--outdir", str(folder), *paths]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {name: {form: folder / f"{name}.{form}" for form in ("docx", *FORMATS)} for name in sources}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", [*DOCUMENTS, "form"])
def test_the_same_document_in_both_formats(made, name, form):
    if name not in made:
        pytest.skip("the real documents are not here")
    new, old = load(made[name]["docx"].read_bytes()), load(made[name][form].read_bytes())
    assert old.reader == form
    assert [layout(table) for table in old.tables] == [layout(table) for table in new.tables]
    assert texts(old) == texts(new)
    if form != "rtf":  # LibreOffice does not write the outline there
        assert [block.role for block in old.paragraphs] == [block.role for block in new.paragraphs]


@pytest.mark.parametrize("form", ["docx", *FORMATS])
def test_text_as_light_as_paper_is_left_out_but_for_words_and_what_is_darker_behind_it(made, form):
    document = load(made["light"][form].read_bytes())
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["许可", "12", "3"],
        ["处罚", "20999", PICTURE],
        ["强制", "7", "4"],
        ["收费", "73", "45"],
    ]
    assert texts(document)[-1] == "受理9件"
    assert "9" not in texts(document)[-2]
    assert document.warnings[0] == "text as light as the paper is left out"


@pytest.mark.parametrize("form", FORMATS)
def test_places(made, form):
    table = next(load(made["spans"][form].read_bytes()).tables)
    assert table.place.path == "body/table[1]"
    assert table.cells[-1].place.path == "body/table[1]/row[5]/cell[4]"


def test_cells_of_a_doc_with_a_text_box_or_a_field_that_is_drawn_are_not_blank(made):
    (table,) = load(made["shown"]["doc"].read_bytes()).tables
    assert [cell.text for cell in table.cells][1::2] == [PICTURE, PICTURE, "", "3"]


def test_encrypted_documents_are_said(made):
    content = bytearray(made["spans"]["doc"].read_bytes())
    at = next(n for n in range(0, len(content), 512) if content[n : n + 2] == b"\xec\xa5")
    content[at + 11] |= 1
    with pytest.raises(UnreadableDocument, match="password"):
        load(bytes(content))


def test_a_document_of_word_95_goes_through_libreoffice(made, monkeypatch):
    content = bytearray(made["spans"]["doc"].read_bytes())
    at = next(n for n in range(0, len(content), 512) if content[n : n + 2] == b"\xec\xa5")
    content[at + 2 : at + 4] = b"\x65\x00"
    monkeypatch.setattr(soffice.shutil, "which", lambda name: None)
    with pytest.raises(UnreadableDocument, match=r"Word 95.*LibreOffice"):
        load(bytes(content))


def test_libreoffice_reads_what_it_is_given(made):
    document = soffice.load(made["spans"]["doc"].read_bytes(), "because")
    assert (document.reader, document.warnings) == ("doc", ["because; it was read through LibreOffice"])
    assert layout(next(document.tables)) == layout(next(load(made["spans"]["docx"].read_bytes()).tables))


@pytest.mark.parametrize("form", ["docx", *FORMATS])
@settings(max_examples=40)
@given(
    damage=st.lists(
        st.tuples(st.integers(0, 40_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4
    )
)
def test_damage_gives_a_document_or_words(made, form, damage):
    content = bytearray(made["spans"][form].read_bytes())
    for at, raw in damage:
        content[at % len(content) : at % len(content) + len(raw)] = raw
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(soffice.shutil, "which", lambda name: None)
        try:
            blocks = load(bytes(content)).blocks
        except UnreadableDocument:
            return
    assert all(block.place.path for block in blocks)
