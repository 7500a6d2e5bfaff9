"""Pure exercise logic: what the person should do, and what happened."""
