"""The statistics table of 2014 to 2018: one list of figures, each with a unit of its own."""

import random
from collections.abc import Callable, Iterator

import pytest

import reportparse
from reportparse.forms import load_forms
from reportparse.report import Report

TITLE = "云桥市2016年政府信息公开工作年度报告"
BEFORE = [TITLE, "一、概述", "一年来，我市认真做好各项公开工作。", "附表：政府信息公开情况统计表"]
(BLOCK,) = load_forms().editions["2014"].table("statistics").blocks
NUMBERS = {row.code: number for number, row in enumerate(random.Random(7).sample(BLOCK.rows, 58), 101)}
Rows = list[list[str]]


def printed(group: str = "——") -> Rows:
    """The rows of the table as printed, with the groups in rows of their own."""
    rows = [["统计指标", "单位", "统计数"]]
    groups: set[str] = set()
    for row in BLOCK.rows:
        for name in row.path[:-1]:
            if name not in groups:
                groups.add(name)
                rows.append([name, group, group])
        number = str(NUMBERS[row.code]) + (".5" if row.decimal else "")
        rows.append([row.path[-1], row.unit or "", number])
    return rows


def page(rows: Rows) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in BEFORE)
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<meta charset=utf-8><title>{TITLE}</title>{body}<table>{table}</table>".encode()


def text(rows: Rows, between: str, rows_between: str = "\n") -> bytes:
    lines = rows_between.join(
        between.join(cell for cell in row if cell or between.strip(" ") in ("|", "|\n", "\t", ","))
        for row in rows
    )
    return ("\n".join(BEFORE) + f"\n{lines}\n以上数据截至年底。\n").encode()


WAYS: dict[str, Callable[[Rows], bytes]] = {
    "page": page,
    "pipes": lambda rows: text(rows, " | "),
    "tabs": lambda rows: text(rows, "\t"),
    "spaces": lambda rows: text(rows, " "),
    "lines": lambda rows: text(rows, "\n"),
    "lines-apart": lambda rows: text(rows, "\n\n", "\n\n"),
    "commas": lambda rows: text(rows, ","),
    "cell-pipes": lambda rows: text([*rows[:-1], [*rows[-1][:-1], f"{rows[-1][-1]} |"]], " |\n", " |\n"),
}


def wrong(report: Report) -> Iterator[tuple[str, float | None, str | None]]:
    for record in report.record_list:
        row = next(row for row in BLOCK.rows if row.code == record.row)
        value = NUMBERS[record.row] + (0.5 if row.decimal else 0)
        if (record.value, record.unit) != (value, row.unit):
            yield record.row, record.value, record.unit


@pytest.mark.parametrize("group", ["——", ""])
@pytest.mark.parametrize("way", WAYS)
def test_each_figure_is_read_with_its_unit(way: str, group: str) -> None:
    report = reportparse.parse(WAYS[way](printed(group)))
    assert (report.edition, report.status, report.metadata.year) == ("2014", "ok", 2016)
    assert len(report.record_list) == len(NUMBERS) == 58
    assert list(wrong(report)) == []


def test_without_a_column_of_units() -> None:
    report = reportparse.parse(page([[name, value] for name, _, value in printed("")]))
    assert (report.status, list(wrong(report))) == ("ok", [])


@pytest.mark.parametrize("way", WAYS)
def test_money_is_in_the_unit_that_its_row_prints(way: str) -> None:
    rows = [["元" if cell == "万元" else cell for cell in row] for row in printed()]
    report = reportparse.parse(WAYS[way](rows))
    money = {"fees", "funds"}
    found = {record.row: (record.value, record.unit) for record in report.record_list if record.row in money}
    if way in ("page", "pipes", "tabs", "commas"):
        assert found == {row: (NUMBERS[row] + 0.5, "元") for row in money}
    else:
        # Where nothing shows the columns, a word that the form has not leaves a doubt.
        assert [value for value, _ in found.values()] == [None, None]


