"""Numbers that a page's end cuts, where no rulings tell: the sums vouch for what they are, or nobody does."""

from dataclasses import replace

import pytest

import reportparse
from reportparse.document import Cell, Place, Table
from reportparse.loaders.page_assembly import PageColumn, assemble
from reportparse.tables.pages.filled import PageTable
from reportparse.tables.pages.lines import Character, lines_of
from tests.tables import APPLICANTS, grid, recognised, requests_rows, values

NUMBERS = ["1035", "9362", "7549", "1194", "1004", "1008", "5025"]
EDGES = [70.0, 200.0, *(200.0 + 40 * k for k in range(1, 8))]


def characters(text: str, x: float, y: float) -> list[Character]:
    return [Character(each, x + 5 * k, y, x + 5 * k + 5, y + 10) for k, each in enumerate(text)]


def tables(below: list[str]) -> list[Table]:
    """A table whose last row ends a page, and a line at the top of the next."""
    rows = [["", *APPLICANTS], ["一、本年新收政府信息公开申请数量", *NUMBERS]]
    cells = [Cell(i, j, text, Place("", 1)) for i, row in enumerate(rows) for j, text in enumerate(row)]
    table = PageTable(Table(cells, Place("", 1)), EDGES)
    line = [each for k, text in enumerate(below) for each in characters(text, EDGES[k] + 3, 100)]
    pages = [
        PageColumn.of(1, 595, 842, [table]),
        PageColumn.of(2, 595, 842, list(lines_of(line))),
    ]
    blocks = assemble(pages).blocks
    return [block for block in blocks if isinstance(block, Table)]


@pytest.mark.parametrize("label", ["", "数量"])
def test_digits_below_numbers_are_theirs_if_then_the_sum_holds(label: str) -> None:
    found = recognised(*tables([label, "1", "", "", "5", "2", "", "7"]))
    row = [value for name, value in values(found).items() if name.startswith("requests/received")]
    assert row == [10351, 9362, 7549, 11945, 10042, 1008, 50257]
    assert {record.certainty for record in found.records if record.row == "received" and record.raw} == {
        "read",
        "inferred",
    }


def test_digits_below_numbers_are_theirs_beside_the_spanning_label_of_a_group() -> None:
    header = [Cell(0, 0, "", Place("", 1), 1, 2)]
    header += [Cell(0, 2 + j, text, Place("", 1)) for j, text in enumerate(APPLICANTS)]
    rows = [["（一）予以公开", *"123456", "2"], ["的", *[""] * 6, "1"]]
    cells = [Cell(1, 0, "三、本年度办理结果", Place("", 1), 2)]
    cells += [
        Cell(1 + i, 1 + j, text, Place("", 1 + i)) for i, row in enumerate(rows) for j, text in enumerate(row)
    ]
    found = recognised(Table([*header, *cells], Place("", 1)))
    row = [value for name, value in values(found).items() if name.startswith("requests/outcome.disclosed")]
    assert row == [1, 2, 3, 4, 5, 6, 21]


def of_disclosed(pages: tuple[int, int], rows: tuple[list[str], ...]) -> dict[str, tuple[float | None, str]]:
    """What is read for the row of information that was disclosed, of two rows on these pages, and how surely.

    The label of the group begins on the second page.
    """
    header = [Cell(0, 0, "", Place("", 1), 1, 2)]
    header += [Cell(0, 2 + j, text, Place("", 1)) for j, text in enumerate(APPLICANTS)]
    group = [Cell(1, 0, "三、", Place("", pages[0])), Cell(2, 0, "本年度办理结果", Place("", pages[1]), 2)]
    cells = [
        Cell(1 + i, 1 + j, text, Place("", page))
        for i, (page, row) in enumerate(
            zip((*pages, pages[1]), (*rows, ["（二）部分公开", *"0000000"]), strict=True)
        )
        for j, text in enumerate(row)
    ]
    found = recognised(Table([*header, *group, *cells], Place("", 1)))
    return {
        record.column: (record.value, record.certainty)
        for record in found.records
        if record.row == "outcome.disclosed"
    }


