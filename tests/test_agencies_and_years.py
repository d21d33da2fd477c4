"""Whose report it is and of which year, as publishers print it around names, years and titles."""

from datetime import date

import pytest

import reportparse
from reportparse.document import Cell, Place, Table
from reportparse.forms.schema import Family, FamilyHeader
from reportparse.outline.agency_names import agency_in, is_agency, without_inner_office
from reportparse.outline.dates import days_in_digits, years_in_digits
from reportparse.outline.reporting_year import told_year
from reportparse.outline.titles import agency_and_year
from reportparse.outline.words import OutlineWords
from tests.tables import APPLICANTS, FAMILY
from tests.test_outline import outline

AGENCY = "云桥市水利局"
REPORT = "政府信息公开工作年度报告"
TITLE = f"2023年{REPORT}"
SECTION = ["一、总体情况", "一切照常。"]


def found(*lines: str | Table, section: str = "一切照常。") -> tuple[str | None, int | None]:
    metadata = outline(*lines, "一、总体情况", section).metadata
    return metadata.agency, metadata.year


def table(*rows: list[str]) -> Table:
    cells = [Cell(i, j, text, Place("t")) for i, row in enumerate(rows) for j, text in enumerate(row)]
    return Table(cells, Place("t"))


@pytest.mark.parametrize(
    "year",
    ["二〇一二", "二○一二", "二◯一二", "二零一二", "二０一二", "二O一二", "２０１２", "2０12", "2〇一二"],
)
def test_years_may_be_printed_in_chinese_numerals(year: str) -> None:
    assert found(f"{AGENCY}{year}年{REPORT}") == (AGENCY, 2012)
    assert found(f"{year}年度{AGENCY}{REPORT}") == (AGENCY, 2012)


@pytest.mark.parametrize("writer", ["我局", "本机关", "本级政府（机关）", "我镇政府"])
def test_a_report_may_name_its_writer_behind_the_year(writer: str) -> None:
    assert found(f"现向社会公布2023年{writer}信息公开年度报告。") == (None, 2023)
    assert found(f"现向社会公布2023年{writer}要求的信息公开年度报告。") == (None, None)


def test_days_may_be_printed_in_chinese_numerals() -> None:
    period = "统计期限自二〇一二年一月一日起至二〇一二年十二月三十一日止。"
    assert days_in_digits(period) == "统计期限自2012年1月1日起至2012年12月31日止。"
    assert outline(AGENCY + REPORT, period, *SECTION).metadata.year == 2012
    assert years_in_digits("二〇八团") == "二〇八团"


@pytest.mark.parametrize(
    "title",
    [
        "【2023年度】{}",
        "[2023年]{}",
        "〔2023〕{}",
        "（2023）年{}",
        "{}【2023年度】",
        "{}（2023年）",
        "【{}】2023年",
        "「{}」2023年",
        "[年度报告]{}2023年",
        "附件1 {}2023年",
        "附件：{}2023年",
        "附件一 {}2023年",
        "附1：{}2023年",
        "附：{}2023年",
        "标 题：{}2023年",
        "信息名称 {}2023年",
        "附件2 2023年{}",
        "表1 {}2023年",
        "首页 > 年报 > {}2023年",
        "当前位置：首页 >> 年报 >> {}2023年",
        "{}公布2023年",
        "关于公开2023年{}",
        "一图读懂{}2023年",
        "云桥市人民政府 {}2023年",
        "名        称 {}2023年",
        "题名 {}2023年",
        "公文标题：{}2023年",
        "内容概述 {}2023年",
        "【打印】【关闭】{}2023年",
        "信公〔2024〕58号{}2023年",
        "云办发[2024] 5 号 {}2023年",
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(title: str) -> None:
    assert found(title.format(AGENCY) + REPORT) == (AGENCY, 2023)


@pytest.mark.parametrize("verb", ["报送", "公布", "印发", "发布", "公开", "上报"])
def test_letters_about_a_report_name_its_agency(verb: str) -> None:
    assert found(f"关于{verb}{AGENCY}{TITLE}的公告") == (AGENCY, 2023)
    assert found(f"{AGENCY}关于{verb}{TITLE}的函") == (AGENCY, 2023)
    assert found(f"关于{verb}{AGENCY}{TITLE}的通知") == (AGENCY, 2023)
    assert found(f"云桥市人民政府办公室关于{verb}{AGENCY}{TITLE}的函") == (AGENCY, 2023)


def test_a_titles_line_may_hold_another_field_or_a_pages_buttons() -> None:
    title = AGENCY + TITLE
    for line in (
        f"名 称: {title} 发布日期: 2024年01月14日",
        f"标      题: {title}",
        f"{title} 發布時間：2024-01-14",
        f"【打印】{title}【字体：大 中 小】",
    ):
        assert outline(line, *SECTION).metadata.title == title


def test_of_a_title_that_is_printed_twice_and_once_cut_the_whole_one_stands() -> None:
    cut = f"云桥市水利{TITLE}"
    assert found(AGENCY + TITLE, "发布时间：2024-01-20", cut) == (AGENCY, 2023)
    assert found(cut, "发布时间：2024-01-20", AGENCY + TITLE) == (AGENCY, 2023)


@pytest.mark.parametrize(
    "text",
    [
        "根据通知，为认真做好全市2023年度政府信息公开工作年度报告发布工作，编制本报告。",
        "根據要求，為扎實做好全縣2023年度政府信息公開工作年度報告工作，編製本報告。",
        "认真总结全区2023年政府信息公开工作年度报告情况。",
        f"example.com水利局{TITLE}",
        f"Example体育水利局{TITLE}",
    ],
)
def test_how_something_is_done_and_addresses_of_pages_are_no_names(text: str) -> None:
    assert found(text) == (None, 2023)


def test_notices_on_writing_reports_name_no_agency() -> None:
    assert found(f"关于做好云桥市{TITLE}的通知")[0] is None
    assert found(f"按照云桥市人民政府办公室关于{TITLE}的要求，编制本报告。")[0] is None


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("云桥市2023年水利局", AGENCY),
        ("云桥市2023年云桥市水利局", AGENCY),
        ("云桥市2023年度全市", "云桥市"),
        ("云桥市2023年各部门", "云桥市"),
        ("云桥市人民政府2023年水利局", None),
        ("云桥海关2023年海关", "云桥海关"),
        ("云桥市农业农村局（乡村振兴局）2023年", "云桥市农业农村局(乡村振兴局)"),
        ("云桥市机构编制委员会办公室2023年", "云桥市机构编制委员会办公室"),
        ("210国道管理处2023年", "210国道管理处"),
        ("白石哈尼族彝族自治县2023年", "白石哈尼族彝族自治县"),
        ("本单位2023年", None),
        ("2023年全市", None),
    ],
)
def test_names_stand_on_both_sides_of_a_year_or_hold_what_looks_like_something_else(
    title: str, agency: str | None
) -> None:
    assert found(title + REPORT) == (agency, 2023)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2022-2023学年", 2023),
        ("2022—2023学年度", 2023),
        ("2022至2023学年", 2023),
        ("2022/2023学年", 2023),
        ("2022-23学年", 2023),
        ("（2022-2023学年）", 2023),
        ("二〇二二—二〇二三学年", 2023),
        ("2022学年", None),
        ("2021-2023年", None),
        ("2021-2023学年", None),
    ],
)
def test_a_school_year_is_that_in_which_it_ends(title: str, year: int | None) -> None:
    assert found(f"云桥大学{title}信息公开工作年度报告") == ("云桥大学", year)
    assert found(f"{title}信息公开工作年度报告") == (None, year)


