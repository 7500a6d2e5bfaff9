"""A rigid body of known points, seen through a pinhole."""

import numpy as np
import pytest

from coach.measure.optics import Pinhole
from coach.measure.rigid import RigidPose, RigidPrior, fit_rigid, project
from coach.measure.rotations import angle_between_deg, rotation_from_vector

CAMERA = Pinhole.from_fov((640, 480))
REST = RigidPose(np.eye(3), np.array([0.1, -0.2, 10.0]))
LOOSE = RigidPrior(REST, np.full(3, 3.0), 5.0)


def points(count=60, seed=3):
    rng = np.random.default_rng(seed)
    flat = rng.uniform(-1.2, 1.2, (count, 2))
    return np.column_stack([flat, -np.sqrt(np.clip(1.6 - (flat**2).sum(axis=1) / 2, 0, None))])


def pose(x_deg, y_deg, z_deg, shift=(0.3, 0.2, -0.4)):
    return RigidPose(rotation_from_vector(np.radians([x_deg, y_deg, z_deg])), REST.position + shift)


@pytest.mark.parametrize("true", [pose(0, 0, 30), pose(5, -8, -45), pose(-10, 4, 20)])
def test_the_pose_is_found_from_exact_points(true):
    body = points()
    fit = fit_rigid(body, project(body, true, CAMERA), np.ones(60), CAMERA, pose(0, 0, 0.8 * 30, (0, 0, 0)), LOOSE)
    assert angle_between_deg(fit.pose.rotation, true.rotation) < 0.1
    assert fit.pose.position == pytest.approx(true.position, abs=0.03)


def test_a_third_of_wild_points_does_not_matter():
    rng = np.random.default_rng(5)
    body, true = points(), pose(0, 0, 25)
    seen = project(body, true, CAMERA) + rng.normal(0, 0.2, (60, 2))
    seen[:20] += rng.uniform(10, 40, (20, 2))
    fit = fit_rigid(body, seen, np.ones(60), CAMERA, REST, LOOSE)
    assert angle_between_deg(fit.pose.rotation, true.rotation) < 0.8
    assert fit.weights[:20].max() < 0.2
    assert np.median(fit.weights[20:]) > 0.5


def test_points_without_trust_are_left_out():
    body, true = points(), pose(0, 0, 15)
    seen = project(body, true, CAMERA)
    seen[:40] += 25.0
    trust = np.array([0.0] * 40 + [1.0] * 20)
    fit = fit_rigid(body, seen, trust, CAMERA, REST, LOOSE)
    assert angle_between_deg(fit.pose.rotation, true.rotation) < 0.1


def test_a_tight_prior_keeps_the_body_in_the_plane_of_the_picture():
    body, true = points(), pose(12, 0, 30)
    prior = RigidPrior(REST, np.array([1e-3, 1e-3, 3.0]), 5.0)
    fit = fit_rigid(body, project(body, true, CAMERA), np.ones(60), CAMERA, REST, prior)
    out_of_plane = np.degrees(np.arccos(fit.pose.rotation[2, 2]))
    assert out_of_plane < 2


def test_the_stated_error_covers_the_real_one_for_noisy_points():
    rng = np.random.default_rng(11)
    body, true = points(), pose(0, 0, 20)
    ratios = []
    for _ in range(40):
        seen = project(body, true, CAMERA) + rng.normal(0, 0.8, (60, 2))
        fit = fit_rigid(body, seen, np.ones(60), CAMERA, REST, LOOSE)
        turn = np.arctan2(fit.pose.rotation[1, 0], fit.pose.rotation[0, 0])
        ratios.append(abs(turn - np.radians(20)) / np.sqrt(fit.covariance[2, 2]))
    assert 0.7 < np.mean(np.array(ratios) < 2) <= 1.0
    assert np.median(ratios) > 0.2
