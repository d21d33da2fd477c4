"""Blank cells that a text shows by its white space alone."""

from dataclasses import replace

import pytest

import reportparse
from corpus.generator import MadeReport, make
from corpus.generator.reading import number
from corpus.generator.report import Grid, Heading
from reportparse.forms import load_forms
from tests.tables import APPLICANTS, grid, recognised, requests_rows

SEEDS = range(4)


def text_of(made: MadeReport, empty_cell: str, between: str) -> str:
    """A line for each cell, `between` after each, `empty_cell` for a blank one."""
    lines: list[str] = list(made.title_lines)
    for block in made.blocks:
        if isinstance(block, Grid):
            lines.append(
                "".join((cell.text.strip() or empty_cell) + between for row in block.rows() for cell in row)
            )
        elif isinstance(block, Heading):
            lines.append(f"\n{block.text}{block.glued}\n")
        else:
            lines.append(block.text)
    return "\n".join(lines)


def read(made: MadeReport, text: str, table: str = "requests") -> tuple[int, int, list[str]]:
    """How many numbers of a table were read, how many there are, and the wrong ones of any."""
    printed: dict[str, set[float]] = {
        "/".join(cell.key): {float(value)}
        for grid in made.grids
        for cell in grid.cells
        if cell.key and (value := number(cell.text)) is not None
    }
    wanted = {cell for cell in printed if cell.startswith(f"{table}/")}
    given = {
        f"{record.table}/{record.row}/{record.column}": record.value
        for record in reportparse.parse(text.encode()).record_list
        if record.value is not None
    }
    wrong = [cell for cell, value in given.items() if value not in printed.get(cell, {value})]
    return len(wanted & given.keys()), len(wanted), wrong


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("empty_cell", "between"),
    [("", "\n"), ("\xa0", "\n"), ("", "\n\n"), ("\u3000", "\n\n"), (" ", "\n\n")],
    ids=["empty line", "space that does not break", "empty lines", "wide space", "space"],
)
def test_cells_of_a_line_each_keep_their_columns(seed: int, empty_cell: str, between: str) -> None:
    made = make(seed, "2021", "busy", ["blank_zeros"], "txt")
    right, wanted, wrong = read(made, text_of(made, empty_cell, between))
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mistakes", [[], ["wrong_outcome_sum"]], ids=["sums hold", "a sum is misprinted"])
def test_columns_are_kept_where_hardly_a_row_is_whole(seed: int, mistakes: list[str]) -> None:
    made = make(seed, "2021", "zero", [*mistakes, "some_blank_zeros"], "txt")
    right, wanted, wrong = read(made, text_of(made, "", "\n"))
    assert not wrong
    assert right > 0.9 * wanted


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "separator", [" ", "    ", "\u3000", "\xa0"], ids=["space", "spaces", "wide", "not breaking"]
)
def test_columns_are_kept_where_cells_are_joined_by_the_same_spaces(seed: int, separator: str) -> None:
    made = make(seed, "2021", "busy", ["blank_zeros"], "txt")
    lines: list[str] = list(made.title_lines)
    for block in made.blocks:
        if isinstance(block, Grid):
            lines += [separator.join(cell.text.strip() for cell in row) for row in block.rows()]
        else:
            lines.append(block.text)
    right, wanted, wrong = read(made, "\n".join(lines))
    assert not wrong
    assert right > 0.95 * wanted


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("table", ["requests", "reviews_and_litigation"])
def test_cells_parted_by_pipes_keep_their_columns_to_the_end(seed: int, table: str) -> None:
    made = make(seed, "2021", "busy", ["blank_zeros"], "txt")
    lines: list[str] = list(made.title_lines)
    for block in made.blocks:
        if isinstance(block, Grid):
            lines.append("\n|".join(cell.text.strip() for row in block.rows() for cell in row))
        else:
            lines.append(block.text)
    right, wanted, wrong = read(made, "\n".join(lines), table)
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_that_are_blank_in_many_rows_leave_the_other_columns(seed: int) -> None:
    made = make(seed, "2019", "distinct", ["blank_detail_totals"], "txt")
    text = "\n".join(line for line in text_of(made, "", "\n").split("\n") if line.strip())
    right, wanted, wrong = read(made, text)
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_where_blank_cells_leave_no_trace_nothing_wrong_is_read(seed: int) -> None:
    made = make(seed, "2021", "busy", ["blank_zeros"], "txt")
    text = "\n".join(line for line in text_of(made, "", "\n").split("\n") if line.strip())
    assert not read(made, text)[2]


