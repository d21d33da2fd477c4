"""Files that hold the tables of another body's report behind those of their own."""

import reportparse

HEAD = [
    "云桥市水利局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "一切照常。",
    "二、主动公开政府信息情况",
]


def proactive(rules: str, licensing: str, fee: str) -> list[str]:
    rows = [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", rules, rules, rules],
        ["行政规范性文件", rules, rules, rules],
        ["第二十条第（五）项", ""],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", licensing],
        ["第二十条第（六）项", ""],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", licensing],
        ["行政强制", licensing],
        ["第二十条第（八）项", ""],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", fee],
    ]
    return [
        "<table>",
        *("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows),
        "</table>",
    ]


def certain(*tables: list[str]) -> dict[tuple[str, str], float | None]:
    lines = [f"<p>{line}</p>" for line in HEAD] + [
        line for table in tables for line in [*table, "<p>上述如下。</p>"]
    ]
    return {
        (record.row, record.column): record.value
        for record in reportparse.parse(f"<html><body>{''.join(lines)}</body></html>".encode()).record_list
        if record.certainty != "uncertain" and record.state != "absent"
    }


def test_no_value_of_another_report_fills_what_the_own_one_leaves_blank() -> None:
    parts = [proactive("", "", "0"), proactive("3", "41", "6.14")]
    split = [
        ["<table>", *table[start:end], "</table>"]
        for table in parts
        for start, end in ((1, 5), (5, 8), (8, 12), (12, 15))
    ]
    assert not {value for value in certain(*split).values() if value}


def test_a_table_that_is_printed_twice_with_one_misprint_is_no_other_report() -> None:
    found = certain(proactive("3", "41", "6.14"), proactive("3", "41", "6.41"))
    assert found["licensing", "decisions"] == 41
    assert ("fees", "amount") not in found


def test_a_form_that_was_not_filled_in_contradicts_none() -> None:
    assert certain(proactive("", "", ""), proactive("3", "41", "6.14"))["fees", "amount"] == 6.14
