"""Made reports: invented public bodies, made-up numbers, every format and oddity, with their truth.

from corpus.generator import make, write, truth

made = make(7, edition="2021", profile="busy", oddities=["blank_zeros", "wrapped_labels"])
write(made, "docx", Path("made.docx"))
truth(made, "docx")["values"]["requests/received/total"]
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .make import EDITIONS, PROFILES, SKELETONS, make
from .oddities import ODDITIES, choose
from .report import Format, MadeReport
from .truth import dump, truth
from .writers.docx import docx_bytes
from .writers.html import html_bytes
from .writers.pdf import ConverterMissingError, write_pdfs
from .writers.text import text_bytes

__all__ = [
    "EDITIONS",
    "FORMATS",
    "ODDITIES",
    "PROFILES",
    "SKELETONS",
    "ConverterMissingError",
    "Format",
    "MadeReport",
    "choose",
    "docx_bytes",
    "dump",
    "make",
    "truth",
    "write",
    "write_pdfs",
]

FORMATS: tuple[Format, ...] = ("docx", "html", "txt", "pdf")
_BYTES: dict[Format, Callable[[MadeReport], bytes]] = {
    "docx": docx_bytes,
    "html": html_bytes,
    "txt": text_bytes,
}


def write(made: MadeReport, format: Format, path: Path) -> None:
    """Write a made report as a file. PDF needs LibreOffice, else raises `ConverterMissingError`."""
    if format == "pdf":
        write_pdfs([(made, path)])
    else:
        path.write_bytes(_BYTES[format](made))
