"""Who may train, when an exercise ends early, how much is right after a bad day: rules as data, judged here."""
