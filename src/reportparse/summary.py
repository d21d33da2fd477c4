"""What became of the documents of a run, in numbers and a few names, however many documents there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice
from typing import Any, get_args

from reportparse.report import Status

# So many names are kept of what was met often, and so many of the slowest documents.
NAMES = 10
SLOWEST = 5
# So many different reasons and warnings are counted; the others are counted as one.
KINDS = 1000
OTHERS = "other reasons"
STATUSES: tuple[str, ...] = get_args(Status)


@dataclass(slots=True)
class Outcome:
    """What became of one source."""

    source: str
    status: str
    reader: str | None = None
    error: str | None = None
    agency: str | None = None
    warnings: list[str] = field(default_factory=list)
    failed_rules: list[str] = field(default_factory=list)
    seconds: float | None = None


@dataclass(slots=True)
class Tally:
    """How often something was met, and the first names that it was met with."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """It was met once more."""
        self.count += 1
        if len(self.names) < NAMES and name not in self.names:
            self.names.append(name)


@dataclass(slots=True)
class Summary:
    """What became of all sources of a run.

    `rules` names the agencies of the documents that failed each rule, `reasons` the sources by
    status and reason, `duplicates` sources as `left out = kept`, `warnings` counts documents by kind.
    """

    documents: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    rules: dict[str, Tally] = field(default_factory=dict)
    reasons: dict[tuple[str, str], Tally] = field(default_factory=dict)
    warnings: Counter[str] = field(default_factory=Counter)
    slowest: list[Outcome] = field(default_factory=list)
    unchanged: int = 0
    duplicates: Tally = field(default_factory=Tally)
    interrupted: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count a document that was parsed."""
        self.documents[outcome.reader, outcome.status] += 1
        for rule in dict.fromkeys(outcome.failed_rules):
            self.rules.setdefault(rule, Tally()).add(outcome.agency or outcome.source)
        if outcome.status in ("partial", "unrecognised", "failed"):
            reason = (outcome.status, outcome.error or "; ".join(outcome.warnings[:3]))
            if reason not in self.reasons and len(self.reasons) >= KINDS:
                reason = (outcome.status, OTHERS)
            self.reasons.setdefault(reason, Tally()).add(outcome.source)
        for kind in {warning_kind(warning) for warning in outcome.warnings}:
            if kind in self.warnings or len(self.warnings) < KINDS:
                self.warnings[kind] += 1
        self.slowest = nlargest(SLOWEST, [*self.slowest, outcome], key=lambda one: one.seconds or 0.0)

    @property
    def parsed(self) -> int:
        """How many documents were parsed."""
        return self.documents.total()

    @property
    def statuses(self) -> Counter[str]:
        """How many documents ended with each status."""
        return self._counted(1)

    @property
    def readers(self) -> Counter[str]:
        """How many documents each reader read; those that none could read are not among them."""
        return self._counted(0)

    def _counted(self, place: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for key, count in self.documents.items():
            if (name := key[place]) is not None:
                counts[name] += count
        return counts

    def row(self, known_warnings: set[str]) -> Mapping[str, Any]:
        """The columns of the table `runs` that this tells; the kinds of warnings that are known are not new."""
        statuses = self.statuses
        new = ((kind, count) for kind, count in self.warnings.most_common() if kind not in known_warnings)
        return {
            "sources": self.parsed + self.unchanged + self.duplicates.count,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates.count,
            **{status: statuses[status] for status in STATUSES},
            "interrupted": self.interrupted,
            "readers": [{"reader": name, "documents": count} for name, count in self.readers.most_common()],
            "slowest": [{"source": one.source, "seconds": one.seconds} for one in self.slowest],
            "new_warnings": [{"warning": kind, "documents": count} for kind, count in islice(new, 100)],
        }


def warning_kind(warning: str) -> str:
    """A warning without the numbers in it, which tell where in one document it stands."""
    return re.sub(r"\d+", "#", warning)
