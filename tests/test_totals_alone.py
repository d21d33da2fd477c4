"""Rows of which a publisher filled the total only, made longer by a tool: the total is no applicant's number."""

from collections.abc import Callable

import pytest

import reportparse
from reportparse.forms import load_forms
from tests.tables import requests_rows

HEADER = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
LABELS = [
    ["一、本年新收政府信息公开申请数量"],
    ["二、上年结转政府信息公开申请数量"],
    ["三、本年度办理结果", "（一）予以公开"],
    ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"],
    ["（三）不予公开", "1.属于国家秘密"],
    ["2.其他法律行政法规禁止公开"],
]
CODES = ["received", "carried_in", "outcome.disclosed", "outcome.partially_disclosed"]
CODES += ["outcome.refused.state_secret", "outcome.refused.prohibited_by_law"]
TOTAL = 6


def _padded(cells: list[str]) -> str:
    return " | ".join(cells) + " | " + "|" * (10 - len(cells))


def _padded_cell_by_cell(cells: list[str]) -> str:
    return "\n".join([*(f"{cell} |" for cell in cells), "|" * (10 - len(cells))])


def _without_fillers(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


@pytest.mark.parametrize("written", [_padded, _padded_cell_by_cell, _without_fillers])
@pytest.mark.parametrize("filled", [[TOTAL], [0, TOTAL], [1], [1, TOTAL], [5], [2, 4, 5]])
def test_no_value_moves_to_another_column(written: Callable[[list[str]], str], filled: list[int]) -> None:
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        written(HEADER),
    ]
    printed: dict[str, list[str]] = {}
    for number, (code, labels) in enumerate(zip(CODES, LABELS, strict=True), 3):
        printed[code] = [str(number) if k in filled else "" for k in range(7)]
        lines.append(written([*labels, *printed[code]]))
    report = reportparse.parse("\n".join(lines).encode())
    right = 0
    for code, values in printed.items():
        # Nothing at all may be read.
        records = [record for record in report.record_list if record.row == code]
        for record, value in zip(records, values, strict=bool(records)):
            if record.certainty != "uncertain":
                assert record.value == (float(value) if value else None), (record.row, record.column)
                right += record.value is not None
    assert right == (len(LABELS) * len(filled) if TOTAL in filled else right)


def test_where_blanks_are_left_out_one_misprint_leaves_the_other_totals_known() -> None:
    """That the last value of many rows is the sum of the others is no chance; the odd one is not read."""
    names = [name for row in requests_rows()[1:] for name in row[:1]]
    printed = {name: [str(7 + i), str(2 + i % 3), str(9 + i + i % 3)] for i, name in enumerate(names)}
    misprinted = names[4]
    printed[misprinted][-1] = "97"
    lines = [f"{name} {' '.join(numbers)}" for name, numbers in printed.items()]
    title = "某县水务局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况"
    report = reportparse.parse("\n".join([title, " ".join(HEADER), *lines]).encode())
    read = {
        record.row_label: (record.column, record.raw)
        for record in report.record_list
        if record.value is not None and record.table == "requests"
    }
    # The last row may be cut short.
    known = [name for name in names[:-1] if name != misprinted]
    assert read == {name: ("total", printed[name][-1]) for name in known}


@pytest.mark.parametrize("written", [_padded, _padded_cell_by_cell])
@pytest.mark.parametrize("wrong_rows", [[0], [2], [0, 4], [5]])
def test_a_publishers_mistake_does_not_show_that_the_other_rows_begin_a_cell_further(
    written: Callable[[list[str]], str], wrong_rows: list[int]
) -> None:
    """A row with a number that its total lacks would be right one cell further to the left, without a total."""
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        written(HEADER),
    ]
    printed: dict[str, list[str]] = {}
    for i, (code, labels) in enumerate(zip(CODES, LABELS, strict=True)):
        printed[code] = ["", "1" if i in wrong_rows else "", "", "", "", "", "0"]
        lines.append(written([*labels, *printed[code]]))
    report = reportparse.parse("\n".join(lines).encode())
    (block,) = load_forms().editions["2021"].table("requests").blocks
    columns = [column.code for column in block.required_columns]
    for record in report.record_list:
        if record.row in printed and record.certainty != "uncertain":
            value = printed[record.row][columns.index(record.column)]
            assert record.value == (float(value) if value else None), (record.row, record.column)


