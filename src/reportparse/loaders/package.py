"""Zip containers (docx, odt, archives) and their XML, opened with limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from reportparse.document import UnreadableDocument

# A report with its pictures unpacks to some ten megabytes; more than this is a bomb or not a report.
MAX_UNPACKED = 512 * 1024 * 1024
# An XML part is held as a tree of some ten times its size; the largest honest ones are a few megabytes.
MAX_XML = 64 * 1024 * 1024
# XML packs to a tenth, empty tables to a hundredth; deflate itself ends at about 1032.
MAX_RATIO = 500
# Ratios of small members say nothing.
RATIO_COUNTS_FROM = 1024 * 1024
MAX_MEMBERS = 10_000


class Package:
    """A zip container, in memory or a file. Members are read by name, never written to disk.

    Raises UnreadableDocument where the container is damaged, encrypted or beyond the limits;
    `max_unpacked` counts what its members have together; infinite where they are read one by one.
    """

    def __init__(
        self,
        content: bytes | Path | BinaryIO,
        max_members: float | None = None,
        max_unpacked: float | None = None,
    ) -> None:
        max_members = MAX_MEMBERS if max_members is None else max_members
        max_unpacked = MAX_UNPACKED if max_unpacked is None else max_unpacked
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError) as error:
            raise UnreadableDocument("the file is a zip container that is cut short or damaged") from error
        members = self._zip.infolist()
        if len(members) > max_members:
            raise UnreadableDocument(f"the container holds {len(members)} members, more than {max_members}")
        if sum(member.file_size for member in members) > max_unpacked:
            raise UnreadableDocument("the container unpacks to more than is read: is it a zip bomb?")
        self.members = members

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the members."""
        return frozenset(member.filename for member in self.members)

    def read(self, name: str | zipfile.ZipInfo, limit: int = MAX_UNPACKED) -> bytes:
        """The bytes of one member; KeyError where there is no such member."""
        member = self._zip.getinfo(name) if isinstance(name, str) else name
        if member.flag_bits & 0x1:
            raise UnreadableDocument("the container is encrypted and needs a password")
        if member.file_size > limit:
            raise UnreadableDocument(f"{member.filename} unpacks to more than is read: is it a zip bomb?")
        if member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * member.compress_size:
            raise UnreadableDocument(f"{member.filename} is packed too well to be honest: a zip bomb?")
        try:
            # One byte more than declared is asked for, so that a false size in the directory shows.
            with self._zip.open(member) as stream:
                content = stream.read(member.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise UnreadableDocument(f"{member.filename} in the container is damaged") from error
        if len(content) > member.file_size:
            raise UnreadableDocument(f"{member.filename} in the container is larger than it says")
        return content

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML member; KeyError where there is no such member."""
        return parse_xml(self.read(name, MAX_XML), name)


# Office writes the strict form of the standard with other namespaces for the same words.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root element; no entities, no document type, no network, bounded depth.

    Raises UnreadableDocument where the XML is malformed or declares a document type: no office
    format has one, and it is the door for entity bombs and outside files.
    """
    if b"purl.oclc.org/ooxml" in content:
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
    if b"<!DOCTYPE" in content:
        raise UnreadableDocument(f"{name} declares a document type, which is not read for safety")
    # One parser per call: lxml's parsers are not shared between threads.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(f"{name} is not well-formed XML: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hides the word
        raise UnreadableDocument(f"{name} declares a document type, which is not read for safety")
    return root
