"""What an exercise file says of its moving picture, besides the head's movement, which comes from the guide."""

from __future__ import annotations

from pydantic import Field

from coach.exercise.base import Part
from coach.exercise.figure_pose import ArmPose, Posture, Prop


class FigureKey(Part):
    """One key of the picture.

    The *near* arm is that of the side the movement goes to, the *far* arm the other one; they come before
    ``right_arm`` and ``left_arm`` where the movement has a side. Angles are degrees; ``flexion_deg`` is signed, a
    movement to the near side is positive, and both are added to what the guide itself asks of the head.
    """

    right_arm: ArmPose | None = None
    left_arm: ArmPose | None = None
    near_arm: ArmPose | None = None
    far_arm: ArmPose | None = None
    shoulder_lift: float = Field(default=0, ge=-1, le=1)
    trunk_lean_deg: float = Field(default=0, ge=-45, le=45)
    protraction_cm: float = Field(default=0, ge=-5, le=5)
    flexion_deg: float = Field(default=0, ge=-60, le=60)
    near_lateral_flexion_deg: float = Field(default=0, ge=-60, le=60)
    near_rotation_deg: float = Field(default=0, ge=-90, le=90)


class Figure(Part):
    """How the drawn figure looks: between two repetitions (``rest``) and at the far end of one (``work``).

    On the way the picture goes from one to the other. An arm that ``work`` does not name stays as in ``rest``; an arm
    that has the same pose in both is carried out in full at ``work`` only (a row that is pulled, for example).
    """

    posture: Posture = Posture.SITTING
    props: tuple[Prop, ...] = ()
    rest: FigureKey = FigureKey()
    work: FigureKey = FigureKey()
