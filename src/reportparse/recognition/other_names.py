"""Find names in the header of a table that belong to other columns than the form's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import lru_cache

import regex
from rapidfuzz.distance import Levenshtein

from reportparse.forms import Block, Column, Family
from reportparse.normalise import LIKELY_LABEL, best_similarity, compact, cuts_short, label
from reportparse.recognition.columns import LONGEST_HEADER, SHORTEST_LABEL, is_one_of, without_names
from reportparse.recognition.match import BlockMatch
from reportparse.remembered import remembered_by_size

# So many names that no column has are no misprints.
FEWEST_FOREIGN = 3
# So many times below names, two names are those of parts of their columns.
FEWEST_PARTED = 3
# Longer texts are captions and notes.
LONGEST_NAME = 12
# A text less like a name than this is no misprint of it.
SAME_NAME = 0.74
# Shorter texts may be pieces of names.
SHORTEST_NAME = 6
# A narrow column leaves pieces of a name with so many characters.
LONGEST_PIECE = 2
# What a name may contain besides: words that say that something is counted.
COUNTING = regex.compile(r"情况|结果|数量|件数|\W|[数件类项被的总]")
# What forms call the year of the report.
THIS_YEAR = "本年"
# Names that programs and models invent for columns whose names they do not know: they say nothing.
INVENTED = regex.compile(
    r"第?[一二三四五六七八九十\d]*[列栏]\d*|(?:数值|数据|数量|内容|项目|指标)[一二三四五六七八九十\d]*"
)
YEAR = regex.compile(r"20\d\d(?:年度?)?")
IDEOGRAPH = regex.compile(r"\p{Han}")
# Before a name of the form's, these make it another name.
ANOTHER_TIME = regex.compile(r"(?:上一?|去|前|往|历|20\d\d)年度?(?:同期)?")


def is_foreign(texts: Iterable[str], block: Block) -> bool:
    """Whether what a table prints in place of a block's header names other columns.

    These may be ways of asking (网络, 信函), towns or years; or parts of each column, such as 上年 and 本年.
    """
    names = dict.fromkeys(map(compact, (*block.header_names, *block.corner_names)))
    all_names = "".join(names)
    foreign = named = 0
    printed = Counter(map(compact, texts))
    parts = [
        text
        for text, times in printed.items()
        if times >= FEWEST_PARTED
        and 1 < len(text) <= SHORTEST_NAME
        and (YEAR.fullmatch(text) or (text not in all_names and is_another(text, names)))
    ]
    if len(parts) > 1:
        return True
    if sum(bool(YEAR.fullmatch(text)) for text in printed) > 1:
        return True
    for text in printed:
        if text in all_names or (not YEAR.fullmatch(text) and not is_another(text, names)):
            named += 1
        elif (
            1 < len(text) <= LONGEST_NAME
            and (YEAR.fullmatch(text) or IDEOGRAPH.search(text))
            and not INVENTED.fullmatch(text)
        ):
            foreign += 1
    return foreign >= FEWEST_FOREIGN and foreign > named


def names_another_column(texts: Iterable[str], block: Block, family: Family) -> bool:
    """Whether a header has one more name than those of a block, of the other blocks of the family, and of notes.

    A narrow column prints its names, and those of the whole, in pieces, and a text layer those of neighbouring
    columns in turns: another name has a character that none of them has. Where a name ends in digits, these are the
    values of a row.
    """
    own = set(compact("".join((*block.header_names, *block.corner_names))))
    names, printed = _known_names(block, family)
    return any(
        1 < len(words) <= LONGEST_NAME
        and not words[-1].isdecimal()
        and not own.issuperset(words)
        and words not in printed
        and is_another(words, names)
        for words in map(compact, texts)
    )


@lru_cache(maxsize=64)
def _known_names(block: Block, family: Family) -> tuple[tuple[str, ...], str]:
    """Return what headers print that is no name of another column, and all of it with captions in one text."""
    names = dict.fromkeys(family.header.note_columns)
    for other in family.blocks:
        names |= dict.fromkeys((*other.header_names, *other.corner_names))
    names |= dict.fromkeys(name for row in block.rows for name in row.printed_names)
    return tuple(names), "\n".join(map(compact, (*block.captions, *names)))


def other_names(
    match: BlockMatch, year: int | None, subject_words: tuple[str, ...]
) -> Mapping[str, Sequence[Column]]:
    """Return the printed names that no column or group of a block has, each with the columns it may mean.

    These are the columns, or those of the groups, that no other text names. The header is looked for in the
    lines above the block's values where it is unknown, or may be known only in part. Short texts are names
    only if there are as many as the form has; else they may be pieces of names. `year` is the report's;
    `subject_words` may stand in any name besides its own words.
    """
    texts = match.header_texts or match.above
    if not match.block.rows:
        # No row label shows what these values are.
        texts = (*match.header_texts, *(text for text in match.above if text not in match.header_texts))
    # Their white space tells nothing, and keeps the same header from being known again.
    return _other_names(tuple(map(compact, texts)), match.block, year, subject_words)


def _length(texts: tuple[str, ...]) -> int:
    return sum(map(len, texts))


@remembered_by_size(2048, _length, LONGEST_HEADER)
def _other_names(
    texts: tuple[str, ...], block: Block, year: int | None, subject_words: tuple[str, ...]
) -> dict[str, list[Column]]:
    header = _Header(texts, block, year)
    left = header.unnamed()
    if 0 <= len(header.of_columns) - len(header.columns) <= 1 and (
        claimants := _claimants(header.unknown, left)
    ):
        return dict.fromkeys(claimants, left)
    pieced = _in_pieces(left, [text for text in header.of_columns if text in header.unknown])
    header.unknown = [text for text in header.unknown if not _is_piece(text, pieced)]
    # A misprinted name is that of its column; a single character is a piece of one.
    likely = [text for text in header.unknown if len(text) > 1]
    left = [
        column for column in header.unnamed(pieced) if all(is_another(text, column.labels) for text in likely)
    ]
    missing = [column for column in left if not any(column in own for own in header.own.values())]
    unclear = left
    if pieced:
        # Names over several lines do not show where between them another one stands.
        groups_left = {column.path[:-1] for column in left}
        unclear = [column for column in header.columns if column.path[:-1] in groups_left]
    doubted = dict.fromkeys(header.names_of_others() if left else (), unclear)
    if missing:
        # A name that is printed once too often shows nothing of columns whose own is printed, too.
        doubted |= dict.fromkeys(header.repeated, missing)
    if missing or block.rows:
        # Where rows have labels, groups of columns may go without a name.
        return doubted
    meant = header.of_open_groups(subject_words)
    others = header.names_of_other_groups(subject_words) if meant else ()
    return doubted | {text: [*doubted.get(text, ()), *meant] for text in others}


class _Header:
    """The names that a header prints, and those of the columns and groups of a block."""

    def __init__(self, texts: Iterable[str], block: Block, year: int | None) -> None:
        self.columns = block.required_columns
        self.groups = list(
            dict.fromkeys(compact(name) for column in self.columns for name in column.path[:-1])
        )
        self.names = [*block.corner_names, *self.groups]
        self.names += (name for column in self.columns for name in column.labels)
        printed = _names_in(texts, block, year)
        self.of_groups = [text for text in printed if is_one_of(text, self.groups)]
        self.of_columns = [text for text in printed if text not in self.of_groups]
        named = Counter(self.of_columns)
        # The columns that each text names.
        self.own = {text: _named_by(text, self.columns) for text in named}
        self.surplus = set[str]()
        if not block.rows:
            self.surplus = {text for text in named if _is_surplus(text, named, self.own, self.columns)}
        self.own.update({text: [] for text in self.surplus})
        # Of a name that is printed again one is that of another column.
        self.repeated = {
            text for text, count in named.items() if self.own[text] and count > len(self.own[text])
        }
        self.unknown = [text for text, own in self.own.items() if not own and not INVENTED.fullmatch(text)]

    def unnamed(self, pieced: Sequence[Column] = ()) -> list[Column]:
        """Return the columns that none of the printed names may stand for, nor those that are printed in pieces.

        Of columns with the same name these are all where it is printed for fewer of them, unless the others
        stand below theirs.
        """
        alike = Counter(column.path[-1] for column in self.columns)
        alike.subtract(column.path[-1] for column in pieced)
        own = [self.own[text] for text in self.of_columns]
        left = [
            column
            for column in self.columns
            if sum(column in of_text for of_text in own) < alike[column.path[-1]]
        ]
        if len(own) == len(self.columns):
            displaced = [
                column for of_text, column in zip(own, self.columns, strict=True) if column not in of_text
            ]
            return displaced if all(column in left for column in displaced) else left
        return left

    def names_of_others(self) -> list[str]:
        """Return the unknown names that may be those of other columns than the block's."""
        shortest = 2 if len(self.of_columns) >= len(self.columns) else SHORTEST_NAME
        # A header without marks may be cut anywhere.
        run_together = compact("".join(column.path[-1] for column in self.columns))
        return [
            text
            for text in self.unknown
            for part in [_other_part(text, self.names)]
            if len(part) >= shortest
            and part not in run_together
            and is_another(part, self.names)
            and is_another(COUNTING.sub("", part), self.names)
        ]

    def of_open_groups(self, subject_words: tuple[str, ...]) -> list[Column]:
        """Return the columns of groups of which no text, and no part of one, is the name."""
        open_groups = {
            group
            for group in self.groups
            if not any(is_one_of(text, [group]) for text in self.of_groups)
            and all(
                is_another(text, [group]) or _says_more(text, group, self.columns, subject_words)
                for text in self.unknown
            )
        }
        # Columns of a smaller group that is named are known.
        return [
            column
            for column in self.columns
            if not open_groups.isdisjoint(map(compact, column.path[:-1]))
            and not any(is_one_of(text, column.path[1:-1]) for text in self.of_groups)
        ]

    def names_of_other_groups(self, subject_words: tuple[str, ...]) -> list[str]:
        """Return the unknown names that may be those of other groups than the block's."""
        return [
            text
            for text in self.unknown
            if len(text) > 1
            and (
                text in self.surplus
                or is_another(text, self.names)
                or any(_says_more(text, group, self.columns, subject_words) for group in self.groups)
            )
        ]


