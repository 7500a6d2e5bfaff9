"""What is remembered within one sitting, so that nobody is asked the same thing before every exercise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(minutes=30)


@dataclass
class Sitting:
    """The pain that was told last (``None``: would not say), when, and when there was no emergency sign."""

    pain: int | None = None
    told_at: datetime | None = None
    no_sign_at: datetime | None = None

    def told(self, level: int | None, now: datetime) -> None:
        """Remember an answer."""
        self.pain, self.told_at = level, now

    def must_ask(self, now: datetime) -> bool:
        """Whether the pain before an exercise has to be asked: it was not in the last half hour."""
        return self.told_at is None or now - self.told_at > LASTS

    def no_sign(self, now: datetime) -> None:
        """Remember that there was no emergency sign."""
        self.no_sign_at = now

    def stopped(self) -> None:
        """Forget it: a rule ended an exercise, so the signs and the pain are asked about again."""
        self.no_sign_at = self.told_at = None

    def must_ask_signs(self, now: datetime) -> bool:
        """Whether the emergency signs have to be asked about: they were not in the last half hour."""
        return self.no_sign_at is None or now - self.no_sign_at > LASTS
