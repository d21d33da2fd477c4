"""What the style sheets inside of a page say of which text is shown, written to its elements' own styles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from typing import NamedTuple

from lxml import etree

# The properties that tell whether and how text is shown, and the values that make a difference.
_TELLING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through|"
    r"opacity\s*:\s*0(?![.\d]*[1-9])|(?:text-indent|left|top)\s*:\s*-\d{4}|"
    r"clip\s*:\s*rect\(\s*[01]|"
    r"vertical-align\s*:\s*(?:super|sub)\b|font-size\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_PROPERTIES = (
    "display", "visibility", "mso-hide", "opacity", "text-indent", "left", "top", "clip",
    "text-decoration", "vertical-align", "font-size",
)  # fmt: skip
_HIDING = frozenset(_PROPERTIES[: _PROPERTIES.index("text-decoration")])
_DECLARATION = re.compile(
    rf"(?<![\w-])({'|'.join(_PROPERTIES)}|text-decoration-line|font)\s*:\s*([^;]+)", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_PART = re.compile(r"[^{}]+|[{}]")
IMPORTANT = "!important"
# What a selector may say of one element; one with more to it (states, places among others) is passed over.
_PIECE = re.compile(
    r"(?P<mark>[.#])(?P<name>[\w-]+)|(?P<any>\*)|(?P<edge>:first-child|:last-child)|:not\((?P<other>[^()]*)\)|"
    r"\[\s*(?P<key>[\w-]+)\s*(?:(?P<sign>[~^$*]?=)\s*[\"']?(?P<value>[^\"'\]]*)[\"']?\s*)?\]|(?P<tag>[a-z][\w-]*)",
    re.IGNORECASE,
)
_STEP = re.compile(r"\s*([>+~])\s*|\s+")
_AT_RULE = re.compile(r"(@[\w-]*)\s*")
_CONDITION = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,5}(?:\.\d+)?)(px|r?em)\s*\)")
_EM = 16
# The width, in pixels, of the window that a page is read in.
_SCREEN = 1280
# Pages have some hundred rules; each looks at the elements that it may be of, and at some around these.
_MOST_MATCHES = 200_000
_MOST_AROUND = 50
_FOR_THOSE_AROUND = 10
# Those that people write are shorter.
_LONGEST_SELECTOR = 500


class _Compound(NamedTuple):
    """One element of a selector; `step` tells where it has to stand seen from the one before."""

    tag: str = ""
    identifier: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    edges: tuple[str, ...] = ()
    others: tuple[_Compound, ...] = ()
    step: str = " "

    def is_of(self, element: etree._Element) -> bool:
        return (
            (not self.tag or element.tag == self.tag)
            and (not self.identifier or element.get("id") == self.identifier)
            and (not self.classes or set(self.classes) <= set(element.get("class", "").split()))
            and all(_has(element, *attribute) for attribute in self.attributes)
            and all(_beside(element, edge == ":last-child") is None for edge in self.edges)
            and not any(other.is_of(element) for other in self.others)
        )

    @property
    def weight(self) -> tuple[int, int, int]:
        """How exact it is: names of one element, of kinds of elements, and tags."""
        others = [other.weight for other in self.others]
        return (
            bool(self.identifier) + sum(weight[0] for weight in others),
            len(self.classes) + len(self.attributes) + len(self.edges) + sum(weight[1] for weight in others),
            bool(self.tag) + sum(weight[2] for weight in others),
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
        identifiers, kinds, tags = map(sum, zip(*(one.weight for one in self.compounds), strict=True))
        return identifiers, kinds, tags, self.order

    @property
    def work(self) -> int:
        """How much it takes to look at one element, beside one that is looked for by its name."""
        said = sum(len(one.attributes) + len(one.edges) + len(one.others) for one in self.compounds)
        return said + (_FOR_THOSE_AROUND if len(self.compounds) > 1 else 1)


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
        return self.by_tag.get(last.tag, []) if last.tag else [*chain.from_iterable(self.by_tag.values())]


def declarations(block: str) -> dict[str, str]:
    """What a style or the block of a rule says of these properties; the last of several decides, but for those that
    are important.
    """
    declared: dict[str, str] = {}
    for name, value in _DECLARATION.findall(block.lower()):
        value = value.strip()
        if name == "font":
            name, value = "font-size", _size_of_font(value)
        elif name == "text-decoration-line":
            name = "text-decoration"
        if IMPORTANT in value or IMPORTANT not in declared.get(name, ""):
            declared[name] = value
    return declared


def _size_of_font(value: str) -> str:
    """The size among the values of `font`."""
    sizes = (part for part in value.split() if part[0] in "0123456789." and not part.isdigit())
    size = next(sizes, "inherit").partition("/")[0]
    return size + IMPORTANT if IMPORTANT in value and IMPORTANT not in size else size


def apply(root: etree._Element) -> bool:
    """Put before the style of each element what the page's style sheets say of whether and how it is shown.

    Tables, and what is around them, are not hidden: scripts show what is behind tabs. Nothing is done, and False
    given, where that would take too long.
    """
    sheets = [*_sheets(root)]
    own = _own_styles(root) if sheets else ""
    if not any(map(_TELLING.search, (own, *(sheet for _, sheet in sheets)))):
        return True
    order = count()
    found = [rule for media, sheet in sheets for rule in _rules(sheet, media, order)]
    rules = sorted(found, key=lambda rule: rule.weight)
    told = {
        name for rule in rules for name, value in rule.declared.items() if _TELLING.search(f"{name}:{value}")
    } | {name for name in _PROPERTIES if _TELLING.search(own) and name in own.lower()}
    elements = _Elements.of(root)
    styles: dict[etree._Element, dict[str, str]] = defaultdict(dict)
    matches = 0
    for rule in rules:
        declared = {name: value for name, value in rule.declared.items() if name in told}
        candidates = elements.may_match(rule.compounds[-1]) if declared else []
        matches += len(candidates) * rule.work
        if matches > _MOST_MATCHES:
            return False
        for element in candidates:
            if _is_matched(element, rule.compounds):
                style = styles[element]
                style.update(
                    (name, value)
                    for name, value in declared.items()
                    if IMPORTANT in value or IMPORTANT not in style.get(name, "")
                )
    for element, declared in styles.items():
        kept = [
            f"{name}:{value}"
            for name, value in declared.items()
            if name not in _HIDING or element not in elements.around_tables
        ]
        if kept:
            element.set("style", ";".join([*kept, element.get("style", "")]))
    return True


def _own_styles(root: etree._Element) -> str:
    """What elements say of themselves, each once."""
    hidden = "display:none" if any(True for _ in root.iterfind(".//*[@hidden]")) else ""
    styles = {element.get("style", "") for element in root.iterfind(".//*[@style]")}
    return ";".join((hidden, *styles))


def _sheets(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The sheets that browsers heed, each behind the media that it is for."""
    for element in root.iter("style"):
        if element.get("type", "").strip().lower() in ("", "text/css") and not any(
            True for _ in element.iterancestors("noscript", "template")
        ):
            yield element.get("media", ""), "".join(map(str, element.itertext()))


