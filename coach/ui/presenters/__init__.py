"""What each screen shows and does, without a widget and without Kivy, so that it can be tested without a window."""
