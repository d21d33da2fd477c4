"""Compare what a report says of the year before with what the agency's report on that year says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportparse.checks import targets
from reportparse.forms import Edition, Rule

# A rule, its severity and text, the edition that has it, its row, its column, and one of its cells: table, row,
# column, on which side of the sum, and how many years back.
Term = tuple[str | int | None, ...]

# What no report has.
NO_TERM: Term = ("",) * 10 + (0,)
# Of several reports of an agency on a year that stands which `Dataset.panel` takes. A cell that one report gives
# twice, differently, has no number.
QUERY = """
with terms as (
    select * from (values {terms})
    t(rule, severity, said, edition, "row", "column", "table", of_row, of_column, side, years_back)
),
reports as (
    select document_id, agency, year, source from documents where agency is not null and year is not null
    qualify row_number() over (
        partition by agency, year order by published desc nulls last, parsed_at desc, source desc
    ) = 1
),
cells as (
    select document_id, edition, "table", "row", "column",
    case when count(distinct value) < 2 then min(value) end as value
    from records where state <> 'absent' group by all
),
tables as (select distinct document_id, edition, "table" from cells),
sums as (
    select rule, severity, said, now.agency, now.year, now.source, t."table", t."row", t."column",
    count(*) as wanted, count(cells.document_id) as printed, count(value) as numbers,
    coalesce(sum(value) filter (side = 'left'), 0) as "left",
    coalesce(sum(value) filter (side = 'right'), 0) as "right"
    from terms t
    join tables using (edition, "table")
    join reports now using (document_id)
    left join reports other on other.agency = now.agency and other.year = now.year - t.years_back
    left join cells on cells.document_id = other.document_id and cells."table" = t."table"
    and cells."row" = t.of_row and cells."column" = t.of_column
    group by all
)
select rule, severity, agency, year, "table", "row", "column",
case when numbers < wanted then 'undecided' when abs("left" - "right") < 1e-6 then 'pass' else 'fail' end as verdict,
case when numbers = wanted then "left" end as "left", case when numbers = wanted then "right" end as "right",
said || ': ' || case verdict when 'undecided' then (wanted - numbers) || ' of its cells have no number'
else printf('%.10g %s %.10g', "left", case verdict when 'pass' then '=' else '≠' end, "right") end as message,
source
from sums where printed = wanted order by rule, agency, year, "row", "column"
"""


def query_over_years(editions: Iterable[Edition]) -> str:
    """Return the query for the verdicts of all rules that reach into last year's report.

    A rule has a verdict where both reports print all its cells.
    """
    terms = [term for edition in editions for rule in edition.rules for term in _terms(edition, rule)]
    return QUERY.format(terms=", ".join(map(_literal, terms or [NO_TERM])))


def _terms(edition: Edition, rule: Rule) -> Iterator[Term]:
    if rule.kind != "sum_with_last_year" or rule.table is None:
        return
    for target in targets(rule, edition, rule.table):
        row, column = (None, target) if rule.for_each == "column" else (target, None)
        left, right = rule.sides(target)
        for side, years_back, slots in (
            ("left", 0, left),
            ("right", 0, right),
            ("right", 1, rule.cells_of_last_year(target)),
        ):
            for slot in slots:
                head = rule.id, rule.severity, rule.text, edition.id, row, column
                yield *head, rule.table, *slot, side, years_back


def _literal(term: Term) -> str:
    """Return a row of values in SQL."""
    words = (
        "null"
        if word is None
        else str(word)
        if isinstance(word, int)
        else "'" + word.replace("'", "''") + "'"
        for word in term
    )
    return f"({', '.join(words)})"