UPPER, LOWER = ["31", "", "18", "27", "15", "13", "10"], ["9", "", "4", "4", "7", "9", "73"]
WHOLE = [319, None, 184, 274, 157, 139, 1073]


def test_as_many_digits_as_numbers_are_theirs_beside_the_label_of_a_group() -> None:
    read = of_disclosed((1, 2), (["（一）予以公开", *UPPER], ["", *LOWER]))
    assert [value for value, _ in read.values()] == WHOLE


def test_as_many_digits_as_numbers_are_theirs_beside_the_end_of_a_label() -> None:
    read = of_disclosed((1, 2), (["（一）予以公", *UPPER], ["开", *LOWER]))
    assert [value for value, _ in read.values()] == WHOLE


@pytest.mark.parametrize("below", ["1000001", "0000000"])
def test_numbers_whose_sums_hold_with_the_digits_below_and_without_are_doubted(below: str) -> None:
    read = of_disclosed((1, 2), (["（一）予以公开", *"4000004"], ["", *below]))
    assert {certainty for _, certainty in read.values()} == {"uncertain"}


@pytest.mark.parametrize(
    ("total", "certainty"), [("2", {"read", "inferred"}), ("1", {"uncertain"}), ("", {"uncertain"})]
)
def test_digits_at_the_end_of_a_page_are_the_first_of_the_row_below_if_then_the_sum_holds(
    total: str, certainty: set[str]
) -> None:
    rows = (
        ["", *APPLICANTS],
        ["一、本年新收政府信息公开申请数量", *"0000000"],
        ["", *["", "", "1", "", "", ""], total],
        ["二、上年结转政府信息公开申请数量", *"9090008"],
    )
    table = grid(*rows)
    cells = [replace(cell, place=Place(cell.place.path, 1 + (cell.row == 3))) for cell in table.cells]
    records = [
        record for record in recognised(replace(table, cells=cells)).records if record.row == "carried_in"
    ]
    assert {record.certainty for record in records} == certainty
    if total == "2":
        assert [record.value for record in records] == [9, 0, 19, 0, 0, 0, 28]


def test_a_row_is_doubted_if_the_sum_holds_neither_way() -> None:
    found = recognised(*tables(["", "1", "", "", "5", "3", "", "7"]))
    assert not any(name.startswith("requests/received") for name in values(found))


@pytest.mark.parametrize(
    "below",
    [
        ["", "", "", "", "", "", "", ""],
        ["2", "", "", "", "", "", "", ""],
        ["", "1234", "", "", "", "", "", ""],
    ],
)
def test_what_stands_below_no_number_changes_nothing(below: list[str]) -> None:
    found = recognised(*tables(below))
    row = [value for name, value in values(found).items() if name.startswith("requests/received")]
    assert row == [float(number) for number in NUMBERS]


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("1342314", [10351, 93623, 75494, 11942, 10043, 10081, 211534]),
        ("1342315", []),
    ],
)
def test_all_numbers_of_a_row_may_go_on_below(below: str, wanted: list[float]) -> None:
    rows = ["", *APPLICANTS], ["一、本年新收政府信息公开申请数量", *NUMBERS[:-1], "21153"], ["", *below]
    found = recognised(replace(grid(*rows), layout="rows"))
    row = [value for name, value in values(found).items() if name.startswith("requests/received")]
    assert row == wanted


def test_a_rest_of_a_table_with_another_column_for_labels_and_one_less_for_values_is_doubted() -> None:
    rows = (
        ["", *APPLICANTS],
        ["一、本年新收政府信息公开申请数量", *NUMBERS],
        ["四、结", "转下年度继续办理", *"120403"],
    )
    found = recognised(replace(grid(*rows), layout="rows"))
    assert not any(name.startswith("requests/carried_out") for name in values(found))


@pytest.mark.parametrize("between", ["", "\n— 2 —\n", "\n2 \n", "\n云桥市水利局年报\n"])
def test_a_digit_may_begin_the_table_of_the_next_page_in_other_columns(between: str) -> None:
    above = [["", *APPLICANTS], ["一、本年新收政府信息公开申请数量", "1", "2", "3", "4", "5", "6", "2"]]
    below = [["", "", *[""] * 6, "1"], ["", "二、上年结转政府信息公开申请数量", *"0000000"]]
    text = f"\n{between}\n".join("\n".join(f"|{'|'.join(row)}|" for row in rows) for rows in (above, below))
    report = reportparse.parse(f"云桥市水利局年报\n三、收到和处理政府信息公开申请情况\n{text}\n".encode())
    row = [record.value for record in report.record_list if record.row == "received"]
    assert row == [1, 2, 3, 4, 5, 6, 21]


