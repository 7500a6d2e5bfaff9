"""Excursions and the six values, from synthetic samples."""

import math

import numpy as np
import pytest

from coach.measure.rom import RomTracker
from coach.measure.types import Angles, Axis, CervicalSample, Direction, Problem, Trunk

DT_S = 0.05


class Film:
    """Makes samples along a path of one axis."""

    def __init__(self):
        self.tracker, self.t_s, self.index = RomTracker(), 0.0, 0
        self.seen = []

    def show(self, value_deg, axis=Axis.RIGHT_ROTATION, other_deg=0.0, sigma_deg=1.5):
        fields = dict.fromkeys((a.value for a in Axis), other_deg)
        fields[axis.value] = value_deg
        sigma = Angles(sigma_deg, sigma_deg, sigma_deg)
        return self._take(Angles(**fields), sigma, ())

    def lose(self, reason=Problem.OUT_OF_RANGE):
        return self._take(None, None, (reason,))

    def move(self, start_deg, end_deg, speed_deg_per_s=40, **kwargs):
        steps = max(2, int(abs(end_deg - start_deg) / speed_deg_per_s / DT_S))
        return [self.show(v, **kwargs) for v in np.linspace(start_deg, end_deg, steps)]

    def hold(self, value_deg, seconds=1.0, **kwargs):
        return [self.show(value_deg, **kwargs) for _ in range(int(seconds / DT_S))]

    def out_and_back(self, value_deg, **kwargs):
        self.move(0, value_deg, **kwargs)
        self.hold(value_deg, **kwargs)
        self.move(value_deg, 0, **kwargs)
        self.hold(0, 0.3)

    def _take(self, angles, sigma, problems):
        sample = CervicalSample(self.index, self.t_s, angles, sigma, 0.0, Trunk(), 1.0, problems)
        self.t_s, self.index = self.t_s + DT_S, self.index + 1
        self.seen.append(sample)
        return self.tracker.update(sample)


@pytest.mark.parametrize("direction", Direction)
def test_one_excursion_gives_the_value_of_its_direction_only(direction):
    film = Film()
    film.out_and_back(direction.sign * 45.0, axis=direction.axis)
    rom = film.tracker.result()
    assert rom[direction].peak_deg == pytest.approx(45, abs=0.1)
    assert rom[direction].trials_deg == (pytest.approx(45, abs=0.1),)
    assert [d for d, v in rom.items() if v is not None] == [direction]


def test_three_trials_give_mean_peak_and_spread():
    film = Film()
    for value in (50.0, 54.0, 52.0):
        film.out_and_back(value)
    value = film.tracker.result()[Direction.RIGHT_ROTATION]
    assert len(value.trials_deg) == 3
    assert value.mean_deg == pytest.approx(52, abs=0.1)
    assert value.peak_deg == pytest.approx(54, abs=0.1)
    assert value.sd_deg == pytest.approx(2, abs=0.1)
    assert value.sem_deg == pytest.approx(math.hypot(2 / math.sqrt(3), 1.5), abs=0.1)
    assert value.mdc95_deg == pytest.approx(1.96 * math.sqrt(2) * value.sem_deg)
    assert value.sigma_deg == pytest.approx(1.5)


def test_a_spike_of_one_frame_does_not_lift_the_end_range():
    film = Film()
    film.move(0, 50)
    film.hold(50, 0.5)
    film.show(51.9)
    film.hold(50, 0.5)
    film.move(50, 0)
    assert film.tracker.result()[Direction.RIGHT_ROTATION].peak_deg == pytest.approx(50, abs=0.2)


def test_small_movements_around_neutral_are_no_excursion():
    film = Film()
    film.move(0, 10)
    film.move(10, -10)
    assert film.tracker.flush() is None
    assert all(value is None for value in film.tracker.result().values())


def test_left_and_right_in_one_sweep_are_two_excursions():
    film = Film()
    film.move(0, -60)
    film.move(-60, 60)
    film.move(60, 0)
    rom = film.tracker.result()
    assert rom[Direction.LEFT_ROTATION] is not None
    assert rom[Direction.RIGHT_ROTATION] is not None


def test_tracking_lost_at_the_end_means_beyond():
    film = Film()
    film.move(0, 58)
    for _ in range(20):
        film.lose()
    film.move(57, 0)
    value = film.tracker.result()[Direction.RIGHT_ROTATION]
    assert value.beyond
    assert value.peak_deg == pytest.approx(58)


def test_a_short_loss_near_neutral_is_not_beyond():
    film = Film()
    film.move(0, 20)
    film.lose(Problem.NO_FACE)
    film.move(20, 40)
    film.hold(40)
    film.move(40, 0)
    assert not film.tracker.result()[Direction.RIGHT_ROTATION].beyond


