"""The head of a person seen from the side: where it is in a picture, its rough shape, and how it is found when lost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from coach.measure.optics import Pinhole
from coach.measure.rigid import RigidFit, RigidPose
from coach.measure.rotations import rotation_from_vector
from coach.measure.types import Floats
from coach.sense.patch import SIDE_PX, UNIT_PX, Grey, Solid, evened, window_around
from coach.sense.region import Laid, Region
from coach.sense.registration import Part, Registered, part_at

HEAD = Solid(half_length=1.4, half_height=1.5, half_width=1.0, exponent=2.5, out_rad=0.05, out_share=0.12)
TOP_TO_NOSE = 1.85
"""From the top of the head down to the tip of the nose, about 14 cm with hair, in the unit of length."""
BEHIND_NOSE, ABOVE_NOSE, HEAD_RADIUS = 1.35, 0.4, 1.35
"""The middle of the head as seen from the tip of the nose, and the radius around it."""
JAW_BELOW, JAW_BEFORE = 0.85, 0.2
"""What is lower than this below the middle, and not before this, is neck."""
HEAD_ROWS = 0.8
"""A head ends somewhat below the nose: as far down again as this share of the way from top to nose."""
THICK = 0.25
UNIT_PER_NOSE_EAR = 1.12
AGREE = (0.6, 1.7)
TRUNK_MIDDLE, TRUNK_TOP, TRUNK_RADIUS = 3.9, 2.4, 2.2
"""The trunk's region is a disc: its middle and its upper edge below the middle of the head, and its radius."""

SHRINK = 3
TEMPLATE_PX = int(1.9 * UNIT_PX) // SHRINK
SEARCH_PX = int(6.0 * UNIT_PX)
SEARCH_DEG = range(-80, 81, 8)
TRIES = 4
SEARCH_SHARE, SURE_SHARE = 0.3, 0.5
REGION_NOISE, REGION_SHARE = 1.5, 0.02
"""A head laid over as a whole: what its own error is multiplied by, and the share of the turn that is added."""


@dataclass(frozen=True, slots=True)
class HeadPlace:
    """Middle of a head in a picture, and the unit of length, both in pixels."""

    middle_px: Floats
    unit_px: float


def place_head(person: Grey, nose_px: Floats, ear_px: Floats, forward: float) -> HeadPlace:
    """Find the head of a person who sits upright, from the silhouette's top and the tip of its nose.

    The body model's points say about where to look, and stand in where the silhouette makes no sense; in profile they
    can be off by half a head. ``forward`` is +1 where the person looks to the right in the picture, else -1.
    """
    guess_px = max(float(np.hypot(*(nose_px - ear_px))), 1.0)
    coarse = HeadPlace(ear_px - guess_px * np.array([0.3 * forward, 0.25]), guess_px)
    rows = np.arange(person.shape[0])
    near = slice(max(0, int(ear_px[0] - 3 * guess_px)), max(1, int(ear_px[0] + 3 * guess_px)))
    inside = person[:, near] > 0
    thick = np.flatnonzero(inside.sum(axis=1) > THICK * guess_px)
    thick = thick[thick > ear_px[1] - 4 * guess_px]
    if not len(thick):
        return coarse
    top = int(thick[0])
    columns = np.arange(inside.shape[1]) + near.start
    ahead = np.where(inside, forward * columns[None], -np.inf).max(axis=1)
    reach = (rows > top) & (rows < top + (1 + HEAD_ROWS) * TOP_TO_NOSE * guess_px)
    if not np.isfinite(ahead[reach]).any():
        return coarse
    tip = int(np.flatnonzero(reach)[np.argmax(ahead[reach])])
    judged_px = (tip - top) / TOP_TO_NOSE
    if not AGREE[0] < judged_px / guess_px < AGREE[1]:
        return coarse
    unit_px = math.sqrt(judged_px * UNIT_PER_NOSE_EAR * guess_px)  # hair adds to the one, the other is inexact
    nose = np.array([forward * ahead[tip], float(tip)])
    return HeadPlace(nose - unit_px * np.array([BEHIND_NOSE * forward, ABOVE_NOSE]), unit_px)


