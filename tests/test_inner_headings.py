"""Headings of sections that stand inside of paragraphs."""

import pytest

import reportparse

TITLE = "云桥市水利局2013年政府信息公开工作年度报告"
PREFACE = "现将2013年政府信息公开工作报告如下:"


def sections(*lines: str) -> list[tuple[int, str, str | None, str]]:
    found = reportparse.parse("\n".join([TITLE, *lines]).encode()).sections
    return [(section.level, section.heading, section.code, section.text) for section in found]


def test_a_whole_report_in_one_paragraph_is_parted_at_its_headings() -> None:
    whole = (
        f"{PREFACE} 一、概 述 2013年我局工作平稳。 二、主动公开政府信息情况 (一)公开数量。发布信息12条。 "
        "(二)公开形式。网站为主。 三、回应解读情况 回应热点2次。 "
        "四、政府依申请公开政府信息和不予公开信息情况 收到申请3件。 五、存在的主要问题和改进措施 一是有差距。"
    )
    assert sections(whole) == [
        (0, "", None, PREFACE),
        (1, "一、概 述", "overview", "2013年我局工作平稳。"),
        (1, "二、主动公开政府信息情况", "proactive_disclosure", ""),
        (2, "(一)公开数量", None, "发布信息12条。"),
        (2, "(二)公开形式", None, "网站为主。"),
        (1, "三、回应解读情况", None, "回应热点2次。"),
        (1, "四、政府依申请公开政府信息和不予公开信息情况", "requests", "收到申请3件。"),
        (1, "五、存在的主要问题和改进措施", "problems", "一是有差距。"),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "统计期限为全年。 一、总体情况 2013年发布信息46条。 二、主动公开政府信息情况",
        "统计期限为全年。一、总体情况2013年发布信息46条。二、主动公开政府信息情况 ",
        "联系电话(0555-1234567) 一、总体情况 2013年发布信息46条。 二、主动公开政府信息情况",
    ],
)
def test_headings_at_the_end_of_a_paragraph_begin_sections(paragraph: str) -> None:
    found = sections(paragraph, "规章0件。", "三、收到和处理政府信息公开申请情况", "收到3件。")
    assert [(heading, code, text) for _, heading, code, text in found[1:]] == [
        ("一、总体情况", "overview", "2013年发布信息46条。"),
        ("二、主动公开政府信息情况", "proactive_disclosure", "规章0件。"),
        ("三、收到和处理政府信息公开申请情况", "requests", "收到3件。"),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        # Sentences that name sections, and lists of them.
        "全文包括一、总体情况，二、主动公开政府信息情况，三、其他需要报告的事项。",
        "全文包括：一、总体情况；二、主动公开政府信息情况；三、其他需要报告的事项。",
        "目录 一、总体情况 二、主动公开政府信息情况 三、存在的主要问题及改进情况 四、其他需要报告的事项",
        "目录 一、总体情况 1 二、主动公开政府信息情况 2 三、其他需要报告的事项 4 现将有关情况报告如下。",
        "本报告分为 一、总体情况 二、主动公开政府信息情况 两个部分。",
        # What is counted in a paragraph of its own.
        "主要做法：一、主动公开情况良好。二、依申请公开情况正常。",
        "主要做法有两点。 一、加强组织领导 成立小组。 二、完善制度建设 修订办法。",
        "（一）主要做法。 一、加强组织领导 成立小组。（二）其他做法。",
    ],
)
def test_headings_that_are_only_named_begin_no_section(paragraph: str) -> None:
    assert sections("平稳。", paragraph) == [(0, "", None, f"平稳。\n{paragraph}")]


def test_a_paragraph_has_no_second_heading_of_a_section_and_none_out_of_order() -> None:
    problems = "主要问题如下。 一、主动公开情况 还不够及时。 二、政府信息公开申请情况 办理较慢。"
    found = sections("一、总体情况", "平稳。", "二、主动公开情况", "12条。", "五、存在的主要问题", problems)
    assert [code for _, _, code, _ in found] == ["overview", "proactive_disclosure", "problems"]


def test_a_list_of_the_sections_before_them_is_passed_over() -> None:
    found = sections(
        "目录 一、总体情况 二、主动公开情况 三、其他事项 为做好公开工作编制本报告。 "
        "一、总体情况 我局工作平稳。 二、主动公开情况 发布12条。 三、其他事项 无其他事项。"
    )
    assert [(code, text) for _, _, code, text in found[1:]] == [
        ("overview", "我局工作平稳。"),
        ("proactive_disclosure", "发布12条。"),
        ("other", "无其他事项。"),
    ]


def test_a_heading_with_a_colon_and_its_text_begins_a_section() -> None:
    found = sections(
        "一、概述", "平稳。", "二、主动公开政府信息情况", "12条。", "三、依申请公开政府信息:无此类申请。"
    )
    assert found[2:] == [(1, "三、依申请公开政府信息", "requests", "无此类申请。")]


@pytest.mark.parametrize("heading", ["二、主动公开政府信息情况", "五、存在的主要问题及改进情况"])
def test_a_part_of_a_section_with_a_colon_begins_none_of_its_own(heading: str) -> None:
    lines = ["一、总体情况", "一、主动公开:发布12条。", heading, "一、主动公开:不够及时。"]
    assert [text for *_, text in sections(*lines)] == ["一、主动公开:发布12条。", "一、主动公开:不够及时。"]


def test_only_the_first_of_several_paragraphs_with_a_section_s_heading_begins_it() -> None:
    found = sections(
        "编制说明如下。 一、总体情况 我局工作平稳。",
        "相关链接如下。 一、总体情况 另一篇。",
        "办理情况如下。 二、主动公开情况 发布12条。",
    )
    assert [(code, text) for _, _, code, text in found[1:]] == [
        ("overview", "我局工作平稳。\n相关链接如下。 一、总体情况 另一篇。\n办理情况如下。"),
        ("proactive_disclosure", "发布12条。"),
    ]


def test_bold_headings_inside_of_a_paragraph_begin_sections() -> None:
    found = sections("统计期限为全年。 **一、总体情况** 工作平稳。 **二、主动公开政府信息情况**", "规章0件。")
    assert [(heading, code, text) for _, heading, code, text in found[1:]] == [
        ("一、总体情况", "overview", "工作平稳。"),
        ("二、主动公开政府信息情况", "proactive_disclosure", "规章0件。"),
    ]


def test_the_first_heading_may_stand_right_behind_the_title() -> None:
    text = f"{TITLE}一、总体情况 工作平稳。 二、主动公开政府信息情况 发布12条。"
    report = reportparse.parse(text.encode())
    assert (report.title, report.agency) == (TITLE, "云桥市水利局")
    assert [section.code for section in report.sections] == ["overview", "proactive_disclosure"]
