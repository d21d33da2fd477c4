"""Grids from rulings alone: whatever cells were drawn are found again."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportparse.tables.pages.aligned import aligned_tables
from reportparse.tables.pages.filled import fill_grid, without_slivers
from reportparse.tables.pages.lines import UNKNOWN, Character, join_lines, lines_of
from reportparse.tables.pages.ruled import Region, Ruling, find_grids, merge_rulings


def sides(xs: list[float], ys: list[float], regions: list[Region]) -> tuple[list[Ruling], list[Ruling]]:
    across, down = [], []
    for row, column, row_end, column_end in regions:
        across += [Ruling(ys[at], xs[column], xs[column_end]) for at in (row, row_end)]
        down += [Ruling(xs[at], ys[row], ys[row_end]) for at in (column, column_end)]
    return across, down


@st.composite
def tilings(draw: st.DrawFn) -> tuple[list[float], list[float], list[Region]]:
    """A table of slots at least 12 points wide, some of them merged to rectangles."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 8))
    gaps = st.integers(12, 90)
    xs = [float(x) for x in accumulate(draw(st.lists(gaps, min_size=width + 1, max_size=width + 1)))]
    ys = [float(y) for y in accumulate(draw(st.lists(gaps, min_size=height + 1, max_size=height + 1)))]
    free = {(row, column) for row in range(height) for column in range(width)}
    regions = []
    while free:
        row, column = min(free)
        row_end = row + draw(st.integers(1, 3))
        column_end = column + draw(st.integers(1, 3))
        slots = {(r, c) for r in range(row, row_end) for c in range(column, column_end)}
        if not slots <= free:
            row_end, column_end, slots = row + 1, column + 1, {(row, column)}
        free -= slots
        regions.append(Region(row, column, row_end, column_end))
    return xs, ys, regions


def test_a_column_without_rulings_across_is_of_the_table_whose_other_sides_are_as_long() -> None:
    """The label of a group may go on over both ends of a page."""
    xs, ys = [50.0, 80.0, 200.0, 300.0], [60.0, 90.0, 120.0]
    across = [Ruling(90.0, xs[1], xs[-1])]
    (grid,) = find_grids(across, [Ruling(x, ys[0], ys[-1]) for x in xs])
    assert grid.xs == xs
    assert grid.regions[0] == Region(0, 0, 2, 1)


def test_a_line_beside_a_box_that_is_as_high_is_none_of_its_sides() -> None:
    box = sides([50.0, 80.0], [60.0, 90.0], [Region(0, 0, 1, 1)])
    (grid,) = find_grids(box[0], [*box[1], Ruling(120.0, 60.0, 90.0)])
    assert grid.xs == [50.0, 80.0]


def used(positions: list[float], edges: set[int]) -> list[float]:
    return [positions[edge] for edge in sorted(edges)]


@given(tilings(), st.randoms(use_true_random=False))
def test_every_table_is_found_from_the_sides_of_its_cells(tiling: object, random: object) -> None:
    xs, ys, regions = tiling  # type: ignore[misc]
    across, down = sides(xs, ys, regions)
    random.shuffle(across)  # type: ignore[attr-defined]
    random.shuffle(down)  # type: ignore[attr-defined]
    (grid,) = find_grids(across, down)
    boxes = {(grid.xs[c], grid.ys[r], grid.xs[ce], grid.ys[re]) for r, c, re, ce in grid.regions}
    assert boxes == {(xs[c], ys[r], xs[ce], ys[re]) for r, c, re, ce in regions}
    assert grid.xs == used(xs, {edge for region in regions for edge in (region.column, region.column_end)})


@given(tilings())
def test_a_table_is_the_same_without_the_rulings_at_its_sides(tiling: object) -> None:
    xs, ys, regions = tiling  # type: ignore[misc]
    rows = {row for region in regions for row in range(region.row, region.row_end)}
    divided = {row for region in regions if region.column for row in range(region.row, region.row_end)}
    assume(rows == divided)  # a row without any vertical ruling belongs to nothing
    across, down = sides(xs, ys, regions)
    inner = [ruling for ruling in down if xs[0] < ruling.at < xs[-1]]
    assert find_grids(across, inner) == find_grids(across, down)


