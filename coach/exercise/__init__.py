"""Pure exercise logic: what should the person do, and what happened?"""
