from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from coach.history.store import Store, StoreError
from coach.measure.posture import SidePosture
from coach.measure.types import View
from coach.progress.change import Verdict
from coach.progress.posture import REAL_CHANGE_DEG, posture_change, posture_points
from coach.progress.records import PersonId

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def keep(store: Store, person_id: PersonId, deg: float, days: int = 0, view: View = View.LEFT, sigma: float = 2.0):
    found = SidePosture(craniovertebral_angle_deg=deg, sigma_craniovertebral_angle_deg=sigma)
    when = NOON + timedelta(days=days)
    return store.add_posture(person_id, found, measured_at=when, view=view, software="0.1")


def test_angles_come_back_in_the_order_of_their_time_and_for_their_person_only(store: Store, person_id: PersonId):
    bea = store.add_person("Bea").id
    keep(store, person_id, 48.5, days=2)
    keep(store, person_id, 46.25)
    keep(store, bea, 60.0, view=View.RIGHT)
    first, second = store.postures(person_id)
    assert (first.craniovertebral_deg, first.sigma_deg, first.view) == (46.25, 2.0, View.LEFT)
    assert (first.measured_at, first.local_date, first.software) == (NOON, NOON.astimezone().date(), "0.1")
    assert second.craniovertebral_deg == 48.5
    assert [p.view for p in store.postures(bea)] == [View.RIGHT]


def test_one_that_was_kept_by_mistake_is_taken_back(store: Store, person_id: PersonId):
    kept = keep(store, person_id, 46.0)
    keep(store, person_id, 47.0, days=1)
    store.remove_posture(kept)
    store.remove_posture(kept)
    assert [p.craniovertebral_deg for p in store.postures(person_id)] == [47.0]


def test_marks_that_come_to_no_angle_are_not_recorded(store: Store, person_id: PersonId):
    with pytest.raises(StoreError, match="Mark both again"):
        store.add_posture(person_id, SidePosture(), measured_at=NOON, view=View.LEFT, software="0.1")
    with pytest.raises(StoreError):
        keep(store, person_id, 200.0)
    assert store.postures(person_id) == ()


def test_the_newest_is_compared_with_the_first_from_the_same_side(store: Store, person_id: PersonId):
    keep(store, person_id, 40.0, view=View.RIGHT)
    keep(store, person_id, 44.0, days=1)
    assert posture_change(store.postures(person_id)) is None
    keep(store, person_id, 46.0, days=9)
    change = posture_change(store.postures(person_id))
    assert (change.since, change.change_deg) == (date(2026, 11, 21), 2.0)
    assert (change.line_deg, change.verdict) == (pytest.approx(1.96 * 8**0.5), Verdict.MAY_BE_NOISE)
    keep(store, person_id, 44.0 + REAL_CHANGE_DEG + 0.1, days=20)
    assert posture_change(store.postures(person_id)).verdict is Verdict.BIGGER
    keep(store, person_id, 52.0, days=30, sigma=6.0)
    assert posture_change(store.postures(person_id)).verdict is Verdict.MAY_BE_NOISE


def test_points_stand_at_local_times(store: Store, person_id: PersonId):
    keep(store, person_id, 44.0)
    (point,) = posture_points(store.postures(person_id), timezone(timedelta(hours=2)))
    assert (point.at.hour, point.value_deg, point.sigma_deg, point.beyond) == (14, 44.0, 2.0, False)
