"""MHTML: a page saved with its parts as a mail message."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import html

MEDIA_TYPE = "multipart/related"


def load(content: bytes) -> Document:
    """Read the page of a message; raises UnreadableDocument where there is none."""
    # The old policy never raises: headers of saved pages are often not what the standard says.
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.compat32)
    page = _page(message)
    if page is None:
        raise UnreadableDocument("the saved page (MHTML) has no HTML in it")
    payload = page.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        raise UnreadableDocument("the saved page (MHTML) is empty")
    document = html.load(payload, page.get_content_charset())
    document.reader = "mhtml"
    document.media_type = MEDIA_TYPE
    return document


def _page(message: Message) -> Message | None:
    """The part that the message starts with, or its first page."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = message.get_param("start")
    return next(
        (part for part in pages if start and part.get("Content-ID") == start), pages[0] if pages else None
    )


_PAGES = ("text/html", "application/xhtml+xml")
