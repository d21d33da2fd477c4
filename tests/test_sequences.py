"""Texts that are one sequence of labels and values: a value belongs to its own row and column, or to none."""

import pytest

import reportparse
from reportparse.document import Place
from reportparse.forms.vocabulary import vocabulary
from reportparse.tables.texts.labelled_rows import rows_of
from reportparse.tables.texts.tokens import cell_tokens
from tests.tables import APPLICANT_CODES, APPLICANTS, FAMILY, requests_rows

TITLE = "云桥市水利局2023年政府信息公开工作年度报告"
DISCLOSURE = [
    TITLE,
    "二、主动公开政府信息情况",
    "第二十条第（六）项",
    "信息内容",
    "本年处理决定数量",
    "行政处罚",
    "12",
    "行政强制",
    "5",
    "第二十条第（八）项",
    "信息内容",
    "本年收费金额（单位：万元）",
    "行政事业性收费",
]


def certain(lines: list[str], table: str) -> dict[str, tuple[str, float | None]]:
    """The cells of a table that are read with certainty: state and value of each, by row and column."""
    report = reportparse.parse("\n".join(lines).encode())
    return {
        f"{record.row}/{record.column}": (record.state, record.value)
        for record in report.record_list
        if record.table == table and record.certainty != "uncertain"
    }


@pytest.mark.parametrize("rest", ["3\n.08", "3\n\n.08", "3\n.08万元", "3\n.08 万元", "1,203\n．08", "3 .08"])
def test_a_number_that_goes_on_behind_its_point_is_not_read_as_its_first_piece(rest: str) -> None:
    cells = certain([*DISCLOSURE, rest], "proactive_disclosure")
    assert cells["coercive_measures/decisions"] == ("number", 5)
    assert "fees/amount" not in cells


def requests(*rows: list[str]) -> dict[str, tuple[str, float | None]]:
    """What is certain of the table of requests whose cells have a line each, but for rows in one text."""
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", *APPLICANTS]
    return certain([*lines, *(text for row in rows for text in row)], "requests")


def numbers(first: int) -> list[str]:
    """The values of a row that adds up."""
    return [str(first), "2", "0", "1", "0", "3", str(first + 6)]


FORM = next(
    table for one in FAMILY.editions if one.id == "2021" for table in one.tables if table.code == "requests"
)
CODES = [row.code for row in FORM.blocks[0].rows if not row.subtotal]
LABELS = [row[0] for row in requests_rows()[1:]]


def test_below_values_without_a_label_no_row_has_those_of_the_next() -> None:
    """The first labels stand behind their values, one beside them; then each row would have the next one's."""
    rows = [[*numbers(20 + i), label] for i, label in enumerate(LABELS)]
    rows[3] = [" ".join([LABELS[3], *numbers(23)])]
    whole = [[label, *numbers(20 + i)] for i, label in enumerate(LABELS)]
    apart = LABELS.index("8.属于行政查询事项")
    # The row below has its label before its values, so that the one above has two labels beside it.
    rows[apart + 1 :] = whole[apart + 1 :]
    cells = requests(*rows)
    for i, code in enumerate(CODES):
        found = cells.get(f"{code}/natural_person")
        assert found in (None, ("number", 20 + i)), code
    assert requests(*whole)["outcome.refused.third_party_rights/natural_person"] == ("number", 27)


REVIEWS = ["31", "17", "22", "45", "115", "52", "14", "36", "27", "129", "61", "18", "29", "33", "141"]
IN_ORDER = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"] + [
    "结果维持",
    "结果纠正",
    "其他结果",
    "尚未审结",
    "总计",
] * 3
# As a text layer prints names that are written downwards.
BY_LINES = [
    "行政复议",
    "行政诉讼",
    *"结果维持结果纠正其他结果",
    "尚 总计 未经复议直接起诉",
    "复议后起诉",
    *"未审",
]
BY_LINES += [
    "结 结 其 尚 总计 结 结 其",
    "结果",
    "果 果 他 未 果 果 他",
    "维 纠 结 审 维 纠 结",
    "持 正 果 结 持 正 果",
]
BY_LINES += ["尚 总计", *"未审结"]
BEHIND = ["五、存在的主要问题及改进情况", "无。"]


