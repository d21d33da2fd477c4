"""What parts of form files have in common: all are frozen, and hashed only once."""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a form. It never changes, so that it is hashed only once, however large it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __hash__(self) -> int:
        return self._own_hash

    def __str__(self) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Part):
            return self is other
        return self._own_hash == other._own_hash and super().__eq__(other)

    @cached_property
    def _own_hash(self) -> int:
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))


class Labelled(Part):
    """What rows and columns of a table have in common."""

    code: str
    # The labels that lead to it, outermost first.
    path: tuple[str, ...]
    # Other ways to print its own label.
    variants: tuple[str, ...] = ()
    # The unit of its values; None for a row whose columns have it, or if it is read from the document.
    unit: str | None = None
    # Whether values may be fractions; of a row it counts if that has a unit.
    decimal: bool = False
    # Whether it is no part of the form, but printed by some publishers: then its values are read where it
    # stands, kept apart from the form's own cells, and never missed.
    subtotal: bool = False

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The ways to print its label, without those of its groups."""
        return (self.path[-1], *self.variants)
