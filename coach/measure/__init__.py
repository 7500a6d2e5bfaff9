"""Pure measuring: what did the head do relative to the trunk?"""
