"""Invented public bodies: none of these places exists, and nobody in them does."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# Made by joining two plausible characters; each was chosen because no county, city or township
# of that name and rank is known to us.
PROVINCES = ("澜江省", "岭东省", "云泽省", "沅北省")
CITIES = ("云桥市", "临澜市", "青浔市", "望岳市", "岚沧市", "霁川市", "禾丰市", "砚川市", "锦泊市", "槐安市")
COUNTIES = (
    "临溪县",
    "云屏县",
    "泽苇县",
    "白鹭县",
    "松汀县",
    "芦川县",
    "石篱县",
    "杏渡县",
    "澄塘县",
    "棠溪县",
)
DISTRICTS = ("南浔河区", "东篱区", "西堰区", "竹径区", "北渚区", "汀兰区", "新桥浦区", "鹤鸣湖区")
TOWNS = (
    "梨花渡镇",
    "双桂桥镇",
    "柳叶湾镇",
    "磨盘岭乡",
    "青石坳乡",
    "杉木冲镇",
    "听荷湖街道",
    "桐荫街道",
    "长亭铺镇",
)
BUREAUS = (
    "财政局", "教育局", "民政局", "商务局", "水利局", "审计局", "统计局", "医疗保障局", "应急管理局",
    "农业农村局", "市场监督管理局", "自然资源和规划局", "住房和城乡建设局", "人力资源和社会保障局",
    "文化广电和旅游局", "发展和改革委员会", "卫生健康委员会", "交通运输局", "生态环境局", "城市管理局",
    "林业局", "信访局",
)  # fmt: skip
MINISTRIES = ("国家河湖养护局", "国家古桥保护局", "国家农田档案局", "国家岛礁事务局")


@dataclass(frozen=True)
class Body:
    """A public body: `name` as its titles print it, `full_name` as its first paragraph may."""

    name: str
    full_name: str
    short: str
    place: str
    kind: str
    rulemaker: bool
    address: str
    postcode: str
    phone: str
    email: str


def invent(random: Random) -> Body:
    """A body of a random kind, with an address that leads nowhere."""
    kind = random.choice(
        ["bureau"] * 6 + ["district_bureau"] * 2 + ["government"] * 3 + ["town"] * 2 + ["ministry"]
    )
    city, county, district = random.choice(CITIES), random.choice(COUNTIES), random.choice(DISTRICTS)
    if kind == "bureau":
        place = random.choice([city, county])
        bureau = random.choice(BUREAUS)
        name, full_name, short = place + bureau, place + bureau, ("我局" if bureau.endswith("局") else "我委")
    elif kind == "district_bureau":
        place, bureau = district, random.choice(BUREAUS)
        name, full_name, short = (
            place + bureau,
            city + place + bureau,
            "我局" if bureau.endswith("局") else "我委",
        )
    elif kind == "government":
        place = random.choice([city, county, district, random.choice(PROVINCES)])
        name, short = f"{place}人民政府", f"我{place[-1]}"
        full_name = f"{city}{place}人民政府" if place[-1] in "县区" else name
    elif kind == "town":
        place = random.choice(TOWNS)
        rank = "街道" if place.endswith("街道") else place[-1]
        office = "办事处" if rank == "街道" else "人民政府"
        name, short = place + office, f"我{rank}"
        full_name = county + name
    else:
        place, name = "", random.choice(MINISTRIES)
        full_name, short = name, "我局"
    rulemaker = kind == "ministry" or (kind == "government" and place[-1] in "省市")
    street = random.choice(["桥头", "春晖", "文澜", "迎宾", "观澜", "稻香", "仁和"]) + random.choice(
        ["路", "大街", "巷"]
    )
    return Body(
        name=name,
        full_name=full_name,
        short=short,
        place=place,
        kind=kind,
        rulemaker=rulemaker,
        address=f"{place}{street}{random.randint(1, 399)}号",
        postcode=f"98{random.randint(0, 9999):04d}",
        phone=f"0900-{random.randint(2000000, 8999999)}",
        email=f"zwgk{random.randint(1, 99):02d}@xinxi.example",
    )
