"""Scans made of the corpus, to score what OCR makes of them."""
