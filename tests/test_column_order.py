"""Columns in another order than the form's: read where the layout tells, never by counting."""

import pytest

import reportparse
from tests.tables import grid, recognised, requests_rows

GROUPS = {
    "行政复议": "reconsideration",
    "未经复议直接起诉": "litigation_direct",
    "复议后起诉": "litigation_after_reconsideration",
}
COLUMNS = {
    "结果维持": "upheld",
    "结果纠正": "corrected",
    "其他结果": "other",
    "尚未审结": "pending",
    "总计": "total",
}
NUMBERS = {
    "reconsideration": [5, 2, 1, 10, 18],
    "litigation_direct": [6, 6, 2, 0, 14],
    "litigation_after_reconsideration": [0, 1, 2, 3, 6],
}
HEAD = "临汶县教育局2023年政府信息公开工作年度报告\n\n四、政府信息公开行政复议、行政诉讼情况\n\n"


def values(content: str) -> dict[tuple[str, str], float]:
    records = reportparse.parse(content.encode()).records
    records = records[(records["table"] == "reviews_and_litigation") & records["value"].notna()]
    return {
        (record.row, record.column): record.value
        for record in records.itertuples()
        if record.value is not None
    }


def page(litigation_first: bool, columns: list[str]) -> str:
    def cell(text: object, down: int = 1, across: int = 1) -> str:
        return f'<td rowspan="{down}" colspan="{across}">{text}</td>'

    names = [cell(name, down=2) for name in columns]
    first = cell("行政复议", across=5), cell("行政诉讼", across=10)
    second = (
        "".join(names),
        cell("未经复议直接起诉", across=5) + cell("复议后起诉", across=5),
    )
    rows = list(NUMBERS)
    if litigation_first:
        first, second, rows = first[::-1], second[::-1], [*rows[1:], rows[0]]
    order = [list(COLUMNS).index(name) for name in columns]
    data = "".join(cell(NUMBERS[row][k]) for row in rows for k in order)
    third = "".join(map(cell, columns * 2))
    return (
        f"<html><body><p>{HEAD.replace(chr(10), '</p><p>')}</p><table><tr>{''.join(first)}</tr>"
        f"<tr>{''.join(second)}</tr><tr>{third}</tr><tr>{data}</tr></table></body></html>"
    )


WANTED = {
    (row, column): number
    for row, numbers in NUMBERS.items()
    for column, number in zip(COLUMNS.values(), numbers, strict=True)
}


@pytest.mark.parametrize("litigation_first", [False, True])
@pytest.mark.parametrize("swapped", [False, True])
def test_a_grid_tells_the_columns_by_their_names(litigation_first: bool, swapped: bool) -> None:
    columns = list(COLUMNS)
    if swapped:
        columns[1], columns[2] = columns[2], columns[1]
    assert values(page(litigation_first, columns)) == WANTED


@pytest.mark.parametrize("separator", ["\t", " | ", "\n", " |\n", "  "])
def test_a_text_with_litigation_first_is_never_read_by_counting(separator: str) -> None:
    names = list(COLUMNS)
    header = [["行政诉讼", "行政复议"], ["未经复议直接起诉", "复议后起诉", *names], names * 2]
    data = [str(number) for row in [*list(NUMBERS)[1:], "reconsideration"] for number in NUMBERS[row]]
    assert values(HEAD + "\n".join(separator.join(line) for line in [*header, data])) == {}


@pytest.mark.parametrize("separator", ["\t", "\n", " | ", "  "])
def test_the_order_of_the_form_is_read(separator: str) -> None:
    names = list(COLUMNS)
    header = [["行政复议", "行政诉讼"], [*names, "未经复议直接起诉", "复议后起诉"], names * 2]
    data = [str(number) for numbers in NUMBERS.values() for number in numbers]
    assert values(HEAD + "\n".join(separator.join(line) for line in [*header, data])) == WANTED


@pytest.mark.parametrize("swapped", [False, True])
def test_names_over_several_lines_are_asked_for_their_order(swapped: bool) -> None:
    beginnings, ends = ["结果维", "结果纠", "其他结", "尚未审"], ["持", "正", "果", "结"]
    if swapped:
        beginnings[:2], ends[:2] = beginnings[1::-1], ends[1::-1]
    header = [
        "      行政复议                行政诉讼",
        "                      未经复议直接起诉          复议后起诉",
        " ".join(beginnings),
        "                总计",
        "   ".join(ends) + "     " + " ".join([*beginnings, "总计", *beginnings, "总计"]),
        " " * 20 + "  ".join(ends) + "       " + "  ".join(ends),
    ]
    data = "  ".join(str(number) for numbers in NUMBERS.values() for number in numbers)
    assert values(HEAD + "\n".join([*header, data])) == ({} if swapped else WANTED)


