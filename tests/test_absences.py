"""Rows that are not printed, and those that only look so."""

import pytest

import reportparse
from reportparse.document import Document, Paragraph, Place
from reportparse.recognition.recognise import Recognition, recognise
from tests.tables import FAMILY, grid, recognised, requests_rows

REPEATED = "outcome.not_processed.repeated"
EXCESSIVE = "outcome.not_processed.excessive"
REFUSED = [row[0] for row in requests_rows()[5:13]]


def states(found: Recognition, row: str) -> set[tuple[str, str]]:
    return {(record.state, record.certainty) for record in found.records if record.row == row}


def without(*labels: str) -> list[list[str]]:
    return [row for row in requests_rows() if row[0] not in labels]


def test_a_row_that_is_not_printed_is_absent() -> None:
    found = recognised(grid(*without("2.重复申请")))
    assert states(found, REPEATED) == {("absent", "read")}
    assert any(text.startswith("the table requests does not print the rows 2.") for text in found.warnings)


@pytest.mark.parametrize("label", ["", "重覆", "其中：网上"])
def test_between_the_rows_around_it_there_is_one_that_was_not_read(label: str) -> None:
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0] == "2.重复申请")
    rows[at : at + 2] = [
        [label, *list("1111116")],
        [label, "2", "0", "0", "0", "0", "0", "2"],
        [rows[at + 1][0], *list("1111004")],
    ]
    found = recognised(grid(*rows))
    assert states(found, REPEATED) == {("blank", "uncertain")}
    assert states(found, "outcome.not_processed.publication") == {("number", "read")}


def test_a_blank_row_beside_one_that_was_not_read_may_be_that_one() -> None:
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0] == "2.重复申请")
    rows[at : at + 1] = [["2.", *list("1111116")], ["重复申请", *[""] * 7]]
    assert states(recognised(grid(*rows)), REPEATED) in ({("blank", "uncertain")}, {("number", "read")})


@pytest.mark.parametrize(
    "line",
    [
        "重复申请",
        "2.重复申请",
        "2.重复申请7",
        "重复申请0000000",
        "2.重复申请/0/1",
        "2.重复复申请00000 0",
        "重复  0 0 0 0 0 0 4\n申请",
        "2.重复申请；无；无；1",
        "一般申请2.重复申请（同1人2次及以上的）0000000",
        "|2.重复申请<br>1<br>0<br>0<br>0<br>0<br>0<br>1|",
    ],
)
def test_its_label_is_printed_elsewhere(line: str) -> None:
    paragraph = Paragraph(line, Place("line 9"))
    found = recognise(Document("made", "made", [grid(*without("2.重复申请")), paragraph]), FAMILY)
    assert states(found, REPEATED) == {("blank", "uncertain")}
    assert any("2.重复申请 is printed at line 9" in text for text in found.warnings)


@pytest.mark.parametrize(("digits", "state"), [("4894604676" * 6, "blank"), ("", "absent")])
def test_of_its_group_only_the_label_and_the_digits_of_many_rows_are_printed(digits: str, state: str) -> None:
    paragraph = Paragraph(f"（三）不予公开{digits}", Place("line 9"))
    found = recognise(Document("made", "made", [grid(*without(*REFUSED)), paragraph]), FAMILY)
    refused = {record.row for record in found.records if record.row.startswith("outcome.refused.")}
    assert len(refused) == 8
    assert {known for row in refused for known, _ in states(found, row)} == {state}


def test_the_beginning_of_its_label_is_printed_elsewhere() -> None:
    paragraph = Paragraph("4.无正当理由大", Place("line 9"))
    found = recognise(
        Document("made", "made", [grid(*without("4.无正当理由大量反复申请")), paragraph]), FAMILY
    )
    assert states(found, EXCESSIVE) == {("blank", "uncertain")}


def test_its_misprinted_label_stands_behind_a_header_and_before_numbers() -> None:
    line = "法律服务机构 其他 一、本年新收政府信息公申请数量 8729 6786 9050 9451 9894 8439 52349"
    received = "一、本年新收政府信息公开申请数量"
    found = recognise(
        Document("made", "made", [Paragraph(line, Place("line 9")), grid(*without(received))]), FAMILY
    )
    assert states(found, "received") == {("blank", "uncertain")}


