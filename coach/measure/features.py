"""What the learned correction looks at: one frame beside the person's own neutral, free of place, size and tilt.

The *view frame* has its origin at the head, z along the line of sight to the head, and no roll: the head's superior
axis points up in it. In that frame a head in the corner of the image and a head in its middle look alike, and a
mirrored person differs only by signs, which :meth:`Features.mirrored` uses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.head import MIRRORED_POINTS, RIGID_POINTS, HeadModel, HeadPose
from coach.measure.optics import Pinhole, level_sight
from coach.measure.rotations import mean_rotation, nearest_rotation, rotation_from_vector, vector_from_rotation
from coach.measure.types import Appearance, Detection, Floats

HEAD_POINTS = slice(0, 11)
BODY_POINTS = np.array([0, 2, 5, 7, 8, 9, 10, 11, 12])
"""Nose, eyes, ears, mouth corners and shoulders of the body model."""
MIRRORED_BODY = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7])
SIDES = np.array([7, 8, 11, 12])
MIRRORED_SIDES = np.array([1, 0, 3, 2])
FLIP = np.array([1.0, -1.0, -1.0])
"""A rotation vector in a frame with x to the right, seen in a mirror."""


@dataclass(frozen=True, slots=True)
class Look:
    """Pose of the head, or of the chest, by its appearance.

    Parameters
    ----------
    camera_from_part
        (3, 3) rotation.
    sight
        (3,) the same as a rotation vector from a part that faces along the line of sight to it, in the frame of that
        line, as the network told it.
    log_sigma
        (3,) logarithm of the network's own standard error in radians, about the axes of that frame.
    place
        (2,) where its middle is in the picture, as tangents of viewing angles.
    """

    camera_from_part: Floats
    sight: Floats
    log_sigma: Floats
    place: Floats


@dataclass(frozen=True, slots=True)
class Body:
    """The body model's points: pixels (33, 2), metres (33, 3) and visibility (33,)."""

    px: Floats
    m: Floats
    visibility: Floats


@dataclass(frozen=True, slots=True)
class Moment(Body):
    """One moment, or neutral: the body, and the looks of its head and its chest."""

    look: Look
    chest: Look


@dataclass(frozen=True, slots=True)
class BodyFeatures:
    """How the body model's head and shoulders, and the look of the head, changed since neutral.

    Parameters
    ----------
    change_px, neutral_px
        (9, 2), from the middle of the shoulders at neutral, in widths of the neutral shoulder line.
    change_m, neutral_m
        (9, 3), from the middle of the shoulders.
    turn
        (3,) rotation vector of the head points since neutral, camera frame, radians.
    visibility
        (4,) of both ears and both shoulders.
    place
        (3,) where the shoulders are in the picture and how wide, as tangents of viewing angles.
    look
        (3,) rotation vector of the head since neutral by its appearance, camera frame.
    sights
        (2, 3) the look at neutral and now, each along its line of sight (:class:`Look`).
    log_sigma
        (3,) how sure the look is now.
    chest, chest_sights, chest_log_sigma
        The same of the chest.
    shift
        (2,) how the middle of the head, by its look, moved in the picture beside the middle of the shoulders since
        neutral, in widths of the neutral shoulder line. A head turns about the neck: where it goes tells how far.
    """

    change_px: Floats
    neutral_px: Floats
    change_m: Floats
    neutral_m: Floats
    turn: Floats
    visibility: Floats
    place: Floats
    look: Floats
    sights: Floats
    log_sigma: Floats
    chest: Floats
    chest_sights: Floats
    chest_log_sigma: Floats
    shift: Floats

    def vector(self) -> Floats:
        """Put the points in a row of numbers, in a fixed order."""
        parts = (self.change_px, self.neutral_px, self.change_m, self.neutral_m)
        return np.concatenate([*(p.ravel() for p in parts), self.turn, self.visibility, self.place])

    def angles(self) -> Floats:
        """Put the angles in a row of numbers, in a fixed order."""
        return np.concatenate([self.turn, self.look, self.sights.ravel(), self.log_sigma, self.shift])

    def mirrored(self) -> BodyFeatures:
        """Show the same person in a mirror."""
        flat, deep = np.array([-1.0, 1.0]), np.array([-1.0, 1.0, 1.0])
        return BodyFeatures(
            self.change_px[MIRRORED_BODY] * flat,
            self.neutral_px[MIRRORED_BODY] * flat,
            self.change_m[MIRRORED_BODY] * deep,
            self.neutral_m[MIRRORED_BODY] * deep,
            self.turn * FLIP,
            self.visibility[MIRRORED_SIDES],
            self.place * deep,
            self.look * FLIP,
            self.sights * FLIP,
            self.log_sigma,
            self.chest * FLIP,
            self.chest_sights * FLIP,
            self.chest_log_sigma,
            self.shift * flat,
        )


