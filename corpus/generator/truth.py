"""The truth of a made report, as JSON: what a perfect reader would find in its file."""

from __future__ import annotations

import json
from typing import Any

from .forms import DISCLOSURE
from .numbers import failing_rules
from .reading import number, visible
from .report import Format, MadeReport


def values(made: MadeReport) -> dict[str, str]:
    """Each printed cell of the forms as `table/row/column` with its text, `""` for a blank."""
    cells: dict[str, str] = {}
    for grid in made.grids:
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.key is not None:
                cells["/".join(cell.key)] = visible(cell.text)
    return cells


def edition(made: MadeReport) -> str:
    """The edition of the tables that are printed, `mixed` if they are of both."""
    tables = {grid.table for grid in made.grids}
    editions = {made.forms.requests.edition}
    if DISCLOSURE in tables:
        editions |= {block.edition for block in made.forms.disclosure}
    return editions.pop() if len(editions) == 1 else "mixed"


def truth(made: MadeReport, format: Format, lost: list[str] | None = None) -> dict[str, Any]:
    """All that is known of a made report; `lost` are the cells that its file no longer tells."""
    printed = {cell.key: number(cell.text) for grid in made.grids for cell in grid.cells if cell.key}
    failing: list[tuple[str, str | None, str | None]] = failing_rules(printed, made.forms)
    failing += [("text.figure", row, column) for _, row, column in made.misstated]
    fee = {
        figure.key[2]: figure.value
        for figure in made.figures
        if figure.key is not None and figure.key[0] == "processing_fee"
    }
    return {
        "agency": made.agency,
        "also_agency": sorted({made.body.full_name} - {made.agency}),
        "year": made.year,
        "seed": made.seed,
        "edition": edition(made),
        "template": made.edition,
        "profile": made.profile,
        "oddities": made.oddities,
        "format": format,
        "title": made.title,
        "period_start": f"{made.year}-01-01",
        "period_end": f"{made.year}-12-31",
        "published": made.published.isoformat(),
        "contact": {
            "address": made.body.address,
            "postcode": made.body.postcode,
            "phone": made.body.phone,
            "email": made.body.email,
        },
        "sections": [
            {
                "number": visible(heading.number),
                "heading": visible(heading.text),
                "code": heading.code,
                "level": heading.level,
            }
            for heading in made.headings
        ],
        "failing_rules": [list(rule) for rule in failing],
        "figures": [
            {
                "sentence": figure.sentence,
                "value": figure.value,
                "unit": figure.unit,
                "what": figure.what,
                "record": "/".join(figure.key) if figure.key else None,
            }
            for figure in made.figures
        ],
        "processing_fee": fee,
        "lost": lost or [],
        "values": values(made),
    }


def dump(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
