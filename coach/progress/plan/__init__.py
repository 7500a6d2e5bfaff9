"""What somebody is to do and how much of it: the plan, the session of a day, and how doses grow and shrink."""