def _rules(sheet: str, media: str, order: Iterator[int]) -> Iterator[_Rule]:
    """The rules of a sheet that tell something; those for other media are passed over."""
    if media and not _is_for_screens(media):
        return
    sheet = _STRING.sub(_without_braces, _COMMENT.sub(" ", sheet))
    around: list[str] = []
    before = ""  # what a block begins with
    for part in _PART.findall(sheet):
        if part == "{":
            around.append(before)
        elif part == "}":
            del around[-1:]
        else:
            before = part.rpartition(";")[2].strip()  # statements such as @import end with one
            if around and not around[-1].startswith("@") and all(map(_is_heeded, around[:-1])):
                declared = declarations(part)
                for selector in around[-1].split(",") if declared else ():
                    compounds = _compounds(selector.strip())
                    if compounds:
                        yield _Rule(compounds, declared, next(order))


def _without_braces(string: re.Match[str]) -> str:
    return '""' if "{" in string[0] or "}" in string[0] else string[0]


def _is_heeded(beginning: str) -> bool:
    """Whether what stands in a block that begins so is of the page as it is read on a screen."""
    _, name, condition = _AT_RULE.split(beginning.lower(), 1) if beginning.startswith("@") else ("", "", "")
    if name == "@media":
        return _is_for_screens(condition)
    return name == "@layer" or (name == "@supports" and not condition.startswith("not"))


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


def _compounds(selector: str) -> list[_Compound] | None:
    """The elements of a selector; None if it says more of them than can be told here."""
    if len(selector) > _LONGEST_SELECTOR:
        return None
    compounds: list[_Compound] = []
    step = " "
    at = 0
    while at < len(selector):
        compound, end = _compound(selector, at)
        if compound is None:
            return None
        compounds.append(compound._replace(step=step))
        at = end
        if at < len(selector):
            match = _STEP.match(selector, at)
            if match is None:
                return None
            step, at = match[1] or " ", match.end()
    return compounds


def _compound(selector: str, start: int) -> tuple[_Compound | None, int]:
    """What a selector says of one element, None if nothing, and where that ends."""
    found = _Compound()
    at = start
    while piece := _PIECE.match(selector, at):
        if piece["tag"]:
            if at > start:
                break
            found = found._replace(tag=piece["tag"].lower())
        elif piece["mark"] == "#":
            found = found._replace(identifier=piece["name"])
        elif piece["mark"]:
            found = found._replace(classes=(*found.classes, piece["name"]))
        elif piece["key"]:
            attribute = piece["key"].lower(), piece["sign"] or "", piece["value"] or ""
            found = found._replace(attributes=(*found.attributes, attribute))
        elif piece["edge"]:
            found = found._replace(edges=(*found.edges, piece["edge"].lower()))
        elif piece["other"] is not None:
            other = piece["other"].strip()
            inner, end = _compound(other, 0)
            if inner is None or end < len(other):
                return None, at
            found = found._replace(others=(*found.others, inner))
        at = piece.end()
    return (found if at > start else None), at


def _has(element: etree._Element, key: str, sign: str, value: str) -> bool:
    """Whether an attribute of an element is as a selector says."""
    own = element.get(key)
    if own is None or not sign:
        return own is not None
    if sign == "=":
        return own == value
    if sign == "~=":
        return value in own.split()
    return bool(value) and (
        own.startswith(value) if sign == "^=" else own.endswith(value) if sign == "$=" else value in own
    )


def _beside(element: etree._Element, behind: bool = False) -> etree._Element | None:
    """The element before, or behind, in the same one."""
    return next(element.itersiblings(etree.Element, preceding=not behind), None)


def _is_matched(element: etree._Element, compounds: list[_Compound]) -> bool:
    if not compounds[-1].is_of(element):
        return False
    outer, step = compounds[:-1], compounds[-1].step
    looked_at = 0
    while outer:
        following = _beside(element) if step in "+~" else element.getparent()
        looked_at += 1
        if following is None or looked_at > _MOST_AROUND:
            return False
        element = following
        if outer[-1].is_of(element):
            step = outer.pop().step
        elif step in ">+":
            return False
    return True
