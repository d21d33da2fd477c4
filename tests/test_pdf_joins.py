"""Tables cut by a page's end, as plain tables."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.document import Box, Cell, Place, Table
from reportparse.tables.pages.cut_tables import belong_together, join
from reportparse.tables.pages.filled import PageTable
from reportparse.tables.pages.lines import Character, lines_of

EDGES = [50.0, 100.0, 220.0, 280.0, 340.0]
Spec = tuple[int, int, int, int, str]


def ruled(specs: list[Spec], edges: list[float] = EDGES, page: int = 1) -> PageTable:
    """A table from (row, column, rowspan, colspan, text), with lines ten points per character."""
    table = PageTable(Table([], Place("", page)), list(edges))
    for row, column, rowspan, colspan, text in specs:
        x0, x1 = edges[column], edges[column + colspan]
        box = Box(x0, 20.0 * row, x1, 20.0 * (row + rowspan))
        table.table.cells.append(Cell(row, column, text, Place("", page, box), rowspan, colspan))
        characters = [
            Character(c, x0 + 2 + 10 * i, 10 * y, x0 + 12 + 10 * i, 10 * y + 10)
            for y, part in enumerate(text.split("\n"))
            for i, c in enumerate(part)
        ]
        table.lines[row, column] = lines_of(characters)
    return table


def specs_of(table: PageTable) -> list[Spec]:
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.table.cells]


UPPER: list[Spec] = [
    (0, 0, 1, 2, "项目"),
    (0, 2, 1, 1, "上年"),
    (0, 3, 1, 1, "本年"),
    (1, 0, 2, 1, "（四）无"),
    (1, 1, 1, 1, "1.不掌握相关信息"),
    (1, 2, 1, 1, "11"),
    (1, 3, 1, 1, "12"),
    (2, 1, 1, 1, "2.需要另行制作"),
    (2, 2, 1, 1, "21"),
    (2, 3, 1, 1, "22"),
]


def test_rows_that_are_whole_follow_one_another() -> None:
    lower: list[Spec] = [(0, 0, 1, 2, "（七）总计"), (0, 2, 1, 1, "31"), (0, 3, 1, 1, "32")]
    joined, repeated = join([ruled(UPPER), ruled(lower, page=2)])
    assert specs_of(joined) == UPPER + [(3, *spec[1:]) for spec in lower]
    assert repeated == []
    assert joined.table.cells[-1].place.page == 2


@pytest.mark.parametrize(("rest", "whole"), [("", "（四）无"), ("法提供", "（四）无\n法提供")])
def test_a_spanning_label_goes_on_below(rest: str, whole: str) -> None:
    lower: list[Spec] = [
        (0, 0, 2, 1, rest),
        (0, 1, 1, 1, "3.补正后仍不明确"),
        (0, 2, 1, 1, ""),
        (0, 3, 1, 1, ""),
        (1, 1, 1, 1, "4.其他"),
        (1, 2, 1, 1, "41"),
        (1, 3, 1, 1, "42"),
    ]
    joined, _ = join([ruled(UPPER), ruled(lower, page=2)])
    label = joined.table.rows()[1][0]
    assert (label.text, label.rowspan, label.place.page) == (whole, 4, 1)
    assert [cell.text for cell in joined.table.rows()[3]] == ["3.补正后仍不明确", "", ""]
    assert [cell.text for cell in joined.table.rows()[4]] == ["4.其他", "41", "42"]


def test_a_new_group_is_not_the_rest_of_the_last_one() -> None:
    lower: list[Spec] = [
        (0, 0, 1, 1, "（五）不"),
        (0, 1, 1, 1, "1.重复申请"),
        (0, 2, 1, 1, "51"),
        (0, 3, 1, 1, "52"),
    ]
    joined, _ = join([ruled(UPPER), ruled(lower)])
    assert joined.table.rows()[1][0].rowspan == 2
    assert [cell.text for cell in joined.table.rows()[3]] == ["（五）不", "1.重复申请", "51", "52"]


def test_a_vertical_label_cut_by_the_page_lets_a_number_go_on_beside_it() -> None:
    upper = [*UPPER[:3], (1, 0, 1, 1, "（\n五\n）\n不\n予\n处")]
    upper += [(1, 1, 1, 1, "5.要求重新出具已获取信息"), (1, 2, 1, 1, "64"), (1, 3, 1, 1, "221")]
    lower: list[Spec] = [(0, 0, 1, 1, "理"), (0, 1, 1, 1, "的"), (0, 2, 1, 1, ""), (0, 3, 1, 1, "5")]
    edges = [50.0, 100.0, 222.0, 272.0, 313.0]
    joined, _ = join([ruled(upper, edges), ruled(lower, edges)])
    assert [cell.text for cell in joined.table.rows()[1]] == [
        "（\n五\n）\n不\n予\n处\n理",
        "5.要求重新出具已获取信息\n的",
        "64",
        "221\n5",
    ]


def test_a_row_cut_in_its_label_is_one_row() -> None:
    upper = [*UPPER[:7], (2, 1, 1, 1, "2.没有现成信息需要另行"), (2, 2, 1, 1, "21"), (2, 3, 1, 1, "")]
    lower: list[Spec] = [
        (0, 0, 1, 1, ""),
        (0, 1, 1, 1, "制作"),
        (0, 2, 1, 1, ""),
        (0, 3, 1, 1, "22"),
        (1, 0, 1, 2, "（七）总计"),
        (1, 2, 1, 1, "31"),
        (1, 3, 1, 1, "32"),
    ]
    joined, _ = join([ruled(upper), ruled(lower)])
    rows = joined.table.rows()
    assert [cell.text for cell in rows[2]] == ["2.没有现成信息需要另行\n制作", "21", "22"]
    assert [cell.text for cell in rows[3]] == ["（七）总计", "31", "32"]
    assert rows[1][0].rowspan == 2


def test_values_on_the_other_side_of_the_cut_find_their_label() -> None:
    upper: list[Spec] = [(0, 0, 1, 2, "一、本年新收"), (0, 2, 1, 1, ""), (0, 3, 1, 1, "")]
    lower: list[Spec] = [(0, 0, 1, 2, ""), (0, 2, 1, 1, "5"), (0, 3, 1, 1, "6")]
    joined, _ = join([ruled(upper), ruled(lower)])
    assert [[cell.text for cell in row] for row in joined.table.rows()] == [["一、本年新收", "5", "6"]]


def test_a_number_cut_by_the_page_is_put_together() -> None:
    """254 and 0 would be wrong as two rows, and nothing would show it."""
    edges = [50.0, 100.0, 220.0, 262.0, 304.0]
    upper: list[Spec] = [(0, 0, 1, 2, "（一）予以公开"), (0, 2, 1, 1, "254"), (0, 3, 1, 1, "25")]
    lower: list[Spec] = [(0, 0, 1, 2, ""), (0, 2, 1, 1, "0"), (0, 3, 1, 1, "")]
    joined, _ = join([ruled(upper, edges), ruled(lower, edges)])
    assert [[cell.text for cell in row] for row in joined.table.rows()] == [
        ["（一）予以公开", "254\n0", "25"]
    ]


@pytest.mark.parametrize(
    ("numeral", "rest"),
    [("8.", "查询"), ("（二）", "部分公开"), ("二、", "上年"), ("8", ".查询"), ("（二", "）部分公开")],
)
def test_a_label_of_which_only_the_numeral_is_above_goes_on_below(numeral: str, rest: str) -> None:
    upper: list[Spec] = [(0, 0, 1, 2, numeral), (0, 2, 1, 1, "684"), (0, 3, 1, 1, "3")]
    lower: list[Spec] = [(0, 0, 1, 2, rest), (0, 2, 1, 1, ""), (0, 3, 1, 1, "")]
    joined, _ = join([ruled(upper), ruled(lower)])
    assert [[cell.text for cell in row] for row in joined.table.rows()] == [
        [f"{numeral}\n{rest}", "684", "3"]
    ]


def test_the_label_of_a_group_goes_on_though_its_rows_have_no_labels() -> None:
    upper: list[Spec] = [
        (0, 0, 2, 1, "（三）不予"),
        (0, 1, 1, 1, ""),
        (0, 2, 1, 1, "11"),
        (0, 3, 1, 1, "12"),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, "21"),
        (1, 3, 1, 1, "22"),
    ]
    lower = [(row, column, span, 1, text) for row, column, span, _, text in upper[1:]]
    joined, _ = join([ruled(upper), ruled([(0, 0, 2, 1, "公开"), *lower])])
    first = joined.table.rows()[0][0]
    assert (first.text, first.rowspan) == ("（三）不予\n公开", 4)
    assert len(joined.table.rows()) == 4


@pytest.mark.parametrize("mark", [",", "，"])
def test_digits_behind_a_mark_of_thousands_are_of_the_number_above(mark: str) -> None:
    upper: list[Spec] = [(0, 0, 1, 2, "（一）予以公开"), (0, 2, 1, 1, "664"), (0, 3, 1, 1, "3")]
    lower: list[Spec] = [(0, 0, 1, 2, ""), (0, 2, 1, 1, ""), (0, 3, 1, 1, f"{mark}50\n9")]
    joined, _ = join([ruled(upper), ruled(lower)])
    assert [[cell.text for cell in row] for row in joined.table.rows()] == [
        ["（一）予以公开", "664", f"3\n{mark}50\n9"]
    ]


def test_a_row_of_values_without_a_label_is_kept_where_the_numbers_had_room() -> None:
    edges = [50.0, 100.0, 220.0, 262.0, 304.0]
    upper: list[Spec] = [(0, 0, 1, 2, "（一）予以公开"), (0, 2, 1, 1, "25"), (0, 3, 1, 1, "0")]
    lower: list[Spec] = [(0, 0, 1, 2, ""), (0, 2, 1, 1, "0"), (0, 3, 1, 1, "0")]
    joined, _ = join([ruled(upper, edges), ruled(lower, edges)])
    assert [[cell.text for cell in row] for row in joined.table.rows()] == [
        ["（一）予以公开", "25", "0"],
        ["", "0", "0"],
    ]


@pytest.mark.parametrize(("label", "rows"), [("2.没有现成信息需要另行", 1), ("没有现成信息需要另行", 2)])
def test_digits_below_the_rest_of_a_label_may_be_of_the_number_above(label: str, rows: int) -> None:
    """They are put together as wrapped ones are, which sums have to vouch for."""
    edges = [50.0, 100.0, 220.0, 262.0, 304.0]
    upper: list[Spec] = [(0, 0, 1, 2, label), (0, 2, 1, 1, "2\n0"), (0, 3, 1, 1, "7")]
    lower: list[Spec] = [(0, 0, 1, 2, "制作信息"), (0, 2, 1, 1, "3"), (0, 3, 1, 1, "")]
    joined, _ = join([ruled(upper, edges), ruled(lower, edges)])
    read = [[cell.text for cell in row] for row in joined.table.rows()]
    assert read == (
        [[f"{label}\n制作信息", "2\n0\n3", "7"]]
        if rows == 1
        else [[label, "2\n0", "7"], ["制作信息", "3", ""]]
    )


def test_digits_at_the_bottom_of_a_cut_row_may_be_of_the_numbers_above() -> None:
    edges = [50.0, 100.0, 220.0, 262.0, 304.0]
    upper: list[Spec] = [(0, 0, 1, 2, "2.没有现成信息需要另行"), (0, 2, 1, 1, "2"), (0, 3, 1, 1, "")]
    lower: list[Spec] = [(0, 0, 1, 2, "制作信息"), (0, 2, 1, 1, "3"), (0, 3, 1, 1, "7")]
    joined, _ = join([ruled(upper, edges), ruled(lower, edges)])
    assert [[cell.text for cell in row] for row in joined.table.rows()] == [
        ["2.没有现成信息需要另行\n制作信息", "2\n3", "7"]
    ]


@pytest.mark.parametrize("value", ["0", "无", "/", ""])
def test_values_below_a_vertical_header_are_not_its_rest(value: str) -> None:
    edges = [0.0, 14.0, 28.0]
    upper: list[Spec] = [(0, 0, 1, 1, "总\n计"), (0, 1, 1, 1, "其\n他")]
    lower: list[Spec] = [(0, 0, 1, 1, value), (0, 1, 1, 1, value)]
    joined, _ = join([ruled(upper, edges), ruled(lower, edges)])
    assert [[cell.text for cell in row] for row in joined.table.rows()] == [
        ["总\n计", "其\n他"],
        [value, value],
    ]


@pytest.mark.parametrize("values", [("", ""), ("0", "0"), ("7", "")])
def test_rows_with_short_labels_are_never_taken_for_one(values: tuple[str, str]) -> None:
    """A label that does not fill its cell has ended, whatever its values are."""
    upper: list[Spec] = [(0, 0, 1, 2, "规章"), (0, 2, 1, 1, values[0]), (0, 3, 1, 1, values[1])]
    lower: list[Spec] = [(0, 0, 1, 2, "规范性文件"), (0, 2, 1, 1, ""), (0, 3, 1, 1, values[1])]
    joined, _ = join([ruled(upper), ruled(lower)])
    assert [row[0].text for row in joined.table.rows()] == ["规章", "规范性文件"]


def test_a_blank_row_below_a_header_is_kept() -> None:
    upper: list[Spec] = [
        (0, 0, 1, 1, "维持"),
        (0, 1, 1, 1, "纠正"),
        (0, 2, 1, 1, "其他"),
        (0, 3, 1, 1, "总计"),
    ]
    lower: list[Spec] = [(0, column, 1, 1, "") for column in range(4)]
    joined, _ = join([ruled(upper), ruled(lower)])
    assert len(joined.table.rows()) == 2
    assert len(joined.table.cells) == 8


def test_a_header_cut_between_its_levels() -> None:
    upper: list[Spec] = [(0, 0, 1, 1, "自然"), (0, 1, 1, 2, "法人或其他组织"), (0, 3, 1, 1, "总计")]
    lower: list[Spec] = [(0, 0, 1, 1, "人"), (0, 1, 1, 1, "企业"), (0, 2, 1, 1, "机构"), (0, 3, 1, 1, "")]
    edges = [50.0, 75.0, 220.0, 280.0, 340.0]
    joined, _ = join([ruled(upper, edges), ruled(lower, edges)])
    assert specs_of(joined) == [
        (0, 0, 2, 1, "自然\n人"),
        (0, 1, 1, 2, "法人或其他组织"),
        (0, 3, 2, 1, "总计"),
        (1, 1, 1, 1, "企业"),
        (1, 2, 1, 1, "机构"),
    ]


def test_a_repeated_header_is_left_out_and_told() -> None:
    lower = [*UPPER[:3], (1, 0, 1, 2, "（七）总计"), (1, 2, 1, 1, "31"), (1, 3, 1, 1, "32")]
    joined, repeated = join([ruled(UPPER), ruled(lower, page=2)])
    assert [cell.text for cell in repeated] == ["项目", "上年", "本年"]
    assert [cell.text for cell in joined.table.rows()[3]] == ["（七）总计", "31", "32"]
    assert len(joined.table.rows()) == 4


def test_rows_of_values_are_no_repeated_header() -> None:
    same: list[Spec] = [(0, 0, 1, 2, "合计"), (0, 2, 1, 1, "0"), (0, 3, 1, 1, "0")]
    more: list[Spec] = [(1, 0, 1, 2, "再计"), (1, 2, 1, 1, "1"), (1, 3, 1, 1, "1")]
    joined, repeated = join([ruled(same), ruled(same + more)])
    assert repeated == []
    assert len(joined.table.rows()) == 3


def test_blocks_with_fewer_columns_span_those_of_the_whole() -> None:
    wide: list[Spec] = [(0, column, 1, 1, text) for column, text in enumerate("甲123")]
    narrow: list[Spec] = [(0, 0, 1, 1, "信息内容"), (0, 1, 1, 1, "收费金额")]
    narrow_edges = [51.0, 101.0, 339.0]
    joined, _ = join([ruled(wide), ruled(narrow, narrow_edges)])
    assert specs_of(joined)[4:] == [(1, 0, 1, 1, "信息内容"), (1, 1, 1, 3, "收费金额")]
    joined, _ = join([ruled(narrow, narrow_edges), ruled(wide)])
    assert specs_of(joined)[:2] == [(0, 0, 1, 1, "信息内容"), (0, 1, 1, 3, "收费金额")]


def test_tables_of_other_widths_or_columns_do_not_belong_together() -> None:
    one = ruled([(0, 0, 1, 1, "甲")])
    assert belong_together(one, ruled([(0, 0, 1, 1, "甲")], [50.0, 340.0]))
    assert not belong_together(one, ruled([(0, 0, 1, 1, "甲")], [50.0, 300.0]))
    assert not belong_together(one, ruled([(0, 0, 1, 1, "甲")], [50.0, 120.0, 180.0, 250.0, 310.0, 340.0]))


@st.composite
def cut_tables(draw: st.DrawFn) -> tuple[list[Spec], list[int]]:
    """Groups of numbered rows, each with a group label, and the rows before which pages end."""
    specs: list[Spec] = []
    row = 0
    for group in range(draw(st.integers(1, 4))):
        size = draw(st.integers(1, 4))
        specs.append((row, 0, size, 1, f"（{'一二三四'[group]}）其他"))
        for number in range(size):
            values = [draw(st.sampled_from(["", "0", "/", str(10 * row + i)])) for i in (1, 2)]
            specs.append((row, 1, 1, 1, f"{number + 1}.情形"))
            specs += [(row, 2 + i, 1, 1, value) for i, value in enumerate(values)]
            row += 1
    cuts = draw(st.sets(st.integers(1, row), max_size=4))
    return sorted(specs), [0, *sorted(cuts - {row}), row]


@given(cut_tables())
def test_cutting_between_rows_and_joining_gives_the_table_again(table: tuple[list[Spec], list[int]]) -> None:
    specs, cuts = table
    pieces = []
    for page, (top, bottom) in enumerate(pairwise(cuts), 1):
        piece = [
            (max(r - top, 0), c, min(r + rs, bottom) - max(r, top), cs, text if r >= top else "")
            for r, c, rs, cs, text in specs
            if r < bottom and r + rs > top
        ]
        pieces.append(ruled(piece, page=page))
    joined, repeated = join(pieces)
    assert specs_of(joined) == specs
    assert repeated == []