def _in_pieces(columns: Iterable[Column], texts: Iterable[str]) -> list[Column]:
    """Return the columns whose names are printed in pieces, of which each character stands in one of the texts.

    A text layer may print the lines of neighbouring cells in turns. A text with a whole name is no piece.
    """
    columns = list(columns)
    whole = {compact(name) for column in columns for name in column.labels}
    characters = Counter("".join(text for text in texts if not any(name in text for name in whole)))
    found: list[Column] = []
    for column in columns:
        for name in map(compact, column.labels):
            if Counter(name) <= characters:
                characters -= Counter(name)
                found.append(column)
                break
    return found


def _is_piece(text: str, columns: Iterable[Column]) -> bool:
    return any(text in compact(name) for column in columns for name in column.labels)


def _other_part(text: str, names: Iterable[str]) -> str:
    """Return what is left of a text without the names in it, if that is long enough to be another one."""
    rest = without_names(text, map(compact, names))
    return rest if len(rest) >= SHORTEST_LABEL else text


def _claimants(unknown: Iterable[str], columns: Collection[Column]) -> list[str]:
    """Return names of which each may be that of one column, where they are not pieces of its name.

    They are more than the columns of that name.
    """
    for column in columns:
        found = [
            text for text in unknown if len(text) > LONGEST_PIECE and not is_another(text, column.labels)
        ]
        wanted = sum(other.labels == column.labels for other in columns)
        if len(found) > wanted and not is_one_of("".join(found), column.labels):
            return found
    return []


