"""What the style sheets inside of a page say of which text is shown, written to its elements' own styles."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any, cast

import cssselect2  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]
from lxml import etree

# The properties that tell whether and how text is shown, and the values that make a difference.
_TELLING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through|"
    r"opacity\s*:\s*0(?![.\d]*[1-9])|(?:text-indent|left)\s*:\s*-\d{4}|"
    r"top\s*:\s*-\.?\d|clip\s*:\s*rect\(\s*[01]|"
    r"vertical-align\s*:\s*(?:super|sub\b|text-top|[+-]?\.?\d)|font-size\s*:\s*0(?![.\d]*[1-9])|"
    r"content\s*:\s*(?:attr\(|counters?\(|\"[^\"\\]{0,40}\d|'[^'\\]{0,40}\d)",
    re.IGNORECASE,
)
_PROPERTIES = (
    "display", "visibility", "mso-hide", "opacity", "text-indent", "left", "top", "clip",
    "text-decoration", "vertical-align", "font-size", "position", "content",
)  # fmt: skip
_HIDING = frozenset(_PROPERTIES[: _PROPERTIES.index("text-decoration")])
# Properties that elements tell of themselves; what sheets say of colours is not heeded.
_OF_ELEMENTS = ("text-decoration-line", "font", "color", "background", "background-color", "background-image")
_DECLARATION = re.compile(rf"(?<![\w-])({'|'.join((*_PROPERTIES, *_OF_ELEMENTS))})\s*:\s*([^;]+)")
IMPORTANT = "!important"
_CONDITION = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,5}(?:\.\d+)?)(px|r?em)\s*\)")
_EM = 16
# The width, in pixels, of the window that a page is read in.
_SCREEN = 1280
# Pages have some hundred rules and some thousand elements.
_MOST_COMPARISONS = 3_000_000

_HOLDS_HIDDEN = etree.XPath("boolean(descendant::*[@hidden])")
_OWN_STYLES = etree.XPath("descendant::*/@style", smart_strings=False)

_Selector = Sequence[Any]
_Declared = dict[str, str]


def declarations(block: str) -> _Declared:
    """What a style or the block of a rule says of these properties, the last ones last; of several values of one
    the last decides, but for those that are important.
    """
    declared: _Declared = {}
    for name, value in _DECLARATION.findall(block.lower()):
        value = value.strip()
        if name == "font":
            name, value = "font-size", _size_of_font(value)
        elif name == "text-decoration-line":
            name = "text-decoration"
        if IMPORTANT in value or IMPORTANT not in declared.get(name, ""):
            declared.pop(name, None)
            declared[name] = value
    return declared


def _size_of_font(value: str) -> str:
    """The size among the values of `font`."""
    sizes = (part for part in value.split() if part[0] in "0123456789." and not part.isdigit())
    size = next(sizes, "inherit").partition("/")[0]
    return size + IMPORTANT if IMPORTANT in value and IMPORTANT not in size else size


def apply(root: etree._Element) -> bool:
    """Put before the style of each element what the page's style sheets say of whether and how it is shown.

    What they add before or behind an element goes to its style, too, where there is a digit in it.

    Tables, and what is around them, are not hidden where no tables are shown in their place: scripts show
    what is behind tabs. Nothing is done, and False given, where that would take too long.
    """
    sheets = [*_sheets(root)]
    if not sheets:
        return True
    own = _own_styles(root)
    if not any(map(_TELLING.search, (own, *sheets))):
        return True
    rules = [rule for sheet in sheets for rule in _rules(tinycss2.parse_stylesheet(sheet))]
    told = {
        name
        for _, declared in rules
        for name, value in declared.items()
        if _TELLING.search(f"{name}:{value}")
    }
    if _TELLING.search(own):
        told |= {name for name in _PROPERTIES if name in own}
    if not told.isdisjoint(("top", "vertical-align")):
        told |= {"position", "font-size"}
    if "content" in told:
        told |= {"display", "visibility"}
    matcher, selectors = cssselect2.Matcher(), 0
    for prelude, declared in rules:
        telling = {name: value for name, value in declared.items() if name in told}
        for selector in _compiled(prelude) if telling else ():
            matcher.add_selector(selector, telling)
            selectors += 1
    if selectors * sum(1 for _ in root.iter(etree.Element)) > _MOST_COMPARISONS:
        return False
    around_tables = {around for table in root.iter("table") for around in (table, *table.iterancestors())}
    said: dict[etree._Element, _Declared] = {}
    for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
        matched = matcher.match(wrapper)
        declared = _weighed([declared for _, _, part, declared in matched if part is None])
        declared.pop("content", None)
        for beside in ("before", "after") if "content" in told else ():
            added = _weighed([declared for _, _, part, declared in matched if part == beside])
            if _is_shown(added) and _TELLING.search(f"content:{added.get('content')}"):
                declared["content"] = added["content"]
        if declared:
            said[wrapper.etree_element] = declared
    hidden = {
        element
        for element in said.keys() & around_tables
        if said[element].get("display", "").startswith("none")
    }
    for element, declared in said.items():
        shown = element in around_tables and not (element in hidden and _is_replaced(element, hidden))
        _style(element, declared, shown)
    return True


def _is_replaced(element: etree._Element, hidden: Container[etree._Element]) -> bool:
    """Whether an element beside a hidden one is shown with as much in tables, as one of several tabs is."""
    beside = [*element.itersiblings(element.tag), *element.itersiblings(element.tag, preceding=True)]
    own = _cells(element)
    return any(other not in hidden and 2 * _cells(other) > own for other in beside)


def _cells(element: etree._Element) -> int:
    return sum(1 for _ in element.iter("td", "th"))


def _own_styles(root: etree._Element) -> str:
    """What elements say of themselves, each once."""
    hidden = "display:none" if _HOLDS_HIDDEN(root) else ""
    styles = set(cast(list[str], _OWN_STYLES(root)))
    return ";".join((hidden, *styles)).lower()


def _sheets(root: etree._Element) -> Iterator[str]:
    """The sheets that browsers heed where a page is read on a screen."""
    for element in root.iter("style"):
        if (
            element.get("type", "").strip().lower() in ("", "text/css")
            and _is_for_screens(element.get("media", ""))
            and not any(True for _ in element.iterancestors("noscript", "template"))
        ):
            yield "".join(map(str, element.itertext()))


def _rules(parsed: Sequence[Any]) -> Iterator[tuple[_Selector, _Declared]]:
    """The selectors of rules, with what they declare of the properties that tell something."""
    for rule in parsed:
        if rule.type == "qualified-rule":
            declared = declarations(tinycss2.serialize(rule.content))
            if declared:
                yield rule.prelude, declared
        elif rule.type == "at-rule" and rule.content is not None and _is_heeded(rule):
            yield from _rules(tinycss2.parse_rule_list(rule.content))


def _compiled(prelude: _Selector) -> list[Any]:
    """The selectors of a rule; browsers pass over a rule with one that they do not know, too."""
    try:
        return cast(list[Any], cssselect2.compile_selector_list(prelude))
    except cssselect2.SelectorError:
        return []


def _weighed(matched: Sequence[_Declared]) -> _Declared:
    """What rules declare together, the weakest first."""
    said: _Declared = {}
    for declared in matched:
        said.update(
            (name, value)
            for name, value in declared.items()
            if IMPORTANT in value or IMPORTANT not in said.get(name, "")
        )
    return said


def _is_shown(said: _Declared) -> bool:
    return not (said.get("display", "").startswith("none") or said.get("visibility", "").startswith("hidden"))


def _style(element: etree._Element, said: _Declared, is_shown: bool) -> None:
    """Put what rules declare before an element's own style, but for the hiding of one that is shown."""
    kept = [f"{name}:{value}" for name, value in said.items() if not (is_shown and name in _HIDING)]
    if kept:
        element.set("style", ";".join([*kept, element.get("style", "")]))


def _is_heeded(rule: Any) -> bool:
    """Whether what stands in the block of such a rule is of the page as it is read on a screen."""
    condition = tinycss2.serialize(rule.prelude).strip().lower()
    if rule.lower_at_keyword == "media":
        return _is_for_screens(condition)
    return rule.lower_at_keyword == "layer" or (
        rule.lower_at_keyword == "supports" and not condition.startswith("not")
    )


def _is_for_screens(media: str) -> bool:
    return any(map(_is_for_a_screen, media.lower().split(",")))


def _is_for_a_screen(query: str) -> bool:
    sizes = _CONDITION.findall(query)
    holds = all(_fits(side, float(number) * (1 if unit == "px" else _EM)) for side, number, unit in sizes)
    words = [word for word in _CONDITION.sub(" ", query).split() if word not in ("only", "and")]
    if words[:1] == ["not"]:
        return not (holds and words[1:] in (["screen"], ["all"]))
    return holds and words in ([], ["screen"], ["all"])


def _fits(side: str, width: float) -> bool:
    return width <= _SCREEN if side == "min" else width >= _SCREEN
