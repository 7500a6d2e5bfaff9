"""Hand signs through the real body model: on rendered people who make them, who do something else, and who exercise."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.exercise.gestures import Sign, SignSet, find_sign
from coach.measure.types import Frame
from coach.paths import demo_clip
from coach.sense.camera import cv2, open_source

DATA = Path(__file__).parents[1] / "data"
RIGHT, LEFT, BOTH, CROSSED = Sign.RIGHT_HAND, Sign.LEFT_HAND, Sign.BOTH_HANDS, Sign.CROSSED

# For each picture the sign that is found in it among the raised ones, and among the crossed ones.
PICTURES = {
    "raised_right_1": (RIGHT, None),
    "raised_left_2": (LEFT, None),
    "raised_both_1": (BOTH, None),
    "raised_both_2": (BOTH, None),
    "crossed_1": (None, CROSSED),
    "crossed_2": (None, CROSSED),
    "down_1": (None, None),
    "cheek_1": (None, None),
    "temple_1": (None, None),
    "forehead_2": (None, None),
    "neck_1": (None, None),
    "shoulder_1": (None, None),
    "folded_1": (None, None),
    # these two belong to exercises that use crossed hands, for this reason
    "doorway_1": (BOTH, None),
    "wall_2": (BOTH, None),
}


def test_every_picture_is_looked_at():
    assert {path.stem for path in (DATA / "signs").glob("*.jpg")} == set(PICTURES)


@pytest.mark.parametrize(("name", "signs"), PICTURES.items())
def test_signs_of_a_picture(detector, name, signs):
    bgr = cv2.imread(str(DATA / "signs" / f"{name}.jpg"))
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    for index in range(4):  # the body model needs a few frames to settle
        seen = detector.detect(Frame(index, index / 20, rgb))
    assert seen.pose_px is not None
    assert (find_sign(seen, SignSet.RAISED), find_sign(seen, SignSet.CROSSED)) == signs


@pytest.mark.parametrize(
    "clip", [DATA / "rotation_a.mp4", DATA / "sagittal_c.mp4", demo_clip()], ids=lambda path: path.stem
)
def test_no_sign_in_a_film_of_an_exercise(detector, clip):
    camera = open_source(str(clip))
    looked = 0
    while not camera.ended:
        frame = camera.read()
        if frame is None or frame.index % 6:
            continue
        seen = detector.detect(frame)
        looked += seen.pose_px is not None
        for signs in (SignSet.RAISED, SignSet.CROSSED):
            assert find_sign(seen, signs) is None, frame.t_s
    camera.close()
    assert looked >= 45
