from reportparse.checks import check
from reportparse.report import Check
from tests.tables import APPLICANTS, FAMILY, grid, recognised, requests_rows

REVIEWS = [
    ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
    [
        "结果维持",
        "结果纠正",
        "其他结果",
        "尚未审结",
        "总计",
        "未经复议直接起诉",
        *[""] * 4,
        "复议后起诉",
        *[""] * 4,
    ],
    [*[""] * 5, *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2],
]


def checks(rows: list[list[str]], rule: str, agency: str | None = None) -> list[Check]:
    found = check(recognised(grid(*rows)).records, FAMILY, agency)
    return [one for one in found if one.rule == rule]


def test_a_total_that_is_misprinted_fails_and_stays_as_printed() -> None:
    rows = [*REVIEWS, ["10", "1", "0", "0", "0", *"00000", "5", "0", "0", "0", "0"]]
    verdicts = {one.row: (one.verdict, one.left, one.right) for one in checks(rows, "reviews.total")}
    assert verdicts["reconsideration"] == ("fail", 0, 11)
    assert verdicts["litigation_direct"] == ("pass", 0, 0)
    assert verdicts["litigation_after_reconsideration"] == ("fail", 0, 5)
    record = next(
        r for r in recognised(grid(*rows)).records if (r.row, r.column) == ("reconsideration", "total")
    )
    assert (record.value, record.raw) == (0, "0")


def requests_with(received: list[str]) -> list[list[str]]:
    rows = [["", *APPLICANTS]]
    zeros = ["0"] * 7
    rows.extend([row[0], *(received if row[0].startswith("一、") else zeros)] for row in requests_rows()[1:])
    return rows


def test_a_sum_over_blanks_is_undecided() -> None:
    received = next(
        one
        for one in checks(requests_with(["2", "", "", "", "", "", "2"]), "requests.applicants")
        if one.row == "received"
    )
    assert (received.verdict, received.left, received.right) == ("undecided", None, None)


def test_a_sum_that_no_blank_can_mend_fails() -> None:
    received = next(
        one
        for one in checks(requests_with(["5", "", "", "", "", "", "2"]), "requests.applicants")
        if one.row == "received"
    )
    assert received.verdict == "fail"


def test_what_came_in_must_go_out() -> None:
    rows = requests_with(["1", "0", "0", "0", "0", "0", "1"])
    verdicts = {one.column: one.verdict for one in checks(rows, "requests.balance")}
    assert verdicts["natural_person"] == verdicts["total"] == "fail"
    assert verdicts["business"] == "pass"


def test_counts_are_whole_and_not_negative() -> None:
    rows = requests_with(["-1", "0.5", "0", "0", "0", "0", "0"])
    failed = [one for one in checks(rows, "values.domain") if one.verdict == "fail"]
    assert [(one.column, one.left) for one in failed] == [("natural_person", -1), ("business", 0.5)]


def test_rules_are_made_by_rulemakers() -> None:
    rows = [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "3"],
        ["行政规范性文件", "0", "0", "0"],
    ]
    rule = "disclosure.rules_by_rulemaker"
    for agency in (
        "云桥镇人民政府",
        "云桥市云岭区人民政府",
        "镇江市云岭镇人民政府",
        "国家税务总局云桥市税务局",
    ):
        assert [one.verdict for one in checks(rows, rule, agency)] == ["fail"]
    for agency in (
        "云桥市人民政府",
        "景德镇市人民政府办公室",
        "云岭自治州人民政府",
        "审计署",
        "国家市场监督管理总局",
    ):
        assert [one.verdict for one in checks(rows, rule, agency)] == ["pass"]
    assert [one.verdict for one in checks(rows, rule)] == ["undecided"]
