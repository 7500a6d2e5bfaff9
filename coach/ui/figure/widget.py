"""The figure on the screen. Drawn twice as large and shrunk by the graphics system, so that its edges are smooth."""

from __future__ import annotations

from typing import Any

import numpy as np
from kivy.clock import Clock
from kivy.graphics import Callback, ClearBuffers, ClearColor, Color, Fbo, Mesh, Rectangle
from kivy.graphics.opengl import GL_DEPTH_TEST, glDisable, glEnable
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, ObjectProperty, OptionProperty
from kivy.uix.widget import Widget

from coach.exercise.figure_pose import FigurePose
from coach.measure.types import Floats
from coach.ui.figure.framing import Window, frame
from coach.ui.figure.palette import SHADES, Material, ramps
from coach.ui.figure.picture import Side, draw

_FINER = 2
_SMALLEST = 8
_DEEPEST_CM = 400.0
_AROUND = (0.6, 0.58, 0.56, 0.0)
"""Nothing, in a colour that leaves no dark rim where an edge is smoothed."""
_VERTEX = """
#ifdef GL_ES
precision highp float;
#endif
attribute vec3 vPosition;
attribute vec2 vTexCoords0;
uniform vec4 color;
varying vec4 frag_color;
varying vec2 tex_coord0;
void main(void) {
    frag_color = color;
    tex_coord0 = vTexCoords0;
    gl_Position = vec4(vPosition, 1.0);
}
"""
_FORMAT = [(b"vPosition", 3, "float"), (b"vTexCoords0", 2, "float")]
_paint: list[Texture] = []


def _ramps() -> Texture:
    """Texture of all materials; made once, when there is a window to make it in."""
    if not _paint:
        picture = ramps()
        texture = Texture.create(size=(SHADES, len(Material)), colorfmt="rgb", mipmap=False)
        texture.blit_buffer(np.ascontiguousarray(picture).ravel(), colorfmt="rgb", bufferfmt="ubyte")
        texture.mag_filter = texture.min_filter = "nearest"
        _paint.append(texture)
    return _paint[0]


class Figure(Widget):
    """A person who stands as ``pose`` says, seen from ``side`` (``front`` is a mirror).

    ``window`` is the part of the plane that must be seen; ``None`` shows what the pose itself needs. It is kept whole
    and in the middle, the feet of the picture at the foot of the widget. ``turned`` lets the figure face the other way
    in the side view.
    """

    pose = ObjectProperty(FigurePose())
    side = OptionProperty("front", options=[side.value for side in Side])
    window = ObjectProperty(None, allownone=True)
    turned = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._fbo: Fbo | None = None
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._picture = Rectangle()
        self._redraw_soon = Clock.create_trigger(self._redraw, -1)
        soon = self._redraw_soon
        self.bind(pose=soon, side=soon, window=soon, turned=soon, size=soon, pos=self._move)
        soon()

    def _move(self, *_: Any) -> None:
        self._picture.pos = self.pos

    def _redraw(self, *_: Any) -> None:
        width, height = (max(1, int(length)) for length in self.size)
        if min(width, height) < _SMALLEST:
            self._picture.size = (0, 0)
            return
        self._fit(width * _FINER, height * _FINER)
        assert self._fbo is not None
        side = Side(self.side)
        drawing = draw(self.pose, side)
        vertices = np.empty((len(drawing.points), 5), np.float32)
        vertices[:, :2] = self._place(drawing.points[:, :2], self.window or frame([self.pose], side))
        vertices[:, 2] = -drawing.points[:, 2] / _DEEPEST_CM
        vertices[:, 3] = (0.5 + drawing.light * (SHADES - 1)) / SHADES
        vertices[:, 4] = (drawing.material + 0.5) / len(Material)
        self._mesh.vertices = vertices.ravel()
        self._mesh.indices = drawing.faces.ravel().astype(np.uint16)
        self._picture.pos, self._picture.size = self.pos, (width, height)
        self._fbo.draw()
        self.canvas.ask_update()

    def _fit(self, width: int, height: int) -> None:
        if self._fbo is None:
            self._fbo = Fbo(size=(width, height), with_depthbuffer=True)
            self._fbo.shader.vs = _VERTEX
            with self._fbo:
                ClearColor(*_AROUND)
                ClearBuffers(clear_depth=True)
                Callback(lambda _instruction: glEnable(GL_DEPTH_TEST))
                Color(1, 1, 1, 1)
                self._mesh = Mesh(fmt=_FORMAT, mode="triangles", texture=_ramps())
                Callback(lambda _instruction: glDisable(GL_DEPTH_TEST))
        elif tuple(self._fbo.size) != (width, height):
            self._fbo.size = (width, height)
        texture = self._fbo.texture
        texture.mag_filter = texture.min_filter = "linear"
        self._picture.texture = texture
        self._picture.tex_coords = (1, 0, 0, 0, 0, 1, 1, 1) if self.turned else (0, 0, 1, 0, 1, 1, 0, 1)

    def _place(self, points: Floats, window: Window) -> Floats:
        """Places between -1 and 1 of the picture for centimetres of the plane."""
        across, up = window.size
        scale = min(self.width / across, self.height / up)
        middle = ((window.left + window.right) / 2, (window.bottom + window.top) / 2)
        placed: Floats = (points - middle) * (2 * scale / self.width, 2 * scale / self.height)
        return placed
