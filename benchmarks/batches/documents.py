"""Made documents by the thousand: reports of the generator, and copies of them with bytes of their own."""

from __future__ import annotations

import shutil
from itertools import count, islice
from pathlib import Path
from zipfile import ZipFile

from corpus.generate import sample
from corpus.generator import Format, write, write_pdfs

FORMATS: tuple[Format, ...] = ("docx", "html", "txt", "pdf")


def make_documents(folder: Path, number: int, distinct: int, seed: int = 1) -> None:
    """Write so many documents, a thousand to a folder; of `distinct` ones all others are copies.

    PDFs are made where LibreOffice is installed; elsewhere the other formats have their share.
    """
    formats = FORMATS if shutil.which("soffice") else FORMATS[:3]
    originals = folder / "0000"
    originals.mkdir(parents=True)
    pdfs = []
    paths = []
    for name, format, made in sample(seed, min(distinct, number), formats):
        paths.append(originals / f"{name}.{format}")
        if format == "pdf":
            pdfs.append((made, paths[-1]))
        else:
            write(made, format, paths[-1])
    for first in range(0, len(pdfs), 40):  # more at once are too many for LibreOffice
        write_pdfs(pdfs[first : first + 40])
    copies = ((path, turn) for turn in count(1) for path in paths)
    for position, (path, turn) in enumerate(islice(copies, number - len(paths)), len(paths)):
        place = folder / f"{position // 1000:04}"
        place.mkdir(exist_ok=True)
        _copy(path, place / f"{turn:04}-{path.name}", turn)


def _copy(path: Path, copy: Path, turn: int) -> None:
    """Other bytes that say the same."""
    shutil.copyfile(path, copy)
    if path.suffix == ".docx":
        with ZipFile(copy, "a") as archive:
            archive.comment = str(turn).encode()
        return
    mark = {".html": f"<!-- {turn} -->", ".txt": "\n" * turn, ".pdf": f"\n%{turn}\n"}[path.suffix]
    with copy.open("ab") as file:
        file.write(mark.encode("ascii"))
