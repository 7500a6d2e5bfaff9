"""What a picture is like around the face: light, contrast with the background, sharpness, shine on glasses."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.measure.preflight import PictureFacts
from coach.measure.types import Floats, Picture

FACE_PX = 128
"""The face is brought to this size before its sharpness is judged, so that distance makes no difference."""
SHINE = 245
EYE_LINE = (33, 133, 362, 263)
EYE_REACH = 0.35
"""Height of the strip across the eyes that is searched for shine, as a share of its width."""
STEP_PX = 4


def picture_facts(rgb: Picture, face_px: Floats) -> PictureFacts:
    """Look at a picture with a face mesh (478, 3) in it."""
    height, width = rgb.shape[:2]
    low, high = face_px[:, :2].min(axis=0), face_px[:, :2].max(axis=0)
    left, top = (int(v) for v in np.maximum(low, 0))
    right, bottom = min(width, int(high[0]) + 1), min(height, int(high[1]) + 1)
    face = cv2.cvtColor(rgb[top:bottom, left:right], cv2.COLOR_RGB2GRAY) if right > left and bottom > top else None
    behind = _luminance(rgb[0:bottom:STEP_PX, 0 : max(1, int(left - 0.5 * (right - left))) : STEP_PX])
    beside = _luminance(rgb[0:bottom:STEP_PX, min(width - 1, int(right + 0.5 * (right - left))) :: STEP_PX])
    return PictureFacts(
        face_brightness=0.0 if face is None else float(face.mean()) / 255,
        background_brightness=max(behind, beside),
        sharpness=0.0 if face is None else _sharpness(np.asarray(face, np.uint8)),
        shine_share=_shine(rgb, face_px),
    )


def _luminance(rgb: Picture) -> float:
    if rgb.size == 0:
        return 0.0
    red, green, blue = rgb.reshape(-1, 3).mean(axis=0) / 255
    return float(0.299 * red + 0.587 * green + 0.114 * blue)


def _sharpness(grey: NDArray[np.uint8]) -> float:
    """Edges against contrast: variance of the Laplacian by the variance of the picture, at one size of the face."""
    size = (FACE_PX, max(8, round(FACE_PX * grey.shape[0] / grey.shape[1])))
    face = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32)
    even = np.asarray(cv2.GaussianBlur(face, (0, 0), 1.0))  # noise of a dark picture is no sharpness
    return float(cv2.Laplacian(even, cv2.CV_32F).var() / max(float(even.var()), 1.0))


def _shine(rgb: Picture, face_px: Floats) -> float:
    """Share of the strip across the eyes that is burnt out."""
    corners = face_px[list(EYE_LINE), :2]
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    reach = EYE_REACH * (right - left) / 2
    height, width = rgb.shape[:2]
    strip = rgb[
        max(0, int(top - reach)) : max(0, min(height, int(bottom + reach))),
        max(0, int(left - reach)) : max(0, min(width, int(right + reach))),
    ]
    return float((strip.min(axis=2) >= SHINE).mean()) if strip.size else 0.0
