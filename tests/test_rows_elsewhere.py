"""Rows in another place than in the form, with remarks behind them, or that cannot be read."""

import reportparse
from reportparse.report import Report
from tests.tables import grid, recognised, requests_rows, values

ROWS = {
    "一、本年新收政府信息公开申请数量": "received",
    "二、上年结转政府信息公开申请数量": "carried_in",
    "（一）予以公开": "outcome.disclosed",
    "（二）部分公开": "outcome.partially_disclosed",
    "2.重复申请": "outcome.not_processed.repeated",
    "4.无正当理由大量反复申请": "outcome.not_processed.excessive",
    "（七）总计": "outcome.total",
    "四、结转下年度继续办理": "carried_out",
}
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def page(rows: list[list[str]], header: list[str] = COLUMNS) -> str:
    cells = ["".join(f"<td>{text}</td>" for text in row) for row in [["事项", *header], *rows]]
    return (
        "<html><body><p>临汶县教育局2023年政府信息公开工作年度报告</p>"
        "<p>三、收到和处理政府信息公开申请情况</p>"
        f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></body></html>"
    )


def row(number: int, label: str) -> list[str]:
    return [label, *(str(10 * number + column) for column in range(7))]


def parsed(rows: list[list[str]], header: list[str] = COLUMNS) -> tuple[Report, dict[str, list[float]]]:
    report = reportparse.parse(page(rows, header).encode())
    records = report.records[report.records["table"] == "requests"].dropna(subset="value")
    return report, {str(code): list(group["value"]) for code, group in records.groupby("row", sort=False)}


def numbers(number: int) -> list[float]:
    return [10.0 * number + column for column in range(7)]


def test_a_row_in_another_place_is_known_by_its_label() -> None:
    labels = list(ROWS)
    labels[4], labels[5] = labels[5], labels[4]
    _, found = parsed([row(number, label) for number, label in enumerate(labels)])
    assert found == {ROWS[label]: numbers(number) for number, label in enumerate(labels)}


def test_a_label_that_is_printed_twice_is_not_moved() -> None:
    labels = ["2.重复申请", *ROWS]
    _, found = parsed([row(number, label) for number, label in enumerate(labels)])
    assert found["received"] == numbers(1)
    assert found.get("outcome.not_processed.repeated") in (None, numbers(5))


def test_remarks_behind_numbers_are_no_labels() -> None:
    remarks = ["", "2.重复申请", "含转办两件", "", "其中一件为上年结转", "", "", "见附件"]
    rows = [
        [*row(number, label), remark]
        for (number, label), remark in zip(enumerate(ROWS), remarks, strict=True)
    ]
    _, found = parsed(rows, [*COLUMNS, "备注"])
    assert found == {code: numbers(number) for number, code in enumerate(ROWS.values())}


def test_a_row_that_is_printed_and_not_read_is_said() -> None:
    rows = [row(number, label) for number, label in enumerate(ROWS)]
    other = "<table><tr><td>4.无正当理由大量反复申请</td><td>7</td></tr></table>"
    report = reportparse.parse(page(rows[:5] + rows[6:]).replace("</body>", other + "</body>").encode())
    records = report.records[report.records["row"] == "outcome.not_processed.excessive"]
    assert set(records["certainty"]) == {"uncertain"}
    assert records["value"].isna().all()
    assert any("无正当理由大量反复申请 is printed at" in warning for warning in report.warnings)


def test_a_number_that_spans_rows_is_of_neither() -> None:
    rows = [row(number, label) for number, label in enumerate(ROWS)]
    content = page(rows).replace("<td>41</td>", '<td rowspan="2">41</td>').replace("<td>51</td>", "")
    records = reportparse.parse(content.encode()).records
    cells = records[
        records["row"].isin(["outcome.not_processed.repeated", "outcome.not_processed.excessive"])
    ]
    business = cells[cells["column"] == "business"]
    assert list(business["raw"]) == ["41", "41"]
    assert set(business["certainty"]) == {"uncertain"}
    assert business["value"].isna().all()
    assert cells[cells["column"] == "total"]["value"].tolist() == [46, 56]


def test_the_unit_is_the_printed_one() -> None:
    for printed, unit in (("（单位：元）", "元"), ("（单位：万元）", "万元"), ("（元）", "元"), ("", "万元")):
        content = (
            "<p>临汶县教育局2023年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p><table>"
            "<tr><td colspan=2>第二十条第（八）项</td></tr>"
            f"<tr><td>信息内容</td><td>本年收费金额{printed}</td></tr><tr><td>行政事业性收费</td><td>984</td></tr></table>"
        )
        records = reportparse.parse(content.encode()).records
        (fees,) = records[records["row"] == "fees"].itertuples()
        assert (fees.value, fees.unit) == (984, unit)


def test_a_label_that_is_the_end_of_several_is_none_of_them() -> None:
    header, *rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0] == "2.重复申请")
    rows[at] = ["复申请", "", "", "", "", "", "0", "7"]
    assert "requests/outcome.not_processed.repeated/total" not in values(recognised(grid(header, *rows)))


def test_a_row_of_another_table_with_one_value_is_no_row_of_reviews() -> None:
    found = recognised(grid(*requests_rows(), [""] * 14 + ["30"]))
    assert not any(name.startswith("reviews") for name in values(found))
