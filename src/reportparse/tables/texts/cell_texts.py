"""The texts of cells, without the marks that tools leave in them."""

from __future__ import annotations

from html import unescape

import regex

from reportparse.document import Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.remembered import remembered

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
SENTENCE_ENDS = tuple("。！？；：")

# The texts of a row's cells with their places.
CellRow = list[tuple[str, Place]]


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
