"""Tables drawn with spaces, where blank cells are told by the edges that values stand at."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportparse
from corpus.generator import MadeReport, make
from corpus.generator.report import Grid, GridCell
from reportparse import terminal
from reportparse.document import Place
from reportparse.tables.texts.edges import SpacedLine, at_edges
from reportparse.tables.texts.sequence import Token
from tests.test_blanks import read

SEEDS = range(4)
# How much of the free space of a cell stands before its value.
LEFT, MIDDLE, RIGHT = Fraction(0), Fraction(1, 2), Fraction(1)


def text_of(made: MadeReport, measure: Callable[[str], int], merged: bool, before: Fraction = LEFT) -> str:
    """The tables in columns of spaces, for a program with or without merged cells."""
    lines: list[str] = list(made.title_lines)
    for block in made.blocks:
        if isinstance(block, Grid):
            lines += drawn(block, measure, merged, before)
        else:
            lines += ["", block.text, ""]
    return "\n".join(lines)


def drawn(grid: Grid, measure: Callable[[str], int], merged: bool, before: Fraction) -> list[str]:
    def column(row: list[GridCell], k: int) -> int:
        return row[k].column if merged else k

    rows = [[(column(row, k), cell.text.strip()) for k, cell in enumerate(row)] for row in grid.rows()]
    narrow = {
        (i, k): cell.colspan == 1 or not merged
        for i, row in enumerate(grid.rows())
        for k, cell in enumerate(row)
    }
    widths = [
        max(
            (
                measure(text)
                for i, row in enumerate(rows)
                for k, (at, text) in enumerate(row)
                if at == c and narrow[i, k]
            ),
            default=0,
        )
        for c in range(grid.width)
    ]
    lines = []
    for row in rows:
        line = ""
        for at, text in row:
            start = sum(widths[:at]) + 2 * at
            free = 0 if any(map(str.isalpha, text)) else widths[at] - measure(text)
            line += " " * (start - measure(line)) if start > measure(line) else ""
            line += " " * int(free * before) + text
        lines.append(line.rstrip())
    return lines


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("profile", ["busy", "zero", "distinct"])
@pytest.mark.parametrize("measure", [terminal.width, len], ids=["columns", "characters"])
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "not merged"])
def test_values_at_edges_keep_their_columns(
    seed: int, profile: str, measure: Callable[[str], int], merged: bool
) -> None:
    made = make(seed, "2021", profile, ["some_blank_zeros"], "txt")
    right, wanted, wrong = read(made, text_of(made, measure, merged))
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sub_total_whose_group_is_named_further_down_is_no_disorder(seed: int) -> None:
    made = make(seed, "2021", "zero", ["some_blank_zeros"], "txt")
    lines = text_of(made, terminal.width, merged=True).split("\n")
    last = "四、结转下年度继续办理"
    whole = next(line for line in lines if line.strip().startswith(last))
    (before,) = (i for i, line in enumerate(lines) if "属于国家秘密" in line)
    lines.insert(before, whole.replace(last, "小计" + " " * terminal.width(last[2:])))
    right, wanted, wrong = read(made, "\n".join(lines))
    assert not wrong
    assert right == wanted


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("before", [MIDDLE, RIGHT], ids=["middle", "right"])
def test_values_in_the_middle_or_to_the_right_keep_their_columns(seed: int, before: Fraction) -> None:
    made = make(seed, "2021", "busy", ["some_blank_zeros"], "txt")
    right, wanted, wrong = read(made, text_of(made, terminal.width, merged=True, before=before))
    assert not wrong
    assert right == wanted


def tokens(line: str, place: int) -> list[Token]:
    found = []
    at = 0
    for piece in line.split(" "):
        if piece:
            found.append(
                Token(piece, Place(f"line {place}"), piece.isdecimal(), at, 0, terminal.width(line[:at]))
            )
        at += len(piece) + 1
    return found


def spaced(*lines: str) -> list[SpacedLine]:
    return [
        SpacedLine(
            [token for token in tokens(line, i) if not token.is_value],
            [token for token in tokens(line, i) if token.is_value],
        )
        for i, line in enumerate(lines)
    ]


def test_cells_joined_by_single_spaces_are_not_taken_for_columns() -> None:
    # All labels are of one length, and blank cells are left out.
    lines = spaced("行政许可 0 0 0 0", "行政处罚 0 0 0 0", "行政强制 0 0 0")
    assert at_edges(lines, [], 4) is None


def test_a_value_beside_an_edge_speaks_against_all() -> None:
    lines = spaced("甲  1  2  3", "甲乙丙    4", "甲乙 4  5  6")
    assert at_edges(lines, [], 3) is None


def test_few_values_below_a_header_are_no_columns() -> None:
    header = tokens("结果维持 结果纠正 其他结果 尚未审结 总计", 9)
    (line,) = spaced("1    2")
    assert at_edges([line], header, 5) is None
    (line,) = spaced("1    2    3         4")
    assert at_edges([line], header, 5) == [
        {0: line.values[0], 1: line.values[1], 2: line.values[2], 4: line.values[3]}
    ]


CELLS = st.lists(st.sampled_from(["", "", "0", "0", "7", "12", "345"]), min_size=4, max_size=4)
LABELS = st.sampled_from(["规章", "行政处罚", "行政许可", "行政规范性文件", "行政事业性收费"])


@given(st.lists(st.tuples(LABELS, CELLS).filter(lambda row: any(row[1])), min_size=1, max_size=12))
def test_where_blank_cells_left_nothing_no_value_is_laid(rows: list[tuple[str, list[str]]]) -> None:
    lines = spaced(*(" ".join([label, *filter(None, cells)]) for label, cells in rows))
    assert at_edges(lines, tokens("信息内容 自然人 商业企业 科研机构 总计", 99), 4) is None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "not merged"])
def test_a_column_that_only_rows_with_fewer_labels_fill_moves_no_other(seed: int, merged: bool) -> None:
    made = make(seed, "2019", "distinct", ["blank_detail_totals"], "txt")
    _, _, wrong = read(made, text_of(made, len, merged))
    assert not wrong


def test_groups_of_rows_may_have_different_columns() -> None:
    names = "结果维持  结果纠正  其他结果  尚未审结  总计"
    lines = [
        "四、结转下年度继续办理    94       105  775  128  584  554  2240",
        f"{names}  未经复议直接起诉  复议后起诉",
        f"{names}  {names}",
        "14  189  167  41  411  310   111  119  166  706  63  44  274  101  482",
    ]
    assert reportparse.parse("\n".join(lines).encode()).status


def test_the_first_and_the_last_column_are_known_where_rows_have_no_others() -> None:
    """A tool that knows no merged cells puts the values of a row right behind its labels, however many these are."""
    rows = [
        ["一、本年新收政府信息公开申请数量", "", "26", "26"],
        ["二、上年结转政府信息公开申请数量", "", "0", "0"],
        ["三、本年度办理结果", "（一）予以公开", "19", "19"],
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", "4", "4"],
        ["（三）不予公开", "1.属于国家秘密", "0", "0"],
        ["2.其他法律行政法规禁止公开", "", "3", "3"],
        ["3.危及“三安全一稳定”", "", "0", "0"],
    ]
    lines = [
        "自然人".ljust(40) + "法人或其他组织".ljust(20) + "总计",
        "商业企业".ljust(40) + "科研机构".ljust(20) + "其他",
    ]
    for first, second, *values in rows:
        text = first.ljust(40) + (second.ljust(20) if second else "")
        lines.append(text + values[0].ljust(50) + values[1])
    document = "\n".join(
        [
            "某县水务局2023年政府信息公开工作年度报告",
            "三、收到和处理政府信息公开申请情况",
            *lines,
            "四、其他情况",
        ]
    )
    report = reportparse.parse(document.encode())
    known = {(record.row, record.column): record for record in report.record_list}
    for code, row in zip(["received", "carried_in", "outcome.disclosed"], rows, strict=False):
        assert known[code, "natural_person"].value == known[code, "total"].value == float(row[2])
        assert known[code, "business"].state == known[code, "other_organisation"].state == "blank"
        assert known[code, "business"].certainty == "inferred"
