"""Merged cells that a tool printed again in each of their places."""

import csv
import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from random import Random

import docx
import pytest
from docx.text.paragraph import Paragraph

import reportparse
from corpus.generator import make, write
from reportparse.report import Report
from tests.tables import APPLICANT_CODES, requests_rows


def lines(rows: list[list[str]], dialect: str) -> Iterator[str]:
    if dialect == "commas":
        printed = io.StringIO()
        csv.writer(printed, lineterminator="\n").writerows(rows)
        yield from printed.getvalue().splitlines()
        return
    mark = {"tabs": "\t", "spaces": " "}.get(dialect)
    for number, row in enumerate(rows):
        yield mark.join(row) if mark else f"|{'|'.join(row)}|"
        if dialect == "markdown" and not number:
            yield "|---" * len(row) + "|"


def values(report: Report) -> dict[tuple[str, str, str], tuple[str | None, float | None]]:
    return {
        (record.table, record.row, record.column): (record.raw, record.value)
        for record in report.record_list
        if record.certainty != "uncertain" and record.state != "absent"
    }


@pytest.mark.parametrize("dialect", ["markdown", "tabs", "commas", "spaces"])
@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("profile", ["distinct", "zero", "busy", "sparse"])
def test_repeated_cells_are_one(tmp_path: Path, dialect: str, edition: str, profile: str) -> None:
    path, text = with_cells_repeated(tmp_path, dialect, edition, profile, [""])
    assert values(reportparse.parse(text.encode())) == values(reportparse.parse(path))


@pytest.mark.parametrize("dialect", ["tabs", "commas"])
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_tables_of_repeated_cells_right_below_each_other_are_several(
    tmp_path: Path, dialect: str, edition: str
) -> None:
    path, text = with_cells_repeated(tmp_path, dialect, edition, "distinct", [])
    prose = [line for line in text.split("\n") if not ({"\t", ","} & set(line))]
    tables = [line for line in text.split("\n") if {"\t", ","} & set(line)]
    assert values(reportparse.parse("\n".join([*prose, *tables, ""]).encode())) == values(
        reportparse.parse(path)
    )


def with_cells_repeated(
    folder: Path, dialect: str, edition: str, profile: str, gap: list[str]
) -> tuple[Path, str]:
    """A made report, and its text with each cell in each of its places; a gap is before and behind tables."""
    path = folder / "report.docx"
    write(make(31, edition, profile, [], "docx"), "docx", path)
    text: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Paragraph):
            text.append(block.text)
        else:
            rows = [[cell.text.replace("\n", "") for cell in row.cells] for row in block.rows]
            text += [*gap, *lines(rows, dialect), *gap]
    return path, "\n".join(text)


def test_names_that_are_the_same_are_no_merged_cell_where_values_differ() -> None:
    rows = [["第二十条第（五）项"] * 4, ["信息内容", *["本年处理决定数量"] * 3], ["行政许可", "1", "2", "3"]]
    text = "\n".join(["二、主动公开政府信息情况", "", *lines(rows, "markdown")])
    assert all(record.value is None for record in reportparse.parse(text.encode()).record_list)


FEES = [
    ["第二十条第（八）项"] * 4,
    ["信息内容", "上一年项目数量", "本年增/减", "本年增/减"],
    ["行政事业性收费", "", "7", "7"],
]


def test_cells_that_a_page_repeats_are_merged() -> None:
    page = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in FEES)
    report = reportparse.parse(f"<h2>二、主动公开政府信息情况</h2><table>{page}</table>".encode())
    found = {record.column: record.value for record in report.record_list if record.row == "fees"}
    assert found == {"items_previous": None, "items_change": 7}


def test_below_a_name_beside_itself_no_line_of_values_is_read() -> None:
    lines = ["二、主动公开政府信息情况", *(text for row in FEES[1:] for text in row), "三、收到和处理情况"]
    lines[lines.index("")] = "\xa0"
    report = reportparse.parse("\n".join(lines).encode())
    assert all(record.value is None for record in report.record_list)


