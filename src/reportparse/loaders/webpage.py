"""From a page's tree to a document: lines and tables as a browser shows them, and the report among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote

from lxml import etree

from reportparse.document import Block, Cell, Document, Paragraph, Place, Table
from reportparse.loaders import grid
from reportparse.loaders.numbering import FORMATS

MEDIA_TYPE = "text/html"

_NOWHERE = Place("")


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCK = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav "
    "noframes ol p pre section summary table tbody td tfoot th thead title tr ul xmp listing ucapcontent"
)
_UNSEEN = _names(
    "script style template noscript select datalist svg object applet audio video canvas iframe map head "
    "title rt rp colgroup textarea input button xml"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PREFORMATTED = frozenset(("pre", "xmp", "listing"))
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_IDEOGRAPH = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# A line end between two ideographs is only in the source; between Latin words it is a space.
_SOURCE_BREAK = re.compile(rf"(?<={_IDEOGRAPH})[ \t]*[\r\n\f][ \t\r\n\f]*(?={_IDEOGRAPH})")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
}
_IDEOGRAPHIC_LISTS = ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?(?:px)?\s*$")
# Smaller pictures are icons, emblems and QR codes.
_TABLE_PIXELS = 200

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
    "发文日期": "published",
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
_LABELLED = re.compile(
    rf"(?:^|[\s　|])({'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*[：:]\s*"
    r"(\S.*?)(?=[\s　|]+[^\d\s：:|]{2,8}[：:]|[\s　|]*$)"
)
# What stands between a title and the text, and is not of the text.
_BYLINE = re.compile(
    r"^[\[【(（]?(?:发布(?:日期|时间|机构|机关|单位)|信息来源|来源|索引号|成文日期|浏览(?:次数|量)|点击(?:数|次数|率)|"
    r"字体|字号|访问量|阅读)\s*[：:]"
)
_META_NAMES = {
    "articletitle": "title",
    "pubdate": "published",
    "contentsource": "source",
    "sitename": "site",
    "author": "author",
}
_ATTACHMENT = re.compile(r"\.(?:docx?|pdf|wps|ofd|zip|rar|7z|rtf|odt|xlsx?)(?=$|[?#&])", re.IGNORECASE)


@dataclass(slots=True)
class _Line(Paragraph):
    """A paragraph with the element it stands in and how many of its characters are links."""

    element: etree._Element | None = None
    linked: int = 0


@dataclass(slots=True)
class _Grid(Table):
    """A table with its element and how many of its characters are links."""

    element: etree._Element | None = None
    linked: int = 0


@dataclass(slots=True)
class _Flow:
    """Blocks as they come, and the line that is being filled."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    picture: bool = False


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its rows by section, with the slots of the current one."""

    element: etree._Element
    head: list[list[grid.Slot]] = field(default_factory=list)
    body: list[list[grid.Slot]] = field(default_factory=list)
    foot: list[list[grid.Slot]] = field(default_factory=list)
    section: str = "tbody"
    cell: etree._Element | None = None

    @property
    def rows(self) -> list[list[grid.Slot]]:
        return {"thead": self.head, "tfoot": self.foot}.get(self.section, self.body)


def document(root: etree._Element, reader: str = "html", warnings: Iterable[str] = ()) -> Document:
    """The report of a page, apart from the page's furniture; see the module's words."""
    metadata = _declared(root)
    attachments = _attachments(root)
    scripted = any(True for _ in root.iter("script", "iframe", "textarea"))
    walker = _Walker()
    body, margins = _report(walker.walk(root))
    notes = list(warnings)
    weight = sum(_weight(block) for block in body)
    if weight < _REPORT_WEIGHT and walker.hidden:
        shown = _report(_Walker(show_hidden=True).walk(root))
        if sum(_weight(block) for block in shown[0]) >= _REPORT_WEIGHT:
            body, margins = shown
            weight = _REPORT_WEIGHT
            notes.append("the report stands in a part of the page that is hidden until a script shows it")
    if weight < _REPORT_WEIGHT:
        if attachments:
            notes.append(f"the page is only a link to {', '.join(attachments)}")
        elif scripted:
            notes.append("the page's body is loaded by a script")
    elif attachments and not any(isinstance(block, Table) for block in body):
        notes.append(f"the page has no table; it links to {', '.join(attachments)}")
    _label_metadata([*margins, *body], metadata)
    title = next((_clean(element.text or "") for element in root.iter("title") if element.text), "")
    if title:
        metadata.setdefault("title", title)
    return Document(
        reader=reader,
        media_type=MEDIA_TYPE,
        blocks=_placed(body),
        margins=_as_margins(margins),
        metadata=metadata,
        warnings=notes,
    )


def has_report(found: Document) -> bool:
    """Whether a page holds more than menus and links."""
    return sum(_weight(block) for block in found.blocks) >= _REPORT_WEIGHT


def tables(root: etree._Element) -> list[Table]:
    """The data tables of a fragment, with places of their own (`table[1]/row[2]/cell[1]`)."""
    blocks = [block for block in _Walker().walk(root) if isinstance(block, Table)]
    return [block for block in _placed(blocks) if isinstance(block, Table)]


# The page as lines and tables


class _Walker:
    """One pass over a tree, without recursion: pages nest as deep as they like."""

    def __init__(self, show_hidden: bool = False) -> None:
        self._show_hidden = show_hidden
        self.hidden = False  # whether something hidden was passed over
        self._flows = [_Flow()]
        self._open: list[etree._Element] = []  # the block elements around
        self._tables: list[_OpenTable] = []
        self._links = 0
        self._preformatted = 0
        self._lists: list[tuple[str, int]] = []

    def walk(self, root: etree._Element) -> list[Block]:
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped: etree._Element | None = None  # its end still comes
        for event, element in walker:
            if event == "start":
                if self._is_unseen(element):
                    walker.skip_subtree()
                    skipped = element
                    continue
                self._start(element)
                if element.text:
                    self._text(element.text)
            elif event == "end":
                if element is not skipped:
                    self._end(element)
                if element.tail and element is not root:
                    self._text(element.tail)
            elif element.tail:
                self._text(element.tail)
        self._flush()
        return self._flows[0].blocks

    def _is_unseen(self, element: etree._Element) -> bool:
        if element.tag in _UNSEEN:
            return True
        style = element.get("style")
        hidden = element.get("hidden") is not None or (
            style is not None and _INVISIBLE.search(style) is not None
        )
        self.hidden = self.hidden or hidden
        return hidden and not self._show_hidden

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        flow = self._flows[-1]
        if tag == "br":
            self._flush()
        elif tag == "img":
            flow.picture = flow.picture or _is_large(element)
        elif tag == "a":
            self._links += 1
        if tag not in _BLOCK:
            return
        self._flush()
        self._open.append(element)
        if tag == "table":
            self._tables.append(_OpenTable(element))
        elif tag in ("thead", "tbody", "tfoot") and self._in_table():
            self._tables[-1].section = tag
        elif tag in ("tr", "td", "th") and self._tables:
            if not self._in_table():  # the cell before was left open
                self._close_cell()
            if tag == "tr":
                self._tables[-1].rows.append([])
            else:
                self._open_cell(element)
        elif tag in _PREFORMATTED:
            self._preformatted += 1
        elif tag == "ol":
            self._lists.append((_list_style(element), _whole(element.get("start"), 1)))
        elif tag in ("ul", "menu", "dir"):
            self._lists.append(("none", 1))
        elif tag == "li" and self._lists:
            self._number(element)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "a":
            self._links -= 1
        if tag not in _BLOCK:
            return
        self._flush()
        self._open.pop()
        if self._tables and self._tables[-1].cell is element:
            self._close_cell()
        elif tag == "table":
            self._close_table()
        elif tag in ("thead", "tbody", "tfoot") and self._in_table():
            self._tables[-1].section = "tbody"
        elif tag in _PREFORMATTED:
            self._preformatted -= 1
        elif tag in ("ol", "ul", "menu", "dir"):
            self._lists.pop()

    def _in_table(self) -> bool:
        """Whether a row or cell here belongs to the table that is being read, not to one of its cells."""
        return bool(self._tables) and self._tables[-1].cell is None

    def _open_cell(self, element: etree._Element) -> None:
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        row = table.rows[-1]
        down = _whole(element.get("rowspan"), 1)
        slot = grid.Slot(
            Place(f"row[{len(table.head) + len(table.body) + len(table.foot)}]/cell[{len(row) + 1}]"),
            rowspan=down if down > 0 else 1 << 16,  # 0 reaches to the end
            colspan=max(1, _whole(element.get("colspan"), 1)),
        )
        row.append(slot)
        table.cell = element
        self._flows.append(_Flow(slot.blocks))

    def _close_cell(self) -> None:
        self._flows.pop()
        self._tables[-1].cell = None

    def _close_table(self) -> None:
        table = self._tables.pop()
        rows = [row for part in (table.head, table.body, table.foot) for row in part]
        slots = grid.flow(rows)
        linked = sum(block.linked for slot in slots for block in slot.blocks if isinstance(block, _Line))
        blocks = grid.blocks_of(slots, _NOWHERE)
        if (
            blocks
            and isinstance(blocks[0], Table)
            and not isinstance(blocks[0], _Grid)
            and not blocks[0].image
        ):
            outer = blocks[0]
            blocks[0] = _Grid(outer.cells, outer.place, element=table.element, linked=linked)
        self._flows[-1].blocks += blocks

    def _number(self, element: etree._Element) -> None:
        style, number = self._lists[-1]
        number = _whole(element.get("value"), number)
        self._lists[-1] = (style, number + 1)
        if style in _IDEOGRAPHIC_LISTS:
            self._flows[-1].parts.append(FORMATS[_LIST_STYLES[style]](number) + "、")
        elif style != "none":
            self._flows[-1].parts.append(FORMATS[_LIST_STYLES.get(style, "decimal")](number) + ". ")

    def _text(self, text: str) -> None:
        flow = self._flows[-1]
        flow.parts.append(text)
        if self._links:
            flow.linked += len(text.strip())

    def _flush(self) -> None:
        flow = self._flows[-1]
        if flow.parts or flow.picture:
            element = self._open[-1] if self._open else None
            text = "".join(flow.parts)
            role: Literal["heading", "body"] = "body"
            if element is not None and element.tag in _HEADINGS:
                role = "heading"
            lines = text.splitlines() if self._preformatted else [_clean(text)]
            lines = [line.rstrip() for line in lines]
            kept = lines if self._preformatted else [line for line in lines if line]
            flow.blocks += (_Line(line, _NOWHERE, role, element=element, linked=flow.linked) for line in kept)
            if flow.picture and not any(lines):
                flow.blocks.append(_Grid([], _NOWHERE, image=True, element=element))
            flow.parts, flow.linked, flow.picture = [], 0, False


def _clean(text: str) -> str:
    """Blanks collapsed as a browser does, without those at the ends."""
    if "\n" in text or "\r" in text:
        text = _SOURCE_BREAK.sub("", text)
    return _BLANKS.sub(" ", text).strip()


def _whole(text: str | None, default: int) -> int:
    match = re.match(r"\s*\+?(\d{1,9})", text or "")
    return int(match[1]) if match else default


def _list_style(element: etree._Element) -> str:
    match = _LIST_STYLE.search(element.get("style", ""))
    return match[1].lower() if match else element.get("type", "decimal")


def _is_large(image: etree._Element) -> bool:
    """Whether a picture can be one of a table: of unknown size, or more than an icon in both directions."""
    style = dict(re.findall(r"\b(width|height)\s*:\s*(\d+)(?:\.\d+)?px", image.get("style", "")))
    for side in ("width", "height"):
        match = _PIXELS.match(image.get(side) or style.get(side, ""))
        if match and int(match[1]) <= _TABLE_PIXELS:
            return False
    return bool(image.get("src"))


# The report among the page's blocks


def _element(block: Block) -> etree._Element | None:
    return block.element if isinstance(block, _Line | _Grid) else None


def _weight(block: Block) -> float:
    """How much a block speaks for being of the report: passages, numbered headings and data tables do."""
    if isinstance(block, Table):
        return 0 if block.image or _is_link(block) or _is_metadata(block) else _TABLE_WEIGHT
    text = block.text
    linked = block.linked if isinstance(block, _Line) else 0
    own = len(text) - linked
    if own <= len(text) / 2 or _is_imprint(text):
        return 0
    if _NUMBERED.match(text):
        return 50 + own
    return own if own >= 20 and _SENTENCE.search(text) else 0


def _report(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks of the report and those around it.

    The report is the smallest part of the tree that holds every block that speaks for it, outside of
    what is named as furniture and holds little; in doubt a block stays.
    """
    weights = [_weight(block) for block in blocks]
    total = sum(weights)
    if total < _REPORT_WEIGHT:
        return blocks, []
    held: dict[etree._Element, float] = {}
    chains: list[list[etree._Element]] = []
    for block, weight in zip(blocks, weights, strict=True):
        element = _element(block)
        chain = [] if element is None else [*reversed(list(element.iterancestors())), element]
        chains.append(chain)
        if weight:
            for ancestor in chain:
                held[ancestor] = held.get(ancestor, 0) + weight
    furniture: dict[etree._Element, bool] = {}

    def is_furniture(element: etree._Element) -> bool:
        if element not in furniture:
            furniture[element] = _named_furniture(element) and held.get(element, 0) < _FURNITURE_SHARE * total
        return furniture[element]

    outside = [any(is_furniture(element) for element in chain) for chain in chains]
    common: list[etree._Element] | None = None
    for chain, weight, out in zip(chains, weights, outside, strict=True):
        if weight and not out:
            common = chain if common is None else _shared(common, chain)
    if not common:
        return blocks, []
    top, depth = common[-1], len(common)
    kept: list[bool] = []
    for block, chain, weight, out in zip(blocks, chains, weights, outside, strict=True):
        inside = len(chain) >= depth and chain[depth - 1] is top and not out
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
    _trim(blocks, kept)
    _add_title(blocks, kept)
    return (
        [block for block, keep in zip(blocks, kept, strict=True) if keep],
        [block for block, keep in zip(blocks, kept, strict=True) if not keep],
    )


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
    if isinstance(block, _Grid):
        return block.linked > sum(len(cell.text) for cell in block.cells) / 2
    return isinstance(block, _Line) and block.linked > len(block.text) / 2