def test_nothing_is_found_where_nothing_is_closed() -> None:
    assert find_grids([], []) == []
    assert find_grids([Ruling(10, 0, 100)], []) == []
    assert find_grids([Ruling(10, 0, 100), Ruling(50, 0, 100)], []) == []
    assert find_grids([Ruling(50, 0, 100)], [Ruling(50, 0, 100)]) == []


def test_dashes_are_one_ruling() -> None:
    dashes = [Ruling(10 + 0.2 * (i % 2), 4 * i, 4 * i + 2) for i in range(25)]
    (ruling,) = merge_rulings(dashes)
    assert (ruling.start, ruling.end) == (0, 98)
    assert abs(ruling.at - 10.1) < 0.1


def test_parallel_rulings_of_different_columns_stay_apart() -> None:
    assert len(merge_rulings([Ruling(10, 0, 100), Ruling(10, 150, 200)])) == 2


def test_rulings_of_tables_below_each_other_keep_their_own_places() -> None:
    upper, lower = Ruling(542.0, 0.0, 100.0), Ruling(544.9, 140.0, 200.0)
    assert merge_rulings([upper, lower]) == [upper, lower]
    assert merge_rulings([upper, lower, Ruling(543.0, 100.0, 120.0)])[1] == lower


def test_strokes_that_bound_nothing_make_no_columns_or_rows() -> None:
    across, down = sides(
        [0, 100, 200], [0, 50, 100], [Region(r, c, r + 1, c + 1) for r in (0, 1) for c in (0, 1)]
    )
    clean = find_grids(across, down)
    stubs = [Ruling(140, 40, 60), Ruling(30, 0, 2)], [Ruling(20, 0, 30), Ruling(75, 170, 200)]
    assert find_grids(across + stubs[1], down + stubs[0]) == clean


def test_an_l_shaped_region_becomes_rectangles_and_loses_no_slot() -> None:
    across = [Ruling(0, 0, 100), Ruling(50, 50, 100), Ruling(100, 0, 100)]
    down = [Ruling(0, 0, 100), Ruling(50, 50, 100), Ruling(100, 0, 100)]
    (grid,) = find_grids(across, down)
    area = sum((r.row_end - r.row) * (r.column_end - r.column) for r in grid.regions)
    assert area == 4
    assert len(grid.regions) == 3


@given(tilings(), st.data())
def test_each_character_goes_to_the_cell_it_stands_in(tiling: object, data: st.DataObject) -> None:
    xs, ys, regions = tiling  # type: ignore[misc]
    (grid,) = find_grids(*sides(xs, ys, regions))
    characters = []
    for number, (row, column, row_end, column_end) in enumerate(regions):
        x = data.draw(st.floats(xs[column] + 1, xs[column_end] - 9))
        y = data.draw(st.floats(ys[row] + 1, ys[row_end] - 9))
        characters.append(Character(chr(0x4E00 + number), x, y, x + 8, y + 8))
    stray = Character("外", xs[-1] + 20, ys[-1] + 20, xs[-1] + 28, ys[-1] + 28)
    ruled, outside = fill_grid(grid, [*characters, stray], 3)
    assert outside == [stray]
    assert sorted(cell.text for cell in ruled.table.cells) == sorted(c.text for c in characters)
    for cell in ruled.table.cells:
        x0, y0, x1, y1 = cell.place.box  # type: ignore[misc]
        character = characters[ord(cell.text) - 0x4E00]
        assert x0 < character.x0
        assert y0 < character.y0
        assert character.x1 < x1
        assert character.y1 < y1
        assert cell.place.page == 3


def filled(
    xs: list[float], ys: list[float], written: dict[Region, str]
) -> list[tuple[int, int, int, int, str]]:
    """What is read of cells with texts of one line."""
    [grid] = find_grids(*sides(xs, ys, list(written)))
    characters = [
        character
        for region, text in written.items()
        for character in line(ys[region.row] + 2, (xs[region.column] + 2, text))
    ]
    ruled, _ = fill_grid(grid, characters, 1)
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in ruled.table.cells]


