import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportparse
from reportparse.document import Cell, Place, Table
from tests.tables import APPLICANTS, grid, recognised, requests_rows, values

FIRST = ["第二十条第（一）项", "", "", ""]
HEADER_2021 = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
HEADER_2019 = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]


def test_every_cell_of_the_official_table_is_found() -> None:
    found = recognised(grid(*requests_rows()))
    assert found.edition == "2021"
    assert len(values(found)) == 25 * 7
    assert values(found)["requests/received/natural_person"] == 100
    assert values(found)["requests/carried_out/total"] == 346


def test_the_edition_is_read_from_the_table() -> None:
    assert recognised(grid(*requests_rows("2019"))).edition == "2019"
    assert len(values(recognised(grid(*requests_rows("2019"))))) == 23 * 7


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (HEADER_2021, ("issued", "repealed", "in_force")),
        (HEADER_2019, ("made", "disclosed", "disclosed_total")),
        (["信息内容", "本年发件", "本年废止件数", "现行有效件"], ("issued", "repealed", "in_force")),
    ],
)
def test_columns_are_known_by_their_header_never_by_their_position(
    header: list[str], columns: tuple[str, ...]
) -> None:
    found = values(recognised(grid(FIRST, header, ["规章", "1", "2", "3"], ["规范性文件", "4", "5", "6"])))
    assert {
        f"proactive_disclosure/rules/{column}": n + 1 for n, column in enumerate(columns)
    }.items() <= found.items()


def test_without_a_header_the_edition_and_so_the_columns_are_uncertain() -> None:
    found = recognised(grid(FIRST, ["规章", "1", "2", "3"], ["行政规范性文件", "4", "5", "6"]))
    assert values(found) == {}
    assert {record.certainty for record in found.records if record.raw in ("1", "6")} <= {"uncertain"}


def test_blocks_of_two_editions_in_one_table_are_told_apart() -> None:
    found = recognised(
        grid(
            FIRST,
            HEADER_2021,
            ["规章", "1", "2", "3"],
            ["行政规范性文件", "4", "5", "6"],
            ["第二十条第（五）项", "", "", ""],
            ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
            ["行政许可", "7", "-8", "9"],
            ["其他对外管理服务事项", "10", "减11", "12"],
        )
    )
    assert found.edition == "mixed"
    assert values(found)["proactive_disclosure/normative_documents/in_force"] == 6
    assert values(found)["proactive_disclosure/licensing/items_change"] == -8
    assert values(found)["proactive_disclosure/other_services/items_change"] == -11


def test_a_misprinted_label_is_known_by_its_neighbours() -> None:
    rows = requests_rows()
    rows[6][0] = "2.其他法律行政止公开"
    rows[0][3] = "科研企业"
    assert values(recognised(grid(*rows))) == values(recognised(grid(*requests_rows())))


def test_a_short_label_may_stand_in_one_cell_with_that_of_its_group() -> None:
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if "无正当理由逾期不补正" in row[0])
    short = ["（六）其他处理\n1.逾期不补正", *rows[at][1:]]
    found = values(recognised(grid(*rows[:at], short, *rows[at + 1 :])))
    assert found == values(recognised(grid(*rows)))


def test_a_row_that_is_not_printed_is_absent_and_the_others_stay_in_place() -> None:
    rows = requests_rows()
    gone = rows.pop(11)
    found = recognised(grid(*rows))
    assert gone[0].startswith("7.")
    absent = {record.row for record in found.records if record.state == "absent"}
    assert absent == {"outcome.refused.enforcement_file"}
    assert values(found)["requests/outcome.refused.administrative_inquiry/natural_person"] == 210


@pytest.mark.parametrize(
    ("height", "width", "said"),
    [
        (26, 8, []),
        (20, 8, ["the table requests lacks its last row 四、结转下年度继续办理"]),
        (26, 7, ["the table requests lacks its last column 总计"]),
    ],
)
def test_a_table_that_an_edge_cuts_off_is_said_to_lack_its_end(
    height: int, width: int, said: list[str]
) -> None:
    found = recognised(grid(*(row[:width] for row in requests_rows()[:height])))
    assert found.cut == said


def test_a_row_that_is_not_printed_between_others_cuts_no_table() -> None:
    rows = requests_rows()
    assert recognised(grid(*rows[:9], *rows[10:])).cut == []


