"""Texts that are cut, as excerpts are: what is left of a table is read right, or withheld."""

import random

import pytest

import reportparse
from corpus.generator import make, truth
from corpus.generator.reading import number
from corpus.generator.writers.dialects import dialect_text
from tests.tables import requests_rows

DIALECTS = [
    "dialect-pipe-rows",
    "dialect-padded-rows",
    "dialect-padded-rows-without-blanks",
    "dialect-cell-pipe-lines",
    "dialect-cell-pipe-lines-filled-up",
    "dialect-lone-pipes",
    "dialect-tabs",
    "dialect-cell-lines",
    "dialect-spaces",
    "dialect-detached",
]
REPORTS = [
    ("2021", "busy", ["some_blank_zeros"]),
    ("2021", "busy", ["subtotal_column", "some_blank_zeros"]),
    ("2019", "distinct", []),
    ("2021", "sparse", ["blank_zeros"]),
]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("edition", "profile", "oddities"), REPORTS)
def test_no_cut_makes_a_wrong_number(dialect: str, edition: str, profile: str, oddities: list[str]) -> None:
    made = make(7, edition, profile, oddities, "txt")
    printed = {slot: number(text) for slot, text in truth(made, "txt", [])["values"].items()}
    lines = dialect_text(made, dialect).split("\n")
    chance = random.Random(f"{dialect} {edition} {profile}")
    for _ in range(6):
        begin, end = sorted(chance.sample(range(len(lines) + 1), 2))
        for part in (lines[:end], lines[begin:], lines[begin:end]):
            text = "\n".join(part)
            if not text.strip():
                continue
            wrong = {
                slot: record.value
                for record in reportparse.parse(text.encode()).record_list
                if record.value is not None
                and (slot := f"{record.table}/{record.row}/{record.column}") in printed
                and (printed[slot] is None or record.value != pytest.approx(float(printed[slot] or 0)))
            }
            assert not wrong, (begin, end)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("edition", "profile", "oddities"), REPORTS)
def test_no_end_in_the_midst_of_a_line_makes_a_wrong_number(
    dialect: str, edition: str, profile: str, oddities: list[str]
) -> None:
    made = make(7, edition, profile, oddities, "txt")
    printed = {slot: number(text) for slot, text in truth(made, "txt", [])["values"].items()}
    text = dialect_text(made, dialect)
    chance = random.Random(f"{dialect} {edition} {profile}")
    for _ in range(6):
        end = chance.randrange(len(text) // 4, len(text))
        for record in reportparse.parse(text[:end].encode()).record_list:
            slot = f"{record.table}/{record.row}/{record.column}"
            if record.value is not None and slot in printed:
                assert printed[slot] is not None, (end, slot)
                assert record.value == pytest.approx(float(printed[slot] or 0)), (end, slot)


REPORT = """某县水务局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t5\t1\t2"""


@pytest.mark.parametrize(("end", "in_force"), [("", None), ("4", None), ("4\n", 24), ("\n三、收到和处理", 2)])
def test_a_number_that_ends_a_text_may_be_cut(end: str, in_force: float | None) -> None:
    report = reportparse.parse((REPORT + end).encode())
    values = {(record.row, record.column): record.value for record in report.record_list}
    assert values["normative_documents", "in_force"] == in_force
    assert values["normative_documents", "repealed"] == 1
    assert any(warning.startswith("the text breaks off at line 6") for warning in report.warnings) == (
        in_force is None
    )


def test_the_blank_cells_that_end_a_text_may_be_the_first_of_a_row() -> None:
    header, *rows = requests_rows()
    whole = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "0", "0", "0"]
    whole += ["行政规范性文件", "0", "0", "0"]
    blank = [f"{row[0]}{chr(10) * 8} 0" for row in rows]
    text = "\n\n".join([*whole, "三、收到和处理政府信息公开申请情况", *header[1:], *blank])

    def last_row(of: str) -> dict[str, tuple[float | None, str]]:
        records = reportparse.parse(of.encode()).record_list
        return {
            record.column: (record.value, record.certainty)
            for record in records
            if record.row == "carried_out"
        }

    assert last_row(text + "\n")["total"] == (0, "inferred")
    assert {certainty for _, certainty in last_row(text.removesuffix("0")).values()} == {"uncertain"}


def test_a_text_may_end_in_the_blank_cells_of_a_row_that_holds_several_rows_of_the_form() -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    text = "\n".join(
        [
            "某县水务局2023年政府信息公开工作年度报告",
            "四、政府信息公开行政复议、行政诉讼情况",
            "| 行政复议 |  |  |  |  | 行政诉讼 |" + "  |" * 9,
            "| " + " | ".join([*names, "未经复议直接起诉"]) + " |  |  |  |  | 复议后起诉 |  |  |  |  |",
            "|  |  |  |  |  | " + " | ".join([*names, *names]) + " |",
            "|  | 28 | 18 |  | 46 | 19 |  | 3 | 11 | 33 |  |  |  |  |  |",
        ]
    )
    report = reportparse.parse(text.encode())
    read = {(record.row, record.column): record for record in report.record_list}
    assert read["litigation_direct", "total"].value == 33
    assert read["litigation_after_reconsideration", "total"].certainty == "uncertain"


def test_a_number_in_pieces_behind_a_block_of_values_is_one_of_them() -> None:
    """Of six labels one is not known, and so there are as many labels as whole numbers."""
    decided = "信息内容本年处理决定数量"
    lines = [
        "某县水务局2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        *("第二十条第（一）项", "信息内容本年制发件数本年废止件数现行有效件数", "规章", "行政规范性文件"),
        *("第二十条第（五）项", decided, "行政许可"),
        *("第二十条第（六）项", decided, "行政处罚行政处罚", "行政强制"),
        *("第二十条第（八）项", "信息内容本年收费金额（单位：万元）", "行政事业性收费"),
        *("7 0 7", "0 0 7", "0", "0", "5", "19. 7"),
        "三、其他需要报告的事项",
        "没有其他需要报告的事项。",
    ]
    records = reportparse.parse("\n".join(lines).encode()).record_list
    given = {record.row: record.value for record in records if record.value is not None}
    assert given.get("coercive_measures") in (None, 5)
    assert given.get("fees") in (None, 19.7)
