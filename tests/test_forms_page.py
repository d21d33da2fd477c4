"""The page on how to write a form: its example is read, and each key is explained."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

import reportparse
from reportparse.forms import figure_rules, schema

PAGE = Path(schema.__file__).with_name("README.md").read_text("utf-8")
TABLES: list[tuple[str, type[BaseModel]]] = [
    ("## `family.toml`", schema.FamilyHeader),
    ("### `[[sections]]`", schema.SectionHeading),
    ("### `contraries`", schema.Contrary),
    ("## An edition", schema.Edition),
    ("### `[[tables]]`", schema.TableForm),
    ("### `[[tables.blocks]]`", schema.Block),
    ("### `columns`", schema.Column),
    ("### `rows`", schema.Row),
    ("### `[[rules]]`", schema.Rule),
    ("## `figures.toml`", figure_rules.FigureRules),
    ("### `[[figures]]`", figure_rules.FigureRule),
    ("### `[[zeros]]`", figure_rules.ZeroStatement),
    ("### `[[stated]]`", figure_rules.StatedRow),
    ("### `[[stated.columns]]`", figure_rules.StatedColumn),
    ("### `[[sums]]`", figure_rules.StatedSum),
    ("### `[numerals]`", figure_rules.NumeralWords),
    ("### `[clauses]`", figure_rules.ClauseWords),
    ("### `[times]`", figure_rules.TimeWords),
    ("### `[scopes]`", figure_rules.Scopes),
]


@pytest.fixture
def report(tmp_path: Path) -> reportparse.Report:
    """The report of the example, read with the forms of the example."""
    files = re.findall(r"^`(\S+\.toml)`\n\n```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert [name for name, _ in files] == ["family.toml", "2022.toml", "figures.toml"]
    for name, content in files:
        (tmp_path / name).write_text(content, "utf-8")
    [page] = re.findall(r"```html\n(.*?)```", PAGE, re.DOTALL)
    return reportparse.parse(page.encode(), reportparse.load_forms(tmp_path))


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        (
            "figures.toml",
            ('column = "opened"', 'column = "opend"'),
            "figures.toml: figures.0: no edition has the cell",
        ),
        ("2022.toml", ('family = "', 'family = "un'), "2022.toml: family: is un"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(
    tmp_path: Path, file: str, change: tuple[str, str], words: str
) -> None:
    for name, content in re.findall(r"^`(\S+\.toml)`\n\n```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE):
        changed = content.replace(*change) if name == file else content
        (tmp_path / name).write_text(changed, "utf-8")
    with pytest.raises(reportparse.FormError, match=words):
        reportparse.load_forms(tmp_path)


def test_the_example_is_read(report: reportparse.Report) -> None:
    assert (report.agency, report.year, report.edition) == ("青杉市园林局", 2023, "parks_2022")
    assert (report.status, report.warnings) == ("ok", [])
    assert [section.code for section in report.sections] == ["overview", "parks"]
    values = {(record.table, record.row, record.column): record.value for record in report.record_list}
    assert len(values) == 19
    assert values["parks", "urban", "area"] == 310.5
    assert values["parks", "total", "at_end"] == 27
    assert values["upkeep", "rural", "planned"] == 95
    assert values["upkeep", "rural", "spent"] is None


def test_the_text_of_the_example_is_compared_with_its_table(report: reportparse.Report) -> None:
    cells = {(figure.row, figure.column, figure.value) for figure in report.figure_list}
    assert cells == {("total", "opened", 3), ("total", "closed", 0)}
    assert {check.rule for check in report.check_list} == {
        "parks.total", "parks.balance", "values.domain", "text.figure"
    }  # fmt: skip
    assert {check.verdict for check in report.check_list} == {"pass"}


@pytest.mark.parametrize(("heading", "model"), TABLES)
def test_each_key_is_explained(heading: str, model: type[BaseModel]) -> None:
    _, _, rest = PAGE.partition(f"\n{heading}\n")
    section = re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0]
    _, _, keys = section.partition("| key | meaning |\n|---|---|\n")
    assert re.findall(r"^\| `(\w+)` \|", keys, re.MULTILINE) == list(model.model_fields)


def test_no_part_of_a_form_file_is_left_out() -> None:
    parts = {
        model
        for module in (schema, figure_rules)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == module.__name__
    }
    # What is put together from several files.
    parts -= {schema.Family, schema.Forms}
    assert parts == {model for _, model in TABLES}
