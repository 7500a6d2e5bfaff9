"""What the history screen shows: one direction over time, how it changed, and every session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from coach.measure.rom_value import RomValue
from coach.measure.types import Direction
from coach.progress.change import Change, changes
from coach.progress.posture import posture_change, posture_points
from coach.progress.records import PersonRecord, PostureRecord, RomTestRecord, SessionRecord
from coach.progress.rom import own_range_at
from coach.progress.training import error_sigma_deg, mean_error_deg, training_trend
from coach.progress.trend import TrendPoint, series
from coach.ui import words
from coach.ui.presenters.home import PAIRS
from coach.ui.presenters.library import everything
from coach.ui.presenters.replay import ReplaySubject
from coach.ui.services import Services

COLUMNS = ("Date", "Exercise", "Repetitions", "What to watch", "Pain")
WIDTHS = (1.6, 2.3, 1.9, 2.9, 1.0)
READ_AT_ONCE = timedelta(days=365)
"""Older sessions are read when they are asked for. Tests are few, and the first one is what change is measured from."""


@dataclass(frozen=True, slots=True)
class DirectionView:
    """One direction: its points for the chart, the newest value, and the change against the first test in words."""

    title: str
    points: tuple[TrendPoint, ...]
    newest: str
    change: str


@dataclass(frozen=True, slots=True)
class TrainingView:
    """One exercise that is scored in degrees: its points for the chart, and the newest error in words."""

    title: str
    points: tuple[TrendPoint, ...]
    newest: str


@dataclass(frozen=True, slots=True)
class PostureView:
    """The craniovertebral angle: its points for the chart, the newest one and its change in words."""

    points: tuple[TrendPoint, ...]
    newest: str
    change: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The whole screen; ``rows`` are newest first, each as long as :data:`COLUMNS`.

    ``traced`` has for each row the session whose movements can be looked at again, ``None`` where there are none.
    ``earlier`` tells that there may be sessions from before the oldest row, which were not read.
    """

    directions: dict[Direction, DirectionView]
    rows: tuple[tuple[str, ...], ...]
    traced: tuple[SessionRecord | None, ...] = ()
    earlier: bool = False
    training: tuple[TrainingView, ...] = ()
    posture: PostureView | None = None

    @property
    def first_measured(self) -> Direction:
        """Direction to show at first: the first that was measured, in the order in which they stand side by side."""
        order = [direction for pair in PAIRS for direction in pair]
        return next((direction for direction in order if self.directions[direction].points), order[0])

    @property
    def empty(self) -> bool:
        """Whether nothing has been recorded at all."""
        measured = self.posture is not None or any(view.points for view in self.directions.values())
        return not self.rows and not self.earlier and not measured


class HistoryPresenter:
    """Reads the history of one person; may raise :class:`coach.progress.records.StoreError`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def view(self, person: PersonRecord, *, everything: bool = False) -> HistoryView:
        """Word the sessions of the last year, or all of them, and every test of the range of motion."""
        today = self._services.now().astimezone().date()
        since = None if everything else today - READ_AT_ONCE
        tests = self._services.store.rom_tests(person.id)
        sessions = tuple(reversed(self._services.store.sessions(person.id, since=since)))
        kept = self._services.store.traced_sessions(person.id)
        traced = tuple(session if session.id in kept else None for session in sessions)
        earlier = since is not None and person.created_at.astimezone().date() < since
        rows = tuple(_row(s, today) for s in sessions)
        posture = _posture(self._services.store.postures(person.id))
        return HistoryView(_directions(tests), rows, traced, earlier, _training(sessions), posture)

    def replay(self, person: PersonRecord, session: SessionRecord) -> ReplaySubject | None:
        """Read the movements of a session with the dose that was done.

        ``None`` where its exercise is no longer in the library.
        """
        exercise = next((e for e in everything(self._services) if e.id == session.exercise_id), None)
        if exercise is None:
            return None
        store = self._services.store
        guide = store.dose_done(session.id)
        return ReplaySubject(
            exercise if guide is None else exercise.model_copy(update={"guide": guide}),
            session.repetitions,
            store.traces(session.id),
            dose_kept=guide is not None,
            own_range_deg=own_range_at(store.rom_tests(person.id), session.started_at),
        )


def _directions(tests: Sequence[RomTestRecord]) -> dict[Direction, DirectionView]:
    points, changed = series(tests), changes(tests)
    newest = {d: v for test in sorted(tests, key=lambda t: t.measured_at) for d, v in test.values.items()}
    return {
        direction: DirectionView(
            words.direction_title(direction),
            points[direction],
            words.rom_value(newest.get(direction)),
            _about(newest[direction], changed[direction]) if direction in newest else "",
        )
        for direction in Direction
    }


def _training(sessions: Sequence[SessionRecord]) -> tuple[TrainingView, ...]:
    """Give every exercise that is scored in degrees; sessions whose score has no known error are left out."""
    titles = {s.exercise_id: s.exercise_title for s in sorted(sessions, key=lambda s: s.started_at)}
    found = []
    for exercise, trend in training_trend(sessions).items():
        points = [(p, p.sigma_deg) for p in trend if p.sigma_deg is not None]
        if points:
            newest, sigma_deg = points[-1]
            shown = tuple(TrendPoint(_noon(p.local_date), p.error_deg, sigma, beyond=False) for p, sigma in points)
            found.append(TrainingView(titles[exercise], shown, f"{words.degrees(newest.error_deg, sigma_deg)} off"))
    return tuple(sorted(found, key=lambda view: view.title))


def _posture(postures: Sequence[PostureRecord]) -> PostureView | None:
    if not postures:
        return None
    newest, change = postures[-1], posture_change(postures)
    told = "First picture, nothing to compare with yet."
    if change is not None:
        told = _changed(change.change_deg, change.since, change.verdict, change.line_deg)
    return PostureView(posture_points(postures), words.degrees(newest.craniovertebral_deg, newest.sigma_deg), told)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _about(value: RomValue, change: Change) -> str:
    """How the value changed, and on a line of its own what else was seen in the newest test."""
    return "\n".join(filter(None, (change_sentence(change), words.rom_notes(value).capitalize())))


def change_sentence(change: Change) -> str:
    """``6° more than on 1 Mar 2026: may be noise (8°).``; where there is no number, why."""
    if change.change_deg is None or change.since is None:
        return f"{str(change.missing).capitalize()}."
    return _changed(change.change_deg, change.since, str(change.verdict), change.line_deg or 0)


def _changed(change_deg: float, since: date, verdict: str, line_deg: float) -> str:
    size = round(abs(change_deg))
    amount = f"{size}° {'more' if change_deg > 0 else 'less'} than" if size else "The same as"
    return f"{amount} on {since.day} {since:%b %Y}: {verdict} ({round(line_deg)}°)."


def _row(session: SessionRecord, today: date) -> tuple[str, ...]:
    done, asked = len(session.repetitions), session.repetitions_asked
    amount = f"{done} of {asked}" if asked else str(done)
    if not session.completed:
        amount += f", {words.ended(session.stop_reason).lower()}"
    error_deg = mean_error_deg(session)
    if error_deg is not None:
        amount += f", {words.degrees(error_deg, error_sigma_deg(session))} off"
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
