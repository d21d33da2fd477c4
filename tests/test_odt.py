"""ODT as an office program shows it: what is hidden in it is not read."""

from packages import texts, zipped

from reportparse.document import PICTURE
from reportparse.loaders import load

_NAMES = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in _NAMES.items()
)


def odt(body):
    content = (
        f"<office:document-content {_NAMESPACES}><office:body><office:text>{body}</office:text></office:body>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content + "</office:document-content>",
        }
    )


def row(*cells, more=""):
    inside = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row {more}>{inside}</table:table-row>"


def test_hidden_sections_are_not_read():
    hidden = "<text:section text:display='none'><text:p>去年</text:p></text:section>"
    assert texts(load(odt(hidden + "<text:section><text:p>今年</text:p></text:section>"))) == ["今年"]


def test_hidden_rows_are_not_read():
    rows = row("许可", "12") + row("许可", "93", more="table:visibility='collapse'") + row("处罚", "3")
    (table,) = load(odt(f"<table:table>{rows}</table:table>")).tables
    assert [cell.text for cell in table.cells] == ["许可", "12", "处罚", "3"]


def test_a_cell_that_only_holds_a_picture_is_not_blank():
    picture = "<draw:frame><draw:image/></draw:frame>"
    rows = row("许可", picture) + row("处罚", f"{picture}3")
    (table,) = load(odt(f"<table:table>{rows}</table:table>")).tables
    assert [cell.text for cell in table.cells] == ["许可", PICTURE, "处罚", "3"]
