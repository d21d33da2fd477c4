from collections.abc import Sequence
from datetime import date

import pytest

import reportparse
from reportparse.document import Cell, Document, Paragraph, Place, Table
from reportparse.outline.segmentation import Outline, segment
from tests.tables import FAMILY


def outline(*lines: str | Table, **metadata: str) -> Outline:
    blocks = [
        Paragraph(line, Place(f"line {i + 1}")) if isinstance(line, str) else line
        for i, line in enumerate(lines)
    ]
    return segment(Document("text", "text/plain", blocks, metadata=metadata), FAMILY)


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        (["云桥市水利局2023年政府信息公开工作年度报告"], "云桥市水利局", 2023),
        (["2023年云桥市水利局政府信息公开年报"], "云桥市水利局", 2023),
        (["云桥市水利局", "2023年度政府信息公开工作年度报告"], "云桥市水利局", 2023),
        (["云桥市水利局2023年政府信息公开", "工作年度报告"], "云桥市水利局", 2023),
        (["云桥市水利局", "", "2024 年政府信息公开工作年度报告"], "云桥市水利局", 2024),
        (["# **云桥市水利局2023年政府信息公开工作年度报告**"], "云桥市水利局", 2023),
        (["(图解)云桥市水利局2023年政府信息公开工作年度报告"], "云桥市水利局", 2023),
        (["（云桥市水利局）2023年政府信息公开工作年度报告"], "云桥市水利局", 2023),
        (["云桥市水利局(本级机关)2023年政府信息公开工作年度报告"], "云桥市水利局(本级机关)", 2023),
        (
            ["首页", "信息公开", "公开年报", "云桥市水利局2023年政府信息公开工作年度报告"],
            "云桥市水利局",
            2023,
        ),
        (["关于云桥市水利局2023年政府信息公开工作年度报告"], "云桥市水利局", 2023),
        (["Page 8 - 云桥市水利局2023年政府信息公开工作年度报告"], "云桥市水利局", 2023),
        (["本溪市水利局2023年政府信息公开工作年度报告"], "本溪市水利局", 2023),
    ],
)
def test_titles_name_agency_and_year(lines: list[str], agency: str, year: int) -> None:
    found = outline(*lines, "本报告由云桥市水利局编制。", "一、总体情况", "一切照常。").metadata
    assert (found.agency, found.year) == (agency, year)


def test_the_opening_names_the_agency_where_the_title_does_not() -> None:
    found = outline(
        "2023年政府信息公开工作年度报告",
        "现将云桥市水利局2023年政府信息公开工作情况报告如下。",
        "一、总体情况",
    )
    assert found.metadata.agency == "云桥市水利局"


@pytest.mark.parametrize(
    ("heading", "code", "number"),
    [
        ("一、总体情况", "overview", "一"),
        ("—、总体情况", "overview", "—"),
        ("、主动公开政府信息情况", "proactive_disclosure", None),
        ("收到和处理政府信息公开申请情况", "requests", None),
        ("三、收到的处理政府信息公开申请情况", "requests", "三"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "reviews_and_litigation", "四"),
        ("一、2023年工作开展情况", "overview", "一"),
        ("一、工作概述", "overview", "一"),
        ("八、其他需要报告的事项", "other", "八"),
        ("二、工作机制保障", None, "二"),
    ],
)
def test_headings_are_known_in_their_variants(heading: str, code: str | None, number: str | None) -> None:
    sections = outline("云桥市水利局2023年政府信息公开工作年度报告", heading, "这里是正文。").sections
    assert [(s.heading, s.code, s.number, s.text) for s in sections] == [
        (heading, code, number, "这里是正文。")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## ", ""),
        ("# **", "**"),
        ("** ", ""),
        ("== *", "*"),
        ("<p><strong>", "</strong></p>"),
        ("> ", ""),
        ("\u200b", "\ufeff"),
    ],
    ids=["Markdown", "Markdown in bold", "Org", "AsciiDoc", "HTML", "quotation", "invisible"],
)
def test_marks_around_headings_are_no_part_of_them(before: str, after: str) -> None:
    lines = ["一、总体情况", "（一）主动公开情况", "二、主动公开政府信息情况"]
    found = outline("云桥市水利局2023年政府信息公开工作年度报告", *(before + line + after for line in lines))
    assert [section.heading for section in found.sections] == lines
    assert [section.code for section in found.sections] == ["overview", None, "proactive_disclosure"]


