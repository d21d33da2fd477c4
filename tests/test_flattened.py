"""Flattened tables, one small text per dialect: the same small table comes back from each."""

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers import dialects
from reportparse import terminal
from reportparse.document import Paragraph, Place
from reportparse.forms.vocabulary import vocabulary
from reportparse.tables.texts.frames import unframed
from tests.tables import APPLICANTS, FAMILY, requests_rows

ROWS = [
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "8", "", "18"],
]
HEADER = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def rows(separator: str, start: str = "", end: str = "") -> str:
    lines = [["第二十条第（一）项"], HEADER, *ROWS]
    return "\n".join(start + separator.join(line) + end for line in lines)


def one_cell_per_line(blank: str | None) -> str:
    cells = ["第二十条第（一）项", *HEADER, *(text for row in ROWS for text in row)]
    return "\n".join(text or blank or "" for text in cells if text or blank is not None)


def tab_cells() -> str:
    lines = [["第二十条第（一）项"], HEADER, *ROWS]
    return "\n\n".join("\n".join(f"\t{text}" for text in line) for line in lines)


def spaced_after_tabs() -> str:
    return tab_cells().replace("\n\n", "\n\n\n\n")


def grid(texts: list[list[str]], width: int) -> str:
    """A grid as pandoc draws it; wide characters take two columns."""

    def line(row: list[str]) -> str:
        cells = [f"| {text}{' ' * (width - 2 - sum(1 + (ord(c) > 255) for c in text))} " for text in row]
        return "".join(cells) + "|"

    edge = ("+" + "-" * width) * len(texts[0]) + "+"
    return "\n".join([edge, *(part for row in texts for part in (line(row), edge))])


FULL_ROWS = [["第二十条第（一）项", "", "", ""], HEADER, *ROWS]


def grid_in_grid() -> str:
    inner = grid(FULL_ROWS, 24).split("\n")
    edge = "+" + "-" * 110 + "+"
    return "\n".join([edge, *(f"| {line} |" for line in inner), edge])


def wrapped_emphasis() -> str:
    """A grid with a value whose emphasis, and whose digits, go on in the line below."""
    *above, row, edge = grid(FULL_ROWS, 24).split("\n")
    digits = row.rindex("18")
    first = f"{row[:digits]}**1{row[digits + 3 :]}"
    second = "".join(mark if mark == "|" else " " for mark in grid([[""] * 4], 24).split("\n")[1])
    return "\n".join([*above, first, f"{second[:-24]} 8**{second[-20:]}", edge])


def chopped_grid_in_grid() -> str:
    """A frame narrower than its grid, whose lines go on in the lines below."""
    edge = "+" + "-" * 42 + "+"
    pieces = [
        piece for line in grid(FULL_ROWS, 24).split("\n") for piece in terminal.slices(line, [0, 40, 80])
    ]
    wide = (sum(1 + (ord(character) > 255) for character in piece) for piece in pieces)
    framed = [f"| {piece}{' ' * (40 - width)} |" for piece, width in zip(pieces, wide, strict=True)]
    return "\n".join([edge, *framed, edge])


def fenced(mark: str) -> str:
    body = "\n".join(" ".join(f"{mark}{text}" for text in row) for row in FULL_ROWS)
    return f'[cols=",,,",]\n{mark}===\n{body}\n{mark}==='


def squashed_markdown() -> str:
    rule = "| --- | --- | --- | --- |"
    body = " ".join("| " + " | ".join(row) + " |" for row in FULL_ROWS)
    return f"| 依据《条例》编制。  情况如下。   |  |  |  |  | {rule} {body}   以上。 |"


PIPE_ALONE = "\n|\n".join(["第二十条第（一）项", *HEADER, *(t for row in ROWS for t in row)]).replace(
    "\n\n", "\n"
)
DIALECTS = {
    "tab before each cell, rows far apart": spaced_after_tabs(),
    "tab before each cell, cells apart, rows farther": tab_cells()
    .replace("\n\n", "\n" * 5)
    .replace("\n\t", "\n\n\t"),
    "drawn grid in a drawn frame": grid_in_grid(),
    "drawn grid in a frame narrower than it": chopped_grid_in_grid(),
    "fence": fenced("|"),
    "fence in a fenced frame": f"|===\na|\n{fenced('!')}\n\n|===",
    "markdown in a cell of markdown": squashed_markdown(),
    "rows that open with a spacer, but for some": rows(" | ", "| ", " |").replace("| 规章", "规章"),
    "rows that open with a blank cell, but for one": rows(" | ", "| ").replace("| 规章", "规章"),
    "rows of which some open with a spacer": rows(" | ", end=" |").replace("行政规", "| 行政规"),
    "line ends inside of rows": rows(" | ", "| ", " |").replace(
        "| 行政规范性文件 | 8 |  | 18 |", "| 行政规范\\\\ | 8 |  | 18 |\n| 性文件 |  |  |  |"
    ),
    "tab before each cell": tab_cells(),
    "tabs": rows("\t"),
    "pipes": rows(" | ", end=" |"),
    "markdown": rows(" | ", "| ", " |").replace("| 信息", "| --- | --- | --- | --- |\n| 信息"),
    "fillers at the end": rows(" | ", end=" |||"),
    "double pipes": rows("||", "|", "|"),
    "pipe alone": PIPE_ALONE,
    "pipe alone between blank lines": f"{PIPE_ALONE}\n|".replace("\n", "\n\n"),
    "wide pipes": rows(" ｜ ", "｜ ", " ｜"),
    "lines drawn with characters for it": "\n".join(
        [
            "┌───┬───┬───┬───┐",
            rows(" │ ", "│ ", " │").replace("\n", "\n├───┼───┼───┼───┤\n"),
            "└───┴───┴───┴───┘",
        ]
    ),
    "commas": rows(","),
    "nothing by its name": rows(" | ", "| ", " |").replace("| 8 |  |", "| 8 | None |"),
    "commas and quotes": rows('","', '"', '"'),
    "emphasis that was wrapped": wrapped_emphasis(),
    "emphasis": rows(" | ", "| **", "** |").replace(" | ", "** | **").replace("****", ""),
    "emphasis on lines": "\n|\n".join(
        f"**{text}**" if text else ""
        for text in ["第二十条第（一）项", *HEADER, *(t for row in ROWS for t in row)]
    ).replace("\n\n", "\n"),
    "inline tags and entities": rows(" | ", "| <b>", "</b> |")
    .replace(" | ", "</b> | <b>")
    .replace("<b></b>", "&nbsp;")
    .replace("制发", "制<br/>发"),
    "merged cells that left blank ones behind each value": rows(" | | | ", "| ", " | | |").replace(
        " | | | ".join(HEADER), " | | ".join(HEADER)
    ),
    "cell and pipe": " |\n".join(["第二十条第（一）项", *HEADER, *(t for row in ROWS for t in row)]) + " |",
}


