"""DOCX: the package's XML read directly, as a word processor would print it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from lxml import etree

from reportparse.document import PICTURE, Block, Document, Paragraph, Place, Table, UnreadableDocument
from reportparse.loaders import grid, kind_of
from reportparse.loaders import load as load_any
from reportparse.loaders.docx_styles import (
    MARKS,
    PLAIN,
    VAL,
    Style,
    Styles,
    W,
    is_on,
    is_shaded,
    joined,
    marked,
    tells_of_light_text,
    whole_number,
    without_table_styles,
)
from reportparse.loaders.drawn_numbers import Counters, Level, NumberedList
from reportparse.loaders.left_out import LIGHT, STRUCK
from reportparse.loaders.light_text import LightText, seen
from reportparse.loaders.package import MAX_XML, Package, parse_xml
from reportparse.loaders.word_measures import plain_symbol
from reportparse.normalise import AS_RAISED

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"

_P, _TBL, _TR, _TC = W + "p", W + "tbl", W + "tr", W + "tc"
_RUN, _T, _RPR, _DEL = W + "r", W + "t", W + "rPr", W + "del"
_P_STYLE, _OUTLINE = W + "pStyle", W + "outlineLvl"
_FIELD_MARK, _FIELD_CODE = W + "fldChar", W + "instrText"
_PPR, _TCPR, _NUM_PR = W + "pPr", W + "tcPr", W + "numPr"
_CELL_DEL = W + "cellDel"
_GRID_SPAN, _V_MERGE, _H_MERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_TELLING = (_P_STYLE, _OUTLINE, _NUM_PR, _DEL, _CELL_DEL, _GRID_SPAN, _V_MERGE, _H_MERGE)
# What can be shaded, with the properties that say so.
_SHADED = {_P: _PPR, _TC: _TCPR, _TBL: W + "tblPr"}
_TAKEN_AWAY = (_DEL, W + "moveFrom")
_ALT_CHUNK = W + "altChunk"
_ALTERNATIVES = _MC + "AlternateContent"
_DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))
_MATH = frozenset((_M + "oMath", _M + "oMathPara"))
_EMU_PER_CM = 360_000
_EMU_PER_TWIP = 635
_EMU_PER_POINT = 12_700
_A4_WIDTH = 11_906  # twips
# A document may hold another as a part; a package can be made to hold itself.
_MAX_INSIDE = 3
# Bytes; scanners make some hundred thousand of a page.
MAX_PICTURE = 32 * 1024 * 1024
_POINTS = re.compile(r"(width|height):\s*(\d{1,6}(?:\.\d+)?)pt")

# Elements around blocks or runs that change nothing of what is printed.
_TRANSPARENT = frozenset(
    W + name
    for name in (
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
        "sdtContent",
    )
) | {W + "sdt"}
_RUN_TEXT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}


class _Properties(NamedTuple):
    """What a paragraph says of itself beside its style; `joins` where its mark is deleted."""

    style: str = ""
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None
    joins: bool = False


_NO_PROPERTIES = _Properties()


@dataclass(slots=True)
class _Runs:
    """What the runs of one paragraph hold: its text, text boxes anchored in it, whether a large picture,
    and the file of that; `style` is that of the paragraph, `before` that of the last text on its line."""

    style: Style = PLAIN
    before: Style | None = None
    parts: list[str] = field(default_factory=list)
    has_light_text: bool = False
    boxes: list[etree._Element] = field(default_factory=list)
    picture: bool = False
    picture_file: bytes | None = None


@dataclass(slots=True)
class _Field:
    """A field while it is read: first its code, which is not printed, then what it came to."""

    start: int
    is_code: bool = True
    code: list[str] = field(default_factory=list)
    # The entry that is chosen from a list.
    chosen: str = ""


def load(content: bytes, depth: int = 0) -> Document:
    """Read a .docx or .docm; raises UnreadableDocument where it is not one.

    `depth` counts the documents that hold this one.
    """
    return _Reader(Package(content), depth).document()


class _Reader:
    """One package while it is read."""

    def __init__(self, package: Package, depth: int) -> None:
        self.package = package
        self.depth = depth
        relations = self._relations("")
        self.main = next(
            (target for kind, target in relations.values() if kind.endswith("/officeDocument")),
            "word/document.xml",
        )
        if self.main not in package.names:
            raise UnreadableDocument("the package has no main document part")
        self.relations = self._relations(self.main)
        self.tells_of_light_text = False
        self.styles = Styles(self._style_parts())
        self.paragraphs = 0
        self.warnings: list[str] = []
        self.margins: list[Paragraph] = []
        self.page_width = _A4_WIDTH
        self.marks = True
        self.wrapped = self.drawn = self.deletes_cells = False
        self.struck = False
        self.faded = False  # whether text as light as the paper was left out
        self.blanked = False  # whether nothing else was in a paragraph of the cell that is read
        self.fields: list[_Field] = []  # those around what is read
        self.told: dict[etree._Element, list[etree._Element]] = {}

    def document(self) -> Document:
        content = self.package.read(self.main, MAX_XML)
        root = parse_xml(content, self.main)
        body = root.find(W + "body")
        if body is None:
            raise UnreadableDocument("the document has no body")
        for size in body.iter(W + "pgSz"):
            self.page_width = _index(size.get(W + "w")) or _A4_WIDTH
            break
        self.marks = (
            self.tells_of_light_text
            or tells_of_light_text(content)
            or self.styles.tell
            or any(True for _ in body.iter(*MARKS))
        )
        self._look_over(body)
        blocks = self._blocks(body, "body")
        for kind in ("header", "footer", "footnotes", "endnotes"):
            self._read_margins(kind)
        if self.struck:
            self.warnings.append(STRUCK)
        if self.faded:
            self.warnings.append(LIGHT)
        return Document(
            reader="docx",
            media_type=MEDIA_TYPE,
            blocks=blocks,
            margins=self.margins,
            metadata=self._metadata(),
            warnings=self.warnings,
        )

    def _look_over(self, part: etree._Element) -> None:
        """Find what is asked in the properties that paragraphs and cells begin with; most say nothing of it.

        And whether there are wrappers around anything, and drawings.
        """
        self.wrapped = any(True for _ in part.iter(*_TRANSPARENT, _ALTERNATIVES))
        self.drawn = any(True for _ in part.iter(*_DRAWINGS))
        for element in part.iter(*_TELLING):
            # The mark at a paragraph's end is deleted by what its own properties hold.
            said = element.getparent() if element.tag == _DEL else element
            owner = said.getparent() if said is not None else None
            if (
                said is None
                or owner is None
                or owner.tag not in (_PPR, _TCPR)
                or owner.getprevious() is not None
            ):
                continue
            of = owner.getparent()
            if of is not None:
                self.told.setdefault(of, []).append(said)
                self.deletes_cells = self.deletes_cells or said.tag == _CELL_DEL

    # The package

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of a part's relations by their id; outside targets are left out."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", name + ".rels")
        if path not in self.package.names:
            return {}
        relations = {}
        for relation in self.package.xml(path):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External" and target:
                resolved = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                relations[relation.get("Id", "")] = (relation.get("Type", ""), resolved)
        return relations

    def _targets(self, kind: str) -> Iterator[str]:
        for relation, target in self.relations.values():
            if relation.endswith("/" + kind) and target in self.package.names:
                yield target

    def _related(self, kind: str) -> Iterator[tuple[str, etree._Element]]:
        return ((target, self.package.xml(target)) for target in self._targets(kind))

    def _style_parts(self) -> Iterator[etree._Element]:
        for target in self._targets("styles"):
            content = without_table_styles(self.package.read(target, MAX_XML))
            self.tells_of_light_text = self.tells_of_light_text or tells_of_light_text(content)
            yield parse_xml(content, target)

    def _metadata(self) -> dict[str, str]:
        if "docProps/core.xml" not in self.package.names:
            return {}
        core = self.package.xml("docProps/core.xml")
        names = (("title", _DC + "title"), ("created", _TERMS + "created"), ("modified", _TERMS + "modified"))
        found = ((key, (core.findtext(name) or "").strip()) for key, name in names)
        return {key: text for key, text in found if text}

    @cached_property
    def lists(self) -> dict[str, NumberedList]:
        """The numbered lists by their id, read when a paragraph is in one."""
        abstract: dict[str, dict[int, Level]] = {}
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        lists: dict[str, NumberedList] = {}
        for _, root in self._related("numbering"):
            for element in root.iterfind(W + "abstractNum"):
                abstract_id = element.get(W + "abstractNumId", "")
                abstract[abstract_id] = dict(map(_level, element.iterfind(W + "lvl")))
                style = element.find(W + "styleLink")
                if style is not None:
                    by_style[style.get(VAL, "")] = abstract_id
                link = element.find(W + "numStyleLink")
                if link is not None:
                    links[abstract_id] = link.get(VAL, "")
            for element in root.iterfind(W + "num"):
                reference = element.find(W + "abstractNumId")
                abstract_id = reference.get(VAL, "") if reference is not None else ""
                abstract_id = by_style.get(links.get(abstract_id, ""), abstract_id)
                numbered = NumberedList(abstract_id, dict(abstract.get(abstract_id, {})))
                for override in element.iterfind(W + "lvlOverride"):
                    depth = _index(override.get(W + "ilvl"))
                    replaced = override.find(W + "lvl")
                    if replaced is not None:
                        numbered.levels[depth] = _level(replaced)[1]
                    start = override.find(W + "startOverride")
                    if start is not None:
                        numbered.starts[depth] = whole_number(start, 1)
                lists[element.get(W + "numId", "")] = numbered
        return lists

    @cached_property
    def counters(self) -> Counters:
        """What counts the paragraphs in the lists."""
        return Counters(self.lists)

    @cached_property
    def style_depths(self) -> dict[tuple[str, str], int]:
        """The levels of lists that styles are at, by the id of the list and the style."""
        return {
            (list_id, level.style): depth
            for list_id, numbered in self.lists.items()
            for depth, level in numbered.levels.items()
            if level.style is not None
        }

    def _read_margins(self, kind: str) -> None:
        for target, root in self._related(kind):
            notes = root.iterchildren(W + "footnote", W + "endnote") if kind.endswith("notes") else (root,)
            self._look_over(root)
            for note in notes:
                if note.get(W + "type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                blocks = self._blocks(note, posixpath.splitext(posixpath.basename(target))[0])
                self.margins += grid.as_paragraphs(blocks)

    # Blocks

    def _children(self, parent: etree._Element) -> Iterable[etree._Element]:
        """Children that are printed, out of the wrappers that word processors put around anything."""
        return self._unwrapped(parent) if self.wrapped else parent

    def _unwrapped(self, parent: etree._Element) -> Iterator[etree._Element]:
        for child in parent:
            tag = child.tag
            if tag in _TRANSPARENT:
                yield from self._unwrapped(child)
            elif tag == _ALTERNATIVES:
                yield from self._unwrapped(_chosen(child))
            else:
                yield child

    def _blocks(self, parent: etree._Element, path: str) -> list[Block]:
        blocks: list[Block] = []
        paragraphs = tables = 0
        joined = ""  # the text of paragraphs whose mark a tracked change deletes
        for child in self._children(parent):
            tag = child.tag
            if tag == _P:
                paragraphs += 1
                place = Place(f"{path}/paragraph[{paragraphs}]")
                properties = self._properties(child)
                style = self.styles.get(properties.style or self.styles.default)
                runs = _Runs(style)
                self._runs(child, runs)
                if runs.has_light_text:
                    runs.parts = [self._seen(runs.parts)]
                if self.fields:
                    self._end_codes()
                text = joined + self._drawn_number(properties, style) + "".join(runs.parts)
                joined = ""
                if properties.joins:
                    joined = text
                    continue
                if not text and not runs.boxes and not runs.picture:
                    continue
                role: Literal["heading", "body"] = "heading" if _is_heading(properties, style) else "body"
                lines = [Paragraph(line, place, role) for line in map(str.strip, text.split("\n")) if line]
                if style.name.startswith("toc "):
                    self.margins += lines
                    continue
                blocks += lines
                if runs.picture and not lines:
                    blocks.append(Table([], place, image=True, picture=runs.picture_file))
                for number, box in enumerate(runs.boxes, 1):
                    blocks += self._blocks(box, f"{place.path}/box[{number}]")
            elif tag == _TBL:
                tables += 1
                blocks += self._table(child, f"{path}/table[{tables}]")
            elif tag == _ALT_CHUNK:
                blocks += self._chunk(child)
        if joined.strip():
            blocks.append(Paragraph(joined.strip(), Place(f"{path}/paragraph[{paragraphs}]")))
        return blocks

    def _chunk(self, element: etree._Element) -> list[Block]:
        """A whole document of another format inside this one; some web editors make nothing else."""
        _, target = self.relations.get(element.get(_R + "id", ""), ("", ""))
        if target not in self.package.names:
            self.warnings.append("a part of the document is stored outside of it and missing")
            return []
        content = self.package.read(target)
        if kind_of(content).name != "docx":
            part = load_any(content)
        elif self.depth < _MAX_INSIDE:
            part = load(content, self.depth + 1)
        else:
            raise UnreadableDocument("the document holds documents that hold documents without end")
        self.warnings += part.warnings
        self.margins += part.margins
        return part.blocks

    def _table(self, element: etree._Element, path: str) -> list[Block]:
        slots: list[grid.Slot] = []
        above: dict[int, grid.Slot] = {}  # column -> the cell that a vertical merge would continue
        row = 0
        rows = [child for child in self._children(element) if child.tag == _TR]
        for source_row, row_element in enumerate(rows, 1):
            properties = row_element.find(W + "trPr")
            column = 0
            if properties is not None:
                if is_on(properties.find(W + "hidden")) or properties.find(W + "del") is not None:
                    continue
                column = max(0, whole_number(properties.find(W + "gridBefore"), 0))
            below: dict[int, grid.Slot] = {}
            last: grid.Slot | None = None
            cells = [child for child in self._children(row_element) if child.tag == _TC]
            if self.deletes_cells:
                cells = [cell for cell in cells if not self._is_deleted(cell)]
            for source_cell, cell in enumerate(cells, 1):
                place = Place(f"{path}/row[{source_row}]/cell[{source_cell}]")
                span, down, right = self._merges(cell)
                self.blanked = False
                blocks = self._blocks(cell, place.path)
                if not blocks and (self.blanked or (self.drawn and _holds_picture(cell))):
                    blocks = [Paragraph(PICTURE, place)]
                upper = above.get(column)
                if right and last is not None:
                    last.colspan += span
                    last.blocks += blocks
                elif down and upper is not None and upper.colspan == span:
                    upper.rowspan += 1
                    # Word does not print what a continued cell holds, unless it is all that there is.
                    upper.blocks = upper.blocks or blocks
                    below[column] = last = upper
                else:
                    last = grid.Slot(place, blocks, 1, span, row, column)
                    slots.append(last)
                    below[column] = last
                column += span
            above = below
            row += 1
        return grid.blocks_of(slots, Place(path))

    def _is_deleted(self, cell: etree._Element) -> bool:
        """Whether a tracked change deletes a cell; those behind it move up."""
        return any(child.tag == _CELL_DEL for child in self.told.get(cell, ()))

    def _merges(self, cell: etree._Element) -> tuple[int, bool, bool]:
        """Columns spanned; whether the cell continues the one above; whether it continues the one before."""
        span, down, right = 1, False, False
        for child in self.told.get(cell, ()):
            tag = child.tag
            if tag == _GRID_SPAN:
                span = min(max(1, whole_number(child, 1)), grid.MAX_COLUMNS)
            elif tag == _V_MERGE:
                down = child.get(VAL) != "restart"
            elif tag == _H_MERGE:
                right = child.get(VAL) != "restart"
        return span, down, right

    # Paragraphs

    def _properties(self, paragraph: etree._Element) -> _Properties:
        told = self.told.get(paragraph)
        if not told:
            return _NO_PROPERTIES
        style, outline, list_id, depth, joins = _NO_PROPERTIES
        for child in told:
            tag = child.tag
            if tag == _P_STYLE:
                style = child.get(VAL, "")
            elif tag == _RPR:
                joins = any(mark.tag == _DEL for mark in child)
            elif tag == _OUTLINE:
                outline = whole_number(child, 9)
            elif tag == _NUM_PR:
                list_element, level = child.find(W + "numId"), child.find(W + "ilvl")
                list_id = list_element.get(VAL) if list_element is not None else None
                depth = whole_number(level, 0) if level is not None else None
        return _Properties(style, outline, list_id, depth, joins)

    def _drawn_number(self, properties: _Properties, style: Style) -> str:
        list_id = properties.list_id or style.list_id
        if list_id is None or list_id == "0":
            return ""
        depth = properties.depth if properties.depth is not None else style.depth
        if depth is None:
            depth = self.style_depths.get((list_id, properties.style or self.styles.default), 0)
        return self.counters.next(list_id, depth)

    def _runs(self, parent: etree._Element, runs: _Runs) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child, runs)
            elif tag in _TRANSPARENT:
                self._runs(child, runs)
            elif tag == _ALTERNATIVES:
                self._runs(_chosen(child), runs)
            elif tag in _MATH:
                runs.parts.append(_formula_text(child))

    def _seen(self, parts: list[str]) -> str:
        """The text of a paragraph without what is as light as the paper."""
        shown = seen(parts)
        if shown != "".join(parts):
            self.faded = True
            self.blanked = self.blanked or shown.isspace()
        return shown

    def _run(self, run: etree._Element, runs: _Runs) -> None:
        if self.marks and (runs.style.hidden or runs.style.struck):
            first = next(iter(run), None)
            if first is None or first.tag != _RPR:
                self.struck = self.struck or runs.style.struck
                return
        style = runs.style
        for child in run:
            tag = child.tag
            if tag == _T:
                if self.fields and self._is_in_code():
                    continue
                text = child.text or ""
                if self.marks and style.is_raised_behind(runs.before):
                    text = text.translate(AS_RAISED)
                else:
                    runs.before = style
                if self.marks and style.light and not (text.isspace() or _is_on_shade(child, style)):
                    text, runs.has_light_text = LightText(text), True
                runs.parts.append(text)
            elif tag == _RPR:
                if self.marks:
                    style = self._run_style(child, runs.style)
                    if style.hidden:
                        return
                    if style.struck:
                        self.struck = True
                        return
            elif tag in _RUN_TEXT:
                runs.parts.append(_RUN_TEXT[tag])
            elif tag in _DRAWINGS:
                runs.boxes += self._boxes(child)
                if not runs.picture and self._is_large_picture(child):
                    runs.picture, runs.picture_file = True, self._picture_file(child)
            elif tag == _ALTERNATIVES:
                self._run(_chosen(child), runs)
            elif tag == _FIELD_MARK:
                self._field(child, runs)
            elif tag == _FIELD_CODE:
                if self.fields:
                    self.fields[-1].code.append(child.text or "")
            elif tag == W + "sym":
                runs.parts.append(_symbol(child))
            elif tag == W + "ruby":
                base = child.find(W + "rubyBase")
                if base is not None:
                    self._runs(base, runs)

    def _run_style(self, properties: etree._Element, paragraph: Style) -> Style:
        """What the styles of a paragraph and a run, and the run's own properties, say of its text."""
        style = properties.find(W + "rStyle")
        if style is not None:
            paragraph = joined(paragraph, self.styles.get(style.get(VAL, "")))
        return marked(properties, paragraph)

    # Fields

    def _field(self, mark: etree._Element, runs: _Runs) -> None:
        """Begin or end a field or its result; return what is drawn from the code of one without a result."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(_Field(len(runs.parts), chosen=_chosen_entry(mark)))
        elif self.fields and kind == "separate":
            self.fields[-1].is_code = False
        elif self.fields and kind == "end":
            ended = self.fields.pop()
            code = "".join(ended.code).strip()
            drawn = ended.chosen or (code if ended.is_code and code.upper().startswith("EQ ") else "")
            if len(runs.parts) == ended.start and not self._is_in_code():
                runs.parts.append(drawn)

    def _is_in_code(self) -> bool:
        return any(around.is_code for around in self.fields)

    def _end_codes(self) -> None:
        """End the codes of fields with their paragraph: those that nothing ends hide none of what follows."""
        for around in self.fields:
            around.is_code = False

    def _boxes(self, drawing: etree._Element) -> Iterator[etree._Element]:
        """The text boxes in a drawing, without those inside of another."""
        for child in self._children(drawing):
            if child.tag == W + "txbxContent":
                yield child
            else:
                yield from self._boxes(child)

    def _is_large_picture(self, drawing: etree._Element) -> bool:
        """Over a quarter of the page's width and three centimetres high: no emblem, no stamp."""
        width = height = 0.0
        if drawing.find(f".//{_A}blip") is not None:
            extent = drawing.find(f".//{_WP}extent")
            if extent is not None:
                width, height = _index(extent.get("cx")), _index(extent.get("cy"))
        elif drawing.find(f".//{_V}imagedata") is not None:
            shape = drawing.find(f".//{_V}shape")
            sizes = dict(_POINTS.findall(shape.get("style", ""))) if shape is not None else {}
            width, height = (float(sizes.get(side, 0)) * _EMU_PER_POINT for side in ("width", "height"))
        return width > self.page_width * _EMU_PER_TWIP / 4 and height > 3 * _EMU_PER_CM

    def _picture_file(self, drawing: etree._Element) -> bytes | None:
        """The file of a picture, where the package holds it and it is whole."""
        blip, data = drawing.find(f".//{_A}blip"), drawing.find(f".//{_V}imagedata")
        key = blip.get(_R + "embed", "") if blip is not None else ""
        key = data.get(_R + "id", "") if data is not None and not key else key
        _, target = self.relations.get(key, ("", ""))
        if target not in self.package.names:
            return None
        try:
            return self.package.read(target, MAX_PICTURE)
        except UnreadableDocument as error:
            self.warnings.append(f"a picture cannot be read: {error}")
            return None


