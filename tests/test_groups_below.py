"""Groups of columns that publishers print below each other, a row for each."""

import pytest

import reportparse
from reportparse.document import Block, Cell, Document, Paragraph, Place, Table
from reportparse.recognition.recognise import recognise
from reportparse.report import Record
from tests.tables import FAMILY, grid, recognised

NAMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
GROUPS = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
ROWS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
VALUES = [["1", "2", "", "3", "6"], ["0", "4", "0", "0", "4"], ["5", "0", "-", "0", "5"]]


def printed(records: list[Record]) -> list[list[str | None]]:
    return [[record.raw for record in records if record.row == row] for row in ROWS]


def test_a_row_for_each_group() -> None:
    rows = [[group, *values] for group, values in zip(GROUPS, VALUES, strict=True)]
    records = recognised(grid(["类别", *NAMES], *rows)).records
    assert printed(records) == VALUES
    assert {record.certainty for record in records} == {"read"}


def test_a_line_above_the_names_for_each_group() -> None:
    lines = [
        line for group, values in zip(GROUPS, VALUES, strict=True) for line in ([group] * 5, NAMES, values)
    ]
    assert printed(recognised(grid(*lines)).records) == VALUES


@pytest.mark.parametrize("mark", ["|", "\t"])
def test_so_do_texts(mark: str) -> None:
    rows = [["类别", *NAMES], *([group, *values] for group, values in zip(GROUPS, VALUES, strict=True))]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"]
    text = "\n".join([*lines, *(mark.join(["", *row, ""]).strip("\t") for row in rows), "五、其他", "无。"])
    given = [record for record in reportparse.parse(text.encode()).record_list if record.value is not None]
    assert all(record.raw in VALUES[ROWS.index(record.row)] for record in given)
    assert len(given) == sum(value.isdigit() for values in VALUES for value in values)


@pytest.mark.parametrize(
    "rows",
    [
        # A group is there twice, or is missing, or a number stands elsewhere.
        [[GROUPS[i], *VALUES[i % 3]] for i in (0, 1, 2)] + [[GROUPS[0], "9", "0", "0", "0", "9"]],
        [[GROUPS[i], *VALUES[i]] for i in (0, 1)],
        [[GROUPS[i], *VALUES[i]] for i in (0, 1, 2)] + [["其他", "8", "0", "0", "0", "8"]],
        # The values are of another year, or may be; or of a part, where those of the whole are blank.
        [[f"{GROUPS[i]}（2022年）", "9", "0", "0", "0", "9"] for i in (0, 1, 2)],
        [[group, *values] for group in GROUPS for values in (["9", "0", "0", "0", "9"], [""] * 5)],
        # A row has a cell more than the names.
        [[GROUPS[i], "", "9", "0", "0", "0", "9"] for i in (0, 1, 2)],
    ],
)
def test_where_that_is_not_all_no_number_is_given_to_another_group(rows: list[list[str]]) -> None:
    records = recognised(grid(["类别", *NAMES], *rows)).records
    for record in records:
        if record.value is not None:
            assert record.raw in VALUES[ROWS.index(record.row)]


@pytest.mark.parametrize(("mark", "fillers"), [(" | ", True), (" | ", False), ("\t", True)])
def test_some_groups_may_stand_side_by_side(mark: str, fillers: bool) -> None:
    direct, after = "未经复议直接起诉", "复议后起诉"
    blank = [""] * 4 if fillers else []
    rows = [
        [GROUPS[0], *blank],
        NAMES,
        VALUES[0],
        ["行政诉讼", *blank, *blank, *([""] if fillers else [])],
        [direct, *blank, after, *blank],
        NAMES * 2,
        VALUES[1] + VALUES[2],
    ]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"]
    text = "\n".join(
        [
            *lines,
            *((mark.join(row) + mark).rstrip(" ") if mark.strip() else mark.join(row) for row in rows),
            "五、其他",
            "无。",
        ]
    )
    records = reportparse.parse(text.encode()).record_list
    assert [record.value for record in records if record.table == "reviews_and_litigation"] == [
        float(value) if value.isdigit() else None for values in VALUES for value in values
    ]


