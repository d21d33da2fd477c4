"""HTML with html5lib through BeautifulSoup: slow, and exactly as browsers repair broken pages."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, CData, NavigableString, Tag
from bs4.element import PreformattedString
from lxml import etree

from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import html

# What XML cannot hold; lxml refuses it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
# Pages of reports have some thousand elements, of some attributes. The time for each element is long,
# and that for its attributes grows with the square of their number.
MOST_ELEMENTS = 15_000
MOST_ATTRIBUTES = 500


def load(content: bytes) -> Document:
    """Read a page; raises UnreadableDocument where its text cannot be decoded, or would take too long."""
    return html.read(content, parse, "html_careful")


def parse(text: str) -> etree._Element:
    """The tree that a browser would build."""
    attributes = [len(element.attrib) for element in html.parse(text).iter(etree.Element)]
    # The fast reader's tree ends with the first page of several; most elements have two tags.
    elements = max(len(attributes), text.count("<") // 2)
    if elements > MOST_ELEMENTS:
        raise UnreadableDocument(f"it has {elements} elements, more than the {MOST_ELEMENTS} it takes")
    if max(attributes, default=0) > MOST_ATTRIBUTES:
        raise UnreadableDocument(
            f"an element has {max(attributes)} attributes, more than the {MOST_ATTRIBUTES} it takes"
        )
    soup = BeautifulSoup(text, "html5lib")
    root = etree.Element("html")
    waiting: list[tuple[Tag, etree._Element]] = [(soup.html, root)] if soup.html is not None else []
    while waiting:
        source, target = waiting.pop()
        last: etree._Element | None = None
        for child in source.children:
            if isinstance(child, Tag):
                last = etree.SubElement(target, child.name if _NAME.fullmatch(child.name) else "span")
                for key, value in child.attrs.items():
                    if _NAME.fullmatch(key):
                        joined = " ".join(value) if isinstance(value, list) else value
                        last.set(key, _FORBIDDEN.sub("", joined))
                waiting.append((child, last))
            elif isinstance(child, NavigableString) and (
                not isinstance(child, PreformattedString) or isinstance(child, CData)
            ):
                written = _FORBIDDEN.sub("", str(child))
                if last is None:
                    target.text = (target.text or "") + written
                else:
                    last.tail = (last.tail or "") + written
    return root