def test_rows_of_blank_cells_behind_each_other_are_told_by_their_lines() -> None:
    made = make(5, "2019", "zero", ["blank_rows"], "txt")
    right, wanted, wrong = read(made, text_of(made, "", "\n\n"))
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_every_one_of_several_rows_of_blank_cells_is_told_by_its_lines(seed: int) -> None:
    made = make(seed, "2021", "sparse", ["blank_zeros"], "txt")
    text = text_of(made, "\x1f", "\n\n").replace("\x1f\n\n", "\n")
    found = [record for record in reportparse.parse(text.encode()).record_list if record.table == "requests"]
    # Nothing stands behind the last one.
    assert {record.row for record in found if record.certainty == "uncertain"} <= {"carried_out"}


def test_a_second_line_of_spaces_is_no_cell() -> None:
    made = make(3, "2021", "busy", [], "txt")
    right, wanted, wrong = read(made, text_of(made, "\xa0", "\n\xa0\n\n"))
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_rows_that_lost_their_labels_are_counted_between_those_that_have_one(edition: str) -> None:
    made = make(2, edition, "busy", ["missing_refusal_labels"], "txt")
    right, wanted, wrong = read(made, text_of(made, "", "\n"))
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_wide_spaces_are_blank_cells_though_values_then_stand_before_their_columns(seed: int) -> None:
    made = make(seed, "2021", "zero", ["some_blank_zeros"], "txt")
    lines: list[str] = list(made.title_lines)
    for block in made.blocks:
        if isinstance(block, Grid):
            for row in block.rows():
                texts = [cell.text.strip() or "\u3000" for cell in row]
                # A wide space takes the width of two characters, and is one.
                lines.append("".join(text.ljust(5 if text == "\u3000" else 6) + " " for text in texts))
        else:
            lines.append(block.text)
    right, wanted, wrong = read(made, "\n".join(lines))
    assert not wrong
    assert right > 0.9 * wanted


@pytest.mark.parametrize(("seed", "profile"), [(9, "sparse"), (17, "busy")])
@pytest.mark.parametrize("oddities", [[], ["blank_zeros"]], ids=["zeros", "blanks"])
def test_nothing_wrong_is_read_of_a_row_that_is_cut_short(
    seed: int, profile: str, oddities: list[str]
) -> None:
    made = make(seed, "2021", profile, oddities, "txt")
    lines = [line for line in text_of(made, "", "\n").split("\n") if line.strip()]
    first = next(i for i, line in enumerate(lines) if line.startswith("（七）"))
    last = next(i for i, line in enumerate(lines) if i > first and line.startswith("四、政府"))
    for end in range(first, last):
        for rest in ([], lines[last:]):
            assert not read(made, "\n".join(lines[:end] + rest))[2], end


@pytest.mark.parametrize("place", range(15))
def test_where_no_line_shows_a_blank_cell_none_is_put_behind(place: int) -> None:
    made = make(3, "2021", "distinct", [], "txt")
    before, heading, behind = text_of(made, "", "\n").partition("四、政府")
    lines = [line for line in (heading + behind).split("\n") if line.strip()]
    numbers = [i for i, line in enumerate(lines) if line.strip().isdecimal()][:15]
    del lines[numbers[place]]
    rest = [line for line in before.split("\n") if line.strip()]
    assert not read(made, "\n".join([*rest, *lines]))[2]


