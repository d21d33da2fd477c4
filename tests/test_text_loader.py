"""Plain text: lines as they stand, in whatever encoding."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import layout, texts

from reportparse.document import Paragraph, Table, UnreadableDocument
from reportparse.loaders import load, text
from reportparse.normalise import INVISIBLE

REAL = Path(__file__).parents[2] / "shared" / "real"


def places(document):
    return [block.place.path for block in document.blocks]


def test_each_line_is_a_paragraph_and_blank_ones_too():
    document = text.load("甲\t1 \r\n\r\n  乙\r\t\n丙".encode())
    assert texts(document) == ["甲\t1 ", "", "  乙", "\t", "丙"]
    assert places(document) == ["line 1", "line 2", "line 3", "line 4", "line 5"]
    assert document.pages is None


@pytest.mark.parametrize("joined", ["{}", "\t{}\t\n"])
def test_texts_of_a_page_joined_with_tabs_are_lines(joined):
    cells = [f"第{i}格" for i in range(text.FEWEST_TABS + 1)]
    content = "\t".join(cells) if joined == "{}" else "".join(joined.format(cell) for cell in cells)
    document = text.load(content.encode())
    assert [part for part in texts(document) if part] == cells
    assert len(set(places(document))) == len(document.blocks)
    assert places(document)[1] == "line 1/2"


def test_rows_of_tabs_are_lines_as_they_stand():
    rows = [f"\t甲{i}\t{i}\t" for i in range(text.FEWEST_TABS)]
    assert texts(text.load("\n".join(rows).encode())) == rows


def test_of_tabs_without_end_the_first_texts_are_read_and_that_is_said():
    document = load(b"0\t" * text.MOST_LINES)
    assert document.warnings == [
        f"the text has {text.MOST_LINES + 1} lines: only the first {text.MOST_LINES} are read"
    ]
    assert len(document.blocks) <= text.MOST_LINES


def test_form_feeds_turn_the_page_and_are_no_lines():
    document = text.load("甲\n\f乙\n丙\f丁\n\f".encode())
    assert [(p.text, p.place.path, p.place.page) for p in document.paragraphs] == [
        ("甲", "line 1", 1),
        ("乙", "line 2", 2),
        ("丙", "line 3", 2),
        ("丁", "line 3", 3),
    ]
    assert document.pages == 4


@pytest.mark.parametrize("end", ["\u200b", "\ufeff", " ", "  ", "\u200b "])
def test_what_is_not_seen_and_spaces_that_end_all_lines_are_left_out(end):
    lines = ["规章 | 0 | 3 |", "", "规范性文件 |  | 5 |   "]
    assert texts(text.load("\n".join(line + end for line in lines).encode())) == lines
    assert texts(text.load(f"规章\u200b|{end}\n\u00ad3".encode()))[1] == "\u00ad3"


def test_unseen_characters_keep_the_columns_of_a_line_as_they_are():
    assert texts(text.load("本\ufeff年  3\u200b".encode())) == ["本\ufeff年  3"]
    assert texts(text.load("\ufeff本\ufeff年 3".encode())) == ["本年 3"]


WORDS = "本年新收政府信息公开申请数量 3 件\n规章\t0\n"
TRADITIONAL = "本年新收政府資訊公開申請數量 3 件，其中自然人申請二件，法人申請一件\n規章\t0\n"


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(name):
    document = load(WORDS.encode(name))
    assert document.reader == "text"
    assert texts(document) == WORDS.splitlines()
    assert document.warnings == []


def test_traditional_characters_in_big5():
    assert texts(load(TRADITIONAL.encode("big5"))) == TRADITIONAL.splitlines()


@pytest.mark.parametrize("name", ["utf-8", "gb18030"])
def test_a_few_damaged_bytes_are_said_and_spoil_nothing_else(name):
    content = (WORDS * 30).encode(name)[:-1] + b"\xff\xff\n"
    document = text.load(content)
    assert texts(document)[:2] == WORDS.splitlines()
    assert "could not be decoded" in document.warnings[0]


def test_noise_is_no_text():
    with pytest.raises(UnreadableDocument):
        text.load(bytes(range(128, 256)) * 20 + b"\x00")


UNSEEN = "".join(INVISIBLE - {"\u00ad"})


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00\n\r\x0b\x0c\u2028\u2029" + UNSEEN))
    )
)
def test_lines_come_back(lines):
    # The last line does not end with spaces.
    content = "\n".join([*lines, "甲"])
    # A tag in a line is markup, and bytes may look like another encoding.
    marks = ("<", "]{", "'''")
    if not any(line.startswith(":::") or any(mark in line for mark in marks) for line in lines):
        found = text.load(b"\xef\xbb\xbf" + content.encode())
        assert "\n".join(texts(found)) == content


MARKDOWN = """<div class="a">

