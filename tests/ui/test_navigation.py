"""Places, the pages that are opened from them, and the way back."""

from __future__ import annotations

import pytest

from tests.ui.people import settled


@pytest.fixture
def shell(open_app, store):
    settled(store)
    return open_app()


def test_rail_shows_every_place_in_its_order_and_leads_there(shell, pilot):
    from coach.ui.places import PLACES
    from coach.ui.widgets.controls import NavItem

    assert [item.text for item in reversed(shell.rail.ids.places.children)] == [place.title for place in PLACES]
    for place in PLACES:
        shell.go("home")
        pilot.pump()
        shell.rail.ids.places.parent.scroll_to(shell.rail.items[place.name], animate=False)  # a low window scrolls
        pilot.pump()
        pilot.tap(shell.rail.items[place.name])
        assert shell.screen.name == place.name
        assert isinstance(shell.screen, place.screen)
    shell.go("history")
    assert [item.text for item in pilot.all(NavItem) if item.active] == ["History"]


def test_no_name_stands_twice_and_every_icon_is_in_the_font(window):
    from coach.ui.icons import icon
    from coach.ui.places import PAGES, PLACES

    names = [place.name for place in PLACES] + list(PAGES)
    assert len(set(names)) == len(names)
    assert all(icon(place.icon) for place in PLACES)


def test_numbers_with_ctrl_lead_to_places_where_the_rail_is_shown(shell, pilot):
    from coach.ui.places import PLACES

    history = next(n for n, place in enumerate(PLACES, 1) if place.name == "history")
    pilot.key(str(history), "ctrl")
    assert shell.screen.name == "history"
    pilot.key("0", "ctrl")  # there is no such place
    assert shell.screen.name == "history"
    pilot.key("1", "ctrl")
    assert shell.screen.name == "home"
    shell.go("check")
    pilot.key("1", "ctrl")
    assert shell.screen.name == "check"


def test_escape_goes_back_the_way_that_led_here(shell, pilot, services, captures):
    exercise = services.exercises[0]
    shell.go("history")
    shell.check(exercise)
    assert shell.screen.subject is exercise
    assert shell.rail.current == "history"
    assert shell.rail.parent is None
    pilot.key("escape")
    assert shell.screen.name == "history"
    assert not captures.last.running
    pilot.key("escape")
    assert shell.screen.name == "home"
    pilot.key("escape")
    assert shell.screen.name == "home"


def test_session_stands_instead_of_its_check(shell, pilot, services):
    shell.go("history")
    shell.check(services.exercises[0])
    pilot.pump()
    shell.session(services.exercises[0])
    pilot.pump()
    assert shell.screen.name == "session"
    pilot.press("Back")
    assert shell.screen.name == "history"


def test_camera_is_let_go_where_nothing_needs_it(shell, captures, services):
    before = captures.released
    shell.check(services.exercises[0])
    shell.session(services.exercises[0])
    assert captures.released == before
    shell.back()
    assert captures.released == before + 1


def test_subject_comes_back_with_its_page(shell, services):
    first, second = services.exercises[:2]
    shell.check(first)
    shell.check(second)
    shell.back()
    assert shell.screen.subject is first


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
@pytest.mark.parametrize("demo", [False, True])
def test_rail_is_usable_in_a_small_window_with_large_text(shell, pilot, scale, demo):
    from coach.ui.theme import theme
    from coach.ui.widgets.controls import Press, Reachable

    pilot.window.size = (1024, 640)
    theme.scale = scale
    shell.rail.demo = demo
    pilot.pump(6)
    pilot.shot(f"rail_small_{scale}_{'demo' if demo else 'real'}")
    assert shell.rail.width < 0.36 * pilot.window.width
    reached = 0
    for control in [w for w in shell.rail.walk(restrict=True) if isinstance(w, Press) and not w.disabled]:
        Reachable.keyboard_in_use = True
        control.focus = True
        pilot.pump(2)
        left, bottom = control.to_window(control.x, control.y)
        assert bottom >= -1, control.text
        assert bottom + control.height <= pilot.window.height + 1, control.text
        assert left >= -1
        assert left + control.width <= shell.rail.width + 1, control.text
        reached += 1
    assert reached == len(shell.rail.items) + (4 if demo else 3)
