import zipfile
from pathlib import Path

import fsspec
import pytest

from reportparse.document import UnreadableDocument
from reportparse.sources import NoSource, expand, read


def names(found: list[str], folder: Path) -> list[str]:
    return [name.replace(str(folder), "").lstrip("/") for name in found]


def test_folders_globs_and_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.pdf", "sub/c.html", ".hidden", "sub/~$c.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert names(list(expand([str(tmp_path)])), tmp_path) == ["a.pdf", "b.txt", "sub/c.html"]
    assert names(list(expand([f"{tmp_path}/**/*.html"])), tmp_path) == ["sub/c.html"]
    assert list(expand(["missing.pdf"])) == ["missing.pdf"]


@pytest.mark.parametrize("argument", ["*.nothing", "memory://nothing/*.pdf"])
def test_what_matches_nothing_is_wrong_usage(argument: str) -> None:
    with pytest.raises(NoSource, match="matches no file"):
        list(expand([argument]))


def test_archives_give_their_members(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("年报/b.txt", "正文")
        file.writestr("../../c.txt", "x")
    assert names(list(expand([str(archive)])), tmp_path) == ["a.zip!/年报/b.txt", "a.zip!/../../c.txt"]
    assert read(f"{archive}!/年报/b.txt").decode() == "正文"
    with pytest.raises(UnreadableDocument, match="no member"):
        read(f"{archive}!/d.txt")


def test_members_with_names_in_gbk(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    raw = "年报.txt".encode("gb18030")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(raw.decode("cp437"), "x")
    content = archive.read_bytes().replace(raw.decode("cp437").encode(), raw)
    info = zipfile.ZipInfo("x" * len(raw))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(info, "x")
    archive.write_bytes(archive.read_bytes().replace(b"x" * len(raw), raw))
    assert names(list(expand([str(archive)])), tmp_path) == ["a.zip!/年报.txt"]
    assert content


def test_urls_of_file_systems(tmp_path: Path) -> None:
    with fsspec.open("memory://reports/a.txt", "wb") as file:
        file.write(b"hello")
    assert list(expand(["memory://reports"])) == ["memory:///reports/a.txt"]
    assert read("memory:///reports/a.txt") == b"hello"
    (tmp_path / "b.txt").write_bytes(b"there")
    assert read(f"file://{tmp_path}/b.txt") == b"there"


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(UnreadableDocument, match="200 MB"):
        read(str(path))
