"""What all parts of form files are: frozen, and hashed only once."""

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