def found(text: str) -> dict[str, tuple[float | None, str]]:
    report = reportparse.parse(
        f"云桥市水利局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n照常。\n\n二、主动公开政府信息情况\n\n{text}\n\n五、存在的主要问题\n\n无。".encode()
    )
    return {
        f"{record.row}/{record.column}": (record.value, record.state)
        for record in report.record_list
        if record.table == "proactive_disclosure" and record.state != "absent"
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_rows_columns_and_blanks_come_back(dialect: str) -> None:
    cells = found(DIALECTS[dialect])
    assert [cells[f"rules/{column}"][0] for column in ("issued", "repealed", "in_force")] == [0, 0, 0]
    assert cells["normative_documents/issued"] == (8, "number")
    assert cells["normative_documents/repealed"] == (None, "blank")
    assert cells["normative_documents/in_force"] == (18, "number")


@pytest.mark.parametrize("text", [one_cell_per_line(None), rows(" ").replace("  ", " ")])
def test_where_a_blank_is_dropped_no_number_is_put_in_its_row(text: str) -> None:
    cells = found(text)
    assert [cells[f"rules/{column}"][0] for column in ("issued", "repealed", "in_force")] == [0, 0, 0]
    assert all(
        cells.get(f"normative_documents/{c}", (None, ""))[0] is None
        for c in ("issued", "repealed", "in_force")
    )


def test_a_last_cell_that_is_blank_in_all_rows_keeps_its_column() -> None:
    header = ["第二十条第（一）项 |   |   |    ", " | ".join(HEADER) + "  "]
    cells = found("\n".join([*header, "规章 | 0 | 0 |    ", "行政规范性文件 | 8 |   |    "]))
    assert cells["rules/repealed"] == (0, "number")
    assert cells["normative_documents/issued"] == (8, "number")
    assert cells["normative_documents/in_force"] == (None, "blank")


def test_a_header_that_blocks_share_belongs_to_the_rows_below_it() -> None:
    cells = found("信息内容 | 本年处理决定数量 |\n行政处罚 | 6 |\n行政强制 | 7 |")
    assert cells["penalties/decisions"] == (6, "number")
    assert cells["coercive_measures/decisions"] == (7, "number")


@pytest.mark.parametrize("value", ["18余件", "18 余件", "18 多", "18 左右"])
def test_what_is_not_exact_is_no_value(value: str) -> None:
    cells = found(rows(" ").replace("行政规范性文件 8  18", f"行政规范性文件 8 5 {value}"))
    assert cells.get("normative_documents/in_force", (None, ""))[0] is None


@pytest.mark.parametrize("deleted", ["~~18~~", "<del>18</del>", "<s>18</s>"])
def test_what_is_marked_as_deleted_is_no_value(deleted: str) -> None:
    cells = found(DIALECTS["markdown"].replace("18", deleted))
    assert cells.get("normative_documents/in_force", (None, ""))[0] is None


def test_one_document_may_mix_dialects() -> None:
    other = "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t550"
    cells = found(f"{DIALECTS['pipes']}\n\n{other}")
    assert cells["normative_documents/in_force"][0] == 18
    assert cells["licensing/decisions"][0] == 550


def test_prose_with_numbers_is_no_table() -> None:
    assert found("全年制发规章 0 件。\n行政许可办理 550 件，行政处罚 12 件。") == {}


def test_of_repeated_lines_that_were_removed_is_said_and_no_number_moves_up() -> None:
    text = (
        one_cell_per_line("0").replace("18", "26")
        + "\n第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n26"
    )
    text += "\n第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n31\n行政强制\n47"
    lines = [
        *["云桥市水利局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"],
        *text.split("\n"),
    ]
    report = reportparse.parse("\n".join(dict.fromkeys(lines)).encode())
    assert any("lines that repeat were removed" in warning for warning in report.warnings)
    values = {f"{r.row}/{r.column}": r.value for r in report.record_list if r.value is not None}
    # What is left of the first rows is `0`, and `8` and `26`.
    assert not any(cell.startswith(("rules", "normative_documents")) for cell in values)


@pytest.mark.parametrize(("amount", "found"), [("0\n1865.5", (0, 1865.5)), ("1 865.5", (None, None))])
def test_of_lines_that_were_removed_two_numbers_on_one_line_may_be_one(
    amount: str, found: tuple[float | None, float | None]
) -> None:
    rows = ["信息内容", "采购项目数量", "采购总金额", "政府集中采购", amount]
    others = ["行政处罚", "37", "-7", "490", "行政强制", "1546", "33", "1474"]
    header = ["第二十条第（六）项", "上一年项目数量", "本年增/减", "处理决定数量"]
    text = "\n".join(["二、主动公开政府信息情况", *header, *others, "第二十条第（九）项", *rows, "三、其他"])
    report = reportparse.parse(text.encode())
    assert any("lines that repeat were removed" in warning for warning in report.warnings)
    values = {f"{record.row}/{record.column}": record.value for record in report.record_list}
    assert (values["procurement/purchases"], values["procurement/amount"]) == found


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        ("人民币86.5万元", 86.5),
        ("￥865000", 865000),
        ("86.5万元整", 86.5),
        ("约86万元", None),
        ("人民币3万元、5万元", None),
    ],
)
def test_an_amount_in_words_of_money_has_a_line_of_its_own(amount: str, value: float | None) -> None:
    rows = ["第二十条第（九）项", "信息内容", "采购项目数量", "采购总金额", "政府集中采购", "13", amount]
    read = found("\n".join([one_cell_per_line("0"), *rows]))
    assert read["procurement/amount"][0] == value
    assert read["procurement/purchases"][0] in (13, None if value is None else 13)


def test_a_space_parts_no_numbers_where_nothing_parts_columns() -> None:
    glued = rows("").replace("行政规范性文件818", "行政规范性文件4 2 46")
    assert not any(
        cell.startswith("normative_documents") and value for cell, (value, _) in found(glued).items()
    )


@pytest.mark.parametrize("values", ["-15 5 9", "1.5 3 4"])
def test_no_row_is_read_whose_numbers_the_form_cannot_have(values: str) -> None:
    cells = found(rows(" ").replace("行政规范性文件 8  18", f"行政规范性文件 {values}"))
    assert cells["normative_documents/issued"][0] is None
    assert cells["rules/issued"][0] == 0


@pytest.mark.parametrize("line", ["|", "0", "\t", ""])
def test_lines_without_end_take_no_table_away(line: str) -> None:
    assert found(f"{DIALECTS['markdown']}\n\n照常。\n" + f"{line}\n" * 3000)["rules/issued"][0] == 0


LABELS_2019 = """第二十条第（五）项
信息内容上一年项目数量本年增/减处理决定数量
行政许可
其他对外管理服务事项
第二十条第（六）项
信息内容上一年项目数量本年增/减处理决定数量
行政处罚
行政强制
{values}"""


def test_a_row_that_looks_like_a_page_number_is_a_row() -> None:
    cells = found(LABELS_2019.format(values="0 0 4\n32 - 2\n- 8 -\n5 -3 15"))
    assert cells["penalties/items_change"] == (8, "number")
    assert cells["coercive_measures/decisions"] == (15, "number")