def test_a_heading_glued_to_its_first_paragraph_is_cut_off() -> None:
    sections = outline(
        "云桥市水利局2023年政府信息公开工作年度报告", "一、总体情况。2023年，我局照章办理公开事务，没有延误。"
    ).sections
    assert [(s.heading, s.text) for s in sections] == [
        ("一、总体情况", "2023年，我局照章办理公开事务，没有延误。")
    ]


def test_sub_sections_have_their_heads_cut_off() -> None:
    sections = outline(
        "一、总体情况", "（一）主动公开方面。全年公开信息三条。", "（二）监督保障", "照常。"
    ).sections
    assert [(s.level, s.heading, s.text) for s in sections] == [
        (1, "一、总体情况", ""),
        (2, "（一）主动公开方面", "全年公开信息三条。"),
        (2, "（二）监督保障", "照常。"),
    ]


def test_tables_are_not_part_of_texts() -> None:
    table = Table([Cell(0, 0, "规章", Place("t")), Cell(0, 1, "0", Place("t"))], Place("t"))
    sections = outline("二、主动公开政府信息情况", "见下表。", table, "表后。").sections
    assert sections[0].text == "见下表。\n表后。"


def test_period_contact_and_day_of_publication() -> None:
    found = outline(
        "云桥市水利局2023年政府信息公开工作年度报告",
        "发布日期：2024-01-26",
        "统计期限自2023年1月1日起，至2023年12月31日止。如有疑问请联系我局"
        "（地址：云桥市河湾路8号；邮编：000000；电话：0000-1234567；电子邮箱：a_b@example.org）。",
        "一、总体情况",
    ).metadata
    assert (found.period_start, found.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert found.published == date(2024, 1, 26)
    assert found.contact == {
        "address": "云桥市河湾路8号",
        "postcode": "000000",
        "phone": "0000-1234567",
        "email": "a_b@example.org",
    }


def test_a_period_that_contradicts_the_title_is_said() -> None:
    found = outline(
        "云桥市水利局2023年政府信息公开工作年度报告",
        "统计期限自2022年1月1日起至2022年12月31日止。",
        "一、总体情况",
    )
    assert found.metadata.year == 2023
    assert found.warnings == ["the title says 2023, the period ends 2022-12-31"]


def test_a_period_that_is_not_a_year_is_said() -> None:
    found = outline(
        "云桥市水利局2023年第一季度政府信息公开工作报告",
        "统计期限自2023年1月1日起至2023年3月31日止。",
        "一、总体情况",
    )
    assert found.warnings == ["the period, 2023-01-01 to 2023-03-31, is not a year"]


def test_a_report_given_twice_starts_where_its_sections_follow() -> None:
    title = "云桥市水利局2023年政府信息公开工作年度报告"
    sections = outline(
        title, "摘要", "一、总体情况", "摘。", title, "一、总体情况", "正文。", "二、主动公开政府信息情况"
    ).sections
    assert [(s.heading, s.text) for s in sections if s.code == "overview"] == [
        ("一、总体情况", "正文。")
    ] or len([s for s in sections if s.code == "overview"]) == 2


@pytest.mark.parametrize(
    "opening",
    [
        "依据《条例》，云桥市水利局对2023年度政府信息公开工作作了梳理。",
        "根据《条例》要求，现将云桥市水利局2023年政府信息公开工作情况公布如下。",
        "根据《条例》要求，现向社会公布云桥市水利局2023年度政府信息公开年度报告。",
        "本报告依照《条例》的规定，由云桥市水利局编制。",
        "本报告由云桥市水利局根据《条例》的规定编制而成。",
        "根据《条例》，现把云桥市水利局2023年度政府信息公开工作情况报告如下。",
    ],
)
def test_the_opening_names_the_agency_before_the_contact_does(opening: str) -> None:
    asked = "如有疑问，请与云桥市水利局办公室联系（电话：010-12345678）。"
    assert outline(opening, asked, "一、总体情况", "一切照常。").metadata.agency == "云桥市水利局"


@pytest.mark.parametrize(
    "line",
    [
        "根据《条例》要求，结合我镇实际，汇报我镇2023年政府信息公开工作。",
        "政府政务公开年报",
        "中华人民共和国政府信息公开工作年度报告格式",
        "云桥市人民政府办公室关于做好2023年政府信息公开工作年度报告有关事项的通知",
    ],
)
def test_words_that_name_nobody_are_no_agency(line: str) -> None:
    assert outline(line, "一、总体情况", "一切照常。").metadata.agency is None


@pytest.mark.parametrize(
    "before",
    [
        ["云桥市水利局2022年政府信息公开工作年度报告", "云桥市水利局2024年政府信息公开工作年度报告"],
        ["• 云桥市水利局2022年政府信息公开工作年度报告 2023-01-11"],
        ["[7]云桥市水利局2022年政府信息公开工作年度报告2023-01-11"],
        ["信息公开指南云桥市水利局2023年政府信息公开工作年度报告"],
    ],
)
def test_names_of_other_reports_beside_the_title_are_not_the_title(before: list[str]) -> None:
    title = "云桥市水利局2023年政府信息公开工作年度报告"
    period = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
    found = outline(*before, "发布时间：2024-01-20", title, period, "一、总体情况", "一切照常。").metadata
    assert (found.title, found.agency, found.year) == (title, "云桥市水利局", 2023)


@pytest.mark.parametrize(
    "period",
    [
        "自2023年1月1日起，至2023年12月31日止",
        "2023年1月1日至12月31日",
        "从2023年1月1日起到12月31止",
    ],
)
def test_a_period_may_give_its_year_once(period: str) -> None:
    found = outline("年报", f"本报告所列数据的统计期限为{period}。", "一、总体情况", "一切照常。").metadata
    assert (found.period_start, found.period_end) == (date(2023, 1, 1), date(2023, 12, 31))


def test_days_of_something_else_are_no_period() -> None:
    found = outline("年报", "2023年5月6日至7月8日开展培训。", "一、总体情况", "一切照常。").metadata
    assert found.period_end is None


SECTIONS = {
    "overview": "总体情况",
    "proactive_disclosure": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "reviews_and_litigation": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}


@pytest.mark.parametrize(
    ("number", "numerals"),
    [
        ("第{}部分　", "一二三四五六"),
        ("（{}）", "一二三四五六"),
        ("【{}】", "一二三四五六"),
        ("第{}章 ", "一二三四五六"),
        ("第{}节", "一二三四五六"),
        ("{}", "一二三四五六"),
        ("{}：", "一二三四五六"),
        ("{} ", "一二三四五六"),
        ("{}．", "123456"),
        ("{}、", "壹贰叁肆伍陆"),
        ("{}、", "ⅠⅡⅢⅣⅤⅥ"),
        ("{}. ", ("I", "II", "III", "IV", "V", "VI")),
    ],
)
def test_sections_may_be_numbered_otherwise(number: str, numerals: Sequence[str]) -> None:
    lines = [number.format(numeral) + name for numeral, name in zip(numerals, SECTIONS.values(), strict=True)]
    lines[1:1] = ["（一）主动公开情况", "共公开三条。", "（二）依申请公开情况", "没有。"]
    found = outline("云桥市水利局2023年政府信息公开工作年度报告", *lines).sections
    assert [section.code for section in found if section.level == 1] == [*SECTIONS]
    assert [section.number for section in found if section.level == 1] == [
        number.format(numeral).strip(" ．、.：　") for numeral in numerals
    ]


def test_lines_numbered_one_by_one_are_sections_where_some_are_known() -> None:
    lines = ["一 概 述", "二 主动公开情况", "三 咨询情况", "四 政府支出与收费", "五 存在的问题", "六 其他"]
    found = outline("云桥市水利局2012年政府信息公开工作年度报告", *lines).sections
    assert [section.heading for section in found if section.level == 1] == lines
    assert [section.code for section in found if section.level == 1] == [
        "overview", "proactive_disclosure", None, None, "problems", None
    ]  # fmt: skip
    unknown = outline("云桥市水利局2012年政府信息公开工作年度报告", *(line[:2] + "某事" for line in lines))
    assert [section.heading for section in unknown.sections] == [""]


@pytest.mark.parametrize("sign", ["l", "｜", "1", "★", "■ "])
def test_a_sign_before_the_number_of_a_known_section_is_no_part_of_it(sign: str) -> None:
    lines = ["一、总体情况", "一切照常。", "二、主动公开情况"]
    found = outline("云桥市水利局2023年政府信息公开工作年度报告", *(sign + line for line in lines)).sections
    assert [(section.heading, section.code) for section in found] == [
        ("一、总体情况", "overview"), ("二、主动公开情况", "proactive_disclosure")
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["六：", "陆、", "Ⅵ、", "六 ", "【六】"])
def test_one_section_may_be_numbered_otherwise(last: str) -> None:
    names = [*SECTIONS.values()]
    lines = [f"{numeral}、{name}" for numeral, name in zip("一二三四五", names[:5], strict=True)]
    found = outline("云桥市水利局2023年政府信息公开工作年度报告", *lines, last + names[5], "没有。").sections
    assert [section.code for section in found if section.level == 1] == [*SECTIONS]
    assert found[-1].text == "没有。"


def test_a_part_with_the_name_of_another_section_stays_a_part() -> None:
    names = [*SECTIONS.values()]
    lines = [f"{numeral}、{name}" for numeral, name in zip("二三四五", names[1:5], strict=True)]
    lines[2:2] = [f"一：{names[0]}", "没有。"]
    found = outline("云桥市水利局2023年政府信息公开工作年度报告", *lines).sections
    assert [section.code for section in found if section.level == 1] == [*SECTIONS][1:5]


def test_a_menu_far_beside_the_title_is_no_part_of_it() -> None:
    found = outline(
        "网站首页          云桥市水利局2023年政府信息公开工作年度报告",
        "机构概况          本报告由云桥市水利局编制。",
        "一、总体情况",
    ).metadata
    assert (found.agency, found.year) == ("云桥市水利局", 2023)
    assert found.title == "云桥市水利局2023年政府信息公开工作年度报告"


def test_a_title_with_wide_gaps_is_one() -> None:
    found = outline("云桥市水利局      2023年      政府信息公开工作年度报告", "一、总体情况").metadata
    assert (found.agency, found.year) == ("云桥市水利局", 2023)


@pytest.mark.parametrize(
    "title",
    ["云桥市水利局关于2023年度政府信息公开情况的报告", "云桥市水利局2023年度政府信息公开工作情况的年度报告"],
)
def test_a_title_may_be_a_report_on_what_was_done(title: str) -> None:
    found = outline(title, "一、总体情况").metadata
    assert (found.title, found.agency, found.year) == (title, "云桥市水利局", 2023)


def test_a_sentence_that_names_reports_is_no_title() -> None:
    found = outline("2023年,我局公开信息9条,其中:信息公开年报1条", "一、总体情况").metadata
    assert (found.title, found.agency) == (None, None)


def test_the_opening_names_the_year_before_a_misprinted_period_does() -> None:
    found = outline(
        "云桥市水利局编制了2023年政府信息公开年度报告。统计期限为2022年1月1日至2022年12月31日。",
        "一、总体情况",
    )
    assert found.metadata.year == 2023
    assert found.warnings == ["the opening says 2023, the period ends 2022-12-31"]


def test_a_report_that_is_quoted_is_of_another_year() -> None:
    found = outline("2023年,我局公开《云桥市水利局2022年政府信息公开工作年度报告》等。", "一、总体情况")
    assert found.metadata.year == 2023


@pytest.mark.parametrize(
    "line",
    [
        "發布時間:2024-01-19 錄入:水利局",
        "2024年01月19日来源:水利局",
        "日期:2024-01-19",
        "生成日期 | 2024-01-19",
        "發佈日期：2024-01-19",
        "索引号: | 001 | 成文日期: | 2024-01-19 |\n公开方式: | 主动公开 | 文号: | 无 |",
        "投稿：水利局 来源：时间：2024年01月19日",
        "来源：云桥市水利局 时间：2024-01-19 10:22 浏览：9次",
        "（2024年1月19日）",
        "二〇二四年一月十九日",
        "市水利局\n2024-01-19 10:22",
        "索引号：yq/2024-00001 时间：2024-01-19 作者：",
        "发布于2024年1月19日",
        "2024-01-19 【字号：大 中 小】",
        "发稿时间：2024-01-19",
        "生成日期：2024-01-15\n• 时间：2024-01-19 09:03",
        "云桥市政府网站 www.example.org   2024年01月19日   来源：水利局",
        "发(fā)布時(shí)間(jiān)：2024-01-19",
        "信息来源：水利局 | 2024-01-19",
        "2024年01月19日 10时20分",
        "2024年01月19日 (点击: 12)",
        "云桥市水利局 2024-01-19",
    ],
)
def test_the_day_of_publication_is_said_in_many_ways(line: str) -> None:
    text = f"云桥市水利局2023年政府信息公开工作年度报告\n{line}\n一、总体情况\n做好了公开工作。\n二、主动公开政府信息情况\n"
    assert reportparse.parse(text.encode()).metadata.published == date(2024, 1, 19)


@pytest.mark.parametrize(
    "line",
    [
        "会议时间：2024-01-19",
        "来源：云桥市水利局 更新时间：2024-01-19",
        "一稿\n二稿\n2024年1月19日",
        "截至2024年1月19日",
        "根据云桥市人民政府办公室 2024年1月19日",
        "云桥市人民政府办公室 2024-01-19",
        "云桥市召开水利工作会议部署全年任务\n发布时间：2024-01-19",
    ],
)
def test_other_days_are_not_that_of_publication(line: str) -> None:
    text = f"云桥市水利局2023年政府信息公开工作年度报告\n{line}\n一、总体情况\n照常。\n二、主动公开\n照常。\n照常。\n照常。\n照常。\n"
    assert reportparse.parse(text.encode()).metadata.published is None


@pytest.mark.parametrize("signed", ["", "云桥市水利局\n2024年1月19日\n"])
@pytest.mark.parametrize(
    "list_of_others",
    [
        "云桥市召开水利工作会议部署全年任务\n2024-03-25",
        "热点新闻\n云桥市召开水利工作会议部署全年任务\n2024-03-25",
        "下一篇：云桥市林业局2023年政府信息公开工作年度报告\n2024-03-25",
        "云桥市召开水利工作会议部署全年任务\n发布日期：2024-03-25 来源：云桥市水利局",
    ],
)
def test_days_of_other_articles_behind_a_report_are_not_that_of_its_publication(
    signed: str, list_of_others: str
) -> None:
    text = f"云桥市水利局2023年政府信息公开工作年度报告\n一、总体情况\n做好了工作。\n二、主动公开政府信息情况\n没有。\n{signed}{list_of_others}\n"
    assert reportparse.parse(text.encode()).metadata.published == (date(2024, 1, 19) if signed else None)


@pytest.mark.parametrize(
    "title",
    [
        "2023年政府信息公开工作年度报告 ( 2024-01-19 )",
        "云桥市水利局2023年政府信息公开工作年度报告 2024-01-19",
    ],
)
def test_the_day_of_publication_may_stand_behind_the_title(title: str) -> None:
    text = f"{title}\n云桥市水利局\n一、总体情况\n做好了公开工作。\n"
    assert reportparse.parse(text.encode()).metadata.published == date(2024, 1, 19)


def test_the_day_of_a_page_is_that_of_its_publication_and_not_of_the_document() -> None:
    page = (
        "<meta charset=utf-8><h1>云桥市水利局2023年政府信息公开工作年度报告</h1>"
        "<p>发文日期：2024-01-15　发布日期：2024-01-19</p><p>一、总体情况</p><p>做好了工作。</p>"
    )
    assert reportparse.parse(page.encode()).metadata.published == date(2024, 1, 19)


@pytest.mark.parametrize("above", ["2024年年报 2024-05-20", "2025年11月3日 10:22:31"])
def test_a_day_above_the_title_is_not_that_of_publication(above: str) -> None:
    sections = "一、总体情况\n做好了公开工作。\n二、主动公开政府信息情况\n没有。\n"
    text = f"{above}\n云桥市水利局2023年政府信息公开工作年度报告\n{sections}"
    assert reportparse.parse(text.encode()).metadata.published is None


@pytest.mark.parametrize(
    "last", ["云桥市水利局信息公开领导小组", "云桥市地方志编纂研究室", "除上述情况外无其他需要报告的事项"]
)
def test_the_day_behind_a_signature_or_the_last_sentence_is_that_of_publication(last: str) -> None:
    text = f"云桥市水利局2023年政府信息公开工作年度报告\n一、总体情况\n做好了工作。\n{last}\n2024年1月19日\n"
    assert reportparse.parse(text.encode()).metadata.published == date(2024, 1, 19)


def test_of_the_days_of_two_articles_that_below_its_own_title_is_the_report_s() -> None:
    text = (
        "最新公开\n云桥市召开水利工作会议部署全年任务\n发布时间：2024-03-25\n"
        "云桥市水利局2023年政府信息公开工作年度报告\n发布时间：2024-01-19\n一、总体情况\n做好了公开工作。\n"
    )
    assert reportparse.parse(text.encode()).metadata.published == date(2024, 1, 19)


ONE_REPORT = """{title}
一、总体情况
做好了公开工作。
二、主动公开政府信息情况
第二十条第（五）项
信息内容 | 本年处理决定数量 |
行政许可 | {licensing} |
三、收到和处理政府信息公开申请情况
没有收到申请。
"""


@pytest.mark.parametrize(
    "other", ["云桥市水利局2022年政府信息公开工作年度报告", "云桥市林业局2023年政府信息公开工作年度报告"]
)
def test_of_two_reports_in_one_file_the_second_is_not_read_for_the_first(other: str) -> None:
    title = "云桥市水利局2023年政府信息公开工作年度报告"
    text = ONE_REPORT.format(title=title, licensing=7) + ONE_REPORT.format(title=other, licensing=9)
    report = reportparse.parse(text.encode())
    assert (report.metadata.agency, report.metadata.year) == ("云桥市水利局", 2023)
    assert [record.value for record in report.record_list if record.row == "licensing"] == [7]
    assert report.status == "partial"
    assert f"another report begins at line 10, which is not read: {other}" in report.warnings


WHOLE_REPORT = """{title}
一、总体情况
我局照常。
二、主动公开政府信息情况
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 0 | 0 | 0 |
行政规范性文件 | {normative} | 1 | 8 |
信息内容 | 本年处理决定数量 |
行政处罚 | {penalties} |
行政强制 | 0 |
六、其他需要报告的事项
没有。
"""


@pytest.mark.parametrize(
    "other",
    [
        "云桥市林业局\n2023年政府信息公开工作年度报告",
        "云桥市林业局政府信息公开工作年度报告",
        "年度报告",
        "",
    ],
)
def test_another_report_begins_where_the_sections_do_again(other: str) -> None:
    title = "云桥市水利局2023年政府信息公开工作年度报告"
    own = WHOLE_REPORT.format(title=title, normative=3, penalties=15)
    report = reportparse.parse((own + WHOLE_REPORT.format(title=other, normative=4, penalties=16)).encode())
    assert [record.value for record in report.record_list if record.row == "penalties"] == [15]
    assert (report.metadata.agency, report.status) == ("云桥市水利局", "partial")
    assert any(warning.startswith("another report begins at line 1") for warning in report.warnings)
    twice = reportparse.parse((own + WHOLE_REPORT.format(title=other, normative=3, penalties=15)).encode())
    assert not any("another report" in warning for warning in twice.warnings)


def test_a_report_that_is_only_named_does_not_end_the_one_that_names_it() -> None:
    title, other = (f"云桥市水利局{year}年政府信息公开工作年度报告" for year in (2023, 2022))
    report = reportparse.parse((ONE_REPORT.format(title=title, licensing=7) + other).encode())
    assert not any("another report" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    "line",
    [
        "（二）2023年，我局收到政府信息公开申请3件，办结3件。",
        "（二）收到政府信息公开申请3件。",
        "（二）我局未收到政府信息公开申请。",
        "（二）没有发生政府信息公开行政复议。",
    ],
)
def test_a_numbered_sentence_that_says_how_many_is_no_heading(line: str) -> None:
    [section] = outline("一、总体情况", line).sections
    assert section.text == line


@pytest.mark.parametrize("heading", ["（二）未来的工作", "（二）2023年工作情况", "（二）加强领导，健全机制"])
def test_a_numbered_phrase_is_a_heading(heading: str) -> None:
    [_, section] = outline("一、总体情况", heading + "。照常。").sections
    assert (section.heading, section.text) == (heading, "照常。")


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("三、政府信息依申请公开情况", "requests"),
        ("四、复议、诉讼情况", "reviews_and_litigation"),
        ("五、存在问题和下一步工作", "problems"),
        ("五、问题与不足", "problems"),
        ("五、存在的不足", "problems"),
        ("一、信息公开概况", "overview"),
        ("一、2024年政务公开总体工作情况", "overview"),
        ("三、依申请公开政府信息和不予公开政府信息情况", "requests"),
        ("四、复议、诉讼和申诉情况", "reviews_and_litigation"),
        ("四、政府信息公开咨询处理情况", None),
        ("五、政府信息公开收费情况", None),
        ("五、政府信息公开工作人员和经费情况", None),
        ("六、政府信息公开举报投诉情况", None),
        ("二、2015年政府信息主动公开工作", "proactive_disclosure"),
        ("三、不予公开政府信息情况", "requests"),
        ("六、下一步工作打算", "problems"),
        ("五、存在不足与下一步工作", "problems"),
        ("三、依申请公开政府信息情况和不予公开政府信息的情况", "requests"),
    ],
)
def test_sections_have_other_names_in_many_reports(heading: str, code: str | None) -> None:
    sections = outline("云桥市水利局2023年政府信息公开工作年度报告", heading, "一切照常。").sections
    assert [(section.heading, section.code) for section in sections if section.level] == [(heading, code)]