# 年度报告 {#id .b style="c"}

::: {.d style="e"}
[根据]{style="f"}[《条例》]{style="f"}要求
:::

<span style="g">三、收到</span><span
style="g">和处理</span>

<table>
<tr><td rowspan="2"><p><span
style="g">总</span></p>
<p>计</p></td><td>1</td></tr>
<tr><td>2</td></tr>
</table>

| <span style="g">规章</span> | <span></span> |
"""


def test_tables_and_tags_that_a_tool_left_in_markdown():
    document = load(MARKDOWN.encode())
    assert document.reader == "text"
    kept = [(p.text, p.place.path) for p in document.paragraphs if p.text]
    assert kept == [
        ("# 年度报告", "line 3"),
        ("根据《条例》要求", "line 6"),
        ("三、收到和处理", "line 9"),
        ("| 规章 |  |", "line 19"),
    ]
    (table,) = document.tables
    assert layout(table) == [(0, 0, 2, 1, "总\n计"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]
    assert table.place.path == "line 12"
    assert table.cells[2].place.path == "line 12/row[2]/cell[1]"


def test_columns_under_their_rules_keep_their_positions():
    content = '  ---------- -----\n  [甲]{a="乙"}  [1]{a="乙"}\n  ---------- -----\n'
    line = texts(text.load(content.encode()))[1]
    # Wide characters count for two: the markup around the first cell leaves ten blanks behind it.
    assert line.index("1") == len("  甲") + 10 + len("  ")
    assert line.strip().split() == ["甲", "1"]


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")
def test_real_texts():
    for path in sorted([*REAL.glob("*.txt"), *REAL.glob("flattened/*.txt")]):
        document = load(path.read_bytes())
        assert document.reader == "text", path.name
        if not list(document.tables):
            lines = path.read_text("utf-8-sig").replace("\f", "").splitlines()
            if "pandoc" not in path.name:
                assert sum(map(len, texts(document))) == sum(map(len, lines)), path.name
        else:
            assert all(isinstance(block, Paragraph | Table) for block in document.blocks)
            assert [(table.width, len(table.rows())) for table in document.tables] == [(10, 28)]


def test_texts_keep_their_columns_under_a_rule_with_narrow_ones():
    marked = '  [规章]{style="font-size:10.5pt"}    [4]{.a}'
    rule = "  ------------------------------ -- ------"
    _, row = [block.text for block in load(f"{rule}\n{marked}\n".encode()).blocks]
    # Wide characters are two in both.
    assert row.index("4") == marked.index("[4]")
    assert row.split() == ["规章", "4"]


def test_of_a_text_with_lines_without_end_the_first_are_read_and_that_is_said():
    document = load(b"0\n1\n" * text.MOST_LINES)
    assert document.warnings == [
        f"the text has {2 * text.MOST_LINES + 1} lines: only the first {text.MOST_LINES} are read"
    ]
    assert len(document.blocks) == text.MOST_LINES


def test_of_comments_and_tables_those_with_an_end_are_read():
    document = load(
        "甲<!-- a --><b>乙</b><!-- b\n<table><tr><td>规章</td><td>5</td></tr></table>\n<table>丙".encode()
    )
    first, *_, last = [block.text for block in document.paragraphs]
    assert (first, last) == ("甲乙<!-- b", "<table>丙")
    assert [[cell.text for cell in table.cells] for table in document.tables] == [["规章", "5"]]