@pytest.mark.parametrize(
    "behind", ["（{}）", "——{}", "-{}", "【{}】", "\n（{}）", "\n——{}", "\n{}", "\n{}\n2024年1月20日"]
)
def test_the_agency_may_stand_behind_the_title(behind: str) -> None:
    assert found(*(TITLE + behind.format(AGENCY)).split("\n")) == (AGENCY, 2023)


@pytest.mark.parametrize(
    "behind",
    ["公开稿", "征求意见稿", "2023年度", "2024年1月20日", "云政发〔2024〕3号", "各乡镇", "本级", "汇总"],
)
def test_other_words_behind_the_title_are_no_agency(behind: str) -> None:
    assert found(f"{TITLE}（{behind}）") == (None, 2023)


@pytest.mark.parametrize("line", ["2023年{}", "现特向社会公布2023年{}。"])
def test_the_name_of_a_government_may_be_the_first_part_of_the_subject(line: str) -> None:
    agency = "柳河镇人民政府"
    assert found(line.format(agency + "信息公开工作年度报告")) == (agency, 2023)
    assert found(line.format(agency + REPORT)) == (agency, 2023)


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        ([AGENCY, "2023年度", "政府信息公开工作", "年度报告"], AGENCY),
        ([AGENCY, "", "2023年度", "", "政府信息公开工作", "", "年度报告"], AGENCY),
        ([AGENCY, "政府信息公开工作", "2023年度报告"], AGENCY),
        (["国家税务总局云桥市白石区税", f"务局{TITLE}"], "国家税务总局云桥市白石区税务局"),
        (["云桥市", "水利局", TITLE], AGENCY),
        ([f"{AGENCY} +", TITLE], AGENCY),
        (["云桥市概况", f"水利局{TITLE}"], "水利局"),
        (["网站首页", TITLE], None),
        (["新闻中心", TITLE], None),
        (["信息公开年报", TITLE], None),
        (["图书馆", "资源下载", TITLE], None),
    ],
)
def test_titles_over_lines(lines: list[str], agency: str | None) -> None:
    assert found(*lines) == (agency, 2023)


@pytest.mark.parametrize(
    "preface",
    [
        "根据《条例》的规定，现公布{}2023年政府信息公开工作年度报告。",
        "特向社会公布{}二〇二三年度政府信息公开工作年度报告。",
        "根据规定，梳理编制{}2023年政府信息公开工作年度报告。",
        "现公布2023年{}政府信息公开工作年度报告。",
        "现编制《{}2023年政府信息公开工作年度报告》，请审阅。",
        "现将{}2023年政府信息公开工作情况报告如下：",
        "以下为{}2023年政府信息公开工作年度报告。",
        "这是{}2023年政府信息公开工作年度报告。",
        "兹将{}2023年政府信息公开工作年度报告公布如下。",
        "现就{}2023年政府信息公开工作年度报告公布如下。",
        "按要求{}2023年政府信息公开工作年度报告公布如下。",
        "本报告即{}2023年政府信息公开工作年度报告。",
        "本报告系{}2023年政府信息公开工作年度报告。",
    ],
)
@pytest.mark.parametrize(
    "agency",
    [
        "云桥市",
        "云桥市白石区柳河街道",
        "云桥海关",
        "云桥市第一中学",
        "云桥市机构编制委员会办公室",
        "雲橋市水利局",
    ],
)
def test_the_preface_names_agency_and_year(preface: str, agency: str) -> None:
    assert found(preface.format(agency)) == (agency, 2023)