def test_a_part_of_a_table_that_is_not_printed_is_said_to_be_missing() -> None:
    found = recognised(grid(FIRST, HEADER_2021, ["规章", "1", "2", "3"], ["规范性文件", "4", "5", "6"]))
    assert found.cut[0] == "the table proactive_disclosure lacks its part 第二十条第（五）项"


def test_a_row_that_the_form_does_not_have_is_passed_over() -> None:
    rows = requests_rows()
    rows.insert(5, ["其中：行政检查", *"9999999"])
    assert values(recognised(grid(*rows))) == values(recognised(grid(*requests_rows())))


def test_sub_totals_are_kept_apart() -> None:
    rows = requests_rows()
    for row in rows:
        row.insert(0, "")
    rows[5][0] = rows[6][0] = "（三）不予公开"
    rows.insert(5, ["（三）不予公开", "小计", *"1111111"])
    found = values(recognised(grid(*rows)))
    assert found["requests.subtotals/outcome.refused/total"] == 1
    assert "requests/outcome.refused/total" not in found


def test_rows_whose_own_labels_are_missing_are_known_by_their_number_only() -> None:
    rows = requests_rows()
    for row in rows[5:13]:
        row[0] = "（三）不予公开"
    assert values(recognised(grid(*rows))) == values(recognised(grid(*requests_rows())))
    del rows[8]
    found = recognised(grid(*rows))
    refused = [record for record in found.records if record.row.startswith("outcome.refused.")]
    assert all(record.value is None for record in refused)


def test_blank_cells_stay_blank() -> None:
    rows = requests_rows()
    rows[1][2:7] = [""] * 5
    found = recognised(grid(*rows))
    blank = [record for record in found.records if record.row == "received" and record.state == "blank"]
    assert [record.column for record in blank] == [
        "business",
        "research_institution",
        "public_welfare_organisation",
        "legal_service_organisation",
        "other_organisation",
    ]
    assert all(record.value is None for record in blank)


def test_the_same_cell_printed_twice_with_two_numbers_is_uncertain() -> None:
    rows = requests_rows()
    other = [list(row) for row in rows]
    other[1][1] = "5"
    found = recognised(grid(*rows), grid(*other))
    (record,) = [r for r in found.records if (r.row, r.column) == ("received", "natural_person")]
    assert (record.value, record.certainty) == (None, "uncertain")
    assert any("printed twice" in warning for warning in found.warnings)


@pytest.mark.parametrize("numbers", [list("1111115"), list("1111116"), list("///////"), [""] * 7])
def test_a_row_that_is_printed_twice_is_uncertain_unless_its_numbers_are_the_same(numbers: list[str]) -> None:
    rows = requests_rows()
    place = next(i for i, row in enumerate(rows) if row[0] == "2.重复申请")
    rows[place][1:] = list("1111116")
    rows.insert(place + 1, [rows[place][0], *numbers])
    found = recognised(grid(*rows))
    repeated = [record for record in found.records if record.row == "outcome.not_processed.repeated"]
    same = numbers == rows[place][1:]
    assert any(("printed more than once" if same else "cannot be read") in text for text in found.warnings)
    assert {record.certainty for record in repeated} == {"read" if same else "uncertain"}
    assert len(values(found)) == (25 if same else 24) * 7


@pytest.mark.parametrize("sub_rows", [("本年", "上年同期"), ("上年", "本年"), ("全县合计", "其中：局机关")])
def test_of_two_rows_beside_the_same_label_none_is_sure_to_be_the_forms(sub_rows: tuple[str, str]) -> None:
    """A column of its own names years, or bodies: sums hold for each of them."""
    header, *rows = requests_rows()
    cells = [Cell(0, column + (column > 0), text, Place("t")) for column, text in enumerate(header)]
    for i, (label, *numbers) in enumerate(rows):
        cells.append(Cell(1 + 2 * i, 0, label, Place("t"), rowspan=2))
        for j, sub_row in enumerate(sub_rows):
            printed = numbers if j else [str(3 * int(number)) for number in numbers]
            cells += [
                Cell(1 + 2 * i + j, 1 + k, text, Place("t")) for k, text in enumerate([sub_row, *printed])
            ]
    found = recognised(Table(cells, Place("t")))
    certain = [record for record in found.records if record.certainty != "uncertain"]
    assert certain == []


