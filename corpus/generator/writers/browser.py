"""Chromium without a window: what it prints of a page, and what it gives as its text."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup

_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_INNER_TEXT = """<script>addEventListener("load", () => {
    const text = document.body.innerText;
    document.documentElement.innerHTML = "<body><pre></pre></body>";
    document.querySelector("pre").textContent = text;
});</script>"""


def program() -> str | None:
    """The program, or None where none is installed."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def run(page: Path, folder: Path, *options: str) -> str:
    """Open a page and give what the browser writes to its standard output; its profile goes in `folder`."""
    command = [program() or "chromium", *_OPTIONS, f"--user-data-dir={folder}/profile", *options]
    done = subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=120)
    return done.stdout.decode("utf-8")


def inner_text(page: str) -> str:
    """`document.body.innerText` of a page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page + _INNER_TEXT, "utf-8")
        return BeautifulSoup(run(path, Path(folder), "--dump-dom"), "lxml").get_text()
