"""Icons by name, from a font that carries only the ones in use."""

from __future__ import annotations

from kivy.core.text import LabelBase

from coach.paths import assets_dir

FONT = "Icons"
ICONS = {
    "account-outline": "\U000f0013",
    "alert": "\U000f0026",
    "alert-circle": "\U000f0028",
    "arrow-down": "\U000f0045",
    "arrow-left": "\U000f004d",
    "arrow-left-right": "\U000f0e73",
    "arrow-right": "\U000f0054",
    "arrow-right-thin": "\U000f19b0",
    "arrow-up": "\U000f005d",
    "camera-off-outline": "\U000f19bf",
    "camera-outline": "\U000f0d5d",
    "chart-line": "\U000f012a",
    "check": "\U000f012c",
    "check-circle": "\U000f05e0",
    "checkbox-blank-circle-outline": "\U000f0130",
    "chevron-right": "\U000f0142",
    "circle-medium": "\U000f09de",
    "circle-outline": "\U000f0766",
    "clock-outline": "\U000f0150",
    "close": "\U000f0156",
    "contrast-circle": "\U000f0197",
    "database-alert-outline": "\U000f1624",
    "format-font-size-decrease": "\U000f09f3",
    "format-font-size-increase": "\U000f09f4",
    "head-cog-outline": "\U000f133d",
    "head-outline": "\U000f135f",
    "home-outline": "\U000f06a1",
    "information-outline": "\U000f02fd",
    "keyboard-outline": "\U000f097b",
    "meditation": "\U000f117b",
    "pause": "\U000f03e4",
    "play": "\U000f040a",
    "refresh": "\U000f0450",
    "replay": "\U000f0459",
    "rotate-left": "\U000f0465",
    "ruler": "\U000f046d",
    "skip-next": "\U000f04ad",
    "stop": "\U000f04db",
    "sync": "\U000f04e6",
    "timer-sand": "\U000f051f",
    "volume-high": "\U000f057e",
    "volume-off": "\U000f0581",
}
"""Name of each icon and its character in ``assets/icons/icons.ttf``."""

LabelBase.register(FONT, str(assets_dir() / "icons" / "icons.ttf"))


def icon(name: str) -> str:
    """Character of an icon; an empty name gives an empty text.

    Raises
    ------
    KeyError
        For a name that the font does not carry.
    """
    return ICONS[name] if name else ""
