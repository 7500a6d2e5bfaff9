"""Pure measuring: what the head did relative to the trunk."""
