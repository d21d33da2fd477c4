"""Small made reports as text, for tests of many documents."""

from pathlib import Path


def report_text(agency: str = "云桥市水利局", year: int = 2023, received: int = 3, licensing: int = 7) -> str:
    """A report with its first two tables, rows of cells behind tabs."""
    number = str(received)
    rows = [
        f"{agency}{year}年政府信息公开工作年度报告",
        "",
        "一、总体情况",
        f"全年收到政府信息公开申请{number}件。",
        "二、主动公开政府信息情况",
        "第二十条第（五）项\t",
        "信息内容\t本年处理决定数量",
        f"行政许可\t{licensing}",
        "",
        "三、收到和处理政府信息公开申请情况",
        "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计",
        f"一、本年新收政府信息公开申请数量\t{number}\t0\t0\t0\t0\t0\t{number}",
        "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
        "",
        "六、其他需要报告的事项",
        "本年度未收取信息处理费。",
    ]
    return "\n".join(rows)


def write_reports(folder: Path, count: int, year: int = 2023) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for i in range(count):
        path = folder / f"{i:03}.txt"
        path.write_text(report_text(f"第{i}号镇人民政府", year, received=i), "utf-8")
        paths.append(path)
    return paths
