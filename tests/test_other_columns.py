"""Tables with columns beside the form's, or headers whose cells span others than their columns."""

from random import Random

import pytest

import reportparse
from reportparse.report import Record
from tests.tables import APPLICANT_CODES, APPLICANTS, grid, recognised, requests_rows, values

NAMES = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
ROWS = (
    ("一、本年新收政府信息公开申请数量", (17, 0, 4, 6, 9, 0, 36)),
    ("二、上年结转政府信息公开申请数量", (3, 1, 0, 0, 0, 2, 6)),
    ("三、本年度办理结果（一）予以公开", (8, 0, 0, 5, 0, 1, 14)),
    ("（二）部分公开", (2, 0, 3, 0, 0, 0, 5)),
)


def page(*tables: str) -> dict[tuple[str, str], float | None]:
    text = "<h1>某县水务局2023年政府信息公开工作年度报告</h1>" + "<p>如下：</p>".join(tables)
    report = reportparse.parse(text.encode())
    return {(record.row, record.column): record.value for record in report.record_list}


def table(rows: list[str]) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def cells(texts: tuple[object, ...]) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


@pytest.mark.parametrize("down", [1, 2])
def test_a_group_that_spans_the_rows_below_moves_no_value(down: int) -> None:
    header = [
        "<td rowspan=3></td><td colspan=7>申请人情况</td>",
        f"<td rowspan=2>自然人</td><td colspan=5 rowspan={down}>法人或其他组织</td><td rowspan=2>总计</td>",
        cells(tuple(NAMES)),
    ]
    found = page(table([*header, *(f"<td>{label}</td>{cells(numbers)}" for label, numbers in ROWS)]))
    assert found["received", "natural_person"] == 17
    assert found["received", "total"] == 36
    assert found["outcome.disclosed", "public_welfare_organisation"] == 5


def test_without_a_header_columns_in_another_order_are_withheld() -> None:
    header = [
        "<td rowspan=3></td><td colspan=7>申请人情况</td>",
        "<td rowspan=2>总计</td><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td>",
        cells(tuple(NAMES)),
    ]
    rows = [f"<td>{label}</td>{cells((numbers[-1], *numbers[:-1]))}" for label, numbers in ROWS]
    found = page(table([*header, *rows[:2]]), table(rows[2:]))
    assert found["received", "total"] == 36
    assert found["outcome.disclosed", "total"] in (14, None)
    assert found["outcome.disclosed", "natural_person"] in (8, None)


def test_numbers_of_rows_are_no_values() -> None:
    rows = requests_rows()
    numbered = [["序号", *rows[0]], *([str(i), *row] for i, row in enumerate(rows[1:], 1))]
    assert values(recognised(grid(*numbered))) == values(recognised(grid(*rows)))


def test_numbers_that_count_nothing_before_labels_stay() -> None:
    rows = [["7", "", *APPLICANTS], *([str(i * i), *row] for i, row in enumerate(requests_rows()[1:], 1))]
    found = values(recognised(grid(*rows)))
    right = values(recognised(grid(*requests_rows())))
    assert {cell: value for cell, value in found.items() if right.get(cell) != value} == {}


@pytest.mark.parametrize("left_out", [{3}, {3, 5}, {2, 3, 4, 5}])
def test_numbers_of_rows_are_no_values_of_the_rows_above(left_out: set[int]) -> None:
    """A cell per line, and blank ones left out: the number of the next row stands where a value is missing."""
    rows = [[row[0], *map(int, row[1:7])] for row in requests_rows()[1:]]
    lines, printed = ["序号|", *(f"{name}|" for name in APPLICANTS)], {}
    for i, (label, *numbers) in enumerate(rows, 1):
        left = [number for k, number in enumerate(numbers) if k not in left_out or i % 7 == 3]
        printed[label] = {*left, sum(left)}
        lines += [f"{text}|" for text in (i, label, *left, sum(left))]
    head = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    report = reportparse.parse("\n".join([*head, *lines, "四、其他情况"]).encode())
    for record in report.record_list:
        if record.table == "requests" and record.value is not None:
            assert record.value in printed[record.row_label or ""]
            assert record.column != "total" or record.value == max(printed[record.row_label or ""])


