"""A capture without a camera: synthetic samples go through the real session engine."""

from __future__ import annotations

import wave
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from coach.exercise import session
from coach.exercise.model import Exercise
from coach.exercise.tones import Tone
from coach.exercise.types import Command, Event, SessionResult, Snapshot
from coach.measure.preflight import Preflight
from coach.measure.side import SideNeutral
from coach.measure.types import Angles, CervicalSample, Detection, Direction, Frame, Problem, Trunk, View
from coach.ui.audio.speech import Speech
from coach.ui.services import SourceProblem

FPS = 20
# Outline of the face in the numbering of the face mesh, anticlockwise in the unmirrored image from the forehead.
# fmt: off
FACE_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 10,
)
# fmt: on
WIDTH, HEIGHT = 640, 480
LEFT_OF_IMAGE, RIGHT_OF_IMAGE = (200, 60, 60), (60, 60, 200)


def picture() -> np.ndarray:
    """Red in the left half of the unmirrored image, blue in the right half."""
    rgb = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    rgb[:, : WIDTH // 2] = LEFT_OF_IMAGE
    rgb[:, WIDTH // 2 :] = RIGHT_OF_IMAGE
    return rgb


PICTURE = picture()


def detection(index: int, t_s: float) -> Detection:
    """A face left of the middle of the image and a level shoulder line."""
    face = np.tile([260.0, 200.0, 0.0], (478, 1))
    for place, number in enumerate(FACE_OVAL):
        turn = 2 * np.pi * place / (len(FACE_OVAL) - 1)
        face[number] = (260 - 70 * np.sin(turn), 200 - 90 * np.cos(turn), 0)
    body = np.full((33, 2), 300.0)
    body[11], body[12] = (400, 380), (140, 380)
    return Detection(index, t_s, (WIDTH, HEIGHT), face, body, np.ones(33), np.zeros((33, 3)), 0.6)


def sample(index: int, t_s: float, angles: Angles | None, *problems: Problem) -> CervicalSample:
    sigma = Angles(2, 2, 2) if angles is not None else None
    return CervicalSample(index, t_s, angles, sigma, 15.0, Trunk(0, 0, 0, 0), 0.9, problems)


class Heard:
    """Makes no sound and remembers what would be heard."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.said: list[str] = []
        self.tones: list[Tone] = []

    def play(self, name: str) -> None:
        self.played.append(name)

    def say(self, text: str, *, politely: bool = False) -> None:
        self.said.append(f"({text})" if politely else text)

    def follow(self, tone: Tone, now_s: float) -> None:
        self.tones.append(tone)


class SilentSpeech(Speech):
    """A voice that writes a tenth of a second of silence."""

    def __init__(self) -> None:
        super().__init__("silent", lambda path, rate: [])

    def write(self, text: str, path: Path, rate: int) -> None:
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(8000)
            out.writeframes(bytes(1600))


class FakeCapture:
    """Steps by hand: :meth:`feed` plays the part of the capture thread."""

    def __init__(
        self,
        exercise: Exercise | None,
        own_range: Mapping[Direction, float],
        on_new: Callable[[], None],
        view: View = View.FRONT,
    ) -> None:
        self.exercise = exercise
        self.view = view
        self.own_range = dict(own_range)
        self.problem: SourceProblem | None = None
        self.running = False
        self.t_s = 0.0
        self._index = 0
        self._on_new = on_new
        self._state = session.start(exercise, own_range) if exercise else None
        self._events: list[Event] = []
        self._newest: Snapshot | None = None
        self.commands: list[Command] = []
        self.preflight: Preflight | None = None
        self.side_neutral: SideNeutral | None = None

    def start(self) -> None:
        self.running = True
        if self.problem:
            self._on_new()

    def stop(self) -> None:
        self.running = False

    def take(self) -> Snapshot | None:
        newest, self._newest = self._newest, None
        return newest

    def take_events(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    def submit(self, command: Command) -> None:
        self.commands.append(command)
        if self._state is not None:
            self._state, events = session.command(self._state, command, self.t_s)
            self._events.extend(events)

    def result(self) -> SessionResult | None:
        return session.result(self._state) if self._state else None

    def feed(self, angles: Angles | None, *problems: Problem, seconds: float = 1 / FPS) -> None:
        """Pass time with the head held at ``angles`` (``None``: not measured)."""
        for _ in range(max(1, round(seconds * FPS))):
            self.t_s += 1 / FPS
            self._index += 1
            moment = sample(self._index, self.t_s, angles, *problems)
            if self._state is not None:
                self._state, events = session.step(self._state, moment)
                self._events.extend(events)
            self._publish(moment)

    def turn(self, axis: str, to_deg: float, hold_s: float = 3.0, speed_deg_per_s: float = 20.0) -> None:
        """One movement to an angle, held, and back to neutral."""
        steps = max(2, round(abs(to_deg) / speed_deg_per_s * FPS))
        way = np.linspace(0, to_deg, steps)
        hold = np.full(round(hold_s * FPS), to_deg)
        for value in (*way, *hold, *way[::-1], *np.zeros(FPS)):
            self.feed(Angles(**{**NEUTRAL, axis: float(value)}))

    def lose_camera(self, line: str = "The camera has gone.") -> None:
        view = session.view(self._state) if self._state else None
        self._newest = Snapshot(None, None, None, view, 0.0, source_problem=line)
        self._on_new()

    def _publish(self, moment: CervicalSample) -> None:
        frame = Frame(self._index, self.t_s, PICTURE)
        view = session.view(self._state) if self._state else None
        self._newest = Snapshot(
            frame,
            detection(self._index, self.t_s),
            moment,
            view,
            float(FPS),
            preflight=self.preflight,
            side_neutral=self.side_neutral,
        )
        self._on_new()


NEUTRAL = {"flexion_deg": 0.0, "right_lateral_flexion_deg": 0.0, "right_rotation_deg": 0.0}


class FakeCaptures:
    """Makes fake captures and keeps them; ``problem`` is given to the next ones."""

    def __init__(self) -> None:
        self.made: list[FakeCapture] = []
        self.problem: SourceProblem | None = None
        self.released = 0
        self.closed = False

    @property
    def last(self) -> FakeCapture:
        return self.made[-1]

    def __call__(
        self,
        exercise: Exercise | None,
        own_range_deg: Mapping[Direction, float],
        on_new: Callable[[], None],
        view: View = View.FRONT,
    ) -> FakeCapture:
        capture = FakeCapture(exercise, own_range_deg, on_new, view)
        capture.problem = self.problem
        self.made.append(capture)
        return capture

    def release(self) -> None:
        self.released += 1

    def close(self) -> None:
        self.closed = True
