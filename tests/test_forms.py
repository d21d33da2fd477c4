from pathlib import Path

import pytest

from reportparse.forms import FormError, load_forms

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


def test_a_users_own_edition_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(EDITION, "utf-8")
    forms = load_forms(path)
    assert forms.families[0].editions[0].id == "own"
    assert forms.fingerprint != load_forms().fingerprint


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
