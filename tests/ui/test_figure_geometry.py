"""The drawn figure moves as its pose says: anatomy and views, without a window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exercise.figure_pose import Arm, ArmPose, FigurePose, Posture, Prop
from coach.ui.figure.arms import FOREARM, UPPER_ARM, arms, reach
from coach.ui.figure.framing import frame
from coach.ui.figure.geometry import skeleton
from coach.ui.figure.head import CENTRE, head_parts, surface
from coach.ui.figure.mesh import ball, box, tube
from coach.ui.figure.palette import SHADES, Material, colour, ramps
from coach.ui.figure.picture import Side, draw, eye, parts

NEUTRAL = FigurePose()
SCREEN_RIGHT, SCREEN_UP, NEARER = 0, 1, 2
EVERYTHING = frozenset(Prop)


def on_screen(pose: FigurePose, side: Side, place: str) -> np.ndarray:
    """A point of the head as it is seen: screen right, screen up, nearer."""
    point = getattr(skeleton(pose), place)
    return eye(pose, side) @ point


def moved(side: Side, place: str = "nose", **angles: float) -> np.ndarray:
    return on_screen(replace(NEUTRAL, **angles), side, place) - on_screen(NEUTRAL, side, place)


def test_front_view_is_a_mirror_and_side_view_faces_right():
    bones = skeleton(NEUTRAL)
    right, left = (eye(NEUTRAL, Side.FRONT) @ shoulder for shoulder in bones.shoulders)
    assert right[SCREEN_RIGHT] > 10 > -10 > left[SCREEN_RIGHT]
    assert (eye(NEUTRAL, Side.FRONT) @ bones.nose)[NEARER] > 10
    assert (eye(NEUTRAL, Side.SIDE) @ bones.nose)[SCREEN_RIGHT] > 10
    right, left = (eye(NEUTRAL, Side.SIDE) @ shoulder for shoulder in bones.shoulders)
    assert right[NEARER] > left[NEARER]


def test_turning_right_moves_the_nose_to_the_persons_right():
    assert moved(Side.FRONT, right_rotation_deg=45)[SCREEN_RIGHT] > 7
    assert moved(Side.FRONT, right_rotation_deg=-45)[SCREEN_RIGHT] < -7
    # from their right side the face then comes towards the viewer
    assert moved(Side.SIDE, right_rotation_deg=45)[NEARER] > 7


def test_bending_right_brings_the_crown_to_the_persons_right_and_the_ear_down():
    assert moved(Side.FRONT, "crown", right_lateral_flexion_deg=30)[SCREEN_RIGHT] > 8
    assert moved(Side.FRONT, "crown", right_lateral_flexion_deg=-30)[SCREEN_RIGHT] < -8
    ears = [skeleton(replace(NEUTRAL, right_lateral_flexion_deg=30)).on_head(0, 7, 8 * s)[1] for s in (1, -1)]
    assert ears[0] < ears[1] - 5


def test_flexion_brings_the_nose_down_and_extension_up():
    assert moved(Side.FRONT, flexion_deg=40)[SCREEN_UP] < -5
    assert moved(Side.SIDE, flexion_deg=-40)[SCREEN_UP] > 5


def test_protraction_is_centimetres_forward_with_the_head_level():
    assert moved(Side.SIDE, protraction_cm=3) == pytest.approx([3, 0, 0])
    assert moved(Side.SIDE, "crown", protraction_cm=-2) == pytest.approx([-2, 0, 0])


def test_trunk_carries_the_head_along():
    assert moved(Side.SIDE, "crown", trunk_lean_deg=15)[SCREEN_RIGHT] > 10
    assert moved(Side.SIDE, "crown", trunk_lean_deg=-15)[SCREEN_RIGHT] < -10


@pytest.mark.parametrize("side", [0, 1])
def test_shoulder_goes_up_alone_or_back_and_down(side):
    field = ("right_shoulder_lift", "left_shoulder_lift")[side]
    rest = skeleton(NEUTRAL).shoulders
    up = skeleton(replace(NEUTRAL, **{field: 1.0})).shoulders
    assert up[side][1] - rest[side][1] > 4
    assert np.array_equal(up[1 - side], rest[1 - side])
    back = skeleton(replace(NEUTRAL, **{field: -1.0})).shoulders
    assert back[side][1] < rest[side][1]
    assert back[side][0] < rest[side][0] - 3


def test_shirt_goes_up_with_the_shoulder():
    def top(pose: FigurePose) -> float:
        (shirt,) = (p for p in parts(pose, Side.FRONT) if p.material is Material.SHIRT and len(p.points) > 400)
        return float(shirt.points[shirt.points[:, 2] > 12][:, 1].max())

    assert top(replace(NEUTRAL, right_shoulder_lift=1.0)) > top(NEUTRAL) + 3


def test_lying_faces_up_and_prone_looks_down():
    lying = skeleton(replace(NEUTRAL, posture=Posture.LYING))
    assert lying.nose[1] > lying.atlas[1] + 8
    assert lying.crown[0] < lying.hips[0][0] - 40
    assert (eye(lying.pose, Side.FRONT) @ lying.nose)[NEARER] > 8  # seen from above
    assert (eye(lying.pose, Side.FRONT) @ lying.crown)[SCREEN_UP] > 40
    prone = skeleton(replace(NEUTRAL, posture=Posture.PRONE_FOREARMS))
    assert prone.crown[0] > prone.hips[0][0] + 40
    assert prone.nose[1] < prone.atlas[1]


ALL_ARMS = [(pose, amount) for pose in ArmPose for amount in (0.0, 0.5, 1.0)]


@pytest.mark.parametrize(("pose", "amount"), ALL_ARMS)
@pytest.mark.parametrize("posture", list(Posture))
def test_arms_keep_their_length_and_are_mirror_images(pose, amount, posture):
    arm = Arm(pose, amount)
    bones = skeleton(FigurePose(right_arm=arm, left_arm=arm, posture=posture))
    right, left = arms(bones)
    for limb in (right, left):
        assert np.linalg.norm(limb.elbow - limb.shoulder) == pytest.approx(UPPER_ARM, abs=1.0)
        assert np.linalg.norm(limb.wrist - limb.elbow) == pytest.approx(FOREARM, abs=1.5)
        assert np.linalg.norm(limb.pointing) == pytest.approx(1)
    assert np.allclose(right.hand * (1, 1, -1), left.hand)


ON_HEAD = {
    ArmPose.AT_TEMPLE: (6, 10, 7),
    ArmPose.AT_FOREHEAD: (12, 13, 1),
    ArmPose.AT_BACK_OF_HEAD: (-8, 8, 2),
    ArmPose.AT_SIDE_OF_HEAD: (2, 12, 9),
    ArmPose.BEHIND_HEAD: (-7, 6, 3),
}


@pytest.mark.parametrize("pose", ON_HEAD)
@pytest.mark.parametrize("turn", [-30, 0, 30])
def test_a_hand_on_the_head_goes_with_it(pose, turn):
    bones = skeleton(FigurePose(right_rotation_deg=turn, right_arm=Arm(pose)))
    hand = arms(bones)[0].hand
    assert np.linalg.norm(hand - bones.on_head(*ON_HEAD[pose])) < 7.5


def test_row_pulls_back_and_wall_slide_goes_up():
    def wrist(pose: ArmPose, amount: float) -> np.ndarray:
        return arms(skeleton(FigurePose(right_arm=Arm(pose, amount))))[0].wrist

    assert wrist(ArmPose.ROW, 1)[0] < wrist(ArmPose.ROW, 0)[0] - 20
    assert wrist(ArmPose.OVERHEAD_WALL, 1)[1] > wrist(ArmPose.OVERHEAD_WALL, 0)[1] + 10
    assert np.allclose(wrist(ArmPose.ROW, 7), wrist(ArmPose.ROW, 1))


@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(5, 60))
def test_reach_is_exact_within_reach_and_straight_beyond(x, y, z):
    shoulder, wrist = np.zeros(3), np.array([x, y, z])
    elbow = reach(shoulder, wrist, np.array([0.1, -1.0, 0.2]))
    assert np.linalg.norm(elbow) == pytest.approx(UPPER_ARM, abs=0.2)
    far = np.linalg.norm(wrist)
    if far < UPPER_ARM + FOREARM - 0.2:
        assert np.linalg.norm(wrist - elbow) == pytest.approx(FOREARM, abs=0.2)


def test_solids_are_closed_and_face_outward():
    solids = [
        tube([(0, 0, 0), (0, 4, 0), (3, 9, 1)], [2, 2, 1], Material.SKIN),
        ball((1, 2, 3), (1, 2, 3), Material.SKIN),
        box((0, 0, 0), (2, 3, 4), Material.WOOD),
    ]
    volumes = []
    for part in solids:
        a, b, c = (part.points[part.faces[:, corner]] - part.points.mean(axis=0) for corner in range(3))
        volumes.append(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)
    assert volumes[0] > 60
    assert volumes[1] == pytest.approx(4 / 3 * np.pi * 6, rel=0.1)
    assert volumes[2] == pytest.approx(24)


def test_everything_of_the_face_lies_on_the_skin_and_faces_outward():
    for part in head_parts():
        a, b, c = (part.points[part.faces[:, corner]] for corner in range(3))
        outward = np.einsum("ij,ij->i", np.cross(b - a, c - a), (a + b + c) / 3 - CENTRE)
        if part.material in (Material.WHITE, Material.DARK, Material.LIPS, Material.BLUSH):
            assert (outward > 0).all()
            away = part.points - CENTRE
            skin = surface(away / np.linalg.norm(away, axis=1, keepdims=True)) - CENTRE
            assert (np.abs(np.linalg.norm(away, axis=1) - np.linalg.norm(skin, axis=1)) < 1.5).all()


def test_eyes_stay_on_a_dot_while_the_head_turns():
    def pupils(pose: FigurePose) -> float:
        dark = [p.points[:, 2].mean() for p in parts(pose, Side.FRONT) if p.material is Material.DARK]
        return float(np.mean(dark))

    turned = FigurePose(right_rotation_deg=25)
    looking = replace(turned, props=frozenset({Prop.DOT}))
    assert pupils(looking) < pupils(turned) - 0.5


def test_shut_eyes_show_no_white():
    shut = {part.material for part in parts(FigurePose(eyes_shut=True), Side.FRONT) if part.points[:, 1].min() > 50}
    assert Material.WHITE not in shut
    assert Material.DARK in shut


def test_a_hand_that_holds_the_seat_has_one():
    materials = {part.material for part in parts(FigurePose(left_arm=Arm(ArmPose.UNDER_SEAT)), Side.FRONT)}
    assert Material.WOOD in materials


def test_a_close_frame_leaves_resting_arms_out():
    close, whole = (frame([NEUTRAL], Side.FRONT, close=close) for close in (True, False))
    assert close.bottom > whole.bottom + 5
    assert close.top == whole.top
    held = FigurePose(right_arm=Arm(ArmPose.UNDER_SEAT))
    assert frame([held], Side.FRONT, close=True).bottom < 0


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("posture", list(Posture))
def test_every_drawing_is_finite_and_within_its_materials(side, posture):
    arm = Arm(ArmPose.ROW, 0.5)
    drawing = draw(FigurePose(10, 5, 20, 1, 5, 0.5, -0.5, 1, arm, arm, posture, EVERYTHING), side)
    assert np.isfinite(drawing.points).all()
    assert ((drawing.light >= 0) & (drawing.light <= 1)).all()
    assert set(drawing.material.tolist()) <= {m.value for m in Material}
    assert drawing.faces.max() < len(drawing.points) < 2**16  # indices are 16 bit


@pytest.mark.parametrize("prop", list(Prop))
def test_every_prop_is_seen_from_one_side_at_least(prop):
    arm = Arm(ArmPose.LAP)
    with_it = FigurePose(right_arm=arm, left_arm=arm, props=frozenset({prop}))
    more = [len(draw(with_it, side).points) - len(draw(NEUTRAL, side).points) for side in Side]
    assert max(more) > 0


@pytest.mark.parametrize("pulling", ["right_arm", "left_arm"])
def test_strap_goes_from_hand_to_hand(pulling):
    holding = "left_arm" if pulling == "right_arm" else "right_arm"
    hands = {pulling: Arm(ArmPose.PULL_STRAP_ACROSS, 1), holding: Arm(ArmPose.ANCHOR_CHEST)}
    pose = FigurePose(props=frozenset({Prop.STRAP}), **hands)
    (strap,) = (p for p in parts(pose, Side.FRONT) if p.material is Material.STRAP)
    for limb in arms(skeleton(pose)):
        assert np.linalg.norm(strap.points - limb.hand, axis=1).min() < 2.5


@pytest.mark.parametrize(("from_deg", "way"), [(0, (1, 0, 0)), (90, (0, 0, 1)), (180, (-1, 0, 0)), (-90, (0, 0, -1))])
def test_a_band_round_the_head_goes_to_its_anchor(from_deg, way):
    pose = FigurePose(props=frozenset({Prop.BAND}), band_from_deg=from_deg)
    points = np.concatenate([part.points for part in parts(pose, Side.SIDE) if part.material is Material.BAND])
    heading = np.array(way)
    assert (points @ heading).max() > 50
    assert (points @ -heading).max() < 20


def test_wall_before_the_face_does_not_hide_it():
    arm = Arm(ArmPose.OVERHEAD_WALL, 0.5)
    pose = FigurePose(right_arm=arm, left_arm=arm, posture=Posture.STANDING, props=frozenset({Prop.WALL}))
    walls = {side: [p for p in parts(pose, side) if p.material is Material.WALL] for side in Side}
    assert not walls[Side.FRONT]
    (wall,) = walls[Side.SIDE]
    assert wall.points[:, 0].min() > skeleton(pose).nose[0]


def test_frame_holds_every_moment():
    poses = [FigurePose(right_lateral_flexion_deg=bend) for bend in (-45, 0, 45)]
    window = frame(poses, Side.FRONT)
    for pose in poses:
        x, y, _ = on_screen(pose, Side.FRONT, "crown")
        assert window.left < x < window.right
        assert window.bottom < y < window.top
    raised = Arm(ArmPose.OVERHEAD_WALL, 1)
    assert frame([FigurePose(right_arm=raised)], Side.FRONT).top > window.top
    with pytest.raises(ValueError, match="at least one"):
        frame([], Side.SIDE)


def test_colours_run_from_shadow_to_light():
    rows = ramps()
    assert rows.shape == (len(Material), SHADES, 3)
    for material in Material:
        lightness = rows[material].astype(int).sum(axis=1)
        assert (np.diff(lightness) >= 0).all()
        assert np.allclose(rows[material][round(0.7 * (SHADES - 1))] / 255, colour(material), atol=0.03)
