"""The outside world of cameras, clips and the pose models.

The foreign libraries of this package write to the standard error what a person cannot use. They are told not to before
they are first imported.
"""

import logging
import os

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
logging.getLogger("matplotlib").setLevel(logging.ERROR)  # comes along with MediaPipe and talks about its font cache