@pytest.mark.parametrize(
    ("preface", "agency"),
    [
        ("由白石镇人民政府党政办公室编制本报告。", "白石镇人民政府"),
        ("由白石区人民政府柳河街道党政办公室综合科编制。", "白石区人民政府柳河街道"),
        ("现将2023年度云桥市水利局信息公开年度工作情况报告如下：", AGENCY),
        ("本报告内容均由云桥市水利局编制。", AGENCY),
        ("本报告是由云桥市水利局编制的2023年政府信息公开工作年度报告。", AGENCY),
        ("现公布云桥市水利局政府信息公开工作2023年度报告。", AGENCY),
        ("云桥市水利局特编制2023年政府信息公开工作年度报告。", AGENCY),
        ("云桥市水利局现向社会公布2023年政府信息公开工作年度报告。", AGENCY),
        ("云桥市水利局结合工作实际，认真编制了2023年政府信息公开工作年度报告。", AGENCY),
        ("《2023年度云桥市水利局信息公开工作年度报告》已经审定，现予公布。", AGENCY),
        ("本年度报告根据规定，编制云桥市水利局2023年政府信息公开工作年度报告。", AGENCY),
        ("《2023年度云桥市水利局信息公开工作年度报告》已按时公布。", None),
        ("本报告数据来自全市编制2023年政府信息公开工作年度报告的单位。", None),
        ("本报告数据汇总自云桥市水利局编制的2023年政府信息公开工作年度报告。", None),
        ("本报告由云桥市政务公开工作领导小组办公室编制。", None),
        ("本报告由云桥市水利局办公室负责编制。", AGENCY),
        ("本报告由云桥市人民政府办公室编制。", "云桥市人民政府办公室"),
        ("本报告由云桥学院党政办公室牵头编制。", "云桥学院"),
        ("本年报由云桥区人民政府办公室综合区政府所属各行政机关的报告编制而成。", "云桥区人民政府"),
        ("由市政府办公厅综合各县（区）人民政府（下称“县（区）政府”）的报告编制而成。", None),
        ("根据2023年云桥市水利局信息公开工作实际编制而成。", AGENCY),
        ("结合云桥市水利局（以下简称“我局”）工作实际撰写。", AGENCY),
        ("云桥市水利局\n2023年，云桥市水利局照章办理。", AGENCY),
        ("根据规定，制定云桥市水利局2023年政府信息公开工作年度报告。", AGENCY),
        ("根据规定，起草云桥市水利局2023年政府信息公开工作年度报告。", AGENCY),
        ("根据规定，拟定云桥市水利局2023年政府信息公开工作年度报告。", AGENCY),
        ("根据规定，制作云桥市水利局2023年政府信息公开工作年度报告。", AGENCY),
        ("根据规定，制定本局2023年政府信息公开工作年度报告。", None),
        ("根据规定，落实本局2023年政府信息公开工作年度报告。", None),
        (
            "现公布云桥县人民政府办公室（以下简称县政府办公室）2023年政府信息公开工作年度报告。",
            "云桥县人民政府办公室",
        ),
        ("现公布云桥市水利局（下称“市水利局”）2023年政府信息公开工作年度报告。", AGENCY),
        ("县政府编制了2023年政府信息公开工作年度报告。", None),
        (
            "县政府编制了2023年政府信息公开工作年度报告。\n2023年，云桥县人民政府认真公开。我县照常。",
            "云桥县人民政府",
        ),
        ("云桥县政府编制了2023年政府信息公开工作年度报告。", "云桥县政府"),
        ("根据云桥市2023年政府信息公开工作要点，编制本报告。", None),
        ("根据云桥市人民政府办公室2023年政务公开工作要点，编制本报告。", None),
        ("按照云桥市政务公开办公室编制的格式，编制本报告。", None),
        ("根据云桥市人民政府办公室（以下简称“市府办”）要求，编制本报告。", None),
        ("我镇照章办理。如有疑问，请与云桥市水利局联系。", None),
    ],
)
def test_a_preface_names_the_agency_or_an_authority(preface: str, agency: str | None) -> None:
    assert found(*preface.split("\n"), "统计期限为2023年1月1日至2023年12月31日。") == (agency, 2023)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("2023年，云桥市水利局坚持公开。", AGENCY),
        ("在2023年，柳河乡人民政府认真公开。", "柳河乡人民政府"),
        ("2023年，云桥经济技术开发区管委会坚持公开。", "云桥经济技术开发区管委会"),
        ("2023年，云桥市水利局坚持公开。2023年，云桥水利局主动公开3条。", AGENCY),
        ("2023年以来，白石乡在县委领导下扎实公开。", "白石乡"),
        ("我局公开《云桥市水利局指南》。云桥市水利局严格公开。", AGENCY),
        ("我局照常。云桥市水利局严格公开。", None),
        ("我局照常。其中云桥市水利局严格公开。", None),
        ("我镇照常，公开《云桥市水利局指南》。云桥市水利局严格公开。", None),
        ("按照要求，云桥市水利局以服务为宗旨，结合实际形成此报告。", AGENCY),
        ("按照要求，近年来云桥市水利局以服务为宗旨，结合实际形成此报告。", None),
        ("按照要求，云桥市人民政府高度重视，我局编制本报告。", None),
        ("2023年，在市委、市政府的坚强领导下，云桥市水利局认真公开。", AGENCY),
        ("2023年，在云桥市林业局的指导下，我局认真公开。", None),
        ("2023年，在云桥市林业局的指导下，各乡镇认真公开。", None),
        ("我局照常。按照要求，云桥市水利局高度重视，公开3条。根据实际，2023年云桥市水利局积极公开。", AGENCY),
        ("我局照常。按照要求，云桥市水利局高度重视，公开3条。", None),
        (
            "我局照常。其中，云桥市水利局积极公开，云桥市林业局积极公开；云桥市水利局严格审查，云桥市林业局严格审查。",
            None,
        ),
        ("我镇照常。按照要求，云桥市水利局高度重视，2023年云桥市水利局积极公开。", None),
        ("本报告由六部分组成，涵盖了2023年云桥市水利局政府信息公开工作。", AGENCY),
        ("本报告由六部分组成，涵盖了2023年全市各部门政府信息公开工作。", None),
        ("本报告涵盖2023年云桥市水利局和林业局政府信息公开工作。", None),
        ("2023年，云桥市水利局坚持公开。2023年，云桥市林业局主动公开3条。", None),
        ("2023年，云桥市水利局和云桥市林业局坚持公开。", None),
        ("2023年，云桥市水利局印发通知。", None),
        ("2023年，区水利局坚持公开。", None),
        ("2023年，开发区管委会坚持公开。", None),
        ("2023年，城市管理局坚持公开。", None),
        ("2023年，云桥市各乡镇积极公开。", None),
        ("2023年，云桥市委坚持公开。", None),
        ("2023年，云桥市人民政府办公室认真公开。", None),
        ("2023年，云桥市人民政府高度重视，我局照常。", None),
        ("2023年，云桥县坚持公开。2023年，云桥县水利局主动公开3条。", None),
        ("2023年，我县坚持公开。2023年，云桥县水利局主动公开3条。", None),
        ("我市照常。本报告由云桥市人民政府办公室编制。", None),
        ("我市照常。本报告由云桥市人民政府编制。", "云桥市人民政府"),
        ("我市照常。请联系云桥市人民政府。", "云桥市人民政府"),
        ("我市照常。本报告由云桥市人民政府办公室编制。2023年，云桥市人民政府坚持公开。", "云桥市人民政府"),
    ],
)
def test_the_agency_is_the_one_of_whose_work_the_first_sentences_tell(text: str, agency: str | None) -> None:
    assert found(TITLE, text) == (agency, 2023)
    assert found(TITLE, section=text) == (agency, 2023)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("请联系云桥市水利局办公室，电话：123456。", AGENCY),
        ("请与白石经济开发区管理委员会办公室联系。", "白石经济开发区管理委员会"),
        ("请联系：白石区柳河街道办事处党政综合办公室，电话：123456。", "白石区柳河街道办事处"),
        ("请联系：白石县柳河乡信息公开领导小组办公室，电话：123456。", "白石县柳河乡"),
        ("请与白石区柳河镇政府综合督考办公室联系。", "白石区柳河镇政府"),
        ("请联系：云桥市政务公开办公室，电话：123456。", None),
        ("我委照常。请与白石开发区管委会办公室联系。", "白石开发区管委会"),
        ("请与云桥市人民政府办公室联系。", None),
        ("我局照常。请与云桥市人民政府办公室联系。", None),
        ("我办照常。请与云桥市人民政府办公室联系。", "云桥市人民政府办公室"),
        ("请联系云桥市水利部办公厅政务公开处。", None),
        ("请联系云桥市政务服务中心。", None),
        ("我中心照常。请联系云桥市政务服务中心。", "云桥市政务服务中心"),
        ("我局积极与云桥市大数据局联系。", None),
        ("我县照常。请联系云桥县档案局。", None),
        ("本报告综合各乡镇和部门的数据编制。请与云桥县档案局联系。", None),
        ("本报告所列数据来自全县。请与云桥县档案局联系。", None),
        ("本报告由云桥县档案局根据各部门报送的数据汇总编制。", None),
        ("受云桥县人民政府委托，云桥县政务公开办公室编制本报告。", None),
    ],
)
def test_whom_to_ask_is_the_agency_unless_it_answers_for_others(text: str, agency: str | None) -> None:
    assert found(TITLE, text) == (agency, 2023)


@pytest.mark.parametrize(
    ("name", "text", "agency"),
    [
        ("水利局", "2023年，云桥市水利局坚持公开。", AGENCY),
        ("市水利局", "请联系云桥市水利局办公室，电话：123456。", AGENCY),
        ("市水利局", "公开了《云桥市水利局政府信息公开指南》。", AGENCY),
        ("水利局", "公开了《云桥市水利局政府信息公开指南》。", "水利局"),
        ("市水利局", "特编制云桥市水利局公开年度报告。", AGENCY),
        ("水利局", "如有疑问，请来信（地址：云桥市水利局；邮编：123456）。", AGENCY),
        ("水利局", "如有疑问，请来信（地址：云桥市政府大院水利局；邮编：123456）。", "水利局"),
        ("市残联", "云桥市残疾人联合会（以下简称“市残联”）照常。", "云桥市残疾人联合会"),
        ("市水利局", "经市水利局研究，全市水利局公开，配合市水利局，2023年以来市水利局照常。", "市水利局"),
        ("市水利局", "2023年，云桥市水利局坚持公开。参照《白石市水利局政府信息公开指南》。", "市水利局"),
        ("白石区水利局", "2023年，云桥市白石区水利局坚持公开。", "白石区水利局"),
    ],
)
def test_a_short_name_is_completed_where_the_report_prints_all_of_it(
    name: str, text: str, agency: str
) -> None:
    assert found(name + TITLE, text) == (agency, 2023)
    assert found(f"现将{name}{TITLE}公布如下。", text) == (agency, 2023)


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        ([AGENCY, "2024年1月20日"], AGENCY),
        ([AGENCY, "二〇二四年一月二十日"], AGENCY),
        (["雲橋市水利局", "2024 年 1 月 20 日"], "雲橋市水利局"),
        ([AGENCY], "市水利局"),
        ([AGENCY, "2024年1月20日印发"], "市水利局"),
        (["云桥市林业局", "2024年1月20日"], "市水利局"),
        ([AGENCY, "2024年1月20日", "白石市水利局", "2024年1月20日"], "市水利局"),
        (["抄送各区水利局", "2024年1月20日"], "市水利局"),
        (["报送云桥市水利局", "2024年1月20日"], "市水利局"),
    ],
)
def test_who_signed_a_report_completes_a_short_name(lines: list[str], agency: str) -> None:
    metadata = outline(f"市水利局{TITLE}", *SECTION, "六、其他需要报告的事项", "无。", *lines).metadata
    assert metadata.agency == agency


def test_who_wrote_the_report_completes_a_short_name() -> None:
    assert found(f"根据规定，{AGENCY}编制了市水利局{TITLE}。") == (AGENCY, 2023)