def _chosen(alternatives: etree._Element) -> etree._Element:
    """One of several forms of the same content: the first, or the fallback where there is no other."""
    choice = alternatives.find(_MC + "Choice")
    if choice is None:
        choice = alternatives.find(_MC + "Fallback")
    return choice if choice is not None else etree.Element("none")


def _holds_picture(cell: etree._Element) -> bool:
    """Whether a picture stands in a cell as its text would, however small; seals only hang on to one."""
    for drawing in cell.iter(*_DRAWINGS):
        inline = drawing.find(_WP + "inline")
        if inline is not None and any(True for _ in inline.iter(_A + "blip")):
            return True
        shape = drawing.find(f".//{_V}shape")
        if shape is not None and shape.find(_V + "imagedata") is not None:
            return "position:absolute" not in shape.get("style", "").replace(" ", "")
    return False


def _is_on_shade(text: etree._Element, style: Style) -> bool:
    """Whether light text can be seen on what is darker behind it: that which is nearest decides.

    What lies behind a text box is not known, and that is as if it were dark.
    """
    if style.shaded is not None:
        return style.shaded
    for around in text.iterancestors(*_SHADED, W + "txbxContent"):
        properties = _SHADED.get(around.tag)
        shaded = is_shaded(around.find(properties)) if properties else True
        if shaded is not None:
            return shaded
    return False


