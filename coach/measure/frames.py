"""The conventions, written once. Every angle in the program follows this page.

Frames (right-handed)
---------------------
``image``
    x right, y down, pixels, never mirrored.
``camera``
    x image-right, y down, z away from the camera into the scene (the pinhole convention of computer vision).
``head``, ``thorax``
    Segment axes after the International Society of Biomechanics: X anterior, Y superior, Z to the person's right
    (Wu & Cavanagh, J Biomech 1995;28:1257-61). At neutral the thorax frame is *defined* to be the head frame.

A person who faces a level camera::

        Y superior                 camera x: to the right in the image = the person's LEFT
            |   / X anterior       camera y: down
            |  /  (to the camera)  camera z: away from the camera
            | /
    Z ------+                      Z points to the person's right = left in the image

Angles
------
``R = thorax_from_head`` relative to neutral, in the head's frame: ``neutral.T @ now``. Subtracting Euler angles instead
would invent false lateral flexion and flexion as soon as the camera is not level.

Cardan sequence Z-X-Y, intrinsic: flexion about thorax Z, lateral flexion about the floating X, axial rotation about
head Y, after the joint coordinate system for the spine of Wu et al., J Biomech 2002;35:543-8. Singular only at 90° of
lateral flexion, which no neck reaches. With right-handed angles alpha (Z), beta (X) and gamma (Y)::

    alpha = atan2(-R01, R11)      positive is extension
    beta  = asin(R21)             positive is right lateral flexion
    gamma = atan2(-R20, R22)      positive is left rotation

The product's signs: *positive is flexion and the person's right*::

    flexion = -alpha,  right lateral flexion = beta,  right rotation = -gamma
"""

from __future__ import annotations

import numpy as np

from coach.measure.types import Floats

CAMERA_FROM_FACING_HEAD: Floats = np.array([[0.0, 0.0, -1.0], [0.0, -1.0, 0.0], [-1.0, 0.0, 0.0]])
"""Rotation of a head that faces a level camera: its columns are the head's X, Y and Z in the camera frame."""
