"""Make a virtual environment, install what the tests need into it, and run them all.

    python3 tests/run.py [pytest arguments]

Needs Python 3.11 or later and a package index. LibreOffice is installed with apt-get where that
is possible; without it the tests that need it are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
SYSTEM_PACKAGES = ["libreoffice-writer-nogui", "fonts-noto-cjk"]


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


def install_libreoffice() -> None:
    if shutil.which("soffice") or not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return
    install = [*as_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *SYSTEM_PACKAGES]
    try:
        run(*as_root, "apt-get", "update", "-qq")
        run(*install)
    except subprocess.CalledProcessError:
        print("LibreOffice could not be installed; the tests that need it are skipped", file=sys.stderr)


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this script may be started by any Python
        print("reportparse needs Python 3.11 or later", file=sys.stderr)
        return 2
    install_libreoffice()
    if not (ENVIRONMENT / "bin" / "python").exists():
        venv.create(ENVIRONMENT, with_pip=True)
    python = ENVIRONMENT / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ".[dev]")
    run(python, "-m", "ruff", "check", ".")
    run(python, "-m", "ruff", "format", "--check", ".")
    run(python, "-m", "mypy")
    return subprocess.run([str(python), "-m", "pytest", *sys.argv[1:]], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
