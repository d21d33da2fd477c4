"""Document to outline: what a report says of itself, and its sections with their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reportparse.document import Document, Paragraph, Place, Table
from reportparse.forms import Family
from reportparse.normalise import one_line
from reportparse.outline.headings import Heading, SectionNames, find_headings
from reportparse.outline.metadata import find_metadata
from reportparse.outline.title_candidates import MOST_TITLES, title_candidates
from reportparse.outline.title_choice import find_title, next_report
from reportparse.outline.titles import LONGEST_TITLE
from reportparse.outline.words import OutlineWords
from reportparse.report import Metadata, Section


@dataclass(slots=True)
class Outline:
    """What a document says of itself and its sections; `warnings` in words.

    `end` is the block with which another report begins, if there is one.
    """

    metadata: Metadata
    sections: list[Section]
    warnings: list[str] = field(default_factory=list)
    end: int | None = None


def segment(document: Document, family: Family) -> Outline:
    """Find title, agency, year, period, contact and sections by the headings that a family knows."""
    blocks = document.blocks
    words = OutlineWords.of(family)
    headings = find_headings(blocks, SectionNames.of(family))
    candidates = title_candidates(blocks, headings, words)
    title, start = find_title(document, candidates, headings, words)
    end = next_report(blocks, title, start, headings, words)
    if end is not None:
        document = replace(document, blocks=blocks[:end])
    sections = _sections(document.blocks, start, headings)
    metadata, warnings = find_metadata(document, title, sections, words)
    if len(candidates) == MOST_TITLES:
        warnings.append(
            f"more lines than the first {MOST_TITLES} that look like titles are not taken for one"
        )
    if end is not None:
        other = blocks[end]
        warnings.append(f"another report begins at {other.place.path}, which is not read: {_shown(other)}")
    return Outline(metadata, sections, warnings, end)


def _sections(blocks: Sequence[Paragraph | Table], start: int, headings: dict[int, Heading]) -> list[Section]:
    sections: list[Section] = []
    texts: list[str] = []
    place = blocks[start].place if start < len(blocks) else Place("body")
    current = Heading(0, None, "", None, "")

    def close() -> None:
        text = "\n".join(texts)
        if current.level or text:
            sections.append(
                Section(len(sections), current.level, current.number, current.text, current.code, text, place)
            )

    for i in range(start, len(blocks)):
        block = blocks[i]
        if isinstance(block, Table):
            continue
        heading = headings.get(i)
        if heading is not None and not (heading.level == 2 and current.level == 0):
            close()
            current, place, texts = heading, block.place, [heading.rest] if heading.rest else []
        elif block.text.strip():
            texts.append(block.text.strip())
    close()
    return sections


def _shown(block: Paragraph | Table) -> str:
    return one_line(block.text)[:LONGEST_TITLE] if isinstance(block, Paragraph) else ""