@pytest.mark.parametrize(
    ("header", "values", "is_read"),
    [
        (BY_LINES, REVIEWS, True),
        # The last but one value stands behind the fourth.
        (BY_LINES, [*REVIEWS[:4], REVIEWS[13], *REVIEWS[4:13], REVIEWS[14]], False),
        (IN_ORDER, [*REVIEWS[:4], REVIEWS[13], *REVIEWS[4:13], REVIEWS[14]], True),
        # Of two sums that fail nobody knows whether they do so in print.
        (BY_LINES, [*REVIEWS[:4], "40", *REVIEWS[5:9], "70", *REVIEWS[10:]], False),
        (BY_LINES, [*REVIEWS[:4], "40", *REVIEWS[5:]], True),
    ],
)
def test_values_of_section_4_that_may_be_in_another_order_are_not_read(
    header: list[str], values: list[str], is_read: bool
) -> None:
    lines = [TITLE, "四、政府信息公开行政复议、行政诉讼情况", *header, *values, *BEHIND]
    cells = certain(lines, "reviews_and_litigation")
    assert len(cells) == (15 if is_read else 0)


@pytest.mark.parametrize("number_first", [True, False])
def test_a_row_with_the_name_of_a_column_is_not_absent_where_its_number_stands_beside_it(
    number_first: bool,
) -> None:
    rows = [[label, *numbers(20 + i)] for i, label in enumerate(LABELS)]
    at = LABELS.index("3.其他")
    # A text layer prints the labels of the last rows below their values, one in two pieces.
    pieces = ["3.", "其他"] if number_first else ["其他", "3."]
    rows[at:] = [[*pieces, LABELS[at + 1], LABELS[at + 2]]]
    cells = requests(*rows)
    assert "outcome.other.other/total" not in cells


@pytest.mark.parametrize("length", [4, 6, 8])
def test_a_whole_label_behind_values_is_not_the_end_of_a_cut_one_before_them(length: int) -> None:
    at = LABELS.index("4.无正当理由大量反复申请")
    names = [LABELS[at - 1], LABELS[at][:length], LABELS[at + 1], LABELS[at + 2]]
    texts = [text for name in names for text in (name, "1", "", "1", "", "", "3", "5")]
    # Behind the values of the whole label's row, the label of a group might be taken for its own.
    texts.insert(texts.index(names[3]), "（六）其他处理")
    words = vocabulary(FAMILY)
    rows = rows_of(cell_tokens([(text, Place(f"line {i}")) for i, text in enumerate(texts)], words), words)
    labels = [[token.text for token in row.label] for row in rows if row.values]
    assert all(found in ([], [name]) for found, name in zip(labels, names[:3], strict=False))


def test_rows_of_an_edition_with_more_of_them_are_not_taken_for_those_of_another() -> None:
    _, *rows = requests_rows()
    labels = [row[0] for row in rows]
    blank = {labels.index("2.重复申请"), len(labels) - 4}
    numbers = [[0] * 6 if i in blank else [(7 * i + 3 * k) % 11 for k in range(6)] for i in range(len(rows))]
    outcomes = range(2, len(rows) - 2)
    numbers[-2] = [sum(numbers[i][k] for i in outcomes) for k in range(6)]
    numbers[0] = [numbers[-2][k] + numbers[-1][k] - numbers[1][k] for k in range(6)]
    values = [[*map(str, row), str(sum(row))] for row in numbers]
    first, last = labels.index("8.属于行政查询事项"), len(rows) - 2
    lines = [text for i in range(first) for text in (labels[i], *values[i])]
    lines += [text for i in range(first, last) if i not in blank for text in values[i]]
    lines += labels[first:last]
    lines += [text for i in range(last, len(rows)) for text in (labels[i], *values[i])]
    printed = {
        f"{code}/{column}": float(text)
        for code, row in zip(CODES, values, strict=True)
        for column, text in zip(APPLICANT_CODES, row, strict=True)
    }
    found = certain(
        [TITLE, "三、收到和处理政府信息公开申请情况", *APPLICANTS, *lines, "五、其他"], "requests"
    )
    numbers_read = {cell: value for cell, (_, value) in found.items() if value is not None}
    assert len(numbers_read) > 70
    assert numbers_read.items() <= printed.items()


def test_of_two_rows_within_one_label_nothing_tells_whose_they_are() -> None:
    """The values of the row above may stand between the lines of the label, and its own behind them."""
    at = next(i for i, label in enumerate(LABELS) if label.startswith("2.申请人逾期"))
    first, second = LABELS[at][:18], LABELS[at][18:]
    rows = [[label, *numbers(20 + i)] for i, label in enumerate(LABELS)]
    rows[at - 1 : at + 1] = [[LABELS[at - 1], first, *numbers(19 + at), second, *numbers(20 + at)]]
    cells = requests(*rows)
    for i, code in enumerate(CODES):
        assert cells.get(f"{code}/natural_person") in (None, ("number", 20 + i)), code
