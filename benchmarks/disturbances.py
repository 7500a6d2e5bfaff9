"""Disturbances painted into films whose truth is known: hands, other faces, an empty room, frames that are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from benchmarks.detections import clip_frames
from benchmarks.truth import Floats, Row, Source, Truth, read_rows
from coach.measure.types import Frame, Picture

HANDS, GONE = (0.25, 0.45), (0.30, 0.36)
"""From when to when in a film, shares of its length."""
FACE_PART, PRINT_SIZE, PERSON_SIZE = 1.2, 0.5, 0.5
"""Half the side of a square around a face, in lengths from sellion to chin; how large its copies are."""
WALL = 170
SEED, LEFT_OUT = 7, 0.35


@dataclass(frozen=True)
class Film:
    """A film to disturb: its truth, row by row, a colour of skin, and the first picture of somebody else's."""

    source: Source
    rows: list[Row]
    skin: list[int]
    other: tuple[Picture, Row]

    def point(self, index: int, name: str) -> Floats:
        """Pixel (2,) of an anatomical point in a frame."""
        row = self.rows[min(index, len(self.rows) - 1)]
        return np.array([float(row[f"{name}_u"]), float(row[f"{name}_v"])])

    def share(self, index: int) -> float:
        """How much of the film has passed."""
        return index / len(self.rows)


@dataclass(frozen=True)
class Disturbance:
    """What is done to each picture; ``None`` leaves it out. While ``hidden`` nobody is there to be measured."""

    name: str
    change: Callable[[Film, Frame], Picture | None]
    hidden: tuple[float, float] = (0.0, 0.0)


def _every_second(_: Film, frame: Frame) -> Picture | None:
    return frame.rgb if frame.index % 2 == 0 else None


def _uneven(_: Film, frame: Frame) -> Picture | None:
    return frame.rgb if np.random.default_rng([SEED, frame.index]).random() > LEFT_OUT else None


def _hands(film: Film, frame: Frame) -> Picture:
    """One hand under the chin and one at the ear, as in a self-SNAG."""
    if not HANDS[0] < film.share(frame.index) < HANDS[1]:
        return frame.rgb
    chin, cheek = film.point(frame.index, "pogonion"), film.point(frame.index, "tragus_l")
    size, rgb = _face_px(film.rows[0]), frame.rgb.copy()
    for (x, y), axes in ((chin + np.array([0, 0.15 * size]), (0.6, 0.35)), (cheek, (0.25, 0.6))):
        half = int(axes[0] * size), int(axes[1] * size)
        cv2.ellipse(rgb, (int(x), int(y)), half, 10, 0, 360, film.skin, -1)
    return rgb


def _gone(film: Film, frame: Frame) -> Picture:
    return np.full_like(frame.rgb, WALL) if GONE[0] < film.share(frame.index) < GONE[1] else frame.rgb


def _printed(film: Film, frame: Frame) -> Picture:
    """Put a face on the pullover."""
    below = film.point(0, "pogonion") + np.array([0, 1.1 * _face_px(film.rows[0])])
    return _pasted(frame.rgb, _face(*film.other), below, PRINT_SIZE, film)


def _second_person(film: Film, frame: Frame) -> Picture:
    """Put somebody farther away at the left edge of the picture."""
    place = np.array([0.14 * frame.rgb.shape[1], film.point(0, "sellion")[1]])
    return _pasted(frame.rgb, _face(*film.other, FACE_PART * 1.5), place, PERSON_SIZE, film)


DISTURBANCES = (
    Disturbance("as filmed", lambda _, frame: frame.rgb),
    Disturbance("10 frames a second", _every_second),
    Disturbance("a third of the frames missing", _uneven),
    Disturbance("hands at chin and ear", _hands),
    Disturbance("a face on the pullover", _printed),
    Disturbance("a second person behind", _second_person),
    Disturbance("gone for a moment", _gone, GONE),
)


def films(sources: list[Source]) -> list[Film]:
    """Make films ready to be disturbed; each shows somebody of another film as its second face."""
    found = []
    for source in sources:
        rows = read_rows(source.path.with_suffix(".csv"))
        other = next((s for s in sources if s.person != source.person), source)
        picture = next(clip_frames(other.path))[0].rgb
        own = next(clip_frames(source.path))[0].rgb
        skin = own[int(float(rows[0]["nose_tip_v"])), int(float(rows[0]["nose_tip_u"]))].tolist()
        found.append(Film(source, rows, skin, (picture, read_rows(other.path.with_suffix(".csv"))[0])))
    return found


def disturbed_frames(film: Film, disturbance: Disturbance) -> Iterator[tuple[Frame, bool]]:
    """Pictures of the film as the disturbance leaves them."""
    for frame, shown in clip_frames(film.source.path):
        rgb = disturbance.change(film, frame)
        if rgb is not None:
            yield Frame(frame.index, frame.t_s, np.asarray(rgb, np.uint8)), shown


def seen_only(film: Film, disturbance: Disturbance, shown: list[int]) -> tuple[Source, dict[int, int]]:
    """Truth of the frames that were shown with somebody in them, and the row of each such frame."""
    low, high = disturbance.hidden
    kept = [i for i in shown if i < len(film.rows) and not low < film.share(i) < high]
    truth = film.source.truth
    part = Truth(truth.angles_deg[kept], truth.trunk_deg[kept], truth.rise_pct[kept])
    source = replace(film.source, name=f"{film.source.name}, {disturbance.name}", truth=part)
    return source, {index: row for row, index in enumerate(kept)}


def _face_px(row: Row) -> float:
    return float(np.hypot(*(float(row[f"sellion_{a}"]) - float(row[f"pogonion_{a}"]) for a in "uv")))


def _face(picture: Picture, row: Row, part: float = FACE_PART) -> tuple[Picture, float]:
    """Square around a face, and the length of the face in it."""
    size = _face_px(row)
    x, y = float(row["nose_tip_u"]), float(row["nose_tip_v"])
    half = part * size
    top, left = max(0, int(y - half)), max(0, int(x - half))
    return picture[top : int(y + half), left : int(x + half)], size


def _pasted(rgb: Picture, face: tuple[Picture, float], middle: Floats, size: float, film: Film) -> Picture:
    """Paste a face so that it is ``size`` times as large as the one of the film."""
    scale = size * _face_px(film.rows[0]) / face[1]
    part = cv2.resize(face[0], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    out = rgb.copy()
    top, left = max(0, int(middle[1] - part.shape[0] / 2)), max(0, int(middle[0] - part.shape[1] / 2))
    room = out[top : top + part.shape[0], left : left + part.shape[1]]
    room[:] = part[: room.shape[0], : room.shape[1]]
    return out
