"""Rows of the form below columns that are not the form's: no value is taken for an applicant's."""

from itertools import zip_longest

import pytest

import reportparse
from reportparse.document import Block, Document, Paragraph, Place
from reportparse.recognition.recognise import recognise
from reportparse.report import Record
from tests.tables import FAMILY, grid, recognised, requests_rows

ROWS = {
    "一、本年新收政府信息公开申请数量": (17, 8, 4, 5, 6, 2, 42),
    "二、上年结转政府信息公开申请数量": (1, 0, 2, 0, 0, 0, 3),
    "四、结转下年度继续办理": (2, 1, 0, 0, 0, 1, 4),
}
OWN = ("申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
FOREIGN = {
    "ways": ("申请方式", "网络", "信函", "当面", "传真", "邮箱", "其他", "总计"),
    "towns": ("项目", "东桥镇", "西桥镇", "南桥镇", "北桥镇", "新桥镇", "老桥镇", "合计"),
    "years": ("项目", "2017年", "2018年", "2019年", "2020年", "2021年", "2022年", "2023年"),
    "bare years": ("项目", "2017", "2018", "2019", "2020", "2021", "2022", "2023"),
}


def _records(header: tuple[str, ...], mark: str, zero: str = "0") -> list[Record]:
    rows = [header, *((name, *(str(value or zero) for value in values)) for name, values in ROWS.items())]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += [mark.join(row) for row in rows]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    return [record for record in records if record.table == "requests" and record.state != "absent"]


def _values(header: tuple[str, ...], mark: str) -> list[float | None]:
    return [record.value for record in _records(header, mark)]


@pytest.mark.parametrize("mark", [" | ", "\t"])
@pytest.mark.parametrize("header", FOREIGN)
def test_values_below_other_columns_are_withheld(header: str, mark: str) -> None:
    assert set(_values(FOREIGN[header], mark)) == {None}


@pytest.mark.parametrize("zero", ["-", " "])
def test_dashes_and_blank_cells_below_other_columns_are_no_more_certain_than_numbers(zero: str) -> None:
    records = _records(FOREIGN["ways"], " | ", zero)
    assert {record.state for record in records} > {"number"}
    assert {record.certainty for record in records} == {"uncertain"}


@pytest.mark.parametrize("mark", [" | ", "\t"])
@pytest.mark.parametrize(
    "header",
    [
        OWN,
        ("申请人情况", "自然人", "商业企亚", "科研机沟", "社会公溢组织", "法律服努机构", "其它", "总汁"),
        ("项目", "列1", "列2", "列3", "列4", "列5", "列6", "列7"),
    ],
)
def test_misprinted_and_invented_names_are_no_other_columns(header: tuple[str, ...], mark: str) -> None:
    assert _values(header, mark) == [float(value) for values in ROWS.values() for value in values]


CHANNELS = ["申请渠道", "当面申请\t其中\t总计", "网络申请\t信函申请\t传真申请\t电子邮件\t其他"]


@pytest.mark.parametrize("mark", ["\n", " ", "\t"])
@pytest.mark.parametrize("header", [CHANNELS, ["\t".join(header) for header in FOREIGN.values()][1:2]])
def test_rows_below_other_columns_are_withheld_in_every_dialect(header: list[str], mark: str) -> None:
    rows = requests_rows()[-25:]
    lines = [*header, *("\t".join(text for text in row if text) for row in rows)]
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        *lines,
        "",
        "无。",
    ]
    records = reportparse.parse("\n".join(lines).replace("\t", mark).encode()).record_list
    assert {record.value for record in records if record.table == "requests"} == {None}


OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def _read(rows: list[tuple[str, ...]], kind: str) -> dict[tuple[str, str], float | None]:
    """Return the values of the cells that a report prints, None for those that are withheld."""
    title = "某县水务局2023年政府信息公开工作年度报告"
    if kind == "html":
        lines = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
        text = f"<h1>{title}</h1><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    else:
        text = "\n".join([title, *(" | ".join(row) for row in rows), "", "无。"])
    records = reportparse.parse(text.encode()).record_list
    return {(record.row, record.column): record.value for record in records if record.state != "absent"}


