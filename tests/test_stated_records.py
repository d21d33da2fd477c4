"""The processing fee, which stands in no table: what the text states is a record."""

import pytest

import reportparse
from reportparse.prose.figures import find_figures
from reportparse.prose.stated_records import stated_records
from reportparse.report import Certainty
from tests.made_texts import report_text
from tests.prose import RULES, section


def fees(text: str, agency: str | None = None) -> dict[str, tuple[float | None, str | None, Certainty]]:
    parts = [section(text, "六、其他需要报告的事项")]
    return {
        record.column: (record.value, record.raw, record.certainty)
        for record in stated_records(find_figures(parts, RULES, 2022, []), "2021", RULES, agency)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收取信息处理费4件，共计560元。", {"cases": (4, "4件", "read"),
        "amount": (560, "560元", "read")}),
        ("本局发出信息处理费收费通知2件，收取金额210元。",
         {"cases": (2, "2件", "read"), "amount": (210, "210元", "read")}),
        ("全年收取政府信息公开信息处理费0元。", {"cases": (0, "0元", "inferred"),
        "amount": (0, "0元", "read")}),
        ("全年未收取信息处理费。",
         {"cases": (0, "未收取信息处理费", "inferred"), "amount": (0, "未收取信息处理费", "read")}),
        ("全年发出收费通知的件数为2件，总金额为180元，实际收取的总金额为180元。",
         {"cases": (2, "2件", "read"), "amount": (180, "180元", "read")}),
        ("全年发出收费通知的件数为2件，总金额为180元，实际收取的总金额为60元。",
         {"cases": (2, "2件", "read"), "amount": (60, "60元", "read")}),
        ("信息处理费的收取情况：无收取。", {"amount": (0, "信息处理费的收取情况：无收取", "read")}),
        ("信息处理费收取情况：本年度无收取。", {"amount": (0, "信息处理费收取情况：本年度无收取", "read")}),
        ("信息处理费：无。", {"cases": (0, "信息处理费：无", "inferred"),
        "amount": (0, "信息处理费：无", "read")}),
        ("发出收费通知1件，申请人未缴费，未收取信息处理费。",
         {"amount": (0, "未收取信息处理费", "read")}),
        ("收取信息处理费约300元。", {"amount": (None, "约300元", "uncertain")}),
        ("收取信息处理费300元。另一处称收取信息处理费450元。", {"amount": (None, "300元；450元",
        "uncertain")}),
        ("收取信息处理费1 30元。", {"amount": (None, "1 30元", "uncertain")}),
        ("减免信息处理费300元。", {}),
        ("信息处理费按每件10元的标准收取。", {}),
        ("规范收取信息处理费。", {}),
    ],
)  # fmt: skip
def test_the_processing_fee(text: str, expected: dict[str, tuple[float | None, str, Certainty]]) -> None:
    assert {column: fee for column, fee in fees(text).items() if column in expected} == expected
    if not expected:
        assert fees(text) == {}


