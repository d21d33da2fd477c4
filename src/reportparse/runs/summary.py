"""Sum up what became of the documents of a run, in numbers and a few names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any, TypeVar, get_args

from reportparse.report import Status

# So many entries of each list are kept with the run.
MOST = 100
# So many names are kept of each thing that occurs often, and so many of the slowest documents.
NAMES = 10
SLOWEST = 5
# So many different reasons and warnings are counted; all others are counted as one.
KINDS = 1000
OTHERS = "other reasons"
STATUSES: tuple[str, ...] = get_args(Status)
Key = TypeVar("Key")


@dataclass(slots=True)
class Outcome:
    """What became of one source."""

    source: str
    status: str
    reader: str | None = None
    # Why it failed, as a sentence.
    error: str | None = None
    agency: str | None = None
    warnings: list[str] = field(default_factory=list)
    failed_rules: list[str] = field(default_factory=list)
    seconds: float | None = None


@dataclass(slots=True)
class Tally:
    """How often something occurred, and how often with each of the first names."""

    count: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def add(self, name: str) -> None:
        """Count one more occurrence."""
        self.count += 1
        if len(self.names) < NAMES or name in self.names:
            self.names[name] += 1


@dataclass(slots=True, repr=False)
class Summary:
    """What became of all sources of a run."""

    # How many documents there are by reader, None if none could read them, and status.
    documents: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    # The agencies of the documents that failed each rule.
    rules: dict[str, Tally] = field(default_factory=dict)
    # The sources by status and reason.
    reasons: dict[tuple[str, str], Tally] = field(default_factory=dict)
    # How many documents are not ok, by agency and status.
    agencies: Counter[tuple[str, str]] = field(default_factory=Counter)
    # How many documents have each kind of warning.
    warnings: Counter[str] = field(default_factory=Counter)
    # The kinds of warnings of earlier runs.
    known_warnings: set[str] = field(default_factory=set)
    slowest: list[Outcome] = field(default_factory=list)
    unchanged: int = 0
    # Sources with the same bytes as another, as `left out = kept`.
    duplicates: Tally = field(default_factory=Tally)
    # How many documents followed an edition in an earlier run that this run does not know.
    unknown_editions: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    # Folders without files, each as a sentence.
    empty: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        left_out = f"{self.unchanged} unchanged, {self.duplicates.count} duplicates"
        stopped = ", interrupted" if self.interrupted else ""
        return f"<Summary of {self.parsed} parsed: {in_words(self.statuses)}; {left_out}{stopped}>"

    def add(self, outcome: Outcome) -> None:
        """Count a document that was parsed."""
        self.documents[outcome.reader, outcome.status] += 1
        for rule in dict.fromkeys(outcome.failed_rules):
            self.rules.setdefault(rule, Tally()).add(outcome.agency or outcome.source)
        if outcome.status != "ok" and not (outcome.status == "flagged" and outcome.failed_rules):
            reason = (outcome.status, outcome.error or "; ".join(outcome.warnings[:3]))
            if reason not in self.reasons and len(self.reasons) >= KINDS:
                reason = (outcome.status, OTHERS)
            self.reasons.setdefault(reason, Tally()).add(outcome.source)
        if outcome.agency is not None and outcome.status != "ok":
            _count(self.agencies, (outcome.agency, outcome.status))
        for kind in {warning_kind(warning) for warning in outcome.warnings}:
            _count(self.warnings, kind)
        self.slowest = nlargest(SLOWEST, [*self.slowest, outcome], key=lambda one: one.seconds or 0.0)

    @property
    def parsed(self) -> int:
        """The number of documents that were parsed."""
        return self.documents.total()

    @property
    def statuses(self) -> Counter[str]:
        """The number of documents by status."""
        return self._counted(1)

    @property
    def readers(self) -> Counter[str]:
        """The number of documents by reader, without those that none could read."""
        return self._counted(0)

    @property
    def new_warnings(self) -> list[tuple[str, int]]:
        """The kinds of warnings that no earlier run had, with the number of documents, most first."""
        return [
            (kind, count) for kind, count in self.warnings.most_common() if kind not in self.known_warnings
        ]

    def _counted(self, place: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for key, count in self.documents.items():
            if (name := key[place]) is not None:
                counts[name] += count
        return counts

    def row(self) -> Mapping[str, Any]:
        """Return the columns of the table `runs` that a summary knows."""
        statuses = self.statuses
        reasons = sorted(self.reasons.items(), key=lambda item: -item[1].count)
        rules = sorted(self.rules.items(), key=lambda item: -item[1].count)
        return {
            "sources": self.parsed + self.unchanged + self.duplicates.count,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates.count,
            **{status: statuses[status] for status in STATUSES},
            "interrupted": self.interrupted,
            "readers": [{"reader": name, "documents": count} for name, count in self.readers.most_common()],
            "slowest": [{"source": one.source, "seconds": one.seconds} for one in self.slowest],
            "new_warnings": [
                {"warning": kind, "documents": count} for kind, count in self.new_warnings[:MOST]
            ],
            "reasons": [
                {"status": status, "reason": reason, "documents": tally.count}
                for (status, reason), tally in reasons[:MOST]
            ],
            "rules": [{"rule": rule, "documents": tally.count} for rule, tally in rules[:MOST]],
            "agencies": [
                {"agency": agency, "status": status, "documents": count}
                for (agency, status), count in self.agencies.most_common(MOST)
            ],
        }


def in_words(statuses: Counter[str]) -> str:
    """Return how many documents have each status."""
    return ", ".join(f"{statuses[status]} {status}" for status in STATUSES if statuses[status]) or "none"


def _count(counts: Counter[Key], key: Key) -> None:
    """Count one more, unless there are too many different keys already."""
    if key in counts or len(counts) < KINDS:
        counts[key] += 1


def warning_kind(warning: str) -> str:
    """Return a warning with # for numbers, which say where in one document it occurs."""
    return re.sub(r"\d+", "#", warning)
