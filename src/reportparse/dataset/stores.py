"""Reach stores behind fsspec URLs, and report their errors."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def asking(url: str) -> Iterator[None]:
    """Turn whatever a store's package raises into an OSError that names the URL."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = url
        raise
    except Exception as error:
        raise OSError(errno.EIO, str(error), url) from error


def reason(error: OSError) -> str:
    """Return what is wrong, in one line, without the number and the name that Python puts around it."""
    words = error.strerror or next((str(word) for word in error.args if isinstance(word, str)), "")
    return " ".join((words or type(error).__name__).split())


def why(error: OSError) -> str:
    """Return why a source cannot be read, as a sentence for the person who named it."""
    if isinstance(error, FileNotFoundError):
        # The packages of stores say so of servers that do not answer, too.
        cause = error.__cause__
        if isinstance(cause, OSError) and not isinstance(cause, FileNotFoundError):
            return f"it cannot be reached: {cause}"
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "the file may not be read: permission denied"
    return f"the file cannot be read: {reason(error)}"
