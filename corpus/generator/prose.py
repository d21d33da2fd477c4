"""Running text: our own sentences, put together from alternatives.

A sentence that states a number also yields a `StatedFigure`, so that the truth knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from .bodies import Body
from .numbers import Key
from .report import StatedFigure


@dataclass
class Passage:
    """A paragraph in the making: its sentences so far and the figures they state."""

    sentences: list[str] = field(default_factory=list)
    figures: list[StatedFigure] = field(default_factory=list)

    def say(self, sentence: str, *figures: tuple[str, str, str, Key | None]) -> None:
        """Add a sentence; figures are (value, unit, what, cell of the form it speaks of)."""
        self.sentences.append(sentence)
        self.figures += [StatedFigure(sentence, *figure) for figure in figures]

    @property
    def text(self) -> str:
        return "".join(self.sentences)


class Writer:
    """Writes the passages of one report."""

    def __init__(self, body: Body, year: int, random: Random) -> None:
        self.body, self.year, self.random = body, year, random

    def one(self, alternatives: Sequence[str]) -> str:
        """One of the alternatives, with the names of this report filled in."""
        return self.random.choice(alternatives).format(
            we=self.body.short,
            name=self.body.name,
            full=self.body.full_name,
            year=self.year,
            next=self.year + 1,
        )

    def preface(self) -> list[str]:
        """The legal basis, the period of the figures, the contact."""
        basis = self.one(
            [
                "根据《中华人民共和国政府信息公开条例》第五十条的要求，{full}编制完成本年度报告，现予公布。",
                "按照《中华人民共和国政府信息公开条例》（以下简称《条例》）规定，现将{full}{year}年政府信息公开工作情况报告如下。",
                "本报告依照《中华人民共和国政府信息公开条例》和政府信息公开年度报告格式的有关规定，由{full}编写。",
                "依据《中华人民共和国政府信息公开条例》，{full}对{year}年度政府信息公开工作作了梳理，形成本报告。",
            ]
        )
        parts = self.one(
            [
                "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分。",
                "报告共分六个部分，并附有相应的统计表格。",
                "",
            ]
        )
        period = self.one(
            [
                "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
                "报告中各项数据的统计期限为{year}年1月1日至{year}年12月31日。",
                "本年度报告中数据统计的起止时间：自{year}年1月1日起，至{year}年12月31日止。",
            ]
        )
        return [basis + parts + period, self.contact()]

    def contact(self) -> str:
        body = self.body
        reach = self.random.choice(
            [
                f"地址：{body.address}，邮编：{body.postcode}，电话：{body.phone}，电子邮箱：{body.email}",
                f"地址：{body.address}；邮编：{body.postcode}；电话：{body.phone}；电子邮箱：{body.email}",
                f"联系地址：{body.address}，邮政编码：{body.postcode}，联系电话：{body.phone}，电子邮箱：{body.email}",
            ]
        )
        return self.one([
            "公众对本报告如有疑问或建议，请与{full}办公室联系（%s）。",
            "如需进一步了解报告内容，可联系{full}（%s）。",
            "对报告内容有不同意见的，欢迎向{full}反映（%s）。",
        ]) % reach  # fmt: skip

    def opening(self) -> Passage:
        passage = Passage()
        passage.say(self.one([
            "{year}年，{we}把政府信息公开作为转变作风、服务群众的一项经常性工作来抓，坚持公开为常态、不公开为例外。",
            "一年来，{we}围绕年度重点任务，扎实做好信息发布、申请办理和政策解读各项工作，公开质量稳步提高。",
            "{year}年度，{we}认真执行《条例》规定，健全工作制度，理顺办理流程，信息公开工作总体平稳有序。",
        ]))  # fmt: skip
        passage.say(
            self.one(
                [
                    "现将具体情况说明如下。",
                    "主要做了以下几个方面的工作。",
                    "全年没有发生因信息公开不当引发的责任事件。",
                ]
            )
        )
        return passage

    def disclosure(self, count: int) -> Passage:
        passage = Passage()
        other = self.random.randint(0, count) if count else 0
        passage.say(
            self.one(
                [
                    f"全年通过门户网站主动公开政府信息{count}条。",
                    f"{{year}}年，{{we}}共发布各类政府信息{count}条。",
                    f"截至{{year}}年12月31日，累计主动公开信息{count}条，内容涵盖机构职能、财政预决算和办事服务。",
                ]
            ),
            (str(count), "条", "主动公开政府信息", None),
        )
        if self.random.random() < 0.7:
            passage.say(
                self.one(
                    [
                        f"其中，通过政务新媒体发布{other}条。",
                        f"政务微信公众号推送信息{other}条，及时回应了群众关心的问题。",
                    ]
                ),
                (str(other), "条", "政务新媒体发布信息", None),
            )
        passage.say(self.one([
            "办事指南随流程调整同步更新，做到表述准确、链接有效。",
            "对照基本目录逐项核查，过时内容及时标注或者撤下。",
            "重点公开了惠民资金、工程建设和公共服务等领域的信息。",
        ]))  # fmt: skip
        return passage

    def applications(self, received: int, carried_in: int, answered: int) -> Passage:
        passage = Passage()
        key = ("requests", "received", "total")
        if received == 0:
            passage.say(
                self.one(
                    [
                        "{year}年，{we}未收到政府信息公开申请。",
                        "本年度{we}没有收到公民、法人和其他组织提出的信息公开申请。",
                        "全年新收政府信息公开申请0件。",
                    ]
                ),
                ("0", "件", "收到政府信息公开申请", key),
            )
        else:
            passage.say(
                self.one(
                    [
                        f"{{year}}年，{{we}}新收政府信息公开申请{received}件。",
                        f"全年共收到政府信息公开申请{received}件，均依法登记、按期办理。",
                        f"本年度收到公民和单位提交的信息公开申请{received}件。",
                    ]
                ),
                (str(received), "件", "收到政府信息公开申请", key),
            )
        if carried_in:
            passage.say(
                self.one([f"另有上年结转申请{carried_in}件。", f"上年度结转继续办理{carried_in}件。"]),
                (str(carried_in), "件", "上年结转", ("requests", "carried_in", "total")),
            )
        if answered:
            passage.say(
                self.one([f"已办结{answered}件，答复文书均经合法性审核。", f"年内作出答复{answered}件。"]),
                (str(answered), "件", "办结", ("requests", "outcome.total", "total")),
            )
        passage.say(self.one([
            "接收渠道保持畅通，办理时限全程跟踪。",
            "对内容复杂的申请加强与申请人的沟通，引导其准确描述所需信息。",
            "",
        ]))  # fmt: skip
        return passage

    def management(self) -> Passage:
        passage = Passage()
        passage.say(
            self.one(
                [
                    "落实信息发布审核登记制度，拟稿、审核、签发各环节责任到岗。",
                    "完善公文公开属性源头认定办法，拟制公文时同步确定公开方式。",
                    "定期清理失效文件，对现行有效的文件实行集中展示和动态调整。",
                ]
            )
        )
        passage.say(
            self.one(
                [
                    "发布前逐条进行保密审查和文字校对，防止泄密和表述差错。",
                    "建立问题台账，发现错链、错字即查即改。",
                    "信息发布后由专人复核，确保内容与原件一致。",
                ]
            )
        )
        return passage

    def platform(self) -> Passage:
        passage = Passage()
        passage.say(
            self.one(
                [
                    "优化门户网站信息公开栏目，调整检索入口，方便公众查找。",
                    "规范政务新媒体账号管理，停用长期不更新的账号。",
                    "在便民服务场所设置查阅点，提供自助查询和打印服务。",
                ]
            )
        )
        visits = self.random.choice([None, self.random.randint(120, 98000)])
        if visits is not None:
            passage.say(
                self.one([f"栏目全年访问量{visits}人次。", f"查阅点接待群众{visits}人次。"]),
                (str(visits), "人次", "访问", None),
            )
        return passage

    def supervision(self) -> Passage:
        passage = Passage()
        sessions = self.random.randint(1, 6)
        passage.say(
            self.one(
                [
                    f"全年组织信息公开业务培训{sessions}次，覆盖各内设机构经办人员。",
                    f"召开专题会议{sessions}次，研究解决工作中的难点。",
                ]
            ),
            (str(sessions), "次", "培训或会议", None),
        )
        passage.say(
            self.one(
                [
                    "将信息公开纳入年度考核，未发现需要追究责任的情形。",
                    "认真听取社会公众意见，社会评议结果总体良好。",
                    "年内没有因违反《条例》规定而受到责任追究的情况。",
                ]
            )
        )
        return passage

    def narrative(self) -> str:
        """A sentence of the kind that stands between a heading and its table."""
        return self.one(
            [
                "本年度相关数据详见下表。",
                "{we}{year}年有关情况统计如下表所示：",
                "下表所列数据由各内设机构报送并经汇总核对。",
                "（本部分以表格形式反映，计数单位以表头所注为准。）",
            ]
        )

    def problems(self) -> list[str]:
        problem = self.one(
            [
                "{year}年的工作虽有进展，但仍有不足：一是部分栏目更新不够及时；二是政策解读形式较为单一；三是基层经办人员变动频繁，业务不够熟练。",
                "对照群众期盼，还存在一些问题：主动公开内容的针对性有待加强，解读材料不够通俗，数据开放程度不高。",
                "存在的主要问题：一是个别文件公开属性认定不够准确；二是申请答复文书的说理性不强。",
            ]
        )
        remedy = self.one(
            [
                "下一步，{we}将细化公开目录，丰富图解、问答等解读方式，加强轮岗人员培训，努力提高公开质量。",
                "{next}年，{we}将重点做好以下工作：健全更新提醒机制，规范答复文书格式，拓展公众参与渠道。",
                "针对上述问题，{we}将压实责任、补齐短板，把公众满意度作为检验工作的标准。",
            ]
        )
        return [problem, remedy]

    def processing_fee(self, cases: int, amount: int) -> Passage:
        """The fee of section 6; no cases is printed as a sentence of refusal or as a zero."""
        passage = Passage()
        if cases == 0:
            sentence = self.one(
                [
                    "{year}年，{we}未收取政府信息公开信息处理费。",
                    "本年度没有发出收费通知，收取信息处理费0元。",
                    "依申请公开信息处理费收取情况：无。",
                    "按照《政府信息公开信息处理费管理办法》，{we}全年收取信息处理费0元。",
                ]
            )
            passage.say(
                sentence,
                ("0", "元", "信息处理费", ("processing_fee", "processing_fee", "amount")),
            )
            return passage
        passage.say(
            self.one(
                [
                    f"{{year}}年，{{we}}发出信息处理费收费通知{cases}件，收取信息处理费{amount}元。",
                    f"本年度收取政府信息公开信息处理费{cases}件，金额{amount}元，已全额上缴国库。",
                ]
            ),
            (str(cases), "件", "信息处理费", ("processing_fee", "processing_fee", "cases")),
            (str(amount), "元", "信息处理费", ("processing_fee", "processing_fee", "amount")),
        )
        return passage

    def other_matters(self) -> Passage:
        passage = Passage()
        proposals, motions = self.random.randint(0, 24), self.random.randint(0, 30)
        if self.random.random() < 0.6:
            passage.say(
                self.one(
                    [
                        f"全年承办人大代表建议{proposals}件、政协委员提案{motions}件，办理结果除涉密外均已公开。",
                        f"{{year}}年办理人大代表建议{proposals}件，政协提案{motions}件，办结率达到要求。",
                    ]
                ),
                (str(proposals), "件", "人大代表建议", None),
                (str(motions), "件", "政协提案", None),
            )
        else:
            passage.say(self.one(["没有其他需要报告的事项。", "除上述情况外，{we}无其他需要报告的事项。"]))
        return passage
