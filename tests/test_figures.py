"""Numbers in the running text: their sentence, what they count, the cell they speak of, the check."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportparse.document import Place
from reportparse.figures import (
    MOST_LINES,
    MOST_QUANTITIES,
    check_figures,
    fee_records,
    find_figures,
)
from reportparse.forms import FormError, load_forms
from reportparse.forms.figure_rules import FigureRules
from reportparse.loaders import load
from reportparse.report import Certainty, Check, Figure, Record, Section
from reportparse.segment import segment
from reportparse.tables.texts.flattened import rebuild

RULES = load_forms().families[0].figure_rules
REAL = Path(__file__).parents[2] / "shared" / "real"
OVERVIEW = "（二）依申请公开情况"


def section(text: str, heading: str = OVERVIEW) -> Section:
    return Section(3, 2, "（二）", heading, None, text, Place("body/p[9]", page=2))


def figures(text: str, heading: str = OVERVIEW) -> list[Figure]:
    return find_figures([section(text, heading)], RULES)


def cell(figure: Figure) -> str | None:
    return f"{figure.table}/{figure.row}/{figure.column}" if figure.table else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年，芦川县水利局主动公开政府信息864条。", [(864, "条", "主动公开政府信息")]),
        ("2022年芦川县水利局主动公开政府信息864条。", [(864, "条", "主动公开政府信息")]),
        ("一年来，我县在门户网站公布消息75条。", [(75, "条", "门户网站公布消息")]),
        (
            "其中机构职能3条，部门预算12条，水旱灾害31余条。",
            [(3, "条", "机构职能"), (12, "条", "部门预算"), (31, "条", "水旱灾害")],
        ),
        ("公众号推文88篇、短视频17个。", [(88, "篇", "公众号推文"), (17, "个", "短视频")]),
        ("承办代表建议6件（主办4件，会办2件）。", [(6, "件", "承办代表建议"), (4, "件", "主办"),
        (2, "件", "会办")]),
        ("举办开放日活动（5场）。", [(5, "场", "举办开放日活动")]),
        ("编发政策图解，共计21期。", [(21, "期", "编发政策图解")]),
        ("同意公开2件、部分公开1件。", [(2, "件", "同意公开"), (1, "件", "部分公开")]),
        ("2022年1-12月份共办理信件31件。", [(31, "件", "办理信件")]),
        ("制作了9期政策图解，印发宣传册3000本。", [(9, "期", "制作政策图解"), (3000, "本", "印发宣传册")]),
        ("分别于4月份和10月份两次举行保密讲座。", [(2, "次", "举行保密讲座")]),
        ("答复率、办结率、满意率均为100%。", [(100, "%", "答复率、办结率、满意率")]),
        (
            "图解、视频、问答分别为5个、6个、7个。",
            [(5, "个", "图解"), (6, "个", "视频"), (7, "个", "问答")],
        ),
        ("图解、视频、问答分别为5、6、7个。", [(5, "个", "图解"), (6, "个", "视频"), (7, "个", "问答")]),
        ("图解、视频分别为5、6、7个。", [(5, "个", "图解、视频"), (6, "个", "图解、视频"),
        (7, "个", "图解、视频")]),
        ("公开7件代表建议和9件委员提案。", [(7, "件", "公开代表建议"), (9, "件", "委员提案")]),
        ("办理代表建议7件和委员提案9件。", [(7, "件", "办理代表建议"), (9, "件", "委员提案")]),
        ("办理代表建议7件、9件委员提案。", [(7, "件", "办理代表建议"), (9, "件", "委员提案")]),
        ("刊发2期《水情》、4期《问政》。", [(2, "期", "刊发《水情》"), (4, "期", "《问政》")]),
        ("推送5条消息，以及6篇图解。", [(5, "条", "推送消息"), (6, "篇", "图解")]),
        ("配备3名专职和5名兼职人员。", [(3, "名", "配备专职"), (5, "名", "兼职人员")]),
        ("推送消息5条、6条均已归档。", [(5, "条", "推送消息"), (6, "条", "推送消息")]),
        ("网站浏览量达4.6万，留言人数为230。", [(46000, None, "网站浏览量"), (230, None, "留言人数")]),
        ("全年没有更新。", []),
    ],
)  # fmt: skip
def test_what_is_counted(text: str, expected: list[tuple[float, str | None, str]]) -> None:
    assert [(figure.value, figure.unit, figure.subject) for figure in figures(text)] == expected


def test_a_figure_has_its_sentence_its_place_and_its_characters() -> None:
    text = "落实制度。2022 年新增专栏内容23余件；内容丰富。\n办理信件 5 件。"
    first, second = figures(text)
    assert (first.raw, first.value, first.approximate) == ("23余件", 23, True)
    assert text[first.start : first.end] == "23余件"
    assert first.sentence == "2022 年新增专栏内容23余件；内容丰富。"
    assert (first.section_position, first.page) == (3, 2)
    assert (second.raw, second.sentence) == ("5 件", "办理信件 5 件。")


def test_a_sentence_that_a_page_wrapped_is_one_sentence() -> None:
    text = "本年度在县政府门户网站和政务新媒体上向社会主动公布各类消息\n57 条，群众查阅方便。"
    [figure] = figures(text)
    assert figure.sentence == text.replace("\n", "")
    assert figure.subject == "县政府门户网站和政务新媒体上向社会主动公布各类消息"


RECEIVED = "requests/received/total"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("全年新收政府信息公开申请18件。", [RECEIVED]),
        ("全县受理政府信息公开申请18件，均依法答复。", [RECEIVED]),
        ("2022年1月1日至12月31日收到依申请公开18件。", [RECEIVED]),
        ("共收到18件政府信息公开申请。", [RECEIVED]),
        ("收到公民、法人和其他组织提出的信息公开申请共18件。", [RECEIVED]),
        ("收到政府信息公开申请，共计18件。", [RECEIVED]),
        ("接到信息公开申请数量为18宗。", [RECEIVED]),
        ("收到公民、法人和其他组织提交的书面申请18件。", [RECEIVED]),
        ("收到自然人、法人和其他组织的信息公开申请18件。", [RECEIVED]),
        ("受理政府信息依申请公开18件。", [RECEIVED]),
        ("收到依申请政府信息公开事项18例。", [RECEIVED]),
        ("新接收依申请公开18件。", [RECEIVED]),
        ("收到18项依申请公开。", [RECEIVED]),
        ("收到申请公开政府信息的请求18条。", [RECEIVED]),
        ("收到政府信息公开申请情况18件。", [RECEIVED]),
        ("收到政府信息公开申请18件，受理依申请公开17件。", [RECEIVED, None]),
        ("收到18件政府信息公开申请，受理政府信息公开申请17件。", [RECEIVED, None]),
        ("共收到自然人依申请公开申请18件。", ["requests/received/natural_person"]),
        ("收到申请办理情况：2022年受理政府信息公开申请18件。", [RECEIVED]),
        ("受理申请18件，上年结转2件。", [RECEIVED, "requests/carried_in/total"]),
        ("收到申请18件，结转下年度继续办理3件。", [RECEIVED, "requests/carried_out/total"]),
        ("收到申请18件，其中自然人申请15件、商业企业3件。",
         [RECEIVED, "requests/received/natural_person", "requests/received/business"]),
        ("收到申请18件，已办结17件。", [RECEIVED, "requests/outcome.total/total"]),
        ("对18件申请作出处理，其中予以公开9件，部分公开4件，不予公开5件。",
         [None, "requests/outcome.disclosed/total", "requests/outcome.partially_disclosed/total", None]),
        ("申请办理中，本机关不掌握相关政府信息2件，重复申请1件。",
         ["requests/outcome.unavailable.not_held/total", "requests/outcome.not_processed.repeated/total"]),
        ("制发行政规范性文件4件，废止规范性文件1件，现行有效行政规范性文件29件。",
         [f"proactive_disclosure/normative_documents/{column}" for column in ("issued", "repealed",
         "in_force")]),
        ("行政许可、行政处罚、行政强制分别为620件、31件、2件。",
         ["proactive_disclosure/licensing/decisions", "proactive_disclosure/penalties/decisions",
          "proactive_disclosure/coercive_measures/decisions"]),
        ("行政事业性收费41.7万元。", ["proactive_disclosure/fees/amount"]),
        ("因政府信息公开被申请行政复议2件。", ["reviews_and_litigation/reconsideration/total"]),
        ("信息公开工作中，未经复议直接起诉1件，复议后起诉1件。",
         ["reviews_and_litigation/litigation_direct/total",
         "reviews_and_litigation/litigation_after_reconsideration/total"]),
    ],
)  # fmt: skip
def test_clear_words_speak_of_a_cell(text: str, cells: list[str | None]) -> None:
    assert [cell(figure) for figure in figures(text)] == cells


def test_what_is_counted_next_speaks_of_its_own_cell() -> None:
    found = figures("收到政府信息公开申请4件、2件咨询，其中自然人3件和商业企业1件。")
    person, business = (f"requests/received/{column}" for column in ("natural_person", "business"))
    assert [cell(figure) for figure in found] == [RECEIVED, None, person, business]


@pytest.mark.parametrize(
    "text",
    [
        "办理政府信息公开申请8件，其中自然人6件。",
        "收到申请9件，答复8件，其中自然人6件。",
        "收到申请9件，上年结转8件，其中自然人6件。",
        "通过网络收到申请8件，其中自然人6件。",
    ],
)
def test_a_part_of_other_requests_is_none_of_those_received(text: str) -> None:
    assert figures(text)[-1].value == 6
    assert cell(figures(text)[-1]) is None


@pytest.mark.parametrize(
    "text",
    [
        "收到并答复申请8件，其中自然人6件。",
        "收到申请8件，均依法答复，其中自然人6件。",
        "办结申请9件。收到申请8件，其中自然人6件。",
    ],
)
def test_a_part_of_the_requests_received_has_a_cell(text: str) -> None:
    assert cell(figures(text)[-1]) == "requests/received/natural_person"


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开申请比上年增加4件。",
        "收到政府信息公开申请同比减少4件。",
        "通过网络收到政府信息公开申请4件。",
        "当面收到政府信息公开申请4件。",
        "第一季度收到政府信息公开申请4件。",
        "3月收到政府信息公开申请4件。",
        "其中，局机关收到申请4件。",
        "近三年收到政府信息公开申请4件。",
        "收到并答复咨询4件。",
        "受理信息公开方面的行政复议申请4件。",
        "收到依申请公开咨询4件。",
        "办理依申请公开4件。",
        "未受理4件政府信息公开申请。",
        "收到人大代表建议4件。",
        "收到群众来信4件。",
        "受理行政许可申请事项4项。",
        "受理行政许可申请4件。",
        "收到法律援助申请4件。",
        "受理公开招聘申请4件。",
        "收到法人申请4件。",
        "收到商业企业要求公开信息的申请4件。",
        "公开行政许可信息4条。",
        "行政处罚、行政强制均为4件。",
        "行政处罚、行政强制4件。",
        "公开规范性文件4件。",
        "修订规范性文件4件。",
        "审理行政复议案件4件。",
        "行政诉讼4件。",
        "行政复议、行政诉讼4件。",
        "办结代表建议4件。",
        "主动公开政府信息4条。",
        "不予公开4件，无法提供2件。",
    ],
)
def test_words_that_leave_a_doubt_speak_of_no_cell(text: str) -> None:
    found = figures(text, "（一）工作情况")
    assert found
    assert [cell(figure) for figure in found] == [None] * len(found)


FEE = "processing_fee/processing_fee/"


@pytest.mark.parametrize(
    ("text", "raw", "unit", "expected"),
    [
        ("2022年，我局未收到政府信息公开申请。", "未收到政府信息公开申请", "件", RECEIVED),
        ("我单位没有收到任何关于信息公开的申请。", "没有收到任何关于信息公开的申请", "件", RECEIVED),
        ("未收到公民、法人的信息公开申请事项。", "未收到公民、法人的信息公开申请事项", "件", RECEIVED),
        ("全年未受理依申请公开事项。", "未受理依申请公开事项", "件", RECEIVED),
        ("本年度无依申请公开情况。", None, "件", None),
        ("2022年度本局无政府信息公开申请。", "无政府信息公开申请", "件", RECEIVED),
        ("本年度,无政府信息公开申请,工作平稳。", "无政府信息公开申请", "件", RECEIVED),
        ("我局未接到提出公开政府信息的申请。", "未接到提出公开政府信息的申请", "件", RECEIVED),
        ("没有接到依申请公开政府信息的请求。", "没有接到依申请公开政府信息的请求", "件", RECEIVED),
        ("未收到个人向本局申请公开政府信息。", "未收到个人向本局申请公开政府信息", "件", RECEIVED),
        ("未收到依申请公开的信息申请。", "未收到依申请公开的信息申请", "件", RECEIVED),
        ("民政局无依申请公开事项。", "无依申请公开事项", "件", RECEIVED),
        ("全年无申请政府信息公开的情况。", "无申请政府信息公开", "件", RECEIVED),
        ("网络等渠道均未收到信息公开申请。", "未收到信息公开申请", "件", RECEIVED),
        ("没有上年结转的申请。", "没有上年结转的申请", "件", "requests/carried_in/total"),
        ("本年度未收取信息处理费。", "未收取信息处理费", "元", FEE + "amount"),
        ("本年度未收取任何政府信息公开信息处理费。", "未收取任何政府信息公开信息处理费", "元",
        FEE + "amount"),
        ("本年度没有产生信息处理费用。", "没有产生信息处理费用", "元", FEE + "amount"),
        ("政府信息公开处理费收取情况：无。", "处理费收取情况：无", "元", FEE + "amount"),
        ("关于信息处理费，本年度未收取。", "信息处理费，本年度未收取", "元", FEE + "amount"),
        ("本年度未发出收费通知。", "未发出收费通知", "件", FEE + "cases"),
        ("没有发生因信息公开引起的行政复议。", "没有发生因信息公开引起的行政复议", "件", None),
        ("未发生行政复议、行政诉讼案件。", "未发生行政复议、行政诉讼案件", "件", None),
        ("今年未制发规范性文件。", "未制发规范性文件", "件",
        "proactive_disclosure/normative_documents/issued"),
        ("全年未收到举报。", "未收到举报", "件", None),
    ],
)  # fmt: skip
def test_a_zero_may_be_said_in_words(text: str, raw: str | None, unit: str, expected: str | None) -> None:
    found = figures(text, "六、其他需要报告的事项")
    if raw is None:
        assert found == []
        return
    [figure] = found
    assert (figure.raw, figure.value, figure.unit, figure.approximate) == (raw, 0, unit, False)
    assert text[figure.start : figure.end] == raw
    assert figure.sentence == text
    assert cell(figure) == expected


@pytest.mark.parametrize(
    "text",
    [
        "未经审核的信息一律不准发布。",
        "申请公开流程仍未完善。",
        "内容未及时更新，没有专人负责。",
        "没有其他需要报告的事项。",
        "严格执行《政府信息公开信息处理费管理办法》。",
        "未按要求收取信息处理费标准公示的，限期整改。",
        "未收到补正材料的申请按规定处理。",
        "未接到关于公开政府信息的电话咨询。",
        "案情未涉及政府信息公开申请。",
        "通过网络未收到政府信息公开申请。",
        "未收到以信函提出的政府信息公开申请。",
        "未收到商业企业的政府信息公开申请。",
        "未收到涉及商业秘密的政府信息公开申请。",
        "除上述情形外，未收到其他政府信息公开申请。",
        "有无政府信息公开申请，均应登记。",
    ],
)
def test_other_negations_are_no_zeros(text: str) -> None:
    assert figures(text) == []


# The processing fee


def fees(text: str) -> dict[str, tuple[float | None, str | None, Certainty]]:
    parts = [section(text, "六、其他需要报告的事项")]
    return {
        record.column: (record.value, record.raw, record.certainty)
        for record in fee_records(parts, find_figures(parts, RULES, year=2022), "2021", RULES)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收取信息处理费4件，共计560元。", {"cases": (4, "4件", "read"),
        "amount": (560, "560元", "read")}),
        ("本局发出信息处理费收费通知2件，收取金额210元。",
         {"cases": (2, "2件", "read"), "amount": (210, "210元", "read")}),
        ("全年收取政府信息公开信息处理费0元。", {"cases": (0, "0元", "inferred"),
        "amount": (0, "0元", "read")}),
        ("全年未收取信息处理费。",
         {"cases": (0, "未收取信息处理费", "inferred"), "amount": (0, "未收取信息处理费", "read")}),
        ("全年发出收费通知的件数为2件，总金额为180元，实际收取的总金额为180元。",
         {"cases": (2, "2件", "read"), "amount": (180, "180元", "read")}),
        ("全年发出收费通知的件数为2件，总金额为180元，实际收取的总金额为60元。",
         {"cases": (2, "2件", "read"), "amount": (60, "60元", "read")}),
        ("信息处理费的收取情况：无收取。", {"amount": (0, "信息处理费的收取情况：无收取", "read")}),
        ("信息处理费：无。", {"cases": (0, "信息处理费：无", "inferred"),
        "amount": (0, "信息处理费：无", "read")}),
        ("发出收费通知1件，申请人未缴费，未收取信息处理费。",
         {"amount": (0, "未收取信息处理费", "read")}),
        ("收取信息处理费约300元。", {"amount": (None, "约300元", "uncertain")}),
        ("收取信息处理费300元。另一处称收取信息处理费450元。", {"amount": (None, "300元；450元",
        "uncertain")}),
        ("收取信息处理费1 30元。", {"amount": (None, "1 30元", "uncertain")}),
        ("减免信息处理费300元。", {}),
        ("信息处理费按每件10元的标准收取。", {}),
        ("规范收取信息处理费。", {}),
    ],
)  # fmt: skip
def test_the_processing_fee(text: str, expected: dict[str, tuple[float | None, str, Certainty]]) -> None:
    assert {column: fee for column, fee in fees(text).items() if column in expected} == expected
    if not expected:
        assert fees(text) == {}


def fee_values(text: str) -> str:
    """The cases and the amount in a report on 2022; `-` where there is no record, `?` without a value."""
    found = fees(text)
    return " ".join(
        "-" if column not in found else "?" if found[column][0] is None else f"{found[column][0]:g}"
        for column in ("cases", "amount")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Another year
        ("2022年我局未收取信息处理费，2021年收取信息处理费1件35元。", "0 0"),
        ("本年度未收取信息处理费（上一年度收取信息处理费4件）。", "0 0"),
        ("未收取信息处理费。往年收取信息处理费35元。", "0 0"),
        ("2021年收取信息处理费4件，金额90元；2022年收取信息处理费3件，金额70元。", "3 70"),
        ("2022年收取信息处理费3件（2021年4件），金额70元（2021年90元）。", "3 70"),
        ("收取信息处理费3件，比2021年减少1件，金额70元。", "3 70"),
        ("2021年全年收取信息处理费4件，90元。", "- -"),
        ("二〇二一年收取信息处理费4件，90元。", "- -"),
        ("21年收取信息处理费4件，90元。", "- -"),
        ("收取信息处理费90元（2021年）。", "- -"),
        ("2021年未收取信息处理费。", "- -"),
        # Several years
        ("自2020年以来，累计收取信息处理费8件，金额210元，其中2022年3件，70元。", "3 70"),
        ("2020至2022年累计收取信息处理费共210元。", "- -"),
        ("2021年、2022年分别收取信息处理费90元、70元。", "- -"),
        ("2020年、2021年、2022年收取信息处理费210元。", "- -"),
        ("近三年收取信息处理费8件210元。", "- -"),
        ("截至2022年底，累计收取信息处理费8件210元。", "- -"),
        ("自2020年以来未收取信息处理费。", "0 0"),
        ("累计收取信息处理费210元。", "- -"),
        ("全年累计收取信息处理费210元。", "- 210"),
        ("报告期内累计收取信息处理费210元。", "- 210"),
        # A part of the year, and all of it
        ("2022年上半年，收取信息处理费3件70元。", "- -"),
        ("2022年5月，收取信息处理费3件70元。", "- -"),
        ("2022年1月1日至2022年12月31日，收取信息处理费3件70元。", "3 70"),
        ("2022年5月修订指南，全年收取信息处理费3件70元。", "3 70"),
        # A year in the name of something
        ("按照2021年1月1日起施行的《信息处理费管理办法》，收取信息处理费3件70元。", "3 70"),
        # Several bodies, or cases
        ("区政府办收取信息处理费3件70元，各街道未收取信息处理费。", "? ?"),
        ("区水务局收取信息处理费1件35元，区民政局收取信息处理费1件35元。", "? ?"),
        ("区水务局收取信息处理费1件35元，区民政局1件70元。", "? ?"),
        ("区政府、街道分别收取信息处理费35元、70元。", "- -"),
        ("区本级收取信息处理费1件80元，全区2件380元。", "- -"),
        ("区水务局收取信息处理费1件80元，全区2件380元。", "? ?"),
        ("全区收取信息处理费2件380元，其中区本级1件80元。", "2 380"),
        ("收取信息处理费35元、70元。", "- ?"),
        ("收取信息处理费3件105元，其中2件35元。", "3 105"),
        ("未按件收取信息处理费，按量收取信息处理费1件，90元。", "1 90"),
        ("其余申请未收取信息处理费。", "- -"),
        ("除2件外均未收取信息处理费。", "- -"),
        ("收到申请9件，其中2件未收取信息处理费。", "- -"),
        ("没有发出收费通知，收取信息处理费35元。", "? ?"),
        # A price
        ("收取信息处理费35元/件，共2件。", "- -"),
        ("收取信息处理费35元（每件），共2件。", "- -"),
        ("收取信息处理费2件，每件35元。", "2 -"),
        # What was asked for
        ("发出收费通知的件数为3件、总金额70元以及实际收取的总金额35元。", "3 35"),
        ("发出收费通知3份，涉及金额70元，申请人均未缴费。", "3 -"),
        ("发出收费通知3份，其中1份未缴纳，收取信息处理费35元。", "3 35"),
        ("計劃收取信息處理費70元。", "- -"),
        ("發出收費通知後申請人撤回，未收取信息處理費。", "- 0"),
        ("发出信息处理费收费通知3件70元。", "3 -"),
        ("应收取信息处理费3件，共计70元，实际收取信息处理费0元。", "- 0"),
        ("发出收费通知后申请人撤回，未收取信息处理费。", "- 0"),
        ("退还信息处理费35元。", "- -"),
        # Other fees, and other things than the fee
        ("征收污水处理费35万元。", "- -"),
        ("信息处理费管理系统建设投入3万元。", "- -"),
        ("复制费和信息处理费共35元。", "- -"),
        ("没有违规收取信息处理费的情况。", "- -"),
        ("未因信息处理费引发争议。", "- -"),
        ("信息处理费未收取到位。", "- -"),
        # Words of another fee, of fees that were published, and of some requests only
        ("收到申请，行政事业性收费方面未收取任何费用。", "- -"),
        ("依申请公开未收取邮寄费。", "- -"),
        ("信息公开没有收费标准，不存在减免费用。", "- -"),
        ("收到申请，未对外公开收费情况。", "- -"),
        ("其余申请未向申请人收取任何费用。", "- -"),
        ("申请信息20页以下的未收取费用。", "- -"),
        # No fee at all
        ("未发出政府信息处理费收费通知书，不存在收取信息处理费的情况。", "0 0"),
        ("未收取政府信息公开费用，不存在减免费用。", "0 0"),
        ("未收取任何有关政府信息公开工作的费用。", "0 0"),
        ("未向政府信息公开申请人收取任何费用。", "0 0"),
        ("未对公众依申请公开政府信息收取任何费用。", "0 0"),
        ("对依申请提供的信息暂未收取检索、复印、邮寄等费用。", "0 0"),
        ("没有因依申请公开信息收取或减免费用情况。", "0 0"),
        ("没有政府信息公开的收费及减免事项。", "0 0"),
        ("未向申请人收取任何费用，收取信息处理费35元。", "- ?"),
        # Plain words
        ("收取信息处理费2件70元。", "2 70"),
        ("收取信息处理费2件，70元整。", "2 70"),
        ("收取信息处理费共计2件共70元。", "2 70"),
        ("收取信息处理费2笔、人民币70元。", "2 70"),
        ("收取信息处理费70元（2件）。", "2 70"),
        ("有2件政府信息公开申请收取信息处理费70元。", "2 70"),
        ("信息处理费收取0件、0元。", "0 0"),
        ("收取信息处理费0.035万元。", "- 350"),
        ("本机关无信息处理费收取情况。", "0 0"),
        ("9件申请均未收取信息处理费。", "0 0"),
    ],
)  # fmt: skip
def test_a_fee_is_that_of_the_year_and_of_the_whole_body(text: str, expected: str) -> None:
    assert fee_values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年收到政府信息公开申请8件，2022年收到政府信息公开申请12件。", [12]),
        ("收到政府信息公开申请12件（去年收到申请8件），办结11件。", [12, 11]),
        ("收到申请12件，较2021年收到申请8件增加4件，其中自然人申请10件。", [12, 10]),
        ("2022年1月至6月，收到政府信息公开申请8件。", []),
        ("2020年至2022年，共收到政府信息公开申请8件。", []),
        ("2021年未收到政府信息公开申请。", []),
        ("上年结转2件，收到申请12件，结转至2023年3件，予以公开5件。", [2, 12, 5]),
        ("根据《2021年政务公开工作要点》，收到申请12件。", [12]),
        ("编制2021年度政府信息公开工作年度报告，收到申请12件。", [12]),
        ("2022年行政许可31件，2021年行政许可30件。", [31]),
    ],
)
def test_a_number_of_another_time_speaks_of_no_cell(text: str, expected: list[float]) -> None:
    found = find_figures([section(text)], RULES, year=2022)
    assert [figure.value for figure in found if figure.table] == expected
    assert all(figure.row is None and figure.column is None for figure in found if not figure.table)


def test_a_heading_may_tell_the_time() -> None:
    [figure] = find_figures([section("收到申请12件。", "（二）2021年依申请公开情况")], RULES, year=2022)
    assert cell(figure) is None


def test_where_the_year_of_the_report_is_not_known_a_year_tells_nothing() -> None:
    assert [cell(figure) for figure in figures("2021年收到申请12件。")] == [RECEIVED]
    assert [cell(figure) for figure in figures("2021年至2022年收到申请12件。")] == [None]


def test_a_fee_record_says_where_it_stands() -> None:
    parts = [section("全年收取信息处理费4件，共计560元。")]
    cases, amount = fee_records(parts, find_figures(parts, RULES), None, RULES)
    assert (cases.table, cases.row, cases.unit) == ("processing_fee", "processing_fee", "件")
    assert (amount.unit, amount.state, amount.place) == ("元", "number", parts[0].place)
    assert amount.edition == ""


# Text against table


def record(slot: str, value: float | None, unit: str = "件") -> Record:
    table, row, column = slot.split("/")
    state = "blank" if value is None else "number"
    return Record(
        "2021", table, row, column, None, None, value, str(value), unit, state, "read", 0, Place("table")
    )


def verdicts(text: str, *records: Record) -> list[Check]:
    return check_figures(figures(text), list(records), RULES)


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("收到政府信息公开申请18件。", 18, "pass"),
        ("收到政府信息公开申请18件。", 17, "fail"),
        ("收到政府信息公开申请18件。", None, "undecided"),
        ("未收到政府信息公开申请。", 0, "pass"),
        ("未收到政府信息公开申请。", 3, "fail"),
        ("收到政府信息公开申请约20件。", 23, "pass"),
        ("收到政府信息公开申请约20件。", 48, "fail"),
        ("收到政府信息公开申请20余件。", 27, "pass"),
        ("收到政府信息公开申请20余件。", 19, "fail"),
        ("收到政府信息公开申请近300件。", 287, "pass"),
        ("收到政府信息公开申请近300件。", 312, "fail"),
        ("收到政府信息公开申请1.5万余件。", 15_640, "pass"),
        ("收到政府信息公开申请三十余件。", 36, "pass"),
        ("局机关收到政府信息公开申请18件。", 95, "other_scope"),
        ("区政府办公室收到政府信息公开申请18件。", 95, "other_scope"),
        ("区政府办公室收到政府信息公开申请18件。", 11, "fail"),
        ("全区收到政府信息公开申请95件。", 18, "other_scope"),
        ("局機關收到政府信息公開申請18件。", 95, "other_scope"),
        ("收到政府信息公開申請三萬餘件。", 36_000, "pass"),
        ("收到政府信息公開申請20餘件。", 19, "fail"),
        ("全区收到政府信息公开申请18件。", 95, "fail"),
        ("全区收到政府信息公开申请95件。", 95, "pass"),
    ],
)
def test_the_text_is_compared_with_the_table(text: str, value: float | None, verdict: str) -> None:
    [check] = verdicts(text, record(RECEIVED, value))
    assert (check.rule, check.severity, check.verdict) == ("text.figure", "warning", verdict)
    assert (check.table, check.row, check.column) == ("requests", "received", "total")
    assert check.right == value
    assert (check.left is None) == (value is None)
    if value is not None:
        assert f"{value:.10g}" in check.message
    assert text in check.message


def test_a_figure_is_not_looked_for_inside_of_a_longer_number() -> None:
    text = "全市收到政府信息公开申请15件，局机关收到政府信息公开申请5件。"
    assert [check.verdict for check in verdicts(text, record(RECEIVED, 15))] == ["pass", "other_scope"]


def test_received_may_be_stated_with_what_was_carried_in() -> None:
    carried = record("requests/carried_in/total", 5)
    assert verdicts("收到政府信息公开申请23件。", record(RECEIVED, 18), carried)[0].verdict == "pass"
    assert verdicts("收到政府信息公开申请18件。", record(RECEIVED, 18), carried)[0].verdict == "pass"
    assert verdicts("收到政府信息公开申请24件。", record(RECEIVED, 18), carried)[0].verdict == "fail"


def test_money_is_compared_in_the_unit_of_the_table() -> None:
    slot = "proactive_disclosure/fees/amount"
    assert verdicts("行政事业性收费417000元。", record(slot, 41.7, "万元"))[0].verdict == "pass"
    assert verdicts("行政事业性收费41.7万元。", record(slot, 417000, "元"))[0].verdict == "pass"
    assert verdicts("行政事业性收费41.7万元。", record(slot, 417000, "万元"))[0].verdict == "fail"


def test_a_figure_without_a_table_is_not_checked() -> None:
    assert verdicts("收到政府信息公开申请18件。") == []
    assert verdicts("主动公开政府信息18条。", record(RECEIVED, 18)) == []


# Rules as data


def test_a_family_without_rules_still_has_figures() -> None:
    [figure] = find_figures([section("收到政府信息公开申请18件。")], FigureRules())
    assert (figure.value, cell(figure)) == (18, None)


def own_rules(folder: Path, content: str) -> FigureRules:
    (folder / "family.toml").write_text("id = 'budget'\ntitle = '预算公开报告'\n", "utf-8")
    (folder / "figures.toml").write_text(content, "utf-8")
    return load_forms(folder).families[0].figure_rules


def test_another_family_brings_its_own_words(tmp_path: Path) -> None:
    rules = own_rules(
        tmp_path,
        "[[figures]]\npattern = '公车购置#'\nunits = ['辆']\n"
        "table = 'cars'\nrow = 'bought'\ncolumn = 'new'\n",
    )
    [figure] = find_figures([section("全年公车购置3辆。")], rules)
    assert cell(figure) == "cars/bought/new"


def test_patterns_may_share_words(tmp_path: Path) -> None:
    rules = own_rules(
        tmp_path,
        "[words]\ncar = '公务?车'\n[[figures]]\npattern = '^{car}购置#'\nunits = ['辆']\n"
        "table = 'cars'\nrow = 'bought'\ncolumn = 'new'\n",
    )
    assert rules.figures[0].pattern == "^公务?车购置#"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("never = '('", "never"),
        ("[[figures]]\npattern = '#'\n", "figures.0.units"),
        ("[[zeros]]\npattern = '无'\nunit = '件'\nwhere = 'x'\n", "zeros.0.where"),
        ("never = ", "TOML"),
        ("never = '{share}'\n[words]\nrate = '率'\n", "words has no share"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(FormError, match=words) as caught:
        own_rules(tmp_path, content)
    assert str(tmp_path / "figures.toml") in str(caught.value)


def test_every_rule_speaks_of_a_cell_of_the_forms() -> None:
    forms = load_forms()
    slots = {
        (table.code, row, column.code)
        for edition in forms.editions.values()
        for table in edition.tables
        for block in table.blocks
        for row, column in block.slots
    }
    slots |= {("processing_fee", "processing_fee", column) for column in ("cases", "amount")}
    named = [(rule.table, rule.row, rule.column) for rule in (*RULES.figures, *RULES.zeros) if rule.table]
    assert set(named) <= slots


# Any text


WORDS = st.sampled_from(
    [*"0123456789两十百千万亿一二三，。；：、（）()\n 　%#“”《》〔〕第件条元余约近", "收到", "政府信息公开",
    "申请", "处理费",
     "未收取", "没有", "无", "分别为", "自然人", "上年结转", "2022年", "行政复议", "万元", "全区", "办公室",
     "\u200b", "⼈", "①"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=80).map("".join))
@settings(max_examples=300)
def test_any_text_gives_figures_that_stand_where_they_say(text: str) -> None:
    found = figures(text)
    last = 0
    for figure in found:
        assert text[figure.start : figure.end] == figure.raw != ""
        assert last <= figure.start
        last = figure.end
    fee_records([section(text)], found, "2021", RULES)
    check_figures(found, [record(RECEIVED, 3), record("requests/carried_in/total", None)], RULES)


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_any_characters_are_survived(text: str) -> None:
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.raw


def test_a_megabyte_is_read_in_seconds() -> None:
    sentence = "2022年，我局收到申请18件，其中自然人15件，未收取信息处理费，办结率为100%。"
    assert _seconds(sentence, 1_000_000) < 30


@pytest.mark.parametrize("piece", ["没有收到因涉及未发生", "12件、", "收到申请", "无", "未收取", "分别为1、"])
def test_time_grows_with_the_length_alone(piece: str) -> None:
    assert _seconds(piece, 60_000) < 30 * max(_seconds(piece, 6_000), 0.02)


def _seconds(piece: str, length: int) -> float:
    text = piece * (length // len(piece))
    started = time.process_time()
    figures(text)
    return time.process_time() - started


# Real reports, read by eye


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not beside the checkout")
@pytest.mark.parametrize("file", ["hongze-district-2023.pdf", "zhangdian-commerce-2023.txt"])
def test_real_reports_give_what_is_read_by_eye(file: str) -> None:
    if not (REAL / file).exists():
        pytest.skip(f"{file} is not there")
    family = load_forms().families[0]
    outline = segment(rebuild(load((REAL / file).read_bytes()), family), family)
    seen = json.loads((REAL / "outline" / file).with_suffix(".json").read_text("utf-8"))
    expected = [
        (float(figure.get("number", figure["value"])), figure["unit"])
        for sentence in seen["narrative_figures"]
        for figure in sentence["figures"]
    ]
    expected += [(float(zero["implied_value"]), zero["unit"]) for zero in seen["narrative_zero_statements"]]
    found = [(figure.value, figure.unit) for figure in find_figures(outline.sections, RULES)]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_of_numbers_without_end_the_first_are_read_and_that_is_said():
    warnings: list[str] = []
    parts = [
        section("收到申请5件。" * (MOST_QUANTITIES - 2)),
        section("收到申请6件。" * 3),
        section("收到申请7件。"),
    ]
    found = find_figures(parts, RULES, warnings)
    assert [figure.value for figure in found] == [5] * (MOST_QUANTITIES - 2) + [6] * 2
    assert warnings == [f"the texts state too many numbers: only the first {MOST_QUANTITIES} are read"]


def test_a_section_that_is_a_list_is_said_to_be_passed_over() -> None:
    warnings: list[str] = []
    parts = [section("收到申请5件。\n" * (MOST_LINES + 1)), section("收到申请6件。")]
    assert [figure.value for figure in find_figures(parts, RULES, warnings)] == [6]
    assert len(warnings) == 1
    assert warnings[0].endswith(f"has more than {MOST_LINES} lines: its numbers are not read")


@pytest.mark.parametrize(
    ("text", "received"),
    [
        ("受理依申请政府信息公开事项29例，其中通过网络收到申请25件，通过来信收到申请件4件。", [29]),
        ("信箱共收到群众申请30件。", []),
        ("收到补正后的政府信息公开申请2件。", []),
        ("收到市政府转办的政府信息公开申请2件。", []),
        ("其余收到政府信息公开申请2件。", []),
        ("收到公民、法人和其他组织的政府信息公开申请2件。", [2]),
        ("政府信息公开申请受理1条，与上年相比增加1条。", [1]),
        ("各镇政府信息公开申请受理12件。", []),
        ("不属于政府信息公开申请受理范围1件。", []),
        ("共收到政府信息公开申请0件次。", [0]),
        ("收到政府信息依申请公开办理事项1件。", [1]),
    ],
)
def test_all_requests_are_told_from_some_and_from_others(text: str, received: list[float]) -> None:
    assert [figure.value for figure in figures(text) if cell(figure) == RECEIVED] == received


def test_words_of_the_form_itself_may_follow_who_decided() -> None:
    [licensing] = figures("云桥市水利局行政许可处理决定数量为13件。")
    assert cell(licensing) == "proactive_disclosure/licensing/decisions"
    for other in ("所属水利局行政许可处理决定数量为13件。", "云桥市水利局行政许可信息数量13件。"):
        assert [cell(figure) for figure in figures(other)] == [None]
    [review] = figures("因政府信息依申请公开引起行政复议0件。")
    assert cell(review) == "reviews_and_litigation/reconsideration/total"


def test_requests_without_their_subject_count_only_where_the_text_speaks_of_it() -> None:
    assert [cell(figure) for figure in figures("收到群众申请3件。", "三、為民服務")] == [None]
    assert [cell(figure) for figure in figures("收到群众申请3件。", "（二）依申請公開")] == [RECEIVED]