def _shared(one: list[etree._Element], other: list[etree._Element]) -> list[etree._Element]:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left is not right:
            break
        length += 1
    return one[:length]


def _named_furniture(element: etree._Element) -> bool:
    if element.tag in ("html", "body"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in _FURNITURE_TAGS or _FURNITURE.search(names) is not None


# What the page says of itself


def _declared(root: etree._Element) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for element in root.iter("meta"):
        key = _META_NAMES.get((element.get("name") or "").lower())
        content = _clean(element.get("content") or "")
        if key and content:
            metadata.setdefault(key, content)
    return metadata


def _label(text: str) -> str | None:
    return _LABELS.get(re.sub(r"[\s　：:\[\]【】]", "", text))


def _is_metadata(table: Table) -> bool:
    """A table of labels such as 索引号 and 发布机构 beside their values."""
    labels = [cell for cell in table.cells if _label(cell.text)]
    return len(labels) >= 2 and len(labels) * 4 >= len([cell for cell in table.cells if cell.text])


def _label_metadata(blocks: Iterable[Block], metadata: dict[str, str]) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            if len(block.text) < 200:
                for match in _LABELLED.finditer(block.text):
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


def _placed(blocks: Iterable[Block]) -> list[Block]:
    """Plain blocks with their places, counted through the report."""
    placed: list[Block] = []
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs += 1
            placed.append(Paragraph(block.text, Place(f"body/paragraph[{paragraphs}]"), block.role))
        else:
            tables += 1
            path = f"body/table[{tables}]"
            cells = [
                Cell(
                    cell.row,
                    cell.column,
                    cell.text,
                    Place(f"{path}/{cell.place.path}"),
                    cell.rowspan,
                    cell.colspan,
                )
                for cell in block.cells
            ]
            placed.append(Table(cells, Place(path), image=block.image))
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
