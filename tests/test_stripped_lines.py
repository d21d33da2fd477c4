"""Rows between tabs whose lines lost their last tabs, as where a script strips each line."""

import random

import reportparse
from tests.tables import FAMILY, requests_rows


def zeros_and_blanks(seed: int) -> list[list[str]]:
    rolls = random.Random(seed)
    header, *rows = requests_rows()
    return [header, *([label, *rolls.choices(["0", ""], [3, 1], k=7)] for label, *_ in rows)]


def states(lines: list[str]) -> dict[tuple[str, str], str]:
    text = "\n".join(["三、收到和处理政府信息公开申请情况", *lines, "", "四、其他"])
    records = reportparse.parse(text.encode()).record_list
    return {
        (record.row, record.column): record.state for record in records if record.certainty != "uncertain"
    }


def test_blank_cells_at_the_ends_of_rows_are_found_again() -> None:
    right = total = 0
    for seed in range(6):
        lines = ["\t".join(row) for row in zeros_and_blanks(seed)]
        whole, stripped = states(lines), states([line.rstrip("\t") for line in lines])
        assert stripped.items() <= whole.items()
        right += len(stripped)
        total += len(whole)
    assert right > 0.95 * total > 600


def test_values_stay_in_their_columns_where_blank_cells_follow_labels() -> None:
    read = 0
    for seed in range(6):
        rolls = random.Random(seed)
        (_, *names), *rows = zeros_and_blanks(seed)
        padded = [["", "", "", *names]]
        for label, *values in rows:
            before = rolls.randrange(3)
            padded.append([*[""] * before, label, *[""] * (2 - before), *values])
        lines = ["\t".join(row) for row in padded]
        stripped = states([line.rstrip("\t") for line in lines])
        printed = {
            (row, column): "number" if text else "blank"
            for (row, column), text in zip(codes(), (text for row in rows for text in row[1:]), strict=True)
        }
        assert stripped.items() <= printed.items()
        read += len(stripped)
    assert read > 750


def codes() -> list[tuple[str, str]]:
    """The codes of the cells of the table of requests, row by row."""
    (form,) = (table for table in FAMILY.edition("2021").tables if table.code == "requests")
    (block,) = form.blocks
    return [(row.code, column.code) for row in block.required_rows for column in block.required_columns]


def test_a_row_that_ends_early_among_rows_with_all_cells_may_lack_any() -> None:
    lines = ["\t".join(row) for row in zeros_and_blanks(1)]
    lines[4] = lines[4].rsplit("\t", 2)[0]
    row = lines[4].split("\t")[0]
    assert states(lines).keys() >= {("received", "total")}
    assert row.endswith("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    assert not any(code == "outcome.partially_disclosed" for code, _ in states(lines))
