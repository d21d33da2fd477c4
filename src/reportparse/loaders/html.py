"""HTML with lxml: the fast reader of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import encoding, html_report

# Where a declaration of the encoding is looked for.
_DECLARATION_BYTES = 8192
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,30})""", re.I
)
# A body kept for a script: a string with this much of a page in it. What is inside of one with its quotes.
_SHORTEST_STRING = 200
_QUOTE = re.compile("[\"'`]")
_INSIDE = {
    '"': re.compile(r'(?:[^"\\\n]|\\.)*+'),
    "'": re.compile(r"(?:[^'\\\n]|\\.)*+"),
    "`": re.compile(r"(?:[^`\\]|\\.)*+"),
}
_MARKUP = re.compile(r"</(?:p|td|div|table|span)\s*>", re.IGNORECASE)
# The same where a script holds it, with what stands for a bracket in strings.
_STORED_MARKUP = re.compile(r"(?:<|\\u003c|\\x3c)(?:\\{0,4}/|\\u002f)(?:p|td|div|table|span)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
# Types of what is no script, but markup that one takes from there.
_TEMPLATES = frozenset(("text/html", "text/template", "text/x-template", "text/xml", "text/plain"))
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# Behind so many attributes the time for each more grows with their number.
_MOST_ATTRIBUTES = 5000
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{2 * _MOST_ATTRIBUTES},}}")
_BETWEEN_ATTRIBUTES = re.compile(r"\"[^\"]*\"|'[^']*'|/")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "0": ""}


def load(content: bytes, charset: str | None = None) -> Document:
    """Read a page, in the encoding that its container declares or its own.

    Raises UnreadableDocument where the text cannot be decoded, or its elements nest or have attributes
    beyond measure.
    """
    return read(content, parse, "html", charset)


def read(
    content: bytes, parser: Callable[[str], etree._Element], reader: str, charset: str | None = None
) -> Document:
    """Read a page with a parser of one's own."""
    declared = _DECLARED.search(content[:_DECLARATION_BYTES])
    if charset is None and declared:
        charset = declared[1].decode("ascii", "replace")
    decoded = encoding.decode(content, charset)
    root = parser(decoded.text)
    document = html_report.document(root, reader, decoded.warnings)
    if html_report.has_report(document):
        return document
    for markup in _stored(root):
        inner = html_report.document(parser(markup), reader, decoded.warnings)
        if html_report.has_report(inner):
            inner.metadata = {**inner.metadata, **document.metadata}
            inner.margins = [*document.margins, *inner.margins]
            inner.warnings.append("the page's body was stored for a script and is read from there")
            return inner
    return document


def parse(text: str) -> etree._Element:
    """The tree of a page."""
    text = text.replace("\x00", "")
    for tag in _LONG_TAG.findall(text):
        if len(_BETWEEN_ATTRIBUTES.sub(" ", tag).split()) > _MOST_ATTRIBUTES:
            raise UnreadableDocument("an element of the page has too many attributes to be read")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root: etree._Element | None
    try:
        # As bytes: a declaration inside of the text would otherwise be refused or believed.
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnreadableDocument("the page nests its elements too deeply to be read")
    return root if root is not None else etree.Element("html")


def _stored(root: etree._Element) -> Iterator[str]:
    """Markup kept in a page for a script to show: in text areas, hidden inputs, frames, templates and strings."""
    for element in root.iter("textarea"):
        yield from _markup("".join(map(str, element.itertext())))
    for element in root.iter("input"):
        yield from _markup(element.get("value"))
    for element in root.iter("iframe"):
        yield from _markup(element.get("srcdoc"))
    for element in root.iter("script"):
        if not element.text or not _STORED_MARKUP.search(element.text):
            continue
        if element.get("type", "").strip().lower() in _TEMPLATES:
            yield from _markup(_CDATA.sub("", element.text))
        else:
            for string in _strings(element.text):
                yield from _markup(_ESCAPE.sub(_unescape, string))


def _strings(script: str) -> Iterator[str]:
    """The long strings of a script. Where a quote is not closed, none of its kind is before there."""
    done = 0
    unclosed = dict.fromkeys(_INSIDE, 0)
    for match in _QUOTE.finditer(script):
        start, quote = match.end(), match[0]
        if start <= max(done, unclosed[quote]):
            continue
        inside = _INSIDE[quote].match(script, start)
        end = inside.end() if inside else start
        if script[end : end + 1] != quote:
            unclosed[quote] = end
        elif end - start >= _SHORTEST_STRING:
            done = end + 1
            yield script[start:end]


def _markup(text: str | None) -> Iterator[str]:
    if text and _MARKUP.search(text):
        yield text


def _unescape(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(int(code, 16))
    return _ESCAPED.get(match[3], match[3])
