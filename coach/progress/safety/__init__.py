"""Who may train, when an exercise ends early, and how much less is right after a bad day: rules as data, judged here."""
