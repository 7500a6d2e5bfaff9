"""Follows head and trunk of a person seen from the side, against a reference picture that it takes by itself."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np

from coach.measure.optics import Pinhole
from coach.measure.side import EARS, NOSE, SHOULDERS
from coach.measure.types import Floats, Picture, ProfileMotion, View
from coach.measure.upright import PATIENCE_S, TIPPED_DEG
from coach.sense.patch import UNIT_PX, Grey
from coach.sense.region import REST, Laid, Region
from coach.sense.registration import Part, Registered
from coach.sense.side_models import Silhouette
from coach.sense.side_parts import (
    candidates,
    head_part,
    head_region,
    place_head,
    registered_as_region,
    search,
    trunk_region,
)
from coach.sense.upright import UprightWatch

SETTLED_S = 0.4
"""A reference that was followed so long without moving stays the reference."""
RETRY_S = 0.2
STILL_RAD, STILL_SHARE = np.radians(2.5), 0.15
STEADY_FRAMES, STEADY_LAST, STEADY_SHARE = 5, 3, 0.5
GIVE_UP_S = 8.0
"""A head that is in view but not recognised for so long looks different now: a new reference is taken."""
MIN_UNIT_PX = 14.0
WEAK_SHARE = 0.3
HEAD_LIKENESS = 0.65
MAX_LEAN_RAD = np.radians(35)
MAX_GAP_S = 0.4
WORKING_WIDTHS = (160, 1600)
LOOK_S = 3.0
"""The look of the head is read for so long after a reference was taken, until it is known how upright the head was."""
COME_UP_RAD, QUIET_RAD = np.radians(10), np.radians(1)
"""A head that is seen this upright, and turns no more than this a picture, is a better reference than a tipped one."""


@dataclass
class Reference:
    """What is registered against: head, trunk, and the scale of the working picture."""

    number: int
    taken_s: float
    scale: float
    head: Part
    face: Region
    trunk: Region
    lean: Laid = REST
    settled: bool = False
    seen_s: float = 0.0
    misses: int = 0


class SideFollower:
    """Follows one person from the side, one picture after the other."""

    def __init__(self, view: View) -> None:
        self._forward = -1.0 if view is View.LEFT else 1.0
        self._silhouette = Silhouette()
        self._upright = UprightWatch(self._forward)
        self._reference: Reference | None = None
        self._number = 0
        self._tried_s: float | None = None
        self._bodies: deque[Floats] = deque(maxlen=STEADY_FRAMES)

    def close(self) -> None:
        """Free the model."""
        self._silhouette.close()

    def forget(self) -> None:
        """Take the next steady picture as a new reference."""
        self._reference = self._tried_s = None
        self._bodies.clear()

    def follow(self, rgb: Picture, t_s: float, body_px: Floats | None) -> ProfileMotion | None:
        """Movement since the reference; ``None`` without one or where the head is not found.

        ``body_px`` (33, 2) tells about where the body is; it may be a frame old.
        """
        known = self._reference
        if known is None:
            return None
        grey = _working(rgb, known.scale)
        found = self._find(known, grey, t_s, body_px)
        if found is None:
            known.misses += 1
            if not known.settled or (body_px is not None and not 0 <= t_s - known.seen_s <= GIVE_UP_S):
                self._reference = None
            return None
        known.misses = 0
        known.seen_s = t_s
        known.head.accept(found)
        if not self._holds(known, found, t_s):
            self._reference = None
            return None
        return self._motion(known, found, self._lean(known, grey))

    def look_for_reference(self, rgb: Picture, t_s: float, body_px: Floats | None) -> None:
        """Take the picture as reference where there is none and the body shows a head from the side."""
        if body_px is None:
            self._bodies.clear()
            return
        self._bodies.append(body_px[[NOSE, *EARS, *SHOULDERS]])
        self._watch_tilt(rgb, t_s, body_px)
        waits = self._tried_s is not None and 0 <= t_s - self._tried_s < RETRY_S
        if self._reference is not None or waits or not self._steady():
            return
        self._tried_s = t_s
        person = self._silhouette.mask(rgb)
        place = place_head(person, body_px[NOSE], body_px[EARS].mean(axis=0), self._forward)
        scale = UNIT_PX / place.unit_px
        if place.unit_px < MIN_UNIT_PX or not WORKING_WIDTHS[0] < scale * rgb.shape[1] < WORKING_WIDTHS[1]:
            return
        grey = _working(rgb, scale)
        height, width = grey.shape
        scale = width / rgb.shape[1]
        mask = np.asarray(cv2.resize(person, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
        middle = place.middle_px * scale
        head = head_part(grey, mask, middle, self._forward, Pinhole.from_fov((width, height)))
        if head is None:
            return
        face, trunk = head_region(grey, head), trunk_region(grey, mask, middle)
        self._number += 1
        self._reference = Reference(self._number, t_s, scale, head, face, trunk, seen_s=t_s)
        self._upright.begin()

    def _watch_tilt(self, rgb: Picture, t_s: float, body_px: Floats) -> None:
        """Read how upright the head is, and give up a reference of a tipped head that comes up soon."""
        known = self._reference
        if known is None or known.misses or known.head.pose is None:
            return
        turn_rad = known.head.turn_of(known.head.pose)
        if t_s - known.taken_s < LOOK_S:
            self._upright.look(rgb, t_s, body_px, turn_rad)
        tilt_rad = self._upright.tilt_rad
        if tilt_rad is None or abs(tilt_rad) < np.radians(TIPPED_DEG) or t_s - known.taken_s > PATIENCE_S:
            return
        if abs(tilt_rad + turn_rad) < COME_UP_RAD and abs(known.head.speed_rad) < QUIET_RAD:
            self._reference = self._tried_s = None

    def _steady(self) -> bool:
        """Whether the body model has found its feet: its first answers about a new body can be far off."""
        if len(self._bodies) < STEADY_FRAMES:
            return False
        seen = np.array(self._bodies)[-STEADY_LAST:]
        size = float(np.hypot(*(seen[-1, 0] - seen[-1, 1:3].mean(axis=0))))
        return bool(np.ptp(seen, axis=0).max() < STEADY_SHARE * size)

    def _find(self, known: Reference, grey: Grey, t_s: float, body_px: Floats | None) -> Registered | None:
        """Find the head by its points near where it should be, then at any turn, then laid over as a whole."""
        head = known.head
        if not 0 <= t_s - known.seen_s <= MAX_GAP_S:
            head.speed_rad = 0.0
        found = None if known.misses > 2 else head.register(grey, head.expected())
        if found is not None and found.share >= WEAK_SHARE:
            return found
        if not known.settled or known.misses % 3:
            return found
        centre = head.last_px if body_px is None else body_px[EARS].mean(axis=0) * known.scale
        better = search(head, grey, centre)
        if better is not None and (found is None or better.share > found.share):
            return better
        if found is None and known.face.usable:
            return self._lay_head(known, grey, centre)
        return found

    def _lay_head(self, known: Reference, grey: Grey, centre_px: Floats) -> Registered | None:
        """Lay the whole head over the picture, from where it was last and from where it might be."""
        head = known.head
        last = 0.0 if head.pose is None else head.turn_of(head.pose)
        starts = [(last, head.last_px), *candidates(head, grey, centre_px)[:2]]
        tried = (known.face.lay(grey, Laid(turn, 0.0, place - head.middle_px, 0.0)) for turn, place in starts)
        best = max((t for t in tried if t is not None), key=lambda laid: laid.likeness, default=None)
        return None if best is None or best.likeness < HEAD_LIKENESS else registered_as_region(head, best)

    def _holds(self, known: Reference, found: Registered, t_s: float) -> bool:
        """Whether the reference stays: a head that moves in its first moments was not at rest in it."""
        if known.settled:
            return True
        shift = np.hypot(*(known.head.last_px - known.head.middle_px))
        if abs(found.turn_rad) > STILL_RAD or shift > STILL_SHARE * UNIT_PX:
            return False
        known.settled = t_s - known.taken_s >= SETTLED_S
        return True

    def _lean(self, known: Reference, grey: Grey) -> Laid | None:
        """How the trunk lies now, tried from the last picture and then from rest."""
        if not known.trunk.usable:
            return None
        for start in (known.lean, REST):
            found = known.trunk.lay(grey, start)
            if found is not None and abs(found.turn_rad) < MAX_LEAN_RAD:
                known.lean = found
                return found
        known.lean = REST
        return None

    def _motion(self, known: Reference, found: Registered, lean: Laid | None) -> ProfileMotion:
        head, tilt_rad = known.head, self._upright.tilt_rad
        return ProfileMotion(
            reference=known.number,
            head_turn=found.fit.pose.rotation,
            head_covariance=found.fit.covariance,
            head_shift_px=(head.last_px - head.middle_px) / known.scale,
            trunk_turn_rad=None if lean is None else lean.turn_rad,
            trunk_sigma_rad=None if lean is None else lean.sigma_rad,
            trunk_shift_px=None if lean is None else lean.shift_px / known.scale,
            unit_px=UNIT_PX / known.scale,
            tilt_rad=None if tilt_rad is None else tilt_rad + found.turn_rad,
        )


def _working(rgb: Picture, scale: float) -> Grey:
    """Grey picture at the working scale."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), np.uint8)
