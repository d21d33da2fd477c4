"""What doubts about the records of a document are based on."""

from __future__ import annotations

from dataclasses import dataclass

from reportparse.document import Document
from reportparse.forms import Family
from reportparse.outline.segmentation import Outline


@dataclass(frozen=True, slots=True)
class Grounds:
    """A document with its outline."""

    family: Family
    # As it was loaded.
    loaded: Document
    # With the tables that were rebuilt from its lines.
    rebuilt: Document
    outline: Outline
    # The positions of the tables that are introduced as those of another year than the report's.
    of_other_years: frozenset[int]