@pytest.mark.parametrize("way", ["page", "pipes"])
@pytest.mark.parametrize(
    ("year", "withheld"), [("2016", set[float | None]()), ("2015", {None}), ("2017", {None})]
)
@pytest.mark.parametrize(
    "titles",
    [
        [["（{}年度）"]],
        [["{}年度政府信息公开情况统计表"]],
        [["（{}年度）"], ["政府信息公开情况统计表"]],
        [["政府信息公开情况统计表"], ["（{}年度）"], ["填报单位：云桥市", "", "填报时间：2017年1月9日"]],
        [["政府信息公开情况统计表"], ["填报单位：云桥市", "填报时间：2017年1月9日"], ["（{}年度）"]],
    ],
)
def test_a_year_in_the_first_rows_is_that_of_the_table(
    titles: Rows, year: str, withheld: set[float | None], way: str
) -> None:
    above = [[*(cell.format(year) for cell in row), "", ""][:3] for row in titles]
    report = reportparse.parse(WAYS[way](above + printed()))
    assert {value for _, value, _ in wrong(report)} == withheld


@pytest.mark.parametrize("way", ["page", "pipes"])
def test_a_year_beside_other_names_is_that_of_a_column(way: str) -> None:
    _, *rows = printed()
    both = [[*row, "7" if row[1] != "——" else "——"] for row in rows]
    report = reportparse.parse(WAYS[way]([["事项", "单位", "2015年", "2016年"], *both]))
    assert {record.value for record in report.record_list} == {None}
    assert not any("another year" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    "titles",
    [
        ["政府信息公开情况统计表", "（2016年度）"],
        ["附件2", "政府信息公开情况统计表", "（2016年度）"],
        ["政府信息公开情况统计表（2016年度）", "单位：条、件"],
        ["政府信息公开情况统计表", "（2016年度）", "填报单位（盖章）：云桥市　填报时间：2017年1月9日"],
    ],
)
def test_titles_that_span_the_first_rows_are_no_names_of_columns(titles: list[str]) -> None:
    content = page(printed("")).decode()
    above = "".join(f"<tr><td colspan=3>{title}</td></tr>" for title in titles)
    report = reportparse.parse(content.replace("<table>", f"<table>{above}").encode())
    assert (report.status, list(wrong(report))) == ("ok", [])


@pytest.mark.parametrize("way", ["lines", "cell-pipes"])
def test_names_between_title_and_header_may_be_those_of_columns(way: str) -> None:
    names = [["政府信息公开情况统计表"], ["（2016年度）"], ["云桥镇"], ["云山镇"], ["云水镇"]]
    report = reportparse.parse(WAYS[way](names + printed()))
    assert {value for _, value, _ in wrong(report)} == {None}


@pytest.mark.parametrize("way", ["page", "pipes", "tabs"])
@pytest.mark.parametrize("group", ["——", ""])
def test_without_a_header_a_column_of_units_is_known_by_what_it_holds(group: str, way: str) -> None:
    rows = printed(group)[1:]
    assert list(wrong(reportparse.parse(WAYS[way](rows)))) == []
    # Of two columns of numbers nothing tells which is of the report's year.
    both = [[*row, str(i * 37 % 59) if row[1] != group else group] for i, row in enumerate(rows)]
    assert {record.value for record in reportparse.parse(WAYS[way](both)).record_list} == {None}


@pytest.mark.parametrize("way", ["page", "pipes", "lines"])
@pytest.mark.parametrize("note", ["（元）", "（单位：元）", "，单位：元", "（千元）"])
def test_money_is_in_the_unit_that_its_label_prints(way: str, note: str) -> None:
    rows = [[f"{row[0]}{note}", "", row[2]] if row[1] == "万元" else row for row in printed()]
    report = reportparse.parse(WAYS[way](rows))
    unit = "千元" if "千" in note else "元"
    assert list(wrong(report)) == [(row, NUMBERS[row] + 0.5, unit) for row in ("fees", "funds")]


