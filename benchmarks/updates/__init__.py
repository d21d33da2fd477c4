"""Readers that look at a dataset again and again while it changes."""
