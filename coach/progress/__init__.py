"""Pure progress logic: change, minimal detectable change, what to do next."""
