"""Words that stand in cells of values: they are what the cell holds, and the row's numbers are read beside them."""

from dataclasses import replace
from typing import Literal

import pytest

import reportparse
from reportparse.report import Record
from tests.made_texts import report_text
from tests.tables import APPLICANTS, grid, recognised

HEADER = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
# Merged cells are printed once where only rows are kept.
REVIEWS = {
    "grid": [
        [*["行政复议"] * 5, *["行政诉讼"] * 10],
        [*OUTCOMES, *["未经复议直接起诉"] * 5, *["复议后起诉"] * 5],
    ],
    "rows": [["行政复议", "行政诉讼"], ["未经复议直接起诉", "复议后起诉"]],
}
Layout = Literal["grid", "rows"]


def records(layout: Layout, *rows: list[str]) -> dict[str, Record]:
    found = recognised(replace(grid(*rows), layout=layout)).records
    return {f"{record.row}/{record.column}": record for record in found}


@pytest.mark.parametrize("layout", ["grid", "rows"])
@pytest.mark.parametrize("words", ["不变", "略减少", "见附件", "无此项", "16/20"])
def test_words_beside_numbers_are_a_text(layout: Layout, words: str) -> None:
    found = records(
        layout,
        ["第二十条第（六）项", "", "", ""],
        HEADER,
        ["行政处罚", "41", words, "5"],
        ["行政强制", "1", "0", "6"],
    )
    change = found["penalties/items_change"]
    assert (change.state, change.raw, change.value) == ("text", words, None)
    assert found["penalties/items_previous"].value == 41
    assert found["penalties/decisions"].value == 5
    assert found["coercive_measures/decisions"].value == 6


@pytest.mark.parametrize("layout", ["grid", "rows"])
def test_a_row_of_nothing_but_words_is_printed(layout: Layout) -> None:
    words = "本局没有制定规章"
    found = records(
        layout,
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", words, words, words],
        ["行政规范性文件", "3", "4", "7"],
    )
    for column in ("issued", "repealed", "in_force"):
        record = found[f"rules/{column}"]
        assert (record.state, record.raw, record.value) == ("text", words, None)
    assert found["normative_documents/in_force"].value == 7


@pytest.mark.parametrize("layout", ["grid", "rows"])
def test_a_number_that_is_not_exact_leaves_the_others_of_its_row(layout: Layout) -> None:
    found = records(
        layout,
        ["", *APPLICANTS],
        ["一、本年新收政府信息公开申请数量", "约25", *"123450"],
        ["二、上年结转政府信息公开申请数量", *"1000001"],
    )
    assert (found["received/natural_person"].state, found["received/natural_person"].raw) == ("text", "约25")
    assert found["received/business"].value == 1


@pytest.mark.parametrize("layout", ["grid", "rows"])
def test_the_rest_of_a_label_in_a_cell_of_its_own_is_no_value(layout: Layout) -> None:
    found = records(
        layout,
        ["", "", *APPLICANTS],
        ["一、本年新收政府信息公开申请", "数量", *"1234500"],
        ["二、上年结转政府信息公开申请数量", "", *"1000001"],
    )
    assert found["received/natural_person"].value == 1
    assert found["received/legal_service_organisation"].value == 5


def test_what_was_taken_out_of_the_midst_of_a_label_is_no_value() -> None:
    lines = [
        "三、收到和处理政府信息公开申请情况",
        "|一、本年新收政府信息公开申请数量||235|0|0|0|0|0|235|",
        "|（一）予公开|以|235|0|0|0|0|0|235|",
        "|（二）部分公开||0|0|0|0|0|0|0|",
    ]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    values = {record.column: record.value for record in records if record.row == "outcome.disclosed"}
    assert values.get("natural_person") in (None, 235)
    assert values.get("business") in (None, 0)


