"""The window: what a person sees, hears and presses. The only package that imports Kivy."""