def test_of_more_rows_of_values_than_labels_none_is_given_a_label() -> None:
    text = LABELS_2019.replace("行政许可\n", "").format(values="0 0 4\n32 - 2\n7 8 9\n5 15")
    assert all(value is None for value, _ in found(text).values())


@pytest.mark.parametrize("missing", [0, 1])
def test_labels_in_lines_belong_to_as_many_rows_behind_them(missing: int) -> None:
    rows_of_form = [row for grid in make(1, "2021", "sparse", [], "txt").grids for row in grid.rows()]
    printed = [row for row in rows_of_form if row[-1].key and row[-1].key[0] == "requests"]
    labels = ["".join(cell.text.replace("\n", "") for cell in row if not cell.key) for row in printed]
    values = [[cell.text for cell in row if cell.key] for row in printed]
    table = "\n".join(f"| {' | '.join(row)} |" for row in values[: len(values) - missing])
    lines = ["云桥市水利局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]
    report = reportparse.parse("\n".join([*lines, *labels, "", table]).encode())
    read = {f"{record.row}/{record.column}": record.value for record in report.record_list}
    wanted = {f"{cell.key[1]}/{cell.key[2]}": float(cell.text) for row in printed for cell in row if cell.key}
    assert not missing or all(read.get(cell) is None for cell in wanted)
    assert missing or {cell: read.get(cell) for cell in wanted} == wanted


def test_no_value_behind_a_caption_is_given_a_label_before_it() -> None:
    text = (
        "第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n6\n行政强制\n"
        "第二十条第（八）项\n信息内容\n本年收费金额（单位：万元）\n3"
    )
    cells = found(text)
    assert cells.get("coercive_measures/decisions", (None, ""))[0] is None


def test_rules_that_were_wrapped_tell_no_columns() -> None:
    rule = "  -------------------- --\n-------------------------- -\n------------- --------------\n"
    header = "  第二十条第\n（一）项\n\n  信息内容\n本年制发件数\n 本年废止件数   现行有效件数\n"
    text = f"{rule}{header}  规章\n   3\n   0      2\n  行政规范性\n文件   4\n   0      6\n{rule}"
    cells = found(text)
    assert [cells[f"rules/{column}"][0] for column in ("issued", "repealed", "in_force")] == [3, 0, 2]


OPENING = ["云桥市水利局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"]


def requests_of(lines: list[str]) -> dict[str, float | None]:
    """What is read of lines of the table of requests, by row."""
    report = reportparse.parse("\n".join([*OPENING, *lines]).encode())
    return {f"{record.row}/{record.column}": record.value for record in report.record_list}


def requests_lines(value: str = "0") -> list[str]:
    """The table of requests as lines of a label and its values, group labels left out."""
    header, *rows_of_form = requests_rows()
    return [" ".join(header[1:]), *(" ".join([row[0], *[value] * (len(row) - 1)]) for row in rows_of_form)]


def test_a_column_of_numbers_of_rows_is_no_value_where_each_cell_has_a_line() -> None:
    header, *labels = [line.split()[0] if i else line for i, line in enumerate(requests_lines())]
    rows = [[label, str(9 * i), *"00030", str(9 * i + 4)] for i, label in enumerate(labels)]
    cells = [cell for row in (header.split(), *rows) for cell in row]
    numbered = [*header.split(), *(cell for i, row in enumerate(rows, 1) for cell in [str(i), *row])]
    assert requests_of(cells)["outcome.total/total"] == 211
    assert requests_of(numbered) == requests_of(cells)


@pytest.mark.parametrize(
    "label", ["一、本年新收政府信息公开申请", "一、新收政府信息公开申请", "一、本年收到政府信息公开申请"]
)
def test_the_label_of_a_row_that_is_like_a_heading_is_none(label: str) -> None:
    cells = [cell for line in requests_lines() for cell in line.split()]
    reworded = [label if cell == "一、本年新收政府信息公开申请数量" else cell for cell in cells]
    assert requests_of(reworded) == requests_of(cells)
    assert requests_of(cells)["received/total"] == 0


def test_values_beside_a_label_whose_neighbour_has_none_are_not_its_own() -> None:
    lines = requests_lines()
    at = next(i for i, line in enumerate(lines) if line.startswith("1.本机关"))
    # The second row's values were printed below its label, and so the first row's beside that.
    lines[at : at + 2] = [
        lines[at].split()[0],
        lines[at + 1].replace(" 0", " 4", 1)[:-1] + "4",
        "11 0 0 1 0 0 12",
    ]
    assert requests_of(requests_lines())["outcome.unavailable.needs_creation/natural_person"] == 0
    assert requests_of(lines).get("outcome.unavailable.needs_creation/natural_person") is None


def test_misprinted_labels_before_their_values_are_not_passed_over_for_those_behind() -> None:
    header, *rows_of_form = requests_rows()
    misprints = {"4.无正当理由大量反复申请": "4.无正当当理由大量反复申请"}
    lines = [*header[1:]]
    for i, (text, *_) in enumerate(rows_of_form):
        lines += ["（六）其他处理"] if "逾期不补正" in text else []
        lines += [misprints.get(text, text), *[str(i)] * 6, str(6 * i)]
    cells = requests_of(lines)
    rows = ("repeated", "publication", "excessive", "confirmation")
    found = [cells.get(f"outcome.not_processed.{row}/total") for row in rows]
    numbers = [6 * [text for text, *_ in rows_of_form].index(label) for label in misprints]
    assert found == [numbers[0] - 12, numbers[0] - 6, numbers[0], numbers[0] + 6]


def test_a_shortened_label_before_its_values_has_them_though_another_row_s_label_stands_behind() -> None:
    """（六）其他处理 is a row in one edition and a group of rows in the other."""
    header, *rows_of_form = requests_rows()
    at = next(i for i, row in enumerate(rows_of_form) if row[0].startswith("5.要求行政机关确认"))
    rows_of_form[at][0] = "5.要求确认或重新出具"
    rows_of_form.insert(at + 1, ["（六）其他处理"])
    lines = [f"{text} |" for row in [header[1:], *rows_of_form] for text in row]
    found = requests_of(lines)
    for i, column in enumerate(("natural_person", "business"), 1):
        assert found[f"outcome.not_processed.confirmation/{column}"] == float(rows_of_form[at][i])


def test_a_subtotal_in_a_header_that_is_misprinted_otherwise_still_counts() -> None:
    lines = requests_lines()
    assert requests_of(lines)["received/total"] == 0
    lines[0] = lines[0].replace("商业企业", "机构").replace("总计", "小计 总计")
    assert requests_of(lines).get("received/total") is None


def test_a_blank_cell_is_not_taken_for_the_filler_between_values() -> None:
    rows_of_cells = ["信息内容", "", *HEADER[1:], "规章", "", "0", "", "0", "", "0", "", "行政规范性文件"]
    cells = found(
        "\n|\n".join(["第二十条第（一）项", *rows_of_cells, "0", "", "0", ""]).replace("\n\n", "\n")
    )
    assert cells.get("normative_documents/in_force", (None, ""))[0] is None


def test_empty_lines_tell_no_blanks_of_values_that_share_a_line() -> None:
    lines = requests_lines()
    # The first two numbers run together, and the last goes on in the next line.
    lines[1] = f"{lines[1].split()[0]} 89348220 8806 6218 9531 79964970\n5\n"
    (table, *_) = reportparse.parse("\n".join([*OPENING, *lines]).encode()).tables
    assert "" not in [cell.text for cell in table.rows()[1]]


@pytest.mark.parametrize("count", [1, 4])
def test_values_below_labels_of_several_lines_are_theirs_where_that_is_usual(count: int) -> None:
    lines = requests_lines()
    lines[-1] = f"{lines[-1].split()[0]} 1 0 0 0 0 0 1"
    wrapped = [i for i, line in enumerate(lines) if len(line.split()[0]) > 10][1 : count + 1]
    for i in wrapped:
        label, values = lines[i].split(maxsplit=1)
        lines[i] = f"{label[:8]}\n{label[8:]}\n{values}"
    assert (requests_of(lines).get("carried_in/total") == 0) == (count > 2)


@pytest.mark.parametrize(("total", "found"), [(7, 7), (8, None)])
def test_a_lone_row_as_long_as_the_forms_is_read_without_a_header_where_it_adds_up(
    total: int, found: float | None
) -> None:
    numbers = [3, 2, 1, 1, total, 0, 1, 0, 2, 3, 1, 0, 0, 0, 1]
    text = f"四、行政复议、行政诉讼情况\n\n| {' | '.join(map(str, numbers))} |\n\n五、存在的主要问题\n\n无"
    records = reportparse.parse(text.encode()).record_list
    values = {(record.row, record.column): record.value for record in records}
    assert values.get(("reconsideration", "total")) == found
    assert values.get(("litigation_after_reconsideration", "upheld")) == (1 if found else None)


def test_the_lines_of_a_row_without_a_label_are_one_row_behind_its_header() -> None:
    header = "结果维持 结果纠正 其他结果 尚未审结 总计"
    lines = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议 行政诉讼", "未经复议直接起诉 复议后起诉"]
    values = "2 0 1\n0 3 0\n0 1 0\n1 0 0\n2 0 2"
    text = "\n".join([OPENING[0], *lines, header, header, header, values])
    report = reportparse.parse(text.encode())
    read = [record.value for record in report.record_list if record.table.startswith("reviews")]
    assert read == [float(value) for value in values.split()]


@pytest.mark.parametrize("between", [" ", "", "\n"])
def test_the_commas_of_numbers_part_no_cells(between: str) -> None:
    text = (
        f"第二十条第（六）项\n信息内容 本年处理决定数量\n行政处罚{between}3,268\n行政强制{between}4,276\n"
        f"第二十条第（八）项\n信息内容 本年收费金额（单位：万元）\n行政事业性收费{between}2,410.74"
    )
    cells = found(text)
    assert cells["penalties/decisions"] == (3268, "number")
    assert cells["coercive_measures/decisions"] == (4276, "number")
    assert cells["fees/amount"] == (2410.74, "number")


def test_rows_behind_a_page_end_belong_to_the_table_above() -> None:
    lines = [line.replace(" ", "\t") for line in requests_lines()]
    last = requests_of([*lines[:-1], "", lines[-1].replace("0", "5"), ""])
    assert last["carried_out/total"] == 5
    assert requests_of([*lines[:4], "", *lines[4:]]) == requests_of(lines)
    # Behind anything but empty lines it is another table's.
    assert requests_of([*lines[:-1], "另据统计：", lines[-1]]).get("carried_out/total") is None


def test_a_row_of_nothing_but_commas_parts_no_table_that_goes_on() -> None:
    lines = ["第二十条第（一）项,,,", ",".join(HEADER), "", ",,,", "规章,5,6,7", "行政规范性文件,34,4,47"]
    cells = found("\n".join(lines))
    assert [cells[f"rules/{column}"][0] for column in ("issued", "repealed", "in_force")] == [5, 6, 7]
    # One row alone goes on, too.
    below = found("\n".join([*lines[:2], lines[4], *lines[2:4], lines[5]]))
    assert below["normative_documents/issued"] == (34, "number")


def test_digits_that_a_page_s_end_cut_from_the_last_row_between_commas_belong_to_it() -> None:
    """Behind a row of which the label goes on, too, and before one whose cells stand on several lines."""
    rows = [
        ",".join(["", *APPLICANTS]),
        "一、本年新收政府信息公开申请数量,62,47,65,42,76,54,34",
        "",
        "量,,,,,,,6",
        '"二、上年结转政府信息公\n开申请数量",10,0,0,0,0,0,"1\n0"',
        "（七）总计,72,47,65,42,76,54,356",
        "四、结转下年度继续办理,0,0,0,0,0,0,0",
    ]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", *rows, "", "四、其他"])
    received = [record for record in reportparse.parse(text.encode()).record_list if record.row == "received"]
    assert [record.value for record in received] == [62, 47, 65, 42, 76, 54, 346]


def test_columns_that_a_tool_took_for_one_are_parted_where_header_and_rows_say_so() -> None:
    header = "|信息内容|本年制发件数<br>本年废止件数|现行有效件数|\n|---|---|---|\n"
    cells = found(f"{header}|规章|0<br>2|30|\n|行政规范性文件|6<br>22|17|")
    assert cells["rules/repealed"] == (2, "number")
    assert cells["normative_documents/issued"] == (6, "number")
    assert cells["normative_documents/in_force"] == (17, "number")
    assert found(f"{header}|规章|0|30|\n|行政规范性文件|6<br>22|17|") == {}


def test_of_numbers_on_several_lines_of_a_cell_none_is_made() -> None:
    header = "|信息内容|本年制发件数|本年废止件数|现行有效件数|\n|---|---|---|---|\n"
    cells = found(f"{header}|规章|1|1|3|\n|行政规范性文件|61<br>522|7|17|")
    assert cells["rules/issued"] == (1, "number")
    assert all(cells[f"normative_documents/{name}"][0] is None for name in ("issued", "repealed", "in_force"))


def test_labels_that_are_broken_over_lines_of_a_row_are_put_together() -> None:
    header = "信息内容 | 本年制发  \n件数 | 本年废止件数 | 现行有效  \n件数  \n---|---|---|---  \n"
    cells = found(
        f"第二十条第（一）项  \n{header}规  \n章 | 1 | 0 | 30  \n行政规范  \n性文  \n件 | 6 | 22 | 17  "
    )
    assert cells["rules/in_force"] == (30, "number")
    assert cells["normative_documents/issued"] == (6, "number")


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_label_that_goes_on_at_the_head_of_the_next_line_keeps_its_values(at: int) -> None:
    rows = [
        ("\t行政许可"[: at + 1], "行政许可"[at:] + "\t9"),
        ("\t行政处罚"[: at + 1], "行政处罚"[at:] + "\t5"),
    ]
    captions = ["\t第二十条第（五）项", "\t第二十条第（六）项"]
    header = "\t信息内容\t本年处理决定数量"
    lines = [line for caption, row in zip(captions, rows, strict=True) for line in (caption, header, *row)]
    records = reportparse.parse(
        "\n".join(["二、主动公开政府信息情况", *lines, "三、其他"]).encode()
    ).record_list
    values = {record.row: record.value for record in records if record.state != "absent"}
    assert values["licensing"] in (9, None)
    assert values["penalties"] in (5, None)
    assert at == 3 or values["licensing"] == 9


def test_a_label_that_goes_on_without_end_takes_no_time() -> None:
    report = reportparse.parse(("法权益 | 4.保护第三方合\n" * 20_000).encode())
    assert report.status == "unrecognised"


@pytest.mark.parametrize("dialect", sorted(set(dialects.DIALECTS) - {"dialect-glued", "dialect-lines-once"}))
def test_the_first_table_is_read_where_no_other_follows(dialect: str) -> None:
    made = make(11, "2021", "distinct", [], "txt")
    text = dialects.dialect_text(made, dialect).partition("三、收到")[0]
    found = {
        f"{record.table}/{record.row}/{record.column}": record.value
        for record in reportparse.parse(text.encode()).record_list
        if record.value is not None
    }
    wanted = {
        slot: float(value)
        for slot, text in truth(made, "txt", [])["values"].items()
        if slot.startswith("proactive") and (value := number(text)) is not None
    }
    assert {slot: found.get(slot) for slot in wanted} == wanted


@pytest.mark.parametrize("note", ["（以本单位名义正式签发的）", "（含决定、公告、通告、意见、通知等）" * 6])
@pytest.mark.parametrize("between", ["\n", "\n\n", " | "])
def test_a_label_may_have_a_long_note(note: str, between: str) -> None:
    lines = [HEADER, ["规章", "5", "6", "7"], [f"行政规范性文件{note}", "34", "4", "47"]]
    cells = found("\n".join(["第二十条第（一）项", *map(between.join, lines)]))
    columns = ("issued", "repealed", "in_force")
    assert [cells[f"rules/{column}"][0] for column in columns] == [5, 6, 7]
    assert [cells[f"normative_documents/{column}"][0] for column in columns] == [34, 4, 47]


@pytest.mark.parametrize(
    "note",
    ["（含 2 项委托）", "（截至 12 月 31 日）", "（含 2\n项委托）", "（含\n2 项委托的）", "\n（含 2 项）"],
)
@pytest.mark.parametrize("between", [" ", "\n", "   "])
def test_numbers_apart_in_the_note_of_a_label_are_none_of_its_values(note: str, between: str) -> None:
    lines = [HEADER, [f"规章{note}", "5", "6", "7"], ["行政规范性文件", "34", "4", "47"]]
    rows = ["第二十条第（五）项", between.join(["信息内容", "本年处理决定数量"])]
    text = ["第二十条第（一）项", *map(between.join, lines), *rows, between.join([f"行政许可{note}", "27"])]
    cells = found("\n".join(text))
    assert [cells[f"rules/{column}"][0] for column in ("issued", "repealed", "in_force")] == [5, 6, 7]
    # Behind a note in a line of its own nothing shows that the table goes on.
    assert cells["licensing/decisions"][0] == 27 or (note[0] == "\n" and between != "\n")


@pytest.mark.parametrize("note", ["（ 2 项）", "（\n2 项）", "（\n2\n项）"])
def test_a_number_behind_an_open_bracket_is_not_the_value_of_its_row(note: str) -> None:
    lines = [
        "第二十条第（五）项",
        "信息内容",
        "本年处理决定数量",
        f"行政许可{note}",
        "27",
        "第二十条第（六）项",
    ]
    assert found("\n".join(lines)).get("licensing/decisions", (None, ""))[0] in (None, 27)


@pytest.mark.parametrize("nothing", ["NaN", "None", "<NA>"])
def test_a_word_of_programs_for_nothing_is_a_blank_cell_between_values(nothing: str) -> None:
    lines = [HEADER, ["规章", nothing, "6", nothing], ["行政规范性文件", "34", "4", "47"]]
    cells = found("\n".join(["第二十条第（一）项", *map("   ".join, lines)]))
    assert [cells[f"rules/{column}"][0] for column in ("issued", "repealed", "in_force")] == [None, 6, None]


def test_numbers_of_rows_of_a_printed_data_frame_are_no_values() -> None:
    header, *rows_of_form = requests_rows()
    rows_of_form[1][1:] = ["3", "4", "0", "0", "0", "0", "NaN"]
    lines = [" ".join(header[1:]), *(" ".join(row) for row in rows_of_form)]
    numbered = [f"{number:>3}  {line}" for number, line in enumerate(lines, 2)]
    found = requests_of(numbered)
    assert found.get("carried_in/total") is None
    assert found["received/total"] == 106


def test_numbers_of_columns_are_no_row_of_values() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    values = ["1", "0", "0", "2", "3", "0", "4", "0", "0", "4", "0", "0", "0", "0", "0"]
    groups = ["行政复议"] * 5 + ["行政诉讼"] * 10
    kinds = results + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    rows = [groups, kinds, results * 3, values]
    numbered = [[*map(str, range(15))], *rows]

    def reviews(table: list[list[str]]) -> dict[str, float | None]:
        lines = [f"|{'|'.join(row)}|" for row in table]
        lines.insert(1, "|---" * 15 + "|")
        text = "\n".join(["四、政府信息公开行政复议、行政诉讼情况", *lines])
        report = reportparse.parse(text.encode())
        return {f"{record.row}/{record.column}": record.value for record in report.record_list}

    assert reviews(rows)["litigation_direct/corrected"] == 4
    assert reviews(numbered) == reviews(rows)


def test_beside_numbers_that_a_tool_put_into_one_cell_none_is_believed() -> None:
    header = "|第二十条第（八）项|||\n|---|---|---|\n|信息内容|上一年项目数量<br>本年|增/减|\n"
    cells = found(f"{header}|行政事业性收费|28<br>-2|6|")
    assert not any(value for value, _ in cells.values())


def test_a_line_that_ends_between_sign_and_digits_of_a_note_has_no_value() -> None:
    lines = ["信息内容", "上一年项目数量", "本年增/减（减少的", "填负数，如 -", "8）", "处理决定数量"]
    text = "\n".join(["第二十条第（五）项", *lines, "行政许可", "0", "其他对外管理服务事项 0 0"])
    table = reportparse.parse(text.encode()).tables[0]
    header = next(row for row in table.rows() if row[0].text == "信息内容")
    assert header[-1].text == "处理决定数量"


def test_values_between_brackets_that_do_not_belong_together_stay_values() -> None:
    lines = [HEADER, ["规章（", "5", "6", "7"], ["行政规范性文件）", "34", "4", "47"]]
    cells = found("\n".join(["第二十条第（一）项", *map(" ".join, lines)]))
    assert [cells[f"rules/{column}"][0] for column in ("issued", "repealed", "in_force")] == [5, 6, 7]


@pytest.mark.parametrize(
    ("note", "between"),
    [
        ("（较上年增加的填正数，减少的填负数，如 -8）", "\n"),
        ("（较上年增加的填正数，减少的填负数，如 -8）", " | "),
        ("（减少的填负数）", " "),
    ],
)
def test_the_name_of_a_column_may_have_a_note(note: str, between: str) -> None:
    lines = [
        ["信息内容", "上一年项目数量", f"本年增/减{note}", "处理决定数量"],
        ["行政许可", "19", "-2", "43"],
        ["其他对外管理服务事项", "30", "-1", "44"],
    ]
    cells = found("\n".join(["第二十条第（五）项", *map(between.join, lines)]))
    columns = ("items_previous", "items_change", "decisions")
    assert [cells[f"licensing/{column}"][0] for column in columns] == [19, -2, 43]


def test_a_pipe_of_its_own_may_open_each_row() -> None:
    lines = ["第二十条第（一）项 | |||", "信息内容 |", *(f"{name} |" for name in HEADER[1:])]
    lines = [lines[0], "|", *lines[1:]]
    for row in [["规章", "1", "2", ""], ["行政规范性文件", "5", "12", "8"]]:
        lines += ["|", *(f"{text} |".lstrip() for text in row)]
    lines += [
        "|",
        "第二十条第（五）项 | |||",
        "|",
        "信息内容 |",
        "本年处理决定数量 | ||",
        "|",
        "行政许可 |",
        "7 | ||",
    ]
    cells = found("\n".join(["|", *lines]))
    assert [cells[f"normative_documents/{column}"][0] for column in ("issued", "repealed", "in_force")] == [
        5,
        12,
        8,
    ]
    assert cells["rules/in_force"][0] is None
    assert cells["licensing/decisions"][0] == 7


def test_a_pipe_before_the_first_text_of_each_row_is_no_blank_cell() -> None:
    lines = ["| 第二十条第（一）项 |", "| 信息内容 |", *(f"{name} |" for name in HEADER[1:])]
    for first, *values in [["规章", "", "2", "3"], ["行政规范性文件", "5", "", "8"]]:
        lines += [f"| {first} |", *(f"{text} |".lstrip() for text in values)]
    lines += ["| 第二十条第（五）项 |", "| 信息内容 |", "本年处理决定数量 |", "| 行政许可 |", "7 |"]
    cells = found("\n".join(lines))
    columns = ("issued", "repealed", "in_force")
    assert [cells[f"rules/{column}"][0] for column in columns] == [None, 2, 3]
    assert [cells[f"normative_documents/{column}"][0] for column in columns] == [5, None, 8]
    assert cells["licensing/decisions"][0] == 7


def test_a_cell_may_take_several_lines_before_the_pipe_that_closes_it() -> None:
    rows = [
        ["第二十条\n第（一）项"],
        ["信息\n内容", "本年制\n发件数", "本年废\n止\n件数", "现行有效件数"],
        ["规\n章制", "1", "", "30"],
        ["行政规范\n文件", "5", "12", "8"],
    ]
    lines = [f"{cell}\n|" for row in rows for cell in row]
    cells = found("\n".join(["二、主动公开政府信息情况", "|", *lines, "三、收到"]))
    columns = ("issued", "repealed", "in_force")
    assert [cells[f"rules/{column}"][0] for column in columns] == [1, None, 30]
    assert [cells[f"normative_documents/{column}"][0] for column in columns] == [5, 12, 8]


@pytest.mark.parametrize("between", ["其中一件\n另行公布", "7\n行政处罚", "四、其他\n事项"])
def test_a_value_that_no_pipe_closes_takes_nothing_from_the_lines_below(between: str) -> None:
    lines = ["|", "行政规范性文件", "|", "5", "|", "12", "|", f"8\n{between}", "|", "9", "|"]
    cells = found("\n".join(["二、主动公开政府信息情况", *(f"{name}\n|" for name in HEADER), *lines]))
    assert [cells[f"normative_documents/{column}"][0] for column in ("issued", "repealed")] == [5, 12]
    assert cells["normative_documents/in_force"][0] in (8, None)


@pytest.mark.parametrize("unit", ["元", "万元"])
@pytest.mark.parametrize("between", [" | ", "\n"])
def test_a_unit_that_the_header_prints_counts_in_flattened_text(unit: str, between: str) -> None:
    lines = [["信息内容", "采购项目数量", f"采购总金额（{unit}）"], ["政府集中采购", "7", "190.45"]]
    more = "二、上年结转政府信息公开申请数量 | 2 | 2 | |||||||"
    text = "\n".join([*map(between.join, lines), more])
    records = reportparse.parse(text.encode()).record_list
    assert {(record.value, record.unit) for record in records if record.row == "procurement"} == {
        (7, "项"),
        (190.45, unit),
    }


@pytest.mark.parametrize("between", [" | ", "\n", " "])
def test_a_unit_behind_a_name_is_not_that_of_the_form(between: str) -> None:
    lines = [["信息内容", "本年收费金额（元）"], ["行政事业性收费", "3000"]]
    text = "\n".join(["第二十条第（八）项", *map(between.join, lines), "三、收到"])
    records = reportparse.parse(text.encode()).record_list
    assert [(record.value, record.unit) for record in records if record.row == "fees"] == [(3000, "元")]


@pytest.mark.parametrize("between", [" | ", "\n"])
@pytest.mark.parametrize(
    ("label", "column", "unit"),
    [
        ("行政事业性收费(元)", "本年收费金额", "元"),
        ("行政事业性收费（单位：千元）", "本年收费金额", "千元"),
        ("行政事业性收费（万元）", "本年收费金额（单位：万元）", "万元"),
        # Both cannot be right, and nothing shows which one is.
        ("行政事业性收费（元）", "本年收费金额（单位：万元）", None),
    ],
)
def test_a_unit_behind_the_label_of_a_row_counts_as_one_behind_the_name_of_its_column(
    label: str, column: str, unit: str | None, between: str
) -> None:
    lines = [["信息内容", column], [label, "3000"]]
    text = "\n".join(["第二十条第（八）项", *map(between.join, lines), "三、收到"])
    records = reportparse.parse(text.encode()).record_list
    assert [(record.value, record.unit) for record in records if record.row == "fees"] == [(3000, unit)]


@pytest.mark.parametrize("end", ["", " "])
@pytest.mark.parametrize("table", ["", rows("\t")])
def test_prose_that_tabs_indent_is_no_table(end: str, table: str) -> None:
    prose = [
        "一、总体情况",
        "2023年，临汶县水利局主动公开信息4条。",
        "工作平稳。",
        "二、主动公开政府信息情况",
    ]
    report = reportparse.parse("\n".join([*(f"\t{line}{end}" for line in prose), table]).encode())
    assert [section.heading for section in report.sections] == [prose[0], prose[3]]
    assert report.sections[0].text == f"{prose[1]}\n{prose[2]}"
    assert [figure.value for figure in report.figure_list] == [4]
    assert len(report.tables) == bool(table)


@pytest.mark.parametrize("end", ["。", "："])
def test_prose_before_a_pipe_alone_is_no_cell(end: str) -> None:
    rows = "\n".join(
        "| \n" + "\n".join(f"   {text}  |\n  " for text in row) for row in [FULL_ROWS[0][:1], HEADER, *ROWS]
    )
    prose = f"2023年，临汶县水利局主动公开信息4条，具体情况如下{end}"
    report = reportparse.parse(f"二、主动公开政府信息情况\n{prose}\n{rows}".encode())
    assert report.sections[0].text == prose
    assert [figure.value for figure in report.figure_list] == [4]
    assert report.tables[0].rows()[0][0].text == "第二十条第（一）项"


@pytest.mark.parametrize("separator", ["\n", "  ", " | ", "\t"])
def test_a_number_with_a_note_stays_in_its_cell(separator: str) -> None:
    noted = [["规章", "1", "0", "3"], ["行政规范性文件", "8（其中修订2件）", "2", "18"]]
    values = found("\n".join(separator.join(row) for row in [HEADER, *noted]))
    assert values["normative_documents/issued"] == (None, "text")
    assert values["normative_documents/repealed"][0] == 2
    assert values["normative_documents/in_force"][0] == 18


def test_digits_before_a_line_end_are_no_number_if_a_note_follows_behind_it() -> None:
    values = found("信息内容  本年处理决定数量\n行政处罚  17\n行政强制  2\n762（其中修订14件）")
    assert values["penalties/decisions"][0] == 17
    assert values["coercive_measures/decisions"][0] is None


def test_of_labels_without_any_value_is_said() -> None:
    labels = [row[0] for row in requests_rows()[1:]]
    report = reportparse.parse("\n\n".join(["三、收到和处理政府信息公开申请情况", *labels]).encode())
    assert report.status == "unrecognised"
    assert "the labels of a form are printed, and no values with them" in report.warnings


def test_a_number_below_half_of_a_columns_name_is_doubted() -> None:
    rows = [
        ["第二十条第（六）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政处罚", "5", "1", "17"],
        ["行政强制", "6", "2", "18"],
        ["第二十条第（八）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年", "增/减"],
        ["行政事业性收费", "", "2", "0"],
    ]
    cells = found("\n".join(f"|{'|'.join(row)}|" for row in rows))
    assert cells["penalties/decisions"][0] == 17
    assert all(cells[f"fees/{column}"][0] is None for column in ("items_previous", "items_change"))


@pytest.mark.parametrize(
    ("printed", "value"), [("3个", 3), ("3条", 3), ("3宗", 3), ("零", 0), ("16*", 16), ("16[1]", 16)]
)
def test_a_value_on_its_line_may_have_a_unit_or_a_mark(printed: str, value: float) -> None:
    lines = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "0", "0", "0"]
    cells = found("\n".join(["第二十条第（一）项", *lines, "行政规范性文件", printed, "4", "7"]))
    assert [cells[f"normative_documents/{column}"][0] for column in ("issued", "in_force")] == [value, 7]


