"""Tables of a page's text layer: wrapped numbers, rows away from their labels, rows in parts."""

from random import Random

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number as number_in
from corpus.generator.writers.dialects import dialect_text
from reportparse.document import Paragraph, Place
from reportparse.forms import load_forms
from reportparse.forms.vocabulary import vocabulary
from reportparse.report import Record
from reportparse.tables.texts.labelled_rows import rows_of
from reportparse.tables.texts.sequence import Token, joined
from reportparse.tables.texts.tokens import tokens_of
from reportparse.tables.texts.wrapped_numbers import with_whole_numbers

(FAMILY,) = load_forms().families
EDITION = FAMILY.edition("2021")
(BLOCK,) = EDITION.table("requests").blocks
ROWS = [row for row in BLOCK.rows if not row.subtotal]
LABELS = [row.path[-1] for row in ROWS]
CODES = [row.code for row in ROWS]
COLUMNS = [column for column in BLOCK.columns if not column.subtotal]
HEADER = [column.path[-1] for column in COLUMNS]
TOTAL = CODES.index("outcome.total")
TITLE = "云桥市水利局2023年政府信息公开工作年度报告"
REQUESTS = "三、收到和处理政府信息公开申请情况"
REVIEWS = "四、政府信息公开行政复议、行政诉讼情况"
END = ["五、存在的主要问题及改进情况", "公开不够及时。"]


def numbers(seed: int) -> list[list[int]]:
    """Rows whose sums hold; those of all received and of all outcomes have five digits."""
    random = Random(seed)
    rows = [[random.randrange(10, 900) for _ in HEADER[1:]] for _ in ROWS]
    rows[TOTAL] = [sum(column) for column in zip(*rows[2:TOTAL], strict=True)]
    rows[0] = [
        total + carried_out - carried_in
        for total, carried_out, carried_in in zip(rows[TOTAL], rows[-1], rows[1], strict=True)
    ]
    return [[*row, sum(row)] for row in rows]


def parse(*lines: str) -> dict[tuple[str, str], Record]:
    report = reportparse.parse("\n".join([TITLE, *lines, *END]).encode())
    return {(record.row, record.column): record for record in report.record_list}


def score(found: dict[tuple[str, str], Record], rows: list[list[int]]) -> tuple[int, int]:
    """How many values are right and how many are wrong."""
    right = wrong = 0
    for code, row in zip(CODES, rows, strict=True):
        for column, number in zip(COLUMNS, row, strict=True):
            record = found.get((code, column.code))
            if record is not None and record.value is not None:
                right += record.value == number
                wrong += record.value != number
    return right, wrong


def on_three_lines(label: str, row: list[int], room: int = 4) -> list[str]:
    """A row whose longer numbers are wrapped above and below it."""
    texts = list(map(str, row))
    wrapped = [text for text in texts if len(text) > room]
    line = " ".join([label, *(text for text in texts if len(text) <= room)])
    if not wrapped:
        return [line]
    return [" ".join(text[:room] for text in wrapped), line, " ".join(text[room:] for text in wrapped)]


@pytest.mark.parametrize("seed", range(5))
def test_numbers_wrapped_above_and_below_their_row_are_put_together(seed: int) -> None:
    rows = numbers(seed)
    lines = [line for label, row in zip(LABELS, rows, strict=True) for line in on_three_lines(label, row)]
    found = parse(REQUESTS, " ".join(HEADER), *lines)
    assert score(found, rows) == (175, 0)


@pytest.mark.parametrize("seed", range(5))
def test_numbers_wrapped_in_their_place_are_put_together(seed: int) -> None:
    rows = numbers(seed)
    lines = []
    for label, row in zip(LABELS, rows, strict=True):
        pieces = [piece for number in row for piece in (str(number)[:4], str(number)[4:]) if piece]
        lines += [label, *pieces] if len(pieces) > len(row) else [" ".join([label, *pieces])]
    assert score(parse(REQUESTS, " ".join(HEADER), *lines), rows) == (175, 0)


def test_a_wrapped_number_that_no_sum_vouches_for_is_withheld() -> None:
    rows = numbers(1)
    rows[0][0] += 10_000
    lines = [line for label, row in zip(LABELS, rows, strict=True) for line in on_three_lines(label, row)]
    found = parse(REQUESTS, " ".join(HEADER), *lines)
    assert all(found["received", column.code].value is None for column in COLUMNS)
    assert score(found, rows)[1] == 0


