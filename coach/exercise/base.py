"""What all parts of an exercise file have in common."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Band = tuple[float, float]
"""Two rising numbers: from, to."""


class Part(BaseModel):
    """A table of an exercise file: frozen, and a field it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def refuse_repeats(what: str, names: Sequence[StrEnum]) -> None:
    """Raise a ``ValueError`` where a name comes a second time."""
    for index, name in enumerate(names):
        if name in names[:index]:
            raise ValueError(f"{what} {name.value} twice")


def check_band(band: Band, what: str = "a band", *, zero: bool = False) -> None:
    """Raise a ``ValueError`` unless a band is two rising numbers above (``zero``: from) zero."""
    low, high = band
    if not (0 <= low < high if zero else 0 < low < high):
        raise ValueError(f"{what} is two rising numbers {'from' if zero else 'above'} zero")