@pytest.mark.parametrize("way", ["page", "pipes", "lines"])
@pytest.mark.parametrize("numbered", [True, False])
def test_rows_in_another_order_are_known_by_their_words(way: str, numbered: bool) -> None:
    rows = printed()
    first = next(i for i, row in enumerate(rows) if "微博公开" in row[0])
    rows[first], rows[first + 1] = rows[first + 1], rows[first]
    if numbered:
        rows[first][0], rows[first + 1][0] = "3.政务微信公开政府信息数", "4.政务微博公开政府信息数"
    report = reportparse.parse(WAYS[way](rows))
    # Where each cell has a line of its own, the label may be that of another row's value.
    missing = {"disclosed.website", "disclosed.microblog", "disclosed.wechat"} if way == "lines" else set()
    assert {row: value for row, value, _ in wrong(report)} == dict.fromkeys(missing)


@pytest.mark.parametrize("way", ["page", "pipes", "tabs", "cell-pipes", "lines"])
@pytest.mark.parametrize(
    ("left_out", "below"),
    [
        ("disclosed.microblog", ["3.政务微信公开政府信息数", "4.其他方式公开政府信息数"]),
        ("received.fax", ["2.网络申请数", "3.信函申请数"]),
        ("answered.already_public", ["1.同意公开答复数", "2.同意部分公开答复数", "3.不同意公开答复数"]),
        ("answered.disclosed", ["2.同意部分公开答复数", "3.不同意公开答复数"]),
        ("staff.full_time", ["1.兼职人员数"]),
        ("trainings", ["（二）接受培训人员数"]),
    ],
)
def test_rows_are_known_by_their_words_below_one_that_is_left_out(
    left_out: str, below: list[str], way: str
) -> None:
    rows = printed()
    [name] = [row.path[-1] for row in BLOCK.rows if row.code == left_out]
    at = next(i for i, row in enumerate(rows) if row[0] == name)
    del rows[at]
    for i, renumbered in enumerate(below, at):
        rows[i][0] = renumbered
    report = reportparse.parse(WAYS[way](rows))
    assert {value for _, value, _ in wrong(report)} == {None}
    if way != "lines":
        assert {row for row, *_ in wrong(report)} == {left_out}


@pytest.mark.parametrize("way", ["page", "pipes"])
def test_a_label_of_other_words_is_withheld_whatever_its_number(way: str) -> None:
    rows = printed()
    first = next(i for i, row in enumerate(rows) if "微博公开" in row[0])
    rows[first][0] = "3.政务微信公开政府信息数"
    report = reportparse.parse(WAYS[way](rows))
    # Two rows have the words of one.
    assert {row: value for row, value, _ in wrong(report)} == {
        "disclosed.microblog": None,
        "disclosed.wechat": None,
    }
    assert {record.row for record in report.record_list if record.certainty == "uncertain"} == {
        "disclosed.microblog",
        "disclosed.wechat",
    }


def test_requests_by_the_internet_are_those_by_network() -> None:
    rows = [[row[0].replace("3.网络申请数", "3.互联网申请数"), *row[1:]] for row in printed()]
    assert list(wrong(reportparse.parse(page(rows)))) == []


@pytest.mark.parametrize("end", ["", " |"])
def test_the_note_of_a_label_goes_on_in_the_next_line(end: str) -> None:
    rows = text(printed(), " | ").decode().splitlines()
    noted = "\n".join(f"{row}{end}" if "|" in row else row for row in rows).replace("数（不", "数\n（不")
    report = reportparse.parse(noted.replace("专项经费（不", "专项经费\n（不").encode())
    assert list(wrong(report)) == []
    # Another note may tell of other numbers.
    other = noted.replace("（不同渠道和方式公开相同信息计1条）", "（含各乡镇）")
    assert [row for row, *_ in wrong(reportparse.parse(other.encode()))][:1] == ["disclosed"]


