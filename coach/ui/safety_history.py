"""What the window needs of the history for the safety rules, as a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coach.progress.records import PersonId
from coach.progress.safety.records import Check, Clearance, DayAfter, Decision, PainTold


class SafetyHistory(Protocol):
    """What the safety rules need and what they decided. Every method may raise StoreError."""

    def add_check(self, person_id: PersonId, check: Check) -> None:
        """Record answers."""

    def checks(self, person_id: PersonId) -> Sequence[Check]:
        """Everything one person answered, oldest first."""

    def add_clearance(self, person_id: PersonId, clearance: Clearance) -> None:
        """Record that somebody looked at what rules had found."""

    def clearances(self, person_id: PersonId) -> Sequence[Clearance]:
        """All of one person, oldest first."""

    def set_day_after(self, person_id: PersonId, told: DayAfter) -> None:
        """Record how the day after a day of training was."""

    def days_after(self, person_id: PersonId) -> Sequence[DayAfter]:
        """All that one person told about days after training."""

    def add_pain_told(self, told: PainTold) -> None:
        """Record pain that was told in the middle of a session."""

    def add_decision(self, person_id: PersonId, decision: Decision) -> None:
        """Record a decision."""

    def decisions(self, person_id: PersonId) -> Sequence[Decision]:
        """Every decision about one person, oldest first."""
