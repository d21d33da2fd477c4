"""Rows of which a tool left blank cells out, and which it made as long as their table by fillers behind them."""

import pytest

import reportparse
from corpus.generator import MadeReport, make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text
from tests.tables import requests_rows

DIALECTS = ["dialect-padded-rows-without-blanks", "dialect-cell-pipe-lines-without-blanks"]


def made_with_blanks(seed: int, edition: str, profile: str, only_in: str | None) -> MadeReport:
    made = make(seed, edition, profile, ["some_blank_zeros"], "txt")
    for cell in (cell for grid in made.grids for cell in grid.cells):
        if cell.key and only_in not in (None, cell.key[0]) and not cell.text.strip():
            cell.text = "0"
    return made


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("profile", ["zero", "sparse", "busy", "distinct"])
@pytest.mark.parametrize("only_in", [None, "proactive_disclosure", "requests", "reviews_and_litigation"])
@pytest.mark.parametrize("seed", [12, 13, 20])
def test_no_number_moves_into_a_column_whose_cell_is_left_out(
    dialect: str, profile: str, only_in: str | None, seed: int
) -> None:
    made = made_with_blanks(seed, "2019" if seed % 2 else "2021", profile, only_in)
    printed = {slot: number(text) for slot, text in truth(made, "txt", [])["values"].items()}
    wrong = {
        slot: (record.value, printed[slot])
        for record in reportparse.parse(dialect_text(made, dialect).encode()).record_list
        if record.value is not None
        and (slot := f"{record.table}/{record.row}/{record.column}") in printed
        and record.value != pytest.approx(float(printed[slot] if printed[slot] is not None else "nan"))
    }
    assert not wrong