def test_the_number_and_the_beginning_of_its_label_stand_before_numbers() -> None:
    rows = [row for row in requests_rows() if row[0] != "4.保护第三方合法权益"]
    rows.insert(7, ["4.保护", *"1000001"])
    found = recognised(grid(*rows))
    assert states(found, "outcome.refused.third_party_rights") != {("absent", "read")}
    assert any("4.保护第三方合法权益 is printed at" in text for text in found.warnings)


@pytest.mark.parametrize("count", [4, 7])
def test_a_line_for_each_of_its_numbers_stands_where_no_row_was_read(count: int) -> None:
    texts = [Paragraph(text, Place(f"line {i}")) for i, text in enumerate(["收文", *"3000003"[-count:]], 1)]
    found = recognise(
        Document("made", "made", [*texts, grid(*without("一、本年新收政府信息公开申请数量"))]), FAMILY
    )
    assert states(found, "received") == {("blank", "uncertain")}


@pytest.mark.parametrize(
    "label",
    [
        "8.属于行政查询事项（四）无法提供1.本机关不掌握相关政府信息",
        "（四）无法提供8.属于行政查询事项1.本机关不掌握相关政府信息",
    ],
)
def test_its_label_and_numbers_are_joined_with_those_of_another_row(label: str) -> None:
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0] == "8.属于行政查询事项")
    (_, *first), (_, *second) = rows[at : at + 2]
    rows[at : at + 2] = [[label, *map("".join, zip(first, second, strict=True))]]
    found = recognised(grid(*rows))
    for row in ("outcome.refused.administrative_inquiry", "outcome.unavailable.not_held"):
        assert {certainty for _, certainty in states(found, row)} == {"uncertain"}


def test_a_sentence_is_no_row() -> None:
    sentence = Paragraph("本年收到重复申请3件，均已答复。", Place("line 9"))
    found = recognise(Document("made", "made", [grid(*without("2.重复申请")), sentence]), FAMILY)
    assert states(found, REPEATED) == {("absent", "read")}


def test_a_row_that_took_the_numbers_of_others_is_not_read() -> None:
    """Those below the sub-total of a group whose rows lost their labels."""
    lines = ["三、收到和处理政府信息公开申请情况"]
    for label, *numbers in requests_rows()[1:]:
        if label == REFUSED[0]:
            lines += ["（三）不予公开", "小计", *numbers]
        lines += numbers if label in REFUSED else [label, *numbers]
    found = reportparse.parse("\n".join(lines).encode())
    refused = [record for record in found.record_list if ".refused." in record.row]
    assert refused
    assert {record.state for record in refused} == {"blank"}
    assert {record.certainty for record in refused} == {"uncertain"}


def test_of_numbers_that_begin_in_the_row_above_the_rest_is_not_read() -> None:
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0] == "（七）总计")
    rest = [["七", *["106"] * 7], ["（）总计", "23", "9", "8", "4", "3", "2", "79"]]
    for above, below in (rest, [["", *rest[0][1:]], rest[1]]):
        rows[at : at + (1 if rows[at][0] == "（七）总计" else 2)] = [above, below]
        assert {
            record.value for record in recognised(grid(*rows)).records if record.row == "outcome.total"
        } == {None}


def test_a_column_that_may_be_printed_does_not_vouch_for_the_row() -> None:
    """Of cells that no table gives, a doubt about their column is none about their row: that one is doubted, too."""
    text = """云桥市水利局2023年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
申请人情况
自然人法人或其他组织总计
商业企业科研机构社会公益组织法律服务机构其他
一、本年新收政府信息22
二、上年结转政府信息00
三、本年度办理结果（一）予以公开22
（二）部分公开（区分处理的，只计这一情形，不计其他情形）00
四、结转下年度继续办理00
"""
    records = [record for record in reportparse.parse(text.encode()).record_list if record.row == "received"]
    assert len(records) == 7
    assert {record.certainty for record in records} == {"uncertain"}