def _documents_of_rules(header: tuple[str, ...], kind: str) -> list[float | None]:
    rows = [("信息内容", *header), ("规章", "0", "1", "5"), ("行政规范性文件", "9", "8", "30")]
    found = _read(rows, kind)
    wanted = ("rules", "normative_documents")
    return [value for (row, _), value in found.items() if row in wanted]


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    "header",
    [
        ("本年制定数", "本年修改数", "本年废止数"),
        ("上年有效件数", "本年制发件数", "现行有效件数"),
        ("本年制发件数", "本年公开件数", "现行有效件数"),
        ("2021年制发件数", "2022年制发件数", "现行有效件数"),
        ("本年度新制作数量", "本年度获取数量", "本年度公开数量"),
        ("本年新制作数量", "本年新制作数量", "对外公开总数量"),
    ],
)
def test_a_name_that_the_form_does_not_have_leaves_all_columns_open(
    header: tuple[str, ...], kind: str
) -> None:
    assert _documents_of_rules(header, kind) == [None] * 6


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    "header",
    [
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        ("本年发件", "本年废止件", "现行有效件"),
        ("制发件数", "废止件数", "有效件数"),
        ("2023年制发件数", "2023年废止件数", "现行有效件数"),
        ("本年制发件数（件）", "本年废上件数（件）", "现行有效件数（件）"),
    ],
)
def test_names_that_are_short_or_misprinted_are_those_of_the_form(header: tuple[str, ...], kind: str) -> None:
    assert _documents_of_rules(header, kind) == [0, 1, 5, 9, 8, 30]


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_column_beside_those_of_the_form_leaves_them_as_they_are(kind: str) -> None:
    rows = [
        ("信息内容", "本年制发件数", "本年修改件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "7", "1", "5"),
        ("行政规范性文件", "9", "6", "8", "30"),
    ]
    found = _read(rows, kind)
    assert [found["normative_documents", column] for column in ("issued", "repealed", "in_force")] == [
        9,
        8,
        30,
    ]


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    ("name", "other", "column"),
    [
        ("结果纠正", "结果撤销", "corrected"),
        ("结果维持", "驳回申请", "upheld"),
        ("其他结果", "撤回起诉", "other"),
        ("尚未审结", "不予受理", "pending"),
        ("尚未审结", "尚末审结", None),
    ],
)
def test_a_column_of_another_outcome_is_withheld_and_the_others_are_not(
    name: str, other: str, column: str | None, kind: str
) -> None:
    header = tuple(other if text == name else text for text in OUTCOMES)
    groups = ("行政复议", "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", "")
    values = ("1", "2", "3", "4", "10", "1", "1", "1", "1", "4", "0", "5", "0", "0", "5")
    found = _read([groups, header * 3, values], kind)
    outcomes = {cell: value for cell, value in found.items() if cell[0].startswith(("reco", "liti"))}
    assert len(outcomes) == len(values)
    assert {of for (_, of), value in outcomes.items() if value is None} == ({column} if column else set())
    assert outcomes["reconsideration", "total"] == 10


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    ("place", "other", "withheld"),
    [
        (0, "驳回", 1),
        (0, "结果驳回", 1),
        (5, "上年维持", 1),
        (6, "撤销", 1),
        (12, "终止", 1),
        (13, "审理中", 1),
        (0, "维持", 0),
        (12, "其他情况", 0),
        (13, "未审结", 0),
    ],
)
def test_another_outcome_below_one_of_the_groups_is_withheld(
    place: int, other: str, withheld: int, kind: str
) -> None:
    header = [*OUTCOMES * 3]
    header[place] = other
    groups = ("行政复议", "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", "")
    values = ("1", "2", "3", "4", "10", "5", "6", "7", "8", "26", "9", "0", "1", "2", "12")
    found = _read([groups, tuple(header), values], kind)
    outcomes = [value for (row, _), value in found.items() if row.startswith(("reco", "liti"))]
    assert len(outcomes) == len(values)
    expected = [float(value) for value in values]
    if withheld:
        del expected[place]
    assert sorted(value for value in outcomes if value is not None) == sorted(expected)


