"""Neck coach: measures the neck with one webcam and guides exercises."""

__version__ = "0.1.0"