@pytest.mark.parametrize("left", [3, 10])
def test_where_most_rows_are_missing_before_others_they_are_not_said_to_be_absent(left: int) -> None:
    header, *rows = requests_rows()
    lines = ["三、收到和处理政府信息公开申请情况", *("\t".join(row) for row in [header, *rows[-left:]])]
    records = reportparse.parse("\n".join([*lines, "四、其他"]).encode()).record_list
    received = [record for record in records if record.row == "received"]
    assert {(record.state, record.certainty) for record in received} == {("blank", "uncertain")}


@pytest.mark.parametrize(
    "caption", ["第二十条第（八）项", "第二十条第（八）项信息内容本年收费金额（单位：万元）事业性收费0"]
)
def test_a_part_whose_caption_is_printed_is_not_absent(caption: str) -> None:
    rows = [["第二十条第（五）项", ""], ["信息内容", "本年处理决定数量"], ["行政许可", "12"]]
    rows += [
        ["第二十条第（六）项", ""],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", "3"],
        ["行政强制", "0"],
    ]
    assert states(recognised(grid(*rows)), "fees") == {("absent", "read")}
    assert states(recognised(grid(*rows, [caption, ""])), "fees") == {("blank", "uncertain")}


def test_a_label_at_the_end_of_a_header_in_one_text_is_printed() -> None:
    """Where a page has names and labels as loose text, and values in paragraphs."""
    names = "信息内容 本年制发件数 本年废止件数 现行有效件数"
    decisions = "信息内容\n本年处理决定数量"
    rows = f"第二十条第（五）项\n{decisions}\n行政许可\n7\n第二十条第（六）项\n{decisions}\n行政处罚\n3\n行政强制\n0"
    text = f"二、主动公开政府信息情况\n第二十条第（一）项{names}规章\n2\n3\n3\n行政规范性文件\n1\n16\n0\n{rows}\n三、其他"
    records = [record for record in reportparse.parse(text.encode()).record_list if record.row == "rules"]
    assert records
    assert all(record.certainty == "uncertain" for record in records)


@pytest.mark.parametrize(
    "numbers", ["0 0 2 0 0 0 2", ",0,0,2,0,0,0,2", "四、结某某年度继续办理 0 0 2 0 0 0 2"]
)
def test_numbers_in_a_line_of_their_own_may_be_those_of_an_absent_row(numbers: str) -> None:
    rows = requests_rows()
    table = grid(*[row for row in rows if not row[0].startswith("四、")])
    line = Paragraph(numbers, Place("line 90"))
    found = recognise(Document("made", "made", [table, line]), FAMILY)
    assert states(found, "carried_out") == {("blank", "uncertain")}
    assert any("the numbers at line 90" in text for text in found.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "7.属于行政执        5          3",
        "第二十条第（六）项<br>行政处罚 3<br>" * 5 + "7.属于行政执法案 5 3 0 0 0 0 8<br>卷",
        "第二十条第（六）项 行政处罚 3 " * 5 + "7.属于行 政执法案 5 3 0 0 0 0 8 卷",
        "7.属于行政执" + " " * 60 + "5     3     0     0     0     0     8",
    ],
)
def test_the_beginning_of_a_label_before_numbers_is_that_of_an_absent_row(text: str) -> None:
    table = grid(*without("7.属于行政执法案卷", "2.重复申请"))
    found = recognise(Document("made", "made", [table, Paragraph(text, Place("line 90"))]), FAMILY)
    assert states(found, "outcome.refused.enforcement_file") == {("blank", "uncertain")}


@pytest.mark.parametrize("text", ["7.属于行政执法的案卷数量为 5", "8.属于行政查 5 3 0"])
def test_other_words_before_numbers_say_nothing_of_an_absent_row(text: str) -> None:
    table = grid(*without("7.属于行政执法案卷"))
    found = recognise(Document("made", "made", [table, Paragraph(text, Place("line 90"))]), FAMILY)
    assert states(found, "outcome.refused.enforcement_file") == {("absent", "read")}


@pytest.mark.parametrize(
    ("name", "state"), [("（五）不予处理", "uncertain"), ("1.信访举报投诉类申请", "read")]
)
def test_the_name_of_a_group_before_blank_cells_is_no_blank_row(name: str, state: str) -> None:
    rows = [[name, *[""] * 7] if row[0] == "1.信访举报投诉类申请" else row for row in requests_rows()]
    assert states(recognised(grid(*rows)), "outcome.not_processed.petition") == {("blank", state)}


