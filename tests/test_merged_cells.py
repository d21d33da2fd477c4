"""Blank cells in the places of merged ones: values stay in their columns, also where totals are blank."""

from collections.abc import Callable, Sequence

import pytest

import reportparse
from reportparse.report import Report
from tests.tables import APPLICANT_CODES, APPLICANTS, requests_rows

# A row's labels, how many columns these span, and its values; most totals are blank, as some publishers leave them.
ROWS: list[tuple[list[str], list[int], str]] = [
    (["一、本年新收政府信息公开申请数量"], [3], "31 5 . . 2 . 38"),
    (["二、上年结转政府信息公开申请数量"], [3], "4 . . . . . 4"),
    (["三、本年度办理结果", "（一）予以公开"], [1, 2], "12 3 . . 1 . ."),
    (["", "（二）部分公开"], [1, 2], ". 2 . . . . ."),
    (["", "（三）不予公开", "1.属于国家秘密"], [1, 1, 1], "7 . . . . . ."),
    (["", "", "2.其他法律行政法规禁止公开"], [1, 1, 1], ". . . . . . ."),
    (["", "", "3.危及“三安全一稳定”"], [1, 1, 1], ". . . . 1 . ."),
    (["", "", "4.保护第三方合法权益"], [1, 1, 1], "11 . . . . . ."),
    (["", "（六）其他处理", "3.其他"], [1, 1, 1], ". . . . . . ."),
    (["", "（七）总计"], [1, 2], "30 5 . . 2 . 37"),
    (["四、结转下年度继续办理"], [3], "5 . . . . . 5"),
]
CODES = [
    "received",
    "carried_in",
    "outcome.disclosed",
    "outcome.partially_disclosed",
    "outcome.refused.state_secret",
    "outcome.refused.prohibited_by_law",
    "outcome.refused.security_and_stability",
    "outcome.refused.third_party_rights",
    "outcome.other.other",
    "outcome.total",
    "carried_out",
]


def in_place(labels: Sequence[str], spans: Sequence[int], values: list[str]) -> list[str]:
    """All merged cells have their places kept."""
    return [
        text for label, span in zip(labels, spans, strict=True) for text in [label, *[""] * (span - 1)]
    ] + values


def without_rows_spanned(labels: Sequence[str], spans: Sequence[int], values: list[str]) -> list[str]:
    """The places of cells merged over several rows are left out, those over several columns are kept."""
    pairs = [(label, span) for label, span in zip(labels, spans, strict=True) if label]
    return in_place(*zip(*pairs, strict=True), values)


def filled_up(labels: Sequence[str], spans: Sequence[int], values: list[str]) -> list[str]:
    """Merged cells are left out, and rows are filled up at their ends."""
    row = [*filter(None, labels), *values]
    return row + [""] * (10 - len(row))


def parsed(layout: Callable[[Sequence[str], Sequence[int], list[str]], list[str]]) -> Report:
    rows = [["", "", "", *APPLICANTS]] if layout is in_place else [["项目", *APPLICANTS]]
    for labels, spans, values in ROWS:
        rows.append(layout(labels, spans, values.replace(".", "").split(" ")))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    title = "云桥市水利局2023年政府信息公开工作年度报告"
    return reportparse.parse("\n".join([title, "三、收到和处理政府信息公开申请情况", *lines]).encode())


def printed() -> dict[tuple[str, str], str]:
    return {
        (code, column): value
        for code, (_, _, values) in zip(CODES, ROWS, strict=True)
        for column, value in zip(APPLICANT_CODES, values.replace(".", "").split(" "), strict=True)
    }


def given(report: Report) -> dict[tuple[str, str], str]:
    return {
        (record.row, record.column): record.raw or ""
        for record in report.record_list
        if record.certainty != "uncertain" and record.state != "absent"
    }


@pytest.mark.parametrize("layout", [in_place, without_rows_spanned])
def test_values_behind_the_places_of_merged_labels_are_in_their_columns(
    layout: Callable[[Sequence[str], Sequence[int], list[str]], list[str]],
) -> None:
    assert given(parsed(layout)) == printed()


def test_values_before_fillers_are_never_moved_into_other_columns() -> None:
    found = given(parsed(filled_up))
    assert found
    assert found.items() <= printed().items()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("3 | | 1 | 4", [3, 1, 4]),
        ("3 | 1 | | 4", [3, 1, 4]),
        # The last cell may be a filler, or the blank one of the last column: then no row is sure.
        ("3 | 1 | 4 |", []),
    ],
)
def test_values_stand_below_merged_names_and_the_blank_cells_behind_these(
    values: str, expected: list[int]
) -> None:
    text = f"""云桥市水利局2019年政府信息公开工作年度报告
二、主动公开政府信息情况
| 信息内容 | 上一年项目数量 | 本年增/减 | | 处理决定数量 |
| 行政许可 | {values} |
| 其他对外管理服务事项 | 5 | | 2 | 7 |
"""
    report = reportparse.parse(text.encode())
    found = [record.value for record in report.record_list if record.row == "licensing"]
    assert [value for value in found if value is not None] == expected