XS, YS = [10.0, 60.0, 110.0, 190.0, 240.0], [10.0, 40.0, 58.0, 80.0, 110.0]


def test_a_label_that_ends_too_early_on_its_second_page_parts_no_row() -> None:
    """Browsers draw the lower side of such a cell in the midst of the row beside it."""
    rows = {
        Region(0, 2, 1, 3): "重复申请",
        Region(0, 3, 1, 4): "4",
        Region(1, 2, 3, 3): "确认信息",
        Region(1, 3, 3, 4): "5",
        Region(3, 2, 4, 3): "其他",
        Region(3, 3, 4, 4): "6",
    }
    group = {Region(0, 1, 2, 2): "", Region(2, 1, 3, 2): "", Region(3, 1, 4, 2): "处理"}
    written = {Region(0, 0, 4, 1): "结果", **group, **rows}
    whole = [
        (0, 0, 3, 1, "结果"),
        (0, 1, 2, 1, ""),
        (0, 2, 1, 1, "重复申请"),
        (0, 3, 1, 1, "4"),
        (1, 2, 1, 1, "确认信息"),
        (1, 3, 1, 1, "5"),
        (2, 1, 1, 1, "处理"),
        (2, 2, 1, 1, "其他"),
        (2, 3, 1, 1, "6"),
    ]
    assert filled(XS, YS, written) == whole
    # Two of these may end there together, and nothing parts them below.
    both = {
        Region(0, 0, 2, 1): "",
        Region(0, 1, 2, 2): "",
        Region(2, 0, 3, 2): "",
        Region(3, 0, 4, 2): "总计",
    }
    assert [cell for cell in filled(XS, YS, {**both, **rows}) if cell[1] > 1] == [
        cell for cell in whole if cell[1] > 1
    ]


def test_cells_side_by_side_that_end_in_other_places_are_kept() -> None:
    xs, ys = XS[:3], YS[:4]
    for written in (
        # A value and a blank one below it, beside a label for both.
        {Region(0, 0, 2, 1): "申请", Region(0, 1, 1, 2): "5", Region(1, 1, 2, 2): ""},
        {Region(0, 0, 2, 1): "申请", Region(0, 1, 1, 2): "", Region(1, 1, 2, 2): "5"},
        # Cells that begin on this page.
        {Region(0, 0, 1, 1): "一", Region(0, 1, 1, 2): "二", Region(1, 0, 3, 1): "申请"}
        | {Region(1, 1, 2, 2): "", Region(2, 1, 3, 2): ""},
    ):
        assert [cell[:2] for cell in filled(xs, ys, written)] == [region[:2] for region in sorted(written)]


NARROW = [10.0, 110.0, 156.0, 202.0]


def numbers(*texts: str, label: str = "一、本年新收申请") -> list[str]:
    """What is read of a row of narrow cells with texts of several lines, behind a label that fills its cell."""
    written = {Region(0, k, 1, k + 1): "" for k in range(3)}
    [grid] = find_grids(*sides(NARROW, [10.0, 80.0], list(written)))
    characters = [
        character
        for k, text in enumerate((label, *texts))
        for number, part in enumerate(text.split("\n"))
        for character in line(12 + 14.0 * number, (NARROW[k] + 2, part))
    ]
    ruled, _ = fill_grid(grid, characters, 1)
    return [cell.text for cell in ruled.table.cells][1:]


def test_a_number_that_fills_the_lines_of_its_cell_is_one() -> None:
    assert numbers("6367\n1", "7") == ["63671", "7"]
    assert numbers("1234\n5678\n9", "2928\n8.6") == ["123456789", "29288.6"]


@pytest.mark.parametrize(
    "texts",
    [
        # There is room for one more digit, in the cell itself or in another one of the row.
        ("636\n1", "7"),
        ("6367\n1", "8\n2"),
        # The second number is as long as the first, or stands further below, or is none.
        ("6367\n1234", "7"),
        ("6367\n\n1", "7"),
        ("6367\n-1", "7"),
    ],
)
def test_numbers_below_each_other_may_be_those_of_several_rows(texts: tuple[str, ...]) -> None:
    assert numbers(*texts) == [text.replace("\n\n", "\n") for text in texts]