def test_a_number_that_is_not_exact_is_no_blank_cell_before_others() -> None:
    rows = [
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "87", "28余件", "390"],
        ["其他对外管理服务事项", "1341", "21"],
        ["行政处罚", "13", "-15", "544"],
        ["行政强制", "60"],
    ]
    lines = [" | ".join(row) + " |" + (" " + "|" * (4 - len(row)) if len(row) < 4 else "") for row in rows]
    head = [
        "某县水务局2019年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "第二十条第（五）项 | |||",
    ]
    report = reportparse.parse("\n".join([*head, *lines, "三、其他情况"]).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["licensing", "decisions"] == 390
    assert values["other_services", "items_change"] is values["other_services", "decisions"] is None
    assert {value for (row, _), value in values.items() if row == "coercive_measures"} == {None}


def test_a_row_that_ends_in_its_sum_lacks_another_cell_than_its_total() -> None:
    rows = ["一、本年新收政府信息公开申请数量 | 10 | 20 | 30 | 40 | 50 | 150 | |||"]
    rows += [f"二、上年结转政府信息公开申请数量 | {' | '.join('1234560')} | ||"]
    rows += [
        f"{label} | 1 | 1 | 1 | 1 | 1 | 5 | |||"
        for label in ("（一）予以公开", "1.属于国家秘密", "2.重复申请", "3.其他")
    ]
    header = ["（勾稽关系） | 申请人情况 | ||||||||", "自然人 | 法人或其他组织 | 总计 | |||||||"]
    header += ["商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||"]
    found = reportparse.parse("\n".join(["三、收到和处理政府信息公开申请情况", *header, *rows]).encode())
    received = {record.column: record.value for record in found.record_list if record.row == "received"}
    assert received["other_organisation"] is None
    assert received["total"] in (None, 150)


OPENING = ["云桥市水利局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"]


def read(*lines: str) -> dict[str, tuple[float | None, str]]:
    """Value and certainty of all that is printed."""
    return {
        f"{record.row}/{record.column}": (record.value, record.certainty)
        for record in reportparse.parse("\n".join([*OPENING, *lines]).encode()).record_list
        if record.state != "absent"
    }


def test_fillers_without_spaces_tell_in_a_text_that_is_cut_that_blank_cells_may_be_left_out() -> None:
    found = read(
        "第二十条第（一）项 | |||",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
        "规章 | 3 | 1 | 2 |",
        "行政规范性文件 | 29 | ||",
    )
    assert found["rules/issued"] == (3, "read")
    assert not any(value is not None for name, (value, _) in found.items() if name.startswith("normative"))


def test_spaces_in_blank_cells_keep_them_in_their_places() -> None:
    found = read(
        "第二十条第（一）项 | | | |",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
        "规章 | 3 | 1 | 2 |",
        "行政规范性文件 | 29 | | |",
    )
    assert found["normative_documents/issued"] == (29, "read")


@pytest.mark.parametrize(
    "row",
    [
        ["| 2 | | 0 | 2 | | | | | | 4 | 0 | 5 | | 9 |"],
        ["| 2 |", "| 0 | 2 |", *["|"] * 4, "| 4 | 0 | 5 |", "| 9 |"],
    ],
)
def test_values_that_begin_with_a_blank_cell_do_not_go_on_in_the_header(row: list[str]) -> None:
    names = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | "
    found = read(
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议 | 行政诉讼 | |||||||||||||",
        f"{names}未经复议直接起诉 | 复议后起诉 | ||||||||",
        f"{names}{names}|||||",
        *row,
    )
    values = {name: value for name, (value, _) in found.items() if value is not None}
    assert values == {
        "reconsideration/corrected": 2,
        "reconsideration/pending": 0,
        "reconsideration/total": 2,
        "litigation_after_reconsideration/upheld": 4,
        "litigation_after_reconsideration/corrected": 0,
        "litigation_after_reconsideration/other": 5,
        "litigation_after_reconsideration/total": 9,
    }


def test_fillers_of_a_header_cut_by_line_breaks_are_no_blank_cells_before_the_values_below() -> None:
    found = read(
        "三、收到和处理政府信息公开申请情况",
        "| 自然人 | 法人或其他组织 | 总计 | |||||||",
        "| 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||",
        "| 一、本年新收政府信息公开申请数量 | 0 | 0 | |||||||",
        "| （一）予以公开 | 0 | 0 | |||||||",
        "| 1.属于国家秘密 | 0 | 0 | |||||||",
        "四、政府信息公开行政复议、行政诉讼情况",
        "| 行政复议 | 行政诉讼 | |||||||||||||",
        "| 结果 维持 |",
        "结 果纠正 |",
        "其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起 诉 |",
        "||||||||",
        "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维 持 |",
        "结 果纠正 |",
        "其他结果 | 尚 未审结 |",
        "总计 | |||||",
        f"| {'0 | ' * 15}",
    )
    values = {name: value for name, (value, _) in found.items() if value is not None}
    assert len(values) == 15
    assert not any(name.startswith(("received", "outcome")) for name in values)


def test_a_label_in_pieces_has_less_between_it_and_its_value_than_values_have() -> None:
    header = [
        "|第二十条第（一）项",
        "|",
        "|信息内容",
        "||本年制发件数",
        "||本年废止件数",
        "||现行有效件数",
        "|",
    ]
    rows = ["|规章", "||0", "||0", "||", "|", "|行政规范性文件", "||0", "||", "||", "|"]
    found = read(
        *header,
        *rows,
        *[
            "|第二十条第（五）项",
            "|",
            "|信息内容",
            "||本年处理决定数量",
            "|",
            "|行政许",
            "|",
            "可",
            "|0",
            "|",
        ],
    )
    assert found["rules/in_force"][0] is None
    assert found["rules/repealed"] != (None, "read")


@pytest.mark.parametrize("first", ["12（含上年2）", "1**2**"])
def test_a_value_that_is_no_plain_number_is_no_label_before_the_others(first: str) -> None:
    header = "|".join(
        ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计", ""]
    )
    rows = [f"|（五）不予处理|2.重复申请|1|2|3|4|5|6|21|||\n|{'---|' * 11}"]
    rows += [f"|（五）不予处理|3.要求提供公开出版物|{first}|7|8|9|1|2|39|||"]
    rows += ["|（五）不予处理|4.无正当理由大量反复申请|3|2|1|3|2|1|12|||"]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "", header, "|---" * 8 + "|", "", *rows])
    found = reportparse.parse(text.encode())
    given = [record.value for record in found.record_list if record.row.endswith(".publication")]
    assert given[1:] == [7, 8, 9, 1, 2, 39]
    assert given[0] is None