def test_of_a_report_titled_by_its_place_the_agency_is_the_one_there_that_the_text_gives() -> None:
    place = "平州市白石区"
    for given, agency in (
        ("白石区水利局", "白石区水利局"),
        ("云桥市水利局", place),
        ("白石区人民政府办公室", place),
        ("白石区", place),
    ):
        assert found(place + TITLE, section=f"现将{given}信息公开工作情况报告如下：") == (agency, 2023)


@pytest.mark.parametrize(
    ("field", "agency"),
    [
        ("发布机构：云桥市水利局 发布日期：2024-01-20", AGENCY),
        ("信息来源: 云桥市水利局", AGENCY),
        ("公开主体 | 云桥市水利局", AGENCY),
        ("發布單位：雲橋市水利局", "雲橋市水利局"),
        ("发布机构：云桥市人民政府办公室", None),
        ("发布机构：云桥市人民政府", None),
        ("信息来源：云桥市人民政府网站", None),
        ("来源：云桥市融媒体中心", None),
        ("发布机构：云桥市林业局 来源：云桥市水利局", None),
    ],
)
def test_a_field_of_the_page_names_the_agency_where_nothing_else_does(field: str, agency: str | None) -> None:
    assert found(field, TITLE, section="2023年，我局照常。") == (agency, 2023)
    assert found(field, TITLE, section="2023年，我镇照常。") == (None, 2023)
    assert found(field, f"白石镇{TITLE}") == ("白石镇", 2023)


@pytest.mark.parametrize(
    ("signed", "agency"),
    [
        (AGENCY, AGENCY),
        ("云桥市人民政府办公室", None),
        ("云桥市教育局联系人", None),
        ("白石镇人民政府", None),
    ],
)
def test_who_signed_the_report_is_its_agency_where_nothing_else_tells(
    signed: str, agency: str | None
) -> None:
    lines = [
        TITLE,
        "一、总体情况",
        "2023年，我局照常。",
        "六、其他需要报告的事项",
        "无",
        signed,
        "2024年1月20日",
    ]
    assert outline(*lines).metadata.agency == agency


@pytest.mark.parametrize(
    ("fields", "agency"),
    [
        (f"<td>索引号</td><td>12</td><td>发布机构</td><td>{AGENCY}</td>", AGENCY),
        (f"<td>发布机构</td><td>云桥市林业局</td><td>信息来源</td><td>{AGENCY}</td>", None),
    ],
)
def test_a_field_in_the_margin_of_a_page_names_the_agency_where_nothing_else_does(
    fields: str, agency: str | None
) -> None:
    text = "2023年，本机关依法做好政府信息公开工作，主动公开各类信息，及时答复每一件申请。" * 4
    body = f"<div><h1>{TITLE}</h1><h2>一、总体情况</h2><p>{text}</p></div>"
    page = f"<html><body><table><tr>{fields}</tr></table>{body}</body></html>"
    assert reportparse.parse(page.encode()).agency == agency


def test_a_field_of_the_page_completes_a_short_name() -> None:
    preface = f"现将市水利局{TITLE}公布如下。"
    assert found(f"发布机构：{AGENCY}", preface) == (AGENCY, 2023)
    assert found(table(["索引号", "123", "发布机构", AGENCY]), preface) == (AGENCY, 2023)
    assert found("发布机构：云桥市林业局", preface) == ("市水利局", 2023)
    titled = f"市政府研究室{TITLE}"
    assert found("来源：云桥市人民政府研究室", titled) == ("云桥市人民政府研究室", 2023)
    assert found("来源：云桥市人民政府", titled) == ("市政府研究室", 2023)
    assert found(f"发布机构：{AGENCY} 来源：白石市水利局", preface) == ("市水利局", 2023)


def test_a_field_may_stand_in_a_table() -> None:
    assert found(table(["索引号", "123", "发布机构", AGENCY]), TITLE) == (AGENCY, 2023)


@pytest.mark.parametrize("row", [["标 题", "{}", "", ""], ["名称：", "{}", "文号", "无"], ["{}", "", "", ""]])
def test_a_title_may_stand_in_a_table_of_what_a_page_tells_of_the_report(row: list[str]) -> None:
    title = AGENCY + TITLE
    head = ["索引号", "123", "发布机构", "党政办公室"]
    metadata = outline(
        table(head, [text.format(title) for text in row]),
        "本报告由云桥市政务公开工作领导小组办公室编制。",
        *SECTION,
    ).metadata
    assert (metadata.title, metadata.agency, metadata.year) == (title, AGENCY, 2023)


@pytest.mark.parametrize(
    "rows",
    [
        [[AGENCY, "2023", f"年{REPORT}"]],
        [[AGENCY, "2023"], [f"年{REPORT}"]],
        [["标题：", f"{AGENCY}{TITLE}-市水利局", "单位：", "市水利局"], ["名称", AGENCY + TITLE]],
    ],
)
def test_a_title_may_stand_in_pieces_in_a_table_or_have_the_site_behind_it(rows: list[list[str]]) -> None:
    assert found(table(*rows)) == (AGENCY, 2023)


@pytest.mark.parametrize("title", ["年{}政府信息公开工作年度报告", "{}年政府信息公开工作年度报告"])
def test_the_rest_of_a_year_whose_digits_stand_elsewhere_is_no_part_of_the_name(title: str) -> None:
    period = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
    assert found(title.format(AGENCY), period) == (AGENCY, 2023)


@pytest.mark.parametrize(
    "rows",
    [
        [[AGENCY + TITLE], [f"{AGENCY}2022年{REPORT}"]],
        [["上一篇", AGENCY + TITLE]],
        [["1", AGENCY + TITLE, "2024-01-20"]],
    ],
)
def test_tables_of_other_reports_have_no_title(rows: list[list[str]]) -> None:
    assert found(table(*rows)) == (None, None)


def test_a_printed_title_of_the_reported_year_is_better_than_one_in_a_table() -> None:
    lines = [table([f"{AGENCY}2022年{REPORT}"]), TITLE, "统计期限自2023年1月1日至2023年12月31日。"]
    assert outline(*lines, *SECTION).metadata.title == TITLE


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["根据国办公开办函〔2021〕30号的要求编制。", *SECTION], None),
        (["发布日期：2024-01-20", *SECTION], None),
        (["2024年1月20日", *SECTION], None),
        (["发布日期：2023-01-20", "一、总体情况", "2023年，照常。"], None),
        (["一、总体情况", "2022年，我局荣获先进。2023年，我局照常。"], None),
        (["一、总体情况", "2023年初，我局编制《2022年政府信息公开工作年度报告》。照常。"], 2023),
        (["一、总体情况", "我局按时发布2022年政府信息公开工作年度报告。"], None),
        (["一、总体情况", "全年照常。", "五、存在的主要问题及改进情况", "2024年，继续努力。"], None),
        (["统计期限为2023年1月至12月。", *SECTION], 2023),
        (["统计期限自20231月1日起至202312月31日止。", *SECTION], 2023),
        (["统计期限自2023年1月1日始至2023年12月31日止。", *SECTION], 2023),
        (["现公布本局政府信息公开工作2023年度报告。", *SECTION], 2023),
        (["《2023年度政府信息公开工作年度报告》已经审定，现予公布。", *SECTION], 2023),
        (["一、总体情况", "现编制《云桥市水利局2023年政府信息公开工作年度报告》。"], 2023),
        (["一、总体情况", "云桥市水利局特编制2023年政府信息公开工作年度报告。"], 2023),
        (["一、总体情况", "本报告是云桥市水利局编制的2023年政府信息公开工作年度报告。"], 2023),
        (["一、总体情况", "云桥市水利局编制2022年政府信息公开工作年度报告。"], None),
        (["一、总体情况", "截止2023年12月31日，公开3条。"], 2023),
        (["一、总体情况", "截止2023年6月30日，公开3条。"], None),
        (["一、总体情况", "（一）主动公开。2023年，照常。"], 2023),
        (["现将我局2023年政府信息公开工作情况报告如下。", *SECTION], 2023),
    ],
)
def test_years_of_something_else_are_not_the_reports(lines: list[str], year: int | None) -> None:
    assert outline(AGENCY + REPORT, *lines).metadata.year == year


