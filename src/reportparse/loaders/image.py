"""Pictures of pages, given as files: read by OCR where that is installed."""

from __future__ import annotations

from reportparse.document import Document, Paragraph, Place, UnreadableDocument
from reportparse.loaders import ocr

MEDIA_TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"II*\x00": "image/tiff"}


def load(content: bytes) -> Document:
    """Read a picture, or the pictures of a TIFF as pages; boxes are in points of a page as wide as A4.

    Without the extra `ocr` the document is empty and a warning says so. Raises UnreadableDocument
    where the picture is damaged or too large.
    """
    media_type = next(
        (name for magic, name in MEDIA_TYPES.items() if content.startswith(magic)), "image/tiff"
    )
    document = Document("image", media_type, [])
    if not ocr.is_installed():
        document.warnings.append(ocr.not_read("the file"))
        return document
    blocks = ocr.read_picture(content, Place(""))
    if blocks is None:
        raise UnreadableDocument("the picture is damaged, or too large to be read")
    document.margins = [b for b in blocks if isinstance(b, Paragraph) and b.place.path.endswith("/margin")]
    document.blocks = [block for block in blocks if block not in document.margins]
    document.pages = max((block.place.page or 1 for block in blocks), default=1)
    document.warnings.append((ocr.RECOGNISED if blocks else ocr.NO_TEXT).format("the file"))
    return document