@pytest.mark.parametrize("count", [10, 400])
def test_rows_that_a_page_s_layout_fills_up_are_read_however_long_they_are(count: int) -> None:
    rows = [" | ".join(row) + " | " + "|" * count for row in requests_rows()]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *rows]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    printed = [float(value) for row in requests_rows()[1:] for value in row[1:]]
    assert [record.value for record in records if record.table == "requests"] == printed


def test_the_total_of_a_table_of_something_else_lacks_no_values() -> None:
    header, *rows = requests_rows()
    rows[2:-1] = [["三、本年度办理结果" if i == 0 else "", *row] for i, row in enumerate(rows[2:-1])]
    table = map("\t".join, [["", *header, "备注"], *([*row, ""] for row in rows)])
    requests = ["三、收到和处理政府信息公开申请情况", *table, "五、存在的主要问题及改进情况", "无。"]
    channels = ["渠道\t数量（条）\t", "政府网站\t489", "政务微信\t64", "合计\t553", ""]
    title = "云桥市水利局2023年政府信息公开工作年度报告"
    alone, beside = (
        reportparse.parse("\n".join([title, "一、总体情况", *before, *requests]).encode()).records
        for before in ([], channels)
    )
    assert (alone["certainty"] != "uncertain").all()
    assert beside[["row", "column", "raw", "certainty"]].equals(alone[["row", "column", "raw", "certainty"]])


def test_blank_cells_with_a_space_do_not_show_that_no_empty_cell_is_left_out() -> None:
    """The total of each row is its only number; it stands behind those blank cells that hold a space."""
    header, *rows = requests_rows()
    lines = ["某县水务局2022年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    for i, (label, *_) in enumerate([header, *rows]):
        texts = [label, *(header[1:] if i == 0 else ["", "", "", "", "0"][i % 4 :])]
        lines += [f"{text} |" if text else "|" for text in texts]
        lines += ["|" * (9 - len(texts))] if i < len(rows) else []
    report = reportparse.parse("\n".join(lines).encode())
    assert {record.certainty for record in report.record_list if record.table == "requests"} == {"uncertain"}


def opened_rows(last: list[str]) -> list[str]:
    """Rows that a pipe on its line opens, with a line to each cell and fillers behind merged ones."""
    names = ["信息内容 |", "本年制发件数 |", "本年废止件数 |", "现行有效件数 |"]
    rules = ["规章 |", "4 |", "1 |", *last]
    return [
        line
        for row in (
            ["第二十条第（一）项 | |||"],
            names,
            rules,
            ["行政规范性文件 |", "5 |", "12 |", "8 |"],
            ["第二十条第（五）项 | |||"],
            ["信息内容 |", "本年处理决定数量 | ||"],
            ["行政许可 |", "3 | ||"],
        )
        for line in ("|", *row)
    ]


def test_a_pipe_alone_is_a_blank_cell_where_fillers_stand_on_the_line_of_the_last_one() -> None:
    found = read(*opened_rows(["|"]))
    assert found["rules/issued"] == (4, "read")
    assert found["rules/repealed"] == (1, "read")
    assert found["rules/in_force"] == (None, "read")
    assert found["licensing/decisions"] == (3, "read")


def test_a_filler_on_the_line_of_the_last_cell_may_stand_for_any_blank_one() -> None:
    rows = opened_rows(["|"])
    found = read(*rows[:10], "1 | |", *rows[12:])
    assert not any(value is not None for name, (value, _) in found.items() if name.startswith("rules"))
    assert found["normative_documents/in_force"] == (8, "read")
