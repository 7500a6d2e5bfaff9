"""Reads the looks of head and chest of one person, frame by frame.

A head is found first by the network that finds it anywhere near where the body model sees it, and lying on its side.
From then on each picture of it is turned and moved so that it stands straight in the middle, as it was in the frame
before, and a second network reads it there more exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from coach.measure.rotations import rotation_from_vector
from coach.measure.types import Appearance, Floats, Frame, Picture
from coach.paths import assets_dir
from coach.sense.appearance import (
    CHEST_REST_S,
    HeadRegion,
    PartReader,
    Place,
    chest_look,
    chest_place,
    head_look,
    patch_around,
)
from coach.sense.lately import Lately
from coach.sense.network import SIDE, Network

TURN_SHARE = 1.9
"""Width of what is read of a head that stands straight, in sizes of the face."""
ROUGH_SHARE, ROUGH_SIDE = 2.6, 128
"""The same, and its pixels, of what is cut out before it is turned."""
MOVED, ROLLED_RAD = 0.04, np.radians(5.0)
"""It is read again where it was not in the middle, in faces, or not straight."""
BESIDE, BESIDE_SURE = 0.25, 0.6
"""A head farther than this from where the body model sees it, in faces, was lost; farther where it is surely read.

Hair that hides an eye draws the body model's points off a head that has turned away."""
SURE_RAD, SURE_MOVED = np.radians(3.0), 0.12
"""A head is surely read with standard errors below this; its middle is believed then if it moved by less, in faces."""
REMEMBERED_S = 0.5


@dataclass(frozen=True, slots=True)
class Stance:
    """How a head stands in the picture: its middle (2,), the size of its face, and how far it lies to the right."""

    centre_px: Floats
    face_px: float
    roll_rad: float

    def is_near(self, other: Stance) -> bool:
        """Whether a picture set straight for the other shows this one straight as well."""
        moved = float(np.hypot(*(self.centre_px - other.centre_px))) / self.face_px
        rolled = (self.roll_rad - other.roll_rad + np.pi) % (2 * np.pi) - np.pi
        return bool(moved < MOVED and abs(rolled) < ROLLED_RAD)


@dataclass(frozen=True, slots=True)
class Reading:
    """Pose (3, 3) of a head along its line of sight, its standard error (3,), and how the head was seen to stand."""

    sight_from_facing: Floats
    sigma_rad: Floats
    stance: Stance

    @property
    def is_sure(self) -> bool:
        """Whether the network knows the pose well, and so what it looks at."""
        return bool(self.sigma_rad.max() < SURE_RAD)

    def is_lost(self, place: Place) -> bool:
        """Whether this cannot be the head that the body model sees at a place."""
        return _apart(self.stance.centre_px, place) > (BESIDE_SURE if self.is_sure else BESIDE)


