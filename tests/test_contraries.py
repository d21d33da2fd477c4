"""Labels that are like the form's and say something else."""

import pytest

import reportparse

TABLE = """某县水务局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容 | {issued} | 本年废止件数 | {in_force} |
规章 | 1 | 2 | 3 |
行政规范性文件 | 4 | 5 | 6 |
第二十条第（八）项
信息内容 | {amount} |
行政事业性收费 | {fees} |
"""
OWN = {
    "issued": "本年制发件数",
    "in_force": "现行有效件数",
    "amount": "本年收费金额（单位：万元）",
    "fees": "7",
}


def _values(**labels: str) -> dict[tuple[str, str], float | None]:
    report = reportparse.parse(TABLE.format(**{**OWN, **labels}).encode())
    return {
        (record.row, record.column): record.value
        for record in report.record_list
        if record.table == "proactive_disclosure" and record.state != "absent"
    }


@pytest.mark.parametrize(
    ("labels", "withheld"),
    [
        ({"issued": "上年制发件数"}, {("rules", "issued"), ("normative_documents", "issued")}),
        ({"in_force": "现行失效件数"}, {("rules", "in_force"), ("normative_documents", "in_force")}),
        ({"amount": "本年减免收费金额（单位：万元）"}, {("fees", "amount")}),
        ({"amount": "本年收费项目"}, {("fees", "amount")}),
        ({"fees": "7项"}, {("fees", "amount")}),
    ],
)
def test_what_a_contrary_label_names_is_withheld(
    labels: dict[str, str], withheld: set[tuple[str, str]]
) -> None:
    values = _values(**labels)
    assert {slot for slot, value in values.items() if value is None} == withheld
    assert len(values) == 7


@pytest.mark.parametrize(
    "labels",
    [{}, {"issued": "本年制定件数"}, {"in_force": "现行有郊件数"}, {"amount": "收费金额"}, {"fees": "7万元"}],
)
def test_misprints_and_other_words_for_the_same_are_read(labels: dict[str, str]) -> None:
    assert list(_values(**labels).values()) == [1, 2, 3, 4, 5, 6, 7]


def test_columns_of_other_rows_do_not_name_those_of_a_row() -> None:
    text = """某县水务局2019年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（八）项
信息内容 | 上一年项目数量 | 本年增/减 |
行政事业性收费 | 3 | 1 |
第二十条第（九）项
信息内容 | 上一年项目数量 | 本年增/减 |
政府集中采购 | 5 | 2 |
"""
    values = {
        record.row: record.value
        for record in reportparse.parse(text.encode()).record_list
        if record.raw == "5"
    }
    assert values == {"procurement": None}


@pytest.mark.parametrize(
    ("header", "value"), [("本年处理决定数量", 7), ("处理决定数量", 7), ("上年处理决定数量", None)]
)
def test_a_label_may_be_contrary_to_one_of_several_names(header: str, value: float | None) -> None:
    text = f"""某县水务局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（五）项
信息内容 | {header} |
行政许可 | 7 |
"""
    records = reportparse.parse(text.encode()).record_list
    assert [record.value for record in records if record.row == "licensing"] == [value]
