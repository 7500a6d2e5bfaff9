"""From tones to sounds in time, with a player that only writes down."""

from __future__ import annotations

import itertools

import pytest

from coach.exercise.tones import SILENCE, Tone, ToneKind
from coach.ui.audio.guide import GuideTones


class Paper:
    """Writes down what is played, and when."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.played: list[tuple[float, str]] = []
        self.turned: list[tuple[str, float]] = []
        self.shares: list[float] = []

    def play(self, name: str, share: float = 1.0) -> None:
        self.shares.append(share)
        self.played.append((round(self.now_s, 3), name))

    def turn(self, name: str, share: float) -> None:
        self.turned.append((name, share))

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.played]


@pytest.fixture
def paper():
    return Paper()


@pytest.fixture
def follow(paper):
    guide = GuideTones(paper)

    def play(tone: Tone, seconds: float, rate_hz: float = 30.0) -> None:
        for _ in range(round(seconds * rate_hz)):
            guide.follow(tone, paper.now_s)
            paper.now_s += 1 / rate_hz

    return play


def pulses(hz: float, step: int = 5) -> Tone:
    return Tone(ToneKind.GUIDE, step, hz)


@pytest.mark.parametrize("hz", [1.5, 3.0, 6.0])
def test_pulses_keep_their_rate(paper, follow, hz):
    follow(pulses(hz), 4.0)
    assert set(paper.names) == {"guide_5"}
    assert len(paper.names) == pytest.approx(4 * hz, abs=max(1.5, 0.6 * hz))
    times = [t for t, _ in paper.played]
    assert min(b - a for a, b in itertools.pairwise(times)) > 1 / hz - 0.03


def test_a_higher_step_sounds_at_the_next_pulse(paper, follow):
    follow(pulses(2.0, 5), 0.6)
    follow(pulses(2.0, 9), 0.6)
    assert paper.names == ["guide_5", "guide_5", "guide_9"]


def test_on_target_is_steady_with_a_tick_for_each_second(paper, follow):
    for left in (3, 2, 1):
        follow(Tone(ToneKind.ON_TARGET, seconds_left=left), 1.0)
    assert paper.names.count("tick") == 2
    notes = [(t, name) for t, name in paper.played if name != "tick"]
    assert [name for _, name in notes] == ["steady", "steady_again", "steady"]
    assert [t for t, _ in notes] == pytest.approx([0, 1, 2], abs=0.05)


def test_leaving_the_target_fades_the_note(paper, follow):
    follow(Tone(ToneKind.ON_TARGET, seconds_left=2), 0.3)
    paper.turned.clear()
    follow(Tone(ToneKind.BACK), 0.5)
    shares = [share for name, share in paper.turned if name == "steady"]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0
    assert shares[0] > 0.4, "a note that ends at once clicks"
    assert paper.names[-1] == "back"
    assert paper.names.count("back") == 1


def test_coming_back_to_the_target_is_not_faded(paper, follow):
    follow(Tone(ToneKind.ON_TARGET), 0.2)
    follow(pulses(6.0), 0.05)
    follow(Tone(ToneKind.ON_TARGET), 0.2)
    paper.turned.clear()
    follow(Tone(ToneKind.ON_TARGET), 0.2)
    assert paper.turned == []


def test_breaths_sound_once_each(paper, follow):
    for _ in range(2):
        follow(Tone(ToneKind.BREATHE_IN), 1.0)
        follow(Tone(ToneKind.BREATHE_OUT), 1.0)
    assert paper.names == ["breathe_in", "breathe_out"] * 2


def test_silence_and_stop(paper, follow):
    follow(SILENCE, 1.0)
    assert paper.names == []
    guide = GuideTones(paper)
    guide.follow(Tone(ToneKind.ON_TARGET), 0.0)
    guide.stop()
    assert paper.turned[-2:] == [("steady", 0.0), ("steady_again", 0.0)]


def test_a_long_hold_becomes_softer_but_does_not_fall_silent(paper, follow):
    follow(Tone(ToneKind.ON_TARGET), 12.0)
    assert paper.shares == sorted(paper.shares, reverse=True)
    assert paper.shares[0] == 1
    assert 0.2 < paper.shares[-1] < 0.5
    level = paper.shares[-1]
    paper.turned.clear()
    follow(SILENCE, 1.0)
    assert max(share for _, share in paper.turned) < level, "it fades from where it was"
    paper.shares.clear()
    follow(Tone(ToneKind.ON_TARGET), 0.5)
    assert paper.shares == [1.0], "the next hold begins anew"


def test_a_source_that_begins_anew_is_heard_at_once(paper, follow):
    paper.now_s = 100.0
    follow(pulses(2.0), 0.2)
    paper.now_s = 0.0
    follow(pulses(2.0), 0.2)
    assert len(paper.names) == 2
