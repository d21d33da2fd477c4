"""Damaged and hostile files made from whole ones; the same seed gives the same files."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

DEPTH = 10_000
BOMB = 64 * 1024 * 1024
Damage = Callable[[bytes, random.Random], bytes]


def truncated(content: bytes, draw: random.Random) -> bytes:
    """Cut off anywhere."""
    return content[: draw.randrange(len(content))]


def flipped(content: bytes, draw: random.Random) -> bytes:
    """Some bits turned."""
    damaged = bytearray(content)
    for _ in range(draw.choice((1, 4, 16, 64, 256))):
        damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
    return bytes(damaged)


def holed(content: bytes, draw: random.Random) -> bytes:
    """A stretch in the middle is missing, as after a broken download."""
    start = draw.randrange(len(content))
    return content[:start] + content[start + draw.randrange(1, 4096) :]


def zeroed(content: bytes, draw: random.Random) -> bytes:
    """A stretch in the middle is empty, as on a broken disk."""
    start, length = draw.randrange(len(content)), draw.randrange(1, 4096)
    return content[:start] + b"\x00" * len(content[start : start + length]) + content[start + length :]


def repeated(content: bytes, draw: random.Random) -> bytes:
    """A stretch stands there twice, or another file follows."""
    start = draw.randrange(len(content))
    return content[:start] + content[draw.randrange(len(content)) :]


def with_huge_numbers(content: bytes, draw: random.Random) -> bytes:
    """Some of the numbers written in digits are enormous."""
    numbers = list(re.finditer(rb"\d+", content))
    for match in sorted(draw.sample(numbers, min(3, len(numbers))), key=lambda m: -m.start()):
        huge = draw.choice((b"99999999999999999999", b"-2147483648", b"4294967295", b"1e308"))
        content = content[: match.start()] + huge + content[match.end() :]
    return content


ANY = (truncated, flipped, holed, zeroed, repeated, with_huge_numbers)


# Packages


def _repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    change(members)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in members.items():
            package.writestr(zipfile.ZipInfo(name), member, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def without_part(content: bytes, draw: random.Random) -> bytes:
    """One part of the package is missing."""

    def change(members: dict[str, bytes]) -> None:
        del members[draw.choice(sorted(members))]

    return _repacked(content, change)


def with_damaged_part(content: bytes, draw: random.Random) -> bytes:
    """One part of a sound package is damaged."""

    def change(members: dict[str, bytes]) -> None:
        name = draw.choice(sorted(name for name, member in members.items() if member))
        members[name] = draw.choice(ANY)(members[name], draw)

    return _repacked(content, change)


def with_swapped_parts(content: bytes, draw: random.Random) -> bytes:
    """Two parts of a sound package stand in each other's place."""

    def change(members: dict[str, bytes]) -> None:
        one, other = draw.sample(sorted(members), 2)
        members[one], members[other] = members[other], members[one]

    return _repacked(content, change)


def zip_bomb(content: bytes, draw: random.Random) -> bytes:
    """A part that unpacks to a thousand times its size."""

    def change(members: dict[str, bytes]) -> None:
        members[draw.choice(sorted(members))] = b" " * BOMB

    return _repacked(content, change)


def lying_zip(content: bytes, draw: random.Random) -> bytes:
    """The container's directory gives other sizes than its parts have."""
    damaged, at = bytearray(content), content.find(b"PK\x01\x02")
    if at >= 0:
        struct.pack_into("<II", damaged, at + 20, draw.randrange(1 << 32), draw.randrange(1 << 32))
    return bytes(damaged)


def _in_document(content: bytes, written: bytes, end: bytes) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        for name, member in members.items():
            if name.endswith(("word/document.xml", "content.xml")):
                members[name] = member.replace(end, written + end, 1)

    return _repacked(content, change)


def entity_bomb(content: bytes, draw: random.Random) -> bytes:
    """Entities made of entities, or one that names a file."""
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "report"><!ENTITY file SYSTEM "file:///etc/hostname">{levels}]>'

    def change(members: dict[str, bytes]) -> None:
        for name in [name for name in members if name.endswith(("word/document.xml", "content.xml"))]:
            head, _, rest = members[name].partition(b"?>")
            use = draw.choice((b"&e9;", b"&file;"))
            members[name] = head + b"?>" + bomb.encode() + rest.replace(b"</w:t>", use + b"</w:t>", 1)

    return _repacked(content, change)


def deep_docx(content: bytes, draw: random.Random) -> bytes:
    """Tables in tables in tables."""
    opened, closed = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    depth = draw.choice((50, 80, 200, DEPTH))
    return _in_document(content, opened * depth + closed * depth, b"</w:body>")


def wide_docx(content: bytes, draw: random.Random) -> bytes:
    """A table whose cells say that they span millions of columns, a picture of a kilometre."""
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    rows = b"<w:tr>" + cell * 5 + b"</w:tr>"
    return _in_document(content, b"<w:tbl>" + rows * draw.choice((3, 300)) + b"</w:tbl>", b"</w:body>")


# Pages


def deep_html(content: bytes, draw: random.Random) -> bytes:
    """Elements in elements in elements."""
    tag = draw.choice((b"<div>", b"<table><tr><td>", b"<span>", b"<ul><li>", b"<b>", b"<a><p>"))
    return content.replace(b"</body>", tag * draw.choice((300, DEPTH)) + b"1</body>")


def wide_html(content: bytes, draw: random.Random) -> bytes:
    """Cells that say that they span everything."""
    cell = b"<td colspan=%d rowspan=%d>1" % (draw.randrange(1 << 31), draw.randrange(1 << 31))
    return content.replace(b"</body>", b"<table>" + (b"<tr>" + cell * 20) * 200 + b"</table></body>")


