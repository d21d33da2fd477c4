"""What the style sheets inside of a page say of which text is shown, written to its elements' own styles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from lxml import etree

# The properties that tell whether and how text is shown, and the values that make a difference.
_TELLING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through|"
    r"vertical-align\s*:\s*(?:super|sub)\b|font-size\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_PROPERTIES = (
    "display", "visibility", "mso-hide", "text-decoration", "text-decoration-line", "vertical-align", "font-size",
)  # fmt: skip
_HIDING = frozenset(("display", "visibility", "mso-hide"))
_DECLARATION = re.compile(rf"(?<![\w-])({'|'.join(_PROPERTIES)})\s*:\s*([^;]+)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_PART = re.compile(r"[^{}]+|[{}]")
# Tag, identifier and classes; selectors with more to them (states, attributes) are passed over.
_COMPOUND = re.compile(r"([a-z][\w-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"([.#])([\w-]+)")
_STEP = re.compile(r"\s*(>)\s*|\s+")
# Pages have some hundred rules; each looks at the elements that it may be of, and at some around these.
_MOST_MATCHES = 200_000
_MOST_AROUND = 50
_FOR_THOSE_AROUND = 10


class _Compound(NamedTuple):
    """One element of a selector; `child` where it has to stand right inside of the one before."""

    tag: str
    identifier: str
    classes: tuple[str, ...]
    child: bool

    def is_of(self, element: etree._Element) -> bool:
        return (
            (not self.tag or element.tag == self.tag)
            and (not self.identifier or element.get("id") == self.identifier)
            and (not self.classes or set(self.classes) <= set(element.get("class", "").split()))
        )


@dataclass(slots=True)
class _Rule:
    """A selector with what it declares."""

    compounds: list[_Compound]
    declared: dict[str, str]
    order: int

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """What decides between rules: the later one of two that are equally exact."""
        return (
            sum(bool(compound.identifier) for compound in self.compounds),
            sum(len(compound.classes) for compound in self.compounds),
            sum(bool(compound.tag) for compound in self.compounds),
            self.order,
        )


@dataclass(slots=True)
class _Elements:
    """The elements of a page by what rules know them by."""

    by_tag: dict[str, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    around_tables: set[etree._Element] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element) -> _Elements:
        found = cls()
        for element in root.iter(etree.Element):
            found.by_tag[element.tag].append(element)
            for name in element.get("class", "").split():
                found.by_name["." + name].append(element)
            if identifier := element.get("id"):
                found.by_name["#" + identifier].append(element)
        for table in found.by_tag["table"]:
            around: etree._Element | None = table
            while around is not None and around not in found.around_tables:
                found.around_tables.add(around)
                around = around.getparent()
        return found

    def may_match(self, last: _Compound) -> list[etree._Element]:
        """Those that the last element of a selector may be."""
        if last.identifier:
            return self.by_name.get("#" + last.identifier, [])
        if last.classes:
            return min((self.by_name.get("." + name, []) for name in last.classes), key=len)
        return self.by_tag.get(last.tag, [])


def apply(root: etree._Element) -> bool:
    """Put before the style of each element what the page's style sheets say of whether and how it is shown.

    Tables, and what is around them, are not hidden: scripts show what is behind tabs. Nothing is done, and False
    given, where that would take too long.
    """
    sheets = ["".join(map(str, element.itertext())) for element in root.iter("style")]
    if not any(map(_TELLING.search, sheets)):
        return True
    rules = sorted(_rules(_COMMENT.sub(" ", "\n".join(sheets))), key=lambda rule: rule.weight)
    told = {
        name for rule in rules for name, value in rule.declared.items() if _TELLING.search(f"{name}:{value}")
    }
    elements = _Elements.of(root)
    styles: dict[etree._Element, dict[str, str]] = defaultdict(dict)
    matches = 0
    for rule in rules:
        declared = {name: value for name, value in rule.declared.items() if name in told}
        candidates = elements.may_match(rule.compounds[-1]) if declared else []
        matches += len(candidates) * (_FOR_THOSE_AROUND if len(rule.compounds) > 1 else 1)
        if matches > _MOST_MATCHES:
            return False
        for element in candidates:
            if _is_matched(element, rule.compounds):
                styles[element].update(declared)
    for element, declared in styles.items():
        kept = [
            f"{name}:{value}"
            for name, value in declared.items()
            if name not in _HIDING or element not in elements.around_tables
        ]
        if kept:
            element.set("style", ";".join([*kept, element.get("style", "")]))
    return True


def _rules(sheet: str) -> Iterator[_Rule]:
    """The rules of a sheet that tell something; those for other media are passed over."""
    depth = order = 0
    selector = ""
    for part in _PART.findall(sheet):
        if part == "{":
            depth += 1
        elif part == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            selector = part.rpartition(";")[2].strip()  # statements such as @import end with one
        elif depth == 1 and not selector.startswith("@"):
            declared = {name.lower(): value.strip() for name, value in _DECLARATION.findall(part)}
            for single in selector.split(",") if declared else ():
                compounds = _compounds(single.strip())
                if compounds:
                    order += 1
                    yield _Rule(compounds, declared, order)


def _compounds(selector: str) -> list[_Compound] | None:
    """The elements of a selector; None if it says more than their names."""
    compounds: list[_Compound] = []
    child = False
    at = 0
    while at < len(selector):
        match = _COMPOUND.match(selector, at)
        if match is None or match.end() == at:
            return None
        names = _NAME.findall(match[2])
        classes = tuple(name for mark, name in names if mark == ".")
        identifier = next((name for mark, name in names if mark == "#"), "")
        compounds.append(_Compound((match[1] or "").lower(), identifier, classes, child))
        at = match.end()
        if at < len(selector):
            step = _STEP.match(selector, at)
            if step is None:
                return None
            child, at = step[1] is not None, step.end()
    return compounds


def _is_matched(element: etree._Element, compounds: list[_Compound]) -> bool:
    if not compounds[-1].is_of(element):
        return False
    outer = compounds[:-1]
    child = compounds[-1].child
    for around in islice(element.iterancestors(), _MOST_AROUND if outer else 0):
        if outer[-1].is_of(around):
            child = outer.pop().child
            if not outer:
                break
        elif child:
            break
    return not outer
