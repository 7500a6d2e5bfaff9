"""A real window without a screen: real OpenGL pixels, real widgets, no sleeping."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

os.environ.update(
    KIVY_NO_ENV_CONFIG="1",
    KIVY_METRICS_DENSITY="1",
    KIVY_METRICS_FONTSCALE="1",
    KIVY_DPI="96",
    SDL_AUDIODRIVER="dummy",
)
if sys.platform.startswith("linux"):
    os.environ["SDL_VIDEODRIVER"] = "offscreen"

from coach.history.cards import load_cards
from coach.history.library import load_library
from coach.history.safety_rules import load_safety_rules
from coach.history.store import Store, open_store
from coach.paths import assets_dir, exercises_dir, safety_dir
from coach.ui.environment import open_window, prepare
from coach.ui.services import Services, StartProblem
from tests.ui.fakes import FakeCaptures, SilentSpeech
from tests.ui.people import NOON

HANDED_ON_S, PRESSES = 4.0, 3
"""A list that scrolls hands a touch on after a moment. Where it does not, as now and then on a busy machine, people
press once more."""
LONGEST_LAYOUT = 30
ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the window's own settings away from the user's."""
    ARTEFACTS.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Any:
    assert "kivy.core.window" not in sys.modules, "a test module imports the window before it is prepared"
    prepare(tmp_path_factory.mktemp("window"))
    from kivy.config import Config

    # No pause between two frames: the pilot pumps them by hand. No input devices but the pilot's touches.
    for key, value in {"vsync": 0, "maxfps": 0}.items():
        Config.set("graphics", key, str(value))
    for name, _ in Config.items("input"):
        Config.remove_option("input", name)
    window = open_window()
    from kivy.base import EventLoop

    EventLoop.ensure_window()
    return window


class Pilot:
    """Drives the real widget tree by touches and keys."""

    def __init__(self, window: Any) -> None:
        self.window = window
        self.shell: Any = None

    def pump(self, frames: int = 3) -> None:
        from kivy.base import EventLoop

        for _ in range(frames):
            EventLoop.idle()

    def all(self, kind: type, root: Any = None) -> list[Any]:
        return [w for w in (root or self.shell).walk() if isinstance(w, kind)]

    def button(self, text: str, root: Any = None) -> Any:
        """The button that says ``text``, in the topmost dialog when there is one."""
        from coach.ui.widgets.controls import Press

        for top in [root] if root else self.window.children:
            for press in (w for w in top.walk() if isinstance(w, Press)):
                if press.text == text:
                    return press
        raise AssertionError(f"no button {text!r}")

    def texts(self, root: Any = None) -> str:
        """All words on the screen."""
        from kivy.uix.label import Label

        tops = [root] if root else self.window.children
        return "\n".join(w.text for top in tops for w in top.walk() if isinstance(w, Label) and w.font_name != "Icons")

    def tap(self, widget: Any) -> None:
        from kivy.tests.common import UnitTestTouch

        self.pump(2)
        touch = UnitTestTouch(*widget.to_window(*widget.center))
        touch.touch_down()
        self.pump(1)
        touch.touch_up()
        self.pump()

    def press(self, text: str) -> None:
        """Press a control by its words; where the rail of a low window hides it, scroll there first."""
        control = self.button(text)
        places = self.shell.rail.ids.places
        if control not in places.children:
            self.tap(control)
            return
        let_go: list[Any] = []
        control.fbind("on_release", let_go.append)
        for _ in range(PRESSES):
            places.parent.scroll_to(control, animate=False)
            self.come_to_rest(control)
            self.tap(control)
            until = time.monotonic() + HANDED_ON_S
            while not let_go and time.monotonic() < until:
                self.pump(1)
            if let_go:
                break
        control.funbind("on_release", let_go.append)
        assert let_go, f"{text!r} was pressed, and the list did not hand the touch on"
        self.pump()

    def come_to_rest(self, widget: Any) -> None:
        """Wait until the layout has found a place for a widget."""
        place = None
        for _ in range(LONGEST_LAYOUT):
            before, place = place, widget.to_window(*widget.center)
            if place == before:
                return
            self.pump(1)

    def no_signs(self) -> None:
        """Answer the emergency page in one press: nothing of it."""
        assert "Is any of this true now?" in self.texts()
        self.see_the_end()
        self.press("None of these, no changes")

    def see_the_end(self) -> None:
        """Read a list to its end."""
        for _ in range(5):
            self.pump()
            if getattr(self.shell.screen.pane, "go_on_text", "") == "More below":
                self.press("More below")

    def no_signs_until_the_end(self) -> None:
        """Go through the intake without any warning sign, up to its last button."""
        for _ in range(7):
            self.see_the_end()
            self.press("None of these")
        for number in ("40", None, None, "2"):
            if number is not None:
                self.tap(self.screen_field())
                self.type(number)
            self.press("Continue")

    def no_signs_at_all(self) -> None:
        """Go through the intake without any warning sign."""
        self.no_signs_until_the_end()
        self.press("Finish")

    def screen_field(self) -> Any:
        """The first line to type in on the screen."""
        from coach.ui.widgets.controls import Field

        return self.all(Field, self.shell.screen)[0]

    def fine_since(self) -> None:
        """Answer how it was after the last training: as usual."""
        assert "How were you after last time?" in self.texts()
        self.press("No")
        self.press("Continue")

    def key(self, name: str, *modifiers: str) -> None:
        code = self.window._system_keyboard.string_to_keycode(name)
        self.window.dispatch("on_key_down", code, 0, None, list(modifiers))
        self.window.dispatch("on_key_up", code, 0)
        self.pump()

    def type(self, text: str) -> None:
        for letter in text:
            self.window.dispatch("on_textinput", letter)
        self.pump()

    def pixels(self) -> np.ndarray:
        """The picture, uint8 (height, width, 3), top row first."""
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

        self.window.canvas.ask_update()
        self.pump(2)
        width, height = self.window.system_size
        raw = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
        return np.frombuffer(raw, np.uint8).reshape(height, width, 4)[::-1, :, :3]

    def shot(self, name: str) -> np.ndarray:
        """Keep a screenshot in ``tests/artefacts`` and return it."""
        from kivy.core.image import Image
        from kivy.graphics.texture import Texture

        picture = self.pixels()
        height, width = picture.shape[:2]
        texture = Texture.create(size=(width, height), colorfmt="rgb")
        texture.blit_buffer(np.ascontiguousarray(picture).ravel(), colorfmt="rgb", bufferfmt="ubyte")
        Image(texture).save(str(ARTEFACTS / f"{name}.png"), flipped=False)
        return picture

    def has_colour(self, picture: np.ndarray, colour: Any, box: Any = None, within: int = 12) -> int:
        """How many pixels have (nearly) a colour, in the box of a widget when one is given."""
        if box is not None:
            x, y = box.to_window(box.x, box.y)
            height = picture.shape[0]
            picture = picture[int(height - y - box.height) : int(height - y), int(x) : int(x + box.width)]
        wanted = np.array([round(c * 255) for c in colour[:3]])
        return int((np.abs(picture.astype(int) - wanted).max(axis=2) <= within).sum())