def test_rows_around_a_label_are_not_one_number_each() -> None:
    """Of two whole rows around a label, one lost its own."""
    rows = [[4, 0, 0, 0, 0, 0, 4], [1, 0, 0, 0, 0, 0, 1]] + [[0] * 7] * 23
    lines = [" ".join([label, *map(str, row)]) for label, row in zip(LABELS[2:], rows[2:], strict=True)]
    found = parse(
        REQUESTS,
        " ".join(HEADER),
        " ".join(map(str, rows[0])),
        LABELS[0],
        " ".join(map(str, rows[1])),
        *lines,
    )
    assert not any(record.value in (41, 40) for record in found.values())


def scrambled(rows: list[list[int]]) -> list[str]:
    """A line for each cell; the rows with wrapped numbers in pieces, with their labels elsewhere."""
    lines = [*HEADER]
    for place, (label, row) in enumerate(zip(LABELS, rows, strict=True)):
        if place not in (0, TOTAL):
            lines += [label[:12], label[12:], *map(str, row)]
            continue
        texts = list(map(str, row))
        wrapped = [text for text in texts if len(text) > 4]
        pieces = [*(text[:4] for text in wrapped), *(text[4:] for text in wrapped)]
        lines += [*(text for text in texts[3:] if len(text) <= 4), *pieces, label]
        lines += [text for text in texts[:3] if len(text) <= 4]
    return [line for line in lines if line]


@pytest.mark.parametrize("seed", range(5))
def test_rows_in_pieces_follow_from_the_sums_over_columns(seed: int) -> None:
    rows = numbers(seed)
    assert score(parse(REQUESTS, *scrambled(rows)), rows) == (175, 0)


@pytest.mark.parametrize("seed", range(5))
def test_pieces_that_are_not_what_the_sums_ask_for_are_withheld(seed: int) -> None:
    rows = numbers(seed)
    rows[0][2] += 1
    right, wrong = score(parse(REQUESTS, *scrambled(rows)), rows)
    assert right < 175
    assert wrong == 0


def test_a_header_in_no_order_is_known_by_the_sums() -> None:
    rows = numbers(3)
    header = [HEADER[-1], *HEADER[1:-1], HEADER[0]]
    lines = [" ".join([label, *map(str, row)]) for label, row in zip(LABELS, rows, strict=True)]
    assert score(parse(REQUESTS, *header, *lines), rows) == (175, 0)


def test_a_header_in_another_order_is_doubted() -> None:
    rows = numbers(3)
    header = [HEADER[0], HEADER[2], HEADER[1], *HEADER[3:]]
    lines = [" ".join([label, *map(str, row)]) for label, row in zip(LABELS, rows, strict=True)]
    assert score(parse(REQUESTS, *header, *lines), rows)[0] == 0


def test_columns_in_another_order_are_not_refuted_by_a_total_that_a_line_above_prints() -> None:
    rows = numbers(3)
    groups = ["申请人情况", HEADER[0], "法人或其他组织", HEADER[-1]]
    columns = [*HEADER[1:4], HEADER[5], HEADER[4]]
    lines = [str(part) for label, row in zip(LABELS, rows, strict=True) for part in (label, *row)]
    assert score(parse(REQUESTS, *groups, *HEADER[1:-1], *lines), rows) == (175, 0)
    assert score(parse(REQUESTS, *groups, *columns, *lines), rows) == (0, 0)


NAMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def in_parts(*values: str) -> list[str]:
    """A row of which the first part has nine columns, as some tools print it: a piece on each line."""
    first = ["行政复议", "行政诉讼", "未经复议直接起诉", *"".join(NAMES + NAMES[:4])]
    second = ["复议后起诉", *"".join(NAMES[4:] + NAMES)]
    at = 0
    for lines, count in ((first, 9), (second, len(values) - 9)):
        lines += values[at : at + count]
        at += count
    return [*first, *second]


def reviews(*lines: str) -> list[float | None]:
    found = parse(REVIEWS, *lines)
    rows = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    columns = ("upheld", "corrected", "other", "pending", "total")
    return [
        record.value if (record := found.get((row, column))) else None for row in rows for column in columns
    ]


def test_a_row_in_parts_is_read_by_its_headers_and_sums() -> None:
    values = ["28", "3", "2", "19", "31", "21", "15", "17", "84", "5", "20", "22", "39", "52", "86"]
    assert reviews(*in_parts(*values)) == [31, 21, 15, 17, 84, 28, 3, 2, 19, 52, 5, 20, 22, 39, 86]