class HeadReader:
    """Reads the head of each frame where and as it stood in the last one.

    Not safe to share between threads; the two calls of one frame may come from two of them, one after the other.
    """

    def __init__(self) -> None:
        self._finder = head_look()
        self._network = Network(assets_dir() / "correction" / "head_turn.onnx")
        self._stood: Lately[Stance] = Lately(REMEMBERED_S)
        self._ahead: tuple[Frame, Stance, Reading] | None = None

    def read_ahead(self, frame: Frame) -> None:
        """Read the head as it stood, before it is known where it is."""
        self._ahead = None
        if (stance := self._stood.at(frame.t_s)) is not None:
            self._ahead = frame, stance, self._read(frame, stance)

    def confirm(self, frame: Frame, place: Place) -> Appearance:
        """Give what was read, or find the head and read it where that was somewhere else."""
        if self._ahead is None or self._ahead[0] is not frame:
            self.read_ahead(frame)
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead[2].is_lost(place):
            stance = self._find(frame.rgb, place)
            reading = self._read(frame, stance)
        else:
            _, stance, reading = ahead
        settled = _settled(reading, stance, place)
        if not settled.is_near(stance):
            reading = self._read(frame, settled)
            settled = _settled(reading, settled, place)
        self._stood.keep(frame.t_s, None if reading.is_lost(place) else settled)
        x, y = (float(v) for v in settled.centre_px)
        return Appearance((x, y), reading.sight_from_facing, reading.sigma_rad)

    def _find(self, rgb: Picture, place: Place) -> Stance:
        appearance, middle_px = self._finder.find(rgb, *place)
        centre_px = place[0] if _apart(middle_px, place) > BESIDE else middle_px
        return Stance(centre_px, place[1], roll_of(appearance.sight_from_facing))

    def _read(self, frame: Frame, stance: Stance) -> Reading:
        """Read a head that stands so, or nearly so."""
        seen, sigma, beside = self._network.read(straight_patch(frame.rgb, stance))
        back = _in_plane(stance.roll_rad)
        rotation = back @ seen
        centre_px = stance.centre_px + stance.face_px * (back[:2, :2] @ beside)
        return Reading(rotation, np.sqrt(back**2 @ sigma**2), Stance(centre_px, stance.face_px, roll_of(rotation)))


class LookReader:
    """Reads head and chest of one person."""

    def __init__(self) -> None:
        self._region = HeadRegion()
        self._head, self._chest = HeadReader(), PartReader(chest_look(), CHEST_REST_S)

    def read_ahead(self, frame: Frame) -> None:
        """Read both where they were."""
        self._head.read_ahead(frame)
        self._chest.read_ahead(frame)

    def confirm(self, frame: Frame, pose_px: Floats, face_px: Floats | None = None) -> tuple[Appearance, Appearance]:
        """Head and chest; ``pose_px`` (33, 2), and the mesh (478, 3) where there is one, say where they are."""
        head = self._region.update(pose_px, frame.t_s, face_px)
        return self._head.confirm(frame, head), self._chest.confirm(frame, chest_place(pose_px, head[1]))


def straight_patch(rgb: Picture, stance: Stance) -> Picture:
    """Picture (SIDE, SIDE, 3) of a head, turned so that it stands straight, with its middle in the middle."""
    rough = patch_around(rgb, stance.centre_px, ROUGH_SHARE * stance.face_px, ROUGH_SIDE)
    step = ROUGH_SIDE / ROUGH_SHARE * TURN_SHARE / SIDE
    from_patch = np.zeros((2, 3))
    from_patch[:, :2] = step * _in_plane(stance.roll_rad)[:2, :2]
    from_patch[:, 2] = ROUGH_SIDE / 2 - 0.5 - from_patch[:, :2] @ [SIDE / 2 - 0.5, SIDE / 2 - 0.5]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(rough, from_patch, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(patch, np.uint8)


def roll_of(sight_from_facing: Floats) -> float:
    """Angle in radians by which a head (3, 3) lies to the right in the picture."""
    up = -sight_from_facing[:, 1]
    return float(np.arctan2(up[0], -up[1]))


def _in_plane(angle_rad: float) -> Floats:
    """Rotation (3, 3) to the right in the picture."""
    return rotation_from_vector(np.array([0.0, 0.0, angle_rad]))


def _settled(reading: Reading, looked: Stance, place: Place) -> Stance:
    """Where a head was read to be, or half-way to where the body model sees it.

    A network that looks beside a head tells its middle less well; unless it is sure, both err as much, in other ways.
    """
    found = reading.stance
    moved = _apart(found.centre_px, (looked.centre_px, looked.face_px))
    believed = found.is_near(looked) or (reading.is_sure and moved < SURE_MOVED)
    centre_px = found.centre_px if believed else (found.centre_px + place[0]) / 2
    return Stance(centre_px, place[1], found.roll_rad)


def _apart(middle_px: Floats, place: Place) -> float:
    return float(np.hypot(*(middle_px - place[0]))) / place[1]
