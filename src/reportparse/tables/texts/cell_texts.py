"""The texts of cells: which may be values, and what is left of them without the marks of tools."""

from __future__ import annotations

from html import unescape

import regex

from reportparse.document import Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import plain
from reportparse.remembered import remembered
from reportparse.values import DASHES, MONEY, PEOPLE, THINGS, WRITTEN_ZEROS

BOOKMARK = regex.compile(r"\[bookmark: [^\]\n]*\]")
# Emphasis of Markdown, Org, AsciiDoc and reStructuredText around a whole text, and their escapes.
EMPHASIS = regex.compile(r"^(?P<mark>\*{1,3}|_{1,3}|`)(?=\S)(?P<text>[^*_`]+)(?<=\S)(?P=mark)$")
# The same around nothing, as of a blank bold cell. Two asterisks alone may hide a number.
EMPTY_EMPHASIS = regex.compile(r"^(?P<mark>\*\*|__|''|`)(?:\\?\s)*+(?P=mark)$|^'{6}$|^\*{6}$")
# The end of a line within a cell, in Markdown and AsciiDoc.
HARD_BREAK = regex.compile(r"(?<=\S)\s*\\$|(?<=\S) \+$")
ESCAPED = regex.compile(r"\\([-+.*_#()\[\]~|])")
# What programs print for a cell that holds nothing.
NOTHING = frozenset({"None", "nan", "NaN", "NULL", "null", "<NA>"})
MARKS = regex.compile(r"[\[<&*_`'\\]| \+$")
INLINE_TAG = regex.compile(r"</?(?:b|strong|i|em|u|span|font|center)(?:\s[^<>]*)?/?>")
# Of what such a tag parts, numbers must not run together.
LINE_TAG = regex.compile(r"</?(?:p|br)(?:\s[^<>]*)?/?>")
# What begins behind a number, if that has a unit: other units may follow, as in 3 万人.
UNIT = rf"(?:{THINGS}|{PEOPLE}|{MONEY}|[万萬亿億])"
# In texts an asterisk or a point alone may be the mark of a list, a backslash one of a tool; dashes may be long.
_DASH = rf"[/—－\-–]+|{'|'.join(map(regex.escape, sorted(DASHES - {'*', '·', chr(92)})))}"
VALUE = regex.compile(
    rf"^(?:(?:共计?|[+\-−])?\d+(?:,\d{{3}})*(?:\.\d+)?(?:{THINGS}|{PEOPLE}|{MONEY})?(?:\*+|※|\[\d{{1,2}}\])?"
    rf"|{_DASH}|{'|'.join(sorted(WRITTEN_ZEROS))}|(?:增加|减少|[增减])\d+|0/0)$"
)
SENTENCE_ENDS = tuple("。！？；：")

# The texts of a row's cells with their places.
CellRow = list[tuple[str, Place]]


@remembered(65536)
def is_value(text: str) -> bool:
    """Return whether a text can be the value of a cell: a number or a dash, with nothing else."""
    return bool(VALUE.match(plain(text).strip()))


def is_prose(line: str, words: Vocabulary) -> bool:
    """Return whether a line is a heading or ends as a sentence does, and so does not begin a table."""
    is_sentence = line.rstrip().endswith(SENTENCE_ENDS) and not words.is_label(line)
    return is_sentence or words.is_heading(line)


def clean(text: str) -> str:
    """Return a cell's text without the marks that tools leave in it.

    These are bookmarks, emphasis, inline tags and escapes.

    What is marked as deleted keeps its marks, so that nobody takes it for a value.
    """
    text = _unmarked(text) if MARKS.search(text) else text.strip()
    return "" if text in NOTHING else text


@remembered(8192)
def _unmarked(text: str) -> str:
    text = unescape(LINE_TAG.sub("\n", INLINE_TAG.sub("", BOOKMARK.sub("", text)))).strip()
    text = HARD_BREAK.sub("", text)
    while emphasis := EMPHASIS.match(text):
        text = HARD_BREAK.sub("", emphasis["text"].strip())
    if EMPTY_EMPHASIS.match(text):
        return ""
    return ESCAPED.sub(r"\1", text)
