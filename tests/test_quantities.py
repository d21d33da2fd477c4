"""Which numbers in Chinese prose count or measure something, and what they are worth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportparse.forms.figure_rules import NumeralWords
from reportparse.prose.flat_text import flatten
from reportparse.prose.quantities import quantities
from tests.prose import RULES


def found(text: str) -> list[tuple[str, float | None, str | None, bool]]:
    """The quantities with a unit: as printed, value, unit, approximate."""
    return [
        (text[quantity.start : quantity.end], quantity.value, quantity.unit, quantity.approximate)
        for quantity in quantities(flatten(text), RULES.numerals)
        if quantity.unit is not None
    ]


@pytest.mark.parametrize(
    ("text", "raw", "value", "unit", "approximate"),
    [
        ("全年公布各类消息864条", "864条", 864, "条", False),
        ("更新栏目内容57余条", "57余条", 57, "条", True),
        ("更新栏目内容300多条", "300多条", 300, "条", True),
        ("更新栏目内容20几条", "20几条", 20, "条", True),
        ("编发图解约40篇", "约40篇", 40, "篇", True),
        ("编发图解近90篇", "近90篇", 90, "篇", True),
        ("最近90篇图解", "90篇", 90, "篇", False),
        ("回应关切超过60次", "超过60次", 60, "次", True),
        ("回应关切60次以上", "60次以上", 60, "次", True),
        ("回应关切60次左右", "60次左右", 60, "次", True),
        ("回应关切500+次", "500+次", 500, "次", True),
        ("点击总量为2.6亿次", "2.6亿次", 260_000_000, "次", False),
        ("网站浏览次数：260次", "260次", 260, "次", False),
        ("点击总量为1.8万余次", "1.8万余次", 18_000, "次", True),
        ("点击总量为3万5千次", "3万5千次", 35_000, "次", False),
        ("参观者4000多人次", "4000多人次", 4000, "人次", True),
        ("按时答复的占98.6%", "98.6%", 98.6, "%", False),
        ("按时答复的占１００％", "１００％", 100, "%", False),
        ("比例提高3.5个百分点", "3.5个百分点", 3.5, "个百分点", False),
        ("满意的占百分之九十二点五", "百分之九十二点五", 92.5, "%", False),
        ("满意的占百分之百", "百分之百", 100, "%", False),
        ("共计收费0元", "0元", 0, "元", False),
        ("共计收费81.5万元", "81.5万元", 81.5, "万元", False),
        ("共计收费3千余万元", "3千余万元", 3000, "万元", True),
        ("共计收费2亿300万元", "2亿300万元", 20_300, "万元", False),
        ("共计收费6万2500元", "6万2500元", 62_500, "元", False),
        ("共计收费1.2亿元", "1.2亿元", 1.2, "亿元", False),
        ("新增文件12,408份", "12,408份", 12_408, "份", False),
        ("新增文件１２，４０８份", "１２，４０８份", 12_408, "份", False),
        ("新增文件４７份", "４７份", 47, "份", False),
        ("新增文件 47 份", "47 份", 47, "份", False),
        ("新增文件\u300047\u00a0份", "47\u00a0份", 47, "份", False),
        ("在15个工作日内答复", "15个工作日", 15, "个工作日", False),
        ("在15日内答复", "15日", 15, "日", False),
        ("先后三次研究部署", "三次", 3, "次", False),
        ("举办讲座两场", "两场", 2, "场", False),
        ("刊印专刊十四期", "十四期", 14, "期", False),
        ("召开两次全会", "两次", 2, "次", False),
        ("参加8届展会", "8届", 8, "届", False),
        ("公布机构地址9条", "9条", 9, "条", False),
        ("收到留言二百三十六条。", "二百三十六条", 236, "条", False),
        ("接待来访者一千零八人次", "一千零八人次", 1008, "人次", False),
        ("走访近百家企业", "近百家", 100, "家", True),
        ("开展活动三十余场", "三十余场", 30, "场", True),
        ("开设四个专栏", "四个", 4, "个", False),
        ("召开碰头会一次，", "一次", 1, "次", False),
        ("组织一次座谈", "一次", 1, "次", False),
    ],
)
def test_a_number_with_a_unit_counts(text: str, raw: str, value: float, unit: str, approximate: bool) -> None:
    assert found(text) == [(raw, value, unit, approximate)]


@pytest.mark.parametrize(
    "text",
    [
        "2022年", "2022 年度", "22年", "2022年3月8日", "3月8日前", "7月份和8月份", "1-9月", "2020—2022年",
        "二〇二二年三月",
        "2022-03-08", "2022/3/8", "14:30", "9时30分",
        "〔2022〕18号", "（2022）18号文", "[2022]18号", "第711号国务院令", "湖滨大街58号",
        "第十九条", "第二十条第（五）项", "第三十六条第一项、第二项", "第20、21条", "第9至12条", "第9-12条", "《条例》三十五条",
        "第3期", "第二次会议", "第一批", "第5名", "八届四次全会", "十二届三次、四次全会", "八届4次党代会",
        "县委六次全会", "杏林家园四期", "在科技产业园2期", "（地址：杏林壹号四期6组）",
        "1.条例宣传", "一、条件保障", "（二）条线指导", "2.件件有回音",
        "电话：0598-6123456", "邮编：366600", "热线12366", "zwgk88@mail.example",
        "www.example.gov.cn/2022/3条",
        "V3.0", "2.0版", "5G基站", "A4纸", "7×24小时", "“1+5+N”体系",
        "发布时间：2023-02-17 浏览次数：260次 字号：大", "点击数 : 2730次",
        "危及“三安全一稳定”", "“两个一百次”", "“双随机、一公开”监管", "“一次办好”改革", "《十件实事》",
        "《2022年20条措施》",
        "进一步规范", "统一受理", "一定程度上", "一些部门", "一批骨干", "一系列举措", "一律公开", "一并答复",
        "逐一核对",
        "一次性告知", "最多跑一次", "办好一件事", "一件件落实", "一条龙服务", "一起推进", "一场所",
        "一项长期任务",
        "三审三校", "三个方面", "四项制度", "两个维护", "八项规定", "五级联动", "六个部分", "这两次",
        "数十次", "几百条",
        "三五次", "一两次", "每季度一次", "每月召开两次", "一期工程", "两件套", "点五条", "百件", "1/3条",
    ],
)  # fmt: skip
def test_other_numbers_do_not_count(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("公布消息1 136条", "1 136条"),
        ("公布消息8 6 4条", "8 6 4条"),
        ("公布消息10至20条", "10至20条"),
        ("公布消息10-20条", "10-20条"),
        ("公布消息12，345条", "12，345条"),
        ("3.5个单位", "3.5个"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_has_no_value(text: str, raw: str) -> None:
    [(printed, value, _, _)] = found(text)
    assert (printed, value) == (raw, None)


def test_a_comma_inside_of_a_number_must_set_thousands_apart() -> None:
    assert found("分别收到12,345,67件") == []


def test_a_clause_comma_ends_a_number() -> None:
    assert found("总数12，其中45件") == [("45件", 45, "件", False)]


def test_numerals_in_sentences_count_by_the_words_of_a_family_alone() -> None:
    text = flatten("公布两条信息，举办一次讲座，还有三条。")
    units = [(quantity.value, quantity.unit) for quantity in quantities(text, NumeralWords())]
    assert units == [(3, "条")]
    words = NumeralWords(counted="条(?=信息)", before_one="举办")
    assert [quantity.value for quantity in quantities(text, words)] == [2, 1, 3]


def test_flattening_keeps_every_position() -> None:
    text = "Ａ，１２３\u200b⼈⻔（甲）\r\n①½\t乙"
    flat = flatten(text)
    assert len(flat) == len(text)
    assert flat.startswith("A，123 人门(甲)")


def test_commas_between_clauses_are_wide_and_those_inside_of_numbers_narrow() -> None:
    assert flatten("今年,公布1,240条,回应3次，") == flatten("今年，公布1,240条，回应3次，")
    assert flatten("公布1,240条,另有3,均已办结") == "公布1,240条，另有3，均已办结"


def test_lines_that_are_wrapped_inside_of_a_sentence_are_put_together() -> None:
    wrapped = "这一年里我们通过门户网站和两个公众号面向社会陆续发布各种消息\n31\n条，方便群众查阅。"
    assert "31 条" in flatten(wrapped.replace("\n31\n", " 31\n"))


def test_a_number_on_its_own_line_belongs_to_the_unit_on_the_next() -> None:
    assert found("公布消息\n31\n条，回应\n关切\n4\n次。") == [
        ("31\n条", 31, "条", False),
        ("4\n次", 4, "次", False),
    ]
    assert found("行政许可\n31\n第二十条\n规章\n0\n0") == []


ALPHABET = (
    "0123456789０１２３，,.．：:、。；（）()《》“”〔〕%％-—~至 \u3000\n"
    "第一二三两十百千万亿零〇条件次个项元余多约近超每分别为"
    "年月日号收到申请处理费未没有无公开政府信息Aa#上下"
)


@given(st.text(alphabet=ALPHABET, max_size=200))
@settings(max_examples=400)
def test_quantities_never_overlap_and_never_leave_the_text(text: str) -> None:
    flat = flatten(text)
    assert len(flat) == len(text)
    last = 0
    for quantity in quantities(flat, RULES.numerals):
        assert last <= quantity.start < quantity.end <= len(text)
        assert flat[quantity.start : quantity.end].strip() == flat[quantity.start : quantity.end]
        last = quantity.end


@given(st.integers(0, 10**9), st.sampled_from("条件次份篇"), st.sampled_from(["", " ", "\u3000"]))
def test_every_whole_number_is_read_back(number: int, unit: str, space: str) -> None:
    assert found(f"公布消息{number}{space}{unit}。") == [(f"{number}{space}{unit}", number, unit, False)]
    assert found(f"公布消息{number:,}{unit}。") == [(f"{number:,}{unit}", number, unit, False)]
