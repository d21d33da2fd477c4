"""Whose numbers the words of a sentence tell: those of the agency that reports, or of other bodies."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportparse.forms.figure_rules import Scopes, compiled
from reportparse.normalise import simplified
from reportparse.prose.comparison import words_around
from reportparse.prose.figures import without_cell
from reportparse.report import Figure, Section

KIND = regex.compile(r"(?:主管)?(?:部门|机关)$")
# `县水务局及所属单位`: with all of its own it is still the same body.
WITH_ITS_OWN = regex.compile(r"[和及与、](?:其|[局委厅院所下直])属\p{Han}*$")


class Reporter:
    """The agency of a report, as far as its name tells what is its own."""

    def __init__(self, agency: str | None, scopes: Scopes, sections: Sequence[Section]) -> None:
        self._headings = _headings(sections)
        self._name = simplified(agency or "")
        self._scopes = scopes
        self._level = self._level_of(self._name)
        self._is_of_place = compiled(scopes.places).search(self._name) is not None

    def may_be_of_more(self, words: str) -> bool:
        """Whether words name more than the agency: `全县` in the report of a bureau, or of a town."""
        return any(
            not self._is_of_place or self._is_other_level(match.groupdict().get("level"))
            for match in compiled(self._scopes.wide).finditer(words)
        )

    def may_be_of_another(self, words: str) -> bool:
        """Whether the body that words name last is another than the agency, or one of several of its place."""
        bodies: list[str] = [match["body"] for match in compiled(self._scopes.bodies).finditer(words)]
        if not bodies or not self._name:
            return False
        body = WITH_ITS_OWN.sub("", bodies[-1])
        if self._is_other_level(self._level_of(body)):
            return self._name not in body
        is_of_all = self._is_of_place and compiled(self._scopes.places).search(body) is not None
        # 水务部门 is what others call the 水务局.
        kind = KIND.search(body)
        is_own_kind = kind is not None and self._abbreviates(body[: kind.start()])
        return not (is_of_all or is_own_kind or self._is_short(body))

    def may_be_of_its_office(self, words: str) -> bool:
        """Whether an office that writes the report of a place may mean itself alone: `我办`."""
        return self._is_of_place and compiled(self._scopes.office).search(words) is not None

    def may_count_for_another(self, figure: Figure, before: str) -> bool:
        """Whether a figure may be of another body: the words before it, or a heading above, name that one last."""
        headings = self._headings.get(figure.section_position, ())
        return any(map(self.may_be_of_another, (before, *headings)))

    def _is_short(self, body: str) -> bool:
        """Whether a name, or one of a part of it, may be short for the agency's: `县人社局`, `县人社局机关`.

        The name of a place is not that of a bureau there.
        """
        if compiled(f"(?:{self._scopes.levels})$").search(body):
            return body.endswith(self._name)
        of_part = body[: body.rfind(self._name[-1]) + 1]
        return of_part.endswith(self._name) or self._abbreviates(body) or self._abbreviates(of_part)

    def _abbreviates(self, name: str) -> bool:
        """Whether all characters of a name stand in the agency's, in order."""
        characters = iter(self._name)
        return name != "" and all(character in characters for character in name)

    def _level_of(self, name: str) -> str | None:
        """Return what kind of place the name of a body ends on: a county, a town."""
        return next((match[0] for match in compiled(f"(?r){self._scopes.levels}").finditer(name)), None)

    def _is_other_level(self, level: str | None) -> bool:
        return level is not None and self._level is not None and level != self._level


def _headings(sections: Sequence[Section]) -> dict[int, tuple[str, ...]]:
    """Return the heading of each section by its position, with the one that it is below."""
    headings: dict[int, tuple[str, ...]] = {}
    above: tuple[str, ...] = ()
    for section in sections:
        own = (simplified(section.heading),)
        headings[section.position] = (*above, *own) if section.level > 1 else own
        above = above if section.level > 1 else own
    return headings


def without_cells_of_others(
    figures: Sequence[Figure], scopes: Scopes, agency: str | None, sections: Sequence[Section]
) -> list[Figure]:
    """Take the cell from figures where words say that another body than the agency did what they count.

    What a part of the agency did is compared with the table.
    """
    reporter = Reporter(agency, scopes, sections)

    def is_of_another(figure: Figure) -> bool:
        before, _ = words_around(figure)
        return reporter.may_count_for_another(figure, before) or reporter.may_be_of_its_office(before)

    return [
        without_cell(figure) if figure.table is not None and is_of_another(figure) else figure
        for figure in figures
    ]
