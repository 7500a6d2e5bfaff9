"""The drawn person: a small solid figure that stands as a :class:`~coach.exercise.figure_pose.FigurePose` says.

From the pose to the points of a skeleton (``geometry``, ``arms``), from those to solid parts (``head``, ``body``,
``props``), from those to lit triangles in one of two views (``picture``), and onto the screen (``widget``, the only one
that knows Kivy).
"""
