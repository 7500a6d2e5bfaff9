"""The outside world of files: the database and the exercise library."""
