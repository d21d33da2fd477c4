"""The report in what an HTML page shows, apart from menus, metadata and imprint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, pairwise
from urllib.parse import unquote

from lxml import etree

from reportparse.document import Block, Document, Paragraph, Place, Table
from reportparse.loaders import stylesheets
from reportparse.loaders.html_blocks import HtmlLine, HtmlTable, Walker, clean
from reportparse.loaders.left_out import LIGHT, STRUCK
from reportparse.normalise import any_of
from reportparse.other_articles import own_lines

MEDIA_TYPE = "text/html"

# How much a block speaks for being of the report.
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)")
_TITLE = re.compile(r"^.{0,60}(?:年度?报告?|公开报告|年报|报告)\s*$")
# A document's number, or a date alone, as they stand above and below titles.
_DATELINE = re.compile(
    r"^.{0,20}[〔\[]\d{4}[〕\]]\s*\d+\s*号$|^\W*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\W*$"
)
_NEAR_TITLE = 3
_SENTENCE = re.compile(r"[。；，]")
_IMPRINT = re.compile(
    r"版权所有|主办单位|主办[：:]|承办[：:]|承办单位|ICP备|备案号|网站标识码|公网安备|技术支持|网站地图|建议使用|分辨率|"
    r"浏览次数|扫一扫|打印本页|关闭窗口|上一篇|下一篇"
)
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:foot(?:er)?|nav(?:igation|bar)?|menu|crumbs?|breadcrumbs?|share|copyright|side(?:bar)?|"
    r"related|banner|search|login|pager|toolbar)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_FURNITURE_TAGS = frozenset(("nav", "header", "footer", "aside"))
# An element that holds more of the report than this is not furniture, whatever its name.
_FURNITURE_SHARE = 0.3
# What a data table weighs beside a passage of as many characters.
_TABLE_WEIGHT = 400
# A page that weighs less has no report in it: a menu, a notice, a link.
_REPORT_WEIGHT = 150

# What pages say of a document, by the names of `Document.metadata`.
_LABELS = {
    "名称": "title",
    "标题": "title",
    "信息名称": "title",
    "文件名称": "title",
    "索引号": "index_number",
    "文号": "document_number",
    "发文字号": "document_number",
    "发布机构": "publisher",
    "发布机关": "publisher",
    "发布单位": "publisher",
    "发文机关": "publisher",
    "公开机构": "publisher",
    "公开责任部门": "publisher",
    "信息来源": "source",
    "来源": "source",
    "发文日期": "written",
    "发布日期": "published",
    "发布时间": "published",
    "公开日期": "published",
    "公开时间": "published",
    "生成日期": "written",
    "成文日期": "written",
    "主题分类": "subject",
    "信息分类": "subject",
    "分类": "subject",
    "体裁分类": "genre",
    "关键词": "keywords",
    "主题词": "keywords",
    "有效性": "validity",
    "时效": "validity",
    "文件下载": "download",
    "内容概述": "abstract",
    "公开方式": "manner",
    "公开范围": "scope",
    "信息索取号": "index_number",
}
_AROUND_LABEL = re.compile(r"[\s　：:\[\]【】]")
_LABELLED = re.compile(
    rf"(?:^|[\s　|])({any_of(_LABELS)})\s*[：:]\s*"
    r"(\S.*?)(?=[\s　|]+[^\d\s：:|]{2,8}[：:]|[\s　|]*$)"
)
# What stands between a title and the text, and is not of the text.
_BYLINE = re.compile(
    r"^[\[【(（]?(?:发布(?:日期|时间|机构|机关|单位)|信息来源|来源|索引号|成文日期|浏览(?:次数|量)|点击(?:数|次数|率)|"
    r"字体|字号|访问量|阅读)\s*[：:]"
)
_META_NAMES = {
    "articletitle": "title",
    **dict.fromkeys(
        (
            *("pubdate", "publishdate", "publish_date", "publish-date", "publishtime", "publish_time"),
            *("article:published_time", "og:release_date", "bytedance:published_time", "datepublished"),
            *("dc.date.issued", "dcterms.issued"),
        ),
        "published",
    ),
    "contentsource": "source",
    "sitename": "site",
    "author": "author",
}
_ATTACHMENT = re.compile(r"\.(?:docx?|pdf|wps|ofd|zip|rar|7z|rtf|odt|xlsx?)(?=$|[?#&])", re.IGNORECASE)


def document(root: etree._Element, reader: str = "html", warnings: Iterable[str] = ()) -> Document:
    """The report of a page in its blocks, the rest of the page in its margins."""
    heeded = stylesheets.apply(root)
    metadata = _declared(root)
    attachments = _attachments(root)
    scripted = any(True for _ in root.iter("script", "iframe", "textarea"))
    walker = Walker()
    body, margins = _report(walker.walk(root))
    notes = list(warnings)
    if not heeded:
        notes.append("the page's style sheets are too many to be heeded: what they hide may be read")
    found = _hold_report(body)
    if walker.hidden and not (found and _hold_table(body)):
        shown = _report(Walker(show_hidden=True).walk(root))
        if _hold_report(shown[0]) and (not found or _hold_table(shown[0])):
            body, margins = shown
            found = True
            notes.append("the report stands in a part of the page that is hidden until a script shows it")
    if not found:
        if attachments:
            notes.append(f"the page is only a link to {', '.join(attachments)}")
        elif scripted:
            notes.append("the page's body is loaded by a script")
    elif attachments and not _hold_table(body):
        notes.append(f"the page has no table; it links to {', '.join(attachments)}")
    if walker.left_out:
        notes.append("numbers that the page hides in its tables are left out")
    if walker.struck:
        notes.append(STRUCK)
    if walker.faded:
        notes.append(LIGHT)
    _label_metadata([*margins, *body], metadata)
    title = next((clean(element.text or "") for element in root.iter("title") if element.text), "")
    if title:
        metadata.setdefault("title", title)
    return Document(
        reader=reader,
        media_type=MEDIA_TYPE,
        blocks=_placed(body, root),
        margins=_as_margins(margins),
        metadata=metadata,
        warnings=notes,
    )


def _hold_table(blocks: Iterable[Block]) -> bool:
    return any(isinstance(block, Table) for block in blocks)


def has_report(found: Document) -> bool:
    """Whether a page holds more than menus and links."""
    return _hold_report(found.blocks)


def tables(root: etree._Element) -> list[Table]:
    """The data tables of a fragment, with places of their own (`table[1]/row[2]/cell[1]`)."""
    blocks = [block for block in Walker().walk(root) if isinstance(block, Table)]
    return [block for block in _placed(blocks, root) if isinstance(block, Table)]


# The report among the page's blocks


def _element(block: Block) -> etree._Element | None:
    return block.element if isinstance(block, HtmlLine | HtmlTable) else None


def _weight(block: Block) -> float:
    """How much a block speaks for being of the report: passages, numbered headings and data tables do."""
    if isinstance(block, Table):
        return 0 if block.image or _is_link(block) or _is_metadata(block) else _TABLE_WEIGHT
    text = block.text
    linked = block.linked if isinstance(block, HtmlLine) else 0
    own = len(text) - linked
    if own <= len(text) / 2:
        return 0
    numbered = _NUMBERED.match(text) is not None
    if not (numbered or (own >= 20 and _SENTENCE.search(text))) or _is_imprint(text):
        return 0
    return 50 + own if numbered else own


def _hold_report(blocks: Iterable[Block]) -> bool:
    """Whether blocks weigh as much as a report; only as many are weighed as that takes."""
    return any(weight >= _REPORT_WEIGHT for weight in accumulate(map(_weight, blocks)))


def _report(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks of the report and those around it.

    The report is the smallest part of the tree that holds every block that speaks for it, outside of
    what is named as furniture and holds little; in doubt a block stays.
    """
    weights = [_weight(block) for block in blocks]
    total = sum(weights)
    if total < _REPORT_WEIGHT:
        return blocks, []
    elements = [_element(block) for block in blocks]
    parents = _parents(elements)
    held = _held(parents, zip(elements, weights, strict=True))
    small = {inner for inner in parents if held[inner] < _FURNITURE_SHARE * total}
    furniture = _inside(parents, {inner for inner in small if _named_furniture(inner)})
    telling = [
        (element, 1)
        for element, weight in zip(elements, weights, strict=True)
        if weight and element not in furniture
    ]
    counts = _held(parents, telling)
    top = next((element for element in reversed(parents) if counts[element] == len(telling)), None)
    if top is None or not telling:
        return blocks, []
    within = _inside(parents, {top})
    kept: list[bool] = []
    for block, element, weight in zip(blocks, elements, weights, strict=True):
        inside = element in within and element not in furniture
        if isinstance(block, Table):
            keep = weight > 0 or (inside and block.image)
        else:
            keep = inside and (weight > 0 or not _is_imprint(block.text))
        kept.append(keep)
    for number, block in enumerate(blocks):
        if _NUMBERED.match(block.text) if isinstance(block, Paragraph) else weights[number]:
            break  # bylines stand above the text
        if isinstance(block, Paragraph) and len(block.text) < 100 and _BYLINE.match(block.text):
            kept[number] = False
    _leave_out_others(blocks, weights, kept)
    _trim(blocks, kept)
    _add_title(blocks, kept)
    return (
        [block for block, keep in zip(blocks, kept, strict=True) if keep],
        [block for block, keep in zip(blocks, kept, strict=True) if not keep],
    )