def test_labels_of_rows_that_stand_without_their_table_begin_no_sections() -> None:
    sections = outline(
        "三、收到和处理政府信息公开申请情况",
        "总计",
        "",
        "一、本年新收政府信息公开申请数量",
        "",
        "二、上年结转政府信息公开申请数量",
        "",
        "三、本年度办理结果",
        "",
        "（一）予以公开",
        "2",
        "（七）总计",
        "四、结转下年度继续办理",
        "四、政府信息公开行政复议、行政诉讼情况",
        "无。",
    ).sections
    assert [(section.level, section.code) for section in sections] == [
        (1, "requests"),
        (1, "reviews_and_litigation"),
    ]
    assert sections[0].text.endswith("（七）总计\n四、结转下年度继续办理")


def test_words_of_a_row_s_label_above_a_text_are_a_heading() -> None:
    sections = outline("一、概述", "平稳。", "二、回应解读情况", "我局回应热点2次。").sections
    assert [(section.heading, section.text) for section in sections] == [
        ("一、概述", "平稳。"),
        ("二、回应解读情况", "我局回应热点2次。"),
    ]


@pytest.mark.parametrize("bullet", ["• ", "● ", "- ", ""])
def test_a_line_that_names_a_section_inside_of_another_is_no_heading(bullet: str) -> None:
    sections = outline(
        "一、总体情况",
        f"{bullet}主动公开情况",
        "发布信息12条。",
        "二、主动公开政府信息情况",
        "规章0件。",
    ).sections
    assert [(section.code, section.text) for section in sections] == [
        ("overview", f"{bullet}主动公开情况\n发布信息12条。"),
        ("proactive_disclosure", "规章0件。"),
    ]


