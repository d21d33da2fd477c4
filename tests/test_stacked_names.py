"""Rows of values below names that stand downwards, as texts that keep the layout of a page print narrow columns."""

import pytest

import reportparse

NAMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
ROWS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
COLUMNS = ["upheld", "corrected", "other", "pending", "total"]
PITCH = 6


def centred(texts: list[str], moved: int = 0) -> str:
    """The texts of a line, each in the middle of its column, or beside it."""
    line = ""
    for k, text in enumerate(texts):
        start = k * PITCH + 2 - (len(text) - 1) // 2 + (moved if k == 3 else 0)
        line += " " * (start - len(line)) + text if text else ""
    return line


def text_of(lines: list[list[str]], moved: int = 0) -> bytes:
    names = NAMES * 3
    header = [[name[i : i + 1] for name in names] for i in range(4)]
    text = [
        "云桥市水利局2023年政府信息公开工作年度报告",
        "",
        "四、政府信息公开行政复议、行政诉讼情况",
        "         行政复议                                 行政诉讼",
        "",
        "                              未经复议直接起诉                        复议后起诉",
        *(centred(line) for line in header[:2]),
        "",
        *(centred(line) for line in header[2:]),
        "",
        *(centred(line, moved) for line in lines),
        "",
        "五、存在的主要问题及改进情况",
        "公开的内容还不够细。",
    ]
    return "\n".join(text).encode()


def values(content: bytes) -> list[float | None]:
    report = reportparse.parse(content)
    cells = {
        (record.row, record.column): record.value
        for record in report.record_list
        if record.table == "reviews_and_litigation"
    }
    return [cells[row, column] for row in ROWS for column in COLUMNS]


def test_a_cell_without_a_value_stays_blank() -> None:
    printed = ["1", "", "2", "", "3", *["0"] * 5, "", "4", "", "", "4"]
    read = values(text_of([printed]))
    assert read == [float(text) if text else None for text in printed]


def test_the_rest_of_a_number_below_it_is_its_own() -> None:
    first = ["", "", "", "", "104", *[""] * 4, "114", *[""] * 5]
    second = ["1000", "40", "3", "0", "", "1000", "100", "40", "7", "", *["0"] * 5]
    third = ["", "", "", "", "3", *[""] * 4, "7", *[""] * 5]
    expected = [1000.0, 40, 3, 0, 1043, 1000, 100, 40, 7, 1147, 0, 0, 0, 0, 0]
    assert values(text_of([first, second, third])) == expected


@pytest.mark.parametrize("moved", [-3, -2, 2, 3])
def test_a_value_between_two_names_is_withheld(moved: int) -> None:
    printed = ["1", "", "2", "3", "6", *[""] * 10]
    report = reportparse.parse(text_of([printed], moved))
    given = [
        record
        for record in report.record_list
        if record.table == "reviews_and_litigation" and record.value is not None
    ]
    assert given == []


def test_a_number_under_two_names_is_withheld() -> None:
    """`36` and `105` that run together stand between their names."""
    line = centred(["1", "", "", "", "1", *["0"] * 5, *[""] * 5])
    glued = line[: 3 * PITCH + 2] + "  36105" + " " * 40
    content = text_of([[]]).decode().replace("\n\n\n五、", f"\n{glued}\n\n五、").encode()
    assert glued.strip() in content.decode()
    assert 36105.0 not in values_or_nothing(content)


def values_or_nothing(content: bytes) -> list[float | None]:
    return [record.value for record in reportparse.parse(content).record_list]
