"""Rows that blank lines part and tabs begin, with cells of several lines, as Apache Tika prints them."""

import reportparse

HEAD = ["临溪县审计局2021年政府信息公开工作年度报告", "", "二、主动公开政府信息情况", ""]


def records_of(lines: list[str]) -> dict[tuple[str, str], tuple[float | None, str]]:
    report = reportparse.parse("\n".join([*HEAD, *lines, "", "", "三、其他情况", ""]).encode())
    return {
        (record.row, record.column): (record.value, record.certainty)
        for record in report.record_list
        if record.state != "absent"
    }


def test_a_cell_goes_on_over_line_ends_and_a_row_begins_behind_a_blank_line() -> None:
    lines = [
        "单位：件\t信息内容\t上一年项\n目数量\t本年增/减\t处理决\n定数量",
        "",
        "\t行政\n许可\t12\t-3\t128604",
        "",
        "\t其他对外管理服务\n事项\t7\t2\t62",
    ]
    found = records_of("\n".join(lines).split("\n"))
    assert found["licensing", "decisions"] == (128604, "read")
    assert found["licensing", "items_previous"] == (12, "read")
    assert found["other_services", "items_change"] == (2, "read")
    assert found["other_services", "decisions"] == (62, "read")


def test_tables_that_a_blank_line_parts_are_not_joined_to_one_row() -> None:
    lines = [
        "第二十条第（五）项\t",
        "信息内容\t本年处理决定数量",
        "行政许可\t12",
        "",
        "\t本年处理决定数量",
        "行政处罚\t41",
        "行政强制\t5",
    ]
    found = records_of(lines)
    assert found["licensing", "decisions"][0] == 12
    assert found["penalties", "decisions"][0] in (41, None)
    assert found["coercive_measures", "decisions"][0] in (5, None)
