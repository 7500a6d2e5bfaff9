"""The camera picture with what was found in it.

The picture is mirrored here and nowhere else, by swapping the texture's coordinates: a person expects a mirror, the
data are never turned. Whatever is drawn over it goes through :meth:`Stage.place`, which mirrors in the same way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from kivy.graphics import (
    Color,
    Rectangle,
    RoundedRectangle,
    SmoothLine,
    StencilPop,
    StencilPush,
    StencilUnUse,
    StencilUse,
)
from kivy.graphics.texture import Texture
from kivy.metrics import dp
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from coach.measure.types import Detection, Floats, Frame, Picture
from coach.ui.theme import theme

# Points of the face mesh (of its 478) that can lie on the outline of a face, seen from the front or turned: the oval,
# the bridge and tip of the nose, the lips and the chin.
FACE_RIM = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
    *(9, 8, 168, 6, 197, 195, 5, 4, 1, 2, 0, 17, 18, 199, 175),
)
SHOULDERS = (11, 12)
VISIBLE = 0.5


class Stage(FloatLayout):
    """Camera picture, mirrored, filling its box with rounded corners, and an overlay of face and shoulders.

    ``tone`` names the theme colour of the overlay, ``dim`` is the brightness of the picture, 0..1.
    """

    tone = StringProperty("ink")
    dim = NumericProperty(1)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._texture: Texture | None = None
        self._size_px = (640, 480)
        self._detection: Detection | None = None
        with self.canvas.before:
            self._ground_colour, self._ground = Color(), RoundedRectangle(radius=[dp(16)])
            StencilPush()
            self._mask = RoundedRectangle(radius=[dp(16)])
            StencilUse()
            self._picture_colour, self._picture = Color(1, 1, 1, 0), Rectangle()
            self._line_colour = Color()
            self._rim, self._shoulders = (SmoothLine(width=dp(w), joint="round") for w in (1.7, 2.2))
            StencilUnUse()
            self._unmask = RoundedRectangle(radius=[dp(16)])
            StencilPop()
        self.bind(pos=self._lay_out, size=self._lay_out, tone=self._colour, dim=self._colour)
        theme.bind(name=self._colour)
        self._colour()

    def show(self, frame: Frame | None, detection: Detection | None) -> None:
        """Draw a frame and what was found in it; ``None`` keeps the last picture and takes the overlay away."""
        if frame is not None:
            self._blit(frame.rgb)
        self._detection = detection
        self._draw_overlay()
        self.canvas.ask_update()

    def clear(self) -> None:
        """Forget the picture, for instance when the camera is closed."""
        self._texture = None
        self._detection = None
        self._picture_colour.a = 0
        self._draw_overlay()

    @property
    def has_picture(self) -> bool:
        """Whether a frame has been shown since the last :meth:`clear`."""
        return self._texture is not None

    def place(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Where a pixel of the unmirrored image is on the screen."""
        width, height = self._size_px
        left, bottom = self._picture.pos
        shown_width, shown_height = self._picture.size
        return left + (1 - x_px / width) * shown_width, bottom + (1 - y_px / height) * shown_height

    def pixel_at(self, x: float, y: float) -> tuple[float, float]:
        """Which pixel of the unmirrored image a place on the screen shows; the inverse of :meth:`place`."""
        width, height = self._size_px
        left, bottom = self._picture.pos
        shown_width, shown_height = self._picture.size
        return (1 - (x - left) / shown_width) * width, (1 - (y - bottom) / shown_height) * height

    def _blit(self, rgb: Picture) -> None:
        height, width = rgb.shape[:2]
        if self._texture is None or self._texture.size != (width, height):
            self._texture = Texture.create(size=(width, height), colorfmt="rgb", mipmap=False)
            self._size_px = (width, height)
            self._picture.texture = self._texture
            # u runs from right to left (mirror), v from the bottom row of the image upwards (images start at the top)
            self._picture.tex_coords = (1, 1, 0, 1, 0, 0, 1, 0)
            self._picture_colour.a = 1
            self._lay_out()
        self._texture.blit_buffer(np.ascontiguousarray(rgb).ravel(), colorfmt="rgb", bufferfmt="ubyte")

    def _lay_out(self, *_: Any) -> None:
        width, height = self._size_px
        scale = max(self.width / width, self.height / height)
        self._picture.size = (width * scale, height * scale)
        self._picture.pos = (self.x + (self.width - width * scale) / 2, self.y + (self.height - height * scale) / 2)
        for shape in (self._ground, self._mask, self._unmask):
            shape.pos, shape.size = self.pos, self.size
        self._draw_overlay()

    def _colour(self, *_: Any) -> None:
        self._line_colour.rgba = getattr(theme, self.tone)
        self._ground_colour.rgba = theme.track
        self._picture_colour.rgb = (self.dim,) * 3

    def _draw_overlay(self) -> None:
        found = self._detection
        face = found.face_px if found is not None else None
        self._rim.points = self._path(None if face is None else outline(face[list(FACE_RIM), :2]))
        body = found.pose_px if found is not None else None
        seen = found is not None and found.pose_visibility is not None
        both = seen and min(found.pose_visibility[i] for i in SHOULDERS) >= VISIBLE  # type: ignore[union-attr, index]
        self._shoulders.points = self._path(body[list(SHOULDERS)] if both and body is not None else None)

    def _path(self, points_px: Floats | None) -> list[float]:
        if points_px is None or not self.has_picture:
            return []
        return [value for x, y in points_px for value in self.place(float(x), float(y))]


def outline(points: Floats) -> Floats:
    """Walk round the convex outline of some points, back to where it began (Andrew's monotone chain).

    The face mesh goes on behind a turned head; its convex outline is what can be seen of it from any side.

    Parameters
    ----------
    points
        (n, 2).

    Returns
    -------
    numpy.ndarray
        (m, 2), first and last the same.
    """
    ordered = sorted(map(tuple, points.tolist()))
    halves = []
    for run in (ordered, ordered[::-1]):
        half: list[tuple[float, float]] = []
        for x, y in run:
            while len(half) > 1 and _turns_in(half[-2], half[-1], (x, y)):
                half.pop()
            half.append((x, y))
        halves += half[:-1]
    return np.array([*halves, halves[0]])


def _turns_in(first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]) -> bool:
    turn = (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (third[0] - first[0])
    return turn <= 0