def test_no_label_stands_behind_a_line_that_begins_with_a_text_of_its_own() -> None:
    zeros = " 0 0 0 0 0 0 0"
    lines = [
        "某县林业局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        "申请人情况",
        "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计",
        "一、本年新收政府信息公开申请数量" + zeros,
        "9.其他情形 20 7 31 22 16 20 17",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果 （一）予以公开" + zeros,
        "7.属于行政执法案卷" + zeros,
        "8.属于行政查询事项" + zeros,
        "（四）无法提供" + zeros,
        "2.没有现成信息需要另行制作",
        "3.补正后申请内容仍不明确" + zeros,
        "（五）不予处理 1.信访举报投诉类申请" + zeros,
        "2.重复申请" + zeros,
    ]
    totals = {
        record.row: record.value
        for record in reportparse.parse("\n".join(lines).encode()).record_list
        if record.column == "total"
    }
    assert totals["received"] == totals["outcome.disclosed"] == 0
    assert totals["carried_in"] is None
    assert totals["outcome.unavailable.needs_creation"] is None


@pytest.mark.parametrize(
    ("separator", "count", "tables"), [(" ", 9_000, 1), (" ", 11_000, 0), ("\t", 11_000, 0)]
)
def test_what_has_more_lines_than_any_form_is_no_table(separator: str, count: int, tables: int) -> None:
    header = separator.join(HEADER)
    lines = [separator.join(["规章", str(i), "0", str(i)]) for i in range(count)]
    report = reportparse.parse("\n".join([header, *lines]).encode())
    assert len(report.tables) == tables