def test_a_row_behind_the_label_of_another_one_is_none_of_the_form() -> None:
    """全县合计 is no （七）总计 beside another label; only the first of two labels is printed in each second row."""
    header, *rows = requests_rows()
    found = recognised(
        grid([header[0], "", *header[1:]], *([row[0], "全县合计", *row[1:]] for row in rows)),
    )
    totals = {record.value for record in found.records if record.row == "outcome.total"}
    assert totals <= {None, *(float(number) for row in rows if "总计" in row[0] for number in row[1:])}


def test_the_last_row_of_a_group_is_not_the_group_where_its_label_names_both() -> None:
    """In one cell, where the group has no rows in an older edition and those above it cannot be read."""
    header, *rows = requests_rows()
    places = {label: i for i, (label, *_) in enumerate(rows)}
    group = range(places["3.其他"] - 2, places["3.其他"])
    last = ["三、本年度办理结果（六）其他处理 3.其他", *rows[places["3.其他"]][1:]]
    printed = [last if label == "3.其他" else row for label, row in zip(places, rows, strict=True)]
    found = recognised(grid(header, *(row for i, row in enumerate(printed) if i not in group)))
    numbers = {record.value for record in found.records if record.row == "outcome.other"}
    assert numbers <= {None}


def test_a_point_in_a_count_may_be_a_mark_of_thousands() -> None:
    rows = requests_rows()
    rows[1][1] = "1.208"
    found = recognised(grid(*rows))
    assert len(values(found)) == 25 * 7 - 1
    assert found.records[0].certainty == "uncertain"


def test_a_table_of_another_kind_is_no_form() -> None:
    found = recognised(grid(["姓名", "数量", "单价"], ["甲", "1", "2"], ["乙", "3", "4"]))
    assert found.records == []
    assert found.edition is None


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_no_misprint_moves_a_number(chance: random.Random) -> None:
    """Characters of labels lost or replaced: a value is right or withheld, never in another cell."""
    right = values(recognised(grid(*requests_rows())))
    rows = requests_rows()
    for row in rows:
        for j, text in enumerate(row):
            if text and not text.isdigit() and chance.random() < 0.3:
                at = chance.randrange(len(text))
                row[j] = text[:at] + chance.choice(["", "错", "口"]) + text[at + 1 :]
    if chance.random() < 0.5:
        del rows[chance.randrange(1, len(rows))]
    found = values(recognised(grid(*rows)))
    assert {cell: value for cell, value in found.items() if right.get(cell) != value} == {}


def test_a_shifted_header_with_a_blank_first_value_is_not_taken_at_its_word() -> None:
    rows = requests_rows()
    rows[1][1] = ""
    found = values(recognised(grid(["", "", *APPLICANTS], *rows[1:])))
    right = values(recognised(grid(*rows)))
    assert {cell: value for cell, value in found.items() if right.get(cell) != value} == {}


def test_headers_and_rows_that_split_columns_differently_are_matched_by_count() -> None:
    rows = requests_rows()
    header = ["", "", *APPLICANTS]
    found = recognised(grid(header, *rows[1:]))
    assert values(found) == values(recognised(grid(*rows)))


def test_of_a_label_no_more_than_its_number_may_be_left() -> None:
    rows = [
        ["确认或重新出具已获取信息", "0", "", "0", "", "0", "0", "0"],
        ["（六）其他处理", "0", "", "0", "0", "", "0", "0"],
        ["（七）", "", "", "0", "0", "", "0", "0"],
        ["四、结转下年度继续办理", "0", "0", "0", "0", "0", "0"],
    ]
    lines = [
        "三、收到和处理政府信息公开申请情况",
        *(f"{cell}\n|" if cell else "|" for row in rows for cell in row),
    ]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    values = {record.column: record.value for record in records if record.row == "outcome.total"}
    assert values["natural_person"] is values["business"] is values["legal_service_organisation"] is None
    assert set(values.values()) <= {None, 0}
    assert all(record.raw != "（七）" for record in records)


def test_of_a_row_that_lacks_a_cell_none_is_moved() -> None:
    rows = [["", *row] for row in requests_rows()]
    rows[1] = [rows[1][1], "", "", *rows[1][3:-1]]
    found = values(recognised(grid(*rows)))
    right = values(recognised(grid(*[["", *row] for row in requests_rows()])))
    assert {cell: value for cell, value in found.items() if right.get(cell) != value} == {}