def _leave_out_others(blocks: list[Block], weights: list[float], kept: list[bool]) -> None:
    """Leave out what is said of other articles before the first and behind the last block of weight."""
    weighty = [number for number, weight in enumerate(weights) if weight]
    lines = _lines(blocks)
    for number, (line, own) in enumerate(zip(lines, own_lines(lines), strict=True)):
        if own != line and not weighty[0] <= number <= weighty[-1]:
            kept[number] = False


def _lines(blocks: Iterable[Block]) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else "" for block in blocks]


def _trim(blocks: list[Block], kept: list[bool]) -> None:
    """Leave out the links before the first and after the last block of the report."""
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        for number in order:
            if kept[number] and not _is_link(blocks[number]):
                break
            kept[number] = False


def _add_title(blocks: list[Block], kept: list[bool]) -> None:
    """Take in the title, which many pages set apart from the text: the nearest one above it."""
    first = kept.index(True)
    opening = [block for block, keep in zip(blocks[first:], kept[first:], strict=True) if keep][:3]
    if any(_is_title(block) for block in opening):
        return
    for number in range(first - 1, -1, -1):
        if _is_title(blocks[number]):
            element = _element(blocks[number])
            for line in range(first):
                near = abs(line - number) <= _NEAR_TITLE and _is_dateline(blocks[line])
                kept[line] = near or _element(blocks[line]) is element
            return


