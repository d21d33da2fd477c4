"""All labels of a family's forms in one place, to tell lines of a table from prose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from reportparse.forms.schema import Family
from reportparse.normalise import compact, label

LONGEST_LABEL = 60
ALIKE = 0.78


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The labels of a family: of rows (with their groups in front, too), of columns, and all."""

    rows: tuple[str, ...]
    leaves: tuple[str, ...]
    columns: tuple[str, ...]
    captions: tuple[str, ...]
    headings: tuple[str, ...]
    everything: str

    def row_likeness(self, text: str) -> float:
        """How alike a text is to the label of any row, 0 to 1."""
        return _likeness(text, self.rows)

    def leaf_likeness(self, text: str) -> float:
        """How alike a text is to the innermost label of any row, 0 to 1."""
        return _likeness(text, self.leaves)

    def is_label(self, text: str) -> bool:
        """Whether a text is some label of the forms, misprints allowed."""
        return (
            max(self.row_likeness(text), _likeness(text, self.columns), self.caption_likeness(text)) >= ALIKE
        )

    def caption_likeness(self, text: str) -> float:
        """How alike a text is to the caption of any block, 0 to 1."""
        return _likeness(text, self.captions)

    def is_heading(self, text: str) -> bool:
        """Whether a text is the heading of a section."""
        return _likeness(text, self.headings) > 0.9

    def is_fragment(self, text: str) -> bool:
        """Whether a text stands, as it is, inside of a label: a piece of a wrapped one."""
        return compact(text) in self.everything


@lru_cache(maxsize=65536)
def _likeness(text: str, names: tuple[str, ...]) -> float:
    whole = label(text)
    if not whole.words or len(whole.words) > 2 * LONGEST_LABEL:
        return 0.0
    best = 0.0
    for words in {whole.words, whole.core}:
        found = process.extractOne(words, names, scorer=Indel.normalized_similarity, score_cutoff=0.5)
        best = max(best, found[1] if found else 0.0)
    return best


@lru_cache(maxsize=16)
def vocabulary(family: Family) -> Vocabulary:
    """The vocabulary of a family, made once."""
    rows: dict[str, None] = {}
    leaves: dict[str, None] = {}
    columns: dict[str, None] = {}
    captions: dict[str, None] = {}
    printed: dict[str, None] = {}
    for edition in family.editions:
        for form in edition.tables:
            for block in form.blocks:
                for name in (block.caption, *block.caption_variants):
                    if name:
                        captions[label(name).words] = printed[compact(name)] = None
                for name in (block.corner, block.note):
                    if name:
                        columns[label(name).words] = printed[compact(name)] = None
                for row in block.rows:
                    leaves.update((label(name).words, None) for name in (row.path[-1], *row.variants))
                    for name in (row.path[-1], *row.variants, "".join(row.path[-2:]), "".join(row.path)):
                        rows[label(name).words] = rows[label(name).core] = None
                    printed.update(dict.fromkeys(compact(name) for name in (*row.path, *row.variants)))
                for column in block.columns:
                    for name in (*column.path, *column.variants):
                        columns[label(name).words] = columns[label(name).core] = None
                        printed[compact(name)] = None
    headings = {
        label(name).words
        for section in family.header.sections
        for name in (section.heading, *section.variants)
    }
    return Vocabulary(
        tuple(rows),
        tuple(leaves),
        tuple(columns),
        tuple(captions),
        tuple(sorted(headings)),
        "\n".join(printed),
    )
