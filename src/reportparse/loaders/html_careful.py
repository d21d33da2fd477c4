"""HTML with html5lib: slow, and exactly as browsers repair broken pages."""

from __future__ import annotations

import re

import html5lib
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
    root = etree.Element("html")
    waiting = [(html5lib.parse(text), root)]
    while waiting:
        source, target = waiting.pop()
        target.text = _written(source.text)
        last: etree._Element | None = None
        for child in source:
            if isinstance(child.tag, str):
                name = child.tag.rpartition("}")[2]
                last = etree.SubElement(target, name if _NAME.fullmatch(name) else "span")
                for key, value in child.attrib.items():
                    if _NAME.fullmatch(key):
                        last.set(key, _FORBIDDEN.sub("", value))
                waiting.append((child, last))
            if last is not None:
                last.tail = _written(last.tail, child.tail)
            else:  # behind a comment
                target.text = _written(target.text, child.tail)
    return root


def _written(*texts: str | None) -> str | None:
    """Texts as one, as XML can hold it; None where there is none."""
    return _FORBIDDEN.sub("", "".join(filter(None, texts))) or None
