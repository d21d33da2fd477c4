"""Bare numbers of pages between cells that have a line each: never taken for a value."""

import random

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text
from reportparse.loaders import load
from reportparse.report import Report

SECTION = """某县林业局2023年政府信息公开工作年度报告
一、总体情况
本年度按照要求开展各项工作，没有发生需要说明的事项。
{before}
二、主动公开政府信息情况
第二十条第（五）项
信息内容
本年处理决定数量
行政许可
17
第二十条第（六）项
信息内容
本年处理决定数量
行政处罚
{penalties}
行政强制
4
第二十条第（八）项
信息内容
本年收费金额（单位：万元）
行政事业性收费
0
三、其他需要报告的事项
本年度没有其他需要报告的事项。
{behind}
"""


def _penalties(before: str, penalties: str, behind: str) -> float | None:
    report = reportparse.parse(SECTION.format(before=before, penalties=penalties, behind=behind).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["licensing", "decisions"] == 17
    return values["penalties", "decisions"]


def test_a_number_between_those_of_the_pages_around_may_be_that_of_a_page() -> None:
    assert _penalties("1", "2", "3") is None


def test_that_is_said() -> None:
    text = SECTION.format(before="1", penalties="2", behind="3")
    said = "numbers may be those of pages, the first at line 15: their rows are withheld"
    assert said in reportparse.parse(text.encode()).warnings


def test_that_is_said_of_a_number_that_is_left_out_of_its_row() -> None:
    text = """某县林业局2023年政府信息公开工作年度报告
一、总体情况
本年度按照要求开展各项工作，没有发生需要说明的事项。
1
三、收到和处理政府信息公开申请情况
申请人情况
自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
一、本年新收政府信息公开申请数量 3 1 4
二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0
（七）总计 2 1 1 1 1 1 7
2
四、结转下年度继续办理 0 0 0 0 0 0 0
六、其他需要报告的事项
本年度没有其他需要报告的事项。
3"""
    report = reportparse.parse(text.encode())
    assert {record.value for record in report.record_list if record.row == "outcome.total"} == {None}
    said = "numbers may be those of pages, the first at line 11: their rows are withheld"
    assert said in report.warnings


def test_it_may_be_so_without_a_number_on_the_first_page() -> None:
    assert _penalties("", "2", "3") is None


@pytest.mark.parametrize(("before", "behind"), [("", ""), ("1", "2"), ("3", "4"), ("- 1 -", "- 3 -")])
def test_where_no_page_of_that_number_is_missing_it_is_a_value(before: str, behind: str) -> None:
    assert _penalties(before, "2", behind) == 2


def test_on_a_page_whose_number_is_known_another_is_a_value() -> None:
    text = SECTION.format(before="1\n\f", penalties="3\n2\n\f", behind="3").replace(
        "行政强制\n4", "行政强制\n2"
    )
    report = reportparse.parse(text.encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["penalties", "decisions"] == 3
    assert values["coercive_measures", "decisions"] == 2


PAGES = """某县林业局2023年政府信息公开工作年度报告
一、总体情况
本年度按照要求开展各项工作，没有发生需要说明的事项。
二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
{first}{turn}规章 0 0 0
行政规范性文件 5 1 12
第二十条第（五）项
信息内容 本年处理决定数量
行政许可 17
第二十条第（六）项
信息内容 本年处理决定数量
行政处罚 8
{second}{turn}行政强制 4
第二十条第（八）项
信息内容 本年收费金额（单位：万元）
行政事业性收费 0
三、收到和处理政府信息公开申请情况
申请人情况
自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3
二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0
四、政府信息公开行政复议、行政诉讼情况
行政复议 行政诉讼
未经复议直接起诉 复议后起诉
结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计
1 0 0 0 1 0 0 0 0 0 2 0 0 0 2
六、其他需要报告的事项
本年度没有其他需要报告的事项。
{third}"""


@pytest.mark.parametrize("turn", ["\f", ""])
def test_numbers_of_all_pages_are_none_of_a_header_or_of_a_row(turn: str) -> None:
    text = PAGES.format(first="1\n", second="2\n", third="3\n", turn=turn)
    report = reportparse.parse(text.encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["normative_documents", "in_force"] == 12
    assert values["penalties", "decisions"] == 8
    assert values["coercive_measures", "decisions"] == 4
    assert not report.warnings or all("page" not in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("甲\n1\n\f乙\n2\n", ["1", "2"]),
        ("甲\n7\n\f乙\n8\n\f", ["7", "8"]),
        ("1\n甲\n\f2\n乙\n", ["1", "2"]),
        ("甲\n\f乙\n2\n\f丙\n3\n\f丁\n4", ["2", "3", "4"]),
        # The first page has none, and the other two may begin with values.
        ("甲\n\f2\n乙\n\f3\n丙", []),
        ("甲\n1\n\f乙\n3\n", []),
        ("甲\n1\n\f乙\n2\n丙", []),
        ("甲\n1\n丙\n\f乙\n2", []),
        # In the midst of a page it must be the only line of that number.
        ("甲\n1\n\f乙\n2\n丙\n\f丁\n3\n戊\n3", ["1", "2", "3"]),
        ("甲\n1\n\f2\n乙\n2\n丙\n\f丁\n3", []),
        # Where two lines are, neither is told; the other pages are.
        ("甲\n1\n戊\n\f2\n乙\n2\n丙\n\f丁\n3\n戊\n\f己\n4", ["1", "3", "4"]),
        ("甲\n0\n\f乙\n1\n", []),
        ("甲\n1\n乙\n2\n丙\n3", []),
    ],
)
def test_which_lines_surely_are_numbers_of_pages(text: str, numbers: list[str]) -> None:
    assert [line.text for line in load(text.encode()).margins] == numbers


def _paged(lines: list[str], chance: random.Random) -> str:
    """The lines with the number of each page, which ends behind a value or, here and there, anywhere."""
    page, left = 1, chance.randint(25, 110)
    found = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        found.append(line)
        left -= 1
        ends_row = line.strip().isdigit() and len(following) > 3
        if left <= 0 and (ends_row or chance.random() < 0.15):
            found.append(str(page))
            page, left = page + 1, chance.randint(25, 110)
    return "\n".join([*found, str(page)])


def _right_and_wrong(report: Report, printed: dict[str, object]) -> tuple[int, dict[str, float]]:
    values = {
        slot: record.value
        for record in report.record_list
        if record.value is not None and (slot := f"{record.table}/{record.row}/{record.column}") in printed
    }
    wrong = {
        slot: value
        for slot, value in values.items()
        if printed[slot] is None or value != pytest.approx(float(str(printed[slot])))
    }
    return len(values) - len(wrong), wrong


@pytest.mark.parametrize("oddity", ["", "blank_zeros", "some_blank_zeros", "blank_rows"])
@pytest.mark.parametrize("profile", ["busy", "sparse", "zero"])
def test_no_page_number_fills_a_blank_cell_that_was_left_out(profile: str, oddity: str) -> None:
    right = 0
    for seed in range(3):
        made = make(seed, "2021", profile, [oddity] if oddity else [], "txt")
        printed = {slot: number(text) for slot, text in truth(made, "txt", [])["values"].items()}
        lines = dialect_text(made, "dialect-cell-lines").split("\n")
        for turn in range(2):
            text = _paged(lines, random.Random(f"{seed} {profile} {oddity} {turn}"))
            found, wrong = _right_and_wrong(reportparse.parse(text.encode()), printed)
            assert not wrong, text
            right += found
    assert right > (800 if not oddity else 0) or (profile, oddity) == ("zero", "blank_zeros")


def test_that_the_last_number_happens_to_be_a_sum_does_not_make_it_a_total() -> None:
    zeros = [0, 0, 0, 0, 0, 0, 0]
    rows: list[tuple[str, list[int]]] = [
        ("一、本年新收政府信息公开申请数量", [1, 0, 2, 0, 0, 0, 3]),
        ("二、上年结转政府信息公开申请数量", zeros),
        ("（一）予以公开", [0, 0, 1, 0, 0, 0, 1]),
        ("（二）部分公开", zeros),
        # 2 is the number of the page; 1 + 1 is 2, too.
        ("1.属于国家秘密", [1, 0, 0, 0, 0, 0, 1, 2]),
        ("2.其他法律行政法规禁止公开", [0, 0, 1, 0, 0, 0, 1]),
        ("3.危及“三安全一稳定”", zeros),
    ]
    header = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = ["三、收到和处理政府信息公开申请情况", *header]
    for label, values in rows:
        lines += [label, *map(str, values)]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    values = {(record.row, record.column): record.value for record in records}
    assert values["received", "total"] == 3
    assert values["outcome.refused.state_secret", "total"] in (None, 1)
    assert values["outcome.refused.state_secret", "other_organisation"] in (None, 0)


@pytest.mark.parametrize(
    "line", ["Page 3", "page 3 of 7", "第3页/共7页", "共 7 页 第 3 页", "页码：3", "P3", "3 of 7"]
)
def test_words_say_that_a_number_is_a_pages(line: str) -> None:
    text = SECTION.format(before="", penalties=8, behind="").replace(
        "行政事业性收费\n0", f"{line}\n行政事业性收费"
    )
    report = reportparse.parse(text.encode())
    assert not [record for record in report.record_list if record.row == "fees" and record.value is not None]


@pytest.mark.parametrize("line", ["— 3 —", "第 3 页", "3 / 7"])
def test_the_number_of_a_page_is_no_line_of_a_cell(line: str) -> None:
    text = (
        "某县林业局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\t第二十条第（六）项\n\n"
        f"\t信息内容\n\t本年处理决定数量\n\n\t行政处罚\n\t74\n{line}\n\n\t行政强制\n\t0\n\n五、存在的主要问题及改进情况\n"
    )
    report = reportparse.parse(text.encode())
    assert {record.row: record.value for record in report.record_list if record.value is not None} == {
        "penalties": 74,
        "coercive_measures": 0,
    }


PARTED = """某县林业局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
1

规章
4
5
{last}
行政规范性文件
6
{between}2

8
第二十条第（五）项
信息内容
本年处理决定数量
行政许可
3
三、其他需要报告的事项
{end}
"""


def _of_documents(last: str, between: str, end: str) -> list[float | None]:
    report = reportparse.parse(PARTED.format(last=last, between=between, end=end).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    rows = ("rules", "normative_documents")
    return [values[row, column] for row in rows for column in ("issued", "repealed", "in_force")]


def test_numbers_before_all_blank_lines_that_count_up_to_the_last_line_are_those_of_pages() -> None:
    assert _of_documents("9", "7\n", "3") == [4, 5, 9, 6, 7, 8]


@pytest.mark.parametrize(
    ("last", "between", "end"),
    [("9\n", "7\n", "3"), ("9", "7\n", "4"), ("9", "7\n", "无。"), ("9", "7\n", "2")],
)
def test_other_numbers_before_blank_lines_are_not_taken_for_those_of_pages(
    last: str, between: str, end: str
) -> None:
    text = PARTED.format(last=last, between=between, end=end).encode()
    assert not load(text).margins
