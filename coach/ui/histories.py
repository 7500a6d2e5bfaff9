"""Parts of the history that the window needs, as protocols. Every method may raise ``StoreError``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from coach.measure.posture import SidePosture
from coach.measure.types import View
from coach.progress.diary import DiaryEntry, DiaryEntryId
from coach.progress.plan.records import DoseChange, Plan
from coach.progress.records import PersonId, PostureId, PostureRecord, SessionRecord


class DiaryHistory(Protocol):
    """The diary."""

    def new_diary_entry(self, local_date: date, recorded_at: datetime, intensity: int) -> DiaryEntry:
        """Make an entry with a key of its own; nothing is recorded yet."""

    def save_diary_entry(self, person_id: PersonId, entry: DiaryEntry) -> None:
        """Record an entry, in place of the one with the same key where there is one."""

    def delete_diary_entry(self, entry_id: DiaryEntryId) -> None:
        """Delete an entry; saving it again brings it back."""

    def diary(self, person_id: PersonId, *, since: date | None = None) -> Sequence[DiaryEntry]:
        """Entries from the local date ``since`` on, oldest day first."""


class PostureHistory(Protocol):
    """The craniovertebral angles."""

    def add_posture(
        self, person_id: PersonId, found: SidePosture, *, measured_at: datetime, view: View, software: str
    ) -> PostureId:
        """Record the angle that two marks came to."""

    def remove_posture(self, posture_id: PostureId) -> None:
        """Take an angle out of the history again."""

    def postures(self, person_id: PersonId) -> Sequence[PostureRecord]:
        """Angles, oldest first."""


class PlanHistory(Protocol):
    """What a plan depends on."""

    def plan(self, person_id: PersonId) -> Plan | None:
        """Return the plan in force."""

    def add_plan(self, person_id: PersonId, plan: Plan) -> None:
        """Record a plan, which is in force from now on."""

    def dose_changes(self, person_id: PersonId) -> Sequence[DoseChange]:
        """All steps, oldest first."""

    def add_dose_change(self, person_id: PersonId, change: DoseChange) -> None:
        """Record a step."""

    def sessions(self, person_id: PersonId, *, since: date | None = None) -> Sequence[SessionRecord]:
        """Sessions, oldest first."""
