"""Runs inside the environment of one tool: reads jobs from standard input, writes text files.

Each line of input is a JSON list `[flattener, source, target]`. Only this file is known there,
so it imports nothing of the project, and each library where it is used.
"""

# mypy: disable-error-code="import-not-found, import-untyped"
from __future__ import annotations

import functools
import itertools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def html2text(path: Path) -> str:
    import html2text

    converter: Any = html2text.HTML2Text()
    converter.body_width = 0
    return str(converter.handle(path.read_text("utf-8")))


def html2text_wrapped(path: Path) -> str:
    import html2text

    return str(html2text.html2text(path.read_text("utf-8")))


def inscriptis(path: Path) -> str:
    from inscriptis import get_text

    return str(get_text(path.read_text("utf-8")))


def markdownify(path: Path) -> str:
    from markdownify import markdownify as convert

    return str(convert(path.read_text("utf-8")))


def soup(path: Path, separator: str, strip: bool) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(path.read_text("utf-8"), "lxml").get_text(separator, strip=strip)


def soup_on_one_line(path: Path) -> str:
    return " ".join(soup(path, " ", strip=False).split())


def resiliparse(path: Path, main_content: bool) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(path.read_text("utf-8"), main_content=main_content))


def trafilatura(path: Path, **options: Any) -> str:
    import trafilatura

    return trafilatura.extract(path.read_text("utf-8"), **options) or ""


def pypdf(path: Path, mode: str) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text(extraction_mode=mode) for page in PdfReader(path).pages)


def pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(str(path)))


def pdfplumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)


def pdfplumber_tables(path: Path, separator: str) -> str:
    import pdfplumber

    edge = separator.strip(" ").strip("\t")
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return "\n\n".join(
        "\n".join(f"{edge} {separator.join(map(in_one_line, row))} {edge}".strip(" ") for row in table)
        for table in tables
    )


def in_one_line(text: str | None) -> str:
    return (text or "").replace("\n", "")


def pymupdf(path: Path) -> str:
    import pymupdf

    with pymupdf.open(path) as pdf:
        return "\n".join(page.get_text() for page in pdf)


def pymupdf_blocks(path: Path) -> str:
    import pymupdf

    with pymupdf.open(path) as pdf:
        return "\n".join(block[4] for page in pdf for block in page.get_text("blocks") if block[6] == 0)


def pymupdf_markdown(path: Path) -> str:
    import pymupdf4llm

    return str(pymupdf4llm.to_markdown(str(path), show_progress=False))


def docx2txt(path: Path) -> str:
    import docx2txt

    return str(docx2txt.process(str(path)))


def tika(path: Path) -> str:
    from iscc_tika import Extractor

    return str(Extractor().extract_file_to_string(str(path))[0])


def lxml_text(path: Path) -> str:
    from lxml import html

    return str(html.fromstring(path.read_text("utf-8")).find("body").text_content())


def parsel_texts(path: Path) -> str:
    from parsel import Selector

    return "\n".join(Selector(path.read_text("utf-8")).css("body ::text").getall())


def pyquery_text(path: Path) -> str:
    from pyquery import PyQuery

    return str(PyQuery(path.read_text("utf-8"))("body").text())


def pandas_tables(path: Path, form: str) -> str:
    """Return the text before the tables, and each of them as pandas writes it."""
    import io

    import pandas
    from lxml import html

    page = path.read_text("utf-8")
    paragraphs = html.fromstring(page).xpath("//body//*[self::h1 or self::h2 or self::h3 or self::p]")
    texts = [element.text_content() for element in paragraphs if not element.xpath("ancestor::table")]
    frames = pandas.read_html(io.StringIO(page), keep_default_na=False)
    if form == "csv":
        tables = [frame.to_csv(index=False, header=False) for frame in frames]
    else:
        tables = [frame.to_markdown(index=False) for frame in frames]
    return "\n".join([*texts, *(f"\n{table}\n" for table in tables)])


def docx_rows(path: Path, separator: str, without_repeats: bool = False) -> str:
    """Return the paragraphs and the rows of tables, each cell in each of its places.

    `without_repeats` leaves out what is equal to the cell before: so merged cells are got rid of.
    """
    import docx
    from docx.table import Table

    lines: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            rows = [[in_one_line(cell.text) for cell in row.cells] for row in block.rows]
            if without_repeats:
                rows = [[text for text, _ in itertools.groupby(row)] for row in rows]
            lines += map(separator.join, rows)
        else:
            lines.append(block.text)
    return "\n".join(lines)


def mammoth_text(path: Path) -> str:
    import mammoth

    with path.open("rb") as file:
        return str(mammoth.extract_raw_text(file).value)


def pdfplumber_csv(path: Path) -> str:
    import csv
    import io

    import pdfplumber

    text = io.StringIO()
    with pdfplumber.open(path) as pdf:
        for table in (table for page in pdf.pages for table in page.extract_tables()):
            csv.writer(text, lineterminator="\n").writerows(table)
            text.write("\n")
    return text.getvalue()


FLATTENERS: dict[str, Callable[[Path], str]] = {
    "html2text": html2text,
    "html2text-wrapped": html2text_wrapped,
    "inscriptis": inscriptis,
    "markdownify": markdownify,
    "bs4-newline": functools.partial(soup, separator="\n", strip=False),
    "bs4-pipes": functools.partial(soup, separator="|", strip=False),
    "bs4-tabs": functools.partial(soup, separator="\t", strip=False),
    "bs4-nosep": functools.partial(soup, separator="", strip=False),
    "bs4-one-line": soup_on_one_line,
    "bs4-strip": functools.partial(soup, separator="\n", strip=True),
    "bs4-glued": functools.partial(soup, separator="", strip=True),
    "resiliparse": functools.partial(resiliparse, main_content=False),
    "resiliparse-main": functools.partial(resiliparse, main_content=True),
    "trafilatura": trafilatura,
    "trafilatura-recall": functools.partial(trafilatura, favor_recall=True),
    "trafilatura-dedup": functools.partial(trafilatura, deduplicate=True),
    "trafilatura-notables": functools.partial(trafilatura, include_tables=False),
    "trafilatura-md": functools.partial(trafilatura, output_format="markdown"),
    "pypdf": functools.partial(pypdf, mode="plain"),
    "pypdf-layout": functools.partial(pypdf, mode="layout"),
    "pdfminer": pdfminer,
    "pdfplumber": pdfplumber,
    "pdfplumber-tables-tabs": functools.partial(pdfplumber_tables, separator="\t"),
    "pdfplumber-tables-pipes": functools.partial(pdfplumber_tables, separator=" | "),
    "pymupdf": pymupdf,
    "pymupdf-blocks": pymupdf_blocks,
    "pymupdf-markdown": pymupdf_markdown,
    "docx2txt": docx2txt,
    "tika": tika,
    "lxml-text": lxml_text,
    "parsel-texts": parsel_texts,
    "pyquery": pyquery_text,
    "pandas-csv": functools.partial(pandas_tables, form="csv"),
    "pandas-markdown": functools.partial(pandas_tables, form="markdown"),
    "docx-rows": functools.partial(docx_rows, separator="\t"),
    "docx-rows-spaces": functools.partial(docx_rows, separator=" "),
    "docx-rows-without-repeats": functools.partial(docx_rows, separator="\t", without_repeats=True),
    "mammoth": mammoth_text,
    "pdfplumber-csv": pdfplumber_csv,
}


def main() -> None:
    for line in sys.stdin:
        name, source, target = json.loads(line)
        Path(target).write_text(FLATTENERS[name](Path(source)), "utf-8")


if __name__ == "__main__":
    main()
