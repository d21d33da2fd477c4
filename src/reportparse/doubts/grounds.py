"""What doubts about the records of a document are founded on."""

from __future__ import annotations

from dataclasses import dataclass

from reportparse.document import Document
from reportparse.forms import Family
from reportparse.outline.segmentation import Outline


@dataclass(frozen=True, slots=True)
class Grounds:
    """A document as it was loaded, the same with the tables that were rebuilt from its lines, and its outline."""

    family: Family
    loaded: Document
    rebuilt: Document
    outline: Outline