@pytest.fixture
def pilot(window: Any) -> Iterator[Pilot]:
    from kivy.base import EventLoop

    yield Pilot(window)
    for child in window.children[:]:
        window.remove_widget(child)
    EventLoop.touches.clear()


@pytest.fixture
def captures() -> FakeCaptures:
    return FakeCaptures()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "history.db") as store:
        yield store


FIVE = ("M1", "M3", "S1", "C2", "R1")
"""Exercises of a short day: turning, bending, a stretch, a nod and breathing."""


@pytest.fixture
def services(store: Store, captures: FakeCaptures) -> Services:
    library = load_library(exercises_dir())
    return Services(
        store=store,
        captures=captures,
        exercises=tuple(library.find(code) for code in FIVE),
        rom_test=library.assessments[0],
        safety=load_safety_rules(safety_dir()),
        software="test",
        models=lambda view: f"no models for {view}",
        now=lambda: NOON,
        close=lambda: None,
        cards=load_cards(assets_dir() / "learn"),
    )


@pytest.fixture
def open_app(
    pilot: Pilot, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Any]]:
    """Build the real application on given services; returns its shell."""
    from kivy.app import App

    from coach.ui.main import CoachApp
    from coach.ui.theme import theme

    opened: list[App] = []
    monkeypatch.setattr("coach.ui.audio.output.find_speech", SilentSpeech)

    def make(outside: Services | StartProblem | None = None, *, size: tuple[int, int] = (1000, 700), **how: Any) -> Any:
        def outside_world(_demo: bool) -> Services:
            if isinstance(outside, StartProblem):
                raise outside
            return outside or services

        pilot.window.size = size
        app = CoachApp(outside_world, tmp_path / "window.json", **how)
        app._run_prepare()
        opened.append(app)
        pilot.shell = app.root
        pilot.pump(4)
        return app.root

    yield make
    for app in opened:
        app.stop()
    App._running_app = None
    theme.scale = 1.0
    theme.use_high_contrast(False)