def test_a_note_that_goes_on_in_the_next_line_does_not_end_a_table() -> None:
    text = """云桥市水利局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（五）项
信息内容                本年处理决定数量
行政许可（按决定书份数计，1份      1917
计1件）
第二十条第（六）项
信息内容                本年处理决定数量
行政处罚（含简易程序，不含2人      23
以下当场纠正的）
行政强制                4
三、收到和处理政府信息公开申请情况
"""
    report = reportparse.parse(text.encode())
    values = {record.row: record.value for record in report.record_list if record.value is not None}
    assert values == {"licensing": 1917, "penalties": 23, "coercive_measures": 4}


def test_rows_in_lines_may_mix_the_columns_of_two_editions() -> None:
    lines = [
        "二、主动公开政府信息情况",
        "第二十条第（一）项",
        "信息内容  本年制发件数  本年废止件数  现行有效件数",
    ]
    lines += ["规章  0  0  0", "行政规范性文件  7  2  11"]
    for item, row in (("五", "行政许可  14  20  25"), ("六", "行政处罚  43  -9  35")):
        lines += [f"第二十条第（{item}）项", "信息内容  上一年项目数量  本年增/减  处理决定数量", row]
    report = reportparse.parse("\n".join(["云桥市水利局2023年政府信息公开工作年度报告", *lines]).encode())
    found = {f"{record.row}/{record.column}": record.value for record in report.record_list}
    assert found["normative_documents/in_force"] == 11
    assert found["rules/issued"] == 0


