"""The schema of `figures.toml`: which words of a family's reports speak of which cell of its forms."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Annotated, Self

import regex
from pydantic import AfterValidator, Field, JsonValue, ValidationInfo, model_validator

from reportparse.forms.part import Part

# Patterns that are found nowhere, and everywhere.
NEVER = "(?!)"
ALWAYS = ""
SHARED = regex.compile(r"\{([a-z_]+)\}")
# The context in which the forms of the package are validated. Most of their patterns are not needed for a document,
# and to compile them all takes longer than all else of it.
PACKAGED = "packaged"


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a pattern of a form, compiled where it is first needed."""
    return regex.compile(pattern)


def _compiles(pattern: str, info: ValidationInfo) -> str:
    if info.context == PACKAGED:
        return pattern
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"is not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


def _filled(part: JsonValue, words: dict[str, JsonValue]) -> JsonValue:
    """Replace each `{name}` in a part of the file by the words of that name."""
    if isinstance(part, str):
        if unknown := set(SHARED.findall(part)) - words.keys():
            raise ValueError(f"words has no {', '.join(sorted(unknown))}")
        return SHARED.sub(lambda match: str(words[match[1]]), part)
    if isinstance(part, list):
        return [_filled(item, words) for item in part]
    if isinstance(part, dict):
        return {key: _filled(value, words) for key, value in part.items()}
    return part


class NumeralWords(Part):
    """Words that tell Chinese numerals that count from those of set phrases.

    `counted` are units with the words behind them (`条(?=信息)`), where they count something, as they do at the
    end of a clause. `before_one` are the words behind which 一 is a number.
    """

    counted: Pattern = NEVER
    before_one: Pattern = NEVER


class ClauseWords(Part):
    """Words that part a clause into who did something, what was done, and what is counted.

    Behind `verbs` a number stands before what it counts. A clause that begins with `predicates` does not
    begin with the name of a body; `behind_body` are the words that follow such a name.
    `behind_respectively` are the verbs between 分别 and the first of several numbers.
    """

    verbs: Pattern = NEVER
    predicates: Pattern = NEVER
    behind_body: Pattern = NEVER
    behind_respectively: Pattern = NEVER


class FigureRule(Part):
    """Words around a number that tell the cell it speaks of.

    `pattern` is searched in the clause with the number written as `#` and white space left out
    (`收到政府信息公开申请#`). What a group `year_before` or `year_after` of it or of `context` finds must be the
    year before or after the report's. `context` must be found in the section's heading and the words before,
    `unless` must not be found in the clause, and `unless_behind` not in what follows the number in its
    paragraph. `units` are the units that the number may have, an empty one where it may have none.
    """

    pattern: Pattern
    units: tuple[str, ...]
    table: str
    row: str
    column: str
    context: Pattern = ALWAYS
    unless: Pattern = NEVER
    unless_behind: Pattern = NEVER


class ZeroStatement(Part):
    """Words that say zero without a digit (`未收到政府信息公开申请`).

    The group `subject` of `pattern`, if there is one, is what there were none of. `context` must be
    found in the section's heading and the words up to the end of the statement, `unless` must not.
    """

    pattern: Pattern
    unit: str
    context: Pattern = ALWAYS
    unless: Pattern = NEVER
    table: str | None = None
    row: str | None = None
    column: str | None = None


class StatedColumn(Part):
    """A column of a row that only the text states, and the unit of its values.

    A number with `demanded` among its words was asked for, which does not say that it was paid. A column
    without numbers is zero where the column `zero_with` is zero and nothing was demanded.
    """

    code: str
    unit: str
    demanded: Pattern = NEVER
    zero_with: str | None = None


class StatedRow(Part):
    """A row that the form asks for in words: the figures that speak of its cells are their values."""

    table: str
    row: str
    columns: tuple[StatedColumn, ...]

    @model_validator(mode="after")
    def _columns_are_known(self) -> Self:
        known = {column.code for column in self.columns}
        for column in self.columns:
            if column.zero_with is not None and column.zero_with not in known:
                raise ValueError(f"{self.table} has no column {column.zero_with}")
        return self


class StatedSum(Part):
    """What a number that speaks of a cell may mean as well: the sum of `rows` of its column agrees with it, too.

    `text` says in messages what that is. It goes only for numbers of something in which `subject` is found. Behind a
    number `behind` says that this sum is what it means.
    """

    table: str
    row: str
    column: str
    rows: tuple[str, ...]
    text: str
    subject: Pattern = ALWAYS
    behind: Pattern = NEVER


class Scopes(Part):
    """Words that name a part of the body that reports, or more than it.

    `own` are words that say how much of a number is its own, `office` those by which the office that writes the
    report of a place means itself. The name of a body that reports on all of its place ends with `places`; to any
    other one `wide` names others, and to that one where the group `level` of `wide` is another kind of place than
    its own, which is what `levels` finds last in its name. The group `body` of `bodies`
    is the name of the body that did something.
    """

    narrow: Pattern = NEVER
    wide: Pattern = NEVER
    own: Pattern = NEVER
    office: Pattern = NEVER
    places: Pattern = NEVER
    levels: Pattern = NEVER
    bodies: Pattern = NEVER


class TimeWords(Part):
    """Words that name a time without its number, in a report on one year.

    `own` is the report's year, `other` another one, `several` years together, `whole` all of the year
    that was named before. A time in words of `named` belongs to the name of something, and says
    nothing of when. Behind `compared` stands a time that something is only compared with.
    """

    own: Pattern = NEVER
    other: Pattern = NEVER
    several: Pattern = NEVER
    whole: Pattern = NEVER
    named: Pattern = NEVER
    compared: Pattern = NEVER


class FigureRules(Part):
    """How the running text of a family's reports is read; without rules no figure gets a cell.

    `words` are parts of patterns: `{name}` in a pattern, or in words that follow, stands for the words of that name.
    Of `figures` the first rule that fits decides. A clause in which `never` is found speaks of no cell,
    and with `times` neither does what is said of another time than the report's year. `stated` are rows
    that stand in the text and in no table, `sums` what else the text may state than one cell. `counterparts` are cells
    of one table, `table/row/column`, and what they are in that of another edition. `scopes` tell whom the text speaks
    of, where that is not whom the tables do.
    """

    words: dict[str, Pattern] = Field(default_factory=dict)
    never: Pattern = NEVER
    numerals: NumeralWords = NumeralWords()
    clauses: ClauseWords = ClauseWords()
    times: TimeWords | None = None
    figures: tuple[FigureRule, ...] = ()
    zeros: tuple[ZeroStatement, ...] = ()
    stated: tuple[StatedRow, ...] = ()
    sums: tuple[StatedSum, ...] = ()
    counterparts: dict[str, str] = Field(default_factory=dict)
    scopes: Scopes = Scopes()

    @cached_property
    def _own_hash(self) -> int:
        # The words have none, and stand in the patterns anyway.
        return hash((self.never, self.figures, self.zeros))

    @model_validator(mode="before")
    @classmethod
    def _fill_in_words(cls, data: dict[str, JsonValue]) -> JsonValue:
        words = data.get("words")
        if not isinstance(words, dict):
            return data
        filled: dict[str, JsonValue] = {}
        for name, pattern in words.items():
            filled[name] = _filled(pattern, filled)
        return _filled(data | {"words": filled}, filled)