def _is_surplus(
    text: str, named: Counter[str], own: Mapping[str, Sequence[Column]], columns: Iterable[Column]
) -> bool:
    """Whether a name is like those of columns for each of which another name is printed already."""
    likely = [column for column in columns if not is_another(text, column.labels)]
    rivals = [other for other in named if other != text and named[other] == len(own[other]) > 0]
    return bool(likely) and all(any(column in own[other] for other in rivals) for column in likely)


def _says_more(text: str, group: str, columns: Iterable[Column], subject_words: Iterable[str]) -> bool:
    """Whether a text has the name of a group and other words than those of its columns or of counting."""
    if group not in text:
        return False
    names = {compact(name) for column in columns for name in column.labels}.union(subject_words)
    return bool(COUNTING.sub("", without_names(text.replace(group, ""), names)))


def are_out_of_place(
    header_texts: Iterable[str], block: Block, year: int | None, given: Container[Column]
) -> bool:
    """Whether a header does not show the columns of values that were counted.

    That is so if it names columns in other places than the form, or not all of them; it may name all columns
    in any order. `given` are the columns that have values.
    """
    columns = block.required_columns
    own = _columns_named(tuple(map(compact, header_texts)), block, year)
    named = [column for of_text in own for column in of_text]
    if not named or all(column in named for column in columns):
        return False
    if len(own) == len(columns):
        return any(of_text and column not in of_text for of_text, column in zip(own, columns, strict=True))
    return all(own) and any(column in given for column in columns if column not in named)


@remembered_by_size(2048, _length, LONGEST_HEADER)
def _columns_named(texts: tuple[str, ...], block: Block, year: int | None) -> list[list[Column]]:
    """Return for each name that a header prints the columns that have it."""
    columns = block.required_columns
    return [_named_by(text, columns) for text in _names_in(texts, block, year)]


def _named_by(text: str, columns: Iterable[Column]) -> list[Column]:
    return [column for column in columns if is_one_of(text, column.labels)]


def _names_in(texts: Iterable[str], block: Block, year: int | None) -> list[str]:
    """Return the texts that may name columns or groups: no notes, corners and captions.

    The year of the report becomes `本年`.
    """
    printed = [
        text
        for text in map(compact, texts)
        if 0 < len(text) <= LONGEST_NAME or is_one_of(text, block.header_names)
    ]
    printed = [_of_year(year).sub(THIS_YEAR, text) for text in printed]
    others = (*block.corner_names, *block.captions)
    return [text for text in printed if best_similarity(text, others) <= LIKELY_LABEL]


@lru_cache(maxsize=256)
def _of_year(year: int | None) -> regex.Pattern[str]:
    return regex.compile(rf"^{year}年度?")


def is_another(printed: str, names: Iterable[str]) -> bool:
    """Whether a printed label is none of some names, neither misprinted nor shortened, nor a piece of one."""
    return _is_another(label(printed).core, tuple(names))


@lru_cache(maxsize=4096)
def _is_another(text: str, names: tuple[str, ...]) -> bool:
    if not IDEOGRAPH.search(text) or INVENTED.fullmatch(text):
        return False
    cores = [label(name).core for name in names]
    if text not in cores and any(ANOTHER_TIME.fullmatch(text.removesuffix(core)) for core in cores):
        return True
    return best_similarity(text, names) <= SAME_NAME and not any(
        core in text or cuts_short(text, core) or Levenshtein.distance(text, core) <= 1 for core in cores
    )
