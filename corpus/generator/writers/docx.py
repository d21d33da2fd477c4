"""Made reports as Word files, with python-docx and the XML that it has no words for."""

from __future__ import annotations

import copy
import datetime
import io
import zipfile
from random import Random
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ..report import Grid, GridCell, Heading, MadeReport, Prose

FONT = "Noto Serif CJK SC"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NUMBERING_ID = "91"
_RULED_SIDES = {
    "full": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "horizontal": ("top", "bottom", "insideH"),
    "none": (),
}


def docx_bytes(made: MadeReport) -> bytes:
    """The report as a .docx file; the same report gives the same bytes."""
    return _Writer(made).bytes()


class _Writer:
    def __init__(self, made: MadeReport) -> None:
        self.made, self.look = made, made.look
        self.random = Random(f"{made.seed} docx")
        self.document = docx.Document()
        self.bookmark = 0
        self.revision = 0
        style = self.document.styles["Normal"]
        style.font.name = FONT
        style.font.size = Pt(11)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.6)
        self.text_width = 21 - 5.2
        if self.look.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
            self.text_width = 29.7 - 5.2

    def bytes(self) -> bytes:
        properties = self.document.core_properties
        properties.created = properties.modified = datetime.datetime(2024, 1, 26)
        properties.author = properties.last_modified_by = ""
        properties.title = ""
        if self.look.automatic_numbers:
            self._define_numbering()
        if self.look.running_head:
            self._running_head()
        elif self.look.bare_page_numbers:
            self._page_numbers("", "")
        body = self.document.element.body
        elements = self._elements()
        if self.look.nested_layout_table:
            elements = [_layout_table(elements, self.text_width)]
        for element in elements:
            body.insert(len(body) - 1, element)  # the section properties stay last
        # The template of python-docx brings a picture of itself and styles that nothing uses.
        for relations in (self.document.part.package.rels, self.document.part.rels):
            for name, relation in list(relations.items()):
                if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                    relations.pop(name)
        stream = io.BytesIO()
        self.document.save(stream)
        return _fixed_dates(stream.getvalue())

    def _elements(self) -> list[Any]:
        made = self.made
        elements = [self._paragraph(line, align="center") for line in made.before_title]
        elements += [self._paragraph(line, align="center", size=36, bold=True) for line in made.title_lines]
        elements += [self._paragraph(line, align="center") for line in made.after_title]
        elements.append(self._paragraph(""))
        for block in made.blocks:
            if isinstance(block, Grid):
                elements += [self._table(block), self._paragraph("")]
            elif isinstance(block, Heading):
                elements.append(self._heading(block))
            elif self.look.text_box and made.body.phone in block.text:
                elements.append(self._text_box(block))
            else:
                elements.append(self._paragraph(block.text, indent=True))
        return elements

    # --- paragraphs

    def _run(self, text: str, size: int = 22, bold: bool = False, deleted: bool = False) -> Any:
        run = OxmlElement("w:r")
        properties = OxmlElement("w:rPr")
        fonts = OxmlElement("w:rFonts")
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), FONT)
        properties.append(fonts)
        if bold:
            properties.append(OxmlElement("w:b"))
        points = OxmlElement("w:sz")
        points.set(qn("w:val"), str(round(size * self.look.type_size / 11)))
        properties.append(points)
        if self.look.line_shading:
            shading = OxmlElement("w:shd")
            for attribute, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "FFFFFF")):
                shading.set(qn(attribute), value)
            properties.append(shading)
        run.append(properties)
        for position, part in enumerate(text.split("\v")):
            if position:
                run.append(OxmlElement("w:br"))
            content = OxmlElement("w:delText" if deleted else "w:t")
            content.text = part
            content.set(qn("xml:space"), "preserve")
            run.append(content)
        return run

    def _paragraph(
        self,
        text: str,
        align: str | None = None,
        size: int = 22,
        bold: bool = False,
        indent: bool = False,
    ) -> Any:
        paragraph: Any = OxmlElement("w:p")
        properties = paragraph.get_or_add_pPr()
        if indent:
            indentation = OxmlElement("w:ind")
            indentation.set(qn("w:firstLineChars"), "200")
            indentation.set(qn("w:firstLine"), "440")
            properties.append(indentation)
        if align:
            justification = OxmlElement("w:jc")
            justification.set(qn("w:val"), align)
            properties.append(justification)
        # Word cuts a paragraph into runs wherever something was edited.
        cut = self.random.randrange(1, len(text)) if len(text) > 8 else len(text)
        for part in (text[:cut], text[cut:]):
            if part:
                paragraph.append(self._run(part, size=size, bold=bold))
        return paragraph

    def _heading(self, heading: Heading) -> Any:
        automatic = self.look.automatic_numbers and heading.number
        text = (heading.words if automatic else heading.text) + heading.glued
        paragraph = self._paragraph(text, bold=heading.level == 1, indent=not automatic)
        properties = paragraph.get_or_add_pPr()
        if automatic:
            properties.insert(
                0,
                parse_xml(
                    f'<w:numPr {_W}><w:ilvl w:val="{heading.level - 1}"/>'
                    f'<w:numId w:val="{_NUMBERING_ID}"/></w:numPr>'
                ),
            )
        if not heading.glued and self.made.seed % 2:
            # Half of the reports use the heading styles, the others only bold text.
            style = parse_xml(f'<w:pStyle {_W} w:val="Heading{heading.level}"/>')
            properties.insert(0, style)
        return paragraph

    def _text_box(self, prose: Prose) -> Any:
        inner = self._paragraph(prose.text)
        xml = f"""<w:p {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
            xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
            xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
            xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
            xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>
            <mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
            <wp:extent cx="5200000" cy="800000"/><wp:docPr id="7" name="文本框"/>
            <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
            <wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
            <a:ext cx="5200000" cy="800000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr>
            <wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
            </wp:inline></w:drawing></mc:Choice>
            <mc:Fallback><w:pict><v:shape style="width:410pt;height:63pt"><v:textbox><w:txbxContent/>
            </v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
        paragraph = parse_xml(xml)
        # Word stores the text twice: for itself and for older readers.
        for content in paragraph.iter(qn("w:txbxContent")):
            content.append(copy.deepcopy(inner))
        return paragraph

    # --- tables

    def _table(self, grid: Grid) -> Any:
        scale = self.text_width * 567 / sum(grid.widths)
        widths = [round(width * scale) for width in grid.widths]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in _RULED_SIDES[self.look.rulings]
        )
        table = parse_xml(
            f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}'
            f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>'
        )
        for row, covering in enumerate(grid.covering()):
            line = OxmlElement("w:tr")
            column = 0
            while column < len(covering):
                cell = covering[column]
                if cell is None:
                    line.append(self._cell(GridCell(row, column, ""), row, widths))
                    column += 1
                else:
                    line.append(self._cell(cell, row, widths))
                    column = cell.column + cell.colspan
            table.append(line)
        return table

    def _cell(self, cell: GridCell, row: int, widths: list[int]) -> Any:
        element: Any = OxmlElement("w:tc")
        properties = element.get_or_add_tcPr()
        width = sum(widths[cell.column : cell.column + cell.colspan])
        properties.append(parse_xml(f'<w:tcW {_W} w:w="{width}" w:type="dxa"/>'))
        if cell.colspan > 1:
            properties.append(parse_xml(f'<w:gridSpan {_W} w:val="{cell.colspan}"/>'))
        if cell.rowspan > 1:
            start = ' w:val="restart"' if row == cell.row else ""
            properties.append(parse_xml(f"<w:vMerge {_W}{start}/>"))
        properties.append(parse_xml(f'<w:vAlign {_W} w:val="center"/>'))
        align = None if cell.role == "label" and cell.rowspan == 1 else "center"
        if row != cell.row:
            element.append(self._paragraph(""))
            return element
        lines = cell.lines
        for position, line in enumerate(lines):
            paragraph = self._paragraph("", align=align)
            if cell.role == "value" and len(lines) == 1:
                self._value(paragraph, line)
            elif line:
                if position == 0 and cell.role == "label":
                    self._maybe_bookmark(paragraph)
                paragraph.append(self._run(line, size=21))
            element.append(paragraph)
        return element

    def _value(self, paragraph: Any, text: str) -> None:
        if not text:
            return
        run = self._run(text, size=21)
        if self.look.tracked_changes and self.random.random() < 0.15:
            self.revision += 2
            by = 'w:author="审核" w:date="2024-01-10T09:00:00Z"'
            deleted = parse_xml(f'<w:del {_W} w:id="{self.revision}" {by}/>')
            deleted.append(self._run(str(self.random.randint(0, 99)), size=21, deleted=True))
            inserted = parse_xml(f'<w:ins {_W} w:id="{self.revision + 1}" {by}/>')
            inserted.append(run)
            paragraph.append(deleted)
            paragraph.append(inserted)
        else:
            paragraph.append(run)

    def _maybe_bookmark(self, paragraph: Any) -> None:
        if self.look.bookmarks and self.random.random() < 0.4:
            self.bookmark += 1
            name = f"_Hlk{66973411 + 271 * self.bookmark}"
            paragraph.append(parse_xml(f'<w:bookmarkStart {_W} w:id="{self.bookmark}" w:name="{name}"/>'))
            paragraph.append(parse_xml(f'<w:bookmarkEnd {_W} w:id="{self.bookmark}"/>'))

    # --- parts of the package

    def _define_numbering(self) -> None:
        """`一、` for headings of level 1 and `（一）` for level 2, drawn by Word."""
        numbering = self.document.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {_W} w:abstractNumId="{_NUMBERING_ID}"><w:multiLevelType w:val="multilevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
            '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
            '<w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
        )
        numbering.insert(0, abstract)
        numbering.append(
            parse_xml(
                f'<w:num {_W} w:numId="{_NUMBERING_ID}"><w:abstractNumId w:val="{_NUMBERING_ID}"/></w:num>'
            )
        )

    def _running_head(self) -> None:
        section = self.document.sections[0]
        section.header.paragraphs[0]._p.append(self._run(f"{self.made.agency}政府信息公开", size=18))
        self._page_numbers("— ", " —")

    def _page_numbers(self, before: str, after: str) -> None:
        footer = self.document.sections[0].footer.paragraphs[0]._p
        footer.get_or_add_pPr().append(parse_xml(f'<w:jc {_W} w:val="center"/>'))
        footer.append(self._run(before, size=18))
        footer.append(parse_xml(f'<w:fldSimple {_W} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
        footer.append(self._run(after, size=18))


def _layout_table(elements: list[Any], text_width: float) -> Any:
    """A table of one cell around everything."""
    width = round(text_width * 567)
    table = parse_xml(
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        "</w:tcPr></w:tc></w:tr></w:tbl>"
    )
    cell = next(table.iter(qn("w:tc")))
    for element in elements:
        cell.append(element)
    cell.append(OxmlElement("w:p"))
    return table


def _fixed_dates(content: bytes) -> bytes:
    """The same archive with one date for all members, so that the bytes repeat."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date_time=(2024, 1, 26, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name), compresslevel=9)
    return stream.getvalue()
