"""Rows between tabs whose lines lost their last tabs, as where a script strips each line."""

import random

import reportparse
from tests.tables import requests_rows


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


def test_a_row_that_ends_early_among_rows_with_all_cells_may_lack_any() -> None:
    lines = ["\t".join(row) for row in zeros_and_blanks(1)]
    lines[4] = lines[4].rsplit("\t", 2)[0]
    row = lines[4].split("\t")[0]
    assert states(lines).keys() >= {("received", "total")}
    assert row.endswith("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    assert not any(code == "outcome.partially_disclosed" for code, _ in states(lines))