def test_a_row_in_parts_may_have_numbers_in_pieces() -> None:
    values = [
        "283",
        "268",
        "250",
        "319",
        "331",
        "211",
        "154",
        "175",
        "871",
        "55",
        "204",
        "225",
        "391",
        "112",
        "0",
        "875",
    ]
    expected = [331, 211, 154, 175, 871, 283, 268, 250, 319, 1120, 55, 204, 225, 391, 875]
    assert reviews(*in_parts(*values)) == expected


def test_a_row_in_parts_that_can_be_laid_in_several_ways_is_withheld() -> None:
    values = ["1", "0", "2", "0", "0", "1", "2", "0", "3", "0", "0", "0", "0", "3", "0"]
    assert set(reviews(*in_parts(*values))) == {None}


def test_values_below_each_other_show_their_columns_together() -> None:
    """No row is whole: each leaves another cell blank."""
    rows = [[0 if (place + column) % 7 else None for column in range(7)] for place in range(25)]
    lines = [
        label.ljust(40) + "".join(f"{'' if number is None else number:<6}" for number in row)
        for label, row in zip(LABELS, rows, strict=True)
    ]
    found = parse(REQUESTS, " " * 40 + " ".join(HEADER), *lines)
    values = [[found[code, column.code].value for column in COLUMNS] for code in CODES]
    assert values == rows


def test_names_of_columns_that_are_written_downwards_beside_others() -> None:
    found = reviews(
        "   行政复议           行政诉讼",
        "   结  结 其  尚      未经复议直接起诉                         复议后起诉",
        "   果  果 他  未  总",
        "   维  纠 结  审  计  结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计",
        "   持  正 果  结",
        "   370 76 185 307 938 19       33       113      136      301  277      149      147      194      767",
    )
    assert found == [370, 76, 185, 307, 938, 19, 33, 113, 136, 301, 277, 149, 147, 194, 767]


def test_numbers_that_run_together_are_not_made_up_for_by_the_ends_of_others() -> None:
    found = reviews(
        "   行政复议           行政诉讼",
        "   未经复议直接起诉                         复议后起诉",
        "   结果维持 结果纠正 其他结果 尚未审结 总计",
        "   结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计",
        "299107 342 356 110 165 41 36   6  248375 173 330 257 113",
        "               4                                     5",
    )
    assert set(found) == {None}


def _column_of(rows: list[tuple[str, list[int]]], column: str = "total") -> dict[str, float | None]:
    lines = [line for label, numbers in rows for line in (label, *map(str, numbers))]
    found = parse(REQUESTS, "\f", *HEADER, *lines)
    return {row: record.value for (row, code), record in found.items() if code == column}


def test_of_one_value_too_many_a_zero_is_no_number_of_a_page() -> None:
    rows = [(label, [0] * 7) for label in LABELS]
    rows[3] = (LABELS[3], [0, 0, 0, 1, 0, 0, 0, 1])
    totals = _column_of(rows)
    assert totals[CODES[3]] is None
    assert totals[CODES[2]] == 0


@pytest.mark.parametrize(("full", "value"), [(2, None), (20, 0)])
def test_few_full_rows_of_zeros_may_have_got_those_of_others(full: int, value: float | None) -> None:
    rows = [(label, [0] * (7 if i < full else 2 + i % 3)) for i, label in enumerate(LABELS)]
    assert _column_of(rows)[CODES[0]] == value


REVIEW_HEADER = [
    "行政复议",
    "行政诉讼",
    "结果维持",
    "结果纠正",
    "其他结果",
    "尚未审结",
    "总计",
    "未经复议直接起诉",
    "复议后起诉",
]
REVIEW_HEADER += 2 * REVIEW_HEADER[2:7]
FIRST_ITEM = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def test_beside_a_row_that_lacks_values_a_full_one_may_have_those_of_a_column() -> None:
    """As a text layer prints 63, blank, 63 above blank, 334, 79 a column after the other."""
    found = parse(
        "二、主动公开政府信息情况", "\f", *FIRST_ITEM, "规章", "63", "行政规范性文件", "334", "63", "79"
    )
    assert [record.value for (row, _), record in found.items() if row == "normative_documents"] == [None] * 3