@dataclass(frozen=True, slots=True)
class Features:
    """Everything about one frame.

    Parameters
    ----------
    body
        Always there.
    neutral_view
        (3,) how the head at neutral differs from one that faces the camera, rotation vector in its view frame.
    view, turn
        (3,) the same now, and the turn since neutral as the head model has it; ``None`` without a face.
    doubt
        (3,) rotation vector from the head model's turn to that of the look, in the view frame.
    residual
        Misfit of the head model as a fraction of the face.
    misfit_m
        (n, 2) what is left between the mesh and the head model, metres in the view frame.
    shape_m
        (n, 3) the personal head model.
    log_distance
        Logarithm of how many times as far away as at neutral the head model is.
    """

    body: BodyFeatures
    neutral_view: Floats
    view: Floats | None = None
    turn: Floats | None = None
    doubt: Floats | None = None
    residual: float = 0.0
    misfit_m: Floats | None = None
    shape_m: Floats | None = None
    log_distance: float = 0.0

    def blocks(self) -> tuple[Floats, ...]:
        """Put all of it in rows of numbers: body, angles, and with a face its misfit and shape."""
        angles = [self.neutral_view, self.body.angles()]
        if (
            self.view is None
            or self.turn is None
            or self.doubt is None
            or self.misfit_m is None
            or self.shape_m is None
        ):
            return self.body.vector(), np.concatenate(angles)
        fit = np.array([np.log(self.residual + 0.01) + 3, self.log_distance])
        angles += [self.view, self.turn, self.doubt, fit]
        return self.body.vector(), np.concatenate(angles), self.misfit_m.ravel(), self.shape_m.ravel()

    def mirrored(self) -> Features:
        """Show the same frame in a mirror."""
        seen = replace(self, body=self.body.mirrored(), neutral_view=self.neutral_view * FLIP)
        if (
            self.view is None
            or self.turn is None
            or self.doubt is None
            or self.misfit_m is None
            or self.shape_m is None
        ):
            return seen
        return replace(
            seen,
            view=self.view * FLIP,
            turn=self.turn * FLIP,
            doubt=self.doubt * FLIP,
            misfit_m=self.misfit_m[MIRRORED_POINTS] * np.array([-1.0, 1.0]),
            shape_m=self.shape_m[MIRRORED_POINTS] * np.array([1.0, 1.0, -1.0]),
        )


def look_from_appearance(appearance: Appearance, camera: Pinhole) -> Look:
    """Look in the camera frame."""
    sight_from_camera = camera.sight_from_camera(appearance.centre_px)
    return Look(
        camera_from_part=sight_from_camera.T @ appearance.sight_from_facing @ CAMERA_FROM_FACING_HEAD,
        sight=vector_from_rotation(appearance.sight_from_facing),
        log_sigma=np.log(appearance.sigma_rad),
        place=(np.asarray(appearance.centre_px) - np.asarray(camera.centre_px)) / camera.focal_px,
    )


def moment_from_detection(detection: Detection, camera: Pinhole) -> Moment | None:
    """Body points and looks of a detection, ``None`` without a body."""
    px, m, visibility = detection.pose_px, detection.pose_world_m, detection.pose_visibility
    head, chest = detection.appearance, detection.chest
    if px is None or m is None or visibility is None or head is None or chest is None:
        return None
    return Moment(px, m, visibility, look_from_appearance(head, camera), look_from_appearance(chest, camera))


def mean_moment(seen: list[Moment]) -> Moment | None:
    """Average over a still window; ``None`` of an empty list."""
    if not seen:
        return None
    px, m, visibility = (np.mean([getattr(b, name) for b in seen], axis=0) for name in ("px", "m", "visibility"))
    return Moment(px, m, visibility, _mean_look([b.look for b in seen]), _mean_look([b.chest for b in seen]))


def _mean_look(looks: list[Look]) -> Look:
    return Look(
        mean_rotation(np.array([look.camera_from_part for look in looks])),
        np.mean([look.sight for look in looks], axis=0),
        np.mean([look.log_sigma for look in looks], axis=0),
        np.mean([look.place for look in looks], axis=0),
    )


def view_from_camera(pose: HeadPose) -> Floats:
    """Rotation (3, 3) from the camera frame to the view frame of a head."""
    level = level_sight(pose.position_m)
    up = level @ pose.camera_from_head[:, 1]
    return np.asarray(rotation_from_vector(np.array([0.0, 0.0, -np.arctan2(up[0], -up[1])])) @ level)


