"""Bytes to Document: the kind of a file is sniffed from its bytes, never from its name."""
