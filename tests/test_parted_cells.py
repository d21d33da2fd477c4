"""What parts the cells of text: pipes and tabs that stand doubled, and white space beside them."""

import pytest

import reportparse
from reportparse.tables.texts.cell_texts import clean

TITLE = "云桥市水利局2023年政府信息公开工作年度报告"
HEADING = "二、主动公开政府信息情况"
NAMES = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
ROWS = [
    ["规章", "2", "3", ""],
    ["行政规范性文件", "16", "7", ""],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
]
LAST = ["行政许可", "12"]


def given(*lines: str) -> dict[tuple[str, str], str]:
    text = "\n".join([TITLE, HEADING, *lines, "六、其他需要报告的事项"])
    return {
        (record.row, record.column): record.raw or ""
        for record in reportparse.parse(text.encode()).record_list
        if record.certainty != "uncertain" and record.state != "absent"
    }


def right(found: dict[tuple[str, str], str]) -> bool:
    expected = {
        (row, column): value
        for row, values in (("rules", ROWS[0][1:]), ("normative_documents", ROWS[1][1:]))
        for column, value in zip(("issued", "repealed", "in_force"), values, strict=True)
    } | {("licensing", "decisions"): LAST[1]}
    return found.items() <= expected.items()


@pytest.mark.parametrize("space", ["", " ", "　"])
def test_white_space_beside_doubled_tabs_makes_no_blank_cells(space: str) -> None:
    found = given(*(f"{space}\t\t".join(row).strip() for row in [NAMES, *ROWS, LAST]))
    assert right(found)
    assert found["licensing", "decisions"] == "12"


@pytest.mark.parametrize("mark", ["|", "\t"])
@pytest.mark.parametrize("names_are_parted_once", [True, False])
def test_marks_that_stand_doubled_between_values_make_no_blank_cells(
    mark: str, names_are_parted_once: bool
) -> None:
    """As a program joins the texts of a page whose source is indented: white space is a text, too."""
    between, end = f"{mark}\n{mark}", f"{mark}\n{mark}\n{mark}\n{mark}"
    rows = [(f"\n{mark}" if names_are_parted_once else between).join(NAMES)]
    rows += [between.join(text or f"\n{mark}\n" for text in row) for row in [*ROWS, LAST]]
    assert right(given(*end.join(rows).split("\n")))


def test_the_label_of_a_row_is_no_value_of_it() -> None:
    lines = ["信息内容", "本年处理决定数量", "行政处罚", "", "行政强制", "49"]
    assert ("penalties", "decisions") not in given(*(f"\t{line}\t" for line in lines))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("****", ""),
        ("** **", ""),
        ("____", ""),
        ("``", ""),
        ("''''''", ""),
        ("**12**", "12"),
        ("**12**\\", "12"),
        ("*12* +", "12"),
        ("12\\", "12"),
        # A number may be hidden so.
        ("**", "**"),
        ("*", "*"),
        ("\\", "\\"),
    ],
)
def test_emphasis_and_line_ends_are_no_part_of_a_cell(cell: str, text: str) -> None:
    assert clean(cell) == text


def test_one_rule_over_all_columns_ends_a_table_below_a_header() -> None:
    """As pandoc writes tables with cells of several lines; the next table has rules of its own."""
    rows = [["第二十条第（一）项"], NAMES, ["规章", "2", "3", "4"], ["行政规范性文件", "16", "7", "9"]]
    decisions = [["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], LAST]
    rule = f"  {'-' * 80}"
    lines: list[str] = []
    for header, *body in (rows, decisions):
        columns = f"  {' '.join(['-' * 20] * len(body[0]))}"
        lines += [rule, f"  {header[0]}", columns]
        for row in body:
            cells = [cell + " " * (20 - 2 * len(cell) if cell > "~" else 20 - len(cell)) for cell in row]
            lines += [f"  {' '.join(cells).rstrip()}", ""]
        lines[-1:] = [rule, ""]
    found = given(*lines)
    assert [found["rules", name] for name in ("issued", "repealed", "in_force")] == ["2", "3", "4"]
    assert found["licensing", "decisions"] == "12"


def test_words_that_look_otherwise_than_the_rest_of_their_cell_are_no_cell() -> None:
    """Their digits are no value of the row before."""
    between, end = "|\n|", "|\n|\n|\n|"
    rows = [NAMES, ["1|.规章", "2", "3", "5"], ["2|.行政规范性文件", "16", "7", "4"], *ROWS[2:], LAST]
    found = given(*end.join(between.join(row) for row in rows).split("\n"))
    assert [found["rules", name] for name in ("issued", "repealed", "in_force")] == ["2", "3", "5"]
    assert found["normative_documents", "in_force"] == "4"