def test_beside_a_row_with_too_many_values_one_may_have_those_of_a_column() -> None:
    lines = ["第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "7", "8", "行政强制", "9"]
    found = parse("二、主动公开政府信息情况", "\f", *lines)
    assert found["coercive_measures", "decisions"].value is None


def test_a_page_number_before_the_end_of_a_label_counts_no_rows() -> None:
    """The values of the row are among those before; which rows these are of is not told."""
    rows = numbers(7)
    blocks = [list(map(str, row)) for row in rows]
    lines = [LABELS[0], *blocks[0], LABELS[1], *blocks[1]]
    lines += [value for block in (blocks[2], blocks[3], blocks[4], blocks[6]) for value in block]
    lines += [*LABELS[2:6], "3.危及“三安全一稳", "2", "\f定”"]
    for label, block in list(zip(LABELS, blocks, strict=True))[7:]:
        lines += [label, *block]
    right, wrong = score(parse(REQUESTS, "\f", *HEADER, *lines), [*rows[:5], [-1] * 7, *rows[6:]])
    assert wrong == 0
    assert right > 0


@pytest.mark.parametrize(
    "values",
    [
        ["115", "390", "317", "355", "117", "7", "215", "13", "298", "279", "9", "8", "7", "6", "30"],
        # Several numbers are in pieces.
        ["31", "4", "2", "7", "3", "1", "9", "2", "3", "2", "4", "0", "5", "20", "25"],
    ],
)
def test_numbers_in_pieces_and_blank_cells_do_not_make_up_for_each_other(values: list[str]) -> None:
    lines = [*REVIEW_HEADER, *values]
    report = reportparse.parse("\n".join([TITLE, REVIEWS, *lines, *END]).encode())
    found = [record.value for record in report.record_list if record.table == "reviews_and_litigation"]
    assert not any(found)


def test_a_total_that_is_misprinted_does_not_make_pieces_of_numbers() -> None:
    whole = ["115", "390", "317", "355", "1177", "7", "2", "1", "5", "15", "9", "8", "7", "6", "30"]
    report = reportparse.parse("\n".join([TITLE, REVIEWS, *REVIEW_HEADER, *whole, *END]).encode())
    found = [record.value for record in report.record_list if record.table == "reviews_and_litigation"]
    assert found == list(map(float, whole))


@pytest.mark.parametrize(
    ("labels", "is_one_row"),
    [
        (("2.其他法律行政法规", "", "禁止公开"), True),
        (("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"), False),
    ],
)
def test_rows_with_a_value_or_two_are_not_taken_for_one_of_wrapped_numbers(
    labels: tuple[str, ...], is_one_row: bool
) -> None:
    values = [" " * 30 + "303", "140  723  842  608  638   87", " " * 31 + "8"]
    width = max(map(len, labels)) + 4
    lines = [f"{text:<{width}}{found}" for text, found in zip(labels, values, strict=True)]
    words = vocabulary(FAMILY)
    paragraphs = [Paragraph(line, Place(f"line {i}")) for i, line in enumerate(lines)]
    whole = with_whole_numbers(tokens_of(paragraphs, words), words)
    assert any(token.text.split() == ["303", "8"] for token in whole) is is_one_row


def test_a_row_with_numbers_in_pieces_puts_no_other_row_in_doubt() -> None:
    """A sum along a column that cannot be read does not fail."""
    made = make(6, "2019", "distinct", [], "txt")
    lines = dialect_text(made, "dialect-spaces").split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("（七）总计"))
    *before, last, total = lines[at].split(" ")
    lines[at : at + 1] = [" ".join([*before, last[:-1], total[:-1]]), f"{last[-1]} {total[-1]}"]
    text = "\n".join(lines).replace("三、收到", "\f三、收到", 1)
    records = [
        record for record in reportparse.parse(text.encode()).record_list if record.table == "requests"
    ]
    printed = {key: number_in(text) for key, text in truth(made, "txt")["values"].items()}
    for record in records:
        expected = printed[f"requests/{record.row}/{record.column}"]
        known = record.row != "outcome.total" and expected is not None
        assert record.value == (float(expected) if known else None), record


DECIDED = ["信息内容", "本年处理决定数量"]


