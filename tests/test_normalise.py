import unicodedata

import pytest

from reportparse.normalise import WIDE, compact, label, plain, similarity


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("⼀、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量"),
        ("—、总体情况", "一、总体情况"),
        ("商业 企业", "商业企业"),
        ("总　计", "总计"),
        ("自⏎然⏎人".replace("⏎", "\n"), "自然人"),
        ("部⻔规章", "部门规章"),
        ("⺠政局", "民政局"),
        ("行政\u200b许可", "行政许可"),
        ("1、属于国家秘密", "1.属于国家秘密"),
        ("(七)总计", "（七）总计"),
        ("规章（按本机关制定的计算，如 -8 表示减少）", "规章"),
    ],
)
def test_labels_that_readers_see_as_the_same_are_the_same(printed: str, official: str) -> None:
    assert similarity(printed, official) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"),
        ("3.其他", "（六）其他处理"),
        ("第二十条第（五）项", "第二十条第（六）项"),
    ],
)
def test_labels_of_different_rows_are_not_taken_for_each_other(one: str, other: str) -> None:
    assert similarity(one, other) < 0.9


def test_a_label_is_its_numbering_and_its_words() -> None:
    assert label("（二）部分公开（区分处理的，只计这一情形）") == (
        2,
        "部分公开区分处理的只计这一情形",
        "部分公开",
    )
    assert label("3.危及“三安全一稳定”").number == 3
    assert label("第二十条第（一）项").number is None


def test_compact_text_has_no_white_space_of_any_kind() -> None:
    assert compact("\ufeff 总\u3000体\u00a0情\n况 ") == "总体情况"
    assert plain("２０２３") == "2023"


def test_traditional_characters_are_the_same_label() -> None:
    assert label("（六）其他處理").words == label("（六）其他处理").words
    assert similarity("二、上年結轉政府信息公開申請數量", "二、上年结转政府信息公开申请数量") == 1


def test_wide_forms_are_replaced_by_what_unicode_says():
    assert all(unicodedata.normalize("NFKC", wide) == narrow for wide, narrow in WIDE.items())
    assert plain("（１２％）\u3000⺠\u200b国") == "(12%) 民国"


def test_marks_of_notes_are_kept_apart_from_numbers() -> None:
    assert plain("收到申请12①件，３²") == "收到申请12①件,3²"
    assert plain("①主动公开") == "1主动公开"
    assert label("规章①") == label("规章")