@pytest.mark.parametrize("mark", ["\t", "|"])
def test_a_name_of_another_year_in_a_header_with_merged_cells_is_withheld(mark: str) -> None:
    header = [
        ("申请人情况", "", "", "", "", "", "", ""),
        ("", "自然人上年数", "法人或其他组织", "", "", "", "", "总计"),
        ("", "", *OWN[2:7], ""),
    ]
    rows = [(name, *map(str, values)) for name, values in ROWS.items()]
    lines = ["临汶县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += [mark + mark.join(row) + mark for row in (*header, *rows)]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    received = [record for record in records if (record.table, record.row) == ("requests", "received")]
    assert {record.column for record in received if record.value is None} == {"natural_person"}


@pytest.mark.parametrize("mark", [" | ", "\t", ","])
@pytest.mark.parametrize("corner", ["申请人情况", "项目"])
def test_an_applicant_that_the_form_does_not_have_is_withheld_and_the_others_are_not(
    corner: str, mark: str
) -> None:
    header = (corner, *("社会团体" if name == "社会公益组织" else name for name in OWN[1:]))
    withheld = {record.column for record in _records(header, mark) if record.value is None}
    assert withheld == {"public_welfare_organisation"}


@pytest.mark.parametrize("mark", [" | ", "\t"])
@pytest.mark.parametrize("time", ["上年", "2021年"])
def test_an_applicant_of_another_year_is_withheld_and_the_others_are_not(time: str, mark: str) -> None:
    header = tuple(time + name if name == "自然人" else name for name in OWN)
    received = [record for record in _records(header, mark) if record.row == "received"]
    withheld = {record.column for record in received if record.value is None}
    assert withheld == {"natural_person"}


def _given_below_wrapped(names: tuple[str, ...]) -> set[str]:
    """Return the columns given where each name below `法人或其他组织` is wrapped after two characters."""
    pieces = [[name[i : i + 2] for i in range(0, len(name), 2)] for name in names]
    indent = " " * 40
    wrapped = (
        indent + "".join(f"{piece:\u3000<4}" for piece in line) for line in zip_longest(*pieces, fillvalue="")
    )
    lines = [
        "临汶县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        f"{indent}申请人情况",
        f"{indent[:-8]}自然人      法人或其他组织      总计",
        *(line.replace("\u3000", "  ").rstrip() for line in wrapped),
        *(f"{label:\u3000<20}{'    '.join(map(str, values))}" for label, values in ROWS.items()),
    ]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    return {record.column for record in records if record.row == "received" and record.value is not None}


@pytest.mark.parametrize("place", range(5))
def test_another_applicant_among_names_over_several_lines_is_withheld(place: int) -> None:
    names = OWN[2:7]
    assert len(_given_below_wrapped(names)) == 7
    assert _given_below_wrapped((*names[:place], "高等院校", *names[place + 1 :])) == {
        "natural_person",
        "total",
    }


@pytest.mark.parametrize(("one", "other"), [(0, 4), (0, 1), (2, 3)])
def test_applicants_in_another_order_among_names_over_several_lines_are_withheld(
    one: int, other: int
) -> None:
    names = [*OWN[2:7]]
    names[one], names[other] = names[other], names[one]
    assert not _given_below_wrapped(tuple(names))


def test_a_column_of_remarks_behind_commas_is_none_of_the_forms() -> None:
    header = [("项目", *OWN[1:6], "其他", "总计", "备注")]
    rows = [(name, *map(str, values), "无") for name, values in ROWS.items()]
    lines = ["临汶县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += [",".join(row) for row in (*header, *rows)]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    values = [record.value for record in records if record.table == "requests" and record.state != "absent"]
    assert values == [float(value) for values in ROWS.values() for value in values]


def test_other_outcomes_and_proceedings_between_commas_are_withheld() -> None:
    header = [
        "行政复议,,,,,行政诉讼,,,,,,,,,",
        "结果维持,结果撤销,其他结果,尚未审结,总计,一审,,,,,二审,,,,",
        ",".join(["", "", "", "", "", *OUTCOMES * 2]),
    ]
    lines = ["临汶县水务局2023年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"]
    lines += [*header, "1,2,3,4,10,5,6,7,8,26,9,0,1,2,12"]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    known = [record for record in records if record.value is not None]
    assert [(record.row, record.column) for record in known] == [
        ("reconsideration", column) for column in ("upheld", "other", "pending", "total")
    ]


@pytest.mark.parametrize(
    ("printed", "is_withheld"),
    [
        ("1.属于商业秘密", True),
        ("（三）不予公开\n1.属于商业秘密", True),
        ("（三）不予公开\n1.属于国家秘密", False),
        ("1.属于国家秘蜜", False),
        ("1.国家秘密", False),
        ("（三）不予公开", False),
        ("上半年属于国家秘密", True),
        ("1.未按国家秘密处理", True),
    ],
)
def test_a_row_of_another_reason_is_withheld(printed: str, is_withheld: bool) -> None:
    rows = [(printed if row[0] == "1.属于国家秘密" else row[0], *row[1:]) for row in requests_rows()]
    found = recognised(grid(*(list(row) for row in rows)))
    values = [record.value for record in found.records if record.row == "outcome.refused.state_secret"]
    assert len(values) == 7
    assert all((value is None) == is_withheld for value in values)


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    "rows",
    [
        # Another order, and one of the names shortened.
        [("本年废止件数", "制发件数", "现行有效件数"), ("25", "0", "31"), ("1", "2", "3")],
        # One column less than the form has.
        [("本年废止件数", "现行有效件数", ""), ("25", "31", ""), ("1", "3", "")],
    ],
)
def test_no_value_is_given_to_the_column_of_another_name(rows: list[tuple[str, ...]], kind: str) -> None:
    labels = ("信息内容", "规章", "行政规范性文件")
    found = _read([(label, *row) for label, row in zip(labels, rows, strict=True)], kind)
    assert found.get(("rules", "issued")) in (0, None)
    assert found.get(("rules", "repealed")) in (25, None)
    assert found.get(("rules", "in_force")) in (31, None)


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    ("header", "numbers", "change"),
    [
        (("上一年项目数量", "本年增/减", "处理决定数量"), ("90", "7", "22"), 7),
        (("上一年项目数量", "本年项目数量", "处理决定数量"), ("90", "97", "22"), None),
        (("上一年项目数量", "本年增", "本年减"), ("90", "7", "22"), None),
        (("上一年项目数量", "本年增", "本年减", "处理决定数量"), ("90", "0", "7", "22"), None),
    ],
)
def test_no_change_is_read_below_what_is_no_change_or_half_of_one(
    header: tuple[str, ...], numbers: tuple[str, ...], change: float | None, kind: str
) -> None:
    found = _read([("第二十条第（五）项",), ("信息内容", *header), ("行政许可", *numbers)], kind)
    assert found.get(("licensing", "items_change")) == change
    assert found.get(("licensing", "decisions")) in ((22, None) if "处理决定数量" in header else (None,))