def test_a_number_in_place_of_a_blank_total_is_told_from_a_row_that_begins_a_cell_further() -> None:
    rows = [[label, *["0"] * 6, ""] for label, *_ in requests_rows()[1:]]
    rows[-2][1:] = ["", "4", "0", "0", "0", "0", "48"]
    text = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", _padded(HEADER)]
    report = reportparse.parse("\n".join([*text, *map(_padded, rows)]).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["outcome.total", "natural_person"] is None
    assert values["outcome.total", "business"] in (4, None)


@pytest.mark.parametrize("written", [_padded, _padded_cell_by_cell])
def test_zeros_in_the_same_place_behind_labels_of_one_and_of_two_cells_are_totals(
    written: Callable[[list[str]], str],
) -> None:
    """In columns that merged labels moved they would be those of one applicant in some rows, of another in others."""
    labels = [label for label, *_ in requests_rows()[1:]]
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        written(HEADER),
    ]
    lines += [
        written([*(["（五）不予处理"] if i % 4 == 2 else []), label, *[""] * 6, "0"])
        for i, label in enumerate(labels)
    ]
    report = reportparse.parse("\n".join(lines).encode())
    records = [record for record in report.record_list if record.table == "requests"]
    assert {(record.column == "total", record.value, record.certainty) for record in records} == {
        (True, 0, "read"),
        (False, None, "read"),
    }


@pytest.mark.parametrize("filled", [[4, TOTAL], [0, 2], [TOTAL]])
def test_of_columns_that_take_several_cells_none_is_found_by_counting_cells(filled: list[int]) -> None:
    """Two columns of three cells each are as far apart as the first and the last of seven."""
    names = [cell for name in HEADER for cell in (name, "", "")]
    labels = [label for label, *_ in requests_rows()[1:]]
    rows = [
        [label, *([""] * 8), *(cell for k in range(7) for cell in ("2" if k in filled else "", "", ""))]
        for label in labels
    ]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    header = ["", "", *names]
    text = "\n".join(
        [*lines, _without_fillers(header), "|---" * len(rows[0]) + "|", *map(_without_fillers, rows)]
    )
    (block,) = load_forms().editions["2021"].table("requests").blocks
    columns = [column.code for column in block.required_columns]
    for record in reportparse.parse(text.encode()).record_list:
        if record.table == "requests" and record.value is not None:
            assert columns.index(record.column) in filled


@pytest.mark.parametrize("place", [0, 3])
@pytest.mark.parametrize("is_total", [False, True])
def test_totals_that_are_blank_in_all_rows_displace_no_numbers(place: int, is_total: bool) -> None:
    """Few rows have numbers other than zeros. Where these end in a sum, a blank cell may have been left out."""
    rows = [[row[0], *["0"] * 6, ""] for row in requests_rows()[1:]]
    # Received, the first outcome, all of them and what is carried on.
    for i, number in [(0, "3"), (2, "1"), (-2, "1"), (-1, "2")]:
        rows[i][1 + place] = number
        if is_total:
            rows[i][6] = number
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += [" | ".join(row) + " |" for row in [["", *HEADER[1:]], *rows]]
    report = reportparse.parse("\n".join([*lines, "四、其他情况"]).encode())
    found = [record for record in report.record_list if record.table == "requests"]
    telling = [record for record in found if record.row in ("received", "outcome.total", "carried_out")]
    certain = {record.certainty for record in telling}
    if is_total:
        assert certain == {"uncertain"}
    else:
        assert [record.value for record in telling if record.value] == [3, 1, 2]
        assert certain == {"read"}