def test_of_two_years_none_is_taken_for_the_reports() -> None:
    found = page(
        table(
            [
                "<td colspan=3>第二十条第（八）项</td>",
                "<td>信息内容</td><td colspan=2>本年收费金额（单位：万元）</td>",
                "<td></td><td>2022年</td><td>2023年</td>",
                "<td>行政事业性收费</td><td>13</td><td></td>",
            ]
        )
    )
    assert found.get(("fees", "amount")) is None


def fees(amount: str) -> str:
    return table(
        [
            "<td colspan=2>第二十条第（八）项</td>",
            "<td>信息内容</td><td>本年收费金额（单位：万元）</td>",
            f"<td>行政事业性收费</td><td>{amount}</td>",
        ]
    )


@pytest.mark.parametrize(
    ("introduction", "amount"),
    [
        ("2022年数据如下：", None),
        ("上年度数据：", None),
        ("附：2022年统计表", None),
        ("2023年数据如下：", 13),
        ("本年度数据：", 13),
        ("具体情况见下表。", 13),
        ("与2022年相比，本年度数据如下：", 13),
        ("2024年1月20日", 13),
        ("（2022年度）|填报单位（盖章）：某县水务局　填报时间：2023年1月20日", None),
        ("2022年统计表|填报单位：某县水务局|单位：万元", None),
        ("填报单位：某县水务局（2022年度）", None),
        ("填报单位：某县水务局　统计时间：2022年1月1日至2022年12月31日", None),
        ("（2023年度）|填报单位（盖章）：某县水务局　填报时间：2024年1月20日", 13),
        ("填报单位：某县水务局|填报日期：二〇二四年一月二十日", 13),
        ("2022年的情况已经公布。|（2023年度）|填报单位：某县水务局", 13),
    ],
)
def test_a_table_of_another_year_is_not_the_reports(introduction: str, amount: float | None) -> None:
    head = "<h1>某县水务局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>"
    lines = "".join(f"<p>{line}</p>" for line in introduction.split("|"))
    report = reportparse.parse(f"{head}{lines}{fees('13')}".encode())
    found = {record.row: record.value for record in report.record_list}
    assert found["fees"] == amount
    assert any("another year" in warning for warning in report.warnings) == (amount is None)


@pytest.mark.parametrize("is_first", [False, True])
def test_a_table_of_another_year_leaves_that_of_the_report_as_it_is(is_first: bool) -> None:
    head = "<h1>某县水务局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>"
    tables = [f"<p>本年度数据：</p>{fees('13')}", f"<p>附：2022年统计表</p>{fees('7')}"]
    report = reportparse.parse(f"{head}{''.join(tables[::-1] if is_first else tables)}".encode())
    (found,) = [record for record in report.record_list if record.row == "fees"]
    assert (found.value, found.certainty) == (13, "read")
    assert "is of another year than the report and left out" in report.warnings[0]


@pytest.mark.parametrize("between", ["", "<p>第二十条第（八）项</p>"])
def test_what_follows_a_table_of_another_year_below_a_caption_is_of_that_year_too(between: str) -> None:
    head = "<h1>某县水务局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>"
    decisions = table(
        [
            "<td colspan=2>第二十条第（五）项</td>",
            "<td>信息内容</td><td>本年处理决定数量</td>",
            "<td>行政许可</td><td>{}</td>",
        ]
    )
    own = f"<p>本年度数据：</p>{decisions.format(5)}{between}{fees('')}"
    other = f"<p>附：2022年统计表</p>{decisions.format(6)}{between}{fees('7')}"
    found = {record.row: record for record in reportparse.parse(f"{head}{own}{other}".encode()).record_list}
    assert (found["licensing"].value, found["licensing"].certainty) == (5, "read")
    assert (found["fees"].value, found["fees"].state, found["fees"].certainty) == (None, "blank", "read")


