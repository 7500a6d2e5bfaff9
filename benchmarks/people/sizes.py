"""How a crop is cut out, which those who draw crops and those who learn from them must agree on."""

from coach.sense.looks import ROUGH_SHARE, ROUGH_SIDE

SIDES = {"head": (ROUGH_SIDE, 208), "chest": (112, 160)}
"""Pixels of a crop, and of the picture that it is made from."""
SHARES = {"head": ROUGH_SHARE, "chest": 4.6}
"""Width of a crop in sizes of the face mesh."""
ROOM = 12
"""So many crops are drawn in the same light, by the same camera and in the same room."""
AT_REST = 2
"""So many of a room's crops come first and are at neutral."""
FIRST, UNSEEN = 1000, 15
"""Every so many people, from the first one on, one is left out for the proof."""
