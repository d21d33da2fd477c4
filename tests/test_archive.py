"""Archives: names in any encoding, members within limits."""

import io
import zipfile

import pytest
from packages import docx, p, zipped

from reportparse.document import UnreadableDocument
from reportparse.loaders import archive, load


def raw_names(names):
    """An archive whose names are written as these bytes, without saying which encoding they are in."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for number, _ in enumerate(names):
            container.writestr(f"{number:0{len(names[number])}}"[: len(names[number])], b"1")
    content = stream.getvalue()
    for number, name in enumerate(names):
        content = content.replace(f"{number:0{len(name)}}".encode(), name)
    return content


def test_members_come_with_their_bytes():
    report = docx(p("甲"))
    content = zipped({"a/报告.docx": report, "a/": b"", "__MACOSX/a": b"1", "~$b.doc": b"1", "空.txt": b""})
    assert [(name, read()) for name, read in archive.members(content)] == [("a/报告.docx", report)]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_do_not_say_their_encoding(encoding):
    content = raw_names(["二〇二三年度报告.doc".encode(encoding)])
    assert [name for name, _ in archive.members(content)] == ["二〇二三年度报告.doc"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_member_is_lost_whose_name_comes_again():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for content in (b"1", b"2", b"3"):
            container.writestr("报告.txt", content)
    found = {name: read() for name, read in archive.members(stream.getvalue())}
    assert found == {"报告.txt": b"1", "报告.txt (2)": b"2", "报告.txt (3)": b"3"}


def test_an_archive_is_no_document():
    with pytest.raises(UnreadableDocument, match=r"archive.*报告\.docx"):
        load(zipped({"报告.docx": docx(p("甲"))}))


def test_a_member_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 3)
    members = dict(archive.members(zipped({"a.txt": b"123", "b.txt": b"1234"})))
    assert members["a.txt"]() == b"123"
    with pytest.raises(UnreadableDocument, match="bomb"):
        members["b.txt"]()