SIDE_BY_SIDE = ("信息内容", "本年处理决定数量") * 2


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    "rows",
    [
        [("第二十条第（六）项",), SIDE_BY_SIDE, ("行政处罚", "1387", "行政强制", "45")],
        [
            ("第二十条第（五）项", "第二十条第（六）项"),
            SIDE_BY_SIDE,
            ("行政许可", "138", "行政处罚", "1387"),
            ("", "", "行政强制", "45"),
        ],
    ],
)
def test_rows_side_by_side_give_no_value_to_each_other(rows: list[tuple[str, ...]], kind: str) -> None:
    found = _read(rows, kind)
    assert found.get(("licensing", "decisions")) in (138, None)
    assert found.get(("penalties", "decisions")) in (1387, None)
    assert found.get(("coercive_measures", "decisions")) in (45, None)


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize("group", ["行政裁决", "上年行政复议"])
def test_a_group_that_the_form_does_not_have_is_withheld(group: str, kind: str) -> None:
    groups = (group, "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", "")
    values = ("1", "2", "3", "4", "10", "1", "1", "1", "1", "4", "0", "5", "0", "0", "5")
    found = _read([groups, OUTCOMES * 3, values], kind)
    assert found["reconsideration", "upheld"] is None
    assert found["litigation_direct", "total"] in (4, None)