def fee_values(text: str, agency: str | None = None) -> str:
    """The cases and the amount in a report on 2022; `-` where there is no record, `?` without a value."""
    found = fees(text, agency)
    return " ".join(
        "-" if column not in found else "?" if found[column][0] is None else f"{found[column][0]:g}"
        for column in ("cases", "amount")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Another year
        ("2022年我局未收取信息处理费，2021年收取信息处理费1件35元。", "0 0"),
        ("本年度未收取信息处理费（上一年度收取信息处理费4件）。", "0 0"),
        ("未收取信息处理费。往年收取信息处理费35元。", "0 0"),
        ("2021年收取信息处理费4件，金额90元；2022年收取信息处理费3件，金额70元。", "3 70"),
        ("2022年收取信息处理费3件（2021年4件），金额70元（2021年90元）。", "3 70"),
        ("收取信息处理费3件，比2021年减少1件，金额70元。", "3 70"),
        ("2021年全年收取信息处理费4件，90元。", "- -"),
        ("二〇二一年收取信息处理费4件，90元。", "- -"),
        ("21年收取信息处理费4件，90元。", "- -"),
        ("收取信息处理费90元（2021年）。", "- -"),
        ("2021年未收取信息处理费。", "- -"),
        # Several years
        ("自2020年以来，累计收取信息处理费8件，金额210元，其中2022年3件，70元。", "3 70"),
        ("2020至2022年累计收取信息处理费共210元。", "- -"),
        ("2021年、2022年分别收取信息处理费90元、70元。", "- -"),
        ("2020年、2021年、2022年收取信息处理费210元。", "- -"),
        ("近三年收取信息处理费8件210元。", "- -"),
        ("截至2022年底，累计收取信息处理费8件210元。", "- -"),
        ("自2020年以来未收取信息处理费。", "0 0"),
        ("累计收取信息处理费210元。", "- -"),
        ("全年累计收取信息处理费210元。", "- 210"),
        ("报告期内累计收取信息处理费210元。", "- 210"),
        # A part of the year, and all of it
        ("2022年上半年，收取信息处理费3件70元。", "- -"),
        ("2022年5月，收取信息处理费3件70元。", "- -"),
        ("2022年1月1日至2022年12月31日，收取信息处理费3件70元。", "3 70"),
        ("2022年5月修订指南，全年收取信息处理费3件70元。", "3 70"),
        # A year in the name of something
        ("按照2021年1月1日起施行的《信息处理费管理办法》，收取信息处理费3件70元。", "3 70"),
        # Several bodies, or cases
        ("区政府办收取信息处理费3件70元，各街道未收取信息处理费。", "? ?"),
        ("区水务局收取信息处理费1件35元，区民政局收取信息处理费1件35元。", "? ?"),
        ("区水务局收取信息处理费1件35元，区民政局1件70元。", "? ?"),
        ("区政府、街道分别收取信息处理费35元、70元。", "- -"),
        ("区本级收取信息处理费1件80元，全区2件380元。", "- -"),
        ("区水务局收取信息处理费1件80元，全区2件380元。", "? ?"),
        ("市本级（市水务局）发出收费通知2件、收取80元，各县区收取3件105元。", "? ?"),
        ("区水务局发出收费通知2件、收取80元，各镇3件105元。", "- ?"),
        ("收取信息处理费35元、70元。", "- ?"),
        ("收取信息处理费3件105元，其中2件35元。", "3 105"),
        ("未按件收取信息处理费，按量收取信息处理费1件，90元。", "1 90"),
        ("其余申请未收取信息处理费。", "- -"),
        ("除2件外均未收取信息处理费。", "- -"),
        ("收到申请9件，其中2件未收取信息处理费。", "- -"),
        ("没有发出收费通知，收取信息处理费35元。", "? ?"),
        # A price
        ("收取信息处理费35元/件，共2件。", "- -"),
        ("收取信息处理费35元（每件），共2件。", "- -"),
        ("收取信息处理费2件，每件35元。", "2 -"),
        # What was asked for
        ("发出收费通知的件数为3件、总金额70元以及实际收取的总金额35元。", "3 35"),
        ("发出收费通知3份，涉及金额70元，申请人均未缴费。", "3 -"),
        ("发出收费通知3份，其中1份未缴纳，收取信息处理费35元。", "3 35"),
        ("計劃收取信息處理費70元。", "- -"),
        ("發出收費通知後申請人撤回，未收取信息處理費。", "- 0"),
        ("发出信息处理费收费通知3件70元。", "3 -"),
        ("应收取信息处理费3件，共计70元，实际收取信息处理费0元。", "- 0"),
        ("发出收费通知后申请人撤回，未收取信息处理费。", "- 0"),
        ("退还信息处理费35元。", "- -"),
        ("2件申请因逾期未缴纳信息处理费不再处理，未收取费用。", "- 0"),
        ("申请人未在规定期限内缴费，未收取信息处理费。", "- 0"),
        ("申请人无需缴纳费用，未收取信息处理费。", "0 0"),
        # Other fees, and other things than the fee
        ("征收污水处理费35万元。", "- -"),
        ("信息处理费管理系统建设投入3万元。", "- -"),
        ("复制费和信息处理费共35元。", "- -"),
        ("没有违规收取信息处理费的情况。", "- -"),
        ("未因信息处理费引发争议。", "- -"),
        ("信息处理费未收取到位。", "- -"),
        # Words of another fee, of fees that were published, and of some requests only
        ("收到申请，行政事业性收费方面未收取任何费用。", "- -"),
        ("依申请公开未收取邮寄费。", "- -"),
        ("信息公开没有收费标准，不存在减免费用。", "- -"),
        ("收到申请，未对外公开收费情况。", "- -"),
        ("其余申请未向申请人收取任何费用。", "- -"),
        ("申请信息20页以下的未收取费用。", "- -"),
        # No fee at all
        ("未发出政府信息处理费收费通知书，不存在收取信息处理费的情况。", "0 0"),
        ("未收取政府信息公开费用，不存在减免费用。", "0 0"),
        ("未收取任何有关政府信息公开工作的费用。", "0 0"),
        ("未向政府信息公开申请人收取任何费用。", "0 0"),
        ("未对公众依申请公开政府信息收取任何费用。", "0 0"),
        ("对依申请提供的信息暂未收取检索、复印、邮寄等费用。", "0 0"),
        ("没有因依申请公开信息收取或减免费用情况。", "0 0"),
        ("没有政府信息公开的收费及减免事项。", "0 0"),
        ("未向申请人收取任何费用，收取信息处理费35元。", "- ?"),
        # Plain words
        ("收取信息处理费2件70元。", "2 70"),
        ("收取信息处理费2件，70元整。", "2 70"),
        ("收取信息处理费共计2件共70元。", "2 70"),
        ("收取信息处理费2笔、人民币70元。", "2 70"),
        ("收取信息处理费70元（2件）。", "2 70"),
        ("有2件政府信息公开申请收取信息处理费70元。", "2 70"),
        ("信息处理费收取0件、0元。", "0 0"),
        ("收取信息处理费0.035万元。", "- 350"),
        ("本机关无信息处理费收取情况。", "0 0"),
        ("9件申请均未收取信息处理费。", "0 0"),
        # Of other bodies
        ("我局下属单位收取信息处理费500元。", "- -"),
        ("各县区收取信息处理费500元。", "- -"),
    ],
)  # fmt: skip
def test_a_fee_is_that_of_the_year_and_of_the_whole_body(text: str, expected: str) -> None:
    assert fee_values(text) == expected