def test_repeated_cells_with_other_edges_than_the_header_are_not_put_below_it() -> None:
    header, *rows = requests_rows()
    lines = [["", *(name for name in header[1:] for _ in range(3))]]
    # The total begins one place before its name: a piece of it is below the name of the column before.
    lines += [[label, *[""] * 17, "0", "0", "0", "0"] for label, *_ in rows]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", *("\t".join(line) for line in lines)])
    records = reportparse.parse(text.encode()).record_list
    assert {record.value for record in records if record.column == "other_organisation"} == {None}


def test_data_frames_below_each_other_are_tables_of_their_own() -> None:
    frames = [
        [
            ["第二十条第（一）项"] * 4,
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "0", "1", "2"],
        ],
        [["第二十条第（五）项"] * 4, ["信息内容", *["本年处理决定数量"] * 3], ["行政许可", "7", "7", "7"]],
    ]
    numbers = ["0", "1", "2", "3"]
    tables = ["\n".join(lines([numbers, *frame], "markdown")) for frame in frames]
    text = "\n\n".join(["二、主动公开政府信息情况", *tables, "三、其他"])
    found = {
        (record.row, record.column): record.value for record in reportparse.parse(text.encode()).record_list
    }
    assert [found["rules", column] for column in ("issued", "repealed", "in_force")] == [0, 1, 2]
    assert found["licensing", "decisions"] == 7


@pytest.mark.parametrize("mark", ["\t", "|"])
def test_a_header_is_not_parted_from_rows_that_lack_their_last_cell(mark: str) -> None:
    """In another order than the form's, and with a column behind it that is blank in all rows."""
    (_, *names), *rows = requests_rows()
    header = ["项目", "项目", "项目", names[1], names[0], *names[2:], "备注"]
    lines = [mark.join(header), *(mark.join([label, label, *row]) for row in rows for label in row[:1])]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", *lines, "", "四、其他"])
    found = {
        (record.row, record.column): record.value for record in reportparse.parse(text.encode()).record_list
    }
    assert found["received", "natural_person"] in (None, float(rows[0][2]))


@pytest.mark.parametrize("dialect", ["pipes", "tabs", "commas", "spaces"])
def test_rows_without_the_cells_that_repeat_others_are_not_guessed(dialect: str) -> None:
    """Values with blanks and equal neighbours, which are left out to get rid of merged cells printed again."""
    random = Random(7)
    names, *labelled = requests_rows()
    for _ in range(5):
        rows = [
            [label, *(random.choice(["", "", "1", "2", "34"]) for _ in range(6))] for label, *_ in labelled
        ]
        for row in rows:
            row.append(str(sum(int(text or 0) for text in row[1:])))
        printed = [[text for text, _ in groupby(row)] for row in [names, *rows]]
        text = "\n".join(["三、收到和处理政府信息公开申请情况", *lines(printed, dialect), "", "四、其他"])
        columns = dict(zip(APPLICANT_CODES, range(1, 8), strict=True))
        texts = {row[0]: row for row in rows}
        for record in reportparse.parse(text.encode()).record_list:
            if record.table == "requests" and record.value is not None:
                assert (
                    texts[record.row_label.split(" ")[-1]][columns[record.column]] == f"{record.value:g}"
                ), record


def test_equal_numbers_that_a_space_parts_from_their_unit_are_no_merged_cell() -> None:
    (_, *names), *rows = requests_rows()
    printed = [
        ["", *names],
        *([label, "4 件", "1 件", "0 件", "0 件", "0 件", "1 件", "6 件"] for label, *_ in rows),
    ]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", "", *lines(printed, "markdown")])
    records = [
        record for record in reportparse.parse(text.encode()).record_list if record.table == "requests"
    ]
    numbers = dict(zip(APPLICANT_CODES, [4, 1, 0, 0, 0, 1, 6], strict=True))
    assert {(record.column, record.value) for record in records} == set(numbers.items())
