"""Parse texts of a megabyte that are made to take long.

    python -m benchmarks.adversarial

Times are processor time of one core, reading and imports left out. Exit status 1 if a text takes longer
than `--limit` seconds.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from rich.console import Console
from rich.table import Table

import reportparse

SIZE = 1_000_000
STEPS = 560
LABELS = ("一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计", "规章", "行政许可", "信息内容")

TITLE = "云桥市水利局2023年政府信息公开工作年度报告"
# What may make the search for numbers and what they count go over a text again and again.
PIECES_OF_PROSE = (
    *("没有收到因涉及未发生", "12件、", "收到申请", "无", "未收取", "分别为1、", "行政处罚1件、"),
    *("一", "1 ", "第一条", "1,", "《", "“", "每", "大约", "约1万", "(1"),
    "信息处理费为0，",
    "本年度信息处理费为0。",
    "未收到申请，",
    "收费通知书件数3，实际收取总金额为0，",
    "政务公开",
)


def texts() -> dict[str, str]:
    """Each text by what it is, before it is cut to a megabyte."""
    random = Random(1)
    label = LABELS[0]
    grid = "+----+---+\n|规章|  5|\n+----+---+\n"
    rows = [[str(random.randrange(100)) for _ in range(random.randrange(9))] for _ in range(40_000)]
    return {
        "lines of zeros": "0\n" * SIZE,
        "lines of zeros and ones": "0\n1\n" * SIZE,
        "zeros on one line": "0 " * SIZE,
        "pipes on one line": "|" * SIZE,
        "lines of pipes": "|\n |\n" * SIZE,
        "lines of tabs": "\t\n\t\t\n" * SIZE,
        "blank lines": "\n \n" * SIZE,
        "one number": "1" * SIZE,
        "a label and one number": "规章" + "1" * SIZE,
        "one label": f"{label}\n" * (SIZE // len(label)),
        "one label and zeros on one line": f"{label}0" * (SIZE // len(label)),
        "labels and values on lines": "".join("\n".join([random.choice(LABELS), *row, ""]) for row in rows),
        "labels and values without marks": "".join(
            f"{random.choice(LABELS)}{''.join(row)}\n" for row in rows
        ),
        "rows apart": "规章\t5\n\n" * (SIZE // 8),
        "rows of Markdown": "".join(f"| {random.choice(LABELS)} | {' | '.join(row)} |\n" for row in rows),
        "characters of tables in disorder": "".join(
            random.choice("一二三四五0123 |\n\t（）、政府信息公开") for _ in range(SIZE)
        ),
        "brackets": "（" * SIZE,
        "one word and another one": f"{'汉' * (SIZE // 3 - 9)} x",
        "emphasis around white space": f"|**{' ' * (SIZE - 9)}x|\n",
        "first and last sections": "一、总体情况\n六、其他需要报告的事项\n" * (SIZE // 40),
        "periods": "2023.1.1-" * (SIZE // 9),
        "edges of grids": "+---+---+\n" * SIZE,
        "small grids": grid * (SIZE // len(grid)),
        "small grids apart": f"{grid}\n" * (SIZE // len(grid)),
        "one tall grid": "+----+---+\n" + "|规章|  5|\n+----+---+\n" * (SIZE // 20),
        "one wide grid": f"+{'---+' * 90_000}\n|{' 5 |' * 90_000}\n+{'---+' * 90_000}\n",
        "stairs of a grid": "\n".join(
            f"+{'--+' * step}{'  |' * (STEPS - step)}" for step in [STEPS, *range(STEPS), STEPS]
        ),
        "grids in grids": _nested(250) * 3,
        "lines of grids in disorder": "".join(
            "+--+--+\n" + "".join(random.choice("+-| 5规") for _ in range(8)) + "\n" for _ in range(60_000)
        ),
        "characters of grids in disorder": "".join(random.choice("+-=|\n ") for _ in range(SIZE)),
        "fences in fences": "|===\n规章\n|===\n!===\n!规章!5\n!===\n|===\n" * (SIZE // 40),
        "cells on one line": "0 |" * SIZE,
        "labels and values on one line": "".join(f"{random.choice(LABELS)}5 " for _ in range(50_000)),
        "rows of LaTeX": "".join(f"{random.choice(LABELS)} & {' & '.join(row)} \\\\\n" for row in rows),
        "numbers without end": "5件。" * SIZE,
        "numbers dealt out": "甲、乙、丙分别为5、6、7件，" * (SIZE // 40),
        "a page of lines": "<html><body>" + "0<br>" * SIZE,
        "a page of paragraphs": "<html><body>" + "<p>0" * SIZE,
        "a page of cells": "<html><body><table>" + "<tr><td>规章<td><input value=5>" * (SIZE // 30),
        "a page of tables of one row": "<html><body>" + "<table><tr><td>规章<td>5</table>" * (SIZE // 34),
        "a page of rows beside one label": "<html><body><table>"
        + "<tr><td rowspan=2>规章<td>5<tr><td>6" * (SIZE // 40),
        "texts between tabs": "\t".join(f"{random.choice(LABELS)}\t5" for _ in range(SIZE // 30)),
        "strings without end": "<html><body><script>'\\u003c/p" + '"\\"\'`' * (SIZE // 5),
        "a page of attributes": f"<html><body><p {' '.join(f'a{number}' for number in range(SIZE // 8))}>",
        "a page of titles": "<html><body>"
        + "<p>一、总体情况</p><p>2021年政府信息公开工作年度报告</p>" * (SIZE // 60),
        "titles of agencies": "".join(
            f"20{number % 50:02}年某{number}局政府信息公开工作年度报告\n" for number in range(SIZE // 40)
        ),
        "padded columns on pages": "".join(
            f"{random.choice(LABELS)}    {'     '.join(row)}\n{chr(12) * (number % 20 == 0)}"
            for number, row in enumerate(rows)
        ),
        "tables in tables": "<html><body>"
        + f"{'<table><tr><td>规章<td>5<tr><td>' * 200}{'</table>' * 200}" * (SIZE // 10_000),
        "pages in one": f"<html><body>{'<table><tr><td>规章</td><td>5</td></tr></table>' * 20}</body></html>"
        * (SIZE // 1_000),
        "tables without end": "报告</p>\n" + "<table><tr><td>规章</td>\n" * (SIZE // 20),
        "numbered words and numbers": f"{TITLE}\n三、收到和处理政府信息公开申请情况\n"
        + f"自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n{LABELS[0]} 1 0 0 0 0 0 1\n"
        + "".join(f"{random.randrange(9)}.申{random.randrange(10**6)}x 3\n" for _ in range(55_000)),
        "comments without end": "报告</p>\n" + "<!--" * SIZE,
        "blanks behind a day": f"{TITLE}\n2023.1.1" + " " * SIZE,
        "blanks behind a name": f"{TITLE}\n浏览次数" + " " * SIZE + ":3",
        "headings and cells on one line": f"{TITLE}\n"
        + "| 二、主动公开政府信息情况 规章 | 1 " * (SIZE // 25),
        "links without end": "报告</p>\n" + "](a" * SIZE,
        "brackets of links": "报告</p>\n" + "[\n" * SIZE,
        **{
            f"quotes without end, {i}": f"{TITLE}\n二、主动公开政府信息情况\n"
            + f"{line}\n" * (SIZE // len(line))
            for i, line in enumerate(("," * 5000 + '"', '"甲,乙', 'a,"b""', '"' + "," * 999), 1)
        },
        **{
            f"one sentence of {piece.strip()}": f"{TITLE}\n一、总体情况\n" + piece * (SIZE // len(piece))
            for piece in PIECES_OF_PROSE
        },
    }


def _status(content: bytes) -> str:
    try:
        return reportparse.parse(content).status
    except reportparse.UnreadableDocument:
        return "unreadable"


def _nested(depth: int) -> str:
    """A grid in a grid, and so on."""
    lines = ["+--+--+", "|12|34|", "+--+--+"]
    for _ in range(depth):
        edge = f"+-{'-' * len(lines[0])}-+"
        lines = [edge, *(f"| {line} |" for line in lines), edge]
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks.adversarial",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--limit", type=float, default=5.0, help="seconds that a text may take")
    arguments = parser.parse_args()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("text", "MB", "seconds", "status"):
        table.add_column(name, justify="left" if name in ("text", "status") else "right")
    slow = False
    for name, text in texts().items():
        content = text.encode()[:SIZE].decode(errors="ignore").encode()
        start = time.process_time()
        status = _status(content)
        seconds = time.process_time() - start
        slow |= seconds > arguments.limit
        table.add_row(name, f"{len(content) / SIZE:.2f}", f"{seconds:.2f}", status)
    Console().print(table)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