def test_numbers_that_cannot_be_one_may_be_those_of_the_row_above() -> None:
    rows = requests_rows()
    (_, *first), (_, *second) = rows[-2:]
    joined = ["七）总计\n四、结转下年度继续办理", *map("\n".join, zip(first, second, strict=True))]
    found = recognised(grid(*rows[:-2], joined))
    for row in ("outcome.total", "carried_out"):
        assert {certainty for _, certainty in states(found, row)} == {"uncertain"}


def test_a_number_too_many_may_be_that_of_the_row_below() -> None:
    lines = ["云桥市水利局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"]
    for number, rows in (("五", ["行政许可", "1535"]), ("六", ["行政处罚", "1646", "15"])):
        lines += [f"第二十条第（{number}）项", "信息内容", "本年处理决定数量", *rows]
    report = reportparse.parse("\n".join([*lines, "三、其他情况"]).encode())
    found = {record.row: record for record in report.record_list}
    assert found["coercive_measures"].certainty == found["penalties"].certainty == "uncertain"


def test_a_word_for_nothing_is_no_merged_cell_printed_again() -> None:
    rows = requests_rows()
    rows[3][1:] = ["不适用", "不适用", "3", "不适用", "不适用", "不适用", "3"]
    lines = ["三、收到和处理政府信息公开申请情况", *(" ".join(row).strip() for row in rows)]
    report = reportparse.parse("\n".join(lines).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["outcome.disclosed", "total"] == 3
    assert values["carried_in", "total"] == float(rows[2][7])


def test_a_blank_row_below_the_only_subtotal_may_be_parted_from_its_values() -> None:
    """The end of a page may leave these beside the label of their group."""
    rows = requests_rows()
    at = next(i for i, row in enumerate(rows) if row[0].startswith("1.信访"))
    values = rows[at][1:]
    rows[at : at + 1] = [["（五）不予处理", *values], [rows[at][0], *[""] * 7]]
    found = recognised(grid(*rows))
    assert states(found, "outcome.not_processed.petition") == {("blank", "uncertain")}
    assert states(found, "outcome.not_processed") == {("number", "uncertain")}
    others = {record.row for record in found.records if record.certainty == "uncertain"}
    assert others == {"outcome.not_processed", "outcome.not_processed.petition"}
    rows[at][0] = "（五）不予处理小计"
    assert states(recognised(grid(*rows)), "outcome.not_processed.petition") == {("blank", "read")}


def test_a_row_followed_by_a_number_that_is_not_exact_may_have_those_of_another() -> None:
    lines = ["云桥市水利局2019年政府信息公开工作年度报告", "二、主动公开政府信息情况", "第二十条第（九）项"]
    lines += [
        "信息内容采购项目数量采购总金额",
        "政府集中采购",
        "2009 2404 2819余件",
        "1282 658 658",
        "746 28.19",
    ]
    report = reportparse.parse("\n".join([*lines, "三、其他情况"]).encode())
    assert {record.value for record in report.record_list if record.row == "procurement"} == {None}


@pytest.mark.parametrize("mark", [",", "\t"])
def test_of_a_row_with_a_cell_too_many_only_sums_tell_which_it_is(mark: str) -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    header = [["行政复议", "", "", "", "", "行政诉讼", *[""] * 10], [*names, *names, *names, ""]]
    row = ["", "", "", "", "", "18", "", "23", "23", "64", "21", "19", "19", "", "14", "54"]
    lines = ["云桥市水利局2023年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"]
    lines += [mark.join(cells) for cells in (*header, row)]
    found = reportparse.parse("\n".join([*lines, "", "五、其他情况"]).encode()).record_list
    assert {record.value for record in found if record.table == "reviews_and_litigation"} <= {None}


def test_among_more_texts_than_any_report_has_no_row_is_said_to_be_absent() -> None:
    texts = [Paragraph(f"{i}.申{i}", Place(f"line {i}")) for i in range(10_001)]
    found = recognise(Document("made", "made", [grid(*without("2.重复申请")), *texts]), FAMILY)
    assert states(found, REPEATED) == {("blank", "uncertain")}
    assert any("so much is printed" in text for text in found.warnings)