def _is_dateline(block: Block) -> bool:
    return isinstance(block, Paragraph) and _DATELINE.search(block.text) is not None


def _is_title(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and _TITLE.search(block.text) is not None
        and not _is_link(block)
        and not _LABELLED.match(block.text)
    )


def _is_imprint(text: str) -> bool:
    """A line of a page's foot: who runs the site, registration numbers, browser advice."""
    found = len(set(_IMPRINT.findall(text)))
    return found > 1 or (found == 1 and len(text) <= 40 and "。" not in text)


def _is_link(block: Block) -> bool:
    """Whether more than half of the text is links: a menu, a list of other pages."""
    if isinstance(block, HtmlTable):
        return block.linked > sum(len(cell.text) for cell in block.cells) / 2
    return isinstance(block, HtmlLine) and block.linked > len(block.text) / 2


def _parents(elements: Iterable[etree._Element | None]) -> dict[etree._Element, etree._Element | None]:
    """The elements and all around them, each with the one around it and behind that one."""
    parents: dict[etree._Element, etree._Element | None] = {}
    for element in elements:
        chain: list[etree._Element] = []
        while element is not None and element not in parents:
            chain.append(element)
            element = element.getparent()
        for inner in reversed(chain):
            parents[inner] = element
            element = inner
    return parents