@pytest.mark.parametrize("kind", ["html", "text", "lines"])
@pytest.mark.parametrize(
    ("groups", "withheld"),
    [
        (("行政复议", "行政诉讼", "合计"), {"litigation_direct", "litigation_after_reconsideration"}),
        (
            ("行政复议", "行政诉讼一审", "行政诉讼二审"),
            {"litigation_direct", "litigation_after_reconsideration"},
        ),
        (("行政复议", "其他行政复议", "行政诉讼"), {"litigation_direct", "litigation_after_reconsideration"}),
        (
            ("市本级行政复议", "县区行政复议", "行政诉讼"),
            {"reconsideration", "litigation_direct", "litigation_after_reconsideration"},
        ),
        (("信访", "未经复议直接起诉", "复议后起诉"), {"reconsideration"}),
        (("行政复议案件数量", "未经复议直接起诉", "复议后起诉（件）"), set()),
    ],
)
def test_values_below_groups_of_other_cases_are_withheld(
    groups: tuple[str, ...], withheld: set[str], kind: str
) -> None:
    values = ("1", "2", "3", "4", "10", "5", "6", "7", "8", "26", "9", "0", "1", "2", "12")
    spread = tuple(text for group in groups for text in (group, "", "", "", ""))
    if kind == "lines":
        cells = [*groups, *OUTCOMES * 3, *values]
        title, heading = "某县水务局2023年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"
        records = reportparse.parse("\n".join([title, heading, *cells, "无。"]).encode()).record_list
        found = {(record.row, record.column): record.value for record in records}
    else:
        found = _read([spread, OUTCOMES * 3, values], kind)
    rows = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    assert {row for row in rows if found[row, "total"] is None} == withheld


@pytest.mark.parametrize("years", [("2022", "2023"), ("1", "2")])
def test_rows_of_several_years_are_withheld(years: tuple[str, ...]) -> None:
    groups = (
        "年度",
        "行政复议",
        "",
        "",
        "",
        "",
        "未经复议直接起诉",
        "",
        "",
        "",
        "",
        "复议后起诉",
        "",
        "",
        "",
        "",
    )
    values = ("1", "2", "3", "4", "10", "5", "6", "7", "8", "26", "9", "0", "1", "2", "12")
    rows = [groups, ("", *OUTCOMES * 3), (years[0], *"0" * 15), (years[1], *values)]
    assert _read(rows, "html") == {}


@pytest.mark.parametrize("mark", [" | ", "\t"])
def test_applicants_in_another_order_over_two_lines_are_withheld(mark: str) -> None:
    lines = [
        "三、收到和处理政府信息公开申请情况",
        f"法人或其他组织{mark}自然人{mark}总计",
        mark.join(OWN[2:7]),
    ]
    lines += [mark.join((name, *map(str, (*row[1:6], row[0], row[6])))) for name, row in ROWS.items()]
    records = reportparse.parse("\n".join([*lines, "", "无。"]).encode()).record_list
    values = [record.value for record in records if record.column == "natural_person"]
    assert values[:2] in ([17, 1], [None, None])


def test_sub_totals_that_do_not_add_up_are_another_column() -> None:
    header = ["", "自然人", "上年总计", *OWN[2:8]]
    rows = [[name, str(row[0]), str(row[6] + 5), *map(str, row[1:])] for name, row in ROWS.items()]
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in [header, *rows])
    records = reportparse.parse(f"<h1>三、申请情况</h1><table>{cells}</table>".encode()).record_list
    values = {(record.row, record.column): record.value for record in records}
    assert values["received", "business"] in (8, None)
    assert values["received", "total"] in (42, None)


