"""MHTML: a page saved with its parts as a mail message."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import html, html_report

MEDIA_TYPE = "multipart/related"


def load(content: bytes) -> Document:
    """Read the page of a message; raises UnreadableDocument where there is none."""
    # The old policy never raises: headers of saved pages are often not what the standard says.
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.compat32)
    document: Document | None = None
    for page in _pages(message):
        payload = page.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            continue
        read = html.load(payload, page.get_content_charset())
        document = document or read
        if html_report.has_report(read):  # what a page shows in frames is saved beside it
            document = read
            break
    if document is None:
        raise UnreadableDocument("the saved page (MHTML) has no HTML in it, or is empty")
    document.reader = "mhtml"
    document.media_type = MEDIA_TYPE
    return document


def _pages(message: Message) -> list[Message]:
    """The pages of a message, beginning with the one that it starts with."""
    start = message.get_param("start")
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    return sorted(pages, key=lambda part: not (start and part.get("Content-ID") == start))


_PAGES = ("text/html", "application/xhtml+xml")
