"""Columns that a publisher left blank as a whole, in dialects that leave blank cells out: totals are still told."""

from collections.abc import Callable
from random import Random

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text
from reportparse import terminal
from tests.tables import requests_rows

WITHOUT_BLANKS = [
    "dialect-cell-lines",
    "dialect-spaces",
    "dialect-cell-pipe-lines-without-blanks",
    "dialect-padded-rows-without-blanks",
]
ROWS = 25


@pytest.mark.parametrize("dialect", WITHOUT_BLANKS)
def test_the_last_of_as_many_values_in_every_row_is_the_total(dialect: str) -> None:
    given = 0
    for seed in range(20):
        made = make(seed, "2021", "sparse", ["blank_columns"], "txt")
        printed = {slot: number(text) for slot, text in truth(made, "txt", [])["values"].items()}
        report = reportparse.parse(dialect_text(made, dialect).encode())
        for record in report.record_list:
            if record.table == "requests" and record.value is not None:
                assert record.value == printed[f"{record.table}/{record.row}/{record.column}"]
                given += record.column == "total"
    assert given == 20 * ROWS


def _values(rows: list[tuple[str, str]]) -> dict[tuple[str, str], float | None]:
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        "申请人情况 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计",
        *(f"{label} {values}" for label, values in rows),
    ]
    report = reportparse.parse("\n".join([*lines, ""]).encode())
    return {(record.row, record.column): record.value for record in report.record_list}


LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果 （一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "（三）不予公开 1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
]


def test_which_applicants_they_were_is_not_told() -> None:
    values = _values([(label, "4 4" if i in (0, 2) else "0 0") for i, label in enumerate(LABELS)])
    assert values["received", "total"] == values["outcome.disclosed", "total"] == 4
    assert values["carried_in", "total"] == values["outcome.refused.enforcement_file", "total"] == 0
    assert {column for (row, column), value in values.items() if row == "received" and value} == {"total"}


@pytest.mark.parametrize("row", ["0", "0 0 0", "1 0"])
def test_one_row_that_is_not_like_the_others_leaves_zeros_untold(row: str) -> None:
    values = _values(
        [(label, row if i == 5 else "4 4" if i in (0, 2) else "0 0") for i, label in enumerate(LABELS)]
    )
    assert values["carried_in", "total"] is None


def test_zeros_alone_do_not_tell_where_the_total_is() -> None:
    values = _values([(label, "0 0") for label in LABELS])
    assert set(values.values()) == {None}


