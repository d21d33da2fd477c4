"""Labels that are like the form's and say something else."""

import pytest

import reportparse

TABLE = """某县水务局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容 | {issued} | 本年废止件数 | {in_force} |
规章 | 1 | 2 | 3 |
{documents} | 4 | 5 | 6 |
第二十条第（八）项
信息内容 | {amount} |
{charges} | {fees} |
"""
OWN = {
    "issued": "本年制发件数",
    "in_force": "现行有效件数",
    "amount": "本年收费金额（单位：万元）",
    "fees": "7",
    "documents": "行政规范性文件",
    "charges": "行政事业性收费",
}
DOCUMENTS = {("normative_documents", column) for column in ("issued", "repealed", "in_force")}


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
        ({"documents": "已废止规范性文件"}, DOCUMENTS),
        ({"documents": "行政规范性文件（上年）"}, DOCUMENTS),
        ({"documents": "行政规范性文件（2022年）"}, DOCUMENTS),
        ({"documents": "行政规范性文件（不含转发的）"}, DOCUMENTS),
        (
            {"in_force": "现行有效件数（截至2022年底）"},
            {("rules", "in_force"), ("normative_documents", "in_force")},
        ),
        ({"in_force": "现行有效件数（%）"}, {("rules", "in_force"), ("normative_documents", "in_force")}),
        ({"charges": "行政事业性收费（上年）"}, {("fees", "amount")}),
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
    [
        {},
        {"issued": "本年制定件数"},
        {"in_force": "现行有郊件数"},
        {"amount": "收费金额"},
        {"fees": "7万元"},
        {"documents": "行政规范性文件（含转发的，不含内部的）"},
        {"documents": "行政规范性文件（指2023年的）"},
        {"documents": "行政规范性文件（含上年结转的）"},
        {"issued": "本年制发件数（较上年减少的不计）"},
        {"issued": "本年制发件数（件）"},
        {"charges": "行政事业性收费（金额）"},
    ],
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
    ("header", "value"),
    [
        ("本年处理决定数量", 7),
        ("处理决定数量", 7),
        ("上年处理决定数量", None),
        ("本年处理决定金额", None),
        ("本年处理决定金额（万元）", None),
    ],
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


@pytest.mark.parametrize(("note", "values"), [("上年", [None, 1]), ("2022年", [None, 1]), ("2023年", [7, 1])])
def test_a_note_of_another_year_is_no_contrary_of_a_label_of_that_year(
    note: str, values: list[float | None]
) -> None:
    text = f"""某县水务局2023年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
一、本年新收政府信息公开申请数量（{note}） | 7 | 0 | 0 | 0 | 0 | 0 | 7 |
二、上年结转政府信息公开申请数量（2022年） | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
"""
    records = reportparse.parse(text.encode()).record_list
    found = {record.row: record.value for record in records if record.column == "natural_person"}
    assert [found["received"], found["carried_in"]] == values


@pytest.mark.parametrize(("note", "value"), [("上年", None), ("2022年", None), ("件", 4)])
def test_a_note_behind_a_group_of_columns_is_of_all_of_them(note: str, value: float | None) -> None:
    names = "<td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计"
    page = f"""<h1>临汶县水务局2023年政府信息公开工作年度报告</h1>
<h2>四、政府信息公开行政复议、行政诉讼情况</h2>
<table><tr><td colspan=5>行政复议（{note}）<td colspan=10>行政诉讼
<tr>{names.replace("<td>", "<td rowspan=2>")}<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉
<tr>{names * 2}<tr>{"<td>1<td>0<td>2<td>1<td>4" * 3}</table>"""
    records = reportparse.parse(page.encode()).record_list
    totals = {record.row: record.value for record in records if record.column == "total"}
    assert totals["reconsideration"] == value
    assert totals["litigation_direct"] == totals["litigation_after_reconsideration"] == 4
