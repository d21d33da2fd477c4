"""Totals before their addends, below headers that do not show the order of the columns."""

import pytest

import reportparse
from tests.tables import APPLICANT_CODES, APPLICANTS, requests_rows

TITLE = "云桥市水利局2023年政府信息公开工作年度报告"
ADDENDS = [7, 3, 2, 0, 1, 4]
GARBLED = [
    "申请人情况 总 自 法人或其他组织 计 然",
    "人 商业 科研 社会公 法律 其",
    "企业 机构 益组织 务机构 他",
]
REVIEWS = [
    "行政复议 行政诉讼",
    "未经复议直接起诉 复议后起诉",
    "结果 结果 其他 尚未",
    "总计 结果 结果 其他 尚未 结果 结果 其他 尚未",
    "维持 纠正 结果 审结 总计 总计",
    "维持 纠正 结果 审结 维持 纠正 结果 审结",
]


def _requests(header: list[str], separator: str, numbers: list[int]) -> dict[str, float]:
    """The certain values of the first row of requests; all rows are printed with the same numbers."""
    labels = [label for label, *_ in requests_rows()[1:]]
    rows = [separator.join([label, *map(str, numbers)]) for label in labels]
    text = "\n".join([TITLE, "三、收到和处理政府信息公开申请情况", *header, *rows, ""])
    records = reportparse.parse(text.encode()).record_list
    return {
        record.column: record.value
        for record in records
        if record.row == "received" and record.value is not None
    }


def _reviews(numbers: str) -> list[float | None]:
    """The certain values of section four below a header whose names are wrapped."""
    text = "\n".join([TITLE, "四、政府信息公开行政复议、行政诉讼情况", *REVIEWS, numbers, ""])
    records = reportparse.parse(text.encode()).record_list
    return [record.value for record in records if record.table == "reviews_and_litigation"]


@pytest.mark.parametrize("separator", ["\n", " ", "    "])
@pytest.mark.parametrize("header", [[], GARBLED, [APPLICANTS[6], *APPLICANTS[:6]]])
def test_totals_that_stand_first_in_all_rows_are_totals(header: list[str], separator: str) -> None:
    values = _requests(header, separator, [sum(ADDENDS), *ADDENDS])
    assert values == dict(zip(APPLICANT_CODES, [*ADDENDS, sum(ADDENDS)], strict=True))


@pytest.mark.parametrize("separator", ["\n", " "])
def test_addends_below_names_in_another_order_are_not_read(separator: str) -> None:
    header = ["总计", "法人或其他组织", *APPLICANTS[1:6], "自然人"]
    assert _requests(header, separator, [sum(ADDENDS), *ADDENDS[1:], ADDENDS[0]]) == {}


@pytest.mark.parametrize("numbers", [[2, 2, 0, 0, 0, 0, 0], [7, 3, 17, 2, 0, 1, 4]])
def test_totals_of_which_nothing_tells_the_place_are_not_read(numbers: list[int]) -> None:
    assert _requests(GARBLED, "\n", numbers) == {}


def test_totals_first_below_wrapped_names_are_totals() -> None:
    direct, after = [0, 1, 2, 3, 6], [24, 0, 0, 0, 24]
    assert _reviews("37 26 0 11 0 6 0 1 2 3 24 24 0 0 0") == [26, 0, 11, 0, 37, *direct, *after]


@pytest.mark.parametrize("numbers", ["2 1 1 0 0 0 0 0 0 0 0 0 0 0 0", "5 0 2 2 1 0 0 1 0 1 0 0 0 0 0"])
def test_sums_that_hold_in_another_order_are_not_read_below_wrapped_names(numbers: str) -> None:
    assert not any(value is not None for value in _reviews(numbers))


def test_a_total_that_is_no_sum_in_any_order_is_the_publishers_mistake() -> None:
    numbers = "10 1 0 0 0 2 3 0 0 0 0 0 0 0 0"
    assert _reviews(numbers) == [float(number) for number in numbers.split()]


def test_a_row_of_more_lines_than_columns_with_blank_ones_is_not_read() -> None:
    _, *rows = requests_rows()
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", "序号", *APPLICANTS]
    for number, (label, *_) in enumerate(rows, 1):
        lines += [str(number), label, "1", "1", "\u2003", "0", "0", "\u2003", "2"]
    records = reportparse.parse("\n".join([*lines, ""]).encode()).record_list
    read = {(record.column, record.value) for record in records if record.value is not None}
    assert read <= {("natural_person", 1), ("business", 1), ("total", 2)} | {
        (f"{kind}_organisation", 0) for kind in ("public_welfare", "legal_service")
    }


def test_the_number_of_the_next_row_on_a_line_of_its_own_is_not_cut_to_fill_columns() -> None:
    _, *rows = requests_rows()
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", "序号", *APPLICANTS]
    for number, (label, *_) in enumerate(rows, 1):
        lines += [str(number), label, "1", "1", "0", "0", "2"]
    records = reportparse.parse("\n".join([*lines, ""]).encode()).record_list
    assert not [
        record for record in records if record.column == "legal_service_organisation" and record.value
    ]
