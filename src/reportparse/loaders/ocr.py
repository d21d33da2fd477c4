"""Pictures of pages to characters and rulings, as the PDF reader gives them; needs the extra `ocr`.

The models are those in RapidOCR's own package: nothing is fetched. Characters that were recognised are
marked as such in their places, and what is made of them is believed only where arithmetic vouches for it.
"""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from reportparse.document import Block, Document, Paragraph, Place, Table
from reportparse.loaders.page_assembly import PageContent, assemble, page_columns
from reportparse.tables.pages.lines import Character
from reportparse.tables.pages.ruled import Ruling

RECOGNISED = "{} is an image; its text was recognised by OCR and may be misread"
NO_TEXT = "{} is an image in which OCR finds no text"

DOTS_PER_INCH = 200
# A picture narrower than this part of its length is a stroke, which the engine refuses.
NARROWEST = 0.02
# Larger pictures are made smaller; A4 at this resolution has some four million.
MOST_PIXELS = 16_000_000
# A picture that says it has more is not opened.
MOST_DECODED = 100_000_000
# Pictures of one document; each takes some seconds.
MOST_PICTURES = 20
A4_WIDTH, A4_HEIGHT = 595.0, 842.0
# Points: rulings are longer than the strokes of characters, and level ones than those of two that touch.
SHORTEST_LEVEL, SHORTEST_UPRIGHT = 25.0, 16.0
# Points, with what is left of the page's tilt.
THICKEST_RULING = 5.0
# Degrees.
LARGEST_TILT = 3.0
# Stands for a digit that two looks read differently.
UNSURE = "\ufffd"
DIGITS = frozenset("0123456789OolI|.-,/")


def is_installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("rapidocr") is not None and importlib.util.find_spec("cv2") is not None


def not_read(what: str) -> str:
    """In words, that something is a picture that was not read, and how it could be."""
    how = " and was not read" if is_installed() else ": pip install 'reportparse[ocr]' reads it"
    return f"{what} is an image without text{how}"


def read_page(image: Any, content: PageContent) -> None:
    """Fill in what a picture of the whole page shows: an array of grey levels, height x width."""
    import cv2

    points = content.width / image.shape[1]
    image = _straight(image)
    across, down, bare = _without_rulings(image, points)
    content.horizontals = [Ruling(at * points, start * points, end * points) for at, start, end in across]
    content.verticals = [Ruling(at * points, start * points, end * points) for at, start, end in down]
    content.characters = [
        Character(text, x0 * points, y0 * points, x1 * points, y1 * points)
        for text, x0, y0, x1, y1 in _characters(cv2.cvtColor(bare, cv2.COLOR_GRAY2BGR))
    ]
    content.recognised = True


def read_picture(picture: bytes, place: Place) -> list[Block] | None:
    """What stands in a picture of a page or a table; None where it cannot be opened."""
    columns = []
    try:
        for number, image in enumerate(_decoded(picture), 1):
            height, width = image.shape
            content = PageContent(number, A4_WIDTH if width <= height * 1.2 else A4_HEIGHT, 0.0)
            content.height = content.width * height / width
            read_page(image, content)
            columns += page_columns(content)
    except _UndecodableError:
        return None
    body = assemble(columns)
    return [_placed(block, place) for block in [*body.blocks, *body.margins]]


def read_pictures(document: Document) -> Document:
    """The document with what stands in its pictures of tables; the pictures stay where nothing does."""
    blocks: list[Block] = []
    read = 0
    for block in document.blocks:
        found = None
        if isinstance(block, Table) and block.picture is not None and read < MOST_PICTURES:
            read += 1
            found = read_picture(block.picture, block.place)
        if found and any(isinstance(inner, Table) for inner in found):
            blocks += found
        else:
            blocks.append(block)
    if not read:
        return document
    words = f"text in {read} pictures was recognised by OCR and may be misread"
    return replace(document, blocks=blocks, warnings=[*document.warnings, words])


def _placed(block: Block, outer: Place) -> Block:
    def inside(place: Place) -> Place:
        path = f"{outer.path}/{place.path}" if outer.path else place.path
        return Place(path, outer.page, outer.box, recognised=True) if outer.path else place

    if isinstance(block, Paragraph):
        return replace(block, place=inside(block.place))
    cells = [replace(cell, place=inside(cell.place)) for cell in block.cells]
    return replace(block, place=inside(block.place), cells=cells)


class _UndecodableError(ValueError):
    """Bytes that are no picture, a damaged one, or one too large."""


def _decoded(picture: bytes) -> Iterator[Any]:
    """The pictures in a file as arrays of grey levels, made smaller where they are too large."""
    import numpy
    from PIL import Image, ImageSequence

    try:
        # Pillow warns of oddities in files, and of sizes, which are looked at here.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(picture)) as opened:
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if frame.width * frame.height > MOST_DECODED or number >= MOST_PICTURES:
                    raise _UndecodableError
                grey = _on_white(frame)
                size = frame.width * frame.height
                if size > MOST_PIXELS:
                    smaller = (MOST_PIXELS / size) ** 0.5
                    grey = grey.resize((round(grey.width * smaller), round(grey.height * smaller)))
                yield numpy.asarray(grey)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise _UndecodableError from error


