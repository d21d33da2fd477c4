"""Drawn grids: cells and spans by where the lines stand, whatever a wide character counts."""

from unicodedata import east_asian_width

import pytest

import reportparse
from reportparse.tables.texts.dialects import drawn

# Row, column, rows, columns, text.
Drawing = list[tuple[int, int, int, int, str]]

ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
REQUESTS: Drawing = [
    (0, 0, 3, 1, ""),
    (0, 1, 1, 7, "申请人情况"),
    (1, 1, 2, 1, "自然人"),
    (1, 2, 1, 5, "法人或其他组织"),
    (1, 7, 2, 1, "总计"),
    *((2, 2 + k, 1, 1, name) for k, name in enumerate(ORGANISATIONS)),
    (3, 0, 1, 1, "一、本年新收政府信息公开申请数量"),
    *((3, 1 + k, 1, 1, text) for k, text in enumerate(["7", "3", "", "0", "1", "4", "15"])),
    (4, 0, 1, 1, "二、上年结转政府信息公开申请数量"),
    *((4, 1 + k, 1, 1, text) for k, text in enumerate(["1", "", "", "", "", "", "1"])),
]
RECEIVED = {
    "natural_person": 7,
    "business": 3,
    "public_welfare_organisation": 0,
    "legal_service_organisation": 1,
    "other_organisation": 4,
    "total": 15,
}
WIDTHS = [40, 8, 10, 10, 14, 14, 8, 8]
BROWSER = str.maketrans("+|-", "┼│─")


def draw(drawing: Drawing, widths: list[int], wide: int) -> str:
    """The cells with a line for each row, wide characters over `wide` columns."""
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width)
    height = 2 * max(row + rows for row, _, rows, _, _ in drawing) + 1
    canvas = [[" "] * (edges[-1] + 1) for _ in range(height)]
    for row, column, rows, columns, text in drawing:
        top, bottom, left, right = 2 * row, 2 * (row + rows), edges[column], edges[column + columns]
        for line in range(top, bottom + 1):
            canvas[line][left] = canvas[line][right] = "|"
        for line in top, bottom:
            canvas[line][left : right + 1] = ["+", *"-" * (right - left - 1), "+"]
        at = left + 1
        for character in text:
            columns_of = wide if east_asian_width(character) in "WF" else 1
            canvas[(top + bottom) // 2][at : at + columns_of] = [character, *[""] * (columns_of - 1)]
            at += columns_of
    return "\n".join("".join(line) for line in canvas)


def requests(table: str) -> dict[str, float]:
    head = "临汶县教育局2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n"
    records = reportparse.parse((head + table + "\n\n四、其他\n").encode()).records
    records = records[(records["table"] == "requests") & (records["row"] == "received")]
    return {record.column: record.value for record in records.dropna(subset="value").itertuples()}


@pytest.mark.parametrize("wide", [1, 2])
@pytest.mark.parametrize("indent", ["", "   "])
@pytest.mark.parametrize("browser", [False, True])
def test_a_grid_is_read_with_its_spans(wide: int, indent: str, browser: bool) -> None:
    table = draw(REQUESTS, WIDTHS, wide).translate(BROWSER if browser else {})
    assert requests("\n".join(indent + line for line in table.splitlines())) == RECEIVED


@pytest.mark.parametrize("wide", [1, 2])
def test_bars_of_a_header_may_stand_right_beside_those_of_its_rows(wide: int) -> None:
    """Text browsers draw so where merged cells of a page do not end where those below them do."""

    # A narrow column of the grid belongs to another cell in the header than in the rows.
    def moved(column: int, row: int) -> int:
        return column + (column > 2 or (column == 2 and row > 2))

    drawing = [
        (row, moved(left, row), rows, moved(left + columns, row) - moved(left, row), text)
        for row, left, rows, columns, text in REQUESTS
    ]
    widths = [*WIDTHS[:2], 1, *WIDTHS[2:]]
    assert requests(draw(drawing, widths, wide)) == RECEIVED


def test_cells_are_where_they_are_drawn() -> None:
    boxes = drawn.boxes(draw(REQUESTS, WIDTHS, 2).splitlines())
    assert boxes is not None
    found = [
        (box.row, box.column, box.rowspan, box.colspan, "".join(box.texts).replace(" ", "")) for box in boxes
    ]
    assert found == sorted(REQUESTS)


@pytest.mark.parametrize(
    ("line", "column"),
    [(0, 40), (2, 48), (7, 40), (7, 48), (8, 60), (10, 40)],
)
def test_of_a_grid_that_is_damaged_no_number_moves(line: int, column: int) -> None:
    lines = draw(REQUESTS, WIDTHS, 1).splitlines()
    lines[line] = lines[line][:column] + " " + lines[line][column + 1 :]
    assert requests("\n".join(lines)).items() <= RECEIVED.items()


def test_rows_without_rules_between_them_are_told_by_their_labels() -> None:
    rows = [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政规范性文件", "4", "", "18"],
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "本年处理决定数量", "", ""],
        ["行政许可", "35", "", ""],
    ]
    drawing = [(i, k, 1, 1, text) for i, row in enumerate(rows) for k, text in enumerate(row)]
    lines = draw(drawing, [20, 18, 16, 16], 2).splitlines()
    head = "临汶县教育局2023年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n"
    table = "\n".join(line for i, line in enumerate(lines) if i % 2 or i in (0, 2, len(lines) - 1))
    records = reportparse.parse((head + table).encode()).records.dropna(subset="value")
    assert {(record.row, record.column): record.value for record in records.itertuples()} == {
        ("rules", "issued"): 1,
        ("rules", "repealed"): 2,
        ("rules", "in_force"): 3,
        ("normative_documents", "issued"): 4,
        ("normative_documents", "in_force"): 18,
        ("licensing", "decisions"): 35,
    }


