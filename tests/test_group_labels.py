from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reportparse.document import Place
from reportparse.forms.vocabulary import vocabulary
from reportparse.tables.texts.group_labels import without_dashes_of_groups, without_scattered_groups
from reportparse.tables.texts.sequence import Token
from tests.tables import FAMILY

WORDS = vocabulary(FAMILY)
GROUP = "（三）不予公开"


def tokens(texts: list[str]) -> list[Token]:
    return [Token(text, Place(f"line {i + 1}"), text.isdigit()) for i, text in enumerate(texts)]


def kept(texts: list[str]) -> list[str]:
    return [token.text for token in without_scattered_groups(tokens(texts), WORDS)]


def test_the_pieces_of_a_label_between_rows_are_dropped() -> None:
    texts = ["4.保护第三方合法权益", "（三）", "0", "1", "不予公", "5.属于三类内部事务信", "0", "开", "息"]
    assert kept(texts) == ["4.保护第三方合法权益", "0", "1", "5.属于三类内部事务信", "0", "息"]


def test_a_label_in_one_place_stays() -> None:
    texts = [
        "（三）",
        "不予公",
        "开",
        "1.属于国家秘密",
        "0",
        "（三）不予公开",
        "2.其他法律行政法规禁止公开",
        "0",
    ]
    assert kept(texts) == texts


def test_pieces_that_spell_no_whole_label_stay() -> None:
    texts = ["（三）", "0", "不予公", "1"]
    assert kept(texts) == texts


def test_the_pieces_of_what_is_a_row_in_another_edition_stay_around_values() -> None:
    """Else the row above would get them."""
    texts = [
        "5.要求行政机关确认或重新出具已获取信息",
        "0",
        "（六）其他",
        "0",
        "0",
        "3",
        "处理",
        "（七）总计",
        "3",
    ]
    assert kept(texts) == texts
    beside_rows = ["（六）其他", "1.逾期不补正", "0", "处理", "2.逾期不缴费", "0"]
    assert kept(beside_rows) == ["1.逾期不补正", "0", "2.逾期不缴费", "0"]


@given(
    st.lists(st.sampled_from(["0", "17", "1.属于国家秘密", "规章", "息"]), max_size=12),
    st.lists(st.integers(1, len(GROUP) - 1), min_size=1, max_size=3, unique=True),
    st.data(),
)
def test_only_the_pieces_are_dropped(others: list[str], cuts: list[int], data: st.DataObject) -> None:
    edges = [0, *sorted(cuts), len(GROUP)]
    texts = list(others)
    place = len(texts)
    for start, end in reversed(list(pairwise(edges))):
        place = data.draw(st.integers(0, place))
        texts.insert(place, GROUP[start:end])
    assert kept(texts) in (others, texts)


def test_dashes_right_behind_the_label_of_a_group_are_its_own() -> None:
    texts = ["二、回应解读情况", "——", "（一）回应公众关注热点或重大舆情数", "—", "3"]
    sequence = [replace(token, is_value=token.is_value or "—" in token.text) for token in tokens(texts)]
    kept = without_dashes_of_groups(sequence, WORDS)
    assert [token.text for token in kept] == [texts[0], *texts[2:]]


def test_dashes_behind_the_wrapped_label_of_a_group_are_its_own() -> None:
    texts = ["（二）通过不同渠道和方式公开政府", "信息的情况", "——", "1.政府公报公开政府信息数", "3"]
    sequence = [replace(token, is_value=token.is_value or "—" in token.text) for token in tokens(texts)]
    assert "——" not in [token.text for token in without_dashes_of_groups(sequence, WORDS)]