def test_a_quoted_title_of_another_year_than_the_period_is_told() -> None:
    quoted = f"我局编制了《{AGENCY}{{}}年{REPORT}》，统计期限自2023年1月1日至2023年12月31日。"
    for year, warnings in ((2023, []), (2022, ["the opening says 2022, the period ends 2023-12-31"])):
        found = outline(quoted.format(year), *SECTION)
        assert (found.metadata.year, found.warnings) == (2023, warnings)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("{}（2024年1月）", None),
        ("{}（2023年1月1日—2023年12月31日）", 2023),
        ("〔2024〕3号 {}（2023年度）", 2023),
    ],
)
def test_days_and_numbers_in_a_title_are_not_its_year(title: str, year: int | None) -> None:
    assert found(title.format(AGENCY + REPORT))[1] == year


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["成文日期：2024-01-06", "发布日期：2024-01-11"], 11),
        (["公文生成日期：2024-01-06", AGENCY + TITLE, "时间：2024-01-11 11:18"], 11),
        (["成文日期：2024-01-06", AGENCY + TITLE], 6),
        (["成文日期：2024-01-06", AGENCY + TITLE, "发表日期：2024-01-11"], 11),
        (["成文日期：2024-01-06", AGENCY + TITLE, "2024-01-11 15:07:33   来源：云桥市水利局"], 11),
        (["成文日期：2024-01-06", AGENCY + TITLE, "2024-01-11 15:07 來源:雲橋市水利局"], 11),
        (["成文时间：2024-01-06", "统计时间：2024-01-11"], 6),
        (["成文时间：2024-01-06", "时间：2023年1月1日至2023年12月31日"], 6),
    ],
)
def test_a_report_is_published_on_the_day_that_a_page_gives_rather_than_on_that_of_writing(
    lines: list[str], day: int
) -> None:
    assert outline(*lines, *SECTION).metadata.published == date(2024, 1, day)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年，照常，比2022年增加3条。", 2023),
        ("2022年收到3件，2023年收到5件。", None),
        ("2024年，我局将进一步加强。", None),
        ("2023年，照常。2024年，将继续努力。", 2023),
        ("2019年以来，照常。", None),
        ("自2019年修订的条例施行以来，照常。", None),
        ("截至2023年底，公开3条。", 2023),
        ("汇报我镇2023年政府信息公开工作。", 2023),
        ("总体情况\n1.2023年，公开3条。\n2、2023年，照常。", 2023),
        ("1.2022年，公开3条。2.2023年，照常。", None),
        ("公开1.2023年要点。", None),
        ("二〇二三", None),
    ],
)
def test_the_year_that_sentences_tell(text: str, year: int | None) -> None:
    assert told_year(text, OutlineWords.of(FAMILY)) == year


def test_of_several_titles_in_a_menu_the_report_has_the_nearest_or_that_of_its_year() -> None:
    titles = [f"{AGENCY}{year}年{REPORT}" for year in (2024, 2022, 2023)]
    assert found(*titles) == (AGENCY, 2023)
    assert found(*titles, section="2022年，我局照常。") == (AGENCY, 2022)
    assert found(*titles, "统计期限自2024年1月1日至2024年12月31日。") == (AGENCY, 2024)


def test_the_offices_of_a_subject_are_those_of_the_family() -> None:
    parks = FamilyHeader(
        id="parks", title="公园管理报告", subjects=("公园管理",), office_words=("公园", "管理")
    )
    disclosure, parks_words = (
        OutlineWords.of(family) for family in (FAMILY, Family(header=parks, editions=()))
    )
    for own, other, office in (
        (disclosure, parks_words, "信息公开办公室"),
        (parks_words, disclosure, "公园管理办公室"),
    ):
        assert (is_agency(office, own), is_agency(office, other)) == (False, True)
        for words, agency in ((own, AGENCY), (other, AGENCY + office)):
            assert without_inner_office(AGENCY + office, words) == agency
    assert agency_in(AGENCY + "信息公开", disclosure) == AGENCY + "信息公开"
    assert agency_in(AGENCY + "信息公开", parks_words) == AGENCY + "信息"


def test_where_nothing_tells_the_agency_or_the_year_a_warning_says_so() -> None:
    rows = [
        ["", *APPLICANTS],
        ["一、本年新收政府信息公开申请数量", *"1234567"],
        ["四、结转下年度继续办理", *"0000000"],
    ]
    text = "\n".join("\t".join(row) for row in rows)
    told = reportparse.parse(f"{AGENCY}{TITLE}\n三、收到和处理政府信息公开申请情况\n{text}\n".encode())
    untold = reportparse.parse(f"三、收到和处理政府信息公开申请情况\n{text}\n".encode())
    said = [f"nothing tells the {what} of the report" for what in ("agency", "year")]
    assert [warning for warning in untold.warnings if warning in said] == said
    assert not [warning for warning in told.warnings if warning in said]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("云桥市人力资源和", "社会保障局"),
        ("云桥市住房和城乡", "建设局"),
        ("云桥市文化广电", "和旅游局"),
        ("云桥市政务服务和大数据", "发展中心"),
        ("云桥市生态环境局", "石桥分局"),
        ("云桥市石桥镇", "人民政府"),
        ("云桥经济技术开发区", "管理委员会"),
    ],
)
def test_a_name_that_a_line_end_cuts_is_put_together(line: str, rest: str) -> None:
    assert found(line, f"{rest}{TITLE}") == (line + rest, 2023)


@pytest.mark.parametrize("site", ["云桥市人民政府", "云桥市住房和城乡建设网", "云桥市政务公开"])
def test_the_name_of_a_site_is_no_part_of_the_one_below(site: str) -> None:
    assert found(site, f"云桥市水利局{TITLE}") == (AGENCY, 2023)


def test_a_field_above_the_title_is_no_part_of_the_name() -> None:
    town = "青山县石桥镇人民政府"
    line = f"机构 {town} 发布日期"
    assert found(line, f"石桥镇人民政府{TITLE}") in (("石桥镇人民政府", 2023), (town, 2023))


def test_the_name_of_a_site_before_a_dash_is_none_of_the_agency() -> None:
    assert found(f"云桥市人民政府-{AGENCY}{TITLE}") == (AGENCY, 2023)


def test_of_a_list_of_reports_of_others_the_opening_tells_which_it_is() -> None:
    others = [f"{name}{TITLE}" for name in ("云桥市林业局", "云桥市教育局", "云桥市财政局")]
    assert found(*others, f"现公布{AGENCY}{TITLE}。") == (AGENCY, 2023)


def test_a_menu_of_years_is_no_title() -> None:
    assert found("2024年 2023年 2022年 2021年", f"{AGENCY}{REPORT}", section="2023年，我局照常。") == (
        AGENCY,
        2023,
    )
    assert found(*(f"{year}年{REPORT}" for year in (2024, 2022, 2023)))[1] is None


def test_a_title_behind_all_sections_is_that_of_another_report() -> None:
    period = "统计期限自2023年1月1日至2023年12月31日。"
    metadata = outline(
        period, *SECTION, "六、其他需要报告的事项", "无。", f"云桥市林业局2022年{REPORT}"
    ).metadata
    assert (metadata.agency, metadata.year, metadata.title) == (None, 2023, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年，云桥市审计局积极配合我局开展工作。",
        "2023年云桥市审计局对我局开展检查。云桥市审计局认真提出意见。",
        "云桥市审计局组织检查，云桥市审计局通报表扬了我局。",
    ],
)
def test_who_does_something_for_the_writer_is_another_one(sentence: str) -> None:
    assert found(TITLE, section=sentence)[0] is None


