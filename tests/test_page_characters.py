"""Notes and struck text on pages, known by their places alone."""

import pytest
from pdf_drawing import Drawing

from reportparse.loaders import load, pdf_careful
from reportparse.loaders.page_characters import with_notes
from reportparse.tables.pages.lines import Character


def drawn_table() -> Drawing:
    drawing = Drawing()
    for x in (100, 200, 300):
        drawing.line(x, 100, x, 160)
    for y in (100, 130, 160):
        drawing.line(100, y, 300, y)
    for y, name in ((120, "规章"), (150, "文件")):
        drawing.text(110, y, name)
    return drawing


def read(drawing: Drawing) -> tuple[list[str], list[str]]:
    document = load(drawing.bytes())
    return [cell.text for table in document.tables for cell in table.cells], document.warnings


def cells(drawing: Drawing) -> list[str]:
    return read(drawing)[0]


def test_small_digits_that_stand_higher_are_notes() -> None:
    drawing = drawn_table()
    drawing.text(210, 120, "12")
    drawing.text(222.5, 115, "34", size=7)
    drawing.text(210, 150, "56")
    assert cells(drawing) == ["规章", "12³⁴", "文件", "56"]


def test_raised_digits_may_be_drawn_behind_all_other_text() -> None:
    drawing = drawn_table()
    drawing.text(210, 120, "12")
    drawing.text(210, 150, "56")
    drawing.text(222.5, 115, "34", size=7)
    drawing.text(222.5, 145, "7", size=7)
    assert cells(drawing) == ["规章", "12³⁴", "文件", "56⁷"]


def test_digits_of_another_font_with_lower_boxes_are_digits() -> None:
    characters = [Character("4", 280.2, 384.8, 286.6, 397.3), Character("6", 286.6, 384.6, 293.0, 395.2)]
    assert [character.text for character in with_notes(characters)] == ["4", "6"]


def test_small_digits_on_the_line_are_digits() -> None:
    drawing = drawn_table()
    drawing.text(210, 120, "12")
    drawing.text(222.5, 120, "3", size=8)
    drawing.text(210, 150, "56")
    assert cells(drawing) == ["规章", "123", "文件", "56"]


def test_struck_digits_are_left_out() -> None:
    drawing = drawn_table()
    drawing.text(210, 120, "8")
    drawing.line(210, 116, 216, 116)
    drawing.text(222, 120, "12")
    drawing.text(210, 150, "56")
    assert read(drawing) == (
        ["规章", "12", "文件", "56"],
        ["page 1: text that is struck through is left out"],
    )


@pytest.mark.parametrize("thickness", [0, 0.5])
def test_the_careful_reader_leaves_struck_digits_out_as_well(thickness: float) -> None:
    drawing = drawn_table()
    drawing.text(210, 120, "12")
    drawing.text(222, 120, "77")
    drawing.fill(222, 116, 234, 116 + thickness) if thickness else drawing.line(222, 116, 234, 116)
    drawing.text(202, 150, "56" * 8)
    drawing.box(200, 130, 300, 160)
    document = pdf_careful.load(drawing.bytes())
    (table,) = document.tables
    assert [cell.text for cell in table.cells] == ["规章", "12", "文件", "56" * 8]
    assert document.warnings == ["page 1: text that is struck through is left out"]


def test_lines_of_tables_and_under_text_strike_nothing() -> None:
    drawing = drawn_table()
    drawing.text(210, 120, "12")
    drawing.line(210, 122, 222, 122)
    drawing.text(210, 150, "56")
    drawing.line(100, 147, 300, 147)
    assert "".join(cells(drawing)).count("56") == 1


def test_a_number_that_runs_over_the_edge_of_its_table_is_whole() -> None:
    drawing = drawn_table()
    drawing.text(292, 120, "10")
    drawing.text(210, 150, "56")
    assert cells(drawing) == ["规章", "10", "文件", "56"]
