"""Turns published government reports into checked, traceable data.

`parse` reads one report, `parse_many` makes a dataset of many, `open_dataset` opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportparse.document import UnreadableDocument

if TYPE_CHECKING:
    from reportparse.dataset.dataset import Dataset, DatasetError, forget, open_dataset
    from reportparse.forms import FormError, Forms, load_forms
    from reportparse.parsing import parse
    from reportparse.report import Report
    from reportparse.runs.pipeline import parse_many
    from reportparse.runs.summary import Outcome, Summary
    from reportparse.runs.workers import CannotWork
    from reportparse.sources import NoSource

    __version__: str

__all__ = [
    "CannotWork",
    "Dataset",
    "DatasetError",
    "FormError",
    "Forms",
    "NoSource",
    "Outcome",
    "Report",
    "Summary",
    "UnreadableDocument",
    "forget",
    "load_forms",
    "open_dataset",
    "parse",
    "parse_many",
]

_HOMES = {
    "Dataset": "dataset.dataset",
    "DatasetError": "dataset.dataset",
    "forget": "dataset.dataset",
    "open_dataset": "dataset.dataset",
    "FormError": "forms",
    "Forms": "forms",
    "load_forms": "forms",
    "parse": "parsing",
    "Report": "report",
    "parse_many": "runs.pipeline",
    "Outcome": "runs.summary",
    "Summary": "runs.summary",
    "CannotWork": "runs.workers",
    "NoSource": "sources",
}


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


if not TYPE_CHECKING:  # which would take any name for known

    def __getattr__(name: str) -> Any:
        """Import what is asked for when it is asked for: the libraries behind are heavy."""
        if name == "__version__":
            from importlib.metadata import version

            return version(__name__)
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
