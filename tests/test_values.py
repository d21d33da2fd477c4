import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.values import Value, has_note, read_value


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("0", 0, None),
        ("２６", 26, None),
        ("1,234", 1234, None),
        ("１，２３４", 1234, None),
        ("减3", -3, None),
        ("增1558", 1558, None),
        ("减少3", -3, None),
        ("增加5", 5, None),
        ("\u00ad7", -7, None),
        ("56.5萬元", 56.5, "万元"),
        ("2,736.5（万元）", 2736.5, "万元"),
        ("人民币0.27亿元整", 0.27, "亿元"),
        ("+123", 123, None),
        ("-7", -7, None),
        ("43.788万元", 43.788, "万元"),
        ("251000元", 251000, "元"),
        ("\u200b12\u00a0", 12, None),
        ("3件", 3, "件"),
        ("3件（次）", 3, "件(次)"),
        ("58（件）", 58, "件"),
        ("4宗", 4, "宗"),
        ("24篇", 24, "篇"),
        ("30人次", 30, "人次"),
        ("3人", 3, "人"),
        ("共12件", 12, "件"),
        ("共计 3 项", 3, "项"),
        ("零", 0, None),
        ("〇", 0, None),
    ],
)
def test_plain_numbers_are_read(raw: str, value: float, unit: str | None) -> None:
    found = read_value(raw)
    assert (found.state, found.value, found.unit) == ("number", value, unit)


@pytest.mark.parametrize("raw", ["", " ", "\u3000", "\u00a0", "\n", "\u200b"])
def test_a_blank_is_not_a_zero(raw: str) -> None:
    assert read_value(raw) == Value("blank", None)


@pytest.mark.parametrize("raw", ["/", "-", "\u00ad", "—", "——", "———", "_", "__", "无", "不适用"])
def test_a_dash_is_not_a_zero(raw: str) -> None:
    assert read_value(raw)[:2] == ("dash", None)


@pytest.mark.parametrize(
    "raw",
    [
        "22（其中修订16件）",
        "23余件",
        "? 0",
        "O",
        "1,23",
        "12.5.3",
        "见附件",
        "3-5",
        "１２3a",
        "共",
        "共约3件",
        "（12）",
    ],
)
def test_what_is_not_plainly_a_number_stays_text(raw: str) -> None:
    assert read_value(raw)[:2] == ("text", None)


def test_digits_with_white_space_between_are_marked() -> None:
    assert read_value("2\n6") == Value("number", 26, split=True)
    assert read_value("26") == Value("number", 26)


@given(st.integers(min_value=0, max_value=10**12))
def test_every_whole_number_is_read_as_printed(number: int) -> None:
    for printed in (str(number), f"{number:,}", f" {number} ", f"+{number}"):
        assert read_value(printed).value == number


@given(st.text(max_size=30))
def test_only_texts_with_digits_give_numbers(text: str) -> None:
    found = read_value(text)
    assert (found.value is None) == (found.state != "number")
    if found.state == "number":
        assert any(character.isdigit() or character in "零〇" for character in text)


@pytest.mark.parametrize("raw", ["12①", "12²", "12 ①", "12注¹", "12[注1]", "12[3]", "12*", "１２³", "12件①"])
def test_the_mark_of_a_note_is_no_digit_of_the_number(raw: str) -> None:
    assert read_value(raw)[:2] == ("number", 12)


@pytest.mark.parametrize("raw", ["①", "¹²", "①12", "1²3", "12[]", "12注"])
def test_what_may_be_a_note_or_a_number_stays_text(raw: str) -> None:
    assert read_value(raw)[:2] == ("text", None)


@pytest.mark.parametrize(
    ("raw", "leading_zero", "sign_apart"),
    [
        *(("0", False, False), ("05", True, False), (" 0 5", True, False), ("-5", False, False)),
        *(("- 5", False, True), ("— 5", False, True), ("-", False, False), ("5 - 6", False, False)),
    ],
)
def test_marks_of_a_number_that_may_be_another_one_are_kept(
    raw: str, leading_zero: bool, sign_apart: bool
) -> None:
    found = read_value(raw)
    assert (found.leading_zero, found.sign_apart) == (leading_zero, sign_apart)


@pytest.mark.parametrize("raw", ["22（其中修订16件）", "5件(含转办2件)", "1,204（其中：网上 3 件）"])
def test_a_number_with_a_note_is_known_as_one(raw: str) -> None:
    assert has_note(raw)


@pytest.mark.parametrize(
    "raw", ["22", "其他（件）", "1.属于国家秘密", "（其中2件）", "第（一）项", "2（三）不予公开"]
)
def test_a_label_is_no_number_with_a_note(raw: str) -> None:
    assert not has_note(raw)


@pytest.mark.parametrize("sign", ["-", "\u2010", "\u2011", "\u2212", "\u2013"])
def test_every_hyphen_is_a_minus(sign: str) -> None:
    assert read_value(f"{sign}9").value == -9
    assert read_value(sign).state == "dash"
