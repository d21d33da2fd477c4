"""Rows of a drawn table with a cell too many: a page shows them all the same."""

import pytest

import reportparse
from tests.tables import requests_rows

HEAD = "<h1>云桥市水利局2023年政府信息公开工作年度报告</h1><h2>三、收到和处理政府信息公开申请情况</h2>"


HEADER = requests_rows()[0]
FIRST, *REST = ([label, "2", "1", "0", "0", "0", "0", "3"] for label, *_ in requests_rows()[1:])


def certain(rows: list[list[str]]) -> dict[str, list[float | None]]:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    page = f"{HEAD}<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table><h2>四、其他</h2><p>无。</p>"
    found: dict[str, list[float | None]] = {}
    for record in reportparse.parse(f"<html><body>{page}</body></html>".encode()).record_list:
        if record.table == "requests" and record.certainty != "uncertain" and record.state != "absent":
            found.setdefault(record.row, []).append(record.value)
    return found


@pytest.mark.parametrize("more", ["0", ""])
@pytest.mark.parametrize("place", [1, 3, 7])
def test_no_cell_of_a_row_with_one_too_many_is_certain(more: str, place: int) -> None:
    first = [FIRST[0], "12", "3", "0", "3", "0", "4", "22"]
    found = certain([HEADER, [*first[:place], more, *first[place:]], *REST])
    assert "received" not in found
    assert len(found["carried_in"]) == 7


def test_a_blank_cell_behind_a_full_row_takes_nothing_from_it() -> None:
    values = ["12", "3", "0", "3", "0", "4", "22"]
    assert certain([HEADER, [FIRST[0], *values, ""], *REST])["received"] == list(map(float, values))


@pytest.mark.parametrize(
    "shown", ["<object data='n.svg'></object>", "<iframe srcdoc='7'></iframe>", "<embed src='n'>"]
)
def test_a_cell_that_shows_something_of_another_file_is_not_blank(shown: str) -> None:
    found = certain([HEADER, [FIRST[0], *[shown] * 7], *REST])
    assert "received" not in found