@pytest.mark.parametrize("publisher", ["云桥市电视台", "云桥市融媒体中心", "云桥日报社"])
def test_media_publish_what_others_report(publisher: str) -> None:
    assert found(TITLE, f"来源：{publisher}")[0] is None


@pytest.mark.parametrize("printed", [TITLE, f"{AGENCY}{REPORT}", ""])
def test_what_a_file_is_titled_may_be_left_of_an_older_report(printed: str) -> None:
    told = "2023年，我局照常。"
    metadata = outline(printed, "一、总体情况", told, title=f"云桥市林业局2019年{REPORT}").metadata
    assert metadata.agency == (AGENCY if AGENCY in printed else None)
    assert (metadata.year, metadata.title) == (2023, printed or None)
    current = outline(printed, "一、总体情况", told, title=f"{AGENCY}{TITLE}").metadata
    assert (current.agency, current.year) == (AGENCY, 2023)


def test_the_agency_of_a_file_s_title_is_of_the_kind_that_the_text_says() -> None:
    metadata = outline(TITLE, "一、总体情况", "我镇照常。", title=f"云桥市林业局{REPORT}").metadata
    assert metadata.agency is None


def test_an_office_of_a_government_may_report_for_itself() -> None:
    office = "云桥市人民政府办公室"
    told = f"2023年，{office}认真落实各项要求。"
    assert found(TITLE, section=f"{told}我办照常。") == (office, 2023)
    assert found(TITLE, section=told)[0] is None


@pytest.mark.parametrize("work", ["工作", "有关工作", "政务公开"])
def test_the_sentence_that_gives_a_report_names_its_year_and_agency(work: str) -> None:
    assert found(REPORT, f"现将{AGENCY}2023年度{work}情况报告如下。") == (AGENCY, 2023)
    assert found(AGENCY + REPORT, f"现将2023年度{work}情况汇报如下。") == (AGENCY, 2023)


@pytest.mark.parametrize(
    "period",
    ["2023.1.1-2023.12.31", "2023-01-01至2023-12-31", "2023-1-1起至2023-12-31止", "2023/1/1—2023/12/31"],
)
def test_a_whole_year_may_be_printed_in_numbers(period: str) -> None:
    metadata = outline(AGENCY + REPORT, f"统计期限：{period}", *SECTION).metadata
    assert (metadata.period_start, metadata.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert metadata.year == 2023


def test_a_day_long_before_the_end_of_the_period_is_not_that_of_publication() -> None:
    other = f"云桥市林业局2022年{REPORT} 发布日期：2023-01-15"
    assert outline(AGENCY + TITLE, *SECTION, other).metadata.published is None
    own = "发布日期：2024-01-20"
    assert outline(AGENCY + TITLE, *SECTION, other, own).metadata.published == date(2024, 1, 20)


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("云桥经济技术开发区管委会", "财政金融局"),
        ("云桥湖风景名胜区管理委员会", "卫生健康办公室"),
        ("云桥市公安局", "交通警察大队办公室"),
        ("云桥市石桥镇人民政府", "财政所办公室"),
    ],
)
def test_a_body_within_another_one_is_named_behind_that(outer: str, inner: str) -> None:
    assert found(outer, f"{inner}2023年{REPORT}") == (outer + inner, 2023)


@pytest.mark.parametrize(
    ("bureau", "sentence"),
    [
        ("云桥县水利局", "截至2011年底，我县水利局工作正常。"),
        ("云桥区人民政府石桥街道办事处", "截至2011年底，我区石桥街道办事处工作正常。"),
    ],
)
def test_a_bureau_of_our_county_writes_on_itself(bureau: str, sentence: str) -> None:
    preface = f"本报告由{bureau}编制。如有疑问，请与{bureau}联系。"
    assert found(preface, section=sentence)[0] == bureau
    of_county = sentence.replace("工作", "、教育局等部门工作")
    assert found(preface, section=of_county)[0] is None


def test_who_made_a_report_of_something_is_its_agency() -> None:
    made = f"本年度报告由{AGENCY}围绕2023年度政府信息公开工作情况编制而成。请与市水利局办公室联系。"
    assert found(made)[0] == AGENCY


def test_a_period_of_two_years_does_not_tell_the_year() -> None:
    period = "统计期限自2010年1月1日起至2011年12月31日止。"
    assert found(AGENCY + REPORT, period, section="2010年，照常。")[1] == 2010
    assert found(AGENCY + REPORT, period)[1] is None


def test_a_period_may_say_what_began_with_it() -> None:
    metadata = outline(
        AGENCY + REPORT, "统计期限自2009年1月1日《条例》实施之日起，至2009年12月31日止。", *SECTION
    ).metadata
    assert (metadata.period_start, metadata.year) == (date(2009, 1, 1), 2009)


@pytest.mark.parametrize(
    "line",
    [
        "【发布时间】2024-01-11",
        "【信息时间：2024-01-11 发布机构：云桥市水利局】",
        "信息提供日期：2024-01-11 09:43",
        "编辑日期：2024-01-11",
        "上传时间：2024-01-11",
        "公布日期：2024年1月11日",
        "[2024-01-11]",
        "• 2024-01-11",
        "来源：云桥市水利局　2024-01-11 16:02",
        "作者：王某　　发布于：2024-01-11　　点击：33",
        "发布于 2024-01-11 10:20",
        "发布时间：2024-01-11 上一篇：无 下一篇：报告",
    ],
)
def test_pages_give_the_day_of_publication_in_many_ways(line: str) -> None:
    assert outline(AGENCY + TITLE, line, *SECTION).metadata.published == date(2024, 1, 11)


def test_who_signed_a_report_may_stand_in_one_line_with_the_day() -> None:
    assert outline(AGENCY + TITLE, *SECTION, f"{AGENCY} 2024年1月11日").metadata.published == date(
        2024, 1, 11
    )
    assert outline(AGENCY + TITLE, *SECTION, "意见征集截止 2024年1月11日").metadata.published is None


@pytest.mark.parametrize(
    "sentence",
    [
        "相关文件发布于 2024-01-11 。",
        "《办法》公布日期：2024-01-11。",
        "附件：报告.docx 上传时间：2024-01-11",
    ],
)
def test_days_of_other_files_are_not_that_of_publication(sentence: str) -> None:
    assert outline(AGENCY + TITLE, *SECTION, sentence, "无。").metadata.published is None


def test_the_code_of_an_agency_holds_that_of_its_region() -> None:
    metadata = outline(f"{AGENCY}{TITLE}", "统一社会信用代码：11320800MB1234567E", *SECTION).metadata
    assert (metadata.agency_code, metadata.region_code) == ("11320800MB1234567E", "320800")
    assert outline(f"{AGENCY}{TITLE}", *SECTION).metadata.region_code is None


@pytest.mark.parametrize("code", ["11320800MB1234567X", "91320000014001234X"])
def test_a_code_that_is_misprinted_or_a_company_s_is_not_the_agency_s(code: str) -> None:
    metadata = outline(f"{AGENCY}{TITLE}", f"统一社会信用代码：{code}", *SECTION).metadata
    assert metadata.agency_code is None


@pytest.mark.parametrize("end", ["202020年12月31日", "2023年13月31日", "2023年11月31日"])
def test_a_period_with_a_day_that_cannot_be_is_said(end: str) -> None:
    outlined = outline(f"{AGENCY}{TITLE}", f"统计期限自2023年1月1日起至{end}止。", *SECTION)
    assert outlined.warnings == [f"the period, 自2023年1月1日起至{end}止, cannot be read"]


