"""Tables written in tests as rows of texts."""

from reportparse.document import Cell, Document, Place, Table
from reportparse.forms import load_forms
from reportparse.recognition.recognise import Recognition, recognise

FAMILY = load_forms().families[0]
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
APPLICANT_CODES = [
    "natural_person",
    "business",
    "research_institution",
    "public_welfare_organisation",
    "legal_service_organisation",
    "other_organisation",
    "total",
]


def grid(*rows: list[str]) -> Table:
    cells = [
        Cell(i, j, text, Place(f"row[{i + 1}]/cell[{j + 1}]"))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    ]
    return Table(cells, Place("table"))


def requests_rows(edition: str = "2021") -> list[list[str]]:
    """The official table of requests with another number in each cell, group labels left out."""
    form = next(
        table
        for one in FAMILY.editions
        if one.id == edition
        for table in one.tables
        if table.code == "requests"
    )
    rows = [["", *APPLICANTS]]
    number = 100
    for row in form.blocks[0].rows:
        if not row.subtotal:
            rows.append([row.path[-1], *(str(number + k) for k in range(7))])
            number += 10
    return rows


def recognised(*tables: Table) -> Recognition:
    return recognise(Document("made", "made", list(tables)), FAMILY)


def values(found: Recognition) -> dict[str, float]:
    return {
        f"{record.table}/{record.row}/{record.column}": record.value
        for record in found.records
        if record.value is not None
    }
