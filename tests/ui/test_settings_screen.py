"""The settings page: what is set is heard, seen and remembered."""

from __future__ import annotations

import pytest

from coach.exercise.gestures import Sign
from coach.ui.preferences import Preferences
from tests.ui.people import settled
from tests.ui.test_looks import cut_off

LOOKS = {
    "usual": ((1280, 800), 1.0, False),
    "small": ((1024, 640), 1.0, False),
    "large_text": ((1280, 800), 1.5, False),
    "contrast": ((1280, 800), 1.0, True),
}


@pytest.fixture
def page(open_app, pilot, store):
    """Open the settings page; gives the shell."""

    def make(**how):
        settled(store)
        shell = open_app(**how)
        pilot.press("Settings")
        assert shell.screen.name == "settings"
        return shell

    return make


def row(pilot, text: str):
    from coach.ui.widgets.setting import SettingChoices, SettingSwitch

    for kind in (SettingSwitch, SettingChoices):
        for found in pilot.all(kind):
            if found.text == text:
                return found
    raise AssertionError(text)


def show(pilot, widget) -> None:
    """Scroll to a widget."""
    from coach.ui.widgets.text import Page

    for page in pilot.all(Page, pilot.shell.screen.pane):
        page.scroll_to(widget, animate=False)
    pilot.pump()


def choose(pilot, text: str, option: str) -> None:
    choices = row(pilot, text)
    button = next(button for button in choices.buttons if button.text == option)
    show(pilot, button)
    pilot.tap(button)
    assert button.chosen


def switch(pilot, text: str) -> None:
    show(pilot, row(pilot, text))
    pilot.tap(row(pilot, text))


@pytest.mark.parametrize("look", LOOKS)
def test_looks(page, pilot, look):
    from coach.ui.widgets.text import Page

    size, scale, contrast = LOOKS[look]
    shell = page(size=size)
    shell.settings.text_scale, shell.settings.high_contrast = scale, contrast
    pilot.pump(6)
    pilot.shot(f"settings_{look}")
    assert cut_off(pilot) == []
    for scroll in pilot.all(Page, shell.screen.pane):
        scroll.scroll_y = 0
    pilot.shot(f"settings_{look}_below")
    assert cut_off(pilot) == []


def test_everything_that_is_set_is_obeyed_and_remembered(page, pilot, tmp_path):
    from kivy.app import App

    shell = page(size=(1280, 800))
    choose(pilot, "How loud the voice is", "Soft")
    choose(pilot, "How fast it speaks", "Slow")
    choose(pilot, "How loud the tones are", "Quiet")
    choose(pilot, "Size of the text", "Large")
    choose(pilot, "Which camera", "3")
    for text in ("High contrast", "Hand signs", "Tones", "Voice"):
        switch(pilot, text)
    output = shell.output
    assert (output.voice.volume, output.voice.rate, output.voice.muted) == (0.5, 120, True)
    assert (output.sounds.volume, output.sounds.muted) == (0.25, True)
    switch(pilot, "All sound")
    assert shell.muted
    App.get_running_app().on_stop()
    expected = Preferences(1.15, True, True, False, 0.25, False, 0.5, 120, False, 2)
    assert Preferences.load(tmp_path / "window.json") == (expected, None)


def test_what_is_off_cannot_be_chosen(page, pilot):
    page(size=(1280, 800))
    volume = row(pilot, "How loud the voice is")
    switch(pilot, "Voice")
    assert volume.disabled
    assert all(button.disabled for button in volume.buttons)
    assert not row(pilot, "How loud the tones are").disabled
    switch(pilot, "All sound")
    assert row(pilot, "How loud the tones are").disabled
    assert row(pilot, "Tones").disabled


def test_by_keyboard(page, pilot):
    from coach.ui.widgets.controls import Reachable

    shell = page(size=(1280, 800))
    reached = []
    for _ in range(60):
        pilot.key("tab")
        if Reachable.current is None or Reachable.current in reached:
            break
        reached.append(Reachable.current)
    words = [control.text for control in reached]
    assert {"All sound", "Voice", "Loud", "Try the voice", "Tones", "High contrast", "Hand signs"} <= set(words)
    reached[words.index("High contrast")].focus = True
    pilot.key("spacebar")
    assert shell.settings.high_contrast
    pilot.key("escape")
    assert shell.screen.name == "home"


def test_try_it(page, pilot, monkeypatch):
    shell = page(size=(1280, 800))
    said = []
    monkeypatch.setattr(shell.output.voice, "say", lambda text, politely=False: said.append(text))
    show(pilot, pilot.button("Try the voice"))
    pilot.press("Try the voice")
    assert len(said) == 1
    played = []
    monkeypatch.setattr(shell.output.sounds, "play", lambda name, share=1.0: played.append(name))
    show(pilot, pilot.button("Try the tones"))
    pilot.press("Try the tones")
    import kivy.clock

    clock = kivy.clock.Clock
    begun = clock.get_time()
    for step in range(240):
        monkeypatch.setattr(clock, "get_time", lambda step=step: begun + step / 30)
        for trial in [shell.screen._trial]:
            trial._go_on(0)
    assert played[0].startswith("guide_")
    assert "steady" in played
    assert played.count("tick") == 2
    assert played[-1] == "back"


def test_leaving_ends_what_is_tried(page, pilot, monkeypatch):
    shell = page(size=(1280, 800))
    show(pilot, pilot.button("Try the tones"))
    pilot.press("Try the tones")
    trial = shell.screen._trial
    pilot.press("Today")
    assert not trial._turn.is_triggered
    assert shell.screen.name == "home"


def test_says_what_cannot_be_heard(page, pilot):
    shell = page()
    shell.output.voice.trouble = "espeak-ng did not answer"
    pilot.press("Today")
    pilot.press("Settings")
    assert "espeak-ng did not answer" in pilot.texts()


def test_every_sign_is_shown_in_a_picture(page, pilot):
    from coach.ui.screens.settings import SignHelp

    shell = page(size=(1280, 800))
    shown = {Sign(help.sign) for help in pilot.all(SignHelp, shell.screen.pane)}
    assert shown == set(Sign) - {Sign.CROSSED_LONG}