@pytest.mark.parametrize("between", [" | ", " |\n"])
def test_blank_columns_and_labels_of_one_or_two_cells_move_no_value(between: str) -> None:
    """Rows filled up as the whole table's are, of which no more than the first are there."""
    rows = [
        ["一、本年新收政府信息公开申请数量", "58", "7", "", "", "1", "", "66", "", ""],
        ["二、上年结转政府信息公开申请数量", "2", "", "", "", "", "", "2", "", ""],
        ["三、本年度办理结果", "（一）予以公开", "40", "7", "", "", "1", "", "48", ""],
        [LABELS[3], "16", "", "", "", "", "", "16", "", ""],
        ["（三）不予公开", "1.属于国家秘密", "1", "", "", "", "", "", "1", ""],
    ]
    header = [
        "申请人情况 | ||||||||",
        "自然人 | 法人或其他组织 | 总计 | |||||||",
        "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||",
    ]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *header]
    lines += [between.join(row).replace(between + "\n", " |\n").rstrip() + " |" for row in rows]
    report = reportparse.parse("\n".join(lines).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["received", "total"] in (66, None)
    assert values["received", "legal_service_organisation"] in (1, None)
    assert values["received", "other_organisation"] is None
    assert values["outcome.disclosed", "other_organisation"] is None
    assert values["carried_in", "other_organisation"] is None


HEADER = (["信息内容"], ["上一年项目数量", "本年增/减", "处理决定数量"])
SERVICES = {"licensing": "行政许可", "other_services": "其他对外管理服务事项"}
COLUMNS = ["items_previous", "items_change", "decisions"]
SERVICES |= {"penalties": "行政处罚", "coercive_measures": "行政强制"}


def _laid_out(
    rows: list[tuple[list[str], list[str]]],
    width: Callable[[str], int],
    cell: int = 14,
    to_right: bool = False,
) -> str:
    """Rows with columns of spaces, those of values so many wide."""
    texts = [" ".join(labels) for labels, _ in rows]
    widest = max(map(width, texts))
    lines: list[str] = []
    for text, (_, values) in zip(texts, rows, strict=True):
        spaces = [" " * (cell - width(value)) for value in values]
        cells = [
            between + value if to_right else value + between
            for value, between in zip(values, spaces, strict=True)
        ]
        lines.append((text + " " * (widest - width(text) + 2) + "".join(cells)).rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("to_right", [True, False])
@pytest.mark.parametrize("header_laid_out", [True, False])
@pytest.mark.parametrize("width", [len, terminal.width])
def test_values_stand_below_those_of_other_rows_as_the_program_counts_columns(
    width: Callable[[str], int], header_laid_out: bool, to_right: bool
) -> None:
    """A terminal shows a Chinese character in two columns: programs that lay out text know it, or do not."""
    for seed in range(40):
        random = Random(seed)
        printed = {
            row: [random.choice(["", "", "0", str(random.randrange(1000))]) for _ in range(3)]
            for row in SERVICES
        }
        rows = [([label], printed[row]) for row, label in SERVICES.items()]
        text = _laid_out([HEADER, *rows], width, to_right=to_right)
        if not header_laid_out:
            labels, names = HEADER
            text = " ".join([*labels, *names]) + "\n" + _laid_out(rows, width, 6, to_right)
        lines = [
            "某县水务局2019年政府信息公开工作年度报告",
            "二、主动公开政府信息情况",
            "第二十条第（五）项",
            *[text, ""],
        ]
        report = reportparse.parse("\n".join(lines).encode())
        for record in report.record_list:
            if record.row in printed and record.certainty != "uncertain" and record.state != "absent":
                value = printed[record.row][COLUMNS.index(record.column)]
                assert record.value == (float(value) if value else None), (seed, record.row, record.column)


@pytest.mark.parametrize("width", [len, terminal.width])
def test_columns_that_no_row_fills_are_known_by_the_names_above_them(width: Callable[[str], int]) -> None:
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [(["申请人情况"], names)]
    rows += [
        ([label], ["3", "", "", "", "", "", "3"] if i % 2 else ["0"] + [""] * 5 + ["0"])
        for i, label in enumerate(LABELS)
    ]
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        *[_laid_out(rows, width), ""],
    ]
    report = reportparse.parse("\n".join(lines).encode())
    known = {
        (record.row, record.column): (record.state, record.value)
        for record in report.record_list
        if record.certainty != "uncertain"
    }
    for row, value in (("received", 0), ("carried_in", 3), ("outcome.disclosed", 0)):
        assert known[row, "natural_person"] == known[row, "total"] == ("number", value)
        assert known[row, "business"] == known[row, "other_organisation"] == ("blank", None)


@pytest.mark.parametrize("last", ["0      0", "3      3", "0"])
def test_zeros_of_a_page_without_a_header_stand_in_the_columns_that_the_page_before_shows(last: str) -> None:
    """Another number may be of another column there, and so may all zeros if a row has fewer."""
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    labels = [label for label, *_ in requests_rows()[1:]]
    first_page = [(["申请人情况"], names)]
    first_page += [([label], ["0"] + [""] * 5 + ["0"]) for label in labels[:5]]
    second_page = [f"{label:<24}  {'0      0' if label != labels[-1] else last}" for label in labels[5:]]
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        _laid_out(first_page, len) + "\f" + "\n".join(second_page),
        "四、其他需要报告的事项",
        "没有其他需要报告的事项。",
    ]
    report = reportparse.parse("\n".join(lines).encode())
    states = {
        (record.row, record.column): record.state
        for record in report.record_list
        if record.table == "requests" and record.certainty != "uncertain"
    }
    read = {row for row, column in states if column == "natural_person"}
    assert ("outcome.refused.state_secret" in read) == (last != "0")
    assert ("carried_out" in read) == (last == "0      0")
    assert all(
        states[row, column] == "blank" for row in read for column in ("business", "other_organisation")
    )
    assert all(states[row, column] == "number" for row in read for column in ("natural_person", "total"))


@pytest.mark.parametrize(
    "names", [["自然 商业 科研 公益 法律", "人 企业 机构 组织 机构 其他 总计"], ["自然人 总计"]]
)
def test_first_values_that_stand_further_left_beside_long_labels_are_no_column(names: list[str]) -> None:
    """The total is blank in all rows: with the values further left, they still stand in as many columns."""
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *names]
    for label, *_ in requests_rows()[1:]:
        further_left = label.startswith(("5.要求", "1.申请人", "2.申请人"))
        first = 36 if further_left else 44
        line = label[:17] + " " * (first - terminal.width(label[:17])) + "3"
        lines.append(line + " " * (50 - terminal.width(line)) + "     ".join("10000"))
        lines += [label[17:]] if label[17:] else []
    report = reportparse.parse("\n".join([*lines, ""]).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    for row in ("received", "outcome.refused.state_secret", "outcome.total", "outcome.other.fee_overdue"):
        assert values[row, "natural_person"] in (3, None)
        assert values[row, "business"] in (1, None)
        assert values[row, "total"] is None


@pytest.mark.parametrize("misprint", [0, 1])
def test_values_with_no_space_between_them_are_cut_where_columns_begin_if_they_add_up(misprint: int) -> None:
    numbers = {
        label: [10782, 11161, 372, 614, 537, 9258, 32724 + misprint]
        if i in (0, 23)
        else [6, 0, 1, 2, 0, 3, 12]
        for i, (label, *_) in enumerate(requests_rows()[1:])
    }
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines.append("自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计")
    for label, printed in numbers.items():
        line = label + " " * (80 - terminal.width(label))
        lines.append(line + "".join(f"{number:<5}" for number in printed))
    report = reportparse.parse("\n".join([*lines, ""]).encode())
    received = [record for record in report.record_list if record.row == "received"]
    expected = [None] * 7 if misprint else [10782, 11161, 372, 614, 537, 9258, 32724]
    assert [record.value for record in received] == expected
    assert {record.certainty for record in received} == {"uncertain" if misprint else "inferred"}