def test_a_bullet_may_stand_before_a_heading() -> None:
    sections = outline("- 总体情况", "平稳。", "二、主动公开政府信息情况", "规章0件。").sections
    assert [(section.heading, section.code) for section in sections] == [
        ("- 总体情况", "overview"),
        ("二、主动公开政府信息情况", "proactive_disclosure"),
    ]


@pytest.mark.parametrize("bullet", ["● ", "• ", ""])
def test_lines_inside_of_a_section_are_no_headings_where_those_follow(bullet: str) -> None:
    names = [*SECTIONS.values()]
    inside = [f"{bullet}依申请公开工作情况", "收到三件。", f"{bullet}存在的问题", "人手不足。"]
    lines = [names[0], "做法如下。", *inside, *(line for name in names[1:] for line in (name, "没有。"))]
    found = outline("云桥市水利局2023年政府信息公开工作年度报告", *lines).sections
    assert [section.code for section in found if section.level == 1] == [*SECTIONS]


def test_an_item_of_a_later_section_is_not_the_heading_of_one_that_lost_its_number() -> None:
    names = [*SECTIONS.values()]
    lines = [f"{numeral}、{name}" for numeral, name in zip("一二三四五六", names, strict=True)]
    lines[1] = names[1]
    lines[5:5] = ["二、主动公开情况", "还不够全面。"]
    found = outline("云桥市水利局2023年政府信息公开工作年度报告", *lines).sections
    assert [section.code for section in found if section.level == 1][:5] == [*SECTIONS][:5]