OTHERS = [f"云桥市{name}局2023年政府信息公开工作年度报告" for name in ("民政", "司法", "教育")]
OWN = "云桥市审计局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize("others", [OTHERS[:1], OTHERS[:2], [f"{other}2024-01-12" for other in OTHERS]])
def test_the_title_next_to_the_sections_is_the_report_s_below_those_of_others(others: list[str]) -> None:
    lines = [*others, OWN, *SECTION, "云桥市审计局", "2024年1月18日"]
    assert outline(*lines, title=f"{OWN}-云桥市人民政府").metadata.agency == "云桥市审计局"
    # Of a list, nothing else tells which one it is.
    alone = outline(*others, OWN, *SECTION).metadata.agency
    assert alone == ("云桥市审计局" if len(others) < 2 else None)


@pytest.mark.parametrize("above", [[], ["来源：云桥市审计局浏览次数：12"]])
def test_a_title_that_the_page_and_the_signature_contradict_does_not_give_the_agency(
    above: list[str],
) -> None:
    signed = ["云桥市审计局", "2024年1月18日"]
    metadata = outline(OTHERS[0], *above, *SECTION, *signed, title=OWN).metadata
    assert (metadata.agency, metadata.title) == ("云桥市审计局", OWN)


def test_what_a_menu_beside_a_title_makes_of_it_is_no_name() -> None:
    lines = [
        "云桥市民政局2023年",
        "政府信息公开工作年度云桥市审计局2023年政府信息公开工作年度报告",
        "报告",
    ]
    signed = ["云桥市审计局", "2024年1月18日"]
    outlined = outline(*lines, "来源：云桥市审计局", *SECTION, *signed)
    assert outlined.metadata.agency in ("云桥市审计局", None)


def test_a_title_with_the_year_of_its_publication_does_not_give_the_year() -> None:
    metadata = outline(
        "云桥市审计局2024年政府信息公开工作年度报告",
        "统计期限自2023年1月1日起至2023年12月31日止。",
        *SECTION,
        "云桥市审计局",
        "2024年1月18日",
    ).metadata
    assert metadata.year == 2023


def test_a_list_of_an_agency_s_other_reports_above_a_wrapped_title_does_not_give_the_year() -> None:
    lines = [f"云桥市审计局{year}年政府信息公开工作年度报告" for year in (2024, 2022)]
    own = ["云桥市审计局2023年政府信息公开工作年度报", "告"]
    assert outline(*lines, *own, *SECTION).metadata.year == 2023


def test_a_seal_mark_is_no_part_of_a_name_and_the_first_month_has_one() -> None:
    lines = ["政府信息公开工作年度报告", "（2023年度）", "填报单位：云桥市审计局（盖章）"]
    metadata = outline(*lines, *SECTION, "云桥市审计局（公章）", "2024年元月18日").metadata
    assert (metadata.agency, str(metadata.published)) == ("云桥市审计局", "2024-01-18")


def test_a_title_behind_the_report_does_not_give_the_year_against_its_period() -> None:
    period = "本报告数据统计期限自2024年1月1日起至2024年12月31日止。"
    behind = ["云桥市审计局2018年政府信息公开工作年度报告 2019-01-25"]
    assert outline(period, table(["行政许可", "7"]), *behind).metadata.year == 2024
    assert outline(period, *SECTION, *behind, "二、其他", "无。").metadata.year == 2024


def test_the_day_of_publication_decides_between_the_year_of_a_title_and_that_of_the_period() -> None:
    lines = ["云桥市审计局{}年政府信息公开工作年度报告", "统计期限自{0}年1月1日起至{0}年12月31日止。"]
    signed = ["云桥市审计局", "2023年1月29日"]
    for titled, period in ((2021, 2022), (2022, 2021)):
        text = [lines[0].format(titled), lines[1].format(period), *SECTION, *signed]
        assert outline(*text).metadata.year == 2022


