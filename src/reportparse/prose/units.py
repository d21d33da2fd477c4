"""The units of the numbers in prose, and amounts of money in another unit."""

from __future__ import annotations

# The end of a clause.
ENDS = r"(?=\x20*(?:[，。；、,;.:!?()\n]|$))"


def _alternatives(units: str) -> str:
    """Join units into one pattern, the longest first; `条(?![例件款])` has a condition on what follows."""
    return "|".join(sorted(units.split(), key=lambda unit: len(unit.partition("(")[0]), reverse=True))


# What must not follow a unit is what makes its character begin another word (`条例`).
UNITS = _alternatives(
    """
    条(?![例件款]) 件(?!事) 份(?!额) 篇 次(?![序要]) 人次 件次 场次 条次 户次 家次 批次 篇次 班次 期次
    场(?![所地景馆合]) 期(?![间限满待望]) 个(?!方面|部分|百分点|工作日|小时|月(?!亮)) 项(?!目(?!标))
    家(?!庭) 名(?![称单录义誉]) 人(?![员大民事社]) 位(?![于置居列]) 例(?![会行外]) 起(?![草诉止至动来])
    笔(?![记试者录墨]) 宗(?!旨) 桩 批(?![复准示评]) 套(?!餐) 台(?![账湾州阶]) 部(?![门委分署长])
    本(?![级年机单局部市区县办地身项科]) 册 页(?!面) 字(?![号体段面幕]) 幅(?!度) 张(?![店家贴]) 块(?!链)
    所(?![有需在属列长以涉述]) 处(?![理罚置分室长]) 户(?!外) 座(?!谈) 组(?![织长建成]) 类(?![别型似])
    种(?![植子]) 轮(?![岗换]) 届(?!时) 支(?![持付撑部出]) 班(?!子) 集(?![中体团成]) 倍 大类 小类 大项 小项
    分(?![别类析之布批期级开享管局院]) % ‰ 个百分点 百分点 课时 学时 个小时 小时 分钟 个月(?!亮) 个工作日
    工作日 天(?![津气然]) 平方米 平方公里 公里 公顷 亩 吨 辆 元(?![旦素宵月]) 美元 欧元 港元
    """
)
MONEY = frozenset({"元", "美元", "欧元", "港元"})
# Chinese numerals stand in slogans and set phrases everywhere: fewer units, and stricter.
NUMERAL_UNITS = _alternatives(
    rf"""
    次(?![性元序要办就]) 场(?![所地景馆合]) 期(?![间限满待望工项建]) 件(?![事套大]) 篇 份(?!额) 人次 场次 批次
    起(?![草诉止至动来]) 例(?![会行外]) 宗(?!旨) 个小时 小时 个月 个工作日 元(?![旦素宵月])
    项{ENDS} 人{ENDS} 条{ENDS} 家{ENDS} 名{ENDS} 个{ENDS}
    """
)
# What the units of amounts in yuan are worth.
MONEY_FACTOR = {"元": 1.0, "万元": 1e4, "亿元": 1e8}


def in_unit(value: float | None, unit: str | None, other: str | None) -> float | None:
    """Convert an amount of money to another unit, None where that is not known; leave counts as they are."""
    if value is None or unit not in MONEY_FACTOR or unit == other:
        return value
    return value * MONEY_FACTOR[unit] / MONEY_FACTOR[other] if other in MONEY_FACTOR else None