REVIEWS = [
    ["行政复议", "行政诉讼"],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", "复议后起诉"],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2,
]


def reviews_of(text: str) -> list[float | None]:
    report = reportparse.parse(f"云桥市水利局年报\n四、政府信息公开行政复议、行政诉讼情况\n{text}\n".encode())
    found = [record for record in report.record_list if record.table == "reviews_and_litigation"]
    assert {record.certainty for record in found} == {"read"}
    return [record.value for record in found]


def test_a_row_behind_tabs_may_begin_with_many_blank_cells() -> None:
    values = ["", "", "", "6", "6", "", "", "8", "", "8", "19", "6", "", "", "25"]
    rows = ["\n\n".join(f"\t{cell or ' '}" for cell in row) for row in [*REVIEWS, values]]
    assert reviews_of("\n\n\n\n\n".join(rows)) == [float(value) if value else None for value in values]


def test_where_a_tab_stands_before_each_cell_the_first_one_parts_nothing() -> None:
    values = ["0", "0", "", "0", "", "0", "0", "0", "", "0", "0", "0", "", "0", ""]
    rows = ["".join(f"\t{cell}" for cell in row) for row in [*REVIEWS[:2], [""] * 5 + REVIEWS[2], values]]
    assert reviews_of("\n".join(rows)) == [0.0 if value else None for value in values]