def test_a_name_in_pieces_leaves_no_other_column_of_that_name_open() -> None:
    names = list(COLUMNS)
    direct = [*names[:4], names[4][:1], names[4][1:]]
    header = ["行政复议", "行政诉讼", *names, "未经复议直接起诉", "复议后起诉", "合并执行", *direct, *names]
    data = [str(number) for numbers in NUMBERS.values() for number in numbers]
    assert values(HEAD + "\n".join([*header, *data])) == WANTED


def applicants(header: list[str], separator: str = " | ") -> dict[str, float]:
    numbers = {
        "自然人": 7,
        "商业企业": 3,
        "科研机构": 2,
        "社会公益组织": 0,
        "法律服务机构": 1,
        "其他": 4,
        "总计": 17,
    }
    rows = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    lines = [["事项", *header], *([row, *(str(numbers[name]) for name in header)] for row in rows)]
    text = HEAD.replace("四、政府信息公开行政复议、行政诉讼情况", "三、收到和处理政府信息公开申请情况")
    content = text + "\n".join(separator.join(line) + separator for line in lines)
    records = reportparse.parse(content.encode()).records
    records = records[(records["table"] == "requests") & (records["row"] == "received")]
    return {record.column: record.value for record in records.dropna(subset="value").itertuples()}


def test_a_header_in_one_line_tells_the_columns_in_any_order() -> None:
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    form = applicants(names)
    assert form["business"] == 3
    assert form["total"] == 17
    assert applicants([names[6], names[0], names[2], names[1], *names[3:6]]) == form


@pytest.mark.parametrize("separator", ["\t", " | ", "\n", " |\n"])
@pytest.mark.parametrize("organisations_first", [False, True])
def test_organisations_before_natural_persons_are_never_read_by_counting(
    separator: str, organisations_first: bool
) -> None:
    groups, organisations = ["自然人", "法人或其他组织", "总计"], NAMES[1:6]
    numbers = ["7", "3", "2", "0", "1", "4", "17"]
    if organisations_first:
        groups[:2] = groups[1::-1]
        numbers = [*numbers[1:6], "7", "17"]
    labels = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    lines = [["申请人情况"], groups, organisations, *([row, *numbers] for row in labels)]
    head = HEAD.replace("四、政府信息公开行政复议、行政诉讼情况", "三、收到和处理政府信息公开申请情况")
    content = head + "\n".join(separator.join(line) + separator.rstrip("\t") for line in lines)
    records = reportparse.parse(content.encode()).records
    records = records[(records["table"] == "requests") & (records["row"] == "received")]
    found = {record.column: record.value for record in records.dropna(subset="value").itertuples()}
    if organisations_first:
        assert found == {}
    else:
        assert list(found.values()) == [7, 3, 2, 0, 1, 4, 17]


NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


@pytest.mark.parametrize(
    "spans",
    [
        {},
        {"自然人": (1, 1)},
        {"总计": (1, 1)},
        {"法人或其他组织": (1, 4)},
        {"法人或其他组织": (1, 6)},
        {"申请人情况": (1, 6)},
        {"事项": (2, 1)},
    ],
)
def test_spans_of_a_header_that_are_wrong_move_no_values(spans: dict[str, tuple[int, int]]) -> None:
    usual = {"事项": (3, 1), "申请人情况": (1, 7), "自然人": (2, 1), "法人或其他组织": (1, 5), "总计": (2, 1)}

    def cell(text: str) -> str:
        down, across = spans.get(text, usual.get(text, (1, 1)))
        return f'<td rowspan="{down}" colspan="{across}">{text}</td>'

    header = [["事项", "申请人情况"], ["自然人", "法人或其他组织", "总计"], NAMES[1:6]]
    labels = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    numbers = [[*range(10 * i, 10 * i + 6), sum(range(10 * i, 10 * i + 6))] for i in range(1, 5)]
    rows = [[label, *map(str, row)] for label, row in zip(labels, numbers, strict=True)]
    content = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in [*header, *rows])
    head = HEAD.replace(
        "四、政府信息公开行政复议、行政诉讼情况", "三、收到和处理政府信息公开申请情况"
    ).replace("\n\n", "</p><p>")
    records = reportparse.parse(f"<p>{head}</p><table>{content}</table>".encode()).records
    records = records[records["table"] == "requests"].dropna(subset="value")
    found = {str(row): list(group["value"]) for row, group in records.groupby("row", sort=False)}
    codes = ["received", "carried_in", "outcome.total", "carried_out"]
    assert found == dict(zip(codes, numbers, strict=True))


