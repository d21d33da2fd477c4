from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportparse.document import Cell, Place, Table
from tests.tables import APPLICANTS, recognised, requests_rows, values


def shuffled(seed: int, rows: list[list[str]]) -> Table:
    """All cells of a table, one below the other, in an order of their own."""
    cells = [text for row in rows for text in row if text]
    Random(seed).shuffle(cells)
    return Table(
        [Cell(i, 0, text, Place(f"line {i + 2}")) for i, text in enumerate(cells)],
        Place("line 1"),
        layout="tokens",
    )


def zeros(edition: str) -> list[list[str]]:
    header, *rows = requests_rows(edition)
    return [header, *([row[0], *["0"] * len(APPLICANTS)] for row in rows)]


@pytest.mark.parametrize("edition", ["2021", "2019"])
@settings(max_examples=20)
@given(seed=st.integers(0, 1 << 30))
def test_the_order_of_cells_that_are_all_zero_does_not_matter(edition: str, seed: int) -> None:
    rows = zeros(edition)
    found = recognised(shuffled(seed, rows))
    assert found.edition == edition
    assert len(values(found)) == len(APPLICANTS) * (len(rows) - 1)
    assert {record.value for record in found.records if record.state != "absent"} == {0}
    assert {record.certainty for record in found.records if record.value is not None} == {"inferred"}


def test_each_is_traced_to_the_table_as_nothing_tells_which_is_whose() -> None:
    found = recognised(shuffled(1, zeros("2021")))
    assert {record.place.path for record in found.records if record.place} == {"line 1"}


@pytest.mark.parametrize("change", ["one zero less", "one zero more", "one label less", "another value"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_read_where_anything_is_amiss(change: str, seed: int) -> None:
    rows = zeros("2021")
    if change == "one zero less":
        rows[5].pop()
    elif change == "one zero more":
        rows[5].append("0")
    elif change == "one label less":
        rows[5][0] = ""
    else:
        rows[5][2] = "1"
    assert recognised(shuffled(seed, rows)).records == []


@pytest.mark.parametrize(("before", "is_read"), [(0, True), (3, False)])
def test_values_before_the_names_of_all_columns_may_be_left_of_the_table_above(
    before: int, is_read: bool
) -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    groups = ["行政复议", "行政诉讼", *["0"] * before, "未经复议直接起诉"]
    texts = [*groups, *names, *names, "复议后起诉", *names, *["0"] * (15 - before)]
    cells = [Cell(i, 0, text, Place(f"line {i + 2}")) for i, text in enumerate(texts)]
    found = recognised(Table(cells, Place("line 1"), layout="tokens"))
    zeros = [record for record in found.records if record.value is not None]
    assert len(zeros) == (15 if is_read else 0)