def test_a_long_loss_on_the_way_is_not_beyond():
    film = Film()
    film.move(0, 20)
    for _ in range(10):
        film.lose(Problem.NO_FACE)
    film.move(20, 50)
    film.hold(50)
    film.move(50, 0)
    assert not film.tracker.result()[Direction.RIGHT_ROTATION].beyond


def test_a_blink_of_the_camera_at_the_end_is_not_beyond():
    film = Film()
    film.move(0, 50)
    film.lose(Problem.FACE_UNRELIABLE)
    film.hold(50)
    film.move(50, 0)
    assert not film.tracker.result()[Direction.RIGHT_ROTATION].beyond


def test_an_end_out_of_sight_is_beyond_also_when_the_face_was_covered_on_the_way():
    film = Film()
    film.move(0, 20)
    for _ in range(8):
        film.lose(Problem.FACE_UNRELIABLE)
    film.move(30, 58)
    for _ in range(20):
        film.lose()
    film.move(57, 0)
    assert film.tracker.result()[Direction.RIGHT_ROTATION].beyond


def test_movement_in_the_other_planes_is_told():
    film = Film()
    film.out_and_back(40.0, other_deg=7.0)
    assert film.tracker.result()[Direction.RIGHT_ROTATION].out_of_plane_deg == pytest.approx(7, abs=0.1)


def test_a_clip_that_ends_at_the_end_range_still_counts():
    film = Film()
    film.move(0, 33)
    film.hold(33)
    assert film.tracker.flush().direction is Direction.RIGHT_ROTATION
    assert film.tracker.result()[Direction.RIGHT_ROTATION].peak_deg == pytest.approx(33, abs=0.2)


def test_somebody_who_leaves_at_the_end_and_comes_back_there_made_two_movements():
    film = Film()
    film.move(0, 40)
    film.hold(40)
    film.t_s += 7
    film.hold(40)
    film.move(40, 0)
    assert len(film.tracker.excursions) == 2


def test_a_wrong_fit_between_two_gaps_is_no_movement():
    film = Film()
    film.hold(0, 1)
    film.lose(Problem.FACE_UNRELIABLE)
    for value in (35, 36, 35):
        film.show(value)
    for _ in range(10):
        film.lose(Problem.FACE_UNRELIABLE)
    film.hold(0, 1)
    assert film.tracker.flush() is None
    assert film.tracker.excursions == []


def test_a_wrong_fit_during_a_movement_does_not_lift_its_end():
    film = Film()
    film.move(0, 45)
    film.hold(45)
    for _ in range(4):
        film.lose(Problem.FACE_UNRELIABLE)
    for value in (78, 79, 77):
        film.show(value)
    for _ in range(4):
        film.lose(Problem.FACE_UNRELIABLE)
    film.hold(45, 0.5)
    film.move(45, 0)
    value = film.tracker.result()[Direction.RIGHT_ROTATION]
    assert value.peak_deg == pytest.approx(45, abs=0.2)


def test_a_wrong_fit_near_the_end_between_two_gaps_does_not_lift_it():
    film = Film()
    film.move(0, 45)
    film.hold(45)
    for _ in range(10):
        film.lose(Problem.FACE_UNRELIABLE)
    for _ in range(3):
        film.show(60)
    for _ in range(10):
        film.lose(Problem.FACE_UNRELIABLE)
    film.hold(45, 0.5)
    film.move(45, 0)
    assert film.tracker.result()[Direction.RIGHT_ROTATION].peak_deg == pytest.approx(45, abs=0.2)


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_frames_that_are_dropped_change_no_value(keep):
    whole, thin = Film(), Film()
    for film in (whole, thin):
        film.hold(0, 0.5)
        film.out_and_back(50.0)
    thin.tracker = RomTracker()
    for number, sample in enumerate(whole.seen):
        if number % keep == 0:
            thin.tracker.update(sample)
    thin.tracker.flush()
    value = thin.tracker.result()[Direction.RIGHT_ROTATION]
    assert value.trials_deg == (pytest.approx(50, abs=0.2),)


def test_a_fast_way_out_at_ten_frames_a_second_is_all_believed():
    whole, thin = Film(), RomTracker()
    whole.hold(0, 0.5)
    whole.move(0, 50, speed_deg_per_s=120)
    whole.hold(50)
    whole.move(50, 0, speed_deg_per_s=120)
    for sample in whole.seen[::2]:
        thin.update(sample)
    assert thin.excursions[0].started_s == pytest.approx(whole.tracker.excursions[0].started_s, abs=0.11)