def _held(
    parents: dict[etree._Element, etree._Element | None],
    weighed: Iterable[tuple[etree._Element | None, float]],
) -> dict[etree._Element | None, float]:
    """What elements weigh with all that is inside of them."""
    held: dict[etree._Element | None, float] = dict.fromkeys(parents, 0)
    for element, weight in weighed:
        held[element] = held.get(element, 0) + weight
    for element, parent in reversed(parents.items()):
        held[parent] = held.get(parent, 0) + held[element]
    return held


def _inside(
    parents: Mapping[etree._Element, etree._Element | None], tops: Iterable[etree._Element]
) -> set[etree._Element | None]:
    """Return some elements with all that is inside of them."""
    found: set[etree._Element | None] = {*tops}
    for inner, outer in parents.items():
        if outer in found:
            found.add(inner)
    return found


def _named_furniture(element: etree._Element) -> bool:
    if element.tag in ("html", "body"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in _FURNITURE_TAGS or _FURNITURE.search(names) is not None


# What the page says of itself


def _declared(root: etree._Element) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        key = _META_NAMES.get(name.lower())
        content = clean(element.get("content") or "")
        if key and content:
            metadata.setdefault(key, content)
    return metadata


@lru_cache(maxsize=4096)
def _label(text: str) -> str | None:
    return _LABELS.get(_AROUND_LABEL.sub("", text))


def _is_metadata(table: Table) -> bool:
    """A table of labels such as 索引号 and 发布机构 beside their values."""
    labels = [cell for cell in table.cells if _label(cell.text)]
    return len(labels) >= 2 and len(labels) * 4 >= len([cell for cell in table.cells if cell.text])


def _label_metadata(blocks: Iterable[Block], metadata: dict[str, str]) -> None:
    blocks = list(blocks)
    for block, line in zip(blocks, own_lines(_lines(blocks)), strict=True):
        if isinstance(block, Paragraph):
            if len(line) < 200:
                for match in _LABELLED.finditer(line):
                    metadata.setdefault(_LABELS[match[1]], match[2].strip())
        elif _is_metadata(block):
            for row in block.rows():
                for cell, following in pairwise(row):
                    key = _label(cell.text)
                    if key and following.text and not _label(following.text):
                        metadata.setdefault(key, " ".join(following.text.split()))


def _attachments(root: etree._Element) -> list[str]:
    """Names of the documents that the page links to; they are named, never fetched."""
    names: dict[str, None] = {}
    for element in root.iter("a"):
        href = (element.get("href") or "").strip()
        if _ATTACHMENT.search(href):
            names[unquote(re.split(r"[/\\=]", re.split(r"[?#]", href)[0])[-1])[:100]] = None
    return list(names)


# Plain values for the next stage


def _placed(blocks: Iterable[Block], root: etree._Element) -> list[Block]:
    """Plain blocks with their places; the cells are the same, placed.

    `table[n]` is the n-th of the page, with those that only lay it out; `image[n]` the n-th of the report.
    """
    numbers = {element: number for number, element in enumerate(root.iter("table"), 1)}
    placed: list[Block] = []
    paragraphs = images = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs += 1
            placed.append(Paragraph(block.text, Place(f"body/paragraph[{paragraphs}]"), block.role))
            continue
        element = _element(block)
        if block.image or element not in numbers:
            images += 1
            path = f"body/image[{images}]"
        else:
            path = f"body/table[{numbers[element]}]"
        for cell in block.cells:
            cell.place = Place(f"{path}/{cell.place.path}")
        placed.append(Table(block.cells, Place(path), image=block.image, picture=block.picture))
    return placed


def _as_margins(blocks: Iterable[Block]) -> list[Paragraph]:
    lines = (line for block in blocks for line in _margin_lines(block))
    return [Paragraph(line, Place(f"margin/paragraph[{number}]")) for number, line in enumerate(lines, 1)]


def _margin_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        if block.text:
            yield block.text
    else:
        for row in block.rows():
            if text := "\t".join(cell.text for cell in row if cell.text):
                yield text