def test_a_name_that_spans_two_columns_of_different_groups_names_none_of_them() -> None:
    header = (
        "<tr><td colspan=2 rowspan=3></td><td colspan=7>申请人情况</td></tr>"
        "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td>总计</td></tr>"
        "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td colspan=2>其他</td></tr>"
    )
    rows = "".join(
        f"<tr><td colspan=2>{label}</td>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"
        for label, *texts in (
            ("一、本年新收政府信息公开申请数量", 8, "", "", "", 5, "", 13),
            ("二、上年结转政府信息公开申请数量", 1, "", "", "", "", "", 1),
        )
    )
    page = f"<h1>某县水务局2023年政府信息公开工作年度报告</h1><table>{header}{rows}</table>"
    found = {
        (record.row, record.column): record.value for record in reportparse.parse(page.encode()).record_list
    }
    assert found["received", "other_organisation"] is None
    assert found["received", "total"] == 13


@pytest.mark.parametrize(
    ("name", "unit"), [("本年处理决定数量（万件）", "万件"), ("本年处理决定数量（件）", "件")]
)
def test_multiples_of_what_is_counted_are_units(name: str, unit: str) -> None:
    found = recognised(grid(["第二十条第（五）项", ""], ["信息内容", name], ["行政许可", "195"]))
    (record,) = (record for record in found.records if record.row == "licensing" and record.state != "absent")
    assert (record.value, record.unit) == (195, unit)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("本年收费金额（单位：万元）", "万元"),
        ("本年收费金额（单位：元）", "元"),
        ("本年收費金額（單位：萬元）", "万元"),
        ("本年收费金额（百万元）", "百万元"),
        ("本年收费金额（千元）", "千元"),
        ("本年收费金额（美元）", "美元"),
        ("本年收费金额（单位：元，1万元=10000元）", "元"),
        ("本年收费金额（元）（注：万元以下不计）", None),
    ],
)
def test_the_unit_is_the_one_that_the_header_prints(name: str, unit: str | None) -> None:
    found = recognised(grid(["信息内容", name], ["行政事业性收费", "19.5"]))
    (record,) = (record for record in found.records if record.row == "fees" and record.state != "absent")
    assert (record.value, record.unit) == (19.5, unit)


def test_tables_of_two_bodies_are_not_put_together() -> None:
    header = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]

    def part(*rows: list[str]) -> Table:
        return grid(["第二十条第（六）项", "", "", ""], header, *rows)

    first, second = ["行政许可", "9", "1", "33"], ["行政处罚", "8", "0", "44"]
    others = ["行政处罚", "7", "2", "66"], ["行政强制", "6", "0", "55"]
    licensing = grid(
        ["第二十条第（五）项", "", "", ""], header, first, ["第二十条第（六）项"], header, second
    )
    found = recognised(licensing, part(*others))
    assert not any(record.value is not None for record in found.records)
    assert any("two tables print different values" in warning for warning in found.warnings)
    # A table that goes on in another one says nothing twice.
    found = recognised(licensing, part(second, others[1]))
    decisions = [record.value for record in found.records if record.column == "decisions"]
    assert {33, 44, 55} <= set(decisions)


@pytest.mark.parametrize("columns", [("自然人", "总计"), ("总计",)])
def test_columns_that_a_table_leaves_out_are_absent_and_those_it_names_are_read(
    columns: tuple[str, ...],
) -> None:
    rows = [[row[0], *(row[1 + APPLICANTS.index(name)] for name in columns)] for row in requests_rows()[1:]]
    found = values(recognised(grid(["项目", *columns], *rows)))
    assert len(found) == 25 * len(columns)
    assert found["requests/received/total"] == 106
    assert found["requests/carried_out/total"] == 346
    # Beside what is none of the form's columns, nothing tells that the others are.
    other = recognised(
        grid(["项目", "本月", "总计"], *([row[0], "1", row[-1]] for row in requests_rows()[1:]))
    )
    assert not any(record.value is not None for record in other.records)


def test_a_number_that_spans_two_rows_is_of_neither() -> None:
    rows = requests_rows()
    table = grid(*rows)
    at = next(i for i, row in enumerate(rows) if row[0] == "2.重复申请")
    (spanning,) = [cell for cell in table.cells if (cell.row, cell.column) == (at, 2)]
    spanning.rowspan = 2
    # The other row has lost one more, and cannot be read.
    cells = [cell for cell in table.cells if (cell.row, cell.column) not in ((at + 1, 2), (at + 1, 4))]
    records = recognised(Table(cells, table.place)).records
    doubted = {(record.row, record.column) for record in records if record.certainty == "uncertain"}
    rows_around = ("outcome.not_processed.repeated", "outcome.not_processed.publication")
    assert doubted >= {(row, "business") for row in rows_around}


