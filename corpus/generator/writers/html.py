"""Made reports as web pages, in the manner of the programs that build official sites.

A skeleton is a page in `pages/` (menus, metadata, footers) and a style (how it writes
paragraphs, tables and cells).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random
from string import Template

from ..report import Grid, GridCell, Heading, MadeReport, Prose

_PAGES = Path(__file__).with_name("pages")


@dataclass(frozen=True)
class Style:
    """HTML with `{}` for the text; `cell` opens after `<td`, so that it can hold attributes.

    `line` is one paragraph of a cell; lines are joined by `join`.
    """

    paragraph: str
    heading: str
    table: str
    cell: str = ">{}"
    line: str = "{}"
    join: str = "<br/>"
    blank: str = ""


_SPAN = '<span style="font-family:仿宋,FangSong;font-size:16pt">{}</span>'
_MSO = "<span lang=ZH-CN style='font-size:16.0pt;font-family:仿宋_GB2312'>{}<o:p></o:p></span>"
_MSO_PARAGRAPH = "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>"

STYLES = {
    # A page saved by a reader program: little but the article itself.
    "article": Style("<p>{}</p>", "<h2>{}</h2>", '<table border="1">'),
    # A page of a big content management system: styled spans, metadata in `meta` tags.
    "trs": Style(
        f'<p style="text-indent:2em;line-height:2;margin:0">{_SPAN}</p>',
        f'<p style="text-indent:2em;line-height:2;margin:0">{_SPAN.format("<strong>{}</strong>")}</p>',
        '<table style="border-collapse:collapse;border:none" width="640">',
        cell=' style="border:1px solid #000;padding:0 7px" valign="center">{}',
        line='<p style="text-align:center"><span style="font-size:10.5pt">{}</span></p>',
        join="",
        blank="&nbsp;",
    ),
    # A page that Word exported: `mso-` styles, empty `o:p`, conditional comments.
    "word": Style(
        f"{_MSO_PARAGRAPH}{_MSO}</p>",
        f"{_MSO_PARAGRAPH}<b>{_MSO}</b></p>",
        "<table class=MsoNormalTable border=1 cellspacing=0 style='mso-yfti-tbllook:1184'>",
        cell=" style='border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt'>{}",
        line="<p class=MsoNormal align=center style='text-align:center'>"
        "<span style='font-size:10.5pt;mso-bidi-font-size:12.0pt'>{}<o:p>&nbsp;</o:p></span></p>",
        join="",
    ),
    # An old page laid out with tables, in GBK, that may declare another character set.
    "layout_table": Style(
        "<P>　　<FONT face=宋体 size=3>{}</FONT></P>",
        "<P>　　<FONT face=宋体 size=3><B>{}</B></FONT></P>",
        "<TABLE cellSpacing=0 cellPadding=2 width=600 border=1>",
        cell=" align=middle>{}",
        join="<BR>",
        blank="&nbsp;",
    ),
    # A page laid out by a table, whose cells hold the title, its date, and all of the text with its tables.
    "layout_cell": Style("<p>{}</p>", "<p>{}</p>", '<table border="1">'),
    # A modern page: everything is a `div`, menus and share buttons around the text.
    "portal": Style(
        '<div class="para">{}</div>',
        '<div class="para bold">{}</div>',
        '<div class="table-wrap"><table>',
        cell='><div class="cell">{}</div>',
    ),
}


def html_bytes(made: MadeReport) -> bytes:
    """The page in the encoding of its skeleton."""
    page = html_page(made)
    if made.look.skeleton == "layout_table":
        return page.encode("gb18030")
    return page.encode("utf-8-sig" if made.look.byte_order_mark else "utf-8")


def html_page(made: MadeReport) -> str:
    """The page as text."""
    name = made.look.skeleton
    return Template((_PAGES / f"{name}.html").read_text("utf-8")).substitute(_fields(made, STYLES[name]))


def _fields(made: MadeReport, style: Style) -> dict[str, str]:
    random = Random(f"{made.seed} html")
    charset = made.look.declared_charset if made.look.declared_charset is not None else "gb2312"
    declaration = f'<META http-equiv=Content-Type content="text/html; charset={charset}">' if charset else ""
    return {
        "title": escape(made.title),
        "title_html": "<br/>".join(escape(line) for line in made.title_lines),
        "above": "".join(style.paragraph.format(escape(line)) for line in made.before_title),
        "below": "".join(style.paragraph.format(escape(line)) for line in made.after_title),
        "body": _body(made, style),
        "agency": escape(made.agency),
        "full_name": escape(made.body.full_name),
        "place": escape(made.body.place or made.agency),
        "phone": made.body.phone,
        "published": made.published.isoformat(),
        "year_before": str(made.year - 1),
        "index": f"{random.randint(10**8, 10**9 - 1)}/{made.published.year}-{random.randint(1, 99999):05d}",
        "declaration": declaration,
    }


def _body(made: MadeReport, style: Style) -> str:
    parts = []
    for block in made.blocks:
        if isinstance(block, Grid):
            parts.append(_table(block, style))
        elif isinstance(block, Heading):
            pattern = style.heading if block.level == 1 else style.paragraph
            parts.append(pattern.format(_text(block.text + block.glued)))
        elif isinstance(block, Prose):
            parts.append(style.paragraph.format(_text(block.text)))
    return "\n".join(parts)


def _table(grid: Grid, style: Style) -> str:
    rows = ["<tr>\n" + "\n".join(_cell(cell, style) for cell in row) + "\n</tr>" for row in grid.rows()]
    end = "</table></div>" if style.table.startswith("<div") else "</table>"
    return f"{style.table}<tbody>\n" + "\n".join(rows) + f"\n</tbody>{end}"


def _cell(cell: GridCell, style: Style) -> str:
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    lines = style.join.join(style.line.format(_text(line) or style.blank) for line in cell.lines)
    return f"<td{spans}{style.cell.format(lines)}</td>"


def _text(text: str) -> str:
    return escape(text).replace("\v", "<br/>").replace("\u00a0", "&nbsp;")