def wrong_encoding(content: bytes, draw: random.Random) -> bytes:
    """Declared as one encoding, written in another."""
    text = content.decode("utf-8", "replace")
    written = text.encode(draw.choice(("gb18030", "utf-16", "utf-32", "big5", "shift_jis")), "replace")
    return written.replace(b"utf-8", draw.choice((b"utf-7", b"gb2312", b"none", b"idna", b"rot13")))


def entities_html(content: bytes, draw: random.Random) -> bytes:
    """References to characters that are none."""
    names = b"".join(
        b"&#%d;&#x%x;&amp" % (draw.randrange(1 << 33), draw.randrange(1 << 40)) for _ in range(999)
    )
    return content.replace(b"</body>", b"<td>" + names + b"</body>")


# PDF


def without_object(content: bytes, draw: random.Random) -> bytes:
    """One object of the file is missing."""
    objects = list(re.finditer(rb"\d+ 0 obj.*?endobj", content, re.DOTALL))
    if not objects:
        return content
    match = draw.choice(objects)
    return content[: match.start()] + content[match.end() :]


def with_damaged_stream(content: bytes, draw: random.Random) -> bytes:
    """What is drawn on a page is damaged inside of a sound stream."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL))
    for match in draw.sample(streams, len(streams)):
        try:
            plain = zlib.decompress(match[1])
        except zlib.error:
            continue
        if plain:
            packed = zlib.compress(draw.choice(ANY)(plain, draw))
            return content[: match.start(1)] + packed + content[match.end(1) :]
    return content


def _pdf(objects: list[bytes]) -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, written) for i, written in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R /Size %d >>\n" % (len(objects) + 1)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), more)
    return head + b"\nstream\n" + packed + b"\nendstream"


def hostile_pdf(content: bytes, draw: random.Random) -> bytes:
    """Pages that hold themselves, streams that unpack without end, paper and pictures beyond measure."""
    catalog, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    paper = page % draw.choice((b"595 842", b"1e9 1e9", b"0 0", b"-5 -5", b"14400 14400", b"1 1000000"))
    box = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    image = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"
        % draw.choice(((100_000, 100_000), (1, 1 << 30), (30_000, 30_000), (0, 0)))
    )
    kinds = (
        [catalog, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"],
        [catalog, pages, paper, _stream(b"/X Do " * 50), _stream(b"/X Do /X Do", box)],
        [catalog, pages, paper, _stream(b"0 0 m 9 9 l S\n" * 400_000), _stream(b"", box)],
        [catalog, pages, paper, _stream(b"q 500 0 0 500 0 0 cm /X Do Q"), _stream(b"\x00" * BOMB, image)],
        [catalog, pages, paper, _stream(b"q " * DEPTH + b"[" * DEPTH), _stream(b"", box)],
        [catalog, pages, paper, _stream(b"1 0 0 1 1 1 cm 0 0 5 5 re S\n" * 100_000), _stream(b"", box)],
        [b"[" * DEPTH + b"]" * DEPTH, pages],
        [b"<< /A " * DEPTH, pages],
    )
    return _pdf(draw.choice(kinds))


# Text and RTF


def deep_rtf(content: bytes, draw: random.Random) -> bytes:
    """Groups in groups in groups, binary data that is not there, cells without number."""
    deep = b"{\\b " * DEPTH + b"1" + b"}" * draw.choice((0, DEPTH, 2 * DEPTH))
    more = draw.choice(
        (deep, b"\\bin2147483647 1", b"\\u-99999999999 ?", b"\\trowd" + b"\\cellx1\\cell" * DEPTH)
    )
    return content[:-1] + more + b"}"


def long_lines(content: bytes, draw: random.Random) -> bytes:
    """A line, a row or a number that does not end."""
    piece = draw.choice(
        (b"| 0 ", b"0", b"\t1", "一、".encode(), b"|---", b"( ", b"1,", "（一）".encode(), b"\n\n|")
    )
    return content + piece * draw.choice((2_000, 100_000))


DAMAGES: dict[str, tuple[Damage, ...]] = {
    "docx": (
        *(truncated, flipped, holed, zeroed),
        *(without_part, with_damaged_part, with_damaged_part, with_swapped_parts),
        *(zip_bomb, lying_zip, entity_bomb, deep_docx, wide_docx),
    ),
    "pdf": (*ANY, without_object, with_damaged_stream, with_damaged_stream, hostile_pdf),
    "html": (*ANY, deep_html, wide_html, wrong_encoding, entities_html),
    "txt": (*ANY, long_lines, wrong_encoding),
    "rtf": (*ANY, deep_rtf),
    "odt": (
        *(truncated, flipped, holed, zeroed),
        *(without_part, with_damaged_part, with_swapped_parts, zip_bomb, lying_zip, entity_bomb),
    ),
    # An archive without one of its files is sound.
    "zip": (
        *(truncated, flipped, holed, zeroed, repeated),
        *(with_damaged_part, with_damaged_part, zip_bomb, lying_zip),
    ),
    "doc": ANY,
    "png": (truncated, flipped, holed, zeroed),
}


def damaged_files(sound: list[Path], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` damaged files of one format, named for their number and damage, from sound ones."""
    contents = [path.read_bytes() for path in sound]
    extension = sound[0].suffix.lstrip(".")
    damages = DAMAGES[extension]
    for number in range(count):
        draw = random.Random(f"{seed}/{extension}/{number}")
        damage = damages[number % len(damages)]
        name = f"{number:04}-{damage.__name__.replace('_', '-')}.{extension}"
        yield name, damage(draw.choice(contents), draw)
