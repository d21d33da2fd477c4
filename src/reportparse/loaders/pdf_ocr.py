"""PDF files with pages that are pictures: pdfium, and OCR where a page has no text."""

from __future__ import annotations

from reportparse.document import Document
from reportparse.loaders import pdf


def load(content: bytes) -> Document:
    """Read a PDF; raises UnreadableDocument as the reader without OCR does."""
    return pdf.load(content, recognise=True)