@dataclass(frozen=True, slots=True)
class TrunkFeatures:
    """What the turn of the trunk is read from.

    Parameters
    ----------
    body
        The body, with the looks of its head and its chest.
    log_distance
        Logarithm of how many times as far away as at neutral the head is; 0 without a face. Who leans forward comes
        nearer.
    """

    body: BodyFeatures
    log_distance: float = 0.0

    def blocks(self) -> tuple[Floats, ...]:
        """Put all of it in rows of numbers: the body's points, and angles with the distance."""
        chest = (self.body.chest, self.body.chest_sights.ravel(), self.body.chest_log_sigma)
        return self.body.vector(), np.concatenate([self.body.angles(), *chest, [self.log_distance]])

    def mirrored(self) -> TrunkFeatures:
        """Show the same frame in a mirror."""
        return replace(self, body=self.body.mirrored())


def body_features(now: Moment, neutral: Moment, camera: Pinhole) -> BodyFeatures:
    """Features of the body model's points beside those at neutral."""
    left, right = neutral.px[11], neutral.px[12]
    width_px, middle_px = float(np.hypot(*(left - right))) + 1e-6, (left + right) / 2
    neutral_px = (neutral.px[BODY_POINTS] - middle_px) / width_px
    neutral_m = neutral.m[BODY_POINTS] - neutral.m[[11, 12]].mean(axis=0)
    went_px = (now.look.place - neutral.look.place) * camera.focal_px
    place = [*(middle_px - np.asarray(camera.centre_px)) / camera.focal_px, width_px / camera.focal_px]
    return BodyFeatures(
        change_px=(now.px[BODY_POINTS] - middle_px) / width_px - neutral_px,
        neutral_px=neutral_px,
        change_m=now.m[BODY_POINTS] - now.m[[11, 12]].mean(axis=0) - neutral_m,
        neutral_m=neutral_m,
        turn=vector_from_rotation(_turn(neutral.m[HEAD_POINTS], now.m[HEAD_POINTS])),
        visibility=now.visibility[SIDES],
        place=np.array(place),
        look=_turn_of_look(neutral.look, now.look),
        sights=np.array([neutral.look.sight, now.look.sight]),
        log_sigma=now.look.log_sigma,
        chest=_turn_of_look(neutral.chest, now.chest),
        chest_sights=np.array([neutral.chest.sight, now.chest.sight]),
        chest_log_sigma=now.chest.log_sigma,
        shift=(went_px - (now.px[[11, 12]].mean(axis=0) - middle_px)) / width_px,
    )


def face_features(
    body: BodyFeatures, mesh_px: Floats, model: HeadModel, now: HeadPose, neutral: HeadPose, camera: Pinhole
) -> Features:
    """Features of a frame with a face."""
    view_from = view_from_camera(now)
    turned = view_from @ now.camera_from_head
    offsets_px = mesh_px[RIGID_POINTS, :2] - np.asarray(camera.centre_px)
    rays = np.column_stack([offsets_px / camera.focal_px, np.ones(len(RIGID_POINTS))]) @ view_from.T
    fitted = model.points_m @ turned.T + view_from @ now.position_m
    misfit = rays[:, :2] / rays[:, 2:] - fitted[:, :2] / fitted[:, 2:]
    turn = now.camera_from_head @ neutral.camera_from_head.T
    return Features(
        body=body,
        neutral_view=head_view(neutral),
        view=head_view(now),
        turn=view_from @ vector_from_rotation(turn),
        doubt=view_from @ vector_from_rotation(rotation_from_vector(body.look) @ turn.T),
        residual=now.residual,
        misfit_m=misfit * np.linalg.norm(now.position_m),
        shape_m=model.points_m,
        log_distance=log_distance(now, neutral),
    )


def log_distance(now: HeadPose, neutral: HeadPose) -> float:
    """Logarithm of how many times as far away as at neutral a head is."""
    return float(np.log(np.linalg.norm(now.position_m) / np.linalg.norm(neutral.position_m)))


def trunk_features(body: BodyFeatures, now: HeadPose | None, neutral: HeadPose) -> TrunkFeatures:
    """Features of the trunk, ``now`` where the head model was found."""
    return TrunkFeatures(body, 0.0 if now is None else log_distance(now, neutral))


def faceless_features(body: BodyFeatures, neutral: HeadPose) -> Features:
    """Features of a frame in which no face can be used."""
    return Features(body=body, neutral_view=head_view(neutral))


def head_view(pose: HeadPose) -> Floats:
    """Rotation vector (3,) from a head that faces the camera to this one, in its view frame."""
    return vector_from_rotation(view_from_camera(pose) @ pose.camera_from_head @ CAMERA_FROM_FACING_HEAD.T)


def _turn_of_look(before: Look, now: Look) -> Floats:
    return vector_from_rotation(now.camera_from_part @ before.camera_from_part.T)


def _turn(before: Floats, now: Floats) -> Floats:
    """Rotation that takes one cloud of points to another (Kabsch, Acta Cryst 1976;A32:922-3)."""
    return nearest_rotation((now - now.mean(axis=0)).T @ (before - before.mean(axis=0)))
