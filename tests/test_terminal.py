"""Texts cut at the columns of a terminal."""

from reportparse.terminal import slices, width


def test_wide_characters_take_two_columns_and_stand_where_they_begin() -> None:
    assert width("规章 5") == 6
    assert slices("规章 5", [0, 2, 5]) == ["规", "章 ", "5"]
    # One that begins before a column ends is of the cell before.
    assert slices("规章 5", [0, 3, 5]) == ["规章", " ", "5"]


def test_a_text_that_ends_before_a_column_has_nothing_there() -> None:
    assert slices("ab", [1, 2, 9]) == ["ab", "", ""]
    assert slices("规", [0, 2, 9]) == ["规", "", ""]
    assert slices("", [0, 4]) == ["", ""]
