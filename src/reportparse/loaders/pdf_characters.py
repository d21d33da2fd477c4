"""The characters of a page of a PDF, as far as they are seen."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from reportparse.document import Box
from reportparse.loaders import pdf_raw as raw
from reportparse.loaders.page_characters import is_aslant, straightened, with_notes
from reportparse.loaders.pdf_drawings import (
    INVISIBLE,
    LIGHTEST_RULING,
    Displayed,
    Drawings,
    rendered,
    touches,
)
from reportparse.tables.pages.lines import UNKNOWN, Character

LARGEST_CHARACTER = 60.0
FLAT = 0.85
FIRST_WIDE = 0x2E80
# What a line of a font that does not tell it reaches below and above the baseline, in ems.
DESCENT, ASCENT = 0.12, 0.88
# Ink farther from the baseline shows that the size of a font is not that of its characters.
DEEPEST_INK, HIGHEST_INK = 0.5, 1.3
# A code that stands for nothing.
NOTHING = 0
# So often at most is looked whether a character of a page stands on a background.
MOST_LOOKS = 10_000_000
# Characters that have no ink, as a blank has none.
UNSEEN = frozenset((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# The part of its box, across and down, from which a character that should have no ink is no blank.
INK = 0.2
# Fonts have one glyph for two of them.
DASH = "—"
PRIVATE = re.compile("[\ue000-\uf8ff]")
LIGATURE = re.compile(f"[a-z{DASH}]{{2}}")
FILLED_ONLY = pdfium.FPDF_TEXTRENDERMODE_FILL


class Characters:
    """The characters of one page, `before` if given as it was read with texts that are unseen.

    `unknown` counts those whose font does not say what they are, `private` those that mean something
    in their own font only.
    """

    def __init__(
        self,
        page: pypdfium2.PdfPage,
        text: Any,
        displayed: Displayed,
        drawings: Drawings,
        before: Characters | None = None,
    ) -> None:
        self.page = page
        self.text = text
        self.handle = raw.handle(text)
        self.drawn: list[int] = []
        self.displayed = displayed
        self.drawings = drawings
        self.unknown = 0
        self.private = 0
        self.visible = 0
        self.aslant = False  # whether a watermark was left out
        self.light: bool = before is not None and before.light  # whether text as light as the paper was
        self.covered: bool = before is not None and before.covered  # whether text under something was
        self.hidden: list[Character] = before.hidden if before is not None else []  # what is drawn in no way
        self.unseen: set[int | None] = set()  # the addresses of texts of which nothing is seen

    def read(self) -> list[Character]:
        """All at once where nothing is unusual, which takes a fraction of the time that one by one does."""
        codes = self._codes()
        boxes = self._boxes()
        self._mend(codes, boxes)
        texts = list(map(_printed, codes))
        meaningless = list(map(raw.has_no_meaning, repeat(self.handle), self.drawn))
        if any(meaningless):
            texts = [UNKNOWN if lacks else text for lacks, text in zip(meaningless, texts, strict=True)]
        edges = self.displayed.edges(*boxes)
        characters = list(map(tuple.__new__, repeat(Character), zip(texts, *edges, strict=True)))
        if LIGATURE.search("".join(texts)):
            self._part_ligatures(characters)
        unseen: set[int] = set()
        if self.drawings.has_invisible_text:
            unseen = {index for index in self.drawn if self._is_drawn_as(INVISIBLE, index)}
            self.hidden = self.hidden + self._take_out(unseen, characters)
        if self.drawings.has_turned_text:
            self._take_out(self._watermark(), characters)
        if self.drawings.has_light_text:
            light = self._on_paper(characters)
            self._take_out(light, characters)
            unseen |= light
        if self.drawings.covers and not self.drawings.displayed.skew:
            covered = self._covered(characters)
            self._take_out(covered, characters)
            unseen |= covered
        if unseen:
            self.unseen = self._texts_of(unseen) - self._texts_of(
                number
                for number, character in zip(self.drawn, characters, strict=True)
                if character.text != " "
            )
        joined = "".join([character.text for character in characters])
        self.visible = len(joined) - joined.count(" ")
        if len(self.hidden) > len(characters) and self.drawings.pictures:
            characters += self.hidden
            joined += "".join([character.text for character in self.hidden])
        self.unknown = joined.count(UNKNOWN)
        self.private = len(PRIVATE.findall(joined))
        if self.drawings.displayed.skew:
            characters = straightened(characters, self.drawings.displayed.skew)
        return list(with_notes(characters))

    def _codes(self) -> list[int]:
        """The codes of the characters, and in `drawn` their numbers on the page, without blanks that pdfium made up."""
        count = pdfium.FPDFText_CountChars(self.text)
        codes = list(map(raw.unicode, repeat(self.handle), range(count)))
        drawn = [at for at, code in enumerate(codes) if code > 32 or not raw.is_generated(self.handle, at)]
        self.drawn = drawn
        return [codes[at] for at in drawn]

    def _boxes(self) -> list[list[float]]:
        """The loose boxes of the characters, as four lists: all left edges, all top ones, right ones, bottom ones."""
        edges = (ctypes.c_float * (4 * len(self.drawn)))()
        deque(map(raw.loose_box, repeat(self.handle), self.drawn, raw.references(edges, 4)), maxlen=0)
        return [edges[side::4] for side in range(4)]

    def _take_out(self, numbers: set[int], characters: list[Character]) -> list[Character]:
        """Remove characters, which are given back, by their numbers on the page."""
        taken = [
            character for number, character in zip(self.drawn, characters, strict=True) if number in numbers
        ]
        if taken:
            characters[:] = [
                character
                for number, character in zip(self.drawn, characters, strict=True)
                if number not in numbers
            ]
            self.drawn = [number for number in self.drawn if number not in numbers]
        return taken

    def _watermark(self) -> set[int]:
        """The characters that stand aslant on a page whose text does not."""
        matrix = pdfium.FS_MATRIX()
        at = ctypes.byref(matrix)
        skew = self.drawings.displayed.skew
        angle = skew.angle if skew else 0.0
        aslant = {
            index
            for index in self.drawn
            if raw.character_matrix(self.handle, index, at) and is_aslant(matrix.a, matrix.b, angle)
        }
        if 2 * len(aslant) >= len(self.drawn):
            return set()
        self.aslant = bool(aslant)
        return aslant

    def _on_paper(self, characters: Sequence[Character]) -> set[int]:
        """The characters that are as light as the paper, but for those on something that is darker."""
        colour, colour_at = raw.answers(ctypes.c_uint, 4)
        skew = self.drawings.displayed.skew
        grounds = [*self.drawings.shades, *self.drawings.pictures, *self.drawings.grounds]
        light: set[int] = set()
        if len(characters) * len(grounds) > MOST_LOOKS:
            return light
        for index, (text, x0, y0, x1, y1) in zip(self.drawn, characters, strict=True):
            if text == " " or not raw.text_colour(self.handle, index, *colour_at):
                continue
            red, green, blue, alpha = colour
            is_light = not alpha or min(red, green, blue) >= LIGHTEST_RULING
            if not (is_light and self._is_drawn_as(FILLED_ONLY, index)):
                continue
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            if skew:
                x, y = skew.straight(x, y)
            if not alpha or not any(touches(Box(x, y, x, y), ground) for ground in grounds):
                light.add(index)
        self.light = self.light or bool(light)
        return light

    def _covered(self, characters: Sequence[Character]) -> set[int]:
        """The characters that cannot be seen for what is drawn over them.

        An area may be transparent or clipped, and its layer hidden: only the page as it is drawn with and
        without the texts below it tells.
        """
        by_height = sorted(
            ((y0 + y1) / 2, (x0 + x1) / 2, number)
            for number, (text, x0, y0, x1, y1) in zip(self.drawn, characters, strict=True)
            if not text.isspace()
        )
        covers = self.drawings.covers
        if len(by_height) * len(covers) > MOST_LOOKS:
            return set()
        orders = self.drawings.orders()
        below = {
            number
            for order, (x0, y0, x1, y1) in covers
            for _, x, number in by_height[bisect_left(by_height, (y0,)) : bisect_left(by_height, (y1,))]
            if x0 < x < x1 and orders.get(raw.text_object(self.handle, number).value, order) < order
        }
        unseen = self._without_trace(below) if below else below
        self.covered = self.covered or bool(unseen)
        return unseen

    def _without_trace(self, numbers: set[int]) -> set[int]:
        """The characters without which the page looks the same where they stand."""
        texts = [pdfium.FPDFText_GetTextObject(self.text, number) for number in numbers]
        drawn = rendered(self.page)
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, False)
        changed = rendered(self.page) != drawn
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)
        displayed = Displayed(self.page.get_rotation(), *self.page.get_bbox())
        scale = changed.shape[1] / self.page.get_width()
        box, box_at = raw.answers(ctypes.c_double, 4)
        found: set[int] = set()
        for number in numbers:
            raw.ink_box(self.handle, number, *box_at)
            left, right, bottom, top = box
            x0, y0, x1, y1 = (round(scale * edge) for edge in displayed(left, top, right, bottom))
            place = changed[min(y0, y1) : max(y0, y1), min(x0, x1) : max(x0, x1)]
            if place.size and not place.any():
                found.add(number)
        return found

    def _texts_of(self, numbers: Iterable[int]) -> set[int | None]:
        """The addresses of the texts that characters are of."""
        return {raw.text_object(self.handle, number).value for number in numbers}

    def _is_drawn_as(self, mode: int, index: int) -> bool:
        """Whether the text of a character is drawn in one of the modes that texts have."""
        item = pdfium.FPDFText_GetTextObject(self.text, index)
        return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == mode

    def _mend(self, codes: list[int], boxes: list[list[float]]) -> None:
        """Put right the boxes that are not as high as a line, and the codes of blanks that are none."""
        lefts, tops, rights, bottoms = boxes
        unusual = [
            at
            for at, (code, left, top, right, bottom) in enumerate(zip(codes, *boxes, strict=True))
            if code <= 32
            or code in UNSEEN
            or top - bottom < FLAT * (right - left)
            or top - bottom > LARGEST_CHARACTER
            or right - left > LARGEST_CHARACTER
        ]
        box, box_at = raw.answers(ctypes.c_double, 4)
        origin, origin_at = raw.answers(ctypes.c_double, 2)
        handle = self.handle
        em, seen = 0.0, 0
        for at in unusual:
            index = self.drawn[at]
            width, height = rights[at] - lefts[at], tops[at] - bottoms[at]
            if codes[at] == 32 or codes[at] in UNSEEN:
                raw.ink_box(handle, index, *box_at)
                if min(box[1] - box[0], box[3] - box[2]) > INK * min(width, height):
                    codes[at] = NOTHING  # fonts that lie about their characters draw digits as blanks
            elif height > LARGEST_CHARACTER or width > LARGEST_CHARACTER:
                # Fonts for vertical writing, whose boxes are not scaled: only the ink is trustworthy.
                raw.ink_box(handle, index, *box_at)
                lefts[at], rights[at], bottoms[at], tops[at] = box
            elif height < FLAT * width and not raw.angle(handle, index):
                # In fonts that are drawn glyph by glyph a 一 is as high as its ink, but stands on the line.
                raw.origin(handle, index, *origin_at)
                before = next(
                    (near for near in range(at - 1, seen - 1, -1) if codes[near] > FIRST_WIDE), None
                )
                em = max(width, em if before is None else rights[before] - lefts[before])
                bottoms[at], tops[at] = origin[1] - DESCENT * em, origin[1] + ASCENT * em
                seen = at + 1
        if self.drawings.flat_fonts:
            self._heighten(boxes)

    def _heighten(self, boxes: list[list[float]]) -> None:
        """Make the boxes of fonts without an ascent as high as a line; they are only as high as the ink."""
        _, tops, _, bottoms = boxes
        handle, matrix = self.handle, pdfium.FS_MATRIX()
        matrix_at = ctypes.byref(matrix)
        origin, origin_at = raw.answers(ctypes.c_double, 2)
        flat: dict[int | None, bool] = {None: False}
        for at, index in enumerate(self.drawn):
            item = raw.text_object(handle, index)
            if item.value not in flat:
                flat[item.value] = raw.font(item) in self.drawings.flat_fonts
            if not flat[item.value] or not raw.character_matrix(handle, index, matrix_at):
                continue
            raw.origin(handle, index, *origin_at)
            em, base = matrix.d * pdfium.FPDFText_GetFontSize(self.text, index), origin[1]
            if matrix.b or base - bottoms[at] > DEEPEST_INK * em or tops[at] - base > HIGHEST_INK * em:
                continue
            bottoms[at], tops[at] = base - DESCENT * em, base + ASCENT * em

    def _part_ligatures(self, characters: list[Character]) -> None:
        """Share the box of a ligature, which pdfium gives to each of its letters."""
        whole = 1
        for index, (before, character) in enumerate(pairwise(characters), 1):
            if (
                before.x0 == character.x0
                and before.x1 == character.x1
                and _in_ligature(character.text)
                and _in_ligature(before.text)
                and self._is_one_object(self.drawn[index])
            ):
                whole += 1
                continue
            if whole > 1:
                characters[index - whole : index] = _shared(before, characters[index - whole : index])
            whole = 1
        if whole > 1:
            end = len(characters)
            characters[end - whole :] = _shared(characters[-1], characters[end - whole :])

    def _is_one_object(self, index: int) -> bool:
        """Whether a character is drawn by the same operator as the one before, so not a second time."""
        get = pdfium.FPDFText_GetTextObject
        own, before = get(self.text, index), get(self.text, index - 1)
        return bool(own and before) and ctypes.addressof(own.contents) == ctypes.addressof(before.contents)


def _in_ligature(text: str) -> bool:
    return "a" <= text <= "z" or text == DASH


def _shared(whole: Character, letters: Sequence[Character]) -> list[Character]:
    """The letters of a ligature, each of which was given the box of all, side by side."""
    width = (whole.x1 - whole.x0) / len(letters)
    return [
        letter._replace(x0=whole.x0 + at * width, x1=whole.x0 + (at + 1) * width)
        for at, letter in enumerate(letters)
    ]


@lru_cache(maxsize=8192)
def _printed(code: int) -> str:
    """What a code stands for; one that stands for nothing is shown as unknown, never left out."""
    if 32 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFF0 or 0x10000 <= code < 0x110000:
        return chr(code)
    if code in (0x02, 0xFFFE):  # how pdfium gives a hyphen at the end of a line
        return "-"
    return " " if code in (0x09, 0x0A, 0x0D) else UNKNOWN
