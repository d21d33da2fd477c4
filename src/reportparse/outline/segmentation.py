"""From a document to its outline: what a report says of itself, and its sections with their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, pairwise

from reportparse.document import Document, Paragraph, Place, Table
from reportparse.forms import Family
from reportparse.normalise import one_line
from reportparse.outline.headings import Headings, SectionNames, find_headings
from reportparse.outline.metadata import find_metadata
from reportparse.outline.next_report import next_report
from reportparse.outline.title_candidates import MOST_TITLES, title_candidates
from reportparse.outline.title_choice import container_title, find_title
from reportparse.outline.titles import LONGEST_TITLE
from reportparse.outline.words import OutlineWords
from reportparse.report import Metadata, Section


@dataclass(slots=True)
class Outline:
    """What a document says of itself, and its sections."""

    metadata: Metadata
    sections: list[Section]
    # In words.
    warnings: list[str] = field(default_factory=list)
    # The position of the block with which another report begins.
    end: int | None = None


def segment(document: Document, family: Family) -> Outline:
    """Find what a report says of itself, and its sections by the headings that a family knows.

    What follows behind the title of another report is left out, with a warning.
    """
    blocks = document.blocks
    words = OutlineWords.of(family)
    headings = find_headings(blocks, SectionNames.of(family))
    candidates = title_candidates(blocks, headings, words)
    title, start = find_title(document, candidates, headings, words)
    given = title or container_title(document, words)
    end = next_report(blocks, given, start, headings, candidates, family)
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


def _sections(blocks: Sequence[Paragraph | Table], start: int, headings: Headings) -> list[Section]:
    """Cut the blocks at their headings; what stands before the first main heading is a section of level 0."""
    positions = sorted(i for i in headings if start <= i < len(blocks))
    begins = list(dropwhile(lambda i: headings[i].level > 1, positions))
    sections: list[Section] = []
    preface, paragraphs = _text(blocks[start : begins[0] if begins else len(blocks)])
    if preface:
        sections.append(Section(0, 0, None, "", None, preface, blocks[start].place, paragraphs))
    for begin, end in pairwise([*begins, len(blocks)]):
        heading = headings[begin]
        rest = Paragraph(heading.rest or "", blocks[begin].place)
        text, paragraphs = _text([rest, *blocks[begin + 1 : end]])
        sections.append(
            Section(
                len(sections),
                heading.level,
                heading.number,
                heading.text,
                heading.code,
                text,
                blocks[begin].place,
                paragraphs,
            )
        )
    return sections


def _text(blocks: Sequence[Paragraph | Table]) -> tuple[str, list[tuple[int, Place]]]:
    """Join the paragraphs among some blocks, without blank ones; and tell where each begins and stands."""
    texts: list[str] = []
    begins: list[tuple[int, Place]] = []
    length = 0
    for block in blocks:
        if isinstance(block, Paragraph) and (text := block.text.strip()):
            texts.append(text)
            begins.append((length, block.place))
            length += len(text) + 1
    return "\n".join(texts), begins


def _shown(block: Paragraph | Table) -> str:
    return one_line(block.text)[:LONGEST_TITLE] if isinstance(block, Paragraph) else ""
