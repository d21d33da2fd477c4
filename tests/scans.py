"""Scans made for the tests and benchmarks: pages of a PDF as a tilted, grainy JPEG."""

from __future__ import annotations

import io
import random

import numpy
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageFilter


def scanned_pages(
    pdf: bytes,
    seed: int,
    dots_per_inch: int = 200,
    tilt: float = 0.7,
    grain: float = 8.0,
    quality: int = 60,
    blur: float = 0.5,
) -> list[Image.Image]:
    """The pages as pictures, each tilted by up to `tilt` degrees; the same seed gives the same pictures."""
    draw, grains = random.Random(seed), numpy.random.default_rng(seed)
    pages = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            shown = page.render(scale=dots_per_inch / 72, grayscale=True).to_pil()
            shown = shown.rotate(draw.uniform(-tilt, tilt), resample=Image.Resampling.BICUBIC, fillcolor=255)
            levels = numpy.asarray(shown.filter(ImageFilter.GaussianBlur(blur))) * 0.92 + 10
            levels = numpy.clip(levels + grains.normal(0, grain, levels.shape), 0, 255)
            file = io.BytesIO()
            Image.fromarray(levels.astype("uint8")).save(file, "JPEG", quality=quality)
            pages.append(Image.open(file))
    return pages


def as_pdf(pages: list[Image.Image], dots_per_inch: int = 200) -> bytes:
    """A PDF with nothing on its pages but the pictures."""
    file = io.BytesIO()
    first, *others = pages
    first.save(file, "PDF", save_all=True, append_images=others, resolution=dots_per_inch)
    return file.getvalue()


def as_file(page: Image.Image, format_: str) -> bytes:
    """A picture as a PNG, JPEG or TIFF file."""
    file = io.BytesIO()
    page.save(file, format_)
    return file.getvalue()
