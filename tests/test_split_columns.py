"""Tables whose header and rows do not share the edges of their columns, with blank cells in every row."""

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text
from tests.tables import requests_rows


@pytest.mark.parametrize("profile", ["zero", "sparse", "busy"])
@pytest.mark.parametrize("seed", range(4))
def test_values_stand_in_the_columns_that_all_rows_share(seed: int, profile: str) -> None:
    made = make(seed, "2021", profile, ["columns_split_differently", "some_blank_zeros"], "txt")
    printed = {
        slot: None if (value := number(text)) is None else float(value)
        for slot, text in truth(made, "txt", [])["values"].items()
        if slot.startswith("requests/")
    }
    records = reportparse.parse(dialect_text(made, "dialect-markdown").encode()).record_list
    found = {f"{record.table}/{record.row}/{record.column}": record.value for record in records}
    assert {slot: found[slot] for slot in printed} == printed


def test_cells_that_are_split_in_one_row_stay_below_the_columns_of_the_others() -> None:
    _, *rows = requests_rows()
    rows[3][1:] = ["", "", "", "", "6", "", "6"]

    def cells(i: int, texts: list[str]) -> str:
        spans = "".join(f'<td colspan="2">{text}</td>' for text in texts)
        # A number beside the blank half of its own cell.
        return spans if i != 3 else spans.replace('<td colspan="2">6</td>', "<td></td><td>6</td>")

    page = "".join(f"<tr><td>{label}</td>{cells(i, texts)}</tr>" for i, (label, *texts) in enumerate(rows))
    report = reportparse.parse(f"<h2>三、收到和处理政府信息公开申请情况</h2><table>{page}</table>".encode())
    row = [record for record in report.record_list if record.row == "outcome.partially_disclosed"]
    assert [record.value for record in row] == [None, None, None, None, 6, None, 6]
    assert {record.certainty for record in row} == {"read"}
