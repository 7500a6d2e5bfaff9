"""One person's way through all four screens, in a real window."""

from __future__ import annotations

from coach.measure.types import Angles


def test_walk(open_app, pilot, store, captures):
    shell = open_app()
    assert "Welcome" in pilot.texts()
    pilot.shot("welcome")
    field = shell.screen.pane.ids.name
    pilot.tap(field)
    pilot.type("Ana")
    pilot.key("enter")
    assert [p.name for p in store.people()] == ["Ana"]
    assert "Ana" in pilot.texts()
    pilot.shot("home_first")
    pilot.press("Turn your head")
    captures.last.feed(Angles(0, 0, 0), seconds=2)
    pilot.pump(4)
    pilot.shot("check")
    pilot.press("Continue")
    pilot.shot("pain")
    pilot.press("3")
    c = captures.last
    c.feed(Angles(0, 0, 0), seconds=2)
    pilot.pump(4)
    pilot.shot("run_neutral")
    for k in range(30):
        c.feed(Angles(0, 0, k * 2.0))
        pilot.pump(1)
    pilot.pump(4)
    pilot.shot("run_move")
    c.feed(Angles(0, 0, 58.0), seconds=1.0)
    pilot.pump(4)
    pilot.shot("run_hold")
    c.feed(Angles(0, 0, 58.0), seconds=3.0)
    for k in range(30):
        c.feed(Angles(0, 0, 58 - k * 2.0))
        pilot.pump(1)
    for d in (-60, 60, -60, 60):
        c.turn("right_rotation_deg", d)
        pilot.pump(1)
    for k in range(20):
        c.feed(Angles(0, 0, -k * 2.0))
        pilot.pump(1)
    pilot.pump(4)
    pilot.shot("run_left")
    pilot.key("spacebar")
    c.feed(Angles(0, 0, 0))
    pilot.pump(3)
    pilot.shot("run_paused")
    pilot.key("spacebar")
    pilot.key("escape")
    pilot.shot("ask_stop")
    pilot.press("End it")
    c.feed(Angles(0, 0, 0))
    pilot.pump(3)
    pilot.shot("summary")
    pilot.press("2")
    pilot.press("Done")
    pilot.shot("home")
    pilot.press("History")
    pilot.shot("history")
