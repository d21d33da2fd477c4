from pathlib import Path
from shutil import copytree

import pytest

from reportparse import parse
from reportparse.forms import FormError, load_forms
from reportparse.forms.schema import FORMS_FOLDER

EDITION = """
id = "own"
family = "disclosure_annual_report"

[[tables]]
code = "t"

[[tables.blocks]]
columns = [{ code = "a", path = ["甲"] }, { code = "b", path = ["乙"] }]
rows = [{ code = "r", path = ["行"] }]
"""


def test_the_official_forms_have_their_official_sizes() -> None:
    editions = load_forms().editions
    sizes = {
        (edition.id, table.code): sum(1 for block in table.blocks for _ in block.slots)
        for edition in editions.values()
        for table in edition.tables
    }
    assert sizes["2021", "proactive_disclosure"] == 10
    assert sizes["2019", "proactive_disclosure"] == 22
    assert sizes["2021", "requests"] == 25 * 7
    assert sizes["2019", "requests"] == 23 * 7
    assert sizes["2021", "reviews_and_litigation"] == sizes["2019", "reviews_and_litigation"] == 15


def test_the_patterns_of_the_package_are_regular_expressions(tmp_path: Path) -> None:
    # As a user's own forms they are compiled when they are read, unlike those of the package.
    own = copytree(FORMS_FOLDER / "disclosure_annual_report", tmp_path / "own")
    assert load_forms(own).families == load_forms().families


def test_a_users_own_edition_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(EDITION, "utf-8")
    forms = load_forms(path)
    assert forms.families[0].editions[0].id == "own"
    assert forms.fingerprint != load_forms().fingerprint
    assert load_forms(str(path)) is forms


def test_an_edition_of_ones_own_stands_for_that_with_the_same_id(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(EDITION.replace('"own"', '"2021"', 1), "utf-8")
    forms = load_forms(path)
    assert [edition.id for edition in forms.families[0].editions] == ["2021", "2019", "2014"]
    assert [table.code for table in forms.editions["2021"].tables] == ["t"]


def test_a_file_that_was_changed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(EDITION, "utf-8")
    load_forms(path)
    path.write_text(EDITION.replace('"own"', '"changed"', 1), "utf-8")
    assert "changed" in load_forms(path).editions


def test_two_editions_of_a_family_with_one_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "family.toml").write_text('id = "budget"\ntitle = "预算公开报告"\n', "utf-8")
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(EDITION.replace("disclosure_annual_report", "budget"), "utf-8")
    with pytest.raises(FormError, match=r"b\.toml: id: a\.toml has the id own, too"):
        load_forms(tmp_path)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ('unit = "元"', "5元", 5),
        ('unit = "元"', "5件", None),
        ('unit = "项", decimal = true', "5.5项", 5.5),
        ('unit = "件"', "5元", None),
        ('unit = "件"', "5人", None),
        ('unit = "人次"', "5人", 5),
        ("decimal = true", "5.5万元", 5.5),
    ],
)
def test_a_printed_unit_is_of_the_kind_of_the_columns(
    tmp_path: Path, column: str, cell: str, value: float | None
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        EDITION.replace('path = ["甲"] }', f'path = ["甲数目"], {column} }}').replace('["乙"]', '["乙数目"]'),
        "utf-8",
    )
    rows = (
        f"<tr><td>名称</td><td>甲数目</td><td>乙数目</td></tr><tr><td>行</td><td>{cell}</td><td>1</td></tr>"
    )
    report = parse(f"<meta charset=utf-8><table>{rows}</table>".encode(), load_forms(path))
    assert {record.column: record.value for record in report.record_list if record.table == "t"}["a"] == value


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('code = "a"', 'kode = "a"'), "columns"),
        (('family = "disclosure_annual_report"', 'family = "unknown"'), "there is no family unknown"),
        (("[[tables]]", "[[tables"), "is not TOML"),
        (('code = "b"', 'code = "a"'), "declared twice"),
    ],
)
def test_a_wrong_form_is_refused_with_file_and_key(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(EDITION.replace(*change), "utf-8")
    with pytest.raises(FormError) as error:
        load_forms(path)
    assert str(path) in str(error.value)
    assert words in str(error.value)


def test_a_rule_over_an_unknown_row_is_refused(tmp_path: Path) -> None:
    rule = '\n[[rules]]\nid = "x"\nkind = "sum"\nseverity = "error"\ntext = "x"\ntable = "t"\n'
    path = tmp_path / "own.toml"
    path.write_text(EDITION + rule + 'for_each = "column"\nleft = ["r"]\nright = ["nowhere"]\n', "utf-8")
    with pytest.raises(FormError, match="has no nowhere"):
        load_forms(path)


@pytest.mark.parametrize(
    ("years", "year", "usual"),
    [
        ("[2021]", 2021, True),
        ("[2021]", 2040, True),
        ("[2021]", 2020, False),
        ("[2019, 2020]", 2020, True),
        ("[2019, 2020]", 2021, False),
        ("[2019]", None, False),
        ("[]", 2021, False),
    ],
)
def test_an_edition_without_a_last_year_is_still_in_use(
    tmp_path: Path, years: str, year: int | None, usual: bool
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"usual_years = {years}\n{EDITION}", "utf-8")
    assert load_forms(path).editions["own"].is_usual_in(year) == usual
