"""The camera at the person's side: body model, registration of head and trunk, and what they say together.

The body model finds the head and the shoulder; how far they turn is read from the picture itself
(:mod:`coach.sense.side_follower`). The registration of a frame runs while the body model looks at it, and uses the body
of a frame before, which matters only where a head is searched for.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

from coach.measure.features import Body
from coach.measure.types import Detection, Floats, Frame, Picture, ProfileMotion, View
from coach.sense.correction import networks_version
from coach.sense.detector import BODY_REST_S, Detector, model_version
from coach.sense.lately import Lately
from coach.sense.side_follower import SideFollower
from coach.sense.side_models import BodyModel


class SideDetector:
    """Finds one person, seen from the side, in one frame after the other. Not safe to share between threads."""

    def __init__(self, view: View) -> None:
        self._body = BodyModel()
        self._follower = SideFollower(view)
        self._helper = ThreadPoolExecutor(1, "body")
        self._last_px: Floats | None = None
        self._bodies: Lately[Body] = Lately(BODY_REST_S)

    def detect(self, frame: Frame) -> Detection:
        """Body points and the movement of head and trunk since the reference; ``None`` for what is not there."""
        found, motion = self._see(frame)
        self._last_px = None if found is None else found.px
        self._follower.look_for_reference(frame.rgb, frame.t_s, self._last_px)
        height, width = frame.rgb.shape[:2]
        return Detection(
            frame_index=frame.index,
            t_s=frame.t_s,
            image_size_px=(width, height),
            face_px=None,
            pose_px=None if found is None else found.px,
            pose_visibility=None if found is None else found.visibility,
            pose_world_m=None if found is None else found.m,
            brightness=_brightness(frame.rgb),
            profile=motion,
        )

    def _see(self, frame: Frame) -> tuple[Body | None, ProfileMotion | None]:
        """Body and movement; the body model rests only while the head is followed."""
        lately = self._bodies.at(frame.t_s)
        looking = self._helper.submit(self._body.find, frame.rgb) if lately is None else None
        motion = self._follower.follow(frame.rgb, frame.t_s, self._last_px)
        if lately is not None and motion is not None:
            return lately, motion
        found = self._body.find(frame.rgb) if looking is None else looking.result()
        self._bodies.keep(frame.t_s, None if motion is None else found)
        return found, motion

    def forget(self) -> None:
        """Begin with a new reference picture: what was measured before does not go on."""
        self._follower.forget()
        self._last_px = None

    def close(self) -> None:
        """Free the models."""
        self._helper.shutdown()
        self._body.close()
        self._follower.close()


def detector_for(view: View) -> Detector | SideDetector:
    """Make the detector for the side of the person that the camera sees."""
    return Detector() if view is View.FRONT else SideDetector(view)


def model_version_for(view: View) -> str:
    """Name what does the seeing in a view, for the record kept with every measurement."""
    if view is View.FRONT:
        return f"{model_version()}, networks {networks_version()}"
    return f"mediapipe {version('mediapipe')} pose(complexity 1) + selfie_segmentation; picture registration"


def _brightness(rgb: Picture) -> float:
    red, green, blue = rgb[::8, ::8].reshape(-1, 3).mean(axis=0) / 255
    return float(0.299 * red + 0.587 * green + 0.114 * blue)
