"""Follows a rigid part of a person, such as the head, by registering its picture against a reference.

The reference is turned to where the part should be now, its points are found in the new picture, and the rigid motion
of a half-ellipsoid explains where they went. Because each picture is compared with the reference and not with the one
before, nothing drifts. Where the part has turned so far that too few points are found again, pictures on the way
(*keys*) help, whose own places are known from the reference.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from coach.measure.optics import Pinhole
from coach.measure.rigid import RigidFit, RigidPose, RigidPrior, fit_rigid, project
from coach.measure.rotations import rotation_from_vector, vector_from_rotation
from coach.measure.types import Floats
from coach.sense.flow import follow
from coach.sense.patch import (
    SIDE_PX,
    UNIT_PX,
    Grey,
    Patch,
    Solid,
    evened,
    find_corners,
    laid_over,
    lift,
    similarity,
    window_around,
)

DISTANCE_SHARE = 0.08
KEY_EVERY_RAD = np.radians(7)
KEY_BRIDGES_RAD, KEY_HELPS_RAD = np.radians(4), np.radians(10)
"""So much nearer than the reference a key must be where the reference is lost, and where it is only weak: what a key
says holds the error of its own place."""
KEY_SHARE = 0.4
MAX_KEYS = 24
MIN_POINTS = 14
ENOUGH_SHARE, MIN_SHARE = 0.4, 0.2
AGREES = 0.3
MAX_SPREAD_PX = 2.5
REFINE_RAD = np.radians(2.5)
LEAD_SHARE, MAX_LEAD_RAD = 0.7, np.radians(8)


@dataclass(frozen=True, slots=True)
class Registered:
    """A part that was found again.

    Parameters
    ----------
    fit
        Its pose.
    turn_rad
        Turn in the picture since the reference, positive from x to y.
    agreeing, share
        How many points agree on the pose, and their share of all that were looked for.
    window, corner_px
        The evened picture it was found in, and where that was cut out.
    """

    fit: RigidFit
    turn_rad: float
    agreeing: int
    share: float
    window: Grey
    corner_px: Floats


@dataclass
class Part:
    """A reference, keys on the way, and the pose in the last picture."""

    camera: Pinhole
    solid: Solid
    reference: Patch
    rest: RigidPose
    wanted: Grey
    """Mask of the part in the window of the reference."""
    keys: list[Patch] = field(default_factory=list)
    pose: RigidPose | None = None
    speed_rad: float = 0.0

    @property
    def middle_px(self) -> Floats:
        """Middle of the part in the reference."""
        return self._place(self.rest)

    @property
    def last_px(self) -> Floats:
        """Middle of the part in the last picture in which it was found."""
        return self._place(self.pose or self.rest)

    def turn_of(self, pose: RigidPose) -> float:
        """Turn in the picture since the reference, radians, positive from x to y."""
        return float(vector_from_rotation(pose.rotation)[2])

    def expected(self) -> RigidPose:
        """Where the part should be in the next picture."""
        pose = self.pose or self.rest
        return RigidPose(rotation_from_vector(np.array([0.0, 0.0, self.speed_rad])) @ pose.rotation, pose.position)

    def forget(self) -> None:
        """Begin again at the reference."""
        self.pose, self.speed_rad = None, 0.0

    def register(self, grey: Grey, start: RigidPose) -> Registered | None:
        """Find the part near a pose in a working picture; ``None`` where too few points agree."""
        cut, corner = window_around(grey, self._place(start), SIDE_PX)
        now = evened(cut)
        found = self._against([self.reference], now, corner, start, 2)
        if found is None:
            keys = self._near(self.turn_of(start), KEY_BRIDGES_RAD)
            found = self._against([self.reference, *keys], now, corner, start, 2) if keys else None
        if found is None:
            return None
        if abs(found.turn_rad - self.turn_of(start)) > REFINE_RAD:
            found = self._against([self.reference], now, corner, found.fit.pose, 1) or found
        if found.share < ENOUGH_SHARE and (keys := self._near(found.turn_rad, KEY_HELPS_RAD)):
            found = self._against([self.reference, *keys], now, corner, found.fit.pose, 1) or found
        return found

    def accept(self, found: Registered) -> None:
        """Take a pose as that of the last picture, and the picture as a key where none is near."""
        step = 0.0 if self.pose is None else found.turn_rad - self.turn_of(self.pose)
        self.speed_rad = LEAD_SHARE * float(np.clip(step, -MAX_LEAD_RAD, MAX_LEAD_RAD))
        self.pose = found.fit.pose
        apart = min(abs(found.turn_rad - t) for t in (0.0, *(k.turn_rad for k in self.keys)))
        if apart > KEY_EVERY_RAD and found.share > KEY_SHARE and len(self.keys) < MAX_KEYS:
            self._keep(found)

    def _place(self, pose: RigidPose) -> Floats:
        return np.asarray(self.camera.project(pose.position[None])[0])

    def _near(self, turn_rad: float, nearer_rad: float) -> list[Patch]:
        """Return the key nearest to a turn, if it is so much nearer than the reference."""
        key = min(self.keys, key=lambda k: abs(k.turn_rad - turn_rad), default=None)
        if key is None or abs(key.turn_rad - turn_rad) > abs(turn_rad) - nearer_rad:
            return []
        return [key]

    def _against(
        self, patches: list[Patch], now: Grey, corner: Floats, start: RigidPose, levels: int
    ) -> Registered | None:
        """Register some patches together in a window."""
        seen, trust = [], []
        for patch in patches:
            turned, places, expected = laid_over(patch, start, self.camera, corner)
            found, good = follow(turned, now, places, expected, levels)
            seen.append(found + corner)
            trust.append(good)
        weight = np.concatenate(trust)
        if weight.sum() < MIN_POINTS:
            return None
        points = np.vstack([patch.points for patch in patches])
        fit = fit_rigid(points, np.vstack(seen), weight, self.camera, start, self._prior(start))
        agreeing = int((fit.weights > AGREES).sum())
        share = agreeing / len(weight)
        if agreeing < MIN_POINTS or share < MIN_SHARE or fit.spread_px > MAX_SPREAD_PX:
            return None
        return Registered(fit, self.turn_of(fit.pose), agreeing, share, now, corner)

    def _prior(self, start: RigidPose) -> RigidPrior:
        """Expect a movement in the picture: turns out of it are small, and smaller near the reference."""
        out_rad = float(np.hypot(self.solid.out_rad, self.solid.out_share * self.turn_of(start)))
        turn = np.array([out_rad, out_rad, np.pi])
        return RigidPrior(self.rest, turn, DISTANCE_SHARE * float(self.rest.position[2]))

    def _keep(self, found: Registered) -> None:
        """Keep a picture on the way, its points lifted by the pose that was found."""
        pose = found.fit.pose
        plane = similarity(self.reference.places_px, project(self.reference.points, pose, self.camera))
        into = plane.copy()
        into[:, 2] += plane[:, :2] @ self.reference.corner_px - found.corner_px
        wanted = cv2.warpAffine(self.wanted, into, (SIDE_PX, SIDE_PX), flags=cv2.INTER_NEAREST)
        places = find_corners(found.window, np.asarray(wanted, np.uint8)) + found.corner_px
        if len(places) < MIN_POINTS:
            return
        at_rest = np.asarray((places - plane[:, 2]) @ np.linalg.inv(plane[:, :2]).T, float)
        model = lift(at_rest, self.rest, self._depth(at_rest), self.camera)
        depth_now = (model @ pose.rotation.T + pose.position)[:, 2]
        points = lift(places, pose, depth_now, self.camera)
        self.keys.append(Patch(found.window, found.corner_px, points, places, found.turn_rad))

    def _depth(self, places_px: Floats) -> Floats:
        return depth_of(self.solid, places_px, self.middle_px, float(self.rest.position[2]))


def depth_of(solid: Solid, places_px: Floats, middle_px: Floats, distance: float) -> Floats:
    """Depth (n,) of places on the near side of a solid whose frame lies at a distance; units of length."""
    return distance + solid.sunk - solid.relief((places_px - middle_px) / UNIT_PX)


def part_at(grey: Grey, wanted: Grey, corner: Floats, middle_px: Floats, solid: Solid, camera: Pinhole) -> Part | None:
    """Take a part of a working picture as reference; ``None`` where it has too few points.

    ``wanted`` is the mask of the part in the window whose top left corner is ``corner``.
    """
    cut, _ = window_around(grey, corner + SIDE_PX / 2, SIDE_PX)
    picture = evened(cut)
    places = find_corners(picture, wanted) + corner
    if len(places) < MIN_POINTS:
        return None
    distance = camera.focal_px / UNIT_PX - solid.sunk
    rest = RigidPose(np.eye(3), camera.lift(middle_px[None], np.array([distance]))[0])
    points = lift(places, rest, depth_of(solid, places, middle_px, distance), camera)
    return Part(camera, solid, Patch(picture, corner, points, places, 0.0), rest, wanted)
