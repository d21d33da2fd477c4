"""Names in the header of a table that are those of other columns than the form's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import regex
from rapidfuzz.distance import Levenshtein

from reportparse.forms import Block, Column
from reportparse.normalise import LIKELY_LABEL, best_similarity, compact, cuts_short, label
from reportparse.recognition.columns import LONGEST_HEADER, SAME_COLUMN, is_one_of

# So many names that no column has are no misprints. Longer texts are captions and notes.
FEWEST_FOREIGN = 3
LONGEST_NAME = 12
# A name that is less like any of a block's is no misprint of one; so short texts may be pieces of names.
SAME_NAME = 0.74
SHORTEST_NAME = 6
# What programs and models call columns whose names they do not know says nothing.
INVENTED = regex.compile(
    r"第?[一二三四五六七八九十\d]*[列栏]\d*|(?:数值|数据|数量|内容|项目|指标)[一二三四五六七八九十\d]*"
)
YEAR = regex.compile(r"20\d\d(?:年度?)?")


def is_foreign(texts: Iterable[str], block: Block) -> bool:
    """Whether what a table prints in place of a block's header names other columns: ways, towns or years."""
    names = set(map(compact, (*block.header_names, *block.corner_names)))
    all_names = "".join(names)
    foreign = named = 0
    printed = dict.fromkeys(map(compact, texts))
    if sum(bool(YEAR.fullmatch(text)) for text in printed) > 1:
        return True
    for text in printed:
        if best_similarity(text, names) > SAME_COLUMN or text in all_names:
            named += 1
        elif (
            1 < len(text) <= LONGEST_NAME
            and (YEAR.fullmatch(text) or regex.search(r"\p{Han}", text))
            and not INVENTED.fullmatch(text)
        ):
            foreign += 1
    return foreign >= FEWEST_FOREIGN and foreign > named


def other_names(
    above: tuple[str, ...], header_texts: tuple[str, ...], block: Block
) -> Mapping[str, Sequence[Column]]:
    """The printed names that no column of a block has, each with the columns in whose places they stand.

    `above` are the texts of the line above its values. Where there are as many names as columns, short ones are names,
    too, and not pieces of names; of others nothing tells their columns.
    """
    short = sum(map(len, above + header_texts)) <= LONGEST_HEADER
    return (_known_other_names if short else _other_names)(above, header_texts, block)


def _other_names(
    above: tuple[str, ...], header_texts: tuple[str, ...], block: Block
) -> dict[str, list[Column]]:
    printed = _printed_names(above, header_texts, block)
    own = {text: [column for column in block.columns if is_one_of(text, column.labels)] for text in printed}
    taken = [column for columns in own.values() for column in columns]
    repeated = {text for text, count in Counter(printed).items() if own[text] and count > len(own[text])}
    places = [block.columns[i] for i in block.required]
    elsewhere = set(map(compact, header_texts)).difference(printed)
    in_place = len(printed) == len(places) and all(
        column in own[text]
        or text in repeated
        or not (own[text] or any(is_one_of(name, column.labels) for name in elsewhere))
        for text, column in zip(printed, places, strict=True)
    )
    if not in_place and all(column in taken for column in places):
        return {}
    # A column has one name only.
    names = [*block.corner_names, *filter(None, [block.caption])]
    for column in block.columns:
        if not in_place or column not in taken:
            names += (*column.path, *column.labels)
    shortest = 2 if in_place else SHORTEST_NAME
    others: dict[str, list[Column]] = {}
    for i, text in enumerate(printed):
        # Of a name that is printed again one is that of another column.
        is_other = text in repeated or (
            not own[text] and shortest <= len(text) <= LONGEST_NAME and is_another(text, names)
        )
        if is_other and in_place:
            others.setdefault(text, []).append(places[i])
        elif is_other:
            others.setdefault(text, [])
    return others


_known_other_names = lru_cache(maxsize=2048)(_other_names)


def _printed_names(above: Sequence[str], header_texts: Sequence[str], block: Block) -> list[str]:
    """The names in the line above a block's values, or, where groups part them over several lines, in all its header."""
    in_line = _names_of_columns(above, block)
    groups = {compact(name) for column in block.columns for name in column.path[:-1]}
    in_header = [text for text in _names_of_columns(header_texts, block) if text not in groups]
    return in_header if len(in_header) == len(block.required) != len(in_line) else in_line


def _names_of_columns(texts: Iterable[str], block: Block) -> list[str]:
    printed = [text for text in map(compact, texts) if text]
    years = {found[0] for text in printed if (found := YEAR.match(text))}
    if len(years) == 1:
        printed = [YEAR.sub("本年", text) if YEAR.match(text) else text for text in printed]
    return [text for text in printed if best_similarity(text, block.corner_names) <= LIKELY_LABEL]


def is_another(printed: str, names: Iterable[str]) -> bool:
    """Whether a printed label is none of some names, neither misprinted nor shortened, nor a piece of one."""
    return _is_another(label(printed).core, tuple(names))


@lru_cache(maxsize=4096)
def _is_another(text: str, names: tuple[str, ...]) -> bool:
    if not regex.search(r"\p{Han}", text) or INVENTED.fullmatch(text):
        return False
    cores = [label(name).core for name in names]
    return best_similarity(text, names) <= SAME_NAME and not any(
        core in text or cuts_short(text, core) or Levenshtein.distance(text, core) <= 1 for core in cores
    )
