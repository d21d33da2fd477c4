"""Kinds of files by their bytes, and refusals in words."""

import io
import zipfile

import pytest
from packages import docx, p, zipped

from reportparse import loaders
from reportparse.document import UnreadableDocument
from reportparse.loaders import kind_of, load, package

ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx(p("甲")), "docx"),
        (
            zipped(
                {
                    "[Content_Types].xml": '<Override ContentType="application/'
                    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
                    "a/b.xml": "<a/>",
                }
            ),
            "docx",
        ),
        (zipped({"mimetype": ODT, "content.xml": "<a/>"}), "odt"),
        (zipped({"a.docx": docx(p("甲"))}), "archive"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n junk \n%PDF-1.4\n", "pdf"),
        (b"{\\rtf1\\ansi 1}", "rtf"),
        (
            b"From: <Saved by>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n",
            "mhtml",
        ),
        (b"<!DOCTYPE html><p>1", "html"),
        (b"\xef\xbb\xbf\n<!-- a --><?xml version='1.0'?>\n<HTML><body>", "html"),
        ("<html><p>甲</p></html>".encode("utf-16"), "html"),
        ("<html><p>甲</p></html>".encode("utf-16-le"), "html"),
        ("<div><p>甲</p></div>".encode(), "html"),
        ("<div>\n\n**标题：**甲\n\n</div>".encode(), "text"),
        ("<div>\n\n'''标题'''\n\n{|\n| 甲\n|}\n</div>".encode(), "text"),
        ("<div>\n\n== 标题 ==\n\n<p>甲</p></div>".encode(), "text"),
        ("一、总体情况\n".encode("gb18030"), "text"),
        ("一、总体情况\n".encode("utf-16"), "text"),
        (b"1 < 2", "text"),
    ],
)
def test_kinds(content, kind):
    assert kind_of(content).name == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (zipped({"OFD.xml": "<a/>"}), "OFD"),
        (zipped({"xl/workbook.xml": "<a/>"}), "spreadsheet"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "presentation"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"GIF89a", "picture"),
        (
            b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument>",
            "save it as DOCX",
        ),
        (bytes(range(256)) * 8, "none of the kinds"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "OLE2"),
        (docx(p("甲"))[:-30], "cut short or damaged"),
    ],
)
def test_refusals_say_why(content, words):
    with pytest.raises(UnreadableDocument, match=words):
        load(content)


def test_large_files_are_refused_before_they_are_looked_into(monkeypatch):
    monkeypatch.setattr(loaders, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="more than the 1 MB"):
        load(b"%PDF-1.7" + b" " * 1024 * 1024)


def test_zip_bombs_are_refused():
    bomb = docx(p("甲"), more={"word/styles.xml": b" " * (16 << 20), "word/document.xml": b" " * (16 << 20)})
    with pytest.raises(UnreadableDocument, match="bomb"):
        load(bomb)


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_MEMBERS", 3)
    with pytest.raises(UnreadableDocument, match="members"):
        load(docx(p("甲")))


def test_members_together_beyond_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 100)
    with pytest.raises(UnreadableDocument, match="bomb"):
        load(docx(p("甲")))


def test_encrypted_members_are_said():
    content = bytearray(docx(p("甲")))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as container:
        offsets = [member.header_offset for member in container.infolist()]
        start = container.start_dir
    for offset in offsets:
        content[offset + 6] |= 1
    while content[start : start + 4] == b"PK\x01\x02":
        content[start + 8] |= 1
        lengths = [int.from_bytes(content[start + at : start + at + 2], "little") for at in (28, 30, 32)]
        start += 46 + sum(lengths)
    with pytest.raises(UnreadableDocument, match="password"):
        load(bytes(content))


def test_a_member_with_damaged_bytes_is_said():
    content = bytearray(docx("".join(p(f"{number} 甲乙丙") for number in range(2000))))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as container:
        member = container.getinfo("word/document.xml")
    middle = member.header_offset + member.compress_size // 2
    content[middle : middle + 64] = bytes(64)
    with pytest.raises(UnreadableDocument, match="damaged"):
        load(bytes(content))