@pytest.mark.parametrize(("edge", "inner"), [("|", "|"), ("", ",")], ids=["pipes", "commas"])
@pytest.mark.parametrize("between", ["", "\n— 2 —\n", "\n2 \n", "\n云桥市水利局年报\n"])
@pytest.mark.parametrize(
    ("label", "rest"), [("一、本年新收政府信息公开申请数量", ""), ("一、本年新收政府信息公", "开申请数量")]
)
def test_a_digit_may_begin_the_table_of_the_next_page(
    edge: str, inner: str, between: str, label: str, rest: str
) -> None:
    above = [["", *APPLICANTS], [label, "1", "2", "3", "4", "5", "6", "2"]]
    below = [[rest, *[""] * 6, "1"], ["二、上年结转政府信息公开申请数量", *"0000000"]]
    tables = ("\n".join(edge + inner.join(row) + edge for row in rows) for rows in (above, below))
    text = f"\n{between}\n".join(tables)
    report = reportparse.parse(f"云桥市水利局年报\n三、收到和处理政府信息公开申请情况\n{text}\n".encode())
    row = [record.value for record in report.record_list if record.row == "received"]
    assert row == [1, 2, 3, 4, 5, 6, 21]


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["one table", "two"])
@pytest.mark.parametrize(("edge", "inner"), [("", "\t"), ("|", "|")], ids=["tabs", "pipes"])
def test_a_group_s_label_may_go_on_beside_the_digits(edge: str, inner: str, between: str) -> None:
    above = [["", "", *APPLICANTS], ["三、", "（一）予以公开", "1", "2", "3", "4", "5", "6", "2"]]
    below = [
        ["本年度办理结果", "", "", *[""] * 6, "1"],
        ["", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", *"0000000"],
    ]
    text = between.join("\n".join(edge + inner.join(row) + edge for row in rows) for rows in (above, below))
    report = reportparse.parse(f"云桥市水利局年报\n三、收到和处理政府信息公开申请情况\n{text}\n".encode())
    row = [record.value for record in report.record_list if record.row == "outcome.disclosed"]
    assert row == [1, 2, 3, 4, 5, 6, 21]


def test_the_label_below_digits_that_go_on_may_be_in_pieces() -> None:
    above = [["", *APPLICANTS], ["一、本年新收政府信息公开申请数量", "1", "2", "3", "4", "5", "6", "2"]]
    below = [["", "", "", *[""] * 6, "1"], ["二、上", "年结转政", "府信息公开申请数量", *"0000000"]]
    text = "\n\n".join("\n".join(f"|{'|'.join(row)}|" for row in rows) for rows in (above, below))
    report = reportparse.parse(f"云桥市水利局年报\n三、收到和处理政府信息公开申请情况\n{text}\n".encode())
    assert [record.value for record in report.record_list if record.row == "received"] == [
        1,
        2,
        3,
        4,
        5,
        6,
        21,
    ]


def test_the_label_of_a_last_row_may_go_on_on_the_next_page() -> None:
    above = [["", "", *APPLICANTS], ["（六）其他处理", "1.申请人无正当理由", *"1200003"]]
    below = [["", "逾期不补正、行政机关不再处理其政府信息公开申请", *[""] * 7], ["", "3.其他", *"4100005"]]
    text = "\n\n".join("\n".join("\t".join(row) for row in rows) for rows in (above, below))
    report = reportparse.parse(f"云桥市水利局年报\n三、收到和处理政府信息公开申请情况\n\n{text}\n".encode())
    rows = {
        code: [record.value for record in report.record_list if record.row == f"outcome.other.{code}"]
        for code in ("correction_overdue", "other")
    }
    assert rows == {"correction_overdue": [1, 2, 0, 0, 0, 0, 3], "other": [4, 1, 0, 0, 0, 0, 5]}


def test_without_a_header_a_blank_cell_may_stand_beside_sub_totals() -> None:
    rows = (
        ["", "2.没有现成信息需要另行制作", "0", "0", "", "0", "0", "0", "0", ""],
        ["", "3.补正后申请内容仍不明确", "", "0", "0", "0", "0", "0", "0", "0"],
        ["四、结转下年度继续办理", "", "", "0", "0", "0", "0", "0", "0", "0"],
    )
    for layout in ("rows", "grid"):
        found = recognised(replace(grid(*rows), layout=layout))
        known = values(found)
        assert "requests/outcome.unavailable.needs_creation/total" not in known
        assert known.get("requests/carried_out/natural_person") is None


@pytest.mark.parametrize(("page", "is_row"), [(2, True), (3, False)])
def test_a_strip_of_a_group_between_two_pages_is_no_row(page: int, is_row: bool) -> None:
    labels = [
        "1.信访举报投诉类申请",
        "2.重复申请",
        "3.要求提供公开出版物",
        "",
        "5.要求行政机关确认或重新出具已获取信息",
    ]
    rows = [["（五）不予处理", label, *(["4"] * 6 + ["24"] if label else [""] * 7)] for label in labels]
    table = grid(["", "", *APPLICANTS], *rows)
    cells = [
        replace(
            cell,
            place=Place(cell.place.path, 2 if cell.row < 5 else page),
            rowspan=5 if (cell.row, cell.column) == (1, 0) else 1,
        )
        for cell in table.cells
        if cell.column or cell.row < 2
    ]
    found = recognised(replace(table, cells=cells))
    states = {record.row: record.state for record in found.records if record.certainty != "uncertain"}
    assert states["outcome.not_processed.publication"] == "number"
    assert (states.get("outcome.not_processed.excessive") == "blank") is is_row


@pytest.mark.parametrize("mark", ["\t", ","])
@pytest.mark.parametrize("at_seam", [True, False])
def test_a_row_that_is_missing_where_a_page_ends_may_be_printed(mark: str, at_seam: bool) -> None:
    """Finders of tables lose the first row of a page where its upper edge is not drawn."""
    header, *rows = requests_rows()
    lines = [mark.join(row) for row in [header, *rows[:8], *rows[9:]]]
    lines.insert(9 if at_seam else 15, "")
    head = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", ""]
    report = reportparse.parse("\n".join([*head, *lines, "", "四、其他情况"]).encode())
    missing = [
        record for record in report.record_list if record.row_label is None and record.table == "requests"
    ]
    assert {record.row for record in missing} == {"outcome.refused.internal_affairs"}
    assert {record.certainty for record in missing} == {"uncertain" if at_seam else "read"}


@pytest.mark.parametrize("below", [["5025"], ["502", "5"]])
def test_a_number_at_the_top_of_a_page_may_be_of_a_cell_that_is_blank_above(below: list[str]) -> None:
    """Where a page cuts a row, a number that stands lower than the others is left to the next one."""
    cells = [
        Cell(i, j, text, Place("", 1))
        for i, row in enumerate([["", *APPLICANTS], ["一、本年新收政府信息公开申请数量", *NUMBERS[:-1], ""]])
        for j, text in enumerate(row)
    ]
    table = PageTable(Table(cells, Place("", 1)), EDGES)
    lines = [each for k, text in enumerate(below) for each in characters(text, EDGES[7] + 3, 100 + 14 * k)]
    pages = [PageColumn.of(1, 595, 842, [table]), PageColumn.of(2, 595, 842, list(lines_of(lines)))]
    tables = [block for block in assemble(pages).blocks if isinstance(block, Table)]
    (total,) = (
        record
        for record in recognised(*tables).records
        if (record.row, record.column) == ("received", "total")
    )
    assert (total.value, total.certainty) == (None, "uncertain")


def parted(upper: list[str], lower: list[str]) -> list[tuple[float | None, str]]:
    """What is read of a row whose cells a page's end leaves above or below it, and how surely."""
    rows = [
        ["", *APPLICANTS],
        ["一、本年新收政府信息公开申请数量", *upper],
        ["", *lower],
        ["二、上年结转政府信息公开申请数量", *"0000000"],
    ]
    cells = [
        Cell(i, j, text, Place("", 1 + i // 2)) for i, row in enumerate(rows) for j, text in enumerate(row)
    ]
    records = recognised(Table(cells, Place("", 1))).records
    return [(record.value, record.certainty) for record in records if record.row == "received"]


@pytest.mark.parametrize("above", [(3, 6), (6,), (0, 1, 2, 3, 4), (0, 2, 4, 6)])
def test_numbers_below_blank_cells_of_a_row_that_a_page_parts_are_its_own(above: tuple[int, ...]) -> None:
    numbers = ["1035", "9362", "7549", "1194", "1004", "1008", "21152"]
    upper = [number if k in above else "" for k, number in enumerate(numbers)]
    lower = ["" if k in above else number for k, number in enumerate(numbers)]
    assert [value for value, _ in parted(upper, lower)] == list(map(float, numbers))
    # Where they do not add up nothing shows whose they are.
    for k in range(7):
        other = [f"{number}5" if at == k else number for at, number in enumerate(numbers)]
        upper = [number if at in above else "" for at, number in enumerate(other)]
        lower = ["" if at in above else number for at, number in enumerate(other)]
        assert {certainty for _, certainty in parted(upper, lower)} == {"uncertain"}


HEADER = [
    ["", "", "", "申请人情况", *[""] * 6],
    ["", "", "", "自然人", "法人或其他组织", *[""] * 4, "总计"],
    ["", "", "", "", *APPLICANTS[1:6], ""],
]


@pytest.mark.parametrize("behind", [[], ["33.3%"]])
@pytest.mark.parametrize("between", ["", "（续上表，以下各行由各科室提供）"])
def test_blank_cells_beside_the_end_of_a_label_that_a_page_parts_are_not_those_of_its_row(
    behind: list[str], between: str
) -> None:
    """Texts tell no pages; a column that the form does not have may stand behind the row."""
    group, zeros = "三、本年度办理结果", ["0"] * 7
    _, *rows = requests_rows()
    lines = [
        *([*line, *[""] * len(behind)] for line in HEADER),
        *([group, "（三）不予公开", label, *zeros, *behind] for label, *_ in rows[6:11]),
        ["三、本年", "（三）不", "8.属于行", *zeros, *behind],
        [between],
        ["度办理结果", "予公开", "政查询事项", *[""] * 7, *[""] * len(behind)],
        *([group, "（四）无法提供", label, *zeros, *behind] for label, *_ in rows[12:15]),
    ]
    text = "\n".join(
        ["三、收到和处理政府信息公开申请情况", "", *("\t".join(line) for line in lines), "", "四、其他"]
    )
    found = reportparse.parse(text.encode()).record_list
    row = [record for record in found if record.row == "outcome.refused.administrative_inquiry"]
    assert not [record for record in row if record.certainty != "uncertain" and record.value != 0]


def test_zeros_below_zeros_are_those_of_the_next_row_and_not_its_digits() -> None:
    rows = [
        ["", "（一）予以公开", "", "", "", "0", "0", "", "0", "0", "0"],
        [
            "",
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            "",
            "0",
            "0",
            "0",
            "0",
            "0",
            "0",
            "",
        ],
        ["", "（三）", "", "0", "0", "", "", "0", "0", "0"],
    ]
    head = [
        ["", "", "", "申请人情况", "", "", "", "", "", ""],
        ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
        ["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
        ["一、本年新收政府信息公开申请数量", "", "", *["0"] * 7],
        ["二、上年结转政府信息公开申请数量", "", "", "0", "0", "", "0", "", "0", "0"],
    ]
    rest = [["", "不予公开", "", "0", "", "0", "0", "0", "0", "0"]]
    tables = ["\n".join("\t".join(row) for row in part) for part in ([*head, *rows], rest)]
    title = "云桥市水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
    records = reportparse.parse(f"{title}{tables[0]}\n\n{tables[1]}\n\n四、其他\n无。\n".encode()).record_list
    (total,) = [
        record
        for record in records
        if (record.row, record.column) == ("outcome.partially_disclosed", "total")
    ]
    assert total.value is None