def test_a_column_of_another_name() -> None:
    rows = printed()
    rows[0][2] = "数量"
    assert list(wrong(reportparse.parse(page(rows)))) == []


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        (["政府信息公开情况统计表", "（2015年度）", "填报单位（盖章）：云桥市水务局"], "云桥市水务局", 2015),
        (
            ["2015年度政府信息公开情况统计表", "填报单位：云桥市水务局　填报时间：2016年1月20日"],
            "云桥市水务局",
            2015,
        ),
        (["云桥市水务局2015年政府信息公开情况统计表"], "云桥市水务局", 2015),
        (["政府信息公开情况统计表（2015年）", "单位名称：云桥市水务局"], "云桥市水务局", 2015),
        (["政府信息公开情况统计表", "（二〇一五年度）", "填报单位：云桥市水务局"], "云桥市水务局", 2015),
        # An office fills in what others report, and two years tell none.
        (["政府信息公开情况统计表", "（2015年度）", "填报单位：云桥市人民政府办公室"], None, 2015),
        (
            ["政府信息公开情况统计表（2015年）", "附2016年政府信息公开情况统计表", "填报单位：云桥市水务局"],
            None,
            None,
        ),
    ],
)
def test_a_list_alone_tells_whose_it_is(lines: list[str], agency: str | None, year: int | None) -> None:
    content = text(printed(), " | ").decode().replace("\n".join(BEFORE), "\n".join(lines))
    report = reportparse.parse(content.encode())
    assert (report.metadata.agency, report.metadata.year) == (agency, year)


@pytest.mark.parametrize("corner", ["指标名称", "指标", "统计内容", "统计项目", "项目", "类别", "名称"])
@pytest.mark.parametrize("value", ["统计数", "数量", "数值", "合计", "2016年"])
@pytest.mark.parametrize("way", ["page", "pipes", "lines"])
def test_of_one_column_any_name_of_a_number_is_known(corner: str, value: str, way: str) -> None:
    _, *rows = printed()
    report = reportparse.parse(WAYS[way]([[corner, "单位", value], *rows]))
    # Where each cell has a line of its own, there may be no values of others to add up.
    values = {None} if (value, way) == ("合计", "lines") else set[float | None]()
    assert {value for _, value, _ in wrong(report)} == values


@pytest.mark.parametrize("corner", ["统计指标", "指标名称", "统计内容"])
@pytest.mark.parametrize(
    "names",
    [
        ["数量", "合计"],
        ["2015年", "2016年"],
        ["2016年", "2015年"],
        ["数量", "占比"],
        ["县本级", "乡镇", "合计"],
        ["合计", "其中：县本级"],
        ["名称", "数量"],
    ],
)
@pytest.mark.parametrize("way", ["page", "pipes", "lines"])
def test_of_columns_that_no_form_has_none_is_the_reports(corner: str, names: list[str], way: str) -> None:
    _, *rows = printed()
    others = [["7"] * (len(names) - 1) if unit != "——" else ["——"] * (len(names) - 1) for _, unit, _ in rows]
    rows = [[*row, *other] for row, other in zip(rows, others, strict=True)]
    report = reportparse.parse(WAYS[way]([[corner, "单位", *names], *rows]))
    assert {record.value for record in report.record_list} == {None}


def test_columns_of_numbers_and_remarks_are_set_apart() -> None:
    rows = [[str(i), *row, ""] for i, row in enumerate(printed())]
    rows[0] = ["序号", "统计指标", "计量单位", "统计数", "备注"]
    report = reportparse.parse(page(rows))
    assert (report.status, list(wrong(report))) == ("ok", [])


@pytest.mark.parametrize("at", [1, 20, 45])
@pytest.mark.parametrize("with_codes", [False, True])
def test_a_table_in_two_parts_has_the_columns_of_the_first(at: int, with_codes: bool) -> None:
    rows = printed("")
    if with_codes:
        rows = [[name, unit, str(i), value] for i, (name, unit, value) in enumerate(rows)]
        rows[0][2] = "代码"
    parts = [page(rows), page([*rows[:at], ["<!-- -->"], *rows[at:]])]
    whole, parted = (
        reportparse.parse(part.replace(b"<tr><td><!-- --></td></tr>", b"</table><table>")) for part in parts
    )
    assert [len(report.tables) for report in (whole, parted)] == [1, 2]
    for report in (whole, parted):
        assert (report.status, list(wrong(report))) == ("ok", [])


def test_a_row_that_the_form_does_not_have_shifts_no_other() -> None:
    rows = printed()
    at = next(i for i, row in enumerate(rows) if row[0] == "4.信函申请数")
    rows[at] = ["5.信函申请数", *rows[at][1:]]
    rows.insert(at, ["4.电子邮件申请数", "件", "77"])
    assert list(wrong(reportparse.parse(page(rows)))) == []