def test_labels_of_rows_without_values_above_a_header_are_no_names_of_its_columns() -> None:
    lines = ["第二十条第（五）项", "上一年项目数量", "本年增/减", "处理决定数量", "行政许可", "9", "1", "3"]
    lines += [
        "其他对外管理服务事项",
        "第二十条第（六）项",
        "行政处罚",
        "行政强制",
        "第二十条第（八）项",
        "行政事业性收费",
    ]
    lines += ["第二十条第（九）项", "采购项目数量", "采购总金额", "政府集中采购", "4", "0.37万元"]
    head = ["某县水务局2019年政府信息公开工作年度报告", "二、主动公开政府信息情况"]
    records = reportparse.parse("\n".join([*head, *lines, "三、其他", "无。"]).encode()).record_list
    assert [record.value for record in records if record.row == "procurement"] == [4, 0.37]


@pytest.mark.parametrize("between", [" | ", "\t", ","])
@pytest.mark.parametrize("name", ["上年数", "其中：网上公开数", ""])
@pytest.mark.parametrize("at", [2, 4])
def test_a_number_below_one_more_name_is_no_value_of_a_blank_cell(at: int, name: str, between: str) -> None:
    rows = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "", "2", "3"],
        ["行政规范性文件", "4", "5", ""],
    ]
    for row, other in zip(rows, [name, "7", "8"], strict=True):
        row.insert(at, other)
    lines = [between.join(row) + (" |" if "|" in between else "") for row in rows]
    head = ["某县水务局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况", "第二十条第（一）项"]
    report = reportparse.parse("\n".join([*head, *lines, ""]).encode())
    printed = {("rules", "issued"): None, ("rules", "repealed"): 2, ("rules", "in_force"): 3}
    printed |= {("normative_documents", "issued"): 4, ("normative_documents", "repealed"): 5}
    for record in report.record_list:
        if record.certainty != "uncertain" and record.state != "absent":
            assert record.value == printed.get((record.row, record.column)), (record.row, record.column)