@pytest.mark.parametrize("written", [_padded_cell_by_cell, _without_fillers])
@pytest.mark.parametrize("printed", ["18", "17"])
def test_few_totals_that_are_blank_displace_no_numbers_that_the_sums_along_the_columns_need(
    written: Callable[[list[str]], str], printed: str
) -> None:
    """A number that no sum along its column needs may stand in another column."""
    rows = {label: [label, *[""] * 7] for label, *_ in requests_rows()[1:]}
    received, carried_in, disclosed, partially, *_, total, carried_out = rows.values()
    for row in (received, total):
        row[1] = row[-1] = "29"
    for row in (carried_in, carried_out):
        row[1] = row[-1] = "0"
    disclosed[1], partially[1] = printed, "11"
    rows["1.属于国家秘密"].insert(0, "（三）不予公开")
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        written(HEADER),
    ]
    report = reportparse.parse("\n".join([*lines, *map(written, rows.values()), "四、其他情况"]).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    found = [values[row, "natural_person"] for row in ("outcome.disclosed", "outcome.partially_disclosed")]
    assert found == ([18, 11] if printed == "18" else [None, None])
    assert values["received", "total"] == 29


@pytest.mark.parametrize("lost", [None, "其他"])
def test_totals_alone_are_read_below_their_name_in_a_header_that_lacks_none(lost: str | None) -> None:
    """Groups and their labels have columns of their own, which other rows leave blank."""
    columns = ["" if name == lost else name for name in HEADER[1:]]
    rows = [["", "", "", *columns], ["---"] * 10]
    labels = [label for label, *_ in requests_rows()[1:]]
    for i, label in enumerate(labels):
        own = (
            [label, "", ""] if i in (0, 1, len(labels) - 1) else ["", label, ""] if i < 4 else ["", "", label]
        )
        rows.append([*own, *[""] * 6, "12" if i in (0, 3, len(labels) - 2) else "0"])
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    report = reportparse.parse("\n".join([*lines, *map(_without_fillers, rows), "四、其他情况"]).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    found = [values.get((row, "total")) for row in ("received", "outcome.total")]
    assert found == ([None, None] if lost else [12, 12])


def _cell_by_cell(cells: list[str]) -> str:
    return "\n".join(f"{cell} |" for cell in [*cells, *[""] * (10 - len(cells))])


@pytest.mark.parametrize("written", [_padded_cell_by_cell, _padded, _cell_by_cell])
def test_fillers_that_stand_together_show_that_a_zero_before_them_is_the_total(
    written: Callable[[list[str]], str],
) -> None:
    """Elsewhere they may as well be the blank cells of other columns."""
    labels = [label for label, *_ in requests_rows()[1:]]
    filled = ("received", "carried_in", "outcome.total", "carried_out")
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += map(_padded_cell_by_cell, [["（勾稽关系）", "申请人情况"], HEADER[1:]])
    for i, label in enumerate(labels):
        group = ["（三）不予公开"] if i == 4 else []
        lines.append(
            written([*group, label, *[""] * 6, "0" if i in (0, 1, len(labels) - 2, len(labels) - 1) else ""])
        )
    report = reportparse.parse("\n".join([*lines, "四、其他情况"]).encode())
    records = [record for record in report.record_list if record.table == "requests"]
    zeros = {(record.row, record.column) for record in records if record.value == 0}
    assert zeros == ({(row, "total") for row in filled} if written is not _cell_by_cell else set())
    assert any(record.certainty == "uncertain" for record in records) is (written is _cell_by_cell)


@pytest.mark.parametrize("written", [_padded_cell_by_cell, _padded])
@pytest.mark.parametrize("row", [["2", "3", "", "", "", "1", ""], ["0", "0", "", "", "", "0", ""]])
def test_a_blank_cell_behind_the_label_of_a_group_may_stand_for_a_label_that_is_missing(
    written: Callable[[list[str]], str], row: list[str]
) -> None:
    labels = [label for label, *_ in requests_rows()[1:]]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += map(_padded_cell_by_cell, [["（勾稽关系）", "申请人情况"], HEADER[1:]])
    for label in labels:
        is_lost = label == "1.属于国家秘密"
        lines.append(written(["（三）不予公开", "", *row] if is_lost else [label, *[""] * 6, "0"]))
    report = reportparse.parse("\n".join([*lines, "四、其他情况"]).encode())
    records = [record for record in report.record_list if record.row == "outcome.refused.state_secret"]
    assert {record.certainty for record in records} <= {"uncertain"}
    assert len([record for record in report.record_list if record.value == 0]) == len(labels) - 1