@pytest.mark.parametrize("printed", ["总计", "（七）总计", "其他结果"])
def test_a_name_that_stands_twice_gives_no_column_the_values_of_the_other(printed: str) -> None:
    before, _, behind = page(False, list(COLUMNS)).rpartition(">尚未审结<")
    assert values(f"{before}>{printed}<{behind}") == WANTED


def test_several_rows_of_values_for_the_only_one_of_the_form_are_not_read() -> None:
    content = page(False, list(COLUMNS))
    data = content[content.rindex("<tr>") : content.rindex("</table>")]
    last_year = "<tr><td colspan=15>2022年</td></tr>" + data.replace(">10<", ">9<")
    assert values(content.replace(data, last_year + "<tr><td colspan=15>2023年</td></tr>" + data)) == {}


def test_the_row_of_values_may_have_a_name() -> None:
    content = page(False, list(COLUMNS))
    data = content[content.rindex("<tr>") : content.rindex("</table>")]
    named = content.replace(data, data.replace("<tr>", "<tr><td>件数</td>"))
    assert values(named.replace("<table><tr>", '<table><tr><td rowspan="3">项目</td>')) == WANTED


def test_a_total_that_spans_into_the_next_group_moves_no_values() -> None:
    content = page(False, list(COLUMNS))
    at = content.index("总计", content.index("复议后起诉"))
    start = content.rindex("<td", 0, at)
    assert values(content) == WANTED
    wide = content[:start] + content[start:at].replace('colspan="1"', 'colspan="2"') + content[at:]
    assert wide != content
    assert values(wide) == WANTED