def _is_heading(properties: _Properties, style: Style) -> bool:
    outline = properties.outline if properties.outline is not None else style.outline
    if outline is not None:
        return outline < 9
    return style.name.startswith(("heading ", "标题")) or style.name == "title"


def _level(element: etree._Element) -> tuple[int, Level]:
    level = Level()
    form = element.find(W + "numFmt")
    if form is None:
        form = element.find(f".//{W}numFmt")  # wrapped as an alternative
    if form is not None:
        level.format = form.get(VAL, "decimal")
    pattern = element.find(W + "lvlText")
    level.pattern = pattern.get(VAL, "") if pattern is not None else ""
    level.start = whole_number(element.find(W + "start"), 0 if level.format == "decimalZero" else 1)
    restart = element.find(W + "lvlRestart")
    level.restart = whole_number(restart, 0) if restart is not None else None
    gap = element.find(W + "suff")
    level.gap = gap is None or gap.get(VAL) != "nothing"
    style = element.find(W + "pStyle")
    level.style = style.get(VAL) if style is not None else None
    level.plain = is_on(element.find(W + "isLgl"))
    return _index(element.get(W + "ilvl")), level


def _index(text: str | None) -> int:
    return int(text) if text is not None and len(text) < 12 and text.isdecimal() else 0


