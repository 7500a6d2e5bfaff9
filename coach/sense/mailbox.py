"""One slot between the capture thread and the window: the newest value, older ones are dropped."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Latest value only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None

    def put(self, value: T) -> None:
        """Replace what is there."""
        with self._lock:
            self._value = value

    def take(self) -> T | None:
        """Newest value since the last call, or ``None``."""
        with self._lock:
            value, self._value = self._value, None
        return value
