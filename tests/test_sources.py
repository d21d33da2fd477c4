import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from reportparse import sources
from reportparse.dataset.schema import SCHEMAS
from reportparse.dataset.storage import JOURNAL, LOCK, STAGING
from reportparse.dataset.writer import Writer
from reportparse.document import UnreadableDocument
from reportparse.sources import Listing, NoSource, display_name, expand, read


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
    for name in ("out/documents/schema.parquet", "out/records/a.parquet", ".hidden"):
        fsspec.filesystem("memory").pipe_file(f"/reports/{name}", b"x")
    assert list(expand(["memory://reports"])) == ["memory:///reports/a.txt"]
    assert list(expand(["http://127.0.0.1:1/page.html"])) == ["http://127.0.0.1:1/page.html"]
    (tmp_path / "b.txt").write_bytes(b"there")
    assert read(f"file://{tmp_path}/b.txt") == b"there"


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(UnreadableDocument, match="200 MB"):
        read(str(path))


def test_archives_are_read_at_any_size_and_opened_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "many.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for i in range(300):
            file.writestr(f"{i:03}.txt", f"{i}" * 1000)
    monkeypatch.setattr(sources, "MAX_BYTES", 100_000)
    opened: list[object] = []
    monkeypatch.setattr(zipfile, "ZipFile", lambda *a, **k: opened.append(a) or ZIP(*a, **k))
    found = list(expand([str(archive)]))
    assert archive.stat().st_size > 100_000
    assert [read(name).decode()[0] for name in found] == [str(i)[0] for i in range(300)]
    assert len(opened) == 1


ZIP = zipfile.ZipFile


def test_an_archive_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    for content in ("one", "another"):
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("a.txt", content)
        assert read(f"{archive}!/a.txt").decode() == content


def test_archives_behind_urls_give_their_members(tmp_path: Path) -> None:
    with fsspec.open("memory://archives/a.zip", "wb") as file, zipfile.ZipFile(file, "w") as container:
        container.writestr("b.txt", "there")
    found = list(expand(["memory://archives"]))
    assert found == ["memory:///archives/a.zip!/b.txt"]
    assert read(found[0]) == b"there"
    assert list(expand(found)) == found


def test_urls_that_nothing_can_open_are_wrong_usage() -> None:
    with pytest.raises(NoSource, match=r"warp://a.txt: .*warp"):
        list(expand(["warp://a.txt"]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_pipes_and_folders_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (found,) = expand([str(tmp_path)])
    with pytest.raises(UnreadableDocument, match="pipe"):
        read(found)
    with pytest.raises(UnreadableDocument, match="a folder"):
        read(str(tmp_path))


def test_a_folder_that_may_not_be_listed_is_given_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "closed").mkdir()
    listing = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert names(list(expand([str(tmp_path)])), tmp_path) == ["a.txt", "closed"]


def test_a_dataset_among_the_documents_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    with Writer(tmp_path / "out"):
        pass
    assert names(list(expand([str(tmp_path)])), tmp_path) == ["a.txt"]
    assert names(list(expand([f"{tmp_path}/**/*"])), tmp_path) == ["a.txt"]
    with pytest.raises(NoSource, match="no files"):
        list(expand([str(tmp_path / "out")]))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("年报.txt".encode(), "年报.txt"),
        ("年报.txt".encode("gbk"), "年报.txt"),
        (b"a\xff.txt", "a\\xff.txt"),
    ],
)
def test_names_of_files_in_any_encoding_can_be_written(raw: bytes, words: str) -> None:
    assert display_name(os.fsdecode(raw)) == words


def test_a_listing_names_each_source_once_and_counts(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"x")
    listing = Listing([str(tmp_path), str(tmp_path / "b.txt"), "missing.pdf"])
    assert names(list(listing), tmp_path) == ["a.txt", "b.txt", "missing.pdf"]
    assert listing.total == 3


def test_a_listing_refuses_at_once_what_names_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    with pytest.raises(NoSource, match=r"nothing\.\*"):
        Listing([str(tmp_path), f"{tmp_path}/nothing.*"])


def test_what_goes_wrong_while_listing_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_late(arguments: list[str]) -> Iterator[str]:
        yield "a.txt"
        raise OSError("gone")

    monkeypatch.setattr(sources, "expand", fail_late)
    listing = iter(Listing(["folder"]))
    assert next(listing) == "a.txt"
    with pytest.raises(OSError, match="gone"):
        next(listing)


def test_what_is_a_dataset_s_own_is_known() -> None:
    assert {*SCHEMAS, STAGING, JOURNAL, LOCK} == sources.DATASET_ENTRIES


@pytest.mark.parametrize("argument", ["memory://beside", "memory://beside/**"])
def test_a_dataset_in_a_store_may_have_documents_beside_its_own_files(argument: str) -> None:
    for name in (sources.DATASET_MARK, "records/year=2023/a.parquet", "documents.txt", "in/records/b.txt"):
        with fsspec.open(f"memory://beside/{name}", "wb") as file:
            file.write(b"x")
    found = [name.rpartition("beside/")[2] for name in expand([argument])]
    assert found == ["documents.txt", "in/records/b.txt"]
