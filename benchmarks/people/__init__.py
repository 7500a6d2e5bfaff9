"""Rendered people whose neck angles are known exactly: see README.md."""
