"""Digits that nothing parts: every way to cut them that the sums allow, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportparse
from reportparse.document import Cell, Place
from reportparse.recognition.glued import cuts, glued_readings
from reportparse.recognition.sums import sums_of
from tests.tables import FAMILY, requests_rows

NUMBERS = st.one_of(st.just(""), st.integers(0, 40).map(str), st.integers(0, 9000).map(str))
PARTS = st.lists(NUMBERS, min_size=6, max_size=6)


def with_total(parts: list[str]) -> list[str]:
    return [*parts, str(sum(int(part or 0) for part in parts))]


@given(PARTS)
def test_the_true_numbers_are_among_the_cuts(parts: list[str]) -> None:
    row = with_total(parts)
    found = cuts("".join(row), [range(7)])
    assert found is None or tuple(row) in found


@given(PARTS)
def test_every_cut_has_all_digits_and_its_sum(parts: list[str]) -> None:
    digits = "".join(with_total(parts))
    for cut in cuts(digits, [range(7)]) or []:
        assert "".join(cut) == digits
        assert sum(int(part or 0) for part in cut[:-1]) == int(cut[-1] or 0)
        assert all(part == "0" or not part.startswith("0") for part in cut)


@given(st.lists(st.lists(st.integers(0, 30).map(str), min_size=4, max_size=4), min_size=3, max_size=3))
def test_several_sums_follow_each_other(groups: list[list[str]]) -> None:
    row = [part for group in groups for part in with_total(group)]
    found = cuts("".join(row), [range(5), range(5, 10), range(10, 15)])
    assert found is None or tuple(row) in found


def test_only_one_cut_of_a_usual_row() -> None:
    assert cuts("2100104", [range(7)]) == [("2", "1", "0", "0", "1", "0", "4")]


def test_a_row_of_zeros_may_lack_its_total() -> None:
    assert ("0", "0", "0", "0", "0", "0", "") in (cuts("000000", [range(7)]) or [])


def test_digits_with_too_many_cuts_are_left_alone() -> None:
    groups = [range(5), range(5, 10), range(10, 15)]
    assert cuts("1" * 5000, groups) is None
    for digits in ("1" * 60, "9" * 60, "12" * 50, "0" * 120):
        assert not cuts(digits, groups)


def test_what_are_no_plain_digits_is_left_alone() -> None:
    assert cuts("１２３", [range(7)]) is None
    assert cuts("12a", [range(7)]) is None


@pytest.mark.parametrize("mark", ["；", ";", "/"])
def test_a_number_behind_a_mark_is_not_the_whole_row(mark: str) -> None:
    rows = (
        ["二、上年结转政府信息公开申请数量", 8, 0, 0, 0, 0, 0, 8],
        ["三、本年度办理结果", "（一）予以公开", 11, 0, 0, 0, 0, 0, 11],
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 0, 0, 9, 0, 0, 0, 9],
    )
    lines = ["三、收到和处理政府信息公开申请情况", *(mark.join(map(str, row)) for row in rows), ""]
    report = reportparse.parse("\n".join(lines).encode())
    assert {record.value for record in report.record_list}.isdisjoint({1, 2, 3})


STATISTICS = [
    ("（一）收到申请数", "9"),
    ("1.当面申请数", "2"),
    ("2.传真申请数", "0"),
    ("3.网络申请数", "6"),
    ("4.信函申请数", "1"),
    ("（二）申请办结数", "9"),
    ("1.按时办结数", "8"),
    ("2.延期办结数", "1"),
]


@pytest.mark.parametrize("before", ["", "本年度统计情况见下表。"])
@pytest.mark.parametrize("line_end", ["\n", ""])
@pytest.mark.parametrize("columns", ["代码统计数", "2016年2017年", "历年累计", "上年数本年数"])
def test_digits_below_a_header_with_other_columns_are_not_read(
    columns: str, line_end: str, before: str
) -> None:
    """Where nothing parts them they may be the values of several columns, such as a code and a number."""
    rows = [f"{name}件7{value}" for name, value in STATISTICS]
    text = line_end.join(
        ["某县教育局2017年政府信息公开工作年度报告", f"{before}统计指标单位{columns}", *rows, "无其他情况。"]
    )
    report = reportparse.parse(text.encode())
    assert [record.value for record in report.record_list if record.value is not None] == []


def test_digits_below_the_header_of_the_form_are_read() -> None:
    rows = [f"{name}件{value}" for name, value in STATISTICS]
    text = "\n".join(["某县教育局2017年政府信息公开工作年度报告", "统计指标单位统计数", *rows])
    values = [record.value for record in reportparse.parse(text.encode()).record_list if record.raw]
    # Behind the last row there may be more digits of it.
    assert values[:-1] == [float(value) for _, value in STATISTICS[:-1]]


@pytest.mark.parametrize("between", ["≥", "约", "#", "−", "—", "l", "其中", "不足"])
def test_a_number_with_something_before_it_is_not_read(between: str) -> None:
    """It may be no count, or one that begins with what stands there."""
    lines = ["第二十条第（六）项", "信息内容本年处理决定数量", f"行政处罚{between}12", "行政强制7"]
    text = "\n".join(["某县教育局2023年政府信息公开工作年度报告", *lines])
    report = reportparse.parse(text.encode())
    (record,) = (record for record in report.record_list if record.row == "penalties")
    assert (record.value, record.certainty) == (None, "uncertain")


@pytest.mark.parametrize("label", ["行政处罚", "行政处罚（件）", "行政处罚件"])
def test_a_number_right_behind_its_label_is_read(label: str) -> None:
    lines = ["第二十条第（六）项", "信息内容本年处理决定数量", f"{label}12", "行政强制7"]
    text = "\n".join(["某县教育局2023年政府信息公开工作年度报告", *lines])
    values = {record.row: record.value for record in reportparse.parse(text.encode()).record_list}
    assert values["penalties"] == 12


def test_totals_alone_are_not_cut_in_two() -> None:
    """33 would be 3 and its total 3, were it not for the zeros that have a line for themselves."""
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        *requests_rows()[0][1:],
    ]
    for i, (label, *_) in enumerate(requests_rows()[1:]):
        lines += [label, "33" if i in (0, 23) else "0"]
    text = "\n".join([*lines, "四、其他需要报告的事项", "没有其他需要报告的事项。"])
    values = {
        record.value for record in reportparse.parse(text.encode()).record_list if record.row == "received"
    }
    assert values <= {None, 33}


@pytest.mark.parametrize(("digits", "is_cut"), [("000001100220002", True), ("000021101310023", False)])
def test_as_many_digits_as_cells_are_not_cut_otherwise_where_a_total_may_be_misprinted(
    digits: str, is_cut: bool
) -> None:
    edition = FAMILY.editions[0]
    form = next(table for table in edition.tables if table.code == "reviews_and_litigation")
    sums = sums_of(form.blocks[0], edition.rules_of(form.code))
    readings = glued_readings(Cell(0, 0, digits, Place("line 1")), range(15), 15, sums)
    assert [[cell.text for cell in reading if cell] for reading in readings] == (
        [[*digits]] if is_cut else []
    )