@pytest.mark.parametrize("unit", ["件", "条"])
def test_a_unit_behind_a_number_is_its_own(unit: str) -> None:
    lines = ["第二十条第（一）项", "信息内容", *HEADER[1:], "规章", f"0 {unit}", "7", f"12 {unit}"]
    lines += ["行政规范性文件", f"3 {unit}", f"4 {unit}", f"5 {unit}"]
    cells = found("\n".join(lines))
    columns = ("issued", "repealed", "in_force")
    assert [cells[f"rules/{column}"][0] for column in columns] == [0, 7, 12]
    assert [cells[f"normative_documents/{column}"][0] for column in columns] == [3, 4, 5]


@pytest.mark.parametrize("lost", [False, True])
def test_a_zero_before_the_digits_of_a_number_leaves_the_others_of_a_row_that_lacks_none(lost: bool) -> None:
    """Two numbers may have run together if the row has a value less than the form has columns."""
    (_, *names), *labelled = requests_rows()
    values = ["05", "3", "00", "1", "0", "2"] if lost else ["05", "3", "00", "1", "0", "2", "11"]
    lines = [
        "|".join(["", *line, ""]) for line in (["", *names], *([label, *values] for label, *_ in labelled))
    ]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "", *lines])
    records = [record for record in reportparse.parse(text.encode()).record_list if record.row == "received"]
    found = {record.column: record.value for record in records if record.value is not None}
    read = [
        "business",
        "public_welfare_organisation",
        "legal_service_organisation",
        "other_organisation",
        "total",
    ]
    assert found == ({} if lost else dict(zip(read, [3, 1, 0, 2, 11], strict=True)))


