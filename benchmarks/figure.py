"""One picture: Bland-Altman of the program, and the error of every method against the true angle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.methods import METHODS, OURS
from benchmarks.scoring import AXES, LIMITS_DEG, MOVING_DEG, Rows, Zone, inside, moved
from benchmarks.study import Study
from benchmarks.tables import GOALS
from coach.measure.types import Axis

INK, GREY, PALE = "#1d2733", "#5c6773", "#e3e8ed"
COLOURS = ("#0b6e8f", "#c2571a", "#7a8b2a", "#8a5aa8")
FILM, STILL = "#0b6e8f", "#d99a2b"
TITLES = {
    Axis.RIGHT_ROTATION: ("Rotation", "left", "right"),
    Axis.RIGHT_LATERAL_FLEXION: ("Lateral flexion", "left", "right"),
    Axis.FLEXION: ("Flexion and extension", "extension", "flexion"),
}
BINS = 7
"""To each side of rest."""
MIN_IN_BIN = 8
LARGEST_SHOWN_DEG = 20.0


def draw(study: Study, path: Path) -> None:
    """Write the picture of all frontal sources; the file's ending chooses the format."""
    by_method = study.by_method(lambda m: not m.rows[OURS].side.any())
    figure = Figure(figsize=(14.0, 8.6), layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    grid = figure.subplots(2, 3, squeeze=False)
    for column, axis in enumerate(reversed(AXES)):
        _bland_altman(grid[0, column], by_method[OURS], axis)
        _error_by_angle(grid[1, column], by_method, axis)
    films = sum(m.source.is_clip for m in study.measured)
    figure.suptitle(
        f"Neck angles of rendered people against truth, camera in front "
        f"({films} films, {len(study.measured) - films} still sets)",
        x=0.01, ha="left", fontsize=14, fontweight="bold", color=INK,
    )  # fmt: skip
    handles, labels = grid[0, 0].get_legend_handles_labels()
    grid[0, 0].legend(handles, labels, loc="lower right", fontsize=8, frameon=False, ncols=2, markerscale=2.5)
    grid[1, 0].legend(loc="upper center", fontsize=8, frameon=True, framealpha=0.9, edgecolor="none")
    figure.savefig(path, dpi=130)


def _bland_altman(panel: Axes, rows: Rows, axis: Axis) -> None:
    """Difference against the mean of measurement and truth, with bias and limits of agreement in the core range."""
    k = AXES.index(axis)
    known = ~np.isnan(rows.value[:, k]) & _whole(rows) & moved(rows, axis)
    difference = rows.value[:, k] - rows.truth[:, k]
    middle = (rows.value[:, k] + rows.truth[:, k]) / 2
    shown = np.clip(difference, -LARGEST_SHOWN_DEG, LARGEST_SHOWN_DEG)
    for clip, colour, label in ((True, FILM, "films"), (False, STILL, "stills")):
        these = known & (rows.clip == clip)
        panel.scatter(middle[these], shown[these], s=7, c=colour, alpha=0.45, linewidths=0, label=label, zorder=3)
    core = difference[known & inside(rows, Zone.CORE)]
    if len(core):
        bias, spread = float(core.mean()), 1.96 * float(core.std())
        panel.axhspan(bias - spread, bias + spread, color=PALE, zorder=1)
        panel.axhline(bias, color=INK, lw=1.2, zorder=4)
        text = f"core range: bias {bias:+.1f}°, 95 % within {bias - spread:+.1f}° and {bias + spread:+.1f}°"
        panel.set_title(f"{TITLES[axis][0]}, {OURS}\n", loc="left", fontsize=11, fontweight="bold", color=INK)
        panel.text(0, 1.02, text, transform=panel.transAxes, fontsize=8.5, color=GREY)
    panel.set_ylim(-LARGEST_SHOWN_DEG * 1.03, LARGEST_SHOWN_DEG * 1.03)
    _dress(panel, axis, "mean of measurement and truth", "measurement minus truth (°), ±20° at most")


def _error_by_angle(panel: Axes, by_method: dict[str, Rows], axis: Axis) -> None:
    """Mean absolute error in bins of the true angle; a bin of which less than half was measured is left out."""
    k = AXES.index(axis)
    low, high = LIMITS_DEG[Zone.OUTER][k]
    left = np.linspace(low, -MOVING_DEG, BINS + 1)
    edges = np.concatenate([left, np.linspace(MOVING_DEG, high, BINS + 1)])
    for name, colour in zip(METHODS, COLOURS, strict=True):
        rows = by_method[name].where(_whole(by_method[name]) & moved(by_method[name], axis))
        which = np.digitize(rows.truth[:, k], edges) - 1
        points = []
        for index in range(len(edges) - 1):
            error = np.abs(rows.value[which == index, k] - rows.truth[which == index, k])
            enough = len(error) >= MIN_IN_BIN and np.isfinite(error).mean() >= 0.5
            points.append(float(np.nanmean(error)) if enough else np.nan)
        ours = name == OURS
        panel.plot(
            (edges[:-1] + edges[1:]) / 2, np.minimum(points, LARGEST_SHOWN_DEG), color=colour, label=name,
            lw=2.6 if ours else 1.4, marker="o", ms=4.5 if ours else 3, zorder=5 if ours else 3,
        )  # fmt: skip
    core_low, core_high = LIMITS_DEG[Zone.CORE][k]
    panel.hlines(
        GOALS[Zone.CORE, axis][0], core_low, core_high, color=INK, ls=(0, (4, 3)), lw=1.2, label="goal, core range"
    )
    panel.set_title(f"{TITLES[axis][0]}, error by angle", loc="left", fontsize=11, fontweight="bold", color=INK)
    panel.set_ylim(0, LARGEST_SHOWN_DEG)
    _dress(panel, axis, "true angle", "mean absolute error (°)")


def _whole(rows: Rows) -> np.ndarray:
    """Rows in the whole range seen from the front."""
    return np.asarray(inside(rows, Zone.CORE) | inside(rows, Zone.OUTER))


def _dress(panel: Axes, axis: Axis, x_label: str, y_label: str) -> None:
    low, high = LIMITS_DEG[Zone.OUTER][AXES.index(axis)]
    _, negative, positive = TITLES[axis]
    panel.set_xlim(low * 1.04, high * 1.04)
    panel.axvspan(-MOVING_DEG, MOVING_DEG, color="#f4f6f8", zorder=0)
    panel.text(0, 0.95, "rest", transform=panel.get_xaxis_transform(), ha="center", fontsize=8, color=GREY)
    panel.set_xlabel(f"← {negative}      {x_label} (°)      {positive} →", fontsize=9, color=GREY)
    panel.set_ylabel(y_label, fontsize=9, color=GREY)
    panel.tick_params(labelsize=8.5, colors=GREY)
    panel.grid(axis="y", color=PALE, lw=0.8, zorder=0)
    panel.set_axisbelow(True)
    for edge in ("top", "right"):
        panel.spines[edge].set_visible(False)
    for edge in ("left", "bottom"):
        panel.spines[edge].set_color(PALE)
