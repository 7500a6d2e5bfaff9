"""The outside world of cameras, clips and the pose models."""
