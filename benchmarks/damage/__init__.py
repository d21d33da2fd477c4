"""Damaged and hostile files, by the thousand, through the whole pipeline."""