def test_a_header_that_lacks_a_group_moves_no_value() -> None:
    header = [
        "<td rowspan=3></td><td colspan=7>申请人情况</td>",
        "<td rowspan=2>自然人</td><td rowspan=2>总计</td>",
        cells(tuple(NAMES)),
    ]
    slashes = [(label, tuple(number or "/" for number in numbers)) for label, numbers in ROWS]
    found = page(table([*header, *(f"<td>{label}</td>{cells(numbers)}" for label, numbers in slashes)]))
    assert found["received", "total"] == 36
    assert found["received", "other_organisation"] is None
    assert found["received", "research_institution"] == 4


def test_names_in_another_order_of_which_one_is_misprinted_tell_nothing() -> None:
    header = [
        "<td rowspan=3></td><td colspan=7>申请人情况</td>",
        "<td rowspan=2>自人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td>",
        cells(("社会公益组织", "科研机构", "其他", "商业企业", "法律服务机构")),
    ]
    found = page(table([*header, *(f"<td>{label}</td>{cells(numbers)}" for label, numbers in ROWS)]))
    assert {value for (row, _), value in found.items() if row == "received"} == {None}


def test_a_header_that_lacks_a_name_gives_no_value_to_another_column() -> None:
    found = page(
        table(
            [
                "<td colspan=4>第二十条第（一）项</td>",
                "<td>信息内容</td><td>本年废止件数</td><td>现行有效件数</td>",
                "<td>规章</td><td>2</td><td></td><td></td>",
                "<td>行政规范性文件</td><td>6</td><td>1</td><td>74</td>",
            ]
        )
    )
    assert found["rules", "repealed"] is None
    assert found["normative_documents", "repealed"] in (1, None)
    assert found["normative_documents", "in_force"] in (74, None)


def test_two_rows_in_one_are_withheld() -> None:
    header = "<td></td>" + cells(("自然人", *NAMES, "总计"))
    two = "1.信访举报投诉类申请<br>2.重复申请"
    joined = cells(("", "", "", "", "16<br>", "", "16<br>"))
    rows = [f"<td>{label}</td>{cells(numbers)}" for label, numbers in ROWS]
    found = page(table([header, *rows, f"<td>{two}</td>{joined}"]))
    assert {value for (row, _), value in found.items() if row.startswith("outcome.not_processed.")} == {None}


def test_a_row_with_more_values_than_the_header_names_leaves_the_columns_of_the_others_open() -> None:
    lines = ["二、主动公开政府信息情况", "\t处理决定数量", "\t行政处罚\t \t4\t ", "\t行政强制\t \t6\t2"]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    found = {(record.row, record.column): record.value for record in records}
    assert found.get(("penalties", "decisions")) is None
    assert found.get(("coercive_measures", "decisions")) in (2, None)


def test_in_text_a_row_that_fits_by_chance_shows_no_more_than_the_others() -> None:
    """With a column of percents, each row has a value more; the pieces 2 and 0 of one would add up to 50."""
    header = f"自然人 {' '.join(NAMES)} 总计 占比"
    rows = [
        ("一、本年新收政府信息公开申请数量", "1 0 0 9 2 0 12 37"),
        ("二、上年结转政府信息公开申请数量", "0 0 0 0 0 0 0 0"),
        ("（一）予以公开", "2 0 0 12 2 0 16 50"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "3 1 0 0 0 0 4 12"),
    ]
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        header,
        *(f"{name} {numbers}" for name, numbers in rows),
    ]
    report = reportparse.parse("\n".join(lines).encode())
    assert {record.value for record in report.record_list} <= {None}


