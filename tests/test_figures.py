"""Numbers in the running text: their sentence, what they count, and the cell they speak of."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportparse
from reportparse.forms import FormError, load_forms
from reportparse.forms.figure_rules import FigureRules
from reportparse.loaders import load
from reportparse.outline.segmentation import segment
from reportparse.prose.comparison import check_figures
from reportparse.prose.figures import MOST_LINES, MOST_QUANTITIES, find_figures
from reportparse.prose.stated_records import stated_records
from reportparse.tables.texts.flattened import rebuild
from tests.prose import RECEIVED, RULES, cell, figures, record, section

REAL = Path(__file__).parents[2] / "shared" / "real"


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
        ("1.推文88篇。\n2、短视频17个，3.15活动5场。", [(88, "篇", "推文"), (17, "个", "短视频"),
        (5, "场", "3.15活动")]),
        ("公众号推文88篇、短视频17个。", [(88, "篇", "公众号推文"), (17, "个", "短视频")]),
        ("承办代表建议6件（主办4件，会办2件）。", [(6, "件", "承办代表建议"), (4, "件", "主办"),
        (2, "件", "会办")]),
        ("举办开放日活动（5场）。", [(5, "场", "举办开放日活动")]),
        ("公开水利信息（工程图解）21条。", [(21, "条", "公开水利信息(工程图解)")]),
        ("我局对21份来信依法答复。", [(21, "份", "来信依法答复")]),
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
        ("大厅LED屏公布消息31条，QQ群3个。", [(31, "条", "大厅LED屏公布消息"), (3, "个", "QQ群")]),
        ("建成5G基站12个，A类企业3家。", [(12, "个", "建成5G基站"), (3, "家", "A类企业")]),
        ("推送消息5条、6条均已归档。", [(5, "条", "推送消息"), (6, "条", "推送消息")]),
        ("网站浏览量达4.6万，留言人数为230。", [(46000, None, "网站浏览量"), (230, None, "留言人数")]),
        ("维持具体行政行为7件，对外公开总数量9件。", [(7, "件", "维持具体行政行为"), (9, "件", "对外公开")]),
        ("报送市(州)局信息31条，县（市、区）信息12条。", [(31, "条", "报送市(州)局信息"), (12, "条", "县(市、区)信息")]),
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
    assert (first.section_position, first.place.page) == (3, 2)
    assert (second.raw, second.sentence) == ("5 件", "办理信件 5 件。")


def test_notes_on_pronunciation_break_no_words() -> None:
    text = "未收到補(bǔ)正材料。收到政府信息公開(kāi)申請(qǐng)數(shù)量7件(jiàn)，辦結(jié)6件。"
    received, completed = figures(text)
    assert (received.raw, received.subject, cell(received)) == ("7件", "收到政府信息公开申请", RECEIVED)
    assert text[received.start : received.end] == received.raw
    assert received.sentence == text.partition("。")[2]
    assert (completed.raw, cell(completed)) == ("6件", "requests/outcome.total/total")
    [zero] = figures("我局未收(shōu)到政府信息公開(kāi)申請(qǐng)。")
    assert (zero.raw, cell(zero)) == ("未收(shōu)到政府信息公開(kāi)申請", RECEIVED)
    [by_channel] = figures("收到客户端(app)政府信息公开申请7件。")
    assert cell(by_channel) is None


def test_a_sentence_that_a_page_wrapped_is_one_sentence() -> None:
    text = "本年度在县政府门户网站和政务新媒体上向社会主动公布各类消息\n57 条，群众查阅方便。"
    [figure] = figures(text)
    assert figure.sentence == text.replace("\n", "")
    assert figure.subject == "县政府门户网站和政务新媒体上向社会主动公布各类消息"


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
        ("共收到18件信息依申请公开。", [RECEIVED]),
        ("收到政府依申请公开件18件。", [RECEIVED]),
        ("共收到申请政府信息公开18件（次）。", [RECEIVED]),
        ("未收到和处理政府信息公开申请。", [RECEIVED]),
        ("全年未接到政府信息依申请公开申请。", [RECEIVED]),
        ("收到公民、法人和其他组织提交的书面申请18件。", [RECEIVED]),
        ("收到自然人、法人和其他组织的信息公开申请18件。", [RECEIVED]),
        ("受理政府信息依申请公开18件。", [RECEIVED]),
        ("收到依申请政府信息公开事项18例。", [RECEIVED]),
        ("新接收依申请公开18件。", [RECEIVED]),
        ("收到18项依申请公开。", [RECEIVED]),
        ("收到申请公开政府信息的请求18条。", [RECEIVED]),
        ("收到关于公开政府信息的申请18条。", [RECEIVED]),
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
        ("收到政府信息公开依申请18件。", [RECEIVED]),
        ("收到18条申请政府信息公开的受理件。", [RECEIVED]),
        ("收到18次政府信息公开申请。", [RECEIVED]),
        ("收到并答复依申请公开18件。", [RECEIVED]),
        ("受理并办结依申请公开18件。", [None]),
        ("收到申请18件，按时办结18件。", [RECEIVED, "requests/outcome.total/total"]),
        ("收到申请18件，按时办结17件，逾期办结1件。", [RECEIVED, None, None]),
        ("收到申请18宗，本年办结18宗。", [RECEIVED, "requests/outcome.total/total"]),
        ("收到申请18件，申请办结17件（按时办结16件）。", [RECEIVED, "requests/outcome.total/total", None]),
        ("收到申请18件，已办结17件，按期办结16件。", [RECEIVED, "requests/outcome.total/total", None]),
        ("我局制发行政规范性文件5件。", ["proactive_disclosure/normative_documents/issued"]),
        ("报送县政府制发规范性文件5件。", [None]),
        ("全年行政许可决定27件、行政处罚12件。", ["proactive_disclosure/licensing/decisions",
         "proactive_disclosure/penalties/decisions"]),
        ("作出69宗行政许可，行政许可处理决定数量69宗。", ["proactive_disclosure/licensing/decisions"] * 2),
        ("收到涉政府信息公开的行政复议案4件。", ["reviews_and_litigation/reconsideration/total"]),
        ("行政事业性收费41.7万元。", ["proactive_disclosure/fees/amount"]),
        ("因政府信息公开被申请行政复议2件。", ["reviews_and_litigation/reconsideration/total"]),
        ("信息公开工作中，未经复议直接起诉1件，复议后起诉1件。",
         ["reviews_and_litigation/litigation_direct/total",
         "reviews_and_litigation/litigation_after_reconsideration/total"]),
    ],
)  # fmt: skip
def test_clear_words_speak_of_a_cell(text: str, cells: list[str | None]) -> None:
    assert [cell(figure) for figure in figures(text)] == cells


def test_requests_are_carried_in_and_out_in_other_units_too() -> None:
    found = figures("上年结转政府信息公开申请3起，结转下年度继续办理2例。")
    assert [cell(figure) for figure in found] == ["requests/carried_in/total", "requests/carried_out/total"]


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
        "我局每年收到政府信息公开申请约23件。",
        "收到政府信息公开申请年均23件。",
        "通过网络收到政府信息公开申请4件。",
        "通过门户网站收到政府信息公开申请4件。",
        "政府信息公开平台共收到政府信息公开申请4件。",
        "下属水管站收到政府信息公开申请4件。",
        "收到关于水费的政府信息公开申请4件。",
        "减免行政事业性收费4万元。",
        "代收行政事业性收费4万元。",
        "应缴行政事业性收费4万元。",
        "转发上级现行有效规范性文件4件。",
        "政府信息公开方面，作为第三人参加行政复议4件。",
        "当面收到政府信息公开申请4件。",
        "云桥APP收到政府信息公开申请4件。",
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
        "收到法人或其他组织的政府信息公开申请4件。",
        "收到4件社会组织提出的政府信息公开申请。",
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


@pytest.mark.parametrize(
    "text",
    [
        "全年受理社保卡申请52件，办结50件。",
        "受理用地审批申请9件，全部办结9件。",
        "收到户籍迁移申请30件，上年结转2件，作出答复28件，结转下年4件。",
        "收到行政复议申请6件，上年结转1件，办结5件，结转下年2件。",
        "受理行政许可申请9件，其中自然人6件，商业企业3件。",
        "受理商标注册申请9件，科研机构2件，社会公益组织1件。",
        "收到信访复核申请9件，重复申请3件，信访举报投诉类申请2件。",
        "办理入学申请9件，部分公开2件。",
        "受理依申请办理的政务服务事项400件，办结398件。",
        "我局重视政府信息公开，受理就业补助申请80件，办结75件。",
        "我局重视政府信息公开，受理申请80件，办结75件。",
        "没有上年结转的申请。",
        "收到政府信息公开申请撤回申请3件，办结3件。",
        "收到政府投资项目申请9件，结转下年2件。",
        "收到劳动仲裁申请7件，没有结转下年的案件。",
    ],
)
def test_applications_for_anything_else_speak_of_no_cell(text: str) -> None:
    assert not [figure for figure in figures(text, "（一）工作情况") if cell(figure)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到政府信息公开申请7件，办结6件。办理群众诉求230件，办结228件。", [7, 6]),
        ("收到依申请公开7件。全年受理公积金提取申请230件，其中予以公开3件。", [7]),
        ("收到政府信息公开申请7件，受理职称评审申请12件，其中重复申请3件。", [7]),
        ("收到政府信息公开申请7件。企业开办网上办理，办结500件。", [7]),
        ("收到政府信息公开申请7件。全年工单120件，办结120件。", [7]),
        ("收到政府信息公开申请7件。受理服务窗口申请300件，办结299件。", [7]),
        ("（二）依申请公开。\n收到申请7件，办结6件。\n（三）不动产登记。\n受理5200件，办结5100件。", [7, 6]),
        (
            "严格落实依申请公开制度，全年收到申请7件，均为自然人申请。其中予以公开5件，部分公开1件。",
            [7, 5, 1],
        ),
        ("依申请公开情况：1.收到情况。收到申请7件。\n2.办理情况。办结6件，结转下年1件。", [7, 6, 1]),
        ("依申请公开有序推进。共收到申请7件，其中自然人5件，商业企业2件，重复申请1件。", [7, 5, 2, 1]),
        ("收到政府信息公开申请7件，涉及行政许可、征地等内容，已办结6件。", [7, 6]),
        ("政府信息公开申请办理情况：办结6件，结转下年1件。", [6, 1]),
        ("政府信息公开方面，全年收到申请7件，办结6件。", [7, 6]),
        ("依申请公开。收到申请7件，较去年增长3件，上年结转1件。", [7, 1]),
        ("依申请公开。收到申请7件，属于国家秘密1件，予以公开4件，结转下年2件。", [7, 4, 2]),
        ("（二）依申请公开\n收到申请7件，办结6件。\n（三）不动产登记\n受理5200件，上年结转90件。", [7, 6]),
        ("收到政府信息公开申请7件。\n不动产登记工作\n上年结转90件，结转下年80件。", [7]),
        ("（二）依申请公开\n收到申请7件，\n上年结转2件，\n结转下年1件。", [7, 2, 1]),
        ("政府信息公开方面，全年收到低保申请7件，办结6件。", []),
        ("收到政府信息公开申请7件，行政复议申请3件，办结3件。", [7]),
        ("收到和处理政府信息公开申请7件，上年度结转办理件1件，共办结6件。", [7, 1, 6]),
    ],
)
def test_what_is_told_of_requests_is_told_behind_words_on_them(text: str, expected: list[float]) -> None:
    assert [figure.value for figure in figures(text, "（一）工作情况") if cell(figure)] == expected


@pytest.mark.parametrize(
    "text",
    [
        # Some requests, and requests for what others publish
        "收到拆迁类政府信息公开申请5件。",
        "收到5件土地征收政府信息公开申请。",
        "收到某律师事务所政府信息公开申请2件。",
        "国庆期间收到政府信息公开申请2件。",
        "收到企业政府信息公开申请2件，收到个人政府信息公开申请5件。",
        "收到公司政府信息公开申请2件，收到公民政府信息公开申请5件。",
        "收到校务公开申请3件。",
        "收到3件村务公开申请。",
        "收到企业信用信息公开申请3件。",
        # Of other bodies
        "全县31个单位未收到政府信息公开申请。",
        "十二个乡镇没有收到依申请公开事项。",
        "多数单位未收到政府信息公开申请。",
        "县文旅局等部门未收到政府信息公开申请。",
        "局属单位未收到政府信息公开申请。",
        "收到政府信息公开方面的行政复议申请6件。",
        "各乡镇作出行政处罚决定31件。",
        "各乡镇（街道）收到政府信息公开申请31件。",
        "收到以市政府为复议机关的信息公开行政复议申请6件。",
        "作为复议机关，收到政府信息公开行政复议案件6件。",
        # What is only to be done
        "建议废止规范性文件4件。",
        "拟废止4件规范性文件。",
        "报请区政府废止规范性文件4件。",
        "拟新制定规范性文件4件。",
        "指导乡镇制定4件规范性文件。",
        "申请废止规范性文件4件。",
        "拟作出行政处罚决定4件。",
        # A sum, and parts
        "信息公开申请中，予以公开3件（含部分公开1件）。",
        "行政强制措施4件、行政强制执行2件。",
        "实施行政强制执行4件，行政强制措施2件。",
    ],
)
def test_parts_and_what_others_do_speak_of_no_cell(text: str) -> None:
    disclosed_in_part = "outcome.partially_disclosed"
    assert not [
        figure for figure in figures(text, "（一）工作情况") if figure.row not in (None, disclosed_in_part)
    ]


def test_a_semicolon_ends_what_a_clause_says() -> None:
    texts = ("部分申请延期；未收到政府信息公开申请。", "部分申请延期;未收到政府信息公开申请。")
    assert [cell(figures(text)[0]) for text in texts] == [RECEIVED] * 2


def test_the_own_part_of_decisions_leaves_the_whole_without_a_cell() -> None:
    found = figures("全市共作出行政许可决定930件，我局作出行政许可决定41件。")
    assert [cell(figure) for figure in found] == [None, "proactive_disclosure/licensing/decisions"]
    alone = figures("作出行政许可决定930件，我局无行政强制。")
    assert cell(alone[0]) == "proactive_disclosure/licensing/decisions"


FEE = "processing_fee/processing_fee/"


@pytest.mark.parametrize(
    ("text", "raw", "unit", "expected"),
    [
        ("2022年，我局未收到政府信息公开申请。", "未收到政府信息公开申请", "件", RECEIVED),
        ("我单位没有收到任何关于信息公开的申请。", "没有收到任何关于信息公开的申请", "件", RECEIVED),
        ("未收到公民、法人的信息公开申请事项。", "未收到公民、法人的信息公开申请事项", "件", RECEIVED),
        ("未收到任何单位和个人的信息公开申请。", "未收到任何单位和个人的信息公开申请", "件", RECEIVED),
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
        ("未收到信息公开的申请和未涉及不予公开的信息。", "未收到信息公开的申请", "件", RECEIVED),
        ("信息公开申请未有结转下年度的。", "未有结转下年度的", "件", "requests/carried_out/total"),
        ("没有上年结转的信息公开申请。", "没有上年结转的信息公开申请", "件", "requests/carried_in/total"),
        ("本年度未收取信息处理费。", "未收取信息处理费", "元", FEE + "amount"),
        ("本年度未收取任何政府信息公开信息处理费。", "未收取任何政府信息公开信息处理费", "元",
        FEE + "amount"),
        ("本年度没有产生信息处理费用。", "没有产生信息处理费用", "元", FEE + "amount"),
        ("政府信息公开处理费收取情况：无。", "处理费收取情况：无", "元", FEE + "amount"),
        ("关于信息处理费，本年度未收取。", "信息处理费，本年度未收取", "元", FEE + "amount"),
        ("本年度暂未开展信息处理费收取工作。", "未开展信息处理费", "元", FEE + "amount"),
        ("本年度信息处理费收费情况为零。", "信息处理费收费情况为零", "元", FEE + "amount"),
        ("政府信息公开处理费：0", "公开处理费：0", "元", FEE + "amount"),
        ("未发生政府信息公开申请。", "未发生政府信息公开申请", "件", RECEIVED),
        ("本年度未发出收费通知。", "未发出收费通知", "件", FEE + "cases"),
        ("没有发生因信息公开引起的行政复议。", "没有发生因信息公开引起的行政复议", "件", None),
        ("未发生行政复议、行政诉讼案件。", "未发生行政复议、行政诉讼案件", "件", None),
        ("未发生针对信息公开工作的复议、诉讼和申诉。", "未发生针对信息公开工作的复议、诉讼和申诉", "件", None),
        ("今年未制发规范性文件。", "未制发规范性文件", "件",
        "proactive_disclosure/normative_documents/issued"),
        ("没有收到过任何公民、法人以书面形式提出的政府信息公开申请。",
        "没有收到过任何公民、法人以书面形式提出的政府信息公开申请", "件", RECEIVED),
        ("未收到社会各界和群众向我局提出的信息公开申请。", "未收到社会各界和群众向我局提出的信息公开申请", "件", RECEIVED),
        ("未收到公民或者法人向我局要求公开政府信息。", "未收到公民或者法人向我局要求公开政府信息", "件", RECEIVED),
        ("未收到公民依据《条例》提出的信息公开申请。", "未收到公民依据《条例》提出的信息公开申请", "件", RECEIVED),
        ("我局及下属单位均未收到政府信息公开申请。", "未收到政府信息公开申请", "件", RECEIVED),
        ("全年未收到举报。", "未收到举报", "件", None),
        ("未收到市民或法人依申请公开信息要求。", "未收到市民或法人依申请公开信息要求", "件", RECEIVED),
        ("无一例因信息公开提起行政诉讼发生。", "无一例因信息公开提起行政诉讼发生", "件", None),
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


def test_no_application_is_no_request_where_the_text_speaks_of_requests() -> None:
    [zero] = figures("本年度未收到任何申请。", "（二）依申请公开情况")
    assert (zero.raw, zero.value, cell(zero)) == ("未收到任何申请", 0, RECEIVED)
    for text in (
        "通过信函未收到申请。",
        "各镇未收到申请。",
        "如未收到申请，应当登记。",
        "未收到申请人补正材料。",
    ):
        assert figures(text, "（二）依申请公开情况") == []
    assert figures("公租房分配方面，未收到申请。", "三、群众服务") == []
    assert figures("未收到申请。", "四、行政复议情况") == []


def test_one_zero_may_be_said_of_the_notices_and_of_what_was_collected() -> None:
    found = figures("发出收费通知的件数和总金额以及实际收取的总金额均为0。", "六、其他需要报告的事项")
    assert [(figure.value, figure.unit, cell(figure)) for figure in found] == [
        (0, "件", FEE + "cases"),
        (0, "元", FEE + "amount"),
    ]


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
        "通过门户网站未收到政府信息公开申请。",
        "所属事业单位未收到政府信息公开申请。",
        "未收到以信函提出的政府信息公开申请。",
        "未收到商业企业的政府信息公开申请。",
        "未收到涉及商业秘密的政府信息公开申请。",
        "除上述情形外，未收到其他政府信息公开申请。",
        "未收到法人或其他组织提出的政府信息公开申请。",
        "未收到自然人提出的政府信息公开申请。",
        "有无政府信息公开申请，均应登记。",
        "没有收到手续不齐全的政府信息公开申请。",
        "未收到超过期限的政府信息公开申请。",
        "未收到涉及林权的政府信息公开申请。",
        "未收到关于房屋测绘的政府信息公开申请。",
        "未收到关于企业的政府信息公开申请。",
        "未收到应当收费的依申请公开事项。",
        "未受理向下属单位提出的政府信息公开申请。",
        "各乡镇信息处理费为零。",
        "前十件信息处理费为0。",
        "收费通知的件数和总金额增加但实际收取总金额为0。",
        "来自企业的没有收到申请。",
        "补正后没有再收到申请。",
        "免收信息处理费为0。",
        "未发生因政府信息公开申请引发的舆情。",
    ],
)
def test_other_negations_are_no_zeros(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年收到政府信息公开申请8件，2022年收到政府信息公开申请12件。", [12]),
        ("收到政府信息公开申请12件（去年收到申请8件），办结11件。", [12, 11]),
        ("收到申请12件，较2021年收到申请8件增加4件，其中自然人申请10件。", [12, 10]),
        ("2022年1月至6月，收到政府信息公开申请8件。", []),
        ("2020年至2022年，共收到政府信息公开申请8件。", []),
        ("2021年未收到政府信息公开申请。", []),
        ("上年结转2件，收到申请12件，结转至2023年3件，予以公开5件。", [2, 12, 3, 5]),
        ("收到申请12件，2021年结转2件，结转2022年3件，4件转2023年度办理。", [12, 2, 4]),
        ("办理申请12件（含2020年结转的2件），3件结转至2024年。", []),
        ("收到申请12件，办结申请14件（含2021年结转的2件），下年度继续办理1件。", [12, 14, 2, 1]),
        ("根据《2021年政务公开工作要点》，收到申请12件。", [12]),
        ("编制2021年度政府信息公开工作年度报告，收到申请12件。", [12]),
        ("2022年行政许可31件，2021年行政许可30件。", [31]),
    ],
)
def test_a_number_of_another_time_speaks_of_no_cell(text: str, expected: list[float]) -> None:
    found = figures(text, year=2022)
    assert found
    assert [figure.value for figure in found if figure.table or figure.row or figure.column] == expected
    assert [figure.value for figure in found if figure.table] == expected


def test_a_heading_may_tell_the_time() -> None:
    [figure] = figures("收到申请12件。", "（二）2021年依申请公开情况", year=2022)
    assert cell(figure) is None


def test_where_the_year_of_the_report_is_not_known_a_year_tells_nothing() -> None:
    assert [cell(figure) for figure in figures("2021年收到申请12件。")] == [RECEIVED]
    assert [cell(figure) for figure in figures("2021年至2022年收到申请12件。")] == [None]
    assert [cell(figure) for figure in figures("2021年上半年，收到申请12件。")] == [None]
    assert [cell(figure) for figure in figures("2021年1月至12月，收到申请12件。")] == [RECEIVED]


def test_a_family_without_rules_still_has_figures() -> None:
    [figure], _ = find_figures([section("收到政府信息公开申请18件。")], FigureRules(), None)
    assert (figure.value, cell(figure)) == (18, None)


CARS = """
id = "cars"
family = "budget"
[[tables]]
code = "cars"
[[tables.blocks]]
columns = [{ code = "new", path = ["新购"] }]
rows = [{ code = "bought", path = ["公车购置"] }]
"""


def own_rules(folder: Path, content: str) -> FigureRules:
    (folder / "family.toml").write_text("id = 'budget'\ntitle = '预算公开报告'\n", "utf-8")
    (folder / "figures.toml").write_text(content, "utf-8")
    (folder / "cars.toml").write_text(CARS, "utf-8")
    return load_forms(folder).families[0].figure_rules


def test_another_family_brings_its_own_words(tmp_path: Path) -> None:
    rules = own_rules(
        tmp_path,
        "[[figures]]\npattern = '公车购置#'\nunits = ['辆']\n"
        "table = 'cars'\nrow = 'bought'\ncolumn = 'new'\n",
    )
    [figure], _ = find_figures([section("全年公车购置3辆。")], rules, None)
    assert cell(figure) == "cars/bought/new"


def test_patterns_may_share_words(tmp_path: Path) -> None:
    rules = own_rules(
        tmp_path,
        "[words]\ncar = '公务?车'\ncars = '{car}|大巴'\n[[figures]]\npattern = '^(?:{cars})购置#'\nunits = ['辆']\n"
        "table = 'cars'\nrow = 'bought'\ncolumn = 'new'\n",
    )
    assert rules.figures[0].pattern == "^(?:公务?车|大巴)购置#"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("never = '('", "never"),
        ("[numerals]\ncounted = '('\n", "numerals.counted"),
        ("[[figures]]\npattern = '#'\n", "figures.0.units"),
        ("[[zeros]]\npattern = '无'\nunit = '件'\nwhere = 'x'\n", "zeros.0.where"),
        (
            "[[stated]]\ntable = 't'\nrow = 'r'\ncolumns = [{code = 'a', unit = '件', zero_with = 'b'}]\n",
            "no column b",
        ),
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
    slots |= {(row.table, row.row, column.code) for row in RULES.stated for column in row.columns}
    named = [(rule.table, rule.row, rule.column) for rule in (*RULES.figures, *RULES.zeros) if rule.table]
    assert set(named) <= slots


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
    stated_records(found, "2021", RULES)
    check_figures(found, [record(RECEIVED, 3), record("requests/carried_in/total", None)], RULES)


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_any_characters_are_survived(text: str) -> None:
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.raw


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
    found = [(figure.value, figure.unit) for figure in find_figures(outline.sections, RULES, None)[0]]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_of_numbers_without_end_the_first_are_read_and_that_is_said():
    parts = [
        section("收到申请5件。" * (MOST_QUANTITIES - 2)),
        section("收到申请6件。" * 3),
        section("收到申请7件。"),
    ]
    found, warnings = find_figures(parts, RULES, None)
    assert [figure.value for figure in found] == [5] * (MOST_QUANTITIES - 2) + [6] * 2
    assert warnings == [f"the texts state too many numbers: only the first {MOST_QUANTITIES} are read"]


def test_a_section_that_is_a_list_is_said_to_be_passed_over() -> None:
    parts = [section("收到申请5件。\n" * (MOST_LINES + 1)), section("收到申请6件。")]
    found, warnings = find_figures(parts, RULES, None)
    assert [figure.value for figure in found] == [6]
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
        ("我市各县共收到政府信息公开申请12件。", []),
        ("全系统收到政府信息公开申请12件。", []),
        ("全县各镇、各部门共收到政府信息公开申请12件。", [12]),
        ("不属于政府信息公开申请受理范围1件。", []),
        ("共收到政府信息公开申请0件次。", [0]),
        ("收到政府信息公开申请12件（含上年结转2件）。", []),
        ("接收政府信息公开申请12宗（其中网上申请9宗，2021年度结转2宗）。", []),
        ("收到政府信息公开申请12件，其中：上年结转2件，新收10件。", [10]),
        ("收到政府信息公开申请12件（其中网上申请9件），上年结转2件。", [12]),
        ("收到政府信息公开申请12件，其中上年结转0件。", [12]),
        ("收到政府信息公开申请12件，其中结转下年度2件。", [12]),
        ("依申请公开工作中，收到申请33件，其中政府信息公开申请12件。", []),
        ("县政府收到政府信息公开申请33件，其中涉及我局的2件。", []),
        ("我局收到政府信息公开申请33件，下属水管站收到政府信息公开申请5件。", [33]),
        ("县政府及所属部门共收到政府信息公开申请33件。", [33]),
        ("收到政府信息公开申请33件，其中3件不属于我局职责。", [33]),
        ("收到政府信息依申请公开办理事项1件。", [1]),
        ("收到手续不齐全的政府信息公开申请3件。", []),
        ("截至2022年底，累计收到政府信息公开申请45件，其中本年度6件。", [6]),
        ("截至2022年12月底，我局累计受理政府信息公开申请45件（其中2022年新增6件）。", [6]),
        ("截至2022年底，累计收到政府信息公开申请45件，其中2021年6件。", []),
        ("截至2022年底，累计收到政府信息公开申请45件，其中本年度办结6件。", []),
        ("截至2022年底，累计收到政府信息公开申请45件。", []),
        ("截至2022年底，全年累计收到政府信息公开申请45件。", [45]),
        ("截至2022年底，共收到政府信息公开申请45件。", [45]),
        ("累计收到政府信息公开申请45件，其中今年收到6件。", [6]),
        ("累计收到政府信息公开申请45件，其中网上申请6件。", [45]),
        ("收到政府信息公开申请45件，其中本年度6件。", []),
        ("截至2022年底，累计收到政府信息公开申请0件。", [0]),
        ("受理并及时回复政府信息依申请公开事项6项。", [6]),
        ("收到政府信息申请公开件6件。", [6]),
        ("收到政府信息申请公开函6件。", []),
        ("线上收到申请8件、线下收到申请2件。", []),
        ("收到网上申请8件，收到书面申请2件。", []),
        ("收到书面申请2件，网上申请8件。", []),
        ("网上申请8件，信函申请2件，收到政府信息公开申请10件。", []),
        ("网上申请8件，信函申请2件，共收到政府信息公开申请10件。", [10]),
        ("网上公开信息80条，收到政府信息公开申请10件。", [10]),
        ("收到政府信息公开申请12件，其中2件申请人撤回，实际受理10件。", []),
        ("收到12件政府信息公开申请，2件撤回，实际受理10件。", []),
        ("收到政府信息公开申请12件，其中2件申请人撤回。", [12]),
        ("收到政府信息公开申请12件，合并重复申请后为10件。", []),
        ("收到政府信息公开申请12件，其中2件转其他部门，我局办理10件。", []),
        ("收到政府信息公开申请12件，其中2件转其他部门办理。", [12]),
        ("直接收到政府信息公开申请8件，上级转来申请2件。", []),
        ("收到政府信息公开申请8件，市政府转来申请2件。", []),
        ("收到政府信息公开申请8件，其中市政府转来2件。", [8]),
        ("各乡镇共收到政府信息公开申请8件，县直部门收到申请2件。", []),
        ("各乡镇和县直部门共收到政府信息公开申请10件。", [10]),
        ("水务局收到政府信息公开申请8件，民政局收到政府信息公开申请2件。", []),
        ("收到要求加急办理的政府信息公开申请3件。", []),
        ("收到超过期限的政府信息公开申请0件。", []),
        ("收到群众向县政府及县政府办提交的政府信息公开申请3件。", [3]),
        ("收到有效政府信息公开申请45件，无效4件。", []),
        ("最多时一天收到政府信息公开申请6件。", []),
        ("县司法局、县公安局共收到政府信息公开申请80件。", []),
        ("我局与县司法局共收到政府信息公开申请80件。", []),
        ("收到政府信息公开申请40件，另通过邮寄收到9件。", []),
        ("受理政府信息公开申请47件，不予受理2件，共收到49件。", []),
    ],
)
def test_all_requests_are_told_from_some_and_from_others(text: str, received: list[float]) -> None:
    assert [figure.value for figure in figures(text, year=2022) if cell(figure) == RECEIVED] == received


def test_words_of_the_form_itself_may_follow_who_decided() -> None:
    [licensing] = figures("云桥市水利局行政许可处理决定数量为13件。")
    assert cell(licensing) == "proactive_disclosure/licensing/decisions"
    for other in ("所属水利局行政许可处理决定数量为13件。", "云桥市水利局行政许可信息数量13件。"):
        assert [cell(figure) for figure in figures(other)] == [None]
    new, carried = figures("因政府信息公开新增行政复议7件，上年结转2件。")
    assert (cell(new), cell(carried)) == (None, None)
    assert cell(figures("因政府信息公开引起行政复议7件，均已审结；另有2件未审结。")[0]) is None
    for parts in ("其中上年结转2件", "上年结转行政诉讼2件"):
        review = figures(f"因政府信息公开引起行政复议7件，{parts}。")[0]
        assert cell(review) == "reviews_and_litigation/reconsideration/total"
    [review] = figures("因政府信息依申请公开引起行政复议0件。")
    assert cell(review) == "reviews_and_litigation/reconsideration/total"


@pytest.mark.parametrize(
    ("text", "decisions"),
    [
        ("依法发布行政许可53件，行政处罚22件。", []),
        ("主动公开政府信息96件，其中：行政许可65件、行政处罚4件。", []),
        ("梳理公布权责清单：行政许可65件，行政强制3件。", []),
        ("通过信用平台归集行政许可65件、行政处罚4件。", []),
        ("主动公开政府规章0件；行政许可处理决定数量40件，行政处罚处理决定数量11宗。", [40, 11]),
        ("公开信息30条，作出行政处罚16件、行政强制1件。", [16, 1]),
        ("推进民生领域信息公开，行政处罚16件。", [16]),
        ("发布信息30条。行政处罚16件。", [16]),
    ],
)
def test_what_was_published_is_not_what_was_decided(text: str, decisions: list[float]) -> None:
    found = [figure.value for figure in figures(text) if figure.column == "decisions"]
    assert found == decisions


def test_requests_without_their_subject_count_only_where_the_text_speaks_of_it() -> None:
    assert [cell(figure) for figure in figures("收到群众申请3件。", "三、為民服務")] == [None]
    assert [cell(figure) for figure in figures("收到群众申请3件。", "（二）依申請公開")] == [RECEIVED]


@pytest.mark.parametrize(
    ("agency", "sentence", "cells"),
    [
        ("云岭县人民政府", "县公安局主动公开政府信息1200条，受理政府信息公开申请120件。", [None, None]),
        ("云岭县人民政府", "城关镇收到政府信息公开申请3件。", [None]),
        ("云岭县人民政府", "5个部门收到政府信息公开申请3件。", [None, None]),
        ("云岭县人民政府", "县人民政府收到政府信息公开申请3件。", [RECEIVED]),
        ("云岭县人民政府", "2016年，全县共受理政府信息公开申请350件。", [RECEIVED]),
        ("云岭县水务局", "县供水公司收到政府信息公开申请3件。", [None]),
        ("云岭县水务局", "县政府共制发规范性文件3件。", [None]),
        ("云岭县水务局", "县水务局收到政府信息公开申请3件。", [RECEIVED]),
        ("云岭县水务局", "根据县政府要求，我局受理政府信息公开申请3件。", [RECEIVED]),
        ("云岭县水务局", "县水务部门收到政府信息公开申请3件。", [RECEIVED]),
        ("云岭县水务局", "我局办公室会同县司法局办理，共收到政府信息公开申请3件。", [RECEIVED]),
        ("云岭县水务局", "县政府办公室收到政府信息公开申请3件。", [None]),
        ("云岭县水务局", "收到公民向县政府及县政府办公室提出的政府信息公开申请3件。", [None]),
        ("云岭县水务局", "收到公民向县水务局提出的政府信息公开申请3件。", [RECEIVED]),
        ("云岭县水务局", "收到公民向我局提出的政府信息公开申请3件。", [RECEIVED]),
        ("云岭县水务局", "县水务局及局属单位共收到政府信息公开申请3件。", [RECEIVED]),
        ("云岭县水务局", "局属单位共收到政府信息公开申请3件。", [None]),
        ("云岭县人民政府", "我办共收到政府信息公开申请3件。", [None]),
        ("云岭县人民防空办公室", "我办共收到政府信息公开申请3件。", [RECEIVED]),
    ],
)
def test_what_another_body_did_speaks_of_no_cell(agency: str, sentence: str, cells: list[str | None]) -> None:
    text = f"{agency}2016年政府信息公开工作年度报告\n一、概述\n{sentence}\n"
    assert [cell(figure) for figure in reportparse.parse(text.encode()).figure_list] == cells


def test_what_stands_below_the_name_of_another_body_speaks_of_no_cell() -> None:
    text = (
        "云岭县人民政府2016年政府信息公开工作年度报告\n一、各部门情况\n"
        "(一)县公安局。受理政府信息公开申请120件，收取信息处理费300元。\n"
        "(二)县水利局\n受理政府信息公开申请20件。\n"
        "二、全县情况\n受理政府信息公开申请350件。\n"
    )
    report = reportparse.parse(text.encode())
    cells = {figure.raw: cell(figure) for figure in report.figure_list}
    assert [cells["120件"], cells["20件"], cells["350件"]] == [None, None, "requests/received/total"]
    assert not [record for record in report.record_list if record.value == 300]