def test_a_group_beside_blank_cells_only_is_one_of_two() -> None:
    rows = [["类别", *NAMES], *([group, *values] for group, values in zip(GROUPS, VALUES, strict=True))]
    records = recognised(grid(*rows, [GROUPS[1], "", "", "", "", ""])).records
    assert all(record.value is None for record in records if record.row == "litigation_direct")


LITIGATION = ["行政诉讼", "未经复议直接起诉", "复议后起诉"]


def test_spans_tell_which_group_is_above_which_columns() -> None:
    wide = {0: (10, GROUPS[:1]), 1: (2, NAMES), 2: (2, VALUES[0]), 3: (10, LITIGATION[:1])}
    wide |= {4: (5, LITIGATION[1:]), 5: (1, NAMES * 2), 6: (1, VALUES[1] + VALUES[2])}
    cells = [
        Cell(row, colspan * k, text, Place(""), 1, colspan)
        for row, (colspan, texts) in wide.items()
        for k, text in enumerate(texts)
    ]
    assert printed(recognised(Table(cells, Place(""))).records) == VALUES


def document(captions: list[str]) -> Document:
    blocks: list[Block] = []
    for caption, values in zip(captions, VALUES, strict=True):
        blocks += [Paragraph(caption, Place("")), grid(NAMES, values)]
    return Document("made", "made", blocks)


def test_a_table_for_each_group_below_its_name() -> None:
    numbered = [f"（{number}）{group}情况：" for number, group in zip("一二三", GROUPS, strict=True)]
    for captions in (GROUPS, numbered):
        assert printed(recognise(document(captions), FAMILY).records) == VALUES
    for others in ([*GROUPS[:2], GROUPS[0]], [*GROUPS[:2], "无"], [f"2021年{group}" for group in GROUPS]):
        for record in recognise(document(others), FAMILY).records:
            assert record.value is None or record.raw in VALUES[ROWS.index(record.row)]


@pytest.mark.parametrize("colspan", [1, 5])
def test_a_table_for_each_group_with_its_name_in_the_first_row(colspan: int) -> None:
    tables = []
    for group, values in zip(GROUPS, VALUES, strict=True):
        rest = grid([""] * 5, NAMES, values).cells[5 if colspan == 5 else 1 :]
        tables.append(Table([Cell(0, 0, f"（一）{group}", Place(""), 1, colspan), *rest], Place("")))
    assert printed(recognised(*tables).records) == VALUES


@pytest.mark.parametrize("mark", [None, "|", "\t"])
def test_a_column_for_each_group(mark: str | None) -> None:
    rows = [["类别", *GROUPS], *([name, *values] for name, *values in zip(NAMES, *VALUES, strict=True))]
    if mark is None:
        records = recognised(grid(*rows)).records
    else:
        lines = ["某县水务局2023年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"]
        text = "\n".join(
            [*lines, *(mark.join(["", *row, ""]).strip("\t") for row in rows), "五、其他", "无。"]
        )
        records = reportparse.parse(text.encode()).record_list
    assert [[raw or "" for raw in group] for group in printed(records)] == VALUES


@pytest.mark.parametrize(
    "header",
    [
        # Below names that lost their places, one of which is named twice, and beside a column of something else.
        ["类别", GROUPS[0], "行政诉讼", ""],
        ["类别", *GROUPS[:2], GROUPS[0]],
        ["类别", *GROUPS[:2], "上年同期"],
        ["类别", *(f"2021年{group}" for group in GROUPS)],
    ],
)
def test_columns_that_are_not_all_groups_are_none(header: list[str]) -> None:
    rows = [header, *([name, *values] for name, *values in zip(NAMES, *VALUES, strict=True))]
    assert not any(record.value for record in recognised(grid(*rows)).records)
