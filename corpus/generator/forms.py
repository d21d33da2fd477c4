"""The official forms, written out by hand and on purpose apart from the parser's own form files.

A mistake in one of the two then shows as a difference, not as agreement.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DISCLOSURE = "proactive_disclosure"
REQUESTS = "requests"
REVIEWS = "reviews_and_litigation"


@dataclass
class Labelled:
    """A code of the form and the words printed for it."""

    code: str
    label: str


@dataclass
class Block:
    """One block of section 2: a caption, a header row and data rows."""

    edition: str
    caption: str
    columns: list[Labelled]
    rows: list[Labelled]
    corner: str = "信息内容"


@dataclass
class RequestRow:
    """A row of section 3: the labels from the outermost group inwards."""

    code: str
    labels: list[str]


@dataclass
class RequestsForm:
    edition: str
    rows: list[RequestRow]
    note: str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    applicants: str = "申请人情况"
    natural_person: str = "自然人"
    organisations: str = "法人或其他组织"
    total: str = "总计"
    organisation_columns: list[Labelled] = field(default_factory=list)

    @property
    def applicant_codes(self) -> list[str]:
        return ["natural_person", *(column.code for column in self.organisation_columns)]

    @property
    def column_codes(self) -> list[str]:
        return [*self.applicant_codes, "total"]


@dataclass
class ReviewsForm:
    reconsideration: str = "行政复议"
    litigation: str = "行政诉讼"
    direct: str = "未经复议直接起诉"
    after: str = "复议后起诉"
    results: list[Labelled] = field(default_factory=list)

    row_codes = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


@dataclass
class Forms:
    """The three tables as one report prints them; made afresh for each report, so that labels may change."""

    disclosure: list[Block]
    requests: RequestsForm
    reviews: ReviewsForm


def _labelled(*pairs: tuple[str, str]) -> list[Labelled]:
    return [Labelled(code, label) for code, label in pairs]


def disclosure_2021() -> list[Block]:
    decisions = ("decisions", "本年处理决定数量")
    return [
        Block(
            "2021",
            "第二十条第（一）项",
            _labelled(("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
            _labelled(("rules", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        Block("2021", "第二十条第（五）项", _labelled(decisions), _labelled(("licensing", "行政许可"))),
        Block(
            "2021",
            "第二十条第（六）项",
            _labelled(decisions),
            _labelled(("penalties", "行政处罚"), ("coercive_measures", "行政强制")),
        ),
        Block(
            "2021",
            "第二十条第（八）项",
            _labelled(("amount", "本年收费金额（单位：万元）")),
            _labelled(("fees", "行政事业性收费")),
        ),
    ]


def disclosure_2019() -> list[Block]:
    items = [("items_previous", "上一年项目数量"), ("items_change", "本年增/减")]
    decisions = ("decisions", "处理决定数量")
    return [
        Block(
            "2019",
            "第二十条第（一）项",
            _labelled(
                ("made", "本年新制作数量"),
                ("disclosed", "本年新公开数量"),
                ("disclosed_total", "对外公开总数量"),
            ),
            _labelled(("rules", "规章"), ("normative_documents", "规范性文件")),
        ),
        Block(
            "2019",
            "第二十条第（五）项",
            _labelled(*items, decisions),
            _labelled(("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")),
        ),
        Block(
            "2019",
            "第二十条第（六）项",
            _labelled(*items, decisions),
            _labelled(("penalties", "行政处罚"), ("coercive_measures", "行政强制")),
        ),
        Block("2019", "第二十条第（八）项", _labelled(*items), _labelled(("fees", "行政事业性收费"))),
        Block(
            "2019",
            "第二十条第（九）项",
            _labelled(("purchases", "采购项目数量"), ("amount", "采购总金额")),
            _labelled(("procurement", "政府集中采购")),
        ),
    ]


OUTCOME = "三、本年度办理结果"
REFUSED = "（三）不予公开"
UNAVAILABLE = "（四）无法提供"
NOT_PROCESSED = "（五）不予处理"
OTHER = "（六）其他处理"

_OUTCOMES: list[tuple[str, list[str]]] = [
    ("outcome.disclosed", ["（一）予以公开"]),
    ("outcome.partially_disclosed", ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"]),
    ("outcome.refused.state_secret", [REFUSED, "1.属于国家秘密"]),
    ("outcome.refused.prohibited_by_law", [REFUSED, "2.其他法律行政法规禁止公开"]),
    ("outcome.refused.security_and_stability", [REFUSED, "3.危及“三安全一稳定”"]),
    ("outcome.refused.third_party_rights", [REFUSED, "4.保护第三方合法权益"]),
    ("outcome.refused.internal_affairs", [REFUSED, "5.属于三类内部事务信息"]),
    ("outcome.refused.deliberative_process", [REFUSED, "6.属于四类过程性信息"]),
    ("outcome.refused.enforcement_file", [REFUSED, "7.属于行政执法案卷"]),
    ("outcome.refused.administrative_inquiry", [REFUSED, "8.属于行政查询事项"]),
    ("outcome.unavailable.not_held", [UNAVAILABLE, "1.本机关不掌握相关政府信息"]),
    ("outcome.unavailable.needs_creation", [UNAVAILABLE, "2.没有现成信息需要另行制作"]),
    ("outcome.unavailable.still_unclear", [UNAVAILABLE, "3.补正后申请内容仍不明确"]),
    ("outcome.not_processed.petition", [NOT_PROCESSED, "1.信访举报投诉类申请"]),
    ("outcome.not_processed.repeated", [NOT_PROCESSED, "2.重复申请"]),
    ("outcome.not_processed.publication", [NOT_PROCESSED, "3.要求提供公开出版物"]),
    ("outcome.not_processed.excessive", [NOT_PROCESSED, "4.无正当理由大量反复申请"]),
    ("outcome.not_processed.confirmation", [NOT_PROCESSED, "5.要求行政机关确认或重新出具已获取信息"]),
]

_OTHER_2021: list[tuple[str, list[str]]] = [
    (
        "outcome.other.correction_overdue",
        [OTHER, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
    ),
    (
        "outcome.other.fee_overdue",
        [OTHER, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"],
    ),
    ("outcome.other.other", [OTHER, "3.其他"]),
]
_OTHER_2019: list[tuple[str, list[str]]] = [("outcome.other", [OTHER])]


def requests(edition: str) -> RequestsForm:
    outcomes = [*_OUTCOMES, *(_OTHER_2021 if edition == "2021" else _OTHER_2019)]
    return RequestsForm(
        edition=edition,
        rows=[
            RequestRow("received", ["一、本年新收政府信息公开申请数量"]),
            RequestRow("carried_in", ["二、上年结转政府信息公开申请数量"]),
            *(RequestRow(code, [OUTCOME, *labels]) for code, labels in outcomes),
            RequestRow("outcome.total", [OUTCOME, "（七）总计"]),
            RequestRow("carried_out", ["四、结转下年度继续办理"]),
        ],
        organisation_columns=_labelled(
            ("business", "商业企业"),
            ("research_institution", "科研机构"),
            ("public_welfare_organisation", "社会公益组织"),
            ("legal_service_organisation", "法律服务机构"),
            ("other_organisation", "其他"),
        ),
    )


def reviews() -> ReviewsForm:
    return ReviewsForm(
        results=_labelled(
            ("upheld", "结果维持"),
            ("corrected", "结果纠正"),
            ("other", "其他结果"),
            ("pending", "尚未审结"),
            ("total", "总计"),
        )
    )


def forms(disclosure_edition: str, requests_edition: str) -> Forms:
    """The forms of a report; the two sections may follow different editions."""
    disclosure = disclosure_2021() if disclosure_edition == "2021" else disclosure_2019()
    return Forms(disclosure, requests(requests_edition), reviews())