def test_values_behind_a_label_in_the_first_column_of_values_are_not_laid_below_those_of_other_rows() -> None:
    """A program that knows no merged cells, and the label of a group written downwards."""
    widths = [36, 16, 8, 8, 4, 3, 3, 3, 3]

    def line(cells: list[str]) -> str:
        return " " * 13 + "".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False))

    text = [
        line(["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"]),
        line(["自", "法人或其他组织", "总"]),
        line(["然", "", "计"]),
        line(["人"]),
        line(["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]),
        line(["一、本年新收政府信息公开申请数量", *"0000000"]),
        line(["二、上年结转政府信息公开申请数量", "", "0", "", "0", "0", "0"]),
        line(["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"[:28], "", "0", "", "", *"000"]),
        *(line([piece]) for piece in "（三）"),
        line(["不", "1.属于国家秘密", *"000000"]),
        *(line([piece]) for piece in "予公开"),
        line(["2.其他法律行政法规禁止公开", "", "0", "0", "", *"000"]),
        line(["3.危及“三安全一稳定”", *"0000000"]),
        line(["8.属于行政查询事项", *"00", "", *"000"]),
        line(["（七）总计", *"0000000"]),
        line(["四、结转下年度继续办理", "", "", "", "0", "", "", "0"]),
    ]
    head = "某县水务局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
    records = reportparse.parse((head + "\n".join(text)).encode()).record_list
    of_group = {
        record.column: record.value for record in records if record.row == "outcome.refused.state_secret"
    }
    assert of_group.get("public_welfare_organisation") is None
    assert of_group.get("total") is None


def test_a_report_without_any_text_in_its_cells_is_doubted() -> None:
    """Numbers may be drawn in its cells, or stand in objects that no reader sees."""
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    labels = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "（七）总计",
    ]
    labels += ["1.属于国家秘密", "2.重复申请", "四、结转下年度继续办理", "3.要求提供公开出版物"]

    def report(first: str) -> reportparse.Report:
        rows = [["", *names], *([label, first if label == labels[0] else "", *[""] * 6] for label in labels)]
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        table = "".join(f"<tr>{row}</tr>" for row in cells)
        content = f"<h1>云桥市水利局2023年政府信息公开工作年度报告</h1><table>{table}</table>"
        return reportparse.parse(content.encode())

    printed = [record for record in report("").record_list if record.state == "blank"]
    assert len(printed) == 7 * len(labels)
    assert {record.certainty for record in printed} == {"uncertain"}
    assert any("no cell of any table holds text" in warning for warning in report("").warnings)
    assert not any("no cell of any table" in warning for warning in report("3").warnings)


def test_numbers_that_cannot_be_read_are_not_said_to_be_drawn() -> None:
    form = load_forms().families[0].edition("2014").table("statistics")
    rows = [f"<tr><td>{number}</td><td>{row.path[-1]}</td></tr>" for number, row in enumerate(form.rows, 3)]
    page = f"<h1>云桥市水利局2016年政府信息公开工作年度报告</h1><table>{''.join(rows)}</table>"
    report = reportparse.parse(page.encode())
    assert all(record.value is None for record in report.record_list)
    assert not any("no cell of any table" in warning for warning in report.warnings)


def test_zeros_behind_fewer_labels_are_not_put_below_those_behind_more() -> None:
    rows = [
        (["一、本年新收政府信息公开申请数量"], "000000 "),
        (["二、上年结转政府信息公开申请数量"], "   00 0"),
        (["", "", "1.属于国家秘密"], "0000 00"),
        (["", "", "2.其他法律行政法规禁止公开"], " 0 0   "),
        (["", "", "3.补正后申请内容仍不明确"], "0000000"),
        (["", "", "4.重复申请"], "000 00 "),
        (["", "（七）总计"], "   0 00"),
        (["四、结转下年度继续办理"], "0  000 "),
    ]
    cells = [[*labels, *values] for labels, values in rows]
    starts = [0, 18, 26, 46, 49, 52, 55, 58, 61, 64, 67]

    def line(row: list[str]) -> str:
        text = ""
        for start, cell in zip(starts, row, strict=False):
            text = text.ljust(start) + cell
        return text

    header = ["自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计"]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "", *header, *map(line, cells)])
    printed = {"carried_in": rows[1][1], "carried_out": rows[-1][1], "outcome.total": rows[-2][1]}
    columns = [
        column.code
        for column in load_forms().editions["2021"].table("requests").blocks[0].columns
        if not column.subtotal
    ]
    wrong = [
        record
        for record in reportparse.parse(text.encode()).record_list
        if record.value is not None
        and record.row in printed
        and printed[record.row][columns.index(record.column)] == " "
    ]
    assert wrong == []


