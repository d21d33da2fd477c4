"""Packages made in the tests: the smallest files of a format that hold what a test is about."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members):
    """A zip container of names and contents."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return stream.getvalue()


def docx(body, parts=None, more=None):
    """A .docx with this body; `parts` maps kinds of parts (`styles`, `header`, ...) to their XML inside."""
    parts = parts or {}
    roots = {"header": "hdr", "footer": "ftr"}
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{main}.{kind}+xml"/>' for kind in parts
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(parts)
    )
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="a" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for kind, inside in parts.items():
        root = roots.get(kind, kind)
        members[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"
    return zipped(members | (more or {}))


def p(text="", properties=""):
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def coloured(*parts, properties="", shade=""):
    """A paragraph of runs; a part is a text, or a text with its colour."""
    runs = []
    for part in parts:
        text, colour = part if isinstance(part, tuple) else (part, "auto")
        runs.append(f"<w:r><w:rPr><w:color w:val='{colour}'/>{shade}</w:rPr><w:t>{text}</w:t></w:r>")
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def shaded(fill):
    """A shade, as properties of runs, paragraphs and cells have it."""
    return f"<w:shd w:val='clear' w:color='auto' w:fill='{fill}'/>"


def tc(text="", properties=""):
    """A cell; a text that begins with a tag is taken as it is."""
    inside = text if text.startswith("<") else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells, properties=""):
    """A row; plain texts become cells."""
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr>"
        + "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells)
        + "</w:tr>"
    )


def tbl(*rows):
    """A table of rows."""
    return "<w:tbl>" + "".join(rows) + "</w:tbl>"


def layout(table):
    """A table as (row, column, rowspan, colspan, text)."""
    return [(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in table.cells]


def texts(document):
    """The texts of a document's paragraphs."""
    return [paragraph.text for paragraph in document.paragraphs]
