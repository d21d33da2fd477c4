"""Texts in one spelling, character by character, so that what is found in one has its place in the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import regex

from reportparse.chinese_numerals import ORDINAL
from reportparse.normalise import INVISIBLE, PRONUNCIATION, RADICALS, YOUNG_DIGITS, Replacement
from reportparse.prose.units import UNITS

FULL_WIDTH_COMMA = regex.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
HALF_WIDTH_COMMA = regex.compile(r"(?<!\d),|,(?!\d)")
WRAPPED = regex.compile(
    rf"(?<=[^\n]{{20}}[^\n。！？!?；;:])\n(?=\x20*[^\s(（#|]{{2}})(?!\x20*(?:{ORDINAL}|\d{{1,2}})\x20*[、.])"
)
# A number on a line of its own with its unit on the next: the text of a page, piece by piece.
NUMBER_LINE = regex.compile(
    rf"(?<=[\p{{Han}}（(，])\n(\x20{{0,4}}\d{{1,9}}(?:\.\d{{1,4}})?\x20{{0,4}})\n(?=\x20?(?:{UNITS}))"
)


def _spelling() -> dict[str, str]:
    """Map characters to those that they stand for, one to one: widths, radicals, spaces, invisible ones."""
    table = RADICALS | YOUNG_DIGITS
    for character in map(chr, [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFF01, 0xFF5F)]):
        other = unicodedata.normalize("NFKC", character)
        if len(other) == 1 and other != character and character != "，":
            table[character] = other
    spaces = [0x09, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F]
    return table | dict.fromkeys([*map(chr, [*spaces, 0x205F, 0x3000]), *INVISIBLE], " ")


SPELLING = Replacement(_spelling())


def flatten(text: str) -> str:
    """Return the text in one spelling, of the same length; line ends inside of sentences become spaces.

    Commas between clauses become wide and those inside of numbers narrow. A line that ends in the middle
    of a sentence was wrapped by a page or a converter.
    """
    text = FULL_WIDTH_COMMA.sub(",", text.replace("\r\n", " \n").replace("\r", "\n"))
    text = HALF_WIDTH_COMMA.sub("，", SPELLING.replaced(text))
    return NUMBER_LINE.sub(r" \1 ", WRAPPED.sub(" ", text)) if "\n" in text else text


def without_pronunciations(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without notes on how its characters are pronounced, and where each one left stands in it."""
    places: list[int] = []
    end = 0
    for note in PRONUNCIATION.finditer(text):
        places += range(end, note.start())
        end = note.end()
    if not end:
        return text, range(len(text))
    places += range(end, len(text))
    return "".join(map(text.__getitem__, places)), places
