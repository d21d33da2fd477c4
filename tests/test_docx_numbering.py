"""Numbers that a word processor draws and does not store."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import docx, p, texts

from reportparse.loaders import load
from reportparse.loaders.drawn_numbers import FORMATS, chinese, letters, roman


def level(depth, form, pattern, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/>'
        f"{more}</w:lvl>"
    )


def numbering(levels, uses='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    return {"numbering": f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{uses}'}


def numbered(text, depth=0, list_id=1):
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


HEADINGS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
)


def test_headings_count_and_deeper_levels_restart():
    body = (
        numbered("总体情况")
        + numbered("主动公开", 1)
        + numbered("依申请", 1)
        + numbered("甲", 2)
        + p("无编号")
        + numbered("申请情况")
        + numbered("收到", 1)
    )
    assert texts(load(docx(body, numbering(HEADINGS)))) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请",
        "1. 甲",
        "无编号",
        "二、申请情况",
        "（一）收到",
    ]


def test_a_second_use_of_a_list_goes_on_or_starts_anew():
    uses = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = numbered("甲") + numbered("乙", list_id=2) + numbered("丙", list_id=3) + numbered("丁", list_id=3)
    assert texts(load(docx(body, numbering(HEADINGS, uses)))) == ["一、甲", "二、乙", "五、丙", "六、丁"]


def test_numbers_of_the_levels_above():
    levels = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = numbered("甲") + numbered("乙", 1) + numbered("丙", 1)
    assert texts(load(docx(body, numbering(levels)))) == ["I 甲", "1.1 乙", "1.2 丙"]


def test_a_number_does_not_touch_the_digits_that_follow():
    assert texts(load(docx(numbered("2023年"), numbering(level(0, "decimal", "%1"))))) == ["1 2023年"]
    glued = level(0, "decimal", "%1", '<w:suff w:val="nothing"/>')
    assert texts(load(docx(numbered("件"), numbering(glued)))) == ["1件"]


def test_bullets_are_not_text():
    assert texts(load(docx(numbered("甲"), numbering(level(0, "bullet", "\uf0b7"))))) == ["甲"]


def test_lists_of_styles_and_paragraphs_taken_out_of_them():
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/>'
        "<w:pPr>"
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    style = '<w:pStyle w:val="{}"/>'
    body = (
        p("甲", style.format(1))
        + p("乙", style.format(2))
        + p("丙", style.format(1) + '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("丁", style.format(1))
    )
    document = load(docx(body, {"styles": styles} | numbering(HEADINGS)))
    assert texts(document) == ["一、甲", "（一）乙", "丙", "二、丁"]


def test_unknown_lists_are_left_out():
    assert texts(load(docx(numbered("甲", list_id=77)))) == ["甲"]


def test_numbers_beyond_measure_are_not_spelled():
    levels = level(0, "upperRoman", "%1、").replace('w:val="1"', 'w:val="999999999999"', 1)
    assert texts(load(docx(numbered("甲"), numbering(levels)))) == ["999999999999、甲"]


@pytest.mark.parametrize(
    ("form", "number", "printed"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCounting", 101, "一百〇一"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalFullWidth", 12, "１２"),
        ("ideographDigital", 20, "二〇"),
        ("lowerRoman", 14, "xiv"),
        ("upperLetter", 28, "BB"),
    ],
)
def test_formats(form, number, printed):
    assert FORMATS[form](number) == printed


@given(st.integers(1, 9999))
def test_chinese_numbers_can_be_read_back(number):
    total, digit = 0, 0
    for character in chinese(number):
        if character in "千百十":
            total += max(digit, 1) * {"千": 1000, "百": 100, "十": 10}[character]
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(character)
    assert total + digit == number


@given(st.integers(1, 3999), st.integers(1, 3999))
def test_series_do_not_repeat(one, other):
    if one != other:
        assert roman(one) != roman(other)
        assert letters(one) != letters(other)
