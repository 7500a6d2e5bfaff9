"""Every screen in a small window with large text, and in the other sizes: all of it can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.history.library import load_library
from coach.measure.preflight import CameraPlace, Circumstance, Expected, Preflight
from coach.measure.types import Angles, Axis, Problem, View
from coach.paths import exercises_dir
from coach.ui.presenters.history import HistoryPresenter
from coach.ui.presenters.marking import Marking
from coach.ui.services import SourceProblem, SourceTrouble
from tests.ui.layout import unreadable
from tests.ui.people import NOON, eight_weeks, settled
from tests.ui.test_marking import FRAME, NEUTRAL
from tests.ui.test_replay import trace

STILL = Angles(0, 0, 0)
SIZES = [((1024, 640), 1.3), ((1024, 640), 1.0), ((1280, 800), 1.0)]
LIBRARY = load_library(exercises_dir())
LOW_CAMERA = Preflight(
    (Circumstance.WINDOW_BEHIND, Circumstance.TILTED),
    "There is a bright window or lamp behind you. Draw the curtain, or turn around.",
    {axis: Expected(2.6, 6.0) for axis in Axis},
    CameraPlace(0.62, -14.0, -13.0, 2.0),
    None,
    25.0,
)
sizes = pytest.mark.parametrize(("size", "scale"), SIZES, ids=[f"{s[0]}_{x}" for s, x in SIZES])


class Eye:
    """Looks at the window, keeps a picture of it and remembers what cannot be read."""

    def __init__(self, pilot, look: str) -> None:
        self.pilot, self.look = pilot, look
        self.found: list[str] = []

    def at(self, name: str) -> None:
        self.pilot.pump(4)
        self.pilot.shot(f"{name}_{self.look}")
        self.found += [f"{name}: {fault}" for fault in unreadable(self.pilot)]

    def report(self) -> None:
        assert not self.found, "\n".join(self.found)


@pytest.fixture
def looking(open_app, pilot, request):
    """Open the window in the size of the test, with an eye on it."""

    def make(outside=None):
        from coach.ui.theme import theme

        size, scale = request.node.callspec.params["size"], request.node.callspec.params["scale"]
        shell = open_app(outside, size=size)
        theme.scale = scale
        pilot.pump()
        return shell, Eye(pilot, f"{size[0]}x{size[1]}_{scale}")

    return make


@pytest.fixture
def all_of_it(services):
    return replace(services, exercises=tuple(LIBRARY), rom_test=LIBRARY.assessments[0])


@sizes
def test_places(looking, pilot, store, all_of_it, size, scale):
    person = eight_weeks(store, all_of_it.exercises, NOON)
    shell, eye = looking(all_of_it)
    for place in shell.rail.items:
        if place != "check":
            shell.go(place)
            eye.at(place)
    for code in ("M1", "M4", "F1"):
        shell.push("exercise", LIBRARY.find(code))
        eye.at(f"exercise_{code}")
    for number, card in enumerate(all_of_it.cards[:2]):
        shell.push("learn_card", card)
        eye.at(f"learn_{number}")
    shell.go("diary")
    pilot.press("Add a headache")
    eye.at("diary_entry")
    assert person.name == "Ana"
    eye.report()


@sizes
def test_training(looking, pilot, store, services, captures, size, scale):
    eight_weeks(store, services.exercises, NOON)
    shell, eye = looking()
    shell.check(services.exercises[0])
    eye.at("check_waiting")
    captures.last.feed(None, Problem.THORAX_HIDDEN, Problem.FACE_UNRELIABLE, Problem.TOO_DARK, seconds=1)
    eye.at("check_bad")
    captures.last.preflight = LOW_CAMERA
    for _ in range(3):
        captures.last.feed(STILL, seconds=1)
        pilot.pump()
    eye.at("check_ready")
    pilot.press("Continue")
    eye.at("signs")
    pilot.no_signs()
    eye.at("day_after")
    pilot.fine_since()
    eye.at("pain_before")
    pilot.press("3")
    run = captures.last
    run.feed(None, Problem.NO_NEUTRAL, seconds=0.5)
    eye.at("run_neutral")
    run.feed(STILL, seconds=2)
    run.turn("right_rotation_deg", 50)
    run.feed(Angles(0, 0, -20), seconds=1)
    run.feed(Angles(0, 0, -52), seconds=1)
    eye.at("run_target")
    run.feed(None, Problem.NO_FACE, seconds=2)
    eye.at("run_lost")
    pilot.press("Pain")
    eye.at("pain_now")
    pilot.key("x")
    eye.at("wrong")
    pilot.see_the_end()
    pilot.press("None of these, go on")
    run.feed(STILL, seconds=1)
    pilot.pump()
    pilot.key("escape")
    eye.at("stop")
    pilot.press("End it")
    run.feed(STILL)
    eye.at("summary")
    eye.report()


@sizes
def test_posture_from_the_side(looking, pilot, store, services, captures, size, scale):
    eight_weeks(store, services.exercises, NOON)
    shell, eye = looking()
    shell.check(LIBRARY.find("M2"))
    captures.last.side_neutral = NEUTRAL
    for _ in range(3):
        captures.last.feed(STILL, Problem.SIDE_VIEW, seconds=1)
        pilot.pump()
    assert "Your ear is" in pilot.texts()
    eye.at("side_check_told")
    shell.push("marking", Marking(FRAME, NEUTRAL, View.LEFT))
    eye.at("marking_first")
    shell.screen.pane.mark((390, 240))
    eye.at("marking_second")
    shell.screen.pane.mark((300, 150))
    eye.at("marking_told")
    shell.screen.pane.again()
    for point in ((200, 240), (300, 150)):
        shell.screen.pane.mark(point)
    assert "No angle" in pilot.texts()
    eye.at("marking_none")
    eye.report()


@sizes
def test_the_first_steps(looking, pilot, store, size, scale):
    shell, eye = looking()
    eye.at("welcome")
    pilot.press("Continue")
    eye.at("welcome_no_name")
    pilot.tap(shell.screen.pane.ids.name)
    pilot.type("Ana-Katharina")
    pilot.press("Continue")
    for step in range(7):
        eye.at(f"intake_{step}")
        pilot.see_the_end()
        pilot.press("None of these")
    for step, number in enumerate(("40", None, None, "2")):
        eye.at(f"intake_number_{step}")
        if number is not None:
            pilot.tap(pilot.screen_field())
            pilot.type(number)
        pilot.press("Continue")
    eye.at("intake_review")
    pilot.press("Finish")
    eye.at("intake_answer")
    pilot.press("Go on")
    eye.at("home_first")
    eye.report()


@sizes
def test_from_exercise_to_exercise_and_back_again(looking, pilot, store, services, captures, size, scale):
    person = eight_weeks(store, services.exercises, NOON)
    session = store.sessions(person.id)[-1]
    store.add_trace(session.id, session.repetitions[0], trace())
    shell, eye = looking()
    shell.flow.start(list(services.exercises[:3]))
    pilot.pump()
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.fine_since()
    pilot.press("3")
    shell.flow.exercise_over(shell.screen.presenter)
    eye.at("between")
    pilot.press("Leave it out")
    shell.flow.end()
    eye.at("done")
    pilot.press("Done")
    shell.push("replay", HistoryPresenter(services).replay(person, session))
    eye.at("replay")
    eye.report()


@pytest.mark.parametrize(("size", "scale"), SIZES[:1])
@pytest.mark.parametrize("trouble", list(SourceTrouble))
def test_a_camera_that_does_not_open(looking, pilot, store, captures, trouble, size, scale):
    settled(store)
    captures.problem = SourceProblem(trouble, "camera 0: it was found, but it gives no picture after 10 seconds")
    shell, eye = looking()
    shell.go("check")
    eye.at(f"trouble_{trouble.value}")
    assert "camera 0: it was found" in pilot.texts()
    eye.report()


@sizes
def test_from_the_side(looking, pilot, store, services, captures, size, scale):
    settled(store)
    shell, eye = looking()
    shell.settings.side = "right"
    shell.check(LIBRARY.find("C3"))
    captures.last.feed(None, Problem.VIEW_MISMATCH, seconds=1)
    eye.at("side_mismatch")
    for _ in range(2):
        captures.last.feed(None, Problem.NO_NEUTRAL, seconds=1)
        pilot.pump()
    eye.at("side_neutral")
    for _ in range(3):
        captures.last.feed(STILL, Problem.SIDE_VIEW, Problem.THORAX_HIDDEN, seconds=1)
        pilot.pump()
    eye.at("side_ready")
    assert captures.last.view is View.RIGHT
    eye.report()


@sizes
def test_exercises_of_every_kind(looking, pilot, store, all_of_it, captures, size, scale):
    settled(store)
    shell, eye = looking(all_of_it)
    for code in ("M1", "M2", "M4", "S1", "C4", "C5", "P1", "R1", "F1", "A1"):
        exercise = LIBRARY.find(code)
        shell.session(exercise)
        pilot.pump()
        if "Is any of this true now?" in pilot.texts():
            pilot.no_signs()
        if "How strong is your pain" in pilot.texts():
            pilot.key("3")
        run = captures.last
        run.feed(STILL, seconds=2)
        eye.at(f"run_{exercise.code}")
        run.turn("flexion_deg", 45, hold_s=0.5)
        run.turn("right_rotation_deg", 45, hold_s=0.5)
        run.turn("right_lateral_flexion_deg", 30, hold_s=0.5)
        eye.at(f"run_{exercise.code}_later")
        shell.go("home")
    eye.report()
