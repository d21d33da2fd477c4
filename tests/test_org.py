"""Tables of Org: cells that go on in the line below, blank ones that hold a break, and cells of paragraphs."""

import pytest

import reportparse
from reportparse.report import Record
from tests.tables import requests_rows

TITLE = "临溪县审计局2023年政府信息公开工作年度报告"
PROACTIVE = [
    "二、主动公开政府信息情况",
    "",
    "| 第二十条第（一）项 |            |            |              |",
    r"| 信息内容           | 本年制发\\ | 本年废止\\ | 现行有效件数 |",
    "|                    | 件数       | 件数       |              |",
]
END = ["| 第二十条第（五）项 | | | |", "| 信息内容 | 本年处理决定数量 | | |", "| 行政许可 | 7 | | |"]


def parse(*lines: str) -> dict[str, list[Record]]:
    report = reportparse.parse("\n".join([TITLE, *lines]).encode())
    rows: dict[str, list[Record]] = {}
    for record in report.record_list:
        rows.setdefault(record.row, []).append(record)
    return rows


def read(records: list[Record]) -> list[tuple[float | None, str]]:
    assert {record.certainty for record in records} == {"read"}
    return [(record.value, record.state) for record in records]


def test_a_break_in_a_blank_cell_joins_no_rows() -> None:
    lines = [r"| 规章 | \\ | 5 | 5 |", r"| 行政规范性文件 | \\ | \\ | 8 |"]
    rows = parse(*PROACTIVE, *lines, *END)
    assert read(rows["rules"]) == [(None, "blank"), (5, "number"), (5, "number")]
    assert read(rows["normative_documents"]) == [(None, "blank"), (None, "blank"), (8, "number")]


def test_a_cell_goes_on_in_the_line_below() -> None:
    lines = [r"| 规章 | 1 | 5 | 5 |", r"| 行政规范\\ | \\ | 2 | 8 |", r"| 性文件 | 3 | | |"]
    rows = parse(*PROACTIVE, *lines, *END)
    assert read(rows["rules"]) == [(1, "number"), (5, "number"), (5, "number")]
    assert read(rows["normative_documents"]) == [(3, "number"), (2, "number"), (8, "number")]


def test_blank_cells_that_a_line_without_label_fills_are_not_certain() -> None:
    header, *rows = requests_rows()
    lines = ["| " + " | ".join(header) + " |"]
    for i, (label, *_) in enumerate(rows):
        # Paragraphs of cells are lines with a blank one between; the label may be in the first or in the second.
        first = ["0" if (i + k) % 3 else "" for k in range(7)]
        second = ["" if (i + k) % 3 else "0" for k in range(7)]
        labels = (label, "") if i % 2 else ("", label)
        halves = [labels[0], *first], [" " * 8] * 8, [labels[1], *second]
        lines += ["| " + " | ".join(half) + " |" for half in halves]
    found = parse("三、收到和处理政府信息公开申请情况", "", *lines, "", "四、其他情况")
    states = {(record.state, record.certainty) for records in found.values() for record in records}
    assert not states & {("blank", "read"), ("blank", "inferred"), ("absent", "read"), ("absent", "inferred")}


def test_the_label_of_a_row_may_stand_in_the_line_below_its_values() -> None:
    """A cell whose first line is blank has its label in the second; the group's may be there as well."""
    (_, *names), *rows = requests_rows("2019")
    lines = [" | ".join(["", "", "", *names, ""])]
    for i, (label, *values) in enumerate(rows):
        group = "三、本年度办理结果" if 2 <= i < len(rows) - 1 else ""
        if i % 3 == 2:
            lines += [" | ".join(["", group, "", *values, ""]), " | ".join(["", "", label, *[""] * 8])]
        else:
            lines.append(" | ".join(["", group, label, *values, ""]))
    lines.insert(1, "|----+" + "----+" * 7 + "----|")
    found = parse(
        "三、收到和处理政府信息公开申请情况", "", *(line.strip(" ") for line in lines), "", "四、其他情况"
    )
    numbers = [record.value for records in found.values() for record in records if record.table == "requests"]
    assert sorted(filter(None, numbers)) == sorted(float(value) for _, *values in rows for value in values)


@pytest.mark.parametrize(("lost", "row"), [(9, "outcome.refused.deliberative_process"), (0, "received")])
def test_values_without_a_label_are_not_those_of_the_blank_row_below_behind_a_row_that_is_left_out(
    lost: int, row: str
) -> None:
    (_, *names), *rows = requests_rows("2021")
    lines = [" | ".join(["", *names, ""])]
    for i, (label, *_) in enumerate(rows):
        values = ["0" if i in (lost, 1) else ""] * 7
        lines.append(" | ".join(["" if i == lost else label, *values, "", ""]))
    found = parse("三、收到和处理政府信息公开申请情况", *lines, "四、其他情况")
    read = {
        (record.row, record.value)
        for records in found.values()
        for record in records
        if record.value is not None
    }
    # Only the rows around it tell which row the values without a label are of.
    assert read - {(row, 0)} <= {("carried_in", 0)}


def test_a_value_without_a_label_below_a_header_is_not_that_of_the_blank_row_below() -> None:
    header = ["| 第二十条第（六）项 | |", "| 信息内容 | 本年处理决定数量 |"]
    lines = [
        header[0].replace("六", "五"),
        header[1],
        "| 行政许可 | 7 |",
        *header,
        "|  | 4 |",
        "| 行政强制 |  |",
    ]
    rows = parse("二、主动公开政府信息情况", "", *lines, "三、其他情况")
    assert [record.value for record in rows["licensing"]] == [7]
    assert [record.value for record in rows["coercive_measures"]] == [None]


def test_a_dash_on_the_second_line_of_a_cell_is_its_own() -> None:
    lines = ["| 规章 | | 5 | |", "| | ------ | | ------ |", "| 行政规范性文件 | 3 | 2 | 8 |"]
    rows = parse(*PROACTIVE, *lines, *END)
    assert read(rows["rules"]) == [(None, "dash"), (5, "number"), (None, "dash")]
    assert read(rows["normative_documents"]) == [(3, "number"), (2, "number"), (8, "number")]


def test_the_label_of_a_group_that_a_form_has_for_a_row_may_stand_beside_values_too() -> None:
    (_, *names), *rows = requests_rows()
    lines = [" | ".join(["", "", *names, ""]), "|----+" + "----+" * 6 + "----|"]
    last = [label for label, *_ in rows].index("3.其他")
    for label, *values in rows[last - 2 : last + 1]:
        if label.startswith("2."):
            lines += [" | ".join(["（六）其他处理", "", *values, ""]), " | ".join(["", label, *[""] * 8])]
        else:
            lines.append(" | ".join(["（六）其他处理", label, *values, ""]))
    text = [line if line.startswith("|") else f"| {line}".strip(" ") for line in lines]
    found = parse("三、收到和处理政府信息公开申请情况", "", *text, "", "四、其他情况")
    records = [record for record in found["outcome.other.fee_overdue"] if record.table == "requests"]
    assert [record.value for record in records] == [float(value) for value in rows[last - 1][1:]]