def test_rows_that_are_not_printed_are_absent() -> None:
    left_out = {"（二）申请办结数", "4.微博微信回应事件数"}
    report = reportparse.parse(page([row for row in printed() if row[0] not in left_out]))
    absent = {record.row for record in report.record_list if record.state == "absent"}
    assert absent == {"closed", "responses.microblog_and_wechat"}
    assert all(value is None for row, value, _ in wrong(report))


def test_sums_that_do_not_hold_are_told_and_change_nothing() -> None:
    report = reportparse.parse(page(printed()))
    failed = {check.rule for check in report.check_list if check.verdict == "fail"}
    assert {"statistics.received", "statistics.closed", "statistics.staff"} <= failed
    assert list(wrong(report)) == []


@pytest.mark.parametrize("name", ["单位", "备注"])
def test_a_column_of_units_or_remarks_in_another_form(name: str) -> None:
    header = f"<tr><td>信息内容</td><td>{name}</td><td>本年处理决定数量</td></tr>"
    rows = f"{header}<tr><td>行政处罚</td><td>件</td><td>7</td></tr><tr><td>行政强制</td><td></td><td>8</td></tr>"
    content = f"<meta charset=utf-8><p>{TITLE}</p><p>二、主动公开政府信息情况</p><table>{rows}</table>"
    report = reportparse.parse(content.encode())
    read = {record.row: record.value for record in report.record_list if record.value is not None}
    assert read == {"penalties": 7, "coercive_measures": 8}


def test_a_column_named_for_units_that_holds_numbers_is_kept() -> None:
    rows = "<tr><td>信息内容</td><td>单位</td><td>本年处理决定数量</td></tr><tr><td>行政处罚</td><td>3</td><td>7</td></tr>"
    content = f"<meta charset=utf-8><p>{TITLE}</p><p>二、主动公开政府信息情况</p><table>{rows}</table>"
    report = reportparse.parse(content.encode())
    assert all(record.value in (None, 7) for record in report.record_list)


@pytest.mark.parametrize("way", WAYS)
def test_parts_in_another_order_give_no_number_to_each_other(way: str) -> None:
    """Rows of two parts have the same labels: only the rows above them tell whose they are."""
    rows = printed()
    start, between, end = (
        next(i for i, row in enumerate(rows) if row[0].startswith(part))
        for part in ("四、行政复议", "五、行政诉讼", "六、举报投诉")
    )
    suits = [["四、行政诉讼数量", *rows[between][1:]], *rows[between + 1 : end]]
    appeals = [["五、行政复议数量", *rows[start][1:]], *rows[start + 1 : between]]
    report = reportparse.parse(WAYS[way](rows[:start] + suits + appeals + rows[end:]))
    assert all(value is None for _, value, _ in wrong(report))


def with_blanks(rows: Rows) -> Rows:
    """The rows without each third figure."""
    return [[*row[:-1], ""] if i % 3 == 2 and row[-1].strip("—") else row for i, row in enumerate(rows)]


@pytest.mark.parametrize("ends_cut", [True, False])
@pytest.mark.parametrize("group", ["——", ""])
@pytest.mark.parametrize(("name", "at"), [("上年数", 1), ("上年数", 2), ("代码", 1), ("代码", 2), ("", 0)])
def test_a_number_of_another_column_is_no_figure_of_a_blank_one(
    name: str, at: int, group: str, ends_cut: bool
) -> None:
    """Editors take the white space at the ends of lines away, and the last blank cells with it."""
    rows = with_blanks(printed(group))
    own = [row for row in rows[1:] if row[1] != group]
    blank = {row.code for row, (*_, value) in zip(BLOCK.rows, own, strict=True) if not value}
    if name:
        for i, row in enumerate(rows):
            row.insert(at, name if i == 0 else group if row[1] == group else f"{700 + i}")
    content = text(rows, "\t").decode()
    if ends_cut:
        content = "\n".join(line.rstrip() for line in content.split("\n"))
    report = reportparse.parse(content.encode())
    for record in report.record_list:
        row = next(row for row in BLOCK.rows if row.code == record.row)
        if record.certainty != "uncertain":
            assert record.state in ("number", "blank")
            value = NUMBERS[row.code] + (0.5 if row.decimal else 0)
            assert record.value == (None if row.code in blank else value)


