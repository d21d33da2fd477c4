"""A block of one row, printed as a table with a row for each of its groups."""

import pytest

import reportparse

COLUMNS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
ROWS = {"行政复议": [5, 2, 1, 10, 18], "未经复议直接起诉": [6, 6, 2, 0, 14], "复议后起诉": [0, 1, 2, 3, 6]}
CODES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
HEAD = "临汶县教育局2023年政府信息公开工作年度报告\n\n四、政府信息公开行政复议、行政诉讼情况\n\n"
WANTED = {
    code: [float(number) for number in numbers] for code, numbers in zip(CODES, ROWS.values(), strict=True)
}


def values(content: str) -> dict[str, list[float]]:
    records = reportparse.parse(content.encode()).records
    records = records[records["table"] == "reviews_and_litigation"].dropna(subset="value")
    return {str(row): list(group["value"]) for row, group in records.groupby("row", sort=False)}


def table(*rows: list[object]) -> str:
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def page(*rows: list[object]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    head = HEAD.replace("\n\n", "</p><p>")
    return f"<html><body><p>{head}</p><table>{cells}</table></body></html>"


def turned_rows(names: list[str] = COLUMNS) -> list[list[object]]:
    order = [COLUMNS.index(name) for name in names]
    return [["类型", *names], *([row, *(numbers[k] for k in order)] for row, numbers in ROWS.items())]


@pytest.mark.parametrize("printed", [table, page])
def test_each_group_has_a_row(printed) -> None:
    assert values(HEAD * (printed is table) + printed(*turned_rows())) == WANTED


@pytest.mark.parametrize("printed", [table, page])
def test_columns_are_known_by_name(printed) -> None:
    assert values(HEAD * (printed is table) + printed(*turned_rows(COLUMNS[::-1]))) == WANTED


def test_each_group_has_a_table() -> None:
    tables = [f"**{row}**\n\n" + table(list(COLUMNS), list(numbers)) for row, numbers in ROWS.items()]
    assert values(HEAD + "\n\n".join(tables)) == WANTED


def test_a_group_that_is_missing_or_given_twice_leaves_nothing_to_read() -> None:
    rows = turned_rows()
    assert values(HEAD + table(*rows[:3])) == {}
    assert values(HEAD + table(*rows, rows[1])) == {}
    assert values(HEAD + table(*rows) + "\n\n2022年：\n\n" + table(*rows)) == {}


def test_words_among_the_values_are_not_read() -> None:
    rows = turned_rows()
    rows[1][2] = "见附件"
    assert values(HEAD + table(*rows)) == {}