def head_part(grey: Grey, person: Grey, middle_px: Floats, forward: float, camera: Pinhole) -> Part | None:
    """Head of a working picture as reference, from the mask of the person and the middle of the head."""
    part, corner = window_around(person, middle_px, SIDE_PX)
    wanted = np.zeros_like(part)
    cv2.circle(wanted, _pixel(middle_px - corner), int(HEAD_RADIUS * UNIT_PX), [255], -1)
    x, y = _pixel(middle_px - corner + UNIT_PX * np.array([JAW_BEFORE * forward, JAW_BELOW]))
    behind = slice(0, max(0, x)) if forward > 0 else slice(max(0, x), None)
    wanted[max(0, y) :, behind] = 0
    grown = cv2.dilate(part, np.ones((3, 3), np.uint8))
    return part_at(grey, np.asarray(cv2.bitwise_and(wanted, grown), np.uint8), corner, middle_px, HEAD, camera)


def trunk_region(grey: Grey, person: Grey, head_px: Floats) -> Region:
    """Shoulder and chest below a head, with their outline, whose edges tell most."""
    middle = head_px + np.array([0.0, TRUNK_MIDDLE * UNIT_PX])
    part, corner = window_around(person, middle, SIDE_PX)
    wanted = np.zeros_like(part)
    x, y = _pixel(middle - corner)
    cv2.circle(wanted, (x, y), int(TRUNK_RADIUS * UNIT_PX), [255], -1)
    wanted[: int(y - (TRUNK_MIDDLE - TRUNK_TOP) * UNIT_PX)] = 0
    grown = cv2.dilate(part, np.ones((5, 5), np.uint8))
    return Region(grey, middle, np.asarray(cv2.bitwise_and(wanted, grown), np.uint8))


def head_region(grey: Grey, head: Part) -> Region:
    """Lay the mask of a reference head over its picture as one region."""
    return Region(grey, head.reference.corner_px + SIDE_PX / 2, head.wanted)


def registered_as_region(head: Part, laid: Laid) -> Registered:
    """Speak of a head that was laid over as a whole as if points had told: flat, and less exact."""
    place = head.camera.lift((head.middle_px + laid.shift_px)[None], np.array([head.rest.position[2]]))[0]
    pose = RigidPose(rotation_from_vector(np.array([0.0, 0.0, laid.turn_rad])), place)
    out_rad = HEAD.out_rad + HEAD.out_share * abs(laid.turn_rad)
    in_rad = REGION_NOISE * laid.sigma_rad + REGION_SHARE * abs(laid.turn_rad)
    fit = RigidFit(pose, np.diag(np.array([out_rad, out_rad, in_rad]) ** 2), np.zeros(0), 0.0)
    return Registered(fit, laid.turn_rad, 0, 0.0, head.reference.picture, head.reference.corner_px)


def search(head: Part, grey: Grey, centre_px: Floats) -> Registered | None:
    """Find a lost head at any turn near a place."""
    best: Registered | None = None
    depth = np.array([head.rest.position[2]])
    for turn_rad, place in candidates(head, grey, centre_px):
        start = RigidPose(rotation_from_vector(np.array([0.0, 0.0, turn_rad])), head.camera.lift(place[None], depth)[0])
        found = head.register(grey, start)
        if found is not None and (best is None or found.share > best.share):
            best = found
        if best is not None and best.share > SURE_SHARE:
            break
    return best if best is not None and best.share > SEARCH_SHARE else None


def candidates(head: Part, grey: Grey, centre_px: Floats) -> list[tuple[float, Floats]]:
    """Give turns and places at which a shrunken reference looks most like a picture, best first."""
    cut, corner = window_around(grey, centre_px, SEARCH_PX)
    field = cv2.resize(evened(cut), (SEARCH_PX // SHRINK, SEARCH_PX // SHRINK), interpolation=cv2.INTER_AREA)
    half = np.full(2, TEMPLATE_PX / 2)
    scored = []
    for turn_deg in SEARCH_DEG:
        turn = float(np.radians(turn_deg))
        rotate = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / SHRINK
        shift = half - rotate @ (head.middle_px - head.reference.corner_px)
        turned = cv2.warpAffine(
            head.reference.picture, np.column_stack([rotate, shift]), (TEMPLATE_PX, TEMPLATE_PX), flags=cv2.INTER_AREA
        )
        _, score, _, place = cv2.minMaxLoc(cv2.matchTemplate(field, turned, cv2.TM_CCOEFF_NORMED))
        scored.append((score, turn, corner + SHRINK * (np.array(place) + half)))
    scored.sort(key=lambda one: -one[0])
    return [(turn, place) for _, turn, place in scored[:TRIES]]


def _pixel(place: Floats) -> tuple[int, int]:
    return int(place[0]), int(place[1])
