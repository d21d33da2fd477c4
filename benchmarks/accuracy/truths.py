"""The truth files of a folder, and which file belongs to which."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLES = ("proactive_disclosure", "requests", "reviews_and_litigation")
_NUMBER = re.compile(r"([减增+-])?([0-9]+(?:\.[0-9]+)?)(?:件|项|元|万元)?")
_NOT_PRINTED = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])


@dataclass(frozen=True)
class Truth:
    """What is known of a document; keys that a truth file lacks are empty here.

    `values` maps `table/row/column` to the printed text, `failing_rules` holds (rule, row,
    column) with `None` where a rule has no row or no column, `figures` holds (value, unit).
    """

    name: str
    values: dict[str, str]
    agencies: frozenset[str] = frozenset()
    year: int | None = None
    edition: str | None = None
    headings: tuple[str, ...] = ()
    failing_rules: frozenset[tuple[str, str | None, str | None]] | None = None
    figures: tuple[tuple[float, str], ...] = ()
    lost: frozenset[str] = frozenset()
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)


def printed_number(text: str) -> float | None:
    """The number a person reads in a cell; None for blanks, dashes and words around a number."""
    plain = unicodedata.normalize("NFKC", text.translate(_NOT_PRINTED)).replace(",", "")
    match = _NUMBER.fullmatch(re.sub(r"\s", "", plain))
    if match is None:
        return None
    return float(match[2]) * (-1 if match[1] in ("减", "-") else 1)


def load_truths(folder: Path) -> dict[str, Truth]:
    """All truth files of a folder by name. Raises `FileNotFoundError` if there are none."""
    truths = {
        path.stem: _truth(path.stem, json.loads(path.read_text("utf-8"))) for path in folder.glob("*.json")
    }
    if not truths:
        raise FileNotFoundError(f"no truth files in {folder}")
    return truths


def _truth(name: str, content: dict[str, Any]) -> Truth:
    rules = content.get("failing_rules")
    agencies = [content["agency"], *content.get("also_agency", [])]
    return Truth(
        name=name,
        values=content["values"],
        agencies=frozenset(agency for agency in agencies if agency),
        year=content.get("year"),
        edition=content.get("edition"),
        headings=tuple(section["heading"] for section in content.get("sections", [])),
        failing_rules=None
        if rules is None
        else frozenset((rule, row, column) for rule, row, column in rules),
        figures=tuple((float(figure["value"]), figure["unit"]) for figure in content.get("figures", [])),
        lost=frozenset(content.get("lost", [])),
        labels={
            key: tuple(content[key]) if isinstance(content[key], list) else (str(content[key]),)
            for key in ("edition", "profile", "format", "oddities", "tool")
            if content.get(key)
        },
    )


def truth_of(name: str, truths: dict[str, Truth]) -> Truth | None:
    """The truth with the longest name that the file name starts with, followed by a dot."""
    candidates = [key for key in truths if name.startswith(f"{key}.")]
    return truths[max(candidates, key=len)] if candidates else None
