"""Numbers of the text compared with the cells that they speak of."""

import pytest

from reportparse.prose.comparison import check_figures
from reportparse.report import Check, Record
from tests.prose import RECEIVED, RULES, figures, record


def verdicts(text: str, *records: Record) -> list[Check]:
    return check_figures(figures(text), list(records), RULES)


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("收到政府信息公开申请18件。", 18, "pass"),
        ("收到政府信息公开申请18件。", 17, "fail"),
        ("收到政府信息公开申请18件。", None, "undecided"),
        ("未收到政府信息公开申请。", 0, "pass"),
        ("未收到政府信息公开申请。", 3, "fail"),
        ("收到政府信息公开申请约20件。", 23, "pass"),
        ("收到政府信息公开申请约20件。", 48, "fail"),
        ("收到政府信息公开申请20余件。", 27, "pass"),
        ("收到政府信息公开申请20余件。", 19, "fail"),
        ("收到政府信息公开申请近300件。", 287, "pass"),
        ("收到政府信息公开申请近300件。", 312, "fail"),
        ("收到政府信息公开申请1.5万余件。", 15_640, "pass"),
        ("收到政府信息公开申请三十余件。", 36, "pass"),
        ("局机关收到政府信息公开申请18件。", 95, "other_scope"),
        ("区政府办公室收到政府信息公开申请18件。", 95, "other_scope"),
        ("区政府办公室收到政府信息公开申请18件。", 11, "fail"),
        ("区政府本级收到政府信息公开申请18件。", 95, "other_scope"),
        ("区政府收到政府信息公开申请18件。", 95, "other_scope"),
        ("区政府收到政府信息公开申请18件。", 11, "fail"),
        ("机关各科室共收到政府信息公开申请18件。", 95, "other_scope"),
        ("全区收到政府信息公开申请95件。", 18, "other_scope"),
        ("局機關收到政府信息公開申請18件。", 95, "other_scope"),
        ("收到政府信息公開申請三萬餘件。", 36_000, "pass"),
        ("收到政府信息公開申請20餘件。", 19, "fail"),
        ("全区收到政府信息公开申请18件。", 95, "fail"),
        ("全区收到政府信息公开申请95件。", 95, "pass"),
    ],
)
def test_the_text_is_compared_with_the_table(text: str, value: float | None, verdict: str) -> None:
    [check] = verdicts(text, record(RECEIVED, value))
    assert (check.rule, check.severity, check.verdict) == ("text.figure", "warning", verdict)
    assert (check.table, check.row, check.column) == ("requests", "received", "total")
    assert check.right == value
    assert (check.left is None) == (value is None)
    if value is not None:
        assert f"{value:.10g}" in check.message
    assert text in check.message


def test_a_figure_is_not_looked_for_inside_of_a_longer_number() -> None:
    text = "全市收到政府信息公开申请15件，局机关收到政府信息公开申请5件。"
    assert [check.verdict for check in verdicts(text, record(RECEIVED, 15))] == ["pass", "other_scope"]


def test_received_may_be_stated_with_what_was_carried_in() -> None:
    carried = record("requests/carried_in/total", 5)
    [both] = verdicts("收到政府信息公开申请23件。", record(RECEIVED, 18), carried)
    assert (both.verdict, both.left, both.right) == ("pass", 23, 23)
    assert verdicts("收到政府信息公开申请18件。", record(RECEIVED, 18), carried)[0].verdict == "pass"
    assert verdicts("收到政府信息公开申请24件。", record(RECEIVED, 18), carried)[0].verdict == "fail"


def test_what_is_stated_with_what_was_carried_in_is_compared_with_both() -> None:
    records = [record(RECEIVED, 18), record("requests/carried_in/total", 5)]
    for text in ("收到政府信息公开申请{}件（含上年结转5件）。", "收到{}件依申请公开，其中2021年结转5件。"):
        for value, verdict in ((23, "pass"), (18, "fail"), (24, "fail")):
            check = verdicts(text.format(value), *records)[0]
            assert (check.row, check.verdict, check.left) == ("received+carried_in", verdict, value)
            assert check.right == 23
    unread = [record(RECEIVED, 18), record("requests/carried_in/total", None)]
    assert verdicts("收到申请23件（含上年结转5件）。", *unread)[0].verdict == "undecided"
    assert verdicts("收到申请23件（含上年结转5件）。", record(RECEIVED, 18)) == []


def test_what_was_received_and_handled_may_be_either() -> None:
    records = [record(RECEIVED, 18), record("requests/outcome.total/total", 16)]
    for text in ("收到并办结政府信息公开申请{}件。", "受理并按期答复政府信息公开申请{}件。"):
        values = {value: verdicts(text.format(value), *records)[0].verdict for value in (18, 17, 16)}
        assert values == {18: "pass", 17: "fail", 16: "pass"}
    assert verdicts("收到政府信息公开申请16件。", *records)[0].verdict == "fail"


def test_money_is_compared_in_the_unit_of_the_table() -> None:
    slot = "proactive_disclosure/fees/amount"
    assert verdicts("行政事业性收费417000元。", record(slot, 41.7, "万元"))[0].verdict == "pass"
    assert verdicts("行政事业性收费41.7万元。", record(slot, 417000, "元"))[0].verdict == "pass"
    assert verdicts("行政事业性收费41.7万元。", record(slot, 417000, "万元"))[0].verdict == "fail"


def test_a_figure_without_a_table_is_not_checked() -> None:
    assert verdicts("收到政府信息公开申请18件。") == []
    assert verdicts("主动公开政府信息18条。", record(RECEIVED, 18)) == []
