"""Tables whose header and rows do not share the edges of their columns, with blank cells in every row."""

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text


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
