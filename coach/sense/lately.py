"""What was seen a moment ago and still holds."""

from __future__ import annotations

from typing import Generic, TypeVar

Seen = TypeVar("Seen")


class Lately(Generic[Seen]):
    """Keeps one thing that was seen for ``hold_s`` seconds; a clock that jumps back ends it as well."""

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._kept: tuple[float, Seen] | None = None

    def keep(self, t_s: float, seen: Seen | None) -> None:
        """Keep what was seen at a time, or nothing."""
        self._kept = None if seen is None else (t_s, seen)

    def at(self, t_s: float) -> Seen | None:
        """Give what holds at a time."""
        if self._kept is None or not 0 <= t_s - self._kept[0] < self._hold_s:
            return None
        return self._kept[1]
