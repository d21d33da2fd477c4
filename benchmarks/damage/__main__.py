"""Parse damaged and hostile files by the thousand and tell what became of them.

    python -m benchmarks.damage --count 1000
    python -m benchmarks.damage --formats pdf,docx --count 100 --keep /tmp/damaged

Files are made from the corpus (DOC, RTF and ODT by LibreOffice) and parsed by `reportparse parse`, each
in a worker with limits on time and memory. Exit status 1 where the run ends in another way than it
should, a document is missing from its result, or failed by a mistake of ours.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

import reportparse
from tests.damage import DAMAGES, damaged_files

REPORTS = Path(__file__).parents[2] / "corpus" / "reports"
CONVERTED = ("doc", "rtf", "odt")


def main() -> None:
    arguments = _arguments()
    sound = True
    for extension in arguments.formats.split(","):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = _sound(extension, folder / "sound")
            if not files:
                print(f"{extension}: not made, LibreOffice is not installed", flush=True)
                continue
            damaged = arguments.keep / extension if arguments.keep else folder / "damaged"
            damaged.mkdir(parents=True)
            # Equal files would be told of as one.
            distinct = {
                content: file for file, content in damaged_files(files, arguments.count, arguments.seed)
            }
            for content, file in distinct.items():
                (damaged / file).write_bytes(content)
            sound = _run(extension, damaged, folder / "out", arguments) and sound
    sys.exit(0 if sound else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.damage", description=__doc__.splitlines()[0])
    parser.add_argument("--formats", default=",".join(DAMAGES), help="comma between them")
    parser.add_argument("--count", type=int, default=1000, help="files of each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=20, help="seconds per document")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the damaged files, otherwise deleted")
    return parser.parse_args()


def _sound(extension: str, folder: Path) -> list[Path]:
    folder.mkdir()
    if extension == "png":
        with pypdfium2.PdfDocument(REPORTS / "004-2021-busy-pdf.pdf") as pdf:
            pdf[3].render(scale=1.5).to_pil().save(folder / "page.png")
    elif extension == "zip":
        with zipfile.ZipFile(folder / "reports.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for format in ("docx", "html", "pdf", "txt"):
                report = min(REPORTS.glob(f"*.{format}"))
                archive.write(report, report.name)
    elif extension not in CONVERTED:
        return sorted(REPORTS.glob(f"*.{extension}"))
    elif shutil.which("soffice"):
        sources = sorted(REPORTS.glob("*.docx"))[:5]
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", extension, "--outdir", str(folder), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return sorted(folder.glob(f"*.{extension}"))


def _run(extension: str, damaged: Path, out: Path, arguments: argparse.Namespace) -> bool:
    count = len(list(damaged.iterdir()))
    started = time.perf_counter()
    command = [sys.executable, "-m", "reportparse", "parse", str(damaged), "--out", str(out)]
    command += ["--timeout", str(arguments.timeout), "--jobs", str(arguments.jobs)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    documents = reportparse.open_dataset(out).documents
    statuses = Counter(documents["status"])
    errors = documents["error"].dropna()
    wordless = [error for error in errors if "internal error" in error]
    stopped = sum("was stopped" in error for error in errors)
    died = sum("worker process died" in error for error in errors)
    told_of = "\n".join(documents["source"])  # a damaged package may be told of by its members
    known = set(documents["document_id"])
    missing = sum(
        path.name not in told_of and not _is_told_of(path, known, out) for path in damaged.iterdir()
    )
    told = ", ".join(f"{number} {status}" for status, number in statuses.most_common())
    print(
        f"{extension}: {count} files in {seconds:.0f} s, exit status {ended.returncode}; {told}; "
        f"slowest {documents['seconds'].max():.1f} s, {stopped} stopped at {arguments.timeout:g} s, "
        f"{died} workers died; {missing} missing, {len(wordless)} without words",
        flush=True,
    )
    for error, number in Counter(wordless).most_common(20):
        first = documents.loc[documents["error"] == error, "source"].iloc[0]
        print(f"    {number} x {error[:300]}  ({Path(first).name})", flush=True)
    if ended.returncode not in (0, 3):
        print(ended.stderr[-3000:], flush=True)
    return ended.returncode in (0, 3) and not wordless and not missing


def _is_told_of(package: Path, known: set[str], out: Path) -> bool:
    """Whether the documents in a package are told of as those of another one, which has the same bytes."""
    alone = out.with_name(f"{out.name}-{package.name}")
    command = [sys.executable, "-m", "reportparse", "parse", str(package), "--out", str(alone)]
    subprocess.run(command, capture_output=True, check=False)
    ids = set(reportparse.open_dataset(alone).documents["document_id"])
    return bool(ids) and ids <= known


if __name__ == "__main__":
    main()
