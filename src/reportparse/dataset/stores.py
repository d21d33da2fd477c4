"""Reach stores behind fsspec URLs, and report their errors."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

# The extras with the packages for stores.
EXTRAS = {"http": "http", "https": "http", "s3": "s3", "s3a": "s3"}


@contextmanager
def asking(url: str) -> Iterator[None]:
    """Turn whatever a store's package raises into an OSError that names the URL."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = url
        raise
    except ImportError as error:
        raise OSError(errno.ENOSYS, needed(url, error), url) from error
    except Exception as error:
        raise OSError(errno.EIO, str(error), url) from error


def needed(url: str, error: ImportError) -> str:
    """Return what has to be installed to reach a store; `error` says which package is missing."""
    extra = EXTRAS.get(url.partition("://")[0])
    return f"it needs an extra: pip install 'reportparse[{extra}]'" if extra else str(error)


def reason(error: OSError) -> str:
    """Return what is wrong, in one line, without the number and the name that Python puts around it."""
    words = error.strerror or next((str(word) for word in error.args if isinstance(word, str)), "")
    return " ".join((words or type(error).__name__).split())


def why(error: OSError) -> str:
    """Return why a source cannot be read, as a sentence for the person who named it."""
    if isinstance(error, FileNotFoundError):
        # The packages of stores say so of servers that do not answer, or answer otherwise, too.
        cause = error.__cause__
        status = getattr(cause, "status", None)
        if isinstance(status, int) and status != HTTPStatus.NOT_FOUND:
            return f"the server answers {status}{f' {words}' if (words := getattr(cause, 'message', '')) else ''}"
        if isinstance(cause, OSError) and not isinstance(cause, FileNotFoundError):
            return f"it cannot be reached: {cause}"
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "the file may not be read: permission denied"
    return f"the file cannot be read: {reason(error)}"
