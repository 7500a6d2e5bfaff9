"""What a person set for the window itself: text size, contrast, sound. Kept in a small JSON file."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger(__name__)


@dataclass
class Preferences:
    """The settings; :meth:`save` writes them."""

    text_scale: float = 1.0
    high_contrast: bool = False
    muted: bool = False

    @classmethod
    def load(cls, path: Path) -> Preferences:
        """Read the file; whatever is missing or makes no sense there keeps its default."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(told, dict):
            return cls()
        scale = told.get("text_scale")
        return cls(
            text_scale=float(scale) if isinstance(scale, (int, float)) and 0.8 <= scale <= 2 else 1.0,
            high_contrast=told.get("high_contrast") is True,
            muted=told.get("muted") is True,
        )

    def save(self, path: Path) -> None:
        """Write the file; a folder that cannot be written only means that the settings are not remembered."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            _log.warning("settings were not saved: %s", error)