@pytest.mark.parametrize(
    ("penalties", "value"),
    [
        (["第二十条第（六）项", *DECIDED, "行政处罚", "9", "行政强制", "4"], 9),
        # One of two rows lacks its value, or another number stands in the part.
        (["第二十条第（六）项", *DECIDED, "行政处罚", "行政强制", "9"], None),
        (["第二十条第（六）项", *DECIDED, "行政处罚", "9", "行政强制", "4", "8"], None),
        (["第二十条第（六）项", *DECIDED, "5", "行政处罚", "9", "行政强制", "4"], None),
    ],
)
def test_a_part_that_stands_in_order_is_read_beside_one_in_disorder(
    penalties: list[str], value: float | None
) -> None:
    disorder = [*FIRST_ITEM, "规章", "行政规范性文件", "0", "0", "0", "13", "2", "17"]
    fees = ["第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）", "行政事业性收费", "2.5"]
    lines = [TITLE, "二、主动公开政府信息情况", *disorder, *penalties, *fees, *END]
    values = {record.row: record.value for record in reportparse.parse("\n".join(lines).encode()).record_list}
    assert values["normative_documents"] is None
    assert values["penalties"] == value
    assert values["fees"] == 2.5


def test_the_end_of_a_label_before_values_and_the_next_label_behind_them_are_not_one() -> None:
    """Values behind 卷, the last line of a label, are not those of the row below."""
    lines = ["0 7 7", "7.属于行政执法案", "卷 18 0 3 0 0 4 25", "8.属于行政查询事"]
    tokens = [
        Token(text, Place(f"line {i}"), text.isdigit())
        for i, line in enumerate(lines)
        for text in line.split()
    ]
    rows = rows_of(tokens, vocabulary(FAMILY))
    assert [joined(row.label) for row in rows if len(row.values) == 7] == [""]


@pytest.mark.parametrize(
    ("printed", "value"), [("减 2", -2), ("增 5", 5), ("增加 5", 5), ("+ 3", 3), ("-7", -7)]
)
@pytest.mark.parametrize("name", ["本年增 / 减", "本年增/减", "本年增/ 减"])
def test_a_space_may_part_the_word_or_the_sign_of_a_change_from_its_number(
    name: str, printed: str, value: float
) -> None:
    lines = ["第二十条第（六）项", f"信息内容 上一年项目数量 {name} 处理决定数量"]
    found = parse(
        "二、主动公开政府信息情况", *lines, f"行政处罚 330 {printed} 1986", f"行政强制 266 {printed} 1699"
    )
    columns = ("items_previous", "items_change", "decisions")
    assert [found["penalties", column].value for column in columns] == [330, value, 1986]
    assert [found["coercive_measures", column].value for column in columns] == [266, value, 1699]


def test_the_unit_of_a_number_may_be_wrapped_into_the_line_below() -> None:
    """Where blanks leave no trace, the numbers behind it are still those of the row."""
    rows = [["1", "0件", "0件", "0件", "0件", "0\n件", "1"] for _ in LABELS[:-1]]
    lines = [" ".join([label, *row]) for label, row in zip(LABELS, rows, strict=False)]
    lines.append(" ".join([LABELS[-1], *["0件"] * 5, "0\n件", "0\n件"]))
    found = parse(REQUESTS, " ".join(HEADER), *"\n".join(lines).split("\n"))
    assert {found["received", column.code].value for column in COLUMNS[-2:]} == {0, 1}
    totals = [found[code, "total"] for code in CODES]
    assert not [record for record in totals if record.certainty != "uncertain" and record.state != "number"]


def test_the_end_of_a_label_around_its_values_is_no_unit_of_these() -> None:
    lines = ["第二十条第（五）项", "信息内容 上一年项目数量 本年增/减 处理决定数量", "行政许可 306 4 2"]
    found = parse(
        "二、主动公开政府信息情况", *lines, "其他对外管理服务事 5 1", "7", "项", "第二十条第（六）项"
    )
    columns = ("items_previous", "items_change", "decisions")
    records = [record for column in columns if (record := found.get(("other_services", column)))]
    assert {record.value for record in records} <= {None}


@pytest.mark.parametrize(
    ("last", "read"), [("3.015.0", [3, 15]), ("10.00.0", [10, 0]), ("3.0 15.0", [3, 15])]
)
def test_numbers_that_end_in_a_point_and_a_zero_each_may_run_together(last: str, read: list[float]) -> None:
    row = " ".join(["7.0", "3.0", "0.0", "0.0", "2.0", last])
    zeros = " ".join(["0.0"] * 7)
    lines = [f"{LABELS[0]} {row}", *(f"{label} {zeros}" for label in LABELS[1:])]
    found = parse(REQUESTS, " ".join(HEADER), *lines)
    assert [found["received", column.code].value for column in COLUMNS[-2:]] == read