@pytest.mark.parametrize("blank_is_first", [True, False])
def test_a_form_that_was_not_filled_in_contradicts_none(blank_is_first: bool) -> None:
    rows = requests_rows()
    blank = [rows[0], *([label, *[""] * 7] for label, *_ in rows[1:])]
    tables = [grid(*blank), grid(*rows)] if blank_is_first else [grid(*rows), grid(*blank)]
    found = recognised(*tables)
    assert values(found) == values(recognised(grid(*rows)))
    assert not any("printed twice" in warning for warning in found.warnings)


REVIEW_NAMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def reviews_table(*rows: list[str], label: str | None = None) -> Table:
    """The table of section 4 with rows of values, in each of them behind a label where the header names those."""
    first = 0 if label is None else 1
    cells = [Cell(0, 0, label, Place("t"), rowspan=3)] if label is not None else []
    cells.append(Cell(0, first, "行政复议", Place("t"), rowspan=2, colspan=5))
    cells.append(Cell(0, first + 5, "行政诉讼", Place("t"), colspan=10))
    for column, name in ((first + 5, "未经复议直接起诉"), (first + 10, "复议后起诉")):
        cells.append(Cell(1, column, name, Place("t"), colspan=5))
    lines = [[*([None] * first), *REVIEW_NAMES * 3], *rows]
    for i, line in enumerate(lines, 2):
        cells += [Cell(i, k, text, Place("t")) for k, text in enumerate(line) if text is not None]
    return Table(cells, Place("t"))


@pytest.mark.parametrize("labels", [("水务局", "水务站"), ("2022", "2023"), ("", "")])
@pytest.mark.parametrize("first", [["", "2", "", "", "2"], ["0", "2", "0", "0", "2"]])
def test_of_two_rows_of_values_where_the_form_has_one_none_is_read(
    labels: tuple[str, str], first: list[str]
) -> None:
    rows = [[labels[0], *first * 3], [labels[1], *["0"] * 15]]
    found = recognised(reviews_table(*rows, label="单位"))
    assert [record for record in found.records if record.certainty != "uncertain"] == []


@pytest.mark.parametrize("first", [[""] * 15, ["0", "0", "1", "1", "", *["0", "0", "2", "2", ""] * 2][:13]])
def test_a_full_row_of_values_below_a_blank_one_or_one_that_lacks_values_may_be_of_another_year(
    first: list[str],
) -> None:
    found = recognised(reviews_table(first, ["4", "0", "1", "0", "5", *["1", "0", "0", "0", "1"] * 2]))
    assert [record for record in found.records if record.certainty != "uncertain"] == []


@pytest.mark.parametrize("zero", ["0", ""])
def test_one_row_of_values_behind_a_label_is_read(zero: str) -> None:
    row = [zero, "2", zero, zero, "2", *[zero] * 10]
    found = recognised(reviews_table(["水务局", *row], label="单位"))
    assert [record.raw for record in found.records] == row
    assert {record.certainty for record in found.records} == {"read"}


def test_of_a_row_with_a_blank_cell_too_many_only_what_sums_tell_is_read() -> None:
    """Any of the blank cells may be the one that belongs to no column."""
    row = ["", "", "", "", "", "", "1", "", "", "", "1", "", "", "8", "", "8"]
    found = recognised(reviews_table(row))
    read = {(record.row, record.column) for record in found.records if record.certainty != "uncertain"}
    assert ("litigation_direct", "upheld") not in read
    assert ("litigation_direct", "corrected") not in read


def test_values_beside_a_name_that_goes_on_down_to_their_row_are_withheld() -> None:
    """The name of the last column spans the first three rows of values, which stand beside it."""
    (corner, natural, *organisations, total), *rows = requests_rows()
    names = "".join(f"<td>{name}</td>" for name in organisations)
    header = (
        f"<tr><td rowspan=3 colspan=2>{corner}</td><td colspan=7>申请人情况</td></tr><tr><td rowspan=2>{natural}"
        f"</td><td colspan=5>法人或其他组织</td><td rowspan=5>{total}</td></tr><tr>{names}</tr>"
    )
    lines = []
    for i, (label, *numbers) in enumerate(rows):
        is_outcome = 2 <= i < len(rows) - 1
        group = f"<td rowspan={len(rows) - 3}>三、本年度办理结果</td>" if i == 2 else ""
        values = numbers if i < 2 else ["", "4", "", "", "1", "", "5"]
        cells = "".join(f"<td>{text}</td>" for text in values)
        lines.append(f"<tr>{group}<td colspan={1 if is_outcome else 2}>{label}</td>{cells}</tr>")
    page = f"<h1>某县林业局2023年政府信息公开工作年度报告</h1><table>{header}{''.join(lines)}</table>"
    report = reportparse.parse(page.encode())
    beside = [record for record in report.record_list if record.row == "outcome.disclosed"]
    assert {(record.value, record.certainty) for record in beside} == {(None, "uncertain")}


