"""What the style sheets inside of a page say of which text is shown, written to its elements' own styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cssselect2  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]
from lxml import etree

# The properties that tell whether and how text is shown, and the values that make a difference.
_TELLING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through|"
    r"vertical-align\s*:\s*(?:super|sub)\b|font-size\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_PROPERTIES = frozenset(
    (
        "display", "visibility", "mso-hide", "text-decoration", "text-decoration-line", "vertical-align",
        "font-size",
    )
)  # fmt: skip
_HIDING = frozenset(("display", "visibility", "mso-hide"))
# The media that a reader sees the page on; those of some sizes only are passed over.
_MEDIA = frozenset(("", "all", "screen", "only screen"))
# Pages have some hundred rules and some thousand elements.
_MOST_COMPARISONS = 3_000_000


class _Declared(NamedTuple):
    """What a rule declares of one property."""

    name: str
    value: str
    important: bool


def apply(root: etree._Element) -> bool:
    """Put around the style of each element what the page's style sheets say of whether and how it is shown.

    Tables, and what is around them, are not hidden: scripts show what is behind tabs. Nothing is done, and False
    given, where that would take too long.
    """
    sheets = ["".join(map(str, element.itertext())) for element in root.iter("style")]
    if not any(map(_TELLING.search, sheets)):
        return True
    rules = [rule for sheet in sheets for rule in _rules(tinycss2.parse_stylesheet(sheet))]
    told = {
        one.name for _, declared in rules for one in declared if _TELLING.search(f"{one.name}:{one.value}")
    }
    matcher, selectors = cssselect2.Matcher(), 0
    for prelude, declared in rules:
        if told.isdisjoint(one.name for one in declared):
            continue
        try:
            compiled = cssselect2.compile_selector_list(prelude)
        except cssselect2.SelectorError:  # browsers pass over such a rule, too
            continue
        for selector in compiled:
            matcher.add_selector(selector, declared)
            selectors += 1
    page = cssselect2.ElementWrapper.from_html_root(root)
    if selectors * sum(1 for _ in root.iter(etree.Element)) > _MOST_COMPARISONS:
        return False
    around_tables = {around for table in root.iter("table") for around in (table, *table.iterancestors())}
    for wrapper in page.iter_subtree():
        matched = [one for *_, declared in matcher.match(wrapper) for one in declared if one.name in told]
        if matched:
            _style(wrapper.etree_element, matched, wrapper.etree_element in around_tables)
    return True


def _rules(parsed: Sequence[Any]) -> Iterator[tuple[Sequence[Any], list[_Declared]]]:
    """The selectors of rules, with what they declare of the properties that tell something."""
    for rule in parsed:
        if rule.type == "qualified-rule":
            declared = [
                _Declared(one.lower_name, tinycss2.serialize(one.value).strip(), one.important)
                for one in tinycss2.parse_declaration_list(rule.content)
                if one.type == "declaration" and one.lower_name in _PROPERTIES
            ]
            if declared:
                yield rule.prelude, declared
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            media = tinycss2.serialize(rule.prelude).lower().split(",")
            if not _MEDIA.isdisjoint(medium.strip() for medium in media):
                yield from _rules(tinycss2.parse_rule_list(rule.content))


def _style(element: etree._Element, matched: Sequence[_Declared], holds_table: bool) -> None:
    """Put what is declared before an element's own style, what is important behind it."""
    kept = [one for one in matched if not (holds_table and one.name in _HIDING)]
    if kept:
        before, behind = (
            [f"{one.name}:{one.value}" for one in kept if one.important is important]
            for important in (False, True)
        )
        element.set("style", ";".join([*before, element.get("style", ""), *behind]))