def test_a_label_that_spans_into_the_first_column_moves_no_values() -> None:
    header = "".join(f"<td>{name}</td>" for name in ["", "", *NAMES])
    rows = [
        ["（三）不予公开", "<td colspan=2>1.属于国家秘密</td>", "-", "5", "", "", "1", "-", "6"],
        ["", "<td>2.其他法律行政法规禁止公开</td>", "1", "2", "0", "0", "0", "0", "3"],
    ]
    body = "".join(
        "<tr>" + "".join(cell if cell.startswith("<") else f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    records = reportparse.parse(
        f"<p>三、收到和处理政府信息公开申请情况</p><table><tr>{header}</tr>{body}</table>".encode()
    ).record_list
    read = {
        record.column: record.value
        for record in records
        if record.row == "outcome.refused.state_secret" and record.value is not None
    }
    assert read in ({}, {"business": 5, "legal_service_organisation": 1, "total": 6})


def test_a_row_of_blank_cells_is_blank() -> None:
    content = page(False, list(COLUMNS))
    start = content.rindex("<tr>")
    blank = content[:start] + "<tr>" + "<td></td>" * 15 + "</tr></table>"
    report = reportparse.parse(blank.encode())
    found = [record for record in report.record_list if record.table == "reviews_and_litigation"]
    assert {(record.state, record.certainty) for record in found} == {("blank", "read")}


@pytest.mark.parametrize(
    ("pieces", "read"), [(["26", "4"], True), (["26 0", "4 0"], False), (["26 0", "4"], True)]
)
def test_sums_do_not_vouch_for_pieces_of_zeros_behind_all_numbers(pieces: list[str], read: bool) -> None:
    numbers = [int(piece.replace(" ", "")) for piece in pieces]
    total = f"{sum(numbers)}" if read else f"{sum(numbers) // 10} 0"
    cells = [*pieces, "0", "0", "0", "0", total]
    header = "".join(f"<td>{name}</td>" for name in ["", *NAMES])
    row = "".join(f"<td>{cell}</td>" for cell in ["一、本年新收政府信息公开申请数量", *cells])
    content = f"<p>三、收到和处理政府信息公开申请情况</p><table><tr>{header}</tr><tr>{row}</tr></table>"
    records = [
        record for record in reportparse.parse(content.encode()).record_list if record.row == "received"
    ]
    found = {record.column: record.value for record in records if record.value}
    assert found == (
        {"natural_person": numbers[0], "business": numbers[1], "total": sum(numbers)} if read else {}
    )


@pytest.mark.parametrize("between", ["", "<p></p>"])
@pytest.mark.parametrize("litigation_first", [False, True])
@pytest.mark.parametrize("swapped", [False, True])
def test_a_header_in_a_table_of_its_own_tells_the_columns_of_the_next(
    between: str, litigation_first: bool, swapped: bool
) -> None:
    columns = list(COLUMNS)
    if swapped:
        columns[0], columns[1] = columns[1], columns[0]
    header, _, data = page(litigation_first, columns).rpartition("<tr>")
    assert values(f"{header}</table>{between}<table><tr>{data}") == WANTED


def test_a_header_counts_its_columns_from_the_last_where_labels_are_merged() -> None:
    names = ("商业企业", "自然人", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    rows = [
        ("一、本年新收政府信息公开申请数量", (1, 2, 3, 4, 5, 6, 21)),
        ("二、上年结转政府信息公开申请数量", (7, 8, 9, 1, 2, 3, 30)),
    ]
    rest = [("（一）予以公开", (8, 9, 1, 2, 3, 4, 27)), ("（七）总计", (8, 10, 12, 5, 7, 9, 51))]

    def line(*texts: object) -> str:
        return f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"

    first = line("", *names) + "".join(line(name, *numbers) for name, numbers in rows)
    second = "".join(line("三、本年度办理结果", name, *numbers) for name, numbers in rest)
    document = f"<html><body><p>{HEAD.replace('四、政府信息公开行政复议、行政诉讼情况', '三、收到和处理政府信息公开申请情况')}</p><table>{first}</table><table>{second}</table></body></html>"
    records = reportparse.parse(document.encode()).records
    given = {
        (record.row, record.column): record.value
        for record in records.itertuples()
        if record.table == "requests"
    }
    assert given["received", "natural_person"] == 2
    assert given["outcome.disclosed", "natural_person"] == 9
    assert given["outcome.disclosed", "business"] == 8
    assert given["outcome.total", "business"] == 8


def test_a_part_without_a_header_is_not_read_by_counting_if_that_of_another_part_has_another_order() -> None:
    def line(*texts: object) -> str:
        return f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"

    names = ("商业企业", "自然人", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    first = line("", *names) + line("一、本年新收政府信息公开申请数量", 1, 2, 3, 4, 5, 6, 21)
    rest = line("（一）予以公开", 8, 9, 1, 2, 3, 4, 27) + line("（七）总计", 8, 9, 1, 2, 3, 4, 27)
    document = (
        f"<html><body><p>{HEAD}</p><table>{first}</table><p>乙页</p><table>{rest}</table></body></html>"
    )
    records = reportparse.parse(document.encode()).records
    records = records[(records["table"] == "requests") & records["value"].notna()]
    assert set(records["row"]) == {"received"}


@pytest.mark.parametrize("group", [[], ["", "法人或其他组织", "", "", "", "", "", ""]])
def test_all_names_on_one_line_in_another_order_leave_the_columns_untold(group: list[str]) -> None:
    """A page without rulings does not tell how far the name of a group reaches."""
    rows = requests_rows()
    natural_person, *organisations, total = rows[0][1:]
    rows[0] = ["（勾稽关系）", *organisations, natural_person, total]
    for row in rows[1:]:
        row[1:] = [*map(str, range(6)), "15"]
    found = recognised(grid(*([group] if group else []), *rows))
    codes = ["business", "research_institution", "public_welfare_organisation"]
    codes += ["legal_service_organisation", "other_organisation", "natural_person"]
    order = {code: str(value) for value, code in enumerate(codes)}
    for record in found.records:
        if record.certainty != "uncertain" and record.column != "total":
            assert record.raw == order[record.column]


@pytest.mark.parametrize("total_first", [True, False])
def test_names_above_a_table_are_asked_for_their_order(total_first: bool) -> None:
    names = ["自然人", "法人或其他组织", "总计"]
    numbers = ["0", "", "0", "0", "0", "", "0"]
    if total_first:
        names = [names[2], *names[:2]]
    lines = [names, NAMES[1:6], *([label, *numbers] for label, *_ in requests_rows()[1:])]
    head = HEAD.replace("四、政府信息公开行政复议、行政诉讼情况", "三、收到和处理政府信息公开申请情况")
    text = head + "\n\n".join("\t" + "\t".join(line) for line in lines)
    records = reportparse.parse(text.encode()).records
    told = records[(records["row"] == "received") & (records["certainty"] != "uncertain")]
    assert list(told["state"]) == (
        [] if total_first else ["blank" if not number else "number" for number in numbers]
    )
