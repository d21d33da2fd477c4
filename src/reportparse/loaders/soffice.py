"""Word documents that only LibreOffice reads: it turns them into DOCX, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reportparse.document import Document, UnreadableDocument
from reportparse.loaders import docx

# Seconds; LibreOffice takes some three to start and one for a report.
TIMEOUT = 60


def load(content: bytes, reason: str) -> Document:
    """Read a document through LibreOffice; `reason` says why that is needed.

    It runs apart, with a profile of its own in a temporary folder. Raises UnreadableDocument where it
    is not installed, does not come to an end or gives nothing.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableDocument(f"{reason}; LibreOffice could read it, but is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "document.doc"
        source.write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx", "--outdir", str(folder)),
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
            converted = (folder / "document.docx").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument(f"{reason}; LibreOffice did not read it in {TIMEOUT} seconds") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnreadableDocument(f"{reason}; LibreOffice cannot read it either") from error
    document = docx.load(converted)
    document.reader = "doc"
    document.media_type = "application/msword"
    document.warnings.append(f"{reason}; it was read through LibreOffice")
    return document
