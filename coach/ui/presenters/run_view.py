"""From the session's frozen view to the words and numbers on the screen. A pure function, no state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.exercise.quality import judge
from coach.exercise.types import Judgement, Path, Quality, Repetition, SessionView, SideCount, Snapshot, Stage
from coach.ui import words

_TONES = {Stage.HOLD: "good", Stage.LOST: "warn", Stage.DONE: "good"}
_RING_LABELS = {
    Stage.NEUTRAL: "sit still",
    Stage.HOLD: "hold",
    Stage.REST: "rest",
    Stage.BREATHE_IN: "",
    Stage.BREATHE_OUT: "",
}
MARKS = {Quality.GOOD: "clean", Quality.OKAY: "fault", Quality.AGAIN: "again"}
"""Mark of a repetition in the row of dots."""


@dataclass(frozen=True, slots=True)
class Side:
    """Repetitions of one side of the running set: its name, one mark a repetition, and the count in words."""

    label: str
    marks: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RunView:
    """All that the running session shows; tones are names of theme colours.

    ``missing_text`` says why there is no value, and is empty where there is one. ``ring`` is 0..1 and has a text only
    where something is being waited for. ``fullness`` is that of the lungs. ``pace_deg`` is where a head at the
    tempo asked for would be. ``verdict`` judges the repetition that was just done, and ``verdict_mark`` is its mark.
    """

    headline: str
    detail: str
    tone: str = "ink"
    set_text: str = ""
    direction: str = ""
    value_text: str = ""
    error_text: str = ""
    missing_text: str = ""
    value_deg: float | None = None
    zone_deg: tuple[float, float] | None = None
    zone_text: str = ""
    full_scale_deg: float = 90.0
    leftward: bool = False
    reached: bool = False
    ring: float = 0.0
    ring_text: str = ""
    ring_label: str = ""
    breathing: bool = False
    fullness: float = 0.0
    sides: tuple[Side, ...] = ()
    resting: bool = False
    paused: bool = False
    gone: bool = False
    path: Path | None = None
    pace_deg: float | None = None
    verdict: str = ""
    verdict_mark: str = ""


GONE_HEADLINE = "The camera is gone"
GONE_DETAIL = "Plug it in again. The session waits and goes on by itself."


def run_view(snapshot: Snapshot, repetitions: Sequence[Repetition], hold_s: float = 0.0) -> RunView:
    """Word and number this moment.

    Parameters
    ----------
    snapshot
        The newest moment.
    repetitions
        All repetitions of the session so far, for the marks of the running set.
    hold_s
        How long the exercise holds at its target; written in the empty ring.
    """
    view = snapshot.view
    gone = snapshot.source_problem is not None
    if view is None:
        return RunView(GONE_HEADLINE if gone else "One moment", GONE_DETAIL if gone else "", "warn" if gone else "ink")
    breathing = view.stage in (Stage.BREATHE_IN, Stage.BREATHE_OUT)
    headline, detail, tone = _caption(view, gone)
    gauge = view.gauge
    return RunView(
        headline=headline,
        detail=detail,
        tone=tone,
        set_text=f"Set {view.set_number} of {view.sets}" if view.sets > 1 else "",
        direction=words.direction_title(gauge.direction) if gauge else "",
        value_text=words.degrees(max(0.0, gauge.value_deg)) if gauge and gauge.value_deg is not None else "",
        error_text=words.error(gauge.sigma_deg) if gauge and gauge.value_deg is not None else "",
        missing_text=_missing_text(snapshot, view),
        value_deg=gauge.value_deg if gauge else None,
        zone_deg=gauge.zone_deg if gauge else None,
        zone_text=_zone_text(view),
        full_scale_deg=gauge.full_scale_deg if gauge else 90.0,
        leftward=gauge.direction.value.startswith("left") if gauge else False,
        reached=view.on_target,
        ring=view.progress if view.stage in _RING_LABELS else 0.0,
        ring_text=_ring_text(view),
        ring_label=_ring_label(view, hold_s),
        breathing=breathing,
        fullness=_fullness(view),
        sides=tuple(_side(count, view.set_number, repetitions, len(view.counts) <= 2) for count in view.counts),
        resting=view.stage is Stage.REST,
        paused=view.stage is Stage.PAUSED,
        gone=gone,
        path=view.path,
        pace_deg=gauge.pace_deg if gauge else None,
        verdict=verdict(view.judgement) if view.judgement else "",
        verdict_mark=MARKS[view.judgement.quality] if view.judgement else "",
    )


def verdict(judgement: Judgement) -> str:
    """``Good``, ``Okay: it was too fast`` or ``Again: a shoulder came up``."""
    name = judgement.quality.value.capitalize()
    if judgement.quality is Quality.GOOD:
        return name
    return f"{name}: {judgement.reason[0].lower()}{judgement.reason[1:]}"


def _caption(view: SessionView, gone: bool) -> tuple[str, str, str]:
    if gone:
        return GONE_HEADLINE, GONE_DETAIL, "warn"
    if view.fault is not None and view.stage not in (Stage.DONE, Stage.STOPPED, Stage.PAUSED):
        return view.fault.cue, "", "warn"
    tone = "ink" if view.stage is Stage.HOLD and not view.on_target else _TONES.get(view.stage, "ink")
    return view.headline, view.detail, tone


def _missing_text(snapshot: Snapshot, view: SessionView) -> str:
    if view.gauge is None or view.gauge.value_deg is not None:
        return ""
    if snapshot.source_problem is not None:
        return "no picture"
    return words.not_measured(snapshot.sample.problems if snapshot.sample else (), view.gauge.direction)


def _zone_text(view: SessionView) -> str:
    if view.gauge is None:
        return ""
    if view.gauge.zone_deg is None:
        return "as far as is comfortable"
    low, high = view.gauge.zone_deg
    target = f"target {round(low)}° to {round(high)}°"
    return target if view.gauge.pace_deg is None else f"{target}  ·  arrow: the pace"


def _ring_label(view: SessionView, hold_s: float) -> str:
    if view.stage in _RING_LABELS:
        return _RING_LABELS[view.stage]
    return f"hold {hold_s:g} s" if hold_s and view.gauge is not None else ""


def _ring_text(view: SessionView) -> str:
    if view.stage not in _RING_LABELS or view.remaining_s is None:
        return ""
    return words.seconds(max(0.0, view.remaining_s))


def _fullness(view: SessionView) -> float:
    if view.stage is Stage.BREATHE_IN:
        return view.progress
    return 1 - view.progress if view.stage is Stage.BREATHE_OUT else 0.0


def _side(count: SideCount, set_number: int, repetitions: Sequence[Repetition], alone: bool) -> Side:
    own = (r for r in repetitions if r.set_number == set_number)
    done = [r for r in own if count.direction in (None, r.direction)]
    marks = [MARKS[judge(r).quality] for r in done][: count.done]
    marks += ["clean"] * (count.done - len(marks)) + ["open"] * (count.asked - count.done)
    return Side(_side_label(count, alone), tuple(marks), f"{count.done} of {count.asked}")


def _side_label(count: SideCount, alone: bool) -> str:
    """``Left`` where left and right of one movement stand below each other, else the whole direction."""
    direction = count.direction
    if direction is None:
        return f"{count.unit}s".capitalize()
    side = direction.value.partition("_")[0]
    return side.capitalize() if alone and side in ("left", "right") else words.direction_title(direction)
