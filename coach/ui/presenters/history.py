"""What the history screen shows: one direction over time, how it changed, and every session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coach.measure.types import Direction
from coach.progress.change import Change, changes
from coach.progress.records import PersonRecord, RomTestRecord, SessionRecord
from coach.progress.trend import TrendPoint, series
from coach.ui import words
from coach.ui.services import Services

COLUMNS = ("Date", "Exercise", "Repetitions", "What to watch", "Pain")
WIDTHS = (1.0, 2.4, 1.9, 3.4, 1.0)


@dataclass(frozen=True, slots=True)
class DirectionView:
    """One direction: its points for the chart, the newest value, and the change against the first test in words."""

    title: str
    points: tuple[TrendPoint, ...]
    newest: str
    change: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The whole screen; ``rows`` are newest first, each as long as :data:`COLUMNS`."""

    directions: dict[Direction, DirectionView]
    rows: tuple[tuple[str, ...], ...]

    @property
    def empty(self) -> bool:
        """Whether nothing has been recorded at all."""
        return not self.rows and not any(view.points for view in self.directions.values())


class HistoryPresenter:
    """Reads the history of one person; may raise :class:`coach.progress.records.StoreError`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def view(self, person: PersonRecord) -> HistoryView:
        """Word everything that was recorded."""
        today = self._services.now().astimezone().date()
        tests = self._services.store.rom_tests(person.id)
        sessions = self._services.store.sessions(person.id)
        return HistoryView(_directions(tests), tuple(_row(s, today) for s in reversed(sessions)))


def _directions(tests: Sequence[RomTestRecord]) -> dict[Direction, DirectionView]:
    points, changed = series(tests), changes(tests)
    newest = {d: v for test in sorted(tests, key=lambda t: t.measured_at) for d, v in test.values.items()}
    return {
        direction: DirectionView(
            words.direction_title(direction),
            points[direction],
            words.rom_value(newest.get(direction)),
            change_sentence(changed[direction]),
        )
        for direction in Direction
    }


def change_sentence(change: Change) -> str:
    """``6° more than on 1 Mar 2026: may be noise (8°).``; where there is no number, why."""
    if change.change_deg is None or change.since is None:
        return f"{str(change.missing).capitalize()}."
    size = round(abs(change.change_deg))
    amount = f"{size}° {'more' if change.change_deg > 0 else 'less'} than" if size else "The same as"
    since = f"{change.since.day} {change.since:%b %Y}"
    return f"{amount} on {since}: {change.verdict} ({round(change.line_deg or 0)}°)."


def _row(session: SessionRecord, today: date) -> tuple[str, ...]:
    done, asked = len(session.repetitions), session.repetitions_asked
    amount = f"{done} of {asked}" if asked else str(done)
    if not session.completed:
        amount += ", stopped early"
    faults = words.fault_column(session.repetitions) if done else "–"
    if session.faults:
        faults = words.fault_list(fault.kind for fault in session.faults)
    return (
        words.day(session.local_date, today),
        session.exercise_title,
        amount,
        faults,
        words.pain_change(session.pain_before, session.pain_after),
    )