def test_running_text_and_a_title_among_the_cells_of_a_padded_page_are_no_cells() -> None:
    rows = requests_rows()
    opening = "根据有关规定和要求编制本报告，本报告所列数据的统计期限为全年，如有疑问请与我局联系，电话为零。"
    cells = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "4", "1", "9"]
    report = reportparse.parse(
        "\n".join(
            [
                "云桥市水利局2023年政府信息公开工作年度报告 |",
                "|" * 120,
                "来源:云桥市水利局 作者: 【 打印 】 | " + "|" * 120,
                "|",
                "|" * 120,
                f"一、总体情况 {opening} 发布信息45条。 二、主动公开政府信息情况 第二十条第（一）项 | "
                + " | ".join(cells)
                + " | "
                + "|" * 120,
                "三、收到和处理政府信息公开申请情况",
                *(" | ".join(row) + " | " for row in rows),
            ]
        ).encode()
    )
    assert (report.agency, report.year) == ("云桥市水利局", 2023)
    assert [section.code for section in report.sections if section.level] == [
        "overview",
        "proactive_disclosure",
        "requests",
    ]
    found = {(record.row, record.column): record.value for record in report.record_list}
    assert [found["rules", column] for column in ("issued", "repealed", "in_force")] == [4, 1, 9]
    assert found["received", "total"] == float(rows[1][-1])


def test_words_with_blank_cells_between_them_are_no_table() -> None:
    lines = [
        "云桥市水利局2023年政府信息公开工作年度报告|",
        *("|", "|", "|网站首页|", "|公开年报|", "|"),
        "|三、收到和处理政府信息公开申请情况|",
        *(f"|{text}|" for row in requests_rows() for text in row if text),
        *("|　　|六、其他需要报告的事项|", "|　　|本年度收取信息处理费3件，金额120元。|"),
        *("|　　|没有其他事项。|", "|"),
    ]
    report = reportparse.parse("\n".join(lines).encode())
    found = {record.column: record.value for record in report.record_list if record.table == "processing_fee"}
    assert found == {"cases": 3, "amount": 120}
    assert [section.text for section in report.sections if section.code == "other"] == [
        "本年度收取信息处理费3件，金额120元。\n没有其他事项。"
    ]


@pytest.mark.parametrize("behind", ["  以上。", "以上。"])
def test_blank_cells_that_open_or_end_rows_inside_of_a_cell_of_markdown_are_theirs(behind: str) -> None:
    rows = [
        "| 三、本年度办理结果 | （一）予以公开 |  |  |  | 3 |",
        "|  | （二）部分公开 |  |  |  | 2 |",
        "|  | （三）不予公开 | 1.属于国家秘密 |  |  | 1 |",
        "|  |  | 2.其他法律行政法规禁止公开 |  |  | 1 |",
        "|  |  | 3.危及“三安全一稳定” |  |  |  |",
        "| 四、结转下年度继续办理 |  |  |  | 0 |  |",
    ]
    rule = f"| {' | '.join(['---'] * 6)} |"
    line = f"| 情况如下。  说明。   {'|  ' * 6}| {rule} {' '.join(rows)} {behind} |"
    found = unframed([Paragraph(line, Place("line 1"))], vocabulary(FAMILY))
    *texts, last = (part.text for part in found)
    assert (texts, last.strip("| ")) == (["情况如下。", "说明。", *rows], "以上。")


@pytest.mark.parametrize("values", [[], ["2", "3", "0", "1", "6", *["0"] * 10]])
def test_a_blank_row_below_a_header_is_the_row_of_a_table_without_values(values: list[str]) -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        ["---"] * 15,
        [*results, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        [*[""] * 5, *results, *results],
        [""] * 15,
        *([values] if values else []),
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    title = "某县水务局2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况"
    report = reportparse.parse(f"{title}\n\n{table}\n\n五、存在的主要问题及改进情况\n".encode())
    records = [record for record in report.record_list if record.table == "reviews_and_litigation"]
    assert [record.raw for record in records] == (values or [""] * 15)


@pytest.mark.parametrize("between", [" | ", "\t", "\n"])
@pytest.mark.parametrize("dash", ["_", "———"])
def test_what_fills_cells_without_a_number_takes_no_row_away(dash: str, between: str) -> None:
    table = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", dash, dash, dash],
        ["行政规范性文件", "3", dash, "13"],
    ]
    lines = ["第二十条第（一）项", *map(between.join, table), "___", "三、收到和处理政府信息公开申请情况"]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    found = {(record.row, record.column): (record.value, record.state) for record in records}
    assert found["normative_documents", "issued"] == (3, "number")
    assert found["normative_documents", "in_force"] == (13, "number")
    assert {found["rules", column] for column in ("issued", "repealed", "in_force")} == {(None, "dash")}
