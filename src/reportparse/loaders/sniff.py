"""What kind of file some bytes are, by their content, never by a name."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from functools import cached_property

from reportparse.document import UnreadableDocument
from reportparse.loaders import encoding
from reportparse.loaders.package import Package

HEAD = 4096

_COMMENTS = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>|<!\[.*?\]>)+", re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|link|base)[\s>/]", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:div|p|table|tbody|center|font|span|h[1-6]|section|article|main|style|script|form|ul|ol|br|a|b|"
    r"strong|input|textarea|iframe)[\s>/]",
    re.IGNORECASE,
)
# Tools that write Markdown, or the markup of MediaWiki, begin with a tag too where their page did.
_LIGHT_MARKUP = re.compile(
    r"^(?:#{1,6} |\||\*\*|[-*+] {1,3}\S|:::|!?\[[^\]\n]*\]\(|'{3}|\{\|(?:\s|$)|={2,6}[^=\n]+={2,6}\s*$)",
    re.MULTILINE,
)
_MAIL_HEADER = re.compile(rb"\A\s*[A-Za-z][A-Za-z-]*:[ \t]?[^\r\n]*\r?\n")
_MHTML = re.compile(rb"^content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)", re.I | re.M)


class Probe:
    """The bytes of a file with what the kinds ask about them, each found out once."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.head = content[:HEAD]

    @cached_property
    def package(self) -> Package | None:
        """The zip container, or None."""
        return Package(self.content) if self.head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else None

    @cached_property
    def members(self) -> frozenset[str]:
        """Names of the members of a zip container; empty for anything else."""
        return self.package.names if self.package is not None else frozenset()

    @cached_property
    def streams(self) -> frozenset[str]:
        """Names of the top level streams of an OLE2 container; empty for anything else."""
        if not self.head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return frozenset()
        import olefile

        try:
            with olefile.OleFileIO(io.BytesIO(self.content)) as container:
                names = frozenset(path[0] for path in container.listdir())
            if not names:
                raise ValueError("no streams")
            return names
        except (OSError, ValueError, IndexError, TypeError, RecursionError, struct.error) as error:
            raise UnreadableDocument("the file is an OLE2 container that is cut short or damaged") from error

    @cached_property
    def opening(self) -> str:
        """The first characters, without leading blanks, comments and processing instructions."""
        if mark := encoding.marked(self.head):
            name, length = mark
        else:
            name, length = encoding.wide(self.head) or "latin-1", 0
        text = self.head[length:].decode(name, "replace")
        match = _COMMENTS.match(text)
        return text[match.end() :] if match else text


def is_docx(probe: Probe) -> bool:
    """A word processing package: its main part, or the content type of one under another name."""
    if "word/document.xml" in probe.members:
        return True
    if probe.package is None or "[Content_Types].xml" not in probe.members:
        return False
    return b"wordprocessingml.document.main+xml" in probe.package.read("[Content_Types].xml", 1 << 20)


def is_odt(probe: Probe) -> bool:
    """An OpenDocument text, or a template of one."""
    if probe.package is None or "mimetype" not in probe.members:
        return False
    return probe.package.read("mimetype", 1 << 10).startswith(b"application/vnd.oasis.opendocument.text")


def is_pdf(probe: Probe) -> bool:
    """A PDF, with some bytes before it at most."""
    return re.search(rb"%PDF-\d", probe.head[:1024]) is not None


def is_doc(probe: Probe) -> bool:
    """A document of Word before 2007, or of WPS, which is built alike."""
    return "WordDocument" in probe.streams


def is_rtf(probe: Probe) -> bool:
    """Rich Text Format."""
    return probe.head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"{\\rtf")


def is_mhtml(probe: Probe) -> bool:
    """A page saved with its parts as a mail message."""
    return _MAIL_HEADER.match(probe.head) is not None and _MHTML.search(probe.head) is not None


def is_html(probe: Probe) -> bool:
    """A page, or a piece of one; not the light markup that some tools write around pieces of pages."""
    if _PAGE.match(probe.opening):
        return True
    return _FRAGMENT.match(probe.opening) is not None and not _LIGHT_MARKUP.search(probe.opening)


def is_image(probe: Probe) -> bool:
    """A picture as scanners make them: PNG, JPEG or TIFF."""
    return probe.head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"))


def is_archive(probe: Probe) -> bool:
    """Any other zip container."""
    return probe.package is not None


def is_text(probe: Probe) -> bool:
    """No zero bytes and hardly any control characters, unless it is UTF-16."""
    if encoding.marked(probe.head) or encoding.wide(probe.head):
        return True
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", probe.head))
    return b"\x00" not in probe.head and controls <= len(probe.head) // 100


def _starts(*magic: bytes) -> Callable[[Probe], bool]:
    return lambda probe: probe.head.startswith(magic)


def _holds(*names: str) -> Callable[[Probe], bool]:
    return lambda probe: not probe.members.isdisjoint(names) or not probe.streams.isdisjoint(names)


_PICTURE = "the file is a picture ({}): save it as PNG, JPEG or PDF"

# What is known and not read, with the words for the person who has the file.
REFUSED: tuple[tuple[Callable[[Probe], bool], str], ...] = (
    (_holds("EncryptedPackage"), "the document is encrypted and needs a password"),
    (_holds("OFD.xml"), "the file is an OFD document, which is not read: save it as PDF or DOCX"),
    (_holds("xl/workbook.xml", "Workbook", "Book"), "the file is a spreadsheet, not a document with text"),
    (_holds("ppt/presentation.xml", "PowerPoint Document"), "the file is a presentation, not a document"),
    (_starts(b"Rar!\x1a\x07"), "the file is a RAR archive, which is not read: unpack it first"),
    (_starts(b"7z\xbc\xaf\x27\x1c"), "the file is a 7z archive, which is not read: unpack it first"),
    (_starts(b"\x1f\x8b"), "the file is a gzip archive, which is not read: unpack it first"),
    (_starts(b"GIF8"), _PICTURE.format("GIF")),
    (lambda probe: probe.head[:4] == b"RIFF" and probe.head[8:12] == b"WEBP", _PICTURE.format("WebP")),
    (_starts(b"BM\x36", b"BM\x8a"), _PICTURE.format("BMP")),
    (
        lambda probe: (
            b"<?mso-application" in probe.head and re.match(r"<(?:w:word|pkg:)", probe.opening) is not None
        ),
        "the file is Word's XML in one piece, which is not read: save it as DOCX",
    ),
    (
        lambda probe: bool(probe.streams) and not is_doc(probe),
        "the file is an OLE2 container without a Word document in it",
    ),
)