@pytest.mark.parametrize(
    ("printed", "value", "state"), [("增加5", 5, "number"), ("减少2", -2, "number"), ("0/0", None, "text")]
)
def test_a_change_in_words_leaves_a_row_of_one_cell_per_line_whole(
    printed: str, value: float | None, state: str
) -> None:
    rows = [HEADER, ["行政许可", "1", "0", "7"], ["其他对外管理服务事项", "24", printed, "3"]]
    cells = [f"{cell} |".lstrip() for row in rows for cell in (*row, "")]
    lines = ["某县水务局2020年政府信息公开工作年度报告", "第二十条第（五）项 |", "||||", *cells, "", "无。"]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    row = {record.column: record for record in records if record.row == "other_services"}
    assert (row["items_previous"].value, row["decisions"].value) == (24, 3)
    assert (row["items_change"].value, row["items_change"].state) == (value, state)
    assert row["items_change"].raw == printed


@pytest.mark.parametrize("layout", ["grid", "rows"])
def test_how_much_more_there_is_is_no_count(layout: Layout) -> None:
    found = records(
        layout,
        ["第二十条第（六）项", "", "", ""],
        HEADER,
        ["行政处罚", "41", "增加5", "增加6"],
        ["行政强制", "1", "0", "6"],
    )
    assert found["penalties/items_change"].value == 5
    decisions = found["penalties/decisions"]
    assert (decisions.value, decisions.raw, decisions.certainty) == (None, "增加6", "uncertain")


@pytest.mark.parametrize("word", ["不适用", "N/A"])
@pytest.mark.parametrize("between", ["\n", "\t", " ", " | "])
def test_words_for_nothing_are_dashes_in_every_dialect(word: str, between: str) -> None:
    text = report_text(received=0).replace("\t0", f"\t{word}").replace("\t", between)
    report = reportparse.parse(text.encode())
    requests = [record for record in report.record_list if record.row in ("received", "carried_in")]
    assert [(record.state, record.raw) for record in requests] == [("dash", word)] * 14


@pytest.mark.parametrize("layout", ["grid", "rows"])
@pytest.mark.parametrize("words", ["审理中", "见附件", "1起"])
def test_words_in_a_row_without_label_are_a_text(layout: Layout, words: str) -> None:
    values = ["3", "0", words, "0", "3", *"10001", *"20002"]
    found = records(layout, *REVIEWS[layout], OUTCOMES * 3, values)
    other = found["reconsideration/other"]
    assert (other.state, other.raw, other.value) == ("text", words, None)
    assert found["reconsideration/total"].value == 3
    assert found["litigation_after_reconsideration/upheld"].value == 2


@pytest.mark.parametrize("layout", ["grid", "rows"])
def test_words_before_numbers_may_be_the_label_of_another_row(layout: Layout) -> None:
    values = ["水务局", "0", "0", "0", "3", *"10001", *"20002"]
    assert records(layout, *REVIEWS[layout], ["单位", *OUTCOMES[1:], *OUTCOMES * 2], values) == {}


def test_a_remark_behind_the_last_value_moves_no_value_into_a_blank_cell() -> None:
    names = REVIEWS["rows"] + [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3]
    values = ["", "0", "0", "0", "0"] * 3
    found = records("rows", *names, [*values, "备注：无"])
    assert {record.certainty for record in found.values()} == {"uncertain"}
    assert all(record.value is None for record in found.values())


def test_a_remark_behind_the_last_value_of_a_row_with_a_label_moves_none_either() -> None:
    row = ["一、本年新收政府信息公开申请数量", "", "0", "0", "0", "0", "0", "0"]
    other = ["二、上年结转政府信息公开申请数量", "3", "0", "0", "0", "0", "0", "3"]
    found = records("rows", ["", *APPLICANTS], [*row, "备注：无"], other)
    received = [record for name, record in found.items() if name.startswith("received/")]
    assert {record.value for record in received if record.certainty != "uncertain"} <= {None}
    assert found["carried_in/total"].value == 3
