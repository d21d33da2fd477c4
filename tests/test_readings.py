"""Which reading of a row's values stands: the sums decide, or nobody does."""

import pytest

import reportparse
from reportparse.document import Cell, Place
from reportparse.forms import load_forms
from reportparse.recognition.glued import glued_readings
from reportparse.recognition.readings import decide
from reportparse.recognition.row_readings import RowReadings
from reportparse.recognition.sequences import sequence_readings
from reportparse.recognition.sums import Sums, sums_of
from reportparse.recognition.surroundings import Surroundings

EDITION = load_forms().editions["2021"]
BLOCK = EDITION.table("requests").blocks[0]
(REVIEWS,) = EDITION.table("reviews_and_litigation").blocks
RULES = EDITION.rules_of("requests")
SUMS = Sums(BLOCK, [rule for rule in RULES if rule.for_each == "row"])
COLUMNS = [k for k, column in enumerate(BLOCK.columns) if not column.subtotal]


def read(*values: str) -> list[tuple[str | None, str]]:
    """What becomes of a row that prints these values, each on a line of its own."""
    cells = tuple(Cell(0, i, text, Place(f"line {i + 1}")) for i, text in enumerate(values))
    options = sequence_readings(cells, COLUMNS, len(BLOCK.columns), SUMS)
    row = RowReadings(0, None, options, "inferred", sequence=cells, wanted=len(COLUMNS))
    (decided,) = decide([row], BLOCK, RULES, Surroundings(()))
    return [
        (cell.text if cell is not None else None, certainty)
        for k, (cell, certainty) in enumerate(decided.cells)
        if k in COLUMNS
    ]


def certain(*values: str) -> list[str | None]:
    return [text if certainty != "uncertain" else None for text, certainty in read(*values)]


def test_as_many_values_as_columns_stand_in_order() -> None:
    assert certain(*"3011005") == list("3011005")


def test_a_misprinted_sum_does_not_move_values() -> None:
    assert certain(*"3011009") == list("3011009")


def test_a_number_in_two_pieces_is_put_together_by_the_sum() -> None:
    assert certain("2", "6", "0", "0", "0", "0", "0", "26") == ["2 6", "0", "0", "0", "0", "0", "26"]


def test_a_page_number_between_rows_is_left_out() -> None:
    assert certain("3", "0", "1", "1", "0", "0", "5", "12") == list("3011005")


def test_of_missing_blanks_only_what_the_sum_vouches_for_is_kept() -> None:
    assert certain("26", "26") == [None] * 7
    assert certain("0", "0") == [None] * 7


def test_nothing_is_made_of_zeros() -> None:
    assert certain(*"00000000") == [None] * 7


@pytest.mark.parametrize("values", [("1",) * 40, ("123456789" * 3,), ()])
def test_hostile_rows_end_soon(values: tuple[str, ...]) -> None:
    assert certain(*values) == [None] * 7


def test_of_a_row_of_several_sums_a_number_in_each_cell_is_no_chance() -> None:
    block = EDITION.table("reviews_and_litigation").blocks[0]
    rules = EDITION.rules_of("reviews_and_litigation")
    cell = Cell(0, 0, "202040000000000", Place("line 1"))
    (reading,) = glued_readings(cell, block.required, len(block.columns), sums_of(block, rules))
    assert [each.text for each in reading if each] == list(cell.text)


@pytest.mark.parametrize(
    ("digits", "ways"), [("523111" + "0" * 10, 1), ("523010" + "0" * 10, 0), ("395661742520" + "0" * 10, 0)]
)
def test_a_total_that_ends_in_zero_may_be_a_number_and_a_misprinted_total(digits: str, ways: int) -> None:
    block = EDITION.table("reviews_and_litigation").blocks[0]
    rules = EDITION.rules_of("reviews_and_litigation")
    cell = Cell(0, 0, digits, Place("line 1"))
    assert len(glued_readings(cell, block.required, len(block.columns), sums_of(block, rules))) == ways


def test_a_minus_in_the_cell_before_may_be_the_sign_of_a_number() -> None:
    lines = [
        "二、主动公开政府信息情况",
        "|第二十条第（八）项|||",
        "|信息内容|上一年项目数量|本年增/减|",
        "|行政事业性收费|{previous}|16|",
    ]

    def change(previous: str) -> float | None:
        text = "\n".join(lines).format(previous=previous)
        records = reportparse.parse(text.encode()).record_list
        return next((record.value for record in records if record.column == "items_change"), None)

    assert change("31") == 16
    assert change("0") == 16
    assert change("-") is None


@pytest.mark.parametrize("between", [" | ", "\t"])
def test_a_publishers_wrong_sum_moves_no_value_to_where_blanks_leave_the_sums_open(between: str) -> None:
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    values = ["", "", "", "", "1", "", "3", "", "4", "7", "2", "8", "9", "5", "25"]
    rows = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 10],
        [*[""] * 5, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 5],
        [*outcomes * 3, ""],
        [*values, ""],
    ]
    lines = ["四、政府信息公开行政复议、行政诉讼情况"]
    lines += [between.join(row) if between == "\t" else f"| {between.join(row)} |" for row in rows]
    records = reportparse.parse("\n".join([*lines, "五、其他", "无。"]).encode()).record_list
    places = {(column.row, column.code): k for k, column in enumerate(REVIEWS.columns)}
    known = [record for record in records if record.certainty != "uncertain" and record.state != "absent"]
    for record in known:
        printed = values[places[record.row, record.column]]
        assert record.value == (float(printed) if printed else None)


@pytest.mark.parametrize("filler", [False, True])
def test_as_many_cells_as_columns_are_its_own_where_the_header_has_no_fillers(filler: bool) -> None:
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    values = ["", "", "", "", "0", "", "0", "0", "0", "", "0", "0", "0", "", "0"]
    header = ["行政复议", "行政诉讼", *([""] if filler else []), *outcomes, "未经复议直接起诉", "复议后起诉"]
    cells = [*header, *outcomes, *outcomes, *values]
    lines = ["四、政府信息公开行政复议、行政诉讼情况", *(f"{cell}\n|" for cell in cells), "五、其他"]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    found = {(record.row, record.column): (record.value, record.certainty) for record in records}
    certain = [found[column.row or "", column.code] for column in REVIEWS.columns] if records else []
    expected = [(0 if value else None, "read") for value in values]
    assert certain in ([], [(None, "uncertain")] * 15) if filler else certain == expected
