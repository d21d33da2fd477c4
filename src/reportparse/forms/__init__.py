"""The official forms, as data: one folder per family of reports, one TOML file per edition."""

from reportparse.forms.schema import (
    Block,
    Column,
    Edition,
    Family,
    FormError,
    Forms,
    Row,
    Rule,
    SectionHeading,
    TableForm,
    load_forms,
)

__all__ = [
    "Block",
    "Column",
    "Edition",
    "Family",
    "FormError",
    "Forms",
    "Row",
    "Rule",
    "SectionHeading",
    "TableForm",
    "load_forms",
]