def test_grids_right_below_each_other_are_two() -> None:
    table = draw(REQUESTS, WIDTHS, 2)
    frame = draw([(0, 0, 1, 1, "发布机构"), (0, 1, 1, 1, "临汶县教育局")], [12, 20], 2)
    assert requests(f"{frame}\n{table}\n{frame}") == RECEIVED


@pytest.mark.parametrize(("second", "total"), [("5", 15), ("6", None)])
def test_digits_in_two_lines_of_a_cell_are_one_number_only_if_then_the_sum_holds(
    second: str, total: int | None
) -> None:
    lines = draw(REQUESTS, WIDTHS, 1).splitlines()
    edge = sum(WIDTHS[:7])
    below = "".join(character if character == "|" else " " for character in lines[7])
    lines.insert(8, f"{below[: edge + 1]}{second}{below[edge + 2 :]}")
    lines[7] = f"{lines[7][: edge + 1]}1 {lines[7][edge + 3 :]}"
    assert requests("\n".join(lines)).get("total") == total


def test_a_bar_alone_in_a_cell_is_a_blank_line_and_joins_no_rows() -> None:
    """reStructuredText marks each line of a cell in which line ends count with a bar, blank lines, too."""
    rows = [
        ("二、上年结转", ["|"] * 7),
        ("政府信息公开申请数量", [""] * 7),
        ("", []),
        ("（一）予以公开", ["0"] * 7),
        ("", []),
        ("（二）部分公开", ["| 2", *["| 0"] * 5, "| 2"]),
        ("", []),
        ("（三）不予公开 1.属于国家秘密", ["|"] * 7),
    ]
    edge = "+" + "-" * 32 + "+" + "----------+" * 7
    names = ["", "自然人", *(name[:2] for name in ORGANISATIONS), "总计"]
    rest = ["", "", *(name[2:] for name in ORGANISATIONS), ""]
    lines = [edge]
    for label, *texts in [names, rest, [""], *([label, *texts] for label, texts in rows)]:
        wide = 2 * len(label) - sum(east_asian_width(character) not in "WF" for character in label)
        cells = "".join(f" {text}{' ' * (9 - (2 if text >= '一' else 1) * len(text))}|" for text in texts)
        lines.append(f"|{label}{' ' * (32 - wide)}|{cells}" if texts else edge)
    table = "\n".join([*lines, edge])
    head = "临汶县教育局2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n"
    report = reportparse.parse((head + table + "\n\n四、其他情况").encode())
    found: dict[str, list[tuple[float | None, str, str]]] = {}
    for record in report.record_list:
        found.setdefault(record.row, []).append((record.value, record.state, record.certainty))
    assert found["carried_in"] == [(None, "blank", "read")] * 7
    assert found["outcome.disclosed"] == [(0, "number", "read")] * 7
    assert found["outcome.partially_disclosed"] == [
        (number, "number", "read") for number in (2, 0, 0, 0, 0, 0, 2)
    ]


def test_equal_numbers_in_lines_are_no_merged_cell() -> None:
    """A narrow column has the unit below its number."""
    widths = [42, *[16] * 7]
    values = {
        "一、本年新收政府信息公开申请数量": ["1", "0", "0", "0", "0", "0", "1"],
        "二、上年结转政府信息公开申请数量": ["0", "0", "0", "0", "0", "1", "1"],
    }
    edge = "+" + "+".join("-" * width for width in widths) + "+"

    def line(texts: list[str]) -> str:
        rooms = (
            width - sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
            for text, width in zip(texts, widths, strict=True)
        )
        return "|" + "|".join(text + " " * room for text, room in zip(texts, rooms, strict=True)) + "|"

    names = ["", "自然人", *ORGANISATIONS, "总计"]
    rows = [
        part for label, row in values.items() for part in (line([label, *row]), line(["", *["件"] * 7]), edge)
    ]
    found = requests("\n".join([edge, line(names), edge, *rows]))
    assert found == {**dict.fromkeys(RECEIVED, 0), "research_institution": 0, "natural_person": 1, "total": 1}


def test_a_table_that_is_wrapped_in_a_cell_with_its_rules_is_left_out_and_that_is_said() -> None:
    inner = [
        "  ----------- ------",
        "--------------- ----",
        "------",
        "  **信息内容**  **本年处理",
        "决定数量**",
        "  **行政许可**  **13",
        "3521**",
        "  ----------- ------",
        "--------------- ----",
        "------",
    ]
    lines = [
        "云桥市水利局2023年政府信息公开工作年度报告",
        "",
        "二、主动公开政府信息情况",
        "",
        "+:-------------------------:+",
        "| 本局公开情况如下。        |",
        *(f"| {line:25} |" for line in inner),
        "+---------------------------+",
        "",
        "六、其他需要报告的事项",
        "无。",
    ]
    report = reportparse.parse("\n".join(lines).encode())
    assert not [record for record in report.record_list if record.certainty != "uncertain"]
    assert (
        "tables inside of cells of others are wrapped with their rules and cannot be read" in report.warnings
    )
    assert "本局公开情况如下。" in "".join(section.text for section in report.sections)