@pytest.mark.parametrize(
    ("text", "of_place", "of_bureau"),
    [
        ("全区收取信息处理费2件380元，其中区本级1件80元。", "2 380", "? ?"),
        ("全区发出收费通知2件、收取80元，其中各镇收取35元。", "- 80", "- ?"),
        ("全县收取信息处理费7件910元，其中我局2件260元。", "7 910", "? ?"),
        ("全县各单位收取信息处理费共计910元，我局未收取。", "- ?", "- ?"),
        ("我局未收取，全縣各單位收取信息處理費910元。", "- 910", "- ?"),
        ("收取信息处理费共计910元，本机关未收取。", "- ?", "- ?"),
        ("兄弟单位收取信息处理费7件910元，本单位收取2件。", "? ?", "? ?"),
        ("县直单位收取信息处理费910元。", "- -", "- -"),
        ("其他部门收取信息处理费910元。", "- -", "- -"),
        ("全系统收取信息处理费7件910元。", "- -", "- -"),
        ("下属单位共收取信息处理费7件，910元。", "- -", "- -"),
        ("我县收取信息处理费7件910元。", "7 910", "? ?"),
        ("各(gè)單(dān)位收取信息處(chù)理費7件910元。", "7 910", "? ?"),
        ("我县水务局收取信息处理费7件910元。", "7 910", "7 910"),
        ("全县未收取信息处理费。", "0 0", "0 0"),
        ("收取信息处理费910元，我局已上缴国库。", "- 910", "- 910"),
    ],
)
def test_a_fee_of_all_of_a_place_is_that_of_its_government_alone(
    text: str, of_place: str, of_bureau: str
) -> None:
    assert [fee_values(text, agency) for agency in ("云岭县人民政府", "云岭县", "青溪街道办事处")] == [
        of_place
    ] * 3
    assert [fee_values(text, agency) for agency in ("云岭县水务局", None)] == [of_bureau] * 2


@pytest.mark.parametrize(
    ("text", "heading", "is_zero"),
    [
        ("本年度无收取。", "信息处理费收取情况", True),
        ("我局2022年没有收取。", "收取信息处理费情况", True),
        ("我局2021年没有收取。", "收取信息处理费情况", False),
        ("部分申请未收取。", "信息处理费收取情况", False),
        ("行政事业性收费未收取。", "信息处理费收取情况", False),
        ("本年度未收取到位。", "信息处理费收取情况", False),
        ("本年度未收取。", "信息处理费减免情况", False),
        ("本年度未收取。", "其他需要报告的事项", False),
    ],
)
def test_a_heading_may_name_the_fee(text: str, heading: str, is_zero: bool) -> None:
    found = find_figures([section(text, heading)], RULES, 2022, [])
    values = [record.value for record in stated_records(found, "2021", RULES)]
    assert values == ([0, 0] if is_zero else [])


def test_a_fee_record_says_where_it_stands() -> None:
    parts = [section("全年收取信息处理费4件，共计560元。")]
    cases, amount = stated_records(find_figures(parts, RULES, None, []), "2021", RULES)
    assert (cases.table, cases.row, cases.unit) == ("processing_fee", "processing_fee", "件")
    assert (amount.unit, amount.state, amount.place) == ("元", "number", parts[0].place)
    assert amount.edition == "2021"


def test_the_place_is_that_of_the_paragraph_that_states_it() -> None:
    text = report_text().replace("未收取信息处理费", "工作平稳。\n\n收取信息处理费4件，\n共计560元")
    lines = {f"line {number}": line for number, line in enumerate(text.splitlines(), 1)}
    report = reportparse.parse(text.encode())
    fees = [record for record in report.record_list if record.table == "processing_fee"]
    assert {record.raw for record in fees} == {"4件", "560元"}
    for stated in (*fees, *report.figure_list):
        assert stated.place is not None
        assert stated.raw is not None
        assert stated.raw in lines[stated.place.path]
