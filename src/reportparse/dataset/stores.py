"""Stores behind fsspec URLs: how they are reached, and what they say when something is wrong."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def asking(url: str) -> Iterator[None]:
    """Requests to a store. Whatever else its package raises becomes an OSError that names the URL."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = url
        raise
    except Exception as error:
        raise OSError(errno.EIO, str(error), url) from error


def reason(error: OSError) -> str:
    """What is wrong, in one line, without the number and the name that Python puts around it."""
    words = error.strerror or next((str(word) for word in error.args if isinstance(word, str)), "")
    return " ".join((words or type(error).__name__).split())