def test_a_label_with_a_number_in_its_cell_has_no_blank_value() -> None:
    text = """云桥市水利局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
| 信息内容 | 本年处理决定数量 |
|---|---|
| 行政许可{number} | |
| 信息内容 | 本年处理决定数量 |
| 行政处罚 | 12 |
| 行政强制 | 3 |
"""
    numbered, blank = (
        next(record for record in reportparse.parse(text.format(number=number).encode()).record_list)
        for number in ("<br>4458", "")
    )
    assert (numbered.row, numbered.certainty) == ("licensing", "uncertain")
    assert (blank.row, blank.certainty, blank.state) == ("licensing", "read", "blank")


@pytest.mark.parametrize("filler", [True, False])
def test_rows_that_lost_the_cell_of_their_caption_are_read_from_their_labels_on(filler: bool) -> None:
    rows = [
        ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "/", "15"],
        ["行政规范性文件", "", "3", "16"],
        ["第二十条第（五）项", "信息内容", "本年处理决定数量"],
        ["行政许可", "7"],
    ]
    lines = [
        f"| {' | '.join(row + [''] * (5 - len(row) if filler or '信息内容' in row else 0))} |" for row in rows
    ]
    lines.insert(1, "|---" * 5 + "|")
    text = "云桥市水利局2023年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n" + "\n".join(lines)
    records = reportparse.parse(text.encode()).records
    found = {
        (row, column): raw or ""
        for row, column, raw in zip(records["row"], records["column"], records["raw"], strict=True)
        if row in ("rules", "normative_documents", "licensing")
    }
    columns = ["issued", "repealed", "in_force"]
    assert [found["rules", column] for column in columns] == ["0", "/", "15"]
    assert [found["normative_documents", column] for column in columns] == ["", "3", "16"]
    assert found["licensing", "decisions"] == "7"


def test_where_labels_hold_the_values_of_blank_cells_no_blank_one_is_believed() -> None:
    labels = [row[0][0] for row in ROWS]
    rows = [
        f'"{labels[0]}",0,0,0,0,0,0,0',
        f'"{labels[1][:7]}\n0\n{labels[1][7:]}",,0,0,0,0,0,0',
        '"（二）部分公开（区分处理的，只计这一情形，不计其他情形）",0,0,0,0,0,,0',
        f'"{labels[-1][:5]}\n0 0\n{labels[-1][5:]}",,,0,0,0,0,0',
    ]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "", f",{','.join(APPLICANTS)}", *rows])
    records = reportparse.parse(f"云桥市水利局2023年政府信息公开工作年度报告\n\n{text}".encode()).record_list
    found = {record.row: record.certainty for record in records if record.state == "blank"}
    assert {found[row] for row in ("carried_in", "carried_out", "outcome.partially_disclosed")} == {
        "uncertain"
    }


@pytest.mark.parametrize(("values", "certainty"), [(["0", ""], "uncertain"), (["0", "7"], "read")])
def test_a_value_below_two_names_may_be_either_column_s(values: list[str], certainty: str) -> None:
    tables = [
        [["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"], ["行政许可", "3", "1", "2"]],
        [["信息内容", "采购项目数量<br>采购总金额", ""], ["政府集中采购", *values]],
    ]
    lines = [
        f"|{'|'.join(row)}|"
        for header, *rows in tables
        for row in ([""], header, ["---"] * len(header), *rows)
    ]
    text = "\n".join(["云桥市水利局2020年政府信息公开工作年度报告", "二、主动公开政府信息情况", *lines])
    records = reportparse.parse(f"{text}\n\n三、其他\n\n无。\n".encode()).record_list
    found = {record.column: record.certainty for record in records if record.row == "procurement"}
    assert found["purchases"] == certainty


@pytest.mark.parametrize(("inside", "certainty"), [("0 0", "uncertain"), ("", "read")])
def test_digits_inside_of_a_label_may_be_those_of_blank_cells(inside: str, certainty: str) -> None:
    header, *rows = requests_rows()
    rows[6] = [f"3.危及“三安全一{inside}稳定”", "", "", *"00000"]
    lines = ["|".join(["", *row, ""]) for row in (header, ["---"] * len(header), *rows)]
    text = "\n".join(
        ["云桥市水利局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *lines]
    )
    records = reportparse.parse(f"{text}\n五、其他\n无。\n".encode()).record_list
    found = {record.certainty for record in records if record.row == "outcome.refused.security_and_stability"}
    assert found == {certainty}