def test_the_parts_of_a_site_are_no_agency_against_the_title_of_the_page() -> None:
    menu = ["首页", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
    assert outline(*menu, *SECTION, title=OWN).metadata.agency == "云桥市审计局"


def test_what_pandoc_tells_of_a_heading_is_no_part_of_it() -> None:
    lines = [
        "# 云桥市审计局2023年政府信息公开工作年度报",
        '告 {#云桥市审计局2023年政府信息公开工作年度报告 align="center"}',
    ]
    metadata = outline(*lines, *SECTION).metadata
    assert (metadata.agency, metadata.title) == ("云桥市审计局", OWN)


@pytest.mark.parametrize(
    "subject",
    [
        "政务信息公开", "政府信息与政务公开", "政府信息及政务公开", "政务公开暨政府信息公开", "党务政务公开",
        "党务公开、政务公开", "政务公开政府信息公开", "网站及政府信息公开", "行政机关政府信息公开", "开展政府信息公开", "全年政府信息公开", "各项政府信息公开", "部门政府信息公开",
    ],
)  # fmt: skip
def test_words_before_a_subject_are_no_part_of_the_agency(subject: str) -> None:
    assert found(f"2023年{AGENCY}{subject}工作年度报告") == (AGENCY, 2023)


@pytest.mark.parametrize(
    "before",
    [
        "返回首页", "返回首页 ", "打印", "正文", "年报", "标题：", "名称：", "附件1：", "1.", "★", "年度报告｜",
        "欢迎访问", "走进", "下载", "首页 年报 ", "最新公开", "【2023年年报】", "【2023年度报告】", "2023年度报告：", "【政府信息公开年报】", "首页>",
    ],
)  # fmt: skip
def test_words_of_a_page_before_a_title_are_no_part_of_the_agency(before: str) -> None:
    words = OutlineWords.of(FAMILY)
    assert agency_and_year(f"{before}{AGENCY}2023年{REPORT}", words) == (AGENCY, 2023)


def test_all_departments_of_a_government_are_no_agency() -> None:
    assert found(f"2023年云桥市政府部门{REPORT}") != ("云桥市政府", 2023)


@pytest.mark.parametrize("verb", ["围绕", "回顾", "本报告反映", "基于", "认真总结", "依据"])
def test_what_a_clause_does_with_the_work_of_an_agency_is_no_part_of_its_name(verb: str) -> None:
    assert found(TITLE, f"{verb}{AGENCY}2023年度政府信息公开工作情况，编制本报告。") == (AGENCY, 2023)


@pytest.mark.parametrize(
    "office", ["机关党委", "秘书处", "综合处", "综合科", "政策法规股", "政策研究室", "信息中心", "政务服务科"]
)
@pytest.mark.parametrize("agency", [AGENCY, "云桥市卫生健康委员会", "云桥市财政厅"])
def test_a_part_of_an_agency_answers_questions_for_it(agency: str, office: str) -> None:
    assert found(TITLE, f"如有疑问，请与{agency}{office}联系。") == (agency, 2023)


def test_a_school_says_so_of_itself() -> None:
    assert found(TITLE, "如有疑问，请与云桥大学办公室联系。", section="我校认真做好工作。") == (
        "云桥大学",
        2023,
    )


def test_a_development_zone_is_no_whole_place() -> None:
    assert found(TITLE, "2023年，云桥经济技术开发区认真做好工作。") == ("云桥经济技术开发区", 2023)


@pytest.mark.parametrize(
    "office", ["云桥市人民政府研究室", "中共云桥市委员会办公室", "云桥市委政法委员会办公室"]
)
def test_offices_of_governments_and_parties_are_agencies(office: str) -> None:
    assert without_inner_office(office, OutlineWords.of(FAMILY)) == office


@pytest.mark.parametrize("year", ["20231年", "202l年", "202年"])
def test_a_misprinted_year_is_no_part_of_the_agency(year: str) -> None:
    agency, _ = found(f"{AGENCY}{year}{REPORT}")
    assert agency == AGENCY


def test_a_menu_of_several_agencies_is_none() -> None:
    assert found("云桥县财政局 云桥县林业局 云桥县水利局", TITLE) == (None, 2023)


@pytest.mark.parametrize("line", ["现公布{}。", "特此公布{}", "根据《条例》的规定，特公布{}."])
def test_a_sentence_that_gives_a_report_is_no_title(line: str) -> None:
    metadata = outline(line.format(f"{AGENCY}2023年{REPORT}"), *SECTION).metadata
    assert (metadata.title, metadata.agency) == (None, AGENCY)


@pytest.mark.parametrize("before", ["云水〔2024〕3号 ", "云水 [2024] 3号 签发人：王明 "])
@pytest.mark.parametrize("behind", ["", ".docx", ".PDF"])
def test_the_number_of_a_document_and_the_ending_of_a_file_are_no_part_of_a_title(
    before: str, behind: str
) -> None:
    metadata = outline(f"{before}2023年{AGENCY}{REPORT}{behind}", *SECTION).metadata
    assert (metadata.title, metadata.agency) == (f"2023年{AGENCY}{REPORT}", AGENCY)


def test_a_day_on_the_cover_is_no_part_of_a_title() -> None:
    metadata = outline("云桥市财政局", "2024/3/1", f"{AGENCY}2023年{REPORT}", *SECTION).metadata
    assert (metadata.title, metadata.agency, metadata.year) == (f"{AGENCY}2023年{REPORT}", AGENCY, 2023)


@pytest.mark.parametrize("publisher", ["发布机构：云桥市水利局", "来源：云桥市水利局 浏览次数：12"])
def test_the_page_tells_the_place_of_an_agency(publisher: str) -> None:
    assert found(f"市水利局2023年{REPORT}", publisher) == (AGENCY, 2023)
    page = (
        f"<meta charset=utf-8><h1>水利局2023年{REPORT}</h1><p>{publisher}</p><p>一、总体情况</p><p>好。</p>"
    )
    assert reportparse.parse(page.encode()).agency == AGENCY


@pytest.mark.parametrize("agency", ["云桥旗阿尔苏木", "云桥市科协", "云桥市红十字会", "云桥市工商联"])
def test_an_agency_may_stand_in_a_line_of_its_own_above_the_title(agency: str) -> None:
    assert found(agency, TITLE) == (agency, 2023)


def test_a_year_that_is_printed_twice_is_no_part_of_the_agency() -> None:
    assert found(f"{AGENCY}2023年度2023年{REPORT}") == (AGENCY, 2023)


TOWN_WRITES = "我镇公布了二十条信息。如有疑问，我镇各村均可答复。"


@pytest.mark.parametrize(
    "left", ["如有疑问，请与云桥旗政务服务局办公室联系。", f"现公布云桥县民族宗教局{TITLE}。"]
)
def test_a_sentence_that_is_left_of_a_bureau_s_report_does_not_name_the_agency_of_a_town(left: str) -> None:
    assert found(f"2023年我局照章办理。{left}", section=TOWN_WRITES) == (None, 2023)
    assert found(f"2023年我镇照章办理。{left}", section=TOWN_WRITES) == (None, 2023)
    assert found(left, section="我局公布了二十条信息。")[0] is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年，云桥县石桥镇政府信息公开工作在县政府的正确领导下有序开展。",
        "2023年，云桥县石桥镇为充分尊重公众的知情权，公开了信息。",
        "格式>全文包括云桥县石桥镇2023年政府信息公开总体情况。",
        "本报告由云桥县石桥镇单位办公室编制。",
    ],
)
def test_a_town_is_named_in_many_sentences(sentence: str) -> None:
    assert found(TITLE, sentence)[0] == "云桥县石桥镇"


def test_a_short_name_gives_way_to_the_full_one_of_the_page() -> None:
    page = (
        f'<meta charset=utf-8><meta name="ArticleTitle" content="云桥县教育和体育局{TITLE}">'
        "<p>县教体局根据《条例》编制本报告。</p><p>一、总体情况</p><p>2023年，我局照章办理。</p>"
    )
    assert reportparse.parse(page.encode()).agency == "云桥县教育和体育局"


def test_an_agency_without_its_place_is_said() -> None:
    report = outline(f"市水利局{TITLE}", *SECTION)
    assert report.metadata.agency == "市水利局"
    assert report.warnings == ["the agency is named without its place: 市水利局"]
    assert outline(f"市中区水利局{TITLE}", *SECTION).warnings == []


def test_the_last_part_of_the_way_to_a_page_is_no_title_and_no_part_of_one() -> None:
    way = "您现在所在的位置: 首页 > 政府信息公开 > 云桥市水利局 > 政府信息公开年报"
    metadata = outline(way, f"{AGENCY}{TITLE}", *SECTION).metadata
    assert (metadata.title, metadata.agency) == (f"{AGENCY}{TITLE}", AGENCY)
    metadata = outline(way, "2023年，云桥市水利局认真做好工作。", *SECTION).metadata
    assert (metadata.title, metadata.agency) == (None, AGENCY)


@pytest.mark.parametrize(
    "sentence",
    [
        f"参照{AGENCY}2023年度政府信息公开工作情况，编制本报告。",
        f"对照{AGENCY}2023年度政府信息公开工作年度报告格式编制。",
        f"围绕{AGENCY}2023年政府信息公开检查意见做好工作。",
        "报告所列数据由云桥市人民政府办公室汇总审核。",
        "由云桥市政务服务局综合各部门情况，我局编制本报告。",
    ],
)
def test_whose_report_or_data_is_made_use_of_is_not_the_agency(sentence: str) -> None:
    assert found(TITLE, sentence)[0] is None


@pytest.mark.parametrize("office", ["局办公室", "县局办公室", "市局"])
def test_a_bureau_without_any_name_is_none(office: str) -> None:
    assert found(TITLE, f"如有疑问，请与{office}联系。", section="我局照章办理。") == (None, 2023)


@pytest.mark.parametrize(
    "sentence",
    [
        f"根据《条例》，2023年度{AGENCY}认真贯彻执行。",
        f"今年以来，{AGENCY}认真贯彻执行。",
        f"为认真做好{AGENCY}政府信息公开工作，我局按照要求编制本报告。",
    ],
)
def test_a_bureau_is_named_in_many_sentences(sentence: str) -> None:
    assert found(TITLE, sentence) == (AGENCY, 2023)


def test_what_is_done_for_a_whole_place_does_not_name_the_agency() -> None:
    assert found(TITLE, "为进一步做好全县政府信息公开工作，我局编制本报告。") == (None, 2023)


@pytest.mark.parametrize("agency", ["云桥区高科园", "云桥区工业园", "云桥市园艺场"])
def test_a_park_is_an_agency(agency: str) -> None:
    assert found(TITLE, f"发布机构：{agency}") == (agency, 2023)


@pytest.mark.parametrize("field", ["云桥县人民政府水利局信息中心", "云桥县水利局城北分局", "云桥市水利局"])
def test_a_part_or_another_one_does_not_tell_the_place_of_an_agency(field: str) -> None:
    assert found(f"县水利局{TITLE}", f"发布机构：{field}") == ("县水利局", 2023)


def test_a_table_that_is_only_spoken_of_does_not_tell_the_year() -> None:
    opening = "与2016年度政府信息公开统计表相比，各项指标上升。"
    assert found("政府信息公开年度报告", opening)[1] is None


def test_a_title_may_end_in_a_point() -> None:
    assert outline(f"{AGENCY}{TITLE}.", *SECTION).metadata.title == f"{AGENCY}{TITLE}."