@pytest.mark.parametrize("between", ["\t", " | ", ","])
def test_blank_figures_at_the_ends_of_rows_are_blank(between: str) -> None:
    rows = with_blanks(printed())
    content = "\n".join([*BEFORE, *(between.join(row) for row in rows), "以上数据截至年底。"])
    report = reportparse.parse(content.encode())
    assert [value for _, value, _ in wrong(report)] == [None] * sum(not row[-1] for row in rows)
    assert {(record.state, record.certainty) for record in report.record_list} == {
        ("number", "read"),
        ("blank", "read"),
    }


@pytest.mark.parametrize("between", ["\t", "\n"])
def test_dashes_of_a_group_are_no_figure_of_its_first_row(between: str) -> None:
    rows = [row if row[-1] != "——" else row[:1] + row[2:] for row in with_blanks(printed())]
    lines = [between.join(cell for cell in row if cell) for row in rows]
    report = reportparse.parse("\n".join([*BEFORE, *lines, "以上数据截至年底。"]).encode())
    read = [record for record in report.record_list if record.certainty != "uncertain"]
    assert {record.state for record in read} <= {"number", "blank"}
    assert all(value is None for _, value, _ in wrong(report))
    assert len(read) > 30


@pytest.mark.parametrize("group", ["——", ""])
@pytest.mark.parametrize("other", ["上年同期", "同比增减", "备注说明"])
def test_below_unknown_names_no_number_stands_for_a_blank_one(other: str, group: str) -> None:
    rows = with_blanks(printed(group))
    for i, row in enumerate(rows):
        row.append(other if i == 0 else group if row[1] == group else f"{7000 + i}")
    rows[0][:3] = ["指标名称", "计量单位", "本期实际"]
    report = reportparse.parse(page(rows))
    assert all(value is None for _, value, _ in wrong(report))


@pytest.mark.parametrize("group", ["——", ""])
@pytest.mark.parametrize("code", ["disclosed", "received", "units", "disclosed.gazette"])
def test_the_row_of_a_group_is_not_its_first_row_where_that_is_left_out(code: str, group: str) -> None:
    left_out = next(row.path[-1] for row in BLOCK.rows if row.code == code)
    report = reportparse.parse(page([row for row in printed(group) if row[0] != left_out]))
    (record,) = (record for record in report.record_list if record.row == code)
    assert record.state == "absent" or record.certainty == "uncertain"


@pytest.mark.parametrize("group", ["——", ""])
@pytest.mark.parametrize("at", [3, 4, 30, 57])
def test_a_page_may_end_behind_the_first_row_of_a_group(at: int, group: str) -> None:
    rows = printed(group)
    parts = [page(rows[:at]).split(b"</table>")[0], page([rows[0], *rows[at:]]).split(b"<table>")[1]]
    report = reportparse.parse(b"</table><table>".join(parts))
    assert (report.status, list(wrong(report))) == ("ok", [])


def test_rows_that_share_a_cell_are_printed() -> None:
    rows = printed("")
    at = next(i for i, row in enumerate(rows) if row[0] == "5.不属于本行政机关公开数")
    together = ["<br>".join(cells) for cells in zip(*rows[at : at + 3], strict=True)]
    report = reportparse.parse(page([*rows[:at], together, *rows[at + 3 :]]))
    shared = [row.code for row in BLOCK.rows if row.path[-1] in {name for name, *_ in rows[at : at + 3]}]
    assert len(shared) == 3
    for record in report.record_list:
        assert (
            record.row not in shared or record.certainty == "uncertain" or record.value == NUMBERS[record.row]
        )
    assert all(value is None for _, value, _ in wrong(report))


