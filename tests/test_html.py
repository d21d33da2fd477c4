"""Pages: what a browser shows, and the report among the menus; by both readers alike."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import layout, texts

from reportparse import parse
from reportparse.document import Paragraph, Table, UnreadableDocument
from reportparse.loaders import html, html_careful, load

REAL = Path(__file__).parents[2] / "shared" / "real"

PASSAGE = (
    "本年度，本机关认真落实信息公开工作要求，不断完善工作制度，及时回应社会关切，现将有关情况报告如下，"
    "统计期限自1月1日起至12月31日止，欢迎社会各界监督并提出意见。"
)
NUMBERS = "<table><tr><td>规章</td><td>3</td></tr><tr><td>文件</td><td>4</td></tr></table>"
REPORT = f"<p>一、总体情况</p><p>{PASSAGE}</p><p>二、主动公开</p>{NUMBERS}<p>三、其他</p>"

REPORT_OF_2023 = f"<h1>云桥市水利局2023年政府信息公开工作年度报告</h1>{REPORT}"


@pytest.fixture(params=[html, html_careful], ids=["lxml", "html5lib"])
def read(request):
    def read(markup):
        page = (
            markup if "<html" in markup else f"<!DOCTYPE html><html><head></head><body>{markup}</body></html>"
        )
        return request.param.load(page.encode())

    return read


def one_table(document):
    (table,) = document.tables
    return layout(table)


def test_paragraphs_and_tables_stand_in_order_with_their_places(read):
    document = read(REPORT)
    assert [(type(block), block.place.path) for block in document.blocks] == [
        (Paragraph, "body/paragraph[1]"),
        (Paragraph, "body/paragraph[2]"),
        (Paragraph, "body/paragraph[3]"),
        (Table, "body/table[1]"),
        (Paragraph, "body/paragraph[4]"),
    ]
    assert next(document.tables).cells[3].place.path == "body/table[1]/row[2]/cell[2]"


def test_inline_elements_join_and_blanks_collapse(read):
    document = read(
        "<p>  <span>自</span><span>然</span>\n<b>人</b>  received <i>3</i>&nbsp;件 </p><p>社会公\n   益组织"
        "</p>"
    )
    assert texts(document) == ["自然人 received 3\xa0件", "社会公益组织"]


def test_line_breaks_and_bare_text_make_paragraphs(read):
    assert texts(read("<div>甲<br>乙<br/><br/>丙<p>丁</p>戊</div>")) == ["甲", "乙", "丙", "丁", "戊"]


def test_preformatted_lines_are_kept(read):
    assert texts(read("<pre>甲\t 1\n\n  乙 2\n</pre>")) == ["甲\t 1", "", "  乙 2"]


def test_the_fields_of_a_table_show_their_values(read):
    fields = [
        '<input type="text" value="3">',
        '<input value="4"> 件',
        '<input type="hidden" value="9"><input type="checkbox" value="on">5',
        '<input style="display:none" value="9">',
    ]
    row = "".join(f"<td>{field}</td>" for field in fields)
    document = read(f'<form><input value="关键词"></form><table><tr><td>规章</td>{row}</tr></table>')
    assert [text for *_, text in one_table(document)] == ["规章", "3", "4 件", "5", ""]


def test_what_is_not_shown_is_not_read(read):
    document = read(
        "<p>甲<script>乙</script><style>丙</style><!-- 丁 --><span style='display: none'>戊</span>己</p>"
        "<template><p>庚</p></template><noscript>辛</noscript><p hidden>壬</p><select><option>癸</select>"
        "<input value='子'><ruby>漢<rp>(</rp><rt>han</rt></ruby>"
    )
    assert texts(document) == ["甲己", "漢"]


def test_headings(read):
    document = read("<h2>一、总体情况</h2><p>正文</p>")
    assert [block.role for block in document.paragraphs] == ["heading", "body"]


def test_cells_hold_lines(read):
    table = one_table(
        read(
            "<table><tr><td><p><span>商业</span></p><p>企业</p></td><td>结果<br>纠正</td></tr>"
            "<tr><td>&nbsp;</td><td> 0 </td></tr></table>"
        )
    )
    assert [cell[-1] for cell in table] == ["商业\n企业", "结果\n纠正", "", "0"]


def test_spans(read):
    table = one_table(
        read(
            "<table><tr><th colspan=2 rowspan=2>项目</th><th>数量</th></tr><tr><td>1</td></tr>"
            "<tr><td>甲</td><td>乙</td><td>2</td></tr></table>"
        )
    )
    assert table == [
        (0, 0, 2, 2, "项目"),
        (0, 2, 1, 1, "数量"),
        (1, 2, 1, 1, "1"),
        (2, 0, 1, 1, "甲"),
        (2, 1, 1, 1, "乙"),
        (2, 2, 1, 1, "2"),
    ]


def test_spans_beyond_measure_and_over_each_other(read):
    table = one_table(
        read(
            "<table><tr><td rowspan=0>甲</td><td colspan=99999999>乙</td></tr>"
            "<tr><td>1</td><td rowspan=999999999>2</td></tr><tr><td colspan=3>3</td></tr></table>"
        )
    )
    assert table == [
        (0, 0, 3, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, "1"),
        (1, 2, 2, 1, "2"),
        (2, 1, 1, 1, "3"),
    ]


def test_sections_of_a_table_stand_as_shown(read):
    table = one_table(
        read(
            "<table><caption>表一</caption><thead><tr><th>项</th><th>数</th></tr></thead>"
            "<tfoot><tr><td>计</td><td>2</td></tr></tfoot><tbody><tr><td>甲</td><td>2</td></tr></tbody>"
            "</table>"
        )
    )
    assert [cell[-1] for cell in table] == ["项", "数", "甲", "2", "计", "2"]


def test_rows_and_cells_left_open(read):
    table = one_table(read("<p><table><tr><td>甲<td>1<tr><td>乙<td>2</table>"))
    assert [cell[-1] for cell in table] == ["甲", "1", "乙", "2"]


def test_a_cell_left_open_around_the_next(read):
    table = one_table(read("<table><tr><td>甲<div>乙<td>1</div></td><td>2</td></tr><tr><td>丙</table>"))
    assert table == [(0, 0, 1, 1, "甲\n乙"), (0, 1, 1, 1, "1"), (0, 2, 1, 1, "2"), (1, 0, 1, 1, "丙")]


def test_a_table_that_arranges_the_page_gives_way(read):
    document = read(
        "<table><tr><td colspan=2>首页 栏目</td></tr><tr><td><ul><li><a href=a>目录</a></ul></td>"
        f"<td>{REPORT}</td></tr></table>"
    )
    assert one_table(document) == [
        (0, 0, 1, 1, "规章"),
        (0, 1, 1, 1, "3"),
        (1, 0, 1, 1, "文件"),
        (1, 1, 1, 1, "4"),
    ]
    assert "一、总体情况" in texts(document)


def test_a_table_in_a_cell_of_data_follows(read):
    document = read(
        "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2<table><tr><td>3</td><td>4</td></tr>"
        "</table></td>"
        "</tr><tr><td>丙</td><td>5</td></tr><tr><td>丁</td><td>6</td></tr></table>"
    )
    assert [[cell.text for cell in table.cells] for table in document.tables] == [
        ["甲", "1", "乙", "2", "丙", "5", "丁", "6"],
        ["3", "4"],
    ]


def test_the_report_among_menus_and_imprint(read):
    document = read(
        "<div class='header'><ul><li><a href=1>首页</a></li><li><a href=2>政务公开</a></li></ul></div>"
        "<div class='crumbs'>当前位置：<a href=3>首页</a> &gt; <a href=4>年报</a></div>"
        "<div class='main'><h1>示例局2023年政府信息公开工作年度报告</h1>"
        "<div class='info'>发布日期：2024-01-20 来源：示例局"
        f"</div><div class='share'>分享到</div><div class='text'>{REPORT}</div></div>"
        "<div class='footer'><p>主办单位：示例局。技术支持：示例公司，地址见网站。</p><p>ICP备00000000号"
        "</p></div>"
    )
    assert texts(document) == [
        "示例局2023年政府信息公开工作年度报告",
        "一、总体情况",
        PASSAGE,
        "二、主动公开",
        "三、其他",
    ]
    margins = [margin.text for margin in document.margins]
    assert margins[:2] == ["首页", "政务公开"]
    assert margins[-1] == "ICP备00000000号"


def test_a_title_of_two_lines_with_its_date_and_bylines_between(read):
    document = read(
        "<div>示信公〔2024〕3号</div><div><font>示例局<br>2023年政府信息公开工作年度报告</font></div>"
        "<div>（2024年1月20日）</div><div>发布日期：2024-01-20　点击数：52</div>"
        f"<div><div>发布机构：示例局</div>{REPORT}</div>"
    )
    assert texts(document)[:5] == [
        "示信公〔2024〕3号",
        "示例局",
        "2023年政府信息公开工作年度报告",
        "（2024年1月20日）",
        "一、总体情况",
    ]
    assert document.metadata["published"] == "2024-01-20"
    assert document.metadata["publisher"] == "示例局"


def test_a_menu_made_of_a_table_is_no_table_of_the_report(read):
    menu = "".join(f"<tr><td><a href={n}>栏目</a></td></tr>" for n in range(4))
    document = read(
        f"<table><tr><td><table>{menu}</table></td><td><table><tr><td>{REPORT}</td></tr></table></td></tr></table>"
    )
    assert len(list(document.tables)) == 1
    assert [margin.text for margin in document.margins] == ["栏目"] * 4


def test_no_table_is_lost_wherever_it_stands(read):
    annex = "<table><tr><td>行政许可</td><td>12</td></tr><tr><td>行政处罚</td><td>2</td></tr></table>"
    document = read(f"<div id=a>{REPORT}</div><div class='footer'>{annex}</div>")
    assert len(list(document.tables)) == 2


def test_metadata_of_the_head_and_of_tables(read):
    document = read(
        "<html><head><title>年报-示例网</title><meta name='ArticleTitle' content='示例局年报'>"
        "<meta name='PubDate' content='2024-01-20 09:00'><meta name='SiteName' content='示例网'></head><body>"
        "<table><tr><td>索 引 号：</td><td>000-1</td><td>发布机构</td><td>示例局</td></tr>"
        f"<tr><td>成文日期</td><td>2024-01-18</td><td>文号</td><td></td></tr></table><div>{REPORT}</div>"
        f"</body></html>"
    )
    assert document.metadata == {
        "title": "示例局年报",
        "published": "2024-01-20 09:00",
        "site": "示例网",
        "index_number": "000-1",
        "publisher": "示例局",
        "written": "2024-01-18",
    }
    assert len(list(document.tables)) == 1
    assert document.margins[0].text == "索 引 号：\t000-1\t发布机构\t示例局"


def test_html_of_a_word_processor(read):
    document = read(
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><!--[if gte mso 9]><xml><o:p>x</o:p>"
        "</xml>"
        "<![endif]--></head><body><p class=MsoNormal style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>一、<span style='font:7.0pt'>&nbsp;&nbsp;</span></span>"
        "<![endif]>总体情况"
        "<o:p></o:p></p><p><o:p>&nbsp;</o:p></p></body></html>"
    )
    assert [text.replace("\xa0", "") for text in texts(document)] == ["一、总体情况"]


def test_numbers_of_ordered_lists(read):
    assert texts(read("<ol start=3><li>甲</li><li value=7>乙</li></ol><ul><li>丙</li></ul>")) == [
        "3. 甲",
        "7. 乙",
        "丙",
    ]


@pytest.mark.parametrize(("size", "found"), [("", True), ("width=600 height=300", True), ("width=32", False)])
def test_a_picture_where_a_table_should_be(read, size, found):
    document = read(f"<div>{REPORT}<p><img src='a.png' {size}></p><p>四、说明</p></div>")
    assert [table.image for table in document.tables] == [False] + [True] * found


def test_a_page_that_is_only_a_link(read):
    document = read(
        "<p>示例局年报</p><a href='/files/report%202023.docx?x=1'>附件</a><a href='b.ofd'>另一</a>"
    )
    assert document.warnings == ["the page is only a link to report 2023.docx, b.ofd"]


def test_a_body_loaded_by_a_script(read):
    assert read("<div id=app></div><script src=app.js></script>").warnings == [
        "the page's body is loaded by a script"
    ]


@pytest.mark.parametrize(
    "stored",
    [
        "<textarea id=content>{escaped}</textarea>",
        "<input type=hidden value='{escaped}'>",
        '<script>var body = "{script}";</script>',
        '<script>window.state={{"body": "{json}"}}</script>',
        "<script type='text/html' id=body>{plain}</script>",
        "<script type='text/xml'><record><![CDATA[{plain}]]></record></script>",
    ],
)
def test_a_body_stored_for_a_script(read, stored):
    escaped = REPORT.replace("<", "&lt;").replace(">", "&gt;")
    script = REPORT.replace("</", "<\\/")
    as_json = REPORT.replace("<", "\\u003C").replace("/", "\\u002F")
    body = stored.format(escaped=escaped, script=script, json=as_json, plain=REPORT)
    document = read(f"<div id=app></div>{body}")
    assert "一、总体情况" in texts(document)
    assert len(list(document.tables)) == 1
    assert document.warnings == ["the page's body was stored for a script and is read from there"]


def test_the_tables_of_tabs_that_are_hidden_are_read_where_none_is_shown(read):
    text = "2023年，本机关依法做好政府信息公开工作，主动公开各类信息，及时答复每一件申请。" * 4
    table = "<table><tr><td>行政许可</td><td>12</td></tr></table>"
    tabs = f"<div><h2>一、总体情况</h2><p>{text}</p></div><div style='display:none'><h2>二、主动公开</h2>{table}</div>"
    document = read(f"<html><body>{tabs}</body></html>")
    assert [[cell.text for cell in table.cells] for table in document.tables] == [["行政许可", "12"]]
    assert "hidden" in document.warnings[0]
    shown = read(f"<html><body>{tabs}<p>{text}</p>{table.replace('12', '3')}</body></html>")
    assert [[cell.text for cell in table.cells] for table in shown.tables] == [["行政许可", "3"]]


def test_a_report_hidden_until_a_script_shows_it(read):
    document = read(f"<div style='display:none'>{REPORT}</div>")
    assert len(list(document.tables)) == 1
    assert "hidden" in document.warnings[0]


@pytest.mark.parametrize(
    ("declared", "real", "warned"),
    [
        ("utf-8", "utf-8", False),
        ("gb2312", "gb18030", False),
        ("utf-8", "gb18030", True),
        ("gbk", "utf-8", True),
        ("utf-8", "utf-16", False),
        ("", "gb18030", False),
        ("big5", "big5", False),
    ],
)
def test_encodings_true_and_false(declared, real, warned):
    words = REPORT if real != "big5" else REPORT.translate(str.maketrans("总认实断", "總認實斷"))
    if real == "big5":
        words = "".join(character for character in words if character.encode("big5", "ignore"))
    meta = f"<meta charset='{declared}'>" if declared else ""
    document = load(f"<!DOCTYPE html><html><head>{meta}</head><body>{words}</body></html>".encode(real))
    assert document.reader == "html"
    assert len(list(document.tables)) == 1
    assert next(document.tables).cells[2].text == "文件"
    assert bool(document.warnings) is warned


def test_elements_nested_without_end_are_refused():
    with pytest.raises(UnreadableDocument, match="nests"):
        html.load(b"<html><body>" + b"<div>" * 5000 + b"x")


def test_elements_left_open_by_the_hundred_are_read():
    document = html.load(("<html><body>" + "<font>甲<br>" * 1000).encode())
    assert texts(document) == ["甲"] * 1000


def test_nested_tables_by_the_hundred_are_read():
    document = html.load(("<html><body>" + "<table><tr><td>甲</td><td>" * 300).encode())
    held = [cell.text for table in document.tables for cell in table.cells]
    assert "".join([*held, *texts(document), *(line.text for line in document.margins)]).count("甲") == 300


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), min_size=1, max_size=5),
        min_size=2,
        max_size=6,
    )
)
def test_cells_never_overlap_and_stay_inside(rows):
    markup = "".join(
        "<tr>" + "".join(f"<td rowspan={down} colspan={right}>1</td>" for down, right in row) + "</tr>"
        for row in rows
    )
    for table in html.load(f"<html><body><table>{markup}</table></body></html>".encode()).tables:
        taken = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        ]
        assert len(taken) == len(set(taken))
        assert max(row for row, _ in taken) < len(rows)
        assert all(cell.colspan >= 1 for cell in table.cells)


@given(st.text(alphabet="<>/pdivtable tr甲1&;\"'=!-", max_size=80))
def test_any_markup_gives_a_document(markup):
    assert html.load(f"<html>{markup}".encode()).reader == "html"


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")
def test_a_real_page_by_both_readers():
    content = (REAL / "shuyang-fgj-2023.html").read_bytes()
    document = load(content)
    assert document.blocks == html_careful.load(content).blocks
    assert [(table.width, len(table.rows())) for table in document.tables] == [(4, 14), (10, 28), (15, 4)]
    assert document.blocks[0].role == "heading"
    assert document.metadata["published"] == "2024-01-17"


@pytest.mark.parametrize(
    "struck", ["<del>9</del>", "<s>9</s>", '<span style="text-decoration: line-through">9</span>']
)
def test_struck_text_is_left_out_and_raised_digits_are_marked(read, struck):
    cells = f"<td>文件</td><td>{struck}4<sup>12</sup></td>"
    document = read(REPORT.replace("<td>文件</td><td>4</td>", cells))
    assert [cell[4] for cell in one_table(document)] == ["规章", "3", "文件", "4¹²"]
    assert document.warnings == ["text that is struck through is left out"]


def test_a_struck_cell_keeps_its_place_and_a_mark_without_end_strikes_nothing(read):
    cells = '<td style="text-decoration:line-through">文件</td><td>4</td>'
    document = read("<s>" + REPORT.replace("<td>文件</td><td>4</td>", cells))
    assert [cell[4] for cell in one_table(document)] == ["规章", "3", "文件", "4"]


def test_places_of_cells_count_the_tables_of_the_page(read):
    page = f"<table><tr><td><table><tr><td><a href=a>首页</a></table></td></tr><tr><td>{REPORT}</td></tr></table>"
    shown = list(html.parse(page).iter("table"))
    (table,) = read(page).tables
    assert table.place.path == "body/table[3]"
    for cell in table.cells:
        number, row, column = map(int, re.findall(r"\d+", cell.place.path))
        assert shown[number - 1][row - 1][column - 1].text == cell.text


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ("<meta name='publishdate' content='2024-01-17 10:22:31'>", 17),
        ("<meta name='PubDate' content='20240117'>", 17),
        ("<meta property='article:published_time' content='2024-01-17T10:00:00+08:00'>", 17),
        ("<meta property='article:published_time' content='2024-01-17T16:30:00Z'>", 18),
        ("<meta itemprop=datePublished content='2024/1/17'>", 17),
        ("<meta name=publishdate content='0001-01-01T00:00:00+14:00'><p>发布时间：2024-01-17</p>", 17),
    ],
)
def test_a_page_declares_the_day_on_which_it_was_published(meta, day):
    report = parse(f"<html><head>{meta}</head><body>{REPORT_OF_2023}</body></html>".encode())
    assert report.metadata.published == date(2024, 1, day)


@pytest.mark.parametrize(
    "other",
    [
        "<p>页面生成时间：2025-12-30</p>",
        "<p>上一篇：云桥市水利局2024年政府信息公开工作年度报告 发布时间：2025-01-20</p>",
        "<p>下一篇：</p><p>关于年报的公告 发布时间：2025-01-20</p>",
        "<h3>相关解读</h3><p>关于修订条例的通知</p><p>发布时间：2024-03-03</p>",
    ],
)
def test_the_days_of_other_articles_and_of_the_page_are_not_that_of_publication(other):
    for own, day in (("", None), ("<p>发布时间：2024-01-17 来源：市水利局</p>", date(2024, 1, 17))):
        for page in (own + REPORT_OF_2023 + other, other + own + REPORT_OF_2023):
            assert parse(f"<html><body>{page}</body></html>".encode()).metadata.published == day