@pytest.mark.parametrize("at", [1, 8])
@pytest.mark.parametrize("blank", [False, True])
def test_a_column_of_numbers_without_a_name_moves_no_value(at: int, blank: bool) -> None:
    """A sheet's column of checks, or numbers that the publisher forgot."""
    random = Random(at)
    rows = requests_rows()
    printed: dict[str, list[str]] = {}
    for row in rows[1:]:
        numbers = [random.choice(["", "0", "7", "12"] if blank else ["0", "7", "12"]) for _ in range(6)]
        row[1:] = [*numbers, str(sum(int(number or 0) for number in numbers))]
        printed[row[0]] = row[1:]
    for i, row in enumerate(rows):
        row.insert(at, str(random.randrange(90)) if i else "")
    found = recognised(grid(*rows))
    columns = ["natural_person", "business", "research_institution", "public_welfare_organisation"]
    columns += ["legal_service_organisation", "other_organisation", "total"]
    read = [
        record for record in found.records if record.certainty != "uncertain" and record.state != "absent"
    ]
    for record in read:
        value = printed[record.row_label or ""][columns.index(record.column)]
        assert record.value == (float(value) if value else None)
    assert len(read) == 175


def test_a_number_behind_the_last_name_is_no_total() -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    row = ["", "", "", "", "", "8", "", "", "7", "15", "", "", "", "", "", "87"]
    found = recognised(
        grid(["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5 + [""], [*names * 3, ""], row)
    )
    read = [record.value for record in found.records if record.value is not None]
    assert read == [8, 7, 15]


def test_rows_with_a_sub_total_that_no_header_names_are_not_read_a_cell_further() -> None:
    """No row has all of its values, but rows that are laid out alike have them together."""
    rows = [
        ["2.其他法律行政法规禁止公开", "", "0", "", "0", "0", "0", "0", "0"],
        ["3.危及“三安全一稳定”", "0", "", "", "", "", "0", "0", ""],
        ["4.保护第三方合法权益", "0", "0", "0", "", "", "", "0", ""],
        ["5.属于三类内部事务信息", "", "0", "0", "0", "0", "0", "0", "0"],
    ]
    head = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    report = reportparse.parse("\n".join([*head, *("\t".join(row) for row in rows), "四、其他情况"]).encode())
    read = {
        (record.row, record.column): record
        for record in report.record_list
        if record.certainty != "uncertain"
    }
    assert all(
        (row, "total") not in read or read[row, "total"].value is None
        for row in ("outcome.refused.security_and_stability", "outcome.refused.third_party_rights")
    )


def with_subtotals(
    name: str, joint: str, total: str = "总计", place: int = 6
) -> dict[tuple[str, str], Record]:
    """Parse the table of requests with sub-totals of the organisations, a row per line."""
    rows = [[row[0], *map(int, row[1:7])] for row in requests_rows()[1:]]
    header = [*NAMES[: place - 1], name, *NAMES[place - 1 :]]
    lines = ["申请人情况", joint.join(["自然人", "法人或其他组织", total]), joint.join(header)]
    for label, *numbers in rows:
        subtotal = sum(numbers[1:])
        lines.append(
            joint.join(map(str, [label, *numbers[:place], subtotal, *numbers[place:], numbers[0] + subtotal]))
        )
    head = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    report = reportparse.parse("\n".join([*head, *lines, "四、其他情况"]).encode())
    return {
        (record.row, record.column): record
        for record in report.record_list
        if record.table.startswith("requests")
    }


@pytest.mark.parametrize("joint", [" | ", "\t", "\n"])
@pytest.mark.parametrize("name", ["小计", "合计"])
def test_sub_totals_may_have_another_name_of_the_total(name: str, joint: str) -> None:
    found = with_subtotals(name, joint)
    assert {record.certainty for record in found.values()} <= {"read", "inferred"}
    assert found["received", "other_organisation"].value == 105
    assert found["received", "organisations"].value == 515
    assert found["received", "total"].value == 615


@pytest.mark.parametrize(("name", "total", "place"), [("合计", "合计", 6), ("合计", "总计", 1)])
def test_a_name_of_the_total_elsewhere_names_no_sub_totals(name: str, total: str, place: int) -> None:
    found = with_subtotals(name, " | ", total, place)
    values = {column: record.value for (row, column), record in found.items() if row == "received"}
    assert values["other_organisation"] in (105, None)
    assert values["total"] in (615, None)


def test_where_blank_cells_are_left_out_a_column_more_may_stand_in_the_place_of_the_total() -> None:
    header = [["申请人情况", "同比增减"], ["自然人", "法人或其他组织", "总计"], NAMES]
    lines = [*header, *([label, *map(str, numbers), "+2"] for label, numbers in ROWS)]
    lines.insert(5, ["1.属于国家秘密", "22", "5", "0", "1", "1", "29", "+2"])
    text = "\n".join(["三、收到和处理政府信息公开申请情况|", *("|".join([*line, ""]) for line in lines)])
    records = reportparse.parse(text.encode()).record_list
    row = {record.column: record.value for record in records if record.row == "outcome.refused.state_secret"}
    assert row["total"] in (29, None)
    assert row["other_organisation"] in (1, None)


def with_a_column_behind_the_total(name: str, rest: list[str], between: str) -> dict[tuple[str, str], Record]:
    """Read a table of requests with one more column, which goes on in another one without a header."""
    header = [
        f"<td rowspan=3></td><td colspan=7>申请人情况</td><td rowspan=3>{name}</td>",
        "<td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td>",
        cells(tuple(NAMES)),
    ]
    first = [
        f"<td>一、本年新收政府信息公开申请数量</td>{cells((3, '', '', '', '', '', 3, 6))}",
        f"<td>二、上年结转政府信息公开申请数量</td>{cells((1, '', '', '', '', '', 1, 5))}",
        f"<td>（一）予以公开</td>{cells((1, '', '', '', '', '', 1, 0))}",
    ]
    text = (
        f"<h1>云桥市水利局2023年政府信息公开工作年度报告</h1>{table([*header, *first])}{between}{table(rest)}"
    )
    return {(record.row, record.column): record for record in reportparse.parse(text.encode()).record_list}


REST = [
    f"<td>2.重复申请</td>{cells(('/', '', 0, '', '—', '', '', 0))}",
    f"<td>3.要求提供公开出版物</td>{cells(('', '', '', '/', '', 0, '', 0))}",
    f"<td>（七）总计</td>{cells((2, 0, '', '', 0, '', 2, 4))}",
    f"<td>四、结转下年度继续办理</td>{cells((2, 0, 0, '', '', '', 2, 6))}",
]


@pytest.mark.parametrize("number", ["3", "— 3 —", "第3页 共7页"])
def test_a_table_goes_on_behind_the_number_of_a_page(number: str) -> None:
    found = with_a_column_behind_the_total("同比增减", REST, f"<p>{number}</p>")
    assert found["outcome.not_processed.repeated", "natural_person"].state == "dash"
    assert found["outcome.not_processed.repeated", "research_institution"].value == 0
    assert found["outcome.total", "natural_person"].value == 2
    for row in ("outcome.not_processed.repeated", "outcome.not_processed.publication"):
        assert found[row, "total"].value is None
    assert found["outcome.total", "total"].value in (2, None)


def test_behind_a_text_a_column_more_is_no_total() -> None:
    found = with_a_column_behind_the_total("同比增减", REST, "<p>其余情况如下：</p>")
    for row in ("outcome.not_processed.repeated", "outcome.not_processed.publication"):
        assert found[row, "total"].certainty == "uncertain" or found[row, "total"].value is None
    assert found["outcome.total", "total"].value in (2, None)


@pytest.mark.parametrize("more", ["—", "0", "/"])
def test_without_any_header_zeros_and_one_more_column_are_no_total(more: str) -> None:
    rows = [
        f"<td>{row}</td>{cells((0, 0, 0, 0, 0, 0, 0, more))}"
        for row in (
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "（二）部分公开",
            "（七）总计",
            "四、结转下年度继续办理",
        )
    ]
    text = f"<h1>云桥市水利局2023年政府信息公开工作年度报告</h1>{table(rows)}"
    for record in reportparse.parse(text.encode()).record_list:
        if record.column == "total" and record.table == "requests" and record.place:
            assert record.certainty == "uncertain" or record.value == 0


def of_text(name: str, rows: list[list[str]], separator: str) -> dict[tuple[str, str], Record]:
    """Read a text with a table of requests, blank cells for merged ones, and one more column if it has a name."""
    header = [
        ["", "", "申请人情况", "", "", "", "", "", "", name],
        ["", "", "自然人", "法人或其他组织", "", "", "", "", "总计", ""],
        ["", "", "", *NAMES, "", ""],
    ]
    table = [row if name else row[:-1] for row in [*header, *rows]]
    lines = [f"|{'|'.join(row)}|" if separator == "|" else separator.join(row) for row in table]
    if separator == "|":
        lines.insert(1, "|---" * len(table[0]) + "|")
    text = "\n".join(["# 临溪县审计局2023年政府信息公开工作年度报告", "", *lines, "", "五、存在的主要问题"])
    return {(record.row, record.column): record for record in reportparse.parse(text.encode()).record_list}


WITHOUT_TOTALS = [
    ["一、本年新收政府信息公开申请数量", "", "3", "0", "0", "0", "0", "2", "", "+2"],
    ["二、上年结转政府信息公开申请数量", "", "1", "1", "0", "0", "0", "0", "", "-1"],
    ["三、本年度办理结果", "（一）予以公开", "1", "0", "0", "0", "0", "1", "", "持平"],
    ["三、本年度办理结果", "（二）部分公开", "0", "1", "0", "0", "0", "0", "", "0"],
    ["三、本年度办理结果", "（七）总计", "3", "1", "0", "0", "0", "1", "", "1"],
    ["四、结转下年度继续办理", "", "1", "0", "0", "0", "0", "1", "", "2"],
]


@pytest.mark.parametrize("name", ["同比增减", "占比", ""])
@pytest.mark.parametrize("separator", ["|", ",", "\t"])
def test_a_header_that_keeps_the_places_of_merged_cells_shows_the_columns(name: str, separator: str) -> None:
    found = of_text(name, WITHOUT_TOTALS, separator)
    codes = ["received", "carried_in", "outcome.disclosed", "outcome.partially_disclosed", "outcome.total"]
    for code, row in zip([*codes, "carried_out"], WITHOUT_TOTALS, strict=True):
        own = [found[code, column] for column in APPLICANT_CODES]
        assert [record.certainty for record in own] == ["read"] * 7
        assert [record.value for record in own] == [*map(int, row[2:8]), None]
        assert own[-1].state == "blank"


LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "（七）总计",
    "四、结转下年度继续办理",
]


def in_text(name: str, rows: list[list[str]], mark: str) -> dict[tuple[str, str], Record]:
    """Read a text with a table of requests without its merged cells, and blank ones too if each cell has a line."""
    header = [["", "申请人情况", name], ["自然人", "法人或其他组织", "总计"], NAMES]
    table = [*header, *([label, *row] for label, row in zip(LABELS, rows, strict=True))]
    if mark == "\n":
        lines = [cell for row in table for cell in row if cell]
    else:
        lines = [mark.join([*row, *[""] * (9 - len(row))]) for row in table]
    text = "\n".join(["临溪县审计局2023年政府信息公开工作年度报告", *lines, "五、存在的主要问题及改进情况"])
    return {(record.row, record.column): record for record in reportparse.parse(text.encode()).record_list}


SIX_ROWS = [
    "received",
    "carried_in",
    "outcome.disclosed",
    "outcome.partially_disclosed",
    "outcome.total",
    "carried_out",
]


@pytest.mark.parametrize("mark", [" | ", "\n"])
@pytest.mark.parametrize("name", ["上年总计", "同比增减", "占比"])
def test_blank_cells_beside_a_column_of_no_known_place_leave_rows_open(name: str, mark: str) -> None:
    rows = [
        ["111", "18", "", "", "", "", "129", "2"],
        ["1", "1", "", "", "", "1", "3", "4"],
        ["16", "3", "", "", "", "1", "20", "2"],
        ["0", "0", "0", "0", "1", "", "1", "2"],
        ["101", "18", "", "", "", "1", "120", "6"],
        ["11", "1", "", "", "", "", "12", "9"],
    ]
    found = in_text(name, rows, mark)
    for code, row in zip(SIX_ROWS, rows, strict=True):
        for column, printed in zip(APPLICANT_CODES, row, strict=False):
            record = found.get((code, column))
            assert record is None or record.certainty == "uncertain" or record.raw == printed


@pytest.mark.parametrize("mark", [" | ", "\n"])
def test_sums_of_whole_rows_show_which_column_is_not_of_the_form(mark: str) -> None:
    rows = [
        ["111", "18", "0", "0", "2", "0", "131", "2"],
        ["1", "1", "/", "/", "/", "1", "3", "4"],
        ["16", "3", "0", "1", "0", "1", "21", "2"],
        ["/", "/", "/", "/", "/", "/", "/", "0"],
        ["101", "18", "0", "0", "2", "1", "122", "6"],
        ["11", "1", "0", "0", "0", "0", "12", "24"],
    ]
    found = in_text("上年总计", rows, mark)
    for code, row in zip(SIX_ROWS, rows, strict=True):
        own = [found[code, column].raw for column in APPLICANT_CODES[:6]]
        # Of a cell per line, sums of nothing and of the last rows show nothing.
        assert own == row[:6] or (mark == "\n" and own == [None] * 6 and code.startswith("outcome"))
        assert found[code, "total"].raw in (row[6], None)


def test_without_a_header_a_value_behind_a_blank_total_is_not_the_total() -> None:
    rows = [
        f"<td>{label}</td>{cells((*[''] * 7, more))}"
        for label, more in zip(LABELS, ("12.5%", "+2", "0", "0", "-1", "0"), strict=True)
    ]
    text = f"<h1>云桥市水利局2023年政府信息公开工作年度报告</h1>{table(rows)}"
    records = reportparse.parse(text.encode()).record_list
    assert not [record for record in records if record.table == "requests" and record.value is not None]


@pytest.mark.parametrize("separator", ["|", ","])
def test_a_row_is_not_blank_whose_values_stand_on_a_line_with_the_label_of_its_group(separator: str) -> None:
    rows = [
        *([*row[:2], *"3000025", "7"] for row in WITHOUT_TOTALS[:4]),
        ["（三）不予公开", "1.属于国家秘密", *"1000001", "3"],
        ["", "2.其他法律行政法规禁止公开", "1", "0", "", "0", "0", "0", "1", ""],
        ["（三）不予公开", "", *["", "", "0", "", "", "", ""], "7"],
        ["（三）不予公开", "3.危及“三安全一稳定”", *"2000002", "3"],
        *([*row[:2], *"3000025", "7"] for row in WITHOUT_TOTALS[4:]),
    ]
    found = of_text("同比增减", rows, separator)
    assert found["outcome.refused.security_and_stability", "total"].value == 2
    for column in APPLICANT_CODES:
        assert found["outcome.refused.prohibited_by_law", column].certainty == "uncertain"


def test_a_total_beside_that_of_last_year_in_a_column_of_its_own_is_read() -> None:
    found = with_a_column_behind_the_total("上年总计", REST, "<p>3</p>")
    assert found["received", "total"].value == 3
    assert found["outcome.total", "total"].value == 2
    assert found["outcome.not_processed.repeated", "total"].certainty == "read"
    rows = [[*row[:-1], "5"] for row in WITHOUT_TOTALS]
    for row in rows:
        row[8] = str(sum(map(int, row[2:8])))
    printed = of_text("上年总计", rows, "|")
    assert printed["received", "total"].value == 5
    assert printed["carried_out", "total"].value == 2