def test_of_two_tables_that_differ_nothing_is_read_that_only_one_prints() -> None:
    """A form for the government itself, and one for all of its bodies."""
    rows = printed("")
    other = [[*row[:-1], str(900 + i)] if row[-1] and i else row for i, row in enumerate(rows)]
    left_out = next(i for i, row in enumerate(rows) if row[0] == "4.信函申请数")
    table = page([*other[:left_out], *other[left_out + 1 :]]).split(b"<table>")[1]
    report = reportparse.parse(page(rows) + b"<p>x</p><table>" + table)
    assert {record.value for record in report.record_list} == {None}


def test_a_row_of_another_name_is_no_part_of_a_form_that_no_edition_has_beside_this_one() -> None:
    rows = printed("")
    at = next(i for i, row in enumerate(rows) if row[0] == "五、行政诉讼数量")
    content = page(rows).replace(
        "<td>五、行政诉讼数量</td>".encode(), "<td>五、行政诉讼数量</td><td>合计</td>".encode()
    )
    report = reportparse.parse(content)
    assert {record.table for record in report.record_list} == {"statistics"}
    (record,) = (record for record in report.record_list if record.row == "litigation")
    assert record.value in (None, float(rows[at][-1]))
    assert record.state != "absent"


def test_the_name_of_a_column_in_one_cell_with_its_figure_is_no_value() -> None:
    """Where a page's end cuts a table, no line may stand between a header that comes again and the row below it."""
    rows = printed()
    rows[-1][-1] = f"{rows[0][-1]}<br>{rows[-1][-1]}"
    report = reportparse.parse(page(rows))
    assert {record.certainty for record in report.record_list if record.state != "number"} == {"uncertain"}
    assert all(value is None for _, value, _ in wrong(report))


@pytest.mark.parametrize("way", ["page", "tabs", "pipes"])
@pytest.mark.parametrize("group", ["——", ""])
@pytest.mark.parametrize("at", [20, 36, 40])
def test_a_list_in_two_halves_side_by_side_is_one(at: int, group: str, way: str) -> None:
    header, *rows = with_blanks(printed(group))
    left, right = rows[:at], rows[at:]
    blank = [["", "", ""]] * abs(len(left) - len(right))
    left, right = (left + blank, right) if len(left) < len(right) else (left, right + blank)
    whole = [[*header, *header], *([*one, *other] for one, other in zip(left, right, strict=True))]
    report = reportparse.parse(WAYS[way](whole))
    assert [value for _, value, _ in wrong(report)] == [None] * sum(
        not row[-1] and row[1] != group for row in rows
    )
    assert {record.certainty for record in report.record_list} == {"read"}


@pytest.mark.parametrize("way", ["page", "tabs", "pipes"])
@pytest.mark.parametrize("names", [["本年数", "上年数"], ["上年数", "本年数"], ["本年度统计数", "同比增减"]])
def test_the_figures_of_this_year_are_read_beside_others(names: list[str], way: str) -> None:
    rows = with_blanks(printed(""))
    own = next(place for place, name in enumerate(names) if "本年" in name)
    for i, row in enumerate(rows):
        value = row.pop()
        both = [
            names[own] if i == 0 else value,
            names[1 - own] if i == 0 else f"{7000 + i}" if row[1] else "",
        ]
        row.extend(both if own == 0 else reversed(both))
    report = reportparse.parse(WAYS[way](rows))
    assert [value for _, value, _ in wrong(report) if value is not None] == []
    assert {record.certainty for record in report.record_list} == {"read"}


@pytest.mark.parametrize("below", [0, 1])
def test_one_row_of_two_headers_parts_no_other_rows(below: int) -> None:
    whole = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政规范性文件", "4", "5", "6"],
    ]
    parted = [
        ["信息内容", "本年处理决定数量", "信息内容", "本年处理决定数量"],
        ["行政处罚", "7", "行政强制", "8"],
    ]
    report = reportparse.parse(page(whole + parted if below else parted + whole))
    read = {(record.row, record.column): record.value for record in report.record_list}
    for row, numbers in (("rules", (1, 2, 3)), ("normative_documents", (4, 5, 6))):
        for column, number in zip(("issued", "repealed", "in_force"), numbers, strict=True):
            assert read[row, column] in (number, None)
            state = next(
                record for record in report.record_list if (record.row, record.column) == (row, column)
            )
            assert state.state != "absent" or state.certainty == "uncertain"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["四季度统计数", "上半年统计数", "乡镇街道统计数"])
