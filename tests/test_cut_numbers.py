"""Numbers of which a tool put the last digits into the next cell, or on the next line."""

import reportparse

HEAD = ["临溪县审计局2019年政府信息公开工作年度报告", "二、主动公开政府信息情况", ""]


def certain(lines: list[str]) -> tuple[dict[tuple[str, str], float | None], list[str]]:
    report = reportparse.parse("\n".join([*HEAD, *lines, ""]).encode())
    values = {
        (record.row, record.column): record.value
        for record in report.record_list
        if record.certainty != "uncertain" and record.state != "absent"
    }
    return values, report.warnings


def test_no_number_of_a_row_in_which_one_is_cut_over_two_cells_is_certain() -> None:
    values, warnings = certain(
        [
            "||第二十条第（|九）项||",
            "|---|---|---|---|",
            "|信息内容|采购项目数量|采购总|金额|",
            "|政府集中采购||1715|.94|",
        ]
    )
    assert not values
    assert ".94 at line 7 may be the rest of the number before it" in warnings


def test_a_number_before_digits_and_a_unit_on_the_next_line_is_not_certain() -> None:
    values, warnings = certain(
        [
            "第二十条第（六）项|",
            "---|---",
            "信息内容| 处理决定数量",
            "行政处罚| 43",
            "88件",
            "行政强制| 7",
        ]
    )
    assert ("penalties", "decisions") not in values
    assert "88件 at line 8 may be the rest of the number before it" in warnings


def test_a_number_with_a_unit_that_has_a_line_of_its_own_is_no_rest() -> None:
    lines = ["第二十条第（六）项", "信息内容", "处理决定数量", "行政处罚", "43件", "行政强制", "7件"]
    values, warnings = certain(lines)
    assert values["penalties", "decisions"] == 43
    assert values["coercive_measures", "decisions"] == 7
    assert not any("rest of the number" in warning for warning in warnings)