@pytest.mark.parametrize("kind", ["html", "text"])
@pytest.mark.parametrize(
    "rows",
    [
        ["行政强制措施", "行政强制执行"],
        ["行政处罚金额", "行政强制"],
        ["不予行政处罚", "行政强制"],
        ["第三季度行政处罚", "行政强制"],
    ],
)
def test_a_row_of_another_kind_of_act_is_withheld(rows: list[str], kind: str) -> None:
    header = [("第二十条第（六）项", ""), ("信息内容", "本年处理决定数量")]
    found = _read([*header, *zip(rows, ("41", "57"), strict=True)], kind)
    assert 41 not in found.values()
    assert found.get(("coercive_measures", "decisions")) == (57 if rows[1] == "行政强制" else None)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_a_row_of_another_year_than_the_report_is_withheld(year: int) -> None:
    rows = [
        (f"一、{year}年新收政府信息公开申请数量", "4", "0", "0", "0", "0", "0", "4"),
        ("二、2022年结转政府信息公开申请数量", "3", "0", "0", "0", "0", "0", "3"),
        ("四、结转2024年度继续办理", "2", "0", "0", "0", "0", "0", "2"),
    ]
    lines = ["某县水务局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    lines += [" | ".join(row) for row in (OWN, *rows)]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    totals = {record.row: record.value for record in records if record.column == "total"}
    assert totals["received"] == (4 if year == 2023 else None)
    assert (totals["carried_in"], totals["carried_out"]) == (3, 2)


@pytest.mark.parametrize("parts", [("上年", "本年"), ("2022年", "2023年"), ("全县", "局机关")])
def test_values_in_parts_of_each_column_are_withheld_even_if_one_of_two_is_blank(
    parts: tuple[str, str],
) -> None:
    natural, *organisations, total = OWN[1:]
    names = "".join(f"<td colspan=2>{name}</td>" for name in organisations)
    below = "".join(f"<td>{part}</td>" for _ in OWN[1:] for part in parts)
    lines = [
        f"<tr><td rowspan=3>{OWN[0]}</td><td colspan=2 rowspan=2>{natural}</td><td colspan=10>法人或其他组织</td>"
        f"<td colspan=2 rowspan=2>{total}</td></tr><tr>{names}</tr><tr>{below}</tr>"
    ]
    for i, (name, *_) in enumerate(requests_rows()[1:]):
        values = [str(i % 3 or ""), "", str(i % 2 or ""), "", "", "", str(i % 3 + i % 2 or "")]
        cells = "".join(f"<td>{value}</td><td></td>" for value in values)
        lines.append(f"<tr><td>{name}</td>{cells}</tr>")
    page = f"<h1>某县水务局2023年政府信息公开工作年度报告</h1><table>{''.join(lines)}</table>"
    records = [
        record for record in reportparse.parse(page.encode()).record_list if record.table == "requests"
    ]
    assert {record.certainty for record in records} == {"uncertain"}


def disclosure_rows(value: str) -> list[list[str]]:
    """Section 2, with the same value in all its cells."""
    (form,) = (
        table
        for edition in FAMILY.editions
        if edition.id == "2021"
        for table in edition.tables
        if table.code == "proactive_disclosure"
    )
    rows = []
    for block in form.blocks:
        names = [column.path[-1] for column in block.columns]
        rows += [[block.captions[0]], ["信息内容", *names]]
        rows += [[row.path[-1], *[value] * len(names)] for row in block.rows]
    return [[*row, *[""] * (8 - len(row))] for row in rows]


@pytest.mark.parametrize("value", ["", "5"])
def test_what_is_above_another_form_in_the_same_table_is_not_of_this_one(value: str) -> None:
    """The names of section 2 are no other columns for section 3 below it, though nothing is filled in there."""
    title = ["三、收到和处理政府信息公开申请情况", *[""] * 7]
    rows = [*disclosure_rows(value), title, *requests_rows()]
    records = [record for record in recognised(grid(*rows)).records if record.table == "requests"]
    printed = [float(number) for row in requests_rows()[1:] for number in row[1:]]
    assert [record.value for record in records] == printed


@pytest.mark.parametrize("header", FOREIGN)
def test_other_columns_below_another_form_in_the_same_table_are(header: str) -> None:
    for value in ("", "5"):
        rows = [*disclosure_rows(value), list(FOREIGN[header]), *requests_rows()[1:]]
        records = recognised(grid(*rows)).records
        assert {record.value for record in records if record.table == "requests"} == {None}


def rows_cut_at_a_subtotal() -> list[list[str]]:
    """Section 3 with a sub-total of the organisations, cut off behind it."""
    rows = requests_rows()
    for row in rows[1:]:
        row[7] = str(sum(map(int, row[2:7])))
    rows[0][7] = "合计"
    return rows


def test_a_subtotal_at_the_edge_of_the_paper_is_no_total() -> None:
    (header, *rows) = rows_cut_at_a_subtotal()
    for tables in ([grid(header, *rows)], [grid(header, *rows[:9]), grid(*rows[9:])]):
        records = [record for record in recognised(*tables).records if record.table == "requests"]
        assert {record.value for record in records if record.column == "total"} == {None}
        given = [str(int(record.value)) for record in records if record.value is not None]
        assert given == [number for row in rows for number in row[1:7]]


def test_totals_of_zero_below_their_own_name_are_those_that_are_printed() -> None:
    """However it is broken into lines."""
    header, *rows = requests_rows()
    header[7] = "总\n计"
    rows = [[row[0], row[1], *"000000"] for row in rows]
    records = recognised(grid(header, *rows)).records
    totals = [record for record in records if (record.table, record.column) == ("requests", "total")]
    assert {record.value for record in totals} == {0}


def test_a_part_without_header_has_no_total_where_the_header_of_another_names_none() -> None:
    header, *rows = rows_cut_at_a_subtotal()
    group = ["", "自然人", *["法人或其他组织"] * 6]
    rest = grid(*([row[0], *["0"] * 7] for row in rows[9:]))
    blocks: list[Block] = [grid(group, header, *rows[:9]), Paragraph("续表", Place("")), rest]
    records = recognise(Document("made", "made", blocks), FAMILY).records
    totals = [record for record in records if (record.table, record.column) == ("requests", "total")]
    assert {record.value for record in totals} == {None}