def test_a_number_that_is_left_of_a_label_behind_a_group_is_no_value() -> None:
    header, *rows = requests_rows()
    cells = [Cell(0, column + (column > 0), text, Place("t")) for column, text in enumerate(header)]
    cells.append(Cell(3, 0, "三、本年度办理结果", Place("t"), rowspan=len(rows) - 3))
    for i, (label, *numbers) in enumerate(rows, 1):
        is_outcome = 2 < i < len(rows)
        printed = ["（二）", "", "", "6", "", "", "6"] if i == 4 else [label, *numbers]
        columns = range(1, 9) if is_outcome else [0, *range(2, 9)]
        cells += [Cell(i, k, text, Place("t")) for k, text in zip(columns, printed, strict=False)]
    found = recognised(Table(cells, Place("t")))
    partially = [record for record in found.records if record.row == "outcome.partially_disclosed"]
    assert {(record.value, record.state) for record in partially} == {(None, "blank")}
    assert {record.certainty for record in partially} == {"uncertain"}


def test_numbers_that_no_column_took_may_be_those_of_a_column_with_another_name() -> None:
    header, *rows = requests_rows()
    header[1] = "自然人\nNatural Person"
    found = recognised(grid(header, *rows))
    own = [record for record in found.records if record.column == "natural_person"]
    assert "absent" not in {record.state for record in own}
    assert len(values(found)) >= 25 * 6
    without = [row[:1] + row[2:] for row in requests_rows()]
    absent = [record for record in recognised(grid(*without)).records if record.state == "absent"]
    assert {(record.column, record.certainty) for record in absent} == {("natural_person", "read")}


@pytest.mark.parametrize("between", ["\n", " ", "\u3000"])
def test_two_numbers_in_each_cell_are_not_one(between: str) -> None:
    """The sums of the first ones, of the second ones and of both put together all hold."""
    header, *rows = requests_rows()
    twice = [[label, *(f"{number}{between}{number}" for number in numbers)] for label, *numbers in rows]
    assert values(recognised(grid(header, *twice))) == {}


def test_a_number_on_two_lines_is_one_where_the_sums_of_its_first_part_fail() -> None:
    header, *rows = requests_rows()
    rows[0][1:] = ["15\n8", "16\n7", "0", "0", "0", "0", "32\n5"]
    found = recognised(grid(header, *rows))
    assert [record.value for record in found.records if record.row == "received"] == [
        158,
        167,
        0,
        0,
        0,
        0,
        325,
    ]


@pytest.mark.parametrize("values_below", [[""] * 15, ["0", "2", "0", "0", "2", *["0"] * 10]])
def test_a_row_that_counts_the_columns_is_none_of_values(values_below: list[str]) -> None:
    found = recognised(reviews_table([str(i) for i in range(1, 16)], values_below))
    read = [None if record.state == "blank" else record.raw for record in found.records]
    assert read == [text or None for text in values_below]


@pytest.mark.parametrize("cell", ["", " "])
def test_the_label_of_a_group_on_a_blank_row_of_its_own_has_no_records(cell: str) -> None:
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0] == "1.属于国家秘密")
    with_label = [*rows[:at], ["（三）不予公开", *[cell] * 7], *rows[at:]]
    records = recognised(grid(*with_label)).records
    assert {record.table for record in records} == {"requests"}
    assert {record.certainty for record in records} == {"read"}


def test_the_row_below_such_a_label_is_in_doubt_where_it_is_not_printed() -> None:
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0] == "1.属于国家秘密")
    without_row = [*rows[:at], ["（三）不予公开", *[""] * 7], *rows[at + 1 :]]
    records = recognised(grid(*without_row)).records
    uncertain = [record for record in records if record.certainty == "uncertain"]
    assert {record.row for record in uncertain} == {"outcome.refused.state_secret"}