def _chosen_entry(mark: etree._Element) -> str:
    """The entry that is chosen from the list of a form's field."""
    choice = mark.find(f"{W}ffData/{W}ddList")
    if choice is None:
        return ""
    entries = choice.findall(W + "listEntry")
    chosen = choice.find(W + "result")
    number = whole_number(chosen if chosen is not None else choice.find(W + "default"), 0)
    return entries[number].get(VAL, "") if 0 <= number < len(entries) else ""


def _formula_text(formula: etree._Element) -> str:
    """Return the text of a formula: what is raised or lowered as such, and a fraction with its line.

    What a tracked change deletes or moves away is none of it.
    """
    parts: list[str] = []
    for element in formula.iter(_M + "t", _M + "den"):
        if element.tag == _M + "den":
            parts.append("/")
            continue
        text = element.text or ""
        around = {outer.tag for outer in element.iterancestors()}
        if around.isdisjoint(_TAKEN_AWAY):
            parts.append(text if around.isdisjoint((_M + "sup", _M + "sub")) else text.translate(AS_RAISED))
    return "".join(parts)


def _symbol(element: etree._Element) -> str:
    """A character given by its code in a font; those of symbol fonts are moved up by F000.

    Fonts of pictures have none: a 1 of theirs is no 1, and is left where it means nothing.
    """
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if "dings" in element.get(W + "font", "").lower():
        return chr(0xF000 + code % 0x100)
    return chr(plain_symbol(code)) if code < 0xD800 or code >= 0xE000 else ""
