"""What the window does with errors in its handlers, and with Ctrl-C."""

import pytest

pytestmark = pytest.mark.usefixtures("window")  # Kivy must be prepared before it is imported


def handled(error):
    from kivy.base import ExceptionManager

    from coach.ui.main import KeepGoing

    said, closed = [], []
    answer = KeepGoing(said.append, lambda: closed.append(True)).handle_exception(error)
    assert answer == ExceptionManager.PASS
    return said, closed


def test_an_error_is_said_and_the_window_lives():
    said, closed = handled(ValueError("planted"))
    assert len(said) == 1
    assert not closed


def test_ctrl_c_closes_the_window():
    said, closed = handled(KeyboardInterrupt())
    assert not said
    assert closed