def _on_white(frame: Any) -> Any:
    from PIL import Image

    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame.convert("L")
    seen = frame.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper.convert("L")


def _ink(image: Any) -> Any:
    """White where the paper is dark against its surroundings."""
    import cv2

    return cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def _straight(image: Any) -> Any:
    """The picture turned so that its lines are level: the tilt at which rows of ink are sharpest."""
    import cv2
    import numpy

    small = cv2.resize(_ink(image), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)

    def sharpness(angle: float) -> float:
        rows = _turned(small, angle, 0).sum(axis=1, dtype=numpy.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    angle = max(numpy.arange(-LARGEST_TILT, LARGEST_TILT + 0.1, 0.5), key=sharpness)
    angle = max(numpy.arange(angle - 0.4, angle + 0.41, 0.1), key=sharpness)
    return image if abs(angle) < 0.05 else _turned(image, float(angle), 255)


def _turned(image: Any, angle: float, background: int) -> Any:
    import cv2

    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=background)


Stroke = tuple[float, float, float]


def _without_rulings(image: Any, points: float) -> tuple[list[Stroke], list[Stroke], Any]:
    """The level and upright rulings, as position, start and end in pixels; and the picture without them."""
    import cv2
    import numpy

    ink = _ink(image)
    found: list[list[Stroke]] = []
    bare = image.copy()
    for level in (True, False):
        shortest = round((SHORTEST_LEVEL if level else SHORTEST_UPRIGHT) / points)
        long = (shortest, 1) if level else (1, shortest)
        # Scans break thin lines: small gaps are closed before long strokes are looked for.
        bridge = (3, 1) if level else (1, 3)
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, numpy.ones(bridge[::-1], numpy.uint8))
        lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, numpy.ones(long[::-1], numpy.uint8))
        joined = cv2.dilate(lines, numpy.ones((3, 3), numpy.uint8))
        count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
        strokes: list[Stroke] = []
        for x, y, width, height, _ in boxes[1:count].tolist():
            thickness, length = (height, width) if level else (width, height)
            if thickness <= THICKEST_RULING / points and length >= shortest:
                at, start = (y + height / 2, x) if level else (x + width / 2, y)
                strokes.append((at, float(start), float(start + length)))
                area = bare[y : y + height, x : x + width]
                area[joined[y : y + height, x : x + width] > 0] = 255
        found.append(strokes)
    return found[0], found[1], bare


@cache
def _engines() -> tuple[Any, Any]:
    """One that finds lines of text and reads them, one that reads a line again."""
    from rapidocr import RapidOCR

    settings = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "Det.limit_type": "max",
        "Det.limit_side_len": 1600,
        # Lines are padded to this width, and most are numbers of one digit.
        "Rec.rec_img_shape": [3, 48, 64],
    }
    return RapidOCR(params=settings), RapidOCR(params={**settings, "Global.use_det": False})


def _characters(image: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Every character of a picture with its box in pixels."""
    if min(image.shape[:2]) < NARROWEST * max(image.shape[:2]):
        return
    finder, _ = _engines()
    result = finder(image, return_word_box=True, return_single_char_box=True)
    if result.boxes is None:
        return
    for box, text, words in zip(result.boxes, result.txts, result.word_results, strict=True):
        y0, y1 = float(box[:, 1].min()), float(box[:, 1].max())
        x0, x1 = float(box[:, 0].min()), float(box[:, 0].max())
        if set(text) <= DIGITS and not _is_sure(text, _piece(image, x0, y0, x1, y1)):
            yield UNSURE, x0, y0, x1, y1
            continue
        for character, _, corners in words:
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            yield from _spread(character, float(left), y0, float(right), y1)


def _spread(
    text: str, x0: float, y0: float, x1: float, y1: float
) -> Iterable[tuple[str, float, float, float, float]]:
    """The characters of a word side by side in its box."""
    width = (x1 - x0) / len(text)
    return [(c, x0 + i * width, y0, x0 + (i + 1) * width, y1) for i, c in enumerate(text)]


def _piece(image: Any, x0: float, y0: float, x1: float, y1: float) -> Any:
    height, width = image.shape[:2]
    top, bottom = max(0, round(y0) - 3), min(height, round(y1) + 3)
    left, right = max(0, round(x0) - 6), min(width, round(x1) + 6)
    return image[top:bottom, left:right]


def _is_sure(number: str, piece: Any) -> bool:
    """Whether a piece of the picture reads the same larger, closer and with more contrast.

    And whether what it shows is as high as digits are: a dash is easily read as a zero.
    """
    import cv2

    ink = _ink(cv2.cvtColor(piece, cv2.COLOR_BGR2GRAY))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink)
    _, _, width, height, _ = max(boxes[1:count].tolist(), key=lambda box: box[4], default=[0, 0, 0, 0, 0])
    if (number.isdigit() and height * len(number) < width) or not height:
        return False
    _, reader = _engines()
    larger = cv2.resize(piece, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC)
    again = reader(cv2.convertScaleAbs(larger, alpha=1.3, beta=-40))
    return number == "".join(again.txts or ())