@pytest.mark.parametrize("lines_behind_header", [0, 1])
@pytest.mark.parametrize(
    "values",
    [
        ["", "1", "1", "", "2", "2", "", "", "", "2", "", "", "", "", ""],
        ["1", "1", "", "", "2", "2", "", "", "", "2", "", "", "", "", ""],
        ["", "", "", "", "", "", "1", "", "", "1", "", "", "", "", ""],
        ["0", "", "", "", "0", "", "1", "", "", "1", "", "", "", "", ""],
    ],
)
def test_lines_before_the_first_value_of_a_row_without_a_label_are_its_cells_where_its_sums_say_so(
    values: list[str], lines_behind_header: int
) -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    (block,) = load_forms().editions["2021"].table("proactive_disclosure").blocks[:1]
    rows = [[row.path[-1], *(str(number + i) for number in range(3))] for i, row in enumerate(block.rows)]
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "第二十条第（一）项",
        *["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        *(line for row in rows for line in [*row, ""]),
        "四、政府信息公开行政复议、行政诉讼情况",
        *["行政复议", "行政诉讼", *names, "未经复议直接起诉", "复议后起诉", *names, *names],
        *[""] * lines_behind_header,
        *values,
        "",
        "五、存在的主要问题及改进情况",
    ]
    report = reportparse.parse("\n".join(lines).encode())
    read = [record for record in report.record_list if record.table == "reviews_and_litigation"]
    for record, value in zip(read, values, strict=bool(read)):
        if record.certainty != "uncertain":
            assert record.value == (float(value) if value else None)


def test_rows_that_lost_their_label_and_their_last_blank_cell_move_no_value() -> None:
    rows = [[row[0], *["0"] * 7] for row in requests_rows()[1:]]
    for row in (*rows[:5], *rows[12:]):
        row[3] = ""
    for row in rows[5:12]:
        row[0] = "\xa0"
    rows[4][0] = "（三）不予公开\t\t\xa0"
    rows[5][7] = rows[8][7] = ""
    rows[6][1:6] = [""] * 5
    header = ["\xa0\t\t申请人情况", "自然人\t\t法人或其他组织\t\t总计", "\t\t".join(requests_rows()[0][2:7])]
    lines = [*header, *("\t\t".join(row).removesuffix("\t\t") for row in rows)]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", *lines, "四、其他", "无。"])
    (block,) = load_forms().editions["2021"].table("requests").blocks
    printed = {
        (row.code, column.code): value
        for row, values in zip(block.required_rows, rows, strict=True)
        for column, value in zip(block.required_columns, values[1:], strict=True)
    }
    known = [
        record
        for record in reportparse.parse(text.encode()).record_list
        if record.table == "requests" and record.certainty != "uncertain"
    ]
    assert known
    for record in known:
        assert record.value == (0 if printed[record.row, record.column] else None), (
            record.row,
            record.column,
        )


def test_a_row_of_a_stream_that_begins_elsewhere_than_full_ones_is_withheld() -> None:
    """A blank cell takes four places, any other three: the row has a value for the second column and two last ones."""

    def row(label: str, *places: int) -> list[str]:
        return [label, *("0" if i in places else "" for i in range(27))]

    table = grid(
        ["", *APPLICANTS],
        row("一、本年新收政府信息公开申请数量", 2, 5, 8, 11, 14, 17, 20),
        row("二、上年结转政府信息公开申请数量", 6, 21, 24),
        row("（一）予以公开", 2, 5, 8, 11, 14, 17, 20),
        row("（二）部分公开", 2, 5, 8, 11, 14, 17, 20),
    )
    found = recognised(replace(table, layout="stream"))
    certain = {record.row for record in found.records if record.certainty != "uncertain"}
    assert "carried_in" not in certain
    assert {"received", "outcome.disclosed", "outcome.partially_disclosed"} <= certain


@pytest.mark.parametrize("zero", ["0", "2"])
def test_a_row_of_a_stream_whose_label_may_take_more_cells_than_those_of_full_rows_is_read_by_its_sums(
    zero: str,
) -> None:
    """Two blank cells behind the first label are of it; nothing but the total shows where the last value stands."""
    total = str(2 * int(zero))
    table = grid(
        ["", *APPLICANTS],
        ["一、本年新收政府信息公开申请数量", "", "", "0", zero, "0", "", zero, total, "", ""],
        ["（一）予以公开", "", "0", "0", "0", "0", "0", "0", "0", "", ""],
        ["（二）部分公开", "", "1", "0", "0", "0", "0", "0", "1", "", ""],
        ["四、结转下年度继续办理", "0", "0", "0", "0", "0", "0", "0", "", "", ""],
    )
    found = recognised(replace(table, layout="stream"))
    received = {record.column: record for record in found.records if record.row == "received"}
    assert all(record.certainty == "uncertain" for record in received.values()) == (zero == "0")
    certain = {record.row for record in found.records if record.certainty != "uncertain"}
    assert {"outcome.disclosed", "outcome.partially_disclosed", "carried_out"} <= certain
