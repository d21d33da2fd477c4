"""Numbers written in Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.chinese_numerals import in_digits, ordinal, value_of
from reportparse.loaders.drawn_numbers import chinese


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("〇", 0), ("两", 2), ("十", 10), ("十七", 17), ("二十", 20), ("九十九", 99), ("一百零三", 103),
        ("一百一十", 110), ("两千零四十", 2040), ("三万", 30_000), ("一万二千", 12_000),
        ("一亿零五百万", 105_000_000), ("二百五", None), ("三五", None), ("一二三", None), ("十百", None),
    ],
)  # fmt: skip
def test_a_numeral_with_places_has_a_value(numeral: str, value: int | None) -> None:
    assert value_of(numeral) == value


@given(st.integers(1, 9999))
def test_every_numeral_is_read_back(value: int) -> None:
    assert value_of(chinese(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("25", 25), ("２５", 25)],
)
def test_a_small_numeral_is_an_ordinal(text: str, value: int) -> None:
    assert ordinal(text) == value


@pytest.mark.parametrize("text", ["", "公开", "〇", "两", "一十", "一百", "二三", "第一", "-1"])
def test_other_texts_are_no_ordinals(text: str) -> None:
    assert ordinal(text) is None


@pytest.mark.parametrize("year", ["二〇一二", "二○一二", "二O一二", "2零12", "2012"])
def test_a_year_is_written_digit_by_digit(year: str) -> None:
    assert in_digits(year) == "2012"
