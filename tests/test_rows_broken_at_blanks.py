"""Rows whose blank cells end their lines, each with a pipe of its own, as some versions of trafilatura write them."""

import reportparse
from tests.tables import APPLICANT_CODES, APPLICANTS, requests_rows

TITLE = "临溪县审计局2023年政府信息公开工作年度报告"
HEADING = "三、收到和处理政府信息公开申请情况"
HEADER = f"（勾稽关系） | 申请人情况 |\n自然人 | 法人或其他组织 | 总计 |\n{' | '.join(APPLICANTS[1:-1])} |"
NEXT = ["五、存在的主要问题及改进情况", "公开不够及时。"]


def broken(label: str, values: list[str]) -> str:
    """A row of which each blank cell is a line with nothing but its pipe."""
    cells = "".join(f" {value} |" if value else "\n|" for value in values)
    return f"{label} |{cells}"


def requests_of(rows: dict[str, list[str]]) -> dict[str, list[tuple[str | None, str]]]:
    """The raw texts and certainties of the rows that are printed, by their codes."""
    lines = [TITLE, HEADING, HEADER, *(broken(label, values) for label, values in rows.items()), *NEXT]
    report = reportparse.parse("\n".join(lines).encode())
    found: dict[str, list[tuple[str | None, str]]] = {}
    for record in report.record_list:
        if record.table == "requests" and record.state != "absent":
            found.setdefault(record.row, []).append((record.raw, record.certainty))
            assert record.column == APPLICANT_CODES[len(found[record.row]) - 1]
    return found


def with_totals_alone() -> dict[str, list[str]]:
    """A table in which each row has a number of one applicant and its total, the total alone, or nothing."""
    rows = {label: [""] * 7 for label, *_ in requests_rows()[1:]}
    received, carried_in, disclosed, *_, total, carried_out = rows.values()
    for row in (received, disclosed, total):
        row[0] = row[-1] = "25"
    carried_in[-1] = carried_out[-1] = "0"
    return rows


def test_a_row_that_begins_with_blank_cells_takes_no_digits_of_the_row_above() -> None:
    """In a text layer two digits and one below a label would be a number in a narrow cell."""
    found = requests_of(with_totals_alone())
    assert [raw for raw, _ in found["received"]] == ["25", "", "", "", "", "", "25"]
    assert [raw for raw, _ in found["carried_in"]] == ["", "", "", "", "", "", "0"]


def test_blank_cells_beside_a_label_show_that_the_values_on_another_line_are_its_own() -> None:
    rows = with_totals_alone()
    found = requests_of(rows)
    assert [[raw for raw, _ in row] for row in found.values()] == list(rows.values())
    assert {certainty for row in found.values() for _, certainty in row} == {"read"}


def test_of_a_row_of_blank_cells_that_are_too_many_none_is_said_to_be_blank() -> None:
    """The label of the row below is lost, and its cells may be among them."""
    rows = with_totals_alone()
    label = "2.其他法律行政法规禁止公开"
    rows[label] = [""] * 14
    found = requests_of(rows)
    assert {certainty for _, certainty in found["outcome.refused.prohibited_by_law"]} == {"uncertain"}


def test_the_values_of_a_row_that_lost_its_label_are_not_those_of_another() -> None:
    rows = with_totals_alone()
    rows["一、本年新收政府信息公开申请数量"] += rows.pop("二、上年结转政府信息公开申请数量")
    found = requests_of(rows)
    assert not any(raw for raw, _ in found.get("carried_in", []))
    assert {certainty for _, certainty in found["received"]} == {"uncertain"}


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
REVIEWS = [
    "四、政府信息公开行政复议、行政诉讼情况",
    "行政复议 | 行政诉讼 |",
    f"{' | '.join([*RESULTS, '未经复议直接起诉', '复议后起诉'])} |",
    f"{' | '.join(RESULTS * 2)} |",
]
TOTALS_ALONE = ["", "", "", "", "0"] * 3


def reviews_of(lines: list[str]) -> list[tuple[str | None, str]]:
    report = reportparse.parse("\n".join([TITLE, *REVIEWS, *lines, *NEXT]).encode())
    records = [record for record in report.record_list if record.table == "reviews_and_litigation"]
    return [(record.raw, record.certainty) for record in records]


def test_a_row_of_blank_cells_and_values_below_names_is_no_part_of_their_row() -> None:
    line = "".join(f"| {value} " if value else "| " for value in TOTALS_ALONE) + "|"
    assert (
        reviews_of([line.removeprefix("| ")]) == reviews_of([line]) == [(raw, "read") for raw in TOTALS_ALONE]
    )


def test_where_no_values_are_neighbours_their_names_show_how_many_pipes_part_cells() -> None:
    assert reviews_of(["|", "|", "|", "| 0 |"] * 3) == [(raw, "read") for raw in TOTALS_ALONE]