def test_numbers_in_tables_without_ideographs_are_never_broken() -> None:
    assert numbers("6367\n1", "7", label="requests") == ["6367\n1", "7"]


@given(tilings())
def test_compacting_never_lets_cells_overlap_or_vanish(tiling: object) -> None:
    xs, _, regions = tiling  # type: ignore[misc]
    spans = [(region.column, region.column_end) for region in regions]
    counted, positions = without_slivers(xs, spans, 40)
    assert all(0 <= start < end < len(positions) for start, end in counted)
    for one, (start, end) in zip(regions, counted, strict=True):
        for other, (other_start, other_end) in zip(regions, counted, strict=True):
            if one is not other and one.row < other.row_end and other.row < one.row_end:
                assert end <= other_start or other_end <= start


def line(y: float, *texts: tuple[float, str]) -> list[Character]:
    return [Character(c, x + 10 * i, y, x + 10 * i + 10, y + 10) for x, t in texts for i, c in enumerate(t)]


def test_lines_are_sorted_and_gaps_become_spaces() -> None:
    characters = line(30, (0, "第二行")) + line(0, (0, "第一"), (60, "行")) + line(60, (0, "12"), (24, "34"))
    assert [found.text for found in lines_of(reversed(characters))] == ["第一  行", "第二行", "12 34"]


def test_a_thin_box_stays_in_its_line() -> None:
    """The ink of 一 is hardly a point high."""
    characters = [
        Character("统", 0, 0, 10, 10),
        Character("一", 10, 3, 20, 4),
        Character("的", 20, 0, 30, 10),
    ]
    assert [found.text for found in lines_of(characters)] == ["统一的"]


def test_lines_of_a_paragraph_are_joined_without_spaces_between_ideographs() -> None:
    assert join_lines(["公开信息", "12", "34条", "Open", "Data"]) == "公开信息1234条Open Data"
    assert join_lines(["a@b.", "cn"]) == "a@b.cn"
    assert join_lines([]) == ""


@given(st.lists(st.integers(10, 45), min_size=1, max_size=12))
def test_prose_has_no_aligned_table(lengths: list[int]) -> None:
    characters = [c for row, length in enumerate(lengths) for c in line(20.0 * row, (0, "文" * length))]
    assert aligned_tables([], [], lines_of(characters), 1, 595.0)[0] == []


@st.composite
def written_over(draw: st.DrawFn) -> list[Character]:
    """Words and numbers on the lines of a table, with others over them, as of a watermark between the lines."""
    characters = []
    for text in draw(
        st.lists(
            st.sampled_from(["7", "42", "2023", "总计", "2023年", "内部", "192.168"]), min_size=2, max_size=8
        )
    ):
        x, y = draw(st.integers(0, 140)), draw(st.sampled_from([14, 20, 26, 34, 44, 54]))
        step, size = draw(st.sampled_from([(6, 6), (5, 10), (10, 10), (18, 30)]))
        characters += [
            Character(character, x + step * i, y - size / 2, x + step * i + step, y + size / 2)
            for i, character in enumerate(text)
        ]
    return characters


@given(written_over())
def test_no_character_over_others_is_lost(characters: list[Character]) -> None:
    xs, ys = [10.0, 50.0, 90.0, 130.0], [10.0, 30.0, 50.0]
    regions = [Region(row, column, row + 1, column + 1) for row in range(2) for column in range(3)]
    [grid] = find_grids(*sides(xs, ys, regions))
    ruled, outside = fill_grid(grid, characters, 1)
    texts = [cell.text for cell in ruled.table.cells] + [character.text for character in outside]
    read = set("".join(texts))
    # Large digits are kept as unknown ones.
    assert all(
        character.text in read or (character.text.isdigit() and UNKNOWN in read) for character in characters
    )