def test_numbers_of_another_time_or_of_a_part_are_withheld(name: str, way: str) -> None:
    rows = printed()
    rows[0][2] = name
    values = [record.value for record in reportparse.parse(WAYS[way](rows)).record_list]
    # Between single spaces the table is not found at all.
    assert set(values) == (set() if way == "spaces" else {None})


@pytest.mark.parametrize(
    "names",
    [
        ["四季度统计数", "全年累计"],
        ["1月统计数", "合计"],
        ["区政府统计数", "区直单位统计数", "乡镇街道统计数"],
    ],
)
def test_of_several_columns_none_is_taken_for_all(names: list[str]) -> None:
    header, *rows = printed("")
    rows = [[*row[:2], *([row[2]] * len(names))] for row in rows]
    report = reportparse.parse(page([[*header[:2], *names], *rows]))
    assert {record.value for record in report.record_list} == {None}


@pytest.mark.parametrize("heading", ["序号", "编号", "行次"])
@pytest.mark.parametrize("value", ["统计数", "数量"])
@pytest.mark.parametrize("way", ["page", "pipes", "tabs", "commas"])
def test_a_column_that_numbers_the_rows_is_no_column_of_figures(way: str, value: str, heading: str) -> None:
    (corner, unit, _), *rows = printed()
    numbered = [[heading, corner, unit, value]]
    for label, of_row, number in rows:
        counts = sum(bool(row[0]) for row in numbered)
        numbered.append([str(counts) if number != "——" else "", label, of_row, number])
    report = reportparse.parse(WAYS[way](numbered))
    assert (report.status, list(wrong(report))) == ("ok", [])
    assert len(report.record_list) == 58


@pytest.mark.parametrize("name", ["上年数", "同比"])
@pytest.mark.parametrize("way", ["lines", "pipes between lines"])
def test_without_a_header_a_column_beside_the_values_leaves_none_certain(name: str, way: str) -> None:
    """Blank cells are left out: a single value may be of either column."""
    lines: list[str] = []
    values: dict[str, str] = {}
    for number, row in enumerate(printed()[1:]):
        if row[1] == "——":
            # A tool may leave out the label of the first row of a group, and not its values.
            lines += [row[0], "——"]
            continue
        own = "" if number % 4 == 1 else row[2]
        other = ["0", "12.5%", "-3%"][number % 3] if name == "同比" else str(number)
        values[row[0]] = own
        cells = [row[0], row[1], own, other] if number % 7 else [row[1], own, other]
        if name == "同比" and own:
            # A value that is printed higher than that before it; a rate is none.
            cells = [row[0], other, row[1]] if other == "0" else [row[0], row[1], own, other]
        lines += [cell for cell in cells if cell]
    between = "\n" if way == "lines" else "\n|\n"
    content = "\n".join(BEFORE) + "\n" + between.join(lines) + "\n以上数据截至年底。\n"
    for record in reportparse.parse(content.encode()).record_list:
        if record.table == "statistics" and record.certainty != "uncertain" and record.row_label in values:
            assert record.raw == values[record.row_label]


def test_numbers_of_the_text_are_compared_with_the_list() -> None:
    received, closed = NUMBERS["received"], NUMBERS["closed"]
    stated = f"全年收到政府信息公开申请{received}件，办结{closed + 1}件，上年结转2件。"
    report = reportparse.parse(page(printed()).replace("一年来，".encode(), f"{stated}一年来，".encode()))
    cells = [(figure.table, figure.row, figure.column) for figure in report.figure_list]
    assert cells[:2] == [("statistics", "received", "value"), ("statistics", "closed", "value")]
    # The list has no row for those carried in.
    assert cells[2] == ("requests", "carried_in", "total")
    verdicts = [check.verdict for check in report.check_list if check.rule == "text.figure"]
    assert verdicts == ["pass", "fail"]
