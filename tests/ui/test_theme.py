from __future__ import annotations

import pytest


@pytest.fixture
def themes(window):
    from coach.ui import theme

    return theme


@pytest.mark.parametrize("palette", ["light", "dark", "contrast"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "bg", 7),
        ("ink", "surface", 7),
        ("ink", "tint", 7),
        ("muted", "bg", 4.5),
        ("muted", "surface", 4.5),
        ("primary", "surface", 4.5),
        ("primary", "tint", 4.5),
        ("primary_ink", "primary", 4.5),
        ("good", "surface", 4.5),
        ("warn", "surface", 4.5),
        ("bad", "surface", 4.5),
        ("primary", "track", 3),
    ],
)
def test_contrast(themes, palette, ink, ground, least):
    """WCAG 2: 4.5 for text, 7 for the main text, 3 for a drawing that carries meaning."""
    from kivy.utils import get_color_from_hex

    colours = themes.PALETTES[palette]
    ratio = themes.contrast_ratio(get_color_from_hex(colours[ink]), get_color_from_hex(colours[ground]))
    assert ratio >= least


def test_contrast_ratio_of_black_and_white(themes):
    assert themes.contrast_ratio((0, 0, 0), (1, 1, 1)) == pytest.approx(21)


def test_all_palettes_have_the_same_colours(themes):
    assert len({frozenset(palette) for palette in themes.PALETTES.values()}) == 1


def test_rooms_and_high_contrast(themes):
    theme = themes.Theme()
    theme.room("dark")
    assert theme.name == "dark"
    theme.use_high_contrast(True)
    theme.room("light")
    assert theme.name == "contrast"
    theme.use_high_contrast(False)
    assert theme.name == "light"


def test_text_grows_in_steps_and_stops_at_the_ends(themes):
    theme = themes.Theme()
    grown = [theme.step_scale(1) for _ in range(5)]
    assert grown == [1.15, 1.3, 1.5, 1.5, 1.5]
    assert [theme.step_scale(-1) for _ in range(4)] == [1.3, 1.15, 1.0, 1.0]
